/* Duplicates of received MPDUs.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.3.2.14. The cache is asked before a frame is
 * verified and changed only after, so that a forged frame cannot make a
 * genuine one look repeated (SEC-RPL-06). Frames to a group are never
 * repeated. */
#include "rx/steps.h"

bool d11_rx_is_duplicate(const struct d11_rx_path *path,
                         const struct d11_rx_item *item)
{
    return !item->flow->group && !d11_rx_radio_does(path, D11_HW_DUP_CHECK) &&
           *d11_rx_last_seq(item) == item->seq_ctrl;
}
