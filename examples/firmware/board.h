/* What the example asks of the board it runs on: figures, and memory for the
 * crypto library. A station needs none of the figures.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FIRMWARE_BOARD_H
#define FIRMWARE_BOARD_H

#include <stddef.h>
#include <stdint.h>

/** Once, before anything else. */
void board_init(void);

/** Instructions executed since board_init(); 0: cannot tell. */
uint64_t board_instructions(void);

/** Octets; all 0 when the board cannot tell. */
struct board_memory {
    size_t code;       /**< instructions and constants, in flash */
    size_t data;       /**< everything static, in RAM; there is no heap */
    size_t crypto;     /**< of that: for the crypto library */
    size_t stack;      /**< set aside for the stack */
    size_t stack_used; /**< the most that was ever used of it */
};

/** What the image takes. */
void board_memory(struct board_memory *memory);

#endif
