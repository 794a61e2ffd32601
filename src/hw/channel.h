/* Where the radio is: the one owner of channel time.
 *
 * SPDX-License-Identifier: MIT
 * Who needs the radio somewhere asks, with a priority, and is told when the
 * radio is there and when it goes elsewhere. The highest priority wins; all
 * who asked for the channel it is on share it. */
#ifndef D11_HW_CHANNEL_H
#define D11_HW_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

#include "hw/op.h"
#include "hw/vif.h"

/* From weak to strong. */
enum d11_channel_priority {
    D11_CHANNEL_NONE, /* not asked */
    D11_CHANNEL_HOME, /* of an association */
    D11_CHANNEL_SCAN, /* a slice of a scan */
    D11_CHANNEL_JOIN  /* authentication to the opened port, and leaving */
};

/* A request; the asker's memory, on the schedule while priority is not NONE.
 * `granted` and `revoked` may ask and release. */
struct d11_channel_request {
    uint8_t priority;
    bool here : 1;    /* the radio is on `channel` */
    bool is_home : 1; /* a station's own, which must wait for its turn where
                     several have their homes on different channels */
    struct dot11_channel channel;
    /* The radio is there; or it cannot go there, and the request is off the
     * schedule. */
    void (*granted)(void *arg, enum dot11_err err);
    /* The radio is about to go elsewhere; the request stays. */
    void (*revoked)(void *arg);
    void *arg;
};

/* Requests at once. */
#define D11_CHANNEL_REQUESTS 8u

/* Turns on the channels that are homes: the table of an optional part
 * (D11_PART_VIFS), which is asked about the homes of stations. */
struct d11_turns_ops {
    /* Put on the schedule, or wait. False: it may be put there at once. */
    bool (*ask)(struct d11_channel_request *request,
                const struct dot11_channel *channel,
                enum d11_channel_priority priority);
    /* Not wanted any more. */
    void (*release)(struct d11_channel_request *request);
    /* A frame that a station sent with this cookie came back. */
    void (*sent)(struct d11_vif *vif, uint16_t cookie);
};

struct d11_schedule {
    bool off; /* there is no radio to tune */
    bool switching;
    bool announcing; /* APs are told that the radio leaves for a scan */
    bool settling;
    bool again;
    uint8_t parked; /* homes that are off it and wait for their turn */
    struct d11_ops *ops;
    struct dot11_channel tuned;  /* freq_mhz 0: nowhere we know */
    struct dot11_channel target; /* while `switching` */
    struct d11_channel_request *requests[D11_CHANNEL_REQUESTS];
};

void d11_schedule_init(struct d11_schedule *schedule, struct d11_ops *ops);

/* The radio was turned off or reset: it is nowhere, and nobody is there. It
 * is not asked to go anywhere until it is back. */
void d11_schedule_lost(struct d11_schedule *schedule);
void d11_schedule_back(struct d11_schedule *schedule);

/* Put a request on the schedule, or change the one that is there. May call
 * granted() before it returns. D11_ERR_FULL: nothing changed. */
enum dot11_err d11_schedule_ask(struct d11_schedule *schedule,
                                struct d11_channel_request *request,
                                const struct dot11_channel *channel,
                                enum d11_channel_priority priority);

/* Take a request off the schedule; nobody is told. */
void d11_schedule_release(struct d11_schedule *schedule,
                          struct d11_channel_request *request);

/* The same two without turns. */
enum dot11_err d11_schedule_put(struct d11_schedule *schedule,
                                struct d11_channel_request *request,
                                const struct dot11_channel *channel,
                                enum d11_channel_priority priority);
void d11_schedule_drop(struct d11_schedule *schedule,
                       struct d11_channel_request *request);

/* Does anybody but `request` ask with more than a home's priority? */
bool d11_schedule_contended(const struct d11_schedule *schedule,
                            const struct d11_channel_request *request);

/* Could `request` be at home on this frequency? A radio that is on one channel
 * at a time has one home for all its stations, unless they take turns. */
bool d11_schedule_is_home(const struct d11_schedule *schedule,
                          const struct d11_channel_request *request,
                          uint16_t freq_mhz);

bool d11_channel_equal(const struct dot11_channel *a,
                       const struct dot11_channel *b);

#endif
