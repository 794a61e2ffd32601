/* What a BSS is good for: the strongest that it, the profile and the methods
 * have in common.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include "rsn/methods.h"

#include <dot11/codes.h>

#include "frame/index.h"
#include "rsn/key_ids.h"

struct dot11_octets d11_methods_rsnx(const struct dot11_bss *bss)
{
    struct d11_index index;

    d11_index_build(&index, bss->elements, bss->elements_len);
    return d11_index_body(&index, D11_SLOT_RSNX);
}

/* Of the AKMs of a method those that can be done with a BSS. */
static uint16_t fitting(const struct d11_methods *all,
                        const struct d11_way *way,
                        const struct dot11_octets *rsnx,
                        const struct dot11_bss *bss, uint16_t allowed,
                        uint8_t *ours)
{
    uint16_t akms =
        (uint16_t)(d11_fast_with_base(all, allowed) & way->method->akms);
    struct d11_fast fast;

    *ours = 0;
    if (akms != 0 && way->method->fits != NULL)
        akms &= way->method->fits(way->state, rsnx, bss, akms, ours);
    if (d11_fast_get(all, &fast))
        akms |= fast.ops->akms_of(akms);
    return akms & allowed;
}

/* A BSS that has no AKM that fits: was there one, but for a method's own
 * conditions? */
static void explain(const struct d11_methods *all,
                    const struct d11_rsn_policy *policy,
                    const struct dot11_bss *bss,
                    struct dot11_ext_suites *suites)
{
    struct dot11_ext_suites without = {0};
    struct d11_way way;

    if (suites->refusal == D11_REFUSAL_AKM &&
        d11_suites_select(policy, &all->rsn.psk.pmk.ssid, bss, &without) ==
            D11_OK &&
        d11_way_of(all, d11_suites_akm_bit(without.akm), &way))
        suites->refusal = way.method->misfit;
}

/* What the method of the chosen AKM adds. */
static void add_method(const struct d11_methods *all,
                       const uint8_t ours[D11_METHODS],
                       struct dot11_ext_suites *suites)
{
    const uint16_t akm = d11_suites_akm_bit(suites->akm);
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (!d11_way_get(all, i, &way) || (d11_way_akms(all, &way) & akm) == 0)
            continue;
        suites->rsnx |= ours[i];
        suites->auth_work = suites->auth_algorithm == D11_AUTH_OPEN &&
                            way.method->authenticate != NULL;
    }
}

static enum dot11_err choose(const struct d11_methods *all,
                             const struct d11_rsn_policy *allowed,
                             const struct dot11_bss *bss,
                             struct dot11_ext_suites *suites)
{
    struct d11_rsn_policy policy = *allowed;
    struct dot11_octets rsnx = d11_methods_rsnx(bss);
    uint8_t ours[D11_METHODS] = {0};
    struct d11_fast fast;
    const bool has_fast = d11_fast_get(all, &fast);
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way))
            policy.akms = (uint16_t)((policy.akms & ~d11_way_akms(all, &way)) |
                                     fitting(all, &way, &rsnx, bss,
                                             allowed->akms, &ours[i]));
    }
    if (!has_fast || !fast.ops->offers(bss))
        policy.akms &= (uint16_t)~D11_FT_AKMS;
    if (d11_suites_select(&policy, &all->rsn.psk.pmk.ssid, bss, suites) !=
        D11_OK) {
        explain(all, allowed, bss, suites);
        return D11_ERR_SECURITY;
    }
    add_method(all, ours, suites);
    /* 12.6.10.3: who has a PMK does not authenticate for another one. */
    if (suites->auth_algorithm == D11_AUTH_SAE &&
        d11_cached_find(all, bss->bssid, suites->akm, NULL))
        suites->auth_algorithm = D11_AUTH_OPEN;
    if (all->more.key_ids != NULL)
        all->more.key_ids->agree(all->rsn.env.host, bss, suites);
    suites->ssid_protection =
        rsnx.len > 2 && (rsnx.data[2] & D11_RSNX_SSID_PROTECTION) != 0;
    if (!has_fast)
        return D11_OK;
    return fast.ops->choose(
        fast.state, bss, all->rsn.session.state == D11_SESSION_KEYED, suites);
}

uint8_t d11_methods_in_common(const struct dot11_bss *bss,
                              const struct dot11_ext_suites *suites)
{
    struct dot11_octets rsnx = d11_methods_rsnx(bss);

    return rsnx.len != 0 ? rsnx.data[0] & suites->rsnx : 0;
}

enum dot11_err d11_methods_select(void *ext, const struct dot11_bss *bss,
                                  struct dot11_ext_suites *suites)
{
    const struct d11_methods *all = ext;
    struct dot11_ext_suites these = {0};
    enum dot11_err err = choose(all, &all->rsn.policy, bss, &these);
    bool pinned =
        err == D11_OK &&
        d11_pins_forbid(&all->pins, &these, d11_methods_in_common(bss, &these));

    if (err == D11_OK && !pinned) {
        *suites = these;
        return D11_OK;
    }
    suites->refusal = these.refusal;
    if (all->pins.held != 0 &&
        (pinned || choose(all, &all->pins.wide, bss, &these) == D11_OK))
        suites->refusal = D11_REFUSAL_WEAKER;
    return D11_ERR_SECURITY;
}
