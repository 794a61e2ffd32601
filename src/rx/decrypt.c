/* Protection of received data: keys, verdicts and packet numbers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.4, 12.5.5.4 and 12.9.2.6. */
#include "rx/steps.h"

#include "base/assert.h"

/* Where a cipher header has its key id octet (12.5.3.2). */
#define KEY_ID_AT 3u
#define KEY_ID_SHIFT 6u

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
    crypt->header_len = item->header.len;
    crypt->key = item->key;
    item->crypt = crypt;
    work->crypt_count++;
    return D11_DROP_NONE;
}

/* The radio says that it decrypted the frame (SEC-RPL-08): what is left of
 * cipher header and MIC goes. */
static enum dot11_drop take_decrypted(struct d11_rx_item *item)
{
    const struct dot11_rx *rx = item->rx;
    const bool group_key = (rx->flags & D11_RX_GROUP_KEY) != 0;
    struct d11_ccmp_header header = {rx->pn, rx->key_id};
    uint32_t before = item->header.len;
    uint32_t behind = 0;

    if ((item->key->flags & D11_KEY_HW) == 0)
        return D11_DROP_DESCRIPTOR;
    if (group_key != item->group)
        return D11_DROP_KEY_ADDRESS;
    if ((rx->flags & D11_RX_IV_STRIPPED) == 0) {
        if (!d11_ccmp_header_read(rx->frame->data + before, &header))
            return D11_DROP_CIPHER_HEADER;
        before += D11_CCMP_HEADER_LEN;
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

enum dot11_drop d11_rx_choose_key(struct d11_rx_path *path,
                                  struct d11_rx_item *item)
{
    const struct dot11_rx *rx = item->rx;
    const uint32_t len = item->header.len;
    uint8_t key_id = rx->key_id;

    item->crypt = NULL;
    item->key = NULL;
    if (!d11_header_protected(&item->header)) {
        item->body = rx->frame->data + len;
        item->body_len = rx->frame->len - len;
        return (rx->flags & D11_RX_DECRYPTED) != 0 ? D11_DROP_DESCRIPTOR
                                                   : D11_DROP_NONE;
    }
    if ((item->header.subtype & D11_DATA_NULL) != 0)
        return D11_DROP_PROTECTED_TYPE;
    if ((rx->flags & D11_RX_IV_STRIPPED) == 0) {
        if (rx->frame->len < len + D11_CCMP_HEADER_LEN)
            return D11_DROP_CIPHER_HEADER;
        key_id = (uint8_t)(rx->frame->data[len + KEY_ID_AT] >> KEY_ID_SHIFT);
    }
    item->key = d11_rx_key_slot(item, item->group, key_id);
    if (item->key == NULL)
        return no_key(item, key_id);
    item->generation = item->key->generation;
    if ((rx->flags & D11_RX_DECRYPTED) != 0)
        return take_decrypted(item);
    return queue_open(path, item);
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

    if (crypt == NULL)
        return D11_DROP_NONE;
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

    if (key == NULL)
        return D11_DROP_NONE;
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
