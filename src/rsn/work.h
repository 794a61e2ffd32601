/* Slow work of a method: a function over memory that begins with its job.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_WORK_H
#define D11_RSN_WORK_H

#include "rsn/env.h"

/* Have `run` work on the `size` octets that begin with `job`. `*pending` says
 * whether it runs: then job_done() follows. */
enum dot11_err d11_work_start(const struct d11_rsn_env *env,
                              struct dot11_crypto_job *job, dot11_job_run *run,
                              size_t size, bool *pending);

/* Give it up, if it runs. */
void d11_work_stop(const struct d11_rsn_env *env, struct dot11_crypto_job *job,
                   bool *pending);

/* Did this job end with `ended`? */
bool d11_work_done(const struct dot11_crypto_job *job,
                   const struct dot11_crypto_job *ended, bool *pending);

#endif
