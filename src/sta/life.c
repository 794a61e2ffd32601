/* Life of a station: started, paused, halted. Rules N80211-HALT-*, RESET-*,
 * PAUSE-*. */
#include <string.h>

#include "base/deadline.h"
#include "hw/ops.h"
#include "sme/report.h"
#include "sta/radio.h"

uint32_t d11_sta_new_id(struct dot11_sta *sta)
{
    if (++sta->next_id == 0)
        sta->next_id = 1;
    return sta->next_id;
}

void d11_sta_emit(struct dot11_sta *sta, const struct dot11_event *event,
                  bool was_reserved)
{
    if (sta->radio->parts != NULL)
        sta->radio->parts->event(sta, event);
    d11_events_put(&sta->events, event, was_reserved);
    d11_host_wake(&sta->radio->env);
}

void d11_parts_reset(struct dot11_sta *sta, enum d11_part_reset what)
{
    if (sta->radio->parts != NULL)
        sta->radio->parts->reset(sta, what);
}

/* Starting and having halted: the radio does its part in between. */

static void say_started(struct dot11_sta *sta, enum dot11_err err)
{
    struct dot11_event event =
        d11_report_begin(&sta->radio->env, D11_EV_STARTED, sta->start_id);

    event.u.started.err = err;
    d11_sta_emit(sta, &event, true);
}

void d11_life_started(struct dot11_sta *sta, enum dot11_err err)
{
    /* A radio that is to stay off gets it when it goes on. */
    if (err == D11_OK && sta->radio->powered)
        err = d11_hw_set_addr(&sta->radio->env, sta, sta->vif.addr);
    sta->vif.active = err == D11_OK;
    d11_life_enter(sta, err == D11_OK ? D11_LIFE_RUNNING : D11_LIFE_HALTED);
    /* There will be no halt. */
    if (err != D11_OK)
        d11_events_release(&sta->events);
    say_started(sta, err);
}

void d11_life_halted(struct dot11_sta *sta)
{
    struct dot11_event event =
        d11_report_begin(&sta->radio->env, D11_EV_HALTED, sta->halt_id);

    event.u.halted.err = sta->halt_err;
    d11_life_enter(sta, D11_LIFE_HALTED);
    d11_sta_emit(sta, &event, true);
}

enum dot11_err dot11_sta_start(struct dot11_sta *sta, uint64_t now_us)
{
    struct dot11_radio *radio = sta->radio;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_HALTED)
        return D11_ERR_STATE;
    if ((radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) != 0)
        return D11_ERR_RADIO_OFF;
    /* The place of the event that a halt will end with, too. */
    if (!d11_events_reserve(&sta->events, 0))
        return D11_ERR_FULL;
    if (!d11_events_reserve(&sta->events, 0)) {
        d11_events_release(&sta->events);
        return D11_ERR_FULL;
    }
    /* N80211-INIT-1, INIT-3, INIT-4: nothing is left of an earlier life. */
    d11_parts_reset(sta, D11_PART_RESET_MIB);
    if (!radio->powered) {
        d11_bss_table_flush(&radio->table);
        memset(&radio->env.stats, 0, sizeof radio->env.stats);
        radio->off &= (uint8_t)~D11_OFF_DEAD;
    }
    sta->start_id = d11_sta_new_id(sta);
    d11_life_enter(sta, D11_LIFE_STARTING);
    sta->vif.paused = false;
    d11_power_proceed(radio);
    d11_radio_settle(radio);
    return D11_OK;
}

/* Halting. */

static bool is_leaving(const struct dot11_sta *sta)
{
    return sta->life == D11_LIFE_LEAVING || sta->life == D11_LIFE_RESETTING;
}

/* All frames are back, or nobody waits for them any more. */
static void all_back(struct dot11_sta *sta, enum dot11_err err)
{
    sta->halt_us = D11_NEVER;
    sta->gone(sta, err);
}

void d11_life_proceed(struct dot11_sta *sta)
{
    if (is_leaving(sta) && sta->vif.tx.out == 0 && sta->vif.tx.waiting == 0 &&
        sta->vif.delivered == 0)
        all_back(sta, D11_OK);
}

/* Half of the time for what is on its way, half for the radio to return what
 * it did not send. */
void d11_life_tick(struct dot11_sta *sta)
{
    struct d11_env *env = &sta->radio->env;

    if (!is_leaving(sta) || !d11_deadline_due(sta->halt_us, env->now_us))
        return;
    sta->halt_us = d11_time_after(env->now_us, env->config.tx_timeout_us / 2);
    if (!sta->flushed) {
        sta->flushed = true;
        d11_tx_flush(&sta->radio->tx, &sta->vif, D11_ERR_CANCELLED);
        d11_hw_tx_flush(env, sta);
        return;
    }
    if (sta->vif.tx.out != 0 || sta->vif.tx.waiting != 0) {
        d11_tx_flush(&sta->radio->tx, &sta->vif, D11_ERR_CANCELLED);
        all_back(sta, D11_ERR_TIMEOUT);
        return;
    }
    /* Only the host has frames: its return goes on with the halt. */
    sta->halt_us = D11_NEVER;
}

uint64_t d11_life_deadline(const struct dot11_sta *sta)
{
    return is_leaving(sta) ? sta->halt_us : D11_NEVER;
}

void d11_life_end_all(struct dot11_sta *sta)
{
    d11_tx_flush(&sta->radio->tx, &sta->vif, D11_ERR_CANCELLED);
    d11_sme_cancel_open(&sta->sme);
    d11_sta_end_scan(sta, D11_ERR_CANCELLED);
    d11_sme_end(&sta->sme, D11_OUTCOME_BY_HOST, true);
}

void d11_life_leave(struct dot11_sta *sta, enum d11_life life,
                    void (*gone)(struct dot11_sta *sta, enum dot11_err err))
{
    struct d11_env *env = &sta->radio->env;

    sta->vif.active = false;
    sta->flushed = false;
    sta->halt_us = d11_time_after(env->now_us, env->config.tx_timeout_us / 2);
    sta->gone = gone;
    d11_life_enter(sta, life);
}

static void halted(struct dot11_sta *sta, enum dot11_err err)
{
    sta->halt_err = err;
    d11_life_enter(sta, D11_LIFE_OFF);
    d11_power_proceed(sta->radio);
}

enum dot11_err dot11_sta_halt(struct dot11_sta *sta, uint64_t now_us)
{
    struct dot11_radio *radio = sta->radio;

    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life == D11_LIFE_RUNNING)
        d11_life_end_all(sta);
    else if (sta->life == D11_LIFE_STARTING)
        say_started(sta, D11_ERR_CANCELLED); /* on its way up */
    else if (sta->life == D11_LIFE_RESETTING)
        sta->gone(sta, D11_ERR_CANCELLED);
    else
        return D11_ERR_STATE;
    sta->halt_id = d11_sta_new_id(sta);
    d11_life_leave(sta, D11_LIFE_LEAVING, halted);
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
    d11_tx_flush_msdus(&sta->radio->tx, &sta->vif, D11_ERR_CANCELLED);
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
    d11_life_end_all(sta);
    d11_parts_reset(sta, D11_PART_RESET_MIB);
    d11_bss_table_flush(&radio->table);
    d11_radio_settle(radio);
    return D11_OK;
}
