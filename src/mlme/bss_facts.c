/* IEEE Std 802.11-2020, 9.4.2.24: suites as sets of bits. */
#include "mlme/bss_facts.h"

#include <dot11/codes.h>

/* Number 0 of the OUI that the standard's own suites have. */
#define OUI 0x000fac00u

static uint16_t akm_bit(uint32_t akm)
{
    /* By the last octet of the selector; Table 9-151. */
    static const uint16_t bits[] = {
        [D11_AKM_8021X - OUI] = D11_AKM_BIT_8021X,
        [D11_AKM_PSK - OUI] = D11_AKM_BIT_PSK,
        [D11_AKM_FT_8021X - OUI] = D11_AKM_BIT_FT_8021X,
        [D11_AKM_FT_PSK - OUI] = D11_AKM_BIT_FT_PSK,
        [D11_AKM_8021X_SHA256 - OUI] = D11_AKM_BIT_8021X_SHA256,
        [D11_AKM_PSK_SHA256 - OUI] = D11_AKM_BIT_PSK_SHA256,
        [D11_AKM_SAE - OUI] = D11_AKM_BIT_SAE,
        [D11_AKM_FT_SAE - OUI] = D11_AKM_BIT_FT_SAE,
        [D11_AKM_SUITE_B_192 - OUI] = D11_AKM_BIT_SUITE_B_192,
        [D11_AKM_FILS_SHA256 - OUI] = D11_AKM_BIT_FILS,
        [D11_AKM_FILS_SHA384 - OUI] = D11_AKM_BIT_FILS,
        [D11_AKM_OWE - OUI] = D11_AKM_BIT_OWE,
        [D11_AKM_SAE_EXT_KEY - OUI] = D11_AKM_BIT_SAE_EXT_KEY,
        [D11_AKM_FT_SAE_EXT_KEY - OUI] = D11_AKM_BIT_FT_SAE_EXT_KEY,
    };
    /* Other OUIs are far behind the end of the table. */
    uint32_t number = akm - OUI;

    if (number < sizeof bits / sizeof bits[0] && bits[number] != 0)
        return bits[number];
    return D11_AKM_BIT_OTHER;
}

static uint16_t cipher_bit(uint32_t suite)
{
    if ((suite & ~0xfu) != (D11_CIPHER_CCMP_128 & ~0xfu))
        return 0;
    return (uint16_t)D11_CIPHER_BIT(suite);
}

void d11_bss_keep_security(struct d11_bss *entry,
                           const struct d11_bss_summary *summary)
{
    const struct d11_rsne *rsne = &summary->rsne;

    entry->akms = 0;
    entry->pairwise_ciphers = 0;
    entry->group_cipher = D11_CIPHER_NONE;
    entry->group_mgmt_cipher = D11_CIPHER_NONE;
    entry->rsn_capability = 0;
    if ((summary->flags & D11_SUMMARY_RSN) == 0)
        return;
    for (unsigned i = 0; i < rsne->akm_count; i++)
        entry->akms |= akm_bit(rsne->akm[i]);
    for (unsigned i = 0; i < rsne->pairwise_count; i++)
        entry->pairwise_ciphers |= cipher_bit(rsne->pairwise[i]);
    entry->group_cipher = rsne->group;
    entry->group_mgmt_cipher = rsne->group_mgmt;
    entry->rsn_capability = rsne->capabilities;
}

uint16_t d11_bss_flags(const struct d11_bss_summary *summary)
{
    static const struct {
        uint16_t from;
        uint16_t to;
    } map[] = {
        {D11_SUMMARY_RSN, D11_BSS_HAS_RSN},
        {D11_SUMMARY_WPA, D11_BSS_HAS_WPA},
        {D11_SUMMARY_WMM, D11_BSS_HAS_WMM},
        {D11_SUMMARY_HT, D11_BSS_HAS_HT},
        {D11_SUMMARY_VHT, D11_BSS_HAS_VHT},
        {D11_SUMMARY_HE, D11_BSS_HAS_HE},
        {D11_SUMMARY_EHT, D11_BSS_HAS_EHT},
        {D11_SUMMARY_RSNX, D11_BSS_HAS_RSNX},
    };
    uint16_t flags = 0;

    for (unsigned i = 0; i < sizeof map / sizeof map[0]; i++) {
        if ((summary->flags & map[i].from) != 0)
            flags |= map[i].to;
    }
    if ((summary->capability & D11_CAP_IBSS) != 0)
        flags |= D11_BSS_IS_IBSS;
    if (summary->bad != 0)
        flags |= D11_BSS_IS_MALFORMED;
    return flags;
}
