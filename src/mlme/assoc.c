#include "mlme/assoc.h"

#include <string.h>

#include "base/octets.h"
#include "frame/compose.h"
#include "frame/index.h"
#include "frame/mgmt.h"
#include "hw/attrs.h"
#include "hw/caps.h"
#include "mlme/send.h"

/* Octets of a request: header, fixed fields, and all elements. */
#define REQUEST_ROOM 640u
#define SECURITY_ROOM 288u
/* Type of a Timeout Interval element (Table 9-155). */
#define COMEBACK 3u

/* What a station says of itself, as far as the BSS cares (9.4.1.4). */
static uint16_t capability(const struct d11_mlme *mlme)
{
    uint16_t bits = D11_CAP_ESS;

    if (mlme->suites.privacy)
        bits |= D11_CAP_PRIVACY;
    if ((mlme->bss->capability & D11_CAP_SHORT_PREAMBLE) != 0)
        bits |= D11_CAP_SHORT_PREAMBLE;
    if ((mlme->bss->capability & D11_CAP_SHORT_SLOT) != 0)
        bits |= D11_CAP_SHORT_SLOT;
    if ((mlme->bss->flags & D11_BSS_HAS_WMM) != 0)
        bits |= mlme->bss->capability & D11_CAP_QOS;
    return bits;
}

/* The RSNE comes first among the security elements, others after it go where
 * elements without a place of their own go. */
static void split(struct d11_assoc_req_fields *fields, const uint8_t *octets,
                  size_t len)
{
    fields->rsne.data = octets;
    if (len >= 2 && octets[0] == D11_EID_RSN && len >= 2u + octets[1])
        fields->rsne.len = 2u + octets[1];
    fields->more.data = octets + fields->rsne.len;
    fields->more.len = len - fields->rsne.len;
}

static void keep_body(struct d11_mlme *mlme, const uint8_t *body, size_t len)
{
    struct d11_bodies *bodies = &mlme->bodies;

    bodies->request_len = 0;
    bodies->response_len = 0;
    bodies->beacon_len = 0;
    if (len > bodies->size)
        return;
    memcpy(bodies->octets, body, len);
    bodies->request_len = (uint16_t)len;
}

enum dot11_err d11_assoc_send(struct d11_mlme *mlme)
{
    struct d11_link *link = mlme->peer->link;
    struct d11_assoc_req_fields fields;
    const struct d11_attrs_ops *attrs = d11_attrs_ops(mlme->vif);
    struct dot11_octets more = {NULL, 0};
    uint8_t security[SECURITY_ROOM];
    struct d11_letter letter;
    size_t len;

    memset(&fields, 0, sizeof fields);
    len = mlme->hooks.elements(mlme->hooks.arg, mlme->bss, &mlme->suites,
                               security, sizeof security);
    if (len > sizeof security)
        return D11_ERR_FULL;
    split(&fields, security, len);
    fields.current_ap = mlme->reassoc ? mlme->current_ap : NULL;
    fields.ssid.data = mlme->ssid.octets;
    fields.ssid.len = mlme->ssid.len;
    fields.rates = d11_caps_rates(mlme->env->caps, link->channel.freq_mhz);
    fields.capability = capability(mlme);
    fields.listen_interval = mlme->env->config.listen_interval;
    fields.wmm = (mlme->bss->flags & D11_BSS_HAS_WMM) != 0;
    if (attrs != NULL)
        attrs->request(mlme->vif, link->bssid, &fields, &more);
    mlme->wmm = fields.wmm;
    if (!d11_send_open(&letter, mlme->peer, mlme->env,
                       REQUEST_ROOM + more.len))
        return D11_ERR_MEMORY;
    d11_compose_assoc_req(&letter.wr, &letter.addrs, &fields);
    d11_wr_octets(&letter.wr, more.data, more.len);
    if (!letter.wr.overflow)
        keep_body(mlme, letter.frame->data + D11_HEADER_LEN,
                  d11_wr_len(&letter.wr) - D11_HEADER_LEN);
    return d11_send_close(&letter, mlme->tx, mlme->vif, mlme->peer,
                          D11_COOKIE_ASSOC);
}

/* The answer, behind the request; what does not fit is left out. */
static void keep_answer(struct d11_mlme *mlme, const uint8_t *body, size_t len)
{
    struct d11_bodies *bodies = &mlme->bodies;

    if (len > (size_t)bodies->size - bodies->request_len)
        return;
    memcpy(bodies->octets + bodies->request_len, body, len);
    bodies->response_len = (uint16_t)len;
}

void d11_assoc_keep_beacon(struct d11_mlme *mlme)
{
    struct d11_bodies *bodies = &mlme->bodies;
    const unsigned at = (unsigned)bodies->request_len + bodies->response_len;
    struct dot11_bss view;

    if (mlme->bss == NULL)
        return;
    d11_bss_view(mlme->table, mlme->bss, &view);
    if (view.elements_len == 0 || view.elements_len > bodies->size - at)
        return;
    memcpy(bodies->octets + at, view.elements, view.elements_len);
    bodies->beacon_len = view.elements_len;
}

/* 9.4.2.49: when an AP that is busy with us already may be asked again. */
static uint32_t comeback_tu(const struct d11_index *index)
{
    struct dot11_octets body = d11_index_body(index, D11_SLOT_TIMEOUT_INTERVAL);

    return body.len == 5 && body.data[0] == COMEBACK
               ? d11_load_le32(body.data + 1)
               : 0;
}

/* The answer says that we are in. */
static void adopt(struct d11_mlme *mlme, const struct d11_assoc_resp *resp,
                  const struct d11_index *index)
{
    struct d11_peer *peer = mlme->peer;

    peer->aid = resp->aid;
    peer->qos = mlme->wmm && d11_index_has(index, D11_SLOT_WMM);
    peer->controlled = mlme->suites.controlled;
    peer->authorized = false;
    peer->verified = false;
    peer->rx_us = mlme->env->now_us;
    peer->rx_msdus = 0;
    peer->tx_msdus = 0;
    for (unsigned i = 0; i < D11_SEQ_COUNT; i++)
        peer->rx_seq[i] = D11_SEQ_NONE;
    peer->link->is_protected = mlme->suites.pairwise_cipher != D11_CIPHER_NONE;
    peer->associated = true;
}

/* With keys of before the association the answer has to prove itself. */
static bool is_proved(const struct d11_mlme *mlme,
                      const struct d11_assoc_resp *resp)
{
    const struct dot11_ext_auth heard = {mlme->suites.auth_algorithm,
                                         D11_EXT_AUTH_ASSOC, resp->status,
                                         resp->elements};
    struct dot11_ext_auth out;

    return mlme->hooks.authenticate(mlme->hooks.arg, mlme->bss, &heard, &out) ==
           D11_OK;
}

enum dot11_drop d11_assoc_read(struct d11_mlme *mlme, const uint8_t *body,
                               size_t len, struct d11_join_result *result)
{
    struct d11_assoc_resp resp;
    struct d11_index index;

    if (!d11_assoc_resp_decode(&resp, body, len))
        return D11_DROP_MGMT_BODY;
    d11_index_build(&index, resp.elements.data, resp.elements.len);
    /* SEC-ELM-01: a broken list of elements is refused as a whole. */
    if (!d11_index_whole(&index))
        return D11_DROP_ELEMENTS;
    if (mlme->suites.ready && mlme->suites.auth_algorithm != D11_AUTH_OPEN &&
        !is_proved(mlme, &resp) && resp.status == D11_STATUS_SUCCESS)
        return D11_DROP_MIC;
    memset(result, 0, sizeof *result);
    if (resp.status != D11_STATUS_SUCCESS) {
        keep_answer(mlme, body, len);
        result->err = D11_ERR_REFUSED;
        result->outcome = D11_OUTCOME_PEER_REFUSED;
        result->code = resp.status;
        if (resp.status == D11_STATUS_ASSOC_COMEBACK)
            mlme->comeback_tu = comeback_tu(&index);
        return D11_DROP_NONE;
    }
    if (resp.aid == 0 || resp.aid > D11_AID_MAX)
        return D11_DROP_MISMATCH;
    keep_answer(mlme, body, len);
    adopt(mlme, &resp, &index);
    return D11_DROP_NONE;
}
