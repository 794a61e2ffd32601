/* Stations of one radio that are at home on different channels take turns.
 *
 * IEEE Std 802.11-2020, 11.2.3.6 (power management announced by null frames);
 * rules N80211-VIF-*. A station whose turn it is has its home on the schedule;
 * one that waits has not, so that the schedule sees one home at a time. Who is
 * about to lose the radio tells its AP first, as far as there is time. */
#include <dot11/vifs.h>

#include <string.h>

#include "mlme/send.h"
#include "sta/turn.h"

/* When to look again while a scan or a join has the radio. */
#define AGAIN_US 10000u

/* Joining. */

/* Those whose APs were told keep their homes on the schedule until it is known
 * whether there is another one. */
static void begin_joins(struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (d11_turn_is_home(d11_turn_of(sta)))
            d11_turn_enter(sta, D11_TURN_HOME,
                           d11_turn_after(sta, d11_turn_of(sta)->slice_us));
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        struct d11_turn *turn = d11_turn_of(sta);
        enum dot11_err err;

        if (turn->phase != D11_TURN_WAITING)
            continue;
        d11_turn_enter(sta, D11_TURN_JOINING, D11_NEVER);
        err = d11_schedule_put(&radio->schedule, &sta->mlme.home,
                               &turn->channel, D11_CHANNEL_JOIN);
        if (err != D11_OK)
            sta->mlme.home.granted(&sta->mlme, err);
    }
}

static void wait_to_join(struct dot11_sta *sta,
                         const struct dot11_channel *channel)
{
    d11_turn_of(sta)->channel = *channel;
    d11_turn_enter(sta, D11_TURN_WAITING,
                   d11_turn_after(sta, 2 * D11_TURN_TELL_US));
    d11_schedule_drop(&sta->radio->schedule, &sta->mlme.home);
}

/* False: there is nobody to be told, or no time for it. */
static bool ask_to_join(struct dot11_sta *sta,
                        const struct dot11_channel *channel)
{
    bool telling = false;

    d11_turn_of(sta)->leaves = sta->mlme.leaving;
    for (unsigned i = 0; i < sta->radio->sta_count && !sta->mlme.leaving; i++) {
        struct dot11_sta *other = &sta->radio->stas[i];

        if (!d11_turn_is_home(d11_turn_of(other)) || !other->mlme.home.here ||
            !d11_turn_is_rival(sta, other, channel))
            continue;
        if (d11_turn_of(other)->phase == D11_TURN_HOME)
            d11_turn_tell(other);
        telling = true;
    }
    if (telling)
        wait_to_join(sta, channel);
    else
        d11_turn_enter(sta, D11_TURN_JOINING, D11_NEVER);
    return telling;
}

/* The join succeeded: the others wait from now on. */
static bool ask_for_home(struct dot11_sta *sta,
                         const struct dot11_channel *channel)
{
    struct dot11_radio *radio = sta->radio;
    bool others = false;

    if (d11_turn_of(sta)->phase == D11_TURN_PARKED)
        return true;
    if (d11_turn_of(sta)->phase != D11_TURN_JOINING)
        return false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *other = &radio->stas[i];

        if (d11_turn_is_home(d11_turn_of(other)) &&
            d11_turn_is_rival(sta, other, channel))
            d11_turn_park(other);
        if (other == sta || d11_turn_of(other)->phase != D11_TURN_JOINING ||
            d11_turn_is_on(other, channel))
            continue;
        wait_to_join(other, &other->mlme.home.channel);
        others = true;
    }
    d11_turn_enter(sta, D11_TURN_HOME,
                   d11_turn_has_rival(sta, channel)
                       ? d11_turn_after(sta, d11_turn_of(sta)->slice_us)
                       : D11_NEVER);
    if (others)
        d11_turn_tell(sta);
    return false;
}

static struct dot11_sta *sta_of(const struct d11_channel_request *request)
{
    const struct d11_mlme *mlme = request->arg;

    return mlme->vif->sta;
}

static bool ask(struct d11_channel_request *request,
                const struct dot11_channel *channel,
                enum d11_channel_priority priority)
{
    struct dot11_sta *sta = sta_of(request);

    return priority == D11_CHANNEL_JOIN ? ask_to_join(sta, channel)
                                        : ask_for_home(sta, channel);
}

/* Leaving. */

static void let_go(struct dot11_sta *sta)
{
    d11_turn_enter(sta, D11_TURN_NONE, D11_NEVER);
    d11_schedule_drop(&sta->radio->schedule, &sta->mlme.home);
    d11_tx_hold(&sta->radio->tx, &sta->vif, D11_HOLD_TURN, false);
    d11_turn_next(sta->radio);
}

/* What says that it leaves must be out before the radio goes elsewhere. */
static void release(struct d11_channel_request *request)
{
    struct dot11_sta *sta = sta_of(request);
    const bool leaves = d11_turn_of(sta)->leaves;

    d11_turn_of(sta)->leaves = false;
    if (leaves && request->here && d11_turn_has_rival(sta, &request->channel))
        d11_turn_enter(sta, D11_TURN_GONE,
                       d11_turn_after(sta, D11_TURN_TELL_US));
    else
        let_go(sta);
}

/* Called from the send path, which is no time to do much. */
static void sent(struct d11_vif *vif, uint16_t cookie)
{
    struct d11_turn *turn = d11_turn_of(vif->sta);

    if ((cookie == D11_COOKIE_TURN && turn->phase == D11_TURN_TELLING) ||
        (cookie == D11_COOKIE_LEAVE && turn->phase == D11_TURN_GONE))
        turn->until_us = vif->env->now_us;
}

/* Time. */

/* A turn is over: the APs of all who had it are told, unless nobody waits or
 * somebody stronger has the radio just now. */
static void end_turn(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    const struct d11_channel_request *home = &sta->mlme.home;

    if (!d11_turn_has_rival(sta, &home->channel)) {
        d11_turn_of(sta)->until_us = D11_NEVER;
        return;
    }
    if (!home->here || radio->schedule.announcing ||
        d11_scan_in_hardware(&radio->scan) ||
        d11_schedule_contended(&radio->schedule, home)) {
        d11_turn_of(sta)->until_us = d11_turn_after(sta, AGAIN_US);
        return;
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (d11_turn_of(&radio->stas[i])->phase == D11_TURN_HOME)
            d11_turn_tell(&radio->stas[i]);
    }
}

/* All APs know: whoever waits has the radio now. */
static void hand_over(struct dot11_radio *radio)
{
    const bool waits = d11_turn_anyone(radio, D11_TURN_PARKED) != NULL;

    if (d11_turn_anyone(radio, D11_TURN_TELLING) != NULL)
        return;
    if (d11_turn_anyone(radio, D11_TURN_WAITING) != NULL) {
        begin_joins(radio);
        return;
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (d11_turn_of(sta)->phase != D11_TURN_TOLD)
            continue;
        /* A scan that began meanwhile brings it home again. */
        if (radio->schedule.announcing)
            d11_turn_enter(sta, D11_TURN_HOME, d11_turn_after(sta, AGAIN_US));
        else if (waits)
            d11_turn_park(sta);
        else
            d11_turn_stay(sta);
    }
    d11_turn_next(radio);
}

static void tick(struct d11_vif *vif, void *state)
{
    struct dot11_sta *sta = vif->sta;
    struct d11_turn *turn = state;

    if (!d11_deadline_due(turn->until_us, vif->env->now_us))
        return;
    switch ((enum d11_turn_phase)turn->phase) {
    case D11_TURN_HOME: end_turn(sta); break;
    case D11_TURN_TELLING:
        d11_turn_enter(sta, D11_TURN_TOLD, D11_NEVER);
        hand_over(sta->radio);
        break;
    case D11_TURN_WAITING:
        turn->until_us = d11_turn_after(sta, D11_TURN_TELL_US);
        hand_over(sta->radio);
        break;
    case D11_TURN_GONE: let_go(sta); break;
    case D11_TURN_NONE:
    case D11_TURN_TOLD:
    case D11_TURN_PARKED:
    case D11_TURN_JOINING: turn->until_us = D11_NEVER; break;
    }
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    (void)vif;
    return ((const struct d11_turn *)state)->until_us;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_turn);
}

static void init(struct d11_vif *vif, void *state)
{
    struct d11_turn *turn = state;

    (void)vif;
    memset(turn, 0, sizeof *turn);
    turn->slice_us = D11_VIFS_SLICE_US;
    turn->until_us = D11_NEVER;
}

/* A start: channel time is counted anew. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct d11_turn *turn = state;

    if (what != D11_PART_RESET_MIB)
        return;
    turn->turns = 0;
    turn->home_us = 0;
    turn->since_us = vif->env->now_us;
}

static const struct d11_turns_ops turns_ops = {ask, release, sent};

const struct dot11_part dot11_vifs = {
    .kind = D11_PART_VIFS,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .ops = &turns_ops,
};

enum dot11_err dot11_vifs_set_slice(struct dot11_sta *sta, uint32_t slice_us)
{
    struct d11_turn *turn = d11_vif_part(&sta->vif, D11_PART_VIFS);

    if (turn == NULL)
        return D11_ERR_UNSUPPORTED;
    if (slice_us < D11_VIFS_SLICE_MIN_US || slice_us > D11_VIFS_SLICE_MAX_US)
        return D11_ERR_ARG;
    turn->slice_us = slice_us;
    return D11_OK;
}

enum dot11_err dot11_vifs_time(const struct dot11_sta *sta,
                               struct dot11_vifs_time *time)
{
    const struct d11_turn *turn = d11_vif_part(&sta->vif, D11_PART_VIFS);

    if (turn == NULL)
        return D11_ERR_UNSUPPORTED;
    time->home = d11_turn_is_home(turn);
    time->turns = turn->turns;
    time->home_us = turn->home_us;
    if (time->home)
        time->home_us += sta->radio->env.now_us - turn->since_us;
    return D11_OK;
}
