/* Enhanced Open, the access point's side: a public key for a public key.
 *
 * SPDX-License-Identifier: MIT
 * RFC 8110, 4.3, 4.4. The arithmetic is the core's, which vectors of another
 * implementation vouch for. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "base/wr.h"
#include "frame/index.h"

static bool takes(const struct dot11_sim_ap *ap, uint16_t group)
{
    for (unsigned i = 0; i < 3; i++) {
        if (group != 0 && ap->config.owe_groups[i] == group)
            return true;
    }
    return false;
}

uint16_t ap_owe_request(struct ap_sta *sta, const struct d11_index *index)
{
    struct dot11_sim_ap *ap = sta->ap;
    const struct dot11_octets body = d11_index_body(index, D11_SLOT_OWE_DH);
    const struct d11_owe_prim prim = {ap->sim->crypto_ops, ap->sim->crypto};
    uint8_t random[D11_OWE_RANDOM_LEN], secret[D11_EC_NUMBER_MAX];
    struct ap_owe *owe = &sta->owe;
    struct d11_owe_secret from = {secret, NULL, owe->own, true};

    if (body.len < 2)
        return D11_STATUS_INVALID_ELEMENT;
    owe->group = d11_load_le16(body.data);
    if (!takes(ap, owe->group))
        return D11_STATUS_UNSUPPORTED_GROUP;
    if (body.len != 2u + d11_curve_of(owe->group)->len)
        return D11_STATUS_INVALID_ELEMENT;
    sim_rng_octets(&ap->rng, random, sizeof random);
    from.station = body.data + 2;
    if (d11_owe_make_pair(&prim, d11_curve_of(owe->group), random, secret,
                          owe->own) != D11_OK ||
        d11_owe_derive(&prim, d11_curve_of(owe->group), &from, &owe->keys) !=
            D11_OK)
        return D11_STATUS_FAILURE;
    return D11_STATUS_SUCCESS;
}

void ap_owe_write(const struct ap_sta *sta, struct d11_wr *wr)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct d11_curve *curve = d11_curve_of(sta->owe.group);

    if (ap->owe_answer != NULL) {
        d11_wr_octets(wr, ap->owe_answer, ap->owe_answer_len);
        return;
    }
    d11_wr_u8(wr, D11_EID_EXTENSION);
    d11_wr_u8(wr, (uint8_t)(3u + curve->len));
    d11_wr_u8(wr, D11_EXT_OWE_DH);
    d11_wr_le16(wr, curve->group);
    d11_wr_octets(wr, sta->owe.own, curve->len);
}

void dot11_sim_ap_set_owe_answer(struct dot11_sim_ap *ap,
                                 const uint8_t *elements, size_t len)
{
    ap->owe_answer = elements;
    ap->owe_answer_len = len;
}
