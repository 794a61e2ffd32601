/* Simultaneous Authentication of Equals, the access point's side: it answers
 * a commit with a commit and a confirm with a confirm.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.4. The arithmetic is the core's, which published
 * vectors vouch for. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "frame/mgmt.h"

static uint16_t group_of(const struct dot11_sim_ap *ap)
{
    return ap->config.sae_group != 0 ? ap->config.sae_group : D11_GROUP_P256;
}

static struct d11_sae_prim prim_of(const struct dot11_sim_ap *ap)
{
    const struct d11_sae_prim prim = {ap->sim->crypto_ops, ap->sim->crypto};

    return prim;
}

static enum dot11_err find_element(struct ap_sta *sta, bool h2e)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct d11_sae_prim prim = prim_of(ap);
    const struct d11_curve *curve = d11_curve_of(group_of(ap));
    const struct d11_sae_password from = {
        {(const uint8_t *)ap->config.sae_password,
         strlen(ap->config.sae_password)},
        {NULL, 0},
        {ap->config.ssid.octets, ap->config.ssid.len},
    };
    uint8_t pt[D11_EC_POINT_MAX];
    enum dot11_err err;

    if (!h2e)
        return d11_sae_pwe_by_hunting(&prim, curve, &from, ap->config.bssid,
                                      sta->addr, sta->sae.pwe);
    err = d11_sae_pt(&prim, curve, &from, pt);
    return err == D11_OK ? d11_sae_pwe_of_pt(&prim, curve, pt, ap->config.bssid,
                                             sta->addr, sta->sae.pwe)
                         : err;
}

/* The station's commit: ours, and the keys. */
static enum dot11_err answer_commit(struct ap_sta *sta, bool h2e,
                                    const uint8_t *body)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_sae *sae = &sta->sae;
    const struct d11_sae_prim prim = prim_of(ap);
    const struct d11_curve *curve = d11_curve_of(group_of(ap));
    const struct d11_sae_secret secret = {.pwe = sae->pwe,
                                          .rand = sae->rand,
                                          .own = &sae->own,
                                          .peer = &sae->peer,
                                          .h2e = h2e,
                                          .pk = sae->pk,
                                          .ext_key = ap->config.sae_ext_key};
    uint8_t random[D11_SAE_RANDOM_LEN];
    enum dot11_err err;

    sim_rng_octets(&ap->rng, random, sizeof random);
    memcpy(sae->peer.scalar, body + 2, curve->len);
    memcpy(sae->peer.element, body + 2 + curve->len, 2u * curve->len);
    err = find_element(sta, h2e);
    if (err == D11_OK)
        err = d11_sae_make_commit(&prim, curve, sae->pwe, random, sae->rand,
                                  &sae->own);
    if (err == D11_OK)
        err = d11_sae_derive(&prim, curve, &secret, &sae->keys);
    sae->committed = err == D11_OK;
    return err;
}

/* The AKM Suite Selector element of 00-0F-AC:24. */
static const uint8_t ext_key[] = {255, 5, 114, 0, 0x0f, 0xac, 24};

static uint16_t rx_commit(struct ap_sta *sta, const struct d11_auth *auth,
                          struct dot11_octets *rest)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct d11_curve *curve = d11_curve_of(group_of(ap));
    const bool pk = auth->status == D11_STATUS_SAE_PK;
    const bool h2e = pk || auth->status == D11_STATUS_SAE_H2E;
    const size_t len = 2u + 3u * curve->len;
    struct ap_sae *sae = &sta->sae;

    if (auth->rest.len >= 2 && d11_load_le16(auth->rest.data) != group_of(ap)) {
        memcpy(sae->body, auth->rest.data, 2);
        rest->data = sae->body;
        rest->len = 2;
        return D11_STATUS_UNSUPPORTED_GROUP;
    }
    if (auth->rest.len < len || (h2e && ap->config.sae_looping) ||
        (pk && ap->config.sae_pk == NULL))
        return D11_STATUS_FAILURE;
    sae->pk = pk;
    if (ap->config.sae_ext_key &&
        (!h2e || auth->rest.len < len + sizeof ext_key ||
         memcmp(auth->rest.data + auth->rest.len - sizeof ext_key, ext_key,
                sizeof ext_key) != 0))
        return D11_STATUS_FAILURE;
    if (answer_commit(sta, h2e, auth->rest.data) != D11_OK)
        return D11_STATUS_FAILURE;
    d11_store_le16(sae->body, group_of(ap));
    memcpy(sae->body + 2, sae->own.scalar, curve->len);
    memcpy(sae->body + 2 + curve->len, sae->own.element, 2u * curve->len);
    memcpy(sae->body + len, ext_key, sizeof ext_key);
    rest->data = sae->body;
    rest->len = len + (ap->config.sae_ext_key ? sizeof ext_key : 0);
    return auth->status;
}

/* SAE-PK: behind our confirm. @return octets */
static size_t show_key(struct ap_sta *sta, uint8_t *out)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct d11_sae_prim prim = prim_of(ap);
    struct ap_sae *sae = &sta->sae;
    struct d11_sae_pk_claim claim;

    if (!sae->pk)
        return 0;
    memset(&claim, 0, sizeof claim);
    claim.group = group_of(ap);
    claim.kek_len = sae->keys.kck_len;
    memcpy(claim.kek, sae->keys.kek, sizeof claim.kek);
    memcpy(claim.bssid, ap->config.bssid, sizeof claim.bssid);
    memcpy(claim.own_addr, sta->addr, sizeof claim.own_addr);
    claim.ap = sae->own;
    claim.own = sae->peer;
    return ap_pk_show(&prim, ap->config.sae_pk, &claim)
               ? ap_pk_write(&claim.shown, out)
               : 0;
}

static uint16_t rx_confirm(struct ap_sta *sta, const struct d11_auth *auth,
                           struct dot11_octets *rest)
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct d11_sae_prim prim = prim_of(ap);
    const struct d11_curve *curve = d11_curve_of(group_of(ap));
    struct ap_sae *sae = &sta->sae;
    uint8_t expected[D11_HASH_MAX];

    if (!sae->committed || auth->rest.len < 2u + sae->keys.kck_len ||
        d11_sae_confirm(&prim, curve, &sae->keys,
                        d11_load_le16(auth->rest.data), &sae->peer, &sae->own,
                        expected) != D11_OK ||
        !d11_equal_const_time(expected, auth->rest.data + 2, sae->keys.kck_len))
        return D11_STATUS_CHALLENGE_FAILURE;
    d11_store_le16(sae->body, 1);
    if (d11_sae_confirm(&prim, curve, &sae->keys, 1, &sae->own, &sae->peer,
                        sae->body + 2) != D11_OK)
        return D11_STATUS_FAILURE;
    rest->data = sae->body;
    rest->len = 2u + sae->keys.kck_len;
    rest->len += show_key(sta, sae->body + rest->len);
    return D11_STATUS_SUCCESS;
}

uint16_t ap_sae_auth(struct ap_sta *sta, const struct d11_auth *auth,
                     struct dot11_octets *rest)
{
    return auth->transaction == 1 ? rx_commit(sta, auth, rest)
                                  : rx_confirm(sta, auth, rest);
}
