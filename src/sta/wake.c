/* The part D11_PART_WAKE: what the radio does while the device sleeps.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PM-10 to PM-12, PM-14. What the radio is told lies on the
 * stack and is wiped: only the extension keeps the keys of its handshakes. */
#include <dot11/wake.h>

#include <string.h>

#include "base/assert.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "crypto/cipher.h"
#include "hw/ops.h"
#include "rsn/wake.h"
#include "sme/ext_services.h"
#include "sta/radio.h"

#define ALL_ON (2u * D11_WAKE_REKEY - 1u)

/* Of a station. */
struct state {
    uint32_t session_id; /* the association it is for; 0: nothing is set */
    struct dot11_wake_status status;
    uint32_t generations[D11_WAKE_KEYS]; /* of the keys the radio was given */
    uint8_t pattern_count;               /* accepted */
    struct dot11_wake_pattern patterns[D11_WAKE_PATTERNS];
};

/* All that a radio is given. */
struct order {
    struct dot11_hw_wake wake;
    struct dot11_wake_rekey rekey;
    struct dot11_hw_key keys[D11_WAKE_KEYS];
};

static struct state *state_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_WAKE);
}

static const struct dot11_hw_wake_ops *radio_of(const struct dot11_sta *sta)
{
    const struct dot11_hw_wake_ops *ops = sta->radio->env.hw_ops.wake;

    return ops != NULL && ops->size >= sizeof *ops ? ops : NULL;
}

/* Those of an extension that knows of sleep; NULL: no RSN. */
static const struct dot11_ext_wake_ops *handlers_of(const struct dot11_sta *sta)
{
    const struct dot11_ext_host *host = sta->sme.ext;
    const struct dot11_ext_extra *extra;

    if (host == NULL)
        return NULL;
    extra = d11_ext_extra(host->ops);
    if (extra != NULL && extra->size >= sizeof *extra && extra->wake != NULL)
        return extra->wake;
    return d11_rsn_wake_ops(host->ops);
}

/* The keys of the association, in the order that the radio gets them. */
static struct d11_key *key_at(struct d11_peer *peer, unsigned i)
{
    return i == 0 ? &peer->keys[peer->tx_key] : &peer->link->gtk[i - 1];
}

/* What hosts ask. */

static enum dot11_err check(const struct dot11_sta *sta,
                            const struct dot11_wake_req *req)
{
    const struct d11_peer *peer = sta->mlme.peer;

    if (radio_of(sta) == NULL)
        return D11_ERR_UNSUPPORTED;
    if (req == NULL || (req->on & ~ALL_ON) != 0 ||
        req->pattern_count > D11_WAKE_PATTERNS ||
        ((req->on & D11_WAKE_PATTERN) != 0) != (req->pattern_count != 0) ||
        (req->pattern_count != 0 && req->patterns == NULL))
        return D11_ERR_ARG;
    for (unsigned i = 0; i < req->pattern_count; i++) {
        if (req->patterns[i].len == 0 ||
            req->patterns[i].len > D11_WAKE_PATTERN_MAX)
            return D11_ERR_ARG;
    }
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    if (sta->radio->off != 0)
        return D11_ERR_RADIO_OFF;
    if (sta->sme.phase == D11_SME_IBSS)
        return D11_ERR_UNSUPPORTED;
    if (sta->sme.state != D11_STA_CONNECTED || !peer->associated)
        return D11_ERR_STATE;
    if (handlers_of(sta) == NULL)
        return D11_ERR_UNSUPPORTED;
    return peer->authorized ? D11_OK : D11_ERR_STATE;
}

static void take_patterns(struct state *own, const struct dot11_wake_req *req,
                          const struct dot11_hw_wake_ops *ops)
{
    for (unsigned i = 0; i < req->pattern_count; i++) {
        if ((ops->on & D11_WAKE_PATTERN) == 0 ||
            own->pattern_count == ops->pattern_count ||
            req->patterns[i].len > ops->pattern_octets)
            own->status.rejected_patterns |= 1u << i;
        else
            own->patterns[own->pattern_count++] = req->patterns[i];
    }
}

static void take(struct state *own, const struct dot11_wake_req *req,
                 const struct dot11_hw_wake_ops *ops)
{
    uint32_t on = req->on & ops->on;

    memset(own, 0, sizeof *own);
    take_patterns(own, req, ops);
    if (own->pattern_count == 0)
        on &= ~(uint32_t)D11_WAKE_PATTERN;
    /* PM-12: nothing waits for what comes under a group key. */
    if (on == D11_WAKE_REKEY)
        on = 0;
    own->status.on = on;
    own->status.rejected = req->on & ~on;
}

enum dot11_err dot11_sta_set_wake(struct dot11_sta *sta,
                                  const struct dot11_wake_req *req,
                                  struct dot11_wake_status *status,
                                  uint64_t now_us)
{
    struct state *own = d11_vif_part(&sta->vif, D11_PART_WAKE);
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (own == NULL || !d11_env_has_part(&sta->radio->env, D11_PART_POWER))
        return D11_ERR_UNSUPPORTED;
    err = check(sta, req);
    if (err != D11_OK)
        return err;
    take(own, req, radio_of(sta));
    if (own->status.on != 0)
        own->session_id = sta->mlme.peer->session_id;
    *status = own->status;
    return D11_OK;
}

enum dot11_err dot11_sta_wake_status(const struct dot11_sta *sta,
                                     struct dot11_wake_status *status)
{
    const struct state *own = d11_vif_part(&sta->vif, D11_PART_WAKE);

    if (own == NULL)
        return D11_ERR_UNSUPPORTED;
    *status = own->status;
    return D11_OK;
}

/* The device falls asleep. */

static uint64_t received(const struct d11_key *key)
{
    uint64_t pn = 0;

    for (unsigned i = 0; i < D11_REPLAY_COUNT; i++) {
        if (d11_replay_highest(&key->rx, i) > pn)
            pn = d11_replay_highest(&key->rx, i);
    }
    return pn;
}

static void describe(struct dot11_sta *sta, const struct d11_key *key,
                     struct dot11_hw_key *hw)
{
    hw->sta = sta;
    hw->link_id = sta->mlme.peer->link->id;
    hw->key_id = key->key_id;
    hw->pairwise = (key->flags & D11_KEY_PAIRWISE) != 0;
    hw->len = (uint8_t)key->cipher->key_len;
    hw->cipher = key->cipher->suite;
    d11_addr_copy(hw->peer, sta->mlme.peer->addr);
    memcpy(hw->octets, key->octets, hw->len);
    hw->rx_pn = received(key);
    hw->tx_pn = key->tx_pn;
    hw->iv_by_hw = (key->flags & D11_KEY_HW_HEADER) != 0;
    hw->hw_slot = key->hw_slot;
}

static enum dot11_err give_rekey(struct dot11_sta *sta, struct order *order)
{
    struct dot11_ext_host *host = sta->sme.ext;
    enum dot11_err err;

    host->depth++;
    err = handlers_of(sta)->rekey(host->state, sta->mlme.peer->session_id,
                                  &order->rekey);
    host->depth--;
    order->wake.rekey = &order->rekey;
    return err;
}

static enum dot11_err fill(struct dot11_sta *sta, struct state *own,
                           struct order *order)
{
    struct d11_peer *peer = sta->mlme.peer;
    struct dot11_hw_wake *wake = &order->wake;

    wake->on = own->status.on;
    d11_addr_copy(wake->bssid, peer->link->bssid);
    d11_addr_copy(wake->addr, peer->link->addr);
    wake->patterns = own->patterns;
    wake->pattern_count = own->pattern_count;
    wake->keys = order->keys;
    for (unsigned i = 0; i < D11_WAKE_KEYS; i++) {
        const struct d11_key *key = key_at(peer, i);

        own->generations[i] = key->generation;
        if (key->cipher != NULL)
            describe(sta, key, &order->keys[wake->key_count++]);
        else if (i == 0)
            return D11_ERR_STATE;
    }
    return (wake->on & D11_WAKE_REKEY) != 0 ? give_rekey(sta, order) : D11_OK;
}

static bool arm_one(struct dot11_sta *sta, struct state *own)
{
    const struct d11_peer *peer = sta->mlme.peer;
    struct d11_env *env = &sta->radio->env;
    struct order order;
    enum dot11_err err;

    if (!peer->associated || !peer->authorized ||
        peer->session_id != own->session_id || handlers_of(sta) == NULL)
        return false;
    memset(&order, 0, sizeof order);
    err = fill(sta, own, &order);
    if (err == D11_OK) {
        env->in_op = true;
        err = radio_of(sta)->arm(env->config.hw, sta, &order.wake);
        env->in_op = false;
    }
    d11_wipe(&order, sizeof order);
    return err == D11_OK;
}

/* The radio stays with one AP, so it may have no other station. */
static bool is_alone(const struct dot11_radio *radio)
{
    unsigned running = 0;

    for (unsigned i = 0; i < radio->sta_count; i++)
        running += radio->stas[i].life != D11_LIFE_FREE &&
                   radio->stas[i].life != D11_LIFE_HALTED;
    return running == 1;
}

static bool arm(struct dot11_radio *radio)
{
    const bool may = is_alone(radio) && radio->off == D11_OFF_ASLEEP &&
                     radio->powered && !radio->power_pending;
    bool armed = false;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_FREE || state_of(sta)->session_id == 0)
            continue;
        if (may && arm_one(sta, state_of(sta)))
            armed = state_of(sta)->status.armed = true;
        else
            state_of(sta)->session_id = 0;
    }
    return armed;
}

/* It woke up. */

/* SEC-RPL-01: what the radio received or used counts here too. */
static void advance(const struct dot11_sta *sta, const struct state *own,
                    const struct dot11_hw_wake_result *result)
{
    unsigned given = 0;

    for (unsigned i = 0; i < D11_WAKE_KEYS; i++) {
        struct d11_key *key = key_at(sta->mlme.peer, i);

        if (key->cipher == NULL || key->generation != own->generations[i])
            continue;
        if (result->counters[given].tx_pn > key->tx_pn &&
            result->counters[given].tx_pn <= D11_PN_MAX)
            key->tx_pn = result->counters[given].tx_pn;
        for (unsigned k = 0; k < D11_REPLAY_COUNT; k++)
            (void)d11_replay_commit(&key->rx, k, result->counters[given].rx_pn);
        given++;
    }
}

static void tell_extension(struct dot11_sta *sta,
                           const struct dot11_hw_wake_result *result)
{
    const struct dot11_ext_wake_ops *handlers = handlers_of(sta);
    struct dot11_ext_host *host = sta->sme.ext;

    /* It gave the keys. */
    d11_assert(handlers != NULL);
    host->depth++;
    handlers->woken(host->state, sta->mlme.peer->session_id, result->replay,
                    result->gtk.octets != NULL ? &result->gtk : NULL);
    host->depth--;
    d11_ext_asked(host);
}

static void keep(struct dot11_wake_status *status,
                 const struct dot11_hw_wake_result *result)
{
    status->woken_by = result->woken_by & status->on;
    if ((status->on & D11_WAKE_REKEY) != 0) {
        status->replay = result->replay;
        status->rekeyed = result->gtk.octets != NULL;
    }
    if (result->packet == NULL)
        return;
    status->packet_len = (uint32_t)result->packet_len;
    memcpy(status->packet, result->packet,
           result->packet_len < D11_WAKE_PACKET_MAX ? result->packet_len
                                                    : D11_WAKE_PACKET_MAX);
}

static void disarm_one(struct dot11_sta *sta, struct state *own)
{
    const struct dot11_hw_wake_ops *ops = radio_of(sta);
    struct dot11_hw_wake_result result;
    struct d11_env *env = &sta->radio->env;

    /* It was armed. */
    d11_assert(ops != NULL);
    memset(&result, 0, sizeof result);
    env->in_op = true;
    ops->disarm(env->config.hw, sta, &result);
    env->in_op = false;
    keep(&own->status, &result);
    if (!sta->mlme.peer->associated ||
        sta->mlme.peer->session_id != own->session_id)
        return;
    advance(sta, own, &result);
    if (own->status.replay != 0)
        tell_extension(sta, &result);
}

/* PM-14: what was set is over, what became of it stays. */
static void disarm(struct dot11_radio *radio)
{
    const bool watched = (radio->off & D11_OFF_ARMED) != 0 && radio->powered &&
                         !radio->power_pending;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_FREE || state_of(sta)->session_id == 0)
            continue;
        if (watched)
            disarm_one(sta, state_of(sta));
        state_of(sta)->session_id = 0;
    }
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct state);
}

static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    (void)vif;
    (void)what;
    d11_wipe(state, sizeof(struct state));
}

/* There is nothing to stay on for: the association ended in the sleep. */
static bool is_over(const struct d11_vif *vif)
{
    const struct dot11_sta *sta = vif->sta;

    return (sta->radio->off & D11_OFF_ARMED) != 0 &&
           sta->life != D11_LIFE_FREE && is_alone(sta->radio) &&
           sta->life != D11_LIFE_HALTED && !sta->mlme.peer->associated;
}

static void tick(struct d11_vif *vif, void *state)
{
    struct state *own = state;

    if (!is_over(vif))
        return;
    own->session_id = 0;
    vif->sta->radio->off ^= D11_OFF_ARMED | D11_OFF_ASLEEP;
    d11_power_proceed(vif->sta->radio);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    (void)state;
    return is_over(vif) ? vif->env->now_us : D11_NEVER;
}

static const struct d11_wake_ops ops = {arm, disarm};

const struct dot11_part dot11_wake = {
    .kind = D11_PART_WAKE,
    .list = &d11_part_list,
    .state_size = state_size,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
};
