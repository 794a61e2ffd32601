/* Management frame protection, the access point's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.3.5.3, 11.13, 12.2.7 to 12.2.9. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "base/wr.h"
#include "frame/action.h"
#include "frame/compose.h"
#include "frame/kde.h"
#include "frame/oci.h"

#define IGTK_FIRST 4u
#define BIGTK_FIRST 6u
/* dot11AssociationSAQueryRetryTimeout and ...MaximumTimeout. */
#define QUERY_RETRY_US (UINT64_C(201) * D11_TU_US)
#define QUERY_MAX_US (UINT64_C(1000) * D11_TU_US)

bool ap_pmf_new_keys(struct dot11_sim_ap *ap, unsigned index)
{
    const uint32_t cipher = ap->config.group_mgmt_cipher;
    uint8_t octets[SIM_KEY_MAX];

    if (!ap->config.pmf)
        return true;
    sim_rng_octets(&ap->rng, octets, sim_key_len(cipher));
    if (!sim_key_set(ap->sim, &ap->igtk[index], cipher, octets,
                     (uint8_t)(IGTK_FIRST + index)))
        return false;
    if (!ap->config.beacon_protection)
        return true;
    sim_rng_octets(&ap->rng, octets, sim_key_len(cipher));
    return sim_key_set(ap->sim, &ap->bigtk[index], cipher, octets,
                       (uint8_t)(BIGTK_FIRST + index));
}

static struct d11_oci our_oci(const struct dot11_sim_ap *ap)
{
    const struct dot11_channel channel =
        dot11_channel_20(ap->oci_mhz != 0 ? ap->oci_mhz : ap->config.freq_mhz);
    struct d11_oci oci = {0};

    (void)d11_oci_of(&oci, &channel);
    return oci;
}

static void write_key(struct d11_wr *wr, uint32_t selector,
                      const struct sim_key *key)
{
    const struct dot11_octets octets = {key->octets, key->len};
    uint8_t pn[6];

    d11_store_le32(pn, (uint32_t)key->tx_pn);
    d11_store_le16(pn + 4, (uint16_t)(key->tx_pn >> 32));
    d11_kde_write_igtk(wr, selector, key->key_id, pn, octets);
}

void ap_pmf_write_kdes(const struct ap_sta *sta, struct d11_wr *wr)
{
    const struct dot11_sim_ap *ap = sta->ap;
    uint8_t octets[D11_OCI_LEN];
    const struct dot11_octets body = {octets, sizeof octets};
    struct d11_wr oci = d11_wr_over(octets, sizeof octets);
    const struct d11_oci ours = our_oci(ap);

    if (!sta->mfp)
        return;
    write_key(wr, D11_KDE_IGTK, &ap->igtk[ap->gtk_next]);
    if (ap->config.beacon_protection)
        write_key(wr, D11_KDE_BIGTK, &ap->bigtk[ap->gtk_next]);
    d11_oci_write(&oci, &ours);
    if (sta->ocv)
        d11_kde_write(wr, D11_KDE_OCI, body);
}

static bool fits(const struct dot11_sim_ap *ap, const struct d11_oci *oci)
{
    const struct dot11_channel channel = dot11_channel_20(ap->config.freq_mhz);

    return d11_oci_fits(oci, &channel);
}

bool ap_pmf_channel_ok(const struct ap_sta *sta, const uint8_t *data,
                       size_t len)
{
    struct d11_key_data parts;
    struct d11_oci oci;

    if (!sta->ocv)
        return true;
    return d11_key_data_decode(&parts, data, len) && !parts.duplicate &&
           d11_oci_decode(&oci, parts.oci.data, parts.oci.len) &&
           fits(sta->ap, &oci);
}

/* Table 9-51, as far as an AP here sends or takes them. */
static bool is_robust(const uint8_t *mpdu, size_t len)
{
    const unsigned subtype = mpdu[0] >> 4;

    if (subtype == D11_MGMT_DEAUTH || subtype == D11_MGMT_DISASSOC)
        return true;
    return subtype == D11_MGMT_ACTION && len > 24 &&
           d11_category_is_robust(mpdu[24]);
}

static bool add_mme(struct dot11_sim_ap *ap, struct sim_key *key,
                    struct sim_packet *packet)
{
    size_t len = 0;

    if (packet->len + 26 <= ap->sim->packet_max)
        len = sim_bip_seal(ap->sim, key, packet->octets, packet->len);
    packet->len += len;
    return len != 0;
}

static bool encrypt(struct ap_sta *sta, struct sim_packet *packet)
{
    struct dot11_sim *sim = sta->ap->sim;
    struct sim_key *key = ap_key(sta);
    uint8_t *mpdu = packet->octets;

    if (packet->len + SIM_CCMP_HEADER + SIM_CCMP_MIC_MAX > sim->packet_max)
        return false;
    memmove(mpdu + 24 + SIM_CCMP_HEADER, mpdu + 24, packet->len - 24);
    packet->len += (size_t)SIM_CCMP_HEADER + key->mic_len;
    return sim_ccmp_seal(sim, key, mpdu, packet->len, 24, ++key->tx_pn);
}

bool ap_pmf_seal(struct dot11_sim_ap *ap, struct sim_packet *packet)
{
    const uint8_t *mpdu = packet->octets;
    struct ap_sta *sta;

    if (!ap->config.pmf || (mpdu[1] & D11_FC1_PROTECTED) != 0)
        return true;
    if (mpdu[0] >> 4 == D11_MGMT_BEACON)
        return !ap->config.beacon_protection ||
               add_mme(ap, &ap->bigtk[ap->gtk_now], packet);
    if (!is_robust(mpdu, packet->len))
        return true;
    if (d11_addr_is_group(mpdu + 4))
        return add_mme(ap, &ap->igtk[ap->gtk_now], packet);
    sta = ap_find(ap, mpdu + 4);
    return sta == NULL || !sta->mfp || !ap_key(sta)->valid ||
           encrypt(sta, packet);
}

static bool decrypt(struct ap_sta *sta, const struct d11_header *h,
                    struct sim_packet *packet)
{
    struct dot11_sim_ap *ap = sta->ap;
    uint8_t *mpdu = packet->octets;
    struct sim_key *key = ap_key(sta);
    uint64_t pn;

    if (sta->ext_key_id && packet->len > (size_t)h->len + 3)
        key = &sta->keys[mpdu[h->len + 3] >> 6 & 1];
    if (!sim_ccmp_open(ap->sim, key, mpdu, packet->len, h->len)) {
        ap->stats.mic_errors++;
        return false;
    }
    pn = sim_ccmp_pn(mpdu + h->len);
    if (pn <= key->rx_pn[16]) {
        ap->stats.replays++;
        return false;
    }
    key->rx_pn[16] = pn;
    packet->len -= (size_t)SIM_CCMP_HEADER + key->mic_len;
    memmove(mpdu + h->len, mpdu + h->len + SIM_CCMP_HEADER,
            packet->len - h->len);
    return true;
}

bool ap_pmf_open(struct ap_sta *sta, const struct d11_header *h,
                 struct sim_packet *packet)
{
    const bool expected = sta->mfp && ap_key(sta)->valid;

    if (d11_header_protected(h))
        return expected && decrypt(sta, h, packet);
    if (!expected || !is_robust(packet->octets, packet->len))
        return true;
    sta->ap->stats.unprotected++;
    return false;
}

void dot11_sim_ap_action(struct dot11_sim_ap *ap, const uint8_t *addr,
                         const uint8_t *body, size_t len)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const struct d11_addrs addrs = {addr != NULL ? addr : all, ap->config.bssid,
                                    ap->config.bssid};
    struct sim_packet *packet = sim_packet_new(ap->sim);
    struct d11_wr wr;

    if (packet == NULL)
        return;
    wr = d11_wr_over(packet->octets, ap->sim->packet_max);
    d11_compose_mgmt_header(&wr, D11_MGMT_ACTION, &addrs);
    d11_wr_octets(&wr, body, len);
    packet->len = d11_wr_len(&wr);
    ap_send_mgmt(ap, packet, 0);
}

/* --- SA Query ---------------------------------------------------------------
 */

static void send_query(struct ap_sta *sta, uint8_t code, uint16_t transaction)
{
    const struct d11_sa_query query = {code, transaction};
    const struct d11_oci oci = our_oci(sta->ap);
    uint8_t body[16];
    struct d11_wr wr = d11_wr_over(body, sizeof body);

    d11_sa_query_write(&wr, &query);
    if (sta->ocv)
        d11_oci_write_element(&wr, &oci);
    dot11_sim_ap_action(sta->ap, sta->addr, body, d11_wr_len(&wr));
}

static void ask(struct ap_sta *sta)
{
    struct dot11_sim *sim = sta->ap->sim;

    sta->ap->stats.sa_queries++;
    send_query(sta, D11_SA_QUERY_REQUEST,
               (uint16_t)(sta->transaction + sta->asked));
    sta->asked++;
    sim_timer_set(sim, &sta->query, sim->now_us + QUERY_RETRY_US);
}

static void no_answer(void *owner)
{
    struct ap_sta *sta = owner;

    if (sta->ap->sim->now_us - sta->queried_us < QUERY_MAX_US) {
        ask(sta);
        return;
    }
    sta->queried_us = 0;
    sta->lost = true;
}

static void begin_query(struct ap_sta *sta)
{
    uint8_t random[2];

    if (sta->queried_us != 0)
        return;
    sim_rng_octets(&sta->ap->rng, random, sizeof random);
    sta->transaction = d11_load_le16(random);
    sta->asked = 0;
    sta->queried_us = sta->ap->sim->now_us;
    sta->query.fire = no_answer;
    sta->query.owner = sta;
    ask(sta);
}

void ap_pmf_stop(struct ap_sta *sta)
{
    if (sta->query.fire != NULL)
        sim_timer_stop(sta->ap->sim, &sta->query);
    sta->queried_us = 0;
    sta->lost = false;
}

void dot11_sim_ap_sa_query(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct ap_sta *sta = ap_find(ap, addr);

    if (sta != NULL && sta->mfp && ap_key(sta)->valid)
        begin_query(sta);
}

void dot11_sim_ap_set_oci(struct dot11_sim_ap *ap, uint16_t freq_mhz)
{
    ap->oci_mhz = freq_mhz;
}

uint16_t ap_pmf_judge_again(struct ap_sta *sta)
{
    if (!sta->mfp || !ap_key(sta)->valid || sta->lost)
        return D11_STATUS_SUCCESS;
    begin_query(sta);
    sta->ap->stats.comebacks++;
    return D11_STATUS_ASSOC_COMEBACK;
}

void ap_pmf_rx_action(struct ap_sta *sta, const struct d11_header *h,
                      const uint8_t *body, size_t len)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct d11_sa_query query;
    struct d11_oci oci;

    if (!sta->mfp || !d11_header_protected(h) ||
        !d11_sa_query_decode(&query, body, len))
        return;
    if (sta->ocv) {
        const struct dot11_octets rest = {body + 4, len - 4};

        if (!d11_oci_find(&oci, rest) || !fits(ap, &oci)) {
            ap->stats.bad_ocis++;
            return;
        }
    }
    if (query.code == D11_SA_QUERY_REQUEST) {
        if (ap_muted(ap, DOT11_SIM_SA_QUERY))
            return;
        ap->stats.sa_answered++;
        send_query(sta, D11_SA_QUERY_RESPONSE, query.transaction);
    } else if (sta->queried_us != 0 &&
               (uint16_t)(query.transaction - sta->transaction) < sta->asked) {
        ap->stats.sa_answers++;
        ap_pmf_stop(sta);
    }
}
