/* A port of libdot11: the library between radio and host.
 *
 * SPDX-License-Identifier: MIT
 *
 * Most of this can stay as it is. */
#include "port.h"

static void configure(struct port *port, struct dot11_config *config)
{
    port_radio_caps(&port->caps);
    dot11_config_defaults(config);
    config->caps = &port->caps;
    config->hw_ops = &port_radio_ops;
    config->hw = port;
    config->host_ops = &port_host_ops;
    config->host = port;
    /* Do: set crypto_ops and crypto (ports/crypto-host, or yours), and list
     * &dot11_rsn in exts, for protected networks. Make bss_count, tx_queue
     * and the other capacities fit your memory. */
}

size_t port_memory(struct port *port)
{
    struct dot11_config config;

    configure(port, &config);
    return dot11_radio_mem_size(&config);
}

enum dot11_err port_open(struct port *port, void *memory, size_t len)
{
    struct dot11_config config;
    enum dot11_err err;

    configure(port, &config);
    port->memory = memory;
    err = dot11_radio_init(&port->radio, memory, len, &config);
    if (err != D11_OK)
        return err;
    err = dot11_sta_create(&port->sta, port->radio, NULL);
    if (err != D11_OK)
        return err;
    return dot11_sta_start(port->sta, port_now_us());
}

/* Events are taken in a settled state: any function of the library may be
 * called from here. */
static void on_event(struct port *port, const struct dot11_event *event)
{
    (void)port;
    switch (event->type) {
    case D11_EV_STARTED:
        /* Do: when err is D11_OK, dot11_sta_scan() or dot11_sta_connect(). */
        break;
    case D11_EV_PORT:
        /* Do: tell the system that the interface has a carrier when
         * port.authorized is set, and that it has none otherwise. */
        break;
    default:
        /* Do: whatever your system wants to know. */
        break;
    }
}

void port_poll(struct port *port)
{
    uint64_t now_us = port_now_us();
    struct dot11_event event;

    port_radio_poll(port, now_us);
    port_host_poll(port, now_us);
    dot11_radio_tick(port->radio, now_us);
    while (dot11_sta_next_event(port->sta, &event))
        on_event(port, &event);
    /* Do: arrange for port_poll() to be called again at
     * dot11_radio_deadline(), and before that when an interrupt or the system
     * has something. D11_NEVER: only then. */
}

void port_close(struct port *port)
{
    (void)dot11_sta_halt(port->sta, port_now_us());
}

bool port_closed(struct port *port)
{
    return dot11_sta_fini(port->sta) == D11_OK &&
           dot11_radio_fini(port->radio) == D11_OK;
}
