/* A host for an extension under test.
 *
 * SPDX-License-Identifier: MIT */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>
#include <dot11/rsn.h>

#include "hw/part.h"

static struct fake_command *append(struct dot11_ext_host *host,
                                   enum fake_kind kind)
{
    struct fake_command *command;

    assert_true(host->count < FAKE_COMMANDS);
    command = &host->list[host->count++];
    memset(command, 0, sizeof(*command));
    command->kind = kind;
    return command;
}

size_t fake_count(const struct dot11_ext_host *host, enum fake_kind kind)
{
    size_t found = 0;
    size_t i;

    for (i = 0; i < host->count; i++)
        found += host->list[i].kind == kind;
    return found;
}

const struct fake_command *fake_last(const struct dot11_ext_host *host,
                                     enum fake_kind kind)
{
    size_t i;

    for (i = host->count; i-- != 0;) {
        if (host->list[i].kind == kind)
            return &host->list[i];
    }
    fail_msg("no such command");
    return NULL;
}

void dot11_ext_crypto(struct dot11_ext_host *host,
                      const struct dot11_crypto_ops **ops, void **crypto)
{
    *ops = host->ops;
    *crypto = host->crypto;
}

bool dot11_ext_pmkid(struct dot11_ext_host *host,
                     const uint8_t bssid[D11_ADDR_LEN],
                     uint8_t pmkid[D11_PMKID_LEN])
{
    (void)bssid;
    if (host->has_pmkid)
        memset(pmkid, 0x77, D11_PMKID_LEN);
    return host->has_pmkid;
}

uint16_t dot11_ext_ciphers(const struct dot11_ext_host *host)
{
    return (uint16_t)~host->no_ciphers;
}

uint16_t dot11_ext_two_key_ciphers(const struct dot11_ext_host *host)
{
    return (uint16_t) ~(host->no_ciphers | host->one_key);
}

/* The only part that there may be. */
const void *dot11_ext_part(const struct dot11_ext_host *host, unsigned kind,
                           void **state)
{
    *state = NULL;
    return host->has_key_ids && kind == D11_PART_KEY_IDS
               ? dot11_extended_key_id.ops
               : NULL;
}

enum dot11_err dot11_ext_set_default_key_id(struct dot11_ext_host *host,
                                            uint32_t session_id, uint8_t key_id)
{
    struct fake_command *command = append(host, FAKE_USE_KEY);

    command->session_id = session_id;
    command->key.key_id = key_id;
    return D11_OK;
}

void dot11_ext_own_addr(const struct dot11_ext_host *host,
                        uint8_t addr[D11_ADDR_LEN])
{
    static const uint8_t own[D11_ADDR_LEN] = {2, 0, 0, 0, 0, 0x57};

    (void)host;
    memcpy(addr, own, sizeof(own));
}

enum dot11_err dot11_ext_random(struct dot11_ext_host *host, uint8_t *buf,
                                size_t len)
{
    size_t i;

    if (host->random_err != D11_OK)
        return host->random_err;
    for (i = 0; i < len; i++) {
        host->random_seed = host->random_seed * 1103515245u + 12345u;
        buf[i] = host->random_zero ? 0 : (uint8_t)(host->random_seed >> 16);
    }
    return D11_OK;
}

enum dot11_err dot11_ext_set_ethertypes(struct dot11_ext_host *host,
                                        const uint16_t *types, size_t n)
{
    assert_int_equal(n, 1);
    if (host->ethertypes_err == D11_OK)
        host->ethertype = types[0];
    return host->ethertypes_err;
}

enum dot11_err dot11_ext_pre_associate_done(struct dot11_ext_host *host,
                                            enum dot11_err err)
{
    append(host, FAKE_PRE_DONE)->err = err;
    return D11_OK;
}

enum dot11_err dot11_ext_send(struct dot11_ext_host *host, uint32_t session_id,
                              uint16_t ethertype, const uint8_t *data,
                              size_t len, uint32_t cookie, uint32_t flags)
{
    struct fake_command *command;

    if (host->send_err != D11_OK)
        return host->send_err;
    assert_true(len <= FAKE_DATA);
    command = append(host, FAKE_SEND);
    command->session_id = session_id;
    command->ethertype = ethertype;
    memcpy(command->data, data, len);
    command->len = len;
    command->cookie = cookie;
    command->flags = flags;
    return D11_OK;
}

enum dot11_err dot11_ext_set_key(struct dot11_ext_host *host,
                                 const struct dot11_ext_key *key)
{
    enum dot11_err err = key->pairwise ? host->pairwise_err : host->group_err;
    struct fake_command *command;

    if (err != D11_OK)
        return err;
    command = append(host, FAKE_SET_KEY);
    command->session_id = key->session_id;
    command->key = *key;
    command->key.octets = NULL;
    memcpy(command->data, key->octets, key->len);
    command->len = key->len;
    return D11_OK;
}

enum dot11_err dot11_ext_set_verdict(struct dot11_ext_host *host,
                                     const struct dot11_ext_verdict *verdict)
{
    struct fake_command *command;

    if (host->verdict_err != D11_OK)
        return host->verdict_err;
    command = append(host, FAKE_VERDICT);
    command->session_id = verdict->session_id;
    command->verdict = *verdict;
    return D11_OK;
}

enum dot11_err dot11_ext_job_start(struct dot11_ext_host *host,
                                   struct dot11_crypto_job *job)
{
    if (host->job_err != D11_OK)
        return host->job_err;
    assert_null(host->job);
    host->job = job;
    host->jobs_started++;
    return D11_OK;
}

void dot11_ext_job_cancel(struct dot11_ext_host *host,
                          struct dot11_crypto_job *job)
{
    assert_ptr_equal(host->job, job);
    host->job = NULL;
    host->jobs_cancelled++;
}

void dot11_ext_set_deadline(struct dot11_ext_host *host, uint64_t at_us)
{
    host->deadline_us = at_us;
}

/* The rigs of the handshakes have no authentication of their own. */
enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err)
{
    (void)host;
    (void)out;
    (void)in_err;
    return D11_ERR_STATE;
}

bool dot11_ext_can_group_mgmt(const struct dot11_ext_host *host,
                              uint32_t cipher)
{
    return (host->group_mgmt & D11_CIPHER_BIT(cipher)) != 0;
}

bool dot11_ext_can_mfp(const struct dot11_ext_host *host)
{
    return dot11_ext_can_group_mgmt(host, D11_CIPHER_BIP_CMAC_128);
}

enum dot11_err dot11_ext_channel(struct dot11_ext_host *host,
                                 uint32_t session_id,
                                 struct dot11_channel *channel)
{
    (void)session_id;
    *channel = host->channel;
    return D11_OK;
}

enum dot11_err dot11_ext_pinned(struct dot11_ext_host *host, uint8_t pins)
{
    (void)host;
    (void)pins;
    return D11_OK;
}
