/* Frames that a station sends.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3. Everything goes into a bounded writer, which the
 * caller asks for an overflow once. Sequence numbers are left 0 for the send
 * path to fill in. */
#ifndef D11_FRAME_COMPOSE_H
#define D11_FRAME_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/codes.h>
#include <dot11/types.h>

#include "base/wr.h"
#include "frame/rates.h"

/* Addresses of a management frame, six octets each. */
struct d11_addrs {
    const uint8_t *da;
    const uint8_t *sa;
    const uint8_t *bssid;
};

/* A management header without protection (9.3.3.1). */
void d11_compose_mgmt_header(struct d11_wr *wr, unsigned subtype,
                             const struct d11_addrs *addrs);

/* One element; more than 255 octets overflow the writer. */
void d11_compose_element(struct d11_wr *wr, uint8_t id,
                         struct dot11_octets body);
void d11_compose_ext_element(struct d11_wr *wr, uint8_t ext_id,
                             struct dot11_octets body);

/* Probe Request (9.3.3.9). `channel` 0 leaves the DSSS Parameter Set out;
 * `more` is whole elements, appended as they are. */
struct d11_probe_req_fields {
    struct dot11_octets ssid; /* len 0 is the wildcard */
    struct d11_rates rates;
    uint8_t channel;
    struct dot11_octets more;
};
void d11_compose_probe_req(struct d11_wr *wr, const struct d11_addrs *addrs,
                           const struct d11_probe_req_fields *fields);

/* Authentication (9.3.3.11); `rest` follows the status code. */
void d11_compose_auth(struct d11_wr *wr, const struct d11_addrs *addrs,
                      uint16_t algorithm, uint16_t transaction, uint16_t status,
                      struct dot11_octets rest);

/* (Re)association Request (9.3.3.5, 9.3.3.7), elements in the order of its
 * table. */
struct d11_assoc_req_fields {
    const uint8_t *current_ap; /* NULL: association */
    struct dot11_octets ssid;
    struct d11_rates rates;
    struct dot11_octets rsne;  /* whole element, or empty */
    struct dot11_octets early; /* whole elements between rates and RSNE */
    struct dot11_octets more;  /* whole elements after the RSNE */
    uint16_t capability;       /* D11_CAP_* */
    uint16_t listen_interval;
    bool wmm;             /* add the WMM information element */
    uint8_t wmm_qos_info; /* its U-APSD octet */
};
void d11_compose_assoc_req(struct d11_wr *wr, const struct d11_addrs *addrs,
                           const struct d11_assoc_req_fields *fields);

void d11_compose_deauth(struct d11_wr *wr, const struct d11_addrs *addrs,
                        uint16_t reason);
void d11_compose_disassoc(struct d11_wr *wr, const struct d11_addrs *addrs,
                          uint16_t reason);

/* Null (9.3.2.1.1, Table 9-30, to the AP): power management bit only. */
void d11_compose_null(struct d11_wr *wr, const uint8_t *bssid,
                      const uint8_t *sa, bool pm);
void d11_compose_qos_null(struct d11_wr *wr, const uint8_t *bssid,
                          const uint8_t *sa, uint8_t tid, bool pm);

/* PS-Poll (9.3.1.5). */
void d11_compose_ps_poll(struct d11_wr *wr, const uint8_t *bssid,
                         const uint8_t *sa, uint16_t aid);

/* Action frame: header, category, code, `rest`. */
void d11_compose_action(struct d11_wr *wr, const struct d11_addrs *addrs,
                        uint8_t category, uint8_t code,
                        struct dot11_octets rest);
void d11_compose_sa_query(struct d11_wr *wr, const struct d11_addrs *addrs,
                          uint8_t code, uint16_t transaction);

#endif
