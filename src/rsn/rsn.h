/* What WPA2-Personal and WPA3-Personal share of the built-in RSN.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_RSN_H
#define D11_RSN_RSN_H

#include <dot11/rsn.h>

#include "rsn/env.h"
#include "rsn/psk.h"
#include "rsn/session.h"
#include "rsn/suites.h"

/* AKMs whose PMK is the pre-shared key. */
#define D11_RSN_PSK_AKMS (D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256)
#define D11_RSN_PAIRS 1u

/* The state of one station. */
struct d11_rsn {
    struct d11_rsn_env env;
    struct d11_rsn_policy policy;
    struct d11_psk psk;
    struct d11_session session;
};

/* What of the profile's suites, of those with `akms`, can be done? */
enum dot11_err d11_rsn_read(struct d11_rsn *rsn, const struct dot11_ssid *ssid,
                            const void *profile, size_t profile_len,
                            uint16_t akms, struct d11_rsn_policy *policy);

/* EAPOL is ours. */
enum dot11_err d11_rsn_set_ethertypes(struct d11_rsn *rsn);

/* Begin with an association and its PMK; `again` is what would be chosen of
 * the BSS now. As dot11_ext_ops.post_associate. */
enum dot11_err d11_rsn_begin(struct d11_rsn *rsn, const struct d11_pmk *pmk,
                             const struct dot11_ext_assoc *assoc,
                             const struct dot11_ext_suites *again,
                             uint64_t now_us);

/* Handlers, as in struct dot11_ext_ops. */
enum dot11_err d11_rsn_init(void *ext, struct dot11_ext_host *host);
void d11_rsn_deinit(void *ext);
void d11_rsn_reset(void *ext);
size_t d11_rsn_assoc_elements(void *ext, const struct dot11_bss *bss,
                              const struct dot11_ext_suites *suites,
                              uint8_t *buf, size_t cap);
void d11_rsn_stop_post_associate(void *ext, uint32_t session_id);
/* Is this a packet for the session? */
enum dot11_drop d11_rsn_admit(struct d11_rsn *rsn,
                              const struct dot11_ext_packet *packet);
enum dot11_drop d11_rsn_receive(void *ext,
                                const struct dot11_ext_packet *packet,
                                uint64_t now_us);
void d11_rsn_key_failed(void *ext, uint32_t session_id, enum dot11_err err,
                        uint64_t now_us);
void d11_rsn_tick(void *ext, uint64_t now_us);

extern const struct dot11_ext_pair d11_rsn_pairs[D11_RSN_PAIRS];

/* Those that are the same with every way to a PMK. */
#define D11_RSN_SHARED_HANDLERS                                                \
    .key_failed = d11_rsn_key_failed, .pairs = d11_rsn_pairs,                  \
    .pair_count = D11_RSN_PAIRS

#endif
