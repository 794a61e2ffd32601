/* Ciphers of a radio: those that are always there, and those of parts.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_HW_CIPHER_H
#define D11_HW_CIPHER_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/cipher.h"
#include "hw/env.h"

/* The cipher of a suite selector; NULL for one that is not known here, or
 * whose part is not listed. */
const struct d11_cipher *d11_env_cipher(const struct d11_env *env,
                                        uint32_t suite);

/* Octets of memory that hold the provider's state of any one key of a radio,
 * a multiple of the strictest alignment; 0 without a provider. */
size_t d11_key_state_size(const struct dot11_config *config);

#endif
