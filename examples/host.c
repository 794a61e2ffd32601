/* dot11-station: the host of the library: frames, MSDUs, time and events.
 *
 * SPDX-License-Identifier: MIT
 *
 * This is the file to read for how libdot11 is used: fill in the tables, give
 * memory, start, call when time has come or something happened, take the
 * events, halt, give back. */
#include "station.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POOL_FRAMES 512u
#define POOL_OCTETS 2560u
#define TX_BURST 16u
#define HALT_US 2000000u
/* Peers of an IBSS, and events for so many. */
#define IBSS_PEERS 16u
#define EVENTS 96u
/* EAP takes some seconds with a slow server. */
#define PORT_TIMEOUT_US 15000000u
/* A connect that fails is tried once more, after a moment: a scan may miss a
 * slow or distant access point. */
#define CONNECT_TRIES 2u
#define RETRY_US 500000u

/* --- What the library asks of its host ------------------------------------ */

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    struct station *st = host;

    return dot11_pool_get(st->pool, headroom, len);
}

static void frame_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    dot11_pool_put(frames, n);
}

/* Without an interface of the kernel behind it the station answers ARP and
 * echo requests by itself. */
static void answer(struct station *st, const struct dot11_msdu *msdu)
{
    uint8_t reply[1514];
    size_t len = 0;

    if (dot11_sim_net_answer(st->options.mac, st->options.ip, msdu->data,
                             msdu->len, reply, sizeof(reply),
                             &len) != DOT11_SIM_NET_NONE)
        (void)station_send(st, reply, len);
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    struct station *st = host;
    struct msdu_list *list = &st->delivered;

    (void)sta;
    if (st->tap.fd >= 0)
        dot11_tap_write(&st->tap, msdus, n);
    if (list->count + n > list->room) {
        size_t room = 2 * (list->count + n);
        struct dot11_msdu *more =
            realloc(list->list, room * sizeof(list->list[0]));

        if (more == NULL)
            abort(); /* or frames would be lost for good */
        list->list = more;
        list->room = room;
    }
    memcpy(list->list + list->count, msdus, n * sizeof(msdus[0]));
    list->count += n;
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    for (size_t i = 0; i < n; i++)
        dot11_pool_put(&done[i].frame, 1);
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    struct station *st = host;

    return st->kind->random != NULL ? st->kind->random(st, buf, len)
                                    : dot11_crypto_host_random(buf, len);
}

static const struct dot11_host_ops ops = {.size = sizeof(ops),
                                          .frame_alloc = frame_alloc,
                                          .frame_free = frame_free,
                                          .deliver = deliver,
                                          .tx_done = tx_done,
                                          .random = random_octets,
                                          .deliver_raw = monitor_heard};

/* --- Frames and MSDUs ----------------------------------------------------- */

void station_air(void *context, const struct dot11_air *air)
{
    struct station *st = context;

    if (st->capture != NULL)
        dot11_capture_frame(st->capture, air);
    if (st->ladder != NULL)
        ladder_frame(st->ladder, air);
}

bool station_send(struct station *st, const uint8_t *eth, size_t len)
{
    struct dot11_frame *frame =
        dot11_pool_get(st->pool, dot11_radio_headroom(st->radio),
                       len + dot11_radio_tailroom(st->radio));

    if (frame == NULL)
        return false;
    memcpy(frame->data, eth, len);
    frame->len = (uint32_t)len;
    return dot11_sta_tx(st->sta, &frame, 1, st->kind->now_us(st)) == 1;
}

/* Packets of the kernel's, a burst at a time. */
static void tap_readable(void *context, int fd)
{
    struct station *st = context;
    struct dot11_frame *burst[TX_BURST];
    size_t count;

    (void)fd;
    count = dot11_tap_read(&st->tap, st->pool, dot11_radio_headroom(st->radio),
                           dot11_radio_tailroom(st->radio), burst, TX_BURST);
    if (count > 0)
        (void)dot11_sta_tx(st->sta, burst, count, st->kind->now_us(st));
}

static void crypto_readable(void *context, int fd)
{
    struct station *st = context;

    (void)fd;
    dot11_crypto_host_poll(st->crypto, st->radio, st->kind->now_us(st));
}

static void return_msdus(struct station *st)
{
    struct msdu_list *list = &st->delivered;

    for (size_t i = 0; i < list->count; i++) {
        struct dot11_msdu msdu = list->list[i];
        uint16_t seq = 0;

        if (dot11_sim_ping_rx(&st->ping, msdu.data, msdu.len, &seq) ==
            DOT11_SIM_PING_REPLY)
            st->ping_seq = seq;
        else if (st->tap.fd < 0)
            answer(st, &msdu);
    }
    dot11_sta_msdu_return(st->sta, list->list, list->count);
    list->count = 0;
}

/* --- Time and events ------------------------------------------------------ */

static void note_port(struct seen *seen, const struct dot11_ev_port *port)
{
    if (port->change == D11_PORT_UNAUTHORIZED) {
        seen->refused++;
        seen->refusal = port->err;
    } else if (port->port.authorized && port->change != D11_PORT_DELETED) {
        seen->opened++;
    }
}

static void take_event(struct station *st, const struct dot11_event *event)
{
    struct dot11_sta_status status;

    dot11_sta_status(st->sta, &status);
    if (st->tap.fd >= 0)
        dot11_tap_set_carrier(&st->tap, status.authorized);
    dot11_manager_event(&st->manager, event, st->kind->now_us(st));
    st->seen.count[event->type]++;
    st->seen.last[event->type] = *event;
    history_add(&st->history, event);
    if (event->type == D11_EV_PORT)
        note_port(&st->seen, &event->u.port);
    report_event(st, event);
}

void station_settle(struct station *st)
{
    struct dot11_event event;

    eap_turn(&st->eap, st->kind->now_us(st));
    while (st->delivered.count > 0)
        return_msdus(st);
    while (dot11_sta_next_event(st->sta, &event))
        take_event(st, &event);
    dot11_manager_tick(&st->manager, st->kind->now_us(st));
}

/* When the connection manager wants to go on, if that is sooner. */
static uint64_t sooner(const struct station *st, uint64_t until_us)
{
    uint64_t at_us = dot11_manager_deadline(&st->manager);

    return at_us < until_us ? at_us : until_us;
}

bool station_wait(struct station *st, bool (*done)(struct station *, void *),
                  void *context, uint64_t until_us)
{
    bool is_done;

    station_settle(st);
    while (!(is_done = done(st, context)) && !st->stopping &&
           st->kind->now_us(st) < until_us) {
        st->kind->turn(st, sooner(st, until_us));
        station_settle(st);
    }
    return is_done;
}

/* --- Life ----------------------------------------------------------------- */

static bool saw_event(struct station *st, void *context)
{
    const enum dot11_event_type *type = context;

    return st->seen.count[*type] > 0;
}

/* The tables and sizes that make up a radio, and the memory for it. */
static bool build(struct station *st, char *why)
{
    struct dot11_manager_config patience;
    static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods,
                                                       &dot11_rsn_ibss};
    /* What a station of today wants; networks of the last century have parts
     * of their own (legacy.h), which are not among them. */
    static const struct dot11_part *const parts[] = {
        &dot11_attrs,     &dot11_explain,
        &dot11_ibss,      &dot11_mib,
        &dot11_monitor,   &dot11_power,
        &dot11_powersave, &dot11_roam_policy,
        &dot11_sae,       &dot11_sae_pk,
        &dot11_owe,       &dot11_pmksa,
        &dot11_ft,        &dot11_extended_key_id,
        &dot11_pmf,       &dot11_eap,
        &dot11_onex,
    };
    struct dot11_config config;
    enum dot11_err err;
    size_t size;

    dot11_config_defaults(&config);
    config.host_ops = &ops;
    config.host = st;
    config.crypto_ops = dot11_crypto_host_ops();
    config.crypto = st->crypto;
    config.exts = exts;
    config.ext_count = sizeof(exts) / sizeof(exts[0]);
    config.parts = parts;
    config.part_count = sizeof(parts) / sizeof(parts[0]);
    config.peer_count = IBSS_PEERS;
    config.event_count = EVENTS;
    config.port_timeout_us = PORT_TIMEOUT_US;
    if (!st->kind->open(st, &config, why))
        return false;

    size = dot11_radio_mem_size(&config);
    st->memory = size > 0 ? malloc(size) : NULL;
    if (st->memory == NULL) {
        snprintf(why, WHY_MAX, "no memory for a radio (%zu octets)", size);
        return false;
    }
    err = dot11_radio_init(&st->radio, st->memory, size, &config);
    if (err == D11_OK)
        err = dot11_sta_create(&st->sta, st->radio, NULL);
    dot11_manager_config_defaults(&patience);
    patience.backoff_min_us = RETRY_US;
    patience.tries = CONNECT_TRIES;
    if (err == D11_OK)
        err = dot11_manager_init(&st->manager, st->sta, &patience);
    st->eap.crypto = st->crypto;
    if (err == D11_OK)
        err = dot11_sta_set_onex(st->sta, &eap_engine, &st->eap);
    if (err != D11_OK) {
        snprintf(why, WHY_MAX, "cannot make a station: %s", dot11_err_str(err));
        return false;
    }
    st->kind->attach(st, st->radio);
    return true;
}

/* What the user asked for beside the radio. */
static bool open_extras(struct station *st, char *why)
{
    const struct options *options = &st->options;
    int fd = dot11_crypto_host_fd(st->crypto);

    if (fd >= 0 && dot11_loop_add(st->loop, fd, crypto_readable, st) < 0) {
        snprintf(why, WHY_MAX, "cannot watch the crypto worker");
        return false;
    }
    if (options->tap == NULL)
        return true;
    if (dot11_tap_open(&st->tap, options->tap, options->mac, why, WHY_MAX) < 0)
        return false;
    return dot11_loop_add(st->loop, st->tap.fd, tap_readable, st) == 0;
}

static bool open_all(struct station *st, char *why)
{
    bool real = st->kind->random == NULL;

    st->pool = dot11_pool_new(POOL_FRAMES, POOL_OCTETS);
    st->crypto = dot11_crypto_host_new(real ? DOT11_CRYPTO_HOST_WORKER : 0);
    if (st->pool == NULL || st->crypto == NULL) {
        snprintf(why, WHY_MAX, "no memory, or the crypto libraries failed");
        return false;
    }
    if (st->options.pcap != NULL) {
        st->capture = dot11_capture_open(st->options.pcap, 0, why, WHY_MAX);
        if (st->capture == NULL)
            return false;
    }
    return build(st, why) && open_extras(st, why);
}

bool station_open(struct station *st)
{
    enum dot11_event_type started = D11_EV_STARTED;
    char why[WHY_MAX] = "the radio does not start";

    st->tap.fd = -1;
    memcpy(st->ping.own_addr, st->options.mac, D11_ADDR_LEN);
    memcpy(st->ping.own_ip, st->options.ip, 4);
    if (open_all(st, why) &&
        dot11_sta_start(st->sta, st->kind->now_us(st)) == D11_OK &&
        station_wait(st, saw_event, &started, st->kind->now_us(st) + HALT_US) &&
        st->seen.last[D11_EV_STARTED].u.started.err == D11_OK)
        return true;
    if (!st->stopping)
        fprintf(stderr, "dot11-station: %s\n", why);
    return false;
}

static bool is_halted(struct station *st, void *context)
{
    struct dot11_sta_status status;

    (void)context;
    dot11_sta_status(st->sta, &status);
    return status.state == D11_STA_HALTED;
}

/* The AP gets a goodbye, and every frame has to come back. */
static void halt(struct station *st)
{
    st->stopping = false;
    if (dot11_sta_halt(st->sta, st->kind->now_us(st)) == D11_OK)
        (void)station_wait(st, is_halted, NULL, st->kind->now_us(st) + HALT_US);
    if (dot11_sta_fini(st->sta) != D11_OK ||
        dot11_radio_fini(st->radio) != D11_OK)
        fprintf(stderr, "dot11-station: the station keeps frames\n");
}

bool station_close(struct station *st)
{
    size_t missing;

    if (st->sta != NULL)
        halt(st);
    if (st->kind_state != NULL) {
        st->kind->attach(st, NULL);
        st->kind->close(st);
    }
    if (st->tap.fd >= 0)
        dot11_tap_close(&st->tap);
    dot11_capture_close(st->capture);
    dot11_crypto_host_free(st->crypto);
    free(st->memory);
    free(st->delivered.list);

    missing = st->pool != NULL ? dot11_pool_out(st->pool) : 0;
    if (missing > 0)
        fprintf(stderr, "dot11-station: %zu frames did not come back\n",
                missing);
    else
        dot11_pool_free(st->pool);
    return missing == 0;
}
