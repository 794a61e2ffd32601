/* IEEE Std 802.11-2020, 11.2.3.6: who loses the radio for a while says so in a
 * null frame. */
#include "sta/turn.h"

#include "mlme/send.h"

void d11_turn_enter(struct dot11_sta *sta, enum d11_turn_phase phase,
                    uint64_t until_us)
{
    const uint64_t now_us = sta->radio->env.now_us;
    struct d11_turn *turn = d11_turn_of(sta);
    const bool was_home = d11_turn_is_home(turn);

    if (turn->phase == D11_TURN_PARKED)
        sta->radio->schedule.parked--;
    if (phase == D11_TURN_PARKED)
        sta->radio->schedule.parked++;
    turn->phase = (uint8_t)phase;
    turn->until_us = until_us;
    if (was_home && d11_turn_is_home(turn))
        return;
    if (was_home)
        turn->home_us += now_us - turn->since_us;
    if (d11_turn_is_home(turn))
        turn->turns++;
    turn->since_us = now_us;
}

struct dot11_sta *d11_turn_anyone(const struct dot11_radio *radio,
                                  enum d11_turn_phase phase)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (d11_turn_of(&radio->stas[i])->phase == phase)
            return &radio->stas[i];
    }
    return NULL;
}

bool d11_turn_is_rival(const struct dot11_sta *sta,
                       const struct dot11_sta *other,
                       const struct dot11_channel *channel)
{
    const struct d11_turn *turn = d11_turn_of(other);

    return other != sta &&
           (d11_turn_is_home(turn) || turn->phase == D11_TURN_PARKED) &&
           !d11_turn_is_on(other, channel);
}

bool d11_turn_has_rival(const struct dot11_sta *sta,
                        const struct dot11_channel *channel)
{
    for (unsigned i = 0; i < sta->radio->sta_count; i++) {
        if (d11_turn_is_rival(sta, &sta->radio->stas[i], channel))
            return true;
    }
    return false;
}

void d11_turn_tell(struct dot11_sta *sta)
{
    struct d11_tx_path *tx = &sta->radio->tx;

    d11_turn_enter(sta, D11_TURN_TELLING,
                   d11_turn_after(sta, D11_TURN_TELL_US));
    d11_tx_hold(tx, &sta->vif, D11_HOLD_AWAY, true);
    if (d11_send_null(tx, &sta->vif, sta->mlme.peer, true, D11_COOKIE_TURN) !=
        D11_OK)
        d11_turn_of(sta)->until_us = sta->radio->env.now_us;
}

void d11_turn_stay(struct dot11_sta *sta)
{
    struct d11_tx_path *tx = &sta->radio->tx;

    d11_turn_enter(sta, D11_TURN_HOME, D11_NEVER);
    (void)d11_send_null(tx, &sta->vif, sta->mlme.peer, false, D11_COOKIE_NONE);
    d11_tx_hold(tx, &sta->vif, D11_HOLD_AWAY, false);
}

void d11_turn_park(struct dot11_sta *sta)
{
    d11_turn_enter(sta, D11_TURN_PARKED, D11_NEVER);
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
        const struct d11_turn *turn = d11_turn_of(sta);

        if ((d11_turn_is_home(turn) || turn->phase == D11_TURN_PARKED) &&
            d11_turn_is_on(sta, channel) && turn->slice_us > longest_us)
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

        if (d11_turn_of(sta)->phase != D11_TURN_PARKED ||
            !d11_turn_is_on(sta, &channel))
            continue;
        d11_turn_enter(sta, D11_TURN_HOME,
                       d11_turn_has_rival(sta, &channel)
                           ? d11_turn_after(sta, slice_us)
                           : D11_NEVER);
        d11_tx_hold(&radio->tx, &sta->vif, D11_HOLD_TURN, false);
        (void)d11_schedule_put(&radio->schedule, &sta->mlme.home, &channel,
                               D11_CHANNEL_HOME);
    }
}

void d11_turn_next(struct dot11_radio *radio)
{
    struct dot11_sta *first = NULL;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        const struct d11_turn *turn = d11_turn_of(sta);

        if (d11_turn_is_home(turn) || turn->phase == D11_TURN_JOINING ||
            turn->phase == D11_TURN_GONE)
            return;
        if (turn->phase == D11_TURN_PARKED &&
            (first == NULL || turn->since_us < d11_turn_of(first)->since_us))
            first = sta;
    }
    if (first != NULL)
        unpark(radio, first->mlme.home.channel);
}
