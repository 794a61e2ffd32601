/* The fuzzer's octets, read from front to back; zeroes behind the end.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input {
    const uint8_t *pos;
    const uint8_t *end;
};

static inline size_t input_left(const struct input *in)
{
    return (size_t)(in->end - in->pos);
}

static inline uint8_t input_u8(struct input *in)
{
    return in->pos == in->end ? 0 : *in->pos++;
}

static inline uint16_t input_u16(struct input *in)
{
    uint8_t low = input_u8(in);

    return (uint16_t)(low | input_u8(in) << 8);
}

/* At most `len` octets; `*taken` says how many there were. */
static inline const uint8_t *input_octets(struct input *in, size_t len,
                                          size_t *taken)
{
    const uint8_t *at = in->pos;

    *taken = len < input_left(in) ? len : input_left(in);
    in->pos += *taken;
    return at;
}

#endif
