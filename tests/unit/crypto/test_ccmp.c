/* CCMP and GCMP over whole MPDUs. The standard's vectors are in tests/vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dot11/err.h>

#define BODY_AT (26u + D11_CCMP_HEADER_LEN)

static size_t open_all(size_t n)
{
    return d11_ccmp_open(fixture_frames, n, fixture_scratch(FIXTURE_FRAMES),
                         &fixture_ops, NULL);
}

/* What the AAD of a QoS data frame is when one octet of its header differs. */
static void aad_of(const uint8_t *mpdu, bool spp, uint8_t aad[D11_CCMP_AAD_MAX])
{
    memset(aad, 0, D11_CCMP_AAD_MAX);
    d11_ccmp_aad(mpdu, spp, aad);
}

/* 12.5.3.3.3: Subtype, Retry, Power Management, More Data, HT Control and the
 * sequence number change on the way; all other bits are bound. */
static void data_headers_are_bound_but_for_what_may_change(void **state)
{
    static const uint8_t free_bits[26] = {
        [0] = 0x70,  [1] = 0x08 | 0x10 | 0x20 | 0x40 | 0x80,
        [2] = 0xff,  [3] = 0xff,
        [22] = 0xf0, [23] = 0xff,
        [24] = 0xf0, [25] = 0xff,
    };
    uint8_t want[D11_CCMP_AAD_MAX];
    uint8_t got[D11_CCMP_AAD_MAX];
    uint8_t *mpdu = fixture_mpdus[0];
    uint8_t bit;
    size_t at;

    (void)state;
    fixture_frame(0, 0, 5, 0);
    aad_of(mpdu, false, want);
    for (at = 0; at < 26; at++) {
        for (bit = 1; bit != 0; bit = (uint8_t)(bit << 1)) {
            /* Type and the QoS bit decide what the header is. */
            if (at == 0 && (bit & 0x8c) != 0)
                continue;
            mpdu[at] ^= bit;
            aad_of(mpdu, false, got);
            mpdu[at] ^= bit;
            if ((free_bits[at] & bit) != 0)
                assert_memory_equal(got, want, sizeof(want));
            else
                assert_memory_not_equal(got, want, sizeof(want));
        }
    }
}

/* 12.5.3.3.3: the subtype of a management frame and +HTC are bound. */
static void management_headers_keep_subtype_and_htc(void **state)
{
    uint8_t mpdu[28] = {0xd0, 0x00};
    uint8_t want[D11_CCMP_AAD_MAX];
    uint8_t got[D11_CCMP_AAD_MAX];

    (void)state;
    assert_int_equal(d11_ccmp_aad(mpdu, false, want), 22);
    assert_int_equal(want[0], 0xd0);
    assert_int_equal(want[1], D11_FC1_PROTECTED);
    mpdu[0] = 0xc0;
    d11_ccmp_aad(mpdu, false, got);
    assert_memory_not_equal(got, want, 22);
    mpdu[0] = 0xd0;
    mpdu[1] = D11_FC1_HTC;
    d11_ccmp_aad(mpdu, false, got);
    assert_int_equal(got[1], D11_FC1_PROTECTED | D11_FC1_HTC);
    mpdu[1] = D11_FC1_RETRY | D11_FC1_PM | D11_FC1_MORE_DATA;
    d11_ccmp_aad(mpdu, false, got);
    assert_memory_equal(got, want, 22);
}

static void
data_without_qos_has_a_short_aad_and_keeps_the_order_bit(void **state)
{
    uint8_t mpdu[26] = {0x08, 0x82};
    uint8_t aad[D11_CCMP_AAD_MAX];

    (void)state;
    mpdu[24] = 0xff;
    assert_int_equal(d11_ccmp_aad(mpdu, true, aad), 22);
    assert_int_equal(aad[1], 0x02 | D11_FC1_PROTECTED | D11_FC1_HTC);
}

/* SEC-AMS-03 */
static void amsdu_present_is_bound_with_spp_alone(void **state)
{
    uint8_t mpdu[26] = {0x88, 0x02};
    uint8_t aad[D11_CCMP_AAD_MAX];

    (void)state;
    mpdu[24] = 0xf3;
    mpdu[25] = 0xff;
    assert_int_equal(d11_ccmp_aad(mpdu, false, aad), 24);
    assert_int_equal(aad[22], 0x03);
    assert_int_equal(aad[23], 0x00);
    assert_int_equal(d11_ccmp_aad(mpdu, true, aad), 24);
    assert_int_equal(aad[22], 0x83);
    assert_int_equal(aad[23], 0x00);
}

/* 12.5.3.3.4, 12.5.5.3.4 */
static void the_nonce_tells_priority_and_management(void **state)
{
    const uint64_t pn = UINT64_C(0x0a0b0c0d0e0f);
    static const uint8_t tail[12] = {1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15};
    uint8_t mpdu[26] = {0x88, 0x02};
    uint8_t nonce[D11_CCMP_NONCE_MAX];

    (void)state;
    memcpy(mpdu + 10, tail, 6);
    mpdu[24] = 0xf7;
    d11_ccmp_nonce(mpdu, pn, 13, nonce);
    assert_int_equal(nonce[0], 0x07);
    assert_memory_equal(nonce + 1, tail, 12);
    d11_ccmp_nonce(mpdu, pn, 12, nonce);
    assert_memory_equal(nonce, tail, 12);
    mpdu[0] = 0x08;
    d11_ccmp_nonce(mpdu, pn, 13, nonce);
    assert_int_equal(nonce[0], 0x00);
    mpdu[0] = 0xd0;
    d11_ccmp_nonce(mpdu, pn, 13, nonce);
    assert_int_equal(nonce[0], 0x10);
}

static void a_cipher_header_is_read_as_it_is_written(void **state)
{
    struct d11_ccmp_header header;
    uint8_t octets[8];
    uint8_t id;

    (void)state;
    for (id = 0; id < 4; id++) {
        d11_ccmp_header_write(octets, UINT64_C(0x060504030201), id);
        assert_int_equal(octets[0], 0x01);
        assert_int_equal(octets[1], 0x02);
        assert_int_equal(octets[2], 0x00);
        assert_int_equal(octets[3], 0x20 | id << 6);
        assert_int_equal(octets[4], 0x03);
        assert_int_equal(octets[7], 0x06);
        assert_true(d11_ccmp_header_read(octets, &header));
        assert_int_equal(header.pn, UINT64_C(0x060504030201));
        assert_int_equal(header.key_id, id);
    }
    octets[2] = 0xff;
    octets[3] |= 0x1f;
    assert_true(d11_ccmp_header_read(octets, &header));
    assert_int_equal(header.key_id, 3);
    octets[3] = 0xdf;
    assert_false(d11_ccmp_header_read(octets, &header));
}

/* Mixed suites, keys and lengths, through each size of scratch. */
static void a_burst_comes_back_through_any_scratch(void **state)
{
    static const uint32_t suites[FIXTURE_KEYS] = {
        D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_256, D11_CIPHER_GCMP_128,
        D11_CIPHER_CCMP_128};
    size_t count;
    size_t i;

    (void)state;
    for (i = 0; i < FIXTURE_KEYS; i++)
        fixture_key(i, suites[i], (uint8_t)(i + 1));
    for (count = 1; count <= FIXTURE_FRAMES; count++) {
        for (i = 0; i < FIXTURE_FRAMES; i++)
            fixture_frame(i, i * i % FIXTURE_KEYS, (uint8_t)i, i * 11);
        fixture_seal(FIXTURE_FRAMES);
        for (i = 0; i < FIXTURE_FRAMES; i++)
            assert_true(fixture_frames[i].len == BODY_AT + i * 11 || i == 0 ||
                        !fixture_is_plain(i));
        assert_int_equal(d11_ccmp_open(fixture_frames, FIXTURE_FRAMES,
                                       fixture_scratch(count), &fixture_ops,
                                       NULL),
                         FIXTURE_FRAMES);
        for (i = 0; i < FIXTURE_FRAMES; i++) {
            assert_true(fixture_frames[i].ok);
            assert_int_equal(fixture_frames[i].body_len, i * 11);
            assert_true(fixture_is_plain(i));
        }
    }
}

/* SEC-TXP-01 */
static void frames_of_a_key_get_rising_packet_numbers(void **state)
{
    size_t i;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_key(1, D11_CIPHER_CCMP_128, 2);
    for (i = 0; i < 8; i++)
        fixture_frame(i, i % 2, 0, 20);
    fixture_seal(8);
    for (i = 0; i < 8; i++) {
        assert_int_equal(fixture_frames[i].pn, i / 2 + 1);
        assert_int_equal(fixture_mpdus[i][26], i / 2 + 1);
        assert_true((fixture_mpdus[i][1] & D11_FC1_PROTECTED) != 0);
    }
    fixture_frame(0, 0, 7, 20);
    fixture_seal(1);
    assert_int_equal(fixture_frames[0].pn, 5);
}

/* SEC-TXP-02, INV-14: what cannot be protected is reported, not sent. */
static void a_frame_of_a_spent_key_is_not_protected(void **state)
{
    size_t i;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_key(1, D11_CIPHER_CCMP_128, 2);
    fixture_keys[0].tx_pn = D11_PN_MAX - 2;
    for (i = 0; i < 8; i++)
        fixture_frame(i, i % 2, 0, 20);
    assert_int_equal(d11_ccmp_seal(fixture_frames, 8, fixture_scratch(8),
                                   &fixture_ops, NULL),
                     6);
    for (i = 0; i < 8; i++)
        assert_int_equal(fixture_frames[i].ok, i % 2 == 1 || i < 4);
    assert_int_equal(fixture_frames[6].drop, D11_DROP_NO_KEY);
}

/* SEC-TXP-04: no key, a key for reception alone, a key of the radio. */
static void nothing_is_protected_without_a_usable_key(void **state)
{
    struct d11_key_params params = fixture_params(1);
    bool fresh;

    (void)state;
    params.flags = D11_KEY_GROUP;
    params.key_id = 1;
    assert_int_equal(
        d11_key_set(&fixture_keys[1], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
    params.flags = D11_KEY_PAIRWISE | D11_KEY_TX | D11_KEY_HW;
    params.software = false;
    assert_int_equal(
        d11_key_set(&fixture_keys[2], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
    params = fixture_params(1);
    params.flags = D11_KEY_IGTK | D11_KEY_TX;
    params.suite = D11_CIPHER_BIP_CMAC_128;
    params.key_id = 4;
    assert_int_equal(
        d11_key_set(&fixture_keys[3], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
    fixture_frame(0, 0, 0, 20);
    fixture_frame(1, 1, 0, 20);
    fixture_frame(2, 2, 0, 20);
    fixture_frame(3, 3, 0, 20);
    fixture_frame(4, 0, 0, 20);
    fixture_frames[4].key = NULL;
    assert_int_equal(d11_ccmp_seal(fixture_frames, 5, fixture_scratch(5),
                                   &fixture_ops, NULL),
                     0);
    assert_int_equal(fixture_keys[3].tx_pn, 0);
    assert_int_equal(open_all(1), 0);
    assert_int_equal(fixture_frames[0].drop, D11_DROP_NO_KEY);
}

static bool wiped(size_t i)
{
    size_t at;

    for (at = 0; at < fixture_frames[i].body_len; at++) {
        if (fixture_mpdus[i][BODY_AT + at] != 0)
            return false;
    }
    return true;
}

/* SEC-RPL-02, SEC-RPL-03, SEC-RND-06, INV-02: each bit of a protected frame
 * that a forger may flip. */
static void a_forged_frame_is_refused_and_its_neighbours_are_not(void **state)
{
    static const uint8_t unbound[26] = {
        [0] = 0x70,  [1] = 0xf8,  [2] = 0xff,  [3] = 0xff,
        [22] = 0xf0, [23] = 0xff, [24] = 0xf0, [25] = 0xff,
    };
    uint8_t sealed[3][FIXTURE_FRAME_MAX];
    uint8_t bit;
    uint32_t at;
    size_t i;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    for (i = 0; i < 3; i++)
        fixture_frame(i, 0, 5, 40);
    fixture_seal(3);
    memcpy(sealed, fixture_mpdus, sizeof(sealed));

    for (at = 0; at < fixture_frames[1].len; at++) {
        for (bit = 1; bit != 0; bit = (uint8_t)(bit << 1)) {
            /* Type and QoS bit say where the other fields are; the reserved
             * octet and the key id of the cipher header have their own
             * tests. */
            if ((at == 0 && (bit & 0x8c) != 0) || at == 28 || at == 29 ||
                (at < 26 && (unbound[at] & bit) != 0))
                continue;
            memcpy(fixture_mpdus, sealed, sizeof(sealed));
            fixture_mpdus[1][at] ^= bit;
            assert_int_equal(open_all(3), 2);
            assert_true(fixture_frames[0].ok && fixture_is_plain(0));
            assert_false(fixture_frames[1].ok);
            assert_int_equal(fixture_frames[1].drop, D11_DROP_MIC);
            assert_true(wiped(1));
            assert_true(fixture_frames[2].ok && fixture_is_plain(2));
        }
    }
}

/* A retry is the same frame with other bits in the header. */
static void what_changes_on_the_way_does_not_matter(void **state)
{
    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_frame(0, 0, 5, 40);
    fixture_seal(1);
    fixture_mpdus[0][1] |= D11_FC1_RETRY | D11_FC1_MORE_DATA;
    fixture_mpdus[0][2] = 0x77;
    fixture_mpdus[0][25] = 0x99;
    assert_int_equal(open_all(1), 1);
    assert_true(fixture_is_plain(0));
}

static void a_management_frame_is_no_data_frame(void **state)
{
    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_frame(0, 0, 0, 40);
    fixture_mpdus[0][0] = 0x08;
    fixture_seal(1);
    fixture_mpdus[0][0] = 0x00;
    assert_int_equal(open_all(1), 0);
    assert_int_equal(fixture_frames[0].drop, D11_DROP_MIC);
}

static void the_key_id_names_the_key(void **state)
{
    uint8_t id;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    for (id = 1; id < 4; id++) {
        fixture_frame(0, 0, 0, 40);
        fixture_seal(1);
        fixture_mpdus[0][29] = (uint8_t)(0x20 | id << 6);
        assert_int_equal(open_all(1), 0);
        assert_int_equal(fixture_frames[0].drop, D11_DROP_NO_KEY);
    }
}

static void a_header_without_extiv_is_refused(void **state)
{
    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_frame(0, 0, 0, 40);
    fixture_seal(1);
    fixture_mpdus[0][29] &= 0xdf;
    assert_int_equal(open_all(1), 0);
    assert_int_equal(fixture_frames[0].drop, D11_DROP_CIPHER_HEADER);
}

/* SEC-FRM-02: the length given is the only authority. */
static void a_frame_too_short_for_header_and_mic_is_refused(void **state)
{
    static const uint32_t suites[] = {D11_CIPHER_CCMP_128, D11_CIPHER_GCMP_256};
    struct d11_ccmp_frame frame;
    uint8_t *exact;
    uint32_t least;
    uint32_t len;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        fixture_key(i, suites[i], (uint8_t)(i + 1));
        least = BODY_AT + fixture_keys[i].cipher->mic_len;
        fixture_frame(0, i, 0, 0);
        fixture_seal(1);
        frame = fixture_frames[0];
        for (len = 26; len <= least; len++) {
            exact = test_malloc(len);
            memcpy(exact, fixture_mpdus[0], len);
            frame.mpdu = exact;
            frame.len = len;
            assert_int_equal(d11_ccmp_open(&frame, 1, fixture_scratch(1),
                                           &fixture_ops, NULL),
                             len == least);
            if (len < least)
                assert_int_equal(frame.drop, D11_DROP_CIPHER_HEADER);
            else
                assert_int_equal(frame.body_len, 0);
            test_free(exact);
        }
    }
}

/* SEC-RPL-02: opening is not accepting. */
static void opening_moves_no_replay_counter(void **state)
{
    unsigned i;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_frame(0, 0, 5, 40);
    fixture_seal(1);
    assert_int_equal(open_all(1), 1);
    assert_int_equal(fixture_frames[0].pn, 1);
    for (i = 0; i < D11_REPLAY_COUNT; i++)
        assert_int_equal(d11_replay_highest(&fixture_keys[0].rx, i), 0);
}

static size_t boastful(void *crypto, enum dot11_cipher_alg alg,
                       struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    (void)alg;
    (void)jobs;
    return n;
}

/* A provider that says "all good" but marks no job proves nothing. */
static void the_verdict_is_that_of_each_frame(void **state)
{
    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    fixture_frame(0, 0, 5, 40);
    fixture_seal(1);
    fixture_ops.open = boastful;
    assert_int_equal(open_all(1), 0);
    assert_false(fixture_frames[0].ok);
}

static void an_empty_burst_is_nothing(void **state)
{
    (void)state;
    assert_int_equal(
        d11_ccmp_open(NULL, 0, fixture_scratch(1), &fixture_ops, NULL), 0);
    assert_int_equal(
        d11_ccmp_seal(NULL, 0, fixture_scratch(1), &fixture_ops, NULL), 0);
}

#define WITH_FIXTURE(test)                                                     \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(data_headers_are_bound_but_for_what_may_change),
        WITH_FIXTURE(management_headers_keep_subtype_and_htc),
        WITH_FIXTURE(data_without_qos_has_a_short_aad_and_keeps_the_order_bit),
        WITH_FIXTURE(amsdu_present_is_bound_with_spp_alone),
        WITH_FIXTURE(the_nonce_tells_priority_and_management),
        WITH_FIXTURE(a_cipher_header_is_read_as_it_is_written),
        WITH_FIXTURE(a_burst_comes_back_through_any_scratch),
        WITH_FIXTURE(frames_of_a_key_get_rising_packet_numbers),
        WITH_FIXTURE(a_frame_of_a_spent_key_is_not_protected),
        WITH_FIXTURE(nothing_is_protected_without_a_usable_key),
        WITH_FIXTURE(a_forged_frame_is_refused_and_its_neighbours_are_not),
        WITH_FIXTURE(what_changes_on_the_way_does_not_matter),
        WITH_FIXTURE(a_management_frame_is_no_data_frame),
        WITH_FIXTURE(the_key_id_names_the_key),
        WITH_FIXTURE(a_header_without_extiv_is_refused),
        WITH_FIXTURE(a_frame_too_short_for_header_and_mic_is_refused),
        WITH_FIXTURE(opening_moves_no_replay_counter),
        WITH_FIXTURE(the_verdict_is_that_of_each_frame),
        WITH_FIXTURE(an_empty_burst_is_nothing),
    };

    return cmocka_run_group_tests_name("ccmp", tests, NULL, NULL);
}
