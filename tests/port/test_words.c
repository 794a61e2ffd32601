/* examples/words.c
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char line[400];
static char *words[WORDS_MAX];
static size_t lens[WORDS_MAX];
static const char *why;

static int split(const char *text)
{
    assert_true(strlen(text) < sizeof(line));
    strcpy(line, text);
    why = NULL;
    return words_split(line, words, lens, &why);
}

static void blanks_part_words(void **state)
{
    (void)state;
    assert_int_equal(split("  connect\tdot11-demo  open "), 3);
    assert_string_equal(words[0], "connect");
    assert_string_equal(words[1], "dot11-demo");
    assert_string_equal(words[2], "open");
    assert_int_equal(split(""), 0);
    assert_int_equal(split("   "), 0);
}

static void quotes_keep_blanks(void **state)
{
    (void)state;
    assert_int_equal(split("psk \"correct horse\" x\"y z\"\"\""), 3);
    assert_string_equal(words[1], "correct horse");
    assert_string_equal(words[2], "xy z");
    assert_int_equal(split("scan \"\""), 2);
    assert_int_equal(lens[1], 0);
}

static void an_escape_is_one_octet_also_zero(void **state)
{
    (void)state;
    assert_int_equal(split("scan a\\x00\\xfFb \"\\\"\\\\\""), 3);
    assert_int_equal(lens[1], 4);
    assert_memory_equal(words[1],
                        "a\0\xff"
                        "b",
                        5);
    assert_string_equal(words[2], "\"\\");
}

static void a_comment_ends_the_line_but_not_in_a_word(void **state)
{
    (void)state;
    assert_int_equal(split("# nothing"), 0);
    assert_int_equal(split("scan # all of them"), 1);
    assert_int_equal(split("scan a#b \"#c\""), 3);
    assert_string_equal(words[2], "#c");
}

static void what_cannot_be_read_is_refused_with_a_reason(void **state)
{
    static const char *const bad[] = {"scan \"open", "scan \\q", "scan \\x4",
                                      "scan \\", "\"\\xg0\""};
    char many[2 * WORDS_MAX + 3] = "";

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(split(bad[i]), -1);
        assert_non_null(why);
    }
    for (int i = 0; i <= WORDS_MAX; i++)
        strcat(many, "a ");
    assert_int_equal(split(many), -1);
    assert_non_null(why);
}

static void addresses_are_six_octets_and_nothing_else(void **state)
{
    static const char *const bad[] = {"",
                                      "02:00:00:00:00",
                                      "02:00:00:00:00:0",
                                      "02-00-00-00-00-01",
                                      "02:00:00:00:00:01:02",
                                      "02:00:00:00:00:0g",
                                      "0x:00:00:00:00:01",
                                      " 2:00:00:00:00:01",
                                      "02:00:00:00:00:+1"};
    uint8_t addr[D11_ADDR_LEN];

    (void)state;
    assert_true(words_addr("02:d1:11:00:00:fE", addr));
    assert_int_equal(addr[0], 0x02);
    assert_int_equal(addr[5], 0xfe);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(words_addr(bad[i], addr));
}

static void numbers_have_a_limit_and_no_tail(void **state)
{
    uint64_t number = 0;
    uint8_t ip[4];

    (void)state;
    assert_true(words_number("10", 10, &number));
    assert_true(number == 10);
    assert_true(words_number("0xff", 255, &number));
    assert_false(words_number("11", 10, &number));
    assert_false(words_number("1x", 10, &number));
    assert_false(words_number("-1", 10, &number));
    assert_false(words_number("", 10, &number));
    assert_false(words_number("99999999999999999999", UINT64_MAX, &number));
    assert_true(words_ip("10.0.0.255", ip));
    assert_int_equal(ip[3], 255);
    assert_false(words_ip("10.0.0.256", ip));
    assert_false(words_ip("10.0.0", ip));
    assert_false(words_ip("10.0.0.1.2", ip));
}

static void signals_are_0_dbm_at_most(void **state)
{
    static const char *const bad[] = {"", "1", "-129", "-40x", "x"};
    int8_t dbm = 1;

    (void)state;
    assert_true(words_dbm("-128", &dbm));
    assert_int_equal(dbm, -128);
    assert_true(words_dbm("0", &dbm));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(words_dbm(bad[i], &dbm));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_part_words),
        cmocka_unit_test(quotes_keep_blanks),
        cmocka_unit_test(an_escape_is_one_octet_also_zero),
        cmocka_unit_test(a_comment_ends_the_line_but_not_in_a_word),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_a_reason),
        cmocka_unit_test(addresses_are_six_octets_and_nothing_else),
        cmocka_unit_test(numbers_have_a_limit_and_no_tail),
        cmocka_unit_test(signals_are_0_dbm_at_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
