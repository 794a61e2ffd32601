/* The security of one association, and what its handshakes share.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.1, 12.7.2. */
#include "rsn/session.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/rd.h"
#include "base/wipe.h"
#include "base/wr.h"
#include "frame/index.h"
#include "rsn/mgmt.h"
#include "rsn/suites.h"

/* From the association to the verdict: an AP that does not like message 2 has
 * given up after about three seconds, and the core's own patience with a port
 * should be longer than ours, because we know more. */
#define HANDSHAKE_US (UINT64_C(5) * 1000 * 1000)
/* Longest Key Data of ours, and what FT adds: MDE and FTE (9.4.2.47). */
#define MESSAGE2_DATA_MAX                                                      \
    (D11_SUITES_RSNE_MAX + D11_SUITES_RSNX_MAX + D11_OCI_KDE_LEN)
/* Longest MIC field, and longest frame of ours. */
#define MIC_MAX 32u
#define FT_MAX (5u + 4u + 24u + 2u * D11_NONCE_LEN + 8u + 50u + 5u)
#define REPLY_MAX                                                              \
    (D11_EAPOL_HEADER_LEN + D11_EAPOL_KEY_FIXED + MIC_MAX +                    \
     MESSAGE2_DATA_MAX + FT_MAX)
/* Key wrap adds one block and wants two (RFC 3394). */
#define WRAP_BLOCK 8u
#define WRAPPED_MIN 24u

/* What of an AP's elements message 3 repeats (12.7.6.4). */
static const uint8_t repeated[] = {
    D11_SLOT_RSN, D11_SLOT_RSNX, D11_SLOT_RSNE_OVERRIDE,
    D11_SLOT_RSNE_OVERRIDE_2, D11_SLOT_RSNX_OVERRIDE};

#define REPEATED (sizeof(repeated) / sizeof(repeated[0]))

/* A print of the AP's security elements. The elements come whole, with id and
 * length, and in a fixed order, so other elements are other octets. Who forges
 * a beacon would have to find other elements with the print of those that the
 * AP itself has: a second preimage. It takes the place of half a kilobyte of
 * elements. */
static enum dot11_err print_elements(const struct d11_session *session,
                                     const struct dot11_octets *elements,
                                     uint8_t print[D11_ELEMENTS_PRINT_LEN])
{
    const struct d11_rsn_env *env = session->env;
    uint8_t mac[D11_HASH_MAX];
    enum dot11_err err;

    err = env->ops->hmac(env->crypto, session->akm->hash, session->spa,
                         sizeof(session->spa), elements, REPEATED, mac);
    memcpy(print, mac, D11_ELEMENTS_PRINT_LEN);
    return err == D11_OK ? D11_OK : D11_ERR_CRYPTO;
}

static enum dot11_err print_bss(struct d11_session *session,
                                const struct dot11_bss *bss)
{
    struct dot11_octets elements[REPEATED];
    struct d11_index index;
    size_t i;

    d11_index_build(&index, bss->elements, bss->elements_len);
    for (i = 0; i < REPEATED; i++)
        elements[i] = d11_index_raw(&index, (enum d11_slot)repeated[i]);
    return print_elements(session, elements, session->elements);
}

bool d11_session_same_elements(const struct d11_session *session,
                               const struct d11_key_data *parts)
{
    const struct dot11_octets elements[REPEATED] = {
        parts->rsne, parts->rsnx, parts->rsne_override, parts->rsne_override_2,
        parts->rsnx_override};
    uint8_t print[D11_ELEMENTS_PRINT_LEN];

    return print_elements(session, elements, print) == D11_OK &&
           d11_equal_const_time(print, session->elements, sizeof(print));
}

void d11_rsn_write_rsne(const struct d11_rsn_env *env, struct d11_wr *wr,
                        const struct dot11_ext_suites *suites,
                        const uint8_t *bssid)
{
    uint8_t pmkid[D11_PMKID_LEN];
    const uint8_t *named = env->named != NULL ? env->named->pmkid : NULL;

    if (named == NULL && dot11_ext_pmkid(env->host, bssid, pmkid))
        named = pmkid;
    d11_suites_write_rsne(wr, suites, named);
}

/* Did the request carry the RSNE that message 2 will carry (12.7.6.3)? */
static bool same_request(const struct d11_rsn_env *env,
                         const struct dot11_ext_assoc *assoc)
{
    uint8_t octets[D11_SUITES_RSNE_MAX];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct dot11_octets sent;
    struct d11_index index;

    d11_rsn_write_rsne(env, &wr, &assoc->suites, assoc->peer);
    d11_index_build(&index, assoc->request.data, assoc->request.len);
    sent = d11_index_raw(&index, D11_SLOT_RSN);
    return !wr.overflow && sent.data != NULL && sent.len == d11_wr_len(&wr) &&
           memcmp(sent.data, octets, sent.len) == 0;
}

enum dot11_err d11_session_begin(struct d11_session *session,
                                 const struct d11_rsn_env *env,
                                 const struct d11_pmk *pmk,
                                 const struct dot11_ext_assoc *assoc,
                                 uint64_t now_us)
{
    enum dot11_err err;

    d11_session_end(session);
    if ((!pmk->ready && pmk->err != D11_ERR_PENDING) ||
        !d11_ssid_equal(&assoc->ssid, &pmk->ssid))
        return D11_ERR_STATE;
    /* A transition's request was said in other words, under a MIC. */
    if (!assoc->suites.ready && !same_request(env, assoc))
        return D11_ERR_SECURITY;

    session->env = env;
    session->pmk = pmk;
    session->pmk_generation = pmk->generation;
    session->akm = d11_akm_find(assoc->suites.akm, pmk->len);
    session->id = assoc->session_id;
    session->suites = assoc->suites;
    d11_addr_copy(session->aa, assoc->peer);
    d11_addr_copy(session->spa, assoc->own);
    err = session->akm != NULL ? print_bss(session, assoc->bss)
                               : D11_ERR_UNSUPPORTED;
    if (err != D11_OK) {
        d11_session_end(session);
        return err;
    }
    d11_session_enter(session, D11_SESSION_STARTED);
    if (pmk->ready)
        d11_session_go(session, now_us);
    else
        session->deadline_us = D11_NEVER;
    return D11_OK;
}

void d11_session_go(struct d11_session *session, uint64_t now_us)
{
    d11_session_set_deadline(session, d11_time_after(now_us, HANDSHAKE_US));
}

void d11_session_end(struct d11_session *session)
{
    d11_wipe(session, sizeof(*session));
}

/* No key of this session is needed any more (SEC-RND-04). */
static void forget_keys(struct d11_session *session)
{
    d11_wipe(session->snonce, sizeof(session->snonce));
    d11_wipe(session->kck, sizeof(session->kck));
    d11_wipe(session->kek, sizeof(session->kek));
    d11_wipe(&session->gtk_prints, sizeof(session->gtk_prints));
    d11_wipe(session->elements, sizeof(session->elements));
    session->anonces = 0;
    session->has_snonce = false;
}

void d11_session_fail(struct d11_session *session, enum dot11_err err,
                      uint16_t reason)
{
    d11_session_enter(session, D11_SESSION_FAILED);
    forget_keys(session);
    session->verdict.session_id = session->id;
    session->verdict.err = err;
    session->verdict.reason_code = reason;
    session->verdict.leave = true;
    d11_session_tell(session);
}

enum dot11_drop d11_session_refused(struct d11_session *session,
                                    enum dot11_err err)
{
    if (err == D11_ERR_FULL)
        return D11_DROP_SECURITY_QUEUE;
    d11_session_fail(session, err, D11_REASON_UNSPECIFIED);
    return D11_DROP_NONE;
}

void d11_session_tell(struct d11_session *session)
{
    enum dot11_err err;

    err = dot11_ext_set_verdict(session->env->host, &session->verdict);
    /* A full list is empty again when the deadline is looked at. */
    d11_session_set_deadline(session, err == D11_ERR_FULL ? 0 : D11_NEVER);
}

void d11_session_set_deadline(struct d11_session *session, uint64_t at_us)
{
    session->deadline_us = at_us;
    dot11_ext_set_deadline(session->env->host, at_us);
}

const uint8_t *d11_session_pmk(const struct d11_session *session)
{
    const struct d11_pmk *pmk = session->pmk;

    /* It goes with its generation. */
    return pmk->ready && pmk->generation == session->pmk_generation
               ? pmk->octets
               : NULL;
}

bool d11_session_is_new(const struct d11_session *session,
                        const struct d11_eapol_key *key)
{
    return !session->has_replay || key->replay > session->replay;
}

/* The Key MIC of a frame: over all its octets, those of the MIC as zeroes
 * (12.7.2). */
enum dot11_err d11_session_mic(const struct d11_session *session,
                               const uint8_t *kck, const uint8_t *frame,
                               size_t len, uint8_t mic[D11_HASH_MAX])
{
    static const uint8_t zeroes[MIC_MAX];
    const struct d11_akm *akm = session->akm;
    const struct d11_rsn_env *env = session->env;
    struct d11_rd rd = d11_rd_over(frame, len);
    struct dot11_octets part[3];

    part[0].len = D11_EAPOL_KEY_MIC_AT;
    part[0].data = d11_rd_take(&rd, part[0].len);
    part[1].len = akm->mic_len;
    part[1].data = zeroes;
    d11_rd_skip(&rd, akm->mic_len);
    part[2].len = d11_rd_left(&rd);
    part[2].data = rd.pos;
    d11_assert(!rd.truncated);
    if (akm->mic == D11_KEY_MIC_CMAC)
        return env->ops->cmac(env->crypto, kck, akm->kck_len, part, 3, mic);
    return env->ops->hmac(env->crypto, akm->hash, kck, akm->kck_len, part, 3,
                          mic);
}

bool d11_session_verify(struct d11_session *session, const uint8_t *kck,
                        const struct dot11_ext_packet *packet,
                        const struct d11_eapol_key *key)
{
    uint8_t mic[D11_HASH_MAX];
    bool ok;

    ok = d11_session_mic(session, kck, packet->data, key->frame_len, mic) ==
             D11_OK &&
         d11_equal_const_time(mic, key->mic, session->akm->mic_len);
    /* Of a forged frame this is what its forger would like to know. */
    d11_wipe(mic, sizeof(mic));
    if (ok) {
        session->replay = key->replay;
        session->has_replay = true;
    }
    return ok;
}

bool d11_session_unwrap(const struct d11_session *session, const uint8_t *kek,
                        const struct dot11_ext_packet *packet,
                        const struct d11_eapol_key *key,
                        struct d11_plain *plain)
{
    const struct d11_rsn_env *env = session->env;
    struct d11_wr wr = d11_wr_over(packet->data, packet->len);

    /* The way to the same Key Data that may be written: behind the MIC and two
     * octets of length. */
    (void)d11_wr_take(&wr, D11_EAPOL_KEY_MIC_AT + session->akm->mic_len + 2u);
    plain->octets = d11_wr_take(&wr, key->data.len);
    plain->len = key->data.len - WRAP_BLOCK;
    if (wr.overflow || key->data.len < WRAPPED_MIN ||
        key->data.len % WRAP_BLOCK != 0)
        return false;
    if (env->ops->key_unwrap(env->crypto, kek, session->akm->kek_len,
                             plain->octets, key->data.len,
                             plain->octets) == D11_OK)
        return true;
    d11_wipe(plain->octets, key->data.len);
    return false;
}

static uint8_t *write_reply(struct d11_wr *wr,
                            const struct d11_session *session,
                            enum d11_reply kind,
                            const struct d11_eapol_reply *reply)
{
    uint8_t octets[MESSAGE2_DATA_MAX];
    struct d11_wr parts = d11_wr_over(octets, sizeof(octets));
    struct dot11_octets data = {octets, 0};

    if (kind == D11_REPLY_MESSAGE4)
        return d11_eapol_write_message4(wr, reply, data);
    if (kind == D11_REPLY_MESSAGE2 && session->ft != NULL)
        return d11_eapol_write_message2(wr, reply, session->snonce,
                                        session->ft->ops->message2(session));
    if (kind == D11_REPLY_MESSAGE2) {
        d11_rsn_write_rsne(session->env, &parts, &session->suites, session->aa);
        d11_suites_write_rsnx(&parts, &session->suites);
    }
    if (session->suites.ocv)
        session->env->more->mgmt->write_oci(session, &parts);
    data.len = d11_wr_len(&parts);
    return kind == D11_REPLY_GROUP2
               ? d11_eapol_write_group2(wr, reply, data)
               : d11_eapol_write_message2(wr, reply, session->snonce, data);
}

enum dot11_err d11_session_reply(const struct d11_session *session,
                                 enum d11_reply kind,
                                 const struct d11_eapol_key *to,
                                 const uint8_t *kck, uint32_t send_flags)
{
    uint8_t frame[REPLY_MAX];
    struct d11_wr wr = d11_wr_over(frame, sizeof(frame));
    struct d11_eapol_reply reply = {0};
    uint8_t mic[D11_HASH_MAX];
    uint8_t *at;
    enum dot11_err err;

    reply.replay = to->replay;
    reply.version = to->version;
    reply.key_version = session->akm->key_descriptor;
    reply.mic_len = session->akm->mic_len;
    /* Set in message 2 of a rekey, as in its message 1; the others have it. */
    reply.info_more = to->info & D11_KEY_INFO_SECURE;
    at = write_reply(&wr, session, kind, &reply);
    d11_assert(at != NULL);
    err = d11_session_mic(session, kck, frame, d11_wr_len(&wr), mic);
    if (err != D11_OK)
        return D11_ERR_CRYPTO;
    memcpy(at, mic, session->akm->mic_len);
    return dot11_ext_send(session->env->host, session->id, D11_ETHERTYPE_EAPOL,
                          frame, d11_wr_len(&wr), (uint32_t)kind, send_flags);
}
