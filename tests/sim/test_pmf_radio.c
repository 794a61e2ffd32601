/* Whole stations whose radio protects management frames, and frames that are
 * heard once more.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/pmf.h>
#include <dot11/power.h>

#include "attacker.h"
#include "rig.h"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_pmf, &dot11_power};

static void options_of(struct rig_options *options)
{
    rig_options(options, true);
    options->by_psk = true;
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
    options->ap.pmf = true;
    options->ap.beacon_protection = true;
}

/* The radio has all keys. */
static void in_radio(struct rig_options *options, unsigned kind)
{
    struct dot11_sim_radio_config *radio = &options->station.radio;

    radio->flags |= D11_HW_MFP;
    radio->hw_ccmp = true;
    radio->hw_bip = D11_CIPHER_BIP_CMAC_128;
    radio->iv_by_hw = (kind & 1u) != 0;
    radio->keep_mic = (kind & 2u) != 0;
    radio->mic_room = (kind & 4u) != 0;
}

static struct rig *connected(const struct rig_options *options)
{
    struct rig *rig = rig_new(options);
    struct dot11_rsn_profile profile;
    struct dot11_connect_req req = {0};

    rig_profile(rig, &profile);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    rig_start(rig);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, RIG_SECOND / 2);
    return rig;
}

static struct dot11_pmf_info info_of(const struct rig *rig)
{
    struct dot11_pmf_info info;

    assert_int_equal(dot11_sta_pmf_info(rig->sta, &info), D11_OK);
    return info;
}

static struct dot11_sim_ap_stats stats_of(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[0], &stats);
    return stats;
}

/* Both sides ask, and the AP ends it. */
static void ask_and_end(struct rig *rig, const uint8_t *to)
{
    const struct dot11_event *event;

    assert_true(info_of(rig).mfp);
    assert_true(info_of(rig).beacon_protection);
    dot11_sim_ap_sa_query(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
    assert_int_equal(stats_of(rig).sa_answers, stats_of(rig).sa_queries);
    assert_int_equal(dot11_sta_sa_query(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
    assert_int_equal(info_of(rig).queries_answered, 1);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_int_equal(info_of(rig).unprotected_beacons, 0);
    assert_int_equal(info_of(rig).bad_mmes, 0);
    assert_int_equal(info_of(rig).replays, 0);
    assert_int_equal(stats_of(rig).unprotected, 0);
    rig_ping(rig, 1);
    dot11_sim_ap_deauth(rig->aps[0], to, D11_REASON_INACTIVITY);
    event = dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(event->u.disassoc.code, D11_REASON_INACTIVITY);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
}

/* SEC-PMF-02, SEC-TXP-01, SEC-RPL-08: whatever it leaves to the core. */
static void a_radio_with_the_keys_is_as_good(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 8; kind++) {
        struct rig_options options;
        struct rig *rig;

        options_of(&options);
        in_radio(&options, kind);
        rig = connected(&options);
        ask_and_end(rig, kind % 2 != 0 ? rig_sta_addr : NULL);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

/* SEC-TXP-01: one that protects data alone gets no pairwise key, and the
 * software does all of it. */
static void a_radio_for_data_alone_is_not_used(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options);
    options.station.radio.hw_ccmp = true;
    rig = connected(&options);
    ask_and_end(rig, rig_sta_addr);
    rig_end(rig);
}

/* SEC-KEY-02, SEC-RPL-04: after a hang it gets all of them again. */
static void keys_survive_a_hang_of_the_radio(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 2; kind++) {
        struct rig_options options;
        struct rig *rig;

        options_of(&options);
        in_radio(&options, kind);
        rig = connected(&options);
        assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_true(rig_is_open(rig));
        ask_and_end(rig, kind == 0 ? NULL : rig_sta_addr);
        rig_end(rig);
    }
}

/* The place of the last frame of the AP of this subtype, from the end. */
static uint32_t last_of(const struct attacker *attacker, unsigned subtype)
{
    for (uint32_t back = 0; back < attacker->count && back < ATTACKER_FRAMES;
         back++) {
        const uint32_t i = (attacker->count - 1 - back) % ATTACKER_FRAMES;

        if (attacker->frames[i].octets[0] == (uint8_t)(subtype << 4) &&
            memcmp(attacker->frames[i].octets + 10, attacker->rig->bssids[0],
                   6) == 0)
            return back;
    }
    fail_msg("there was no such frame");
    return 0;
}

/* SEC-RPL-05, SEC-KEY-04, INV-09, A29: the AP's own farewell to all, heard once
 * more in the next association, whose IGTK is the same. */
static void an_old_leave_to_all_stays_old(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct attacker *attacker = calloc(1, sizeof *attacker);
        struct rig_options options;
        struct rig *rig;
        uint32_t ends;

        assert_non_null(attacker);
        options_of(&options);
        if (hw != 0)
            in_radio(&options, 0);
        rig = connected(&options);
        attacker_init(attacker, rig);
        dot11_sim_ap_deauth(rig->aps[0], NULL, D11_REASON_INACTIVITY);
        assert_non_null(
            dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        ends = dot11_sim_station_count(rig->station, D11_EV_DISASSOC);
        attacker_replay(attacker, last_of(attacker, D11_MGMT_DEAUTH));
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC),
                         ends);
        assert_int_equal(info_of(rig).replays, 1);
        rig_ping(rig, 1);
        rig_end(rig);
        free(attacker);
    }
}

/* SEC-RPL-01, SEC-RPL-02: the same of frames to us alone. */
static void an_old_query_is_not_answered_again(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct attacker *attacker = calloc(1, sizeof *attacker);
        struct rig_options options;
        struct rig *rig;

        assert_non_null(attacker);
        options_of(&options);
        if (hw != 0)
            in_radio(&options, 1);
        rig = connected(&options);
        attacker_init(attacker, rig);
        dot11_sim_ap_sa_query(rig->aps[0], rig_sta_addr);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_int_equal(info_of(rig).answers_sent, 1);
        attacker_replay(attacker, last_of(attacker, D11_MGMT_ACTION));
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        assert_int_equal(info_of(rig).answers_sent, 1);
        assert_int_equal(info_of(rig).replays, 1);
        rig_end(rig);
        free(attacker);
    }
}

/* SEC-BCN-02, SEC-RPL-05: old beacons, and those that somebody changed, do not
 * count, and those of the AP go on counting. */
static void old_and_changed_beacons_do_not_count(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct attacker *attacker = calloc(1, sizeof *attacker);
        struct rig_options options;
        struct dot11_stats before;
        struct dot11_stats after;
        struct rig *rig;

        assert_non_null(attacker);
        options_of(&options);
        if (hw != 0)
            in_radio(&options, 2);
        rig = connected(&options);
        attacker_init(attacker, rig);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        for (unsigned i = 0; i < 10; i++) {
            const uint32_t back = last_of(attacker, D11_MGMT_BEACON);
            const uint32_t at = (attacker->count - 1 - back) % ATTACKER_FRAMES;

            attacker_replay(attacker, back);
            dot11_sim_run_for(rig->sim, 20000);
            /* Now with an IPN that is good for long. */
            attacker->frames[at].octets[attacker->frames[at].len - 8 - 3] ^=
                0x40;
            dot11_radio_stats(rig->core, &before);
            (void)dot11_sim_inject(attacker->node, attacker->frames[at].octets,
                                   attacker->frames[at].len, 2);
            dot11_sim_run_for(rig->sim, 10000);
            dot11_radio_stats(rig->core, &after);
            assert_true(after.drops[D11_DROP_MIC] > before.drops[D11_DROP_MIC]);
            dot11_sim_run_for(rig->sim, RIG_SECOND / 3);
        }
        assert_true(info_of(rig).replays >= 10);
        dot11_radio_stats(rig->core, &before);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_radio_stats(rig->core, &after);
        assert_true(after.rx_beacons - before.rx_beacons >= 8);
        assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC),
                         0);
        rig_ping(rig, 1);
        rig_end(rig);
        free(attacker);
    }
}

static bool is_known(const struct rig *rig)
{
    struct dot11_sim_ap_sta sta;

    return dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta) && sta.associated;
}

/* INV-14: the AP takes our farewell, which it would not in clear. */
static void the_ap_takes_our_leave(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < 3; kind++) {
        struct rig_options options;
        struct rig *rig;

        options_of(&options);
        if (kind != 0)
            in_radio(&options, kind);
        rig = connected(&options);
        assert_true(is_known(rig));
        (void)dot11_sta_disconnect(rig->sta, NULL, rig_now(rig));
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        assert_int_equal(stats_of(rig).unprotected, 0);
        assert_false(is_known(rig));
        rig_end(rig);
    }
}

/* SEC-PMF-06: a device that sleeps asks when it is awake. */
static void a_query_waits_for_a_device_that_sleeps(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options);
    rig = connected(&options);
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_sta_sa_query(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_int_equal(stats_of(rig).sa_answered, 0);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC), 0);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(info_of(rig).queries_answered, 1);
    assert_true(rig_is_open(rig));
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_radio_with_the_keys_is_as_good),
        RIG_TEST(a_radio_for_data_alone_is_not_used),
        RIG_TEST(keys_survive_a_hang_of_the_radio),
        RIG_TEST(an_old_leave_to_all_stays_old),
        RIG_TEST(an_old_query_is_not_answered_again),
        RIG_TEST(old_and_changed_beacons_do_not_count),
        RIG_TEST(the_ap_takes_our_leave),
        RIG_TEST(a_query_waits_for_a_device_that_sleeps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
