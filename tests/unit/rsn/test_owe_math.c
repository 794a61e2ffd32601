/* The arithmetic of OWE, against another implementation and bad points.
 *
 * SPDX-License-Identifier: MIT
 * No vectors are published. These come from some lines of Python over RFC 8110,
 * RFC 5869 and the curves' equations: the secrets are SHAKE256 of "station 19",
 * "ap 19" and so on, one bit shorter than the prime. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "crypto/prf.h"
#include "primitives.h"
#include "rsn/owe_exchange.h"

static struct d11_owe_prim prim;

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

// clang-format off
static const struct vector {
    uint16_t group;
    const char *station_secret, *ap_secret;
    const char *station, *ap;
    const char *pmk, *pmkid;
} vectors[] = {
    {19,
     "16e8497fa504f05ef613457603937996dcd3a15b18fb86766770ee99939a63a8",
     "049c9f5593f3eca20a43160487a3cf789e2affb1fac97f96c7ba695a70e5ed83",
     "9beedad228a8ef19001f0eaf522453596015ffe70d476873aebb3792d679fd9c",
     "d17265df7af3323fc72a170f8d5debdaf66f8fd0e3342c1080a7189fe11bdc3d",
     "31fb4af9aabebca806b129c770fdf691d5c140eb909ae527a63ea5217276993d",
     "1c404be341ef5241f5466e75fe303dbd"},
    {20,
     "114398978183c3b2acd2bd71c4a3ded27efdf01389a6cc1a95812c523dfc1c75"
     "b66c6ab41d30d9df5a1e2068ee2949e4",
     "708aebe455bd5e385bdd40f307bfc655483d57e3f520262bd1d0b9293f5ef868"
     "3c8dbb17b3c4915e9ad5bd9f03c079cd",
     "336fb5ce690a388397d0cec58e8e6b942f7fafd18cb4345b1236e8d04da6f4b5"
     "b0887e41ca98b7ede072d7bb71dce75b",
     "2384cb5feb6b333c7548bb1b89507bd8329a31591b44b6595e193e86eb7ea428"
     "9051d82bc3417c532653e3a6094877d3",
     "128c94c2486977b88d90bb57afb2f0c5b563e71e34a92656e306c78a22f71838"
     "c57aede22504aca93f850862e0b96813",
     "b7f72d9a6baf4f20cf246d4d55ef8be9"},
    {21,
     "0079acc2ec9861dec5ed6e82abe377e1c0ce01141ea9691ff1fd1368edfaa3a7"
     "a2745e1910c67961540b5b0638dcccd65506757020ee182e55f22875daf71156"
     "a29a",
     "00a6764cf2f1d649fe282603c544432a08a7975de9e38fdee31aaa2695de3dc4"
     "033c853a7b10333ff2ca6fa4de789f8da2e0a9a90475cd8d22dfc1618d0f375f"
     "0e12",
     "00885cd6c148f01fea56287d8cfd45168979e27e9a5549c218c3d1f696763169"
     "1bf4df07e792a96d20426d7f25ad16adcde4a6bae1ac07b4e18f2713d8390a31"
     "0491",
     "01f41056b58b66eb80f165346c1a220856d38f34bc4384dba95c2be0468c0d14"
     "3586cb31dec408ca888ede60076681bf9100ff2117cab12ca451cd5f6c16f522"
     "5224",
     "ab2d37028eb0c0ae928e62a59470df3b77b00be1bd8776e51d3b9f2134a2a00e"
     "cbf5808a462eb4c7ced030131d9d63c8ed7c28cca3bc7430887dd55539bd5399",
     "60158ebaf44d3dcc6508beec71e88c1d"},
};
// clang-format on

#define VECTORS (sizeof vectors / sizeof vectors[0])

static unsigned digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void hex(const char *text, uint8_t *out, size_t len)
{
    assert_int_equal(strlen(text), 2 * len);
    for (size_t i = 0; i < len; i++)
        out[i] = (uint8_t)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
}

struct side {
    uint8_t secret[D11_EC_NUMBER_MAX];
    uint8_t station[D11_EC_NUMBER_MAX];
    uint8_t ap[D11_EC_NUMBER_MAX];
    struct d11_owe_secret from;
};

static void load(struct side *side, const struct vector *v, bool is_ap)
{
    const size_t len = d11_curve_of(v->group)->len;

    hex(is_ap ? v->ap_secret : v->station_secret, side->secret, len);
    hex(v->station, side->station, len);
    hex(v->ap, side->ap, len);
    side->from.secret = side->secret;
    side->from.station = side->station;
    side->from.ap = side->ap;
    side->from.is_ap = is_ap;
}

static void both_sides_have_the_keys_of_the_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * VECTORS; i++) {
        const struct vector *v = &vectors[i / 2];
        const struct d11_curve *curve = d11_curve_of(v->group);
        uint8_t expected[D11_HASH_MAX];
        struct d11_owe_keys keys;
        struct side side;

        load(&side, v, i % 2 != 0);
        assert_int_equal(d11_owe_derive(&prim, curve, &side.from, &keys),
                         D11_OK);
        hex(v->pmk, expected, d11_hash_len(curve->hash));
        assert_memory_equal(keys.pmk, expected, d11_hash_len(curve->hash));
        hex(v->pmkid, expected, D11_PMKID_LEN);
        assert_memory_equal(keys.pmkid, expected, D11_PMKID_LEN);
    }
}

/* A key pair is the random octets modulo the order; two of them agree. */
static void pairs_are_made_of_random_octets(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        const struct vector *v = &vectors[i];
        const struct d11_curve *curve = d11_curve_of(v->group);
        uint8_t random[D11_OWE_RANDOM_LEN] = {0};
        uint8_t secret[D11_EC_NUMBER_MAX], own[D11_EC_NUMBER_MAX];
        struct side side;

        load(&side, v, false);
        assert_int_equal(d11_owe_make_pair(&prim, curve, random, secret, own),
                         D11_ERR_RANDOM);
        memcpy(random + 16, side.secret, curve->len);
        assert_int_equal(d11_owe_make_pair(&prim, curve, random, secret, own),
                         D11_OK);
        assert_memory_equal(secret, side.secret, curve->len);
        assert_memory_equal(own, side.station, curve->len);
    }
}

/* SEC-PMK-05: no such x on the curve, x not below the prime, our own key. */
static void what_is_no_public_key_is_refused(void **state)
{
    static const uint8_t missing[VECTORS] = {2, 4, 3};

    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        const struct vector *v = &vectors[i];
        const struct d11_curve *curve = d11_curve_of(v->group);
        const uint8_t zero[sizeof(struct d11_owe_keys)] = {0};
        struct d11_owe_keys keys;
        struct side side;

        for (int bad = 0; bad < 4; bad++) {
            load(&side, v, false);
            if (bad == 0)
                memset(side.ap, 0, curve->len);
            if (bad == 0)
                side.ap[curve->len - 1] = missing[i];
            if (bad == 1)
                memcpy(side.ap, curve->p, curve->len);
            if (bad == 2)
                memset(side.ap, 0xff, curve->len);
            if (bad == 3)
                memcpy(side.ap, side.station, curve->len);
            assert_int_equal(d11_owe_derive(&prim, curve, &side.from, &keys),
                             D11_ERR_VERIFY);
            assert_memory_equal(&keys, zero, sizeof keys);
        }
    }
}

/* RFC 8110, 4.4: the PMK is bound to the group and to both public keys. */
static void another_key_makes_another_pmk(void **state)
{
    const struct d11_curve *curve = d11_curve_of(vectors[0].group);
    struct d11_owe_keys keys, other;
    struct side side;

    (void)state;
    load(&side, &vectors[0], false);
    assert_int_equal(d11_owe_derive(&prim, curve, &side.from, &keys), D11_OK);
    side.station[0] ^= 1;
    assert_int_equal(d11_owe_derive(&prim, curve, &side.from, &other), D11_OK);
    assert_memory_not_equal(keys.pmk, other.pmk, 32);
    assert_memory_not_equal(keys.pmkid, other.pmkid, D11_PMKID_LEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_sides_have_the_keys_of_the_vectors),
        cmocka_unit_test(pairs_are_made_of_random_octets),
        cmocka_unit_test(what_is_no_public_key_is_refused),
        cmocka_unit_test(another_key_makes_another_pmk),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
