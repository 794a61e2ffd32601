/* The crypto provider of tests: the one for ordinary systems, or
 * Mbed TLS where a build for another system has only that.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_PRIMITIVES_H
#define TEST_PRIMITIVES_H

#ifdef PRIMITIVES_MBEDTLS

#include <dot11_crypto_mbedtls.h>

#define PRIMITIVES_OPS dot11_crypto_mbedtls_ec_ops()

/* Without a context all work is done at once. */
static inline enum dot11_err primitives_new(void **crypto)
{
    *crypto = NULL;
    return D11_OK;
}

static inline void primitives_free(void *crypto)
{
    (void)crypto;
}

#else

#include <dot11_crypto_host.h>

#define PRIMITIVES_OPS dot11_crypto_host_ops()

static inline enum dot11_err primitives_new(void **crypto)
{
    *crypto = dot11_crypto_host_new(0);
    return *crypto != NULL ? D11_OK : D11_ERR_MEMORY;
}

static inline void primitives_free(void *crypto)
{
    dot11_crypto_host_free(crypto);
}

#endif

#endif
