/* Legacy rates as a set: Supported Rates and Extended Supported Rates.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.3 and 9.4.2.13. */
#include "frame/rates.h"

#include <dot11/codes.h>

#define BASIC 0x80u
/* Rates in one Supported Rates element (9.4.2.3). */
#define FIRST_ELEMENT_MAX 8u

/* In `bit_of_code`: the low bits are a selector, not a rate. */
#define SELECTOR 0x8000u

/* What the low seven bits of an octet mean: a D11_RATE_* bit, a selector
 * (Table 9-93), or 0. */
// clang-format off
static const uint16_t bit_of_code[128] = {
    [2] = D11_RATE_1M, [4] = D11_RATE_2M, [11] = D11_RATE_5M5,
    [12] = D11_RATE_6M, [18] = D11_RATE_9M, [22] = D11_RATE_11M,
    [24] = D11_RATE_12M, [36] = D11_RATE_18M, [48] = D11_RATE_24M,
    [72] = D11_RATE_36M, [96] = D11_RATE_48M, [108] = D11_RATE_54M,
    [121] = SELECTOR | D11_SELECTOR_EHT, [122] = SELECTOR | D11_SELECTOR_HE,
    [123] = SELECTOR | D11_SELECTOR_SAE_H2E,
    [124] = SELECTOR | D11_SELECTOR_EPD, [125] = SELECTOR | D11_SELECTOR_GLK,
    [126] = SELECTOR | D11_SELECTOR_VHT, [127] = SELECTOR | D11_SELECTOR_HT,
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

void d11_rates_add(struct d11_rates *rates, struct dot11_octets body)
{
    unsigned all = 0;
    unsigned basic = 0;
    size_t i;

    for (i = 0; i < body.len; i++) {
        unsigned code = body.data[i];
        unsigned bit = bit_of_code[code & ~BASIC];

        if ((bit & SELECTOR) != 0) {
            /* 9.4.2.3: a selector has the basic bit set; without it the
             * octet is a rate that we do not know. */
            if ((code & BASIC) != 0)
                rates->selectors =
                    (uint16_t)(rates->selectors | (bit & ~SELECTOR));
            continue;
        }
        all |= bit;
        if ((code & BASIC) == 0)
            continue;
        basic |= bit;
        if (bit == 0)
            rates->selectors =
                (uint16_t)(rates->selectors | D11_SELECTOR_UNKNOWN);
    }
    rates->rates = (uint16_t)(rates->rates | all);
    rates->basic = (uint16_t)(rates->basic | basic);
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
