/* The 4-way handshake, the supplicant's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6. */
#ifndef D11_RSN_FOURWAY_H
#define D11_RSN_FOURWAY_H

#include <stdint.h>

#include <dot11/err.h>
#include <dot11/ext.h>

#include "frame/eapol.h"
#include "rsn/session.h"

/* Messages 1 and 3. D11_DROP_NONE: taken; else why it was discarded. */
enum dot11_drop d11_fourway_message1(struct d11_session *session,
                                     const struct dot11_ext_packet *packet,
                                     const struct d11_eapol_key *key,
                                     uint64_t now_us);
enum dot11_drop d11_fourway_message3(struct d11_session *session,
                                     const struct dot11_ext_packet *packet,
                                     const struct d11_eapol_key *key);

/* The handshake took too long. */
void d11_fourway_timeout(struct d11_session *session);

#endif
