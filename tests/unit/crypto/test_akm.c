/* What an AKM says about keys (IEEE Std 802.11-2020, Table 12-10).
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "crypto/akm.h"

/* SEC-HSK-03: the AKM dictates MIC algorithm and descriptor version. */
static void the_mic_is_the_one_of_the_akm(void **state)
{
    static const struct {
        uint32_t suite;
        size_t pmk_len;
        enum d11_key_mic mic;
        uint8_t mic_len;
        uint8_t version;
    } want[] = {
        {D11_AKM_8021X, 32, D11_KEY_MIC_HMAC_SHA1, 16, 2},
        {D11_AKM_PSK, 32, D11_KEY_MIC_HMAC_SHA1, 16, 2},
        {D11_AKM_FT_PSK, 32, D11_KEY_MIC_CMAC, 16, 3},
        {D11_AKM_PSK_SHA256, 32, D11_KEY_MIC_CMAC, 16, 3},
        {D11_AKM_SAE, 32, D11_KEY_MIC_CMAC, 16, 0},
        {D11_AKM_FT_SAE, 32, D11_KEY_MIC_CMAC, 16, 0},
        {D11_AKM_SUITE_B, 32, D11_KEY_MIC_HMAC, 16, 0},
        {D11_AKM_SUITE_B_192, 48, D11_KEY_MIC_HMAC, 24, 0},
        {D11_AKM_OWE, 32, D11_KEY_MIC_HMAC, 16, 0},
        {D11_AKM_OWE, 48, D11_KEY_MIC_HMAC, 24, 0},
        {D11_AKM_OWE, 64, D11_KEY_MIC_HMAC, 32, 0},
    };
    const struct d11_akm *akm;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        akm = d11_akm_find(want[i].suite, want[i].pmk_len);
        assert_non_null(akm);
        assert_int_equal(0x000fac00u | akm->type, want[i].suite);
        assert_int_equal(akm->mic, want[i].mic);
        assert_int_equal(akm->mic_len, want[i].mic_len);
        assert_int_equal(akm->key_descriptor, want[i].version);
        assert_int_equal(akm->kck_len, want[i].mic_len);
    }
}

static void a_pmk_of_another_length_finds_nothing(void **state)
{
    (void)state;
    assert_null(d11_akm_find(D11_AKM_PSK, 0));
    assert_null(d11_akm_find(D11_AKM_PSK, 48));
    assert_null(d11_akm_find(D11_AKM_SUITE_B_192, 32));
    assert_null(d11_akm_find(D11_AKM_OWE, 33));
}

static void other_akms_are_not_known(void **state)
{
    (void)state;
    assert_null(d11_akm_find(D11_AKM_NONE, 32));
    assert_null(d11_akm_find(0x0050f202u, 32));
    assert_null(d11_akm_find(D11_AKM_FILS_SHA256, 32));
    assert_null(d11_akm_find(UINT32_MAX, 32));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mic_is_the_one_of_the_akm),
        cmocka_unit_test(a_pmk_of_another_length_finds_nothing),
        cmocka_unit_test(other_akms_are_not_known),
    };

    return cmocka_run_group_tests_name("akm", tests, NULL, NULL);
}
