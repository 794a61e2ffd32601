/* Why a connect or a roam went as it did: the record tells one cause from
 * another, and keeps to its bounds.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rig.h"

#define PATIENCE (20 * RIG_SECOND)

static const struct dot11_part *const parts[] = {&dot11_explain};

static struct rig *rig_that_explains(bool secured)
{
    struct rig_options options;

    rig_options(&options, secured);
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    return rig_new(&options);
}

static struct dot11_explanation explain(const struct rig *rig, unsigned back)
{
    struct dot11_explanation explanation;

    assert_int_equal(dot11_sta_explain(rig->sta, back, &explanation), D11_OK);
    return explanation;
}

/* Ask, and wait for the verdict. */
static struct dot11_explanation outcome(struct rig *rig, const char *ssid,
                                        const char *passphrase)
{
    struct dot11_explanation explanation;
    uint64_t until = rig_now(rig) + PATIENCE;

    rig_ask(rig, ssid, passphrase);
    do {
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        explanation = explain(rig, 0);
    } while (explanation.ended_us == 0 && rig_now(rig) < until);
    assert_int_not_equal(explanation.ended_us, 0);
    return explanation;
}

static const struct dot11_explain_candidate *
candidate_of(const struct dot11_explanation *explanation, const uint8_t *bssid)
{
    for (unsigned i = 0; i < explanation->candidate_count; i++) {
        if (memcmp(explanation->candidates[i].bssid, bssid, 6) == 0)
            return &explanation->candidates[i];
    }
    fail_msg("the access point is not told of");
    return NULL;
}

static void a_success_is_told_with_its_access_point(void **state)
{
    struct rig *rig = rig_that_explains(true);
    struct dot11_explanation told;
    const struct dot11_explain_candidate *one;

    (void)state;
    rig_start(rig);
    told = outcome(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_int_equal(told.verdict, D11_VERDICT_CONNECTED);
    assert_false(told.roam);
    assert_int_equal(told.ssid.len, strlen(RIG_SSID));
    one = candidate_of(&told, rig->bssids[0]);
    assert_int_equal(one->tries, 1);
    assert_int_equal(one->step, D11_STEP_OPEN);
    assert_int_equal(one->err, D11_OK);
    assert_in_range(one->took_us, 1, RIG_SECOND);
    rig_end(rig);
}

static void causes_of_failure_are_told_apart(void **state)
{
    struct rig *rig = rig_that_explains(true);
    struct dot11_explanation told;
    const struct dot11_explain_candidate *one;

    (void)state;
    rig_start(rig);
    /* Its beacons are heard. */
    dot11_sim_run_for(rig->sim, RIG_SECOND / 5);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                           PATIENCE));
    told = outcome(rig, "nobody", RIG_PASSPHRASE);
    assert_int_equal(told.verdict, D11_VERDICT_NOT_FOUND);
    one = candidate_of(&told, rig->bssids[0]);
    assert_int_equal(one->refusal, D11_REFUSAL_SSID);
    assert_int_equal(one->tries, 0);

    told = outcome(rig, RIG_SSID, NULL);
    assert_int_equal(told.verdict, D11_VERDICT_NO_CANDIDATE);
    assert_int_equal(candidate_of(&told, rig->bssids[0])->refusal,
                     D11_REFUSAL_PROTECTED);

    dot11_sim_ap_refuse(rig->aps[0], 0, D11_STATUS_NO_MORE_STAS);
    told = outcome(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_int_equal(told.verdict, D11_VERDICT_REFUSED);
    assert_int_equal(told.code, D11_STATUS_NO_MORE_STAS);
    one = candidate_of(&told, rig->bssids[0]);
    assert_int_equal(one->step, D11_STEP_ASSOCIATION);
    assert_true(one->refused_by_status);
    dot11_sim_ap_refuse(rig->aps[0], 0, 0);

    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    told = outcome(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_int_equal(told.verdict, D11_VERDICT_NO_ANSWER);
    assert_int_equal(candidate_of(&told, rig->bssids[0])->step,
                     D11_STEP_AUTHENTICATION);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, 0);
    rig_end(rig);
}

static void a_wrong_passphrase_is_told_from_silence_in_the_handshake(void **s)
{
    struct rig *rig = rig_that_explains(true);
    struct dot11_explanation told;

    (void)s;
    rig_start(rig);
    told = outcome(rig, RIG_SSID, "another passphrase");
    assert_int_equal(told.verdict, D11_VERDICT_WRONG_PASSPHRASE);
    assert_int_equal(candidate_of(&told, rig->bssids[0])->step, D11_STEP_PORT);
    rig_end(rig);

    rig = rig_that_explains(true);
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_M1, UINT32_MAX);
    told = outcome(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_int_equal(told.verdict, D11_VERDICT_SECURITY);
    rig_end(rig);
}

static void a_cancelled_connect_is_told_as_such(void **state)
{
    struct rig *rig = rig_that_explains(true);

    (void)state;
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_int_equal(explain(rig, 0).verdict, D11_VERDICT_RUNNING);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(explain(rig, 0).verdict, D11_VERDICT_CANCELLED);
    rig_end(rig);
}

static void a_roam_says_why_and_where_to(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_explanation told;

    (void)state;
    rig_options(&options, true);
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2462);
    rig_connect(rig);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
    told = explain(rig, 0);
    assert_true(told.roam);
    assert_int_equal(told.reason, D11_OUTCOME_HOST_ROAM);
    assert_int_equal(told.verdict, D11_VERDICT_CONNECTED);
    assert_false(explain(rig, 1).roam);
    rig_end(rig);
}

static void records_are_bounded_and_a_reset_forgets_them(void **state)
{
    struct rig *rig = rig_that_explains(false);
    struct dot11_explanation told;

    (void)state;
    rig_start(rig);
    assert_int_equal(dot11_sta_explain(rig->sta, 0, &told), D11_ERR_NOT_FOUND);
    for (unsigned i = 0; i < D11_EXPLAIN_RECORDS + 2; i++) {
        char name[8];

        (void)snprintf(name, sizeof name, "none%u", i);
        (void)outcome(rig, name, NULL);
    }
    assert_int_equal(explain(rig, 0).ssid.octets[4], '5');
    assert_int_equal(explain(rig, D11_EXPLAIN_RECORDS - 1).ssid.octets[4], '2');
    assert_int_equal(dot11_sta_explain(rig->sta, D11_EXPLAIN_RECORDS, &told),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(dot11_sta_explain(rig->sta, 0, &told), D11_ERR_NOT_FOUND);
    rig_end(rig);
}

static void without_the_part_there_is_nothing_to_tell(void **state)
{
    struct rig_options options;
    struct dot11_explanation told;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    assert_int_equal(dot11_sta_explain(rig->sta, 0, &told),
                     D11_ERR_UNSUPPORTED);
    rig_end(rig);
}

/* Names from the air may hold anything. */
static void words_are_cut_off_and_never_carry_what_the_air_said(void **state)
{
    struct dot11_explanation told = {0};
    char text[D11_EXPLAIN_TEXT_MAX];
    size_t len;

    (void)state;
    told.ssid.len = 4;
    memcpy(told.ssid.octets, "a\033\"\xff", 4);
    told.verdict = D11_VERDICT_REFUSED;
    told.candidate_count = D11_EXPLAIN_CANDIDATES;
    for (unsigned i = 0; i < D11_EXPLAIN_CANDIDATES; i++) {
        told.candidates[i].tries = 255;
        told.candidates[i].step = D11_STEP_AUTHENTICATION;
        told.candidates[i].err = D11_ERR_REFUSED;
        told.candidates[i].code = 65535;
        told.candidates[i].took_us = UINT32_MAX;
        told.candidates[i].signal_dbm = -128;
    }
    told.crowded = true;
    len = dot11_explain_text(&told, text, sizeof text);
    assert_true(len < sizeof text - 1);
    assert_int_equal(strlen(text), len);
    assert_non_null(strstr(text, "\"a\\x1b\\x22\\xff\""));
    assert_non_null(strstr(text, "refused by the access point"));
    for (size_t cap = 1; cap < len; cap++) {
        assert_int_equal(dot11_explain_text(&told, text, cap), cap - 1);
        assert_int_equal(text[cap - 1], '\0');
    }
    assert_int_equal(dot11_explain_text(&told, text, 0), 0);
}

static void every_value_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < D11_REFUSAL_COUNT; i++)
        assert_string_not_equal(dot11_refusal_str((enum dot11_refusal)i), "?");
    for (int i = 0; i < D11_STEP_COUNT; i++)
        assert_string_not_equal(dot11_step_str((enum dot11_step)i), "?");
    for (int i = 0; i < D11_VERDICT_COUNT; i++)
        assert_string_not_equal(dot11_verdict_str((enum dot11_verdict)i), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_success_is_told_with_its_access_point),
        RIG_TEST(causes_of_failure_are_told_apart),
        RIG_TEST(a_wrong_passphrase_is_told_from_silence_in_the_handshake),
        RIG_TEST(a_cancelled_connect_is_told_as_such),
        RIG_TEST(a_roam_says_why_and_where_to),
        RIG_TEST(records_are_bounded_and_a_reset_forgets_them),
        RIG_TEST(without_the_part_there_is_nothing_to_tell),
        cmocka_unit_test(words_are_cut_off_and_never_carry_what_the_air_said),
        cmocka_unit_test(every_value_has_a_name),
    };

    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
