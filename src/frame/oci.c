/* Operating Channel Information: the channel that a peer says it is on.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.236, 12.2.9 and Table E-4. */
#include "frame/oci.h"

#include <dot11/codes.h>

#include "base/rd.h"
#include "frame/element.h"

/* Where the secondary channel of a class of 40 MHz is. */
enum side { NO_SIDE, ABOVE, BELOW };

/* Global operating classes (Table E-4): of each its primary channels in a
 * band. The first row that has a channel is the one that is sent. */
// clang-format off
static const struct row {
    uint8_t operating_class;
    uint8_t band;
    uint8_t width; /* enum dot11_width */
    uint8_t side;
    uint8_t first; /* number of the lowest primary channel */
    uint8_t last;
} rows[] = {
    { 81, D11_BAND_2GHZ, D11_WIDTH_20,    NO_SIDE,   1,  13},
    { 82, D11_BAND_2GHZ, D11_WIDTH_20,    NO_SIDE,  14,  14},
    { 83, D11_BAND_2GHZ, D11_WIDTH_40,    ABOVE,     1,   9},
    { 84, D11_BAND_2GHZ, D11_WIDTH_40,    BELOW,     5,  13},
    {115, D11_BAND_5GHZ, D11_WIDTH_20,    NO_SIDE,  36,  48},
    {116, D11_BAND_5GHZ, D11_WIDTH_40,    ABOVE,    36,  44},
    {117, D11_BAND_5GHZ, D11_WIDTH_40,    BELOW,    40,  48},
    {118, D11_BAND_5GHZ, D11_WIDTH_20,    NO_SIDE,  52,  64},
    {119, D11_BAND_5GHZ, D11_WIDTH_40,    ABOVE,    52,  60},
    {120, D11_BAND_5GHZ, D11_WIDTH_40,    BELOW,    56,  64},
    {121, D11_BAND_5GHZ, D11_WIDTH_20,    NO_SIDE, 100, 144},
    {122, D11_BAND_5GHZ, D11_WIDTH_40,    ABOVE,   100, 140},
    {123, D11_BAND_5GHZ, D11_WIDTH_40,    BELOW,   104, 144},
    {125, D11_BAND_5GHZ, D11_WIDTH_20,    NO_SIDE, 149, 177},
    {124, D11_BAND_5GHZ, D11_WIDTH_20,    NO_SIDE, 149, 161},
    {126, D11_BAND_5GHZ, D11_WIDTH_40,    ABOVE,   149, 173},
    {127, D11_BAND_5GHZ, D11_WIDTH_40,    BELOW,   153, 177},
    {128, D11_BAND_5GHZ, D11_WIDTH_80,    NO_SIDE,  36, 177},
    {129, D11_BAND_5GHZ, D11_WIDTH_160,   NO_SIDE,  36, 177},
    {130, D11_BAND_5GHZ, D11_WIDTH_80P80, NO_SIDE,  36, 177},
    {131, D11_BAND_6GHZ, D11_WIDTH_20,    NO_SIDE,   1, 233},
    {132, D11_BAND_6GHZ, D11_WIDTH_40,    NO_SIDE,   1, 233},
    {133, D11_BAND_6GHZ, D11_WIDTH_80,    NO_SIDE,   1, 233},
    {134, D11_BAND_6GHZ, D11_WIDTH_160,   NO_SIDE,   1, 233},
    {135, D11_BAND_6GHZ, D11_WIDTH_80P80, NO_SIDE,   1, 233},
    {136, D11_BAND_6GHZ, D11_WIDTH_20,    NO_SIDE,   2,   2},
    {137, D11_BAND_6GHZ, D11_WIDTH_320,   NO_SIDE,   1, 233},
};
// clang-format on

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* 20 MHz is 20 MHz, with HT or without. */
static uint8_t width_of(const struct dot11_channel *channel)
{
    return channel->width == D11_WIDTH_20_NOHT ? (uint8_t)D11_WIDTH_20
                                               : channel->width;
}

static enum side side_of(const struct dot11_channel *channel)
{
    if (channel->width != D11_WIDTH_40)
        return NO_SIDE;
    return channel->centre0_mhz > channel->freq_mhz ? ABOVE : BELOW;
}

/* Channel 2 of 6 GHz lies apart from the others and has a class of its own. */
static bool has(const struct row *row, const struct dot11_channel *channel)
{
    const uint8_t number = dot11_channel_number(channel->freq_mhz);

    return row->band == channel->band && number >= row->first &&
           number <= row->last &&
           (row->band != D11_BAND_6GHZ || (number == 2) == (row->first == 2));
}

bool d11_oci_of(struct d11_oci *oci, const struct dot11_channel *channel)
{
    const enum side side = side_of(channel);

    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];

        if (row->width != width_of(channel) || !has(row, channel) ||
            (row->side != NO_SIDE && row->side != (uint8_t)side))
            continue;
        oci->operating_class = row->operating_class;
        oci->channel = dot11_channel_number(channel->freq_mhz);
        oci->segment1 = 0;
        /* Centres of wide segments are numbered 5 MHz apart, too. */
        if (channel->width == D11_WIDTH_80P80)
            oci->segment1 =
                (uint8_t)((channel->centre1_mhz -
                           (channel->band == D11_BAND_6GHZ ? 5950u : 5000u)) /
                          5u);
        return true;
    }
    return false;
}

bool d11_oci_decode(struct d11_oci *oci, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len != D11_OCI_LEN)
        return false;
    oci->operating_class = d11_rd_u8(&rd);
    oci->channel = d11_rd_u8(&rd);
    oci->segment1 = d11_rd_u8(&rd);
    return true;
}

bool d11_oci_find(struct d11_oci *oci, struct dot11_octets list)
{
    struct d11_rd rd = d11_rd_over(list.data, list.len);
    struct d11_element element;
    unsigned found = 0;
    bool good = false;

    while (d11_element_next(&rd, &element)) {
        if (element.id != D11_EID_EXTENSION || element.ext_id != D11_EXT_OCI)
            continue;
        found++;
        good = d11_oci_decode(oci, element.body, element.len);
    }
    return !rd.truncated && found == 1 && good;
}

bool d11_oci_fits(const struct d11_oci *oci,
                  const struct dot11_channel *channel)
{
    const enum side side = side_of(channel);

    for (size_t i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];

        if (row->operating_class != oci->operating_class)
            continue;
        if (!has(row, channel) || row->width < width_of(channel) ||
            oci->channel != dot11_channel_number(channel->freq_mhz))
            return false;
        if (side != NO_SIDE && row->side != NO_SIDE)
            return row->side == (uint8_t)side;
        return true;
    }
    return false;
}

void d11_oci_write(struct d11_wr *wr, const struct d11_oci *oci)
{
    d11_wr_u8(wr, oci->operating_class);
    d11_wr_u8(wr, oci->channel);
    d11_wr_u8(wr, oci->segment1);
}

void d11_oci_write_element(struct d11_wr *wr, const struct d11_oci *oci)
{
    d11_wr_u8(wr, D11_EID_EXTENSION);
    d11_wr_u8(wr, 1u + D11_OCI_LEN);
    d11_wr_u8(wr, D11_EXT_OCI);
    d11_oci_write(wr, oci);
}
