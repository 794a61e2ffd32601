/*
 * What an AKM says about keys.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Table 9-151 and Table 12-10; the extended SAE AKMs
 * (24, 25) are of IEEE Std 802.11-2024.
 */
#include "crypto/akm.h"

#include <dot11/codes.h>

#define SHA1 D11_HASH_SHA1
#define SHA256 D11_HASH_SHA256
#define SHA384 D11_HASH_SHA384
#define SHA512 D11_HASH_SHA512
#define CMAC D11_KEY_MIC_CMAC
#define HMAC D11_KEY_MIC_HMAC

#define OUI_MASK 0xffffff00u
#define AKM(name) (D11_AKM_##name & ~OUI_MASK)

// clang-format off
static const struct d11_akm akms[] = {
    /* type                   hash    MIC            PMK KCK KEK MIC ver FT */
    {AKM(8021X),              SHA1,   D11_KEY_MIC_HMAC_SHA1,
                                                     32, 16, 16, 16, 2, 0},
    {AKM(PSK),                SHA1,   D11_KEY_MIC_HMAC_SHA1,
                                                     32, 16, 16, 16, 2, 0},
    {AKM(FT_8021X),           SHA256, CMAC,          32, 16, 16, 16, 3, 1},
    {AKM(FT_PSK),             SHA256, CMAC,          32, 16, 16, 16, 3, 1},
    {AKM(8021X_SHA256),       SHA256, CMAC,          32, 16, 16, 16, 3, 0},
    {AKM(PSK_SHA256),         SHA256, CMAC,          32, 16, 16, 16, 3, 0},
    {AKM(SAE),                SHA256, CMAC,          32, 16, 16, 16, 0, 0},
    {AKM(FT_SAE),             SHA256, CMAC,          32, 16, 16, 16, 0, 1},
    {AKM(SUITE_B),            SHA256, HMAC,          32, 16, 16, 16, 0, 0},
    {AKM(SUITE_B_192),        SHA384, HMAC,          48, 24, 32, 24, 0, 0},
    {AKM(FT_8021X_SHA384),    SHA384, HMAC,          48, 24, 32, 24, 0, 1},
    {AKM(OWE),                SHA256, HMAC,          32, 16, 16, 16, 0, 0},
    {AKM(OWE),                SHA384, HMAC,          48, 24, 32, 24, 0, 0},
    {AKM(OWE),                SHA512, HMAC,          64, 32, 32, 32, 0, 0},
    {AKM(SAE_EXT_KEY),        SHA256, HMAC,          32, 16, 16, 16, 0, 0},
    {AKM(SAE_EXT_KEY),        SHA384, HMAC,          48, 24, 32, 24, 0, 0},
    {AKM(SAE_EXT_KEY),        SHA512, HMAC,          64, 32, 32, 32, 0, 0},
    {AKM(FT_SAE_EXT_KEY),     SHA256, HMAC,          32, 16, 16, 16, 0, 1},
    {AKM(FT_SAE_EXT_KEY),     SHA384, HMAC,          48, 24, 32, 24, 0, 1},
    {AKM(FT_SAE_EXT_KEY),     SHA512, HMAC,          64, 32, 32, 32, 0, 1},
};
// clang-format on

const struct d11_akm *d11_akm_find(uint32_t suite, size_t pmk_len)
{
    size_t i;

    for (i = 0; i < sizeof(akms) / sizeof(akms[0]); i++) {
        if (((D11_AKM_8021X & OUI_MASK) | akms[i].type) == suite &&
            akms[i].pmk_len == pmk_len)
            return &akms[i];
    }
    return NULL;
}
