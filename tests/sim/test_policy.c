/* Whole stations whose networks say what they have, and networks that claim to
 * be them: Transition Disable, pins, the SSID in message 3.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "rig.h"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_sae, &dot11_explain};

static void usual(struct rig_options *options)
{
    rig_options(options, true);
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
}

/* One passphrase for WPA2 and WPA3. */
static void both(struct dot11_rsn_profile *profile)
{
    const uint8_t len = sizeof RIG_PASSPHRASE - 1;

    dot11_rsn_profile_defaults(profile);
    profile->akms = D11_AKM_BIT_SAE | D11_AKM_BIT_PSK;
    profile->passphrase_len = len;
    memcpy(profile->passphrase, RIG_PASSPHRASE, len);
    profile->sae_password_len = len;
    memcpy(profile->sae_password, RIG_PASSPHRASE, len);
}

static enum dot11_err ask(struct rig *rig,
                          const struct dot11_rsn_profile *profile)
{
    struct dot11_connect_req req = {0};

    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = profile;
    req.profile_len = sizeof *profile;
    return dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
}

static void leave(struct rig *rig)
{
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_DISCONNECT_DONE,
                                           5 * RIG_SECOND));
}

/* Why the AP is no candidate of the latest connect. */
static enum dot11_refusal refusal_of(struct rig *rig, const uint8_t *bssid)
{
    struct dot11_explanation told;

    assert_int_equal(dot11_sta_explain(rig->sta, 0, &told), D11_OK);
    for (unsigned i = 0; i < told.candidate_count; i++) {
        if (memcmp(told.candidates[i].bssid, bssid, 6) == 0)
            return told.candidates[i].refusal;
    }
    fail_msg("the access point was not looked at");
    return D11_REFUSAL_NONE;
}

/* The network is asked for, and nothing that is there will do. */
static void expect_refusal(struct rig *rig,
                           const struct dot11_rsn_profile *profile, unsigned ap,
                           enum dot11_refusal refusal)
{
    const struct dot11_event *event;

    assert_int_equal(ask(rig, profile), D11_OK);
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   30 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_ERR_SECURITY);
    assert_int_equal(refusal_of(rig, rig->bssids[ap]), refusal);
}

/* An AP with SAE that has sent these Key Data in message 3, and then, instead
 * of it, a twin with WPA2 and the same passphrase. Returns the pins. */
static uint8_t meet(struct rig **rig, const uint8_t *message3, size_t len,
                    bool pin, struct dot11_rsn_profile *profile)
{
    const struct dot11_event *event;
    struct rig_options options;
    uint8_t pins = 0;

    usual(&options);
    options.ap.sae_password = RIG_PASSPHRASE;
    options.ap.passphrase = NULL;
    options.ap.message3 = message3;
    options.ap.message3_len = len;
    *rig = rig_new(&options);
    rig_start(*rig);
    both(profile);
    profile->pin = pin;
    assert_int_equal(ask(*rig, profile), D11_OK);
    assert_true(rig_wait_open(*rig, 10 * RIG_SECOND));
    assert_int_equal(rig_status(*rig).akm, D11_AKM_SAE);
    event = dot11_sim_station_last((*rig)->station, D11_EV_PINNED, 0);
    if (event != NULL)
        pins = event->u.pinned.pins;
    dot11_sim_ap_stop((*rig)->aps[0]);
    options.ap.sae_password = NULL;
    options.ap.passphrase = RIG_PASSPHRASE;
    options.ap.message3_len = 0;
    rig_add_ap(*rig, &options, 2412);
    return pins;
}

static const uint8_t disable_psk[] = {0xdd, 5, 0x50, 0x6f, 0x9a, 0x20, 0x01};
static const uint8_t disable_owe[] = {0xdd, 5, 0x50, 0x6f, 0x9a, 0x20, 0x08};

/* SEC-POL-03, A23: what the AP disabled stays so while the station looks for
 * the network, and the host hears of it for the next time. */
static void transition_disable_shuts_the_older_way(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig *rig;

    (void)state;
    assert_int_equal(
        meet(&rig, disable_psk, sizeof disable_psk, false, &profile),
        D11_PIN_SAE);
    /* The twin is there, the AP is not. */
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_false(rig_is_open(rig));
    leave(rig);
    profile.pins = D11_PIN_SAE;
    expect_refusal(rig, &profile, 1, D11_REFUSAL_WEAKER);
    rig_end(rig);
}

/* SEC-POL-03: they can only remove options, and only those of their kind. */
static void what_was_not_disabled_still_works(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig *rig;

    (void)state;
    assert_int_equal(
        meet(&rig, disable_owe, sizeof disable_owe, false, &profile), 0);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 20 * RIG_SECOND));
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    assert_int_equal(rig_status(rig).akm, D11_AKM_PSK);
    rig_end(rig);
}

/* SEC-POL-04, A23: without a word of the AP. */
static void a_profile_may_pin_what_it_met(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig_options options;
    struct rig *rig;
    uint8_t pins;

    (void)state;
    pins = meet(&rig, NULL, 0, true, &profile);
    assert_int_equal(pins & (D11_PIN_SAE | D11_PIN_H2E),
                     D11_PIN_SAE | D11_PIN_H2E);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    leave(rig);
    profile.pins = D11_PIN_SAE | D11_PIN_H2E;
    expect_refusal(rig, &profile, 1, D11_REFUSAL_WEAKER);
    /* SAE by looping is weaker, too. */
    dot11_sim_ap_stop(rig->aps[1]);
    usual(&options);
    options.ap.sae_password = RIG_PASSPHRASE;
    options.ap.passphrase = NULL;
    options.ap.sae_looping = true;
    rig_add_ap(rig, &options, 2462);
    expect_refusal(rig, &profile, 2, D11_REFUSAL_WEAKER);
    profile.pins = D11_PIN_SAE;
    profile.pin = false;
    assert_int_equal(ask(rig, &profile), D11_OK);
    assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
    rig_end(rig);
}

/* A profile with nothing left is refused when it is asked for. */
static void
a_profile_of_nothing_but_what_is_pinned_away_is_refused(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    usual(&options);
    rig = rig_new(&options);
    rig_start(rig);
    both(&profile);
    profile.akms = D11_AKM_BIT_PSK;
    profile.pins = D11_PIN_SAE;
    assert_int_equal(ask(rig, &profile), D11_ERR_SECURITY);
    rig_end(rig);
}

/* --- The SSID in message 3 ------------------------------------------------ */

#define RSNX 244, 3, 0x02, 0x00, D11_RSNX_SSID_PROTECTION
static const uint8_t rsnx[] = {RSNX};
static const uint8_t right[] = {RSNX, 0, 3, 'r', 'i', 'g'};
static const uint8_t wrong[] = {RSNX, 0, 3, 'g', 'i', 'r'};
static const uint8_t longer[] = {RSNX, 0, 4, 'r', 'i', 'g', 's'};
static const uint8_t alone[] = {0, 3, 'g', 'i', 'r'};

/* Does a station join a network of WPA2 with this in message 3? */
static bool joins(bool offered, const uint8_t *message3, size_t len)
{
    struct dot11_rsn_profile profile;
    struct rig_options options;
    struct rig *rig;
    bool opened;

    usual(&options);
    options.ap.elements = rsnx;
    options.ap.elements_len = offered ? sizeof rsnx : 0;
    options.ap.message3 = message3;
    options.ap.message3_len = len;
    rig = rig_new(&options);
    rig_start(rig);
    both(&profile);
    assert_int_equal(ask(rig, &profile), D11_OK);
    opened = rig_wait_open(rig, 5 * RIG_SECOND);
    rig_end(rig);
    return opened;
}

/* SEC-POL-05, SEC-HSK-08, A25: SSID confusion (CVE-2023-52424). */
static void a25_message_3_names_the_network_that_was_asked_for(void **state)
{
    (void)state;
    assert_true(joins(true, right, sizeof right));
    assert_false(joins(true, wrong, sizeof wrong));
    assert_false(joins(true, longer, sizeof longer));
    assert_false(joins(true, rsnx, sizeof rsnx)); /* agreed on, and missing */
    assert_true(joins(false, NULL, 0));
    assert_false(joins(false, alone, sizeof alone));
}

/* --- Another pairwise key ------------------------------------------------- */

static void ask_for_keys(bool long_mic)
{
    struct dot11_sim_ap_stats stats;
    struct dot11_rsn_profile profile;
    struct rig_options options;
    struct rig *rig;
    uint32_t opened;

    usual(&options);
    both(&profile);
    profile.rekey_s = 5;
    if (long_mic) {
        options.ap.sae_password = RIG_PASSPHRASE;
        options.ap.sae_ext_key = true;
        options.ap.sae_group = 21;
        profile.akms = D11_AKM_BIT_SAE_EXT_KEY;
        profile.sae_groups[0] = 21;
    }
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, &profile), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    opened = dot11_sim_station_count(rig->station, D11_EV_PORT);
    for (int i = 0; i < 23; i++) {
        rig_ping(rig, 1);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
    }
    dot11_sim_ap_stats(rig->aps[0], &stats);
    assert_int_equal(stats.requests, 4);
    assert_int_equal(stats.handshakes, 5);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_PORT),
                     opened);
    rig_end(rig);
}

/* SEC-KEY-07: the station asks (12.7.2), the AP begins a handshake under the
 * old key, and no packet is lost; with the shortest and the longest MIC. */
static void the_station_may_ask_for_another_key(void **state)
{
    (void)state;
    ask_for_keys(false);
    ask_for_keys(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(transition_disable_shuts_the_older_way),
        RIG_TEST(what_was_not_disabled_still_works),
        RIG_TEST(a_profile_may_pin_what_it_met),
        RIG_TEST(a_profile_of_nothing_but_what_is_pinned_away_is_refused),
        RIG_TEST(the_station_may_ask_for_another_key),
        RIG_TEST(a25_message_3_names_the_network_that_was_asked_for),
    };

    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
