/* The turn of a station: whether it has the radio, waits for it, or is about to
 * lose it.
 *
 * SPDX-License-Identifier: MIT
 * The state of the part D11_PART_VIFS; see vifs.c. */
#ifndef D11_STA_TURN_H
#define D11_STA_TURN_H

#include "base/deadline.h"
#include "sta/radio.h"

/* How long an AP may take to acknowledge what it is told. */
#define D11_TURN_TELL_US 20000u

enum d11_turn_phase {
    D11_TURN_NONE,    /* has no home */
    D11_TURN_HOME,    /* its home is on the schedule */
    D11_TURN_TELLING, /* the same, and its AP is being told that it leaves */
    D11_TURN_TOLD,    /* the same, and the AP knows as far as it can */
    D11_TURN_PARKED,  /* waits for its turn */
    D11_TURN_WAITING, /* wants to join, when the APs of others know */
    D11_TURN_JOINING, /* joins, or leaves, before all others */
    D11_TURN_GONE     /* has left; the frame that says so is on its way */
};

/* The state of a station. */
struct d11_turn {
    uint8_t phase;
    bool leaves; /* asked for the radio to say so */
    uint32_t slice_us;
    uint32_t turns;
    uint64_t until_us;            /* of the phase */
    uint64_t since_us;            /* of the phase */
    uint64_t home_us;             /* of turns that are over */
    struct dot11_channel channel; /* that it wants to join on */
};

static inline struct d11_turn *d11_turn_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_VIFS);
}

/* Is its home on the schedule? */
static inline bool d11_turn_is_home(const struct d11_turn *turn)
{
    return turn->phase >= D11_TURN_HOME && turn->phase <= D11_TURN_TOLD;
}

static inline uint64_t d11_turn_after(const struct dot11_sta *sta, uint32_t us)
{
    return d11_time_after(sta->radio->env.now_us, us);
}

/* Is its home on this channel? */
static inline bool d11_turn_is_on(const struct dot11_sta *sta,
                                  const struct dot11_channel *channel)
{
    return d11_channel_equal(&sta->mlme.home.channel, channel);
}

/* The one place where the phase changes. */
void d11_turn_enter(struct dot11_sta *sta, enum d11_turn_phase phase,
                    uint64_t until_us);

/* A station of this radio in this phase, or NULL. */
struct dot11_sta *d11_turn_anyone(const struct dot11_radio *radio,
                                  enum d11_turn_phase phase);

/* Is `other` somebody else with a home on another channel? */
bool d11_turn_is_rival(const struct dot11_sta *sta,
                       const struct dot11_sta *other,
                       const struct dot11_channel *channel);
bool d11_turn_has_rival(const struct dot11_sta *sta,
                        const struct dot11_channel *channel);

/* The AP keeps what it has for the station from now on, and so does the
 * station. */
void d11_turn_tell(struct dot11_sta *sta);

/* It stays after all. */
void d11_turn_stay(struct dot11_sta *sta);

/* It waits for its turn. */
void d11_turn_park(struct dot11_sta *sta);

/* When nobody has the radio it goes to who has waited longest. */
void d11_turn_next(struct dot11_radio *radio);

#endif
