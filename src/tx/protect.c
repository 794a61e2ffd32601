/* Protection of a burst to be sent.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.3. Software seals the whole burst in one call;
 * for a radio that has the key only what it wants to find is written. */
#include <string.h>

#include "hw/keys.h"
#include "tx/steps.h"

bool d11_tx_lacks_key(const struct d11_vif *vif, struct d11_peer *peer)
{
    return peer->link->is_protected &&
           !d11_key_can_send(d11_key_to_send(vif, peer));
}

/* Cipher header and room for the MIC as far as the radio wants them. */
static enum dot11_err prepare_for_radio(const struct d11_tx_shape *shape,
                                        struct dot11_frame *frame)
{
    struct d11_key *key = shape->key;
    const uint8_t mic_len = key->cipher->mic_len;
    uint64_t pn = 0;

    /* SEC-TXP-01: one owner of the packet numbers. */
    if ((key->flags & D11_KEY_HW_PN_TX) == 0 && !d11_key_take_pn(key, 1, &pn))
        return D11_ERR_STATE;
    if ((key->flags & D11_KEY_HW_HEADER) == 0)
        d11_cipher_header_write(key, frame->data + shape->header_len, pn);
    if ((key->flags & D11_KEY_HW_MIC) == 0) {
        memset(frame->data + frame->len, 0, mic_len);
        frame->len += mic_len;
    }
    return D11_OK;
}

/* Seal the burst; each verdict is in work->crypt. */
static void seal(struct d11_tx_path *path, const struct d11_tx_shape *shape)
{
    struct d11_tx_work *work = d11_tx_work(path);

    for (size_t i = 0; i < work->burst_count; i++) {
        struct d11_ccmp_frame *crypt = &work->crypt[i];

        crypt->mpdu = work->burst[i].frame->data;
        crypt->len = work->burst[i].frame->len;
        crypt->header_len = shape->header_len;
        crypt->key = shape->key;
    }
    (void)d11_ccmp_seal(work->crypt, work->burst_count, &path->scratch,
                        &path->env->crypto_ops, path->env->config.crypto);
}

/* What became of one frame of the sealed burst. SEC-TXP-02: without a packet
 * number it must not be sent. */
static enum dot11_err take_sealed(const struct d11_tx_shape *shape,
                                  const struct d11_ccmp_frame *crypt,
                                  struct dot11_frame *frame)
{
    if (!crypt->ok)
        return d11_key_spent(shape->key) ? D11_ERR_STATE : D11_ERR_CRYPTO;
    frame->len += shape->key->cipher->mic_len;
    return D11_OK;
}

/* A frame that cannot be protected leaves the burst. */
static void give_up(struct d11_tx_path *path, struct d11_vif *vif,
                    struct dot11_frame *frame, enum dot11_err err)
{
    if (d11_tx_kind(frame) == D11_TX_KIND_MSDU)
        d11_tx_done(path, vif, frame, err);
    else
        d11_tx_free(path, frame);
}

void d11_tx_protect(struct d11_tx_path *path, struct d11_vif *vif,
                    const struct d11_tx_shape *shape)
{
    struct d11_tx_work *work = d11_tx_work(path);
    size_t kept = 0;

    if (shape->key == NULL)
        return;
    if (!shape->hw)
        seal(path, shape);
    for (size_t i = 0; i < work->burst_count; i++) {
        struct dot11_frame *frame = work->burst[i].frame;
        enum dot11_err err = shape->hw
                                 ? prepare_for_radio(shape, frame)
                                 : take_sealed(shape, &work->crypt[i], frame);

        if (err != D11_OK) {
            give_up(path, vif, frame, err);
            continue;
        }
        if (kept != i)
            work->burst[kept] = work->burst[i];
        kept++;
    }
    work->burst_count = kept;
}
