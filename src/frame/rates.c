/* Legacy rates as a set: Supported Rates and Extended Supported Rates.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.3 and 9.4.2.13. */
#include "frame/rates.h"

#include <dot11/codes.h>

#define BASIC 0x80u
/* Rates in one Supported Rates element (9.4.2.3). */
#define FIRST_ELEMENT_MAX 8u

/* What an octet of the elements means, as bits of one word: a rate, the same
 * rate as a basic one, a selector, and that we know it. So each octet is one
 * look-up; there are a dozen of them in every beacon in the air. */
#define BASIC_SHIFT 12
#define SELECTOR_SHIFT 24
#define KNOWN 0x80000000u

// clang-format off
#define RATE(code, bit)                                                        \
    [(code)] = KNOWN | (bit),                                                  \
    [(code) | BASIC] = KNOWN | (bit) | ((bit) << BASIC_SHIFT)
/* 9.4.2.3: a selector has the basic bit set; without it the octet is a rate
 * that we do not know. */
#define SELECTOR(code, bit) [(code) | BASIC] = KNOWN | ((bit) << SELECTOR_SHIFT)

static const uint32_t meaning[256] = {
    RATE(2, D11_RATE_1M), RATE(4, D11_RATE_2M), RATE(11, D11_RATE_5M5),
    RATE(12, D11_RATE_6M), RATE(18, D11_RATE_9M), RATE(22, D11_RATE_11M),
    RATE(24, D11_RATE_12M), RATE(36, D11_RATE_18M), RATE(48, D11_RATE_24M),
    RATE(72, D11_RATE_36M), RATE(96, D11_RATE_48M), RATE(108, D11_RATE_54M),
    /* Table 9-93. */
    SELECTOR(121, D11_SELECTOR_EHT), SELECTOR(122, D11_SELECTOR_HE),
    SELECTOR(123, D11_SELECTOR_SAE_H2E), SELECTOR(124, D11_SELECTOR_EPD),
    SELECTOR(125, D11_SELECTOR_GLK), SELECTOR(126, D11_SELECTOR_VHT),
    SELECTOR(127, D11_SELECTOR_HT),
};

static const uint8_t rate_500k[D11_RATE_COUNT] = {
    2, 4, 11, 12, 18, 22, 24, 36, 48, 72, 96, 108,
};

static const struct {
    uint16_t bit;
    uint8_t code;
} selectors[] = {
    {D11_SELECTOR_HT, 127}, {D11_SELECTOR_VHT, 126}, {D11_SELECTOR_GLK, 125},
    {D11_SELECTOR_EPD, 124}, {D11_SELECTOR_SAE_H2E, 123},
    {D11_SELECTOR_HE, 122}, {D11_SELECTOR_EHT, 121},
};
// clang-format on

#define SELECTORS (sizeof(selectors) / sizeof(selectors[0]))

/* Is there something in `body` that everybody must know and we do not? */
static bool has_unknown_basic(struct dot11_octets body)
{
    size_t i;

    for (i = 0; i < body.len; i++) {
        if ((body.data[i] & BASIC) != 0 && meaning[body.data[i]] == 0)
            return true;
    }
    return false;
}

void d11_rates_add(struct d11_rates *rates, struct dot11_octets body)
{
    uint32_t any = 0;
    uint32_t all = KNOWN;
    unsigned selectors_seen;
    size_t i;

    for (i = 0; i < body.len; i++) {
        any |= meaning[body.data[i]];
        all &= meaning[body.data[i]];
    }
    rates->rates = (uint16_t)(rates->rates | (any & D11_RATES_ALL));
    rates->basic =
        (uint16_t)(rates->basic | ((any >> BASIC_SHIFT) & D11_RATES_ALL));
    selectors_seen = (any & ~KNOWN) >> SELECTOR_SHIFT;
    if ((all & KNOWN) == 0 && has_unknown_basic(body))
        selectors_seen |= D11_SELECTOR_UNKNOWN;
    rates->selectors = (uint16_t)(rates->selectors | selectors_seen);
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
        if ((rates->selectors & selectors[i].bit) != 0)
            octets[count++] = (uint8_t)(selectors[i].code | BASIC);
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
