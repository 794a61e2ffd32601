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

#include "crypto/ccmp.h"
#include "frame/header.h"
#include "frame/llc.h"
#include "hw/vif.h"
#include "rx/rx.h"

/* Where a cipher header has its key id octet (12.5.3.2). */
#define D11_RX_KEY_ID_AT 3u
#define D11_RX_KEY_ID_SHIFT 6u

/* The QoS bit of a data frame's subtype, in Frame Control. */
#define D11_RX_FC0_QOS (D11_DATA_QOS << 4)

/* What a frame turned out to be. */
enum d11_rx_kind {
    D11_RX_MPDU,     /* data */
    D11_RX_NULL,     /* a data frame without data */
    D11_RX_ETHERNET, /* data that the radio made an Ethernet frame */
    D11_RX_MGMT      /* management; work->header is its header */
};

/* A frame on its way through the steps. */
struct d11_rx_item {
    struct dot11_rx *rx;
    struct d11_vif *vif;   /* receiver; NULL: a management frame to a group */
    struct d11_peer *peer; /* transmitter; NULL: a management frame */
    struct d11_key *key;   /* that protects it; NULL: it is plaintext */
    struct d11_ccmp_frame *crypt; /* in the burst to open; NULL: it is not */
    uint8_t *body;                /* the MSDU, or the Ethernet frame */
    uint64_t pn;                  /* with a key */
    uint32_t body_len;            /* octets of body */
    uint32_t generation;          /* of the key when it was chosen */
    uint32_t session_id;          /* of the peer when it was found */
    uint16_t seq_ctrl;            /* sequence and fragment number */
    uint16_t qos;                 /* QoS Control, 0 without one */
    uint8_t kind;                 /* enum d11_rx_kind */
    uint8_t fc1;                  /* D11_FC1_* */
    uint8_t header_len;           /* octets of the MAC header */
    uint8_t tid;                  /* 0..15, D11_TID_NONE: no QoS */
    bool group;                   /* the receiver address is a group */
};

/* What the last data frame began with, and what that means: the next one of a
 * burst mostly begins the same. Holds until somebody above acts. */
struct d11_rx_memo {
    struct d11_vif *vif; /* NULL: nothing is known */
    struct d11_peer *peer;
    struct d11_key *key; /* NULL: plaintext */
    uint32_t flags;      /* of the descriptor */
    uint8_t link_id;
    uint8_t fc0;
    uint8_t fc1; /* without the bits that change from frame to frame */
    uint8_t header_len;
    uint8_t key_id; /* with a key */
    bool group;
    uint8_t addrs[2u * D11_ADDR_LEN]; /* A1 and A2 */
};

/* The working memory of a path. All arrays have `size` entries. */
struct d11_rx_work {
    size_t size;
    size_t item_count;
    size_t crypt_count;
    size_t msdu_count;
    size_t free_count;
    struct d11_rx_item *items;    /* taken, not judged yet */
    struct d11_ccmp_frame *crypt; /* those of them to be opened */
    struct dot11_msdu *msdus;     /* to be delivered, all of one port */
    struct dot11_frame **frees;   /* to be given back */
    struct d11_vif *msdu_vif;     /* whose `msdus` are */
    struct d11_peer *msdu_peer;
    bool stale; /* somebody above acted: what was looked up may be wrong */
    struct d11_rx_memo memo;
    struct d11_header header; /* of the frame that is classified */
};

static inline struct d11_rx_work *d11_rx_work(struct d11_rx_path *path)
{
    return path->work;
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

/* recall.c: does it begin as the last data frame did? Then all of the item is
 * set but crypt, body and pn. */
bool d11_rx_recall(const struct d11_rx_memo *memo, struct d11_rx_item *item);

/* recall.c: remember a data frame, whose key is known, for the next one. */
void d11_rx_note(struct d11_rx_memo *memo, const struct d11_rx_item *item);

/* classify.c: what is it, for whom, and from whom? Sets all of an item but
 * key, crypt, body and pn. */
enum dot11_drop d11_rx_classify(struct d11_rx_path *path,
                                struct d11_rx_item *item);

/* mgmt.c: the checks that all management frames share. */
enum dot11_drop d11_rx_classify_mgmt(struct d11_rx_path *path,
                                     struct d11_rx_item *item);

/* offload.c: an Ethernet frame from the radio. */
enum dot11_drop d11_rx_classify_ethernet(struct d11_rx_path *path,
                                         struct d11_rx_item *item);

/* offload.c: what key did the radio use for it? Sets its body, too. */
enum dot11_drop d11_rx_find_ethernet_key(struct d11_rx_item *item);

/* classify.c: the active station with this address on this link; `*drop` says
 * why there is none. */
struct d11_vif *d11_rx_receiver(struct d11_rx_path *path, const uint8_t *addr,
                                uint8_t link_id, enum dot11_drop *drop);

/* classify.c: make the item of a frame to a group that of the next station
 * that is associated with its transmitter. False when there is none. */
bool d11_rx_next_member(struct d11_rx_path *path, struct d11_rx_item *item);

/* classify.c: can a frame of somebody else have this transmitter address? */
enum dot11_drop d11_rx_check_transmitter(struct d11_rx_path *path,
                                         const uint8_t *addr, uint8_t link_id);

/* decrypt.c: find the key of a data frame, if it has one. */
enum dot11_drop d11_rx_find_key(struct d11_rx_item *item);

/* decrypt.c: find the body of a data frame, or put it in the burst to open. */
enum dot11_drop d11_rx_find_body(struct d11_rx_path *path,
                                 struct d11_rx_item *item);

/* decrypt.c: open the burst. */
void d11_rx_open(struct d11_rx_path *path);

/* decrypt.c: the verdict on a frame that was opened. */
enum dot11_drop d11_rx_unprotect(struct d11_rx_item *item);

/* decrypt.c: packet numbers of protected frames, in the order of arrival. */
enum dot11_drop d11_rx_check_replay(struct d11_rx_item *item);

/* decrypt.c: the slot of a group key id, or of a pairwise one. NULL: no key
 * id can be in it. */
struct d11_key *d11_rx_key_slot(const struct d11_rx_item *item, bool group,
                                uint8_t key_id);

/* dup.c: was this very MPDU, which has the Retry bit, received before? */
bool d11_rx_is_duplicate(const struct d11_rx_path *path,
                         const struct d11_rx_item *item);

/* Remember an individually addressed MPDU that passed all checks of
 * protection: what dup.c asks. */
static inline void d11_rx_remember(struct d11_rx_item *item)
{
    item->peer->rx_seq[item->tid] = item->seq_ctrl;
}

/* gate.c: may this MSDU pass, protected as it was, through its port? */
enum dot11_drop d11_rx_gate(const struct d11_rx_path *path,
                            const struct d11_rx_item *item,
                            const struct d11_ethernet *eth, bool security);

/* deliver.c: to the host, together with others of the same port. */
void d11_rx_deliver(struct d11_rx_path *path, const struct d11_rx_item *item,
                    const struct d11_ethernet *eth);

/* deliver.c: hand over what is collected. */
void d11_rx_flush_msdus(struct d11_rx_path *path);

/* deliver.c: give a frame back, together with others. */
void d11_rx_free(struct d11_rx_path *path, struct dot11_frame *frame);
void d11_rx_flush_frees(struct d11_rx_path *path);

#endif
