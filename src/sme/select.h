/* Which AP to join.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-BSS-8 to BSS-16, SEC-POL-01. */
#ifndef D11_SME_SELECT_H
#define D11_SME_SELECT_H

#include "sme/sme.h"

/* Is it the network, and the AP if one was named, that was asked for? */
bool d11_select_is_named(const struct d11_sme *sme, const struct d11_bss *bss);

/* Is it a channel that was asked for, and can the radio be at home there? */
bool d11_select_on_channel(const struct d11_sme *sme, uint16_t freq_mhz);

/* Does this BSS satisfy what was asked for, and if not, why? Fills `suites`
 * when it does. */
enum dot11_refusal d11_select_judge(struct d11_sme *sme,
                                    const struct d11_bss *bss,
                                    struct dot11_ext_suites *suites);

/* The best candidate that was not tried yet, or NULL. */
struct d11_bss *d11_select_best(struct d11_sme *sme,
                                struct dot11_ext_suites *suites);

#endif
