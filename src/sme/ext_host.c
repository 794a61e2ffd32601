#include "sme/ext_host.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "hw/caps.h"
#include "hw/ops.h"

/* How long a new pairwise key waits for message 4 to leave the radio. */
#define SENT_WAIT_US 100000u
/* In front of the payload of a security packet: MAC header with QoS, cipher
 * header, LLC/SNAP; behind it: MIC. */
#define SEND_HEADROOM 42u
#define SEND_TAILROOM 16u
/* States of a crypto job. */
enum { JOB_IDLE, JOB_PENDING };

static void enter(struct dot11_ext_host *host)
{
    host->depth++;
}

static void leave(struct dot11_ext_host *host)
{
    host->depth--;
}

/* Outside a handler nobody else will settle. */
static void asked(struct dot11_ext_host *host)
{
    if (host->depth == 0)
        host->hooks.settle(host->hooks.arg);
}

static struct d11_ext_command *append(struct dot11_ext_host *host,
                                      enum d11_ext_command_kind kind)
{
    struct d11_ext_command *command;

    if (host->count == D11_EXT_COMMANDS)
        return NULL;
    command = &host->commands[(host->first + host->count) % D11_EXT_COMMANDS];
    host->count++;
    memset(command, 0, sizeof *command);
    command->kind = kind;
    return command;
}

static struct d11_peer *peer_of(struct dot11_ext_host *host,
                                uint32_t session_id)
{
    for (unsigned i = 0; i < host->vif->peer_count; i++) {
        struct d11_peer *peer = &host->vif->peers[i];

        if (session_id != 0 && peer->session_id == session_id)
            return peer;
    }
    return NULL;
}

static void sent(struct dot11_ext_host *host, uint8_t slot,
                 enum dot11_err err)
{
    if (slot >= D11_EXT_SENDS || !host->sends[slot].used)
        return;
    host->sends[slot].used = false;
    if (host->ops->send_done == NULL)
        return;
    enter(host);
    host->ops->send_done(host->state, host->sends[slot].cookie, err,
                         host->env->now_us);
    leave(host);
}

/* Give up everything on the list that belongs to a session (0: all of it). */
static void drop_commands(struct dot11_ext_host *host, uint32_t session_id)
{
    unsigned n = host->count;
    struct d11_ext_command kept;

    for (unsigned i = 0; i < n; i++) {
        struct d11_ext_command *command = &host->commands[host->first];

        kept = *command;
        d11_wipe(command, sizeof *command);
        host->first = (uint8_t)((host->first + 1u) % D11_EXT_COMMANDS);
        host->count--;
        if (session_id != 0 && kept.session_id != session_id) {
            host->commands[(host->first + host->count) % D11_EXT_COMMANDS] =
                kept;
            host->count++;
            continue;
        }
        if (kept.kind == D11_EXT_SEND) {
            d11_host_free(host->env, &kept.u.send.frame, 1);
            sent(host, kept.u.send.slot, D11_ERR_CANCELLED);
        }
    }
    d11_wipe(&kept, sizeof kept);
}

static void give_up_key(struct dot11_ext_host *host)
{
    if (!host->key_pending)
        return;
    host->key_pending = false;
    d11_key_install_cancel(&host->install);
    d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, false);
}

enum dot11_err d11_ext_init(struct dot11_ext_host *host, struct d11_ops *ops)
{
    enum dot11_err err;

    host->deadline_us = D11_NEVER;
    host->wait_us = D11_NEVER;
    d11_key_install_init(&host->install, ops, host->vif);
    host->may_set_types = true;
    host->in_init = true;
    enter(host);
    err = host->ops->init(host->state, host);
    leave(host);
    host->may_set_types = false;
    host->in_init = false;
    return err;
}

void d11_ext_deinit(struct dot11_ext_host *host)
{
    give_up_key(host);
    drop_commands(host, 0);
    enter(host);
    host->ops->deinit(host->state);
    leave(host);
    d11_wipe(host->state, host->ops->state_size);
}

/* Carrying out. */

static void run_send(struct dot11_ext_host *host,
                     const struct d11_ext_command *command)
{
    struct d11_peer *peer = peer_of(host, command->session_id);
    struct dot11_frame *frame = command->u.send.frame;
    uint8_t slot = command->u.send.slot;
    enum dot11_err err;

    if (peer == NULL) {
        d11_host_free(host->env, &frame, 1);
        sent(host, slot, D11_ERR_LOST);
        return;
    }
    err = d11_tx_security(host->tx, host->vif, peer,
                          command->u.send.ethertype, frame,
                          command->u.send.plain, host->sends[slot].ours);
    if (err != D11_OK)
        sent(host, slot, err);
}

static void key_installed(void *arg, enum dot11_err err)
{
    struct dot11_ext_host *host = arg;
    uint32_t session_id = host->install.peer->session_id;

    host->key_pending = false;
    d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, false);
    if (err == D11_OK)
        return;
    /* SEC-PRT-05: no verdict follows a key that is not there. */
    drop_commands(host, session_id);
    if (host->ops->key_failed == NULL)
        return;
    enter(host);
    host->ops->key_failed(host->state, session_id, err, host->env->now_us);
    leave(host);
}

static bool sends_out(const struct dot11_ext_host *host)
{
    for (unsigned i = 0; i < D11_EXT_SENDS; i++) {
        if (host->sends[i].used)
            return true;
    }
    return false;
}

/* Message 4 goes unprotected: hardware that protects everything from the
 * moment it has the key must not have it before message 4 left. */
static bool must_wait(struct dot11_ext_host *host,
                      const struct d11_ext_command *command)
{
    const struct dot11_ext_key *key = &command->u.set_key.key;

    if (!key->pairwise || !sends_out(host) ||
        host->env->hw_ops.set_key == NULL ||
        !d11_caps_cipher(host->env->caps, key->cipher))
        return false;
    if (host->wait_us == D11_NEVER)
        host->wait_us = d11_time_after(host->env->now_us, SENT_WAIT_US);
    return !d11_deadline_due(host->wait_us, host->env->now_us);
}

static void run_set_key(struct dot11_ext_host *host,
                        struct d11_ext_command *command)
{
    struct d11_peer *peer = peer_of(host, command->session_id);
    struct dot11_ext_key *key = &command->u.set_key.key;

    if (peer == NULL)
        return;
    key->octets = command->u.set_key.octets;
    host->key_pending = true;
    d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, true);
    d11_key_install(&host->install, peer, key, key_installed, host);
}

static void run_one(struct dot11_ext_host *host,
                    struct d11_ext_command *command)
{
    switch (command->kind) {
    case D11_EXT_SEND: run_send(host, command); break;
    case D11_EXT_SET_KEY: run_set_key(host, command); break;
    case D11_EXT_VERDICT:
        if (peer_of(host, command->session_id) != NULL)
            host->hooks.verdict(host->hooks.arg, &command->u.verdict);
        break;
    case D11_EXT_PRE_DONE:
        host->hooks.pre_done(host->hooks.arg, command->u.pre_done);
        break;
    case D11_EXT_JOB_DONE:
        d11_ext_job_done(host, command->u.job_done.job,
                         command->u.job_done.err);
        break;
    case D11_EXT_NOTHING: break;
    case D11_EXT_CREDENTIALS:
        host->hooks.credentials(host->hooks.arg, command->u.credentials);
        break;
    }
}

bool d11_ext_run(struct dot11_ext_host *host)
{
    struct d11_ext_command command;
    bool did = false;

    while (host->count != 0 && !host->key_pending) {
        struct d11_ext_command *first = &host->commands[host->first];

        if (first->kind == D11_EXT_SET_KEY && must_wait(host, first))
            break;
        host->wait_us = D11_NEVER;
        command = *first;
        d11_wipe(first, sizeof *first);
        host->first = (uint8_t)((host->first + 1u) % D11_EXT_COMMANDS);
        host->count--;
        run_one(host, &command);
        did = true;
    }
    d11_wipe(&command, sizeof command);
    return did;
}

void d11_ext_tick(struct dot11_ext_host *host)
{
    if (!d11_deadline_due(host->deadline_us, host->env->now_us))
        return;
    host->deadline_us = D11_NEVER;
    if (host->ops->tick == NULL)
        return;
    enter(host);
    host->ops->tick(host->state, host->env->now_us);
    leave(host);
}

uint64_t d11_ext_deadline(const struct dot11_ext_host *host)
{
    return d11_deadline_min(host->deadline_us, host->wait_us);
}

/* Handlers. */

static void use_types(struct dot11_ext_host *host)
{
    memcpy(host->vif->ethertypes, host->types, sizeof host->types);
    host->vif->ethertype_count = host->type_count;
}

enum dot11_err d11_ext_pre_associate(struct dot11_ext_host *host,
                                     const struct dot11_ssid *ssid,
                                     const void *profile, size_t len)
{
    enum dot11_err err;

    use_types(host);
    host->may_set_types = true;
    host->pre_pending = true;
    enter(host);
    err = host->ops->pre_associate(host->state, ssid, profile, len,
                                   host->env->now_us);
    leave(host);
    if (err != D11_ERR_PENDING)
        host->pre_pending = false;
    host->may_set_types = host->pre_pending;
    return err;
}

enum dot11_err d11_ext_authenticate(struct dot11_ext_host *host,
                                    const struct dot11_bss *bss,
                                    const struct dot11_ext_auth *in,
                                    struct dot11_ext_auth *out)
{
    enum dot11_err err;

    if (host->ops->authenticate == NULL)
        return D11_ERR_UNSUPPORTED;
    enter(host);
    err = host->ops->authenticate(host->state, bss, in, out,
                                  host->env->now_us);
    leave(host);
    return err;
}

enum dot11_err d11_ext_post_associate(struct dot11_ext_host *host,
                                      const struct dot11_ext_assoc *assoc)
{
    enum dot11_err err;

    enter(host);
    err = host->ops->post_associate(host->state, assoc, host->env->now_us);
    leave(host);
    return err;
}

void d11_ext_stop(struct dot11_ext_host *host, uint32_t session_id)
{
    give_up_key(host);
    enter(host);
    drop_commands(host, session_id);
    host->ops->stop_post_associate(host->state, session_id);
    drop_commands(host, session_id);
    leave(host);
}

void d11_ext_reset(struct dot11_ext_host *host)
{
    give_up_key(host);
    enter(host);
    drop_commands(host, 0);
    for (uint8_t slot = 0; slot < D11_EXT_SENDS; slot++)
        sent(host, slot, D11_ERR_CANCELLED);
    host->ops->reset(host->state);
    drop_commands(host, 0);
    leave(host);
    host->pre_pending = false;
    host->may_set_types = false;
    host->deadline_us = D11_NEVER;
    host->wait_us = D11_NEVER;
    host->vif->ethertype_count = 0;
}

enum dot11_drop d11_ext_receive(struct dot11_ext_host *host,
                                const struct dot11_ext_packet *packet)
{
    enum dot11_drop drop;

    enter(host);
    drop = host->ops->receive(host->state, packet, host->env->now_us);
    leave(host);
    return drop;
}

void d11_ext_job_done(struct dot11_ext_host *host,
                      struct dot11_crypto_job *job, enum dot11_err err)
{
    job->state = JOB_IDLE;
    if (host->ops->job_done == NULL)
        return;
    enter(host);
    host->ops->job_done(host->state, job, err, host->env->now_us);
    leave(host);
}

void d11_ext_sent(struct dot11_ext_host *host, uint16_t cookie, bool acked)
{
    unsigned slot = (cookie & 0xfu) - 1u;

    if (slot < D11_EXT_SENDS && host->sends[slot].used &&
        host->sends[slot].ours == cookie)
        sent(host, (uint8_t)slot, acked ? D11_OK : D11_ERR_LOST);
}

/* Host functions; contracts are in ext.h. */

void dot11_ext_crypto(struct dot11_ext_host *host,
                      const struct dot11_crypto_ops **ops, void **crypto)
{
    bool there = host->env->crypto_ops.size != 0;

    *ops = there ? &host->env->crypto_ops : NULL;
    *crypto = there ? host->env->config.crypto : NULL;
}

enum dot11_err dot11_ext_random(struct dot11_ext_host *host, uint8_t *buf,
                                size_t len)
{
    return d11_host_random(host->env, buf, len);
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

enum dot11_err dot11_ext_pre_associate_done(struct dot11_ext_host *host,
                                            enum dot11_err err)
{
    struct d11_ext_command *command;

    if (!host->pre_pending)
        return D11_ERR_STATE;
    command = append(host, D11_EXT_PRE_DONE);
    if (command == NULL)
        return D11_ERR_FULL;
    host->pre_pending = false;
    host->may_set_types = false;
    command->u.pre_done = err;
    asked(host);
    return D11_OK;
}

static struct dot11_frame *copy_packet(struct dot11_ext_host *host,
                                       const uint8_t *data, size_t len)
{
    struct dot11_frame *frame =
        d11_host_frame(host->env, SEND_HEADROOM + len + SEND_TAILROOM);

    if (frame == NULL)
        return NULL;
    frame->data += SEND_HEADROOM;
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
    uint8_t slot = free_send(host);
    struct d11_ext_command *command;
    struct dot11_frame *frame;

    if (peer_of(host, session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    if (len > D11_MSDU_MAX || (len != 0 && data == NULL) ||
        !d11_vif_is_security_type(host->vif, ethertype) ||
        ((flags & D11_EXT_SEND_PLAIN) != 0 &&
         ethertype != D11_ETHERTYPE_EAPOL))
        return D11_ERR_ARG;
    if (slot == D11_EXT_SENDS || host->count == D11_EXT_COMMANDS)
        return D11_ERR_FULL;
    frame = copy_packet(host, data, len);
    if (frame == NULL)
        return D11_ERR_FULL;
    command = append(host, D11_EXT_SEND);
    d11_assert(command != NULL);
    command->session_id = session_id;
    command->u.send.frame = frame;
    command->u.send.ethertype = ethertype;
    command->u.send.slot = slot;
    command->u.send.plain = (flags & D11_EXT_SEND_PLAIN) != 0;
    host->sends[slot].used = true;
    host->sends[slot].cookie = cookie;
    host->sends[slot].ours =
        (uint16_t)(((unsigned)host->next_send++ << 4) | (slot + 1u));
    asked(host);
    return D11_OK;
}

enum dot11_err dot11_ext_set_key(struct dot11_ext_host *host,
                                 const struct dot11_ext_key *key)
{
    struct d11_ext_command *command;
    enum dot11_err err;

    if (peer_of(host, key->session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    err = d11_key_install_check(&host->install, key);
    if (err != D11_OK)
        return err;
    command = append(host, D11_EXT_SET_KEY);
    if (command == NULL)
        return D11_ERR_FULL;
    command->session_id = key->session_id;
    command->u.set_key.key = *key;
    command->u.set_key.key.octets = NULL;
    memcpy(command->u.set_key.octets, key->octets, key->len);
    asked(host);
    return D11_OK;
}

enum dot11_err dot11_ext_set_verdict(struct dot11_ext_host *host,
                                     const struct dot11_ext_verdict *verdict)
{
    struct d11_ext_command *command;

    if (peer_of(host, verdict->session_id) == NULL)
        return D11_ERR_NOT_FOUND;
    command = append(host, D11_EXT_VERDICT);
    if (command == NULL)
        return D11_ERR_FULL;
    command->session_id = verdict->session_id;
    command->u.verdict = *verdict;
    asked(host);
    return D11_OK;
}

enum dot11_err dot11_ext_auth(struct dot11_ext_host *host,
                              const struct dot11_ext_auth *out,
                              enum dot11_err in_err)
{
    enum dot11_err err;

    if (host->depth != 0)
        return D11_ERR_BUSY;
    err = host->hooks.auth(host->hooks.arg, out, in_err);
    asked(host);
    return err;
}

enum dot11_err dot11_ext_job_start(struct dot11_ext_host *host,
                                   struct dot11_crypto_job *job)
{
    struct d11_ext_command *command;
    enum dot11_err err;

    if (host->env->crypto_ops.job_start == NULL)
        return D11_ERR_UNSUPPORTED;
    if (job->state == JOB_PENDING)
        return D11_ERR_BUSY;
    if (host->count == D11_EXT_COMMANDS)
        return D11_ERR_FULL;
    job->owner = host->owner;
    err = host->env->crypto_ops.job_start(host->env->config.crypto, job);
    if (err == D11_ERR_PENDING) {
        job->state = JOB_PENDING;
        return D11_OK;
    }
    if (err != D11_OK)
        return err;
    command = append(host, D11_EXT_JOB_DONE);
    command->u.job_done.job = job;
    command->u.job_done.err = D11_OK;
    asked(host);
    return D11_OK;
}

void dot11_ext_job_cancel(struct dot11_ext_host *host,
                          struct dot11_crypto_job *job)
{
    for (unsigned i = 0; i < host->count; i++) {
        struct d11_ext_command *command =
            &host->commands[(host->first + i) % D11_EXT_COMMANDS];

        if (command->kind == D11_EXT_JOB_DONE &&
            command->u.job_done.job == job) {
            command->kind = D11_EXT_NOTHING;
        }
    }
    if (job->state != JOB_PENDING)
        return;
    job->state = JOB_IDLE;
    if (host->env->crypto_ops.job_cancel != NULL)
        host->env->crypto_ops.job_cancel(host->env->config.crypto, job);
}

void dot11_ext_set_deadline(struct dot11_ext_host *host, uint64_t at_us)
{
    host->deadline_us = at_us;
}

enum dot11_err dot11_ext_need_credentials(struct dot11_ext_host *host,
                                          uint32_t kind)
{
    struct d11_ext_command *command = append(host, D11_EXT_CREDENTIALS);

    if (command == NULL)
        return D11_ERR_FULL;
    command->u.credentials = kind;
    asked(host);
    return D11_OK;
}
