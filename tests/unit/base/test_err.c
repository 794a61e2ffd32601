/* Every code has a text of its own.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/err.h>

static const char *err_text(int code)
{
    return dot11_err_str((enum dot11_err)code);
}

static const char *drop_text(int code)
{
    return dot11_drop_str((enum dot11_drop)code);
}

static void check_texts(const char *(*text)(int), int count)
{
    int i;
    int j;

    for (i = 0; i < count; i++) {
        assert_non_null(text(i));
        assert_string_not_equal(text(i), "?");
        assert_in_range(strlen(text(i)), 1, 60);
        assert_null(strchr(text(i), '\n'));
        for (j = 0; j < i; j++)
            assert_string_not_equal(text(i), text(j));
    }
    assert_string_equal(text(count), "?");
    assert_string_equal(text(count + 1), "?");
    assert_string_equal(text(-1), "?");
}

static void errors_have_one_distinct_line_each(void **state)
{
    (void)state;
    check_texts(err_text, D11_ERR_COUNT);
}

/* INV-17: a drop has exactly one reason, which can be read. */
static void drop_reasons_have_one_distinct_line_each(void **state)
{
    (void)state;
    check_texts(drop_text, D11_DROP_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_one_distinct_line_each),
        cmocka_unit_test(drop_reasons_have_one_distinct_line_each),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
