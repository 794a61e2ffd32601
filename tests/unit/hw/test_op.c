/* Ops that take time: exactly one completion for each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "hw/op.h"

static struct d11_env env;
static struct d11_ops ops;
static enum dot11_err answer;
static uint32_t tokens[64];
static unsigned called;
static unsigned done_count;
static enum dot11_err done_err;
static uint32_t stopped;

static enum dot11_err ask(uint32_t token)
{
    assert_true(env.in_op);
    assert_true(called < 64);
    tokens[called++] = token;
    return answer;
}

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    (void)hw;
    (void)on;
    return ask(token);
}

static enum dot11_err set_key(void *hw, uint32_t token,
                              struct dot11_hw_key *key)
{
    (void)hw;
    (void)key;
    return ask(token);
}

static enum dot11_err del_key(void *hw, uint32_t token,
                              const struct dot11_hw_key *key)
{
    (void)hw;
    (void)key;
    return ask(token);
}

static enum dot11_err scan_start(void *hw, uint32_t token,
                                 const struct dot11_hw_scan *scan)
{
    (void)hw;
    (void)scan;
    return ask(token);
}

static void scan_stop(void *hw, uint32_t token)
{
    (void)hw;
    assert_true(env.in_op);
    stopped = token;
}

static enum dot11_err reset(void *hw, uint32_t token)
{
    (void)hw;
    return ask(token);
}

static void done(void *arg, enum dot11_err err)
{
    (void)arg;
    assert_false(env.in_op);
    done_count++;
    done_err = err;
}

static void done_again(void *arg, enum dot11_err err)
{
    done(arg, err);
    /* The place is free already. */
    if (done_count < 3)
        d11_op_reset(&ops, done_again, arg);
}

static int setup(void **unused)
{
    (void)unused;
    memset(&env, 0, sizeof env);
    env.config.hw_timeout_us = 1000;
    env.now_us = 5000;
    env.hw_ops.power = power;
    env.hw_ops.set_key = set_key;
    env.hw_ops.del_key = del_key;
    env.hw_ops.scan_start = scan_start;
    env.hw_ops.scan_stop = scan_stop;
    env.hw_ops.reset = reset;
    d11_ops_init(&ops, &env);
    answer = D11_OK;
    called = 0;
    done_count = 0;
    stopped = 0;
    return 0;
}

static void an_answer_at_once_completes_at_once(void **unused)
{
    (void)unused;
    d11_op_power(&ops, true, done, NULL);
    assert_int_equal(done_count, 1);
    assert_int_equal(done_err, D11_OK);
    answer = D11_ERR_HW;
    d11_op_power(&ops, true, done, NULL);
    assert_int_equal(done_err, D11_ERR_HW);
    assert_int_equal(env.stats.hw_errors, 1);
    /* That it cannot is no failure. */
    answer = D11_ERR_UNSUPPORTED;
    d11_op_power(&ops, true, done, NULL);
    assert_int_equal(done_err, D11_ERR_UNSUPPORTED);
    assert_int_equal(env.stats.hw_errors, 1);
    assert_true(d11_ops_deadline(&ops) == D11_NEVER);
    assert_false(d11_ops_busy(&ops));
}

static void a_pending_op_completes_once(void **unused)
{
    (void)unused;
    answer = D11_ERR_PENDING;
    d11_op_power(&ops, true, done, NULL);
    assert_int_equal(done_count, 0);
    assert_true(d11_ops_busy(&ops));
    assert_true(d11_ops_deadline(&ops) == 6000);
    assert_int_equal(d11_ops_complete(&ops, tokens[0] + 1, D11_OK),
                     D11_ERR_STATE);
    assert_int_equal(d11_ops_complete(&ops, 0, D11_OK), D11_ERR_STATE);
    assert_int_equal(d11_ops_complete(&ops, tokens[0], D11_OK), D11_OK);
    assert_int_equal(d11_ops_complete(&ops, tokens[0], D11_OK), D11_ERR_STATE);
    assert_int_equal(done_count, 1);
    assert_int_equal(env.stats.hw_late, 3);
    answer = D11_ERR_PENDING;
    d11_op_power(&ops, true, done, NULL);
    assert_int_equal(d11_ops_complete(&ops, tokens[1], D11_ERR_PENDING),
                     D11_OK);
    assert_int_equal(done_err, D11_ERR_HW);
}

static void an_op_that_never_completes_is_given_up(void **unused)
{
    (void)unused;
    answer = D11_ERR_PENDING;
    d11_op_power(&ops, true, done, NULL);
    env.now_us = 5999;
    d11_ops_tick(&ops);
    assert_int_equal(done_count, 0);
    env.now_us = 6000;
    d11_ops_tick(&ops);
    assert_int_equal(done_count, 1);
    assert_int_equal(done_err, D11_ERR_TIMEOUT);
    assert_int_equal(d11_ops_complete(&ops, tokens[0], D11_OK), D11_ERR_STATE);
    assert_int_equal(done_count, 1);
}

static void a_completion_may_start_the_next(void **unused)
{
    (void)unused;
    answer = D11_ERR_PENDING;
    d11_op_reset(&ops, done_again, NULL);
    assert_int_equal(d11_ops_complete(&ops, tokens[0], D11_OK), D11_OK);
    env.now_us += 1000;
    d11_ops_tick(&ops);
    assert_int_equal(done_count, 2);
    assert_int_equal(d11_ops_complete(&ops, tokens[2], D11_OK), D11_OK);
    assert_int_equal(done_count, 3);
    assert_false(d11_ops_busy(&ops));
}

static void what_is_forgotten_is_late(void **unused)
{
    int mine;
    int other;

    (void)unused;
    answer = D11_ERR_PENDING;
    d11_op_power(&ops, true, done, &mine);
    d11_op_reset(&ops, done, &other);
    d11_ops_forget(&ops, &mine);
    assert_int_equal(d11_ops_complete(&ops, tokens[0], D11_OK), D11_ERR_STATE);
    assert_int_equal(d11_ops_complete(&ops, tokens[1], D11_OK), D11_OK);
    assert_int_equal(done_count, 1);
}

/* However many keys hang, the radio can be tuned, reset and turned off. */
static void keys_leave_places_for_the_radio(void **unused)
{
    struct dot11_hw_key key;

    (void)unused;
    memset(&key, 0, sizeof key);
    answer = D11_ERR_PENDING;
    for (unsigned i = 0; i < 30; i++)
        d11_op_del_key(&ops, &key);
    assert_int_equal(called, 30);
    d11_op_set_key(&ops, &key, done, NULL);
    assert_int_equal(called, 30);
    assert_int_equal(done_err, D11_ERR_FULL);
    for (unsigned i = 0; i < D11_OP_RADIO; i++)
        d11_op_power(&ops, false, done, NULL);
    assert_int_equal(called, 30 + D11_OP_RADIO);
    assert_int_equal(done_count, 1);
    d11_op_reset(&ops, done, NULL);
    assert_int_equal(done_count, 2);
    assert_int_equal(done_err, D11_ERR_FULL);
    /* Each removal ends in its completion, waited for or not. */
    for (unsigned i = 0; i < 30; i++)
        (void)d11_ops_complete(&ops, tokens[i], D11_OK);
    assert_int_equal(env.stats.hw_late, 30 - (D11_OP_COUNT - D11_OP_RADIO));
    d11_op_set_key(&ops, &key, done, NULL);
    assert_int_equal(called, 31 + D11_OP_RADIO);
}

static void tokens_are_never_nought(void **unused)
{
    (void)unused;
    ops.last_token = UINT32_MAX;
    answer = D11_ERR_PENDING;
    d11_op_reset(&ops, done, NULL);
    assert_int_equal(tokens[0], 1);
    assert_int_equal(d11_ops_complete(&ops, 1, D11_OK), D11_OK);
}

static void a_scan_may_take_its_time_and_be_stopped(void **unused)
{
    struct dot11_hw_scan scan;
    uint32_t token;

    (void)unused;
    memset(&scan, 0, sizeof scan);
    assert_int_equal(d11_op_scan_start(&ops, &scan, done, NULL), 0);
    d11_op_scan_stop(&ops, 0);
    assert_int_equal(stopped, 0);
    answer = D11_ERR_PENDING;
    token = d11_op_scan_start(&ops, &scan, done, NULL);
    assert_int_equal(token, tokens[1]);
    d11_op_extend(&ops, token, 90000);
    d11_op_extend(&ops, token + 1, 1);
    d11_op_extend(&ops, 0, 1);
    assert_true(d11_ops_deadline(&ops) == 90000);
    d11_op_scan_stop(&ops, token);
    assert_int_equal(stopped, token);
    env.hw_ops.scan_stop = NULL;
    stopped = 0;
    d11_op_scan_stop(&ops, token);
    assert_int_equal(stopped, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_answer_at_once_completes_at_once, setup),
        cmocka_unit_test_setup(a_pending_op_completes_once, setup),
        cmocka_unit_test_setup(an_op_that_never_completes_is_given_up, setup),
        cmocka_unit_test_setup(a_completion_may_start_the_next, setup),
        cmocka_unit_test_setup(what_is_forgotten_is_late, setup),
        cmocka_unit_test_setup(keys_leave_places_for_the_radio, setup),
        cmocka_unit_test_setup(tokens_are_never_nought, setup),
        cmocka_unit_test_setup(a_scan_may_take_its_time_and_be_stopped, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
