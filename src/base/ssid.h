/* Names of networks.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_BASE_SSID_H
#define D11_BASE_SSID_H

#include <stdbool.h>

#include <dot11/types.h>

/* Are both the same name? Octets with a length, no terminator. */
bool d11_ssid_equal(const struct dot11_ssid *a, const struct dot11_ssid *b);

#endif
