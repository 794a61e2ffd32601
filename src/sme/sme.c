#include "sme/sme.h"

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "hw/caps.h"
#include "hw/ops.h"
#include "sme/port.h"
#include "sme/report.h"
#include "sme/select.h"

/* What was heard so long ago may be tried without looking again. */
#define FRESH_US 5000000u
/* An association that lived so long is no part of a series of failures. */
#define SETTLED_US 30000000u
/* N80211-LQ-5: width of a band of link quality, and how far the value has to
 * move before a new band is worth an event. */
#define QUALITY_BAND 20u
#define QUALITY_STEP 5u

static void look(struct d11_sme *sme);

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
static void forget(struct d11_sme *sme)
{
    struct dot11_ext_host *ext = sme->ext;

    sme->state = D11_STA_INIT;
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

/* Why nothing fits: is there such a network at all? */
static enum dot11_err nothing_fits(struct d11_sme *sme)
{
    enum dot11_err err = D11_ERR_NOT_FOUND;
    const struct d11_bss *bss;

    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        if (bss->seen_us < sme->fresh_us || !d11_select_is_named(sme, bss))
            continue;
        if (d11_select_on_channel(sme, bss->freq_mhz))
            return D11_ERR_SECURITY;
        err = D11_ERR_CHANNEL;
    }
    return err;
}

/* Every candidate was tried, or there was none. */
static void exhausted(struct d11_sme *sme)
{
    struct d11_join_result result = {nothing_fits(sme),
                                     D11_OUTCOME_NO_CANDIDATE, 0};

    if (sme->last.err != D11_OK) {
        result.err = sme->last.err;
        result.code = sme->last.code;
    }
    sme->has_roam_bssid = false;
    if (sme->state == D11_STA_CONNECTING) {
        d11_report_done(sme, D11_EV_CONNECT_DONE, sme->connect_id, &result);
        forget(sme);
        return;
    }
    if (sme->state == D11_STA_ROAMING) {
        sme->state = D11_STA_LOST;
        if (sme->mlme->state == D11_MLME_ASSOCIATED)
            sme->state = D11_STA_CONNECTED;
        d11_report_done(sme, D11_EV_ROAM_DONE, sme->roam_id, &result);
    }
    sme->phase = D11_SME_NOTHING;
    if (sme->state == D11_STA_LOST)
        pause(sme);
}

static void scanned(void *arg, enum dot11_err err, uint16_t channels)
{
    struct d11_sme *sme = arg;

    (void)channels;
    if (sme->phase != D11_SME_SCAN)
        return;
    /* A request of the host took the scan's place: its end pokes us. */
    if (err == D11_ERR_CANCELLED) {
        sme->phase = D11_SME_TURN;
        return;
    }
    sme->scanned = !sme->knew_where;
    look(sme);
}

/* The channels where this network was heard before; 0 when there are none, or
 * too many to be worth it. */
static uint16_t known_freqs(const struct d11_sme *sme,
                            uint16_t freqs_mhz[D11_SME_FREQS])
{
    const struct d11_bss *bss;
    uint16_t count = 0;

    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        uint16_t k = 0;

        if (!d11_select_is_named(sme, bss) ||
            !d11_caps_usable(sme->env->caps, bss->freq_mhz))
            continue;
        while (k < count && freqs_mhz[k] != bss->freq_mhz)
            k++;
        if (k == D11_SME_FREQS)
            return 0;
        freqs_mhz[k] = bss->freq_mhz;
        if (k == count)
            count++;
    }
    return count;
}

/* Look where the network was before, which is quick, and if that gives no
 * candidate everywhere. N80211-BSS-13: directed probes find a hidden network
 * too. */
static void start_scan(struct d11_sme *sme)
{
    uint16_t known_mhz[D11_SME_FREQS];
    struct dot11_scan_req req;

    memset(&req, 0, sizeof req);
    req.ssids = &sme->ssid;
    req.ssid_count = 1;
    req.freqs_mhz = sme->freqs_mhz;
    req.freq_count = sme->freq_count;
    sme->knew_where = false;
    if (!sme->looked_known && sme->freq_count == 0) {
        req.freqs_mhz = known_mhz;
        req.freq_count = known_freqs(sme, known_mhz);
        sme->knew_where = req.freq_count != 0;
    }
    sme->looked_known = true;
    sme->phase = D11_SME_SCAN;
    d11_scan_start(sme->scan, sme->vif, &req, scanned, sme);
}

/* N80211-3.6, 3.7: the old association ends implicitly with the start of the
 * new one. */
static void join(struct d11_sme *sme, struct d11_bss *bss,
                 const struct dot11_ext_suites *suites)
{
    if (sme->state == D11_STA_LOST) {
        sme->state = D11_STA_ROAMING;
        sme->roam_id = 0;
        d11_report_start(sme, D11_EV_ROAM_START, 0, sme->loss,
                         sme->loss_code);
    }
    sme->phase = D11_SME_JOIN;
    d11_report_assoc_start(sme, bss, sme->mlme->state == D11_MLME_ASSOCIATED);
    d11_port_delete(sme);
    d11_mlme_join(sme->mlme, bss, suites);
}

/* Take the next step of an operation: join the best candidate, look for
 * candidates, or give up. */
static void look(struct d11_sme *sme)
{
    struct dot11_ext_suites suites;
    struct d11_bss *bss;

    sme->phase = D11_SME_TURN;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM ||
        d11_scan_in_hardware(sme->scan))
        return;
    bss = sme->tried_count < D11_SME_TRIED ? d11_select_best(sme, &suites)
                                           : NULL;
    if (bss != NULL)
        join(sme, bss, &suites);
    else if (sme->scanned || sme->tried_count == D11_SME_TRIED)
        exhausted(sme);
    else if (sme->scan->state == D11_SCAN_IDLE)
        start_scan(sme);
}

/* Begin an operation with a clean sheet. */
static void begin(struct d11_sme *sme, uint64_t fresh_us)
{
    sme->tried_count = 0;
    sme->scanned = false;
    sme->looked_known = false;
    sme->last.err = D11_OK;
    sme->fresh_us = fresh_us;
    look(sme);
}

static uint64_t lately(const struct d11_sme *sme)
{
    return sme->env->now_us > FRESH_US ? sme->env->now_us - FRESH_US : 0;
}

static void joined(void *arg, const struct d11_join_result *result)
{
    struct d11_sme *sme = arg;
    const uint8_t *bssid = sme->mlme->peer->addr;
    bool connecting = sme->state == D11_STA_CONNECTING;

    sme->last = *result;
    d11_report_assoc_done(sme, bssid, result);
    if (result->err != D11_OK) {
        d11_addr_copy(sme->tried[sme->tried_count++], bssid);
        look(sme);
        return;
    }
    sme->phase = D11_SME_NOTHING;
    sme->state = D11_STA_CONNECTED;
    sme->has_roam_bssid = false;
    sme->associated_us = sme->env->now_us;
    d11_port_create(sme);
    d11_report_done(sme, connecting ? D11_EV_CONNECT_DONE : D11_EV_ROAM_DONE,
                    connecting ? sme->connect_id : sme->roam_id, result);
    sme->reported_quality = d11_watch_quality(&sme->mlme->watch);
    d11_report_quality(sme);
    d11_port_ask(sme, sme->mlme->reassoc);
}

/* The association is gone; look for another one (ROAM-4). */
static void after_loss(struct d11_sme *sme, enum dot11_outcome outcome,
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
    sme->state = D11_STA_LOST;
    pause(sme);
}

static void lost(void *arg, enum dot11_outcome outcome, uint16_t code)
{
    struct d11_sme *sme = arg;

    d11_report_disassoc(sme, sme->mlme->peer->addr, outcome, code);
    d11_port_delete(sme);
    after_loss(sme, outcome, code);
}

void d11_sme_reject(struct d11_sme *sme, uint16_t reason_code)
{
    if (sme->mlme->state != D11_MLME_ASSOCIATED)
        return;
    d11_mlme_leave(sme->mlme, true, reason_code);
    lost(sme, D11_OUTCOME_SECURITY, reason_code);
}

/* Requests. */

static enum dot11_err check_connect(const struct d11_sme *sme,
                                    const struct dot11_connect_req *req)
{
    if (req->ssid.len > D11_SSID_MAX)
        return D11_ERR_SSID;
    if (req->ssid.len == 0 || req->freq_count > D11_SME_FREQS ||
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

enum dot11_err d11_sme_connect(struct d11_sme *sme,
                               const struct dot11_connect_req *req,
                               uint32_t id)
{
    enum dot11_err err = check_connect(sme, req);
    struct dot11_ext_host *ext;

    if (err == D11_OK)
        err = find_ext(sme, req->ext, &ext);
    if (err != D11_OK)
        return err;
    if (ext != NULL)
        err = d11_ext_pre_associate(ext, &req->ssid, req->profile,
                                    req->profile_len);
    if (err != D11_OK && err != D11_ERR_PENDING) {
        d11_ext_reset(ext);
        return err;
    }
    sme->ext = ext;
    sme->ssid = req->ssid;
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
    sme->state = D11_STA_CONNECTING;
    d11_report_start(sme, D11_EV_CONNECT_START, id, D11_OUTCOME_SUCCESS, 0);
    if (err == D11_ERR_PENDING)
        sme->phase = D11_SME_PRE;
    else
        begin(sme, lately(sme));
    return D11_OK;
}

/* As d11_ext_hooks.pre_done. */
void d11_sme_pre_done(void *arg, enum dot11_err err)
{
    struct d11_sme *sme = arg;
    struct d11_join_result result = {err, D11_OUTCOME_SECURITY, 0};

    if (sme->phase != D11_SME_PRE)
        return;
    if (err == D11_OK) {
        begin(sme, lately(sme));
        return;
    }
    d11_report_done(sme, D11_EV_CONNECT_DONE, sme->connect_id, &result);
    forget(sme);
}

enum dot11_err d11_sme_roam(struct d11_sme *sme,
                            const struct dot11_roam_req *req, uint32_t id)
{
    if (sme->state == D11_STA_ROAMING)
        return D11_ERR_BUSY;
    if (sme->state != D11_STA_CONNECTED && sme->state != D11_STA_LOST)
        return D11_ERR_STATE;
    if (req != NULL && req->has_bssid && d11_addr_is_group(req->bssid))
        return D11_ERR_ARG;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM)
        return D11_ERR_FULL;
    sme->has_roam_bssid = req != NULL && req->has_bssid;
    if (sme->has_roam_bssid)
        d11_addr_copy(sme->roam_bssid, req->bssid);
    sme->hopeless = false;
    /* Should the old association end on the way: the usual reason. */
    sme->loss = D11_OUTCOME_LOST;
    sme->loss_code = 0;
    sme->roam_id = id;
    sme->timer_us = D11_NEVER;
    sme->state = D11_STA_ROAMING;
    d11_report_start(sme, D11_EV_ROAM_START, id, D11_OUTCOME_HOST_ROAM, 0);
    sme->tried_count = 0;
    sme->scanned = false;
    sme->looked_known = false;
    sme->last.err = D11_OK;
    sme->fresh_us = lately(sme);
    /* "Another" means not the one we are with. */
    if (!sme->has_roam_bssid && sme->mlme->state == D11_MLME_ASSOCIATED)
        d11_addr_copy(sme->tried[sme->tried_count++], sme->mlme->peer->addr);
    look(sme);
    return D11_OK;
}

enum dot11_err d11_sme_disconnect(struct d11_sme *sme, uint32_t id)
{
    if (sme->state == D11_STA_INIT)
        return D11_ERR_STATE;
    d11_sme_end(sme, D11_OUTCOME_BY_HOST, true);
    d11_report_disconnect_done(sme, id);
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

    if (sme->state != D11_STA_CONNECTING && sme->state != D11_STA_ROAMING)
        return;
    cancel(sme, &result);
    /* What comes next is the end of the association, or of nothing. */
    sme->state = D11_STA_CONNECTED;
}

void d11_sme_verdict(struct d11_sme *sme,
                     const struct dot11_ext_verdict *verdict)
{
    d11_port_verdict(sme, verdict);
}

void d11_sme_end(struct d11_sme *sme, enum dot11_outcome outcome, bool say)
{
    struct d11_join_result result = {D11_ERR_CANCELLED,
                                     D11_OUTCOME_CANCELLED, 0};

    if (sme->state == D11_STA_INIT)
        return;
    if (outcome == D11_OUTCOME_RADIO_OFF) {
        result.err = D11_ERR_RADIO_OFF;
        result.outcome = outcome;
    }
    cancel(sme, &result);
    if (sme->mlme->state == D11_MLME_ASSOCIATED) {
        if (say)
            d11_mlme_leave(sme->mlme, false, D11_REASON_DISASSOC_LEAVING);
        else
            d11_mlme_drop(sme->mlme);
        d11_report_disassoc(sme, sme->mlme->peer->addr, outcome, 0);
        d11_port_delete(sme);
    }
    forget(sme);
}

/* Inputs from the side. */

void d11_sme_poke(struct d11_sme *sme)
{
    if (sme->phase == D11_SME_TURN)
        look(sme);
}

static void heard_own(struct d11_sme *sme)
{
    uint8_t now = d11_watch_quality(&sme->mlme->watch);
    uint8_t was = sme->reported_quality;
    unsigned step = now > was ? now - was : was - now;

    if (now / QUALITY_BAND == was / QUALITY_BAND || step < QUALITY_STEP)
        return;
    sme->reported_quality = now;
    d11_report_quality(sme);
}

void d11_sme_heard(struct d11_sme *sme, const struct d11_bss *bss)
{
    struct dot11_ext_suites suites;

    if (sme->mlme->state == D11_MLME_ASSOCIATED && bss == sme->mlme->bss)
        heard_own(sme);
    /* Only one place to look in, or one AP to find: no need to wait. */
    if (sme->phase == D11_SME_SCAN && (sme->has_bssid || sme->freq_count == 1) &&
        d11_select_fits(sme, bss, &suites))
        d11_scan_abort(sme->scan, D11_OK);
}

bool d11_sme_owns_scan(const struct d11_sme *sme)
{
    return sme->phase == D11_SME_SCAN;
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
    if (d11_deadline_due(sme->port_timer_us, sme->env->now_us))
        port_timed_out(sme);
    if (sme->phase == D11_SME_BACKOFF &&
        d11_deadline_due(sme->timer_us, sme->env->now_us)) {
        sme->timer_us = D11_NEVER;
        begin(sme, sme->fresh_us != 0 ? sme->fresh_us : lately(sme));
    }
}

uint64_t d11_sme_deadline(const struct d11_sme *sme)
{
    return d11_deadline_min(sme->timer_us, sme->port_timer_us);
}
