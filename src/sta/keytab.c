/* Which key of the host's serves a frame, and what ends keys. */
#include "sta/keytab.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/cipher.h"

bool d11_keytab_is_ibss(const struct d11_vif *vif)
{
    return d11_keytab_of(vif)->ibss ||
           d11_attrs_bss_type(vif) == D11_BSS_TYPE_IBSS;
}

const struct d11_peer *d11_keytab_ap(const struct d11_vif *vif)
{
    for (unsigned i = 0; i < vif->peer_count; i++) {
        if (vif->peers[i].associated && !d11_keytab_is_ibss(vif))
            return &vif->peers[i];
    }
    return NULL;
}

/* The two lengths of WEP are one suite: what is on air does not tell them
 * apart. */
static uint32_t suite_class(uint32_t suite)
{
    return suite == D11_CIPHER_WEP104 ? D11_CIPHER_WEP40 : suite;
}

/* Has the association this cipher, for frames to one or to groups? */
static bool is_agreed(const struct d11_keytab *tab, uint32_t suite, bool group)
{
    uint32_t agreed = tab->pairwise_cipher;

    if (group || agreed == D11_CIPHER_USE_GROUP)
        agreed = tab->group_cipher;
    return suite_class(agreed) == suite_class(suite);
}

/* The key of an entry, if it serves frames of this peer. A port that waits for
 * a verdict has keys that were made for it, and static ones were not. */
static struct d11_key *key_for(const struct d11_keytab *tab,
                               struct d11_keytab_entry *entry,
                               const struct d11_peer *peer, bool group)
{
    if (entry->key.cipher == NULL || (entry->is_static && peer->controlled) ||
        !is_agreed(tab, entry->key.cipher->suite, group))
        return NULL;
    return &entry->key;
}

/* CIPH-3: the key-mapping key of a peer in this direction. */
static struct d11_key *mapping(const struct d11_keytab *tab,
                               const struct d11_peer *peer, uint8_t direction)
{
    for (unsigned i = D11_DEFAULT_KEYS; i < tab->count; i++) {
        struct d11_keytab_entry *entry = &tab->entries[i];
        struct d11_key *key;

        if (entry->kind != D11_KEYTAB_MAPPING ||
            (entry->direction & direction) == 0 ||
            !d11_addr_equal(entry->peer, peer->addr))
            continue;
        key = key_for(tab, entry, peer, false);
        if (key != NULL)
            return key;
    }
    return NULL;
}

/* CIPH-19: the key of a peer's own row. `*has_row`: it has one, whatever key
 * is in it. */
static struct d11_key *row(const struct d11_keytab *tab,
                           const struct d11_peer *peer, uint8_t key_id,
                           bool *has_row)
{
    struct d11_key *key = NULL;

    *has_row = false;
    for (unsigned i = D11_DEFAULT_KEYS; i < tab->count; i++) {
        struct d11_keytab_entry *entry = &tab->entries[i];

        if (entry->kind != D11_KEYTAB_ROW ||
            !d11_addr_equal(entry->peer, peer->addr))
            continue;
        *has_row = true;
        if (entry->key_id == key_id)
            key = key_for(tab, entry, peer, true);
    }
    return key;
}

/* Does a key serve frames to one, or to groups (SEC-PRT-07)? */
static bool is_of_kind(const struct d11_key *key, bool group)
{
    const uint16_t kind = group ? D11_KEY_GROUP : D11_KEY_PAIRWISE;

    return (key->flags & (kind | D11_KEY_SHARED)) != 0;
}

static struct d11_key *default_key(const struct d11_keytab *tab,
                                   const struct d11_peer *peer, uint8_t key_id,
                                   bool group)
{
    struct d11_key *key = key_for(tab, &tab->entries[key_id], peer, group);

    return key != NULL && is_of_kind(key, group) ? key : NULL;
}

struct d11_key *d11_keytab_to_send(const struct d11_vif *vif,
                                   const struct d11_peer *peer, bool group)
{
    const struct d11_keytab *tab = d11_keytab_of(vif);
    struct d11_key *key = NULL;

    if (!group)
        key = mapping(tab, peer, D11_KEY_OUTBOUND);
    return key != NULL ? key : default_key(tab, peer, tab->default_id, group);
}

struct d11_key *d11_keytab_to_open(const struct d11_vif *vif,
                                   const struct d11_peer *peer, bool group,
                                   uint8_t key_id)
{
    const struct d11_keytab *tab = d11_keytab_of(vif);
    struct d11_key *key = NULL;
    bool has_row = false;

    if (!group)
        key = mapping(tab, peer, D11_KEY_INBOUND);
    else
        key = row(tab, peer, key_id, &has_row);
    if (key != NULL || key_id >= D11_DEFAULT_KEYS || has_row)
        return key;
    key = default_key(tab, peer, key_id, group);
    /* CIPH-19: in an IBSS with RSNA each peer has group keys of its own; WEP
     * alone has one key for all. */
    if (key != NULL && group && d11_keytab_is_ibss(vif) &&
        (key->flags & D11_KEY_SHARED) == 0)
        return NULL;
    return key;
}

/* What ends keys. */

/* Wipe keys; those that are static too, or not. `peer`: of this one only. */
static void wipe_all(struct d11_keytab *tab, bool statics, const uint8_t *peer)
{
    for (unsigned i = 0; i < tab->count; i++) {
        struct d11_keytab_entry *entry = &tab->entries[i];

        if (entry->kind == D11_KEYTAB_FREE || (entry->is_static && !statics) ||
            (peer != NULL && (entry->kind == D11_KEYTAB_DEFAULT ||
                              !d11_addr_equal(entry->peer, peer))))
            continue;
        d11_keytab_wipe(tab, entry);
    }
    d11_keytab_program(tab);
}

/* CIPH-8. The radio forgets the static ones as well: they were told to it with
 * the address of this peer. */
static void ended(struct d11_vif *vif, const struct d11_peer *peer)
{
    struct d11_keytab *tab = d11_keytab_of(vif);

    if (d11_keytab_is_ibss(vif)) {
        wipe_all(tab, false, peer->addr);
        return;
    }
    for (unsigned i = 0; i < tab->count; i++)
        d11_keytab_withdraw(tab, &tab->entries[i]);
    wipe_all(tab, false, NULL);
    tab->pairwise_cipher = D11_CIPHER_NONE;
    tab->group_cipher = D11_CIPHER_NONE;
}

/* ASSOC-16: nothing but static keys goes into an association. */
static void associated(struct d11_keytab *tab,
                       const struct dot11_ev_assoc_done *done)
{
    wipe_all(tab, false, d11_keytab_is_ibss(tab->vif) ? done->bssid : NULL);
    tab->pairwise_cipher = done->pairwise_cipher;
    tab->group_cipher = done->group_cipher;
    for (unsigned i = 0; i < tab->count; i++)
        d11_keytab_want(tab, &tab->entries[i]);
    d11_keytab_program(tab);
}

static void on_event(struct d11_vif *vif, void *state,
                     const struct dot11_event *event)
{
    struct d11_keytab *tab = state;

    (void)vif;
    if (event->type == D11_EV_CONNECT_START)
        tab->ibss = event->u.start.ibss;
    if (event->type == D11_EV_ASSOC_DONE && event->u.assoc_done.err == D11_OK)
        associated(tab, &event->u.assoc_done);
    /* Nothing secret stays in a station that is off. */
    if (event->type == D11_EV_HALTED)
        wipe_all(tab, true, NULL);
}

static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct d11_keytab *tab = state;

    (void)vif;
    wipe_all(tab, what != D11_PART_DISCONNECT, NULL);
    if (what == D11_PART_RESET_MIB)
        tab->default_id = 0;
    tab->ibss = false;
}

/* The part. */

#define ALIGNMENT (_Alignof(max_align_t))

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static size_t count_of(const struct dot11_config *config)
{
    return (size_t)D11_DEFAULT_KEYS + config->key_count;
}

static size_t state_size(const struct dot11_config *config)
{
    return aligned(sizeof(struct d11_keytab)) +
           aligned(count_of(config) * sizeof(struct d11_keytab_entry)) +
           count_of(config) * d11_key_state_size(config);
}

static void init(struct d11_vif *vif, void *state)
{
    const struct dot11_config *config = &vif->env->config;
    const size_t key_size = d11_key_state_size(config);
    const size_t count = count_of(config);
    struct d11_keytab *tab = state;
    uint8_t *pos = state;

    memset(state, 0, state_size(config));
    tab->vif = vif;
    tab->count = (uint16_t)count;
    pos += aligned(sizeof *tab);
    tab->entries = (void *)pos;
    pos += aligned(count * sizeof(struct d11_keytab_entry));
    for (size_t i = 0; i < count; i++) {
        struct d11_keytab_entry *entry = &tab->entries[i];

        d11_key_init(&entry->key, key_size != 0 ? pos : NULL, key_size);
        pos += key_size;
        if (i >= D11_DEFAULT_KEYS)
            continue;
        entry->kind = D11_KEYTAB_DEFAULT;
        entry->key_id = (uint8_t)i;
    }
}

static enum dot11_err ext_set(struct d11_vif *vif, const struct dot11_key *key)
{
    return d11_keytab_set(vif, key, false);
}

static enum dot11_err ext_del(struct d11_vif *vif, const struct dot11_key *key)
{
    return d11_keytab_del(vif, key, false);
}

/* D11_ATTR_DEFAULT_KEY_ID. */
static enum dot11_err get(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len)
{
    const struct d11_keytab *tab = state;
    const uint32_t id = tab->default_id;

    (void)vif;
    if (attr != D11_ATTR_DEFAULT_KEY_ID)
        return D11_ERR_UNSUPPORTED;
    *len = sizeof id;
    if (cap < sizeof id)
        return D11_ERR_FULL;
    memcpy(buf, &id, sizeof id);
    return D11_OK;
}

static enum dot11_err set(struct d11_vif *vif, void *state, unsigned attr,
                          const void *buf, size_t len)
{
    uint32_t id;

    (void)state;
    if (attr != D11_ATTR_DEFAULT_KEY_ID)
        return D11_ERR_UNSUPPORTED;
    if (len != sizeof id)
        return D11_ERR_ARG;
    memcpy(&id, buf, sizeof id);
    return id < D11_DEFAULT_KEYS ? d11_keytab_set_default_id(vif, (uint8_t)id)
                                 : D11_ERR_ARG;
}

static const struct d11_keys_ops ops = {
    .to_send = d11_keytab_to_send,
    .to_open = d11_keytab_to_open,
    .ended = ended,
    .lost = d11_keytab_lost,
    .set = ext_set,
    .del = ext_del,
    .set_default_id = d11_keytab_set_default_id,
};

const struct dot11_part dot11_keys = {
    .kind = D11_PART_KEYS,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .event = on_event,
    .ops = &ops,
    .get = get,
    .set = set,
};
