/* libdot11: capacities, policy and the tables that make up a radio.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_CONFIG_H
#define DOT11_CONFIG_H

#include <dot11/crypto.h>
#include <dot11/ext.h>
#include <dot11/host.h>
#include <dot11/hw.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An optional part of the core. The ones there are have a header each, which
 * names them, such as &dot11_ibss in ibss.h; a part that no host lists is not
 * linked. Opaque.
 */
struct dot11_part;

/**
 * Everything that a radio is built from. Start from dot11_config_defaults(),
 * set the three tables, list the extensions, change what you want to be
 * different. The struct is copied by dot11_radio_init(); what it points to is
 * kept by reference until dot11_radio_fini().
 */
struct dot11_config {
    size_t size; /**< sizeof(struct dot11_config) */

    /* The tables. */
    const struct dot11_hw_caps *caps;      /**< what the radio is */
    const struct dot11_hw_ops *hw_ops;     /**< what it does */
    void *hw;                              /**< passed to hw_ops */
    const struct dot11_host_ops *host_ops; /**< the OS */
    void *host;                            /**< passed to host_ops */
    const struct dot11_crypto_ops *crypto_ops; /**< NULL: open networks only */
    void *crypto;                          /**< passed to crypto_ops */
    const struct dot11_ext_ops *const *exts; /**< security extensions that
                                           may be used, such as &dot11_rsn */
    uint8_t ext_count;                     /**< entries of exts */
    uint8_t part_count;                    /**< entries of parts */
    uint8_t key_count;                     /**< keys of single peers that a
                                                host may set, with the part
                                                dot11_keys (64) */
    const struct dot11_part *const *parts; /**< optional parts of the core
                                                that may be used; each kind
                                                once */

    /* Capacities; memory follows from them. */
    uint8_t sta_count;           /**< stations on this radio, 1.. (1) */
    uint8_t peer_count;          /**< peers of a station: more than 1 with
                                      &dot11_ibss only, 1..32 (1) */
    uint16_t bss_count;          /**< entries of the BSS table, 2.. (32) */
    uint32_t bss_octets;         /**< element bodies kept in all; entries
                                      beyond shrink to a summary (8192) */
    uint8_t event_count;         /**< events that wait, 16.. (32) */
    uint8_t rx_burst;            /**< frames opened in one crypto call (16) */
    uint16_t tx_queue;           /**< MSDUs that wait for the radio (64) */
    uint16_t tx_pending;         /**< frames in the radio's hands (128) */
    uint16_t body_octets;        /**< request and response kept for events
                                      (1024) */

    /* Policy; in microseconds of host time. */
    uint64_t bss_age_us;           /**< entries not heard go (60 s) */
    uint32_t active_dwell_min_us;  /**< leave a silent channel (40 ms) */
    uint32_t active_dwell_max_us;  /**< leave an answering one (80 ms) */
    uint32_t passive_dwell_us;     /**< listen (120 ms) */
    uint32_t scan_slice_us;        /**< at most so long away from the home
                                        channel while connected (150 ms) */
    uint32_t scan_home_us;         /**< then at least so long at home
                                        (100 ms) */
    uint32_t auth_timeout_us;      /**< for each answer (200 ms) */
    uint8_t auth_tries;            /**< requests before giving up (3) */
    uint32_t assoc_timeout_us;     /**< for each answer (200 ms) */
    uint8_t assoc_tries;           /**< requests before giving up (3) */
    bool exempt_despite_keys;      /**< a privacy exemption "always" holds also
                                        when there is a key, SEC-PRT-04
                                        (false) */
    uint32_t port_timeout_us;      /**< from association to an authorised
                                        port (6 s) */
    uint8_t beacon_loss_count;     /**< beacons missed before probing (7) */
    uint32_t unreachable_us;       /**< silence after which the AP counts as
                                        lost, when probing failed (2 s) */
    uint8_t probe_tries;           /**< probes before giving up (3) */
    uint32_t probe_timeout_us;     /**< for each (100 ms) */
    uint32_t hw_timeout_us;        /**< for a pending op (1 s) */
    uint32_t tx_timeout_us;        /**< for frames to come back at halt
                                        (500 ms) */
    uint32_t roam_backoff_min_us;  /**< first pause between tries after a
                                        loss (250 ms) */
    uint32_t roam_backoff_max_us;  /**< longest pause; doubles up to it
                                        (30 s) */
    bool reconnect;                /**< roam by itself after a loss (true) */
    bool drop_group_unicast_ip;    /**< SEC-PRT-08 (true) */
    uint16_t listen_interval;      /**< beacons (10) */
};

/** Fill `config` with `size` and the values in brackets. */
void dot11_config_defaults(struct dot11_config *config);

#ifdef __cplusplus
}
#endif

#endif
