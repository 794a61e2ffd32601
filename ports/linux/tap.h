/* libdot11 on Linux: the network interface of a station, a TAP device.
 *
 * SPDX-License-Identifier: MIT
 *
 * MSDUs are Ethernet frames in libdot11 already, so nothing is converted: a
 * packet of the kernel is read straight into a frame with the headroom that
 * the core wants, and a received MSDU is written from where it lies. */
#ifndef DOT11_LINUX_TAP_H
#define DOT11_LINUX_TAP_H

#include "pool.h"

#include <dot11/frame.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A TAP interface; the members are its own. */
struct dot11_tap {
    int fd;                /**< for the loop: readable when packets wait */
    bool carrier;          /**< as it was set last */
    char name[16];         /**< of the interface */
    uint64_t read_errors;  /**< packets too large or without a frame */
    uint64_t write_errors; /**< packets that the kernel did not take, such
                                as while the interface is down */
};

/**
 * Create the interface `name` with address `addr`, up and without a carrier.
 * It goes with dot11_tap_close(). Needs CAP_NET_ADMIN.
 * @param why  one line for people when it fails; may be NULL
 * @return 0 or a negative errno
 */
int dot11_tap_open(struct dot11_tap *tap, const char *name,
                   const uint8_t addr[D11_ADDR_LEN], char *why, size_t why_len);

/** Remove the interface. */
void dot11_tap_close(struct dot11_tap *tap);

/** Carrier on or off; to be set when the station's port opens or closes. */
void dot11_tap_set_carrier(struct dot11_tap *tap, bool on);

/**
 * Read a burst of packets into frames of the pool.
 * @param headroom, tailroom  octets left free around each packet
 * @param frames  gets at most `max`, yours from now on
 * @return how many
 */
size_t dot11_tap_read(struct dot11_tap *tap, struct dot11_pool *pool,
                      size_t headroom, size_t tailroom,
                      struct dot11_frame **frames, size_t max);

/** Write received MSDUs; borrowed. */
void dot11_tap_write(struct dot11_tap *tap, const struct dot11_msdu *msdus,
                     size_t n);

#ifdef __cplusplus
}
#endif

#endif
