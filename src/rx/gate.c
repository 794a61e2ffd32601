/* Which MSDUs pass: plaintext rules, the port, and addresses inside.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.3 and 12.6.15; IEEE Std 802.1X-2020, clause 6.
 * The decision is made on whole MSDUs (SEC-PRT-01, SEC-PRT-04). */
#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/keys.h"
#include "rx/steps.h"

#define VLAN_TAG_LEN 4u

/* Where IP headers have the destination address (RFC 791, RFC 8200). */
#define IPV4_DST_AT 16u
#define IPV4_LEN 20u
#define IPV6_DST_AT 24u
#define IPV6_LEN 40u

/* What came in clear where frames should be protected. */
static enum dot11_drop check_plaintext(const struct d11_rx_flow *flow,
                                       uint16_t ethertype, bool security)
{
    const struct d11_peer *peer = flow->peer;

    if (!peer->link->is_protected && !d11_peer_has_key(peer))
        return D11_DROP_NONE;
    /* SEC-PRT-03 and SEC-PRT-02. */
    if (flow->group || peer->verified || !security)
        return D11_DROP_PLAINTEXT;
    /* SEC-HSK-09: with a key, but before the peer was heard to have it, only
     * the handshake may be repeated in clear. */
    if (ethertype != D11_ETHERTYPE_EAPOL && d11_key_is_there(flow->vif, peer))
        return D11_DROP_PLAINTEXT;
    return D11_DROP_NONE;
}

/* Is it protected as it should be? What the host exempted comes first
 * (N80211-RX-10). */
static enum dot11_drop check_protection(const struct d11_rx_flow *flow,
                                        uint16_t ethertype, bool security)
{
    const struct d11_attrs_ops *attrs = d11_attrs_ops(flow->vif);
    enum dot11_drop drop = D11_DROP_NONE;
    bool exempt = flow->key != NULL;

    if (attrs != NULL)
        drop = attrs->exempt(flow->vif, flow->peer, ethertype, flow->group,
                             flow->key != NULL, &exempt);
    return drop != D11_DROP_NONE || exempt
               ? drop
               : check_plaintext(flow, ethertype, security);
}

/* Class D addresses, the limited broadcast, and what may be the broadcast of
 * a subnet: without its mask that cannot be told, and no host of an ordinary
 * network ends in 255. */
static bool is_unicast_ipv4(const uint8_t *addr)
{
    return addr[0] < 224 && addr[3] != 255;
}

/* A packet for one host in a frame for all: what only an insider with the
 * group key sends (SEC-PRT-08). */
static bool is_unicast_ip(const struct d11_ethernet *eth)
{
    const uint8_t *packet = eth->data + D11_ETHERNET_LEN;
    size_t len = eth->len - D11_ETHERNET_LEN;
    unsigned ethertype = eth->ethertype;

    if (ethertype == D11_ETHERTYPE_VLAN && len >= VLAN_TAG_LEN) {
        ethertype = d11_load_be16(packet + 2);
        packet += VLAN_TAG_LEN;
        len -= VLAN_TAG_LEN;
    }
    if (ethertype == D11_ETHERTYPE_IPV4)
        return len >= IPV4_LEN && is_unicast_ipv4(packet + IPV4_DST_AT);
    if (ethertype == D11_ETHERTYPE_IPV6)
        return len >= IPV6_LEN && packet[IPV6_DST_AT] != 0xff;
    return false;
}

bool d11_rx_gate_is_open(const struct d11_rx_flow *flow)
{
    return flow->key != NULL && !flow->group && flow->peer->authorized &&
           !flow->vif->paused && d11_attrs_ops(flow->vif) == NULL;
}

enum dot11_drop d11_rx_gate(const struct d11_rx_path *path,
                            const struct d11_rx_item *item,
                            const struct d11_ethernet *eth, bool security)
{
    const struct d11_rx_flow *flow = item->flow;
    const uint8_t *sa = eth->data + D11_ADDR_LEN;
    enum dot11_drop drop;

    drop = check_protection(flow, eth->ethertype, security);
    if (drop != D11_DROP_NONE)
        return drop;
    /* SEC-HSK-10: handshakes are between two. */
    if (security ? flow->group : !flow->peer->authorized)
        return D11_DROP_PORT;
    drop = d11_rx_check_source(flow, sa);
    if (drop != D11_DROP_NONE || security)
        return drop;
    if (flow->group && path->env->config.drop_group_unicast_ip &&
        is_unicast_ip(eth))
        return D11_DROP_GROUP_UNICAST_IP;
    return flow->vif->paused ? D11_DROP_HOST_PAUSED : D11_DROP_NONE;
}
