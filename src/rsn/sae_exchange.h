/* The arithmetic of an SAE exchange: commit, keys, confirm.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.4.5. Slow, but for the confirm; for jobs. */
#ifndef D11_RSN_SAE_EXCHANGE_H
#define D11_RSN_SAE_EXCHANGE_H

#include "frame/rsne.h"
#include "rsn/sae_element.h"

/* A scalar and an element, as one side commits to them. */
struct d11_sae_commit {
    uint8_t scalar[D11_EC_NUMBER_MAX];
    uint8_t element[D11_EC_POINT_MAX];
};

/* Random octets that a commit takes. */
#define D11_SAE_RANDOM_LEN (2u * (D11_EC_NUMBER_MAX + 16u))

/* Longest list of rejected groups that goes into the keys: both sides'. */
#define D11_SAE_REJECTED_MAX 32u

struct d11_sae_keys {
    uint8_t kck[D11_HASH_MAX];
    uint8_t kck_len; /* that of the hash */
    uint8_t pmk_len; /* 32, or that of the hash */
    enum dot11_hash hash;
    uint8_t pmk[D11_HASH_MAX];
    uint8_t pmkid[D11_PMKID_LEN];
    uint8_t kek[D11_HASH_MAX]; /* SAE-PK: kck_len octets */
};

/* Make our commit (12.4.5.2). `rand` is kept for the keys. D11_ERR_RANDOM
 * for random octets that cannot be. */
enum dot11_err d11_sae_make_commit(const struct d11_sae_prim *prim,
                                   const struct d11_curve *curve,
                                   const uint8_t *pwe,
                                   const uint8_t random[D11_SAE_RANDOM_LEN],
                                   uint8_t *rand,
                                   struct d11_sae_commit *commit);

/* What the keys come from; borrowed. */
struct d11_sae_secret {
    const uint8_t *pwe;
    const uint8_t *rand;
    const struct d11_sae_commit *own;
    const struct d11_sae_commit *peer;
    bool h2e;
    bool ext_key;                 /* AKM 24, 25: a PMK as long as the hash */
    bool pk;                      /* SAE-PK: a KEK, too */
    struct dot11_octets rejected; /* groups, both lists; len 0: none */
};

/* The peer's commit and the keys (12.4.5.4). D11_ERR_VERIFY for a scalar or
 * an element that may not be, or our own commit coming back (SEC-SAE-01). */
enum dot11_err d11_sae_derive(const struct d11_sae_prim *prim,
                              const struct d11_curve *curve,
                              const struct d11_sae_secret *from,
                              struct d11_sae_keys *keys);

/* The confirm field (12.4.5.5) of one who sends `first` and had `second`:
 * keys->kck_len octets. */
enum dot11_err
d11_sae_confirm(const struct d11_sae_prim *prim, const struct d11_curve *curve,
                const struct d11_sae_keys *keys, uint16_t send_confirm,
                const struct d11_sae_commit *first,
                const struct d11_sae_commit *second, uint8_t *out);

#endif
