/* Questions about what a radio can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "hw/caps.h"

static const struct dot11_hw_channel channels[] = {
    {2412, D11_BAND_2GHZ, 0, 20},
    {2484, D11_BAND_2GHZ, D11_HW_CHANNEL_DISABLED, 20},
    {2413, D11_BAND_2GHZ, 0, 20},
    {5180, D11_BAND_5GHZ, D11_HW_CHANNEL_PASSIVE, 20},
    {5200, 9, 0, 20},
};

static struct dot11_hw_caps make(void)
{
    struct dot11_hw_caps caps;

    dot11_hw_caps_defaults(&caps);
    caps.channels = channels;
    caps.channel_count = sizeof channels / sizeof channels[0];
    caps.ciphers[0] = D11_CIPHER_TKIP;
    caps.ciphers[1] = D11_CIPHER_CCMP_128;
    caps.cipher_count = 2;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[0] = 2;
    caps.bands[D11_BAND_2GHZ].rates_500kbps[1] = 12;
    caps.bands[D11_BAND_2GHZ].rate_count = 2;
    return caps;
}

static void channels_are_usable_or_not(void **unused)
{
    struct dot11_hw_caps caps = make();

    (void)unused;
    assert_true(d11_caps_usable(&caps, 2412));
    assert_true(d11_caps_usable(&caps, 5180));
    assert_false(d11_caps_usable(&caps, 2484));
    assert_false(d11_caps_usable(&caps, 2437));
    /* No centre of a channel, whatever the list says */
    assert_false(d11_caps_usable(&caps, 2413));
    assert_ptr_equal(d11_caps_channel(&caps, 5180), &channels[3]);
    assert_null(d11_caps_channel(&caps, 1));
}

static void rates_are_those_of_the_band(void **unused)
{
    struct dot11_hw_caps caps = make();

    (void)unused;
    assert_int_not_equal(d11_caps_rates(&caps, 2412).rates, 0);
    assert_int_equal(d11_caps_rates(&caps, 5180).rates, 0);
    assert_int_equal(d11_caps_rates(&caps, 5200).rates, 0);
    assert_int_equal(d11_caps_rates(&caps, 1).rates, 0);
}

static void ciphers_are_listed(void **unused)
{
    struct dot11_hw_caps caps = make();

    (void)unused;
    assert_true(d11_caps_cipher(&caps, D11_CIPHER_CCMP_128));
    assert_false(d11_caps_cipher(&caps, D11_CIPHER_GCMP_128));
    caps.cipher_count = 0;
    assert_false(d11_caps_cipher(&caps, D11_CIPHER_CCMP_128));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channels_are_usable_or_not),
        cmocka_unit_test(rates_are_those_of_the_band),
        cmocka_unit_test(ciphers_are_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
