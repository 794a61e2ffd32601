/* Bodies of management frames: fixed fields, then elements.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3. Each decoder tests the length before it reads
 * (SEC-FRM-04) and returns false for a short body, having changed nothing.
 * Results point into the frame. `body` is what follows the MAC header. */
#ifndef D11_FRAME_MGMT_H
#define D11_FRAME_MGMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/octets.h"

/* Beacon and Probe Response, 9.3.3.2 and 9.3.3.10. */
struct d11_beacon {
    struct dot11_octets elements;
    uint64_t tsf_us;
    uint16_t interval_tu;
    uint16_t capability; /* D11_CAP_* */
};

/* Authentication, 9.3.3.11. `rest` is elements, or for SAE its own fields. */
struct d11_auth {
    struct dot11_octets rest;
    uint16_t algorithm;   /* D11_AUTH_* */
    uint16_t transaction; /* 1.. */
    uint16_t status;      /* D11_STATUS_* */
};

/* Association and Reassociation Request, 9.3.3.5 and 9.3.3.7. */
struct d11_assoc_req {
    struct dot11_octets elements;
    const uint8_t *current_ap; /* of a reassociation, else NULL */
    uint16_t capability;
    uint16_t listen_interval;
};

/* Association and Reassociation Response, 9.3.3.6 and 9.3.3.8. */
struct d11_assoc_resp {
    struct dot11_octets elements;
    uint16_t capability;
    uint16_t status; /* D11_STATUS_* */
    uint16_t aid;    /* without its two top bits; may be out of 1..2007 */
};

/* Deauthentication and Disassociation, 9.3.3.12 and 9.3.3.4. */
struct d11_leave {
    struct dot11_octets elements;
    uint16_t reason; /* D11_REASON_* */
};

/* Octets of fixed fields of a Beacon (SEC-FRM-04). */
#define D11_BEACON_FIXED 12u

/* Inline, because it is the one of them that runs ten times a second for each
 * BSS in the air. */
static inline bool d11_beacon_decode(struct d11_beacon *beacon,
                                     const uint8_t *body, size_t len)
{
    if (len < D11_BEACON_FIXED)
        return false;
    beacon->tsf_us = d11_load_le64(body);
    beacon->interval_tu = d11_load_le16(body + 8);
    beacon->capability = d11_load_le16(body + 10);
    beacon->elements.data = body + D11_BEACON_FIXED;
    beacon->elements.len = len - D11_BEACON_FIXED;
    return true;
}

bool d11_auth_decode(struct d11_auth *auth, const uint8_t *body, size_t len);
bool d11_assoc_req_decode(struct d11_assoc_req *req, bool reassoc,
                          const uint8_t *body, size_t len);
bool d11_assoc_resp_decode(struct d11_assoc_resp *resp, const uint8_t *body,
                           size_t len);
bool d11_leave_decode(struct d11_leave *leave, const uint8_t *body, size_t len);

#endif
