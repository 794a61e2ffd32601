/* A peer: what belongs to the other side of one association.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020. Keys, sequence numbers and the port are the peer's;
 * channel, BSSID and group keys are the link's (link.h). */
#ifndef D11_HW_PEER_H
#define D11_HW_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

#include "crypto/key.h"

/* Sequence counters: one for each TID, one for everything else (10.3.2.14). */
#define D11_SEQ_COUNT 17u
/* No frame was received yet: no sequence control can have this value. */
#define D11_SEQ_NONE 0xffffffffu

struct d11_link;

struct d11_peer {
    uint8_t addr[D11_ADDR_LEN];
    bool associated;       /* class 3 frames flow */
    bool qos;              /* QoS data frames both ways */
    bool controlled;       /* the port waits for an extension's verdict */
    bool authorized;       /* MSDUs pass */
    bool verified;         /* a frame was verified under the pairwise key
                              in use: no more plaintext (SEC-HSK-09) */
    uint8_t tx_key;        /* which of `keys` protects what we send */
    uint16_t aid;
    uint32_t session_id;   /* of the port; 0: there is none */
    struct d11_link *link;
    struct d11_key keys[2];              /* pairwise, by key id */
    uint16_t tx_seq[D11_SEQ_COUNT];      /* next to use; [16]: non-QoS data */
    uint32_t rx_seq[D11_SEQ_COUNT];      /* last seen, sequence control */
    uint64_t rx_us;                      /* when last heard */
    uint64_t rx_msdus;                   /* delivered in this session */
    uint64_t tx_msdus;                   /* sent in this session */
};

/* Is there a pairwise key: must all unicast data be protected? */
static inline bool d11_peer_has_key(const struct d11_peer *peer)
{
    return peer->keys[0].cipher != NULL || peer->keys[1].cipher != NULL;
}

#endif
