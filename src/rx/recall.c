/* MPDUs that begin as the last one did, and what is their own.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.2.1. */
#include <string.h>

#include "base/octets.h"
#include "rx/steps.h"

/* Where the fields of a data header with three addresses are. */
#define A1_AT 4u
#define SEQUENCE_AT 22u
#define QOS_AT 24u

/* The key id stands in the frame, or in the descriptor of a radio that took
 * it away, together with the packet number. */
static bool is_under_same_key(const struct d11_rx_flow *flow,
                              const struct dot11_rx *rx)
{
    const uint8_t *octet =
        rx->frame->data + flow->header_len + D11_RX_KEY_OCTET_AT;

    if ((rx->flags & D11_RX_IV_STRIPPED) != 0)
        return rx->key_id == flow->key_id && rx->pn <= D11_PN_MAX;
    return (*octet & D11_RX_KEY_OCTET_MASK) == flow->key_octet;
}

bool d11_rx_recall(const struct d11_rx_flow *flow, const struct dot11_rx *rx)
{
    const struct dot11_frame *frame = rx->frame;
    const uint8_t *mpdu;

    if (!d11_rx_is_in_memory(frame) || rx->flags != flow->flags ||
        rx->link_id != flow->link_id)
        return false;
    /* SEC-FRM-01: with the same Frame Control the header has the same
     * length, and the whole of it is there. */
    if (frame->len < flow->around || frame->len > D11_MPDU_MAX)
        return false;
    mpdu = frame->data;
    if ((d11_load_le16(mpdu) & D11_RX_FC_MASK) != flow->fc ||
        memcmp(mpdu + A1_AT, flow->addrs, sizeof(flow->addrs)) != 0)
        return false;
    return flow->key == NULL || is_under_same_key(flow, rx);
}

void d11_rx_keep(struct d11_rx_work *work, struct d11_rx_flow *flow,
                 struct dot11_rx *rx)
{
    struct d11_rx_item *item = &work->items[work->item_count++];
    const struct dot11_frame *frame = rx->frame;
    uint8_t *mpdu = frame->data;
    struct d11_ccmp_header header;

    item->rx = rx;
    item->flow = flow;
    item->crypt = NULL;
    item->fc1 = mpdu[1];
    item->seq_ctrl = d11_load_le16(mpdu + SEQUENCE_AT);
    item->qos = 0;
    item->tid = 0;
    if (flow->is_qos) {
        item->qos = d11_load_le16(mpdu + QOS_AT);
        item->tid = (uint8_t)(item->qos & D11_QOS_TID_MASK);
    }
    item->body = mpdu + flow->before;
    item->body_len = frame->len - flow->around;
    if (flow->is_common) {
        (void)d11_ccmp_header_read(mpdu + flow->header_len, &header);
        item->pn = header.pn;
    }
    if (flow->sealed || !flow->is_common)
        d11_rx_queue(work, item);
}
