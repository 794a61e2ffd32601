/* May an MSDU be sent, and how urgent is it?
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 10.2.3.2 and Table 10-1; RFC 8325. */
#include "base/octets.h"
#include "frame/llc.h"
#include "tx/steps.h"

#define TYPE_AT 12u
#define ETHERTYPE_MIN 1536u
#define VLAN_TAG_LEN 4u
#define PRIORITY_MAX 7u

/* The longest Ethernet frame: its MSDU has an LLC/SNAP header instead of the
 * Ethernet header. */
#define ETHERNET_MAX (D11_MSDU_MAX + D11_ETHERNET_LEN - D11_LLC_SNAP_LEN)

/* User priorities of the 64 DSCPs (RFC 8325, 4.3), eight to a line. */
// clang-format off
static const uint8_t dscp_priority[64] = {
    0, 0, 0, 0, 0, 0, 0, 0,  /* CS0 */
    1, 0, 0, 0, 0, 0, 0, 0,  /* CS1; AF11 to AF13 */
    0, 0, 3, 0, 3, 0, 3, 0,  /* CS2; AF21 to AF23 */
    4, 0, 4, 0, 4, 0, 4, 0,  /* CS3; AF31 to AF33 */
    4, 0, 4, 0, 4, 0, 4, 0,  /* CS4; AF41 to AF43 */
    5, 0, 0, 0, 6, 0, 6, 0,  /* CS5; VOICE-ADMIT, EF */
    7, 0, 0, 0, 0, 0, 0, 0,  /* CS6 */
    7, 0, 0, 0, 0, 0, 0, 0,  /* CS7 */
};
// clang-format on

static const uint8_t priority_ac[PRIORITY_MAX + 1] = {
    D11_AC_BE, D11_AC_BK, D11_AC_BK, D11_AC_BE,
    D11_AC_VI, D11_AC_VI, D11_AC_VO, D11_AC_VO,
};

enum dot11_ac d11_tx_ac(uint8_t priority)
{
    return (enum dot11_ac)priority_ac[priority & PRIORITY_MAX];
}

uint8_t d11_tx_priority(const uint8_t *eth, size_t len)
{
    const unsigned type = d11_load_be16(eth + TYPE_AT);
    const uint8_t *packet = eth + D11_ETHERNET_LEN;

    if (len < D11_ETHERNET_LEN + 2)
        return 0;
    switch (type) {
    case D11_ETHERTYPE_IPV4: return dscp_priority[packet[1] >> 2];
    case D11_ETHERTYPE_IPV6:
        return dscp_priority[(d11_load_be16(packet) >> 6) & 63u];
    case D11_ETHERTYPE_VLAN: return packet[0] >> 5;
    default: return 0;
    }
}

enum dot11_err d11_tx_check_port(const struct d11_vif *vif,
                                 struct d11_peer *peer)
{
    if (!vif->active || vif->paused || peer == NULL || !peer->authorized ||
        d11_tx_lacks_key(vif, peer))
        return D11_ERR_STATE;
    return D11_OK;
}

/* Is the type field one that an MSDU can have? */
static bool is_type(unsigned type, size_t payload_len)
{
    return type >= ETHERTYPE_MIN || (type >= 3 && type <= payload_len);
}

enum dot11_err d11_tx_check_msdu(const struct d11_tx_path *path,
                                 const struct d11_peer *peer,
                                 const struct dot11_frame *frame)
{
    const struct dot11_hw_caps *caps = path->env->caps;

    if (frame->len < D11_ETHERNET_LEN || frame->len > ETHERNET_MAX ||
        frame->next != NULL)
        return D11_ERR_ARG;
    /* Signed: data that is not where the buffer is has less than no room. */
    if (frame->data - frame->head <
            (ptrdiff_t)D11_TX_HEADROOM + caps->tx_headroom ||
        frame->end - frame->data - (ptrdiff_t)frame->len <
            (ptrdiff_t)D11_TX_TAILROOM + caps->tx_tailroom)
        return D11_ERR_ARG;
    if (!is_type(d11_load_be16(frame->data + TYPE_AT),
                 frame->len - D11_ETHERNET_LEN))
        return D11_ERR_ARG;
    /* A station speaks for itself alone: its frames have three addresses. */
    if (!d11_addr_equal(frame->data + D11_ADDR_LEN, peer->link->addr))
        return D11_ERR_ARG;
    return D11_OK;
}
