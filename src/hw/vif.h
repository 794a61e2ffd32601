/* A station as the data path sees it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_VIF_H
#define D11_HW_VIF_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ext.h>
#include <dot11/frame.h>
#include <dot11/types.h>

#include "hw/env.h"
#include "hw/link.h"
#include "hw/peer.h"

/* Links of a station. */
#define D11_LINKS 1u

/* A queue of frames that wait for the radio, linked through frame->core. */
struct d11_tx_queue {
    struct dot11_frame *first;
    struct dot11_frame *last;
};

/* The sending side of a station. */
struct d11_vif_tx {
    uint8_t stopped;               /* ACs that the host was told to stop */
    uint8_t holds;                 /* D11_HOLD_* reasons not to send MSDUs */
    uint16_t queued[D11_AC_COUNT]; /* frames in msdus and ready */
    uint16_t waiting;              /* frames in mgmt and security */
    uint16_t out;                  /* frames in the radio's hands */
    uint16_t mgmt_seq;             /* next sequence number without a peer */
    uint32_t session_id;           /* port that the MSDUs were queued for */
    struct d11_tx_queue mgmt; /* management MPDUs that the radio did not take */
    struct d11_tx_queue security;            /* the same of security packets */
    struct d11_tx_queue msdus[D11_AC_COUNT]; /* Ethernet frames */
    struct d11_tx_queue ready[D11_AC_COUNT]; /* MPDUs that the radio did not
                                                take; they go first */
};

/* Why MSDUs wait. */
#define D11_HOLD_AWAY 0x01u /* the radio is off the home channel */
#define D11_HOLD_KEY 0x02u  /* a pairwise key is being installed */
#define D11_HOLD_TABLE 0x80u /* the same of keys that the host set */
#define D11_HOLD_TURN 0x04u /* another channel's turn; with AWAY */

struct d11_vif {
    struct d11_env *env;
    struct dot11_sta *sta;
    uint8_t addr[D11_ADDR_LEN];
    bool active; /* started and not halting: takes frames */
    bool paused; /* N80211-PAUSE-1: no MSDUs either way */
    uint8_t peer_count;
    uint8_t ethertype_count;
    struct d11_peer *peers; /* peer_count of them */
    void **part_state;      /* by enum d11_part_kind; NULL: no part
                               is listed */
    uint32_t next_session;  /* of the next port */
    uint32_t delivered;     /* MSDUs that the host holds */
    uint16_t ethertypes[D11_EXT_ETHERTYPES_MAX]; /* of the extension */
    struct d11_vif_tx tx;
    struct d11_link links[D11_LINKS];
};

/* The state of an optional part, or NULL when it is not listed. */
static inline void *d11_vif_part(const struct d11_vif *vif,
                                 enum d11_part_kind kind)
{
    return vif->part_state != NULL ? vif->part_state[kind] : NULL;
}

/* The same of a part that is listed for certain: who asks runs only then. */
static inline void *d11_vif_listed(const struct d11_vif *vif,
                                   enum d11_part_kind kind)
{
    d11_assert(d11_vif_part(vif, kind) != NULL);
    return vif->part_state[kind];
}

/* The associated peer with this address, or NULL. */
struct d11_peer *d11_vif_peer(struct d11_vif *vif, const uint8_t *addr);

/* Is this EtherType the extension's, so that it passes a closed port? */
bool d11_vif_is_security_type(const struct d11_vif *vif, uint16_t ethertype);

#endif
