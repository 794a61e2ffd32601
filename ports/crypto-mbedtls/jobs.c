/* Slow work of the Mbed TLS provider: PBKDF2 (RFC 8018, 5.2), at once or a
 * slice at a time, so that a small processor can serve its radio between. */
#include "mbed.h"

#include <string.h>

#include <mbedtls/platform_util.h>

#define SHA1_LEN 20u

/* PBKDF2 on the way: which block, how many iterations of it are left. */
struct pbkdf2 {
    struct mbed_hmac hmac;
    uint8_t last[SHA1_LEN];
    uint8_t sum[SHA1_LEN];
    uint8_t done; /* octets of output that are final */
    uint16_t left;
    bool running;
};

struct dot11_crypto_mbedtls {
    struct dot11_crypto_job *first; /* the oldest; linked by `provider` */
    struct pbkdf2 work;             /* on `first`, when running */
    uint16_t slice;
    const struct dot11_crypto_ops *ops; /* for jobs that are functions */
};

/* The first iteration of the next block: over salt and block number. */
static int next_block(struct pbkdf2 *work, const struct dot11_crypto_job *job)
{
    const uint8_t number[4] = {0, 0, 0, (uint8_t)(work->done / SHA1_LEN + 1)};
    const struct dot11_octets parts[] = {
        {job->in.pbkdf2.ssid.octets, job->in.pbkdf2.ssid.len},
        {number, sizeof(number)},
    };
    int err;

    err = mbed_hmac_of(&work->hmac, parts, 2, work->last);
    memcpy(work->sum, work->last, SHA1_LEN);
    work->left = (uint16_t)(job->in.pbkdf2.iterations - 1);
    return err;
}

static int iterate(struct pbkdf2 *work)
{
    const struct dot11_octets last = {work->last, SHA1_LEN};
    size_t i;
    int err;

    err = mbed_hmac_of(&work->hmac, &last, 1, work->last);
    for (i = 0; i < SHA1_LEN; i++)
        work->sum[i] ^= work->last[i];
    work->left--;
    return err;
}

static int start(struct pbkdf2 *work, const struct dot11_crypto_job *job)
{
    int err;

    memset(work, 0, sizeof(*work));
    err = mbed_hmac_key(&work->hmac, D11_HASH_SHA1, job->in.pbkdf2.passphrase,
                        job->in.pbkdf2.passphrase_len);
    if (err == 0)
        err = next_block(work, job);
    work->running = true;
    return err;
}

/* Up to `slice` iterations; `*ended` when the output is complete. */
static int advance(struct pbkdf2 *work, struct dot11_crypto_job *job,
                   uint32_t slice, bool *ended)
{
    size_t now;
    int err = 0;

    *ended = false;
    while (err == 0 && slice-- > 0) {
        if (work->left > 0) {
            err = iterate(work);
            continue;
        }
        now = job->out_len - (size_t)work->done;
        if (now > SHA1_LEN)
            now = SHA1_LEN;
        memcpy(job->out + work->done, work->sum, now);
        work->done = (uint8_t)(work->done + now);
        if (work->done == job->out_len) {
            *ended = true;
            break;
        }
        err = next_block(work, job);
    }
    return err;
}

static void stop(struct pbkdf2 *work)
{
    if (work->running)
        mbed_hmac_free(&work->hmac);
    mbedtls_platform_zeroize(work, sizeof(*work));
}

static bool is_sound(const struct dot11_crypto_job *job)
{
    return job->out_len > 0 && job->out_len <= sizeof(job->out) &&
           job->in.pbkdf2.iterations > 0 &&
           job->in.pbkdf2.passphrase_len <= D11_PASSPHRASE_MAX &&
           job->in.pbkdf2.ssid.len <= D11_SSID_MAX;
}

static enum dot11_err at_once(struct dot11_crypto_job *job)
{
    struct pbkdf2 work;
    bool ended;
    int err;

    err = start(&work, job);
    if (err == 0)
        err = advance(&work, job, UINT32_MAX, &ended);
    stop(&work);
    return err == 0 ? D11_OK : D11_ERR_CRYPTO;
}

void mbed_job_use(struct dot11_crypto_mbedtls *context,
                  const struct dot11_crypto_ops *ops)
{
    context->ops = ops;
}

void mbed_job_append(struct dot11_crypto_mbedtls *context,
                     struct dot11_crypto_job *job)
{
    struct dot11_crypto_job *last;

    job->provider = NULL;
    if (context->first == NULL) {
        context->first = job;
        return;
    }
    for (last = context->first; last->provider != NULL;)
        last = last->provider;
    last->provider = job;
}

enum dot11_err mbed_job_start(void *crypto, struct dot11_crypto_job *job)
{
    if (job->kind != D11_JOB_PBKDF2_SHA1)
        return D11_ERR_UNSUPPORTED;
    if (!is_sound(job))
        return D11_ERR_CRYPTO;
    if (crypto == NULL)
        return at_once(job);
    mbed_job_append(crypto, job);
    return D11_ERR_PENDING;
}

void mbed_job_cancel(void *crypto, struct dot11_crypto_job *job)
{
    struct dot11_crypto_mbedtls *context = crypto;
    struct dot11_crypto_job *before;

    if (context == NULL || context->first == NULL)
        return;
    if (context->first == job) {
        context->first = job->provider;
        stop(&context->work);
    } else {
        before = context->first;
        while (before->provider != NULL && before->provider != job)
            before = before->provider;
        if (before->provider == job)
            before->provider = job->provider;
    }
    job->provider = NULL;
}

size_t dot11_crypto_mbedtls_size(void)
{
    return sizeof(struct dot11_crypto_mbedtls);
}

struct dot11_crypto_mbedtls *dot11_crypto_mbedtls_init(void *mem,
                                                       uint16_t slice)
{
    struct dot11_crypto_mbedtls *context = mem;

    memset(context, 0, sizeof(*context));
    context->slice = slice > 0 ? slice : 1;
    return context;
}

/* A function of the core is not cut into slices. */
static struct dot11_crypto_job *run_whole(struct dot11_crypto_mbedtls *crypto,
                                          struct dot11_crypto_job *job,
                                          bool *busy, enum dot11_err *err)
{
    mbed_job_cancel(crypto, job);
    *busy = crypto->first != NULL;
    *err = job->in.run.run(job, crypto->ops, crypto);
    return job;
}

struct dot11_crypto_job *
dot11_crypto_mbedtls_step(struct dot11_crypto_mbedtls *crypto, bool *busy,
                          enum dot11_err *err)
{
    struct dot11_crypto_job *job = crypto->first;
    bool ended = false;
    int failed = 0;

    *busy = job != NULL;
    if (job == NULL)
        return NULL;
    if (job->kind == D11_JOB_RUN)
        return run_whole(crypto, job, busy, err);
    if (!crypto->work.running)
        failed = start(&crypto->work, job);
    if (failed == 0)
        failed = advance(&crypto->work, job, crypto->slice, &ended);
    if (failed == 0 && !ended)
        return NULL;

    mbed_job_cancel(crypto, job);
    *busy = crypto->first != NULL;
    *err = failed == 0 ? D11_OK : D11_ERR_CRYPTO;
    return job;
}
