/* Protection of management frames that are sent.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3.3 and 12.5.5.3; rules SEC-TXP-01 to TXP-03. */
#include "tx/pmf.h"

#include <string.h>

#include "hw/keys.h"
#include "hw/ops.h"
#include "tx/steps.h"

/* A frame under a key, while its protection is made. */
struct sealing {
    struct d11_key *key;
    struct dot11_frame *frame;
    uint8_t header_len;
    bool hw; /* the radio protects */
};

static uint16_t mark_of(const struct d11_key *key)
{
    return (uint16_t)(D11_TX_MGMT_HW |
                      ((d11_key_tag(key) << D11_TX_GENERATION_SHIFT) &
                       D11_TX_MGMT_GENERATION));
}

/* Octets of the cipher header in the frame, when it has one there. */
static uint32_t front_of(const struct d11_key *key)
{
    return (key->flags & D11_KEY_HW) != 0 && (key->flags & D11_KEY_HW_HEADER)
               ? 0
               : key->cipher->header_len;
}

/* Only what the radio wants to find is written. */
static enum dot11_err prepare(struct sealing *sealing)
{
    struct d11_key *key = sealing->key;
    struct dot11_frame *frame = sealing->frame;
    uint64_t pn = 0;

    if ((key->flags & D11_KEY_HW_PN_TX) == 0 && !d11_key_take_pn(key, 1, &pn))
        return D11_ERR_STATE;
    frame->data[1] |= D11_FC1_PROTECTED;
    if ((key->flags & D11_KEY_HW_HEADER) == 0)
        d11_cipher_header_write(key, frame->data + sealing->header_len, pn);
    if ((key->flags & D11_KEY_HW_MIC) == 0) {
        memset(frame->data + frame->len, 0, key->cipher->mic_len);
        frame->len += key->cipher->mic_len;
    }
    return D11_OK;
}

static enum dot11_err seal(struct d11_tx_path *path, struct sealing *sealing)
{
    struct d11_ccmp_frame crypt = {.mpdu = sealing->frame->data,
                                   .len = sealing->frame->len,
                                   .header_len = sealing->header_len,
                                   .key = sealing->key};

    (void)d11_ccmp_seal(&crypt, 1, &path->scratch, &path->env->crypto_ops,
                        path->env->config.crypto);
    if (!crypt.ok)
        return D11_ERR_CRYPTO;
    sealing->frame->len += sealing->key->cipher->mic_len;
    return D11_OK;
}

/* The same frame, with room for what protects it. */
static struct dot11_frame *widen(struct d11_tx_path *path,
                                 const struct dot11_frame *frame,
                                 const struct sealing *sealing)
{
    const uint32_t front = front_of(sealing->key);
    const uint8_t header_len = sealing->header_len;
    struct dot11_frame *wide = d11_host_frame(
        path->env, frame->len + front + sealing->key->cipher->mic_len);

    if (wide == NULL)
        return NULL;
    memcpy(wide->data, frame->data, header_len);
    memset(wide->data + header_len, 0, front);
    memcpy(wide->data + header_len + front, frame->data + header_len,
           frame->len - header_len);
    wide->len = frame->len + front;
    wide->flags = frame->flags;
    wide->refs = frame->refs;
    if (sealing->hw)
        wide->flags |= mark_of(sealing->key);
    path->env->stats.copies++;
    return wide;
}

void d11_tx_refuse_mgmt(struct d11_tx_path *path, struct dot11_frame *frame)
{
    d11_tx_free(path, frame);
    d11_tx_flush_done(path);
}

struct dot11_frame *d11_tx_seal_mgmt(struct d11_tx_path *path,
                                     struct d11_key *key,
                                     struct dot11_frame *frame)
{
    struct sealing sealing = {key, NULL, D11_HEADER_LEN,
                              (key->flags & D11_KEY_HW) != 0};
    enum dot11_err err;

    if (key->cipher->soft == NULL && d11_key_can_send(key))
        sealing.frame = widen(path, frame, &sealing);
    d11_tx_refuse_mgmt(path, frame);
    if (sealing.frame == NULL)
        return NULL;
    err = sealing.hw ? prepare(&sealing) : seal(path, &sealing);
    if (err == D11_OK)
        return sealing.frame;
    d11_tx_refuse_mgmt(path, sealing.frame);
    return NULL;
}

bool d11_tx_name_key(const struct d11_key *key, struct dot11_tx *tx)
{
    const unsigned marks = D11_TX_MGMT_HW | D11_TX_MGMT_GENERATION;

    if (key->cipher == NULL || (key->flags & D11_KEY_HW) == 0 ||
        (tx->frame->flags & marks) != mark_of(key))
        return false;
    tx->hw_slot = key->hw_slot;
    tx->flags |= D11_TX_PROTECT;
    return true;
}
