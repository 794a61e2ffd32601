/* The 802.1X part: a supplicant without methods.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_SME_EXT_ONEX_H
#define D11_SME_EXT_ONEX_H

#include <dot11/onex.h>

#include "sme/ext_host.h"

/* EAPOL: version, packet type, length (IEEE Std 802.1X-2020, 11.3). */
#define D11_ONEX_HEADER_LEN 4u

/* The state of the part. */
struct dot11_onex {
    const struct dot11_onex_engine *engine; /* NULL: there is none */
    void *ctx;
    struct dot11_ext_host *host; /* who started it */
    uint32_t session_id;         /* of the port; 0: it does not run */
    uint8_t starts;              /* EAPOL-Start packets sent */
    uint64_t timer_us;           /* the next one, or the end */
    uint8_t packet[D11_ONEX_HEADER_LEN + D11_ONEX_EAP_MAX]; /* to be sent */
};

#endif
