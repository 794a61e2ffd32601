/* The radio goes on and off, for its stations and by itself. */
#include <string.h>

#include "hw/ops.h"
#include "hw/powersave.h"
#include "sme/report.h"
#include "sta/radio.h"

static const struct d11_power_ops *part_of(const struct dot11_radio *radio)
{
    return d11_env_part(&radio->env, D11_PART_POWER);
}

/* N80211-PM-4, where there is somebody who turns it on again. */
static bool is_idle(const struct dot11_sta *sta)
{
    const struct d11_powersave_ops *powersave =
        d11_powersave_ops(&sta->radio->env);

    return powersave != NULL && part_of(sta->radio) != NULL &&
           powersave->is_idle(sta);
}

/* Somebody who leaves keeps it on, but does not turn it on. */
bool d11_power_is_needed(const struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        enum d11_life life = radio->stas[i].life;

        if ((radio->off & D11_OFF_UNPOWERED) == 0 &&
            (life == D11_LIFE_STARTING || life == D11_LIFE_RESETTING ||
             (life == D11_LIFE_RUNNING && !is_idle(&radio->stas[i])) ||
             (life == D11_LIFE_LEAVING && radio->powered)))
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

void d11_power_back(struct dot11_radio *radio)
{
    const struct d11_power_ops *part = part_of(radio);

    radio->env.away = false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_RUNNING)
            continue;
        /* What was tried meanwhile is out of date. */
        d11_tx_flush_own(&radio->tx, &sta->vif);
        d11_hw_set_addr(&radio->env, sta, sta->vif.addr);
        if (part != NULL && !radio->rested)
            part->back(sta);
    }
    radio->rested = false;
    d11_schedule_back(&radio->schedule);
}

static void powered_on(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;
    const struct d11_power_ops *part = part_of(radio);

    radio->power_pending = false;
    /* One that did not answer may be on: then it is turned off. */
    radio->powered = err == D11_OK || err == D11_ERR_TIMEOUT;
    if (err == D11_OK && (radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) != 0)
        err = D11_ERR_RADIO_OFF;
    /* A scan may have waited for it. */
    if (err == D11_OK)
        err = d11_hw_set_filter(&radio->env,
                                radio->scan.state != D11_SCAN_IDLE
                                    ? D11_FILTER_USUAL | D11_FILTER_BEACONS
                                    : D11_FILTER_USUAL);
    if (err == D11_OK) {
        d11_power_back(radio);
    } else {
        end_starts(radio, err);
        if (part != NULL)
            part->dead(radio);
    }
    d11_power_proceed(radio);
}

static void powered_off(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    radio->power_pending = false;
    radio->powered = false;
    radio->rested = radio->off == 0;
    d11_scan_lost(&radio->scan);
    /* What hung may work when it is turned on again. */
    radio->off &= (uint8_t) ~(D11_OFF_FAILED | D11_OFF_CYCLE);
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
    bool on = d11_power_is_needed(radio);

    if (radio->power_pending)
        return;
    if (on == radio->powered) {
        finish_all(radio);
        /* A start may have failed at the last moment. */
        if (d11_power_is_needed(radio) == on)
            return;
        on = !on;
    }
    radio->power_pending = true;
    radio->env.away = true;
    /* It is not asked for anything on its way off; what is wanted meanwhile
     * waits. */
    if (!on)
        d11_schedule_lost(&radio->schedule);
    d11_op_power(&radio->ops, on, on ? powered_on : powered_off, radio);
}

/* By itself. */

void d11_power_say(struct dot11_radio *radio)
{
    struct dot11_event event =
        d11_report_begin(&radio->env, D11_EV_PHY_STATE, 0);

    event.u.phy_state.software_on = (radio->off & D11_OFF_SOFTWARE) == 0;
    event.u.phy_state.hardware_on =
        (radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) == 0;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life == D11_LIFE_RUNNING)
            d11_sta_emit(&radio->stas[i], &event, false);
    }
}

void d11_power_lost(struct dot11_radio *radio, enum dot11_err scan_err)
{
    /* It is not asked for anything any more. */
    radio->env.away = true;
    d11_schedule_lost(&radio->schedule);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_RUNNING)
            continue;
        d11_sme_end(&sta->sme, D11_OUTCOME_RADIO_OFF, false);
        d11_sta_end_scan(sta, scan_err);
        d11_tx_flush_own(&radio->tx, &sta->vif);
    }
    d11_scan_lost(&radio->scan);
}

/* The switch went off: what is open ends as "radio off"; stations stay
 * running and look for their network when it is on (N80211-PHY-8). */
static void switched_off(struct dot11_radio *radio, unsigned why)
{
    bool was_off = (radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) != 0;

    radio->off |= (uint8_t)why;
    if (!was_off) {
        d11_power_lost(radio, D11_ERR_RADIO_OFF);
        d11_power_say(radio);
    }
}

static void switched_on(struct dot11_radio *radio)
{
    radio->off &= (uint8_t) ~(D11_OFF_SWITCH | D11_OFF_FAILED | D11_OFF_DEAD);
    if (radio->powered && !radio->power_pending) {
        d11_hw_set_filter(&radio->env, D11_FILTER_USUAL);
        d11_power_back(radio);
    }
    d11_power_say(radio);
    d11_power_proceed(radio);
}

/* Unless the switch went off meanwhile. */
static void recovered(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    if (err == D11_OK && (radio->off & D11_OFF_FAILED) != 0)
        switched_on(radio);
}

static void hangs(struct dot11_radio *radio)
{
    const struct d11_power_ops *part = part_of(radio);

    if ((radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) != 0)
        return;
    if (part != NULL) {
        part->hang(radio);
        return;
    }
    switched_off(radio, D11_OFF_FAILED);
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
        switched_off(radio, D11_OFF_SWITCH);
        radio->off &= (uint8_t)~D11_OFF_FAILED;
        break;
    case D11_HW_STATE_ON:
        if ((radio->off & (D11_OFF_SWITCH | D11_OFF_FAILED)) != 0)
            switched_on(radio);
        break;
    case D11_HW_STATE_FAILED: hangs(radio); break;
    }
    d11_radio_settle(radio);
}
