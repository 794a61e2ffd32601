/* ARP and ICMP echo, both sides.
 *
 * SPDX-License-Identifier: MIT
 * RFC 826, RFC 791, RFC 792. */
#include "dot11_sim_ping.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "base/wr.h"

#define ETHERNET 14u
#define IPV4 20u
#define ICMP 8u
#define ARP 28u
#define PROTOCOL_ICMP 1u
#define ARP_REQUEST 1u
#define ARP_REPLY 2u
#define ECHO_REPLY 0u
#define ECHO_REQUEST 8u

static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static uint16_t checksum(const uint8_t *octets, size_t len)
{
    uint32_t sum = 0;

    for (size_t i = 0; i + 1 < len; i += 2)
        sum += d11_load_be16(octets + i);
    if (len % 2 != 0)
        sum += (uint32_t)octets[len - 1] << 8;
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void write_ethernet(struct d11_wr *wr, const uint8_t *da,
                           const uint8_t *sa, uint16_t ethertype)
{
    d11_wr_octets(wr, da, 6);
    d11_wr_octets(wr, sa, 6);
    d11_wr_be16(wr, ethertype);
}

/* An ARP packet; `peer_addr` is zero in a request. */
static size_t write_arp(uint8_t *eth, size_t cap, uint16_t operation,
                        const uint8_t *own_addr, const uint8_t *own_ip,
                        const uint8_t *peer_addr, const uint8_t *peer_ip)
{
    static const uint8_t zero[6];
    struct d11_wr wr = d11_wr_over(eth, cap);

    write_ethernet(&wr, peer_addr != NULL ? peer_addr : broadcast, own_addr,
                   D11_ETHERTYPE_ARP);
    d11_wr_be16(&wr, 1); /* Ethernet */
    d11_wr_be16(&wr, D11_ETHERTYPE_IPV4);
    d11_wr_u8(&wr, 6);
    d11_wr_u8(&wr, 4);
    d11_wr_be16(&wr, operation);
    d11_wr_octets(&wr, own_addr, 6);
    d11_wr_octets(&wr, own_ip, 4);
    d11_wr_octets(&wr, peer_addr != NULL ? peer_addr : zero, 6);
    d11_wr_octets(&wr, peer_ip, 4);
    return wr.overflow ? 0 : d11_wr_len(&wr);
}

static size_t write_echo_request(const struct dot11_sim_ping *ping,
                                 size_t payload, uint8_t *eth, size_t cap)
{
    struct d11_wr wr = d11_wr_over(eth, cap);
    uint8_t *ip, *icmp;

    if (payload > 0xffff - IPV4 - ICMP)
        return 0;
    write_ethernet(&wr, ping->peer_addr, ping->own_addr, D11_ETHERTYPE_IPV4);
    ip = wr.pos;
    d11_wr_u8(&wr, 0x45); /* version 4, five words */
    d11_wr_u8(&wr, 0);
    d11_wr_be16(&wr, (uint16_t)(IPV4 + ICMP + payload));
    d11_wr_be16(&wr, ping->sent_seq);
    d11_wr_be16(&wr, 0x4000); /* do not fragment */
    d11_wr_u8(&wr, 64);
    d11_wr_u8(&wr, PROTOCOL_ICMP);
    d11_wr_be16(&wr, 0);
    d11_wr_octets(&wr, ping->own_ip, 4);
    d11_wr_octets(&wr, ping->peer_ip, 4);
    icmp = wr.pos;
    d11_wr_u8(&wr, ECHO_REQUEST);
    d11_wr_u8(&wr, 0);
    d11_wr_be16(&wr, 0);
    d11_wr_be16(&wr, ping->id);
    d11_wr_be16(&wr, ping->sent_seq);
    for (size_t i = 0; i < payload; i++)
        d11_wr_u8(&wr, (uint8_t)i);
    if (wr.overflow)
        return 0;
    d11_store_be16(ip + 10, checksum(ip, IPV4));
    d11_store_be16(icmp + 2, checksum(icmp, ICMP + payload));
    return d11_wr_len(&wr);
}

size_t dot11_sim_ping_next(struct dot11_sim_ping *ping, size_t payload,
                           uint8_t *eth, size_t cap)
{
    size_t len;

    if (!ping->resolved)
        return write_arp(eth, cap, ARP_REQUEST, ping->own_addr, ping->own_ip,
                         NULL, ping->peer_ip);
    ping->sent_seq++;
    len = write_echo_request(ping, payload, eth, cap);
    if (len != 0)
        ping->sent++;
    return len;
}

/* The ARP packet of an Ethernet frame for IPv4; NULL when it has none. */
static const uint8_t *find_arp(const uint8_t *eth, size_t len,
                               uint16_t operation)
{
    static const uint8_t head[6] = {0, 1, 8, 0, 6, 4};

    if (len < ETHERNET + ARP || d11_load_be16(eth + 12) != D11_ETHERTYPE_ARP ||
        memcmp(eth + ETHERNET, head, sizeof head) != 0 ||
        d11_load_be16(eth + ETHERNET + 6) != operation)
        return NULL;
    return eth + ETHERNET;
}

/* The ICMP message of an Ethernet frame whose checksums are right, and its
 * length; NULL when it has none. */
static const uint8_t *find_icmp(const uint8_t *eth, size_t len, uint8_t type,
                                size_t *icmp_len)
{
    const uint8_t *ip = eth + ETHERNET;
    size_t total;

    if (len < ETHERNET + IPV4 + ICMP ||
        d11_load_be16(eth + 12) != D11_ETHERTYPE_IPV4 || ip[0] != 0x45 ||
        ip[9] != PROTOCOL_ICMP)
        return NULL;
    total = d11_load_be16(ip + 2);
    if (total < IPV4 + ICMP || total > len - ETHERNET ||
        checksum(ip, IPV4) != 0 || checksum(ip + IPV4, total - IPV4) != 0 ||
        ip[IPV4] != type)
        return NULL;
    *icmp_len = total - IPV4;
    return ip + IPV4;
}

enum dot11_sim_ping_result dot11_sim_ping_rx(struct dot11_sim_ping *ping,
                                             const uint8_t *eth, size_t len,
                                             uint16_t *seq)
{
    const uint8_t *arp = find_arp(eth, len, ARP_REPLY);
    const uint8_t *icmp;
    size_t icmp_len;

    if (arp != NULL && memcmp(arp + 14, ping->peer_ip, 4) == 0 &&
        memcmp(arp + 24, ping->own_ip, 4) == 0) {
        memcpy(ping->peer_addr, arp + 8, 6);
        ping->resolved = true;
        return DOT11_SIM_PING_RESOLVED;
    }
    icmp = find_icmp(eth, len, ECHO_REPLY, &icmp_len);
    if (icmp == NULL || memcmp(eth + 26, ping->peer_ip, 4) != 0 ||
        memcmp(eth + 30, ping->own_ip, 4) != 0 ||
        d11_load_be16(icmp + 4) != ping->id)
        return DOT11_SIM_PING_OTHER;
    for (size_t i = ICMP; i < icmp_len; i++) {
        if (icmp[i] != (uint8_t)(i - ICMP))
            return DOT11_SIM_PING_OTHER;
    }
    ping->received++;
    if (seq != NULL)
        *seq = d11_load_be16(icmp + 6);
    return DOT11_SIM_PING_REPLY;
}

enum dot11_sim_net_kind dot11_sim_net_answer(const uint8_t addr[D11_ADDR_LEN],
                                             const uint8_t ip[4],
                                             const uint8_t *eth, size_t len,
                                             uint8_t *out, size_t cap,
                                             size_t *out_len)
{
    const uint8_t *arp = find_arp(eth, len, ARP_REQUEST);
    size_t icmp_len;

    if (arp != NULL && memcmp(arp + 24, ip, 4) == 0) {
        *out_len = write_arp(out, cap, ARP_REPLY, addr, ip, arp + 8, arp + 14);
        return *out_len != 0 ? DOT11_SIM_NET_ARP : DOT11_SIM_NET_NONE;
    }
    if (find_icmp(eth, len, ECHO_REQUEST, &icmp_len) == NULL ||
        memcmp(eth, addr, 6) != 0 || memcmp(eth + 30, ip, 4) != 0)
        return DOT11_SIM_NET_NONE;
    *out_len = ETHERNET + IPV4 + icmp_len;
    if (*out_len > cap)
        return DOT11_SIM_NET_NONE;

    memcpy(out, eth, *out_len);
    memcpy(out, eth + 6, 6);
    memcpy(out + 6, addr, 6);
    memcpy(out + 26, eth + 30, 4);
    memcpy(out + 30, eth + 26, 4);
    out[ETHERNET + IPV4] = ECHO_REPLY;
    d11_store_be16(out + ETHERNET + IPV4 + 2, 0);
    d11_store_be16(out + ETHERNET + IPV4 + 2,
                   checksum(out + ETHERNET + IPV4, icmp_len));
    return DOT11_SIM_NET_ECHO;
}
