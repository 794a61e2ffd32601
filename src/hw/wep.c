/* WEP as an optional part: its two ciphers.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.3.2. */
#include "crypto/wep.h"

#include <dot11/legacy.h>

#include "hw/part.h"

static const struct d11_cipher_list ops = {d11_wep_ciphers, D11_WEP_CIPHERS};

const struct dot11_part dot11_wep = {
    .kind = D11_PART_WEP,
    .list = &d11_part_list,
    .ops = &ops,
};
