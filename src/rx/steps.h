/* What the steps of the receive path share; rx.c has their order.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.3. */
#ifndef D11_RX_STEPS_H
#define D11_RX_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/frame.h>
#include <dot11/hw.h>

#include "base/octets.h"
#include "crypto/ccmp.h"
#include "frame/header.h"
#include "frame/llc.h"
#include "hw/vif.h"
#include "rx/rx.h"

/* Where a cipher header has its key id octet (12.5.3.2), and what in it must
 * be the same for all frames of a flow. */
#define D11_RX_KEY_OCTET_AT 3u
#define D11_RX_KEY_OCTET_MASK (3u << D11_CCMP_KEY_ID_SHIFT | D11_CCMP_EXT_IV)

/* Frame Control without the bits that differ between frames that mean the
 * same. */
#define D11_RX_FC_MASK                                                         \
    (0xffffu & ~((unsigned)(D11_FC1_MORE_FRAG | D11_FC1_RETRY | D11_FC1_PM |   \
                            D11_FC1_MORE_DATA)                                 \
                 << 8))

/* What a frame turned out to be. */
enum d11_rx_kind {
    D11_RX_MPDU,     /* data */
    D11_RX_NULL,     /* a data frame without data */
    D11_RX_ETHERNET, /* data that the radio made an Ethernet frame */
    D11_RX_MGMT      /* management; work->header is its header */
};

/* What frames that begin alike have in common. The frames of a burst mostly
 * come from one peer to one station under one key; what was found out about
 * the first holds for those behind it, as long as nobody above acts. */
struct d11_rx_flow {
    struct d11_vif *vif;   /* receiver; NULL: a management frame to a group */
    struct d11_peer *peer; /* transmitter; NULL: a management frame */
    struct d11_key *key;   /* that protects; NULL: it is plaintext */
    uint32_t generation;   /* of the key when it was found */
    uint32_t session_id;   /* of the peer when it was found */
    uint32_t flags;        /* of the descriptor */
    uint8_t link_id;
    uint8_t kind;    /* enum d11_rx_kind */
    bool group : 1;  /* the receiver address is a group */
    bool sealed : 1; /* must be opened by software */
    bool is_qos : 1;
    bool is_ibss : 1;   /* neither to an AP nor from one */
    bool is_common : 1; /* the frame has the cipher header of CCMP, and no MIC
                           but that of the cipher */
    bool is_open : 1;   /* MSDUs pass for the host, as far as gate.c knows
                           without looking into them. Of a management frame:
                           it came protected, and that was good */
    uint8_t header_len;
    uint8_t before;     /* octets in front of the MSDU */
    uint8_t around;     /* octets in front of it and behind it */
    uint16_t fc;        /* D11_RX_FC_MASK of Frame Control */
    uint16_t data_type; /* an EtherType that is for the host; 0: none known */
    uint8_t key_octet;  /* ExtIV and key id, of the cipher header */
    uint8_t key_id;     /* of the descriptor, when the radio stripped that */
    uint8_t addrs[2u * D11_ADDR_LEN]; /* A1 and A2 */
};

/* A frame on its way through the steps. */
struct d11_rx_item {
    struct dot11_rx *rx;
    struct d11_rx_flow *flow;
    struct d11_ccmp_frame *crypt; /* in the burst to open; NULL: it is not */
    uint8_t *body;                /* the MSDU, or the Ethernet frame */
    uint64_t pn;                  /* with a key */
    uint32_t body_len;            /* octets of body */
    uint16_t seq_ctrl;            /* sequence and fragment number */
    uint16_t qos;                 /* QoS Control, 0 without one */
    uint8_t fc1;                  /* D11_FC1_*, of MPDUs */
    uint8_t tid;                  /* 0..15; 0 without QoS */
};

/* The working memory of a path. All arrays have `size` entries, `flows` one
 * more: that of the last frame outlives the pass it was found in. */
struct d11_rx_work {
    size_t size;
    size_t item_count;
    size_t flow_count;
    size_t crypt_count;
    size_t msdu_count;
    size_t free_count;
    struct d11_rx_item *items;    /* taken, not judged yet */
    struct d11_rx_flow *flows;    /* of these */
    struct d11_rx_flow *last;     /* one of them, or NULL: of the last frame */
    struct d11_ccmp_frame *crypt; /* those items to be opened */
    struct dot11_msdu *msdus;     /* to be delivered, all of one port */
    struct dot11_frame **frees;   /* to be given back */
    struct d11_vif *msdu_vif;     /* whose `msdus` are */
    struct d11_peer *msdu_peer;
    bool stale; /* somebody above acted: what was looked up may be wrong */
    struct d11_header header; /* of the frame that is classified */
};

static inline struct d11_rx_work *d11_rx_work(struct d11_rx_path *path)
{
    return path->work;
}

/* NULL: the host expects no Ethernet frames from its radio. */
static inline const struct d11_rx_offload *
d11_rx_offload(const struct d11_rx_path *path)
{
    return d11_env_part(path->env, D11_PART_OFFLOAD);
}

/* The same for who has one of these frames. */
static inline const struct d11_rx_offload *
d11_rx_offload_listed(const struct d11_rx_path *path)
{
    return d11_env_listed(path->env, D11_PART_OFFLOAD);
}

/* Does the caps flag say that the radio does this itself? */
static inline bool d11_rx_radio_does(const struct d11_rx_path *path,
                                     enum dot11_hw_flag flag)
{
    return (path->env->caps->flags & (uint32_t)flag) != 0;
}

/* Is it for the extension, never for the host? */
static inline bool d11_rx_is_security(const struct d11_vif *vif,
                                      uint16_t ethertype)
{
    if (ethertype == D11_ETHERTYPE_EAPOL)
        return true;
    for (unsigned i = 0; i < vif->ethertype_count; i++) {
        if (vif->ethertypes[i] == ethertype)
            return true;
    }
    return false;
}

/* Is the frame where its buffer is (SEC-FRM-09)? */
static inline bool d11_rx_is_in_memory(const struct dot11_frame *frame)
{
    return frame != NULL && frame->next == NULL && frame->data >= frame->head &&
           frame->end >= frame->data &&
           frame->len <= (size_t)(frame->end - frame->data);
}

/* recall.c: does the frame begin as those of this flow do? */
bool d11_rx_recall(const struct d11_rx_flow *flow, const struct dot11_rx *rx);

/* recall.c: keep an MPDU for the second pass: make an item of it, and read
 * what is its own. */
void d11_rx_keep(struct d11_rx_work *work, struct d11_rx_flow *flow,
                 struct dot11_rx *rx);

/* classify.c: what is it, for whom, and from whom? Sets the flow but for
 * its key. */
enum dot11_drop d11_rx_classify(struct d11_rx_path *path,
                                struct d11_rx_flow *flow,
                                const struct dot11_rx *rx);

/* classify.c: make the flow of a frame to a group that of the next station
 * that is associated with its transmitter. False when there is none. */
bool d11_rx_next_member(struct d11_rx_path *path, struct d11_rx_flow *flow);

/* classify.c: can a frame of somebody else have this transmitter address? */
enum dot11_drop d11_rx_check_transmitter(struct d11_rx_path *path,
                                         const uint8_t *addr, uint8_t link_id);

/* classify.c: the active station with this address on this link; `*drop` says
 * why there is none. */
struct d11_vif *d11_rx_receiver(struct d11_rx_path *path, const uint8_t *addr,
                                uint8_t link_id, enum dot11_drop *drop);

/* mgmt.c: the checks that all management frames share. */
enum dot11_drop d11_rx_classify_mgmt(struct d11_rx_path *path,
                                     struct d11_rx_flow *flow,
                                     const struct dot11_rx *rx);

/* decrypt.c: find the key of a data frame, if it has one, and what is around
 * its body. */
enum dot11_drop d11_rx_find_key(struct d11_rx_flow *flow,
                                const struct dot11_rx *rx);

/* decrypt.c: read the packet number of a frame whose cipher header is not that
 * of CCMP, or is gone; put a sealed frame in the burst to open. */
void d11_rx_queue(struct d11_rx_work *work, struct d11_rx_item *item);

/* decrypt.c: the slot of a group key id, or of a pairwise one. NULL: no such
 * key is there. */
struct d11_key *d11_rx_key_slot(const struct d11_rx_flow *flow, bool group,
                                uint8_t key_id);

/* decrypt.c: open the burst. */
void d11_rx_open(struct d11_rx_path *path);

/* decrypt.c: packet numbers of protected frames, in the order of arrival. */
enum dot11_drop d11_rx_check_replay(const struct d11_rx_item *item);

/* rx.c: verify the MIC over an MSDU, of ciphers that have one. */
enum dot11_drop d11_rx_check_mic(struct d11_rx_path *path,
                                 struct d11_rx_item *item);

/* dup.c: was this very MPDU, which has the Retry bit, received before? */
bool d11_rx_is_duplicate(const struct d11_rx_path *path,
                         const struct d11_rx_item *item);

/* The sequence control last seen where this MPDU was counted: each TID has one
 * counter, and what has no QoS has one (10.3.2.14.2). */
static inline uint32_t *d11_rx_last_seq(const struct d11_rx_item *item)
{
    return &item->flow->peer
                ->rx_seq[item->flow->is_qos ? item->tid : D11_TID_NONE];
}

/* Can a frame of this flow have come from there: neither from a group nor from
 * us? */
static inline enum dot11_drop
d11_rx_check_source(const struct d11_rx_flow *flow, const uint8_t *sa)
{
    if (d11_addr_is_group(sa))
        return D11_DROP_MSDU_ADDRESS;
    if (d11_addr_equal(sa, flow->peer->link->addr))
        return flow->group ? D11_DROP_OWN : D11_DROP_MSDU_ADDRESS;
    return D11_DROP_NONE;
}

/* Remember an individually addressed MPDU that passed all checks of
 * protection: what dup.c asks. */
static inline void d11_rx_remember(const struct d11_rx_item *item)
{
    *d11_rx_last_seq(item) = item->seq_ctrl;
}

/* gate.c: do the MSDUs of a flow, whose key was found, pass for the host
 * whatever they are, but for their source address? */
bool d11_rx_gate_is_open(const struct d11_rx_flow *flow);

/* gate.c: may this MSDU pass, protected as it was, through its port? */
enum dot11_drop d11_rx_gate(const struct d11_rx_path *path,
                            const struct d11_rx_item *item,
                            const struct d11_ethernet *eth, bool security);

/* deliver.c: hand over what is collected; what comes now is of this flow. */
void d11_rx_begin_msdus(struct d11_rx_path *path,
                        const struct d11_rx_flow *flow);

/* deliver.c: for the host, together with others of the same port; there is
 * room. */
void d11_rx_collect(struct d11_rx_work *work, const struct d11_rx_item *item,
                    const struct d11_ethernet *eth);

/* deliver.c: hand over what is collected. */
void d11_rx_flush_msdus(struct d11_rx_path *path);

/* deliver.c: give a frame back, together with others. */
void d11_rx_free(struct d11_rx_path *path, struct dot11_frame *frame);
void d11_rx_flush_frees(struct d11_rx_path *path);

#endif
