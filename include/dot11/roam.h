/* libdot11: when a connected station looks for a better access point. An
 * optional part: without it a station roams when its association is lost or
 * when the host asks for it (dot11_sta_roam), and these functions answer
 * D11_ERR_UNSUPPORTED.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-ROAM-2, ROAM-13, SCAN-22, STREAM-1.
 *
 * An access point counts as lost by dot11_config: beacon_loss_count,
 * unreachable_us, probe_tries and probe_timeout_us. */
#ifndef DOT11_ROAM_H
#define DOT11_ROAM_H

#include <dot11/config.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part, for dot11_config.parts. */
extern const struct dot11_part dot11_roam_policy;

/** When to roam. Start from dot11_roam_rules_defaults(). */
struct dot11_roam_rules {
    size_t size;           /**< sizeof(struct dot11_roam_rules) */
    int8_t weak_dbm;       /**< an access point is weak when the average of
                                its beacons is below (-72) */
    uint8_t hysteresis_db; /**< another one is better when it is louder by so
                                much (8) */
    uint32_t interval_us;  /**< between tries, and from an association to the
                                first one (10 s) */
    bool scan;             /**< look around while the access point is weak:
                                where the network is known to be, else
                                everywhere; never with media streaming (true) */
    bool always;           /**< take a better one that a scan of the host
                                finds also when ours is not weak (false) */
    bool abandon;          /**< give up an association that is being tried in
                                a roam when a better one is heard (true) */
};

/** Fill `rules` with `size` and the values in brackets. */
void dot11_roam_rules_defaults(struct dot11_roam_rules *rules);

/**
 * From now on these rules count; they stay until they are set again.
 * @param rules  borrowed
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_VERSION;
 *         D11_ERR_ARG: a threshold that is no level, or an interval below
 *         100 ms
 */
enum dot11_err dot11_sta_set_roam_rules(struct dot11_sta *sta,
                                        const struct dot11_roam_rules *rules);

/** The rules that count. */
enum dot11_err dot11_sta_roam_rules(const struct dot11_sta *sta,
                                    struct dot11_roam_rules *rules);

#ifdef __cplusplus
}
#endif

#endif
