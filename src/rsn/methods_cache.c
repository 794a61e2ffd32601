/* PMKs that were kept, used by the RSN with methods (pmksa.h).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include "rsn/methods.h"

#include <dot11/codes.h>

#include "base/wipe.h"
#include "rsn/pmksa.h"

bool d11_cached_find(const struct d11_methods *all, const uint8_t *bssid,
                     uint32_t akm, struct d11_pmk *pmk)
{
    const struct d11_pmksa_name name = {&all->rsn.psk.pmk.ssid, bssid, akm};
    const struct d11_pmksa_ops *ops;
    void *cache;

    if ((d11_suites_akm_bit(akm) & D11_RSN_PSK_AKMS) != 0)
        return false;
    ops = d11_pmksa_ops(&all->rsn.env, &cache);
    return ops != NULL && ops->find(cache, &all->rsn.env, &name, pmk);
}

bool d11_cached_forget(struct d11_methods *all, const uint8_t *bssid,
                       uint32_t akm)
{
    const struct d11_pmksa_name name = {&all->rsn.psk.pmk.ssid, bssid, akm};
    void *cache;
    const struct d11_pmksa_ops *ops = d11_pmksa_ops(&all->rsn.env, &cache);

    return ops != NULL && ops->forget(cache, &name);
}

void d11_cached_drop(struct d11_methods *all)
{
    const uint32_t generation = all->cached.generation;

    d11_wipe(&all->cached, sizeof all->cached);
    all->cached.generation = generation + 1u;
    all->rsn.env.named = NULL;
}

void d11_cached_judge(struct d11_methods *all)
{
    const struct d11_session *session = &all->rsn.session;

    if (session->state != D11_SESSION_NONE && session->pmk->kept &&
        session->state != D11_SESSION_KEYED)
        (void)d11_cached_forget(all, session->aa, session->suites.akm);
}

void d11_cached_keep(const struct d11_methods *all)
{
    const struct d11_session *session = &all->rsn.session;
    const struct d11_pmksa_ops *ops;
    void *cache;

    if (session->pmk == &all->rsn.psk.pmk || session->akm->ft)
        return;
    ops = d11_pmksa_ops(&all->rsn.env, &cache);
    if (ops != NULL)
        ops->keep(cache, session);
}

enum dot11_err d11_cached_begin(const struct d11_methods *all,
                                const struct dot11_ssid *ssid,
                                const struct dot11_rsn_profile *wanted)
{
    void *cache;
    const struct d11_pmksa_ops *ops = d11_pmksa_ops(&all->rsn.env, &cache);

    return ops != NULL ? ops->begin(cache, &all->rsn.env, ssid, wanted)
                       : D11_OK;
}

bool d11_cached_is_stale(struct d11_methods *all, const uint8_t *bssid,
                         uint16_t status)
{
    /* Not even an open authentication: it was for SAE. */
    if (status == D11_STATUS_AUTH_ALGORITHM) {
        const bool extended =
            d11_cached_forget(all, bssid, D11_AKM_SAE_EXT_KEY);

        return d11_cached_forget(all, bssid, D11_AKM_SAE) || extended;
    }
    return all->cached.ready &&
           (status == D11_STATUS_INVALID_PMKID ||
            status == D11_STATUS_FAILURE) &&
           d11_cached_forget(all, bssid, all->cached_akm);
}

const struct d11_pmk *d11_cached_name(struct d11_methods *all,
                                      const struct d11_way *way,
                                      const uint8_t *bssid, uint32_t akm)
{
    const struct d11_pmk *own = way->method->pmk(way->state);

    if (way->method->authenticate == NULL && own->ready)
        return own->has_pmkid ? own : NULL;
    all->cached_akm = akm;
    return d11_cached_find(all, bssid, akm, &all->cached) ? &all->cached : NULL;
}
