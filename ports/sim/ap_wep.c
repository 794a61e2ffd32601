/* WEP and Shared Key authentication of an access point.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3. Written apart from the library's own, so that an
 * error in one shows. */
#include <string.h>

#include "ap.h"
#include "base/octets.h"
#include "frame/mgmt.h"

#define HEADER 4u
#define ICV 4u

static uint32_t icv_of(const uint8_t *data, size_t len)
{
    uint32_t sum = 0;

    /* From the other end of the register: reflected, as in 9.2.4.8. */
    for (size_t bit = 0; bit < len * 8 + 32; bit++) {
        uint32_t in =
            bit < len * 8 ? (uint32_t)data[bit / 8] >> bit % 8 & 1u : 0;
        uint32_t out = sum >> 31;

        if (bit < 32)
            in ^= 1u;
        sum = (sum << 1 | in) ^ (out != 0 ? 0x04c11db7u : 0);
    }
    for (unsigned i = 0; i < 16; i++) {
        uint32_t low = sum >> i & 1u, high = sum >> (31 - i) & 1u;

        sum &= ~(1u << i | 1u << (31 - i));
        sum |= high << i | low << (31 - i);
    }
    return ~sum;
}

static bool rc4(struct dot11_sim_ap *ap, const uint8_t *iv, uint8_t *data,
                size_t len)
{
    const struct dot11_crypto_ops *ops = ap->sim->crypto_ops;
    uint8_t key[16];

    memcpy(key, iv, 3);
    memcpy(key + 3, ap->config.wep, ap->config.wep_len);
    return ops != NULL && ops->rc4 != NULL &&
           ops->rc4(ap->sim->crypto, key, (size_t)3 + ap->config.wep_len, 0,
                    data, len) == D11_OK;
}

bool ap_wep_seal(struct dot11_sim_ap *ap, struct sim_packet *packet,
                 size_t header_len)
{
    uint8_t *iv = packet->octets + header_len;
    size_t len = packet->len - header_len;

    if (packet->len + HEADER + ICV > ap->sim->packet_max)
        return false;
    memmove(iv + HEADER, iv, len);
    d11_store_le32(iv, ap->wep_iv++ & 0xffffff);
    iv[3] = (uint8_t)(ap->config.wep_id << 6);
    d11_store_le32(iv + HEADER + len, icv_of(iv + HEADER, len));
    packet->octets[1] |= D11_FC1_PROTECTED;
    packet->len += HEADER + ICV;
    return rc4(ap, iv, iv + HEADER, len + ICV);
}

bool ap_wep_open(struct dot11_sim_ap *ap, struct sim_packet *packet,
                 size_t header_len)
{
    uint8_t *iv = packet->octets + header_len;
    size_t len;

    if (packet->len < header_len + HEADER + ICV || iv[3] != ap->config.wep_id
                                                                << 6)
        return false;
    len = packet->len - header_len - HEADER - ICV;
    if (!rc4(ap, iv, iv + HEADER, len + ICV) ||
        d11_load_le32(iv + HEADER + len) != icv_of(iv + HEADER, len))
        return false;
    memmove(iv, iv + HEADER, len);
    packet->len = header_len + len;
    return true;
}

uint16_t ap_wep_auth(struct ap_sta *sta, const struct d11_auth *auth,
                     struct dot11_octets *rest)
{
    if (auth->transaction == 1) {
        sta->challenge[0] = D11_EID_CHALLENGE;
        sta->challenge[1] = 128;
        sim_rng_octets(&sta->ap->rng, sta->challenge + 2, 128);
        rest->data = sta->challenge;
        rest->len = sizeof sta->challenge;
        return D11_STATUS_SUCCESS;
    }
    if (auth->transaction != 3 || sta->challenge[0] == 0)
        return D11_STATUS_AUTH_SEQUENCE;
    /* 12.3.3.3.5: each challenge is for one answer. */
    sta->challenge[0] = 0;
    return auth->rest.len == sizeof sta->challenge &&
                   auth->rest.data[0] == D11_EID_CHALLENGE &&
                   memcmp(auth->rest.data + 1, sta->challenge + 1, 129) == 0
               ? D11_STATUS_SUCCESS
               : 15; /* challenge failure */
}
