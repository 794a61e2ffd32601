/* What a beacon says of its BSS, as the BSS table keeps it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_MLME_BSS_FACTS_H
#define D11_MLME_BSS_FACTS_H

#include <stdint.h>

#include "frame/summary.h"
#include "mlme/bss_table.h"

/* The D11_BSS_HAS_* and D11_BSS_IS_* that the frame says. */
uint16_t d11_bss_flags(const struct d11_bss_summary *summary);

/* Put the suites of the RSN element into the entry; none without it. */
void d11_bss_keep_security(struct d11_bss *entry,
                           const struct d11_bss_summary *summary);

#endif
