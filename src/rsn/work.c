/* Slow work of a method. */
#include "rsn/work.h"

#include <string.h>

enum dot11_err d11_work_start(const struct d11_rsn_env *env,
                              struct dot11_crypto_job *job, dot11_job_run *run,
                              size_t size, bool *pending)
{
    enum dot11_err err;

    memset(job, 0, sizeof *job);
    job->kind = D11_JOB_RUN;
    job->in.run.run = run;
    job->in.run.size = (uint16_t)size;
    job->out_len = 1;
    err = dot11_ext_job_start(env->host, job);
    *pending = err == D11_OK || err == D11_ERR_PENDING;
    return *pending ? D11_OK : err;
}

void d11_work_stop(const struct d11_rsn_env *env, struct dot11_crypto_job *job,
                   bool *pending)
{
    if (*pending)
        dot11_ext_job_cancel(env->host, job);
    *pending = false;
}

bool d11_work_done(const struct dot11_crypto_job *job,
                   const struct dot11_crypto_job *ended, bool *pending)
{
    if (!*pending || ended != job)
        return false;
    *pending = false;
    return true;
}
