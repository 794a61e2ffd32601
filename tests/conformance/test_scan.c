/* Scanning: what is asked for, what goes on the air, how it ends.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-SCAN-*, figure 3.18 of the operation model. The frame by frame
 * part is done with the scripted radio, the rest in the simulated world. */
#include "fake_ap.h"
#include "trail.h"

#define SECOND UINT64_C(1000000)
#define PROBE_REQ 4u

static const struct dot11_part *const parts[] = {&dot11_power};

/* The scripted radio: channels 1, 6, 11, 36, 52 (radar), 14 (forbidden). */

static enum dot11_err scan(const struct dot11_scan_req *req)
{
    return dot11_sta_scan(fake.stas[0], req, NULL, fake.now_us);
}

static const struct dot11_ev_scan_done *scan_done(void)
{
    return &fake.last[0][D11_EV_SCAN_DONE].u.scan_done;
}

static struct dot11_ssid ssid_of(const char *name)
{
    struct dot11_ssid ssid = {(uint8_t)strlen(name), {0}};

    memcpy(ssid.octets, name, ssid.len);
    return ssid;
}

/* N80211-SCAN-1, N80211-SCAN-2, N80211-SCAN-3, N80211-SCAN-24,
 * N80211-SCAN-30: accepted at once, one confirm, and what was heard is kept. */
static void a_scan_is_accepted_at_once_and_confirmed_once(void **state)
{
    struct fake_ap near = fake_ap(0), far = fake_ap(3);
    struct fake_ap *aps[] = {&near, &far};
    struct dot11_bss bss;
    uint32_t id = 0;

    (void)state;
    far.ssid = "other";
    fake_up();
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, &id, fake.now_us),
                     D11_OK);
    assert_true(id != 0);
    assert_events(0, "");
    fake_air(aps, 2, 4 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(scan_done()->err, D11_OK);
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].id, id);
    assert_int_equal(scan_done()->bss_count, 2);
    assert_int_equal(dot11_radio_bss_find(fake.radio, far.bssid, NULL, &bss),
                     D11_OK);
    assert_int_equal(bss.freq_mhz, far.freq_mhz);
    /* And what is heard in the next one takes the place of that. */
    near.signal_dbm = -33;
    assert_int_equal(scan(NULL), D11_OK);
    fake_air(aps, 1, 4 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(dot11_radio_bss_find(fake.radio, near.bssid, NULL, &bss),
                     D11_OK);
    assert_int_equal(bss.signal_dbm, -33);
    assert_int_equal(dot11_radio_bss_find(fake.radio, far.bssid, NULL, &bss),
                     D11_OK);
    fake_end();
}

/* N80211-SCAN-5, N80211-SCAN-22: one for each request, and a station that is
 * connected looks for nothing by itself. */
static void no_scan_is_made_that_nobody_asked_for(void **state)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap *aps[] = {&ap};

    (void)state;
    fake_up();
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    fake_forget();
    fake_run(600 * SECOND);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 0);
    assert_int_equal(fake.air_count, 0);
    fake_join(&ap);
    fake_forget();
    for (unsigned i = 0; i < 100; i++) {
        fake_air(aps, 1, SECOND);
        fake.answered = 0;
        fake_forget();
        assert_int_equal(fake_sent(PROBE_REQ), 0);
        assert_int_equal(fake.tuned_mhz, ap.freq_mhz);
    }
    assert_events(0, "");
    fake_end();
}

/* N80211-SCAN-6: each refusal is of its own kind, without an event. */
static void wrong_requests_are_refused_without_a_confirm(void **state)
{
    static const uint16_t unknown[] = {2417}, forbidden[] = {2484};
    static const struct dot11_ssid names[5];
    static const struct dot11_ssid longer = {33, {0}};
    static const uint8_t many[257];
    const struct {
        struct dot11_scan_req req;
        enum dot11_err err;
    } wrong[] = {
        {{.ssids = names, .ssid_count = 5}, D11_ERR_ARG},
        {{.ssid_count = 1}, D11_ERR_ARG},
        {{.ssids = &longer, .ssid_count = 1}, D11_ERR_SSID},
        {{.freqs_mhz = unknown, .freq_count = 1}, D11_ERR_CHANNEL},
        {{.freqs_mhz = forbidden, .freq_count = 1}, D11_ERR_CHANNEL},
        {{.freq_count = 1}, D11_ERR_ARG},
        {{.elements = many, .elements_len = sizeof many}, D11_ERR_ARG},
        {{.elements_len = 1}, D11_ERR_ARG},
        {{.bss_types = 4}, D11_ERR_ARG},
        {{.bands = 1u << D11_BAND_COUNT}, D11_ERR_ARG},
        {{.bands = 1u << D11_BAND_6GHZ}, D11_ERR_UNSUPPORTED},
    };

    (void)state;
    fake_up();
    fake_forget();
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(scan(&wrong[i].req), wrong[i].err);
    assert_int_equal(fake.call_count, 0);
    /* While one runs, another of the host is refused. */
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(scan(NULL), D11_ERR_BUSY);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    fake_run(5 * SECOND);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_int_equal(scan(NULL), D11_ERR_RADIO_OFF);
    assert_events(0, "phy_state");
    fake_end();
}

/* N80211-SCAN-8, N80211-SCAN-13: all channels of all bands, or of the bands
 * that are listed. */
static void all_channels_of_the_listed_bands_are_visited(void **state)
{
    static const struct {
        uint8_t bands;
        uint16_t channels;
    } table[] = {{0, 5},
                 {1u << D11_BAND_2GHZ, 3},
                 {1u << D11_BAND_5GHZ, 2},
                 {1u << D11_BAND_2GHZ | 1u << D11_BAND_5GHZ, 5}};

    (void)state;
    fake_up();
    for (unsigned i = 0; i < 4; i++) {
        struct dot11_scan_req req = {.bands = table[i].bands};

        fake_forget();
        assert_int_equal(scan(&req), D11_OK);
        fake_run(5 * SECOND);
        assert_events(0, "scan_done");
        assert_int_equal(scan_done()->channels, table[i].channels);
        assert_int_equal(fake_count(FAKE_SET_CHANNEL), table[i].channels);
    }
    fake_end();
}

/* How long the radio stays where it is from now on. */
static uint64_t stay_us(void)
{
    uint64_t from_us = fake.now_us;
    uint16_t freq_mhz = fake.tuned_mhz;

    while (fake.tuned_mhz == freq_mhz && fake.now_us < from_us + SECOND)
        fake_run(1000);
    return fake.now_us - from_us;
}

/* N80211-SCAN-9: as long as asked on a silent channel, longer where somebody
 * is, never longer than the longest. */
static void the_stay_is_as_long_as_asked(void **state)
{
    static const uint16_t freqs[] = {2412, 2437};
    struct dot11_scan_req req = {.freqs_mhz = freqs,
                                 .freq_count = 2,
                                 .min_dwell_us = 20000,
                                 .dwell_us = 60000};
    struct fake_ap ap = fake_ap(0);
    uint64_t us;

    (void)state;
    fake_up();
    assert_int_equal(scan(&req), D11_OK);
    us = stay_us();
    assert_in_range(us, 20000, 21000);
    fake_run(SECOND);
    assert_int_equal(scan(&req), D11_OK);
    fake_run(5000);
    fake_beacon(&ap);
    us = stay_us();
    assert_in_range(us, 54000, 56000);
    fake_run(SECOND);
    /* The longest counts, even below the shortest. */
    req.dwell_us = 10000;
    assert_int_equal(scan(&req), D11_OK);
    us = stay_us();
    assert_in_range(us, 10000, 11000);
    fake_run(SECOND);
    /* Passive: the longest. */
    req.dwell_us = 150000;
    req.passive = true;
    assert_int_equal(scan(&req), D11_OK);
    us = stay_us();
    assert_in_range(us, 150000, 151000);
    fake_run(SECOND);
    fake_end();
}

/* N80211-SCAN-17: others are kept, but not waited for. */
static void only_the_wanted_kind_is_waited_for(void **state)
{
    static const uint16_t freqs[] = {2412, 2437};
    struct dot11_scan_req req = {.freqs_mhz = freqs, .freq_count = 2};
    struct fake_ap ap = fake_ap(0);
    struct dot11_bss bss;
    static const uint8_t types[] = {
        D11_SCAN_INDEPENDENT, D11_SCAN_INFRASTRUCTURE,
        D11_SCAN_INFRASTRUCTURE | D11_SCAN_INDEPENDENT, 0};

    (void)state;
    fake_up();
    for (unsigned i = 0; i < sizeof types; i++) {
        uint64_t us;

        req.bss_types = types[i];
        assert_int_equal(scan(&req), D11_OK);
        fake_run(5000);
        fake_beacon(&ap);
        us = stay_us() + 5000;
        if (i == 0)
            assert_true(us < fake.config.active_dwell_min_us + 2000);
        else
            assert_true(us > fake.config.active_dwell_max_us - 2000);
        assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, NULL, &bss),
                         D11_OK);
        fake_run(SECOND);
    }
    fake_end();
}

/* N80211-SCAN-10: one for each name on each channel, an empty name is the
 * wildcard, and without a list there is the wildcard alone. */
static void each_name_is_asked_for_on_each_channel(void **state)
{
    struct dot11_ssid names[3] = {ssid_of("a"), ssid_of(""), ssid_of("bcd")};
    static const uint16_t freqs[] = {2412, 2437};
    struct dot11_scan_req req = {
        .freqs_mhz = freqs, .freq_count = 2, .ssids = names, .ssid_count = 3};

    (void)state;
    fake_up();
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    fake_run(SECOND);
    assert_int_equal(fake.air_count, 6);
    for (unsigned i = 0; i < 6; i++) {
        const struct fake_tx *tx = &fake.air[i];
        const struct dot11_ssid *name = &names[i % 3];

        assert_int_equal(tx->octets[0], PROBE_REQ << 4);
        assert_int_equal(tx->octets[24], 0);
        assert_int_equal(tx->octets[25], name->len);
        assert_memory_equal(tx->octets + 26, name->octets, name->len);
        assert_int_equal(tx->tuned_mhz, freqs[i / 3]);
    }
    req.ssid_count = 0;
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    fake_run(SECOND);
    assert_int_equal(fake.air_count, 2);
    assert_int_equal(fake.air[0].octets[25], 0);
    fake_end();
}

/* N80211-SCAN-11: silent, and what would be appended is ignored. */
static void a_passive_scan_sends_nothing(void **state)
{
    static const uint8_t more[] = {221, 1, 7};
    struct dot11_ssid name = ssid_of("net");
    struct fake_ap hidden = fake_ap(0);
    struct dot11_scan_req req = {.passive = true,
                                 .ssids = &name,
                                 .ssid_count = 1,
                                 .elements = more,
                                 .elements_len = sizeof more};

    (void)state;
    hidden.ssid = NULL;
    fake_up();
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    fake_run(10000);
    fake_beacon(&hidden);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(scan_done()->bss_count, 1);
    fake_end();
}

/* N80211-SCAN-12: whatever was asked for, a channel on which the station may
 * not speak first is only listened to. */
static void on_a_passive_channel_the_station_is_silent(void **state)
{
    static const uint16_t radar[] = {5260};
    struct dot11_scan_req req = {.freqs_mhz = radar, .freq_count = 1};

    (void)state;
    fake_up();
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(scan_done()->channels, 1);
    fake_end();
}

/* N80211-SCAN-15: the BSSID of the request, and both wildcards (E-19). */
static void probes_name_the_bssid_of_the_request(void **state)
{
    static const uint8_t all[6] = {255, 255, 255, 255, 255, 255}, zero[6];
    static const uint8_t one[6] = {2, 1, 2, 3, 4, 5};
    static const uint16_t freqs[] = {2412};
    static const struct {
        bool has;
        const uint8_t *bssid, *seen;
    } table[] = {{true, one, one},
                 {true, all, all},
                 {true, zero, all},
                 {false, one, all}};

    (void)state;
    fake_up();
    for (unsigned i = 0; i < 4; i++) {
        struct dot11_scan_req req = {.freqs_mhz = freqs, .freq_count = 1};

        req.has_bssid = table[i].has;
        memcpy(req.bssid, table[i].bssid, 6);
        fake_forget();
        assert_int_equal(scan(&req), D11_OK);
        fake_run(SECOND);
        assert_int_equal(fake.air_count, 1);
        assert_memory_equal(fake.air[0].octets + 16, table[i].seen, 6);
    }
    fake_end();
}

/* N80211-SCAN-16: at the end of each probe request. */
static void the_elements_of_the_request_come_last(void **state)
{
    static const uint8_t more[] = {221, 4, 0, 0x11, 0x22, 9, 127, 1, 0};
    struct dot11_scan_req req = {.elements = more, .elements_len = sizeof more};
    unsigned probes = 0;

    (void)state;
    fake_up();
    fake_forget();
    assert_int_equal(scan(&req), D11_OK);
    fake_run(5 * SECOND);
    for (unsigned i = 0; i < fake.air_count; i++) {
        const struct fake_tx *tx = &fake.air[i];

        assert_memory_equal(tx->octets + tx->len - sizeof more, more,
                            sizeof more);
        probes++;
    }
    assert_int_equal(probes, 4);
    fake_end();
}

/* N80211-SCAN-4, N80211-SCAN-21: the station's own gives way; names are asked
 * for by those who listed them and by nobody else. */
static void a_scan_of_the_station_gives_way(void **state)
{
    struct dot11_connect_req req = fake_req("secret");

    (void)state;
    fake_up();
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_run(1000);
    fake_forget();
    assert_int_equal(scan(NULL), D11_OK);
    assert_events(0, "connect_start");
    fake_run(100000);
    assert_true(fake.air_count > 0);
    for (unsigned i = 0; i < fake.air_count; i++)
        assert_int_equal(fake.air[i].octets[25], 0);
    fake_run(20 * SECOND);
    assert_events(0, "scan_done connect_done!");
    /* Nor does the name stay for a scan that comes later. */
    fake_forget();
    assert_int_equal(scan(NULL), D11_OK);
    fake_run(5 * SECOND);
    for (unsigned i = 0; i < fake.air_count; i++)
        assert_int_equal(fake.air[i].octets[25], 0);
    assert_events(0, "scan_done");
    fake_end();
}

/* N80211-SCAN-20: where it speaks first or not, with names and without. */
static void hidden_networks_are_asked_for_their_names(void **state)
{
    struct dot11_ssid name = ssid_of("net");
    struct dot11_scan_req req = {.ssids = &name, .ssid_count = 1};
    struct fake_ap hidden = fake_ap(3);
    struct dot11_bss bss;
    static const uint16_t radar[] = {5260};

    (void)state;
    hidden.ssid = NULL;
    hidden.freq_mhz = 5260;
    req.freqs_mhz = radar;
    req.freq_count = 1;
    fake_up();
    fake_forget();
    /* Without names it stays hidden. */
    req.ssid_count = 0;
    assert_int_equal(scan(&req), D11_OK);
    fake_run(10000);
    fake_beacon(&hidden);
    fake_run(SECOND);
    assert_int_equal(fake_sent(PROBE_REQ), 0);
    assert_int_equal(dot11_radio_bss_find(fake.radio, hidden.bssid, NULL, &bss),
                     D11_OK);
    assert_true((bss.flags & D11_BSS_IS_HIDDEN) != 0);
    /* With them it is asked once it was heard, and only once. */
    req.ssid_count = 1;
    assert_int_equal(scan(&req), D11_OK);
    fake_run(10000);
    assert_int_equal(fake_sent(PROBE_REQ), 0);
    fake_beacon(&hidden);
    assert_int_equal(fake_sent(PROBE_REQ), 1);
    assert_memory_equal(fake_last_sent(PROBE_REQ)->octets + 26, "net", 3);
    fake_beacon(&hidden);
    assert_int_equal(fake_sent(PROBE_REQ), 1);
    hidden.ssid = "net";
    fake_probe_resp(&hidden);
    assert_int_equal(
        dot11_radio_bss_find(fake.radio, hidden.bssid, &name, &bss), D11_OK);
    assert_false((bss.flags & D11_BSS_IS_HIDDEN) != 0);
    fake_run(SECOND);
    fake_end();
}

static unsigned beacons, answers;

static void count_raw(void *host, struct dot11_sta *sta,
                      const struct dot11_raw *raws, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++) {
        beacons += raws[i].rx->frame->data[0] == 0x80;
        answers += raws[i].rx->frame->data[0] == 0x50;
    }
}

/* N80211-SCAN-19: each by its own bit of the filter (E-22), scan or not. */
static void frames_of_networks_are_handed_up_as_filtered(void **state)
{
    static const struct dot11_part *const monitor[] = {&dot11_monitor};
    static const struct {
        uint32_t filter;
        unsigned beacons, answers;
    } table[] = {{0, 0, 0},
                 {D11_PACKET_DIRECTED_MGMT, 0, 2},
                 {D11_PACKET_BROADCAST_MGMT, 2, 0},
                 {D11_PACKET_DIRECTED_MGMT | D11_PACKET_BROADCAST_MGMT, 2, 2},
                 {D11_PACKET_DIRECTED | D11_PACKET_BROADCAST, 0, 0}};
    struct fake_ap ap = fake_ap(0);

    (void)state;
    fake_begin();
    fake.host_ops.deliver_raw = count_raw;
    fake.config.parts = monitor;
    fake.config.part_count = 1;
    fake_build();
    fake_start(0);
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(dot11_sta_set_packet_filter(
                             fake.stas[0], table[i].filter, fake.now_us),
                         D11_OK);
        beacons = answers = 0;
        assert_int_equal(scan(NULL), D11_OK);
        fake_run(1000);
        fake_beacon(&ap);
        fake_probe_resp(&ap);
        fake_run(5 * SECOND);
        fake_beacon(&ap);
        fake_probe_resp(&ap);
        assert_int_equal(beacons, table[i].beacons);
        assert_int_equal(answers, table[i].answers);
    }
    fake_end();
}

/* N80211-SCAN-27: as soon as it is asked, once, and the next can begin. */
static void an_abort_ends_it_and_the_next_one_may_come(void **state)
{
    (void)state;
    fake_up();
    for (unsigned i = 0; i < 16; i++) {
        assert_int_equal(scan(NULL), D11_OK);
        fake_run(i * 17000);
        assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us),
                         D11_OK);
        assert_events(0, "scan_done!");
        assert_int_equal(scan_done()->err, D11_ERR_CANCELLED);
        assert_int_equal(dot11_sta_scan_abort(fake.stas[0], fake.now_us),
                         D11_ERR_STATE);
    }
    fake_end();
}

/* N80211-SCAN-29: a disconnect is none of its business. */
static void a_disconnect_leaves_the_scan_alone(void **state)
{
    struct fake_ap ap = fake_ap(0);

    (void)state;
    fake_up();
    fake_join(&ap);
    assert_int_equal(scan(NULL), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "disassoc port_gone disconnect_done");
    fake_run(10 * SECOND);
    assert_events(0, "scan_done");
    assert_int_equal(scan_done()->err, D11_OK);
    fake_end();
}

/* The simulated world. */

static const struct dot11_event *wait_for(struct rig *rig,
                                          enum dot11_event_type type)
{
    const struct dot11_event *event =
        dot11_sim_station_wait(rig->station, type, 20 * SECOND);

    assert_non_null(event);
    return event;
}

/* N80211-SCAN-14: every channel within four seconds, each network found. */
static void a_scan_is_over_within_four_seconds(void **state)
{
    static const uint16_t freqs[] = {2412, 5825};

    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct rig_options options;
        struct rig *rig;
        uint64_t from_us;

        rig_options(&options, true);
        options.by_psk = true;
        if (hw != 0)
            options.station.radio.flags |= D11_HW_SCAN;
        rig = rig_new(&options);
        for (unsigned i = 0; i < 2; i++)
            (void)rig_add_ap(rig, &options, freqs[i]);
        rig_start(rig);
        from_us = rig_now(rig);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, from_us), D11_OK);
        assert_int_equal(wait_for(rig, D11_EV_SCAN_DONE)->u.scan_done.err,
                         D11_OK);
        assert_true(rig_now(rig) - from_us < 4 * SECOND);
        assert_int_equal(dot11_radio_bss_count(rig->core), 3);
        rig_end(rig);
    }
}

/* N80211-SCAN-18: while it scans a connected station carries data, and no
 * frame is lost. */
static void a_scan_while_connected_loses_nothing(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint32_t mark;

    (void)state;
    rig_options(&options, true);
    options.by_psk = true;
    rig = rig_new(&options);
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    rig_ping(rig, 10);
    assert_true(rig_status(rig).scanning);
    assert_true(rig->nulls[1] > 0); /* the AP was told each time */
    (void)wait_for(rig, D11_EV_SCAN_DONE);
    assert_trail(rig, mark, "scan_done");
    rig_end(rig);
}

/* N80211-SCAN-23, N80211-SCAN-24, N80211-SCAN-25, N80211-SCAN-26: each way to
 * end, and what it is called; figure 3.18. */
static void each_end_of_a_scan_has_its_name(void **state)
{
    static const struct {
        const char *how;
        enum dot11_err err;
    } ends[] = {{"done", D11_OK},
                {"reset", D11_ERR_CANCELLED},
                {"recover", D11_ERR_CANCELLED},
                {"switch", D11_ERR_RADIO_OFF},
                {"setting", D11_ERR_RADIO_OFF},
                {"halt", D11_ERR_CANCELLED}};

    (void)state;
    for (unsigned i = 0; i < 12; i++) {
        struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        rig_options(&options, false);
        options.station.core.parts = parts;
        options.station.core.part_count = 1;
        if (i >= 6)
            options.station.radio.flags |= D11_HW_SCAN;
        rig = rig_new(&options);
        rig_start(rig);
        mark = trail_mark(rig);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        dot11_sim_run_for(rig->sim, 200000);
        assert_trail(rig, mark, "");
        switch (i % 6) {
        case 1:
            assert_int_equal(
                dot11_sta_dot11_reset(rig->sta, &req, NULL, rig_now(rig)),
                D11_OK);
            break;
        case 2:
            assert_int_equal(dot11_radio_recover(rig->core, rig_now(rig)),
                             D11_OK);
            break;
        case 3: dot11_sim_radio_switch(rig->radio, false); break;
        case 4:
            assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                             D11_OK);
            break;
        case 5:
            assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
            break;
        default: break;
        }
        dot11_sim_run_for(rig->sim, 10 * SECOND);
        assert_int_equal(
            dot11_sim_station_count(rig->station, D11_EV_SCAN_DONE), 1);
        assert_int_equal(
            trail_event(rig, mark, D11_EV_SCAN_DONE, 0)->u.scan_done.err,
            ends[i % 6].err);
        if (i % 6 == 1)
            assert_trail(rig, mark, "scan_done! reset_done");
        if (i % 6 == 5)
            assert_trail(rig, mark, "scan_done! halted");
        rig_end(rig);
    }
}

/* N80211-SCAN-28: the connect goes first, the scan goes on. */
static void a_connect_comes_before_a_scan(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint64_t from_us;

    (void)state;
    rig_options(&options, true);
    options.by_psk = true;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 700000); /* the network was heard */
    from_us = rig_now(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, SECOND));
    assert_true(rig_now(rig) - from_us < SECOND);
    assert_true(rig_status(rig).scanning);
    assert_int_equal(wait_for(rig, D11_EV_SCAN_DONE)->u.scan_done.err, D11_OK);
    rig_end(rig);
}

/* N80211-SCAN-20: a network that hides, in the simulated world. */
static void a_hidden_network_is_found_by_its_name(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_ssid name = ssid_of(RIG_SSID);
    struct dot11_scan_req req = {.ssids = &name, .ssid_count = 1};
    struct dot11_bss bss;

    (void)state;
    rig_options(&options, false);
    options.ap.hidden = true;
    options.ap.freq_mhz = 5260; /* radar: the station listens first */
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    (void)wait_for(rig, D11_EV_SCAN_DONE);
    assert_int_equal(
        dot11_radio_bss_find(rig->core, rig->bssids[0], &name, &bss), D11_OK);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * SECOND));
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_is_accepted_at_once_and_confirmed_once),
        cmocka_unit_test(no_scan_is_made_that_nobody_asked_for),
        cmocka_unit_test(wrong_requests_are_refused_without_a_confirm),
        cmocka_unit_test(all_channels_of_the_listed_bands_are_visited),
        cmocka_unit_test(the_stay_is_as_long_as_asked),
        cmocka_unit_test(only_the_wanted_kind_is_waited_for),
        cmocka_unit_test(each_name_is_asked_for_on_each_channel),
        cmocka_unit_test(a_passive_scan_sends_nothing),
        cmocka_unit_test(on_a_passive_channel_the_station_is_silent),
        cmocka_unit_test(probes_name_the_bssid_of_the_request),
        cmocka_unit_test(the_elements_of_the_request_come_last),
        cmocka_unit_test(a_scan_of_the_station_gives_way),
        cmocka_unit_test(hidden_networks_are_asked_for_their_names),
        cmocka_unit_test(frames_of_networks_are_handed_up_as_filtered),
        cmocka_unit_test(an_abort_ends_it_and_the_next_one_may_come),
        cmocka_unit_test(a_disconnect_leaves_the_scan_alone),
        RIG_TEST(a_scan_is_over_within_four_seconds),
        RIG_TEST(a_scan_while_connected_loses_nothing),
        RIG_TEST(each_end_of_a_scan_has_its_name),
        RIG_TEST(a_connect_comes_before_a_scan),
        RIG_TEST(a_hidden_network_is_found_by_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
