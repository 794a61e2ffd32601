/* Simultaneous Authentication of Equals, the station's side.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.4.8. Until the peer's confirm is verified nothing
 * that came in is believed: what does not fit is as if it had not come, and
 * only time ends an attempt (SEC-SAE-10). */
#include "rsn/sae.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/rd.h"
#include "base/wipe.h"
#include "hw/part.h"
#include "rsn/pmksa.h"
#include "rsn/sae_frame.h"
#include "rsn/suites.h"
#include "rsn/work.h"

/* From one frame of ours to its repetition, and repetitions in one state
 * (dot11RSNASAERetransPeriod, dot11RSNASAESync). The radio repeats what is not
 * acknowledged; an access point that is slow takes a commit whose token it has
 * seen already for an attack, and forgets us. */
#define REPEAT_US 600000u
#define SYNC_MAX 3u
/* Commits of the peer's that are worked on in one attempt (SEC-SAE-10). */
#define DERIVED_MAX 4u
/* Rounds of anti-clogging tokens in one attempt (SEC-SAE-05). */
#define TOKENS_MAX 3u
#define NOTHING 0xffffu

/* --- Work ----------------------------------------------------------------- */

static struct d11_sae_password password_of(const struct d11_sae_work *work)
{
    const struct d11_sae_password from = {
        {work->password, work->password_len},
        {work->id, work->id_len},
        {work->ssid.octets, work->ssid.len},
    };

    return from;
}

static enum dot11_err prepare(const struct d11_sae_prim *prim,
                              struct d11_sae_work *work)
{
    const struct d11_sae_password from = password_of(work);
    enum dot11_err err;

    if (work->pt_group == work->group)
        return D11_OK;
    work->pt_group = 0;
    err = d11_sae_pt(prim, d11_curve_of(work->group), &from, work->pt);
    if (err == D11_OK)
        work->pt_group = work->group;
    return err;
}

/* The same for each attempt with one access point. */
static enum dot11_err find_pwe(const struct d11_sae_prim *prim,
                               const struct d11_curve *curve,
                               struct d11_sae_work *work)
{
    const struct d11_sae_password from = password_of(work);
    enum dot11_err err;

    if (work->has_pwe)
        return D11_OK;
    if (work->h2e) {
        err = prepare(prim, work);
        if (err == D11_OK)
            err = d11_sae_pwe_of_pt(prim, curve, work->pt, work->own_addr,
                                    work->bssid, work->pwe);
    } else {
        err = d11_sae_pwe_by_hunting(prim, curve, &from, work->own_addr,
                                     work->bssid, work->pwe);
    }
    work->has_pwe = err == D11_OK;
    return err;
}

static enum dot11_err commit(const struct d11_sae_prim *prim,
                             struct d11_sae_work *work)
{
    const struct d11_curve *curve = d11_curve_of(work->group);
    enum dot11_err err = find_pwe(prim, curve, work);

    if (err == D11_OK)
        err = d11_sae_make_commit(prim, curve, work->pwe, work->random,
                                  work->rand, &work->own);
    return err;
}

static enum dot11_err derive(const struct d11_sae_prim *prim,
                             struct d11_sae_work *work)
{
    const struct d11_curve *curve = d11_curve_of(work->group);
    const struct d11_sae_secret secret = {
        .pwe = work->pwe,
        .rand = work->rand,
        .own = &work->own,
        .peer = &work->peer,
        .h2e = work->h2e,
        .ext_key = work->ext_key,
        .pk = work->pk,
        .rejected = {work->rejected, work->rejected_len},
    };

    return d11_sae_derive(prim, curve, &secret, &work->keys);
}

/* As dot11_job_run. */
static enum dot11_err run(struct dot11_crypto_job *job,
                          const struct dot11_crypto_ops *ops, void *crypto)
{
    struct d11_sae_work *work = (struct d11_sae_work *)(void *)job;
    const struct d11_sae_prim prim = {ops, crypto};
    enum dot11_err err = D11_ERR_CRYPTO;

    switch (work->task) {
    case D11_SAE_PREPARE: err = prepare(&prim, work); break;
    case D11_SAE_COMMIT: err = commit(&prim, work); break;
    case D11_SAE_DERIVE: err = derive(&prim, work); break;
    default: break;
    }
    work->verdict = (uint8_t)err;
    return D11_OK;
}

static enum dot11_err start(struct d11_sae *sae, const struct d11_rsn_env *env,
                            enum d11_sae_task task)
{
    sae->work.task = (uint8_t)task;
    return d11_work_start(env, &sae->work.job, run, sizeof sae->work,
                          &sae->pending);
}

/* SAE-PK, when the host lists it. */
static const struct d11_sae_pk_ops *pk_part(const struct d11_rsn_env *env,
                                            void **state)
{
    return dot11_ext_part(env->host, D11_PART_SAE_PK, state);
}

static void stop(struct d11_sae *sae, const struct d11_rsn_env *env)
{
    void *state;
    const struct d11_sae_pk_ops *pk = pk_part(env, &state);

    if (pk != NULL)
        pk->stop(state, env);
    d11_work_stop(env, &sae->work.job, &sae->pending);
    sae->preparing = false;
    sae->deadline_us = D11_NEVER;
}

/* --- A network ------------------------------------------------------------ */

static bool can_compute(const struct dot11_crypto_ops *ops, void *crypto)
{
    return ops->ec != NULL && ops->hmac != NULL && ops->job_start != NULL &&
           ops->ec->has_group(crypto, D11_GROUP_P256);
}

static enum dot11_err check(const struct dot11_rsn_profile *profile)
{
    if (profile->sae_password_len == 0 ||
        profile->sae_password_len > D11_SAE_PASSWORD_MAX)
        return D11_ERR_PASSPHRASE;
    /* SEC-SAE-06: identifiers are of hash-to-element. */
    if (profile->sae_id_len > D11_SAE_ID_MAX ||
        (profile->sae_id_len != 0 && profile->sae_pwe == D11_SAE_PWE_HUNTING) ||
        profile->sae_pwe > D11_SAE_PWE_H2E || profile->sae_pk > D11_SAE_PK_OFF)
        return D11_ERR_ARG;
    /* SEC-SAE-03 */
    for (unsigned i = 0; i < D11_SAE_GROUPS_MAX; i++) {
        if (profile->sae_groups[i] != 0 &&
            d11_curve_of(profile->sae_groups[i]) == NULL)
            return D11_ERR_UNSUPPORTED;
    }
    return D11_OK;
}

static void take_groups(struct d11_sae *sae,
                        const struct dot11_rsn_profile *profile)
{
    sae->group_count = 0;
    for (unsigned i = 0; i < D11_SAE_GROUPS_MAX; i++) {
        if (profile->sae_groups[i] != 0)
            sae->groups[sae->group_count++] = profile->sae_groups[i];
    }
    if (sae->group_count == 0)
        sae->groups[sae->group_count++] = D11_GROUP_P256;
}

static bool is_kept(const struct d11_sae_work *work,
                    const struct dot11_ssid *ssid,
                    const struct dot11_rsn_profile *profile)
{
    return work->password_len != 0 && d11_ssid_equal(&work->ssid, ssid) &&
           work->password_len == profile->sae_password_len &&
           work->id_len == profile->sae_id_len &&
           d11_equal_const_time(work->password, profile->sae_password,
                                work->password_len) &&
           memcmp(work->id, profile->sae_id, work->id_len) == 0;
}

/* Shall there be SAE-PK, and can there be? */
static enum dot11_err take_pk(struct d11_sae *sae,
                              const struct d11_rsn_env *env,
                              const struct dot11_rsn_profile *profile)
{
    void *state;
    const struct d11_sae_pk_ops *pk = pk_part(env, &state);
    const bool can = pk != NULL && pk->can_compute(env->ops);

    sae->pk_only = profile->sae_pk == D11_SAE_PK_ONLY ||
                   (profile->pins & D11_PIN_SAE_PK) != 0;
    sae->pk = can && profile->sae_pwe != D11_SAE_PWE_HUNTING &&
              (sae->pk_only || profile->sae_pk == D11_SAE_PK_ALLOWED) &&
              pk->read_password(profile->sae_password,
                                profile->sae_password_len, NULL);
    if (!sae->pk_only || sae->pk)
        return D11_OK;
    return can ? D11_ERR_PASSPHRASE : D11_ERR_UNSUPPORTED;
}

static enum dot11_err set(void *state, const struct d11_rsn_env *env,
                          const struct dot11_ssid *ssid,
                          const struct dot11_rsn_profile *profile)
{
    struct d11_sae *sae = state;
    struct d11_sae_work *work = &sae->work;
    enum dot11_err err;

    stop(sae, env);
    d11_sae_enter(sae, D11_SAE_NOTHING);
    err = take_pk(sae, env, profile);
    if (err != D11_OK)
        return err;
    sae->pwe_mode = (uint8_t)profile->sae_pwe;
    take_groups(sae, profile);
    if (!is_kept(work, ssid, profile)) {
        d11_wipe(work, sizeof *work);
        work->ssid = *ssid;
        work->password_len = profile->sae_password_len;
        work->id_len = profile->sae_id_len;
        memcpy(work->password, profile->sae_password, work->password_len);
        memcpy(work->id, profile->sae_id, work->id_len);
    }
    if (work->group != sae->groups[0])
        work->has_pwe = false;
    work->group = sae->groups[0];
    /* Who may come in with a PMK that is kept needs it perhaps never. */
    if (sae->pwe_mode == D11_SAE_PWE_HUNTING || work->pt_group == work->group ||
        d11_pmksa_covers(env, ssid))
        return D11_OK;
    /* Once for a network, before anybody waits for it. */
    err = start(sae, env, D11_SAE_PREPARE);
    if (err != D11_OK)
        return err;
    sae->preparing = true;
    return D11_ERR_PENDING;
}

static void forget(void *state, const struct d11_rsn_env *env)
{
    struct d11_sae *sae = state;
    uint32_t generation = sae->pmk.generation;

    stop(sae, env);
    d11_wipe(sae, sizeof *sae);
    sae->deadline_us = D11_NEVER;
    sae->pmk.generation = generation + 1u;
}

/* What an access point and we have in common, of the RSN extension field. */
static uint8_t in_common(const struct d11_sae *sae, uint8_t rsnx)
{
    uint8_t ours = 0;

    if (sae->pwe_mode != D11_SAE_PWE_HUNTING)
        ours |= D11_RSNX_SAE_H2E;
    if (sae->pk)
        ours |= D11_RSNX_SAE_PK;
    return ours & rsnx;
}

/* SEC-SAE-06: both can hash, then both do. */
static uint16_t fits(const void *state, const struct dot11_octets *rsnx,
                     const struct dot11_bss *bss, uint16_t akms, uint8_t *ours)
{
    const struct d11_sae *sae = state;
    uint8_t both = in_common(sae, rsnx->len != 0 ? rsnx->data[0] : 0);

    (void)bss;
    *ours = in_common(sae, 0xff);
    if (sae->pk_only && (both & D11_RSNX_SAE_PK) == 0)
        return 0;
    if (both != 0)
        return akms;
    if (sae->pwe_mode == D11_SAE_PWE_H2E || sae->work.id_len != 0)
        return 0;
    return akms & D11_AKM_BIT_SAE;
}

/* --- The exchange --------------------------------------------------------- */

static void arm(struct d11_sae *sae, const struct d11_rsn_env *env,
                uint64_t now_us)
{
    sae->deadline_us = d11_time_after(now_us, REPEAT_US);
    dot11_ext_set_deadline(env->host, sae->deadline_us);
}

static void give_up(struct d11_sae *sae, const struct d11_rsn_env *env,
                    enum dot11_err err)
{
    stop(sae, env);
    d11_sae_enter(sae, D11_SAE_NOTHING);
    dot11_ext_set_deadline(env->host, D11_NEVER);
    (void)dot11_ext_auth(env->host, NULL, err);
}

/* Says the way, in a commit of either side. */
static uint16_t our_status(const struct d11_sae *sae)
{
    if (sae->work.pk)
        return D11_STATUS_SAE_PK;
    return sae->work.h2e ? D11_STATUS_SAE_H2E : D11_STATUS_SUCCESS;
}

static struct dot11_ext_auth our_commit(struct d11_sae *sae)
{
    const struct dot11_ext_auth out = {
        D11_AUTH_SAE,
        1,
        our_status(sae),
        {sae->body, d11_sae_write_commit(sae, sae->body)},
    };

    return out;
}

/* The counter of a repeated confirm goes on (12.4.8.6.4). */
static enum dot11_err our_confirm(struct d11_sae *sae,
                                  const struct d11_rsn_env *env,
                                  struct dot11_ext_auth *out)
{
    const struct d11_sae_prim prim = {env->ops, env->crypto};
    struct d11_sae_work *work = &sae->work;
    enum dot11_err err;

    sae->send_confirm++;
    err = d11_sae_confirm(&prim, d11_curve_of(work->group), &work->keys,
                          sae->send_confirm, &work->own, &work->peer,
                          work->confirm);
    out->algorithm = D11_AUTH_SAE;
    out->transaction = 2;
    out->status = D11_STATUS_SUCCESS;
    out->body.data = sae->body;
    out->body.len = d11_sae_write_confirm(sae, sae->body);
    return err;
}

/* Fresh secrets for each commit (SEC-SAE-08). */
static enum dot11_err start_commit(struct d11_sae *sae,
                                   const struct d11_rsn_env *env)
{
    enum dot11_err err =
        dot11_ext_random(env->host, sae->work.random, sizeof sae->work.random);

    if (err == D11_OK)
        err = start(sae, env, D11_SAE_COMMIT);
    if (err == D11_OK)
        d11_sae_enter(sae, D11_SAE_WORKING);
    return err;
}

/* Who, with whom, which way. A PWE for another attempt is of no use. */
static void set_attempt(struct d11_sae_work *work, const uint8_t *own,
                        const uint8_t *bssid, uint16_t group, bool h2e)
{
    if (work->h2e != h2e || work->group != group ||
        !d11_addr_equal(work->own_addr, own) ||
        !d11_addr_equal(work->bssid, bssid))
        work->has_pwe = false;
    d11_addr_copy(work->own_addr, own);
    d11_addr_copy(work->bssid, bssid);
    work->group = group;
    work->h2e = h2e;
}

static enum dot11_err begin(struct d11_sae *sae, const struct d11_rsn_env *env,
                            const struct dot11_bss *bss, uint32_t akm,
                            uint8_t rsnx)
{
    struct d11_sae_work *work = &sae->work;
    uint8_t own[D11_ADDR_LEN];

    stop(sae, env);
    d11_wipe(&sae->pmk, sizeof sae->pmk);
    dot11_ext_own_addr(env->host, own);
    set_attempt(work, own, bss->bssid, sae->groups[0],
                in_common(sae, rsnx) != 0);
    work->pk = (in_common(sae, rsnx) & D11_RSNX_SAE_PK) != 0;
    work->ext_key = akm == D11_AKM_SAE_EXT_KEY;
    work->rejected_len = 0;
    sae->group_next = 1;
    sae->sync = 0;
    sae->tokens = 0;
    sae->token_len = 0;
    sae->send_confirm = 0;
    sae->derived = 0;
    sae->verified = 0;
    d11_wipe(&work->keys, sizeof work->keys);
    d11_wipe(&work->other_keys, sizeof work->other_keys);
    return start_commit(sae, env);
}

/* Status 77: only for the group that was just sent (SEC-SAE-04). */
static enum dot11_err group_rejected(struct d11_sae *sae,
                                     const struct d11_rsn_env *env,
                                     const struct dot11_octets *body)
{
    struct d11_sae_work *work = &sae->work;

    if (body->len < 2 || d11_load_le16(body->data) != work->group)
        return D11_ERR_PENDING;
    if (sae->group_next == sae->group_count)
        return D11_ERR_REFUSED;
    d11_store_le16(work->rejected + work->rejected_len, work->group);
    work->rejected_len = (uint8_t)(work->rejected_len + 2);
    work->group = sae->groups[sae->group_next++];
    work->has_pwe = false;
    sae->token_len = 0;
    sae->sync = 0;
    sae->deadline_us = D11_NEVER;
    return start_commit(sae, env) == D11_OK ? D11_ERR_PENDING : D11_ERR_CRYPTO;
}

/* Status 76: the same commit again, with the token. */
static void token_wanted(struct d11_sae *sae, const struct d11_rsn_env *env,
                         const struct dot11_octets *body,
                         struct dot11_ext_auth *out, uint64_t now_us)
{
    struct dot11_octets token;

    if (sae->tokens == TOKENS_MAX || !d11_sae_read_token(sae, body, &token))
        return;
    sae->tokens++;
    sae->token_len = (uint8_t)token.len;
    memcpy(sae->token, token.data, token.len);
    *out = our_commit(sae);
    arm(sae, env, now_us);
}

static bool lists_group(const struct dot11_octets *groups, uint16_t group)
{
    for (size_t i = 0; i + 2 <= groups->len; i += 2) {
        if (d11_load_le16(groups->data + i) == group)
            return true;
    }
    return false;
}

static enum dot11_err commit_heard(struct d11_sae *sae,
                                   const struct d11_rsn_env *env,
                                   const struct dot11_octets *body)
{
    struct d11_sae_work *work = &sae->work;
    const struct d11_curve *curve = d11_curve_of(work->group);
    struct d11_sae_heard heard;

    if (!d11_sae_read_commit(sae, body, &heard))
        return D11_ERR_PENDING;
    /* SEC-SAE-02: our own one, coming back. */
    if (memcmp(heard.scalar, work->own.scalar, curve->len) == 0 &&
        memcmp(heard.element, work->own.element, 2u * curve->len) == 0)
        return D11_ERR_PENDING;
    /* An access point rejects nothing: it answers. A list that says so was
     * put there to bring us to a weaker group (SEC-SAE-04). */
    if (heard.rejected.len != 0)
        return lists_group(&heard.rejected, work->group) ? D11_ERR_SECURITY
                                                         : D11_ERR_PENDING;
    if (sae->state == D11_SAE_CONFIRMED) {
        /* The same one again: our confirm may be lost, and time repeats it. */
        if (memcmp(heard.scalar, work->peer.scalar, curve->len) == 0)
            return D11_ERR_PENDING;
        work->other_peer = work->peer;
        work->other_keys = work->keys;
    }
    if (sae->derived++ == DERIVED_MAX)
        return D11_ERR_PENDING;
    memcpy(work->peer.scalar, heard.scalar, curve->len);
    memcpy(work->peer.element, heard.element, 2u * curve->len);
    sae->deadline_us = D11_NEVER;
    d11_sae_enter(sae, D11_SAE_DERIVING);
    return start(sae, env, D11_SAE_DERIVE) == D11_OK ? D11_ERR_PENDING
                                                     : D11_ERR_CRYPTO;
}

static bool verifies(const struct d11_sae_work *work,
                     const struct d11_rsn_env *env,
                     const struct d11_sae_keys *keys,
                     const struct d11_sae_commit *peer,
                     const struct dot11_octets *body)
{
    const struct d11_sae_prim prim = {env->ops, env->crypto};
    uint8_t expected[D11_HASH_MAX];
    bool good;

    if (keys->kck_len == 0 || body->len < 2u + keys->kck_len)
        return false;
    good = d11_sae_confirm(&prim, d11_curve_of(work->group), keys,
                           d11_load_le16(body->data), peer, &work->own,
                           expected) == D11_OK &&
           d11_equal_const_time(expected, body->data + 2, keys->kck_len);
    d11_wipe(expected, sizeof expected);
    return good;
}

/* SEC-SAE-09: now it may be used. */
static void accept(struct d11_sae *sae, const struct d11_rsn_env *env)
{
    struct d11_sae_work *work = &sae->work;
    const struct d11_sae_keys *keys = &work->keys;

    memcpy(sae->pmk.octets, keys->pmk, keys->pmk_len);
    sae->pmk.len = keys->pmk_len;
    sae->pmk.ssid = work->ssid;
    memcpy(sae->pmk.pmkid, keys->pmkid, D11_PMKID_LEN);
    sae->pmk.has_pmkid = true;
    sae->pmk.ready = true;
    sae->pmk.generation++;
    d11_sae_enter(sae, D11_SAE_ACCEPTED);
    sae->deadline_us = D11_NEVER;
    dot11_ext_set_deadline(env->host, D11_NEVER);
    d11_wipe(work->rand, sizeof work->rand);
    d11_wipe(work->random, sizeof work->random);
    d11_wipe(&work->keys, sizeof work->keys);
    d11_wipe(&work->other_keys, sizeof work->other_keys);
}

/* The peer has the password. Is it the access point whose key that is a print
 * of? The elements that say so are not covered by the confirm: anybody may
 * have changed them. */
static enum dot11_err show_key(struct d11_sae *sae,
                               const struct d11_rsn_env *env,
                               const struct dot11_octets *body)
{
    const struct d11_sae_work *work = &sae->work;
    const size_t fixed = 2u + work->keys.kck_len;
    struct d11_rd rd = d11_rd_over(body->data, body->len);
    struct d11_sae_pk_claim *claim;
    struct dot11_octets elements;
    void *state;
    const struct d11_sae_pk_ops *pk = pk_part(env, &state);

    d11_rd_skip(&rd, fixed);
    elements.data = rd.pos;
    elements.len = d11_rd_left(&rd);
    if (sae->verified == DERIVED_MAX)
        return D11_ERR_PENDING;
    sae->verified++;
    claim = pk->claim(state);
    if (!pk->read(&elements, &claim->shown) ||
        !pk->read_password(work->password, work->password_len, &claim->print)) {
        sae->forged = true;
        return D11_ERR_PENDING;
    }
    claim->ssid = work->ssid;
    claim->group = work->group;
    claim->kek_len = work->keys.kck_len;
    memcpy(claim->kek, work->keys.kek, sizeof claim->kek);
    d11_addr_copy(claim->bssid, work->bssid);
    d11_addr_copy(claim->own_addr, work->own_addr);
    claim->ap = work->peer;
    claim->own = work->own;
    sae->deadline_us = D11_NEVER;
    d11_sae_enter(sae, D11_SAE_VERIFYING);
    return pk->start(state, env) == D11_OK ? D11_ERR_PENDING : D11_ERR_CRYPTO;
}

/* The key was verified, or not: then as if it had not been shown. */
static void key_judged(struct d11_sae *sae, const struct d11_rsn_env *env,
                       enum dot11_err err, uint64_t now_us)
{
    if (err == D11_ERR_VERIFY) {
        sae->forged = true;
        d11_sae_enter(sae, D11_SAE_CONFIRMED);
        arm(sae, env, now_us);
    } else if (err == D11_OK) {
        accept(sae, env);
        (void)dot11_ext_auth(env->host, NULL, D11_OK);
    } else {
        give_up(sae, env, err);
    }
}

static enum dot11_err confirm_heard(struct d11_sae *sae,
                                    const struct d11_rsn_env *env,
                                    const struct dot11_octets *body)
{
    struct d11_sae_work *work = &sae->work;

    if (!verifies(work, env, &work->keys, &work->peer, body)) {
        if (!verifies(work, env, &work->other_keys, &work->other_peer, body)) {
            sae->mismatch = true;
            return D11_ERR_PENDING;
        }
        work->peer = work->other_peer;
        work->keys = work->other_keys;
    }
    if (work->pk)
        return show_key(sae, env, body);
    accept(sae, env);
    return D11_OK;
}

static enum dot11_err first_heard(struct d11_sae *sae,
                                  const struct d11_rsn_env *env,
                                  const struct dot11_ext_auth *in,
                                  struct dot11_ext_auth *out, uint64_t now_us)
{
    if (in->status == our_status(sae) &&
        (sae->state == D11_SAE_COMMITTED || sae->state == D11_SAE_CONFIRMED))
        return commit_heard(sae, env, &in->body);
    if (sae->state != D11_SAE_COMMITTED)
        return D11_ERR_PENDING;
    if (in->status == D11_STATUS_UNSUPPORTED_GROUP)
        return group_rejected(sae, env, &in->body);
    if (in->status == D11_STATUS_ANTI_CLOGGING)
        token_wanted(sae, env, &in->body, out, now_us);
    else
        sae->refused = true;
    return D11_ERR_PENDING;
}

static enum dot11_err authenticate(void *state, const struct d11_rsn_env *env,
                                   const struct dot11_bss *bss, uint32_t akm,
                                   uint8_t rsnx,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct d11_sae *sae = state;
    enum dot11_err err;

    out->algorithm = NOTHING;
    if (in == NULL) {
        sae->mismatch = false;
        sae->refused = false;
        sae->forged = false;
        err = begin(sae, env, bss, akm, rsnx);
        return err == D11_OK ? D11_ERR_PENDING : err;
    }
    if (in->transaction == 1)
        return first_heard(sae, env, in, out, now_us);
    if (in->transaction != 2 || sae->state != D11_SAE_CONFIRMED)
        return D11_ERR_PENDING;
    if (in->status == D11_STATUS_SUCCESS)
        return confirm_heard(sae, env, &in->body);
    /* The other side could not verify ours. */
    sae->mismatch = true;
    return D11_ERR_PENDING;
}

/* SEC-SAE-01: as if it had not come. */
static void refuse_commit(struct d11_sae *sae)
{
    struct d11_sae_work *work = &sae->work;

    d11_sae_enter(sae, D11_SAE_COMMITTED);
    if (work->other_keys.kck_len == 0)
        return;
    work->peer = work->other_peer;
    work->keys = work->other_keys;
    d11_wipe(&work->other_keys, sizeof work->other_keys);
    d11_sae_enter(sae, D11_SAE_CONFIRMED);
}

/* Work of an exchange ended: our next frame goes out. */
static void work_done(struct d11_sae *sae, const struct d11_rsn_env *env,
                      enum dot11_err err, uint64_t now_us)
{
    struct dot11_ext_auth out;

    if (err == D11_ERR_VERIFY && sae->state == D11_SAE_DERIVING) {
        refuse_commit(sae);
        arm(sae, env, now_us);
        return;
    }
    if (err == D11_OK && sae->state == D11_SAE_WORKING) {
        d11_sae_enter(sae, D11_SAE_COMMITTED);
        out = our_commit(sae);
    } else if (err == D11_OK && sae->state == D11_SAE_DERIVING) {
        d11_sae_enter(sae, D11_SAE_CONFIRMED);
        sae->sync = 0;
        err = our_confirm(sae, env, &out);
    }
    if (err == D11_OK)
        err = dot11_ext_auth(env->host, &out, D11_ERR_PENDING);
    if (err == D11_OK)
        arm(sae, env, now_us);
    else
        give_up(sae, env, err);
}

static bool job_done(void *state, const struct d11_rsn_env *env,
                     const struct dot11_crypto_job *job, enum dot11_err *err,
                     bool *set_done, uint64_t now_us)
{
    struct d11_sae *sae = state;
    void *pk_state;
    const struct d11_sae_pk_ops *pk = pk_part(env, &pk_state);

    *set_done = false;
    if (pk != NULL && pk->done(pk_state, job, err)) {
        key_judged(sae, env, *err, now_us);
        return true;
    }
    if (!d11_work_done(&sae->work.job, job, &sae->pending))
        return false;
    if (*err == D11_OK)
        *err = (enum dot11_err)sae->work.verdict;
    *set_done = sae->preparing;
    sae->preparing = false;
    if (!*set_done)
        work_done(sae, env, *err, now_us);
    return true;
}

/* Why an attempt that time ended did not succeed, as far as one can tell. */
static enum dot11_err reason(const struct d11_sae *sae)
{
    if (sae->forged)
        return D11_ERR_SECURITY;
    if (sae->mismatch)
        return D11_ERR_BAD_KEY;
    return sae->refused ? D11_ERR_REFUSED : D11_ERR_TIMEOUT;
}

static void tick(void *state, const struct d11_rsn_env *env, uint64_t now_us)
{
    struct d11_sae *sae = state;
    struct dot11_ext_auth out;
    enum dot11_err err = D11_OK;

    if (!d11_deadline_due(sae->deadline_us, now_us) ||
        (sae->state != D11_SAE_COMMITTED && sae->state != D11_SAE_CONFIRMED))
        return;
    if (sae->sync++ == SYNC_MAX) {
        give_up(sae, env, reason(sae));
        return;
    }
    if (sae->state == D11_SAE_COMMITTED)
        out = our_commit(sae);
    else
        err = our_confirm(sae, env, &out);
    if (err == D11_OK)
        err = dot11_ext_auth(env->host, &out, D11_ERR_PENDING);
    if (err == D11_OK || err == D11_ERR_FULL)
        arm(sae, env, now_us);
    else
        give_up(sae, env, err);
}

static const struct d11_pmk *pmk(const void *state)
{
    const struct d11_sae *sae = state;

    return &sae->pmk;
}

const struct d11_rsn_method d11_sae_method = {
    .state_size = sizeof(struct d11_sae),
    .akms = D11_AKM_BIT_SAE | D11_AKM_BIT_SAE_EXT_KEY,
    .misfit = D11_REFUSAL_H2E,
    .can_compute = can_compute,
    .check = check,
    .set = set,
    .fits = fits,
    .authenticate = authenticate,
    .job_done = job_done,
    .tick = tick,
    .pmk = pmk,
    .forget = forget,
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_sae);
}

const struct dot11_part dot11_sae = {
    .kind = D11_PART_SAE,
    .list = &d11_part_list,
    .state_size = state_size,
    .ops = &d11_sae_method,
};
