/* 802.1X as a method of the RSN.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.2, 12.7.1.3. */
#ifndef D11_RSN_EAP_H
#define D11_RSN_EAP_H

#include <stdbool.h>
#include <stdint.h>

#include "rsn/method.h"

/* The state of the part. */
struct d11_eap {
    const struct d11_rsn_env *env;
    uint32_t session_id; /* of the association; 0: there is none */
    bool given;          /* the host brought the PMK with the profile */
    struct d11_pmk pmk;
};

#endif
