/* The vectors with Mbed TLS.
 *
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <dot11_crypto_mbedtls.h>

int main(void)
{
    return vectors_run("annex J, Mbed TLS", dot11_crypto_mbedtls_ops(), NULL);
}
