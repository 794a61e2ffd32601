/* The machines of this folder, as pictures show them. */
#include "rsn/owe.h"
#include "rsn/sae.h"
#include "rsn/session.h"

/* The security of an association (IEEE Std 802.11-2020, 12.7.6). */
const uint16_t d11_handshake_moves[] = {
    [D11_SESSION_NONE] = MOVE(D11_SESSION_STARTED),
    [D11_SESSION_STARTED] = MOVE(D11_SESSION_KEYED) | MOVE(D11_SESSION_FAILED) |
                            MOVE(D11_SESSION_NONE),
    [D11_SESSION_KEYED] = MOVE(D11_SESSION_FAILED) | MOVE(D11_SESSION_NONE),
    [D11_SESSION_FAILED] = MOVE(D11_SESSION_NONE),
};

/* SAE (IEEE Std 802.11-2020, 12.4.8), with the slow work in it. */
const uint16_t d11_sae_moves[] = {
    [D11_SAE_NOTHING] = MOVE(D11_SAE_WORKING),
    [D11_SAE_WORKING] = MOVE(D11_SAE_COMMITTED) | MOVE(D11_SAE_NOTHING),
    [D11_SAE_COMMITTED] =
        MOVE(D11_SAE_WORKING) | MOVE(D11_SAE_DERIVING) | MOVE(D11_SAE_NOTHING),
    [D11_SAE_DERIVING] = MOVE(D11_SAE_CONFIRMED) | MOVE(D11_SAE_COMMITTED) |
                         MOVE(D11_SAE_WORKING) | MOVE(D11_SAE_NOTHING),
    [D11_SAE_CONFIRMED] = MOVE(D11_SAE_ACCEPTED) | MOVE(D11_SAE_VERIFYING) |
                          MOVE(D11_SAE_DERIVING) | MOVE(D11_SAE_WORKING) |
                          MOVE(D11_SAE_NOTHING),
    [D11_SAE_VERIFYING] = MOVE(D11_SAE_ACCEPTED) | MOVE(D11_SAE_CONFIRMED) |
                          MOVE(D11_SAE_WORKING) | MOVE(D11_SAE_NOTHING),
    [D11_SAE_ACCEPTED] = MOVE(D11_SAE_WORKING) | MOVE(D11_SAE_NOTHING),
};

/* OWE (RFC 8110, 4.3, 4.4), with the slow work in it. */
const uint16_t d11_owe_moves[] = {
    [D11_OWE_NOTHING] = MOVE(D11_OWE_MAKING),
    [D11_OWE_MAKING] = MOVE(D11_OWE_MADE) | MOVE(D11_OWE_NOTHING),
    [D11_OWE_MADE] =
        MOVE(D11_OWE_DERIVING) | MOVE(D11_OWE_KEYED) | MOVE(D11_OWE_NOTHING),
    [D11_OWE_DERIVING] = MOVE(D11_OWE_KEYED) | MOVE(D11_OWE_NOTHING),
    [D11_OWE_KEYED] = MOVE(D11_OWE_NOTHING),
};
