/* The rig with a provider, before and after each test of src/tx.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#include <dot11_crypto_host.h>

static struct dot11_crypto_host *crypto;

int setup(void **state)
{
    (void)state;
    crypto = dot11_crypto_host_new(0);
    assert_non_null(crypto);
    rig_setup(dot11_crypto_host_ops(), crypto);
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
    dot11_crypto_host_free(crypto);
    return 0;
}
