/* libdot11: power save on the air. An optional part: without it a station is
 * awake all the time, whatever D11_ATTR_POWER_LEVEL says.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.2.3; rules N80211-PM-2 to PM-4, PM-6, SEC-BCN-07. */
#ifndef DOT11_POWERSAVE_H
#define DOT11_POWERSAVE_H

#include <dot11/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The part, for dot11_config.parts, beside dot11_attrs: the host asks for
 * power save with D11_ATTR_POWER_LEVEL and D11_ATTR_POWER_AUTO, at any time.
 *
 * - Level 0: awake.
 * - 8, fast: the radio wakes for each beacon. What is sent and received wakes
 *   the station for as long as there is traffic, and a little longer.
 * - 16, max: it wakes for the beacons that group frames follow, and at least
 *   once in dot11_config.listen_interval. Frames are fetched one by one, and
 *   traffic does not keep it awake.
 * - 24, maximum: once in the listen interval, and group frames may be missed.
 *
 * It wakes so often in any case that missing beacons do not look like a lost
 * AP (dot11_config.beacon_loss_count). D11_ATTR_POWER_AUTO saves power
 * wherever there is an association; the level is a hint then, and 0 means 8.
 *
 * Between beacons the radio is told by dot11_hw_ops.set_doze that it may
 * sleep; a radio without that op hears all, and only the AP is told.
 *
 * Beside dot11_power a radio none of whose stations is connected or busy is
 * turned off after half a second, and on again for each scan: without an
 * event, and whatever the level is.
 */
extern const struct dot11_part dot11_powersave;

#ifdef __cplusplus
}
#endif

#endif
