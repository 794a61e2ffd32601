/* What every part of the RSN works with.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_ENV_H
#define D11_RSN_ENV_H

#include <dot11/crypto.h>
#include <dot11/ext.h>

#include "rsn/pmk.h"

struct d11_key_data;
struct d11_session;
struct d11_rsn_mgmt;
struct d11_key_ids_ops;
struct d11_mgmt_state;

/* What the RSN with methods does beyond WPA2-Personal. */
struct d11_rsn_more {
    /* A message 3 has a good MIC and what was agreed on in it: what
     * does it say beyond that? Returns 0, or the reason to leave with. */
    uint16_t (*learn)(void *learner, const struct d11_session *session,
                      const struct d11_key_data *parts);
    void *learner;
    const struct d11_rsn_mgmt *mgmt; /* rsn/mgmt.h */
    struct d11_mgmt_state *mgmt_state;
    const struct d11_key_ids_ops *key_ids; /* rsn/key_ids.h; NULL: there is one
                                              pairwise key at a time */
};

struct d11_rsn_env {
    struct dot11_ext_host *host;
    const struct dot11_crypto_ops *ops;
    void *crypto;
    const struct d11_pmk *named; /* of the cache, whose PMKID is in requests to
                                    the AP and in message 2; NULL: none, or the
                                    one that the host knows */
    const struct d11_rsn_more *more; /* NULL: WPA2-Personal alone, without
                                        management frame protection */
};

#endif
