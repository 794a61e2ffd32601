/* Protection of management frames that are sent.
 *
 * SPDX-License-Identifier: MIT
 * Used by the part D11_PART_PMF alone, which says what must be protected. */
#ifndef D11_TX_PMF_H
#define D11_TX_PMF_H

#include <stdint.h>

#include <dot11/err.h>

#include "tx/tx.h"

/* Takes a management frame that is ready to wait for the radio, and gives back
 * the same one protected under a pairwise key (12.5.3.3, 12.5.5.3): by software
 * at once, or marked when the radio does it (tx/steps.h). NULL: it could not
 * be. */
struct dot11_frame *d11_tx_seal_mgmt(struct d11_tx_path *path,
                                     struct d11_key *key,
                                     struct dot11_frame *frame);

/* It must not be sent: give it back. */
void d11_tx_refuse_mgmt(struct d11_tx_path *path, struct dot11_frame *frame);

/* Tell the radio the key of a marked frame. False: it was made under an
 * earlier one (SEC-TXP-03). */
bool d11_tx_name_key(const struct d11_key *key, struct dot11_tx *tx);

#endif
