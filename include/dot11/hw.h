/* libdot11: the radio. First what the core asks of it, then what it tells
 * the core.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause. */
#ifndef DOT11_HW_H
#define DOT11_HW_H

#include <dot11/crypto.h>
#include <dot11/err.h>
#include <dot11/frame.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_radio;
struct dot11_sta;

/** What a radio does by itself; the core does what is missing. */
enum dot11_hw_flag {
    D11_HW_TX_STATUS = 1u << 0,   /**< says whether a frame was acknowledged */
    D11_HW_SCAN = 1u << 1,        /**< scan_start and scan_stop work; needs
                                       dot11_hw_ops.scanner */
    D11_HW_SEQ = 1u << 2,         /**< assigns sequence numbers */
    D11_HW_DUP_CHECK = 1u << 3,   /**< drops duplicates */
    D11_HW_PN_CHECK = 1u << 4,    /**< checks packet numbers per TID and per
                                       fragment (SEC-RPL-08) */
    D11_HW_TX_8023 = 1u << 5,     /**< takes Ethernet frames for sending */
    D11_HW_REORDER = 1u << 6,     /**< reorders block-ack windows */
    D11_HW_SG = 1u << 7,          /**< takes and brings segmented frames */
    D11_HW_RATE = 1u << 8,        /**< has rate control of its own */
    D11_HW_TX_AMPDU = 1u << 9,    /**< aggregates when told of a session */
    D11_HW_RX_AMPDU = 1u << 10,   /**< acknowledges blocks when told */
    D11_HW_BEACON_LOSS = 1u << 11, /**< watches the AP's beacons itself */
    D11_HW_IBSS = 1u << 12, /**< sends the beacons of an IBSS by itself */
    D11_HW_ATIM = 1u << 13, /**< power save of an IBSS: ATIM windows */
    D11_HW_TWO_KEYS = 1u << 15, /**< can have two pairwise keys of a peer at
                                     once and tells them apart by their ids
                                     (Extended Key ID) */
    D11_HW_MFP = 1u << 14   /**< protects individually addressed management
                                 frames with pairwise keys as it does data:
                                 D11_TX_PROTECT, D11_RX_DECRYPTED. Without it
                                 the pairwise keys of associations with
                                 management frame protection stay in software.
                                 Frames that it has when a key is deleted go
                                 under that key still, or not at all */
};

/** A channel the radio can use. */
struct dot11_hw_channel {
    uint16_t freq_mhz;      /**< centre of the 20 MHz channel */
    uint8_t band;           /**< enum dot11_band */
    uint8_t flags;          /**< D11_HW_CHANNEL_* */
    int8_t tx_power_dbm;    /**< most that may be sent */
};

/** Listening only: no probe request unless a beacon was heard there. */
#define D11_HW_CHANNEL_PASSIVE 0x01u
/** Radar detection rules apply. */
#define D11_HW_CHANNEL_DFS 0x02u
/** Not usable in the current regulatory domain. */
#define D11_HW_CHANNEL_DISABLED 0x04u

/** Most rates of a band without HT. */
#define D11_HW_RATES_MAX 12u
/** Most ciphers that a radio lists. */
#define D11_HW_CIPHERS_MAX 12u

/** HT, VHT, HE and EHT of one band: the bodies of the elements as the radio
 * wants them sent; length 0: the radio has none of it. */
struct dot11_hw_band {
    uint8_t rates_500kbps[D11_HW_RATES_MAX]; /**< 500 kb/s units, no flags */
    uint8_t rate_count;     /**< 0: the radio lacks this band */
    uint8_t ht_cap_len;     /**< 0 or 26 */
    uint8_t vht_cap_len;    /**< 0 or 12 */
    uint8_t he_cap_len;     /**< 0..54, without the extension id */
    uint8_t eht_cap_len;    /**< 0..57, without the extension id */
    const uint8_t *ht_cap;  /**< 9.4.2.55 */
    const uint8_t *vht_cap; /**< 9.4.2.157 */
    const uint8_t *he_cap;  /**< 9.4.2.248 */
    const uint8_t *eht_cap; /**< of IEEE Std 802.11be */
};

/** What a radio is; filled by the port, kept by reference in dot11_config,
 * constant until dot11_radio_fini(). */
struct dot11_hw_caps {
    size_t size;                       /**< sizeof(struct dot11_hw_caps) */
    uint8_t addr[D11_ADDR_LEN];        /**< permanent address */
    uint8_t link_count;                /**< links at once; 1 without 802.11be */
    uint8_t sta_count;                 /**< stations at once */
    uint32_t flags;                    /**< enum dot11_hw_flag bits */
    const struct dot11_hw_channel *channels; /**< all 20 MHz channels */
    uint16_t channel_count;            /**< entries of channels */
    uint16_t tx_headroom;              /**< octets it wants before a frame */
    uint16_t tx_tailroom;              /**< octets it wants behind a frame */
    uint8_t cipher_count;              /**< entries of ciphers */
    uint32_t ciphers[D11_HW_CIPHERS_MAX]; /**< done in hardware (set_key) */
    struct dot11_hw_band bands[D11_BAND_COUNT]; /**< rates and capabilities */
    uint8_t country[3];                /**< whose rules `channels` follow, as
                                            in the Country element (9.4.2.8);
                                            zero: not said */
};

/** Receive filter bits. */
enum dot11_filter {
    D11_FILTER_DIRECTED = 1u << 0,    /**< to an own address */
    D11_FILTER_MULTICAST = 1u << 1,   /**< groups */
    D11_FILTER_BROADCAST = 1u << 2,   /**< ff:ff:ff:ff:ff:ff */
    D11_FILTER_BEACONS = 1u << 3,     /**< beacons, probe responses of any BSS */
    D11_FILTER_PROMISCUOUS = 1u << 4, /**< everything on the channel */
    D11_FILTER_CONTROL = 1u << 5,     /**< control frames */
    D11_FILTER_MONITOR = 1u << 6      /**< network monitor: acknowledge nothing,
                                           stay awake, tune wherever it is told
                                           to, drop no duplicates, and hand up
                                           frames with a wrong FCS if it can;
                                           D11_ERR_UNSUPPORTED without that */
};

/** A key for hardware; borrowed in set_key, wipe copies. */
struct dot11_hw_key {
    struct dot11_sta *sta;      /**< whose */
    uint8_t link_id;            /**< on which link */
    uint8_t key_id;             /**< 0..7 */
    bool pairwise;              /**< false: group */
    uint8_t len;                /**< octets of key */
    uint32_t cipher;            /**< D11_CIPHER_* */
    uint8_t peer[D11_ADDR_LEN]; /**< transmitter of what it decrypts */
    uint8_t octets[32];         /**< the key */
    uint64_t rx_pn;             /**< receive counter to start from */
    uint64_t tx_pn;             /**< last packet number already used */
    /* The port answers in these (in place, before it returns OK): */
    bool iv_by_hw;              /**< hardware writes the cipher header; the
                                     core leaves it out of frames */
    bool mic_room_by_core;      /**< core leaves room for the MIC at the end */
    uint16_t hw_slot;           /**< handed back in struct dot11_tx */
};

/** Flags of a frame to send. */
enum dot11_tx_flag {
    D11_TX_NO_ACK = 1u << 0,       /**< no acknowledgement comes */
    D11_TX_WANT_STATUS = 1u << 1,  /**< the core waits for ACKED or not */
    D11_TX_PROTECT = 1u << 2,      /**< hardware encrypts with hw_slot */
    D11_TX_LOWEST_RATE = 1u << 3,  /**< basic rate (management, EAPOL) */
    D11_TX_AMPDU = 1u << 4,        /**< may go in an aggregate */
    D11_TX_OFF_CHANNEL = 1u << 5,  /**< only while on channel freq_mhz */
    D11_TX_MORE = 1u << 6,         /**< more of this burst follow */
    D11_TX_8023 = 1u << 7,         /**< an Ethernet frame (D11_HW_TX_8023) */
    D11_TX_RTS = 1u << 8           /**< reserve the medium with RTS first */
};

/** One rate of a retry chain. */
struct dot11_tx_rate {
    uint16_t rate_500kbps; /**< legacy rate; 0: mcs counts */
    uint8_t mcs;           /**< MCS index */
    uint8_t nss;           /**< spatial streams, 1..8 */
    uint8_t mode;          /**< 0 legacy, 1 HT, 2 VHT, 3 HE, 4 EHT */
    uint8_t width;         /**< enum dot11_width */
    uint8_t flags;         /**< 1 short guard interval, 2 RTS first */
    uint8_t tries;         /**< attempts at this rate; 0 ends the chain */
};

/** Entries of a retry chain. */
#define D11_TX_RATES 4u

/** A frame to send. Borrowed but for `frame`, which the radio takes. */
struct dot11_tx {
    struct dot11_frame *frame; /**< the MPDU without FCS, from data on */
    struct dot11_sta *sta;     /**< whose frame; NULL for the radio's own */
    uint8_t link_id;           /**< on which link */
    uint8_t ac;                /**< enum dot11_ac: which queue */
    uint8_t tid;               /**< 0..15 */
    uint8_t tries;             /**< attempts in all; 0: the radio's own limit */
    uint16_t hw_slot;          /**< of the key, when D11_TX_PROTECT */
    uint16_t freq_mhz;         /**< channel it belongs to */
    uint32_t flags;            /**< enum dot11_tx_flag bits */
    uint32_t lifetime_us;      /**< give up after this; 0: the radio's own */
    struct dot11_tx_rate rates[D11_TX_RATES]; /**< all zero: radio chooses */
};

/** What became of a frame; see dot11_hw_tx_status. */
struct dot11_tx_status {
    struct dot11_frame *frame; /**< given back, `data`/`len` as in tx */
    uint8_t acked;             /**< 1: acknowledged, or sent without ACK */
    uint8_t flushed;           /**< 1: never tried (tx_flush, off, error) */
    uint8_t rate_index;        /**< entry of the chain that succeeded */
    uint8_t tries;             /**< attempts in all */
    int8_t ack_signal_dbm;     /**< of the ACK; D11_SIGNAL_UNKNOWN if not */
    uint8_t expired;           /**< 1: given up because of its lifetime */
    uint8_t reserved[2];       /**< 0 */
};

/** Flags of a received frame. */
enum dot11_rx_flag {
    D11_RX_DECRYPTED = 1u << 0,    /**< hardware decrypted it */
    D11_RX_IV_STRIPPED = 1u << 1,  /**< cipher header is gone; pn is set */
    D11_RX_MIC_STRIPPED = 1u << 2, /**< MIC is gone (and was right) */
    D11_RX_MIC_OK = 1u << 3,       /**< MIC is there and was right */
    D11_RX_MIC_ERROR = 1u << 4,    /**< hardware found the MIC wrong */
    D11_RX_FCS_ERROR = 1u << 5,    /**< the FCS is wrong */
    D11_RX_AMPDU = 1u << 6,        /**< came in an aggregate */
    D11_RX_8023 = 1u << 7,         /**< is already an Ethernet frame
                                        (offload.h) */
    D11_RX_GROUP_KEY = 1u << 8     /**< hardware used a group key. With
                                        DECRYPTED and MIC_OK on a management
                                        frame: it verified the MME under an
                                        IGTK or BIGTK, which it was given for
                                        one of its `ciphers`; the MME is there
                                        still, and its IPN is for the core */
};

/** A received frame. */
struct dot11_rx {
    struct dot11_frame *frame; /**< the MPDU without FCS, from data on */
    uint32_t flags;            /**< enum dot11_rx_flag bits */
    uint16_t freq_mhz;         /**< where it was heard */
    uint8_t link_id;           /**< on which link; 0 without 802.11be */
    int8_t signal_dbm;         /**< D11_SIGNAL_UNKNOWN if not measured */
    uint64_t pn;               /**< packet number when IV_STRIPPED */
    uint64_t tsf_us;           /**< radio's TSF at its start; 0 if unknown */
    uint16_t rate_500kbps;     /**< legacy rate; 0 if not */
    uint8_t mcs;               /**< MCS index when not legacy */
    uint8_t nss;               /**< spatial streams */
    uint8_t mode;              /**< 0 legacy, 1 HT, 2 VHT, 3 HE, 4 EHT */
    uint8_t width;             /**< enum dot11_width */
    uint8_t key_id;            /**< when IV_STRIPPED: key id of its header */
    uint8_t tid;               /**< only with D11_RX_8023 */
};

/** What the core tells the radio of a BSS it joins, is in, or leaves. */
struct dot11_hw_bss {
    struct dot11_sta *sta;         /**< whose */
    uint8_t link_id;               /**< on which link */
    bool joined;                   /**< filter on this BSSID */
    bool associated;               /**< aid is valid */
    bool authorized;               /**< the port is open */
    uint8_t bssid[D11_ADDR_LEN];   /**< all zero when left */
    uint16_t aid;                  /**< 1..2007 */
    uint16_t beacon_interval_tu;   /**< of the BSS */
    uint8_t dtim_period;           /**< 0: not known yet */
    bool qos;                      /**< peer does QoS */
    uint32_t basic_rates;          /**< bit per rate of the band's table */
    bool ibss;                     /**< an IBSS: the radio keeps its TSF by
                                        11.1.3.5, the larger one counts */
    bool ibss_start;               /**< which begins here: its TSF is ours; or
                                        else the first beacon's is taken */
    bool power_save;               /**< doze outside the ATIM windows
                                        (D11_HW_ATIM) */
    uint16_t atim_window_tu;       /**< of the IBSS; 0: nobody dozes */
    const uint8_t *beacon;         /**< for radios with D11_HW_IBSS: what to
                                        send at the target times, after a
                                        random delay and not when another's
                                        came first (11.1.3.3), with the TSF in
                                        the Timestamp field; without FCS,
                                        borrowed. NULL: nothing */
    size_t beacon_len;             /**< octets of beacon */
};

struct dot11_hw_scanner;
struct dot11_hw_wake_ops;

/** How the core uses a radio's own scan. Only the radio that names it in its
 * ops links it. */
extern const struct dot11_hw_scanner dot11_hw_scanner;

/** Most SSIDs of a scan. */
#define D11_SCAN_SSIDS_MAX 4u

/** A scan for the hardware to do; borrowed in scan_start. */
struct dot11_hw_scan {
    const uint16_t *freqs_mhz;      /**< channels in order */
    uint16_t freq_count;            /**< entries of freqs_mhz */
    uint8_t ssid_count;             /**< 0: one wildcard probe */
    bool passive;                   /**< no probe requests at all */
    struct dot11_ssid ssids[D11_SCAN_SSIDS_MAX]; /**< probe for these */
    uint32_t min_dwell_us;          /**< leave no earlier if silent */
    uint32_t max_dwell_us;          /**< leave no later */
    uint32_t passive_dwell_us;      /**< on channels without probing */
    const uint8_t *elements;        /**< after SSID and rates in probes */
    uint16_t elements_len;          /**< octets of elements */
};

/**
 * What the core asks of a radio. `hw` is the pointer given in dot11_config.
 * power, set_channel, set_filter and tx are required, the rest may be NULL.
 *
 * Ops are called from inside a call into the core; they must not block, and
 * of the core's functions they may call dot11_sta_next_event() only.
 *
 * Ops with a `token` return D11_OK (done), D11_ERR_PENDING (then exactly one
 * dot11_hw_op_done() with that token follows, never from inside the op) or an
 * error (nothing changed). A completion that never comes is given up after
 * dot11_config.hw_timeout_us and counts as D11_ERR_TIMEOUT; one that comes
 * late or twice is answered D11_ERR_STATE and changes nothing.
 */
struct dot11_hw_ops {
    size_t size; /**< sizeof(struct dot11_hw_ops) */

    /** Turn the radio on or off. Off: nothing is sent or received any more,
     * and every frame taken by tx has come back or comes back soon. */
    enum dot11_err (*power)(void *hw, uint32_t token, bool on);

    /** Tune a link. Frames handed over before belong to the old channel. */
    enum dot11_err (*set_channel)(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel);

    /** What to hand up (enum dot11_filter bits). At once. */
    enum dot11_err (*set_filter)(void *hw, uint32_t filter);

    /**
     * Send a burst. Takes the first of them, as many as it returns; each is
     * given back by dot11_hw_tx_status(). The rest stays the core's, which
     * tries again after dot11_hw_tx_ready().
     */
    size_t (*tx)(void *hw, const struct dot11_tx *burst, size_t n);

    /** Give back all frames soon, unsent ones with `flushed`. NULL: the core
     * waits for their normal status. */
    void (*tx_flush)(void *hw, struct dot11_sta *sta);

    /** Install a key. D11_ERR_UNSUPPORTED: the core ciphers in software. */
    enum dot11_err (*set_key)(void *hw, uint32_t token,
                              struct dot11_hw_key *key);

    /** Remove a key; `key` names it, its octets are zero. */
    enum dot11_err (*del_key)(void *hw, uint32_t token,
                              const struct dot11_hw_key *key);

    /** A BSS is joined, changed or left. At once. */
    enum dot11_err (*set_bss)(void *hw, const struct dot11_hw_bss *bss);

    /** The address of a station; called before it sends. At once. NULL: the
     * radio has only its permanent address. */
    enum dot11_err (*set_addr)(void *hw, const struct dot11_sta *sta,
                               const uint8_t addr[D11_ADDR_LEN]);

    /** Scan by itself; ends with dot11_hw_op_done() of this token. While a
     * station is associated the radio comes home between the channels, long
     * enough for a beacon, and tells the AP (11.2.3.6) when it goes. */
    enum dot11_err (*scan_start)(void *hw, uint32_t token,
                                 const struct dot11_hw_scan *scan);

    /** End the scan early; its op_done still follows. */
    void (*scan_stop)(void *hw, uint32_t token);

    /** The radio's TSF of a link in microseconds. */
    uint64_t (*tsf)(void *hw, uint8_t link_id);

    /** Enter or leave doze between beacons. At once. Dozing it hears nothing.
     * The core ends that before it hands over frames, and a few milliseconds
     * before the beacons that it waits for; another channel, a scan and power
     * end it by themselves, whether the core says so then or not. */
    enum dot11_err (*set_doze)(void *hw, uint8_t link_id, bool doze);

    /** Recover from a hang: reset hardware; state is programmed again. */
    enum dot11_err (*reset)(void *hw, uint32_t token);

    /** &dot11_hw_scanner with scan_start. NULL: the core goes from channel to
     * channel. */
    const struct dot11_hw_scanner *scanner;

    /** Wake by the network (wake.h). NULL: it cannot. */
    const struct dot11_hw_wake_ops *wake;
};

/** Fill `ops` with `size` and NULL. */
void dot11_hw_ops_defaults(struct dot11_hw_ops *ops);

/** Fill `caps` with `size` and zeroes. */
void dot11_hw_caps_defaults(struct dot11_hw_caps *caps);

/* What the radio tells the core. In the radio's serialisation, never from
 * inside an op. */

/**
 * A burst came in, in the order of its arrival. Takes every frame, whatever
 * is in it; each comes back through the host's frame_free, delivered MSDUs
 * after their return.
 *
 * @param rx  borrowed; may be changed by the core
 * @param n   one or more; one is just a small burst
 */
void dot11_hw_rx(struct dot11_radio *radio, struct dot11_rx *rx, size_t n,
                 uint64_t now_us);

/**
 * Frames were sent, or given up. Gives them back to the core. A frame that
 * the radio does not have is a broken promise of the port.
 */
void dot11_hw_tx_status(struct dot11_radio *radio,
                        const struct dot11_tx_status *status, size_t n,
                        uint64_t now_us);

/** The radio can take frames again; `acs` has a bit per enum dot11_ac. */
void dot11_hw_tx_ready(struct dot11_radio *radio, uint32_t acs,
                       uint64_t now_us);

/**
 * A pending op has ended.
 * @return D11_ERR_STATE when nothing waits for `token`
 */
enum dot11_err dot11_hw_op_done(struct dot11_radio *radio, uint32_t token,
                                enum dot11_err err, uint64_t now_us);

/** Why a radio's state changed. */
enum dot11_hw_state {
    D11_HW_STATE_OFF,   /**< the hardware switch went off, or it was pulled */
    D11_HW_STATE_ON,    /**< the switch is on again */
    D11_HW_STATE_FAILED /**< it hangs; the core resets it where it can */
};

/** The radio's state changed by itself. */
void dot11_hw_state_changed(struct dot11_radio *radio,
                            enum dot11_hw_state state, uint64_t now_us);

/** The AP's beacons are missing (radios with D11_HW_BEACON_LOSS). */
void dot11_hw_beacon_loss(struct dot11_radio *radio, struct dot11_sta *sta,
                          uint8_t link_id, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
