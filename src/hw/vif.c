#include "hw/vif.h"

#include "base/octets.h"

struct d11_peer *d11_vif_peer(struct d11_vif *vif, const uint8_t *addr)
{
    for (unsigned i = 0; i < vif->peer_count; i++) {
        struct d11_peer *peer = &vif->peers[i];

        if (peer->associated && d11_addr_equal(peer->addr, addr))
            return peer;
    }
    return NULL;
}

bool d11_vif_is_security_type(const struct d11_vif *vif, uint16_t ethertype)
{
    for (unsigned i = 0; i < vif->ethertype_count; i++) {
        if (vif->ethertypes[i] == ethertype)
            return true;
    }
    return false;
}
