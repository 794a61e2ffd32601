/* Wake by the network: what the radio is told, what it brings back.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PM-10 to PM-12, PM-14. The simulated radio knows nothing of
 * it; here stands what one does that wakes its device. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rsn/rsn.h"
#include "rsn/wake.h"
#include "sta/radio.h"
#include "trail.h"

#define WAKES                                                                  \
    (D11_WAKE_PATTERN | D11_WAKE_MAGIC | D11_WAKE_AP_LOST |                    \
     D11_WAKE_GTK_ERROR | D11_WAKE_EAP_IDENTITY | D11_WAKE_HANDSHAKE)
#define ALL (WAKES | D11_WAKE_REKEY)

static const struct dot11_part *const parts[] = {&dot11_power, &dot11_wake};
static const uint8_t new_gtk[16] = {0x61, 0x62, 0x63};
static const uint8_t waker[200] = {2, 0, 0, 0, 1, 1, 0xff};

/* The radio: what it was told, what it will say. */
static struct {
    unsigned arms, disarms;
    enum dot11_err err;
    struct dot11_hw_wake wake;
    struct dot11_wake_pattern patterns[D11_WAKE_PATTERNS];
    struct dot11_wake_rekey rekey;
    struct dot11_hw_key keys[D11_WAKE_KEYS];
    struct dot11_hw_wake_result result;
} told;

static enum dot11_err arm(void *hw, struct dot11_sta *sta,
                          const struct dot11_hw_wake *wake)
{
    (void)hw;
    (void)sta;
    told.arms++;
    told.wake = *wake;
    memcpy(told.patterns, wake->patterns,
           wake->pattern_count * sizeof told.patterns[0]);
    memcpy(told.keys, wake->keys, wake->key_count * sizeof told.keys[0]);
    if (wake->rekey != NULL)
        told.rekey = *wake->rekey;
    return told.err;
}

static void disarm(void *hw, struct dot11_sta *sta,
                   struct dot11_hw_wake_result *result)
{
    static const struct dot11_hw_wake_result nothing;

    (void)hw;
    (void)sta;
    told.disarms++;
    assert_memory_equal(result, &nothing, sizeof nothing);
    *result = told.result;
}

static const struct dot11_hw_wake_ops able = {
    sizeof able, ALL, 2, D11_WAKE_PATTERN_MAX, arm, disarm};

static const struct dot11_wake_pattern patterns[3] = {
    {.len = 14, .mask = {0x3f, 0x30}, .octets = {2, 0, 0, 0, 1, 1}},
    {.len = 40, .mask = {0xff}, .octets = {1}},
    {.len = 1, .mask = {1}, .octets = {9}},
};

static void options_of(struct rig_options *options, bool secured)
{
    memset(&told, 0, sizeof told);
    rig_options(options, secured);
    options->by_psk = true;
    options->station.core.parts = parts;
    options->station.core.part_count = 2;
    options->station.radio.wake = &able;
}

static struct rig *build(bool secured)
{
    struct rig_options options;
    struct rig *rig;

    options_of(&options, secured);
    rig = rig_new(&options);
    rig_connect(rig);
    return rig;
}

static enum dot11_err ask(struct rig *rig, uint32_t on, unsigned count,
                          struct dot11_wake_status *status)
{
    const struct dot11_wake_req req = {on, (uint8_t)count, patterns};

    return dot11_sta_set_wake(rig->sta, &req, status, rig_now(rig));
}

static bool is_on(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats.on;
}

/* Armed, the radio hands nothing up. */
static void fall_asleep(struct rig *rig)
{
    assert_int_equal(dot11_radio_sleep(rig->core, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_true(dot11_radio_is_asleep(rig->core));
    if (is_on(rig))
        dot11_sim_radio_attach(rig->radio, NULL);
}

static void wake_up(struct rig *rig)
{
    dot11_sim_radio_attach(rig->radio, rig->core);
    assert_int_equal(dot11_radio_resume(rig->core, rig_now(rig)), D11_OK);
    assert_false(dot11_radio_is_asleep(rig->core));
}

static struct dot11_wake_status status_of(const struct rig *rig)
{
    struct dot11_wake_status status;

    assert_int_equal(dot11_sta_wake_status(rig->sta, &status), D11_OK);
    return status;
}

static const struct d11_session *session_of(const struct rig *rig)
{
    return &((const struct d11_rsn *)rig->sta->sme.ext->state)->session;
}

static uint64_t received_by(const struct d11_key *key, unsigned tid)
{
    return d11_replay_highest(&key->rx, tid);
}

/* N80211-PM-10: every reason to wake reaches the radio, with the keys to
 * decrypt what may be one, whether it had them or not. */
static void the_radio_is_told_what_wakes(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct dot11_wake_status status;
        struct dot11_sim_ap_sta seen;
        struct rig_options options;
        struct rig *rig;

        options_of(&options, true);
        options.station.radio.hw_ccmp = hw != 0;
        rig = rig_new(&options);
        rig_connect(rig);
        assert_int_equal(ask(rig, WAKES, 2, &status), D11_OK);
        assert_int_equal(status.on, WAKES);
        assert_int_equal(status.rejected, 0);
        assert_int_equal(told.arms, 0);
        fall_asleep(rig);
        assert_true(is_on(rig));
        assert_int_equal(told.arms, 1);
        assert_true(status_of(rig).armed);
        assert_int_equal(told.wake.on, WAKES);
        assert_memory_equal(told.wake.bssid, rig->bssids[0], 6);
        assert_memory_equal(told.wake.addr, rig_sta_addr, 6);
        assert_int_equal(told.wake.pattern_count, 2);
        assert_memory_equal(told.patterns, patterns, 2 * sizeof patterns[0]);
        assert_null(told.wake.rekey);
        assert_int_equal(told.wake.key_count, 2);
        assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &seen));
        assert_true(told.keys[0].pairwise && !told.keys[1].pairwise);
        assert_int_equal(told.keys[0].len, 16);
        assert_memory_equal(told.keys[0].octets, seen.tk, 16);
        assert_int_equal(told.keys[1].key_id, 1);
        wake_up(rig);
        rig_end(rig);
    }
}

/* N80211-PM-10: connected to an AP with RSN only. */
static void without_rsn_nothing_wakes(void **state)
{
    struct dot11_wake_status status;
    struct rig_options options;
    struct rig *rig = build(false);

    (void)state;
    assert_int_equal(ask(rig, WAKES, 2, &status), D11_ERR_UNSUPPORTED);
    rig_end(rig);

    options_of(&options, true);
    options.station.radio.wake = NULL;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(ask(rig, WAKES, 2, &status), D11_ERR_UNSUPPORTED);
    rig_end(rig);

    options_of(&options, true);
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(ask(rig, WAKES, 2, &status), D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_wake_status(rig->sta, &status),
                     D11_ERR_UNSUPPORTED);
    rig_end(rig);
}

/* N80211-PM-10: what is refused changes nothing. */
static void a_refused_request_changes_nothing(void **state)
{
    struct dot11_wake_pattern empty = patterns[0];
    struct dot11_wake_req bad = {D11_WAKE_PATTERN, 1, &empty};
    struct dot11_wake_status status;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    options_of(&options, true);
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(ask(rig, WAKES, 2, &status), D11_ERR_STATE);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    assert_int_equal(ask(rig, D11_WAKE_MAGIC, 0, &status), D11_OK);
    assert_int_equal(ask(rig, 1u << 7, 0, &status), D11_ERR_ARG);
    assert_int_equal(ask(rig, D11_WAKE_PATTERN, 0, &status), D11_ERR_ARG);
    assert_int_equal(ask(rig, D11_WAKE_MAGIC, 1, &status), D11_ERR_ARG);
    assert_int_equal(ask(rig, D11_WAKE_PATTERN, D11_WAKE_PATTERNS + 1, &status),
                     D11_ERR_ARG);
    empty.len = 0;
    assert_int_equal(dot11_sta_set_wake(rig->sta, &bad, &status, rig_now(rig)),
                     D11_ERR_ARG);
    empty.len = D11_WAKE_PATTERN_MAX + 1;
    assert_int_equal(dot11_sta_set_wake(rig->sta, &bad, &status, rig_now(rig)),
                     D11_ERR_ARG);
    fall_asleep(rig);
    assert_int_equal(ask(rig, WAKES, 2, &status), D11_ERR_RADIO_OFF);
    assert_int_equal(told.wake.on, D11_WAKE_MAGIC);
    wake_up(rig);
    /* Nothing is left of it when the association is gone. */
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(status_of(rig).on, 0);
    rig_end(rig);
}

/* N80211-PM-12: a rekey that nobody needs is rejected, and so is, item by
 * item, what the radio cannot do. */
static void what_cannot_be_is_rejected(void **state)
{
    static struct dot11_hw_wake_ops poor;
    struct dot11_wake_status status;
    struct rig_options options;
    struct rig *rig;

    (void)state;
    poor = able;
    poor.on = D11_WAKE_PATTERN | D11_WAKE_AP_LOST | D11_WAKE_REKEY;
    poor.pattern_count = 1;
    poor.pattern_octets = 32;
    options_of(&options, true);
    options.station.radio.wake = &poor;
    rig = rig_new(&options);
    rig_connect(rig);
    assert_int_equal(ask(rig, ALL, 3, &status), D11_OK);
    assert_int_equal(status.on, poor.on);
    assert_int_equal(status.rejected, ALL & ~poor.on);
    /* The second is too long, for the third there is no room. */
    assert_int_equal(status.rejected_patterns, 6);
    assert_int_equal(ask(rig, D11_WAKE_REKEY, 0, &status), D11_OK);
    assert_int_equal(status.on, 0);
    assert_int_equal(status.rejected, D11_WAKE_REKEY);
    assert_int_equal(ask(rig, D11_WAKE_REKEY | D11_WAKE_MAGIC, 0, &status),
                     D11_OK);
    assert_int_equal(status.on, 0);
    fall_asleep(rig);
    assert_int_equal(told.arms, 0);
    assert_false(is_on(rig));
    wake_up(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    rig_ping(rig, 1);
    rig_end(rig);
}

/* N80211-PM-11, N80211-PM-14, N80211-PM-17: the association lives, the packet
 * is told, and the next sleep is a plain one. */
static void the_association_is_kept_alive(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 4; hw++) {
        struct dot11_wake_status status;
        struct dot11_sim_ap_stats ap;
        struct rig_options options;
        struct rig *rig;
        uint32_t mark;

        options_of(&options, true);
        options.station.radio.hw_ccmp = hw != 0;
        options.station.radio.iv_by_hw = hw == 2;
        options.station.radio.pending = hw == 3 ? DOT11_SIM_OP_ALL : 0;
        rig = rig_new(&options);
        rig_connect(rig);
        assert_int_equal(ask(rig, WAKES, 2, &status), D11_OK);
        mark = trail_mark(rig);
        fall_asleep(rig);
        dot11_sim_run_for(rig->sim, 20 * RIG_SECOND);
        assert_true(is_on(rig));
        told.result.woken_by = D11_WAKE_MAGIC;
        told.result.packet = waker;
        told.result.packet_len = sizeof waker;
        wake_up(rig);
        assert_int_equal(told.disarms, 1);
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_trail(rig, mark, "");
        rig_ping(rig, 3);
        dot11_sim_ap_stats(rig->aps[0], &ap);
        assert_int_equal(ap.assocs, 1);
        assert_int_equal(ap.replays, 0);
        status = status_of(rig);
        assert_int_equal(status.on, WAKES);
        assert_int_equal(status.woken_by, D11_WAKE_MAGIC);
        assert_int_equal(status.packet_len, sizeof waker);
        assert_memory_equal(status.packet, waker, D11_WAKE_PACKET_MAX);
        fall_asleep(rig);
        assert_false(is_on(rig));
        assert_int_equal(told.arms, 1);
        wake_up(rig);
        assert_int_equal(told.disarms, 1);
        dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
        rig_ping(rig, 1);
        rig_end(rig);
    }
}

/* N80211-PM-11: with or without rekey data, the AP stays the same. */
static void the_ap_stays_the_same(void **state)
{
    const struct dot11_roam_req roam = {0};
    struct dot11_wake_status status;
    struct rig_options options;
    struct rig *rig;
    uint32_t mark;

    (void)state;
    options_of(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    (void)rig_add_ap(rig, &options, 2412);
    assert_int_equal(ask(rig, ALL, 2, &status), D11_OK);
    mark = trail_mark(rig);
    fall_asleep(rig);
    assert_non_null(told.wake.rekey);
    assert_int_equal(dot11_sta_roam(rig->sta, &roam, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    dot11_sim_run_for(rig->sim, 10 * RIG_SECOND);
    assert_trail(rig, mark, "");
    assert_memory_equal(rig->sta->mlme.peer->addr, rig->bssids[0], 6);
    wake_up(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_trail(rig, mark, "");
    rig_end(rig);
}

/* N80211-PM-12 */
static void each_rsn_of_ours_can_rekey_asleep(void **state)
{
    static const struct dot11_ext_ops other = {.size = sizeof other};

    (void)state;
    assert_non_null(d11_rsn_wake_ops(&dot11_rsn));
    assert_ptr_equal(d11_rsn_wake_ops(&dot11_rsn_methods),
                     d11_rsn_wake_ops(&dot11_rsn));
    assert_null(d11_rsn_wake_ops(&other));
}

/* N80211-PM-12: the radio gets what the handshakes have; what it brings back
 * counts before anything comes in. */
static void a_rekey_goes_on_asleep(void **state)
{
    (void)state;
    for (unsigned hw = 0; hw < 2; hw++) {
        struct dot11_wake_status status;
        const struct d11_session *session;
        const struct d11_key *gtk;
        struct dot11_stats before, after;
        struct rig_options options;
        struct d11_peer *peer;
        struct rig *rig;
        uint64_t replay;

        options_of(&options, true);
        options.station.radio.hw_ccmp = hw != 0;
        rig = rig_new(&options);
        rig_connect(rig);
        session = session_of(rig);
        peer = rig->sta->mlme.peer;
        replay = session->replay;
        assert_int_equal(ask(rig, ALL, 1, &status), D11_OK);
        fall_asleep(rig);
        assert_int_equal(told.rekey.akm, D11_AKM_PSK);
        assert_int_equal(told.rekey.group_cipher, D11_CIPHER_CCMP_128);
        assert_int_equal(told.rekey.kck_len, 16);
        assert_int_equal(told.rekey.kek_len, 16);
        assert_memory_equal(told.rekey.kck, session->kck, 16);
        assert_memory_equal(told.rekey.kek, session->kek, 16);
        assert_int_equal(told.rekey.replay, replay);
        told.result.replay = replay + 2;
        told.result.gtk = (struct dot11_wake_gtk){new_gtk, 16, 2, 77};
        told.result.counters[0].tx_pn = told.keys[0].tx_pn + 1000;
        told.result.counters[0].rx_pn = told.keys[0].rx_pn + 1;
        told.result.counters[1].rx_pn = told.keys[1].rx_pn + 5;
        wake_up(rig);
        gtk = &peer->link->gtk[0];
        assert_int_equal(gtk->key_id, 2);
        assert_memory_equal(gtk->octets, new_gtk, 16);
        assert_int_equal(received_by(gtk, 0), 77);
        assert_int_equal(received_by(&peer->link->gtk[1], 0),
                         told.keys[1].rx_pn + 5);
        assert_true(peer->keys[0].tx_pn >= told.keys[0].tx_pn + 1000);
        assert_true(received_by(&peer->keys[0], 3) >= told.keys[0].rx_pn + 1);
        assert_int_equal(session->replay, replay + 2);
        /* Only the counter comes back. */
        status = status_of(rig);
        assert_true(status.rekeyed);
        assert_int_equal(status.replay, replay + 2);
        /* A message that the radio has answered is not answered again. */
        dot11_radio_stats(rig->core, &before);
        dot11_sim_ap_rekey(rig->aps[0]);
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        dot11_radio_stats(rig->core, &after);
        assert_true(after.drops[D11_DROP_EAPOL_REPLAY] >
                    before.drops[D11_DROP_EAPOL_REPLAY]);
        rig_end(rig);
    }
}

/* N80211-PM-10, N80211-PM-12: a group key that cannot be taken ends the
 * association. */
static void a_bad_group_key_is_no_key(void **state)
{
    struct dot11_wake_status status;
    struct rig *rig = build(true);
    uint32_t mark;

    (void)state;
    assert_int_equal(ask(rig, ALL, 1, &status), D11_OK);
    fall_asleep(rig);
    told.result.woken_by = D11_WAKE_GTK_ERROR;
    told.result.replay = told.rekey.replay + 1;
    told.result.gtk = (struct dot11_wake_gtk){new_gtk, 5, 2, 0};
    mark = trail_mark(rig);
    wake_up(rig);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_trail(rig, mark,
                 "port- disassoc port. roam_start assoc_start assoc_done "
                 "port- roam_done port+");
    assert_int_equal(status_of(rig).woken_by, D11_WAKE_GTK_ERROR);
    rig_end(rig);
}

/* N80211-PM-8, N80211-PM-11: a radio that will not watch is turned off, and
 * one that fails, and one whose association ends. */
static void a_radio_that_does_not_watch_is_off(void **state)
{
    struct dot11_wake_status status;
    struct rig *rig = build(true);

    (void)state;
    assert_int_equal(ask(rig, WAKES, 1, &status), D11_OK);
    told.err = D11_ERR_HW;
    fall_asleep(rig);
    assert_int_equal(told.arms, 1);
    assert_false(is_on(rig));
    assert_false(status_of(rig).armed);
    wake_up(rig);
    assert_int_equal(told.disarms, 0);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    rig_ping(rig, 1);

    told.err = D11_OK;
    assert_int_equal(ask(rig, WAKES, 1, &status), D11_OK);
    fall_asleep(rig);
    assert_true(is_on(rig));
    dot11_sim_radio_attach(rig->radio, rig->core);
    dot11_sim_radio_crash(rig->radio);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_false(is_on(rig));
    assert_true(dot11_radio_is_asleep(rig->core));
    wake_up(rig);
    assert_int_equal(told.disarms, 0);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    rig_ping(rig, 1);

    /* That was the one sleep. */
    fall_asleep(rig);
    assert_int_equal(told.arms, 2);
    wake_up(rig);
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);

    assert_int_equal(ask(rig, WAKES, 1, &status), D11_OK);
    fall_asleep(rig);
    assert_int_equal(dot11_radio_set_on(rig->core, false, rig_now(rig)),
                     D11_OK);
    dot11_sim_radio_attach(rig->radio, rig->core);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(dot11_radio_set_on(rig->core, true, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_false(is_on(rig));
    wake_up(rig);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_end(rig);
}

/* N80211-PM-11: what the radio thinks lost is looked for at once. */
static void a_lost_ap_is_told(void **state)
{
    struct dot11_wake_status status;
    struct rig *rig = build(true);

    (void)state;
    assert_int_equal(ask(rig, WAKES, 1, &status), D11_OK);
    fall_asleep(rig);
    dot11_sim_ap_restart(rig->aps[0]);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    told.result.woken_by = D11_WAKE_AP_LOST;
    wake_up(rig);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
    assert_int_equal(status_of(rig).woken_by, D11_WAKE_AP_LOST);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(the_radio_is_told_what_wakes),
        RIG_TEST(without_rsn_nothing_wakes),
        RIG_TEST(a_refused_request_changes_nothing),
        RIG_TEST(what_cannot_be_is_rejected),
        RIG_TEST(the_association_is_kept_alive),
        RIG_TEST(the_ap_stays_the_same),
        cmocka_unit_test(each_rsn_of_ours_can_rekey_asleep),
        RIG_TEST(a_rekey_goes_on_asleep),
        RIG_TEST(a_bad_group_key_is_no_key),
        RIG_TEST(a_radio_that_does_not_watch_is_off),
        RIG_TEST(a_lost_ap_is_told),
    };

    return cmocka_run_group_tests_name("wake", tests, NULL, NULL);
}
