/* The simulated access point, against a station played by hand.
 *
 * SPDX-License-Identifier: MIT
 * A test of the simulator: what it does wrong, whole stations would learn. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "player.h"
#include "primitives.h"

#define SEED 20260101u
#define MEMORY (2u << 20)
#define SECOND UINT64_C(1000000)

static const uint8_t bssid[6] = {2, 0, 0, 0, 0, 1};
static const uint8_t sta_addr[6] = {2, 0, 0, 0, 1, 1};
static const uint8_t sta2_addr[6] = {2, 0, 0, 0, 1, 2};
static const uint8_t host_ip[4] = {10, 0, 0, 1};

struct world {
    void *mem;
    void *crypto;
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    struct player sta;
};

static struct dot11_sim_ap_config ap_config(bool secured)
{
    struct dot11_sim_ap_config config = {0};

    memcpy(config.bssid, bssid, 6);
    config.ssid.len = 4;
    memcpy(config.ssid.octets, "test", 4);
    config.freq_mhz = 2437;
    config.passphrase = secured ? "correct horse" : NULL;
    return config;
}

/* The PSK that belongs to "correct horse" and "test", from the provider. */
static void psk_of(struct world *world, const char *passphrase, uint8_t pmk[32])
{
    struct dot11_crypto_job job = {0};

    job.kind = D11_JOB_PBKDF2_SHA1;
    job.in.pbkdf2.passphrase_len = (uint8_t)strlen(passphrase);
    memcpy(job.in.pbkdf2.passphrase, passphrase, strlen(passphrase));
    job.in.pbkdf2.ssid.len = 4;
    memcpy(job.in.pbkdf2.ssid.octets, "test", 4);
    job.in.pbkdf2.iterations = 4096;
    job.out_len = 32;
    assert_int_equal(PRIMITIVES_OPS->job_start(world->crypto, &job), D11_OK);
    memcpy(pmk, job.out, 32);
}

static struct world *world_new(const struct dot11_sim_ap_config *ap)
{
    struct world *world = calloc(1, sizeof *world);
    struct dot11_sim_config config = {0};

    assert_non_null(world);
    world->mem = malloc(MEMORY);
    assert_int_equal(primitives_new(&world->crypto), D11_OK);
    config.seed = SEED;
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = world->crypto;
    assert_int_equal(dot11_sim_init(&world->sim, world->mem, MEMORY, &config),
                     D11_OK);
    assert_int_equal(dot11_sim_ap_create(&world->ap, world->sim, ap), D11_OK);
    dot11_sim_ap_start(world->ap);
    player_init(&world->sta, world->sim, config.crypto_ops, config.crypto,
                sta_addr, bssid, 2437);
    psk_of(world, "correct horse", world->sta.pmk);
    return world;
}

static void world_free(struct world *world)
{
    struct dot11_sim_stats stats;

    dot11_sim_stats(world->sim, &stats);
    assert_int_equal(stats.exhausted, 0);
    player_free(&world->sta);
    dot11_sim_fini(world->sim);
    primitives_free(world->crypto);
    free(world->mem);
    free(world);
}

static struct dot11_sim_ap_stats stats_of(const struct world *world)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(world->ap, &stats);
    return stats;
}

static void beacons_come_every_interval(void **state)
{
    struct dot11_sim_ap_config config = ap_config(false);
    struct world *world = world_new(&config);

    (void)state;
    dot11_sim_run_for(world->sim, 10 * SECOND);
    assert_in_range(world->sta.beacons, 96, 98);
    assert_int_equal(world->sta.ssid_len, 4);
    dot11_sim_ap_stop(world->ap);
    dot11_sim_run_for(world->sim, SECOND);
    assert_in_range(world->sta.beacons, 96, 98);
    world_free(world);
}

static void only_who_knows_a_hidden_ssid_is_answered(void **state)
{
    struct dot11_sim_ap_config config = ap_config(false);
    struct world *world;

    (void)state;
    config.hidden = true;
    world = world_new(&config);
    dot11_sim_run_for(world->sim, SECOND);
    assert_true(world->sta.beacons > 5);
    assert_int_equal(world->sta.ssid_len, 0);
    player_probe(&world->sta, "");
    player_probe(&world->sta, "tesT");
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->sta.probe_responses, 0);
    player_probe(&world->sta, "test");
    dot11_sim_run_for(world->sim, 5000);
    assert_int_equal(world->sta.probe_responses, 1);
    assert_int_equal(world->sta.ssid_len, 4);
    world_free(world);
}

static void an_open_network_answers_pings(void **state)
{
    struct dot11_sim_ap_config config = ap_config(false);
    struct world *world = world_new(&config);

    (void)state;
    world->sta.qos = true;
    assert_true(player_connect(&world->sta, "test", false));
    assert_int_equal(world->sta.aid, 1);
    assert_int_equal(player_ping(&world->sta, host_ip, 5, 56), 5);
    assert_false(world->sta.last_protected);
    assert_int_equal(stats_of(world).echo_replies, 5);
    world_free(world);
}

static void a_protected_network_makes_keys_and_answers_pings(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    struct dot11_sim_ap_sta sta;

    (void)state;
    world->sta.qos = true;
    assert_true(player_connect(&world->sta, "test", true));
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->sta.m1, 1);
    assert_int_equal(world->sta.m3, 1);
    assert_int_equal(world->sta.gtks, 1);
    assert_true(dot11_sim_ap_sta(world->ap, sta_addr, &sta));
    assert_true(sta.authorized && sta.qos && sta.has_tk);
    assert_memory_equal(sta.tk, world->sta.ptk.tk, 16);
    assert_int_equal(player_ping(&world->sta, host_ip, 5, 1400), 5);
    assert_true(world->sta.last_protected);
    assert_int_equal(world->sta.undecryptable, 0);
    assert_int_equal(stats_of(world).mic_errors, 0);
    world_free(world);
}

static void a_wrong_passphrase_is_told_by_deauthentication_15(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);

    (void)state;
    world->sta.pmk[0] ^= 1;
    assert_false(player_connect(&world->sta, "test", true));
    dot11_sim_run_for(world->sim, 5 * SECOND);
    assert_int_equal(world->sta.m1, 4);
    assert_int_equal(world->sta.m3, 0);
    assert_int_equal(world->sta.deauths, 1);
    assert_int_equal(world->sta.reason, D11_REASON_4WAY_TIMEOUT);
    assert_int_equal(stats_of(world).psk_mismatches, 4);
    world_free(world);
}

static void messages_are_sent_again_at_100_ms_and_1_s(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    const struct dot11_octets rsne = {player_rsne, sizeof player_rsne};

    (void)state;
    dot11_sim_ap_mute(world->ap, DOT11_SIM_M4, 2);
    player_auth(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    player_assoc(&world->sta, "test", rsne);
    dot11_sim_run_for(world->sim, 90000);
    assert_int_equal(world->sta.m3, 1);
    dot11_sim_run_for(world->sim, 100000);
    assert_int_equal(world->sta.m3, 2);
    dot11_sim_run_for(world->sim, 800000);
    assert_int_equal(world->sta.m3, 2);
    dot11_sim_run_for(world->sim, 300000);
    /* The third is sent in the clear as well: the AP has no key yet. */
    assert_int_equal(world->sta.m3, 3);
    dot11_sim_run_for(world->sim, 10 * SECOND);
    assert_int_equal(world->sta.deauths, 1);
    world_free(world);
}

static void a_refusal_has_the_status_it_was_told(void **state)
{
    struct dot11_sim_ap_config config = ap_config(false);
    struct world *world = world_new(&config);

    (void)state;
    dot11_sim_ap_refuse(world->ap, D11_STATUS_AUTH_ALGORITHM, 0);
    assert_false(player_connect(&world->sta, "test", false));
    assert_int_equal(world->sta.status, D11_STATUS_AUTH_ALGORITHM);
    dot11_sim_ap_refuse(world->ap, 0, D11_STATUS_NO_MORE_STAS);
    assert_false(player_connect(&world->sta, "test", false));
    assert_int_equal(world->sta.status, D11_STATUS_NO_MORE_STAS);
    dot11_sim_ap_refuse(world->ap, 0, 0);
    assert_true(player_connect(&world->sta, "test", false));
    world_free(world);
}

static void a_request_without_rsne_is_refused(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);

    (void)state;
    assert_false(player_connect(&world->sta, "test", false));
    assert_int_equal(world->sta.status, D11_STATUS_INVALID_ELEMENT);
    world_free(world);
}

static void frames_of_a_higher_class_are_answered_by_farewell(void **state)
{
    struct dot11_sim_ap_config config = ap_config(false);
    struct world *world = world_new(&config);
    const struct dot11_octets nothing = {NULL, 0};

    (void)state;
    player_assoc(&world->sta, "test", nothing);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.deauths, 1);
    assert_int_equal(world->sta.reason, D11_REASON_CLASS2);
    player_null(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.deauths, 2);
    assert_int_equal(world->sta.reason, D11_REASON_CLASS3);
    player_auth(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    player_null(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.disassocs, 1);
    assert_int_equal(world->sta.reason, D11_REASON_CLASS3);
    world_free(world);
}

static void unprotected_data_is_dropped_when_there_are_keys(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    uint8_t eth[64] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

    (void)state;
    memcpy(eth + 6, sta_addr, 6);
    eth[12] = 0x08;
    assert_true(player_connect(&world->sta, "test", true));
    player_send(&world->sta, eth, sizeof eth, true);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(stats_of(world).plaintext, 1);
    assert_int_equal(stats_of(world).data_rx, 0);
    player_send(&world->sta, eth, sizeof eth, false);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(stats_of(world).data_rx, 1);
    world_free(world);
}

static void the_group_key_changes_without_loss(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world;
    uint8_t first[32], second[32];
    uint8_t first_id, second_id;

    (void)state;
    config.rekey_us = 60 * SECOND;
    world = world_new(&config);
    assert_true(player_connect(&world->sta, "test", true));
    first_id = dot11_sim_ap_gtk(world->ap, first);
    dot11_sim_run_for(world->sim, 61 * SECOND);
    second_id = dot11_sim_ap_gtk(world->ap, second);
    assert_int_not_equal(first_id, second_id);
    assert_int_equal(world->sta.g1, 1);
    assert_int_equal(world->sta.gtks, 2);
    assert_int_equal(stats_of(world).group_done, 1);
    assert_int_equal(player_ping(&world->sta, host_ip, 3, 56), 3);
    world_free(world);
}

static void a_silent_station_is_put_out_by_a_group_rekey(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);

    (void)state;
    assert_true(player_connect(&world->sta, "test", true));
    world->sta.supplicant = false;
    dot11_sim_ap_rekey(world->ap);
    dot11_sim_run_for(world->sim, 10 * SECOND);
    assert_int_equal(world->sta.g1, 4);
    assert_int_equal(world->sta.reason, D11_REASON_GROUP_TIMEOUT);
    world_free(world);
}

static void a_pairwise_rekey_makes_a_new_key(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);

    (void)state;
    assert_true(player_connect(&world->sta, "test", true));
    dot11_sim_ap_rekey_pairwise(world->ap, sta_addr);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->sta.tks, 2);
    assert_int_equal(stats_of(world).handshakes, 2);
    assert_int_equal(player_ping(&world->sta, host_ip, 3, 56), 3);
    world_free(world);
}

static void send_from_wire(struct world *world, const uint8_t *da, uint8_t mark)
{
    uint8_t eth[60] = {0};

    memcpy(eth, da, 6);
    memcpy(eth + 6, bssid, 6);
    eth[5 + 6] ^= 0x80;
    eth[12] = 0x88;
    eth[13] = 0xb5; /* local experimental EtherType */
    eth[14] = mark;
    assert_int_equal(dot11_sim_ap_send(world->ap, eth, sizeof eth, 0), D11_OK);
}

static void frames_for_a_dozing_station_wait_for_its_polls(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    struct dot11_sim_ap_sta sta;

    (void)state;
    assert_true(player_connect(&world->sta, "test", true));
    world->sta.dozing = true;
    player_null(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    send_from_wire(world, sta_addr, 1);
    send_from_wire(world, sta_addr, 2);
    dot11_sim_run_for(world->sim, 250000);
    assert_int_equal(world->sta.data, 0);
    assert_true(world->sta.tim_us);
    player_ps_poll(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.data, 1);
    assert_int_equal(world->sta.eth[14], 1);
    assert_true(world->sta.more_data);
    player_ps_poll(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.data, 2);
    assert_int_equal(world->sta.eth[14], 2);
    assert_false(world->sta.more_data);
    dot11_sim_run_for(world->sim, 250000);
    assert_false(world->sta.tim_us);
    player_ps_poll(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.nulls, 1);

    send_from_wire(world, sta_addr, 3);
    world->sta.dozing = false;
    player_null(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(world->sta.data, 3);
    assert_true(dot11_sim_ap_sta(world->ap, sta_addr, &sta));
    assert_int_equal(sta.buffered, 0);
    world_free(world);
}

static void group_frames_follow_the_dtim_while_somebody_dozes(void **state)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world;

    (void)state;
    config.dtim_period = 3;
    world = world_new(&config);
    assert_true(player_connect(&world->sta, "test", true));
    world->sta.dozing = true;
    player_null(&world->sta);
    dot11_sim_run_for(world->sim, 20000);
    while (!world->sta.dtim)
        assert_true(dot11_sim_step(world->sim));
    dot11_sim_run_for(world->sim, 20000);
    send_from_wire(world, all, 1);
    send_from_wire(world, all, 2);
    dot11_sim_run_for(world->sim, 220000);
    assert_false(world->sta.dtim);
    assert_int_equal(world->sta.data, 0);
    dot11_sim_run_for(world->sim, 80000);
    assert_true(world->sta.dtim);
    assert_true(world->sta.tim_group);
    assert_int_equal(world->sta.data, 2);
    assert_int_equal(world->sta.eth[14], 2);
    assert_false(world->sta.more_data);
    world_free(world);
}

static void stations_reach_each_other_through_the_ap(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    struct player other;
    uint8_t eth[60] = {0};

    (void)state;
    player_init(&other, world->sim, PRIMITIVES_OPS, world->crypto, sta2_addr,
                bssid, 2437);
    memcpy(other.pmk, world->sta.pmk, 32);
    assert_true(player_connect(&world->sta, "test", true));
    assert_true(player_connect(&other, "test", true));
    memcpy(eth, sta2_addr, 6);
    memcpy(eth + 6, sta_addr, 6);
    eth[12] = 0x88;
    eth[13] = 0xb5;
    player_send(&world->sta, eth, sizeof eth, false);
    dot11_sim_run_for(world->sim, 20000);
    assert_int_equal(other.data, 1);
    assert_memory_equal(other.eth, eth, sizeof eth);
    player_free(&other);
    world_free(world);
}

static void a_restarted_ap_knows_nobody(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);

    (void)state;
    assert_true(player_connect(&world->sta, "test", true));
    dot11_sim_ap_restart(world->ap);
    assert_int_equal(player_ping(&world->sta, host_ip, 1, 56), 0);
    assert_true(world->sta.deauths > 0);
    assert_int_equal(world->sta.reason, D11_REASON_CLASS3);
    world_free(world);
}

static void repeated_and_replayed_frames_count_once(void **state)
{
    struct dot11_sim_ap_config config = ap_config(true);
    struct world *world = world_new(&config);
    const struct dot11_sim_air air = {.ack_loss = 500};
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

    (void)state;
    memcpy(eth + 6, sta_addr, 6);
    eth[12] = 0x88;
    eth[13] = 0xb5;
    assert_true(player_connect(&world->sta, "test", true));
    dot11_sim_set_air(world->sim, &air);
    for (unsigned i = 0; i < 50; i++) {
        player_send(&world->sta, eth, sizeof eth, false);
        dot11_sim_run_for(world->sim, 20000);
    }
    assert_int_equal(stats_of(world).data_rx, 50);
    assert_true(stats_of(world).duplicates > 10);
    assert_int_equal(stats_of(world).replays, 0);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beacons_come_every_interval),
        cmocka_unit_test(only_who_knows_a_hidden_ssid_is_answered),
        cmocka_unit_test(an_open_network_answers_pings),
        cmocka_unit_test(a_protected_network_makes_keys_and_answers_pings),
        cmocka_unit_test(a_wrong_passphrase_is_told_by_deauthentication_15),
        cmocka_unit_test(messages_are_sent_again_at_100_ms_and_1_s),
        cmocka_unit_test(a_refusal_has_the_status_it_was_told),
        cmocka_unit_test(a_request_without_rsne_is_refused),
        cmocka_unit_test(frames_of_a_higher_class_are_answered_by_farewell),
        cmocka_unit_test(unprotected_data_is_dropped_when_there_are_keys),
        cmocka_unit_test(the_group_key_changes_without_loss),
        cmocka_unit_test(a_silent_station_is_put_out_by_a_group_rekey),
        cmocka_unit_test(a_pairwise_rekey_makes_a_new_key),
        cmocka_unit_test(frames_for_a_dozing_station_wait_for_its_polls),
        cmocka_unit_test(group_frames_follow_the_dtim_while_somebody_dozes),
        cmocka_unit_test(stations_reach_each_other_through_the_ap),
        cmocka_unit_test(a_restarted_ap_knows_nobody),
        cmocka_unit_test(repeated_and_replayed_frames_count_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
