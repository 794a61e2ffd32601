/* Watching over an AP: silence, questions, signal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/deadline.h"
#include "mlme/watch.h"

static struct d11_env env;
static struct d11_watch watch;

static int setup(void **unused)
{
    (void)unused;
    memset(&env, 0, sizeof env);
    memset(&watch, 0, sizeof watch);
    env.now_us = 1000000;
    env.config.beacon_loss_count = 7;
    env.config.unreachable_us = 2000000;
    env.config.probe_tries = 3;
    env.config.probe_timeout_us = 100000;
    d11_watch_start(&watch, &env, 100);
    return 0;
}

static enum d11_watch_verdict at(uint64_t us, uint64_t data_us, bool away)
{
    env.now_us = 1000000 + us;
    return d11_watch_tick(&watch, &env, data_us, away);
}

/* N80211-DISAS-4, SEC-BCN-08: asked first, and only then lost. */
static void silence_is_asked_about_before_it_counts(void **unused)
{
    uint64_t us = 7 * 102400;

    (void)unused;
    assert_int_equal(at(us - 1, 0, false), D11_WATCH_FINE);
    assert_int_equal(at(us, 0, false), D11_WATCH_PROBE);
    assert_int_equal(at(us, 0, false), D11_WATCH_FINE);
    for (unsigned i = 1; i < 20; i++) {
        enum d11_watch_verdict verdict;

        us += 100000;
        verdict = at(us, 0, false);
        if (us < 2000000) {
            assert_int_equal(verdict, D11_WATCH_PROBE);
        } else {
            assert_int_equal(verdict, D11_WATCH_LOST);
            return;
        }
    }
    fail();
}

static void an_answer_ends_the_questions(void **unused)
{
    (void)unused;
    assert_int_equal(at(716800, 0, false), D11_WATCH_PROBE);
    d11_watch_heard(&watch, &env);
    assert_int_equal(at(716800 + 100000, 0, false), D11_WATCH_FINE);
    assert_int_equal(at(716800 + 716800, 0, false), D11_WATCH_PROBE);
}

/* Data says as much as a beacon does. */
static void data_counts_as_a_sign_of_life(void **unused)
{
    (void)unused;
    assert_int_equal(at(716800, 1000000 + 700000, false), D11_WATCH_FINE);
    assert_true(watch.timer_us == 1000000 + 700000 + 716800);
    /* Old data does not. */
    assert_int_equal(at(700000 + 716800, 1000000 + 700000, false),
                     D11_WATCH_PROBE);
}

/* The radio is elsewhere: silence says nothing. */
static void silence_elsewhere_is_no_silence(void **unused)
{
    (void)unused;
    for (uint64_t us = 716800; us < 60000000; us += 100000)
        assert_int_equal(at(us, 0, true), D11_WATCH_FINE);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(at(60016800 + 100000 * i, 0, false), D11_WATCH_PROBE);
}

/* SEC-BCN-08: an interval that the AP made up delays nothing and hurries
 * nothing. */
static void no_interval_moves_the_bounds(void **unused)
{
    (void)unused;
    d11_watch_start(&watch, &env, 65535);
    assert_true(watch.timer_us == env.now_us + 2000000);
    d11_watch_start(&watch, &env, 1);
    assert_true(watch.timer_us == env.now_us + 100000);
    env.now_us = D11_NEVER - 10;
    d11_watch_start(&watch, &env, 100);
    assert_true(watch.timer_us == D11_NEVER);
    assert_int_equal(d11_watch_tick(&watch, &env, 0, false), D11_WATCH_FINE);
    d11_watch_stop(&watch);
    assert_true(watch.timer_us == D11_NEVER);
}

/* N80211-LQ-1, LQ-5 */
static void the_signal_is_an_average(void **unused)
{
    (void)unused;
    assert_int_equal(d11_watch_signal_dbm(&watch), D11_SIGNAL_UNKNOWN);
    assert_int_equal(d11_watch_quality(&watch), 0);
    d11_watch_signal(&watch, -60);
    assert_int_equal(d11_watch_signal_dbm(&watch), -60);
    assert_int_equal(d11_watch_quality(&watch), 80);
    d11_watch_signal(&watch, D11_SIGNAL_UNKNOWN);
    assert_int_equal(d11_watch_signal_dbm(&watch), -60);
    d11_watch_signal(&watch, -20);
    assert_int_equal(d11_watch_signal_dbm(&watch), -55);
    for (unsigned i = 0; i < 100; i++)
        d11_watch_signal(&watch, 127);
    assert_int_equal(d11_watch_quality(&watch), 100);
    for (unsigned i = 0; i < 200; i++)
        d11_watch_signal(&watch, -127);
    assert_int_equal(d11_watch_quality(&watch), 0);
    assert_true(d11_watch_signal_dbm(&watch) <= -125);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(silence_is_asked_about_before_it_counts, setup),
        cmocka_unit_test_setup(an_answer_ends_the_questions, setup),
        cmocka_unit_test_setup(data_counts_as_a_sign_of_life, setup),
        cmocka_unit_test_setup(silence_elsewhere_is_no_silence, setup),
        cmocka_unit_test_setup(no_interval_moves_the_bounds, setup),
        cmocka_unit_test_setup(the_signal_is_an_average, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
