/*
 * BIP: group-addressed robust management frames, and beacons.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.4 and 9.4.2.54.
 */
#include "crypto/bip.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/octets.h"
#include "frame/header.h"

/* Octets of the AAD: Frame Control and three addresses. */
#define AAD_LEN (2u + 3u * D11_ADDR_LEN)
#define NONCE_LEN 12u
#define TA_AT 10u
#define TIMESTAMP_LEN 8u

/* Bits of Frame Control that are another's to change (12.5.4.3). */
#define FC1_MASK (0xffu & ~(D11_FC1_RETRY | D11_FC1_PM | D11_FC1_MORE_DATA))

/* Where the parts of an MME are. */
#define MME_KEY_ID_AT 2u
#define MME_IPN_AT 4u
#define MME_MIC_AT D11_MME_FIXED_LEN

/* The ids of keys that BIP may have. */
#define KEY_ID_FIRST 4u
#define KEY_ID_LAST 7u

/* A frame with its MME, whose MIC field is zero. */
struct frame {
    struct d11_key *key;
    uint8_t *mpdu;
    size_t len;
    size_t header_len;
    uint64_t ipn;
    uint8_t mic[D11_BIP_MIC_MAX];
};

static bool usable(const struct d11_key *key)
{
    return key->cipher != NULL && key->software && key->cipher->mgmt_group;
}

static bool is_beacon(const uint8_t *mpdu)
{
    return mpdu[0] == (D11_TYPE_MGMT << 2 | D11_MGMT_BEACON << 4);
}

bool d11_mme_read(const uint8_t *mpdu, size_t len, size_t header_len,
                  const struct d11_cipher *cipher, struct d11_mme *mme)
{
    const size_t mme_len = d11_mme_len(cipher);
    const size_t before = is_beacon(mpdu) ? TIMESTAMP_LEN : 0;
    const uint8_t *octets;
    unsigned key_id;

    if (len < header_len || len - header_len < before + mme_len)
        return false;
    octets = mpdu + len - mme_len;
    key_id = d11_load_le16(octets + MME_KEY_ID_AT);
    if (octets[0] != D11_EID_MME || octets[1] != mme_len - 2 ||
        key_id < KEY_ID_FIRST || key_id > KEY_ID_LAST)
        return false;
    mme->key_id = (uint8_t)key_id;
    mme->ipn = (uint64_t)d11_load_le32(octets + MME_IPN_AT + 2) << 16 |
               d11_load_le16(octets + MME_IPN_AT);
    return true;
}

static void write_mme(uint8_t *octets, const struct d11_key *key, uint64_t ipn)
{
    octets[0] = D11_EID_MME;
    octets[1] = (uint8_t)(d11_mme_len(key->cipher) - 2);
    d11_store_le16(octets + MME_KEY_ID_AT, key->key_id);
    d11_store_le16(octets + MME_IPN_AT, (uint16_t)ipn);
    d11_store_le32(octets + MME_IPN_AT + 2, (uint32_t)(ipn >> 16));
    memset(octets + MME_MIC_AT, 0, key->cipher->mic_len);
}

/* 12.5.4.3 and 12.5.4.5: the AAD and the body. */
static bool compute(struct frame *frame, bool seal,
                    const struct dot11_crypto_ops *ops, void *crypto)
{
    uint8_t aad[AAD_LEN];
    uint8_t nonce[NONCE_LEN];
    struct dot11_cipher_job job = {
        .data = frame->mpdu + frame->header_len,
        .len = frame->len - frame->header_len,
        .nonce = nonce,
        .aad = aad,
        .aad_len = AAD_LEN,
        .mic_len = frame->key->cipher->mic_len,
        .mic = frame->mic,
        .key = frame->key->state,
    };
    const enum dot11_cipher_alg alg = frame->key->cipher->alg;

    aad[0] = frame->mpdu[0];
    aad[1] = frame->mpdu[1] & FC1_MASK;
    memcpy(aad + 2, frame->mpdu + 4, AAD_LEN - 2);
    memcpy(nonce, frame->mpdu + TA_AT, D11_ADDR_LEN);
    d11_store_be16(nonce + 6, (uint16_t)(frame->ipn >> 32));
    d11_store_be32(nonce + 8, (uint32_t)frame->ipn);
    if (seal)
        (void)ops->seal(crypto, alg, &job, 1);
    else
        (void)ops->open(crypto, alg, &job, 1);
    return job.ok != 0;
}

/* The same; the radio writes the Timestamp of a beacon, so it does not
 * count. */
static bool run(struct frame *frame, bool seal,
                const struct dot11_crypto_ops *ops, void *crypto)
{
    uint8_t *timestamp = frame->mpdu + frame->header_len;
    uint8_t kept[TIMESTAMP_LEN];
    bool ok;

    if (!is_beacon(frame->mpdu))
        return compute(frame, seal, ops, crypto);
    d11_assert(frame->len - frame->header_len >= TIMESTAMP_LEN);
    memcpy(kept, timestamp, TIMESTAMP_LEN);
    memset(timestamp, 0, TIMESTAMP_LEN);
    ok = compute(frame, seal, ops, crypto);
    memcpy(timestamp, kept, TIMESTAMP_LEN);
    return ok;
}

enum dot11_drop d11_bip_open(struct d11_key *key, uint8_t *mpdu, size_t len,
                             size_t header_len,
                             const struct dot11_crypto_ops *ops, void *crypto)
{
    struct frame frame = {key, mpdu, len, header_len, 0, {0}};
    uint8_t *mic;
    struct d11_mme mme;
    bool ok;

    if (!usable(key))
        return D11_DROP_NO_KEY;
    if (!d11_mme_read(mpdu, len, header_len, key->cipher, &mme))
        return D11_DROP_CIPHER_HEADER;
    if (mme.key_id != key->key_id)
        return D11_DROP_NO_KEY;
    if (!d11_replay_is_new(&key->rx, D11_REPLAY_MGMT, mme.ipn))
        return D11_DROP_REPLAY;

    frame.ipn = mme.ipn;
    mic = mpdu + len - key->cipher->mic_len;
    memcpy(frame.mic, mic, key->cipher->mic_len);
    memset(mic, 0, key->cipher->mic_len);
    ok = run(&frame, false, ops, crypto);
    memcpy(mic, frame.mic, key->cipher->mic_len);
    if (!ok)
        return D11_DROP_MIC;
    (void)d11_replay_commit(&key->rx, D11_REPLAY_MGMT, mme.ipn);
    return D11_DROP_NONE;
}

size_t d11_bip_seal(struct d11_key *key, uint8_t *mpdu, size_t len,
                    size_t header_len, const struct dot11_crypto_ops *ops,
                    void *crypto)
{
    struct frame frame = {key, mpdu, len, header_len, 0, {0}};

    d11_assert(len >= header_len);
    if (!usable(key) || !d11_key_take_pn(key, 1, &frame.ipn))
        return 0;
    write_mme(mpdu + len, key, frame.ipn);
    frame.len += d11_mme_len(key->cipher);
    if (!run(&frame, true, ops, crypto))
        return 0;
    memcpy(mpdu + frame.len - key->cipher->mic_len, frame.mic,
           key->cipher->mic_len);
    return d11_mme_len(key->cipher);
}
