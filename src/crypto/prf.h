/*
 * Key derivation: PRF, KDF and the PTK.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.2 (PRF), 12.7.1.6.2 (KDF), 12.7.1.3 (PTK).
 */
#ifndef D11_CRYPTO_PRF_H
#define D11_CRYPTO_PRF_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

#include "crypto/akm.h"
#include "crypto/cipher.h"

/* Parts of a context that one derivation can take. */
#define D11_PRF_PARTS_MAX 6u
/* Octets that one derivation can give. */
#define D11_PRF_OUT_MAX 192u
#define D11_KCK_MAX 32u
#define D11_KEK_MAX 32u

/* Octets of a hash. */
size_t d11_hash_len(enum dot11_hash hash);

/*
 * PRF over HMAC-SHA-1 (12.7.1.2): `out_len` octets from a key, a label and a
 * context given in parts.
 * @return D11_OK; D11_ERR_ARG for too many parts or octets; D11_ERR_CRYPTO,
 *         and then `out` is wiped
 */
enum dot11_err d11_prf(const struct dot11_crypto_ops *ops, void *crypto,
                       const uint8_t *key, size_t key_len, const char *label,
                       const struct dot11_octets *context, size_t parts,
                       uint8_t *out, size_t out_len);

/* KDF-Hash-Length (12.7.1.6.2); arguments and errors as for d11_prf(). */
enum dot11_err d11_kdf(const struct dot11_crypto_ops *ops, void *crypto,
                       enum dot11_hash hash, const uint8_t *key, size_t key_len,
                       const char *label, const struct dot11_octets *context,
                       size_t parts, uint8_t *out, size_t out_len);

/* A pairwise transient key in its parts; wipe after use. */
struct d11_ptk {
    uint8_t kck[D11_KCK_MAX];
    uint8_t kek[D11_KEK_MAX];
    uint8_t tk[D11_KEY_LEN_MAX];
    uint8_t kck_len;
    uint8_t kek_len;
    uint8_t tk_len;
};

/* Its parts out of what a derivation gave, one behind the other. */
void d11_ptk_split(struct d11_ptk *ptk, const struct d11_akm *akm,
                   const struct d11_cipher *cipher, const uint8_t *octets);

/* All that a PTK is bound to. Everything is borrowed. */
struct d11_ptk_params {
    uint32_t akm;    /* D11_AKM_* that was negotiated */
    uint32_t cipher; /* pairwise cipher that was negotiated */
    const uint8_t *pmk;
    size_t pmk_len;
    const uint8_t *aa;     /* 6: authenticator's address */
    const uint8_t *spa;    /* 6: supplicant's address */
    const uint8_t *anonce; /* 32 */
    const uint8_t *snonce; /* 32 */
};

/*
 * Derive a PTK (12.7.1.3).
 * @return D11_OK; D11_ERR_UNSUPPORTED for an AKM, cipher or PMK length that
 *         do not go together here; D11_ERR_ARG for an all-zero PMK or nonce;
 *         D11_ERR_CRYPTO. `ptk` is wiped after an error
 */
enum dot11_err d11_ptk_derive(struct d11_ptk *ptk,
                              const struct d11_ptk_params *params,
                              const struct dot11_crypto_ops *ops, void *crypto);

#endif
