/* One record of everything that crosses the border of a station, in its
 * order: events at the moment they are queued, handlers of the fake extension,
 * what the extension and the host ask for, and when the radio is told that the
 * port is open.
 *
 * SPDX-License-Identifier: MIT
 * Events are words of fake_events(); handlers begin with "x.", requests of the
 * extension with ">", the radio's with "r.". A request that is refused ends in
 * "!". */
#ifndef CONFORMANCE_TRACE_H
#define CONFORMANCE_TRACE_H

#include "fake_ap.h"
#include "fake_ext.h"

/* Called from inside handlers, after their word. */
extern void (*trace_inside)(const char *handler);

/* fake_begin() and fake_ext_begin(), with the record, a provider, and a radio
 * that has CCMP in hardware, so that it sees the keys. */
void trace_begin(void);
/* fake_end(), and the provider goes. */
void trace_end(void);
/* The same for a test that built nothing. */
void trace_drop(void);
/* Build, start station 0; the record is empty then. */
void trace_build(void);
/* The same with the extensions of fake.config. */
void trace_build_other(void);

/* Ask for a connection with the fake extension; `ap` is heard of before. */
enum dot11_err trace_connect(struct fake_ap *ap);
/* The same, until the association is complete; the record is empty then. */
void trace_associate(struct fake_ap *ap);

/* Requests, each a word. */
enum dot11_err trace_send(uint32_t cookie);
enum dot11_err trace_key(bool pairwise, uint8_t key_id, uint8_t seed);
enum dot11_err trace_key_id(uint8_t key_id);
enum dot11_err trace_verdict(enum dot11_err err, bool leave);
enum dot11_err trace_pre_done(enum dot11_err err);
void trace_disconnect(void);

/* An MSDU of the host with EtherType 88B5 is accepted. */
bool trace_msdu(void);

void trace_word(const char *word);
/* The record since the last call. */
const char *trace_take(void);
#define assert_trace(words) assert_string_equal(trace_take(), words)

#endif
