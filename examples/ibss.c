/* dot11-station: the commands about networks without access points.
 *
 * SPDX-License-Identifier: MIT */
#include "call.h"

#include <stdio.h>
#include <string.h>

#define PEERS_MAX 32
#define CONNECT_US (30u * SECOND_US)
#define USAGE                                                                  \
    "say ibss start|join SSID [freq MHZ] [psk PASSPHRASE] [nowait], or ibss "  \
    "peers"

struct network {
    struct dot11_ibss_req req;
    struct dot11_rsn_profile profile;
    uint16_t freq_mhz;
    bool nowait;
};

static bool take_network(struct call *call, struct network *network)
{
    struct dot11_ibss_req *req = &network->req;

    dot11_rsn_profile_defaults(&network->profile);
    if (!call_ssid(call, 2, &req->ssid))
        return false;
    for (int arg = 3; arg < call->argc; arg++) {
        bool more = arg + 1 < call->argc;
        uint64_t freq_mhz;

        if (call_has(call, arg, "freq") && more) {
            if (!words_number(call->argv[++arg], UINT16_MAX, &freq_mhz))
                return call_fail(call, "a frequency is in MHz, like 2437");
            network->freq_mhz = (uint16_t)freq_mhz;
            req->freqs_mhz = &network->freq_mhz;
            req->freq_count = 1;
        } else if (call_has(call, arg, "psk") && more) {
            if (!call_passphrase(call, ++arg, &network->profile))
                return false;
            req->ext = &dot11_rsn_ibss;
            req->profile = &network->profile;
            req->profile_len = sizeof(network->profile);
        } else if (call_has(call, arg, "nowait")) {
            network->nowait = true;
        } else {
            return call_fail(call, USAGE);
        }
    }
    return true;
}

static size_t peers_of(struct station *st, struct dot11_ibss_peer *peers)
{
    size_t count = dot11_sta_ibss_peers(st->sta, peers, PEERS_MAX);

    return count < PEERS_MAX ? count : PEERS_MAX;
}

/* Whoever is a peer has opened its port, or is none any more. */
static bool settled(struct station *st, void *context)
{
    struct dot11_ibss_peer peers[PEERS_MAX];
    size_t count = peers_of(st, peers);

    (void)context;
    for (size_t i = 0; i < count; i++) {
        if (!peers[i].authorized)
            return false;
    }
    return true;
}

static bool enter(struct call *call, bool join_only)
{
    struct station *st = call->st;
    struct seen before = st->seen;
    struct network network = {0};
    const struct dot11_event *event;
    uint64_t now_us = st->kind->now_us(st);
    enum dot11_err err;

    if (!take_network(call, &network))
        return false;
    err = join_only ? dot11_sta_ibss_join(st->sta, &network.req, NULL, now_us)
                    : dot11_sta_ibss_start(st->sta, &network.req, NULL, now_us);
    memset(&network.profile, 0, sizeof(network.profile));
    if (err != D11_OK)
        return call_refused(call, err);
    if (network.nowait)
        return true;
    event = call_event(call, &before, D11_EV_CONNECT_DONE, CONNECT_US);
    if (event == NULL)
        return false;
    if (event->u.done.err != D11_OK)
        return call_refused(call, event->u.done.err);
    return station_wait(st, settled, NULL, st->kind->now_us(st) + CONNECT_US) ||
           call_fail(call, "the ports of the peers stay closed");
}

static bool show_peers(struct call *call)
{
    struct station *st = call->st;
    struct dot11_ibss_info info;
    struct dot11_ibss_peer peers[PEERS_MAX];
    char bssid[TEXT_ADDR_MAX];
    char addr[TEXT_ADDR_MAX];
    size_t count = peers_of(st, peers);
    enum dot11_err err = dot11_sta_ibss_info(st->sta, &info);

    if (err != D11_OK)
        return call_fail(call, "in no network without access points");
    if (st->options.json) {
        json_peers(st);
        return true;
    }
    report_line(st, "  cell %s at %u MHz, beacons every %u TU, %s",
                text_addr(info.bssid, bssid), info.freq_mhz,
                info.beacon_interval_tu,
                info.started ? "began here" : "joined");
    for (size_t i = 0; i < count; i++)
        report_line(st, "  %s %4d dBm  %s", text_addr(peers[i].addr, addr),
                    peers[i].signal_dbm,
                    peers[i].authorized ? "open" : "closed");
    if (count == 0)
        report_line(st, "  no peers");
    return true;
}

bool run_ibss(struct call *call)
{
    if (call_has(call, 1, "peers") && call->argc == 2)
        return show_peers(call);
    if (call->argc < 3)
        return call_fail(call, USAGE);
    if (call_has(call, 1, "start"))
        return enter(call, false);
    if (call_has(call, 1, "join"))
        return enter(call, true);
    return call_fail(call, USAGE);
}
