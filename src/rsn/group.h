/* The group key handshake, the supplicant's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.7. */
#ifndef D11_RSN_GROUP_H
#define D11_RSN_GROUP_H

#include <dot11/err.h>
#include <dot11/ext.h>

#include "frame/eapol.h"
#include "rsn/session.h"

/* Message 1 of the group key handshake. D11_DROP_NONE: taken; else why it was
 * discarded. */
enum dot11_drop d11_group_message1(struct d11_session *session,
                                   const struct dot11_ext_packet *packet,
                                   const struct d11_eapol_key *key);

#endif
