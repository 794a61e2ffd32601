/*
 * The silent variant of base/assert.h, for release and firmware builds: the
 * condition is not evaluated, so it must not have side effects.
 */
#ifndef D11_BASE_RELEASE_ASSERT_CONFIG_H
#define D11_BASE_RELEASE_ASSERT_CONFIG_H

#define d11_assert(cond) ((void)0)

#endif
