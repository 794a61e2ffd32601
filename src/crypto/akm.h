/*
 * What an AKM says about keys.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Table 9-151 and Table 12-10.
 */
#ifndef D11_CRYPTO_AKM_H
#define D11_CRYPTO_AKM_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

/* How the Key MIC of an EAPOL-Key frame is made. */
enum d11_key_mic {
    D11_KEY_MIC_HMAC_SHA1, /* cut to 16 octets */
    D11_KEY_MIC_CMAC,      /* AES-128-CMAC */
    D11_KEY_MIC_HMAC       /* with the AKM's hash, cut to mic_len */
};

struct d11_akm {
    uint8_t type;    /* last octet of D11_AKM_*, all of them 00-0F-AC */
    uint8_t hash;    /* enum dot11_hash of the KDF; SHA-1 means the PRF */
    uint8_t mic;     /* enum d11_key_mic */
    uint8_t pmk_len; /* octets of the PMK */
    uint8_t kck_len; /* octets */
    uint8_t kek_len; /* octets */
    uint8_t mic_len; /* octets of the Key MIC field */
    uint8_t key_descriptor; /* descriptor version; 0: the AKM says it */
    uint8_t ft;             /* PTK comes from the FT key hierarchy */
};

/*
 * The entry of an AKM. With OWE and the extended SAE AKMs the hash follows
 * the group, which shows in the length of the PMK.
 * @return NULL for what is not known here or for a PMK of another length
 */
const struct d11_akm *d11_akm_find(uint32_t suite, size_t pmk_len);

#endif
