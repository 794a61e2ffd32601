/* Scanning: where, how long, and what the home channel hears of it. */
#include "fake_ap.h"

#define SECOND UINT64_C(1000000)

static enum dot11_err scan(const struct dot11_scan_req *req)
{
    return dot11_sta_scan(fake.stas[0], req, NULL, fake.now_us);
}

static unsigned channels_done(void)
{
    return fake.last[0][D11_EV_SCAN_DONE].u.scan_done.channels;
}

/* How long the radio stayed on its channel since the call. */
static uint64_t stay_us(void)
{
    uint64_t from_us = fake.now_us;
    uint16_t freq_mhz = fake.tuned_mhz;

    while (fake.tuned_mhz == freq_mhz && fake.now_us < from_us + SECOND)
        fake_run(1000);
    return fake.now_us - from_us;
}

/* N80211-SCAN-8, SCAN-9, SCAN-11, SCAN-12 */
static void every_usable_channel_is_visited_as_it_allows(void **unused)
{
    static const uint16_t order[] = {2412, 2437, 2462, 5180, 5260};

    (void)unused;
    fake_up();
    fake_forget();
    assert_int_equal(scan(NULL), D11_OK);
    for (unsigned i = 0; i < 5; i++) {
        uint64_t us;

        assert_int_equal(fake.tuned_mhz, order[i]);
        /* Radar: never the first to speak. */
        assert_int_equal(fake_sent(4), i < 4 ? i + 1 : 4);
        if (i == 4)
            break;
        us = stay_us();
        assert_true(us >= fake.config.active_dwell_min_us &&
                    us <= fake.config.active_dwell_min_us + 1000);
    }
    fake_run(fake.config.passive_dwell_us - 1000);
    assert_events(0, "");
    fake_run(1000);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 5);
    assert_true((fake.calls[0].filter & D11_FILTER_BEACONS) != 0);
    assert_int_equal(fake_last(FAKE_SET_FILTER)->filter & D11_FILTER_BEACONS,
                     0);
    fake_end();
}

/* A channel where somebody answers is worth more time. */
static void an_answer_makes_the_station_stay(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t us;

    (void)unused;
    fake_up();
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(1000);
    fake_probe_resp(&ap);
    us = stay_us();
    assert_true(us >= fake.config.active_dwell_max_us - 2000 &&
                us <= fake.config.active_dwell_max_us);
    fake_end();
}

/* N80211-SCAN-10, SCAN-16 */
static void each_name_is_asked_for(void **unused)
{
    static const struct dot11_ssid ssids[2] = {{3, "one"}, {0, ""}};
    static const uint8_t more[] = {221, 3, 1, 2, 3};
    static const uint16_t freq = 2412;
    struct dot11_scan_req req;
    const struct fake_tx *sent;

    (void)unused;
    memset(&req, 0, sizeof req);
    req.ssids = ssids;
    req.ssid_count = 2;
    req.freqs_mhz = &freq;
    req.freq_count = 1;
    req.elements = more;
    req.elements_len = sizeof more;
    fake_up();
    assert_int_equal(scan(&req), D11_OK);
    assert_int_equal(fake_sent(4), 2);
    sent = fake_last_sent(4);
    assert_int_equal(sent->octets[25], 0);
    assert_memory_equal(sent->octets + sent->len - sizeof more, more,
                        sizeof more);
    sent--;
    assert_memory_equal(sent->octets + 24, "\0\3one", 5);
    fake_run(SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 1);
    fake_end();
}

static void a_passive_scan_says_nothing(void **unused)
{
    struct dot11_scan_req req;
    uint64_t began_us;

    (void)unused;
    memset(&req, 0, sizeof req);
    req.passive = true;
    req.dwell_us = 10000;
    fake_up();
    began_us = fake.now_us;
    assert_int_equal(scan(&req), D11_OK);
    fake_run(5 * 10000);
    assert_events(0, "scan_done");
    assert_int_equal(fake.air_count, 0);
    assert_true(fake.last[0][D11_EV_SCAN_DONE].at_us - began_us == 50000);
    fake_end();
}

/* N80211-SCAN-18: the AP is told each time, slices are bounded, and the home
 * channel is visited in between. */
static void a_connected_station_scans_in_slices(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t left_us = 0;
    uint64_t back_us = 0;
    uint16_t was_mhz = 2412;
    unsigned slices = 0;

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_forget();
    assert_int_equal(scan(NULL), D11_OK);
    for (unsigned ms = 0; ms < 3000; ms++) {
        fake_run(1000);
        if (fake.tuned_mhz != 2412 && was_mhz == 2412) {
            const struct fake_tx *told = fake_last_sent(FAKE_NULL);

            assert_int_equal(told->tuned_mhz, 2412);
            assert_true((told->octets[1] & 0x10) != 0);
            if (slices != 0)
                assert_true(fake.now_us - back_us + 2000 >=
                            fake.config.scan_home_us);
            left_us = fake.now_us;
            slices++;
        }
        if (fake.tuned_mhz == 2412 && was_mhz != 2412) {
            const struct fake_tx *told = fake_last_sent(FAKE_NULL);

            assert_true((told->octets[1] & 0x10) == 0);
            assert_int_equal(told->tuned_mhz, 2412);
            assert_true(fake.now_us - left_us <=
                        fake.config.scan_slice_us + 2000);
            back_us = fake.now_us;
        }
        was_mhz = fake.tuned_mhz;
    }
    assert_true(slices >= 2);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 5);
    assert_int_equal(fake.tuned_mhz, 2412);
    fake_end();
}

/* The home channel in the middle of a list: leaving it again is said too. */
static void a_stop_at_home_ends_the_slice(void **unused)
{
    static const uint16_t freqs[] = {2437, 2412, 2462};
    struct fake_ap ap = fake_ap(0);
    struct dot11_scan_req req;
    bool pm = false;

    (void)unused;
    memset(&req, 0, sizeof req);
    req.freqs_mhz = freqs;
    req.freq_count = 3;
    req.dwell_us = 10000;
    fake_up();
    fake_join(&ap);
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    for (unsigned ms = 0; ms < 500; ms++) {
        fake_run(1000);
        if (fake_sent(FAKE_NULL) != 0)
            pm = (fake_last_sent(FAKE_NULL)->octets[1] & 0x10) != 0;
        /* Where the AP thinks we are is where we are. */
        assert_int_equal(pm, fake.tuned_mhz != 2412);
    }
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 3);
    fake_end();
}

/* Data waits for the home channel. */
static void data_waits_while_the_radio_is_away(void **unused)
{
    static const uint8_t header[] = {2, 0, 0, 0, 9, 9,    2,
                                     0, 0, 0, 0, 1, 0x88, 0xb5};
    struct fake_ap ap = fake_ap(0);
    struct dot11_frame *frame;

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(scan(NULL), D11_OK);
    while (fake.tuned_mhz == 2412)
        fake_run(1000);
    fake_forget();
    frame = fake_alloc(64);
    frame->data += 48;
    frame->len = 64;
    memset(frame->data, 0, 64);
    memcpy(frame->data, header, sizeof header);
    assert_int_equal(dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us), 1);
    for (unsigned ms = 0; ms < 3000; ms++) {
        fake_run(1000);
        for (unsigned i = 0; i < fake.air_count; i++) {
            if ((fake.air[i].octets[0] & 0x0f) == 8 &&
                fake.air[i].octets[0] != 0x48)
                assert_int_equal(fake.air[i].tuned_mhz, 2412);
        }
    }
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_OK);
    fake_end();
}

/* An AP that does not acknowledge the announcement, and a radio that has no
 * place for it, do not stop the scan. */
static void an_announcement_that_is_lost_does_not_stop_the_scan(void **unused)
{
    static const uint16_t freqs[] = {2437, 2462};
    struct fake_ap ap = fake_ap(0);
    struct dot11_scan_req req;

    (void)unused;
    memset(&req, 0, sizeof req);
    req.freqs_mhz = freqs;
    req.freq_count = 2;
    fake_up();
    fake_join(&ap);
    fake.keeps = true;
    assert_int_equal(scan(&req), D11_OK);
    fake_run(19000);
    assert_int_equal(fake.tuned_mhz, 2412);
    fake_run(2000);
    assert_int_equal(fake.tuned_mhz, 2437);
    fake.keeps = false;
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    fake.no_frames = 3;
    assert_int_equal(scan(&req), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    fake_end();
}

/* Ended while the AP thinks that we leave: it is told that we stay. */
static void an_abort_during_the_announcement_is_taken_back(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_scan_req req;
    static const uint16_t freq = 2437;

    (void)unused;
    memset(&req, 0, sizeof req);
    req.freqs_mhz = &freq;
    req.freq_count = 1;
    fake_up();
    fake_join(&ap);
    fake_forget();
    fake.keeps = true;
    assert_int_equal(scan(&req), D11_OK);
    assert_true((fake_last_sent(FAKE_NULL)->octets[1] & 0x10) != 0);
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_true((fake_last_sent(FAKE_NULL)->octets[1] & 0x10) == 0);
    assert_int_equal(fake.tuned_mhz, 2412);
    fake.keeps = false;
    assert_events(0, "scan_done!");
    fake_end();
}

/* Losing the association in any part of a scan leaves both in order. */
static void an_association_lost_meanwhile_does_not_hurt(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    for (unsigned ms = 0; ms < 600; ms += 7) {
        fake_begin();
        fake.config.reconnect = false;
        fake_build();
        fake_start(0);
        fake_join(&ap);
        fake.keeps = ms % 2 != 0;
        assert_int_equal(scan(NULL), D11_OK);
        fake_run(1000 * (uint64_t)ms);
        fake_leave(&ap, 0, true, 1);
        fake.keeps = false;
        fake_run(5 * SECOND);
        assert_int_equal(fake.last[0][D11_EV_DISASSOC].type, D11_EV_DISASSOC);
        assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].type, D11_EV_SCAN_DONE);
        assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.err,
                         D11_OK);
        fake_end();
    }
}

/* A station that connects while the host's scan listens elsewhere: the radio
 * is its own until the port is open, and then its AP is told. */
static void a_scan_that_was_pushed_aside_announces_itself(void **unused)
{
    struct fake_ap ap = fake_ap(3);
    struct dot11_connect_req req = fake_req("net");
    bool pm = false;

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(1000);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 5000);
    fake_forget();
    for (unsigned ms = 0; ms < 2000; ms++) {
        fake_run(1000);
        if (fake_sent(FAKE_NULL) != 0)
            pm = (fake_last_sent(FAKE_NULL)->octets[1] & 0x10) != 0;
        assert_int_equal(pm, fake.tuned_mhz != 5180);
    }
    (void)fake_events(0);
    assert_int_equal(channels_done(), 5);
    fake_end();
}

static void a_channel_that_cannot_be_had_is_passed_over(void **unused)
{
    (void)unused;
    fake_up();
    fake.once[FAKE_SET_CHANNEL] = D11_ERR_HW;
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(2 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 4);
    fake.answers[FAKE_SET_CHANNEL] = D11_ERR_HW;
    assert_int_equal(scan(NULL), D11_OK);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 0);
    /* One that does not answer costs its time and no more. */
    fake.answers[FAKE_SET_CHANNEL] = D11_ERR_PENDING;
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(10 * SECOND);
    assert_events(0, "scan_done");
    fake_end();
}

/* No frame for a probe request, and no transmission at all */
static void a_scan_that_cannot_send_still_listens(void **unused)
{
    (void)unused;
    fake_up();
    fake.no_frames = 2;
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(2 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 5);
    fake.tx_room = 0;
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(2 * SECOND);
    assert_events(0, "scan_done");
    fake_end();
}

/* Scans of the radio itself. */

static void hardware(void)
{
    fake_begin();
    fake.caps.flags |= D11_HW_SCAN;
    fake.answers[FAKE_SCAN_START] = D11_ERR_PENDING;
    fake_build();
    fake_start(0);
}

static void the_radio_may_scan_by_itself(void **unused)
{
    (void)unused;
    hardware();
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(fake_last(FAKE_SCAN_START)->scan.freq_count, 5);
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 5);
    fake.once[FAKE_SCAN_START] = D11_ERR_HW;
    assert_int_equal(scan(NULL), D11_OK);
    assert_events(0, "scan_done!");
    /* It may say that it cannot: then the core does it. */
    fake.once[FAKE_SCAN_START] = D11_ERR_UNSUPPORTED;
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(2 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(channels_done(), 5);
    /* And one that never ends is ended. */
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(60 * SECOND);
    assert_events(0, "scan_done!");
    fake_end();
}

/* The next scan waits for the end of the one that was stopped. */
static void a_stopped_hardware_scan_is_waited_for(void **unused)
{
    (void)unused;
    hardware();
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "scan_done!");
    assert_int_equal(fake_count(FAKE_SCAN_STOP), 1);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(fake_count(FAKE_SCAN_START), 1);
    /* Stopping what has not begun is nothing for the radio. */
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(fake_count(FAKE_SCAN_STOP), 1);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_ERR_CANCELLED), D11_OK);
    assert_int_equal(fake_count(FAKE_SCAN_START), 2);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
    assert_events(0, "scan_done! scan_done");
    fake_end();
}

static void a_radio_that_never_stops_is_not_waited_for_for_ever(void **unused)
{
    (void)unused;
    hardware();
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(fake.config.hw_timeout_us);
    assert_int_equal(fake_count(FAKE_SCAN_START), 2);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
    assert_events(0, "scan_done! scan_done");
    fake_end();
}

/* A connect waits while the radio is out of the core's hands. */
static void a_connect_waits_for_the_hardware_scan(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    hardware();
    fake_beacon(&ap);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(fake_sent(11), 0);
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(fake_sent(11), 0);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
    assert_int_equal(fake_sent(11), 1);
    fake_air((struct fake_ap *[]){&ap}, 1, 50000);
    assert_events(0, "connect_start scan_done! assoc_start assoc_done "
                     "port_open connect_done link_quality");
    fake_end();
}

/* A halt, and a switch that goes off, during a scan of the radio */
static void a_hardware_scan_ends_with_the_radio(void **unused)
{
    (void)unused;
    hardware();
    assert_int_equal(scan(NULL), D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_events(0, "scan_done! phy_state");
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(fake_count(FAKE_SCAN_START), 2);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "phy_state scan_done! halted");
    fake_start(0);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(fake_count(FAKE_SCAN_START), 3);
    assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
    assert_events(0, "scan_done");
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_usable_channel_is_visited_as_it_allows),
        cmocka_unit_test(an_answer_makes_the_station_stay),
        cmocka_unit_test(each_name_is_asked_for),
        cmocka_unit_test(a_passive_scan_says_nothing),
        cmocka_unit_test(a_connected_station_scans_in_slices),
        cmocka_unit_test(a_stop_at_home_ends_the_slice),
        cmocka_unit_test(data_waits_while_the_radio_is_away),
        cmocka_unit_test(an_announcement_that_is_lost_does_not_stop_the_scan),
        cmocka_unit_test(an_abort_during_the_announcement_is_taken_back),
        cmocka_unit_test(an_association_lost_meanwhile_does_not_hurt),
        cmocka_unit_test(a_scan_that_was_pushed_aside_announces_itself),
        cmocka_unit_test(a_channel_that_cannot_be_had_is_passed_over),
        cmocka_unit_test(a_scan_that_cannot_send_still_listens),
        cmocka_unit_test(the_radio_may_scan_by_itself),
        cmocka_unit_test(a_stopped_hardware_scan_is_waited_for),
        cmocka_unit_test(a_radio_that_never_stops_is_not_waited_for_for_ever),
        cmocka_unit_test(a_connect_waits_for_the_hardware_scan),
        cmocka_unit_test(a_hardware_scan_ends_with_the_radio),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
