/* The handshakes of WPA version 1, the supplicant's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2, 12.7.6 and 12.7.7 with key descriptor version
 * 1, as WPA has them: message 3 brings the AP's element in clear and no group
 * key, which always comes by a group handshake of its own. */
#include "rsn/wpa.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "base/wr.h"
#include "crypto/prf.h"
#include "crypto/replay.h"

#define MIC_LEN 16u
#define REPLY_MAX                                                              \
    (D11_EAPOL_HEADER_LEN + D11_EAPOL_KEY_FIXED + MIC_LEN + D11_WPA_ELEMENT_LEN)
/* Octets of RC4 key stream that are thrown away (12.7.2, Key Data). */
#define RC4_SKIP 256u
#define IV_LEN 16u
/* Messages 2 of one handshake (SEC-HSK-11). */
#define ANSWERS_MAX 32u

/* An AP that repeats message 1 so often and so long does not like message 2
 * (SEC-HSK-11). */
#define BAD_KEY_ANSWERS 3u
#define BAD_KEY_US (UINT64_C(1000) * 1000)

/* Key Information. The index of a group key is where RSN has nothing. */
#define INDEX_SHIFT 4u
#define INDEX_MASK 0x0030u
#define KNOWN                                                                  \
    (D11_KEY_INFO_VERSION_MASK | D11_KEY_INFO_PAIRWISE | INDEX_MASK |          \
     D11_KEY_INFO_INSTALL | D11_KEY_INFO_ACK | D11_KEY_INFO_MIC |              \
     D11_KEY_INFO_SECURE | D11_KEY_INFO_ERROR | D11_KEY_INFO_REQUEST)
#define VERSION D11_KEY_INFO_VERSION_RC4_MD5
#define MESSAGE1 (VERSION | D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_ACK)
#define MESSAGE3 (MESSAGE1 | D11_KEY_INFO_INSTALL | D11_KEY_INFO_MIC)
#define GROUP1                                                                 \
    (VERSION | D11_KEY_INFO_ACK | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE)

static enum dot11_err compute_mic(const struct d11_wpa *wpa, const uint8_t *kck,
                                  const uint8_t *frame, size_t len,
                                  uint8_t mic[MIC_LEN])
{
    static const uint8_t zeroes[MIC_LEN];
    const size_t behind = D11_EAPOL_KEY_MIC_AT + MIC_LEN;
    const struct dot11_octets parts[] = {
        {frame, D11_EAPOL_KEY_MIC_AT},
        {zeroes, MIC_LEN},
        {frame + behind, len - behind},
    };

    return wpa->env.ops->hmac_md5(wpa->env.crypto, kck, D11_WPA_KCK_LEN, parts,
                                  3, mic);
}

static bool is_new(const struct d11_wpa *wpa, const struct d11_eapol_key *key)
{
    return !wpa->has_replay || key->replay > wpa->replay;
}

static bool verify(struct d11_wpa *wpa, const uint8_t *kck,
                   const struct dot11_ext_packet *packet,
                   const struct d11_eapol_key *key)
{
    uint8_t mic[MIC_LEN];
    bool ok;

    ok = compute_mic(wpa, kck, packet->data, key->frame_len, mic) == D11_OK &&
         d11_equal_const_time(mic, key->mic, MIC_LEN);
    d11_wipe(mic, sizeof(mic));
    if (ok) {
        wpa->replay = key->replay;
        wpa->has_replay = true;
    }
    return ok;
}

/* Send a frame with a MIC under `kck`; its fields but for what all have. */
static enum dot11_err say(const struct d11_wpa *wpa, const uint8_t *kck,
                          struct d11_eapol_key_fields *fields, uint32_t flags)
{
    uint8_t frame[REPLY_MAX];
    struct d11_wr wr = d11_wr_over(frame, sizeof(frame));
    uint8_t mic[MIC_LEN];
    uint8_t *at;

    fields->descriptor = D11_EAPOL_DESCRIPTOR_WPA;
    fields->mic_len = MIC_LEN;
    fields->info |= VERSION | D11_KEY_INFO_MIC;
    at = d11_eapol_key_write(&wr, fields);
    if (at == NULL ||
        compute_mic(wpa, kck, frame, d11_wr_len(&wr), mic) != D11_OK)
        return D11_ERR_CRYPTO;
    memcpy(at, mic, MIC_LEN);
    return dot11_ext_send(wpa->env.host, wpa->id, D11_ETHERTYPE_EAPOL, frame,
                          d11_wr_len(&wr), D11_EXT_NO_COOKIE, flags);
}

static enum dot11_err answer(const struct d11_wpa *wpa,
                             const struct d11_eapol_key *to, const uint8_t *kck,
                             uint16_t info, const uint8_t *nonce,
                             uint32_t flags)
{
    struct d11_eapol_key_fields fields = {0};

    fields.version = to->version;
    fields.replay = to->replay;
    fields.info = info;
    fields.nonce = nonce;
    if (nonce != NULL) {
        fields.data.data = d11_wpa_element;
        fields.data.len = D11_WPA_ELEMENT_LEN;
    }
    return say(wpa, kck, &fields, flags);
}

/* A full list is no more than a lost frame; anything else is the end. */
static enum dot11_drop judge(struct d11_wpa *wpa, enum dot11_err err)
{
    if (err == D11_OK)
        return D11_DROP_NONE;
    if (err == D11_ERR_FULL)
        return D11_DROP_SECURITY_QUEUE;
    d11_wpa_fail(wpa, err, D11_REASON_UNSPECIFIED);
    return D11_DROP_NONE;
}

/* Two parts of the same length, the smaller one first. */
static void in_order(struct dot11_octets out[2], const uint8_t *a,
                     const uint8_t *b, size_t len)
{
    const bool a_first = memcmp(a, b, len) < 0;

    out[0].data = a_first ? a : b;
    out[1].data = a_first ? b : a;
    out[0].len = len;
    out[1].len = len;
}

static enum dot11_err derive(const struct d11_wpa *wpa, const uint8_t *anonce,
                             struct d11_wpa_ptk *ptk)
{
    uint8_t octets[D11_WPA_KCK_LEN + D11_WPA_KEK_LEN + D11_WPA_TK_LEN];
    struct dot11_octets context[4];
    enum dot11_err err;

    in_order(&context[0], wpa->aa, wpa->spa, D11_ADDR_LEN);
    in_order(&context[2], anonce, wpa->snonce, D11_NONCE_LEN);
    err =
        d11_prf(wpa->env.ops, wpa->env.crypto, wpa->psk.pmk.octets, D11_PSK_LEN,
                "Pairwise key expansion", context, 4, octets, sizeof(octets));
    memcpy(ptk->kck, octets, sizeof(ptk->kck));
    memcpy(ptk->kek, octets + sizeof(ptk->kck), sizeof(ptk->kek));
    memcpy(ptk->tk, octets + sizeof(ptk->kck) + sizeof(ptk->kek),
           sizeof(ptk->tk));
    d11_wipe(octets, sizeof(octets));
    return err;
}

/* A fresh SNonce for each handshake; it stays until that ends. */
static enum dot11_err open_handshake(struct d11_wpa *wpa)
{
    if (wpa->has_snonce)
        return D11_OK;
    if (dot11_ext_random(wpa->env.host, wpa->snonce, D11_NONCE_LEN) != D11_OK ||
        d11_is_zero_const_time(wpa->snonce, D11_NONCE_LEN))
        return D11_ERR_RANDOM;
    wpa->has_snonce = true;
    wpa->answers = 0;
    return D11_OK;
}

static bool is_keyed(const struct d11_wpa *wpa)
{
    return wpa->state == D11_WPA_KEYED || wpa->state == D11_WPA_OPEN;
}

/* Until its MIC shows something a message 1 may be anybody's: it changes
 * nothing but what is counted. */
static enum dot11_drop message1(struct d11_wpa *wpa,
                                const struct dot11_ext_packet *packet,
                                const struct d11_eapol_key *key,
                                uint64_t now_us)
{
    struct d11_wpa_ptk ptk;
    enum dot11_err err;

    /* SEC-HSK-07 */
    if (is_keyed(wpa) && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (!is_new(wpa, key))
        return D11_DROP_EAPOL_REPLAY;
    if (d11_is_zero_const_time(key->nonce, D11_NONCE_LEN))
        return D11_DROP_EAPOL_NONCE;
    if (wpa->state == D11_WPA_STARTED && !wpa->has_replay &&
        wpa->answers >= BAD_KEY_ANSWERS &&
        now_us - wpa->begun_us >= BAD_KEY_US) {
        d11_wpa_fail(wpa, D11_ERR_BAD_KEY, D11_REASON_4WAY_TIMEOUT);
        return D11_DROP_NONE;
    }
    err = open_handshake(wpa);
    if (err != D11_OK)
        return judge(wpa, err);
    if (wpa->answers >= ANSWERS_MAX)
        return D11_DROP_RATE_LIMIT;
    err = derive(wpa, key->nonce, &ptk);
    if (err == D11_OK)
        err = answer(wpa, key, ptk.kck, D11_KEY_INFO_PAIRWISE, wpa->snonce, 0);
    d11_wipe(&ptk, sizeof(ptk));
    wpa->answers++;
    return judge(wpa, err);
}

/* SEC-HSK-08: the WPA element is among what message 3 has, as the beacon had
 * it. */
static bool same_element(const struct d11_wpa *wpa,
                         const struct d11_eapol_key *key)
{
    for (size_t at = 0; at + wpa->element_len <= key->data.len;
         at += 2u + key->data.data[at + 1]) {
        if (memcmp(key->data.data + at, wpa->element, wpa->element_len) == 0)
            return true;
    }
    return false;
}

static enum dot11_err set_key(const struct d11_wpa *wpa, const uint8_t *octets,
                              bool pairwise, uint8_t key_id, uint64_t rx_pn)
{
    struct dot11_ext_key key = {0};

    key.session_id = wpa->id;
    key.cipher = D11_CIPHER_TKIP;
    key.key_id = key_id;
    key.pairwise = pairwise;
    key.tx = pairwise;
    key.len = D11_WPA_TK_LEN;
    key.octets = octets;
    key.rx_pn = rx_pn;
    return dot11_ext_set_key(wpa->env.host, &key);
}

static enum dot11_drop adopt(struct d11_wpa *wpa,
                             const struct d11_eapol_key *key,
                             const struct d11_wpa_ptk *ptk)
{
    enum dot11_err err;

    if (!same_element(wpa, key)) {
        d11_wpa_fail(wpa, D11_ERR_SECURITY, D11_REASON_ELEMENT_DIFFERS);
        return D11_DROP_EAPOL_MISMATCH;
    }
    if (key->key_len != D11_WPA_TK_LEN)
        return D11_DROP_EAPOL_MISMATCH;
    err = answer(wpa, key, ptk->kck, D11_KEY_INFO_PAIRWISE, NULL, 0);
    if (err != D11_OK)
        return judge(wpa, err);
    err = set_key(wpa, ptk->tk, true, 0, 0);
    if (err != D11_OK) {
        d11_wpa_fail(wpa, err, D11_REASON_UNSPECIFIED);
        return D11_DROP_NONE;
    }
    wpa->ptk = *ptk;
    wpa->has_ptk = true;
    memcpy(wpa->anonce, key->nonce, D11_NONCE_LEN);
    d11_wipe(wpa->snonce, sizeof(wpa->snonce));
    wpa->has_snonce = false;
    if (wpa->state == D11_WPA_STARTED)
        wpa->state = D11_WPA_KEYED;
    return D11_DROP_NONE;
}

static enum dot11_drop message3(struct d11_wpa *wpa,
                                const struct dot11_ext_packet *packet,
                                const struct d11_eapol_key *key)
{
    struct d11_wpa_ptk ptk;
    enum dot11_drop drop = D11_DROP_EAPOL_MIC;

    if (!is_new(wpa, key))
        return D11_DROP_EAPOL_REPLAY;
    /* Message 4 was lost: say it again, and install nothing (SEC-HSK-09). */
    if (wpa->has_ptk &&
        d11_equal_const_time(wpa->anonce, key->nonce, D11_NONCE_LEN)) {
        if (!verify(wpa, wpa->ptk.kck, packet, key))
            return D11_DROP_EAPOL_MIC;
        return judge(wpa,
                     answer(wpa, key, wpa->ptk.kck, D11_KEY_INFO_PAIRWISE, NULL,
                            packet->was_protected ? 0 : D11_EXT_SEND_PLAIN));
    }
    if (is_keyed(wpa) && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (!wpa->has_snonce)
        return D11_DROP_EAPOL_STATE;
    if (derive(wpa, key->nonce, &ptk) == D11_OK &&
        verify(wpa, ptk.kck, packet, key))
        drop = adopt(wpa, key, &ptk);
    d11_wipe(&ptk, sizeof(ptk));
    return drop;
}

/* The port opens with the first group key. */
static void open_port(struct d11_wpa *wpa)
{
    struct dot11_ext_verdict verdict = {0};

    if (wpa->state != D11_WPA_KEYED)
        return;
    wpa->state = D11_WPA_OPEN;
    wpa->deadline_us = D11_NEVER;
    verdict.session_id = wpa->id;
    (void)dot11_ext_set_verdict(wpa->env.host, &verdict);
}

static enum dot11_drop install_group(struct d11_wpa *wpa,
                                     const struct d11_eapol_key *key,
                                     const uint8_t *gtk)
{
    const uint16_t index = key->info & INDEX_MASK;
    const uint8_t key_id = (uint8_t)(index >> INDEX_SHIFT);
    uint64_t rx_pn;
    enum dot11_err err;

    if (key_id == 0 || !d11_replay_rsc(key->rsc, &rx_pn))
        return D11_DROP_EAPOL_MISMATCH;
    err = set_key(wpa, gtk, false, key_id, rx_pn);
    if (err == D11_OK)
        err = answer(wpa, key, wpa->ptk.kck,
                     (uint16_t)(D11_KEY_INFO_SECURE | index), NULL, 0);
    if (err == D11_OK)
        open_port(wpa);
    return judge(wpa, err);
}

static enum dot11_drop group1(struct d11_wpa *wpa,
                              const struct dot11_ext_packet *packet,
                              const struct d11_eapol_key *key)
{
    uint8_t rc4[IV_LEN + D11_WPA_KEK_LEN];
    uint8_t gtk[D11_WPA_TK_LEN];
    enum dot11_drop drop = D11_DROP_EAPOL_KEY_DATA;

    if (!is_keyed(wpa))
        return D11_DROP_EAPOL_STATE;
    if (!packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (!is_new(wpa, key))
        return D11_DROP_EAPOL_REPLAY;
    if (!verify(wpa, wpa->ptk.kck, packet, key))
        return D11_DROP_EAPOL_MIC;
    if (key->data.len != D11_WPA_TK_LEN || key->key_len != D11_WPA_TK_LEN)
        return D11_DROP_EAPOL_KEY_DATA;
    memcpy(rc4, key->iv, IV_LEN);
    memcpy(rc4 + IV_LEN, wpa->ptk.kek, D11_WPA_KEK_LEN);
    memcpy(gtk, key->data.data, sizeof(gtk));
    if (wpa->env.ops->rc4(wpa->env.crypto, rc4, sizeof(rc4), RC4_SKIP, gtk,
                          sizeof(gtk)) == D11_OK &&
        !d11_is_zero_const_time(gtk, sizeof(gtk)))
        drop = install_group(wpa, key, gtk);
    d11_wipe(rc4, sizeof(rc4));
    d11_wipe(gtk, sizeof(gtk));
    return drop;
}

enum dot11_drop d11_wpa_receive(struct d11_wpa *wpa,
                                const struct dot11_ext_packet *packet,
                                uint64_t now_us)
{
    struct d11_eapol_key key;
    enum dot11_drop drop;

    drop = d11_eapol_key_decode_as(&key, packet->data, packet->len, MIC_LEN,
                                   D11_EAPOL_DESCRIPTOR_WPA);
    if (drop != D11_DROP_NONE)
        return drop;
    switch (key.info & KNOWN) {
    case MESSAGE1: return message1(wpa, packet, &key, now_us);
    case MESSAGE3: return message3(wpa, packet, &key);
    default: break;
    }
    /* The Tx bit of a group key, which no station heeds, is that of Install. */
    if ((key.info & KNOWN & ~(INDEX_MASK | D11_KEY_INFO_INSTALL)) == GROUP1)
        return group1(wpa, packet, &key);
    return D11_DROP_EAPOL_INFO;
}

void d11_wpa_report(struct d11_wpa *wpa, bool group)
{
    struct d11_eapol_key_fields fields = {0};

    fields.version = 1;
    fields.replay = wpa->reports++;
    fields.info = D11_KEY_INFO_REQUEST | D11_KEY_INFO_ERROR |
                  D11_KEY_INFO_SECURE | (group ? 0u : D11_KEY_INFO_PAIRWISE);
    (void)say(wpa, wpa->ptk.kck, &fields, 0);
}
