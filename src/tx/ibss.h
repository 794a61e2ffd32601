/* MSDUs in an IBSS.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_TX_IBSS_H
#define D11_TX_IBSS_H

#include "tx/tx.h"

/* As d11_tx_msdus(). `group` stands for all peers: its link has the key that
 * our frames to groups go out under, in slot tx_key. */
size_t d11_tx_ibss_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                         struct d11_peer *group,
                         struct dot11_frame *const *frames, size_t n);

/* Send what waits and may go, as d11_tx_run(). */
void d11_tx_ibss_run(struct d11_tx_path *path, struct d11_vif *vif,
                     struct d11_peer *group);

/* A peer is gone: what waited for it goes back (N80211-PORT-15). */
void d11_tx_ibss_drop(struct d11_tx_path *path, struct d11_vif *vif,
                      const uint8_t *addr);

#endif
