/* Keys of the host's in the radio: one op at a time, and MSDUs wait. */
#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "hw/op.h"
#include "sta/keytab.h"

/* What a radio may do with a key that it has. */
#define HW_FLAGS                                                               \
    (D11_KEY_HW | D11_KEY_HW_PN_CHECK | D11_KEY_HW_PN_TX | D11_KEY_HW_HEADER | \
     D11_KEY_HW_MIC)

/* More packet numbers than a radio sends between two of its hangs. */
#define SKIP_PN (1u << 31)

static struct dot11_radio *radio_of(const struct d11_keytab *tab)
{
    return tab->vif->sta->radio;
}

/* The peer that the radio knows a key by: default keys are the AP's. */
static const struct d11_peer *peer_of(const struct d11_keytab *tab,
                                      const struct d11_keytab_entry *entry)
{
    if (entry->kind == D11_KEYTAB_DEFAULT)
        return d11_keytab_ap(tab->vif);
    return d11_vif_peer(tab->vif, entry->peer);
}

void d11_keytab_want(struct d11_keytab *tab, struct d11_keytab_entry *entry)
{
    const struct d11_peer *peer;

    if (entry->key.cipher == NULL || (entry->key.flags & D11_KEY_HW) != 0 ||
        !d11_key_in_hardware(tab->vif->env, entry->key.cipher->suite))
        return;
    /* SEC-KEY-02: a key that stays over associations would be given to the
     * radio again, which may have counted packet numbers itself. */
    if (entry->is_static && !d11_keytab_is_wep(entry->key.cipher))
        return;
    peer = peer_of(tab, entry);
    if (peer == NULL)
        return;
    d11_addr_copy(entry->hw_peer, peer->addr);
    entry->wanted = true;
}

static struct dot11_hw_key name_of(const struct d11_keytab *tab,
                                   const struct d11_keytab_entry *entry)
{
    struct dot11_hw_key hw;

    memset(&hw, 0, sizeof hw);
    hw.sta = tab->vif->sta;
    hw.key_id = entry->key_id;
    hw.pairwise = (entry->key.flags & D11_KEY_PAIRWISE) != 0;
    hw.cipher = entry->key.cipher->suite;
    d11_addr_copy(hw.peer, entry->hw_peer);
    hw.hw_slot = entry->key.hw_slot;
    return hw;
}

static void take_back(struct d11_keytab *tab, const struct dot11_hw_key *name)
{
    struct dot11_hw_key hw = *name;

    d11_wipe(hw.octets, sizeof hw.octets);
    if (tab->vif->env->hw_ops.del_key != NULL)
        d11_op_del_key(&radio_of(tab)->ops, &hw);
}

static void answered(void *arg, enum dot11_err err)
{
    struct d11_keytab *tab = arg;
    struct d11_keytab_entry *entry = tab->asked;

    tab->asked = NULL;
    tab->hw_err = D11_OK;
    if (err == D11_OK) {
        entry->key.flags |= d11_key_hw_flags(tab->vif->env, &tab->hw);
        entry->key.hw_slot = tab->hw.hw_slot;
    } else if (err != D11_ERR_UNSUPPORTED || !entry->key.software) {
        /* It may have it, although it did not say so. */
        if (err == D11_ERR_TIMEOUT)
            take_back(tab, &tab->hw);
        tab->hw_err = D11_ERR_HW;
        d11_keytab_wipe(tab, entry);
    }
    d11_wipe(tab->hw.octets, sizeof tab->hw.octets);
    if (!tab->asking)
        d11_keytab_program(tab);
}

static void ask(struct d11_keytab *tab, struct d11_keytab_entry *entry)
{
    const struct d11_key *key = &entry->key;

    entry->wanted = false;
    tab->asked = entry;
    tab->hw = name_of(tab, entry);
    tab->hw.len = key->cipher->key_len;
    memcpy(tab->hw.octets, key->octets, key->cipher->key_len);
    tab->hw.rx_pn = d11_replay_highest(&key->rx, 0);
    tab->hw.tx_pn = key->tx_pn;
    tab->asking = true;
    d11_op_set_key(&radio_of(tab)->ops, &tab->hw, answered, tab);
    tab->asking = false;
}

static struct d11_keytab_entry *next_wanted(const struct d11_keytab *tab)
{
    for (unsigned i = 0; i < tab->count; i++) {
        if (tab->entries[i].wanted)
            return &tab->entries[i];
    }
    return NULL;
}

void d11_keytab_program(struct d11_keytab *tab)
{
    struct d11_tx_path *tx = &radio_of(tab)->tx;
    struct d11_keytab_entry *entry;

    while (tab->asked == NULL && (entry = next_wanted(tab)) != NULL) {
        d11_tx_hold(tx, tab->vif, D11_HOLD_TABLE, true);
        ask(tab, entry);
    }
    if (tab->asked == NULL && (tab->vif->tx.holds & D11_HOLD_TABLE) != 0)
        d11_tx_hold(tx, tab->vif, D11_HOLD_TABLE, false);
}

void d11_keytab_withdraw(struct d11_keytab *tab, struct d11_keytab_entry *entry)
{
    struct dot11_hw_key hw;

    entry->wanted = false;
    if (tab->asked == entry) {
        d11_ops_forget(&radio_of(tab)->ops, tab);
        take_back(tab, &tab->hw);
        d11_wipe(tab->hw.octets, sizeof tab->hw.octets);
        tab->asked = NULL;
    }
    if (entry->key.cipher == NULL || (entry->key.flags & D11_KEY_HW) == 0)
        return;
    hw = name_of(tab, entry);
    take_back(tab, &hw);
    entry->key.flags = (uint16_t)(entry->key.flags & ~(unsigned)HW_FLAGS);
}

/* The radio had this key and lost it. */
static void restore(struct d11_keytab *tab, struct d11_keytab_entry *entry)
{
    struct d11_key *key = &entry->key;
    const bool counted = (key->flags & D11_KEY_HW_PN_CHECK) != 0;

    key->flags = (uint16_t)(key->flags & ~(unsigned)HW_FLAGS);
    if (!d11_keytab_is_wep(key->cipher)) {
        /* SEC-KEY-02: which packet numbers came in only the radio knew. */
        if (counted) {
            d11_keytab_wipe(tab, entry);
            return;
        }
        d11_key_skip_pn(key, SKIP_PN);
    }
    d11_keytab_want(tab, entry);
}

void d11_keytab_lost(struct d11_vif *vif)
{
    struct d11_keytab *tab = d11_keytab_of(vif);

    if (tab->asked != NULL) {
        d11_ops_forget(&radio_of(tab)->ops, tab);
        tab->asked->wanted = true;
        tab->asked = NULL;
    }
    for (unsigned i = 0; i < tab->count; i++) {
        if ((tab->entries[i].key.flags & D11_KEY_HW) != 0)
            restore(tab, &tab->entries[i]);
    }
    d11_keytab_program(tab);
}
