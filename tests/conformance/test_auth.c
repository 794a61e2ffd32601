/* 802.11 authentication and what is protected when (N80211-AUTH-*).
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/monitor.h>

#include "base/octets.h"
#include "fake_ap.h"
#include "frame/header.h"
#include "story.h"

static struct story story;
static struct rig_options options;

/* What the station sent, seen from outside. */
static struct {
    struct dot11_sim_node *sta;
    uint16_t algorithm; /* of its last Authentication */
    unsigned auths;
    unsigned open_eapol;  /* in clear */
    unsigned open_data;   /* other data in clear */
    unsigned sealed_data; /* protected, EAPOL or not */
} air;

static void watch_data(const struct d11_header *h, const uint8_t *body,
                       size_t len)
{
    if ((h->subtype & D11_DATA_NULL) != 0)
        return;
    if (d11_header_protected(h))
        air.sealed_data++;
    else if (len >= 8 && d11_load_be16(body + 6) == D11_ETHERTYPE_EAPOL)
        air.open_eapol++;
    else
        air.open_data++;
}

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    struct d11_header h;

    (void)ctx;
    if (frame->from != air.sta || frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE)
        return;
    if (h.type == D11_TYPE_DATA)
        watch_data(&h, frame->octets + h.len, frame->len - h.len);
    if (h.type != D11_TYPE_MGMT || h.subtype != D11_MGMT_AUTH)
        return;
    air.auths++;
    air.algorithm = d11_load_le16(frame->octets + h.len);
}

static struct rig *start_with(void)
{
    struct rig *rig = rig_new(&options);

    memset(&air, 0, sizeof air);
    air.algorithm = 0xffff;
    air.sta = dot11_sim_radio_node(rig->radio);
    assert_int_equal(dot11_sim_add_tap(rig->sim, watch, NULL), D11_OK);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

/* N80211-AUTH-3, N80211-AUTH-4, N80211-AUTH-8, N80211-AUTH-14: Open System
 * comes first, in an open network and under WPA2, and the association is
 * complete before the port is open. */
static void open_system_comes_first(void **state)
{
    (void)state;
    for (unsigned secured = 0; secured < 2; secured++) {
        struct rig *rig;

        story_options(&options, secured != 0);
        rig = start_with();
        story_start(&story);
        story_ask(&story);
        assert_true(story_wait(&story, D11_EV_ASSOC_DONE, 10 * RIG_SECOND));
        assert_int_equal(story_status(&story, D11_EV_ASSOC_DONE), 0);
        assert_int_equal(air.auths, 1);
        assert_int_equal(air.algorithm, D11_AUTH_OPEN);
        assert_int_equal(air.open_eapol + air.sealed_data, 0);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(air.auths, 1);
        story_end(&story);
    }
}

/* An RSN element with this AKM and CCMP. */
#define RSNE(akm)                                                              \
    {                                                                          \
        48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, \
            0xac, akm, 0, 0                                                    \
    }

/* N80211-AUTH-1, N80211-AUTH-6, N80211-AUTH-7: only an AP whose element lists
 * what is wanted; with others no association is tried. */
static void an_ap_without_our_algorithm_is_not_tried(void **state)
{
    static const uint8_t elements[][24] = {
        RSNE(1),
        RSNE(9),
        /* WPA with its AKM 2. */
        {221, 22, 0, 0x50, 0xf2, 1, 1, 0, 0, 0x50, 0xf2, 2,
         1,   0,  0, 0x50, 0xf2, 2, 1, 0, 0, 0x50, 0xf2, 2},
    };
    static const uint8_t lens[] = {22, 22, 24};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct rig *rig;

        story_options(&options, false);
        options.ap.elements = elements[i];
        options.ap.elements_len = lens[i];
        rig = start_with();
        rig->secured = true; /* the profile is */
        story_start(&story);
        story_ask(&story);
        assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 60 * RIG_SECOND));
        assert_int_equal(story.seen[D11_EV_ASSOC_START], 0);
        assert_int_equal(air.auths, 0);
        assert_int_equal(story.last[D11_EV_CONNECT_DONE].u.done.err,
                         D11_ERR_SECURITY);
        assert_int_equal(story_status(&story, D11_EV_CONNECT_DONE), 0x6);
        story_end(&story);
    }
}

/* N80211-AUTH-9, N80211-AUTH-10, N80211-AUTH-11: EAPOL goes in clear until
 * there is a key, and then nothing does. */
static void from_the_pairwise_key_on_everything_is_protected(void **state)
{
    struct rig *rig;

    (void)state;
    story_options(&options, true);
    rig = start_with();
    story_connect(&story);
    assert_int_equal(air.open_eapol, 2); /* messages 2 and 4 */
    assert_int_equal(air.open_data, 0);
    assert_int_equal(air.sealed_data, 0);
    rig_ping(rig, 5);
    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_ping(rig, 5);
    assert_int_equal(air.open_eapol, 2);
    assert_int_equal(air.open_data, 0);
    assert_true(air.sealed_data >= 13);
    story_end(&story);
}

/* N80211-AUTH-10: the pre-shared key is the PMK; with another one the port
 * never opens. */
static void a_wrong_pre_shared_key_opens_no_port(void **state)
{
    struct rig *rig;

    (void)state;
    story_options(&options, true);
    rig = start_with();
    assert_int_equal(
        dot11_sim_ap_set_passphrase(rig->aps[0], "not that passphrase"),
        D11_OK);
    story_start(&story);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 10 * RIG_SECOND));
    assert_int_equal(story.last[D11_EV_CONNECT_DONE].u.done.err, D11_OK);
    assert_false(rig_wait_open(rig, 30 * RIG_SECOND));
    assert_int_equal(air.open_data + air.sealed_data, 0);
    story_end(&story);
}

/* N80211-AUTH-12: at any time, without a word to the host. */
static void the_group_key_may_change_at_any_time(void **state)
{
    static const uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                    0,    0,    0,    0,    0xfe, 0x88, 0xb5};
    struct dot11_sim_host_stats before, after;
    struct rig *rig;

    (void)state;
    story_options(&options, true);
    rig = start_with();
    story_connect(&story);
    for (unsigned i = 0; i < 4; i++) {
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_sim_host_stats(dot11_sim_station_host(rig->station), &before);
        assert_int_equal(dot11_sim_ap_send(rig->aps[0], eth, sizeof eth, 0),
                         D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_sim_host_stats(dot11_sim_station_host(rig->station), &after);
        assert_int_equal(after.msdus, before.msdus + 1);
    }
    assert_story(&story, "");
    assert_int_equal(air.open_data, 0);
    rig_ping(rig, 1);
    story_end(&story);
}

static unsigned raw_subtypes[16];

static void deliver_raw(void *host, struct dot11_sta *sta,
                        const struct dot11_raw *raws, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++) {
        const uint8_t fc = raws[i].rx->frame->data[0];

        if ((fc & 0x0c) == 0)
            raw_subtypes[fc >> 4]++;
    }
}

/* N80211-AUTH-13: with the filter for directed management frames the host sees
 * those of an authentication, and without it none. */
static void the_host_may_see_the_frames_of_an_authentication(void **state)
{
    static const struct dot11_part *const parts[] = {&dot11_monitor};

    (void)state;
    for (unsigned filtered = 0; filtered < 2; filtered++) {
        struct fake_ap ap = fake_ap(0);

        memset(raw_subtypes, 0, sizeof raw_subtypes);
        fake_begin();
        fake.host_ops.deliver_raw = deliver_raw;
        fake.config.parts = parts;
        fake.config.part_count = 1;
        fake_build();
        fake_start(0);
        if (filtered != 0)
            assert_int_equal(
                dot11_sta_set_packet_filter(
                    fake.stas[0], D11_PACKET_DIRECTED_MGMT, fake.now_us),
                D11_OK);
        fake_join(&ap);
        assert_int_equal(raw_subtypes[D11_MGMT_AUTH], filtered);
        assert_int_equal(raw_subtypes[D11_MGMT_ASSOC_RESP], filtered);
        fake_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(open_system_comes_first),
        RIG_TEST(an_ap_without_our_algorithm_is_not_tried),
        RIG_TEST(from_the_pairwise_key_on_everything_is_protected),
        RIG_TEST(a_wrong_pre_shared_key_opens_no_port),
        RIG_TEST(the_group_key_may_change_at_any_time),
        cmocka_unit_test(the_host_may_see_the_frames_of_an_authentication),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
