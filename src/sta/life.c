/* Life of a station: created, started, halted, gone. Rules N80211-INIT-*,
 * HALT-*, RESET-*, PAUSE-*. */
#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "hw/keys.h"
#include "hw/ops.h"
#include "sta/radio.h"

#define FILTER_USUAL                                                          \
    (D11_FILTER_DIRECTED | D11_FILTER_MULTICAST | D11_FILTER_BROADCAST)

static void power_on(struct dot11_radio *radio);

uint32_t d11_sta_new_id(struct dot11_sta *sta)
{
    if (++sta->next_id == 0)
        sta->next_id = 1;
    return sta->next_id;
}

/* Hooks between the machines of a station and the rest. */

static void emit(void *arg, const struct dot11_event *event)
{
    struct dot11_sta *sta = arg;

    d11_events_put(&sta->events, event, false);
    d11_host_wake(&sta->radio->env);
}

static unsigned room(void *arg)
{
    struct dot11_sta *sta = arg;

    return d11_events_room(&sta->events);
}

static enum dot11_err ext_auth(void *arg, const struct dot11_ext_auth *out,
                               enum dot11_err err)
{
    struct dot11_sta *sta = arg;

    return d11_mlme_auth(&sta->mlme, out, err);
}

static void ext_credentials(void *arg, uint32_t kind)
{
    struct dot11_sta *sta = arg;
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_NEED_CREDENTIALS;
    event.at_us = sta->radio->env.now_us;
    event.u.need_credentials.kind = kind;
    emit(sta, &event);
}

static void ext_settle(void *arg)
{
    struct dot11_sta *sta = arg;

    d11_radio_settle(sta->radio);
}

static void ext_verdict(void *arg, const struct dot11_ext_verdict *verdict)
{
    struct dot11_sta *sta = arg;

    d11_sme_verdict(&sta->sme, verdict);
}

static void ext_pre_done(void *arg, enum dot11_err err)
{
    struct dot11_sta *sta = arg;

    d11_sme_pre_done(&sta->sme, err);
}

static void build_machines(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    struct d11_mlme *mlme = &sta->mlme;
    struct d11_sme *sme = &sta->sme;

    mlme->env = &radio->env;
    mlme->ops = &radio->ops;
    mlme->schedule = &radio->schedule;
    mlme->tx = &radio->tx;
    mlme->table = &radio->table;
    mlme->vif = &sta->vif;
    mlme->peer = &sta->vif.peers[0];
    mlme->peer->link = &sta->vif.links[0];
    d11_mlme_init(mlme);
    sme->env = &radio->env;
    sme->scan = &radio->scan;
    sme->table = &radio->table;
    sme->mlme = mlme;
    sme->tx = &radio->tx;
    sme->vif = &sta->vif;
    sme->exts = sta->exts;
    sme->hooks.emit = emit;
    sme->hooks.room = room;
    sme->hooks.arg = sta;
    d11_sme_init(sme);
}

/* Undo what carving did not do: zeroes but for what memory is bound. */
static void clear(struct dot11_sta *sta)
{
    struct d11_events events = sta->events;
    struct d11_peer *peers = sta->vif.peers;
    uint8_t peer_count = sta->vif.peer_count;
    struct d11_bodies bodies = sta->mlme.bodies;
    struct dot11_ext_host *exts = sta->exts;
    struct d11_link links[D11_LINKS];

    memcpy(links, sta->vif.links, sizeof links);
    memset(sta, 0, sizeof *sta);
    memcpy(sta->vif.links, links, sizeof links);
    sta->events.ring = events.ring;
    sta->events.size = events.size;
    sta->vif.peers = peers;
    sta->vif.peer_count = peer_count;
    sta->mlme.bodies = bodies;
    sta->exts = exts;
}

static enum dot11_err init_exts(struct dot11_sta *sta, unsigned index)
{
    struct dot11_radio *radio = sta->radio;

    for (unsigned i = 0; i < radio->env.config.ext_count; i++) {
        struct dot11_ext_host *ext = &sta->exts[i];
        enum dot11_err err;

        ext->env = &radio->env;
        ext->tx = &radio->tx;
        ext->vif = &sta->vif;
        ext->owner =
            (uint16_t)(index * radio->env.config.ext_count + i + 1u);
        ext->hooks.verdict = ext_verdict;
        ext->hooks.pre_done = ext_pre_done;
        ext->hooks.auth = ext_auth;
        ext->hooks.credentials = ext_credentials;
        ext->hooks.settle = ext_settle;
        ext->hooks.arg = sta;
        err = d11_ext_init(ext, &radio->ops);
        if (err == D11_OK)
            continue;
        while (i-- > 0)
            d11_ext_deinit(&sta->exts[i]);
        return err;
    }
    return D11_OK;
}

enum dot11_err dot11_sta_create(struct dot11_sta **out,
                                struct dot11_radio *radio,
                                const uint8_t *addr)
{
    struct dot11_sta *sta;
    enum dot11_err err;
    unsigned i = 0;

    if (radio->env.in_op)
        return D11_ERR_BUSY;
    if (addr == NULL)
        addr = radio->env.caps->addr;
    if (d11_addr_is_group(addr) || d11_addr_is_zero(addr))
        return D11_ERR_ARG;
    if (!d11_addr_equal(addr, radio->env.caps->addr) &&
        radio->env.hw_ops.set_addr == NULL)
        return D11_ERR_UNSUPPORTED;
    while (i < radio->sta_count && radio->stas[i].life != D11_LIFE_FREE) {
        if (d11_addr_equal(radio->stas[i].vif.addr, addr))
            return D11_ERR_ARG;
        i++;
    }
    if (i == radio->sta_count)
        return D11_ERR_FULL;
    sta = &radio->stas[i];
    clear(sta);
    sta->radio = radio;
    sta->events.env = &radio->env;
    sta->vif.env = &radio->env;
    sta->vif.sta = sta;
    d11_addr_copy(sta->vif.addr, addr);
    for (unsigned k = 0; k < D11_LINKS; k++)
        d11_addr_copy(sta->vif.links[k].addr, addr);
    build_machines(sta);
    err = init_exts(sta, i);
    if (err != D11_OK)
        return err;
    sta->life = D11_LIFE_HALTED;
    radio->vifs[i] = &sta->vif;
    radio->wanted[i] = &sta->sme.ssid;
    *out = sta;
    return D11_OK;
}

enum dot11_err dot11_sta_fini(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    size_t i = (size_t)(sta - radio->stas);

    if (radio->env.in_op || sta->life != D11_LIFE_HALTED ||
        sta->vif.tx.out != 0 || sta->vif.delivered != 0)
        return D11_ERR_BUSY;
    for (unsigned k = 0; k < radio->env.config.ext_count; k++)
        d11_ext_deinit(&sta->exts[k]);
    radio->vifs[i] = NULL;
    radio->wanted[i] = NULL;
    sta->life = D11_LIFE_FREE;
    return D11_OK;
}

/* Starting. */

static void started(struct dot11_sta *sta, enum dot11_err err)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_STARTED;
    event.id = sta->start_id;
    event.at_us = sta->radio->env.now_us;
    event.u.started.err = err;
    sta->life = err == D11_OK ? D11_LIFE_RUNNING : D11_LIFE_HALTED;
    sta->vif.active = err == D11_OK;
    if (err == D11_OK)
        d11_hw_set_addr(&sta->radio->env, sta, sta->vif.addr);
    d11_events_put(&sta->events, &event, true);
    d11_host_wake(&sta->radio->env);
}

static void powered_on(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    radio->power_pending = false;
    radio->powered = err == D11_OK;
    if (err == D11_OK) {
        d11_schedule_lost(&radio->schedule);
        err = d11_hw_set_filter(&radio->env, FILTER_USUAL);
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life == D11_LIFE_STARTING)
            started(&radio->stas[i], err);
    }
}

static void power_on(struct dot11_radio *radio)
{
    radio->power_pending = true;
    d11_op_power(&radio->ops, true, powered_on, radio);
}

enum dot11_err dot11_sta_start(struct dot11_sta *sta, uint64_t now_us)
{
    struct dot11_radio *radio = sta->radio;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_HALTED)
        return D11_ERR_STATE;
    if (radio->hw_off)
        return D11_ERR_RADIO_OFF;
    if (!d11_events_reserve(&sta->events))
        return D11_ERR_FULL;
    sta->start_id = d11_sta_new_id(sta);
    sta->life = D11_LIFE_STARTING;
    sta->vif.paused = false;
    if (radio->powered)
        started(sta, D11_OK);
    else if (!radio->power_pending)
        power_on(radio);
    d11_radio_settle(radio);
    return D11_OK;
}

/* Halting. */

static void scan_cancelled(struct dot11_sta *sta, enum dot11_err err)
{
    if (sta->scan_id != 0)
        d11_scan_abort(&sta->radio->scan, err);
}

static void halted(struct dot11_sta *sta)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_HALTED;
    event.id = sta->halt_id;
    event.at_us = sta->radio->env.now_us;
    event.u.halted.err = sta->halt_err;
    sta->life = D11_LIFE_HALTED;
    d11_events_put(&sta->events, &event, true);
    d11_host_wake(&sta->radio->env);
}

static void powered_off(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    radio->power_pending = false;
    radio->powered = false;
    d11_schedule_lost(&radio->schedule);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_OFF)
            continue;
        if (err != D11_OK && sta->halt_err == D11_OK)
            sta->halt_err = err;
        halted(sta);
    }
    /* Somebody may have been started meanwhile. */
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life == D11_LIFE_STARTING &&
            !radio->power_pending)
            power_on(radio);
    }
}

static bool needed(const struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        enum d11_life life = radio->stas[i].life;

        if (life == D11_LIFE_STARTING || life == D11_LIFE_RUNNING ||
            life == D11_LIFE_LEAVING)
            return true;
    }
    return false;
}

static void all_back(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;

    sta->halt_us = D11_NEVER;
    sta->life = D11_LIFE_OFF;
    if (needed(radio)) {
        halted(sta);
        return;
    }
    if (radio->power_pending)
        return;
    radio->power_pending = true;
    d11_op_power(&radio->ops, false, powered_off, radio);
}

void d11_life_proceed(struct dot11_sta *sta)
{
    if (sta->life == D11_LIFE_LEAVING && sta->vif.tx.out == 0 &&
        sta->vif.delivered == 0)
        all_back(sta);
}

/* Half of the time for what is on its way, half for the radio to return what
 * it did not send. */
void d11_life_tick(struct dot11_sta *sta)
{
    struct d11_env *env = &sta->radio->env;

    if (sta->life != D11_LIFE_LEAVING ||
        !d11_deadline_due(sta->halt_us, env->now_us))
        return;
    sta->halt_us = d11_time_after(env->now_us, env->config.tx_timeout_us / 2);
    if (!sta->flushed) {
        sta->flushed = true;
        d11_hw_tx_flush(env, sta);
        return;
    }
    if (sta->vif.tx.out != 0) {
        sta->halt_err = D11_ERR_TIMEOUT;
        sta->halt_us = D11_NEVER;
        all_back(sta);
        return;
    }
    /* Only the host has frames: its return goes on with the halt. */
    sta->halt_us = D11_NEVER;
}

uint64_t d11_life_deadline(const struct dot11_sta *sta)
{
    return sta->life == D11_LIFE_LEAVING ? sta->halt_us : D11_NEVER;
}

enum dot11_err dot11_sta_halt(struct dot11_sta *sta, uint64_t now_us)
{
    struct dot11_radio *radio = sta->radio;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    if (!d11_events_reserve(&sta->events))
        return D11_ERR_FULL;
    sta->halt_id = d11_sta_new_id(sta);
    sta->halt_err = D11_OK;
    /* HALT-6: connect or roam, then the scan, then the association. */
    d11_sme_cancel_open(&sta->sme);
    scan_cancelled(sta, D11_ERR_CANCELLED);
    d11_sme_end(&sta->sme, D11_OUTCOME_BY_HOST, true);
    d11_tx_flush(&radio->tx, &sta->vif, D11_ERR_CANCELLED);
    sta->vif.active = false;
    sta->flushed = false;
    sta->halt_us = d11_time_after(radio->env.now_us,
                                  radio->env.config.tx_timeout_us / 2);
    sta->life = D11_LIFE_LEAVING;
    d11_radio_settle(radio);
    return D11_OK;
}

/* Everything else. */

enum dot11_err dot11_sta_pause(struct dot11_sta *sta, uint64_t now_us)
{
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING || sta->vif.paused)
        return D11_ERR_STATE;
    sta->vif.paused = true;
    d11_tx_flush(&sta->radio->tx, &sta->vif, D11_ERR_CANCELLED);
    d11_radio_settle(sta->radio);
    return D11_OK;
}

enum dot11_err dot11_sta_restart(struct dot11_sta *sta, uint64_t now_us)
{
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING || !sta->vif.paused)
        return D11_ERR_STATE;
    sta->vif.paused = false;
    d11_radio_settle(sta->radio);
    return D11_OK;
}

enum dot11_err dot11_sta_reset(struct dot11_sta *sta, uint64_t now_us)
{
    struct dot11_radio *radio = sta->radio;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    d11_sme_cancel_open(&sta->sme);
    scan_cancelled(sta, D11_ERR_CANCELLED);
    d11_sme_end(&sta->sme, D11_OUTCOME_BY_HOST, true);
    d11_tx_flush(&radio->tx, &sta->vif, D11_ERR_CANCELLED);
    d11_bss_table_flush(&radio->table);
    d11_radio_settle(radio);
    return D11_OK;
}

static void say_phy(struct dot11_sta *sta, bool hardware_on)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_PHY_STATE;
    event.at_us = sta->radio->env.now_us;
    event.u.phy_state.software_on = true;
    event.u.phy_state.hardware_on = hardware_on;
    emit(sta, &event);
}

/* The switch went off: what is open ends as "radio off"; stations stay
 * running and can connect again when it is on. */
static void switched_off(struct dot11_radio *radio)
{
    radio->hw_off = true;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_RUNNING)
            continue;
        scan_cancelled(sta, D11_ERR_RADIO_OFF);
        d11_sme_end(&sta->sme, D11_OUTCOME_RADIO_OFF, false);
        say_phy(sta, false);
    }
    d11_schedule_lost(&radio->schedule);
}

static void switched_on(struct dot11_radio *radio)
{
    radio->hw_off = false;
    d11_schedule_lost(&radio->schedule);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_RUNNING)
            continue;
        d11_hw_set_addr(&radio->env, &radio->stas[i],
                        radio->stas[i].vif.addr);
        say_phy(&radio->stas[i], true);
    }
    d11_hw_set_filter(&radio->env, FILTER_USUAL);
}

static void recovered(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    if (err == D11_OK)
        switched_on(radio);
}

void dot11_hw_state_changed(struct dot11_radio *radio,
                            enum dot11_hw_state state, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return;
    switch (state) {
    case D11_HW_STATE_OFF: switched_off(radio); break;
    case D11_HW_STATE_ON:
        if (radio->hw_off)
            switched_on(radio);
        break;
    case D11_HW_STATE_FAILED:
        switched_off(radio);
        if (radio->env.hw_ops.reset != NULL)
            d11_op_reset(&radio->ops, recovered, radio);
        break;
    }
    d11_radio_settle(radio);
}
