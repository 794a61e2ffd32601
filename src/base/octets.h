/* Loads and stores of fixed octet order, and MAC addresses.
 *
 * SPDX-License-Identifier: MIT
 * Every access is by octet, so alignment and the machine's own order never
 * matter; compilers turn these into single instructions where they may. */
#ifndef D11_BASE_OCTETS_H
#define D11_BASE_OCTETS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint16_t d11_load_le16(const uint8_t *at)
{
    return (uint16_t)(at[0] | (at[1] << 8));
}

static inline uint32_t d11_load_le32(const uint8_t *at)
{
    return (uint32_t)at[0] | ((uint32_t)at[1] << 8) | ((uint32_t)at[2] << 16) |
           ((uint32_t)at[3] << 24);
}

static inline uint64_t d11_load_le64(const uint8_t *at)
{
    return (uint64_t)d11_load_le32(at) |
           ((uint64_t)d11_load_le32(at + 4) << 32);
}

static inline uint16_t d11_load_be16(const uint8_t *at)
{
    return (uint16_t)((at[0] << 8) | at[1]);
}

static inline uint32_t d11_load_be32(const uint8_t *at)
{
    return ((uint32_t)at[0] << 24) | ((uint32_t)at[1] << 16) |
           ((uint32_t)at[2] << 8) | (uint32_t)at[3];
}

static inline uint64_t d11_load_be64(const uint8_t *at)
{
    return ((uint64_t)d11_load_be32(at) << 32) |
           (uint64_t)d11_load_be32(at + 4);
}

static inline void d11_store_le16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void d11_store_le32(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static inline void d11_store_le64(uint8_t *at, uint64_t value)
{
    d11_store_le32(at, (uint32_t)value);
    d11_store_le32(at + 4, (uint32_t)(value >> 32));
}

static inline void d11_store_be16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void d11_store_be32(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

static inline void d11_store_be64(uint8_t *at, uint64_t value)
{
    d11_store_be32(at, (uint32_t)(value >> 32));
    d11_store_be32(at + 4, (uint32_t)value);
}

/* Addresses are six octets in transmission order; the group bit is the first
 * bit sent, bit 0 of the first octet (IEEE Std 802.11-2020, 9.2.4.3). */

static inline bool d11_addr_equal(const uint8_t *a, const uint8_t *b)
{
    return ((d11_load_le32(a) ^ d11_load_le32(b)) |
            (uint32_t)(d11_load_le16(a + 4) ^ d11_load_le16(b + 4))) == 0;
}

static inline bool d11_addr_is_group(const uint8_t *addr)
{
    return (addr[0] & 0x01) != 0;
}

static inline bool d11_addr_is_zero(const uint8_t *addr)
{
    return (d11_load_le32(addr) | d11_load_le16(addr + 4)) == 0;
}

static inline bool d11_addr_is_broadcast(const uint8_t *addr)
{
    return d11_load_le32(addr) == 0xffffffffu &&
           d11_load_le16(addr + 4) == 0xffffu;
}

static inline void d11_addr_copy(uint8_t *to, const uint8_t *from)
{
    memcpy(to, from, 6);
}

#endif
