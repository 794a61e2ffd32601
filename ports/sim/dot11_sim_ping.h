/* libdot11 simulator: just enough ARP and ICMP for a ping.
 *
 * SPDX-License-Identifier: MIT
 * RFC 826 and RFC 792 over Ethernet; needs no simulator. */
#ifndef DOT11_SIM_PING_H
#define DOT11_SIM_PING_H

#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Octets of an ICMP echo frame with `payload` octets. */
#define DOT11_SIM_PING_OCTETS(payload) (14u + 20u + 8u + (payload))
/** Octets of an ARP frame. */
#define DOT11_SIM_ARP_OCTETS 42u

/** Who pings whom. Fill the first four, zero the rest. */
struct dot11_sim_ping {
    uint8_t own_addr[D11_ADDR_LEN];
    uint8_t own_ip[4];
    uint8_t peer_ip[4];
    uint16_t id;                     /**< of the echo requests */
    bool resolved;                   /**< peer_addr is known */
    uint8_t peer_addr[D11_ADDR_LEN]; /**< from ARP */
    uint16_t sent_seq;               /**< of the last request */
    uint32_t sent;                   /**< requests */
    uint32_t received;               /**< replies to a request of ours */
};

/**
 * Compose the next Ethernet frame: an ARP request until the peer is known,
 * then echo requests of `payload` octets with rising sequence numbers.
 * @return octets written, 0 when `cap` is too small
 */
size_t dot11_sim_ping_next(struct dot11_sim_ping *ping, size_t payload,
                           uint8_t *eth, size_t cap);

/** What a received frame was to a ping. */
enum dot11_sim_ping_result {
    DOT11_SIM_PING_OTHER,    /**< nothing of ours */
    DOT11_SIM_PING_RESOLVED, /**< the ARP reply */
    DOT11_SIM_PING_REPLY     /**< an echo reply; `*seq` is set */
};

/** Look at a received Ethernet frame. `seq` may be NULL. */
enum dot11_sim_ping_result dot11_sim_ping_rx(struct dot11_sim_ping *ping,
                                             const uint8_t *eth, size_t len,
                                             uint16_t *seq);

/** What dot11_sim_net_answer() made. */
enum dot11_sim_net_kind {
    DOT11_SIM_NET_NONE, /**< nothing to answer */
    DOT11_SIM_NET_ARP,  /**< an ARP reply */
    DOT11_SIM_NET_ECHO  /**< an echo reply */
};

/**
 * Answer an ARP request for `ip` or an echo request to it, as a host with
 * address `addr` does.
 * @param out      the answer, an Ethernet frame
 * @param out_len  its octets
 */
enum dot11_sim_net_kind dot11_sim_net_answer(const uint8_t addr[D11_ADDR_LEN],
                                             const uint8_t ip[4],
                                             const uint8_t *eth, size_t len,
                                             uint8_t *out, size_t cap,
                                             size_t *out_len);

#ifdef __cplusplus
}
#endif

#endif
