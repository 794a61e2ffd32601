/* Operating Channel Information: the channel that a peer says it is on.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.236 and 12.2.9; the same three octets are the
 * OCI element, the OCI KDE (12.7.2) and the subelement of an FTE. */
#ifndef D11_FRAME_OCI_H
#define D11_FRAME_OCI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"

/* Octets of the field. */
#define D11_OCI_LEN 3u

struct d11_oci {
    uint8_t operating_class; /* Table E-4 */
    uint8_t channel;         /* number of the primary 20 MHz channel */
    uint8_t segment1;        /* number of the second segment's centre, or 0 */
};

/* The information about `channel`; false when no operating class has it. */
bool d11_oci_of(struct d11_oci *oci, const struct dot11_channel *channel);

/* Read the field; false unless it is exactly as long as it must be. */
bool d11_oci_decode(struct d11_oci *oci, const uint8_t *body, size_t len);

/* Find the element in a list of elements and read it. False: it is not there,
 * or twice, or of a wrong length, or the list is malformed. */
bool d11_oci_find(struct d11_oci *oci, struct dot11_octets list);

/* Is a peer that says this on `channel`: in the same band, with the same
 * primary channel, and with at least that width, on the same side (12.2.9)? */
bool d11_oci_fits(const struct d11_oci *oci,
                  const struct dot11_channel *channel);

/* Write the field alone (for a KDE), or the whole element. */
void d11_oci_write(struct d11_wr *wr, const struct d11_oci *oci);
void d11_oci_write_element(struct d11_wr *wr, const struct d11_oci *oci);

#endif
