/* ports/linux/pool.c
 *
 * SPDX-License-Identifier: MIT */
#include "pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void a_frame_has_the_room_that_was_asked_for(void **state)
{
    struct dot11_pool *pool = dot11_pool_new(1, 100);
    struct dot11_frame *frame = dot11_pool_get(pool, 40, 60);

    (void)state;
    assert_non_null(frame);
    assert_int_equal(dot11_frame_headroom(frame), 40);
    assert_int_equal(dot11_frame_tailroom(frame), 60);
    assert_int_equal(frame->len, 0);
    dot11_pool_put(&frame, 1);
    dot11_pool_free(pool);
}

static void an_empty_pool_gives_nothing_until_a_frame_is_back(void **state)
{
    struct dot11_pool *pool = dot11_pool_new(2, 64);
    struct dot11_frame *frames[2];

    (void)state;
    frames[0] = dot11_pool_get(pool, 0, 64);
    frames[1] = dot11_pool_get(pool, 0, 64);
    assert_non_null(frames[0]);
    assert_non_null(frames[1]);
    assert_ptr_not_equal(frames[0]->head, frames[1]->head);
    assert_null(dot11_pool_get(pool, 0, 1));
    assert_int_equal(dot11_pool_out(pool), 2);
    dot11_pool_put(frames, 2);
    assert_int_equal(dot11_pool_out(pool), 0);
    frames[0] = dot11_pool_get(pool, 0, 1);
    assert_non_null(frames[0]);
    dot11_pool_put(frames, 1);
    dot11_pool_free(pool);
}

static void more_than_a_frame_holds_is_refused(void **state)
{
    struct dot11_pool *pool = dot11_pool_new(1, 64);

    (void)state;
    assert_null(dot11_pool_get(pool, 0, 65));
    assert_null(dot11_pool_get(pool, 65, 0));
    assert_null(dot11_pool_get(pool, 64, SIZE_MAX));
    assert_int_equal(dot11_pool_out(pool), 0);
    dot11_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_has_the_room_that_was_asked_for),
        cmocka_unit_test(an_empty_pool_gives_nothing_until_a_frame_is_back),
        cmocka_unit_test(more_than_a_frame_holds_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
