/* Looking for the access points of a network. */
#include <string.h>

#include "hw/attrs.h"
#include "hw/caps.h"
#include "sme/select.h"
#include "sme/steps.h"

/* Why nothing fits: what hinders the BSS that came closest to it. */
enum dot11_err d11_seek_reason(struct d11_sme *sme)
{
    enum dot11_refusal closest = D11_REFUSAL_NONE;
    struct dot11_ext_suites suites;
    const struct d11_bss *bss;

    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        enum dot11_refusal refusal = d11_select_judge(sme, bss, &suites);

        if (refusal > closest)
            closest = refusal;
    }
    if (closest > D11_REFUSAL_DOMAIN)
        return D11_ERR_SECURITY;
    switch (closest) {
    case D11_REFUSAL_MALFORMED: return D11_ERR_PROTOCOL;
    case D11_REFUSAL_TRUNCATED: return D11_ERR_FULL;
    case D11_REFUSAL_CHANNEL:
    case D11_REFUSAL_PHY:
    case D11_REFUSAL_DOMAIN: return D11_ERR_CHANNEL;
    case D11_REFUSAL_RATES: return D11_ERR_UNSUPPORTED;
    case D11_REFUSAL_SECURITY: return D11_ERR_SECURITY;
    default: return D11_ERR_NOT_FOUND;
    }
}

uint16_t d11_seek_known(const struct d11_sme *sme,
                        uint16_t freqs_mhz[D11_SME_FREQS])
{
    const struct d11_bss *bss;
    uint16_t count = 0;

    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        uint16_t k = 0;

        if (!d11_select_is_named(sme, bss) ||
            !d11_caps_usable(sme->env->caps, bss->freq_mhz))
            continue;
        while (k < count && freqs_mhz[k] != bss->freq_mhz)
            k++;
        if (k == D11_SME_FREQS)
            return 0;
        freqs_mhz[k] = bss->freq_mhz;
        if (k == count)
            count++;
    }
    return count;
}

static void scanned(void *arg, enum dot11_err err, uint16_t channels)
{
    struct d11_sme *sme = arg;

    (void)channels;
    if (sme->phase != D11_SME_SCAN)
        return;
    /* A request of the host took the scan's place: its end pokes us. */
    if (err == D11_ERR_CANCELLED) {
        sme->phase = D11_SME_TURN;
        return;
    }
    sme->scanned = !sme->knew_where;
    d11_sme_look(sme);
}

/* What the host configured of it. False when nothing can be found. */
static bool configure(const struct d11_sme *sme, struct dot11_scan_req *req)
{
    const struct d11_attrs_ops *attrs = d11_attrs_ops(sme->vif);
    enum d11_attrs_aim aim =
        sme->by_lists ? D11_ATTRS_BY_LISTS : D11_ATTRS_CONNECT;

    if (sme->state != D11_STA_CONNECTING)
        aim = D11_ATTRS_ROAM;
    return attrs == NULL || attrs->seek(sme->vif, aim, req);
}

/* Look where the network was before, which is quick, and if that gives no
 * candidate everywhere. N80211-BSS-13: directed probes find a hidden network
 * too. */
void d11_seek_start(struct d11_sme *sme)
{
    uint16_t known_mhz[D11_SME_FREQS];
    struct dot11_scan_req req;

    memset(&req, 0, sizeof req);
    req.ssids = &sme->ssid;
    req.ssid_count = 1;
    req.freqs_mhz = sme->freqs_mhz;
    req.freq_count = sme->freq_count;
    sme->knew_where = false;
    /* BSS-9: an empty list admits nothing. */
    if (!configure(sme, &req)) {
        sme->scanned = true;
        d11_sme_look(sme);
        return;
    }
    if (!sme->looked_known && sme->freq_count == 0) {
        req.freqs_mhz = known_mhz;
        req.freq_count = d11_seek_known(sme, known_mhz);
        sme->knew_where = req.freq_count != 0;
    }
    sme->looked_known = true;
    sme->phase = D11_SME_SCAN;
    d11_scan_start(sme->scan, sme->vif, &req, scanned, sme);
}
