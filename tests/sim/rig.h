/* A world with one station of the library and access points, for whole-station
 * tests. A failed test prints the seed; DOT11_SIM_SEED in the environment sets
 * another one.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_RIG_H
#define TEST_SIM_RIG_H

#include <dot11/dot11.h>
#include <dot11_sim.h>

#include "insider.h"
#include "observer.h"

#define RIG_SECOND UINT64_C(1000000)
#define RIG_APS 3u
#define RIG_SSID "rig"
#define RIG_PASSPHRASE "a passphrase"

struct rig_options {
    struct dot11_sim_station_config station;
    struct dot11_sim_ap_config ap;
    bool secured;
    bool by_psk;   /* the station is given the PSK, which is quicker */
    uint64_t seed; /* 0: the usual one */
};

struct rig {
    void *mem;
    void *crypto;
    struct dot11_sim *sim;
    struct dot11_sim_station *station;
    struct dot11_sta *sta;
    struct dot11_radio *core;
    struct dot11_sim_radio *radio;
    struct dot11_sim_ap *aps[RIG_APS];
    uint8_t bssids[RIG_APS][6];
    unsigned ap_count;
    bool secured;
    bool by_psk;
    struct observer observer;
    struct insider insider;
    uint32_t probes;    /* probe requests of the station */
    uint32_t directed;  /* of them with an SSID */
    uint32_t reassocs;  /* reassociation requests */
    uint32_t disassocs; /* sent by the station */
    uint32_t deauths;   /* sent by the station */
    uint32_t nulls[2];  /* Null frames of the station, by its PM bit */
};

extern const uint8_t rig_sta_addr[6];
extern const uint8_t rig_host_ip[4];

/* The usual: one AP on channel 6, PSK or open, QoS. */
void rig_options(struct rig_options *options, bool secured);

/* The rig of the running test; rig_end() is the test's last line. */
struct rig *rig_new(const struct rig_options *options);
/* One more AP of the same network and settings. */
struct dot11_sim_ap *rig_add_ap(struct rig *rig,
                                const struct rig_options *options,
                                uint16_t freq_mhz);

/* Halt if need be, and see that everything is back where it was: frames,
 * events, deadline, keys (INV-06, INV-11, INV-12, INV-17, INV-18); and that
 * neither the observer nor the insider saw anything wrong (INV-01, INV-02,
 * INV-03, INV-04, INV-05, INV-07, INV-14, INV-16; SEC-SIM-03). */
void rig_end(struct rig *rig);

/* Take the world apart around a station that cannot be halted any more. */
void rig_drop(struct rig *rig);

/* Setup and teardown of each test; teardown says the seed after a failure. */
int rig_setup(void **state);
int rig_teardown(void **state);
#define RIG_TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)

void rig_start(struct rig *rig);
/* A profile with RIG_PASSPHRASE, or with its PSK. */
void rig_profile(const struct rig *rig, struct dot11_rsn_profile *profile);
/* Ask for a connection, with `passphrase` unless it is NULL. */
void rig_ask(struct rig *rig, const char *ssid, const char *passphrase);
/* Start, ask with what the AP has, and see that data flows. */
void rig_connect(struct rig *rig);
/* Wait for the port; false when it did not open in time. */
bool rig_wait_open(struct rig *rig, uint64_t us);
bool rig_is_open(const struct rig *rig);
struct dot11_sta_status rig_status(const struct rig *rig);
/* Ping the host behind the AP `count` times and expect all replies. */
void rig_ping(struct rig *rig, unsigned count);

uint64_t rig_now(const struct rig *rig);

#endif
