/* A crypto provider that notes every secret that the library hands to it or
 * gets from it: keys of ciphers and MACs, and what curves work with. Afterwards
 * the library's memory can be searched for them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_LEDGER_H
#define TEST_LEDGER_H

#include <stddef.h>

#include <dot11/crypto.h>

#define LEDGER_ENTRIES 512u
#define LEDGER_OCTETS 66u
/* What is shorter may be found by chance. */
#define LEDGER_SHORTEST 16u

/* Begin a ledger. What it returns notes, and has it done by `ops`. */
const struct dot11_crypto_ops *ledger_open(const struct dot11_crypto_ops *ops);
/* A secret that the test knows. */
void ledger_note(const void *octets, size_t len);
/* What was on the air is none. */
void ledger_publish(const void *octets, size_t len);
/* How many secrets there are, and how many of them this memory holds. */
unsigned ledger_count(void);
unsigned ledger_found(const void *mem, size_t len);
void ledger_close(void);

#endif
