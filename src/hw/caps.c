#include "hw/caps.h"

#include <string.h>

const struct dot11_hw_channel *
d11_caps_channel(const struct dot11_hw_caps *caps, uint16_t freq_mhz)
{
    for (unsigned i = 0; i < caps->channel_count; i++) {
        if (caps->channels[i].freq_mhz == freq_mhz)
            return &caps->channels[i];
    }
    return NULL;
}

bool d11_caps_usable(const struct dot11_hw_caps *caps, uint16_t freq_mhz)
{
    const struct dot11_hw_channel *channel = d11_caps_channel(caps, freq_mhz);

    return channel != NULL && (channel->flags & D11_HW_CHANNEL_DISABLED) == 0 &&
           dot11_channel_20(freq_mhz).freq_mhz != 0;
}

struct d11_rates d11_caps_rates(const struct dot11_hw_caps *caps,
                                uint16_t freq_mhz)
{
    const struct dot11_hw_channel *channel = d11_caps_channel(caps, freq_mhz);
    struct d11_rates rates = {0, 0, 0};
    const struct dot11_hw_band *band;

    if (channel == NULL || channel->band >= D11_BAND_COUNT)
        return rates;
    band = &caps->bands[channel->band];
    for (unsigned i = 0; i < band->rate_count; i++) {
        struct dot11_octets rate = {&band->rates_500kbps[i], 1};

        d11_rates_add(&rates, rate);
    }
    return rates;
}

bool d11_caps_cipher(const struct dot11_hw_caps *caps, uint32_t suite)
{
    for (unsigned i = 0; i < caps->cipher_count; i++) {
        if (caps->ciphers[i] == suite)
            return true;
    }
    return false;
}
