#include "sme/sme.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/ibss.h"
#include "hw/ops.h"
#include "sme/ext_services.h"
#include "sme/port.h"
#include "sme/report.h"
#include "sme/select.h"
#include "sme/steps.h"

/* What was heard so long ago may be tried without looking again. */
#define FRESH_US 5000000u
/* An association that lived so long is no part of a series of failures. */
#define SETTLED_US 30000000u
/* N80211-LQ-5: width of a band of link quality, and how far the value has to
 * move before a new band is worth an event. */
#define QUALITY_BAND 20u
#define QUALITY_STEP 5u

static void joined(void *arg, const struct d11_join_result *result);
static void lost(void *arg, enum dot11_outcome outcome, uint16_t code);

/* Hooks of the association machine. */

static enum dot11_err authenticate(void *arg, const struct d11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out)
{
    struct d11_sme *sme = arg;
    struct dot11_bss view;

    if (sme->ext == NULL)
        return D11_ERR_UNSUPPORTED;
    d11_bss_view(sme->table, bss, &view);
    return d11_ext_authenticate(sme->ext, &view, in, out);
}

static size_t elements(void *arg, const struct d11_bss *bss,
                       const struct dot11_ext_suites *suites, uint8_t *buf,
                       size_t cap)
{
    struct d11_sme *sme = arg;
    struct dot11_bss view;

    if (sme->ext == NULL)
        return 0;
    d11_bss_view(sme->table, bss, &view);
    return d11_ext_elements(sme->ext, &view, suites, buf, cap);
}

void d11_sme_init(struct d11_sme *sme)
{
    sme->state = D11_STA_INIT;
    sme->phase = D11_SME_NOTHING;
    sme->timer_us = D11_NEVER;
    sme->port_timer_us = D11_NEVER;
    sme->mlme->hooks.authenticate = authenticate;
    sme->mlme->hooks.elements = elements;
    sme->mlme->hooks.joined = joined;
    sme->mlme->hooks.lost = lost;
    sme->mlme->hooks.arg = sme;
}

/* Nothing is wanted any more (DISC-7: the extension hears of it last). */
void d11_sme_forget(struct d11_sme *sme)
{
    struct dot11_ext_host *ext = sme->ext;

    d11_sme_enter(sme, D11_STA_INIT);
    sme->phase = D11_SME_NOTHING;
    sme->timer_us = D11_NEVER;
    sme->ext = NULL;
    sme->ssid.len = 0;
    sme->has_bssid = false;
    sme->has_roam_bssid = false;
    if (ext != NULL)
        d11_ext_reset(ext);
}

/* A pause before the next try: doubled each time, and not the same for every
 * station that lost the same AP (SEC-PMF-07). */
static void pause(struct d11_sme *sme)
{
    const struct dot11_config *config = &sme->env->config;
    uint32_t half_us = sme->backoff_us / 2;
    uint8_t jitter = 0x80;

    sme->phase = D11_SME_NOTHING;
    sme->timer_us = D11_NEVER;
    if (!config->reconnect || sme->hopeless)
        return;
    d11_host_random(sme->env, &jitter, 1);
    sme->phase = D11_SME_BACKOFF;
    sme->timer_us = d11_time_after(
        sme->env->now_us, half_us + ((half_us >> 7) * (uint32_t)jitter));
    sme->backoff_us = sme->backoff_us > config->roam_backoff_max_us / 2
                          ? config->roam_backoff_max_us
                          : sme->backoff_us * 2;
}

/* Every candidate was tried, or there was none. */
static void exhausted(struct d11_sme *sme)
{
    struct d11_join_result result = {D11_OK, D11_OUTCOME_NO_CANDIDATE, 0};

    if (sme->last.err == D11_OK) {
        result.err = d11_seek_reason(sme);
    } else {
        result.err = sme->last.err;
        result.code = sme->last.code;
    }
    sme->has_roam_bssid = false;
    if (sme->state == D11_STA_CONNECTING) {
        d11_report_done(sme, D11_EV_CONNECT_DONE, sme->connect_id, &result);
        d11_sme_forget(sme);
        return;
    }
    if (sme->state == D11_STA_ROAMING) {
        d11_sme_enter(sme, sme->mlme->state == D11_MLME_ASSOCIATED
                               ? D11_STA_CONNECTED
                               : D11_STA_LOST);
        d11_report_done(sme, D11_EV_ROAM_DONE, sme->roam_id, &result);
    }
    sme->phase = D11_SME_NOTHING;
    if (sme->state == D11_STA_LOST)
        pause(sme);
}

/* N80211-3.6, 3.7: the old association ends implicitly with the start of the
 * new one. */
static void join(struct d11_sme *sme, struct d11_bss *bss,
                 const struct dot11_ext_suites *suites)
{
    if (sme->state == D11_STA_LOST) {
        d11_sme_enter(sme, D11_STA_ROAMING);
        sme->roam_id = 0;
        d11_report_start(sme, D11_EV_ROAM_START, 0, sme->loss, sme->loss_code);
    }
    sme->phase = D11_SME_JOIN;
    if (sme->by_lists)
        sme->ssid = bss->ssid;
    d11_report_assoc_start(sme, bss, sme->mlme->state == D11_MLME_ASSOCIATED);
    d11_port_delete(sme);
    d11_mlme_join(sme->mlme, bss, suites);
}

/* Take the next step of an operation: join the best candidate, look for
 * candidates, or give up. */
void d11_sme_look(struct d11_sme *sme)
{
    const struct d11_explain_ops *explain =
        d11_env_part(sme->env, D11_PART_EXPLAIN);
    struct dot11_ext_suites suites;
    struct d11_bss *bss;

    sme->phase = D11_SME_TURN;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM ||
        d11_scan_in_hardware(sme->scan))
        return;
    if (explain != NULL)
        explain->look(sme);
    bss =
        sme->tried_count < D11_SME_TRIED ? d11_select_best(sme, &suites) : NULL;
    if (bss != NULL)
        join(sme, bss, &suites);
    else if (sme->scanned || sme->tried_count == D11_SME_TRIED)
        exhausted(sme);
    else if (sme->scan->state == D11_SCAN_IDLE)
        d11_seek_start(sme);
}

void d11_sme_clear(struct d11_sme *sme, uint64_t fresh_us)
{
    sme->tried_count = 0;
    sme->agains = 0;
    sme->scanned = false;
    sme->looked_known = false;
    sme->last.err = D11_OK;
    sme->fresh_us = fresh_us;
}

void d11_sme_begin(struct d11_sme *sme, uint64_t fresh_us)
{
    d11_sme_clear(sme, fresh_us);
    d11_sme_look(sme);
}

uint64_t d11_sme_lately(const struct d11_sme *sme)
{
    return sme->env->now_us > FRESH_US ? sme->env->now_us - FRESH_US : 0;
}

/* Was the refusal of something that the extension has put right? */
static bool is_put_right(struct d11_sme *sme, const uint8_t *bssid,
                         const struct d11_join_result *result)
{
    const struct dot11_ext_extra *extra =
        sme->ext != NULL ? d11_ext_extra(sme->ext->ops) : NULL;
    bool right;

    if (sme->agains == D11_SME_AGAINS)
        return false;
    /* What was quick with keys of before may work from the beginning. */
    if (sme->mlme->suites.ready) {
        sme->agains++;
        return true;
    }
    if (extra == NULL || extra->refused == NULL ||
        result->outcome != D11_OUTCOME_PEER_REFUSED)
        return false;
    sme->ext->depth++;
    right = extra->refused(sme->ext->state, bssid, result->code);
    sme->ext->depth--;
    sme->agains += right;
    return right;
}

static void joined(void *arg, const struct d11_join_result *result)
{
    struct d11_sme *sme = arg;
    const uint8_t *bssid = sme->mlme->peer->addr;
    bool connecting = sme->state == D11_STA_CONNECTING;

    sme->last = *result;
    d11_report_assoc_done(sme, bssid, result);
    if (result->err != D11_OK) {
        if (!is_put_right(sme, bssid, result))
            d11_addr_copy(sme->tried[sme->tried_count++], bssid);
        d11_sme_look(sme);
        return;
    }
    sme->phase = D11_SME_NOTHING;
    d11_sme_enter(sme, D11_STA_CONNECTED);
    sme->has_roam_bssid = false;
    sme->associated_us = sme->env->now_us;
    d11_port_create(sme);
    d11_report_done(sme, connecting ? D11_EV_CONNECT_DONE : D11_EV_ROAM_DONE,
                    connecting ? sme->connect_id : sme->roam_id, result);
    sme->reported_quality = d11_watch_quality(&sme->mlme->watch);
    sme->reported_second = (uint16_t)(sme->env->now_us >> 20);
    d11_report_quality(sme);
    d11_port_ask(sme, sme->mlme->reassoc);
}

/* The association is gone; look for another one (ROAM-4). */
void d11_sme_after_loss(struct d11_sme *sme, enum dot11_outcome outcome,
                        uint16_t code)
{
    sme->loss = outcome == D11_OUTCOME_SECURITY ? D11_OUTCOME_LOST : outcome;
    sme->loss_code = code;
    /* Silence says that what we know of the AP is old. */
    sme->fresh_us = outcome == D11_OUTCOME_UNREACHABLE ? sme->env->now_us : 0;
    if (sme->opened_us != 0 && sme->env->now_us - sme->opened_us > SETTLED_US)
        sme->backoff_us = sme->env->config.roam_backoff_min_us;
    sme->opened_us = 0;
    if (sme->state == D11_STA_ROAMING)
        return; /* the roam goes on, without an old association */
    d11_sme_enter(sme, D11_STA_LOST);
    pause(sme);
}

static void lost(void *arg, enum dot11_outcome outcome, uint16_t code)
{
    struct d11_sme *sme = arg;

    d11_report_disassoc(sme, sme->mlme->peer->addr, outcome, code);
    d11_port_delete(sme);
    d11_sme_after_loss(sme, outcome, code);
}

void d11_sme_renew(struct d11_sme *sme)
{
    if (sme->state != D11_STA_CONNECTED)
        return;
    if (sme->hooks.room(sme->hooks.arg) <= D11_SME_ROOM) {
        d11_mlme_drop(sme->mlme);
        lost(sme, D11_OUTCOME_BY_RESET, 0);
        return;
    }
    sme->loss = D11_OUTCOME_BY_RESET;
    sme->loss_code = 0;
    sme->roam_id = 0;
    sme->timer_us = D11_NEVER;
    d11_sme_enter(sme, D11_STA_ROAMING);
    d11_report_start(sme, D11_EV_ROAM_START, 0, D11_OUTCOME_LOST, 0);
    d11_sme_begin(sme, d11_sme_lately(sme));
}

void d11_sme_reject(struct d11_sme *sme, uint16_t reason_code)
{
    if (sme->mlme->state != D11_MLME_ASSOCIATED)
        return;
    d11_mlme_leave(sme->mlme, true, reason_code);
    lost(sme, D11_OUTCOME_SECURITY, reason_code);
}

/* An attempt ends as a refused one does; an association as when the host asks
 * for its end, but the network stays wanted. */
void d11_sme_shun(struct d11_sme *sme)
{
    const struct d11_attrs_ops *ops = d11_attrs_ops(sme->vif);
    const struct d11_join_result result = {D11_ERR_CANCELLED,
                                           D11_OUTCOME_CANCELLED, 0};
    const struct d11_mlme *mlme = sme->mlme;

    if (ops == NULL || mlme->bss == NULL ||
        ops->judge(sme->vif, mlme->bss, false) == D11_REFUSAL_NONE)
        return;
    if (sme->phase == D11_SME_JOIN) {
        d11_mlme_cancel(sme->mlme);
        joined(sme, &result);
    } else if (mlme->state == D11_MLME_ASSOCIATED) {
        d11_mlme_leave(sme->mlme, false, D11_REASON_DISASSOC_LEAVING);
        d11_report_disassoc(sme, mlme->peer->addr, D11_OUTCOME_EXCLUDED, 0);
        d11_port_delete(sme);
        d11_sme_after_loss(sme, D11_OUTCOME_LOST, 0);
    }
}

/* Inputs from the side. */

void d11_sme_verdict(struct d11_sme *sme,
                     const struct dot11_ext_verdict *verdict)
{
    if (sme->phase == D11_SME_IBSS)
        d11_ibss_listed(sme->env)->verdict(sme, verdict);
    else
        d11_port_verdict(sme, verdict);
}

void d11_sme_poke(struct d11_sme *sme)
{
    if (sme->phase == D11_SME_TURN)
        d11_sme_look(sme);
    else if (sme->phase == D11_SME_IBSS)
        d11_ibss_listed(sme->env)->poke(sme);
}

/* N80211-LQ-1: 100 is of the last band. */
static unsigned band_of(uint8_t quality)
{
    return quality >= 100 ? 100 / QUALITY_BAND - 1 : quality / QUALITY_BAND;
}

/* N80211-LQ-5: at most once in about a second, and only what matters. */
static void watch_quality(struct d11_sme *sme)
{
    const uint16_t second = (uint16_t)(sme->env->now_us >> 20);
    uint8_t now = d11_watch_quality(&sme->mlme->watch);
    uint8_t was = sme->reported_quality;
    unsigned step = now > was ? now - was : was - now;

    if (sme->mlme->state != D11_MLME_ASSOCIATED ||
        band_of(now) == band_of(was) || step < QUALITY_STEP ||
        second == sme->reported_second)
        return;
    sme->reported_quality = now;
    sme->reported_second = second;
    d11_report_quality(sme);
}

void d11_sme_heard(struct d11_sme *sme, const struct d11_bss *bss)
{
    struct dot11_ext_suites suites;

    if (bss == sme->mlme->bss)
        watch_quality(sme);
    /* Only one place to look in, or one AP to find: no need to wait. */
    if (sme->phase == D11_SME_SCAN &&
        (sme->has_bssid || sme->freq_count == 1) &&
        d11_select_judge(sme, bss, &suites) == D11_REFUSAL_NONE)
        d11_scan_abort(sme->scan, D11_OK);
}

static void port_timed_out(struct d11_sme *sme)
{
    struct dot11_ext_verdict verdict = {sme->mlme->peer->session_id,
                                        D11_ERR_TIMEOUT,
                                        D11_REASON_4WAY_TIMEOUT, true};

    sme->port_timer_us = D11_NEVER;
    d11_port_verdict(sme, &verdict);
}

void d11_sme_tick(struct d11_sme *sme)
{
    watch_quality(sme);
    if (d11_deadline_due(sme->port_timer_us, sme->env->now_us))
        port_timed_out(sme);
    if (sme->phase == D11_SME_BACKOFF &&
        d11_deadline_due(sme->timer_us, sme->env->now_us)) {
        sme->timer_us = D11_NEVER;
        d11_sme_begin(sme,
                      sme->fresh_us != 0 ? sme->fresh_us : d11_sme_lately(sme));
    }
}

uint64_t d11_sme_deadline(const struct d11_sme *sme)
{
    return d11_deadline_min(sme->timer_us, sme->port_timer_us);
}
