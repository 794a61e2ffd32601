/*
 * CCMP and GCMP: whole MPDUs, in place, many at once.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3 and 12.5.5. The two differ in the length of
 * nonce and MIC alone, so they share everything here, and so do data and
 * individually addressed management frames. A frame is never copied: the
 * payload is ciphered where it is, the MIC lies right behind it.
 *
 *     | MAC header | cipher header, 8 | payload | MIC, 8 or 16 |
 */
#ifndef D11_CRYPTO_CCMP_H
#define D11_CRYPTO_CCMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>
#include <dot11/err.h>

#include "base/octets.h"
#include "crypto/key.h"

/* Octets of the cipher header (12.5.3.2). */
#define D11_CCMP_HEADER_LEN 8u
/* Longest additional authenticated data: a station takes and sends no frames
 * with four addresses, and HT Control is not part of it (12.5.3.3.3). */
#define D11_CCMP_AAD_MAX 24u
/* Longest nonce (12.5.3.3.4). */
#define D11_CCMP_NONCE_MAX 13u

/* What a cipher header says. */
struct d11_ccmp_header {
    uint64_t pn;
    uint8_t key_id; /* 0..3 */
};

/* Key id octet of the cipher header. */
#define D11_CCMP_EXT_IV 0x20u
#define D11_CCMP_KEY_ID_SHIFT 6u

/* Read the cipher header at `octets`, which has D11_CCMP_HEADER_LEN octets.
 * @return false without the ExtIV bit; reserved bits are ignored */
static inline bool d11_ccmp_header_read(const uint8_t *octets,
                                        struct d11_ccmp_header *header)
{
    header->pn =
        (uint64_t)d11_load_le32(octets + 4) << 16 | d11_load_le16(octets);
    header->key_id = (uint8_t)(octets[3] >> D11_CCMP_KEY_ID_SHIFT);
    return (octets[3] & D11_CCMP_EXT_IV) != 0;
}

/* The same for a key of any cipher. */
static inline bool d11_cipher_header_read(const struct d11_cipher *cipher,
                                          const uint8_t *octets,
                                          struct d11_ccmp_header *header)
{
    return cipher->soft != NULL ? cipher->soft->read(octets, header)
                                : d11_ccmp_header_read(octets, header);
}

/* Write the cipher header of a key. */
void d11_cipher_header_write(const struct d11_key *key, uint8_t *octets,
                             uint64_t pn);

/* Write a cipher header. */
void d11_ccmp_header_write(uint8_t *octets, uint64_t pn, uint8_t key_id);

/* The additional authenticated data of the MPDU whose MAC header is at `mpdu`;
 * `spp` when SPP A-MSDUs were negotiated.
 * @return octets written, 22 or 24 */
size_t d11_ccmp_aad(const uint8_t *mpdu, bool spp,
                    uint8_t aad[D11_CCMP_AAD_MAX]);

/* The nonce of the MPDU whose MAC header is at `mpdu`: 13 octets for CCMP,
 * 12 for GCMP. */
void d11_ccmp_nonce(const uint8_t *mpdu, uint64_t pn, size_t nonce_len,
                    uint8_t nonce[D11_CCMP_NONCE_MAX]);

/* One frame of a burst: the first group is the caller's, the second ours. */
struct d11_ccmp_frame {
    uint8_t *mpdu;       /* first octet of the MAC header */
    uint32_t len;        /* open: octets of the MPDU without FCS.
                            seal: octets up to the end of the payload, with
                            the cipher header's place; the MIC goes behind */
    uint8_t header_len;  /* MAC header: 24, 26, 28 or 30 octets, verified */
    struct d11_key *key; /* with a software state; one whose cipher has
                            software of its own is given to that */

    bool ok;           /* verified or protected */
    uint8_t drop;      /* enum dot11_drop, when open says !ok */
    uint32_t body_len; /* octets of payload behind the cipher header */
    uint64_t pn;       /* of this frame */
};

/* Working memory for a burst; it holds no secrets. */
struct d11_ccmp_scratch {
    struct dot11_cipher_job *jobs;
    struct d11_ccmp_block *blocks;
    struct d11_ccmp_frame **frames;
    size_t count; /* frames that go to the provider in one call */
};

/* Octets of memory for `count` frames in one call of the provider. */
size_t d11_ccmp_scratch_size(size_t count);

/* Lay out `mem` of d11_ccmp_scratch_size(count) octets, aligned as
 * max_align_t; count is at least 1. */
void d11_ccmp_scratch_init(struct d11_ccmp_scratch *scratch, void *mem,
                           size_t count);

/*
 * Verify and decrypt a burst. Each frame gets its own verdict; nothing is
 * learned from frames that fail, and their payload is wiped. Packet numbers
 * are reported, not judged: that happens in order, when the frames leave the
 * reorder buffer (replay.h).
 * @return how many frames are ok
 */
size_t d11_ccmp_open(struct d11_ccmp_frame *frames, size_t n,
                     const struct d11_ccmp_scratch *scratch,
                     const struct dot11_crypto_ops *ops, void *crypto);

/*
 * Protect a burst: set the Protected bit, take packet numbers in the order of
 * the frames, write cipher headers, encrypt, append MICs. A frame whose key
 * has no packet number left, or may not send, is not ok and must not be sent.
 * There must be room for the MIC behind each payload.
 * @return how many frames are ok
 */
size_t d11_ccmp_seal(struct d11_ccmp_frame *frames, size_t n,
                     const struct d11_ccmp_scratch *scratch,
                     const struct dot11_crypto_ops *ops, void *crypto);

#endif
