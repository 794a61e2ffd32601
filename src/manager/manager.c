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

static enum dot11_err attempt(struct dot11_manager *manager, uint64_t now_us)
{
    enum dot11_err err =
        dot11_sta_connect(manager->sta, &manager->req, NULL, now_us);

    manager->next_us = D11_NEVER;
    manager->connecting = err == D11_OK;
    return err;
}

enum dot11_err dot11_manager_connect(struct dot11_manager *manager,
                                     const struct dot11_connect_req *req,
                                     uint64_t now_us)
{
    enum dot11_err err;

    if (req->profile_len > sizeof manager->profile ||
        req->freq_count >
            sizeof manager->freqs_mhz / sizeof manager->freqs_mhz[0])
        return D11_ERR_ARG;
    /* Refused requests change nothing: ask the station first. */
    err = dot11_sta_connect(manager->sta, req, NULL, now_us);
    if (err != D11_OK)
        return err;
    drop(manager);
    keep(manager, req);
    manager->connecting = true;
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

void dot11_manager_event(struct dot11_manager *manager,
                         const struct dot11_event *event, uint64_t now_us)
{
    if (!manager->wanted)
        return;
    switch (event->type) {
    case D11_EV_CONNECT_DONE:
        manager->connecting = false;
        if (event->u.done.err == D11_ERR_CANCELLED)
            drop(manager);
        else if (event->u.done.err != D11_OK)
            failed(manager, now_us);
        break;
    case D11_EV_PORT:
        if (event->u.port.port.authorized) {
            manager->failures = 0;
            manager->backoff_us = manager->config.backoff_min_us;
        }
        /* The same passphrase will be wrong again: the host has to act. */
        if (event->u.port.change == D11_PORT_UNAUTHORIZED &&
            event->u.port.err == D11_ERR_BAD_KEY)
            manager->bad_key = true;
        break;
    case D11_EV_PHY_STATE:
        /* The station forgot its network when the radio went off. */
        if (event->u.phy_state.hardware_on && !manager->connecting)
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
    /* In use already: somebody else connected the station. */
    if (err != D11_OK && err != D11_ERR_STATE)
        failed(manager, now_us);
}
