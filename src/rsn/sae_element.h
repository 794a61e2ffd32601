/* The secret element of SAE: from a password to a point.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.4.4.2. Slow; for jobs. */
#ifndef D11_RSN_SAE_ELEMENT_H
#define D11_RSN_SAE_ELEMENT_H

#include <dot11/types.h>

#include "crypto/curve.h"

/* Primitives of the thread that a job runs on. */
struct d11_sae_prim {
    const struct dot11_crypto_ops *ops;
    void *crypto;
};

/* What the point comes from; borrowed. */
struct d11_sae_password {
    struct dot11_octets password;
    struct dot11_octets id; /* password identifier; len 0: none */
    struct dot11_octets ssid;
};

/* Hash-to-element (12.4.4.2.3), the part that does not depend on the peer:
 * PT, once for each network. */
enum dot11_err d11_sae_pt(const struct d11_sae_prim *prim,
                          const struct d11_curve *curve,
                          const struct d11_sae_password *from, uint8_t *pt);

/* PWE from PT, for two addresses in either order. */
enum dot11_err d11_sae_pwe_of_pt(const struct d11_sae_prim *prim,
                                 const struct d11_curve *curve,
                                 const uint8_t *pt, const uint8_t *addr1,
                                 const uint8_t *addr2, uint8_t *pwe);

/* PWE by hunting and pecking (12.4.4.2.2): forty tries, whatever comes of
 * them. D11_ERR_VERIFY when none gave a point. */
enum dot11_err d11_sae_pwe_by_hunting(const struct d11_sae_prim *prim,
                                      const struct d11_curve *curve,
                                      const struct d11_sae_password *from,
                                      const uint8_t *addr1,
                                      const uint8_t *addr2, uint8_t *pwe);

/* The point with this abscissa; `odd`: the last bit of its ordinate.
 * D11_ERR_VERIFY when there is none. Neither is secret. */
enum dot11_err d11_sae_point_of_x(const struct d11_sae_prim *prim,
                                  const struct d11_curve *curve,
                                  const uint8_t *x, uint8_t odd,
                                  uint8_t *point);

#endif
