/* The events of a station as words.
 *
 * SPDX-License-Identifier: MIT */
#include "trail.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

uint32_t trail_mark(const struct rig *rig)
{
    return dot11_sim_station_event_count(rig->station);
}

static enum dot11_err err_of(const struct dot11_event *event)
{
    switch (event->type) {
    case D11_EV_STARTED: return event->u.started.err;
    case D11_EV_SCAN_DONE: return event->u.scan_done.err;
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE: return event->u.done.err;
    case D11_EV_ASSOC_DONE: return event->u.assoc_done.err;
    case D11_EV_DISCONNECT_DONE: return event->u.disconnect_done.err;
    case D11_EV_HALTED: return event->u.halted.err;
    case D11_EV_RESET_DONE: return event->u.reset_done.err;
    default: return D11_OK;
    }
}

static void add(char *words, size_t size, const char *word)
{
    assert_true(strlen(words) + strlen(word) < size);
    strcat(words, word);
}

static const char *port_word(const struct dot11_ev_port *port)
{
    if (port->change == D11_PORT_DELETED)
        return "port.";
    return port->port.authorized ? "port+" : "port-";
}

const char *trail_words(const struct rig *rig, uint32_t mark)
{
    static char words[2048];
    uint32_t count = trail_mark(rig);

    words[0] = '\0';
    for (uint32_t i = mark; i < count; i++) {
        const struct dot11_event *event =
            dot11_sim_station_event(rig->station, i);

        assert_non_null(event);
        if (event->type == D11_EV_LINK_QUALITY)
            continue;
        if (words[0] != '\0')
            add(words, sizeof words, " ");
        add(words, sizeof words,
            event->type == D11_EV_PORT ? port_word(&event->u.port)
                                       : dot11_event_name(event->type));
        if (err_of(event) != D11_OK)
            add(words, sizeof words, "!");
    }
    return words;
}

const struct dot11_event *trail_event(const struct rig *rig, uint32_t mark,
                                      enum dot11_event_type type, unsigned n)
{
    uint32_t count = trail_mark(rig);

    for (uint32_t i = mark; i < count; i++) {
        const struct dot11_event *event =
            dot11_sim_station_event(rig->station, i);

        if (event->type == type && n-- == 0)
            return event;
    }
    fail_msg("no %s", dot11_event_name(type));
    return NULL;
}
