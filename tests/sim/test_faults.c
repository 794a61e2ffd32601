/* Whole stations in bad air and with bad access points: nothing breaks, and
 * when the faults end, the station is connected (SEC-SIM-02, SEC-SIM-04).
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
/* Longest back-off of the station, a scan, and a handshake with retries. */
#define RECOVERY_US (60 * RIG_SECOND)

static unsigned runs(void)
{
    const char *count = getenv("DOT11_SIM_RUNS");

    return count != NULL ? (unsigned)strtoul(count, NULL, 0) : RUNS;
}

static uint16_t up_to(struct rig *rig, uint32_t most)
{
    return (uint16_t)dot11_sim_random(rig->sim, most + 1);
}

/* Rates from wide ranges, often 0. */
static void roll_air(struct rig *rig)
{
    struct dot11_sim_air air = {0};

    if (up_to(rig, 2) != 0)
        air.loss = up_to(rig, 600);
    if (up_to(rig, 2) == 0)
        air.ack_loss = up_to(rig, 600);
    if (up_to(rig, 2) == 0) {
        air.burst = up_to(rig, 20);
        air.burst_us = dot11_sim_random(rig->sim, 2000000);
    }
    if (up_to(rig, 2) == 0) {
        air.duplicate = up_to(rig, 300);
        air.duplicate_us = dot11_sim_random(rig->sim, 10000000);
    }
    if (up_to(rig, 2) == 0) {
        air.late = up_to(rig, 300);
        air.late_us = dot11_sim_random(rig->sim, 1000000);
    }
    if (up_to(rig, 2) == 0)
        air.corrupt = up_to(rig, 200);
    if (up_to(rig, 2) == 0)
        air.truncate = up_to(rig, 100);
    dot11_sim_set_air(rig->sim, &air);
}

static void roll_ap(struct rig *rig)
{
    struct dot11_sim_ap *ap = rig->aps[up_to(rig, rig->ap_count - 1)];

    switch (up_to(rig, 15)) {
    case 0: dot11_sim_ap_restart(ap); break;
    case 1: dot11_sim_ap_stop(ap); break;
    case 2: dot11_sim_ap_start(ap); break;
    case 3: dot11_sim_ap_deauth(ap, rig_sta_addr, up_to(rig, 40)); break;
    case 4: dot11_sim_ap_disassoc(ap, NULL, up_to(rig, 40)); break;
    case 5: dot11_sim_ap_forget(ap, NULL); break;
    case 6: dot11_sim_ap_rekey(ap); break;
    case 7: dot11_sim_ap_rekey_pairwise(ap, rig_sta_addr); break;
    case 8:
        dot11_sim_ap_mute(ap, 1u << up_to(rig, 10), 1 + up_to(rig, 4));
        break;
    case 9: dot11_sim_ap_slow(ap, dot11_sim_random(rig->sim, 500000)); break;
    case 10:
        dot11_sim_ap_refuse(ap, up_to(rig, 1) ? 1 : 0, up_to(rig, 1) ? 17 : 0);
        break;
    case 11:
        dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(ap),
                           (int8_t)(-40 - up_to(rig, 60)));
        break;
    default: break;
    }
}

static void roll_host(struct rig *rig)
{
    const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2, 0, 0, 0, 1, 1, 0x88, 0xb5};

    switch (up_to(rig, 7)) {
    case 0: (void)dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)); break;
    case 1: (void)dot11_sta_scan_abort(rig->sta, rig_now(rig)); break;
    case 2: (void)dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)); break;
    case 3:
        dot11_sim_host_fail_frames(dot11_sim_station_host(rig->station),
                                   up_to(rig, 5));
        break;
    case 4:
        dot11_sim_host_fail_random(dot11_sim_station_host(rig->station),
                                   up_to(rig, 2));
        break;
    default:
        for (unsigned i = up_to(rig, 20); i > 0; i--)
            (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
        break;
    }
}

static void end_faults(struct rig *rig)
{
    const struct dot11_sim_air air = {0};
    struct dot11_sim_host *host = dot11_sim_station_host(rig->station);

    dot11_sim_set_air(rig->sim, &air);
    dot11_sim_host_fail_frames(host, 0);
    dot11_sim_host_fail_random(host, 0);
    for (unsigned i = 0; i < rig->ap_count; i++) {
        dot11_sim_ap_mute(rig->aps[i], UINT32_MAX, 0);
        dot11_sim_ap_slow(rig->aps[i], 0);
        dot11_sim_ap_refuse(rig->aps[i], 0, 0);
        dot11_sim_ap_start(rig->aps[i]);
        dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(rig->aps[i]), -50);
    }
}

/* Did a damaged handshake look like a wrong passphrase? */
static bool was_told_bad_key(const struct rig *rig)
{
    uint32_t i = dot11_sim_station_event_count(rig->station);
    const struct dot11_event *event;

    while (i-- > 0 &&
           (event = dot11_sim_station_event(rig->station, i)) != NULL) {
        if (event->type == D11_EV_PORT &&
            event->u.port.change == D11_PORT_UNAUTHORIZED)
            return event->u.port.err == D11_ERR_BAD_KEY;
    }
    return false;
}

static void recover(struct rig *rig)
{
    dot11_sim_run_for(rig->sim, RECOVERY_US);
    /* What is not tried again by itself: a connect that failed, and a
     * passphrase that seems to be wrong. */
    if (rig_status(rig).state == D11_STA_LOST && was_told_bad_key(rig)) {
        assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
    }
    if (rig_status(rig).state == D11_STA_INIT) {
        rig_ask(rig, RIG_SSID, rig->secured ? RIG_PASSPHRASE : NULL);
        dot11_sim_run_for(rig->sim, RECOVERY_US);
    }
    /* An AP that forgot the station says so when it hears from it. */
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    assert_true(rig_wait_open(rig, RECOVERY_US));
    rig_ping(rig, 3);
}

/* Returns a hash of everything that was on the air. */
static uint64_t survive(unsigned run, bool secured, bool ap_faults,
                        uint32_t radio_bits)
{
    uint64_t hash;
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, secured);
    options.seed = 1000 + run;
    options.by_psk = true;
    options.station.radio.hw_ccmp = (radio_bits & 1) != 0;
    options.station.radio.iv_by_hw = (radio_bits & 2) != 0;
    options.station.radio.pending =
        (radio_bits & 4) != 0 ? DOT11_SIM_OP_ALL : 0;
    if ((radio_bits & 8) != 0)
        options.station.radio.flags |= D11_HW_SCAN;
    options.ap.rekey_us = 7 * RIG_SECOND;
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2412);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, secured ? RIG_PASSPHRASE : NULL);
    for (unsigned i = 0; i < 60; i++) {
        if (i % 10 == 0)
            roll_air(rig);
        if (ap_faults)
            roll_ap(rig);
        roll_host(rig);
        if (rig_status(rig).state == D11_STA_INIT)
            rig_ask(rig, RIG_SSID, secured ? RIG_PASSPHRASE : NULL);
        dot11_sim_run_for(rig->sim, dot11_sim_random(rig->sim, 2000000));
    }
    end_faults(rig);
    recover(rig);
    hash = rig->observer.hash;
    rig_end(rig);
    return hash;
}

static void bad_air_is_survived(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++)
        (void)survive(run, run % 4 != 0, false, 0);
}

static void bad_access_points_are_survived(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++)
        (void)survive(100000 + run, run % 4 != 0, true, 0);
}

static void bad_air_is_survived_by_every_radio(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++)
        (void)survive(200000 + run, true, true, run);
}

/* SEC-SIM-01 */
static void a_run_is_repeated_by_its_seed(void **state)
{
    (void)state;
    for (unsigned run = 300000; run < 300004; run++)
        assert_true(survive(run, true, true, run) ==
                    survive(run, true, true, run));
    assert_true(survive(300000, true, true, 0) !=
                survive(300001, true, true, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(bad_air_is_survived),
        RIG_TEST(bad_access_points_are_survived),
        RIG_TEST(bad_air_is_survived_by_every_radio),
        RIG_TEST(a_run_is_repeated_by_its_seed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
