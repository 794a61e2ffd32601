/* The machines of this folder, as pictures show them. */
#include "mlme/mlme.h"
#include "mlme/scan.h"

/* An association (IEEE Std 802.11-2020, 11.3). */
const uint16_t d11_association_moves[] = {
    [D11_MLME_IDLE] = MOVE(D11_MLME_TUNING),
    [D11_MLME_TUNING] = MOVE(D11_MLME_AUTHENTICATING) | MOVE(D11_MLME_IDLE),
    [D11_MLME_AUTHENTICATING] =
        MOVE(D11_MLME_ASSOCIATING) | MOVE(D11_MLME_IDLE),
    [D11_MLME_ASSOCIATING] = MOVE(D11_MLME_ASSOCIATED) | MOVE(D11_MLME_IDLE),
    [D11_MLME_ASSOCIATED] = MOVE(D11_MLME_TUNING) | MOVE(D11_MLME_IDLE),
};

/* A scan. */
const uint16_t d11_scan_moves[] = {
    [D11_SCAN_IDLE] = MOVE(D11_SCAN_ANNOUNCE) | MOVE(D11_SCAN_DWELL) |
                      MOVE(D11_SCAN_HOME) | MOVE(D11_SCAN_TUNE) |
                      MOVE(D11_SCAN_HARDWARE),
    [D11_SCAN_ANNOUNCE] =
        MOVE(D11_SCAN_TUNE) | MOVE(D11_SCAN_HOME) | MOVE(D11_SCAN_IDLE),
    [D11_SCAN_TUNE] =
        MOVE(D11_SCAN_DWELL) | MOVE(D11_SCAN_HOME) | MOVE(D11_SCAN_IDLE),
    [D11_SCAN_DWELL] = MOVE(D11_SCAN_ANNOUNCE) | MOVE(D11_SCAN_TUNE) |
                       MOVE(D11_SCAN_HOME) | MOVE(D11_SCAN_IDLE),
    [D11_SCAN_HOME] =
        MOVE(D11_SCAN_ANNOUNCE) | MOVE(D11_SCAN_TUNE) | MOVE(D11_SCAN_IDLE),
    [D11_SCAN_HARDWARE] = MOVE(D11_SCAN_ANNOUNCE) | MOVE(D11_SCAN_TUNE) |
                          MOVE(D11_SCAN_DWELL) | MOVE(D11_SCAN_HOME) |
                          MOVE(D11_SCAN_IDLE),
};
