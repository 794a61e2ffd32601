/* The machine of this folder, as a picture shows it. */
#include "sta/radio.h"

/* The life of a station. */
const uint16_t d11_life_moves[] = {
    [D11_LIFE_FREE] = MOVE(D11_LIFE_HALTED),
    [D11_LIFE_HALTED] = MOVE(D11_LIFE_STARTING) | MOVE(D11_LIFE_FREE),
    [D11_LIFE_STARTING] = MOVE(D11_LIFE_RUNNING) | MOVE(D11_LIFE_LEAVING) |
                          MOVE(D11_LIFE_HALTED),
    [D11_LIFE_RUNNING] = MOVE(D11_LIFE_LEAVING) | MOVE(D11_LIFE_RESETTING),
    [D11_LIFE_RESETTING] = MOVE(D11_LIFE_RUNNING) | MOVE(D11_LIFE_LEAVING),
    [D11_LIFE_LEAVING] = MOVE(D11_LIFE_OFF),
    [D11_LIFE_OFF] = MOVE(D11_LIFE_HALTED),
};
