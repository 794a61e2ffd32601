/* Payload encapsulation: N80211-ENCAP-*, RX-14, TX-25.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "air.h"

static struct air air;

static struct rig *open_rig(void)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, false);
    rig = rig_new(&options);
    air_listen(&air, rig);
    rig_connect(rig);
    air_forget(&air);
    return rig;
}

/* N80211-ENCAP-1: AppleTalk ARP and IPX go through 802.1H's bridge tunnel, all
 * others as RFC 1042 has it; in both directions. */
static void two_protocols_are_tunnelled_and_no_others(void **state)
{
    static const uint8_t rfc1042[6] = {0xaa, 0xaa, 3, 0, 0, 0};
    static const uint8_t tunnel[6] = {0xaa, 0xaa, 3, 0, 0, 0xf8};
    static const struct {
        uint16_t ethertype;
        const uint8_t *header;
    } rows[] = {
        {0x80f3, tunnel},  {0x8137, tunnel},  {0x0800, rfc1042},
        {0x0806, rfc1042}, {0x86dd, rfc1042}, {0x88b5, rfc1042},
        {0x809b, rfc1042}, {0x0600, rfc1042}, {0xffff, rfc1042},
    };
    struct rig *rig = open_rig();

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct air_frame *frame;
        const uint8_t *body;

        air_forget(&air);
        assert_int_equal(air_send(&air, NULL, rows[i].ethertype, NULL, 0, 50),
                         D11_OK);
        air_wait(&air, 5000);
        frame = air_first_msdu(&air);
        assert_non_null(frame);
        body = frame->octets + frame->header.len;
        assert_memory_equal(body, rows[i].header, 6);
        assert_int_equal(body[6] << 8 | body[7], rows[i].ethertype);
        assert_int_equal(air.wired, 1);
        assert_int_equal(air.wire[12] << 8 | air.wire[13], rows[i].ethertype);

        air_forget(&air);
        air_from_wire(&air, rows[i].ethertype, NULL, 0, 50);
        air_wait(&air, 5000);
        assert_int_equal(air.msdus, 1);
        assert_int_equal(air.msdu_len, 64);
        assert_int_equal(air.msdu[12] << 8 | air.msdu[13], rows[i].ethertype);
        for (size_t k = 0; k < 50; k++)
            assert_int_equal(air.msdu[14 + k], (uint8_t)(k * 7 + 1));
    }
    rig_end(rig);
}

/* N80211-TX-25, N80211-RX-14: 802.1Q is not the station's: it says nothing out
 * of band, so a tag stays where it is, behind the LLC/SNAP header. */
static void a_vlan_tag_stays_in_the_frame(void **state)
{
    static const uint8_t tag[4] = {0xa0, 0x05, 0x08, 0x00};
    const struct air_frame *frame;
    struct rig *rig = open_rig();

    (void)state;
    assert_int_equal(air_send(&air, NULL, D11_ETHERTYPE_VLAN, tag, 4, 60),
                     D11_OK);
    air_wait(&air, 5000);
    frame = air_first_msdu(&air);
    assert_non_null(frame);
    assert_memory_equal(frame->octets + frame->header.len + 8, tag, 4);
    assert_int_equal(air.wire_len, 74);
    assert_memory_equal(air.wire + 14, tag, 4);
    air_from_wire(&air, D11_ETHERTYPE_VLAN, tag, 4, 60);
    air_wait(&air, 5000);
    assert_int_equal(air.msdus, 1);
    assert_int_equal(air.msdu_len, 74);
    assert_memory_equal(air.msdu + 14, tag, 4);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(two_protocols_are_tunnelled_and_no_others),
        RIG_TEST(a_vlan_tag_stays_in_the_frame),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
