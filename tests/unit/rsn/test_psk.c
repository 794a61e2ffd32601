/* The secret of a profile: taken, derived once, kept, forgotten.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, J.4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "station.h"

/* IEEE Std 802.11-2020, J.4.2: passphrase "password", SSID "IEEE". */
static const uint8_t psk_of_ieee[32] = {
    0xf4, 0x2c, 0x6f, 0xc5, 0x2d, 0xf0, 0xeb, 0xef, 0x9e, 0xbb, 0x4b,
    0x90, 0xb3, 0x8a, 0x5f, 0x90, 0x2e, 0x83, 0xfe, 0x1b, 0x13, 0x5a,
    0x70, 0xe2, 0x3a, 0xed, 0x76, 0x2e, 0x97, 0x10, 0xa1, 0x2e};

static void set_ssid(struct station *s, const char *name)
{
    s->ssid.len = (uint8_t)strlen(name);
    memcpy(s->ssid.octets, name, s->ssid.len);
}

static void set_passphrase(struct station *s, const char *passphrase)
{
    memset(s->profile.passphrase, 0, sizeof(s->profile.passphrase));
    s->profile.passphrase_len = (uint8_t)strlen(passphrase);
    memcpy(s->profile.passphrase, passphrase, s->profile.passphrase_len);
}

static enum dot11_err pre_associate(struct station *s)
{
    return dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                   sizeof(s->profile), s->now_us);
}

/* The provider does the job, and the host tells of it. */
static void finish_job(struct station *s)
{
    struct dot11_crypto_job *job = s->host.job;
    enum dot11_err err;

    assert_non_null(job);
    err = s->ops.job_start(s->provider, job);
    s->host.job = NULL;
    dot11_rsn.job_done(s->ext, job, err, s->now_us);
}

static void passphrase_becomes_the_psk_of_the_standard(void **state)
{
    struct station *s = *state;

    set_ssid(s, "IEEE");
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    assert_int_equal(s->host.count, 0);
    finish_job(s);
    assert_int_equal(s->host.count, 1);
    assert_int_equal(s->host.list[0].kind, FAKE_PRE_DONE);
    assert_int_equal(s->host.list[0].err, D11_OK);
    assert_true(station_holds(s, psk_of_ieee, 32));
    /* SEC-RND-04: the passphrase is not needed any more. */
    assert_false(station_holds(s, (const uint8_t *)"password", 8));

    memcpy(s->ap.pmk, psk_of_ieee, 32);
    station_beacon(s);
    s->host.count = 0;
    station_associate(s); /* pre_associate is at once this time */
    station_handshake(s);
}

static void psk_is_derived_once_for_one_network(void **state)
{
    struct station *s = *state;

    set_passphrase(s, "correct horse");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    finish_job(s);
    assert_int_equal(pre_associate(s), D11_OK);
    assert_int_equal(s->host.jobs_started, 1);
    set_passphrase(s, "correct house");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    finish_job(s);
    assert_int_equal(s->host.jobs_started, 2);
    set_ssid(s, "garden");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    finish_job(s);
    assert_int_equal(s->host.jobs_started, 3);
    assert_int_equal(pre_associate(s), D11_OK);
}

static void reset_forgets_the_psk(void **state)
{
    struct station *s = *state;

    set_ssid(s, "IEEE");
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    finish_job(s);
    dot11_rsn.reset(s->ext);
    assert_false(station_holds(s, psk_of_ieee, 32));
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    assert_int_equal(s->host.jobs_started, 2);
    finish_job(s);
}

static void passphrase_out_of_range_is_refused(void **state)
{
    static const char longest[] =
        "0123456789012345678901234567890123456789012345678901234567890123";
    struct station *s = *state;
    size_t len;

    for (len = 1; len <= 64; len++) {
        memcpy(s->profile.passphrase, longest, len < 63 ? len : 63);
        s->profile.passphrase_len = (uint8_t)len;
        assert_int_equal(pre_associate(s), len < 8 || len > 63
                                               ? D11_ERR_PASSPHRASE
                                               : D11_ERR_PENDING);
    }
    s->profile.passphrase_len = 255;
    assert_int_equal(pre_associate(s), D11_ERR_PASSPHRASE);
}

static void passphrase_must_be_printable(void **state)
{
    struct station *s = *state;
    unsigned octet;

    for (octet = 0; octet < 256; octet++) {
        set_passphrase(s, "eight888");
        s->profile.passphrase[7] = (uint8_t)octet;
        assert_int_equal(pre_associate(s), octet >= 0x20 && octet <= 0x7e
                                               ? D11_ERR_PENDING
                                               : D11_ERR_PASSPHRASE);
    }
}

/* SEC-PMK-01: a secret that was never set. */
static void profile_without_a_secret_is_refused(void **state)
{
    struct station *s = *state;

    dot11_rsn_profile_defaults(&s->profile);
    assert_int_equal(pre_associate(s), D11_ERR_ARG);
    s->profile.has_psk = true; /* and all zeroes */
    assert_int_equal(pre_associate(s), D11_ERR_ARG);
    s->profile.psk[31] = 1;
    assert_int_equal(pre_associate(s), D11_OK);
}

static void profile_of_another_kind_is_refused(void **state)
{
    struct station *s = *state;

    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, NULL, 0, 0),
                     D11_ERR_VERSION);
    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                             sizeof(s->profile) - 1, 0),
                     D11_ERR_VERSION);
    s->profile.size--;
    assert_int_equal(pre_associate(s), D11_ERR_VERSION);
    s->profile.size++;
    s->ssid.len = 0;
    assert_int_equal(pre_associate(s), D11_ERR_SSID);
    s->ssid.len = 33;
    assert_int_equal(pre_associate(s), D11_ERR_SSID);
    s->ssid.len = 5;
    s->profile.akms = D11_AKM_BIT_8021X;
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->profile.akms |= D11_AKM_BIT_PSK;
    s->profile.pairwise_ciphers = D11_CIPHER_BIT(D11_CIPHER_TKIP);
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->profile.pairwise_ciphers |= D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    s->profile.group_ciphers = 0;
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
}

static void provider_that_lacks_something_is_unsupported(void **state)
{
    struct station *s = *state;
    const struct dot11_crypto_ops whole = s->ops;

    s->ops.hmac = NULL;
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->ops = whole;
    s->ops.key_unwrap = NULL;
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->ops = whole;
    s->ops.job_start = NULL;
    assert_int_equal(pre_associate(s), D11_OK); /* a PSK needs no job */
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->ops = whole;
    s->profile.akms |= D11_AKM_BIT_PSK_SHA256;
    s->ops.cmac = NULL;
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
    s->host.ops = NULL;
    assert_int_equal(dot11_rsn.init(s->ext, &s->host), D11_OK);
    assert_int_equal(pre_associate(s), D11_ERR_UNSUPPORTED);
}

static void failed_job_ends_the_request(void **state)
{
    struct station *s = *state;
    struct dot11_crypto_job *job;

    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    job = s->host.job;
    s->host.job = NULL;
    dot11_rsn.job_done(s->ext, job, D11_ERR_CRYPTO, s->now_us);
    assert_int_equal(s->host.count, 1);
    assert_int_equal(s->host.list[0].err, D11_ERR_CRYPTO);
    assert_false(station_holds(s, (const uint8_t *)"password", 8));
    /* SEC-RES-05: a completion that comes twice changes nothing. */
    dot11_rsn.job_done(s->ext, job, D11_OK, s->now_us);
    assert_int_equal(s->host.count, 1);
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    finish_job(s);
}

/* SEC-PMK-01, A38: a provider that says done and did nothing. */
static void result_of_zeroes_is_a_failure(void **state)
{
    struct station *s = *state;
    struct dot11_crypto_job *job;

    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    job = s->host.job;
    s->host.job = NULL;
    dot11_rsn.job_done(s->ext, job, D11_OK, s->now_us);
    assert_int_equal(s->host.list[0].err, D11_ERR_CRYPTO);
}

/* A request that is refused leaves what there was. */
static void refused_job_keeps_the_earlier_psk(void **state)
{
    struct station *s = *state;

    station_associate(s);
    s->host.job_err = D11_ERR_FULL;
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_FULL);
    assert_false(station_holds(s, (const uint8_t *)"password", 8));
    assert_true(station_holds(s, s->ap.pmk, 32));
    station_handshake(s);
    s->profile.passphrase_len = 0;
    s->host.ethertypes_err = D11_ERR_STATE;
    assert_int_equal(pre_associate(s), D11_ERR_STATE);
}

static void newer_request_gives_the_job_up(void **state)
{
    struct station *s = *state;

    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    set_passphrase(s, "passwords");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    assert_int_equal(s->host.jobs_cancelled, 1);
    assert_int_equal(s->host.jobs_started, 2);
    dot11_rsn.reset(s->ext);
    assert_int_equal(s->host.jobs_cancelled, 2);
    assert_false(station_holds(s, (const uint8_t *)"password", 8));
    assert_int_equal(s->host.count, 0);
}

/* SEC-PMK-01: the PMK that a session began with is gone. */
static void another_psk_ends_the_handshakes_of_a_session(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    s->profile.psk[0] ^= 1;
    assert_int_equal(pre_associate(s), D11_OK);
    ap_message1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
    assert_int_equal(s->host.count, 0);
    /* Nor does a PSK that is only on its way help. */
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
    finish_job(s);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
}

/* SEC-PMK-01: no association before the PSK is there. */
static void association_without_a_psk_is_refused(void **state)
{
    struct station *s = *state;

    station_associate(s);
    set_passphrase(s, "password");
    assert_int_equal(pre_associate(s), D11_ERR_PENDING);
    assert_int_equal(station_post_associate(s), D11_ERR_STATE);
    dot11_rsn.reset(s->ext);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, station_new, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(passphrase_becomes_the_psk_of_the_standard),
        CASE(psk_is_derived_once_for_one_network),
        CASE(reset_forgets_the_psk),
        CASE(passphrase_out_of_range_is_refused),
        CASE(passphrase_must_be_printable),
        CASE(profile_without_a_secret_is_refused),
        CASE(profile_of_another_kind_is_refused),
        CASE(provider_that_lacks_something_is_unsupported),
        CASE(failed_job_ends_the_request),
        CASE(result_of_zeroes_is_a_failure),
        CASE(refused_job_keeps_the_earlier_psk),
        CASE(newer_request_gives_the_job_up),
        CASE(another_psk_ends_the_handshakes_of_a_session),
        CASE(association_without_a_psk_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
