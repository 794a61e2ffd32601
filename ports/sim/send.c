/* Packets, a node's queue of them, and its turns on the air.
 *
 * SPDX-License-Identifier: MIT
 * Times are those of IEEE Std 802.11-2020, 10.3.7 and 17.4, rounded. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "medium.h"

#define SLOT_US 9u
#define BACKOFF_SLOTS 16u
#define DIFS_US 34u
/* SIFS and an ACK at 24 Mb/s. */
#define ACK_US 44u

static void send_next(struct dot11_sim_node *node);

/* Packets. */

struct sim_packet *sim_packet_new(struct dot11_sim *sim)
{
    struct sim_packet *packet = sim->free_packets;

    if (packet != NULL)
        sim->free_packets = packet->next;
    else
        packet = sim_alloc(sim, sizeof *packet + sim->packet_max);
    if (packet != NULL) {
        packet->next = NULL;
        packet->len = 0;
        packet->tag = 0;
    }
    return packet;
}

struct sim_packet *sim_packet_copy(struct dot11_sim *sim, const uint8_t *octets,
                                   size_t len)
{
    struct sim_packet *packet;

    if (len > sim->packet_max) {
        sim->stats.exhausted++;
        return NULL;
    }
    packet = sim_packet_new(sim);
    if (packet != NULL) {
        memcpy(packet->octets, octets, len);
        packet->len = len;
    }
    return packet;
}

void sim_packet_free(struct dot11_sim *sim, struct sim_packet *packet)
{
    packet->next = sim->free_packets;
    sim->free_packets = packet;
}

/* Sending. */

bool sim_send(struct dot11_sim_node *node, struct sim_packet *packet,
              uint16_t freq_mhz, uint16_t rate_500kbps, void *cookie,
              bool no_ack, bool urgent, uint64_t until_us)
{
    struct dot11_sim *sim = node->sim;
    struct sim_tx *tx = sim->free_txs;

    if (tx != NULL)
        sim->free_txs = tx->next;
    else
        tx = sim_alloc(sim, sizeof *tx);
    if (tx == NULL) {
        sim_packet_free(sim, packet);
        return false;
    }
    memset(tx, 0, sizeof *tx);
    tx->packet = packet;
    tx->cookie = cookie;
    tx->freq_mhz = freq_mhz;
    tx->rate_500kbps = rate_500kbps != 0 ? rate_500kbps : 12;
    tx->no_ack =
        no_ack || packet->len < 10 || d11_addr_is_group(packet->octets + 4);
    tx->tries_max = tx->no_ack ? 1 : node->tries;
    tx->until_us = until_us;

    if (node->head == NULL) {
        node->head = node->tail = tx;
    } else if (urgent) {
        struct sim_tx **at = node->busy ? &node->head->next : &node->head;

        tx->next = *at;
        *at = tx;
        if (tx->next == NULL)
            node->tail = tx;
    } else {
        node->tail->next = tx;
        node->tail = tx;
    }
    send_next(node);
    return true;
}

/* Microseconds that a frame is on the air, its ACK not counted. */
static uint32_t airtime_us(size_t len, uint16_t rate_500kbps)
{
    bool dsss = rate_500kbps == 2 || rate_500kbps == 4 || rate_500kbps == 11 ||
                rate_500kbps == 22;
    uint32_t bits = (uint32_t)(len + 4) * 8;

    return (dsss ? 192u : 26u) + (bits * 2 + rate_500kbps - 1) / rate_500kbps;
}

/* When the channel is free for `node`. */
static uint64_t channel_free_us(const struct dot11_sim_node *node,
                                uint16_t freq_mhz)
{
    const struct dot11_sim *sim = node->sim;
    uint64_t free_us = sim->now_us;

    for (uint16_t i = 0; i < sim->node_count; i++) {
        if (sim->nodes[i]->air_mhz == freq_mhz &&
            sim->nodes[i]->air_until_us > free_us)
            free_us = sim->nodes[i]->air_until_us;
    }
    return free_us;
}

/* Bring the first frame that may be sent here to the front; false: none. */
static bool pick(struct dot11_sim_node *node)
{
    struct sim_tx **at = &node->head, *tx, *before = NULL;

    if (!node->holds)
        return node->head != NULL;
    while ((tx = *at) != NULL && tx->freq_mhz != node->freq_mhz) {
        before = tx;
        at = &tx->next;
    }
    if (tx == NULL)
        return false;
    *at = tx->next;
    if (node->tail == tx && before != NULL)
        node->tail = before;
    tx->next = node->head;
    node->head = tx;
    return true;
}

void sim_resume(struct dot11_sim_node *node)
{
    send_next(node);
}

/* Begin an attempt to send the first frame of a node's queue. The channel is
 * reserved now, so whoever comes later waits and nothing collides. */
static void send_next(struct dot11_sim_node *node)
{
    struct dot11_sim *sim = node->sim;
    struct sim_tx *tx;

    if (node->busy || !pick(node))
        return;
    tx = node->head;
    tx->start_us = channel_free_us(node, tx->freq_mhz) + DIFS_US +
                   SLOT_US * sim_rng_below(&sim->air_rng, BACKOFF_SLOTS);
    node->busy = true;
    node->air_mhz = tx->freq_mhz;
    node->air_until_us = tx->start_us +
                         airtime_us(tx->packet->len, tx->rate_500kbps) +
                         (tx->no_ack ? 0 : ACK_US);
    sim_timer_set(sim, &node->timer, node->air_until_us);
}

static void finish(struct dot11_sim_node *node, struct sim_tx *tx,
                   enum sim_fate fate)
{
    struct dot11_sim *sim = node->sim;

    node->ops->sent(node->owner, tx, fate);
    sim_packet_free(sim, tx->packet);
    tx->next = sim->free_txs;
    sim->free_txs = tx;
}

static struct sim_tx *unqueue_first(struct dot11_sim_node *node)
{
    struct sim_tx *tx = node->head;

    node->head = tx->next;
    if (node->head == NULL)
        node->tail = NULL;
    node->busy = false;
    return tx;
}

void sim_flush(struct dot11_sim_node *node,
               bool (*match)(void *owner, const struct sim_tx *tx))
{
    struct sim_tx *keep = NULL, *keep_tail = NULL, *drop = NULL, *tx;
    struct sim_tx **drop_end = &drop;
    struct sim_tx *first = node->busy ? node->head : NULL;

    node->flushes++;
    while ((tx = node->head) != NULL) {
        node->head = tx->next;
        tx->next = NULL;
        if (match == NULL || match(node->owner, tx)) {
            if (tx == first) {
                sim_timer_stop(node->sim, &node->timer);
                node->busy = false;
            }
            *drop_end = tx;
            drop_end = &tx->next;
        } else if (keep == NULL) {
            keep = keep_tail = tx;
        } else {
            keep_tail->next = tx;
            keep_tail = tx;
        }
    }
    node->head = keep;
    node->tail = keep_tail;
    while ((tx = drop) != NULL) {
        drop = tx->next;
        finish(node, tx, tx->tries != 0 ? SIM_FAILED : SIM_FLUSHED);
    }
    send_next(node);
}

void sim_attempt_over(void *owner)
{
    struct dot11_sim_node *node = owner;
    struct dot11_sim *sim = node->sim;
    struct sim_tx *tx = node->head;
    struct dot11_sim_frame frame = {tx->start_us,
                                    tx->packet->octets,
                                    tx->packet->len,
                                    tx->freq_mhz,
                                    tx->rate_500kbps,
                                    0,
                                    false,
                                    node,
                                    NULL,
                                    D11_SIGNAL_UNKNOWN};
    uint16_t flushes = node->flushes;
    bool acked;

    frame.attempt = ++tx->tries;
    sim->stats.sent++;
    acked = sim_spread(node, tx, &frame);
    for (unsigned i = 0; i < sim->tap_count; i++)
        sim->taps[i].tap(sim->taps[i].ctx, &frame);

    /* A receiver's answer may have flushed this very queue. */
    if (node->flushes != flushes)
        return;
    if (acked || tx->no_ack || tx->tries >= tx->tries_max ||
        tx->until_us <= sim->now_us) {
        (void)unqueue_first(node);
        finish(node, tx, acked || tx->no_ack ? SIM_ACKED : SIM_FAILED);
    } else {
        node->busy = false;
        tx->packet->octets[1] |= D11_FC1_RETRY;
    }
    send_next(node);
}
