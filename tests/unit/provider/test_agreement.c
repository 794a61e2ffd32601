/* Two providers over unrelated libraries agree octet for octet.
 *
 * SPDX-License-Identifier: MIT */
#include "run_provider.h"

#include <dot11_crypto_host.h>
#include <dot11_crypto_mbedtls.h>

static int setup(void **state)
{
    (void)state;
    run_provider.ops = dot11_crypto_host_ops();
    run_provider.crypto = dot11_crypto_host_new(0);
    run_provider.other = dot11_crypto_mbedtls_ec_ops();
    run_provider.other_crypto = NULL;
    return run_provider.crypto == NULL;
}

static int teardown(void **state)
{
    (void)state;
    dot11_crypto_host_free(run_provider.crypto);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_bursts_equal_single_frames),
        cmocka_unit_test(its_curves_are_as_published),
    };

    return cmocka_run_group_tests_name("crypto-host and crypto-mbedtls", tests,
                                       setup, teardown);
}
