/* Asking the AP for another pairwise key.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2 (Request bit). */
#ifndef D11_RSN_REKEY_H
#define D11_RSN_REKEY_H

#include <stdbool.h>
#include <stdint.h>

#include "rsn/session.h"

struct d11_rekey {
    uint64_t every_us;   /* 0: never */
    uint32_t session_id; /* the association that `requests` were sent in */
    uint64_t requests;   /* the counter of requests is their sender's */
};

/* Keys are in use and no handshake runs: the time until the next request
 * begins, unless it has. */
void d11_rekey_arm(const struct d11_rekey *rekey, struct d11_session *session,
                   uint64_t now_us);

/* If it is time, ask; again and again until the AP begins. False when it is
 * not for this that the session's deadline came. */
bool d11_rekey_tick(struct d11_rekey *rekey, struct d11_session *session,
                    uint64_t now_us);

#endif
