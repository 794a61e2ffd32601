/* The authenticator: 4-way and group handshake with each station.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. Timers are those of the usual
 * implementation: 100 ms after the first message, then 1 s, four tries. */
#include "ap.h"

#include <string.h>

#include "frame/eapol.h"

#define FIRST_WAIT_US UINT64_C(100000)
#define WAIT_US UINT64_C(1000000)
#define TRIES 4u
#define ITERATIONS 4096u

/* Passphrase to PSK (J.4.1): PBKDF2 with one and a bit blocks of SHA-1. Done
 * here, as a provider may want to answer later and there is nobody to wait. */
bool ap_rsn_psk(struct dot11_sim_ap *ap, const char *passphrase)
{
    const struct dot11_crypto_ops *ops = ap->sim->crypto_ops;
    size_t len = strlen(passphrase);
    uint8_t out[40];

    if (ops == NULL || len < 8 || len > D11_PASSPHRASE_MAX)
        return false;
    for (uint8_t block = 0; block < 2; block++) {
        const uint8_t number[4] = {0, 0, 0, (uint8_t)(block + 1)};
        const struct dot11_octets salt[2] = {
            {ap->config.ssid.octets, ap->config.ssid.len}, {number, 4}};
        uint8_t u[20];
        uint8_t *sum = out + (size_t)20 * block;

        for (unsigned i = 0; i < ITERATIONS; i++) {
            const struct dot11_octets last = {u, sizeof u};

            if (ops->hmac(ap->sim->crypto, D11_HASH_SHA1,
                          (const uint8_t *)passphrase, len,
                          i == 0 ? salt : &last, i == 0 ? 2 : 1, u) != D11_OK)
                return false;
            for (unsigned k = 0; k < sizeof u; k++)
                sum[k] = i == 0 ? u[k] : sum[k] ^ u[k];
        }
    }
    memcpy(ap->psk, out, sizeof ap->psk);
    return true;
}

enum dot11_err dot11_sim_ap_set_passphrase(struct dot11_sim_ap *ap,
                                           const char *passphrase)
{
    if (!ap->secured)
        return D11_ERR_STATE;
    return ap_rsn_psk(ap, passphrase) ? D11_OK : D11_ERR_PASSPHRASE;
}

static bool new_gtk(struct dot11_sim_ap *ap, unsigned index)
{
    uint8_t octets[SIM_KEY_MAX];

    if (ap->config.group_cipher == D11_CIPHER_NO_GROUP)
        return ap_pmf_new_keys(ap, index);
    sim_rng_octets(&ap->rng, octets, sim_key_len(ap->config.group_cipher));
    ap->gtk_count++;
    if (ap->config.tkip)
        ap_tkip_new_gtk(ap, index);
    return sim_key_set(ap->sim, &ap->gtk[index], ap->config.group_cipher,
                       octets, (uint8_t)(index + 1)) &&
           ap_pmf_new_keys(ap, index);
}

bool ap_rsn_init(struct dot11_sim_ap *ap)
{
    ap->rekey.fire = ap_rsn_rekey_due;
    ap->rekey.owner = ap;
    ap->gtk_now = ap->gtk_next = 0;
    return new_gtk(ap, 0);
}

/* Send a message and wait for the answer. */
static void send(struct ap_sta *sta, enum ap_message message)
{
    struct dot11_sim *sim = sta->ap->sim;
    struct ap_rsn *rsn = &sta->rsn;

    rsn->replay++;
    rsn->tries++;
    ap_eapol_send(sta, message);
    sim_timer_set(sim, &rsn->timer,
                  sim->now_us + (rsn->tries == 1 ? FIRST_WAIT_US : WAIT_US));
}

static void begin(struct ap_sta *sta, enum ap_message message)
{
    sta->rsn.tries = 0;
    sta->rsn.replay_first = sta->rsn.replay + 1;
    send(sta, message);
}

void ap_rsn_begin(struct ap_sta *sta, enum ap_message message)
{
    begin(sta, message);
}

/* Every station that is to have the new group key has it, or left. */
static void finish_rekey(struct dot11_sim_ap *ap)
{
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        if (ap->stas[i].used && ap->stas[i].rsn.group)
            return;
    }
    ap->gtk_now = ap->gtk_next;
}

void ap_rsn_group_done(struct ap_sta *sta)
{
    sim_timer_stop(sta->ap->sim, &sta->rsn.timer);
    sta->rsn.group = false;
    finish_rekey(sta->ap);
}

static void no_answer(void *owner)
{
    struct ap_sta *sta = owner;
    struct ap_rsn *rsn = &sta->rsn;
    struct dot11_sim_ap *ap = sta->ap;

    if (rsn->tries < TRIES) {
        send(sta, rsn->group                     ? AP_G1
                  : rsn->state == AP_RSN_WAIT_M2 ? AP_M1
                                                 : AP_M3);
        return;
    }
    ap->stats.handshake_timeouts++;
    ap_leave(ap, sta->addr, true,
             rsn->group ? D11_REASON_GROUP_TIMEOUT : D11_REASON_4WAY_TIMEOUT);
    ap_forget(sta);
}

/* The PMK of the association, and what goes with its AKM. */
static void take_pmk(struct ap_sta *sta)
{
    const struct dot11_sim_ap_config *config = &sta->ap->config;
    struct ap_rsn *rsn = &sta->rsn;
    const uint8_t *pmk = sta->ap->psk;
    size_t len = 32;

    if (sta->pmksa != NULL) {
        pmk = sta->pmksa->pmk;
        len = sta->pmksa->len;
    } else if (config->eap_akm != 0) {
        pmk = sta->eap.pmk;
    } else if (config->sae_password != NULL) {
        pmk = sta->sae.keys.pmk;
        len = sta->sae.keys.pmk_len;
    } else if (config->owe_groups[0] != 0) {
        pmk = sta->owe.keys.pmk;
        len = d11_hash_len(d11_curve_of(sta->owe.group)->hash);
    }
    rsn->akm = sta->fast ? ap_ft_akm(sta->ap) : d11_akm_find(sta->ap->akm, len);
    memcpy(rsn->pmk, pmk, rsn->akm->pmk_len);
}

void ap_rsn_start(struct ap_sta *sta)
{
    struct ap_rsn *rsn = &sta->rsn;

    if (rsn->state == AP_RSN_IDLE)
        rsn->replay = 0;
    if (rsn->state == AP_RSN_IDLE || sta->ap->config.eap_akm != 0)
        take_pmk(sta);
    rsn->timer.fire = no_answer;
    rsn->timer.owner = sta;
    rsn->group = false;
    rsn->state = AP_RSN_WAIT_M2;
    sim_rng_octets(&sta->ap->rng, rsn->anonce, sizeof rsn->anonce);
    begin(sta, AP_M1);
}

void ap_rsn_stop(struct ap_sta *sta)
{
    struct ap_rsn *rsn = &sta->rsn;
    bool waited = rsn->group;

    if (rsn->state != AP_RSN_IDLE)
        sim_timer_stop(sta->ap->sim, &rsn->timer);
    rsn->state = AP_RSN_IDLE;
    rsn->group = false;
    if (waited)
        finish_rekey(sta->ap);
}

void dot11_sim_ap_rekey_pairwise(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct ap_sta *sta = ap_find(ap, addr);

    if (sta != NULL && sta->authorized && ap->secured && ap->running)
        ap_rsn_start(sta);
}

void dot11_sim_ap_rekey(struct dot11_sim_ap *ap)
{
    if (!ap->secured || !ap->running)
        return;
    ap->gtk_next = 1 - ap->gtk_now;
    if (!new_gtk(ap, ap->gtk_next))
        return;
    ap->stats.rekeys++;
    for (unsigned i = 0; i < ap->config.sta_count; i++) {
        struct ap_sta *sta = &ap->stas[i];

        /* One whose 4-way handshake runs gets the new key in message 3. */
        if (sta->used && sta->rsn.state == AP_RSN_DONE) {
            sta->rsn.group = true;
            begin(sta, AP_G1);
        }
    }
    finish_rekey(ap);
}

void ap_rsn_rekey_due(void *owner)
{
    struct dot11_sim_ap *ap = owner;

    sim_timer_set(ap->sim, &ap->rekey, ap->sim->now_us + ap->config.rekey_us);
    dot11_sim_ap_rekey(ap);
}

void ap_clear_keys(struct ap_sta *sta)
{
    for (unsigned i = 0; i < 2; i++) {
        if (sta->keys[i].valid)
            sim_key_clear(sta->ap->sim, &sta->keys[i]);
    }
    sta->key_now = sta->key_next = 0;
}

/* The temporal key of the handshake that runs. */
static bool set_tk(struct ap_sta *sta)
{
    return sim_key_set(sta->ap->sim, &sta->keys[sta->key_next],
                       sta->ap->config.pairwise_cipher, sta->rsn.ptk.tk,
                       sta->key_next);
}

static void rx_message2(struct ap_sta *sta, const struct d11_eapol_key *key,
                        const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;
    const struct d11_ptk_params params = {
        ap->akm,          ap->config.pairwise_cipher,
        rsn->pmk,         rsn->akm->pmk_len,
        ap->config.bssid, sta->addr,
        rsn->anonce,      key->nonce};
    struct d11_ptk ptk;

    if (rsn->state != AP_RSN_WAIT_M2 ||
        (sta->fast
             ? !ap_ft_ptk(sta, sta->ft.state == AP_FT_NONE ? rsn->pmk : NULL,
                          rsn->anonce, key->nonce, &ptk)
             : d11_ptk_derive(&ptk, &params, ap->sim->crypto_ops,
                              ap->sim->crypto) != D11_OK)) {
        ap->stats.eapol_dropped++;
        return;
    }
    if (!ap_eapol_mic_ok(sta, frame, key->frame_len, ptk.kck)) {
        ap->stats.psk_mismatches++;
        return;
    }
    ap->stats.messages_rx[2]++;
    /* 12.7.6.3: the RSNE must be the one of the association request. */
    if (sta->fast ? !ap_ft_m2_ok(sta, key->data)
                  : key->data.len < sta->rsne_len ||
                        memcmp(key->data.data, sta->rsne, sta->rsne_len) != 0) {
        ap_leave(ap, sta->addr, true, D11_REASON_ELEMENT_DIFFERS);
        ap_forget(sta);
        return;
    }
    if (!ap_pmf_channel_ok(sta, key->data.data, key->data.len)) {
        ap->stats.bad_ocis++;
        return;
    }
    rsn->ptk = ptk;
    /* 12.7.6.4: beside the one in use; the station may send with it from
     * message 4 on. */
    if (sta->ext_key_id && ap_key(sta)->valid) {
        sta->key_next = (uint8_t)(1 - sta->key_now);
        if (!set_tk(sta))
            return;
    }
    rsn->state = AP_RSN_WAIT_M4;
    begin(sta, AP_M3);
}

static void rx_message4(struct ap_sta *sta, const struct d11_eapol_key *key,
                        const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;

    if (rsn->state != AP_RSN_WAIT_M4 ||
        !ap_eapol_mic_ok(sta, frame, key->frame_len, rsn->ptk.kck)) {
        ap->stats.eapol_dropped++;
        return;
    }
    ap->stats.messages_rx[4]++;
    if (sta->key_next == sta->key_now && !set_tk(sta))
        return;
    sta->key_now = sta->key_next;
    sim_timer_stop(ap->sim, &rsn->timer);
    rsn->state = AP_RSN_DONE;
    sta->authorized = true;
    sta->handshakes++;
    ap->stats.handshakes++;
    ap_pmksa_add(sta);
    /* A new group key was made since message 3 carried the old one. */
    if (rsn->gtk_count != ap->gtk_count) {
        rsn->group = true;
        begin(sta, AP_G1);
    }
}

static void rx_group2(struct ap_sta *sta, const struct d11_eapol_key *key,
                      const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;

    if (!rsn->group ||
        !ap_eapol_mic_ok(sta, frame, key->frame_len, rsn->ptk.kck)) {
        ap->stats.eapol_dropped++;
        return;
    }
    if (!ap_pmf_channel_ok(sta, key->data.data, key->data.len)) {
        ap->stats.bad_ocis++;
        return;
    }
    ap->stats.messages_rx[5]++;
    sim_timer_stop(ap->sim, &rsn->timer);
    rsn->group = false;
    ap->stats.group_done++;
    finish_rekey(ap);
}

/* The station asks for another pairwise key (12.7.2). */
static void rx_request(struct ap_sta *sta, const struct d11_eapol_key *key,
                       const uint8_t *frame)
{
    static const unsigned info = D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_REQUEST |
                                 D11_KEY_INFO_SECURE | D11_KEY_INFO_MIC;
    struct ap_rsn *rsn = &sta->rsn;

    if (rsn->state != AP_RSN_DONE || key->replay <= rsn->requests ||
        key->info != (info | rsn->akm->key_descriptor) ||
        !ap_eapol_mic_ok(sta, frame, key->frame_len, rsn->ptk.kck)) {
        sta->ap->stats.eapol_dropped++;
        return;
    }
    rsn->requests = key->replay;
    sta->ap->stats.requests++;
    ap_rsn_start(sta);
}

void ap_rsn_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;
    struct d11_eapol_key key;
    bool pairwise;

    if (ap->config.tkip) {
        ap_tkip_rx(sta, eapol, len);
        return;
    }
    if (rsn->state != AP_RSN_IDLE &&
        d11_eapol_key_decode(&key, eapol, len, rsn->akm->mic_len) ==
            D11_DROP_NONE &&
        (key.info & D11_KEY_INFO_REQUEST) != 0) {
        rx_request(sta, &key, eapol);
        return;
    }
    if (rsn->state == AP_RSN_IDLE ||
        d11_eapol_key_decode(&key, eapol, len, rsn->akm->mic_len) !=
            D11_DROP_NONE ||
        (key.info & D11_KEY_INFO_MIC) == 0 ||
        (key.info & D11_KEY_INFO_ACK) != 0 ||
        (key.info & D11_KEY_INFO_VERSION_MASK) != rsn->akm->key_descriptor ||
        key.replay < rsn->replay_first || key.replay > rsn->replay) {
        ap->stats.eapol_dropped++;
        return;
    }
    pairwise = (key.info & D11_KEY_INFO_PAIRWISE) != 0;
    if (!pairwise) {
        if (!ap_muted(ap, DOT11_SIM_G2))
            rx_group2(sta, &key, eapol);
    } else if (key.data.len != 0) {
        if (!ap_muted(ap, DOT11_SIM_M2))
            rx_message2(sta, &key, eapol);
    } else if (!ap_muted(ap, DOT11_SIM_M4)) {
        rx_message4(sta, &key, eapol);
    }
}
