/* Power save in a world that is not kind, and on a radio that several share.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "two.h"

#define FAST 8u
#define MAX 16u
#define MAXIMUM 24u

static const uint8_t to_sta[60] = {2, 0, 0, 0, 1,    1,    2,
                                   0, 0, 0, 0, 0xfe, 0x88, 0xb5};

static void set(const struct rig *rig, struct dot11_sta *sta, uint32_t level)
{
    assert_int_equal(dot11_sta_set(sta, D11_ATTR_POWER_LEVEL, &level,
                                   sizeof level, rig_now(rig)),
                     D11_OK);
    dot11_sim_station_settle(rig->station);
}

static struct dot11_sim_radio_stats radio_of(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats;
}

static bool dozes(const struct two *two, unsigned which)
{
    struct dot11_sim_ap_sta sta;

    assert_true(
        dot11_sim_ap_sta(two->rig->aps[which], two->of[which].addr, &sta));
    return sta.dozing;
}

/* Frames of all kinds are lost, come twice and late; the connection lasts, and
 * what is sent again arrives. */
static void a_bad_channel_is_survived_at_any_level(void **state)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_power,
                                                     &dot11_powersave};

    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        struct rig_options options;
        struct rig *rig;
        uint64_t before;
        uint32_t got;

        rig_options(&options, true);
        options.by_psk = true;
        options.seed = 100 + i;
        options.station.core.parts = parts;
        options.station.core.part_count = 3;
        if (i % 2 != 0)
            options.station.radio.flags |= D11_HW_TX_STATUS;
        rig = rig_new(&options);
        rig_connect(rig);
        set(rig, rig->sta, FAST * (1 + i % 3));
        dot11_sim_set_loss(dot11_sim_ap_node(rig->aps[0]),
                           dot11_sim_radio_node(rig->radio), 200);
        dot11_sim_set_loss(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(rig->aps[0]), 200);
        dot11_sim_run_for(rig->sim, 3 * RIG_SECOND);
        before = rig_status(rig).rx_msdus;
        for (unsigned k = 0; k < 50; k++) {
            (void)dot11_sim_ap_send(rig->aps[0], to_sta, sizeof to_sta, 0);
            dot11_sim_run_for(rig->sim, 150000 + k * 997);
        }
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        got = (uint32_t)(rig_status(rig).rx_msdus - before);
        assert_true(got >= 48 && got <= 50);
        assert_true(radio_of(rig).dozes > 10);
        assert_true(rig_is_open(rig));
        rig_end(rig);
    }
}

/* The radio sleeps when both may, and is awake when one wants it. */
static void a_shared_radio_sleeps_when_all_may(void **state)
{
    static const struct dot11_part *const parts[] = {&dot11_vifs, &dot11_scans,
                                                     &dot11_attrs, &dot11_power,
                                                     &dot11_powersave};
    struct rig_options options;
    struct two two;
    uint64_t slept;

    (void)state;
    two_options(&options, true, true);
    options.station.core.parts = parts;
    options.station.core.part_count = 5;
    two_begin(&two, &options);
    (void)rig_add_ap(two.rig, &options, options.ap.freq_mhz);
    assert_true(two_connect(&two, 0, 0));
    assert_true(two_connect(&two, 1, 1));
    set(two.rig, two.of[0].sta, MAX);
    two_run(&two, 2 * RIG_SECOND);
    /* One is awake: there is nothing to be had but what its AP does. */
    assert_true(dozes(&two, 0));
    assert_false(dozes(&two, 1));
    assert_int_equal(radio_of(two.rig).dozes, 0);
    set(two.rig, two.of[1].sta, MAX);
    two_run(&two, 2 * RIG_SECOND);
    assert_true(dozes(&two, 0) && dozes(&two, 1));
    slept = radio_of(two.rig).doze_us;
    two_run(&two, 5 * RIG_SECOND);
    slept = radio_of(two.rig).doze_us - slept;
    assert_true(slept > 4 * RIG_SECOND);
    /* Both are there for those who call. */
    two.traffic = true;
    two_run(&two, 5 * RIG_SECOND);
    two.traffic = false;
    two_run(&two, 2 * RIG_SECOND);
    for (unsigned i = 0; i < TWO; i++)
        assert_true(two.of[i].ping.received > two.of[i].ping.sent / 2);
    /* One leaves, the other goes on. */
    assert_int_equal(
        dot11_sta_disconnect(two.of[1].sta, NULL, rig_now(two.rig)), D11_OK);
    two_run(&two, RIG_SECOND);
    slept = radio_of(two.rig).doze_us;
    two_run(&two, 5 * RIG_SECOND);
    assert_true(radio_of(two.rig).doze_us - slept > 4 * RIG_SECOND);
    two_end(&two);
}

/* Stations with homes on two channels take turns, whatever they save. */
static void power_save_and_turns_get_along(void **state)
{
    static const struct dot11_part *const parts[] = {
        &dot11_vifs, &dot11_attrs, &dot11_power, &dot11_powersave};
    struct rig_options options;
    struct two two;

    (void)state;
    two_options(&options, true, true);
    options.station.core.parts = parts;
    options.station.core.part_count = 4;
    two_begin(&two, &options);
    (void)rig_add_ap(two.rig, &options, 2462);
    assert_true(two_connect(&two, 0, 0));
    assert_true(two_connect(&two, 1, 1));
    for (unsigned level = 0; level <= MAXIMUM; level += FAST) {
        set(two.rig, two.of[0].sta, level);
        set(two.rig, two.of[1].sta, MAXIMUM - level);
        two.traffic = true;
        two_run(&two, 10 * RIG_SECOND);
        two.traffic = false;
        two_run(&two, 3 * RIG_SECOND);
        for (unsigned i = 0; i < TWO; i++) {
            assert_true(two_is_open(&two, i));
            assert_true(two.of[i].ping.received > two.of[i].ping.sent / 4);
        }
    }
    two_end(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_bad_channel_is_survived_at_any_level),
        RIG_TEST(a_shared_radio_sleeps_when_all_may),
        RIG_TEST(power_save_and_turns_get_along),
    };

    return cmocka_run_group_tests_name("powersave", tests, NULL, NULL);
}
