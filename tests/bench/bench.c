/*
 * What the core does for every beacon and every frame, in nanoseconds.
 *
 *     dot11_bench [SAMPLES]        all jobs; medians
 *     dot11_bench --count JOB GOES one job, for counting instructions in
 *                                  bench_measured() from outside
 *
 * A job that gives a wrong result ends the program with status 1, so a run
 * with few samples is a test that everything still works.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jobs.h"

/* The provider's share: what part of the whole the cipher alone is. */
static const struct {
    const char *whole;
    const char *alone;
} shares[] = {
    {"soft-rx-64", "open-64"},
    {"soft-rx-1500", "open-1500"},
    {"soft-tx-64", "seal-64"},
    {"soft-tx-1500", "seal-1500"},
};

static double medians[32];

static int find(const char *name)
{
    for (int i = 0; bench_frame_jobs[i].name != NULL; i++) {
        if (strcmp(bench_frame_jobs[i].name, name) == 0)
            return i;
    }
    return -1;
}

static void print_share(int whole)
{
    for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
        if (strcmp(shares[i].whole, bench_frame_jobs[whole].name) == 0)
            (void)printf(", %.2f of the provider alone",
                         medians[whole] / medians[find(shares[i].alone)]);
    }
}

static bool run(const struct bench_measure_job *job, int index, size_t samples)
{
    double fastest;
    double median = bench_median(job, samples, &fastest);

    if (median < 0) {
        (void)printf("%-36s gave a wrong result\n", job->title);
        return false;
    }
    (void)printf("%-36s %8.1f ns, fastest %8.1f", job->title, median, fastest);
    if (index >= 0) {
        medians[index] = median;
        print_share(index);
    }
    (void)printf("\n");
    return true;
}

static bool run_all(size_t samples)
{
    bool good = true;

    for (int i = 0; bench_beacon_jobs[i].name != NULL; i++)
        good = run(&bench_beacon_jobs[i], -1, samples) && good;
    for (int i = 0; bench_join_jobs[i].name != NULL; i++)
        good = run(&bench_join_jobs[i], -1, samples) && good;
    for (int i = 0; bench_frame_jobs[i].name != NULL; i++)
        good = run(&bench_frame_jobs[i], i, samples) && good;
    return good;
}

static bool count(const char *name, unsigned long goes)
{
    const int index = find(name);
    const struct bench_measure_job *job =
        index >= 0 ? &bench_frame_jobs[index] : &bench_beacon_jobs[0];

    for (int i = 0; index < 0 && bench_join_jobs[i].name != NULL; i++) {
        if (strcmp(bench_join_jobs[i].name, name) == 0)
            job = &bench_join_jobs[i];
    }
    if (strcmp(job->name, name) != 0)
        return false;
    for (unsigned long i = 0; i < goes; i++) {
        if ((job->prepare != NULL && !job->prepare()) || !bench_measured(job))
            return false;
    }
    (void)printf("things %.0f\n", job->things * (double)goes);
    return true;
}

int main(int argc, char **argv)
{
    const bool counting = argc == 4 && strcmp(argv[1], "--count") == 0;
    const long asked = argc == 2 ? strtol(argv[1], NULL, 10) : 301;
    bool good;

    if (!bench_frames_begin()) {
        (void)fprintf(stderr, "bench: the crypto provider does not start\n");
        return 1;
    }
    good = counting ? count(argv[2], strtoul(argv[3], NULL, 10))
                    : run_all(asked > 0 ? (size_t)asked : 1);
    bench_frames_end();
    return good ? 0 : 1;
}
