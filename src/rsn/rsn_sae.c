/* The built-in RSN with WPA3-Personal: SAE beside, or in place of, the PSK.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include "base/wipe.h"
#include "frame/index.h"
#include "rsn/method.h"
#include "rsn/rsn.h"
#include "rsn/sae.h"

static const struct d11_rsn_method *const method = &d11_sae_method;

/* The state of one station. */
struct rsn_sae {
    struct d11_rsn rsn;
    struct d11_sae sae;
    uint8_t preparing; /* secrets that are being made */
};

static void deinit(void *ext)
{
    struct rsn_sae *both = ext;

    d11_rsn_deinit(&both->rsn);
    d11_wipe(both, sizeof(*both));
}

static void reset(void *ext)
{
    struct rsn_sae *both = ext;

    method->forget(&both->sae, &both->rsn.env);
    d11_rsn_reset(&both->rsn);
}

/* Are the profile's secrets there, and what they need? */
static enum dot11_err judge(struct rsn_sae *both,
                            const struct dot11_rsn_profile *wanted,
                            uint16_t akms)
{
    const struct d11_rsn_env *env = &both->rsn.env;
    bool own = (akms & method->akms) != 0;
    enum dot11_err err = D11_OK;

    if (own && !method->can_compute(env->ops, env->crypto))
        return D11_ERR_UNSUPPORTED;
    if ((akms & D11_RSN_PSK_AKMS) != 0)
        err = d11_psk_check(wanted);
    if (err == D11_OK && own)
        err = method->check(wanted);
    return err;
}

/* Both secrets, as far as they are wanted. */
static enum dot11_err prepare(struct rsn_sae *both,
                              const struct dot11_ssid *ssid,
                              const struct dot11_rsn_profile *wanted,
                              uint16_t akms)
{
    struct d11_rsn *rsn = &both->rsn;
    enum dot11_err err = D11_OK;
    enum dot11_err other = D11_OK;

    if ((akms & D11_RSN_PSK_AKMS) != 0) {
        err = d11_psk_set(&rsn->psk, &rsn->env, ssid, wanted);
    } else {
        d11_psk_forget(&rsn->psk, &rsn->env);
        rsn->psk.ssid = *ssid;
    }
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    if ((akms & method->akms) != 0)
        other = method->set(&both->sae, &rsn->env, ssid, wanted);
    both->preparing =
        (uint8_t)((err == D11_ERR_PENDING) + (other == D11_ERR_PENDING));
    return other != D11_OK ? other : err;
}

static enum dot11_err pre_associate(void *ext, const struct dot11_ssid *ssid,
                                    const void *profile, size_t profile_len,
                                    uint64_t now_us)
{
    struct d11_rsn_policy policy;
    struct rsn_sae *both = ext;
    enum dot11_err err = d11_rsn_read(&both->rsn, ssid, profile, profile_len,
                                      D11_RSN_PSK_AKMS | method->akms, &policy);

    (void)now_us;
    if (err == D11_OK)
        err = judge(both, profile, policy.akms);
    if (err == D11_OK)
        err = d11_rsn_set_ethertypes(&both->rsn);
    if (err == D11_OK)
        err = prepare(both, ssid, profile, policy.akms);
    if (err == D11_OK || err == D11_ERR_PENDING)
        both->rsn.policy = policy;
    return err;
}

/* The preparation ends with the last of its parts, or with the first that
 * fails. */
static void prepared(struct rsn_sae *both, enum dot11_err err)
{
    if (both->preparing == 0)
        return;
    both->preparing = err == D11_OK ? (uint8_t)(both->preparing - 1) : 0;
    if (both->preparing == 0)
        (void)dot11_ext_pre_associate_done(both->rsn.env.host, err);
}

static void job_done(void *ext, struct dot11_crypto_job *job,
                     enum dot11_err err, uint64_t now_us)
{
    struct rsn_sae *both = ext;
    struct d11_rsn *rsn = &both->rsn;
    bool set_done = false;

    if (d11_psk_done(&rsn->psk, &rsn->env, job, &err))
        prepared(both, err);
    else if (method->job_done(&both->sae, &rsn->env, job, &err, &set_done,
                              now_us) &&
             set_done)
        prepared(both, err);
}

/* The RSN extension field of a BSS; empty when it has none. */
static struct dot11_octets rsnx_of(const struct dot11_bss *bss)
{
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    return d11_index_body(&index, D11_SLOT_RSNX);
}

static enum dot11_err select(void *ext, const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    struct rsn_sae *both = ext;
    struct d11_rsn_policy policy = both->rsn.policy;
    uint8_t ours = 0;
    enum dot11_err err;

    if ((policy.akms & method->akms) != 0) {
        struct dot11_octets rsnx = rsnx_of(bss);

        if (!method->fits(&both->sae, &rsnx, bss, &ours))
            policy.akms &= (uint16_t)~method->akms;
    }
    err = d11_suites_select(&policy, &both->rsn.psk.ssid, bss, suites);
    if (err == D11_OK && suites->auth_algorithm != D11_AUTH_OPEN)
        suites->rsnx = ours;
    return err;
}

static enum dot11_err authenticate(void *ext, const struct dot11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us)
{
    struct rsn_sae *both = ext;
    struct dot11_octets rsnx = rsnx_of(bss);

    return method->authenticate(&both->sae, &both->rsn.env, bss,
                                rsnx.len != 0 ? rsnx.data[0] : 0, in, out,
                                now_us);
}

static enum dot11_err
post_associate(void *ext, const struct dot11_ext_assoc *assoc, uint64_t now_us)
{
    struct dot11_ext_suites again;
    struct rsn_sae *both = ext;
    const struct d11_psk *pmk = &both->rsn.psk;

    if (select(ext, assoc->bss, &again) != D11_OK)
        return D11_ERR_SECURITY;
    if (again.auth_algorithm != D11_AUTH_OPEN)
        pmk = method->pmk(&both->sae);
    return d11_rsn_begin(&both->rsn, pmk, assoc, &again, now_us);
}

static void tick(void *ext, uint64_t now_us)
{
    struct rsn_sae *both = ext;

    method->tick(&both->sae, &both->rsn.env, now_us);
    d11_rsn_tick(&both->rsn, now_us);
}

const struct dot11_ext_ops dot11_rsn_sae = {
    .size = sizeof(struct dot11_ext_ops),
    .name = "rsn-sae",
    .state_size = sizeof(struct rsn_sae),
    .deinit = deinit,
    .reset = reset,
    .pre_associate = pre_associate,
    .select = select,
    .authenticate = authenticate,
    .post_associate = post_associate,
    .job_done = job_done,
    .tick = tick,
    D11_RSN_SHARED_HANDLERS,
};
