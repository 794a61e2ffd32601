/* Channel switch announcements, short and extended.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.18 and 9.4.2.52. */
#include "frame/csa.h"

#include "base/rd.h"

#define CSA_LEN 3u
#define ECSA_LEN 4u
#define MODE_MAX 1u

bool d11_csa_decode(struct d11_csa *csa, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len != CSA_LEN)
        return false;
    csa->mode = d11_rd_u8(&rd);
    csa->operating_class = 0;
    csa->channel = d11_rd_u8(&rd);
    csa->count = d11_rd_u8(&rd);
    return csa->mode <= MODE_MAX;
}

bool d11_ecsa_decode(struct d11_csa *csa, const uint8_t *body, size_t len)
{
    struct d11_rd rd = d11_rd_over(body, len);

    if (len != ECSA_LEN)
        return false;
    csa->mode = d11_rd_u8(&rd);
    csa->operating_class = d11_rd_u8(&rd);
    csa->channel = d11_rd_u8(&rd);
    csa->count = d11_rd_u8(&rd);
    return csa->mode <= MODE_MAX;
}

enum d11_csa_result d11_csa_from_index(struct d11_csa *csa,
                                       const struct d11_index *index)
{
    struct dot11_octets body = d11_index_body(index, D11_SLOT_CSA);
    struct dot11_octets extended = d11_index_body(index, D11_SLOT_ECSA);
    struct d11_csa shorter;

    if (body.data == NULL && extended.data == NULL)
        return D11_CSA_NONE;
    if (body.data != NULL && !d11_csa_decode(&shorter, body.data, body.len))
        return D11_CSA_INVALID;
    if (extended.data == NULL) {
        *csa = shorter;
        return D11_CSA_VALID;
    }
    if (!d11_ecsa_decode(csa, extended.data, extended.len))
        return D11_CSA_INVALID;
    if (body.data != NULL &&
        (shorter.mode != csa->mode || shorter.channel != csa->channel ||
         shorter.count != csa->count))
        return D11_CSA_INVALID;
    return D11_CSA_VALID;
}
