/* Protection of received management frames.
 *
 * SPDX-License-Identifier: MIT
 * Used by the part D11_PART_PMF alone, which says what must be protected. */
#ifndef D11_RX_PMF_H
#define D11_RX_PMF_H

#include <dot11/err.h>

#include "rx/steps.h"

/* Open an individually addressed frame with the Protected bit under the
 * pairwise key of its transmitter, flow->peer, which is not NULL, and take
 * that protection off: afterwards it is a frame without (12.5.3.4, 12.5.5.4).
 * The header of the path is that of the frame then. */
enum dot11_drop d11_rx_open_mgmt(struct d11_rx_path *path,
                                 struct d11_rx_item *item);

/* Verify the MME of a frame to a group under one of two keys, those of the
 * ids `first` and `first` + 1, and its packet number. D11_DROP_UNPROTECTED_MGMT
 * when it does not end with an MME. */
enum dot11_drop d11_rx_check_mme(struct d11_rx_path *path,
                                 const struct d11_rx_item *item,
                                 struct d11_key keys[2], uint8_t first);

#endif
