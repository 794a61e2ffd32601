/* Channel switch announcements, short and extended.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.18, 9.4.2.52, 9.6.2.6, 9.6.7.7. Whether channel
 * and class are legal here is for the caller to say. */
#ifndef D11_FRAME_CSA_H
#define D11_FRAME_CSA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "frame/index.h"

struct d11_csa {
    uint8_t mode;            /* 1: send nothing until the switch */
    uint8_t operating_class; /* 0 when only the short form was there */
    uint8_t channel;
    uint8_t count; /* beacons until the switch; 0: any time now */
};

/* What a list of elements says about a switch. */
enum d11_csa_result {
    D11_CSA_NONE,   /* nothing */
    D11_CSA_VALID,  /* `csa` is set */
    D11_CSA_INVALID /* a wrong length or mode, or the two forms disagree */
};

/* SEC-BCN-03: lengths exact, mode 0 or 1, both forms agree. */
enum d11_csa_result d11_csa_from_index(struct d11_csa *csa,
                                       const struct d11_index *index);

/* One element's body; false unless it is exactly as long as it must be. */
bool d11_csa_decode(struct d11_csa *csa, const uint8_t *body, size_t len);
bool d11_ecsa_decode(struct d11_csa *csa, const uint8_t *body, size_t len);

#endif
