/* WMM: the elements that carry EDCA parameters and U-APSD.
 *
 * SPDX-License-Identifier: MIT
 * Wi-Fi Alliance WMM elements (OUI 00-50-F2, type 2); the record of an access
 * category is that of IEEE Std 802.11-2020, 9.4.2.28. */
#ifndef D11_FRAME_WMM_H
#define D11_FRAME_WMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"

struct d11_wmm_ac {
    uint8_t aifsn;      /* 2..15 in a sane AP; as it stands */
    uint8_t ecw_min;    /* CWmin is 2^ecw_min - 1 */
    uint8_t ecw_max;    /* CWmax is 2^ecw_max - 1 */
    bool acm;           /* admission control is mandatory */
    uint16_t txop_32us; /* TXOP limit in units of 32 us */
};

struct d11_wmm {
    struct d11_wmm_ac ac[D11_AC_COUNT]; /* by enum dot11_ac */
    uint8_t qos_info;                   /* as it stands */
    bool has_params;                    /* a parameter element: `ac` counts */
    bool uapsd;                         /* the AP can do U-APSD */
    uint8_t params_count; /* EDCA parameter set update count, 0..15 */
};

/* Decode the body of a WMM information or parameter element, OUI included.
 * False when it is neither, of another version, or too short. */
bool d11_wmm_decode(struct d11_wmm *wmm, const uint8_t *body, size_t len);

/* Decode the body of a standard EDCA Parameter Set element (id 12). */
bool d11_edca_decode(struct d11_wmm *wmm, const uint8_t *body, size_t len);

/* Write the WMM information element of a station; `uapsd_acs` is the low
 * nibble and `max_sp_len` bits 5 and 6 of its QoS Info octet. */
void d11_wmm_write_info(struct d11_wr *wr, uint8_t qos_info);

/* Write a WMM parameter element, as an AP does. */
void d11_wmm_write_params(struct d11_wr *wr, const struct d11_wmm *wmm);

#endif
