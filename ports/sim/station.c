/* A station: radio, host and library put together and kept running.
 *
 * SPDX-License-Identifier: MIT */
#include "dot11_sim_station.h"

#include <string.h>

#include "base/octets.h"
#include "world.h"

#define PING_WAIT_US UINT64_C(1000000)
#define PING_OCTETS_MAX 1514u

struct dot11_sim_station {
    struct dot11_sim *sim;
    struct dot11_sim_station_config config;
    struct dot11_sim_radio *radio;
    struct dot11_sim_host *host;
    struct dot11_radio *core;
    struct dot11_sta *sta;
    struct sim_timer tick;
    struct sim_settler settler;
    struct dot11_event *events; /* a ring */
    uint32_t event_count;
    uint32_t counts[D11_EV_COUNT];
    dot11_sim_station_hook *hook;
    void *hook_ctx;
    struct dot11_sim_host_hooks user; /* hooks of the test */
    struct dot11_sim_ping *ping;      /* while one runs */
    bool pinged;
};

void dot11_sim_station_defaults(struct dot11_sim_station_config *config,
                                const uint8_t addr[D11_ADDR_LEN])
{
    static const uint8_t ip[4] = {10, 0, 0, 2};

    memset(config, 0, sizeof *config);
    d11_addr_copy(config->radio.addr, addr);
    config->radio.flags = D11_HW_TX_STATUS;
    dot11_config_defaults(&config->core);
    memcpy(config->ip, ip, 4);
}

static void take_events(struct dot11_sim_station *station)
{
    struct dot11_event event;

    while (dot11_sta_next_event(station->sta, &event)) {
        station->events[station->event_count % station->config.event_count] =
            event;
        station->event_count++;
        if (event.type < D11_EV_COUNT)
            station->counts[event.type]++;
        if (station->hook != NULL)
            station->hook(station->hook_ctx, station, &event);
    }
}

static void wake(void *ctx)
{
    take_events(ctx);
}

void dot11_sim_station_settle(struct dot11_sim_station *station)
{
    uint64_t deadline_us;

    dot11_sim_host_settle(station->host);
    take_events(station);
    deadline_us = dot11_radio_deadline(station->core);
    if (deadline_us == D11_NEVER)
        sim_timer_stop(station->sim, &station->tick);
    else if (!sim_timer_is_set(&station->tick) ||
             (station->tick.at_us != deadline_us &&
              (deadline_us > station->sim->now_us ||
               station->tick.at_us > station->sim->now_us)))
        sim_timer_set(station->sim, &station->tick, deadline_us);
}

static void settle(void *owner)
{
    dot11_sim_station_settle(owner);
}

static void tick(void *owner)
{
    struct dot11_sim_station *station = owner;

    dot11_radio_tick(station->core, station->sim->now_us);
}

static void on_msdu(void *ctx, struct dot11_sta *sta,
                    const struct dot11_msdu *msdu)
{
    struct dot11_sim_station *station = ctx;

    if (station->ping != NULL &&
        dot11_sim_ping_rx(station->ping, msdu->data, msdu->len, NULL) !=
            DOT11_SIM_PING_OTHER)
        station->pinged = true;
    if (station->user.msdu != NULL)
        station->user.msdu(station->user.ctx, sta, msdu);
}

static void on_log(void *ctx, const char *line)
{
    struct dot11_sim_station *station = ctx;

    if (station->user.log != NULL)
        station->user.log(station->user.ctx, line);
}

static void on_tx_done(void *ctx, struct dot11_sta *sta,
                       const struct dot11_tx_done *done)
{
    struct dot11_sim_station *station = ctx;

    if (station->user.tx_done != NULL)
        station->user.tx_done(station->user.ctx, sta, done);
}

static enum dot11_err make_parts(struct dot11_sim_station *station)
{
    struct dot11_sim_station_config *config = &station->config;
    enum dot11_err err;

    err = dot11_sim_host_create(&station->host, station->sim, &config->host);
    if (err != D11_OK)
        return err;
    config->radio.frame_alloc = dot11_sim_host_ops()->frame_alloc;
    config->radio.frame_free = dot11_sim_host_ops()->frame_free;
    config->radio.host = station->host;
    return dot11_sim_radio_create(&station->radio, station->sim,
                                  &config->radio);
}

static enum dot11_err make_core(struct dot11_sim_station *station)
{
    struct dot11_config *core = &station->config.core;
    enum dot11_err err;
    size_t len;
    void *mem;

    core->caps = dot11_sim_radio_caps(station->radio);
    core->hw_ops = dot11_sim_radio_ops(station->radio);
    core->hw = station->radio;
    core->host_ops = dot11_sim_host_ops();
    core->host = station->host;
    core->crypto_ops = station->config.crypto_ops != NULL
                           ? station->config.crypto_ops
                           : station->sim->crypto_ops;
    core->crypto = station->config.crypto_ops != NULL ? station->config.crypto
                                                      : station->sim->crypto;
    len = dot11_radio_mem_size(core);
    if (len == 0)
        return D11_ERR_ARG;
    mem = sim_alloc(station->sim, len);
    if (mem == NULL)
        return D11_ERR_MEMORY;
    err = dot11_radio_init(&station->core, mem, len, core);
    if (err != D11_OK)
        return err;
    dot11_sim_radio_attach(station->radio, station->core);
    err = dot11_sta_create(&station->sta, station->core, NULL);
    if (err == D11_OK)
        dot11_sta_set_user(station->sta, station);
    return err;
}

enum dot11_err
dot11_sim_station_create(struct dot11_sim_station **out, struct dot11_sim *sim,
                         const struct dot11_sim_station_config *config)
{
    struct dot11_sim_station *station = sim_alloc(sim, sizeof *station);
    struct dot11_sim_host_hooks hooks = {on_msdu, on_tx_done, on_log, NULL,
                                         NULL};
    enum dot11_err err;

    *out = NULL;
    if (station == NULL)
        return D11_ERR_MEMORY;
    station->sim = sim;
    station->config = *config;
    if (config->event_count == 0)
        station->config.event_count = 64;
    station->events =
        sim_alloc(sim, station->config.event_count * sizeof *station->events);
    if (station->events == NULL)
        return D11_ERR_MEMORY;
    err = make_parts(station);
    if (err == D11_OK)
        err = make_core(station);
    if (err != D11_OK)
        return err;
    hooks.ctx = station;
    if (config->at_once)
        hooks.wake = wake;
    dot11_sim_host_set_hooks(station->host, &hooks);
    station->tick.fire = tick;
    station->tick.owner = station;
    station->settler.settle = settle;
    station->settler.owner = station;
    sim_add_settler(sim, &station->settler);
    *out = station;
    return D11_OK;
}

enum dot11_err dot11_sim_station_fini(struct dot11_sim_station *station)
{
    enum dot11_err err = dot11_sta_fini(station->sta);

    return err != D11_OK ? err : dot11_radio_fini(station->core);
}

/* Its parts. */

struct dot11_sta *dot11_sim_station_sta(struct dot11_sim_station *station)
{
    return station->sta;
}

struct dot11_radio *dot11_sim_station_core(struct dot11_sim_station *station)
{
    return station->core;
}

struct dot11_sim_radio *
dot11_sim_station_radio(struct dot11_sim_station *station)
{
    return station->radio;
}

struct dot11_sim_host *dot11_sim_station_host(struct dot11_sim_station *station)
{
    return station->host;
}

void dot11_sim_station_set_host_hooks(struct dot11_sim_station *station,
                                      const struct dot11_sim_host_hooks *hooks)
{
    station->user = *hooks;
}

/* Events. */

void dot11_sim_station_set_hook(struct dot11_sim_station *station,
                                dot11_sim_station_hook *hook, void *ctx)
{
    station->hook = hook;
    station->hook_ctx = ctx;
}

uint32_t dot11_sim_station_event_count(const struct dot11_sim_station *station)
{
    return station->event_count;
}

const struct dot11_event *
dot11_sim_station_event(const struct dot11_sim_station *station, uint32_t i)
{
    uint32_t kept = station->config.event_count;

    if (i >= station->event_count || station->event_count - i > kept)
        return NULL;
    return &station->events[i % kept];
}

const struct dot11_event *
dot11_sim_station_last(const struct dot11_sim_station *station,
                       enum dot11_event_type type, uint32_t since)
{
    for (uint32_t i = station->event_count; i > since; i--) {
        const struct dot11_event *event =
            dot11_sim_station_event(station, i - 1);

        if (event == NULL || event->type == type)
            return event;
    }
    return NULL;
}

uint32_t dot11_sim_station_count(const struct dot11_sim_station *station,
                                 enum dot11_event_type type)
{
    return station->counts[type];
}

struct wait {
    struct dot11_sim_station *station;
    enum dot11_event_type type;
    uint32_t before;
};

static bool has_come(void *ctx)
{
    const struct wait *wait = ctx;

    return wait->station->counts[wait->type] > wait->before;
}

const struct dot11_event *
dot11_sim_station_wait(struct dot11_sim_station *station,
                       enum dot11_event_type type, uint64_t us)
{
    struct wait wait = {station, type, station->counts[type]};

    if (!dot11_sim_run_until(station->sim, has_come, &wait, us))
        return NULL;
    return dot11_sim_station_last(station, type, 0);
}

/* Data. */

enum dot11_err dot11_sim_station_send(struct dot11_sim_station *station,
                                      const uint8_t *eth, size_t len)
{
    struct dot11_frame *frame;

    frame =
        dot11_sim_host_frame(station->host, dot11_radio_headroom(station->core),
                             len + dot11_radio_tailroom(station->core));
    if (frame == NULL)
        return D11_ERR_FULL;
    memcpy(frame->data, eth, len);
    frame->len = (uint32_t)len;
    return dot11_sta_tx(station->sta, &frame, 1, station->sim->now_us) == 1
               ? D11_OK
               : D11_ERR_STATE;
}

static bool was_pinged(void *ctx)
{
    return ((const struct dot11_sim_station *)ctx)->pinged;
}

uint32_t dot11_sim_station_ping(struct dot11_sim_station *station,
                                const uint8_t ip[4], uint32_t count,
                                size_t payload)
{
    struct dot11_sim_ping ping = {0};
    struct dot11_sta_status status;
    uint8_t eth[PING_OCTETS_MAX];
    size_t len;

    dot11_sta_status(station->sta, &status);
    d11_addr_copy(ping.own_addr, status.addr);
    memcpy(ping.own_ip, station->config.ip, 4);
    memcpy(ping.peer_ip, ip, 4);
    ping.id = (uint16_t)sim_rng_next(&station->sim->test_rng);
    station->ping = &ping;
    for (uint32_t i = 0; i < count || (i == count && ping.sent < count); i++) {
        len = dot11_sim_ping_next(&ping, payload, eth, sizeof eth);
        station->pinged = false;
        if (len == 0 || dot11_sim_station_send(station, eth, len) != D11_OK)
            break;
        (void)dot11_sim_run_until(station->sim, was_pinged, station,
                                  PING_WAIT_US);
        if (!ping.resolved)
            break;
    }
    station->ping = NULL;
    return ping.received;
}
