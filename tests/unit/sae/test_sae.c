/* SAE as a method: what is sent, what is believed, what ends an attempt.
 *
 * SPDX-License-Identifier: MIT
 * The peer is made of the same arithmetic, which J.10 vouches for
 * (test_sae_math.c), and of none of the protocol. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "ap_pk.h"
#include "base/octets.h"
#include "hw/part.h"
#include "primitives.h"
#include "rsn/pmksa.h"
#include "rsn/sae.h"

/* --- A host that does what it is asked at once ---------------------------- */

static struct {
    void *crypto;
    struct d11_rsn_env env;
    struct d11_sae sae;
    struct dot11_crypto_job *job; /* asked for, not done */
    struct dot11_ext_auth sent;   /* the last frame */
    uint8_t body[D11_SAE_BODY_MAX];
    unsigned frames;
    unsigned slow;      /* operations of jobs that cost something */
    enum dot11_err end; /* how it ended; D11_ERR_PENDING: it did not */
    enum dot11_err random_err;
    uint8_t random;
    uint32_t akm;
    uint64_t now_us;
    bool has_pk;
    uint8_t pk_mode;
    uint64_t pk_state[256];
} t;

static const uint8_t own[6] = {2, 0, 0, 0, 0, 1};
static const struct dot11_bss bss = {.bssid = {2, 0, 0, 0, 0, 0xa0}};

void dot11_ext_own_addr(const struct dot11_ext_host *host,
                        uint8_t addr[D11_ADDR_LEN])
{
    (void)host;
    memcpy(addr, own, 6);
}

/* No cache of PMKs; SAE-PK where a test has it. */
const void *dot11_ext_part(const struct dot11_ext_host *host, unsigned kind,
                           void **state)
{
    (void)host;
    *state = t.pk_state;
    return kind == D11_PART_SAE_PK && t.has_pk ? dot11_sae_pk.ops : NULL;
}

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

void dot11_ext_set_deadline(struct dot11_ext_host *host, uint64_t at_us)
{
    (void)host;
    (void)at_us;
}

static void keep(const struct dot11_ext_auth *out)
{
    t.sent = *out;
    memcpy(t.body, out->body.data, out->body.len);
    t.sent.body.data = t.body;
    t.frames++;
}

enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err)
{
    (void)host;
    if (out != NULL)
        keep(out);
    if (in_err != D11_ERR_PENDING)
        t.end = in_err;
    return D11_OK;
}

/* The primitives, with multiplications and numbers to a power counted. */
static enum dot11_err counted_mul(void *crypto, uint16_t group,
                                  const uint8_t *scalar, const uint8_t *point,
                                  uint8_t *out)
{
    t.slow++;
    return PRIMITIVES_OPS->ec->mul(crypto, group, scalar, point, out);
}

static enum dot11_err counted_mul2(void *crypto, uint16_t group,
                                   const uint8_t *k, const uint8_t *p,
                                   const uint8_t *l, const uint8_t *q,
                                   uint8_t *out)
{
    t.slow++;
    return PRIMITIVES_OPS->ec->mul2(crypto, group, k, p, l, q, out);
}

static enum dot11_err counted_arith(void *crypto, enum dot11_ec_arith what,
                                    const uint8_t *modulus, size_t len,
                                    const uint8_t *a, const uint8_t *b,
                                    uint8_t *out)
{
    t.slow += what == D11_EC_EXP;
    return PRIMITIVES_OPS->ec->arith(crypto, what, modulus, len, a, b, out);
}

static const struct dot11_crypto_ops *counting(void)
{
    static struct dot11_crypto_ops ops;
    static struct dot11_ec_ops ec;

    ops = *PRIMITIVES_OPS;
    ec = *ops.ec;
    ec.mul = counted_mul;
    ec.mul2 = counted_mul2;
    ec.arith = counted_arith;
    ops.ec = &ec;
    return &ops;
}

/* Do the job that waits, and tell of it. */
static void work(void)
{
    struct dot11_crypto_job *job = t.job;
    enum dot11_err err;
    bool set_done = false;

    assert_non_null(job);
    assert_true(job->in.run.size <= D11_JOB_RUN_MAX);
    t.job = NULL;
    err = job->in.run.run(job, counting(), t.crypto);
    assert_true(d11_sae_method.job_done(&t.sae, &t.env, job, &err, &set_done,
                                        t.now_us));
}

static void wait_for_repeat(void)
{
    t.now_us = t.sae.deadline_us;
    d11_sae_method.tick(&t.sae, &t.env, t.now_us);
}

static enum dot11_err hear(uint16_t transaction, uint16_t status,
                           const uint8_t *body, size_t len)
{
    const struct dot11_ext_auth in = {
        D11_AUTH_SAE, transaction, status, {body, len}};
    struct dot11_ext_auth out = {0xffff, 0, 0, {NULL, 0}};
    enum dot11_err err = d11_sae_method.authenticate(
        &t.sae, &t.env, &bss, t.akm, 0, &in, &out, t.now_us);

    if (out.algorithm != 0xffff)
        keep(&out);
    return err;
}

/* --- The peer ------------------------------------------------------------- */

static struct {
    struct d11_sae_prim prim;
    const struct d11_curve *curve;
    bool h2e;
    uint8_t pwe[D11_EC_POINT_MAX];
    uint8_t rand[D11_EC_NUMBER_MAX];
    struct d11_sae_commit own, station;
    struct d11_sae_keys keys;
    uint8_t body[512];
} ap;

static const char *ap_password;

/* A password that fits any key that a test makes up: that is looked for in the
 * tests of SAE-PK itself. */
#define PK_PASSWORD "r6cr-6ksa-56og"

static void ap_begin(uint16_t group, bool h2e, uint8_t number)
{
    const struct d11_sae_password from = {
        {(const uint8_t *)ap_password, strlen(ap_password)},
        {NULL, 0},
        {(const uint8_t *)(t.has_pk ? "SAE-PK test" : "net"),
         t.has_pk ? 11 : 3},
    };
    uint8_t pt[D11_EC_POINT_MAX];
    uint8_t random[D11_SAE_RANDOM_LEN];

    ap.curve = d11_curve_of(group);
    ap.h2e = h2e;
    for (size_t i = 0; i < sizeof random; i++)
        random[i] = (uint8_t)(number * 91 + i * 3);
    if (h2e) {
        assert_int_equal(d11_sae_pt(&ap.prim, ap.curve, &from, pt), D11_OK);
        assert_int_equal(
            d11_sae_pwe_of_pt(&ap.prim, ap.curve, pt, own, bss.bssid, ap.pwe),
            D11_OK);
    } else {
        assert_int_equal(d11_sae_pwe_by_hunting(&ap.prim, ap.curve, &from, own,
                                                bss.bssid, ap.pwe),
                         D11_OK);
    }
    assert_int_equal(d11_sae_make_commit(&ap.prim, ap.curve, ap.pwe, random,
                                         ap.rand, &ap.own),
                     D11_OK);
}

/* Take the station's commit that was sent last; derive. `rejected` groups are
 * in it. */
static void ap_hears_commit(size_t token_len, const char *rejected,
                            size_t rejected_len)
{
    const size_t len = ap.curve->len;
    const uint8_t *at = t.body + 2 + token_len;
    const struct d11_sae_secret secret = {
        .pwe = ap.pwe,
        .rand = ap.rand,
        .own = &ap.own,
        .peer = &ap.station,
        .h2e = ap.h2e,
        .pk = t.has_pk,
        .ext_key = t.akm == D11_AKM_SAE_EXT_KEY,
        .rejected = {(const uint8_t *)rejected, rejected_len},
    };

    assert_int_equal(t.sent.transaction, 1);
    assert_int_equal(d11_load_le16(t.body), ap.curve->group);
    memcpy(ap.station.scalar, at, len);
    memcpy(ap.station.element, at + len, 2 * len);
    assert_int_equal(d11_sae_derive(&ap.prim, ap.curve, &secret, &ap.keys),
                     D11_OK);
}

/* The AKM Suite Selector element of 00-0F-AC:24. */
static const uint8_t ext_key_element[] = {255, 5, 114, 0, 0x0f, 0xac, 24};

static size_t ap_commit(void)
{
    const size_t len = ap.curve->len;

    d11_store_le16(ap.body, ap.curve->group);
    memcpy(ap.body + 2, ap.own.scalar, len);
    memcpy(ap.body + 2 + len, ap.own.element, 2 * len);
    if (t.akm != D11_AKM_SAE_EXT_KEY)
        return 2 + 3 * len;
    memcpy(ap.body + 2 + 3 * len, ext_key_element, sizeof ext_key_element);
    return 2 + 3 * len + sizeof ext_key_element;
}

static enum dot11_err ap_sends_commit(void)
{
    const uint16_t hashed = t.has_pk ? D11_STATUS_SAE_PK : D11_STATUS_SAE_H2E;

    return hear(1, ap.h2e ? hashed : D11_STATUS_SUCCESS, ap.body, ap_commit());
}

/* Is the station's last frame the confirm that the keys ask for? */
static bool ap_likes_confirm(uint16_t counter)
{
    uint8_t expected[D11_HASH_MAX];

    assert_int_equal(t.sent.transaction, 2);
    assert_int_equal(d11_load_le16(t.body), counter);
    assert_int_equal(d11_sae_confirm(&ap.prim, ap.curve, &ap.keys, counter,
                                     &ap.station, &ap.own, expected),
                     D11_OK);
    return memcmp(expected, t.body + 2, ap.keys.kck_len) == 0;
}

static enum dot11_err ap_sends_confirm(void)
{
    d11_store_le16(ap.body, 1);
    assert_int_equal(d11_sae_confirm(&ap.prim, ap.curve, &ap.keys, 1, &ap.own,
                                     &ap.station, ap.body + 2),
                     D11_OK);
    return hear(2, D11_STATUS_SUCCESS, ap.body, 2u + ap.keys.kck_len);
}

/* --- A station that is about to begin ------------------------------------- */

static void prepare(uint8_t pwe, uint16_t group1, uint16_t group2)
{
    const struct dot11_ssid ssid = t.has_pk
                                       ? (struct dot11_ssid){11, "SAE-PK test"}
                                       : (struct dot11_ssid){3, "net"};
    struct dot11_rsn_profile profile;
    enum dot11_err err;

    ap_password = t.has_pk ? PK_PASSWORD : "secret";
    memset(&profile, 0, sizeof profile);
    profile.akms = D11_AKM_BIT_SAE;
    profile.sae_password_len = (uint8_t)strlen(ap_password);
    memcpy(profile.sae_password, ap_password, strlen(ap_password));
    profile.sae_pk = t.pk_mode;
    profile.sae_pwe = pwe;
    profile.sae_groups[0] = group1;
    profile.sae_groups[1] = group2;
    assert_int_equal(d11_sae_method.check(&profile), D11_OK);
    err = d11_sae_method.set(&t.sae, &t.env, &ssid, &profile);
    if (err == D11_ERR_PENDING)
        work();
    else
        assert_int_equal(err, D11_OK);
}

static uint8_t ap_rsnx(void)
{
    return t.has_pk ? D11_RSNX_SAE_H2E | D11_RSNX_SAE_PK : D11_RSNX_SAE_H2E;
}

static void begin(bool ap_can_hash)
{
    struct dot11_ext_auth out = {0, 0, 0, {NULL, 0}};

    t.end = D11_ERR_PENDING;
    assert_int_equal(d11_sae_method.authenticate(&t.sae, &t.env, &bss, t.akm,
                                                 ap_can_hash ? ap_rsnx() : 0,
                                                 NULL, &out, t.now_us),
                     D11_ERR_PENDING);
    assert_int_equal(out.algorithm, 0xffff);
    work();
}

static int setup(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    memset(&ap, 0, sizeof ap);
    assert_int_equal(primitives_new(&t.crypto), D11_OK);
    t.env.ops = PRIMITIVES_OPS;
    t.env.crypto = t.crypto;
    ap.prim.ops = PRIMITIVES_OPS;
    ap.prim.crypto = t.crypto;
    t.akm = D11_AKM_SAE;
    t.now_us = 1000000;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    d11_sae_method.forget(&t.sae, &t.env);
    primitives_free(t.crypto);
    return 0;
}

static void check_accepted(void)
{
    const struct d11_pmk *pmk = d11_sae_method.pmk(&t.sae);

    assert_true(pmk->ready);
    assert_int_equal(pmk->len, ap.keys.pmk_len);
    assert_memory_equal(pmk->octets, ap.keys.pmk, pmk->len);
    assert_int_equal(t.end, D11_ERR_PENDING);
}

/* --- Tests ---------------------------------------------------------------- */

/* SEC-SAE-06, SEC-SAE-09 */
static void both_ways_and_each_group_lead_to_one_pmk(void **state)
{
    (void)state;
    for (uint16_t group = 19; group <= 21; group++) {
        for (int h2e = 0; h2e < 2; h2e++) {
            prepare(D11_SAE_PWE_BOTH, group, 0);
            ap_begin(group, h2e, 1);
            begin(h2e);
            assert_int_equal(t.sent.status,
                             h2e ? D11_STATUS_SAE_H2E : D11_STATUS_SUCCESS);
            ap_hears_commit(0, NULL, 0);
            assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
            assert_false(d11_sae_method.pmk(&t.sae)->ready);
            work();
            assert_true(ap_likes_confirm(1));
            assert_false(d11_sae_method.pmk(&t.sae)->ready);
            assert_int_equal(ap_sends_confirm(), D11_OK);
            check_accepted();
        }
    }
}

/* 00-0F-AC:24: the PMK is as long as the hash of the group, and both sides
 * name the AKM (SEC-SAE-06, SEC-SAE-09). */
static void extended_keys_are_as_long_as_the_hash_of_the_group(void **state)
{
    static const uint8_t lens[] = {32, 48, 64};

    (void)state;
    t.akm = D11_AKM_SAE_EXT_KEY;
    for (uint16_t group = 19; group <= 21; group++) {
        prepare(D11_SAE_PWE_BOTH, group, 0);
        ap_begin(group, true, 1);
        begin(true);
        assert_int_equal(t.sent.status, D11_STATUS_SAE_H2E);
        assert_int_equal(t.sent.body.len,
                         2u + 3u * ap.curve->len + sizeof ext_key_element);
        assert_memory_equal(t.body + 2 + 3 * ap.curve->len, ext_key_element,
                            sizeof ext_key_element);
        ap_hears_commit(0, NULL, 0);
        assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
        work();
        assert_true(ap_likes_confirm(1));
        assert_int_equal(ap_sends_confirm(), D11_OK);
        check_accepted();
        assert_int_equal(d11_sae_method.pmk(&t.sae)->len, lens[group - 19]);
    }
}

/* SEC-SAE-01, SEC-SAE-10 */
static void a_commit_for_another_akm_is_as_if_it_had_not_come(void **state)
{
    uint8_t body[512];
    size_t len, bare;

    (void)state;
    for (int ext_key = 0; ext_key < 2; ext_key++) {
        t.akm = ext_key ? D11_AKM_SAE_EXT_KEY : D11_AKM_SAE;
        prepare(D11_SAE_PWE_BOTH, 19, 0);
        ap_begin(19, true, 1);
        begin(true);
        ap_hears_commit(0, NULL, 0);
        len = ap_commit();
        bare = 2u + 3u * ap.curve->len;
        memcpy(body, ap.body, bare);
        memcpy(body + bare, ext_key_element, sizeof ext_key_element);
        memcpy(body + bare + 7, ext_key_element, sizeof ext_key_element);
        /* Without it, cut at each octet, twice, each octet another one. */
        for (size_t i = bare; i < bare + 7 && ext_key; i++)
            assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, i),
                             D11_ERR_PENDING);
        assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, bare + 14),
                         D11_ERR_PENDING);
        for (size_t i = bare; i < bare + 7; i++) {
            body[i] ^= 1;
            assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, bare + 7),
                             D11_ERR_PENDING);
            if (!ext_key && i - bare == 2)
                break; /* an element that is not known is no reason */
            assert_null(t.job);
            body[i] ^= 1;
        }
        if (!ext_key)
            work();
        else
            assert_int_equal(hear(1, D11_STATUS_SAE_H2E, ap.body, len),
                             D11_ERR_PENDING);
        if (ext_key)
            work();
        assert_true(ap_likes_confirm(1));
        assert_int_equal(ap_sends_confirm(), D11_OK);
        check_accepted();
    }
}

/* SEC-SAE-08 */
static void each_attempt_has_secrets_of_its_own(void **state)
{
    uint8_t first[32];

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    begin(true);
    memcpy(first, t.body + 2, sizeof first);
    begin(true);
    assert_memory_not_equal(first, t.body + 2, sizeof first);
    t.random_err = D11_ERR_RANDOM;
    {
        struct dot11_ext_auth out;
        unsigned frames = t.frames;

        assert_int_equal(d11_sae_method.authenticate(&t.sae, &t.env, &bss,
                                                     t.akm, 0, NULL, &out,
                                                     t.now_us),
                         D11_ERR_RANDOM);
        assert_int_equal(t.frames, frames);
        assert_null(t.job);
    }
}

/* What a network takes is done once, what an access point takes once for it;
 * between its commit and our confirm there is one operation. */
static void nothing_is_calculated_twice(void **state)
{
    unsigned looping;

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 19, 20);
    assert_int_equal(t.slow, 10);
    for (int again = 0; again < 2; again++) {
        t.slow = 0;
        ap_begin(19, true, 1);
        begin(true);
        assert_int_equal(t.slow, again ? 1 : 2);
        ap_hears_commit(0, NULL, 0);
        assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
        t.slow = 0;
        work();
        assert_int_equal(t.slow, 1);
        assert_int_equal(ap_sends_confirm(), D11_OK);
        check_accepted();
        /* The same network and password: nothing is to be prepared. */
        t.slow = 0;
        prepare(D11_SAE_PWE_BOTH, 19, 20);
        assert_int_equal(t.slow, 0);
    }
    /* The other way, then another group: the element is another one. */
    begin(false);
    looping = t.slow;
    assert_true(looping >= 41);
    t.slow = 0;
    begin(false);
    assert_int_equal(t.slow, 1);
    begin(true);
    assert_int_equal(t.slow, 3);
    prepare(D11_SAE_PWE_BOTH, 20, 19);
    t.slow = 0;
    ap_begin(20, true, 1);
    begin(true);
    assert_int_equal(t.slow, 2);
    ap_hears_commit(0, NULL, 0);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_int_equal(ap_sends_confirm(), D11_OK);
    check_accepted();
}

/* --- SAE-PK --------------------------------------------------------------- */

/* Of the access point that PK_PASSWORD is a print of, in the network
 * "SAE-PK test". */
static const struct dot11_sim_sae_pk pk_key = {
    D11_GROUP_P256,
    {0x02, 0x48, 0x1a, 0x57, 0xe7, 0xb5, 0xea, 0x27, 0x0d, 0xbe, 0xeb,
     0x43, 0x23, 0xff, 0x48, 0x64, 0x23, 0xc3, 0x3a, 0xd9, 0x02, 0x77,
     0xeb, 0x5c, 0x89, 0xb8, 0xdb, 0xcd, 0x15, 0x59, 0xa8, 0xd8},
    {0x08, 0x9e, 0xc1, 0x14, 0x75, 0xd5, 0x5f, 0x0d, 0x38, 0x40, 0x3f, 0x51,
     0x17, 0xa6, 0xd6, 0x4d},
};

/* The access point's confirm with its key. @return octets */
static size_t ap_shows_key(void)
{
    struct d11_sae_pk_claim claim;
    size_t len = 2u + ap.keys.kck_len;

    d11_store_le16(ap.body, 1);
    assert_int_equal(d11_sae_confirm(&ap.prim, ap.curve, &ap.keys, 1, &ap.own,
                                     &ap.station, ap.body + 2),
                     D11_OK);
    memset(&claim, 0, sizeof claim);
    claim.group = ap.curve->group;
    claim.kek_len = ap.keys.kck_len;
    memcpy(claim.kek, ap.keys.kek, sizeof claim.kek);
    memcpy(claim.bssid, bss.bssid, 6);
    memcpy(claim.own_addr, own, 6);
    claim.ap = ap.own;
    claim.own = ap.station;
    assert_true(ap_pk_show(&ap.prim, &pk_key, &claim));
    return len + ap_pk_write(&claim.shown, ap.body + len);
}

static void exchange_commits(void)
{
    ap_begin(19, true, 1);
    begin(true);
    assert_int_equal(t.sent.status, D11_STATUS_SAE_PK);
    ap_hears_commit(0, NULL, 0);
    /* The way without a key is another one. */
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, ap.body, ap_commit()),
                     D11_ERR_PENDING);
    assert_null(t.job);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_true(ap_likes_confirm(1));
}

/* SEC-SAE-09 */
static void a_shown_key_is_verified_before_the_pmk_is_used(void **state)
{
    size_t len;

    (void)state;
    t.has_pk = true;
    prepare(D11_SAE_PWE_BOTH, 19, 0);
    exchange_commits();
    len = ap_shows_key();
    assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, len),
                     D11_ERR_PENDING);
    assert_false(d11_sae_method.pmk(&t.sae)->ready);
    /* Again, while it is looked at; and another commit. */
    assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, len),
                     D11_ERR_PENDING);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_true(d11_sae_method.pmk(&t.sae)->ready);
    assert_int_equal(t.end, D11_OK);
    assert_memory_equal(d11_sae_method.pmk(&t.sae)->octets, ap.keys.pmk, 32);
}

/* SEC-SAE-10: the elements may be anybody's, so that what is wrong with them
 * is as if they had not come; but who shows nothing else is told apart. */
static void keys_that_do_not_hold_are_as_if_they_had_not_come(void **state)
{
    size_t len, fixed;

    (void)state;
    t.has_pk = true;
    prepare(D11_SAE_PWE_BOTH, 19, 0);
    exchange_commits();
    fixed = 2u + ap.keys.kck_len;
    len = ap_shows_key();
    for (size_t i = 0; i < 3; i++) {
        ap.body[len - 1 - i * 60] ^= 1;
        assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, len),
                         D11_ERR_PENDING);
        ap.body[len - 1 - i * 60] ^= 1;
        work();
        assert_false(d11_sae_method.pmk(&t.sae)->ready);
        assert_int_equal(t.end, D11_ERR_PENDING);
    }
    assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, len),
                     D11_ERR_PENDING);
    work();
    assert_int_equal(t.end, D11_OK);

    /* Cut at each octet, and bare. */
    exchange_commits();
    len = ap_shows_key();
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            hear(2, D11_STATUS_SUCCESS, ap.body, fixed + (len - fixed) * i / 3),
            D11_ERR_PENDING);
        assert_null(t.job);
    }
    /* Not for ever. */
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, fixed),
                         D11_ERR_PENDING);
        assert_null(t.job);
    }
    assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, len),
                     D11_ERR_PENDING);
    assert_null(t.job);
    for (unsigned i = 0; i < 4; i++)
        wait_for_repeat();
    assert_int_equal(t.end, D11_ERR_SECURITY);
    assert_false(d11_sae_method.pmk(&t.sae)->ready);
}

static enum dot11_err set_profile(const char *password, uint8_t mode,
                                  uint8_t pwe, uint8_t pins)
{
    const struct dot11_ssid ssid = {3, "net"};
    struct dot11_rsn_profile profile;
    enum dot11_err err;

    memset(&profile, 0, sizeof profile);
    profile.sae_password_len = (uint8_t)strlen(password);
    memcpy(profile.sae_password, password, strlen(password));
    profile.sae_pk = mode;
    profile.sae_pwe = pwe;
    profile.pins = pins;
    err = d11_sae_method.check(&profile);
    if (err == D11_OK)
        err = d11_sae_method.set(&t.sae, &t.env, &ssid, &profile);
    if (err == D11_ERR_PENDING) {
        work();
        err = D11_OK;
    }
    return err;
}

/* SEC-SAE-06: no way back to SAE without a key where that is demanded. */
static void who_demands_a_key_joins_nobody_without(void **state)
{
    static const uint8_t h2e = D11_RSNX_SAE_H2E;
    static const uint8_t pk = D11_RSNX_SAE_H2E | D11_RSNX_SAE_PK;
    const struct dot11_octets without = {&h2e, 1}, with = {&pk, 1};
    const struct {
        const char *password;
        bool has_part;
        uint8_t mode, pwe, pins;
        enum dot11_err err;
        bool fits_without;
        uint8_t ours;
    } rows[] = {
        {"secret", true, 0, 0, 0, D11_OK, true, D11_RSNX_SAE_H2E},
        {PK_PASSWORD, false, 0, 0, 0, D11_OK, true, D11_RSNX_SAE_H2E},
        {PK_PASSWORD, true, 0, 0, 0, D11_OK, true, pk},
        {PK_PASSWORD, true, D11_SAE_PK_OFF, 0, 0, D11_OK, true,
         D11_RSNX_SAE_H2E},
        {PK_PASSWORD, true, D11_SAE_PK_ONLY, 0, 0, D11_OK, false, pk},
        {PK_PASSWORD, true, 0, 0, D11_PIN_SAE_PK, D11_OK, false, pk},
        {PK_PASSWORD, true, 0, D11_SAE_PWE_HUNTING, 0, D11_OK, true, 0},
        {"secret", true, D11_SAE_PK_ONLY, 0, 0, D11_ERR_PASSPHRASE, 0, 0},
        {PK_PASSWORD, false, D11_SAE_PK_ONLY, 0, 0, D11_ERR_UNSUPPORTED, 0, 0},
        {PK_PASSWORD, true, 3, 0, 0, D11_ERR_ARG, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t ours;

        t.has_pk = rows[i].has_part;
        assert_int_equal(set_profile(rows[i].password, rows[i].mode,
                                     rows[i].pwe, rows[i].pins),
                         rows[i].err);
        if (rows[i].err != D11_OK)
            continue;
        assert_int_equal(d11_sae_method.fits(&t.sae, &without, &bss,
                                             D11_AKM_BIT_SAE, &ours) != 0,
                         rows[i].fits_without);
        assert_int_equal(ours, rows[i].ours);
        assert_true(
            d11_sae_method.fits(&t.sae, &with, &bss, D11_AKM_BIT_SAE, &ours));
    }
}

/* SEC-PMK-03: nor with a PMK that such an access point brought. */
static void who_demands_a_key_keeps_no_pmk_that_came_without(void **state)
{
    const struct d11_pmksa_ops *ops = dot11_pmksa.ops;
    const struct dot11_ssid ssid = {3, "net"};
    struct dot11_rsn_profile profile;
    static struct d11_pmksas kept;

    (void)state;
    for (int way = 0; way < 3; way++) {
        memset(&profile, 0, sizeof profile);
        memset(&kept, 0, sizeof kept);
        assert_int_equal(ops->begin(&kept, &t.env, &ssid, &profile), D11_OK);
        kept.list[0].len = 32;
        kept.list[0].ssid = ssid;
        memcpy(kept.list[0].print, kept.print, sizeof kept.print);
        profile.sae_pk = way == 1 ? D11_SAE_PK_ONLY : D11_SAE_PK_ALLOWED;
        profile.pins = way == 2 ? D11_PIN_SAE_PK : 0;
        assert_int_equal(ops->begin(&kept, &t.env, &ssid, &profile), D11_OK);
        assert_int_equal(kept.list[0].len, way == 0 ? 32 : 0);
    }
}

/* SEC-SAE-05, A24 */
static void a_token_comes_back_with_the_same_commit(void **state)
{
    static const uint8_t bare[] = {19, 0, 't', 'o', 'k', 'e', 'n'};
    static const uint8_t boxed[] = {19, 0, 255, 6, 93, 't', 'o', 'k', 'e', 'n'};
    uint8_t scalar[32];

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    begin(false);
    memcpy(scalar, t.body + 2, 32);
    assert_int_equal(hear(1, D11_STATUS_ANTI_CLOGGING, bare, sizeof bare),
                     D11_ERR_PENDING);
    assert_memory_equal(t.body + 2, "token", 5);
    assert_memory_equal(t.body + 7, scalar, 32);

    begin(true);
    memcpy(scalar, t.body + 2, 32);
    /* The bare form is not that of hash-to-element. */
    assert_int_equal(hear(1, D11_STATUS_ANTI_CLOGGING, bare, sizeof bare),
                     D11_ERR_PENDING);
    assert_int_equal(t.sent.body.len, 98);
    for (unsigned round = 0; round < 6; round++) {
        unsigned frames = t.frames;

        (void)hear(1, D11_STATUS_ANTI_CLOGGING, boxed, sizeof boxed);
        assert_int_equal(t.frames - frames, round < 3 ? 1 : 0);
    }
    assert_memory_equal(t.body + 2, scalar, 32);
    assert_memory_equal(t.body + 98, boxed + 2, 8);
}

/* SEC-SAE-04, A22 */
static void a_rejected_group_is_told_and_goes_into_the_keys(void **state)
{
    static const uint8_t group19[] = {19, 0};
    static const uint8_t group20[] = {20, 0};
    static const uint8_t told[] = {255, 3, 92, 19, 0};

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 19, 20);
    begin(true);
    /* Another group than the one that was sent. */
    assert_int_equal(
        hear(1, D11_STATUS_UNSUPPORTED_GROUP, group20, sizeof group20),
        D11_ERR_PENDING);
    assert_null(t.job);
    assert_int_equal(
        hear(1, D11_STATUS_UNSUPPORTED_GROUP, group19, sizeof group19),
        D11_ERR_PENDING);
    work();
    assert_memory_equal(t.body, group20, 2);
    assert_memory_equal(t.body + 2 + 3 * 48, told, sizeof told);
    ap_begin(20, true, 1);
    ap_hears_commit(0, "\x13\x00", 2);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_true(ap_likes_confirm(1));
    assert_int_equal(ap_sends_confirm(), D11_OK);
    check_accepted();

    /* No group is left. */
    begin(true);
    (void)hear(1, D11_STATUS_UNSUPPORTED_GROUP, group19, sizeof group19);
    work();
    assert_int_equal(
        hear(1, D11_STATUS_UNSUPPORTED_GROUP, group20, sizeof group20),
        D11_ERR_REFUSED);
}

/* SEC-SAE-01, SEC-SAE-02, SEC-SAE-06, SEC-SAE-10, A21 */
static void what_does_not_fit_is_as_if_it_had_not_come(void **state)
{
    uint8_t body[512];
    size_t len;
    unsigned frames;

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    ap_begin(19, true, 1);
    begin(true);
    ap_hears_commit(0, NULL, 0);
    frames = t.frames;
    /* Reflection. */
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, t.body, 98), D11_ERR_PENDING);
    /* Looping, a failure, a confirm too early, another transaction. */
    len = ap_commit();
    assert_int_equal(hear(1, D11_STATUS_SUCCESS, ap.body, len),
                     D11_ERR_PENDING);
    assert_int_equal(hear(1, D11_STATUS_FAILURE, ap.body, 2), D11_ERR_PENDING);
    assert_int_equal(hear(2, D11_STATUS_SUCCESS, ap.body, 34), D11_ERR_PENDING);
    assert_int_equal(hear(3, D11_STATUS_SUCCESS, ap.body, 34), D11_ERR_PENDING);
    /* Every length but the right one; what follows is no element. */
    for (size_t i = 0; i < len; i++)
        assert_int_equal(hear(1, D11_STATUS_SAE_H2E, ap.body, i),
                         D11_ERR_PENDING);
    memcpy(body, ap.body, len);
    body[len] = 7;
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, len + 1),
                     D11_ERR_PENDING);
    /* Another group. */
    body[0] = 20;
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, len), D11_ERR_PENDING);
    assert_null(t.job);
    assert_int_equal(t.frames, frames);
    /* Off the curve: worked on, and forgotten. */
    body[0] = 19;
    body[len - 1] ^= 1;
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, body, len), D11_ERR_PENDING);
    work();
    assert_int_equal(t.frames, frames);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_true(ap_likes_confirm(1));
    /* A forged commit after the true one costs nothing but work. */
    {
        struct d11_sae_commit good = ap.own;
        uint8_t good_rand[D11_EC_NUMBER_MAX];

        memcpy(good_rand, ap.rand, sizeof good_rand);
        ap_begin(19, true, 2);
        assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
        work();
        ap.own = good;
        memcpy(ap.rand, good_rand, sizeof good_rand);
    }
    assert_int_equal(ap_sends_confirm(), D11_OK);
    check_accepted();
}

/* SEC-SAE-04: a list that would bring us to a weaker group. */
static void an_answer_that_rejects_the_group_in_use_ends_it(void **state)
{
    static const uint8_t list[] = {255, 3, 92, 19, 0};
    size_t len;

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    ap_begin(19, true, 1);
    begin(true);
    len = ap_commit();
    memcpy(ap.body + len, list, sizeof list);
    assert_int_equal(hear(1, D11_STATUS_SAE_H2E, ap.body, len + sizeof list),
                     D11_ERR_SECURITY);
}

/* SEC-SAE-10 */
static void silence_is_bounded_and_told_from_a_wrong_password(void **state)
{
    unsigned frames;

    (void)state;
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    begin(true);
    frames = t.frames;
    for (unsigned i = 0; i < 3; i++) {
        wait_for_repeat();
        assert_int_equal(t.frames, ++frames);
        assert_int_equal(t.end, D11_ERR_PENDING);
    }
    wait_for_repeat();
    assert_int_equal(t.end, D11_ERR_TIMEOUT);
    assert_int_equal(t.frames, frames);

    /* A status of failure is remembered for the end, and ends nothing. */
    begin(true);
    (void)hear(1, D11_STATUS_FAILURE, NULL, 0);
    assert_int_equal(t.end, D11_ERR_PENDING);
    for (unsigned i = 0; i < 4; i++)
        wait_for_repeat();
    assert_int_equal(t.end, D11_ERR_REFUSED);

    ap_password = "another";
    ap_begin(19, true, 1);
    begin(true);
    ap_hears_commit(0, NULL, 0);
    assert_int_equal(ap_sends_commit(), D11_ERR_PENDING);
    work();
    assert_false(ap_likes_confirm(1));
    assert_int_equal(ap_sends_confirm(), D11_ERR_PENDING);
    /* Repeated confirms count on. */
    wait_for_repeat();
    assert_int_equal(d11_load_le16(t.body), 2);
    for (unsigned i = 0; i < 3; i++)
        wait_for_repeat();
    assert_int_equal(t.end, D11_ERR_BAD_KEY);
    assert_false(d11_sae_method.pmk(&t.sae)->ready);
}

/* SEC-SAE-03 */
static void profiles_that_cannot_be_are_refused(void **state)
{
    struct dot11_rsn_profile profile;

    (void)state;
    memset(&profile, 0, sizeof profile);
    profile.akms = D11_AKM_BIT_SAE;
    assert_int_equal(d11_sae_method.check(&profile), D11_ERR_PASSPHRASE);
    profile.sae_password_len = 129;
    assert_int_equal(d11_sae_method.check(&profile), D11_ERR_PASSPHRASE);
    profile.sae_password_len = 1;
    assert_int_equal(d11_sae_method.check(&profile), D11_OK);
    for (uint16_t group = 1; group < 32; group++) {
        profile.sae_groups[1] = group;
        assert_int_equal(d11_sae_method.check(&profile),
                         group >= 19 && group <= 21 ? D11_OK
                                                    : D11_ERR_UNSUPPORTED);
    }
    profile.sae_groups[1] = 0;
    profile.sae_id_len = 1;
    profile.sae_pwe = D11_SAE_PWE_HUNTING;
    assert_int_equal(d11_sae_method.check(&profile), D11_ERR_ARG);
    profile.sae_pwe = D11_SAE_PWE_H2E + 1;
    assert_int_equal(d11_sae_method.check(&profile), D11_ERR_ARG);
}

/* SEC-SAE-06 */
static void an_ap_that_cannot_hash_fits_only_who_may_loop(void **state)
{
    static const uint8_t can = D11_RSNX_SAE_H2E;
    static const uint16_t both = D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY;
    const struct dot11_octets none = {NULL, 0};
    const struct dot11_octets h2e = {&can, 1};
    uint8_t ours;

    (void)state;
    prepare(D11_SAE_PWE_H2E, 0, 0);
    assert_false(
        d11_sae_method.fits(&t.sae, &none, &bss, D11_AKM_BIT_SAE, &ours));
    assert_true(
        d11_sae_method.fits(&t.sae, &h2e, &bss, D11_AKM_BIT_SAE, &ours));
    assert_int_equal(ours, D11_RSNX_SAE_H2E);
    prepare(D11_SAE_PWE_HUNTING, 0, 0);
    assert_true(
        d11_sae_method.fits(&t.sae, &h2e, &bss, D11_AKM_BIT_SAE, &ours));
    assert_int_equal(ours, 0);
    prepare(D11_SAE_PWE_BOTH, 0, 0);
    assert_true(
        d11_sae_method.fits(&t.sae, &none, &bss, D11_AKM_BIT_SAE, &ours));
    /* Extended keys are of hash-to-element. */
    assert_int_equal(d11_sae_method.fits(&t.sae, &none, &bss, both, &ours),
                     D11_AKM_BIT_SAE);
    assert_int_equal(d11_sae_method.fits(&t.sae, &h2e, &bss, both, &ours),
                     both);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(both_ways_and_each_group_lead_to_one_pmk),
        TEST(extended_keys_are_as_long_as_the_hash_of_the_group),
        TEST(a_commit_for_another_akm_is_as_if_it_had_not_come),
        TEST(each_attempt_has_secrets_of_its_own),
        TEST(nothing_is_calculated_twice),
        TEST(a_shown_key_is_verified_before_the_pmk_is_used),
        TEST(keys_that_do_not_hold_are_as_if_they_had_not_come),
        TEST(who_demands_a_key_joins_nobody_without),
        TEST(who_demands_a_key_keeps_no_pmk_that_came_without),
        TEST(a_token_comes_back_with_the_same_commit),
        TEST(a_rejected_group_is_told_and_goes_into_the_keys),
        TEST(what_does_not_fit_is_as_if_it_had_not_come),
        TEST(an_answer_that_rejects_the_group_in_use_ends_it),
        TEST(silence_is_bounded_and_told_from_a_wrong_password),
        TEST(profiles_that_cannot_be_are_refused),
        TEST(an_ap_that_cannot_hash_fits_only_who_may_loop),
    };

    return cmocka_run_group_tests_name("sae", tests, NULL, NULL);
}
