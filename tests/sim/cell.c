/* A world with several stations of the library and no access point. */
#include "cell.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "frame/header.h"
#include "primitives.h"

#define MEMORY (8u << 20)
#define SEED 20261122u
#define SILENT (-120)
#define LOUD (-50)
#define EVENTS 512u

static const struct dot11_part *const parts[] = {&dot11_ibss};
static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_ibss};

void cell_options(struct cell_options *options)
{
    static const uint8_t nobody[6] = {2};

    memset(options, 0, sizeof *options);
    options->count = 2;
    dot11_sim_station_defaults(&options->station, nobody);
    options->station.core.parts = parts;
    options->station.core.part_count = 1;
    options->station.core.exts = exts;
    options->station.core.ext_count = 1;
    options->station.core.peer_count = 4;
    options->station.core.event_count = 64;
    options->station.event_count = EVENTS;
}

static unsigned number_of(const struct cell *cell, const uint8_t *addr)
{
    unsigned i = 0;

    while (i < cell->count && !d11_addr_equal(cell->addrs[i], addr))
        i++;
    return i;
}

/* What goes over the air. */

static void count_mgmt(struct cell *cell, unsigned i,
                       const struct d11_header *h,
                       const struct dot11_sim_frame *frame)
{
    switch (h->subtype) {
    case D11_MGMT_BEACON:
        cell->beacons[i]++;
        cell->beacon_len = frame->len - h->len;
        memcpy(cell->beacon, frame->octets + h->len, cell->beacon_len);
        break;
    case D11_MGMT_PROBE_RESP: cell->probe_resps[i]++; break;
    case D11_MGMT_AUTH: cell->auths[i]++; break;
    case D11_MGMT_DEAUTH: cell->deauths[i]++; break;
    case D11_MGMT_ASSOC_REQ:
    case D11_MGMT_REASSOC_REQ:
    case D11_MGMT_DISASSOC: cell->assoc_frames++; break;
    default: break;
    }
}

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    struct cell *cell = ctx;
    struct d11_header h;
    unsigned i = 0;

    if (frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE)
        return;
    while (i < cell->count &&
           frame->from !=
               dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[i])))
        i++;
    if (i == cell->count)
        return;
    if (h.type == D11_TYPE_MGMT)
        count_mgmt(cell, i, &h, frame);
    if (h.type != D11_TYPE_DATA)
        return;
    cell->to_ds += (h.flags & (D11_FC1_TO_DS | D11_FC1_FROM_DS)) != 0;
    cell->plain += !d11_header_protected(&h) && frame->len >= h.len + 8u &&
                   d11_load_be16(frame->octets + h.len + 6) != 0x888e;
}

struct receiver {
    struct cell *cell;
    unsigned i;
};

static struct receiver receivers[CELL_STATIONS];

static void on_msdu(void *ctx, struct dot11_sta *sta,
                    const struct dot11_msdu *msdu)
{
    const struct receiver *at = ctx;
    unsigned from = number_of(at->cell, msdu->data + 6);

    (void)sta;
    if (from < at->cell->count)
        at->cell->msdus[at->i][from]++;
}

static void add_station(struct cell *cell, const struct cell_options *options)
{
    struct dot11_sim_station_config config = options->station;
    struct dot11_sim_host_hooks hooks = {.msdu = on_msdu};
    unsigned i = cell->count++;

    /* The second one has the higher address of the two, and so on. */
    cell->addrs[i][0] = 2;
    cell->addrs[i][5] = (uint8_t)(0x11 * (i + 1));
    memcpy(config.radio.addr, cell->addrs[i], 6);
    config.radio.flags |= options->flags[i];
    assert_int_equal(
        dot11_sim_station_create(&cell->stations[i], cell->sim, &config),
        D11_OK);
    cell->stas[i] = dot11_sim_station_sta(cell->stations[i]);
    receivers[i].cell = cell;
    receivers[i].i = i;
    hooks.ctx = &receivers[i];
    dot11_sim_station_set_host_hooks(cell->stations[i], &hooks);
}

struct cell *cell_new(const struct cell_options *options)
{
    struct cell *cell = calloc(1, sizeof *cell);
    const char *seed = getenv("DOT11_SIM_SEED");
    struct dot11_sim_config config = {0};

    assert_non_null(cell);
    cell->mem = malloc(MEMORY);
    assert_non_null(cell->mem);
    assert_int_equal(primitives_new(&cell->crypto), D11_OK);
    cell->open_system = options->open_system;
    config.seed = seed != NULL ? strtoull(seed, NULL, 0) : SEED;
    config.start_us = 5 * CELL_SECOND;
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = cell->crypto;
    assert_int_equal(dot11_sim_init(&cell->sim, cell->mem, MEMORY, &config),
                     D11_OK);
    for (unsigned i = 0; i < options->count; i++)
        add_station(cell, options);
    assert_int_equal(dot11_sim_add_tap(cell->sim, watch, cell), D11_OK);
    return cell;
}

uint64_t cell_now(const struct cell *cell)
{
    return dot11_sim_now_us(cell->sim);
}

void cell_run(struct cell *cell, uint64_t us)
{
    dot11_sim_run_for(cell->sim, us);
}

void cell_cut(struct cell *cell, unsigned a, unsigned b, bool cut)
{
    dot11_sim_set_path(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[a])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[b])),
        cut ? SILENT : LOUD);
}

/* Everything that began has ended (GEN-1, GEN-2). */
static void check_pairs(struct cell *cell, unsigned i)
{
    struct dot11_sim_station *station = cell->stations[i];

    assert_int_equal(dot11_sim_station_count(station, D11_EV_ASSOC_START),
                     dot11_sim_station_count(station, D11_EV_ASSOC_DONE));
    assert_int_equal(dot11_sim_station_count(station, D11_EV_CONNECT_START),
                     dot11_sim_station_count(station, D11_EV_CONNECT_DONE));
    assert_int_equal(dot11_sim_station_count(station, D11_EV_ROAM_START),
                     dot11_sim_station_count(station, D11_EV_ROAM_DONE));
}

static void check_rest(struct cell *cell, unsigned i)
{
    struct dot11_sim_host_stats host;
    struct dot11_sim_radio_stats radio;
    struct dot11_stats stats;
    uint32_t sum;

    dot11_radio_stats(dot11_sim_station_core(cell->stations[i]), &stats);
    sum = stats.rx_accepted;
    for (unsigned k = 0; k < D11_DROP_COUNT; k++)
        sum += stats.drops[k];
    assert_int_equal(sum, stats.rx_frames);
    assert_true(dot11_radio_deadline(
                    dot11_sim_station_core(cell->stations[i])) == D11_NEVER);
    dot11_sim_host_stats(dot11_sim_station_host(cell->stations[i]), &host);
    dot11_sim_radio_stats(dot11_sim_station_radio(cell->stations[i]), &radio);
    assert_int_equal(host.outstanding, 0);
    assert_int_equal(host.foreign, 0);
    assert_int_equal(radio.keys, 0);
    assert_int_equal(radio.zero_keys, 0);
    assert_int_equal(radio.held, 0);
    assert_false(radio.on);
    assert_int_equal(dot11_sim_station_fini(cell->stations[i]), D11_OK);
}

void cell_end(struct cell *cell)
{
    struct dot11_sta_status status;

    for (unsigned i = 0; i < cell->count; i++) {
        dot11_sta_status(cell->stas[i], &status);
        if (status.state == D11_STA_HALTED)
            continue;
        assert_int_equal(dot11_sta_halt(cell->stas[i], cell_now(cell)), D11_OK);
        assert_non_null(dot11_sim_station_wait(cell->stations[i], D11_EV_HALTED,
                                               10 * CELL_SECOND));
    }
    cell_run(cell, CELL_SECOND);
    for (unsigned i = 0; i < cell->count; i++) {
        check_pairs(cell, i);
        check_rest(cell, i);
    }
    /* IBSS-21 the other way round: no frame that only an AP's BSS has. */
    assert_int_equal(cell->assoc_frames, 0);
    assert_int_equal(cell->to_ds, 0);
    dot11_sim_fini(cell->sim);
    primitives_free(cell->crypto);
    free(cell->mem);
    free(cell);
}

/* Steps. */

static void find_psk(const struct cell *cell, uint8_t psk[D11_PSK_LEN])
{
    static uint8_t kept[D11_PSK_LEN];
    static bool known;
    struct dot11_crypto_job job = {0};

    if (!known) {
        job.kind = D11_JOB_PBKDF2_SHA1;
        job.in.pbkdf2.passphrase_len = sizeof CELL_PASSPHRASE - 1;
        memcpy(job.in.pbkdf2.passphrase, CELL_PASSPHRASE,
               sizeof CELL_PASSPHRASE - 1);
        job.in.pbkdf2.ssid.len = sizeof CELL_SSID - 1;
        memcpy(job.in.pbkdf2.ssid.octets, CELL_SSID, sizeof CELL_SSID - 1);
        job.in.pbkdf2.iterations = 4096;
        job.out_len = D11_PSK_LEN;
        assert_int_equal(PRIMITIVES_OPS->job_start(cell->crypto, &job), D11_OK);
        memcpy(kept, job.out, D11_PSK_LEN);
        known = true;
    }
    memcpy(psk, kept, D11_PSK_LEN);
}

void cell_req(const struct cell *cell, struct dot11_ibss_req *req,
              struct dot11_rsn_profile *profile)
{
    static const uint16_t freq_mhz = CELL_MHZ;

    memset(req, 0, sizeof *req);
    req->ssid.len = sizeof CELL_SSID - 1;
    memcpy(req->ssid.octets, CELL_SSID, sizeof CELL_SSID - 1);
    req->freqs_mhz = &freq_mhz;
    req->freq_count = 1;
    req->authenticate = cell->open_system;
    if (profile == NULL)
        return;
    dot11_rsn_profile_defaults(profile);
    profile->has_psk = true;
    find_psk(cell, profile->psk);
    req->ext = &dot11_rsn_ibss;
    req->profile = profile;
    req->profile_len = sizeof *profile;
}

void cell_start(struct cell *cell, unsigned i)
{
    const struct dot11_event *event;

    assert_int_equal(dot11_sta_start(cell->stas[i], cell_now(cell)), D11_OK);
    event =
        dot11_sim_station_wait(cell->stations[i], D11_EV_STARTED, CELL_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.started.err, D11_OK);
    cell->mark[i] = dot11_sim_station_event_count(cell->stations[i]);
}

void cell_ask(struct cell *cell, unsigned i, bool join_only, bool psk)
{
    struct dot11_rsn_profile profile;
    struct dot11_ibss_req req;
    struct dot11_sta_status status;

    dot11_sta_status(cell->stas[i], &status);
    if (status.state == D11_STA_HALTED)
        cell_start(cell, i);
    cell_req(cell, &req, psk ? &profile : NULL);
    assert_int_equal(
        join_only
            ? dot11_sta_ibss_join(cell->stas[i], &req, NULL, cell_now(cell))
            : dot11_sta_ibss_start(cell->stas[i], &req, NULL, cell_now(cell)),
        D11_OK);
}

void cell_up(struct cell *cell, unsigned i, bool psk)
{
    const struct dot11_event *event;

    cell_ask(cell, i, false, psk);
    event = dot11_sim_station_wait(cell->stations[i], D11_EV_CONNECT_DONE,
                                   5 * CELL_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_OK);
}

unsigned cell_peers(const struct cell *cell, unsigned i)
{
    struct dot11_ibss_peer peers[CELL_STATIONS];
    size_t n = dot11_sta_ibss_peers(cell->stas[i], peers, CELL_STATIONS);
    unsigned count = 0;

    for (size_t k = 0; k < n && k < CELL_STATIONS; k++)
        count += peers[k].authorized;
    return count;
}

struct wait {
    struct cell *cell;
    unsigned i;
    unsigned count;
};

static bool has_peers(void *ctx)
{
    const struct wait *wait = ctx;

    return cell_peers(wait->cell, wait->i) == wait->count;
}

bool cell_wait_peers(struct cell *cell, unsigned i, unsigned count, uint64_t us)
{
    struct wait wait = {cell, i, count};

    return dot11_sim_run_until(cell->sim, has_peers, &wait, us);
}

struct dot11_ibss_info cell_info(const struct cell *cell, unsigned i)
{
    struct dot11_ibss_info info;

    assert_int_equal(dot11_sta_ibss_info(cell->stas[i], &info), D11_OK);
    return info;
}

bool cell_same(const struct cell *cell, unsigned a, unsigned b)
{
    struct dot11_ibss_info ours = cell_info(cell, a);
    struct dot11_ibss_info theirs = cell_info(cell, b);

    return d11_addr_equal(ours.bssid, theirs.bssid);
}

bool cell_send_to(struct cell *cell, unsigned from, const uint8_t *da)
{
    uint8_t eth[60] = {0};

    memcpy(eth, da, 6);
    memcpy(eth + 6, cell->addrs[from], 6);
    d11_store_be16(eth + 12, 0x88b5);
    return dot11_sim_station_send(cell->stations[from], eth, sizeof eth) ==
           D11_OK;
}

bool cell_send(struct cell *cell, unsigned from, unsigned to)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

    return cell_send_to(cell, from, to == CELL_ALL ? all : cell->addrs[to]);
}

void cell_talk(struct cell *cell, unsigned a, unsigned b)
{
    uint32_t at_a = cell->msdus[a][b];
    uint32_t at_b = cell->msdus[b][a];

    for (unsigned i = 0; i < 3; i++) {
        assert_true(cell_send(cell, a, b));
        assert_true(cell_send(cell, b, a));
    }
    assert_true(cell_send(cell, a, CELL_ALL));
    assert_true(cell_send(cell, b, CELL_ALL));
    cell_run(cell, CELL_SECOND / 10);
    assert_int_equal(cell->msdus[a][b], at_a + 4);
    assert_int_equal(cell->msdus[b][a], at_b + 4);
}

/* Events. */

static char letter(const struct dot11_event *event, const uint8_t **who)
{
    *who = NULL;
    switch (event->type) {
    case D11_EV_CONNECT_START: return 'C';
    case D11_EV_CONNECT_DONE: return 'c';
    case D11_EV_ROAM_START: return 'R';
    case D11_EV_ROAM_DONE: return 'r';
    case D11_EV_DISCONNECT_DONE: return 'X';
    case D11_EV_SCAN_DONE: return 'S';
    case D11_EV_ASSOC_START: *who = event->u.assoc_start.bssid; return 'A';
    case D11_EV_ASSOC_DONE: *who = event->u.assoc_done.bssid; return 'a';
    case D11_EV_DISASSOC: *who = event->u.disassoc.bssid; return 'D';
    case D11_EV_PORT: *who = event->u.port.port.peer; break;
    default: return 0;
    }
    switch (event->u.port.change) {
    case D11_PORT_CREATED: return 'P';
    case D11_PORT_AUTHORIZED: return 'p';
    case D11_PORT_UNAUTHORIZED: return 'u';
    case D11_PORT_DELETED: return 'q';
    }
    return '?';
}

const char *cell_events(struct cell *cell, unsigned i)
{
    static char text[CELL_STATIONS][512];
    char *at = text[i];
    uint32_t end = dot11_sim_station_event_count(cell->stations[i]);

    for (uint32_t k = cell->mark[i]; k < end; k++) {
        const struct dot11_event *event =
            dot11_sim_station_event(cell->stations[i], k);
        const uint8_t *who;
        char c;

        assert_non_null(event);
        c = letter(event, &who);
        if (c == 0)
            continue;
        assert_true(at < text[i] + sizeof text[i] - 4);
        *at++ = c;
        if (who != NULL)
            *at++ = (char)('0' + number_of(cell, who));
        *at++ = ' ';
    }
    *at = 0;
    if (at != text[i])
        at[-1] = 0;
    cell->before[i] = cell->mark[i];
    cell->mark[i] = end;
    return text[i];
}

const struct dot11_event *cell_event(struct cell *cell, unsigned i,
                                     enum dot11_event_type type, unsigned n)
{
    uint32_t end = dot11_sim_station_event_count(cell->stations[i]);

    for (uint32_t k = cell->before[i]; k < end; k++) {
        const struct dot11_event *event =
            dot11_sim_station_event(cell->stations[i], k);

        if (event->type == type && n-- == 0)
            return event;
    }
    fail_msg("no such event");
    return NULL;
}
