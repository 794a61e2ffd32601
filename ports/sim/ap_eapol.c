/* EAPOL-Key frames of an access point.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2, 12.7.6.2, 12.7.6.4, 12.7.7.2. */
#include "ap.h"

#include <string.h>

#include "base/wipe.h"
#include "base/wr.h"
#include "frame/eapol.h"
#include "frame/kde.h"

#define EAPOL_VERSION 2u
/* Voice, so that keys do not wait behind data. */
#define EAPOL_TID 7u

static bool make_mic(const struct ap_sta *sta, const uint8_t *kck,
                     const uint8_t *frame, size_t len,
                     uint8_t mic[D11_HASH_MAX])
{
    const struct dot11_sim *sim = sta->ap->sim;
    const struct d11_akm *akm = sta->rsn.akm;
    static const uint8_t zero[D11_HASH_MAX];
    const struct dot11_octets parts[3] = {
        {frame, D11_EAPOL_KEY_MIC_AT},
        {zero, akm->mic_len},
        {frame + D11_EAPOL_KEY_MIC_AT + akm->mic_len,
         len - D11_EAPOL_KEY_MIC_AT - akm->mic_len}};

    if (akm->mic == D11_KEY_MIC_CMAC)
        return sim->crypto_ops->cmac(sim->crypto, kck, akm->kck_len, parts, 3,
                                     mic) == D11_OK;
    return sim->crypto_ops->hmac(sim->crypto,
                                 akm->mic == D11_KEY_MIC_HMAC_SHA1
                                     ? D11_HASH_SHA1
                                     : (enum dot11_hash)akm->hash,
                                 kck, akm->kck_len, parts, 3, mic) == D11_OK;
}

bool ap_eapol_mic_ok(const struct ap_sta *sta, const uint8_t *frame, size_t len,
                     const uint8_t *kck)
{
    uint8_t mic[D11_HASH_MAX];

    return make_mic(sta, kck, frame, len, mic) &&
           d11_equal_const_time(mic, frame + D11_EAPOL_KEY_MIC_AT,
                                sta->rsn.akm->mic_len);
}

/* Key Data with the group key, and the RSNE before it in message 3, wrapped
 * with the KEK. Returns its length, 0 when that failed. */
static size_t build_key_data(struct ap_sta *sta, bool message3, uint8_t *data,
                             size_t cap)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct sim_key *gtk = &ap->gtk[ap->gtk_next];
    const struct dot11_octets octets = {gtk->octets, gtk->len};
    const uint8_t id[2] = {sta->key_next, 0};
    const struct dot11_octets key_id = {id, sizeof id};
    struct d11_wr wr = d11_wr_over(data, cap - 8);

    if (message3 && sta->fast)
        ap_ft_write_m3(sta, &wr);
    else if (message3)
        d11_wr_octets(&wr, ap->rsne, ap->rsne_len);
    if (message3)
        ap_write_rsnx(ap, &wr);
    if (message3)
        d11_wr_octets(&wr, ap->config.message3, ap->config.message3_len);
    if (message3 && sta->ext_key_id)
        d11_kde_write(&wr, D11_KDE_KEY_ID, key_id);
    if (gtk->valid)
        d11_kde_write_gtk(&wr, gtk->key_id, false, octets);
    ap_pmf_write_kdes(sta, &wr);
    d11_kde_write_padding(&wr);
    if (wr.overflow ||
        ap->sim->crypto_ops->key_wrap(ap->sim->crypto, sta->rsn.ptk.kek,
                                      sta->rsn.ptk.kek_len, data,
                                      d11_wr_len(&wr), data) != D11_OK)
        return 0;
    return d11_wr_len(&wr) + 8;
}

void ap_eapol_send_raw(struct ap_sta *sta, const uint8_t *eapol, size_t len)
{
    uint8_t llc[8 + AP_SCRATCH] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};

    memcpy(llc + 8, eapol, len);
    ap_data_send(sta->ap, sta, sta->addr, sta->ap->config.bssid, llc, 8 + len,
                 EAPOL_TID);
}

void ap_eapol_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len)
{
    if (len >= D11_EAPOL_HEADER_LEN && eapol[1] != D11_EAPOL_TYPE_KEY)
        ap_eap_rx(sta, eapol, len);
    else
        ap_rsn_rx(sta, eapol, len);
}

void ap_eapol_send(struct ap_sta *sta, enum ap_message message)
{
    static const struct {
        uint32_t mute;
        uint16_t info;
        uint8_t number;
    } rows[] = {
        [AP_M1] = {DOT11_SIM_M1, 0x008a, 1},
        [AP_M3] = {DOT11_SIM_M3, 0x13ca, 3},
        [AP_G1] = {DOT11_SIM_G1, 0x1382, 4},
    };
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;
    struct d11_eapol_key_fields fields = {0};
    uint8_t frame[AP_SCRATCH], data[320], rsc[8] = {0};
    uint8_t mic[D11_HASH_MAX];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);
    uint8_t *mic_at;

    if (ap_muted(ap, rows[message].mute))
        return;
    if (ap->config.tkip) {
        ap->stats.messages_tx[rows[message].number]++;
        ap_tkip_eapol_send(sta, message);
        return;
    }
    fields.version = EAPOL_VERSION;
    fields.info = rows[message].info;
    fields.info &= (uint16_t)~D11_KEY_INFO_VERSION_MASK;
    fields.info |= rsn->akm->key_descriptor;
    fields.mic_len = rsn->akm->mic_len;
    fields.replay = rsn->replay;
    if (message != AP_G1)
        fields.key_len = sim_key_len(ap->config.pairwise_cipher);
    if (message != AP_G1)
        fields.nonce = rsn->anonce;
    if (message != AP_M1) {
        d11_store_le64(rsc, ap->gtk[ap->gtk_next].tx_pn);
        fields.rsc = rsc;
        fields.data.data = data;
        fields.data.len =
            build_key_data(sta, message == AP_M3, data, sizeof data);
        if (fields.data.len == 0)
            return;
        rsn->gtk_count = ap->gtk_count;
    }
    mic_at = d11_eapol_key_write(&wr, &fields);
    if (mic_at == NULL)
        return;
    if (message != AP_M1) {
        if (!make_mic(sta, rsn->ptk.kck, frame, d11_wr_len(&wr), mic))
            return;
        memcpy(mic_at, mic, rsn->akm->mic_len);
    }
    ap->stats.messages_tx[rows[message].number]++;
    ap_eapol_send_raw(sta, frame, d11_wr_len(&wr));
}
