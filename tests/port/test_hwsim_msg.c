/* ports/linux/hwsim_msg.c
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_msg.h"

#include <linux/netlink.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const uint8_t frame[27] = {0x80, 0, 0, 0, 0xff};

static struct hwsim_msg everything(void)
{
    struct hwsim_msg msg = {.cmd = HWSIM_CMD_FRAME};

    msg.has = HWSIM_HAS(HWSIM_ATTR_ADDR_RECEIVER) |
              HWSIM_HAS(HWSIM_ATTR_ADDR_TRANSMITTER) |
              HWSIM_HAS(HWSIM_ATTR_FRAME) | HWSIM_HAS(HWSIM_ATTR_FLAGS) |
              HWSIM_HAS(HWSIM_ATTR_RX_RATE) | HWSIM_HAS(HWSIM_ATTR_SIGNAL) |
              HWSIM_HAS(HWSIM_ATTR_TX_INFO) | HWSIM_HAS(HWSIM_ATTR_COOKIE) |
              HWSIM_HAS(HWSIM_ATTR_RADIO_ID) | HWSIM_HAS(HWSIM_ATTR_FREQ);
    memset(msg.receiver, 0x42, 6);
    memset(msg.transmitter, 0x43, 6);
    msg.frame = frame;
    msg.frame_len = sizeof(frame);
    msg.flags = 5;
    msg.rx_rate = 11;
    msg.signal_dbm = -50;
    msg.cookie = 0x1122334455667788;
    msg.radio_id = 7;
    msg.freq_mhz = 5180;
    for (unsigned i = 0; i < HWSIM_TX_RATES; i++) {
        msg.tx_info[i].index = (int8_t)(3 - (int)i);
        msg.tx_info[i].count = (uint8_t)i;
    }
    return msg;
}

static void what_was_encoded_decodes_to_the_same(void **state)
{
    struct hwsim_msg msg = everything();
    struct hwsim_msg back;
    uint8_t buf[512];
    struct nlmsghdr head;
    size_t len = hwsim_msg_encode(&msg, 29, NLM_F_ACK, 77, buf, sizeof(buf));

    (void)state;
    memcpy(&head, buf, sizeof(head));
    assert_int_equal(head.nlmsg_len, len);
    assert_int_equal(head.nlmsg_type, 29);
    assert_int_equal(head.nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
    assert_int_equal(head.nlmsg_seq, 77);
    assert_int_equal(len % 4, 0);

    assert_true(hwsim_msg_decode(buf + 16, len - 16, &back));
    assert_int_equal(back.cmd, msg.cmd);
    assert_int_equal(back.has, msg.has);
    assert_memory_equal(back.receiver, msg.receiver, 6);
    assert_memory_equal(back.transmitter, msg.transmitter, 6);
    assert_int_equal(back.frame_len, sizeof(frame));
    assert_memory_equal(back.frame, frame, sizeof(frame));
    assert_int_equal(back.flags, 5);
    assert_int_equal(back.rx_rate, 11);
    assert_int_equal(back.signal_dbm, -50);
    assert_true(back.cookie == msg.cookie);
    assert_int_equal(back.radio_id, 7);
    assert_int_equal(back.freq_mhz, 5180);
    assert_memory_equal(back.tx_info, msg.tx_info, sizeof(msg.tx_info));
}

/* The layout, from the definition of netlink: header of 16 octets, generic
 * header of 4, then length, type and value of each attribute. */
static void a_message_has_the_layout_of_netlink(void **state)
{
    struct hwsim_msg msg = {.cmd = HWSIM_CMD_GET_RADIO};
    struct nlmsghdr head = {.nlmsg_len = 28,
                            .nlmsg_type = 30,
                            .nlmsg_flags = NLM_F_REQUEST,
                            .nlmsg_seq = 9};
    uint16_t attr[2] = {8, HWSIM_ATTR_RADIO_ID};
    uint8_t expected[28] = {0};
    uint8_t buf[64];

    (void)state;
    msg.has = HWSIM_HAS(HWSIM_ATTR_RADIO_ID);
    msg.radio_id = 3;
    memcpy(expected, &head, 16);
    expected[16] = 6;
    expected[17] = 1;
    memcpy(expected + 20, attr, 4);
    memcpy(expected + 24, &msg.radio_id, 4);
    assert_int_equal(hwsim_msg_encode(&msg, 30, 0, 9, buf, sizeof(buf)), 28);
    assert_memory_equal(buf, expected, 28);
}

static void a_buffer_that_is_too_small_is_refused(void **state)
{
    struct hwsim_msg msg = everything();
    uint8_t whole[512];
    size_t len = hwsim_msg_encode(&msg, 29, 0, 1, whole, sizeof(whole));

    (void)state;
    assert_true(len <= sizeof(frame) + HWSIM_MSG_OVERHEAD);
    for (size_t cap = 0; cap < len; cap++) {
        uint8_t *buf = malloc(cap + 1);

        assert_int_equal(hwsim_msg_encode(&msg, 29, 0, 1, buf, cap), 0);
        free(buf);
    }
}

static void every_prefix_is_read_in_bounds(void **state)
{
    struct hwsim_msg msg = everything();
    struct hwsim_msg back;
    uint8_t whole[512];
    size_t len = hwsim_msg_encode(&msg, 29, 0, 1, whole, sizeof(whole)) - 16;

    (void)state;
    for (size_t cut = 0; cut < len; cut++) {
        uint8_t *buf = malloc(cut > 0 ? cut : 1);

        memcpy(buf, whole + 16, cut);
        if (hwsim_msg_decode(buf, cut, &back) && back.frame != NULL)
            assert_true(back.frame + back.frame_len <= buf + cut);
        free(buf);
    }
}

static void an_attribute_of_a_wrong_length_counts_as_missing(void **state)
{
    uint8_t body[] = {2, 1, 0, 0, 6, 0, HWSIM_ATTR_FREQ, 0, 0x3c, 0x14, 0, 0};
    struct hwsim_msg msg;
    uint16_t head[2] = {6, HWSIM_ATTR_FREQ};

    (void)state;
    memcpy(body + 4, head, 4);
    assert_true(hwsim_msg_decode(body, sizeof(body), &msg));
    assert_int_equal(msg.has, 0);
    assert_int_equal(msg.freq_mhz, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_encoded_decodes_to_the_same),
        cmocka_unit_test(a_message_has_the_layout_of_netlink),
        cmocka_unit_test(a_buffer_that_is_too_small_is_refused),
        cmocka_unit_test(every_prefix_is_read_in_bounds),
        cmocka_unit_test(an_attribute_of_a_wrong_length_counts_as_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
