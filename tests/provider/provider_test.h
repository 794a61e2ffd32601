/* One test that any crypto provider is run through, a user's own too.
 *
 * SPDX-License-Identifier: MIT
 *
 * Needs the public headers and nothing else, so it runs on a desktop and on
 * bare metal alike:
 *
 *     struct provider_test test = {
 *         .ops = my_ops, .crypto = my_context, .fail = print_it, .step = 1,
 *     };
 *     return provider_test_all(&test) ? 0 : 1;
 *
 * What a provider does not support (a key_size of 0, a NULL entry,
 * D11_ERR_UNSUPPORTED for a hash) is left out and counted in `skipped`. It
 * takes 40 KiB of static memory, so one test runs at a time. */
#ifndef PROVIDER_TEST_H
#define PROVIDER_TEST_H

#include <stdbool.h>

#include <dot11/crypto.h>

struct provider_test {
    const struct dot11_crypto_ops *ops; /* the table under test */
    void *crypto;                       /* and its context */

    /* A second provider to compare sealed frames with, or NULL. */
    const struct dot11_crypto_ops *other;
    void *other_crypto;

    /* Bring a pending job to its end and say how it ended; NULL when
     * job_start never answers D11_ERR_PENDING. */
    enum dot11_err (*finish)(void *arg, struct dot11_crypto_job *job);

    /* A claim does not hold; `where` says in which vector, job or octet. */
    void (*fail)(void *arg, const char *claim, size_t where);
    void *arg;

    /* 1 tries every length and every octet; n tries each nth. */
    unsigned step;

    /* Results. */
    unsigned long checks;
    unsigned long failures;
    unsigned long skipped;
};

/* The parts; each gives whether it added no failure. */
bool provider_test_table(struct provider_test *test);
bool provider_test_hashes(struct provider_test *test);
bool provider_test_key_wrap(struct provider_test *test);
bool provider_test_counter_mode(struct provider_test *test);
bool provider_test_slow_work(struct provider_test *test);
bool provider_test_curves(struct provider_test *test);
bool provider_test_errands(struct provider_test *test);
bool provider_test_frame_vectors(struct provider_test *test);
bool provider_test_bursts(struct provider_test *test);
bool provider_test_forgeries(struct provider_test *test);
bool provider_test_lengths(struct provider_test *test);

/* All of them. */
bool provider_test_all(struct provider_test *test);

#endif
