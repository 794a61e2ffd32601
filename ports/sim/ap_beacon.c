/* What an access point says of itself.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3.2, 9.3.3.10, 11.1. */
#include "ap.h"

#include <string.h>

#include "base/wr.h"
#include "frame/compose.h"
#include "frame/index.h"
#include "frame/rsne.h"

// clang-format off

/* 1, 2, 5.5 and 11 Mb/s are basic; 5 GHz: 6, 12 and 24 Mb/s. */
static const uint8_t rates_2ghz[] = {
    1, 8, 0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36,
};
static const uint8_t more_rates_2ghz[] = {50, 4, 48, 72, 96, 108};
static const uint8_t rates_5ghz[] = {
    1, 8, 0x8c, 18, 0x98, 36, 0xb0, 72, 96, 108,
};
/* The usual EDCA parameters (Table 9-155), best effort first. */
static const uint8_t wmm[] = {
    221, 24, 0x00, 0x50, 0xf2, 2, 1, 1, 0, 0,
    0x03, 0xa4, 0, 0, 0x27, 0xa4, 0, 0, 0x42, 0x43, 94, 0, 0x62, 0x32, 47, 0,
};
static const uint8_t extended_capabilities[] = {
    127, 8, 0x04, 0, 0, 0x02, 0, 0, 0, 0x40,
};
/* Bit 84. */
static const uint8_t with_beacon_protection[] = {
    127, 11, 0x04, 0, 0, 0x02, 0, 0, 0, 0x40, 0, 0, 0x10,
};
// clang-format on

void ap_build_rsne(struct dot11_sim_ap *ap)
{
    struct d11_wr wr = d11_wr_over(ap->rsne, sizeof ap->rsne);
    struct d11_rsne rsne = {0};

    ap->akm = ap->config.owe_groups[0] != 0     ? D11_AKM_OWE
              : ap->config.eap_akm != 0         ? ap->config.eap_akm
              : ap->config.sae_ext_key          ? D11_AKM_SAE_EXT_KEY
              : ap->config.sae_password != NULL ? D11_AKM_SAE
                                                : D11_AKM_PSK;
    rsne.group = ap->config.group_cipher;
    rsne.pairwise[0] = ap->config.pairwise_cipher;
    rsne.pairwise_count = 1;
    rsne.akm[0] = ap->akm;
    rsne.akm_count = 1;
    if (ap->config.ft) {
        rsne.akm[1] =
            ap->config.sae_password != NULL ? D11_AKM_FT_SAE : D11_AKM_FT_PSK;
        rsne.akm_count = 2;
    }
    rsne.capabilities =
        ap->config.ext_key_id ? (uint16_t)D11_RSN_CAP_EXT_KEY_ID : 0;
    rsne.group_mgmt = D11_CIPHER_NONE;
    if (ap->config.pmf) {
        rsne.capabilities |=
            (uint16_t)(D11_RSN_CAP_MFPC |
                       (ap->config.pmf_required ? D11_RSN_CAP_MFPR : 0u) |
                       (ap->config.ocv ? D11_RSN_CAP_OCV : 0u));
        rsne.group_mgmt = ap->config.group_mgmt_cipher;
    }
    d11_rsne_write(&wr, &rsne);
    ap->rsne_len = (uint8_t)d11_wr_len(&wr);
}

uint16_t ap_capability(const struct dot11_sim_ap *ap)
{
    uint16_t capability = D11_CAP_ESS;

    if (ap->secured || ap->config.wep_len != 0 || ap->vendor != NULL)
        capability |= D11_CAP_PRIVACY;
    if (ap->config.freq_mhz < 5000)
        capability |= D11_CAP_SHORT_PREAMBLE | D11_CAP_SHORT_SLOT;
    return capability;
}

void ap_write_rates(const struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    if (ap->config.freq_mhz < 5000) {
        d11_wr_octets(wr, rates_2ghz, sizeof rates_2ghz);
        d11_wr_octets(wr, more_rates_2ghz, sizeof more_rates_2ghz);
    } else {
        d11_wr_octets(wr, rates_5ghz, sizeof rates_5ghz);
    }
}

void ap_write_rsnx(const struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    if (ap->config.sae_password == NULL || ap->config.sae_looping)
        return;
    d11_wr_u8(wr, D11_EID_RSNX);
    d11_wr_u8(wr, 1);
    d11_wr_u8(wr, ap->config.sae_pk != NULL ? D11_RSNX_SAE_H2E | D11_RSNX_SAE_PK
                                            : D11_RSNX_SAE_H2E);
}

void ap_write_tail(const struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    if (ap->config.beacon_protection)
        d11_wr_octets(wr, with_beacon_protection,
                      sizeof with_beacon_protection);
    else
        d11_wr_octets(wr, extended_capabilities, sizeof extended_capabilities);
    ap_write_rsnx(ap, wr);
    if (!ap->config.no_qos)
        d11_wr_octets(wr, wmm, sizeof wmm);
    d11_wr_octets(wr, ap->config.elements, ap->config.elements_len);
}

static void write_ssid(const struct dot11_sim_ap *ap, struct d11_wr *wr,
                       bool hidden)
{
    d11_wr_u8(wr, D11_EID_SSID);
    d11_wr_u8(wr, hidden ? 0 : ap->config.ssid.len);
    if (!hidden)
        d11_wr_octets(wr, ap->config.ssid.octets, ap->config.ssid.len);
}

/* Beacon or Probe Response. */
static struct sim_packet *build(struct dot11_sim_ap *ap, unsigned subtype,
                                const uint8_t *da)
{
    struct sim_packet *packet = sim_packet_new(ap->sim);
    const struct d11_addrs addrs = {da, ap->config.bssid, ap->config.bssid};
    bool beacon = subtype == D11_MGMT_BEACON;
    struct d11_wr wr;

    if (packet == NULL)
        return NULL;
    wr = d11_wr_over(packet->octets, ap->sim->packet_max);
    d11_compose_mgmt_header(&wr, subtype, &addrs);
    d11_wr_le64(&wr, ap_tsf(ap));
    d11_wr_le16(&wr, ap->config.beacon_interval_tu);
    d11_wr_le16(&wr, ap_capability(ap));
    write_ssid(ap, &wr, beacon && ap->config.hidden);
    if (ap->config.freq_mhz < 5000)
        d11_wr_octets(&wr, rates_2ghz, sizeof rates_2ghz);
    else
        d11_wr_octets(&wr, rates_5ghz, sizeof rates_5ghz);
    d11_wr_u8(&wr, D11_EID_DS);
    d11_wr_u8(&wr, 1);
    d11_wr_u8(&wr, dot11_channel_number(ap->config.freq_mhz));
    if (beacon)
        ap_ps_write_tim(ap, &wr);
    if (ap->config.freq_mhz < 5000) {
        d11_wr_u8(&wr, D11_EID_ERP);
        d11_wr_u8(&wr, 1);
        d11_wr_u8(&wr, 0);
    }
    if (ap->config.tkip)
        d11_wr_octets(&wr, ap_wpa, sizeof ap_wpa);
    else if (ap->secured)
        d11_wr_octets(&wr, ap->rsne, ap->rsne_len);
    ap_ft_write_mde(ap, &wr);
    if (ap->config.freq_mhz < 5000)
        d11_wr_octets(&wr, more_rates_2ghz, sizeof more_rates_2ghz);
    ap_write_tail(ap, &wr);
    if (wr.overflow) {
        sim_packet_free(ap->sim, packet);
        return NULL;
    }
    packet->len = d11_wr_len(&wr);
    return packet;
}

void ap_beacon_due(void *owner)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct dot11_sim_ap *ap = owner;
    struct sim_packet *packet = build(ap, D11_MGMT_BEACON, all);

    sim_timer_set(ap->sim, &ap->beacon,
                  ap->sim->now_us +
                      (uint64_t)ap->config.beacon_interval_tu * D11_TU_US);
    if (packet != NULL) {
        ap->stats.beacons++;
        ap_send_mgmt(ap, packet, DOT11_SIM_BEACON);
    }
    /* 11.2.3.4: group frames that were kept follow the DTIM beacon. */
    if (ap->dtim_count == 0)
        ap_ps_group_release(ap);
    ap->dtim_count = (uint8_t)(ap->dtim_count == 0 ? ap->config.dtim_period - 1
                                                   : ap->dtim_count - 1);
}

void ap_rx_probe(struct dot11_sim_ap *ap, const struct d11_header *h,
                 const uint8_t *body, size_t len)
{
    struct d11_index index;
    struct dot11_octets ssid;
    struct sim_packet *packet;
    bool named;

    if (!d11_addr_equal(h->a3, ap->config.bssid) &&
        !d11_addr_is_broadcast(h->a3))
        return;
    d11_index_build(&index, body, len);
    if (!d11_index_has(&index, D11_SLOT_SSID))
        return;
    ssid = d11_index_body(&index, D11_SLOT_SSID);
    named = ssid.len == ap->config.ssid.len &&
            memcmp(ssid.data, ap->config.ssid.octets, ssid.len) == 0;
    if (!named && (ssid.len != 0 || ap->config.hidden))
        return;
    packet = build(ap, D11_MGMT_PROBE_RESP, h->a2);
    if (packet != NULL) {
        ap->stats.probe_responses++;
        ap_send_mgmt(ap, packet, DOT11_SIM_PROBE_RESP);
    }
}
