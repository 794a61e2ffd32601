/* What lies behind an access point: its other stations, a wire, and a host
 * that answers ARP and pings.
 *
 * SPDX-License-Identifier: MIT */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "dot11_sim_ping.h"
#include "frame/llc.h"

/* Send an Ethernet frame to one station, or to all when it is to a group. */
static void to_stations(struct dot11_sim_ap *ap, struct ap_sta *sta,
                        const uint8_t *eth, size_t len, uint8_t tid)
{
    struct sim_packet *packet = sim_packet_copy(ap->sim, eth, len);
    struct d11_msdu msdu;

    if (packet == NULL)
        return;
    if (!ap_muted(ap, DOT11_SIM_DATA) &&
        d11_ethernet_to_llc(&msdu, packet->octets, len)) {
        ap->stats.data_tx++;
        if (ap->sent != NULL)
            ap->sent(ap->sent_ctx, eth, len);
        ap_data_send(ap, sta, msdu.da, msdu.sa, msdu.data, msdu.len, tid);
    }
    sim_packet_free(ap->sim, packet);
}

/* Forward to whoever it is for among the stations; false: to none of them. */
static bool forward(struct dot11_sim_ap *ap, const uint8_t *eth, size_t len,
                    uint8_t tid)
{
    struct ap_sta *sta;

    if (d11_addr_is_group(eth)) {
        to_stations(ap, NULL, eth, len, tid);
        return true;
    }
    sta = ap_find(ap, eth);
    if (sta == NULL || !sta->authorized)
        return false;
    to_stations(ap, sta, eth, len, tid);
    return true;
}

enum dot11_err dot11_sim_ap_send(struct dot11_sim_ap *ap, const uint8_t *eth,
                                 size_t len, uint8_t tid)
{
    if (len < D11_ETHERNET_LEN)
        return D11_ERR_ARG;
    if (!ap->running)
        return D11_ERR_STATE;
    return forward(ap, eth, len, tid) ? D11_OK : D11_ERR_NOT_FOUND;
}

void dot11_sim_ap_set_wire(struct dot11_sim_ap *ap, dot11_sim_ap_wire *wire,
                           void *ctx)
{
    ap->wire = wire;
    ap->wire_ctx = ctx;
}

void dot11_sim_ap_set_sent(struct dot11_sim_ap *ap, dot11_sim_ap_wire *sent,
                           void *ctx)
{
    ap->sent = sent;
    ap->sent_ctx = ctx;
}

void ap_net_rx(struct dot11_sim_ap *ap, struct ap_sta *from, const uint8_t *eth,
               size_t len, uint8_t tid)
{
    enum dot11_sim_net_kind kind;
    size_t answer_len;

    if (ap->wire != NULL)
        ap->wire(ap->wire_ctx, eth, len);
    kind = dot11_sim_net_answer(ap->config.host_addr, ap->config.ip, eth, len,
                                ap->scratch, ap->sim->packet_max, &answer_len);
    if (!ap->config.isolate)
        (void)forward(ap, eth, len, tid);
    if (kind == DOT11_SIM_NET_ARP)
        ap->stats.arp_replies++;
    else if (kind == DOT11_SIM_NET_ECHO)
        ap->stats.echo_replies++;
    else
        return;
    if (from->used && from->authorized)
        to_stations(ap, from, ap->scratch, answer_len, tid);
}
