/* Questions about what a radio can.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_CAPS_H
#define D11_HW_CAPS_H

#include <dot11/hw.h>

#include "frame/rates.h"

/* The radio's entry of a channel, or NULL. */
const struct dot11_hw_channel *
d11_caps_channel(const struct dot11_hw_caps *caps, uint16_t freq_mhz);

/* Can the radio be tuned there at all? */
bool d11_caps_usable(const struct dot11_hw_caps *caps, uint16_t freq_mhz);

/* The rates of the band of a frequency. */
struct d11_rates d11_caps_rates(const struct dot11_hw_caps *caps,
                                uint16_t freq_mhz);

/* Does the radio cipher this suite when given the key? */
bool d11_caps_cipher(const struct dot11_hw_caps *caps, uint32_t suite);

#endif
