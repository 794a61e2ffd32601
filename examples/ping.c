/* dot11-station: the command ping.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#include <string.h>

#define PING_US SECOND_US
#define PING_PAUSE_US (SECOND_US / 5u)
#define PING_PAYLOAD 56u
#define ARP_TRIES 3

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

bool run_ping(struct call *call)
{
    struct station *st = call->st;
    struct dot11_sim_ping *ping = &st->ping;
    struct dot11_sta_status status;
    uint64_t count = 4;
    uint8_t ip[4];

    if (!words_ip(call->argv[1], ip))
        return call_fail(call, "an address is like 10.0.0.1");
    if (call->argc > 2 &&
        (!words_number(call->argv[2], 1000000, &count) || count == 0))
        return call_fail(call, "a count is 1 or more");
    dot11_sta_status(st->sta, &status);
    if (!status.authorized)
        return call_fail(call, "not connected");

    memcpy(ping->peer_ip, ip, 4);
    ping->resolved = false;
    ping->sent = ping->received = 0;
    for (int i = 0; i < ARP_TRIES && !ping->resolved; i++) {
        if (ping_send(st))
            (void)station_wait(st, resolved, NULL,
                               st->kind->now_us(st) + PING_US / 2);
    }
    if (!ping->resolved)
        return call_fail(call, "nobody has that address");
    for (uint64_t i = 0; i < count && !st->stopping; i++) {
        if (i > 0)
            (void)station_wait(st, call_never, NULL,
                               st->kind->now_us(st) + PING_PAUSE_US);
        ping_once(st, call->argv[1]);
    }
    report_line(st, "  %u sent, %u answered", ping->sent, ping->received);
    return ping->received == count || call_fail(call, "answers are missing");
}
