/* A connection manager over the public station API. */
#include <dot11/manager.h>

#include <string.h>

#include "base/deadline.h"
#include "base/wipe.h"

void dot11_manager_config_defaults(struct dot11_manager_config *config)
{
    memset(config, 0, sizeof *config);
    config->size = sizeof *config;
    config->backoff_min_us = 1000000;
    config->backoff_max_us = 60000000;
}

enum dot11_err dot11_manager_init(struct dot11_manager *manager,
                                  struct dot11_sta *sta,
                                  const struct dot11_manager_config *config)
{
    memset(manager, 0, sizeof *manager);
    dot11_manager_config_defaults(&manager->config);
    if (config != NULL) {
        if (config->size != sizeof *config)
            return D11_ERR_VERSION;
        if (config->backoff_min_us == 0 ||
            config->backoff_min_us > config->backoff_max_us)
            return D11_ERR_ARG;
        manager->config = *config;
    }
    manager->sta = sta;
    manager->next_us = D11_NEVER;
    return D11_OK;
}

/* Nothing is wanted; nothing secret stays. */
static void drop(struct dot11_manager *manager)
{
    d11_wipe(manager->profile, sizeof manager->profile);
    memset(&manager->req, 0, sizeof manager->req);
    manager->wanted = false;
    manager->connecting = false;
    manager->next_us = D11_NEVER;
}

static void keep(struct dot11_manager *manager,
                 const struct dot11_connect_req *req)
{
    manager->req = *req;
    manager->req.freqs_mhz = manager->freqs_mhz;
    manager->req.profile = manager->profile;
    if (req->freq_count != 0)
        memcpy(manager->freqs_mhz, req->freqs_mhz,
               req->freq_count * sizeof manager->freqs_mhz[0]);
    if (req->profile_len != 0)
        memcpy(manager->profile, req->profile, req->profile_len);
    manager->wanted = true;
    manager->bad_key = false;
    manager->failures = 0;
    manager->backoff_us = manager->config.backoff_min_us;
    manager->next_us = D11_NEVER;
}

/* The pause before the next try, or the end of trying. */
static void failed(struct dot11_manager *manager, uint64_t now_us)
{
    manager->connecting = false;
    manager->failures++;
    if (manager->config.tries != 0 &&
        manager->failures >= manager->config.tries) {
        drop(manager);
        return;
    }
    manager->next_us = d11_time_after(now_us, manager->backoff_us);
    manager->backoff_us =
        manager->backoff_us > manager->config.backoff_max_us / 2
            ? manager->config.backoff_max_us
            : manager->backoff_us * 2;
}

/* A request was accepted: what was queued before it is of the past. */
static void begun(struct dot11_manager *manager, uint32_t id)
{
    manager->id = id;
    manager->current = false;
    manager->connecting = true;
}

static enum dot11_err attempt(struct dot11_manager *manager, uint64_t now_us)
{
    uint32_t id = 0;
    enum dot11_err err =
        dot11_sta_connect(manager->sta, &manager->req, &id, now_us);

    manager->next_us = D11_NEVER;
    if (err == D11_OK)
        begun(manager, id);
    return err;
}

enum dot11_err dot11_manager_connect(struct dot11_manager *manager,
                                     const struct dot11_connect_req *req,
                                     uint64_t now_us)
{
    enum dot11_err err;
    uint32_t id = 0;

    if (req->profile_len > sizeof manager->profile ||
        req->freq_count >
            sizeof manager->freqs_mhz / sizeof manager->freqs_mhz[0])
        return D11_ERR_ARG;
    /* Refused requests change nothing: ask the station first. */
    err = dot11_sta_connect(manager->sta, req, &id, now_us);
    if (err != D11_OK)
        return err;
    drop(manager);
    keep(manager, req);
    begun(manager, id);
    return D11_OK;
}

void dot11_manager_stop(struct dot11_manager *manager)
{
    drop(manager);
}

void dot11_manager_forget(struct dot11_manager *manager, uint64_t now_us)
{
    drop(manager);
    dot11_sta_disconnect(manager->sta, NULL, now_us);
}

static void connect_done(struct dot11_manager *manager,
                         const struct dot11_ev_done *done, uint64_t now_us)
{
    manager->connecting = false;
    if (done->err == D11_ERR_CANCELLED)
        drop(manager);
    else if (done->err != D11_OK && done->err != D11_ERR_RADIO_OFF)
        failed(manager, now_us);
}

static void port_changed(struct dot11_manager *manager,
                         const struct dot11_ev_port *port)
{
    if (port->port.authorized) {
        manager->failures = 0;
        manager->backoff_us = manager->config.backoff_min_us;
    }
    /* The same passphrase will be wrong again: the host has to act. */
    if (port->change == D11_PORT_UNAUTHORIZED && port->err == D11_ERR_BAD_KEY)
        manager->bad_key = true;
}

void dot11_manager_event(struct dot11_manager *manager,
                         const struct dot11_event *event, uint64_t now_us)
{
    if (!manager->wanted)
        return;
    if (event->type == D11_EV_CONNECT_START && event->id == manager->id)
        manager->current = true;
    if (!manager->current)
        return;
    switch (event->type) {
    case D11_EV_CONNECT_DONE:
        connect_done(manager, &event->u.done, now_us);
        break;
    case D11_EV_PORT: port_changed(manager, &event->u.port); break;
    case D11_EV_PHY_STATE:
        /* The station forgot its network when the radio went off. */
        if (event->u.phy_state.hardware_on && !manager->connecting &&
            !manager->bad_key)
            manager->next_us = now_us;
        break;
    case D11_EV_DISCONNECT_DONE:
    case D11_EV_HALTED: drop(manager); break;
    default: break;
    }
}

uint64_t dot11_manager_deadline(const struct dot11_manager *manager)
{
    return manager->next_us;
}

void dot11_manager_tick(struct dot11_manager *manager, uint64_t now_us)
{
    enum dot11_err err;

    if (!d11_deadline_due(manager->next_us, now_us))
        return;
    err = attempt(manager, now_us);
    /* In use already: somebody else connected the station. A radio that is off
     * says when it is on. */
    if (err != D11_OK && err != D11_ERR_STATE && err != D11_ERR_RADIO_OFF)
        failed(manager, now_us);
}
