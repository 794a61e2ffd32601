/* Legacy rates as a set: Supported Rates and Extended Supported Rates.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.3 and 9.4.2.13. */
#include "frame/rates.h"

#include <dot11/codes.h>

#define BASIC 0x80u
/* Rates in one Supported Rates element (9.4.2.3). */
#define FIRST_ELEMENT_MAX 8u

/* What an octet of the elements means is one bit of a word: a rate or a
 * selector; there is one word for octets with the basic bit and one for those
 * without. The table has the numbers of the bits, so each octet is one
 * look-up; there are a dozen of them in every beacon in the air. Bit 0 is that
 * of all octets that we do not know. */
#define UNKNOWN 1u
#define RATE_SHIFT 1
#define SELECTOR_SHIFT 13

// clang-format off
/* `index` is the number of the bit in D11_RATE_* or D11_SELECTOR_*. */
#define RATE(code, index) [(code)] = RATE_SHIFT + (index)
#define SELECTOR(code, index) [(code)] = SELECTOR_SHIFT + (index)

static const uint8_t meaning[128] = {
    RATE(2, 0), RATE(4, 1), RATE(11, 2), RATE(12, 3), RATE(18, 4), RATE(22, 5),
    RATE(24, 6), RATE(36, 7), RATE(48, 8), RATE(72, 9), RATE(96, 10),
    RATE(108, 11),
    /* Table 9-93. */
    SELECTOR(121, 6), SELECTOR(122, 5), SELECTOR(123, 4), SELECTOR(124, 3),
    SELECTOR(125, 2), SELECTOR(126, 1), SELECTOR(127, 0),
};

static const uint8_t rate_500k[D11_RATE_COUNT] = {
    2, 4, 11, 12, 18, 22, 24, 36, 48, 72, 96, 108,
};

// clang-format on

/* The codes of the selectors fall as their bits rise. */
#define SELECTOR_FIRST 127u
#define SELECTORS 7u

void d11_rates_add(struct d11_rates *rates, struct dot11_octets body)
{
    uint32_t seen[2] = {0, 0}; /* without and with the basic bit */
    unsigned basic;
    unsigned selectors;
    size_t i;

    for (i = 0; i < body.len; i++)
        seen[body.data[i] >> 7] |= 1u << meaning[body.data[i] & ~BASIC];
    basic = (seen[1] >> RATE_SHIFT) & D11_RATES_ALL;
    rates->rates = (uint16_t)(rates->rates | basic |
                              ((seen[0] >> RATE_SHIFT) & D11_RATES_ALL));
    rates->basic = (uint16_t)(rates->basic | basic);
    /* 9.4.2.3: a selector has the basic bit; without it the octet is a rate
     * that we do not know. */
    selectors = seen[1] >> SELECTOR_SHIFT;
    if ((seen[1] & UNKNOWN) != 0)
        selectors |= D11_SELECTOR_UNKNOWN;
    rates->selectors = (uint16_t)(rates->selectors | selectors);
}

uint8_t d11_rate_500k(unsigned index)
{
    return index < D11_RATE_COUNT ? rate_500k[index] : 0;
}

/* The octets of both elements one after the other; how many. */
static size_t list(uint8_t *octets, const struct d11_rates *rates)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < D11_RATE_COUNT; i++) {
        unsigned bit = 1u << i;

        if (((rates->rates | rates->basic) & bit) == 0)
            continue;
        octets[count++] =
            (uint8_t)(rate_500k[i] | ((rates->basic & bit) != 0 ? BASIC : 0u));
    }
    for (i = 0; i < SELECTORS; i++) {
        if ((rates->selectors & (1u << i)) != 0)
            octets[count++] = (uint8_t)((SELECTOR_FIRST - i) | BASIC);
    }
    return count;
}

void d11_rates_write(struct d11_wr *wr, const struct d11_rates *rates)
{
    uint8_t octets[D11_RATE_COUNT + SELECTORS];
    size_t count = list(octets, rates);
    size_t first = count < FIRST_ELEMENT_MAX ? count : FIRST_ELEMENT_MAX;

    d11_wr_u8(wr, D11_EID_RATES);
    d11_wr_u8(wr, (uint8_t)first);
    d11_wr_octets(wr, octets, first);
    if (count == first)
        return;
    d11_wr_u8(wr, D11_EID_EXT_RATES);
    d11_wr_u8(wr, (uint8_t)(count - first));
    d11_wr_octets(wr, octets + first, count - first);
}
