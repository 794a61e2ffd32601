/* The element iterator.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/element.h"
#include "hostile.h"

static const uint8_t list[] = {
    0,   3, 'a', 'b', 'c', /* SSID */
    3,   1, 6,             /* DS */
    255, 3, 35,  1,   2,   /* HE Capabilities, cut short */
    221, 0,                /* vendor without a vendor */
    255, 1, 36,            /* extension without a body */
};

static void elements_come_one_by_one(void **state)
{
    struct d11_rd rd = d11_rd_over(list, sizeof(list));
    struct d11_element e;

    (void)state;
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.id, D11_EID_SSID);
    assert_int_equal(e.len, 3);
    assert_ptr_equal(e.body, list + 2);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.id, D11_EID_DS);
    assert_int_equal(e.body[0], 6);
    assert_int_equal(e.ext_id, 0);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.id, D11_EID_EXTENSION);
    assert_int_equal(e.ext_id, D11_EXT_HE_CAP);
    assert_int_equal(e.len, 2);
    assert_int_equal(e.body[0], 1);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.len, 0);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.ext_id, D11_EXT_HE_OP);
    assert_int_equal(e.len, 0);
    assert_false(d11_element_next(&rd, &e));
    assert_false(rd.truncated);
}

static int ends_between_elements(size_t len)
{
    static const size_t ends[] = {0, 5, 8, 13, 15, 18};
    size_t i;

    for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        if (ends[i] == len)
            return 1;
    }
    return 0;
}

static void walk_prefix(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rd rd = d11_rd_over(octets, len);
    struct dot11_octets all = {octets, len};
    struct d11_element e;
    size_t walked = 0;

    (void)arg;
    while (d11_element_next(&rd, &e)) {
        assert_true(e.body + e.len <= octets + len);
        walked++;
        /* SEC-ELM-12: each step makes progress. */
        assert_true(walked <= len / 2);
    }
    assert_int_equal(rd.truncated, !ends_between_elements(len));
    assert_int_equal(d11_elements_whole(all), ends_between_elements(len));
}

/* SEC-ELM-01, A47: a short tail ends the walk and marks the list. */
static void every_prefix_is_walked_in_bounds(void **state)
{
    (void)state;
    hostile_prefixes(list, sizeof(list), walk_prefix, NULL);
}

static void walk_any(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rd rd = d11_rd_over(octets, len);
    struct d11_element e;

    (void)arg;
    while (d11_element_next(&rd, &e))
        assert_true(e.body + e.len <= octets + len);
}

static void every_wrong_length_is_walked_in_bounds(void **state)
{
    (void)state;
    hostile_octets(list, sizeof(list), walk_any, NULL);
}

/* SEC-ELM-02, A44: ff 00 has no extended id to read. */
static void a_zero_length_extension_element_ends_the_walk(void **state)
{
    static const uint8_t octets[] = {255, 0};
    uint8_t *block = hostile_copy(octets, sizeof(octets));
    struct d11_rd rd = d11_rd_over(block, sizeof(octets));
    struct d11_element e;

    (void)state;
    assert_false(d11_element_next(&rd, &e));
    assert_true(rd.truncated);
    free(block);
}

/* An element of 255 + 255 + 10 octets, then another one. */
#define BIG (257 + 257 + 12 + 2)

static void make_big(uint8_t *octets, uint8_t id)
{
    size_t i;

    for (i = 0; i < BIG; i++)
        octets[i] = (uint8_t)i;
    octets[0] = id;
    octets[1] = 255;
    octets[257] = D11_EID_FRAGMENT;
    octets[258] = 255;
    octets[514] = D11_EID_FRAGMENT;
    octets[515] = 10;
    octets[526] = D11_EID_FRAGMENT;
    octets[527] = 0;
}

/* SEC-ELM-09: joined in order; a fragment after a short one is not ours. */
static void fragments_are_joined(void **state)
{
    uint8_t octets[BIG];
    uint8_t joined[520];
    struct d11_rd rd;
    struct d11_element e;

    (void)state;
    make_big(octets, 200);
    rd = d11_rd_over(octets, BIG);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(d11_element_joined_len(&e, octets + BIG), 520);
    assert_int_equal(d11_element_join(&e, octets + BIG, joined, sizeof(joined)),
                     520);
    assert_memory_equal(joined, octets + 2, 255);
    assert_memory_equal(joined + 255, octets + 259, 255);
    assert_memory_equal(joined + 510, octets + 516, 10);
    assert_int_equal(d11_element_join(&e, octets + BIG, joined, 519), 0);
    /* The list ends before the first fragment. */
    assert_int_equal(d11_element_joined_len(&e, octets + 257), 255);
}

static void fragments_of_an_extension_element_are_joined(void **state)
{
    uint8_t octets[BIG];
    uint8_t joined[519];
    struct d11_rd rd;
    struct d11_element e;

    (void)state;
    make_big(octets, D11_EID_EXTENSION);
    rd = d11_rd_over(octets, BIG);
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(e.len, 254);
    assert_int_equal(d11_element_join(&e, octets + BIG, joined, sizeof(joined)),
                     519);
    assert_memory_equal(joined, octets + 3, 254);
    assert_memory_equal(joined + 254, octets + 259, 255);
}

static void an_element_below_255_octets_has_no_fragments(void **state)
{
    static const uint8_t octets[] = {200, 2, 1, 2, D11_EID_FRAGMENT, 1, 3};
    uint8_t joined[8];
    struct d11_rd rd = d11_rd_over(octets, sizeof(octets));
    struct d11_element e;

    (void)state;
    assert_true(d11_element_next(&rd, &e));
    assert_int_equal(
        d11_element_join(&e, octets + sizeof(octets), joined, sizeof(joined)),
        2);
    assert_memory_equal(joined, octets + 2, 2);
}

static void join_prefix(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rd rd = d11_rd_over(octets, len);
    struct d11_element e;
    uint8_t *joined = malloc(300);

    (void)arg;
    assert_non_null(joined);
    if (d11_element_next(&rd, &e)) {
        size_t whole = d11_element_joined_len(&e, octets + len);
        size_t got = d11_element_join(&e, octets + len, joined, 300);

        assert_true(whole <= len);
        assert_int_equal(got, whole <= 300 ? whole : 0);
    }
    free(joined);
}

static void joining_stays_in_bounds_for_every_prefix(void **state)
{
    uint8_t octets[BIG];

    (void)state;
    make_big(octets, 200);
    hostile_all(octets, BIG, join_prefix, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_come_one_by_one),
        cmocka_unit_test(every_prefix_is_walked_in_bounds),
        cmocka_unit_test(every_wrong_length_is_walked_in_bounds),
        cmocka_unit_test(a_zero_length_extension_element_ends_the_walk),
        cmocka_unit_test(fragments_are_joined),
        cmocka_unit_test(fragments_of_an_extension_element_are_joined),
        cmocka_unit_test(an_element_below_255_octets_has_no_fragments),
        cmocka_unit_test(joining_stays_in_bounds_for_every_prefix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
