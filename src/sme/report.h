/* Events of the connection machine.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_SME_REPORT_H
#define D11_SME_REPORT_H

#include "sme/sme.h"

/* An event with nothing in it but what all have. */
struct dot11_event d11_report_begin(const struct d11_env *env,
                                    enum dot11_event_type type, uint32_t id);

void d11_report_start(struct d11_sme *sme, enum dot11_event_type type,
                      uint32_t id, enum dot11_outcome reason, uint16_t code);
void d11_report_done(struct d11_sme *sme, enum dot11_event_type type,
                     uint32_t id, const struct d11_join_result *result);
void d11_report_assoc_start(struct d11_sme *sme, const struct d11_bss *bss,
                            bool reassoc);
void d11_report_assoc_done(struct d11_sme *sme, const uint8_t *bssid,
                           const struct d11_join_result *result);
void d11_report_disassoc(struct d11_sme *sme, const uint8_t *bssid,
                         enum dot11_outcome outcome, uint16_t code);
void d11_report_port(struct d11_sme *sme, const struct dot11_port *port,
                     enum dot11_port_change change, enum dot11_err err,
                     uint16_t code);
void d11_report_disconnect_done(struct d11_sme *sme, uint32_t id);
void d11_report_quality(struct d11_sme *sme);

#endif
