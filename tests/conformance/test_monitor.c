/* Network monitor mode: modes, what they forget, and that nothing is sent.
 *
 * SPDX-License-Identifier: MIT */
#include <fake_radio.h>

#include <dot11/attr.h>
#include <dot11/monitor.h>
#include <dot11/vifs.h>

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_monitor};
static unsigned raw_count;
static uint32_t raw_flags;

static void deliver_raw(void *host, struct dot11_sta *sta,
                        const struct dot11_raw *raws, size_t n)
{
    (void)host;
    assert_ptr_equal(sta, fake.stas[0]);
    raw_count += (unsigned)n;
    raw_flags = raws[0].flags;
}

static struct dot11_sta *up(void)
{
    raw_count = 0;
    fake_begin();
    fake.host_ops.deliver_raw = deliver_raw;
    fake.config.parts = parts;
    fake.config.part_count = 2;
    fake_build();
    return fake_start(0);
}

static enum dot11_err set_mode(enum dot11_mode mode)
{
    return dot11_sta_set_mode(fake.stas[0], mode, fake.now_us);
}

static void listen(void)
{
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_OK);
    assert_int_equal(
        dot11_sta_set_packet_filter(fake.stas[0], D11_PACKET_ALL, fake.now_us),
        D11_OK);
}

/* A beacon of an open network, and a data frame for us. */
static const uint8_t beacon[] = {
    0x80, 0,    0,    0,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
    7,    7,    7,    7,    1,    2,    7,    7,    7,    7,    1,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x64,
    0,    1,    0,    0,    3,    0x72, 0x61, 0x77, 1,    8,    0x82,
    0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24, 3,    1,    1};

static void hear(const uint8_t *octets, size_t len)
{
    fake_receive(octets, len, -50);
}

static uint32_t mode_attribute(void)
{
    uint32_t value = 0;
    size_t len = 0;

    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_OPERATION_MODE,
                                   &value, sizeof value, &len),
                     D11_OK);
    assert_int_equal(len, sizeof value);
    return value;
}

/* N80211-MODE-1, N80211-MODE-5 */
static void a_station_is_a_station_and_has_one_mode(void **state)
{
    (void)state;
    up();
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_STATION);
    assert_int_equal(mode_attribute(), 4);
    listen();
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_MONITOR);
    assert_int_equal(mode_attribute(), 0x80000000u);
    fake_end();
}

/* N80211-MODE-2: the part is not listed, the radio cannot listen, or there is
 * no such mode. */
static void a_mode_that_cannot_be_is_refused(void **state)
{
    uint32_t other = 0x40;

    (void)state;
    fake_up();
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_ERR_UNSUPPORTED);
    assert_int_equal(set_mode(D11_MODE_STATION), D11_OK);
    assert_int_equal(dot11_sta_set_packet_filter(fake.stas[0], 1, fake.now_us),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(
        dot11_sta_set_multicast(fake.stas[0], NULL, 0, fake.now_us),
        D11_ERR_UNSUPPORTED);
    fake_end();

    up();
    fake_forget();
    fake.once[FAKE_SET_FILTER] = D11_ERR_UNSUPPORTED;
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_STATION);
    /* Back to what it had. */
    assert_int_equal(fake_last(FAKE_SET_FILTER)->filter & D11_FILTER_MONITOR,
                     0);
    assert_int_equal(set_mode(D11_MODE_COUNT), D11_ERR_ARG);
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_OPERATION_MODE,
                                   &other, sizeof other, fake.now_us),
                     D11_ERR_UNSUPPORTED);
    fake_poll(0);
    assert_events(0, "");
    fake_end();
}

/* N80211-MODE-2: only in INIT; nothing changes otherwise. */
static void the_mode_is_set_in_init_only(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, "net"}};

    (void)state;
    up();
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_ERR_STATE);
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_STATION);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_ERR_STATE);
    fake_run(2000000);
    fake_poll(0);
    (void)fake_events(0);
    fake_end();
}

/* N80211-MODE-3: defaults of everything, an empty BSS table, and INIT; a mode
 * that it has already changes nothing. */
static void a_new_mode_begins_anew(void **state)
{
    uint32_t threshold = 1000;
    size_t len;

    (void)state;
    up();
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    hear(beacon, sizeof beacon);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_RTS_THRESHOLD,
                                   &threshold, sizeof threshold, fake.now_us),
                     D11_OK);
    assert_int_equal(set_mode(D11_MODE_STATION), D11_OK);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);

    /* The scan that runs ends now. */
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_OK);
    fake_poll(0);
    assert_events(0, "scan_done!");
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.err,
                     D11_ERR_CANCELLED);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    assert_int_equal(dot11_sta_packet_filter(fake.stas[0]), 0);
    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_RTS_THRESHOLD,
                                   &threshold, sizeof threshold, &len),
                     D11_OK);
    assert_int_not_equal(threshold, 1000);
    fake_end();
}

/* N80211-MODE-4, N80211-INIT-8: the mode stays, filter and list do not; a halt
 * ends it. */
static void the_mode_outlasts_resets(void **state)
{
    static const uint8_t groups[1][6] = {{1, 0, 0x5e, 0, 0, 1}};
    uint8_t list[2][6];

    (void)state;
    up();
    assert_int_equal(dot11_sta_packet_filter(fake.stas[0]), 0);
    assert_int_equal(dot11_sta_multicast(fake.stas[0], list, 2), 0);
    listen();
    assert_int_equal(
        dot11_sta_set_multicast(fake.stas[0], groups, 1, fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_multicast(fake.stas[0], list, 2), 1);
    assert_memory_equal(list[0], groups[0], 6);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_MONITOR);
    assert_int_equal(dot11_sta_packet_filter(fake.stas[0]), 0);
    assert_int_equal(dot11_sta_multicast(fake.stas[0], list, 2), 0);
    hear(beacon, sizeof beacon);
    assert_int_equal(raw_count, 0);
    fake_poll(0);
    (void)fake_events(0);

    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(2000000);
    fake_poll(0);
    assert_events(0, "halted");
    assert_int_equal(dot11_sta_mode(fake.stas[0]), D11_MODE_STATION);
    (void)fake_start(0);
    assert_int_equal(fake_last(FAKE_SET_FILTER)->filter & D11_FILTER_MONITOR,
                     0);
    fake_end();
}

/* N80211-MODE-9, N80211-TX-18: whatever is asked and heard, nothing goes to the
 * radio, and the radio is told to acknowledge nothing. */
static void a_monitor_sends_nothing(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, "net"}};
    struct dot11_frame *frame;
    uint8_t deauth[26] = {0xc0, 0};

    (void)state;
    up();
    listen();
    assert_int_equal(fake_last(FAKE_SET_FILTER)->filter,
                     D11_FILTER_DIRECTED | D11_FILTER_MULTICAST |
                         D11_FILTER_BROADCAST | D11_FILTER_BEACONS |
                         D11_FILTER_PROMISCUOUS | D11_FILTER_CONTROL |
                         D11_FILTER_MONITOR);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_ERR_STATE);
    frame = fake_alloc(64);
    memset(frame->data, 0, 64);
    assert_int_equal(dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us), 0);
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    /* What a station would answer. */
    memcpy(deauth + 4, fake_own[0], 6);
    hear(deauth, sizeof deauth);
    hear(beacon, sizeof beacon);
    fake_run(10000000);
    assert_int_equal(fake.air_count, 0);
    fake_poll(0);
    assert_events(0, "");
    fake_end();
}

/* N80211-MODE-10, N80211-RX-2: duplicates are handed up, it scans no more, and
 * it is awake (the filter says so to the radio, which has no doze here). */
static void duplicates_are_heard_and_no_scan_goes_on(void **state)
{
    uint8_t data[40] = {0x08, 0x0a};

    (void)state;
    up();
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    listen();
    fake_forget();
    memcpy(data + 4, fake_own[0], 6);
    data[10] = 2;
    hear(data, sizeof data);
    hear(data, sizeof data);
    hear(data, sizeof data);
    assert_int_equal(raw_count, 3);
    fake_run(60000000);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 0);
    assert_int_equal(fake_count(FAKE_SCAN_START), 0);
    fake_poll(0);
    (void)fake_events(0);
    fake_end();
}

/* N80211-MODE-9, N80211-MODE-10: nor does any other part send, or look for
 * networks in the background. */
static void other_parts_are_silent_too(void **state)
{
    static const struct dot11_part *const all[] = {&dot11_attrs, &dot11_monitor,
                                                   &dot11_nlo, &dot11_ibss};
    const struct dot11_nlo_network network = {.ssid = {3, "net"}};
    const struct dot11_nlo_req looks = {.networks = &network,
                                        .count = 1,
                                        .fast_count = 3,
                                        .fast_s = 60,
                                        .slow_s = 1800};
    const struct dot11_ibss_req cell = {.ssid = {3, "net"}};

    (void)state;
    raw_count = 0;
    fake_begin();
    fake.host_ops.deliver_raw = deliver_raw;
    fake.config.parts = all;
    fake.config.part_count = 4;
    fake_build();
    (void)fake_start(0);
    assert_int_equal(dot11_sta_nlo(fake.stas[0], &looks, fake.now_us), D11_OK);
    listen();
    assert_int_equal(dot11_sta_nlo(fake.stas[0], &looks, fake.now_us), D11_OK);
    assert_int_equal(
        dot11_sta_ibss_start(fake.stas[0], &cell, NULL, fake.now_us),
        D11_ERR_STATE);
    fake_forget();
    fake_run(UINT64_C(600000000));
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 0);
    assert_int_equal(fake.air_count, 0);
    fake_poll(0);
    assert_events(0, "");
    fake_end();
}

/* N80211-MODE-11: any channel there is, also one that the regulatory domain or
 * the radio's list does not have. */
static void every_channel_can_be_heard(void **state)
{
    struct dot11_channel channel;

    (void)state;
    up();
    channel = dot11_channel_20(2437);
    assert_int_equal(
        dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
        D11_ERR_STATE);
    listen();
    /* Its own choice at first. */
    assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz, 2412);
    for (uint8_t number = 1; number <= 14; number++) {
        memset(&channel, 0, sizeof channel);
        channel.freq_mhz = dot11_channel_freq_mhz(D11_BAND_2GHZ, number);
        assert_int_equal(
            dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
            D11_OK);
        assert_int_equal(fake.tuned_mhz, channel.freq_mhz);
        assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz,
                         channel.freq_mhz);
    }
    for (unsigned number = 36; number <= 165; number++) {
        memset(&channel, 0, sizeof channel);
        channel.freq_mhz =
            dot11_channel_freq_mhz(D11_BAND_5GHZ, (uint8_t)number);
        if (channel.freq_mhz == 0)
            continue;
        assert_int_equal(
            dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
            D11_OK);
        assert_int_equal(fake.tuned_mhz, channel.freq_mhz);
    }
    channel.freq_mhz = 2413;
    assert_int_equal(
        dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
        D11_ERR_CHANNEL);
    fake_end();
}

/* N80211-MODE-11: a radio that cannot go there says so, and is asked again
 * elsewhere. */
static void a_channel_the_radio_refuses_is_told(void **state)
{
    struct dot11_channel channel = dot11_channel_20(2484);

    (void)state;
    up();
    listen();
    fake.once[FAKE_SET_CHANNEL] = D11_ERR_CHANNEL;
    assert_int_equal(
        dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
        D11_OK);
    assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz, 0);
    channel = dot11_channel_20(2462);
    assert_int_equal(
        dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
        D11_OK);
    assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz, 2462);
    fake_end();
}

/* N80211-MODE-13: no operating states; what it takes depends on the filter
 * alone, and the station's own attributes answer still. */
static void a_monitor_has_no_states_but_its_filter(void **state)
{
    struct dot11_sta_status status;

    (void)state;
    up();
    listen();
    hear(beacon, sizeof beacon);
    assert_int_equal(raw_count, 1);
    dot11_sta_status(fake.stas[0], &status);
    assert_int_equal(status.state, D11_STA_INIT);
    assert_false(status.associated);
    /* It makes no BSS of what it hears. */
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    assert_int_equal(dot11_sta_set_packet_filter(fake.stas[0], 0, fake.now_us),
                     D11_OK);
    hear(beacon, sizeof beacon);
    assert_int_equal(raw_count, 1);
    assert_int_equal(fake_stats().drops[D11_DROP_NOT_FOR_US], 1);
    assert_int_equal(fake_stats().rx_frames, 2);
    assert_int_equal(fake_stats().rx_accepted, 1);
    /* And back. */
    assert_int_equal(set_mode(D11_MODE_STATION), D11_OK);
    hear(beacon, sizeof beacon);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);
    assert_int_equal(raw_count, 1);
    fake_end();
}

/* A radio is on one channel: while one station listens, no other joins, and
 * the other way round. */
static void one_station_of_a_radio_listens(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, "net"}};

    (void)state;
    up();
    (void)fake_start(1);
    listen();
    assert_int_equal(
        dot11_sta_set_mode(fake.stas[1], D11_MODE_MONITOR, fake.now_us),
        D11_ERR_BUSY);
    assert_int_equal(dot11_sta_connect(fake.stas[1], &req, NULL, fake.now_us),
                     D11_ERR_STATE);
    assert_int_equal(set_mode(D11_MODE_STATION), D11_OK);
    assert_int_equal(dot11_sta_connect(fake.stas[1], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(set_mode(D11_MODE_MONITOR), D11_ERR_BUSY);
    fake_poll(1);
    (void)fake_events(1);
    fake_end();
}

/* The switch goes off and on: the radio listens again, where it did. */
static void a_monitor_goes_on_after_the_switch(void **state)
{
    struct dot11_channel channel = dot11_channel_20(2462);

    (void)state;
    up();
    listen();
    assert_int_equal(
        dot11_sta_set_monitor_channel(fake.stas[0], &channel, fake.now_us),
        D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz, 0);
    fake_forget();
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake_run(0);
    assert_int_not_equal(
        fake_last(FAKE_SET_FILTER)->filter & D11_FILTER_MONITOR, 0);
    assert_int_equal(dot11_sta_monitor_channel(fake.stas[0]).freq_mhz, 2462);
    hear(beacon, sizeof beacon);
    assert_int_equal(raw_count, 1);
    fake_poll(0);
    (void)fake_events(0);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_station_is_a_station_and_has_one_mode),
        cmocka_unit_test(a_mode_that_cannot_be_is_refused),
        cmocka_unit_test(the_mode_is_set_in_init_only),
        cmocka_unit_test(a_new_mode_begins_anew),
        cmocka_unit_test(the_mode_outlasts_resets),
        cmocka_unit_test(a_monitor_sends_nothing),
        cmocka_unit_test(duplicates_are_heard_and_no_scan_goes_on),
        cmocka_unit_test(other_parts_are_silent_too),
        cmocka_unit_test(every_channel_can_be_heard),
        cmocka_unit_test(a_channel_the_radio_refuses_is_told),
        cmocka_unit_test(a_monitor_has_no_states_but_its_filter),
        cmocka_unit_test(one_station_of_a_radio_listens),
        cmocka_unit_test(a_monitor_goes_on_after_the_switch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
