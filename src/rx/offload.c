/* Data frames that the radio brings as Ethernet frames.
 *
 * SPDX-License-Identifier: MIT
 * The radio did what comes before 5.1.5.3's port filtering; what it says about
 * protection is believed as far as with MPDUs (SEC-RPL-08), and the rest goes
 * the same way as theirs. */
#include <dot11/offload.h>

#include "base/octets.h"
#include "rx/steps.h"

/* The associated peer on a link: such a frame has no transmitter address. */
static struct d11_peer *peer_on(struct d11_vif *vif, uint8_t link_id)
{
    for (unsigned i = 0; i < vif->peer_count; i++) {
        struct d11_peer *peer = &vif->peers[i];

        if (peer->associated && peer->link->id == link_id)
            return peer;
    }
    return NULL;
}

static enum dot11_drop find_group_member(struct d11_rx_path *path,
                                         struct d11_rx_flow *flow)
{
    for (unsigned i = 0; i < *path->vif_count; i++) {
        flow->vif = path->vifs[i];
        if (flow->vif == NULL || !flow->vif->active)
            continue;
        flow->peer = peer_on(flow->vif, flow->link_id);
        if (flow->peer != NULL)
            return D11_DROP_NONE;
    }
    return D11_DROP_NOT_ASSOCIATED;
}

static enum dot11_drop find_station(struct d11_rx_path *path,
                                    struct d11_rx_flow *flow,
                                    const uint8_t *addr)
{
    enum dot11_drop drop;

    flow->vif = d11_rx_receiver(path, addr, flow->link_id, &drop);
    if (flow->vif == NULL)
        return drop;
    flow->peer = peer_on(flow->vif, flow->link_id);
    return flow->peer != NULL ? D11_DROP_NONE : D11_DROP_NOT_ASSOCIATED;
}

/* Nothing of header or trailer is left, so the radio must say which key it
 * used and with which packet number. */
static enum dot11_drop find_key(struct d11_rx_flow *flow,
                                const struct dot11_rx *rx)
{
    const uint32_t needed = (uint32_t)D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;

    flow->key = NULL;
    if ((rx->flags & D11_RX_DECRYPTED) == 0)
        return D11_DROP_NONE;
    if ((rx->flags & needed) != needed || rx->pn > D11_PN_MAX)
        return D11_DROP_DESCRIPTOR;
    if (((rx->flags & D11_RX_GROUP_KEY) != 0) != flow->group)
        return D11_DROP_KEY_ADDRESS;
    flow->key = d11_rx_key_slot(flow, flow->group, rx->key_id);
    if (flow->key == NULL)
        return D11_DROP_NO_KEY;
    flow->generation = flow->key->generation;
    return (flow->key->flags & D11_KEY_HW) != 0 ? D11_DROP_NONE
                                                : D11_DROP_DESCRIPTOR;
}

static enum dot11_drop classify(struct d11_rx_path *path,
                                struct d11_rx_flow *flow,
                                const struct dot11_rx *rx)
{
    const struct dot11_frame *frame = rx->frame;
    enum dot11_drop drop;

    if (frame->len < D11_ETHERNET_LEN)
        return D11_DROP_TOO_SHORT;
    if (frame->len > D11_MPDU_MAX)
        return D11_DROP_TOO_LONG;
    if (rx->tid >= D11_TID_COUNT)
        return D11_DROP_DESCRIPTOR;
    flow->group = d11_addr_is_group(frame->data);
    drop = flow->group ? find_group_member(path, flow)
                       : find_station(path, flow, frame->data);
    if (drop != D11_DROP_NONE)
        return drop;
    flow->kind = D11_RX_ETHERNET;
    flow->data_type = 0;
    flow->session_id = flow->peer->session_id;
    return D11_DROP_NONE;
}

static enum dot11_drop take(struct d11_rx_path *path, struct d11_rx_item *item,
                            struct d11_ethernet *eth)
{
    enum dot11_drop drop;

    eth->data = item->body;
    eth->len = item->body_len;
    eth->ethertype = d11_load_be16(eth->data + 2u * D11_ADDR_LEN);
    if (item->flow->key == NULL)
        return D11_DROP_NONE;
    drop = d11_rx_check_replay(item);
    return drop == D11_DROP_NONE ? d11_rx_check_mic(path, item) : drop;
}

static const struct d11_rx_offload ops = {classify, find_key, take};

const struct dot11_part dot11_offload = {
    .kind = D11_PART_OFFLOAD,
    .ops = &ops,
};
