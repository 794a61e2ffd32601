/* Passwords, modifiers and private keys of SAE-PK access points that other
 * implementations are tested with, too. SSID "SAE-PK test".
 *
 * SPDX-License-Identifier: MIT */
#ifndef PK_KEYS_H
#define PK_KEYS_H

#include "dot11_sim_ap.h"

#define PK_SSID "SAE-PK test"

struct pk_key {
    const char *password;
    struct dot11_sim_sae_pk pk;
};

extern const struct pk_key pk_keys[3];

#endif
