/* Channel numbers and centre frequencies of 20 MHz channels.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 15.4.4.3 (2.4 GHz), 17.3.8.4.2 and Annex E (5 GHz),
 * and IEEE Std 802.11ax-2021, 27.3.23.2 (6 GHz). */
#include <dot11/types.h>

/* Every `step`th channel from `first` to `last` is centred 5 MHz times its
 * number above `start_mhz`. */
static const struct {
    uint16_t start_mhz;
    uint8_t band;
    uint8_t first;
    uint8_t last;
    uint8_t step;
} rows[] = {
    {2407, D11_BAND_2GHZ, 1, 13, 1},
    /* Channel 14 lies 12 MHz above channel 13. */
    {2414, D11_BAND_2GHZ, 14, 14, 1},
    {5000, D11_BAND_5GHZ, 36, 64, 4},
    {5000, D11_BAND_5GHZ, 100, 144, 4},
    {5000, D11_BAND_5GHZ, 149, 177, 4},
    {5950, D11_BAND_6GHZ, 1, 233, 4},
    /* Operating class 136: one channel at 5935 MHz. */
    {5925, D11_BAND_6GHZ, 2, 2, 4},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

uint16_t dot11_channel_freq_mhz(enum dot11_band band, uint8_t number)
{
    size_t i;

    for (i = 0; i < ROWS; i++) {
        if (rows[i].band != (uint8_t)band || number < rows[i].first ||
            number > rows[i].last ||
            (uint8_t)(number - rows[i].first) % rows[i].step != 0)
            continue;
        return (uint16_t)(rows[i].start_mhz + 5u * number);
    }
    return 0;
}

/* The channel centred at `freq_mhz`: its number, and its band in `band`. */
static uint8_t find(uint16_t freq_mhz, uint8_t *band)
{
    size_t i;

    for (i = 0; i < ROWS; i++) {
        uint32_t number;

        if (freq_mhz <= rows[i].start_mhz)
            continue;
        number = ((uint32_t)freq_mhz - rows[i].start_mhz) / 5u;
        if (number > rows[i].last ||
            dot11_channel_freq_mhz((enum dot11_band)rows[i].band,
                                   (uint8_t)number) != freq_mhz)
            continue;
        *band = rows[i].band;
        return (uint8_t)number;
    }
    return 0;
}

uint8_t dot11_channel_number(uint16_t freq_mhz)
{
    uint8_t band;

    return find(freq_mhz, &band);
}

struct dot11_channel dot11_channel_20(uint16_t freq_mhz)
{
    struct dot11_channel channel = {0};

    if (find(freq_mhz, &channel.band) != 0) {
        channel.freq_mhz = freq_mhz;
        channel.centre0_mhz = freq_mhz;
        channel.width = D11_WIDTH_20_NOHT;
    }
    return channel;
}
