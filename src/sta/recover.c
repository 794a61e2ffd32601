/* The part D11_PART_POWER: a radio that is lost for a while, on purpose or
 * not, and the associations that outlive it. */
#include <dot11/power.h>

#include "base/deadline.h"
#include "hw/attrs.h"
#include "hw/ops.h"
#include "hw/restore.h"
#include "mlme/send.h"
#include "sta/radio.h"

/* How long APs have to acknowledge that we doze. */
#define DOZE_US 20000u

/* Of a station. */
struct state {
    uint64_t asleep_us; /* when the radio goes off; D11_NEVER: not now */
    struct d11_key_restore restore;
};

static struct state *state_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_POWER);
}

/* What runs through the radio stops, but no association ends. */
static void park(struct dot11_radio *radio)
{
    radio->env.away = true;
    d11_schedule_lost(&radio->schedule);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_FREE)
            continue;
        if (sta->mlme.peer->associated)
            d11_tx_hold(&radio->tx, &sta->vif, D11_HOLD_AWAY, true);
        d11_tx_flush_own(&radio->tx, &sta->vif);
    }
    d11_scan_abort(&radio->scan, D11_ERR_CANCELLED);
    d11_scan_lost(&radio->scan);
}

/* Recovery. */

/* N80211-STREAM-4, E-41 */
static void stop_streaming(struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct d11_attrs *attrs =
            d11_vif_part(&radio->stas[i].vif, D11_PART_ATTRS);

        if (attrs != NULL)
            attrs->numbers[D11_ATTR_MEDIA_STREAMING] = 0;
    }
}

/* Off, and on again as soon as it is off. */
static void cycle(struct dot11_radio *radio)
{
    radio->off |= D11_OFF_CYCLE;
    d11_power_proceed(radio);
}

static void recovered(void *arg, enum dot11_err err)
{
    struct dot11_radio *radio = arg;

    /* Off and on is another way, and it is taken. */
    if ((radio->off & D11_OFF_FAILED) == 0 || radio->power_pending)
        return;
    if (err != D11_OK) {
        cycle(radio);
        return;
    }
    radio->off &= (uint8_t)~D11_OFF_FAILED;
    d11_hw_set_filter(&radio->env, D11_FILTER_USUAL);
    d11_power_back(radio);
}

static void hang(struct dot11_radio *radio)
{
    /* N80211-PM-9: it is turned on again when the device is. */
    if ((radio->off & D11_OFF_ARMED) != 0) {
        radio->off ^= D11_OFF_ARMED | D11_OFF_ASLEEP;
        d11_power_proceed(radio);
        return;
    }
    /* On its way it will say by itself that it failed, or say nothing. */
    if (!radio->powered || radio->power_pending)
        return;
    radio->off |= D11_OFF_FAILED;
    stop_streaming(radio);
    park(radio);
    if (radio->env.hw_ops.reset != NULL)
        d11_op_reset(&radio->ops, recovered, radio);
    else
        cycle(radio);
}

/* N80211-NRESET-3, E-58: nothing helped. */
static void dead(struct dot11_radio *radio)
{
    bool in_use = false;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life != D11_LIFE_RUNNING)
            continue;
        in_use = true;
        d11_sme_end(&sta->sme, D11_OUTCOME_BY_RESET, false);
    }
    d11_scan_abort(&radio->scan, D11_ERR_RADIO_OFF);
    d11_schedule_lost(&radio->schedule);
    if (in_use)
        radio->off |= D11_OFF_DEAD;
}

static void restored(void *arg, enum dot11_err err)
{
    struct dot11_sta *sta = arg;

    if (err == D11_ERR_CANCELLED)
        return;
    d11_tx_hold(&sta->radio->tx, &sta->vif, D11_HOLD_KEY, false);
    /* Does the AP know us still? It is asked as after missing beacons. */
    if (err == D11_OK)
        d11_mlme_beacon_loss(&sta->mlme);
    else
        d11_sme_renew(&sta->sme);
}

static void back(struct dot11_sta *sta)
{
    struct d11_mlme *mlme = &sta->mlme;

    /* E-58: a cell has a clock and keys for each peer: it is joined anew. */
    if (sta->sme.phase == D11_SME_IBSS)
        d11_sme_end(&sta->sme, D11_OUTCOME_BY_RESET, false);
    if (mlme->state == D11_MLME_IDLE)
        return;
    d11_mlme_tell_radio(mlme);
    if (!mlme->peer->associated)
        return;
    d11_tx_hold(mlme->tx, &sta->vif, D11_HOLD_KEY, true);
    d11_key_restore(&state_of(sta)->restore, mlme->ops, &sta->vif, mlme->peer,
                    restored, sta);
}

/* Sleep. */

static void fall_asleep(struct dot11_radio *radio)
{
    const struct d11_wake_ops *wake = d11_env_part(&radio->env, D11_PART_WAKE);

    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_FREE)
            state_of(&radio->stas[i])->asleep_us = D11_NEVER;
    }
    park(radio);
    if (wake != NULL && wake->arm(radio))
        radio->off ^= D11_OFF_ARMED | D11_OFF_ASLEEP;
    d11_power_proceed(radio);
}

/* PM-3: the AP keeps our frames. True when it was told. */
static bool doze(struct dot11_sta *sta)
{
    struct d11_mlme *mlme = &sta->mlme;

    if (sta->life != D11_LIFE_RUNNING)
        return false;
    if (sta->sme.state != D11_STA_CONNECTED)
        d11_sme_end(&sta->sme, D11_OUTCOME_RADIO_OFF, false);
    if (!mlme->peer->associated || !mlme->home.here)
        return false;
    d11_tx_hold(mlme->tx, &sta->vif, D11_HOLD_AWAY, true);
    return d11_send_null(mlme->tx, &sta->vif, mlme->peer, true,
                         D11_COOKIE_NONE) == D11_OK;
}

static void go_to_sleep(struct dot11_radio *radio)
{
    bool told = false;

    d11_scan_abort(&radio->scan, D11_ERR_CANCELLED);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (!doze(sta))
            continue;
        told = true;
        state_of(sta)->asleep_us = d11_time_after(radio->env.now_us, DOZE_US);
    }
    if (!told)
        fall_asleep(radio);
}

static void wake_up(struct dot11_radio *radio)
{
    const struct d11_nlo_ops *nlo = d11_env_part(&radio->env, D11_PART_NLO);

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_FREE)
            continue;
        if (nlo != NULL)
            nlo->resumed(sta);
        if (state_of(sta)->asleep_us == D11_NEVER)
            continue;
        /* It was just about to. */
        state_of(sta)->asleep_us = D11_NEVER;
        if (!sta->mlme.peer->associated)
            continue;
        d11_send_null(sta->mlme.tx, &sta->vif, sta->mlme.peer, false,
                      D11_COOKIE_NONE);
        d11_tx_hold(sta->mlme.tx, &sta->vif, D11_HOLD_AWAY, false);
    }
    d11_power_proceed(radio);
}

/* The radio was on all the time and has its keys; the AP is asked whether it
 * knows us still. */
static void go_on(struct dot11_radio *radio)
{
    radio->env.away = false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct d11_mlme *mlme = &radio->stas[i].mlme;

        if (radio->stas[i].life != D11_LIFE_RUNNING ||
            mlme->state == D11_MLME_IDLE)
            continue;
        d11_mlme_tell_radio(mlme);
        d11_mlme_beacon_loss(mlme);
    }
    d11_schedule_back(&radio->schedule);
}

/* What it received comes before anything that comes now. */
static void disarm(struct dot11_radio *radio)
{
    const struct d11_wake_ops *wake = d11_env_part(&radio->env, D11_PART_WAKE);
    const bool armed = (radio->off & D11_OFF_ARMED) != 0;

    if (wake != NULL)
        wake->disarm(radio);
    radio->off &= (uint8_t)~D11_OFF_ARMED;
    if (armed && radio->off == 0 && radio->powered && !radio->power_pending)
        go_on(radio);
}

/* What hosts ask. */

static enum dot11_err enter(struct dot11_radio *radio, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return D11_ERR_BUSY;
    if (d11_env_part(&radio->env, D11_PART_POWER) == NULL)
        return D11_ERR_UNSUPPORTED;
    return D11_OK;
}

enum dot11_err dot11_radio_set_on(struct dot11_radio *radio, bool on,
                                  uint64_t now_us)
{
    enum dot11_err err = enter(radio, now_us);

    if (err != D11_OK || on == dot11_radio_is_set_on(radio))
        return err;
    if (on) {
        radio->off &= (uint8_t) ~(D11_OFF_SOFTWARE | D11_OFF_DEAD);
    } else {
        radio->off |= D11_OFF_SOFTWARE;
        d11_power_lost(radio, D11_ERR_RADIO_OFF);
    }
    d11_power_say(radio);
    d11_power_proceed(radio);
    d11_radio_settle(radio);
    return D11_OK;
}

bool dot11_radio_is_set_on(const struct dot11_radio *radio)
{
    return (radio->off & D11_OFF_SOFTWARE) == 0;
}

enum dot11_err dot11_radio_recover(struct dot11_radio *radio, uint64_t now_us)
{
    enum dot11_err err = enter(radio, now_us);

    if (err != D11_OK)
        return err;
    if ((radio->off & (D11_OFF_FAILED | D11_OFF_CYCLE)) != 0)
        return D11_ERR_BUSY;
    if ((radio->off & D11_OFF_DEAD) != 0) {
        radio->off &= (uint8_t)~D11_OFF_DEAD;
        d11_power_proceed(radio);
    } else if (radio->off != 0 || !radio->powered || radio->power_pending) {
        return D11_ERR_RADIO_OFF;
    } else {
        hang(radio);
    }
    d11_radio_settle(radio);
    return D11_OK;
}

enum dot11_err dot11_radio_sleep(struct dot11_radio *radio, uint64_t now_us)
{
    enum dot11_err err = enter(radio, now_us);

    if (err == D11_OK && dot11_radio_is_asleep(radio))
        err = D11_ERR_STATE;
    if (err != D11_OK)
        return err;
    radio->off |= D11_OFF_ASLEEP;
    go_to_sleep(radio);
    d11_radio_settle(radio);
    return D11_OK;
}

enum dot11_err dot11_radio_resume(struct dot11_radio *radio, uint64_t now_us)
{
    enum dot11_err err = enter(radio, now_us);

    if (err == D11_OK && !dot11_radio_is_asleep(radio))
        err = D11_ERR_STATE;
    if (err != D11_OK)
        return err;
    radio->off &= (uint8_t) ~(D11_OFF_ASLEEP | D11_OFF_DEAD);
    disarm(radio);
    wake_up(radio);
    d11_radio_settle(radio);
    return D11_OK;
}

bool dot11_radio_is_asleep(const struct dot11_radio *radio)
{
    return (radio->off & (D11_OFF_ASLEEP | D11_OFF_ARMED)) != 0;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct state);
}

static void init(struct d11_vif *vif, void *state)
{
    struct state *own = state;

    (void)vif;
    own->asleep_us = D11_NEVER;
}

static void tick(struct d11_vif *vif, void *state)
{
    const struct state *own = state;

    if (d11_deadline_due(own->asleep_us, vif->env->now_us))
        fall_asleep(vif->sta->radio);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct state *own = state;

    (void)vif;
    return own->asleep_us;
}

static const struct d11_power_ops ops = {hang, back, dead};

/* The attribute that the part owns: D11_ATTR_RADIO_ON, one octet. */

static enum dot11_err get(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len)
{
    uint8_t on = dot11_radio_is_set_on(vif->sta->radio);

    (void)state;
    (void)attr;
    *len = sizeof on;
    if (cap < sizeof on)
        return D11_ERR_FULL;
    memcpy(buf, &on, sizeof on);
    return D11_OK;
}

static enum dot11_err set(struct d11_vif *vif, void *state, unsigned attr,
                          const void *buf, size_t len)
{
    const uint8_t *on = buf;

    (void)state;
    (void)attr;
    (void)len;
    return dot11_radio_set_on(vif->sta->radio, *on != 0, vif->env->now_us);
}

const struct dot11_part dot11_power = {
    .kind = D11_PART_POWER,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
    .get = get,
    .set = set,
};
