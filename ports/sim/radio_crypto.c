/* A radio that ciphers: CCMP, GCMP and BIP in "hardware".
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3, 12.5.4, 12.5.5. */
#include <string.h>

#include "base/octets.h"
#include "hw/caps.h"
#include "radio.h"

/* Octets of an MME in front of its MIC, and the longest frame with one. */
#define MME_FIXED 10u
#define MME_FRAME_MAX 1024u
#define HEADER_LEN 24u

static bool all_zero(const uint8_t *octets, size_t len)
{
    uint8_t sum = 0;

    for (size_t i = 0; i < len; i++)
        sum |= octets[i];
    return sum == 0;
}

static struct radio_key *find_key(struct dot11_sim_radio *radio, bool pairwise,
                                  const uint8_t *peer, uint8_t key_id)
{
    for (unsigned i = 0; i < RADIO_KEYS; i++) {
        struct radio_key *key = &radio->keys[i];

        if (key->used && key->pairwise == pairwise &&
            key->key.key_id == key_id && d11_addr_equal(key->peer, peer))
            return key;
    }
    return NULL;
}

static struct radio_key *free_key(struct dot11_sim_radio *radio)
{
    for (unsigned i = 0; i < RADIO_KEYS; i++) {
        if (!radio->keys[i].used)
            return &radio->keys[i];
    }
    return NULL;
}

enum dot11_err radio_set_key(void *hw, uint32_t token, struct dot11_hw_key *key)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_op *later;
    struct radio_key *place;
    enum dot11_err err;

    if (!d11_caps_cipher(&radio->caps, key->cipher) ||
        key->len != sim_key_len(key->cipher))
        return D11_ERR_UNSUPPORTED;
    if (all_zero(key->octets, key->len))
        radio->stats.zero_keys++;
    place = find_key(radio, key->pairwise, key->peer, key->key_id);
    if (place == NULL)
        place = free_key(radio);
    if (place == NULL)
        return D11_ERR_FULL;
    err = radio_answer(radio, DOT11_SIM_OP_SET_KEY, token, &later);
    if ((err != D11_OK && err != D11_ERR_PENDING) ||
        (later != NULL && (later->err != D11_OK || later->lost)))
        return err;
    if (!sim_key_set(radio->sim, &place->key, key->cipher, key->octets,
                     key->key_id))
        return D11_ERR_HW;
    place->used = true;
    place->pairwise = key->pairwise;
    d11_addr_copy(place->peer, key->peer);
    place->key.tx_pn = key->tx_pn;
    key->iv_by_hw = radio->config.iv_by_hw;
    key->mic_room_by_core = radio->config.mic_room;
    key->hw_slot = (uint16_t)(place - radio->keys);
    radio->stats.keys_set++;
    return err;
}

static void remove_key(struct dot11_sim_radio *radio, struct radio_key *key)
{
    sim_key_clear(radio->sim, &key->key);
    key->used = false;
}

enum dot11_err radio_del_key(void *hw, uint32_t token,
                             const struct dot11_hw_key *key)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_op *later;
    struct radio_key *place;
    enum dot11_err err;

    place = find_key(radio, key->pairwise, key->peer, key->key_id);
    if (place == NULL)
        return D11_ERR_NOT_FOUND;
    err = radio_answer(radio, DOT11_SIM_OP_DEL_KEY, token, &later);
    if (err == D11_OK || (later != NULL && later->err == D11_OK))
        remove_key(radio, place);
    return err;
}

void radio_clear_keys(struct dot11_sim_radio *radio)
{
    for (unsigned i = 0; i < RADIO_KEYS; i++) {
        if (radio->keys[i].used)
            remove_key(radio, &radio->keys[i]);
    }
}

bool radio_seal(struct dot11_sim_radio *radio, unsigned slot,
                struct sim_packet *packet)
{
    struct radio_key *key = &radio->keys[slot % RADIO_KEYS];
    uint8_t *mpdu = packet->octets;
    struct d11_header h;
    uint64_t pn;

    if (!key->used || d11_header_decode(&h, mpdu, packet->len) != D11_DROP_NONE)
        return false;
    if (radio->config.iv_by_hw) {
        memmove(mpdu + h.len + SIM_CCMP_HEADER, mpdu + h.len,
                packet->len - h.len);
        packet->len += SIM_CCMP_HEADER;
        pn = ++key->key.tx_pn;
    } else {
        if (packet->len < h.len + SIM_CCMP_HEADER)
            return false;
        pn = sim_ccmp_pn(mpdu + h.len);
    }
    if (!radio->config.mic_room)
        packet->len += key->key.mic_len;
    return sim_ccmp_seal(radio->sim, &key->key, mpdu, packet->len, h.len, pn);
}

/* The key of the MME that a frame to a group ends with. */
static struct radio_key *mme_key(struct dot11_sim_radio *radio,
                                 const struct dot11_frame *frame)
{
    for (unsigned i = 0; i < RADIO_KEYS; i++) {
        struct radio_key *key = &radio->keys[i];
        const size_t len = MME_FIXED + key->key.mic_len;
        const uint8_t *mme = frame->data + frame->len - len;

        if (key->used && key->key.cipher == radio->config.hw_bip &&
            d11_addr_equal(key->peer, frame->data + 10) &&
            frame->len >= HEADER_LEN + 8 + len && mme[0] == D11_EID_MME &&
            mme[1] == len - 2 && d11_load_le16(mme + 2) == key->key.key_id)
            return key;
    }
    return NULL;
}

/* Made again, the MME must be the same. */
static void verify_mme(struct dot11_sim_radio *radio, struct dot11_rx *rx)
{
    const struct dot11_frame *frame = rx->frame;
    struct radio_key *key =
        radio->config.hw_bip != 0 ? mme_key(radio, frame) : NULL;
    uint8_t octets[MME_FRAME_MAX];
    size_t len;

    if (key == NULL || frame->len > sizeof octets)
        return;
    len = frame->len - MME_FIXED - key->key.mic_len;
    memcpy(octets, frame->data, len);
    key->key.tx_pn = ((uint64_t)d11_load_le16(frame->data + len + 8) << 32 |
                      d11_load_le32(frame->data + len + 4)) -
                     1;
    if (sim_bip_seal(radio->sim, &key->key, octets, len) == 0)
        return;
    rx->flags |= memcmp(octets, frame->data, frame->len) == 0
                     ? D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY
                     : (unsigned)D11_RX_MIC_ERROR;
}

/* Is it one that has a cipher header which the radio knows? */
static bool is_for_cipher(const struct dot11_sim_radio *radio,
                          const struct d11_header *h)
{
    if (!radio->config.hw_ccmp || !d11_header_protected(h))
        return false;
    return h->type == D11_TYPE_DATA ||
           (h->type == D11_TYPE_MGMT && h->subtype != D11_MGMT_AUTH &&
            (radio->config.flags & D11_HW_MFP) != 0);
}

void radio_open(struct dot11_sim_radio *radio, struct dot11_rx *rx)
{
    struct dot11_frame *frame = rx->frame;
    struct radio_key *key;
    struct d11_header h;
    bool group;

    if (d11_header_decode(&h, frame->data, frame->len) != D11_DROP_NONE)
        return;
    if (h.type == D11_TYPE_MGMT && d11_addr_is_group(h.a1))
        verify_mme(radio, rx);
    if (!is_for_cipher(radio, &h) || frame->len < h.len + SIM_CCMP_HEADER)
        return;
    group = d11_addr_is_group(h.a1);
    key = find_key(radio, !group, h.a2, frame->data[h.len + 3] >> 6);
    if (key == NULL || frame->len < h.len + SIM_CCMP_HEADER + key->key.mic_len)
        return;
    rx->key_id = key->key.key_id;
    rx->pn = sim_ccmp_pn(frame->data + h.len);
    if (!sim_ccmp_open(radio->sim, &key->key, frame->data, frame->len, h.len)) {
        rx->flags |= D11_RX_MIC_ERROR;
        return;
    }
    rx->flags |= D11_RX_DECRYPTED | (group ? D11_RX_GROUP_KEY : 0u);
    if (radio->config.keep_mic) {
        rx->flags |= D11_RX_MIC_OK;
    } else {
        rx->flags |= D11_RX_MIC_STRIPPED;
        frame->len -= key->key.mic_len;
    }
    if (radio->config.iv_by_hw) {
        rx->flags |= D11_RX_IV_STRIPPED;
        memmove(frame->data + SIM_CCMP_HEADER, frame->data, h.len);
        frame->data += SIM_CCMP_HEADER;
        frame->len -= SIM_CCMP_HEADER;
    }
}
