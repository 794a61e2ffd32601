/* Duplicates of received MPDUs.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.3.2.14. The cache is asked before a frame is
 * verified and changed only after, so that a forged frame cannot make a
 * genuine one look repeated (SEC-RPL-06). Frames to a group are never
 * repeated. */
#include "rx/steps.h"

static uint32_t sequence_control(const struct d11_header *h)
{
    return (uint32_t)h->seq << 4 | h->frag;
}

bool d11_rx_is_duplicate(const struct d11_rx_path *path,
                         const struct d11_rx_item *item)
{
    const struct d11_header *h = &item->header;

    return d11_header_retry(h) && !item->group &&
           !d11_rx_radio_does(path, D11_HW_DUP_CHECK) &&
           item->peer->rx_seq[h->tid] == sequence_control(h);
}

void d11_rx_remember(struct d11_rx_item *item)
{
    if (!item->group)
        item->peer->rx_seq[item->header.tid] = sequence_control(&item->header);
}
