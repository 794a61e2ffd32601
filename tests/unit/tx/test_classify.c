/* Tests of src/tx/classify.c: what may be sent, and how urgent it is.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "base/octets.h"
#include "tx/steps.h"

static uint8_t priority_of(uint16_t ethertype, const uint8_t packet[4])
{
    uint8_t eth[18] = {0};

    d11_store_be16(eth + 12, ethertype);
    memcpy(eth + 14, packet, 4);
    return d11_tx_priority(eth, sizeof(eth));
}

static uint8_t ipv4(unsigned dscp)
{
    const uint8_t packet[4] = {0x45, (uint8_t)(dscp << 2 | 3)};

    return priority_of(D11_ETHERTYPE_IPV4, packet);
}

/* RFC 8325, 4.3 */
static void dscps_have_their_priorities(void **state)
{
    static const struct {
        uint8_t dscp, priority;
    } rows[] = {{0, 0},  {8, 1},  {10, 0}, {12, 0}, {14, 0}, {16, 0},
                {18, 3}, {20, 3}, {22, 3}, {24, 4}, {26, 4}, {28, 4},
                {30, 4}, {32, 4}, {34, 4}, {36, 4}, {38, 4}, {40, 5},
                {44, 6}, {46, 6}, {48, 7}, {56, 7}, {1, 0},  {63, 0}};
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const unsigned dscp = rows[i].dscp;
        const uint8_t ipv6[4] = {(uint8_t)(0x60 | dscp >> 2),
                                 (uint8_t)(dscp << 6 | 0x3f), 0, 0};

        assert_int_equal(ipv4(dscp), rows[i].priority);
        assert_int_equal(priority_of(D11_ETHERTYPE_IPV6, ipv6),
                         rows[i].priority);
    }
}

static void vlan_tags_have_their_priorities(void **state)
{
    (void)state;
    for (uint8_t pcp = 0; pcp < 8; pcp++) {
        const uint8_t tag[4] = {(uint8_t)(pcp << 5 | 0x1f), 0xff, 8, 0};

        assert_int_equal(priority_of(D11_ETHERTYPE_VLAN, tag), pcp);
    }
}

static void anything_else_is_best_effort(void **state)
{
    static const uint8_t octets[4] = {0xff, 0xff, 0xff, 0xff};
    uint8_t eth[15] = {0};
    (void)state;

    assert_int_equal(priority_of(D11_ETHERTYPE_ARP, octets), 0);
    assert_int_equal(priority_of(60, octets), 0);
    /* Too short to say. */
    d11_store_be16(eth + 12, D11_ETHERTYPE_IPV4);
    eth[14] = 0xff;
    assert_int_equal(d11_tx_priority(eth, 14), 0);
    assert_int_equal(d11_tx_priority(eth, 15), 0);
}

/* Table 10-1 */
static void priorities_have_their_access_categories(void **state)
{
    static const uint8_t acs[8] = {D11_AC_BE, D11_AC_BK, D11_AC_BK, D11_AC_BE,
                                   D11_AC_VI, D11_AC_VI, D11_AC_VO, D11_AC_VO};
    (void)state;

    for (uint8_t i = 0; i < 8; i++)
        assert_int_equal(d11_tx_ac(i), acs[i]);
}

static bool send(struct dot11_frame *frame)
{
    return d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1) == 1;
}

/* N80211-PORT-3, N80211-TX-16, N80211-TX-19, SEC-TXP-04 */
static void without_an_open_port_everything_is_refused(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        rig_setup(&rig.env.crypto_ops, rig.env.config.crypto);
        if (i == 0)
            rig.peers[0].authorized = false;
        if (i == 1)
            rig.peers[0].associated = false;
        if (i == 2)
            rig.vifs[0].active = false;
        if (i == 3)
            rig.vifs[0].paused = true;
        if (i == 4)
            rig.vifs[0].links[0].is_protected = true;
        assert_false(rig_send(rig_other, 0x88b5));
        assert_int_equal(rig.done_count, 1);
        assert_int_equal(rig.done[0].err, D11_ERR_STATE);
        assert_int_equal(rig.env.stats.tx_refused, 1);
        assert_int_equal(rig.radio_count, 0);
    }
}

static void frames_of_impossible_lengths_are_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len < 14; len++) {
        struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, 0);

        frame->len = (uint32_t)len;
        assert_false(send(frame));
    }
    assert_true(send(rig_ethernet(rig_other, 0x88b5, 2304 - 8)));
    assert_false(send(rig_ethernet(rig_other, 0x88b5, 2304 - 7)));
    assert_int_equal(rig.done[0].err, D11_ERR_ARG);
    assert_int_equal(rig.done_count, 15);
}

static void frames_without_room_are_refused(void **state)
{
    struct dot11_frame *frame;
    (void)state;

    frame = rig_ethernet(rig_other, 0x88b5, 64);
    frame->head = frame->data - (D11_TX_HEADROOM + 4) + 1;
    assert_false(send(frame));
    frame = rig_ethernet(rig_other, 0x88b5, 64);
    frame->end = frame->data + frame->len + D11_TX_TAILROOM + 4 - 1;
    assert_false(send(frame));
    frame = rig_ethernet(rig_other, 0x88b5, 64);
    frame->next = frame;
    assert_false(send(frame));
    frame = rig_ethernet(rig_other, 0x88b5, 64);
    frame->head = frame->data - (D11_TX_HEADROOM + 4);
    frame->end = frame->data + frame->len + D11_TX_TAILROOM + 4;
    assert_true(send(frame));
    assert_int_equal(rig.done_count, 3);
    assert_int_equal(rig.done[0].err, D11_ERR_ARG);
}

static void lengths_that_are_no_type_must_fit(void **state)
{
    static const struct {
        uint16_t type;
        bool good;
    } rows[] = {{0, false},    {2, false},   {3, true},
                {64, true},    {65, false},  {1500, false},
                {1535, false}, {1536, true}, {0xffff, true}};
    (void)state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(rig_send(rig_other, rows[i].type), rows[i].good);
}

/* A frame with three addresses says that its sender is its source. */
static void a_station_sends_for_itself_alone(void **state)
{
    struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, 64);
    (void)state;

    memcpy(frame->data + 6, rig_own[1], 6);
    assert_false(send(frame));
    assert_int_equal(rig.done[0].err, D11_ERR_ARG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dscps_have_their_priorities),
        cmocka_unit_test(vlan_tags_have_their_priorities),
        cmocka_unit_test(anything_else_is_best_effort),
        cmocka_unit_test(priorities_have_their_access_categories),
        OPEN_TEST(without_an_open_port_everything_is_refused),
        OPEN_TEST(frames_of_impossible_lengths_are_refused),
        OPEN_TEST(frames_without_room_are_refused),
        OPEN_TEST(lengths_that_are_no_type_must_fit),
        OPEN_TEST(a_station_sends_for_itself_alone),
    };

    return cmocka_run_group_tests_name("tx/classify", tests, NULL, NULL);
}
