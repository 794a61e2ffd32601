/* Frames through the data path, beside the provider's cipher alone.
 *
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <dot11/codes.h>
#include <dot11_crypto_host.h>

#include "base/octets.h"
#include "crypto/ccmp.h"
#include "jobs.h"
#include "station.h"

#define BURST BENCH_STATION_BURST
#define ROOM 66u
#define HEADER_LEN 26u
#define LLC_LEN 8u
#define SHORT_LEN 64u
#define LONG_LEN 1500u
#define BUFFER_LEN (ROOM + HEADER_LEN + 8u + LLC_LEN + LONG_LEN + 8u + 64u)

static const uint8_t ap[6] = {2, 0, 0, 0, 0, 1};
static const uint8_t own[6] = {2, 0, 0, 0, 0, 2};
static const uint8_t other[6] = {2, 0, 0, 0, 0, 3};
static const uint8_t key[16] = {1, 2,  3,  4,  5,  6,  7,  8,
                                9, 10, 11, 12, 13, 14, 15, 16};

static struct {
    uint8_t buffers[BURST][BUFFER_LEN];
    uint8_t *frames[BURST];
    size_t lens[BURST];
    /* The AP's side: it seals what is received. */
    struct dot11_crypto_host *host;
    struct d11_key ap_key;
    void *ap_state;
    void *scratch_memory;
    struct d11_ccmp_scratch scratch;
    struct d11_ccmp_frame sealed[BURST];
    /* The provider alone. */
    struct dot11_cipher_job jobs[BURST];
    uint8_t nonces[BURST][13];
    uint8_t aad[24];
    /* The stations, and what came out of them. */
    struct bench_station *plain; /* the radio ciphers */
    struct bench_station *soft;
    size_t out;
    size_t out_len;
    uint16_t seq;
} path;

static void count_out(void *arg, const uint8_t *frame, size_t len)
{
    (void)arg;
    (void)frame;
    path.out++;
    path.out_len = len;
}

bool bench_frames_begin(void)
{
    const struct dot11_crypto_ops *ops = dot11_crypto_host_ops();
    const struct d11_key_params params = {
        .suite = D11_CIPHER_CCMP_128,
        .flags = D11_KEY_PAIRWISE | D11_KEY_TX,
        .software = true,
        .octets = key,
        .len = sizeof(key),
    };
    bool fresh;
    size_t size;

    path.host = dot11_crypto_host_new(0);
    if (path.host == NULL)
        return false;
    size = d11_cipher_state_size(ops, path.host);
    path.ap_state = calloc(1, size);
    path.scratch_memory = malloc(d11_ccmp_scratch_size(BURST));
    if (path.ap_state == NULL || path.scratch_memory == NULL)
        return false;
    d11_ccmp_scratch_init(&path.scratch, path.scratch_memory, BURST);
    d11_key_init(&path.ap_key, path.ap_state, size);
    if (d11_key_set(&path.ap_key, &params, ops, path.host, &fresh) != D11_OK)
        return false;
    path.plain = bench_station_new(ap, own, key, false, count_out, NULL);
    path.soft = bench_station_new(ap, own, key, true, count_out, NULL);
    return path.plain != NULL && path.soft != NULL;
}

void bench_frames_end(void)
{
    bench_station_free(path.plain);
    bench_station_free(path.soft);
    d11_key_wipe(&path.ap_key, dot11_crypto_host_ops(), path.host);
    free(path.ap_state);
    free(path.scratch_memory);
    dot11_crypto_host_free(path.host);
}

/* The cipher alone: `len` octets behind 24 of additional data. */

static bool prepare_jobs(size_t len)
{
    for (size_t i = 0; i < BURST; i++) {
        struct dot11_cipher_job *job = &path.jobs[i];

        path.nonces[i][12] = (uint8_t)i;
        job->data = path.buffers[i] + ROOM;
        job->len = len;
        job->nonce = path.nonces[i];
        job->aad = path.aad;
        job->aad_len = sizeof(path.aad);
        job->mic_len = 8;
        job->mic = job->data + len;
        job->key = path.ap_state;
    }
    return true;
}

static bool seal_jobs(void)
{
    return dot11_crypto_host_ops()->seal(path.host, D11_ALG_CCM_128_8,
                                         path.jobs, BURST) == BURST;
}

static bool open_jobs(void)
{
    return dot11_crypto_host_ops()->open(path.host, D11_ALG_CCM_128_8,
                                         path.jobs, BURST) == BURST;
}

static bool prepare_seal_short(void)
{
    return prepare_jobs(LLC_LEN + SHORT_LEN);
}

static bool prepare_seal_long(void)
{
    return prepare_jobs(LLC_LEN + LONG_LEN);
}

static bool prepare_open_short(void)
{
    return prepare_seal_short() && seal_jobs();
}

static bool prepare_open_long(void)
{
    return prepare_seal_long() && seal_jobs();
}

/* Received: QoS data from the AP, sequence and packet numbers running on. */

static bool prepare_received(size_t len, bool seal)
{
    const struct dot11_crypto_ops *ops = dot11_crypto_host_ops();

    for (size_t i = 0; i < BURST; i++) {
        uint8_t *mpdu = path.buffers[i] + ROOM;
        uint8_t *body = mpdu + HEADER_LEN + D11_CCMP_HEADER_LEN;
        struct d11_ccmp_frame *frame = &path.sealed[i];

        memset(mpdu, 0, HEADER_LEN);
        mpdu[0] = D11_TYPE_DATA << 2 | D11_DATA_QOS << 4;
        mpdu[1] = D11_FC1_FROM_DS | D11_FC1_PROTECTED;
        memcpy(mpdu + 4, own, 6);
        memcpy(mpdu + 10, ap, 6);
        memcpy(mpdu + 16, other, 6);
        d11_store_le16(mpdu + 22, (uint16_t)(path.seq++ << 4));
        memcpy(body, "\xaa\xaa\x03\0\0\0\x88\xb5", LLC_LEN);
        memset(body + LLC_LEN, (int)i, len);
        frame->mpdu = mpdu;
        frame->header_len = HEADER_LEN;
        frame->len =
            (uint32_t)(HEADER_LEN + D11_CCMP_HEADER_LEN + LLC_LEN + len);
        frame->key = &path.ap_key;
        path.frames[i] = mpdu;
        path.lens[i] = frame->len + (seal ? 8u : 0u);
        if (!seal) {
            uint64_t pn;

            (void)d11_key_take_pn(&path.ap_key, 1, &pn);
            d11_ccmp_header_write(mpdu + HEADER_LEN, pn, 0);
        }
    }
    path.out = 0;
    return !seal || d11_ccmp_seal(path.sealed, BURST, &path.scratch, ops,
                                  path.host) == BURST;
}

static bool prepare_rx_short(void)
{
    return prepare_received(SHORT_LEN, false);
}

static bool prepare_rx_long(void)
{
    return prepare_received(LONG_LEN, false);
}

static bool prepare_soft_rx_short(void)
{
    return prepare_received(SHORT_LEN, true);
}

static bool prepare_soft_rx_long(void)
{
    return prepare_received(LONG_LEN, true);
}

static bool receive(void)
{
    bench_station_rx(path.plain, path.frames, path.lens, BURST);
    return path.out == BURST;
}

static bool receive_soft(void)
{
    bench_station_rx(path.soft, path.frames, path.lens, BURST);
    return path.out == BURST;
}

/* Sent: Ethernet frames. */

static bool prepare_sent(size_t len)
{
    for (size_t i = 0; i < BURST; i++) {
        uint8_t *frame = path.buffers[i] + ROOM;

        memcpy(frame, other, 6);
        memcpy(frame + 6, own, 6);
        memcpy(frame + 12, "\x88\xb5", 2);
        memset(frame + 14, (int)i, len);
        path.frames[i] = frame;
        path.lens[i] = 14 + len;
    }
    path.out = 0;
    return true;
}

static bool prepare_tx_short(void)
{
    return prepare_sent(SHORT_LEN);
}

static bool prepare_tx_long(void)
{
    return prepare_sent(LONG_LEN);
}

static bool send(void)
{
    bench_station_tx(path.plain, path.frames, path.lens, BURST);
    return path.out == BURST && path.out_len == path.lens[0] + 28;
}

static bool send_soft(void)
{
    bench_station_tx(path.soft, path.frames, path.lens, BURST);
    return path.out == BURST && path.out_len == path.lens[0] + 36;
}

// clang-format off
const struct bench_measure_job bench_frame_jobs[] = {
    {"open-64", "provider opens, 64 octets",
     prepare_open_short, open_jobs, BURST},
    {"seal-64", "provider seals, 64 octets",
     prepare_seal_short, seal_jobs, BURST},
    {"open-1500", "provider opens, 1500 octets",
     prepare_open_long, open_jobs, BURST},
    {"seal-1500", "provider seals, 1500 octets",
     prepare_seal_long, seal_jobs, BURST},
    {"rx-64", "received, radio opened it, 64",
     prepare_rx_short, receive, BURST},
    {"rx-1500", "received, radio opened it, 1500",
     prepare_rx_long, receive, BURST},
    {"tx-64", "sent, radio seals it, 64",
     prepare_tx_short, send, BURST},
    {"tx-1500", "sent, radio seals it, 1500",
     prepare_tx_long, send, BURST},
    {"soft-rx-64", "received and opened, 64",
     prepare_soft_rx_short, receive_soft, BURST},
    {"soft-rx-1500", "received and opened, 1500",
     prepare_soft_rx_long, receive_soft, BURST},
    {"soft-tx-64", "sealed and sent, 64",
     prepare_tx_short, send_soft, BURST},
    {"soft-tx-1500", "sealed and sent, 1500",
     prepare_tx_long, send_soft, BURST},
    {NULL, NULL, NULL, NULL, 0},
};
// clang-format on
