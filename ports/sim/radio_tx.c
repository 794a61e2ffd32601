/* A radio's sending side: a ring, the air, and what became of each frame.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/octets.h"
#include "radio.h"

#define RATE_LOWEST_2GHZ 2u
#define RATE_LOWEST_5GHZ 12u
#define RATE_USUAL 108u

static void hand_back(void *owner)
{
    struct dot11_sim_radio *radio = owner;
    struct dot11_tx_status *statuses =
        radio->statuses + (size_t)radio->status_half * radio->status_max;
    uint32_t count = radio->status_count;
    bool ready;

    /* What the core sends meanwhile goes into the other half. */
    radio->status_half = 1 - radio->status_half;
    radio->status_count = 0;
    radio->stats.held -= count;
    ready = radio->want_ready && radio->stats.held < radio->config.tx_ring;
    if (ready)
        radio->want_ready = false;
    if (radio->core == NULL) {
        for (uint32_t i = 0; i < count; i++)
            radio->config.frame_free(radio->config.host, &statuses[i].frame, 1);
        return;
    }
    if (count != 0)
        dot11_hw_tx_status(radio->core, statuses, count, radio->sim->now_us);
    if (ready)
        dot11_hw_tx_ready(radio->core, 0xf, radio->sim->now_us);
}

bool radio_tx_init(struct dot11_sim_radio *radio)
{
    radio->status_max = radio->config.tx_ring;
    radio->statuses = sim_alloc(radio->sim, (size_t)2 * radio->status_max *
                                                sizeof *radio->statuses);
    if (radio->statuses == NULL)
        return false;
    for (unsigned i = 0; i < radio->config.tx_ring; i++) {
        struct radio_slot *slot = sim_alloc(radio->sim, sizeof *slot);

        if (slot == NULL)
            return false;
        slot->next = radio->free_slots;
        radio->free_slots = slot;
    }
    radio->status_timer.fire = hand_back;
    radio->status_timer.owner = radio;
    return true;
}

static struct dot11_tx_status *tell(struct dot11_sim_radio *radio,
                                    struct radio_slot *slot, bool acked,
                                    bool flushed, uint8_t tries)
{
    struct dot11_tx_status *status =
        radio->statuses + (size_t)radio->status_half * radio->status_max +
        radio->status_count++;

    memset(status, 0, sizeof *status);
    status->frame = slot->frame;
    status->acked = acked;
    status->flushed = flushed;
    status->tries = tries;
    status->ack_signal_dbm = D11_SIGNAL_UNKNOWN;
    slot->next = radio->free_slots;
    radio->free_slots = slot;
    if (!sim_timer_is_set(&radio->status_timer))
        sim_timer_set(radio->sim, &radio->status_timer, radio->sim->now_us);
    return status;
}

void radio_sent(void *owner, struct sim_tx *tx, enum sim_fate fate)
{
    struct dot11_sim_radio *radio = owner;
    bool tells = (radio->config.flags & D11_HW_TX_STATUS) != 0;
    bool is_late = fate != SIM_ACKED && radio->sim->now_us >= tx->until_us;
    struct dot11_tx_status *status;

    /* Frames of its own scan have no slot. */
    if (tx->cookie == NULL)
        return;
    status = tell(radio, tx->cookie,
                  fate == SIM_ACKED || (fate == SIM_FAILED && !tells),
                  fate == SIM_FLUSHED && !is_late, tx->tries);
    status->expired = is_late;
}

static uint16_t choose_rate(const struct dot11_sim_radio *radio,
                            const struct dot11_tx *tx)
{
    if (tx->rates[0].tries != 0 && tx->rates[0].mode == 0 &&
        tx->rates[0].rate_500kbps != 0)
        return tx->rates[0].rate_500kbps;
    if ((tx->flags & D11_TX_LOWEST_RATE) != 0)
        return radio->freq_mhz < 5000 ? RATE_LOWEST_2GHZ : RATE_LOWEST_5GHZ;
    return RATE_USUAL;
}

static struct sim_packet *to_packet(struct dot11_sim_radio *radio,
                                    const struct dot11_tx *tx)
{
    struct sim_packet *packet;

    if (tx->frame->len < 10 ||
        (size_t)tx->frame->len + SIM_CCMP_HEADER + SIM_CCMP_MIC_MAX >
            radio->sim->packet_max)
        return NULL;
    packet = sim_packet_copy(radio->sim, tx->frame->data, tx->frame->len);
    if (packet == NULL)
        return NULL;
    if ((radio->config.flags & D11_HW_SEQ) != 0 && packet->len >= 24 &&
        (packet->octets[0] & 0x0c) != 0x04) {
        d11_store_le16(packet->octets + 22, (uint16_t)(radio->seq << 4));
        radio->seq = (uint16_t)((radio->seq + 1) & 0x0fff);
    }
    if ((tx->flags & D11_TX_PROTECT) != 0 &&
        !radio_seal(radio, tx->hw_slot, packet)) {
        sim_packet_free(radio->sim, packet);
        return NULL;
    }
    return packet;
}

static void take(struct dot11_sim_radio *radio, const struct dot11_tx *tx)
{
    struct radio_slot *slot = radio->free_slots;
    uint16_t freq_mhz = tx->freq_mhz != 0 ? tx->freq_mhz : radio->freq_mhz;
    const uint8_t usual_tries = radio->node.tries;
    uint64_t until_us =
        tx->lifetime_us != 0 ? radio->sim->now_us + tx->lifetime_us : D11_NEVER;
    struct sim_packet *packet;

    radio->free_slots = slot->next;
    slot->frame = tx->frame;
    slot->sta = tx->sta;
    radio->stats.held++;
    radio->stats.tx_frames++;
    if (radio->swallow_count != 0) {
        radio->swallow_count--;
        radio->stats.swallowed++;
        return;
    }
    if (!radio->on || radio->switched_off || freq_mhz == 0 ||
        freq_mhz !=
            (radio->scan.running ? radio->scan.home_mhz : radio->freq_mhz)) {
        radio->stats.wrong_channel++;
        (void)tell(radio, slot, false, true, 0);
        return;
    }
    if (tx->tries != 0)
        radio->node.tries = tx->tries;
    packet = to_packet(radio, tx);
    if (packet == NULL ||
        !sim_send(&radio->node, packet, freq_mhz, choose_rate(radio, tx), slot,
                  (tx->flags & D11_TX_NO_ACK) != 0, false, until_us))
        (void)tell(radio, slot, false, true, 0);
    radio->node.tries = usual_tries;
}

size_t radio_tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    struct dot11_sim_radio *radio = hw;

    for (size_t i = 0; i < n; i++) {
        if (radio->stats.held >= radio->config.tx_ring) {
            radio->stats.tx_refused += (uint32_t)(n - i);
            radio->want_ready = true;
            return i;
        }
        take(radio, &burst[i]);
    }
    return n;
}

static bool of_nobody_else(void *owner, const struct sim_tx *tx)
{
    (void)owner;
    return tx->cookie != NULL;
}

void radio_tx_flush(void *hw, struct dot11_sta *sta)
{
    struct dot11_sim_radio *radio = hw;

    /* One ring for all stations: theirs go, too. */
    (void)sta;
    sim_flush(&radio->node, of_nobody_else);
}
