/* The host of the world: frames, MSDUs, random octets, slow work.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

#include "dot11_crypto_host.h"

/* Packet numbers that MSDUs were delivered with, by key and TID. */
#define KEYS_WATCHED 64u

static uint64_t delivered_pn[KEYS_WATCHED][17];

struct dot11_crypto_host *world_crypto(void)
{
    static struct dot11_crypto_host *host;

    if (host == NULL) {
        host = dot11_crypto_host_new(0);
        FUZZ_CHECK(host != NULL);
    }
    return host;
}

struct world_sta *world_sta_of(const struct dot11_sta *sta)
{
    for (unsigned i = 0; i < world.sta_count; i++) {
        if (world.stas[i].sta == sta)
            return &world.stas[i];
    }
    return NULL;
}

struct world_frame *world_frame(enum world_origin origin, size_t headroom,
                                size_t len, size_t tailroom)
{
    struct world_frame *own = calloc(1, sizeof *own);
    size_t size = headroom + len + tailroom;

    FUZZ_CHECK(own != NULL);
    own->mem = malloc(size);
    FUZZ_CHECK(own->mem != NULL || size == 0);
    dot11_frame_init(&own->frame, own->mem, size, headroom);
    own->frame.owner = own;
    own->origin = origin;
    own->next = world.frames;
    world.frames = own;
    return own;
}

static void give_back(struct dot11_frame *frame)
{
    struct world_frame *own = (struct world_frame *)(void *)frame;

    FUZZ_CHECK(own->frame.owner == own);
    FUZZ_CHECK(own->place == WORLD_WITH_CORE);
    FUZZ_CHECK(own->held == 0);
    own->place = WORLD_BACK;
    free(own->mem);
    own->mem = NULL;
}

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    FUZZ_CHECK(world.in_call);
    if (world.no_frames)
        return NULL;
    return &world_frame(WORLD_FROM_CORE, headroom, len, 0)->frame;
}

static void frame_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    FUZZ_CHECK(world.in_call);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(((struct world_frame *)(void *)frames[i])->origin !=
                   WORLD_FROM_HOST);
        give_back(frames[i]);
    }
}

/* What came over a protected network was verified and is no replay
 * (SEC-PRT-01, SEC-RPL-01). */
static void check_protected(const struct world_frame *own)
{
    uint64_t *last;

    if (own->origin == WORLD_FROM_CORE)
        return; /* a copy for the second station */
    FUZZ_CHECK(own->sealed);
    if (own->key_no == 0 || own->key_no >= KEYS_WATCHED || own->tid > 16 ||
        world.sta_count > 1)
        return;
    last = &delivered_pn[own->key_no][own->tid];
    FUZZ_CHECK(own->pn > *last);
    *last = own->pn;
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    struct world_sta *to = world_sta_of(sta);
    struct dot11_sta_status status;

    (void)host;
    FUZZ_CHECK(world.in_call);
    FUZZ_CHECK(to != NULL && to->alive && n != 0);
    dot11_sta_status(sta, &status);
    FUZZ_CHECK(status.associated && status.authorized);
    for (size_t i = 0; i < n; i++) {
        const struct dot11_msdu *msdu = &msdus[i];
        struct world_frame *own = (struct world_frame *)(void *)msdu->frame;

        FUZZ_CHECK(own->place == WORLD_WITH_CORE);
        FUZZ_CHECK(own->origin != WORLD_FROM_HOST);
        FUZZ_CHECK(msdu->data >= own->mem && msdu->len >= 14 &&
                   msdu->len <= (size_t)(own->frame.end - msdu->data));
        FUZZ_CHECK(msdu->session_id == msdus[0].session_id &&
                   msdu->session_id != 0);
        FUZZ_CHECK(msdu->data[12] != 0x88 || msdu->data[13] != 0x8e ||
                   !to->secured);
        if (to->secured)
            check_protected(own);
        world.delivered++;
        own->held++;
        FUZZ_CHECK(world.msdu_count < WORLD_MSDUS);
        world.msdu_sta[world.msdu_count] = sta;
        world.msdus[world.msdu_count++] = *msdu;
    }
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    FUZZ_CHECK(world.in_call);
    FUZZ_CHECK(world_sta_of(sta) != NULL);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(((struct world_frame *)(void *)done[i].frame)->origin ==
                   WORLD_FROM_HOST);
        FUZZ_CHECK(done[i].err < D11_ERR_COUNT &&
                   done[i].err != D11_ERR_PENDING);
        give_back(done[i].frame);
    }
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    (void)host;
    FUZZ_CHECK(world.in_call);
    if (world.no_random)
        return D11_ERR_RANDOM;
    for (size_t i = 0; i < len; i++) {
        world.random = world.random * 1103515245u + 12345u;
        buf[i] = (uint8_t)(world.random >> 16);
    }
    return D11_OK;
}

static void tx_flow(void *host, struct dot11_sta *sta, uint32_t stopped_acs)
{
    (void)host;
    FUZZ_CHECK(world.in_call && world_sta_of(sta) != NULL);
    FUZZ_CHECK(stopped_acs < 1u << D11_AC_COUNT);
}

static void wake(void *host)
{
    (void)host;
    FUZZ_CHECK(world.in_call);
}

const struct dot11_host_ops world_host_ops = {
    .size = sizeof(struct dot11_host_ops),
    .frame_alloc = frame_alloc,
    .frame_free = frame_free,
    .deliver = deliver,
    .tx_done = tx_done,
    .random = random_octets,
    .tx_flow = tx_flow,
    .wake = wake,
};

/* Slow work: quick here, but in time or not as the fuzzer likes. */

static void finish_job(struct dot11_crypto_job *job)
{
    memcpy(job->out, ap_psk, 32);
}

static enum dot11_err job_start(void *crypto, struct dot11_crypto_job *job)
{
    (void)crypto;
    FUZZ_CHECK(world.in_call);
    if (world.job_answer == D11_OK)
        finish_job(job);
    if (world.job_answer == D11_ERR_PENDING) {
        if (world.job != NULL)
            return D11_ERR_CRYPTO;
        world.job = job;
    }
    return world.job_answer;
}

static void job_cancel(void *crypto, struct dot11_crypto_job *job)
{
    (void)crypto;
    if (world.job == job)
        world.job = NULL;
}

void world_job_done(enum dot11_err err)
{
    struct dot11_crypto_job *job = world.job;

    if (job == NULL)
        return;
    world.job = NULL;
    if (err == D11_OK)
        finish_job(job);
    world_enter();
    FUZZ_CHECK(dot11_crypto_job_done(world.radio, job, err, world.now_us) ==
               D11_OK);
    world_leave();
}

void world_host_begin(void)
{
    memset(delivered_pn, 0, sizeof delivered_pn);
    world.crypto_ops = *dot11_crypto_host_ops();
    world.crypto_ops.job_start = job_start;
    world.crypto_ops.job_cancel = job_cancel;
}

void world_forget_group_pn(uint32_t key_no)
{
    if (key_no < KEYS_WATCHED)
        memset(delivered_pn[key_no], 0, sizeof delivered_pn[key_no]);
}
