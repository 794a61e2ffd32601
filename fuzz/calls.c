/* One call of the API, with good or odd arguments from the input.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

static void call_scan(struct world_sta *sta, struct input *in)
{
    static const uint16_t channels[] = {2412, 2437, 5180, 5260, 5745, 1, 0};
    static const uint8_t elements[300] = {221, 3, 1, 2, 3};
    struct dot11_ssid ssids[2];
    struct dot11_scan_req req;
    uint16_t freqs[4];
    uint8_t how = input_u8(in);

    memset(&req, 0, sizeof req);
    memset(ssids, 0, sizeof ssids);
    if (how == 0) {
        world_scan(sta, NULL);
        return;
    }
    req.freq_count = how & 3;
    for (unsigned i = 0; i < req.freq_count; i++)
        freqs[i] = channels[input_u8(in) % 7];
    if (req.freq_count != 0)
        req.freqs_mhz = freqs;
    req.passive = (how & 4) != 0;
    if ((how & 8) != 0) {
        ssids[0].len = input_u8(in) % 40;
        memset(ssids[0].octets, 't', 4);
        req.ssids = ssids;
        req.ssid_count = 1 + (how >> 7);
    }
    if ((how & 16) != 0) {
        req.elements = elements;
        req.elements_len = input_u16(in) % 300;
    }
    if ((how & 32) != 0)
        req.dwell_us = input_u16(in) * 16u;
    world_scan(sta, &req);
}

static void call_connect(struct world_sta *sta, struct input *in)
{
    static const uint16_t channels[] = {2437, 5745, 3, 2412};
    struct dot11_rsn_profile profile;
    struct dot11_connect_req req;
    uint8_t how = input_u8(in);

    memset(&req, 0, sizeof req);
    req.ssid.len = (how & 1) != 0 ? input_u8(in) % 40 : 4;
    memcpy(req.ssid.octets, AP_NETWORK, 4);
    if ((how & 2) != 0) {
        req.has_bssid = true;
        memcpy(req.bssid, world.aps[input_u8(in) % 2].bssid, 6);
        req.bssid[0] = (uint8_t)(req.bssid[0] | (input_u8(in) & 1));
    }
    if ((how & 4) != 0) {
        req.freqs_mhz = channels;
        req.freq_count = input_u8(in) % 5;
    }
    if ((how & 8) != 0) {
        dot11_rsn_profile_defaults(&profile);
        profile.has_psk = (how & 16) == 0;
        memcpy(profile.psk, ap_psk, sizeof profile.psk);
        if ((how & 16) != 0) {
            profile.passphrase_len = input_u8(in) % 70;
            memset(profile.passphrase, 'p', sizeof profile.passphrase);
        }
        if ((how & 32) != 0)
            profile.akms = input_u16(in);
        if ((how & 64) != 0)
            profile.group_ciphers = input_u16(in);
        req.ext = &dot11_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    } else if ((how & 128) != 0 && world_ext != NULL) {
        req.ext = world_ext;
    }
    world_connect(sta, &req);
}

static void call_roam(struct world_sta *sta, struct input *in)
{
    struct dot11_roam_req req;
    uint8_t how = input_u8(in);

    memset(&req, 0, sizeof req);
    req.has_bssid = (how & 1) != 0;
    memcpy(req.bssid, world.aps[(how >> 1) & 1].bssid, 6);
    req.bssid[0] = (uint8_t)(req.bssid[0] | ((how >> 2) & 1));
    world_roam(sta, (how & 8) != 0 ? NULL : &req);
}

static void call_tx(struct world_sta *sta, struct input *in)
{
    struct dot11_frame *frames[4];
    unsigned n = 1u + input_u8(in) % 4;

    for (unsigned i = 0; i < n; i++) {
        uint8_t how = input_u8(in);
        size_t len = (how & 0xf0) == 0 ? input_u16(in) % 2400 : 60;
        struct world_frame *own =
            world_frame(WORLD_FROM_HOST, dot11_radio_headroom(world.radio), len,
                        dot11_radio_tailroom(world.radio));

        memset(own->frame.data, how & 7, len);
        if (len >= 14) {
            memcpy(own->frame.data + 6, sta->addr, 6);
            own->frame.data[12] = (how & 8) != 0 ? 0x88 : 0x08;
            own->frame.data[13] = (how & 8) != 0 ? 0x8e : 0;
        }
        own->frame.len = (uint32_t)len;
        frames[i] = &own->frame;
    }
    world_enter();
    FUZZ_CHECK(dot11_sta_tx(sta->sta, frames, n, world.now_us) <= n);
    world_leave();
}

/* Look at everything there is to look at. */
static void call_queries(struct world_sta *sta)
{
    struct dot11_bss bss;
    size_t count = dot11_radio_bss_count(world.radio);

    FUZZ_CHECK(count <= world.config.bss_count);
    FUZZ_CHECK(dot11_radio_bss_get(world.radio, count, &bss) ==
               D11_ERR_NOT_FOUND);
    for (size_t i = 0; i < count; i++) {
        struct dot11_bss again;

        FUZZ_CHECK(dot11_radio_bss_get(world.radio, i, &bss) == D11_OK);
        FUZZ_CHECK(bss.ssid.len <= D11_SSID_MAX);
        FUZZ_CHECK(bss.beacon_interval_tu != 0);
        FUZZ_CHECK(bss.seen_us <= world.now_us);
        FUZZ_CHECK((bss.flags & D11_BSS_IS_TRUNCATED) == 0 ||
                   bss.elements_len == 0);
        world_read(bss.elements, bss.elements_len);
        FUZZ_CHECK(dot11_radio_bss_find(world.radio, bss.bssid, NULL, &again) ==
                   D11_OK);
    }
    FUZZ_CHECK(dot11_sta_radio(sta->sta) == world.radio);
}

/* Give the station's place back, and take it again. */
static void call_fini(struct world_sta *sta)
{
    enum dot11_err err;

    world_poll();
    world_enter();
    FUZZ_CHECK(dot11_radio_fini(world.radio) == D11_ERR_BUSY);
    err = dot11_sta_fini(sta->sta);
    FUZZ_CHECK(err == D11_OK || err == D11_ERR_BUSY);
    if (err == D11_OK) {
        FUZZ_CHECK(!sta->alive);
        FUZZ_CHECK(dot11_sta_create(&sta->sta, world.radio, sta->addr) ==
                   D11_OK);
    }
    world_leave();
}

static void call_state(struct input *in)
{
    static const enum dot11_hw_state states[] = {
        D11_HW_STATE_OFF, D11_HW_STATE_ON, D11_HW_STATE_FAILED};

    world_enter();
    dot11_hw_state_changed(world.radio, states[input_u8(in) % 3], world.now_us);
    world_leave();
}

/* How the radio and the host answer from now on. */
static void call_mood(struct input *in)
{
    static const enum dot11_err answers[] = {D11_OK, D11_ERR_PENDING,
                                             D11_ERR_HW, D11_ERR_UNSUPPORTED};
    uint8_t mood = input_u8(in);

    world.answer = answers[mood & 3];
    world.at_once = (mood & 4) != 0 ? D11_ERR_HW : D11_OK;
    world.room = (mood & 8) != 0 ? mood >> 6 : WORLD_RADIO_FRAMES;
    world.no_frames = (mood & 16) != 0;
    world.no_random = (mood & 32) != 0;
    world.job_answer = answers[mood >> 6];
}

static void call_plain(struct world_sta *sta,
                       enum dot11_err (*f)(struct dot11_sta *sta,
                                           uint64_t now_us))
{
    world_enter();
    (void)f(sta->sta, world.now_us);
    world_leave();
}

/* A completion nobody waits for. */
static void call_wrong_token(struct input *in)
{
    world_enter();
    FUZZ_CHECK(dot11_hw_op_done(world.radio, 0, D11_OK, world.now_us) ==
               D11_ERR_STATE);
    FUZZ_CHECK(dot11_hw_op_done(world.radio, 0x80000000u | input_u8(in), D11_OK,
                                world.now_us) == D11_ERR_STATE);
    world_leave();
}

void world_call(struct input *in)
{
    uint8_t which = input_u8(in);
    struct world_sta *sta = &world.stas[(which >> 6) % world.sta_count];

    switch (which & 31) {
    case 0: world_start(sta); break;
    case 1: world_halt(sta); break;
    case 2: call_scan(sta, in); break;
    case 3: call_plain(sta, dot11_sta_scan_abort); break;
    case 4: call_connect(sta, in); break;
    case 5: call_roam(sta, in); break;
    case 6: world_disconnect(sta); break;
    case 7: call_plain(sta, dot11_sta_pause); break;
    case 8: call_plain(sta, dot11_sta_restart); break;
    case 9: call_plain(sta, dot11_sta_reset); break;
    case 10: call_fini(sta); break;
    case 11: call_queries(sta); break;
    case 12:
        world_enter();
        dot11_radio_bss_flush(world.radio);
        world_leave();
        break;
    case 13: call_tx(sta, in); break;
    case 14: call_state(in); break;
    case 15: call_mood(in); break;
    case 16: world_return(1u + input_u8(in) % 8); break;
    case 17: world_op_done(D11_OK); break;
    case 18: world_op_done(D11_ERR_HW); break;
    case 19: world_job_done((which & 32) != 0 ? D11_OK : D11_ERR_CRYPTO); break;
    case 20: call_wrong_token(in); break;
    case 21:
        world_enter();
        dot11_hw_tx_ready(world.radio, input_u8(in), world.now_us);
        world_leave();
        break;
    case 22:
        world_enter();
        dot11_hw_beacon_loss(world.radio, sta->sta, input_u8(in) & 1,
                             world.now_us);
        world_leave();
        break;
    case 23: world_poll(); break;
    case 24: world_connect_usual(sta, (which & 32) != 0); break;
    case 25: world_status(1, true, false); break;
    case 26: world_status(1, false, (which & 32) != 0); break;
    case 27: world_status(WORLD_RADIO_FRAMES, true, false); break;
    case 28: world_tick_deadline(); break;
    case 29: world_tick(input_u16(in)); break;
    case 30: world_tick((uint64_t)input_u16(in) << 10); break;
    default: world_tick(0); break;
    }
}
