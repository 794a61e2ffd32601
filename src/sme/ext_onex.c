/* 802.1X for extensions: EAPOL-Start, EAP in EAPOL, results.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.1X-2020, clauses 8 and 11.3; rules N80211-ONEX-*. A run belongs
 * to a port. It ends with its result, when the extension stops it, or with the
 * port. */
#include "sme/ext_onex.h"

#include <string.h>

#include <dot11/codes.h>
#include <dot11/event.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "hw/part.h"
#include "sme/ext_services.h"

#define EAPOL_VERSION 2u
/* Packet types (11.3.2). */
enum { TYPE_EAP = 0, TYPE_START = 1 };
/* What comes without the version octet. */
#define SHORT_HEADER_LEN 3u
/* EAP: code, identifier, length (RFC 3748, 4). */
#define EAP_HEADER_LEN 4u
/* The extension's list was full: look again soon. */
#define AGAIN_US 10000u

static struct dot11_onex *onex_of(const struct dot11_ext_host *host)
{
    return d11_vif_part(host->vif, D11_PART_ONEX);
}

static void over(struct dot11_onex *onex)
{
    onex->session_id = 0;
    onex->timer_us = D11_NEVER;
}

/* End a run that the engine does not know the end of. */
static void stop(struct dot11_onex *onex)
{
    struct d11_env *env = onex->host->env;

    over(onex);
    env->in_op = true;
    onex->engine->stop(onex->ctx);
    env->in_op = false;
}

static enum dot11_err send(struct dot11_onex *onex, uint8_t type,
                           const uint8_t *body, size_t len)
{
    struct dot11_ext_host *host = onex->host;
    enum dot11_err err;

    onex->packet[0] = EAPOL_VERSION;
    onex->packet[1] = type;
    d11_store_be16(onex->packet + 2, (uint16_t)len);
    if (len != 0)
        memcpy(onex->packet + D11_ONEX_HEADER_LEN, body, len);
    /* Not in the middle of what the caller is doing: it settles. */
    host->depth++;
    err = dot11_ext_send(host, onex->session_id, D11_ETHERTYPE_EAPOL,
                         onex->packet, D11_ONEX_HEADER_LEN + len,
                         D11_EXT_NO_COOKIE, 0);
    host->depth--;
    return err;
}

static void send_start(struct dot11_onex *onex)
{
    uint64_t now_us = onex->host->env->now_us;

    if (send(onex, TYPE_START, NULL, 0) == D11_OK) {
        onex->starts++;
        onex->timer_us = d11_time_after(now_us, D11_ONEX_START_US);
    } else {
        onex->timer_us = d11_time_after(now_us, AGAIN_US);
    }
}

/* Tell the extension; that it listens was seen at the start. */
static void indicate(struct dot11_ext_host *host, uint32_t session_id,
                     const struct dot11_onex_result *result)
{
    struct dot11_onex_result copy = *result;

    copy.session_id = session_id;
    host->depth++;
    host->ops->extra->onex_result(host->state, &copy, host->env->now_us);
    host->depth--;
    d11_wipe(&copy, sizeof copy);
}

/* ONEX-7: nobody answers. */
static void give_up(struct dot11_onex *onex)
{
    struct dot11_onex_result result;
    uint32_t session_id = onex->session_id;

    memset(&result, 0, sizeof result);
    result.status = D11_ONEX_FAILURE;
    result.err = D11_ERR_TIMEOUT;
    stop(onex);
    indicate(onex->host, session_id, &result);
}

/* What the extension asks for. */

static enum dot11_err check_start(struct dot11_ext_host *host,
                                  struct dot11_onex *onex, uint32_t session_id)
{
    const struct dot11_ext_extra *extra = d11_ext_extra(host->ops);
    const struct d11_peer *peer;

    if (onex == NULL || onex->engine == NULL || extra == NULL ||
        extra->onex_result == NULL)
        return D11_ERR_UNSUPPORTED;
    peer = d11_ext_peer(host, session_id);
    if (peer == NULL)
        return D11_ERR_NOT_FOUND;
    /* ONEX-1: with an AP, not among peers. */
    if (peer->link->ibss)
        return D11_ERR_UNSUPPORTED;
    if (!d11_vif_is_security_type(host->vif, D11_ETHERTYPE_EAPOL))
        return D11_ERR_ARG;
    return onex->session_id != 0 ? D11_ERR_BUSY : D11_OK;
}

enum dot11_err dot11_ext_onex_start(struct dot11_ext_host *host,
                                    uint32_t session_id,
                                    const struct dot11_octets *attributes)
{
    static const struct dot11_octets none;
    struct dot11_onex *onex = onex_of(host);
    enum dot11_err err = d11_ext_may(host);

    if (err == D11_OK)
        err = check_start(host, onex, session_id);
    if (err != D11_OK)
        return err;
    host->env->in_op = true;
    err = onex->engine->start(onex->ctx, onex, host->vif->sta,
                              d11_ext_peer(host, session_id)->addr,
                              attributes != NULL ? attributes : &none);
    host->env->in_op = false;
    if (err != D11_OK)
        return err;
    onex->host = host;
    onex->session_id = session_id;
    onex->starts = 0;
    send_start(onex);
    d11_ext_asked(host);
    return D11_OK;
}

/* The run of this extension and port, or NULL. */
static struct dot11_onex *running(const struct dot11_ext_host *host,
                                  uint32_t session_id)
{
    struct dot11_onex *onex = onex_of(host);

    return onex != NULL && onex->host == host && onex->session_id != 0 &&
                   onex->session_id == session_id
               ? onex
               : NULL;
}

enum dot11_err dot11_ext_onex_stop(struct dot11_ext_host *host,
                                   uint32_t session_id)
{
    struct dot11_onex *onex = running(host, session_id);
    enum dot11_err err = d11_ext_may(host);

    if (err != D11_OK)
        return err;
    if (onex == NULL)
        return onex_of(host) != NULL ? D11_ERR_STATE : D11_ERR_UNSUPPORTED;
    stop(onex);
    return D11_OK;
}

enum dot11_err dot11_ext_onex_packet(struct dot11_ext_host *host,
                                     uint32_t session_id, const uint8_t *data,
                                     size_t len)
{
    struct dot11_onex *onex = running(host, session_id);
    enum dot11_err err = d11_ext_may(host);
    size_t body_len;

    if (err != D11_OK)
        return err;
    if (onex == NULL)
        return onex_of(host) != NULL ? D11_ERR_STATE : D11_ERR_UNSUPPORTED;
    if (data == NULL || len < SHORT_HEADER_LEN || data[0] != TYPE_EAP)
        return D11_ERR_ARG;
    body_len = d11_load_be16(data + 1);
    if (body_len < EAP_HEADER_LEN || body_len > len - SHORT_HEADER_LEN)
        return D11_ERR_ARG;
    onex->timer_us = D11_NEVER;
    host->env->in_op = true;
    onex->engine->packet(onex->ctx, data + SHORT_HEADER_LEN, body_len);
    host->env->in_op = false;
    return D11_OK;
}

/* What the engine answers. */

/* Begin a call of the engine. */
static enum dot11_err enter(struct dot11_onex *onex, uint64_t now_us)
{
    if (onex->session_id == 0)
        return D11_ERR_STATE;
    if (!d11_env_enter(onex->host->env, now_us))
        return D11_ERR_BUSY;
    return D11_OK;
}

enum dot11_err dot11_onex_send(struct dot11_onex *onex, const uint8_t *eap,
                               size_t len, uint64_t now_us)
{
    enum dot11_err err = enter(onex, now_us);

    if (err != D11_OK)
        return err;
    if (eap == NULL || len < EAP_HEADER_LEN || len > D11_ONEX_EAP_MAX)
        return D11_ERR_ARG;
    err = send(onex, TYPE_EAP, eap, len);
    d11_ext_asked(onex->host);
    return err;
}

enum dot11_err dot11_onex_done(struct dot11_onex *onex,
                               const struct dot11_onex_result *result,
                               uint64_t now_us)
{
    enum dot11_err err = enter(onex, now_us);
    uint32_t session_id = onex->session_id;

    if (err != D11_OK)
        return err;
    if (result->recv_key_len > D11_ONEX_KEY_MAX ||
        result->send_key_len > D11_ONEX_KEY_MAX)
        return D11_ERR_ARG;
    if (result->status != D11_ONEX_IN_PROGRESS)
        over(onex);
    indicate(onex->host, session_id, result);
    d11_ext_asked(onex->host);
    return D11_OK;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct dot11_onex);
}

static void init(struct d11_vif *vif, void *state)
{
    struct dot11_onex *onex = state;

    (void)vif;
    memset(onex, 0, sizeof *onex);
    onex->timer_us = D11_NEVER;
}

static void tick(struct d11_vif *vif, void *state)
{
    struct dot11_onex *onex = state;

    if (!d11_deadline_due(onex->timer_us, vif->env->now_us))
        return;
    if (onex->starts == D11_ONEX_STARTS)
        give_up(onex);
    else
        send_start(onex);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct dot11_onex *onex = state;

    (void)vif;
    return onex->timer_us;
}

/* The end of the port is the end of the run. */
static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    struct dot11_onex *onex = state;

    (void)vif;
    if (event->type == D11_EV_PORT &&
        event->u.port.change == D11_PORT_DELETED && onex->session_id != 0 &&
        event->u.port.port.session_id == onex->session_id)
        stop(onex);
}

const struct dot11_part dot11_onex = {
    .kind = D11_PART_ONEX,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .tick = tick,
    .deadline = deadline,
    .event = event,
};
