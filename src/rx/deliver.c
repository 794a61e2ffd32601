/* MSDUs to the host and back, frames back to where they came from.
 *
 * SPDX-License-Identifier: MIT */
#include "hw/ops.h"
#include "rx/steps.h"

/* Frames that come back together when the host returns MSDUs. */
#define RETURN_BURST 16u

void d11_rx_flush_msdus(struct d11_rx_path *path)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct dot11_stats *stats = &path->env->stats;
    const uint32_t count = (uint32_t)work->msdu_count;

    if (count == 0)
        return;
    stats->rx_accepted += count;
    stats->rx_data += count;
    stats->rx_msdus += count;
    work->msdu_peer->rx_msdus += count;
    work->msdu_peer->rx_us = path->env->now_us;
    work->msdu_vif->delivered += count;
    work->msdu_count = 0;
    d11_host_deliver(path->env, work->msdu_vif->sta, work->msdus, count);
}

void d11_rx_begin_msdus(struct d11_rx_path *path,
                        const struct d11_rx_flow *flow)
{
    struct d11_rx_work *work = d11_rx_work(path);

    d11_rx_flush_msdus(path);
    work->msdu_peer = flow->peer;
    work->msdu_vif = flow->vif;
}

void d11_rx_collect(struct d11_rx_work *work, const struct d11_rx_item *item,
                    const struct d11_ethernet *eth)
{
    const struct d11_rx_flow *flow = item->flow;
    struct dot11_msdu *msdu = &work->msdus[work->msdu_count++];

    msdu->frame = item->rx->frame;
    msdu->data = eth->data;
    msdu->len = (uint32_t)eth->len;
    msdu->session_id = flow->session_id;
    msdu->tid = item->tid;
    msdu->link_id = item->rx->link_id;
    msdu->signal_dbm = item->rx->signal_dbm;
    msdu->reserved = 0;
    item->rx->frame->refs = 1;
}

void d11_rx_flush_frees(struct d11_rx_path *path)
{
    struct d11_rx_work *work = d11_rx_work(path);

    d11_host_free(path->env, work->frees, work->free_count);
    work->free_count = 0;
}

void d11_rx_free(struct d11_rx_path *path, struct dot11_frame *frame)
{
    struct d11_rx_work *work = d11_rx_work(path);

    if (work->free_count == work->size)
        d11_rx_flush_frees(path);
    work->frees[work->free_count++] = frame;
}

void d11_rx_return(struct d11_vif *vif, const struct dot11_msdu *msdus,
                   size_t n)
{
    struct dot11_frame *frames[RETURN_BURST];
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        struct dot11_frame *frame = msdus[i].frame;

        /* A frame that nobody holds was returned too often. */
        if (frame->refs == 0)
            continue;
        vif->delivered--;
        if (--frame->refs != 0)
            continue;
        frames[count++] = frame;
        if (count == RETURN_BURST) {
            d11_host_free(vif->env, frames, count);
            count = 0;
        }
    }
    d11_host_free(vif->env, frames, count);
}
