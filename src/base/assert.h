/*
 * A promise that the core makes to itself.
 *
 * d11_assert() is for what no input can cause: a broken invariant of our own.
 * A bad frame or a bad argument is answered with a counter or an error code.
 *
 * The build chooses the variant by the include path, because src/ has no
 * conditional compilation: src/base/debug checks and reports, src/base/release
 * does not even evaluate the condition.
 */
#ifndef D11_BASE_ASSERT_H
#define D11_BASE_ASSERT_H

#include "assert_config.h"

#endif
