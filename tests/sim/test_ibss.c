/* Stations of the library without an access point: they begin, join, part and
 * come together again, with radios of all kinds and bad air. */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "cell.h"

/* Bring up `count` stations one after the other, and see that each talks with
 * each. */
static struct cell *bring_up(const struct cell_options *options, bool psk)
{
    struct cell *cell = cell_new(options);

    for (unsigned i = 0; i < cell->count; i++)
        cell_up(cell, i, psk);
    for (unsigned i = 0; i < cell->count; i++)
        assert_true(
            cell_wait_peers(cell, i, cell->count - 1, 10 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    for (unsigned i = 0; i < cell->count; i++)
        cell_talk(cell, i, (i + 1) % cell->count);
    return cell;
}

static void two_stations_find_each_other_and_talk(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    cell = bring_up(&options, false);
    assert_true(cell_info(cell, 0).started);
    assert_false(cell_info(cell, 1).started);
    assert_true(cell_same(cell, 0, 1));
    cell_end(cell);
}

static void keys_are_made_between_each_two(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 4;
    cell = bring_up(&options, true);
    assert_int_equal(cell->plain, 0);
    cell_end(cell);
}

static void radios_with_keys_do_it_too(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    options.station.radio.hw_ccmp = true;
    options.station.radio.iv_by_hw = true;
    options.station.radio.pending = DOT11_SIM_OP_ALL;
    cell = bring_up(&options, true);
    assert_int_equal(cell->plain, 0);
    cell_end(cell);
}

/* 12.7.7: who left knows the group key, so there is a new one. */
static void the_others_get_a_new_group_key(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    cell = bring_up(&options, true);
    assert_int_equal(dot11_sta_disconnect(cell->stas[2], NULL, cell_now(cell)),
                     D11_OK);
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 0, 1);
    /* And again, under the other key id. */
    cell_up(cell, 2, true);
    assert_true(cell_wait_peers(cell, 2, 2, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 1, 2);
    assert_int_equal(dot11_sta_disconnect(cell->stas[0], NULL, cell_now(cell)),
                     D11_OK);
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 2, 1);
    cell_end(cell);
}

static void a_radio_may_send_the_beacons(void **unused)
{
    struct cell_options options;
    struct dot11_sim_radio_stats stats;
    struct cell *cell;
    uint32_t by_radio = 0;
    uint32_t all = 0;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    options.flags[0] = D11_HW_IBSS;
    options.flags[1] = D11_HW_IBSS;
    cell = bring_up(&options, false);
    for (unsigned i = 0; i < 2; i++) {
        dot11_sim_radio_stats(dot11_sim_station_radio(cell->stations[i]),
                              &stats);
        assert_true(stats.ibss_beacons > 0);
        assert_int_equal(cell->beacons[i], stats.ibss_beacons);
    }
    memset(cell->beacons, 0, sizeof cell->beacons);
    cell_run(cell, 20 * CELL_SECOND);
    for (unsigned i = 0; i < 3; i++) {
        all += cell->beacons[i];
        by_radio += i < 2 ? cell->beacons[i] : 0;
        assert_true(cell->beacons[i] > 10);
    }
    /* In turn: one in each interval of 102.4 ms, seldom two. */
    assert_in_range(all, 190, 240);
    assert_true(by_radio < all);
    assert_int_equal(dot11_sta_disconnect(cell->stas[0], NULL, cell_now(cell)),
                     D11_OK);
    cell_run(cell, 10000);
    memset(cell->beacons, 0, sizeof cell->beacons);
    cell_run(cell, CELL_SECOND);
    assert_int_equal(cell->beacons[0], 0);
    cell_end(cell);
}

/* 11.1.3.5 */
static void clocks_of_a_cell_agree(void **unused)
{
    struct cell_options options;
    struct cell *cell;
    uint64_t apart;

    (void)unused;
    for (unsigned no_tsf = 0; no_tsf < 2; no_tsf++) {
        cell_options(&options);
        options.count = 3;
        options.station.radio.no_tsf = no_tsf != 0;
        cell = bring_up(&options, false);
        cell_run(cell, 5 * CELL_SECOND);
        for (unsigned i = 1; i < 3; i++) {
            uint64_t a = cell_info(cell, 0).tsf_us;
            uint64_t b = cell_info(cell, i).tsf_us;

            apart = a > b ? a - b : b - a;
            assert_true(apart < 3000);
        }
        /* It began with the cell. */
        assert_true(cell_info(cell, 0).tsf_us < 60 * CELL_SECOND);
        cell_end(cell);
    }
}

static void cells_merge_without_a_clock_in_the_radio(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 4;
    options.station.radio.no_tsf = true;
    cell = cell_new(&options);
    for (unsigned a = 0; a < 2; a++) {
        cell_cut(cell, a, 2, true);
        cell_cut(cell, a, 3, true);
    }
    for (unsigned i = 0; i < 4; i++) {
        cell_up(cell, i, true);
        cell_run(cell, CELL_SECOND);
    }
    assert_true(cell_same(cell, 0, 1));
    assert_true(cell_same(cell, 2, 3));
    assert_false(cell_same(cell, 0, 2));
    for (unsigned a = 0; a < 2; a++) {
        cell_cut(cell, a, 2, false);
        cell_cut(cell, a, 3, false);
    }
    for (unsigned i = 0; i < 4; i++)
        assert_true(cell_wait_peers(cell, i, 3, 20 * CELL_SECOND));
    assert_true(cell_same(cell, 0, 3));
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 0, 2);
    cell_talk(cell, 3, 1);
    assert_int_equal(cell->plain, 0);
    cell_end(cell);
}

/* Who cannot be heard by one is a peer of the other. */
static void a_chain_has_two_peers_in_the_middle(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    cell = cell_new(&options);
    cell_cut(cell, 0, 2, true);
    for (unsigned i = 0; i < 3; i++)
        cell_up(cell, i, true);
    assert_true(cell_wait_peers(cell, 1, 2, 10 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 0, 1, 10 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 2, 1, 10 * CELL_SECOND));
    cell_talk(cell, 0, 1);
    cell_talk(cell, 2, 1);
    assert_false(cell_send(cell, 0, 2));
    cell_end(cell);
}

static void bad_air_takes_longer(void **unused)
{
    const struct dot11_sim_air air = {.loss = 150,
                                      .ack_loss = 50,
                                      .duplicate = 50,
                                      .duplicate_us = 20000,
                                      .late = 50,
                                      .late_us = 10000};
    const struct dot11_sim_air good = {0};
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    cell = cell_new(&options);
    dot11_sim_set_air(cell->sim, &air);
    for (unsigned i = 0; i < 3; i++) {
        cell_ask(cell, i, false, true);
        cell_run(cell, 2 * CELL_SECOND);
    }
    cell_run(cell, 60 * CELL_SECOND);
    dot11_sim_set_air(cell->sim, &good);
    for (unsigned i = 0; i < 3; i++)
        assert_true(cell_wait_peers(cell, i, 2, 60 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 0, 1);
    cell_talk(cell, 1, 2);
    assert_int_equal(cell->plain, 0);
    cell_end(cell);
}

/* More members than there are places: the first ones count. */
static void a_full_table_takes_nobody_else(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 4;
    options.station.core.peer_count = 2;
    cell = cell_new(&options);
    for (unsigned i = 0; i < 4; i++)
        cell_up(cell, i, false);
    cell_run(cell, 5 * CELL_SECOND);
    for (unsigned i = 0; i < 4; i++)
        assert_true(cell_peers(cell, i) <= 2);
    assert_int_equal(cell_peers(cell, 0), 2);
    cell_end(cell);
}

/* No event is lost to a host that takes none: there are fewer peers. */
static void a_short_queue_holds_fewer_peers(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 4;
    options.station.core.event_count = 24;
    cell = cell_new(&options);
    for (unsigned i = 0; i < 4; i++)
        cell_up(cell, i, true);
    cell_run(cell, 10 * CELL_SECOND);
    for (unsigned i = 0; i < 4; i++)
        assert_true(cell_peers(cell, i) <= 2);
    assert_int_equal(cell_peers(cell, 0), 2);
    cell_end(cell);
}

static void the_config_wants_the_part_for_several_peers(void **unused)
{
    struct cell_options options;
    struct cell *cell;
    struct dot11_ibss_req req;
    struct dot11_ibss_info info;

    (void)unused;
    cell_options(&options);
    options.count = 1;
    options.station.core.part_count = 0;
    options.station.core.peer_count = 1;
    cell = cell_new(&options);
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_ERR_UNSUPPORTED);
    assert_int_equal(
        dot11_sta_ibss_join(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_ibss_info(cell->stas[0], &info),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_ibss_peers(cell->stas[0], NULL, 0), 0);
    cell_end(cell);

    cell_options(&options);
    options.station.core.part_count = 0;
    options.station.core.peer_count = 2;
    assert_int_equal(dot11_radio_mem_size(&options.station.core), 0);
}

/* Its keys are gone, its channel, its clock. */
static void a_radio_that_crashed_comes_back(void **unused)
{
    static const struct dot11_part *const with_reset[] = {&dot11_ibss,
                                                          &dot11_power};
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    for (unsigned how = 0; how < 4; how++) {
        cell_options(&options);
        options.count = 3;
        options.station.radio.hw_ccmp = (how & 1) != 0;
        if ((how & 2) != 0) {
            options.station.core.parts = with_reset;
            options.station.core.part_count = 2;
        }
        cell = bring_up(&options, true);
        dot11_sim_radio_crash(dot11_sim_station_radio(cell->stations[0]));
        cell_run(cell, 5 * CELL_SECOND);
        for (unsigned i = 0; i < 3; i++)
            assert_true(cell_wait_peers(cell, i, 2, 30 * CELL_SECOND));
        cell_run(cell, CELL_SECOND);
        cell_talk(cell, 0, 1);
        cell_talk(cell, 2, 0);
        cell_end(cell);
    }
}

/* Data before the first beacon: who sent it is a peer. */
static void data_of_a_stranger_makes_a_peer(void **unused)
{
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    cell = bring_up(&options, false);
    /* Only its data is heard: it must be taken back for that. */
    assert_int_equal(dot11_sta_ibss_peers(cell->stas[0], NULL, 0), 1);
    cell_cut(cell, 0, 1, true);
    for (unsigned i = 0; i < 50 && cell_peers(cell, 0) != 0; i++)
        cell_run(cell, CELL_SECOND / 10);
    assert_int_equal(cell_peers(cell, 0), 0);
    assert_int_equal(cell_peers(cell, 1), 0);
    cell_cut(cell, 0, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, 5 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    cell_talk(cell, 0, 1);
    cell_end(cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_stations_find_each_other_and_talk),
        cmocka_unit_test(keys_are_made_between_each_two),
        cmocka_unit_test(radios_with_keys_do_it_too),
        cmocka_unit_test(the_others_get_a_new_group_key),
        cmocka_unit_test(a_radio_may_send_the_beacons),
        cmocka_unit_test(clocks_of_a_cell_agree),
        cmocka_unit_test(cells_merge_without_a_clock_in_the_radio),
        cmocka_unit_test(a_chain_has_two_peers_in_the_middle),
        cmocka_unit_test(bad_air_takes_longer),
        cmocka_unit_test(a_full_table_takes_nobody_else),
        cmocka_unit_test(a_short_queue_holds_fewer_peers),
        cmocka_unit_test(the_config_wants_the_part_for_several_peers),
        cmocka_unit_test(a_radio_that_crashed_comes_back),
        cmocka_unit_test(data_of_a_stranger_makes_a_peer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
