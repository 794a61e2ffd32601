/* A world with several stations of the library and no access point: the rig
 * of IBSS tests.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_CELL_H
#define TEST_SIM_CELL_H

#include <dot11/dot11.h>
#include <dot11/ibss.h>
#include <dot11_sim.h>

#define CELL_STATIONS 4u
#define CELL_SECOND UINT64_C(1000000)
#define CELL_SSID "cell"
#define CELL_MHZ 2437u
#define CELL_PASSPHRASE "a passphrase"

struct cell_options {
    unsigned count; /* stations; 0: two */
    struct dot11_sim_station_config station;
    bool open_system;              /* requests ask for authentication */
    uint32_t flags[CELL_STATIONS]; /* radio flags besides those of station */
};

struct cell {
    void *mem;
    void *crypto;
    struct dot11_sim *sim;
    unsigned count;
    bool open_system;
    struct dot11_sim_station *stations[CELL_STATIONS];
    struct dot11_sta *stas[CELL_STATIONS];
    uint8_t addrs[CELL_STATIONS][6];
    uint32_t msdus[CELL_STATIONS][CELL_STATIONS]; /* at, from */
    uint32_t mark[CELL_STATIONS];    /* events before this are old */
    uint32_t before[CELL_STATIONS];  /* what mark was before */
    uint32_t beacons[CELL_STATIONS]; /* on the air, by sender */
    uint32_t probe_resps[CELL_STATIONS];
    uint32_t deauths[CELL_STATIONS];
    uint32_t auths[CELL_STATIONS];
    uint32_t assoc_frames; /* of the infrastructure's kind */
    uint32_t to_ds;        /* data frames with a DS bit */
    uint32_t plain;        /* data frames that are no EAPOL and
                              are not protected */
    uint8_t beacon[2400];  /* body of the last beacon */
    size_t beacon_len;
};

/* Two stations with the IBSS part. */
void cell_options(struct cell_options *options);
struct cell *cell_new(const struct cell_options *options);
/* Halt all; see that everything is back and every start had its end. */
void cell_end(struct cell *cell);

/* Cut or restore the path between two of them. */
void cell_cut(struct cell *cell, unsigned a, unsigned b, bool cut);

/* The request that the tests start from: CELL_SSID at CELL_MHZ. */
void cell_req(const struct cell *cell, struct dot11_ibss_req *req,
              struct dot11_rsn_profile *profile);

void cell_start(struct cell *cell, unsigned i);
/* Start the station's radio and ask; expects D11_OK. `psk`: protected. */
void cell_ask(struct cell *cell, unsigned i, bool join_only, bool psk);
/* The same, and wait for the connect to end well. */
void cell_up(struct cell *cell, unsigned i, bool psk);
/* Wait until station i has `count` peers that data flows with. */
bool cell_wait_peers(struct cell *cell, unsigned i, unsigned count,
                     uint64_t us);
unsigned cell_peers(const struct cell *cell, unsigned i);
struct dot11_ibss_info cell_info(const struct cell *cell, unsigned i);
bool cell_same(const struct cell *cell, unsigned a, unsigned b);
uint64_t cell_now(const struct cell *cell);
void cell_run(struct cell *cell, uint64_t us);
/* Send a frame to another, to CELL_ALL, or to an address; false: refused. */
#define CELL_ALL CELL_STATIONS
bool cell_send(struct cell *cell, unsigned from, unsigned to);
bool cell_send_to(struct cell *cell, unsigned from, const uint8_t *da);
/* Frames both ways between two, each delivered. */
void cell_talk(struct cell *cell, unsigned a, unsigned b);

/* Events of a station since the last call, advice left out, as a string: one
 * letter for each, then the peer's number in lower case where there is one:
 * C/c connect start/done, A/a association start/done, R/r roam start/done,
 * D disassociation, P port made, p port authorised, u unauthorised, q port
 * deleted, X disconnect done, S scan done. */
const char *cell_events(struct cell *cell, unsigned i);
/* The n-th event of a type since the mark that cell_events() moved last but
 * one. */
const struct dot11_event *cell_event(struct cell *cell, unsigned i,
                                     enum dot11_event_type type, unsigned n);

#endif
