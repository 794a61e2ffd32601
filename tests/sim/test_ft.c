/* Whole stations in a mobility domain: the first association, from AP to AP
 * over the air, and what may go wrong on the way.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rig.h"
#include "sta/radio.h"

#define PASSWORD "an SAE password"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_sae, &dot11_ft};

static void fast_options(struct rig_options *options, bool sae)
{
    rig_options(options, true);
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
    options->ap.sae_password = sae ? PASSWORD : NULL;
    options->ap.ft = true;
    options->ap.mdid[0] = 0xd1;
    options->ap.mdid[1] = 0x17;
    options->by_psk = true;
}

static struct rig *new_rig(bool sae)
{
    struct rig_options options;
    struct rig *rig;

    fast_options(&options, sae);
    rig = rig_new(&options);
    rig_add_ap(rig, &options, 2462);
    return rig;
}

static void ask(struct rig *rig, bool sae, bool fast)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    rig_profile(rig, &profile);
    profile.ft = fast;
    if (sae) {
        profile.akms = D11_AKM_BIT_SAE;
        profile.sae_password_len = sizeof PASSWORD - 1;
        memcpy(profile.sae_password, PASSWORD, sizeof PASSWORD - 1);
    }
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

/* With the first AP, and data flows. */
static void enter(struct rig *rig, bool sae)
{
    rig_start(rig);
    dot11_sim_ap_stop(rig->aps[1]);
    ask(rig, sae, true);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_ap_start(rig->aps[1]);
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 2);
}

static const struct dot11_event *roam(struct rig *rig, unsigned to)
{
    struct dot11_roam_req req = {.has_bssid = true};

    memcpy(req.bssid, rig->bssids[to], 6);
    assert_int_equal(dot11_sta_roam(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    return dot11_sim_station_wait(rig->station, D11_EV_ROAM_DONE,
                                  20 * RIG_SECOND);
}

static struct dot11_sim_ap_stats stats_of(const struct rig *rig, unsigned ap)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[ap], &stats);
    return stats;
}

static void from_ap_to_ap_no_handshake_is_needed(void **state)
{
    uint8_t mdid[2];

    (void)state;
    for (int sae = 0; sae < 2; sae++) {
        struct rig *rig = new_rig(sae);

        assert_int_equal(dot11_sta_mobility_domain(rig->sta, mdid),
                         D11_ERR_NOT_FOUND);
        enter(rig, sae);
        assert_int_equal(dot11_sta_mobility_domain(rig->sta, mdid), D11_OK);
        assert_int_equal(mdid[0] << 8 | mdid[1], 0xd117);
        assert_int_equal(rig_status(rig).akm,
                         sae ? D11_AKM_FT_SAE : D11_AKM_FT_PSK);
        for (unsigned i = 1; i < 6; i++) {
            const struct dot11_event *event = roam(rig, i & 1);

            assert_non_null(event);
            assert_int_equal(event->u.done.err, D11_OK);
            /* The association opens the port. */
            assert_true(rig_is_open(rig));
            dot11_sim_run_for(rig->sim, 10000);
            rig_ping(rig, 2);
        }
        assert_int_equal(stats_of(rig, 0).handshakes, 1);
        assert_int_equal(stats_of(rig, 1).handshakes, 0);
        assert_int_equal(stats_of(rig, 0).transitions, 2);
        assert_int_equal(stats_of(rig, 1).transitions, 3);
        rig_end(rig);
    }
}

static void who_does_not_want_it_has_a_handshake_with_each(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    rig_start(rig);
    dot11_sim_ap_stop(rig->aps[1]);
    ask(rig, false, false);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    assert_int_equal(rig_status(rig).akm, D11_AKM_PSK);
    dot11_sim_ap_start(rig->aps[1]);
    assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(stats_of(rig, 1).handshakes, 1);
    assert_int_equal(stats_of(rig, 1).transitions, 0);
    rig_end(rig);
}

/* The keys of a transition do all that those of a handshake do. */
static void group_and_pairwise_keys_change_after_a_transition(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    enter(rig, false);
    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(stats_of(rig, 0).handshakes, 2);
    assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
    dot11_sim_ap_rekey(rig->aps[1]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(stats_of(rig, 1).group_done, 1);
    dot11_sim_ap_rekey_pairwise(rig->aps[1], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(stats_of(rig, 1).handshakes, 1);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* SEC-FT-05: where the transition is refused, a full association follows. */
static void what_is_refused_is_done_from_the_beginning(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        struct rig *rig = new_rig(false);

        enter(rig, false);
        if (how == 0) /* 53: nobody knows us */
            dot11_sim_ap_forget_r0(rig->aps[0]);
        if (how == 1) /* 28: nobody can be asked */
            dot11_sim_ap_stop(rig->aps[0]);
        if (how == 2) /* 55: the AP's nonce was another */
            dot11_sim_ap_spoil_ft(rig->aps[1], DOT11_SIM_FT_AUTH, 70);
        assert_non_null(roam(rig, 1));
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        dot11_sim_run_for(rig->sim, 10000);
        assert_int_equal(stats_of(rig, 1).handshakes, 1);
        assert_int_equal(stats_of(rig, 1).transitions, 0);
        rig_ping(rig, 2);
        rig_end(rig);
    }
}

/* SEC-FT-01: no octet of either answer may be another. What is wrong in the
 * first one may be seen only by the AP; what is wrong in the last one never
 * counts, and the right one that follows does. */
static void no_octet_of_an_answer_may_be_wrong(void **state)
{
    static const uint16_t lens[] = {180, 220};

    (void)state;
    for (int last = 0; last < 2; last++) {
        struct rig *rig = new_rig(false);

        enter(rig, false);
        for (uint16_t at = 0; at < lens[last]; at++) {
            unsigned to = 1 - (at & 1);
            uint32_t before = stats_of(rig, to).transitions;

            dot11_sim_ap_spoil_ft(
                rig->aps[to], last ? DOT11_SIM_FT_REASSOC : DOT11_SIM_FT_AUTH,
                at);
            assert_non_null(roam(rig, to));
            assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
            if (last)
                assert_int_equal(stats_of(rig, to).transitions, before + 1);
            dot11_sim_run_for(rig->sim, 10000);
            rig_ping(rig, 1);
        }
        rig_end(rig);
    }
}

static uint32_t mic_drops(const struct rig *rig)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats.drops[D11_DROP_MIC];
}

/* SEC-FT-04: nor may what the MIC vouches for be of the wrong kind. */
static void group_keys_that_do_not_unwrap_end_it(void **state)
{
    struct rig *rig = new_rig(false);
    uint32_t spoilt = 0;

    (void)state;
    enter(rig, false);
    /* From the GTK subelement on: RSNE 42, MDE 5, FTE 2 and 82, key holders
     * 8 and 7. */
    for (uint16_t at = 146; at < 146 + 13 + 24; at++) {
        unsigned to = 1 - (at & 1);
        uint32_t drops = mic_drops(rig);

        dot11_sim_ap_spoil_ft(rig->aps[to], DOT11_SIM_FT_BEFORE_MIC, at);
        assert_non_null(roam(rig, to));
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        spoilt += mic_drops(rig) != drops;
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 1);
    }
    /* All but id and RSC, which may be any. */
    assert_true(spoilt >= 24);
    rig_end(rig);
}

/* SEC-FT-02, A04 */
static void lost_frames_are_asked_for_again(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    enter(rig, false);
    for (uint32_t lost = 1; lost <= 2; lost++) {
        dot11_sim_ap_mute(rig->aps[1], DOT11_SIM_AUTH, lost);
        assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
        assert_true(rig_is_open(rig));
        /* SEC-FT-02: the request is repeated, the keys are not. */
        dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_ASSOC, lost);
        assert_int_equal(roam(rig, 0)->u.done.err, D11_OK);
        assert_true(rig_is_open(rig));
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 2);
    }
    assert_int_equal(stats_of(rig, 1).transitions, 2);
    assert_int_equal(stats_of(rig, 0).transitions, 2);
    rig_end(rig);
}

/* SEC-FT-01: the AP takes another nonce for each request, and the late answer
 * to the first one is not that to the second. */
static void a_late_answer_is_not_for_the_next_request(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    enter(rig, false);
    dot11_sim_ap_slow(rig->aps[1], 300000);
    assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
    assert_true(rig_is_open(rig));
    assert_int_equal(stats_of(rig, 1).transitions, 1);
    dot11_sim_ap_slow(rig->aps[1], 0);
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* SEC-FT-05: an AP that says nothing to a transition may answer otherwise. */
static void silence_is_followed_by_a_full_association(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    enter(rig, false);
    dot11_sim_ap_mute(rig->aps[1], DOT11_SIM_AUTH, 3);
    assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(stats_of(rig, 1).transitions, 0);
    assert_int_equal(stats_of(rig, 1).handshakes, 1);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* A lost AP is no reason to begin again: another one of the domain knows us. */
static void a_lost_ap_is_left_fast(void **state)
{
    struct rig *rig = new_rig(false);

    (void)state;
    enter(rig, false);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, D11_REASON_UNSPECIFIED);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_BEACON | DOT11_SIM_PROBE_RESP,
                      UINT32_MAX);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* Another domain, or another network's rules: from the beginning. */
static void another_domain_takes_a_handshake(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    fast_options(&options, false);
    rig = rig_new(&options);
    options.ap.mdid[1]++;
    rig_add_ap(rig, &options, 2462);
    enter(rig, false);
    assert_int_equal(roam(rig, 1)->u.done.err, D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    assert_int_equal(stats_of(rig, 1).handshakes, 1);
    assert_int_equal(rig_status(rig).akm, D11_AKM_FT_PSK);
    rig_end(rig);
}

/* SEC-FT-03 */
static void an_ap_of_the_domain_with_other_rules_is_not_for_a_roam(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    fast_options(&options, false);
    rig = rig_new(&options);
    options.ap.sae_password = PASSWORD;
    rig_add_ap(rig, &options, 2462);
    enter(rig, false);
    assert_int_not_equal(roam(rig, 1)->u.done.err, D11_OK);
    assert_true(rig_is_open(rig));
    rig_ping(rig, 2);
    rig_end(rig);
}

/* INV-13, SEC-RND-04 */
static void a_disconnect_leaves_no_key_of_the_domain(void **state)
{
    struct rig *rig = new_rig(false);
    struct dot11_rsn_profile profile;
    unsigned nonzero = 0;
    void *fast;

    (void)state;
    enter(rig, false);
    rig_profile(rig, &profile);
    fast = d11_vif_part(&rig->sta->vif, D11_PART_FT);
    assert_non_null(fast);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    for (size_t i = 0; i < 512; i++)
        nonzero += ((const uint8_t *)fast)[i] != 0;
    assert_int_equal(nonzero, 0);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(from_ap_to_ap_no_handshake_is_needed),
        RIG_TEST(who_does_not_want_it_has_a_handshake_with_each),
        RIG_TEST(group_and_pairwise_keys_change_after_a_transition),
        RIG_TEST(what_is_refused_is_done_from_the_beginning),
        RIG_TEST(no_octet_of_an_answer_may_be_wrong),
        RIG_TEST(group_keys_that_do_not_unwrap_end_it),
        RIG_TEST(lost_frames_are_asked_for_again),
        RIG_TEST(a_late_answer_is_not_for_the_next_request),
        RIG_TEST(silence_is_followed_by_a_full_association),
        RIG_TEST(a_lost_ap_is_left_fast),
        RIG_TEST(another_domain_takes_a_handshake),
        RIG_TEST(an_ap_of_the_domain_with_other_rules_is_not_for_a_roam),
        RIG_TEST(a_disconnect_leaves_no_key_of_the_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
