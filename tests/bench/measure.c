/* How a job is measured.
 *
 * SPDX-License-Identifier: MIT */
#include "measure.h"

#include <stdlib.h>
#include <time.h>

static double ns_since(const struct timespec *begin)
{
    struct timespec now;

    (void)timespec_get(&now, TIME_UTC);
    return (double)(now.tv_sec - begin->tv_sec) * 1e9 +
           (double)(now.tv_nsec - begin->tv_nsec);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

bool bench_measured(const struct bench_measure_job *job)
{
    return job->work();
}

static bool once(const struct bench_measure_job *job, double *ns)
{
    struct timespec begin;
    bool good;

    if (job->prepare != NULL && !job->prepare())
        return false;
    (void)timespec_get(&begin, TIME_UTC);
    good = bench_measured(job);
    *ns = ns_since(&begin) / job->things;
    return good;
}

double bench_median(const struct bench_measure_job *job, size_t samples,
                    double *fastest)
{
    double *ns = calloc(samples, sizeof(*ns));
    double median = -1;
    size_t i = 0;

    while (ns != NULL && i < samples && once(job, &ns[i]))
        i++;
    if (i == samples) {
        qsort(ns, samples, sizeof(*ns), by_value);
        median = ns[samples / 2];
        *fastest = ns[0];
    }
    free(ns);
    return median;
}
