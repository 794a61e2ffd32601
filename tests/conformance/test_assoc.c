/* One association: its frames, its bodies, what it leaves behind
 * (N80211-ASSOC-*). The order of events is in test_traces.c.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/header.h"
#include "story.h"

static struct story story;
static struct rig_options options;
static const struct dot11_part *const parts[] = {&dot11_associations,
                                                 &dot11_mib};

/* Management frames between the station and APs, by subtype. */
static struct {
    struct dot11_sim_node *sta;
    uint8_t sent[16];
    unsigned sent_count;
    uint8_t request[512], response[512];
    size_t request_len, response_len;
} air;

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    struct d11_header h;

    (void)ctx;
    if (frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE ||
        h.type != D11_TYPE_MGMT)
        return;
    if (h.subtype == D11_MGMT_ASSOC_RESP ||
        h.subtype == D11_MGMT_REASSOC_RESP) {
        air.response_len = frame->len - h.len;
        memcpy(air.response, frame->octets + h.len, air.response_len);
    }
    if (frame->from != air.sta || h.subtype == D11_MGMT_PROBE_REQ)
        return;
    if (air.sent_count < sizeof air.sent)
        air.sent[air.sent_count++] = h.subtype;
    if (h.subtype == D11_MGMT_ASSOC_REQ || h.subtype == D11_MGMT_REASSOC_REQ) {
        air.request_len = frame->len - h.len;
        memcpy(air.request, frame->octets + h.len, air.request_len);
    }
}

static struct rig *begin_counted(bool secured, uint8_t part_count)
{
    struct rig *rig;

    story_options(&options, secured);
    options.station.core.parts = parts;
    options.station.core.part_count = part_count;
    options.station.radio.flags = D11_HW_TX_STATUS;
    rig = rig_new(&options);
    memset(&air, 0, sizeof air);
    air.sta = dot11_sim_radio_node(rig->radio);
    assert_int_equal(dot11_sim_add_tap(rig->sim, watch, NULL), D11_OK);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

static struct rig *begin(bool secured)
{
    return begin_counted(secured, 2);
}

static const struct dot11_ev_assoc_done *done(void)
{
    return &story.last[D11_EV_ASSOC_DONE].u.assoc_done;
}

/* Elements of what was last heard of the AP when the association ended. */
static uint8_t heard[512];
static size_t heard_len;

static void keep_heard(struct story *s, const struct dot11_event *event)
{
    struct dot11_bss bss;

    if (event->type != D11_EV_ASSOC_DONE)
        return;
    assert_int_equal(dot11_radio_bss_find(
                         s->rig->core, event->u.assoc_done.bssid, NULL, &bss),
                     D11_OK);
    heard_len = bss.elements_len;
    memcpy(heard, bss.elements, heard_len);
}

static void check_beacon(void)
{
    assert_int_not_equal(heard_len, 0);
    assert_int_equal(done()->beacon.len, heard_len);
    assert_memory_equal(done()->beacon.data, heard, heard_len);
    /* Elements of a Beacon begin with the SSID. */
    assert_memory_equal(heard, "\0\3" RIG_SSID, 5);
}

/* N80211-ASSOC-4, N80211-ASSOC-5, N80211-ASSOC-11, N80211-ASSOC-12 */
static void the_bodies_of_an_association_are_those_on_the_air(void **state)
{
    struct dot11_roam_req to = {.has_bssid = true};
    struct rig *rig = begin(true);

    (void)state;
    story.hook = keep_heard;
    story_connect(&story);
    assert_int_equal(air.sent_count, 2);
    assert_int_equal(air.sent[0], D11_MGMT_AUTH);
    assert_int_equal(air.sent[1], D11_MGMT_ASSOC_REQ);
    assert_false(done()->reassoc);
    assert_int_equal(done()->request.len, air.request_len);
    assert_memory_equal(done()->request.data, air.request, air.request_len);
    assert_int_equal(done()->response.len, air.response_len);
    assert_memory_equal(done()->response.data, air.response, air.response_len);
    check_beacon();
    memcpy(to.bssid, rig->bssids[0], 6);
    air.sent_count = 0;
    assert_int_equal(dot11_sta_roam(rig->sta, &to, NULL, rig_now(rig)), D11_OK);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_int_equal(air.sent[0], D11_MGMT_AUTH);
    assert_int_equal(air.sent[1], D11_MGMT_REASSOC_REQ);
    assert_true(done()->reassoc);
    assert_int_equal(done()->request.len, air.request_len);
    assert_memory_equal(done()->request.data, air.request, air.request_len);
    assert_memory_equal(done()->response.data, air.response, air.response_len);
    assert_int_equal(done()->response.len, air.response_len);
    check_beacon();
    story_end(&story);
}

/* N80211-ASSOC-10, N80211-ASSOC-11, N80211-ASSOC-12: as far as it got. */
static void the_bodies_of_a_failure_are_those_there_were(void **state)
{
    struct dot11_roam_req to = {.has_bssid = true};
    struct rig *rig = begin(true);

    (void)state;
    story.hook = keep_heard;
    story_start(&story);
    dot11_sim_ap_refuse(rig->aps[0], 0, D11_STATUS_DENIED);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 30 * RIG_SECOND));
    assert_memory_equal(done()->request.data, air.request, air.request_len);
    assert_int_equal(done()->request.len, air.request_len);
    assert_memory_equal(done()->response.data, air.response, air.response_len);
    assert_int_equal(done()->response.len, air.response_len);
    check_beacon();
    assert_int_equal(done()->akm, 0);
    assert_int_equal(done()->pairwise_cipher, 0);
    assert_int_equal(done()->group_cipher, 0);
    assert_false(done()->authorized);
    /* Refused before a request, in a roam: nothing was asked of it. */
    dot11_sim_ap_refuse(rig->aps[0], 0, 0);
    (void)story_words(&story);
    story_ask(&story);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_ap_refuse(rig->aps[0], D11_STATUS_FAILURE, 0);
    memcpy(to.bssid, rig->bssids[0], 6);
    assert_int_equal(dot11_sta_roam(rig->sta, &to, NULL, rig_now(rig)), D11_OK);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_int_equal(story_status(&story, D11_EV_ASSOC_DONE), 0x30001);
    assert_int_equal(done()->request.len, 0);
    assert_int_equal(done()->response.len, 0);
    assert_false(done()->reassoc);
    check_beacon();
    story_end(&story);
}

static uint32_t keys_at_end;
static uint32_t keys_at_start;

static void count_keys(struct story *s, const struct dot11_event *event)
{
    struct dot11_sim_radio_stats radio;

    dot11_sim_radio_stats(s->rig->radio, &radio);
    if (event->type == D11_EV_ASSOC_START)
        keys_at_start = radio.keys;
    if (event->type == D11_EV_ASSOC_DONE)
        keys_at_end = radio.keys;
}

/* N80211-ASSOC-16, N80211-ASSOC-17: the old AP's entry and keys are gone when
 * the new association is complete; its port is closed. */
static void a_new_association_begins_without_the_old_ones_keys(void **state)
{
    struct dot11_assoc_info info[2];
    struct dot11_sim_radio_stats radio;
    struct dot11_port port;
    size_t count;
    struct rig *rig;

    (void)state;
    story_options(&options, true);
    options.station.radio.hw_ccmp = true;
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2437);
    story_begin(&story, rig);
    story.mute_tx = true;
    story_connect(&story);
    dot11_sim_radio_stats(rig->radio, &radio);
    assert_int_equal(radio.keys, 2);
    story.hook = count_keys;
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 20 * RIG_SECOND));
    assert_int_equal(keys_at_start, 2);
    assert_int_equal(keys_at_end, 0);
    assert_int_equal(dot11_sta_ports(rig->sta, &port, 1), 1);
    assert_false(port.authorized);
    assert_true(port.controlled);
    assert_int_equal(dot11_sta_associations(rig->sta, info, 2, &count), D11_OK);
    assert_int_equal(count, 1);
    assert_memory_equal(info[0].peer, rig_status(rig).bssid, 6);
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_ping(rig, 1);
    story_end(&story);
}

/* N80211-ASSOC-15: from the first AP that matches to success, also with APs
 * that say nothing and one that is slow. */
static void an_association_is_done_within_ten_seconds(void **state)
{
    struct rig *rig = begin(true);
    uint64_t began_us;

    (void)state;
    for (unsigned i = 1; i < RIG_APS; i++) {
        (void)rig_add_ap(rig, &options, i == 1 ? 2412 : 2462);
        dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(rig->aps[i]),
                           (int8_t)(-55 - (int)i));
    }
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    dot11_sim_ap_mute(rig->aps[1], DOT11_SIM_ASSOC, UINT32_MAX);
    story_start(&story);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_ASSOC_START, 30 * RIG_SECOND));
    dot11_sim_ap_slow(rig->aps[2], 150000);
    began_us = story.last[D11_EV_ASSOC_START].at_us;
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 30 * RIG_SECOND));
    assert_int_equal(story.last[D11_EV_CONNECT_DONE].u.done.err, D11_OK);
    assert_true(story.last[D11_EV_CONNECT_DONE].at_us - began_us <
                10 * RIG_SECOND);
    /* The bound of all that a connect may try, by the defaults. */
    assert_true(8 * (options.station.core.auth_tries *
                         options.station.core.auth_timeout_us +
                     options.station.core.assoc_tries *
                         options.station.core.assoc_timeout_us) <
                10 * RIG_SECOND);
    story_end(&story);
}

/* N80211-ASSOC-18: with its time, without one, and with another status. */
static void a_busy_ap_says_when_to_come_back(void **state)
{
    static const struct {
        uint16_t status;
        uint32_t comeback_tu;
        uint32_t told_tu;
    } rows[] = {{30, 1000, 1000},
                {30, 0x01020304, 0x01020304},
                {30, 0, 0},
                {D11_STATUS_DENIED, 1000, 0}};

    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rig *rig = begin(true);

        dot11_sim_ap_refuse(rig->aps[0], 0, rows[i].status);
        dot11_sim_ap_set_comeback(rig->aps[0], rows[i].comeback_tu);
        story_start(&story);
        story_ask(&story);
        assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 30 * RIG_SECOND));
        /* Else it is a failure like any other. */
        assert_int_equal(story_status(&story, D11_EV_ASSOC_DONE),
                         0x30000u | rows[i].status);
        assert_int_equal(done()->comeback_tu, rows[i].told_tu);
        assert_int_equal(story_status(&story, D11_EV_CONNECT_DONE), 0x6);
        story_end(&story);
    }
}

static struct dot11_assoc_info only(const struct rig *rig)
{
    struct dot11_assoc_info info;
    size_t count;

    assert_int_equal(dot11_sta_associations(rig->sta, &info, 1, &count),
                     D11_OK);
    assert_int_equal(count, 1);
    return info;
}

static size_t how_many(const struct rig *rig)
{
    struct dot11_assoc_info info;
    size_t count;

    assert_int_equal(dot11_sta_associations(rig->sta, &info, 0, &count),
                     D11_OK);
    return count;
}

/* N80211-ASSOC-20, N80211-ASSOC-13, N80211-DISAS-10 */
static void the_list_of_associations_says_what_was_negotiated(void **state)
{
    struct rig *rig = begin(true);
    struct dot11_assoc_info info, later;
    struct dot11_sim_ap_sta sta;
    struct dot11_bss bss;

    (void)state;
    story_start(&story);
    assert_int_equal(how_many(rig), 0);
    story_ask(&story);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    info = only(rig);
    assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
    assert_int_equal(
        dot11_radio_bss_find(rig->core, rig->bssids[0], NULL, &bss), D11_OK);
    assert_memory_equal(info.peer, rig->bssids[0], 6);
    assert_memory_equal(info.bssid, rig->bssids[0], 6);
    assert_int_equal(info.state, D11_ASSOC_ASSOCIATED);
    assert_int_equal(info.freq_mhz, 2437);
    assert_int_equal(info.capability, bss.capability);
    assert_int_equal(info.listen_interval,
                     options.station.core.listen_interval);
    assert_int_equal(info.aid, sta.aid);
    assert_false(info.power_save);
    assert_true(info.qos);
    assert_int_equal(info.ds_info, D11_DS_UNKNOWN);
    assert_int_equal(info.auth_algorithm, D11_AUTH_OPEN);
    assert_int_equal(info.akm, D11_AKM_PSK);
    assert_int_equal(info.pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(info.group_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(info.group_mgmt_cipher, D11_CIPHER_NONE);
    assert_true(info.associated_us == story.last[D11_EV_ASSOC_DONE].at_us);
    assert_true(info.rate_count > 3);
    assert_int_equal(info.rates_500k[0], 2);
    rig_ping(rig, 5);
    later = only(rig);
    assert_true(later.tx_success >= info.tx_success + 5);
    assert_true(later.rx_success >= info.rx_success + 5);
    /* Nobody acknowledges. */
    dot11_sim_ap_stop(rig->aps[0]);
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    assert_true(only(rig).tx_failure > later.tx_failure);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(how_many(rig), 0);
    story_end(&story);
}

/* N80211-ASSOC-20: frames nobody can decrypt are failures of the peer. */
static void what_cannot_be_decrypted_is_counted_against_the_peer(void **state)
{
    struct rig *rig = begin(true);
    uint8_t frame[80] = {0x08, 0x42, 0, 0};
    uint64_t before;

    (void)state;
    story_connect(&story);
    before = only(rig).rx_failure;
    memcpy(frame + 4, rig_sta_addr, 6);
    memcpy(frame + 10, rig->bssids[0], 6);
    memcpy(frame + 16, rig->bssids[0], 6);
    frame[24] = 0xff; /* a packet number that is new */
    frame[27] = 0x20;
    frame[31] = 0x7f;
    assert_int_equal(dot11_sim_inject(dot11_sim_ap_node(rig->aps[0]), frame,
                                      sizeof frame, 2),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 50000);
    assert_true(only(rig).rx_failure > before);
    story_end(&story);
}

/* N80211-ASSOC-20: counters that nobody counts, and no list at all. */
static void without_its_parts_the_list_says_so(void **state)
{
    struct dot11_assoc_info info;
    size_t count = 9;
    struct rig *rig = begin_counted(false, 1);

    (void)state;
    story_connect(&story);
    assert_true(only(rig).tx_success == D11_ASSOC_UNKNOWN);
    assert_true(only(rig).rx_failure == D11_ASSOC_UNKNOWN);
    story_end(&story);
    rig = begin_counted(false, 0);
    story_connect(&story);
    assert_int_equal(dot11_sta_associations(rig->sta, &info, 1, &count),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(count, 0);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(the_bodies_of_an_association_are_those_on_the_air),
        RIG_TEST(the_bodies_of_a_failure_are_those_there_were),
        RIG_TEST(a_new_association_begins_without_the_old_ones_keys),
        RIG_TEST(an_association_is_done_within_ten_seconds),
        RIG_TEST(a_busy_ap_says_when_to_come_back),
        RIG_TEST(the_list_of_associations_says_what_was_negotiated),
        RIG_TEST(what_cannot_be_decrypted_is_counted_against_the_peer),
        RIG_TEST(without_its_parts_the_list_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
