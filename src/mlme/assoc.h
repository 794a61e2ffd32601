/* Association requests and responses of a station.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3.5 to 9.3.3.8; SEC-POL-06. */
#ifndef D11_MLME_ASSOC_H
#define D11_MLME_ASSOC_H

#include "mlme/mlme.h"

/* Compose and send the (re)association request to the chosen BSS, and keep
 * its body for the event. */
enum dot11_err d11_assoc_send(struct d11_mlme *mlme);

/* Read an answer to it and fill in the peer when it is a success. */
enum dot11_drop d11_assoc_read(struct d11_mlme *mlme, const uint8_t *body,
                               size_t len, struct d11_join_result *result);

/* Keep the elements of the chosen BSS behind the request and the answer. */
void d11_assoc_keep_beacon(struct d11_mlme *mlme);

#endif
