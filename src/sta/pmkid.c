/* The list of PMKIDs: set by the host, asked for by association requests. */
#include "sta/pmkid.h"

#include <string.h>

#include <dot11/attr.h>
#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/cipher.h"
#include "hw/keys.h"

_Static_assert(D11_PMKIDS_MAX == D11_ATTR_PMKIDS_MAX,
               "an attribute says how many there are");

/* Is there a cipher that every RSN has? */
static bool is_rsn_possible(const struct d11_env *env)
{
    return d11_key_in_hardware(env, D11_CIPHER_CCMP_128) ||
           d11_key_in_software(env, d11_env_cipher(env, D11_CIPHER_CCMP_128));
}

static bool is_rsna(uint32_t auth)
{
    return auth >= D11_AUTHENTICATION_RSNA;
}

/* Without attributes what is enabled is what a request may name: an
 * extension. */
static bool is_rsn_enabled(const struct d11_vif *vif)
{
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    for (unsigned i = 0; attrs != NULL && i < attrs->auth_count; i++) {
        if (is_rsna(attrs->auths[i]))
            return true;
    }
    return attrs == NULL && vif->env->config.ext_count != 0;
}

bool d11_pmkid_is_desired(const struct dot11_sta *sta, const uint8_t *bssid)
{
    const struct d11_attrs *attrs = d11_attrs_of(&sta->vif);
    const struct d11_sme *sme = &sta->sme;
    bool desired = attrs == NULL;

    for (unsigned i = 0; !desired && i < attrs->bssid_count; i++)
        desired = d11_addr_is_broadcast(attrs->bssids[i]) ||
                  d11_addr_equal(attrs->bssids[i], bssid);
    return desired && (sme->state == D11_STA_INIT || !sme->has_bssid ||
                       d11_addr_equal(sme->bssid, bssid));
}

/* How many entries count; `*sane`: all have addresses of stations. */
static size_t count_desired(const struct dot11_sta *sta,
                            const struct dot11_pmkid *list, size_t count,
                            bool *sane)
{
    size_t desired = 0;

    *sane = true;
    for (size_t i = 0; i < count; i++) {
        if (d11_addr_is_group(list[i].bssid) || d11_addr_is_zero(list[i].bssid))
            *sane = false;
        desired += d11_pmkid_is_desired(sta, list[i].bssid);
    }
    return desired;
}

/* PMKID-2. */
static enum dot11_err replace(struct dot11_sta *sta,
                              const struct dot11_pmkid *list, size_t count)
{
    struct d11_pmkids *state = d11_pmkids_of(&sta->vif);
    bool sane;

    if (count > D11_PMKIDS_MAX)
        return D11_ERR_FULL;
    if (!is_rsn_possible(&sta->radio->env))
        return D11_ERR_UNSUPPORTED;
    if (!is_rsn_enabled(&sta->vif))
        return D11_ERR_SECURITY;
    if ((count != 0 && list == NULL) ||
        (count_desired(sta, list, count, &sane) == 0 && count != 0) || !sane)
        return D11_ERR_ARG;
    state->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (d11_pmkid_is_desired(sta, list[i].bssid))
            state->list[state->count++] = list[i];
    }
    return D11_OK;
}

enum dot11_err dot11_sta_set_pmkids(struct dot11_sta *sta,
                                    const struct dot11_pmkid *list,
                                    size_t count, uint64_t now_us)
{
    enum dot11_err err;

    if (d11_vif_part(&sta->vif, D11_PART_PMKID) == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    err = replace(sta, list, count);
    d11_radio_settle(sta->radio);
    return err;
}

size_t dot11_sta_pmkids(const struct dot11_sta *sta, struct dot11_pmkid *list,
                        size_t max)
{
    const struct d11_pmkids *state = d11_vif_part(&sta->vif, D11_PART_PMKID);

    if (state == NULL)
        return 0;
    for (size_t i = 0; i < state->count && i < max; i++)
        list[i] = state->list[i];
    return state->count;
}

/* The part. */

/* PMKID-3. Message 2 repeats the RSN element of the request (12.7.6.3): once
 * associated the answer is what was sent. */
static bool find(struct d11_vif *vif, const uint8_t *bssid, uint8_t *pmkid)
{
    struct d11_pmkids *state = d11_pmkids_of(vif);

    if (d11_vif_peer(vif, bssid) == NULL) {
        state->has_sent = false;
        for (unsigned i = 0; i < state->count && !state->has_sent; i++) {
            state->has_sent = d11_addr_equal(state->list[i].bssid, bssid);
            state->sent = state->list[i];
        }
    }
    if (!state->has_sent || !d11_addr_equal(state->sent.bssid, bssid))
        return false;
    memcpy(pmkid, state->sent.pmkid, D11_PMKID_LEN);
    return true;
}

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_pmkids);
}

static void init(struct d11_vif *vif, void *state)
{
    struct d11_pmkids *pmkids = state;

    (void)vif;
    memset(pmkids, 0, sizeof *pmkids);
    pmkids->at_us = D11_NEVER;
}

/* PMKID-4: always cleared, but kept over a disconnect. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    if (what != D11_PART_DISCONNECT)
        init(vif, state);
}

/* D11_ATTR_PMKIDS: struct dot11_pmkid one after the other. */
static enum dot11_err get(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len)
{
    const struct d11_pmkids *pmkids = state;

    (void)vif;
    if (attr != D11_ATTR_PMKIDS)
        return D11_ERR_UNSUPPORTED;
    *len = pmkids->count * sizeof pmkids->list[0];
    if (cap < *len)
        return D11_ERR_FULL;
    if (*len != 0)
        memcpy(buf, pmkids->list, *len);
    return D11_OK;
}

static enum dot11_err set(struct d11_vif *vif, void *state, unsigned attr,
                          const void *buf, size_t len)
{
    struct dot11_pmkid list[D11_PMKIDS_MAX];

    (void)state;
    if (attr != D11_ATTR_PMKIDS)
        return D11_ERR_UNSUPPORTED;
    if (len % sizeof list[0] != 0)
        return D11_ERR_ARG;
    if (len > sizeof list)
        return D11_ERR_FULL;
    if (len != 0)
        memcpy(list, buf, len);
    return replace(vif->sta, list, len / sizeof list[0]);
}

static const struct d11_pmkid_ops ops = {
    .find = find,
    .check = d11_pmkid_check,
};

const struct dot11_part dot11_pmkids = {
    .kind = D11_PART_PMKID,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .tick = d11_pmkid_tick,
    .deadline = d11_pmkid_deadline,
    .event = d11_pmkid_on_event,
    .ops = &ops,
    .get = get,
    .set = set,
};
