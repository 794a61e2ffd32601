/* Fast BSS transition: into a mobility domain, and from AP to AP in it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 13.4 (initial mobility domain association), 13.5 (over
 * the air), 13.7, 13.8. The first association of a domain is one like any
 * other, with keys from a hierarchy. Then two frames that both sides send
 * anyway, authentication and reassociation, carry nonces and a MIC. */
#include "rsn/ft.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/ft.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/replay.h"
#include "frame/index.h"
#include "frame/oci.h"
#include "hw/part.h"
#include "rsn/gtk.h"
#include "rsn/method.h"

/* Nothing to send, in struct dot11_ext_auth. */
#define NOTHING 0xffffu
/* How long an answer takes, and how often it is asked for. */
#define ANSWER_US (UINT64_C(200) * 1000)
#define TRIES 3u
/* Transactions that the MIC of a frame names (13.8.4, 13.8.5). */
#define REQUEST 5u
#define RESPONSE 6u

static const struct {
    uint16_t base;
    uint16_t ft;
} akms[] = {
    {D11_AKM_BIT_8021X | D11_AKM_BIT_8021X_SHA256, D11_AKM_BIT_FT_8021X},
    {D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256, D11_AKM_BIT_FT_PSK},
    {D11_AKM_BIT_SAE, D11_AKM_BIT_FT_SAE},
    {D11_AKM_BIT_SAE_EXT_KEY, D11_AKM_BIT_FT_SAE_EXT_KEY},
};

static bool can_compute(const struct dot11_crypto_ops *ops)
{
    return ops != NULL && ops->hash != NULL && ops->hmac != NULL &&
           ops->cmac != NULL && ops->key_unwrap != NULL;
}

/* AKMs that go with others, and the reverse. */

static uint16_t akms_of(uint16_t base)
{
    uint16_t found = 0;

    for (size_t i = 0; i < sizeof(akms) / sizeof(akms[0]); i++)
        found |= (akms[i].base & base) != 0 ? akms[i].ft : 0;
    return found;
}

static uint16_t base_of(uint16_t ft)
{
    uint16_t found = 0;

    for (size_t i = 0; i < sizeof(akms) / sizeof(akms[0]); i++)
        found |= (akms[i].ft & ft) != 0 ? akms[i].base : 0;
    return found;
}

static bool offers(const struct dot11_bss *bss)
{
    return d11_ft_mde(bss).data != NULL;
}

static void forget(void *state)
{
    d11_wipe(state, sizeof(struct d11_ft));
}

/* --- The choice of an access point ---------------------------------------- */

static bool is_in_domain(const struct d11_ft *ft, const struct dot11_bss *bss)
{
    struct dot11_octets mde = d11_ft_mde(bss);

    return ft->proven && mde.data != NULL &&
           memcmp(mde.data + 2, ft->mdid, D11_FT_MDID_LEN) == 0 &&
           d11_ssid_equal(&bss->ssid, &ft->ssid);
}

/* SEC-FT-03 */
static bool is_as_agreed(const struct d11_ft *ft,
                         const struct dot11_ext_suites *suites)
{
    return suites->akm == ft->suites.akm &&
           suites->pairwise_cipher == ft->suites.pairwise_cipher &&
           suites->group_mgmt_cipher == ft->suites.group_mgmt_cipher &&
           suites->mfp == ft->suites.mfp && suites->ocv == ft->suites.ocv &&
           suites->beacon_protection == ft->suites.beacon_protection &&
           suites->rsnx == ft->suites.rsnx;
}

static enum dot11_err choose(const void *state, const struct dot11_bss *bss,
                             bool connected, struct dot11_ext_suites *suites)
{
    const struct d11_ft *ft = state;

    if (!is_in_domain(ft, bss))
        return D11_OK;
    if (!is_as_agreed(ft, suites))
        return connected ? D11_ERR_SECURITY : D11_OK;
    suites->auth_algorithm = D11_AUTH_FT;
    suites->auth_work = false;
    suites->ready = true;
    return D11_OK;
}

/* --- Over the air (13.5.2) ------------------------------------------------ */

/* An FTE of ours that names the domain's key holder. */
static struct d11_fte our_fte(const struct d11_ft *ft,
                              const struct dot11_ext_suites *suites)
{
    struct d11_fte fte;

    memset(&fte, 0, sizeof(fte));
    fte.rsnxe_used = suites->rsnx != 0;
    fte.snonce = ft->snonce;
    fte.r0kh.data = ft->r0kh;
    fte.r0kh.len = ft->r0kh_len;
    return fte;
}

static struct dot11_ext_auth first_frame(const struct d11_ft *ft)
{
    struct dot11_ext_auth out = {D11_AUTH_FT, 1, D11_STATUS_SUCCESS, {NULL, 0}};

    out.body.data = ft->body;
    out.body.len = ft->body_len;
    return out;
}

static void arm(struct d11_ft *ft, const struct d11_rsn_env *env,
                uint64_t now_us)
{
    /* Longer each time, or an AP that is slow never answers the last one. */
    ft->deadline_us = d11_time_after(now_us, ANSWER_US << (ft->tries - 1u));
    dot11_ext_set_deadline(env->host, ft->deadline_us);
}

/* 13.5.2: RSNE with PMKR0Name, MDE, FTE with SNonce and R0KH-ID. */
static enum dot11_err ask(struct d11_ft *ft, const struct d11_rsn_env *env,
                          const struct dot11_bss *bss,
                          const struct dot11_ext_suites *suites,
                          struct dot11_ext_auth *out, uint64_t now_us)
{
    struct d11_wr wr = d11_wr_over(ft->body, sizeof(ft->body));
    const struct dot11_octets mde = d11_ft_mde(bss);
    struct d11_fte fte;
    enum dot11_err err;

    /* Here before, and without the end of it: from the beginning, then. */
    if (ft->state != D11_FT_IDLE && d11_addr_equal(ft->ap.bssid, bss->bssid)) {
        forget(ft);
        return D11_ERR_SECURITY;
    }
    err = dot11_ext_random(env->host, ft->snonce, sizeof(ft->snonce));
    if (err != D11_OK || d11_is_zero_const_time(ft->snonce, sizeof(ft->snonce)))
        return D11_ERR_RANDOM;
    dot11_ext_own_addr(env->host, ft->spa);
    d11_addr_copy(ft->ap.bssid, bss->bssid);
    fte = our_fte(ft, suites);
    d11_suites_write_rsne(&wr, suites, ft->r0.name);
    d11_wr_octets(&wr, mde.data, mde.len);
    (void)d11_fte_write(&wr, &fte, ft->akm->mic_len);
    d11_assert(!wr.overflow);
    ft->body_len = (uint16_t)d11_wr_len(&wr);
    ft->state = D11_FT_ASKED;
    ft->tries = 1;
    *out = first_frame(ft);
    arm(ft, env, now_us);
    return D11_ERR_PENDING;
}

/* The PTK with the target, whose nonce and key holder have come. */
static enum dot11_err derive(struct d11_ft *ft, const struct d11_rsn_env *env,
                             const struct dot11_ext_suites *suites)
{
    struct d11_ptk_params params = {
        suites->akm,  suites->pairwise_cipher,
        NULL,         ft->akm->pmk_len,
        ft->ap.bssid, ft->spa,
        ft->anonce,   ft->snonce,
    };
    struct d11_ft_key r1;
    enum dot11_err err;

    err = d11_ft_make_r1(ft, env, &r1);
    params.pmk = r1.octets;
    if (err == D11_OK)
        err = d11_ft_ptk(&ft->ptk, &params, env->ops, env->crypto);
    d11_wipe(&r1, sizeof(r1));
    return err;
}

/* Does an FTE name the domain's key holder and our nonce (SEC-FT-01)? */
static bool is_ours(const struct d11_ft *ft, const struct d11_fte *fte)
{
    return fte->r0kh.len == ft->r0kh_len && fte->r1kh.data != NULL &&
           memcmp(fte->r0kh.data, ft->r0kh, ft->r0kh_len) == 0 &&
           memcmp(fte->snonce, ft->snonce, sizeof(ft->snonce)) == 0 &&
           !d11_is_zero_const_time(fte->anonce, sizeof(ft->anonce));
}

/* The second frame. Nothing vouches for it yet: what does not fit is as if it
 * had not come, but a refusal ends the transition. */
static enum dot11_err answered(struct d11_ft *ft, const struct d11_rsn_env *env,
                               const struct dot11_bss *bss,
                               const struct dot11_ext_suites *suites,
                               const struct dot11_ext_auth *in)
{
    struct d11_ft_answer answer;
    enum dot11_err err;

    if (ft->state != D11_FT_ASKED || in->transaction != 2)
        return D11_ERR_PENDING;
    if (in->status != D11_STATUS_SUCCESS) {
        forget(ft);
        return D11_ERR_REFUSED;
    }
    if (!d11_ft_read_answer(&answer, ft->akm->mic_len, bss, in->body) ||
        answer.fte.count != 0 || !is_ours(ft, &answer.fte) ||
        !d11_ft_same_rsne(answer.rsne, bss, ft->r0.name))
        return D11_ERR_PENDING;
    memcpy(ft->anonce, answer.fte.anonce, sizeof(ft->anonce));
    memcpy(ft->ap.r1kh, answer.fte.r1kh.data, sizeof(ft->ap.r1kh));
    err = derive(ft, env, suites);
    if (err != D11_OK) {
        forget(ft);
        return err;
    }
    ft->state = D11_FT_AGREED;
    ft->deadline_us = D11_NEVER;
    return D11_OK;
}

/* --- The association ------------------------------------------------------ */

/* The channel that we go to, which the AP has to be on (12.2.9). */
static bool make_oci(const struct dot11_bss *bss, uint8_t octets[D11_OCI_LEN])
{
    const struct dot11_channel channel = dot11_channel_20(bss->freq_mhz);
    struct d11_wr wr = d11_wr_over(octets, D11_OCI_LEN);
    struct d11_oci oci;

    if (!d11_oci_of(&oci, &channel))
        return false;
    d11_oci_write(&wr, &oci);
    return true;
}

/* 13.7.1: what both sides know, under a MIC. */
static void write_request(struct d11_ft *ft, const struct d11_rsn_env *env,
                          const struct dot11_bss *bss,
                          const struct dot11_ext_suites *suites,
                          struct d11_wr *wr)
{
    struct d11_ft_answer all = {.mde = d11_ft_mde(bss)};
    uint8_t *start = wr->pos;
    uint8_t mic[D11_HASH_MAX];
    uint8_t oci[D11_OCI_LEN];
    struct d11_fte fte = our_fte(ft, suites);
    uint8_t *at;

    fte.count = suites->rsnx != 0 ? 4 : 3;
    fte.anonce = ft->anonce;
    fte.r1kh.data = ft->ap.r1kh;
    fte.r1kh.len = sizeof(ft->ap.r1kh);
    if (suites->ocv) {
        if (!make_oci(bss, oci)) {
            d11_wr_fail(wr);
            return;
        }
        fte.oci.data = oci;
        fte.oci.len = sizeof(oci);
    }
    d11_suites_write_rsne(wr, suites, ft->ap.r1_name);
    all.rsne.data = start;
    all.rsne.len = (size_t)(wr->pos - start);
    d11_wr_octets(wr, all.mde.data, all.mde.len);
    all.raw.data = wr->pos;
    at = d11_fte_write(wr, &fte, ft->akm->mic_len);
    all.raw.len = (size_t)(wr->pos - all.raw.data);
    all.rsnx.data = wr->pos;
    d11_suites_write_rsnx(wr, suites);
    all.rsnx.len = (size_t)(wr->pos - all.rsnx.data);
    if (at == NULL || wr->overflow ||
        d11_ft_mic(ft, env, REQUEST, &all, mic) != D11_OK) {
        d11_wr_fail(wr);
        return;
    }
    memcpy(at, mic, ft->akm->mic_len);
}

static void elements(void *state, const struct d11_rsn_env *env,
                     const struct dot11_bss *bss,
                     const struct dot11_ext_suites *suites, struct d11_wr *wr)
{
    const struct dot11_octets mde = d11_ft_mde(bss);

    if (suites->ready) {
        write_request(state, env, bss, suites, wr);
        if (suites->beacon_protection)
            env->more->mgmt->write_capabilities(wr);
        return;
    }
    d11_rsn_write_rsne(env, wr, suites, bss->bssid);
    d11_wr_octets(wr, mde.data, mde.len);
    if (suites->beacon_protection)
        env->more->mgmt->write_capabilities(wr);
    d11_suites_write_rsnx(wr, suites);
}

/* RSNXE: that of the beacon, and there when the FTE says so. */
static bool fits_rsnx(const struct d11_ft_answer *answer,
                      const struct dot11_bss *bss)
{
    struct dot11_octets sent;
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    sent = d11_index_raw(&index, D11_SLOT_RSNX);
    if (answer->rsnx.len == 0)
        return !answer->fte.rsnxe_used;
    return answer->rsnx.len == sent.len &&
           memcmp(answer->rsnx.data, sent.data, sent.len) == 0;
}

/* The response of a transition, all of it (SEC-FT-01). */
static bool verify(const struct d11_ft *ft, const struct d11_rsn_env *env,
                   const struct dot11_bss *bss, struct dot11_octets elements,
                   struct d11_ft_answer *answer)
{
    const struct d11_fte *fte = &answer->fte;
    uint8_t mic[D11_HASH_MAX];
    bool ok;

    if (!d11_ft_read_answer(answer, ft->akm->mic_len, bss, elements) ||
        fte->count != (answer->rsnx.len != 0 ? 4 : 3) || !is_ours(ft, fte) ||
        memcmp(fte->r1kh.data, ft->ap.r1kh, sizeof(ft->ap.r1kh)) != 0 ||
        memcmp(fte->anonce, ft->anonce, sizeof(ft->anonce)) != 0 ||
        !fits_rsnx(answer, bss) ||
        !d11_ft_same_rsne(answer->rsne, bss, ft->ap.r1_name))
        return false;
    ok = d11_ft_mic(ft, env, RESPONSE, answer, mic) == D11_OK &&
         d11_equal_const_time(mic, fte->mic, ft->akm->mic_len);
    d11_wipe(mic, sizeof(mic));
    return ok;
}

/* The response before it counts: D11_OK, or it is as if it had not come. */
static enum dot11_err judge(struct d11_ft *ft, const struct d11_rsn_env *env,
                            const struct dot11_bss *bss,
                            const struct dot11_ext_auth *in)
{
    struct d11_ft_answer answer;
    bool ok;

    if (in->status != D11_STATUS_SUCCESS) {
        forget(ft);
        return D11_ERR_REFUSED;
    }
    if (ft->state != D11_FT_AGREED || !verify(ft, env, bss, in->body, &answer))
        return D11_ERR_VERIFY;
    ok = d11_ft_unwrap(ft, env, &answer.fte);
    d11_wipe(&ft->group, sizeof(ft->group));
    return ok ? D11_OK : D11_ERR_VERIFY;
}

static enum dot11_err authenticate(void *state, const struct d11_rsn_env *env,
                                   const struct dot11_bss *bss,
                                   const struct dot11_ext_suites *suites,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct d11_ft *ft = state;

    out->algorithm = NOTHING;
    if (in == NULL)
        return ask(ft, env, bss, suites, out, now_us);
    if (in->transaction == D11_EXT_AUTH_ASSOC)
        return judge(ft, env, bss, in);
    return answered(ft, env, bss, suites, in);
}

/* The FTE of a response, without group keys, for message 2. */
static bool keep_fte(struct d11_ft *ft, const struct d11_ft_answer *answer)
{
    struct d11_wr wr = d11_wr_over(ft->fte, sizeof(ft->fte));

    if (answer->fte.gtk.wrapped.data == NULL)
        d11_wr_octets(&wr, answer->raw.data, answer->raw.len);
    else
        (void)d11_fte_write(&wr, &answer->fte, ft->akm->mic_len);
    ft->fte_len = (uint16_t)d11_wr_len(&wr);
    memcpy(ft->mde, answer->mde.data, sizeof(ft->mde));
    return !wr.overflow;
}

/* Into a domain: the response names who holds its keys (13.4.2). */
static enum dot11_err enter(struct d11_ft *ft, const struct d11_pmk *pmk,
                            const struct dot11_ext_assoc *assoc)
{
    struct d11_ft_answer answer;

    forget(ft);
    ft->hook.ops = &d11_ft_session;
    ft->akm = d11_akm_find(assoc->suites.akm, pmk->len);
    if (ft->akm == NULL || !ft->akm->ft || ft->akm->mic_len > D11_FT_MIC_MAX ||
        !d11_ft_read_answer(&answer, ft->akm->mic_len, assoc->bss,
                            assoc->response) ||
        answer.fte.r0kh.data == NULL || answer.fte.r1kh.data == NULL ||
        !keep_fte(ft, &answer))
        return D11_ERR_SECURITY;
    ft->suites = assoc->suites;
    ft->ssid = assoc->ssid;
    ft->r0kh_len = (uint8_t)answer.fte.r0kh.len;
    memcpy(ft->r0kh, answer.fte.r0kh.data, ft->r0kh_len);
    memcpy(ft->mdid, answer.mde.data + 2, sizeof(ft->mdid));
    memcpy(ft->ap.r1kh, answer.fte.r1kh.data, sizeof(ft->ap.r1kh));
    d11_addr_copy(ft->ap.bssid, assoc->peer);
    d11_addr_copy(ft->spa, assoc->own);
    return D11_OK;
}

/* Ask for the keys of a transition, pairwise first. */
static enum dot11_err install(const struct d11_ft *ft,
                              struct d11_session *session)
{
    const struct d11_ft_group *group = &ft->group;
    struct dot11_ext_key key = {0};
    struct d11_eapol_key as = {0};
    struct d11_group_keys keys;
    enum dot11_err err;

    as.rsc = group->rsc;
    if (d11_group_keys_read(session, &group->parts, &as, true, &keys) != 0)
        return D11_ERR_SECURITY;
    key.session_id = session->id;
    key.cipher = session->suites.pairwise_cipher;
    key.pairwise = true;
    key.tx = true;
    key.len = ft->ptk.tk_len;
    key.octets = ft->ptk.tk;
    err = dot11_ext_set_key(session->env->host, &key);
    return err == D11_OK ? d11_group_keys_install(session, &keys) : err;
}

/* The session goes on as if after a handshake. */
static void adopt(struct d11_ft *ft, struct d11_session *session)
{
    memcpy(session->kck, ft->ptk.kck, sizeof(session->kck));
    memcpy(session->kek, ft->ptk.kek, sizeof(session->kek));
    memcpy(session->anonce[0], ft->anonce, D11_NONCE_LEN);
    session->anonces = 1;
    d11_session_enter(session, D11_SESSION_KEYED);
    d11_session_set_deadline(session, D11_NEVER);
    d11_wipe(&ft->ptk, sizeof(ft->ptk));
    ft->state = D11_FT_IDLE;
}

/* At the next AP of the domain, which the response has proved. */
static enum dot11_err arrive(struct d11_ft *ft, struct d11_rsn *rsn,
                             const struct dot11_ext_assoc *assoc)
{
    struct d11_session *session = &rsn->session;
    struct d11_ft_answer answer;
    enum dot11_err err = D11_ERR_SECURITY;

    if (ft->state != D11_FT_AGREED ||
        !verify(ft, &rsn->env, assoc->bss, assoc->response, &answer) ||
        !d11_ft_unwrap(ft, &rsn->env, &answer.fte))
        return D11_ERR_SECURITY;
    if (keep_fte(ft, &answer))
        err = install(ft, session);
    d11_wipe(&ft->group, sizeof(ft->group));
    if (err == D11_OK)
        adopt(ft, session);
    return err;
}

static enum dot11_err begin(void *state, struct d11_rsn *rsn,
                            const struct d11_pmk *pmk,
                            const struct dot11_ext_assoc *assoc,
                            const struct dot11_ext_suites *again,
                            uint64_t now_us)
{
    struct d11_ft *ft = state;
    enum dot11_err err = D11_OK;

    if (!assoc->suites.ready)
        err = enter(ft, pmk, assoc);
    if (err == D11_OK)
        err = d11_rsn_begin(rsn, assoc->suites.ready ? &ft->pmk : pmk, assoc,
                            again, now_us);
    if (err != D11_ERR_PENDING) {
        forget(ft);
        return err;
    }
    rsn->session.ft = &ft->hook;
    if (!assoc->suites.ready)
        return err;
    err = arrive(ft, rsn, assoc);
    if (err != D11_OK)
        forget(ft);
    return err;
}

/* Another nonce in the first frame, near whose end it is. The AP takes another
 * nonce each time, too, so an answer has to name the request that it is for. */
static bool renew_nonce(struct d11_ft *ft, const struct d11_rsn_env *env)
{
    struct d11_wr wr = d11_wr_over(ft->body, ft->body_len);

    if (dot11_ext_random(env->host, ft->snonce, sizeof(ft->snonce)) != D11_OK)
        return false;
    (void)d11_wr_take(&wr,
                      ft->body_len - 2u - ft->r0kh_len - sizeof(ft->snonce));
    d11_wr_octets(&wr, ft->snonce, sizeof(ft->snonce));
    return !wr.overflow;
}

static void tick(void *state, const struct d11_rsn_env *env, uint64_t now_us)
{
    struct d11_ft *ft = state;
    struct dot11_ext_auth out;
    enum dot11_err err = D11_ERR_TIMEOUT;

    if (ft->state != D11_FT_ASKED || !d11_deadline_due(ft->deadline_us, now_us))
        return;
    if (ft->tries++ < TRIES && renew_nonce(ft, env)) {
        out = first_frame(ft);
        err = dot11_ext_auth(env->host, &out, D11_ERR_PENDING);
        arm(ft, env, now_us);
    }
    if (err == D11_OK || err == D11_ERR_FULL)
        return;
    forget(ft);
    (void)dot11_ext_auth(env->host, NULL, err);
}

static const struct d11_ft_ops ft_ops = {
    .state_size = sizeof(struct d11_ft),
    .can_compute = can_compute,
    .akms_of = akms_of,
    .base_of = base_of,
    .offers = offers,
    .choose = choose,
    .authenticate = authenticate,
    .elements = elements,
    .begin = begin,
    .tick = tick,
    .forget = forget,
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_ft);
}

const struct dot11_part dot11_ft = {
    .kind = D11_PART_FT,
    .list = &d11_part_list,
    .state_size = state_size,
    .ops = &ft_ops,
};
