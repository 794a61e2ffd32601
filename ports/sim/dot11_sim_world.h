/* libdot11 simulator: the world, that is clock, air, and those who only
 * listen or forge.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_SIM_WORLD_H
#define DOT11_SIM_WORLD_H

#include <dot11/crypto.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A world; lives in the memory given to dot11_sim_init(). */
struct dot11_sim;
/** A place in the world that can send and hear: radio, AP or raw node. */
struct dot11_sim_node;

/** How to make a world; zero fields mean the value in brackets. */
struct dot11_sim_config {
    uint64_t seed;          /**< everything random comes from it */
    uint64_t start_us;      /**< first value of the clock */
    uint16_t node_count;    /**< radios, APs and raw nodes, 2..255 (16) */
    uint16_t timer_count;   /**< things that wait at once (512) */
    uint16_t packet_octets; /**< longest MPDU on the air, at least 64 (2400) */
    const struct dot11_crypto_ops *crypto_ops; /**< for APs with a PSK and
                                                    for hardware ciphers */
    void *crypto;                              /**< passed to crypto_ops */
};

/**
 * Build a world in `mem`, aligned as max_align_t; everything in it is made
 * from the same memory, which is never given back piece by piece.
 * @return D11_ERR_ARG, or D11_ERR_MEMORY when `len` is too small
 */
enum dot11_err dot11_sim_init(struct dot11_sim **sim, void *mem, size_t len,
                              const struct dot11_sim_config *config);

/** End the world: keys go back to the crypto provider. Nothing else may be
 * called afterwards; stations are to be ended before. */
void dot11_sim_fini(struct dot11_sim *sim);

/** Octets of `mem` that are used so far. */
size_t dot11_sim_mem_used(const struct dot11_sim *sim);

/** The seed, for the message of a failed test. */
uint64_t dot11_sim_seed(const struct dot11_sim *sim);

/** The clock. */
uint64_t dot11_sim_now_us(const struct dot11_sim *sim);

/** When something happens next; D11_NEVER when nothing will. */
uint64_t dot11_sim_next_us(struct dot11_sim *sim);

/** Move the clock to `now_us` and let everything up to then happen. */
void dot11_sim_advance(struct dot11_sim *sim, uint64_t now_us);

/** Move the clock to the next thing and let it happen.
 * @return false when there is none */
bool dot11_sim_step(struct dot11_sim *sim);

/** Let `us` microseconds go by. */
void dot11_sim_run_for(struct dot11_sim *sim, uint64_t us);

/**
 * Step until `done` says so.
 * @return false when that did not happen within `us` microseconds
 */
bool dot11_sim_run_until(struct dot11_sim *sim, bool (*done)(void *ctx),
                         void *ctx, uint64_t us);

/** A random number below `bound` from a stream for tests. */
uint32_t dot11_sim_random(struct dot11_sim *sim, uint32_t bound);

/* The air. */

/** How bad the air is. Chances are in thousandths, for each receiver of each
 * frame; all zero is perfect air. */
struct dot11_sim_air {
    uint16_t loss;         /**< not heard */
    uint16_t ack_loss;     /**< heard, but its ACK is not */
    uint16_t burst;        /**< a burst of loss begins on this path */
    uint32_t burst_us;     /**< and lasts so long */
    uint16_t duplicate;    /**< heard a second time */
    uint32_t duplicate_us; /**< at most so much later */
    uint16_t late;         /**< comes late, so the order changes */
    uint32_t late_us;      /**< at most so much */
    uint16_t corrupt;      /**< one bit is wrong and the FCS does not say */
    uint16_t truncate;     /**< the end is missing and the FCS is "right" */
};

/** Set the air of the whole world. */
void dot11_sim_set_air(struct dot11_sim *sim, const struct dot11_sim_air *air);

/** How loud `to` hears `from`; below -92 dBm nothing. At first -50. */
void dot11_sim_set_signal(struct dot11_sim_node *from,
                          struct dot11_sim_node *to, int8_t dbm);

/** The same in both directions. */
void dot11_sim_set_path(struct dot11_sim_node *a, struct dot11_sim_node *b,
                        int8_t dbm);

/** Extra loss from one node to another, in thousandths. */
void dot11_sim_set_loss(struct dot11_sim_node *from, struct dot11_sim_node *to,
                        uint16_t loss);

/** A frame on the air. */
struct dot11_sim_frame {
    uint64_t at_us;              /**< when its first octet was sent */
    const uint8_t *octets;       /**< the MPDU without FCS; borrowed */
    size_t len;                  /**< octets */
    uint16_t freq_mhz;           /**< where */
    uint16_t rate_500kbps;       /**< how fast */
    uint8_t attempt;             /**< 1 for the first */
    bool acked;                  /**< somebody acknowledged it */
    struct dot11_sim_node *from; /**< who sent it */
    struct dot11_sim_node *to;   /**< filter: who would hear it */
    int8_t signal_dbm;           /**< filter: how loud; tap: at the sender's
                                      addressee, or unknown */
};

/** Called once for each attempt to send, after it ended. */
typedef void dot11_sim_tap(void *ctx, const struct dot11_sim_frame *frame);

/** Listen to everything. At most four taps. */
enum dot11_err dot11_sim_add_tap(struct dot11_sim *sim, dot11_sim_tap *tap,
                                 void *ctx);

/** Called after everything that happens, when all has settled. */
typedef void dot11_sim_watch(void *ctx);

/** Let `watch` see the world after each step; NULL: nobody watches. */
void dot11_sim_set_watch(struct dot11_sim *sim, dot11_sim_watch *watch,
                         void *ctx);

/** Called for each receiver of each attempt; false: `to` does not hear it. */
typedef bool dot11_sim_filter(void *ctx, const struct dot11_sim_frame *frame);

/** Let `filter` decide who hears what; NULL: nobody decides. */
void dot11_sim_set_filter(struct dot11_sim *sim, dot11_sim_filter *filter,
                          void *ctx);

/** Counters of the air. */
struct dot11_sim_stats {
    uint32_t sent;      /**< attempts to send */
    uint32_t heard;     /**< receptions */
    uint32_t lost;      /**< receptions that loss or the filter ate */
    uint32_t exhausted; /**< frames or timers for which there was no memory:
                             the world was made too small */
};

/** A copy of the counters. */
void dot11_sim_stats(const struct dot11_sim *sim,
                     struct dot11_sim_stats *stats);

/* Raw nodes: an attacker, a sniffer, a station that a test plays itself. */

/** What a raw node heard; borrowed. */
typedef void dot11_sim_raw_rx(void *ctx, const uint8_t *octets, size_t len,
                              int8_t signal_dbm);

/**
 * Make a raw node on a channel. It hears everything there and acknowledges
 * what is sent to `addr` (NULL: nothing).
 * @return NULL when the world is full
 */
struct dot11_sim_node *dot11_sim_raw(struct dot11_sim *sim, const uint8_t *addr,
                                     uint16_t freq_mhz, dot11_sim_raw_rx *rx,
                                     void *ctx);

/** Tune a raw node; 0: it hears nothing. */
void dot11_sim_raw_tune(struct dot11_sim_node *node, uint16_t freq_mhz);

/** Send an MPDU exactly as it is from any node, with retries when it is to
 * one address. */
enum dot11_err dot11_sim_inject(struct dot11_sim_node *node,
                                const uint8_t *octets, size_t len,
                                uint16_t rate_500kbps);

#ifdef __cplusplus
}
#endif

#endif
