/* libdot11: fast BSS transition, an optional part of the built-in RSN.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 13. List &dot11_ft in dot11_config.parts,
 * beside &dot11_rsn_methods among the extensions, and the station goes from
 * one access point of a mobility domain to another without a handshake of its
 * own: authentication and reassociation make the keys. */
#ifndef DOT11_FT_H
#define DOT11_FT_H

#include <dot11/config.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A part: fast BSS transition where a network offers it and the profile has
 * `ft`. It takes about 1 KiB of memory for each station. */
extern const struct dot11_part dot11_ft;

struct dot11_sta;

/**
 * The mobility domain whose keys the station has.
 * @param mdid  its two octets, as they are in frames
 * @return D11_OK; D11_ERR_NOT_FOUND: it is in none; D11_ERR_UNSUPPORTED: the
 *         part is not listed
 */
enum dot11_err dot11_sta_mobility_domain(const struct dot11_sta *sta,
                                         uint8_t mdid[2]);

#ifdef __cplusplus
}
#endif

#endif
