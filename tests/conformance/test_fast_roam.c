/* Roams that save frames: PMKIDs in the request; and what is not followed. */
#include "rig.h"

#include <dot11/pmkid.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/wr.h"
#include "frame/header.h"
#include "frame/index.h"
#include "frame/rsne.h"

static const struct dot11_part *const parts[] = {&dot11_pmkids};

/* What the last (re)association request had in it. */
static struct {
    unsigned count;
    unsigned pmkids;
    uint8_t pmkid[D11_PMKID_LEN];
    bool has_mobility_domain;
    uint32_t akm;
} asked;

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    const struct rig *rig = ctx;
    struct dot11_octets body;
    struct d11_index index;
    struct d11_header h;
    struct d11_rsne rsne;
    size_t fixed;

    if (frame->from != dot11_sim_radio_node(rig->radio) ||
        frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE ||
        h.type != D11_TYPE_MGMT ||
        (h.subtype != D11_MGMT_ASSOC_REQ && h.subtype != D11_MGMT_REASSOC_REQ))
        return;
    fixed = h.len + (h.subtype == D11_MGMT_REASSOC_REQ ? 10u : 4u);
    d11_index_build(&index, frame->octets + fixed, frame->len - fixed);
    body = d11_index_body(&index, D11_SLOT_RSN);
    assert_non_null(body.data);
    assert_true(d11_rsne_parse(&rsne, body.data, body.len));
    asked.count++;
    asked.pmkids = rsne.pmkid_count;
    asked.akm = rsne.akm[0];
    if (rsne.pmkid_count != 0)
        memcpy(asked.pmkid, rsne.pmkids, D11_PMKID_LEN);
    asked.has_mobility_domain = false;
    for (size_t at = fixed; at + 1 < frame->len;
         at += 2u + frame->octets[at + 1])
        asked.has_mobility_domain |= frame->octets[at] == 54;
}

static struct rig *begin(void)
{
    struct rig_options options;
    struct rig *rig;

    memset(&asked, 0, sizeof asked);
    rig_options(&options, true);
    options.by_psk = true;
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2462);
    assert_int_equal(dot11_sim_add_tap(rig->sim, watch, rig), D11_OK);
    return rig;
}

static struct dot11_pmkid entry(const struct rig *rig, unsigned ap,
                                uint8_t seed)
{
    struct dot11_pmkid pmkid;

    memcpy(pmkid.bssid, rig->bssids[ap], 6);
    memset(pmkid.pmkid, seed, sizeof pmkid.pmkid);
    return pmkid;
}

static void set(struct rig *rig, const struct dot11_pmkid *list, size_t count)
{
    assert_int_equal(dot11_sta_set_pmkids(rig->sta, list, count, rig_now(rig)),
                     D11_OK);
}

static void roam_to(struct rig *rig, unsigned ap)
{
    struct dot11_roam_req req = {.has_bssid = true};

    memcpy(req.bssid, rig->bssids[ap], 6);
    assert_int_equal(dot11_sta_roam(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_ROAM_DONE,
                                           20 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[ap], 6);
}

/* The AP whose beacons are stronger, and the other one. */
static unsigned current(const struct rig *rig)
{
    return memcmp(rig_status(rig).bssid, rig->bssids[0], 6) == 0 ? 0 : 1;
}

/* N80211-PMKID-3, N80211-FR-4, N80211-ROAM-19: the PMKID of the AP is in each
 * request to it, and message 2 repeats it, or the AP would end it there. */
static void requests_carry_the_pmkid_of_their_ap(void **unused)
{
    struct rig *rig = begin();
    struct dot11_pmkid list[2] = {entry(rig, 0, 0x11), entry(rig, 1, 0x22)};
    unsigned here;

    (void)unused;
    rig_start(rig);
    set(rig, list, 2);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    here = current(rig);
    assert_int_equal(asked.count, 1);
    assert_int_equal(asked.pmkids, 1);
    assert_memory_equal(asked.pmkid, list[here].pmkid, D11_PMKID_LEN);
    rig_ping(rig, 2);
    roam_to(rig, 1 - here);
    assert_int_equal(asked.count, 2);
    assert_int_equal(asked.pmkids, 1);
    assert_memory_equal(asked.pmkid, list[1 - here].pmkid, D11_PMKID_LEN);
    rig_ping(rig, 2);
    /* Of an AP that is not on the list there is none. */
    set(rig, &list[1 - here], 1);
    roam_to(rig, here);
    assert_int_equal(asked.count, 3);
    assert_int_equal(asked.pmkids, 0);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* What came later than the request does not change message 2. */
static bool has_asked(void *ctx)
{
    const struct rig *rig = ctx;

    return rig_status(rig).associated;
}

/* N80211-PMKID-3 */
static void
a_list_set_in_the_handshake_waits_for_the_next_request(void **unused)
{
    struct rig *rig = begin();
    struct dot11_pmkid list[2] = {entry(rig, 0, 0x11), entry(rig, 1, 0x22)};

    (void)unused;
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(dot11_sim_run_until(rig->sim, has_asked, rig, 20 * RIG_SECOND));
    assert_int_equal(asked.pmkids, 0);
    set(rig, list, 2);
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_ping(rig, 2);
    rig_end(rig);
}

/* N80211-PMKID-5, N80211-PMKID-9: what a real handshake leads to. */
static void candidates_follow_the_handshake(void **unused)
{
    struct rig *rig = begin();
    const struct dot11_event *event;
    uint64_t opened_us;

    (void)unused;
    rig_connect(rig);
    opened_us = rig_now(rig);
    event = dot11_sim_station_wait(rig->station, D11_EV_PMKID_CANDIDATES,
                                   60 * RIG_SECOND);
    assert_non_null(event);
    assert_true(event->at_us <= opened_us + 60 * RIG_SECOND);
    assert_int_equal(event->u.pmkid_candidates.count, 1);
    assert_memory_equal(event->u.pmkid_candidates.list[0].bssid,
                        rig->bssids[1 - current(rig)], 6);
    /* The simulated APs do not say that they take it. */
    assert_false(event->u.pmkid_candidates.list[0].preauth);
    rig_end(rig);
}

/* An action frame of the AP that the station is with comes in. */
static void act(struct rig *rig, const uint8_t *body, size_t len)
{
    uint8_t octets[128];
    struct d11_wr wr = d11_wr_over(octets, sizeof octets);
    const uint8_t *bssid = rig->bssids[current(rig)];
    uint32_t before;
    struct dot11_stats stats;

    d11_wr_le16(&wr, D11_MGMT_ACTION << 4);
    d11_wr_le16(&wr, 0);
    d11_wr_octets(&wr, rig_sta_addr, 6);
    d11_wr_octets(&wr, bssid, 6);
    d11_wr_octets(&wr, bssid, 6);
    d11_wr_le16(&wr, 0);
    d11_wr_octets(&wr, body, len);
    assert_false(wr.overflow);
    dot11_radio_stats(rig->core, &stats);
    before = stats.drops[D11_DROP_ACTION];
    {
        struct dot11_rx rx = {0};
        struct dot11_frame *frame = dot11_sim_host_frame(
            dot11_sim_station_host(rig->station), 0, d11_wr_len(&wr));

        assert_non_null(frame);
        memcpy(frame->data, octets, d11_wr_len(&wr));
        frame->len = (uint32_t)d11_wr_len(&wr);
        rx.frame = frame;
        rx.freq_mhz = rig_status(rig).freq_mhz;
        dot11_hw_rx(rig->core, &rx, 1, rig_now(rig));
    }
    dot11_radio_stats(rig->core, &stats);
    assert_int_equal(stats.drops[D11_DROP_ACTION], before + 1);
}

/* N80211-FR-1, N80211-FR-2: both may be followed. They are not: what is not
 * protected is anybody's word. */
static void unprotected_advice_of_the_ap_moves_nothing(void **unused)
{
    struct rig *rig = begin();
    uint8_t report[] = {5, 5, 1, 52, 13, 2, 0,  0,  0,
                        0, 2, 0, 0,  0,  0, 81, 11, 7};
    uint8_t transition[] = {D11_CATEGORY_WNM,
                            7,
                            1,
                            0x07,
                            10,
                            0,
                            255,
                            52,
                            13,
                            2,
                            0,
                            0,
                            0,
                            0,
                            2,
                            0,
                            0,
                            0,
                            0,
                            81,
                            11,
                            7};
    unsigned here;

    (void)unused;
    rig_connect(rig);
    here = current(rig);
    act(rig, report, sizeof report);
    act(rig, transition, sizeof transition);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    assert_int_equal(current(rig), here);
    assert_int_equal(asked.count, 1);
    assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-FR-3: without 802.1X no fast transition; what a request asks for is
 * an ordinary association. */
static void a_psk_network_is_joined_without_fast_transition(void **unused)
{
    struct rig *rig = begin();

    (void)unused;
    rig_connect(rig);
    assert_int_equal(asked.akm, D11_AKM_PSK);
    assert_false(asked.has_mobility_domain);
    roam_to(rig, 1 - current(rig));
    assert_int_equal(asked.akm, D11_AKM_PSK);
    assert_false(asked.has_mobility_domain);
    rig_ping(rig, 1);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(requests_carry_the_pmkid_of_their_ap),
        RIG_TEST(a_list_set_in_the_handshake_waits_for_the_next_request),
        RIG_TEST(candidates_follow_the_handshake),
        RIG_TEST(unprotected_advice_of_the_ap_moves_nothing),
        RIG_TEST(a_psk_network_is_joined_without_fast_transition),
    };

    return cmocka_run_group_tests_name("fast_roam", tests, NULL, NULL);
}
