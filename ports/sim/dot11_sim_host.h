/* libdot11 simulator: a host with a fixed pool of frames that it counts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_SIM_HOST_H
#define DOT11_SIM_HOST_H

#include <dot11/host.h>

#include "dot11_sim_world.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A host; one per dot11_radio. */
struct dot11_sim_host;

/** What a host has; zero fields mean the value in brackets. */
struct dot11_sim_host_config {
    uint16_t frame_count;  /**< buffers (96) */
    uint16_t frame_octets; /**< of each, headroom included (packet_octets of
                                the world + 128) */
    uint16_t msdu_count;   /**< delivered MSDUs kept for the test; 0: every
                                one is given back at once */
    uint16_t done_count;   /**< tx_done records kept (16) */
};

/** Make a host. D11_ERR_ARG, D11_ERR_MEMORY. */
enum dot11_err dot11_sim_host_create(struct dot11_sim_host **host,
                                     struct dot11_sim *sim,
                                     const struct dot11_sim_host_config *cfg);

/** The ops for dot11_config.host_ops; the host itself is their context. */
const struct dot11_host_ops *dot11_sim_host_ops(void);

/** A frame with `headroom` octets in front, to be sent. @return NULL: none */
struct dot11_frame *dot11_sim_host_frame(struct dot11_sim_host *host,
                                         size_t headroom, size_t len);

/** Give a frame back that was not sent. */
void dot11_sim_host_free(struct dot11_sim_host *host,
                         struct dot11_frame *frame);

/** Called for each delivered MSDU, and for each frame that came back; both
 * borrowed, both from inside an op: call nothing of the library. */
struct dot11_sim_host_hooks {
    void (*msdu)(void *ctx, struct dot11_sta *sta,
                 const struct dot11_msdu *msdu);
    void (*tx_done)(void *ctx, struct dot11_sta *sta,
                    const struct dot11_tx_done *done);
    void (*log)(void *ctx, const char *line);
    /* Something may be done now; only dot11_sta_next_event() may be called. */
    void (*wake)(void *ctx);
    void *ctx;
};

/** Set the hooks. */
void dot11_sim_host_set_hooks(struct dot11_sim_host *host,
                              const struct dot11_sim_host_hooks *hooks);

/** The oldest delivered MSDU that was not taken yet, with its station. The
 * taker gives it back with dot11_sta_msdu_return(). @return false: none */
bool dot11_sim_host_take(struct dot11_sim_host *host, struct dot11_msdu *msdu,
                         struct dot11_sta **sta);

/** Give back what may be given back now: MSDUs that nobody keeps. To be
 * called outside ops; stations of the simulator do it by themselves. */
void dot11_sim_host_settle(struct dot11_sim_host *host);

/** The outcome of a frame that was sent. */
struct dot11_sim_tx_record {
    enum dot11_err err; /**< as tx_done said */
    uint32_t len;       /**< octets of the frame then */
};

/** The `i`th outcome since the start. @return false: not that many, or it is
 * no longer kept */
bool dot11_sim_host_tx_record(const struct dot11_sim_host *host, uint32_t i,
                              struct dot11_sim_tx_record *record);

/** The next `count` requests for random octets, or for frames, fail. */
void dot11_sim_host_fail_random(struct dot11_sim_host *host, uint32_t count);
/** See dot11_sim_host_fail_random(). */
void dot11_sim_host_fail_frames(struct dot11_sim_host *host, uint32_t count);

/** Counters. */
struct dot11_sim_host_stats {
    uint32_t outstanding; /**< frames that are not in the pool; 0 at the end */
    uint32_t most;        /**< most that ever were */
    uint32_t no_frame;    /**< requests that got none */
    uint32_t foreign;     /**< frames given back that were not out */
    uint32_t msdus;       /**< delivered */
    uint32_t msdu_octets; /**< of them */
    uint32_t tx_done;     /**< frames that came back */
    uint32_t tx_ok;       /**< of them with D11_OK */
    uint32_t msdus_kept;  /**< delivered and not returned */
};

/** A copy of the counters. */
void dot11_sim_host_stats(const struct dot11_sim_host *host,
                          struct dot11_sim_host_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
