/* What the tests of src/crypto share: a provider, keys and frames.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_CRYPTO_FIXTURE_H
#define UNIT_CRYPTO_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11_crypto_mbedtls.h>

#include "crypto/ccmp.h"

#define FIXTURE_KEYS 4u
#define FIXTURE_FRAMES 16u
#define FIXTURE_FRAME_MAX 256u

/* The provider of these tests; they may swap single entries. */
extern struct dot11_crypto_ops fixture_ops;
/* Key slots, bound to state memory by fixture_reset(). */
extern struct d11_key fixture_keys[FIXTURE_KEYS];
/* Buffers and descriptors of a burst. */
extern uint8_t fixture_mpdus[FIXTURE_FRAMES][FIXTURE_FRAME_MAX];
extern struct d11_ccmp_frame fixture_frames[FIXTURE_FRAMES];

/* Start afresh: cmocka setup and teardown of each test. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* A key whose octets follow from `seed`, to be changed before it is set. */
struct d11_key_params fixture_params(uint8_t seed);

/* Install it in a slot as pairwise key with id 0. */
void fixture_key(size_t slot, uint32_t suite, uint8_t seed);

/* Scratch for `count` frames in one call of the provider. */
struct d11_ccmp_scratch *fixture_scratch(size_t count);

/* Write frame `i`: QoS data of TID `tid` with a body of `body_len` octets,
 * ready to be sealed with the key of `slot`. */
void fixture_frame(size_t i, size_t slot, uint8_t tid, size_t body_len);

/* Whether the body of frame `i` is the plaintext that was written. */
bool fixture_is_plain(size_t i);

/* Seal the first `n` frames, then make them ready to be opened. */
void fixture_seal(size_t n);

#endif
