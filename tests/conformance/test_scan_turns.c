/* Scans of two stations of a radio.
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

static const struct dot11_part *const parts[] = {&dot11_scans, &dot11_power};

static void begin(struct two *two, bool waits, bool by_radio)
{
    struct rig_options options;

    two_options(&options, false, false);
    options.station.core.parts = parts + !waits;
    options.station.core.part_count = waits ? 2 : 1;
    if (by_radio)
        options.station.radio.flags |= D11_HW_SCAN;
    two_begin(two, &options);
}

static enum dot11_err scan(struct two *two, unsigned which,
                           const struct dot11_scan_req *req, uint32_t *id)
{
    return dot11_sta_scan(two->of[which].sta, req, id, rig_now(two->rig));
}

static unsigned done(const struct two *two, unsigned which)
{
    return two->of[which].counts[D11_EV_SCAN_DONE];
}

static void assert_done(const struct two *two, unsigned which, uint32_t id,
                        enum dot11_err err, unsigned channels)
{
    const struct dot11_event *event = &two->of[which].last[D11_EV_SCAN_DONE];

    assert_int_equal(event->id, id);
    assert_int_equal(event->u.scan_done.err, err);
    assert_int_equal(event->u.scan_done.channels, channels);
}

/* N80211-SCAN-7: the second station's request is accepted, waits for the first
 * one's scan, and is carried out as it was made. */
static void a_scan_waits_for_that_of_another_station(void **state)
{
    (void)state;
    for (unsigned by_radio = 0; by_radio < 2; by_radio++) {
        struct dot11_ssid ssid = {sizeof RIG_SSID - 1, RIG_SSID};
        uint8_t elements[4] = {221, 2, 1, 2};
        uint16_t freqs_mhz[2] = {2437, 2462};
        struct dot11_scan_req req = {0};
        uint32_t ids[3], directed;
        struct two two;

        begin(&two, true, by_radio != 0);
        req.ssids = &ssid;
        req.ssid_count = 1;
        req.elements = elements;
        req.elements_len = sizeof elements;
        req.freqs_mhz = freqs_mhz;
        req.freq_count = 2;
        assert_int_equal(scan(&two, 0, NULL, &ids[0]), D11_OK);
        two_run(&two, 50000);
        directed = two.rig->directed;
        assert_int_equal(scan(&two, 1, &req, &ids[1]), D11_OK);
        /* What was borrowed is the caller's again. */
        memset(&ssid, 0xff, sizeof ssid);
        memset(elements, 0xff, sizeof elements);
        memset(freqs_mhz, 0xff, sizeof freqs_mhz);
        /* N80211-SCAN-6: one of a station at a time. */
        assert_int_equal(scan(&two, 0, NULL, NULL), D11_ERR_BUSY);
        assert_int_equal(scan(&two, 1, NULL, NULL), D11_ERR_BUSY);
        two_run(&two, 50000);
        assert_int_equal(done(&two, 0) + done(&two, 1), 0);
        assert_int_equal(two.rig->directed, directed);
        assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
        assert_int_equal(done(&two, 1), 0);
        /* Who asks again waits in turn. */
        assert_int_equal(scan(&two, 0, NULL, &ids[2]), D11_OK);
        assert_true(two_wait(&two, 1, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
        assert_done(&two, 1, ids[1], D11_OK, 2);
        assert_int_equal(two.rig->directed, directed + 2);
        assert_int_equal(done(&two, 0), 1);
        assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
        assert_int_equal(two.of[0].last[D11_EV_SCAN_DONE].id, ids[2]);
        two_run(&two, 5 * RIG_SECOND);
        assert_int_equal(done(&two, 0), 2);
        assert_int_equal(done(&two, 1), 1);
        two_end(&two);
    }
}

/* N80211-SCAN-7: what waits can be ended without the one that runs. */
static void a_scan_that_waits_is_aborted_alone(void **state)
{
    struct two two;
    uint32_t ids[2];

    (void)state;
    begin(&two, true, false);
    assert_int_equal(scan(&two, 0, NULL, &ids[0]), D11_OK);
    assert_int_equal(scan(&two, 1, NULL, &ids[1]), D11_OK);
    assert_int_equal(dot11_sta_scan_abort(two.of[1].sta, rig_now(two.rig)),
                     D11_OK);
    assert_int_equal(dot11_sta_scan_abort(two.of[1].sta, rig_now(two.rig)),
                     D11_ERR_STATE);
    two_run(&two, 1000);
    assert_int_equal(done(&two, 0), 0);
    assert_int_equal(done(&two, 1), 1);
    assert_done(&two, 1, ids[1], D11_ERR_CANCELLED, 0);
    assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
    assert_int_equal(two.of[0].last[D11_EV_SCAN_DONE].u.scan_done.err, D11_OK);
    two_run(&two, 5 * RIG_SECOND);
    assert_int_equal(done(&two, 1), 1);
    two_end(&two);
}

/* N80211-SCAN-7: nor is it lost when the first one's station halts, and a halt
 * of its own ends it. */
static void a_halt_ends_the_scan_of_its_station_only(void **state)
{
    (void)state;
    for (unsigned first = 0; first < 2; first++) {
        struct two two;

        begin(&two, true, false);
        assert_int_equal(scan(&two, 0, NULL, NULL), D11_OK);
        assert_int_equal(scan(&two, 1, NULL, NULL), D11_OK);
        two_run(&two, 50000);
        assert_int_equal(dot11_sta_halt(two.of[first].sta, rig_now(two.rig)),
                         D11_OK);
        two_run(&two, 20000);
        assert_int_equal(done(&two, first), 1);
        assert_int_equal(two.of[first].last[D11_EV_SCAN_DONE].u.scan_done.err,
                         D11_ERR_CANCELLED);
        assert_int_equal(done(&two, 1 - first), 0);
        assert_true(
            two_wait(&two, 1 - first, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
        assert_int_equal(
            two.of[1 - first].last[D11_EV_SCAN_DONE].u.scan_done.err, D11_OK);
        two_end(&two);
    }
}

/* N80211-SCAN-7, N80211-PHY-6: with the radio off nothing waits any more. */
static void a_radio_that_goes_off_ends_both(void **state)
{
    (void)state;
    for (unsigned how = 0; how < 3; how++) {
        struct two two;

        begin(&two, true, false);
        assert_int_equal(scan(&two, 0, NULL, NULL), D11_OK);
        assert_int_equal(scan(&two, 1, NULL, NULL), D11_OK);
        two_run(&two, 50000);
        if (how == 0)
            dot11_sim_radio_switch(two.rig->radio, false);
        else if (how == 1)
            (void)dot11_radio_set_on(two.rig->core, false, rig_now(two.rig));
        else
            (void)dot11_radio_sleep(two.rig->core, rig_now(two.rig));
        two_run(&two, 50000);
        for (unsigned i = 0; i < TWO; i++) {
            assert_int_equal(done(&two, i), 1);
            assert_int_equal(two.of[i].last[D11_EV_SCAN_DONE].u.scan_done.err,
                             how == 2 ? D11_ERR_CANCELLED : D11_ERR_RADIO_OFF);
        }
        if (how == 0)
            dot11_sim_radio_switch(two.rig->radio, true);
        else if (how == 1)
            (void)dot11_radio_set_on(two.rig->core, true, rig_now(two.rig));
        else
            (void)dot11_radio_resume(two.rig->core, rig_now(two.rig));
        two_run(&two, 5 * RIG_SECOND);
        assert_int_equal(done(&two, 0) + done(&two, 1), 2);
        two_end(&two);
    }
}

/* Without the part the second one is refused, and nothing of it remains. */
static void without_the_part_one_scan_is_all(void **state)
{
    struct two two;

    (void)state;
    begin(&two, false, false);
    assert_int_equal(scan(&two, 0, NULL, NULL), D11_OK);
    assert_int_equal(scan(&two, 1, NULL, NULL), D11_ERR_BUSY);
    assert_true(two_wait(&two, 0, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
    two_run(&two, RIG_SECOND);
    assert_int_equal(done(&two, 1), 0);
    assert_int_equal(scan(&two, 1, NULL, NULL), D11_OK);
    assert_true(two_wait(&two, 1, D11_EV_SCAN_DONE, 60 * RIG_SECOND));
    two_end(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_scan_waits_for_that_of_another_station),
        RIG_TEST(a_scan_that_waits_is_aborted_alone),
        RIG_TEST(a_halt_ends_the_scan_of_its_station_only),
        RIG_TEST(a_radio_that_goes_off_ends_both),
        RIG_TEST(without_the_part_one_scan_is_all),
    };

    return cmocka_run_group_tests_name("scan_turns", tests, NULL, NULL);
}
