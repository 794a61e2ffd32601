/*
 * What a failed d11_assert() does in a test: say which promise broke, and end
 * the program so that no test can go on and pass.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/debug/assert_config.h"

_Noreturn void dot11_assert_failed(const char *condition, const char *file,
                                   int line)
{
    (void)fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, condition);
    abort();
}
