/* Peers of an IBSS come and go (N80211-IBSS-1, -6, -7, -17; DISAS-*).
 *
 * There is no association in an IBSS (IEEE Std 802.11-2020, 11.3.2): a peer is
 * associated when it was heard, or, where that is asked for, when it answered
 * an Open System authentication. */
#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "frame/compose.h"
#include "hw/attrs.h"
#include "hw/keys.h"
#include "mlme/send.h"
#include "sme/ibss.h"
#include "sme/report.h"
#include "tx/ibss.h"

/* Who failed to prove itself, or refused us, is left alone for so long. */
#define SHUN_FAILED_US 10000000u
/* Who left is not taken back because of a frame that was on its way. */
#define SHUN_LEFT_US 1000000u
/* An association younger than this is not begun anew because the peer
 * authenticates: both began at the same time. */
#define SETTLED_US 1000000u
/* Members that are unknown are asked no more often. */
#define ASK_US 100000u
/* Events that a peer may cause at any time: its port opened and closed, the
 * association ended, the port deleted. */
#define EVENTS_OWED 4u
/* N80211-LQ-5, as in infrastructure. */
#define QUALITY_BAND 20u
#define QUALITY_STEP 5u

struct d11_peer *d11_ibss_peer(const struct d11_ibss *ibss,
                               const struct d11_ibss_slot *slot)
{
    return &ibss->sme->vif->peers[slot - ibss->slots];
}

struct d11_ibss_slot *d11_ibss_slot(struct d11_ibss *ibss, const uint8_t *addr)
{
    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        if (ibss->slots[i].state != D11_IBSS_FREE &&
            d11_addr_equal(ibss->sme->vif->peers[i].addr, addr))
            return &ibss->slots[i];
    }
    return NULL;
}

unsigned d11_ibss_count(const struct d11_ibss *ibss,
                        enum d11_ibss_slot_state state)
{
    unsigned count = 0;

    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++)
        count += ibss->slots[i].state == (uint8_t)state;
    return count;
}

unsigned d11_ibss_owed(const struct d11_vif *vif)
{
    const struct d11_ibss *ibss = d11_ibss_of(vif);

    return D11_SME_ROOM + EVENTS_OWED * (d11_ibss_count(ibss, D11_IBSS_DONE) +
                                         d11_ibss_count(ibss, D11_IBSS_OPEN));
}

/* CFG-10 */
static bool is_excluded(const struct d11_ibss *ibss, const uint8_t *addr)
{
    const struct d11_attrs *attrs = d11_attrs_of(ibss->sme->vif);

    for (unsigned i = 0; attrs != NULL && i < attrs->excluded_count; i++) {
        if (d11_addr_is_broadcast(attrs->excluded[i]) ||
            d11_addr_equal(attrs->excluded[i], addr))
            return true;
    }
    return false;
}

/* A place for a peer; one that is only remembered gives way. */
static struct d11_ibss_slot *free_slot(struct d11_ibss *ibss)
{
    struct d11_ibss_slot *shunned = NULL;

    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        struct d11_ibss_slot *slot = &ibss->slots[i];

        if (slot->state == D11_IBSS_FREE)
            return slot;
        if (slot->state == D11_IBSS_SHUNNED &&
            (shunned == NULL || slot->timer_us < shunned->timer_us))
            shunned = slot;
    }
    return shunned;
}

/* Frames. */

static enum dot11_err send_auth(struct d11_ibss *ibss, const uint8_t *addr,
                                uint16_t transaction, uint16_t status)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_tx_mgmt how = {ibss->cell.freq_mhz, D11_COOKIE_NONE, false,
                              NULL};
    struct d11_addrs addrs = {addr, sme->vif->addr, ibss->cell.bssid};
    const struct dot11_octets nothing = {NULL, 0};
    struct dot11_frame *frame;
    struct d11_wr wr;

    frame = d11_send_begin(sme->env, &wr, D11_HEADER_LEN + 6);
    if (frame == NULL)
        return D11_ERR_MEMORY;
    d11_compose_auth(&wr, &addrs, D11_AUTH_OPEN, transaction, status, nothing);
    return d11_send_end(sme->tx, sme->vif, frame, &wr, &how);
}

static void send_deauth(struct d11_ibss *ibss, const uint8_t *addr,
                        uint16_t reason)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_tx_mgmt how = {ibss->cell.freq_mhz, D11_COOKIE_LEAVE, false,
                              NULL};
    struct d11_addrs addrs = {addr, sme->vif->addr, ibss->cell.bssid};
    struct dot11_frame *frame;
    struct d11_wr wr;

    frame = d11_send_begin(sme->env, &wr, D11_HEADER_LEN + 2);
    if (frame == NULL)
        return;
    d11_compose_deauth(&wr, &addrs, reason);
    (void)d11_send_end(sme->tx, sme->vif, frame, &wr, &how);
}

/* An association begins. */

static void prepare(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                    const uint8_t *addr)
{
    const struct d11_link *link = &ibss->sme->vif->links[0];
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);

    slot->link.id = link->id;
    slot->link.joined = true;
    slot->link.ibss = true;
    slot->link.is_protected = link->is_protected;
    d11_addr_copy(slot->link.addr, link->addr);
    d11_addr_copy(slot->link.bssid, link->bssid);
    slot->link.channel = link->channel;
    slot->link.beacon_interval_tu = link->beacon_interval_tu;
    slot->link.dtim_period = 0;
    d11_addr_copy(peer->addr, addr);
    peer->link = &slot->link;
    peer->associated = false;
    peer->qos = false;
    peer->controlled = slot->suites.controlled;
    peer->authorized = false;
    peer->aid = 0;
    peer->session_id = 0;
    peer->rx_us = ibss->sme->env->now_us;
    peer->rx_msdus = 0;
    peer->tx_msdus = 0;
    memset(peer->tx_seq, 0, sizeof peer->tx_seq);
    for (unsigned i = 0; i < D11_SEQ_COUNT; i++)
        peer->rx_seq[i] = D11_SEQ_NONE;
}

static const struct d11_bss *cell_bss(const struct d11_ibss *ibss)
{
    return d11_bss_table_find(ibss->sme->table, ibss->cell.bssid,
                              &ibss->sme->ssid);
}

/* N80211-IBSS-1: the peer is with us. */
static void associated(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                       const struct d11_bss *bss)
{
    struct d11_env *env = ibss->sme->env;
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);

    slot->state = D11_IBSS_DONE;
    slot->since_us = env->now_us;
    d11_watch_start(&slot->watch, env, ibss->cell.interval_tu);
    if (bss != NULL)
        d11_watch_signal(&slot->watch, bss->signal_dbm);
    slot->timer_us = D11_NEVER;
    peer->associated = true;
    peer->rx_us = env->now_us;
    d11_ibss_say_assoc_done(ibss, slot, D11_OK, D11_OUTCOME_SUCCESS, 0, bss);
    d11_ibss_port_create(ibss, slot);
    d11_ibss_tell_radio(ibss);
    d11_ibss_say_quality(ibss, slot);
    d11_ibss_port_ask(ibss, slot, bss);
    d11_ibss_settle(ibss);
}

static void ask_for_auth(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_env *env = ibss->sme->env;

    slot->timer_us = d11_time_after(env->now_us, env->config.auth_timeout_us);
    if (send_auth(ibss, d11_ibss_peer(ibss, slot)->addr, 1,
                  D11_STATUS_SUCCESS) != D11_OK)
        d11_ibss_part(ibss, slot, D11_ERR_MEMORY, D11_OUTCOME_SYSTEM_ERROR, 0,
                      false);
}

static void associate(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                      const struct d11_bss *bss)
{
    slot->state = D11_IBSS_OPEN;
    slot->tries = 1;
    slot->port_us = D11_NEVER;
    d11_ibss_say_assoc_start(ibss, slot);
    if (ibss->authenticate)
        ask_for_auth(ibss, slot);
    else
        associated(ibss, slot, bss);
}

/* Somebody whose elements are not known has to show itself. */
static void ask_who(struct d11_ibss *ibss, const uint8_t *addr)
{
    if (!d11_deadline_due(ibss->ask_us, ibss->sme->env->now_us))
        return;
    ibss->ask_us = d11_time_after(ibss->sme->env->now_us, ASK_US);
    d11_ibss_probe(ibss, addr);
}

void d11_ibss_meet(struct d11_ibss *ibss, const uint8_t *addr,
                   const struct d11_bss *bss)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_ibss_slot *slot = d11_ibss_slot(ibss, addr);
    struct dot11_ext_suites suites;

    if (!d11_ibss_in_cell(ibss) || is_excluded(ibss, addr) ||
        (slot != NULL && (slot->state != D11_IBSS_SHUNNED ||
                          !d11_deadline_due(slot->timer_us, sme->env->now_us))))
        return;
    memset(&suites, 0, sizeof suites);
    if (bss == NULL && sme->ext != NULL) {
        ask_who(ibss, addr);
        return;
    }
    if (bss != NULL && !d11_ibss_fits(ibss, bss, &suites))
        return;
    if (slot == NULL)
        slot = free_slot(ibss);
    /* Both have an end: it is heard again. */
    if (slot == NULL ||
        sme->hooks.room(sme->hooks.arg) < d11_ibss_owed(sme->vif) + EVENTS_OWED)
        return;
    slot->suites = suites;
    slot->reassoc = false;
    prepare(ibss, slot, addr);
    associate(ibss, slot, bss);
}

/* An association ends. */

static uint32_t shun_us(enum dot11_outcome outcome)
{
    switch (outcome) {
    case D11_OUTCOME_SECURITY:
    case D11_OUTCOME_PEER_REFUSED: return SHUN_FAILED_US;
    case D11_OUTCOME_PEER_DEAUTH:
    case D11_OUTCOME_PEER_DISASSOC: return SHUN_LEFT_US;
    default: return 0;
    }
}

/* Nothing is left of it but that it was there: DISAS-10, IBSS-17. */
static void disassociate(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);

    peer->associated = false;
    peer->authorized = false;
    d11_tx_ibss_drop(sme->tx, sme->vif, peer->addr);
    d11_keys_wipe(ibss->ops, sme->vif, peer);
}

void d11_ibss_part(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                   enum dot11_err err, enum dot11_outcome outcome,
                   uint16_t code, bool say)
{
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);
    bool was_open = slot->state == D11_IBSS_OPEN;
    uint32_t shun = shun_us(outcome);

    /* Who does not answer is not asked at once again. */
    if (was_open && outcome == D11_OUTCOME_UNREACHABLE)
        shun = SHUN_LEFT_US;
    slot->state = D11_IBSS_SHUNNED;
    slot->timer_us = d11_time_after(ibss->sme->env->now_us, shun);
    if (was_open) {
        d11_ibss_say_assoc_done(ibss, slot, err, outcome, code, cell_bss(ibss));
        d11_ibss_settle(ibss);
        return;
    }
    if (say && ibss->home.here)
        send_deauth(ibss, peer->addr, code);
    disassociate(ibss, slot);
    d11_report_disassoc(ibss->sme, peer->addr, outcome,
                        outcome == D11_OUTCOME_BY_HOST ? 0 : code);
    d11_ibss_port_delete(ibss, slot);
    d11_ibss_tell_radio(ibss);
    /* Alone, others are looked for. */
    d11_ibss_settle(ibss);
}

/* DISAS-6, PORT-9: the peer began anew, so what there was ends with the start
 * of another association. */
static void again(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);

    slot->reassoc = true;
    slot->state = D11_IBSS_OPEN;
    slot->tries = 1;
    d11_ibss_say_assoc_start(ibss, slot);
    disassociate(ibss, slot);
    d11_ibss_port_delete(ibss, slot);
    prepare(ibss, slot, peer->addr);
    ask_for_auth(ibss, slot);
}

/* What peers say. */

static enum dot11_drop on_request(struct d11_ibss *ibss, const uint8_t *addr,
                                  const struct d11_auth *auth)
{
    struct d11_ibss_slot *slot = d11_ibss_slot(ibss, addr);
    uint64_t now_us = ibss->sme->env->now_us;

    if (is_excluded(ibss, addr))
        return D11_DROP_NOT_ASSOCIATED;
    (void)send_auth(ibss, addr, 2,
                    auth->algorithm == D11_AUTH_OPEN
                        ? D11_STATUS_SUCCESS
                        : D11_STATUS_AUTH_ALGORITHM);
    if (auth->algorithm != D11_AUTH_OPEN)
        return D11_DROP_NONE;
    if (slot == NULL)
        d11_ibss_meet(ibss, addr, NULL);
    else if (slot->state == D11_IBSS_DONE && slot->suites.controlled &&
             now_us - slot->since_us > SETTLED_US &&
             ibss->sme->hooks.room(ibss->sme->hooks.arg) >=
                 d11_ibss_owed(ibss->sme->vif))
        again(ibss, slot);
    return D11_DROP_NONE;
}

enum dot11_drop d11_ibss_auth(struct d11_ibss *ibss,
                              const struct d11_header *header,
                              const uint8_t *body, size_t len)
{
    struct d11_ibss_slot *slot = d11_ibss_slot(ibss, header->a2);
    struct d11_auth auth;

    if (!d11_auth_decode(&auth, body, len))
        return D11_DROP_MGMT_BODY;
    if (auth.transaction == 1)
        return on_request(ibss, header->a2, &auth);
    /* SEC-POL-07: only the answer to the running transaction counts. */
    if (auth.transaction != 2 || auth.algorithm != D11_AUTH_OPEN ||
        slot == NULL || slot->state != D11_IBSS_OPEN || !ibss->authenticate)
        return D11_DROP_MISMATCH;
    if (auth.status != D11_STATUS_SUCCESS)
        d11_ibss_part(ibss, slot, D11_ERR_REFUSED, D11_OUTCOME_PEER_REFUSED,
                      auth.status, false);
    else
        associated(ibss, slot, cell_bss(ibss));
    return D11_DROP_NONE;
}

enum dot11_drop d11_ibss_left(struct d11_ibss *ibss,
                              const struct d11_header *header,
                              const uint8_t *body, size_t len)
{
    struct d11_ibss_slot *slot = d11_ibss_slot(ibss, header->a2);
    struct d11_leave leave;

    if (!d11_leave_decode(&leave, body, len))
        return D11_DROP_MGMT_BODY;
    if (slot == NULL || slot->state == D11_IBSS_SHUNNED)
        return D11_DROP_NOT_ASSOCIATED;
    d11_ibss_part(ibss, slot, D11_ERR_LOST,
                  header->subtype == D11_MGMT_DEAUTH
                      ? D11_OUTCOME_PEER_DEAUTH
                      : D11_OUTCOME_PEER_DISASSOC,
                  leave.reason, false);
    return D11_DROP_NONE;
}

void d11_ibss_peer_heard(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                         int8_t signal_dbm)
{
    struct d11_env *env = ibss->sme->env;
    uint8_t now;
    unsigned step;

    d11_ibss_peer(ibss, slot)->rx_us = env->now_us;
    /* DISAS-4: it may be set at any time. */
    slot->watch.unreachable_us = d11_attrs_unreachable_us(ibss->sme->vif);
    d11_watch_heard(&slot->watch, env);
    d11_watch_signal(&slot->watch, signal_dbm);
    now = d11_watch_quality(&slot->watch);
    step = now > slot->quality ? (unsigned)(now - slot->quality)
                               : (unsigned)(slot->quality - now);
    if (now / QUALITY_BAND != slot->quality / QUALITY_BAND &&
        step >= QUALITY_STEP)
        d11_ibss_say_quality(ibss, slot);
}

/* Time. */

/* An association that waits for its answer. */
static void open_tick(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    if (slot->tries >= ibss->sme->env->config.auth_tries) {
        d11_ibss_part(ibss, slot, D11_ERR_TIMEOUT, D11_OUTCOME_UNREACHABLE, 0,
                      false);
        return;
    }
    slot->tries++;
    ask_for_auth(ibss, slot);
}

/* CFG-11: who was excluded meanwhile; DISAS-4: who is silent. */
static void done_tick(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_env *env = ibss->sme->env;
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);
    struct dot11_ext_verdict late = {peer->session_id, D11_ERR_TIMEOUT,
                                     D11_REASON_4WAY_TIMEOUT, true};

    if (is_excluded(ibss, peer->addr)) {
        d11_ibss_part(ibss, slot, D11_OK, D11_OUTCOME_BY_HOST,
                      D11_REASON_LEAVING, true);
        return;
    }
    if (d11_deadline_due(slot->port_us, env->now_us)) {
        d11_ibss_verdict(ibss->sme, &late);
        return;
    }
    switch (d11_watch_tick(&slot->watch, env, peer->rx_us, !ibss->home.here)) {
    case D11_WATCH_FINE: break;
    case D11_WATCH_PROBE: d11_ibss_probe(ibss, peer->addr); break;
    case D11_WATCH_LOST:
        d11_ibss_part(ibss, slot, D11_ERR_LOST, D11_OUTCOME_UNREACHABLE,
                      D11_REASON_LEAVING, true);
        break;
    }
}

void d11_ibss_peers_tick(struct d11_ibss *ibss)
{
    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        struct d11_ibss_slot *slot = &ibss->slots[i];

        if (slot->state == D11_IBSS_OPEN &&
            d11_deadline_due(slot->timer_us, ibss->sme->env->now_us))
            open_tick(ibss, slot);
        else if (slot->state == D11_IBSS_DONE)
            done_tick(ibss, slot);
    }
}

uint64_t d11_ibss_peers_deadline(const struct d11_ibss *ibss)
{
    uint64_t at_us = D11_NEVER;

    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        const struct d11_ibss_slot *slot = &ibss->slots[i];

        if (slot->state == D11_IBSS_OPEN)
            at_us = d11_deadline_min(at_us, slot->timer_us);
        if (slot->state != D11_IBSS_DONE)
            continue;
        at_us = d11_deadline_min(at_us, slot->port_us);
        at_us = d11_deadline_min(at_us, slot->watch.timer_us);
    }
    return at_us;
}

void d11_ibss_excuse(struct d11_ibss *ibss)
{
    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        if (ibss->slots[i].state == D11_IBSS_DONE)
            d11_watch_heard(&ibss->slots[i].watch, ibss->sme->env);
    }
}
