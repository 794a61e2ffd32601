/* Tests of src/rx/offload.c: Ethernet frames from the radio.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define DECRYPTED                                                              \
    (D11_RX_8023 | D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED)

static void give_keys_to_the_radio(void)
{
    for (unsigned i = 0; i < RIG_STATIONS; i++) {
        rig.peers[i].keys[0].flags |= D11_KEY_HW;
        rig.vifs[i].links[0].gtk[1].flags |= D11_KEY_HW;
    }
}

static struct dot11_rx *add(uint64_t pn)
{
    struct dot11_rx *rx = rig_add_ethernet(rig_own[0], D11_ETHERTYPE_IPV4);

    rx->flags = DECRYPTED;
    rx->pn = pn;
    return rx;
}

static void they_are_delivered_as_they_are(void **state)
{
    struct dot11_rx *rx = rig_add_ethernet(rig_own[1], 0x88b5);
    (void)state;

    rx->tid = 5;
    rig_receive();
    assert_int_equal(rig.msdu_count, 1);
    assert_ptr_equal(rig.msdus[0].data, rig.msdus[0].frame->data);
    assert_int_equal(rig.msdus[0].len, 14 + 32);
    assert_int_equal(rig.msdus[0].tid, 5);
    assert_ptr_equal(rig.msdu_sta[0], rig.vifs[1].sta);
}

/* A host that does not list the part gets none. */
static void without_the_part_they_are_dropped(void **state)
{
    (void)state;
    rig.env.parts = NULL;
    (void)rig_add_ethernet(rig_own[1], 0x88b5);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    assert_int_equal(rig.msdu_count, 0);
}

static void one_to_a_group_goes_to_all_stations(void **state)
{
    (void)state;
    (void)rig_add_ethernet(rig_broadcast, 0x88b5);
    rig_receive();
    assert_int_equal(rig.msdu_count, 2);
    assert_int_equal(rig.env.stats.copies, 1);
}

/* SEC-PRT-02, SEC-PRT-03 */
static void plaintext_rules_hold_for_them(void **state)
{
    (void)state;
    (void)rig_add_ethernet(rig_own[0], D11_ETHERTYPE_IPV4);
    (void)rig_add_ethernet(rig_broadcast, D11_ETHERTYPE_ARP);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1 + 2);
    (void)rig_add_ethernet(rig_own[0], D11_ETHERTYPE_EAPOL);
    rig_receive();
    assert_int_equal(rig.packet_count, 1);
    rig.peers[0].verified = true;
    (void)rig_add_ethernet(rig_own[0], D11_ETHERTYPE_EAPOL);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-RPL-08 */
static void packet_numbers_are_checked(void **state)
{
    (void)state;
    give_keys_to_the_radio();
    (void)add(5);
    (void)add(5);
    (void)add(6);
    rig_receive();
    assert_int_equal(rig.msdu_count, 2);
    assert_int_equal(rig_dropped(D11_DROP_REPLAY), 1);
    assert_true(rig.peers[0].verified);
}

/* SEC-RPL-08, SEC-PRT-07 */
static void the_radio_must_tell_the_whole_story(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    (void)add(1); /* not its key */
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 1);
    give_keys_to_the_radio();
    rx = add(1);
    rx->flags &= ~(uint32_t)D11_RX_IV_STRIPPED;
    rx = add(1);
    rx->flags =
        D11_RX_8023 | D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_OK;
    rx = add(1);
    rx->tid = 16;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_DESCRIPTOR), 3);
    rx = add(1);
    rx->flags |= D11_RX_GROUP_KEY;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_KEY_ADDRESS), 1);
    rx = add(1);
    rx->key_id = 1;
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NO_KEY), 1);
    assert_int_equal(rig.msdu_count, 0);
}

static void they_are_refused_like_any_frame(void **state)
{
    struct dot11_rx *rx;
    (void)state;

    rx = rig_add_ethernet(rig_own[0], 0x88b5);
    rx->frame->len = 13;
    (void)rig_add_ethernet(rig_other, 0x88b5);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_TOO_SHORT), 1);
    assert_int_equal(rig_dropped(D11_DROP_NOT_FOR_US), 1);
    rig.peers[0].authorized = false;
    (void)rig_add_ethernet(rig_own[0], 0x88b5);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_PORT), 1);
    for (unsigned i = 0; i < RIG_STATIONS; i++)
        rig.peers[i].associated = false;
    (void)rig_add_ethernet(rig_own[0], 0x88b5);
    (void)rig_add_ethernet(rig_broadcast, 0x88b5);
    rig_receive();
    assert_int_equal(rig_dropped(D11_DROP_NOT_ASSOCIATED), 2);
    assert_int_equal(rig.in_use, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(they_are_delivered_as_they_are),
        OPEN_TEST(without_the_part_they_are_dropped),
        OPEN_TEST(one_to_a_group_goes_to_all_stations),
        SECURE_TEST(plaintext_rules_hold_for_them),
        SECURE_TEST(packet_numbers_are_checked),
        SECURE_TEST(the_radio_must_tell_the_whole_story),
        OPEN_TEST(they_are_refused_like_any_frame),
    };

    return cmocka_run_group_tests_name("rx/offload", tests, NULL, NULL);
}
