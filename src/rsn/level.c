/* Kinds of networks by their names, as profiles.
 *
 * SPDX-License-Identifier: MIT
 * Wi-Fi Alliance, WPA3 Specification, 2 to 4; RFC 8110. */
#include <dot11/rsn.h>

#include <dot11/codes.h>

#define STRONG                                                                 \
    (D11_CIPHER_BIT(D11_CIPHER_CCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_128) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_CCMP_256) |                                     \
     D11_CIPHER_BIT(D11_CIPHER_GCMP_256))
#define GCMP_256 D11_CIPHER_BIT(D11_CIPHER_GCMP_256)
#define PSK (D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256)
#define SAE (D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY)
#define DOT1X (D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256)

// clang-format off
static const struct {
    uint16_t akms;
    uint16_t ciphers;
    uint8_t pmf;
} levels[] = {
    [D11_RSN_OWE]             = {D11_AKM_BIT_OWE, STRONG, D11_PMF_REQUIRED},
    [D11_RSN_WPA2_PERSONAL]   = {PSK,             STRONG, D11_PMF_CAPABLE},
    [D11_RSN_WPA3_TRANSITION] = {PSK | SAE,       STRONG, D11_PMF_CAPABLE},
    [D11_RSN_WPA3_PERSONAL]   = {SAE,             STRONG, D11_PMF_REQUIRED},
    [D11_RSN_WPA2_ENTERPRISE] = {DOT1X,           STRONG, D11_PMF_CAPABLE},
    [D11_RSN_WPA3_ENTERPRISE] = {DOT1X,           STRONG, D11_PMF_REQUIRED},
    [D11_RSN_WPA3_192_BIT] =
        {D11_AKM_BIT_SUITE_B_192, GCMP_256, D11_PMF_REQUIRED},
};
// clang-format on

enum dot11_err dot11_rsn_profile_level(struct dot11_rsn_profile *profile,
                                       enum dot11_rsn_level level)
{
    if ((unsigned)level >= sizeof(levels) / sizeof(levels[0]))
        return D11_ERR_ARG;
    profile->akms = levels[level].akms;
    profile->pairwise_ciphers = levels[level].ciphers;
    profile->group_ciphers = levels[level].ciphers;
    profile->pmf = levels[level].pmf;
    if (level == D11_RSN_WPA3_192_BIT)
        profile->group_mgmt_ciphers = D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_256);
    return D11_OK;
}
