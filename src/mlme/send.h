/* Management frames of a station to the radio.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_MLME_SEND_H
#define D11_MLME_SEND_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"
#include "frame/compose.h"
#include "frame/header.h"
#include "hw/vif.h"
#include "tx/tx.h"

/* Whose frame came back; the cookie of a management frame. */
enum d11_cookie {
    D11_COOKIE_NONE,
    D11_COOKIE_AWAY,  /* null frame before leaving the home channel */
    D11_COOKIE_AUTH,  /* Authentication */
    D11_COOKIE_ASSOC, /* (Re)association Request */
    D11_COOKIE_PROBE, /* null frame that asks whether the AP is there */
    D11_COOKIE_LEAVE, /* Deauthentication or Disassociation */
    D11_COOKIE_TURN,  /* null frame before another channel's turn */
    D11_COOKIE_DOZE   /* null frame before the radio dozes */
};

/* Begin a management frame: a frame with `cap` octets of room and a writer
 * over it. NULL when the host has no frame. */
struct dot11_frame *d11_send_begin(struct d11_env *env, struct d11_wr *wr,
                                   size_t cap);

/* Send what was written. D11_ERR_ARG when it did not fit. */
enum dot11_err d11_send_end(struct d11_tx_path *tx, struct d11_vif *vif,
                            struct dot11_frame *frame,
                            const struct d11_wr *wr,
                            const struct d11_tx_mgmt *how);

/* A frame to the AP of a link, from d11_send_open() to d11_send_close(). */
struct d11_letter {
    struct dot11_frame *frame;
    struct d11_wr wr;
    struct d11_addrs addrs;
};

/* Begin one with `cap` octets of room; false when the host has no frame. */
bool d11_send_open(struct d11_letter *letter, const struct d11_peer *peer,
                   struct d11_env *env, size_t cap);
enum dot11_err d11_send_close(struct d11_letter *letter,
                              struct d11_tx_path *tx, struct d11_vif *vif,
                              struct d11_peer *peer, enum d11_cookie cookie);

/* A null frame to the AP of a link, with the power management bit. */
enum dot11_err d11_send_null(struct d11_tx_path *tx, struct d11_vif *vif,
                             struct d11_peer *peer, bool pm,
                             enum d11_cookie cookie);

/* A probe request; `ssid` of length 0 is the wildcard, `bssid` NULL too. */
enum dot11_err d11_send_probe(struct d11_tx_path *tx, struct d11_vif *vif,
                              const struct dot11_ssid *ssid,
                              const uint8_t *bssid, uint16_t freq_mhz,
                              struct dot11_octets more);

/* Deauthentication or Disassociation of the AP `bssid`. */
enum dot11_err d11_send_leave(struct d11_tx_path *tx, struct d11_vif *vif,
                              const uint8_t *bssid, uint16_t freq_mhz,
                              bool deauth, uint16_t reason);

#endif
