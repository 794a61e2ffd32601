/* Halts with frames out, pauses, and calls from where none are allowed. */
#include "fake_ap.h"
#include "fake_ext.h"

#define SECOND UINT64_C(1000000)

static enum dot11_sta_state state(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status.state;
}

static size_t send_one(void)
{
    static const uint8_t header[] = {2, 0, 0, 0, 9, 9,    2,
                                     0, 0, 0, 0, 1, 0x88, 0xb5};
    struct dot11_frame *frame = fake_alloc(64);

    frame->data += 48;
    frame->len = 64;
    memset(frame->data, 0, 64);
    memcpy(frame->data, header, sizeof header);
    return dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us);
}

/* N80211-PAUSE-1, PAUSE-2, PAUSE-3 */
static void a_pause_stops_data_and_nothing_else(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    assert_int_equal(dot11_sta_restart(fake.stas[0], fake.now_us),
                     D11_ERR_STATE);
    fake_join(&ap);
    assert_int_equal(send_one(), 1);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 1);
    assert_int_equal(dot11_sta_pause(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(dot11_sta_pause(fake.stas[0], fake.now_us), D11_ERR_STATE);
    assert_int_equal(send_one(), 0);
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 1);
    assert_int_equal(state(), D11_STA_CONNECTED);
    assert_events(0, "");
    assert_int_equal(dot11_sta_restart(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(send_one(), 1);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 2);
    fake_end();
}

/* N80211-HALT-1: not before the host returned what it holds. */
static void a_halt_waits_for_the_hosts_frames(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 1);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(60 * SECOND);
    assert_events(0, "disassoc port_gone");
    assert_int_equal(state(), D11_STA_HALTING);
    dot11_sta_msdu_return(fake.stas[0], fake.msdus, 1);
    assert_events(0, "halted");
    fake.msdu_count = 0;
    fake_end();
}

/* Bounded wait for what the radio keeps, then a flush, then the end. */
static void a_halt_does_not_wait_for_ever_for_the_radio(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.keeps = true;
    assert_int_equal(send_one(), 1);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(fake_count(FAKE_TX_FLUSH), 0);
    fake_run(fake.config.tx_timeout_us / 2);
    assert_int_equal(fake_count(FAKE_TX_FLUSH), 1);
    assert_events(0, "disassoc port_gone");
    fake_run(fake.config.tx_timeout_us / 2);
    assert_events(0, "halted!");
    assert_int_equal(fake.last[0][D11_EV_HALTED].u.halted.err, D11_ERR_TIMEOUT);
    /* The memory is not given back while the radio has frames. */
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_ERR_BUSY);
    fake.keeps = false;
    fake_status();
    fake_end();
}

/* The last frame goes out even when the radio was full at that moment. */
static void the_last_frame_waits_for_a_full_radio(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.tx_room = 0;
    assert_int_equal(send_one(), 1);
    fake_forget();
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    /* N80211-PORT-15: what was queued comes back. */
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_ERR_CANCELLED);
    assert_events(0, "disassoc port_gone");
    fake.tx_room = SIZE_MAX;
    dot11_hw_tx_ready(fake.radio, 0xf, fake.now_us);
    assert_int_equal(fake_sent(10), 1);
    fake_run(0);
    assert_events(0, "halted");
    fake_end();
}

static void a_radio_that_takes_nothing_does_not_stop_a_halt(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.tx_room = 0;
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(fake.config.tx_timeout_us);
    assert_events(0, "disassoc port_gone halted");
    fake_end();
}

/* What comes in after the halt began has no effect. */
static void frames_during_a_halt_are_dropped(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.keeps = true;
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_leave(&ap, 0, true, 1);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 0);
    assert_events(0, "disassoc port_gone");
    fake.keeps = false;
    fake_run(0);
    assert_events(0, "halted");
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 0);
    fake_end();
}

static void a_station_that_is_not_started_refuses_requests(void **unused)
{
    struct dot11_connect_req req = fake_req("net");
    struct dot11_sta *sta;

    (void)unused;
    fake_begin();
    fake_build();
    assert_int_equal(dot11_sta_create(&sta, fake.radio, NULL), D11_OK);
    fake.stas[0] = sta;
    assert_int_equal(dot11_sta_scan(sta, NULL, NULL, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_scan_abort(sta, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_connect(sta, &req, NULL, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_roam(sta, NULL, NULL, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_disconnect(sta, NULL, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_pause(sta, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_restart(sta, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_reset(sta, 0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_halt(sta, 0), D11_ERR_STATE);
    assert_events(0, "");
    fake_end();
}

static unsigned refusals;

static void try_everything(enum fake_op op)
{
    struct dot11_connect_req req = fake_req("net");
    struct dot11_sta *sta = fake.stas[0];
    struct dot11_sta *other;

    (void)op;
    assert_int_equal(dot11_sta_create(&other, fake.radio, fake_own[2]),
                     D11_ERR_BUSY);
    assert_int_equal(dot11_sta_fini(sta), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_start(sta, UINT64_MAX), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_halt(sta, UINT64_MAX), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_pause(sta, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_restart(sta, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_reset(sta, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_scan(sta, NULL, NULL, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_scan_abort(sta, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_connect(sta, &req, NULL, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_roam(sta, NULL, NULL, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_disconnect(sta, NULL, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_hw_op_done(fake.radio, 1, D11_OK, 0), D11_ERR_BUSY);
    assert_int_equal(dot11_radio_fini(fake.radio), D11_ERR_BUSY);
    dot11_hw_tx_ready(fake.radio, 1, UINT64_MAX);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, UINT64_MAX);
    dot11_radio_tick(fake.radio, UINT64_MAX);
    dot11_radio_bss_flush(fake.radio);
    fake_poll(0);
    refusals++;
}

/* SEC-RES-07: from inside an op everything but the events is refused, and
 * nothing changes. */
static void ops_cannot_call_back(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    refusals = 0;
    fake_begin();
    fake_build();
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, NULL), D11_OK);
    fake.in_op = try_everything;
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "started");
    fake_join(&ap);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 1);
    assert_true(refusals > 4);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_events(0, "disassoc port_gone halted");
    fake.in_op = NULL;
    fake_end();
}

/* Time never goes back, near its beginning and at its end. */
static void time_is_taken_as_it_comes(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t now_us;

    (void)unused;
    fake_begin();
    fake.now_us = 0;
    fake_build();
    fake_start(0);
    fake_join(&ap);
    now_us = fake.now_us;
    dot11_radio_tick(fake.radio, now_us + SECOND);
    dot11_radio_tick(fake.radio, 0);
    fake_poll(0);
    fake.now_us = now_us + SECOND;
    fake_leave(&ap, 0, true, 1);
    assert_true(fake.last[0][D11_EV_DISASSOC].at_us <= fake.now_us);
    (void)fake_events(0);
    /* The end of time: nothing is due any more, and nothing runs wild. */
    fake.now_us = D11_NEVER - 1;
    fake_beacon(&ap);
    for (unsigned i = 0; i < 100; i++)
        dot11_radio_tick(fake.radio, D11_NEVER);
    assert_int_equal(dot11_sta_halt(fake.stas[0], D11_NEVER), D11_OK);
    fake_status();
    fake_poll(0);
    assert_int_equal(state(), D11_STA_HALTED);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_int_equal(dot11_radio_fini(fake.radio), D11_OK);
    fake_drop();
}

/* A start needs two places: its own end, and that of the halt. */
static void a_start_without_room_is_refused(void **unused)
{
    (void)unused;
    fake_begin();
    fake.config.event_count = 16;
    fake_build();
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, NULL), D11_OK);
    for (unsigned i = 0; i < 15; i++) {
        fake.once[FAKE_POWER_ON] = D11_ERR_HW;
        assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    }
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_ERR_FULL);
    assert_int_equal(state(), D11_STA_HALTED);
    (void)fake_events(0);
    fake_start(0);
    fake_end();
}

/* Start and halt many times: neither places nor frames get lost. */
static void a_station_may_live_many_times(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    for (unsigned i = 0; i < 50; i++) {
        fake_start(0);
        fake_join(&ap);
        if (i % 3 == 0)
            assert_int_equal(
                dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us), D11_OK);
        assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
        fake_run(0);
        (void)fake_events(0);
        assert_int_equal(state(), D11_STA_HALTED);
        fake_forget();
        if (i % 2 != 0)
            continue;
        assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
        fake.stas[0] = NULL;
    }
    fake_start(0);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_stops_data_and_nothing_else),
        cmocka_unit_test(a_halt_waits_for_the_hosts_frames),
        cmocka_unit_test(a_halt_does_not_wait_for_ever_for_the_radio),
        cmocka_unit_test(the_last_frame_waits_for_a_full_radio),
        cmocka_unit_test(a_radio_that_takes_nothing_does_not_stop_a_halt),
        cmocka_unit_test(frames_during_a_halt_are_dropped),
        cmocka_unit_test(a_station_that_is_not_started_refuses_requests),
        cmocka_unit_test(ops_cannot_call_back),
        cmocka_unit_test(time_is_taken_as_it_comes),
        cmocka_unit_test(a_start_without_room_is_refused),
        cmocka_unit_test(a_station_may_live_many_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
