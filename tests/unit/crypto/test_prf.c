/* Key derivation. The standard's own vectors are in tests/vectors; those here
 * were computed with the hmac module of Python 3.11, an implementation of its
 * own.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "crypto/prf.h"

/* clang-format off */
static const struct {
    uint32_t akm;
    uint32_t cipher;
    uint8_t pmk_len;
    uint8_t kck_len;
    uint8_t kek_len;
    uint8_t tk_len;
    uint8_t octets[96]; /* KCK, KEK, TK */
} ptks[] = {
    {D11_AKM_PSK, D11_CIPHER_CCMP_128, 32, 16, 16, 16,
     {0xce, 0x5d, 0x48, 0x1d, 0x55, 0x6d, 0xf9, 0x64, 0x44, 0x9d, 0xb7, 0xc4,
      0xbe, 0x9b, 0xbd, 0x92, 0xfb, 0x7c, 0xbb, 0xe7, 0xf8, 0x3c, 0xbc, 0x6a,
      0x3b, 0xb1, 0x03, 0x4b, 0xf8, 0x20, 0x7c, 0xeb, 0xa5, 0x52, 0x4c, 0x43,
      0xd5, 0x44, 0x91, 0x1e, 0x8a, 0xc2, 0xd1, 0x37, 0x74, 0xaa, 0xf7, 0xc7}},
    {D11_AKM_8021X, D11_CIPHER_GCMP_256, 32, 16, 16, 32,
     {0xce, 0x5d, 0x48, 0x1d, 0x55, 0x6d, 0xf9, 0x64, 0x44, 0x9d, 0xb7, 0xc4,
      0xbe, 0x9b, 0xbd, 0x92, 0xfb, 0x7c, 0xbb, 0xe7, 0xf8, 0x3c, 0xbc, 0x6a,
      0x3b, 0xb1, 0x03, 0x4b, 0xf8, 0x20, 0x7c, 0xeb, 0xa5, 0x52, 0x4c, 0x43,
      0xd5, 0x44, 0x91, 0x1e, 0x8a, 0xc2, 0xd1, 0x37, 0x74, 0xaa, 0xf7, 0xc7,
      0x95, 0x8e, 0x50, 0x71, 0x97, 0x0b, 0x88, 0xe9, 0x50, 0x3e, 0xe5, 0xc9,
      0xd8, 0x54, 0x77, 0xeb}},
    {D11_AKM_PSK_SHA256, D11_CIPHER_CCMP_128, 32, 16, 16, 16,
     {0xef, 0x1b, 0x7b, 0xef, 0x8a, 0x4a, 0x99, 0x29, 0xfa, 0x83, 0xf2, 0xa0,
      0xac, 0x51, 0x2b, 0x28, 0x0d, 0xd0, 0x30, 0x54, 0x3e, 0x58, 0x72, 0xd9,
      0x50, 0xb3, 0x97, 0xa5, 0x11, 0x5a, 0x25, 0xc1, 0x53, 0x77, 0x96, 0x97,
      0x6c, 0x0a, 0x90, 0xae, 0x9e, 0xc1, 0xa2, 0x4f, 0x1d, 0x76, 0x17, 0x5c}},
    {D11_AKM_SAE, D11_CIPHER_CCMP_128, 32, 16, 16, 16,
     {0xef, 0x1b, 0x7b, 0xef, 0x8a, 0x4a, 0x99, 0x29, 0xfa, 0x83, 0xf2, 0xa0,
      0xac, 0x51, 0x2b, 0x28, 0x0d, 0xd0, 0x30, 0x54, 0x3e, 0x58, 0x72, 0xd9,
      0x50, 0xb3, 0x97, 0xa5, 0x11, 0x5a, 0x25, 0xc1, 0x53, 0x77, 0x96, 0x97,
      0x6c, 0x0a, 0x90, 0xae, 0x9e, 0xc1, 0xa2, 0x4f, 0x1d, 0x76, 0x17, 0x5c}},
    {D11_AKM_SAE, D11_CIPHER_GCMP_256, 32, 16, 16, 32,
     {0x04, 0xd6, 0x74, 0x90, 0xa0, 0xcc, 0x7d, 0x1a, 0x22, 0x27, 0xfd, 0x85,
      0x19, 0x37, 0xc9, 0x9e, 0x78, 0x7e, 0x22, 0xba, 0x13, 0xb6, 0xf5, 0x8d,
      0xad, 0xfb, 0x51, 0xa2, 0xc2, 0xee, 0x30, 0xc4, 0x3a, 0x5f, 0xb8, 0x1e,
      0x66, 0x34, 0x2d, 0x58, 0x86, 0x49, 0xe8, 0xdf, 0xac, 0x32, 0x09, 0xa5,
      0x1b, 0x69, 0x19, 0x42, 0x37, 0xa3, 0x96, 0x07, 0xba, 0x2f, 0x0a, 0x29,
      0x14, 0xff, 0x5d, 0x9d}},
    {D11_AKM_SUITE_B, D11_CIPHER_GCMP_128, 32, 16, 16, 16,
     {0xef, 0x1b, 0x7b, 0xef, 0x8a, 0x4a, 0x99, 0x29, 0xfa, 0x83, 0xf2, 0xa0,
      0xac, 0x51, 0x2b, 0x28, 0x0d, 0xd0, 0x30, 0x54, 0x3e, 0x58, 0x72, 0xd9,
      0x50, 0xb3, 0x97, 0xa5, 0x11, 0x5a, 0x25, 0xc1, 0x53, 0x77, 0x96, 0x97,
      0x6c, 0x0a, 0x90, 0xae, 0x9e, 0xc1, 0xa2, 0x4f, 0x1d, 0x76, 0x17, 0x5c}},
    {D11_AKM_SUITE_B_192, D11_CIPHER_GCMP_256, 48, 24, 32, 32,
     {0x17, 0xfe, 0x1c, 0x3d, 0xe1, 0x0a, 0x80, 0xda, 0x63, 0xc3, 0x01, 0xd7,
      0x70, 0x5a, 0x32, 0x04, 0xec, 0xa8, 0xb2, 0xae, 0xfd, 0xfd, 0x70, 0x81,
      0x6c, 0x81, 0x0d, 0xce, 0xbb, 0xc4, 0xf7, 0xc0, 0x8d, 0x53, 0x1a, 0x02,
      0xc7, 0xd4, 0x04, 0x85, 0x13, 0x60, 0x66, 0x7a, 0x2d, 0xa1, 0x24, 0x3b,
      0x8d, 0x95, 0xa5, 0x1a, 0x93, 0xa9, 0x83, 0x48, 0x97, 0x4c, 0x95, 0xc4,
      0x4b, 0xc5, 0x6c, 0xf1, 0x66, 0xfa, 0x5d, 0x44, 0xf2, 0xad, 0xe3, 0xf6,
      0x2e, 0xe1, 0x5f, 0x88, 0xfb, 0x07, 0x97, 0x6f, 0x98, 0x00, 0xdf, 0x68,
      0x12, 0x63, 0x6c, 0x50}},
    {D11_AKM_OWE, D11_CIPHER_CCMP_128, 32, 16, 16, 16,
     {0xef, 0x1b, 0x7b, 0xef, 0x8a, 0x4a, 0x99, 0x29, 0xfa, 0x83, 0xf2, 0xa0,
      0xac, 0x51, 0x2b, 0x28, 0x0d, 0xd0, 0x30, 0x54, 0x3e, 0x58, 0x72, 0xd9,
      0x50, 0xb3, 0x97, 0xa5, 0x11, 0x5a, 0x25, 0xc1, 0x53, 0x77, 0x96, 0x97,
      0x6c, 0x0a, 0x90, 0xae, 0x9e, 0xc1, 0xa2, 0x4f, 0x1d, 0x76, 0x17, 0x5c}},
    {D11_AKM_OWE, D11_CIPHER_CCMP_128, 48, 24, 32, 16,
     {0xca, 0x9a, 0x91, 0x7c, 0xbb, 0x30, 0x7f, 0x25, 0xbc, 0x75, 0xfb, 0xdc,
      0x29, 0x4e, 0x75, 0x76, 0xe7, 0x72, 0xc5, 0x2f, 0x78, 0x8f, 0x7f, 0xba,
      0x0a, 0xc4, 0x37, 0xcb, 0x03, 0xd8, 0xd1, 0xc2, 0x73, 0x44, 0x0d, 0xdc,
      0x9e, 0x46, 0x48, 0x50, 0xc1, 0x67, 0x5d, 0x2d, 0x7e, 0xe9, 0x3c, 0xed,
      0x9a, 0xf3, 0x49, 0xcc, 0x4e, 0x0e, 0x25, 0xc2, 0xd0, 0x47, 0xb5, 0x25,
      0xc9, 0x21, 0xef, 0x56, 0x28, 0xc6, 0x6f, 0x31, 0x7f, 0x37, 0x6e, 0xf7}},
    {D11_AKM_OWE, D11_CIPHER_GCMP_256, 64, 32, 32, 32,
     {0x8f, 0xda, 0xe6, 0x05, 0x89, 0x36, 0x2a, 0xfd, 0xcf, 0x00, 0xfc, 0xdd,
      0xf2, 0xe7, 0x6e, 0x23, 0x1b, 0x18, 0xc3, 0x89, 0xc6, 0x82, 0x52, 0xdf,
      0xd9, 0x2b, 0x64, 0x51, 0x93, 0xe6, 0x29, 0x9e, 0xc1, 0xb5, 0x21, 0x4f,
      0xc9, 0xbb, 0x3e, 0xfe, 0x86, 0x08, 0x58, 0xc0, 0x9b, 0x39, 0x0e, 0x0f,
      0x2c, 0x0b, 0x76, 0x54, 0xa0, 0x4f, 0xf7, 0xf1, 0xf5, 0x7e, 0xbc, 0x64,
      0xb4, 0x21, 0x37, 0xee, 0x42, 0x76, 0xaf, 0x9a, 0x82, 0x91, 0xa6, 0x10,
      0x78, 0x92, 0x1d, 0x94, 0x00, 0xab, 0xcf, 0x7f, 0x61, 0xe3, 0xda, 0x02,
      0x6f, 0xd3, 0x8b, 0x4e, 0x28, 0x07, 0x00, 0x03, 0x74, 0x1b, 0xe1, 0xb1}},
    {D11_AKM_SAE_EXT_KEY, D11_CIPHER_GCMP_256, 48, 24, 32, 32,
     {0x17, 0xfe, 0x1c, 0x3d, 0xe1, 0x0a, 0x80, 0xda, 0x63, 0xc3, 0x01, 0xd7,
      0x70, 0x5a, 0x32, 0x04, 0xec, 0xa8, 0xb2, 0xae, 0xfd, 0xfd, 0x70, 0x81,
      0x6c, 0x81, 0x0d, 0xce, 0xbb, 0xc4, 0xf7, 0xc0, 0x8d, 0x53, 0x1a, 0x02,
      0xc7, 0xd4, 0x04, 0x85, 0x13, 0x60, 0x66, 0x7a, 0x2d, 0xa1, 0x24, 0x3b,
      0x8d, 0x95, 0xa5, 0x1a, 0x93, 0xa9, 0x83, 0x48, 0x97, 0x4c, 0x95, 0xc4,
      0x4b, 0xc5, 0x6c, 0xf1, 0x66, 0xfa, 0x5d, 0x44, 0xf2, 0xad, 0xe3, 0xf6,
      0x2e, 0xe1, 0x5f, 0x88, 0xfb, 0x07, 0x97, 0x6f, 0x98, 0x00, 0xdf, 0x68,
      0x12, 0x63, 0x6c, 0x50}},
};
/* clang-format on */

static uint8_t pmk[64];
static uint8_t aa[6] = {2, 0, 0, 0, 0, 1};
static uint8_t spa[6] = {2, 0, 0, 0, 0, 2};
static uint8_t anonce[32];
static uint8_t snonce[32];

static struct d11_ptk_params params_of(uint32_t akm, uint32_t cipher,
                                       size_t pmk_len)
{
    const struct d11_ptk_params params = {akm, cipher, pmk,    pmk_len,
                                          aa,  spa,    anonce, snonce};
    size_t i;

    for (i = 0; i < sizeof(pmk); i++)
        pmk[i] = (uint8_t)(i + 1);
    for (i = 0; i < 32; i++) {
        anonce[i] = (uint8_t)(0x40 + i);
        snonce[i] = (uint8_t)(0x80 + i);
    }
    return params;
}

static void derive(struct d11_ptk *ptk, const struct d11_ptk_params *params)
{
    assert_int_equal(d11_ptk_derive(ptk, params, &fixture_ops, NULL), D11_OK);
}

static void a_ptk_has_the_parts_that_its_akm_says(void **state)
{
    struct d11_ptk_params params;
    struct d11_ptk ptk;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(ptks) / sizeof(ptks[0]); i++) {
        params = params_of(ptks[i].akm, ptks[i].cipher, ptks[i].pmk_len);
        derive(&ptk, &params);
        assert_int_equal(ptk.kck_len, ptks[i].kck_len);
        assert_int_equal(ptk.kek_len, ptks[i].kek_len);
        assert_int_equal(ptk.tk_len, ptks[i].tk_len);
        assert_memory_equal(ptk.kck, ptks[i].octets, ptk.kck_len);
        assert_memory_equal(ptk.kek, ptks[i].octets + ptk.kck_len, ptk.kek_len);
        assert_memory_equal(ptk.tk, ptks[i].octets + ptk.kck_len + ptk.kek_len,
                            ptk.tk_len);
    }
}

/* SEC-KEY-06 */
static void a_ptk_is_bound_to_all_that_was_agreed(void **state)
{
    struct d11_ptk_params params =
        params_of(D11_AKM_PSK_SHA256, D11_CIPHER_CCMP_128, 32);
    uint8_t *const inputs[] = {pmk, aa, spa, anonce, snonce};
    const size_t lens[] = {32, 6, 6, 32, 32};
    struct d11_ptk ptk;
    struct d11_ptk other;
    size_t i;
    size_t at;

    (void)state;
    derive(&ptk, &params);
    for (i = 0; i < 5; i++) {
        for (at = 0; at < lens[i]; at++) {
            inputs[i][at] ^= 1;
            derive(&other, &params);
            assert_memory_not_equal(ptk.tk, other.tk, 16);
            inputs[i][at] ^= 1;
        }
    }
    params.akm = D11_AKM_PSK;
    derive(&other, &params);
    assert_memory_not_equal(ptk.tk, other.tk, 16);
    params.akm = D11_AKM_PSK_SHA256;
    params.cipher = D11_CIPHER_CCMP_256;
    derive(&other, &params);
    assert_memory_not_equal(ptk.tk, other.tk, 16);
}

static void both_sides_derive_the_same(void **state)
{
    struct d11_ptk_params params =
        params_of(D11_AKM_PSK, D11_CIPHER_CCMP_128, 32);
    struct d11_ptk ptk;
    struct d11_ptk other;

    (void)state;
    derive(&ptk, &params);
    params.aa = spa;
    params.spa = aa;
    params.anonce = snonce;
    params.snonce = anonce;
    derive(&other, &params);
    assert_memory_equal(&ptk, &other, sizeof(ptk));
}

static void refused(const struct d11_ptk_params *params, enum dot11_err err)
{
    static const struct d11_ptk empty;
    struct d11_ptk ptk;

    memset(&ptk, 0xee, sizeof(ptk));
    assert_int_equal(d11_ptk_derive(&ptk, params, &fixture_ops, NULL), err);
    assert_memory_equal(&ptk, &empty, sizeof(ptk));
}

/* SEC-PMK-01, SEC-HSK-05: an all-zero PMK or nonce is never used. */
static void nothing_is_derived_from_zeros(void **state)
{
    struct d11_ptk_params params =
        params_of(D11_AKM_PSK, D11_CIPHER_CCMP_128, 32);

    (void)state;
    memset(pmk, 0, sizeof(pmk));
    refused(&params, D11_ERR_ARG);
    params = params_of(D11_AKM_PSK, D11_CIPHER_CCMP_128, 32);
    memset(anonce, 0, sizeof(anonce));
    refused(&params, D11_ERR_ARG);
    params = params_of(D11_AKM_PSK, D11_CIPHER_CCMP_128, 32);
    memset(snonce, 0, sizeof(snonce));
    refused(&params, D11_ERR_ARG);
}

static void what_does_not_go_together_is_not_supported(void **state)
{
    static const struct {
        uint32_t akm;
        uint32_t cipher;
        size_t pmk_len;
    } pairs[] = {
        {D11_AKM_PSK, D11_CIPHER_TKIP, 32},
        {D11_AKM_PSK, D11_CIPHER_BIP_CMAC_128, 32},
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, 31},
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, 64},
        {D11_AKM_SUITE_B_192, D11_CIPHER_GCMP_256, 32},
        {D11_AKM_FT_PSK, D11_CIPHER_CCMP_128, 32},
        {D11_AKM_NONE, D11_CIPHER_CCMP_128, 32},
        {0x0050f202u, D11_CIPHER_CCMP_128, 32},
    };
    struct d11_ptk_params params;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        params = params_of(pairs[i].akm, pairs[i].cipher, pairs[i].pmk_len);
        refused(&params, D11_ERR_UNSUPPORTED);
    }
}

static unsigned calls_left;

static enum dot11_err failing_hmac(void *crypto, enum dot11_hash hash,
                                   const uint8_t *key, size_t key_len,
                                   const struct dot11_octets *parts, size_t n,
                                   uint8_t *out)
{
    if (calls_left == 0)
        return D11_ERR_CRYPTO;
    calls_left--;
    return dot11_crypto_mbedtls_ops()->hmac(crypto, hash, key, key_len, parts,
                                            n, out);
}

static void a_failing_provider_gives_no_part_of_a_ptk(void **state)
{
    const struct d11_ptk_params params =
        params_of(D11_AKM_PSK, D11_CIPHER_CCMP_128, 32);
    unsigned i;

    (void)state;
    fixture_ops.hmac = failing_hmac;
    for (i = 0; i < 3; i++) {
        calls_left = i;
        refused(&params, D11_ERR_CRYPTO);
    }
    fixture_ops.hmac = NULL;
    refused(&params, D11_ERR_UNSUPPORTED);
}

static void a_derivation_has_limits(void **state)
{
    static const struct dot11_octets parts[D11_PRF_PARTS_MAX + 1];
    uint8_t out[D11_PRF_OUT_MAX + 1];

    (void)state;
    assert_int_equal(d11_prf(&fixture_ops, NULL, pmk, 32, "x", parts,
                             D11_PRF_PARTS_MAX + 1, out, 16),
                     D11_ERR_ARG);
    assert_int_equal(
        d11_prf(&fixture_ops, NULL, pmk, 32, "x", parts, 1, out, sizeof(out)),
        D11_ERR_ARG);
    assert_int_equal(d11_kdf(&fixture_ops, NULL, D11_HASH_SHA256, pmk, 32, "x",
                             parts, D11_PRF_PARTS_MAX + 1, out, 16),
                     D11_ERR_ARG);
    assert_int_equal(d11_kdf(&fixture_ops, NULL, D11_HASH_SHA256, pmk, 32, "x",
                             parts, 1, out, sizeof(out)),
                     D11_ERR_ARG);
    assert_int_equal(d11_kdf(&fixture_ops, NULL, D11_HASH_SHA256, pmk, 32, "x",
                             parts, D11_PRF_PARTS_MAX, out, D11_PRF_OUT_MAX),
                     D11_OK);
    assert_int_equal(d11_prf(&fixture_ops, NULL, pmk, 32, "x", parts,
                             D11_PRF_PARTS_MAX, out, D11_PRF_OUT_MAX),
                     D11_OK);
}

/* 12.7.1.6.2: the length is part of what is hashed, so a shorter key is no
 * prefix of a longer one; with the PRF it is. */
static void lengths_are_bound_by_the_kdf_and_not_by_the_prf(void **state)
{
    const struct dot11_octets context = {aa, sizeof(aa)};
    uint8_t a[64];
    uint8_t b[64];

    (void)state;
    assert_int_equal(d11_kdf(&fixture_ops, NULL, D11_HASH_SHA256, pmk, 32, "x",
                             &context, 1, a, 48),
                     D11_OK);
    assert_int_equal(d11_kdf(&fixture_ops, NULL, D11_HASH_SHA256, pmk, 32, "x",
                             &context, 1, b, 64),
                     D11_OK);
    assert_memory_not_equal(a, b, 16);
    assert_int_equal(
        d11_prf(&fixture_ops, NULL, pmk, 32, "x", &context, 1, a, 48), D11_OK);
    assert_int_equal(
        d11_prf(&fixture_ops, NULL, pmk, 32, "x", &context, 1, b, 64), D11_OK);
    assert_memory_equal(a, b, 48);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_ptk_has_the_parts_that_its_akm_says,
                               fixture_setup),
        cmocka_unit_test_setup(a_ptk_is_bound_to_all_that_was_agreed,
                               fixture_setup),
        cmocka_unit_test_setup(both_sides_derive_the_same, fixture_setup),
        cmocka_unit_test_setup(nothing_is_derived_from_zeros, fixture_setup),
        cmocka_unit_test_setup(what_does_not_go_together_is_not_supported,
                               fixture_setup),
        cmocka_unit_test_setup(a_failing_provider_gives_no_part_of_a_ptk,
                               fixture_setup),
        cmocka_unit_test_setup(a_derivation_has_limits, fixture_setup),
        cmocka_unit_test_setup(lengths_are_bound_by_the_kdf_and_not_by_the_prf,
                               fixture_setup),
    };

    return cmocka_run_group_tests_name("prf", tests, NULL, NULL);
}
