/* What every part of the RSN works with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_ENV_H
#define D11_RSN_ENV_H

#include <dot11/crypto.h>
#include <dot11/ext.h>

struct d11_rsn_env {
    struct dot11_ext_host *host;
    const struct dot11_crypto_ops *ops;
    void *crypto;
};

#endif
