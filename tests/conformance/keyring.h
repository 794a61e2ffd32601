/* A station with keys of its host's, and the AP's side of the same keys, over
 * the fake radio.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_KEYRING_H
#define TEST_KEYRING_H

#include <dot11/key.h>
#include <dot11/legacy.h>

#include <dot11/attr.h>

#include "fake_ap.h"
#include "fake_ext.h"
#include "sta/keytab.h"

/* An EtherType of nobody's. */
#define KEYRING_TYPE 0x88b5u

/* What is to be built. */
struct keyring {
    bool in_hardware;  /* the radio has CCMP and WEP-40 */
    bool no_provider;  /* software has nothing */
    bool controlled;   /* the port waits for a verdict */
    bool rsn;          /* the AP has an RSN element */
    bool ibss;         /* the desired BSS type is an independent BSS */
    uint32_t pairwise; /* suites of the association; 0: CCMP */
    uint32_t group;
    uint8_t key_count;             /* 0: the usual */
    const struct dot11_part *part; /* one more part */
};

/* A station that is started and not connected. */
void keyring_start(const struct keyring *with);
/* The same, associated with AP 0 of "net". */
void keyring_up(const struct keyring *with);
void keyring_join(void);
void keyring_leave(void);
/* Halt, and see that everything is back and no key is left. */
void keyring_end(void);

extern struct fake_ap keyring_ap;

/* CCMP keys made of `seed`: default key, and key-mapping key of the AP. */
struct dot11_key keyring_default(uint8_t key_id, uint8_t seed);
struct dot11_key keyring_mapping(enum dot11_key_direction direction,
                                 uint8_t seed);
/* The same key with another cipher. */
struct dot11_key keyring_as(struct dot11_key key, uint32_t cipher);
enum dot11_err keyring_set(struct dot11_key key);
enum dot11_err keyring_del(struct dot11_key key);
enum dot11_err keyring_find(struct dot11_key key);

/* Hand in an MSDU. False when it was refused. */
bool keyring_send(const uint8_t *da, uint16_t ethertype);
/* The last data frame that the radio got. */
const struct fake_tx *keyring_sent(void);
unsigned keyring_sent_count(void);
/* Is it protected, and by which key? Opened with that of `seed`. */
bool keyring_is_protected(const struct fake_tx *sent);
uint8_t keyring_key_id(const struct fake_tx *sent);
bool keyring_opens(const struct fake_tx *sent, uint32_t suite, uint8_t seed);

/* A data frame from the AP. */
struct keyring_rx {
    uint32_t suite; /* 0: CCMP */
    uint8_t seed;   /* of the key; 0: in clear */
    uint8_t key_id;
    bool group;         /* to all */
    uint64_t pn;        /* 0: the next of all */
    uint16_t ethertype; /* 0: KEYRING_TYPE */
    bool by_radio;      /* the radio opened it */
};

/* Was its MSDU delivered? */
bool keyring_hears(const struct keyring_rx *rx);
/* Was it dropped for this reason? */
bool keyring_drops(const struct keyring_rx *rx, enum dot11_drop drop);

#endif
