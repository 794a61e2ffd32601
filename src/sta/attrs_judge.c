/* Attributes: which BSS may be joined, and how. Rules N80211-BSS-8 to BSS-14,
 * CFG-7, CFG-10, CFG-22, CFG-23, CFG-26, QOS-4. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/compose.h"
#include "hw/exempt.h"
#include "mlme/bss_table.h"
#include "sta/attrs.h"

static bool has_addr(const uint8_t (*list)[D11_ADDR_LEN], unsigned count,
                     const uint8_t *addr)
{
    for (unsigned i = 0; i < count; i++) {
        if (d11_addr_is_broadcast(list[i]) || d11_addr_equal(list[i], addr))
            return true;
    }
    return false;
}

static bool has_number(const uint32_t *list, unsigned count, uint32_t number)
{
    for (unsigned i = 0; i < count; i++) {
        if (list[i] == number)
            return true;
    }
    return false;
}

/* BSS-9: an empty list admits nothing, the wildcard any. */
static bool has_ssid(const struct d11_attrs *attrs,
                     const struct dot11_ssid *ssid)
{
    for (unsigned i = 0; i < attrs->ssid_count; i++) {
        const struct dot11_ssid *one = &attrs->ssids[i];

        if (one->len == 0 ||
            (one->len == ssid->len &&
             memcmp(one->octets, ssid->octets, ssid->len) == 0))
            return true;
    }
    return false;
}

static bool is_desired(const struct d11_vif *vif, const struct d11_bss *bss)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);

    return bss->ssid.len != 0 && has_ssid(attrs, &bss->ssid);
}

/* BSS-12 */
static bool on_phy(const struct d11_vif *vif, const struct d11_bss *bss)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);
    uint32_t ids = d11_attrs_phys_of(vif->env, bss);

    for (unsigned i = 0; i < attrs->phy_count; i++) {
        if (attrs->phys[i] == D11_PHY_ANY || (ids & 1u << attrs->phys[i]) != 0)
            return true;
    }
    return false;
}

/* BSS-11 */
static bool in_domain(const struct d11_vif *vif, const struct d11_bss *bss)
{
    struct dot11_bss view;

    if (d11_attrs_number(vif, D11_ATTR_MULTI_DOMAIN, 0) == 0)
        return true;
    d11_bss_view(&vif->sta->radio->table, bss, &view);
    return dot11_bss_in_domain(&view, d11_attrs_listed(vif)->country);
}

static enum dot11_refusal judge(const struct d11_vif *vif,
                                const struct d11_bss *bss, bool by_lists)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);

    if (has_addr(attrs->excluded, attrs->excluded_count, bss->bssid))
        return D11_REFUSAL_EXCLUDED;
    if (!by_lists)
        return D11_REFUSAL_NONE;
    if (((bss->flags & D11_BSS_IS_IBSS) != 0) !=
        (attrs->numbers[D11_ATTR_DESIRED_BSS_TYPE] == D11_BSS_TYPE_IBSS))
        return D11_REFUSAL_TYPE;
    if (!has_addr(attrs->bssids, attrs->bssid_count, bss->bssid))
        return D11_REFUSAL_BSSID;
    if (!on_phy(vif, bss))
        return D11_REFUSAL_PHY;
    return in_domain(vif, bss) ? D11_REFUSAL_NONE : D11_REFUSAL_DOMAIN;
}

/* A WEP cipher is enabled by its own number, or by that of any length. */
static bool has_cipher(const uint32_t *list, unsigned count, uint32_t cipher)
{
    return has_number(list, count, cipher) ||
           ((cipher == D11_CIPHER_ID_WEP40 || cipher == D11_CIPHER_ID_WEP104) &&
            has_number(list, count, D11_CIPHER_ID_WEP));
}

/* BSS-14, CFG-19 */
static bool suites_fit(const struct d11_vif *vif,
                       const struct dot11_ext_suites *suites)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);
    uint32_t unicast = d11_attrs_cipher_of(suites->pairwise_cipher);
    uint32_t group = d11_attrs_cipher_of(suites->group_cipher);

    if (!has_number(attrs->auths, attrs->auth_count,
                    d11_attrs_auth_of(suites)) ||
        !has_cipher(attrs->multicast, attrs->multicast_count, group))
        return false;
    if (unicast == D11_CIPHER_ID_USE_GROUP)
        return attrs->numbers[D11_ATTR_USE_GROUP] != 0;
    return has_cipher(attrs->unicast, attrs->unicast_count, unicast);
}

static bool seek(const struct d11_vif *vif, enum d11_attrs_aim aim,
                 struct dot11_scan_req *req)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);

    req->elements = attrs->probe_elements.octets;
    req->elements_len = attrs->probe_elements.len;
    switch (aim) {
    case D11_ATTRS_CONNECT: break;
    case D11_ATTRS_BY_LISTS:
        req->ssids = attrs->ssids;
        req->ssid_count = (uint8_t)attrs->ssid_count;
        return attrs->ssid_count != 0 && attrs->bssid_count != 0;
    case D11_ATTRS_ROAM:
        /* APs of a network that is not hidden answer the wildcard. */
        req->ssid_count = attrs->numbers[D11_ATTR_HIDDEN_NETWORK] != 0;
        break;
    }
    return true;
}

static void request(const struct d11_vif *vif, const uint8_t *bssid,
                    struct d11_assoc_req_fields *fields,
                    struct dot11_octets *more)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);

    fields->rates.rates &= attrs->rates;
    if (attrs->numbers[D11_ATTR_QOS_PROTOCOLS] == 0) {
        fields->wmm = false;
        fields->capability &= (uint16_t)~D11_CAP_QOS;
    }
    if (!d11_addr_is_broadcast(attrs->assoc_bssid) &&
        !d11_addr_equal(attrs->assoc_bssid, bssid))
        return;
    more->data = attrs->assoc_elements.octets;
    more->len = attrs->assoc_elements.len;
}

const struct d11_attrs_ops d11_attrs_ops_table = {
    .judge = judge,
    .suites_fit = suites_fit,
    .is_desired = is_desired,
    .seek = seek,
    .request = request,
    .exempt = d11_exempt_judge,
    .send_exempt = d11_tx_send_exempt,
    .limit = d11_tx_limit,
    .listens = d11_attrs_listens,
};
