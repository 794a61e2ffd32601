/* Tests of src/tx/protect.c: protection of what is sent.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "crypto/ccmp.h"

static const uint8_t *mpdu(size_t i)
{
    return rig.radio[i].frame->data;
}

static size_t send_burst(size_t n)
{
    struct dot11_frame *frames[RIG_BURST * 4];

    for (size_t i = 0; i < n; i++)
        frames[i] = rig_ethernet(rig_other, D11_ETHERTYPE_IPV4, 64);
    return d11_tx_msdus(&rig.tx, &rig.vifs[0], frames, n);
}

static uint64_t pn_of(size_t i)
{
    struct d11_ccmp_header header;

    assert_true(d11_ccmp_header_read(mpdu(i) + 26, &header));
    assert_int_equal(header.key_id, 0);
    return header.pn;
}

/* N80211-TX-12 */
static void a_burst_is_sealed_in_place(void **state)
{
    (void)state;
    assert_int_equal(send_burst(12), 12);
    assert_int_equal(rig.radio_count, 12);
    for (size_t i = 0; i < 12; i++) {
        assert_int_equal(rig.radio[i].frame->len, 26 + 8 + 8 + 64 + 8);
        assert_int_equal(mpdu(i)[1], D11_FC1_TO_DS | D11_FC1_PROTECTED);
        assert_int_equal(rig.radio[i].flags & D11_TX_PROTECT, 0);
        assert_int_equal(pn_of(i), i + 1);
        assert_true(rig_ap_opens(i, 0));
        assert_memory_equal(mpdu(i) + 34, "\xaa\xaa\x03\0\0\0\x08\0\x03\x0a",
                            10);
    }
}

/* SEC-TXP-01: over all TIDs and packets of extensions. */
static void packet_numbers_grow_over_all_frames(void **state)
{
    uint64_t last = 0;
    (void)state;

    for (uint8_t i = 0; i < 8; i++) {
        struct dot11_frame *frame =
            rig_ethernet(rig_other, D11_ETHERTYPE_IPV4, 64);

        frame->data[15] = (uint8_t)(i << 5);
        assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1), 1);
        frame = rig_alloc(64);
        frame->len = 20;
        assert_int_equal(d11_tx_security(&rig.tx, &rig.vifs[0], &rig.peers[0],
                                         D11_ETHERTYPE_EAPOL, frame, false, 0),
                         D11_OK);
    }
    assert_int_equal(rig.radio_count, 16);
    for (size_t i = 0; i < 16; i++) {
        assert_true(pn_of(i) > last);
        last = pn_of(i);
        assert_true(rig_ap_opens(i, 0));
    }
}

/* SEC-TXP-02 */
static void without_packet_numbers_nothing_is_sent(void **state)
{
    (void)state;
    rig.peers[0].keys[0].tx_pn = D11_PN_MAX - 3;
    assert_int_equal(send_burst(6), 6);
    assert_int_equal(rig.radio_count, 3);
    assert_int_equal(pn_of(2), D11_PN_MAX);
    assert_int_equal(rig.done_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(rig.done[i].err, D11_ERR_STATE);
}

/* SEC-TXP-04 */
static void without_a_usable_key_data_is_refused(void **state)
{
    (void)state;
    rig.peers[0].keys[0].flags &= (uint16_t)~D11_KEY_TX;
    assert_int_equal(send_burst(2), 0);
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    assert_int_equal(send_burst(2), 0);
    assert_int_equal(rig.radio_count, 0);
    assert_int_equal(rig.done_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(rig.done[i].err, D11_ERR_STATE);
}

/* SEC-TXP-04: nor under the group key, whatever flags it has. */
static void no_frame_leaves_under_a_group_key(void **state)
{
    (void)state;
    rig.vifs[0].links[0].gtk[1].flags |= D11_KEY_TX;
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    assert_false(rig_send(rig_broadcast, D11_ETHERTYPE_ARP));
    assert_int_equal(rig.radio_count, 0);
}

static size_t seal_some(void *crypto, enum dot11_cipher_alg alg,
                        struct dot11_cipher_job *jobs, size_t n)
{
    (void)crypto;
    (void)alg;
    for (size_t i = 0; i < n; i++)
        jobs[i].ok = i % 2;
    return n / 2;
}

static void frames_that_the_provider_fails_on_are_not_sent(void **state)
{
    (void)state;
    rig.env.crypto_ops.seal = seal_some;
    assert_int_equal(send_burst(6), 6);
    assert_int_equal(rig.radio_count, 3);
    assert_int_equal(rig.done_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rig.done[i].err, D11_ERR_CRYPTO);
        assert_int_equal(pn_of(i), 2 * i + 2);
    }
    assert_int_equal(rig.radio[2].flags & D11_TX_MORE, 0);
    assert_int_equal(rig.radio[1].flags & D11_TX_MORE, D11_TX_MORE);
}

/* The radio has the key and wants the cipher header, or not; room for the
 * MIC, or not; packet numbers from us, or not. */
static void a_radio_with_the_key_gets_what_it_wants(void **state)
{
    static const uint8_t zeroes[8] = {0};
    (void)state;

    for (unsigned i = 0; i < 8; i++) {
        const uint16_t flags = (uint16_t)((i & 1 ? D11_KEY_HW_HEADER : 0) |
                                          (i & 2 ? D11_KEY_HW_MIC : 0) |
                                          (i & 4 ? D11_KEY_HW_PN_TX : 0));
        const size_t header = i & 1 ? 0 : 8;
        const size_t mic = i & 2 ? 0 : 8;
        const uint8_t *at;

        rig_setup(&rig.env.crypto_ops, rig.env.config.crypto);
        rig.vifs[0].links[0].is_protected = true;
        rig_install_hw(0, flags);
        rig.peers[0].keys[0].tx_pn = 5;
        assert_int_equal(send_burst(1), 1);
        assert_int_equal(rig.radio_count, 1);
        assert_int_equal(rig.radio[0].flags, D11_TX_PROTECT);
        assert_int_equal(rig.radio[0].hw_slot, 30);
        assert_int_equal(rig.radio[0].frame->len, 26 + header + 72 + mic);
        assert_int_equal(mpdu(0)[1], D11_FC1_TO_DS | D11_FC1_PROTECTED);
        at = mpdu(0) + 26 + header;
        assert_memory_equal(at, "\xaa\xaa\x03\0\0\0\x08\0", 8);
        /* SEC-TXP-01: one owner of the packet numbers. */
        if (header != 0)
            assert_int_equal(pn_of(0), i & 4 ? 0 : 6);
        assert_int_equal(rig.peers[0].keys[0].tx_pn, i & 4 ? 5 : 6);
        /* SEC-TXP-05 */
        assert_memory_equal(at + 72, zeroes, mic);
        rig_status(1, true, false);
        d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                     rig.env.config.crypto);
        d11_key_wipe(&rig.ap_pairwise[0], &rig.env.crypto_ops,
                     rig.env.config.crypto);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SECURE_TEST(a_burst_is_sealed_in_place),
        SECURE_TEST(packet_numbers_grow_over_all_frames),
        SECURE_TEST(without_packet_numbers_nothing_is_sent),
        SECURE_TEST(without_a_usable_key_data_is_refused),
        SECURE_TEST(no_frame_leaves_under_a_group_key),
        SECURE_TEST(frames_that_the_provider_fails_on_are_not_sent),
        OPEN_TEST(a_radio_with_the_key_gets_what_it_wants),
    };

    return cmocka_run_group_tests_name("tx/protect", tests, NULL, NULL);
}
