/* The event queue: places that are kept, events that merge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "sme/sme.h"
#include "sta/events.h"

#define SIZE 16u

static struct d11_env env;
static struct d11_events events;
static struct dot11_event ring[SIZE];

static int setup(void **unused)
{
    (void)unused;
    memset(&env, 0, sizeof env);
    memset(&events, 0, sizeof events);
    memset(ring, 0xff, sizeof ring);
    events.env = &env;
    events.ring = ring;
    events.size = SIZE;
    return 0;
}

static void put(enum dot11_event_type type, uint32_t id)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = type;
    event.id = id;
    d11_events_put(&events, &event, false);
}

static void put_port(enum dot11_port_change change, uint32_t session_id)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_PORT;
    event.u.port.change = change;
    event.u.port.port.session_id = session_id;
    d11_events_put(&events, &event, false);
}

static struct dot11_event take(void)
{
    struct dot11_event event;

    assert_true(d11_events_take(&events, &event));
    return event;
}

static void the_oldest_comes_first(void **unused)
{
    struct dot11_event event;

    (void)unused;
    for (uint32_t round = 0; round < 5; round++) {
        for (uint32_t i = 0; i < SIZE - 3; i++)
            put(D11_EV_ASSOC_DONE, i);
        for (uint32_t i = 0; i < SIZE - 3; i++)
            assert_int_equal(take().id, i);
    }
    assert_false(d11_events_take(&events, &event));
    assert_int_equal(event.type, D11_EV_NONE);
}

/* A completion has its place, whatever else is queued. */
static void a_kept_place_stays_free(void **unused)
{
    struct dot11_event event;

    (void)unused;
    assert_true(d11_events_reserve(&events, 0));
    assert_true(d11_events_reserve(&events, 0));
    assert_int_equal(d11_events_room(&events), SIZE - 2);
    for (uint32_t i = 0; i < SIZE - 2; i++)
        put(D11_EV_DISASSOC, i);
    assert_int_equal(d11_events_room(&events), 0);
    assert_false(d11_events_reserve(&events, 0));
    memset(&event, 0, sizeof event);
    event.type = D11_EV_SCAN_DONE;
    d11_events_put(&events, &event, true);
    assert_int_equal(events.count, SIZE - 1);
    d11_events_release(&events);
    assert_int_equal(d11_events_room(&events), 1);
}

static void a_place_may_be_asked_for_with_others_to_spare(void **unused)
{
    (void)unused;
    assert_false(d11_events_reserve(&events, SIZE));
    assert_true(d11_events_reserve(&events, SIZE - 1));
    assert_false(d11_events_reserve(&events, SIZE - 1));
}

/* SEC-RES-06: of advice the newest counts, and it comes where it belongs. */
static void advice_merges(void **unused)
{
    (void)unused;
    put(D11_EV_LINK_QUALITY, 1);
    put(D11_EV_ASSOC_START, 2);
    for (uint32_t i = 0; i < 100; i++)
        put(D11_EV_LINK_QUALITY, 10 + i);
    assert_int_equal(events.count, 2);
    assert_int_equal(env.stats.events_merged, 100);
    assert_int_equal(take().type, D11_EV_ASSOC_START);
    assert_int_equal(take().id, 109);
    put(D11_EV_PHY_STATE, 1);
    put(D11_EV_NEED_CREDENTIALS, 2);
    put(D11_EV_PHY_STATE, 3);
    put(D11_EV_NEED_CREDENTIALS, 4);
    assert_int_equal(take().id, 3);
    assert_int_equal(take().id, 4);
}

static void advice_is_lost_before_anything_else_is(void **unused)
{
    (void)unused;
    for (uint32_t i = 0; i < SIZE; i++)
        put(D11_EV_DISASSOC, i);
    put(D11_EV_LINK_QUALITY, 99);
    assert_int_equal(events.count, SIZE);
    assert_int_equal(env.stats.events_merged, 1);
    for (uint32_t i = 0; i < SIZE; i++)
        assert_int_equal(take().id, i);
}

/* A port that goes back and forth leaves the places for its end. */
static void a_port_that_swings_leaves_room_for_its_end(void **unused)
{
    unsigned changes = 0;

    (void)unused;
    put_port(D11_PORT_CREATED, 7);
    for (uint32_t i = 0; i < 100; i++)
        put_port(i % 2 != 0 ? D11_PORT_AUTHORIZED : D11_PORT_UNAUTHORIZED, 7);
    assert_true(d11_events_room(&events) >= D11_SME_REST - 1);
    put(D11_EV_DISASSOC, 1);
    put_port(D11_PORT_DELETED, 7);
    assert_int_equal(take().u.port.change, D11_PORT_CREATED);
    for (;;) {
        struct dot11_event event = take();

        if (event.type == D11_EV_DISASSOC)
            break;
        changes++;
        /* The last word is the newest. */
        if (events.count == 2)
            assert_int_equal(event.u.port.change, D11_PORT_AUTHORIZED);
    }
    assert_true(changes >= 2);
    assert_int_equal(take().u.port.change, D11_PORT_DELETED);
}

/* With room each change is told, and never one of another port for it. */
static void with_room_each_change_of_a_port_is_told(void **unused)
{
    (void)unused;
    put_port(D11_PORT_CREATED, 7);
    put_port(D11_PORT_AUTHORIZED, 7);
    put_port(D11_PORT_UNAUTHORIZED, 7);
    assert_int_equal(events.count, 3);
    while (d11_events_room(&events) > 2)
        put(D11_EV_SCAN_DONE, 0);
    put_port(D11_PORT_AUTHORIZED, 8);
    assert_int_equal(env.stats.events_merged, 0);
}

/* The bodies of an association are in one place: an event that waits loses
 * them when the next association may use it. */
static void bodies_belong_to_the_newest_association(void **unused)
{
    static const uint8_t body[4];
    struct dot11_event event;

    (void)unused;
    memset(&event, 0, sizeof event);
    event.type = D11_EV_ASSOC_DONE;
    event.u.assoc_done.request.data = body;
    event.u.assoc_done.request.len = 4;
    event.u.assoc_done.response = event.u.assoc_done.request;
    event.u.assoc_done.beacon = event.u.assoc_done.request;
    d11_events_put(&events, &event, false);
    put(D11_EV_DISASSOC, 1);
    put(D11_EV_ASSOC_START, 2);
    d11_events_put(&events, &event, false);
    event = take();
    assert_int_equal(event.u.assoc_done.request.len, 0);
    assert_int_equal(event.u.assoc_done.response.len, 0);
    assert_int_equal(event.u.assoc_done.beacon.len, 0);
    take();
    take();
    assert_int_equal(take().u.assoc_done.request.len, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_oldest_comes_first, setup),
        cmocka_unit_test_setup(a_kept_place_stays_free, setup),
        cmocka_unit_test_setup(a_place_may_be_asked_for_with_others_to_spare,
                               setup),
        cmocka_unit_test_setup(advice_merges, setup),
        cmocka_unit_test_setup(advice_is_lost_before_anything_else_is, setup),
        cmocka_unit_test_setup(a_port_that_swings_leaves_room_for_its_end,
                               setup),
        cmocka_unit_test_setup(with_room_each_change_of_a_port_is_told, setup),
        cmocka_unit_test_setup(bodies_belong_to_the_newest_association, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
