/* Opportunistic Wireless Encryption, the station's side.
 *
 * SPDX-License-Identifier: MIT
 * RFC 8110. A fresh key pair for each attempt is made while the open system
 * authentication is on its way; the association request carries it, and the
 * answer the AP's. */
#include "rsn/owe.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/prf.h"
#include "frame/index.h"
#include "hw/part.h"
#include "rsn/work.h"

#define NOTHING 0xffffu

/* --- Work ----------------------------------------------------------------- */

/* As dot11_job_run. */
static enum dot11_err run(struct dot11_crypto_job *job,
                          const struct dot11_crypto_ops *ops, void *crypto)
{
    struct d11_owe_work *work = (struct d11_owe_work *)(void *)job;
    const struct d11_curve *curve = d11_curve_of(work->group);
    const struct d11_owe_prim prim = {ops, crypto};
    const struct d11_owe_secret from = {work->secret, work->own, work->peer,
                                        false};
    enum dot11_err err;

    if (work->task == D11_OWE_MAKE)
        err = d11_owe_make_pair(&prim, curve, work->random, work->secret,
                                work->own);
    else
        err = d11_owe_derive(&prim, curve, &from, &work->keys);
    work->verdict = (uint8_t)err;
    return D11_OK;
}

static enum dot11_err start(struct d11_owe *owe, const struct d11_rsn_env *env,
                            enum d11_owe_task task)
{
    owe->work.task = (uint8_t)task;
    return d11_work_start(env, &owe->work.job, run, sizeof owe->work,
                          &owe->pending);
}

/* Back to nothing; secrets go. */
static void stop(void *state, const struct d11_rsn_env *env)
{
    struct d11_owe *owe = state;
    uint32_t generation = owe->pmk.generation;

    d11_work_stop(env, &owe->work.job, &owe->pending);
    owe->answered = false;
    d11_wipe(&owe->work, sizeof owe->work);
    d11_wipe(&owe->pmk, sizeof owe->pmk);
    owe->pmk.generation = generation + 1u;
    d11_owe_enter(owe, D11_OWE_NOTHING);
}

/* --- A network ------------------------------------------------------------ */

static bool can_compute(const struct dot11_crypto_ops *ops, void *crypto)
{
    return ops->ec != NULL && ops->hmac != NULL && ops->hash != NULL &&
           ops->job_start != NULL && ops->ec->has_group(crypto, D11_GROUP_P256);
}

static enum dot11_err check(const struct dot11_rsn_profile *profile)
{
    for (unsigned i = 0; i < D11_OWE_GROUPS_MAX; i++) {
        if (profile->owe_groups[i] != 0 &&
            d11_curve_of(profile->owe_groups[i]) == NULL)
            return D11_ERR_UNSUPPORTED;
    }
    return D11_OK;
}

static void take_groups(struct d11_owe *owe, const struct d11_rsn_env *env,
                        const uint16_t groups[D11_OWE_GROUPS_MAX])
{
    owe->group_count = 0;
    for (unsigned i = 0; i < D11_OWE_GROUPS_MAX; i++) {
        if (groups[i] != 0 && env->ops->ec->has_group(env->crypto, groups[i]))
            owe->groups[owe->group_count++] = groups[i];
    }
}

static enum dot11_err set(void *state, const struct d11_rsn_env *env,
                          const struct dot11_ssid *ssid,
                          const struct dot11_rsn_profile *profile)
{
    static const uint16_t usual[D11_OWE_GROUPS_MAX] = {
        D11_GROUP_P256, D11_GROUP_P384, D11_GROUP_P521};
    static const uint16_t none[D11_OWE_GROUPS_MAX];
    struct d11_owe *owe = state;

    (void)ssid;
    stop(owe, env);
    owe->group_now = 0;
    owe->rejected = 0;
    take_groups(owe, env,
                memcmp(profile->owe_groups, none, sizeof none) != 0
                    ? profile->owe_groups
                    : usual);
    return owe->group_count != 0 ? D11_OK : D11_ERR_UNSUPPORTED;
}

/* --- The exchange --------------------------------------------------------- */

static enum dot11_err begin(struct d11_owe *owe, const struct d11_rsn_env *env,
                            const struct dot11_bss *bss)
{
    enum dot11_err err;

    stop(owe, env);
    if (!d11_addr_equal(owe->bssid, bss->bssid))
        owe->rejected = 0;
    d11_addr_copy(owe->bssid, bss->bssid);
    owe->work.group = owe->groups[owe->group_now];
    err =
        dot11_ext_random(env->host, owe->work.random, sizeof owe->work.random);
    if (err == D11_OK)
        err = start(owe, env, D11_OWE_MAKE);
    if (err == D11_OK)
        d11_owe_enter(owe, D11_OWE_MAKING);
    return err;
}

/* Beside the open system: the pair is made while its frames are on their
 * way. */
static enum dot11_err authenticate(void *state, const struct d11_rsn_env *env,
                                   const struct dot11_bss *bss, uint32_t akm,
                                   uint8_t rsnx,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct d11_owe *owe = state;

    (void)akm;
    (void)rsnx;
    (void)now_us;
    out->algorithm = NOTHING;
    if (in == NULL) {
        enum dot11_err err = begin(owe, env, bss);

        return err == D11_OK ? D11_ERR_PENDING : err;
    }
    if (owe->state == D11_OWE_MADE)
        return D11_OK;
    owe->answered = true;
    return owe->state == D11_OWE_MAKING ? D11_ERR_PENDING : D11_ERR_CRYPTO;
}

static bool assoc_elements(void *state, const struct d11_rsn_env *env,
                           const struct dot11_bss *bss,
                           const struct dot11_ext_suites *suites,
                           struct d11_wr *wr)
{
    const struct d11_owe *owe = state;
    const struct d11_curve *curve = d11_curve_of(owe->work.group);

    (void)env;
    (void)bss;
    (void)suites;
    if (owe->state != D11_OWE_MADE)
        return false;
    d11_wr_u8(wr, D11_EID_EXTENSION);
    d11_wr_u8(wr, (uint8_t)(3u + curve->len));
    d11_wr_u8(wr, D11_EXT_OWE_DH);
    d11_wr_le16(wr, curve->group);
    d11_wr_octets(wr, owe->work.own, curve->len);
    return true;
}

/* Status 77, as often as there are groups (SEC-PMK-05, SEC-SAE-04). Who forges
 * it brings us to nothing weaker than what the profile allows. */
static bool refused(void *state, const uint8_t *bssid, uint16_t status)
{
    struct d11_owe *owe = state;

    if (status != D11_STATUS_UNSUPPORTED_GROUP ||
        !d11_addr_equal(bssid, owe->bssid))
        return false;
    owe->rejected |= (uint8_t)(1u << owe->group_now);
    for (uint8_t i = 0; i < owe->group_count; i++) {
        if (((unsigned)owe->rejected >> i & 1u) != 0)
            continue;
        owe->group_now = i;
        return true;
    }
    owe->group_now = 0;
    owe->rejected = 0;
    return false;
}

/* The AP's public key: the one element of its kind, of the group that was
 * asked for and as long as that. */
static bool read_peer(struct d11_owe_work *work,
                      const struct dot11_octets *response)
{
    const struct d11_curve *curve = d11_curve_of(work->group);
    struct d11_element element;
    struct d11_index index;

    d11_index_build(&index, response->data, response->len);
    if (!d11_index_whole(&index) ||
        !d11_index_get(&index, D11_SLOT_OWE_DH, &element) ||
        element.len != 2u + curve->len ||
        d11_load_le16(element.body) != work->group)
        return false;
    memcpy(work->peer, element.body + 2, curve->len);
    return !d11_index_next_same(&index, &element);
}

static bool has_peer(const struct dot11_octets *response)
{
    struct d11_index index;

    d11_index_build(&index, response->data, response->len);
    return !d11_index_whole(&index) || d11_index_has(&index, D11_SLOT_OWE_DH);
}

/* RFC 8110, 4.5: the AP has the PMK that the request named, and no public
 * key. */
static void take_cached(struct d11_owe *owe, const struct d11_pmk *named)
{
    const uint32_t generation = owe->pmk.generation;

    owe->pmk = *named;
    owe->pmk.generation = generation;
    d11_wipe(owe->work.secret, sizeof owe->work.secret);
    d11_owe_enter(owe, D11_OWE_KEYED);
}

static enum dot11_err post_associate(void *state, const struct d11_rsn_env *env,
                                     const struct dot11_ext_assoc *assoc,
                                     uint64_t now_us)
{
    struct d11_owe *owe = state;
    enum dot11_err err;

    (void)now_us;
    if (owe->state != D11_OWE_MADE || !d11_addr_equal(assoc->peer, owe->bssid))
        return D11_ERR_STATE;
    if (env->named != NULL && !has_peer(&assoc->response)) {
        take_cached(owe, env->named);
        return D11_OK;
    }
    if (!read_peer(&owe->work, &assoc->response))
        return D11_ERR_SECURITY;
    err = start(owe, env, D11_OWE_DERIVE);
    if (err != D11_OK)
        return err;
    owe->rejected = 0;
    owe->pmk.ssid = assoc->ssid;
    owe->pmk.len = (uint8_t)d11_hash_len(d11_curve_of(owe->work.group)->hash);
    owe->pmk.err = D11_ERR_PENDING;
    d11_owe_enter(owe, D11_OWE_DERIVING);
    return D11_ERR_PENDING;
}

static void made(struct d11_owe *owe, const struct d11_rsn_env *env,
                 enum dot11_err err)
{
    d11_wipe(owe->work.random, sizeof owe->work.random);
    d11_owe_enter(owe, err == D11_OK ? D11_OWE_MADE : D11_OWE_NOTHING);
    if (owe->answered || err != D11_OK)
        (void)dot11_ext_auth(env->host, NULL, err);
}

/* SEC-PMK-01, SEC-PMK-05: there is a PMK of a good point, or none. */
static void derived(struct d11_owe *owe, enum dot11_err err)
{
    struct d11_owe_work *work = &owe->work;

    if (err == D11_OK) {
        memcpy(owe->pmk.octets, work->keys.pmk, owe->pmk.len);
        memcpy(owe->pmk.pmkid, work->keys.pmkid, D11_PMKID_LEN);
        owe->pmk.has_pmkid = true;
        owe->pmk.ready = true;
    }
    owe->pmk.err = (uint8_t)(err == D11_ERR_VERIFY ? D11_ERR_SECURITY : err);
    d11_wipe(work->secret, sizeof work->secret);
    d11_wipe(&work->keys, sizeof work->keys);
    d11_owe_enter(owe, err == D11_OK ? D11_OWE_KEYED : D11_OWE_NOTHING);
}

static bool job_done(void *state, const struct d11_rsn_env *env,
                     const struct dot11_crypto_job *job, enum dot11_err *err,
                     bool *set_done, uint64_t now_us)
{
    struct d11_owe *owe = state;

    (void)set_done;
    (void)now_us;
    if (!d11_work_done(&owe->work.job, job, &owe->pending))
        return false;
    if (*err == D11_OK)
        *err = (enum dot11_err)owe->work.verdict;
    if (owe->state == D11_OWE_MAKING)
        made(owe, env, *err);
    else
        derived(owe, *err);
    return true;
}

static const struct d11_pmk *pmk(const void *state)
{
    const struct d11_owe *owe = state;

    return &owe->pmk;
}

const struct d11_rsn_method d11_owe_method = {
    .state_size = sizeof(struct d11_owe),
    .akms = D11_AKM_BIT_OWE,
    .can_compute = can_compute,
    .check = check,
    .set = set,
    .authenticate = authenticate,
    .refused = refused,
    .assoc_elements = assoc_elements,
    .post_associate = post_associate,
    .stop = stop,
    .job_done = job_done,
    .pmk = pmk,
    .forget = stop,
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_owe);
}

const struct dot11_part dot11_owe = {
    .kind = D11_PART_OWE,
    .list = &d11_part_list,
    .state_size = state_size,
    .ops = &d11_owe_method,
};
