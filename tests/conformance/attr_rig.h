/* A station on the fake radio that has attributes, and short ways to read and
 * write them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CONFORMANCE_ATTR_RIG_H
#define CONFORMANCE_ATTR_RIG_H

#include "fake_ap.h"

#include <dot11/attr.h>

#define ATTR_SECOND UINT64_C(1000000)

/* fake_begin() with the part listed; change fake.config, then attr_up(). */
void attr_begin(void);
/* Build, and start station 0. */
void attr_up(void);
/* Begin and up. */
void attr_start(void);

enum dot11_err attr_set(enum dot11_attr attr, const void *value, size_t len);
enum dot11_err attr_set_u32(enum dot11_attr attr, uint32_t value);
enum dot11_err attr_set_bool(enum dot11_attr attr, bool value);
/* A list of `count` numbers. */
enum dot11_err attr_set_list(enum dot11_attr attr, const uint32_t *list,
                             unsigned count);
/* A list of addresses. */
enum dot11_err attr_set_addrs(enum dot11_attr attr, const void *list,
                              unsigned count);
/* A list of SSIDs; NULL is the wildcard. */
enum dot11_err attr_set_ssids(const char *const *list, unsigned count);

/* The value, which there must be. */
uint32_t attr_u32(enum dot11_attr attr);
bool attr_bool(enum dot11_attr attr);
/* The numbers of a list; how many. */
unsigned attr_list(enum dot11_attr attr, uint32_t list[32]);
/* Is that the list? */
void attr_assert_list(enum dot11_attr attr, const uint32_t *list,
                      unsigned count);
/* What a read answers. */
enum dot11_err attr_err(enum dot11_attr attr);

/* All attributes as they are now, in one piece of memory. */
#define ATTR_SNAPSHOT 8192u
struct attr_snapshot {
    size_t len;
    uint8_t octets[ATTR_SNAPSHOT];
};
void attr_snapshot(struct attr_snapshot *snapshot);
/* Nothing changed since. */
void attr_assert_same(const struct attr_snapshot *snapshot);

/* Ask for what the desired lists name, without security. */
enum dot11_err attr_connect(void);
/* Let these APs answer until the connect is over; its error. */
enum dot11_err attr_outcome(struct fake_ap *const *aps, unsigned count);
/* The AP of the connection, as fake_ap() numbers it; 0: none. */
unsigned attr_ap(void);

#endif
