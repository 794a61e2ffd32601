/* The rig with a provider, before and after each test of src/rx.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include "primitives.h"

static void *crypto;

int setup(void **state)
{
    (void)state;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    rig_setup(PRIMITIVES_OPS, crypto);
    return 0;
}

int setup_secure(void **state)
{
    (void)setup(state);
    rig_secure();
    return 0;
}

int teardown(void **state)
{
    (void)state;
    rig_teardown();
    primitives_free(crypto);
    return 0;
}
