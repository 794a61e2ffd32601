/* Points in time: sums that saturate, the earlier of two, is it due.
 *
 * SPDX-License-Identifier: MIT
 * Nothing here is inline: arithmetic of 64 bits is long where registers have
 * 32, and none of it runs for a frame. */
#include "base/deadline.h"

uint64_t d11_time_after(uint64_t now_us, uint64_t us)
{
    return us > D11_NEVER - now_us ? D11_NEVER : now_us + us;
}

uint64_t d11_time_after_tu(uint64_t now_us, uint32_t tu)
{
    return d11_time_after(now_us, (uint64_t)tu * D11_TU_US);
}

uint64_t d11_deadline_min(uint64_t a_us, uint64_t b_us)
{
    return a_us < b_us ? a_us : b_us;
}

bool d11_deadline_due(uint64_t at_us, uint64_t now_us)
{
    return at_us != D11_NEVER && at_us <= now_us;
}
