/* A world with one station of the library and access points.
 *
 * SPDX-License-Identifier: MIT */
#include "rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "frame/header.h"
#include "primitives.h"

#define MEMORY (4u << 20)
#define SEED 20261121u
#define CHANNEL 2437u

const uint8_t rig_sta_addr[6] = {2, 0, 0, 0, 1, 1};
const uint8_t rig_host_ip[4] = {10, 0, 0, 1};

/* The rig of the running test, for the teardown after a failure. */
static struct rig *running;
static uint64_t running_seed;

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn};

void rig_options(struct rig_options *options, bool secured)
{
    static const uint8_t host[6] = {2, 0, 0, 0, 0, 0xfe};

    memset(options, 0, sizeof *options);
    dot11_sim_station_defaults(&options->station, rig_sta_addr);
    options->station.core.exts = exts;
    options->station.core.ext_count = 1;
    options->station.event_count = 1024;
    options->ap.freq_mhz = CHANNEL;
    options->ap.ssid.len = sizeof RIG_SSID - 1;
    memcpy(options->ap.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    options->ap.passphrase = secured ? RIG_PASSPHRASE : NULL;
    memcpy(options->ap.host_addr, host, 6);
    options->secured = secured;
}

/* Watch what the station says. */

static void count_mgmt(struct rig *rig, const struct d11_header *h,
                       const uint8_t *body, size_t len)
{
    switch (h->subtype) {
    case D11_MGMT_PROBE_REQ:
        rig->probes++;
        rig->directed += len > 1 && body[0] == 0 && body[1] != 0;
        break;
    case D11_MGMT_REASSOC_REQ: rig->reassocs++; break;
    case D11_MGMT_DISASSOC: rig->disassocs++; break;
    case D11_MGMT_DEAUTH: rig->deauths++; break;
    default: break;
    }
}

static void watch(void *ctx, const struct dot11_sim_frame *frame)
{
    struct rig *rig = ctx;
    struct d11_header h;

    if (frame->from != dot11_sim_radio_node(rig->radio) ||
        frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE)
        return;
    if (h.type == D11_TYPE_MGMT)
        count_mgmt(rig, &h, frame->octets + h.len, frame->len - h.len);
    if (h.type != D11_TYPE_DATA)
        return;
    if ((h.subtype & D11_DATA_NULL) != 0)
        rig->nulls[(h.flags & D11_FC1_PM) != 0]++;
}

/* The PSK of RIG_PASSPHRASE, worked out once: it takes long on a simulated
 * processor. */
static void find_psk(const struct rig *rig, uint8_t psk[D11_PSK_LEN])
{
    static uint8_t kept[D11_PSK_LEN];
    static bool known;
    struct dot11_crypto_job job = {0};

    if (!known) {
        job.kind = D11_JOB_PBKDF2_SHA1;
        job.in.pbkdf2.passphrase_len = sizeof RIG_PASSPHRASE - 1;
        memcpy(job.in.pbkdf2.passphrase, RIG_PASSPHRASE,
               sizeof RIG_PASSPHRASE - 1);
        job.in.pbkdf2.ssid.len = sizeof RIG_SSID - 1;
        memcpy(job.in.pbkdf2.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
        job.in.pbkdf2.iterations = 4096;
        job.out_len = D11_PSK_LEN;
        assert_int_equal(PRIMITIVES_OPS->job_start(rig->crypto, &job), D11_OK);
        memcpy(kept, job.out, D11_PSK_LEN);
        known = true;
    }
    memcpy(psk, kept, D11_PSK_LEN);
}

struct dot11_sim_ap *rig_add_ap(struct rig *rig,
                                const struct rig_options *options,
                                uint16_t freq_mhz)
{
    struct dot11_sim_ap_config config = options->ap;
    unsigned i = rig->ap_count++;

    assert_true(i < RIG_APS);
    rig->bssids[i][0] = 2;
    rig->bssids[i][5] = (uint8_t)(i + 1);
    memcpy(config.bssid, rig->bssids[i], 6);
    config.freq_mhz = freq_mhz;
    config.has_psk = options->secured;
    if (options->secured)
        find_psk(rig, config.psk);
    assert_int_equal(dot11_sim_ap_create(&rig->aps[i], rig->sim, &config),
                     D11_OK);
    dot11_sim_ap_set_sent(rig->aps[i], observer_sent, &rig->observer);
    dot11_sim_ap_start(rig->aps[i]);
    return rig->aps[i];
}

static void observe(struct rig *rig)
{
    struct observer *o = &rig->observer;
    const struct dot11_sim_host_hooks hooks = {.msdu = observer_msdu, .ctx = o};

    o->sim = rig->sim;
    o->aps = rig->aps;
    o->ap_count = &rig->ap_count;
    o->sta = dot11_sim_radio_node(rig->radio);
    o->ops = PRIMITIVES_OPS;
    o->crypto = rig->crypto;
    memcpy(o->addr, rig_sta_addr, 6);
    o->secured = rig->secured;
    assert_int_equal(dot11_sim_add_tap(rig->sim, watch, rig), D11_OK);
    assert_int_equal(dot11_sim_add_tap(rig->sim, observer_air, o), D11_OK);
    dot11_sim_station_set_host_hooks(rig->station, &hooks);
    rig->insider.sta = rig->sta;
    rig->insider.secured = rig->secured;
    rig->insider.sim = rig->sim;
    dot11_sim_set_watch(rig->sim, insider_look, &rig->insider);
}

struct rig *rig_new(const struct rig_options *options)
{
    struct rig *rig = calloc(1, sizeof *rig);
    const char *seed = getenv("DOT11_SIM_SEED");
    struct dot11_sim_config config = {0};

    assert_non_null(rig);
    running = rig;
    rig->secured = options->secured;
    rig->by_psk = options->by_psk;
    rig->mem = malloc(MEMORY);
    assert_int_equal(primitives_new(&rig->crypto), D11_OK);
    assert_non_null(rig->mem);
    running_seed = seed != NULL         ? strtoull(seed, NULL, 0)
                   : options->seed != 0 ? options->seed
                                        : SEED;
    config.seed = running_seed;
    config.crypto_ops = PRIMITIVES_OPS;
    config.crypto = rig->crypto;
    assert_int_equal(dot11_sim_init(&rig->sim, rig->mem, MEMORY, &config),
                     D11_OK);
    assert_int_equal(
        dot11_sim_station_create(&rig->station, rig->sim, &options->station),
        D11_OK);
    rig->sta = dot11_sim_station_sta(rig->station);
    rig->core = dot11_sim_station_core(rig->station);
    rig->radio = dot11_sim_station_radio(rig->station);
    observe(rig);
    (void)rig_add_ap(rig, options, options->ap.freq_mhz);
    return rig;
}

uint64_t rig_now(const struct rig *rig)
{
    return dot11_sim_now_us(rig->sim);
}

struct dot11_sta_status rig_status(const struct rig *rig)
{
    struct dot11_sta_status status;

    dot11_sta_status(rig->sta, &status);
    return status;
}

/* INV-17: every frame in was accepted or dropped for one reason. */
static void check_drops(const struct rig *rig)
{
    struct dot11_stats stats;
    uint32_t sum;

    dot11_radio_stats(rig->core, &stats);
    sum = stats.rx_accepted;
    for (unsigned i = 0; i < D11_DROP_COUNT; i++)
        sum += stats.drops[i];
    assert_int_equal(sum, stats.rx_frames);
}

static void check_rest(const struct rig *rig)
{
    struct dot11_sim_host_stats host;
    struct dot11_sim_radio_stats radio;
    struct dot11_sim_stats air;
    struct dot11_event event;

    assert_false(dot11_sta_next_event(rig->sta, &event));
    assert_true(dot11_radio_deadline(rig->core) == D11_NEVER);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &host);
    dot11_sim_radio_stats(rig->radio, &radio);
    dot11_sim_stats(rig->sim, &air);
    assert_int_equal(host.outstanding, radio.swallowed);
    assert_int_equal(host.foreign, 0);
    assert_int_equal(host.msdus_kept, 0);
    assert_int_equal(radio.held, radio.swallowed);
    assert_int_equal(radio.zero_keys, 0);
    assert_int_equal(radio.keys, 0);
    assert_false(radio.on);
    assert_int_equal(air.exhausted, 0);
    observer_check(&rig->observer);
}

void rig_end(struct rig *rig)
{
    const struct dot11_event *event;
    struct dot11_sim_radio_stats radio;
    uint32_t count;

    dot11_sim_radio_stats(rig->radio, &radio);
    if (rig_status(rig).state != D11_STA_HALTED) {
        assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
        event = dot11_sim_station_wait(rig->station, D11_EV_HALTED,
                                       10 * RIG_SECOND);
        assert_non_null(event);
        if (radio.swallowed == 0)
            assert_int_equal(event->u.halted.err, D11_OK);
        assert_int_equal(rig_status(rig).state, D11_STA_HALTED);
    }
    count = dot11_sim_station_event_count(rig->station);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    /* INV-12: the last event was the last. */
    assert_int_equal(dot11_sim_station_event_count(rig->station), count);
    check_drops(rig);
    check_rest(rig);
    if (radio.swallowed == 0)
        assert_int_equal(dot11_sim_station_fini(rig->station), D11_OK);
    running = NULL;
    dot11_sim_fini(rig->sim);
    primitives_free(rig->crypto);
    free(rig->mem);
    free(rig);
}

void rig_drop(struct rig *rig)
{
    running = NULL;
    dot11_sim_fini(rig->sim);
    primitives_free(rig->crypto);
    free(rig->mem);
    free(rig);
}

int rig_setup(void **state)
{
    (void)state;
    running = NULL;
    return 0;
}

int rig_teardown(void **state)
{
    (void)state;
    /* The rig of a failed test is not taken apart: it is where it broke. */
    if (running != NULL)
        print_error("seed %llu\n", (unsigned long long)running_seed);
    return 0;
}

/* Steps. */

void rig_start(struct rig *rig)
{
    const struct dot11_event *event;

    assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_OK);
    event = dot11_sim_station_wait(rig->station, D11_EV_STARTED, RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.started.err, D11_OK);
}

void rig_profile(const struct rig *rig, struct dot11_rsn_profile *profile)
{
    dot11_rsn_profile_defaults(profile);
    if (rig->by_psk) {
        profile->has_psk = true;
        find_psk(rig, profile->psk);
    } else {
        profile->passphrase_len = sizeof RIG_PASSPHRASE - 1;
        memcpy(profile->passphrase, RIG_PASSPHRASE, sizeof RIG_PASSPHRASE - 1);
    }
}

void rig_ask(struct rig *rig, const char *ssid, const char *passphrase)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    req.ssid.len = (uint8_t)strlen(ssid);
    memcpy(req.ssid.octets, ssid, strlen(ssid));
    if (passphrase != NULL) {
        rig_profile(rig, &profile);
        if (strcmp(passphrase, RIG_PASSPHRASE) != 0) {
            profile.passphrase_len = (uint8_t)strlen(passphrase);
            memcpy(profile.passphrase, passphrase, strlen(passphrase));
        }
        req.ext = &dot11_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    }
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

bool rig_is_open(const struct rig *rig)
{
    return rig_status(rig).authorized;
}

static bool is_open(void *ctx)
{
    return rig_is_open(ctx);
}

bool rig_wait_open(struct rig *rig, uint64_t us)
{
    return dot11_sim_run_until(rig->sim, is_open, rig, us);
}

void rig_connect(struct rig *rig)
{
    const struct dot11_event *event;

    rig_start(rig);
    rig_ask(rig, RIG_SSID, rig->secured ? RIG_PASSPHRASE : NULL);
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   20 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    /* Message 4 is on its way still. */
    dot11_sim_run_for(rig->sim, 10000);
}

void rig_ping(struct rig *rig, unsigned count)
{
    assert_int_equal(
        dot11_sim_station_ping(rig->station, rig_host_ip, count, 56), count);
}
