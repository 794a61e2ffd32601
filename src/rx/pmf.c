/* Protection of received management frames.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4, 12.5.4.6, 12.5.5.4 and 12.2.7; rules
 * SEC-RPL-01, SEC-RPL-05, SEC-PMF-02, SEC-PMF-08. */
#include "rx/pmf.h"

#include <string.h>

#include "crypto/bip.h"

/* What a radio says of a frame whose MME it verified. */
#define MME_GOOD ((uint32_t)D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY)

/* What was around the body goes, and so does the Protected bit. */
static enum dot11_drop strip(struct d11_rx_path *path,
                             const struct d11_rx_item *item)
{
    const struct d11_rx_flow *flow = item->flow;
    struct dot11_frame *frame = item->rx->frame;
    const uint32_t before = (uint32_t)(flow->before - flow->header_len);

    memmove(frame->data + before, frame->data, flow->header_len);
    frame->data += before;
    frame->data[1] &= (uint8_t)~D11_FC1_PROTECTED;
    frame->len -= (uint32_t)(flow->around - flow->header_len);
    return d11_header_decode(&d11_rx_work(path)->header, frame->data,
                             frame->len);
}

enum dot11_drop d11_rx_open_mgmt(struct d11_rx_path *path,
                                 struct d11_rx_item *item)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct d11_rx_flow *flow = item->flow;
    enum dot11_drop drop;

    flow->header_len = work->header.len;
    flow->fc =
        (uint16_t)(d11_load_le16(item->rx->frame->data) & D11_RX_FC_MASK);
    drop = d11_rx_find_key(flow, item->rx);
    if (drop != D11_DROP_NONE)
        return drop;
    /* 12.2.7: there is no such protection with TKIP or WEP. */
    if (flow->key->cipher->soft != NULL)
        return D11_DROP_NO_KEY;
    /* Where the packet number is read, whoever opens the frame. */
    flow->is_common = false;
    d11_rx_queue(work, item);
    d11_rx_open(path);
    if (item->crypt != NULL && !item->crypt->ok)
        return item->crypt->drop;
    if (!d11_replay_commit(&flow->key->rx, D11_REPLAY_MGMT, item->pn))
        return D11_DROP_REPLAY;
    flow->peer->verified = true;
    return strip(path, item);
}

/* The radio verified the MIC. Packet numbers are always ours to judge. */
static enum dot11_drop take_verified(struct d11_key *key,
                                     const struct dot11_rx *rx,
                                     const struct d11_mme *mme)
{
    if ((rx->flags & MME_GOOD) != MME_GOOD || (key->flags & D11_KEY_HW) == 0)
        return D11_DROP_DESCRIPTOR;
    return d11_replay_commit(&key->rx, D11_REPLAY_MGMT, mme->ipn)
               ? D11_DROP_NONE
               : D11_DROP_REPLAY;
}

enum dot11_drop d11_rx_check_mme(struct d11_rx_path *path,
                                 const struct d11_rx_item *item,
                                 struct d11_key keys[2], uint8_t first)
{
    const struct dot11_rx *rx = item->rx;
    const size_t header_len = d11_rx_work(path)->header.len;
    /* All keys of an association have one cipher. */
    const struct d11_cipher *cipher =
        keys[0].cipher != NULL ? keys[0].cipher : keys[1].cipher;
    struct d11_mme mme;
    struct d11_key *key;

    if (cipher == NULL)
        return D11_DROP_NO_KEY;
    if (!d11_mme_read(rx->frame->data, rx->frame->len, header_len, cipher,
                      &mme))
        return D11_DROP_UNPROTECTED_MGMT;
    if (mme.key_id < first || mme.key_id > first + 1u)
        return D11_DROP_NO_KEY;
    key = &keys[mme.key_id - first];
    if (key->cipher != cipher)
        return D11_DROP_NO_KEY;
    if ((rx->flags & D11_RX_DECRYPTED) != 0)
        return take_verified(key, rx, &mme);
    return d11_bip_open(key, rx->frame->data, rx->frame->len, header_len,
                        &path->env->crypto_ops, path->env->config.crypto);
}
