/* Data frames that the radio brings as Ethernet frames.
 *
 * SPDX-License-Identifier: MIT
 * The radio did what comes before 5.1.5.3's port filtering; what it says about
 * protection is believed as far as with MPDUs (SEC-RPL-08), and the rest goes
 * the same way as theirs. */
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
                                         struct d11_rx_item *item)
{
    for (unsigned i = 0; i < *path->vif_count; i++) {
        item->vif = path->vifs[i];
        if (item->vif == NULL || !item->vif->active)
            continue;
        item->peer = peer_on(item->vif, item->rx->link_id);
        if (item->peer != NULL)
            return D11_DROP_NONE;
    }
    return D11_DROP_NOT_ASSOCIATED;
}

static enum dot11_drop find_station(struct d11_rx_path *path,
                                    struct d11_rx_item *item)
{
    enum dot11_drop drop;

    item->vif =
        d11_rx_receiver(path, item->rx->frame->data, item->rx->link_id, &drop);
    if (item->vif == NULL)
        return drop;
    item->peer = peer_on(item->vif, item->rx->link_id);
    return item->peer != NULL ? D11_DROP_NONE : D11_DROP_NOT_ASSOCIATED;
}

/* Nothing of header or trailer is left, so the radio must say which key it
 * used and with which packet number. */
enum dot11_drop d11_rx_find_ethernet_key(struct d11_rx_item *item)
{
    const uint32_t flags = item->rx->flags;
    const uint32_t needed = (uint32_t)D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;

    item->key = NULL;
    item->crypt = NULL;
    item->body = item->rx->frame->data;
    item->body_len = item->rx->frame->len;
    if ((flags & D11_RX_DECRYPTED) == 0)
        return D11_DROP_NONE;
    if ((flags & needed) != needed)
        return D11_DROP_DESCRIPTOR;
    if (((flags & D11_RX_GROUP_KEY) != 0) != item->group)
        return D11_DROP_KEY_ADDRESS;
    item->key = d11_rx_key_slot(item, item->group, item->rx->key_id);
    if (item->key == NULL)
        return D11_DROP_NO_KEY;
    if ((item->key->flags & D11_KEY_HW) == 0)
        return D11_DROP_DESCRIPTOR;
    item->generation = item->key->generation;
    item->pn = item->rx->pn;
    return D11_DROP_NONE;
}

enum dot11_drop d11_rx_classify_ethernet(struct d11_rx_path *path,
                                         struct d11_rx_item *item)
{
    const struct dot11_frame *frame = item->rx->frame;
    enum dot11_drop drop;

    if (frame->len < D11_ETHERNET_LEN)
        return D11_DROP_TOO_SHORT;
    if (frame->len > D11_MPDU_MAX)
        return D11_DROP_TOO_LONG;
    if (item->rx->tid >= D11_TID_COUNT)
        return D11_DROP_DESCRIPTOR;
    item->group = d11_addr_is_group(frame->data);
    drop =
        item->group ? find_group_member(path, item) : find_station(path, item);
    if (drop != D11_DROP_NONE)
        return drop;
    item->kind = D11_RX_ETHERNET;
    item->tid = item->rx->tid;
    item->fc1 = 0;
    item->session_id = item->peer->session_id;
    return D11_DROP_NONE;
}
