/* Operating Channel Information.
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

#include "frame/oci.h"
#include "hostile.h"

static struct dot11_channel wide(uint16_t freq_mhz, uint16_t centre_mhz,
                                 enum dot11_width width)
{
    struct dot11_channel channel = dot11_channel_20(freq_mhz);

    channel.centre0_mhz = centre_mhz;
    channel.width = (uint8_t)width;
    return channel;
}

static void expect(struct dot11_channel channel, uint8_t operating_class,
                   uint8_t number)
{
    struct d11_oci oci;

    assert_true(d11_oci_of(&oci, &channel));
    assert_int_equal(oci.operating_class, operating_class);
    assert_int_equal(oci.channel, number);
    assert_int_equal(oci.segment1, 0);
    assert_true(d11_oci_fits(&oci, &channel));
}

/* Table E-4. */
static void each_channel_has_its_class(void **state)
{
    (void)state;
    expect(dot11_channel_20(2412), 81, 1);
    expect(dot11_channel_20(2472), 81, 13);
    expect(dot11_channel_20(2484), 82, 14);
    expect(dot11_channel_20(5180), 115, 36);
    expect(dot11_channel_20(5260), 118, 52);
    expect(dot11_channel_20(5500), 121, 100);
    expect(dot11_channel_20(5745), 125, 149);
    expect(dot11_channel_20(5955), 131, 1);
    expect(dot11_channel_20(5935), 136, 2);
    expect(wide(2412, 2422, D11_WIDTH_40), 83, 1);
    expect(wide(2437, 2427, D11_WIDTH_40), 84, 6);
    expect(wide(5180, 5190, D11_WIDTH_40), 116, 36);
    expect(wide(5200, 5190, D11_WIDTH_40), 117, 40);
    expect(wide(5220, 5210, D11_WIDTH_80), 128, 44);
    expect(wide(5220, 5250, D11_WIDTH_160), 129, 44);
    expect(wide(6195, 6185, D11_WIDTH_80), 133, 49);
}

static void two_segments_name_both(void **state)
{
    struct dot11_channel channel = wide(5180, 5210, D11_WIDTH_80P80);
    struct d11_oci oci;

    (void)state;
    channel.centre1_mhz = 5775;
    assert_true(d11_oci_of(&oci, &channel));
    assert_int_equal(oci.operating_class, 130);
    assert_int_equal(oci.segment1, 155);
}

static void a_channel_that_is_none_has_no_class(void **state)
{
    struct dot11_channel channel = {0};
    struct d11_oci oci;

    (void)state;
    assert_false(d11_oci_of(&oci, &channel));
    oci.operating_class = 81;
    oci.channel = 0;
    assert_false(d11_oci_fits(&oci, &channel));
}

/* 12.2.9: an AP may be wider than we are, never narrower; and its primary
 * channel is ours. */
static void a_peer_elsewhere_does_not_fit(void **state)
{
    const struct dot11_channel narrow = dot11_channel_20(5180);
    const struct dot11_channel above = wide(5180, 5190, D11_WIDTH_40);
    struct d11_oci oci = {128, 36, 0};

    (void)state;
    assert_true(d11_oci_fits(&oci, &narrow));
    assert_true(d11_oci_fits(&oci, &above));
    oci.channel = 40;
    assert_false(d11_oci_fits(&oci, &narrow));
    oci.channel = 36;
    oci.operating_class = 115;
    assert_true(d11_oci_fits(&oci, &narrow));
    assert_false(d11_oci_fits(&oci, &above));
    oci.operating_class = 116;
    assert_true(d11_oci_fits(&oci, &above));
    oci.operating_class = 81;
    assert_false(d11_oci_fits(&oci, &narrow));
    oci.operating_class = 7;
    assert_false(d11_oci_fits(&oci, &narrow));
    /* The secondary channel on the other side. */
    oci = (struct d11_oci){117, 40, 0};
    assert_false(d11_oci_fits(&oci, &above));
    assert_false(
        d11_oci_fits(&oci, &(struct dot11_channel){5200, 5210, 0, D11_WIDTH_40,
                                                   D11_BAND_5GHZ}));
}

static void the_element_is_written_and_found(void **state)
{
    static const uint8_t want[] = {255, 4, 54, 115, 36, 0};
    const struct d11_oci oci = {115, 36, 0};
    uint8_t octets[sizeof(want)];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_oci found;

    (void)state;
    d11_oci_write_element(&wr, &oci);
    assert_false(wr.overflow);
    assert_memory_equal(octets, want, sizeof(want));
    assert_true(
        d11_oci_find(&found, (struct dot11_octets){octets, sizeof(octets)}));
    assert_memory_equal(&found, &oci, sizeof(oci));
    assert_true(d11_oci_decode(&found, want + 3, D11_OCI_LEN));
    assert_false(d11_oci_decode(&found, want + 3, D11_OCI_LEN - 1));
}

static void one_that_is_not_there_once_is_not_found(void **state)
{
    static const uint8_t twice[] = {255, 4, 54, 115, 36, 0,
                                    255, 4, 54, 115, 36, 0};
    static const uint8_t longer[] = {255, 5, 54, 115, 36, 0, 0};
    static const uint8_t other[] = {255, 4, 55, 115, 36, 0, 54, 3, 115, 36, 0};
    struct d11_oci oci;

    (void)state;
    assert_false(
        d11_oci_find(&oci, (struct dot11_octets){twice, sizeof(twice)}));
    assert_false(
        d11_oci_find(&oci, (struct dot11_octets){longer, sizeof(longer)}));
    assert_false(
        d11_oci_find(&oci, (struct dot11_octets){other, sizeof(other)}));
    assert_false(d11_oci_find(&oci, (struct dot11_octets){NULL, 0}));
}

static void find(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_oci oci;

    (void)arg;
    (void)d11_oci_find(&oci, (struct dot11_octets){octets, len});
}

static void every_variant_is_walked_in_bounds(void **state)
{
    static const uint8_t sample[] = {0, 1, 'x', 255, 4, 54, 115, 36, 0};

    (void)state;
    hostile_all(sample, sizeof(sample), find, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_channel_has_its_class),
        cmocka_unit_test(two_segments_name_both),
        cmocka_unit_test(a_channel_that_is_none_has_no_class),
        cmocka_unit_test(a_peer_elsewhere_does_not_fit),
        cmocka_unit_test(the_element_is_written_and_found),
        cmocka_unit_test(one_that_is_not_there_once_is_not_found),
        cmocka_unit_test(every_variant_is_walked_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
