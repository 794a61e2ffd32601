/* Installing and removing keys, in hardware where the radio can.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4; rules SEC-KEY-*. */
#ifndef D11_HW_KEYS_H
#define D11_HW_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ext.h>

#include "hw/op.h"
#include "hw/vif.h"

/* One installation at a time for each station; the memory of one that is
 * pending. */
struct d11_key_install {
    struct d11_ops *ops;
    struct d11_vif *vif;
    struct d11_peer *peer;
    struct d11_key *slot;
    bool pending;
    bool replaces; /* the radio has an older key of this name */
    struct dot11_hw_key hw;
    d11_op_done_fn *done;
    void *arg;
};

void d11_key_install_init(struct d11_key_install *install, struct d11_ops *ops,
                          struct d11_vif *vif);

/* Would this key be refused? What the radio and the provider can and the key
 * itself must allow it (SEC-KEY-05). Changes nothing. */
enum dot11_err d11_key_install_check(const struct d11_key_install *install,
                                     const struct dot11_ext_key *key);

/* Install a key; calls done(arg, err) once, maybe before it returns. A key
 * that the slot has or had is not installed again, and that is D11_OK
 * (SEC-KEY-01). */
void d11_key_install(struct d11_key_install *install, struct d11_peer *peer,
                     const struct dot11_ext_key *key, d11_op_done_fn *done,
                     void *arg);

/* Forget a pending installation; done is not called. */
void d11_key_install_cancel(struct d11_key_install *install);

/* Wipe the pairwise keys of a peer and the group keys of its link, in the
 * radio too (N80211-DISAS-10, SEC-RND-04). */
void d11_keys_wipe(struct d11_ops *ops, struct d11_vif *vif,
                   struct d11_peer *peer);

#endif
