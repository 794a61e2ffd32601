/* Ethernet frames to MPDUs, in place.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.2.1 and Table 9-30: to the AP, addressed to it and
 * with the destination in the third address, group or not. */
#include "base/octets.h"
#include "frame/llc.h"
#include "hw/keys.h"
#include "tx/steps.h"

/* Where the fields of a data header with three addresses are. */
#define A1_AT 4u
#define A2_AT 10u
#define A3_AT 16u
#define SEQUENCE_AT 22u
#define QOS_AT 24u
#define QOS_LEN 2u

#define SEQUENCE_MASK 0x0fffu

void d11_tx_shape_key(struct d11_tx_shape *shape, struct d11_key *key)
{
    shape->key = key;
    shape->hw = (key->flags & D11_KEY_HW) != 0;
    shape->header[1] |= D11_FC1_PROTECTED;
    shape->generation = (uint16_t)(d11_key_tag(key) << D11_TX_GENERATION_SHIFT &
                                   D11_TX_GENERATION_MASK);
    shape->front = shape->header_len;
    if (!shape->hw || (key->flags & D11_KEY_HW_HEADER) == 0)
        shape->front = (uint8_t)(shape->front + key->cipher->header_len);
    if (!shape->hw && key->cipher->soft != NULL)
        shape->put_mic = key->cipher->soft->put_mic;
}

void d11_tx_make_shape(struct d11_tx_shape *shape, const struct d11_vif *vif,
                       struct d11_peer *peer, bool plain)
{
    struct d11_key *key = d11_key_to_send(vif, peer);
    const unsigned subtype = peer->qos ? D11_DATA_QOS : D11_DATA_DATA;

    memset(shape, 0, sizeof(*shape));
    shape->peer = peer;
    shape->link_id = peer->link->id;
    shape->freq_mhz = peer->link->channel.freq_mhz;
    shape->count_seq = (vif->env->caps->flags & D11_HW_SEQ) == 0;
    shape->qos = peer->qos;
    shape->header_len = D11_HEADER_LEN;
    if (peer->qos)
        shape->header_len = D11_HEADER_LEN + QOS_LEN;
    shape->front = shape->header_len;
    shape->header[0] = (uint8_t)(D11_TYPE_DATA << 2 | subtype << 4);
    shape->header[1] = (uint8_t)(peer->link->ibss ? 0 : D11_FC1_TO_DS);
    d11_addr_copy(shape->header + A1_AT, peer->addr);
    d11_addr_copy(shape->header + A2_AT, peer->link->addr);
    if (!plain && d11_key_can_send(key))
        d11_tx_shape_key(shape, key);
}

void d11_tx_put_header(const struct d11_tx_shape *shape,
                       struct dot11_frame *frame, const uint8_t *da,
                       uint8_t tid)
{
    uint8_t *header = frame->data - shape->front;
    unsigned sequence = 0;

    memcpy(header, shape->header, sizeof(shape->header));
    d11_addr_copy(header + A3_AT, da);
    if (shape->qos)
        d11_store_le16(header + QOS_AT, tid);
    else
        tid = D11_TID_NONE;
    if (shape->count_seq) {
        sequence = shape->peer->tx_seq[tid];
        shape->peer->tx_seq[tid] = (uint16_t)((sequence + 1) & SEQUENCE_MASK);
    }
    d11_store_le16(header + SEQUENCE_AT, (uint16_t)(sequence << 4));
    if (shape->put_mic != NULL)
        shape->put_mic(shape->key, header, frame);
    frame->data = header;
    frame->len += shape->front;
}

enum dot11_err d11_tx_encapsulate(const struct d11_tx_shape *shape,
                                  struct dot11_frame *frame, uint8_t tid)
{
    struct d11_msdu msdu;

    if (!d11_ethernet_to_llc(&msdu, frame->data, frame->len))
        return D11_ERR_ARG;
    frame->data = msdu.data;
    frame->len = (uint32_t)msdu.len;
    d11_tx_put_header(shape, frame, msdu.da, tid);
    frame->flags = (uint16_t)((frame->flags & ~D11_TX_GENERATION_MASK) |
                              shape->generation);
    shape->peer->tx_msdus++;
    return D11_OK;
}
