/* dot11-station: the commands by name.
 *
 * SPDX-License-Identifier: MIT
 *
 * A command checks what it was given, asks the library, and waits for the
 * completion that every request has. */
#include "network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AFTERMATH_US 5000u

static bool run_bss(struct call *call)
{
    table_bss(call->st);
    return true;
}

static bool run_status(struct call *call)
{
    table_status(call->st);
    return true;
}

static bool run_stats(struct call *call)
{
    table_stats(call->st);
    return true;
}

static bool opened(struct station *st, void *context)
{
    const struct seen *before = context;

    return st->seen.opened > before->opened;
}

static bool run_wait(struct call *call)
{
    struct station *st = call->st;
    uint64_t seconds = 10;

    if (call->argc > 2 && !words_number(call->argv[2], 86400, &seconds))
        return call_fail(call, "seconds are a number");
    if (call_has(call, 1, "authorized"))
        return station_wait(st, opened, &st->before,
                            st->kind->now_us(st) + seconds * SECOND_US) ||
               call_fail(call, "the port did not open in time");
    if (call_has(call, 1, "time")) {
        (void)station_wait(st, call_never, NULL,
                           st->kind->now_us(st) + seconds * SECOND_US);
        return true;
    }
    for (int type = D11_EV_NONE + 1; type < D11_EV_COUNT; type++) {
        if (call_has(call, 1, dot11_event_name((enum dot11_event_type)type)))
            return call_event(call, &st->before, (enum dot11_event_type)type,
                              seconds * SECOND_US) != NULL;
    }
    return call_fail(call,
                     "wait for an event of dot11/event.h, 'authorized' or "
                     "'time'");
}

static bool run_ap(struct call *call)
{
    struct station *st = call->st;

    if (st->kind->ap == NULL)
        return call_fail(call, "these access points are not ours to command");
    return st->kind->ap(st, call->argc, call->argv, call->why);
}

static bool run_quit(struct call *call)
{
    call->st->quit = true;
    return true;
}

static bool run_help(struct call *call);

/* --- The table ------------------------------------------------------------ */

static const struct command {
    const char *name;
    int least, most; /* words after the name */
    command_fn *run;
    const char *usage;
    const char *help;
} commands[] = {
    {"scan", 0, 5, run_scan, "scan [SSID] [channels LIST] [passive]",
     "look for networks and list them"},
    {"bss", 0, 0, run_bss, "bss", "the networks that were heard so far"},
    {"connect", 1, WORDS_MAX, run_connect, "connect SSID [OPTION]...",
     "join a network; the station then keeps it by itself. Options:"},
    {"ibss", 1, 8, run_ibss,
     "ibss start|join SSID [freq MHZ] [psk PASSPHRASE] [nowait] | ibss peers",
     "a network without access points: begin or join it; who is there"},
    {"roam", 0, 9, run_roam,
     "roam [BSSID]\n  roam rules [weak DBM] [better DB] [every SECONDS] "
     "[scan on|off]",
     "look for a better access point; when to do so without being asked"},
    {"status", 0, 0, run_status, "status", "where the station is"},
    {"explain", 0, 1, run_explain, "explain [N]",
     "why the last connect or roam went as it did; 1: the one before"},
    {"get", 0, 1, run_get, "get [ATTRIBUTE]", "one attribute, or all of them"},
    {"set", 1, 16, run_set, "set ATTRIBUTE [VALUE]...",
     "change an attribute; a list is set as a whole"},
    {"monitor", 1, 2, run_monitor, "monitor on [CHANNEL] | monitor off",
     "listen to everything on a channel and send nothing; for --pcap"},
    {"reset", 0, 2, run_reset, "reset [defaults] [ADDRESS]",
     "forget network, keys and what was heard, and take another address"},
    {"halt", 0, 0, run_halt, "halt", "leave and turn the radio off"},
    {"start", 0, 0, run_start, "start", "turn it on again after a halt"},
    {"pause", 0, 0, run_pause, "pause", "no packets until 'restart'"},
    {"restart", 0, 0, run_restart, "restart", "packets again"},
    {"radio", 1, 1, run_radio, "radio on|off",
     "the software setting of the radio, which outlives a halt"},
    {"events", 0, 0, run_events, "events", "the last 50 things that happened"},
    {"ping", 1, 2, run_ping, "ping ADDRESS [COUNT]", "echo requests"},
    {"disconnect", 0, 0, run_disconnect, "disconnect", "leave the network"},
    {"wait", 1, 2, run_wait, "wait EVENT|authorized|time [SECONDS]",
     "until an event comes that came not yet"},
    {"stats", 0, 0, run_stats, "stats", "what happened to frames"},
    {"ap", 0, 3, run_ap, "ap ACTION NAME [DBM]",
     "access points on simulated air: stop start restart deauth rekey signal"},
    {"help", 0, 0, run_help, "help", "this list"},
    {"quit", 0, 0, run_quit, "quit", "leave the network and the program"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

const char *command_name(size_t i)
{
    return i < COMMAND_COUNT ? commands[i].name : NULL;
}

static bool run_help(struct call *call)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        report_line(call->st, "  %s\n      %s", commands[i].usage,
                    commands[i].help);
        if (commands[i].run == run_connect)
            network_help(call->st);
    }
    report_line(call->st, "  \"...\" keeps blanks together; \\xHH is an octet");
    return true;
}

static bool run(struct call *call)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const struct command *command = &commands[i];
        int words = call->argc - 1;

        if (strcmp(command->name, call->argv[0]) != 0)
            continue;
        if (words < command->least || words > command->most) {
            snprintf(call->why, WHY_MAX, "say %s", command->usage);
            return false;
        }
        return command->run(call);
    }
    return call_fail(call, "no such command; see help");
}

/* What a command set off may still be on the air: in a diagram it belongs
 * below its own command. */
static void let_finish(struct station *st)
{
    if (st->ladder != NULL && !st->real_time)
        (void)station_wait(st, call_never, NULL,
                           st->kind->now_us(st) + AFTERMATH_US);
}

void command_line(struct station *st, const char *text)
{
    char *line = strdup(text);
    char *words[WORDS_MAX];
    size_t lens[WORDS_MAX];
    struct call call = {.st = st, .argv = words, .lens = lens};
    const char *why = NULL;
    bool ok;

    if (line == NULL)
        abort();
    call.argc = words_split(line, words, lens, &why);
    if (call.argc != 0) {
        if (call.argc > 0)
            report_command(st, text);
        ok = call.argc > 0 ? run(&call) : call_fail(&call, why);
        station_settle(st);
        let_finish(st);
        report_result(st, call.argc > 0 ? words[0] : "?", ok ? NULL : call.why);
        st->failed = st->failed || !ok;
        st->before = st->seen;
    }
    free(line);
}
