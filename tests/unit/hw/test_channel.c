/* Who gets the radio: priorities, revocations, failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "hw/channel.h"

static struct d11_env env;
static struct d11_ops ops;
static struct d11_schedule schedule;
static enum dot11_err answer;
static uint16_t fails_mhz;
static uint16_t tuned_mhz;
static unsigned tunes;
static uint32_t token;

struct asker {
    struct d11_channel_request request;
    unsigned granted;
    unsigned revoked;
    enum dot11_err err;
    uint16_t again_mhz; /* asks for this when it is refused */
};

static struct asker a;
static struct asker b;
static struct asker c;

static enum dot11_err set_channel(void *hw, uint32_t own_token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    (void)hw;
    (void)link_id;
    tunes++;
    token = own_token;
    if (channel->freq_mhz == fails_mhz)
        return D11_ERR_HW;
    tuned_mhz = channel->freq_mhz;
    return answer;
}

static enum dot11_err want(struct asker *asker, uint16_t freq_mhz,
                           enum d11_channel_priority priority)
{
    struct dot11_channel channel = dot11_channel_20(freq_mhz);

    return d11_schedule_ask(&schedule, &asker->request, &channel, priority);
}

static void granted(void *arg, enum dot11_err err)
{
    struct asker *asker = arg;

    asker->granted++;
    asker->err = err;
    if (err != D11_OK && asker->again_mhz != 0)
        (void)want(asker, asker->again_mhz, D11_CHANNEL_JOIN);
}

static void revoked(void *arg)
{
    struct asker *asker = arg;

    asker->revoked++;
}

static void make(struct asker *asker)
{
    memset(asker, 0, sizeof *asker);
    asker->request.granted = granted;
    asker->request.revoked = revoked;
    asker->request.arg = asker;
}

static int setup(void **unused)
{
    (void)unused;
    memset(&env, 0, sizeof env);
    env.config.hw_timeout_us = 1000;
    env.hw_ops.set_channel = set_channel;
    d11_ops_init(&ops, &env);
    d11_schedule_init(&schedule, &ops);
    answer = D11_OK;
    fails_mhz = 0;
    tuned_mhz = 0;
    tunes = 0;
    make(&a);
    make(&b);
    make(&c);
    return 0;
}

static void release(struct asker *asker)
{
    d11_schedule_release(&schedule, &asker->request);
}

static void the_strongest_gets_the_radio_and_gives_it_back(void **unused)
{
    (void)unused;
    assert_int_equal(want(&a, 2412, D11_CHANNEL_HOME), D11_OK);
    assert_int_equal(a.granted, 1);
    assert_false(d11_schedule_contended(&schedule, &b.request));
    assert_int_equal(want(&b, 2437, D11_CHANNEL_SCAN), D11_OK);
    assert_true(d11_schedule_contended(&schedule, &a.request));
    assert_false(d11_schedule_contended(&schedule, &b.request));
    assert_int_equal(a.revoked, 1);
    assert_int_equal(tuned_mhz, 2437);
    assert_int_equal(want(&c, 2462, D11_CHANNEL_JOIN), D11_OK);
    assert_int_equal(b.revoked, 1);
    assert_int_equal(tuned_mhz, 2462);
    /* A weaker one does not disturb. */
    assert_int_equal(want(&b, 2417, D11_CHANNEL_SCAN), D11_OK);
    assert_int_equal(tuned_mhz, 2462);
    release(&c);
    assert_int_equal(tuned_mhz, 2417);
    release(&b);
    assert_int_equal(tuned_mhz, 2412);
    assert_int_equal(a.granted, 2);
    release(&a);
    release(&a);
    assert_int_equal(a.revoked, 1);
}

static void one_channel_serves_all_who_ask_for_it(void **unused)
{
    (void)unused;
    (void)want(&a, 2412, D11_CHANNEL_HOME);
    (void)want(&b, 2412, D11_CHANNEL_JOIN);
    assert_int_equal(tunes, 1);
    assert_true(a.request.here && b.request.here);
    assert_int_equal(a.revoked, 0);
    /* Who is there stays against an equal. */
    (void)want(&c, 2437, D11_CHANNEL_JOIN);
    assert_int_equal(tuned_mhz, 2412);
    release(&b);
    assert_int_equal(tuned_mhz, 2437);
}

static void a_slow_radio_serves_the_newest_wish(void **unused)
{
    uint32_t first;

    (void)unused;
    answer = D11_ERR_PENDING;
    (void)want(&a, 2412, D11_CHANNEL_SCAN);
    first = token;
    (void)want(&b, 2437, D11_CHANNEL_JOIN);
    assert_int_equal(tunes, 1);
    assert_int_equal(d11_ops_complete(&ops, first, D11_OK), D11_OK);
    assert_int_equal(tunes, 2);
    assert_int_equal(a.granted, 0);
    assert_int_equal(d11_ops_complete(&ops, token, D11_OK), D11_OK);
    assert_int_equal(b.granted, 1);
    release(&b);
    assert_int_equal(d11_ops_complete(&ops, token, D11_OK), D11_OK);
    assert_int_equal(a.granted, 1);
    assert_int_equal(d11_ops_complete(&ops, first, D11_OK), D11_ERR_STATE);
}

static void a_radio_that_cannot_go_there_says_so_once(void **unused)
{
    (void)unused;
    fails_mhz = 2437;
    (void)want(&a, 2412, D11_CHANNEL_HOME);
    (void)want(&b, 2437, D11_CHANNEL_SCAN);
    assert_int_equal(b.granted, 1);
    assert_int_equal(b.err, D11_ERR_HW);
    assert_int_equal(b.request.priority, D11_CHANNEL_NONE);
    /* The radio returns. */
    assert_int_equal(tuned_mhz, 2412);
    assert_int_equal(a.granted, 2);
    assert_int_equal(a.err, D11_OK);
}

/* Refusing one may not refuse another who wants something else. */
static void a_failure_does_not_reach_other_channels(void **unused)
{
    (void)unused;
    answer = D11_ERR_PENDING;
    (void)want(&a, 2412, D11_CHANNEL_JOIN);
    (void)want(&b, 2437, D11_CHANNEL_JOIN);
    (void)want(&c, 2412, D11_CHANNEL_HOME);
    assert_int_equal(d11_ops_complete(&ops, token, D11_ERR_HW), D11_OK);
    assert_int_equal(a.err, D11_ERR_HW);
    assert_int_equal(a.granted, 1);
    assert_int_equal(c.err, D11_ERR_HW);
    assert_int_equal(c.granted, 1);
    assert_int_equal(b.granted, 0);
    assert_int_equal(d11_ops_complete(&ops, token, D11_OK), D11_OK);
    assert_int_equal(b.granted, 1);
    assert_int_equal(b.err, D11_OK);
}

static void who_is_refused_may_ask_for_something_else(void **unused)
{
    (void)unused;
    fails_mhz = 2412;
    a.again_mhz = 2462;
    (void)want(&a, 2412, D11_CHANNEL_JOIN);
    assert_int_equal(a.granted, 2);
    assert_int_equal(a.err, D11_OK);
    assert_int_equal(tuned_mhz, 2462);
}

/* A radio that hangs on a channel is given up, and asked again. */
static void a_tuning_that_never_ends_is_given_up(void **unused)
{
    (void)unused;
    answer = D11_ERR_PENDING;
    (void)want(&a, 2412, D11_CHANNEL_JOIN);
    env.now_us = 1000;
    d11_ops_tick(&ops);
    assert_int_equal(a.err, D11_ERR_TIMEOUT);
    (void)want(&a, 2412, D11_CHANNEL_JOIN);
    assert_int_equal(tunes, 2);
}

static void a_radio_that_is_off_is_not_asked(void **unused)
{
    (void)unused;
    (void)want(&a, 2412, D11_CHANNEL_HOME);
    d11_schedule_lost(&schedule);
    assert_false(a.request.here);
    (void)want(&b, 2437, D11_CHANNEL_SCAN);
    release(&b);
    assert_int_equal(tunes, 1);
    (void)want(&b, 2437, D11_CHANNEL_JOIN);
    d11_schedule_back(&schedule);
    assert_int_equal(tunes, 2);
    assert_int_equal(b.granted, 1);
}

/* A home is one for all stations; scans do not count. */
static void a_radio_has_one_home(void **unused)
{
    (void)unused;
    assert_true(d11_schedule_is_home(&schedule, &a.request, 2412));
    (void)want(&a, 2412, D11_CHANNEL_HOME);
    (void)want(&b, 2437, D11_CHANNEL_SCAN);
    assert_true(d11_schedule_is_home(&schedule, &a.request, 2437));
    assert_true(d11_schedule_is_home(&schedule, &c.request, 2412));
    assert_false(d11_schedule_is_home(&schedule, &c.request, 2437));
}

static void a_full_schedule_says_so(void **unused)
{
    struct asker many[D11_CHANNEL_REQUESTS];

    (void)unused;
    for (unsigned i = 0; i < D11_CHANNEL_REQUESTS; i++) {
        make(&many[i]);
        assert_int_equal(want(&many[i], 2412, D11_CHANNEL_HOME), D11_OK);
    }
    assert_int_equal(want(&a, 2412, D11_CHANNEL_JOIN), D11_ERR_FULL);
    assert_int_equal(a.request.priority, D11_CHANNEL_NONE);
    release(&many[3]);
    assert_int_equal(want(&a, 2412, D11_CHANNEL_JOIN), D11_OK);
}

/* Turns: a part is asked about homes, and about nothing else. */

static unsigned turns_asked;
static unsigned turns_released;
static bool turns_wait;

static bool turns_ask(struct d11_channel_request *request,
                      const struct dot11_channel *channel,
                      enum d11_channel_priority priority)
{
    assert_ptr_equal(request, &a.request);
    assert_int_equal(channel->freq_mhz, 2412);
    assert_int_equal(priority, D11_CHANNEL_HOME);
    turns_asked++;
    return turns_wait;
}

static const struct dot11_part *parts[D11_PART_COUNT];

static void turns_release(struct d11_channel_request *request)
{
    turns_released++;
    d11_schedule_drop(&schedule, request);
}

static void homes_wait_for_their_turn_where_there_are_turns(void **state)
{
    static const struct d11_turns_ops table = {turns_ask, turns_release, NULL};
    static const struct dot11_part part = {.kind = D11_PART_VIFS,
                                           .ops = &table};

    (void)state;
    turns_asked = turns_released = 0;
    turns_wait = true;
    parts[D11_PART_VIFS] = &part;
    env.parts = parts;
    a.request.is_home = true;
    assert_int_equal(want(&a, 2412, D11_CHANNEL_HOME), D11_OK);
    assert_int_equal(turns_asked, 1);
    assert_int_equal(a.granted, 0);
    assert_int_equal(a.request.priority, D11_CHANNEL_NONE);
    /* What is no home goes on the schedule as ever. */
    assert_int_equal(want(&b, 2437, D11_CHANNEL_SCAN), D11_OK);
    assert_int_equal(b.granted, 1);
    /* Any channel may be a home then. */
    assert_true(d11_schedule_is_home(&schedule, &a.request, 5180));
    turns_wait = false;
    d11_schedule_release(&schedule, &b.request);
    /* Not where somebody else is at home who takes no turns; who takes none
     * keeps away from those who wait for theirs. */
    assert_int_equal(want(&b, 2437, D11_CHANNEL_HOME), D11_OK);
    assert_false(d11_schedule_is_home(&schedule, &a.request, 5180));
    assert_true(d11_schedule_is_home(&schedule, &a.request, 2437));
    d11_schedule_release(&schedule, &b.request);
    assert_true(d11_schedule_is_home(&schedule, &b.request, 2437));
    schedule.parked = 1;
    assert_false(d11_schedule_is_home(&schedule, &b.request, 2437));
    schedule.parked = 0;
    assert_int_equal(turns_released, 0);
    assert_int_equal(want(&a, 2412, D11_CHANNEL_HOME), D11_OK);
    assert_int_equal(a.granted, 1);
    d11_schedule_release(&schedule, &a.request);
    assert_int_equal(turns_released, 1);
    assert_int_equal(a.request.priority, D11_CHANNEL_NONE);
    a.request.is_home = false;
    env.parts = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_strongest_gets_the_radio_and_gives_it_back,
                               setup),
        cmocka_unit_test_setup(one_channel_serves_all_who_ask_for_it, setup),
        cmocka_unit_test_setup(a_slow_radio_serves_the_newest_wish, setup),
        cmocka_unit_test_setup(a_radio_that_cannot_go_there_says_so_once,
                               setup),
        cmocka_unit_test_setup(a_failure_does_not_reach_other_channels, setup),
        cmocka_unit_test_setup(who_is_refused_may_ask_for_something_else,
                               setup),
        cmocka_unit_test_setup(a_tuning_that_never_ends_is_given_up, setup),
        cmocka_unit_test_setup(a_radio_that_is_off_is_not_asked, setup),
        cmocka_unit_test_setup(a_radio_has_one_home, setup),
        cmocka_unit_test_setup(a_full_schedule_says_so, setup),
        cmocka_unit_test_setup(homes_wait_for_their_turn_where_there_are_turns,
                               setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
