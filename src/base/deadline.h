/* Points in time: sums that saturate, the earlier of two, is it due.
 *
 * SPDX-License-Identifier: MIT
 * Microseconds of the host's clock; D11_NEVER is later than all of them and
 * stays so whatever is added. */
#ifndef D11_BASE_DEADLINE_H
#define D11_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

/* `us` microseconds after `now_us`; never earlier than `now_us`. */
static inline uint64_t d11_time_after(uint64_t now_us, uint64_t us)
{
    return us > D11_NEVER - now_us ? D11_NEVER : now_us + us;
}

/* `tu` time units after `now_us`. */
static inline uint64_t d11_time_after_tu(uint64_t now_us, uint32_t tu)
{
    return d11_time_after(now_us, (uint64_t)tu * D11_TU_US);
}

/* The earlier of two deadlines. */
static inline uint64_t d11_deadline_min(uint64_t a_us, uint64_t b_us)
{
    return a_us < b_us ? a_us : b_us;
}

/* Has `at_us` come? D11_NEVER never has, not even at the end of time. */
static inline bool d11_deadline_due(uint64_t at_us, uint64_t now_us)
{
    return at_us != D11_NEVER && at_us <= now_us;
}

#endif
