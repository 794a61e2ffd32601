/* A crypto provider that notes every secret.
 *
 * SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/ec.h>

static struct {
    const struct dot11_crypto_ops *base;
    struct dot11_crypto_ops ops;
    struct dot11_ec_ops ec;
    struct {
        uint8_t octets[LEDGER_OCTETS];
        size_t len;
        bool is_public;
    } entries[LEDGER_ENTRIES];
    unsigned count;
} ledger;

static bool holds(const void *mem, size_t len, const void *secret,
                  size_t secret_len)
{
    const uint8_t *at = mem;

    for (size_t i = 0; i + secret_len <= len; i++) {
        if (memcmp(at + i, secret, secret_len) == 0)
            return true;
    }
    return false;
}

/* One octet again and again is a constant, and so is a small number. */
static bool is_plain(const uint8_t *octets, size_t len)
{
    unsigned changes = 0;

    for (size_t i = 1; i < len; i++)
        changes += octets[i] != octets[i - 1];
    return changes < LEDGER_SHORTEST / 2;
}

void ledger_note(const void *octets, size_t len)
{
    if (len > LEDGER_OCTETS)
        len = LEDGER_OCTETS;
    if (len < LEDGER_SHORTEST || is_plain(octets, len))
        return;
    for (unsigned i = 0; i < ledger.count; i++) {
        if (ledger.entries[i].len == len &&
            memcmp(ledger.entries[i].octets, octets, len) == 0)
            return;
    }
    assert_true(ledger.count < LEDGER_ENTRIES);
    memcpy(ledger.entries[ledger.count].octets, octets, len);
    ledger.entries[ledger.count].len = len;
    ledger.entries[ledger.count].is_public = false;
    ledger.count++;
}

/* --- The provider --------------------------------------------------------- */

static enum dot11_err key_init(void *crypto, void *key,
                               enum dot11_cipher_alg alg, const uint8_t *octets,
                               size_t len)
{
    ledger_note(octets, len);
    return ledger.base->key_init(crypto, key, alg, octets, len);
}

static enum dot11_err hmac(void *crypto, enum dot11_hash hash,
                           const uint8_t *key, size_t key_len,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t *out)
{
    ledger_note(key, key_len);
    return ledger.base->hmac(crypto, hash, key, key_len, parts, n, out);
}

static enum dot11_err cmac(void *crypto, const uint8_t *key, size_t key_len,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t out[16])
{
    ledger_note(key, key_len);
    return ledger.base->cmac(crypto, key, key_len, parts, n, out);
}

static enum dot11_err key_unwrap(void *crypto, const uint8_t *kek,
                                 size_t kek_len, const uint8_t *in, size_t len,
                                 uint8_t *out)
{
    ledger_note(kek, kek_len);
    return ledger.base->key_unwrap(crypto, kek, kek_len, in, len, out);
}

/* At once, so that what a function of the core calculates is noted, too. */
static enum dot11_err job_start(void *crypto, struct dot11_crypto_job *job)
{
    enum dot11_err err;

    if (job->kind == D11_JOB_RUN)
        return job->in.run.run(job, &ledger.ops, crypto);
    err = ledger.base->job_start(crypto, job);
    if (err == D11_OK)
        ledger_note(job->out, job->out_len);
    return err;
}

static size_t octets_of(uint16_t group)
{
    return group == D11_GROUP_P256 ? 32 : group == D11_GROUP_P384 ? 48 : 66;
}

static enum dot11_err mul(void *crypto, uint16_t group, const uint8_t *scalar,
                          const uint8_t *point, uint8_t *out)
{
    const size_t len = octets_of(group);
    enum dot11_err err;

    ledger_note(scalar, len);
    if (point != NULL)
        ledger_note(point, len);
    err = ledger.base->ec->mul(crypto, group, scalar, point, out);
    if (err == D11_OK)
        ledger_note(out, len);
    return err;
}

const struct dot11_crypto_ops *ledger_open(const struct dot11_crypto_ops *ops)
{
    memset(&ledger, 0, sizeof ledger);
    ledger.base = ops;
    ledger.ops = *ops;
    ledger.ec = *ops->ec;
    ledger.ec.mul = mul;
    ledger.ops.ec = &ledger.ec;
    ledger.ops.key_init = key_init;
    ledger.ops.hmac = hmac;
    ledger.ops.cmac = cmac;
    ledger.ops.key_unwrap = key_unwrap;
    ledger.ops.job_start = job_start;
    return &ledger.ops;
}

void ledger_close(void)
{
    memset(&ledger, 0, sizeof ledger);
}

/* --- What is a secret ----------------------------------------------------- */

/* A point of a commit, and the scalar that the other side works with, are
 * known to everybody. */
void ledger_publish(const void *octets, size_t len)
{
    for (unsigned i = 0; i < ledger.count; i++) {
        if (holds(octets, len, ledger.entries[i].octets, ledger.entries[i].len))
            ledger.entries[i].is_public = true;
    }
}

unsigned ledger_found(const void *mem, size_t len)
{
    unsigned found = 0;

    for (unsigned i = 0; i < ledger.count; i++)
        found +=
            !ledger.entries[i].is_public &&
            holds(mem, len, ledger.entries[i].octets, ledger.entries[i].len);
    return found;
}

unsigned ledger_count(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < ledger.count; i++)
        count += !ledger.entries[i].is_public;
    return count;
}
