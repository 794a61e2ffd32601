/* Frames, packets and random octets.
 *
 * SPDX-License-Identifier: MIT */
#include "host.h"

#include "surroundings.h"

#define PING_OCTETS 256u

void host_init(struct host *host)
{
    for (unsigned i = 0; i < FRAME_COUNT; i++) {
        host->frames[i].next = host->free;
        host->free = &host->frames[i];
    }
}

static struct dot11_frame *frame_alloc(void *ctx, size_t headroom, size_t len)
{
    struct host *host = ctx;
    struct host_frame *frame = host->free;

    if (frame == NULL || headroom + len > FRAME_OCTETS) {
        host->refused++;
        return NULL;
    }
    host->free = frame->next;
    if (++host->out > host->most_out)
        host->most_out = host->out;
    dot11_frame_init(&frame->frame, frame->octets, FRAME_OCTETS, headroom);
    return &frame->frame;
}

static void frame_free(void *ctx, struct dot11_frame *const *frames, size_t n)
{
    struct host *host = ctx;

    for (size_t i = 0; i < n; i++) {
        struct host_frame *frame = (struct host_frame *)frames[i];

        frame->next = host->free;
        host->free = frame;
        host->out--;
    }
}

/* We are inside a call into the library here, so packets only go on a list:
 * host_poll() looks at them. */
static void deliver(void *ctx, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    struct host *host = ctx;

    (void)sta;
    for (size_t i = 0; i < n; i++)
        host->msdus[host->msdu_count++] = msdus[i];
}

static void tx_done(void *ctx, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)sta;
    for (size_t i = 0; i < n; i++)
        frame_free(ctx, &done[i].frame, 1);
}

static enum dot11_err fill_random(void *ctx, uint8_t *buf, size_t len)
{
    (void)ctx;
    random_octets(buf, len);
    return D11_OK;
}

const struct dot11_host_ops host_ops = {
    .size = sizeof(struct dot11_host_ops),
    .frame_alloc = frame_alloc,
    .frame_free = frame_free,
    .deliver = deliver,
    .tx_done = tx_done,
    .random = fill_random,
};

void host_poll(struct host *host, struct dot11_sta *sta)
{
    unsigned count = host->msdu_count;

    for (unsigned i = 0; i < count; i++)
        (void)dot11_sim_ping_rx(&host->ping, host->msdus[i].data,
                                host->msdus[i].len, NULL);
    host->msdu_count = 0;
    dot11_sta_msdu_return(sta, host->msdus, count);
}

enum dot11_err host_send_ping(struct host *host, struct dot11_sta *sta)
{
    const struct dot11_radio *radio = dot11_sta_radio(sta);
    struct dot11_frame *frame;
    size_t room;

    frame = frame_alloc(host, dot11_radio_headroom(radio),
                        DOT11_SIM_PING_OCTETS(PING_OCTETS) +
                            dot11_radio_tailroom(radio));
    if (frame == NULL)
        return D11_ERR_FULL;
    room = dot11_frame_tailroom(frame) - dot11_radio_tailroom(radio);
    frame->len = (uint32_t)dot11_sim_ping_next(&host->ping, PING_OCTETS,
                                               frame->data, room);
    return dot11_sta_tx(sta, &frame, 1, now_us()) == 1 ? D11_OK : D11_ERR_STATE;
}
