/* Bodies of SAE authentication frames behind the three fixed fields.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3.11, 12.4.7. */
#ifndef D11_RSN_SAE_FRAME_H
#define D11_RSN_SAE_FRAME_H

#include "rsn/sae.h"

/* Write our commit. @return octets */
size_t d11_sae_write_commit(const struct d11_sae *sae, uint8_t *out);
/* Write our confirm. @return octets */
size_t d11_sae_write_confirm(const struct d11_sae *sae, uint8_t *out);

/* Parts of a commit that came in; borrowed. */
struct d11_sae_heard {
    uint16_t group;
    const uint8_t *scalar;
    const uint8_t *element;
    struct dot11_octets rejected; /* groups, len 0: none */
};

/* Read a commit in the group and the way of the attempt: exact length, and
 * behind it well-formed elements (SEC-SAE-01). */
bool d11_sae_read_commit(const struct d11_sae *sae,
                         const struct dot11_octets *body,
                         struct d11_sae_heard *heard);

/* Read a request for a token: group, then the token, bare or in its element
 * (SEC-SAE-05). */
bool d11_sae_read_token(const struct d11_sae *sae,
                        const struct dot11_octets *body,
                        struct dot11_octets *token);

#endif
