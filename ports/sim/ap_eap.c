/* 802.1X, the access point's side, with the shortest authentication there is:
 * it asks for an identity, believes it, and has a PMK.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.1X-2020, 11.3; RFC 3748, 4. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "frame/eapol.h"

enum { REQUEST = 1, RESPONSE = 2, SUCCESS = 3 };
#define TYPE_IDENTITY 1u

static void send(struct ap_sta *sta, uint8_t code, size_t body_len)
{
    uint8_t eapol[9] = {2, D11_EAPOL_TYPE_EAP};
    const uint16_t len = (uint16_t)(4 + body_len);

    d11_store_be16(eapol + 2, len);
    eapol[4] = code;
    eapol[5] = sta->eap.id;
    d11_store_be16(eapol + 6, len);
    eapol[8] = TYPE_IDENTITY;
    ap_eapol_send_raw(sta, eapol, 4u + len);
}

void ap_eap_ask(struct ap_sta *sta)
{
    sta->eap.id++;
    sta->eap.asked = true;
    send(sta, REQUEST, 1);
}

void ap_eap_rx(struct ap_sta *sta, const uint8_t *eapol, size_t len)
{
    if (sta->ap->config.eap_akm == 0)
        return;
    if (eapol[1] == D11_EAPOL_TYPE_START) {
        ap_eap_ask(sta);
        return;
    }
    if (eapol[1] == D11_EAPOL_TYPE_LOGOFF) {
        sta->authorized = false;
        return;
    }
    if (eapol[1] != D11_EAPOL_TYPE_EAP || len < 9 || eapol[4] != RESPONSE ||
        eapol[5] != sta->eap.id || eapol[8] != TYPE_IDENTITY || !sta->eap.asked)
        return;
    sta->eap.asked = false;
    sta->pmksa = NULL;
    memcpy(sta->eap.pmk, sta->ap->config.eap_pmk, sizeof sta->eap.pmk);
    sta->eap.pmk[31] = sta->eap.id;
    send(sta, SUCCESS, 0);
    ap_rsn_start(sta);
}

void dot11_sim_ap_reauth(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct ap_sta *sta = ap_find(ap, addr);

    if (sta != NULL && sta->associated && ap->config.eap_akm != 0)
        ap_eap_ask(sta);
}
