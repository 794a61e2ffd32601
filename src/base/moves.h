/* Which state of a machine may follow which.
 *
 * SPDX-License-Identifier: MIT
 * Each machine has a table `d11_NAME_moves` with a row for each state; debug
 * builds check every change against it, and docs/states.md shows it as a
 * picture. Release builds do not link it. */
#ifndef D11_BASE_MOVES_H
#define D11_BASE_MOVES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/assert.h"

/* A state that may follow, in a row of a table. */
#define MOVE(state) (uint16_t)(1u << (state))

/* To stay is no move. */
static inline bool d11_may_move(const uint16_t *moves, unsigned from,
                                unsigned to)
{
    return from == to || (moves[from] >> to & 1u) != 0;
}

#endif
