/*
 * TKIP: a key for each MPDU, mixed in two phases.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2. Each MPDU has an ICV; the MIC is over the MSDU
 * (michael.h), so it is written before and verified after this.
 *
 *     | MAC header | TSC1, seed, TSC0, key id octet, TSC2..5 | payload | ICV |
 */
#ifndef D11_CRYPTO_TKIP_H
#define D11_CRYPTO_TKIP_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/cipher.h"
#include "crypto/icv.h"
#include "crypto/key.h"

#define D11_TKIP_HEADER_LEN 8u
/* Octets of the key: temporal key, then the MIC keys. */
#define D11_TKIP_KEY_LEN 32u
#define D11_TKIP_TK_LEN 16u
/* Where in a key that of what we receive and that of what we send are
 * (12.7.1.3, N80211-CIPH-13). */
#define D11_TKIP_RX_MIC_AT 16u
#define D11_TKIP_TX_MIC_AT 24u

/* Words of the result of phase 1, and octets of that of phase 2. */
#define D11_TKIP_TTAK 5u
#define D11_TKIP_SEED_LEN 16u

/* Phase 1: the temporal key, the transmitter and the upper 32 bits of the TSC
 * (12.5.2.5.4). */
void d11_tkip_phase1(uint16_t ttak[D11_TKIP_TTAK],
                     const uint8_t tk[D11_TKIP_TK_LEN], const uint8_t *ta,
                     uint32_t iv32);

/* Phase 2: the RC4 key of one MPDU (12.5.2.5.5). */
void d11_tkip_phase2(uint8_t seed[D11_TKIP_SEED_LEN],
                     const uint16_t ttak[D11_TKIP_TTAK],
                     const uint8_t tk[D11_TKIP_TK_LEN], uint16_t iv16);

/* The cipher, for the part that brings it. */
extern const struct d11_cipher d11_tkip_cipher;

#endif
