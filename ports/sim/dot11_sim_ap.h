/* libdot11 simulator: access points.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020. */
#ifndef DOT11_SIM_AP_H
#define DOT11_SIM_AP_H

#include "dot11_sim_world.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An access point with one BSS. */
struct dot11_sim_ap;

/** The key of an access point with SAE-PK. */
struct dot11_sim_sae_pk {
    uint16_t group;       /**< 19, 20 or 21 */
    uint8_t secret[66];   /**< as long as the order of the group */
    uint8_t modifier[16]; /**< M, which makes the print begin with zeroes */
};

/** What an access point is; zero fields mean the value in brackets. */
struct dot11_sim_ap_config {
    uint8_t bssid[D11_ADDR_LEN];
    struct dot11_ssid ssid;
    uint16_t freq_mhz;           /**< (2412) */
    uint16_t beacon_interval_tu; /**< (100) */
    uint8_t dtim_period;         /**< (2) */
    bool hidden;                 /**< beacons have no SSID, and only probe
                                      requests with it are answered */
    bool no_qos;                 /**< without WMM */
    bool isolate;                /**< no frames between its stations */
    bool has_psk;                /**< WPA2-Personal with `psk` */
    uint8_t psk[32];             /**< with has_psk */
    const char *passphrase;      /**< WPA2-Personal; NULL: open or psk */
    const char *sae_password;    /**< WPA3-Personal; NULL: not that */
    uint16_t owe_groups[3];      /**< Enhanced Open with these groups; the
                                      first 0: not that */
    uint32_t pairwise_cipher;    /**< of an RSN: one of CCMP and GCMP
                                      (D11_CIPHER_CCMP_128) */
    uint32_t group_cipher;       /**< the same, or
                                      D11_CIPHER_NO_GROUP
                                      (D11_CIPHER_CCMP_128) */
    bool ext_key_id;             /**< Extended Key ID with stations that
                                      have it */
    bool sae_looping;            /**< without hash-to-element */
    bool sae_ext_key;            /**< with 00-0F-AC:24 in place of 8 */
    const struct dot11_sim_sae_pk *sae_pk; /**< shows a key; kept by reference;
                                                NULL: not that */
    uint16_t sae_group;                    /**< the one it takes (19) */
    bool ft;                               /**< with one of these: fast BSS
                                                transition, too */
    uint8_t mdid[2];                 /**< with ft: the mobility domain, whose
                                          access points know each other */
    uint32_t eap_akm;                /**< D11_AKM_8021X or 8021X_SHA256, with an
                                          authentication server that believes
                                          every identity; 0: not that */
    uint8_t eap_pmk[32];             /**< with eap_akm: what EAP ends with; its
                                          last octet is the identifier of the
                                          last EAP packet */
    uint8_t wep_len;                 /**< WEP: octets of the key, 5 or 13 */
    uint8_t wep[13];                 /**< with wep_len */
    uint8_t wep_id;                  /**< with wep_len: 0..3 */
    bool shared_key;                 /**< with wep_len: Shared Key
                                          authentication and no other */
    bool tkip;                       /**< with a passphrase or PSK: WPA
                                          version 1 with TKIP, no RSN */
    uint64_t rekey_us;               /**< group key lifetime (for ever) */
    uint8_t sta_count;               /**< stations at once, 1..64 (4) */
    uint8_t ps_frames;               /**< frames kept for a dozing one (16) */
    uint8_t ip[4];                   /**< of the host behind it (10.0.0.1) */
    uint8_t host_addr[D11_ADDR_LEN]; /**< of that host (bssid, last octet
                                          with its top bit turned) */
    bool pmf;                        /**< management frame protection */
    bool pmf_required;               /**< the same, and stations without it are
                                          refused */
    bool beacon_protection;          /**< with pmf: beacons have an MME */
    bool ocv;                        /**< with pmf: operating channel
                                          validation */
    uint32_t group_mgmt_cipher;      /**< with pmf: D11_CIPHER_BIP_*
                                          (BIP-CMAC-128) */
    const uint8_t *elements;         /**< appended to beacons and the like;
                                          kept by reference */
    size_t elements_len;             /**< octets of elements */
    const uint8_t *message3;         /**< more Key Data of message 3; kept by
                                          reference */
    size_t message3_len;             /**< octets of message3 */
};

/**
 * Make an access point. It is silent; start it.
 * @return D11_ERR_ARG, D11_ERR_MEMORY, D11_ERR_FULL, D11_ERR_PASSPHRASE,
 *         D11_ERR_CRYPTO
 */
enum dot11_err dot11_sim_ap_create(struct dot11_sim_ap **ap,
                                   struct dot11_sim *sim,
                                   const struct dot11_sim_ap_config *config);

/** Begin to beacon. */
void dot11_sim_ap_start(struct dot11_sim_ap *ap);

/** Vanish without a word; stations are remembered. */
void dot11_sim_ap_stop(struct dot11_sim_ap *ap);

/** A power cut: forget everything and start. */
void dot11_sim_ap_restart(struct dot11_sim_ap *ap);

/** Its place in the air. */
struct dot11_sim_node *dot11_sim_ap_node(struct dot11_sim_ap *ap);

/** Send a deauthentication and forget; NULL: to all, as one broadcast. */
void dot11_sim_ap_deauth(struct dot11_sim_ap *ap, const uint8_t *sta,
                         uint16_t reason);

/** Send a disassociation and forget; NULL: to all, as one broadcast. */
void dot11_sim_ap_disassoc(struct dot11_sim_ap *ap, const uint8_t *sta,
                           uint16_t reason);

/** Forget a station and tell it nothing; NULL: all. */
void dot11_sim_ap_forget(struct dot11_sim_ap *ap, const uint8_t *sta);

/** Ask a station with management frame protection whether it still has its
 * keys (SA Query, 11.13). */
void dot11_sim_ap_sa_query(struct dot11_sim_ap *ap, const uint8_t *sta);

/** Send an action frame, category first, to a station or (NULL) to all, with
 * the protection that it takes. */
void dot11_sim_ap_action(struct dot11_sim_ap *ap, const uint8_t *sta,
                         const uint8_t *body, size_t len);

/** Say that it is on another channel (ocv) from now on; 0 ends that. */
void dot11_sim_ap_set_oci(struct dot11_sim_ap *ap, uint16_t freq_mhz);

/** Make a new group key and hand it out. */
void dot11_sim_ap_rekey(struct dot11_sim_ap *ap);

/** Run the 4-way handshake with a station again. */
void dot11_sim_ap_rekey_pairwise(struct dot11_sim_ap *ap, const uint8_t *sta);

/** Ask a station for its identity again; with eap_akm. */
void dot11_sim_ap_reauth(struct dot11_sim_ap *ap, const uint8_t *sta);

/** Forget the PMKs of all stations; who is associated stays so. */
void dot11_sim_ap_flush_pmks(struct dot11_sim_ap *ap);

/** Another passphrase from the next association on. */
enum dot11_err dot11_sim_ap_set_passphrase(struct dot11_sim_ap *ap,
                                           const char *passphrase);

/** Refuse authentications and associations with these status codes; 0:
 * accept. */
void dot11_sim_ap_refuse(struct dot11_sim_ap *ap, uint16_t auth_status,
                         uint16_t assoc_status);

/** With refusals of status 30: ask again after so long; 0: no element. */
void dot11_sim_ap_set_comeback(struct dot11_sim_ap *ap, uint32_t tu);

/** Enhanced Open: answer associations with these elements in place of the
 * public key, kept by reference; NULL: with that. */
void dot11_sim_ap_set_owe_answer(struct dot11_sim_ap *ap,
                                 const uint8_t *elements, size_t len);

/** Answer management frames so much later. */
void dot11_sim_ap_slow(struct dot11_sim_ap *ap, uint32_t us);

/** What an access point can be made to leave out. */
enum dot11_sim_ap_message {
    DOT11_SIM_BEACON = 1u << 0,
    DOT11_SIM_PROBE_RESP = 1u << 1,
    DOT11_SIM_AUTH = 1u << 2,  /**< its answer */
    DOT11_SIM_ASSOC = 1u << 3, /**< its answer */
    DOT11_SIM_M1 = 1u << 4,
    DOT11_SIM_M2 = 1u << 5, /**< is not taken in */
    DOT11_SIM_M3 = 1u << 6,
    DOT11_SIM_M4 = 1u << 7, /**< is not taken in */
    DOT11_SIM_G1 = 1u << 8,
    DOT11_SIM_G2 = 1u << 9,       /**< is not taken in */
    DOT11_SIM_DATA = 1u << 10,    /**< to stations, without EAPOL */
    DOT11_SIM_SA_QUERY = 1u << 11 /**< its answers */
};

/** Leave out the next `count` of these (UINT32_MAX: all from now on). */
void dot11_sim_ap_mute(struct dot11_sim_ap *ap, uint32_t messages,
                       uint32_t count);

/** What of a fast BSS transition may be wrong. */
enum dot11_sim_ft_spoil {
    DOT11_SIM_FT_RIGHT,
    DOT11_SIM_FT_AUTH,       /**< the answer to its first frame */
    DOT11_SIM_FT_REASSOC,    /**< the reassociation response */
    DOT11_SIM_FT_BEFORE_MIC, /**< the same, with a MIC that is right */
};

/** In the next such frame one bit of an octet of its security elements, RSNE,
 * MDE and FTE, is turned. */
void dot11_sim_ap_spoil_ft(struct dot11_sim_ap *ap,
                           enum dot11_sim_ft_spoil what, uint16_t at);

/** Forget who entered the mobility domain here. */
void dot11_sim_ap_forget_r0(struct dot11_sim_ap *ap);

/** The next `count` frames under TKIP have a wrong MIC and a right ICV. */
void dot11_sim_ap_spoil_mic(struct dot11_sim_ap *ap, uint32_t count);

/** Send an Ethernet frame from the wire behind the AP to its stations. */
enum dot11_err dot11_sim_ap_send(struct dot11_sim_ap *ap, const uint8_t *eth,
                                 size_t len, uint8_t tid);

/** Called for each Ethernet frame that comes from a station; borrowed. */
typedef void dot11_sim_ap_wire(void *ctx, const uint8_t *eth, size_t len);

/** Listen on the wire behind the AP. */
void dot11_sim_ap_set_wire(struct dot11_sim_ap *ap, dot11_sim_ap_wire *wire,
                           void *ctx);

/** Listen to what an AP sends to stations, as Ethernet frames before their
 * protection; borrowed. */
void dot11_sim_ap_set_sent(struct dot11_sim_ap *ap, dot11_sim_ap_wire *sent,
                           void *ctx);

/** What an AP knows of a station. */
struct dot11_sim_ap_sta {
    bool authenticated;  /**< 802.11 authentication */
    bool associated;     /**< aid is valid */
    bool authorized;     /**< data is taken: keys, or an open network */
    bool dozing;         /**< its power management bit */
    bool qos;            /**< QoS data */
    bool mfp;            /**< management frame protection */
    uint16_t aid;        /**< 1.. */
    uint16_t buffered;   /**< frames kept for it */
    uint32_t handshakes; /**< 4-way handshakes that ended well */
    bool has_tk;         /**< tk is set */
    uint8_t key_id;      /**< of tk */
    uint32_t cipher;     /**< of its keys, D11_CIPHER_* */
    uint8_t tk[32];      /**< its temporal key, to compare (INV-07) */
    bool has_next_tk;    /**< next_tk is set */
    uint8_t next_tk[32]; /**< of the last 4-way handshake, whose message 4
                              may not have come yet */
};

/** Look at a station. @return false when the AP does not know it */
bool dot11_sim_ap_sta(const struct dot11_sim_ap *ap, const uint8_t *addr,
                      struct dot11_sim_ap_sta *sta);

/** Counters. */
struct dot11_sim_ap_stats {
    uint32_t beacons;
    uint32_t probe_responses;
    uint32_t auths;              /**< authentications accepted */
    uint32_t assocs;             /**< associations accepted */
    uint32_t refused;            /**< of both */
    uint32_t deauths_rx;         /**< from stations */
    uint32_t disassocs_rx;       /**< from stations */
    uint32_t class_errors;       /**< frames of a class not allowed yet */
    uint32_t messages_tx[5];     /**< M1, M3 and G1 at 1, 3 and 4 */
    uint32_t messages_rx[6];     /**< M2, M4 and G2 at 2, 4 and 5 */
    uint32_t handshakes;         /**< 4-way handshakes that ended well */
    uint32_t group_done;         /**< group handshakes that ended well */
    uint32_t handshake_timeouts; /**< either kind given up */
    uint32_t psk_mismatches;     /**< message 2 with a wrong MIC */
    uint32_t eapol_dropped;      /**< EAPOL-Key frames that fit nothing */
    uint32_t data_rx;            /**< MSDUs from stations */
    uint32_t data_tx;            /**< MSDUs to stations */
    uint32_t tx_failed;          /**< frames that nobody acknowledged */
    uint32_t duplicates;         /**< retries that had been heard */
    uint32_t replays;            /**< packet numbers that were not new */
    uint32_t mic_errors;         /**< frames that did not decrypt */
    uint32_t plaintext;          /**< unprotected data where it is forbidden */
    uint32_t ps_polls;           /**< PS-Polls answered */
    uint32_t ps_overflow;        /**< frames for dozing stations thrown away */
    uint32_t arp_replies;        /**< of the host behind it */
    uint32_t echo_replies;       /**< of the host behind it */
    uint32_t requests;           /**< of stations for another pairwise key */
    uint32_t rekeys;             /**< group keys made after the first */
    uint32_t transitions;        /**< fast BSS transitions to it */
    uint32_t unprotected;        /**< management frames that were to be
                                      protected, and were not taken */
    uint32_t sa_queries;         /**< requests to stations */
    uint32_t sa_answers;         /**< of stations, that fit */
    uint32_t sa_answered;        /**< requests of stations */
    uint32_t comebacks;          /**< associations put off (status 30) */
    uint32_t bad_ocis;           /**< frames that say another channel */
    uint32_t michael_errors;     /**< MSDUs with a wrong MIC of TKIP */
    uint32_t mic_reports;        /**< stations that told of such a one */
};

/** A copy of the counters. */
void dot11_sim_ap_stats(const struct dot11_sim_ap *ap,
                        struct dot11_sim_ap_stats *stats);

/** The group key in use, as long as its cipher wants it, and its id: for tests
 * that forge. */
uint8_t dot11_sim_ap_gtk(const struct dot11_sim_ap *ap, uint8_t gtk[32]);

#ifdef __cplusplus
}
#endif

#endif
