/*
 * BIP: group-addressed robust management frames, and beacons.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.4 and 9.4.2.54. The frame stays in the clear; its
 * last element, the MME, says under which key and with which MIC:
 *
 *     | MAC header | body | MME: id, length, key id 2, IPN 6, MIC 8 or 16 |
 */
#ifndef D11_CRYPTO_BIP_H
#define D11_CRYPTO_BIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>
#include <dot11/err.h>

#include "crypto/key.h"

/* Octets of the longest MIC, and of an MME in front of its MIC. */
#define D11_BIP_MIC_MAX 16u
#define D11_MME_FIXED_LEN 10u
/* Octets of the longest MME, id and length included. */
#define D11_MME_MAX (D11_MME_FIXED_LEN + D11_BIP_MIC_MAX)

/* What an MME says in front of its MIC. */
struct d11_mme {
    uint64_t ipn;   /* or BIPN, of a beacon */
    uint8_t key_id; /* 4 or 5 of an IGTK, 6 or 7 of a BIGTK */
};

/* Octets of the MME of a cipher. */
static inline size_t d11_mme_len(const struct d11_cipher *cipher)
{
    return D11_MME_FIXED_LEN + (size_t)cipher->mic_len;
}

/* Read the MME that the `len` octets of the frame at `mpdu` end with, for a
 * cipher of BIP. Nothing is verified: `mme` only tells which key may do that.
 * @param header_len  octets of the MAC header, which are there
 * @return false when there is none of exactly this cipher's length, or one
 *         with a key id that no key of BIP has (SEC-PMF-08) */
bool d11_mme_read(const uint8_t *mpdu, size_t len, size_t header_len,
                  const struct d11_cipher *cipher, struct d11_mme *mme);

/*
 * Verify the frame at `mpdu` under a key with a software state, and that its
 * IPN is greater than any before. The frame is as it was after the return.
 *
 * @return D11_DROP_NONE; the IPN counts from now on. Otherwise nothing has
 *         changed: D11_DROP_CIPHER_HEADER without a whole MME of the key's
 *         cipher, D11_DROP_NO_KEY when that is under another key or `key` has
 *         none, D11_DROP_REPLAY, D11_DROP_MIC
 */
enum dot11_drop d11_bip_open(struct d11_key *key, uint8_t *mpdu, size_t len,
                             size_t header_len,
                             const struct dot11_crypto_ops *ops, void *crypto);

/*
 * Write the MME behind the `len` octets of the frame at `mpdu`, where there is
 * room for d11_mme_len() more. Takes a packet number of the key.
 *
 * @return octets of the MME; 0 when the key may not send, has no packet number
 *         left or the provider failed: then the frame must not be sent
 */
size_t d11_bip_seal(struct d11_key *key, uint8_t *mpdu, size_t len,
                    size_t header_len, const struct dot11_crypto_ops *ops,
                    void *crypto);

#endif
