/* libdot11: several stations on one radio, each with a network of its own.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.2.3.6; rules N80211-VIF-*.
 *
 * An optional part: list &dot11_vifs in dot11_config.parts, and stations of a
 * radio may be connected on different channels. Each channel has its turn; the
 * APs of those who must wait are told to keep their frames (a null frame with
 * the power management bit), and what those stations send waits too. Who joins
 * or leaves goes first, and a scan fits in between. Stations on one channel
 * share its turns, and a station without a network has none.
 *
 * Without this part all stations of a radio must be on one channel: the others
 * find no candidate. */
#ifndef DOT11_VIFS_H
#define DOT11_VIFS_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part. */
extern const struct dot11_part dot11_vifs;

/** How long a turn is at first: long enough for a beacon of most APs. */
#define D11_VIFS_SLICE_US 150000u
/** The shortest turn that can be asked for. */
#define D11_VIFS_SLICE_MIN_US 20000u
/** The longest: nobody is away for so long that an AP forgets it. */
#define D11_VIFS_SLICE_MAX_US 1000000u

/**
 * How long the turns of a station are while others wait for theirs; those of a
 * channel are as long as the longest of its stations'. From the next turn on.
 * @return D11_ERR_ARG outside D11_VIFS_SLICE_MIN_US..D11_VIFS_SLICE_MAX_US,
 *         D11_ERR_UNSUPPORTED when the part is not listed
 */
enum dot11_err dot11_vifs_set_slice(struct dot11_sta *sta, uint32_t slice_us);

/** Channel time of a station since it was started. */
struct dot11_vifs_time {
    bool home;        /**< it is its turn */
    uint32_t turns;   /**< that it had, this one included */
    uint64_t home_us; /**< of them in all; scans meanwhile included */
};

/** How much of the radio's time a station had, up to the last call into the
 * core. D11_ERR_UNSUPPORTED when the part is not listed. */
enum dot11_err dot11_vifs_time(const struct dot11_sta *sta,
                               struct dot11_vifs_time *time);

#ifdef __cplusplus
}
#endif

#endif
