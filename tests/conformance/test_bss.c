/* The BSS table: what is kept of networks that were heard, and for how long.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-BSS-1 to BSS-7 and BSS-17 of the operation model. */
#include "fake_ap.h"
#include "trail.h"

#define SECOND UINT64_C(1000000)

static struct dot11_bss find(const uint8_t *bssid)
{
    struct dot11_bss bss;

    assert_int_equal(dot11_radio_bss_find(fake.radio, bssid, NULL, &bss),
                     D11_OK);
    return bss;
}

/* Elements by hand: a beacon or probe response with just these. */
static void hear(const uint8_t *bssid, bool beacon, const uint8_t *elements,
                 size_t len)
{
    uint8_t frame[600] = {(uint8_t)(beacon ? 0x80 : 0x50)};

    memcpy(frame + 4,
           beacon ? (const uint8_t[]){255, 255, 255, 255, 255, 255}
                  : fake_own[0],
           6);
    memcpy(frame + 10, bssid, 6);
    memcpy(frame + 16, bssid, 6);
    frame[32] = 100; /* beacon interval */
    frame[34] = 1;   /* capability: ESS */
    assert_true(36 + len <= sizeof frame);
    memcpy(frame + 36, elements, len);
    fake_receive(frame, 36 + len, -60);
}

/* The radio is on channel 1 for a while. */
static void listen(void)
{
    static const uint16_t freqs[] = {2412};
    const struct dot11_scan_req req = {.freqs_mhz = freqs,
                                       .freq_count = 1,
                                       .passive = true,
                                       .dwell_us = 1000000000u};

    assert_int_equal(dot11_sta_scan(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
}

static bool has(const struct dot11_bss *bss, const uint8_t *element)
{
    size_t len = 2u + element[1];
    size_t at = 0;
    bool found = false;

    while (at + 2 <= bss->elements_len) {
        size_t size = 2u + bss->elements[at + 1];

        assert_true(at + size <= bss->elements_len);
        if (size == len && memcmp(bss->elements + at, element, len) == 0) {
            /* Nothing is there twice. */
            assert_false(found);
            found = true;
        }
        at += size;
    }
    assert_int_equal(at, bss->elements_len);
    return found;
}

static const uint8_t bssid[6] = {2, 0, 0, 0, 0xb5, 5};

/* SSID "net" and rates, channel 1, then one element of its own each. */
#define COMMON 0, 3, 'n', 'e', 't', 1, 2, 0x82, 0x84, 3, 1, 1
static const uint8_t vendor_a[] = {221, 5, 0, 1, 2, 3, 9};
static const uint8_t vendor_b[] = {221, 5, 0, 1, 2, 4, 8};
static const uint8_t country[] = {7, 6, 'D', 'E', ' ', 1, 13, 20};
static const uint8_t country2[] = {7, 6, 'F', 'R', ' ', 1, 13, 20};
static const uint8_t extended[] = {255, 2, 35, 1};
static const uint8_t in_beacon[] = {COMMON, 221, 5, 0, 1, 2, 3, 9};
static const uint8_t in_probe[] = {COMMON, 221, 5,   0,  1,  2, 4,
                                   8,      255, 2,   35, 1,  7, 6,
                                   'D',    'E', ' ', 1,  13, 20};
static const uint8_t new_probe[] = {COMMON, 7, 6, 'F', 'R', ' ', 1, 13, 20};

/* N80211-BSS-7: an element of only one of the two kinds is kept beside the
 * other, what was heard last counts, and nothing is there twice. */
static void elements_of_both_kinds_are_merged(void **state)
{
    struct dot11_bss bss;

    (void)state;
    fake_up();
    listen();
    hear(bssid, true, in_beacon, sizeof in_beacon);
    bss = find(bssid);
    assert_true(has(&bss, vendor_a));
    assert_int_equal(bss.elements_len, sizeof in_beacon);
    hear(bssid, false, in_probe, sizeof in_probe);
    bss = find(bssid);
    assert_true(has(&bss, vendor_a) && has(&bss, vendor_b) &&
                has(&bss, country) && has(&bss, extended));
    /* The frame heard last comes first and whole. */
    assert_memory_equal(bss.elements, in_probe, sizeof in_probe);
    hear(bssid, true, in_beacon, sizeof in_beacon);
    bss = find(bssid);
    assert_true(has(&bss, vendor_a) && has(&bss, vendor_b) &&
                has(&bss, country) && has(&bss, extended));
    assert_memory_equal(bss.elements, in_beacon, sizeof in_beacon);
    /* A probe response that has other ones: the old ones are gone. */
    hear(bssid, false, new_probe, sizeof new_probe);
    bss = find(bssid);
    assert_true(has(&bss, vendor_a) && has(&bss, country2));
    assert_false(has(&bss, country));
    assert_false(has(&bss, vendor_b));
    assert_false(has(&bss, extended));
    /* And the same beacon again is recognised as the same. */
    hear(bssid, true, in_beacon, sizeof in_beacon);
    bss = find(bssid);
    hear(bssid, true, in_beacon, sizeof in_beacon);
    assert_int_equal(fake_stats().beacons_unchanged, 1);
    fake_end();
}

/* N80211-BSS-7: bodies that share one pool stay whole while they grow and
 * shrink, whoever is heard in whatever order. */
static void merged_bodies_do_not_disturb_each_other(void **state)
{
    static const struct {
        const uint8_t *octets;
        size_t len;
    } said[] = {{in_beacon, sizeof in_beacon},
                {in_probe, sizeof in_probe},
                {new_probe, sizeof new_probe}};
    uint32_t random = 1;
    unsigned last[4] = {0};

    (void)state;
    fake_begin();
    fake.config.bss_count = 4;
    fake.config.bss_octets = 512;
    fake_build();
    fake_start(0);
    listen();
    for (unsigned i = 0; i < 2000; i++) {
        uint8_t who[6] = {2, 0, 0, 0, 0xb5, 0};
        struct dot11_bss bss;

        random = random * 1103515245u + 12345u;
        who[5] = (uint8_t)(random >> 16 & 3);
        last[who[5]] = (random >> 20) % 3;
        hear(who, last[who[5]] == 0, said[last[who[5]]].octets,
             said[last[who[5]]].len);
        assert_true(dot11_radio_bss_count(fake.radio) > 0);
        for (uint8_t k = 0; k < 4; k++) {
            who[5] = k;
            if (dot11_radio_bss_find(fake.radio, who, NULL, &bss) != D11_OK)
                continue;
            assert_true(bss.elements_len >= said[last[k]].len);
            assert_memory_equal(bss.elements, said[last[k]].octets,
                                said[last[k]].len);
            (void)has(&bss, vendor_a);
        }
    }
    fake_end();
}

/* N80211-BSS-7: pieces of an element in fragments are not put together with
 * those of another. */
static void elements_in_fragments_are_not_merged(void **state)
{
    uint8_t probe[400] = {COMMON};
    static const uint8_t fragment[] = {242, 2, 1, 2};
    size_t len = 12;
    struct dot11_bss bss;

    (void)state;
    probe[len] = 255;
    probe[len + 1] = 255;
    probe[len + 2] = 106;
    len += 257;
    memcpy(probe + len, fragment, sizeof fragment);
    len += sizeof fragment;
    fake_up();
    listen();
    hear(bssid, false, probe, len);
    hear(bssid, true, in_beacon, sizeof in_beacon);
    bss = find(bssid);
    assert_false(has(&bss, fragment));
    assert_int_equal(bss.elements_len, sizeof in_beacon);
    fake_end();
}

/* N80211-BSS-1, N80211-BSS-2: no scan empties the table; a flush does, an
 * initialisation and a dot11 reset do, a disconnect and a hang do not. */
static void only_what_should_empties_the_table(void **state)
{
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};
    struct fake_ap here = fake_ap(0), there = fake_ap(1);

    (void)state;
    there.ssid = "other";
    fake_up();
    fake_beacon(&there);
    fake_join(&here);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    fake_run(10 * SECOND);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    fake_run(SECOND);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    (void)fake_events(0);
    /* A flush spares what is in use (BSS-5). */
    fake_join(&here);
    dot11_radio_bss_flush(fake.radio);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);
    assert_true((find(here.bssid).flags & D11_BSS_IS_JOINED) != 0);
    fake_beacon(&there);
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    fake_run(0);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    fake_beacon(&there);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    (void)fake_events(0);
    fake_end();
}

/* N80211-BSS-3, N80211-BSS-5: what was not heard for a minute goes, but never
 * the access point that we are with. */
static void the_table_ages_but_not_the_current_ap(void **state)
{
    struct fake_ap here = fake_ap(0), there = fake_ap(1);
    struct fake_ap *aps[] = {&here};
    struct dot11_bss bss;

    (void)state;
    there.ssid = "other";
    fake_up();
    fake_join(&here);
    fake_beacon(&there);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air(aps, 1, 10 * SECOND);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    for (unsigned i = 0; i < 7; i++) {
        fake_air(aps, 1, 10 * SECOND);
        fake_forget();
        fake.answered = 0;
    }
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air(aps, 1, 10 * SECOND);
    assert_int_equal(dot11_radio_bss_find(fake.radio, there.bssid, NULL, &bss),
                     D11_ERR_NOT_FOUND);
    assert_true((find(here.bssid).flags & D11_BSS_IS_JOINED) != 0);
    (void)fake_events(0);
    fake_end();
}

/* N80211-BSS-4, N80211-BSS-5: it can be read at any time, during a scan too,
 * and the current AP's entry is as new as its last beacon, scan or not. */
static void the_current_ap_is_always_up_to_date(void **state)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t heard_us;

    (void)state;
    fake_up();
    fake_join(&ap);
    fake_run(500000);
    ap.signal_dbm = -71;
    fake_beacon(&ap);
    heard_us = fake.now_us;
    assert_true(find(ap.bssid).seen_us == heard_us);
    assert_int_equal(find(ap.bssid).signal_dbm, -71);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_run(20000);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);
    assert_true(find(ap.bssid).seen_us == heard_us);
    fake_run(10 * SECOND);
    (void)fake_events(0);
    fake_end();
}

/* N80211-BSS-6 */
static void an_entry_has_all_its_fields(void **state)
{
    struct fake_ap ap = fake_ap(3);
    struct dot11_bss bss;

    (void)state;
    ap.rsn = true;
    ap.interval_tu = 250;
    fake_up();
    fake_run(12345);
    fake_beacon(&ap);
    bss = find(ap.bssid);
    assert_int_equal(bss.freq_mhz, 5180);
    assert_memory_equal(bss.bssid, ap.bssid, 6);
    assert_false((bss.flags & D11_BSS_IS_IBSS) != 0);
    assert_int_equal(bss.signal_dbm, ap.signal_dbm);
    assert_int_equal(bss.beacon_interval_tu, 250);
    assert_true(bss.tsf_us == 1);
    assert_true(bss.seen_us == fake.now_us);
    assert_int_equal(bss.capability, 0x11);
    assert_int_equal(bss.ssid.len, 3);
    assert_true(bss.elements_len > 0);
    fake_end();
}

/* N80211-BSS-17: what is old is looked at again before it is used. */
static void an_old_entry_is_not_used_unseen(void **state)
{
    struct rig_options options;
    struct rig *rig;
    uint32_t mark;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE, 10 * SECOND));
    dot11_sim_ap_stop(rig->aps[0]);
    dot11_sim_run_for(rig->sim, 20 * SECOND);
    mark = trail_mark(rig);
    rig_ask(rig, RIG_SSID, NULL);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE, 20 * SECOND));
    /* Not one frame to an AP that may be gone: it was looked for. */
    assert_trail(rig, mark, "connect_start connect_done!");
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_both_kinds_are_merged),
        cmocka_unit_test(merged_bodies_do_not_disturb_each_other),
        cmocka_unit_test(elements_in_fragments_are_not_merged),
        cmocka_unit_test(only_what_should_empties_the_table),
        cmocka_unit_test(the_table_ages_but_not_the_current_ap),
        cmocka_unit_test(the_current_ap_is_always_up_to_date),
        cmocka_unit_test(an_entry_has_all_its_fields),
        RIG_TEST(an_old_entry_is_not_used_unseen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
