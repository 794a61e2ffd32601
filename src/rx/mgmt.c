/* The checks that all received management frames share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3 and 12.2.7. */
#include "base/octets.h"
#include "hw/ibss.h"
#include "hw/pmf.h"
#include "rx/steps.h"

/* What an AP sends to stations, a bit for each subtype (Table 9-1). */
#define FROM_AP                                                                \
    (1u << D11_MGMT_ASSOC_RESP | 1u << D11_MGMT_REASSOC_RESP |                 \
     1u << D11_MGMT_PROBE_RESP | 1u << D11_MGMT_BEACON |                       \
     1u << D11_MGMT_DISASSOC | 1u << D11_MGMT_AUTH | 1u << D11_MGMT_DEAUTH)
/* Their third address may be the wildcard (9.6). */
#define ACTIONS (1u << D11_MGMT_ACTION | 1u << D11_MGMT_ACTION_NO_ACK)
/* The robust ones: what management frame protection protects. */
#define ROBUST                                                                 \
    (1u << D11_MGMT_DISASSOC | 1u << D11_MGMT_DEAUTH | 1u << D11_MGMT_ACTION)

static enum dot11_drop check_receiver(struct d11_rx_path *path,
                                      struct d11_rx_flow *flow)
{
    const struct d11_header *h = &d11_rx_work(path)->header;
    enum dot11_drop drop;

    flow->group = d11_addr_is_group(h->a1);
    /* SEC-FRM-08, whatever the Protected bit says. */
    if (h->subtype == D11_MGMT_BEACON && !d11_addr_is_broadcast(h->a1))
        return D11_DROP_BEACON_ADDRESS;
    flow->vif = NULL;
    flow->peer = NULL;
    if (flow->group)
        return D11_DROP_NONE;
    flow->vif = d11_rx_receiver(path, h->a1, flow->link_id, &drop);
    if (flow->vif == NULL)
        return drop;
    flow->peer = d11_vif_peer(flow->vif, h->a2);
    return D11_DROP_NONE;
}

enum dot11_drop d11_rx_classify_mgmt(struct d11_rx_path *path,
                                     struct d11_rx_flow *flow,
                                     const struct dot11_rx *rx)
{
    const struct d11_header *h = &d11_rx_work(path)->header;
    const unsigned bit = 1u << h->subtype;
    const bool ibss = d11_ibss_ops(path->env) != NULL;
    enum dot11_drop drop;

    if ((bit & (FROM_AP | ACTIONS)) == 0 &&
        !(ibss && h->subtype == D11_MGMT_PROBE_REQ))
        return D11_DROP_TYPE;
    if ((h->flags & (D11_FC1_TO_DS | D11_FC1_FROM_DS)) != 0)
        return D11_DROP_DIRECTION;
    drop = d11_rx_check_transmitter(path, h->a2, flow->link_id);
    if (drop == D11_DROP_NONE)
        drop = check_receiver(path, flow);
    if (drop != D11_DROP_NONE)
        return drop;
    /* Of an IBSS nobody is the BSSID; whoever takes a frame looks again. */
    if ((bit & FROM_AP) != 0 && !ibss && !d11_addr_equal(h->a2, h->a3))
        return D11_DROP_ADDRESS;
    if ((h->flags & D11_FC1_MORE_FRAG) != 0 || h->frag != 0)
        return D11_DROP_FRAGMENT;
    /* SEC-FRM-07: the others are never protected. */
    if (d11_header_protected(h) && (bit & ROBUST) == 0)
        return D11_DROP_PROTECTED_TYPE;
    /* The part judges what is left, behind all frames before. */
    if (d11_pmf_ops(path->env) == NULL) {
        if (d11_header_protected(h))
            return D11_DROP_NO_KEY;
        if ((rx->flags & D11_RX_DECRYPTED) != 0)
            return D11_DROP_DESCRIPTOR;
    }
    flow->kind = D11_RX_MGMT;
    flow->key = NULL;
    return D11_DROP_NONE;
}
