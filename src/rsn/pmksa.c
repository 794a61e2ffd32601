/* PMKs that are kept for the next association.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.3, 12.7.1.3. */
#include "rsn/pmksa.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/event.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/octets.h"
#include "base/ssid.h"
#include "base/wipe.h"
#include "crypto/akm.h"
#include "hw/ops.h"
#include "hw/part.h"

/* dot11RSNAConfigPMKLifetime. */
#define LIFETIME_S 43200u
#define SECOND_US UINT64_C(1000000)

static bool is_8021x(uint32_t akm)
{
    return akm == D11_AKM_8021X || akm == D11_AKM_8021X_SHA256;
}

/* Is it of the name's network, and still good? */
static bool is_usable(const struct d11_pmksas *all,
                      const struct d11_pmksa *entry,
                      const struct d11_pmksa_name *name)
{
    return entry->len != 0 && entry->akm == name->akm &&
           d11_ssid_equal(&entry->ssid, name->ssid) &&
           !d11_deadline_due(entry->until_us, all->env->now_us);
}

static unsigned lookup(const struct d11_pmksas *all,
                       const struct d11_pmksa_name *name)
{
    unsigned i;

    for (i = 0; i < D11_PMKSAS_MAX; i++) {
        if (is_usable(all, &all->list[i], name) &&
            d11_addr_equal(all->list[i].bssid, name->bssid))
            break;
    }
    return i;
}

/* Opportunistic key caching: the PMK of another AP of the network, whose
 * authenticator may be the same. */
static const struct d11_pmksa *borrow(const struct d11_pmksas *all,
                                      const struct d11_pmksa_name *name)
{
    const struct d11_pmksa *best = NULL;

    if (!all->opportunistic || !is_8021x(name->akm) ||
        d11_addr_equal(all->spurned, name->bssid))
        return NULL;
    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        const struct d11_pmksa *entry = &all->list[i];

        if (is_usable(all, entry, name) &&
            (best == NULL || entry->used > best->used))
            best = entry;
    }
    return best;
}

/* The name of a PMK (12.7.1.3); with Suite B the key is the KCK. */
static enum dot11_err derive_pmkid(const struct d11_rsn_env *env, uint8_t hash,
                                   const struct dot11_octets *key,
                                   const uint8_t *aa, const uint8_t *spa,
                                   uint8_t pmkid[D11_PMKID_LEN])
{
    static const uint8_t label[] = {'P', 'M', 'K', ' ', 'N', 'a', 'm', 'e'};
    const struct dot11_octets parts[] = {
        {label, sizeof label}, {aa, D11_ADDR_LEN}, {spa, D11_ADDR_LEN}};
    uint8_t mac[D11_HASH_MAX];
    enum dot11_err err;

    err = env->ops->hmac(env->crypto, (enum dot11_hash)hash, key->data,
                         key->len, parts, 3, mac);
    memcpy(pmkid, mac, D11_PMKID_LEN);
    d11_wipe(mac, sizeof mac);
    return err;
}

static bool find(const void *state, const struct d11_rsn_env *env,
                 const struct d11_pmksa_name *name, struct d11_pmk *pmk)
{
    const struct d11_pmksas *all = state;
    const unsigned at = lookup(all, name);
    const bool exact = at != D11_PMKSAS_MAX;
    const struct d11_pmksa *entry = exact ? &all->list[at] : borrow(all, name);
    const struct d11_akm *akm;
    struct dot11_octets key;
    uint8_t own[D11_ADDR_LEN];

    dot11_ext_own_addr(env->host, own);
    if (entry == NULL || !d11_addr_equal(entry->own, own))
        return false;
    if (pmk == NULL)
        return true;
    key.data = entry->octets;
    key.len = entry->len;
    akm = d11_akm_find(entry->akm, entry->len);
    if (exact)
        memcpy(pmk->pmkid, entry->pmkid, D11_PMKID_LEN);
    else if (akm == NULL || derive_pmkid(env, akm->hash, &key, name->bssid, own,
                                         pmk->pmkid) != D11_OK)
        return false;
    pmk->ready = true;
    pmk->kept = true;
    pmk->has_pmkid = true;
    pmk->len = entry->len;
    pmk->ssid = entry->ssid;
    pmk->generation++;
    memcpy(pmk->octets, entry->octets, entry->len);
    return true;
}

static bool covers(const void *state, const struct dot11_ssid *ssid)
{
    const struct d11_pmksas *all = state;

    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        if (all->list[i].len != 0 && d11_ssid_equal(&all->list[i].ssid, ssid))
            return true;
    }
    return false;
}

/* A place for a name: its own, a free one, or that of the entry that was not
 * used for longest. Its secret is wiped. */
static struct d11_pmksa *make_room(struct d11_pmksas *all,
                                   const struct d11_pmksa_name *name)
{
    struct d11_pmksa *place = NULL;

    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        struct d11_pmksa *entry = &all->list[i];

        if (entry->len != 0 && entry->akm == name->akm &&
            d11_addr_equal(entry->bssid, name->bssid) &&
            d11_ssid_equal(&entry->ssid, name->ssid)) {
            place = entry;
            break;
        }
        if (place == NULL ||
            (place->len != 0 && (entry->len == 0 || entry->used < place->used)))
            place = entry;
    }
    d11_assert(place != NULL);
    d11_wipe(place, sizeof *place);
    d11_addr_copy(place->bssid, name->bssid);
    place->ssid = *name->ssid;
    place->akm = name->akm;
    place->used = ++all->uses;
    return place;
}

/* A PMK of the cache was good: also for an AP that it was not made with. */
static void touch(struct d11_pmksas *all, const struct d11_session *session,
                  const struct d11_pmksa_name *name)
{
    const struct d11_pmk *pmk = session->pmk;
    struct d11_pmksa copy = {0};
    struct d11_pmksa *place;

    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        struct d11_pmksa *entry = &all->list[i];

        if (!is_usable(all, entry, name) || entry->len != pmk->len ||
            !d11_equal_const_time(entry->octets, pmk->octets, pmk->len))
            continue;
        entry->used = ++all->uses;
        copy = *entry;
        if (d11_addr_equal(entry->bssid, name->bssid))
            break;
    }
    if (copy.len != 0 && !d11_addr_equal(copy.bssid, name->bssid)) {
        place = make_room(all, name);
        copy.used = place->used;
        d11_addr_copy(copy.bssid, name->bssid);
        memcpy(copy.pmkid, pmk->pmkid, D11_PMKID_LEN);
        *place = copy;
    }
    d11_wipe(&copy, sizeof copy);
}

static void keep(void *state, const struct d11_session *session)
{
    struct d11_pmksas *all = state;
    const struct d11_rsn_env *env = session->env;
    const struct d11_pmk *pmk = session->pmk;
    const struct d11_pmksa_name name = {&pmk->ssid, session->aa,
                                        session->suites.akm};
    const bool suite_b = session->suites.akm == D11_AKM_SUITE_B_192;
    const struct dot11_octets key = {suite_b ? session->kck : pmk->octets,
                                     suite_b ? session->akm->kck_len
                                             : pmk->len};
    uint8_t pmkid[D11_PMKID_LEN];
    struct d11_pmksa *entry;

    if (pmk->kept) {
        touch(all, session, &name);
        return;
    }
    if (pmk->has_pmkid)
        memcpy(pmkid, pmk->pmkid, sizeof pmkid);
    else if (derive_pmkid(env, session->akm->hash, &key, session->aa,
                          session->spa, pmkid) != D11_OK)
        return;
    entry = make_room(all, &name);
    d11_addr_copy(entry->own, session->spa);
    memcpy(entry->pmkid, pmkid, sizeof pmkid);
    memcpy(entry->print, all->print, sizeof entry->print);
    memcpy(entry->octets, pmk->octets, pmk->len);
    entry->len = pmk->len;
    entry->until_us = d11_time_after(all->env->now_us, all->lifetime_us);
}

static enum dot11_err add(void *state, const struct d11_rsn_env *env,
                          const struct dot11_pmksa *from, uint64_t lifetime_us,
                          const uint8_t own[D11_ADDR_LEN])
{
    struct d11_pmksas *all = state;
    const struct d11_pmksa_name name = {&from->ssid, from->bssid, from->akm};
    const struct d11_akm *akm = d11_akm_find(from->akm, from->pmk_len);
    const struct dot11_octets key = {from->pmk, from->pmk_len};
    uint8_t pmkid[D11_PMKID_LEN];
    struct d11_pmksa *entry;

    if (akm == NULL || akm->ft ||
        d11_is_zero_const_time(from->pmk, from->pmk_len) ||
        (!from->has_pmkid && !is_8021x(from->akm)))
        return D11_ERR_ARG;
    if (from->has_pmkid)
        memcpy(pmkid, from->pmkid, sizeof pmkid);
    else if (derive_pmkid(env, akm->hash, &key, from->bssid, own, pmkid) !=
             D11_OK)
        return D11_ERR_CRYPTO;
    entry = make_room(all, &name);
    entry->given = true;
    d11_addr_copy(entry->own, own);
    memcpy(entry->pmkid, pmkid, sizeof pmkid);
    memcpy(entry->octets, from->pmk, from->pmk_len);
    entry->len = from->pmk_len;
    entry->until_us = d11_time_after(all->env->now_us, lifetime_us);
    return D11_OK;
}

static bool forget(void *state, const struct d11_pmksa_name *name)
{
    struct d11_pmksas *all = state;
    const unsigned at = lookup(all, name);

    if (at == D11_PMKSAS_MAX) {
        d11_addr_copy(all->spurned, name->bssid);
        return false;
    }
    d11_wipe(&all->list[at], sizeof all->list[at]);
    return true;
}

/* A value by which the secrets of a profile are known again. */
static enum dot11_err make_print(struct d11_pmksas *all,
                                 const struct d11_rsn_env *env,
                                 const struct dot11_rsn_profile *profile)
{
    /* A PMK that an access point without a key brought is none where a key is
     * demanded. */
    const uint8_t said[] = {profile->sae_password_len, profile->sae_id_len,
                            profile->sae_pk == D11_SAE_PK_ONLY ||
                                (profile->pins & D11_PIN_SAE_PK) != 0};
    const struct dot11_octets parts[] = {
        {said, sizeof said},
        {profile->sae_password, profile->sae_password_len},
        {profile->sae_id, profile->sae_id_len},
    };
    uint8_t mac[D11_HASH_MAX];
    enum dot11_err err = D11_OK;

    if (!all->has_key)
        err = dot11_ext_random(env->host, all->key, sizeof all->key);
    if (err != D11_OK)
        return err;
    all->has_key = true;
    err = env->ops->hmac(env->crypto, D11_HASH_SHA256, all->key,
                         sizeof all->key, parts, 3, mac);
    memcpy(all->print, mac, sizeof all->print);
    d11_wipe(mac, sizeof mac);
    return err;
}

static enum dot11_err begin(void *state, const struct d11_rsn_env *env,
                            const struct dot11_ssid *ssid,
                            const struct dot11_rsn_profile *profile)
{
    struct d11_pmksas *all = state;
    enum dot11_err err = make_print(all, env, profile);

    if (err != D11_OK)
        return err;
    all->opportunistic = profile->opportunistic_keys;
    all->lifetime_us =
        SECOND_US *
        (profile->pmk_lifetime_s != 0 ? profile->pmk_lifetime_s : LIFETIME_S);
    memset(all->spurned, 0, sizeof all->spurned);
    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        struct d11_pmksa *entry = &all->list[i];

        /* SEC-PMK-03 */
        if (entry->len != 0 && !entry->given &&
            d11_ssid_equal(&entry->ssid, ssid) &&
            !d11_equal_const_time(entry->print, all->print,
                                  sizeof entry->print))
            d11_wipe(entry, sizeof *entry);
    }
    return D11_OK;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_pmksas);
}

static void init(struct d11_vif *vif, void *state)
{
    struct d11_pmksas *all = state;

    d11_wipe(all, sizeof *all);
    all->env = vif->env;
}

static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    if (what != D11_PART_DISCONNECT)
        init(vif, state);
}

/* SEC-RND-04: a station that has ended keeps no key. */
static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    if (event->type == D11_EV_HALTED)
        init(vif, state);
}

static void tick(struct d11_vif *vif, void *state)
{
    struct d11_pmksas *all = state;

    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        struct d11_pmksa *entry = &all->list[i];

        if (entry->len != 0 &&
            d11_deadline_due(entry->until_us, vif->env->now_us))
            d11_wipe(entry, sizeof *entry);
    }
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct d11_pmksas *all = state;
    uint64_t at_us = D11_NEVER;

    (void)vif;
    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        if (all->list[i].len != 0)
            at_us = d11_deadline_min(at_us, all->list[i].until_us);
    }
    return at_us;
}

static const struct d11_pmksa_ops ops = {
    .begin = begin,
    .find = find,
    .covers = covers,
    .keep = keep,
    .add = add,
    .forget = forget,
};

const struct dot11_part dot11_pmksa = {
    .kind = D11_PART_PMKSA,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .event = event,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
};
