/* Octets as an attacker sends them: cut short, or with one octet changed.
 *
 * SPDX-License-Identifier: MIT
 * Each variant lies in a heap block of exactly its size, so that a sanitizer
 * sees the first octet read beyond it. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>
#include <stdint.h>

/* What is done with a variant of the sample. `arg` is the caller's. */
typedef void (*hostile_fn)(const uint8_t *octets, size_t len, void *arg);

/* A block of exactly `len` octets; free() it. */
uint8_t *hostile_copy(const uint8_t *octets, size_t len);

/* Every prefix of the sample, from nothing to all of it. */
void hostile_prefixes(const uint8_t *octets, size_t len, hostile_fn fn,
                      void *arg);

/* The sample with each octet in turn one more, one less, 0 and 255: length
 * octets among them. */
void hostile_octets(const uint8_t *octets, size_t len, hostile_fn fn,
                    void *arg);

/* Both. */
void hostile_all(const uint8_t *octets, size_t len, hostile_fn fn, void *arg);

#endif
