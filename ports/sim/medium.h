/* The air between nodes.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.3 in outline: one at a time on a channel, an ACK
 * for what is sent to one address, retries. */
#ifndef SIM_MEDIUM_H
#define SIM_MEDIUM_H

#include "world.h"

/* Octets of one frame. */
struct sim_packet {
    struct sim_packet *next; /* free list, or its owner's queue */
    size_t len;
    uint16_t tag;     /* its owner's */
    uint8_t octets[]; /* packet_max of the world */
};

/* What became of a frame. */
enum sim_fate {
    SIM_ACKED,  /* or sent without ACK */
    SIM_FAILED, /* tried and not acknowledged */
    SIM_FLUSHED /* never tried */
};

/* A frame that waits for the air or is on it. */
struct sim_tx {
    struct sim_tx *next;
    struct sim_packet *packet;
    void *cookie;      /* its owner's */
    uint64_t until_us; /* give up when later; D11_NEVER */
    uint16_t freq_mhz; /* where it is to be sent */
    uint16_t rate_500kbps;
    uint8_t tries_max;
    uint8_t tries;
    bool no_ack;
    uint64_t start_us; /* of the running attempt */
};

/* What a node hears; borrowed. */
struct sim_heard {
    const uint8_t *octets;
    size_t len;
    uint64_t at_us; /* start of its first octet */
    uint16_t freq_mhz;
    uint16_t rate_500kbps;
    int8_t signal_dbm;
};

struct sim_node_ops {
    /* Would it acknowledge what is sent to `ra`? */
    bool (*acks)(void *owner, const uint8_t *ra);
    void (*rx)(void *owner, const struct sim_heard *heard);
    /* The end of a frame it sent; `tx` goes back to the pool afterwards. */
    void (*sent)(void *owner, struct sim_tx *tx, enum sim_fate fate);
};

struct dot11_sim_node {
    struct dot11_sim *sim;
    const struct sim_node_ops *ops;
    void *owner;
    struct sim_tx *head; /* the first is on the air while `busy` */
    struct sim_tx *tail;
    struct sim_timer timer; /* end of the frame on the air */
    uint64_t air_until_us;
    uint16_t freq_mhz; /* where it listens; 0: nowhere */
    uint16_t air_mhz;  /* where it sends or sent last */
    uint16_t flushes;  /* so far */
    uint8_t tries;     /* attempts for a frame */
    bool holds;        /* frames wait until it is tuned to theirs */
    uint8_t id;
    bool busy;
};

/* From one node to another. */
struct sim_path {
    int8_t signal_dbm;
    uint16_t loss;
    uint64_t bad_until_us; /* a burst of loss */
};

bool sim_medium_init(struct dot11_sim *sim, uint16_t node_max);

/* Add a node whose first fields the caller has zeroed; false: world full. */
bool sim_node_add(struct dot11_sim *sim, struct dot11_sim_node *node,
                  const struct sim_node_ops *ops, void *owner);

/* Everybody hears the attempt that just ended. Returns whether its sender got
 * an ACK, and fills in the rest of `frame`. */
bool sim_spread(struct dot11_sim_node *from, const struct sim_tx *tx,
                struct dot11_sim_frame *frame);
/* The end of an attempt, for the node's timer. */
void sim_attempt_over(void *owner);

/* A packet with nothing in it, NULL when there is none. */
struct sim_packet *sim_packet_new(struct dot11_sim *sim);
struct sim_packet *sim_packet_copy(struct dot11_sim *sim, const uint8_t *octets,
                                   size_t len);
void sim_packet_free(struct dot11_sim *sim, struct sim_packet *packet);

/* Queue a packet, which the air takes. `ops->sent` tells its end, never from
 * inside this call. False when there is no room: the packet is gone. */
bool sim_send(struct dot11_sim_node *node, struct sim_packet *packet,
              uint16_t freq_mhz, uint16_t rate_500kbps, void *cookie,
              bool no_ack, bool urgent, uint64_t until_us);

/* After `holds` or the channel changed: go on with what may be sent now. */
void sim_resume(struct dot11_sim_node *node);

/* Stop the frames that `match` says (NULL: all), the one on the air too; their
 * ends are told from inside. */
void sim_flush(struct dot11_sim_node *node,
               bool (*match)(void *owner, const struct sim_tx *tx));

#endif
