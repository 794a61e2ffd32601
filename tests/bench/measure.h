/* How a job is measured.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

/* Something to be measured. */
struct bench_measure_job {
    const char *name;
    const char *title;
    bool (*prepare)(void); /* not measured; NULL: nothing to prepare */
    bool (*work)(void);    /* false: it gave a wrong result */
    double things;         /* done in one go */
};

/* Do the work once. A function of its own so that instructions can be counted
 * in it alone. */
bool bench_measured(const struct bench_measure_job *job);

/* The median of `samples` goes, in nanoseconds for each thing; `fastest` is
 * that of the fastest. Negative when a result was wrong. */
double bench_median(const struct bench_measure_job *job, size_t samples,
                    double *fastest);

#endif
