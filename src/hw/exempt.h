/* Privacy exemptions: EtherTypes that go without protection.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PEX-*, RX-9 to RX-12, SEC-PRT-04. The list is an attribute of
 * the host's; nothing in here is linked without attributes. */
#ifndef D11_HW_EXEMPT_H
#define D11_HW_EXEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/err.h>

#include "hw/attrs.h"

/* The entry of an EtherType for packets to one or to groups, or NULL
 * (N80211-PEX-4). */
const struct dot11_exemption *d11_exempt_find(const struct d11_vif *vif,
                                              uint16_t ethertype, bool group);

/* Does an entry let packets between us and the peer go unprotected?
 * SEC-PRT-04: when there is a key none does, unless the host wants it so. */
bool d11_exempt_is_plain(const struct d11_vif *vif, const struct d11_peer *peer,
                         const struct dot11_exemption *entry);

/* As d11_attrs_ops.exempt. */
enum dot11_drop d11_exempt_judge(const struct d11_vif *vif,
                                 const struct d11_peer *peer,
                                 uint16_t ethertype, bool group,
                                 bool was_protected, bool *exempt);

#endif
