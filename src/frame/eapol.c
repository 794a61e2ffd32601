/* EAPOL and EAPOL-Key frames, apart and together.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2; IEEE Std 802.1X-2020, 11.3. */
#include "frame/eapol.h"

#include <dot11/codes.h>

#include "base/rd.h"

#define IV_LEN 16u
#define RSC_LEN 8u
#define RESERVED_LEN 8u

bool d11_eapol_decode(struct d11_eapol *eapol, const uint8_t *octets,
                      size_t len)
{
    struct d11_rd rd = d11_rd_over(octets, len);
    size_t body_len;

    eapol->version = d11_rd_u8(&rd);
    eapol->type = d11_rd_u8(&rd);
    body_len = d11_rd_be16(&rd);
    eapol->body.data = d11_rd_take(&rd, body_len);
    eapol->body.len = body_len;
    return !rd.truncated && eapol->version >= 1 && eapol->version <= 3 &&
           body_len <= D11_EAPOL_BODY_MAX;
}

enum dot11_drop d11_eapol_key_decode(struct d11_eapol_key *key,
                                     const uint8_t *octets, size_t len,
                                     size_t mic_len)
{
    return d11_eapol_key_decode_as(key, octets, len, mic_len,
                                   D11_EAPOL_DESCRIPTOR_RSN);
}

enum dot11_drop d11_eapol_key_decode_as(struct d11_eapol_key *key,
                                        const uint8_t *octets, size_t len,
                                        size_t mic_len, uint8_t descriptor)
{
    struct d11_eapol eapol;
    struct d11_rd rd;

    if (!d11_eapol_decode(&eapol, octets, len))
        return D11_DROP_EAPOL_FORMAT;
    if (eapol.type != D11_EAPOL_TYPE_KEY)
        return D11_DROP_EAPOL_TYPE;
    rd = d11_rd_over(eapol.body.data, eapol.body.len);
    if (d11_rd_u8(&rd) != descriptor)
        return rd.truncated ? D11_DROP_EAPOL_FORMAT : D11_DROP_EAPOL_TYPE;

    key->version = eapol.version;
    key->mic_len = (uint8_t)mic_len;
    key->frame_len = (uint16_t)(D11_EAPOL_HEADER_LEN + eapol.body.len);
    key->info = d11_rd_be16(&rd);
    key->key_len = d11_rd_be16(&rd);
    key->replay = d11_rd_be64(&rd);
    key->nonce = d11_rd_take(&rd, D11_NONCE_LEN);
    key->iv = d11_rd_take(&rd, IV_LEN);
    key->rsc = d11_rd_take(&rd, RSC_LEN);
    d11_rd_skip(&rd, RESERVED_LEN);
    key->mic = d11_rd_take(&rd, mic_len);
    if (mic_len == 0)
        key->mic = NULL;
    key->data.len = d11_rd_be16(&rd);
    key->data.data = d11_rd_take(&rd, key->data.len);
    return rd.truncated ? D11_DROP_EAPOL_FORMAT : D11_DROP_NONE;
}

/* `len` octets, or as many zeroes when there are none to copy. */
static void octets_or_zero(struct d11_wr *wr, const uint8_t *octets, size_t len)
{
    if (octets != NULL)
        d11_wr_octets(wr, octets, len);
    else
        d11_wr_zero(wr, len);
}

uint8_t *d11_eapol_key_write(struct d11_wr *wr,
                             const struct d11_eapol_key_fields *fields)
{
    size_t body_len = D11_EAPOL_KEY_FIXED + fields->mic_len + fields->data.len;
    uint8_t *mic;

    if (body_len > UINT16_MAX) {
        d11_wr_fail(wr);
        return NULL;
    }
    d11_wr_u8(wr, fields->version);
    d11_wr_u8(wr, D11_EAPOL_TYPE_KEY);
    d11_wr_be16(wr, (uint16_t)body_len);
    d11_wr_u8(wr, fields->descriptor != 0 ? fields->descriptor
                                          : D11_EAPOL_DESCRIPTOR_RSN);
    d11_wr_be16(wr, fields->info);
    d11_wr_be16(wr, fields->key_len);
    d11_wr_be64(wr, fields->replay);
    octets_or_zero(wr, fields->nonce, D11_NONCE_LEN);
    d11_wr_zero(wr, IV_LEN);
    octets_or_zero(wr, fields->rsc, RSC_LEN);
    d11_wr_zero(wr, RESERVED_LEN);
    mic = wr->pos;
    d11_wr_zero(wr, fields->mic_len);
    d11_wr_be16(wr, (uint16_t)fields->data.len);
    d11_wr_octets(wr, fields->data.data, fields->data.len);
    return wr->overflow ? NULL : mic;
}

/* What the supplicant's three frames have in common: they answer, so they
 * carry the counter of the message answered and a MIC, unless the AKM has
 * none (12.7.2, Key MIC bit). */
static uint8_t *write_reply(struct d11_wr *wr,
                            const struct d11_eapol_reply *reply, unsigned info,
                            const uint8_t *nonce, struct dot11_octets data)
{
    struct d11_eapol_key_fields fields = {0};

    fields.version = reply->version;
    fields.mic_len = reply->mic_len;
    fields.replay = reply->replay;
    fields.nonce = nonce;
    fields.data = data;
    fields.info = (uint16_t)(info | reply->key_version | reply->info_more |
                             (reply->mic_len != 0 ? D11_KEY_INFO_MIC : 0u));
    return d11_eapol_key_write(wr, &fields);
}

uint8_t *d11_eapol_write_message2(struct d11_wr *wr,
                                  const struct d11_eapol_reply *reply,
                                  const uint8_t *snonce,
                                  struct dot11_octets data)
{
    return write_reply(wr, reply, D11_KEY_INFO_PAIRWISE, snonce, data);
}

uint8_t *d11_eapol_write_message4(struct d11_wr *wr,
                                  const struct d11_eapol_reply *reply,
                                  struct dot11_octets data)
{
    return write_reply(wr, reply, D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_SECURE,
                       NULL, data);
}

uint8_t *d11_eapol_write_group2(struct d11_wr *wr,
                                const struct d11_eapol_reply *reply,
                                struct dot11_octets data)
{
    return write_reply(wr, reply, D11_KEY_INFO_SECURE, NULL, data);
}
