/* The simulated world: clock, air, memory, and that a seed decides it all.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11_sim_ap.h>
#include <dot11_sim_ping.h>
#include <dot11_sim_world.h>

#define MEMORY (1u << 20)
#define SECOND UINT64_C(1000000)
#define CHANNEL 2412u

static const uint8_t addr_a[6] = {2, 0, 0, 0, 0, 0xa};
static const uint8_t addr_b[6] = {2, 0, 0, 0, 0, 0xb};

struct ear {
    uint32_t count;
    size_t len;
    uint8_t last; /* last octet of the last frame */
    uint32_t out_of_order;
    uint32_t retries;
    int8_t signal_dbm;
};

struct world {
    void *mem;
    struct dot11_sim *sim;
    struct dot11_sim_node *a, *b;
    struct ear ear_a, ear_b;
};

static void on_frame(void *ctx, const uint8_t *octets, size_t len,
                     int8_t signal_dbm)
{
    struct ear *ear = ctx;

    ear->count++;
    ear->len = len;
    ear->signal_dbm = signal_dbm;
    if (len < 24)
        return;
    ear->retries += (octets[1] & 0x08) != 0;
    if (octets[len - 1] < ear->last)
        ear->out_of_order++;
    ear->last = octets[len - 1];
}

static struct world *world_new(uint64_t seed)
{
    struct world *world = calloc(1, sizeof *world);
    struct dot11_sim_config config = {0};

    assert_non_null(world);
    world->mem = malloc(MEMORY);
    config.seed = seed;
    assert_int_equal(dot11_sim_init(&world->sim, world->mem, MEMORY, &config),
                     D11_OK);
    world->a =
        dot11_sim_raw(world->sim, addr_a, CHANNEL, on_frame, &world->ear_a);
    world->b =
        dot11_sim_raw(world->sim, addr_b, CHANNEL, on_frame, &world->ear_b);
    return world;
}

static void world_free(struct world *world)
{
    dot11_sim_fini(world->sim);
    free(world->mem);
    free(world);
}

/* A data frame from a to `ra` that ends in `mark`. */
static void say(struct world *world, const uint8_t *ra, uint8_t mark)
{
    uint8_t mpdu[100] = {0x08, 0};

    memcpy(mpdu + 4, ra, 6);
    memcpy(mpdu + 10, addr_a, 6);
    mpdu[99] = mark;
    assert_int_equal(dot11_sim_inject(world->a, mpdu, sizeof mpdu, 108),
                     D11_OK);
}

static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static void the_clock_goes_from_event_to_event(void **state)
{
    struct world *world = world_new(1);
    uint64_t first_us, then_us;

    (void)state;
    assert_true(dot11_sim_next_us(world->sim) == D11_NEVER);
    assert_false(dot11_sim_step(world->sim));
    say(world, all, 1);
    first_us = dot11_sim_next_us(world->sim);
    assert_true(first_us > 0 && first_us < 1000);
    dot11_sim_advance(world->sim, first_us - 1);
    assert_int_equal(world->ear_b.count, 0);
    assert_true(dot11_sim_step(world->sim));
    assert_int_equal(world->ear_b.count, 1);
    then_us = dot11_sim_now_us(world->sim);
    assert_true(then_us == first_us);
    /* Time does not go back. */
    dot11_sim_advance(world->sim, 0);
    assert_true(dot11_sim_now_us(world->sim) == then_us);
    world_free(world);
}

static void only_who_is_tuned_and_near_hears(void **state)
{
    struct world *world = world_new(1);

    (void)state;
    dot11_sim_raw_tune(world->b, 2437);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 0);
    dot11_sim_raw_tune(world->b, CHANNEL);
    dot11_sim_set_signal(world->a, world->b, -93);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 0);
    dot11_sim_set_path(world->a, world->b, -92);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1);
    assert_int_equal(world->ear_b.signal_dbm, -92);
    assert_int_equal(world->ear_a.count, 0);
    world_free(world);
}

static void what_is_not_acknowledged_is_sent_again(void **state)
{
    static const uint8_t nobody[6] = {2, 0, 0, 0, 0, 0xc};
    struct world *world = world_new(1);

    (void)state;
    say(world, addr_b, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1);
    say(world, nobody, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1 + 7);
    assert_int_equal(world->ear_b.retries, 6);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1 + 7 + 1);
    world_free(world);
}

static void half_of_the_frames_are_lost_when_asked(void **state)
{
    const struct dot11_sim_air air = {.loss = 500};
    struct world *world = world_new(2);

    (void)state;
    dot11_sim_set_air(world->sim, &air);
    for (unsigned i = 0; i < 1000; i++) {
        say(world, all, 1);
        dot11_sim_run_for(world->sim, 2000);
    }
    assert_in_range(world->ear_b.count, 450, 550);
    world_free(world);
}

static void a_burst_of_loss_lasts(void **state)
{
    const struct dot11_sim_air air = {.burst = 10, .burst_us = 100000};
    struct world *world = world_new(3);

    (void)state;
    dot11_sim_set_air(world->sim, &air);
    for (unsigned i = 0; i < 1000; i++) {
        say(world, all, 1);
        dot11_sim_run_for(world->sim, 2000);
    }
    /* Bursts of 50 frames start at 1 in 100, again while they last. */
    assert_in_range(world->ear_b.count, 450, 900);
    world_free(world);
}

static void frames_come_twice_and_late_when_asked(void **state)
{
    struct dot11_sim_air air = {.duplicate = 1000, .duplicate_us = 100};
    struct world *world = world_new(4);

    (void)state;
    dot11_sim_set_air(world->sim, &air);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 2);

    memset(&air, 0, sizeof air);
    air.late = 500;
    air.late_us = 50000;
    dot11_sim_set_air(world->sim, &air);
    for (uint8_t i = 2; i < 100; i++)
        say(world, all, i);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 100);
    assert_true(world->ear_b.out_of_order > 10);
    world_free(world);
}

static void frames_are_damaged_when_asked(void **state)
{
    struct dot11_sim_air air = {.truncate = 1000};
    struct world *world = world_new(5);

    (void)state;
    dot11_sim_set_air(world->sim, &air);
    say(world, all, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1);
    assert_true(world->ear_b.len < 100);
    world_free(world);
}

static bool not_to_b(void *ctx, const struct dot11_sim_frame *frame)
{
    return frame->to != ctx;
}

static void a_filter_decides_who_hears(void **state)
{
    struct world *world = world_new(6);

    (void)state;
    dot11_sim_set_filter(world->sim, not_to_b, world->b);
    say(world, addr_b, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 0);
    dot11_sim_set_filter(world->sim, NULL, NULL);
    say(world, addr_b, 1);
    dot11_sim_run_for(world->sim, SECOND);
    assert_int_equal(world->ear_b.count, 1);
    world_free(world);
}

struct taped {
    uint64_t hash;
    uint32_t count;
    uint64_t end_us;
    bool overlap;
};

/* FNV-1a over time and octets of everything on the air. */
static void tape(void *ctx, const struct dot11_sim_frame *frame)
{
    struct taped *taped = ctx;

    for (size_t i = 0; i < frame->len; i++)
        taped->hash = (taped->hash ^ frame->octets[i]) * 0x100000001b3u;
    taped->hash = (taped->hash ^ frame->at_us) * 0x100000001b3u;
    taped->count++;
    if (frame->at_us < taped->end_us)
        taped->overlap = true;
    taped->end_us = frame->at_us + 1;
}

static uint64_t run_of(uint64_t seed, struct taped *taped)
{
    const struct dot11_sim_air air = {.loss = 200, .late = 100, .late_us = 999};
    struct world *world = world_new(seed);
    struct dot11_sim_ap_config config = {.bssid = {2, 0, 0, 0, 0, 1}};
    struct dot11_sim_ap *ap;

    memset(taped, 0, sizeof *taped);
    config.ssid.len = 1;
    assert_int_equal(dot11_sim_ap_create(&ap, world->sim, &config), D11_OK);
    dot11_sim_ap_start(ap);
    assert_int_equal(dot11_sim_add_tap(world->sim, tape, taped), D11_OK);
    dot11_sim_set_air(world->sim, &air);
    for (uint8_t i = 0; i < 200; i++) {
        say(world, addr_b, i);
        dot11_sim_run_for(world->sim, 10000);
    }
    world_free(world);
    return taped->hash;
}

/* SEC-SIM-01 */
static void a_seed_decides_everything(void **state)
{
    struct taped one, two;

    (void)state;
    assert_true(run_of(7, &one) == run_of(7, &two));
    assert_int_equal(one.count, two.count);
    assert_true(run_of(8, &two) != one.hash);
    assert_false(one.overlap);
}

static void a_full_world_says_so_and_goes_on(void **state)
{
    struct world *world = world_new(9);
    struct dot11_sim_stats stats;
    uint8_t mpdu[64] = {0x08};

    (void)state;
    memcpy(mpdu + 4, all, 6);
    while (dot11_sim_inject(world->a, mpdu, sizeof mpdu, 108) == D11_OK)
        ;
    dot11_sim_stats(world->sim, &stats);
    assert_true(stats.exhausted > 0);
    dot11_sim_run_for(world->sim, 10 * SECOND);
    assert_true(world->ear_b.count > 100);
    assert_int_equal(dot11_sim_inject(world->a, mpdu, sizeof mpdu, 108),
                     D11_OK);
    world_free(world);
}

static void too_little_memory_is_refused(void **state)
{
    struct dot11_sim_config config = {0};
    struct dot11_sim *sim;
    void *mem = malloc(MEMORY);

    (void)state;
    for (size_t len = 0; len < 8192; len += 64) {
        enum dot11_err err = dot11_sim_init(&sim, mem, len, &config);

        assert_true(err == D11_OK || err == D11_ERR_MEMORY);
        assert_true((sim != NULL) == (err == D11_OK));
    }
    config.node_count = 1;
    assert_int_equal(dot11_sim_init(&sim, mem, MEMORY, &config), D11_ERR_ARG);
    free(mem);
}

static void a_ping_is_resolved_sent_and_answered(void **state)
{
    static const uint8_t ip[4] = {10, 0, 0, 1};
    struct dot11_sim_ping ping = {
        .own_ip = {10, 0, 0, 2}, .peer_ip = {10, 0, 0, 1}, .id = 0x1234};
    uint8_t eth[200], answer[200];
    size_t len, answer_len;
    uint16_t seq = 0;

    (void)state;
    memcpy(ping.own_addr, addr_a, 6);
    len = dot11_sim_ping_next(&ping, 33, eth, sizeof eth);
    assert_int_equal(len, DOT11_SIM_ARP_OCTETS);
    assert_int_equal(dot11_sim_net_answer(addr_b, ip, eth, len, answer,
                                          sizeof answer, &answer_len),
                     DOT11_SIM_NET_ARP);
    assert_int_equal(dot11_sim_ping_rx(&ping, answer, answer_len, NULL),
                     DOT11_SIM_PING_RESOLVED);
    assert_memory_equal(ping.peer_addr, addr_b, 6);

    assert_int_equal(dot11_sim_ping_next(&ping, 33, eth, 74), 0);
    ping.sent_seq = 0;
    len = dot11_sim_ping_next(&ping, 33, eth, sizeof eth);
    assert_int_equal(len, DOT11_SIM_PING_OCTETS(33));
    assert_int_equal(dot11_sim_net_answer(addr_b, ip, eth, len, answer,
                                          sizeof answer, &answer_len),
                     DOT11_SIM_NET_ECHO);
    assert_int_equal(dot11_sim_ping_rx(&ping, answer, answer_len, &seq),
                     DOT11_SIM_PING_REPLY);
    assert_int_equal(seq, 1);
    /* A damaged reply is none: every octet is under a checksum or compared,
     * but for addresses and what nobody looks at. */
    for (size_t i = 14; i < answer_len; i++) {
        answer[i] ^= 1;
        assert_int_equal(dot11_sim_ping_rx(&ping, answer, answer_len, NULL),
                         DOT11_SIM_PING_OTHER);
        answer[i] ^= 1;
    }
    for (size_t i = 0; i < answer_len; i++) {
        if (dot11_sim_ping_rx(&ping, answer, i, NULL) != DOT11_SIM_PING_OTHER)
            fail_msg("a reply cut to %u octets was taken", (unsigned)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_goes_from_event_to_event),
        cmocka_unit_test(only_who_is_tuned_and_near_hears),
        cmocka_unit_test(what_is_not_acknowledged_is_sent_again),
        cmocka_unit_test(half_of_the_frames_are_lost_when_asked),
        cmocka_unit_test(a_burst_of_loss_lasts),
        cmocka_unit_test(frames_come_twice_and_late_when_asked),
        cmocka_unit_test(frames_are_damaged_when_asked),
        cmocka_unit_test(a_filter_decides_who_hears),
        cmocka_unit_test(a_seed_decides_everything),
        cmocka_unit_test(a_full_world_says_so_and_goes_on),
        cmocka_unit_test(too_little_memory_is_refused),
        cmocka_unit_test(a_ping_is_resolved_sent_and_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
