/*
 * TKIP: a key for each MPDU, mixed in two phases.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2.
 */
#include "crypto/tkip.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/frame.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/ccmp.h"
#include "crypto/michael.h"

/* Where the fields of a MAC header are. */
#define RA_AT 4u
#define TA_AT 10u
#define A3_AT 16u
#define QOS_AT 24u
#define ADDR_LEN 6u
#define PHASE1_LOOPS 8u

/* The S-box of AES (FIPS 197, Figure 7), of which that of TKIP is made:
 * twice a value above three times it, in GF(256). */
// clang-format off
static const uint8_t sbox[256] = {
    0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5,
    0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
    0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0,
    0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
    0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc,
    0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
    0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a,
    0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
    0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0,
    0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
    0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b,
    0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
    0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85,
    0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
    0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5,
    0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
    0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17,
    0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
    0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88,
    0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
    0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c,
    0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
    0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9,
    0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
    0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6,
    0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
    0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e,
    0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
    0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94,
    0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
    0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68,
    0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16,
};
// clang-format on

/* What was mixed last for one direction. */
struct mixed {
    bool valid;
    uint8_t ta[ADDR_LEN];
    uint32_t iv32;
    uint16_t ttak[D11_TKIP_TTAK];
};

/* A key's state: a pairwise key has two directions. */
struct tkip_state {
    struct mixed rx;
    struct mixed tx;
};

static unsigned word_of(uint8_t octet)
{
    const unsigned s = sbox[octet];
    const unsigned twice = (s << 1 ^ ((s & 0x80u) != 0 ? 0x1bu : 0)) & 0xffu;

    return twice << 8 | (twice ^ s);
}

static unsigned substitute(unsigned value)
{
    const unsigned high = word_of((uint8_t)(value >> 8));

    return word_of((uint8_t)value) ^ ((high >> 8 | high << 8) & 0xffffu);
}

static uint16_t rotate(unsigned value)
{
    return (uint16_t)((value & 0xffffu) >> 1 | (value & 1u) << 15);
}

static void add(uint16_t *to, unsigned value)
{
    *to = (uint16_t)(*to + value);
}

void d11_tkip_phase1(uint16_t ttak[D11_TKIP_TTAK],
                     const uint8_t tk[D11_TKIP_TK_LEN], const uint8_t *ta,
                     uint32_t iv32)
{
    ttak[0] = (uint16_t)iv32;
    ttak[1] = (uint16_t)(iv32 >> 16);
    ttak[2] = d11_load_le16(ta);
    ttak[3] = d11_load_le16(ta + 2);
    ttak[4] = d11_load_le16(ta + 4);
    for (unsigned i = 0; i < PHASE1_LOOPS; i++) {
        const uint8_t *half = tk + 2u * (i & 1u);

        add(&ttak[0], substitute(ttak[4] ^ d11_load_le16(half)));
        add(&ttak[1], substitute(ttak[0] ^ d11_load_le16(half + 4)));
        add(&ttak[2], substitute(ttak[1] ^ d11_load_le16(half + 8)));
        add(&ttak[3], substitute(ttak[2] ^ d11_load_le16(half + 12)));
        add(&ttak[4], substitute(ttak[3] ^ d11_load_le16(half)) + i);
    }
}

void d11_tkip_phase2(uint8_t seed[D11_TKIP_SEED_LEN],
                     const uint16_t ttak[D11_TKIP_TTAK],
                     const uint8_t tk[D11_TKIP_TK_LEN], uint16_t iv16)
{
    uint16_t ppk[6];

    memcpy(ppk, ttak, D11_TKIP_TTAK * sizeof(ppk[0]));
    ppk[5] = (uint16_t)(ttak[4] + iv16);
    for (unsigned i = 0; i < 6; i++)
        add(&ppk[i],
            substitute(ppk[(i + 5u) % 6u] ^ d11_load_le16(tk + 2u * i)));
    add(&ppk[0], rotate(ppk[5] ^ d11_load_le16(tk + 12)));
    add(&ppk[1], rotate(ppk[0] ^ d11_load_le16(tk + 14)));
    for (unsigned i = 2; i < 6; i++)
        add(&ppk[i], rotate(ppk[i - 1]));

    seed[0] = (uint8_t)(iv16 >> 8);
    seed[1] = (uint8_t)(((unsigned)iv16 >> 8 | 0x20u) & 0x7fu);
    seed[2] = (uint8_t)iv16;
    seed[3] = (uint8_t)((ppk[5] ^ (unsigned)d11_load_le16(tk)) >> 1);
    for (unsigned i = 0; i < 6; i++)
        d11_store_le16(seed + 4u + 2u * i, ppk[i]);
    d11_wipe(ppk, sizeof(ppk));
}

/* The seed of one MPDU; phase 1 only when its input is new, once in 65536
 * frames. */
static void mix(struct mixed *mixed, const struct d11_ccmp_frame *frame,
                uint8_t seed[D11_TKIP_SEED_LEN])
{
    const uint8_t *ta = frame->mpdu + TA_AT;
    const uint32_t iv32 = (uint32_t)(frame->pn >> 16);

    if (!mixed->valid || mixed->iv32 != iv32 ||
        memcmp(mixed->ta, ta, ADDR_LEN) != 0) {
        d11_tkip_phase1(mixed->ttak, frame->key->octets, ta, iv32);
        memcpy(mixed->ta, ta, ADDR_LEN);
        mixed->iv32 = iv32;
        mixed->valid = true;
    }
    d11_tkip_phase2(seed, mixed->ttak, frame->key->octets, (uint16_t)frame->pn);
}

static size_t key_size(const struct dot11_crypto_ops *ops, void *crypto)
{
    return d11_rc4_works(ops, crypto) ? sizeof(struct tkip_state) : 0;
}

static enum dot11_err key_init(void *state, const uint8_t *octets, size_t len,
                               const struct dot11_crypto_ops *ops, void *crypto)
{
    (void)octets;
    (void)len;
    (void)ops;
    (void)crypto;
    memset(state, 0, sizeof(struct tkip_state));
    return D11_OK;
}

static void key_fini(void *state, const struct dot11_crypto_ops *ops,
                     void *crypto)
{
    (void)ops;
    (void)crypto;
    d11_wipe(state, sizeof(struct tkip_state));
}

/* Figure 12-7: the TSC is not in order, because its first octets have to keep
 * weak RC4 keys away. */
static bool read_header(const uint8_t *octets, struct d11_ccmp_header *header)
{
    header->pn = (uint64_t)d11_load_le32(octets + 4) << 16 |
                 (uint32_t)octets[0] << 8 | octets[2];
    header->key_id = (uint8_t)(octets[3] >> D11_CCMP_KEY_ID_SHIFT);
    return (octets[3] & D11_CCMP_EXT_IV) != 0;
}

static void write_header(uint8_t *octets, uint64_t pn, uint8_t key_id)
{
    octets[0] = (uint8_t)(pn >> 8);
    octets[1] = (uint8_t)((octets[0] | 0x20u) & 0x7fu);
    octets[2] = (uint8_t)pn;
    octets[3] =
        (uint8_t)(D11_CCMP_EXT_IV | (unsigned)key_id << D11_CCMP_KEY_ID_SHIFT);
    d11_store_le32(octets + 4, (uint32_t)(pn >> 16));
}

static void open_frame(struct d11_ccmp_frame *frame,
                       const struct dot11_crypto_ops *ops, void *crypto)
{
    const uint32_t around =
        frame->header_len + D11_TKIP_HEADER_LEN + D11_ICV_LEN;
    uint8_t *octets = frame->mpdu + frame->header_len;
    struct tkip_state *state = frame->key->state;
    uint8_t seed[D11_TKIP_SEED_LEN];
    struct d11_ccmp_header header;

    frame->drop = D11_DROP_CIPHER_HEADER;
    if (frame->len < around || !read_header(octets, &header))
        return;
    frame->drop = D11_DROP_NO_KEY;
    if (header.key_id != frame->key->key_id)
        return;
    frame->drop = D11_DROP_MIC;
    frame->pn = header.pn;
    frame->body_len = frame->len - around;
    mix(&state->rx, frame, seed);
    frame->ok = d11_icv_open(seed, sizeof(seed), octets + D11_TKIP_HEADER_LEN,
                             frame->body_len, ops, crypto);
    d11_wipe(seed, sizeof(seed));
}

static void seal_frame(struct d11_ccmp_frame *frame,
                       const struct dot11_crypto_ops *ops, void *crypto)
{
    const uint32_t before = frame->header_len + D11_TKIP_HEADER_LEN;
    struct tkip_state *state = frame->key->state;
    uint8_t seed[D11_TKIP_SEED_LEN];

    if (frame->len < before || !d11_key_take_pn(frame->key, 1, &frame->pn))
        return;
    frame->body_len = frame->len - before;
    frame->mpdu[1] |= D11_FC1_PROTECTED;
    write_header(frame->mpdu + frame->header_len, frame->pn,
                 frame->key->key_id);
    mix(&state->tx, frame, seed);
    frame->ok = d11_icv_seal(seed, sizeof(seed), frame->mpdu + before,
                             frame->body_len, ops, crypto);
    d11_wipe(seed, sizeof(seed));
}

static void msdu_mic(const struct d11_key *key, bool sent,
                     const struct d11_michael_header *header,
                     const uint8_t *data, size_t len, uint8_t *mic)
{
    d11_michael(key->octets + (sent ? D11_TKIP_TX_MIC_AT : D11_TKIP_RX_MIC_AT),
                header, data, len, mic);
}

/* To an AP the third address is the destination, in an IBSS the first. */
static void put_mic(const struct d11_key *key, const uint8_t *mpdu,
                    struct dot11_frame *frame)
{
    const bool to_ds = (mpdu[1] & D11_FC1_TO_DS) != 0;
    const bool qos = (mpdu[0] >> 4 & D11_DATA_QOS) != 0;
    const struct d11_michael_header header = {
        mpdu + (to_ds ? A3_AT : RA_AT), mpdu + TA_AT,
        qos ? mpdu[QOS_AT] & D11_QOS_TID_MASK : 0};

    msdu_mic(key, true, &header, frame->data, frame->len,
             frame->data + frame->len);
    frame->len += D11_MICHAEL_LEN;
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
    .put_mic = put_mic,
    .msdu_mic = msdu_mic,
};

const struct d11_cipher d11_tkip_cipher = {
    .suite = D11_CIPHER_TKIP,
    .alg = D11_ALG_COUNT,
    .key_len = D11_TKIP_KEY_LEN,
    .header_len = D11_TKIP_HEADER_LEN,
    .mic_len = D11_ICV_LEN,
    .soft = &soft,
};
