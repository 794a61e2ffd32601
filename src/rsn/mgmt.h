/* Management frame protection, the RSN's part of it: what is agreed on with an
 * AP, the keys that its handshakes bring, and operating channel validation.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.2.9, 12.6.3, 12.7.2. Who does without does not link
 * it: it is asked through a table. */
#ifndef D11_RSN_MGMT_H
#define D11_RSN_MGMT_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/bss.h>
#include <dot11/err.h>
#include <dot11/rsn.h>

#include "base/wr.h"
#include "frame/kde.h"
#include "frame/rsne.h"
#include "rsn/gtk.h"
#include "rsn/session.h"
#include "rsn/suites.h"

/* Octets of the OCI KDE. */
#define D11_OCI_KDE_LEN 9u

/* What it keeps for a station. */
struct d11_mgmt_state {
    const struct d11_rsn_policy *policy;
    struct d11_key_prints igtk; /* of this association */
    struct d11_key_prints bigtk;
};

struct d11_rsn_mgmt {
    /* What of management frame protection is agreed on with a BSS: fills its
     * fields of `suites`. D11_REFUSAL_NONE, or why there is no agreement. */
    enum dot11_refusal (*agree)(const struct d11_rsn_policy *policy,
                                const struct d11_rsne *rsne,
                                const struct dot11_bss *bss,
                                struct dot11_ext_suites *suites);
    /* The Extended Capabilities element of a request, for what was agreed. */
    void (*write_capabilities)(struct d11_wr *wr);
    /* As d11_group_keys_read() and d11_group_keys_install(), for the keys of
     * management frames. An OCI that is wrong is a reason, too. */
    uint16_t (*read)(const struct d11_session *session,
                     const struct d11_key_data *parts, bool first,
                     struct d11_group_keys *keys);
    enum dot11_err (*install)(struct d11_session *session,
                              const struct d11_group_keys *keys);
    /* The OCI KDE of our messages. */
    void (*write_oci)(const struct d11_session *session, struct d11_wr *wr);
};

extern const struct d11_rsn_mgmt d11_rsn_mgmt;

/* What the profile allows and the host can. D11_ERR_UNSUPPORTED when it asks
 * for what cannot be had. */
enum dot11_err d11_mgmt_policy(const struct d11_rsn_env *env,
                               const struct dot11_rsn_profile *profile,
                               struct d11_rsn_policy *policy);

/* An association begins: it has had no keys yet. */
void d11_mgmt_begin(struct d11_mgmt_state *state);

#endif
