/* libdot11 on Linux: a frame as somebody sees it who watches the radio.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_LINUX_AIR_H
#define DOT11_LINUX_AIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a frame's transmitter learnt about it. */
enum dot11_air_status {
    DOT11_AIR_RECEIVED, /**< we received it */
    DOT11_AIR_SENT,     /**< we sent it and expected no acknowledgement */
    DOT11_AIR_ACKED,    /**< we sent it and it was acknowledged */
    DOT11_AIR_UNACKED   /**< we sent it and nobody acknowledged it */
};

/** A frame on the air, sent or received by the station's radio. */
struct dot11_air {
    uint64_t at_us;               /**< host clock */
    const uint8_t *data;          /**< the MPDU without FCS; borrowed */
    size_t len;                   /**< octets */
    uint16_t freq_mhz;            /**< channel */
    uint16_t rate_500kbps;        /**< legacy rate; 0: not known */
    int8_t signal_dbm;            /**< of what we received */
    enum dot11_air_status status; /**< direction, and how it ended */
};

/** Told of each frame; must not call into the core. */
typedef void dot11_air_fn(void *context, const struct dot11_air *air);

#endif
