/* BIP over whole frames. The standard's vector is in tests/vectors.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dot11/err.h>

#include "crypto/bip.h"
#include "frame/header.h"

#define BODY_LEN 12u
#define FRAME_LEN (D11_HEADER_LEN + BODY_LEN)

static const uint32_t suites[] = {
    D11_CIPHER_BIP_CMAC_128, D11_CIPHER_BIP_CMAC_256, D11_CIPHER_BIP_GMAC_128,
    D11_CIPHER_BIP_GMAC_256};

#define SUITE_COUNT (sizeof(suites) / sizeof(suites[0]))

static struct d11_key *key = &fixture_keys[0];
static uint8_t frame[FIXTURE_FRAME_MAX];

/* A key of BIP in slot 0: an IGTK, or a BIGTK for the ids of one. */
static void set(uint32_t suite, uint8_t key_id, uint64_t ipn)
{
    struct d11_key_params params = fixture_params((uint8_t)(suite + key_id));
    bool fresh;

    params.suite = suite;
    params.len = d11_cipher_find(suite)->key_len;
    params.flags =
        (key_id < 6 ? D11_KEY_IGTK : D11_KEY_BIGTK) | (uint16_t)D11_KEY_TX;
    params.key_id = key_id;
    params.rx_pn = ipn;
    assert_int_equal(d11_key_set(key, &params, &fixture_ops, NULL, &fresh),
                     D11_OK);
    assert_true(fresh);
}

/* A frame of a subtype, sealed; its length. */
static size_t seal(uint8_t subtype)
{
    size_t i;
    size_t mme_len;

    memset(frame, 0, sizeof(frame));
    frame[0] = (uint8_t)(subtype << 4);
    memset(frame + 4, 0xff, D11_ADDR_LEN);
    frame[10] = 0x02;
    frame[16] = 0x02;
    for (i = 0; i < BODY_LEN; i++)
        frame[D11_HEADER_LEN + i] = (uint8_t)(0xa0 + i);
    mme_len =
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL);
    assert_int_equal(mme_len, d11_mme_len(key->cipher));
    return FRAME_LEN + mme_len;
}

static enum dot11_drop open(size_t len)
{
    return d11_bip_open(key, frame, len, D11_HEADER_LEN, &fixture_ops, NULL);
}

static uint64_t highest(void)
{
    return d11_replay_highest(&key->rx, D11_REPLAY_MGMT);
}

static void what_was_sealed_opens_under_each_cipher(void **state)
{
    uint8_t sealed[FIXTURE_FRAME_MAX];
    struct d11_mme mme;
    size_t len;
    size_t i;

    (void)state;
    for (i = 0; i < SUITE_COUNT; i++) {
        set(suites[i], 5, 0);
        key->tx_pn = UINT64_C(0x0a0b0c0d0e0e);
        len = seal(D11_MGMT_DISASSOC);
        memcpy(sealed, frame, sizeof(sealed));
        assert_true(
            d11_mme_read(frame, len, D11_HEADER_LEN, key->cipher, &mme));
        assert_int_equal(mme.key_id, 5);
        assert_int_equal(mme.ipn, UINT64_C(0x0a0b0c0d0e0f));
        assert_int_equal(open(len), D11_DROP_NONE);
        assert_memory_equal(frame, sealed, len);
        assert_int_equal(highest(), UINT64_C(0x0a0b0c0d0e0f));
    }
}

/* SEC-PMF-08, SEC-RPL-02: each bit that a forger may flip. */
static void a_forged_frame_is_refused_and_moves_no_counter(void **state)
{
    uint8_t sealed[FIXTURE_FRAME_MAX];
    size_t len;
    size_t at;
    size_t i;
    unsigned bit;

    (void)state;
    for (i = 0; i < SUITE_COUNT; i++) {
        set(suites[i], 4, 0);
        len = seal(D11_MGMT_DEAUTH);
        memcpy(sealed, frame, sizeof(sealed));
        for (at = 0; at < len; at++) {
            for (bit = 0; bit < 8; bit++) {
                /* Duration and sequence number are not bound; nor is what a
                 * repetition changes in Frame Control. */
                if (at == 2 || at == 3 || at == 22 || at == 23 ||
                    (at == 1 && bit >= 3 && bit <= 5))
                    continue;
                frame[at] ^= (uint8_t)(1u << bit);
                memcpy(sealed, frame, sizeof(sealed));
                assert_int_not_equal(open(len), D11_DROP_NONE);
                assert_memory_equal(frame, sealed, sizeof(sealed));
                frame[at] ^= (uint8_t)(1u << bit);
                assert_int_equal(highest(), 0);
            }
        }
        frame[1] |= D11_FC1_RETRY | D11_FC1_PM | D11_FC1_MORE_DATA;
        frame[2] = 0x77;
        frame[23] = 0x77;
        assert_int_equal(open(len), D11_DROP_NONE);
    }
}

/* SEC-RPL-05: IPN strictly greater, and the last one counts once. */
static void an_ipn_is_taken_once_and_in_order(void **state)
{
    uint8_t first[FIXTURE_FRAME_MAX];
    size_t len;

    (void)state;
    set(D11_CIPHER_BIP_CMAC_128, 4, 100);
    key->tx_pn = 99;
    len = seal(D11_MGMT_DEAUTH);
    assert_int_equal(open(len), D11_DROP_REPLAY);
    len = seal(D11_MGMT_DEAUTH);
    memcpy(first, frame, sizeof(first));
    len = seal(D11_MGMT_DEAUTH);
    assert_int_equal(open(len), D11_DROP_NONE);
    assert_int_equal(open(len), D11_DROP_REPLAY);
    memcpy(frame, first, sizeof(frame));
    assert_int_equal(open(len), D11_DROP_REPLAY);
    assert_int_equal(highest(), 102);

    key->tx_pn = D11_PN_MAX - 1;
    len = seal(D11_MGMT_DEAUTH);
    assert_int_equal(open(len), D11_DROP_NONE);
    assert_int_equal(open(len), D11_DROP_REPLAY);
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
}

/* SEC-PMF-08: the end of the frame is exactly one MME, and every length is
 * walked in bounds. */
static void a_frame_without_a_whole_mme_is_refused(void **state)
{
    struct d11_mme mme;
    uint8_t *exact;
    size_t whole;
    size_t len;
    size_t i;

    (void)state;
    for (i = 0; i < SUITE_COUNT; i++) {
        set(suites[i], 4, 0);
        whole = seal(D11_MGMT_DEAUTH);
        for (len = D11_HEADER_LEN; len <= whole; len++) {
            exact = test_malloc(len);
            memcpy(exact, frame + whole - len, len);
            memcpy(exact, frame, D11_HEADER_LEN);
            assert_int_equal(
                d11_mme_read(exact, len, D11_HEADER_LEN, key->cipher, &mme),
                len >= D11_HEADER_LEN + d11_mme_len(key->cipher));
            if (len < D11_HEADER_LEN + d11_mme_len(key->cipher))
                assert_int_equal(d11_bip_open(key, exact, len, D11_HEADER_LEN,
                                              &fixture_ops, NULL),
                                 D11_DROP_CIPHER_HEADER);
            test_free(exact);
        }
        frame[whole] = 0;
        assert_int_equal(open(whole + 1), D11_DROP_CIPHER_HEADER);
        assert_int_equal(open(whole - 1), D11_DROP_CIPHER_HEADER);
        assert_int_equal(open(D11_HEADER_LEN - 1), D11_DROP_CIPHER_HEADER);
    }
}

/* SEC-PMF-08: the other length, and key ids that are no BIP's. */
static void an_mme_fits_the_cipher_and_the_key(void **state)
{
    struct d11_mme mme;
    size_t len;
    unsigned id;

    (void)state;
    set(D11_CIPHER_BIP_GMAC_128, 4, 0);
    len = seal(D11_MGMT_DEAUTH);
    assert_false(d11_mme_read(frame, len, D11_HEADER_LEN,
                              d11_cipher_find(D11_CIPHER_BIP_CMAC_128), &mme));
    for (id = 0; id < 512; id++) {
        frame[FRAME_LEN + 2] = (uint8_t)id;
        frame[FRAME_LEN + 3] = (uint8_t)(id >> 8);
        assert_int_equal(
            d11_mme_read(frame, len, D11_HEADER_LEN, key->cipher, &mme),
            id >= 4 && id <= 7);
        if (id >= 5 && id <= 7)
            assert_int_equal(open(len), D11_DROP_NO_KEY);
    }
}

/* 12.5.4.3: the radio writes the Timestamp when the beacon goes out. */
static void the_timestamp_of_a_beacon_does_not_count(void **state)
{
    uint8_t sent[FIXTURE_FRAME_MAX];
    size_t len;
    size_t i;

    (void)state;
    for (i = 0; i < SUITE_COUNT; i++) {
        set(suites[i], 6, 0);
        len = seal(D11_MGMT_BEACON);
        assert_int_equal(frame[D11_HEADER_LEN], 0xa0);
        memset(frame + D11_HEADER_LEN, 0x5c, 8);
        memcpy(sent, frame, sizeof(sent));
        frame[D11_HEADER_LEN + 8] ^= 1;
        assert_int_equal(open(len), D11_DROP_MIC);
        frame[D11_HEADER_LEN + 8] ^= 1;
        assert_int_equal(open(len), D11_DROP_NONE);
        assert_memory_equal(frame, sent, len);
    }
}

static void a_beacon_has_its_timestamp_in_front_of_the_mme(void **state)
{
    size_t len;

    (void)state;
    set(D11_CIPHER_BIP_CMAC_128, 6, 0);
    len = seal(D11_MGMT_BEACON);
    memmove(frame + D11_HEADER_LEN + 7, frame + FRAME_LEN, len - FRAME_LEN);
    assert_int_equal(open(D11_HEADER_LEN + 7 + len - FRAME_LEN),
                     D11_DROP_CIPHER_HEADER);
}

/* SEC-TXP-04: no key, one that only receives, one of another kind, one of the
 * radio. */
static void nothing_is_protected_without_a_usable_key(void **state)
{
    struct d11_key_params params = fixture_params(1);
    bool fresh;

    (void)state;
    memset(frame, 0, sizeof(frame));
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
    assert_int_equal(open(FRAME_LEN), D11_DROP_NO_KEY);
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
    assert_int_equal(open(FRAME_LEN), D11_DROP_NO_KEY);
    params.suite = D11_CIPHER_BIP_CMAC_128;
    params.key_id = 4;
    params.flags = D11_KEY_IGTK;
    assert_int_equal(d11_key_set(key, &params, &fixture_ops, NULL, &fresh),
                     D11_OK);
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
    params = fixture_params(2);
    params.suite = D11_CIPHER_BIP_CMAC_128;
    params.key_id = 4;
    params.flags = D11_KEY_IGTK | D11_KEY_TX | D11_KEY_HW;
    params.software = false;
    assert_int_equal(d11_key_set(key, &params, &fixture_ops, NULL, &fresh),
                     D11_OK);
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
    assert_int_equal(open(FRAME_LEN), D11_DROP_NO_KEY);
}

static size_t do_nothing(void *crypto, enum dot11_cipher_alg alg,
                         struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    (void)alg;
    (void)jobs;
    (void)n;
    return 0;
}

static void a_provider_that_fails_is_believed(void **state)
{
    size_t len;

    (void)state;
    set(D11_CIPHER_BIP_GMAC_128, 4, 0);
    len = seal(D11_MGMT_DEAUTH);
    fixture_ops.open = do_nothing;
    assert_int_equal(open(len), D11_DROP_MIC);
    assert_int_equal(highest(), 0);
    fixture_ops.seal = do_nothing;
    assert_int_equal(
        d11_bip_seal(key, frame, FRAME_LEN, D11_HEADER_LEN, &fixture_ops, NULL),
        0);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_sealed_opens_under_each_cipher),
        TEST(a_forged_frame_is_refused_and_moves_no_counter),
        TEST(an_ipn_is_taken_once_and_in_order),
        TEST(a_frame_without_a_whole_mme_is_refused),
        TEST(an_mme_fits_the_cipher_and_the_key),
        TEST(the_timestamp_of_a_beacon_does_not_count),
        TEST(a_beacon_has_its_timestamp_in_front_of_the_mme),
        TEST(nothing_is_protected_without_a_usable_key),
        TEST(a_provider_that_fails_is_believed),
    };

    return cmocka_run_group_tests_name("bip", tests, NULL, NULL);
}
