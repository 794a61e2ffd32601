/* The air: who hears what, when, and how well.
 *
 * SPDX-License-Identifier: MIT
 * Times are those of IEEE Std 802.11-2020, 10.3.7 and 17.4, rounded. */
#include "medium.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"

#define SIGNAL_USUAL (-50)
#define SIGNAL_LEAST (-92)
#define SLOT_US 9u
#define BACKOFF_SLOTS 16u
#define DIFS_US 34u
/* SIFS and an ACK at 24 Mb/s. */
#define ACK_US 44u

/* A reception that comes later than the frame ended. */
struct sim_delivery {
    struct sim_delivery *next;
    struct dot11_sim_node *to;
    struct sim_packet *packet;
    struct sim_heard heard;
    struct sim_timer timer;
};

static void send_next(struct dot11_sim_node *node);
static void attempt_over(void *owner);

bool sim_medium_init(struct dot11_sim *sim, uint16_t node_max)
{
    size_t paths = (size_t)node_max * node_max;

    sim->node_max = node_max;
    sim->nodes = sim_alloc(sim, node_max * sizeof *sim->nodes);
    sim->paths = sim_alloc(sim, paths * sizeof *sim->paths);
    if (sim->nodes == NULL || sim->paths == NULL)
        return false;
    for (size_t i = 0; i < paths; i++)
        sim->paths[i].signal_dbm = SIGNAL_USUAL;
    return true;
}

bool sim_node_add(struct dot11_sim *sim, struct dot11_sim_node *node,
                  const struct sim_node_ops *ops, void *owner)
{
    if (sim->node_count == sim->node_max)
        return false;
    node->sim = sim;
    node->ops = ops;
    node->owner = owner;
    node->id = (uint8_t)sim->node_count;
    node->tries = 7;
    node->timer.fire = attempt_over;
    node->timer.owner = node;
    sim->nodes[sim->node_count++] = node;
    return true;
}

static struct sim_path *path(const struct dot11_sim_node *from,
                             const struct dot11_sim_node *to)
{
    return &from->sim->paths[(size_t)from->id * from->sim->node_max + to->id];
}

void dot11_sim_set_signal(struct dot11_sim_node *from,
                          struct dot11_sim_node *to, int8_t dbm)
{
    path(from, to)->signal_dbm = dbm;
}

void dot11_sim_set_path(struct dot11_sim_node *a, struct dot11_sim_node *b,
                        int8_t dbm)
{
    dot11_sim_set_signal(a, b, dbm);
    dot11_sim_set_signal(b, a, dbm);
}

void dot11_sim_set_loss(struct dot11_sim_node *from, struct dot11_sim_node *to,
                        uint16_t loss)
{
    path(from, to)->loss = loss;
}

void dot11_sim_set_air(struct dot11_sim *sim, const struct dot11_sim_air *air)
{
    sim->air = *air;
}

enum dot11_err dot11_sim_add_tap(struct dot11_sim *sim, dot11_sim_tap *tap,
                                 void *ctx)
{
    if (sim->tap_count == SIM_TAPS)
        return D11_ERR_FULL;
    sim->taps[sim->tap_count].tap = tap;
    sim->taps[sim->tap_count++].ctx = ctx;
    return D11_OK;
}

void dot11_sim_set_filter(struct dot11_sim *sim, dot11_sim_filter *filter,
                          void *ctx)
{
    sim->filter = filter;
    sim->filter_ctx = ctx;
}

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

/* Begin an attempt to send the first frame of a node's queue. The channel is
 * reserved now, so whoever comes later waits and nothing collides. */
static void send_next(struct dot11_sim_node *node)
{
    struct dot11_sim *sim = node->sim;
    struct sim_tx *tx = node->head;

    if (node->busy || tx == NULL)
        return;
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

/* Hearing. */

static void delivery_due(void *owner)
{
    struct sim_delivery *delivery = owner;
    struct dot11_sim_node *to = delivery->to;
    struct dot11_sim *sim = to->sim;

    if (to->freq_mhz == delivery->heard.freq_mhz)
        to->ops->rx(to->owner, &delivery->heard);
    sim_packet_free(sim, delivery->packet);
    delivery->next = sim->free_deliveries;
    sim->free_deliveries = delivery;
}

/* Let `to` hear a copy of something later. */
static void deliver_later(struct dot11_sim_node *to,
                          const struct sim_heard *heard, uint32_t us)
{
    struct dot11_sim *sim = to->sim;
    struct sim_delivery *delivery = sim->free_deliveries;

    if (delivery != NULL)
        sim->free_deliveries = delivery->next;
    else
        delivery = sim_alloc(sim, sizeof *delivery);
    if (delivery == NULL)
        return;
    delivery->packet = sim_packet_copy(sim, heard->octets, heard->len);
    if (delivery->packet == NULL) {
        delivery->next = sim->free_deliveries;
        sim->free_deliveries = delivery;
        return;
    }
    delivery->to = to;
    delivery->heard = *heard;
    delivery->heard.octets = delivery->packet->octets;
    delivery->timer.place = 0;
    delivery->timer.fire = delivery_due;
    delivery->timer.owner = delivery;
    sim_timer_set(sim, &delivery->timer, sim->now_us + us);
}

/* A copy with an error that the FCS does not show; NULL: no memory. */
static struct sim_packet *damage(struct dot11_sim *sim, struct sim_heard *heard,
                                 bool flip)
{
    struct sim_packet *packet = sim_packet_copy(sim, heard->octets, heard->len);
    uint32_t len = (uint32_t)heard->len;

    if (packet == NULL)
        return NULL;
    if (flip)
        packet->octets[sim_rng_below(&sim->air_rng, len)] ^=
            (uint8_t)(1u << sim_rng_below(&sim->air_rng, 8));
    else
        packet->len = sim_rng_below(&sim->air_rng, len);
    heard->octets = packet->octets;
    heard->len = packet->len;
    return packet;
}

static void deliver(struct dot11_sim_node *to, const struct sim_heard *sent)
{
    struct dot11_sim *sim = to->sim;
    struct sim_heard heard = *sent;
    struct sim_packet *packet = NULL;

    if (heard.len != 0 && sim_rng_chance(&sim->air_rng, sim->air.corrupt))
        packet = damage(sim, &heard, true);
    else if (heard.len != 0 && sim_rng_chance(&sim->air_rng, sim->air.truncate))
        packet = damage(sim, &heard, false);

    if (sim_rng_chance(&sim->air_rng, sim->air.duplicate))
        deliver_later(to, &heard,
                      sim_rng_below(&sim->air_rng, sim->air.duplicate_us + 1));
    if (sim_rng_chance(&sim->air_rng, sim->air.late))
        deliver_later(to, &heard,
                      sim_rng_below(&sim->air_rng, sim->air.late_us + 1));
    else
        to->ops->rx(to->owner, &heard);
    sim->stats.heard++;
    if (packet != NULL)
        sim_packet_free(sim, packet);
}

/* Does loss, a burst of it, or the filter keep the frame from `to`? */
static bool is_lost(struct dot11_sim_node *from, struct dot11_sim_node *to,
                    const struct dot11_sim_frame *frame)
{
    struct dot11_sim *sim = from->sim;
    struct sim_path *p = path(from, to);

    if (sim_rng_chance(&sim->air_rng, sim->air.burst))
        p->bad_until_us = sim->now_us + sim->air.burst_us;
    if (p->bad_until_us > sim->now_us ||
        sim_rng_chance(&sim->air_rng, sim->air.loss) ||
        sim_rng_chance(&sim->air_rng, p->loss))
        return true;
    return sim->filter != NULL && !sim->filter(sim->filter_ctx, frame);
}

static bool ack_arrives(struct dot11_sim_node *from, struct dot11_sim_node *to)
{
    struct dot11_sim *sim = from->sim;
    const struct sim_path *back = path(to, from);

    return back->signal_dbm >= SIGNAL_LEAST &&
           back->bad_until_us <= sim->now_us &&
           !sim_rng_chance(&sim->air_rng, sim->air.ack_loss) &&
           !sim_rng_chance(&sim->air_rng, back->loss);
}

/* Everybody hears the frame that just ended. Returns whether its sender got
 * an ACK. */
static bool spread(struct dot11_sim_node *from, const struct sim_tx *tx,
                   struct dot11_sim_frame *frame)
{
    struct dot11_sim *sim = from->sim;
    struct sim_heard heard = {tx->packet->octets, tx->packet->len,
                              tx->start_us,       tx->freq_mhz,
                              tx->rate_500kbps,   0};
    bool acked = false;

    for (uint16_t i = 0; i < sim->node_count; i++) {
        struct dot11_sim_node *to = sim->nodes[i];
        bool acks;

        heard.signal_dbm = path(from, to)->signal_dbm;
        if (to == from || to->freq_mhz != tx->freq_mhz ||
            heard.signal_dbm < SIGNAL_LEAST)
            continue;
        frame->to = to;
        frame->signal_dbm = heard.signal_dbm;
        if (is_lost(from, to, frame)) {
            sim->stats.lost++;
            continue;
        }
        acks = !tx->no_ack && to->ops->acks(to->owner, heard.octets + 4);
        if (acks && ack_arrives(from, to))
            acked = true;
        deliver(to, &heard);
    }
    frame->to = NULL;
    frame->acked = acked;
    return acked;
}

static void attempt_over(void *owner)
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
    acked = spread(node, tx, &frame);
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
