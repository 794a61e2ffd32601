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
uint64_t d11_time_after(uint64_t now_us, uint64_t us);

/* `tu` time units after `now_us`. */
uint64_t d11_time_after_tu(uint64_t now_us, uint32_t tu);

/* The earlier of two deadlines. */
uint64_t d11_deadline_min(uint64_t a_us, uint64_t b_us);

/* Has `at_us` come? D11_NEVER never has, not even at the end of time. */
bool d11_deadline_due(uint64_t at_us, uint64_t now_us);

#endif
