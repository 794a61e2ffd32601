/* What the steps of the send path share; tx.c has their order.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.2. */
#ifndef D11_TX_STEPS_H
#define D11_TX_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/frame.h>
#include <dot11/hw.h>

#include "crypto/ccmp.h"
#include "frame/header.h"
#include "hw/vif.h"
#include "tx/tx.h"

/*
 * frame->flags while the core has a frame it sends:
 *
 *     | kind, 2 | out, 1 | alone, 1 | cookie, 12                |
 *     |         |        |          | MSDUs: generation, 8; TID, 4 |
 *     |         |        |          | management: hw, 1; generation, 7;
 *     |         |        |          |             cookie, 4 |
 *
 * frame->refs of an MSDU in a queue is its number in the order in which the
 * host handed them in (N80211-TX-20).
 *
 * `out`: the radio has it. `alone`: nobody acknowledges it. `generation` is
 * the low end of the tag (hw/keys.h) of the key that protects an MPDU in
 * `ready` (SEC-TXP-03); with `hw` it is that of the key with which the radio
 * protects a management frame (tx/pmf.c).
 */
#define D11_TX_KIND_SHIFT 14u
#define D11_TX_OUT 0x2000u
#define D11_TX_ALONE 0x1000u
#define D11_TX_TID_MASK 0x000fu
#define D11_TX_GENERATION_SHIFT 4u
#define D11_TX_GENERATION_MASK 0x0ff0u
#define D11_TX_MGMT_HW 0x0800u
#define D11_TX_MGMT_GENERATION 0x07f0u
#define D11_TX_MGMT_COOKIE 0x000fu

/* Management frames and security packets that wait for the radio, for each
 * station. There are never many under way; more means that the radio has
 * stopped. */
#define D11_TX_WAITING_MAX 16u

static inline enum d11_tx_kind d11_tx_kind(const struct dot11_frame *frame)
{
    return (enum d11_tx_kind)(frame->flags >> D11_TX_KIND_SHIFT);
}

static inline void d11_tx_mark(struct dot11_frame *frame, enum d11_tx_kind kind,
                               uint16_t rest)
{
    frame->flags = (uint16_t)((unsigned)kind << D11_TX_KIND_SHIFT | rest);
}

static inline uint8_t d11_tx_tid(const struct dot11_frame *frame)
{
    return (uint8_t)(frame->flags & D11_TX_TID_MASK);
}

/* All that MPDUs to one peer have in common while a burst is made. */
struct d11_tx_shape {
    struct d11_peer *peer;
    struct d11_key *key; /* that protects; NULL: nothing does */
    uint16_t generation; /* of the key, in its place in frame->flags */
    /* Puts a MIC behind a whole MSDU; NULL: the cipher has none, or the radio
     * does it. */
    d11_cipher_put_mic_fn *put_mic;
    bool hw;           /* the radio protects */
    bool qos;          /* of the peer */
    bool count_seq;    /* the core counts sequence numbers */
    uint16_t freq_mhz; /* of the link */
    uint8_t link_id;
    uint8_t header_len; /* MAC header */
    uint8_t front;      /* MAC and cipher header */
    uint8_t header[16]; /* Frame Control to A2 */
};

/* The working memory of a path. All arrays have `size` entries. */
struct d11_tx_work {
    size_t size;
    size_t burst_count;
    size_t done_count;
    size_t free_count;
    struct dot11_tx *burst;       /* all but its first members stay zero */
    struct d11_ccmp_frame *crypt; /* frames of the burst to seal */
    struct dot11_tx_done *done;   /* to go back to the host */
    struct dot11_frame **frees;   /* to go back to where they were allocated */
    struct d11_vif *done_vif;     /* whose `done` are */
    uint8_t next_vif;             /* whose turn it is to go first */
    bool stuck;                   /* a full queue had its chance to send */
    uint16_t next_number;         /* of the next MSDU that is queued */
};

static inline struct d11_tx_work *d11_tx_work(struct d11_tx_path *path)
{
    return path->work;
}

/* classify.c: the priority of an Ethernet frame, 0..7, of QoS stations. */
uint8_t d11_tx_priority(const uint8_t *eth, size_t len);

/* classify.c: the access category of a priority (Table 10-1). */
enum dot11_ac d11_tx_ac(uint8_t priority);

/* classify.c: do MSDUs go to `peer`, NULL for nobody, at all? */
enum dot11_err d11_tx_check_port(const struct d11_vif *vif,
                                 struct d11_peer *peer);

/* classify.c: is this an MSDU that can go to `peer`? */
enum dot11_err d11_tx_check_msdu(const struct d11_tx_path *path,
                                 const struct d11_peer *peer,
                                 const struct dot11_frame *frame);

/* encap.c: what all data frames to `peer` share. */
void d11_tx_make_shape(struct d11_tx_shape *shape, const struct d11_vif *vif,
                       struct d11_peer *peer, bool plain);

/* encap.c: this key protects them. */
void d11_tx_shape_key(struct d11_tx_shape *shape, struct d11_key *key);

/* encap.c: make an Ethernet frame an MPDU, in place. D11_ERR_ARG when it is
 * none. */
enum dot11_err d11_tx_encapsulate(const struct d11_tx_shape *shape,
                                  struct dot11_frame *frame, uint8_t tid);

/* encap.c: put a MAC header in front of an MSDU that has its LLC header; `da`
 * is the third address. */
void d11_tx_put_header(const struct d11_tx_shape *shape,
                       struct dot11_frame *frame, const uint8_t *da,
                       uint8_t tid);

/* protect.c: protect all of the burst. Those that could not be leave it: MSDUs
 * go back to the host, others are given back. */
void d11_tx_protect(struct d11_tx_path *path, struct d11_vif *vif,
                    const struct d11_tx_shape *shape);

/* protect.c: must data to the peer be protected, and cannot be
 * (SEC-TXP-04)? */
bool d11_tx_lacks_key(const struct d11_vif *vif, struct d11_peer *peer);

/* queue.c: bounded by what the callers count. */
void d11_tx_push(struct d11_tx_queue *queue, struct dot11_frame *frame);
struct dot11_frame *d11_tx_pop(struct d11_tx_queue *queue);

/* queue.c: how many frames may go into a burst and to the radio. */
size_t d11_tx_room(const struct d11_tx_path *path);

/* queue.c: a frame into the burst, a data frame under `key`, which may be
 * NULL. */
struct dot11_tx *d11_tx_add(struct d11_tx_path *path, struct d11_vif *vif,
                            struct dot11_frame *frame, enum dot11_ac ac);
void d11_tx_add_data(struct d11_tx_path *path, struct d11_vif *vif,
                     const struct d11_tx_shape *shape,
                     const struct d11_key *key, struct dot11_frame *frame,
                     enum dot11_ac ac);

/* queue.c: the burst to the radio. What it does not take goes to the front of
 * `rest`; says how many these are. */
size_t d11_tx_hand_over(struct d11_tx_path *path, struct d11_vif *vif,
                        struct d11_tx_queue *rest);

/* queue.c: tell the host which queues are full, or are not any more. */
void d11_tx_tell_flow(struct d11_tx_path *path, struct d11_vif *vif);

/* mgmt.c: send what waits of the core's own. */
void d11_tx_send_mgmt(struct d11_tx_path *path, struct d11_vif *vif);

/* security.c: send what waits of extensions. */
void d11_tx_send_security(struct d11_tx_path *path, struct d11_vif *vif);

/* tx.c: send what waits and may go. Nothing is given back yet. */
void d11_tx_run(struct d11_tx_path *path, struct d11_vif *vif);

/* tx.c: the same, and the host hears of everything. */
void d11_tx_run_and_tell(struct d11_tx_path *path, struct d11_vif *vif);

/* tx.c: the same for all stations, and everything is given back. */
void d11_tx_run_all(struct d11_tx_path *path);

/* status.c: an MSDU goes back to the host, together with others. */
void d11_tx_done(struct d11_tx_path *path, struct d11_vif *vif,
                 struct dot11_frame *frame, enum dot11_err err);

/* status.c: a frame of the core's own goes back, together with others. */
void d11_tx_free(struct d11_tx_path *path, struct dot11_frame *frame);

/* status.c: everything collected goes back. */
void d11_tx_flush_done(struct d11_tx_path *path);

/* status.c: a management frame or security packet is over. Whoever waits for
 * it may send the next one from inside, so no burst may be in the making. */
void d11_tx_sent(struct d11_tx_path *path, struct d11_vif *vif,
                 struct dot11_frame *frame, bool acked);

#endif
