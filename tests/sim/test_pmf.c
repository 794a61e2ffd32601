/* Whole stations with management frame protection: access points of each kind,
 * and somebody who forges.
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
#include <dot11/pmf.h>

#include "attacker.h"
#include "frame/compose.h"
#include "rig.h"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_pmf, &dot11_sae};

static void options_of(struct rig_options *options)
{
    rig_options(options, true);
    options->by_psk = true;
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
    options->ap.pmf = true;
}

static void profile_of(const struct rig *rig, struct dot11_rsn_profile *profile)
{
    rig_profile(rig, profile);
    profile->ocv = true;
}

static void ask(struct rig *rig, const struct dot11_rsn_profile *profile)
{
    struct dot11_connect_req req = {0};

    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = profile;
    req.profile_len = sizeof *profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

static void connect_with(struct rig *rig,
                         const struct dot11_rsn_profile *profile)
{
    rig_start(rig);
    ask(rig, profile);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
}

static void connect(struct rig *rig)
{
    struct dot11_rsn_profile profile;

    profile_of(rig, &profile);
    connect_with(rig, &profile);
}

static struct rig *connected(const struct rig_options *options)
{
    struct rig *rig = rig_new(options);

    connect(rig);
    return rig;
}

static struct rig *usual(void)
{
    struct rig_options options;

    options_of(&options);
    return connected(&options);
}

static struct dot11_pmf_info info_of(const struct rig *rig)
{
    struct dot11_pmf_info info;

    assert_int_equal(dot11_sta_pmf_info(rig->sta, &info), D11_OK);
    return info;
}

static struct dot11_sim_ap_stats stats_of(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[0], &stats);
    return stats;
}

/* How the last association ended. */
static const struct dot11_ev_disassoc *wait_end(struct rig *rig, uint64_t us)
{
    const struct dot11_event *event =
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, us);

    return event != NULL ? &event->u.disassoc : NULL;
}

static void data_flows_with_each_cipher(void **state)
{
    static const uint32_t ciphers[] = {
        D11_CIPHER_BIP_CMAC_128, D11_CIPHER_BIP_GMAC_128,
        D11_CIPHER_BIP_GMAC_256, D11_CIPHER_BIP_CMAC_256};

    (void)state;
    for (unsigned i = 0; i < 16; i++) {
        struct rig_options options;
        struct dot11_sim_ap_sta sta;
        struct rig *rig;

        options_of(&options);
        options.ap.group_mgmt_cipher = ciphers[i % 4];
        options.ap.pmf_required = i % 2 != 0;
        options.ap.beacon_protection = (i & 4) != 0;
        options.ap.ocv = (i & 8) != 0;
        rig = connected(&options);
        rig_ping(rig, 2);
        assert_true(info_of(rig).mfp);
        assert_int_equal(info_of(rig).group_mgmt_cipher, ciphers[i % 4]);
        assert_int_equal(info_of(rig).beacon_protection,
                         options.ap.beacon_protection);
        assert_int_equal(info_of(rig).ocv, options.ap.ocv);
        assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
        assert_true(sta.mfp);
        /* Beacons go on counting, and so do those after each rekey. */
        for (unsigned n = 0; n < 3; n++) {
            dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
            rig_ping(rig, 1);
            dot11_sim_ap_rekey(rig->aps[0]);
        }
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        rig_ping(rig, 1);
        assert_int_equal(stats_of(rig).group_done, 3);
        assert_int_equal(stats_of(rig).handshakes, 2);
        assert_int_equal(info_of(rig).bad_mmes, 0);
        assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC),
                         0);
        rig_end(rig);
    }
}

/* SEC-PMF-01: each side of what can be wanted. */
static void who_requires_it_is_not_joined_without(void **state)
{
    static const struct {
        bool pmf, required;
        uint8_t wanted;
        bool joined, mfp;
    } rows[] = {
        {false, false, D11_PMF_OFF, true, false},
        {false, false, D11_PMF_CAPABLE, true, false},
        {false, false, D11_PMF_REQUIRED, false, false},
        {true, false, D11_PMF_OFF, true, false},
        {true, false, D11_PMF_CAPABLE, true, true},
        {true, false, D11_PMF_REQUIRED, true, true},
        {true, true, D11_PMF_OFF, false, false},
        {true, true, D11_PMF_CAPABLE, true, true},
        {true, true, D11_PMF_REQUIRED, true, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct dot11_rsn_profile profile;
        const struct dot11_event *event;
        struct rig_options options;
        struct rig *rig;

        options_of(&options);
        options.ap.pmf = rows[i].pmf;
        options.ap.pmf_required = rows[i].required;
        rig = rig_new(&options);
        profile_of(rig, &profile);
        profile.pmf = rows[i].wanted;
        rig_start(rig);
        ask(rig, &profile);
        event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                       20 * RIG_SECOND);
        assert_non_null(event);
        assert_int_equal(event->u.done.err == D11_OK, rows[i].joined);
        if (rows[i].joined) {
            assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
            assert_int_equal(info_of(rig).mfp, rows[i].mfp);
            dot11_sim_run_for(rig->sim, 10000);
            rig_ping(rig, 1);
        }
        rig_end(rig);
    }
}

/* SEC-PMF-02: the AP's own leave, to us and to all. */
static void a_protected_leave_is_obeyed(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct rig *rig = usual();
        const uint8_t *to = i < 2 ? rig_sta_addr : NULL;
        const struct dot11_ev_disassoc *end;

        if (i >= 2)
            dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        if (i % 2 != 0)
            dot11_sim_ap_disassoc(rig->aps[0], to, D11_REASON_INACTIVITY);
        else
            dot11_sim_ap_deauth(rig->aps[0], to, D11_REASON_INACTIVITY);
        end = wait_end(rig, RIG_SECOND);
        assert_non_null(end);
        assert_int_equal(end->code, D11_REASON_INACTIVITY);
        assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

static void forge_leave(struct attacker *attacker, bool deauth,
                        const uint8_t *to, uint16_t reason)
{
    const uint8_t *bssid = attacker->rig->bssids[0];
    const struct d11_addrs addrs = {to, bssid, bssid};
    uint8_t octets[64];
    struct d11_wr wr = d11_wr_over(octets, sizeof octets);

    if (deauth)
        d11_compose_deauth(&wr, &addrs, reason);
    else
        d11_compose_disassoc(&wr, &addrs, reason);
    assert_int_equal(
        dot11_sim_inject(attacker->node, octets, d11_wr_len(&wr), 2), D11_OK);
}

/* SEC-PMF-02, SEC-PMF-05, SEC-PMF-06, INV-09, A29. */
static void a_forged_leave_is_not_obeyed(void **state)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct attacker *attacker = calloc(1, sizeof *attacker);
    struct rig *rig = usual();

    (void)state;
    assert_non_null(attacker);
    attacker_init(attacker, rig);
    for (uint16_t reason = 0; reason < 70; reason++) {
        forge_leave(attacker, reason % 2 != 0, rig_sta_addr, reason);
        forge_leave(attacker, reason % 3 != 0, all, reason);
        dot11_sim_run_for(rig->sim, RIG_SECOND / 2);
    }
    rig_ping(rig, 2);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC), 0);
    assert_true(dot11_sim_station_count(rig->station, D11_EV_UNPROTECTED) > 0);
    assert_true(info_of(rig).unprotected_leaves >= 70);
    assert_true(info_of(rig).queries_started >= 1);
    assert_true(info_of(rig).queries_started <= 4);
    assert_int_equal(info_of(rig).queries_answered,
                     info_of(rig).queries_started);
    assert_int_equal(stats_of(rig).sa_answered, info_of(rig).queries_started);
    rig_end(rig);
    free(attacker);
}

/* INV-09: whatever somebody without keys does, and for how long. */
static void noise_does_not_end_it(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 4; round++) {
        struct attacker *attacker = calloc(1, sizeof *attacker);
        struct rig_options options;
        struct rig *rig;

        options_of(&options);
        options.ap.beacon_protection = round % 2 != 0;
        options.seed = 77 + round;
        rig = connected(&options);
        assert_non_null(attacker);
        attacker_init(attacker, rig);
        for (unsigned i = 0; i < 400; i++) {
            attacker_act(attacker);
            dot11_sim_run_for(rig->sim,
                              5000 + dot11_sim_random(rig->sim, 20000));
        }
        assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_DISASSOC),
                         0);
        rig_ping(rig, 3);
        rig_end(rig);
        free(attacker);
    }
}

/* SEC-PMF-06: the AP has lost its keys and says so, unprotected. */
static void an_ap_that_restarts_is_left_after_a_query(void **state)
{
    struct rig *rig = usual();
    const struct dot11_ev_disassoc *end;
    uint64_t from_us;

    (void)state;
    dot11_sim_ap_restart(rig->aps[0]);
    from_us = rig_now(rig);
    (void)dot11_sim_station_ping(rig->station, rig_host_ip, 1, 56);
    end = wait_end(rig, 5 * RIG_SECOND);
    assert_non_null(end);
    assert_int_equal(end->outcome, D11_OUTCOME_SA_QUERY);
    assert_true(rig_now(rig) - from_us >= 1000 * D11_TU_US);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 2);
    rig_end(rig);
}

/* 11.13: the AP asks who claims to be us, and we answer. */
static void a_query_of_the_ap_is_answered(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    for (int ocv = 0; ocv < 2; ocv++) {
        options_of(&options);
        options.ap.ocv = ocv != 0;
        rig = connected(&options);
        dot11_sim_ap_sa_query(rig->aps[0], rig_sta_addr);
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        assert_int_equal(stats_of(rig).sa_queries, 1);
        assert_int_equal(stats_of(rig).sa_answers, 1);
        assert_int_equal(dot11_sta_sa_query(rig->sta, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, RIG_SECOND / 10);
        assert_int_equal(info_of(rig).queries_answered, 1);
        assert_int_equal(stats_of(rig).bad_ocis, 0);
        rig_end(rig);
    }
}

/* 11.3.5.3: we come back before the AP has noticed that we went. */
static void a_comeback_is_waited_for(void **state)
{
    struct rig *rig = usual();
    struct dot11_rsn_profile profile;
    struct dot11_sim_node *ap = dot11_sim_ap_node(rig->aps[0]);
    struct dot11_sim_node *sta = dot11_sim_radio_node(rig->radio);

    (void)state;
    dot11_sim_set_loss(sta, ap, 1000);
    (void)dot11_sta_disconnect(rig->sta, NULL, rig_now(rig));
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    dot11_sim_set_loss(sta, ap, 0);
    profile_of(rig, &profile);
    ask(rig, &profile);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    assert_true(stats_of(rig).comebacks >= 1);
    assert_true(stats_of(rig).sa_queries >= 4);
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* 12.2.9: an AP that passes on the frames of one on another channel. */
static void an_ap_on_another_channel_is_left(void **state)
{
    struct rig_options options;
    struct dot11_rsn_profile profile;
    const struct dot11_event *event;
    struct rig *rig;

    (void)state;
    options_of(&options);
    options.ap.ocv = true;
    rig = rig_new(&options);
    dot11_sim_ap_set_oci(rig->aps[0], 2462);
    profile_of(rig, &profile);
    rig_start(rig);
    ask(rig, &profile);
    event =
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 20 * RIG_SECOND);
    assert_non_null(event);
    assert_false(rig_is_open(rig));
    dot11_sim_ap_set_oci(rig->aps[0], 0);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    /* Its queries are not answered while it says so. */
    dot11_sim_ap_set_oci(rig->aps[0], 2412);
    dot11_sim_ap_sa_query(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND / 2);
    assert_int_equal(stats_of(rig).sa_answers, 0);
    assert_int_equal(info_of(rig).answers_sent, 0);
    rig_end(rig);
}

/* WPA3-Personal: SAE, and protection is a must. */
static void sae_goes_with_it(void **state)
{
    static const char password[] = "an SAE password";
    struct dot11_rsn_profile profile;
    const struct dot11_event *event;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    for (int pmf = 0; pmf < 2; pmf++) {
        options_of(&options);
        options.ap.sae_password = password;
        options.ap.pmf = options.ap.pmf_required = pmf != 0;
        rig = rig_new(&options);
        dot11_rsn_profile_defaults(&profile);
        profile.akms = D11_AKM_BIT_SAE;
        profile.sae_password_len = sizeof password - 1;
        memcpy(profile.sae_password, password, sizeof password - 1);
        rig_start(rig);
        ask(rig, &profile);
        event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                       20 * RIG_SECOND);
        assert_non_null(event);
        assert_int_equal(event->u.done.err == D11_OK, pmf != 0);
        if (pmf != 0) {
            assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
            assert_true(info_of(rig).mfp);
            dot11_sim_run_for(rig->sim, 10000);
            rig_ping(rig, 2);
        }
        rig_end(rig);
    }
}

/* SEC-PMF-01: who switches it off has no WPA3. */
static void sae_is_not_used_without(void **state)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options);
    rig = rig_new(&options);
    dot11_rsn_profile_defaults(&profile);
    profile.akms = D11_AKM_BIT_SAE;
    profile.sae_password_len = 8;
    memset(profile.sae_password, 'a', 8);
    profile.pmf = D11_PMF_OFF;
    rig_start(rig);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_SECURITY);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_with_each_cipher),
        RIG_TEST(who_requires_it_is_not_joined_without),
        RIG_TEST(a_protected_leave_is_obeyed),
        RIG_TEST(a_forged_leave_is_not_obeyed),
        RIG_TEST(noise_does_not_end_it),
        RIG_TEST(an_ap_that_restarts_is_left_after_a_query),
        RIG_TEST(a_query_of_the_ap_is_answered),
        RIG_TEST(a_comeback_is_waited_for),
        RIG_TEST(an_ap_on_another_channel_is_left),
        RIG_TEST(sae_goes_with_it),
        RIG_TEST(sae_is_not_used_without),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
