/* An access point with SAE-PK: shows its public key, and signs.
 *
 * SPDX-License-Identifier: MIT
 * WPA3 Specification, section 6. */
#ifndef SIM_AP_PK_H
#define SIM_AP_PK_H

#include "dot11_sim_ap.h"
#include "rsn/sae_pk.h"

/* Octets of the three elements at most. */
#define AP_PK_ELEMENTS_MAX                                                     \
    (4u + D11_SAE_PK_KEY_MAX + 3u + D11_SAE_PK_SIGNATURE_MAX + 6u + 32u)

/* Fill claim->shown from the rest of the claim. */
bool ap_pk_show(const struct d11_sae_prim *prim,
                const struct dot11_sim_sae_pk *pk,
                struct d11_sae_pk_claim *claim);

/* The elements that show it. @return octets */
size_t ap_pk_write(const struct d11_sae_pk_shown *shown, uint8_t *out);

#endif
