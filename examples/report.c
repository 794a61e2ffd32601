/* dot11-station: what is said about events and commands.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BOLD "\033[1m"
#define GREEN "\033[32m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

static bool coloured(void)
{
    static int answer = -1;

    if (answer < 0)
        answer = isatty(STDOUT_FILENO);
    return answer == 1;
}

/* One line about an event, with its time; before it what the ladder has
 * gathered, so that order is kept. */
static void say(struct station *st, uint64_t at_us, const char *colour,
                const char *format, ...) __attribute__((format(printf, 4, 5)));

static void say(struct station *st, uint64_t at_us, const char *colour,
                const char *format, ...)
{
    bool paint = colour != NULL && coloured();
    va_list args;

    prompt_hide(st);
    if (st->ladder != NULL)
        ladder_flush(st->ladder);
    printf("%10.6f  %s* ", (double)at_us / 1e6, paint ? colour : "");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("%s\n", paint ? PLAIN : "");
    prompt_show(st);
}

void report_line(struct station *st, const char *format, ...)
{
    va_list args;

    if (st->options.json)
        return;
    if (st->ladder != NULL)
        ladder_flush(st->ladder);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

void report_command(struct station *st, const char *line)
{
    if (st->options.json || st->interactive)
        return;
    if (st->ladder != NULL)
        ladder_flush(st->ladder);
    printf("\n%s> %s%s\n", coloured() ? BOLD : "", line,
           coloured() ? PLAIN : "");
}

void report_result(struct station *st, const char *command, const char *why)
{
    if (why != NULL)
        fprintf(stderr, "dot11-station: %s: %s\n", command, why);
    if (st->options.json) {
        json_result(st, command, why);
        return;
    }
    if (st->ladder != NULL)
        ladder_flush(st->ladder);
    fflush(stdout);
}

/* Behind a text: the reason or status code, when there is one. */
static const char *code_text(uint16_t code, char out[16])
{
    out[0] = '\0';
    if (code != 0)
        snprintf(out, 16, " (code %u)", code);
    return out;
}

static void say_assoc(struct station *st, const struct dot11_event *event)
{
    const struct dot11_ev_assoc_done *done = &event->u.assoc_done;
    char bssid[TEXT_ADDR_MAX];
    char code[16];

    if (done->err == D11_OK)
        say(st, event->at_us, NULL, "associated with %s, AID %u%s%s%s%s",
            text_addr(done->bssid, bssid), done->aid,
            done->akm != D11_AKM_NONE ? ", " : "",
            done->akm != D11_AKM_NONE ? text_akm(done->akm) : "",
            done->akm != D11_AKM_NONE ? " with " : "",
            done->akm != D11_AKM_NONE ? text_cipher(done->pairwise_cipher)
                                      : "");
    else
        say(st, event->at_us, RED, "association with %s failed: %s%s",
            text_addr(done->bssid, bssid), dot11_outcome_str(done->outcome),
            code_text(done->code, code));
}

static void say_port(struct station *st, const struct dot11_event *event)
{
    const struct dot11_ev_port *port = &event->u.port;

    if (port->change == D11_PORT_UNAUTHORIZED)
        say(st, event->at_us, RED, "port stays closed: %s",
            text_err(port->err));
    else if (port->port.authorized && port->change != D11_PORT_DELETED)
        say(st, event->at_us, GREEN, "port open: data flows%s",
            port->port.controlled ? ", encrypted" : "");
}

static void say_done(struct station *st, const struct dot11_event *event,
                     const char *what)
{
    const struct dot11_ev_done *done = &event->u.done;
    char bssid[TEXT_ADDR_MAX];
    char code[16];

    if (done->err == D11_OK)
        say(st, event->at_us, NULL, "%s: %s", what,
            text_addr(done->bssid, bssid));
    else
        say(st, event->at_us, RED, "%s: %s%s", what,
            dot11_outcome_str(done->outcome), code_text(done->code, code));
}

static void say_assoc_start(struct station *st, const struct dot11_event *event)
{
    const struct dot11_ev_assoc_start *start = &event->u.assoc_start;
    char ssid[TEXT_SSID_MAX];
    char bssid[TEXT_ADDR_MAX];

    say(st, event->at_us, NULL, "joining \"%s\" at %s, channel %u",
        text_ssid(&start->ssid, ssid), text_addr(start->bssid, bssid),
        dot11_channel_number(start->freq_mhz));
}

static void say_disassoc(struct station *st, const struct dot11_event *event)
{
    const struct dot11_ev_disassoc *left = &event->u.disassoc;
    char bssid[TEXT_ADDR_MAX];
    char code[16];

    say(st, event->at_us, left->outcome == D11_OUTCOME_BY_HOST ? NULL : RED,
        "association with %s ended: %s%s", text_addr(left->bssid, bssid),
        dot11_outcome_str(left->outcome), code_text(left->code, code));
}

/* Completions of what the user asked for are said by the command itself. */
static void say_event(struct station *st, const struct dot11_event *event)
{
    switch (event->type) {
    case D11_EV_ASSOC_START: say_assoc_start(st, event); break;
    case D11_EV_ASSOC_DONE: say_assoc(st, event); break;
    case D11_EV_PORT: say_port(st, event); break;
    case D11_EV_DISASSOC: say_disassoc(st, event); break;
    case D11_EV_ROAM_START:
        say(st, event->at_us, NULL, "looking for another access point: %s",
            dot11_outcome_str(event->u.start.reason));
        break;
    case D11_EV_ROAM_DONE: say_done(st, event, "roamed"); break;
    case D11_EV_PHY_STATE:
        if (!event->u.phy_state.hardware_on)
            say(st, event->at_us, RED, "the radio is switched off");
        break;
    case D11_EV_NEED_CREDENTIALS:
        say(st, event->at_us, NULL, "a secret is needed");
        break;
    case D11_EV_PINNED:
        say(st, event->at_us, NULL,
            "weaker security of this network is refused from now on");
        break;
    default: break;
    }
}

void report_event(struct station *st, const struct dot11_event *event)
{
    if (st->options.json)
        json_event(event);
    else
        say_event(st, event);
    if (st->real_time)
        fflush(stdout);
}
