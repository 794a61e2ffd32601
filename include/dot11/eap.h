/* libdot11: 802.1X in the built-in RSN.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.2. An optional part of dot11_rsn_methods
 * (rsn.h): list &dot11_eap in dot11_config.parts for WPA2- and
 * WPA3-Enterprise. The PMK comes from the profile, or from an EAP engine of
 * the host (onex.h, whose part is to be listed, too): 32 octets of the MSK, 48
 * with Suite B. With pmksa.h a reconnect needs no EAP. docs/eap.md tells how
 * to bring an engine.
 *
 * Success is the engine's word alone. It is to say so only when its method
 * did, with its inner authentication and the server's identity verified: an
 * EAP-Success packet proves nothing. */
#ifndef DOT11_EAP_H
#define DOT11_EAP_H

#include <dot11/config.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part; list its address in dot11_config.parts. */
extern const struct dot11_part dot11_eap;

/**
 * Authenticate again: EAPOL-Start under the keys in use, then new keys. The AP
 * may also begin that.
 * @return D11_ERR_STATE: no association by 802.1X, or its first
 *         authentication did not end; D11_ERR_BUSY: it runs;
 *         D11_ERR_UNSUPPORTED: without the part or without an engine
 */
enum dot11_err dot11_sta_eap_start(struct dot11_sta *sta, uint64_t now_us);

/**
 * Send EAPOL-Logoff: the AP closes its port, as when the user goes away. The
 * station's own stays as it is; disconnect then.
 * @return as dot11_sta_eap_start(); D11_ERR_FULL
 */
enum dot11_err dot11_sta_eap_logoff(struct dot11_sta *sta, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
