/* Installing and removing keys, in hardware where the radio can.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4; rules SEC-KEY-*. */
#ifndef D11_HW_KEYS_H
#define D11_HW_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ext.h>
#include <dot11/key.h>

#include "hw/op.h"
#include "hw/vif.h"

/* Keys that a host set (D11_PART_KEYS): asked for a peer that has no pairwise
 * key of an extension. */
struct d11_keys_ops {
    /* The key that protects what goes to the peer, or to a group; NULL: there
     * is none. */
    struct d11_key *(*to_send)(const struct d11_vif *vif,
                               const struct d11_peer *peer, bool group);
    /* The key that opens a frame of the peer with this key id. */
    struct d11_key *(*to_open)(const struct d11_vif *vif,
                               const struct d11_peer *peer, bool group,
                               uint8_t key_id);
    /* The association with the peer is over. */
    void (*ended)(struct d11_vif *vif, const struct d11_peer *peer);
    /* The radio has lost all keys: it gets them again. */
    void (*lost)(struct d11_vif *vif);
    /* As dot11_sta_set_key() and the others of key.h, for extensions: these
     * may use all tables with all ciphers (N80211-CIPH-4, CIPH-26). */
    enum dot11_err (*set)(struct d11_vif *vif, const struct dot11_key *key);
    enum dot11_err (*del)(struct d11_vif *vif, const struct dot11_key *key);
    enum dot11_err (*set_default_id)(struct d11_vif *vif, uint8_t key_id);
};

static inline const struct d11_keys_ops *d11_keys_ops(const struct d11_env *env)
{
    return d11_env_part(env, D11_PART_KEYS);
}

/* The key that protects what goes to a peer, an extension's or the host's; it
 * may be one that cannot send. Never NULL. */
struct d11_key *d11_key_to_send(const struct d11_vif *vif,
                                struct d11_peer *peer);

/* What tells a key in an MPDU that waits for the radio, as far as there is
 * room: its generation, and which of two pairwise keys it is. */
static inline uint32_t d11_key_tag(const struct d11_key *key)
{
    return key->generation << 1 | (key->key_id & 1u);
}

/* The key that an MPDU that waits was made under, by the bits of `mask` of its
 * tag: the one that protects what is made now, or the one before. NULL:
 * it is gone. */
struct d11_key *d11_key_made_under(const struct d11_vif *vif,
                                   struct d11_peer *peer, uint32_t tag,
                                   uint32_t mask);

/* The key that protects what goes to a group in an IBSS; the same otherwise. */
struct d11_key *d11_key_to_group(const struct d11_vif *vif,
                                 struct d11_peer *group);

/* Is there a key for what comes from the peer, or goes to it? */
bool d11_key_is_there(const struct d11_vif *vif, const struct d11_peer *peer);

/* What a radio that took `hw` does with its key: D11_KEY_HW and more. */
uint16_t d11_key_hw_flags(const struct d11_env *env,
                          const struct dot11_hw_key *hw);

/* May this cipher be worked by the radio, or by software? */
bool d11_key_in_hardware(const struct d11_env *env, uint32_t suite);
bool d11_key_in_software(const struct d11_env *env,
                         const struct d11_cipher *cipher);

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

/* Wipe one of a peer's keys, in the radio too. */
void d11_key_remove(struct d11_ops *ops, struct d11_vif *vif,
                    struct d11_peer *peer, struct d11_key *key, bool pairwise);

/* Wipe the pairwise keys of a peer and the group keys of its link, in the
 * radio too (N80211-DISAS-10, SEC-RND-04). */
void d11_keys_wipe(struct d11_ops *ops, struct d11_vif *vif,
                   struct d11_peer *peer);

#endif
