/* The traffic indication map: who has frames waiting at the AP.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.5. */
#include "frame/tim.h"

#include <dot11/codes.h>

#include "base/rd.h"

/* Bitmap Control: bit 0 is the group traffic indicator, the rest is half the
 * octet offset of the partial bitmap, so the offset is that value without bit
 * 0 as it stands. */
#define CONTROL_GROUP 0x01u
#define CONTROL_OFFSET 0xfeu

bool d11_tim_decode(struct d11_tim *tim, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);
    uint8_t control;

    /* SEC-ELM-07. Only S1G has TIMs without a bitmap. */
    if (len < 4 || len > 254)
        return false;
    tim->dtim_count = d11_rd_u8(&rd);
    tim->dtim_period = d11_rd_u8(&rd);
    control = d11_rd_u8(&rd);
    tim->group = (control & CONTROL_GROUP) != 0;
    tim->bitmap_offset = (uint8_t)(control & CONTROL_OFFSET);
    tim->bitmap_len = (uint8_t)d11_rd_left(&rd);
    tim->bitmap = rd.pos;
    /* A period of 0 fails here too: no count is below it. */
    return tim->dtim_count < tim->dtim_period;
}

bool d11_tim_has_aid(const struct d11_tim *tim, uint16_t aid)
{
    unsigned octet = aid / 8u;

    if (aid == 0 || aid > D11_AID_MAX)
        return false;
    if (octet < tim->bitmap_offset ||
        octet - tim->bitmap_offset >= tim->bitmap_len)
        return false;
    return ((tim->bitmap[octet - tim->bitmap_offset] >> (aid % 8u)) & 1u) != 0;
}

void d11_tim_write(struct d11_wr *wr, uint8_t dtim_count, uint8_t dtim_period,
                   bool group, uint16_t aid)
{
    /* The offset is even, so the bitmap begins at an even octet. */
    unsigned offset = (aid / 8u) & CONTROL_OFFSET;
    unsigned len = aid / 8u - offset + 1;
    uint8_t bitmap[2] = {0};

    if (aid != 0)
        bitmap[len - 1] = (uint8_t)(1u << (aid % 8u));
    d11_wr_u8(wr, D11_EID_TIM);
    d11_wr_u8(wr, (uint8_t)(3 + len));
    d11_wr_u8(wr, dtim_count);
    d11_wr_u8(wr, dtim_period);
    d11_wr_u8(wr, (uint8_t)(offset | (group ? CONTROL_GROUP : 0u)));
    d11_wr_octets(wr, bitmap, len);
}
