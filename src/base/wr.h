/* A bounded writer: the one way to build octets for somebody else.
 *
 * SPDX-License-Identifier: MIT
 * A write that does not fit writes nothing, sets `overflow` for good and
 * leaves no room, so a composer checks once, after its last field. */
#ifndef D11_BASE_WR_H
#define D11_BASE_WR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writer into octets that the caller owns. */
struct d11_wr {
    uint8_t *start; /* first octet written */
    uint8_t *pos;   /* next octet */
    uint8_t *end;   /* one past the last that may be written */
    bool overflow;  /* something did not fit */
};

/* A writer into `cap` octets at `octets`. */
static inline struct d11_wr d11_wr_over(uint8_t *octets, size_t cap)
{
    struct d11_wr wr = {octets, octets, cap != 0 ? octets + cap : octets,
                        false};

    return wr;
}

/* Octets written so far; meaningless once `overflow` is set. */
static inline size_t d11_wr_len(const struct d11_wr *wr)
{
    return (size_t)(wr->pos - wr->start);
}

/* Octets that still fit. */
static inline size_t d11_wr_left(const struct d11_wr *wr)
{
    return (size_t)(wr->end - wr->pos);
}

/* Give up: what is being written cannot be said in its format. */
void d11_wr_fail(struct d11_wr *wr);

/* Step over `len` octets, which the caller fills; NULL when they do not fit.
 * After an overflow nothing fits any more, however short. */
uint8_t *d11_wr_take(struct d11_wr *wr, size_t len);

void d11_wr_u8(struct d11_wr *wr, uint8_t value);
void d11_wr_le16(struct d11_wr *wr, uint16_t value);
void d11_wr_le32(struct d11_wr *wr, uint32_t value);
void d11_wr_le64(struct d11_wr *wr, uint64_t value);
void d11_wr_be16(struct d11_wr *wr, uint16_t value);
void d11_wr_be32(struct d11_wr *wr, uint32_t value);
void d11_wr_be64(struct d11_wr *wr, uint64_t value);

/* Copy `len` octets; `octets` may be NULL when len is 0. */
void d11_wr_octets(struct d11_wr *wr, const void *octets, size_t len);

/* `len` zeroes. */
void d11_wr_zero(struct d11_wr *wr, size_t len);

#endif
