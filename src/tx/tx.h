/* The send path: MSDUs, security packets and management frames to the radio.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.2 (order of the steps).
 *
 * A frame in the radio's hands carries what the core must know when it comes
 * back in frame->core (the vif) and frame->flags (kind and cookie): nothing is
 * allocated for a frame that is sent. */
#ifndef D11_TX_TX_H
#define D11_TX_TX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/hw.h>

#include "crypto/ccmp.h"
#include "hw/env.h"
#include "hw/vif.h"

/* What a frame is; upper bits of frame->flags while we have it. */
enum d11_tx_kind {
    D11_TX_KIND_NONE,    /* not ours: a frame nobody sent */
    D11_TX_KIND_MSDU,    /* the host's: goes back through tx_done */
    D11_TX_KIND_MGMT,    /* the core's: freed, then told to `sent` */
    D11_TX_KIND_SECURITY /* of an extension: freed, then told to `sent` */
};

/* Octets that a security packet must have free in front of its payload,
 * besides what the radio wants: LLC/SNAP, cipher header, MAC header. Behind it
 * there must be D11_TX_TAILROOM. */
#define D11_TX_SECURITY_ROOM 42u

/* Cookies are 12 bits, those of management frames 4. */
#define D11_TX_COOKIE_MASK 0x0fffu

struct d11_tx_path {
    struct d11_env *env;
    struct d11_vif *const *vifs;
    const uint8_t *vif_count;
    /* A management or security frame with a cookie other than 0 came back. */
    void (*sent)(void *arg, struct d11_vif *vif, enum d11_tx_kind kind,
                 uint16_t cookie, bool acked);
    void *arg;
    struct d11_ccmp_scratch scratch;
    void *work;
};

/* Octets of working memory that a path needs. */
size_t d11_tx_path_size(const struct dot11_config *config);

/* Lay out the working memory; env, vifs, vif_count, sent, arg are set by the
 * caller. */
void d11_tx_path_init(struct d11_tx_path *path, void *mem,
                      const struct dot11_config *config);

/* Take MSDUs of the host (dot11_sta_tx). Those refused come back with
 * D11_ERR_STATE (paused, no open port, no key where there must be one),
 * D11_ERR_FULL, or D11_ERR_ARG (length, room, a source address that is not
 * ours). Those accepted come back with D11_OK when they were acknowledged or
 * the radio cannot tell, D11_ERR_LOST when they were not, D11_ERR_CANCELLED
 * when the radio never tried, D11_ERR_STATE when their port or key was gone
 * before they left, D11_ERR_CRYPTO when the provider failed. */
size_t d11_tx_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                    struct dot11_frame *const *frames, size_t n);

/* Send an MSDU unprotected at once, if the host exempted it; as
 * d11_attrs_ops.send_exempt. */
enum dot11_err d11_tx_send_exempt(struct d11_tx_path *path, struct d11_vif *vif,
                                  struct d11_peer *peer,
                                  struct dot11_frame *frame);

/* Say what attempts, lifetime and RTS of the frames of a burst are to be; as
 * d11_attrs_ops.limit, of a station that has attributes. */
void d11_tx_limit(const struct d11_vif *vif, struct dot11_tx *burst, size_t n);

/* How a management frame goes out. */
struct d11_tx_mgmt {
    uint16_t freq_mhz;     /* only while tuned there */
    uint16_t cookie;       /* 0: nobody asks what became of it; below 16 */
    bool no_ack;           /* group addressed: no acknowledgement */
    struct d11_peer *peer; /* for its sequence numbers; may be NULL */
};

/* Send a composed management or null data frame (MAC header at data;
 * sequence number is filled in here). Takes it, also on error. */
enum dot11_err d11_tx_mgmt(struct d11_tx_path *path, struct d11_vif *vif,
                           struct dot11_frame *frame,
                           const struct d11_tx_mgmt *how);

/* Ask the AP for one of the frames that it keeps for us. */
enum dot11_err d11_tx_ps_poll(struct d11_tx_path *path, struct d11_vif *vif,
                              const struct d11_peer *peer);

/* Send a security packet to a peer: `frame` holds the payload behind the
 * EtherType. `plain`: unprotected whatever keys there are (SEC-HSK-09).
 * Goes before all MSDUs. Takes the frame, also on error. */
enum dot11_err d11_tx_security(struct d11_tx_path *path, struct d11_vif *vif,
                               struct d11_peer *peer, uint16_t ethertype,
                               struct dot11_frame *frame, bool plain,
                               uint16_t cookie);

/* Frames came back from the radio (dot11_hw_tx_status). */
void d11_tx_status(struct d11_tx_path *path,
                   const struct dot11_tx_status *status, size_t n);

/* The radio takes frames again (dot11_hw_tx_ready). */
void d11_tx_ready(struct d11_tx_path *path, uint32_t acs);

/* Set or clear reasons (D11_HOLD_*) to keep MSDUs back; clearing the last one
 * sends what waited. */
void d11_tx_hold(struct d11_tx_path *path, struct d11_vif *vif, uint8_t holds,
                 bool on);

/* Drop all that waits: MSDUs go back to the host with `err`, the others are
 * told to `sent` as not acknowledged (SEC-TXP-03, N80211-PORT-15). What the
 * radio has stays there. */
void d11_tx_flush(struct d11_tx_path *path, struct d11_vif *vif,
                  enum dot11_err err);

/* Of these the MSDUs only: management frames and security packets go on. */
void d11_tx_flush_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                        enum dot11_err err);
/* And of these only the others. */
void d11_tx_flush_own(struct d11_tx_path *path, struct d11_vif *vif);

#endif
