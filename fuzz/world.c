/* A radio with stations: its life, its frames, its events, what must hold.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

#include "dot11_crypto_host.h"
#include "sta/radio.h"

struct world world;
const struct dot11_ext_ops *world_ext;

static const struct dot11_ext_ops *exts[2] = {&dot11_rsn, NULL};

static void make_small(struct dot11_config *config)
{
    config->bss_count = 2;
    config->bss_octets = 512;
    config->event_count = 16;
    config->rx_burst = 2;
    config->tx_queue = 4;
    config->tx_pending = 4;
    config->body_octets = 128;
    config->auth_tries = 1;
}

static void make_stations(void)
{
    static const uint8_t second[6] = {0x02, 0, 0, 0, 0, 0x11};

    for (unsigned i = 0; i < world.sta_count; i++) {
        struct world_sta *sta = &world.stas[i];

        memcpy(sta->addr, i == 0 ? world.config.caps->addr : second, 6);
        FUZZ_CHECK(dot11_sta_create(&sta->sta, world.radio,
                                    i == 0 ? NULL : second) == D11_OK);
    }
}

void world_begin(uint32_t options)
{
    size_t size;

    memset(&world, 0, sizeof world);
    world.options = options;
    world.now_us = 1000000;
    world.answer = D11_OK;
    world.room = WORLD_RADIO_FRAMES;
    world.sta_count = (options & WORLD_TWO) != 0 ? 2 : 1;
    world_host_begin();
    exts[1] = world_ext;
    dot11_config_defaults(&world.config);
    world.config.caps = world_caps(options);
    world.config.hw_ops = &world_hw_ops;
    world.config.host_ops = &world_host_ops;
    world.config.crypto_ops = &world.crypto_ops;
    world.config.crypto = world_crypto();
    world.config.exts = exts;
    world.config.ext_count = world_ext != NULL ? 2 : 1;
    world.config.sta_count = (uint8_t)world.sta_count;
    if ((options & WORLD_SMALL) != 0)
        make_small(&world.config);
    size = dot11_radio_mem_size(&world.config);
    FUZZ_CHECK(size != 0);
    world.mem = malloc(size);
    FUZZ_CHECK(world.mem != NULL);
    FUZZ_CHECK(dot11_radio_init(&world.radio, world.mem, size, &world.config) ==
               D11_OK);
    for (unsigned i = 0; i < WORLD_APS; i++)
        ap_begin(&world.aps[i], i, true);
    world.in_call = true;
    make_stations();
    world.in_call = false;
}

/* What must hold after each call. */

static void check_counters(void)
{
    struct dot11_stats stats;
    uint32_t sum;

    dot11_radio_stats(world.radio, &stats);
    sum = stats.rx_accepted;
    for (unsigned i = 0; i < D11_DROP_COUNT; i++)
        sum += stats.drops[i];
    FUZZ_CHECK(stats.rx_frames == sum);
    FUZZ_CHECK(stats.rx_frames >= world.heard);
    FUZZ_CHECK(world.sta_count > 1 || stats.rx_frames == world.heard);
    FUZZ_CHECK(stats.rx_msdus == world.delivered);
    FUZZ_CHECK(stats.tx_frames == world.taken);
    FUZZ_CHECK(stats.tx_acked + stats.tx_failed + stats.tx_flushed ==
               world.returned);
}

static void check_sta(const struct world_sta *sta)
{
    struct dot11_sta_status status;
    struct dot11_port ports[2];

    if (sta->sta == NULL)
        return;
    dot11_sta_status(sta->sta, &status);
    FUZZ_CHECK(!status.authorized || status.associated);
    FUZZ_CHECK(status.ssid.len <= D11_SSID_MAX);
    FUZZ_CHECK(sta->alive || status.state == D11_STA_HALTED);
    if (status.state == D11_STA_CONNECTED)
        FUZZ_CHECK(status.associated && status.aid >= 1 &&
                   status.aid <= D11_AID_MAX);
    if (status.state == D11_STA_INIT || status.state == D11_STA_LOST ||
        status.state == D11_STA_HALTED)
        FUZZ_CHECK(!status.associated);
    FUZZ_CHECK(dot11_sta_ports(sta->sta, ports, 2) <= 1);
    /* INV-07: an open port of a protected network has keys behind it. */
    if (status.authorized && sta->secured && world_ext == NULL)
        FUZZ_CHECK(world.aps[0].told_gtk || world.aps[1].told_gtk);
}

void world_enter(void)
{
    FUZZ_CHECK(!world.in_call);
    world.in_call = true;
}

static void handle_events(void);

void world_leave(void)
{
    FUZZ_CHECK(world.in_call);
    world.in_call = false;
    handle_events();
    if ((world.options & WORLD_LAZY) == 0)
        world_poll();
    check_counters();
    for (unsigned i = 0; i < world.sta_count; i++)
        check_sta(&world.stas[i]);
}

/* Events. */

void world_note_event(struct world_sta *sta, const struct dot11_event *event)
{
    FUZZ_CHECK(world.event_count < WORLD_EVENTS);
    world.event_sta[world.event_count] = sta;
    world.events[world.event_count++] = *event;
}

static bool is_owed(const struct world_owed *owed, uint32_t id)
{
    for (unsigned i = 0; i < owed->count; i++) {
        if (owed->ids[i] == id)
            return true;
    }
    return false;
}

static void owe(struct world_owed *owed, uint32_t id)
{
    FUZZ_CHECK(id != 0 && !is_owed(owed, id));
    FUZZ_CHECK(owed->count < sizeof owed->ids / sizeof owed->ids[0]);
    owed->ids[owed->count++] = id;
}

static void settle(struct world_owed *owed, uint32_t id)
{
    /* In the order of the requests. */
    FUZZ_CHECK(owed->count != 0 && owed->ids[0] == id);
    owed->count--;
    memmove(owed->ids, owed->ids + 1, owed->count * sizeof owed->ids[0]);
}

static void begins(bool *open, bool other)
{
    FUZZ_CHECK(!*open && !other);
    *open = true;
}

static void ends(bool *open)
{
    FUZZ_CHECK(*open);
    *open = false;
}

static void on_port(struct world_sta *sta, const struct dot11_ev_port *port)
{
    FUZZ_CHECK(port->port.session_id != 0);
    if (port->change == D11_PORT_CREATED) {
        FUZZ_CHECK(sta->session_id == 0);
        sta->session_id = port->port.session_id;
        return;
    }
    FUZZ_CHECK(sta->session_id == port->port.session_id);
    if (port->change == D11_PORT_DELETED)
        sta->session_id = 0;
}

static void on_halted(struct world_sta *sta)
{
    FUZZ_CHECK(sta->halting == 1 && sta->starting == 0);
    FUZZ_CHECK(sta->disconnects.count == 0 && sta->scans.count == 0 &&
               sta->connects.count == 0 && sta->roams.count == 0);
    FUZZ_CHECK(!sta->connecting && !sta->roaming && !sta->associating);
    FUZZ_CHECK(sta->session_id == 0);
    sta->halting = 0;
    sta->alive = false;
}

static void on_started(struct world_sta *sta, enum dot11_err err)
{
    FUZZ_CHECK(sta->starting == 1);
    sta->starting = 0;
    if (err != D11_OK && sta->halting == 0)
        sta->alive = false;
}

static void on_event(struct world_sta *sta, const struct dot11_event *event)
{
    FUZZ_CHECK(sta->alive);
    FUZZ_CHECK(event->at_us <= world.now_us);
    switch (event->type) {
    case D11_EV_STARTED: on_started(sta, event->u.started.err); break;
    case D11_EV_SCAN_DONE: settle(&sta->scans, event->id); break;
    case D11_EV_CONNECT_START:
        begins(&sta->connecting, sta->roaming);
        FUZZ_CHECK(is_owed(&sta->connects, event->id));
        break;
    case D11_EV_CONNECT_DONE:
        FUZZ_CHECK(!sta->associating);
        ends(&sta->connecting);
        settle(&sta->connects, event->id);
        break;
    case D11_EV_ROAM_START:
        begins(&sta->roaming, sta->connecting);
        FUZZ_CHECK(event->id == 0 || is_owed(&sta->roams, event->id));
        break;
    case D11_EV_ROAM_DONE:
        FUZZ_CHECK(!sta->associating);
        ends(&sta->roaming);
        if (event->id != 0)
            settle(&sta->roams, event->id);
        break;
    case D11_EV_ASSOC_START:
        begins(&sta->associating, !sta->connecting && !sta->roaming);
        break;
    case D11_EV_ASSOC_DONE: ends(&sta->associating); break;
    case D11_EV_PORT: on_port(sta, &event->u.port); break;
    case D11_EV_DISCONNECT_DONE: settle(&sta->disconnects, event->id); break;
    case D11_EV_HALTED: on_halted(sta); break;
    case D11_EV_DISASSOC:
    case D11_EV_LINK_QUALITY:
    case D11_EV_NEED_CREDENTIALS:
    case D11_EV_PHY_STATE: break;
    /* Of optional parts, none of which is listed here. */
    case D11_EV_TKIP_MIC_FAILURE:
    case D11_EV_RESET_DONE:
    case D11_EV_NETWORK_FOUND:
    case D11_EV_PMKID_CANDIDATES:
    case D11_EV_UNPROTECTED:
    case D11_EV_PINNED:
    case D11_EV_NONE:
    case D11_EV_COUNT: FUZZ_CHECK(false); break;
    }
}

static void handle_events(void)
{
    for (unsigned i = 0; i < world.event_count; i++)
        on_event(world.event_sta[i], &world.events[i]);
    world.event_count = 0;
}

void world_read(const uint8_t *octets, size_t len)
{
    size_t sum = 0;

    for (size_t i = 0; i < len; i++)
        sum += octets[i];
    FUZZ_CHECK(sum <= len * 255);
}

/* A long body stays valid until the next event is asked for. */
static void read_bodies(const struct dot11_event *event)
{
    const struct dot11_ev_assoc_done *done = &event->u.assoc_done;
    const struct dot11_octets bodies[3] = {done->request, done->response,
                                           done->beacon};

    if (event->type != D11_EV_ASSOC_DONE)
        return;
    for (unsigned i = 0; i < 3; i++)
        world_read(bodies[i].data, bodies[i].len);
}

void world_poll(void)
{
    bool was_in_call = world.in_call;
    struct dot11_event event;

    world.in_call = true;
    world.polling = true;
    for (unsigned i = 0; i < world.sta_count; i++) {
        struct world_sta *sta = &world.stas[i];

        while (sta->sta != NULL && dot11_sta_next_event(sta->sta, &event)) {
            world_note_event(sta, &event);
            read_bodies(&event);
            handle_events();
        }
    }
    world.polling = false;
    world.in_call = was_in_call;
}

/* Frames. */

struct dot11_rx *world_add(struct world_frame *frame)
{
    struct dot11_rx *rx;

    if (world.burst_count == WORLD_BURST)
        world_receive();
    rx = &world.burst[world.burst_count++];
    memset(rx, 0, sizeof *rx);
    rx->frame = &frame->frame;
    rx->freq_mhz = world.freq_mhz;
    rx->signal_dbm = -40;
    return rx;
}

void world_receive(void)
{
    struct dot11_rx burst[WORLD_BURST];
    unsigned count = world.burst_count;

    if (count == 0)
        return;
    if (world.msdu_count + count * WORLD_STATIONS > WORLD_MSDUS)
        world_return(WORLD_MSDUS);
    memcpy(burst, world.burst, sizeof burst);
    world.burst_count = 0;
    world.heard += count;
    world_enter();
    dot11_hw_rx(world.radio, burst, count, world.now_us);
    world_leave();
}

void world_status(unsigned n, bool acked, bool flushed)
{
    struct dot11_tx_status status[WORLD_RADIO_FRAMES];

    if (n > world.in_radio_count)
        n = world.in_radio_count;
    if (n == 0)
        return;
    memset(status, 0, sizeof status);
    for (unsigned i = 0; i < n; i++) {
        status[i].frame = world.in_radio[i].frame;
        status[i].acked = acked && !flushed;
        status[i].flushed = flushed;
        status[i].tries = 1;
        ((struct world_frame *)(void *)status[i].frame)->place =
            WORLD_WITH_CORE;
    }
    world.in_radio_count -= n;
    memmove(world.in_radio, world.in_radio + n,
            world.in_radio_count * sizeof world.in_radio[0]);
    world.returned += n;
    world_enter();
    dot11_hw_tx_status(world.radio, status, n, world.now_us);
    world_leave();
}

void world_return(unsigned n)
{
    if (n > world.msdu_count)
        n = world.msdu_count;
    world_enter();
    while (n-- > 0) {
        struct dot11_msdu msdu = world.msdus[0];
        struct dot11_sta *sta = world.msdu_sta[0];

        /* Nobody may have changed what the host holds. */
        for (uint32_t i = 0; i < msdu.len; i++)
            msdu.data[i] ^= 0xff;
        ((struct world_frame *)(void *)msdu.frame)->held--;
        world.msdu_count--;
        memmove(world.msdus, world.msdus + 1,
                world.msdu_count * sizeof world.msdus[0]);
        memmove(world.msdu_sta, world.msdu_sta + 1,
                world.msdu_count * sizeof world.msdu_sta[0]);
        dot11_sta_msdu_return(sta, &msdu, 1);
    }
    world_leave();
}

void world_op_done(enum dot11_err err)
{
    uint32_t token = world.tokens[0];

    if (world.token_count == 0)
        return;
    world.token_count--;
    memmove(world.tokens, world.tokens + 1,
            world.token_count * sizeof world.tokens[0]);
    world_enter();
    (void)dot11_hw_op_done(world.radio, token, err, world.now_us);
    world_leave();
}

void world_tick(uint64_t us)
{
    uint64_t deadline;

    world.now_us += us;
    world_enter();
    dot11_radio_tick(world.radio, world.now_us);
    world_leave();
    /* It makes no sense to wake the host again and again for now. */
    for (unsigned i = 0; i < 16; i++) {
        deadline = dot11_radio_deadline(world.radio);
        if (deadline > world.now_us)
            return;
        world_enter();
        dot11_radio_tick(world.radio, world.now_us);
        world_leave();
    }
    /* The deadline does not move. */
    FUZZ_CHECK(false);
}

void world_tick_deadline(void)
{
    uint64_t deadline = dot11_radio_deadline(world.radio);

    if (deadline == D11_NEVER)
        return;
    world_tick(deadline > world.now_us ? deadline - world.now_us : 0);
}

/* Requests. */

void world_start(struct world_sta *sta)
{
    uint32_t heard, delivered, taken, returned;
    bool fresh;

    /* The end of the life before may wait in the queue. */
    world_poll();
    world_enter();
    heard = world.heard;
    delivered = world.delivered;
    taken = world.taken;
    returned = world.returned;
    fresh = !world.radio->powered;
    if (dot11_sta_start(sta->sta, world.now_us) == D11_OK) {
        FUZZ_CHECK(!sta->alive && sta->starting == 0);
        sta->alive = true;
        sta->starting = 1;
        /* N80211-INIT-3: counters begin at zero with the radio. */
        if (fresh) {
            world.heard -= heard;
            world.delivered -= delivered;
            world.taken -= taken;
            world.returned -= returned;
        }
    }
    world_leave();
}

void world_halt(struct world_sta *sta)
{
    world_enter();
    if (dot11_sta_halt(sta->sta, world.now_us) == D11_OK) {
        FUZZ_CHECK(sta->alive);
        sta->halting++;
    }
    world_leave();
}

void world_scan(struct world_sta *sta, const struct dot11_scan_req *req)
{
    uint32_t id = 0;

    world_enter();
    if (dot11_sta_scan(sta->sta, req, &id, world.now_us) == D11_OK)
        owe(&sta->scans, id);
    world_leave();
}

void world_connect(struct world_sta *sta, const struct dot11_connect_req *req)
{
    uint32_t id = 0;

    world_enter();
    if (dot11_sta_connect(sta->sta, req, &id, world.now_us) == D11_OK) {
        owe(&sta->connects, id);
        sta->secured = req->ext == &dot11_rsn;
    }
    world_leave();
}

void world_connect_usual(struct world_sta *sta, bool secured)
{
    struct dot11_rsn_profile profile;
    struct dot11_connect_req req;

    memset(&req, 0, sizeof req);
    req.ssid.len = sizeof AP_NETWORK - 1;
    memcpy(req.ssid.octets, AP_NETWORK, req.ssid.len);
    if (secured) {
        dot11_rsn_profile_defaults(&profile);
        profile.has_psk = true;
        memcpy(profile.psk, ap_psk, sizeof profile.psk);
        req.ext = &dot11_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    }
    world_connect(sta, &req);
}

void world_roam(struct world_sta *sta, const struct dot11_roam_req *req)
{
    uint32_t id = 0;

    world_enter();
    if (dot11_sta_roam(sta->sta, req, &id, world.now_us) == D11_OK)
        owe(&sta->roams, id);
    world_leave();
}

void world_disconnect(struct world_sta *sta)
{
    uint32_t id = 0;

    world_enter();
    if (dot11_sta_disconnect(sta->sta, &id, world.now_us) == D11_OK)
        owe(&sta->disconnects, id);
    world_leave();
}

/* The end. */

static bool all_halted(void)
{
    for (unsigned i = 0; i < world.sta_count; i++) {
        if (world.stas[i].alive)
            return false;
    }
    return true;
}

/* A radio that behaves from now on gives everything back. */
static void drain(void)
{
    world.answer = D11_OK;
    world.at_once = D11_OK;
    world.room = WORLD_RADIO_FRAMES;
    world.options &= ~(uint32_t)(WORLD_LAZY | WORLD_EAGER);
    for (unsigned i = 0; i < 64; i++) {
        world_poll();
        world_return(WORLD_MSDUS);
        world_status(WORLD_RADIO_FRAMES, false, true);
        while (world.token_count != 0)
            world_op_done(D11_OK);
        if (all_halted() && dot11_radio_deadline(world.radio) == D11_NEVER)
            return;
        world_tick_deadline();
    }
    /* The halt does not end. */
    FUZZ_CHECK(false);
}

static void check_frames(void)
{
    struct world_frame *frame;

    while ((frame = world.frames) != NULL) {
        FUZZ_CHECK(frame->place == WORLD_BACK);
        world.frames = frame->next;
        free(frame);
    }
}

void world_end(void)
{
    struct dot11_event event;

    world_receive();
    world_poll();
    for (unsigned i = 0; i < world.sta_count; i++) {
        if (world.stas[i].sta != NULL)
            world_halt(&world.stas[i]);
    }
    drain();
    FUZZ_CHECK(dot11_radio_deadline(world.radio) == D11_NEVER);
    world.in_call = true;
    for (unsigned i = 0; i < world.sta_count; i++) {
        struct world_sta *sta = &world.stas[i];

        if (sta->sta == NULL)
            continue;
        FUZZ_CHECK(!dot11_sta_next_event(sta->sta, &event));
        FUZZ_CHECK(dot11_sta_fini(sta->sta) == D11_OK);
    }
    FUZZ_CHECK(dot11_radio_fini(world.radio) == D11_OK);
    FUZZ_CHECK(world.job == NULL);
    FUZZ_CHECK(world.in_radio_count == 0);
    check_frames();
    free(world.mem);
}
