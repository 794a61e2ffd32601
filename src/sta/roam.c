/* Roaming before it is too late. Rules N80211-ROAM-2, ROAM-13. */
#include <dot11/roam.h>

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/ops.h"
#include "sme/report.h"
#include "sme/select.h"
#include "sme/steps.h"
#include "sta/radio.h"

/* While an association is tried in a roam: how often to look for a better. */
#define PEEK_US 50000u
/* How long ago a candidate may have been heard: a scan while connected. */
#define RECENT_US 20000000u
/* Shortest interval between tries. */
#define SHORTEST_US 100000u
/* Events of giving up an association: its end, the roam's end and the start
 * of the next. */
#define ABANDON_ROOM 3u

struct policy {
    struct dot11_roam_rules rules;
    bool news;         /* a scan of the host ended */
    bool listening;    /* the beacons of all are let through */
    uint64_t next_us;  /* when to look at what is known next */
    uint64_t tried_us; /* when something was done about it */
};

void dot11_roam_rules_defaults(struct dot11_roam_rules *rules)
{
    memset(rules, 0, sizeof *rules);
    rules->size = sizeof *rules;
    rules->weak_dbm = -72;
    rules->hysteresis_db = 8;
    rules->interval_us = 10000000;
    rules->scan = true;
    rules->abandon = true;
}

enum dot11_err dot11_sta_set_roam_rules(struct dot11_sta *sta,
                                        const struct dot11_roam_rules *rules)
{
    struct policy *policy = d11_vif_part(&sta->vif, D11_PART_ROAM);

    if (policy == NULL)
        return D11_ERR_UNSUPPORTED;
    if (rules->size != sizeof *rules)
        return D11_ERR_VERSION;
    if (rules->weak_dbm > 0 || rules->interval_us < SHORTEST_US)
        return D11_ERR_ARG;
    policy->rules = *rules;
    return D11_OK;
}

enum dot11_err dot11_sta_roam_rules(const struct dot11_sta *sta,
                                    struct dot11_roam_rules *rules)
{
    const struct policy *policy = d11_vif_part(&sta->vif, D11_PART_ROAM);

    if (policy == NULL)
        return D11_ERR_UNSUPPORTED;
    *rules = policy->rules;
    return D11_OK;
}

/* Is there an association with nothing else to do, that may be left for a
 * better one? */
static bool is_settled(const struct dot11_sta *sta)
{
    return sta->life == D11_LIFE_RUNNING &&
           sta->sme.state == D11_STA_CONNECTED && sta->mlme.peer->authorized &&
           sta->sme.phase == D11_SME_NOTHING && !sta->sme.has_bssid;
}

static bool is_weak(const struct policy *policy, const struct dot11_sta *sta)
{
    int8_t dbm = d11_watch_signal_dbm(&sta->mlme.watch);

    return dbm != D11_SIGNAL_UNKNOWN && dbm < policy->rules.weak_dbm;
}

static bool is_better(const struct policy *policy, const struct d11_bss *bss,
                      int8_t than_dbm)
{
    return bss != NULL && bss->signal_dbm != D11_SIGNAL_UNKNOWN &&
           than_dbm != D11_SIGNAL_UNKNOWN &&
           bss->signal_dbm >= than_dbm + policy->rules.hysteresis_db;
}

/* ROAM-5: the roam starts when there is who to roam to. What a long scan found
 * at its beginning counts; the roam itself looks again where that was. */
static void roam_if_better(const struct policy *policy, struct dot11_sta *sta)
{
    const uint64_t now_us = sta->radio->env.now_us;
    struct d11_sme *sme = &sta->sme;
    struct dot11_ext_suites suites;

    d11_sme_clear(sme, now_us > RECENT_US ? now_us - RECENT_US : 0);
    d11_addr_copy(sme->tried[sme->tried_count++], sta->mlme.peer->addr);
    if (is_better(policy, d11_select_best(sme, &suites),
                  d11_watch_signal_dbm(&sta->mlme.watch)) &&
        sme->hooks.room(sme->hooks.arg) >= D11_SME_ROOM)
        d11_sme_start_roam(sme, NULL, 0, D11_OUTCOME_BETTER_AP);
}

static void looked(void *arg, enum dot11_err err, uint16_t channels)
{
    struct dot11_sta *sta = arg;

    (void)channels;
    /* The association may have ended meanwhile. */
    if (sta->sme.state != D11_STA_CONNECTED || sta->sme.phase != D11_SME_SCAN)
        return;
    sta->sme.phase = D11_SME_NOTHING;
    if (err == D11_OK && is_settled(sta))
        roam_if_better(d11_vif_part(&sta->vif, D11_PART_ROAM), sta);
}

/* N80211-SCAN-22, STREAM-1 */
static void look_around(struct dot11_sta *sta)
{
    uint16_t freqs_mhz[D11_SME_FREQS];
    struct d11_sme *sme = &sta->sme;
    struct dot11_scan_req req;

    if (sme->scan->state != D11_SCAN_IDLE || d11_attrs_streaming(&sta->vif))
        return;
    memset(&req, 0, sizeof req);
    req.ssids = &sme->ssid;
    req.ssid_count = 1;
    req.freqs_mhz = sme->freqs_mhz;
    req.freq_count = sme->freq_count;
    if (req.freq_count == 0) {
        req.freqs_mhz = freqs_mhz;
        req.freq_count = d11_seek_known(sme, freqs_mhz);
        /* No other is known of than where we are. */
        if (req.freq_count == 1)
            req.freq_count = 0;
    }
    sme->phase = D11_SME_SCAN;
    d11_scan_start(sme->scan, &sta->vif, &req, looked, sta);
}

/* Could the association that is being tried be given up? Not one that the host
 * asked for. */
static bool is_trying(const struct policy *policy, const struct dot11_sta *sta)
{
    return policy->rules.abandon && sta->life == D11_LIFE_RUNNING &&
           sta->sme.state == D11_STA_ROAMING &&
           sta->sme.phase == D11_SME_JOIN && sta->sme.roam_id == 0 &&
           !sta->sme.has_bssid && !sta->sme.has_roam_bssid;
}

/* N80211-ROAM-13, 3.8 */
static void abandon_if_better(const struct policy *policy,
                              struct dot11_sta *sta)
{
    struct d11_sme *sme = &sta->sme;
    struct d11_join_result result = {D11_ERR_CANCELLED, D11_OUTCOME_CANCELLED,
                                     0};
    struct dot11_ext_suites suites;

    if (!is_better(policy, d11_select_best(sme, &suites),
                   sta->mlme.bss->signal_dbm) ||
        sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM + ABANDON_ROOM)
        return;
    d11_mlme_cancel(sme->mlme);
    d11_report_assoc_done(sme, sta->mlme.peer->addr, &result);
    result.outcome = D11_OUTCOME_BETTER_AP;
    d11_report_done(sme, D11_EV_ROAM_DONE, 0, &result);
    d11_sme_start_roam(sme, NULL, 0, D11_OUTCOME_BETTER_AP);
}

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct policy);
}

static void init(struct d11_vif *vif, void *state)
{
    struct policy *policy = state;

    (void)vif;
    dot11_roam_rules_defaults(&policy->rules);
}

/* Beacons of other BSSs come in during scans only, otherwise. */
static void listen(struct policy *policy, struct dot11_sta *sta, bool on)
{
    if (policy->listening == on)
        return;
    policy->listening = on;
    if (sta->sme.scan->state == D11_SCAN_IDLE)
        d11_hw_set_filter(&sta->radio->env,
                          on ? D11_FILTER_USUAL | D11_FILTER_BEACONS
                             : D11_FILTER_USUAL);
}

static void tick(struct d11_vif *vif, void *state)
{
    struct policy *policy = state;
    struct dot11_sta *sta = vif->sta;

    if (!d11_deadline_due(policy->next_us, vif->env->now_us))
        return;
    if (is_trying(policy, sta)) {
        policy->next_us = d11_time_after(vif->env->now_us, PEEK_US);
        listen(policy, sta, true);
        abandon_if_better(policy, sta);
        return;
    }
    if (!is_settled(sta) || (!is_weak(policy, sta) && !policy->rules.always))
        return;
    policy->next_us =
        d11_time_after(vif->env->now_us, policy->rules.interval_us);
    policy->news = false;
    roam_if_better(policy, sta);
    if (!policy->rules.scan || !is_settled(sta) || !is_weak(policy, sta))
        return;
    policy->tried_us = vif->env->now_us;
    look_around(sta);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct policy *policy = state;
    const struct dot11_sta *sta = vif->sta;

    if (is_trying(policy, sta))
        return policy->next_us;
    if (!is_settled(sta))
        return D11_NEVER;
    return is_weak(policy, sta) || (policy->rules.always && policy->news)
               ? policy->next_us
               : D11_NEVER;
}

static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    struct policy *policy = state;
    const uint64_t now_us = vif->env->now_us;

    switch (event->type) {
    /* There is news, worth a look unless the last try was just now. */
    case D11_EV_SCAN_DONE:
        policy->news = true;
        if (now_us - policy->tried_us >= policy->rules.interval_us)
            policy->next_us = now_us;
        break;
    case D11_EV_ROAM_START:
        policy->next_us = d11_time_after(now_us, PEEK_US);
        break;
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE:
        listen(policy, vif->sta, false);
        policy->tried_us = now_us;
        policy->next_us = d11_time_after(now_us, policy->rules.interval_us);
        break;
    default: break;
    }
}

const struct dot11_part dot11_roam_policy = {
    .kind = D11_PART_ROAM,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .tick = tick,
    .deadline = deadline,
    .event = event,
};
