/* Protection of received data: keys, verdicts and packet numbers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4, 12.5.5.4 and 12.9.2.6. */
#include "rx/steps.h"

#include "base/assert.h"

struct d11_key *d11_rx_key_slot(const struct d11_rx_item *item, bool group,
                                uint8_t key_id)
{
    struct d11_key *key;

    if (group)
        key = &item->peer->link->gtk[key_id % D11_GROUP_KEYS];
    else if (key_id < 2)
        key = &item->peer->keys[key_id];
    else
        return NULL;
    return key->cipher != NULL && key->key_id == key_id ? key : NULL;
}

/* Why a protected frame has no key: SEC-PRT-07 when it names one of the other
 * kind, which the software never even tries. */
static enum dot11_drop no_key(const struct d11_rx_item *item, uint8_t key_id)
{
    return d11_rx_key_slot(item, !item->group, key_id) != NULL
               ? D11_DROP_KEY_ADDRESS
               : D11_DROP_NO_KEY;
}

enum dot11_drop d11_rx_find_key(struct d11_rx_item *item)
{
    const struct dot11_rx *rx = item->rx;
    const uint32_t len = item->header_len;
    uint8_t key_id = rx->key_id;

    item->key = NULL;
    if ((item->fc1 & D11_FC1_PROTECTED) == 0)
        return (rx->flags & D11_RX_DECRYPTED) != 0 ? D11_DROP_DESCRIPTOR
                                                   : D11_DROP_NONE;
    /* SEC-FRM-07: there is nothing in it to protect. */
    if (item->kind == D11_RX_NULL)
        return D11_DROP_PROTECTED_TYPE;
    if ((rx->flags & D11_RX_IV_STRIPPED) == 0) {
        if (rx->frame->len < len + D11_CCMP_HEADER_LEN)
            return D11_DROP_CIPHER_HEADER;
        key_id = (uint8_t)(rx->frame->data[len + D11_RX_KEY_ID_AT] >>
                           D11_RX_KEY_ID_SHIFT);
    }
    item->key = d11_rx_key_slot(item, item->group, key_id);
    if (item->key == NULL)
        return no_key(item, key_id);
    item->generation = item->key->generation;
    if ((rx->flags & D11_RX_DECRYPTED) == 0)
        return D11_DROP_NONE;
    /* SEC-RPL-08: only of keys that the radio was given. */
    if ((item->key->flags & D11_KEY_HW) == 0)
        return D11_DROP_DESCRIPTOR;
    return ((rx->flags & D11_RX_GROUP_KEY) != 0) == item->group
               ? D11_DROP_NONE
               : D11_DROP_KEY_ADDRESS;
}

static enum dot11_drop queue_open(struct d11_rx_path *path,
                                  struct d11_rx_item *item)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct d11_ccmp_frame *crypt = &work->crypt[work->crypt_count];

    d11_assert(work->crypt_count < work->size);
    if (!item->key->software)
        return D11_DROP_NO_KEY;
    crypt->mpdu = item->rx->frame->data;
    crypt->len = item->rx->frame->len;
    crypt->header_len = item->header_len;
    crypt->key = item->key;
    item->crypt = crypt;
    work->crypt_count++;
    return D11_DROP_NONE;
}

/* The radio has decrypted the frame: what is left of cipher header and MIC
 * goes. */
static enum dot11_drop take_decrypted(struct d11_rx_item *item)
{
    const struct dot11_rx *rx = item->rx;
    struct d11_ccmp_header header = {rx->pn, rx->key_id};
    uint32_t before = item->header_len;
    uint32_t behind = 0;

    if ((rx->flags & D11_RX_IV_STRIPPED) == 0) {
        if (rx->frame->len < before + D11_CCMP_HEADER_LEN ||
            !d11_ccmp_header_read(rx->frame->data + before, &header))
            return D11_DROP_CIPHER_HEADER;
        before += D11_CCMP_HEADER_LEN;
    } else if (rx->pn > D11_PN_MAX) {
        return D11_DROP_DESCRIPTOR;
    }
    if ((rx->flags & D11_RX_MIC_STRIPPED) == 0)
        behind = item->key->cipher->mic_len;
    if (rx->frame->len < before + behind)
        return D11_DROP_CIPHER_HEADER;
    item->pn = header.pn;
    item->body = rx->frame->data + before;
    item->body_len = rx->frame->len - before - behind;
    return D11_DROP_NONE;
}

enum dot11_drop d11_rx_find_body(struct d11_rx_path *path,
                                 struct d11_rx_item *item)
{
    item->crypt = NULL;
    if (item->key != NULL) {
        if ((item->rx->flags & D11_RX_DECRYPTED) != 0)
            return take_decrypted(item);
        return queue_open(path, item);
    }
    item->body = item->rx->frame->data + item->header_len;
    item->body_len = item->rx->frame->len - item->header_len;
    return D11_DROP_NONE;
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

enum dot11_drop d11_rx_unprotect(struct d11_rx_item *item)
{
    const struct d11_ccmp_frame *crypt = item->crypt;

    if (!crypt->ok)
        return crypt->drop;
    item->pn = crypt->pn;
    item->body = crypt->mpdu + crypt->header_len + D11_CCMP_HEADER_LEN;
    item->body_len = crypt->body_len;
    return D11_DROP_NONE;
}

enum dot11_drop d11_rx_check_replay(struct d11_rx_item *item)
{
    struct d11_key *key = item->key;

    /* SEC-RPL-01: without QoS it is the counter of TID 0. */
    if ((key->flags & D11_KEY_HW_PN_CHECK) == 0 &&
        !d11_replay_commit(&key->rx, item->tid % D11_TID_COUNT, item->pn))
        return D11_DROP_REPLAY;
    /* SEC-HSK-09: the peer has the key, so it has no more reason to send
     * anything in clear. */
    if (!item->group)
        item->peer->verified = true;
    return D11_DROP_NONE;
}
