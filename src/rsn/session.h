/* The security of one association, and what its handshakes share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.1 (security associations), 12.7.2 (EAPOL-Key). */
#ifndef D11_RSN_SESSION_H
#define D11_RSN_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/codes.h>
#include <dot11/err.h>
#include <dot11/ext.h>
#include <dot11/types.h>

#include "base/moves.h"
#include "crypto/akm.h"
#include "crypto/prf.h"
#include "frame/eapol.h"
#include "frame/kde.h"
#include "rsn/env.h"
#include "rsn/pmk.h"

/* ANonces that may wait for their message 3 (SEC-HSK-06). */
#define D11_ANONCES 2u
/* Group keys that are remembered, and octets of each print. */
#define D11_GTK_PRINTS 4u
#define D11_GTK_PRINT_LEN 8u
#define D11_ELEMENTS_PRINT_LEN 20u
/* All that Key Information says of a message; other bits are reserved. */
#define D11_KEY_INFO_KNOWN                                                     \
    (D11_KEY_INFO_VERSION_MASK | D11_KEY_INFO_PAIRWISE |                       \
     D11_KEY_INFO_INSTALL | D11_KEY_INFO_ACK | D11_KEY_INFO_MIC |              \
     D11_KEY_INFO_SECURE | D11_KEY_INFO_ERROR | D11_KEY_INFO_REQUEST |         \
     D11_KEY_INFO_ENCRYPTED)

/* Keys of one kind that this association had (SEC-KEY-03). */
struct d11_key_prints {
    uint8_t next; /* print that is overwritten next */
    uint8_t prints[D11_GTK_PRINTS][D11_GTK_PRINT_LEN];
};

enum d11_session_state {
    D11_SESSION_NONE,    /* there is no port */
    D11_SESSION_STARTED, /* keys are awaited */
    D11_SESSION_KEYED,   /* a message 3 was accepted, its keys are on the way */
    D11_SESSION_FAILED   /* given up; only the end of the port may follow */
};

struct d11_session;

/* What a handshake does otherwise in a mobility domain (13.4.2). */
struct d11_session_ft {
    /* As d11_ptk_derive(), of the session's nonces. */
    enum dot11_err (*derive)(const struct d11_session *session,
                             const uint8_t *anonce, struct d11_ptk *ptk);
    /* Key Data of message 2; it stays valid until the next call. */
    struct dot11_octets (*message2)(const struct d11_session *session);
    /* As d11_session_same_elements(), and what else message 3 repeats. */
    bool (*agreed)(const struct d11_session *session,
                   const struct d11_key_data *parts);
};

/* First member of the state of who does it. */
struct d11_ft_hook {
    const struct d11_session_ft *ops;
};

struct d11_session {
    uint8_t state;   /* enum d11_session_state */
    uint8_t anonces; /* in use; once KEYED the first is the PTK's own */
    uint8_t answers; /* messages 2 sent in this handshake */
    uint8_t key_id;  /* of the pairwise key asked for last */
    bool has_replay; /* `replay` counts */
    bool has_snonce; /* a handshake runs */
    bool crowded;    /* more ANonces were answered than are kept */
    bool proven;     /* a frame came under the installed TK */
    const struct d11_rsn_env *env;
    const struct d11_pmk *pmk;
    const struct d11_akm *akm;
    struct d11_ft_hook *ft;  /* NULL: no mobility domain */
    uint32_t id;             /* of the port */
    uint32_t pmk_generation; /* of the PMK that this session began with */
    uint64_t replay;         /* of the last message whose MIC verified */
    uint64_t first_us;       /* first message 2 of this handshake */
    uint64_t deadline_us;    /* when to give up; D11_NEVER */
    uint8_t aa[D11_ADDR_LEN];
    uint8_t spa[D11_ADDR_LEN];
    struct dot11_ext_verdict verdict; /* of a failure */
    struct dot11_ext_suites suites;
    uint8_t snonce[D11_NONCE_LEN];
    uint8_t anonce[D11_ANONCES][D11_NONCE_LEN];
    uint8_t kck[D11_KCK_MAX]; /* of the PTK in use */
    uint8_t kek[D11_KEK_MAX];
    uint8_t
        elements[D11_ELEMENTS_PRINT_LEN]; /* of the AP's security elements */
    struct d11_key_prints gtk_prints;
};

/* Was Extended Key ID agreed on? */
static inline bool d11_session_has_key_ids(const struct d11_session *session)
{
    return (session->suites.rsn_capability & D11_RSN_CAP_EXT_KEY_ID) != 0;
}

/* The supplicant's messages. */
enum d11_reply {
    D11_REPLY_MESSAGE2 = 2,
    D11_REPLY_MESSAGE4 = 4,
    D11_REPLY_GROUP2 = 6
};

/* Begin with an association that `assoc` tells of. The PMK is there or on the
 * way; until d11_session_go() no message is answered then. D11_OK, or why not;
 * then nothing was begun. */
enum dot11_err d11_session_begin(struct d11_session *session,
                                 const struct d11_rsn_env *env,
                                 const struct d11_pmk *pmk,
                                 const struct dot11_ext_assoc *assoc,
                                 uint64_t now_us);

/* The PMK is there: the AP's handshake has so much time from now on. */
void d11_session_go(struct d11_session *session, uint64_t now_us);

/* The RSNE of requests to an AP and of message 2, with the PMKID that the host
 * has for it (N80211-PMKID-3). */
void d11_rsn_write_rsne(const struct d11_rsn_env *env, struct d11_wr *wr,
                        const struct dot11_ext_suites *suites,
                        const uint8_t *bssid);

/* Forget everything. */
void d11_session_end(struct d11_session *session);

/* Give up: forget the keys, tell the host, leave with `reason`. */
void d11_session_fail(struct d11_session *session, enum dot11_err err,
                      uint16_t reason);

/* Something asked of the host was refused. A full list is no more than a lost
 * frame, because the AP repeats its message: the drop reason of that. Anything
 * else ends the session, and the message that led to it was taken. */
enum dot11_drop d11_session_refused(struct d11_session *session,
                                    enum dot11_err err);

/* Tell the host of a failure that it had no room for. */
void d11_session_tell(struct d11_session *session);

/* Call tick at `at_us`. */
void d11_session_set_deadline(struct d11_session *session, uint64_t at_us);

/* The PMK of this session, session->pmk->len octets; NULL when it is not there
 * yet or no longer (SEC-PMK-01). */
const uint8_t *d11_session_pmk(const struct d11_session *session);

/* Is the replay counter of a message new (SEC-HSK-04)? */
bool d11_session_is_new(const struct d11_session *session,
                        const struct d11_eapol_key *key);

/* The Key MIC of a frame, as if the octets of its MIC were zeroes. */
enum dot11_err d11_session_mic(const struct d11_session *session,
                               const uint8_t *kck, const uint8_t *frame,
                               size_t len, uint8_t mic[D11_HASH_MAX]);

/* Verify the MIC of a message in constant time; its replay counter is the
 * session's from then on. */
bool d11_session_verify(struct d11_session *session, const uint8_t *kck,
                        const struct dot11_ext_packet *packet,
                        const struct d11_eapol_key *key);

/* Key Data that was decrypted where it lay: who has it wipes it. */
struct d11_plain {
    uint8_t *octets;
    size_t len;
};

/* Decrypt the Key Data of a verified message. False when it cannot be; there
 * is nothing to wipe then. */
bool d11_session_unwrap(const struct d11_session *session, const uint8_t *kek,
                        const struct dot11_ext_packet *packet,
                        const struct d11_eapol_key *key,
                        struct d11_plain *plain);

/* Are the AP's security elements in `parts` those of the selected beacon,
 * octet for octet (SEC-HSK-08)? */
bool d11_session_same_elements(const struct d11_session *session,
                               const struct d11_key_data *parts);

/* Answer `to`, with a MIC under `kck`. `send_flags` are enum
 * dot11_ext_send_flag bits. */
enum dot11_err d11_session_reply(const struct d11_session *session,
                                 enum d11_reply reply,
                                 const struct d11_eapol_key *to,
                                 const uint8_t *kck, uint32_t send_flags);

extern const uint16_t d11_handshake_moves[];

/* The one way to change the state of a session. */
static inline void d11_session_enter(struct d11_session *session,
                                     enum d11_session_state state)
{
    d11_assert(d11_may_move(d11_handshake_moves, session->state, state));
    session->state = (uint8_t)state;
}

#endif
