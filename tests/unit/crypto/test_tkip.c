/* TKIP over whole MPDUs, and its MIC. Published vectors are in tests/vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dot11/err.h>

#include "crypto/michael.h"
#include "crypto/tkip.h"

#define HEADER_LEN 26u
#define BODY_LEN 60u

static void set(size_t slot, uint64_t tx_pn)
{
    struct d11_key_params params = fixture_params(5);
    bool fresh;

    params.cipher = &d11_tkip_cipher;
    params.len = D11_TKIP_KEY_LEN;
    assert_int_equal(
        d11_key_set(&fixture_keys[slot], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
    fixture_keys[slot].tx_pn = tx_pn;
}

static uint32_t seal(void)
{
    struct d11_ccmp_frame *frame = &fixture_frames[0];
    uint8_t *mpdu = fixture_mpdus[0];

    memset(mpdu, 0x33, FIXTURE_FRAME_MAX);
    mpdu[0] = 0x88;
    mpdu[1] = 0x01;
    memset(frame, 0, sizeof(*frame));
    frame->mpdu = mpdu;
    frame->header_len = HEADER_LEN;
    frame->len = HEADER_LEN + D11_TKIP_HEADER_LEN + BODY_LEN;
    frame->key = &fixture_keys[0];
    assert_int_equal(d11_ccmp_seal(frame, 1, fixture_scratch(FIXTURE_FRAMES),
                                   &fixture_ops, NULL),
                     1);
    frame->len += D11_ICV_LEN;
    return frame->len;
}

static bool opens(uint32_t len)
{
    fixture_frames[0].len = len;
    return d11_ccmp_open(&fixture_frames[0], 1, fixture_scratch(FIXTURE_FRAMES),
                         &fixture_ops, NULL) == 1;
}

/* N80211-CIPH-24: also where the counter goes over into its upper half, which
 * is when phase 1 begins anew. */
static void what_is_sealed_is_opened(void **state)
{
    const uint8_t *header = fixture_mpdus[0] + HEADER_LEN;

    (void)state;
    set(0, 0xfffdu);
    for (uint64_t pn = 0xfffe; pn < 0x10003; pn++) {
        const uint32_t len = seal();

        assert_int_equal(header[0], pn >> 8 & 0xff);
        assert_int_equal(header[1], (header[0] | 0x20) & 0x7f);
        assert_int_equal(header[2], pn & 0xff);
        assert_int_equal(header[3], 0x20);
        assert_int_equal(header[4], pn >> 16);
        assert_true(opens(len));
        assert_true(fixture_frames[0].pn == pn);
        assert_int_equal(fixture_frames[0].body_len, BODY_LEN);
        for (unsigned i = 0; i < BODY_LEN; i++)
            assert_int_equal(header[D11_TKIP_HEADER_LEN + i], 0x33);
    }
}

/* The counter and the transmitter are in the key of each frame. */
static void a_changed_counter_or_transmitter_is_noticed(void **state)
{
    const uint32_t places[] = {10,
                               15,
                               HEADER_LEN,
                               HEADER_LEN + 2,
                               HEADER_LEN + 4,
                               HEADER_LEN + 7,
                               HEADER_LEN + 8,
                               HEADER_LEN + 60};

    (void)state;
    set(0, 0);
    for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const uint32_t len = seal();

        fixture_mpdus[0][places[i]] ^= 0x04;
        assert_false(opens(len));
        assert_int_equal(fixture_frames[0].drop, D11_DROP_MIC);
    }
}

static void every_length_is_handled(void **state)
{
    (void)state;
    set(0, 0);
    for (uint32_t len = HEADER_LEN; len < seal(); len++) {
        assert_false(opens(len));
        assert_int_equal(fixture_frames[0].drop, len < HEADER_LEN + 12
                                                     ? D11_DROP_CIPHER_HEADER
                                                     : D11_DROP_MIC);
    }
}

/* SEC-RPL-05: a spent key protects nothing. */
static void no_counter_is_used_twice(void **state)
{
    (void)state;
    set(0, D11_PN_MAX - 1);
    (void)seal();
    fixture_frames[0].len -= D11_ICV_LEN;
    assert_int_equal(d11_ccmp_seal(&fixture_frames[0], 1,
                                   fixture_scratch(FIXTURE_FRAMES),
                                   &fixture_ops, NULL),
                     0);
}

/* 12.5.2.3: DA, SA and priority are in front of the message. */
static void the_mic_covers_addresses_and_priority(void **state)
{
    static const uint8_t key[D11_MICHAEL_LEN] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const uint8_t data[] = "a message of some length";
    uint8_t whole[16 + sizeof(data)];
    uint8_t da[6] = {1, 2, 3, 4, 5, 6}, sa[6] = {7, 8, 9, 10, 11, 12};
    struct d11_michael_header header = {da, sa, 6};
    uint8_t want[D11_MICHAEL_LEN];
    uint8_t got[D11_MICHAEL_LEN];

    (void)state;
    memcpy(whole, da, 6);
    memcpy(whole + 6, sa, 6);
    memcpy(whole + 12, "\x06\x00\x00", 4);
    memcpy(whole + 16, data, sizeof(data));
    for (size_t len = 0; len <= sizeof(data); len++) {
        d11_michael_raw(key, whole, 16 + len, want);
        d11_michael(key, &header, data, len, got);
        assert_memory_equal(got, want, sizeof(want));
    }
    header.priority = 5;
    d11_michael(key, &header, data, sizeof(data), got);
    assert_memory_not_equal(got, want, sizeof(want));
}

/* N80211-CIPH-13: one MIC key to receive with, another to send with. */
static void each_direction_has_its_own_mic_key(void **state)
{
    static const uint8_t addr[6] = {2};
    const struct d11_michael_header header = {addr, addr, 0};
    const struct d11_key *key = &fixture_keys[0];
    uint8_t sent[D11_MICHAEL_LEN];
    uint8_t received[D11_MICHAEL_LEN];
    uint8_t want[D11_MICHAEL_LEN];

    (void)state;
    set(0, 0);
    key->cipher->soft->msdu_mic(key, true, &header, addr, 6, sent);
    key->cipher->soft->msdu_mic(key, false, &header, addr, 6, received);
    d11_michael(key->octets + 16, &header, addr, 6, want);
    assert_memory_equal(received, want, sizeof(want));
    d11_michael(key->octets + 24, &header, addr, 6, want);
    assert_memory_equal(sent, want, sizeof(want));
}

#define TEST(f)                                                                \
    cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_sealed_is_opened),
        TEST(a_changed_counter_or_transmitter_is_noticed),
        TEST(every_length_is_handled),
        TEST(no_counter_is_used_twice),
        TEST(the_mic_covers_addresses_and_priority),
        TEST(each_direction_has_its_own_mic_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
