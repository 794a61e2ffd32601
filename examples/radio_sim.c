/* dot11-station: a radio in a simulated world with four access points.
 *
 * SPDX-License-Identifier: MIT
 *
 * Commands that are known beforehand run as fast as the machine can, on the
 * world's own clock, and the same seed gives the same frames at the same
 * times. At a prompt the world's clock goes with the user's. */
#include "station.h"

#include "dot11_sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_OCTETS (4u * 1024u * 1024u)
#define AP_COUNT 5u
/* How often a program that runs ahead of time looks for signals. */
#define LOOK_EVERY 256u

struct world {
    void *memory;
    struct dot11_sim *sim;
    struct dot11_crypto_host *crypto; /* of the access points */
    struct dot11_sim_radio *radio;
    struct dot11_sim_ap *aps[AP_COUNT];
    uint64_t began_us; /* real time when the world's clock was 0 */
    unsigned turns;
};

/* The networks of the world. The two demo ones are one network. */
static const struct {
    const char *name;
    const char *ssid;
    const char *passphrase;
    uint16_t freq_mhz;
    int8_t signal_dbm;
    bool hidden;
    bool sae;
} places[AP_COUNT] = {
    {"demo-1", "dot11-demo", "correct horse", 2437, -45, false, false},
    {"demo-2", "dot11-demo", "correct horse", 5180, -62, false, false},
    {"open", "dot11-open", NULL, 2412, -57, false, false},
    {"hidden", "dot11-hidden", "battery staple", 2462, -66, true, false},
    {"sae", "dot11-sae", "correct horse", 5220, -60, false, true},
};

/* --- Frames on the air ---------------------------------------------------- */

static int8_t signal_of(const struct world *world,
                        const struct dot11_sim_node *from)
{
    for (size_t i = 0; i < AP_COUNT; i++) {
        if (dot11_sim_ap_node(world->aps[i]) == from)
            return places[i].signal_dbm;
    }
    return D11_SIGNAL_UNKNOWN;
}

/* Of all frames in the world those that our radio sent or could hear. */
static void tap(void *context, const struct dot11_sim_frame *frame)
{
    struct station *st = context;
    struct world *world = st->kind_state;
    struct dot11_air air = {.at_us = frame->at_us,
                            .data = frame->octets,
                            .len = frame->len,
                            .freq_mhz = frame->freq_mhz,
                            .rate_500kbps = frame->rate_500kbps,
                            .signal_dbm = D11_SIGNAL_UNKNOWN};
    const uint8_t *ra = frame->octets + 4;
    bool is_group = frame->len >= 10 && (ra[0] & 1) != 0;
    struct dot11_sim_radio_stats radio;

    if (frame->from == dot11_sim_radio_node(world->radio)) {
        air.status = is_group       ? DOT11_AIR_SENT
                     : frame->acked ? DOT11_AIR_ACKED
                                    : DOT11_AIR_UNACKED;
        station_air(st, &air);
        return;
    }
    dot11_sim_radio_stats(world->radio, &radio);
    if (!radio.on || radio.freq_mhz != frame->freq_mhz || frame->len < 10 ||
        (!is_group && memcmp(ra, st->options.mac, D11_ADDR_LEN) != 0 &&
         (st->sta == NULL || dot11_sta_mode(st->sta) != D11_MODE_MONITOR)))
        return;
    air.status = DOT11_AIR_RECEIVED;
    air.signal_dbm = signal_of(world, frame->from);
    station_air(st, &air);
}

/* --- Making the world ----------------------------------------------------- */

static enum dot11_err make_ap(struct world *world, size_t i)
{
    struct dot11_sim_ap_config config = {
        .bssid = {0x02, 0x00, 0x00, 0x00, 0xa0, (uint8_t)(i + 1)},
        .freq_mhz = places[i].freq_mhz,
        .hidden = places[i].hidden,
        .passphrase = places[i].sae ? NULL : places[i].passphrase,
        .sae_password = places[i].sae ? places[i].passphrase : NULL,
        .pmf = places[i].passphrase != NULL,
        .pmf_required = places[i].sae,
        .beacon_protection = places[i].sae,
        .ip = {10, 0, 0, 1},
        .host_addr = {0x02, 0x00, 0x00, 0x00, 0xb0, 0x01}};
    enum dot11_err err;

    config.ssid.len = (uint8_t)strlen(places[i].ssid);
    memcpy(config.ssid.octets, places[i].ssid, config.ssid.len);
    err = dot11_sim_ap_create(&world->aps[i], world->sim, &config);
    if (err != D11_OK)
        return err;
    dot11_sim_set_path(dot11_sim_ap_node(world->aps[i]),
                       dot11_sim_radio_node(world->radio),
                       places[i].signal_dbm);
    dot11_sim_ap_start(world->aps[i]);
    return D11_OK;
}

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

static enum dot11_err make_radio(struct station *st, struct world *world)
{
    struct dot11_sim_radio_config config = {.flags = D11_HW_TX_STATUS,
                                            .frame_alloc = frame_alloc,
                                            .frame_free = frame_free,
                                            .host = st};

    memcpy(config.addr, st->options.mac, D11_ADDR_LEN);
    /* More than one: it can take another address, too. */
    config.sta_count = 2;
    return dot11_sim_radio_create(&world->radio, world->sim, &config);
}

static enum dot11_err make_world(struct station *st, struct world *world)
{
    struct dot11_sim_config config = {.seed = st->options.seed,
                                      .crypto_ops = dot11_crypto_host_ops()};
    enum dot11_err err;

    world->memory = malloc(WORLD_OCTETS);
    world->crypto = dot11_crypto_host_new(0);
    if (world->memory == NULL || world->crypto == NULL)
        return D11_ERR_MEMORY;
    config.crypto = world->crypto;
    err = dot11_sim_init(&world->sim, world->memory, WORLD_OCTETS, &config);
    if (err == D11_OK)
        err = make_radio(st, world);
    for (size_t i = 0; err == D11_OK && i < AP_COUNT; i++)
        err = make_ap(world, i);
    if (err == D11_OK)
        err = dot11_sim_add_tap(world->sim, tap, st);
    return err;
}

static void close_radio(struct station *st)
{
    struct world *world = st->kind_state;

    if (world->sim != NULL)
        dot11_sim_fini(world->sim);
    free(world->memory);
    dot11_crypto_host_free(world->crypto);
    free(world);
    st->kind_state = NULL;
}

static bool open_radio(struct station *st, struct dot11_config *config,
                       char *why)
{
    struct world *world = calloc(1, sizeof(*world));
    enum dot11_err err;

    if (world == NULL) {
        snprintf(why, WHY_MAX, "no memory for a world");
        return false;
    }
    st->kind_state = world;
    world->began_us = dot11_loop_now_us();
    err = make_world(st, world);
    if (err != D11_OK) {
        snprintf(why, WHY_MAX, "cannot make a world: %s", dot11_err_str(err));
        close_radio(st);
        return false;
    }
    config->caps = dot11_sim_radio_caps(world->radio);
    config->hw_ops = dot11_sim_radio_ops(world->radio);
    config->hw = world->radio;
    return true;
}

static void attach(struct station *st, struct dot11_radio *radio)
{
    struct world *world = st->kind_state;

    dot11_sim_radio_attach(world->radio, radio);
}

/* --- Time ----------------------------------------------------------------- */

static uint64_t now_us(struct station *st)
{
    struct world *world = st->kind_state;

    return dot11_sim_now_us(world->sim);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* When the world or the station wants something next. */
static uint64_t next_us(struct station *st)
{
    struct world *world = st->kind_state;

    return earlier(dot11_sim_next_us(world->sim),
                   dot11_radio_deadline(st->radio));
}

static void move_to(struct station *st, uint64_t at_us)
{
    struct world *world = st->kind_state;

    dot11_sim_advance(world->sim, at_us);
    dot11_radio_tick(st->radio, dot11_sim_now_us(world->sim));
}

/* Waits in real time, then lets the world catch up with it. */
static void turn_with_clock(struct station *st, struct world *world,
                            uint64_t until_us)
{
    uint64_t at_us = earlier(next_us(st), until_us);
    uint64_t real_us;

    (void)dot11_loop_turn(
        st->loop, at_us == D11_NEVER ? D11_NEVER : world->began_us + at_us);
    real_us = dot11_loop_now_us() - world->began_us;
    at_us = next_us(st);
    move_to(st, earlier(at_us, real_us));
}

static void turn(struct station *st, uint64_t until_us)
{
    struct world *world = st->kind_state;

    if (st->real_time) {
        turn_with_clock(st, world, until_us);
        return;
    }
    if (world->turns++ % LOOK_EVERY == 0)
        (void)dot11_loop_turn(st->loop, 0);
    move_to(st, earlier(next_us(st), until_us));
}

/* From the seed, so that a run can be repeated. Good for a simulation and for
 * nothing else. */
static enum dot11_err random_octets(struct station *st, uint8_t *buf,
                                    size_t len)
{
    struct world *world = st->kind_state;

    for (size_t i = 0; i < len; i++)
        buf[i] = (uint8_t)dot11_sim_random(world->sim, 256);
    return D11_OK;
}

/* --- The command `ap` ----------------------------------------------------- */

static bool ap_act(struct world *world, const char *verb, size_t i)
{
    struct dot11_sim_ap *ap = world->aps[i];

    if (strcmp(verb, "stop") == 0)
        dot11_sim_ap_stop(ap);
    else if (strcmp(verb, "start") == 0)
        dot11_sim_ap_start(ap);
    else if (strcmp(verb, "restart") == 0)
        dot11_sim_ap_restart(ap);
    else if (strcmp(verb, "deauth") == 0)
        dot11_sim_ap_deauth(ap, NULL, D11_REASON_UNSPECIFIED);
    else if (strcmp(verb, "rekey") == 0)
        dot11_sim_ap_rekey(ap);
    else
        return false;
    return true;
}

/* Both ways. */
static bool ap_signal(struct world *world, size_t i, const char *text,
                      char *why)
{
    int8_t dbm;

    if (!words_dbm(text, &dbm)) {
        snprintf(why, WHY_MAX, "a signal has -128 to 0 dBm");
        return false;
    }
    dot11_sim_set_path(dot11_sim_ap_node(world->aps[i]),
                       dot11_sim_radio_node(world->radio), dbm);
    return true;
}

static bool ap_command(struct station *st, int argc, char **argv, char *why)
{
    bool signal = argc > 1 && strcmp(argv[1], "signal") == 0;

    if (argc != (signal ? 4 : 3)) {
        snprintf(why, WHY_MAX,
                 "say ap stop|start|restart|deauth|rekey NAME or ap signal "
                 "NAME DBM");
        return false;
    }
    for (size_t i = 0; i < AP_COUNT; i++) {
        if (strcmp(argv[2], places[i].name) != 0)
            continue;
        if (signal)
            return ap_signal(st->kind_state, i, argv[3], why);
        if (ap_act(st->kind_state, argv[1], i))
            return true;
        snprintf(why, WHY_MAX, "an access point cannot '%s'", argv[1]);
        return false;
    }
    snprintf(why, WHY_MAX,
             "no access point '%s': there are demo-1, demo-2, open, hidden, "
             "sae",
             argv[2]);
    return false;
}

const struct radio_kind radio_sim = {
    .name = "sim",
    .open = open_radio,
    .attach = attach,
    .close = close_radio,
    .now_us = now_us,
    .turn = turn,
    .random = random_octets,
    .ap = ap_command,
    .ap_help =
        "ap stop|start|restart|deauth|rekey demo-1|demo-2|open|hidden|sae, "
        "ap signal NAME DBM"};
