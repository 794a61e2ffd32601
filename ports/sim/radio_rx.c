/* A radio's receiving side: filter, ACK, frames for the host.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/octets.h"
#include "radio.h"

/* Beacons missed in a row before the radio says that the AP is gone. */
#define BEACONS_MISSED 10u

static bool is_own(const struct dot11_sim_radio *radio, const uint8_t *addr)
{
    for (unsigned i = 0; i < radio->config.sta_count; i++) {
        if ((i == 0 || radio->addrs[i].sta != NULL) &&
            d11_addr_equal(radio->addrs[i].addr, addr))
            return true;
    }
    return false;
}

bool radio_acks(void *owner, const uint8_t *ra)
{
    const struct dot11_sim_radio *radio = owner;

    return !radio->doze && (radio->filter & D11_FILTER_MONITOR) == 0 &&
           is_own(radio, ra);
}

static const struct dot11_hw_bss *joined(const struct dot11_sim_radio *radio,
                                         const uint8_t *bssid)
{
    for (unsigned i = 0; i < RADIO_STAS; i++) {
        if (radio->bss[i].joined && d11_addr_equal(radio->bss[i].bssid, bssid))
            return &radio->bss[i];
    }
    return NULL;
}

static bool is_beacon(const uint8_t *mpdu)
{
    return mpdu[0] == (D11_MGMT_BEACON << 4) ||
           mpdu[0] == (D11_MGMT_PROBE_RESP << 4);
}

static bool passes(const struct dot11_sim_radio *radio, const uint8_t *mpdu,
                   size_t len)
{
    const uint8_t *ra = mpdu + 4;

    if ((radio->filter & D11_FILTER_PROMISCUOUS) != 0)
        return true;
    if (len < 10)
        return false;
    if ((mpdu[0] & 0x0c) == D11_TYPE_CTRL << 2 &&
        (radio->filter & D11_FILTER_CONTROL) == 0)
        return false;
    if (len >= 24 && is_beacon(mpdu) &&
        ((radio->filter & D11_FILTER_BEACONS) != 0 ||
         joined(radio, mpdu + 16) != NULL))
        return true;
    if (len >= 24 && mpdu[0] == (D11_MGMT_BEACON << 4))
        return false;
    if (d11_addr_is_broadcast(ra))
        return (radio->filter & D11_FILTER_BROADCAST) != 0;
    if (d11_addr_is_group(ra))
        return (radio->filter & D11_FILTER_MULTICAST) != 0;
    return (radio->filter & D11_FILTER_DIRECTED) != 0 && is_own(radio, ra);
}

static void beacon_lost(void *owner)
{
    struct dot11_sim_radio *radio = owner;

    for (unsigned i = 0; i < RADIO_STAS; i++) {
        if (radio->bss[i].associated && radio->core != NULL)
            dot11_hw_beacon_loss(radio->core, radio->bss[i].sta,
                                 radio->bss[i].link_id, radio->sim->now_us);
    }
}

void radio_watch_beacons(struct dot11_sim_radio *radio)
{
    const struct dot11_hw_bss *bss = &radio->bss[0];

    radio->beacon_loss.fire = beacon_lost;
    radio->beacon_loss.owner = radio;
    if ((radio->config.flags & D11_HW_BEACON_LOSS) == 0 || !bss->associated) {
        sim_timer_stop(radio->sim, &radio->beacon_loss);
        return;
    }
    sim_timer_set(radio->sim, &radio->beacon_loss,
                  radio->sim->now_us + (uint64_t)bss->beacon_interval_tu *
                                           D11_TU_US * BEACONS_MISSED);
}

/* Follow the clock of the BSS (11.1.3.2) and see that it is alive. */
static void note_beacon(struct dot11_sim_radio *radio,
                        const struct sim_heard *heard)
{
    const uint8_t *mpdu = heard->octets;

    if (heard->len < 36 || mpdu[0] != (D11_MGMT_BEACON << 4) ||
        joined(radio, mpdu + 16) == NULL)
        return;
    if (!radio_ibss_follow(radio, d11_load_le64(mpdu + 24), heard->at_us))
        radio->tsf_offset_us = d11_load_le64(mpdu + 24) - heard->at_us;
    radio_watch_beacons(radio);
}

void radio_drop_gathered(struct dot11_sim_radio *radio)
{
    sim_timer_stop(radio->sim, &radio->rx_timer);
    for (uint32_t i = 0; i < radio->gathered_count; i++)
        radio->config.frame_free(radio->config.host, &radio->gathered[i].frame,
                                 1);
    radio->gathered_count = 0;
}

void radio_hand_up(void *owner)
{
    struct dot11_sim_radio *radio = owner;
    uint32_t count = radio->gathered_count;

    sim_timer_stop(radio->sim, &radio->rx_timer);
    if (radio->core == NULL) {
        radio_drop_gathered(radio);
        return;
    }
    radio->gathered_count = 0;
    radio->stats.rx_frames += count;
    if (count != 0)
        dot11_hw_rx(radio->core, radio->gathered, count, radio->sim->now_us);
}

void radio_heard(void *owner, const struct sim_heard *heard)
{
    struct dot11_sim_radio *radio = owner;
    struct dot11_frame *frame;
    struct dot11_rx *rx;

    if (radio->doze)
        return;
    note_beacon(radio, heard);
    if (radio->scan.running)
        radio->scan.heard = true;
    if (!passes(radio, heard->octets, heard->len) && !radio->scan.running)
        return;
    frame = radio->config.frame_alloc(radio->config.host, 0, heard->len);
    if (frame == NULL) {
        radio->stats.rx_no_frame++;
        return;
    }
    memcpy(frame->data, heard->octets, heard->len);
    frame->len = (uint32_t)heard->len;
    rx = &radio->gathered[radio->gathered_count++];
    memset(rx, 0, sizeof *rx);
    rx->frame = frame;
    rx->freq_mhz = heard->freq_mhz;
    rx->signal_dbm = heard->signal_dbm;
    rx->tsf_us = heard->at_us + radio->tsf_offset_us;
    rx->rate_500kbps = heard->rate_500kbps;
    radio_open(radio, rx);
    if (radio->config.rx_gather_us == 0 ||
        radio->gathered_count == RADIO_GATHER) {
        radio_hand_up(radio);
    } else if (!sim_timer_is_set(&radio->rx_timer)) {
        radio->rx_timer.fire = radio_hand_up;
        radio->rx_timer.owner = radio;
        sim_timer_set(radio->sim, &radio->rx_timer,
                      radio->sim->now_us + radio->config.rx_gather_us);
    }
}
