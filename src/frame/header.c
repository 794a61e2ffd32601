/* The MAC header: one decode per frame.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.2 and 9.3. */
#include "frame/header.h"

#include "base/octets.h"

/* Subtypes that exist and that a station handles, a bit each (Table 9-1).
 * Data subtypes with CF-Ack or CF-Poll are of coordination functions that
 * nobody built; taking them would only widen what an attacker can say. */
#define MGMT_SUBTYPES 0x7f7fu
#define CTRL_SUBTYPES 0x7f04u
#define DATA_SUBTYPES 0x1111u

#define FC0_VERSION 0x03u

/* Offsets of the fields of a long header. */
#define AT_DURATION 2
#define AT_A1 4
#define AT_A2 10
#define AT_A3 16
#define AT_SEQ 22
#define AT_A4 24

static enum dot11_drop decode_ctrl(struct d11_header *h, const uint8_t *mpdu,
                                   size_t len);
static void decode_long(struct d11_header *h, const uint8_t *mpdu);

/* Octets of a data header: SEC-FRM-01, from Frame Control alone. */
static uint8_t data_header_len(unsigned subtype, unsigned flags)
{
    unsigned len = D11_HEADER_LEN;
    const unsigned both = D11_FC1_TO_DS | D11_FC1_FROM_DS;

    if ((flags & both) == both)
        len += 6;
    if ((subtype & D11_DATA_QOS) != 0) {
        len += 2;
        /* 9.2.4.1.10: the bit means HT Control only where there is QoS. */
        if ((flags & D11_FC1_HTC) != 0)
            len += 4;
    }
    return (uint8_t)len;
}

enum dot11_drop d11_header_decode(struct d11_header *h, const uint8_t *mpdu,
                                  size_t len)
{
    unsigned fc0;

    if (len < 2)
        return D11_DROP_TOO_SHORT;
    if (len > D11_MPDU_MAX)
        return D11_DROP_TOO_LONG;
    fc0 = mpdu[0];
    if ((fc0 & FC0_VERSION) != 0)
        return D11_DROP_VERSION;
    h->type = (uint8_t)((fc0 >> 2) & 3u);
    h->subtype = (uint8_t)(fc0 >> 4);
    h->flags = mpdu[1];

    switch (h->type) {
    case D11_TYPE_DATA:
        if (((DATA_SUBTYPES >> h->subtype) & 1u) == 0)
            return D11_DROP_TYPE;
        h->len = data_header_len(h->subtype, h->flags);
        break;
    case D11_TYPE_MGMT:
        if (((MGMT_SUBTYPES >> h->subtype) & 1u) == 0)
            return D11_DROP_TYPE;
        h->len =
            (h->flags & D11_FC1_HTC) != 0 ? D11_HEADER_LEN + 4 : D11_HEADER_LEN;
        break;
    case D11_TYPE_CTRL: return decode_ctrl(h, mpdu, len);
    default: return D11_DROP_TYPE;
    }
    if (len < h->len)
        return D11_DROP_TOO_SHORT;
    decode_long(h, mpdu);
    return D11_DROP_NONE;
}

/* The fields of data and management headers, whose length was checked. */
static void decode_long(struct d11_header *h, const uint8_t *mpdu)
{
    unsigned seq_ctrl = d11_load_le16(mpdu + AT_SEQ);
    const uint8_t *next = mpdu + AT_A4;

    h->duration = d11_load_le16(mpdu + AT_DURATION);
    h->a1 = mpdu + AT_A1;
    h->a2 = mpdu + AT_A2;
    h->a3 = mpdu + AT_A3;
    h->a4 = NULL;
    h->seq = (uint16_t)(seq_ctrl >> 4);
    h->frag = (uint8_t)(seq_ctrl & 15u);
    h->qos = 0;
    h->tid = D11_TID_NONE;
    if (h->type != D11_TYPE_DATA)
        return;
    if (d11_header_to_ds(h) && d11_header_from_ds(h)) {
        h->a4 = next;
        next += 6;
    }
    if ((h->subtype & D11_DATA_QOS) != 0) {
        h->qos = d11_load_le16(next);
        h->tid = (uint8_t)(h->qos & D11_QOS_TID_MASK);
    }
}

/* Control headers have one or two addresses and no sequence control
 * (9.3.1). */
static enum dot11_drop decode_ctrl(struct d11_header *h, const uint8_t *mpdu,
                                   size_t len)
{
    bool one = h->subtype == D11_CTRL_CTS || h->subtype == D11_CTRL_ACK;

    if (((CTRL_SUBTYPES >> h->subtype) & 1u) == 0)
        return D11_DROP_TYPE;
    h->len = one ? AT_A2 : AT_A3;
    if (len < h->len)
        return D11_DROP_TOO_SHORT;
    h->duration = d11_load_le16(mpdu + AT_DURATION);
    h->a1 = mpdu + AT_A1;
    h->a2 = one ? NULL : mpdu + AT_A2;
    h->a3 = NULL;
    h->a4 = NULL;
    h->seq = 0;
    h->frag = 0;
    h->qos = 0;
    h->tid = D11_TID_NONE;
    return D11_DROP_NONE;
}
