/*
 * CCMP and GCMP: whole MPDUs, in place, many at once.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3 and 12.5.5.
 */
#include "crypto/ccmp.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/octets.h"

/* Where the fields of a MAC header with three addresses are (9.3). */
#define TA_AT 10u
#define SEQUENCE_AT 22u
#define QOS_AT 24u

/* Bits of Frame Control that change between a frame and its repetition, or
 * on the way through a power-saving AP: Subtype 4 to 6 of data frames, Retry,
 * Power Management, More Data (12.5.3.3.3). */
#define FC0_DATA_MASK 0x8fu
#define FC1_MASK (0xffu & ~(D11_FC1_RETRY | D11_FC1_PM | D11_FC1_MORE_DATA))

/* Nonce Flags: the frame is a management frame (12.5.3.3.4). */
#define NONCE_MGMT 0x10u

/* What a job points at. */
struct d11_ccmp_block {
    uint8_t aad[D11_CCMP_AAD_MAX];
    uint8_t nonce[D11_CCMP_NONCE_MAX];
};

static bool is_data(const uint8_t *mpdu)
{
    return (mpdu[0] >> 2 & 3u) == D11_TYPE_DATA;
}

static bool is_qos(const uint8_t *mpdu)
{
    return is_data(mpdu) && (mpdu[0] >> 4 & D11_DATA_QOS) != 0;
}

void d11_ccmp_header_write(uint8_t *octets, uint64_t pn, uint8_t key_id)
{
    d11_store_le16(octets, (uint16_t)pn);
    octets[2] = 0;
    octets[3] =
        (uint8_t)(D11_CCMP_EXT_IV | (unsigned)key_id << D11_CCMP_KEY_ID_SHIFT);
    d11_store_le32(octets + 4, (uint32_t)(pn >> 16));
}

void d11_cipher_header_write(const struct d11_key *key, uint8_t *octets,
                             uint64_t pn)
{
    if (key->cipher->soft != NULL)
        key->cipher->soft->write(octets, pn, key->key_id);
    else
        d11_ccmp_header_write(octets, pn, key->key_id);
}

size_t d11_ccmp_aad(const uint8_t *mpdu, bool spp,
                    uint8_t aad[D11_CCMP_AAD_MAX])
{
    const bool qos = is_qos(mpdu);

    aad[0] = is_data(mpdu) ? mpdu[0] & FC0_DATA_MASK : mpdu[0];
    aad[1] = (uint8_t)((mpdu[1] & FC1_MASK) | D11_FC1_PROTECTED);
    memcpy(aad + 2, mpdu + 4, 3u * D11_ADDR_LEN);
    aad[20] = mpdu[SEQUENCE_AT] & 0x0fu;
    aad[21] = 0;
    if (!qos)
        return 22;

    aad[1] = (uint8_t)(aad[1] & ~D11_FC1_HTC);
    aad[22] = mpdu[QOS_AT] & D11_QOS_TID_MASK;
    if (spp)
        aad[22] |= mpdu[QOS_AT] & D11_QOS_AMSDU;
    aad[23] = 0;
    return 24;
}

void d11_ccmp_nonce(const uint8_t *mpdu, uint64_t pn, size_t nonce_len,
                    uint8_t nonce[D11_CCMP_NONCE_MAX])
{
    uint8_t *pos = nonce;

    /* 12.5.5.3.4: GCMP has no flags in front. */
    if (nonce_len == D11_CCMP_NONCE_MAX) {
        *pos = is_qos(mpdu) ? mpdu[QOS_AT] & D11_QOS_TID_MASK : 0;
        if (!is_data(mpdu))
            *pos |= NONCE_MGMT;
        pos++;
    }
    memcpy(pos, mpdu + TA_AT, D11_ADDR_LEN);
    d11_store_be16(pos + 6, (uint16_t)(pn >> 32));
    d11_store_be32(pos + 8, (uint32_t)pn);
}

/* Octets of `count` things of `size`, up to the strictest alignment. */
static size_t room(size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    return (count * size + align - 1) & ~(align - 1);
}

size_t d11_ccmp_scratch_size(size_t count)
{
    return room(count, sizeof(struct dot11_cipher_job)) +
           room(count, sizeof(struct d11_ccmp_frame *)) +
           room(count, sizeof(struct d11_ccmp_block));
}

void d11_ccmp_scratch_init(struct d11_ccmp_scratch *scratch, void *mem,
                           size_t count)
{
    uint8_t *pos = mem;

    d11_assert(count > 0);
    scratch->jobs = (void *)pos;
    pos += room(count, sizeof(struct dot11_cipher_job));
    scratch->frames = (void *)pos;
    pos += room(count, sizeof(struct d11_ccmp_frame *));
    scratch->blocks = (void *)pos;
    scratch->count = count;
}

/* Frames on their way to the provider: all of one algorithm. */
struct batch {
    const struct d11_ccmp_scratch *scratch;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    size_t used;
    size_t ok; /* frames that came out well, over all calls */
    enum dot11_cipher_alg alg;
    bool seal;
};

/* Hand the batch to the provider and share out the verdicts. What failed is
 * wiped: it would be keystream and guesses at plaintext. */
static void flush(struct batch *batch)
{
    struct dot11_cipher_job *jobs = batch->scratch->jobs;
    struct d11_ccmp_frame *frame;
    size_t i;

    if (batch->used == 0)
        return;
    if (batch->seal)
        (void)batch->ops->seal(batch->crypto, batch->alg, jobs, batch->used);
    else
        (void)batch->ops->open(batch->crypto, batch->alg, jobs, batch->used);

    for (i = 0; i < batch->used; i++) {
        frame = batch->scratch->frames[i];
        frame->ok = jobs[i].ok != 0;
        if (frame->ok) {
            batch->ok++;
        } else {
            frame->drop = D11_DROP_MIC;
            memset(jobs[i].data, 0, jobs[i].len);
        }
    }
    batch->used = 0;
}

/* Put a frame into the batch; `pn` and `body_len` of it are known. */
static void add(struct batch *batch, struct d11_ccmp_frame *frame)
{
    const struct d11_cipher *cipher = frame->key->cipher;
    struct d11_ccmp_block *block;
    struct dot11_cipher_job *job;

    if (batch->used == batch->scratch->count || batch->alg != cipher->alg)
        flush(batch);
    batch->alg = cipher->alg;

    batch->scratch->frames[batch->used] = frame;
    block = &batch->scratch->blocks[batch->used];
    job = &batch->scratch->jobs[batch->used];
    batch->used++;

    job->aad_len = (uint8_t)d11_ccmp_aad(
        frame->mpdu, (frame->key->flags & D11_KEY_SPP_AMSDU) != 0, block->aad);
    d11_ccmp_nonce(frame->mpdu, frame->pn, cipher->nonce_len, block->nonce);
    job->data = frame->mpdu + frame->header_len + D11_CCMP_HEADER_LEN;
    job->len = frame->body_len;
    job->nonce = block->nonce;
    job->aad = block->aad;
    job->mic_len = cipher->mic_len;
    job->mic = job->data + job->len;
    job->key = frame->key->state;
    job->ok = 0;
}

/* A key that can work on frames in software. */
static bool usable(const struct d11_key *key)
{
    return key != NULL && key->cipher != NULL && key->software &&
           !key->cipher->mgmt_group;
}

/* Give a frame to the software of its cipher, if that has any: what fails is
 * wiped there. */
static bool is_done(struct batch *batch, struct d11_ccmp_frame *frame)
{
    const struct d11_cipher_soft *soft;

    if (!usable(frame->key) || frame->key->cipher->soft == NULL)
        return false;
    soft = frame->key->cipher->soft;
    frame->drop = D11_DROP_MIC;
    if (batch->seal)
        soft->seal(frame, batch->ops, batch->crypto);
    else
        soft->open(frame, batch->ops, batch->crypto);
    batch->ok += frame->ok;
    return true;
}

/* Read the cipher header; false sets the reason in `drop`. */
static bool prepare_open(struct d11_ccmp_frame *frame)
{
    struct d11_ccmp_header header;
    uint32_t around;

    if (!usable(frame->key)) {
        frame->drop = D11_DROP_NO_KEY;
        return false;
    }
    around = (uint32_t)frame->header_len + D11_CCMP_HEADER_LEN +
             frame->key->cipher->mic_len;
    if (frame->len < around ||
        !d11_ccmp_header_read(frame->mpdu + frame->header_len, &header)) {
        frame->drop = D11_DROP_CIPHER_HEADER;
        return false;
    }
    if (header.key_id != frame->key->key_id) {
        frame->drop = D11_DROP_NO_KEY;
        return false;
    }
    frame->pn = header.pn;
    frame->body_len = frame->len - around;
    return true;
}

/* Take a packet number and write the cipher header. */
static bool prepare_seal(struct d11_ccmp_frame *frame)
{
    const uint32_t before = (uint32_t)frame->header_len + D11_CCMP_HEADER_LEN;

    d11_assert(frame->len >= before);
    if (!usable(frame->key) || !d11_key_take_pn(frame->key, 1, &frame->pn)) {
        frame->drop = D11_DROP_NO_KEY;
        return false;
    }
    frame->body_len = frame->len - before;
    frame->mpdu[1] |= D11_FC1_PROTECTED;
    d11_ccmp_header_write(frame->mpdu + frame->header_len, frame->pn,
                          frame->key->key_id);
    return true;
}

/* All frames of a burst, many of them at once. */
static size_t work(struct d11_ccmp_frame *frames, size_t n, struct batch *batch)
{
    size_t i;

    batch->used = 0;
    batch->ok = 0;
    batch->alg = D11_ALG_COUNT;
    for (i = 0; i < n; i++) {
        struct d11_ccmp_frame *frame = &frames[i];

        frame->ok = false;
        d11_assert(frame->header_len >= (is_qos(frame->mpdu) ? 26 : 24));
        if (!is_done(batch, frame) &&
            (batch->seal ? prepare_seal(frame) : prepare_open(frame)))
            add(batch, frame);
    }
    flush(batch);
    return batch->ok;
}

size_t d11_ccmp_open(struct d11_ccmp_frame *frames, size_t n,
                     const struct d11_ccmp_scratch *scratch,
                     const struct dot11_crypto_ops *ops, void *crypto)
{
    struct batch batch = {.scratch = scratch, .ops = ops, .crypto = crypto};

    return work(frames, n, &batch);
}

size_t d11_ccmp_seal(struct d11_ccmp_frame *frames, size_t n,
                     const struct d11_ccmp_scratch *scratch,
                     const struct dot11_crypto_ops *ops, void *crypto)
{
    struct batch batch = {
        .scratch = scratch, .ops = ops, .crypto = crypto, .seal = true};

    return work(frames, n, &batch);
}
