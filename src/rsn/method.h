/* A way to a PMK other than having it: an authentication of its own.
 *
 * SPDX-License-Identifier: MIT
 * The RSN without one is for pre-shared keys. A method is an optional part
 * (hw/part.h) whose table this is; rsn_methods.c asks for those that are
 * listed. */
#ifndef D11_RSN_METHOD_H
#define D11_RSN_METHOD_H

#include <dot11/ext.h>
#include <dot11/rsn.h>

#include "base/wr.h"
#include "rsn/env.h"
#include "rsn/psk.h"
#include "rsn/session.h"

struct d11_rsn_method {
    size_t state_size; /* of the part */
    uint16_t akms;     /* enum dot11_akm_bit bits that go this way */
    uint8_t misfit;    /* enum dot11_refusal, why fits() leaves none of them */
    /* Has the provider what it needs? */
    bool (*can_compute)(const struct dot11_crypto_ops *ops, void *crypto);
    /* Is the profile's secret usable? */
    enum dot11_err (*check)(const struct dot11_rsn_profile *profile);
    /* Prepare for a network; D11_ERR_PENDING: job_done() ends it. */
    enum dot11_err (*set)(void *state, const struct d11_rsn_env *env,
                          const struct dot11_ssid *ssid,
                          const struct dot11_rsn_profile *profile);
    /* Which of `akms` can be done with this BSS? Its RSN extension field as
     * the AP sent it. Fills the first octet of ours. Optional: all. */
    uint16_t (*fits)(const void *state, const struct dot11_octets *rsnx,
                     const struct dot11_bss *bss, uint16_t akms, uint8_t *ours);
    /* As dot11_ext_ops.authenticate, for an AKM that was selected; `rsnx` is
     * the first octet of the AP's RSN extension field. With the open system it
     * is work beside that (dot11_ext_suites.auth_work). Optional: open system
     * and no such work. */
    enum dot11_err (*authenticate)(void *state, const struct d11_rsn_env *env,
                                   const struct dot11_bss *bss, uint32_t akm,
                                   uint8_t rsnx,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out, uint64_t now_us);
    /* The AP answered the association request with a status of failure. True:
     * there is something else to ask it; a whole new attempt follows.
     * Optional. */
    bool (*refused)(void *state, const uint8_t *bssid, uint16_t status);
    /* Elements of the association request, behind the RSNE and the RSNXE.
     * False: there can be no request. Optional. */
    bool (*assoc_elements)(void *state, const struct d11_rsn_env *env,
                           const struct dot11_bss *bss,
                           const struct dot11_ext_suites *suites,
                           struct d11_wr *wr);
    /* An association is there. D11_OK: the PMK is there; D11_ERR_PENDING: it
     * is not, and pmk() says so until it is, or why it will not come: what
     * the AP's handshake begins with waits for it. Its `len` and `ssid` are
     * those that it will have, and its generation stays. Another error: the
     * association ends. The request named a PMK of the cache when env->named
     * is set: a method that goes on with it copies it, `kept` included.
     * Optional. */
    enum dot11_err (*post_associate)(void *state, const struct d11_rsn_env *env,
                                     const struct dot11_ext_assoc *assoc,
                                     uint64_t now_us);
    /* An EAPOL packet of the AP that is no EAPOL-Key. Optional: none is
     * taken. */
    enum dot11_drop (*receive)(void *state, const struct d11_rsn_env *env,
                               const struct d11_session *session,
                               const struct dot11_ext_packet *packet);
    /* What the 802.1X engine says. D11_OK: pmk() is another one now; an error
     * but D11_ERR_PENDING: it failed. Optional. */
    enum dot11_err (*onex_result)(void *state,
                                  const struct dot11_onex_result *result);
    /* The association is gone. Optional. */
    void (*stop)(void *state, const struct d11_rsn_env *env);
    /* A job ended. False: it is not this method's. `*set_done`: the
     * preparation of set() ended with `*err`. Optional. */
    bool (*job_done)(void *state, const struct d11_rsn_env *env,
                     const struct dot11_crypto_job *job, enum dot11_err *err,
                     bool *set_done, uint64_t now_us);
    /* Optional. */
    void (*tick)(void *state, const struct d11_rsn_env *env, uint64_t now_us);
    /* The PMK of the last authentication that ended well, or the one that
     * post_associate() left open. */
    const struct d11_pmk *(*pmk)(const void *state);
    void (*forget)(void *state, const struct d11_rsn_env *env);
};

extern const struct d11_rsn_method d11_sae_method;
extern const struct d11_rsn_method d11_owe_method;

#endif
