/* The host side of a station without an operating system: a static pool of
 * frames, received packets until the main loop takes them, and a ping.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FIRMWARE_HOST_H
#define FIRMWARE_HOST_H

#include <dot11/dot11.h>

#include "dot11_sim_ping.h"

/* Each holds what a radio brings or sends, headroom included. One for each
 * frame in the radio's hands at once, one or two for the library's own, and
 * what the network stack keeps. */
#define FRAME_COUNT 12u
/* An Ethernet packet of 1514 octets with the room that the library wants
 * around it; a received MPDU is no longer. */
#define FRAME_OCTETS (1514u + D11_TX_HEADROOM + D11_TX_TAILROOM)

struct host_frame {
    struct dot11_frame frame; /* first: the one is the other */
    struct host_frame *next;
    uint8_t octets[FRAME_OCTETS];
};

struct host {
    struct host_frame frames[FRAME_COUNT];
    struct host_frame *free;
    unsigned out;      /* frames that are not in the pool */
    unsigned most_out; /* the most that ever were */
    unsigned refused;  /* times that the pool was empty */
    /* Received packets. Each holds a frame of the pool for itself, as no
     * aggregates are received, so this cannot overflow. */
    struct dot11_msdu msdus[FRAME_COUNT];
    unsigned msdu_count;
    struct dot11_sim_ping ping; /* our network stack */
};

/** The ops for dot11_config.host_ops. */
extern const struct dot11_host_ops host_ops;

/** Fill the pool. */
void host_init(struct host *host);

/** Give received packets to the network stack, and their frames back. */
void host_poll(struct host *host, struct dot11_sta *sta);

/** Send the next packet of the ping: ARP, then echo requests. */
enum dot11_err host_send_ping(struct host *host, struct dot11_sta *sta);

#endif
