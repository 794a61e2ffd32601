/* dot11-station: the commands about networks: scan, connect, roam, disconnect.
 *
 * SPDX-License-Identifier: MIT */
#include "network.h"

#include <stdio.h>
#include <string.h>

#define SCAN_US (30u * SECOND_US)
#define CONNECT_US (30u * SECOND_US)
#define PORT_US (10u * SECOND_US)
#define LEAVE_US (5u * SECOND_US)

bool run_scan(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct dot11_scan_req req = {0};
    struct dot11_ssid ssid;
    uint16_t freqs_mhz[CALL_CHANNELS_MAX];
    const struct dot11_event *event;
    enum dot11_err err;

    for (int arg = 1; arg < call->argc; arg++) {
        if (call_has(call, arg, "passive")) {
            req.passive = true;
        } else if (call_has(call, arg, "channels") && arg + 1 < call->argc) {
            if (!call_channels(call, call->argv[++arg], freqs_mhz,
                               &req.freq_count))
                return false;
            req.freqs_mhz = freqs_mhz;
        } else if (req.ssid_count == 0) {
            if (!call_ssid(call, arg, &ssid))
                return false;
            req.ssids = &ssid;
            req.ssid_count = 1;
        } else {
            return call_fail(call, "say scan [SSID] [channels LIST] [passive]");
        }
    }
    err = dot11_sta_scan(st->sta, &req, NULL, st->kind->now_us(st));
    if (err != D11_OK && err != D11_ERR_PENDING)
        return call_refused(call, err);
    event = call_event(call, &before, D11_EV_SCAN_DONE, SCAN_US);
    if (event == NULL)
        return false;
    if (event->u.scan_done.err != D11_OK)
        return call_refused(call, event->u.scan_done.err);
    table_bss(st);
    report_line(st, "  %u networks on %u channels",
                event->u.scan_done.bss_count, event->u.scan_done.channels);
    return true;
}

/* A connection is there when data flows, and that is decided after the
 * association: the port opens, or stays closed. An access point that lets go
 * again in between decides nothing, since the station tries again. */
static bool port_decided(struct station *st, void *context)
{
    const struct seen *before = context;

    return st->seen.opened > before->opened ||
           st->seen.refused > before->refused;
}

static bool wait_for_port(struct call *call, const struct seen *before)
{
    struct station *st = call->st;
    struct seen copy = *before;
    const struct seen *seen = &st->seen;

    (void)station_wait(st, port_decided, &copy, st->kind->now_us(st) + PORT_US);
    if (seen->opened > before->opened)
        return true;
    if (seen->refused > before->refused)
        return call_refused(call, seen->refusal);
    if (st->stopping)
        return call_fail(call, "interrupted");
    if (seen->count[D11_EV_DISASSOC] > before->count[D11_EV_DISASSOC])
        return call_fail(
            call,
            dot11_outcome_str(seen->last[D11_EV_DISASSOC].u.disassoc.outcome));
    return call_fail(call, "the access point did not open its port");
}

static bool leave(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    enum dot11_err err;

    dot11_manager_stop(&st->manager);
    err = dot11_sta_disconnect(st->sta, NULL, st->kind->now_us(st));

    if (err != D11_OK && err != D11_ERR_PENDING)
        return call_refused(call, err);
    return call_event(call, &before, D11_EV_DISCONNECT_DONE, LEAVE_US) != NULL;
}

/* Of an access point of the network that was no candidate: why. */
static bool say_refusal(struct call *call)
{
    struct dot11_explanation told;

    if (dot11_sta_explain(call->st->sta, 0, &told) != D11_OK)
        return false;
    for (unsigned i = 0; i < told.candidate_count; i++) {
        enum dot11_refusal refusal = told.candidates[i].refusal;

        if (refusal == D11_REFUSAL_NONE || refusal == D11_REFUSAL_SSID)
            continue;
        snprintf(call->why, WHY_MAX, "no access point fits: %s",
                 dot11_refusal_str(refusal));
        return true;
    }
    return false;
}

/* Why a connect ended, in the words of a user where we have some. */
static bool connect_failed(struct call *call, const struct dot11_ev_done *done)
{
    if (done->err == D11_ERR_BAD_KEY)
        snprintf(call->why, WHY_MAX, "%s", text_err(done->err));
    else if (done->outcome == D11_OUTCOME_PEER_REFUSED)
        snprintf(call->why, WHY_MAX, "the access point refused (status %u)",
                 done->code);
    else if (done->outcome == D11_OUTCOME_NO_CANDIDATE && say_refusal(call))
        return false;
    else if (done->outcome == D11_OUTCOME_NO_CANDIDATE)
        snprintf(call->why, WHY_MAX, "no such network in range");
    else
        snprintf(call->why, WHY_MAX, "%s", text_err(done->err));
    return false;
}

/* It worked, or the manager has given up. */
static bool connect_decided(struct station *st, void *context)
{
    const struct seen *before = context;
    const struct seen *seen = &st->seen;

    return seen->count[D11_EV_CONNECT_DONE] >
               before->count[D11_EV_CONNECT_DONE] &&
           (!st->manager.wanted ||
            seen->last[D11_EV_CONNECT_DONE].u.done.err == D11_OK);
}

bool run_connect(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct network network = {0};
    const struct dot11_event *event = NULL;
    enum dot11_err err;

    if (!network_take(call, &network))
        return false;
    err =
        dot11_manager_connect(&st->manager, &network.req, st->kind->now_us(st));
    if (err == D11_ERR_STATE)
        return call_fail(call,
                         "connected or connecting already: disconnect first");
    if (err != D11_OK && err != D11_ERR_PENDING)
        return call_refused(call, err);
    if (network.nowait)
        return true;
    (void)station_wait(st, connect_decided, &before,
                       st->kind->now_us(st) + CONNECT_US);
    if (st->seen.count[D11_EV_CONNECT_DONE] > before.count[D11_EV_CONNECT_DONE])
        event = &st->seen.last[D11_EV_CONNECT_DONE];
    if (event != NULL && event->u.done.err != D11_OK) {
        dot11_manager_stop(&st->manager);
        return connect_failed(call, &event->u.done);
    }
    if (event == NULL || !wait_for_port(call, &before)) {
        struct call quiet = {.st = st};

        /* The station would go on trying. */
        (void)leave(&quiet);
        return false;
    }
    return true;
}

bool run_disconnect(struct call *call)
{
    return leave(call);
}

/* roam rules [weak DBM] [better DB] [every SECONDS] [scan on|off] */
static bool take_rules(struct call *call, struct dot11_roam_rules *rules)
{
    uint64_t number;

    for (int arg = 2; arg + 1 < call->argc; arg += 2) {
        const char *value = call->argv[arg + 1];

        if (call_has(call, arg, "weak") && words_dbm(value, &rules->weak_dbm))
            continue;
        if (call_has(call, arg, "better") && words_number(value, 100, &number))
            rules->hysteresis_db = (uint8_t)number;
        else if (call_has(call, arg, "every") &&
                 words_number(value, 3600, &number) && number > 0)
            rules->interval_us = (uint32_t)number * SECOND_US;
        else if (call_has(call, arg, "scan") &&
                 (call_has(call, arg + 1, "on") ||
                  call_has(call, arg + 1, "off")))
            rules->scan = call_has(call, arg + 1, "on");
        else
            return false;
    }
    return call->argc % 2 == 0;
}

static bool run_roam_rules(struct call *call)
{
    struct station *st = call->st;
    struct dot11_roam_rules rules;
    enum dot11_err err = dot11_sta_roam_rules(st->sta, &rules);

    if (err == D11_OK && !take_rules(call, &rules))
        return call_fail(call, "say roam rules [weak DBM] [better DB] [every "
                               "SECONDS] [scan on|off]");
    if (err == D11_OK)
        err = dot11_sta_set_roam_rules(st->sta, &rules);
    if (err != D11_OK)
        return call_refused(call, err);
    report_line(st,
                "  weak below %d dBm, better by %u dB, every %u s, scans %s",
                rules.weak_dbm, rules.hysteresis_db,
                rules.interval_us / SECOND_US, rules.scan ? "on" : "off");
    return true;
}

bool run_roam(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct dot11_roam_req req = {0};
    const struct dot11_event *event;
    enum dot11_err err;

    if (call_has(call, 1, "rules"))
        return run_roam_rules(call);
    if (call->argc > 2)
        return call_fail(call, "say roam [BSSID]");
    req.has_bssid = call->argc > 1;
    if (req.has_bssid && !words_addr(call->argv[1], req.bssid))
        return call_fail(call, "a BSSID is like 02:00:00:00:00:01");
    err = dot11_sta_roam(st->sta, &req, NULL, st->kind->now_us(st));
    if (err != D11_OK && err != D11_ERR_PENDING)
        return call_refused(call, err);
    event = call_event(call, &before, D11_EV_ROAM_DONE, CONNECT_US);
    if (event == NULL)
        return false;
    if (event->u.done.err != D11_OK)
        return connect_failed(call, &event->u.done);
    return wait_for_port(call, &before);
}
