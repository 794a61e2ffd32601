/* WPA version 1 with TKIP: an access point's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2 and 12.7 with key descriptor version 1. Key
 * mixing and Michael are the library's, which published vectors test; what
 * stands where in frames is written apart from it. */
#include "ap.h"

#include <string.h>

#include <dot11/legacy.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "base/wr.h"
#include "crypto/michael.h"
#include "crypto/tkip.h"
#include "frame/eapol.h"

#define HEADER 8u
#define MIC 8u
#define ICV 4u
#define EXT_IV 0x20u
#define EAPOL_TID 7u
#define MIC_LEN 16u

const uint8_t ap_wpa[24] = {0xdd, 22, 0, 0x50, 0xf2, 1, 1, 0, 0, 0x50, 0xf2, 2,
                            1,    0,  0, 0x50, 0xf2, 2, 1, 0, 0, 0x50, 0xf2, 2};

static uint32_t icv_of(const uint8_t *data, size_t len)
{
    uint32_t crc = ~(uint32_t)0;

    for (size_t bit = 0; bit < len * 8; bit++) {
        uint32_t in = (uint32_t)data[bit / 8] >> bit % 8 & 1u;

        crc = crc >> 1 ^ (((crc ^ in) & 1u) != 0 ? 0xedb88320u : 0);
    }
    return ~crc;
}

/* RC4 with the key of one MPDU over payload and ICV. */
static bool rc4(struct dot11_sim_ap *ap, const struct ap_tkip *key,
                const uint8_t *ta, uint64_t tsc, uint8_t *data, size_t len)
{
    const struct dot11_crypto_ops *ops = ap->sim->crypto_ops;
    uint16_t ttak[D11_TKIP_TTAK];
    uint8_t seed[D11_TKIP_SEED_LEN];

    d11_tkip_phase1(ttak, key->octets, ta, (uint32_t)(tsc >> 16));
    d11_tkip_phase2(seed, ttak, key->octets, (uint16_t)tsc);
    return ops->rc4 != NULL &&
           ops->rc4(ap->sim->crypto, seed, sizeof seed, 0, data, len) == D11_OK;
}

static uint8_t priority_of(const uint8_t *mpdu, size_t header_len)
{
    return header_len == 26 ? mpdu[24] & 15u : 0;
}

bool ap_tkip_seal(struct dot11_sim_ap *ap, struct ap_tkip *key,
                  struct sim_packet *packet, size_t header_len)
{
    uint8_t *mpdu = packet->octets;
    uint8_t *header = mpdu + header_len;
    const struct d11_michael_header to = {mpdu + 4, mpdu + 16,
                                          priority_of(mpdu, header_len)};
    size_t len = packet->len - header_len;
    uint64_t tsc = ++key->tx_tsc;

    if (packet->len + HEADER + MIC + ICV > ap->sim->packet_max)
        return false;
    memmove(header + HEADER, header, len);
    /* The authenticator sends with the first of the two MIC keys. */
    d11_michael(key->octets + 16, &to, header + HEADER, len,
                header + HEADER + len);
    len += MIC;
    if (ap->spoil != 0) {
        ap->spoil--;
        header[HEADER + len - 1] ^= 1;
    }
    d11_store_le32(header + HEADER + len, icv_of(header + HEADER, len));
    header[0] = (uint8_t)(tsc >> 8);
    header[1] = (uint8_t)((header[0] | 0x20) & 0x7f);
    header[2] = (uint8_t)tsc;
    header[3] = (uint8_t)(EXT_IV | (unsigned)key->key_id << 6);
    d11_store_le32(header + 4, (uint32_t)(tsc >> 16));
    mpdu[1] |= D11_FC1_PROTECTED;
    packet->len = header_len + HEADER + len + ICV;
    return rc4(ap, key, mpdu + 10, tsc, header + HEADER, len + ICV);
}

bool ap_tkip_open(struct ap_sta *sta, struct sim_packet *packet,
                  size_t header_len)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_tkip *key = &sta->tkip;
    uint8_t *mpdu = packet->octets;
    uint8_t *header = mpdu + header_len;
    const uint8_t priority = priority_of(mpdu, header_len);
    const struct d11_michael_header to = {mpdu + 16, mpdu + 10, priority};
    uint8_t mic[MIC];
    uint64_t tsc;
    size_t len;

    if (!key->valid || packet->len < header_len + HEADER + MIC + ICV ||
        (header[3] & EXT_IV) == 0)
        return false;
    len = packet->len - header_len - HEADER - ICV;
    tsc = (uint64_t)d11_load_le32(header + 4) << 16 | (uint32_t)header[0] << 8 |
          header[2];
    if (!rc4(ap, key, mpdu + 10, tsc, header + HEADER, len + ICV) ||
        d11_load_le32(header + HEADER + len) != icv_of(header + HEADER, len))
        return false;
    if (tsc <= key->rx_tsc[priority]) {
        ap->stats.replays++;
        return false;
    }
    len -= MIC;
    d11_michael(key->octets + 24, &to, header + HEADER, len, mic);
    if (memcmp(mic, header + HEADER + len, MIC) != 0) {
        ap->stats.michael_errors++;
        return false;
    }
    key->rx_tsc[priority] = tsc;
    memmove(header, header + HEADER, len);
    packet->len = header_len + len;
    return true;
}

void ap_tkip_new_gtk(struct dot11_sim_ap *ap, unsigned index)
{
    struct ap_tkip *key = &ap->tkip_gtk[index];

    memset(key, 0, sizeof *key);
    sim_rng_octets(&ap->rng, key->octets, sizeof key->octets);
    key->key_id = (uint8_t)(index + 1);
    key->valid = true;
}

/* EAPOL-Key. */

static bool make_mic(const struct ap_sta *sta, const uint8_t *kck,
                     const uint8_t *frame, size_t len, uint8_t mic[MIC_LEN])
{
    static const uint8_t zero[MIC_LEN];
    const struct dot11_sim *sim = sta->ap->sim;
    const size_t behind = D11_EAPOL_KEY_MIC_AT + MIC_LEN;
    const struct dot11_octets parts[3] = {{frame, D11_EAPOL_KEY_MIC_AT},
                                          {zero, MIC_LEN},
                                          {frame + behind, len - behind}};

    return sim->crypto_ops->hmac_md5 != NULL &&
           sim->crypto_ops->hmac_md5(sim->crypto, kck, 16, parts, 3, mic) ==
               D11_OK;
}

static bool mic_ok(const struct ap_sta *sta, const uint8_t *frame, size_t len)
{
    uint8_t mic[MIC_LEN];

    return make_mic(sta, sta->wpa_kck, frame, len, mic) &&
           memcmp(mic, frame + D11_EAPOL_KEY_MIC_AT, MIC_LEN) == 0;
}

/* The group key under RC4 (12.7.2): key IV and KEK, 256 octets skipped. */
static bool wrap_gtk(const struct ap_sta *sta, const uint8_t iv[16],
                     uint8_t data[32])
{
    const struct dot11_sim *sim = sta->ap->sim;
    uint8_t key[32];

    memcpy(key, iv, 16);
    memcpy(key + 16, sta->wpa_kek, 16);
    memcpy(data, sta->ap->tkip_gtk[sta->ap->gtk_next].octets, 32);
    return sim->crypto_ops->rc4(sim->crypto, key, sizeof key, 256, data, 32) ==
           D11_OK;
}

void ap_tkip_eapol_send(struct ap_sta *sta, enum ap_message message)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_rsn *rsn = &sta->rsn;
    const struct ap_tkip *gtk = &ap->tkip_gtk[ap->gtk_next];
    const unsigned info = message == AP_M1 ? 0x0089u
                          : message == AP_M3
                              ? 0x01c9u
                              : 0x0381u | (unsigned)gtk->key_id << 4;
    struct d11_eapol_key_fields fields = {0};
    uint8_t llc[8 + AP_SCRATCH] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};
    uint8_t *frame = llc + 8;
    struct d11_wr wr = d11_wr_over(frame, AP_SCRATCH);
    uint8_t data[32], iv[16], rsc[8] = {0}, mic[MIC_LEN];
    uint8_t *mic_at;

    fields.descriptor = D11_EAPOL_DESCRIPTOR_WPA;
    fields.version = 1;
    fields.info = (uint16_t)info;
    fields.mic_len = MIC_LEN;
    fields.replay = rsn->replay;
    fields.key_len = 32;
    fields.nonce = rsn->anonce;
    if (message == AP_M3) {
        fields.data.data = ap_wpa;
        fields.data.len = sizeof ap_wpa;
    }
    if (message == AP_G1) {
        sim_rng_octets(&ap->rng, iv, sizeof iv);
        if (!wrap_gtk(sta, iv, data))
            return;
        d11_store_le64(rsc, gtk->tx_tsc);
        fields.rsc = rsc;
        fields.data.data = data;
        fields.data.len = sizeof data;
    }
    mic_at = d11_eapol_key_write(&wr, &fields);
    if (mic_at == NULL)
        return;
    if (message == AP_G1)
        memcpy(mic_at - 8 - 8 - 16, iv, sizeof iv);
    if (message != AP_M1) {
        if (!make_mic(sta, sta->wpa_kck, frame, d11_wr_len(&wr), mic))
            return;
        memcpy(mic_at, mic, MIC_LEN);
    }
    ap_data_send(ap, sta, sta->addr, ap->config.bssid, llc, 8 + d11_wr_len(&wr),
                 EAPOL_TID);
}

/* PTK of WPA (12.7.1.3): 64 octets. */
static bool derive(struct ap_sta *sta, const uint8_t *snonce)
{
    const struct dot11_sim *sim = sta->ap->sim;
    const uint8_t *aa = sta->ap->config.bssid, *an = sta->rsn.anonce;
    const bool aa_first = memcmp(aa, sta->addr, 6) < 0;
    const bool an_first = memcmp(an, snonce, 32) < 0;
    const struct dot11_octets context[4] = {{aa_first ? aa : sta->addr, 6},
                                            {aa_first ? sta->addr : aa, 6},
                                            {an_first ? an : snonce, 32},
                                            {an_first ? snonce : an, 32}};
    uint8_t ptk[64];

    if (d11_prf(sim->crypto_ops, sim->crypto, sta->rsn.pmk, 32,
                "Pairwise key expansion", context, 4, ptk,
                sizeof ptk) != D11_OK)
        return false;
    memcpy(sta->wpa_kck, ptk, 16);
    memcpy(sta->wpa_kek, ptk + 16, 16);
    memcpy(sta->wpa_tk, ptk + 32, 32);
    return true;
}

static void rx_message2(struct ap_sta *sta, const struct d11_eapol_key *key,
                        const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;

    if (sta->rsn.state != AP_RSN_WAIT_M2 || !derive(sta, key->nonce)) {
        ap->stats.eapol_dropped++;
    } else if (!mic_ok(sta, frame, key->frame_len)) {
        ap->stats.psk_mismatches++;
    } else if (key->data.len != sizeof ap_wpa ||
               memcmp(key->data.data, ap_wpa, sizeof ap_wpa) != 0) {
        ap_leave(ap, sta->addr, true, D11_REASON_ELEMENT_DIFFERS);
        ap_forget(sta);
    } else {
        ap->stats.messages_rx[2]++;
        sta->rsn.state = AP_RSN_WAIT_M4;
        ap_rsn_begin(sta, AP_M3);
    }
}

static void rx_message4(struct ap_sta *sta, const struct d11_eapol_key *key,
                        const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;

    if (sta->rsn.state != AP_RSN_WAIT_M4 ||
        !mic_ok(sta, frame, key->frame_len)) {
        ap->stats.eapol_dropped++;
        return;
    }
    ap->stats.messages_rx[4]++;
    memset(&sta->tkip, 0, sizeof sta->tkip);
    memcpy(sta->tkip.octets, sta->wpa_tk, 32);
    sta->tkip.valid = true;
    sta->rsn.state = AP_RSN_DONE;
    sta->handshakes++;
    ap->stats.handshakes++;
    sta->rsn.group = true;
    ap_rsn_begin(sta, AP_G1);
}

static void rx_group2(struct ap_sta *sta, const struct d11_eapol_key *key,
                      const uint8_t *frame)
{
    struct dot11_sim_ap *ap = sta->ap;

    if (!sta->rsn.group || !mic_ok(sta, frame, key->frame_len)) {
        ap->stats.eapol_dropped++;
        return;
    }
    ap->stats.messages_rx[5]++;
    ap->stats.group_done++;
    sta->authorized = true;
    ap_rsn_group_done(sta);
}

void ap_tkip_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len)
{
    const uint16_t kind =
        D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_MIC | D11_KEY_INFO_REQUEST;
    struct dot11_sim_ap *ap = sta->ap;
    struct d11_eapol_key key;

    if (d11_eapol_key_decode_as(&key, eapol, len, MIC_LEN,
                                D11_EAPOL_DESCRIPTOR_WPA) != D11_DROP_NONE ||
        sta->rsn.state == AP_RSN_IDLE ||
        (key.info & D11_KEY_INFO_VERSION_MASK) != 1) {
        ap->stats.eapol_dropped++;
        return;
    }
    if ((key.info & D11_KEY_INFO_REQUEST) != 0) {
        if ((key.info & D11_KEY_INFO_ERROR) != 0 &&
            mic_ok(sta, eapol, key.frame_len))
            ap->stats.mic_reports++;
        return;
    }
    if (key.replay < sta->rsn.replay_first || key.replay > sta->rsn.replay) {
        ap->stats.eapol_dropped++;
        return;
    }
    if ((key.info & kind) == D11_KEY_INFO_MIC) {
        if (!ap_muted(ap, DOT11_SIM_G2))
            rx_group2(sta, &key, eapol);
    } else if (key.data.len != 0) {
        if (!ap_muted(ap, DOT11_SIM_M2))
            rx_message2(sta, &key, eapol);
    } else if (!ap_muted(ap, DOT11_SIM_M4)) {
        rx_message4(sta, &key, eapol);
    }
}

void dot11_sim_ap_spoil_mic(struct dot11_sim_ap *ap, uint32_t count)
{
    ap->spoil = count;
}
