/* What became of frames: back to the host, or to where they came from.
 *
 * SPDX-License-Identifier: MIT */
#include "hw/mib.h"
#include "hw/ops.h"
#include "tx/steps.h"

void d11_tx_flush_done(struct d11_tx_path *path)
{
    struct d11_tx_work *work = d11_tx_work(path);
    const size_t done = work->done_count;
    const size_t frees = work->free_count;

    work->done_count = 0;
    work->free_count = 0;
    if (done != 0)
        d11_host_tx_done(path->env, work->done_vif->sta, work->done, done);
    d11_host_free(path->env, work->frees, frees);
}

void d11_tx_done(struct d11_tx_path *path, struct d11_vif *vif,
                 struct dot11_frame *frame, enum dot11_err err)
{
    struct d11_tx_work *work = d11_tx_work(path);

    if (work->done_count == work->size || work->done_vif != vif)
        d11_tx_flush_done(path);
    frame->flags = 0;
    frame->refs = 0;
    frame->core = NULL;
    work->done_vif = vif;
    work->done[work->done_count].frame = frame;
    work->done[work->done_count].err = err;
    work->done_count++;
}

void d11_tx_free(struct d11_tx_path *path, struct dot11_frame *frame)
{
    struct d11_tx_work *work = d11_tx_work(path);

    if (work->free_count == work->size)
        d11_tx_flush_done(path);
    frame->flags = 0;
    frame->refs = 0;
    frame->core = NULL;
    work->frees[work->free_count++] = frame;
}

void d11_tx_sent(struct d11_tx_path *path, struct d11_vif *vif,
                 struct dot11_frame *frame, bool acked)
{
    const enum d11_tx_kind kind = d11_tx_kind(frame);
    const uint16_t cookie =
        frame->flags &
        (kind == D11_TX_KIND_MGMT ? D11_TX_MGMT_COOKIE : D11_TX_COOKIE_MASK);

    d11_tx_free(path, frame);
    if (cookie == 0)
        return;
    d11_tx_flush_done(path);
    path->sent(path->arg, vif, kind, cookie, acked);
}

/* One frame that the radio gives back. */
static void take_back(struct d11_tx_path *path, const struct d11_mib_ops *mib,
                      const struct dot11_tx_status *status)
{
    struct dot11_stats *stats = &path->env->stats;
    struct dot11_frame *frame = status->frame;
    const bool acked =
        status->flushed == 0 && status->expired == 0 && status->acked != 0;
    enum dot11_err err = D11_OK;
    struct d11_vif *vif;

    /* The radio's promise is that it has the frame. */
    if (frame == NULL || d11_tx_kind(frame) == D11_TX_KIND_NONE ||
        (frame->flags & D11_TX_OUT) == 0) {
        stats->hw_errors++;
        return;
    }
    vif = frame->core;
    vif->tx.out--;
    path->env->tx_out--;
    if (mib != NULL)
        mib->tx(vif, status);
    if (status->flushed != 0) {
        stats->tx_flushed++;
        err = D11_ERR_CANCELLED;
    } else if (acked) {
        stats->tx_acked++;
    } else {
        stats->tx_failed++;
        err = D11_ERR_LOST;
    }
    if (d11_tx_kind(frame) == D11_TX_KIND_MSDU)
        d11_tx_done(path, vif, frame, err);
    else
        d11_tx_sent(path, vif, frame, acked);
}

void d11_tx_status(struct d11_tx_path *path,
                   const struct dot11_tx_status *status, size_t n)
{
    const struct d11_mib_ops *mib = d11_mib_ops(path->env);

    for (size_t i = 0; i < n; i++)
        take_back(path, mib, &status[i]);
    d11_tx_flush_done(path);
    d11_tx_run_all(path);
}
