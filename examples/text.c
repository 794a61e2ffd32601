/* dot11-station: values as people write them.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <stdio.h>
#include <string.h>

const char *text_addr(const uint8_t addr[D11_ADDR_LEN], char out[TEXT_ADDR_MAX])
{
    snprintf(out, TEXT_ADDR_MAX, "%02x:%02x:%02x:%02x:%02x:%02x", addr[0],
             addr[1], addr[2], addr[3], addr[4], addr[5]);
    return out;
}

/* An SSID is octets from the air; a terminal must not be made to obey it. */
const char *text_ssid(const struct dot11_ssid *ssid, char out[TEXT_SSID_MAX])
{
    char *at = out;

    for (size_t i = 0; i < ssid->len; i++) {
        uint8_t octet = ssid->octets[i];

        if (octet >= 0x20 && octet < 0x7f && octet != '\\')
            *at++ = (char)octet;
        else
            at += snprintf(at, 5, "\\x%02x", octet);
    }
    *at = '\0';
    return out;
}

const char *text_akm(uint32_t akm)
{
    switch (akm) {
    case D11_AKM_NONE: return "none";
    case D11_AKM_8021X: return "802.1X";
    case D11_AKM_PSK: return "PSK";
    case D11_AKM_PSK_SHA256: return "PSK-SHA256";
    case D11_AKM_SAE: return "SAE";
    case D11_AKM_SAE_EXT_KEY: return "SAE-EXT-KEY";
    case D11_AKM_SUITE_B_192: return "WPA3-192";
    case D11_AKM_8021X_SHA256: return "802.1X-SHA256";
    case D11_AKM_FT_PSK: return "FT-PSK";
    case D11_AKM_FT_SAE: return "FT-SAE";
    case D11_AKM_FT_8021X: return "FT-802.1X";
    case D11_AKM_OWE: return "OWE";
    default: return "other";
    }
}

const char *text_cipher(uint32_t cipher)
{
    switch (cipher) {
    case D11_CIPHER_NONE: return "none";
    case D11_CIPHER_WEP40: return "WEP-40";
    case D11_CIPHER_TKIP: return "TKIP";
    case D11_CIPHER_CCMP_128: return "CCMP-128";
    case D11_CIPHER_WEP104: return "WEP-104";
    case D11_CIPHER_GCMP_128: return "GCMP-128";
    case D11_CIPHER_GCMP_256: return "GCMP-256";
    case D11_CIPHER_BIP_CMAC_128: return "BIP-CMAC-128";
    case D11_CIPHER_BIP_GMAC_128: return "BIP-GMAC-128";
    case D11_CIPHER_BIP_GMAC_256: return "BIP-GMAC-256";
    case D11_CIPHER_BIP_CMAC_256: return "BIP-CMAC-256";
    case D11_CIPHER_CCMP_256: return "CCMP-256";
    default: return "other";
    }
}

/* What the AP says about the protection of management frames. */
static const char *pmf_of(const struct dot11_bss *bss)
{
    if ((bss->rsn_capability & D11_RSN_CAP_MFPR) != 0)
        return ", PMF required";
    return (bss->rsn_capability & D11_RSN_CAP_MFPC) != 0 ? ", PMF" : "";
}

const char *text_security(const struct dot11_bss *bss,
                          char out[TEXT_SECURITY_MAX])
{
    static const struct {
        uint16_t akms;
        const char *name;
    } names[] = {{D11_AKM_BIT_PSK, "WPA2-PSK"},
                 {D11_AKM_BIT_PSK_SHA256, "PSK-SHA256"},
                 {D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY, "WPA3-SAE"},
                 {D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256, "802.1X"},
                 {D11_AKM_BIT_SUITE_B_192, "WPA3-192"},
                 {D11_AKM_BIT_OWE, "OWE"},
                 {D11_AKM_BIT_FT_PSK | D11_AKM_BIT_FT_SAE |
                      D11_AKM_BIT_FT_8021X | D11_AKM_BIT_FT_SAE_EXT_KEY,
                  "FT"}};
    size_t at = 0;

    if ((bss->flags & D11_BSS_HAS_RSN) == 0) {
        const char *text = "open";

        if ((bss->flags & D11_BSS_HAS_WPA) != 0)
            text = "WPA";
        else if ((bss->capability & D11_CAP_PRIVACY) != 0)
            text = "WEP";
        snprintf(out, TEXT_SECURITY_MAX, "%s", text);
        return out;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if ((bss->akms & names[i].akms) != 0)
            at += (size_t)snprintf(out + at, TEXT_SECURITY_MAX - at, "%s%s",
                                   at == 0 ? "" : "+", names[i].name);
    }
    snprintf(out + at, TEXT_SECURITY_MAX - at, "%s%s",
             at == 0 ? "RSN other" : "", pmf_of(bss));
    return out;
}

const char *text_port_change(enum dot11_port_change change)
{
    switch (change) {
    case D11_PORT_CREATED: return "created";
    case D11_PORT_AUTHORIZED: return "authorized";
    case D11_PORT_UNAUTHORIZED: return "unauthorized";
    case D11_PORT_DELETED: return "deleted";
    }
    return "?";
}

const char *text_err(enum dot11_err err)
{
    switch (err) {
    case D11_ERR_BAD_KEY: return "wrong passphrase";
    case D11_ERR_NOT_FOUND: return "no such network in range";
    case D11_ERR_SECURITY:
        return "no such network with that kind of protection in range";
    case D11_ERR_STATE: return "not now: see status";
    case D11_ERR_CHANNEL: return "the radio has no such channel";
    default: return dot11_err_str(err);
    }
}
