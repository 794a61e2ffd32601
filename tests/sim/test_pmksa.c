/* Whole stations that keep PMKs, and that get them by 802.1X.
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
#define LIFETIME_S 100u

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_sae, &dot11_eap,
                                                 &dot11_onex, &dot11_pmksa};
static const uint8_t eap_pmk[32] = {1, 2, 3, 4, 5, 6, 7, 8};

/* --- An EAP engine that the simulated server believes ----------------------
 */

static struct {
    struct dot11_onex *onex;
    struct rig *rig;
    uint8_t id;
    bool refuse; /* fails at once */
    bool silent;
    unsigned starts;
    struct dot11_sim_station *station;
} engine;

static bool answer; /* the engine has an answer to give */
static bool success;

static enum dot11_err start(void *ctx, struct dot11_onex *onex,
                            struct dot11_sta *sta, const uint8_t *peer,
                            const struct dot11_octets *attributes)
{
    (void)ctx;
    (void)sta;
    (void)peer;
    (void)attributes;
    engine.onex = onex;
    engine.starts++;
    return D11_OK;
}

static void packet(void *ctx, const uint8_t *eap, size_t len)
{
    (void)ctx;
    assert_true(len >= 4);
    if (engine.silent)
        return;
    engine.id = eap[1];
    answer = eap[0] == 1;
    success = eap[0] == 3;
}

static void stop(void *ctx)
{
    (void)ctx;
    engine.onex = NULL;
    answer = success = false;
}

static const struct dot11_onex_engine engine_ops = {
    .size = sizeof(struct dot11_onex_engine),
    .start = start,
    .packet = packet,
    .stop = stop,
};

/* What an engine does outside its calls. */
static void turn(struct rig *rig)
{
    struct dot11_onex_result result = {0};
    uint8_t identity[6] = {2, engine.id, 0, 6, 1, 'x'};

    if (engine.onex != NULL && engine.refuse) {
        result.status = D11_ONEX_FAILURE;
        result.err = D11_ERR_VERIFY;
        assert_int_equal(dot11_onex_done(engine.onex, &result, rig_now(rig)),
                         D11_OK);
        engine.onex = NULL;
    } else if (engine.onex != NULL && answer) {
        assert_int_equal(dot11_onex_send(engine.onex, identity, sizeof identity,
                                         rig_now(rig)),
                         D11_OK);
    } else if (engine.onex != NULL && success) {
        result.status = D11_ONEX_SUCCESS;
        result.recv_key_len = result.send_key_len = 32;
        memcpy(result.recv_key, eap_pmk, 32);
        result.recv_key[31] = engine.id;
        memset(result.send_key, 7, 32);
        assert_int_equal(dot11_onex_done(engine.onex, &result, rig_now(rig)),
                         D11_OK);
        engine.onex = NULL;
    }
    answer = success = false;
}

static void run(struct rig *rig, uint64_t us)
{
    for (uint64_t t = 0; t < us; t += 1000) {
        dot11_sim_run_for(rig->sim, 1000);
        turn(rig);
    }
}

static bool wait_open(struct rig *rig, uint64_t us)
{
    for (uint64_t t = 0; t < us && !rig_is_open(rig); t += 1000) {
        dot11_sim_run_for(rig->sim, 1000);
        turn(rig);
    }
    run(rig, 20000);
    return rig_is_open(rig);
}

/* --- Stations --------------------------------------------------------------
 */

static struct rig *new_rig(uint32_t eap_akm, struct rig_options *options)
{
    struct rig_options own;
    struct rig *rig;

    if (options == NULL)
        options = &own;
    memset(&engine, 0, sizeof engine);
    answer = success = false;
    rig_options(options, true);
    options->station.core.exts = exts;
    options->station.core.parts = parts;
    options->station.core.part_count = sizeof parts / sizeof parts[0];
    options->ap.eap_akm = eap_akm;
    memcpy(options->ap.eap_pmk, eap_pmk, sizeof eap_pmk);
    if (eap_akm == 0)
        options->ap.sae_password = PASSWORD;
    rig = rig_new(options);
    rig_start(rig);
    assert_int_equal(dot11_sta_set_onex(rig->sta, &engine_ops, NULL), D11_OK);
    return rig;
}

static void sae_profile(struct dot11_rsn_profile *profile, const char *password)
{
    dot11_rsn_profile_defaults(profile);
    profile->akms = D11_AKM_BIT_SAE;
    profile->sae_password_len = (uint8_t)strlen(password);
    memcpy(profile->sae_password, password, strlen(password));
    profile->pmk_lifetime_s = LIFETIME_S;
}

static void eap_profile(struct dot11_rsn_profile *profile)
{
    dot11_rsn_profile_defaults(profile);
    profile->akms = D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256;
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

static void leave(struct rig *rig)
{
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_DISCONNECT_DONE,
                                           RIG_SECOND));
    run(rig, 10000);
    assert_false(rig_is_open(rig));
}

static size_t kept(const struct rig *rig)
{
    return dot11_sta_pmksas(rig->sta, NULL, 0);
}

/* Authentication frames of SAE that the station sent. */
static unsigned sae_frames;

static void count_sae(void *ctx, const struct dot11_sim_frame *frame)
{
    const struct rig *rig = ctx;

    if (frame->from == dot11_sim_radio_node(rig->radio) &&
        frame->attempt == 1 && frame->len > 30 && frame->octets[0] == 0xb0)
        sae_frames += frame->octets[24] == 3;
}

/* 12.6.10.3: the second connect has no SAE in it. */
static void who_comes_back_needs_no_sae(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig *rig = new_rig(0, NULL);
    struct dot11_pmksa_info info[2];

    (void)state;
    sae_frames = 0;
    assert_int_equal(dot11_sim_add_tap(rig->sim, count_sae, rig), D11_OK);
    sae_profile(&profile, PASSWORD);
    assert_int_equal(kept(rig), 0);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    assert_int_equal(sae_frames, 2);
    assert_int_equal(dot11_sta_pmksas(rig->sta, info, 2), 1);
    assert_memory_equal(info[0].bssid, rig->bssids[0], 6);
    assert_int_equal(info[0].akm, D11_AKM_SAE);
    assert_int_equal(info[0].left_s, LIFETIME_S - 1);
    leave(rig);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    assert_int_equal(sae_frames, 2);
    assert_int_equal(kept(rig), 1);
    rig_ping(rig, 3);
    rig_end(rig);
}

/* Status 53: the AP was switched off meanwhile. */
static void an_ap_that_forgot_gets_sae_at_once(void **state)
{
    struct dot11_rsn_profile profile;
    struct rig *rig = new_rig(0, NULL);
    uint64_t began_us;

    (void)state;
    sae_profile(&profile, PASSWORD);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    leave(rig);
    dot11_sim_ap_flush_pmks(rig->aps[0]);
    began_us = rig_now(rig);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    assert_true(rig_now(rig) - began_us < RIG_SECOND);
    assert_int_equal(kept(rig), 1);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* SEC-PMK-03: lifetime, secrets of the profile, flush, reset. */
static void what_is_over_is_forgotten(void **state)
{
    struct dot11_rsn_profile profile;
    const struct dot11_event *event;
    struct rig *rig = new_rig(0, NULL);
    const uint8_t other[6] = {2, 9, 9, 9, 9, 9};

    (void)state;
    sae_profile(&profile, PASSWORD);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    leave(rig);
    assert_int_equal(kept(rig), 1);
    dot11_sim_run_for(rig->sim, (LIFETIME_S + 1) * RIG_SECOND);
    assert_int_equal(kept(rig), 0);

    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    leave(rig);
    assert_int_equal(
        dot11_sta_flush_pmksas(rig->sta, NULL, other, rig_now(rig)), D11_OK);
    assert_int_equal(kept(rig), 1);
    sae_profile(&profile, "another password");
    ask(rig, &profile);
    assert_int_equal(kept(rig), 0);
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   20 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_ERR_BAD_KEY);

    sae_profile(&profile, PASSWORD);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    leave(rig);
    assert_int_equal(kept(rig), 1);
    assert_int_equal(dot11_sta_flush_pmksas(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(kept(rig), 0);
    rig_end(rig);
}

/* SEC-PMK-03, SEC-RND-04: nothing of it is left in memory. */
static void a_flush_leaves_no_pmk_in_memory(void **state)
{
    struct dot11_pmksa pmksa = {.size = sizeof pmksa};
    struct rig *rig = new_rig(0, NULL);
    const uint8_t *core = (const uint8_t *)rig->core;

    (void)state;
    pmksa.ssid.len = 1;
    pmksa.bssid[0] = 2;
    pmksa.akm = D11_AKM_8021X;
    pmksa.pmk_len = 32;
    pmksa.lifetime_s = 10;
    /* SEC-PMK-01 */
    assert_int_equal(dot11_sta_add_pmksa(rig->sta, &pmksa, rig_now(rig)),
                     D11_ERR_ARG);
    memset(pmksa.pmk, 0xa7, 32);
    assert_int_equal(dot11_sta_add_pmksa(rig->sta, &pmksa, rig_now(rig)),
                     D11_OK);
    for (int left = 0; left < 2; left++) {
        unsigned found = 0;

        for (size_t i = 0; i + 32 <= rig->core->mem_len; i++)
            found += memcmp(core + i, pmksa.pmk, 32) == 0;
        assert_int_equal(found != 0, left == 0);
        assert_int_equal(
            dot11_sta_flush_pmksas(rig->sta, NULL, NULL, rig_now(rig)), D11_OK);
    }
    pmksa.pmk_len = 31;
    assert_int_equal(dot11_sta_add_pmksa(rig->sta, &pmksa, rig_now(rig)),
                     D11_ERR_ARG);
    pmksa.pmk_len = 32;
    pmksa.size--;
    assert_int_equal(dot11_sta_add_pmksa(rig->sta, &pmksa, rig_now(rig)),
                     D11_ERR_VERSION);
    pmksa.size++;
    /* SEC-PMK-03: bounded, and the one that was not used for longest goes. */
    for (unsigned i = 0; i <= D11_PMKSAS_MAX; i++) {
        struct dot11_pmksa_info info[D11_PMKSAS_MAX];

        pmksa.bssid[5] = (uint8_t)i;
        assert_int_equal(dot11_sta_add_pmksa(rig->sta, &pmksa, rig_now(rig)),
                         D11_OK);
        assert_int_equal(dot11_sta_pmksas(rig->sta, info, D11_PMKSAS_MAX),
                         i < D11_PMKSAS_MAX ? i + 1 : D11_PMKSAS_MAX);
        if (i == D11_PMKSAS_MAX)
            assert_int_equal(info[0].bssid[5], D11_PMKSAS_MAX);
    }
    rig_end(rig);
}

/* --- 802.1X ----------------------------------------------------------------
 */

static void eap_brings_keys_and_a_reconnect_needs_none(void **state)
{
    static const uint32_t akms[] = {D11_AKM_8021X, D11_AKM_8021X_SHA256};
    struct dot11_rsn_profile profile;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct rig *rig = new_rig(akms[i], NULL);

        eap_profile(&profile);
        ask(rig, &profile);
        assert_true(wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).akm, akms[i]);
        assert_int_equal(engine.starts, 1);
        rig_ping(rig, 2);
        leave(rig);
        ask(rig, &profile);
        assert_true(wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(engine.starts, 1);
        rig_ping(rig, 2);
        /* An AP that forgot begins EAP: no attempt is lost. */
        leave(rig);
        dot11_sim_ap_flush_pmks(rig->aps[0]);
        ask(rig, &profile);
        assert_true(wait_open(rig, 10 * RIG_SECOND));
        assert_int_equal(engine.starts, 2);
        assert_int_equal(kept(rig), 1);
        rig_ping(rig, 2);
        rig_end(rig);
    }
}

static void reauthentication_changes_the_keys(void **state)
{
    struct dot11_rsn_profile profile;
    struct dot11_sim_ap_stats stats;
    struct rig *rig = new_rig(D11_AKM_8021X_SHA256, NULL);
    struct dot11_pmksa_info before, after;

    (void)state;
    eap_profile(&profile);
    assert_int_equal(dot11_sta_eap_start(rig->sta, rig_now(rig)),
                     D11_ERR_STATE);
    ask(rig, &profile);
    assert_true(wait_open(rig, 10 * RIG_SECOND));
    assert_int_equal(dot11_sta_pmksas(rig->sta, &before, 1), 1);
    dot11_sim_ap_reauth(rig->aps[0], rig_sta_addr);
    run(rig, RIG_SECOND);
    dot11_sim_ap_stats(rig->aps[0], &stats);
    assert_int_equal(stats.handshakes, 2);
    assert_int_equal(dot11_sta_pmksas(rig->sta, &after, 1), 1);
    assert_memory_not_equal(before.pmkid, after.pmkid, D11_PMKID_LEN);
    rig_ping(rig, 2);
    assert_int_equal(dot11_sta_eap_start(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(dot11_sta_eap_start(rig->sta, rig_now(rig)), D11_ERR_BUSY);
    run(rig, RIG_SECOND);
    dot11_sim_ap_stats(rig->aps[0], &stats);
    assert_int_equal(stats.handshakes, 3);
    rig_ping(rig, 2);
    assert_int_equal(dot11_sta_eap_logoff(rig->sta, rig_now(rig)), D11_OK);
    run(rig, RIG_SECOND);
    rig_end(rig);
}

static const struct dot11_event *refusal(const struct rig *rig)
{
    const uint32_t count = dot11_sim_station_event_count(rig->station);

    for (uint32_t i = 0; i < count; i++) {
        const struct dot11_event *event =
            dot11_sim_station_event(rig->station, i);

        if (event != NULL && event->type == D11_EV_PORT &&
            event->u.port.change == D11_PORT_UNAUTHORIZED)
            return event;
    }
    return NULL;
}

/* SEC-PMK-02: the engine's word, and the keys that come with it. */
static void a_failure_is_told_and_nothing_opens(void **state)
{
    struct dot11_rsn_profile profile;
    const struct dot11_event *event;

    (void)state;
    for (int silent = 0; silent < 2; silent++) {
        struct rig *rig = new_rig(D11_AKM_8021X, NULL);
        bool told = false;

        engine.refuse = !silent;
        engine.silent = silent;
        if (silent)
            dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_M1, UINT32_MAX);
        eap_profile(&profile);
        ask(rig, &profile);
        for (unsigned i = 0; i < 9000 && !told; i++) {
            run(rig, 1000);
            event = refusal(rig);
            told = event != NULL;
            if (told)
                assert_int_equal(event->u.port.err,
                                 silent ? D11_ERR_TIMEOUT : D11_ERR_VERIFY);
        }
        assert_true(told);
        assert_false(rig_is_open(rig));
        rig_end(rig);
    }
}

/* SEC-PMK-01: the host's PMK needs no EAP, one of zeroes is none. */
static void the_host_may_bring_the_pmk(void **state)
{
    struct dot11_rsn_profile profile;
    struct dot11_connect_req req = {0};
    struct rig *rig = new_rig(D11_AKM_8021X, NULL);

    (void)state;
    eap_profile(&profile);
    profile.pmk_len = 32;
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_ARG);
    profile.pmk_len = 31;
    profile.pmk[0] = 1;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_ARG);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(who_comes_back_needs_no_sae),
        RIG_TEST(an_ap_that_forgot_gets_sae_at_once),
        RIG_TEST(what_is_over_is_forgotten),
        RIG_TEST(a_flush_leaves_no_pmk_in_memory),
        RIG_TEST(eap_brings_keys_and_a_reconnect_needs_none),
        RIG_TEST(reauthentication_changes_the_keys),
        RIG_TEST(a_failure_is_told_and_nothing_opens),
        RIG_TEST(the_host_may_bring_the_pmk),
    };

    return cmocka_run_group_tests_name("pmksa", tests, NULL, NULL);
}
