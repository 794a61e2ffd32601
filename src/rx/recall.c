/* Data frames that begin as the last one did.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.2.1. The frames of a burst mostly come from one
 * peer to one station under one key. What was found out about the beginning of
 * the first holds for the others, as long as nobody above acts; only what
 * differs is read of them. */
#include <string.h>

#include "base/octets.h"
#include "rx/steps.h"

#define A1_AT 4u
#define SEQUENCE_AT 22u
#define QOS_AT 24u

/* Bits of Frame Control that differ between frames that mean the same. */
#define FC1_PASSING                                                            \
    (D11_FC1_MORE_FRAG | D11_FC1_RETRY | D11_FC1_PM | D11_FC1_MORE_DATA)

void d11_rx_note(struct d11_rx_memo *memo, const struct d11_rx_item *item)
{
    const uint8_t *mpdu = item->rx->frame->data;

    memo->vif = item->vif;
    memo->peer = item->peer;
    memo->key = item->key;
    memo->flags = item->rx->flags;
    memo->link_id = item->rx->link_id;
    memo->fc0 = mpdu[0];
    memo->fc1 = (uint8_t)(mpdu[1] & ~FC1_PASSING);
    memo->header_len = item->header_len;
    memo->group = item->group;
    if (item->key != NULL)
        memo->key_id = item->key->key_id;
    memcpy(memo->addrs, mpdu + A1_AT, sizeof(memo->addrs));
}

/* The header is as long as that of the last frame, whose Frame Control it
 * has; a frame that has room for a key id behind it is no shorter than
 * SEC-FRM-01 asks for. */
static bool begins_the_same(const struct d11_rx_memo *memo,
                            const struct dot11_rx *rx)
{
    const uint8_t *mpdu = rx->frame->data;
    const uint32_t len = rx->frame->len;

    return rx->flags == memo->flags && rx->link_id == memo->link_id &&
           len > memo->header_len + D11_RX_KEY_ID_AT && len <= D11_MPDU_MAX &&
           mpdu[0] == memo->fc0 && (mpdu[1] & ~FC1_PASSING) == memo->fc1 &&
           memcmp(mpdu + A1_AT, memo->addrs, sizeof(memo->addrs)) == 0;
}

static bool has_same_key(const struct d11_rx_memo *memo,
                         const struct dot11_rx *rx)
{
    uint8_t key_id = rx->key_id;

    if ((rx->flags & D11_RX_IV_STRIPPED) == 0)
        key_id =
            (uint8_t)(rx->frame->data[memo->header_len + D11_RX_KEY_ID_AT] >>
                      D11_RX_KEY_ID_SHIFT);
    return key_id == memo->key_id;
}

bool d11_rx_recall(const struct d11_rx_memo *memo, struct d11_rx_item *item)
{
    const struct dot11_rx *rx = item->rx;
    const uint8_t *mpdu;

    if (memo->vif == NULL || !d11_rx_is_in_memory(rx->frame) ||
        !begins_the_same(memo, rx))
        return false;
    if (memo->key != NULL) {
        if (!has_same_key(memo, rx))
            return false;
        item->generation = memo->key->generation;
    }
    mpdu = rx->frame->data;
    item->vif = memo->vif;
    item->peer = memo->peer;
    item->key = memo->key;
    item->session_id = memo->peer->session_id;
    item->kind = D11_RX_MPDU;
    item->header_len = memo->header_len;
    item->group = memo->group;
    item->fc1 = mpdu[1];
    item->seq_ctrl = d11_load_le16(mpdu + SEQUENCE_AT);
    item->qos = 0;
    item->tid = D11_TID_NONE;
    if ((mpdu[0] & D11_RX_FC0_QOS) != 0) {
        item->qos = d11_load_le16(mpdu + QOS_AT);
        item->tid = (uint8_t)(item->qos & D11_QOS_TID_MASK);
    }
    return true;
}
