/* Stations come and go. */
#include "fake_ap.h"
#include "fake_ext.h"

static void addresses_are_checked(void **unused)
{
    static const uint8_t group[6] = {1, 2, 3, 4, 5, 6};
    static const uint8_t zero[6];
    struct dot11_sta_status status;
    struct dot11_sta *sta;

    (void)unused;
    fake_begin();
    fake_build();
    assert_int_equal(dot11_sta_create(&sta, fake.radio, group), D11_ERR_ARG);
    assert_int_equal(dot11_sta_create(&sta, fake.radio, zero), D11_ERR_ARG);
    assert_int_equal(dot11_sta_create(&sta, fake.radio, NULL), D11_OK);
    fake.stas[0] = sta;
    dot11_sta_status(sta, &status);
    assert_memory_equal(status.addr, fake_own[0], 6);
    assert_int_equal(status.state, D11_STA_HALTED);
    assert_ptr_equal(dot11_sta_radio(sta), fake.radio);
    assert_null(dot11_sta_user(sta));
    dot11_sta_set_user(sta, &status);
    assert_ptr_equal(dot11_sta_user(sta), &status);
    fake_end();
}

/* Also when the place before the other one is free again. */
static void no_two_stations_have_one_address(void **unused)
{
    struct dot11_sta *sta;

    (void)unused;
    fake_begin();
    fake_build();
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(
            dot11_sta_create(&fake.stas[i], fake.radio, fake_own[i]), D11_OK);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    fake.stas[0] = NULL;
    assert_int_equal(dot11_sta_create(&sta, fake.radio, fake_own[1]),
                     D11_ERR_ARG);
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    assert_int_equal(
        dot11_sta_create(&sta, fake.radio, (const uint8_t[]){2, 9, 9, 9, 9, 9}),
        D11_ERR_FULL);
    fake_end();
}

static void a_radio_with_one_address_has_no_other(void **unused)
{
    struct dot11_sta *sta;

    (void)unused;
    fake_begin();
    fake.hw_ops.set_addr = NULL;
    fake_build();
    assert_int_equal(dot11_sta_create(&sta, fake.radio, fake_own[1]),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, fake_own[0]),
                     D11_OK);
    fake_end();
}

/* N80211-EXT-2, EXT-4; ext.h: a zeroed state each time */
static void extensions_come_and_go_with_the_station(void **unused)
{
    struct dot11_sta *sta;

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_ext.init = D11_ERR_MEMORY;
    assert_int_equal(dot11_sta_create(&sta, fake.radio, NULL), D11_ERR_MEMORY);
    assert_ext("init");
    fake_ext.init = D11_OK;
    for (unsigned i = 0; i < 5; i++) {
        assert_int_equal(dot11_sta_create(&sta, fake.radio, NULL), D11_OK);
        assert_ext("init");
        assert_int_equal(dot11_radio_fini(fake.radio), D11_ERR_BUSY);
        assert_int_equal(dot11_sta_fini(sta), D11_OK);
        assert_ext("deinit");
    }
    fake_end();
}

/* Nothing of one life is left in the next. */
static void a_new_station_knows_nothing_of_the_old_one(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_sta_status status;
    struct dot11_port port;

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 1), 1);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 0), 1);
    assert_true(port.authorized);
    assert_memory_equal(port.peer, ap.bssid, 6);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    /* Events that nobody took go with it. */
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, NULL), D11_OK);
    fake.log[0][0] = '\0';
    assert_events(0, "");
    dot11_sta_status(fake.stas[0], &status);
    assert_false(status.associated);
    assert_int_equal(status.ssid.len, 0);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 1), 0);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(no_two_stations_have_one_address),
        cmocka_unit_test(a_radio_with_one_address_has_no_other),
        cmocka_unit_test(extensions_come_and_go_with_the_station),
        cmocka_unit_test(a_new_station_knows_nothing_of_the_old_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
