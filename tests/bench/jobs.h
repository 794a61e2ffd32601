/* What is measured, by subject. Each list ends with an entry without a name.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BENCH_JOBS_H
#define BENCH_JOBS_H

#include "measure.h"

/* Beacons. */
extern const struct bench_measure_job bench_beacon_jobs[];

/* Joining a network. */
extern const struct bench_measure_job bench_join_jobs[];

/* Frames of 64 and 1500 octets: the provider alone, then whole paths. */
extern const struct bench_measure_job bench_frame_jobs[];
bool bench_frames_begin(void);
void bench_frames_end(void);

#endif
