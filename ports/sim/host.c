/* A host: a pool of frames, MSDUs that were delivered, random octets.
 *
 * SPDX-License-Identifier: MIT */
#include "dot11_sim_host.h"

#include <string.h>

#include <dot11/sta.h>

#include "world.h"

/* MSDUs that wait to be given back when the test keeps none. */
#define RETURN_MAX 64u

/* A buffer of the pool; its frame is first, so that the one is the other. */
struct host_frame {
    struct dot11_frame frame;
    struct host_frame *next;
    bool out;
};

struct host_msdu {
    struct dot11_msdu msdu;
    struct dot11_sta *sta;
};

struct dot11_sim_host {
    struct dot11_sim *sim;
    struct dot11_sim_host_config config;
    struct dot11_sim_host_hooks hooks;
    struct dot11_sim_host_stats stats;
    struct sim_rng rng;
    struct host_frame *free_frames;
    uint8_t *memory;         /* of all buffers */
    struct host_msdu *msdus; /* a ring */
    uint32_t msdu_max;
    uint32_t msdu_first;
    uint32_t msdu_count;
    struct dot11_sim_tx_record *records; /* a ring */
    uint32_t fail_random;
    uint32_t fail_frames;
};

enum dot11_err dot11_sim_host_create(struct dot11_sim_host **out,
                                     struct dot11_sim *sim,
                                     const struct dot11_sim_host_config *cfg)
{
    struct dot11_sim_host *host = sim_alloc(sim, sizeof *host);
    uint32_t octets;

    *out = NULL;
    if (host == NULL)
        return D11_ERR_MEMORY;
    host->sim = sim;
    host->config = *cfg;
    host->rng = sim_rng_fork(sim);
    if (cfg->frame_count == 0)
        host->config.frame_count = 96;
    if (cfg->frame_octets == 0)
        host->config.frame_octets = (uint16_t)(sim->packet_max + 128);
    if (cfg->done_count == 0)
        host->config.done_count = 16;
    host->msdu_max = cfg->msdu_count != 0 ? cfg->msdu_count : RETURN_MAX;
    octets = host->config.frame_octets;
    host->memory = sim_alloc(sim, (size_t)octets * host->config.frame_count);
    host->msdus = sim_alloc(sim, host->msdu_max * sizeof *host->msdus);
    host->records =
        sim_alloc(sim, host->config.done_count * sizeof *host->records);
    if (host->memory == NULL || host->msdus == NULL || host->records == NULL)
        return D11_ERR_MEMORY;
    for (unsigned i = host->config.frame_count; i-- > 0;) {
        struct host_frame *frame = sim_alloc(sim, sizeof *frame);

        if (frame == NULL)
            return D11_ERR_MEMORY;
        frame->frame.owner = host->memory + (size_t)octets * i;
        frame->next = host->free_frames;
        host->free_frames = frame;
    }
    *out = host;
    return D11_OK;
}

/* Frames. */

struct dot11_frame *dot11_sim_host_frame(struct dot11_sim_host *host,
                                         size_t headroom, size_t len)
{
    struct host_frame *frame = host->free_frames;

    if (host->fail_frames != 0) {
        host->fail_frames--;
        frame = NULL;
    }
    if (frame == NULL || headroom + len > host->config.frame_octets) {
        host->stats.no_frame++;
        return NULL;
    }
    host->free_frames = frame->next;
    frame->next = NULL;
    frame->out = true;
    dot11_frame_init(&frame->frame, frame->frame.owner,
                     host->config.frame_octets, headroom);
    if (++host->stats.outstanding > host->stats.most)
        host->stats.most = host->stats.outstanding;
    return &frame->frame;
}

void dot11_sim_host_free(struct dot11_sim_host *host,
                         struct dot11_frame *octets)
{
    struct host_frame *frame = (struct host_frame *)octets;

    if (!frame->out) {
        host->stats.foreign++;
        return;
    }
    frame->out = false;
    /* A use after this shows in the content. */
    memset(frame->frame.owner, 0xa5, host->config.frame_octets);
    frame->next = host->free_frames;
    host->free_frames = frame;
    host->stats.outstanding--;
}

static struct dot11_frame *op_frame_alloc(void *ctx, size_t headroom,
                                          size_t len)
{
    return dot11_sim_host_frame(ctx, headroom, len);
}

static void op_frame_free(void *ctx, struct dot11_frame *const *frames,
                          size_t n)
{
    for (size_t i = 0; i < n; i++)
        dot11_sim_host_free(ctx, frames[i]);
}

/* MSDUs. */

static void op_deliver(void *ctx, struct dot11_sta *sta,
                       const struct dot11_msdu *msdus, size_t n)
{
    struct dot11_sim_host *host = ctx;

    for (size_t i = 0; i < n; i++) {
        struct host_msdu *place;

        host->stats.msdus++;
        host->stats.msdu_octets += msdus[i].len;
        host->stats.msdus_kept++;
        if (host->hooks.msdu != NULL)
            host->hooks.msdu(host->hooks.ctx, sta, &msdus[i]);
        if (host->msdu_count == host->msdu_max) {
            /* Nobody takes them: this one is never given back, which the
             * counters show. The test keeps too much. */
            host->stats.no_frame++;
            continue;
        }
        place = &host->msdus[(host->msdu_first + host->msdu_count++) %
                             host->msdu_max];
        place->msdu = msdus[i];
        place->sta = sta;
    }
}

bool dot11_sim_host_take(struct dot11_sim_host *host, struct dot11_msdu *msdu,
                         struct dot11_sta **sta)
{
    if (host->msdu_count == 0)
        return false;
    *msdu = host->msdus[host->msdu_first].msdu;
    if (sta != NULL)
        *sta = host->msdus[host->msdu_first].sta;
    host->msdu_first = (host->msdu_first + 1) % host->msdu_max;
    host->msdu_count--;
    host->stats.msdus_kept--;
    return true;
}

void dot11_sim_host_settle(struct dot11_sim_host *host)
{
    struct dot11_msdu msdu;
    struct dot11_sta *sta;

    if (host->config.msdu_count != 0)
        return;
    while (dot11_sim_host_take(host, &msdu, &sta))
        dot11_sta_msdu_return(sta, &msdu, 1);
}

static void op_tx_done(void *ctx, struct dot11_sta *sta,
                       const struct dot11_tx_done *done, size_t n)
{
    struct dot11_sim_host *host = ctx;

    for (size_t i = 0; i < n; i++) {
        struct dot11_sim_tx_record *record =
            &host->records[host->stats.tx_done % host->config.done_count];

        record->err = done[i].err;
        record->len = done[i].frame->len;
        host->stats.tx_done++;
        host->stats.tx_ok += done[i].err == D11_OK;
        if (host->hooks.tx_done != NULL)
            host->hooks.tx_done(host->hooks.ctx, sta, &done[i]);
        dot11_sim_host_free(host, done[i].frame);
    }
}

bool dot11_sim_host_tx_record(const struct dot11_sim_host *host, uint32_t i,
                              struct dot11_sim_tx_record *record)
{
    if (i >= host->stats.tx_done ||
        host->stats.tx_done - i > host->config.done_count)
        return false;
    *record = host->records[i % host->config.done_count];
    return true;
}

/* The rest. */

static enum dot11_err op_random(void *ctx, uint8_t *buf, size_t len)
{
    struct dot11_sim_host *host = ctx;

    if (host->fail_random != 0) {
        host->fail_random--;
        return D11_ERR_RANDOM;
    }
    sim_rng_octets(&host->rng, buf, len);
    return D11_OK;
}

static void op_log(void *ctx, const char *line)
{
    struct dot11_sim_host *host = ctx;

    if (host->hooks.log != NULL)
        host->hooks.log(host->hooks.ctx, line);
}

static void op_wake(void *ctx)
{
    struct dot11_sim_host *host = ctx;

    if (host->hooks.wake != NULL)
        host->hooks.wake(host->hooks.ctx);
}

const struct dot11_host_ops *dot11_sim_host_ops(void)
{
    static const struct dot11_host_ops ops = {
        .size = sizeof ops,
        .frame_alloc = op_frame_alloc,
        .frame_free = op_frame_free,
        .deliver = op_deliver,
        .tx_done = op_tx_done,
        .random = op_random,
        .log = op_log,
        .wake = op_wake,
    };

    return &ops;
}

void dot11_sim_host_set_hooks(struct dot11_sim_host *host,
                              const struct dot11_sim_host_hooks *hooks)
{
    host->hooks = *hooks;
}

void dot11_sim_host_fail_random(struct dot11_sim_host *host, uint32_t count)
{
    host->fail_random = count;
}

void dot11_sim_host_fail_frames(struct dot11_sim_host *host, uint32_t count)
{
    host->fail_frames = count;
}

void dot11_sim_host_stats(const struct dot11_sim_host *host,
                          struct dot11_sim_host_stats *stats)
{
    *stats = host->stats;
}
