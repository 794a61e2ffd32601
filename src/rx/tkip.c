/* The MIC of MSDUs under TKIP.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2.4.3 and 12.5.2.6. First the packet number,
 * because a frame that is repeated says nothing about somebody who guesses;
 * then the MIC; and only what has passed both moves the counter. */
#include "rx/tkip.h"

#include <dot11/codes.h>

#include "base/wipe.h"
#include "crypto/michael.h"
#include "rx/steps.h"

/* Where a data header has receiver address and source address. */
#define A1_AT 4u
#define A3_AT 16u

static bool is_new(const struct d11_rx_item *item)
{
    const struct d11_key *key = item->flow->key;

    return (key->flags & D11_KEY_HW_PN_CHECK) != 0 ||
           d11_replay_is_new(&key->rx, item->tid, item->pn);
}

static bool is_good(const struct d11_rx_item *item)
{
    const uint8_t *mpdu = item->rx->frame->data;
    const struct d11_michael_header header = {mpdu + A1_AT, mpdu + A3_AT,
                                              item->tid};
    const struct d11_key *key = item->flow->key;
    uint8_t mic[D11_MICHAEL_LEN];

    key->cipher->soft->msdu_mic(key, false, &header, item->body, item->body_len,
                                mic);
    return d11_equal_const_time(mic, item->body + item->body_len,
                                D11_MICHAEL_LEN);
}

/* Take the MIC off the body; false when there is none. */
static bool cut_mic(struct d11_rx_item *item)
{
    if (item->flow->kind != D11_RX_MPDU ||
        (item->flow->flags & D11_RX_MIC_STRIPPED) != 0)
        return true;
    if (item->body_len < D11_MICHAEL_LEN)
        return false;
    item->body_len -= D11_MICHAEL_LEN;
    return true;
}

enum dot11_drop d11_rx_tkip_verify(struct d11_rx_path *path,
                                   struct d11_rx_item *item,
                                   d11_rx_tkip_failed *failed)
{
    struct d11_rx_flow *flow = item->flow;
    struct d11_key *key = flow->key;

    (void)path;
    if (!is_new(item))
        return D11_DROP_REPLAY;
    if (!cut_mic(item))
        return D11_DROP_CIPHER_HEADER;
    if (flow->sealed && !is_good(item)) {
        failed(flow->vif, flow->peer, key);
        return D11_DROP_TKIP_MIC;
    }
    (void)d11_replay_commit(&key->rx, item->tid, item->pn);
    return D11_DROP_NONE;
}

/* Whose frame was it? It is looked up as if it had been good. */
enum dot11_drop d11_rx_tkip_radio_failed(struct d11_rx_path *path,
                                         const struct dot11_rx *rx,
                                         d11_rx_tkip_failed *failed)
{
    struct dot11_rx good = *rx;
    struct d11_rx_flow flow;
    enum dot11_drop drop;

    good.flags = (uint32_t)D11_RX_DECRYPTED | D11_RX_MIC_OK |
                 (rx->flags & D11_RX_IV_STRIPPED);
    if ((rx->flags & D11_RX_MIC_ERROR) == 0)
        return D11_DROP_MIC;
    drop = d11_rx_classify(path, &flow, &good);
    if (drop != D11_DROP_NONE)
        return drop;
    if (flow.kind != D11_RX_MPDU)
        return D11_DROP_MIC;
    /* A radio that failed need not say which kind of key it was. */
    if (flow.group)
        flow.flags |= D11_RX_GROUP_KEY;
    drop = d11_rx_find_key(&flow, &good);
    if (drop != D11_DROP_NONE)
        return drop;
    if (flow.key == NULL || flow.key->cipher->suite != D11_CIPHER_TKIP)
        return D11_DROP_MIC;
    failed(flow.vif, flow.peer, flow.key);
    return D11_DROP_TKIP_MIC;
}
