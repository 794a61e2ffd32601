/* WEP over whole MPDUs. The standard's vector is in tests/vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dot11/err.h>

#include "crypto/wep.h"

#define HEADER_LEN 24u
#define BODY_LEN 50u

static struct d11_key_params params_of(unsigned which, uint8_t key_id)
{
    struct d11_key_params params = fixture_params(9);

    params.cipher = &d11_wep_ciphers[which];
    params.len = d11_wep_ciphers[which].key_len;
    params.key_id = key_id;
    return params;
}

static void set(unsigned which, uint8_t key_id, uint64_t rx_pn)
{
    struct d11_key_params params = params_of(which, key_id);
    bool fresh;

    params.rx_pn = rx_pn;
    assert_int_equal(
        d11_key_set(&fixture_keys[0], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
}

/* A sealed frame in buffer `at`; its length. */
static uint32_t seal(size_t at)
{
    struct d11_ccmp_frame *frame = &fixture_frames[at];
    uint8_t *mpdu = fixture_mpdus[at];

    memset(mpdu, 0x5a, FIXTURE_FRAME_MAX);
    mpdu[0] = 0x08;
    mpdu[1] = 0x01;
    memset(frame, 0, sizeof(*frame));
    frame->mpdu = mpdu;
    frame->header_len = HEADER_LEN;
    frame->len = HEADER_LEN + D11_WEP_HEADER_LEN + BODY_LEN;
    frame->key = &fixture_keys[0];
    assert_int_equal(d11_ccmp_seal(frame, 1, fixture_scratch(FIXTURE_FRAMES),
                                   &fixture_ops, NULL),
                     1);
    frame->len += D11_ICV_LEN;
    return frame->len;
}

static bool opens(size_t at, uint32_t len)
{
    fixture_frames[at].len = len;
    return d11_ccmp_open(&fixture_frames[at], 1,
                         fixture_scratch(FIXTURE_FRAMES), &fixture_ops,
                         NULL) == 1;
}

/* N80211-CIPH-23 */
static void what_is_sealed_is_opened(void **state)
{
    (void)state;
    for (unsigned which = 0; which < D11_WEP_CIPHERS; which++) {
        set(which, 3, 0);
        const uint32_t len = seal(0);

        assert_int_equal(fixture_mpdus[0][1], 0x41);
        assert_int_equal(fixture_mpdus[0][HEADER_LEN + 3], 3 << 6);
        assert_true(opens(0, len));
        assert_int_equal(fixture_frames[0].body_len, BODY_LEN);
        for (unsigned i = 0; i < BODY_LEN; i++)
            assert_int_equal(
                fixture_mpdus[0][HEADER_LEN + D11_WEP_HEADER_LEN + i], 0x5a);
        d11_key_wipe(&fixture_keys[0], &fixture_ops, NULL);
    }
}

/* 12.3.2.2: each frame has an IV of its own, from a random one on. */
static void each_frame_has_another_iv(void **state)
{
    const uint8_t *first = fixture_mpdus[0] + HEADER_LEN;
    const uint8_t *second = fixture_mpdus[1] + HEADER_LEN;

    (void)state;
    set(0, 0, 0xfffffe);
    (void)seal(0);
    (void)seal(1);
    assert_memory_equal(first, "\xff\xff\xff\x00", 4);
    assert_memory_equal(second, "\x00\x00\x00\x00", 4);
}

static void a_changed_octet_is_noticed(void **state)
{
    uint32_t len;

    (void)state;
    set(1, 0, 0);
    for (uint32_t at = HEADER_LEN; at < HEADER_LEN + 30; at++) {
        len = seal(0);
        fixture_mpdus[0][at] ^= 0x81;
        /* Who gave the key has looked at its id. */
        assert_true(opens(0, len) == (at == HEADER_LEN + 3));
    }
    /* With an extended IV it is another cipher's. */
    len = seal(0);
    fixture_mpdus[0][HEADER_LEN + 3] |= 0x20;
    assert_false(opens(0, len));
    assert_int_equal(fixture_frames[0].drop, D11_DROP_CIPHER_HEADER);
}

static void every_length_is_handled(void **state)
{
    (void)state;
    set(0, 0, 0);
    for (uint32_t len = HEADER_LEN; len < seal(0); len++) {
        assert_false(opens(0, len));
        assert_int_equal(fixture_frames[0].drop, len < HEADER_LEN + 8
                                                     ? D11_DROP_CIPHER_HEADER
                                                     : D11_DROP_MIC);
    }
}

/* Without RC4, or with one that does not work, there is no such cipher. */
static void without_rc4_there_is_no_wep(void **state)
{
    struct d11_key_params params = params_of(0, 0);
    struct dot11_crypto_ops ops = fixture_ops;
    bool fresh;

    (void)state;
    assert_true(d11_cipher_works(&d11_wep_ciphers[0], &ops, NULL));
    ops.rc4 = NULL;
    assert_false(d11_cipher_works(&d11_wep_ciphers[0], &ops, NULL));
    assert_int_equal(d11_key_set(&fixture_keys[1], &params, &ops, NULL, &fresh),
                     D11_ERR_UNSUPPORTED);
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_sealed_is_opened),    TEST(each_frame_has_another_iv),
        TEST(a_changed_octet_is_noticed),  TEST(every_length_is_handled),
        TEST(without_rc4_there_is_no_wep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
