#include "sta/events.h"

#include <string.h>

#include "base/assert.h"

unsigned d11_events_room(const struct d11_events *events)
{
    unsigned taken = (unsigned)events->count + events->reserved;

    return taken >= events->size ? 0 : events->size - taken;
}

bool d11_events_reserve(struct d11_events *events)
{
    if (d11_events_room(events) == 0)
        return false;
    events->reserved++;
    return true;
}

static struct dot11_event *at(struct d11_events *events, unsigned i)
{
    return &events->ring[(events->first + i) % events->size];
}

/* Of advice, and of a port that goes back and forth, only the newest counts
 * when there is no room. Returns the event to overwrite. */
static struct dot11_event *older(struct d11_events *events,
                                 const struct dot11_event *event)
{
    for (unsigned i = events->count; i-- > 0;) {
        struct dot11_event *other = at(events, i);

        if (other->type != event->type)
            continue;
        if (event->type == D11_EV_LINK_QUALITY ||
            event->type == D11_EV_NEED_CREDENTIALS ||
            event->type == D11_EV_PHY_STATE)
            return other;
        if (event->type == D11_EV_PORT &&
            d11_events_room(events) == 0 &&
            other->u.port.port.session_id == event->u.port.port.session_id &&
            other->u.port.change != D11_PORT_CREATED)
            return other;
    }
    return NULL;
}

/* Bodies are in one place in the station: an older event loses its own. */
static void take_bodies(struct d11_events *events)
{
    for (unsigned i = 0; i < events->count; i++) {
        struct dot11_event *other = at(events, i);

        if (other->type != D11_EV_ASSOC_DONE)
            continue;
        memset(&other->u.assoc_done.request, 0,
               sizeof other->u.assoc_done.request);
        memset(&other->u.assoc_done.response, 0,
               sizeof other->u.assoc_done.response);
        memset(&other->u.assoc_done.beacon, 0,
               sizeof other->u.assoc_done.beacon);
    }
}

void d11_events_put(struct d11_events *events,
                    const struct dot11_event *event, bool was_reserved)
{
    struct dot11_event *merged = older(events, event);

    if (event->type == D11_EV_ASSOC_START)
        take_bodies(events);
    if (was_reserved)
        events->reserved--;
    if (merged != NULL) {
        *merged = *event;
        events->env->stats.events_merged++;
        return;
    }
    if (!was_reserved && d11_events_room(events) == 0 &&
        (event->type == D11_EV_LINK_QUALITY ||
         event->type == D11_EV_NEED_CREDENTIALS ||
         event->type == D11_EV_PHY_STATE)) {
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
