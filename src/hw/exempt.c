#include "hw/exempt.h"

#include "hw/keys.h"

/* What dot11_exemption.packets is made of. */
#define PACKETS_UNICAST 1u
#define PACKETS_GROUPS 2u

const struct dot11_exemption *d11_exempt_find(const struct d11_vif *vif,
                                              uint16_t ethertype, bool group)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);
    const unsigned kind = group ? PACKETS_GROUPS : PACKETS_UNICAST;

    for (unsigned i = 0; i < attrs->exemption_count; i++) {
        if (attrs->exemptions[i].ethertype == ethertype &&
            (attrs->exemptions[i].packets & kind) != 0)
            return &attrs->exemptions[i];
    }
    return NULL;
}

bool d11_exempt_is_plain(const struct d11_vif *vif, const struct d11_peer *peer,
                         const struct dot11_exemption *entry)
{
    return !d11_key_is_there(vif, peer) ||
           (entry->action == D11_EXEMPT_ALWAYS &&
            vif->env->config.exempt_despite_keys);
}

enum dot11_drop d11_exempt_judge(const struct d11_vif *vif,
                                 const struct d11_peer *peer,
                                 uint16_t ethertype, bool group,
                                 bool was_protected, bool *exempt)
{
    const struct dot11_exemption *entry =
        d11_exempt_find(vif, ethertype, group);

    /* PEX-2: what is exempt always comes in clear, or not at all. */
    if (was_protected)
        return entry != NULL && entry->action == D11_EXEMPT_ALWAYS
                   ? D11_DROP_PROTECTED_TYPE
                   : D11_DROP_NONE;
    /* PEX-6: without ciphers only what the host excluded is dropped; groups
     * have no cipher that they could have been protected by (E-8). */
    if (!peer->link->is_protected)
        return !group && entry == NULL && d11_attrs_exclude_unencrypted(vif)
                   ? D11_DROP_PLAINTEXT
                   : D11_DROP_NONE;
    /* SEC-PRT-03, SEC-PRT-04: not for groups, whatever the entry says. */
    *exempt = !group && entry != NULL && d11_exempt_is_plain(vif, peer, entry);
    return D11_DROP_NONE;
}
