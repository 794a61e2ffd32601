/* What there is to know about a cipher suite.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdalign.h>

/* 12.5.3.1, 12.5.4, 12.5.5, Table 12-4. */
static void lengths_are_those_of_the_standard(void **state)
{
    static const struct {
        uint32_t suite;
        uint8_t key;
        uint8_t header;
        uint8_t mic;
        uint8_t nonce;
    } want[] = {
        {D11_CIPHER_CCMP_128, 16, 8, 8, 13},
        {D11_CIPHER_CCMP_256, 32, 8, 16, 13},
        {D11_CIPHER_GCMP_128, 16, 8, 16, 12},
        {D11_CIPHER_GCMP_256, 32, 8, 16, 12},
        {D11_CIPHER_BIP_CMAC_128, 16, 0, 8, 0},
        {D11_CIPHER_BIP_CMAC_256, 32, 0, 16, 0},
        {D11_CIPHER_BIP_GMAC_128, 16, 0, 16, 12},
        {D11_CIPHER_BIP_GMAC_256, 32, 0, 16, 12},
    };
    const struct d11_cipher *cipher;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        cipher = d11_cipher_find(want[i].suite);
        assert_non_null(cipher);
        assert_int_equal(cipher->suite, want[i].suite);
        assert_int_equal(cipher->key_len, want[i].key);
        assert_int_equal(cipher->header_len, want[i].header);
        assert_int_equal(cipher->mic_len, want[i].mic);
        assert_int_equal(cipher->nonce_len, want[i].nonce);
        assert_int_equal(cipher->mgmt_group, want[i].header == 0);
    }
}

static void other_suites_are_not_known(void **state)
{
    (void)state;
    assert_null(d11_cipher_find(D11_CIPHER_NONE));
    assert_null(d11_cipher_find(D11_CIPHER_USE_GROUP));
    assert_null(d11_cipher_find(D11_CIPHER_TKIP));
    assert_null(d11_cipher_find(D11_CIPHER_WEP40));
    assert_null(d11_cipher_find(D11_CIPHER_NO_GROUP));
    assert_null(d11_cipher_find(0x0050f204u));
    assert_null(d11_cipher_find(UINT32_MAX));
}

static size_t no_gcm(void *crypto, enum dot11_cipher_alg alg)
{
    (void)crypto;
    if (alg == D11_ALG_GCM_128)
        return 0;
    return 100 + (size_t)alg;
}

static void what_the_provider_lacks_is_not_supported(void **state)
{
    (void)state;
    assert_true(d11_cipher_supported(D11_CIPHER_GCMP_128, &fixture_ops, NULL));
    assert_false(d11_cipher_supported(D11_CIPHER_TKIP, &fixture_ops, NULL));
    fixture_ops.key_size = no_gcm;
    assert_false(d11_cipher_supported(D11_CIPHER_GCMP_128, &fixture_ops, NULL));
    assert_true(d11_cipher_supported(D11_CIPHER_GCMP_256, &fixture_ops, NULL));
    fixture_ops.open = NULL;
    assert_false(d11_cipher_supported(D11_CIPHER_GCMP_256, &fixture_ops, NULL));
}

static void state_memory_fits_any_key(void **state)
{
    size_t size;

    (void)state;
    fixture_ops.key_size = no_gcm;
    size = d11_cipher_state_size(&fixture_ops, NULL);
    assert_true(size >= 100 + (size_t)D11_ALG_GMAC_256);
    assert_int_equal(size % alignof(max_align_t), 0);
    fixture_ops.key_size = NULL;
    assert_int_equal(d11_cipher_state_size(&fixture_ops, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_those_of_the_standard),
        cmocka_unit_test(other_suites_are_not_known),
        cmocka_unit_test_setup(what_the_provider_lacks_is_not_supported,
                               fixture_setup),
        cmocka_unit_test_setup(state_memory_fits_any_key, fixture_setup),
    };

    return cmocka_run_group_tests_name("cipher", tests, NULL, NULL);
}
