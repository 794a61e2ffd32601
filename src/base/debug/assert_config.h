/*
 * The checking variant of base/assert.h, for debug, test and fuzz builds.
 */
#ifndef D11_BASE_DEBUG_ASSERT_CONFIG_H
#define D11_BASE_DEBUG_ASSERT_CONFIG_H

/*
 * Supplied by whoever links a debug build of the core (tests/support/assert.c
 * in this project): the core has no way to print or to end a program. It must
 * not return.
 */
_Noreturn void dot11_assert_failed(const char *condition, const char *file,
                                   int line);

#define d11_assert(cond)                                                       \
    ((cond) ? (void)0 : dot11_assert_failed(#cond, __FILE__, __LINE__))

#endif
