/* The MAC header: one decode per frame.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.2 and 9.3. */
#include "frame/header.h"

#include "base/octets.h"

#define FC0_VERSION 0x03u
#define BOTH_DS (D11_FC1_TO_DS | D11_FC1_FROM_DS)

/* Offsets of the fields of a long header. */
#define AT_DURATION 2
#define AT_A1 4
#define AT_A2 10
#define AT_A3 16
#define AT_SEQ 22
#define AT_A4 24

#define KIND(type, subtype) (((subtype) << 2) | (type))
#define MGMT(subtype) [KIND(D11_TYPE_MGMT, D11_MGMT_##subtype)] = D11_HEADER_LEN
#define CTRL(subtype) [KIND(D11_TYPE_CTRL, D11_CTRL_##subtype)]
#define DATA(subtype) [KIND(D11_TYPE_DATA, D11_DATA_##subtype)]

/* Octets of the header without fourth address and HT Control, for each type
 * and subtype (Table 9-1); 0 for those that are reserved or that no station of
 * ours handles (SEC-FRM-03). Data subtypes with CF-Ack or CF-Poll are of
 * coordination functions that nobody built; taking them would only widen what
 * an attacker can say. */
// clang-format off
static const uint8_t header_len[64] = {
    MGMT(ASSOC_REQ), MGMT(ASSOC_RESP), MGMT(REASSOC_REQ), MGMT(REASSOC_RESP),
    MGMT(PROBE_REQ), MGMT(PROBE_RESP), MGMT(TIMING_ADV), MGMT(BEACON),
    MGMT(ATIM), MGMT(DISASSOC), MGMT(AUTH), MGMT(DEAUTH), MGMT(ACTION),
    MGMT(ACTION_NO_ACK),
    CTRL(TRIGGER) = AT_A3, CTRL(BAR) = AT_A3, CTRL(BA) = AT_A3,
    CTRL(PS_POLL) = AT_A3, CTRL(RTS) = AT_A3, CTRL(CTS) = AT_A2,
    CTRL(ACK) = AT_A2, CTRL(CF_END) = AT_A3,
    DATA(DATA) = 24, DATA(NULL) = 24, DATA(QOS) = 26, DATA(QOS_NULL) = 26,
};
// clang-format on

static void decode_ctrl(struct d11_header *h, const uint8_t *mpdu);
static void decode_long(struct d11_header *h, const uint8_t *mpdu);

/* What the flags add to the length of a management or data header. */
static unsigned more_len(const struct d11_header *h)
{
    unsigned len = 0;

    if (h->type == D11_TYPE_DATA && (h->flags & BOTH_DS) == BOTH_DS)
        len += 6;
    /* 9.2.4.1.10: in data frames the bit means HT Control only with QoS. */
    if ((h->flags & D11_FC1_HTC) != 0 &&
        (h->type == D11_TYPE_MGMT || (h->subtype & D11_DATA_QOS) != 0))
        len += 4;
    return len;
}

enum dot11_drop d11_header_decode(struct d11_header *h, const uint8_t *mpdu,
                                  size_t len)
{
    unsigned header;
    unsigned fc0;

    if (len < 2)
        return D11_DROP_TOO_SHORT;
    if (len > D11_MPDU_MAX)
        return D11_DROP_TOO_LONG;
    fc0 = mpdu[0];
    if ((fc0 & FC0_VERSION) != 0)
        return D11_DROP_VERSION;
    header = header_len[fc0 >> 2];
    if (header == 0)
        return D11_DROP_TYPE;
    h->type = (uint8_t)((fc0 >> 2) & 3u);
    h->subtype = (uint8_t)(fc0 >> 4);
    h->flags = mpdu[1];
    /* Plain frames to or from the AP need no second look. */
    if (header >= D11_HEADER_LEN &&
        ((h->flags & D11_FC1_HTC) != 0 || (h->flags & BOTH_DS) == BOTH_DS))
        header += more_len(h);
    if (len < header)
        return D11_DROP_TOO_SHORT;
    h->len = (uint8_t)header;
    if (header >= D11_HEADER_LEN)
        decode_long(h, mpdu);
    else
        decode_ctrl(h, mpdu);
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
    if ((h->flags & BOTH_DS) == BOTH_DS) {
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
static void decode_ctrl(struct d11_header *h, const uint8_t *mpdu)
{
    h->duration = d11_load_le16(mpdu + AT_DURATION);
    h->a1 = mpdu + AT_A1;
    h->a2 = h->len > AT_A2 ? mpdu + AT_A2 : NULL;
    h->a3 = NULL;
    h->a4 = NULL;
    h->seq = 0;
    h->frag = 0;
    h->qos = 0;
    h->tid = D11_TID_NONE;
}
