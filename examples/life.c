/* dot11-station: the life of the station: reset, halt, start, pause, restart,
 * the radio setting, and what happened.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#include <stdio.h>
#include <string.h>

/* Longer than a radio may take, and than frames may be out. */
#define LIFE_US (5u * SECOND_US)

static bool take_addr(const char *text, uint8_t addr[D11_ADDR_LEN])
{
    unsigned octets[D11_ADDR_LEN];
    char rest;

    if (strlen(text) != 17 ||
        sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%c", &octets[0], &octets[1],
               &octets[2], &octets[3], &octets[4], &octets[5], &rest) != 6)
        return false;
    for (unsigned i = 0; i < D11_ADDR_LEN; i++)
        addr[i] = (uint8_t)octets[i];
    return true;
}

bool run_reset(struct call *call)
{
    struct station *st = call->st;
    const struct seen before = st->seen;
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};
    const struct dot11_event *event;
    uint8_t addr[D11_ADDR_LEN];
    enum dot11_err err;

    for (int i = 1; i < call->argc; i++) {
        if (call_has(call, i, "defaults"))
            req.default_mib = true;
        else if (take_addr(call->argv[i], addr))
            req.addr = addr;
        else
            return call_fail(call, "say reset [defaults] [ADDRESS]");
    }
    dot11_manager_stop(&st->manager);
    err = dot11_sta_dot11_reset(st->sta, &req, NULL, st->kind->now_us(st));
    if (err != D11_OK)
        return call_refused(call, err);
    event = call_event(call, &before, D11_EV_RESET_DONE, LIFE_US);
    if (event == NULL)
        return false;
    if (req.addr != NULL) {
        memcpy(st->options.mac, addr, D11_ADDR_LEN);
        memcpy(st->ping.own_addr, addr, D11_ADDR_LEN);
    }
    return event->u.reset_done.err == D11_OK ||
           call_refused(call, event->u.reset_done.err);
}

bool run_halt(struct call *call)
{
    struct station *st = call->st;
    const struct seen before = st->seen;
    enum dot11_err err;

    dot11_manager_stop(&st->manager);
    err = dot11_sta_halt(st->sta, st->kind->now_us(st));
    if (err != D11_OK)
        return call_refused(call, err);
    return call_event(call, &before, D11_EV_HALTED, LIFE_US) != NULL;
}

bool run_start(struct call *call)
{
    struct station *st = call->st;
    const struct seen before = st->seen;
    const struct dot11_event *event;
    enum dot11_err err = dot11_sta_start(st->sta, st->kind->now_us(st));

    if (err != D11_OK)
        return call_refused(call, err);
    event = call_event(call, &before, D11_EV_STARTED, LIFE_US);
    if (event == NULL)
        return false;
    return event->u.started.err == D11_OK ||
           call_refused(call, event->u.started.err);
}

bool run_pause(struct call *call)
{
    struct station *st = call->st;
    enum dot11_err err = dot11_sta_pause(st->sta, st->kind->now_us(st));

    return err == D11_OK || call_refused(call, err);
}

bool run_restart(struct call *call)
{
    struct station *st = call->st;
    enum dot11_err err = dot11_sta_restart(st->sta, st->kind->now_us(st));

    return err == D11_OK || call_refused(call, err);
}

bool run_radio(struct call *call)
{
    struct station *st = call->st;
    bool on = call_has(call, 1, "on");
    enum dot11_err err;

    if (!on && !call_has(call, 1, "off"))
        return call_fail(call, "say radio on, or radio off");
    err = dot11_radio_set_on(st->radio, on, st->kind->now_us(st));
    return err == D11_OK || call_refused(call, err);
}

/* --- What happened -------------------------------------------------------- */

void history_add(struct history *history, const struct dot11_event *event)
{
    struct dot11_event *place =
        &history->ring[history->count++ % HISTORY_EVENTS];

    *place = *event;
    /* What it borrowed is gone soon. */
    if (event->type == D11_EV_ASSOC_DONE) {
        memset(&place->u.assoc_done.request, 0, sizeof(struct dot11_octets));
        memset(&place->u.assoc_done.response, 0, sizeof(struct dot11_octets));
        memset(&place->u.assoc_done.beacon, 0, sizeof(struct dot11_octets));
    }
}

const struct dot11_event *history_at(const struct history *history, size_t i)
{
    size_t kept =
        history->count < HISTORY_EVENTS ? history->count : HISTORY_EVENTS;

    return i < kept
               ? &history->ring[(history->count - kept + i) % HISTORY_EVENTS]
               : NULL;
}

/* How it ended, or why it began, when the event says so. */
static const char *detail(const struct dot11_event *event)
{
    switch (event->type) {
    case D11_EV_STARTED: return dot11_err_str(event->u.started.err);
    case D11_EV_SCAN_DONE: return dot11_err_str(event->u.scan_done.err);
    case D11_EV_ROAM_START: return dot11_outcome_str(event->u.start.reason);
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE: return dot11_outcome_str(event->u.done.outcome);
    case D11_EV_ASSOC_DONE:
        return dot11_outcome_str(event->u.assoc_done.outcome);
    case D11_EV_DISASSOC: return dot11_outcome_str(event->u.disassoc.outcome);
    case D11_EV_PORT: return text_port_change(event->u.port.change);
    case D11_EV_HALTED: return dot11_err_str(event->u.halted.err);
    case D11_EV_RESET_DONE: return dot11_err_str(event->u.reset_done.err);
    default: return "";
    }
}

bool run_events(struct call *call)
{
    struct station *st = call->st;
    const struct dot11_event *event;

    if (st->options.json) {
        json_events(st);
        return true;
    }
    for (size_t i = 0; (event = history_at(&st->history, i)) != NULL; i++)
        report_line(st, "  %6llu.%06llu  %-16s %s",
                    (unsigned long long)(event->at_us / SECOND_US),
                    (unsigned long long)(event->at_us % SECOND_US),
                    dot11_event_name(event->type), detail(event));
    return true;
}
