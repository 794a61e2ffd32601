/* Data frames of an access point: protection, LLC, Ethernet.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.2, 12.5.3. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "frame/llc.h"

/* packet->tag of a frame that is not sent yet: its header's length. */

void ap_data_send(struct dot11_sim_ap *ap, struct ap_sta *sta,
                  const uint8_t *da, const uint8_t *sa, const uint8_t *llc,
                  size_t len, uint8_t tid)
{
    bool qos = sta != NULL && sta->qos;
    size_t header_len = qos ? 26 : 24;
    struct sim_packet *packet;
    uint8_t *mpdu;

    if (header_len + SIM_CCMP_HEADER + len + SIM_CCMP_MIC_MAX >
        ap->sim->packet_max)
        return;
    packet = sim_packet_new(ap->sim);
    if (packet == NULL)
        return;
    mpdu = packet->octets;
    memset(mpdu, 0, header_len);
    mpdu[0] = (uint8_t)(D11_TYPE_DATA << 2 |
                        (qos ? D11_DATA_QOS : D11_DATA_DATA) << 4);
    mpdu[1] = D11_FC1_FROM_DS;
    d11_addr_copy(mpdu + 4, da);
    d11_addr_copy(mpdu + 10, ap->config.bssid);
    d11_addr_copy(mpdu + 16, sa);
    if (qos)
        mpdu[24] = tid & 0x0f;
    if (len != 0)
        memcpy(mpdu + header_len, llc, len);
    packet->len = header_len + len;
    packet->tag = (uint16_t)header_len;
    if (!ap_ps_keep(ap, sta, packet))
        ap_data_release(ap, sta, packet, false);
}

void ap_data_release(struct dot11_sim_ap *ap, struct ap_sta *sta,
                     struct sim_packet *packet, bool more)
{
    struct sim_key *key = sta != NULL ? ap_key(sta) : &ap->gtk[ap->gtk_now];
    size_t header_len = packet->tag;
    uint8_t *mpdu = packet->octets;
    unsigned space = 16;
    bool ok = true;

    if (sta == NULL && ap->config.group_cipher == D11_CIPHER_NO_GROUP) {
        sim_packet_free(ap->sim, packet);
        return;
    }
    if (more)
        mpdu[1] |= D11_FC1_MORE_DATA;
    if (sta != NULL && header_len == 26)
        space = mpdu[24] & 0x0fu;
    if (ap->config.wep_len != 0 && packet->len > header_len) {
        ok = ap_wep_seal(ap, packet, header_len);
    } else if (ap->config.tkip && packet->len > header_len) {
        struct ap_tkip *tkip =
            sta != NULL ? &sta->tkip : &ap->tkip_gtk[ap->gtk_now];

        ok = !tkip->valid || ap_tkip_seal(ap, tkip, packet, header_len);
    } else if (key->valid && packet->len > header_len) {
        memmove(mpdu + header_len + SIM_CCMP_HEADER, mpdu + header_len,
                packet->len - header_len);
        packet->len += (size_t)SIM_CCMP_HEADER + key->mic_len;
        ok = sim_ccmp_seal(ap->sim, key, mpdu, packet->len, header_len,
                           ++key->tx_pn);
    }
    if (!ok)
        sim_packet_free(ap->sim, packet);
    else
        ap_send(ap, packet, sta != NULL ? &sta->tx_seq[space] : &ap->seq,
                AP_RATE_DATA, false);
}

/* Decrypt in place; false when the frame is to be dropped. */
static bool unprotect(struct ap_sta *sta, const struct d11_header *h,
                      struct sim_packet *packet)
{
    struct dot11_sim_ap *ap = sta->ap;
    uint8_t *mpdu = packet->octets;
    unsigned tid = h->tid < 16 ? h->tid : 0;
    struct sim_key *key = ap_key(sta);
    uint64_t pn;

    if (ap->config.wep_len != 0) {
        if (ap_wep_open(ap, packet, h->len))
            return true;
        ap->stats.mic_errors++;
        return false;
    }
    if (ap->config.tkip) {
        if (ap_tkip_open(sta, packet, h->len))
            return true;
        ap->stats.mic_errors++;
        return false;
    }
    if (sta->ext_key_id && packet->len > (size_t)h->len + 3)
        key = &sta->keys[mpdu[h->len + 3] >> 6 & 1];
    if (!sim_ccmp_open(ap->sim, key, mpdu, packet->len, h->len)) {
        ap->stats.mic_errors++;
        return false;
    }
    pn = sim_ccmp_pn(mpdu + h->len);
    if (pn <= key->rx_pn[tid]) {
        ap->stats.replays++;
        return false;
    }
    key->rx_pn[tid] = pn;
    packet->len -= (size_t)SIM_CCMP_HEADER + key->mic_len;
    memmove(mpdu + h->len, mpdu + h->len + SIM_CCMP_HEADER,
            packet->len - h->len);
    return true;
}

static void rx_msdu(struct ap_sta *sta, const struct d11_header *h,
                    struct sim_packet *packet)
{
    struct dot11_sim_ap *ap = sta->ap;
    uint8_t *msdu = packet->octets + h->len;
    size_t len = packet->len - h->len;
    struct d11_ethernet eth;

    if (d11_llc_ethertype(msdu, len) == D11_ETHERTYPE_EAPOL) {
        if (d11_addr_equal(h->a3, ap->config.bssid))
            ap_eapol_rx(sta, msdu + 8, len - 8);
        return;
    }
    if (ap_vendor_rx(sta, d11_llc_ethertype(msdu, len), msdu + 8, len - 8,
                     d11_header_protected(h)))
        return;
    if (!sta->authorized ||
        ((ap->secured || ap->vendor != NULL) && !d11_header_protected(h))) {
        ap->stats.plaintext++;
        return;
    }
    /* The addresses lie where the Ethernet header goes. */
    if (!d11_llc_to_ethernet(&eth, msdu, len, h->a3, h->a2))
        return;
    ap->stats.data_rx++;
    ap_net_rx(ap, sta, eth.data, eth.len, h->tid < 16 ? h->tid : 0);
}

void ap_rx_data(struct dot11_sim_ap *ap, struct ap_sta *sta,
                const struct d11_header *h, const uint8_t *mpdu, size_t len)
{
    struct sim_packet *packet;
    struct d11_header own;

    ap_ps_note(sta, h);
    if ((h->subtype & D11_DATA_NULL) != 0 || h->frag != 0 ||
        (h->flags & D11_FC1_MORE_FRAG) != 0 || (h->qos & D11_QOS_AMSDU) != 0)
        return;
    packet = sim_packet_copy(ap->sim, mpdu, len);
    if (packet == NULL)
        return;
    if (d11_header_decode(&own, packet->octets, len) == D11_DROP_NONE &&
        (!d11_header_protected(&own) || unprotect(sta, &own, packet)))
        rx_msdu(sta, &own, packet);
    sim_packet_free(ap->sim, packet);
}
