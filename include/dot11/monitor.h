/* libdot11: network monitor mode and raw reception.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-MODE-*, RAW-*. A station of a host that lists dot11_monitor can
 * be made a network monitor: it hears a channel and hands up whatever the
 * packet filter asks for, as it came, through dot11_host_ops.deliver_raw. It
 * sends nothing, not even acknowledgements. */
#ifndef DOT11_MONITOR_H
#define DOT11_MONITOR_H

#include <dot11/config.h>
#include <dot11/hw.h>
#include <dot11/sta.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The part that all functions of this header need. */
extern const struct dot11_part dot11_monitor;

/** What a station is used as. */
enum dot11_mode {
    D11_MODE_STATION, /**< a station of an infrastructure BSS or IBSS */
    D11_MODE_MONITOR, /**< network monitor */
    D11_MODE_COUNT
};

/** What to hand up; the bits of the operation model (N80211 section 1.5). The
 * first five are about data frames. */
enum dot11_packet_filter {
    D11_PACKET_DIRECTED = 0x1,          /**< to the own address */
    D11_PACKET_MULTICAST = 0x2,         /**< to a group of the list */
    D11_PACKET_ALL_MULTICAST = 0x4,     /**< to any group */
    D11_PACKET_BROADCAST = 0x8,         /**< to all */
    D11_PACKET_PROMISCUOUS = 0x20,      /**< to anybody */
    D11_PACKET_RAW_DATA = 0x10000,      /**< each MPDU of these unchanged */
    D11_PACKET_DIRECTED_MGMT = 0x20000, /**< management, as above */
    D11_PACKET_BROADCAST_MGMT = 0x40000,
    D11_PACKET_MULTICAST_MGMT = 0x80000,
    D11_PACKET_ALL_MULTICAST_MGMT = 0x100000,
    D11_PACKET_PROMISCUOUS_MGMT = 0x200000,
    D11_PACKET_RAW_MGMT = 0x400000,
    D11_PACKET_DIRECTED_CTRL = 0x800000, /**< control, as above */
    D11_PACKET_BROADCAST_CTRL = 0x1000000,
    D11_PACKET_PROMISCUOUS_CTRL = 0x2000000,
    D11_PACKET_ALL = 0x3ff002f /**< every bit there is */
};

/** What a raw frame is (the flags of the receive context). */
enum dot11_raw_flag {
    D11_RAW_FRAME = 1u << 0,       /**< an MPDU as it was heard */
    D11_RAW_FCS_FAILURE = 1u << 1, /**< its FCS was wrong */
    D11_RAW_TIMESTAMP = 1u << 2    /**< rx->tsf_us counts */
};

/** A frame that the monitor hands up. Borrowed, frame and all. */
struct dot11_raw {
    const struct dot11_rx *rx; /**< the MPDU without FCS, and what the radio
                                    said of it: signal, rate, channel, TSF */
    uint32_t flags;            /**< enum dot11_raw_flag bits; 0: a whole MSDU
                                    or MMPDU, because no raw filter is on */
    uint16_t mpdu_count;       /**< MPDUs that `rx` tells of: 1 */
};

/**
 * Use a station as something else. It begins anew in that mode, with defaults
 * of everything and an empty BSS table (N80211-MODE-3); the mode outlasts
 * resets, and ends with the halt. The mode it has already changes nothing.
 * @return D11_ERR_UNSUPPORTED: the part is not listed, or the radio cannot
 *         listen so; D11_ERR_ARG: no such mode; D11_ERR_STATE: not started,
 *         or connected; D11_ERR_BUSY: another station of the radio is
 *         connected or listens; D11_ERR_HW: the radio failed, and listens as
 *         before
 */
enum dot11_err dot11_sta_set_mode(struct dot11_sta *sta, enum dot11_mode mode,
                                  uint64_t now_us);

/** The one mode that a station is in. */
enum dot11_mode dot11_sta_mode(const struct dot11_sta *sta);

/**
 * What to hand up (enum dot11_packet_filter bits); 0 at first. A station that
 * is no monitor takes promiscuous and raw bits without an error and does
 * nothing with them (N80211-RX-18).
 * @return D11_ERR_UNSUPPORTED; D11_ERR_STATE: not started; D11_ERR_ARG: a bit
 *         that does not exist
 */
enum dot11_err dot11_sta_set_packet_filter(struct dot11_sta *sta,
                                           uint32_t filter, uint64_t now_us);

/** The bits that are in force. */
uint32_t dot11_sta_packet_filter(const struct dot11_sta *sta);

/** Groups that a station can list. */
#define D11_MULTICAST_MAX 32u

/**
 * The groups of D11_PACKET_MULTICAST: takes the place of the list there was.
 * @param addrs  n addresses of groups; borrowed
 * @return D11_ERR_UNSUPPORTED; D11_ERR_STATE: not started; D11_ERR_ARG: not a
 *         group; D11_ERR_FULL: more than D11_MULTICAST_MAX
 */
enum dot11_err dot11_sta_set_multicast(struct dot11_sta *sta,
                                       const uint8_t (*addrs)[D11_ADDR_LEN],
                                       size_t n, uint64_t now_us);

/** The list; writes at most `max` and returns how many there are. */
size_t dot11_sta_multicast(const struct dot11_sta *sta,
                           uint8_t (*addrs)[D11_ADDR_LEN], size_t max);

/**
 * Tune the monitor. Only listening is meant, so nothing is asked of the
 * regulatory domain: any channel that there is will do (N80211-MODE-11).
 * @param channel  its `centre0_mhz` 0: 20 MHz at `freq_mhz`
 * @return D11_ERR_UNSUPPORTED; D11_ERR_STATE: no monitor; D11_ERR_CHANNEL: no
 *         channel has this frequency
 */
enum dot11_err
dot11_sta_set_monitor_channel(struct dot11_sta *sta,
                              const struct dot11_channel *channel,
                              uint64_t now_us);

/** Where the monitor listens; `freq_mhz` 0: nowhere (yet). */
struct dot11_channel dot11_sta_monitor_channel(const struct dot11_sta *sta);

#ifdef __cplusplus
}
#endif

#endif
