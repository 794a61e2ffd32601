/* The extension of examples/vendor against its AP: data under its keys, new
 * keys, wrong secrets, bad air, forged packets, beside the built-in RSN. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/dot11.h>
#include <dot11/ext_services.h>
#include <dot11_sim.h>

#include "authenticator.h"
#include "primitives.h"
#include "vendor.h"

#define SECOND UINT64_C(1000000)
#define MEMORY (2u << 20)

static const uint8_t station_addr[6] = {2, 0, 0, 0, 1, 1};
static const uint8_t bssid[6] = {2, 0, 0, 0, 0, 9};
static const uint8_t host_ip[4] = {10, 0, 0, 1};
static const char secret[] = "a shared secret";

static struct {
    void *mem;
    void *crypto;
    struct dot11_sim *sim;
    struct dot11_sim_ap *ap;
    struct dot11_sim_station *station;
    struct dot11_sta *sta;
    struct vendor_authenticator authenticator;
    /* Data frames on the air, by their Protected bit; vendor packets apart. */
    unsigned data[2];
    unsigned packets[2];
} world;

static bool is_vendor(const struct dot11_sim_frame *frame, size_t header_len)
{
    const uint8_t *llc = frame->octets + header_len;

    return frame->len > header_len + 8 && llc[6] == 0x88 && llc[7] == 0xb5;
}

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    bool is_protected;
    size_t header_len;

    (void)ctx;
    if (frame->len < 28 || (frame->octets[0] & 0x4c) != 0x08)
        return; /* no data frame with data */
    header_len = (frame->octets[0] & 0x80) != 0 ? 26 : 24;
    is_protected = (frame->octets[1] & 0x40) != 0;
    if (!is_protected && is_vendor(frame, header_len))
        world.packets[0]++;
    else
        world.data[is_protected]++;
}

static void begin(uint64_t seed)
{
    static const struct dot11_ext_ops *const exts[] = {&dot11_rsn, &vendor_ext};
    struct dot11_sim_config config = {.seed = seed};
    struct dot11_sim_ap_config network = {.ssid = {6, "vendor"},
                                          .elements = vendor_element,
                                          .elements_len = VENDOR_ELEMENT_LEN};
    struct dot11_sim_station_config station;

    memset(&world, 0, sizeof world);
    world.mem = malloc(MEMORY);
    assert_non_null(world.mem);
    assert_int_equal(primitives_new(&world.crypto), D11_OK);
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = world.crypto;
    assert_int_equal(dot11_sim_init(&world.sim, world.mem, MEMORY, &config),
                     D11_OK);
    memcpy(network.bssid, bssid, 6);
    assert_int_equal(dot11_sim_ap_create(&world.ap, world.sim, &network),
                     D11_OK);
    assert_int_equal(vendor_authenticator_init(&world.authenticator, world.sim,
                                               world.ap, PRIMITIVES_OPS,
                                               world.crypto, secret),
                     D11_OK);
    dot11_sim_station_defaults(&station, station_addr);
    station.core.exts = exts;
    station.core.ext_count = 2;
    station.event_count = 512;
    assert_int_equal(
        dot11_sim_station_create(&world.station, world.sim, &station), D11_OK);
    world.sta = dot11_sim_station_sta(world.station);
    assert_int_equal(dot11_sim_add_tap(world.sim, watch, NULL), D11_OK);
    dot11_sim_ap_start(world.ap);
    assert_int_equal(dot11_sta_start(world.sta, dot11_sim_now_us(world.sim)),
                     D11_OK);
    assert_non_null(
        dot11_sim_station_wait(world.station, D11_EV_STARTED, SECOND));
}

/* Every frame came back, and nothing waits. */
static void end(void)
{
    struct dot11_sim_host_stats host;

    assert_int_equal(dot11_sta_halt(world.sta, dot11_sim_now_us(world.sim)),
                     D11_OK);
    assert_non_null(
        dot11_sim_station_wait(world.station, D11_EV_HALTED, 10 * SECOND));
    dot11_sim_host_stats(dot11_sim_station_host(world.station), &host);
    assert_int_equal(host.outstanding, 0);
    assert_int_equal(dot11_sim_station_fini(world.station), D11_OK);
    dot11_sim_fini(world.sim);
    primitives_free(world.crypto);
    free(world.mem);
}

static void ask(const char *with)
{
    struct vendor_profile profile = {.size = sizeof profile};
    struct dot11_connect_req wanted = {.ssid = {6, "vendor"},
                                       .ext = &vendor_ext,
                                       .profile = &profile,
                                       .profile_len = sizeof profile};

    profile.secret_len = (uint8_t)strlen(with);
    memcpy(profile.secret, with, strlen(with));
    assert_int_equal(dot11_sta_connect(world.sta, &wanted, NULL,
                                       dot11_sim_now_us(world.sim)),
                     D11_OK);
}

static bool is_open(void *ctx)
{
    struct dot11_sta_status status;

    (void)ctx;
    dot11_sta_status(world.sta, &status);
    return status.authorized;
}

static void wait_open(void)
{
    assert_true(dot11_sim_run_until(world.sim, is_open, NULL, 20 * SECOND));
}

static void ping(unsigned count)
{
    assert_int_equal(dot11_sim_station_ping(world.station, host_ip, count, 100),
                     count);
}

static void tk_of_ap(uint8_t tk[16])
{
    struct dot11_sim_ap_sta sta;

    assert_true(dot11_sim_ap_sta(world.ap, station_addr, &sta));
    assert_true(sta.has_tk);
    memcpy(tk, sta.tk, 16);
}

/* N80211-POST-4, N80211-AUTH-16: a vendor's algorithm is the extension's
 * alone; data flows under its keys, and none before, or in clear */
static void a_vendor_network_is_joined(void **unused)
{
    const struct dot11_event *event;

    (void)unused;
    begin(1);
    ask(secret);
    event =
        dot11_sim_station_wait(world.station, D11_EV_ASSOC_DONE, 5 * SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.assoc_done.akm, VENDOR_AKM);
    assert_int_equal(event->u.assoc_done.pairwise_cipher, D11_CIPHER_CCMP_128);
    wait_open();
    assert_int_equal(world.packets[0], 4);
    ping(5);
    assert_int_equal(world.packets[0], 4);
    assert_int_equal(world.data[0], 0);
    assert_true(world.data[1] >= 10);
    assert_int_equal(world.authenticator.runs, 1);
    end();
}

/* New pairwise and group keys under the old ones; the port stays open */
static void keys_are_changed(void **unused)
{
    uint8_t first[16];
    uint8_t then[16];
    uint32_t ports;

    (void)unused;
    begin(2);
    ask(secret);
    wait_open();
    ping(2);
    tk_of_ap(first);
    ports = dot11_sim_station_count(world.station, D11_EV_PORT);
    for (unsigned i = 2; i < 6; i++) {
        vendor_authenticator_rekey(&world.authenticator);
        dot11_sim_run_for(world.sim, SECOND);
        assert_int_equal(world.authenticator.runs, i);
        tk_of_ap(then);
        assert_memory_not_equal(first, then, 16);
        memcpy(first, then, 16);
        /* Groups, too: the request for the address of the host. */
        ping(2);
    }
    assert_int_equal(dot11_sim_station_count(world.station, D11_EV_PORT),
                     ports);
    assert_int_equal(world.packets[0], 4);
    assert_int_equal(world.data[0], 0);
    end();
}

/* A wrong secret opens nothing, is said to be one, and is not tried on. */
static void a_wrong_secret_opens_nothing(void **unused)
{
    const struct dot11_event *event;

    (void)unused;
    begin(3);
    ask("another secret");
    event = dot11_sim_station_wait(world.station, D11_EV_DISASSOC, 10 * SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_SECURITY);
    event = dot11_sim_station_last(world.station, D11_EV_PORT, 0);
    assert_int_equal(event->u.port.change, D11_PORT_DELETED);
    for (uint32_t i = 0; i < dot11_sim_station_event_count(world.station);
         i++) {
        event = dot11_sim_station_event(world.station, i);
        if (event->type != D11_EV_PORT)
            continue;
        assert_int_not_equal(event->u.port.change, D11_PORT_AUTHORIZED);
        if (event->u.port.change == D11_PORT_UNAUTHORIZED)
            assert_int_equal(event->u.port.err, D11_ERR_BAD_KEY);
    }
    dot11_sim_run_for(world.sim, 60 * SECOND);
    assert_int_equal(dot11_sim_station_count(world.station, D11_EV_ASSOC_START),
                     1);
    assert_int_equal(world.authenticator.runs, 0);
    assert_int_equal(world.data[0] + world.data[1], 0);
    /* With the right one it works then. */
    assert_int_equal(
        dot11_sta_disconnect(world.sta, NULL, dot11_sim_now_us(world.sim)),
        D11_OK);
    ask(secret);
    wait_open();
    ping(1);
    end();
}

/* Lossy air: packets are asked for again. */
static void bad_air_is_survived(void **unused)
{
    const struct dot11_sim_air bad = {
        .loss = 300, .ack_loss = 100, .duplicate = 100, .duplicate_us = 2000};
    const struct dot11_sim_air good = {0};

    (void)unused;
    for (uint64_t seed = 10; seed < 18; seed++) {
        begin(seed);
        dot11_sim_set_air(world.sim, &bad);
        ask(secret);
        dot11_sim_run_for(world.sim, 30 * SECOND);
        dot11_sim_set_air(world.sim, &good);
        dot11_sim_run_for(world.sim, 40 * SECOND);
        if (!is_open(NULL)) {
            (void)dot11_sta_disconnect(world.sta, NULL,
                                       dot11_sim_now_us(world.sim));
            ask(secret);
            wait_open();
        }
        ping(2);
        assert_int_equal(world.data[0], 0);
        end();
    }
}

/* An AP that forgets, and one that says goodbye: again from the start */
static void an_ap_that_comes_back_is_joined_again(void **unused)
{
    (void)unused;
    begin(4);
    ask(secret);
    wait_open();
    dot11_sim_ap_deauth(world.ap, station_addr, 2);
    dot11_sim_run_for(world.sim, 10000);
    assert_false(is_open(NULL));
    wait_open();
    ping(2);
    assert_int_equal(world.authenticator.runs, 2);
    assert_int_equal(world.data[0], 0);
    end();
}

/* Packets of any content, from the AP's address and in clear */
static void forged_packets_change_nothing(void **unused)
{
    uint8_t data[64];

    (void)unused;
    begin(5);
    ask(secret);
    assert_non_null(
        dot11_sim_station_wait(world.station, D11_EV_ASSOC_DONE, 5 * SECOND));
    for (unsigned i = 0; i < 300; i++) {
        size_t len = dot11_sim_random(world.sim, sizeof data + 1);

        for (size_t k = 0; k < len; k++)
            data[k] = (uint8_t)dot11_sim_random(world.sim, 256);
        if (len > 1) {
            data[0] = VENDOR_VERSION;
            data[1] = (uint8_t)(1 + i % 5);
        }
        (void)dot11_sim_ap_vendor_send(world.ap, station_addr, data, len, true);
        dot11_sim_run_for(world.sim, 500);
    }
    wait_open();
    for (unsigned i = 0; i < 50; i++) {
        data[0] = VENDOR_VERSION;
        data[1] = VENDOR_REKEY;
        (void)dot11_sim_ap_vendor_send(world.ap, station_addr, data,
                                       VENDOR_HEADER_LEN + VENDOR_MIC_LEN,
                                       i % 2 == 0);
        dot11_sim_run_for(world.sim, 1000);
    }
    assert_int_equal(world.authenticator.runs, 1);
    ping(2);
    end();
}

/* Profiles are judged before there is a station. */
static void profiles_are_judged(void **unused)
{
    struct vendor_profile profile = {.size = sizeof profile,
                                     .secret_len = VENDOR_SECRET_MIN};
    struct dot11_bss bss;
    uint8_t elements[16];
    uint32_t reason;

    (void)unused;
    assert_int_equal(
        dot11_ext_validate(&vendor_ext, &profile, sizeof profile, &reason),
        D11_OK);
    assert_int_equal(
        dot11_ext_validate(&vendor_ext, &profile, sizeof profile - 1, &reason),
        D11_ERR_VERSION);
    assert_int_equal(reason, VENDOR_REASON_PROFILE);
    profile.secret_len = VENDOR_SECRET_MAX + 1;
    assert_int_equal(
        dot11_ext_validate(&vendor_ext, &profile, sizeof profile, &reason),
        D11_ERR_ARG);
    assert_int_equal(reason, VENDOR_REASON_SECRET);
    profile.secret_len = VENDOR_SECRET_MAX;
    memset(&bss, 0, sizeof bss);
    memcpy(elements, "\0\1x", 3);
    memcpy(elements + 3, vendor_element, VENDOR_ELEMENT_LEN);
    bss.elements = elements;
    /* Every prefix but the whole */
    for (uint16_t len = 0; len < 3 + VENDOR_ELEMENT_LEN; len++) {
        bss.elements_len = len;
        assert_int_equal(dot11_ext_match(&vendor_ext, &profile, sizeof profile,
                                         &bss, &reason),
                         D11_ERR_SECURITY);
        assert_int_equal(reason, VENDOR_REASON_BSS);
    }
    bss.elements_len = 3 + VENDOR_ELEMENT_LEN;
    assert_int_equal(
        dot11_ext_match(&vendor_ext, &profile, sizeof profile, &bss, &reason),
        D11_OK);
    assert_int_equal(reason, 0);
}

/* The same door: an RSN profile finds nothing here, and says why. */
static void the_built_in_rsn_does_not_join_it(void **unused)
{
    struct dot11_rsn_profile profile;
    struct dot11_connect_req wanted = {.ssid = {6, "vendor"},
                                       .ext = &dot11_rsn,
                                       .profile = &profile,
                                       .profile_len = sizeof profile};
    const struct dot11_event *event;

    (void)unused;
    begin(6);
    dot11_rsn_profile_defaults(&profile);
    profile.has_psk = true;
    memset(profile.psk, 0x5a, sizeof profile.psk);
    assert_int_equal(dot11_sta_connect(world.sta, &wanted, NULL,
                                       dot11_sim_now_us(world.sim)),
                     D11_OK);
    event =
        dot11_sim_station_wait(world.station, D11_EV_CONNECT_DONE, 20 * SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_ERR_SECURITY);
    ask(secret);
    wait_open();
    ping(1);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vendor_network_is_joined),
        cmocka_unit_test(keys_are_changed),
        cmocka_unit_test(a_wrong_secret_opens_nothing),
        cmocka_unit_test(bad_air_is_survived),
        cmocka_unit_test(an_ap_that_comes_back_is_joined_again),
        cmocka_unit_test(forged_packets_change_nothing),
        cmocka_unit_test(profiles_are_judged),
        cmocka_unit_test(the_built_in_rsn_does_not_join_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
