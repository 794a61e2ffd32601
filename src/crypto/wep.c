/*
 * WEP-40 and WEP-104.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.2.
 */
#include "crypto/wep.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/ccmp.h"

#define KEY_ID_SHIFT D11_CCMP_KEY_ID_SHIFT

static bool run(const uint8_t *key, size_t key_len, uint8_t *octets, size_t len,
                const struct dot11_crypto_ops *ops, void *crypto, bool seal)
{
    uint8_t whole[D11_WEP_IV_LEN + D11_WEP104_LEN];
    const size_t whole_len = D11_WEP_IV_LEN + key_len;
    uint8_t *data = octets + D11_WEP_HEADER_LEN;
    bool ok = false;

    memcpy(whole, octets, D11_WEP_IV_LEN);
    if (key_len <= D11_WEP104_LEN) {
        memcpy(whole + D11_WEP_IV_LEN, key, key_len);
        ok = seal ? d11_icv_seal(whole, whole_len, data, len, ops, crypto)
                  : d11_icv_open(whole, whole_len, data, len, ops, crypto);
    }
    d11_wipe(whole, sizeof(whole));
    return ok;
}

static void write_header(uint8_t *octets, uint64_t pn, uint8_t key_id)
{
    d11_store_le16(octets, (uint16_t)pn);
    octets[2] = (uint8_t)(pn >> 16);
    octets[3] = (uint8_t)((unsigned)key_id << KEY_ID_SHIFT);
}

bool d11_wep_seal(const uint8_t *key, size_t key_len, uint32_t iv,
                  uint8_t key_id, uint8_t *octets, size_t len,
                  const struct dot11_crypto_ops *ops, void *crypto)
{
    write_header(octets, iv, key_id);
    return run(key, key_len, octets, len, ops, crypto, true);
}

bool d11_wep_open(const uint8_t *key, size_t key_len, uint8_t *octets,
                  size_t len, const struct dot11_crypto_ops *ops, void *crypto)
{
    return run(key, key_len, octets, len, ops, crypto, false);
}

/* The key itself is all the state there is, and d11_key has it. */
static size_t key_size(const struct dot11_crypto_ops *ops, void *crypto)
{
    return d11_rc4_works(ops, crypto) ? 1 : 0;
}

static enum dot11_err key_init(void *state, const uint8_t *octets, size_t len,
                               const struct dot11_crypto_ops *ops, void *crypto)
{
    (void)state;
    (void)octets;
    (void)len;
    (void)ops;
    (void)crypto;
    return D11_OK;
}

static void key_fini(void *state, const struct dot11_crypto_ops *ops,
                     void *crypto)
{
    (void)state;
    (void)ops;
    (void)crypto;
}

static bool read_header(const uint8_t *octets, struct d11_ccmp_header *header)
{
    header->pn = d11_load_le16(octets) | (uint32_t)octets[2] << 16;
    header->key_id = (uint8_t)(octets[3] >> KEY_ID_SHIFT);
    /* With an extended IV it is a frame of another cipher. */
    return (octets[3] & D11_CCMP_EXT_IV) == 0;
}

static void open_frame(struct d11_ccmp_frame *frame,
                       const struct dot11_crypto_ops *ops, void *crypto)
{
    const struct d11_key *key = frame->key;
    const uint32_t around =
        frame->header_len + D11_WEP_HEADER_LEN + D11_ICV_LEN;
    uint8_t *octets = frame->mpdu + frame->header_len;
    struct d11_ccmp_header header;

    frame->drop = D11_DROP_CIPHER_HEADER;
    if (frame->len < around || !read_header(octets, &header))
        return;
    frame->drop = D11_DROP_MIC;
    frame->pn = header.pn;
    frame->body_len = frame->len - around;
    frame->ok = d11_wep_open(key->octets, key->cipher->key_len, octets,
                             frame->body_len, ops, crypto);
}

/* 12.3.2.2: another IV for each frame. There are so few that they come again
 * soon; at least the count does not start anew with each association when the
 * receive counter, of which WEP has no use, is a random number. */
static void seal_frame(struct d11_ccmp_frame *frame,
                       const struct dot11_crypto_ops *ops, void *crypto)
{
    const uint32_t before = frame->header_len + D11_WEP_HEADER_LEN;
    struct d11_key *key = frame->key;

    if (frame->len < before || !d11_key_take_pn(key, 1, &frame->pn))
        return;
    frame->body_len = frame->len - before;
    frame->mpdu[1] |= D11_FC1_PROTECTED;
    frame->ok = d11_wep_seal(key->octets, key->cipher->key_len,
                             (uint32_t)frame->pn + key->rx.low[0], key->key_id,
                             frame->mpdu + frame->header_len, frame->body_len,
                             ops, crypto);
}

static const struct d11_cipher_soft soft = {
    .key_size = key_size,
    .key_init = key_init,
    .key_fini = key_fini,
    .read = read_header,
    .write = write_header,
    .open = open_frame,
    .seal = seal_frame,
    .no_replay = true,
};

const struct d11_cipher d11_wep_ciphers[D11_WEP_CIPHERS] = {
    {
        .suite = D11_CIPHER_WEP40,
        .alg = D11_ALG_COUNT,
        .key_len = D11_WEP40_LEN,
        .header_len = D11_WEP_HEADER_LEN,
        .mic_len = D11_ICV_LEN,
        .soft = &soft,
    },
    {
        .suite = D11_CIPHER_WEP104,
        .alg = D11_ALG_COUNT,
        .key_len = D11_WEP104_LEN,
        .header_len = D11_WEP_HEADER_LEN,
        .mic_len = D11_ICV_LEN,
        .soft = &soft,
    },
};
