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

/* What a frame turned out to be. */
enum d11_rx_kind {
    D11_RX_MPDU,    /* data, `header` is set */
    D11_RX_ETHERNET, /* data that the radio made an Ethernet frame */
    D11_RX_MGMT     /* management, `header` is set */
};

/* A frame on its way through the steps. */
struct d11_rx_item {
    struct dot11_rx *rx;
    struct d11_vif *vif;   /* receiver; NULL: a management frame to a group */
    struct d11_peer *peer; /* transmitter; NULL: a management frame */
    struct d11_key *key;   /* that protects it; NULL: it is plaintext */
    struct d11_ccmp_frame *crypt; /* in the burst to open; NULL: it is not */
    uint8_t *body;       /* the MSDU, or the Ethernet frame */
    uint64_t pn;         /* with a key */
    uint32_t body_len;   /* octets of body */
    uint32_t generation; /* of the key when it was chosen */
    uint32_t session_id; /* of the peer when it was found */
    uint8_t kind;        /* enum d11_rx_kind */
    uint8_t tid;         /* 0..15, D11_TID_NONE: no QoS */
    bool group;          /* the receiver address is a group */
    struct d11_header header;
};

/* Transmitter and receiver of the last data frame, so that the next one of a
 * burst need not look them up. */
struct d11_rx_memo {
    struct d11_vif *vif; /* NULL: nothing is known */
    struct d11_peer *peer;
    uint8_t link_id;
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

/* classify.c: what is it, for whom, from whom? Sets all of an item but key,
 * crypt, body and pn of data frames. */
enum dot11_drop d11_rx_classify(struct d11_rx_path *path,
                                struct d11_rx_item *item);

/* mgmt.c: the checks that all management frames share. */
enum dot11_drop d11_rx_classify_mgmt(struct d11_rx_path *path,
                                     struct d11_rx_item *item);

/* offload.c: an Ethernet frame from the radio. */
enum dot11_drop d11_rx_classify_ethernet(struct d11_rx_path *path,
                                         struct d11_rx_item *item);

/* offload.c: what key did the radio use for it? */
enum dot11_drop d11_rx_choose_ethernet_key(struct d11_rx_item *item);

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

/* decrypt.c: choose the key of a data frame, and put it in the burst to open
 * unless the radio has opened it. */
enum dot11_drop d11_rx_choose_key(struct d11_rx_path *path,
                                  struct d11_rx_item *item);

/* decrypt.c: open the burst. */
void d11_rx_open(struct d11_rx_path *path);

/* decrypt.c: the verdict on a frame's protection. */
enum dot11_drop d11_rx_unprotect(struct d11_rx_item *item);

/* decrypt.c: packet numbers, in the order of arrival. */
enum dot11_drop d11_rx_check_replay(struct d11_rx_item *item);

/* decrypt.c: the slot of a group key id, or of a pairwise one. NULL: no key
 * id can be in it. */
struct d11_key *d11_rx_key_slot(const struct d11_rx_item *item, bool group,
                                uint8_t key_id);

/* dup.c: was this very MPDU received before? */
bool d11_rx_is_duplicate(const struct d11_rx_path *path,
                         const struct d11_rx_item *item);

/* dup.c: remember an MPDU that passed all checks of protection. */
void d11_rx_remember(struct d11_rx_item *item);

/* gate.c: may this MSDU pass, protected as it was, through its port? */
enum dot11_drop d11_rx_gate(const struct d11_rx_path *path,
                            const struct d11_rx_item *item,
                            const struct d11_ethernet *eth, bool security);

/* gate.c: is it for the extension, never for the host? */
bool d11_rx_is_security(const struct d11_vif *vif, uint16_t ethertype);

/* deliver.c: to the host, together with others of the same port. */
void d11_rx_deliver(struct d11_rx_path *path, const struct d11_rx_item *item,
                    const struct d11_ethernet *eth);

/* deliver.c: hand over what is collected. */
void d11_rx_flush_msdus(struct d11_rx_path *path);

/* deliver.c: give a frame back, together with others. */
void d11_rx_free(struct d11_rx_path *path, struct dot11_frame *frame);
void d11_rx_flush_frees(struct d11_rx_path *path);

#endif
