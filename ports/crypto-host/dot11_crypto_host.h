/* libdot11: a crypto provider for hosts, over libsodium and OpenSSL 3.
 *
 * SPDX-License-Identifier: MIT
 *
 * libsodium gives random octets, SHA-256, SHA-512, their HMACs, wiping and
 * comparing; OpenSSL gives AES in all its modes, SHA-1, SHA-384, their HMACs
 * and PBKDF2.
 *
 *     struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);
 *     config.crypto_ops = dot11_crypto_host_ops();
 *     config.crypto = crypto;
 */
#ifndef DOT11_CRYPTO_HOST_H
#define DOT11_CRYPTO_HOST_H

#include <dot11/crypto.h>
#include <dot11/err.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The context of the table: one for each radio. */
struct dot11_crypto_host;

/** Run slow work (PBKDF2, about two milliseconds) on a thread of its own, so
 * that the caller's loop does not wait for it. Without this flag it is done
 * before job_start returns. */
#define DOT11_CRYPTO_HOST_WORKER 1u

/**
 * Make a context.
 * @param flags  0 or DOT11_CRYPTO_HOST_WORKER
 * @return NULL when a library or memory fails; give it back with
 *         dot11_crypto_host_free()
 */
struct dot11_crypto_host *dot11_crypto_host_new(unsigned flags);

/** End the worker and give back everything. No key state may be left and no
 * job be pending; NULL is taken. */
void dot11_crypto_host_free(struct dot11_crypto_host *host);

/** The table; constant, for any number of contexts. */
const struct dot11_crypto_ops *dot11_crypto_host_ops(void);

/**
 * Random octets, for `random` of the host's ops.
 * @return D11_OK or D11_ERR_RANDOM
 */
enum dot11_err dot11_crypto_host_random(uint8_t *buf, size_t len);

/**
 * A file descriptor that is readable while finished jobs wait for
 * dot11_crypto_host_next(); -1 without a worker. Not to be read or closed.
 */
int dot11_crypto_host_fd(const struct dot11_crypto_host *host);

/**
 * Take the next finished job.
 * @param err  its outcome, for dot11_crypto_job_done()
 * @return NULL when there is none
 */
struct dot11_crypto_job *dot11_crypto_host_next(struct dot11_crypto_host *host,
                                                enum dot11_err *err);

/**
 * Report all finished jobs to the radio. To be called in the radio's
 * serialisation when dot11_crypto_host_fd() is readable.
 */
static inline void dot11_crypto_host_poll(struct dot11_crypto_host *host,
                                          struct dot11_radio *radio,
                                          uint64_t now_us)
{
    struct dot11_crypto_job *job;
    enum dot11_err err;

    while ((job = dot11_crypto_host_next(host, &err)) != NULL)
        (void)dot11_crypto_job_done(radio, job, err, now_us);
}

#ifdef __cplusplus
}
#endif

#endif
