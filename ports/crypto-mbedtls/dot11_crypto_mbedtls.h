/* libdot11: a crypto provider over Mbed TLS 2.28 or 3.x, for firmware and
 * small hosts.
 *
 * SPDX-License-Identifier: MIT
 *
 * The context is only for slow work; with a NULL context it is done at once.
 * Mbed TLS takes memory for each key, through its own mbedtls_calloc(): with
 * config-firmware.h that comes out of a buffer which the firmware hands to
 * mbedtls_memory_buffer_alloc_init() first. A station needs about 400 octets
 * for each key and 1.5 KiB for a moment while it works on one.
 *
 * Random octets are not part of a provider; see host.h. */
#ifndef DOT11_CRYPTO_MBEDTLS_H
#define DOT11_CRYPTO_MBEDTLS_H

#include <dot11/crypto.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A context: slow work cut into slices. */
struct dot11_crypto_mbedtls;

/** The table; constant, for any number of contexts. */
const struct dot11_crypto_ops *dot11_crypto_mbedtls_ops(void);

/**
 * The same with curves, for SAE and OWE: bignum and ecp of the library are
 * linked too. A function of theirs runs as a whole in one step, which takes
 * most of a second on a small processor.
 */
const struct dot11_crypto_ops *dot11_crypto_mbedtls_ec_ops(void);

/** Octets of memory for a context. */
size_t dot11_crypto_mbedtls_size(void);

/**
 * Make a context in `mem`, which has dot11_crypto_mbedtls_size() octets and
 * the alignment of max_align_t.
 * @param slice  iterations of PBKDF2 for each call of
 *               dot11_crypto_mbedtls_step(), at least 1; a PSK takes 8192
 */
struct dot11_crypto_mbedtls *dot11_crypto_mbedtls_init(void *mem,
                                                       uint16_t slice);

/**
 * Do one slice of the oldest job, if there is one.
 * @param busy  set to whether there is more to do
 * @param err   outcome of the job that is returned
 * @return the job that this slice finished, for dot11_crypto_job_done(), or
 *         NULL
 */
struct dot11_crypto_job *
dot11_crypto_mbedtls_step(struct dot11_crypto_mbedtls *crypto, bool *busy,
                          enum dot11_err *err);

/**
 * Do one slice and report a finished job to the radio. To be called in the
 * radio's serialisation, whenever there is time.
 * @return whether there is more to do
 */
static inline bool
dot11_crypto_mbedtls_poll(struct dot11_crypto_mbedtls *crypto,
                          struct dot11_radio *radio, uint64_t now_us)
{
    struct dot11_crypto_job *job;
    enum dot11_err err;
    bool busy;

    job = dot11_crypto_mbedtls_step(crypto, &busy, &err);
    if (job != NULL)
        (void)dot11_crypto_job_done(radio, job, err, now_us);
    return busy;
}

#ifdef __cplusplus
}
#endif

#endif
