/* The radio goes on and off, for its stations and by itself. */
#include <string.h>

#include "hw/ops.h"
#include "sta/radio.h"

/* Somebody who leaves keeps it on, but does not turn it on. */
static bool is_needed(const struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        enum d11_life life = radio->stas[i].life;

        if (life == D11_LIFE_STARTING || life == D11_LIFE_RUNNING ||
            (life == D11_LIFE_LEAVING && radio->powered))
            return true;
    }
    return false;
}

/* A start that failed ends here; one that came meanwhile goes on. */
static void end_starts(struct dot11_radio *radio, enum dot11_err err)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life == D11_LIFE_STARTING)
            d11_life_started(&radio->stas[i], err);
    }
}

static void powered_on(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    radio->power_pending = false;
    /* One that did not answer may be on: then it is turned off. */
    radio->powered = err == D11_OK || err == D11_ERR_TIMEOUT;
    if (err == D11_OK && radio->hw_off)
        err = D11_ERR_RADIO_OFF;
    if (err == D11_OK)
        err = d11_hw_set_filter(&radio->env, D11_FILTER_USUAL);
    if (err == D11_OK)
        d11_schedule_back(&radio->schedule);
    else
        end_starts(radio, err);
    d11_power_proceed(radio);
}

static void powered_off(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    radio->power_pending = false;
    radio->powered = false;
    d11_scan_lost(&radio->scan);
    d11_schedule_lost(&radio->schedule);
    /* What hung may work when it is turned on again. */
    if (radio->failed)
        radio->hw_off = false;
    radio->failed = false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_OFF && sta->halt_err == D11_OK)
            sta->halt_err = err;
    }
    d11_power_proceed(radio);
}

static void finish_all(struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_STARTING)
            d11_life_started(sta, D11_OK);
        else if (sta->life == D11_LIFE_OFF)
            d11_life_halted(sta);
    }
}

void d11_power_proceed(struct dot11_radio *radio)
{
    bool on = is_needed(radio);

    if (radio->power_pending)
        return;
    if (on == radio->powered) {
        finish_all(radio);
        /* A start may have failed at the last moment. */
        if (is_needed(radio) == on)
            return;
        on = !on;
    }
    radio->power_pending = true;
    d11_op_power(&radio->ops, on, on ? powered_on : powered_off, radio);
}

/* By itself. */

static void say_phy(struct dot11_sta *sta, bool hardware_on)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_PHY_STATE;
    event.at_us = sta->radio->env.now_us;
    event.u.phy_state.software_on = true;
    event.u.phy_state.hardware_on = hardware_on;
    d11_sta_emit(sta, &event, false);
}

/* The switch went off: what is open ends as "radio off"; stations stay
 * running and can connect again when it is on. */
static void switched_off(struct dot11_radio *radio)
{
    bool was_off = radio->hw_off;

    radio->hw_off = true;
    /* It is not asked for anything any more. */
    d11_schedule_lost(&radio->schedule);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_RUNNING || was_off)
            continue;
        d11_sme_end(&sta->sme, D11_OUTCOME_RADIO_OFF, false);
        if (sta->scan_id != 0)
            d11_scan_abort(&radio->scan, D11_ERR_RADIO_OFF);
        say_phy(sta, false);
    }
    d11_scan_lost(&radio->scan);
}

static void switched_on(struct dot11_radio *radio)
{
    radio->hw_off = false;
    radio->failed = false;
    if (!radio->powered || radio->power_pending)
        return;
    d11_hw_set_filter(&radio->env, D11_FILTER_USUAL);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_RUNNING)
            continue;
        d11_hw_set_addr(&radio->env, &radio->stas[i], radio->stas[i].vif.addr);
        say_phy(&radio->stas[i], true);
    }
    d11_schedule_back(&radio->schedule);
}

/* Unless the switch went off meanwhile. */
static void recovered(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    if (err == D11_OK && radio->failed)
        switched_on(radio);
}

static void hangs(struct dot11_radio *radio)
{
    if (radio->hw_off)
        return;
    switched_off(radio);
    radio->failed = true;
    if (radio->env.hw_ops.reset != NULL)
        d11_op_reset(&radio->ops, recovered, radio);
}

void dot11_hw_state_changed(struct dot11_radio *radio,
                            enum dot11_hw_state state, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return;
    switch (state) {
    case D11_HW_STATE_OFF:
        switched_off(radio);
        radio->failed = false;
        break;
    case D11_HW_STATE_ON:
        if (radio->hw_off)
            switched_on(radio);
        break;
    case D11_HW_STATE_FAILED: hangs(radio); break;
    }
    d11_radio_settle(radio);
}
