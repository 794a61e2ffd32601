/* The machine of this folder, as a picture shows it. */
#include "sme/steps.h"

/* A connection. What comes before and after, halted and the like, is told of
 * by the life of the station. */
const uint16_t d11_connection_moves[] = {
    [D11_STA_INIT] = MOVE(D11_STA_CONNECTING),
    [D11_STA_CONNECTING] = MOVE(D11_STA_CONNECTED) | MOVE(D11_STA_INIT),
    [D11_STA_CONNECTED] =
        MOVE(D11_STA_ROAMING) | MOVE(D11_STA_LOST) | MOVE(D11_STA_INIT),
    [D11_STA_LOST] = MOVE(D11_STA_ROAMING) | MOVE(D11_STA_INIT),
    [D11_STA_ROAMING] =
        MOVE(D11_STA_CONNECTED) | MOVE(D11_STA_LOST) | MOVE(D11_STA_INIT),
};
