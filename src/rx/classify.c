/* What a received frame is, whom it is for and who sent it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.2, 9.3.2 and 11.3. Every address is judged before
 * anything is changed (SEC-FRM-06). */
#include <string.h>

#include "base/octets.h"
#include "hw/ibss.h"
#include "rx/steps.h"

/* Flags that mean something only when the radio has decrypted the frame. */
#define WITH_DECRYPTED                                                         \
    ((uint32_t)D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED | D11_RX_MIC_OK |      \
     D11_RX_GROUP_KEY)
#define MIC_GOOD ((uint32_t)D11_RX_MIC_STRIPPED | D11_RX_MIC_OK)

/* Does the radio contradict itself (SEC-RPL-08)? */
static enum dot11_drop check_flags(const struct dot11_rx *rx)
{
    const uint32_t flags = rx->flags;

    if ((flags & D11_RX_FCS_ERROR) != 0)
        return D11_DROP_FCS;
    if ((flags & D11_RX_MIC_ERROR) != 0)
        return D11_DROP_MIC;
    if ((flags & D11_RX_DECRYPTED) == 0)
        return (flags & WITH_DECRYPTED) != 0 ? D11_DROP_DESCRIPTOR
                                             : D11_DROP_NONE;
    /* The MIC was verified, and is there or is not. */
    if ((flags & MIC_GOOD) == 0 || (flags & MIC_GOOD) == MIC_GOOD)
        return D11_DROP_DESCRIPTOR;
    return (flags & D11_RX_IV_STRIPPED) != 0 && rx->key_id > 3
               ? D11_DROP_DESCRIPTOR
               : D11_DROP_NONE;
}

static enum dot11_drop check_descriptor(const struct dot11_rx *rx)
{
    if (!d11_rx_is_in_memory(rx->frame) || rx->link_id >= D11_LINKS)
        return D11_DROP_DESCRIPTOR;
    return rx->flags != 0 ? check_flags(rx) : D11_DROP_NONE;
}

struct d11_vif *d11_rx_receiver(struct d11_rx_path *path, const uint8_t *addr,
                                uint8_t link_id, enum dot11_drop *drop)
{
    *drop = D11_DROP_NOT_FOR_US;
    for (unsigned i = 0; i < *path->vif_count; i++) {
        struct d11_vif *vif = path->vifs[i];

        if (vif == NULL || !d11_addr_equal(vif->links[link_id].addr, addr))
            continue;
        if (vif->active)
            return vif;
        *drop = D11_DROP_RADIO_OFF;
    }
    return NULL;
}

enum dot11_drop d11_rx_check_transmitter(struct d11_rx_path *path,
                                         const uint8_t *addr, uint8_t link_id)
{
    bool active = false;

    if (d11_addr_is_group(addr) || d11_addr_is_zero(addr))
        return D11_DROP_ADDRESS;
    for (unsigned i = 0; i < *path->vif_count; i++) {
        const struct d11_vif *vif = path->vifs[i];

        if (vif == NULL)
            continue;
        if (d11_addr_equal(vif->links[link_id].addr, addr))
            return D11_DROP_OWN;
        active = active || vif->active;
    }
    return active ? D11_DROP_NONE : D11_DROP_RADIO_OFF;
}

/* The peer that sent a data frame to `vif`: the AP of this link. */
static struct d11_peer *sender(struct d11_vif *vif, const uint8_t *addr,
                               uint8_t link_id)
{
    struct d11_peer *peer = d11_vif_peer(vif, addr);

    return peer != NULL && peer->link->id == link_id ? peer : NULL;
}

/* Make the flow one between `addr` and this station; false when they are not
 * associated on this link. */
static bool bind(struct d11_rx_flow *flow, struct d11_vif *vif,
                 const uint8_t *addr)
{
    struct d11_peer *peer = sender(vif, addr, flow->link_id);

    if (peer == NULL)
        return false;
    flow->vif = vif;
    flow->peer = peer;
    flow->session_id = peer->session_id;
    return true;
}

/* Why a station does not take data of somebody else. */
static enum dot11_drop stranger(const struct d11_vif *vif, uint8_t link_id)
{
    return vif->links[link_id].joined ? D11_DROP_BSS_OTHER
                                      : D11_DROP_NOT_ASSOCIATED;
}

/* Whose data frame is it, when it is to a group? The first station's that is
 * associated with its sender. */
static enum dot11_drop find_group_member(struct d11_rx_path *path,
                                         struct d11_rx_flow *flow,
                                         const uint8_t *addr)
{
    enum dot11_drop drop = D11_DROP_NOT_ASSOCIATED;

    for (unsigned i = 0; i < *path->vif_count; i++) {
        struct d11_vif *vif = path->vifs[i];

        if (vif == NULL || !vif->active)
            continue;
        if (bind(flow, vif, addr))
            return D11_DROP_NONE;
        if (drop == D11_DROP_NOT_ASSOCIATED)
            drop = stranger(vif, flow->link_id);
    }
    return drop;
}

bool d11_rx_next_member(struct d11_rx_path *path, struct d11_rx_flow *flow)
{
    const uint8_t *addr = flow->peer->addr;
    const struct d11_vif *last = flow->vif;
    bool passed = false;

    for (unsigned i = 0; i < *path->vif_count; i++) {
        struct d11_vif *vif = path->vifs[i];

        if (vif == last)
            passed = true;
        else if (passed && vif != NULL && vif->active && bind(flow, vif, addr))
            return true;
    }
    return false;
}

static enum dot11_drop find_station(struct d11_rx_path *path,
                                    struct d11_rx_flow *flow,
                                    const struct d11_header *h)
{
    enum dot11_drop drop;
    struct d11_vif *vif = d11_rx_receiver(path, h->a1, flow->link_id, &drop);

    if (vif == NULL)
        return drop;
    return bind(flow, vif, h->a2) ? D11_DROP_NONE
                                  : stranger(vif, flow->link_id);
}

/* Look at the addresses of a data frame. */
static enum dot11_drop look_up(struct d11_rx_path *path,
                               struct d11_rx_flow *flow,
                               const struct d11_header *h)
{
    enum dot11_drop drop = d11_rx_check_transmitter(path, h->a2, flow->link_id);

    if (drop != D11_DROP_NONE)
        return drop;
    flow->group = d11_addr_is_group(h->a1);
    return flow->group ? find_group_member(path, flow, h->a2)
                       : find_station(path, flow, h);
}

static enum dot11_drop classify_data(struct d11_rx_path *path,
                                     struct d11_rx_flow *flow,
                                     const uint8_t *mpdu)
{
    const struct d11_header *h = &d11_rx_work(path)->header;
    const struct d11_ibss_ops *ibss = d11_ibss_ops(path->env);
    const unsigned way = h->flags & (D11_FC1_TO_DS | D11_FC1_FROM_DS);
    enum dot11_drop drop;

    /* SEC-FRM-05: from the AP to a station, in an IBSS from one to another,
     * or not at all. */
    if (way != D11_FC1_FROM_DS && (way != 0 || ibss == NULL))
        return D11_DROP_DIRECTION;
    drop = look_up(path, flow, h);
    if (drop != D11_DROP_NONE && way == 0)
        ibss->stranger(path->env, path->vifs, *path->vif_count, h->a2, h->a3);
    if (drop != D11_DROP_NONE)
        return drop;
    if (flow->peer->link->ibss != (way == 0))
        return D11_DROP_DIRECTION;
    flow->kind = (h->subtype & D11_DATA_NULL) != 0 ? D11_RX_NULL : D11_RX_MPDU;
    flow->is_qos = d11_header_has_qos(h);
    flow->is_ibss = way == 0;
    flow->header_len = h->len;
    flow->fc = (uint16_t)(d11_load_le16(mpdu) & D11_RX_FC_MASK);
    flow->data_type = 0;
    /* A1 and A2 lie side by side. */
    memcpy(flow->addrs, h->a1, sizeof(flow->addrs));
    return D11_DROP_NONE;
}

enum dot11_drop d11_rx_classify(struct d11_rx_path *path,
                                struct d11_rx_flow *flow,
                                const struct dot11_rx *rx)
{
    struct d11_rx_work *work = d11_rx_work(path);
    const struct dot11_frame *frame = rx->frame;
    enum dot11_drop drop = check_descriptor(rx);

    if (drop != D11_DROP_NONE)
        return drop;
    flow->link_id = rx->link_id;
    flow->flags = rx->flags;
    if ((rx->flags & D11_RX_8023) != 0) {
        const struct d11_rx_offload *offload = d11_rx_offload(path);

        return offload != NULL ? offload->classify(path, flow, rx)
                               : D11_DROP_DESCRIPTOR;
    }
    drop = d11_header_decode(&work->header, frame->data, frame->len);
    if (drop != D11_DROP_NONE)
        return drop;
    if (work->header.type == D11_TYPE_DATA)
        return classify_data(path, flow, frame->data);
    /* SEC-FRM-03: no control frame is handled here. */
    if (work->header.type != D11_TYPE_MGMT)
        return D11_DROP_TYPE;
    return d11_rx_classify_mgmt(path, flow, rx);
}
