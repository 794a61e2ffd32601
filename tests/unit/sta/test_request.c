/* Requests, queries and the queue of events behind them. */
#include "fake_ap.h"
#include "fake_ext.h"

#define SECOND UINT64_C(1000000)

static enum dot11_err scan(unsigned which, const struct dot11_scan_req *req,
                           uint32_t *id)
{
    return dot11_sta_scan(fake.stas[which], req, id, fake.now_us);
}

/* N80211-3.18: SCAN-3, SCAN-5, SCAN-24 */
static void a_scan_ends_in_one_event_with_its_id(void **unused)
{
    struct fake_ap ap = fake_ap(1);
    uint32_t id = 0;
    unsigned wakes;

    (void)unused;
    fake_up();
    assert_int_equal(scan(0, NULL, &id), D11_OK);
    assert_int_not_equal(id, 0);
    /* SCAN-6: a refused one has no event of its own. */
    assert_int_equal(scan(0, NULL, NULL), D11_ERR_BUSY);
    assert_events(0, "");
    wakes = fake.wakes;
    fake_air((struct fake_ap *[]){&ap}, 1, 2 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].id, id);
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.channels, 5);
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.bss_count, 1);
    /* The host that sleeps is woken. */
    assert_true(fake.wakes > wakes);
    fake_end();
}

/* N80211-SCAN-27 */
static void a_scan_can_be_ended(void **unused)
{
    (void)unused;
    fake_up();
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us),
                     D11_ERR_STATE);
    assert_int_equal(scan(0, NULL, NULL), D11_OK);
    assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "scan_done!");
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.err,
                     D11_ERR_CANCELLED);
    assert_int_equal(scan(0, NULL, NULL), D11_OK);
    fake_run(2 * SECOND);
    assert_events(0, "scan_done");
    fake_end();
}

/* N80211-SCAN-6 */
static void a_scan_request_is_checked(void **unused)
{
    static const uint16_t bad[] = {2412, 2484};
    static const uint16_t unknown[] = {5805};
    static const struct dot11_ssid ssid = {33, {0}};
    static const uint8_t elements[1];
    struct dot11_scan_req req;

    (void)unused;
    fake_up();
    memset(&req, 0, sizeof req);
    req.freqs_mhz = bad;
    req.freq_count = 2;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_CHANNEL);
    req.freqs_mhz = unknown;
    req.freq_count = 1;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_CHANNEL);
    req.freq_count = 7;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    req.freqs_mhz = NULL;
    req.freq_count = 1;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    memset(&req, 0, sizeof req);
    req.ssid_count = 1;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    req.ssids = &ssid;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_SSID);
    req.ssid_count = 5;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    memset(&req, 0, sizeof req);
    req.elements_len = 1;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    req.elements = elements;
    req.elements_len = 257;
    assert_int_equal(scan(0, &req, NULL), D11_ERR_ARG);
    fake_run(SECOND);
    assert_events(0, "");
    fake_end();
}

/* N80211-SCAN-4: what a connect looks for gives way, and goes on later. */
static void a_scan_of_the_host_takes_the_place_of_the_stations(void **unused)
{
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_up();
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(scan(0, NULL, NULL), D11_OK);
    assert_events(0, "connect_start");
    fake_run(10 * SECOND);
    assert_events(0, "scan_done connect_done!");
    fake_end();
}

/* N80211-SCAN-28: a connect does not wait for a scan, which goes on. */
static void a_connect_during_a_scan_comes_first(void **unused)
{
    struct fake_ap ap = fake_ap(3);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    assert_int_equal(scan(0, NULL, NULL), D11_OK);
    fake_run(1000);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 10 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done port_open "
                     "connect_done link_quality scan_done");
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.channels, 5);
    fake_end();
}

/* N80211-SCAN-29 */
static void a_disconnect_leaves_the_scan_alone(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(scan(0, NULL, NULL), D11_OK);
    fake_run(1000);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "disassoc port_gone disconnect_done");
    fake_run(10 * SECOND);
    assert_events(0, "scan_done");
    fake_end();
}

/* A host that takes no events can neither lose the end of an association nor
 * break a promise of the core; an operation waits for room. */
static void a_full_queue_loses_nothing(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");
    struct dot11_event event;
    unsigned counts[D11_EV_COUNT] = {0};

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake.config.event_count = 16;
    fake_build();
    fake_start(0);
    req.ext = &fake_ext_ops;
    fake_beacon(&a);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    /* The first event is taken, nothing more. */
    assert_true(dot11_sta_next_event(fake.stas[0], &event));
    assert_int_equal(event.type, D11_EV_CONNECT_START);
    fake_status();
    fake_auth(&a, 0, 0, 2, 0);
    fake_status();
    fake_assoc_resp(&a, 0, false, 0, 1);
    for (unsigned i = 0; i < 200; i++) {
        (void)fake_ext_verdict(i % 2 != 0 ? D11_ERR_VERIFY : D11_OK, false);
        (void)scan(0, NULL, NULL);
        (void)dot11_sta_scan_abort(fake.stas[0], fake.now_us);
        assert_int_equal(dot11_ext_need_credentials(fake_ext.host, i), D11_OK);
        a.signal_dbm = (int8_t)(i % 20 < 10 ? -30 : -95);
        fake_beacon(&a);
        fake_status();
    }
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake_beacon(&a);
    (void)dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_status();
    while (dot11_sta_next_event(fake.stas[0], &event))
        counts[event.type]++;
    assert_int_equal(event.type, D11_EV_NONE);
    assert_int_equal(counts[D11_EV_CONNECT_DONE], 1);
    assert_int_equal(counts[D11_EV_ASSOC_DONE], 1);
    assert_int_equal(counts[D11_EV_DISASSOC], 1);
    assert_int_equal(counts[D11_EV_HALTED], 1);
    assert_true(counts[D11_EV_PORT] >= 3);
    fake_end();
}

/* A connect that finds no room is refused, a step that finds none waits. */
static void an_operation_waits_for_room(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");
    struct dot11_event event;

    (void)unused;
    fake_begin();
    fake.config.event_count = 16;
    fake_build();
    fake_start(0);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(scan(0, NULL, NULL), D11_OK);
        assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us),
                         D11_OK);
    }
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_FULL);
    assert_true(dot11_sta_next_event(fake.stas[0], &event));
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(fake_sent(11), 0);
    assert_true(dot11_sta_next_event(fake.stas[0], &event));
    assert_int_equal(fake_sent(11), 1);
    fake_end();
}

/* Two stations of one radio, each with its own place in the world */
static void two_stations_live_next_to_each_other(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    struct dot11_connect_req req = fake_req("net");
    struct dot11_sta_status status;

    (void)unused;
    fake_up();
    fake_start(1);
    fake_join(&a);
    fake_beacon(&a);
    fake_beacon(&b);
    /* The stronger AP is not on the channel of the other station: it has to
     * be the one that is, or both would be on air half of the time. */
    b.signal_dbm = -20;
    fake_beacon(&b);
    assert_int_equal(dot11_sta_connect(fake.stas[1], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&a, &b}, 2, SECOND);
    assert_events(1, "connect_start assoc_start assoc_done port_open "
                     "connect_done link_quality");
    dot11_sta_status(fake.stas[1], &status);
    assert_int_equal(status.freq_mhz, 2412);
    assert_events(0, "");
    /* Both are told about when the radio leaves for a scan. */
    fake_forget();
    assert_int_equal(scan(1, NULL, NULL), D11_OK);
    fake_air((struct fake_ap *[]){&a, &b}, 2, 3 * SECOND);
    assert_events(1, "scan_done");
    assert_events(0, "");
    for (unsigned which = 0; which < 2; which++) {
        unsigned away = 0;

        for (unsigned i = 0; i < fake.air_count; i++)
            away += fake.air[i].octets[0] == 0x48 &&
                    (fake.air[i].octets[1] & 0x10) != 0 &&
                    fake.air[i].octets[15] == which + 1;
        assert_true(away >= 2);
    }
    /* A group frame is for both. */
    fake_leave(&a, -1, true, 3);
    assert_string_equal(fake_events(0), "disassoc port_gone");
    assert_string_equal(fake_events(1), "disassoc port_gone");
    fake_end();
}

/* An AP elsewhere only is no candidate, and that is what is said. */
static void the_second_station_does_not_drag_the_first_away(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    struct dot11_connect_req req = fake_req("else");

    (void)unused;
    fake_up();
    fake_start(1);
    fake_join(&a);
    b.ssid = "else";
    fake_beacon(&b);
    assert_int_equal(dot11_sta_connect(fake.stas[1], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&a, &b}, 2, 5 * SECOND);
    assert_events(1, "connect_start connect_done!");
    assert_int_equal(fake.last[1][D11_EV_CONNECT_DONE].u.done.err,
                     D11_ERR_CHANNEL);
    assert_events(0, "");
    fake_end();
}

static void the_states_have_names(void **unused)
{
    (void)unused;
    assert_string_equal(dot11_sta_state_str(D11_STA_HALTED), "halted");
    assert_string_equal(dot11_sta_state_str(D11_STA_STARTING), "starting");
    assert_string_equal(dot11_sta_state_str(D11_STA_INIT), "init");
    assert_string_equal(dot11_sta_state_str(D11_STA_CONNECTING), "connecting");
    assert_string_equal(dot11_sta_state_str(D11_STA_CONNECTED), "connected");
    assert_string_equal(dot11_sta_state_str(D11_STA_LOST), "lost");
    assert_string_equal(dot11_sta_state_str(D11_STA_ROAMING), "roaming");
    assert_string_equal(dot11_sta_state_str(D11_STA_HALTING), "halting");
    assert_string_equal(dot11_sta_state_str((enum dot11_sta_state)99), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_ends_in_one_event_with_its_id),
        cmocka_unit_test(a_scan_can_be_ended),
        cmocka_unit_test(a_scan_request_is_checked),
        cmocka_unit_test(a_scan_of_the_host_takes_the_place_of_the_stations),
        cmocka_unit_test(a_connect_during_a_scan_comes_first),
        cmocka_unit_test(a_disconnect_leaves_the_scan_alone),
        cmocka_unit_test(a_full_queue_loses_nothing),
        cmocka_unit_test(an_operation_waits_for_room),
        cmocka_unit_test(two_stations_live_next_to_each_other),
        cmocka_unit_test(the_second_station_does_not_drag_the_first_away),
        cmocka_unit_test(the_states_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
