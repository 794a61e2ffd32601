/* libdot11 on Linux: a radio on the air of mac80211_hwsim.
 *
 * SPDX-License-Identifier: MIT
 *
 * The process becomes the medium of all simulated radios of the kernel in
 * this network namespace, and the station is one more radio on it. So a real
 * hostapd can be its access point, and wpa_supplicant on another simulated
 * radio goes on working through it. */
#ifndef DOT11_LINUX_HWSIM_H
#define DOT11_LINUX_HWSIM_H

#include "air.h"
#include "pool.h"

#include <dot11/hw.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_hwsim;

/** How to make the radio. */
struct dot11_hwsim_options {
    uint8_t addr[D11_ADDR_LEN]; /**< of the station */
    struct dot11_pool *pool;    /**< frames for what comes in; the host's
                                     frame_free gives them back */
    int8_t signal_dbm;          /**< how loud everybody is, such as -50 */
    dot11_air_fn *air;          /**< told of each frame; may be NULL */
    void *air_context;          /**< passed to air */
    int fd;                     /**< -1: the kernel; else a socket where a
                                     test plays the kernel */
};

/** What the fake kernel of a test uses as the family's number. */
#define DOT11_HWSIM_TEST_FAMILY 0x20u

/**
 * Take over the medium. Needs CAP_NET_ADMIN and the module mac80211_hwsim.
 * @param why  one line for people when it fails; may be NULL
 * @return 0 or a negative errno
 */
int dot11_hwsim_open(struct dot11_hwsim **hwsim,
                     const struct dot11_hwsim_options *options, char *why,
                     size_t why_len);

/** Give the medium back to the kernel. The station must be halted. */
void dot11_hwsim_close(struct dot11_hwsim *hwsim);

/** What to put into dot11_config; hw is the dot11_hwsim itself. */
const struct dot11_hw_caps *dot11_hwsim_caps(const struct dot11_hwsim *hwsim);
/** See dot11_hwsim_caps(). */
const struct dot11_hw_ops *dot11_hwsim_ops(void);

/**
 * How loud the station hears a transmitter from now on, unlike all others;
 * below -95 dBm not at all.
 * @param addr  its address in frames (A2)
 * @return 0, or -ENOSPC after eight of them
 */
int dot11_hwsim_set_signal(struct dot11_hwsim *hwsim,
                           const uint8_t addr[D11_ADDR_LEN], int8_t signal_dbm);

/** Tell it which radio of the core it is; NULL: none. */
void dot11_hwsim_attach(struct dot11_hwsim *hwsim, struct dot11_radio *radio);

/** For the loop: call dot11_hwsim_read() when it is readable. */
int dot11_hwsim_fd(const struct dot11_hwsim *hwsim);

/** Take in what the kernel has, and hand to the core what is for it. */
void dot11_hwsim_read(struct dot11_hwsim *hwsim, uint64_t now_us);

/** Hand over what ended inside an op. To be called before each wait.
 * @return whether there was anything, and so perhaps something to do */
bool dot11_hwsim_settle(struct dot11_hwsim *hwsim, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
