/* The life of a station: initialise, reset, halt, shutdown, pause.
 *
 * SPDX-License-Identifier: MIT
 * Table 1.3 of the operation model, a test for each column that a station has;
 * figures 3.12 and 3.13. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "fake_ap.h"
#include "fake_ext.h"
#include "hw/part.h"
#include "trail.h"

static const struct dot11_part *const parts[] = {&dot11_power};
static const uint8_t other_addr[6] = {2, 0, 0, 0, 1, 0x77};
static const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2,
                                0, 0, 0, 1, 1, 0x88, 0xb5};

static struct rig *build(bool secured)
{
    struct rig_options options;

    rig_options(&options, secured);
    options.by_psk = true;
    options.station.core.parts = parts;
    options.station.core.part_count = 1;
    /* A radio that can take another address. */
    options.station.radio.sta_count = 2;
    return rig_new(&options);
}

static struct dot11_sim_radio_stats radio_of(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats;
}

static struct dot11_stats stats_of(const struct rig *rig)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats;
}

static const struct dot11_event *wait_for(struct rig *rig,
                                          enum dot11_event_type type)
{
    const struct dot11_event *event =
        dot11_sim_station_wait(rig->station, type, 20 * RIG_SECOND);

    assert_non_null(event);
    return event;
}

static enum dot11_err reset(struct rig *rig, bool defaults, const uint8_t *addr)
{
    const struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, defaults, addr};

    return dot11_sta_dot11_reset(rig->sta, &req, NULL, rig_now(rig));
}

/* Nothing is left of earlier: what initialisation and a dot11 reset share. */
static void assert_blank(struct rig *rig)
{
    struct dot11_sta_status status = rig_status(rig);

    assert_int_equal(status.state, D11_STA_INIT);
    assert_false(status.associated);
    assert_false(status.scanning);
    assert_int_equal(status.ssid.len, 0);
    assert_int_equal(dot11_radio_bss_count(rig->core), 0);
    assert_int_equal(dot11_sta_ports(rig->sta, NULL, 0), 0);
    assert_int_equal(radio_of(rig).keys, 0);
}

/* N80211-INIT-2, N80211-INIT-4, N80211-INIT-6, N80211-MODE-1, N80211-MODE-5 */
static void a_start_begins_with_nothing(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    assert_true(dot11_radio_is_set_on(rig->core));
    rig_connect(rig);
    rig_ping(rig, 1);
    assert_true(dot11_radio_bss_count(rig->core) > 0);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    rig_start(rig);
    assert_blank(rig);
    assert_true(radio_of(rig).on);
    rig_end(rig);
}

/* N80211-INIT-3, N80211-STAT-1: counters begin with zero, at a start and after
 * a reset. */
static void counters_begin_with_zero(void **state)
{
    static const struct dot11_stats zero;
    struct rig *rig = build(false);
    struct dot11_stats stats;

    (void)state;
    rig_connect(rig);
    rig_ping(rig, 2);
    assert_true(stats_of(rig).rx_frames > 0 && stats_of(rig).tx_frames > 0);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_OK);
    stats = stats_of(rig);
    assert_memory_equal(&stats, &zero, sizeof zero);
    (void)wait_for(rig, D11_EV_STARTED);
    rig_end(rig);
}

/* What an optional part was told to forget, as digits. */
static char forgotten[32];

static void note_reset(struct d11_vif *vif, void *part,
                       enum d11_part_reset what)
{
    size_t len = strlen(forgotten);

    (void)vif;
    (void)part;
    assert_true(len + 1 < sizeof forgotten);
    forgotten[len] = (char)('0' + (int)what);
    forgotten[len + 1] = '\0';
}

/* N80211-INIT-1, N80211-INIT-5, N80211-RESET-3, N80211-RESET-8: attributes,
 * keys, PMKIDs, exemptions and counters are the optional parts'; each is told
 * in what of the columns of table 1.3 it is. */
static void the_parts_are_told_what_to_forget(void **state)
{
    static const struct dot11_part listener = {
        .kind = D11_PART_EXPLAIN, .list = &d11_part_list, .reset = note_reset};
    static const struct dot11_part *const list[] = {&listener};
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};
    struct fake_ap ap = fake_ap(0);
    const char all[] = {'0' + D11_PART_RESET_MIB, '0' + D11_PART_DISCONNECT,
                        '0' + D11_PART_RESET,     '0' + D11_PART_RESET_MIB,
                        '0' + D11_PART_RESET_MIB, '\0'};

    (void)state;
    forgotten[0] = '\0';
    fake_begin();
    fake.config.parts = list;
    fake.config.part_count = 1;
    fake_build();
    fake_start(0);
    fake_join(&ap);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    fake_run(0);
    req.default_mib = true;
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    fake_run(0);
    /* Neither a hang nor a refusal makes anybody forget. */
    req.type = D11_RESET_PHY;
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us),
        D11_ERR_UNSUPPORTED);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
    fake_run(0);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_int_equal(dot11_sta_start(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_string_equal(forgotten, all);
    (void)fake_events(0);
    fake_end();
}

static unsigned done_at_reset;

static void note_handler(const char *handler)
{
    if (strcmp(handler, "reset") == 0)
        done_at_reset = (unsigned)dot11_sta_next_event(
            fake.stas[0], &fake.last[0][D11_EV_NONE]);
}

/* N80211-RESET-12: the extension hears of it when the reset is complete. */
static void extensions_are_reset_last(void **state)
{
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, false, NULL};

    (void)state;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    (void)fake_ext_log();
    fake_ext.inside = note_handler;
    done_at_reset = 0;
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    assert_ext("reset");
    /* Its completion was queued already. */
    assert_int_equal(done_at_reset, 1);
    assert_int_equal(fake.last[0][D11_EV_NONE].type, D11_EV_RESET_DONE);
    fake_ext.inside = NULL;
    fake_end();
}

/* N80211-INIT-7, N80211-MODE-6: a station that is started waits, whatever is
 * on the air, and even when it was connected in an earlier life. */
static void a_started_station_joins_nothing_by_itself(void **state)
{
    struct rig *rig = build(false);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    mark = trail_mark(rig);
    rig_start(rig);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_trail(rig, mark, "started");
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

/* N80211-INIT-13: memory that is not taken, no power: all is as before. */
static void a_start_that_fails_leaves_it_halted(void **state)
{
    struct rig *rig = build(false);
    uint32_t mark = trail_mark(rig);

    (void)state;
    dot11_sim_radio_fail(rig->radio, DOT11_SIM_OP_POWER, 1);
    assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_trail(rig, mark, "started!");
    assert_int_equal(rig_status(rig).state, D11_STA_HALTED);
    assert_false(radio_of(rig).on);
    assert_true(dot11_radio_deadline(rig->core) == D11_NEVER);
    rig_end(rig);
}

/* N80211-INIT-12: the first frame to an AP asks for Open System. */
static uint16_t algorithm;

static void note_algorithm(void *ctx, const struct dot11_sim_frame *frame)
{
    const struct rig *rig = ctx;

    if (frame->from == dot11_sim_radio_node(rig->radio) &&
        frame->octets[0] == 0xb0)
        algorithm = (uint16_t)(frame->octets[24] | frame->octets[25] << 8);
}

/* N80211-INIT-12 */
static void authentication_is_open_system_from_the_start(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    algorithm = 0xffff;
    assert_int_equal(dot11_sim_add_tap(rig->sim, note_algorithm, rig), D11_OK);
    rig_connect(rig);
    assert_int_equal(algorithm, 0);
    algorithm = 0xffff;
    assert_int_equal(reset(rig, true, NULL), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    assert_int_equal(algorithm, 0);
    rig_end(rig);
}

/* N80211-MODE-7: to INIT, by disconnect, reset and a connect that fails. */
static void leaving_the_network_ends_in_init(void **state)
{
    struct rig *rig = build(false);

    (void)state;
    rig_connect(rig);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_ask(rig, RIG_SSID, NULL);
    (void)wait_for(rig, D11_EV_CONNECT_DONE);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_ask(rig, "nobody", NULL);
    assert_int_equal(wait_for(rig, D11_EV_CONNECT_DONE)->u.done.err,
                     D11_ERR_NOT_FOUND);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

/* N80211-MODE-14, N80211-MODE-12: fragmentation aside, what a BSS asks of a
 * station; 64 MSDUs wait each way. */
static void a_queue_takes_64_msdus(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    options.station.radio.tx_ring = 1;
    options.station.host.frame_count = 160;
    rig = rig_new(&options);
    assert_true(options.station.core.tx_queue >= 64);
    rig_connect(rig);
    for (unsigned i = 0; i < 64; i++)
        assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                         D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_end(rig);
}

/* Reset. */

static uint64_t left_us, back_us;

static void note_leaving(void *ctx, const struct dot11_sim_frame *frame)
{
    const struct rig *rig = ctx;

    if (frame->from == dot11_sim_radio_node(rig->radio) &&
        frame->octets[0] == 0xa0)
        left_us = frame->at_us;
}

/* N80211-RESET-4, N80211-RESET-5, N80211-RESET-8, N80211-RESET-9,
 * N80211-SCAN-24, N80211-SCAN-26: figure 3.12, step by step. */
static void a_reset_while_connected_and_scanning_tells_all(void **state)
{
    struct rig *rig = build(true);
    const struct dot11_event *event;
    uint32_t mark, id = 0, scan_id = 0;
    struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, true, NULL};

    (void)state;
    left_us = 0;
    assert_int_equal(dot11_sim_add_tap(rig->sim, note_leaving, rig), D11_OK);
    rig_connect(rig);
    rig_ping(rig, 1);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, &scan_id, rig_now(rig)),
                     D11_OK);
    assert_int_equal(dot11_sta_dot11_reset(rig->sta, &req, &id, rig_now(rig)),
                     D11_OK);
    event = wait_for(rig, D11_EV_RESET_DONE);
    assert_int_equal(event->u.reset_done.err, D11_OK);
    assert_int_equal(event->id, id);
    assert_trail(rig, mark, "scan_done! disassoc port. reset_done");
    event = trail_event(rig, mark, D11_EV_SCAN_DONE, 0);
    assert_int_equal(event->u.scan_done.err, D11_ERR_CANCELLED);
    assert_int_equal(event->id, scan_id);
    event = trail_event(rig, mark, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_BY_HOST);
    assert_memory_equal(event->u.disassoc.bssid, rig->bssids[0], 6);
    assert_int_equal(rig->disassocs, 1);
    assert_true(left_us != 0);
    assert_true(left_us <= trail_event(rig, mark, D11_EV_RESET_DONE, 0)->at_us);
    assert_blank(rig);
    assert_int_equal(stats_of(rig).tx_frames, 0);
    assert_true(radio_of(rig).on);
    assert_true(dot11_radio_is_set_on(rig->core));
    /* And it works as before. */
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-RESET-5: association first, then connect or roam (3.5). */
static void a_reset_completes_what_is_open_from_the_inside_out(void **state)
{
    struct rig_options options;
    struct rig *rig = build(false);
    uint32_t mark;

    (void)state;
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    mark = trail_mark(rig);
    rig_ask(rig, RIG_SSID, NULL);
    (void)wait_for(rig, D11_EV_ASSOC_START);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    assert_trail(rig, mark,
                 "connect_start assoc_start assoc_done! connect_done! "
                 "reset_done");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_ASSOC_DONE, 0)->u.assoc_done.outcome,
        D11_OUTCOME_CANCELLED);
    assert_int_equal(
        trail_event(rig, mark, D11_EV_CONNECT_DONE, 0)->u.done.outcome,
        D11_OUTCOME_CANCELLED);
    assert_int_equal(rig->disassocs, 0);

    /* While roaming */
    dot11_sim_ap_mute(rig->aps[0], UINT32_MAX, 0);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_options(&options, false);
    (void)rig_add_ap(rig, &options, 2412);
    dot11_sim_ap_mute(rig->aps[1], DOT11_SIM_AUTH, UINT32_MAX);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    (void)wait_for(rig, D11_EV_ASSOC_START);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    assert_trail(rig, mark,
                 "roam_start assoc_start port. assoc_done! roam_done! "
                 "reset_done");
    rig_end(rig);
}

static void note_done(void *ctx, struct dot11_sta *sta,
                      const struct dot11_tx_done *done)
{
    struct rig *rig = ctx;

    (void)sta;
    if (done->err == D11_ERR_CANCELLED)
        rig->nulls[0] += 1000;
    back_us = rig_now(rig);
}

/* N80211-RESET-6: what waits comes back before the reset is complete. */
static void a_reset_gives_back_what_waits(void **state)
{
    struct rig *rig = build(false);
    struct dot11_sim_host_hooks hooks = {.tx_done = note_done, .ctx = rig};
    uint32_t cancelled;

    (void)state;
    rig_connect(rig);
    dot11_sim_station_set_host_hooks(rig->station, &hooks);
    dot11_sim_radio_fail(rig->radio, 0, 0);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 80000); /* the radio is elsewhere */
    rig->nulls[0] = 0;
    for (unsigned i = 0; i < 5; i++)
        (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
    assert_int_equal(rig->nulls[0], 0);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    cancelled = rig->nulls[0] / 1000;
    assert_int_equal(cancelled, 5);
    assert_true(wait_for(rig, D11_EV_RESET_DONE)->at_us >= back_us);
    rig->observer.not_sent = 0;
    rig_end(rig);
}

/* N80211-RESET-7: not before the host has returned what it holds. */
static void a_reset_waits_for_what_the_host_holds(void **state)
{
    struct rig_options options;
    struct rig *rig;
    struct dot11_msdu msdu;
    struct dot11_sta *sta;
    uint8_t down[60] = {2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 0, 0xfe, 0x88, 0xb5};
    uint32_t mark;

    (void)state;
    rig_options(&options, false);
    options.station.host.msdu_count = 4;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], down, sizeof down, 0),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    mark = trail_mark(rig);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    assert_trail(rig, mark, "disassoc port.");
    assert_int_equal(rig_status(rig).state, D11_STA_RESETTING);
    /* What comes in meanwhile goes nowhere, and nothing else may begin. */
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_STATE);
    assert_int_equal(reset(rig, false, NULL), D11_ERR_STATE);
    while (
        dot11_sim_host_take(dot11_sim_station_host(rig->station), &msdu, &sta))
        dot11_sta_msdu_return(sta, &msdu, 1);
    dot11_sim_run_for(rig->sim, 1000);
    assert_trail(rig, mark, "disassoc port. reset_done");
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_end(rig);
}

/* N80211-RESET-2 */
static void a_reset_takes_the_address_of_the_request(void **state)
{
    struct rig *rig = build(false);
    struct dot11_sim_ap_sta seen;

    (void)state;
    rig_connect(rig);
    assert_int_equal(reset(rig, false, other_addr), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    assert_memory_equal(rig_status(rig).addr, other_addr, 6);
    assert_false(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &seen) &&
                 seen.associated);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    assert_true(dot11_sim_ap_sta(rig->aps[0], other_addr, &seen));
    assert_true(seen.associated);
    /* Without an address it stays as it is. */
    assert_int_equal(reset(rig, true, NULL), D11_OK);
    (void)wait_for(rig, D11_EV_RESET_DONE);
    assert_memory_equal(rig_status(rig).addr, other_addr, 6);
    rig_end(rig);
}

/* N80211-RESET-1, N80211-RESET-11: every wrong request is refused before
 * anything happens. */
static void a_wrong_reset_changes_nothing(void **state)
{
    static const uint8_t group[6] = {3, 0, 0, 0, 0, 1}, zero[6];
    static const struct {
        unsigned type;
        const uint8_t *addr;
        enum dot11_err err;
    } wrong[] = {
        {0, NULL, D11_ERR_ARG},
        {4, NULL, D11_ERR_ARG},
        {D11_RESET_PHY, NULL, D11_ERR_UNSUPPORTED},
        {D11_RESET_MAC, NULL, D11_ERR_UNSUPPORTED},
        {D11_RESET_PHY_AND_MAC, group, D11_ERR_ARG},
        {D11_RESET_PHY_AND_MAC, zero, D11_ERR_ARG},
    };
    struct rig *rig = build(true);
    struct dot11_sta_status before, after;
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    before = rig_status(rig);
    for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct dot11_reset_req req = {(enum dot11_reset_type)wrong[i].type,
                                      true, wrong[i].addr};

        assert_int_equal(
            dot11_sta_dot11_reset(rig->sta, &req, NULL, rig_now(rig)),
            wrong[i].err);
    }
    assert_int_equal(dot11_sta_dot11_reset(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_ARG);
    after = rig_status(rig);
    assert_memory_equal(&before, &after, sizeof before);
    assert_trail(rig, mark, "");
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-RESET-2: an address that the radio cannot take. */
static void a_radio_with_one_address_takes_no_other(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(reset(rig, false, other_addr), D11_ERR_UNSUPPORTED);
    assert_int_equal(reset(rig, false, rig_sta_addr), D11_OK);
    dot11_sim_run_for(rig->sim, 1000);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_RESET_DONE),
                     1);
    rig_end(rig);
}

/* N80211-HALT-6: a reset that waits is one of what is open. */
static void a_halt_ends_a_reset(void **state)
{
    struct rig *rig = build(false);
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    dot11_sim_radio_swallow(rig->radio, 1);
    (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
    mark = trail_mark(rig);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    assert_int_equal(rig_status(rig).state, D11_STA_RESETTING);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    assert_trail(rig, mark, "disassoc port. reset_done! halted!");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_RESET_DONE, 0)->u.reset_done.err,
        D11_ERR_CANCELLED);
    rig_end(rig);
}

/* N80211-RESET-7: the radio is waited for, but not for ever. */
static void a_reset_does_not_wait_for_ever_for_the_radio(void **state)
{
    struct rig *rig = build(false);

    (void)state;
    rig_connect(rig);
    dot11_sim_radio_swallow(rig->radio, 1);
    (void)dot11_sim_station_send(rig->station, eth, sizeof eth);
    assert_int_equal(reset(rig, false, NULL), D11_OK);
    assert_int_equal(wait_for(rig, D11_EV_RESET_DONE)->u.reset_done.err,
                     D11_ERR_TIMEOUT);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_end(rig);
}

/* Halt. */

/* N80211-HALT-1, N80211-HALT-2, N80211-HALT-3, N80211-HALT-6: figure 3.13. */
static void a_halt_while_connected_goes_by_the_figure(void **state)
{
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    left_us = 0;
    assert_int_equal(dot11_sim_add_tap(rig->sim, note_leaving, rig), D11_OK);
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(wait_for(rig, D11_EV_HALTED)->u.halted.err, D11_OK);
    assert_trail(rig, mark, "disassoc port. halted");
    assert_int_equal(
        trail_event(rig, mark, D11_EV_DISASSOC, 0)->u.disassoc.outcome,
        D11_OUTCOME_BY_HOST);
    assert_true(left_us != 0);
    assert_true(left_us < trail_event(rig, mark, D11_EV_HALTED, 0)->at_us);
    assert_int_equal(rig->disassocs, 1);
    assert_false(radio_of(rig).on);
    assert_int_equal(radio_of(rig).keys, 0);
    rig_end(rig);
}

/* N80211-HALT-6 */
static void a_halt_ends_what_is_open_from_the_inside_out(void **state)
{
    struct rig *rig = build(false);
    uint32_t mark;

    (void)state;
    rig_start(rig);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    mark = trail_mark(rig);
    rig_ask(rig, RIG_SSID, NULL);
    (void)wait_for(rig, D11_EV_ASSOC_START);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    assert_trail(rig, mark,
                 "connect_start assoc_start assoc_done! connect_done! "
                 "scan_done! halted");
    rig_end(rig);
}

static uint32_t sent_after;

static void count_sent(void *ctx, const struct dot11_sim_frame *frame)
{
    const struct rig *rig = ctx;

    if (frame->from == dot11_sim_radio_node(rig->radio))
        sent_after++;
}

/* N80211-HALT-4, N80211-HALT-6: afterwards there is silence. */
static void a_halted_station_is_silent_and_dark(void **state)
{
    struct rig *rig = build(false);
    uint32_t mark;

    (void)state;
    assert_int_equal(dot11_sim_add_tap(rig->sim, count_sent, rig), D11_OK);
    rig_connect(rig);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    (void)wait_for(rig, D11_EV_HALTED);
    mark = trail_mark(rig);
    sent_after = 0;
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 600 * RIG_SECOND);
    assert_trail(rig, mark, "");
    assert_int_equal(sent_after, 0);
    assert_false(radio_of(rig).on);
    assert_true(dot11_radio_deadline(rig->core) == D11_NEVER);
    rig_end(rig);
}

/* N80211-HALT-5, N80211-INIT-2, N80211-RESET-9: the setting outlives halt and
 * reset, and a radio whose setting is off stays dark. */
static void the_software_setting_survives(void **state)
{
    struct rig *rig = build(false);

    (void)state;
    rig_start(rig);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    assert_false(radio_of(rig).on);
    assert_int_equal(reset(rig, true, NULL), D11_OK);
    dot11_sim_run_for(rig->sim, 1000);
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_RESET_DONE),
                     1);
    assert_false(dot11_radio_is_set_on(rig->core));
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig_status(rig).state, D11_STA_HALTED);
    assert_false(dot11_radio_is_set_on(rig->core));
    assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    assert_false(radio_of(rig).on);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    assert_int_equal(dot11_radio_set_on(rig->core, true, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 1000);
    assert_true(radio_of(rig).on);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    rig_end(rig);
}

/* Pause. */

/* N80211-PAUSE-1, N80211-PAUSE-2, N80211-PAUSE-3 */
static void a_pause_stops_data_and_nothing_else(void **state)
{
    struct rig *rig = build(true);
    uint8_t down[60] = {2, 0, 0, 0, 1, 1, 2, 0, 0, 0, 0, 0xfe, 0x88, 0xb5};
    struct dot11_sim_host_stats before, after;
    struct dot11_sim_ap_stats ap;
    uint32_t mark;

    (void)state;
    rig_connect(rig);
    mark = trail_mark(rig);
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_ERR_STATE);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &before);
    assert_int_equal(dot11_sim_ap_send(rig->aps[0], down, sizeof down, 0),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &after);
    assert_int_equal(after.msdus, before.msdus);
    assert_int_equal(after.outstanding, 0);
    /* Keys are renewed, scans are made, queries are answered. */
    dot11_sim_ap_rekey(rig->aps[0]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    dot11_sim_ap_stats(rig->aps[0], &ap);
    assert_int_equal(ap.group_done, 1);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(wait_for(rig, D11_EV_SCAN_DONE)->u.scan_done.err, D11_OK);
    assert_true(rig_is_open(rig));
    assert_trail(rig, mark, "scan_done");
    assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    rig_ping(rig, 3);
    rig_end(rig);
}

/* N80211-PAUSE-2: an association that is being made goes on. */
static void a_pause_does_not_stop_a_connect(void **state)
{
    struct rig *rig = build(true);

    (void)state;
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    (void)wait_for(rig, D11_EV_ASSOC_START);
    for (unsigned i = 0; i < 200 && !rig_is_open(rig); i++) {
        /* At any moment, also while frames of management wait. */
        assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
        dot11_sim_run_for(rig->sim, 100);
        assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    }
    assert_true(rig_is_open(rig));
    assert_int_equal(dot11_sim_station_count(rig->station, D11_EV_ASSOC_START),
                     1);
    rig_end(rig);
}

/* N80211-PAUSE-1: management frames that the radio had no room for are sent
 * after all. */
static void a_pause_leaves_waiting_management_frames_alone(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    options.station.radio.tx_ring = 1;
    rig = rig_new(&options);
    rig_connect(rig);
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                         D11_OK);
    /* The null frame before the scan finds the radio full. */
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig->nulls[1], 0);
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 15000);
    assert_int_equal(rig->nulls[1], 1);
    assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    rig_end(rig);
}

/* N80211-SHUT-1 */
static void a_shutdown_is_dark_at_once_and_says_nothing(void **state)
{
    struct rig *rig = build(true);
    struct dot11_sim_host_stats before, after;
    uint32_t mark;

    (void)state;
    assert_int_equal(dot11_sim_add_tap(rig->sim, count_sent, rig), D11_OK);
    rig_connect(rig);
    mark = trail_mark(rig);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &before);
    sent_after = 0;
    dot11_radio_shutdown(rig->core);
    assert_false(radio_of(rig).on);
    assert_int_equal(dot11_sta_start(rig->sta, rig_now(rig)), D11_ERR_BUSY);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_ERR_BUSY);
    assert_int_equal(dot11_radio_fini(rig->core), D11_ERR_BUSY);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &after);
    assert_trail(rig, mark, "");
    assert_int_equal(sent_after, 0);
    assert_false(radio_of(rig).on);
    assert_memory_equal(&before, &after, sizeof before);
    rig_drop(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_start_begins_with_nothing),
        RIG_TEST(counters_begin_with_zero),
        cmocka_unit_test(the_parts_are_told_what_to_forget),
        cmocka_unit_test(extensions_are_reset_last),
        RIG_TEST(a_started_station_joins_nothing_by_itself),
        RIG_TEST(a_start_that_fails_leaves_it_halted),
        RIG_TEST(authentication_is_open_system_from_the_start),
        RIG_TEST(leaving_the_network_ends_in_init),
        RIG_TEST(a_queue_takes_64_msdus),
        RIG_TEST(a_reset_while_connected_and_scanning_tells_all),
        RIG_TEST(a_reset_completes_what_is_open_from_the_inside_out),
        RIG_TEST(a_reset_gives_back_what_waits),
        RIG_TEST(a_reset_waits_for_what_the_host_holds),
        RIG_TEST(a_reset_takes_the_address_of_the_request),
        RIG_TEST(a_wrong_reset_changes_nothing),
        RIG_TEST(a_radio_with_one_address_takes_no_other),
        RIG_TEST(a_halt_ends_a_reset),
        RIG_TEST(a_reset_does_not_wait_for_ever_for_the_radio),
        RIG_TEST(a_halt_while_connected_goes_by_the_figure),
        RIG_TEST(a_halt_ends_what_is_open_from_the_inside_out),
        RIG_TEST(a_halted_station_is_silent_and_dark),
        RIG_TEST(the_software_setting_survives),
        RIG_TEST(a_pause_stops_data_and_nothing_else),
        RIG_TEST(a_pause_does_not_stop_a_connect),
        RIG_TEST(a_pause_leaves_waiting_management_frames_alone),
        RIG_TEST(a_shutdown_is_dark_at_once_and_says_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
