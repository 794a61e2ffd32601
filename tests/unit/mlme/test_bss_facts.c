/* Suites and flags of a beacon as sets of bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "mlme/bss_facts.h"

static struct d11_bss_summary summary;
static struct d11_bss entry;

static int setup(void **unused)
{
    (void)unused;
    memset(&summary, 0, sizeof summary);
    memset(&entry, 0xff, sizeof entry);
    return 0;
}

/* N80211-BSS-14 */
static void each_akm_has_its_bit(void **unused)
{
    static const struct {
        uint32_t akm;
        uint16_t bit;
    } rows[] = {
        {D11_AKM_8021X, D11_AKM_BIT_8021X},
        {D11_AKM_PSK, D11_AKM_BIT_PSK},
        {D11_AKM_FT_8021X, D11_AKM_BIT_FT_8021X},
        {D11_AKM_FT_PSK, D11_AKM_BIT_FT_PSK},
        {D11_AKM_8021X_SHA256, D11_AKM_BIT_8021X_SHA256},
        {D11_AKM_PSK_SHA256, D11_AKM_BIT_PSK_SHA256},
        {D11_AKM_SAE, D11_AKM_BIT_SAE},
        {D11_AKM_FT_SAE, D11_AKM_BIT_FT_SAE},
        {D11_AKM_SUITE_B_192, D11_AKM_BIT_SUITE_B_192},
        {D11_AKM_FILS_SHA256, D11_AKM_BIT_FILS},
        {D11_AKM_FILS_SHA384, D11_AKM_BIT_FILS},
        {D11_AKM_OWE, D11_AKM_BIT_OWE},
        {D11_AKM_SAE_EXT_KEY, D11_AKM_BIT_SAE_EXT_KEY},
        {D11_AKM_FT_SAE_EXT_KEY, D11_AKM_BIT_FT_SAE_EXT_KEY},
        {0x000fac7f, D11_AKM_BIT_OTHER},
        {0x00000002, D11_AKM_BIT_OTHER},
        {0x0050f202, D11_AKM_BIT_OTHER},
    };

    (void)unused;
    summary.flags = D11_SUMMARY_RSN;
    summary.rsne.akm_count = 1;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        summary.rsne.akm[0] = rows[i].akm;
        d11_bss_keep_security(&entry, &summary);
        assert_int_equal(entry.akms, rows[i].bit);
    }
}

static void ciphers_are_sets(void **unused)
{
    (void)unused;
    summary.flags = D11_SUMMARY_RSN;
    summary.rsne.pairwise_count = 3;
    summary.rsne.pairwise[0] = D11_CIPHER_CCMP_128;
    summary.rsne.pairwise[1] = D11_CIPHER_TKIP;
    summary.rsne.pairwise[2] = 0x0050f204;
    summary.rsne.group = D11_CIPHER_TKIP;
    summary.rsne.group_mgmt = D11_CIPHER_BIP_CMAC_128;
    summary.rsne.capabilities = 0x1234;
    d11_bss_keep_security(&entry, &summary);
    assert_int_equal(entry.pairwise_ciphers,
                     D11_CIPHER_BIT(D11_CIPHER_CCMP_128) |
                         D11_CIPHER_BIT(D11_CIPHER_TKIP));
    assert_int_equal(entry.group_cipher, D11_CIPHER_TKIP);
    assert_int_equal(entry.group_mgmt_cipher, D11_CIPHER_BIP_CMAC_128);
    assert_int_equal(entry.rsn_capability, 0x1234);
    /* Without the element nothing stays of it. */
    summary.flags = 0;
    d11_bss_keep_security(&entry, &summary);
    assert_int_equal(entry.akms, 0);
    assert_int_equal(entry.pairwise_ciphers, 0);
    assert_int_equal(entry.group_cipher, D11_CIPHER_NONE);
    assert_int_equal(entry.group_mgmt_cipher, D11_CIPHER_NONE);
    assert_int_equal(entry.rsn_capability, 0);
}

static void flags_say_what_is_there(void **unused)
{
    static const struct {
        uint16_t from;
        uint16_t to;
    } rows[] = {
        {D11_SUMMARY_RSN, D11_BSS_HAS_RSN},
        {D11_SUMMARY_WPA, D11_BSS_HAS_WPA},
        {D11_SUMMARY_WMM, D11_BSS_HAS_WMM},
        {D11_SUMMARY_HT, D11_BSS_HAS_HT},
        {D11_SUMMARY_VHT, D11_BSS_HAS_VHT},
        {D11_SUMMARY_HE, D11_BSS_HAS_HE},
        {D11_SUMMARY_EHT, D11_BSS_HAS_EHT},
        {D11_SUMMARY_RSNX, D11_BSS_HAS_RSNX},
    };

    (void)unused;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        summary.flags = rows[i].from;
        assert_int_equal(d11_bss_flags(&summary), rows[i].to);
    }
    summary.flags = 0;
    summary.capability = D11_CAP_IBSS;
    assert_int_equal(d11_bss_flags(&summary), D11_BSS_IS_IBSS);
    summary.capability = 0;
    summary.bad = 1;
    assert_int_equal(d11_bss_flags(&summary), D11_BSS_IS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_akm_has_its_bit, setup),
        cmocka_unit_test_setup(ciphers_are_sets, setup),
        cmocka_unit_test_setup(flags_say_what_is_there, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
