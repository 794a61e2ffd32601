/* LLC/SNAP to Ethernet and back, in place.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.4 and Annex P (RFC 1042 and bridge tunnel
 * encapsulation). Only headers move; the payload stays where it is. */
#ifndef D11_FRAME_LLC_H
#define D11_FRAME_LLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

/* Octets of an Ethernet header and of an LLC/SNAP header with its type. */
#define D11_ETHERNET_LEN 14u
#define D11_LLC_SNAP_LEN 8u

/* An Ethernet frame inside the buffer of the frame it came in. */
struct d11_ethernet {
    uint8_t *data;      /* destination address, source address, type ... */
    size_t len;         /* octets from `data` on */
    uint16_t ethertype; /* 0 when the frame has a length field instead */
};

/* Turn the MSDU of `len` octets at `msdu` (its LLC header first, cipher
 * header and MIC already gone) into an Ethernet frame. Up to 14 octets in
 * front of `msdu` are overwritten; every MAC header is longer. `da` and `sa`
 * may lie in them.
 *
 * RFC 1042 and bridge tunnel headers go, but RFC 1042 with AARP and IPX stays
 * behind a length field, as anything else does. False, with nothing changed,
 * for fewer than 3 octets and for a length that a length field cannot say
 * (above 1500): D11_DROP_LLC. */
bool d11_llc_to_ethernet(struct d11_ethernet *eth, uint8_t *msdu, size_t len,
                         const uint8_t *da, const uint8_t *sa);

/* An MSDU that came as an Ethernet frame, ready for a MAC header in front. */
struct d11_msdu {
    uint8_t *data; /* LLC header */
    size_t len;    /* octets from `data` on */
    uint8_t da[6];
    uint8_t sa[6];
    uint16_t ethertype; /* 0 when the frame had a length field */
};

/* Turn the Ethernet frame of `len` octets at `eth` into an MSDU. The Ethernet
 * header is overwritten, nothing in front of it is. Padding behind the length
 * of a frame with a length field is left out. False, with nothing changed,
 * for a frame shorter than its header or its length field, and for a type
 * between 1501 and 1535. */
bool d11_ethernet_to_llc(struct d11_msdu *msdu, uint8_t *eth, size_t len);

/* The EtherType of an MSDU in LLC/SNAP form without changing it; 0 when it
 * has none (A55: nothing beyond `len` is read). */
uint16_t d11_llc_ethertype(const uint8_t *msdu, size_t len);

#endif
