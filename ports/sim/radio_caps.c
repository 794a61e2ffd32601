/* What a radio says of itself: channels, rates, ops.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/octets.h"
#include "radio.h"

static void add_channel(struct dot11_sim_radio *radio, uint8_t band,
                        uint16_t freq_mhz, uint8_t flags)
{
    struct dot11_hw_channel *channel =
        &radio->channels[radio->caps.channel_count++];

    channel->freq_mhz = freq_mhz;
    channel->band = band;
    channel->flags = flags;
    channel->tx_power_dbm = 20;
}

static void add_channels(struct dot11_sim_radio *radio)
{
    for (uint16_t n = 1; n <= 13; n++)
        add_channel(radio, D11_BAND_2GHZ, (uint16_t)(2407 + 5 * n), 0);
    if (radio->config.only_2ghz)
        return;
    for (uint16_t n = 36; n <= 64; n = (uint16_t)(n + 4))
        add_channel(radio, D11_BAND_5GHZ, (uint16_t)(5000 + 5 * n),
                    n < 52 ? 0 : D11_HW_CHANNEL_DFS | D11_HW_CHANNEL_PASSIVE);
    for (uint16_t n = 100; n <= 144; n = (uint16_t)(n + 4))
        add_channel(radio, D11_BAND_5GHZ, (uint16_t)(5000 + 5 * n),
                    D11_HW_CHANNEL_DFS | D11_HW_CHANNEL_PASSIVE);
    for (uint16_t n = 149; n <= 165; n = (uint16_t)(n + 4))
        add_channel(radio, D11_BAND_5GHZ, (uint16_t)(5000 + 5 * n), 0);
}

void radio_fill_caps(struct dot11_sim_radio *radio)
{
    static const uint8_t rates[12] = {2,  4,  11, 22, 12, 18,
                                      24, 36, 48, 72, 96, 108};
    struct dot11_hw_caps *caps = &radio->caps;

    caps->size = sizeof *caps;
    d11_addr_copy(caps->addr, radio->config.addr);
    caps->link_count = 1;
    caps->sta_count = radio->config.sta_count;
    caps->flags = radio->config.flags;
    caps->channels = radio->channels;
    caps->tx_headroom = radio->config.tx_headroom;
    caps->tx_tailroom = radio->config.tx_tailroom;
    if (radio->config.hw_ccmp)
        caps->ciphers[caps->cipher_count++] =
            radio->config.hw_cipher != 0 ? radio->config.hw_cipher
                                         : (uint32_t)D11_CIPHER_CCMP_128;
    if (radio->config.hw_bip != 0)
        caps->ciphers[caps->cipher_count++] = radio->config.hw_bip;
    add_channels(radio);
    memcpy(caps->bands[D11_BAND_2GHZ].rates_500kbps, rates, 12);
    caps->bands[D11_BAND_2GHZ].rate_count = 12;
    if (!radio->config.only_2ghz) {
        memcpy(caps->bands[D11_BAND_5GHZ].rates_500kbps, rates + 4, 8);
        caps->bands[D11_BAND_5GHZ].rate_count = 8;
    }
}
