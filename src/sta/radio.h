/* The radio and its stations: the one place that knows everybody.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_STA_RADIO_H
#define D11_STA_RADIO_H

#include <dot11/sta.h>

#include "base/moves.h"
#include "hw/channel.h"
#include "hw/env.h"
#include "hw/op.h"
#include "mlme/bss_table.h"
#include "mlme/mlme.h"
#include "mlme/scan.h"
#include "rx/rx.h"
#include "sme/ext_host.h"
#include "sme/sme.h"
#include "sta/events.h"
#include "sta/parts.h"
#include "tx/tx.h"

/* Where a station is in its life, as far as sme does not say. */
enum d11_life {
    D11_LIFE_FREE, /* no station here */
    D11_LIFE_HALTED,
    D11_LIFE_STARTING, /* the radio comes up */
    D11_LIFE_RUNNING,
    D11_LIFE_LEAVING,  /* halting: frames come back */
    D11_LIFE_OFF,      /* halting: the radio goes off */
    D11_LIFE_RESETTING /* dot11 reset: frames come back */
};

/* Why the radio does nothing; bits. */
enum d11_off {
    D11_OFF_SWITCH = 1u << 0,   /* its switch is off, or it was pulled */
    D11_OFF_FAILED = 1u << 1,   /* it hangs */
    D11_OFF_SOFTWARE = 1u << 2, /* the host's setting is off */
    D11_OFF_ASLEEP = 1u << 3,   /* the device sleeps, or is about to */
    D11_OFF_CYCLE = 1u << 4,    /* it hangs, and is turned off and on */
    D11_OFF_DEAD = 1u << 5,     /* and even that did not help */
    D11_OFF_DOWN = 1u << 6,     /* the system goes down */
    D11_OFF_ARMED = 1u << 7     /* the device sleeps, its radio does not */
};

/* With one of these it is turned off. */
#define D11_OFF_UNPOWERED                                                      \
    (D11_OFF_SOFTWARE | D11_OFF_ASLEEP | D11_OFF_CYCLE | D11_OFF_DEAD)

struct dot11_sta {
    enum d11_life life;
    bool flushed; /* the radio was told to give them back */
    enum dot11_err halt_err;
    struct dot11_radio *radio;
    /* All frames are back (D11_OK), or nobody waits for them any more. */
    void (*gone)(struct dot11_sta *sta, enum dot11_err err);
    void *user;
    struct dot11_ext_host *exts; /* config.ext_count of them */
    uint32_t next_id;            /* of requests */
    uint32_t start_id;
    uint32_t halt_id;
    uint32_t scan_id; /* of an explicit scan that runs; 0: none */
    uint64_t halt_us; /* stop waiting for frames */
    struct d11_sme sme;
    struct d11_vif vif;
    struct d11_mlme mlme;
    struct d11_events events;
};

struct dot11_radio {
    uint8_t sta_count;
    bool powered;
    bool power_pending;
    uint8_t off; /* enum d11_off: why it does nothing */
    bool settling;
    bool rested; /* it was off as nobody needed it: nothing comes back */
    struct dot11_sta *stas; /* config.sta_count of them */
    struct d11_vif **vifs;  /* of stations; NULL where there is none */
    const struct d11_part_list *parts; /* NULL: none is listed */
    uint8_t *sta_mem;  /* what they have besides, one after the other */
    size_t sta_octets; /* of each */
    const struct dot11_ssid **wanted;
    size_t mem_len;
    struct d11_env env;
    struct d11_ops ops;
    struct d11_schedule schedule;
    struct d11_bss_table table;
    struct d11_scan scan;
    struct d11_rx_path rx;
    struct d11_tx_path tx;
};

extern const uint16_t d11_life_moves[];

/* The one way to change the life of a station. */
static inline void d11_life_enter(struct dot11_sta *sta, enum d11_life life)
{
    d11_assert(d11_may_move(d11_life_moves, sta->life, life));
    sta->life = life;
}

/* Every call into the core ends here: what extensions asked for is carried
 * out, machines that waited go on, halts proceed. */
void d11_radio_settle(struct dot11_radio *radio);

/* Begin and end a call into the core. */
static inline bool d11_radio_enter(struct dot11_radio *radio, uint64_t now_us)
{
    return d11_env_enter(&radio->env, now_us);
}

/* Sinks of the data path, filled in at init (dispatch.c). */
void d11_dispatch_init(struct dot11_radio *radio);

/* Steps of a start and of a halt (life.c). */
void d11_life_proceed(struct dot11_sta *sta);
void d11_life_tick(struct dot11_sta *sta);
uint64_t d11_life_deadline(const struct dot11_sta *sta);
/* The radio did its part of a start or a halt. */
void d11_life_started(struct dot11_sta *sta, enum dot11_err err);
void d11_life_halted(struct dot11_sta *sta);

/* Everything open ends, the inner before the outer; then the association
 * (N80211-HALT-6, RESET-4, RESET-5). */
void d11_life_end_all(struct dot11_sta *sta);
/* No more frames in, and `gone` when all are back. */
void d11_life_leave(struct dot11_sta *sta, enum d11_life life,
                    void (*gone)(struct dot11_sta *sta, enum dot11_err err));

/* What the part D11_PART_POWER does. */
struct d11_power_ops {
    /* The radio hangs. */
    void (*hang)(struct dot11_radio *radio);
    /* It is on again for a station that runs; nothing was tuned yet. */
    void (*back)(struct dot11_sta *sta);
    /* It cannot be turned on, and no station is on its way up. */
    void (*dead)(struct dot11_radio *radio);
};

/* What the part D11_PART_SCANS does. */
struct d11_scans_ops {
    /* Keep a request, which was checked, until nobody else scans. */
    void (*wait)(struct dot11_sta *sta, const struct dot11_scan_req *req);
    /* Forget it. False: none waits. */
    bool (*drop)(struct dot11_sta *sta);
};

/* Carry out an explicit scan, or end it, running or waiting (request.c). */
void d11_sta_begin_scan(struct dot11_sta *sta,
                        const struct dot11_scan_req *req);
void d11_sta_end_scan(struct dot11_sta *sta, enum dot11_err err);

/* What the part D11_PART_NLO does. */
struct d11_nlo_ops {
    /* The device woke up. */
    void (*resumed)(struct dot11_sta *sta);
};

/* What the part D11_PART_WAKE does. */
struct d11_wake_ops {
    /* The device falls asleep. True: the radio stays on and wakes it. */
    bool (*arm)(struct dot11_radio *radio);
    /* It woke up, whether that was done or not: keys and counters are as the
     * radio left them. */
    void (*disarm)(struct dot11_radio *radio);
};

/* The radio is on and empty: program it for the stations that run. */
void d11_power_back(struct dot11_radio *radio);
/* What is open ends as "radio off", explicit scans with `scan_err`; nothing
 * is asked of the radio any more. */
void d11_power_lost(struct dot11_radio *radio, enum dot11_err scan_err);
/* Tell the stations that run what became of its switches. */
void d11_power_say(struct dot11_radio *radio);

/* Bring the radio to where its stations need it, on or off, and go on with
 * those that waited for that (power.c). */
void d11_power_proceed(struct dot11_radio *radio);
bool d11_power_is_needed(const struct dot11_radio *radio);

/* Queue an event of a station and wake its host. */
void d11_sta_emit(struct dot11_sta *sta, const struct dot11_event *event,
                  bool was_reserved);

/* Can the sizes that the tables of a config begin with be right? */
bool d11_config_known(const struct dot11_config *config);

/* Is every limit and table of a config in its range? */
bool d11_config_valid(const struct dot11_config *config);

/* A new request id, never 0. */
uint32_t d11_sta_new_id(struct dot11_sta *sta);

#endif
