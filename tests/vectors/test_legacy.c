/* Published vectors of WEP, of TKIP's key mixing and of Michael.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Annex J: RC4 encapsulation (J.2), Michael (J.5.1),
 * TKIP key mixing (J.1); the same as in IEEE Std 802.11i-2004, Annex H. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <primitives.h>
#include <provider_tools.h>

#include "crypto/michael.h"
#include "crypto/tkip.h"
#include "crypto/wep.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static void *crypto;

static int setup(void **state)
{
    (void)state;
    return primitives_new(&crypto) == D11_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    primitives_free(crypto);
    return 0;
}

/* clang-format off */
#define WEP_KEY "3031323334"
#define WEP_IV 0x9e02fbu
#define WEP_PLAIN \
    "aaaa0300000008004500004e661a00008011be640a0001220affffff00890089" \
    "003a000080a601100001000000000000204543454a4548454346434550464545" \
    "49454646434341434143414341434141410000200001"
#define WEP_SEALED \
    "f69c5806bd6ce84626bcbefb9474650aad1f7909b0f64d5f58a503a258b7ed22" \
    "eb0ea64930d3a056a55742fcce141d485f8aa836dea18df42c5380805ad0c61a" \
    "5d6f58f41040b24b7d1a693856ed0d4398e7aee3bf0e2a2ca8f7"

static const struct {
    const char *key;
    const char *text; /* text */
    const char *mic;
} michael_vectors[] = {
    {"0000000000000000", "",        "82925c1ca1d130b8"},
    {"82925c1ca1d130b8", "M",       "434721ca40639b3f"},
    {"434721ca40639b3f", "Mi",      "e8f9becae97e5d29"},
    {"e8f9becae97e5d29", "Mic",     "90038fc6cf13c1db"},
    {"90038fc6cf13c1db", "Mich",    "d55e100510128986"},
    {"d55e100510128986", "Michael", "0a942b124ecaa546"},
};

#define TK_1 "000102030405060708090a0b0c0d0e0f"
#define TA_1 "102233445566"
#define TK_2 "63893b250840b8ae0bd0fa7e61d2783e"
#define TA_2 "64f2eaeddc25"

static const struct {
    const char *tk;
    const char *ta;
    uint32_t iv32;
    uint16_t iv16;
    uint16_t ttak[D11_TKIP_TTAK];
    const char *seed;
} tkip_vectors[] = {
    {TK_1, TA_1, 0, 0, {0x3dd2, 0x016e, 0x76f4, 0x8697, 0xb2e8},
     "00200033ea8d2f60ca6d1374234a660b"},
    {TK_1, TA_1, 0, 1, {0x3dd2, 0x016e, 0x76f4, 0x8697, 0xb2e8},
     "00200190ffdc314389a9d9d074fd20aa"},
    {TK_2, TA_2, 0x20dcfd43, 0xffff,
     {0x7c67, 0x49d7, 0x9724, 0xb5e9, 0xb4f1},
     "ff7fff93810fc6e58f5dd326251544ce"},
};
/* clang-format on */

static void wep_is_as_published(void **state)
{
    uint8_t plain[128];
    uint8_t want[128];
    uint8_t got[D11_WEP_HEADER_LEN + 128];
    uint8_t key[D11_WEP40_LEN];
    const size_t len = provider_octets(plain, WEP_PLAIN);
    const size_t sealed = provider_octets(want, WEP_SEALED);

    (void)state;
    assert_int_equal(provider_octets(key, WEP_KEY), sizeof(key));
    assert_int_equal(sealed, len + D11_ICV_LEN);
    memcpy(got + D11_WEP_HEADER_LEN, plain, len);
    assert_true(d11_wep_seal(key, sizeof(key), WEP_IV, 2, got, len,
                             PRIMITIVES_OPS, crypto));
    assert_memory_equal(got, "\xfb\x02\x9e\x80", D11_WEP_HEADER_LEN);
    assert_memory_equal(got + D11_WEP_HEADER_LEN, want, sealed);
    assert_true(
        d11_wep_open(key, sizeof(key), got, len, PRIMITIVES_OPS, crypto));
    assert_memory_equal(got + D11_WEP_HEADER_LEN, plain, len);
}

static void michael_is_as_published(void **state)
{
    uint8_t key[D11_MICHAEL_LEN];
    uint8_t want[D11_MICHAEL_LEN];
    uint8_t got[D11_MICHAEL_LEN];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(michael_vectors); i++) {
        (void)provider_octets(key, michael_vectors[i].key);
        (void)provider_octets(want, michael_vectors[i].mic);
        d11_michael_raw(key, (const uint8_t *)michael_vectors[i].text,
                        strlen(michael_vectors[i].text), got);
        assert_memory_equal(got, want, sizeof(want));
    }
}

static void key_mixing_is_as_published(void **state)
{
    uint8_t tk[D11_TKIP_TK_LEN];
    uint8_t ta[6];
    uint8_t want[D11_TKIP_SEED_LEN];
    uint8_t seed[D11_TKIP_SEED_LEN];
    uint16_t ttak[D11_TKIP_TTAK];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(tkip_vectors); i++) {
        (void)provider_octets(tk, tkip_vectors[i].tk);
        (void)provider_octets(ta, tkip_vectors[i].ta);
        d11_tkip_phase1(ttak, tk, ta, tkip_vectors[i].iv32);
        assert_memory_equal(ttak, tkip_vectors[i].ttak, sizeof(ttak));
        (void)provider_octets(want, tkip_vectors[i].seed);
        d11_tkip_phase2(seed, ttak, tk, tkip_vectors[i].iv16);
        assert_memory_equal(seed, want, sizeof(want));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wep_is_as_published),
        cmocka_unit_test(michael_is_as_published),
        cmocka_unit_test(key_mixing_is_as_published),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
