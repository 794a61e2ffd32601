/* What a host asks of 802.1X: authenticate again, log off. */
#include <dot11/eap.h>

#include <dot11/codes.h>

#include "frame/eapol.h"
#include "hw/part.h"
#include "rsn/eap.h"
#include "sta/radio.h"

/* IEEE Std 802.1X-2020, 11.3. */
static const uint8_t logoff[] = {2, D11_EAPOL_TYPE_LOGOFF, 0, 0};

/* Is there an association by 802.1X whose port is open? */
static enum dot11_err may(const struct dot11_sta *sta,
                          const struct d11_eap *eap)
{
    if (eap == NULL)
        return D11_ERR_UNSUPPORTED;
    return eap->session_id != 0 && sta->vif.peers[0].authorized ? D11_OK
                                                                : D11_ERR_STATE;
}

enum dot11_err dot11_sta_eap_start(struct dot11_sta *sta, uint64_t now_us)
{
    struct d11_eap *eap = d11_vif_part(&sta->vif, D11_PART_EAP);
    enum dot11_err err = may(sta, eap);

    if (err != D11_OK)
        return err;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    err = dot11_ext_onex_start(eap->env->host, eap->session_id, NULL);
    d11_radio_settle(sta->radio);
    return err;
}

enum dot11_err dot11_sta_eap_logoff(struct dot11_sta *sta, uint64_t now_us)
{
    struct d11_eap *eap = d11_vif_part(&sta->vif, D11_PART_EAP);
    enum dot11_err err = may(sta, eap);

    if (err != D11_OK)
        return err;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    err = dot11_ext_send(eap->env->host, eap->session_id, D11_ETHERTYPE_EAPOL,
                         logoff, sizeof logoff, D11_EXT_NO_COOKIE, 0);
    d11_radio_settle(sta->radio);
    return err;
}
