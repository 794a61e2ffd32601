/* ports/linux/hwsim_radios.c
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_radios.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void a_radio_owns_the_address_of_its_first_interface(void **state)
{
    static const uint8_t addr[6] = {0x02, 0, 0, 0x01, 0x02, 0};
    struct hwsim_radios radios = {.count = 0};
    uint8_t key[6];

    (void)state;
    hwsim_radio_key(0x102, key);
    assert_int_equal(key[0], 0x42);
    assert_null(hwsim_radios_owner(&radios, addr));
    assert_ptr_equal(hwsim_radios_get(&radios, key), &radios.list[0]);
    assert_ptr_equal(hwsim_radios_owner(&radios, addr), &radios.list[0]);
    assert_ptr_equal(hwsim_radios_get(&radios, key), &radios.list[0]);
    assert_int_equal(radios.count, 1);
}

static void the_oldest_of_too_many_addresses_gives_way(void **state)
{
    struct hwsim_radios radios = {.count = 0};
    struct hwsim_radio *radio;
    uint8_t addr[6] = {0x06};
    uint8_t key[6];

    (void)state;
    hwsim_radio_key(0, key);
    radio = hwsim_radios_get(&radios, key);
    for (uint8_t i = 1; i <= HWSIM_RADIO_ADDRS; i++) {
        addr[5] = i;
        hwsim_radio_learn(radio, addr);
        hwsim_radio_learn(radio, addr);
    }
    assert_int_equal(radio->addr_count, HWSIM_RADIO_ADDRS);
    for (uint8_t i = 1; i <= HWSIM_RADIO_ADDRS; i++) {
        addr[5] = i;
        assert_ptr_equal(hwsim_radios_owner(&radios, addr), radio);
    }
    key[0] = 0x02;
    assert_null(hwsim_radios_owner(&radios, key));
    hwsim_radio_unlearn(radio, addr);
    assert_null(hwsim_radios_owner(&radios, addr));
    assert_int_equal(radio->addr_count, HWSIM_RADIO_ADDRS - 1);
}

static void a_radio_that_went_owns_nothing(void **state)
{
    struct hwsim_radios radios = {.count = 0};
    uint8_t key[6];

    (void)state;
    for (uint32_t id = 0; id <= HWSIM_RADIOS_MAX; id++) {
        hwsim_radio_key(id, key);
        (void)hwsim_radios_get(&radios, key);
    }
    assert_int_equal(radios.count, HWSIM_RADIOS_MAX);
    hwsim_radio_key(5, key);
    hwsim_radios_remove(&radios, key);
    assert_int_equal(radios.count, HWSIM_RADIOS_MAX - 1);
    key[0] = 0x02;
    assert_null(hwsim_radios_owner(&radios, key));
    hwsim_radio_key(6, key);
    key[0] = 0x02;
    assert_non_null(hwsim_radios_owner(&radios, key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_radio_owns_the_address_of_its_first_interface),
        cmocka_unit_test(the_oldest_of_too_many_addresses_gives_way),
        cmocka_unit_test(a_radio_that_went_owns_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
