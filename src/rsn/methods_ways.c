/* Which ways to a PMK a host lists, and which AKMs go them.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include "rsn/methods.h"

#include "hw/part.h"

/* Where methods may be listed. */
static const uint8_t kinds[D11_METHODS] = {D11_PART_SAE, D11_PART_OWE,
                                           D11_PART_EAP};

bool d11_way_get(const struct d11_methods *all, size_t i, struct d11_way *way)
{
    way->method = dot11_ext_part(all->rsn.env.host, kinds[i], &way->state);
    return way->method != NULL;
}

uint16_t d11_fast_with_base(const struct d11_methods *all, uint16_t akms)
{
    struct d11_fast fast;

    return d11_fast_get(all, &fast) ? akms | fast.ops->base_of(akms) : akms;
}

bool d11_way_of(const struct d11_methods *all, uint16_t akms,
                struct d11_way *way)
{
    akms = d11_fast_with_base(all, akms);
    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, way) && (way->method->akms & akms) != 0)
            return true;
    }
    return false;
}

bool d11_fast_get(const struct d11_methods *all, struct d11_fast *fast)
{
    const struct d11_rsn_env *env = &all->rsn.env;

    fast->ops = dot11_ext_part(env->host, D11_PART_FT, &fast->state);
    return fast->ops != NULL && fast->ops->can_compute(env->ops);
}

bool d11_fast_is(const struct d11_methods *all, uint16_t akm,
                 struct d11_fast *fast)
{
    return (akm & D11_FT_AKMS) != 0 && d11_fast_get(all, fast);
}

void d11_fast_allow(const struct d11_methods *all,
                    const struct dot11_rsn_profile *wanted,
                    struct d11_rsn_policy *policy)
{
    struct d11_fast fast;

    if (wanted->ft && d11_fast_get(all, &fast))
        policy->akms |= fast.ops->akms_of(policy->akms);
}

void d11_fast_forget(const struct d11_methods *all)
{
    struct d11_fast fast;

    if (d11_fast_get(all, &fast))
        fast.ops->forget(fast.state);
}

uint16_t d11_ways_akms(const struct d11_methods *all)
{
    uint16_t akms = D11_RSN_PSK_AKMS;
    struct d11_fast fast;
    struct d11_way way;

    for (size_t i = 0; i < D11_METHODS; i++) {
        if (d11_way_get(all, i, &way))
            akms |= way.method->akms;
    }
    return d11_fast_get(all, &fast) ? akms | fast.ops->akms_of(akms) : akms;
}

uint16_t d11_way_akms(const struct d11_methods *all, const struct d11_way *way)
{
    struct d11_fast fast;

    return d11_fast_get(all, &fast)
               ? way->method->akms | fast.ops->akms_of(way->method->akms)
               : way->method->akms;
}
