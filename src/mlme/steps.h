/* What the parts of the association machine share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.3. */
#ifndef D11_MLME_STEPS_H
#define D11_MLME_STEPS_H

#include <stddef.h>
#include <stdint.h>

#include "frame/compose.h"
#include "frame/header.h"
#include "mlme/mlme.h"

/* A management frame, as the handlers see it. */
struct d11_mlme_frame {
    const struct d11_header *header;
    const uint8_t *body;
    size_t len;
};

/* Acts on an input in a state; `in` is NULL when it is no frame. */
typedef enum dot11_drop d11_mlme_handler(struct d11_mlme *mlme,
                                         const struct d11_mlme_frame *in);

/* The table of D11_PART_SHARED_KEY. */
struct d11_auth_shared {
    /* Authentication (9.3.3.11) whose body is sealed. */
    void (*compose)(struct d11_wr *wr, const struct d11_addrs *addrs,
                    struct dot11_octets body);
};

/* auth.c */
d11_mlme_handler d11_auth_begin, d11_auth_receive, d11_auth_retry;

/* mlme.c: the one place where the state changes. */
void d11_mlme_enter(struct d11_mlme *mlme, enum d11_mlme_state state);

/* mlme.c: the timer of the state. */
void d11_mlme_arm(struct d11_mlme *mlme, uint32_t us);

/* mlme.c: authenticated; ask for the association. */
void d11_mlme_associate(struct d11_mlme *mlme);

/* mlme.c: the attempt is over. */
void d11_mlme_finish(struct d11_mlme *mlme, enum dot11_err err,
                     enum dot11_outcome outcome, uint16_t code);

/* mlme.c: it is over because our side failed. */
void d11_mlme_fail(struct d11_mlme *mlme, enum dot11_err err);

#endif
