/*
 * Michael: the MIC of TKIP, over whole MSDUs.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2.3.
 */
#include "crypto/michael.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"

#define ADDR_LEN 6u
/* What ends the message, before zeroes to a whole number of words. */
#define END 0x5au

struct michael {
    uint32_t l;
    uint32_t r;
};

static uint32_t rotate(uint32_t value, unsigned left)
{
    return value << left | value >> (32u - left);
}

static uint32_t swap(uint32_t value)
{
    return (value & 0xff00ff00u) >> 8 | (value & 0x00ff00ffu) << 8;
}

/* The block function (Figure 12-11). */
static void block(struct michael *m, uint32_t word)
{
    m->l ^= word;
    m->r ^= rotate(m->l, 17);
    m->l += m->r;
    m->r ^= swap(m->l);
    m->l += m->r;
    m->r ^= rotate(m->l, 3);
    m->l += m->r;
    m->r ^= rotate(m->l, 30);
    m->l += m->r;
}

static void begin(struct michael *m, const uint8_t key[D11_MICHAEL_LEN])
{
    m->l = d11_load_le32(key);
    m->r = d11_load_le32(key + 4);
}

/* The last message: its whole words, the rest with the end mark, and one more
 * word of zeroes. */
static void finish(struct michael *m, const uint8_t *data, size_t len,
                   uint8_t mic[D11_MICHAEL_LEN])
{
    uint32_t last = END;
    size_t i;

    for (i = 0; i + 4 <= len; i += 4)
        block(m, d11_load_le32(data + i));
    while (len > i)
        last = last << 8 | data[--len];
    block(m, last);
    block(m, 0);
    d11_store_le32(mic, m->l);
    d11_store_le32(mic + 4, m->r);
    d11_wipe(m, sizeof(*m));
}

void d11_michael_raw(const uint8_t key[D11_MICHAEL_LEN], const uint8_t *data,
                     size_t len, uint8_t mic[D11_MICHAEL_LEN])
{
    struct michael m;

    begin(&m, key);
    finish(&m, data, len, mic);
}

void d11_michael(const uint8_t key[D11_MICHAEL_LEN],
                 const struct d11_michael_header *header, const uint8_t *data,
                 size_t len, uint8_t mic[D11_MICHAEL_LEN])
{
    uint8_t front[2u * ADDR_LEN];
    struct michael m;

    memcpy(front, header->da, ADDR_LEN);
    memcpy(front + ADDR_LEN, header->sa, ADDR_LEN);
    begin(&m, key);
    block(&m, d11_load_le32(front));
    block(&m, d11_load_le32(front + 4));
    block(&m, d11_load_le32(front + 8));
    block(&m, header->priority);
    finish(&m, data, len, mic);
}
