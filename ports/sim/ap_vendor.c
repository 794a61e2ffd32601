/* Access points whose security is somebody else's.
 *
 * SPDX-License-Identifier: MIT */
#include "dot11_sim_vendor.h"

#include <string.h>

#include "ap.h"
#include "base/octets.h"

/* Voice, so that keys do not wait behind data. */
#define VENDOR_TID 7u
#define LLC_LEN 8u

enum dot11_err dot11_sim_ap_set_vendor(struct dot11_sim_ap *ap,
                                       const struct dot11_sim_vendor *vendor,
                                       void *ctx)
{
    if (ap->running || ap->secured || ap->config.wep_len != 0)
        return D11_ERR_STATE;
    if (vendor->ethertype < 1536 || vendor->ethertype == D11_ETHERTYPE_EAPOL ||
        vendor->associated == NULL || vendor->packet == NULL)
        return D11_ERR_ARG;
    ap->vendor = vendor;
    ap->vendor_ctx = ctx;
    return D11_OK;
}

void dot11_sim_ap_bssid(const struct dot11_sim_ap *ap,
                        uint8_t bssid[D11_ADDR_LEN])
{
    d11_addr_copy(bssid, ap->config.bssid);
}

static struct ap_sta *associated(struct dot11_sim_ap *ap, const uint8_t *addr)
{
    struct ap_sta *sta = ap->vendor != NULL ? ap_find(ap, addr) : NULL;

    return sta != NULL && sta->associated ? sta : NULL;
}

enum dot11_err dot11_sim_ap_vendor_send(struct dot11_sim_ap *ap,
                                        const uint8_t addr[D11_ADDR_LEN],
                                        const uint8_t *data, size_t len,
                                        bool plain)
{
    struct ap_sta *sta = associated(ap, addr);
    uint8_t llc[LLC_LEN + AP_SCRATCH] = {0xaa, 0xaa, 3};
    bool has_key;

    if (sta == NULL)
        return D11_ERR_NOT_FOUND;
    if (len > AP_SCRATCH)
        return D11_ERR_ARG;
    d11_store_be16(llc + 6, ap->vendor->ethertype);
    memcpy(llc + LLC_LEN, data, len);
    has_key = ap_key(sta)->valid;
    ap_key(sta)->valid = has_key && !plain;
    ap_data_send(ap, sta, sta->addr, ap->config.bssid, llc, LLC_LEN + len,
                 VENDOR_TID);
    ap_key(sta)->valid = has_key;
    return D11_OK;
}

enum dot11_err dot11_sim_ap_vendor_key(struct dot11_sim_ap *ap,
                                       const uint8_t addr[D11_ADDR_LEN],
                                       const uint8_t key[16])
{
    struct ap_sta *sta = associated(ap, addr);

    if (sta == NULL)
        return D11_ERR_NOT_FOUND;
    return sim_key_set(ap->sim, ap_key(sta), D11_CIPHER_CCMP_128, key, 0)
               ? D11_OK
               : D11_ERR_CRYPTO;
}

enum dot11_err dot11_sim_ap_vendor_group_key(struct dot11_sim_ap *ap,
                                             const uint8_t key[16],
                                             uint8_t key_id)
{
    if (ap->vendor == NULL)
        return D11_ERR_STATE;
    if (key_id < 1 || key_id > 2)
        return D11_ERR_ARG;
    if (!sim_key_set(ap->sim, &ap->gtk[key_id - 1], D11_CIPHER_CCMP_128, key,
                     key_id))
        return D11_ERR_CRYPTO;
    ap->gtk_now = key_id - 1u;
    return D11_OK;
}

enum dot11_err dot11_sim_ap_vendor_authorize(struct dot11_sim_ap *ap,
                                             const uint8_t addr[D11_ADDR_LEN],
                                             bool authorized)
{
    struct ap_sta *sta = associated(ap, addr);

    if (sta == NULL)
        return D11_ERR_NOT_FOUND;
    sta->authorized = authorized;
    return D11_OK;
}

bool ap_vendor_rx(struct ap_sta *sta, uint16_t ethertype, const uint8_t *data,
                  size_t len, bool was_protected)
{
    struct dot11_sim_ap *ap = sta->ap;

    if (ap->vendor == NULL || ethertype != ap->vendor->ethertype)
        return false;
    ap->vendor->packet(ap->vendor_ctx, sta->addr, data, len, was_protected);
    return true;
}
