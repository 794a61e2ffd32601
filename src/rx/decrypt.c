/* Protection of received data: keys, verdicts and packet numbers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4, 12.5.5.4 and 12.9.2.6. */
#include "rx/steps.h"

#include "base/assert.h"
#include "hw/keys.h"

struct d11_key *d11_rx_key_slot(const struct d11_rx_flow *flow, bool group,
                                uint8_t key_id)
{
    const struct d11_keys_ops *ops = d11_keys_ops(flow->vif->env);
    struct d11_key *key = NULL;

    d11_assert(flow->peer != NULL);
    if (group)
        key = &flow->peer->link->gtk[key_id % D11_GROUP_KEYS];
    else if (key_id < 2)
        key = &flow->peer->keys[key_id];
    if (key != NULL && key->cipher != NULL && key->key_id == key_id)
        return key;
    if (ops == NULL || d11_peer_has_key(flow->peer))
        return NULL;
    return ops->to_open(flow->vif, flow->peer, group, key_id);
}

/* Why a protected frame has no key: SEC-PRT-07 when it names one of the other
 * kind, which the software never even tries. */
static enum dot11_drop no_key(const struct d11_rx_flow *flow, uint8_t key_id)
{
    return d11_rx_key_slot(flow, !flow->group, key_id) != NULL
               ? D11_DROP_KEY_ADDRESS
               : D11_DROP_NO_KEY;
}

/* Find the key by its id, in the cipher header or the descriptor. */
static enum dot11_drop look_up_key(struct d11_rx_flow *flow,
                                   const struct dot11_rx *rx)
{
    const uint32_t at = flow->header_len;
    const bool is_stripped = (rx->flags & D11_RX_IV_STRIPPED) != 0;
    struct d11_ccmp_header header = {rx->pn, rx->key_id};
    uint8_t octet;

    if (!is_stripped) {
        /* The least that any cipher adds, header and trailer. */
        if (rx->frame->len < at + D11_CCMP_HEADER_LEN)
            return D11_DROP_CIPHER_HEADER;
        octet = rx->frame->data[at + D11_RX_KEY_OCTET_AT];
        flow->key_octet = octet & D11_RX_KEY_OCTET_MASK;
        header.key_id = (uint8_t)(octet >> D11_CCMP_KEY_ID_SHIFT);
    } else if (rx->pn > D11_PN_MAX) {
        return D11_DROP_DESCRIPTOR;
    }
    flow->key_id = header.key_id;
    flow->key = d11_rx_key_slot(flow, flow->group, header.key_id);
    if (flow->key == NULL)
        return no_key(flow, header.key_id);
    if (!is_stripped) {
        flow->before = (uint8_t)(at + flow->key->cipher->header_len);
        if (!d11_cipher_header_read(flow->key->cipher, rx->frame->data + at,
                                    &header))
            return D11_DROP_CIPHER_HEADER;
    }
    flow->generation = flow->key->generation;
    return D11_DROP_NONE;
}

/* May the radio have opened it with that key (SEC-RPL-08)? */
static enum dot11_drop check_radio(const struct d11_rx_flow *flow)
{
    const bool group_key = (flow->flags & D11_RX_GROUP_KEY) != 0;

    if ((flow->key->flags & D11_KEY_HW) == 0)
        return D11_DROP_DESCRIPTOR;
    return group_key == flow->group || (flow->key->flags & D11_KEY_SHARED) != 0
               ? D11_DROP_NONE
               : D11_DROP_KEY_ADDRESS;
}

enum dot11_drop d11_rx_find_key(struct d11_rx_flow *flow,
                                const struct dot11_rx *rx)
{
    enum dot11_drop drop;

    flow->key = NULL;
    flow->sealed = false;
    flow->is_common = false;
    flow->before = flow->header_len;
    flow->around = flow->header_len;
    if ((flow->fc >> 8 & D11_FC1_PROTECTED) == 0)
        return (rx->flags & D11_RX_DECRYPTED) != 0 ? D11_DROP_DESCRIPTOR
                                                   : D11_DROP_NONE;
    /* SEC-FRM-07: there is nothing in it to protect. */
    if (flow->kind == D11_RX_NULL)
        return D11_DROP_PROTECTED_TYPE;
    drop = look_up_key(flow, rx);
    if (drop != D11_DROP_NONE)
        return drop;
    flow->is_common = flow->key->cipher->soft == NULL &&
                      (rx->flags & D11_RX_IV_STRIPPED) == 0;
    flow->around = flow->before;
    if ((rx->flags & D11_RX_MIC_STRIPPED) == 0)
        flow->around = (uint8_t)(flow->before + flow->key->cipher->mic_len);
    if (rx->frame->len < flow->around)
        return D11_DROP_CIPHER_HEADER;
    if ((rx->flags & D11_RX_DECRYPTED) != 0)
        return check_radio(flow);
    flow->sealed = true;
    return flow->key->software ? D11_DROP_NONE : D11_DROP_NO_KEY;
}

/* The packet number of a frame whose key was found. */
static uint64_t packet_number(const struct d11_rx_flow *flow,
                              const struct dot11_rx *rx)
{
    struct d11_ccmp_header header = {rx->pn, rx->key_id};

    if ((flow->flags & D11_RX_IV_STRIPPED) == 0)
        (void)d11_cipher_header_read(
            flow->key->cipher, rx->frame->data + flow->header_len, &header);
    return header.pn;
}

void d11_rx_queue(struct d11_rx_work *work, struct d11_rx_item *item)
{
    struct d11_ccmp_frame *crypt = &work->crypt[work->crypt_count];

    if (!item->flow->is_common && item->flow->key != NULL)
        item->pn = packet_number(item->flow, item->rx);
    if (!item->flow->sealed)
        return;
    d11_assert(work->crypt_count < work->size);
    crypt->mpdu = item->rx->frame->data;
    crypt->len = item->rx->frame->len;
    crypt->header_len = item->flow->header_len;
    crypt->key = item->flow->key;
    item->crypt = crypt;
    work->crypt_count++;
}

void d11_rx_open(struct d11_rx_path *path)
{
    struct d11_rx_work *work = d11_rx_work(path);

    if (work->crypt_count == 0)
        return;
    (void)d11_ccmp_open(work->crypt, work->crypt_count, &path->scratch,
                        &path->env->crypto_ops, path->env->config.crypto);
    work->crypt_count = 0;
}

enum dot11_drop d11_rx_check_replay(const struct d11_rx_item *item)
{
    const struct d11_rx_flow *flow = item->flow;
    struct d11_key *key = flow->key;

    /* SEC-RPL-01: without QoS it is the counter of TID 0. */
    if ((key->flags & (D11_KEY_HW_PN_CHECK | D11_KEY_NO_REPLAY)) == 0 &&
        !d11_replay_commit(&key->rx, item->tid, item->pn))
        return D11_DROP_REPLAY;
    /* SEC-HSK-09: the peer has the key, so it has no more reason to send
     * anything in clear. */
    if (!flow->group)
        flow->peer->verified = true;
    return D11_DROP_NONE;
}
