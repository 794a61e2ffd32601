/* What the host asks of the connection machine. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/caps.h"
#include "hw/ibss.h"
#include "sme/port.h"
#include "sme/report.h"
#include "sme/steps.h"

static enum dot11_err check_connect(const struct d11_sme *sme,
                                    const struct dot11_connect_req *req)
{
    if (req->ssid.len > D11_SSID_MAX)
        return D11_ERR_SSID;
    if ((req->ssid.len == 0 && d11_attrs_of(sme->vif) == NULL) ||
        req->freq_count > D11_SME_FREQS ||
        (req->freq_count != 0 && req->freqs_mhz == NULL) ||
        (req->has_bssid && d11_addr_is_group(req->bssid)))
        return D11_ERR_ARG;
    for (unsigned i = 0; i < req->freq_count; i++) {
        if (!d11_caps_usable(sme->env->caps, req->freqs_mhz[i]))
            return D11_ERR_CHANNEL;
    }
    if (sme->state != D11_STA_INIT)
        return D11_ERR_STATE;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM)
        return D11_ERR_FULL;
    return D11_OK;
}

static enum dot11_err find_ext(struct d11_sme *sme,
                               const struct dot11_ext_ops *ops,
                               struct dot11_ext_host **ext)
{
    *ext = NULL;
    if (ops == NULL)
        return D11_OK;
    for (unsigned i = 0; i < sme->env->config.ext_count; i++) {
        if (sme->exts[i].ops == ops) {
            *ext = &sme->exts[i];
            return D11_OK;
        }
    }
    return D11_ERR_NOT_FOUND;
}

/* The network of a request; empty when the desired lists name several. */
static const struct dot11_ssid *ssid_of(const struct d11_sme *sme,
                                        const struct dot11_connect_req *req)
{
    const struct d11_attrs *attrs;

    if (req->ssid.len != 0)
        return &req->ssid;
    attrs = d11_attrs_listed(sme->vif); /* as check_connect() saw */
    return attrs->ssid_count == 1 ? &attrs->ssids[0] : &req->ssid;
}

enum dot11_err d11_sme_connect(struct d11_sme *sme,
                               const struct dot11_connect_req *req, uint32_t id)
{
    enum dot11_err err = check_connect(sme, req);
    const struct dot11_ssid *ssid;
    struct dot11_ext_host *ext;

    if (err == D11_OK)
        err = find_ext(sme, req->ext, &ext);
    if (err != D11_OK)
        return err;
    ssid = ssid_of(sme, req);
    if (ext != NULL)
        err =
            d11_ext_pre_associate(ext, ssid, req->profile, req->profile_len);
    if (err != D11_OK && err != D11_ERR_PENDING) {
        d11_ext_reset(ext);
        return err;
    }
    sme->ext = ext;
    sme->by_lists = req->ssid.len == 0;
    sme->ssid = *ssid;
    sme->has_bssid = req->has_bssid;
    d11_addr_copy(sme->bssid, req->bssid);
    sme->freq_count = (uint8_t)req->freq_count;
    if (req->freq_count != 0)
        memcpy(sme->freqs_mhz, req->freqs_mhz,
               req->freq_count * sizeof sme->freqs_mhz[0]);
    sme->proved = false;
    sme->hopeless = false;
    sme->opened_us = 0;
    sme->backoff_us = sme->env->config.roam_backoff_min_us;
    sme->connect_id = id;
    d11_sme_enter(sme, D11_STA_CONNECTING);
    d11_report_start(sme, D11_EV_CONNECT_START, id, D11_OUTCOME_SUCCESS, 0);
    if (err == D11_ERR_PENDING)
        sme->phase = D11_SME_PRE;
    else
        d11_sme_begin(sme, d11_sme_lately(sme));
    return D11_OK;
}

void d11_sme_pre_done(struct d11_sme *sme, enum dot11_err err)
{
    struct d11_join_result result = {err, D11_OUTCOME_SECURITY, 0};

    if (sme->phase == D11_SME_IBSS)
        d11_ibss_listed(sme->env)->pre_done(sme, err);
    if (sme->phase != D11_SME_PRE)
        return;
    if (err == D11_OK) {
        d11_sme_begin(sme, d11_sme_lately(sme));
        return;
    }
    d11_report_done(sme, D11_EV_CONNECT_DONE, sme->connect_id, &result);
    d11_sme_forget(sme);
}

void d11_sme_start_roam(struct d11_sme *sme, const uint8_t *bssid, uint32_t id,
                        enum dot11_outcome reason)
{
    sme->has_roam_bssid = bssid != NULL;
    if (bssid != NULL)
        d11_addr_copy(sme->roam_bssid, bssid);
    /* Should the old association end on the way: the usual reason. */
    sme->loss = D11_OUTCOME_LOST;
    sme->loss_code = 0;
    sme->roam_id = id;
    sme->timer_us = D11_NEVER;
    d11_sme_enter(sme, D11_STA_ROAMING);
    d11_report_start(sme, D11_EV_ROAM_START, id, reason, 0);
    d11_sme_clear(sme, d11_sme_lately(sme));
    /* "Another" means not the one we are with. */
    if (bssid == NULL && sme->mlme->state == D11_MLME_ASSOCIATED)
        d11_addr_copy(sme->tried[sme->tried_count++], sme->mlme->peer->addr);
    d11_sme_look(sme);
}

enum dot11_err d11_sme_roam(struct d11_sme *sme,
                            const struct dot11_roam_req *req, uint32_t id)
{
    bool has_bssid = req != NULL && req->has_bssid;

    if (sme->state == D11_STA_ROAMING)
        return D11_ERR_BUSY;
    if ((sme->state != D11_STA_CONNECTED && sme->state != D11_STA_LOST) ||
        sme->phase == D11_SME_IBSS)
        return D11_ERR_STATE;
    if (has_bssid && d11_addr_is_group(req->bssid))
        return D11_ERR_ARG;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM)
        return D11_ERR_FULL;
    sme->hopeless = false;
    d11_sme_start_roam(sme, has_bssid ? req->bssid : NULL, id,
                       D11_OUTCOME_HOST_ROAM);
    return D11_OK;
}

/* Complete what is open, the inner before the outer (N80211-3.5, 3.11). */
static void cancel(struct d11_sme *sme, const struct d11_join_result *result)
{
    enum d11_sme_phase phase = sme->phase;

    sme->phase = D11_SME_NOTHING;
    if (phase == D11_SME_SCAN)
        d11_scan_abort(sme->scan, D11_ERR_CANCELLED);
    if (phase == D11_SME_JOIN) {
        d11_mlme_cancel(sme->mlme);
        d11_report_assoc_done(sme, sme->mlme->peer->addr, result);
    }
    if (sme->state == D11_STA_CONNECTING)
        d11_report_done(sme, D11_EV_CONNECT_DONE, sme->connect_id, result);
    if (sme->state == D11_STA_ROAMING)
        d11_report_done(sme, D11_EV_ROAM_DONE, sme->roam_id, result);
}

void d11_sme_cancel_open(struct d11_sme *sme)
{
    const struct d11_join_result result = {D11_ERR_CANCELLED,
                                           D11_OUTCOME_CANCELLED, 0};

    if (sme->phase == D11_SME_IBSS) {
        d11_ibss_listed(sme->env)->cancel_open(sme);
        return;
    }
    if (sme->state != D11_STA_CONNECTING && sme->state != D11_STA_ROAMING)
        return;
    cancel(sme, &result);
    /* What comes next is the end of the association, or of nothing. */
    d11_sme_enter(sme, D11_STA_CONNECTED);
}

/* What is open ends, then the association; `say` tells the AP. */
static void end(struct d11_sme *sme, enum dot11_outcome outcome, bool say)
{
    struct d11_join_result result = {D11_ERR_CANCELLED, D11_OUTCOME_CANCELLED,
                                     0};

    if (sme->phase == D11_SME_IBSS) {
        d11_ibss_listed(sme->env)->end(sme, outcome, say);
        return;
    }
    if (outcome != D11_OUTCOME_BY_HOST) {
        result.err = D11_ERR_RADIO_OFF;
        result.outcome = outcome;
    }
    cancel(sme, &result);
    if (sme->mlme->state != D11_MLME_ASSOCIATED)
        return;
    if (say)
        d11_mlme_leave(sme->mlme, false, D11_REASON_DISASSOC_LEAVING);
    else
        d11_mlme_drop(sme->mlme);
    d11_report_disassoc(sme, sme->mlme->peer->addr, outcome, 0);
    d11_port_delete(sme);
}

void d11_sme_end(struct d11_sme *sme, enum dot11_outcome outcome, bool say)
{
    bool again = outcome != D11_OUTCOME_BY_HOST && sme->env->config.reconnect &&
                 sme->state != D11_STA_CONNECTING;

    if (sme->state == D11_STA_INIT)
        return;
    end(sme, outcome, say);
    if (again && sme->phase == D11_SME_IBSS)
        return; /* it goes on by itself */
    if (again) {
        d11_sme_enter(sme, D11_STA_LOST);
        d11_sme_after_loss(sme, outcome, 0);
    } else {
        d11_sme_forget(sme);
    }
}

/* N80211-3.11: the extension hears of it when it is done. */
enum dot11_err d11_sme_disconnect(struct d11_sme *sme, uint32_t id)
{
    if (sme->state == D11_STA_INIT)
        return D11_ERR_STATE;
    end(sme, D11_OUTCOME_BY_HOST, true);
    d11_report_disconnect_done(sme, id);
    d11_sme_forget(sme);
    return D11_OK;
}
