/* The events of a station as words, for orders that are checked event by
 * event.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CONFORMANCE_TRAIL_H
#define CONFORMANCE_TRAIL_H

#include "rig.h"

/* How many events there were. */
uint32_t trail_mark(const struct rig *rig);
/* The names of the events since then, in their order; a completion that is
 * not D11_OK ends in "!"; a port is "port+" when it opened or was made open,
 * "port-" when it was made closed or closed, "port." when it is gone. Advice
 * (link quality) is left out. */
const char *trail_words(const struct rig *rig, uint32_t mark);
#define assert_trail(rig, mark, words)                                         \
    assert_string_equal(trail_words(rig, mark), words)
/* The event number `n` of a kind since then; fails the test without it. */
const struct dot11_event *trail_event(const struct rig *rig, uint32_t mark,
                                      enum dot11_event_type type, unsigned n);

#endif
