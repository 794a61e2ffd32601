/* Tests of src/tx/status.c: what became of frames.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

static void send(size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_true(rig_send(rig_other, 0x88b5));
}

static void the_host_hears_what_became_of_its_msdus(void **state)
{
    (void)state;
    send(6);
    rig_status(2, true, false);
    rig_status(2, false, false);
    rig_status(2, true, true);
    assert_int_equal(rig.done_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(rig.done[i].err, i < 2   ? D11_OK
                                          : i < 4 ? D11_ERR_LOST
                                                  : D11_ERR_CANCELLED);
    assert_int_equal(rig.env.stats.tx_acked, 2);
    assert_int_equal(rig.env.stats.tx_failed, 2);
    assert_int_equal(rig.env.stats.tx_flushed, 2);
    assert_int_equal(rig.env.stats.tx_frames, 6);
    assert_int_equal(rig.vifs[0].tx.out, 0);
    assert_int_equal(rig.env.tx_out, 0);
    assert_int_equal(rig.in_use, 0);
}

static void msdus_come_back_to_their_own_station(void **state)
{
    struct dot11_frame *frame = rig_ethernet(rig_other, 0x88b5, 64);
    (void)state;

    memcpy(frame->data + 6, rig_own[1], 6);
    assert_int_equal(d11_tx_msdus(&rig.tx, &rig.vifs[1], &frame, 1), 1);
    send(1);
    assert_int_equal(rig.vifs[1].tx.out, 1);
    assert_int_equal(rig.vifs[0].tx.out, 1);
    rig_status(2, true, false);
    assert_int_equal(rig.vifs[1].tx.out, 0);
    assert_int_equal(rig.vifs[0].tx.out, 0);
}

/* A broken promise of the port: frames it does not have. */
static void frames_the_radio_does_not_have_change_nothing(void **state)
{
    struct dot11_tx_status status = {.acked = 1};
    (void)state;

    rig.radio_room = 0;
    send(1);
    d11_tx_status(&rig.tx, &status, 1); /* no frame at all */
    status.frame = rig.vifs[0].tx.ready[D11_AC_BE].first;
    assert_non_null(status.frame);
    d11_tx_status(&rig.tx, &status, 1); /* it waits */
    assert_int_equal(rig.env.stats.hw_errors, 2);
    assert_int_equal(rig.done_count, 0);
    rig.radio_room = 5;
    d11_tx_ready(&rig.tx, 0xf);
    assert_int_equal(rig.radio_count, 1);
    rig_status(1, true, false);
    d11_tx_status(&rig.tx, &status, 1); /* it came back before */
    assert_int_equal(rig.env.stats.hw_errors, 3);
    assert_int_equal(rig.done_count, 1);
    assert_int_equal(rig.env.tx_out, 0);
}

static void many_come_back_in_one_call(void **state)
{
    (void)state;
    send(3 * RIG_BURST + 1);
    rig_status(3 * RIG_BURST + 1, true, false);
    assert_int_equal(rig.done_count, 3 * RIG_BURST + 1);
    assert_int_equal(rig.in_use, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(the_host_hears_what_became_of_its_msdus),
        OPEN_TEST(msdus_come_back_to_their_own_station),
        OPEN_TEST(frames_the_radio_does_not_have_change_nothing),
        OPEN_TEST(many_come_back_in_one_call),
    };

    return cmocka_run_group_tests_name("tx/status", tests, NULL, NULL);
}
