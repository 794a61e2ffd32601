/* Keys that a host set: default keys, key mapping keys, and default keys of
 * single peers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.9.2; rules N80211-CIPH-*. The state of an optional
 * part. */
#ifndef D11_STA_KEYTAB_H
#define D11_STA_KEYTAB_H

#include <dot11/codes.h>
#include <dot11/key.h>

#include "crypto/key.h"
#include "hw/keys.h"
#include "sta/radio.h"

enum d11_keytab_kind {
    D11_KEYTAB_FREE,    /* nothing, and nothing to remember */
    D11_KEYTAB_DEFAULT, /* the first ones are this and never anything else */
    D11_KEYTAB_MAPPING, /* of a peer and a direction */
    D11_KEYTAB_ROW      /* default key of a peer: for its frames to groups */
};

struct d11_keytab_entry {
    uint8_t kind;      /* enum d11_keytab_kind */
    uint8_t direction; /* enum dot11_key_direction */
    uint8_t key_id;
    bool is_static;
    bool wanted; /* the radio shall get it */
    uint8_t peer[D11_ADDR_LEN];
    uint8_t hw_peer[D11_ADDR_LEN]; /* what the radio knows it by */
    struct d11_key key; /* its cipher is NULL: the place only remembers */
};

struct d11_keytab {
    struct d11_vif *vif;
    uint8_t default_id;
    bool asking;              /* the radio is asked right now */
    bool ibss;                /* the network wanted is one */
    uint16_t count;           /* entries, the default keys among them */
    uint32_t pairwise_cipher; /* of the association; D11_CIPHER_NONE: none */
    uint32_t group_cipher;
    uint32_t generation;            /* of the key set last */
    enum dot11_err hw_err;          /* what the radio answered last */
    struct d11_keytab_entry *asked; /* the radio has not answered yet */
    struct dot11_hw_key hw;         /* what it was asked */
    struct d11_keytab_entry *entries;
};

static inline struct d11_keytab *d11_keytab_of(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_KEYS);
}

/* Which key protects, which one opens: as d11_keys_ops. */
struct d11_key *d11_keytab_to_send(const struct d11_vif *vif,
                                   const struct d11_peer *peer, bool group);
struct d11_key *d11_keytab_to_open(const struct d11_vif *vif,
                                   const struct d11_peer *peer, bool group,
                                   uint8_t key_id);

/* WEP has no packet numbers, so that a key may be used again. */
static inline bool d11_keytab_is_wep(const struct d11_cipher *cipher)
{
    return cipher->suite == D11_CIPHER_WEP40 ||
           cipher->suite == D11_CIPHER_WEP104;
}

/* Is the network an IBSS? */
bool d11_keytab_is_ibss(const struct d11_vif *vif);

/* The associated peer that default keys are used with: the AP; NULL without
 * one, and in an IBSS. */
const struct d11_peer *d11_keytab_ap(const struct d11_vif *vif);

/* keytab_set.c: as d11_keys_ops. `by_host`: what an extension may and a host
 * may not is refused. */
enum dot11_err d11_keytab_set(struct d11_vif *vif, const struct dot11_key *key,
                              bool by_host);
enum dot11_err d11_keytab_del(struct d11_vif *vif, const struct dot11_key *key,
                              bool by_host);
enum dot11_err d11_keytab_find(const struct d11_vif *vif,
                               const struct dot11_key *key);
enum dot11_err d11_keytab_set_default_id(struct d11_vif *vif, uint8_t key_id);

/* keytab_set.c: take a key away, also from the radio, and all memory of it. */
void d11_keytab_wipe(struct d11_keytab *tab, struct d11_keytab_entry *entry);

/* keytab_hw.c: shall the radio have the key of an entry? If so it gets it with
 * the next d11_keytab_program(). */
void d11_keytab_want(struct d11_keytab *tab, struct d11_keytab_entry *entry);

/* keytab_hw.c: give the radio the keys that it shall have, one at a time;
 * MSDUs wait as long. */
void d11_keytab_program(struct d11_keytab *tab);

/* keytab_hw.c: as d11_keys_ops. */
void d11_keytab_lost(struct d11_vif *vif);

/* keytab_hw.c: take the key of an entry from the radio; it stays in its
 * place. */
void d11_keytab_withdraw(struct d11_keytab *tab,
                         struct d11_keytab_entry *entry);

#endif
