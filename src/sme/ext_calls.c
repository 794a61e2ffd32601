/* The functions that a security extension calls; contracts are in ext.h. What
 * it asks for is checked here and carried out in ext_host.c. */
#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/octets.h"
#include "frame/llc.h"
#include "hw/cipher.h"
#include "hw/keys.h"
#include "hw/ops.h"
#include "sme/sme.h"

enum dot11_err d11_ext_may(const struct dot11_ext_host *host)
{
    if (host->env->in_op)
        return D11_ERR_BUSY;
    return host->ended ? D11_ERR_STATE : D11_OK;
}

/* Outside a handler nobody else will settle. */
void d11_ext_asked(struct dot11_ext_host *host)
{
    if (host->depth == 0)
        host->sme->hooks.settle(host->sme->hooks.arg);
}

void dot11_ext_crypto(struct dot11_ext_host *host,
                      const struct dot11_crypto_ops **ops, void **crypto)
{
    bool there = host->env->crypto_ops.size != 0;

    *ops = there ? &host->env->crypto_ops : NULL;
    *crypto = there ? host->env->config.crypto : NULL;
}

const void *dot11_ext_part(const struct dot11_ext_host *host, unsigned kind,
                           void **state)
{
    if (!d11_env_has_part(host->env, (enum d11_part_kind)kind))
        return NULL;
    *state = d11_vif_part(host->vif, (enum d11_part_kind)kind);
    return host->env->parts[kind]->ops;
}

uint16_t dot11_ext_ciphers(const struct dot11_ext_host *host)
{
    const struct d11_env *env = host->env;
    unsigned set = 0;

    for (uint32_t suite = D11_CIPHER_WEP40; suite <= D11_CIPHER_BIP_CMAC_256;
         suite++) {
        const struct d11_cipher *cipher = d11_env_cipher(env, suite);

        if (cipher != NULL && (d11_key_in_hardware(env, suite) ||
                               d11_key_in_software(env, cipher)))
            set |= D11_CIPHER_BIT(suite);
    }
    return (uint16_t)set;
}

void dot11_ext_own_addr(const struct dot11_ext_host *host,
                        uint8_t addr[D11_ADDR_LEN])
{
    d11_addr_copy(addr, host->vif->links[0].addr);
}

enum dot11_err dot11_ext_random(struct dot11_ext_host *host, uint8_t *buf,
                                size_t len)
{
    enum dot11_err err = d11_ext_may(host);

    return err == D11_OK ? d11_host_random(host->env, buf, len) : err;
}

enum dot11_err dot11_ext_set_ethertypes(struct dot11_ext_host *host,
                                        const uint16_t *types, size_t n)
{
    if (!host->may_set_types)
        return D11_ERR_STATE;
    if (n > D11_EXT_ETHERTYPES_MAX || (n != 0 && types == NULL))
        return D11_ERR_ARG;
    if (host->in_init) {
        memcpy(host->types, types, n * sizeof types[0]);
        host->type_count = (uint8_t)n;
        return D11_OK;
    }
    memcpy(host->vif->ethertypes, types, n * sizeof types[0]);
    host->vif->ethertype_count = (uint8_t)n;
    return D11_OK;
}

static void run_pre_done(struct dot11_ext_host *host,
                         struct d11_ext_command *command)
{
    d11_sme_pre_done(host->sme, command->u.pre_done);
}

enum dot11_err dot11_ext_pre_associate_done(struct dot11_ext_host *host,
                                            enum dot11_err err)
{
    enum dot11_err may = d11_ext_may(host);
    struct d11_ext_command *command;

    if (may != D11_OK)
        return may;
    if (!host->pre_pending)
        return D11_ERR_STATE;
    command = d11_ext_append(host, run_pre_done);
    if (command == NULL)
        return D11_ERR_FULL;
    host->pre_pending = false;
    host->may_set_types = false;
    command->u.pre_done = err;
    d11_ext_asked(host);
    return D11_OK;
}

static struct dot11_frame *copy_packet(struct dot11_ext_host *host,
                                       const uint8_t *data, size_t len)
{
    struct dot11_frame *frame =
        d11_host_frame(host->env, D11_TX_SECURITY_ROOM + len + D11_TX_TAILROOM);

    if (frame == NULL)
        return NULL;
    frame->data += D11_TX_SECURITY_ROOM;
    if (len != 0)
        memcpy(frame->data, data, len);
    frame->len = (uint32_t)len;
    host->env->stats.copies++;
    return frame;
}

static uint8_t free_send(const struct dot11_ext_host *host)
{
    uint8_t slot = 0;

    while (slot < D11_EXT_SENDS && host->sends[slot].used)
        slot++;
    return slot;
}

enum dot11_err dot11_ext_send(struct dot11_ext_host *host, uint32_t session_id,
                              uint16_t ethertype, const uint8_t *data,
                              size_t len, uint32_t cookie, uint32_t flags)
{
    enum dot11_err may = d11_ext_may(host);
    uint8_t slot = free_send(host);
    struct d11_ext_command *command;
    struct dot11_frame *frame;

    if (may != D11_OK)
        return may;
    if (d11_ext_peer(host, session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    if (len > D11_MSDU_MAX - D11_LLC_SNAP_LEN || (len != 0 && data == NULL) ||
        !d11_vif_is_security_type(host->vif, ethertype) ||
        ((flags & D11_EXT_SEND_PLAIN) != 0 && ethertype != D11_ETHERTYPE_EAPOL))
        return D11_ERR_ARG;
    if (slot == D11_EXT_SENDS || host->count == D11_EXT_COMMANDS)
        return D11_ERR_FULL;
    frame = copy_packet(host, data, len);
    if (frame == NULL)
        return D11_ERR_FULL;
    command = d11_ext_append(host, d11_ext_run_send);
    d11_assert(command != NULL);
    command->session_id = session_id;
    command->u.send.frame = frame;
    command->u.send.ethertype = ethertype;
    command->u.send.slot = slot;
    command->u.send.plain = (flags & D11_EXT_SEND_PLAIN) != 0;
    host->sends[slot].used = true;
    host->sends[slot].out = false;
    host->sends[slot].cookie = cookie;
    host->sends[slot].ours =
        (uint16_t)(((unsigned)host->next_send++ << 4) | (slot + 1u));
    d11_ext_asked(host);
    return D11_OK;
}

enum dot11_err dot11_ext_set_key(struct dot11_ext_host *host,
                                 const struct dot11_ext_key *key)
{
    struct d11_ext_command *command;
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (d11_ext_peer(host, key->session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    err = d11_key_install_check(&host->install, key);
    if (err != D11_OK)
        return err;
    command = d11_ext_append(host, d11_ext_run_set_key);
    if (command == NULL)
        return D11_ERR_FULL;
    command->session_id = key->session_id;
    command->u.set_key.key = *key;
    command->u.set_key.key.octets = NULL;
    memcpy(command->u.set_key.octets, key->octets, key->len);
    d11_ext_asked(host);
    return D11_OK;
}

static void run_verdict(struct dot11_ext_host *host,
                        struct d11_ext_command *command)
{
    if (d11_ext_peer(host, command->session_id) != NULL)
        d11_sme_verdict(host->sme, &command->u.verdict);
}

enum dot11_err dot11_ext_set_verdict(struct dot11_ext_host *host,
                                     const struct dot11_ext_verdict *verdict)
{
    enum dot11_err may = d11_ext_may(host);
    struct d11_ext_command *command;

    if (may != D11_OK)
        return may;
    if (d11_ext_peer(host, verdict->session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    command = d11_ext_append(host, run_verdict);
    if (command == NULL)
        return D11_ERR_FULL;
    command->session_id = verdict->session_id;
    command->u.verdict = *verdict;
    d11_ext_asked(host);
    return D11_OK;
}

/* Refused when the authentication is over meanwhile. */
static void run_auth(struct dot11_ext_host *host,
                     struct d11_ext_command *command)
{
    if (command->u.auth.round == host->auth_round)
        (void)d11_mlme_auth(host->sme->mlme,
                            command->u.auth.has_out ? &command->u.auth.out
                                                    : NULL,
                            command->u.auth.err);
}

enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err)
{
    enum dot11_err may = d11_ext_may(host);
    struct d11_ext_command *command;

    if (may != D11_OK)
        return may;
    if (!d11_mlme_may_auth(host->sme->mlme))
        return D11_ERR_STATE;
    command = d11_ext_append(host, run_auth);
    if (command == NULL)
        return D11_ERR_FULL;
    command->u.auth.round = host->auth_round;
    command->u.auth.has_out = out != NULL;
    if (out != NULL)
        command->u.auth.out = *out;
    command->u.auth.err = in_err;
    d11_ext_asked(host);
    return D11_OK;
}

static void run_job_done(struct dot11_ext_host *host,
                         struct d11_ext_command *command)
{
    d11_ext_job_done(host, command->u.job_done.job, command->u.job_done.err);
}

enum dot11_err dot11_ext_job_start(struct dot11_ext_host *host,
                                   struct dot11_crypto_job *job)
{
    struct d11_ext_command *command;
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (host->env->crypto_ops.job_start == NULL)
        return D11_ERR_UNSUPPORTED;
    if (job->state == D11_EXT_JOB_PENDING)
        return D11_ERR_BUSY;
    if (host->count == D11_EXT_COMMANDS)
        return D11_ERR_FULL;
    job->owner = host->owner;
    err = host->env->crypto_ops.job_start(host->env->config.crypto, job);
    if (err == D11_ERR_PENDING) {
        job->state = D11_EXT_JOB_PENDING;
        return D11_OK;
    }
    if (err != D11_OK)
        return err;
    command = d11_ext_append(host, run_job_done);
    command->u.job_done.job = job;
    command->u.job_done.err = D11_OK;
    d11_ext_asked(host);
    return D11_OK;
}

void dot11_ext_job_cancel(struct dot11_ext_host *host,
                          struct dot11_crypto_job *job)
{
    for (unsigned i = 0; i < host->count; i++) {
        struct d11_ext_command *command =
            &host->commands[(host->first + i) % D11_EXT_COMMANDS];

        if (command->run == run_job_done && command->u.job_done.job == job)
            command->run = NULL;
    }
    if (job->state != D11_EXT_JOB_PENDING)
        return;
    job->state = D11_EXT_JOB_IDLE;
    if (host->env->crypto_ops.job_cancel != NULL)
        host->env->crypto_ops.job_cancel(host->env->config.crypto, job);
}

void dot11_ext_set_deadline(struct dot11_ext_host *host, uint64_t at_us)
{
    bool nearer = at_us < host->deadline_us;

    host->deadline_us = at_us;
    if (nearer && host->depth == 0 && d11_ext_may(host) == D11_OK)
        d11_host_wake(host->env);
}

static void run_credentials(struct dot11_ext_host *host,
                            struct d11_ext_command *command)
{
    struct d11_sme_hooks *hooks = &host->sme->hooks;
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_NEED_CREDENTIALS;
    event.at_us = host->env->now_us;
    event.u.need_credentials.kind = command->u.value;
    hooks->emit(hooks->arg, &event);
}

enum dot11_err dot11_ext_need_credentials(struct dot11_ext_host *host,
                                          uint32_t kind)
{
    enum dot11_err may = d11_ext_may(host);
    struct d11_ext_command *command;

    if (may != D11_OK)
        return may;
    command = d11_ext_append(host, run_credentials);
    if (command == NULL)
        return D11_ERR_FULL;
    command->u.value = kind;
    d11_ext_asked(host);
    return D11_OK;
}
