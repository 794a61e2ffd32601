/* A bounded writer: the one way to build octets for somebody else.
 *
 * SPDX-License-Identifier: MIT
 * Nothing here is inline: frames are composed rarely, and the checks would be
 * repeated for every field of them. */
#include "base/wr.h"

#include <string.h>

#include "base/octets.h"

void d11_wr_fail(struct d11_wr *wr)
{
    wr->end = wr->pos;
    wr->overflow = true;
}

uint8_t *d11_wr_take(struct d11_wr *wr, size_t len)
{
    uint8_t *at = wr->pos;

    if (len > d11_wr_left(wr)) {
        d11_wr_fail(wr);
        return NULL;
    }
    if (len != 0)
        wr->pos = at + len;
    return at;
}

void d11_wr_u8(struct d11_wr *wr, uint8_t value)
{
    uint8_t *at = d11_wr_take(wr, 1);

    if (at != NULL)
        at[0] = value;
}

void d11_wr_le16(struct d11_wr *wr, uint16_t value)
{
    uint8_t *at = d11_wr_take(wr, 2);

    if (at != NULL)
        d11_store_le16(at, value);
}

void d11_wr_le32(struct d11_wr *wr, uint32_t value)
{
    uint8_t *at = d11_wr_take(wr, 4);

    if (at != NULL)
        d11_store_le32(at, value);
}

void d11_wr_le64(struct d11_wr *wr, uint64_t value)
{
    uint8_t *at = d11_wr_take(wr, 8);

    if (at != NULL)
        d11_store_le64(at, value);
}

void d11_wr_be16(struct d11_wr *wr, uint16_t value)
{
    uint8_t *at = d11_wr_take(wr, 2);

    if (at != NULL)
        d11_store_be16(at, value);
}

void d11_wr_be32(struct d11_wr *wr, uint32_t value)
{
    uint8_t *at = d11_wr_take(wr, 4);

    if (at != NULL)
        d11_store_be32(at, value);
}

void d11_wr_be64(struct d11_wr *wr, uint64_t value)
{
    uint8_t *at = d11_wr_take(wr, 8);

    if (at != NULL)
        d11_store_be64(at, value);
}

void d11_wr_octets(struct d11_wr *wr, const void *octets, size_t len)
{
    uint8_t *at = d11_wr_take(wr, len);

    if (at != NULL && len != 0)
        memcpy(at, octets, len);
}

void d11_wr_zero(struct d11_wr *wr, size_t len)
{
    uint8_t *at = d11_wr_take(wr, len);

    if (at != NULL && len != 0)
        memset(at, 0, len);
}
