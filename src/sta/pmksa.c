/* The PMKs that the RSN keeps, as the host sees them. */
#include "rsn/pmksa.h"

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/ssid.h"
#include "base/wipe.h"
#include "hw/part.h"
#include "sta/radio.h"

#define SECOND_US UINT64_C(1000000)

/* Whole seconds, at most as many as fit. The processor may have no division of
 * 64 bits: a million is 64 times 15625. */
static uint32_t seconds_of(uint64_t us)
{
    uint64_t seconds = 0;
    uint32_t rest = 0;

    us >>= 6;
    for (int shift = 48; shift >= 0; shift -= 16) {
        const uint32_t part = rest << 16 | (uint16_t)(us >> shift);

        seconds = seconds << 16 | part / 15625u;
        rest = part % 15625u;
    }
    return seconds < UINT32_MAX ? (uint32_t)seconds : UINT32_MAX;
}

size_t dot11_sta_pmksas(const struct dot11_sta *sta,
                        struct dot11_pmksa_info *list, size_t max)
{
    const struct d11_pmksas *all = d11_vif_part(&sta->vif, D11_PART_PMKSA);
    size_t count = 0;

    for (unsigned i = 0; all != NULL && i < D11_PMKSAS_MAX; i++) {
        const struct d11_pmksa *entry = &all->list[i];
        struct dot11_pmksa_info *info;
        const uint64_t now_us = all->env->now_us;

        if (entry->len == 0 || count++ >= max)
            continue;
        info = &list[count - 1];
        info->ssid = entry->ssid;
        d11_addr_copy(info->bssid, entry->bssid);
        info->akm = entry->akm;
        memcpy(info->pmkid, entry->pmkid, sizeof info->pmkid);
        info->left_s = d11_deadline_due(entry->until_us, now_us)
                           ? 0
                           : seconds_of(entry->until_us - now_us);
    }
    return count;
}

static enum dot11_err check(const struct dot11_pmksa *pmksa)
{
    if (pmksa->size != sizeof *pmksa)
        return D11_ERR_VERSION;
    if (pmksa->ssid.len == 0 || pmksa->ssid.len > D11_SSID_MAX)
        return D11_ERR_SSID;
    if (d11_addr_is_group(pmksa->bssid) || d11_addr_is_zero(pmksa->bssid) ||
        pmksa->pmk_len > sizeof pmksa->pmk || pmksa->lifetime_s == 0)
        return D11_ERR_ARG;
    return D11_OK;
}

enum dot11_err dot11_sta_add_pmksa(struct dot11_sta *sta,
                                   const struct dot11_pmksa *pmksa,
                                   uint64_t now_us)
{
    struct d11_env *core = &sta->radio->env;
    const struct d11_pmksa_ops *ops = d11_env_part(core, D11_PART_PMKSA);
    const struct d11_rsn_env env = {.ops = &core->crypto_ops,
                                    .crypto = core->config.crypto};
    enum dot11_err err = check(pmksa);

    if (ops == NULL || core->crypto_ops.size == 0)
        return D11_ERR_UNSUPPORTED;
    if (err != D11_OK)
        return err;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    err = ops->add(d11_vif_listed(&sta->vif, D11_PART_PMKSA), &env, pmksa,
                   SECOND_US * pmksa->lifetime_s, sta->vif.links[0].addr);
    d11_radio_settle(sta->radio);
    return err;
}

enum dot11_err dot11_sta_flush_pmksas(struct dot11_sta *sta,
                                      const struct dot11_ssid *ssid,
                                      const uint8_t *bssid, uint64_t now_us)
{
    struct d11_pmksas *all = d11_vif_part(&sta->vif, D11_PART_PMKSA);

    if (all == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    for (unsigned i = 0; i < D11_PMKSAS_MAX; i++) {
        struct d11_pmksa *entry = &all->list[i];

        if ((ssid == NULL || d11_ssid_equal(&entry->ssid, ssid)) &&
            (bssid == NULL || d11_addr_equal(entry->bssid, bssid)))
            d11_wipe(entry, sizeof *entry);
    }
    d11_radio_settle(sta->radio);
    return D11_OK;
}
