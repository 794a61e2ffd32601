/* libdot11 as firmware: a station scans, joins a WPA2 network, pings, loses its
 * access point, finds the next one, leaves, and shows what it took.
 *
 * SPDX-License-Identifier: MIT
 *
 * All memory is static. Status 0: everything went as it must. */
#include <stdio.h>
#include <string.h>

#include "board.h"
#include "station.h"
#include "surroundings.h"

#define SECOND UINT64_C(1000000)
#define PINGS 3u

static struct station station;
static unsigned failures;

/* What the figures at the end of a step are relative to. */
static uint64_t step_us;
static uint64_t step_instructions;

/* Says what a step was, whether it went well, and what it cost: time of the
 * station's clock, and instructions of everything in this image. */
static bool step(bool ok, const char *what)
{
    uint64_t instructions = board_instructions();
    uint64_t us = now_us();

    (void)printf("%-6s %-34s %6lu ms", ok ? "ok" : "FAILED", what,
                 (unsigned long)((us - step_us) / 1000));
    if (instructions != 0)
        (void)printf(
            " %8lu thousand instructions",
            (unsigned long)((instructions - step_instructions) / 1000));
    (void)printf("\n");
    failures += !ok;
    step_us = us;
    step_instructions = board_instructions();
    return ok;
}

/* The main loop, until `done`, for `us` microseconds at most. */
static bool run_until(bool (*done)(void), uint64_t us)
{
    uint64_t end_us = now_us() + us;

    for (;;) {
        station_work(&station);
        if (done())
            return true;
        if (now_us() >= end_us)
            return false;
        station_sleep(&station, end_us);
    }
}

/* What can be waited for. */

static bool has_started(void)
{
    return station.news.count[D11_EV_STARTED] != 0;
}

static bool has_scanned(void)
{
    return station.news.count[D11_EV_SCAN_DONE] != 0;
}

static bool has_connected(void)
{
    return station.news.count[D11_EV_CONNECT_DONE] != 0;
}

static bool is_online(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(station.sta, &status);
    return status.authorized;
}

static bool is_offline(void)
{
    return !is_online();
}

static bool is_resolved(void)
{
    return station.host.ping.resolved;
}

static bool is_answered(void)
{
    return station.host.ping.received == station.host.ping.sent;
}

/* Our last message of the handshake is on its way when the port opens. */
static bool is_at_near(void)
{
    return surroundings_has_station(AP_NEAR);
}

static bool is_at_far(void)
{
    return surroundings_has_station(AP_FAR);
}

static bool has_disconnected(void)
{
    return station.news.count[D11_EV_DISCONNECT_DONE] != 0;
}

static bool has_halted(void)
{
    return station.news.count[D11_EV_HALTED] != 0;
}

/* The steps. */

static bool start(void)
{
    return dot11_sta_start(station.sta, now_us()) == D11_OK &&
           run_until(has_started, SECOND) &&
           station.news.last[D11_EV_STARTED].u.started.err == D11_OK;
}

static bool scan(void)
{
    struct dot11_bss bss;
    unsigned ours = 0;

    if (dot11_sta_scan(station.sta, NULL, NULL, now_us()) != D11_OK ||
        !run_until(has_scanned, 10 * SECOND) ||
        station.news.last[D11_EV_SCAN_DONE].u.scan_done.err != D11_OK)
        return false;
    for (size_t i = 0; dot11_radio_bss_get(station.radio, i, &bss) == D11_OK;
         i++) {
        (void)printf("       %.*s on %u MHz, %d dBm%s\n", bss.ssid.len,
                     (const char *)bss.ssid.octets, bss.freq_mhz,
                     bss.signal_dbm,
                     (bss.flags & D11_BSS_HAS_RSN) != 0 ? ", WPA2" : "");
        ours += bss.ssid.len == sizeof NETWORK_SSID - 1 &&
                memcmp(bss.ssid.octets, NETWORK_SSID, bss.ssid.len) == 0;
    }
    return ours == AP_COUNT;
}

static bool connect(void)
{
    struct dot11_connect_req req = {
        .ssid = {sizeof NETWORK_SSID - 1, NETWORK_SSID},
        .ext = &dot11_rsn,
    };
    struct dot11_rsn_profile secret;

    dot11_rsn_profile_defaults(&secret);
    secret.passphrase_len = sizeof NETWORK_PASSPHRASE - 1;
    memcpy(secret.passphrase, NETWORK_PASSPHRASE, secret.passphrase_len);
    req.profile = &secret;
    req.profile_len = sizeof secret;
    return dot11_sta_connect(station.sta, &req, NULL, now_us()) == D11_OK &&
           run_until(has_connected, 10 * SECOND) &&
           station.news.last[D11_EV_CONNECT_DONE].u.done.err == D11_OK;
}

/* Data may flow, and it is this access point through which it does. */
static bool come_online(enum ap ap, uint64_t us)
{
    static bool (*const is_at[AP_COUNT])(void) = {is_at_near, is_at_far};
    struct dot11_sta_status status;

    if (!run_until(is_online, us) || !run_until(is_at[ap], SECOND))
        return false;
    dot11_sta_status(station.sta, &status);
    return status.pairwise_cipher == D11_CIPHER_CCMP_128 &&
           memcmp(status.bssid, ap_bssids[ap], D11_ADDR_LEN) == 0;
}

static bool ping(void)
{
    struct dot11_sim_ping *ping = &station.host.ping;

    *ping = (struct dot11_sim_ping){.own_ip = {10, 0, 0, 2}, .id = 1};
    memcpy(ping->own_addr, station_addr, D11_ADDR_LEN);
    memcpy(ping->peer_ip, host_ip, sizeof host_ip);
    if (host_send_ping(&station.host, station.sta) != D11_OK ||
        !run_until(is_resolved, SECOND))
        return false;
    while (ping->sent < PINGS) {
        if (host_send_ping(&station.host, station.sta) != D11_OK ||
            !run_until(is_answered, SECOND))
            return false;
    }
    return ping->received == PINGS;
}

static bool disconnect(void)
{
    return dot11_sta_disconnect(station.sta, NULL, now_us()) == D11_OK &&
           run_until(has_disconnected, SECOND) && is_offline();
}

static bool halt(void)
{
    return dot11_sta_halt(station.sta, now_us()) == D11_OK &&
           run_until(has_halted, 10 * SECOND) &&
           station.news.last[D11_EV_HALTED].u.halted.err == D11_OK;
}

/* Nothing is left behind: no frame, no packet, no event, no deadline. */
static bool is_at_rest(void)
{
    struct dot11_event event;

    return station.host.out == 0 && station.host.refused == 0 &&
           station.host.msdu_count == 0 &&
           !dot11_sta_next_event(station.sta, &event) &&
           dot11_radio_deadline(station.radio) == D11_NEVER;
}

static void live(void)
{
    if (!step(start(), "started") || !step(scan(), "scanned") ||
        !step(connect(), "connected") ||
        !step(come_online(AP_NEAR, 10 * SECOND), "port open, first AP") ||
        !step(ping(), "pings answered"))
        return;
    surroundings_stop_ap(AP_NEAR);
    if (!step(run_until(is_offline, 10 * SECOND), "first AP gone, noticed") ||
        !step(come_online(AP_FAR, 30 * SECOND), "port open, second AP") ||
        !step(ping(), "pings answered") ||
        !step(disconnect(), "disconnected") || !step(halt(), "halted"))
        return;
    if (step(is_at_rest(), "nothing left behind"))
        (void)step(station_close(&station) == D11_OK, "memory given back");
}

static void show_memory(void)
{
    struct board_memory memory;

    (void)printf("a station takes\n");
    (void)printf("%8lu octets for the library, 16 networks known\n",
                 (unsigned long)station.memory);
    (void)printf("%8lu octets for %u frames, of which %u were in use at once\n",
                 (unsigned long)sizeof station.host.frames, FRAME_COUNT,
                 station.host.most_out);
    (void)printf("%8lu octets for slow crypto work\n",
                 (unsigned long)dot11_crypto_mbedtls_size());
    (void)printf("the image takes\n");
    (void)printf("%8lu octets of its world in use for radio, air and APs\n",
                 (unsigned long)surroundings_memory());
    board_memory(&memory);
    if (memory.stack == 0)
        return;
    (void)printf("%8lu octets for keys in Mbed TLS, the APs' as well\n",
                 (unsigned long)memory.crypto);
    (void)printf("%8lu octets of static RAM, all told\n",
                 (unsigned long)memory.data);
    (void)printf("%8lu octets of %lu for the stack, at the deepest\n",
                 (unsigned long)memory.stack_used, (unsigned long)memory.stack);
    (void)printf("%8lu octets of code and constants\n",
                 (unsigned long)memory.code);
    failures += memory.stack_used >= memory.stack;
}

int main(void)
{
    enum dot11_err err;

    board_init();
    err = station_open(&station);
    if (err != D11_OK) {
        (void)printf("cannot start: %s\n", dot11_err_str(err));
        return 1;
    }
    step_us = now_us();
    step_instructions = board_instructions();
    live();
    show_memory();
    (void)printf("%s\n", failures == 0 ? "all went well" : "FAILED");
    return failures == 0 ? 0 : 1;
}
