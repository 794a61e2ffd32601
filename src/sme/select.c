#include "sme/select.h"

#include <string.h>

#include "base/octets.h"
#include "base/ssid.h"
#include "hw/attrs.h"
#include "hw/caps.h"

static bool was_tried(const struct d11_sme *sme, const uint8_t *bssid)
{
    for (unsigned i = 0; i < sme->tried_count; i++) {
        if (d11_addr_equal(sme->tried[i], bssid))
            return true;
    }
    return false;
}

bool d11_select_on_channel(const struct d11_sme *sme, uint16_t freq_mhz)
{
    if (!d11_caps_usable(sme->env->caps, freq_mhz) ||
        !d11_schedule_is_home(sme->mlme->schedule, &sme->mlme->home, freq_mhz))
        return false;
    for (unsigned i = 0; i < sme->freq_count; i++) {
        if (sme->freqs_mhz[i] == freq_mhz)
            return true;
    }
    return sme->freq_count == 0;
}

/* The AP demands nothing that we cannot do (11.1.4.6, 9.4.2.3). */
static bool can_talk(const struct d11_sme *sme, const struct d11_bss *bss)
{
    struct d11_rates ours = d11_attrs_rates(sme->vif, bss->freq_mhz);

    return (bss->rates.selectors & ~D11_SELECTOR_SAE_H2E) == 0 &&
           (bss->rates.basic & ~ours.rates) == 0 &&
           (bss->rates.rates & ours.rates) != 0;
}

/* Why an extension refuses: what it says, if it says anything sensible. */
static enum dot11_refusal why_not(const struct dot11_ext_suites *suites)
{
    return suites->refusal > D11_REFUSAL_DOMAIN &&
                   suites->refusal < D11_REFUSAL_COUNT
               ? (enum dot11_refusal)suites->refusal
               : D11_REFUSAL_SECURITY;
}

/* An open network without protection: nothing that looks protected fits. */
static bool open_fits(const struct d11_bss *bss,
                      struct dot11_ext_suites *suites)
{
    memset(suites, 0, sizeof *suites);
    suites->auth_algorithm = D11_AUTH_OPEN;
    return (bss->capability & D11_CAP_PRIVACY) == 0 &&
           (bss->flags & (D11_BSS_HAS_RSN | D11_BSS_HAS_WPA)) == 0;
}

static bool is_same_network(const struct d11_sme *sme,
                            const struct d11_bss *bss)
{
    /* BSS-10: later the network is the one that was connected. */
    if (sme->by_lists && sme->state == D11_STA_CONNECTING)
        return d11_attrs_ops_listed(sme->vif)->is_desired(sme->vif, bss);
    return d11_ssid_equal(&bss->ssid, &sme->ssid);
}

bool d11_select_is_named(const struct d11_sme *sme, const struct d11_bss *bss)
{
    return is_same_network(sme, bss) &&
           (!sme->has_bssid || d11_addr_equal(bss->bssid, sme->bssid));
}

/* What the host configured, when there is such a thing. */
static enum dot11_refusal judge_attrs(const struct d11_sme *sme,
                                      const struct d11_bss *bss)
{
    const struct d11_attrs_ops *attrs = d11_attrs_ops(sme->vif);

    return attrs != NULL ? attrs->judge(sme->vif, bss, sme->by_lists)
                         : D11_REFUSAL_NONE;
}

static enum dot11_refusal judge_security(struct d11_sme *sme,
                                         const struct d11_bss *bss,
                                         struct dot11_ext_suites *suites)
{
    struct dot11_bss view;

    if (sme->ext == NULL)
        return open_fits(bss, suites) ? D11_REFUSAL_NONE
                                      : D11_REFUSAL_PROTECTED;
    d11_bss_view(sme->table, bss, &view);
    memset(suites, 0, sizeof *suites);
    return d11_ext_select(sme->ext, &view, suites) == D11_OK ? D11_REFUSAL_NONE
                                                             : why_not(suites);
}

static bool are_suites_wanted(const struct d11_sme *sme,
                              const struct dot11_ext_suites *suites)
{
    return !sme->by_lists ||
           d11_attrs_ops_listed(sme->vif)->suites_fit(sme->vif, suites);
}

enum dot11_refusal d11_select_judge(struct d11_sme *sme,
                                    const struct d11_bss *bss,
                                    struct dot11_ext_suites *suites)
{
    enum dot11_refusal refusal;

    if (!is_same_network(sme, bss))
        return D11_REFUSAL_SSID;
    if ((bss->flags & D11_BSS_IS_MALFORMED) != 0)
        return D11_REFUSAL_MALFORMED;
    if ((bss->flags & D11_BSS_IS_IBSS) != 0)
        return D11_REFUSAL_TYPE;
    if ((bss->flags & D11_BSS_IS_TRUNCATED) != 0)
        return D11_REFUSAL_TRUNCATED;
    if (!d11_select_is_named(sme, bss) ||
        (sme->has_roam_bssid && !d11_addr_equal(bss->bssid, sme->roam_bssid)))
        return D11_REFUSAL_BSSID;
    refusal = judge_attrs(sme, bss);
    if (refusal != D11_REFUSAL_NONE)
        return refusal;
    if (bss->seen_us < sme->fresh_us)
        return D11_REFUSAL_OLD;
    if (!d11_select_on_channel(sme, bss->freq_mhz))
        return D11_REFUSAL_CHANNEL;
    if (!can_talk(sme, bss))
        return D11_REFUSAL_RATES;
    if (was_tried(sme, bss->bssid))
        return D11_REFUSAL_TRIED;
    refusal = judge_security(sme, bss, suites);
    if (refusal != D11_REFUSAL_NONE)
        return refusal;
    if (!are_suites_wanted(sme, suites))
        return D11_REFUSAL_SECURITY;
    /* 12.4.4: such a BSS is for those who hash to an element. */
    return bss->rates.selectors == 0 || (suites->rsnx & D11_RSNX_SAE_H2E) != 0
               ? D11_REFUSAL_NONE
               : D11_REFUSAL_H2E;
}

/* What a fast way to an AP is worth against a stronger one. */
#define READY_DB 10

struct d11_bss *d11_select_best(struct d11_sme *sme,
                                struct dot11_ext_suites *suites)
{
    struct dot11_ext_suites these;
    struct d11_bss *best = NULL;
    struct d11_bss *bss;
    int best_dbm = 0;
    int dbm;

    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        dbm = bss->signal_dbm + READY_DB;
        if (best != NULL && dbm <= best_dbm)
            continue;
        if (d11_select_judge(sme, bss, &these) != D11_REFUSAL_NONE)
            continue;
        dbm -= these.ready ? 0 : READY_DB;
        if (best != NULL && dbm <= best_dbm)
            continue;
        best = bss;
        best_dbm = dbm;
        *suites = these;
    }
    return best;
}
