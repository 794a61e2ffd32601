/* The air: who hears what, and how well.
 *
 * SPDX-License-Identifier: MIT */
#include "medium.h"

#include <string.h>

#include "base/octets.h"

#define SIGNAL_USUAL (-50)
#define SIGNAL_LEAST (-92)

/* A reception that comes later than the frame ended. */
struct sim_delivery {
    struct sim_delivery *next;
    struct dot11_sim_node *to;
    struct sim_packet *packet;
    struct sim_heard heard;
    struct sim_timer timer;
};

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
    node->timer.fire = sim_attempt_over;
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

bool sim_spread(struct dot11_sim_node *from, const struct sim_tx *tx,
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
