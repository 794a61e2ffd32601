/* A radio that scans by itself.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.1.4. */
#include <string.h>

#include "base/wr.h"
#include "frame/compose.h"
#include "radio.h"

#define DWELL_US 20000u
#define PASSIVE_DWELL_US 120000u
/* At home between two channels while associated: a beacon and a bit. */
#define HOME_US 130000u
/* For the last frame before leaving. */
#define LEAVE_US 3000u

static bool is_passive(const struct dot11_sim_radio *radio, uint16_t freq_mhz)
{
    if (radio->scan.req.passive)
        return true;
    for (unsigned i = 0; i < radio->caps.channel_count; i++) {
        if (radio->channels[i].freq_mhz == freq_mhz)
            return (radio->channels[i].flags & D11_HW_CHANNEL_PASSIVE) != 0;
    }
    return true;
}

static void send_probe(struct dot11_sim_radio *radio, uint16_t freq_mhz,
                       const struct dot11_ssid *ssid)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    const struct d11_addrs addrs = {all, radio->config.addr, all};
    struct sim_packet *packet = sim_packet_new(radio->sim);
    struct d11_probe_req_fields fields;
    struct d11_wr wr;

    if (packet == NULL)
        return;
    memset(&fields, 0, sizeof fields);
    if (ssid != NULL) {
        fields.ssid.data = ssid->octets;
        fields.ssid.len = ssid->len;
    }
    fields.rates.rates = freq_mhz < 5000 ? D11_RATES_ALL : D11_RATES_OFDM;
    fields.channel = dot11_channel_number(freq_mhz);
    fields.more.data = radio->scan.elements;
    fields.more.len = radio->scan.req.elements_len;
    wr = d11_wr_over(packet->octets, radio->sim->packet_max);
    d11_compose_probe_req(&wr, &addrs, &fields);
    packet->len = d11_wr_len(&wr);
    if (wr.overflow)
        sim_packet_free(radio->sim, packet);
    else
        (void)sim_send(&radio->node, packet, freq_mhz, freq_mhz < 5000 ? 2 : 12,
                       NULL, true, false, D11_NEVER);
}

/* Tell the AP of a station that its frames are to wait, or no longer. */
static void send_null(struct dot11_sim_radio *radio,
                      const struct dot11_hw_bss *bss, bool away)
{
    struct sim_packet *packet = sim_packet_new(radio->sim);
    struct d11_wr wr;

    if (packet == NULL)
        return;
    wr = d11_wr_over(packet->octets, radio->sim->packet_max);
    d11_compose_null(&wr, bss->bssid, radio->config.addr, away);
    packet->len = d11_wr_len(&wr);
    (void)sim_send(&radio->node, packet, radio->scan.home_mhz, 12, NULL, false,
                   true, D11_NEVER);
}

static const struct dot11_hw_bss *
associated(const struct dot11_sim_radio *radio)
{
    for (unsigned i = 0; i < RADIO_STAS; i++) {
        if (radio->bss[i].associated)
            return &radio->bss[i];
    }
    return NULL;
}

static void finish(struct dot11_sim_radio *radio, enum dot11_err err)
{
    const struct dot11_hw_bss *bss = associated(radio);
    struct radio_scan *scan = &radio->scan;

    scan->running = false;
    radio->node.holds = false;
    if (radio->on)
        radio_tune(radio, scan->home_mhz);
    if (radio->on && bss != NULL)
        send_null(radio, bss, false);
    if (radio->core != NULL)
        (void)dot11_hw_op_done(radio->core, scan->token, err,
                               radio->sim->now_us);
}

static void visit(struct dot11_sim_radio *radio)
{
    struct radio_scan *scan = &radio->scan;
    uint16_t freq_mhz = scan->freqs_mhz[scan->at];
    uint32_t stay_us;

    scan->home = false;
    radio_tune(radio, freq_mhz);
    scan->heard = scan->extended = false;
    scan->extend_us = 0;
    if (is_passive(radio, freq_mhz)) {
        stay_us = scan->req.passive_dwell_us != 0 ? scan->req.passive_dwell_us
                                                  : PASSIVE_DWELL_US;
    } else {
        if (scan->req.ssid_count == 0)
            send_probe(radio, freq_mhz, NULL);
        for (unsigned i = 0; i < scan->req.ssid_count; i++)
            send_probe(radio, freq_mhz, &scan->req.ssids[i]);
        stay_us =
            scan->req.min_dwell_us != 0 ? scan->req.min_dwell_us : DWELL_US;
        if (scan->req.max_dwell_us > stay_us)
            scan->extend_us = scan->req.max_dwell_us - stay_us;
    }
    sim_timer_set(radio->sim, &scan->timer, radio->sim->now_us + stay_us);
}

/* Come home between two channels, or leave for the next one. */
static void go_home(struct dot11_sim_radio *radio)
{
    const struct dot11_hw_bss *bss = associated(radio);
    struct radio_scan *scan = &radio->scan;

    scan->home = true;
    radio_tune(radio, scan->home_mhz);
    if (bss != NULL)
        send_null(radio, bss, false);
    sim_timer_set(radio->sim, &scan->timer, radio->sim->now_us + HOME_US);
}

static void leave_home(struct dot11_sim_radio *radio)
{
    const struct dot11_hw_bss *bss = associated(radio);
    struct radio_scan *scan = &radio->scan;

    scan->home = false;
    if (bss == NULL) {
        visit(radio);
        return;
    }
    scan->leaving = true;
    send_null(radio, bss, true);
    sim_timer_set(radio->sim, &scan->timer, radio->sim->now_us + LEAVE_US);
}

static void dwell_over(void *owner)
{
    struct dot11_sim_radio *radio = owner;
    struct radio_scan *scan = &radio->scan;

    if (scan->stop) {
        finish(radio, radio->on ? D11_ERR_CANCELLED : D11_ERR_RADIO_OFF);
        return;
    }
    if (scan->home) {
        leave_home(radio);
        return;
    }
    if (scan->leaving) {
        scan->leaving = false;
        visit(radio);
        return;
    }
    if (scan->heard && !scan->extended && scan->extend_us != 0) {
        scan->extended = true;
        sim_timer_set(radio->sim, &scan->timer,
                      radio->sim->now_us + scan->extend_us);
        return;
    }
    if (++scan->at >= scan->req.freq_count)
        finish(radio, D11_OK);
    else if (associated(radio) != NULL)
        go_home(radio);
    else
        visit(radio);
}

enum dot11_err radio_scan_start(void *hw, uint32_t token,
                                const struct dot11_hw_scan *req)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_scan *scan = &radio->scan;

    if (scan->running)
        return D11_ERR_BUSY;
    if (!radio->on)
        return D11_ERR_RADIO_OFF;
    if (req->freq_count == 0 || req->freq_count > RADIO_SCAN_CHANNELS ||
        req->ssid_count > D11_SCAN_SSIDS_MAX ||
        req->elements_len > RADIO_SCAN_ELEMENTS)
        return D11_ERR_ARG;
    if ((radio->fail_ops & DOT11_SIM_OP_SCAN) != 0 && radio->fail_count != 0) {
        radio->fail_count--;
        return D11_ERR_HW;
    }
    scan->running = true;
    scan->stop = false;
    scan->token = token;
    scan->at = 0;
    scan->home_mhz = radio->freq_mhz;
    scan->req = *req;
    memcpy(scan->freqs_mhz, req->freqs_mhz,
           req->freq_count * sizeof *req->freqs_mhz);
    if (req->elements_len != 0)
        memcpy(scan->elements, req->elements, req->elements_len);
    scan->timer.fire = dwell_over;
    scan->timer.owner = radio;
    radio->stats.scans++;
    radio->node.holds = true;
    scan->leaving = false;
    leave_home(radio);
    return D11_ERR_PENDING;
}

void radio_scan_stop(void *hw, uint32_t token)
{
    struct dot11_sim_radio *radio = hw;

    if (!radio->scan.running || radio->scan.token != token)
        return;
    radio->scan.stop = true;
    sim_timer_set(radio->sim, &radio->scan.timer, radio->sim->now_us);
}

void radio_scan_abandon(struct dot11_sim_radio *radio)
{
    if (radio->scan.running)
        radio_scan_stop(radio, radio->scan.token);
}
