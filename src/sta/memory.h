/* The caller's memory, handed out piece by piece.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_STA_MEMORY_H
#define D11_STA_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/config.h>

struct dot11_radio;
struct dot11_sta;

/* The strictest alignment of anything that is carved. */
#define D11_CARVE_ALIGNMENT _Alignof(max_align_t)

/* Memory handed out from front to back; with `at` NULL it only counts. */
struct d11_carver {
    uint8_t *at;
    size_t used;
};

/* The next piece; NULL while counting. */
void *d11_carve(struct d11_carver *carver, size_t size);

/* Everything of a radio, in one order for counting and for building; what
 * belongs to its stations is only set aside. */
struct dot11_radio *d11_carve_radio(struct d11_carver *carver,
                                    const struct dot11_config *config);

/* Give station number `i`, which is all zeroes, what belongs to it. What it
 * left there stays as it is. */
void d11_carve_sta(struct dot11_sta *sta, struct dot11_radio *radio,
                   unsigned i);

#endif
