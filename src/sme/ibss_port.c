/* The data ports of an IBSS: one for each peer (N80211-PORT-13). */
#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "sme/ibss.h"
#include "sme/port.h"
#include "sme/report.h"

static struct d11_ibss_slot *slot_of(struct d11_ibss *ibss, uint32_t session_id)
{
    const struct d11_vif *vif = ibss->sme->vif;

    for (unsigned i = 0; session_id != 0 && i < vif->peer_count; i++) {
        if (vif->peers[i].session_id == session_id)
            return &ibss->slots[i];
    }
    return NULL;
}

static void say(struct d11_ibss *ibss, const struct d11_peer *peer,
                enum dot11_port_change change, enum dot11_err err,
                uint16_t code)
{
    struct dot11_port port = d11_port_of(peer);

    d11_report_port(ibss->sme, &port, change, err, code);
}

void d11_ibss_port_create(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_vif *vif = ibss->sme->vif;
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);

    if (++vif->next_session == 0)
        vif->next_session = 1;
    peer->session_id = vif->next_session;
    /* PORT-14 */
    peer->authorized = !peer->controlled;
    slot->port_us = D11_NEVER;
    if (peer->controlled)
        slot->port_us = d11_time_after(ibss->sme->env->now_us,
                                       ibss->sme->env->config.port_timeout_us);
    say(ibss, peer, D11_PORT_CREATED, D11_OK, 0);
}

void d11_ibss_port_ask(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                       const struct d11_bss *bss)
{
    struct d11_sme *sme = ibss->sme;
    const struct d11_peer *peer = d11_ibss_peer(ibss, slot);
    struct dot11_ext_verdict verdict;
    struct dot11_ext_assoc assoc;
    struct dot11_bss view;

    if (sme->ext == NULL)
        return;
    memset(&assoc, 0, sizeof assoc);
    memset(&verdict, 0, sizeof verdict);
    memset(&view, 0, sizeof view);
    if (bss != NULL)
        d11_bss_view(sme->table, bss, &view);
    assoc.session_id = peer->session_id;
    d11_addr_copy(assoc.peer, peer->addr);
    d11_addr_copy(assoc.own, peer->link->addr);
    assoc.reassoc = slot->reassoc;
    assoc.ssid = sme->ssid;
    assoc.suites = slot->suites;
    assoc.bss = &view;
    /* What a peer hears of us are these, in our beacons. */
    assoc.request.data = ibss->security;
    assoc.request.len = ibss->security_len;
    verdict.err = d11_ext_post_associate(sme->ext, &assoc);
    if (verdict.err == D11_ERR_PENDING)
        return;
    verdict.session_id = assoc.session_id;
    verdict.leave = verdict.err != D11_OK;
    verdict.reason_code = D11_REASON_UNSPECIFIED;
    d11_ibss_verdict(sme, &verdict);
}

void d11_ibss_port_delete(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct d11_peer *peer = d11_ibss_peer(ibss, slot);
    uint32_t session_id = peer->session_id;

    slot->port_us = D11_NEVER;
    peer->authorized = false;
    if (session_id == 0)
        return;
    say(ibss, peer, D11_PORT_DELETED, D11_OK, 0);
    peer->session_id = 0;
    if (ibss->sme->ext != NULL)
        d11_ext_stop(ibss->sme->ext, session_id);
}

void d11_ibss_verdict(struct d11_sme *sme,
                      const struct dot11_ext_verdict *verdict)
{
    struct d11_ibss *ibss = d11_ibss_of(sme->vif);
    struct d11_ibss_slot *slot = slot_of(ibss, verdict->session_id);
    struct d11_peer *peer;

    if (slot == NULL)
        return;
    peer = d11_ibss_peer(ibss, slot);
    if (verdict->err == D11_OK && peer->authorized)
        return; /* a rekey confirms what is so already */
    slot->port_us = D11_NEVER;
    peer->authorized = verdict->err == D11_OK;
    d11_ibss_tell_radio(ibss);
    if (verdict->err == D11_OK) {
        say(ibss, peer, D11_PORT_AUTHORIZED, D11_OK, 0);
        return;
    }
    /* PORT-16: the port closes, security packets still pass. */
    say(ibss, peer, D11_PORT_UNAUTHORIZED, verdict->err, verdict->reason_code);
    if (verdict->leave)
        d11_ibss_part(ibss, slot, verdict->err, D11_OUTCOME_SECURITY,
                      verdict->reason_code, true);
}

struct d11_peer *d11_ibss_key_owner(struct d11_vif *vif, struct d11_peer *peer,
                                    const struct dot11_ext_key *key)
{
    struct d11_ibss *ibss = d11_ibss_of(vif);

    if (key->pairwise || !key->tx)
        return peer;
    ibss->group.tx_key = key->key_id % D11_GROUP_KEYS;
    ibss->group.session_id = peer->session_id;
    return &ibss->group;
}
