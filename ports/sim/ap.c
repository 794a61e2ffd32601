/* An access point: life and dispatch.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.3 (who may send what). */
#include "ap.h"

#include <string.h>

#include "base/octets.h"

static bool ap_acks(void *owner, const uint8_t *ra)
{
    const struct dot11_sim_ap *ap = owner;

    return d11_addr_equal(ap->config.bssid, ra);
}

static void ap_sent(void *owner, struct sim_tx *tx, enum sim_fate fate)
{
    struct dot11_sim_ap *ap = owner;

    (void)tx;
    if (fate == SIM_FAILED)
        ap->stats.tx_failed++;
}

/* Was this frame heard before (10.3.2.14)? */
static bool is_duplicate(struct ap_sta *sta, const struct d11_header *h)
{
    unsigned i = h->tid < 16 ? h->tid : 16;
    uint16_t control = (uint16_t)((h->seq << 4 | h->frag) & 0xffff);
    uint16_t mark = (uint16_t)(control + 1);

    if (d11_header_retry(h) && sta->rx_seq[i] == mark && mark != 0)
        return true;
    sta->rx_seq[i] = mark;
    return false;
}

static void rx_control(struct dot11_sim_ap *ap, struct ap_sta *sta,
                       const struct d11_header *h)
{
    if (h->subtype != D11_CTRL_PS_POLL)
        return;
    if (sta == NULL || !sta->associated)
        ap_class_error(ap, h->a2, sta, D11_REASON_CLASS3);
    else if ((h->duration & 0x3fff) == sta->aid)
        ap_ps_poll(sta);
}

static void ap_heard(void *owner, const struct sim_heard *heard)
{
    struct dot11_sim_ap *ap = owner;
    struct d11_header h;
    struct ap_sta *sta;

    if (d11_header_decode(&h, heard->octets, heard->len) != D11_DROP_NONE ||
        h.a2 == NULL || d11_addr_is_group(h.a2) ||
        (!d11_addr_equal(h.a1, ap->config.bssid) && !d11_addr_is_group(h.a1)))
        return;
    sta = ap_find(ap, h.a2);
    if (sta != NULL && h.type != D11_TYPE_CTRL && is_duplicate(sta, &h)) {
        ap->stats.duplicates++;
        return;
    }
    switch (h.type) {
    case D11_TYPE_MGMT:
        if (h.subtype == D11_MGMT_PROBE_REQ)
            ap_rx_probe(ap, &h, heard->octets + h.len, heard->len - h.len);
        else if (d11_addr_equal(h.a3, ap->config.bssid))
            ap_rx_mgmt(ap, &h, heard->octets, heard->len);
        break;
    case D11_TYPE_CTRL: rx_control(ap, sta, &h); break;
    case D11_TYPE_DATA:
        if (!d11_header_to_ds(&h) || d11_header_from_ds(&h))
            break;
        if (sta == NULL || !sta->associated)
            ap_class_error(ap, h.a2, sta, D11_REASON_CLASS3);
        else
            ap_rx_data(ap, sta, &h, heard->octets, heard->len);
        break;
    default: break;
    }
}

static const struct sim_node_ops node_ops = {ap_acks, ap_heard, ap_sent};

static void set_defaults(struct dot11_sim_ap_config *config)
{
    static const uint8_t ip[4] = {10, 0, 0, 1};

    if (config->freq_mhz == 0)
        config->freq_mhz = 2412;
    if (config->beacon_interval_tu == 0)
        config->beacon_interval_tu = 100;
    if (config->dtim_period == 0)
        config->dtim_period = 2;
    if (config->sta_count == 0)
        config->sta_count = 4;
    if (config->ps_frames == 0)
        config->ps_frames = 16;
    if (config->pairwise_cipher == 0)
        config->pairwise_cipher = D11_CIPHER_CCMP_128;
    config->pmf = config->pmf || config->pmf_required;
    if (config->group_mgmt_cipher == 0)
        config->group_mgmt_cipher = D11_CIPHER_BIP_CMAC_128;
    if (config->group_cipher == 0)
        config->group_cipher = D11_CIPHER_CCMP_128;
    if (d11_load_be32(config->ip) == 0)
        memcpy(config->ip, ip, 4);
    if (d11_addr_is_zero(config->host_addr)) {
        d11_addr_copy(config->host_addr, config->bssid);
        config->host_addr[5] ^= 0x80;
    }
}

enum dot11_err dot11_sim_ap_create(struct dot11_sim_ap **out,
                                   struct dot11_sim *sim,
                                   const struct dot11_sim_ap_config *config)
{
    struct dot11_sim_ap *ap;

    *out = NULL;
    if (d11_addr_is_group(config->bssid) || d11_addr_is_zero(config->bssid) ||
        config->ssid.len > D11_SSID_MAX || config->sta_count > 64)
        return D11_ERR_ARG;
    ap = sim_alloc(sim, sizeof *ap);
    if (ap == NULL)
        return D11_ERR_MEMORY;
    ap->sim = sim;
    ap->config = *config;
    set_defaults(&ap->config);
    ap->rng = sim_rng_fork(sim);
    ap->stas = sim_alloc(sim, ap->config.sta_count * sizeof *ap->stas);
    ap->scratch = sim_alloc(sim, sim->packet_max);
    if (ap->stas == NULL || ap->scratch == NULL)
        return D11_ERR_MEMORY;
    ap->beacon.fire = ap_beacon_due;
    ap->beacon.owner = ap;
    ap->secured = config->has_psk || config->passphrase != NULL ||
                  config->sae_password != NULL || config->eap_akm != 0 ||
                  config->owe_groups[0] != 0;
    if (config->has_psk)
        memcpy(ap->psk, config->psk, sizeof ap->psk);
    else if (config->passphrase != NULL && !ap_rsn_psk(ap, config->passphrase))
        return D11_ERR_PASSPHRASE;
    ap_build_rsne(ap);
    if (ap->secured && !ap_rsn_init(ap))
        return D11_ERR_CRYPTO;
    if (!sim_node_add(sim, &ap->node, &node_ops, ap))
        return D11_ERR_FULL;
    ap->next = sim->aps;
    sim->aps = ap;
    *out = ap;
    return D11_OK;
}

void dot11_sim_ap_start(struct dot11_sim_ap *ap)
{
    if (ap->running)
        return;
    ap->running = true;
    ap->node.freq_mhz = ap->config.freq_mhz;
    /* APs that start together do not beacon together. */
    sim_timer_set(ap->sim, &ap->beacon,
                  ap->sim->now_us +
                      sim_rng_below(&ap->rng, ap->config.beacon_interval_tu) *
                          D11_TU_US);
    if (ap->secured && ap->config.rekey_us != 0)
        sim_timer_set(ap->sim, &ap->rekey,
                      ap->sim->now_us + ap->config.rekey_us);
}

void dot11_sim_ap_stop(struct dot11_sim_ap *ap)
{
    if (!ap->running)
        return;
    ap->running = false;
    ap->node.freq_mhz = 0;
    sim_flush(&ap->node, NULL);
    sim_timer_stop(ap->sim, &ap->beacon);
    sim_timer_stop(ap->sim, &ap->rekey);
    /* Handshakes run into their time-outs, so no station is left half known. */
}

void dot11_sim_ap_restart(struct dot11_sim_ap *ap)
{
    dot11_sim_ap_stop(ap);
    dot11_sim_ap_forget(ap, NULL);
    ap->started_us = ap->sim->now_us;
    ap->seq = 0;
    ap->dtim_count = 0;
    if (ap->secured)
        (void)ap_rsn_init(ap);
    dot11_sim_ap_start(ap);
}

struct dot11_sim_node *dot11_sim_ap_node(struct dot11_sim_ap *ap)
{
    return &ap->node;
}

uint64_t ap_tsf(const struct dot11_sim_ap *ap)
{
    return ap->sim->now_us - ap->started_us;
}

struct ap_sta *ap_find(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        if (ap->stas[i].used && d11_addr_equal(ap->stas[i].addr, addr))
            return &ap->stas[i];
    }
    return NULL;
}

void ap_forget(struct ap_sta *sta)
{
    ap_rsn_stop(sta);
    ap_ps_drop(sta);
    ap_pmf_stop(sta);
    ap_clear_keys(sta);
    memset(&sta->tkip, 0, sizeof sta->tkip);
    sta->used = sta->authenticated = sta->associated = false;
    sta->authorized = sta->dozing = sta->mfp = sta->ocv = false;
    sta->rsne_len = 0;
    memset(&sta->rsn.ptk, 0, sizeof sta->rsn.ptk);
    memset(&sta->ft, 0, sizeof sta->ft);
}

void dot11_sim_ap_forget(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        struct ap_sta *sta = &ap->stas[i];

        if (sta->used && (addr == NULL || d11_addr_equal(sta->addr, addr)))
            ap_forget(sta);
    }
}

void dot11_sim_ap_deauth(struct dot11_sim_ap *ap, const uint8_t *sta,
                         uint16_t reason)
{
    ap_leave(ap, sta, true, reason);
    dot11_sim_ap_forget(ap, sta);
}

void dot11_sim_ap_disassoc(struct dot11_sim_ap *ap, const uint8_t *sta,
                           uint16_t reason)
{
    ap_leave(ap, sta, false, reason);
    dot11_sim_ap_forget(ap, sta);
}

void dot11_sim_ap_refuse(struct dot11_sim_ap *ap, uint16_t auth_status,
                         uint16_t assoc_status)
{
    ap->auth_status = auth_status;
    ap->assoc_status = assoc_status;
}

void dot11_sim_ap_set_comeback(struct dot11_sim_ap *ap, uint32_t tu)
{
    ap->comeback_tu = tu;
}

void dot11_sim_ap_slow(struct dot11_sim_ap *ap, uint32_t us)
{
    ap->slow_us = us;
}

void dot11_sim_ap_mute(struct dot11_sim_ap *ap, uint32_t messages,
                       uint32_t count)
{
    for (unsigned i = 0; i < sizeof ap->muted / sizeof ap->muted[0]; i++) {
        if ((messages >> i & 1) != 0)
            ap->muted[i] = count;
    }
}

bool ap_muted(struct dot11_sim_ap *ap, uint32_t message)
{
    for (unsigned i = 0; i < sizeof ap->muted / sizeof ap->muted[0]; i++) {
        if ((message >> i & 1) != 0 && ap->muted[i] != 0) {
            if (ap->muted[i] != UINT32_MAX)
                ap->muted[i]--;
            return true;
        }
    }
    return false;
}

/* Sending. */

void ap_send(struct dot11_sim_ap *ap, struct sim_packet *packet, uint16_t *seq,
             uint16_t rate_500kbps, bool urgent)
{
    if (!ap->running) {
        sim_packet_free(ap->sim, packet);
        return;
    }
    d11_store_le16(packet->octets + 22, (uint16_t)(*seq << 4));
    *seq = (uint16_t)((*seq + 1) & 0x0fff);
    (void)sim_send(&ap->node, packet, ap->config.freq_mhz, rate_500kbps, NULL,
                   false, urgent, D11_NEVER);
}

static uint16_t basic_rate(const struct dot11_sim_ap *ap)
{
    return ap->config.freq_mhz < 5000 ? AP_RATE_BASIC_2GHZ : AP_RATE_BASIC_5GHZ;
}

static void later_due(void *owner)
{
    struct ap_later *later = owner;
    struct dot11_sim_ap *ap = later->ap;

    ap_send(ap, later->packet, &ap->seq, basic_rate(ap), false);
    later->next = ap->free_later;
    ap->free_later = later;
}

void ap_send_mgmt(struct dot11_sim_ap *ap, struct sim_packet *packet,
                  uint32_t message)
{
    struct ap_later *later = ap->free_later;

    if (ap_muted(ap, message) || !ap_pmf_seal(ap, packet)) {
        sim_packet_free(ap->sim, packet);
        return;
    }
    if (ap->slow_us == 0 || message == DOT11_SIM_BEACON) {
        ap_send(ap, packet, &ap->seq, basic_rate(ap),
                message == DOT11_SIM_BEACON);
        return;
    }
    if (later != NULL)
        ap->free_later = later->next;
    else
        later = sim_alloc(ap->sim, sizeof *later);
    if (later == NULL) {
        sim_packet_free(ap->sim, packet);
        return;
    }
    later->ap = ap;
    later->packet = packet;
    later->timer.fire = later_due;
    later->timer.owner = later;
    sim_timer_set(ap->sim, &later->timer, ap->sim->now_us + ap->slow_us);
}

/* Looking. */

bool dot11_sim_ap_sta(const struct dot11_sim_ap *ap, const uint8_t *addr,
                      struct dot11_sim_ap_sta *info)
{
    memset(info, 0, sizeof *info);
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        const struct ap_sta *sta = &ap->stas[i];

        if (!sta->used || !d11_addr_equal(sta->addr, addr))
            continue;
        info->authenticated = sta->authenticated;
        info->associated = sta->associated;
        info->authorized = sta->authorized;
        info->dozing = sta->dozing;
        info->qos = sta->qos;
        info->mfp = sta->mfp;
        info->aid = sta->aid;
        info->buffered = sta->kept_count;
        info->handshakes = sta->handshakes;
        info->cipher = ap->config.pairwise_cipher;
        info->key_id = sta->key_now;
        info->has_tk = sta->keys[sta->key_now].valid;
        memcpy(info->tk, sta->keys[sta->key_now].octets, sizeof info->tk);
        info->has_next_tk = sta->rsn.ptk.tk_len != 0;
        memcpy(info->next_tk, sta->rsn.ptk.tk, sizeof info->next_tk);
        return true;
    }
    return false;
}

void dot11_sim_ap_stats(const struct dot11_sim_ap *ap,
                        struct dot11_sim_ap_stats *stats)
{
    *stats = ap->stats;
}

uint8_t dot11_sim_ap_gtk(const struct dot11_sim_ap *ap, uint8_t gtk[32])
{
    memcpy(gtk, ap->gtk[ap->gtk_now].octets, SIM_KEY_MAX);
    return ap->gtk[ap->gtk_now].key_id;
}
