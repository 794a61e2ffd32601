/* RC4 and HMAC-MD5 of the providers that have them.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11_crypto_host.h>
#include <dot11_crypto_mbedtls.h>
#include <provider_tools.h>

static const struct dot11_crypto_ops *ops;
static void *crypto;

static int host(void **state)
{
    (void)state;
    ops = dot11_crypto_host_ops();
    crypto = dot11_crypto_host_new(0);
    return crypto != NULL ? 0 : -1;
}

static int host_gone(void **state)
{
    (void)state;
    dot11_crypto_host_free(crypto);
    return 0;
}

static int mbedtls(void **state)
{
    (void)state;
    ops = dot11_crypto_mbedtls_ops();
    crypto = NULL;
    return 0;
}

/* RFC 6229, section 2: key, and key stream from an offset on. */
static const struct {
    const char *key;
    size_t skip;
    const char *stream;
} streams[] = {
    {"0102030405", 0, "b2396305f03dc027ccc3524a0a1118a8"},
    {"0102030405", 16, "6982944f18fc82d589c403a47a0d0919"},
    {"0102030405", 256, "1cfcf62b03eddb641d77dfcf7f8d8c93"},
    {"0102030405060708090a0b0c0d0e0f10", 0, "9ac7cc9a609d1ef7b2932899cde41b97"},
};

static void rc4_is_as_published(void **state)
{
    uint8_t key[32];
    uint8_t want[16];
    uint8_t got[16];

    (void)state;
    if (ops->rc4 == NULL)
        skip();
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
        const size_t len = provider_octets(key, streams[i].key);

        memset(got, 0, sizeof(got));
        (void)provider_octets(want, streams[i].stream);
        assert_int_equal(
            ops->rc4(crypto, key, len, streams[i].skip, got, sizeof(got)),
            D11_OK);
        assert_memory_equal(got, want, sizeof(want));
        /* Again: back to zeroes. */
        assert_int_equal(
            ops->rc4(crypto, key, len, streams[i].skip, got, sizeof(got)),
            D11_OK);
        assert_int_equal(got[0] | got[7] | got[15], 0);
    }
}

static void keys_of_impossible_length_are_refused(void **state)
{
    uint8_t key[33] = {1};
    uint8_t octet = 0;

    (void)state;
    if (ops->rc4 == NULL)
        skip();
    assert_int_equal(ops->rc4(crypto, key, 4, 0, &octet, 1), D11_ERR_CRYPTO);
    assert_int_equal(ops->rc4(crypto, key, 33, 0, &octet, 1), D11_ERR_CRYPTO);
    assert_int_equal(octet, 0);
}

/* RFC 2202, section 2, cases 1 to 3. */
static const struct {
    const char *key;
    const char *text;
    const char *mac;
} macs[] = {
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
     "9294727a3638bb1c13f48ef8158bfc9d"},
    {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "750c783e6ab0b503eaa86e310a5db738"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddd",
     "56be34521d144c88dbb8c733f0e8b3f6"},
};

static void hmac_md5_is_as_published(void **state)
{
    uint8_t key[32];
    uint8_t text[64];
    uint8_t want[16];
    uint8_t got[16];

    (void)state;
    if (ops->hmac_md5 == NULL)
        skip();
    for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++) {
        const size_t key_len = provider_octets(key, macs[i].key);
        const size_t len = provider_octets(text, macs[i].text);
        const struct dot11_octets parts[] = {
            {text, 3}, {NULL, 0}, {text + 3, len - 3}};

        (void)provider_octets(want, macs[i].mac);
        assert_int_equal(ops->hmac_md5(crypto, key, key_len, parts, 3, got),
                         D11_OK);
        assert_memory_equal(got, want, sizeof(want));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rc4_is_as_published),
        cmocka_unit_test(keys_of_impossible_length_are_refused),
        cmocka_unit_test(hmac_md5_is_as_published),
    };
    int failed =
        cmocka_run_group_tests_name("crypto-host", tests, host, host_gone);

    return failed +
           cmocka_run_group_tests_name("crypto-mbedtls", tests, mbedtls, NULL);
}
