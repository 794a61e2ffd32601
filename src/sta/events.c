#include "sta/events.h"

#include <string.h>

#include "base/assert.h"
#include "sme/sme.h"

unsigned d11_events_room(const struct d11_events *events)
{
    unsigned taken = (unsigned)events->count + events->reserved;

    return taken >= events->size ? 0 : events->size - taken;
}

bool d11_events_reserve(struct d11_events *events, unsigned spare)
{
    if (d11_events_room(events) <= spare)
        return false;
    events->reserved++;
    return true;
}

void d11_events_release(struct d11_events *events)
{
    d11_assert(events->reserved != 0);
    events->reserved--;
}

static struct dot11_event *at(struct d11_events *events, unsigned i)
{
    return &events->ring[(events->first + i) % events->size];
}

static bool is_advice(const struct dot11_event *event)
{
    return event->type == D11_EV_LINK_QUALITY ||
           event->type == D11_EV_NEED_CREDENTIALS ||
           event->type == D11_EV_PINNED ||
           event->type == D11_EV_PHY_STATE ||
           event->type == D11_EV_PMKID_CANDIDATES ||
           event->type == D11_EV_UNPROTECTED;
}

/* Of a port that goes back and forth only the newest counts when room gets
 * scarce: what is left is for the end of the association. */
static bool replaces(const struct d11_events *events,
                     const struct dot11_event *event,
                     const struct dot11_event *other)
{
    if (event->type != D11_EV_PORT)
        return is_advice(event);
    return d11_events_room(events) <= D11_SME_REST &&
           event->u.port.port.session_id == other->u.port.port.session_id &&
           other->u.port.change != D11_PORT_CREATED &&
           event->u.port.change != D11_PORT_DELETED;
}

/* Take out an older event that the new one makes pointless. */
static void merge(struct d11_events *events, const struct dot11_event *event)
{
    unsigned i = events->count;

    while (i-- > 0) {
        if (at(events, i)->type == event->type &&
            replaces(events, event, at(events, i)))
            break;
    }
    if (i >= events->count)
        return;
    for (; i + 1 < events->count; i++)
        *at(events, i) = *at(events, i + 1);
    events->count--;
    events->env->stats.events_merged++;
}

/* Bodies are in one place in the station: an older event loses its own. */
static void take_bodies(struct d11_events *events)
{
    const struct dot11_octets none = {NULL, 0};

    for (unsigned i = 0; i < events->count; i++) {
        struct dot11_event *other = at(events, i);

        if (other->type != D11_EV_ASSOC_DONE)
            continue;
        other->u.assoc_done.request = none;
        other->u.assoc_done.response = none;
        other->u.assoc_done.beacon = none;
    }
}

void d11_events_put(struct d11_events *events, const struct dot11_event *event,
                    bool was_reserved)
{
    if (event->type == D11_EV_ASSOC_START)
        take_bodies(events);
    merge(events, event);
    if (was_reserved)
        events->reserved--;
    if (!was_reserved && is_advice(event) && d11_events_room(events) == 0) {
        events->env->stats.events_merged++;
        return;
    }
    /* Operations look for room before they start (D11_SME_ROOM). */
    d11_assert(events->count < events->size);
    if (events->count == events->size)
        return;
    *at(events, events->count) = *event;
    events->count++;
}

bool d11_events_take(struct d11_events *events, struct dot11_event *event)
{
    if (events->count == 0) {
        memset(event, 0, sizeof *event);
        return false;
    }
    *event = *at(events, 0);
    events->first = (uint8_t)((events->first + 1u) % events->size);
    events->count--;
    return true;
}
