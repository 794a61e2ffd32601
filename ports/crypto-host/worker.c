/* Slow work of the host provider: at once, or on a thread.
 *
 * A job is in one place at a time: the queue, the worker's hands or the list
 * of finished ones, linked through its `provider` pointer. The worker computes
 * on a copy, so a job can be cancelled, and its memory be reused, at any
 * moment without waiting. */
#include "host.h"

#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

struct list {
    struct dot11_crypto_job *first;
    struct dot11_crypto_job *last; /* when there is a first */
};

struct worker {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    struct list queue;
    struct list done;
    struct dot11_crypto_job *current; /* NULL: idle, or it was cancelled */
    struct dot11_crypto_host *host;   /* the thread's own primitives */
    union {
        struct dot11_crypto_job job;
        uint8_t octets[D11_JOB_RUN_MAX];
        max_align_t align;
    } copy; /* the thread's */
    int stop;
    int pipe[2]; /* one octet in it while `done` is not empty */
};

/* Octets of the memory that a job works on. */
static size_t size_of(const struct dot11_crypto_job *job)
{
    return job->kind == D11_JOB_RUN ? job->in.run.size : sizeof(*job);
}

static enum dot11_err compute(struct dot11_crypto_host *host,
                              struct dot11_crypto_job *job)
{
    if (job->kind == D11_JOB_RUN)
        return job->in.run.run(job, dot11_crypto_host_ops(), host);
    if (job->out_len > sizeof(job->out) ||
        PKCS5_PBKDF2_HMAC_SHA1(
            (const char *)job->in.pbkdf2.passphrase,
            job->in.pbkdf2.passphrase_len, job->in.pbkdf2.ssid.octets,
            job->in.pbkdf2.ssid.len, job->in.pbkdf2.iterations, job->out_len,
            job->out) != 1)
        return D11_ERR_CRYPTO;
    return D11_OK;
}

static void list_append(struct list *list, struct dot11_crypto_job *job)
{
    job->provider = NULL;
    if (list->first == NULL)
        list->first = job;
    else
        list->last->provider = job;
    list->last = job;
}

static struct dot11_crypto_job *list_take(struct list *list)
{
    struct dot11_crypto_job *job = list->first;

    if (job != NULL) {
        list->first = job->provider;
        job->provider = NULL;
    }
    return job;
}

static void list_remove(struct list *list, const struct dot11_crypto_job *job)
{
    struct list rest = {NULL, NULL};
    struct dot11_crypto_job *other;

    while ((other = list_take(list)) != NULL) {
        if (other != job)
            list_append(&rest, other);
    }
    *list = rest;
}

/* Make the descriptor readable. The pipe has room: it holds one octet at
 * most. */
static void announce(const struct worker *worker)
{
    const uint8_t octet = 0;
    ssize_t written = write(worker->pipe[1], &octet, sizeof(octet));

    (void)written;
}

/* The outcome of a finished job waits in its out_len: 0 means failed. */
static void finish(struct worker *worker, struct dot11_crypto_job *job,
                   const struct dot11_crypto_job *copy, enum dot11_err err)
{
    if (err == D11_OK) {
        memcpy(job->out, copy->out, copy->out_len);
        memcpy((uint8_t *)job + sizeof(*job),
               (const uint8_t *)copy + sizeof(*copy),
               size_of(copy) - sizeof(*copy));
    } else {
        job->out_len = 0;
    }
    if (worker->done.first == NULL)
        announce(worker);
    list_append(&worker->done, job);
}

static void *work(void *arg)
{
    struct worker *worker = arg;
    struct dot11_crypto_job *copy = &worker->copy.job;
    struct dot11_crypto_job *job;
    enum dot11_err err;

    pthread_mutex_lock(&worker->lock);
    while (!worker->stop) {
        job = list_take(&worker->queue);
        if (job == NULL) {
            pthread_cond_wait(&worker->wake, &worker->lock);
            continue;
        }
        worker->current = job;
        memcpy(copy, job, size_of(job));
        pthread_mutex_unlock(&worker->lock);
        err = compute(worker->host, copy);
        pthread_mutex_lock(&worker->lock);
        if (worker->current == job)
            finish(worker, job, copy, err);
        worker->current = NULL;
        sodium_memzero(&worker->copy, sizeof(worker->copy));
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

struct worker *crypto_host_worker_new(void)
{
    struct worker *worker = calloc(1, sizeof(*worker));

    if (worker == NULL)
        return NULL;
    worker->host = dot11_crypto_host_new(0);
    if (worker->host == NULL || pipe(worker->pipe) != 0)
        goto no_pipe;
    if (fcntl(worker->pipe[0], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(worker->pipe[1], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(worker->pipe[0], F_SETFD, FD_CLOEXEC) != 0 ||
        fcntl(worker->pipe[1], F_SETFD, FD_CLOEXEC) != 0)
        goto no_lock;
    if (pthread_mutex_init(&worker->lock, NULL) != 0)
        goto no_lock;
    if (pthread_cond_init(&worker->wake, NULL) != 0)
        goto no_cond;
    if (pthread_create(&worker->thread, NULL, work, worker) != 0)
        goto no_thread;
    return worker;

no_thread:
    pthread_cond_destroy(&worker->wake);
no_cond:
    pthread_mutex_destroy(&worker->lock);
no_lock:
    close(worker->pipe[0]);
    close(worker->pipe[1]);
no_pipe:
    dot11_crypto_host_free(worker->host);
    free(worker);
    return NULL;
}

void crypto_host_worker_free(struct worker *worker)
{
    if (worker == NULL)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->stop = 1;
    worker->current = NULL;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    close(worker->pipe[0]);
    close(worker->pipe[1]);
    dot11_crypto_host_free(worker->host);
    free(worker);
}

int crypto_host_worker_fd(const struct worker *worker)
{
    return worker->pipe[0];
}

/* Take the octet out of the pipe once no finished job is left. */
static void drain(struct worker *worker)
{
    uint8_t octet;

    if (worker->done.first == NULL) {
        while (read(worker->pipe[0], &octet, sizeof(octet)) > 0)
            ;
    }
}

struct dot11_crypto_job *crypto_host_worker_next(struct worker *worker,
                                                 enum dot11_err *err)
{
    struct dot11_crypto_job *job;

    pthread_mutex_lock(&worker->lock);
    job = list_take(&worker->done);
    drain(worker);
    pthread_mutex_unlock(&worker->lock);
    if (job != NULL)
        *err = job->out_len != 0 ? D11_OK : D11_ERR_CRYPTO;
    return job;
}

/* Its memory is copied in whole, and what became of it waits in out_len. */
static bool is_sound(const struct dot11_crypto_job *job)
{
    if (job->kind == D11_JOB_RUN)
        return job->in.run.size >= sizeof(*job) &&
               job->in.run.size <= D11_JOB_RUN_MAX && job->out_len != 0;
    return job->out_len != 0 && job->out_len <= sizeof(job->out) &&
           job->in.pbkdf2.iterations != 0;
}

enum dot11_err crypto_host_job_start(void *crypto, struct dot11_crypto_job *job)
{
    struct dot11_crypto_host *host = crypto;
    struct worker *worker = host->worker;

    if (job->kind >= D11_JOB_KIND_COUNT)
        return D11_ERR_UNSUPPORTED;
    if (!is_sound(job))
        return D11_ERR_CRYPTO;
    if (worker == NULL)
        return compute(host, job);

    pthread_mutex_lock(&worker->lock);
    list_append(&worker->queue, job);
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    return D11_ERR_PENDING;
}

void crypto_host_job_cancel(void *crypto, struct dot11_crypto_job *job)
{
    struct dot11_crypto_host *host = crypto;
    struct worker *worker = host->worker;

    if (worker == NULL)
        return;
    pthread_mutex_lock(&worker->lock);
    if (worker->current == job)
        worker->current = NULL;
    list_remove(&worker->queue, job);
    list_remove(&worker->done, job);
    drain(worker);
    pthread_mutex_unlock(&worker->lock);
}
