/* dot11-station: listening to everything on a channel.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#include <string.h>

void monitor_heard(void *host, struct dot11_sta *sta,
                   const struct dot11_raw *raws, size_t n)
{
    struct station *st = host;

    (void)sta;
    (void)raws;
    /* A capture file gets them from the radio. */
    st->heard += n;
}

static bool listen(struct call *call)
{
    struct station *st = call->st;
    const uint64_t now_us = st->kind->now_us(st);
    uint16_t freqs_mhz[CALL_CHANNELS_MAX];
    struct dot11_channel channel;
    uint16_t count = 0;
    enum dot11_err err;

    if (call->argc > 2 &&
        !call_channels(call, call->argv[2], freqs_mhz, &count))
        return false;
    if (count > 1)
        return call_fail(call, "a monitor listens to one channel");
    err = dot11_sta_set_mode(st->sta, D11_MODE_MONITOR, now_us);
    if (err == D11_OK)
        err = dot11_sta_set_packet_filter(st->sta, D11_PACKET_ALL, now_us);
    if (err == D11_OK && count == 1) {
        channel = dot11_channel_20(freqs_mhz[0]);
        err = dot11_sta_set_monitor_channel(st->sta, &channel, now_us);
    }
    if (err != D11_OK)
        return call_refused(call, err);
    st->heard = 0;
    report_line(st, "  listening; nothing is sent");
    return true;
}

bool run_monitor(struct call *call)
{
    struct station *st = call->st;
    enum dot11_err err;

    if (call_has(call, 1, "on"))
        return listen(call);
    if (!call_has(call, 1, "off") || call->argc > 2)
        return call_fail(call, "say monitor on [CHANNEL], or monitor off");
    if (dot11_sta_mode(st->sta) != D11_MODE_MONITOR)
        return call_fail(call, "it is not listening");
    err = dot11_sta_set_mode(st->sta, D11_MODE_STATION, st->kind->now_us(st));
    if (err != D11_OK)
        return call_refused(call, err);
    report_line(st, "  %llu frames heard", (unsigned long long)st->heard);
    return true;
}
