/* Rate sets.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/rd.h"
#include "frame/rates.h"

static void add(struct d11_rates *rates, const uint8_t *octets, size_t len)
{
    struct dot11_octets body = {octets, len};

    d11_rates_add(rates, body);
}

/* SEC-ELM-06: the two elements are one set, basic rates marked. */
static void both_elements_are_merged(void **state)
{
    static const uint8_t first[] = {0x82, 0x84, 0x8b, 0x96, 12, 18, 24, 36};
    static const uint8_t second[] = {0xb0, 72, 96, 108};
    struct d11_rates rates = {0};

    (void)state;
    add(&rates, first, sizeof(first));
    add(&rates, second, sizeof(second));
    assert_int_equal(rates.rates, D11_RATES_ALL);
    assert_int_equal(rates.basic, D11_RATES_DSSS | D11_RATE_24M);
    assert_int_equal(rates.selectors, 0);
}

/* SEC-ELM-06: a selector is a demand and never a rate. */
static void selectors_are_not_rates(void **state)
{
    static const uint8_t octets[] = {0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9};
    struct d11_rates rates = {0};

    (void)state;
    add(&rates, octets, sizeof(octets));
    assert_int_equal(rates.rates, 0);
    assert_int_equal(rates.basic, 0);
    assert_int_equal(rates.selectors, D11_SELECTOR_HT | D11_SELECTOR_VHT |
                                          D11_SELECTOR_GLK | D11_SELECTOR_EPD |
                                          D11_SELECTOR_SAE_H2E |
                                          D11_SELECTOR_HE | D11_SELECTOR_EHT);
}

static void an_unknown_basic_rate_is_a_demand_we_cannot_meet(void **state)
{
    static const uint8_t optional[] = {0x82, 44, 127, 0};
    static const uint8_t basic[] = {0x82, 44 | 0x80};
    struct d11_rates rates = {0};

    (void)state;
    add(&rates, optional, sizeof(optional));
    assert_int_equal(rates.rates, D11_RATE_1M);
    assert_int_equal(rates.selectors, 0);
    add(&rates, basic, sizeof(basic));
    assert_int_equal(rates.selectors, D11_SELECTOR_UNKNOWN);
}

/* A51: the longest body, each octet value in it, fits in the set. */
static void no_body_is_too_long(void **state)
{
    uint8_t octets[255];
    struct d11_rates rates = {0};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(octets); i++)
        octets[i] = (uint8_t)i;
    add(&rates, octets, sizeof(octets));
    assert_int_equal(rates.rates, D11_RATES_ALL);
    assert_int_equal(rates.basic, D11_RATES_ALL);
    add(&rates, NULL, 0);
    assert_int_equal(rates.rates, D11_RATES_ALL);
}

static void each_bit_has_its_rate(void **state)
{
    static const uint8_t expected[] = {2,  4,  11, 12, 18, 22,
                                       24, 36, 48, 72, 96, 108};
    unsigned i;

    (void)state;
    for (i = 0; i < D11_RATE_COUNT; i++) {
        struct d11_rates rates = {0};

        assert_int_equal(d11_rate_500k(i), expected[i]);
        add(&rates, expected + i, 1);
        assert_int_equal(rates.rates, 1u << i);
    }
    assert_int_equal(d11_rate_500k(D11_RATE_COUNT), 0);
}

static void written_rates_are_read_again(void **state)
{
    struct d11_rates all = {D11_RATES_ALL, D11_RATES_DSSS, 0};
    struct d11_rates ofdm = {D11_RATES_OFDM, D11_RATE_6M, 0};
    struct d11_rates sae = {D11_RATES_OFDM, 0, D11_SELECTOR_SAE_H2E};
    uint8_t octets[32];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_rates back = {0};

    (void)state;
    d11_rates_write(&wr, &all);
    assert_int_equal(d11_wr_len(&wr), 2 + 8 + 2 + 4);
    assert_int_equal(octets[0], 1);
    assert_int_equal(octets[1], 8);
    assert_int_equal(octets[10], 50);
    assert_int_equal(octets[11], 4);
    add(&back, octets + 2, 8);
    add(&back, octets + 12, 4);
    assert_memory_equal(&back, &all, sizeof(all));

    wr = d11_wr_over(octets, sizeof(octets));
    d11_rates_write(&wr, &ofdm);
    assert_int_equal(d11_wr_len(&wr), 2 + 8);
    memset(&back, 0, sizeof(back));
    add(&back, octets + 2, 8);
    assert_memory_equal(&back, &ofdm, sizeof(ofdm));

    wr = d11_wr_over(octets, sizeof(octets));
    d11_rates_write(&wr, &sae);
    assert_int_equal(octets[12], 0xfb);
    wr = d11_wr_over(octets, 9);
    d11_rates_write(&wr, &ofdm);
    assert_true(wr.overflow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_elements_are_merged),
        cmocka_unit_test(selectors_are_not_rates),
        cmocka_unit_test(an_unknown_basic_rate_is_a_demand_we_cannot_meet),
        cmocka_unit_test(no_body_is_too_long),
        cmocka_unit_test(each_bit_has_its_rate),
        cmocka_unit_test(written_rates_are_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
