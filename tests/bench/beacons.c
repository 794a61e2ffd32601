/* A beacon that was never seen before.
 *
 * SPDX-License-Identifier: MIT */
#include "beacon.h"
#include "frame/summary.h"
#include "jobs.h"

/* Many in one go, for a clock that may be coarse. */
#define REPEAT 2000u

static bool summarize(void)
{
    struct d11_bss_summary summary;
    struct d11_index index;

    for (size_t i = 0; i < REPEAT; i++) {
        if (d11_bss_summarize(&summary, &index, bench_beacon,
                              bench_beacon_len) != D11_DROP_NONE)
            return false;
    }
    return summary.ssid_len == 9 && summary.channel == 6 && summary.bad == 0;
}

const struct bench_measure_job bench_beacon_jobs[] = {
    {"beacon", "beacon, indexed and summarised", NULL, summarize, REPEAT},
    {NULL, NULL, NULL, NULL, 0},
};
