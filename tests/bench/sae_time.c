/*
 * The password element of one password, by looping and by hash-to-element, in
 * each group: for counting the instructions of our own code, which must be
 * the same for every password (SEC-SAE-07, A20).
 *
 *     dot11_sae_time PASSWORD
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dot11_crypto_host.h>

#include "rsn/sae_exchange.h"

int main(int argc, char **argv)
{
    static const uint8_t own[6] = {2, 0, 0, 0, 0, 1};
    static const uint8_t bssid[6] = {2, 0, 0, 0, 0, 2};
    struct d11_sae_prim prim = {dot11_crypto_host_ops(),
                                dot11_crypto_host_new(0)};
    uint8_t pt[D11_EC_POINT_MAX], pwe[D11_EC_POINT_MAX];
    struct d11_sae_password from = {.ssid = {(const uint8_t *)"net", 3}};
    bool good = prim.crypto != NULL && argc == 2;

    if (good) {
        from.password.data = (const uint8_t *)argv[1];
        from.password.len = strlen(argv[1]);
    }
    for (uint16_t group = 19; good && group <= 21; group++) {
        const struct d11_curve *curve = d11_curve_of(group);

        good = d11_sae_pt(&prim, curve, &from, pt) == D11_OK &&
               d11_sae_pwe_of_pt(&prim, curve, pt, own, bssid, pwe) == D11_OK &&
               d11_sae_pwe_by_hunting(&prim, curve, &from, own, bssid, pwe) ==
                   D11_OK;
    }
    dot11_crypto_host_free(prim.crypto);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
