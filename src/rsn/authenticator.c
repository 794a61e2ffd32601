/* The authenticator's side of the 4-way and group handshakes with one peer of
 * an IBSS.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. */
#include "rsn/authenticator.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "base/wr.h"
#include "frame/kde.h"
#include "rsn/suites.h"

/* Key Information of our messages, but for the descriptor version. */
#define MESSAGE1_INFO (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_ACK)
#define MESSAGE3_INFO                                                          \
    (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_INSTALL | D11_KEY_INFO_ACK |         \
     D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE | D11_KEY_INFO_ENCRYPTED)
#define GROUP1_INFO                                                            \
    (D11_KEY_INFO_ACK | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE |               \
     D11_KEY_INFO_ENCRYPTED)
/* And of the answers. Secure may be set in message 2 of a rekey. */
#define MESSAGE2_INFO (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_MIC)
#define MESSAGE4_INFO                                                          \
    (D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE)
#define GROUP2_INFO (D11_KEY_INFO_MIC | D11_KEY_INFO_SECURE)

/* The peer may not know us yet: the first repetition comes soon, then each
 * after twice the time. */
#define FIRST_WAIT_US 100000u
#define TRIES 6u
#define EAPOL_VERSION 2u
#define WRAP_BLOCK 8u
/* Key Data of message 3: RSNE, GTK KDE, padding, and what key wrap adds. */
#define DATA_MAX (D11_SUITES_RSNE_MAX + 8u + D11_OWN_GTK_LEN + 2u * WRAP_BLOCK)
#define FRAME_MAX                                                              \
    (D11_EAPOL_HEADER_LEN + D11_EAPOL_KEY_FIXED + D11_EAPOL_MIC_MAX + DATA_MAX)

static void wait(struct d11_authenticator *auth, uint64_t now_us)
{
    auth->tries++;
    auth->timer_us =
        d11_time_after(now_us, (uint64_t)FIRST_WAIT_US << (auth->tries - 1u));
}

/* Key Data with the group key, in message 3 behind our RSNE, encrypted. 0:
 * that failed. */
static size_t make_data(const struct d11_authenticator *auth,
                        const struct d11_session *session,
                        const struct d11_own_gtk *gtk, bool message3,
                        uint8_t data[DATA_MAX])
{
    const struct d11_rsn_env *env = session->env;
    const struct dot11_octets octets = {gtk->octets, sizeof gtk->octets};
    struct d11_wr wr = d11_wr_over(data, DATA_MAX - WRAP_BLOCK);

    if (message3)
        d11_suites_write_rsne(&wr, &session->suites, NULL);
    d11_kde_write_gtk(&wr, gtk->key_id, false, octets);
    d11_kde_write_padding(&wr);
    if (wr.overflow ||
        env->ops->key_wrap(env->crypto, auth->ptk.kek, session->akm->kek_len,
                           data, d11_wr_len(&wr), data) != D11_OK)
        return 0;
    return d11_wr_len(&wr) + WRAP_BLOCK;
}

/* Write, authenticate and send a message. What goes wrong here goes wrong for
 * lack of room: it is repeated. */
static void send(struct d11_authenticator *auth,
                 const struct d11_session *session, unsigned info,
                 struct dot11_octets data)
{
    struct d11_eapol_key_fields fields = {0};
    uint8_t frame[FRAME_MAX];
    struct d11_wr wr = d11_wr_over(frame, sizeof frame);
    uint8_t mic[D11_HASH_MAX];
    uint8_t *at;

    auth->replay++;
    fields.version = EAPOL_VERSION;
    fields.info = (uint16_t)(info | session->akm->key_descriptor);
    fields.mic_len = session->akm->mic_len;
    fields.replay = auth->replay;
    fields.data = data;
    if ((info & D11_KEY_INFO_PAIRWISE) != 0) {
        fields.nonce = auth->anonce;
        fields.key_len = D11_OWN_GTK_LEN; /* of CCMP-128, as the TK */
    }
    at = d11_eapol_key_write(&wr, &fields);
    if (at == NULL)
        return;
    if ((info & D11_KEY_INFO_MIC) != 0) {
        if (d11_session_mic(session, auth->ptk.kck, frame, d11_wr_len(&wr),
                            mic) != D11_OK)
            return;
        memcpy(at, mic, session->akm->mic_len);
    }
    (void)dot11_ext_send(session->env->host, session->id, D11_ETHERTYPE_EAPOL,
                         frame, d11_wr_len(&wr), 0, 0);
}

static void send_message1(struct d11_authenticator *auth,
                          const struct d11_session *session)
{
    const struct dot11_octets nothing = {NULL, 0};

    send(auth, session, MESSAGE1_INFO, nothing);
}

static void send_group_key(struct d11_authenticator *auth,
                           const struct d11_session *session,
                           const struct d11_own_gtk *gtk, bool message3)
{
    uint8_t octets[DATA_MAX];
    struct dot11_octets data = {octets, 0};

    data.len = make_data(auth, session, gtk, message3, octets);
    if (data.len != 0)
        send(auth, session, message3 ? MESSAGE3_INFO : GROUP1_INFO, data);
    auth->gtk_number = gtk->number;
    d11_wipe(octets, sizeof octets);
}

/* The next message: its repetitions have counters of their own, and each may
 * be answered. */
static void begin(struct d11_authenticator *auth, enum d11_auth_state state)
{
    auth->state = (uint8_t)state;
    auth->tries = 0;
    auth->replay_first = auth->replay + 1;
}

void d11_auth_start(struct d11_authenticator *auth, struct d11_session *session,
                    uint64_t now_us)
{
    d11_wipe(auth, sizeof *auth);
    if (dot11_ext_random(session->env->host, auth->anonce, D11_NONCE_LEN) !=
            D11_OK ||
        d11_is_zero_const_time(auth->anonce, D11_NONCE_LEN)) {
        auth->timer_us = D11_NEVER;
        d11_session_fail(session, D11_ERR_RANDOM, D11_REASON_UNSPECIFIED);
        return;
    }
    begin(auth, D11_AUTH_WAIT_2);
    send_message1(auth, session);
    wait(auth, now_us);
}

void d11_auth_regroup(struct d11_authenticator *auth,
                      struct d11_session *session,
                      const struct d11_own_gtk *gtk, uint64_t now_us)
{
    if (auth->state != D11_AUTH_DONE && auth->state != D11_AUTH_WAIT_G)
        return;
    begin(auth, D11_AUTH_WAIT_G);
    send_group_key(auth, session, gtk, false);
    wait(auth, now_us);
}

void d11_auth_tick(struct d11_authenticator *auth, struct d11_session *session,
                   const struct d11_own_gtk *gtk, uint64_t now_us)
{
    if (auth->state == D11_AUTH_IDLE || auth->state == D11_AUTH_DONE ||
        !d11_deadline_due(auth->timer_us, now_us))
        return;
    if (auth->tries >= TRIES) {
        auth->timer_us = D11_NEVER;
        d11_session_fail(
            session, auth->said_2 ? D11_ERR_BAD_KEY : D11_ERR_TIMEOUT,
            auth->state == D11_AUTH_WAIT_G ? D11_REASON_GROUP_TIMEOUT
                                           : D11_REASON_4WAY_TIMEOUT);
        return;
    }
    if (auth->state == D11_AUTH_WAIT_2)
        send_message1(auth, session);
    else
        send_group_key(auth, session, gtk, auth->state == D11_AUTH_WAIT_4);
    wait(auth, now_us);
}

static bool mic_is_good(const struct d11_session *session, const uint8_t *kck,
                        const struct dot11_ext_packet *packet,
                        const struct d11_eapol_key *key)
{
    uint8_t mic[D11_HASH_MAX];
    bool good;

    good = d11_session_mic(session, kck, packet->data, key->frame_len, mic) ==
               D11_OK &&
           d11_equal_const_time(mic, key->mic, session->akm->mic_len);
    d11_wipe(mic, sizeof mic);
    return good;
}

/* 12.7.6.3: the RSNE of the peer is the one that it shows to all. */
static bool elements_are_good(const struct d11_session *session,
                              const struct d11_eapol_key *key)
{
    struct d11_key_data parts;

    return d11_key_data_decode(&parts, key->data.data, key->data.len) &&
           !parts.duplicate && d11_session_same_elements(session, &parts);
}

static enum dot11_drop on_message2(struct d11_authenticator *auth,
                                   struct d11_session *session,
                                   const struct d11_own_gtk *gtk,
                                   const struct dot11_ext_packet *packet,
                                   const struct d11_eapol_key *key,
                                   uint64_t now_us)
{
    const struct d11_rsn_env *env = session->env;
    const struct d11_ptk_params params = {session->suites.akm,
                                          session->suites.pairwise_cipher,
                                          d11_session_pmk(session),
                                          session->pmk->len,
                                          session->spa,
                                          session->aa,
                                          auth->anonce,
                                          key->nonce};
    struct d11_ptk ptk;

    if (auth->state != D11_AUTH_WAIT_2 || params.pmk == NULL)
        return D11_DROP_EAPOL_STATE;
    if (d11_is_zero_const_time(key->nonce, D11_NONCE_LEN) ||
        d11_ptk_derive(&ptk, &params, env->ops, env->crypto) != D11_OK)
        return D11_DROP_EAPOL_NONCE;
    if (!mic_is_good(session, ptk.kck, packet, key)) {
        d11_wipe(&ptk, sizeof ptk);
        auth->said_2 = true;
        return D11_DROP_EAPOL_MIC;
    }
    auth->said_2 = false;
    if (!elements_are_good(session, key)) {
        d11_wipe(&ptk, sizeof ptk);
        d11_session_fail(session, D11_ERR_SECURITY, D11_REASON_ELEMENT_DIFFERS);
        return D11_DROP_EAPOL_MISMATCH;
    }
    auth->ptk = ptk;
    d11_wipe(&ptk, sizeof ptk);
    begin(auth, D11_AUTH_WAIT_4);
    send_group_key(auth, session, gtk, true);
    wait(auth, now_us);
    return D11_DROP_NONE;
}

/* 12.6.5: the pairwise key is ours to make when our address is the higher. */
static enum dot11_err install(const struct d11_authenticator *auth,
                              const struct d11_session *session)
{
    struct dot11_ext_key key = {0};

    if (memcmp(session->spa, session->aa, D11_ADDR_LEN) < 0)
        return D11_OK;
    key.session_id = session->id;
    key.cipher = session->suites.pairwise_cipher;
    key.pairwise = true;
    key.tx = true;
    key.len = auth->ptk.tk_len;
    key.octets = auth->ptk.tk;
    return dot11_ext_set_key(session->env->host, &key);
}

static enum dot11_drop on_message4(struct d11_authenticator *auth,
                                   struct d11_session *session,
                                   const struct d11_own_gtk *gtk,
                                   uint64_t now_us)
{
    enum dot11_err err;

    if (auth->state != D11_AUTH_WAIT_4)
        return D11_DROP_EAPOL_STATE;
    err = install(auth, session);
    /* Message 3 is repeated, and so is message 4. */
    if (err != D11_OK)
        return d11_session_refused(session, err);
    auth->state = D11_AUTH_DONE;
    auth->timer_us = D11_NEVER;
    d11_wipe(auth->ptk.tk, sizeof auth->ptk.tk);
    /* A new group key was made since message 3. */
    if (auth->gtk_number != gtk->number)
        d11_auth_regroup(auth, session, gtk, now_us);
    return D11_DROP_NONE;
}

static enum dot11_drop on_group2(struct d11_authenticator *auth)
{
    if (auth->state != D11_AUTH_WAIT_G)
        return D11_DROP_EAPOL_STATE;
    auth->state = D11_AUTH_DONE;
    auth->timer_us = D11_NEVER;
    return D11_DROP_NONE;
}

enum dot11_drop d11_auth_answer(struct d11_authenticator *auth,
                                struct d11_session *session,
                                const struct d11_own_gtk *gtk,
                                const struct dot11_ext_packet *packet,
                                const struct d11_eapol_key *key,
                                uint64_t now_us)
{
    unsigned info = key->info & D11_KEY_INFO_KNOWN;

    if (auth->state == D11_AUTH_IDLE)
        return D11_DROP_EAPOL_STATE;
    /* 12.7.2: the counter of a message that was sent, and not answered. */
    if (key->replay < auth->replay_first || key->replay > auth->replay)
        return D11_DROP_EAPOL_REPLAY;
    if ((info & D11_KEY_INFO_VERSION_MASK) != session->akm->key_descriptor)
        return D11_DROP_EAPOL_INFO;
    info &= ~(unsigned)D11_KEY_INFO_VERSION_MASK;
    if ((info & ~(unsigned)D11_KEY_INFO_SECURE) == MESSAGE2_INFO &&
        key->data.len != 0)
        return on_message2(auth, session, gtk, packet, key, now_us);
    if (info != MESSAGE4_INFO && info != GROUP2_INFO)
        return D11_DROP_EAPOL_INFO;
    if (auth->state == D11_AUTH_WAIT_2)
        return D11_DROP_EAPOL_STATE;
    if (!mic_is_good(session, auth->ptk.kck, packet, key))
        return D11_DROP_EAPOL_MIC;
    return info == MESSAGE4_INFO ? on_message4(auth, session, gtk, now_us)
                                 : on_group2(auth);
}
