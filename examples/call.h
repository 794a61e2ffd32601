/* dot11-station: a command as it was given, and what commands share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CALL_H
#define CALL_H

#include "station.h"

#define SECOND_US 1000000u
#define CALL_CHANNELS_MAX 16

/** A command and its words; the first is its name. */
struct call {
    struct station *st;
    int argc;
    char **argv;
    const size_t *lens; /**< octets of each word */
    char why[WHY_MAX];  /**< for people, when it fails */
};

/** A command; false: it failed, and `why` says so. */
typedef bool command_fn(struct call *call);

/* network.c */
command_fn run_scan;
command_fn run_connect;
command_fn run_disconnect;
command_fn run_roam;

/* ibss.c */
command_fn run_ibss;

/* explain.c */
command_fn run_explain;

/* attributes.c */
command_fn run_get;
command_fn run_set;

/* monitor.c */
command_fn run_monitor;

/* life.c */
command_fn run_reset;
command_fn run_halt;
command_fn run_start;
command_fn run_pause;
command_fn run_restart;
command_fn run_radio;
command_fn run_events;

/* ping.c */
command_fn run_ping;

/* call.c */

/** Note why a command fails. @return false */
bool call_fail(struct call *call, const char *why);
bool call_refused(struct call *call, enum dot11_err err);

/** Whether word number `arg` is there, and is this. */
bool call_has(const struct call *call, int arg, const char *word);

/** A word as a value; false with `why` when it is none. */
bool call_ssid(struct call *call, int arg, struct dot11_ssid *ssid);
/** Octets from hexadecimal digits. @return how many; 0: not that, or more
 * than `max` */
size_t call_hex(const char *text, uint8_t *octets, size_t max);

bool call_passphrase(struct call *call, int arg,
                     struct dot11_rsn_profile *profile);
/** "1,6,36" or frequencies in MHz. */
bool call_channels(struct call *call, const char *list,
                   uint16_t freqs_mhz[CALL_CHANNELS_MAX], uint16_t *count);

/** Wait for one more event of a kind than there were in `before`.
 * @return it, or NULL with `why` */
const struct dot11_event *call_event(struct call *call,
                                     const struct seen *before,
                                     enum dot11_event_type type, uint64_t us);

/** For station_wait(): only time ends the wait. */
bool call_never(struct station *st, void *context);

#endif
