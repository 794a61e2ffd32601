/* Ports of an IBSS: one for each peer (N80211-PORT-13). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/dot11.h>
#include <dot11/ibss.h>
#include <dot11_sim.h>

#include "primitives.h"

#define SECOND UINT64_C(1000000)
#define MEMORY (4u << 20)
#define STATIONS 3u

static struct {
    void *mem;
    void *crypto;
    struct dot11_sim *sim;
    struct dot11_sim_station *stations[STATIONS];
} world;

static struct dot11_sta *sta(unsigned i)
{
    return dot11_sim_station_sta(world.stations[i]);
}

static uint64_t now(void)
{
    return dot11_sim_now_us(world.sim);
}

static void begin(void)
{
    static const struct dot11_part *const parts[] = {&dot11_ibss};
    static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};
    struct dot11_sim_config config = {.seed = 5};

    world.mem = malloc(MEMORY);
    assert_non_null(world.mem);
    assert_int_equal(primitives_new(&world.crypto), D11_OK);
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = world.crypto;
    assert_int_equal(dot11_sim_init(&world.sim, world.mem, MEMORY, &config),
                     D11_OK);
    for (unsigned i = 0; i < STATIONS; i++) {
        const uint8_t addr[6] = {2, 0, 0, 0, 1, (uint8_t)(i + 1)};
        struct dot11_sim_station_config station;

        dot11_sim_station_defaults(&station, addr);
        station.core.parts = parts;
        station.core.part_count = 1;
        station.core.peer_count = 4;
        station.core.exts = exts;
        station.core.ext_count = 1;
        assert_int_equal(
            dot11_sim_station_create(&world.stations[i], world.sim, &station),
            D11_OK);
        assert_int_equal(dot11_sta_start(sta(i), now()), D11_OK);
        assert_non_null(
            dot11_sim_station_wait(world.stations[i], D11_EV_STARTED, SECOND));
    }
}

static void end(void)
{
    for (unsigned i = 0; i < STATIONS; i++) {
        assert_int_equal(dot11_sta_halt(sta(i), now()), D11_OK);
        assert_non_null(dot11_sim_station_wait(world.stations[i], D11_EV_HALTED,
                                               10 * SECOND));
        assert_int_equal(dot11_sim_station_fini(world.stations[i]), D11_OK);
    }
    dot11_sim_fini(world.sim);
    primitives_free(world.crypto);
    free(world.mem);
}

static void enter(unsigned i)
{
    static const uint16_t channel = 2437;
    struct dot11_ibss_req req = {
        .ssid = {4, "cell"}, .freqs_mhz = &channel, .freq_count = 1};

    assert_int_equal(dot11_sta_ibss_start(sta(i), &req, NULL, now()), D11_OK);
    dot11_sim_run_for(world.sim, 10 * SECOND);
}

/* The port of station `i` to station `peer`; session_id 0: none. */
static struct dot11_port port_to(unsigned i, unsigned peer)
{
    struct dot11_port ports[4];
    struct dot11_port none;
    size_t count = dot11_sta_ports(sta(i), ports, 4);

    assert_true(count <= 4);
    for (size_t k = 0; k < count; k++) {
        if (ports[k].peer[5] == peer + 1)
            return ports[k];
    }
    memset(&none, 0, sizeof none);
    return none;
}

/* N80211-PORT-13: another peer that comes or goes does not touch a port */
static void each_peer_has_its_port(void **unused)
{
    uint32_t first;
    uint32_t second;

    (void)unused;
    begin();
    enter(0);
    assert_int_equal(dot11_sta_ports(sta(0), NULL, 0), 0);
    enter(1);
    assert_int_equal(dot11_sta_ports(sta(0), NULL, 0), 1);
    first = port_to(0, 1).session_id;
    assert_int_not_equal(first, 0);
    assert_true(port_to(0, 1).authorized);
    assert_false(port_to(0, 1).controlled);
    enter(2);
    assert_int_equal(dot11_sta_ports(sta(0), NULL, 0), 2);
    second = port_to(0, 2).session_id;
    assert_int_not_equal(second, 0);
    assert_int_not_equal(second, first);
    assert_int_equal(port_to(0, 1).session_id, first);
    /* Peer 1 leaves; that of peer 2 is as it was. */
    assert_int_equal(dot11_sta_disconnect(sta(1), NULL, now()), D11_OK);
    dot11_sim_run_for(world.sim, 5 * SECOND);
    assert_int_equal(port_to(0, 1).session_id, 0);
    assert_int_equal(port_to(0, 2).session_id, second);
    assert_true(port_to(0, 2).authorized);
    /* Back again, it has another one. */
    enter(1);
    assert_int_not_equal(port_to(0, 1).session_id, 0);
    assert_int_not_equal(port_to(0, 1).session_id, first);
    assert_int_equal(port_to(0, 2).session_id, second);
    end();
}

/* N80211-POST-2: an extension for infrastructure is not asked about peers of
 * an IBSS unless it says that it serves them */
static void an_extension_for_aps_is_refused(void **unused)
{
    struct dot11_rsn_profile profile;
    struct dot11_ibss_req req = {.ssid = {4, "cell"},
                                 .ext = &dot11_rsn,
                                 .profile = &profile,
                                 .profile_len = sizeof profile};
    uint32_t events;

    (void)unused;
    begin();
    dot11_rsn_profile_defaults(&profile);
    profile.has_psk = true;
    memset(profile.psk, 0x5a, sizeof profile.psk);
    events = dot11_sim_station_event_count(world.stations[0]);
    assert_int_equal(dot11_sta_ibss_start(sta(0), &req, NULL, now()),
                     D11_ERR_UNSUPPORTED);
    dot11_sim_run_for(world.sim, SECOND);
    assert_int_equal(dot11_sim_station_event_count(world.stations[0]), events);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_peer_has_its_port),
        cmocka_unit_test(an_extension_for_aps_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
