/* dot11-station: the commands.
 *
 * SPDX-License-Identifier: MIT
 *
 * A command checks what it was given, asks the library, and waits for the
 * completion that every request has. */
#include "station.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND_US 1000000u
#define SCAN_US (30u * SECOND_US)
#define CONNECT_US (30u * SECOND_US)
#define PORT_US (10u * SECOND_US)
#define LEAVE_US (5u * SECOND_US)
#define PING_US SECOND_US
#define PING_PAUSE_US (SECOND_US / 5u)
#define PING_PAYLOAD 56u
#define ARP_TRIES 3
#define AFTERMATH_US 5000u
#define CHANNELS_MAX 16

/* A command as it was given. */
struct call {
    struct station *st;
    int argc;
    char **argv;
    const size_t *lens;
    char why[WHY_MAX]; /* for people, when it fails */
};

static bool fail(struct call *call, const char *why)
{
    snprintf(call->why, WHY_MAX, "%s", why);
    return false;
}

static bool refused(struct call *call, enum dot11_err err)
{
    return fail(call, text_err(err));
}

/* --- Waiting -------------------------------------------------------------- */

struct wait {
    enum dot11_event_type type;
    uint32_t count; /* there have to be more than these */
};

static bool came(struct station *st, void *context)
{
    const struct wait *wait = context;

    return st->seen.count[wait->type] > wait->count;
}

/* Wait for one more event of a kind than there were in `before`. */
static const struct dot11_event *event_after(struct call *call,
                                             const struct seen *before,
                                             enum dot11_event_type type,
                                             uint64_t us)
{
    struct station *st = call->st;
    struct wait wait = {.type = type, .count = before->count[type]};

    if (station_wait(st, came, &wait, st->kind->now_us(st) + us))
        return &st->seen.last[type];
    (void)fail(call, st->stopping ? "interrupted" : "nothing came in time");
    return NULL;
}

static bool never(struct station *st, void *context)
{
    (void)st;
    (void)context;
    return false;
}

/* --- Arguments ------------------------------------------------------------ */

static bool take_ssid(struct call *call, int arg, struct dot11_ssid *ssid)
{
    size_t len = call->lens[arg];

    if (len == 0 || len > D11_SSID_MAX) {
        snprintf(call->why, WHY_MAX,
                 "an SSID has 1 to 32 octets, this one has %zu", len);
        return false;
    }
    ssid->len = (uint8_t)len;
    memcpy(ssid->octets, call->argv[arg], len);
    return true;
}

static bool take_passphrase(struct call *call, int arg,
                            struct dot11_rsn_profile *profile)
{
    const char *text = call->argv[arg];
    size_t len = call->lens[arg];

    if (len < 8 || len > D11_PASSPHRASE_MAX) {
        snprintf(call->why, WHY_MAX,
                 "a passphrase has 8 to 63 characters, this one has %zu", len);
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 0x20 || text[i] > 0x7e)
            return fail(call, "a passphrase has printable ASCII only");
    }
    profile->passphrase_len = (uint8_t)len;
    memcpy(profile->passphrase, text, len);
    return true;
}

/* "1,6,36" or frequencies in MHz. */
static bool take_channels(struct call *call, const char *list,
                          uint16_t freqs_mhz[CHANNELS_MAX], uint16_t *count)
{
    char *end;

    *count = 0;
    do {
        unsigned long n = strtoul(list, &end, 10);
        enum dot11_band band = n > 14 ? D11_BAND_5GHZ : D11_BAND_2GHZ;

        if (end == list || (*end != ',' && *end != '\0') || n > 7200)
            return fail(call, "channels are a list such as 1,6,36");
        if (*count == CHANNELS_MAX)
            return fail(call, "at most 16 channels");
        if (n < 1000)
            n = dot11_channel_freq_mhz(band, (uint8_t)n);
        if (n == 0)
            return fail(call, "there is no such channel");
        freqs_mhz[(*count)++] = (uint16_t)n;
        list = end + 1;
    } while (*end == ',');
    return true;
}

static bool is_word(const struct call *call, int arg, const char *word)
{
    return arg < call->argc && strcmp(call->argv[arg], word) == 0;
}

/* --- scan, bss ------------------------------------------------------------ */

static bool run_scan(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct dot11_scan_req req = {0};
    struct dot11_ssid ssid;
    uint16_t freqs_mhz[CHANNELS_MAX];
    const struct dot11_event *event;
    enum dot11_err err;

    for (int arg = 1; arg < call->argc; arg++) {
        if (is_word(call, arg, "passive")) {
            req.passive = true;
        } else if (is_word(call, arg, "channels") && arg + 1 < call->argc) {
            if (!take_channels(call, call->argv[++arg], freqs_mhz,
                               &req.freq_count))
                return false;
            req.freqs_mhz = freqs_mhz;
        } else if (req.ssid_count == 0) {
            if (!take_ssid(call, arg, &ssid))
                return false;
            req.ssids = &ssid;
            req.ssid_count = 1;
        } else {
            return fail(call, "say scan [SSID] [channels LIST] [passive]");
        }
    }
    err = dot11_sta_scan(st->sta, &req, NULL, st->kind->now_us(st));
    if (err != D11_OK && err != D11_ERR_PENDING)
        return refused(call, err);
    event = event_after(call, &before, D11_EV_SCAN_DONE, SCAN_US);
    if (event == NULL)
        return false;
    if (event->u.scan_done.err != D11_OK)
        return refused(call, event->u.scan_done.err);
    table_bss(st);
    report_line(st, "  %u networks on %u channels",
                event->u.scan_done.bss_count, event->u.scan_done.channels);
    return true;
}

static bool run_bss(struct call *call)
{
    table_bss(call->st);
    return true;
}

/* --- connect, disconnect -------------------------------------------------- */

struct network {
    struct dot11_connect_req req;
    struct dot11_rsn_profile profile;
    uint16_t freqs_mhz[CHANNELS_MAX];
};

static bool take_network(struct call *call, struct network *network)
{
    struct dot11_connect_req *req = &network->req;

    dot11_rsn_profile_defaults(&network->profile);
    if (!take_ssid(call, 1, &req->ssid))
        return false;
    for (int arg = 2; arg < call->argc; arg++) {
        bool more = arg + 1 < call->argc;

        if (is_word(call, arg, "open")) {
            req->ext = NULL;
        } else if (is_word(call, arg, "psk") && more) {
            if (!take_passphrase(call, ++arg, &network->profile))
                return false;
            req->ext = &dot11_rsn;
            req->profile = &network->profile;
            req->profile_len = sizeof(network->profile);
        } else if (is_word(call, arg, "bssid") && more) {
            req->has_bssid = true;
            if (!words_addr(call->argv[++arg], req->bssid))
                return fail(call, "a BSSID is like 02:00:00:00:00:01");
        } else if (is_word(call, arg, "channels") && more) {
            if (!take_channels(call, call->argv[++arg], network->freqs_mhz,
                               &req->freq_count))
                return false;
            req->freqs_mhz = network->freqs_mhz;
        } else {
            return fail(call, "say connect SSID [open|psk PASSPHRASE] [bssid "
                              "B] [channels LIST]; quote what has blanks");
        }
    }
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
        return refused(call, seen->refusal);
    if (st->stopping)
        return fail(call, "interrupted");
    if (seen->count[D11_EV_DISASSOC] > before->count[D11_EV_DISASSOC])
        return fail(call, dot11_outcome_str(
                              seen->last[D11_EV_DISASSOC].u.disassoc.outcome));
    return fail(call, "the access point did not open its port");
}

static bool leave(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    enum dot11_err err;

    dot11_manager_stop(&st->manager);
    err = dot11_sta_disconnect(st->sta, NULL, st->kind->now_us(st));

    if (err != D11_OK && err != D11_ERR_PENDING)
        return refused(call, err);
    return event_after(call, &before, D11_EV_DISCONNECT_DONE, LEAVE_US) != NULL;
}

/* Why a connect ended, in the words of a user where we have some. */
static bool connect_failed(struct call *call, const struct dot11_ev_done *done)
{
    if (done->outcome == D11_OUTCOME_PEER_REFUSED)
        snprintf(call->why, WHY_MAX, "the access point refused (status %u)",
                 done->code);
    else if (done->outcome == D11_OUTCOME_NO_CANDIDATE)
        snprintf(call->why, WHY_MAX,
                 "no such network in range, or none that "
                 "would have us");
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

static bool run_connect(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct network network = {0};
    const struct dot11_event *event = NULL;
    enum dot11_err err;

    if (!take_network(call, &network))
        return false;
    err = dot11_manager_connect(&st->manager, &network.req,
                                st->kind->now_us(st));
    if (err == D11_ERR_STATE)
        return fail(call, "connected or connecting already: disconnect first");
    if (err != D11_OK && err != D11_ERR_PENDING)
        return refused(call, err);
    (void)station_wait(st, connect_decided, &before,
                       st->kind->now_us(st) + CONNECT_US);
    if (st->seen.count[D11_EV_CONNECT_DONE] >
        before.count[D11_EV_CONNECT_DONE])
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

static bool run_disconnect(struct call *call)
{
    return leave(call);
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

/* --- ping ----------------------------------------------------------------- */

static bool ping_send(struct station *st)
{
    uint8_t eth[DOT11_SIM_PING_OCTETS(PING_PAYLOAD)];
    size_t len = dot11_sim_ping_next(&st->ping, PING_PAYLOAD, eth, sizeof(eth));

    return station_send(st, eth, len);
}

static bool resolved(struct station *st, void *context)
{
    (void)context;
    return st->ping.resolved;
}

static bool answered(struct station *st, void *context)
{
    (void)context;
    return st->ping_seq == st->ping.sent_seq;
}

static void ping_once(struct station *st, const char *whom)
{
    uint64_t sent_us = st->kind->now_us(st);
    uint64_t rtt_us = D11_NEVER;

    if (ping_send(st) && station_wait(st, answered, NULL, sent_us + PING_US))
        rtt_us = st->kind->now_us(st) - sent_us;
    if (st->options.json)
        json_ping(st, st->ping.sent_seq, rtt_us);
    else if (rtt_us != D11_NEVER)
        report_line(st, "  answer %u from %s after %.3f ms", st->ping.sent_seq,
                    whom, (double)rtt_us / 1e3);
    else
        report_line(st, "  no answer to %u", st->ping.sent_seq);
}

static bool run_ping(struct call *call)
{
    struct station *st = call->st;
    struct dot11_sim_ping *ping = &st->ping;
    struct dot11_sta_status status;
    uint64_t count = 4;
    uint8_t ip[4];

    if (!words_ip(call->argv[1], ip))
        return fail(call, "an address is like 10.0.0.1");
    if (call->argc > 2 &&
        (!words_number(call->argv[2], 1000000, &count) || count == 0))
        return fail(call, "a count is 1 or more");
    dot11_sta_status(st->sta, &status);
    if (!status.authorized)
        return fail(call, "not connected");

    memcpy(ping->peer_ip, ip, 4);
    ping->resolved = false;
    ping->sent = ping->received = 0;
    for (int i = 0; i < ARP_TRIES && !ping->resolved; i++) {
        if (ping_send(st))
            (void)station_wait(st, resolved, NULL,
                               st->kind->now_us(st) + PING_US / 2);
    }
    if (!ping->resolved)
        return fail(call, "nobody has that address");
    for (uint64_t i = 0; i < count && !st->stopping; i++) {
        if (i > 0)
            (void)station_wait(st, never, NULL,
                               st->kind->now_us(st) + PING_PAUSE_US);
        ping_once(st, call->argv[1]);
    }
    report_line(st, "  %u sent, %u answered", ping->sent, ping->received);
    return ping->received == count || fail(call, "answers are missing");
}

/* --- wait, roam, ap, quit, help ------------------------------------------- */

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
        return fail(call, "seconds are a number");
    if (is_word(call, 1, "authorized"))
        return station_wait(st, opened, &st->before,
                            st->kind->now_us(st) + seconds * SECOND_US) ||
               fail(call, "the port did not open in time");
    if (is_word(call, 1, "time")) {
        (void)station_wait(st, never, NULL,
                           st->kind->now_us(st) + seconds * SECOND_US);
        return true;
    }
    for (int type = D11_EV_NONE + 1; type < D11_EV_COUNT; type++) {
        if (is_word(call, 1, dot11_event_name((enum dot11_event_type)type)))
            return event_after(call, &st->before, (enum dot11_event_type)type,
                               seconds * SECOND_US) != NULL;
    }
    return fail(call, "wait for an event of dot11/event.h, 'authorized' or "
                      "'time'");
}

static bool run_roam(struct call *call)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct dot11_roam_req req = {0};
    const struct dot11_event *event;
    enum dot11_err err;

    req.has_bssid = call->argc > 1;
    if (req.has_bssid && !words_addr(call->argv[1], req.bssid))
        return fail(call, "a BSSID is like 02:00:00:00:00:01");
    err = dot11_sta_roam(st->sta, &req, NULL, st->kind->now_us(st));
    if (err != D11_OK && err != D11_ERR_PENDING)
        return refused(call, err);
    event = event_after(call, &before, D11_EV_ROAM_DONE, CONNECT_US);
    if (event == NULL)
        return false;
    if (event->u.done.err != D11_OK)
        return connect_failed(call, &event->u.done);
    return wait_for_port(call, &before);
}

static bool run_ap(struct call *call)
{
    struct station *st = call->st;

    if (st->kind->ap == NULL)
        return fail(call, "these access points are not ours to command");
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
    bool (*run)(struct call *call);
    const char *usage;
    const char *help;
} commands[] = {
    {"scan", 0, 5, run_scan, "scan [SSID] [channels LIST] [passive]",
     "look for networks and list them"},
    {"bss", 0, 0, run_bss, "bss", "the networks that were heard so far"},
    {"connect", 1, 8, run_connect,
     "connect SSID [open|psk PASSPHRASE] [bssid B] [channels LIST]",
     "join a network; the station then keeps it by itself"},
    {"roam", 0, 1, run_roam, "roam [BSSID]", "look for a better access point"},
    {"status", 0, 0, run_status, "status", "where the station is"},
    {"ping", 1, 2, run_ping, "ping ADDRESS [COUNT]", "echo requests"},
    {"disconnect", 0, 0, run_disconnect, "disconnect", "leave the network"},
    {"wait", 1, 2, run_wait, "wait EVENT|authorized|time [SECONDS]",
     "until an event comes that came not yet"},
    {"stats", 0, 0, run_stats, "stats", "what happened to frames"},
    {"ap", 0, 2, run_ap, "ap ACTION NAME",
     "simulated access points: stop start restart deauth rekey"},
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
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        report_line(call->st, "  %s\n      %s", commands[i].usage,
                    commands[i].help);
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
    return fail(call, "no such command; see help");
}

/* What a command set off may still be on the air: in a diagram it belongs
 * below its own command. */
static void let_finish(struct station *st)
{
    if (st->ladder != NULL && !st->real_time)
        (void)station_wait(st, never, NULL,
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
        ok = call.argc > 0 ? run(&call) : fail(&call, why);
        station_settle(st);
        let_finish(st);
        report_result(st, call.argc > 0 ? words[0] : "?", ok ? NULL : call.why);
        st->failed = st->failed || !ok;
        st->before = st->seen;
    }
    free(line);
}
