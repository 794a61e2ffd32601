/* The event queue of a station.
 *
 * SPDX-License-Identifier: MIT
 * Completions are never lost: who begins something that will end in an event
 * reserves the place for it. Advisory events merge with one of their kind
 * that still waits. */
#ifndef D11_STA_EVENTS_H
#define D11_STA_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/event.h>

#include "hw/env.h"

struct d11_events {
    struct d11_env *env;
    struct dot11_event *ring;
    uint8_t size;
    uint8_t first;
    uint8_t count;
    uint8_t reserved; /* places kept for completions that are owed */
};

/* Places that nobody has reserved. */
unsigned d11_events_room(const struct d11_events *events);

/* Keep a place; false unless `spare` more are left. */
bool d11_events_reserve(struct d11_events *events, unsigned spare);

/* Give a kept place back. */
void d11_events_release(struct d11_events *events);

/* Queue an event in free room or, with `was_reserved`, in its own place. */
void d11_events_put(struct d11_events *events,
                    const struct dot11_event *event, bool was_reserved);

bool d11_events_take(struct d11_events *events, struct dot11_event *event);

#endif
