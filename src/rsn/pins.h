/* What a network is known to have, so that nothing weaker is taken for it.
 *
 * SPDX-License-Identifier: MIT
 * Wi-Fi Alliance, WPA3 Specification, 8 (Transition Disable); SEC-POL-03,
 * SEC-POL-04. Pins only remove what the profile allows. */
#ifndef D11_RSN_PINS_H
#define D11_RSN_PINS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/rsn.h>

#include "frame/kde.h"
#include "rsn/session.h"
#include "rsn/suites.h"

struct d11_pins {
    uint8_t held;               /* enum dot11_pin bits */
    bool learn;                 /* also what each association had */
    uint8_t rsnx;               /* D11_RSNX_* that both sides of the
                                   association have */
    struct d11_rsn_policy wide; /* what the profile allows without them */
};

/* Begin with a profile: `policy`, as it was read, becomes what is left. */
void d11_pins_begin(struct d11_pins *pins,
                    const struct dot11_rsn_profile *profile,
                    struct d11_rsn_policy *policy);

/* Take what an authenticated message says, and what the association has that
 * it came in. Narrows `policy`; true when there are new pins. */
bool d11_pins_learn(struct d11_pins *pins,
                    const struct dot11_ext_suites *suites,
                    struct dot11_octets transition_disable,
                    struct d11_rsn_policy *policy);

/* Are these suites, which the policy allows, still weaker than a pin?
 * `rsnx`: D11_RSNX_* that both sides have. */
bool d11_pins_forbid(const struct d11_pins *pins,
                     const struct dot11_ext_suites *suites, uint8_t rsnx);

#endif
