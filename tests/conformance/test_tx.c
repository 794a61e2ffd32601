/* Transmit path: N80211-TX-*.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/attr.h>
#include <dot11/codes.h>
#include <dot11/mib.h>

#include "air.h"
#include "base/octets.h"
#include "frame/llc.h"

#define ETHERTYPE 0x88b5u

static struct air air;

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_mib};

static void usual(struct rig_options *options, bool secured)
{
    rig_options(options, secured);
    options->by_psk = secured;
    options->station.core.parts = parts;
    options->station.core.part_count = 2;
}

static struct rig *new_rig(const struct rig_options *options)
{
    struct rig *rig = rig_new(options);

    air_listen(&air, rig);
    return rig;
}

static struct rig *connected(bool secured)
{
    struct rig_options options;
    struct rig *rig;

    usual(&options, secured);
    rig = new_rig(&options);
    rig_connect(rig);
    air_forget(&air);
    return rig;
}

static void set(struct rig *rig, enum dot11_attr attr, uint32_t value,
                enum dot11_err expected)
{
    assert_int_equal(
        dot11_sta_set(rig->sta, attr, &value, sizeof value, rig_now(rig)),
        expected);
}

static uint32_t get(struct rig *rig, enum dot11_attr attr)
{
    uint32_t value = 0;
    size_t len = 0;

    assert_int_equal(dot11_sta_get(rig->sta, attr, &value, sizeof value, &len),
                     D11_OK);
    assert_int_equal(len, sizeof value);
    return value;
}

static void send(size_t len)
{
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, len), D11_OK);
}

static unsigned attempts(void)
{
    unsigned count = 0;

    for (unsigned i = 0; i < air.count; i++)
        count += air.frames[i].ours && air_is_msdu(&air.frames[i]);
    return count;
}

static struct dot11_sim_host_stats host_of(const struct rig *rig)
{
    struct dot11_sim_host_stats stats;

    dot11_sim_host_stats(dot11_sim_station_host(rig->station), &stats);
    return stats;
}

/* Nothing of the station's reaches the AP. */
static void cut(struct rig *rig, uint16_t loss)
{
    dot11_sim_set_loss(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[0]), loss);
}

/* N80211-TX-1, N80211-TX-3, N80211-TX-5: MSDUs come out at the AP as they were
 * handed in; the fields of their headers are the station's, with three
 * addresses, and the other fields are as they must be. */
static void headers_are_the_stations(void **state)
{
    static const uint8_t da[6] = {2, 0, 0, 0, 9, 9};
    struct rig *rig = connected(true);
    unsigned seen = 0;
    unsigned seq = 0;

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        assert_int_equal(air_send(&air, da, ETHERTYPE, NULL, 0, 30 + i),
                         D11_OK);
    air_wait(&air, 50000);
    assert_int_equal(air.wired, 20);
    assert_memory_equal(air.wire, da, 6);
    assert_memory_equal(air.wire + 6, rig_sta_addr, 6);
    assert_int_equal(air.wire_len, 14 + 49);
    for (unsigned i = 0; i < air.count; i++) {
        const struct air_frame *frame = &air.frames[i];
        const struct d11_header *h = &frame->header;

        if (!frame->ours || !air_is_msdu(frame))
            continue;
        assert_int_equal(h->subtype, D11_DATA_QOS);
        assert_int_equal(h->flags & ~(unsigned)D11_FC1_RETRY,
                         D11_FC1_TO_DS | D11_FC1_PROTECTED);
        assert_int_equal(h->len, 26);
        assert_memory_equal(h->a1, rig->bssids[0], 6);
        assert_memory_equal(h->a2, rig_sta_addr, 6);
        assert_memory_equal(h->a3, da, 6);
        assert_int_equal(h->frag, 0);
        if (seen++ != 0)
            assert_int_equal(h->seq, (seq + 1) & 0xfff);
        seq = h->seq;
    }
    assert_int_equal(seen, 20);
    rig_end(rig);
}

/* N80211-TX-5: four addresses are never spoken of, so a host that speaks for
 * somebody else is refused. */
static void nobody_speaks_for_others(void **state)
{
    struct rig *rig = connected(false);
    uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2, 0, 0, 0, 7, 7, 0x88, 0xb5};
    struct dot11_stats stats;

    (void)state;
    assert_int_equal(dot11_sim_station_send(rig->station, eth, sizeof eth),
                     D11_ERR_STATE);
    assert_int_equal(attempts(), 0);
    dot11_radio_stats(rig->core, &stats);
    assert_int_equal(stats.tx_refused, 1);
    rig_end(rig);
}

/* N80211-TX-4: a data frame becomes a QoS data frame where the AP has QoS and
 * nowhere else; a null frame stays one. */
static void subtypes_follow_the_network(void **state)
{
    (void)state;
    for (unsigned no_qos = 0; no_qos < 2; no_qos++) {
        struct rig_options options;
        struct rig *rig;
        unsigned nulls = 0;

        usual(&options, false);
        options.ap.no_qos = no_qos != 0;
        rig = new_rig(&options);
        rig_connect(rig);
        air_forget(&air);
        send(40);
        assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                         D11_OK);
        assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_SCAN_DONE,
                                               60 * RIG_SECOND));
        assert_int_equal(air_first_msdu(&air)->header.subtype,
                         no_qos ? D11_DATA_DATA : D11_DATA_QOS);
        for (unsigned i = 0; i < air.count; i++) {
            const struct d11_header *h = &air.frames[i].header;

            if (!air.frames[i].ours || h->type != D11_TYPE_DATA ||
                air_is_msdu(&air.frames[i]))
                continue;
            assert_int_equal(h->subtype, D11_DATA_NULL);
            nulls++;
        }
        assert_true(nulls >= 2);
        rig_end(rig);
    }
}

/* N80211-TX-2: what a packet says of itself is looked at before it goes: its
 * DSCP is its priority, and so its TID (RFC 8325). */
static void the_priority_of_a_packet_is_its_tid(void **state)
{
    static const struct {
        uint8_t tos;
        uint8_t tid;
    } rows[] = {{0x00, 0}, {0x20, 1}, {0xb8, 6}, {0x88, 4}, {0x00, 0}};
    struct rig *rig = connected(false);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const uint8_t ip[2] = {0x45, rows[i].tos};
        const struct air_frame *frame;

        air_forget(&air);
        assert_int_equal(air_send(&air, NULL, 0x0800, ip, 2, 40), D11_OK);
        air_wait(&air, 5000);
        frame = air_first_msdu(&air);
        assert_non_null(frame);
        assert_int_equal(frame->octets[24] & 0x0f, rows[i].tid);
    }
    rig_end(rig);
}

/* N80211-TX-6: on the channel of the association; with the radio off, not at
 * all. */
static void frames_leave_on_the_phy_of_the_association(void **state)
{
    struct rig *rig = connected(true);
    struct dot11_sim_radio_stats radio;

    (void)state;
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    for (unsigned i = 0; i < 200; i++) {
        send(100);
        air_wait(&air, 5000);
    }
    air_wait(&air, RIG_SECOND);
    assert_int_equal(air.wired, 200);
    for (unsigned i = 0; i < air.count; i++) {
        if (air.frames[i].ours && air_is_msdu(&air.frames[i]))
            assert_int_equal(air.frames[i].freq_mhz, 2437);
    }
    dot11_sim_radio_stats(rig->radio, &radio);
    assert_int_equal(radio.wrong_channel, 0);
    dot11_sim_radio_switch(rig->radio, false);
    air_wait(&air, 1000);
    air_forget(&air);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, 50),
                     D11_ERR_STATE);
    assert_int_equal(attempts(), 0);
    rig_end(rig);
}

/* N80211-TX-7, N80211-TX-8: the default threshold is the longest MPDU, so the
 * longest MSDU is one MPDU; what is longer is refused. */
static void the_longest_msdu_is_one_mpdu(void **state)
{
    struct rig *rig = connected(true);

    (void)state;
    assert_int_equal(get(rig, D11_ATTR_FRAGMENTATION_THRESHOLD), 2346);
    send(D11_MSDU_MAX - D11_LLC_SNAP_LEN);
    air_wait(&air, 20000);
    assert_int_equal(attempts(), 1);
    assert_int_equal(air_first_msdu(&air)->len, 26 + 8 + D11_MSDU_MAX + 8);
    assert_int_equal(air.wired, 1);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0,
                              D11_MSDU_MAX - D11_LLC_SNAP_LEN + 1),
                     D11_ERR_STATE);
    rig_end(rig);
}

/* N80211-TX-8, N80211-TX-11, N80211-TX-13, N80211-TX-14: ranges, defaults, and
 * when they may be set. */
static void thresholds_and_limits_have_ranges(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    usual(&options, false);
    rig = new_rig(&options);
    rig_start(rig);
    set(rig, D11_ATTR_FRAGMENTATION_THRESHOLD, 255, D11_ERR_ARG);
    set(rig, D11_ATTR_FRAGMENTATION_THRESHOLD, 2347, D11_ERR_ARG);
    set(rig, D11_ATTR_FRAGMENTATION_THRESHOLD, 256, D11_OK);
    assert_int_equal(get(rig, D11_ATTR_FRAGMENTATION_THRESHOLD), 256);
    set(rig, D11_ATTR_RTS_THRESHOLD, 2348, D11_ERR_ARG);
    assert_int_equal(get(rig, D11_ATTR_RTS_THRESHOLD), 2347);
    set(rig, D11_ATTR_SHORT_RETRY_LIMIT, 0, D11_ERR_ARG);
    assert_int_equal(get(rig, D11_ATTR_SHORT_RETRY_LIMIT), 7);
    set(rig, D11_ATTR_TX_LIFETIME, 0, D11_ERR_ARG);
    set(rig, D11_ATTR_TX_LIFETIME, UINT32_MAX, D11_OK);
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 100000);
    assert_int_equal(get(rig, D11_ATTR_FRAGMENTATION_THRESHOLD), 2346);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    /* RTS alone may be set while connected. */
    set(rig, D11_ATTR_RTS_THRESHOLD, 0, D11_OK);
    set(rig, D11_ATTR_FRAGMENTATION_THRESHOLD, 1000, D11_ERR_STATE);
    rig_end(rig);
}

/* N80211-TX-12, N80211-TX-15, N80211-TX-16: before the key only what opens the
 * port leaves, and that in clear; with the key everything is protected, the
 * handshake too. */
static void nothing_leaves_in_clear_but_the_first_handshake(void **state)
{
    struct rig_options options;
    struct rig *rig;
    unsigned clear = 0;
    unsigned sealed = 0;

    (void)state;
    usual(&options, true);
    rig = new_rig(&options);
    /* The third message does not come: there is no key. */
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_M3, UINT32_MAX);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_non_null(dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                           20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 50000);
    assert_true(rig_status(rig).associated);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, 50),
                     D11_ERR_STATE);
    for (unsigned i = 0; i < air.count; i++) {
        const struct air_frame *frame = &air.frames[i];

        if (!frame->ours || !air_is_msdu(frame))
            continue;
        assert_false(d11_header_protected(&frame->header));
        assert_int_equal(d11_llc_ethertype(frame->octets + frame->header.len,
                                           frame->len - frame->header.len),
                         D11_ETHERTYPE_EAPOL);
        clear++;
    }
    assert_true(clear >= 1);
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_M3, 0);
    assert_true(rig_wait_open(rig, 30 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    air_forget(&air);
    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    send(50);
    air_wait(&air, 5000);
    for (unsigned i = 0; i < air.count; i++) {
        if (!air.frames[i].ours || !air_is_msdu(&air.frames[i]))
            continue;
        assert_true(d11_header_protected(&air.frames[i].header));
        sealed++;
    }
    assert_true(sealed >= 3);
    rig_end(rig);
}

/* N80211-TX-13: as often as the limit says, the short one up to the RTS
 * threshold; then it is over, and a failure. */
static void frames_are_tried_as_often_as_the_limits_say(void **state)
{
    struct rig_options options;
    struct dot11_mib_mac before;
    struct dot11_mib_mac after;
    struct rig *rig;

    (void)state;
    usual(&options, false);
    rig = new_rig(&options);
    rig_start(rig);
    set(rig, D11_ATTR_SHORT_RETRY_LIMIT, 3, D11_OK);
    set(rig, D11_ATTR_LONG_RETRY_LIMIT, 5, D11_OK);
    set(rig, D11_ATTR_RTS_THRESHOLD, 500, D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    air_wait(&air, 50000);
    cut(rig, 1000);
    for (unsigned is_long = 0; is_long < 2; is_long++) {
        struct dot11_sim_tx_record record;

        assert_int_equal(dot11_mib_mac(rig->sta, false, &before), D11_OK);
        air_forget(&air);
        send(is_long ? 600 : 100);
        air_wait(&air, 100000);
        assert_int_equal(attempts(), is_long ? 5 : 3);
        assert_true(
            dot11_sim_host_tx_record(dot11_sim_station_host(rig->station),
                                     host_of(rig).tx_done - 1, &record));
        assert_int_equal(record.err, D11_ERR_LOST);
        assert_int_equal(dot11_mib_mac(rig->sta, false, &after), D11_OK);
        assert_int_equal(after.tx_failures, before.tx_failures + 1);
    }
    cut(rig, 0);
    rig_end(rig);
}

/* N80211-TX-14: longer than its lifetime nothing is tried, and it counts. */
static void what_is_too_old_is_given_up(void **state)
{
    struct rig_options options;
    struct dot11_mib_phy phy;
    struct rig *rig;

    (void)state;
    usual(&options, false);
    rig = new_rig(&options);
    rig_start(rig);
    set(rig, D11_ATTR_SHORT_RETRY_LIMIT, 255, D11_OK);
    set(rig, D11_ATTR_TX_LIFETIME, 10, D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    air_wait(&air, 50000);
    cut(rig, 1000);
    air_forget(&air);
    send(100);
    air_wait(&air, 15 * D11_TU_US);
    assert_true(attempts() > 1 && attempts() < 255);
    assert_int_equal(dot11_mib_phy(rig->sta, 0, &phy), D11_OK);
    assert_int_equal(phy.tx_lifetime_exceeded, 1);
    cut(rig, 0);
    rig_end(rig);
}

/* N80211-TX-19: paused, the port gone, or on the way out: refused at once. */
static void sends_are_refused_where_nothing_is_sent(void **state)
{
    struct rig *rig = connected(true);
    uint32_t done = host_of(rig).tx_done;

    (void)state;
    assert_int_equal(dot11_sta_pause(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, 50),
                     D11_ERR_STATE);
    assert_int_equal(host_of(rig).tx_done, done + 1);
    assert_int_equal(dot11_sta_restart(rig->sta, rig_now(rig)), D11_OK);
    send(50);
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, 50),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    assert_int_equal(air_send(&air, NULL, ETHERTYPE, NULL, 0, 50),
                     D11_ERR_STATE);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    /* N80211-TX-21: each came back once. */
    assert_int_equal(host_of(rig).tx_done, done + 4);
    rig_end(rig);
}

#define QUEUED 18u

static struct {
    uint32_t lens[64];
    enum dot11_err errs[64];
    unsigned count;
    unsigned port_events; /* at the time of the last that had waited */
} order;

static void on_tx_done(void *ctx, struct dot11_sta *sta,
                       const struct dot11_tx_done *done)
{
    struct rig *rig = ctx;

    (void)sta;
    if (order.count < 64) {
        order.lens[order.count] = done->frame->len;
        order.errs[order.count] = done->err;
    }
    order.count++;
    if (done->frame->len < 100 + 14 + QUEUED)
        order.port_events = dot11_sim_station_count(rig->station, D11_EV_PORT);
}

/* N80211-TX-20: when the association ends, what waits fails in the order in
 * which it came, before the host hears that the port is gone. */
static void what_waits_fails_in_order_before_the_port_is_gone(void **state)
{
    static const uint8_t tos[] = {0x00, 0xb8, 0x20, 0x88};
    struct dot11_sim_host_hooks hooks = {.tx_done = on_tx_done};
    struct rig_options options;
    unsigned failed = 0;
    uint32_t last = 0;
    uint32_t ports;
    struct rig *rig;

    (void)state;
    usual(&options, false);
    options.station.radio.tx_ring = 2;
    rig = new_rig(&options);
    rig_connect(rig);
    memset(&order, 0, sizeof order);
    hooks.ctx = rig;
    dot11_sim_station_set_host_hooks(rig->station, &hooks);
    cut(rig, 1000);
    for (unsigned i = 0; i < QUEUED; i++) {
        const uint8_t ip[2] = {0x45, tos[i % sizeof tos]};

        assert_int_equal(air_send(&air, NULL, 0x0800, ip, 2, 100 + i), D11_OK);
    }
    ports = dot11_sim_station_count(rig->station, D11_EV_PORT);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(order.count, QUEUED);
    for (unsigned i = 0; i < QUEUED; i++) {
        /* Those that the radio had are MPDUs, and longer. */
        if (order.lens[i] >= 100 + 14 + QUEUED)
            continue;
        assert_int_equal(order.errs[i], D11_ERR_LOST);
        assert_true(order.lens[i] > last);
        last = order.lens[i];
        failed++;
    }
    assert_true(failed >= QUEUED - 6);
    assert_int_equal(order.port_events, ports);
    assert_true(dot11_sim_station_count(rig->station, D11_EV_PORT) > ports);
    cut(rig, 0);
    rig_end(rig);
}

/* N80211-TX-21: whatever happens, each packet comes back exactly once. */
static void every_packet_comes_back_once(void **state)
{
    const struct dot11_sim_air bad = {.loss = 200, .ack_loss = 200};
    uint32_t sent = 0;
    struct rig *rig = connected(true);
    uint32_t before = host_of(rig).tx_done;

    (void)state;
    dot11_sim_set_air(rig->sim, &bad);
    for (unsigned round = 0; round < 12; round++) {
        for (unsigned i = 0; i < 20; i++, sent++)
            (void)air_send(&air, NULL, ETHERTYPE, NULL, 0, 100);
        dot11_sim_run_for(rig->sim, 500);
        if (round % 4 == 1)
            dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
        if (round % 4 == 2)
            (void)dot11_sta_pause(rig->sta, rig_now(rig));
        if (round % 4 == 3)
            (void)dot11_sta_restart(rig->sta, rig_now(rig));
        dot11_sim_run_for(rig->sim, 300000);
    }
    dot11_sim_set_air(rig->sim, &(struct dot11_sim_air){0});
    dot11_sim_run_for(rig->sim, 2 * RIG_SECOND);
    assert_int_equal(host_of(rig).tx_done, before + sent);
    rig_end(rig);
}

/* N80211-TX-23: awake, no frame says power save; the frame that announces
 * absence does, and nothing follows it before the one that takes it back. */
static void the_power_management_bit_says_what_is(void **state)
{
    struct rig *rig = connected(true);
    bool away = false;
    unsigned told = 0;

    (void)state;
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    for (unsigned i = 0; i < 100; i++) {
        send(100);
        air_wait(&air, 10000);
    }
    air_wait(&air, 5 * RIG_SECOND);
    for (unsigned i = 0; i < air.count; i++) {
        const struct air_frame *frame = &air.frames[i];

        if (!frame->ours || frame->header.type != D11_TYPE_DATA)
            continue;
        if (air_is_msdu(frame)) {
            assert_false(away);
            assert_int_equal(frame->header.flags & D11_FC1_PM, 0);
        } else {
            away = (frame->header.flags & D11_FC1_PM) != 0;
            told += away;
        }
    }
    assert_true(told >= 1);
    assert_false(away);
    rig_end(rig);
}

/* N80211-TX-24: the station's own MMPDUs are whole; without management frame
 * protection there is nothing to protect in them. */
static void own_management_frames_are_whole_and_plain(void **state)
{
    struct rig *rig = connected(true);
    unsigned count = 0;

    (void)state;
    assert_int_equal(dot11_sta_scan(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    air_wait(&air, 10 * RIG_SECOND);
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    rig_ask(rig, RIG_SSID, RIG_PASSPHRASE);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    for (unsigned i = 0; i < air.count; i++) {
        const struct air_frame *frame = &air.frames[i];

        if (!frame->ours || frame->header.type != D11_TYPE_MGMT)
            continue;
        assert_int_equal(frame->header.flags &
                             (D11_FC1_MORE_FRAG | D11_FC1_PROTECTED |
                              D11_FC1_PM | D11_FC1_TO_DS | D11_FC1_FROM_DS),
                         0);
        assert_int_equal(frame->header.frag, 0);
        count++;
    }
    assert_true(count >= 5);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(headers_are_the_stations),
        RIG_TEST(nobody_speaks_for_others),
        RIG_TEST(subtypes_follow_the_network),
        RIG_TEST(the_priority_of_a_packet_is_its_tid),
        RIG_TEST(frames_leave_on_the_phy_of_the_association),
        RIG_TEST(the_longest_msdu_is_one_mpdu),
        RIG_TEST(thresholds_and_limits_have_ranges),
        RIG_TEST(nothing_leaves_in_clear_but_the_first_handshake),
        RIG_TEST(frames_are_tried_as_often_as_the_limits_say),
        RIG_TEST(what_is_too_old_is_given_up),
        RIG_TEST(sends_are_refused_where_nothing_is_sent),
        RIG_TEST(what_waits_fails_in_order_before_the_port_is_gone),
        RIG_TEST(every_packet_comes_back_once),
        RIG_TEST(the_power_management_bit_says_what_is),
        RIG_TEST(own_management_frames_are_whole_and_plain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
