/* A bounded reader: the one way to take octets that somebody else sent.
 *
 * SPDX-License-Identifier: MIT
 * A read past the end gives zeroes and sets `truncated` for good, so a parser
 * checks once, after its last field. Pointer arithmetic over received octets
 * lives here and in wr.h. */
#ifndef D11_BASE_RD_H
#define D11_BASE_RD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/octets.h"

/* Reader over octets that the caller owns. */
struct d11_rd {
    const uint8_t *pos; /* next octet */
    const uint8_t *end; /* one past the last */
    bool truncated;     /* something was asked for that is not there */
};

/* A reader over `len` octets at `octets`, which may be NULL when len is 0. */
static inline struct d11_rd d11_rd_over(const uint8_t *octets, size_t len)
{
    /* An empty reader over NULL must not add to NULL. */
    struct d11_rd rd = {octets, len != 0 ? octets + len : octets, false};

    return rd;
}

/* Octets not yet read. */
static inline size_t d11_rd_left(const struct d11_rd *rd)
{
    return (size_t)(rd->end - rd->pos);
}

/* Step over `len` octets and return where they are. A short reader gives
 * NULL, keeps nothing to read and is truncated. */
static inline const uint8_t *d11_rd_take(struct d11_rd *rd, size_t len)
{
    const uint8_t *at = rd->pos;

    if (len > d11_rd_left(rd)) {
        rd->pos = rd->end;
        rd->truncated = true;
        return NULL;
    }
    if (len != 0)
        rd->pos = at + len;
    return at;
}

static inline void d11_rd_skip(struct d11_rd *rd, size_t len)
{
    (void)d11_rd_take(rd, len);
}

static inline uint8_t d11_rd_u8(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 1);

    return at != NULL ? at[0] : 0;
}

static inline uint16_t d11_rd_le16(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 2);

    return at != NULL ? d11_load_le16(at) : 0;
}

static inline uint32_t d11_rd_le32(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 4);

    return at != NULL ? d11_load_le32(at) : 0;
}

static inline uint64_t d11_rd_le64(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 8);

    return at != NULL ? d11_load_le64(at) : 0;
}

static inline uint16_t d11_rd_be16(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 2);

    return at != NULL ? d11_load_be16(at) : 0;
}

static inline uint32_t d11_rd_be32(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 4);

    return at != NULL ? d11_load_be32(at) : 0;
}

static inline uint64_t d11_rd_be64(struct d11_rd *rd)
{
    const uint8_t *at = d11_rd_take(rd, 8);

    return at != NULL ? d11_load_be64(at) : 0;
}

#endif
