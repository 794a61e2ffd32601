/* Channel numbers and frequencies.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/types.h>

static void known_channels_are_where_the_standard_puts_them(void **state)
{
    static const struct {
        enum dot11_band band;
        uint8_t number;
        uint16_t freq_mhz;
    } known[] = {
        {D11_BAND_2GHZ, 1, 2412},   {D11_BAND_2GHZ, 6, 2437},
        {D11_BAND_2GHZ, 13, 2472},  {D11_BAND_2GHZ, 14, 2484},
        {D11_BAND_5GHZ, 36, 5180},  {D11_BAND_5GHZ, 64, 5320},
        {D11_BAND_5GHZ, 100, 5500}, {D11_BAND_5GHZ, 144, 5720},
        {D11_BAND_5GHZ, 149, 5745}, {D11_BAND_5GHZ, 165, 5825},
        {D11_BAND_5GHZ, 177, 5885}, {D11_BAND_6GHZ, 1, 5955},
        {D11_BAND_6GHZ, 2, 5935},   {D11_BAND_6GHZ, 5, 5975},
        {D11_BAND_6GHZ, 93, 6415},  {D11_BAND_6GHZ, 233, 7115},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct dot11_channel channel = dot11_channel_20(known[i].freq_mhz);

        assert_int_equal(dot11_channel_freq_mhz(known[i].band, known[i].number),
                         known[i].freq_mhz);
        assert_int_equal(dot11_channel_number(known[i].freq_mhz),
                         known[i].number);
        assert_int_equal(channel.freq_mhz, known[i].freq_mhz);
        assert_int_equal(channel.centre0_mhz, known[i].freq_mhz);
        assert_int_equal(channel.centre1_mhz, 0);
        assert_int_equal(channel.band, known[i].band);
        assert_int_equal(channel.width, D11_WIDTH_20_NOHT);
    }
}

static void number_and_frequency_agree_both_ways(void **state)
{
    static const unsigned expected[D11_BAND_COUNT] = {14, 8 + 12 + 8, 60};
    unsigned freq;
    unsigned band;
    unsigned total = 0;

    (void)state;
    for (band = 0; band < D11_BAND_COUNT; band++) {
        unsigned count = 0;
        unsigned number;

        for (number = 0; number < 256; number++) {
            uint16_t mhz =
                dot11_channel_freq_mhz((enum dot11_band)band, (uint8_t)number);

            if (mhz == 0)
                continue;
            count++;
            assert_int_equal(dot11_channel_number(mhz), number);
            assert_int_equal(dot11_channel_20(mhz).band, band);
        }
        assert_int_equal(count, expected[band]);
        total += count;
    }
    for (freq = 0; freq <= UINT16_MAX; freq++) {
        uint8_t number = dot11_channel_number((uint16_t)freq);

        assert_int_equal(dot11_channel_20((uint16_t)freq).freq_mhz,
                         number != 0 ? freq : 0);
        total -= number != 0;
    }
    assert_int_equal(total, 0);
}

static void a_band_that_is_not_has_no_channels(void **state)
{
    (void)state;
    assert_int_equal(dot11_channel_freq_mhz(D11_BAND_COUNT, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_channels_are_where_the_standard_puts_them),
        cmocka_unit_test(number_and_frequency_agree_both_ways),
        cmocka_unit_test(a_band_that_is_not_has_no_channels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
