/* The MIC of MSDUs under TKIP.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RX_TKIP_H
#define D11_RX_TKIP_H

#include <dot11/err.h>
#include <dot11/hw.h>

#include "rx/rx.h"

/* A MIC was wrong; `key` is the one it was made with. */
typedef void d11_rx_tkip_failed(struct d11_vif *vif,
                                const struct d11_peer *peer,
                                const struct d11_key *key);

/* As struct d11_rx_tkip says; `failed` is told. */
enum dot11_drop d11_rx_tkip_verify(struct d11_rx_path *path,
                                   struct d11_rx_item *item,
                                   d11_rx_tkip_failed *failed);
enum dot11_drop d11_rx_tkip_radio_failed(struct d11_rx_path *path,
                                         const struct dot11_rx *rx,
                                         d11_rx_tkip_failed *failed);

#endif
