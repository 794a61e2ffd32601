/* The vectors with OpenSSL and libsodium.
 *
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <dot11_crypto_host.h>

int main(void)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);
    int failed;

    if (crypto == NULL)
        return 1;
    failed = vectors_run("annex J, host", dot11_crypto_host_ops(), crypto);
    dot11_crypto_host_free(crypto);
    return failed;
}
