/*
 * The key hierarchy of fast BSS transition.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.6. A mobility domain has one PMK-R0 for each
 * station, each of its authenticators a PMK-R1, each association a PTK.
 */
#ifndef D11_CRYPTO_FT_H
#define D11_CRYPTO_FT_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>
#include <dot11/types.h>

#include "crypto/akm.h"
#include "crypto/prf.h"

/* Octets of the longest PMK-R0 and PMK-R1, as many as the AKM's hash. */
#define D11_FT_KEY_MAX 64u
#define D11_FT_MDID_LEN 2u
#define D11_FT_R0KH_MAX 48u
#define D11_FT_R1KH_LEN 6u

/* What a level of the hierarchy says: a secret and its public name. */
struct d11_ft_key {
    uint8_t octets[D11_FT_KEY_MAX]; /* akm->pmk_len of them */
    uint8_t name[D11_PMKID_LEN];
};

/* Who belongs together. Everything is borrowed. */
struct d11_ft_domain {
    struct dot11_octets ssid;
    const uint8_t *mdid;      /* D11_FT_MDID_LEN */
    struct dot11_octets r0kh; /* 1..D11_FT_R0KH_MAX */
    const uint8_t *spa;       /* 6: the station, S0KH-ID and S1KH-ID */
};

/* PMK-R0 (12.7.1.6.3) from the PSK, the PMK of SAE or half of the MSK, which
 * is what is called XXKey there. `key` is wiped after an error; so below. */
enum dot11_err d11_ft_r0(struct d11_ft_key *r0, const struct d11_akm *akm,
                         const uint8_t *xxkey, size_t xxkey_len,
                         const struct d11_ft_domain *domain,
                         const struct dot11_crypto_ops *ops, void *crypto);

/* PMK-R1 of one authenticator (12.7.1.6.4). */
enum dot11_err d11_ft_r1(struct d11_ft_key *r1, const struct d11_akm *akm,
                         const struct d11_ft_key *r0, const uint8_t *r1kh,
                         const uint8_t *spa, const struct dot11_crypto_ops *ops,
                         void *crypto);

/* PTK (12.7.1.6.5); `params->pmk` is the PMK-R1. Errors as d11_ptk_derive(). */
enum dot11_err d11_ft_ptk(struct d11_ptk *ptk,
                          const struct d11_ptk_params *params,
                          const struct dot11_crypto_ops *ops, void *crypto);

#endif
