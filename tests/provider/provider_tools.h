/* What the files of the provider test share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef PROVIDER_TOOLS_H
#define PROVIDER_TOOLS_H

#include "provider_test.h"

/* Most octets of key state that the test has room for. */
#define PROVIDER_KEY_MAX 1024u
/* Octets of the longest vector. */
#define PROVIDER_OCTETS_MAX 160u

/* Count a check, and report it when `holds` is false. */
bool provider_check(struct provider_test *test, bool holds, const char *claim,
                    size_t where);

/* Octets from hexadecimal; gives how many. */
size_t provider_octets(uint8_t *out, const char *hex);

size_t provider_text_len(const char *text);

bool provider_equal(const uint8_t *a, const uint8_t *b, size_t len);

/* The same octets for the same seed, on any machine. */
void provider_fill(uint8_t *out, size_t len, uint32_t seed);
uint32_t provider_random(uint32_t *state);

#endif
