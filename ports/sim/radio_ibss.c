/* A radio in an IBSS: its clock follows the largest, and it may send the
 * beacons by itself.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.1.3.3, 11.1.3.5. */
#include <string.h>

#include "base/octets.h"
#include "radio.h"

#define TIMESTAMP_AT 24u
/* Long enough that a beacon is over before the next one would begin: the air
 * here does not stop a delay. */
#define DELAY_SLOTS 256u
#define SLOT_US 100u
#define BEACON_RATE 2u

static const struct dot11_hw_bss *own(const struct dot11_sim_radio *radio)
{
    for (unsigned i = 0; i < RADIO_STAS; i++) {
        if (radio->bss[i].joined && radio->bss[i].ibss)
            return &radio->bss[i];
    }
    return NULL;
}

/* The next target time, and a random delay. */
static void plan(struct dot11_sim_radio *radio)
{
    const struct dot11_hw_bss *bss = own(radio);
    uint64_t tsf_us = radio->sim->now_us + radio->tsf_offset_us;
    uint64_t interval_us;

    sim_timer_stop(radio->sim, &radio->ibss.timer);
    if (bss == NULL || radio->ibss.len == 0)
        return;
    interval_us = (uint64_t)bss->beacon_interval_tu * D11_TU_US;
    radio->ibss.target_us =
        radio->sim->now_us + interval_us - tsf_us % interval_us;
    sim_timer_set(radio->sim, &radio->ibss.timer,
                  radio->ibss.target_us +
                      (uint64_t)SLOT_US *
                          sim_rng_below(&radio->ibss.rng, DELAY_SLOTS));
}

static void beacon_due(void *owner)
{
    struct dot11_sim_radio *radio = owner;
    struct sim_packet *packet = NULL;

    if (radio->on && radio->node.freq_mhz != 0 && !radio->scan.running)
        packet = sim_packet_copy(radio->sim, radio->ibss.mpdu, radio->ibss.len);
    if (packet != NULL) {
        d11_store_le64(packet->octets + TIMESTAMP_AT,
                       radio->sim->now_us + radio->tsf_offset_us);
        radio->stats.ibss_beacons++;
        (void)sim_send(&radio->node, packet, radio->freq_mhz, BEACON_RATE, NULL,
                       true, true, D11_NEVER);
    }
    plan(radio);
}

void radio_ibss_beacon(struct dot11_sim_radio *radio,
                       const struct dot11_hw_bss *bss)
{
    bool sends = (radio->config.flags & D11_HW_IBSS) != 0 &&
                 bss->beacon != NULL &&
                 bss->beacon_len <= sizeof radio->ibss.mpdu;

    if (!sends && radio->ibss.len == 0)
        return;
    if (radio->ibss.timer.fire == NULL) {
        radio->ibss.timer.fire = beacon_due;
        radio->ibss.timer.owner = radio;
        radio->ibss.rng = sim_rng_fork(radio->sim);
    }
    radio->ibss.len = sends ? bss->beacon_len : 0;
    if (sends)
        memcpy(radio->ibss.mpdu, bss->beacon, bss->beacon_len);
    plan(radio);
}

void radio_ibss_joined(struct dot11_sim_radio *radio,
                       const struct dot11_hw_bss *before)
{
    const struct dot11_hw_bss *bss = own(radio);

    if (bss == NULL) {
        radio->ibss.synced = false;
        sim_timer_stop(radio->sim, &radio->ibss.timer);
        return;
    }
    if (before->joined && before->ibss &&
        d11_addr_equal(before->bssid, bss->bssid))
        return;
    radio->ibss.synced = bss->ibss_start;
    if (bss->ibss_start)
        radio->tsf_offset_us = UINT64_C(0) - radio->sim->now_us;
}

bool radio_ibss_follow(struct dot11_sim_radio *radio, uint64_t timestamp_us,
                       uint64_t at_us)
{
    if (own(radio) == NULL)
        return false;
    if (!radio->ibss.synced || timestamp_us > at_us + radio->tsf_offset_us)
        radio->tsf_offset_us = timestamp_us - at_us;
    radio->ibss.synced = true;
    /* Its own of this interval is not needed (11.1.3.3). */
    if (radio->ibss.target_us <= radio->sim->now_us)
        plan(radio);
    return true;
}
