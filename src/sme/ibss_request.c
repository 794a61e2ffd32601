/* What a host asks of a station in an IBSS: is it legal, and what is it with
 * the attributes put in? Rules N80211-IBSS-8, -11, -22, -23. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/element.h"
#include "hw/attrs.h"
#include "hw/caps.h"
#include "sme/ibss.h"
#include "sme/steps.h"

/* Beacon interval when nobody says one. */
#define INTERVAL_TU 100u
/* Longest elements of a host: more than fits into any frame. */
#define ELEMENTS_MAX 4096u

static bool elements_good(const struct dot11_ibss_req *req)
{
    const struct dot11_octets list = {req->elements, req->elements_len};

    return req->elements_len == 0 ||
           (req->elements != NULL && req->elements_len <= ELEMENTS_MAX &&
            d11_elements_whole(list));
}

static enum dot11_err check_channels(const struct d11_ibss *ibss,
                                     const struct dot11_ibss_req *req,
                                     bool join_only)
{
    if (req->freq_count > D11_SME_FREQS ||
        (req->freq_count != 0 && req->freqs_mhz == NULL))
        return D11_ERR_ARG;
    for (unsigned i = 0; i < req->freq_count; i++) {
        if (!d11_caps_usable(ibss->sme->env->caps, req->freqs_mhz[i]))
            return D11_ERR_CHANNEL;
    }
    if (!join_only &&
        d11_ibss_start_freq(ibss, req->freqs_mhz, req->freq_count) == 0)
        return D11_ERR_CHANNEL;
    return D11_OK;
}

/* What of the request is said by attributes when it does not say it. */
static void complete_req(const struct d11_vif *vif, struct dot11_ibss_req *req)
{
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    if (req->beacon_interval_tu == 0)
        req->beacon_interval_tu = (uint16_t)d11_attrs_number(
            vif, D11_ATTR_BEACON_PERIOD, INTERVAL_TU);
    if (req->atim_window_tu == 0)
        req->atim_window_tu =
            (uint16_t)d11_attrs_number(vif, D11_ATTR_ATIM_WINDOW, 0);
    if (attrs == NULL)
        return;
    if (req->elements == NULL && attrs->ibss_elements.len != 0) {
        req->elements = attrs->ibss_elements.octets;
        req->elements_len = attrs->ibss_elements.len;
    }
    /* IBSS-8 */
    if (req->ssid.len == 0 && attrs->ssid_count != 0)
        req->ssid = attrs->ssids[0];
}

static enum dot11_err check(const struct d11_ibss *ibss,
                            const struct dot11_ibss_req *req, bool join_only)
{
    const struct d11_sme *sme = ibss->sme;
    const uint32_t flags = sme->env->caps->flags;
    uint8_t country[3];

    if (req->ssid.len > D11_SSID_MAX)
        return D11_ERR_SSID;
    /* IBSS-8, IBSS-23 */
    if (req->ssid.len == 0 ||
        (req->has_bssid &&
         (d11_addr_is_group(req->bssid) || d11_addr_is_zero(req->bssid))) ||
        req->atim_window_tu >= req->beacon_interval_tu || !elements_good(req))
        return D11_ERR_ARG;
    if ((req->atim_window_tu != 0 || req->power_save) &&
        (flags & D11_HW_ATIM) == 0)
        return D11_ERR_UNSUPPORTED;
    /* IBSS-11: a network that says in which domain it is has to be in one. */
    if (!join_only && !d11_ibss_country(sme->vif, country))
        return D11_ERR_ARG;
    return check_channels(ibss, req, join_only);
}

static enum dot11_err find_ext(const struct d11_sme *sme,
                               const struct dot11_ext_ops *ops,
                               struct dot11_ext_host **ext)
{
    *ext = NULL;
    for (unsigned i = 0; ops != NULL && i < sme->env->config.ext_count; i++) {
        if (sme->exts[i].ops == ops)
            *ext = &sme->exts[i];
    }
    if (ops != NULL && *ext == NULL)
        return D11_ERR_NOT_FOUND;
    return ops == NULL || ops->ibss ? D11_OK : D11_ERR_UNSUPPORTED;
}

static void take(struct d11_ibss *ibss, const struct dot11_ibss_req *req,
                 bool join_only)
{
    ibss->join_only = join_only;
    ibss->authenticate = req->authenticate || req->ext != NULL;
    ibss->has_bssid = req->has_bssid;
    d11_addr_copy(ibss->bssid, req->bssid);
    ibss->freq_count = (uint8_t)req->freq_count;
    if (req->freq_count != 0)
        memcpy(ibss->freqs_mhz, req->freqs_mhz,
               req->freq_count * sizeof ibss->freqs_mhz[0]);
    ibss->interval_tu = req->beacon_interval_tu;
    ibss->atim_tu = req->atim_window_tu;
    ibss->power_save = req->power_save;
    ibss->elements = req->elements;
    ibss->elements_len = req->elements_len;
    ibss->security_len = 0;
    ibss->tried_count = 0;
    ibss->scanned = false;
    ibss->announced = false;
    ibss->timer_us = D11_NEVER;
    ibss->search_us = D11_NEVER;
    ibss->tbtt_us = D11_NEVER;
    ibss->beacon_us = D11_NEVER;
    ibss->ask_us = 0;
    memset(&ibss->cell, 0, sizeof ibss->cell);
    memset(ibss->first, 0, sizeof ibss->first);
    memset(ibss->stranger, 0, sizeof ibss->stranger);
}

enum dot11_err d11_ibss_connect(struct d11_ibss *ibss,
                                const struct dot11_ibss_req *wanted,
                                bool join_only, uint32_t id)
{
    struct d11_sme *sme = ibss->sme;
    struct dot11_ibss_req req = *wanted;
    struct dot11_ext_host *ext;
    enum dot11_err err;

    join_only = join_only ||
                d11_attrs_number(sme->vif, D11_ATTR_IBSS_JOIN_ONLY, 0) != 0;
    complete_req(sme->vif, &req);
    err = check(ibss, &req, join_only);
    if (err == D11_OK && sme->state != D11_STA_INIT)
        err = D11_ERR_STATE;
    if (err == D11_OK)
        err = find_ext(sme, req.ext, &ext);
    if (err == D11_OK && sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM)
        err = D11_ERR_FULL;
    if (err != D11_OK)
        return err;
    if (ext != NULL)
        err =
            d11_ext_pre_associate(ext, &req.ssid, req.profile, req.profile_len);
    if (err != D11_OK && err != D11_ERR_PENDING) {
        d11_ext_reset(ext);
        return err;
    }
    take(ibss, &req, join_only);
    ibss->by_lists = wanted->ssid.len == 0;
    sme->ext = ext;
    sme->ssid = req.ssid;
    sme->has_bssid = false;
    sme->connect_id = id;
    d11_sme_enter(sme, D11_STA_CONNECTING);
    sme->phase = D11_SME_IBSS;
    ibss->phase = D11_IBSS_PRE;
    if (err == D11_OK)
        d11_ibss_seek(ibss);
    return D11_OK;
}
