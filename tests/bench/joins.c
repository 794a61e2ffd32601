/* What joining a network takes: SAE with hash-to-element in group 19, step by
 * step, beside one multiplication of the curve; and the keys of a 4-way
 * handshake.
 *
 * SPDX-License-Identifier: MIT */
#include "jobs.h"

#include <string.h>

#include <dot11_crypto_host.h>

#include "join.h"

static struct bench_sae_end ends[2];
static uint8_t point[D11_EC_POINT_MAX];

static bool begin_ends(void)
{
    return bench_sae_begin(&ends[0], 0) && bench_sae_begin(&ends[1], 1);
}

static bool multiply(void)
{
    uint8_t scalar[D11_EC_NUMBER_MAX];

    memset(scalar, 0x5a, sizeof scalar);
    return bench_join_ops()->ec->mul(bench_join_host(), D11_GROUP_P256, scalar,
                                     point, point) == D11_OK;
}

static bool prepare_point(void)
{
    return bench_sae_begin(&ends[0], 0) &&
           memcpy(point, ends[0].own.element, sizeof point) != NULL;
}

static bool make_pt(void)
{
    return bench_sae_pt();
}

static bool make_commit(void)
{
    return bench_sae_begin(&ends[0], 0);
}

/* From the peer's commit to our confirm. */
static bool answer(void)
{
    return bench_sae_answer(&ends[0], &ends[1].own);
}

static bool whole_end(void)
{
    return make_commit() && answer() &&
           bench_sae_verify(&ends[0], &ends[1].own);
}

const struct bench_measure_job bench_join_jobs[] = {
    {"p256", "P-256, one multiplication", prepare_point, multiply, 1},
    {"sae-pt", "SAE, what a network takes once", NULL, make_pt, 1},
    {"sae-commit", "SAE, PWE and our commit", NULL, make_commit, 1},
    {"sae-answer", "SAE, their commit to our confirm", begin_ends, answer, 1},
    {"sae", "SAE, one end", begin_ends, whole_end, 1},
    {"four-way", "4-way handshake, key work", NULL, bench_four_way, 1},
    {NULL, NULL, NULL, NULL, 0},
};
