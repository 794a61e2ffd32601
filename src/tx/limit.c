/* How long and how often a frame may be tried, and what goes before it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.3.2.9 and 10.3.4.4; rules N80211-TX-9 to TX-14.
 * The radio does it; it is told with each frame, so that a new setting is one
 * for what is handed over from then on. */
#include "hw/attrs.h"
#include "tx/steps.h"

/* Octets of the FCS, which the thresholds include. */
#define FCS_LEN 4u

/* TU in microseconds, as far as the field goes. */
static uint32_t lifetime_us(uint32_t tu)
{
    return tu > UINT32_MAX / D11_TU_US ? UINT32_MAX : tu * D11_TU_US;
}

void d11_tx_limit(const struct d11_vif *vif, struct dot11_tx *burst, size_t n)
{
    const uint32_t *numbers = d11_attrs_listed(vif)->numbers;
    const uint32_t life_us = lifetime_us(numbers[D11_ATTR_TX_LIFETIME]);

    for (size_t i = 0; i < n; i++) {
        struct dot11_tx *tx = &burst[i];
        const bool is_long =
            tx->frame->len + FCS_LEN > numbers[D11_ATTR_RTS_THRESHOLD];

        tx->lifetime_us = life_us;
        tx->tries = (uint8_t)numbers[is_long ? D11_ATTR_LONG_RETRY_LIMIT
                                             : D11_ATTR_SHORT_RETRY_LIMIT];
        /* Nobody answers for a group. */
        if (is_long && (tx->flags & D11_TX_NO_ACK) == 0)
            tx->flags |= D11_TX_RTS;
    }
}
