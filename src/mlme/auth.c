/* IEEE Std 802.11-2020, 11.3.4: authentication, the open system's or that of a
 * security extension. */
#include "base/assert.h"
#include "frame/compose.h"
#include "frame/mgmt.h"
#include "mlme/send.h"
#include "mlme/steps.h"

/* Nothing to send, in struct dot11_ext_auth. */
#define AUTH_NOTHING 0xffffu
/* Longest authentication body that an extension may send. */
#define AUTH_BODY_MAX 1024u
/* How much longer an extension may take than one answer. */
#define EXT_TIMES 5u

static enum dot11_err send_auth(struct d11_mlme *mlme,
                                const struct dot11_ext_auth *out)
{
    struct d11_letter letter;
    /* 12.3.3.3: the answer to a challenge is protected as a whole. */
    const struct d11_auth_shared *shared =
        d11_env_part(mlme->env, D11_PART_SHARED_KEY);
    const bool sealed =
        out->algorithm == D11_AUTH_SHARED_KEY && out->transaction == 3;

    if (out->body.len > AUTH_BODY_MAX)
        return D11_ERR_ARG;
    if (sealed && shared == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_send_open(&letter, mlme->peer, mlme->env,
                       D11_HEADER_LEN + 6 + out->body.len))
        return D11_ERR_MEMORY;
    if (sealed) {
        d11_assert(shared != NULL);
        shared->compose(&letter.wr, &letter.addrs, out->body);
    } else {
        d11_compose_auth(&letter.wr, &letter.addrs, out->algorithm,
                         out->transaction, out->status, out->body);
    }
    return d11_send_close(&letter, mlme->tx, mlme->vif, mlme->peer,
                          D11_COOKIE_AUTH);
}

static bool is_open(const struct d11_mlme *mlme)
{
    return mlme->suites.auth_algorithm == D11_AUTH_OPEN;
}

/* What the extension answered: go on, wait, or give this AP up. */
static void auth_step(struct d11_mlme *mlme, enum dot11_err err,
                      const struct dot11_ext_auth *out)
{
    enum dot11_err sent = D11_OK;

    if (out->algorithm != AUTH_NOTHING)
        sent = send_auth(mlme, out);
    if (err == D11_OK && sent == D11_OK)
        d11_mlme_associate(mlme);
    else if (err != D11_ERR_PENDING || sent != D11_OK)
        d11_mlme_fail(mlme,
                      err != D11_ERR_PENDING && err != D11_OK ? err : sent);
}

static void send_first(struct d11_mlme *mlme)
{
    struct dot11_ext_auth out = {
        D11_AUTH_OPEN, 1, D11_STATUS_SUCCESS, {NULL, 0}};
    enum dot11_err err;

    if (is_open(mlme)) {
        err = send_auth(mlme, &out);
        if (err != D11_OK)
            d11_mlme_fail(mlme, err);
        return;
    }
    out.algorithm = AUTH_NOTHING;
    err = mlme->hooks.authenticate(mlme->hooks.arg, mlme->bss, NULL, &out);
    auth_step(mlme, err, &out);
}

/* An extension's authentication takes several frames and slow work. */
static void arm_answer(struct d11_mlme *mlme)
{
    uint32_t us = mlme->env->config.auth_timeout_us;

    d11_mlme_arm(mlme, is_open(mlme) ? us : EXT_TIMES * us);
}

/* Of the extension, beside the open system's frames. */
static bool begin_work(struct d11_mlme *mlme)
{
    struct dot11_ext_auth out = {AUTH_NOTHING, 0, 0, {NULL, 0}};
    enum dot11_err err =
        mlme->hooks.authenticate(mlme->hooks.arg, mlme->bss, NULL, &out);

    if (err == D11_OK || err == D11_ERR_PENDING)
        return true;
    d11_mlme_fail(mlme, err);
    return false;
}

enum dot11_drop d11_auth_begin(struct d11_mlme *mlme,
                               const struct d11_mlme_frame *in)
{
    (void)in;
    d11_mlme_enter(mlme, D11_MLME_AUTHENTICATING);
    d11_mlme_tell_radio(mlme);
    mlme->tries = 1;
    arm_answer(mlme);
    if (!mlme->suites.auth_work || begin_work(mlme))
        send_first(mlme);
    return D11_DROP_NONE;
}

enum dot11_drop d11_auth_receive(struct d11_mlme *mlme,
                                 const struct d11_mlme_frame *in)
{
    struct dot11_ext_auth out = {AUTH_NOTHING, 0, 0, {NULL, 0}};
    struct dot11_ext_auth heard;
    struct d11_auth auth;
    enum dot11_err err;

    if (!d11_auth_decode(&auth, in->body, in->len))
        return D11_DROP_MGMT_BODY;
    if (auth.algorithm != mlme->suites.auth_algorithm)
        return D11_DROP_MISMATCH;
    /* SEC-POL-07: only the answer to the running transaction counts. */
    if (is_open(mlme) && auth.transaction != 2)
        return D11_DROP_MISMATCH;
    if (is_open(mlme) && auth.status != D11_STATUS_SUCCESS) {
        d11_mlme_finish(mlme, D11_ERR_REFUSED, D11_OUTCOME_PEER_REFUSED,
                        auth.status);
        return D11_DROP_NONE;
    }
    if (is_open(mlme) && !mlme->suites.auth_work) {
        d11_mlme_associate(mlme);
        return D11_DROP_NONE;
    }
    heard.algorithm = auth.algorithm;
    heard.transaction = auth.transaction;
    heard.status = auth.status;
    heard.body = auth.rest;
    err = mlme->hooks.authenticate(mlme->hooks.arg, mlme->bss, &heard, &out);
    if (err == D11_ERR_REFUSED)
        d11_mlme_finish(mlme, err, D11_OUTCOME_PEER_REFUSED, auth.status);
    else
        auth_step(mlme, err, &out);
    return D11_DROP_NONE;
}

enum dot11_drop d11_auth_retry(struct d11_mlme *mlme,
                               const struct d11_mlme_frame *in)
{
    (void)in;
    /* An extension's authentication repeats its frames itself; for it this
     * is the bound of the whole. */
    if (mlme->tries >= mlme->env->config.auth_tries) {
        d11_mlme_finish(mlme, D11_ERR_TIMEOUT, D11_OUTCOME_UNREACHABLE, 0);
        return D11_DROP_NONE;
    }
    mlme->tries++;
    arm_answer(mlme);
    if (is_open(mlme))
        send_first(mlme);
    return D11_DROP_NONE;
}

bool d11_mlme_may_auth(const struct d11_mlme *mlme)
{
    return mlme->state == D11_MLME_AUTHENTICATING &&
           (!is_open(mlme) || mlme->suites.auth_work);
}

enum dot11_err d11_mlme_auth(struct d11_mlme *mlme,
                             const struct dot11_ext_auth *out,
                             enum dot11_err err)
{
    struct dot11_ext_auth nothing = {AUTH_NOTHING, 0, 0, {NULL, 0}};

    if (!d11_mlme_may_auth(mlme))
        return D11_ERR_STATE;
    auth_step(mlme, err, out != NULL ? out : &nothing);
    return D11_OK;
}
