/* libdot11: the radio setting, recovery from a hang, sleep and resume. An
 * optional part: without it a station that loses its radio looks for its
 * network again when the radio is back, and these functions answer
 * D11_ERR_UNSUPPORTED.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PHY-4 to PHY-9, NRESET-*, SHUT-1, PM-*. */
#ifndef DOT11_POWER_H
#define DOT11_POWER_H

#include <dot11/config.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_radio;

/** The part, for dot11_config.parts. */
extern const struct dot11_part dot11_power;

/**
 * The software setting of the radio (PHY-4): on at first. Off, everything open
 * ends as "radio off", each running station gets D11_EV_PHY_STATE, and the
 * radio is turned off; stations stay started, or can be started, and look for
 * the network they were in when it is on again. The setting survives every
 * halt and reset; a port stores it where it survives a power-off too.
 * @return D11_ERR_UNSUPPORTED: the part is not listed
 */
enum dot11_err dot11_radio_set_on(struct dot11_radio *radio, bool on,
                                  uint64_t now_us);

/** The software setting. */
bool dot11_radio_is_set_on(const struct dot11_radio *radio);

/**
 * Adapter reset: the host found the radio hung. As D11_HW_STATE_FAILED: the
 * radio is reset (or turned off and on), scans end as cancelled, and address,
 * filter, BSS and keys are programmed again; the association goes on. When
 * the keys cannot go on, it is made anew with the events of a roam; when the
 * radio cannot be had, it ends as D11_OUTCOME_BY_RESET, and the network is
 * looked for when the radio is back.
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_RADIO_OFF: it
 *         is not on; D11_ERR_BUSY: that runs already
 */
enum dot11_err dot11_radio_recover(struct dot11_radio *radio, uint64_t now_us);

/**
 * The device goes to sleep (D1 to D3, PM-8). APs are told that we doze, scans
 * end as cancelled, operations on the way as "radio off", and the radio goes
 * off soon, but associations and keys stay. Without an event. With an order of
 * wake.h it stays on.
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_STATE: asleep
 */
enum dot11_err dot11_radio_sleep(struct dot11_radio *radio, uint64_t now_us);

/**
 * The device wakes up (D0, PM-9). The radio goes on, the APs are told and
 * asked whether they know us still. No event when they do; else the
 * association ends, and the station looks for its network, as after a loss.
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_STATE: awake
 */
enum dot11_err dot11_radio_resume(struct dot11_radio *radio, uint64_t now_us);

/** Whether the device sleeps, or is about to. */
bool dot11_radio_is_asleep(const struct dot11_radio *radio);

/**
 * The system goes down: the radio is turned off at once, without a frame, an
 * event or any other call of the host; nothing is given back. May be called at
 * any time, also from inside an op; afterwards the radio refuses everything.
 * Needs no part.
 */
void dot11_radio_shutdown(struct dot11_radio *radio);

#ifdef __cplusplus
}
#endif

#endif
