/* A Cortex-M: SysTick counts instructions, a painted stack shows how deep it
 * went, and Mbed TLS gets its memory from a static buffer.
 *
 * SPDX-License-Identifier: MIT
 * Symbols of the linker script are those of picolibc. */
#include "board.h"

#include <stdbool.h>

#include <mbedtls/memory_buffer_alloc.h>

/* Enough for the keys of a station and, in this image, of two access points:
 * about 400 octets for each key, and 1.5 KiB while a frame is worked on. */
#define CRYPTO_OCTETS 8192u

#define SYSTICK_CTRL (*(volatile uint32_t *)0xe000e010u)
#define SYSTICK_LOAD (*(volatile uint32_t *)0xe000e014u)
#define SYSTICK_VAL (*(volatile uint32_t *)0xe000e018u)
#define SYSTICK_WRAP 0x1000000u
/* QEMU with "-icount shift=0": an instruction takes a nanosecond, and this
 * board's clock of 25 MHz ticks every 40. */
#define INSTRUCTIONS_PER_TICK 40u

#define PAINT 0xa5a5a5a5u
/* What lies below the frame that paints is not in use yet, but for a little
 * that the compiler may have saved. */
#define PAINT_GAP 64u

extern uint32_t __stack[];
extern uint8_t __stack_size[]; /* its address is the size */
extern uint8_t __flash[], __text_end[];
extern uint8_t __data_start[], __data_end[];
extern uint8_t __bss_start[], __bss_end[];

void arm_systick_isr(void);

static uint8_t crypto_memory[CRYPTO_OCTETS];
static volatile uint32_t wraps;

void arm_systick_isr(void)
{
    wraps++;
}

static uint32_t *stack_limit(void)
{
    return __stack - (uintptr_t)__stack_size / sizeof(uint32_t);
}

static void paint_stack(void)
{
    volatile uint32_t here = 0;
    uintptr_t end = (uintptr_t)&here - PAINT_GAP;

    for (volatile uint32_t *at = stack_limit(); (uintptr_t)at < end; at++)
        *at = PAINT;
}

void board_init(void)
{
    paint_stack();
    SYSTICK_LOAD = SYSTICK_WRAP - 1;
    SYSTICK_VAL = 0;
    SYSTICK_CTRL = 7; /* the processor's clock, interrupt, enable */
    /* It reads 0 until its first tick. */
    while (SYSTICK_VAL == 0)
        ;
    mbedtls_memory_buffer_alloc_init(crypto_memory, sizeof crypto_memory);
}

uint64_t board_instructions(void)
{
    uint32_t before, value;

    /* The interrupt may come between the two readings. */
    do {
        before = wraps;
        value = SYSTICK_VAL;
    } while (before != wraps);
    return ((uint64_t)before * SYSTICK_WRAP + (SYSTICK_WRAP - 1 - value)) *
           INSTRUCTIONS_PER_TICK;
}

void board_memory(struct board_memory *memory)
{
    const uint32_t *deepest = stack_limit();

    while (*deepest == PAINT)
        deepest++;
    memory->code = (size_t)(__text_end - __flash);
    memory->data =
        (size_t)(__data_end - __data_start) + (size_t)(__bss_end - __bss_start);
    memory->crypto = sizeof crypto_memory;
    memory->stack = (size_t)(uintptr_t)__stack_size;
    memory->stack_used = (size_t)(__stack - deepest) * sizeof(uint32_t);
}
