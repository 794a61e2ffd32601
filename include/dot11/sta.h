/* libdot11: radios and stations: life cycle, requests, queries, time.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause.
 *
 * One radio is the unit of serialisation: its host makes one call at a time
 * into it and its stations. `now_us` is the host clock in microseconds, never
 * going backwards; a value smaller than an earlier one counts as the earlier
 * one. No call blocks. Requests return at once; what became of them is an
 * event. Functions called from inside an op return D11_ERR_BUSY and change
 * nothing, but for dot11_sta_next_event(). */
#ifndef DOT11_STA_H
#define DOT11_STA_H

#include <dot11/bss.h>
#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/event.h>
#include <dot11/frame.h>
#include <dot11/port.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_radio;
struct dot11_sta;

/* Life cycle of a radio. */

/** Octets of memory that dot11_radio_init() needs for `config`, stations
 * included; 0 when a limit or a table in it is out of range. */
size_t dot11_radio_mem_size(const struct dot11_config *config);

/**
 * Build a radio inside `mem`, aligned as max_align_t. The core keeps `mem`
 * and all tables until dot11_radio_fini(); it allocates nothing else, ever.
 * Calls no op.
 * @return D11_ERR_ARG for a config out of range or without a required op,
 *         D11_ERR_VERSION for a `size` that cannot be, D11_ERR_MEMORY for
 *         too little or misaligned memory
 */
enum dot11_err dot11_radio_init(struct dot11_radio **radio, void *mem,
                                size_t len, const struct dot11_config *config);

/** Give the memory back, wiped. D11_ERR_BUSY while a station exists or the
 * radio has not ended what it was asked for. */
enum dot11_err dot11_radio_fini(struct dot11_radio *radio);

/** Do what time asks for; at or after dot11_radio_deadline(). Early and extra
 * calls do nothing. */
void dot11_radio_tick(struct dot11_radio *radio, uint64_t now_us);

/** When dot11_radio_tick() wants to be called; D11_NEVER: not before
 * something else happens. */
uint64_t dot11_radio_deadline(const struct dot11_radio *radio);

/** Octets that a host leaves free in front of an Ethernet frame it sends. */
size_t dot11_radio_headroom(const struct dot11_radio *radio);

/** Octets that a host leaves free behind an Ethernet frame it sends. */
size_t dot11_radio_tailroom(const struct dot11_radio *radio);

/** What happened to frames, counted since dot11_radio_init(). */
struct dot11_stats {
    uint32_t rx_frames;          /**< came in; = rx_accepted + all drops */
    uint32_t rx_accepted;        /**< had an effect */
    uint32_t rx_msdus;           /**< delivered to the host */
    uint32_t rx_data;            /**< data frames accepted */
    uint32_t rx_mgmt;            /**< management frames accepted */
    uint32_t rx_beacons;         /**< beacons and probe responses accepted */
    uint32_t tx_msdus;           /**< taken from the host */
    uint32_t tx_frames;          /**< handed to the radio */
    uint32_t tx_acked;           /**< came back acknowledged */
    uint32_t tx_failed;          /**< came back without */
    uint32_t tx_flushed;         /**< came back unsent */
    uint32_t tx_refused;         /**< MSDUs refused: no port, no key, full */
    uint32_t copies;             /**< frames copied (decisions: where a copy
                                      is allowed) */
    uint32_t beacons_unchanged;  /**< taken by compare alone */
    uint32_t bss_evicted;        /**< entries that gave way */
    uint32_t hw_errors;          /**< ops that failed or timed out */
    uint32_t hw_late;            /**< completions nobody waited for */
    uint32_t no_frame;           /**< frame_alloc gave none */
    uint32_t events_merged;      /**< advisory events replaced by newer */
    uint32_t drops[D11_DROP_COUNT]; /**< by enum dot11_drop */
};

/** A copy of the counters. */
void dot11_radio_stats(const struct dot11_radio *radio,
                       struct dot11_stats *stats);

/* Life cycle of a station. */

/**
 * Create a station on a radio. It is halted; start it.
 * @param addr  its address, or NULL for the radio's own
 * @return D11_ERR_FULL at dot11_config.sta_count, D11_ERR_ARG for a group or
 *         zero address, D11_ERR_UNSUPPORTED when the radio has only its own
 */
enum dot11_err dot11_sta_create(struct dot11_sta **sta,
                                struct dot11_radio *radio,
                                const uint8_t *addr);

/** Give a halted station's place back. D11_ERR_BUSY while frames are out or
 * it is not halted. */
enum dot11_err dot11_sta_fini(struct dot11_sta *sta);

/** Turn the radio on for this station; D11_EV_STARTED follows.
 * @return D11_ERR_STATE unless halted */
enum dot11_err dot11_sta_start(struct dot11_sta *sta, uint64_t now_us);

/**
 * Leave and stop: open operations end as cancelled, the AP gets a
 * disassociation, keys are wiped, frames come back, the radio goes off when
 * no other station needs it. D11_EV_HALTED is the last event; start may
 * follow. Frames that come in from now on are dropped.
 * @return D11_ERR_STATE when halted already or halting
 */
enum dot11_err dot11_sta_halt(struct dot11_sta *sta, uint64_t now_us);

/**
 * Pause or resume the data path: paused, sends are refused and received
 * MSDUs dropped; association and keys stay (N80211-PAUSE-1).
 */
enum dot11_err dot11_sta_pause(struct dot11_sta *sta, uint64_t now_us);

/** End a pause (N80211-PAUSE-3). */
enum dot11_err dot11_sta_restart(struct dot11_sta *sta, uint64_t now_us);

/**
 * Back to the beginning: everything open ends as cancelled, the AP gets a
 * disassociation, keys and BSS table are forgotten (N80211 table 1.3, dot11
 * reset). Done when it returns; the events are queued.
 */
enum dot11_err dot11_sta_reset(struct dot11_sta *sta, uint64_t now_us);

/* Requests. */

/** How to scan. Fields may be 0 or NULL for the usual. */
struct dot11_scan_req {
    const uint16_t *freqs_mhz;   /**< channels; NULL: all that are allowed */
    uint16_t freq_count;         /**< entries of freqs_mhz */
    uint8_t ssid_count;          /**< SSIDs to probe for; 0: wildcard */
    bool passive;                /**< listen only */
    const struct dot11_ssid *ssids; /**< also resolves hidden ones */
    uint32_t dwell_us;           /**< longest stay on a channel; 0: config */
    const uint8_t *elements;     /**< appended to probe requests */
    uint16_t elements_len;       /**< octets, at most 256 */
    uint8_t bands;               /**< a bit (1 << enum dot11_band) for each
                                      band to scan; 0: all of the radio's */
    uint8_t bss_types;           /**< D11_SCAN_* of the networks wanted, for
                                      which it stays longer; 0: any */
    bool has_bssid;              /**< probe this one only */
    uint8_t bssid[D11_ADDR_LEN]; /**< with has_bssid; zero and broadcast are
                                      the wildcard */
    uint32_t min_dwell_us;       /**< leave a silent channel after this;
                                      0: config */
};

/** Networks of access points. */
#define D11_SCAN_INFRASTRUCTURE 0x01u
/** Networks without (ad hoc). */
#define D11_SCAN_INDEPENDENT 0x02u

/**
 * Look for networks. D11_EV_SCAN_DONE follows; results are in the BSS table
 * (bss.h). While connected the scan visits the home channel in between.
 * @param req  borrowed; NULL: everything, active
 * @param id   set to the request's id for events; may be NULL
 * @return D11_ERR_BUSY: one is running; D11_ERR_CHANNEL: a channel the radio
 *         lacks or may not use; D11_ERR_UNSUPPORTED: it has none of the bands;
 *         D11_ERR_SSID; D11_ERR_ARG; D11_ERR_STATE: not started;
 *         D11_ERR_RADIO_OFF; D11_ERR_FULL
 */
enum dot11_err dot11_sta_scan(struct dot11_sta *sta,
                              const struct dot11_scan_req *req, uint32_t *id,
                              uint64_t now_us);

/** End a scan early; its D11_EV_SCAN_DONE says D11_ERR_CANCELLED. */
enum dot11_err dot11_sta_scan_abort(struct dot11_sta *sta, uint64_t now_us);

/** Which network, and how. */
struct dot11_connect_req {
    struct dot11_ssid ssid;      /**< of the network; empty: what the desired
                                      lists name (attr.h) */
    bool has_bssid;              /**< only this AP, also when roaming */
    uint8_t bssid[D11_ADDR_LEN]; /**< with has_bssid */
    const uint16_t *freqs_mhz;   /**< where to look; NULL: everywhere */
    uint16_t freq_count;         /**< at most 16 */
    const struct dot11_ext_ops *ext; /**< of dot11_config.exts; NULL: an open
                                          network without protection */
    const void *profile;         /**< for the extension; borrowed */
    size_t profile_len;          /**< octets of profile */
};

/**
 * Find, choose and join a network. Legal when not connected and not
 * connecting (N80211-CONN-1). D11_EV_CONNECT_START follows, then
 * D11_EV_ASSOC_START and D11_EV_ASSOC_DONE for each AP tried, then
 * D11_EV_CONNECT_DONE; with an extension D11_EV_PORT tells later whether data
 * flows. A known BSS that was heard lately is tried without a scan.
 *
 * @param req  borrowed; nothing points into it after the return. NULL: an open
 *             network that the desired lists name
 * @param id   set to the request's id for events; may be NULL
 * @return D11_ERR_SSID; D11_ERR_PASSPHRASE and others from the extension;
 *         D11_ERR_STATE: connected, connecting, or not started;
 *         D11_ERR_NOT_FOUND: extension not in the config;
 *         D11_ERR_CHANNEL; D11_ERR_RADIO_OFF; D11_ERR_FULL
 *
 * IEEE Std 802.11-2020, 11.3.
 */
enum dot11_err dot11_sta_connect(struct dot11_sta *sta,
                                 const struct dot11_connect_req *req,
                                 uint32_t *id, uint64_t now_us);

/** Which AP to roam to. */
struct dot11_roam_req {
    bool has_bssid;              /**< only this one */
    uint8_t bssid[D11_ADDR_LEN]; /**< with has_bssid */
};

/**
 * Look for another AP of the connected network now. D11_EV_ROAM_START and
 * D11_EV_ROAM_DONE follow; the old association stays until a new one starts.
 * @param req  borrowed; NULL: the best one
 * @return D11_ERR_STATE unless connected or lost; D11_ERR_BUSY: roaming;
 *         D11_ERR_RADIO_OFF
 */
enum dot11_err dot11_sta_roam(struct dot11_sta *sta,
                              const struct dot11_roam_req *req, uint32_t *id,
                              uint64_t now_us);

/**
 * Leave the network and stop looking for it. Open operations end as
 * cancelled; D11_EV_DISCONNECT_DONE follows.
 * @return D11_ERR_STATE when there is nothing to leave
 */
enum dot11_err dot11_sta_disconnect(struct dot11_sta *sta, uint32_t *id,
                                    uint64_t now_us);

/* Queries. */

/** Where a station is (N80211 section 1.2). */
enum dot11_sta_state {
    D11_STA_HALTED,     /**< radio off */
    D11_STA_STARTING,   /**< the radio comes up */
    D11_STA_INIT,       /**< on, with no network wanted */
    D11_STA_CONNECTING, /**< between CONNECT_START and CONNECT_DONE */
    D11_STA_CONNECTED,  /**< associated */
    D11_STA_LOST,       /**< was connected; pausing between tries */
    D11_STA_ROAMING,    /**< between ROAM_START and ROAM_DONE */
    D11_STA_HALTING,    /**< on the way to HALTED */
    D11_STA_RESETTING   /**< a dot11 reset waits for frames */
};

/** The name of a state in lower case. */
const char *dot11_sta_state_str(enum dot11_sta_state state);

/** A snapshot of a station. */
struct dot11_sta_status {
    enum dot11_sta_state state;  /**< where it is */
    uint8_t addr[D11_ADDR_LEN];  /**< own address */
    bool associated;             /**< bssid and what follows are valid */
    bool authorized;             /**< data flows */
    bool scanning;               /**< a scan is running */
    uint8_t bssid[D11_ADDR_LEN]; /**< of the AP */
    struct dot11_ssid ssid;      /**< of the network wanted or joined */
    uint16_t freq_mhz;           /**< home channel, 0: none */
    uint16_t aid;                /**< 1..2007 */
    int8_t signal_dbm;           /**< average of the AP's beacons */
    uint8_t quality;             /**< 0..100 */
    bool qos;                    /**< QoS data frames */
    uint32_t akm;                /**< D11_AKM_* */
    uint32_t pairwise_cipher;    /**< D11_CIPHER_* */
    uint32_t group_cipher;       /**< D11_CIPHER_* */
    uint64_t associated_us;      /**< when; host clock */
    uint64_t rx_msdus;           /**< of this association */
    uint64_t tx_msdus;           /**< of this association */
};

/** Fill `status`. */
void dot11_sta_status(const struct dot11_sta *sta,
                      struct dot11_sta_status *status);

/** The radio a station is on. */
struct dot11_radio *dot11_sta_radio(const struct dot11_sta *sta);

/** A pointer of the host's for this station, NULL at first. */
void dot11_sta_set_user(struct dot11_sta *sta, void *user);

/** What dot11_sta_set_user() stored. */
void *dot11_sta_user(const struct dot11_sta *sta);

/**
 * The next event of this station, oldest first.
 * @return false when there is none; `*event` is D11_EV_NONE then
 */
bool dot11_sta_next_event(struct dot11_sta *sta, struct dot11_event *event);

/* Data. */

/**
 * Send a burst of Ethernet frames (DA, SA, EtherType or length, payload; at
 * most D11_MSDU_MAX + 6 octets, as the LLC/SNAP header is 6 octets shorter
 * than the Ethernet header it replaces). Takes all of them, also those it
 * refuses; each comes back through the host's tx_done, which may happen before
 * this returns.
 * Each needs dot11_radio_headroom() and dot11_radio_tailroom(), and the
 * station's own address as SA: it speaks for itself alone.
 * @return how many were accepted for sending; the others came back with
 *         D11_ERR_STATE (paused, no open port, or no key where data must be
 *         protected), D11_ERR_FULL or D11_ERR_ARG
 */
size_t dot11_sta_tx(struct dot11_sta *sta, struct dot11_frame *const *frames,
                    size_t n, uint64_t now_us);

/** Give back MSDUs that the host's deliver brought, each exactly once. */
void dot11_sta_msdu_return(struct dot11_sta *sta,
                           const struct dot11_msdu *msdus, size_t n);

#ifdef __cplusplus
}
#endif

#endif
