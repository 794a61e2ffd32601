/* Two stations on the radio of the rig.
 *
 * SPDX-License-Identifier: MIT */
#include "two.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/octets.h"
#include "frame/header.h"

#define STEP_US 500u
#define PING_US 20000u
#define PAYLOAD 64u

void two_options(struct rig_options *options, bool secured, bool turns)
{
    static const struct dot11_part *const parts[] = {&dot11_vifs};

    rig_options(options, secured);
    options->by_psk = true;
    options->station.radio.sta_count = TWO;
    options->station.core.sta_count = TWO;
    if (turns) {
        options->station.core.parts = parts;
        options->station.core.part_count = 1;
    }
}

static struct two_sta *of(struct two *two, const struct dot11_sta *sta)
{
    return &two->of[sta == two->of[1].sta];
}

static void on_msdu(void *ctx, struct dot11_sta *sta,
                    const struct dot11_msdu *msdu)
{
    struct two *two = ctx;

    observer_msdu(&two->rig->observer, sta, msdu);
    (void)dot11_sim_ping_rx(&of(two, sta)->ping, msdu->data, msdu->len, NULL);
}

static void on_event(struct two_sta *two, const struct dot11_event *event)
{
    two->counts[event->type]++;
    two->last[event->type] = *event;
}

static void on_first(void *ctx, struct dot11_sim_station *station,
                     const struct dot11_event *event)
{
    (void)station;
    on_event(ctx, event);
}

static void on_air(void *ctx, const struct dot11_sim_frame *frame)
{
    struct two *two = ctx;
    struct d11_header h;

    if (frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE ||
        h.type != D11_TYPE_DATA || (h.subtype & D11_DATA_NULL) == 0)
        return;
    for (unsigned i = 0; i < TWO; i++) {
        if (d11_addr_equal(h.a2, two->of[i].addr))
            two->of[i].nulls[(h.flags & D11_FC1_PM) != 0]++;
    }
}

static void start_second(struct two *two)
{
    struct two_sta *second = &two->of[1];

    memcpy(second->addr, rig_sta_addr, 6);
    second->addr[5] = 2;
    assert_int_equal(
        dot11_sta_create(&second->sta, two->rig->core, second->addr), D11_OK);
    assert_int_equal(dot11_sta_start(second->sta, rig_now(two->rig)), D11_OK);
    assert_true(two_wait(two, 1, D11_EV_STARTED, RIG_SECOND));
}

void two_begin(struct two *two, const struct rig_options *options)
{
    const struct dot11_sim_host_hooks hooks = {.msdu = on_msdu, .ctx = two};

    memset(two, 0, sizeof *two);
    two->rig = rig_new(options);
    two->of[0].sta = two->rig->sta;
    memcpy(two->of[0].addr, rig_sta_addr, 6);
    dot11_sim_station_set_host_hooks(two->rig->station, &hooks);
    dot11_sim_station_set_hook(two->rig->station, on_first, &two->of[0]);
    assert_int_equal(dot11_sim_add_tap(two->rig->sim, on_air, two), D11_OK);
    rig_start(two->rig);
    start_second(two);
    for (unsigned i = 0; i < TWO; i++) {
        struct dot11_sim_ping *ping = &two->of[i].ping;

        memcpy(ping->own_addr, two->of[i].addr, 6);
        memcpy(ping->peer_ip, rig_host_ip, 4);
        memcpy(ping->own_ip, rig_host_ip, 4);
        ping->own_ip[3] = (uint8_t)(i + 2);
        ping->id = (uint16_t)(i + 1);
    }
}

struct dot11_sta_status two_status(const struct two *two, unsigned which)
{
    struct dot11_sta_status status;

    dot11_sta_status(two->of[which].sta, &status);
    return status;
}

bool two_is_open(const struct two *two, unsigned which)
{
    return two_status(two, which).authorized;
}

static void ping(struct two *two, struct two_sta *sta)
{
    struct rig *rig = two->rig;
    struct dot11_frame *frame;
    uint8_t eth[200];
    size_t len;

    sta->next_us = rig_now(rig) + PING_US;
    len = dot11_sim_ping_next(&sta->ping, PAYLOAD, eth, sizeof eth);
    frame = dot11_sim_host_frame(dot11_sim_station_host(rig->station),
                                 dot11_radio_headroom(rig->core),
                                 len + dot11_radio_tailroom(rig->core));
    if (frame == NULL)
        return;
    memcpy(frame->data, eth, len);
    frame->len = (uint32_t)len;
    (void)dot11_sta_tx(sta->sta, &frame, 1, rig_now(rig));
}

static void poll_second(struct two *two)
{
    struct dot11_event event;

    while (two->of[1].sta != NULL &&
           dot11_sta_next_event(two->of[1].sta, &event))
        on_event(&two->of[1], &event);
}

static void step(struct two *two)
{
    struct dot11_sim_radio_stats radio;

    for (unsigned i = 0; i < TWO && two->traffic; i++) {
        if (two_is_open(two, i) && rig_now(two->rig) >= two->of[i].next_us)
            ping(two, &two->of[i]);
    }
    dot11_sim_run_for(two->rig->sim, STEP_US);
    poll_second(two);
    dot11_sim_radio_stats(two->rig->radio, &radio);
    for (unsigned i = 0; i < 2; i++) {
        if (radio.freq_mhz == two->freqs_mhz[i])
            two->on_us[i] += STEP_US;
    }
}

void two_run(struct two *two, uint64_t us)
{
    const uint64_t end_us = rig_now(two->rig) + us;

    while (rig_now(two->rig) < end_us)
        step(two);
}

bool two_wait(struct two *two, unsigned which, enum dot11_event_type type,
              uint64_t us)
{
    const uint64_t end_us = rig_now(two->rig) + us;
    const uint32_t before = two->of[which].counts[type];

    while (two->of[which].counts[type] == before && rig_now(two->rig) < end_us)
        step(two);
    return two->of[which].counts[type] != before;
}

void two_ask(struct two *two, unsigned which, unsigned ap)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.has_bssid = true;
    memcpy(req.bssid, two->rig->bssids[ap], 6);
    if (two->rig->secured) {
        rig_profile(two->rig, &profile);
        req.ext = &dot11_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    }
    assert_int_equal(
        dot11_sta_connect(two->of[which].sta, &req, NULL, rig_now(two->rig)),
        D11_OK);
}

bool two_connect(struct two *two, unsigned which, unsigned ap)
{
    two_ask(two, which, ap);
    if (!two_wait(two, which, D11_EV_CONNECT_DONE, 20 * RIG_SECOND) ||
        two->of[which].last[D11_EV_CONNECT_DONE].u.done.err != D11_OK)
        return false;
    for (unsigned i = 0; i < 2000 && !two_is_open(two, which); i++)
        step(two);
    return two_is_open(two, which);
}

void two_end(struct two *two)
{
    two->traffic = false;
    if (two_status(two, 1).state != D11_STA_HALTED) {
        assert_int_equal(dot11_sta_halt(two->of[1].sta, rig_now(two->rig)),
                         D11_OK);
        assert_true(two_wait(two, 1, D11_EV_HALTED, 10 * RIG_SECOND));
    }
    two_run(two, 100000);
    assert_int_equal(dot11_sta_fini(two->of[1].sta), D11_OK);
    two->of[1].sta = NULL;
    rig_end(two->rig);
}
