/* libdot11: management frame protection and beacon protection. An optional
 * part: without it no association has either, and an AP that requires it is
 * not joined.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.13 (SA Query), 11.52 (beacon protection), 12.2.7,
 * 12.2.8; rules SEC-PMF-*, SEC-BCN-02. */
#ifndef DOT11_PMF_H
#define DOT11_PMF_H

#include <dot11/config.h>
#include <dot11/sta.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The part, for dot11_config.parts. Whether an association has protection is
 * agreed on by the extension (struct dot11_ext_suites, `mfp`); the profile of
 * the built-in RSN says what it wants. Then, once there are keys,
 *
 * - deauthentication, disassociation and robust actions (Table 9-51) to and
 *   from the AP are encrypted, and unprotected ones have no effect;
 * - the same frames to groups must have a valid MME under an IGTK;
 * - an unprotected deauthentication or disassociation with reason 6 or 7 makes
 *   the station ask the AP, under protection, whether it still has the keys
 *   (SA Query), at most once in ten seconds; without an answer for 1000 TU the
 *   association ends as D11_OUTCOME_SA_QUERY, with reason code 2;
 * - beacons must have a valid MME once the AP gave a BIGTK. The first one must
 *   agree with what was joined, or the association ends as
 *   D11_OUTCOME_SECURITY with reason code 17.
 *
 * What is refused counts in dot11_stats.drops: D11_DROP_UNPROTECTED_MGMT
 * without protection, and D11_DROP_MIC, D11_DROP_REPLAY, D11_DROP_NO_KEY,
 * D11_DROP_CIPHER_HEADER as data does. The host hears of unprotected ones by
 * D11_EV_UNPROTECTED, and nothing else happens because of them.
 */
extern const struct dot11_part dot11_pmf;

/** Protection of the present association, and what was refused in it. */
struct dot11_pmf_info {
    bool mfp;                   /**< management frame protection agreed on */
    bool ocv;                   /**< operating channel validation agreed on */
    bool beacon_protection;     /**< the AP gave a BIGTK */
    bool querying;              /**< an SA Query of ours waits for an answer */
    uint32_t group_mgmt_cipher; /**< D11_CIPHER_BIP_* or D11_CIPHER_NONE */
    uint32_t unprotected_leaves;  /**< deauthentications, disassociations */
    uint32_t unprotected_actions; /**< robust ones, to us or to groups */
    uint32_t unprotected_beacons; /**< without an MME */
    uint32_t bad_mmes;          /**< to groups: MIC wrong, or of no key */
    uint32_t replays;           /**< IPN, BIPN or packet number was used */
    uint32_t queries_started;   /**< SA Queries of ours */
    uint32_t queries_answered;  /**< by the AP */
    uint32_t answers_sent;      /**< to queries of the AP */
};

/**
 * Protection of the present association.
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_STATE: there is
 *         no association
 */
enum dot11_err dot11_sta_pmf_info(const struct dot11_sta *sta,
                                  struct dot11_pmf_info *info);

/**
 * Ask the AP, under protection, whether it still has our keys, as the station
 * does by itself where 11.13 says so.
 * @return D11_ERR_UNSUPPORTED: the part is not listed; D11_ERR_STATE: no
 *         association with management frame protection, or no keys yet;
 *         D11_ERR_BUSY: that runs already
 */
enum dot11_err dot11_sta_sa_query(struct dot11_sta *sta, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
