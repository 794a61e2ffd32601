/* Two stations on the radio of the rig, each with a network, and traffic of
 * both at once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_TWO_H
#define TEST_SIM_TWO_H

#include "rig.h"

#define TWO 2u

/* A station of the two. The first is that of the rig. */
struct two_sta {
    struct dot11_sta *sta;
    uint8_t addr[6];
    struct dot11_sim_ping ping;
    uint64_t next_us;              /* of its next echo request */
    uint32_t counts[D11_EV_COUNT]; /* events */
    struct dot11_event last[D11_EV_COUNT];
    uint32_t nulls[2]; /* null frames it sent, by PM */
};

struct two {
    struct rig *rig;
    struct two_sta of[TWO];
    bool traffic;      /* both ping */
    uint64_t on_us[2]; /* radio time on the channels below */
    uint16_t freqs_mhz[2];
};

/* How the radio is made: two stations, with or without turns. */
void two_options(struct rig_options *options, bool secured, bool turns);

/* The rig with a second station, both started. */
void two_begin(struct two *two, const struct rig_options *options);

/* Ask for the AP `ap` of the rig, and wait until its port is open. */
void two_ask(struct two *two, unsigned which, unsigned ap);
bool two_connect(struct two *two, unsigned which, unsigned ap);
bool two_is_open(const struct two *two, unsigned which);
struct dot11_sta_status two_status(const struct two *two, unsigned which);

/* Let time pass; with `traffic` each station whose port is open pings every
 * 20 ms. Channel time is counted by where the radio is. */
void two_run(struct two *two, uint64_t us);

/* Wait until this event came to a station once more. */
bool two_wait(struct two *two, unsigned which, enum dot11_event_type type,
              uint64_t us);

/* Halt what runs, and everything is back (rig_end). */
void two_end(struct two *two);

#endif
