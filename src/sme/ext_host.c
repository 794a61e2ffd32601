#include "sme/ext_host.h"

#include <stddef.h>
#include <string.h>

#include <dot11/codes.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "hw/caps.h"
#include "hw/ibss.h"
#include "hw/ops.h"

/* How long a new pairwise key waits for message 4 to leave the radio. */
#define SENT_WAIT_US 100000u
static void enter(struct dot11_ext_host *host)
{
    host->depth++;
}

static void leave(struct dot11_ext_host *host)
{
    host->depth--;
}

struct d11_ext_command *d11_ext_append(struct dot11_ext_host *host,
                                       d11_ext_run_fn *run)
{
    struct d11_ext_command *command;

    if (host->count == D11_EXT_COMMANDS)
        return NULL;
    command = &host->commands[(host->first + host->count) % D11_EXT_COMMANDS];
    host->count++;
    memset(command, 0, sizeof *command);
    command->run = run;
    return command;
}

struct d11_peer *d11_ext_peer(struct dot11_ext_host *host, uint32_t session_id)
{
    if (session_id == 0 ||
        (session_id != host->session_id && !host->vif->links[0].ibss))
        return NULL;
    for (unsigned i = 0; i < host->vif->peer_count; i++) {
        struct d11_peer *peer = &host->vif->peers[i];

        if (peer->session_id == session_id)
            return peer;
    }
    return NULL;
}

static void sent(struct dot11_ext_host *host, uint8_t slot, enum dot11_err err)
{
    if (slot >= D11_EXT_SENDS || !host->sends[slot].used)
        return;
    host->sends[slot].used = false;
    if (host->ops->send_done == NULL ||
        host->sends[slot].cookie == D11_EXT_NO_COOKIE)
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
        if (kept.run == d11_ext_run_send) {
            d11_host_free(host->env, &kept.u.send.frame, 1);
            sent(host, kept.u.send.slot, D11_ERR_CANCELLED);
        }
    }
    d11_wipe(&kept, sizeof kept);
    host->wait_us = D11_NEVER;
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

    memset(host, 0, offsetof(struct dot11_ext_host, owner));
    host->deadline_us = D11_NEVER;
    host->wait_us = D11_NEVER;
    memset(host->sends, 0, sizeof host->sends);
    d11_key_install_init(&host->install, ops, host->vif);
    host->may_set_types = true;
    host->in_init = true;
    enter(host);
    err = host->ops->init(host->state, host);
    leave(host);
    host->may_set_types = false;
    host->in_init = false;
    if (err != D11_OK) {
        host->ended = true;
        drop_commands(host, 0);
        d11_wipe(host->state, host->ops->state_size);
    }
    return err;
}

void d11_ext_deinit(struct dot11_ext_host *host)
{
    give_up_key(host);
    drop_commands(host, 0);
    host->ended = true;
    enter(host);
    host->ops->deinit(host->state);
    leave(host);
    d11_wipe(host->state, host->ops->state_size);
}

/* Carrying out. */

void d11_ext_run_send(struct dot11_ext_host *host,
                      struct d11_ext_command *command)
{
    struct d11_peer *peer = d11_ext_peer(host, command->session_id);
    struct dot11_frame *frame = command->u.send.frame;
    uint8_t slot = command->u.send.slot;
    enum dot11_err err;

    if (peer == NULL) {
        d11_host_free(host->env, &frame, 1);
        sent(host, slot, D11_ERR_LOST);
        return;
    }
    host->sends[slot].out = true;
    err = d11_tx_security(host->tx, host->vif, peer, command->u.send.ethertype,
                          frame, command->u.send.plain, host->sends[slot].ours);
    if (err != D11_OK)
        sent(host, slot, err);
}

void d11_ext_key_failed(struct dot11_ext_host *host, uint32_t session_id,
                        enum dot11_err err)
{
    drop_commands(host, session_id);
    if (host->ops->key_failed == NULL)
        return;
    enter(host);
    host->ops->key_failed(host->state, session_id, err, host->env->now_us);
    leave(host);
}

static void key_installed(void *arg, enum dot11_err err)
{
    struct dot11_ext_host *host = arg;

    host->key_pending = false;
    d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, false);
    if (err != D11_OK)
        d11_ext_key_failed(host, host->install.peer->session_id, err);
}

static bool sends_out(const struct dot11_ext_host *host)
{
    for (unsigned i = 0; i < D11_EXT_SENDS; i++) {
        if (host->sends[i].used && host->sends[i].out)
            return true;
    }
    return false;
}

/* Message 4 goes unprotected, before the key is asked for: hardware that
 * protects everything from the moment it has the key must not have it before
 * message 4 left. */
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

void d11_ext_run_set_key(struct dot11_ext_host *host,
                         struct d11_ext_command *command)
{
    struct d11_peer *peer = d11_ext_peer(host, command->session_id);
    struct dot11_ext_key *key = &command->u.set_key.key;

    if (peer == NULL)
        return;
    key->octets = command->u.set_key.octets;
    if (peer->link->ibss)
        peer = d11_ibss_listed(host->env)->key_owner(host->vif, peer, key);
    host->key_pending = true;
    d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, true);
    d11_key_install(&host->install, peer, key, key_installed, host);
}

bool d11_ext_run(struct dot11_ext_host *host)
{
    struct d11_ext_command command;
    bool did = false;

    while (host->count != 0 && !host->key_pending) {
        struct d11_ext_command *first = &host->commands[host->first];

        if (first->run == d11_ext_run_set_key && must_wait(host, first)) {
            /* SEC-KEY-07: the peer may have the new key already. */
            d11_tx_hold(host->tx, host->vif, D11_HOLD_KEY, true);
            break;
        }
        host->wait_us = D11_NEVER;
        command = *first;
        d11_wipe(first, sizeof *first);
        host->first = (uint8_t)((host->first + 1u) % D11_EXT_COMMANDS);
        host->count--;
        if (command.run != NULL)
            command.run(host, &command);
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

enum dot11_err d11_ext_select(struct dot11_ext_host *host,
                              const struct dot11_bss *bss,
                              struct dot11_ext_suites *suites)
{
    enum dot11_err err;

    enter(host);
    err = host->ops->select(host->state, bss, suites);
    leave(host);
    return err;
}

size_t d11_ext_elements(struct dot11_ext_host *host,
                        const struct dot11_bss *bss,
                        const struct dot11_ext_suites *suites, uint8_t *buf,
                        size_t cap)
{
    size_t len;

    enter(host);
    len = host->ops->assoc_elements(host->state, bss, suites, buf, cap);
    leave(host);
    return len;
}

enum dot11_err d11_ext_authenticate(struct dot11_ext_host *host,
                                    const struct dot11_bss *bss,
                                    const struct dot11_ext_auth *in,
                                    struct dot11_ext_auth *out)
{
    enum dot11_err err;

    if (host->ops->authenticate == NULL)
        return D11_ERR_UNSUPPORTED;
    /* What was asked for in an earlier authentication is not for this one. */
    if (in == NULL)
        host->auth_round++;
    enter(host);
    err = host->ops->authenticate(host->state, bss, in, out, host->env->now_us);
    leave(host);
    return err;
}

enum dot11_err d11_ext_post_associate(struct dot11_ext_host *host,
                                      const struct dot11_ext_assoc *assoc)
{
    enum dot11_err err;

    host->session_id = assoc->session_id;
    enter(host);
    err = host->ops->post_associate(host->state, assoc, host->env->now_us);
    leave(host);
    return err;
}

void d11_ext_stop(struct dot11_ext_host *host, uint32_t session_id)
{
    /* In an IBSS it may be another peer's. */
    if (host->key_pending && (host->install.peer->session_id == 0 ||
                              host->install.peer->session_id == session_id))
        give_up_key(host);
    enter(host);
    drop_commands(host, session_id);
    host->ops->stop_post_associate(host->state, session_id);
    drop_commands(host, session_id);
    leave(host);
    host->session_id = 0;
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
    host->prompts = 0;
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

void d11_ext_job_done(struct dot11_ext_host *host, struct dot11_crypto_job *job,
                      enum dot11_err err)
{
    job->state = D11_EXT_JOB_IDLE;
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
