/*
 * Michael: the MIC of TKIP, over whole MSDUs.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2.3. It can be guessed in about a million tries,
 * which is why failures are told to the host and why there are
 * countermeasures.
 */
#ifndef D11_CRYPTO_MICHAEL_H
#define D11_CRYPTO_MICHAEL_H

#include <stddef.h>
#include <stdint.h>

/* Octets of key and of MIC. */
#define D11_MICHAEL_LEN 8u

/* What is in front of the MSDU in the MIC (Figure 12-9). */
struct d11_michael_header {
    const uint8_t *da;
    const uint8_t *sa;
    uint8_t priority; /* 0..15; 0 without QoS */
};

/* The MIC over header and `len` octets at `data`. */
void d11_michael(const uint8_t key[D11_MICHAEL_LEN],
                 const struct d11_michael_header *header, const uint8_t *data,
                 size_t len, uint8_t mic[D11_MICHAEL_LEN]);

/* The function alone, over `len` octets: what the published vectors test. */
void d11_michael_raw(const uint8_t key[D11_MICHAEL_LEN], const uint8_t *data,
                     size_t len, uint8_t mic[D11_MICHAEL_LEN]);

#endif
