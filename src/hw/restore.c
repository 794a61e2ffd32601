#include "hw/restore.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/cipher.h"
#include "hw/keys.h"
#include "hw/pmf.h"

/* More packet numbers than a radio sends between two of its hangs. */
#define SKIP_PN (1u << 31)

#define PAIRWISE_KEYS 2u
#define IN_RADIO                                                               \
    (D11_KEY_HW | D11_KEY_HW_HEADER | D11_KEY_HW_PN_TX | D11_KEY_HW_MIC |      \
     D11_KEY_HW_PN_CHECK)

static void go_on(struct d11_key_restore *restore);

static struct d11_key *slot_of(const struct d11_key_restore *restore)
{
    struct d11_peer *peer = restore->peer;

    if (restore->next >= D11_IGTK_FIRST)
        return d11_pmf_listed(restore->vif->env)
            ->slot(restore->vif, restore->next, NULL);
    return restore->next < PAIRWISE_KEYS
               ? &peer->keys[restore->next]
               : &peer->link->gtk[restore->next - PAIRWISE_KEYS];
}

/* One past the last slot: those of IGTKs and BIGTKs have their key ids, which
 * are the numbers that come next. */
static unsigned slots_of(const struct d11_key_restore *restore)
{
    return d11_pmf_ops(restore->vif->env) != NULL
               ? D11_MGMT_KEY_LAST + 1u
               : PAIRWISE_KEYS + D11_GROUP_KEYS;
}

static void finish(struct d11_key_restore *restore, enum dot11_err err)
{
    d11_wipe(restore->hw.octets, sizeof restore->hw.octets);
    restore->done(restore->arg, err);
}

static void answered(void *arg, enum dot11_err err)
{
    struct d11_key_restore *restore = arg;
    struct d11_env *env = restore->vif->env;
    struct d11_key *key = slot_of(restore);

    if (key->generation != restore->generation) {
        /* The radio may have it, and it is nobody's. */
        d11_wipe(restore->hw.octets, sizeof restore->hw.octets);
        if (err != D11_ERR_UNSUPPORTED && env->hw_ops.del_key != NULL)
            d11_op_del_key(restore->ops, &restore->hw);
        finish(restore, D11_ERR_CANCELLED);
        return;
    }
    if (err == D11_OK) {
        key->flags |= d11_key_hw_flags(env, &restore->hw);
        key->hw_slot = restore->hw.hw_slot;
    } else if (!key->software) {
        restore->failed = true;
    }
    /* Beyond what software used meanwhile and the radio starts from. */
    d11_key_skip_pn(key, SKIP_PN);
    restore->next++;
    go_on(restore);
}

static void ask(struct d11_key_restore *restore, struct d11_key *key)
{
    const struct d11_vif *vif = restore->vif;
    struct dot11_hw_key *hw = &restore->hw;

    /* SEC-RPL-01: what came before the hang must not come again. */
    if ((key->flags & D11_KEY_HW_PN_CHECK) != 0 && !key->cipher->mgmt_group)
        restore->failed = true;
    restore->generation = key->generation;
    key->flags &= (uint16_t)~IN_RADIO;
    d11_key_skip_pn(key, SKIP_PN);
    memset(hw, 0, sizeof *hw);
    hw->sta = vif->sta;
    hw->link_id = restore->peer->link->id;
    hw->key_id = key->key_id;
    hw->pairwise = restore->next < PAIRWISE_KEYS;
    hw->len = (uint8_t)key->cipher->key_len;
    hw->cipher = key->cipher->suite;
    d11_addr_copy(hw->peer, restore->peer->addr);
    memcpy(hw->octets, key->octets, hw->len);
    hw->rx_pn = d11_replay_highest(
        &key->rx, key->cipher->mgmt_group ? D11_REPLAY_MGMT : 0);
    hw->tx_pn = key->tx_pn + SKIP_PN;
    d11_op_set_key(restore->ops, hw, answered, restore);
}

static void go_on(struct d11_key_restore *restore)
{
    while (restore->next < slots_of(restore)) {
        struct d11_key *key = slot_of(restore);

        if (key->cipher != NULL && (key->flags & D11_KEY_HW) != 0) {
            ask(restore, key);
            return;
        }
        restore->next++;
    }
    finish(restore, restore->failed ? D11_ERR_HW : D11_OK);
}

void d11_key_restore(struct d11_key_restore *restore, struct d11_ops *ops,
                     struct d11_vif *vif, struct d11_peer *peer,
                     d11_op_done_fn *done, void *arg)
{
    const struct d11_keys_ops *part = d11_keys_ops(vif->env);

    if (part != NULL)
        part->lost(vif);
    d11_ops_forget(ops, restore);
    memset(restore, 0, sizeof *restore);
    restore->ops = ops;
    restore->vif = vif;
    restore->peer = peer;
    restore->done = done;
    restore->arg = arg;
    go_on(restore);
}
