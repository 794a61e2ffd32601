/*
 * What there is to know about a cipher suite.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Table 12-4 (key lengths), 12.5.3 to 12.5.5.
 */
#ifndef D11_CRYPTO_CIPHER_H
#define D11_CRYPTO_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

/* Octets of the longest temporal key. */
#define D11_KEY_LEN_MAX 32u

struct d11_ccmp_frame;
struct d11_ccmp_header;
struct d11_key;
struct d11_michael_header;
struct dot11_frame;

/* Put the MIC behind the MSDU in `frame`, which is sent with the MAC header at
 * `mpdu`, before it is cut up and protected. */
typedef void d11_cipher_put_mic_fn(const struct d11_key *key,
                                   const uint8_t *mpdu,
                                   struct dot11_frame *frame);

/* What software does for a cipher that is no AEAD of the provider: WEP, TKIP.
 * An optional part brings it. */
struct d11_cipher_soft {
    /* Octets of key state; 0: the provider lacks what it takes. Constant. */
    size_t (*key_size)(const struct dot11_crypto_ops *ops, void *crypto);
    enum dot11_err (*key_init)(void *state, const uint8_t *octets, size_t len,
                               const struct dot11_crypto_ops *ops,
                               void *crypto);
    void (*key_fini)(void *state, const struct dot11_crypto_ops *ops,
                     void *crypto);
    /* Read the cipher header, which is there; false when it is malformed. The
     * key id octet is the fourth one with every cipher. */
    bool (*read)(const uint8_t *octets, struct d11_ccmp_header *header);
    void (*write)(uint8_t *octets, uint64_t pn, uint8_t key_id);
    /* Verify and decrypt, or protect, one MPDU as ccmp.h says of its frames;
     * seal takes the packet number and sets the Protected bit. Their length
     * was not looked at. */
    void (*open)(struct d11_ccmp_frame *frame,
                 const struct dot11_crypto_ops *ops, void *crypto);
    void (*seal)(struct d11_ccmp_frame *frame,
                 const struct dot11_crypto_ops *ops, void *crypto);
    bool no_replay; /* it has no packet numbers that could be judged, or they
                       are judged with the MIC of the MSDU */
    d11_cipher_put_mic_fn *put_mic; /* with `msdu_mic` */
    /* Optional: the MIC over an MSDU (michael.h), under the key of what is sent
     * or of what is received. */
    void (*msdu_mic)(const struct d11_key *key, bool sent,
                     const struct d11_michael_header *header,
                     const uint8_t *data, size_t len, uint8_t *mic);
};

struct d11_cipher {
    uint32_t suite;            /* D11_CIPHER_* */
    enum dot11_cipher_alg alg; /* what the provider computes; D11_ALG_COUNT
                                  with `soft` */
    uint8_t key_len;           /* octets of the temporal key */
    uint8_t header_len;        /* octets between MAC header and payload */
    uint8_t mic_len;           /* octets behind the payload, or in the MME */
    uint8_t nonce_len;         /* octets of the nonce; 0 for CMAC */
    bool mgmt_group;           /* BIP: protects group management frames only */
    const struct d11_cipher_soft *soft; /* NULL: the provider does it all */
};

/* What the tables (`ops`) of parts begin with that bring ciphers:
 * D11_PART_WEP, D11_PART_TKIP. */
struct d11_cipher_list {
    const struct d11_cipher *ciphers;
    size_t count;
};

/* The cipher of a suite selector; NULL for what is not known here (those of
 * parts, D11_CIPHER_NONE and anything from the air). */
const struct d11_cipher *d11_cipher_find(uint32_t suite);

/* The same in the list of a part, which may be NULL. */
const struct d11_cipher *d11_cipher_in_list(const struct d11_cipher_list *list,
                                            uint32_t suite);

/* Whether `ops` can compute the cipher, NULL for none, in software. */
bool d11_cipher_works(const struct d11_cipher *cipher,
                      const struct dot11_crypto_ops *ops, void *crypto);

/* Whether `ops` can compute the suite in software. */
bool d11_cipher_supported(uint32_t suite, const struct dot11_crypto_ops *ops,
                          void *crypto);

/* Octets of the provider's state of a key of this cipher. */
size_t d11_cipher_key_size(const struct d11_cipher *cipher,
                           const struct dot11_crypto_ops *ops, void *crypto);

/* Octets of memory that hold the provider's state of any one key of the
 * ciphers known here, a multiple of the strictest alignment. Constant for a
 * provider. */
size_t d11_cipher_state_size(const struct dot11_crypto_ops *ops, void *crypto);

#endif
