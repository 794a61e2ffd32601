/* libdot11: data ports (IEEE Std 802.1X-2020, clause 6; rules N80211-PORT-*).
 *
 * SPDX-License-Identifier: MIT
 *
 * A port is made for each peer when its association completes, and deleted
 * when the association ends, explicitly or by the start of another one. While
 * it is controlled and not authorised only EAPOL and the EtherTypes that the
 * security extension registered pass. */
#ifndef DOT11_PORT_H
#define DOT11_PORT_H

#include <dot11/err.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_sta;

/** A data port. */
struct dot11_port {
    uint8_t peer[D11_ADDR_LEN]; /**< the AP, or the IBSS peer */
    uint8_t link_id;            /**< link it was made on */
    bool controlled;            /**< a security extension decides */
    bool authorized;            /**< MSDUs pass */
    uint32_t session_id;        /**< never 0, never used twice in a row */
};

/**
 * The ports there are now.
 * @param ports  room for `max`
 * @return how many there are, also when that is more than `max`
 */
size_t dot11_sta_ports(const struct dot11_sta *sta, struct dot11_port *ports,
                       size_t max);

#ifdef __cplusplus
}
#endif

#endif
