#include "hw/keys.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "hw/caps.h"
#include "hw/cipher.h"
#include "hw/pmf.h"

void d11_key_install_init(struct d11_key_install *install, struct d11_ops *ops,
                          struct d11_vif *vif)
{
    memset(install, 0, sizeof *install);
    install->ops = ops;
    install->vif = vif;
}

bool d11_key_in_hardware(const struct d11_env *env, uint32_t suite)
{
    return env->hw_ops.set_key != NULL && d11_caps_cipher(env->caps, suite);
}

bool d11_key_in_software(const struct d11_env *env,
                         const struct d11_cipher *cipher)
{
    return env->crypto_ops.size != 0 &&
           d11_cipher_works(cipher, &env->crypto_ops, env->config.crypto);
}

struct d11_key *d11_key_to_send(const struct d11_vif *vif,
                                struct d11_peer *peer)
{
    const struct d11_keys_ops *ops = d11_keys_ops(vif->env);
    struct d11_key *key = NULL;

    if (ops != NULL && !d11_peer_has_key(peer))
        key = ops->to_send(vif, peer, false);
    return key != NULL ? key : &peer->keys[peer->tx_key];
}

struct d11_key *d11_key_made_under(const struct d11_vif *vif,
                                   struct d11_peer *peer, uint32_t tag,
                                   uint32_t mask)
{
    struct d11_key *key = d11_key_to_send(vif, peer);

    if (((d11_key_tag(key) ^ tag) & mask) == 0)
        return key;
    key = &peer->keys[1 - peer->tx_key];
    return d11_key_can_send(key) && ((d11_key_tag(key) ^ tag) & mask) == 0
               ? key
               : NULL;
}

struct d11_key *d11_key_to_group(const struct d11_vif *vif,
                                 struct d11_peer *group)
{
    struct d11_key *own = &group->link->gtk[group->tx_key % D11_GROUP_KEYS];
    const struct d11_keys_ops *ops = d11_keys_ops(vif->env);
    struct d11_key *key = NULL;

    if (ops != NULL && !d11_key_can_send(own))
        key = ops->to_send(vif, group, true);
    return key != NULL ? key : own;
}

bool d11_key_is_there(const struct d11_vif *vif, const struct d11_peer *peer)
{
    const struct d11_keys_ops *ops = d11_keys_ops(vif->env);

    return d11_peer_has_key(peer) ||
           (ops != NULL && (ops->to_send(vif, peer, false) != NULL ||
                            ops->to_open(vif, peer, false, 0) != NULL));
}

uint16_t d11_key_hw_flags(const struct d11_env *env,
                          const struct dot11_hw_key *hw)
{
    uint16_t flags = D11_KEY_HW;

    if (hw->iv_by_hw)
        flags |= D11_KEY_HW_HEADER | D11_KEY_HW_PN_TX;
    if (!hw->mic_room_by_core)
        flags |= D11_KEY_HW_MIC;
    if ((env->caps->flags & D11_HW_PN_CHECK) != 0)
        flags |= D11_KEY_HW_PN_CHECK;
    return flags;
}

enum dot11_err d11_key_install_check(const struct d11_key_install *install,
                                     const struct dot11_ext_key *key)
{
    struct d11_env *env = install->vif->env;
    const struct d11_cipher *cipher = d11_env_cipher(env, key->cipher);
    const struct d11_pmf_ops *pmf = d11_pmf_ops(env);

    if (cipher == NULL || (cipher->mgmt_group && pmf == NULL) ||
        (!d11_key_in_hardware(env, key->cipher) &&
         !d11_key_in_software(env, cipher)))
        return D11_ERR_UNSUPPORTED;
    if (key->octets == NULL || key->len != cipher->key_len)
        return D11_ERR_ARG;
    if (cipher->mgmt_group)
        return pmf->check(install->vif, key);
    if (key->key_id > (key->pairwise ? 1u : 3u))
        return D11_ERR_ARG;
    return D11_OK;
}

static void finish(struct d11_key_install *install, enum dot11_err err)
{
    install->pending = false;
    d11_wipe(install->hw.octets, sizeof install->hw.octets);
    if (err == D11_OK && install->hw.pairwise &&
        (install->slot->flags & D11_KEY_TX) != 0)
        install->peer->tx_key = install->slot->key_id;
    install->done(install->arg, err);
}

/* A key that the radio may have, although we do not count on it. */
static void take_back(struct d11_key_install *install)
{
    if (install->vif->env->hw_ops.del_key == NULL)
        return;
    d11_wipe(install->hw.octets, sizeof install->hw.octets);
    d11_op_del_key(install->ops, &install->hw);
}

/* The radio has the key, or will not have it and software does the work. */
static void answered(void *arg, enum dot11_err err)
{
    struct d11_key_install *install = arg;
    struct d11_env *env = install->vif->env;

    if (err != D11_OK && (err == D11_ERR_TIMEOUT || install->replaces))
        take_back(install);
    if (err == D11_ERR_UNSUPPORTED && install->slot->software) {
        finish(install, D11_OK);
        return;
    }
    if (err != D11_OK) {
        d11_key_wipe(install->slot, &env->crypto_ops, env->config.crypto);
        finish(install, D11_ERR_HW);
        return;
    }
    install->slot->flags |= d11_key_hw_flags(env, &install->hw);
    install->slot->hw_slot = install->hw.hw_slot;
    finish(install, D11_OK);
}

/* What names a key to the radio, when the radio has it. */
static bool name_key(struct dot11_hw_key *hw, const struct d11_vif *vif,
                     const struct d11_peer *peer, const struct d11_key *key,
                     bool pairwise)
{
    memset(hw, 0, sizeof *hw);
    if (key->cipher == NULL || (key->flags & D11_KEY_HW) == 0 ||
        vif->env->hw_ops.del_key == NULL)
        return false;
    hw->sta = vif->sta;
    hw->link_id = peer->link->id;
    hw->key_id = key->key_id;
    hw->pairwise = pairwise;
    hw->cipher = key->cipher->suite;
    d11_addr_copy(hw->peer, peer->addr);
    hw->hw_slot = key->hw_slot;
    return true;
}

static void to_hardware(struct d11_key_install *install,
                        const struct dot11_ext_key *key)
{
    const struct d11_pmf_ops *pmf = d11_pmf_ops(install->vif->env);
    struct dot11_hw_key *hw = &install->hw;

    if (pmf != NULL && !pmf->radio_may(install->vif, key)) {
        answered(install, D11_ERR_UNSUPPORTED);
        return;
    }
    hw->sta = install->vif->sta;
    hw->link_id = install->peer->link->id;
    hw->len = key->len;
    hw->cipher = key->cipher;
    d11_addr_copy(hw->peer, install->peer->addr);
    memcpy(hw->octets, key->octets, key->len);
    hw->rx_pn = key->rx_pn;
    hw->tx_pn = install->slot->tx_pn;
    d11_op_set_key(install->ops, hw, answered, install);
}

void d11_key_install(struct d11_key_install *install, struct d11_peer *peer,
                     const struct dot11_ext_key *key, d11_op_done_fn *done,
                     void *arg)
{
    struct d11_env *env = install->vif->env;
    const struct d11_cipher *cipher = d11_env_cipher(env, key->cipher);
    struct d11_key_params params = {
        key->cipher,
        (uint16_t)((key->pairwise ? D11_KEY_PAIRWISE : D11_KEY_GROUP) |
                   (key->tx ? D11_KEY_TX : 0)),
        key->key_id,
        d11_key_in_software(env, cipher),
        key->octets,
        key->len,
        key->rx_pn,
        cipher};
    struct dot11_hw_key old;
    bool fresh = false;
    bool had_old;
    enum dot11_err err;

    memset(&install->hw, 0, sizeof install->hw);
    install->peer = peer;
    install->done = done;
    install->arg = arg;
    install->pending = true;
    install->hw.pairwise = key->pairwise;
    install->hw.key_id = key->key_id;
    install->slot = key->pairwise ? &peer->keys[key->key_id & 1u]
                                  : &peer->link->gtk[key->key_id & 1u];
    if (cipher->mgmt_group)
        install->slot =
            d11_pmf_listed(env)->slot(install->vif, key->key_id, &params.flags);
    had_old = name_key(&old, install->vif, peer, install->slot, key->pairwise);
    err = d11_key_set(install->slot, &params, &env->crypto_ops,
                      env->config.crypto, &fresh);
    /* The slot lost its old key; one of the same id takes its place in the
     * radio. */
    install->replaces = had_old && fresh && old.key_id == key->key_id &&
                        d11_key_in_hardware(env, key->cipher);
    if (had_old && !install->replaces &&
        (install->slot->flags & D11_KEY_HW) == 0)
        d11_op_del_key(install->ops, &old);
    if (err != D11_OK || !fresh || !d11_key_in_hardware(env, key->cipher)) {
        finish(install, err);
        return;
    }
    to_hardware(install, key);
}

void d11_key_install_cancel(struct d11_key_install *install)
{
    d11_ops_forget(install->ops, install);
    if (install->pending)
        take_back(install);
    install->pending = false;
    d11_wipe(install->hw.octets, sizeof install->hw.octets);
}

void d11_key_remove(struct d11_ops *ops, struct d11_vif *vif,
                    struct d11_peer *peer, struct d11_key *key, bool pairwise)
{
    struct d11_env *env = vif->env;
    struct dot11_hw_key hw;

    if (name_key(&hw, vif, peer, key, pairwise))
        d11_op_del_key(ops, &hw);
    d11_key_wipe(key, &env->crypto_ops, env->config.crypto);
}

void d11_keys_wipe(struct d11_ops *ops, struct d11_vif *vif,
                   struct d11_peer *peer)
{
    const struct d11_keys_ops *part = d11_keys_ops(vif->env);
    const struct d11_pmf_ops *pmf = d11_pmf_ops(vif->env);

    d11_key_remove(ops, vif, peer, &peer->keys[0], true);
    d11_key_remove(ops, vif, peer, &peer->keys[1], true);
    for (unsigned i = 0; i < D11_GROUP_KEYS; i++)
        d11_key_remove(ops, vif, peer, &peer->link->gtk[i], false);
    peer->tx_key = 0;
    peer->verified = false;
    if (part != NULL)
        part->ended(vif, peer);
    if (pmf != NULL)
        pmf->ended(ops, vif, peer);
}
