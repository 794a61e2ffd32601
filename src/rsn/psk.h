/* The pre-shared key: given, or made of a passphrase by slow work.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.1.3 (the PMK is the PSK) and J.4. */
#ifndef D11_RSN_PSK_H
#define D11_RSN_PSK_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/crypto.h>
#include <dot11/err.h>
#include <dot11/rsn.h>
#include <dot11/types.h>

#include "rsn/env.h"
#include "rsn/pmk.h"

#define D11_PSK_CHECK_LEN 8u

/* The PSK of one network, kept for as long as the network may be connected to
 * again; and the job that makes it. */
struct d11_psk {
    struct d11_pmk pmk;               /* the PSK is the PMK */
    bool pending;                     /* `job` runs */
    uint8_t check[D11_PSK_CHECK_LEN]; /* tells its passphrase from another */
    struct dot11_crypto_job job;
};

/* Is there a usable secret in the profile? D11_OK, D11_ERR_PASSPHRASE, or
 * D11_ERR_ARG when there is none. */
enum dot11_err d11_psk_check(const struct dot11_rsn_profile *profile);

/* Have the PSK of a network. D11_OK: it is there, also because it still was;
 * D11_ERR_PENDING: d11_psk_done() will tell; another error: an earlier PSK
 * stays as it was. */
enum dot11_err d11_psk_set(struct d11_psk *psk, const struct d11_rsn_env *env,
                           const struct dot11_ssid *ssid,
                           const struct dot11_rsn_profile *profile);

/* The job ended. False when it is not ours or not awaited; else `*err` is how
 * the PSK is now, D11_OK or why not. */
bool d11_psk_done(struct d11_psk *psk, const struct d11_rsn_env *env,
                  const struct dot11_crypto_job *job, enum dot11_err *err);

/* Forget everything; gives up a running job. */
void d11_psk_forget(struct d11_psk *psk, const struct d11_rsn_env *env);

#endif
