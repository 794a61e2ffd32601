/* PMKs that an access point keeps.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.3, 12.7.1.3. */
#include "ap.h"

#include <string.h>

#include "base/octets.h"
#include "frame/rsne.h"

const struct ap_pmksa *ap_pmksa_find(const struct ap_sta *sta,
                                     const struct d11_rsne *rsne)
{
    const struct dot11_sim_ap *ap = sta->ap;

    for (unsigned i = 0; i < AP_PMKSAS && rsne->pmkid_count == 1; i++) {
        const struct ap_pmksa *entry = &ap->pmksas[i];

        if (entry->len != 0 && d11_addr_equal(entry->addr, sta->addr) &&
            memcmp(entry->pmkid, rsne->pmkids, sizeof entry->pmkid) == 0)
            return entry;
    }
    return NULL;
}

static bool make_name(const struct ap_sta *sta, uint8_t pmkid[16])
{
    const struct dot11_sim_ap *ap = sta->ap;
    const struct ap_rsn *rsn = &sta->rsn;
    const struct dot11_octets parts[] = {{(const uint8_t *)"PMK Name", 8},
                                         {ap->config.bssid, 6},
                                         {sta->addr, 6}};
    uint8_t mac[D11_HASH_MAX];

    if (ap->config.sae_password != NULL) {
        memcpy(pmkid, sta->sae.keys.pmkid, 16);
        return true;
    }
    if (ap->sim->crypto_ops->hmac(ap->sim->crypto,
                                  (enum dot11_hash)rsn->akm->hash, rsn->pmk,
                                  rsn->akm->pmk_len, parts, 3, mac) != D11_OK)
        return false;
    memcpy(pmkid, mac, 16);
    return true;
}

void ap_pmksa_add(struct ap_sta *sta)
{
    struct dot11_sim_ap *ap = sta->ap;
    struct ap_pmksa entry = {0};

    if (sta->pmksa != NULL || sta->fast ||
        (ap->config.sae_password == NULL && ap->config.eap_akm == 0) ||
        !make_name(sta, entry.pmkid))
        return;
    memcpy(entry.addr, sta->addr, 6);
    entry.len = sta->rsn.akm->pmk_len;
    memcpy(entry.pmk, sta->rsn.pmk, entry.len);
    ap->pmksas[ap->pmksa_next] = entry;
    ap->pmksa_next = (ap->pmksa_next + 1) % AP_PMKSAS;
}

void dot11_sim_ap_flush_pmks(struct dot11_sim_ap *ap)
{
    memset(ap->pmksas, 0, sizeof ap->pmksas);
    for (unsigned i = 0; i < ap->config.sta_count; i++)
        ap->stas[i].pmksa = NULL;
}
