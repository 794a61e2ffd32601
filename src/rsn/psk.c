/* The pre-shared key: given, or made of a passphrase by slow work.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.3, J.4.1. */
#include "rsn/psk.h"

#include <string.h>

#include "base/wipe.h"
#include "rsn/suites.h"

#define PASSPHRASE_MIN 8u
#define ITERATIONS 4096u

/* SEC-PMK-01: a key of zeroes is what a forgotten field looks like. */
static bool is_zero(const uint8_t *psk)
{
    return d11_is_zero_const_time(psk, D11_PSK_LEN);
}

enum dot11_err d11_psk_check(const struct dot11_rsn_profile *profile)
{
    size_t i;

    if (profile->passphrase_len == 0)
        return profile->has_psk && !is_zero(profile->psk) ? D11_OK
                                                          : D11_ERR_ARG;
    if (profile->passphrase_len < PASSPHRASE_MIN ||
        profile->passphrase_len > D11_PASSPHRASE_MAX)
        return D11_ERR_PASSPHRASE;
    for (i = 0; i < profile->passphrase_len; i++) {
        if (profile->passphrase[i] < 0x20 || profile->passphrase[i] > 0x7e)
            return D11_ERR_PASSPHRASE;
    }
    return D11_OK;
}

/* A value by which the passphrase of a PSK is known again. It is keyed with
 * the PSK, so that it helps nobody who has not got that already. */
static enum dot11_err make_check(const struct d11_psk *psk,
                                 const struct d11_rsn_env *env,
                                 const uint8_t *passphrase, size_t len,
                                 uint8_t check[D11_PSK_CHECK_LEN])
{
    const struct dot11_octets part = {passphrase, len};
    uint8_t mac[D11_HASH_MAX];
    enum dot11_err err;

    err = env->ops->hmac(env->crypto, D11_HASH_SHA1, psk->pmk.octets,
                         D11_PSK_LEN, &part, 1, mac);
    memcpy(check, mac, D11_PSK_CHECK_LEN);
    d11_wipe(mac, sizeof(mac));
    return err;
}

static bool is_kept(const struct d11_psk *psk, const struct d11_rsn_env *env,
                    const struct dot11_ssid *ssid,
                    const struct dot11_rsn_profile *profile)
{
    uint8_t check[D11_PSK_CHECK_LEN];
    bool same;

    if (!psk->pmk.ready || !d11_ssid_equal(&psk->pmk.ssid, ssid))
        return false;
    if (profile->passphrase_len == 0)
        return d11_equal_const_time(psk->pmk.octets, profile->psk, D11_PSK_LEN);
    same = make_check(psk, env, profile->passphrase, profile->passphrase_len,
                      check) == D11_OK &&
           d11_equal_const_time(check, psk->check, sizeof(check));
    d11_wipe(check, sizeof(check));
    return same;
}

static void give_up_job(struct d11_psk *psk, const struct d11_rsn_env *env)
{
    if (psk->pending)
        dot11_ext_job_cancel(env->host, &psk->job);
    psk->pending = false;
    d11_wipe(&psk->job, sizeof(psk->job));
}

/* Another PSK takes this one's place. */
static void replace(struct d11_psk *psk, const struct dot11_ssid *ssid)
{
    d11_wipe(psk->pmk.octets, sizeof(psk->pmk.octets));
    d11_wipe(psk->check, sizeof(psk->check));
    psk->pmk.ssid = *ssid;
    psk->pmk.len = D11_PSK_LEN;
    psk->pmk.ready = false;
    psk->pmk.generation++;
}

static enum dot11_err start_job(struct d11_psk *psk,
                                const struct d11_rsn_env *env,
                                const struct dot11_ssid *ssid,
                                const struct dot11_rsn_profile *profile)
{
    struct dot11_crypto_job *job = &psk->job;
    enum dot11_err err;

    job->kind = D11_JOB_PBKDF2_SHA1;
    memcpy(job->in.pbkdf2.passphrase, profile->passphrase,
           profile->passphrase_len);
    job->in.pbkdf2.passphrase_len = profile->passphrase_len;
    job->in.pbkdf2.ssid = *ssid;
    job->in.pbkdf2.iterations = ITERATIONS;
    job->out_len = D11_PSK_LEN;
    err = dot11_ext_job_start(env->host, job);
    if (err != D11_OK && err != D11_ERR_PENDING) {
        d11_wipe(job, sizeof(*job));
        return err;
    }
    psk->pending = true;
    return D11_ERR_PENDING;
}

enum dot11_err d11_psk_set(struct d11_psk *psk, const struct d11_rsn_env *env,
                           const struct dot11_ssid *ssid,
                           const struct dot11_rsn_profile *profile)
{
    enum dot11_err err = D11_OK;

    give_up_job(psk, env);
    if (is_kept(psk, env, ssid, profile))
        return D11_OK;
    if (profile->passphrase_len != 0)
        err = start_job(psk, env, ssid, profile);
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    replace(psk, ssid);
    if (err == D11_OK) {
        memcpy(psk->pmk.octets, profile->psk, D11_PSK_LEN);
        psk->pmk.ready = true;
    }
    return err;
}

bool d11_psk_done(struct d11_psk *psk, const struct d11_rsn_env *env,
                  const struct dot11_crypto_job *job, enum dot11_err *err)
{
    if (!psk->pending || job != &psk->job)
        return false;
    psk->pending = false;
    if (*err == D11_OK && is_zero(job->out))
        *err = D11_ERR_CRYPTO;
    if (*err == D11_OK) {
        memcpy(psk->pmk.octets, job->out, D11_PSK_LEN);
        *err = make_check(psk, env, job->in.pbkdf2.passphrase,
                          job->in.pbkdf2.passphrase_len, psk->check);
    }
    psk->pmk.ready = *err == D11_OK;
    if (!psk->pmk.ready)
        d11_wipe(psk->pmk.octets, sizeof(psk->pmk.octets));
    d11_wipe(&psk->job, sizeof(psk->job));
    return true;
}

void d11_psk_forget(struct d11_psk *psk, const struct d11_rsn_env *env)
{
    uint32_t generation = psk->pmk.generation;

    give_up_job(psk, env);
    d11_wipe(psk, sizeof(*psk));
    psk->pmk.generation = generation + 1u;
}
