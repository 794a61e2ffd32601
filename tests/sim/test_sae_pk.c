/* SAE-PK: passwords, keys, signatures. The passwords and the keys of their
 * access points are those that other implementations are tested with.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "ap_pk.h"
#include "pk_keys.h"
#include "primitives.h"
#include "rig.h"
#include "sta/radio.h"

static struct d11_sae_prim prim;

static int setup(void **state)
{
    (void)state;
    prim.ops = PRIMITIVES_OPS;
    return primitives_new(&prim.crypto) == D11_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    primitives_free(prim.crypto);
    return 0;
}

/* --- Passwords ------------------------------------------------------------ */

static const char *const good[] = {
    "r6cr-6ksa-56og",
    "r6cr-6ksa-56oo-5557",
    "r6cr-6ksa-56oo-555p-wi44",
    "r6cr-6ksa-56oo-555p-wi4b-vghb",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwro",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwrp-taqj",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwrp-taq5-4zfq",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwrp-taq5-4zfa-ye3x",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwrp-taq5-4zfa-ye35-4rne",
    "r6cr-6ksa-56oo-555p-wi4b-vghv-vwrp-taq5-4zfa-ye35-4rny-5yqz",
    "4zsy-uspe-xbfr-3ifo",
    "vluk-umpa-3mbw-zrhe-s2n2",
    "hbbi-f4xq-b457-jjew-muei",
};

static bool reads(const char *password, size_t len,
                  struct d11_sae_pk_print *print)
{
    return d11_sae_pk_read_password((const uint8_t *)password, len, print);
}

static void passwords_are_known_by_their_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const size_t len = strlen(good[i]);
        struct d11_sae_pk_print print;
        char other[128];

        assert_true(reads(good[i], len, &print));
        /* 8 Sec + 19 lambda / 4 - 5 */
        assert_int_equal(print.bits, (good[i][0] == 'r' || good[i][0] == '4' ||
                                              good[i][0] == 'v'
                                          ? 24u
                                          : 40u) +
                                         19u * (len + 1) / 5 - 5);
        /* Each octet turned, each length but the right one. */
        for (size_t at = 0; at < len; at++) {
            memcpy(other, good[i], len);
            other[at] = (char)(other[at] ^ 1);
            assert_false(reads(other, len, NULL));
            other[at] = good[i][at] == 'a' ? 'b' : 'a';
            assert_false(reads(other, len, NULL));
            assert_false(reads(good[i], at, NULL));
        }
    }
    assert_false(reads("R6CR-6KSA-56OG", 14, NULL));
    assert_false(reads("an SAE password", 15, NULL));
}

static void too_long_a_password_is_none(void **state)
{
    char password[130];
    struct d11_sae_pk_print print;
    size_t most[2] = {0, 0};

    (void)state;
    for (size_t sec = 0; sec < 2; sec++) {
        for (size_t len = 14; len < sizeof password; len += 5) {
            bool fits = false;

            for (size_t i = 0; i < len; i++)
                password[i] = i % 5 == 4 ? '-' : sec != 0 ? 'q' : 'a';
            /* One of all check characters fits. */
            for (char c = 'a'; c <= 'z' && !fits; c++) {
                password[len - 1] = c;
                fits = reads(password, len, &print);
            }
            for (char c = '2'; c <= '7' && !fits; c++) {
                password[len - 1] = c;
                fits = reads(password, len, &print);
            }
            if (fits) {
                most[sec] = len;
                assert_true(print.bits <= 512);
            }
        }
    }
    assert_int_equal(most[0], 124);
    assert_int_equal(most[1], 124);
}

/* --- An access point's confirm -------------------------------------------- */

static void make_claim(struct d11_sae_pk_claim *claim,
                       const struct dot11_sim_sae_pk *pk, const char *password)
{
    memset(claim, 0, sizeof *claim);
    claim->ssid.len = 11;
    memcpy(claim->ssid.octets, "SAE-PK test", 11);
    claim->group = 19;
    claim->kek_len = 32;
    for (size_t i = 0; i < sizeof claim->kek; i++)
        claim->kek[i] = (uint8_t)(i * 5);
    memset(claim->bssid, 3, 6);
    memset(claim->own_addr, 2, 6);
    memset(&claim->ap, 0x11, sizeof claim->ap);
    memset(&claim->own, 0x22, sizeof claim->own);
    assert_true(reads(password, strlen(password), &claim->print));
    assert_true(ap_pk_show(&prim, pk, claim));
}

static void shown_keys_of_each_curve_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (uint8_t kek_len = 32; kek_len <= 64; kek_len += 16) {
            struct d11_sae_pk_claim claim;

            make_claim(&claim, &pk_keys[i].pk, pk_keys[i].password);
            claim.kek_len = kek_len;
            claim.group = (uint16_t)(17 + kek_len / 16);
            assert_true(ap_pk_show(&prim, &pk_keys[i].pk, &claim));
            assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_OK);
        }
    }
}

/* Longer prints of the same key; and one of five octets of zeroes. */
static void each_password_of_a_key_holds(void **state)
{
    struct dot11_sim_sae_pk five = pk_keys[0].pk;

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        struct d11_sae_pk_claim claim;

        make_claim(&claim, &pk_keys[0].pk, good[i]);
        assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_OK);
    }
    memcpy(five.modifier,
           "\xd2\xe5\xfa\x27\xd1\xbe\x88\x97\xf9\x87\xf2\xd4\x80\xd2\xaf\x6b",
           16);
    {
        struct d11_sae_pk_claim claim;

        make_claim(&claim, &five, "hbbi-f4xq-b457-jjew-muei");
        assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_OK);
    }
}

/* Every octet that goes into a claim counts. */
static void a_claim_with_one_octet_changed_does_not_hold(void **state)
{
    struct d11_sae_pk_claim claim, other;
    const struct {
        uint8_t *octets;
        size_t len;
    } parts[] = {
        {other.ssid.octets, 11}, {other.print.octets, 9},
        {other.kek, 32},         {other.bssid, 6},
        {other.own_addr, 6},     {other.ap.scalar, 32},
        {other.ap.element, 64},  {other.own.scalar, 32},
        {other.own.element, 64}, {other.shown.modifier, 32},
        {other.shown.key, 59},   {other.shown.signature, 70},
    };

    (void)state;
    make_claim(&claim, &pk_keys[0].pk, pk_keys[0].password);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        for (size_t at = 0; at < parts[i].len; at++) {
            other = claim;
            if (parts[i].octets == other.print.octets && at >= 9)
                break;
            parts[i].octets[at] ^= 0x40;
            assert_int_equal(d11_sae_pk_verify(&prim, &other), D11_ERR_VERIFY);
        }
    }
    for (uint8_t len = 0; len < claim.shown.key_len; len++) {
        other = claim;
        other.shown.key_len = len;
        assert_int_equal(d11_sae_pk_verify(&prim, &other), D11_ERR_VERIFY);
    }
    for (uint8_t len = 0; len < claim.shown.signature_len; len++) {
        other = claim;
        other.shown.signature_len = len;
        assert_int_equal(d11_sae_pk_verify(&prim, &other), D11_ERR_VERIFY);
    }
    assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_OK);
}

/* Another key under the same password, as an evil twin has it; another
 * modifier. */
static void another_key_does_not_hold(void **state)
{
    struct d11_sae_pk_claim claim;
    struct dot11_sim_sae_pk twin = pk_keys[0].pk;

    (void)state;
    make_claim(&claim, &pk_keys[1].pk, pk_keys[0].password);
    assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_ERR_VERIFY);
    twin.secret[0] ^= 0x10;
    make_claim(&claim, &twin, pk_keys[0].password);
    assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_ERR_VERIFY);
    /* Its own key shown, the other one signed with. */
    {
        struct d11_sae_pk_claim true_one;

        make_claim(&true_one, &pk_keys[0].pk, pk_keys[0].password);
        memcpy(claim.shown.key, true_one.shown.key, sizeof claim.shown.key);
        assert_int_equal(d11_sae_pk_verify(&prim, &claim), D11_ERR_VERIFY);
    }
}

/* --- Elements ------------------------------------------------------------- */

static void elements_are_read_whole_and_once(void **state)
{
    struct d11_sae_pk_claim claim;
    struct d11_sae_pk_shown shown;
    uint8_t body[600];
    struct dot11_octets elements = {body, 0};
    size_t len;

    (void)state;
    make_claim(&claim, &pk_keys[0].pk, pk_keys[0].password);
    len = ap_pk_write(&claim.shown, body);
    elements.len = len;
    assert_true(d11_sae_pk_read(&elements, &shown));
    assert_memory_equal(&shown, &claim.shown, sizeof shown);
    for (elements.len = 0; elements.len < len; elements.len++)
        assert_false(d11_sae_pk_read(&elements, &shown));
    /* Others between them are no reason. */
    memcpy(body + len, "\xdd\x04\x50\x6f\x9a\x10\x07\x01\x00\xff\x02\x63\x00",
           13);
    elements.len = len + 13;
    assert_true(d11_sae_pk_read(&elements, &shown));
    /* Each of the three twice. */
    for (size_t at = 0; at < len; at += 2u + body[at + 1]) {
        memcpy(body + len, body + at, 2u + body[at + 1]);
        elements.len = len + 2u + body[at + 1];
        assert_false(d11_sae_pk_read(&elements, &shown));
    }
    elements.len = len;
    /* A key of another kind. */
    body[3] ^= 1;
    assert_false(d11_sae_pk_read(&elements, &shown));
}

/* --- Whole stations ------------------------------------------------------- */

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
static const struct dot11_part *const parts[] = {&dot11_sae, &dot11_sae_pk};

static struct rig *new_rig(const char *password,
                           const struct dot11_sim_sae_pk *pk, uint16_t group)
{
    struct rig_options options;

    rig_options(&options, true);
    options.station.core.exts = exts;
    options.station.core.parts = parts;
    options.station.core.part_count = sizeof parts / sizeof parts[0];
    options.ap.ssid.len = sizeof PK_SSID - 1;
    memcpy(options.ap.ssid.octets, PK_SSID, sizeof PK_SSID - 1);
    options.ap.sae_password = password;
    options.ap.sae_pk = pk;
    options.ap.sae_group = group;
    return rig_new(&options);
}

static void ask(struct rig *rig, const char *password, uint8_t mode,
                uint16_t group)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    dot11_rsn_profile_defaults(&profile);
    profile.akms = D11_AKM_BIT_SAE;
    profile.sae_pk = mode;
    profile.sae_groups[0] = group;
    profile.sae_password_len = (uint8_t)strlen(password);
    memcpy(profile.sae_password, password, strlen(password));
    req.ssid.len = sizeof PK_SSID - 1;
    memcpy(req.ssid.octets, PK_SSID, sizeof PK_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    rig_start(rig);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

/* The group of the key is not that of the exchange. */
static void data_flows_with_access_points_that_show_a_key(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < 3; i++) {
        const uint16_t group = (uint16_t)(19 + (i + 1) % 3);
        struct rig *rig = new_rig(pk_keys[i].password, &pk_keys[i].pk, group);

        ask(rig, pk_keys[i].password, D11_SAE_PK_ONLY, group);
        assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
        dot11_sim_run_for(rig->sim, 10000);
        rig_ping(rig, 3);
        rig_end(rig);
    }
}

/* Who has the password, but not the key. */
static void an_evil_twin_is_not_joined(void **state)
{
    struct dot11_sim_sae_pk twin = pk_keys[0].pk;
    const struct dot11_event *event;

    (void)state;
    twin.secret[5] ^= 1;
    for (int has_key = 0; has_key < 2; has_key++) {
        struct rig *rig =
            new_rig(pk_keys[0].password, has_key ? &twin : NULL, 19);

        ask(rig, pk_keys[0].password, D11_SAE_PK_ONLY, 19);
        event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                       40 * RIG_SECOND);
        assert_non_null(event);
        assert_int_equal(event->u.done.err, D11_ERR_SECURITY);
        rig_end(rig);
    }
}

static void
an_access_point_without_a_key_is_joined_where_that_is_allowed(void **state)
{
    struct rig *rig = new_rig(pk_keys[0].password, NULL, 19);

    (void)state;
    ask(rig, pk_keys[0].password, D11_SAE_PK_ALLOWED, 19);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passwords_are_known_by_their_form),
        cmocka_unit_test(too_long_a_password_is_none),
        cmocka_unit_test(shown_keys_of_each_curve_hold),
        cmocka_unit_test(each_password_of_a_key_holds),
        cmocka_unit_test(a_claim_with_one_octet_changed_does_not_hold),
        cmocka_unit_test(another_key_does_not_hold),
        cmocka_unit_test(elements_are_read_whole_and_once),
        RIG_TEST(data_flows_with_access_points_that_show_a_key),
        RIG_TEST(an_evil_twin_is_not_joined),
        RIG_TEST(an_access_point_without_a_key_is_joined_where_that_is_allowed),
    };

    return cmocka_run_group_tests_name("sae_pk", tests, setup, teardown);
}
