/* libdot11: independent BSS (ad hoc), an optional part of the core.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause; rules N80211-IBSS-*. List
 * &dot11_ibss in dot11_config.parts and say with dot11_config.peer_count how
 * many peers a station may have; dot11_config.event_count has room for 18
 * events and 4 for each of them, or else there are fewer.
 *
 * Stations of an IBSS talk to each other without an AP. Each peer has an
 * association, a port and keys of its own: D11_EV_ASSOC_START,
 * D11_EV_ASSOC_DONE, D11_EV_PORT and D11_EV_DISASSOC name it in `bssid` or
 * `peer`, and come whenever a peer comes or goes. D11_EV_CONNECT_START and
 * D11_EV_ROAM_START carry the BSSID and SSID of the cell. */
#ifndef DOT11_IBSS_H
#define DOT11_IBSS_H

#include <dot11/config.h>
#include <dot11/err.h>
#include <dot11/ext.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** The part. */
extern const struct dot11_part dot11_ibss;

/** Peers with which &dot11_rsn_ibss can have keys at once. */
#define D11_RSN_IBSS_PEERS 8u

/**
 * WPA2-Personal between the peers of an IBSS: two 4-way handshakes for each
 * pair, in each of which the other one is the authenticator; the pairwise key
 * is that of the handshake begun by the higher address (12.6.5). Its profile
 * is struct dot11_rsn_profile; a passphrase or PSK, CCMP-128. List it in
 * dot11_config.exts.
 */
extern const struct dot11_ext_ops dot11_rsn_ibss;

/** Which IBSS, and what it is like if it begins here. */
struct dot11_ibss_req {
    struct dot11_ssid ssid;      /**< of the network; not empty */
    bool has_bssid;              /**< this cell only */
    uint8_t bssid[D11_ADDR_LEN]; /**< with has_bssid; individual */
    const uint16_t *freqs_mhz;   /**< where to look; the first is where it
                                      begins. NULL: everywhere */
    uint16_t freq_count;         /**< at most 16 */
    uint16_t beacon_interval_tu; /**< of a new one; 0: the attribute
                                      D11_ATTR_BEACON_PERIOD, or 100 */
    uint16_t atim_window_tu;     /**< of a new one; less than the interval;
                                      0: the attribute D11_ATTR_ATIM_WINDOW, or
                                      none. Not 0 needs D11_HW_ATIM */
    bool power_save;             /**< doze outside the ATIM windows; needs
                                      D11_HW_ATIM */
    bool authenticate;           /**< a peer has to answer an Open System
                                      authentication; else the first frame of
                                      it is enough. Always so with `ext` */
    const uint8_t *elements;     /**< whole elements for beacons and probe
                                      responses; kept by reference until the
                                      station has left. NULL: the attribute
                                      D11_ATTR_IBSS_ELEMENTS */
    uint16_t elements_len;       /**< octets of elements */
    const struct dot11_ext_ops *ext; /**< one that serves IBSS, such as
                                          dot11_rsn_ibss; NULL: open */
    const void *profile;         /**< for the extension; borrowed */
    size_t profile_len;          /**< octets of profile */
};

/**
 * Join an IBSS of this name, or begin one when there is none (N80211-IBSS-2,
 * -3). Legal when not connected and not connecting. D11_EV_CONNECT_START
 * follows when it is known which cell it will be, then D11_EV_ASSOC_START and
 * D11_EV_ASSOC_DONE for peers, and D11_EV_CONNECT_DONE: with the first peers
 * of a cell that is joined, without any for one that begins here.
 * dot11_sta_disconnect() leaves.
 *
 * @param req  borrowed but for `elements`
 * @param id   set to the request's id for events; may be NULL
 * @return D11_ERR_UNSUPPORTED: &dot11_ibss is not in the config, the
 *         extension does not serve IBSS, or the radio cannot do ATIM;
 *         D11_ERR_SSID; D11_ERR_ARG: no SSID (N80211-IBSS-8), an address that
 *         is not individual, an ATIM window that is not shorter than the
 *         beacon interval (N80211-IBSS-23), elements that are not whole;
 *         D11_ERR_CHANNEL: a channel the radio lacks, or none where a network
 *         may begin; D11_ERR_NOT_FOUND: extension not in the config;
 *         D11_ERR_STATE; D11_ERR_RADIO_OFF; D11_ERR_FULL; others from the
 *         extension
 *
 * IEEE Std 802.11-2020, 11.1.4.6 (joining), 11.1.4.4 (starting).
 */
enum dot11_err dot11_sta_ibss_start(struct dot11_sta *sta,
                                    const struct dot11_ibss_req *req,
                                    uint32_t *id, uint64_t now_us);

/**
 * Join an IBSS of this name, and begin none: the station looks for one until
 * it is there or dot11_sta_disconnect() is called (N80211-IBSS-3). When alone
 * in its cell it sends no beacons and goes on looking (N80211-IBSS-14).
 * Arguments and errors as for dot11_sta_ibss_start().
 */
enum dot11_err dot11_sta_ibss_join(struct dot11_sta *sta,
                                   const struct dot11_ibss_req *req,
                                   uint32_t *id, uint64_t now_us);

/** The IBSS that a station is in. */
struct dot11_ibss_info {
    uint8_t bssid[D11_ADDR_LEN]; /**< of the cell */
    uint16_t freq_mhz;           /**< channel */
    uint16_t beacon_interval_tu; /**< of its beacons (N80211-IBSS-22) */
    uint16_t atim_window_tu;     /**< 0: nobody dozes */
    uint16_t peer_count;         /**< peers with an association */
    bool started;                /**< it began here */
    bool beaconing;              /**< takes its turn in sending beacons */
    uint64_t tsf_us;             /**< its clock now */
};

/** @return D11_ERR_UNSUPPORTED without the part, D11_ERR_STATE when in no
 * IBSS; then `info` is zeroed */
enum dot11_err dot11_sta_ibss_info(const struct dot11_sta *sta,
                                   struct dot11_ibss_info *info);

/** A peer. */
struct dot11_ibss_peer {
    uint8_t addr[D11_ADDR_LEN]; /**< its address */
    bool authorized;            /**< data flows */
    int8_t signal_dbm;          /**< average */
    uint8_t quality;            /**< 0..100 */
    uint32_t session_id;        /**< of its port */
    uint64_t heard_us;          /**< host clock, when last heard */
    uint64_t rx_msdus;          /**< of this association */
    uint64_t tx_msdus;          /**< of this association */
};

/**
 * The peers with an association now (N80211-ASSOC-20).
 * @param peers  room for `max`
 * @return how many there are, also when that is more than `max`
 */
size_t dot11_sta_ibss_peers(const struct dot11_sta *sta,
                            struct dot11_ibss_peer *peers, size_t max);

#ifdef __cplusplus
}
#endif

#endif
