/* libdot11: addresses, names, channels and other small values.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020 is cited by clause. */
#ifndef DOT11_TYPES_H
#define DOT11_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Octets in a MAC address (9.2.4.3). */
#define D11_ADDR_LEN 6u
/** Octets of a PMKID. */
#define D11_PMKID_LEN 16u
/** Most octets in an SSID (9.4.2.2); 0 is the wildcard SSID. */
#define D11_SSID_MAX 32u
/** One time unit, TU, in microseconds (3.1). */
#define D11_TU_US 1024u
/** Traffic identifiers that a frame can name (9.2.4.5.2). */
#define D11_TID_COUNT 16u
/** Access categories (10.2.3.2). */
#define D11_AC_COUNT 4u
/** A point in time that never comes: no deadline. */
#define D11_NEVER UINT64_MAX
/** A signal strength that nobody measured. */
#define D11_SIGNAL_UNKNOWN INT8_MIN

/** Access category; the order is that of rising priority. */
enum dot11_ac {
    D11_AC_BK, /**< background */
    D11_AC_BE, /**< best effort */
    D11_AC_VI, /**< video */
    D11_AC_VO  /**< voice */
};

/** Octets that somebody else owns; borrowed wherever it is passed. */
struct dot11_octets {
    const uint8_t *data; /**< first octet; may be NULL when len is 0 */
    size_t len;          /**< octets */
};

/** An SSID: octets with a length, never a C string (9.4.2.2). */
struct dot11_ssid {
    uint8_t len;                  /**< 0..32 */
    uint8_t octets[D11_SSID_MAX]; /**< the first `len` count */
};

/** Frequency band. */
enum dot11_band {
    D11_BAND_2GHZ,
    D11_BAND_5GHZ,
    D11_BAND_6GHZ,
    D11_BAND_COUNT
};

/** Width of a channel. */
enum dot11_width {
    D11_WIDTH_20_NOHT, /**< 20 MHz, no HT */
    D11_WIDTH_20,      /**< 20 MHz */
    D11_WIDTH_40,      /**< 40 MHz */
    D11_WIDTH_80,      /**< 80 MHz */
    D11_WIDTH_160,     /**< 160 MHz */
    D11_WIDTH_80P80,   /**< 80+80 MHz, centre1_mhz counts */
    D11_WIDTH_320      /**< 320 MHz */
};

/** Where a radio is tuned. `freq_mhz` 0 means no channel. */
struct dot11_channel {
    uint16_t freq_mhz;    /**< centre of the primary 20 MHz channel */
    uint16_t centre0_mhz; /**< centre of the whole (first) segment */
    uint16_t centre1_mhz; /**< centre of the second segment, or 0 */
    uint8_t width;        /**< enum dot11_width */
    uint8_t band;         /**< enum dot11_band */
};

/**
 * The channel number of a primary 20 MHz channel (17.3.8.4.2, 19.3.15,
 * 27.3.23.2).
 * @return 1..233, or 0 when `freq_mhz` is not the centre of a channel
 */
uint8_t dot11_channel_number(uint16_t freq_mhz);

/**
 * The centre frequency of a channel number in a band, in MHz.
 * @return 0 when the band has no such channel
 */
uint16_t dot11_channel_freq_mhz(enum dot11_band band, uint8_t number);

/**
 * A 20 MHz channel without HT at `freq_mhz`; `freq_mhz` of the result is 0
 * when that is not the centre of a channel.
 */
struct dot11_channel dot11_channel_20(uint16_t freq_mhz);

#ifdef __cplusplus
}
#endif

#endif
