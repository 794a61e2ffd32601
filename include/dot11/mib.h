/* libdot11: counters of a station, by MAC and by PHY.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, Annex C (dot11CountersTable); rules N80211-STAT-*.
 *
 * An optional part: list &dot11_mib in dot11_config.parts. All counters are 0
 * after a start and after every reset. Every frame is in exactly one place:
 *
 *     dot11_stats.rx_frames = of both dot11_mib_mac: received + rx_failures
 *         + of all dot11_mib_phy: duplicates + fcs_errors + rx_other
 *     frames the radio gave back = of both dot11_mib_mac:
 *         transmitted + tx_failures + tx_flushed
 *
 * With several stations on a radio, what is for none of them counts for each
 * of them, as do beacons. */
#ifndef DOT11_MIB_H
#define DOT11_MIB_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part. */
extern const struct dot11_part dot11_mib;

/** The value of a counter that nobody can count. */
#define D11_MIB_UNKNOWN UINT64_MAX

/** Frames of a station to and from one address, or to and from groups. */
struct dot11_mib_mac {
    uint64_t transmitted;          /**< acknowledged, or sent without */
    uint64_t received;             /**< had their effect */
    uint64_t tx_failures;          /**< not acknowledged, or too late */
    uint64_t tx_flushed;           /**< came back from the radio unsent */
    uint64_t rx_failures;          /**< for us, and dropped; the following
                                        are among them */
    uint64_t excluded_unencrypted; /**< in clear where that is not wanted */
    uint64_t tkip_mic_failures;    /**< MIC of the MSDU wrong */
    uint64_t tkip_replays;         /**< packet number seen before */
    uint64_t tkip_icv_errors;      /**< ICV wrong */
    uint64_t ccmp_replays;         /**< packet number seen before; GCMP too */
    uint64_t ccmp_decrypt_errors;  /**< MIC wrong; GCMP too */
    uint64_t wep_undecryptable;    /**< no key */
    uint64_t wep_icv_errors;       /**< ICV wrong */
    uint64_t decrypt_failure;      /**< could not be decrypted at all */
    uint64_t decrypt_success;      /**< decrypted, whatever became of them:
                                        not only rx_failures */
};

/** Frames of one PHY. */
struct dot11_mib_phy {
    uint64_t transmitted;           /**< acknowledged, or sent without */
    uint64_t multicast_transmitted; /**< of them to groups */
    uint64_t failed;                /**< retry limit reached */
    uint64_t retried;               /**< sent after one retry or more */
    uint64_t multiply_retried;      /**< sent after more than one */
    uint64_t tx_lifetime_exceeded;  /**< given up because of it */
    uint64_t transmitted_fragments; /**< MPDUs that were acknowledged */
    uint64_t rts_success;           /**< D11_MIB_UNKNOWN: the radio's own */
    uint64_t rts_failure;           /**< D11_MIB_UNKNOWN: the radio's own */
    uint64_t ack_failure;           /**< attempts without acknowledgement */
    uint64_t received;              /**< for us, whatever became of them */
    uint64_t multicast_received;    /**< of them to groups */
    uint64_t promiscuous_received;  /**< 0: there is no promiscuous mode */
    uint64_t rx_lifetime_exceeded;  /**< fragments whose MSDU never came */
    uint64_t duplicates;            /**< seen before */
    uint64_t received_fragments;    /**< MPDUs for us, duplicates too */
    uint64_t promiscuous_fragments; /**< 0: there is no promiscuous mode */
    uint64_t fcs_errors;            /**< as far as the radio hands them up */
    uint64_t rx_other;              /**< for others, of no use, without data */
};

/** What is not of single frames. */
struct dot11_mib_global {
    uint64_t fourway_failures; /**< 4-way handshakes that failed, or
                                    D11_MIB_UNKNOWN without an extension that
                                    runs them */
    uint64_t countermeasures;  /**< D11_MIB_UNKNOWN: the host's */
    uint64_t reserved;         /**< the host's own */
};

/** Counters of frames to and from this station, or of groups.
 * @return D11_ERR_UNSUPPORTED when the part is not listed */
enum dot11_err dot11_mib_mac(const struct dot11_sta *sta, bool group,
                             struct dot11_mib_mac *counters);

/** Counters of a PHY; ids are those of D11_ATTR_SUPPORTED_PHYS.
 * @return D11_ERR_NOT_FOUND for an id that the radio lacks,
 *         D11_ERR_UNSUPPORTED when the part is not listed */
enum dot11_err dot11_mib_phy(const struct dot11_sta *sta, uint32_t phy_id,
                             struct dot11_mib_phy *counters);

/** Global counters.
 * @return D11_ERR_UNSUPPORTED when the part is not listed */
enum dot11_err dot11_mib_global(const struct dot11_sta *sta,
                                struct dot11_mib_global *counters);

#ifdef __cplusplus
}
#endif

#endif
