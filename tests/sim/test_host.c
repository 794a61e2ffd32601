/* Whole stations under a host that calls anything at any time, on radios that
 * fail: every request ends once, and everything comes back.
 *
 * SPDX-License-Identifier: MIT
 * DOT11_SIM_RUNS in the environment sets how many seeds are tried. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rig.h"

#define RUNS 60u
#define CALLS 150u

/* Requests that were accepted, by the event that ends them. */
struct asked {
    uint32_t counts[D11_EV_COUNT];
};

static unsigned runs(void)
{
    const char *count = getenv("DOT11_SIM_RUNS");

    return count != NULL ? (unsigned)strtoul(count, NULL, 0) : RUNS;
}

static enum dot11_err connect(struct rig *rig, uint32_t kind)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;
    static const char *const ssids[] = {RIG_SSID, RIG_SSID, RIG_SSID, "none"};
    const char *ssid = ssids[kind % 4];

    req.ssid.len = (uint8_t)strlen(ssid);
    memcpy(req.ssid.octets, ssid, strlen(ssid));
    rig_profile(rig, &profile);
    if (kind % 8 == 7)
        profile.psk[0] ^= 1;
    req.ext = &dot11_rsn;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    return dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
}

static void note(struct asked *asked, enum dot11_err err,
                 enum dot11_event_type ends)
{
    if (err == D11_OK)
        asked->counts[ends]++;
}

/* One call into the station; every answer is legal, no outcome is lost. */
static void call(struct rig *rig, struct asked *asked)
{
    const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2, 0, 0, 0, 1, 1, 0x88, 0xb5};
    struct dot11_sta *sta = rig->sta;
    uint64_t now_us = rig_now(rig);

    switch (dot11_sim_random(rig->sim, 24)) {
    case 0:
    case 1:
    case 2: note(asked, dot11_sta_start(sta, now_us), D11_EV_STARTED); break;
    case 3: note(asked, dot11_sta_halt(sta, now_us), D11_EV_HALTED); break;
    case 4: (void)dot11_sta_reset(sta, now_us); break;
    case 5: (void)dot11_sta_pause(sta, now_us); break;
    case 6:
    case 7: (void)dot11_sta_restart(sta, now_us); break;
    case 8:
    case 9:
        note(asked, dot11_sta_scan(sta, NULL, NULL, now_us), D11_EV_SCAN_DONE);
        break;
    case 10: (void)dot11_sta_scan_abort(sta, now_us); break;
    case 11:
    case 12:
    case 13:
    case 14:
        note(asked, connect(rig, dot11_sim_random(rig->sim, 16)),
             D11_EV_CONNECT_DONE);
        break;
    case 15:
        note(asked, dot11_sta_disconnect(sta, NULL, now_us),
             D11_EV_DISCONNECT_DONE);
        break;
    case 16: (void)dot11_sta_roam(sta, NULL, NULL, now_us); break;
    case 17: dot11_radio_bss_flush(rig->core); break;
    case 18: dot11_radio_tick(rig->core, now_us); break;
    case 19:
        /* Only of a halted station, which is not tried here. */
        if (rig_status(rig).state != D11_STA_HALTED)
            assert_int_equal(dot11_sta_fini(sta), D11_ERR_BUSY);
        break;
    default:
        for (uint32_t i = dot11_sim_random(rig->sim, 8); i > 0; i--)
            (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
        break;
    }
}

static void trouble(struct rig *rig)
{
    uint32_t ops = 1u << dot11_sim_random(rig->sim, 6);

    switch (dot11_sim_random(rig->sim, 12)) {
    case 0: dot11_sim_radio_fail(rig->radio, ops, 1); break;
    case 1: dot11_sim_radio_forget(rig->radio, ops, 1); break;
    case 2:
        dot11_sim_radio_pending(rig->radio, dot11_sim_random(rig->sim, 64),
                                dot11_sim_random(rig->sim, 50000) + 1);
        break;
    case 3: dot11_sim_radio_switch(rig->radio, false); break;
    case 4:
    case 5: dot11_sim_radio_switch(rig->radio, true); break;
    case 6: dot11_sim_radio_crash(rig->radio); break;
    case 7: dot11_sim_ap_rekey(rig->aps[0]); break;
    case 8:
        dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, D11_REASON_INACTIVITY);
        break;
    case 9: dot11_sim_ap_restart(rig->aps[0]); break;
    default: break;
    }
}

/* Bring it to rest, whatever it was doing. */
static void rest(struct rig *rig, struct asked *asked)
{
    dot11_sim_radio_fail(rig->radio, 0, 0);
    dot11_sim_radio_forget(rig->radio, 0, 0);
    dot11_sim_radio_pending(rig->radio, 0, 500);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    note(asked, dot11_sta_halt(rig->sta, rig_now(rig)), D11_EV_HALTED);
    dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
    assert_int_equal(rig_status(rig).state, D11_STA_HALTED);
}

/* INV-12: each request gets exactly one completion. */
static void check_completions(const struct rig *rig, const struct asked *asked)
{
    static const enum dot11_event_type ends[] = {
        D11_EV_STARTED, D11_EV_HALTED, D11_EV_SCAN_DONE, D11_EV_CONNECT_DONE,
        D11_EV_DISCONNECT_DONE};

    for (unsigned i = 0; i < sizeof ends / sizeof ends[0]; i++)
        assert_int_equal(dot11_sim_station_count(rig->station, ends[i]),
                         asked->counts[ends[i]]);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_ROAM_START),
                     dot11_sim_station_count(rig->station, D11_EV_ROAM_DONE));
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_ASSOC_START),
                     dot11_sim_station_count(rig->station, D11_EV_ASSOC_DONE));
}

static void live(uint64_t seed, bool with_trouble, uint32_t bits)
{
    struct rig_options options;
    struct asked asked = {{0}};
    struct rig *rig;

    rig_options(&options, true);
    options.seed = seed;
    options.by_psk = true;
    options.station.event_count = 4096;
    options.station.radio.hw_ccmp = (bits & 1) != 0;
    options.station.radio.iv_by_hw = (bits & 2) != 0;
    if ((bits & 4) != 0)
        options.station.radio.flags |= D11_HW_SCAN;
    rig = rig_new(&options);
    for (unsigned i = 0; i < CALLS; i++) {
        call(rig, &asked);
        if (with_trouble && i % 3 == 0)
            trouble(rig);
        dot11_sim_run_for(rig->sim, dot11_sim_random(rig->sim, 4) == 0
                                        ? dot11_sim_random(rig->sim, 4000000)
                                        : dot11_sim_random(rig->sim, 20000));
    }
    rest(rig, &asked);
    check_completions(rig, &asked);
    /* It still works. */
    rig_connect(rig);
    rig_ping(rig, 3);
    rig_end(rig);
}

static void a_host_may_call_anything_at_any_time(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++)
        live(8000 + run, false, run);
}

static void a_host_and_a_failing_radio_are_survived(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++)
        live(108000 + run, true, run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_host_may_call_anything_at_any_time),
        RIG_TEST(a_host_and_a_failing_radio_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
