/* LLC/SNAP to Ethernet and back, in place.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.4 and Annex P (RFC 1042 and bridge tunnel
 * encapsulation). */
#include "frame/llc.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"

/* The first six octets of the two encapsulations: AA-AA-03 and an OUI. */
#define SNAP_HIGH 0xaaaa0300u
#define RFC1042_LOW 0x0000u
#define TUNNEL_LOW 0x00f8u
#define RFC1042 UINT64_C(0xaaaa03000000)
#define TUNNEL UINT64_C(0xaaaa030000f8)

/* The shortest LLC header: DSAP, SSAP, control. */
#define LLC_MIN 3u
/* Above: an EtherType. In between 1501 and 1535: nothing. */
#define LENGTH_MAX 1500u
#define ETHERTYPE_MIN 1536u

/* IEEE Std 802.1H's selective translation table: what goes through a bridge
 * tunnel, because an RFC 1042 header means the protocol's native form. */
static bool is_tunnelled(unsigned ethertype)
{
    return ethertype == D11_ETHERTYPE_AARP || ethertype == D11_ETHERTYPE_IPX;
}

/* The header is one number: six octets of encapsulation, two of type. */
static inline unsigned ethertype_of(const uint8_t *msdu, size_t len)
{
    uint64_t header;
    unsigned ethertype;

    if (len < D11_LLC_SNAP_LEN)
        return 0;
    header = d11_load_be64(msdu);
    ethertype = (uint16_t)header;
    header >>= 16;
    if (ethertype < ETHERTYPE_MIN)
        return 0;
    if (header == RFC1042 && !is_tunnelled(ethertype))
        return ethertype;
    return header == TUNNEL ? ethertype : 0;
}

uint16_t d11_llc_ethertype(const uint8_t *msdu, size_t len)
{
    return (uint16_t)ethertype_of(msdu, len);
}

bool d11_llc_to_ethernet(struct d11_ethernet *eth, uint8_t *msdu, size_t len,
                         const uint8_t *da, const uint8_t *sa)
{
    const uint16_t ethertype = (uint16_t)ethertype_of(msdu, len);
    uint8_t to[D11_ADDR_LEN];
    uint8_t from[D11_ADDR_LEN];
    uint8_t *data;

    /* The addresses may lie where the new header goes. */
    memcpy(to, da, D11_ADDR_LEN);
    memcpy(from, sa, D11_ADDR_LEN);
    if (ethertype != 0) {
        /* The type stays where it is: it ends both headers. */
        data = msdu - (D11_ETHERNET_LEN - D11_LLC_SNAP_LEN);
        eth->len = len + (D11_ETHERNET_LEN - D11_LLC_SNAP_LEN);
    } else {
        if (len < LLC_MIN || len > LENGTH_MAX)
            return false;
        data = msdu - D11_ETHERNET_LEN;
        eth->len = len + D11_ETHERNET_LEN;
        d11_store_be16(data + 2 * D11_ADDR_LEN, (uint16_t)len);
    }
    memcpy(data, to, D11_ADDR_LEN);
    memcpy(data + D11_ADDR_LEN, from, D11_ADDR_LEN);
    eth->data = data;
    eth->ethertype = ethertype;
    return true;
}

bool d11_ethernet_to_llc(struct d11_msdu *msdu, uint8_t *eth, size_t len)
{
    unsigned type;

    if (len < D11_ETHERNET_LEN)
        return false;
    type = d11_load_be16(eth + 2 * D11_ADDR_LEN);
    if (type < ETHERTYPE_MIN &&
        (type > LENGTH_MAX || type < LLC_MIN || type > len - D11_ETHERNET_LEN))
        return false;
    memcpy(msdu->da, eth, D11_ADDR_LEN);
    memcpy(msdu->sa, eth + D11_ADDR_LEN, D11_ADDR_LEN);
    if (type < ETHERTYPE_MIN) {
        msdu->ethertype = 0;
        msdu->data = eth + D11_ETHERNET_LEN;
        msdu->len = type;
        return true;
    }
    msdu->ethertype = (uint16_t)type;
    msdu->data = eth + (D11_ETHERNET_LEN - D11_LLC_SNAP_LEN);
    msdu->len = len - (D11_ETHERNET_LEN - D11_LLC_SNAP_LEN);
    d11_store_be32(msdu->data, SNAP_HIGH);
    d11_store_be16(msdu->data + 4,
                   is_tunnelled(type) ? TUNNEL_LOW : RFC1042_LOW);
    return true;
}
