/* The radio goes on and off: with its stations, slowly, or not at all. */
#include "fake_ap.h"

static enum dot11_sta_state state(unsigned which)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[which], &status);
    return status.state;
}

static void create(unsigned which)
{
    assert_int_equal(
        dot11_sta_create(&fake.stas[which], fake.radio, fake_own[which]),
        D11_OK);
}

static enum dot11_err start(unsigned which)
{
    return dot11_sta_start(fake.stas[which], fake.now_us);
}

static enum dot11_err halt(unsigned which)
{
    return dot11_sta_halt(fake.stas[which], fake.now_us);
}

/* N80211-PHY-8: by itself, with the events of a roam. */
static void come_back(struct fake_ap *ap)
{
    fake_air(&ap, 1, UINT64_C(1000000));
    assert_events(0, "roam_start assoc_start assoc_done port_open roam_done "
                     "link_quality");
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.reason,
                     D11_OUTCOME_RADIO_OFF);
}

static void setup(void)
{
    fake_begin();
    fake_build();
    create(0);
}

static void a_slow_radio_is_waited_for(void **unused)
{
    (void)unused;
    setup();
    fake.answers[FAKE_POWER_ON] = D11_ERR_PENDING;
    assert_int_equal(start(0), D11_OK);
    assert_int_equal(state(0), D11_STA_STARTING);
    assert_int_equal(start(0), D11_ERR_STATE);
    assert_events(0, "");
    assert_int_equal(fake_done(FAKE_POWER_ON, D11_OK), D11_OK);
    assert_events(0, "started");
    assert_int_equal(state(0), D11_STA_INIT);
    /* A completion that comes twice changes nothing. */
    assert_int_equal(fake_done(FAKE_POWER_ON, D11_ERR_HW), D11_ERR_STATE);
    assert_int_equal(fake_stats().hw_late, 1);
    assert_int_equal(state(0), D11_STA_INIT);
    fake_end();
}

static void a_radio_that_fails_to_start_leaves_the_station_halted(void **unused)
{
    (void)unused;
    setup();
    fake.once[FAKE_POWER_ON] = D11_ERR_HW;
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started!");
    assert_int_equal(state(0), D11_STA_HALTED);
    assert_int_equal(halt(0), D11_ERR_STATE);
    /* Again and again, and the queue of events has not shrunk. */
    for (unsigned i = 0; i < 100; i++) {
        fake.once[FAKE_POWER_ON] = D11_ERR_HW;
        assert_int_equal(start(0), D11_OK);
        assert_events(0, "started!");
    }
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started");
    fake_end();
}

/* A radio that nobody uses is not left on. */
static void a_start_that_fails_at_the_last_step_turns_it_off(void **unused)
{
    (void)unused;
    setup();
    fake.once[FAKE_SET_FILTER] = D11_ERR_HW;
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started!");
    assert_false(fake.on);
    fake.once[FAKE_SET_ADDR] = D11_ERR_HW;
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started!");
    assert_int_equal(fake.last[0][D11_EV_STARTED].u.started.err, D11_ERR_HW);
    assert_false(fake.on);
    assert_int_equal(state(0), D11_STA_HALTED);
    fake_end();
}

static void a_radio_that_never_answers_is_given_up_and_turned_off(void **unused)
{
    (void)unused;
    setup();
    fake.answers[FAKE_POWER_ON] = D11_ERR_PENDING;
    assert_int_equal(start(0), D11_OK);
    fake_run(fake.config.hw_timeout_us);
    assert_events(0, "started!");
    assert_int_equal(fake.last[0][D11_EV_STARTED].u.started.err,
                     D11_ERR_TIMEOUT);
    assert_int_equal(fake_count(FAKE_POWER_OFF), 1);
    fake_end();
}

/* N80211-HALT-6: while the radio comes up, too. */
static void a_start_can_be_halted_on_its_way(void **unused)
{
    (void)unused;
    setup();
    fake.answers[FAKE_POWER_ON] = D11_ERR_PENDING;
    assert_int_equal(start(0), D11_OK);
    assert_int_equal(halt(0), D11_OK);
    assert_events(0, "started!");
    assert_int_equal(fake.last[0][D11_EV_STARTED].u.started.err,
                     D11_ERR_CANCELLED);
    assert_int_equal(state(0), D11_STA_HALTING);
    assert_int_equal(fake_done(FAKE_POWER_ON, D11_OK), D11_OK);
    assert_events(0, "halted");
    assert_false(fake.on);
    fake_end();
}

static void a_halted_start_whose_radio_fails_ends_too(void **unused)
{
    (void)unused;
    setup();
    fake.answers[FAKE_POWER_ON] = D11_ERR_PENDING;
    assert_int_equal(start(0), D11_OK);
    assert_int_equal(halt(0), D11_OK);
    assert_int_equal(fake_done(FAKE_POWER_ON, D11_ERR_HW), D11_OK);
    assert_events(0, "started! halted");
    fake_end();
}

static void a_slow_halt_ends_when_the_radio_is_off(void **unused)
{
    (void)unused;
    setup();
    assert_int_equal(start(0), D11_OK);
    fake.answers[FAKE_POWER_OFF] = D11_ERR_PENDING;
    assert_int_equal(halt(0), D11_OK);
    assert_events(0, "started");
    assert_int_equal(state(0), D11_STA_HALTING);
    assert_int_equal(halt(0), D11_ERR_STATE);
    assert_int_equal(start(0), D11_ERR_STATE);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_ERR_BUSY);
    assert_int_equal(fake_done(FAKE_POWER_OFF, D11_OK), D11_OK);
    assert_events(0, "halted");
    fake_end();
}

static void a_halt_that_the_radio_does_not_answer_ends_by_time(void **unused)
{
    (void)unused;
    setup();
    assert_int_equal(start(0), D11_OK);
    fake.answers[FAKE_POWER_OFF] = D11_ERR_PENDING;
    assert_int_equal(halt(0), D11_OK);
    fake_run(fake.config.hw_timeout_us);
    assert_events(0, "started halted!");
    assert_int_equal(fake.last[0][D11_EV_HALTED].u.halted.err, D11_ERR_TIMEOUT);
    assert_int_equal(state(0), D11_STA_HALTED);
    fake_end();
}

/* One station starts while the radio goes off for another. */
static void a_start_during_a_halt_turns_it_on_again(void **unused)
{
    (void)unused;
    setup();
    create(1);
    assert_int_equal(start(0), D11_OK);
    fake.answers[FAKE_POWER_OFF] = D11_ERR_PENDING;
    assert_int_equal(halt(0), D11_OK);
    assert_int_equal(start(1), D11_OK);
    assert_events(1, "");
    assert_int_equal(fake_done(FAKE_POWER_OFF, D11_OK), D11_OK);
    assert_events(0, "started halted");
    assert_events(1, "started");
    assert_true(fake.on);
    fake_end();
}

/* N80211-VIF: the radio is on as long as one needs it. */
static void the_radio_stays_on_for_the_other_station(void **unused)
{
    (void)unused;
    setup();
    create(1);
    assert_int_equal(start(0), D11_OK);
    assert_int_equal(start(1), D11_OK);
    assert_int_equal(fake_count(FAKE_POWER_ON), 1);
    assert_int_equal(fake_count(FAKE_SET_ADDR), 2);
    assert_memory_equal(fake_last(FAKE_SET_ADDR)->addr, fake_own[1], 6);
    assert_int_equal(halt(0), D11_OK);
    assert_events(0, "started halted");
    assert_true(fake.on);
    assert_int_equal(halt(1), D11_OK);
    assert_events(1, "started halted");
    assert_false(fake.on);
    fake_end();
}

static void a_switch_that_goes_off_during_the_start_is_noticed(void **unused)
{
    (void)unused;
    setup();
    fake.answers[FAKE_POWER_ON] = D11_ERR_PENDING;
    assert_int_equal(start(0), D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_int_equal(fake_done(FAKE_POWER_ON, D11_OK), D11_OK);
    assert_events(0, "started!");
    assert_int_equal(fake.last[0][D11_EV_STARTED].u.started.err,
                     D11_ERR_RADIO_OFF);
    assert_int_equal(start(0), D11_ERR_RADIO_OFF);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake.answers[FAKE_POWER_ON] = D11_OK;
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started");
    fake_end();
}

/* N80211-SCAN-25, DISAS-3: all of it ends as "radio off", and a radio that is
 * off is not asked for anything but its filter. */
static void the_switch_ends_everything(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_run(50000);
    fake_forget();
    fake.answers[FAKE_SET_CHANNEL] = D11_ERR_RADIO_OFF;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_events(0, "disassoc port_gone scan_done! phy_state");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_RADIO_OFF);
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.err,
                     D11_ERR_RADIO_OFF);
    assert_false(fake.last[0][D11_EV_PHY_STATE].u.phy_state.hardware_on);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 0);
    assert_int_equal(fake.air_count, 0);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_ERR_RADIO_OFF);
    /* Once is enough. */
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_events(0, "");
    fake.answers[FAKE_SET_CHANNEL] = D11_OK;
    fake_forget();
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_events(0, "phy_state");
    assert_true(fake.last[0][D11_EV_PHY_STATE].u.phy_state.hardware_on);
    assert_int_equal(fake_count(FAKE_SET_ADDR), 1);
    come_back(&ap);
    fake_end();
}

static void a_radio_that_hangs_is_reset_and_can_be_used_again(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.answers[FAKE_RESET] = D11_ERR_PENDING;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    assert_int_equal(fake_count(FAKE_RESET), 1);
    assert_events(0, "disassoc port_gone phy_state");
    assert_int_equal(fake_done(FAKE_RESET, D11_OK), D11_OK);
    assert_events(0, "phy_state");
    assert_true(fake.last[0][D11_EV_PHY_STATE].u.phy_state.hardware_on);
    come_back(&ap);
    fake_end();
}

static void a_switch_beats_the_end_of_a_reset(void **unused)
{
    (void)unused;
    fake_up();
    fake.answers[FAKE_RESET] = D11_ERR_PENDING;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_int_equal(fake_done(FAKE_RESET, D11_OK), D11_OK);
    assert_events(0, "phy_state");
    assert_false(fake.last[0][D11_EV_PHY_STATE].u.phy_state.hardware_on);
    fake_end();
}

/* Without a reset that helps there is still off and on. */
static void
a_radio_that_cannot_be_reset_starts_again_after_a_halt(void **unused)
{
    (void)unused;
    fake_up();
    fake.answers[FAKE_RESET] = D11_ERR_HW;
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    assert_events(0, "phy_state");
    assert_int_equal(halt(0), D11_OK);
    assert_events(0, "halted");
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started");
    fake_end();
}

/* A switch that moves while nobody uses the radio */
static void the_switch_of_an_unused_radio_only_counts_later(void **unused)
{
    (void)unused;
    setup();
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_int_equal(fake.call_count, 0);
    assert_int_equal(start(0), D11_OK);
    assert_events(0, "started");
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_events(0, "");
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_radio_is_waited_for),
        cmocka_unit_test(a_radio_that_fails_to_start_leaves_the_station_halted),
        cmocka_unit_test(a_start_that_fails_at_the_last_step_turns_it_off),
        cmocka_unit_test(a_radio_that_never_answers_is_given_up_and_turned_off),
        cmocka_unit_test(a_start_can_be_halted_on_its_way),
        cmocka_unit_test(a_halted_start_whose_radio_fails_ends_too),
        cmocka_unit_test(a_slow_halt_ends_when_the_radio_is_off),
        cmocka_unit_test(a_halt_that_the_radio_does_not_answer_ends_by_time),
        cmocka_unit_test(a_start_during_a_halt_turns_it_on_again),
        cmocka_unit_test(the_radio_stays_on_for_the_other_station),
        cmocka_unit_test(a_switch_that_goes_off_during_the_start_is_noticed),
        cmocka_unit_test(the_switch_ends_everything),
        cmocka_unit_test(a_radio_that_hangs_is_reset_and_can_be_used_again),
        cmocka_unit_test(a_switch_beats_the_end_of_a_reset),
        cmocka_unit_test(
            a_radio_that_cannot_be_reset_starts_again_after_a_halt),
        cmocka_unit_test(the_switch_of_an_unused_radio_only_counts_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
