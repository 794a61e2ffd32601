/* The part D11_PART_POWERSAVE: power save on the air.
 *
 * IEEE Std 802.11-2020, 11.2.3; rules N80211-PM-2 to PM-4, PM-6, SEC-BCN-07.
 * The other layers say what they send and hear; everything is decided in one
 * place, step(), which the deadline of the part brings about. */
#include <dot11/powersave.h>

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/rd.h"
#include "frame/element.h"
#include "frame/tim.h"
#include "hw/attrs.h"
#include "hw/powersave.h"
#include "mlme/send.h"
#include "rx/steps.h"
#include "sta/radio.h"

#define LEVEL_FAST 8u
#define LEVEL_MAX 16u

/* How long traffic keeps a station awake at the fast level. */
#define STAY_US 100000u
/* How long an AP may take for what was on its way when we doze. */
#define GRACE_US 10000u
/* How long before a beacon the radio wakes up. */
#define GUARD_US 2000u
/* How long what was asked for or announced is awaited. */
#define WAIT_US 30000u
/* How long the radio stays on when nobody needs it any more. */
#define LINGER_US 500000u
/* Shortest beacon interval that is believed (SEC-BCN-08). */
#define INTERVAL_MIN_TU 10u
/* Octets of a beacon before its elements. */
#define BEACON_FIXED 12u

enum phase {
    OFF,     /* no power save */
    AWAKE,   /* the AP knows that we are awake */
    TELLING, /* it is being told that we doze */
    DOZING   /* it knows; the radio wakes for beacons and traffic */
};

struct state {
    uint8_t phase;
    uint8_t level;
    bool pm;     /* our frames say that we doze */
    bool told;   /* TELLING: the null frame is on its way */
    bool fetch;  /* the AP has frames for us */
    bool polled; /* it was asked for one of them */
    bool group;  /* group frames follow the beacon */
    bool asleep; /* as far as this station goes the radio may sleep */
    uint32_t session_id;
    uint64_t until_us;  /* awake, or in this phase, at least so long */
    uint64_t wait_us;   /* for what was polled, or for group frames */
    uint64_t target_us; /* when the beacon that is wanted will come */
    uint64_t wake_us;   /* when the radio has to listen for it */
    uint64_t check_us;  /* when the AP is asked whatever its TIM says */
    /* PM-4; those behind stay when power save ends. */
    bool was_busy;    /* with the radio */
    uint64_t idle_us; /* when not, since when it may be off */
};

static struct state *state_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_POWERSAVE);
}

static uint64_t after(const struct dot11_sta *sta, uint32_t us)
{
    return d11_time_after(sta->radio->env.now_us, us);
}

/* What holds. */

/* PM-6: with Auto-PSM the level is a hint. */
static uint8_t level_of(const struct d11_vif *vif)
{
    const uint32_t level = d11_attrs_number(vif, D11_ATTR_POWER_LEVEL, 0);

    if (level == 0 && d11_attrs_number(vif, D11_ATTR_POWER_AUTO, 0) != 0)
        return LEVEL_FAST;
    return (uint8_t)level;
}

static bool may_save(const struct dot11_sta *sta)
{
    return sta->life == D11_LIFE_RUNNING && sta->radio->off == 0 &&
           !sta->radio->schedule.off && sta->sme.state == D11_STA_CONNECTED &&
           sta->mlme.state == D11_MLME_ASSOCIATED &&
           sta->mlme.peer->authorized && level_of(&sta->vif) != 0;
}

static bool is_sending(const struct d11_vif *vif)
{
    unsigned queued = vif->tx.out + vif->tx.waiting;

    for (unsigned ac = 0; ac < D11_AC_COUNT; ac++)
        queued += vif->tx.queued[ac];
    return queued != 0;
}

/* Is the radio where the AP is, and ours? */
static bool is_home(const struct dot11_sta *sta)
{
    return sta->mlme.home.here && sta->vif.tx.holds == 0;
}

static bool is_quiet(const struct dot11_sta *sta)
{
    return sta->radio->scan.state == D11_SCAN_IDLE && is_home(sta) &&
           !is_sending(&sta->vif);
}

static bool needs_sleep(const struct dot11_sta *sta, const struct state *own)
{
    const uint64_t now_us = sta->radio->env.now_us;

    return own->phase == DOZING && now_us >= own->until_us &&
           now_us < own->wake_us && !own->fetch && !own->polled &&
           !own->group && is_quiet(sta);
}

/* PM-4: has the station anything to do with a radio? */
static bool is_busy(const struct dot11_sta *sta)
{
    const struct dot11_radio *radio = sta->radio;

    return radio->env.monitors || sta->mlme.state != D11_MLME_IDLE ||
           (sta->sme.phase != D11_SME_NOTHING &&
            sta->sme.phase != D11_SME_BACKOFF) ||
           (radio->scan.state != D11_SCAN_IDLE &&
            radio->scan.vif == &sta->vif) ||
           is_sending(&sta->vif);
}

/* Beacons. */

static uint32_t interval_us(const struct dot11_sta *sta)
{
    uint32_t tu = sta->mlme.peer->link->beacon_interval_tu;

    return (tu < INTERVAL_MIN_TU ? INTERVAL_MIN_TU : tu) * D11_TU_US;
}

/* PM-2: as many beacons as can be missed before the AP seems to be gone, and
 * no more than the AP was told. */
static uint32_t longest(const struct dot11_sta *sta)
{
    const struct dot11_config *config = &sta->radio->env.config;
    uint32_t count = config->beacon_loss_count - 1u;

    if (count > config->listen_interval)
        count = config->listen_interval;
    return count > 1 ? count : 1;
}

/* SEC-BCN-07: nothing that the AP keeps waits longer, whatever its beacons
 * seem to say. */
static uint64_t next_check_us(const struct dot11_sta *sta)
{
    return after(sta,
                 sta->radio->env.config.listen_interval * interval_us(sta));
}

/* Until the next beacon that is wanted. */
static uint32_t to_next(const struct dot11_sta *sta, const struct state *own,
                        const struct d11_tim *tim)
{
    uint32_t dtim = tim->dtim_count != 0 ? tim->dtim_count : tim->dtim_period;
    uint32_t most = longest(sta);

    if (own->level <= LEVEL_FAST)
        return 1;
    return own->level <= LEVEL_MAX && dtim < most ? dtim : most;
}

/* Beacons come late when the medium is busy, never early: late ones move the
 * time of the next one by a little, as a clock that is slow. */
static void plan(const struct dot11_sta *sta, struct state *own,
                 uint32_t beacons)
{
    const uint64_t now_us = sta->radio->env.now_us;
    const uint32_t interval = interval_us(sta);
    uint64_t base_us = own->target_us;

    while (base_us > now_us + interval / 2)
        base_us -= interval;
    if (now_us < base_us || now_us - base_us >= interval / 2)
        base_us = now_us;
    else
        base_us += (now_us - base_us) >> 3;
    own->target_us = base_us + (uint64_t)beacons * interval;
    own->wake_us = own->target_us - GUARD_US;
}

static bool find_tim(struct d11_tim *tim, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    struct d11_element element;

    d11_rd_take(&rd, BEACON_FIXED);
    while (d11_element_next(&rd, &element)) {
        if (element.id == D11_EID_TIM)
            return d11_tim_decode(tim, element.body, element.len);
    }
    return false;
}

static void on_beacon(const struct dot11_sta *sta, struct state *own,
                      const uint8_t *body, size_t len)
{
    struct d11_tim tim;

    if (!find_tim(&tim, body, len))
        return;
    plan(sta, own, to_next(sta, own, &tim));
    /* It is awake now, and would have to wake up for that. */
    if (own->check_us < own->wake_us)
        own->check_us = sta->radio->env.now_us;
    own->fetch = d11_tim_has_aid(&tim, sta->mlme.peer->aid);
    own->group = tim.dtim_count == 0 && tim.group && own->level <= LEVEL_MAX;
    if (own->group)
        own->wait_us = after(sta, WAIT_US);
}

/* Data of the AP, of which anybody may have made it. Only what answers a poll
 * leads to another one. */
static void on_data(const struct dot11_sta *sta, struct state *own,
                    const struct d11_header *header)
{
    const bool more = (header->flags & D11_FC1_MORE_DATA) != 0;
    const bool is_null = (header->subtype & D11_DATA_NULL) != 0;

    if (d11_addr_is_group(header->a1)) {
        own->group = own->group && more;
        if (own->group)
            own->wait_us = after(sta, WAIT_US);
        return;
    }
    if (own->phase == AWAKE && !is_null)
        own->until_us = after(sta, STAY_US);
    if (!own->polled)
        return;
    own->polled = false;
    own->fetch = more || (!is_null && own->level == LEVEL_FAST);
}

static void on_frame(const struct dot11_sta *sta, struct state *own,
                     const struct d11_header *header, const struct dot11_rx *rx)
{
    const struct d11_link *link = sta->mlme.peer->link;

    if (header->a2 == NULL || !d11_addr_equal(header->a2, link->bssid))
        return;
    if (d11_header_is_mgmt(header, D11_MGMT_BEACON)) {
        if (d11_addr_is_broadcast(header->a1))
            on_beacon(sta, own, rx->frame->data + header->len,
                      rx->frame->len - header->len);
    } else if (header->type == D11_TYPE_DATA &&
               (d11_addr_is_group(header->a1) ||
                d11_addr_equal(header->a1, link->addr))) {
        on_data(sta, own, header);
    }
}

static void heard(struct dot11_radio *radio, const struct dot11_rx *rx,
                  size_t n)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *sta = &radio->stas[i];
        struct state *own = state_of(sta);

        if (sta->life == D11_LIFE_FREE)
            continue;
        for (size_t k = 0; own->phase != OFF && k < n; k++) {
            struct d11_header header;

            if (!d11_rx_is_in_memory(rx[k].frame))
                continue;
            if ((rx[k].flags & D11_RX_8023) != 0)
                own->until_us = after(sta, STAY_US);
            else if ((rx[k].flags & D11_RX_FCS_ERROR) == 0 &&
                     d11_header_decode(&header, rx[k].frame->data,
                                       rx[k].frame->len) == D11_DROP_NONE)
                on_frame(sta, own, &header, &rx[k]);
        }
    }
}

/* Frames of ours. */

/* A data frame that is one, or a null frame; 0: neither. */
static uint8_t data_of(const struct dot11_tx *tx)
{
    const uint8_t fc0 = tx->frame->data[0];

    return tx->frame->len >= D11_HEADER_LEN && (fc0 >> 2 & 3u) == D11_TYPE_DATA
               ? fc0
               : 0;
}

/* What is sent at the fast level says by its own bit that we are awake. */
static void note_traffic(const struct dot11_sta *sta, struct state *own)
{
    if (own->phase == DOZING && own->level == LEVEL_FAST) {
        own->phase = AWAKE;
        own->pm = false;
    }
    if (own->phase == AWAKE)
        own->until_us = after(sta, STAY_US);
    else if (own->phase == DOZING)
        own->until_us = after(sta, GRACE_US);
}

/* PM-3: the bit is in each data frame; null frames have been told by those
 * who sent them, but none says that we are awake while we are not. */
static void sending(struct d11_vif *vif, const struct dot11_tx *burst, size_t n)
{
    struct state *own = d11_vif_listed(vif, D11_PART_POWERSAVE);
    const struct dot11_sta *sta = vif->sta;

    d11_hw_set_doze(vif->env, 0, false);
    own->asleep = false;
    for (size_t i = 0; own->phase != OFF && i < n; i++) {
        const uint8_t fc0 = data_of(&burst[i]);
        uint8_t *fc1 = &burst[i].frame->data[1];

        if (fc0 == 0)
            continue;
        if ((fc0 >> 4 & D11_DATA_NULL) == 0) {
            note_traffic(sta, own);
            *fc1 = (uint8_t)(*fc1 & ~D11_FC1_PM);
        }
        if (own->pm)
            *fc1 |= D11_FC1_PM;
    }
}

static void wake_up(struct dot11_sta *sta, struct state *own)
{
    own->phase = AWAKE;
    own->pm = false;
    own->until_us = after(sta, STAY_US);
    (void)d11_send_null(sta->mlme.tx, &sta->vif, sta->mlme.peer, false,
                        D11_COOKIE_NONE);
}

static void sent(struct d11_vif *vif, uint16_t cookie, bool acked)
{
    struct state *own = d11_vif_listed(vif, D11_PART_POWERSAVE);

    if (cookie != D11_COOKIE_DOZE || own->phase != TELLING || !own->told ||
        !may_save(vif->sta))
        return;
    if (!acked) {
        /* Does it know, or not? Now it will. */
        wake_up(vif->sta, own);
        return;
    }
    own->phase = DOZING;
    own->until_us = after(vif->sta, GRACE_US);
}

/* Decisions. */

static void leave(struct dot11_sta *sta, struct state *own)
{
    const bool tell = own->pm && sta->vif.active && sta->radio->off == 0 &&
                      sta->mlme.peer->associated &&
                      sta->mlme.peer->session_id == own->session_id &&
                      is_home(sta);

    memset(own, 0, offsetof(struct state, was_busy));
    if (tell)
        (void)d11_send_null(sta->mlme.tx, &sta->vif, sta->mlme.peer, false,
                            D11_COOKIE_NONE);
}

/* PM-3: what waits carries the bit; with nothing to send a null frame does,
 * and the radio does not sleep before the AP acknowledged that. */
static void tell(struct dot11_sta *sta, struct state *own)
{
    own->phase = TELLING;
    own->pm = true;
    own->told = is_quiet(sta);
    own->until_us = after(sta, own->told ? STAY_US : GRACE_US);
    if (own->told && d11_send_null(sta->mlme.tx, &sta->vif, sta->mlme.peer,
                                   true, D11_COOKIE_DOZE) != D11_OK)
        own->told = false;
}

/* The AP keeps something, or may: SEC-BCN-07, at most one frame is sent for
 * what a beacon says. */
static void fetch(struct dot11_sta *sta, struct state *own, bool is_check)
{
    own->fetch = false;
    own->check_us = next_check_us(sta);
    if (own->phase == AWAKE || (own->level == LEVEL_FAST && !is_check)) {
        wake_up(sta, own);
        return;
    }
    own->polled = true;
    own->wait_us = after(sta, WAIT_US);
    (void)d11_tx_ps_poll(sta->mlme.tx, &sta->vif, sta->mlme.peer);
}

static bool is_check_due(const struct dot11_sta *sta, const struct state *own)
{
    return own->phase == DOZING &&
           d11_deadline_due(own->check_us, sta->radio->env.now_us);
}

static void proceed(struct dot11_sta *sta, struct state *own)
{
    const uint64_t now_us = sta->radio->env.now_us;

    if (d11_deadline_due(own->wait_us, now_us))
        own->polled = own->group = false;
    if (is_home(sta) && (own->fetch || is_check_due(sta, own)))
        fetch(sta, own, !own->fetch);
    if (!d11_deadline_due(own->until_us, now_us))
        return;
    if (own->phase == TELLING && own->told)
        wake_up(sta, own);
    else if (own->phase == TELLING || (own->phase == AWAKE && is_quiet(sta)))
        tell(sta, own);
    else if (own->phase == AWAKE)
        own->until_us = after(sta, GRACE_US);
}

/* The radio may sleep when all its stations may. */
static void tell_radio(struct dot11_radio *radio)
{
    bool dozes = false;
    bool wakes = radio->scan.state != D11_SCAN_IDLE;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_FREE)
            continue;
        dozes |= state_of(sta)->asleep;
        wakes |= !state_of(sta)->asleep && is_busy(sta);
    }
    d11_hw_set_doze(&radio->env, 0, dozes && !wakes);
}

static bool differs(const struct dot11_sta *sta, const struct state *own)
{
    if (may_save(sta) != (own->phase != OFF))
        return true;
    return own->phase != OFF &&
           (own->session_id != sta->mlme.peer->session_id ||
            own->level != level_of(&sta->vif));
}

/* PM-4, without an event and whatever the setting is. */

static bool is_idle(const struct dot11_sta *sta)
{
    const struct state *own = state_of(sta);

    return !is_busy(sta) && !own->was_busy &&
           d11_deadline_due(own->idle_us, sta->radio->env.now_us);
}

static bool wants_power_change(const struct dot11_radio *radio)
{
    return radio->off == 0 && !radio->power_pending &&
           d11_env_has_part(&radio->env, D11_PART_POWER) &&
           d11_power_is_needed(radio) != radio->powered;
}

static void power(struct dot11_sta *sta, struct state *own)
{
    const bool busy = is_busy(sta);

    if (own->was_busy && !busy)
        own->idle_us = after(sta, LINGER_US);
    own->was_busy = busy;
    if (wants_power_change(sta->radio))
        d11_power_proceed(sta->radio);
}

static void step(struct dot11_sta *sta, struct state *own)
{
    if (differs(sta, own)) {
        const bool goes_on = may_save(sta);

        if (!goes_on || own->session_id != sta->mlme.peer->session_id)
            leave(sta, own);
        if (goes_on) {
            own->level = level_of(&sta->vif);
            own->session_id = sta->mlme.peer->session_id;
            own->check_us = next_check_us(sta);
            own->wake_us = 0;
            if (own->phase == OFF)
                tell(sta, own);
        }
    }
    if (own->phase != OFF)
        proceed(sta, own);
    own->asleep = needs_sleep(sta, own);
    tell_radio(sta->radio);
    if (sta->life == D11_LIFE_RUNNING)
        power(sta, own);
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct state);
}

/* A start: the radio stays on for what comes next. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct state *own = state;

    (void)vif;
    if (what != D11_PART_DISCONNECT)
        own->was_busy = true;
}

static void tick(struct d11_vif *vif, void *state)
{
    step(vif->sta, state);
}

/* Of a station that saves power and has nothing to do at once. */
static uint64_t next_us(const struct dot11_sta *sta, const struct state *own)
{
    uint64_t at_us =
        own->phase == DOZING && is_home(sta) ? own->check_us : D11_NEVER;

    if (own->polled || own->group)
        at_us = d11_deadline_min(at_us, own->wait_us);
    if (own->asleep)
        return d11_deadline_min(at_us, own->wake_us);
    if (own->phase != DOZING || own->until_us > sta->radio->env.now_us)
        at_us = d11_deadline_min(at_us, own->until_us);
    return at_us;
}

/* Of one that does not. */
static uint64_t power_us(const struct dot11_sta *sta, const struct state *own)
{
    if (own->was_busy != is_busy(sta) || wants_power_change(sta->radio))
        return sta->radio->env.now_us;
    return own->was_busy || !sta->radio->powered || is_idle(sta) ? D11_NEVER
                                                                 : own->idle_us;
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct dot11_sta *sta = vif->sta;
    const struct state *own = state;

    if (differs(sta, own) || own->asleep != needs_sleep(sta, own) ||
        (vif->env->dozes && !own->asleep && is_busy(sta)) ||
        (own->fetch && is_home(sta)))
        return vif->env->now_us;
    if (own->phase != OFF)
        return next_us(sta, own);
    return sta->life == D11_LIFE_RUNNING ? power_us(sta, own) : D11_NEVER;
}

static void mode(const struct d11_vif *vif, struct d11_powersave_mode *mode)
{
    const struct state *own = d11_vif_listed(vif, D11_PART_POWERSAVE);

    mode->saves = own->phase != OFF;
    mode->level = own->level;
}

static const struct d11_powersave_ops ops = {sending, sent, heard, is_idle,
                                             mode};

const struct dot11_part dot11_powersave = {
    .kind = D11_PART_POWERSAVE,
    .list = &d11_part_list,
    .state_size = state_size,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
};
