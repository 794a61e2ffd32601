/* The authenticator's side of the 4-way and group handshakes with one peer of
 * an IBSS.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. The supplicant's side with the same
 * peer is its session (session.h), which also says what was agreed on. */
#ifndef D11_RSN_AUTHENTICATOR_H
#define D11_RSN_AUTHENTICATOR_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ext.h>

#include "frame/eapol.h"
#include "rsn/session.h"

/* Octets of the group key (CCMP-128). */
#define D11_OWN_GTK_LEN 16u

/* The station's own group key; the same for all peers. */
struct d11_own_gtk {
    bool ready;      /* there is one */
    uint8_t key_id;  /* 1 or 2 */
    uint32_t number; /* counts keys: a peer that has another needs this */
    uint8_t octets[D11_OWN_GTK_LEN];
};

enum d11_auth_state {
    D11_AUTH_IDLE,
    D11_AUTH_WAIT_2, /* message 1 was sent */
    D11_AUTH_WAIT_4, /* message 3 was sent */
    D11_AUTH_DONE,   /* the peer confirmed */
    D11_AUTH_WAIT_G  /* it has to confirm a new group key */
};

struct d11_authenticator {
    uint8_t state; /* enum d11_auth_state */
    uint8_t tries;
    bool said_2;           /* messages 2 came that did not verify */
    uint32_t gtk_number;   /* of the group key it was given last */
    uint64_t replay;       /* of the last message sent */
    uint64_t replay_first; /* of the first one that may be answered */
    uint64_t timer_us;
    uint8_t anonce[D11_NONCE_LEN];
    struct d11_ptk ptk;
};

/* Begin the 4-way handshake. */
void d11_auth_start(struct d11_authenticator *auth, struct d11_session *session,
                    uint64_t now_us);

/* The peer's answer: a message 2 or 4, or that of a group handshake. */
enum dot11_drop d11_auth_answer(struct d11_authenticator *auth,
                                struct d11_session *session,
                                const struct d11_own_gtk *gtk,
                                const struct dot11_ext_packet *packet,
                                const struct d11_eapol_key *key,
                                uint64_t now_us);

/* There is a new group key: a peer that finished gets it. */
void d11_auth_regroup(struct d11_authenticator *auth,
                      struct d11_session *session,
                      const struct d11_own_gtk *gtk, uint64_t now_us);

/* Repeat what was not answered, or fail the session. */
void d11_auth_tick(struct d11_authenticator *auth, struct d11_session *session,
                   const struct d11_own_gtk *gtk, uint64_t now_us);

#endif
