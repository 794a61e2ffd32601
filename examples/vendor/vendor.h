/* An invented vendor's security, as an extension of libdot11.
 *
 * SPDX-License-Identifier: MIT
 * List &vendor_ext in dot11_config.exts, and name it with a profile in a
 * connect request. It is written against <dot11/...> alone. */
#ifndef VENDOR_H
#define VENDOR_H

#include <dot11/ext.h>

#include "proto.h"

/** The extension. */
extern const struct dot11_ext_ops vendor_ext;

/** What a network needs; copied by the connect request. */
struct vendor_profile {
    size_t size;        /**< sizeof(struct vendor_profile) */
    uint8_t secret_len; /**< VENDOR_SECRET_MIN..VENDOR_SECRET_MAX */
    uint8_t secret[VENDOR_SECRET_MAX];
};

/** Reasons of the functions that judge profiles. */
enum vendor_reason {
    VENDOR_REASON_PROFILE = 1, /**< it is no profile of ours */
    VENDOR_REASON_SECRET = 2,  /**< the secret is too short or too long */
    VENDOR_REASON_BSS = 3      /**< the AP is not of this vendor */
};

#endif
