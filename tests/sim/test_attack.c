/* Whole stations with an attacker on the channel who has no key: nothing of
 * his is delivered, no key is used twice, and when he stops the station is
 * connected.
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

#include "attacker.h"

#define RUNS 60u
#define RECOVERY_US (60 * RIG_SECOND)

static struct attacker attacker;

static unsigned runs(void)
{
    const char *count = getenv("DOT11_SIM_RUNS");

    return count != NULL ? (unsigned)strtoul(count, NULL, 0) : RUNS;
}

/* Whatever he did, the host asks for the network again. */
static void recover(struct rig *rig)
{
    dot11_sim_run_for(rig->sim, RECOVERY_US);
    if (!rig_is_open(rig)) {
        if (rig_status(rig).state != D11_STA_INIT) {
            assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                             D11_OK);
            dot11_sim_run_for(rig->sim, RIG_SECOND);
        }
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        assert_true(rig_wait_open(rig, RECOVERY_US));
    }
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    assert_true(rig_wait_open(rig, RECOVERY_US));
    rig_ping(rig, 3);
}

static struct rig *begin(uint64_t seed, bool hw_ccmp)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, true);
    options.seed = seed;
    options.by_psk = true;
    options.station.radio.hw_ccmp = hw_ccmp;
    options.ap.rekey_us = 3 * RIG_SECOND;
    rig = rig_new(&options);
    attacker_init(&attacker, rig);
    return rig;
}

/* SEC-SIM-02: an attacker who knows nothing. */
static void an_attacker_gets_nothing_in(void **state)
{
    (void)state;
    for (unsigned run = 0; run < runs(); run++) {
        struct rig *rig = begin(5000 + run, run % 2 != 0);

        rig_start(rig);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        for (unsigned i = 0; i < 300; i++) {
            attacker_act(&attacker);
            if (dot11_sim_random(rig->sim, 20) == 0)
                (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
            dot11_sim_run_for(rig->sim, dot11_sim_random(rig->sim, 60000));
            if (rig_status(rig).state == D11_STA_INIT)
                rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        }
        recover(rig);
        rig_end(rig);
    }
}

/* A01, A02, A06: every frame of a connection once more, right behind it. */
static void an_echo_of_every_frame_changes_nothing(void **state)
{
    (void)state;
    for (unsigned run = 0; run < 4; run++) {
        struct rig *rig = begin(6000 + run, run % 2 != 0);
        uint32_t seen = 0;

        rig_start(rig);
        rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
        for (unsigned i = 0; i < 2000; i++) {
            if (attacker.count != seen)
                attacker_replay(&attacker, 0);
            seen = attacker.count;
            dot11_sim_run_for(rig->sim, 5000);
        }
        assert_true(rig_is_open(rig));
        rig_ping(rig, 3);
        assert_true(attacker.sent > 100);
        rig_end(rig);
    }
}

/* A01, A03: recorded handshakes are sent again much later. */
static void old_handshakes_install_nothing(void **state)
{
    struct rig *rig = begin(7000, false);

    (void)state;
    rig_connect(rig);
    rig_ping(rig, 3);
    for (uint32_t back = 0; back < ATTACKER_FRAMES; back++) {
        attacker_replay(&attacker, back);
        dot11_sim_run_for(rig->sim, 10000);
    }
    /* The AP took an old authentication for a new one. */
    recover(rig);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(an_attacker_gets_nothing_in),
        RIG_TEST(an_echo_of_every_frame_changes_nothing),
        RIG_TEST(old_handshakes_install_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
