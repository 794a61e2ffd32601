/* SAE-PK as a part: the job that verifies what an access point shows. */
#include "rsn/sae_pk.h"

#include <string.h>

#include "base/wipe.h"
#include "hw/part.h"
#include "rsn/work.h"

/* What the job works on. */
struct pk_work {
    struct dot11_crypto_job job;
    uint8_t verdict; /* enum dot11_err */
    struct d11_sae_pk_claim claim;
};

struct pk {
    bool pending;
    struct pk_work work;
};

/* As dot11_job_run. */
static enum dot11_err run(struct dot11_crypto_job *job,
                          const struct dot11_crypto_ops *ops, void *crypto)
{
    struct pk_work *work = (struct pk_work *)(void *)job;
    const struct d11_sae_prim prim = {ops, crypto};

    work->verdict = (uint8_t)d11_sae_pk_verify(&prim, &work->claim);
    return D11_OK;
}

static bool can_compute(const struct dot11_crypto_ops *ops)
{
    return ops->aes_ctr != NULL && ops->cmac != NULL && ops->hash != NULL;
}

static struct d11_sae_pk_claim *claim(void *state)
{
    struct pk *pk = state;

    return &pk->work.claim;
}

static enum dot11_err start(void *state, const struct d11_rsn_env *env)
{
    struct pk *pk = state;

    return d11_work_start(env, &pk->work.job, run, sizeof pk->work,
                          &pk->pending);
}

static bool done(void *state, const struct dot11_crypto_job *job,
                 enum dot11_err *err)
{
    struct pk *pk = state;

    if (!d11_work_done(&pk->work.job, job, &pk->pending))
        return false;
    if (*err == D11_OK)
        *err = (enum dot11_err)pk->work.verdict;
    d11_wipe(&pk->work, sizeof pk->work);
    return true;
}

static void stop(void *state, const struct d11_rsn_env *env)
{
    struct pk *pk = state;

    d11_work_stop(env, &pk->work.job, &pk->pending);
    d11_wipe(pk, sizeof *pk);
}

static const struct d11_sae_pk_ops ops = {
    .can_compute = can_compute,
    .read_password = d11_sae_pk_read_password,
    .read = d11_sae_pk_read,
    .claim = claim,
    .start = start,
    .done = done,
    .stop = stop,
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct pk);
}

const struct dot11_part dot11_sae_pk = {
    .kind = D11_PART_SAE_PK,
    .list = &d11_part_list,
    .state_size = state_size,
    .ops = &ops,
};
