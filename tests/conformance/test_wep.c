/* Networks with WEP, joined only by a host that asks for just that.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/key.h>

#include "primitives.h"
#include "rig.h"

static const struct dot11_part *const all_parts[] = {&dot11_keys, &dot11_wep,
                                                     &dot11_shared_key};
static const struct dot11_part *const no_wep[] = {&dot11_keys,
                                                  &dot11_shared_key};
static const struct dot11_part *const no_shared[] = {&dot11_keys, &dot11_wep};
static const struct dot11_ext_ops *const exts[] = {&dot11_wep_network,
                                                   &dot11_rsn};

/* An AP with a key of `len` octets, under id `id`. */
static void make(struct rig_options *options, uint8_t len, uint8_t id,
                 bool shared)
{
    rig_options(options, false);
    options->station.core.parts = all_parts;
    options->station.core.part_count = 3;
    options->station.core.exts = exts;
    options->station.core.ext_count = 2;
    options->ap.wep_len = len;
    options->ap.wep_id = id;
    options->ap.shared_key = shared;
    for (uint8_t i = 0; i < len; i++)
        options->ap.wep[i] = (uint8_t)(0x31 + i);
}

static enum dot11_err set_key(struct rig *rig, const uint8_t *octets,
                              uint8_t len, uint8_t id)
{
    const struct dot11_key key = {.table = D11_KEY_TABLE_DEFAULT,
                                  .key_id = id,
                                  .is_static = true,
                                  .len = len,
                                  .cipher = len == 13 ? D11_CIPHER_WEP104
                                                      : D11_CIPHER_WEP40,
                                  .octets = octets};
    enum dot11_err err = dot11_sta_set_key(rig->sta, &key, rig_now(rig));

    if (err != D11_OK)
        return err;
    return dot11_sta_set_default_key_id(rig->sta, id, rig_now(rig));
}

static enum dot11_err ask(struct rig *rig, const struct rig_options *options,
                          bool shared)
{
    struct dot11_wep_profile profile;
    struct dot11_connect_req req = {0};

    dot11_wep_profile_defaults(&profile);
    profile.key_len = options->ap.wep_len != 0 ? options->ap.wep_len : 5;
    profile.key_id = options->ap.wep_id;
    profile.shared_key = shared;
    memcpy(profile.key, options->ap.wep, sizeof profile.key);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, req.ssid.len);
    req.ext = &dot11_wep_network;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    return dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
}

static struct rig *join(struct rig_options *options)
{
    struct rig *rig = rig_new(options);

    rig_start(rig);
    assert_int_equal(
        set_key(rig, options->ap.wep, options->ap.wep_len, options->ap.wep_id),
        D11_OK);
    assert_int_equal(ask(rig, options, options->ap.shared_key), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    return rig;
}

static struct dot11_sim_ap_stats stats_of(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[0], &stats);
    return stats;
}

/* N80211-CIPH-15, N80211-CIPH-23, N80211-CFG-28: both lengths and every key id
 * carry data both ways, to one and to all. */
static void data_flows_under_either_length_and_any_key_id(void **state)
{
    static const struct {
        uint8_t len, id;
    } rows[] = {{5, 0}, {13, 0}, {5, 1}, {13, 2}, {5, 3}};
    struct rig_options options;

    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rig *rig;

        make(&options, rows[i].len, rows[i].id, false);
        rig = join(&options);
        assert_int_equal(rig_status(rig).pairwise_cipher,
                         rows[i].len == 13 ? D11_CIPHER_WEP104
                                           : D11_CIPHER_WEP40);
        rig_ping(rig, 3);
        assert_int_equal(stats_of(rig).mic_errors, 0);
        rig_end(rig);
    }
}

/* N80211-AUTH-5 */
static void shared_key_authentication_comes_before_the_association(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 13, 1, true);
    rig = join(&options);
    assert_int_equal(stats_of(rig).auths, 1);
    rig_ping(rig, 2);
    rig_end(rig);
}

static const struct dot11_event *last(struct rig *rig,
                                      enum dot11_event_type type)
{
    return dot11_sim_station_last(rig->station, type, 0);
}

static void expect_refusal(struct rig_options *options, bool shared,
                           enum dot11_err err, uint16_t code)
{
    struct rig *rig = rig_new(options);
    const struct dot11_event *event;

    rig_start(rig);
    assert_int_equal(ask(rig, options, shared), D11_OK);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    event = last(rig, D11_EV_ASSOC_DONE);
    assert_non_null(event);
    assert_int_equal(event->u.assoc_done.err, err);
    assert_int_equal(event->u.assoc_done.code, code);
    if (code != 0)
        assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_PEER_REFUSED);
    rig_end(rig);
}

/* N80211-AUTH-5: what the AP says of an authentication it does not like. */
static void a_refused_authentication_says_why(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    /* An AP that does not know the algorithm. */
    make(&options, 5, 0, false);
    expect_refusal(&options, true, D11_ERR_REFUSED, D11_STATUS_AUTH_ALGORITHM);
    make(&options, 5, 0, true);
    expect_refusal(&options, false, D11_ERR_REFUSED, D11_STATUS_AUTH_ALGORITHM);
    /* The host does not list the part. */
    make(&options, 5, 0, true);
    options.station.core.parts = no_shared;
    options.station.core.part_count = 2;
    expect_refusal(&options, true, D11_ERR_UNSUPPORTED, 0);

    /* Another key: nobody says anything, as the answer cannot be read. */
    make(&options, 5, 0, true);
    rig = rig_new(&options);
    options.ap.wep[0] ^= 1;
    rig_start(rig);
    assert_int_equal(ask(rig, &options, true), D11_OK);
    assert_false(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_int_equal(last(rig, D11_EV_ASSOC_DONE)->u.assoc_done.err,
                     D11_ERR_TIMEOUT);
    assert_true(stats_of(rig).mic_errors >= 1);
    rig_end(rig);
}

/* N80211-AUTH-5: frames of the exchange are lost; each challenge has just one
 * answer. */
static void a_lost_challenge_is_asked_for_again(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 5, 0, true);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(set_key(rig, options.ap.wep, 5, 0), D11_OK);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, 1);
    assert_int_equal(ask(rig, &options, true), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-BSS-15 */
static void an_ap_without_the_privacy_bit_is_joined(void **state)
{
    static const uint8_t key[5] = {1, 2, 3, 4, 5};
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 0, 0, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(set_key(rig, key, sizeof key, 0), D11_OK);
    assert_int_equal(ask(rig, &options, false), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    assert_true(rig_status(rig).associated);
    rig_end(rig);
}

/* N80211-AUTH-15: nobody chooses WEP but who asks for it. */
static void wep_is_never_chosen_on_its_own(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 5, 0, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(set_key(rig, options.ap.wep, 5, 0), D11_OK);
    rig_ask(rig, RIG_SSID, NULL);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_int_equal(last(rig, D11_EV_CONNECT_DONE)->u.done.outcome,
                     D11_OUTCOME_NO_CANDIDATE);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    rig_end(rig);
}

/* A network that has RSN is joined with that, or not at all. */
static void an_rsn_network_is_not_joined_with_wep(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 0, 0, false);
    options.secured = true;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, &options, false), D11_OK);
    assert_false(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_int_equal(last(rig, D11_EV_CONNECT_DONE)->u.done.outcome,
                     D11_OUTCOME_NO_CANDIDATE);
    rig_end(rig);
}

/* N80211-CIPH-20: without the part, or without RC4, there is no such cipher;
 * every refusal says so at once and changes nothing. */
static void what_is_not_there_is_refused(void **state)
{
    struct dot11_crypto_ops poor = *PRIMITIVES_OPS;
    struct rig_options options;
    struct rig *rig;
    void *crypto;

    (void)state;
    make(&options, 5, 0, false);
    options.station.core.parts = no_wep;
    options.station.core.part_count = 2;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(set_key(rig, options.ap.wep, 5, 0), D11_ERR_UNSUPPORTED);
    rig_end(rig);

    make(&options, 5, 0, false);
    assert_int_equal(primitives_new(&crypto), D11_OK);
    options.station.crypto_ops = &poor;
    options.station.crypto = crypto;
    poor.rc4 = NULL;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(set_key(rig, options.ap.wep, 5, 0), D11_ERR_UNSUPPORTED);
    assert_int_equal(ask(rig, &options, false), D11_ERR_UNSUPPORTED);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    assert_null(last(rig, D11_EV_CONNECT_START));
    rig_end(rig);
    primitives_free(crypto);
}

/* Profiles that cannot be. */
static void a_profile_is_checked(void **state)
{
    struct dot11_connect_req req = {.ssid = {3, "rig"}};
    struct dot11_wep_profile profile;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    make(&options, 5, 0, false);
    rig = rig_new(&options);
    rig_start(rig);
    req.ext = &dot11_wep_network;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    dot11_wep_profile_defaults(&profile);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_ARG);
    profile.key_len = 13;
    profile.key_id = 4;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_ARG);
    profile.size--;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_VERSION);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(data_flows_under_either_length_and_any_key_id),
        RIG_TEST(shared_key_authentication_comes_before_the_association),
        RIG_TEST(a_refused_authentication_says_why),
        RIG_TEST(a_lost_challenge_is_asked_for_again),
        RIG_TEST(an_ap_without_the_privacy_bit_is_joined),
        RIG_TEST(wep_is_never_chosen_on_its_own),
        RIG_TEST(an_rsn_network_is_not_joined_with_wep),
        RIG_TEST(what_is_not_there_is_refused),
        RIG_TEST(a_profile_is_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
