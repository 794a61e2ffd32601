/* SAE-PK: an access point that shows that it has the private key which the
 * password is a print of.
 *
 * SPDX-License-Identifier: MIT
 * WPA3 Specification, section 6. An optional part that SAE asks for. */
#ifndef D11_RSN_SAE_PK_H
#define D11_RSN_SAE_PK_H

#include "rsn/env.h"
#include "rsn/sae_exchange.h"

/* Octets of the modifier M, and of the longest public key and signature as
 * they are sent (DER). */
#define D11_SAE_PK_MODIFIER_LEN 16u
#define D11_SAE_PK_KEY_MAX 158u
#define D11_SAE_PK_SIGNATURE_MAX 141u

/* What a password says about the key (6.2.1). */
struct d11_sae_pk_print {
    uint8_t octets[D11_HASH_MAX];
    uint16_t bits;
};

/* Is it such a password? Fills the print, which may be NULL. */
bool d11_sae_pk_read_password(const uint8_t *password, size_t len,
                              struct d11_sae_pk_print *print);

/* What the access point shows in its confirm, behind the fixed field. */
struct d11_sae_pk_shown {
    uint8_t modifier[16 + D11_SAE_PK_MODIFIER_LEN]; /* encrypted */
    uint8_t key[D11_SAE_PK_KEY_MAX];
    uint8_t key_len;
    uint8_t signature[D11_SAE_PK_SIGNATURE_MAX];
    uint8_t signature_len;
};

/* Read the elements behind a confirm: each of the three once, and whole. */
bool d11_sae_pk_read(const struct dot11_octets *elements,
                     struct d11_sae_pk_shown *shown);

/* What is to be verified against what. */
struct d11_sae_pk_claim {
    struct dot11_ssid ssid;
    struct d11_sae_pk_print print;
    struct d11_sae_pk_shown shown;
    uint16_t group; /* of the exchange */
    uint8_t kek[D11_HASH_MAX];
    uint8_t kek_len;
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t own_addr[D11_ADDR_LEN];
    struct d11_sae_commit ap;
    struct d11_sae_commit own;
};

/* Does it hold? D11_ERR_VERIFY when not. Slow; for jobs. */
enum dot11_err d11_sae_pk_verify(const struct d11_sae_prim *prim,
                                 const struct d11_sae_pk_claim *claim);

/* The part's table: what of this SAE itself calls. */
struct d11_sae_pk_ops {
    bool (*can_compute)(const struct dot11_crypto_ops *ops);
    bool (*read_password)(const uint8_t *password, size_t len,
                          struct d11_sae_pk_print *print);
    bool (*read)(const struct dot11_octets *elements,
                 struct d11_sae_pk_shown *shown);
    /* The claim that the next start() is about. */
    struct d11_sae_pk_claim *(*claim)(void *state);
    enum dot11_err (*start)(void *state, const struct d11_rsn_env *env);
    /* A job ended. False: it is not ours; else `*err` is the verdict. */
    bool (*done)(void *state, const struct dot11_crypto_job *job,
                 enum dot11_err *err);
    void (*stop)(void *state, const struct d11_rsn_env *env);
};

#endif
