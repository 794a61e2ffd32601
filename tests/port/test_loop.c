/* ports/linux/loop.c
 *
 * SPDX-License-Identifier: MIT */
#include "loop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>
#include <cmocka.h>

struct heard {
    struct dot11_loop *loop;
    int times;
    int remove_fd; /* -1: none */
};

static void on_readable(void *context, int fd)
{
    struct heard *heard = context;
    char octet;

    if (read(fd, &octet, 1) == 1)
        heard->times++;
    if (heard->remove_fd >= 0)
        dot11_loop_remove(heard->loop, heard->remove_fd);
}

static void a_deadline_is_met_to_the_microsecond_and_not_before(void **state)
{
    struct dot11_loop *loop = dot11_loop_new();
    uint64_t deadline_us = dot11_loop_now_us() + 2300;

    (void)state;
    assert_non_null(loop);
    while (dot11_loop_now_us() < deadline_us)
        assert_int_equal(dot11_loop_turn(loop, deadline_us), 0);
    /* The same moment again: it is past, so this only looks. */
    assert_int_equal(dot11_loop_turn(loop, deadline_us), 0);
    /* And the timer works a second time. */
    deadline_us = dot11_loop_now_us() + 1000;
    while (dot11_loop_now_us() < deadline_us)
        assert_int_equal(dot11_loop_turn(loop, deadline_us), 0);
    dot11_loop_free(loop);
}

static void a_file_descriptor_ends_the_wait(void **state)
{
    struct dot11_loop *loop = dot11_loop_new();
    struct heard heard = {.loop = loop, .remove_fd = -1};
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dot11_loop_add(loop, ends[0], on_readable, &heard), 0);
    assert_int_equal(dot11_loop_turn(loop, 0), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(dot11_loop_turn(loop, UINT64_MAX), 1);
    assert_int_equal(heard.times, 1);

    dot11_loop_remove(loop, ends[0]);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(dot11_loop_turn(loop, 0), 0);
    assert_int_equal(heard.times, 1);
    close(ends[0]);
    close(ends[1]);
    dot11_loop_free(loop);
}

static void a_callback_may_remove_another(void **state)
{
    struct dot11_loop *loop = dot11_loop_new();
    struct heard first = {.loop = loop};
    struct heard second = {.loop = loop};
    int ends[2][2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pipe(ends[i]), 0);
        assert_int_equal(write(ends[i][1], "x", 1), 1);
    }
    first.remove_fd = ends[1][0];
    second.remove_fd = ends[0][0];
    assert_int_equal(dot11_loop_add(loop, ends[0][0], on_readable, &first), 0);
    assert_int_equal(dot11_loop_add(loop, ends[1][0], on_readable, &second), 0);
    /* Both are ready; whoever comes first removes the other. */
    assert_int_equal(dot11_loop_turn(loop, 0), 1);
    assert_int_equal(first.times + second.times, 1);
    for (int i = 0; i < 2; i++) {
        close(ends[i][0]);
        close(ends[i][1]);
    }
    dot11_loop_free(loop);
}

static void a_full_loop_says_so(void **state)
{
    struct dot11_loop *loop = dot11_loop_new();
    struct heard heard = {.loop = loop, .remove_fd = -1};
    int ends[DOT11_LOOP_FDS + 1][2];

    (void)state;
    for (int i = 0; i <= DOT11_LOOP_FDS; i++) {
        int status;

        assert_int_equal(pipe(ends[i]), 0);
        status = dot11_loop_add(loop, ends[i][0], on_readable, &heard);
        assert_true(i < DOT11_LOOP_FDS ? status == 0 : status < 0);
    }
    for (int i = 0; i <= DOT11_LOOP_FDS; i++) {
        close(ends[i][0]);
        close(ends[i][1]);
    }
    dot11_loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_is_met_to_the_microsecond_and_not_before),
        cmocka_unit_test(a_file_descriptor_ends_the_wait),
        cmocka_unit_test(a_callback_may_remove_another),
        cmocka_unit_test(a_full_loop_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
