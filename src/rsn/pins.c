/* What a network is known to have, so that nothing weaker is taken for it.
 *
 * SPDX-License-Identifier: MIT
 * Wi-Fi Alliance, WPA3 Specification, 8. */
#include "rsn/pins.h"

#include <dot11/codes.h>

/* AKMs that go when there is SAE, and that a bit is for. */
#define PSK_AKMS (D11_AKM_BIT_PSK | D11_AKM_BIT_PSK_SHA256 | D11_AKM_BIT_FT_PSK)
#define SAE_AKMS                                                               \
    (D11_AKM_BIT_SAE | D11_AKM_BIT_FT_SAE | D11_AKM_BIT_SAE_EXT_KEY |          \
     D11_AKM_BIT_FT_SAE_EXT_KEY)
#define ENTERPRISE_AKMS                                                        \
    (D11_AKM_BIT_8021X | D11_AKM_BIT_FT_8021X | D11_AKM_BIT_8021X_SHA256 |     \
     D11_AKM_BIT_SUITE_B_192)
/* WPA3 has none of these. */
#define WEAK_CIPHERS                                                           \
    (D11_CIPHER_BIT(D11_CIPHER_TKIP) | D11_CIPHER_BIT(D11_CIPHER_WEP40) |      \
     D11_CIPHER_BIT(D11_CIPHER_WEP104))
#define WPA3_PINS (D11_PIN_SAE | D11_PIN_ENTERPRISE | D11_PIN_OWE)

static void narrow(const struct d11_pins *pins, struct d11_rsn_policy *policy)
{
    *policy = pins->wide;
    if ((pins->held & (D11_PIN_SAE | D11_PIN_SAE_PK | D11_PIN_H2E)) != 0)
        policy->akms &= (uint16_t)~PSK_AKMS;
    if ((pins->held & WPA3_PINS) != 0) {
        policy->pairwise &= (uint16_t)~WEAK_CIPHERS;
        policy->group &= (uint16_t)~WEAK_CIPHERS;
    }
    if ((pins->held & (WPA3_PINS | D11_PIN_H2E | D11_PIN_PMF)) != 0)
        policy->pmf = D11_PMF_REQUIRED;
}

void d11_pins_begin(struct d11_pins *pins,
                    const struct dot11_rsn_profile *profile,
                    struct d11_rsn_policy *policy)
{
    pins->held = profile->pins;
    pins->learn = profile->pin;
    pins->wide = *policy;
    narrow(pins, policy);
}

static bool is_of(uint32_t akm, unsigned akms)
{
    return (d11_suites_akm_bit(akm) & akms) != 0;
}

/* What SAE came with. */
static unsigned sae_pins(const struct d11_pins *pins)
{
    unsigned found = D11_PIN_SAE;

    if ((pins->rsnx & D11_RSNX_SAE_H2E) != 0)
        found |= D11_PIN_H2E;
    if ((pins->rsnx & D11_RSNX_SAE_PK) != 0)
        found |= D11_PIN_SAE_PK;
    return found;
}

/* The bits of the AP that are about the security in use: others were sent to
 * stations of another kind. */
static unsigned said_by_ap(const struct d11_pins *pins,
                           const struct dot11_ext_suites *suites,
                           struct dot11_octets transition_disable)
{
    const unsigned said =
        transition_disable.len != 0 ? transition_disable.data[0] : 0;

    if (is_of(suites->akm, SAE_AKMS))
        return said & sae_pins(pins) & (D11_PIN_SAE | D11_PIN_SAE_PK);
    if (is_of(suites->akm, D11_AKM_BIT_OWE))
        return said & D11_PIN_OWE;
    if (is_of(suites->akm, ENTERPRISE_AKMS))
        return said & D11_PIN_ENTERPRISE;
    return 0;
}

static unsigned seen_in(const struct d11_pins *pins,
                        const struct dot11_ext_suites *suites)
{
    unsigned shown = suites->mfp ? D11_PIN_PMF : 0;

    if (is_of(suites->akm, SAE_AKMS))
        shown |= sae_pins(pins);
    if (is_of(suites->akm, D11_AKM_BIT_OWE))
        shown |= D11_PIN_OWE;
    return shown;
}

bool d11_pins_learn(struct d11_pins *pins,
                    const struct dot11_ext_suites *suites,
                    struct dot11_octets transition_disable,
                    struct d11_rsn_policy *policy)
{
    unsigned held = pins->held | said_by_ap(pins, suites, transition_disable);

    if (pins->learn)
        held |= seen_in(pins, suites);
    if (held == pins->held)
        return false;
    pins->held = (uint8_t)held;
    narrow(pins, policy);
    return true;
}

bool d11_pins_forbid(const struct d11_pins *pins,
                     const struct dot11_ext_suites *suites, uint8_t rsnx)
{
    unsigned needed = 0;

    if ((pins->held & (D11_PIN_PMF | D11_PIN_ENTERPRISE)) != 0 && !suites->mfp)
        return true;
    if ((pins->held & D11_PIN_H2E) != 0)
        needed |= D11_RSNX_SAE_H2E;
    if ((pins->held & D11_PIN_SAE_PK) != 0)
        needed |= D11_RSNX_SAE_PK;
    return is_of(suites->akm, SAE_AKMS) && (rsnx & needed) != needed;
}
