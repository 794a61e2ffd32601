/* Tests of src/tx/queue.c and the order in tx.c: waiting, and for what.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "base/octets.h"

static size_t send_numbered(unsigned from, size_t n, uint8_t tos)
{
    struct dot11_frame *frames[64];

    for (size_t i = 0; i < n; i++) {
        frames[i] = rig_ethernet(rig_other, D11_ETHERTYPE_IPV4, 64);
        frames[i]->data[15] = tos;
        frames[i]->data[20] = (uint8_t)(from + i);
    }
    return d11_tx_msdus(&rig.tx, &rig.vifs[0], frames, n);
}

static uint8_t number(size_t i)
{
    return rig.radio[i].frame->data[26 + 8 + 6];
}

static uint16_t sequence(size_t i)
{
    return d11_load_le16(rig.radio[i].frame->data + 22) >> 4;
}

static void the_ready(size_t room)
{
    rig.radio_room = room;
    d11_tx_ready(&rig.tx, 1u << D11_AC_BE);
}

/* The radio takes some of a burst: the others go first later, in order. */
static void what_the_radio_does_not_take_goes_first_later(void **state)
{
    (void)state;
    rig.radio_room = 3;
    assert_int_equal(send_numbered(0, 10, 0), 10);
    assert_int_equal(rig.radio_count, 3);
    assert_int_equal(rig.vifs[0].tx.queued[D11_AC_BE], 7);
    the_ready(2);
    assert_int_equal(rig.radio_count, 5);
    the_ready(20);
    assert_int_equal(rig.radio_count, 10);
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(number(i), i);
        assert_int_equal(sequence(i), i);
    }
    assert_int_equal(rig.vifs[0].tx.queued[D11_AC_BE], 0);
    assert_int_equal(rig.env.tx_out, 10);
}

static void the_next_send_tries_again(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send_numbered(0, 2, 0), 2);
    rig.radio_room = 10;
    assert_int_equal(send_numbered(2, 1, 0), 1);
    assert_int_equal(rig.radio_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(number(i), i);
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send_numbered(0, 40, 0), 16);
    assert_int_equal(rig.done_count, 24);
    for (size_t i = 0; i < 24; i++)
        assert_int_equal(rig.done[i].err, D11_ERR_FULL);
    assert_int_equal(rig.env.stats.tx_refused, 24);
    assert_int_equal(rig.env.stats.tx_msdus, 16);
    /* Each access category has a queue of its own. */
    assert_int_equal(send_numbered(0, 2, 46 << 2), 2);
    the_ready(RIG_RECORDS);
    assert_int_equal(rig.radio_count, 18);
    /* The most urgent go first. */
    for (size_t i = 0; i < 18; i++)
        assert_int_equal(rig.radio[i].ac, i < 2 ? D11_AC_VO : D11_AC_BE);
}

/* A burst longer than the queue goes through when the radio takes it. */
static void a_queue_is_no_limit_for_what_need_not_wait(void **state)
{
    (void)state;
    assert_int_equal(send_numbered(0, 50, 0), 50);
    assert_int_equal(rig.radio_count, 50);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(number(i), i);
}

static void the_host_hears_of_full_queues_once(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send_numbered(0, 15, 0), 15);
    assert_int_equal(rig.flow_calls, 0);
    assert_int_equal(send_numbered(15, 1, 0), 1);
    assert_int_equal(rig.flow_calls, 1);
    assert_int_equal(rig.stopped, 1u << D11_AC_BE);
    (void)send_numbered(16, 3, 0);
    assert_int_equal(rig.flow_calls, 1);
    the_ready(7);
    assert_int_equal(rig.flow_calls, 1);
    the_ready(1);
    assert_int_equal(rig.flow_calls, 2);
    assert_int_equal(rig.stopped, 0);
}

static void the_radio_gets_no_more_than_it_may_have(void **state)
{
    (void)state;
    rig.env.config.tx_pending = 5;
    assert_int_equal(send_numbered(0, 12, 0), 12);
    assert_int_equal(rig.radio_count, 5);
    rig_status(2, true, false);
    assert_int_equal(rig.radio_count, 5);
    assert_int_equal(rig.env.tx_out, 5);
    assert_int_equal(number(4), 6);
    rig_status(5, true, false);
    rig_status(5, true, false);
    assert_int_equal(rig.done_count, 12);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(rig.done[i].err, D11_OK);
}

static void bursts_say_that_more_follows(void **state)
{
    (void)state;
    assert_int_equal(send_numbered(0, RIG_BURST, 0), RIG_BURST);
    for (size_t i = 0; i < RIG_BURST; i++)
        assert_int_equal(rig.radio[i].flags,
                         i + 1 < RIG_BURST ? D11_TX_MORE : 0);
}

static void held_msdus_wait(void **state)
{
    (void)state;
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_AWAY | D11_HOLD_KEY, true);
    assert_int_equal(send_numbered(0, 3, 0), 3);
    the_ready(10);
    assert_int_equal(rig.radio_count, 0);
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_AWAY, false);
    assert_int_equal(rig.radio_count, 0);
    d11_tx_hold(&rig.tx, &rig.vifs[0], D11_HOLD_KEY, false);
    assert_int_equal(rig.radio_count, 3);
}

static void a_paused_station_sends_nothing_that_waits(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send_numbered(0, 3, 0), 3);
    rig.vifs[0].paused = true;
    the_ready(10);
    assert_int_equal(rig.radio_count, 0);
    rig.vifs[0].paused = false;
    the_ready(10);
    assert_int_equal(rig.radio_count, 3);
}

/* N80211-PORT-15, A27 */
static void a_flush_gives_everything_back(void **state)
{
    (void)state;
    rig.radio_room = 2;
    assert_int_equal(send_numbered(0, 14, 0), 14);
    assert_int_equal(send_numbered(14, 3, 46 << 2), 3);
    d11_tx_flush(&rig.tx, &rig.vifs[0], D11_ERR_LOST);
    assert_int_equal(rig.done_count, 15);
    for (size_t i = 0; i < 15; i++)
        assert_int_equal(rig.done[i].err, D11_ERR_LOST);
    the_ready(10);
    assert_int_equal(rig.radio_count, 2);
}

static void install_other(void)
{
    rig_install_pairwise(0, 0x99);
}

/* SEC-TXP-03, A26: numbered under one key, not sent under the next. */
static void a_new_key_ends_what_waits_under_the_old_one(void **state)
{
    (void)state;
    rig.radio_room = 2;
    assert_int_equal(send_numbered(0, 12, 0), 12);
    install_other();
    rig.radio_room = RIG_RECORDS;
    the_ready(RIG_RECORDS);
    /* Two went, six had their packet numbers, four had not. */
    assert_int_equal(rig.done_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(rig.done[i].err, D11_ERR_STATE);
    assert_int_equal(rig.radio_count, 6);
    for (size_t i = 2; i < 6; i++)
        assert_true(rig_ap_opens(i, 0));
}

/* SEC-KEY-07: with two keys what was numbered under the one before still goes
 * under that, and what was not under the new one. */
static void a_second_key_ends_nothing_that_waits(void **state)
{
    (void)state;
    rig.radio_room = 2;
    assert_int_equal(send_numbered(0, 12, 0), 12);
    rig_use_second(0, 0x99);
    rig.peers[0].keys[1].generation = rig.peers[0].keys[0].generation;
    rig.radio_room = RIG_RECORDS;
    the_ready(RIG_RECORDS);
    assert_int_equal(rig.done_count, 0);
    assert_int_equal(rig.radio_count, 12);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(rig_ap_opens(i, 0), i < 8);
    assert_int_equal(rig.peers[0].keys[0].tx_pn, 8);
    assert_int_equal(rig.peers[0].keys[1].tx_pn, 4);
}

/* SEC-TXP-03, SEC-TXP-04, A27 */
static void a_removed_key_ends_everything_that_waits(void **state)
{
    (void)state;
    rig.radio_room = 2;
    assert_int_equal(send_numbered(0, 12, 0), 12);
    d11_key_wipe(&rig.peers[0].keys[0], &rig.env.crypto_ops,
                 rig.env.config.crypto);
    the_ready(RIG_RECORDS);
    assert_int_equal(rig.radio_count, 2);
    assert_int_equal(rig.done_count, 10);
}

/* SEC-TXP-03, N80211-PORT-15 */
static void what_waits_for_one_port_leaves_through_no_other(void **state)
{
    (void)state;
    rig.radio_room = 0;
    assert_int_equal(send_numbered(0, 4, 0), 4);
    rig.peers[0].session_id++;
    rig.radio_room = RIG_RECORDS;
    assert_int_equal(send_numbered(4, 1, 0), 1);
    assert_int_equal(rig.radio_count, 1);
    assert_int_equal(number(0), 4);
    assert_int_equal(rig.done_count, 4);
    rig.radio_room = 0;
    assert_int_equal(send_numbered(5, 2, 0), 2);
    rig.peers[0].authorized = false;
    the_ready(RIG_RECORDS);
    assert_int_equal(rig.radio_count, 1);
    assert_int_equal(rig.done_count, 6);
}

static void stations_take_turns(void **state)
{
    unsigned firsts[RIG_STATIONS] = {0};
    (void)state;

    rig.radio_room = 0;
    for (unsigned i = 0; i < 8; i++) {
        struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, 64);

        memcpy(frame->data + 6, rig_own[i % 2], 6);
        assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[i % 2], &frame, 1), 1);
    }
    for (unsigned i = 0; i < 4; i++) {
        the_ready(1);
        firsts[rig.radio[i].sta == rig.vifs[1].sta]++;
    }
    assert_int_equal(firsts[0], 2);
    assert_int_equal(firsts[1], 2);
}

/* N80211-TX-20: in the order in which they came, whatever their urgency and
 * however far they were, and from one port's counter to the next. */
static void what_waits_goes_back_in_the_order_it_came(void **state)
{
    static const uint8_t tos[] = {0x00, 0xb8, 0x20, 0x88, 0xb8, 0x00, 0x20};
    struct dot11_frame *sent[RIG_BURST * 4];
    size_t count = 0;

    (void)state;
    /* The numbers go round while they wait. */
    for (unsigned i = 0; i < 65530; i++) {
        struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, 64);

        assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[0], &frame, 1), 1);
        rig_status(1, true, false);
        rig.radio_count = 0;
        rig.done_count = 0;
    }
    rig.radio_room = 2;
    while (count < 18) {
        sent[count] = rig_ethernet(rig_other, D11_ETHERTYPE_IPV4, 64);
        sent[count]->data[15] = tos[count % sizeof tos];
        count++;
    }
    assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[0], sent, count), count);
    assert_int_equal(rig.radio_count, 2);
    d11_tx_flush(&rig.tx, &rig.vifs[0], D11_ERR_LOST);
    assert_int_equal(rig.done_count, count - 2);
    for (size_t i = 0, at = 0; i < count; i++) {
        if (sent[i] == rig.radio[0].frame || sent[i] == rig.radio[1].frame)
            continue;
        assert_ptr_equal(rig.done[at].frame, sent[i]);
        assert_int_equal(rig.done[at].err, D11_ERR_LOST);
        at++;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(what_the_radio_does_not_take_goes_first_later),
        OPEN_TEST(the_next_send_tries_again),
        OPEN_TEST(a_full_queue_refuses),
        OPEN_TEST(a_queue_is_no_limit_for_what_need_not_wait),
        OPEN_TEST(the_host_hears_of_full_queues_once),
        OPEN_TEST(the_radio_gets_no_more_than_it_may_have),
        OPEN_TEST(bursts_say_that_more_follows),
        OPEN_TEST(held_msdus_wait),
        OPEN_TEST(a_paused_station_sends_nothing_that_waits),
        OPEN_TEST(a_flush_gives_everything_back),
        SECURE_TEST(a_new_key_ends_what_waits_under_the_old_one),
        SECURE_TEST(a_second_key_ends_nothing_that_waits),
        SECURE_TEST(a_removed_key_ends_everything_that_waits),
        OPEN_TEST(what_waits_for_one_port_leaves_through_no_other),
        OPEN_TEST(stations_take_turns),
        OPEN_TEST(what_waits_goes_back_in_the_order_it_came),
    };

    return cmocka_run_group_tests_name("tx/queue", tests, NULL, NULL);
}
