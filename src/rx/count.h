/* Received frames as the statistics part counts them.
 *
 * SPDX-License-Identifier: MIT
 * For the table of that part (hw/mib.h), so that a station without it does not
 * link this. */
#ifndef D11_RX_COUNT_H
#define D11_RX_COUNT_H

#include "hw/mib.h"
#include "rx/rx.h"

/* As rx_dropped and rx_accepted of struct d11_mib_ops. */
void d11_rx_count(const struct d11_rx_path *path,
                  const struct d11_rx_flow *flow, const struct dot11_rx *rx,
                  enum dot11_drop drop);
void d11_rx_count_accepted(const struct d11_rx_path *path);

#endif
