/* libdot11: the dot11 reset of the operation model.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-RESET-*: MLME-RESET and PLME-RESET in one request. */
#ifndef DOT11_RESET_H
#define DOT11_RESET_H

#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** What a reset resets; a station takes the last only. */
enum dot11_reset_type {
    D11_RESET_PHY = 1,        /**< PLME-RESET alone */
    D11_RESET_MAC = 2,        /**< MLME-RESET alone */
    D11_RESET_PHY_AND_MAC = 3 /**< both */
};

/** How to reset. */
struct dot11_reset_req {
    enum dot11_reset_type type; /**< D11_RESET_PHY_AND_MAC */
    bool default_mib;           /**< attributes get their defaults */
    const uint8_t *addr;        /**< address to take from then on; NULL: the
                                     present one */
};

/**
 * Reset a station. Everything open ends as cancelled, the AP gets a
 * disassociation, what waits to be sent comes back; keys, PMKIDs, exemptions,
 * statistics and the BSS table are forgotten, attributes only with
 * `default_mib`. D11_EV_RESET_DONE follows when all frames are back, those of
 * the host too, and is the last of the events; until then everything but a
 * halt is refused. The radio stays on, and its software setting stays.
 *
 * @param req  borrowed; the address, too
 * @param id   set to the request's id for the event; may be NULL
 * @return D11_ERR_UNSUPPORTED: another type, or an address that the radio
 *         cannot take; D11_ERR_ARG: no type, or no unicast address of its own;
 *         D11_ERR_STATE: not started; D11_ERR_FULL; nothing changed then
 */
enum dot11_err dot11_sta_dot11_reset(struct dot11_sta *sta,
                                     const struct dot11_reset_req *req,
                                     uint32_t *id, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
