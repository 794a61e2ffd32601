/* Legacy rates as a set: Supported Rates and Extended Supported Rates.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.3 and 9.4.2.13. A set cannot overflow, whatever
 * the elements hold (SEC-ELM-06). */
#ifndef D11_FRAME_RATES_H
#define D11_FRAME_RATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"

/* Bits of a rate set, rising with the rate; 1, 2, 5.5 and 11 Mb/s are DSSS
 * and HR/DSSS, the others OFDM. */
#define D11_RATE_1M 0x0001u
#define D11_RATE_2M 0x0002u
#define D11_RATE_5M5 0x0004u
#define D11_RATE_6M 0x0008u
#define D11_RATE_9M 0x0010u
#define D11_RATE_11M 0x0020u
#define D11_RATE_12M 0x0040u
#define D11_RATE_18M 0x0080u
#define D11_RATE_24M 0x0100u
#define D11_RATE_36M 0x0200u
#define D11_RATE_48M 0x0400u
#define D11_RATE_54M 0x0800u
#define D11_RATE_COUNT 12u
#define D11_RATES_DSSS 0x0027u
#define D11_RATES_OFDM 0x0fd8u
#define D11_RATES_ALL 0x0fffu

/* Membership selectors (Table 9-93): demands, never rates. */
#define D11_SELECTOR_HT 0x0001u
#define D11_SELECTOR_VHT 0x0002u
#define D11_SELECTOR_GLK 0x0004u
#define D11_SELECTOR_EPD 0x0008u
#define D11_SELECTOR_SAE_H2E 0x0010u
#define D11_SELECTOR_HE 0x0020u
#define D11_SELECTOR_EHT 0x0040u
/* A selector, or a rate in the basic set, that we do not know: a BSS that
 * demands it cannot be joined. */
#define D11_SELECTOR_UNKNOWN 0x8000u

struct d11_rates {
    uint16_t rates;     /* D11_RATE_* that may be used */
    uint16_t basic;     /* those of them everybody must know */
    uint16_t selectors; /* D11_SELECTOR_* */
};

/* Add the body of a Supported or Extended Supported Rates element. */
void d11_rates_add(struct d11_rates *rates, struct dot11_octets body);

/* The rate of bit `index` (0 is 1 Mb/s) in units of 500 kb/s; 0 above 11. */
uint8_t d11_rate_500k(unsigned index);

/* Write a Supported Rates element and, for more than eight, an Extended
 * Supported Rates element. Selectors follow the rates. */
void d11_rates_write(struct d11_wr *wr, const struct d11_rates *rates);

#endif
