/* Memory that holds secrets: erase it for certain, compare it in one time.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_BASE_WIPE_H
#define D11_BASE_WIPE_H

#include <stdbool.h>
#include <stddef.h>

/* Set `len` octets to zero in a way that no optimiser may leave out. */
void d11_wipe(void *octets, size_t len);

/* Are `len` octets the same? The time depends on `len` alone. */
bool d11_equal_const_time(const void *a, const void *b, size_t len);

/* Are `len` octets all zero? The time depends on `len` alone. */
bool d11_is_zero_const_time(const void *octets, size_t len);

#endif
