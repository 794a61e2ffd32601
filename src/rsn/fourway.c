/* The 4-way handshake, the supplicant's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6. Until its keys are there every frame may be
 * forged, so message 1 changes nothing but what is remembered of ANonces. */
#include "rsn/fourway.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/wipe.h"
#include "rsn/gtk.h"
#include "rsn/key_ids.h"

/* Key Information (12.7.6.2, 12.7.6.4), but for the descriptor version. */
#define MESSAGE1_INFO (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_ACK)
#define MESSAGE3_INFO                                                          \
    (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_INSTALL | D11_KEY_INFO_ACK |         \
     D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE | D11_KEY_INFO_ENCRYPTED)

/* Messages 2 of one handshake (SEC-HSK-11). */
#define ANSWERS_MAX 32u
/* An AP that repeats message 1 for so many times and so long does not like
 * message 2. It gives us up after the fourth, so the verdict comes with that;
 * a burst of forged ones is over too soon to count. */
#define BAD_KEY_ANSWERS 3u
#define BAD_KEY_US (UINT64_C(1000) * 1000)
/* From message 1 of a rekey to its message 3. */
#define REKEY_US (UINT64_C(10) * 1000 * 1000)
/* Key ID KDE, first octet (Figure 12-42). */
#define KEY_ID_MASK 0x03u

/* The first ANonce that waits for its message 3; before it, once KEYED, is
 * that of the PTK in use. */
static uint8_t first_waiting(const struct d11_session *session)
{
    return session->state == D11_SESSION_KEYED ? 1 : 0;
}

/* Does the PTK in use belong to this ANonce? */
static bool is_in_use(const struct d11_session *session, const uint8_t *anonce)
{
    return session->state == D11_SESSION_KEYED &&
           d11_equal_const_time(session->anonce[0], anonce, D11_NONCE_LEN);
}

static bool is_waiting(const struct d11_session *session, const uint8_t *anonce)
{
    uint8_t i;

    for (i = first_waiting(session); i < session->anonces; i++) {
        if (d11_equal_const_time(session->anonce[i], anonce, D11_NONCE_LEN))
            return true;
    }
    return false;
}

/* Message 2 went out for this ANonce. One that was answered is never put out
 * by a later one, which may be forged (SEC-HSK-06); nor may forged ones keep
 * the true one out. So what finds no place is just noted: the SNonce of this
 * handshake makes the PTK of any ANonce, and the MIC of message 3 tells. */
static void remember(struct d11_session *session, const uint8_t *anonce)
{
    if (is_waiting(session, anonce))
        return;
    if (session->anonces == D11_ANONCES) {
        session->crowded = true;
        return;
    }
    memcpy(session->anonce[session->anonces], anonce, D11_NONCE_LEN);
    session->anonces++;
}

/* No handshake runs; an unfinished one leaves nothing. */
static void close_handshake(struct d11_session *session)
{
    d11_wipe(session->snonce, sizeof(session->snonce));
    session->has_snonce = false;
    session->crowded = false;
    session->anonces = first_waiting(session);
    session->answers = 0;
}

/* A fresh SNonce for each handshake; it stays until that ends. */
static enum dot11_err open_handshake(struct d11_session *session,
                                     uint64_t now_us)
{
    enum dot11_err err;

    if (session->has_snonce)
        return D11_OK;
    err = dot11_ext_random(session->env->host, session->snonce, D11_NONCE_LEN);
    if (err != D11_OK || d11_is_zero_const_time(session->snonce, D11_NONCE_LEN))
        return D11_ERR_RANDOM;
    session->has_snonce = true;
    session->first_us = now_us;
    if (session->state == D11_SESSION_KEYED)
        d11_session_set_deadline(session, d11_time_after(now_us, REKEY_US));
    return D11_OK;
}

static enum dot11_err derive(const struct d11_session *session,
                             const uint8_t *anonce, struct d11_ptk *ptk)
{
    const struct d11_rsn_env *env = session->env;
    struct d11_ptk_params params;

    if (session->ft != NULL)
        return session->ft->ops->derive(session, anonce, ptk);
    params.akm = session->suites.akm;
    params.cipher = session->suites.pairwise_cipher;
    params.pmk = d11_session_pmk(session);
    params.pmk_len = session->pmk->len;
    params.aa = session->aa;
    params.spa = session->spa;
    params.anonce = anonce;
    params.snonce = session->snonce;
    return d11_ptk_derive(ptk, &params, env->ops, env->crypto);
}

/* Whether message 1 is what the standard makes it (SEC-HSK-05). In a rekey
 * the Secure bit may be either. */
static enum dot11_drop check_message1(const struct d11_session *session,
                                      const struct d11_eapol_key *key)
{
    unsigned info = key->info & D11_KEY_INFO_KNOWN;
    struct d11_key_data parts;

    if (session->state == D11_SESSION_KEYED)
        info &= ~D11_KEY_INFO_SECURE;
    if (info != (MESSAGE1_INFO | session->akm->key_descriptor))
        return D11_DROP_EAPOL_INFO;
    if (!d11_session_is_new(session, key))
        return D11_DROP_EAPOL_REPLAY;
    if (d11_is_zero_const_time(key->nonce, D11_NONCE_LEN) ||
        is_in_use(session, key->nonce))
        return D11_DROP_EAPOL_NONCE;
    if (!d11_key_data_decode(&parts, key->data.data, key->data.len) ||
        parts.gtk.data != NULL || parts.igtk.data != NULL ||
        parts.bigtk.data != NULL)
        return D11_DROP_EAPOL_KEY_DATA;
    return session->answers < ANSWERS_MAX ? D11_DROP_NONE : D11_DROP_RATE_LIMIT;
}

/* Does the AP reject our messages 2? */
static bool is_rejected(const struct d11_session *session, uint64_t now_us)
{
    return session->state == D11_SESSION_STARTED && !session->has_replay &&
           session->answers >= BAD_KEY_ANSWERS &&
           now_us - session->first_us >= BAD_KEY_US;
}

/* What that says: a PMK of the cache or of OWE was made of no passphrase. */
static enum dot11_err rejection(const struct d11_session *session)
{
    return session->pmk->kept || session->suites.akm == D11_AKM_OWE
               ? D11_ERR_SECURITY
               : D11_ERR_BAD_KEY;
}

static enum dot11_err answer_message1(struct d11_session *session,
                                      const struct d11_eapol_key *key)
{
    struct d11_ptk ptk;
    enum dot11_err err;

    err = derive(session, key->nonce, &ptk);
    if (err == D11_OK)
        err = d11_session_reply(session, D11_REPLY_MESSAGE2, key, ptk.kck, 0);
    d11_wipe(&ptk, sizeof(ptk));
    return err;
}

enum dot11_drop d11_fourway_message1(struct d11_session *session,
                                     const struct dot11_ext_packet *packet,
                                     const struct d11_eapol_key *key,
                                     uint64_t now_us)
{
    enum dot11_drop drop;
    enum dot11_err err;

    /* SEC-HSK-07: once there are keys message 1 begins a rekey, under them. */
    if (session->state == D11_SESSION_KEYED && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    drop = check_message1(session, key);
    if (drop != D11_DROP_NONE)
        return drop;
    if (d11_session_pmk(session) == NULL)
        return D11_DROP_EAPOL_STATE;
    if (is_rejected(session, now_us)) {
        d11_session_fail(session, rejection(session), D11_REASON_4WAY_TIMEOUT);
        return D11_DROP_NONE;
    }
    err = open_handshake(session, now_us);
    if (err == D11_OK)
        err = answer_message1(session, key);
    if (err != D11_OK)
        return d11_session_refused(session, err);
    remember(session, key->nonce);
    session->answers++;
    return D11_DROP_NONE;
}

/* Message 4 was lost: say it again, and nothing else (SEC-HSK-09). It goes
 * the way that message 3 came: an AP without the key cannot read another. */
static enum dot11_drop repeat_message4(struct d11_session *session,
                                       const struct dot11_ext_packet *packet,
                                       const struct d11_eapol_key *key)
{
    enum dot11_err err;

    if (!d11_session_verify(session, session->kck, packet, key))
        return D11_DROP_EAPOL_MIC;
    err = d11_session_reply(session, D11_REPLY_MESSAGE4, key, session->kck,
                            packet->was_protected ? 0 : D11_EXT_SEND_PLAIN);
    return err == D11_OK ? D11_DROP_NONE : d11_session_refused(session, err);
}

/* Does message 3 repeat what was agreed on before keys? */
static bool is_agreed(const struct d11_session *session,
                      const struct d11_key_data *parts)
{
    return session->ft != NULL ? session->ft->ops->agreed(session, parts)
                               : d11_session_same_elements(session, parts);
}

/* The part that Extended Key ID was agreed on with; NULL: it was not. */
static const struct d11_key_ids_ops *
key_ids_of(const struct d11_session *session)
{
    const struct d11_rsn_more *more = session->env->more;

    return more != NULL && d11_session_has_key_ids(session) ? more->key_ids
                                                            : NULL;
}

/* The id of the new TK; without Extended Key ID it is 0. */
static bool is_key_id_good(const struct d11_session *session,
                           const struct d11_key_data *parts)
{
    const struct d11_key_ids_ops *ids = key_ids_of(session);

    if (ids != NULL)
        return ids->fits(session, parts);
    return parts->key_id.len == 0 || (parts->key_id.data[0] & KEY_ID_MASK) == 0;
}

/* Whether a verified message 3 says what was agreed (SEC-HSK-08). Returns 0,
 * or the reason to leave with. */
static uint16_t check_agreed(const struct d11_session *session,
                             const struct d11_key_data *parts,
                             const struct d11_eapol_key *key,
                             const struct d11_ptk *ptk,
                             struct d11_group_keys *keys)
{
    /* A second RSNE would choose another pairwise cipher: we have just one. */
    if (parts->rsne_2.data != NULL || !is_agreed(session, parts))
        return D11_REASON_ELEMENT_DIFFERS;
    if (key->key_len != ptk->tk_len ||
        d11_is_zero_const_time(ptk->tk, ptk->tk_len))
        return D11_REASON_BAD_PAIRWISE_CIPHER;
    if (!is_key_id_good(session, parts))
        return D11_REASON_BAD_PAIRWISE_CIPHER;
    return d11_group_keys_read(session, parts, key, true, keys);
}

/* Ask for the keys and the open port, in this order and after message 4. */
static enum dot11_err install(struct d11_session *session,
                              const struct d11_ptk *ptk,
                              const struct d11_group_keys *keys)
{
    const struct d11_key_ids_ops *ids = key_ids_of(session);
    struct dot11_ext_verdict verdict = {0};
    struct dot11_ext_key key = {0};
    enum dot11_err err = D11_OK;

    key.session_id = session->id;
    key.cipher = session->suites.pairwise_cipher;
    key.pairwise = true;
    key.tx = true;
    key.len = ptk->tk_len;
    key.octets = ptk->tk;
    /* 12.6.5: of two handshakes with a peer the one that the higher address
     * began makes the pairwise key. */
    if (ids != NULL)
        err = ids->send(session);
    else if (!session->suites.ibss ||
             memcmp(session->aa, session->spa, D11_ADDR_LEN) > 0)
        err = dot11_ext_set_key(session->env->host, &key);
    if (err == D11_OK)
        err = d11_group_keys_install(session, keys);
    /* A rekey does not change the verdict; that of a peer waits for the other
     * handshake. */
    if (err != D11_OK || session->state == D11_SESSION_KEYED ||
        session->suites.ibss)
        return err;
    verdict.session_id = session->id;
    verdict.err = D11_OK;
    return dot11_ext_set_verdict(session->env->host, &verdict);
}

/* The PTK of `key`'s ANonce is the one in use from now on. */
static void adopt(struct d11_session *session, const struct d11_eapol_key *key,
                  const struct d11_ptk *ptk)
{
    memcpy(session->kck, ptk->kck, sizeof(session->kck));
    memcpy(session->kek, ptk->kek, sizeof(session->kek));
    memcpy(session->anonce[0], key->nonce, D11_NONCE_LEN);
    d11_session_enter(session, D11_SESSION_KEYED);
    close_handshake(session);
    d11_session_set_deadline(session, D11_NEVER);
}

static enum dot11_drop take_message3(struct d11_session *session,
                                     const struct d11_plain *plain,
                                     const struct d11_eapol_key *key,
                                     const struct d11_ptk *ptk)
{
    const struct d11_key_ids_ops *ids;
    struct d11_key_data parts;
    struct d11_group_keys keys;
    enum dot11_err err = D11_OK;
    uint16_t reason;

    if (!d11_key_data_decode(&parts, plain->octets, plain->len) ||
        parts.duplicate)
        return D11_DROP_EAPOL_KEY_DATA;
    reason = check_agreed(session, &parts, key, ptk, &keys);
    if (reason == 0 && session->env->more != NULL)
        reason = session->env->more->learn(session->env->more->learner, session,
                                           &parts);
    if (reason != 0) {
        d11_session_fail(session, D11_ERR_SECURITY, reason);
        return D11_DROP_EAPOL_MISMATCH;
    }
    ids = key_ids_of(session);
    if (ids != NULL)
        err = ids->receive(session, &parts, ptk);
    /* Without message 4 no keys to send with: the AP repeats message 3. */
    if (err == D11_OK)
        err = d11_session_reply(session, D11_REPLY_MESSAGE4, key, ptk->kck, 0);
    if (err != D11_OK)
        return d11_session_refused(session, err);
    err = install(session, ptk, &keys);
    if (err != D11_OK)
        d11_session_fail(session, err, D11_REASON_UNSPECIFIED);
    else
        adopt(session, key, ptk);
    return D11_DROP_NONE;
}

/* Message 3 for an ANonce that waits for it. */
static enum dot11_drop first_message3(struct d11_session *session,
                                      const struct dot11_ext_packet *packet,
                                      const struct d11_eapol_key *key)
{
    struct d11_plain plain;
    struct d11_ptk ptk;
    enum dot11_drop drop;

    if (d11_session_pmk(session) == NULL)
        return D11_DROP_EAPOL_STATE;
    if (derive(session, key->nonce, &ptk) != D11_OK) {
        d11_session_fail(session, D11_ERR_CRYPTO, D11_REASON_UNSPECIFIED);
        return D11_DROP_EAPOL_STATE;
    }
    if (!d11_session_verify(session, ptk.kck, packet, key)) {
        drop = D11_DROP_EAPOL_MIC;
    } else if (!d11_session_unwrap(session, ptk.kek, packet, key, &plain)) {
        drop = D11_DROP_EAPOL_KEY_DATA;
    } else {
        drop = take_message3(session, &plain, key, &ptk);
        d11_wipe(plain.octets, plain.len);
    }
    d11_wipe(&ptk, sizeof(ptk));
    return drop;
}

enum dot11_drop d11_fourway_message3(struct d11_session *session,
                                     const struct dot11_ext_packet *packet,
                                     const struct d11_eapol_key *key)
{
    if ((key->info & D11_KEY_INFO_KNOWN) !=
        (MESSAGE3_INFO | session->akm->key_descriptor))
        return D11_DROP_EAPOL_INFO;
    if (!d11_session_is_new(session, key))
        return D11_DROP_EAPOL_REPLAY;
    if (is_in_use(session, key->nonce))
        return repeat_message4(session, packet, key);
    /* The first message 3 of a rekey comes under the old key. */
    if (session->state == D11_SESSION_KEYED && !packet->was_protected)
        return D11_DROP_PLAINTEXT;
    if (d11_is_zero_const_time(key->nonce, D11_NONCE_LEN) ||
        (!is_waiting(session, key->nonce) && !session->crowded))
        return D11_DROP_EAPOL_NONCE;
    return first_message3(session, packet, key);
}

void d11_fourway_timeout(struct d11_session *session)
{
    if (session->state == D11_SESSION_KEYED) {
        /* The AP gave its rekey up; the keys in use are still good. */
        close_handshake(session);
        d11_session_set_deadline(session, D11_NEVER);
        return;
    }
    /* SEC-HSK-11: only now may silence after message 2 be our passphrase. */
    d11_session_fail(session,
                     session->answers != 0 && !session->has_replay
                         ? rejection(session)
                         : D11_ERR_TIMEOUT,
                     D11_REASON_4WAY_TIMEOUT);
}
