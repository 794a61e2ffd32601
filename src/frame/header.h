/* The MAC header: one decode per frame.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.2 and 9.3. Results point into the frame. */
#ifndef D11_FRAME_HEADER_H
#define D11_FRAME_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/codes.h>
#include <dot11/err.h>

/* "Nothing is wrong": what a check that returns a drop reason answers when
 * the frame may go on. It is no index into the counters. */
#define D11_DROP_NONE D11_DROP_COUNT

/* The tid of a frame without a QoS Control field. */
#define D11_TID_NONE 16u

/* Room for the longest header: four addresses, QoS Control, HT Control. */
#define D11_HEADER_MAX 36u
/* A management or three-address data header. */
#define D11_HEADER_LEN 24u

struct d11_header {
    const uint8_t *a1; /* receiver; always there */
    const uint8_t *a2; /* transmitter; NULL in CTS and Ack */
    const uint8_t *a3; /* NULL in control frames */
    const uint8_t *a4; /* NULL but in four-address data frames */
    uint16_t duration; /* Duration/ID as it stands, AID in PS-Poll */
    uint16_t seq;      /* 0..4095; 0 in control frames */
    uint16_t qos;      /* QoS Control, 0 without one */
    uint8_t len;       /* octets of the header; the body begins there */
    uint8_t type;      /* D11_TYPE_* */
    uint8_t subtype;   /* D11_MGMT_*, D11_CTRL_*, D11_DATA_* */
    uint8_t flags;     /* D11_FC1_* */
    uint8_t frag;      /* 0..15 */
    uint8_t tid;       /* 0..15, or D11_TID_NONE */
};

/* Decode the header of the `len` octets at `mpdu` (no FCS). The header's
 * length follows from Frame Control alone and is there before any later field
 * is read (SEC-FRM-01).
 *
 * Returns D11_DROP_NONE; D11_DROP_TOO_SHORT, or D11_DROP_TOO_LONG above
 * D11_MPDU_MAX; D11_DROP_VERSION; D11_DROP_TYPE for reserved types and
 * subtypes and those that no station of ours handles (SEC-FRM-03). `*h` is
 * whole only with D11_DROP_NONE. */
enum dot11_drop d11_header_decode(struct d11_header *h, const uint8_t *mpdu,
                                  size_t len);

static inline bool d11_header_to_ds(const struct d11_header *h)
{
    return (h->flags & D11_FC1_TO_DS) != 0;
}

static inline bool d11_header_from_ds(const struct d11_header *h)
{
    return (h->flags & D11_FC1_FROM_DS) != 0;
}

static inline bool d11_header_protected(const struct d11_header *h)
{
    return (h->flags & D11_FC1_PROTECTED) != 0;
}

static inline bool d11_header_retry(const struct d11_header *h)
{
    return (h->flags & D11_FC1_RETRY) != 0;
}

static inline bool d11_header_has_qos(const struct d11_header *h)
{
    return h->tid != D11_TID_NONE;
}

static inline bool d11_header_is_mgmt(const struct d11_header *h,
                                      unsigned subtype)
{
    return h->type == D11_TYPE_MGMT && h->subtype == subtype;
}

/* Destination and source address of a data frame (Table 9-30), whichever way
 * it goes; those of an A-MSDU are in its subframes. */
static inline const uint8_t *d11_header_da(const struct d11_header *h)
{
    return d11_header_to_ds(h) ? h->a3 : h->a1;
}

static inline const uint8_t *d11_header_sa(const struct d11_header *h)
{
    if (!d11_header_from_ds(h))
        return h->a2;
    return d11_header_to_ds(h) ? h->a4 : h->a3;
}

#endif
