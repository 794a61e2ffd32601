/* A station in an IBSS: the way into a cell and out of it.
 *
 * IEEE Std 802.11-2020, 11.1.4.4 to 11.1.4.6; rules N80211-IBSS-2 to -5, -14,
 * -16, -18, -19; CONN-5, -10; ROAM-3, -7, -10. */
#include "sme/ibss.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/ops.h"
#include "sme/report.h"
#include "sme/steps.h"

/* A station that only joins looks again after this. */
#define PAUSE_US 1000000u
/* One that is alone looks for other cells. */
#define SEARCH_US 30000000u
/* Times that members of a cell are asked to show themselves. */
#define PROBES 3u

static void arrived(struct d11_ibss *ibss);

/* Telling. */

/* E-47: a start is said when it is known which cell it is about. */
static void announce(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;

    if (ibss->announced)
        return;
    ibss->announced = true;
    if (sme->state == D11_STA_CONNECTING) {
        d11_ibss_say_start(ibss, D11_EV_CONNECT_START, sme->connect_id,
                           D11_OUTCOME_SUCCESS);
        return;
    }
    d11_sme_enter(sme, D11_STA_ROAMING);
    d11_ibss_say_start(ibss, D11_EV_ROAM_START, 0, D11_OUTCOME_ADHOC);
}

/* The connect or roam that is open is over. */
static void conclude(struct d11_ibss *ibss, enum dot11_err err,
                     enum dot11_outcome outcome)
{
    struct d11_sme *sme = ibss->sme;

    if (sme->state == D11_STA_CONNECTING) {
        announce(ibss);
        d11_ibss_say_done(ibss, D11_EV_CONNECT_DONE, sme->connect_id, err,
                          outcome);
    } else if (sme->state == D11_STA_ROAMING) {
        d11_ibss_say_done(ibss, D11_EV_ROAM_DONE, 0, err, outcome);
    }
    ibss->announced = false;
}

/* Not in a cell any more, but wanting one (N80211-CONN-11): look again soon. */
static void lost(struct d11_ibss *ibss)
{
    d11_sme_enter(ibss->sme, D11_STA_LOST);
    ibss->scanned = false;
    ibss->phase = D11_IBSS_PAUSE;
    ibss->timer_us = d11_time_after(ibss->sme->env->now_us, PAUSE_US);
}

/* CONN-13: a connect that failed leaves nothing. */
static void fail(struct d11_ibss *ibss, enum dot11_err err,
                 enum dot11_outcome outcome)
{
    bool connecting = ibss->sme->state == D11_STA_CONNECTING;

    conclude(ibss, err, outcome);
    if (!connecting) {
        lost(ibss);
        return;
    }
    ibss->phase = D11_IBSS_OFF;
    d11_schedule_release(ibss->schedule, &ibss->home);
    d11_sme_forget(ibss->sme);
}

/* Looking. */

static void scanned(void *arg, enum dot11_err err, uint16_t channels)
{
    struct d11_ibss *ibss = arg;

    (void)channels;
    if (ibss->phase == D11_IBSS_UP) {
        ibss->search_us = d11_time_after(
            ibss->sme->env->now_us, ibss->join_only ? PAUSE_US : SEARCH_US);
        return;
    }
    if (ibss->phase != D11_IBSS_SCAN)
        return;
    ibss->phase = D11_IBSS_TURN;
    /* A request of the host took the scan's place: its end pokes us. */
    if (err == D11_ERR_CANCELLED)
        return;
    ibss->scanned = true;
    d11_ibss_seek(ibss);
}

static void scan(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;
    struct dot11_scan_req req;

    memset(&req, 0, sizeof req);
    req.ssids = &sme->ssid;
    req.ssid_count = 1;
    req.freqs_mhz = ibss->freqs_mhz;
    req.freq_count = ibss->freq_count;
    d11_scan_start(sme->scan, sme->vif, &req, scanned, ibss);
}

/* To the channel of the cell. */
static void go(struct d11_ibss *ibss)
{
    struct dot11_channel channel = dot11_channel_20(ibss->cell.freq_mhz);
    enum dot11_err err;

    ibss->phase = D11_IBSS_TUNE;
    announce(ibss);
    err = d11_schedule_ask(ibss->schedule, &ibss->home, &channel,
                           D11_CHANNEL_JOIN);
    if (err != D11_OK)
        fail(ibss, err, D11_OUTCOME_SYSTEM_ERROR);
    else if (ibss->phase == D11_IBSS_TUNE && ibss->home.here)
        arrived(ibss); /* from one cell to another on the same channel */
}

/* IBSS-3, IBSS-9 to -11. */
static void begin_cell(struct d11_ibss *ibss)
{
    enum dot11_err err = d11_ibss_invent(ibss);

    if (err == D11_OK)
        go(ibss);
    else
        fail(ibss, err,
             err == D11_ERR_SECURITY ? D11_OUTCOME_SECURITY
                                     : D11_OUTCOME_SYSTEM_ERROR);
}

/* IBSS-3: who only joins goes on looking. */
static void wait_for_one(struct d11_ibss *ibss)
{
    if (ibss->sme->state == D11_STA_CONNECTING)
        announce(ibss);
    ibss->phase = D11_IBSS_PAUSE;
    ibss->timer_us = d11_time_after(ibss->sme->env->now_us, PAUSE_US);
}

/* Join the best cell, look for one, or begin one. */
void d11_ibss_seek(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_bss *bss;

    ibss->phase = D11_IBSS_TURN;
    ibss->timer_us = D11_NEVER;
    if (sme->hooks.room(sme->hooks.arg) < D11_SME_ROOM ||
        d11_scan_in_hardware(sme->scan))
        return;
    bss = d11_ibss_best(ibss, d11_sme_lately(sme));
    if (bss != NULL && d11_ibss_adopt(ibss, bss) == D11_OK) {
        go(ibss);
    } else if (ibss->scanned) {
        if (ibss->join_only)
            wait_for_one(ibss);
        else
            begin_cell(ibss);
    } else if (sme->scan->state == D11_SCAN_IDLE) {
        ibss->phase = D11_IBSS_SCAN;
        scan(ibss);
    }
}

void d11_ibss_pre_done(struct d11_sme *sme, enum dot11_err err)
{
    struct d11_ibss *ibss = d11_ibss_of(sme->vif);

    if (ibss->phase != D11_IBSS_PRE)
        return;
    if (err == D11_OK)
        d11_ibss_seek(ibss);
    else
        fail(ibss, err, D11_OUTCOME_SECURITY);
}

/* In the cell. */

/* The operation is over, the station in its cell for good. */
static void settle_down(struct d11_ibss *ibss, enum dot11_err err,
                        enum dot11_outcome outcome)
{
    struct d11_sme *sme = ibss->sme;
    struct dot11_channel channel = dot11_channel_20(ibss->cell.freq_mhz);

    ibss->phase = D11_IBSS_UP;
    ibss->timer_us = D11_NEVER;
    ibss->tried_count = 0;
    ibss->search_us = d11_time_after(sme->env->now_us,
                                     ibss->join_only ? PAUSE_US : SEARCH_US);
    sme->associated_us = sme->env->now_us;
    conclude(ibss, err, outcome);
    d11_sme_enter(sme, D11_STA_CONNECTED);
    d11_ibss_plan_beacon(ibss);
    (void)d11_schedule_ask(ibss->schedule, &ibss->home, &channel,
                           D11_CHANNEL_HOME);
}

/* Nobody of this cell became a peer. IBSS-3: another one, or a new one. A roam
 * has failed with it (ROAM-12), but nothing is lost: this cell is as good as
 * the one that was left, and its members may be heard later. */
static void nobody_there(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;

    if (sme->state == D11_STA_ROAMING) {
        ibss->synced = true; /* by nobody: our clock is as good */
        settle_down(ibss, D11_ERR_NOT_FOUND, D11_OUTCOME_NO_CANDIDATE);
        return;
    }
    d11_addr_copy(ibss->tried[ibss->tried_count++], ibss->cell.bssid);
    ibss->phase = D11_IBSS_TURN;
    d11_ibss_leave(ibss);
    d11_ibss_seek(ibss);
}

/* IBSS-4: at least one peer; those who are heard at the same time, too. */
static void gathered(struct d11_ibss *ibss)
{
    struct d11_env *env = ibss->sme->env;
    uint32_t wait_us = (uint32_t)ibss->cell.interval_tu * D11_TU_US;

    if (d11_ibss_count(ibss, D11_IBSS_OPEN) != 0) {
        ibss->timer_us = D11_NEVER; /* its end comes here */
        return;
    }
    if (d11_ibss_count(ibss, D11_IBSS_DONE) != 0) {
        settle_down(ibss, D11_OK, D11_OUTCOME_SUCCESS);
        return;
    }
    if (ibss->probes >= PROBES) {
        nobody_there(ibss);
        return;
    }
    ibss->probes++;
    ibss->timer_us = d11_time_after(env->now_us, wait_us);
    d11_ibss_probe(ibss, NULL);
}

void d11_ibss_settle(struct d11_ibss *ibss)
{
    if (ibss->phase == D11_IBSS_GATHER &&
        (ibss->timer_us == D11_NEVER ||
         d11_deadline_due(ibss->timer_us, ibss->sme->env->now_us)))
        gathered(ibss);
    /* IBSS-14 */
    if (ibss->phase == D11_IBSS_UP && ibss->join_only)
        d11_ibss_plan_beacon(ibss);
}

static void arrived(struct d11_ibss *ibss)
{
    uint8_t first[D11_ADDR_LEN];

    d11_ibss_enter(ibss);
    if (ibss->started) {
        settle_down(ibss, D11_OK, D11_OUTCOME_SUCCESS);
        return;
    }
    ibss->phase = D11_IBSS_GATHER;
    ibss->probes = 1;
    ibss->timer_us = d11_time_after(
        ibss->sme->env->now_us, (uint32_t)ibss->cell.interval_tu * D11_TU_US);
    d11_addr_copy(first, ibss->first);
    memset(ibss->first, 0, sizeof ibss->first);
    d11_ibss_probe(ibss, NULL);
    if (!d11_addr_is_zero(first))
        d11_ibss_meet(ibss, first,
                      d11_bss_table_find(ibss->sme->table, ibss->cell.bssid,
                                         &ibss->sme->ssid));
}

/* Every peer leaves us, or we leave them. */
static void part_all(struct d11_ibss *ibss, enum dot11_err err,
                     enum dot11_outcome open, enum dot11_outcome done, bool say)
{
    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        struct d11_ibss_slot *slot = &ibss->slots[i];

        if (slot->state == D11_IBSS_OPEN)
            d11_ibss_part(ibss, slot, err, open, 0, false);
    }
    for (unsigned i = 0; i < ibss->sme->vif->peer_count; i++) {
        struct d11_ibss_slot *slot = &ibss->slots[i];

        if (slot->state == D11_IBSS_DONE)
            d11_ibss_part(ibss, slot, err, done, D11_REASON_LEAVING, say);
        slot->state = D11_IBSS_FREE;
    }
}

/* The radio cannot go to the cell, or back to it. */
static void unreachable(struct d11_ibss *ibss)
{
    bool was_in = d11_ibss_in_cell(ibss);

    ibss->phase = D11_IBSS_TURN;
    if (was_in) {
        part_all(ibss, D11_ERR_CHANNEL, D11_OUTCOME_SYSTEM_ERROR,
                 D11_OUTCOME_SYSTEM_ERROR, false);
        d11_ibss_leave(ibss);
    }
    fail(ibss, D11_ERR_CHANNEL, D11_OUTCOME_SYSTEM_ERROR);
}

static void on_home(void *arg, enum dot11_err err)
{
    struct d11_ibss *ibss = arg;

    if (ibss->phase == D11_IBSS_OFF || ibss->phase == D11_IBSS_TURN)
        return;
    if (err != D11_OK) {
        unreachable(ibss);
        return;
    }
    if (ibss->phase == D11_IBSS_TUNE) {
        arrived(ibss);
        return;
    }
    d11_ibss_excuse(ibss);
    d11_ibss_plan_beacon(ibss);
    d11_tx_hold(ibss->sme->tx, ibss->sme->vif, D11_HOLD_AWAY, false);
}

static void away(void *arg)
{
    struct d11_ibss *ibss = arg;

    if (d11_ibss_in_cell(ibss))
        d11_tx_hold(ibss->sme->tx, ibss->sme->vif, D11_HOLD_AWAY, true);
}

void d11_ibss_init(struct d11_ibss *ibss)
{
    ibss->home.priority = D11_CHANNEL_NONE;
    ibss->home.granted = on_home;
    ibss->home.revoked = away;
    ibss->home.arg = ibss;
}

/* IBSS-16, IBSS-19; trace 3.17. */
void d11_ibss_move(struct d11_ibss *ibss, const struct d11_bss *bss,
                   const uint8_t *from)
{
    struct d11_sme *sme = ibss->sme;
    enum d11_scan_state state = sme->scan->state;

    if (sme->hooks.room(sme->hooks.arg) < d11_ibss_owed(sme->vif))
        return;
    if (state != D11_SCAN_IDLE && sme->scan->arg == ibss)
        d11_scan_abort(sme->scan, D11_OK);
    ibss->phase = D11_IBSS_TURN;
    part_all(ibss, D11_ERR_LOST, D11_OUTCOME_CANCELLED, D11_OUTCOME_ADHOC,
             false);
    d11_ibss_leave(ibss);
    if (d11_ibss_adopt(ibss, bss) != D11_OK) {
        d11_ibss_seek(ibss);
        return;
    }
    d11_addr_copy(ibss->first, from);
    go(ibss);
}

/* Ending. */

static void end_open(struct d11_ibss *ibss, enum dot11_err err,
                     enum dot11_outcome outcome)
{
    struct d11_sme *sme = ibss->sme;
    enum d11_ibss_phase phase = (enum d11_ibss_phase)ibss->phase;

    ibss->phase = D11_IBSS_TURN;
    if (sme->scan->state != D11_SCAN_IDLE && sme->scan->arg == ibss &&
        (phase == D11_IBSS_SCAN || phase == D11_IBSS_UP))
        d11_scan_abort(sme->scan, D11_ERR_CANCELLED);
    ibss->timer_us = D11_NEVER;
    for (unsigned i = 0; i < sme->vif->peer_count; i++) {
        if (ibss->slots[i].state == D11_IBSS_OPEN)
            d11_ibss_part(ibss, &ibss->slots[i], err, outcome, 0, false);
    }
    conclude(ibss, err, outcome);
    d11_sme_enter(sme, D11_STA_CONNECTED);
}

void d11_ibss_cancel_open(struct d11_sme *sme)
{
    end_open(d11_ibss_of(sme->vif), D11_ERR_CANCELLED, D11_OUTCOME_CANCELLED);
}

/* IBSS-18, DISAS-9: everybody is told. Who calls forgets the network, unless
 * the station goes on looking for it: when it was connected and the radio is
 * gone (CONN-11). */
void d11_ibss_end(struct d11_sme *sme, enum dot11_outcome outcome, bool say)
{
    struct d11_ibss *ibss = d11_ibss_of(sme->vif);
    struct d11_link *link = &sme->vif->links[0];
    bool asked = outcome == D11_OUTCOME_BY_HOST;
    bool again = !asked && sme->env->config.reconnect &&
                 sme->state != D11_STA_CONNECTING;

    end_open(ibss, asked ? D11_ERR_CANCELLED : D11_ERR_RADIO_OFF,
             asked ? D11_OUTCOME_CANCELLED : outcome);
    /* A scan gives way; where the radio cannot come home at once, the peers
     * have to find out by themselves. */
    if (say && link->ibss)
        (void)d11_schedule_ask(ibss->schedule, &ibss->home, &link->channel,
                               D11_CHANNEL_JOIN);
    part_all(ibss, D11_ERR_CANCELLED, outcome, outcome, say);
    d11_ibss_leave(ibss);
    ibss->phase = D11_IBSS_OFF;
    d11_schedule_release(ibss->schedule, &ibss->home);
    if (again)
        lost(ibss);
}

/* Time, and what waited. */

static void meet_stranger(struct d11_ibss *ibss)
{
    uint8_t addr[D11_ADDR_LEN];

    if (d11_addr_is_zero(ibss->stranger))
        return;
    d11_addr_copy(addr, ibss->stranger);
    memset(ibss->stranger, 0, sizeof ibss->stranger);
    d11_ibss_meet(ibss, addr, NULL);
}

void d11_ibss_poke(struct d11_sme *sme)
{
    struct d11_ibss *ibss = d11_ibss_of(sme->vif);
    bool scanning = sme->scan->state != D11_SCAN_IDLE;

    /* The end of a scan takes the filter back. */
    if (ibss->scanning && !scanning && d11_ibss_in_cell(ibss))
        d11_hw_set_filter(sme->env, D11_FILTER_USUAL | D11_FILTER_BEACONS);
    ibss->scanning = scanning;
    if (ibss->phase == D11_IBSS_TURN)
        d11_ibss_seek(ibss);
    else
        meet_stranger(ibss);
}

static void search(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;

    ibss->search_us = d11_time_after(sme->env->now_us,
                                     ibss->join_only ? PAUSE_US : SEARCH_US);
    if (d11_ibss_count(ibss, D11_IBSS_DONE) != 0 ||
        d11_ibss_count(ibss, D11_IBSS_OPEN) != 0 ||
        d11_attrs_streaming(sme->vif) || sme->scan->state != D11_SCAN_IDLE ||
        d11_scan_in_hardware(sme->scan))
        return;
    scan(ibss);
}

void d11_ibss_tick(struct d11_ibss *ibss)
{
    uint64_t now_us = ibss->sme->env->now_us;

    if (ibss->phase == D11_IBSS_PAUSE &&
        d11_deadline_due(ibss->timer_us, now_us)) {
        if (ibss->schedule->off) {
            ibss->timer_us = d11_time_after(now_us, PAUSE_US);
            return;
        }
        ibss->scanned = false;
        ibss->tried_count = 0;
        d11_ibss_seek(ibss);
    }
    if (ibss->phase == D11_IBSS_GATHER &&
        d11_deadline_due(ibss->timer_us, now_us))
        gathered(ibss);
    if (ibss->phase == D11_IBSS_UP && d11_deadline_due(ibss->search_us, now_us))
        search(ibss);
    if (!d11_ibss_in_cell(ibss))
        return;
    d11_ibss_beacon_tick(ibss);
    d11_ibss_peers_tick(ibss);
}

uint64_t d11_ibss_deadline(const struct d11_ibss *ibss)
{
    uint64_t at_us = ibss->timer_us;

    if (ibss->phase == D11_IBSS_OFF)
        return D11_NEVER;
    if (ibss->phase == D11_IBSS_UP)
        at_us = d11_deadline_min(at_us, ibss->search_us);
    if (!d11_ibss_in_cell(ibss))
        return at_us;
    at_us = d11_deadline_min(at_us, ibss->beacon_us);
    return d11_deadline_min(at_us, d11_ibss_peers_deadline(ibss));
}
