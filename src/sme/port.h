/* The data port of the association: made, opened, closed, deleted.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-PORT-*. */
#ifndef D11_SME_PORT_H
#define D11_SME_PORT_H

#include "sme/sme.h"

/* The port as others see it. */
struct dot11_port d11_port_of(const struct d11_peer *peer);

/* Make the port of an association that was just completed (PORT-2). */
void d11_port_create(struct d11_sme *sme);

/* Ask the extension to decide about it (PORT-7). */
void d11_port_ask(struct d11_sme *sme, bool reassoc);

/* Delete the port, if there is one, and tell the extension (PORT-8, -9,
 * -12). */
void d11_port_delete(struct d11_sme *sme);

/* The extension's verdict. */
void d11_port_verdict(struct d11_sme *sme,
                      const struct dot11_ext_verdict *verdict);

#endif
