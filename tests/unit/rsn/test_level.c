/* Kinds of networks by their names.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/rsn.h>

#define LEVELS (D11_RSN_WPA3_192_BIT + 1)
#define WEAK                                                                   \
    (D11_CIPHER_BIT(D11_CIPHER_TKIP) | D11_CIPHER_BIT(D11_CIPHER_WEP40) |      \
     D11_CIPHER_BIT(D11_CIPHER_WEP104))

/* SEC-POL-01: what each of them has, and none has anything weaker. */
static void each_level_has_what_its_name_says(void **state)
{
    static const struct {
        uint16_t with, without;
        uint8_t pmf;
    } want[LEVELS] = {
        [D11_RSN_OWE] = {D11_AKM_BIT_OWE, 0xffff & ~D11_AKM_BIT_OWE,
                         D11_PMF_REQUIRED},
        [D11_RSN_WPA2_PERSONAL] = {D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256,
                                   D11_AKM_BIT_SAE | D11_AKM_BIT_8021X,
                                   D11_PMF_CAPABLE},
        [D11_RSN_WPA3_TRANSITION] = {D11_AKM_BIT_PSK | D11_AKM_BIT_SAE,
                                     D11_AKM_BIT_8021X | D11_AKM_BIT_OWE,
                                     D11_PMF_CAPABLE},
        [D11_RSN_WPA3_PERSONAL] = {D11_AKM_BIT_SAE,
                                   D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256,
                                   D11_PMF_REQUIRED},
        [D11_RSN_WPA2_ENTERPRISE] = {D11_AKM_BIT_8021X,
                                     D11_AKM_BIT_PSK | D11_AKM_BIT_SAE,
                                     D11_PMF_CAPABLE},
        [D11_RSN_WPA3_ENTERPRISE] = {D11_AKM_BIT_8021X_SHA256, D11_AKM_BIT_PSK,
                                     D11_PMF_REQUIRED},
        [D11_RSN_WPA3_192_BIT] = {D11_AKM_BIT_SUITE_B_192,
                                  0xffff & ~D11_AKM_BIT_SUITE_B_192,
                                  D11_PMF_REQUIRED},
    };
    struct dot11_rsn_profile profile;

    (void)state;
    for (int level = 0; level < LEVELS; level++) {
        dot11_rsn_profile_defaults(&profile);
        profile.passphrase_len = 8;
        assert_int_equal(
            dot11_rsn_profile_level(&profile, (enum dot11_rsn_level)level),
            D11_OK);
        assert_int_equal(profile.akms & want[level].with, want[level].with);
        assert_int_equal(profile.akms & want[level].without, 0);
        assert_int_equal(profile.pmf, want[level].pmf);
        assert_int_equal(profile.pairwise_ciphers & WEAK, 0);
        assert_int_equal(profile.group_ciphers & WEAK, 0);
        assert_true(profile.pairwise_ciphers != 0);
        assert_int_equal(profile.passphrase_len, 8);
    }
    assert_int_equal(profile.pairwise_ciphers,
                     D11_CIPHER_BIT(D11_CIPHER_GCMP_256));
    assert_int_equal(profile.group_mgmt_ciphers,
                     D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_256));
}

static void another_level_changes_nothing(void **state)
{
    struct dot11_rsn_profile profile, before;

    (void)state;
    dot11_rsn_profile_defaults(&profile);
    before = profile;
    assert_int_equal(
        dot11_rsn_profile_level(&profile, (enum dot11_rsn_level)LEVELS),
        D11_ERR_ARG);
    assert_memory_equal(&profile, &before, sizeof profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_level_has_what_its_name_says),
        cmocka_unit_test(another_level_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
