/* The insides of a radio, shared by its files.
 *
 * SPDX-License-Identifier: MIT */
#ifndef SIM_RADIO_H
#define SIM_RADIO_H

#include <dot11/codes.h>

#include "ccmp.h"
#include "dot11_sim_radio.h"
#include "frame/header.h"
#include "medium.h"

#define RADIO_CHANNELS 38u
#define RADIO_STAS 4u
#define RADIO_KEYS 8u
#define RADIO_OPS 8u
#define RADIO_GATHER 32u
#define RADIO_SCAN_CHANNELS 64u
#define RADIO_SCAN_ELEMENTS 256u
#define RADIO_BEACON 2400u

/* A frame in the radio's hands. */
struct radio_slot {
    struct radio_slot *next; /* free list */
    struct dot11_frame *frame;
    struct dot11_sta *sta;
};

/* A key in the radio. */
struct radio_key {
    bool used;
    bool pairwise;
    uint8_t peer[6];
    struct sim_key key;
};

/* An op that is answered later. */
struct radio_op {
    struct dot11_sim_radio *radio;
    bool used;
    bool lost;   /* no answer will come */
    uint32_t op; /* DOT11_SIM_OP_* */
    uint32_t token;
    enum dot11_err err;
    bool on;           /* power */
    uint16_t freq_mhz; /* channel */
    struct sim_timer timer;
};

struct radio_scan {
    bool running;
    bool stop;
    uint32_t token;
    uint16_t at; /* channel that is visited */
    uint16_t home_mhz;
    bool home;                /* on a visit there */
    bool leaving;             /* the AP is being told */
    struct dot11_hw_scan req; /* its pointers go to the copies below */
    uint16_t freqs_mhz[RADIO_SCAN_CHANNELS];
    uint8_t elements[RADIO_SCAN_ELEMENTS];
    bool heard;         /* something, on this channel */
    bool extended;      /* its stay was made longer already */
    uint32_t extend_us; /* by so much when something was heard */
    struct sim_timer timer;
};

/* Beacons of an IBSS. */
struct radio_ibss {
    bool synced;        /* a beacon of the cell set the clock */
    uint64_t target_us; /* when the next one is due, at the earliest */
    size_t len;         /* 0: none is sent */
    uint8_t mpdu[RADIO_BEACON];
    struct sim_rng rng;
    struct sim_timer timer;
};

struct dot11_sim_radio {
    struct dot11_sim *sim;
    struct dot11_sim_node node;
    struct dot11_sim_radio_config config;
    struct dot11_sim_radio_stats stats;
    struct dot11_hw_caps caps;
    struct dot11_hw_ops ops;
    struct dot11_hw_channel channels[RADIO_CHANNELS];
    struct dot11_radio *core;

    bool on;
    bool switched_off; /* by the hardware switch */
    bool doze;
    uint64_t doze_since_us;
    uint16_t freq_mhz; /* where it is tuned, on or off */
    uint32_t filter;
    struct {
        const struct dot11_sta *sta;
        uint8_t addr[6];
    } addrs[RADIO_STAS];
    struct dot11_hw_bss bss[RADIO_STAS];
    uint64_t tsf_offset_us; /* TSF of the joined BSS less the clock */
    struct sim_timer beacon_loss;
    uint16_t seq;

    struct radio_slot *free_slots;
    bool want_ready;
    uint32_t fail_ops, fail_count;
    uint32_t forget_ops, forget_count;
    uint32_t swallow_count;
    struct radio_op pending[RADIO_OPS];
    struct radio_key keys[RADIO_KEYS];
    struct radio_scan scan;
    struct radio_ibss ibss;

    struct dot11_tx_status *statuses; /* two arrays, one being handed over */
    uint32_t status_max;
    uint32_t status_count;
    unsigned status_half;
    struct sim_timer status_timer;
    struct dot11_rx gathered[RADIO_GATHER];
    uint32_t gathered_count;
    struct sim_timer rx_timer;
    struct sim_timer switch_timer;
    struct sim_timer crash_timer;
};

/* radio.c */
/* Its answer to an op: fails, is late or is OK, as the radio was told. With
 * D11_ERR_PENDING `*later` is the place for what is to happen then. */
enum dot11_err radio_answer(struct dot11_sim_radio *radio, uint32_t op,
                            uint32_t token, struct radio_op **later);
void radio_tune(struct dot11_sim_radio *radio, uint16_t freq_mhz);

/* radio_caps.c */
void radio_fill_caps(struct dot11_sim_radio *radio);

/* radio_tx.c */
bool radio_tx_init(struct dot11_sim_radio *radio);
size_t radio_tx(void *hw, const struct dot11_tx *burst, size_t n);
void radio_tx_flush(void *hw, struct dot11_sta *sta);
void radio_sent(void *owner, struct sim_tx *tx, enum sim_fate fate);

/* radio_rx.c */
bool radio_acks(void *owner, const uint8_t *ra);
void radio_heard(void *owner, const struct sim_heard *heard);
void radio_hand_up(void *owner);
void radio_drop_gathered(struct dot11_sim_radio *radio);
void radio_watch_beacons(struct dot11_sim_radio *radio);

/* radio_crypto.c */
enum dot11_err radio_set_key(void *hw, uint32_t token,
                             struct dot11_hw_key *key);
enum dot11_err radio_del_key(void *hw, uint32_t token,
                             const struct dot11_hw_key *key);
void radio_clear_keys(struct dot11_sim_radio *radio);
bool radio_seal(struct dot11_sim_radio *radio, unsigned slot,
                struct sim_packet *packet);
/* Decrypt `frame` in place where there is a key for it, and say so in `rx`. */
void radio_open(struct dot11_sim_radio *radio, struct dot11_rx *rx);

/* radio_ibss.c */
/* Take or drop the beacon that set_bss brought. */
void radio_ibss_beacon(struct dot11_sim_radio *radio,
                       const struct dot11_hw_bss *bss);
/* set_bss was called; `before` is what there was. */
void radio_ibss_joined(struct dot11_sim_radio *radio,
                       const struct dot11_hw_bss *before);
/* A beacon of the BSS: false when that is no IBSS. */
bool radio_ibss_follow(struct dot11_sim_radio *radio, uint64_t timestamp_us,
                       uint64_t at_us);

/* radio_scan.c */
enum dot11_err radio_scan_start(void *hw, uint32_t token,
                                const struct dot11_hw_scan *req);
void radio_scan_stop(void *hw, uint32_t token);
/* Power is gone: the scan ends now, which is told soon. */
void radio_scan_abandon(struct dot11_sim_radio *radio);

#endif
