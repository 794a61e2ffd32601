/* Group rekeys while the device sleeps, for the built-in RSN.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_WAKE_H
#define D11_RSN_WAKE_H

#include <dot11/ext.h>
#include <dot11/wake.h>

/* The handlers, when `ops` is an RSN of ours; else NULL. They are not in its
 * own table, which would link them into every station. */
const struct dot11_ext_wake_ops *
d11_rsn_wake_ops(const struct dot11_ext_ops *ops);

#endif
