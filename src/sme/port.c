#include "sme/port.h"

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "sme/report.h"

/* Elements behind the fixed fields of a request or response body. */
static struct dot11_octets elements_of(const uint8_t *body, size_t len,
                                       size_t fixed)
{
    struct dot11_octets octets = {NULL, 0};

    if (len > fixed) {
        octets.data = body + fixed;
        octets.len = len - fixed;
    }
    return octets;
}

struct dot11_port d11_port_of(const struct d11_peer *peer)
{
    struct dot11_port port;

    memset(&port, 0, sizeof port);
    d11_addr_copy(port.peer, peer->addr);
    port.link_id = peer->link->id;
    port.controlled = peer->controlled;
    port.authorized = peer->authorized;
    port.session_id = peer->session_id;
    return port;
}

static void opened(struct d11_sme *sme)
{
    sme->mlme->peer->authorized = true;
    sme->port_timer_us = D11_NEVER;
    sme->proved = true;
    sme->opened_us = sme->env->now_us;
    d11_mlme_settled(sme->mlme);
    d11_mlme_tell_radio(sme->mlme);
}

void d11_port_create(struct d11_sme *sme)
{
    struct d11_peer *peer = sme->mlme->peer;
    struct dot11_port port;

    if (++sme->vif->next_session == 0)
        sme->vif->next_session = 1;
    peer->session_id = sme->vif->next_session;
    /* PORT-14: without a port-based algorithm it is open from the start. */
    /* PORT-5: nor when the association proved the peer. */
    if (!peer->controlled || sme->mlme->suites.ready)
        opened(sme);
    else
        sme->port_timer_us =
            d11_time_after(sme->env->now_us, sme->env->config.port_timeout_us);
    port = d11_port_of(peer);
    d11_report_port(sme, &port, D11_PORT_CREATED, D11_OK, 0);
}

void d11_port_ask(struct d11_sme *sme, bool reassoc)
{
    const struct d11_mlme *mlme = sme->mlme;
    const struct d11_bodies *bodies = &mlme->bodies;
    struct dot11_ext_verdict verdict;
    struct dot11_ext_assoc assoc;
    struct dot11_bss view;

    if (sme->ext == NULL)
        return;
    memset(&assoc, 0, sizeof assoc);
    memset(&verdict, 0, sizeof verdict);
    d11_bss_view(sme->table, mlme->bss, &view);
    assoc.session_id = mlme->peer->session_id;
    d11_addr_copy(assoc.peer, mlme->peer->addr);
    d11_addr_copy(assoc.own, mlme->peer->link->addr);
    assoc.link_id = mlme->peer->link->id;
    assoc.reassoc = reassoc;
    assoc.ssid = mlme->ssid;
    assoc.suites = mlme->suites;
    assoc.bss = &view;
    assoc.request =
        elements_of(bodies->octets, bodies->request_len, reassoc ? 10 : 4);
    assoc.response = elements_of(bodies->octets + bodies->request_len,
                                 bodies->response_len, 6);
    verdict.err = d11_ext_post_associate(sme->ext, &assoc);
    if (verdict.err == D11_ERR_PENDING)
        return;
    /* The association is of no use without a port. */
    verdict.session_id = assoc.session_id;
    verdict.leave = verdict.err != D11_OK;
    verdict.reason_code = D11_REASON_UNSPECIFIED;
    d11_port_verdict(sme, &verdict);
}

void d11_port_delete(struct d11_sme *sme)
{
    struct d11_peer *peer = sme->mlme->peer;
    struct dot11_port gone = d11_port_of(peer);

    if (gone.session_id == 0)
        return;
    peer->session_id = 0;
    peer->authorized = false;
    gone.authorized = false;
    sme->port_timer_us = D11_NEVER;
    d11_report_port(sme, &gone, D11_PORT_DELETED, D11_OK, 0);
    if (sme->ext != NULL)
        d11_ext_stop(sme->ext, gone.session_id);
}

void d11_port_verdict(struct d11_sme *sme,
                      const struct dot11_ext_verdict *verdict)
{
    struct d11_peer *peer = sme->mlme->peer;
    struct dot11_port port;

    if (peer->session_id == 0 || peer->session_id != verdict->session_id)
        return;
    if (verdict->err == D11_OK) {
        /* A rekey confirms what is so already: nothing to say. */
        if (peer->authorized)
            return;
        opened(sme);
        port = d11_port_of(peer);
        d11_report_port(sme, &port, D11_PORT_AUTHORIZED, D11_OK, 0);
        return;
    }
    /* PORT-16: the port closes, security packets still pass. */
    peer->authorized = false;
    sme->port_timer_us = D11_NEVER;
    d11_mlme_tell_radio(sme->mlme);
    port = d11_port_of(peer);
    d11_report_port(sme, &port, D11_PORT_UNAUTHORIZED, verdict->err,
                    verdict->reason_code);
    if (verdict->err == D11_ERR_BAD_KEY && !sme->proved)
        sme->hopeless = true;
    if (verdict->leave)
        d11_sme_reject(sme, verdict->reason_code);
    else
        d11_mlme_settled(sme->mlme);
}
