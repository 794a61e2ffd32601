/* libdot11 simulator: a radio for the library, as the hardware side of hw.h.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_SIM_RADIO_H
#define DOT11_SIM_RADIO_H

#include <dot11/hw.h>

#include "dot11_sim_world.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A radio; one per dot11_radio. */
struct dot11_sim_radio;

/** Ops that a radio can be told to answer late or to fail. */
enum dot11_sim_op {
    DOT11_SIM_OP_POWER = 1u << 0,
    DOT11_SIM_OP_CHANNEL = 1u << 1,
    DOT11_SIM_OP_SET_KEY = 1u << 2,
    DOT11_SIM_OP_DEL_KEY = 1u << 3,
    DOT11_SIM_OP_SCAN = 1u << 4,
    DOT11_SIM_OP_RESET = 1u << 5,
    DOT11_SIM_OP_ALL = 0x3f
};

/** What a radio is; zero fields mean the value in brackets. */
struct dot11_sim_radio_config {
    uint8_t addr[D11_ADDR_LEN]; /**< its address; not zero */
    uint32_t flags;             /**< D11_HW_TX_STATUS, D11_HW_SCAN,
                                     D11_HW_SEQ, D11_HW_BEACON_LOSS,
                                     D11_HW_MFP, D11_HW_IBSS are modelled,
                                     D11_HW_ATIM
                                     is noted in the last set_bss */
    bool only_2ghz;             /**< no 5 GHz */
    bool hw_ccmp;               /**< ciphers one suite */
    uint32_t hw_cipher;         /**< which, with hw_ccmp: one of CCMP and GCMP
                                     (D11_CIPHER_CCMP_128) */
    uint32_t hw_bip;            /**< verifies MMEs of this suite, one of
                                     D11_CIPHER_BIP_* (none) */
    bool iv_by_hw;              /**< writes cipher headers, strips them */
    bool keep_mic;              /**< hands up the MIC, verified */
    bool mic_room;              /**< wants room for the MIC from the core */
    bool no_flush;              /**< has no tx_flush */
    bool no_tsf;                /**< does not tell its clock */
    uint16_t tx_headroom;       /**< asks for this much (0) */
    uint16_t tx_tailroom;       /**< and this (0) */
    uint16_t tx_ring;           /**< frames it holds at once (64) */
    uint8_t tries;              /**< attempts for each frame (7) */
    uint8_t sta_count;          /**< stations at once, 1..4 (1) */
    uint32_t pending;           /**< ops that end later (enum dot11_sim_op) */
    uint32_t op_us;             /**< how much later (500) */
    const struct dot11_hw_wake_ops *wake; /**< given to the core as they are */
    uint32_t rx_gather_us; /**< collects what it hears for so long and
                                hands it up as one burst (0) */
    /** Makes a frame for what was heard, NULL when there is none: the host's
     * frame_alloc. */
    struct dot11_frame *(*frame_alloc)(void *host, size_t headroom, size_t len);
    /** Takes frames back that never reached the core: the host's. */
    void (*frame_free)(void *host, struct dot11_frame *const *frames, size_t n);
    void *host; /**< passed to both */
};

/**
 * Make a radio.
 * @return D11_ERR_ARG, D11_ERR_MEMORY, D11_ERR_FULL
 */
enum dot11_err dot11_sim_radio_create(struct dot11_sim_radio **radio,
                                      struct dot11_sim *sim,
                                      const struct dot11_sim_radio_config *cfg);

/** What to put into dot11_config: caps, hw_ops (hw is the radio itself). */
const struct dot11_hw_caps *
dot11_sim_radio_caps(const struct dot11_sim_radio *radio);
/** Its ops. */
const struct dot11_hw_ops *
dot11_sim_radio_ops(const struct dot11_sim_radio *radio);

/** Tell it who to call; NULL: nobody (frames are dropped). */
void dot11_sim_radio_attach(struct dot11_sim_radio *radio,
                            struct dot11_radio *core);

/** Its place in the air. */
struct dot11_sim_node *dot11_sim_radio_node(struct dot11_sim_radio *radio);

/** The next `count` of these ops (enum dot11_sim_op bits) fail. */
void dot11_sim_radio_fail(struct dot11_sim_radio *radio, uint32_t ops,
                          uint32_t count);

/** The next `count` pending answers to these ops never come. */
void dot11_sim_radio_forget(struct dot11_sim_radio *radio, uint32_t ops,
                            uint32_t count);

/** Answer pending ops later (bits), from now on. */
void dot11_sim_radio_pending(struct dot11_sim_radio *radio, uint32_t ops,
                             uint32_t op_us);

/** Keep the next `count` frames and never say what became of them. */
void dot11_sim_radio_swallow(struct dot11_sim_radio *radio, uint32_t count);

/** The hardware switch. */
void dot11_sim_radio_switch(struct dot11_sim_radio *radio, bool on);

/** It hangs: its frames come back unsent, its keys and channel are gone, and
 * it says D11_HW_STATE_FAILED. */
void dot11_sim_radio_crash(struct dot11_sim_radio *radio);

/** What a radio was asked and holds. */
struct dot11_sim_radio_stats {
    uint32_t held;           /**< frames it has now */
    uint32_t swallowed;      /**< frames it kept (dot11_sim_radio_swallow) */
    uint32_t tx_frames;      /**< frames it took */
    uint32_t tx_refused;     /**< frames it had no room for */
    uint32_t rx_frames;      /**< frames handed up */
    uint32_t rx_no_frame;    /**< heard, and no frame to put it in */
    uint32_t keys_set;       /**< set_key that were accepted */
    uint32_t keys;           /**< keys it has now */
    uint32_t zero_keys;      /**< all-zero keys it was given (INV-06) */
    uint32_t retunes;        /**< set_channel */
    uint32_t scans;          /**< scan_start */
    uint32_t ibss_beacons;   /**< beacons it sent by itself */
    uint32_t wrong_channel;  /**< frames given for a channel it had left */
    bool on;                 /**< powered */
    bool doze;               /**< dozing */
    uint32_t dozes;          /**< how often it began to */
    uint64_t doze_us;        /**< how long, in all */
    uint16_t freq_mhz;       /**< where it is tuned */
    uint32_t filter;         /**< the receive filter */
    struct dot11_hw_bss bss; /**< the last set_bss */
};

/** A copy of the counters. */
void dot11_sim_radio_stats(const struct dot11_sim_radio *radio,
                           struct dot11_sim_radio_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
