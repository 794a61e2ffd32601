/* IEEE Std 802.11-2020, 11.3: the states of a station towards one AP. */
#include "mlme/mlme.h"

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "frame/compose.h"
#include "frame/mgmt.h"
#include "hw/attrs.h"
#include "hw/keys.h"
#include "hw/ops.h"
#include "hw/pmf.h"
#include "mlme/assoc.h"
#include "mlme/send.h"
#include "mlme/steps.h"

/* How much longer an AP may take for keys of its own. */
#define WORK_TIMES 5u

enum input {
    IN_TUNED,
    IN_AUTH,
    IN_ASSOC_RESP,
    IN_DEAUTH,
    IN_DISASSOC,
    IN_TIMEOUT,
    IN_COUNT
};

static d11_mlme_handler on_assoc, retry_assoc;
static d11_mlme_handler ended_by_deauth, ended_by_disassoc, watch_ap;

/* Read row by row: in this state, on this input, this handler acts. What has
 * no row is counted and changes nothing. */
// clang-format off
static d11_mlme_handler *const rows[D11_MLME_STATE_COUNT][IN_COUNT] = {
    [D11_MLME_TUNING] = {
        [IN_TUNED]      = d11_auth_begin,
    },
    [D11_MLME_AUTHENTICATING] = {
        [IN_AUTH]       = d11_auth_receive,
        [IN_DEAUTH]     = ended_by_deauth,
        [IN_TIMEOUT]    = d11_auth_retry,
    },
    [D11_MLME_ASSOCIATING] = {
        [IN_ASSOC_RESP] = on_assoc,
        [IN_DEAUTH]     = ended_by_deauth,
        [IN_DISASSOC]   = ended_by_disassoc,
        [IN_TIMEOUT]    = retry_assoc,
    },
    [D11_MLME_ASSOCIATED] = {
        [IN_DEAUTH]     = ended_by_deauth,
        [IN_DISASSOC]   = ended_by_disassoc,
        [IN_TIMEOUT]    = watch_ap,
    },
};
// clang-format on

static enum dot11_drop input(struct d11_mlme *mlme, enum input on,
                             const struct d11_mlme_frame *in)
{
    d11_mlme_handler *act = rows[mlme->state][on];

    return act != NULL ? act(mlme, in) : D11_DROP_UNEXPECTED;
}

/* The one place where the state changes. */
void d11_mlme_enter(struct d11_mlme *mlme, enum d11_mlme_state state)
{
    d11_assert(d11_may_move(d11_association_moves, mlme->state, state));
    mlme->state = state;
    if (state != D11_MLME_IDLE)
        mlme->reached = state;
    mlme->timer_us = D11_NEVER;
}

void d11_mlme_arm(struct d11_mlme *mlme, uint32_t us)
{
    mlme->timer_us = d11_time_after(mlme->env->now_us, us);
}

void d11_mlme_tell_radio(struct d11_mlme *mlme)
{
    struct d11_link *link = mlme->peer->link;
    struct dot11_hw_bss bss;

    memset(&bss, 0, sizeof bss);
    bss.sta = mlme->vif->sta;
    bss.link_id = link->id;
    bss.joined = mlme->state != D11_MLME_IDLE;
    bss.associated = mlme->peer->associated;
    bss.authorized = mlme->peer->authorized;
    if (bss.joined) {
        d11_addr_copy(bss.bssid, link->bssid);
        bss.aid = mlme->peer->aid;
        bss.beacon_interval_tu = link->beacon_interval_tu;
        bss.dtim_period = link->dtim_period;
        bss.qos = mlme->peer->qos;
        bss.basic_rates = mlme->bss->rates.basic;
    }
    d11_hw_set_bss(mlme->env, &bss);
}

/* What waits for the peer is over; it may still be told that. */
static void stop_traffic(struct d11_mlme *mlme)
{
    struct d11_peer *peer = mlme->peer;

    peer->associated = false;
    peer->authorized = false;
    d11_tx_flush(mlme->tx, mlme->vif, D11_ERR_LOST);
    d11_tx_hold(mlme->tx, mlme->vif, D11_HOLD_AWAY | D11_HOLD_KEY, false);
}

/* Nothing is left of the association: keys, frames that wait, the port. */
static void forget_peer(struct d11_mlme *mlme)
{
    stop_traffic(mlme);
    d11_keys_wipe(mlme->ops, mlme->vif, mlme->peer);
}

/* The BSS is not ours any more, and the radio may go elsewhere. */
static void forget_bss(struct d11_mlme *mlme)
{
    if (mlme->state == D11_MLME_ASSOCIATED)
        mlme->bss->joined--;
    d11_mlme_enter(mlme, D11_MLME_IDLE);
    d11_watch_stop(&mlme->watch);
    mlme->peer->link->joined = false;
    mlme->peer->link->is_protected = false;
    d11_mlme_tell_radio(mlme);
    mlme->bss->pins--;
    mlme->bss = NULL;
    d11_schedule_release(mlme->schedule, &mlme->home);
}

/* Back to no association at all. */
static void reset(struct d11_mlme *mlme)
{
    if (mlme->state == D11_MLME_IDLE)
        return;
    forget_peer(mlme);
    forget_bss(mlme);
}

/* The attempt is over, well or not (ASSOC-12: the beacon is told of both). */
static void end_attempt(struct d11_mlme *mlme,
                        const struct d11_join_result *result)
{
    d11_assoc_keep_beacon(mlme);
    if (result->err != D11_OK)
        reset(mlme);
    mlme->hooks.joined(mlme->hooks.arg, result);
}

void d11_mlme_finish(struct d11_mlme *mlme, enum dot11_err err,
                     enum dot11_outcome outcome, uint16_t code)
{
    const struct d11_join_result result = {err, outcome, code};

    end_attempt(mlme, &result);
}

/* Our side failed: no frame, no random octets, a radio that will not. */
void d11_mlme_fail(struct d11_mlme *mlme, enum dot11_err err)
{
    d11_mlme_finish(mlme, err,
                    err == D11_ERR_SECURITY || err == D11_ERR_PROTOCOL
                        ? D11_OUTCOME_SECURITY
                        : D11_OUTCOME_SYSTEM_ERROR,
                    0);
}

static void on_home(void *arg, enum dot11_err err)
{
    struct d11_mlme *mlme = arg;

    if (mlme->leaving)
        return;
    if (err != D11_OK) {
        if (mlme->state != D11_MLME_ASSOCIATED) {
            d11_mlme_fail(mlme, D11_ERR_CHANNEL);
            return;
        }
        reset(mlme);
        mlme->hooks.lost(mlme->hooks.arg, D11_OUTCOME_SYSTEM_ERROR, 0);
        return;
    }
    if (mlme->state != D11_MLME_ASSOCIATED) {
        input(mlme, IN_TUNED, NULL);
        return;
    }
    /* Back from a scan: the AP may send what it kept. */
    d11_send_null(mlme->tx, mlme->vif, mlme->peer, false, D11_COOKIE_NONE);
    d11_tx_hold(mlme->tx, mlme->vif, D11_HOLD_AWAY, false);
}

static void away(void *arg)
{
    struct d11_mlme *mlme = arg;

    d11_tx_hold(mlme->tx, mlme->vif, D11_HOLD_AWAY, true);
}

void d11_mlme_init(struct d11_mlme *mlme)
{
    mlme->state = D11_MLME_IDLE;
    mlme->timer_us = D11_NEVER;
    mlme->home.priority = D11_CHANNEL_NONE;
    mlme->home.is_home = true;
    mlme->home.granted = on_home;
    mlme->home.revoked = away;
    mlme->home.arg = mlme;
    d11_watch_stop(&mlme->watch);
}

/* The link and the peer take the place of the chosen BSS. */
static void adopt_bss(struct d11_mlme *mlme, struct d11_bss *bss)
{
    struct d11_link *link = mlme->peer->link;

    mlme->bss = bss;
    bss->pins++;
    mlme->ssid = bss->ssid;
    d11_addr_copy(link->bssid, bss->bssid);
    d11_addr_copy(mlme->peer->addr, bss->bssid);
    link->channel = dot11_channel_20(bss->freq_mhz);
    link->beacon_interval_tu = bss->beacon_interval_tu;
    link->dtim_period = bss->dtim_period;
    link->joined = true;
}

void d11_mlme_join(struct d11_mlme *mlme, struct d11_bss *bss,
                   const struct dot11_ext_suites *suites)
{
    struct dot11_channel channel = dot11_channel_20(bss->freq_mhz);
    enum dot11_err err;

    /* 13.7.1: a transition ends with a reassociation, also when the old AP was
     * lost on the way. */
    mlme->reassoc = mlme->state == D11_MLME_ASSOCIATED ||
                    suites->auth_algorithm == D11_AUTH_FT;
    if (mlme->state == D11_MLME_ASSOCIATED)
        d11_addr_copy(mlme->current_ap, mlme->peer->addr);
    bss->pins++;
    reset(mlme);
    adopt_bss(mlme, bss);
    bss->pins--;
    mlme->suites = *suites;
    mlme->bodies.request_len = 0;
    mlme->bodies.response_len = 0;
    mlme->bodies.beacon_len = 0;
    mlme->comeback_tu = 0;
    d11_mlme_enter(mlme, D11_MLME_TUNING);
    err = d11_schedule_ask(mlme->schedule, &mlme->home, &channel,
                           D11_CHANNEL_JOIN);
    if (err != D11_OK)
        d11_mlme_fail(mlme, err);
}

void d11_mlme_cancel(struct d11_mlme *mlme)
{
    if (mlme->state == D11_MLME_ASSOCIATED)
        return;
    d11_assoc_keep_beacon(mlme);
    reset(mlme);
}

void d11_mlme_drop(struct d11_mlme *mlme)
{
    reset(mlme);
}

void d11_mlme_leave(struct d11_mlme *mlme, bool deauth, uint16_t reason)
{
    struct d11_link *link = mlme->peer->link;

    if (mlme->state != D11_MLME_ASSOCIATED)
        return;
    /* A scan gives way; a radio that tunes at once is home now, and where it
     * does not the AP has to find out by itself. */
    mlme->leaving = true;
    d11_schedule_ask(mlme->schedule, &mlme->home, &link->channel,
                     D11_CHANNEL_JOIN);
    mlme->leaving = false;
    /* The last frame may be one under the keys that go. */
    stop_traffic(mlme);
    if (mlme->home.here)
        d11_send_leave(mlme->tx, mlme->vif, link->bssid, link->channel.freq_mhz,
                       deauth, reason);
    d11_keys_wipe(mlme->ops, mlme->vif, mlme->peer);
    forget_bss(mlme);
}

void d11_mlme_settled(struct d11_mlme *mlme)
{
    if (mlme->state == D11_MLME_ASSOCIATED)
        d11_schedule_ask(mlme->schedule, &mlme->home,
                         &mlme->peer->link->channel, D11_CHANNEL_HOME);
}

/* Association (11.3.5). */

/* An AP that makes keys for its answer takes longer; and one that is asked
 * twice may answer with two. */
static void arm_assoc(struct d11_mlme *mlme)
{
    uint32_t us = mlme->env->config.assoc_timeout_us;

    d11_mlme_arm(mlme, mlme->suites.auth_work ? WORK_TIMES * us : us);
}

void d11_mlme_associate(struct d11_mlme *mlme)
{
    enum dot11_err err;

    d11_mlme_enter(mlme, D11_MLME_ASSOCIATING);
    mlme->tries = 1;
    arm_assoc(mlme);
    err = d11_assoc_send(mlme);
    if (err != D11_OK)
        d11_mlme_fail(mlme, err);
}

static enum dot11_drop on_assoc(struct d11_mlme *mlme,
                                const struct d11_mlme_frame *in)
{
    const struct d11_pmf_ops *pmf = d11_pmf_ops(mlme->env);
    struct d11_join_result result;
    enum dot11_drop drop;

    if (in->header->subtype !=
        (mlme->reassoc ? D11_MGMT_REASSOC_RESP : D11_MGMT_ASSOC_RESP))
        return D11_DROP_MISMATCH;
    drop = d11_assoc_read(mlme, in->body, in->len, &result);
    if (drop != D11_DROP_NONE ||
        (pmf != NULL && pmf->refused(mlme->vif, result.code)))
        return drop;
    if (result.err == D11_OK) {
        d11_mlme_enter(mlme, D11_MLME_ASSOCIATED);
        mlme->bss->joined++;
        d11_watch_start(&mlme->watch, mlme->env,
                        mlme->peer->link->beacon_interval_tu);
        mlme->watch.unreachable_us = d11_attrs_unreachable_us(mlme->vif);
        d11_watch_signal(&mlme->watch, mlme->bss->signal_dbm);
        d11_mlme_tell_radio(mlme);
    }
    end_attempt(mlme, &result);
    return D11_DROP_NONE;
}

static enum dot11_drop retry_assoc(struct d11_mlme *mlme,
                                   const struct d11_mlme_frame *in)
{
    enum dot11_err err;

    (void)in;
    if (mlme->tries >= mlme->env->config.assoc_tries) {
        d11_mlme_finish(mlme, D11_ERR_TIMEOUT, D11_OUTCOME_UNREACHABLE, 0);
        return D11_DROP_NONE;
    }
    mlme->tries++;
    arm_assoc(mlme);
    err = d11_assoc_send(mlme);
    if (err != D11_OK)
        d11_mlme_fail(mlme, err);
    return D11_DROP_NONE;
}

/* The AP does not want us: before and after the association. */

static enum dot11_drop rejected(struct d11_mlme *mlme,
                                const struct d11_mlme_frame *in,
                                enum dot11_outcome outcome)
{
    struct d11_leave leave;

    if (!d11_leave_decode(&leave, in->body, in->len))
        return D11_DROP_MGMT_BODY;
    if (mlme->state != D11_MLME_ASSOCIATED) {
        d11_mlme_finish(mlme, D11_ERR_REFUSED, outcome, leave.reason);
        return D11_DROP_NONE;
    }
    reset(mlme);
    mlme->hooks.lost(mlme->hooks.arg, outcome, leave.reason);
    return D11_DROP_NONE;
}

static enum dot11_drop ended_by_deauth(struct d11_mlme *mlme,
                                       const struct d11_mlme_frame *in)
{
    return rejected(mlme, in, D11_OUTCOME_PEER_DEAUTH);
}

static enum dot11_drop ended_by_disassoc(struct d11_mlme *mlme,
                                         const struct d11_mlme_frame *in)
{
    return rejected(mlme, in, D11_OUTCOME_PEER_DISASSOC);
}

/* Is the AP still there? Both questions are asked: a radio with transmit
 * status knows from the acknowledgement of the null frame, any other from the
 * probe response. */
static void ask(struct d11_mlme *mlme)
{
    static const struct dot11_octets nothing = {NULL, 0};
    struct d11_link *link = mlme->peer->link;

    if ((mlme->env->caps->flags & D11_HW_TX_STATUS) != 0)
        d11_send_null(mlme->tx, mlme->vif, mlme->peer, false, D11_COOKIE_PROBE);
    d11_send_probe(mlme->tx, mlme->vif, &mlme->ssid, link->bssid,
                   link->channel.freq_mhz, nothing);
}

static enum dot11_drop watch_ap(struct d11_mlme *mlme,
                                const struct d11_mlme_frame *in)
{
    (void)in;
    switch (d11_watch_tick(&mlme->watch, mlme->env, mlme->peer->rx_us,
                           !mlme->home.here)) {
    case D11_WATCH_FINE: break;
    case D11_WATCH_PROBE: ask(mlme); break;
    case D11_WATCH_LOST:
        reset(mlme);
        mlme->hooks.lost(mlme->hooks.arg, D11_OUTCOME_UNREACHABLE, 0);
        break;
    }
    return D11_DROP_NONE;
}

void d11_mlme_beacon_loss(struct d11_mlme *mlme)
{
    if (mlme->state != D11_MLME_ASSOCIATED)
        return;
    mlme->watch.timer_us = mlme->env->now_us;
    input(mlme, IN_TIMEOUT, NULL);
}

/* What comes in. */

static enum dot11_drop act(struct d11_mlme *mlme,
                           const struct d11_mlme_frame *in, bool was_protected)
{
    const struct d11_pmf_ops *pmf = d11_pmf_ops(mlme->env);

    return pmf != NULL ? pmf->action(mlme->vif, in, was_protected)
                       : D11_DROP_ACTION;
}

enum dot11_drop d11_mlme_rx(struct d11_mlme *mlme,
                            const struct d11_header *header,
                            const struct dot11_rx *rx, bool was_protected)
{
    struct d11_mlme_frame in = {header, rx->frame->data + header->len,
                                rx->frame->len - header->len};

    if (mlme->state == D11_MLME_IDLE)
        return D11_DROP_UNEXPECTED;
    /* Only the end of an association concerns all stations at once. */
    if (d11_addr_is_group(header->a1) && header->subtype != D11_MGMT_DEAUTH &&
        header->subtype != D11_MGMT_DISASSOC)
        return D11_DROP_ADDRESS;
    if (!d11_addr_equal(header->a2, mlme->peer->link->bssid) ||
        !d11_addr_equal(header->a3, mlme->peer->link->bssid))
        return D11_DROP_BSS_OTHER;
    switch (header->subtype) {
    case D11_MGMT_AUTH: return input(mlme, IN_AUTH, &in);
    case D11_MGMT_ASSOC_RESP:
    case D11_MGMT_REASSOC_RESP: return input(mlme, IN_ASSOC_RESP, &in);
    case D11_MGMT_DEAUTH: return input(mlme, IN_DEAUTH, &in);
    case D11_MGMT_DISASSOC: return input(mlme, IN_DISASSOC, &in);
    case D11_MGMT_ACTION: return act(mlme, &in, was_protected);
    case D11_MGMT_ACTION_NO_ACK: return D11_DROP_ACTION;
    default: return D11_DROP_UNEXPECTED;
    }
}

void d11_mlme_heard_bss(struct d11_mlme *mlme, const struct d11_bss *bss,
                        const struct dot11_rx *rx)
{
    if (mlme->state != D11_MLME_ASSOCIATED || bss != mlme->bss)
        return;
    d11_watch_heard(&mlme->watch, mlme->env);
    d11_watch_signal(&mlme->watch, rx->signal_dbm);
    mlme->peer->link->dtim_period = bss->dtim_period;
}

void d11_mlme_sent(struct d11_mlme *mlme, uint16_t cookie, bool acked)
{
    if (cookie == D11_COOKIE_PROBE && acked &&
        mlme->state == D11_MLME_ASSOCIATED)
        d11_watch_heard(&mlme->watch, mlme->env);
}

void d11_mlme_tick(struct d11_mlme *mlme)
{
    if (d11_deadline_due(d11_mlme_deadline(mlme), mlme->env->now_us))
        input(mlme, IN_TIMEOUT, NULL);
}

uint64_t d11_mlme_deadline(const struct d11_mlme *mlme)
{
    if (mlme->state == D11_MLME_ASSOCIATED)
        return mlme->watch.timer_us;
    return mlme->timer_us;
}
