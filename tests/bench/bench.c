/*
 * Nanoseconds of what the core does for every beacon and every frame. Prints
 * one line for each job: its median and the fastest sample.
 *
 * A job that gives a wrong result ends the program with status 1, so a run
 * with few samples is a test that everything still works.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <dot11/crypto.h>
#include <dot11_crypto_host.h>

#include "beacon.h"
#include "frame/summary.h"

#define BURST 64u
#define FRAME_LEN 1500u
#define MIC_LEN 8u

/* Things done in one sample, for a clock that may be coarse. */
#define REPEAT_BEACON 2000u
#define REPEAT_BURST 4u

static struct {
    struct dot11_crypto_host *host;
    const struct dot11_crypto_ops *ops;
    void *key;
    uint8_t frames[BURST][FRAME_LEN + MIC_LEN];
    uint8_t nonces[BURST][13];
    uint8_t aad[22];
    struct dot11_cipher_job jobs[BURST];
} bench;

static double now_ns(void)
{
    struct timespec now;

    (void)timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static bool beacon_summary(void)
{
    struct d11_bss_summary summary;
    struct d11_index index;
    size_t i;

    for (i = 0; i < REPEAT_BEACON; i++) {
        if (d11_bss_summarize(&summary, &index, bench_beacon,
                              bench_beacon_len) != D11_DROP_NONE)
            return false;
    }
    return summary.ssid_len == 9 && summary.channel == 6 && summary.bad == 0;
}

static bool seal(size_t n)
{
    return bench.ops->seal(bench.host, D11_ALG_CCM_128_8, bench.jobs, n) == n;
}

static bool open(size_t n)
{
    return bench.ops->open(bench.host, D11_ALG_CCM_128_8, bench.jobs, n) == n;
}

/* There and back: open is only right after seal. */
static bool one_by_one(void)
{
    size_t repeat;

    for (repeat = 0; repeat < REPEAT_BURST * BURST; repeat++) {
        if (!seal(1) || !open(1))
            return false;
    }
    return true;
}

static bool in_bursts(void)
{
    size_t repeat;

    for (repeat = 0; repeat < REPEAT_BURST; repeat++) {
        if (!seal(BURST) || !open(BURST))
            return false;
    }
    return true;
}

static bool prepare_frames(void)
{
    static const uint8_t key[16] = {1, 2,  3,  4,  5,  6,  7,  8,
                                    9, 10, 11, 12, 13, 14, 15, 16};
    size_t size;
    size_t i;

    bench.host = dot11_crypto_host_new(0);
    bench.ops = dot11_crypto_host_ops();
    if (bench.host == NULL)
        return false;
    size = bench.ops->key_size(bench.host, D11_ALG_CCM_128_8);
    bench.key = size == 0 ? NULL : malloc(size);
    if (bench.key == NULL ||
        bench.ops->key_init(bench.host, bench.key, D11_ALG_CCM_128_8, key,
                            sizeof(key)) != D11_OK)
        return false;
    for (i = 0; i < BURST; i++) {
        memset(bench.frames[i], (int)i, FRAME_LEN);
        bench.nonces[i][12] = (uint8_t)i;
        bench.jobs[i].data = bench.frames[i];
        bench.jobs[i].len = FRAME_LEN;
        bench.jobs[i].nonce = bench.nonces[i];
        bench.jobs[i].aad = bench.aad;
        bench.jobs[i].aad_len = sizeof(bench.aad);
        bench.jobs[i].mic_len = MIC_LEN;
        bench.jobs[i].mic = bench.frames[i] + FRAME_LEN;
        bench.jobs[i].key = bench.key;
    }
    return true;
}

static bool run(const char *name, bool (*job)(void), double things,
                size_t samples)
{
    double *ns = malloc(samples * sizeof(*ns));
    bool good = ns != NULL;
    size_t i;

    for (i = 0; i < samples && good; i++) {
        const double begin = now_ns();

        good = job();
        ns[i] = (now_ns() - begin) / things;
    }
    if (good) {
        qsort(ns, samples, sizeof(*ns), by_value);
        (void)printf("%-44s %9.1f ns, fastest %9.1f\n", name, ns[samples / 2],
                     ns[0]);
    } else {
        (void)printf("%-44s gave a wrong result\n", name);
    }
    free(ns);
    return good;
}

int main(int argc, char **argv)
{
    const long asked = argc > 1 ? strtol(argv[1], NULL, 10) : 301;
    const size_t samples = asked > 0 ? (size_t)asked : 1;
    bool good;

    if (!prepare_frames()) {
        (void)fprintf(stderr, "bench: the crypto provider does not start\n");
        return 1;
    }
    good = run("beacon indexed and summarised", beacon_summary, REPEAT_BEACON,
               samples);
    good = run("CCMP-128, 1500 octets, seal + open, one", one_by_one,
               (double)REPEAT_BURST * BURST, samples) &&
           good;
    good = run("CCMP-128, 1500 octets, seal + open, of 64", in_bursts,
               (double)REPEAT_BURST * BURST, samples) &&
           good;
    bench.ops->key_fini(bench.host, bench.key, D11_ALG_CCM_128_8);
    free(bench.key);
    dot11_crypto_host_free(bench.host);
    return good ? 0 : 1;
}
