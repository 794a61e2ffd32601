/* A request that is refused changes nothing at all; one that is accepted ends
 * exactly once: for random requests in random states, on a radio that fails,
 * answers late, twice, or never.
 *
 * SPDX-License-Identifier: MIT
 * DOT11_REFUSAL_RUNS in the environment sets how many runs; a failure prints
 * the number of its run and step. */
#include <stdlib.h>

#include <dot11/attr.h>
#include <dot11/key.h>
#include <dot11/monitor.h>
#include <dot11/nlo.h>
#include <dot11/pmkid.h>

#include "fake_ap.h"
#include "fake_ext.h"
#include "sta/radio.h"

#define SECOND UINT64_C(1000000)
#define RUNS 60u
#define STEPS 400u
#define APS 3u

/* Random numbers, the same for each run. */
static uint64_t seed;

static unsigned roll(unsigned bound)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % bound;
}

/* What was accepted and has not ended yet: by kind of completion. */
static struct {
    unsigned open[D11_EV_COUNT];
    uint32_t ids[D11_EV_COUNT][8];
    unsigned events; /* seen in all */
} owed;

static void accepted(enum dot11_event_type type, uint32_t id)
{
    assert_true(owed.open[type] < 8);
    owed.ids[type][owed.open[type]++] = id;
}

static bool is_completion(enum dot11_event_type type)
{
    return type == D11_EV_STARTED || type == D11_EV_SCAN_DONE ||
           type == D11_EV_CONNECT_DONE || type == D11_EV_ROAM_DONE ||
           type == D11_EV_DISCONNECT_DONE || type == D11_EV_HALTED ||
           type == D11_EV_RESET_DONE;
}

/* Each completion is of one request that waits for it; a roam of the station's
 * own has no id. Events of a call are checked after it, when its id is known,
 * in the order they were queued in. */
static struct {
    enum dot11_event_type type;
    uint32_t id;
} queued[256];
static unsigned queued_count;

static void note(struct d11_vif *vif, void *state,
                 const struct dot11_event *event)
{
    (void)vif;
    (void)state;
    owed.events++;
    if (!is_completion(event->type))
        return;
    assert_true(queued_count < 256);
    queued[queued_count].type = event->type;
    queued[queued_count].id = event->id;
    queued_count++;
}

static const struct dot11_part listener = {
    .kind = D11_PART_EXPLAIN, .list = &d11_part_list, .event = note};
/* What a run has: the first, the first two, or all. */
static const struct dot11_part *const parts[] = {
    &listener,   &dot11_power, &dot11_attrs,  &dot11_keys,
    &dot11_nlo,  &dot11_pmkids, &dot11_monitor,
};
enum { BARE = 1, WITH_POWER = 2, WITH_ALL = sizeof parts / sizeof parts[0] };

static void settle_accounts(void)
{
    for (unsigned i = 0; i < queued_count; i++) {
        enum dot11_event_type type = queued[i].type;
        unsigned k = 0;

        if (type == D11_EV_ROAM_DONE && queued[i].id == 0)
            continue;
        while (k < owed.open[type] && owed.ids[type][k] != 0 &&
               owed.ids[type][k] != queued[i].id)
            k++;
        assert_true(k < owed.open[type]);
        owed.ids[type][k] = owed.ids[type][--owed.open[type]];
    }
    queued_count = 0;
}

/* Everything there is: the whole memory of the radio, what the radio was
 * asked, frames and events. Only the time of the last call, and the number of
 * the next request, may differ; and what is counted of refused frames. */
static struct {
    uint8_t *mem;
    unsigned calls, air, events, in_use;
    uint64_t deadline_us;
    struct dot11_sta_status status;
} before;

static void look(void)
{
    /* The time of the call is known already, and nothing is due. */
    dot11_radio_tick(fake.radio, fake.now_us);
    settle_accounts();
    memcpy(before.mem, fake.mem, fake.mem_len);
    before.calls = fake.call_count;
    before.air = fake.air_count;
    before.events = owed.events;
    before.in_use = fake.in_use;
    before.deadline_us = dot11_radio_deadline(fake.radio);
    dot11_sta_status(fake.stas[0], &before.status);
}

static bool is_refusal(enum dot11_err err)
{
    switch (err) {
    case D11_ERR_ARG:
    case D11_ERR_SSID:
    case D11_ERR_PASSPHRASE:
    case D11_ERR_CHANNEL:
    case D11_ERR_STATE:
    case D11_ERR_BUSY:
    case D11_ERR_FULL:
    case D11_ERR_UNSUPPORTED:
    case D11_ERR_NOT_FOUND:
    case D11_ERR_SECURITY:
    case D11_ERR_RADIO_OFF: return true;
    default: return false;
    }
}

static void assert_unchanged(enum dot11_err err)
{
    struct dot11_sta *sta = fake.stas[0];
    const struct dot11_sta *old =
        (const void *)(before.mem +
                       ((const uint8_t *)sta - (const uint8_t *)fake.mem));
    struct dot11_sta_status status;

    assert_true(is_refusal(err));
    assert_int_equal(fake.call_count, before.calls);
    assert_int_equal(fake.air_count, before.air);
    assert_int_equal(owed.events, before.events);
    assert_int_equal(fake.in_use, before.in_use);
    assert_true(dot11_radio_deadline(fake.radio) == before.deadline_us);
    dot11_sta_status(sta, &status);
    assert_memory_equal(&status, &before.status, sizeof status);
    sta->next_id = old->next_id;
    /* Nor is there anything in places that are not in use. */
    if (sta->vif.ethertype_count == 0)
        memcpy(sta->vif.ethertypes, old->vif.ethertypes,
               sizeof sta->vif.ethertypes);
    assert_memory_equal(fake.mem, before.mem, fake.mem_len);
}

/* The outcome of a request whose completion is of `type` (NONE: it has none)
 * and that has this id (0: it says none). */
static void judge(enum dot11_err err, enum dot11_event_type type, uint32_t id)
{
    if (err != D11_OK)
        assert_unchanged(err);
    else if (type != D11_EV_NONE)
        accepted(type, id);
    settle_accounts();
}

/* Requests, with arguments that may be anything. */

static const uint16_t freqs[4] = {2412, 2437, 2484, 1};

static void ask_scan(void)
{
    static const uint8_t octets[257];
    struct dot11_ssid ssids[5];
    struct dot11_scan_req req = {.passive = roll(2) == 0};
    uint32_t id = 0;

    memset(ssids, 0, sizeof ssids);
    ssids[0].len = (uint8_t)(roll(8) == 0 ? 33 : roll(33));
    req.ssids = roll(3) == 0 ? ssids : NULL;
    req.ssid_count = (uint8_t)(roll(3) == 0 ? roll(6) : 0);
    req.freqs_mhz = roll(4) == 0 ? freqs + roll(3) : NULL;
    req.freq_count = (uint16_t)(roll(4) == 0 ? roll(2) : 0);
    req.dwell_us = roll(3) == 0 ? roll(1000000) : 0;
    req.min_dwell_us = roll(3) == 0 ? roll(1000000) : 0;
    req.elements = roll(4) == 0 ? octets : NULL;
    req.elements_len = (uint16_t)(roll(4) == 0 ? roll(258) : 0);
    req.bands = (uint8_t)(roll(6) == 0 ? roll(16) : 0);
    req.bss_types = (uint8_t)(roll(6) == 0 ? roll(5) : 0);
    req.has_bssid = roll(6) == 0;
    judge(dot11_sta_scan(fake.stas[0], roll(3) == 0 ? NULL : &req, &id,
                         fake.now_us),
          D11_EV_SCAN_DONE, id);
}

static void ask_connect(void)
{
    static const struct dot11_ext_ops stranger;
    static const char *const names[] = {"net", "net", "other", ""};
    struct dot11_connect_req req = fake_req(names[roll(4)]);
    uint32_t id = 0;

    if (roll(10) == 0)
        req.ssid.len = 33;
    req.freqs_mhz = roll(6) == 0 ? freqs + roll(3) : NULL;
    req.freq_count = (uint16_t)(roll(6) == 0 ? roll(18) % 2 : 0);
    req.has_bssid = roll(6) == 0;
    req.bssid[0] = (uint8_t)roll(4);
    if (roll(3) == 0)
        req.ext = roll(6) == 0 ? &stranger : &fake_ext_ops;
    fake_ext.pre = roll(8) == 0 ? D11_ERR_PASSPHRASE : D11_OK;
    judge(dot11_sta_connect(fake.stas[0], &req, &id, fake.now_us),
          D11_EV_CONNECT_DONE, id);
}

static void ask_roam(void)
{
    struct dot11_roam_req req = {roll(2) == 0, {(uint8_t)roll(4)}};
    uint32_t id = 0;

    judge(dot11_sta_roam(fake.stas[0], roll(2) == 0 ? NULL : &req, &id,
                         fake.now_us),
          D11_EV_ROAM_DONE, id);
}

static void ask_reset(void)
{
    uint8_t addr[6] = {(uint8_t)roll(4), 0, 0, 0, 1, (uint8_t)roll(2)};
    struct dot11_reset_req req = {(enum dot11_reset_type)roll(5), roll(2) == 0,
                                  roll(2) == 0 ? addr : NULL};
    uint32_t id = 0;

    judge(dot11_sta_dot11_reset(fake.stas[0], roll(8) == 0 ? NULL : &req, &id,
                                fake.now_us),
          D11_EV_RESET_DONE, id);
}

static void ask_tx(void)
{
    struct dot11_frame *frame = fake_alloc(64);
    unsigned done = fake.done_count;
    size_t taken;

    memset(frame->data + 48, 0, 64);
    frame->data += 48;
    frame->len = roll(6) == 0 ? roll(14) : 64;
    memcpy(frame->data, (const uint8_t[]){2, 0, 0, 0, 9, 9}, 6);
    memcpy(frame->data + 6, fake_own[roll(8) == 0], 6);
    taken = dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us);
    /* It came back at once, with the reason. */
    if (taken == 0) {
        assert_true(fake.done_count > done);
        assert_true(is_refusal(fake.done_err));
        assert_int_equal(owed.events, before.events);
        assert_true(dot11_radio_deadline(fake.radio) == before.deadline_us);
    }
}

static void ask_disconnect(void)
{
    uint32_t id = 0;

    judge(dot11_sta_disconnect(fake.stas[0], &id, fake.now_us),
          D11_EV_DISCONNECT_DONE, id);
}

/* Requests of parts that are listed or not. */

/* What it has now, changed a little or not at all, or anything. */
static void ask_set(void)
{
    uint8_t value[96];
    enum dot11_attr attr = (enum dot11_attr)roll(D11_ATTR_COUNT + 2);
    size_t len = 0;

    for (size_t i = 0; i < sizeof value; i++)
        value[i] = (uint8_t)(roll(3) == 0 ? roll(256) : roll(2));
    if (roll(3) == 0 || dot11_sta_get(fake.stas[0], attr, value, sizeof value,
                                      &len) != D11_OK)
        len = roll(3) == 0 ? roll(sizeof value + 1) : (size_t)roll(3) * 4;
    else if (len != 0 && roll(2) == 0)
        value[roll((unsigned)len)] ^= (uint8_t)(1u << roll(8));
    judge(dot11_sta_set(fake.stas[0], attr, value, len, fake.now_us),
          D11_EV_NONE, 0);
}

static void ask_key(void)
{
    static const uint32_t ciphers[] = {D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128,
                                       D11_CIPHER_GCMP_256, D11_CIPHER_TKIP, 0};
    uint8_t octets[16];
    struct dot11_key key = {
        .table = (enum dot11_key_table)roll(3),
        .direction = (enum dot11_key_direction)roll(5),
        .key_id = (uint8_t)roll(5),
        .is_static = roll(2) == 0,
        .len = (uint8_t)(roll(4) == 0 ? roll(17) : 16),
        .cipher = ciphers[roll(5)],
        .octets = octets,
    };
    enum dot11_err err;

    key.peer[0] = (uint8_t)roll(3);
    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (uint8_t)roll(key.key_id == 4 ? 1 : 4);
    switch (roll(4)) {
    case 0:
        err = dot11_sta_del_key(fake.stas[0], &key, fake.now_us);
        break;
    case 1:
        err = dot11_sta_set_default_key_id(fake.stas[0], (uint8_t)roll(6),
                                           fake.now_us);
        break;
    default:
        err = dot11_sta_set_key(fake.stas[0], &key, fake.now_us);
        break;
    }
    /* The radio failed: that was no refusal, and the place is empty now. */
    if (err != D11_ERR_HW && err != D11_ERR_CRYPTO)
        judge(err, D11_EV_NONE, 0);
}

static void ask_nlo(void)
{
    struct dot11_nlo_network networks[2];
    struct dot11_nlo_req req = {networks,
                                (uint8_t)(roll(8) == 0 ? 17 : roll(3)),
                                (uint8_t)roll(5),
                                (uint16_t)roll(3),
                                roll(4),
                                roll(4)};

    memset(networks, 0, sizeof networks);
    for (unsigned i = 0; i < 2; i++) {
        networks[i].ssid.len = (uint8_t)(roll(6) == 0 ? roll(40) : 3);
        memcpy(networks[i].ssid.octets, "net", 3);
        networks[i].freqs_mhz[0] = freqs[roll(4)];
    }
    judge(dot11_sta_nlo(fake.stas[0], &req, fake.now_us), D11_EV_NONE, 0);
}

static void ask_pmkids(void)
{
    struct dot11_pmkid list[D11_PMKIDS_MAX + 1];

    memset(list, 0, sizeof list);
    for (unsigned i = 0; i <= D11_PMKIDS_MAX; i++)
        list[i].bssid[0] = (uint8_t)roll(roll(4) == 0 ? 4 : 1);
    judge(dot11_sta_set_pmkids(fake.stas[0], list,
                               roll(4) == 0 ? D11_PMKIDS_MAX + 1 : roll(3),
                               fake.now_us),
          D11_EV_NONE, 0);
}

static void ask_monitor(void)
{
    struct dot11_sta *sta = fake.stas[0];
    uint8_t groups[D11_MULTICAST_MAX + 1][6];
    struct dot11_channel channel = {.freq_mhz = freqs[roll(4)]};
    const uint64_t now_us = fake.now_us;
    enum dot11_err err;

    memset(groups, (int)roll(4), sizeof groups);
    switch (roll(4)) {
    case 0:
        judge(dot11_sta_set_packet_filter(sta, roll(3) << roll(32), now_us),
              D11_EV_NONE, 0);
        break;
    case 1:
        judge(dot11_sta_set_multicast(
                  sta, (const uint8_t(*)[6])groups,
                  roll(4) == 0 ? D11_MULTICAST_MAX + 1 : roll(3), now_us),
              D11_EV_NONE, 0);
        break;
    case 2:
        judge(dot11_sta_set_monitor_channel(sta, &channel, now_us), D11_EV_NONE,
              0);
        break;
    default:
        err = dot11_sta_set_mode(sta, (enum dot11_mode)roll(3), now_us);
        /* The radio was asked, and failed. */
        if (err != D11_ERR_HW)
            judge(err, D11_EV_NONE, 0);
        break;
    }
}

static void ask(void)
{
    struct dot11_sta *sta = fake.stas[0];
    struct dot11_sta *other;
    const uint64_t now_us = fake.now_us;

    look();
    switch (roll(32)) {
    case 0:
    case 1:
    case 2: judge(dot11_sta_start(sta, now_us), D11_EV_STARTED, 0); break;
    case 3: judge(dot11_sta_halt(sta, now_us), D11_EV_HALTED, 0); break;
    case 4: judge(dot11_sta_pause(sta, now_us), D11_EV_NONE, 0); break;
    case 5: judge(dot11_sta_restart(sta, now_us), D11_EV_NONE, 0); break;
    case 6: judge(dot11_sta_reset(sta, now_us), D11_EV_NONE, 0); break;
    case 7: ask_reset(); break;
    case 8:
    case 9: ask_scan(); break;
    case 10: judge(dot11_sta_scan_abort(sta, now_us), D11_EV_NONE, 0); break;
    case 11:
    case 12:
    case 13:
    case 14: ask_connect(); break;
    case 15: ask_roam(); break;
    case 16: ask_disconnect(); break;
    case 17: ask_tx(); break;
    case 18:
        judge(dot11_radio_set_on(fake.radio, roll(3) != 0, now_us), D11_EV_NONE,
              0);
        break;
    case 19:
        judge(dot11_radio_recover(fake.radio, now_us), D11_EV_NONE, 0);
        break;
    case 20:
        judge(dot11_radio_sleep(fake.radio, now_us), D11_EV_NONE, 0);
        break;
    case 21:
        judge(dot11_radio_resume(fake.radio, now_us), D11_EV_NONE, 0);
        break;
    case 22:
    case 23: ask_set(); break;
    case 24:
    case 25: ask_key(); break;
    case 26: ask_nlo(); break;
    case 27: ask_pmkids(); break;
    case 28:
    case 29: ask_monitor(); break;
    case 30:
        assert_unchanged(dot11_sta_create(&other, fake.radio, fake_own[0]));
        assert_unchanged(dot11_radio_fini(fake.radio));
        break;
    default:
        if (before.status.state != D11_STA_HALTED)
            assert_unchanged(dot11_sta_fini(sta));
        break;
    }
}

/* The world around: the radio answers as it likes, APs come and go. */

static void misbehave(void)
{
    unsigned op = roll(FAKE_OPS);

    switch (roll(6)) {
    case 0: fake.answers[op] = D11_OK; break;
    case 1: fake.answers[op] = D11_ERR_PENDING; break;
    case 2: fake.once[op] = D11_ERR_HW; break;
    case 3:
    case 4:
        /* In time or late, for nobody, or for the second time. */
        if (fake.answers[op] == D11_ERR_PENDING && fake.tokens[op] != 0) {
            enum dot11_err err = roll(4) == 0 ? D11_ERR_HW : D11_OK;
            uint32_t token = fake.tokens[op];
            bool on = fake.on;

            /* An answer that nobody waits for turns nothing on. */
            if (fake_done((enum fake_op)op, err) != D11_OK)
                fake.on = on;
            assert_int_equal(
                dot11_hw_op_done(fake.radio, token, err, fake.now_us),
                D11_ERR_STATE);
        }
        break;
    default: fake.answers[op] = D11_OK; break;
    }
    /* These answer at once or not at all. */
    for (op = FAKE_SET_FILTER; op < FAKE_OPS; op++)
        fake.answers[op] = D11_OK;
}

static void trouble(struct fake_ap *const *aps)
{
    struct fake_ap *ap = aps[roll(APS)];

    switch (roll(12)) {
    case 0:
        dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
        break;
    case 1:
    case 2:
        dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
        break;
    case 3:
        dot11_hw_state_changed(fake.radio, D11_HW_STATE_FAILED, fake.now_us);
        break;
    case 4: fake_leave(ap, 0, roll(2) == 0, 3); break;
    case 5: ap->silent = roll(3) == 0; break;
    case 6: ap->gone = roll(3) == 0; break;
    case 7: fake.no_frames = roll(3); break;
    case 8: fake.tx_room = roll(2) == 0 ? 0 : SIZE_MAX; break;
    case 9: fake.random_err = roll(3) == 0 ? D11_ERR_RANDOM : D11_OK; break;
    default: break;
    }
}

static void pass_time(struct fake_ap *const *aps)
{
    static const unsigned most[] = {100, 20000, 300000, 3000000};

    fake_air(aps, APS, roll(most[roll(4)]));
    dot11_sta_msdu_return(fake.stas[0], fake.msdus, fake.msdu_count);
    fake.msdu_count = 0;
    settle_accounts();
    fake_poll(0);
    (void)fake_events(0);
    (void)fake_ext_log();
    fake_forget();
}

/* Bring it to rest: all that was accepted has ended then. */
static void rest(struct fake_ap *const *aps)
{
    for (unsigned op = 0; op < FAKE_OPS; op++) {
        fake.answers[op] = D11_OK;
        fake.once[op] = D11_ERR_COUNT;
    }
    fake.tx_room = SIZE_MAX;
    fake.no_frames = 0;
    fake.random_err = D11_OK;
    for (unsigned i = 0; i < 100; i++) {
        fake_air(aps, APS, SECOND);
        fake_poll(0);
        (void)fake_events(0);
        (void)fake_ext_log();
        fake_forget();
        settle_accounts();
    }
    for (unsigned type = 0; type < D11_EV_COUNT; type++)
        assert_int_equal(owed.open[type], 0);
}

static unsigned run_number, run_step;

static void run(unsigned number, unsigned part_count)
{
    struct fake_ap own[APS] = {fake_ap(0), fake_ap(1), fake_ap(2)};
    struct fake_ap *aps[APS] = {&own[0], &own[1], &own[2]};

    seed = run_number = number;
    memset(&owed, 0, sizeof owed);
    queued_count = 0;
    own[1].rsn = true;
    fake_begin();
    fake_ext_begin();
    fake.config.sta_count = 1;
    fake.config.event_count = (uint8_t)(roll(2) == 0 ? 32 : 20);
    fake.config.parts = parts;
    fake.config.part_count = (uint8_t)part_count;
    if (roll(3) == 0)
        fake.caps.flags |= D11_HW_SCAN;
    fake_build();
    before.mem = malloc(fake.mem_len);
    assert_non_null(before.mem);
    assert_int_equal(dot11_sta_create(&fake.stas[0], fake.radio, NULL), D11_OK);
    for (unsigned step = 0; step < STEPS; step++) {
        run_step = step;
        ask();
        if (roll(3) == 0)
            misbehave();
        if (roll(6) == 0)
            trouble(aps);
        if (roll(2) == 0)
            pass_time(aps);
        settle_accounts();
    }
    rest(aps);
    /* What would not go off when it was told stays on: that was counted, and
     * nobody tells it again. */
    if (!fake.radio->powered)
        fake.on = false;
    fake_end();
    free(before.mem);
}

static unsigned runs(void)
{
    const char *text = getenv("DOT11_REFUSAL_RUNS");

    return text != NULL ? (unsigned)strtoul(text, NULL, 0) : RUNS;
}

/* N80211-GEN-2, N80211-GEN-9, N80211-RESET-11, N80211-SCAN-24 */
static void a_refusal_changes_nothing_and_the_rest_ends_once(void **state)
{
    (void)state;
    for (unsigned i = 0; i < runs(); i++)
        run(i, WITH_POWER);
}

/* The same of a radio without the part that recovers it. */
static void without_the_part_it_is_the_same(void **state)
{
    (void)state;
    for (unsigned i = 0; i < runs() / 2; i++)
        run(100000 + i, BARE);
}

/* And with what a host may set: attributes, keys, lists, modes. */
static void with_all_parts_it_is_the_same(void **state)
{
    (void)state;
    for (unsigned i = 0; i < runs(); i++)
        run(200000 + i, WITH_ALL);
}

static int say_where(void **state)
{
    (void)state;
    print_error("run %u, step %u\n", run_number, run_step);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            a_refusal_changes_nothing_and_the_rest_ends_once, say_where),
        cmocka_unit_test_teardown(without_the_part_it_is_the_same, say_where),
        cmocka_unit_test_teardown(with_all_parts_it_is_the_same, say_where),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
