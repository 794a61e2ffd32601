/* Tests of src/tx/limit.c: what the radio is told of each frame.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "hw/attrs.h"

static const struct d11_attrs_ops ops = {.send_exempt = d11_tx_send_exempt,
                                         .limit = d11_tx_limit};
static const struct dot11_part part = {.kind = D11_PART_ATTRS, .ops = &ops};
static struct d11_attrs attrs;
static void *states[D11_PART_COUNT];

static const struct dot11_part *parts[D11_PART_COUNT];

static int setup_attrs(void **state)
{
    (void)setup(state);
    memset(&attrs, 0, sizeof attrs);
    memset(states, 0, sizeof states);
    attrs.numbers[D11_ATTR_RTS_THRESHOLD] = 2347;
    attrs.numbers[D11_ATTR_SHORT_RETRY_LIMIT] = 7;
    attrs.numbers[D11_ATTR_LONG_RETRY_LIMIT] = 4;
    attrs.numbers[D11_ATTR_TX_LIFETIME] = 512;
    states[D11_PART_ATTRS] = &attrs;
    rig.vifs[0].part_state = states;
    parts[D11_PART_ATTRS] = &part;
    rig.env.parts = parts;
    return 0;
}

#define ATTRS_TEST(f) cmocka_unit_test_setup_teardown(f, setup_attrs, teardown)

static void send(size_t len)
{
    struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, len);

    assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1), 1);
}

static const struct dot11_tx *last(void)
{
    return &rig.radio[rig.radio_count - 1];
}

/* N80211-TX-10, N80211-TX-13: an MPDU of 24 + 2 + 8 + payload + FCS octets. */
static void the_threshold_decides_about_rts_and_retries(void **state)
{
    (void)state;
    attrs.numbers[D11_ATTR_RTS_THRESHOLD] = 500;
    send(500 - 38);
    assert_int_equal(last()->flags & D11_TX_RTS, 0);
    assert_int_equal(last()->tries, 7);
    send(500 - 37);
    assert_int_equal(last()->flags & D11_TX_RTS, D11_TX_RTS);
    assert_int_equal(last()->tries, 4);
}

/* N80211-TX-11: the default of 2347 is more than any MPDU has. */
static void the_default_never_asks_for_rts(void **state)
{
    (void)state;
    send(D11_MSDU_MAX - 8);
    assert_int_equal(last()->flags & D11_TX_RTS, 0);
    assert_int_equal(last()->tries, 7);
}

/* N80211-TX-11: 0 means every frame, but those that nobody acknowledges. */
static void a_threshold_of_zero_is_for_all(void **state)
{
    const struct d11_tx_mgmt how = {2437, 0, true, NULL};
    struct dot11_frame *frame = rig_alloc(64);

    (void)state;
    attrs.numbers[D11_ATTR_RTS_THRESHOLD] = 0;
    send(1);
    assert_int_equal(last()->flags & D11_TX_RTS, D11_TX_RTS);
    frame->len = 60;
    assert_int_equal(d11_tx_mgmt(&rig.tx, &rig.vifs[0], frame, &how), D11_OK);
    assert_int_equal(last()->flags & (D11_TX_RTS | D11_TX_NO_ACK),
                     D11_TX_NO_ACK);
}

/* N80211-TX-9: what the radio has is as it was, what waits is as it is now. */
static void a_new_threshold_is_for_frames_handed_over_later(void **state)
{
    (void)state;
    send(200);
    rig.radio_room = 0;
    send(200);
    attrs.numbers[D11_ATTR_RTS_THRESHOLD] = 100;
    assert_int_equal(rig.radio[0].flags & D11_TX_RTS, 0);
    rig.radio_room = 8;
    d11_tx_ready(&rig.tx, 1u << D11_AC_BE);
    send(200);
    assert_int_equal(rig.radio_count, 3);
    assert_int_equal(rig.radio[1].flags & D11_TX_RTS, D11_TX_RTS);
    assert_int_equal(rig.radio[2].flags & D11_TX_RTS, D11_TX_RTS);
}

/* N80211-TX-14 */
static void lifetimes_are_told_in_microseconds(void **state)
{
    static const struct {
        uint32_t tu;
        uint32_t us;
    } lives[] = {{1, 1024},
                 {512, 524288},
                 {4194303, 4294966272u},
                 {4194304, UINT32_MAX},
                 {UINT32_MAX, UINT32_MAX}};

    (void)state;
    for (size_t i = 0; i < sizeof lives / sizeof lives[0]; i++) {
        attrs.numbers[D11_ATTR_TX_LIFETIME] = lives[i].tu;
        send(10);
        assert_int_equal(last()->lifetime_us, lives[i].us);
    }
}

/* N80211-TX-14: it was given up, and that is a failure. */
static void what_is_too_late_is_lost(void **state)
{
    struct dot11_tx_status status = {0};

    (void)state;
    send(10);
    status.frame = rig.radio[0].frame;
    status.expired = 1;
    status.acked = 1;
    rig.radio[0].frame = NULL;
    d11_tx_status(&rig.tx, &status, 1);
    assert_int_equal(rig.done_count, 1);
    assert_int_equal(rig.done[0].err, D11_ERR_LOST);
    assert_int_equal(rig.env.stats.tx_failed, 1);
}

/* Without attributes the radio does as it likes. */
static void nothing_is_said_without_attributes(void **state)
{
    (void)state;
    send(1000);
    assert_int_equal(last()->flags & D11_TX_RTS, 0);
    assert_int_equal(last()->tries, 0);
    assert_int_equal(last()->lifetime_us, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ATTRS_TEST(the_threshold_decides_about_rts_and_retries),
        ATTRS_TEST(the_default_never_asks_for_rts),
        ATTRS_TEST(a_threshold_of_zero_is_for_all),
        ATTRS_TEST(a_new_threshold_is_for_frames_handed_over_later),
        ATTRS_TEST(lifetimes_are_told_in_microseconds),
        ATTRS_TEST(what_is_too_late_is_lost),
        OPEN_TEST(nothing_is_said_without_attributes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
