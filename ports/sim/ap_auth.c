/* Authentication, association and their ends.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.3. */
#include "ap.h"

#include <string.h>

#include "base/wr.h"
#include "frame/compose.h"
#include "frame/index.h"
#include "frame/mgmt.h"
#include "frame/rsne.h"

/* Robust management frame policy violation. */
#define STATUS_MFP_POLICY 31u
/* The comeback time that an SA Query takes, when none was set. */
#define COMEBACK_TU 1000u

static struct ap_sta *new_sta(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        struct ap_sta *sta = &ap->stas[i];

        if (sta->used)
            continue;
        sta->ap = ap;
        sta->used = true;
        sta->aid = (uint16_t)(i + 1);
        d11_addr_copy(sta->addr, addr);
        memset(sta->tx_seq, 0, sizeof sta->tx_seq);
        memset(sta->rx_seq, 0, sizeof sta->rx_seq);
        sta->handshakes = 0;
        return sta;
    }
    return NULL;
}

static struct sim_packet *begin(struct dot11_sim_ap *ap, struct d11_wr *wr)
{
    struct sim_packet *packet = sim_packet_new(ap->sim);

    if (packet != NULL)
        *wr = d11_wr_over(packet->octets, ap->sim->packet_max);
    return packet;
}

static void end(struct dot11_sim_ap *ap, struct sim_packet *packet,
                const struct d11_wr *wr, uint32_t message)
{
    packet->len = d11_wr_len(wr);
    ap_send_mgmt(ap, packet, message);
}

void ap_leave(struct dot11_sim_ap *ap, const uint8_t *da, bool deauth,
              uint16_t reason)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const struct d11_addrs addrs = {da != NULL ? da : all, ap->config.bssid,
                                    ap->config.bssid};
    struct d11_wr wr;
    struct sim_packet *packet = begin(ap, &wr);

    if (packet == NULL)
        return;
    if (deauth)
        d11_compose_deauth(&wr, &addrs, reason);
    else
        d11_compose_disassoc(&wr, &addrs, reason);
    end(ap, packet, &wr, 0);
}

void ap_class_error(struct dot11_sim_ap *ap, const uint8_t *addr,
                    const struct ap_sta *sta, uint16_t reason)
{
    ap->stats.class_errors++;
    /* 11.3.2: who is authenticated is only told that it has no association. */
    ap_leave(ap, addr, sta == NULL || !sta->authenticated, reason);
}

static void answer_auth(struct dot11_sim_ap *ap, struct ap_sta *sta,
                        const struct d11_header *h, const uint8_t *body,
                        size_t len)
{
    const struct d11_addrs addrs = {h->a2, ap->config.bssid, ap->config.bssid};
    struct dot11_octets rest = {NULL, 0};
    uint16_t status = ap->auth_status;
    struct sim_packet *packet;
    struct d11_auth auth;
    struct d11_wr wr;
    uint16_t algorithm;
    bool fast;
    bool sae;

    if (!d11_auth_decode(&auth, body, len))
        return;
    fast = ap->config.ft && auth.algorithm == D11_AUTH_FT;
    /* With SAE open system is for those whose PMK is known. */
    sae = ap->config.sae_password != NULL && !fast &&
          auth.algorithm != D11_AUTH_OPEN;
    algorithm = fast                    ? D11_AUTH_FT
                : ap->config.shared_key ? D11_AUTH_SHARED_KEY
                : sae                   ? D11_AUTH_SAE
                                        : D11_AUTH_OPEN;
    if (status == D11_STATUS_SUCCESS && auth.algorithm != algorithm)
        status = D11_STATUS_AUTH_ALGORITHM;
    if (status == D11_STATUS_SUCCESS && auth.transaction != 1 &&
        (!sae || auth.transaction != 2 || sta == NULL) &&
        (!ap->config.shared_key || auth.transaction != 3 || sta == NULL))
        status = D11_STATUS_AUTH_SEQUENCE;
    if (status == D11_STATUS_SUCCESS) {
        /* A new authentication ends what was before (11.3.4.3). */
        if (sta != NULL && sta->associated && auth.transaction == 1 &&
            !(sta->mfp && sta->authorized))
            ap_forget(sta);
        if (sta == NULL || !sta->used)
            sta = new_sta(ap, h->a2);
        if (sta == NULL)
            status = D11_STATUS_NO_MORE_STAS;
    }
    if (status == D11_STATUS_SUCCESS && ap->config.shared_key)
        status = ap_wep_auth(sta, &auth, &rest);
    if (status == D11_STATUS_SUCCESS && sae)
        status = ap_sae_auth(sta, &auth, &rest);
    if (status == D11_STATUS_SUCCESS)
        sta->ft.state = AP_FT_NONE;
    if (status == D11_STATUS_SUCCESS && fast)
        status = ap_ft_auth(sta, &auth, &rest);
    if ((status == D11_STATUS_SUCCESS || status == D11_STATUS_SAE_H2E ||
         status == D11_STATUS_SAE_PK) &&
        rest.len != 0 && !fast && !(sae && auth.transaction == 2)) {
        sta->rx_seq[16] = (uint16_t)((h->seq << 4 | h->frag) + 1);
    } else if (status == D11_STATUS_SUCCESS) {
        sta->authenticated = true;
        sta->by_sae = sae || fast;
        sta->rx_seq[16] = (uint16_t)((h->seq << 4 | h->frag) + 1);
        ap->stats.auths++;
    } else {
        ap->stats.refused++;
    }
    packet = begin(ap, &wr);
    if (packet == NULL)
        return;
    /* Both sides of SAE have the same numbers. */
    d11_compose_auth(&wr, &addrs, auth.algorithm,
                     (uint16_t)(auth.transaction + (sae ? 0 : 1)), status,
                     rest);
    end(ap, packet, &wr, DOT11_SIM_AUTH);
}

static void rx_auth(struct dot11_sim_ap *ap, struct ap_sta *sta,
                    const struct d11_header *h, const uint8_t *body, size_t len)
{
    struct sim_packet *packet;

    if (!d11_header_protected(h)) {
        answer_auth(ap, sta, h, body, len);
        return;
    }
    packet =
        ap->config.wep_len != 0 ? sim_packet_copy(ap->sim, body, len) : NULL;
    if (packet == NULL)
        return;
    if (ap_wep_open(ap, packet, 0))
        answer_auth(ap, sta, h, packet->octets, packet->len);
    else
        ap->stats.mic_errors++;
    sim_packet_free(ap->sim, packet);
}

/* Does the station's RSNE fit ours? Keeps it for message 2. */
static uint16_t judge_rsne(struct ap_sta *sta, const struct d11_index *index)
{
    struct dot11_octets raw = d11_index_raw(index, D11_SLOT_RSN);
    struct d11_rsne rsne;

    if (raw.len == 0 || raw.len > AP_RSNE_MAX ||
        !d11_rsne_parse(&rsne, raw.data + 2, raw.len - 2))
        return D11_STATUS_INVALID_ELEMENT;
    if (rsne.group != sta->ap->config.group_cipher)
        return D11_STATUS_BAD_GROUP_CIPHER;
    if (rsne.pairwise_count != 1 || rsne.pairwise_skipped != 0 ||
        rsne.pairwise[0] != sta->ap->config.pairwise_cipher)
        return D11_STATUS_BAD_PAIRWISE_CIPHER;
    sta->fast =
        sta->ap->config.ft && ap_ft_akm(sta->ap)->type == (rsne.akm[0] & 0xffu);
    if (rsne.akm_count != 1 || rsne.akm_skipped != 0 ||
        (rsne.akm[0] != sta->ap->akm && !sta->fast))
        return D11_STATUS_BAD_AKMP;
    sta->ext_key_id = sta->ap->config.ext_key_id &&
                      (rsne.capabilities & D11_RSN_CAP_EXT_KEY_ID) != 0;
    if (sta->ap->config.pmf ? sta->ap->config.pmf_required &&
                                  (rsne.capabilities & D11_RSN_CAP_MFPC) == 0
                            : (rsne.capabilities & D11_RSN_CAP_MFPR) != 0)
        return STATUS_MFP_POLICY;
    sta->mfp =
        sta->ap->config.pmf && (rsne.capabilities & D11_RSN_CAP_MFPC) != 0;
    if (sta->mfp && rsne.group_mgmt != sta->ap->config.group_mgmt_cipher)
        return D11_STATUS_CIPHER_POLICY;
    sta->ocv = sta->mfp && sta->ap->config.ocv &&
               (rsne.capabilities & D11_RSN_CAP_OCV) != 0;
    sta->pmksa = ap_pmksa_find(sta, &rsne);
    if (sta->ap->config.sae_password != NULL && !sta->by_sae &&
        sta->pmksa == NULL)
        return D11_STATUS_INVALID_PMKID;
    memcpy(sta->rsne, raw.data, raw.len);
    sta->rsne_len = (uint8_t)raw.len;
    return D11_STATUS_SUCCESS;
}

/* 11.3.5.3: what a request must have. */
static uint16_t judge_request(struct ap_sta *sta,
                              const struct d11_assoc_req *req,
                              const struct d11_index *index)
{
    const struct dot11_sim_ap *ap = sta->ap;
    struct dot11_octets ssid = d11_index_body(index, D11_SLOT_SSID);
    struct dot11_octets rates = d11_index_body(index, D11_SLOT_RATES);
    uint16_t status;

    if (ap->assoc_status != 0)
        return ap->assoc_status;
    if (!d11_index_whole(index) || ssid.data == NULL ||
        ssid.len != ap->config.ssid.len ||
        memcmp(ssid.data, ap->config.ssid.octets, ssid.len) != 0)
        return D11_STATUS_FAILURE;
    if (rates.len == 0 || rates.len > 8)
        return D11_STATUS_BASIC_RATES;
    if ((req->capability & D11_CAP_ESS) == 0)
        return D11_STATUS_CAPABILITIES;
    if (ap->config.tkip)
        return d11_index_raw(index, D11_SLOT_WPA).len == sizeof ap_wpa
                   ? D11_STATUS_SUCCESS
                   : D11_STATUS_INVALID_ELEMENT;
    status = ap->secured ? judge_rsne(sta, index) : D11_STATUS_SUCCESS;
    if (status == D11_STATUS_SUCCESS && sta->ft.state != AP_FT_NONE)
        status = ap_ft_judge(sta, index);
    if (status == D11_STATUS_SUCCESS && ap->config.owe_groups[0] != 0)
        status = ap_owe_request(sta, index);
    return status;
}

/* 9.4.2.49: the association comeback time. */
static void write_comeback(struct d11_wr *wr, uint32_t tu)
{
    d11_wr_u8(wr, D11_EID_TIMEOUT_INTERVAL);
    d11_wr_u8(wr, 5);
    d11_wr_u8(wr, 3);
    d11_wr_le32(wr, tu);
}

static void answer_assoc(struct ap_sta *sta, bool reassoc, uint16_t status)
{
    struct dot11_sim_ap *ap = sta->ap;
    const struct d11_addrs addrs = {sta->addr, ap->config.bssid,
                                    ap->config.bssid};
    struct d11_wr wr;
    struct sim_packet *packet = begin(ap, &wr);

    if (packet == NULL)
        return;
    d11_compose_mgmt_header(
        &wr, reassoc ? D11_MGMT_REASSOC_RESP : D11_MGMT_ASSOC_RESP, &addrs);
    d11_wr_le16(&wr, ap_capability(ap));
    d11_wr_le16(&wr, status);
    d11_wr_le16(
        &wr, status == D11_STATUS_SUCCESS ? (uint16_t)(sta->aid | 0xc000) : 0);
    ap_write_rates(ap, &wr);
    if (status == D11_STATUS_SUCCESS && sta->ft.state != AP_FT_NONE)
        ap_ft_write_answer(sta, &wr);
    else if (status == D11_STATUS_SUCCESS && sta->fast)
        ap_ft_write_enter(sta, &wr);
    ap_write_tail(ap, &wr);
    if (status == D11_STATUS_SUCCESS && ap->config.owe_groups[0] != 0)
        ap_owe_write(sta, &wr);
    if (status == D11_STATUS_ASSOC_COMEBACK &&
        (ap->comeback_tu != 0 || sta->queried_us != 0))
        write_comeback(&wr,
                       ap->comeback_tu != 0 ? ap->comeback_tu : COMEBACK_TU);
    end(ap, packet, &wr, DOT11_SIM_ASSOC);
}

/* The wire behind the APs tells the others that the station moved. */
static void tell_others(const struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct dot11_sim_ap *other;

    for (other = ap->sim->aps; other != NULL; other = other->next) {
        if (other != ap)
            dot11_sim_ap_forget(other, addr);
    }
}

static void rx_assoc(struct ap_sta *sta, bool reassoc, const uint8_t *body,
                     size_t len)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct d11_assoc_req req;
    struct d11_index index;
    uint16_t status;

    if (!d11_assoc_req_decode(&req, reassoc, body, len))
        return;
    d11_index_build(&index, req.elements.data, req.elements.len);
    status = ap_pmf_judge_again(sta);
    if (status == D11_STATUS_SUCCESS)
        status = judge_request(sta, &req, &index);
    if (status != D11_STATUS_SUCCESS) {
        ap->stats.refused++;
        answer_assoc(sta, reassoc, status);
        return;
    }
    if (sta->ft.state == AP_FT_DONE) {
        answer_assoc(sta, reassoc, status);
        return;
    }
    ap_rsn_stop(sta);
    ap_ps_drop(sta);
    ap_pmf_stop(sta);
    ap_clear_keys(sta);
    memset(&sta->tkip, 0, sizeof sta->tkip);
    sta->associated = true;
    sta->authorized = !ap->secured && ap->vendor == NULL;
    sta->dozing = false;
    sta->qos = !ap->config.no_qos && d11_index_has(&index, D11_SLOT_WMM);
    ap->stats.assocs++;
    tell_others(ap, sta->addr);
    answer_assoc(sta, reassoc, status);
    if (sta->ft.state != AP_FT_NONE)
        (void)ap_ft_done(sta);
    else if (ap->secured && ap->config.eap_akm != 0 && sta->pmksa == NULL)
        ap_eap_ask(sta);
    else if (ap->secured)
        ap_rsn_start(sta);
    if (ap->vendor != NULL)
        ap->vendor->associated(ap->vendor_ctx, sta->addr);
}

static void rx_disassoc(struct ap_sta *sta)
{
    struct dot11_sim_ap *ap = sta->ap;

    ap->stats.disassocs_rx++;
    ap_forget(sta);
    /* 11.3.5.7: the authentication stays. */
    sta->used = sta->authenticated = true;
}

static void rx_robust(struct dot11_sim_ap *ap, struct ap_sta *sta,
                      const struct d11_header *h, const uint8_t *body,
                      size_t len)
{
    switch (h->subtype) {
    case D11_MGMT_DEAUTH:
        ap->stats.deauths_rx++;
        ap_forget(sta);
        break;
    case D11_MGMT_DISASSOC: rx_disassoc(sta); break;
    default: ap_pmf_rx_action(sta, h, body, len); break;
    }
}

/* Frames that may be protected, of a station that is known. */
static void open_robust(struct dot11_sim_ap *ap, struct ap_sta *sta,
                        const struct d11_header *h, const uint8_t *mpdu,
                        size_t len)
{
    struct sim_packet *packet = sim_packet_copy(ap->sim, mpdu, len);
    struct d11_header own;

    if (packet == NULL)
        return;
    if (d11_header_decode(&own, packet->octets, len) == D11_DROP_NONE &&
        ap_pmf_open(sta, &own, packet))
        rx_robust(ap, sta, h, packet->octets + own.len, packet->len - own.len);
    sim_packet_free(ap->sim, packet);
}

void ap_rx_mgmt(struct dot11_sim_ap *ap, const struct d11_header *h,
                const uint8_t *mpdu, size_t len)
{
    struct ap_sta *sta = ap_find(ap, h->a2);
    const uint8_t *body = mpdu + h->len;

    switch (h->subtype) {
    case D11_MGMT_AUTH: rx_auth(ap, sta, h, body, len - h->len); break;
    case D11_MGMT_DEAUTH:
    case D11_MGMT_ACTION:
        if (sta != NULL)
            open_robust(ap, sta, h, mpdu, len);
        else if (h->subtype == D11_MGMT_DEAUTH)
            ap->stats.deauths_rx++;
        break;
    case D11_MGMT_ASSOC_REQ:
    case D11_MGMT_REASSOC_REQ:
    case D11_MGMT_DISASSOC:
        if (sta == NULL || !sta->authenticated)
            ap_class_error(ap, h->a2, sta, D11_REASON_CLASS2);
        else if (h->subtype == D11_MGMT_DISASSOC)
            open_robust(ap, sta, h, mpdu, len);
        else
            rx_assoc(sta, h->subtype == D11_MGMT_REASSOC_REQ, body,
                     len - h->len);
        break;
    default: break;
    }
}
