/* OWE as a method: what is sent, what is believed, what ends an attempt.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "primitives.h"
#include "rsn/owe.h"

/* --- A host that does what it is asked ------------------------------------ */

static struct {
    void *crypto;
    struct d11_rsn_env env;
    struct d11_owe owe;
    struct dot11_crypto_job *job; /* asked for, not done */
    bool told;                    /* that the authentication ended */
    enum dot11_err end;
    enum dot11_err random_err;
    uint8_t random;
} t;

static const struct dot11_bss bss = {.bssid = {2, 0, 0, 0, 0, 0xa0}};
static const struct dot11_ssid ssid = {3, "net"};

enum dot11_err dot11_ext_random(struct dot11_ext_host *host, uint8_t *buf,
                                size_t len)
{
    (void)host;
    for (size_t i = 0; i < len; i++)
        buf[i] = (uint8_t)(t.random++ * 37 + i);
    return t.random_err;
}

enum dot11_err dot11_ext_job_start(struct dot11_ext_host *host,
                                   struct dot11_crypto_job *job)
{
    (void)host;
    assert_null(t.job);
    t.job = job;
    return D11_ERR_PENDING;
}

void dot11_ext_job_cancel(struct dot11_ext_host *host,
                          struct dot11_crypto_job *job)
{
    (void)host;
    assert_ptr_equal(job, t.job);
    t.job = NULL;
}

enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err)
{
    (void)host;
    assert_null(out);
    t.told = true;
    t.end = in_err;
    return D11_OK;
}

static void work(void)
{
    struct dot11_crypto_job *job = t.job;
    enum dot11_err err;
    bool set_done = false;

    assert_non_null(job);
    assert_true(job->in.run.size <= D11_JOB_RUN_MAX);
    t.job = NULL;
    err = job->in.run.run(job, PRIMITIVES_OPS, t.crypto);
    assert_true(
        d11_owe_method.job_done(&t.owe, &t.env, job, &err, &set_done, 0));
    assert_false(set_done);
}

static enum dot11_err authenticate(bool answered)
{
    const struct dot11_ext_auth in = {D11_AUTH_OPEN, 2, 0, {NULL, 0}};
    struct dot11_ext_auth out = {0xffff, 0, 0, {NULL, 0}};
    enum dot11_err err = d11_owe_method.authenticate(
        &t.owe, &t.env, &bss, D11_AKM_OWE, 0, answered ? &in : NULL, &out, 0);

    assert_int_equal(out.algorithm, 0xffff);
    return err;
}

/* The element of the request; its length. */
static size_t request(uint8_t element[128])
{
    const struct dot11_ext_suites suites = {.akm = D11_AKM_OWE};
    struct d11_wr wr = d11_wr_over(element, 128);

    if (!d11_owe_method.assoc_elements(&t.owe, &t.env, &bss, &suites, &wr))
        return 0;
    return d11_wr_len(&wr);
}

static enum dot11_err answer(const uint8_t *elements, size_t len)
{
    struct dot11_ext_assoc assoc = {0};

    assoc.ssid = ssid;
    memcpy(assoc.peer, bss.bssid, 6);
    assoc.response.data = elements;
    assoc.response.len = len;
    return d11_owe_method.post_associate(&t.owe, &t.env, &assoc, 0);
}

/* --- The peer ------------------------------------------------------------- */

static struct {
    uint8_t element[5 + D11_EC_NUMBER_MAX];
    size_t len;
    struct d11_owe_keys keys;
} ap;

static void ap_answers(const uint8_t *station, uint16_t group)
{
    const struct d11_owe_prim prim = {PRIMITIVES_OPS, t.crypto};
    const struct d11_curve *curve = d11_curve_of(group);
    uint8_t random[D11_OWE_RANDOM_LEN];
    uint8_t secret[D11_EC_NUMBER_MAX];
    const struct d11_owe_secret from = {secret, station, ap.element + 5, true};

    memset(random, 0x5a, sizeof random);
    ap.element[0] = 255;
    ap.element[1] = (uint8_t)(3u + curve->len);
    ap.element[2] = 32;
    d11_store_le16(ap.element + 3, group);
    ap.len = 5u + curve->len;
    assert_int_equal(
        d11_owe_make_pair(&prim, curve, random, secret, ap.element + 5),
        D11_OK);
    assert_int_equal(d11_owe_derive(&prim, curve, &from, &ap.keys), D11_OK);
}

/* --- A station that is about to associate --------------------------------- */

static enum dot11_err set(uint16_t group1, uint16_t group2)
{
    struct dot11_rsn_profile profile;
    enum dot11_err err;

    memset(&profile, 0, sizeof profile);
    profile.owe_groups[0] = group1;
    profile.owe_groups[1] = group2;
    err = d11_owe_method.check(&profile);
    return err == D11_OK ? d11_owe_method.set(&t.owe, &t.env, &ssid, &profile)
                         : err;
}

/* As far as an answer that is good. */
static void ask(uint8_t element[128])
{
    assert_int_equal(authenticate(false), D11_ERR_PENDING);
    work();
    assert_int_equal(authenticate(true), D11_OK);
    assert_int_not_equal(request(element), 0);
    ap_answers(element + 5, d11_load_le16(element + 3));
}

static int setup(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    t.env.ops = PRIMITIVES_OPS;
    if (primitives_new(&t.crypto) != D11_OK)
        return -1;
    t.env.crypto = t.crypto;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    d11_owe_method.forget(&t.owe, &t.env);
    primitives_free(t.crypto);
    return 0;
}

static const struct d11_pmk *pmk(void)
{
    return d11_owe_method.pmk(&t.owe);
}

/* SEC-PMK-01: the PMK is there when the work is done, and not before. */
static void the_pmk_comes_after_the_association(void **state)
{
    static const uint8_t pmk_lens[] = {32, 48, 64};

    (void)state;
    for (uint16_t group = 19; group <= 21; group++) {
        uint8_t element[128];
        uint32_t generation;

        assert_int_equal(set(group, 0), D11_OK);
        ask(element);
        assert_int_equal(element[0], 255);
        assert_int_equal(element[2], 32);
        assert_int_equal(d11_load_le16(element + 3), group);
        assert_int_equal(answer(ap.element, ap.len), D11_ERR_PENDING);
        assert_false(pmk()->ready);
        assert_int_equal(pmk()->err, D11_ERR_PENDING);
        assert_int_equal(pmk()->len, pmk_lens[group - 19]);
        generation = pmk()->generation;
        work();
        assert_true(pmk()->ready);
        assert_int_equal(pmk()->generation, generation);
        assert_memory_equal(pmk()->octets, ap.keys.pmk, pmk()->len);
        assert_memory_equal(pmk()->pmkid, ap.keys.pmkid, D11_PMKID_LEN);
        d11_owe_method.stop(&t.owe, &t.env);
        assert_false(pmk()->ready);
        assert_int_not_equal(pmk()->generation, generation);
    }
}

/* The pair is made while the open system's frames are on their way; whichever
 * is later goes on. */
static void the_association_waits_for_the_pair(void **state)
{
    uint8_t element[128];

    (void)state;
    assert_int_equal(set(0, 0), D11_OK);
    assert_int_equal(authenticate(false), D11_ERR_PENDING);
    assert_int_equal(request(element), 0);
    assert_int_equal(authenticate(true), D11_ERR_PENDING);
    assert_int_equal(authenticate(true), D11_ERR_PENDING);
    assert_false(t.told);
    work();
    assert_true(t.told);
    assert_int_equal(t.end, D11_OK);
    assert_int_not_equal(request(element), 0);
}

/* SEC-RND-01, SEC-SAE-08: fresh for each attempt, the same in its repetitions;
 * none without random octets. */
static void each_attempt_has_a_pair_of_its_own(void **state)
{
    uint8_t first[128], second[128];

    (void)state;
    assert_int_equal(set(0, 0), D11_OK);
    ask(first);
    request(second);
    assert_memory_equal(first, second, 37);
    ask(second);
    assert_memory_equal(first, second, 5);
    assert_memory_not_equal(first + 5, second + 5, 32);
    t.random_err = D11_ERR_RANDOM;
    assert_int_equal(authenticate(false), D11_ERR_RANDOM);
    assert_int_equal(request(first), 0);
}

/* SEC-PMK-05: once, of the group that was asked for, exactly as long. */
static void an_answer_is_exactly_one_key_of_the_group(void **state)
{
    uint8_t element[128], twice[160];

    (void)state;
    assert_int_equal(set(19, 0), D11_OK);
    for (size_t len = 0; len < 37; len++) {
        ask(element);
        ap.element[1] = (uint8_t)(len < 2 ? 0 : len - 2);
        assert_int_equal(answer(ap.element, len), D11_ERR_SECURITY);
        /* One that says it is longer than it is. */
        ap.element[1] = 35;
        assert_int_equal(answer(ap.element, len), D11_ERR_SECURITY);
        assert_null(t.job);
        assert_false(pmk()->ready);
    }
    ask(element);
    memcpy(twice, ap.element, 37);
    memcpy(twice + 37, ap.element, 37);
    assert_int_equal(answer(twice, 74), D11_ERR_SECURITY);
    ap.element[1] = 36;
    assert_int_equal(answer(ap.element, 38), D11_ERR_SECURITY);
    ap.element[1] = 35;
    ap.element[3] = 20;
    assert_int_equal(answer(ap.element, 37), D11_ERR_SECURITY);
    ap.element[3] = 19;
    assert_int_equal(answer(ap.element, 37), D11_ERR_PENDING);
}

/* SEC-PMK-05: not on the curve, not below the prime, our own one. */
static void a_key_that_is_no_point_makes_no_pmk(void **state)
{
    uint8_t element[128];

    (void)state;
    assert_int_equal(set(19, 0), D11_OK);
    for (int bad = 0; bad < 3; bad++) {
        ask(element);
        memset(ap.element + 5, bad == 1 ? 0xff : 0, 32);
        if (bad == 0)
            ap.element[36] = 2;
        if (bad == 2)
            memcpy(ap.element + 5, element + 5, 32);
        assert_int_equal(answer(ap.element, 37), D11_ERR_PENDING);
        work();
        assert_false(pmk()->ready);
        assert_int_equal(pmk()->err, D11_ERR_SECURITY);
    }
}

/* SEC-PMK-05, SEC-SAE-04: each group once, in the order of the profile. */
static void a_refused_group_is_followed_by_the_next(void **state)
{
    static const uint8_t other[6] = {2, 0, 0, 0, 0, 0xb0};
    uint8_t element[128];

    (void)state;
    assert_int_equal(set(20, 19), D11_OK);
    ask(element);
    assert_int_equal(d11_load_le16(element + 3), 20);
    assert_false(d11_owe_method.refused(&t.owe, bss.bssid, 1));
    assert_false(d11_owe_method.refused(&t.owe, other, 77));
    assert_true(d11_owe_method.refused(&t.owe, bss.bssid, 77));
    ask(element);
    assert_int_equal(d11_load_le16(element + 3), 19);
    assert_false(d11_owe_method.refused(&t.owe, bss.bssid, 77));
}

/* The group that an AP took is the first one next time. */
static void a_group_that_was_good_comes_first(void **state)
{
    uint8_t element[128];

    (void)state;
    assert_int_equal(set(0, 0), D11_OK);
    ask(element);
    assert_int_equal(d11_load_le16(element + 3), 19);
    assert_true(d11_owe_method.refused(&t.owe, bss.bssid, 77));
    ask(element);
    assert_int_equal(answer(ap.element, ap.len), D11_ERR_PENDING);
    work();
    ask(element);
    assert_int_equal(d11_load_le16(element + 3), 20);
    assert_true(d11_owe_method.refused(&t.owe, bss.bssid, 77));
    ask(element);
    assert_int_equal(d11_load_le16(element + 3), 19);
}

static void groups_that_are_not_known_are_refused(void **state)
{
    (void)state;
    assert_int_equal(set(18, 0), D11_ERR_UNSUPPORTED);
    assert_int_equal(set(19, 22), D11_ERR_UNSUPPORTED);
    assert_int_equal(set(1, 0), D11_ERR_UNSUPPORTED);
}

/* RFC 8110, 4.5: an AP that has the PMK that was named sends no key. */
static void a_pmk_of_the_cache_needs_no_key(void **state)
{
    struct d11_pmk named = {.ready = true, .kept = true, .len = 32};
    uint8_t element[128];

    (void)state;
    memset(named.octets, 0x77, 32);
    named.ssid = ssid;
    assert_int_equal(set(19, 0), D11_OK);
    ask(element);
    assert_int_equal(answer(NULL, 0), D11_ERR_SECURITY);
    t.env.named = &named;
    /* A bad key is not the same as none. */
    assert_int_equal(answer(ap.element, 36), D11_ERR_SECURITY);
    ap.element[3] = 20;
    assert_int_equal(answer(ap.element, 37), D11_ERR_SECURITY);
    assert_int_equal(answer(NULL, 0), D11_OK);
    assert_true(pmk()->ready);
    assert_true(pmk()->kept);
    assert_memory_equal(pmk()->octets, named.octets, 32);
    ask(element);
    assert_int_equal(answer(ap.element, 37), D11_ERR_PENDING);
    work();
    assert_false(pmk()->kept);
    assert_memory_equal(pmk()->octets, ap.keys.pmk, 32);
}

/* SEC-RND-04: what is not needed any more is gone; work that runs is given
 * up. */
static void the_end_leaves_no_secret(void **state)
{
    const uint8_t zero[sizeof t.owe.work] = {0};
    uint8_t element[128];

    (void)state;
    assert_int_equal(set(19, 0), D11_OK);
    ask(element);
    assert_int_equal(answer(ap.element, ap.len), D11_ERR_PENDING);
    d11_owe_method.stop(&t.owe, &t.env);
    assert_null(t.job);
    assert_memory_equal(&t.owe.work, zero, sizeof t.owe.work);
    assert_int_equal(answer(ap.element, ap.len), D11_ERR_STATE);
    ask(element);
    assert_int_equal(answer(ap.element, ap.len), D11_ERR_PENDING);
    work();
    assert_memory_equal(t.owe.work.secret, zero, sizeof t.owe.work.secret);
    assert_memory_equal(&t.owe.work.keys, zero, sizeof t.owe.work.keys);
}

#define OWE_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OWE_TEST(the_pmk_comes_after_the_association),
        OWE_TEST(the_association_waits_for_the_pair),
        OWE_TEST(each_attempt_has_a_pair_of_its_own),
        OWE_TEST(an_answer_is_exactly_one_key_of_the_group),
        OWE_TEST(a_key_that_is_no_point_makes_no_pmk),
        OWE_TEST(a_refused_group_is_followed_by_the_next),
        OWE_TEST(a_group_that_was_good_comes_first),
        OWE_TEST(groups_that_are_not_known_are_refused),
        OWE_TEST(a_pmk_of_the_cache_needs_no_key),
        OWE_TEST(the_end_leaves_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
