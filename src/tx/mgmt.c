/* Management and null frames to the radio.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.3.2.14 (sequence numbers). */
#include "base/octets.h"
#include "hw/pmf.h"
#include "tx/steps.h"

#define SEQUENCE_AT 22u
#define SEQUENCE_MASK 0x0fffu

/* 10.3.2.14: one counter for all that is not QoS data. */
static void put_sequence(const struct d11_tx_path *path, struct d11_vif *vif,
                         struct d11_peer *peer, struct dot11_frame *frame)
{
    uint16_t *next =
        peer != NULL ? &peer->tx_seq[D11_TID_NONE] : &vif->tx.mgmt_seq;

    if ((path->env->caps->flags & D11_HW_SEQ) != 0)
        return;
    d11_store_le16(frame->data + SEQUENCE_AT, (uint16_t)(*next << 4));
    *next = (uint16_t)((*next + 1u) & SEQUENCE_MASK);
}

/* The frame alone into a burst. While it waits, `refs` has its channel. False
 * when it must not be sent any more: it is over. */
static bool add(struct d11_tx_path *path, struct d11_vif *vif,
                struct dot11_frame *frame)
{
    struct dot11_tx *tx = d11_tx_add(path, vif, frame, D11_AC_VO);

    tx->freq_mhz = frame->refs;
    tx->flags = D11_TX_LOWEST_RATE;
    if (frame->refs != 0)
        tx->flags |= D11_TX_OFF_CHANNEL;
    if ((frame->flags & D11_TX_ALONE) != 0)
        tx->flags |= D11_TX_NO_ACK;
    if ((frame->flags & D11_TX_COOKIE_MASK) != 0)
        tx->flags |= D11_TX_WANT_STATUS;
    if ((frame->flags & D11_TX_MGMT_HW) == 0 ||
        d11_pmf_listed(path->env)->sending(vif, tx))
        return true;
    d11_tx_work(path)->burst_count = 0;
    d11_tx_sent(path, vif, frame, false);
    return false;
}

void d11_tx_send_mgmt(struct d11_tx_path *path, struct d11_vif *vif)
{
    struct d11_tx_queue *queue = &vif->tx.mgmt;

    while (queue->first != NULL && d11_tx_room(path) > 0) {
        if (add(path, vif, d11_tx_pop(queue)) &&
            d11_tx_hand_over(path, vif, queue) != 0)
            return;
        vif->tx.waiting--;
    }
}

enum dot11_err d11_tx_mgmt(struct d11_tx_path *path, struct d11_vif *vif,
                           struct dot11_frame *frame,
                           const struct d11_tx_mgmt *how)
{
    const struct d11_pmf_ops *pmf = d11_pmf_ops(path->env);
    enum dot11_err err = D11_OK;

    if (frame->len < D11_HEADER_LEN || how->cookie > D11_TX_MGMT_COOKIE)
        err = D11_ERR_ARG;
    else if (vif->tx.waiting >= D11_TX_WAITING_MAX)
        err = D11_ERR_FULL;
    if (err != D11_OK) {
        d11_tx_free(path, frame);
        d11_tx_flush_done(path);
        return err;
    }
    put_sequence(path, vif, how->peer, frame);
    d11_tx_mark(frame, D11_TX_KIND_MGMT,
                (uint16_t)(how->cookie | (how->no_ack ? D11_TX_ALONE : 0u)));
    frame->refs = how->freq_mhz;
    if (pmf != NULL) {
        frame = pmf->seal(path, vif, frame);
        if (frame == NULL)
            return D11_ERR_STATE;
    }
    d11_tx_push(&vif->tx.mgmt, frame);
    vif->tx.waiting++;
    d11_tx_send_mgmt(path, vif);
    return D11_OK;
}
