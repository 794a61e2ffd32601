/* Memory that holds secrets: erase it for certain, compare it in one time.
 *
 * SPDX-License-Identifier: MIT */
#include "base/wipe.h"

#include <stdint.h>

/* A volatile store is a side effect, so it stays even when nothing reads the
 * memory again. */
void d11_wipe(void *octets, size_t len)
{
    volatile uint8_t *at = octets;

    while (len-- != 0)
        *at++ = 0;
}

/* Volatile loads keep the loop from being turned into one that stops at the
 * first difference. */
bool d11_equal_const_time(const void *a, const void *b, size_t len)
{
    const volatile uint8_t *x = a;
    const volatile uint8_t *y = b;
    uint8_t different = 0;
    size_t i;

    for (i = 0; i < len; i++)
        different = (uint8_t)(different | (x[i] ^ y[i]));
    return different == 0;
}

bool d11_is_zero_const_time(const void *octets, size_t len)
{
    const volatile uint8_t *at = octets;
    uint8_t all = 0;

    while (len-- != 0)
        all = (uint8_t)(all | *at++);
    return all == 0;
}
