/* An ordinary computer: the same example, to be debugged at a desk. It has no
 * figures to show, and Mbed TLS has the system's memory.
 *
 * SPDX-License-Identifier: MIT */
#include "board.h"

void board_init(void)
{
}

uint64_t board_instructions(void)
{
    return 0;
}

void board_memory(struct board_memory *memory)
{
    *memory = (struct board_memory){0};
}
