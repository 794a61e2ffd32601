/* Elements: the one iterator, and fragmented elements made whole.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.1 (layout) and 10.28.11 (fragmentation). */
#ifndef D11_FRAME_ELEMENT_H
#define D11_FRAME_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/rd.h"

/* Longest body of one element, in octets. */
#define D11_ELEMENT_MAX 255u

/* One element; `body` points into the frame. Of an element with an extended
 * id, `body` and `len` begin after that id. */
struct d11_element {
    const uint8_t *body;
    uint8_t id;     /* D11_EID_* */
    uint8_t ext_id; /* D11_EXT_*, 0 unless id is D11_EID_EXTENSION */
    uint8_t len;    /* octets of `body` */
};

/* The next element. False at the end of the list and when the rest is no
 * whole element (SEC-ELM-01) or an extension element without an extended id
 * (SEC-ELM-02); `rd->truncated` tells the second from the first. */
bool d11_element_next(struct d11_rd *rd, struct d11_element *element);

/* Is every element of the list whole? For lists refused as a whole. */
bool d11_elements_whole(struct dot11_octets list);

/* Octets of `element` with the Fragment elements that follow it up to
 * `list_end`. One that is not fragmented is its own length. */
size_t d11_element_joined_len(const struct d11_element *element,
                              const uint8_t *list_end);

/* Copy `element` and its fragments together into `dst`. Returns the octets
 * copied; 0, and nothing is copied, when they are more than `cap`
 * (SEC-ELM-09) or there are none. */
size_t d11_element_join(const struct d11_element *element,
                        const uint8_t *list_end, uint8_t *dst, size_t cap);

#endif
