/* Setting and deleting keys of the host's. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "hw/cipher.h"
#include "hw/ops.h"
#include "sta/keytab.h"

/* What tx compares of a generation in the frames that wait. */
#define GENERATION_MASK 0x7fu

/* Octets of a random IV: what the count of a WEP key starts at. */
#define WEP_IV_LEN 3u

/* Which table a name is of; D11_KEYTAB_FREE: no key can have this name. */
static enum d11_keytab_kind kind_of(const struct d11_vif *vif,
                                    const struct dot11_key *key, bool by_host)
{
    const bool is_peer =
        !d11_addr_is_group(key->peer) && !d11_addr_is_zero(key->peer);

    if (key->key_id >= D11_DEFAULT_KEYS)
        return D11_KEYTAB_FREE;
    if (key->table == D11_KEY_TABLE_MAPPING)
        return is_peer && key->direction >= D11_KEY_INBOUND &&
                       key->direction <= D11_KEY_BOTH_WAYS
                   ? D11_KEYTAB_MAPPING
                   : D11_KEYTAB_FREE;
    if (key->table != D11_KEY_TABLE_DEFAULT)
        return D11_KEYTAB_FREE;
    /* CIPH-6; CIPH-4: an extension decides itself. */
    if (!d11_keytab_is_ibss(vif) && by_host)
        return D11_KEYTAB_DEFAULT;
    if (d11_addr_is_zero(key->peer))
        return D11_KEYTAB_DEFAULT;
    if (!is_peer)
        return D11_KEYTAB_FREE;
    return d11_keytab_is_ibss(vif) ? D11_KEYTAB_ROW : D11_KEYTAB_DEFAULT;
}

static bool has_name(const struct d11_keytab_entry *entry,
                     enum d11_keytab_kind kind, const struct dot11_key *key)
{
    if (entry->kind != kind)
        return false;
    /* CIPH-3: a key-mapping key is named by its peer and its direction. */
    if (kind == D11_KEYTAB_MAPPING)
        return entry->direction == key->direction &&
               d11_addr_equal(entry->peer, key->peer);
    return entry->key_id == key->key_id &&
           (kind == D11_KEYTAB_DEFAULT ||
            d11_addr_equal(entry->peer, key->peer));
}

static struct d11_keytab_entry *find(const struct d11_keytab *tab,
                                     enum d11_keytab_kind kind,
                                     const struct dot11_key *key)
{
    for (unsigned i = 0; i < tab->count; i++) {
        if (has_name(&tab->entries[i], kind, key))
            return &tab->entries[i];
    }
    return NULL;
}

/* A place for a new key: an unused one, or one that only remembers. */
static struct d11_keytab_entry *find_room(const struct d11_keytab *tab)
{
    struct d11_keytab_entry *found = NULL;

    for (unsigned i = D11_DEFAULT_KEYS; i < tab->count; i++) {
        struct d11_keytab_entry *entry = &tab->entries[i];

        if (entry->kind == D11_KEYTAB_FREE)
            return entry;
        if (entry->key.cipher == NULL)
            found = entry;
    }
    return found;
}

void d11_keytab_wipe(struct d11_keytab *tab, struct d11_keytab_entry *entry)
{
    const struct d11_env *env = tab->vif->env;

    d11_keytab_withdraw(tab, entry);
    d11_key_wipe(&entry->key, &env->crypto_ops, env->config.crypto);
    entry->is_static = false;
    if (entry->kind != D11_KEYTAB_DEFAULT)
        entry->kind = D11_KEYTAB_FREE;
}

/* A generation that no MPDU in the queues can be mistaken for, which was made
 * for one of these keys (SEC-TXP-03). */
static uint32_t new_generation(struct d11_keytab *tab, uint32_t a, uint32_t b)
{
    do {
        tab->generation++;
    } while (((tab->generation ^ a) & GENERATION_MASK) == 0 ||
             ((tab->generation ^ b) & GENERATION_MASK) == 0);
    return tab->generation;
}

static struct d11_key *current_default(const struct d11_keytab *tab)
{
    return &tab->entries[tab->default_id].key;
}

/* What a key is for (CIPH-16, CIPH-22, SEC-PRT-07). */
static uint16_t flags_of(const struct d11_keytab *tab,
                         enum d11_keytab_kind kind, const struct dot11_key *key,
                         const struct d11_cipher *cipher)
{
    if (kind == D11_KEYTAB_MAPPING)
        return (uint16_t)(D11_KEY_PAIRWISE |
                          ((key->direction & D11_KEY_OUTBOUND) != 0 ? D11_KEY_TX
                                                                    : 0));
    if (kind == D11_KEYTAB_ROW)
        return D11_KEY_GROUP;
    if (d11_keytab_is_wep(cipher) ||
        tab->pairwise_cipher == D11_CIPHER_USE_GROUP)
        return D11_KEY_GROUP | D11_KEY_SHARED | D11_KEY_TX;
    return (uint16_t)((key->key_id == 0 ? D11_KEY_PAIRWISE : D11_KEY_GROUP) |
                      D11_KEY_TX);
}

/* SEC-TXP-01: would packet numbers be counted twice under one key? */
static bool is_elsewhere(const struct d11_keytab *tab,
                         const struct d11_keytab_entry *place,
                         const struct d11_key_params *params)
{
    for (unsigned i = 0; i < tab->count; i++) {
        const struct d11_keytab_entry *entry = &tab->entries[i];

        if (entry != place && (params->flags & D11_KEY_TX) != 0 &&
            d11_key_can_send(&entry->key) &&
            d11_key_equals(&entry->key, entry->key.key_id, params->octets,
                           params->len))
            return true;
    }
    return false;
}

static enum dot11_err check_key(const struct d11_vif *vif,
                                const struct dot11_key *key,
                                const struct d11_cipher *cipher, bool by_host)
{
    if (cipher == NULL || cipher->mgmt_group ||
        (!d11_key_in_hardware(vif->env, key->cipher) &&
         !d11_key_in_software(vif->env, cipher)))
        return D11_ERR_UNSUPPORTED;
    /* CIPH-26. */
    if (by_host && key->cipher == D11_CIPHER_TKIP && d11_keytab_is_ibss(vif))
        return D11_ERR_UNSUPPORTED;
    if (key->octets == NULL || key->len != cipher->key_len ||
        key->rx_pn > D11_PN_MAX ||
        d11_is_zero_const_time(key->octets, key->len))
        return D11_ERR_ARG;
    /* SEC-KEY-02: what the radio alone can do would be given to it again with
     * each association. */
    return key->is_static && !d11_keytab_is_wep(cipher) &&
                   !d11_key_in_software(vif->env, cipher)
               ? D11_ERR_UNSUPPORTED
               : D11_OK;
}

/* 12.3.2.2: WEP counts from somewhere else with each key. */
static enum dot11_err start_iv(struct d11_env *env, uint64_t *pn)
{
    uint8_t iv[WEP_IV_LEN];
    enum dot11_err err = d11_host_random(env, iv, sizeof iv);

    *pn = (uint64_t)iv[0] << 16 | (uint32_t)iv[1] << 8 | iv[2];
    return err;
}

static void adopt(struct d11_keytab *tab, struct d11_keytab_entry *entry,
                  enum d11_keytab_kind kind, const struct dot11_key *key)
{
    entry->kind = (uint8_t)kind;
    entry->key_id = key->key_id;
    entry->is_static = key->is_static;
    entry->direction = (uint8_t)key->direction;
    d11_addr_copy(entry->peer, key->peer);
    tab->hw_err = D11_OK;
    d11_keytab_want(tab, entry);
    d11_keytab_program(tab);
}

/* Put a key in its place. */
static enum dot11_err install(struct d11_keytab *tab,
                              struct d11_keytab_entry *entry,
                              enum d11_keytab_kind kind,
                              const struct dot11_key *key,
                              const struct d11_key_params *params)
{
    struct d11_env *env = tab->vif->env;
    const uint32_t generation = entry->key.generation;
    bool fresh = false;
    enum dot11_err err;

    d11_keytab_withdraw(tab, entry);
    if (!has_name(entry, kind, key) || d11_keytab_is_wep(params->cipher))
        d11_keytab_wipe(tab, entry);
    err = d11_key_set(&entry->key, params, &env->crypto_ops, env->config.crypto,
                      &fresh);
    if (err != D11_OK) {
        d11_keytab_wipe(tab, entry);
        d11_keytab_program(tab);
        return err;
    }
    entry->key.generation =
        new_generation(tab, generation, current_default(tab)->generation);
    adopt(tab, entry, kind, key);
    return tab->hw_err;
}

/* SEC-KEY-01 to SEC-KEY-03: what has been there is not set again. */
static enum dot11_err replace(struct d11_keytab *tab,
                              struct d11_keytab_entry *entry,
                              enum d11_keytab_kind kind,
                              const struct dot11_key *key,
                              const struct d11_key_params *params)
{
    const struct d11_env *env = tab->vif->env;

    if (has_name(entry, kind, key)) {
        if (d11_key_equals(&entry->key, key->key_id, key->octets, key->len)) {
            entry->is_static = key->is_static;
            return D11_OK;
        }
        if (!d11_keytab_is_wep(params->cipher) &&
            d11_key_knows(&entry->key, params, &env->crypto_ops,
                          env->config.crypto))
            return D11_ERR_SECURITY;
    }
    if (!d11_keytab_is_wep(params->cipher) && is_elsewhere(tab, entry, params))
        return D11_ERR_SECURITY;
    return install(tab, entry, kind, key, params);
}

enum dot11_err d11_keytab_set(struct d11_vif *vif, const struct dot11_key *key,
                              bool by_host)
{
    const struct d11_cipher *cipher = d11_env_cipher(vif->env, key->cipher);
    const enum d11_keytab_kind kind = kind_of(vif, key, by_host);
    struct d11_keytab *tab = d11_keytab_of(vif);
    struct d11_keytab_entry *entry;
    struct d11_key_params params;
    enum dot11_err err = check_key(vif, key, cipher, by_host);

    if (err != D11_OK)
        return err;
    if (kind == D11_KEYTAB_FREE)
        return D11_ERR_ARG;
    entry = find(tab, kind, key);
    if (entry == NULL)
        entry = find_room(tab);
    if (entry == NULL)
        return D11_ERR_FULL;
    memset(&params, 0, sizeof params);
    params.suite = key->cipher;
    params.flags = flags_of(tab, kind, key, cipher);
    params.key_id = key->key_id;
    params.software = d11_key_in_software(vif->env, cipher);
    params.octets = key->octets;
    params.len = key->len;
    params.rx_pn = key->rx_pn;
    params.cipher = cipher;
    if (d11_keytab_is_wep(cipher))
        err = start_iv(vif->env, &params.rx_pn);
    return err == D11_OK ? replace(tab, entry, kind, key, &params) : err;
}

/* The key that takes over must not be taken for the one that goes. */
static void distinguish(struct d11_keytab *tab, struct d11_key *key,
                        uint32_t from)
{
    if (((key->generation ^ from) & GENERATION_MASK) == 0)
        key->generation = new_generation(tab, from, from);
}

enum dot11_err d11_keytab_del(struct d11_vif *vif, const struct dot11_key *key,
                              bool by_host)
{
    const enum d11_keytab_kind kind = kind_of(vif, key, by_host);
    const struct d11_env *env = vif->env;
    struct d11_keytab *tab = d11_keytab_of(vif);
    struct d11_keytab_entry *entry = find(tab, kind, key);

    if (kind == D11_KEYTAB_FREE)
        return D11_ERR_ARG;
    if (entry == NULL || entry->key.cipher == NULL)
        return D11_OK;
    d11_keytab_withdraw(tab, entry);
    distinguish(tab, current_default(tab), entry->key.generation);
    entry->is_static = false;
    /* SEC-KEY-02: the place remembers what was in it. */
    if (d11_keytab_is_wep(entry->key.cipher))
        d11_keytab_wipe(tab, entry);
    else
        d11_key_clear(&entry->key, &env->crypto_ops, env->config.crypto);
    d11_keytab_program(tab);
    return D11_OK;
}

enum dot11_err d11_keytab_find(const struct d11_vif *vif,
                               const struct dot11_key *key)
{
    const enum d11_keytab_kind kind = kind_of(vif, key, true);
    const struct d11_keytab *tab = d11_keytab_of(vif);
    const struct d11_keytab_entry *entry = find(tab, kind, key);

    if (kind == D11_KEYTAB_FREE)
        return D11_ERR_ARG;
    if (entry == NULL || entry->key.cipher == NULL)
        return D11_ERR_NOT_FOUND;
    return entry->wanted || tab->asked == entry ? D11_ERR_PENDING : D11_OK;
}

enum dot11_err d11_keytab_set_default_id(struct d11_vif *vif, uint8_t key_id)
{
    struct d11_keytab *tab = d11_keytab_of(vif);

    if (key_id >= D11_DEFAULT_KEYS)
        return D11_ERR_ARG;
    if (key_id == tab->default_id)
        return D11_OK;
    distinguish(tab, &tab->entries[key_id].key,
                current_default(tab)->generation);
    tab->default_id = key_id;
    return D11_OK;
}
