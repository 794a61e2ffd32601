/* The RSN element and its vendor-specific forerunner WPA.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.24. */
#ifndef D11_FRAME_RSNE_H
#define D11_FRAME_RSNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/codes.h>
#include <dot11/types.h>

#include "base/wr.h"

/* Suites of one kind that are kept; the following ones are only counted. */
#define D11_RSNE_SUITES 8u
/* Longest RSNE that d11_rsne_write() makes, id and length included. */
#define D11_RSNE_WRITE_MAX 257u

struct d11_rsne {
    uint8_t pairwise_count;   /* kept in `pairwise` */
    uint8_t akm_count;        /* kept in `akm` */
    uint8_t pairwise_skipped; /* in the element, not kept */
    uint8_t akm_skipped;      /* in the element, not kept */
    uint16_t capabilities;    /* D11_RSN_CAP_*, 0 when absent */
    uint16_t pmkid_count;
    const uint8_t *pmkids; /* pmkid_count times 16 octets, or NULL */
    uint32_t group;        /* D11_CIPHER_* */
    uint32_t group_mgmt;   /* D11_CIPHER_*; the default when MFP capable and
                              absent, D11_CIPHER_NONE otherwise */
    uint32_t pairwise[D11_RSNE_SUITES]; /* D11_CIPHER_* */
    uint32_t akm[D11_RSNE_SUITES];      /* D11_AKM_* */
};

/* Parse an RSNE body (after id and length). False when malformed
 * (SEC-ELM-10): such a BSS cannot be joined. Absent fields have the
 * standard's defaults (9.4.2.24.1): CCMP-128, 802.1X. */
bool d11_rsne_parse(struct d11_rsne *rsne, const uint8_t *body, size_t len);

/* Parse the body of a WPA element, OUI and type included. Selectors come out
 * as those of OUI 00-0F-AC with the same number, so that TKIP is
 * D11_CIPHER_TKIP; a selector of another OUI stays as it is. */
bool d11_wpa_parse(struct d11_rsne *wpa, const uint8_t *body, size_t len);

bool d11_rsne_has_pairwise(const struct d11_rsne *rsne, uint32_t suite);
bool d11_rsne_has_akm(const struct d11_rsne *rsne, uint32_t suite);

/* Write the RSNE a station (or a simulated AP) sends, id and length included.
 * The group management cipher is written when it is not D11_CIPHER_NONE, the
 * PMKID list when it is not empty or the group management cipher follows. A
 * body above 255 octets overflows `wr`. */
void d11_rsne_write(struct d11_wr *wr, const struct d11_rsne *rsne);

#endif
