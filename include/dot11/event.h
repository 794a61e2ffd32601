/* libdot11: what the station tells its host. Queued, and polled with
 * dot11_sta_next_event().
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause. */
#ifndef DOT11_EVENT_H
#define DOT11_EVENT_H

#include <dot11/err.h>
#include <dot11/port.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_pmkid_candidate;

/**
 * Kinds of event. Every accepted request and every started operation ends in
 * exactly one completion; the place for it was reserved when it began, so a
 * completion is never lost to a full queue.
 */
enum dot11_event_type {
    D11_EV_NONE,            /**< no event */
    D11_EV_STARTED,         /**< completion of dot11_sta_start */
    D11_EV_SCAN_DONE,       /**< completion of dot11_sta_scan */
    D11_EV_CONNECT_START,   /**< a connect operation began */
    D11_EV_CONNECT_DONE,    /**< completion of dot11_sta_connect; the port
                                 may open later */
    D11_EV_ASSOC_START,     /**< an association with one AP began */
    D11_EV_ASSOC_DONE,      /**< and ended, well or not */
    D11_EV_ROAM_START,      /**< the station looks for another association */
    D11_EV_ROAM_DONE,       /**< completion of that, and of dot11_sta_roam */
    D11_EV_DISASSOC,        /**< an association ended */
    D11_EV_PORT,            /**< a port was made, opened or closed */
    D11_EV_DISCONNECT_DONE, /**< completion of dot11_sta_disconnect */
    D11_EV_LINK_QUALITY,    /**< advisory; newest value only */
    D11_EV_NEED_CREDENTIALS,/**< the extension asks for a secret */
    D11_EV_PHY_STATE,       /**< the radio went on or off */
    D11_EV_HALTED,          /**< completion of dot11_sta_halt; the last one */
    D11_EV_TKIP_MIC_FAILURE,/**< an MSDU under TKIP was decrypted, and its MIC
                                 was wrong */
    D11_EV_RESET_DONE,      /**< completion of dot11_sta_dot11_reset */
    D11_EV_NETWORK_FOUND,   /**< advisory; a network of an offloaded list
                                 came into range (nlo.h) */
    D11_EV_PMKID_CANDIDATES,/**< advisory; APs that the station may roam to
                                 (pmkid.h) */
    D11_EV_UNPROTECTED,     /**< advisory; a management frame that must be
                                 protected was not, and had no effect
                                 (pmf.h) */
    D11_EV_PINNED,          /**< what the network is known to have grew */
    D11_EV_COUNT
};

/**
 * How an association, connect or roam operation ended, and why one ended
 * (the status values of the operation model, N80211 section 1.5).
 */
enum dot11_outcome {
    D11_OUTCOME_SUCCESS,        /**< done */
    D11_OUTCOME_FAILURE,        /**< none of the others fits */
    D11_OUTCOME_UNREACHABLE,    /**< no answer, or silence */
    D11_OUTCOME_RADIO_OFF,      /**< the radio is off */
    D11_OUTCOME_CANCELLED,      /**< by disconnect, reset or halt */
    D11_OUTCOME_NO_CANDIDATE,   /**< none there, or every one failed */
    D11_OUTCOME_BY_HOST,        /**< left because the host asked for it */
    D11_OUTCOME_SYSTEM_ERROR,   /**< no memory, no random octets, radio op */
    D11_OUTCOME_BETTER_AP,      /**< roam: a better one was found */
    D11_OUTCOME_LOST,           /**< roam: the association was lost */
    D11_OUTCOME_PEER_DEAUTH,    /**< deauthenticated; `code` is the reason */
    D11_OUTCOME_PEER_DISASSOC,  /**< disassociated; `code` is the reason */
    D11_OUTCOME_PEER_REFUSED,   /**< refused; `code` is the status code */
    D11_OUTCOME_SECURITY,       /**< the extension failed or refused */
    D11_OUTCOME_HOST_ROAM,      /**< roam: the host asked for it */
    D11_OUTCOME_PHY_DISABLED,   /**< the PHY in use was disabled */
    D11_OUTCOME_BY_RESET,       /**< an adapter reset lost it */
    D11_OUTCOME_ADHOC,          /**< roam: to another cell of an IBSS */
    D11_OUTCOME_EXCLUDED,       /**< the host excluded the peer */
    D11_OUTCOME_SA_QUERY        /**< the AP no longer has our keys: it did not
                                     answer an SA Query */
};

/** One short English line for an outcome; never NULL. */
const char *dot11_outcome_str(enum dot11_outcome outcome);

/**
 * An outcome and its reason or status code as one value of the operation
 * model's DOT11_ASSOC_STATUS (N80211 section 1.5): 0 for success, 0x00010000
 * and more for what the peer said. What the model does not know, because its
 * host decides about it, has a value of the vendor's range.
 */
uint32_t dot11_outcome_status(enum dot11_outcome outcome, uint16_t code);

/** What happened to a port. */
enum dot11_port_change {
    D11_PORT_CREATED,      /**< with an association */
    D11_PORT_AUTHORIZED,   /**< MSDUs pass now */
    D11_PORT_UNAUTHORIZED, /**< the extension failed; see `err` */
    D11_PORT_DELETED       /**< with the association */
};

/** Completion of a start. */
struct dot11_ev_started {
    enum dot11_err err; /**< D11_OK or why the radio is not on */
};

/** Completion of a scan. */
struct dot11_ev_scan_done {
    enum dot11_err err;   /**< D11_OK, D11_ERR_CANCELLED, D11_ERR_RADIO_OFF */
    uint16_t bss_count;   /**< entries in the table now */
    uint16_t channels;    /**< channels visited */
};

/** Start of a connect or roam operation. */
struct dot11_ev_start {
    enum dot11_outcome reason; /**< of a roam: BETTER_AP, LOST, ... */
    uint16_t code;             /**< with PEER_DEAUTH, PEER_DISASSOC */
    struct dot11_ssid ssid;    /**< network; empty in infrastructure */
    bool ibss;                 /**< an independent BSS; else infrastructure */
    uint8_t bssid[D11_ADDR_LEN]; /**< of the IBSS; zero in infrastructure */
};

/** Completion of a connect or roam operation. */
struct dot11_ev_done {
    enum dot11_err err;          /**< D11_OK or the like of `outcome` */
    enum dot11_outcome outcome;  /**< how it ended */
    uint16_t code;               /**< status or reason code, if any */
    uint8_t bssid[D11_ADDR_LEN]; /**< with D11_OK: the AP */
};

/** Start of an association. */
struct dot11_ev_assoc_start {
    uint8_t bssid[D11_ADDR_LEN]; /**< the AP */
    struct dot11_ssid ssid;      /**< of the network */
    uint16_t freq_mhz;           /**< its channel */
    uint8_t link_id;             /**< 0 without 802.11be */
    bool reassoc;                /**< another association goes before */
};

/** End of an association attempt. Long bodies stay valid until the next
 * dot11_sta_next_event(). */
struct dot11_ev_assoc_done {
    enum dot11_err err;              /**< D11_OK: associated */
    enum dot11_outcome outcome;      /**< how it ended */
    uint16_t code;                   /**< status or reason code, if any */
    uint16_t aid;                    /**< 1..2007 with D11_OK */
    uint8_t bssid[D11_ADDR_LEN];     /**< the AP */
    uint8_t link_id;                 /**< 0 without 802.11be */
    bool reassoc;                    /**< a reassociation was sent */
    bool qos;                        /**< QoS data frames */
    bool authorized;                 /**< keys are ready already (FT, FILS) */
    uint32_t akm;                    /**< D11_AKM_* or D11_AKM_NONE */
    uint32_t pairwise_cipher;        /**< D11_CIPHER_* */
    uint32_t group_cipher;           /**< D11_CIPHER_* */
    union {
        uint32_t group_mgmt_cipher;  /**< with D11_OK: D11_CIPHER_*, or
                                          D11_CIPHER_NONE without MFP */
        uint32_t comeback_tu;        /**< with status code 30: not to be tried
                                          again for so long; 0: not said */
    };
    struct dot11_octets request;     /**< body of our request */
    struct dot11_octets response;    /**< body of the answer */
    struct dot11_octets beacon;      /**< elements of its last Beacon or Probe
                                          Response, also of a failure */
};

/** An association ended. */
struct dot11_ev_disassoc {
    uint8_t bssid[D11_ADDR_LEN]; /**< the AP */
    enum dot11_outcome outcome;  /**< why */
    uint16_t code;               /**< reason code with PEER_* */
};

/** A port changed. */
struct dot11_ev_port {
    struct dot11_port port;        /**< as it is now (or was: DELETED) */
    enum dot11_port_change change; /**< what happened */
    enum dot11_err err;            /**< UNAUTHORIZED: D11_ERR_BAD_KEY, ... */
    uint16_t code;                 /**< reason code sent or received */
};

/** Completion of a disconnect. */
struct dot11_ev_disconnect_done {
    enum dot11_err err; /**< D11_OK */
};

/** Link quality changed. */
struct dot11_ev_link_quality {
    uint8_t bssid[D11_ADDR_LEN]; /**< the AP */
    uint8_t quality;             /**< 0..100 */
    int8_t signal_dbm;           /**< average of its beacons */
};

/** An extension needs a secret. */
struct dot11_ev_need_credentials {
    uint32_t kind; /**< the extension's */
};

/** The radio went on or off. */
struct dot11_ev_phy_state {
    bool software_on; /**< the host wants it on */
    bool hardware_on; /**< the switch is on */
};

/** The MIC of an MSDU was wrong (N80211-TKIP-1). The frame was discarded;
 * countermeasures are the host's, or the extension's (legacy.h). */
struct dot11_ev_tkip_mic_failure {
    uint8_t peer[D11_ADDR_LEN]; /**< its transmitter */
    uint8_t key_id;             /**< 0..3; 0 of a pairwise key */
    bool default_key;           /**< a group key; false: the pairwise one */
};

/** Completion of a dot11 reset. */
struct dot11_ev_reset_done {
    enum dot11_err err; /**< D11_OK; D11_ERR_TIMEOUT when the radio kept
                             frames; D11_ERR_CANCELLED by a halt; D11_ERR_HW
                             when it does not take the address */
};

/** A network of an offloaded list came into range. */
struct dot11_ev_network_found {
    uint8_t index;               /**< in the list */
    uint8_t bssid[D11_ADDR_LEN]; /**< one of its access points */
    uint16_t freq_mhz;           /**< of that one */
};

/** Completion of a halt. */
struct dot11_ev_halted {
    enum dot11_err err; /**< D11_OK; D11_ERR_TIMEOUT when the radio kept
                             frames or did not answer */
};

/** APs that PMKs may be cached for, the most preferred first. The list stays
 * valid until the next dot11_sta_next_event(). */
struct dot11_ev_pmkid_candidates {
    const struct dot11_pmkid_candidate *list; /**< count of them (pmkid.h) */
    uint8_t count;                            /**< may be 0 */
};

/** A management frame that must be protected was not (pmf.h): somebody forges
 * frames, or the AP has lost our association. */
struct dot11_ev_unprotected {
    uint8_t bssid[D11_ADDR_LEN]; /**< of the AP that it names */
    uint8_t subtype;  /**< D11_MGMT_DEAUTH, D11_MGMT_DISASSOC, D11_MGMT_ACTION
                           or D11_MGMT_BEACON */
    uint16_t reason;  /**< that the frame gave, 0 of an action or a beacon */
    uint32_t count;   /**< such frames in this association */
};

/** An AP that has proven itself said that older security is not needed any
 * more, or the profile learns from each association. Who stores it with the
 * profile is safe from a downgrade also the next time. */
struct dot11_ev_pinned {
    struct dot11_ssid ssid; /**< the network */
    uint8_t pins;           /**< enum dot11_pin bits, all that hold (rsn.h) */
};

/** An event. */
struct dot11_event {
    enum dot11_event_type type; /**< says which member of `u` is set */
    uint32_t id;                /**< of the request it completes, or 0 */
    uint64_t at_us;             /**< host clock when it happened */
    union {
        struct dot11_ev_started started;
        struct dot11_ev_scan_done scan_done;
        struct dot11_ev_start start; /**< CONNECT_START, ROAM_START */
        struct dot11_ev_done done;   /**< CONNECT_DONE, ROAM_DONE */
        struct dot11_ev_assoc_start assoc_start;
        struct dot11_ev_assoc_done assoc_done;
        struct dot11_ev_disassoc disassoc;
        struct dot11_ev_port port;
        struct dot11_ev_disconnect_done disconnect_done;
        struct dot11_ev_link_quality link_quality;
        struct dot11_ev_pinned pinned;
        struct dot11_ev_need_credentials need_credentials;
        struct dot11_ev_phy_state phy_state;
        struct dot11_ev_halted halted;
        struct dot11_ev_reset_done reset_done;
        struct dot11_ev_network_found network_found;
        struct dot11_ev_tkip_mic_failure tkip_mic_failure;
        struct dot11_ev_pmkid_candidates pmkid_candidates;
        struct dot11_ev_unprotected unprotected;
    } u; /**< by type */
};

/** The name of a kind of event in lower case, such as "connect_done". */
const char *dot11_event_name(enum dot11_event_type type);

#ifdef __cplusplus
}
#endif

#endif
