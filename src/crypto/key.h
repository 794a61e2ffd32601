/*
 * One key: installed once, counted for ever.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3, 12.7.6.4, 12.7.7. A key that was installed in
 * a slot is never installed there again, whatever message brings it, because
 * that would start its packet numbers anew; so a slot remembers the keys it
 * had, as fingerprints, until the slot itself is wiped.
 */
#ifndef D11_CRYPTO_KEY_H
#define D11_CRYPTO_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/crypto.h>

#include "crypto/cipher.h"
#include "crypto/replay.h"

/* Properties of an installed key. */
enum {
    D11_KEY_PAIRWISE = 1u << 0,    /* protects individually addressed frames */
    D11_KEY_GROUP = 1u << 1,       /* GTK, key id 0..3 */
    D11_KEY_IGTK = 1u << 2,        /* key id 4 or 5 */
    D11_KEY_BIGTK = 1u << 3,       /* key id 6 or 7 */
    D11_KEY_TX = 1u << 4,          /* may protect frames that we send */
    D11_KEY_SPP_AMSDU = 1u << 5,   /* A-MSDU Present is authenticated */
    D11_KEY_HW = 1u << 6,          /* the radio has it */
    D11_KEY_HW_PN_CHECK = 1u << 7, /* the radio checks packet numbers of each
                                      TID and of each fragment */
    D11_KEY_HW_PN_TX = 1u << 8,    /* the radio counts packet numbers that we
                                      send; software must not */
    D11_KEY_HW_HEADER = 1u << 9,   /* the radio makes the cipher header */
    D11_KEY_HW_MIC = 1u << 10,     /* the radio makes the MIC */
    D11_KEY_NO_REPLAY = 1u << 11,  /* its cipher has no packet numbers that
                                      could be judged */
    D11_KEY_SHARED = 1u << 12,     /* serves frames to one and to groups */
    D11_KEY_KIND_MASK = 0xf        /* exactly one of the first four is set */
};

/* Keys that a slot remembers having had, the present one among them, and
 * octets kept of each. */
#define D11_KEY_PAST 4u
#define D11_KEY_PRINT_LEN 8u

/* A slot for a key. */
struct d11_key {
    const struct d11_cipher *cipher; /* NULL when no key is installed */
    void *state;         /* provider's key state: memory bound to the slot */
    size_t state_size;   /* octets of it */
    uint64_t tx_pn;      /* the last one used; the first one sent is 1 */
    uint32_t generation; /* grows with each install and wipe of the slot */
    uint16_t flags;      /* D11_KEY_* */
    uint8_t key_id;      /* 0..7 */
    bool software;       /* `state` holds a key state */
    uint8_t past_next;   /* where in `past` the next one goes */
    uint16_t hw_slot;    /* the radio's name of it, with D11_KEY_HW */
    uint8_t octets[D11_KEY_LEN_MAX]; /* for the compare and for the radio */
    uint8_t past[D11_KEY_PAST][D11_KEY_PRINT_LEN];
    struct d11_replay rx;
};

/* A key to be installed. */
struct d11_key_params {
    uint32_t suite; /* D11_CIPHER_* */
    uint16_t flags; /* D11_KEY_* */
    uint8_t key_id;
    bool software;         /* make a key state for the provider */
    const uint8_t *octets; /* borrowed */
    size_t len;            /* must be the cipher's */
    uint64_t rx_pn;        /* authenticated RSC or IPN; 0 for pairwise keys */
    const struct d11_cipher *cipher; /* of a part; NULL: look `suite` up */
};

/* Make an empty slot. `state` has d11_cipher_state_size() octets and belongs
 * to the slot from now on; NULL when the slot never works in software. */
void d11_key_init(struct d11_key *key, void *state, size_t state_size);

/*
 * Install a key in a slot.
 *
 * `*fresh` is false when the slot has, or ever had, these very octets under
 * this key id: then nothing changed, the radio must not be told either, and
 * the handshake goes on as if it had been installed.
 *
 * @return D11_OK; D11_ERR_ARG for a wrong length or key id, an all-zero key
 *         or flags without exactly one kind; D11_ERR_UNSUPPORTED for a cipher
 *         that is not known or that the provider lacks; these changed
 *         nothing. D11_ERR_CRYPTO when the provider failed: the slot is empty
 */
enum dot11_err d11_key_set(struct d11_key *key,
                           const struct d11_key_params *params,
                           const struct dot11_crypto_ops *ops, void *crypto,
                           bool *fresh);

/* Has the slot, or had it, the key of `params` under its id? False also when
 * the provider failed. */
bool d11_key_knows(const struct d11_key *key,
                   const struct d11_key_params *params,
                   const struct dot11_crypto_ops *ops, void *crypto);

/* Is this the very key that is installed now? In constant time. */
bool d11_key_equals(const struct d11_key *key, uint8_t key_id,
                    const uint8_t *octets, size_t len);

/* Remove the key from the slot, but remember that it was there: for a key that
 * ends while the association goes on. */
void d11_key_clear(struct d11_key *key, const struct dot11_crypto_ops *ops,
                   void *crypto);

/* Remove the key and all memory of it and of earlier ones: for the end of an
 * association. The slot stays bound to its state memory. */
void d11_key_wipe(struct d11_key *key, const struct dot11_crypto_ops *ops,
                  void *crypto);

/* Whether there is a key that may protect frames we send. */
static inline bool d11_key_can_send(const struct d11_key *key)
{
    return key->cipher != NULL && (key->flags & D11_KEY_TX) != 0;
}

/*
 * Take the next `count` packet numbers of a key, all or none.
 * @param first  the first of them
 * @return false when the key has not that many left, when the radio owns its
 *         packet numbers or when it may not send; nothing changed then
 */
bool d11_key_take_pn(struct d11_key *key, uint32_t count, uint64_t *first);

/* The radio may have used packet numbers up to `step` beyond what we know:
 * never use these again (a hardware reset). */
void d11_key_skip_pn(struct d11_key *key, uint32_t step);

/* No packet number is left: rekey or disconnect. */
bool d11_key_spent(const struct d11_key *key);

#endif
