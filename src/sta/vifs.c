/* Stations of one radio that are at home on different channels take turns.
 *
 * IEEE Std 802.11-2020, 11.2.3.6 (power management announced by null frames);
 * rules N80211-VIF-*. A station whose turn it is has its home on the schedule;
 * one that waits has not, so that the schedule sees one home at a time. Who is
 * about to lose the radio tells its AP first, as far as there is time. */
#include <dot11/vifs.h>

#include <string.h>

#include "base/deadline.h"
#include "mlme/send.h"
#include "sta/radio.h"

/* How long an AP may take to acknowledge what it is told. */
#define TELL_US 20000u
/* When to look again while a scan or a join has the radio. */
#define AGAIN_US 10000u

enum phase {
    PHASE_NONE,    /* has no home */
    PHASE_TURN,    /* its home is on the schedule */
    PHASE_TELLING, /* the same, and its AP is being told that it leaves */
    PHASE_TOLD,    /* the same, and the AP knows as far as it can */
    PHASE_PARKED,  /* waits for its turn */
    PHASE_WAITING, /* wants to join, when the APs of others know */
    PHASE_JOINING, /* joins, or leaves, before all others */
    PHASE_GONE     /* has left; the frame that says so is on its way */
};

/* The state of a station. */
struct turn {
    uint8_t phase;
    bool leaves; /* asked for the radio to say so */
    uint32_t slice_us;
    uint32_t turns;
    uint64_t until_us;            /* of the phase */
    uint64_t since_us;            /* of the phase */
    uint64_t home_us;             /* of turns that are over */
    struct dot11_channel channel; /* that it wants to join on */
};

static struct turn *turn_of(const struct dot11_sta *sta)
{
    return d11_vif_part(&sta->vif, D11_PART_VIFS);
}

static bool is_home(const struct turn *turn)
{
    return turn->phase >= PHASE_TURN && turn->phase <= PHASE_TOLD;
}

/* The one place where the phase changes. */
static void enter(struct dot11_sta *sta, enum phase phase, uint64_t until_us)
{
    const uint64_t now_us = sta->radio->env.now_us;
    struct turn *turn = turn_of(sta);
    const bool was_home = is_home(turn);

    turn->phase = (uint8_t)phase;
    turn->until_us = until_us;
    if (was_home && is_home(turn))
        return;
    if (was_home)
        turn->home_us += now_us - turn->since_us;
    if (is_home(turn))
        turn->turns++;
    turn->since_us = now_us;
}

static uint64_t after(const struct dot11_sta *sta, uint32_t us)
{
    return d11_time_after(sta->radio->env.now_us, us);
}

/* Is anybody of this radio in this phase? */
static struct dot11_sta *anyone(const struct dot11_radio *radio,
                                enum phase phase)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (turn_of(&radio->stas[i])->phase == phase)
            return &radio->stas[i];
    }
    return NULL;
}

static bool is_on(const struct dot11_sta *sta,
                  const struct dot11_channel *channel)
{
    return d11_channel_equal(&sta->mlme.home.channel, channel);
}

/* Is `other` somebody else with a home on another channel? */
static bool is_rival(const struct dot11_sta *sta, const struct dot11_sta *other,
                     const struct dot11_channel *channel)
{
    const struct turn *turn = turn_of(other);

    return other != sta && (is_home(turn) || turn->phase == PHASE_PARKED) &&
           !is_on(other, channel);
}

static bool has_rival(const struct dot11_sta *sta,
                      const struct dot11_channel *channel)
{
    for (unsigned i = 0; i < sta->radio->sta_count; i++) {
        if (is_rival(sta, &sta->radio->stas[i], channel))
            return true;
    }
    return false;
}

/* The AP keeps what it has for us from now on, and so do we. */
static void tell(struct dot11_sta *sta)
{
    struct d11_tx_path *tx = &sta->radio->tx;

    enter(sta, PHASE_TELLING, after(sta, TELL_US));
    d11_tx_hold(tx, &sta->vif, D11_HOLD_AWAY, true);
    if (d11_send_null(tx, &sta->vif, sta->mlme.peer, true, D11_COOKIE_TURN) !=
        D11_OK)
        turn_of(sta)->until_us = sta->radio->env.now_us;
}

/* It stays after all. */
static void stay(struct dot11_sta *sta)
{
    struct d11_tx_path *tx = &sta->radio->tx;

    enter(sta, PHASE_TURN, D11_NEVER);
    (void)d11_send_null(tx, &sta->vif, sta->mlme.peer, false, D11_COOKIE_NONE);
    d11_tx_hold(tx, &sta->vif, D11_HOLD_AWAY, false);
}

static void park(struct dot11_sta *sta)
{
    enter(sta, PHASE_PARKED, D11_NEVER);
    d11_tx_hold(&sta->radio->tx, &sta->vif, D11_HOLD_AWAY | D11_HOLD_TURN,
                true);
    d11_schedule_drop(&sta->radio->schedule, &sta->mlme.home);
}

/* The longest slice of those who are at home on a channel. */
static uint32_t slice_on(const struct dot11_radio *radio,
                         const struct dot11_channel *channel)
{
    uint32_t longest_us = 0;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *sta = &radio->stas[i];
        const struct turn *turn = turn_of(sta);

        if ((is_home(turn) || turn->phase == PHASE_PARKED) &&
            is_on(sta, channel) && turn->slice_us > longest_us)
            longest_us = turn->slice_us;
    }
    return longest_us;
}

/* Who waits gets the radio; all on its channel do. */
static void unpark(struct dot11_radio *radio, struct dot11_channel channel)
{
    const uint32_t slice_us = slice_on(radio, &channel);

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (turn_of(sta)->phase != PHASE_PARKED || !is_on(sta, &channel))
            continue;
        enter(sta, PHASE_TURN,
              has_rival(sta, &channel) ? after(sta, slice_us) : D11_NEVER);
        d11_tx_hold(&radio->tx, &sta->vif, D11_HOLD_TURN, false);
        (void)d11_schedule_put(&radio->schedule, &sta->mlme.home, &channel,
                               D11_CHANNEL_HOME);
    }
}

/* The radio is free: it goes to who has waited longest. */
static void next_turn(struct dot11_radio *radio)
{
    struct dot11_sta *first = NULL;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        const struct turn *turn = turn_of(sta);

        if (is_home(turn) || turn->phase == PHASE_JOINING ||
            turn->phase == PHASE_GONE)
            return;
        if (turn->phase == PHASE_PARKED &&
            (first == NULL || turn->since_us < turn_of(first)->since_us))
            first = sta;
    }
    if (first != NULL)
        unpark(radio, first->mlme.home.channel);
}

/* Joining. */

/* Those whose APs were told keep their homes on the schedule until it is known
 * whether there is another one. */
static void begin_joins(struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (is_home(turn_of(sta)))
            enter(sta, PHASE_TURN, after(sta, turn_of(sta)->slice_us));
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        struct turn *turn = turn_of(sta);
        enum dot11_err err;

        if (turn->phase != PHASE_WAITING)
            continue;
        enter(sta, PHASE_JOINING, D11_NEVER);
        err = d11_schedule_put(&radio->schedule, &sta->mlme.home,
                               &turn->channel, D11_CHANNEL_JOIN);
        if (err != D11_OK)
            sta->mlme.home.granted(&sta->mlme, err);
    }
}

static void wait_to_join(struct dot11_sta *sta,
                         const struct dot11_channel *channel)
{
    turn_of(sta)->channel = *channel;
    enter(sta, PHASE_WAITING, after(sta, 2 * TELL_US));
    d11_schedule_drop(&sta->radio->schedule, &sta->mlme.home);
}

/* False: there is nobody to be told, or no time for it. */
static bool ask_to_join(struct dot11_sta *sta,
                        const struct dot11_channel *channel)
{
    bool telling = false;

    turn_of(sta)->leaves = sta->mlme.leaving;
    for (unsigned i = 0; i < sta->radio->sta_count && !sta->mlme.leaving; i++) {
        struct dot11_sta *other = &sta->radio->stas[i];

        if (!is_home(turn_of(other)) || !other->mlme.home.here ||
            !is_rival(sta, other, channel))
            continue;
        if (turn_of(other)->phase == PHASE_TURN)
            tell(other);
        telling = true;
    }
    if (telling)
        wait_to_join(sta, channel);
    else
        enter(sta, PHASE_JOINING, D11_NEVER);
    return telling;
}

/* The join succeeded: the others wait from now on. */
static bool ask_for_home(struct dot11_sta *sta,
                         const struct dot11_channel *channel)
{
    struct dot11_radio *radio = sta->radio;
    bool others = false;

    if (turn_of(sta)->phase == PHASE_PARKED)
        return true;
    if (turn_of(sta)->phase != PHASE_JOINING)
        return false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *other = &radio->stas[i];

        if (is_home(turn_of(other)) && is_rival(sta, other, channel))
            park(other);
        if (other == sta || turn_of(other)->phase != PHASE_JOINING ||
            is_on(other, channel))
            continue;
        wait_to_join(other, &other->mlme.home.channel);
        others = true;
    }
    enter(sta, PHASE_TURN,
          has_rival(sta, channel) ? after(sta, turn_of(sta)->slice_us)
                                  : D11_NEVER);
    if (others)
        tell(sta);
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
    enter(sta, PHASE_NONE, D11_NEVER);
    d11_schedule_drop(&sta->radio->schedule, &sta->mlme.home);
    d11_tx_hold(&sta->radio->tx, &sta->vif, D11_HOLD_TURN, false);
    next_turn(sta->radio);
}

/* What says that it leaves must be out before the radio goes elsewhere. */
static void release(struct d11_channel_request *request)
{
    struct dot11_sta *sta = sta_of(request);
    const bool leaves = turn_of(sta)->leaves;

    turn_of(sta)->leaves = false;
    if (leaves && request->here && has_rival(sta, &request->channel))
        enter(sta, PHASE_GONE, after(sta, TELL_US));
    else
        let_go(sta);
}

/* Called from the send path, which is no time to do much. */
static void sent(struct d11_vif *vif, uint16_t cookie)
{
    struct turn *turn = turn_of(vif->sta);

    if ((cookie == D11_COOKIE_TURN && turn->phase == PHASE_TELLING) ||
        (cookie == D11_COOKIE_LEAVE && turn->phase == PHASE_GONE))
        turn->until_us = vif->env->now_us;
}

/* Time. */

/* A turn is over: the APs of all who had it are told, unless nobody waits or
 * somebody stronger has the radio just now. */
static void end_turn(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    const struct d11_channel_request *home = &sta->mlme.home;

    if (!has_rival(sta, &home->channel)) {
        turn_of(sta)->until_us = D11_NEVER;
        return;
    }
    if (!home->here || radio->schedule.announcing ||
        d11_scan_in_hardware(&radio->scan) ||
        d11_schedule_contended(&radio->schedule, home)) {
        turn_of(sta)->until_us = after(sta, AGAIN_US);
        return;
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (turn_of(&radio->stas[i])->phase == PHASE_TURN)
            tell(&radio->stas[i]);
    }
}

/* All APs know: whoever waits has the radio now. */
static void hand_over(struct dot11_radio *radio)
{
    const bool waits = anyone(radio, PHASE_PARKED) != NULL;

    if (anyone(radio, PHASE_TELLING) != NULL)
        return;
    if (anyone(radio, PHASE_WAITING) != NULL) {
        begin_joins(radio);
        return;
    }
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (turn_of(sta)->phase != PHASE_TOLD)
            continue;
        /* A scan that began meanwhile brings it home again. */
        if (radio->schedule.announcing)
            enter(sta, PHASE_TURN, after(sta, AGAIN_US));
        else if (waits)
            park(sta);
        else
            stay(sta);
    }
    next_turn(radio);
}

static void tick(struct d11_vif *vif, void *state)
{
    struct dot11_sta *sta = vif->sta;
    struct turn *turn = state;

    if (!d11_deadline_due(turn->until_us, vif->env->now_us))
        return;
    switch ((enum phase)turn->phase) {
    case PHASE_TURN: end_turn(sta); break;
    case PHASE_TELLING:
        enter(sta, PHASE_TOLD, D11_NEVER);
        hand_over(sta->radio);
        break;
    case PHASE_WAITING:
        turn->until_us = after(sta, TELL_US);
        hand_over(sta->radio);
        break;
    case PHASE_GONE: let_go(sta); break;
    case PHASE_NONE:
    case PHASE_TOLD:
    case PHASE_PARKED:
    case PHASE_JOINING: turn->until_us = D11_NEVER; break;
    }
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    (void)vif;
    return ((const struct turn *)state)->until_us;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct turn);
}

static void init(struct d11_vif *vif, void *state)
{
    struct turn *turn = state;

    (void)vif;
    memset(turn, 0, sizeof *turn);
    turn->slice_us = D11_VIFS_SLICE_US;
    turn->until_us = D11_NEVER;
}

/* A start: channel time is counted anew. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct turn *turn = state;

    if (what != D11_PART_RESET_MIB)
        return;
    turn->turns = 0;
    turn->home_us = 0;
    turn->since_us = vif->env->now_us;
}

static const struct d11_turns_ops turns_ops = {ask, release, sent};

const struct dot11_part dot11_vifs = {
    .kind = D11_PART_VIFS,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .ops = &turns_ops,
};

enum dot11_err dot11_vifs_set_slice(struct dot11_sta *sta, uint32_t slice_us)
{
    struct turn *turn = turn_of(sta);

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
    const struct turn *turn = turn_of(sta);

    if (turn == NULL)
        return D11_ERR_UNSUPPORTED;
    time->home = is_home(turn);
    time->turns = turn->turns;
    time->home_us = turn->home_us;
    if (time->home)
        time->home_us += sta->radio->env.now_us - turn->since_us;
    return D11_OK;
}
