#include "sme/report.h"

#include <string.h>

#include "base/octets.h"

struct dot11_event d11_report_begin(const struct d11_env *env,
                                    enum dot11_event_type type, uint32_t id)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = type;
    event.id = id;
    event.at_us = env->now_us;
    return event;
}

static void emit(struct d11_sme *sme, const struct dot11_event *event)
{
    sme->hooks.emit(sme->hooks.arg, event);
}

void d11_report_start(struct d11_sme *sme, enum dot11_event_type type,
                      uint32_t id, enum dot11_outcome reason, uint16_t code)
{
    struct dot11_event event = d11_report_begin(sme->env, type, id);

    event.u.start.reason = reason;
    event.u.start.code = code;
    emit(sme, &event);
}

void d11_report_done(struct d11_sme *sme, enum dot11_event_type type,
                     uint32_t id, const struct d11_join_result *result)
{
    struct dot11_event event = d11_report_begin(sme->env, type, id);

    event.u.done.err = result->err;
    event.u.done.outcome = result->outcome;
    event.u.done.code = result->code;
    if (result->err == D11_OK)
        d11_addr_copy(event.u.done.bssid, sme->mlme->peer->addr);
    emit(sme, &event);
}

void d11_report_assoc_start(struct d11_sme *sme, const struct d11_bss *bss,
                            bool reassoc)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_ASSOC_START, 0);

    d11_addr_copy(event.u.assoc_start.bssid, bss->bssid);
    event.u.assoc_start.ssid = bss->ssid;
    event.u.assoc_start.freq_mhz = bss->freq_mhz;
    event.u.assoc_start.reassoc = reassoc;
    emit(sme, &event);
}

static void add_bodies(struct dot11_ev_assoc_done *done,
                       const struct d11_bodies *bodies)
{
    done->request.data = bodies->octets;
    done->request.len = bodies->request_len;
    done->response.data = done->request.data + bodies->request_len;
    done->response.len = bodies->response_len;
    done->beacon.data = done->response.data + bodies->response_len;
    done->beacon.len = bodies->beacon_len;
}

void d11_report_assoc_done(struct d11_sme *sme, const uint8_t *bssid,
                           const struct d11_join_result *result)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_ASSOC_DONE, 0);
    struct dot11_ev_assoc_done *done = &event.u.assoc_done;
    const struct d11_mlme *mlme = sme->mlme;

    done->err = result->err;
    done->outcome = result->outcome;
    done->code = result->code;
    d11_addr_copy(done->bssid, bssid);
    done->reassoc = mlme->reassoc && mlme->reached >= D11_MLME_ASSOCIATING;
    if (result->err == D11_OK) {
        done->aid = mlme->peer->aid;
        done->qos = mlme->peer->qos;
        done->akm = mlme->suites.akm;
        done->pairwise_cipher = mlme->suites.pairwise_cipher;
        done->group_cipher = mlme->suites.group_cipher;
        done->authorized = mlme->suites.ready;
        done->group_mgmt_cipher = mlme->suites.group_mgmt_cipher;
    } else {
        done->comeback_tu = mlme->comeback_tu;
    }
    /* N80211-ASSOC-11: what was sent and what came, also of a failure. */
    add_bodies(done, &mlme->bodies);
    emit(sme, &event);
}

void d11_report_disassoc(struct d11_sme *sme, const uint8_t *bssid,
                         enum dot11_outcome outcome, uint16_t code)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_DISASSOC, 0);

    d11_addr_copy(event.u.disassoc.bssid, bssid);
    event.u.disassoc.outcome = outcome;
    event.u.disassoc.code = code;
    emit(sme, &event);
}

void d11_report_port(struct d11_sme *sme, const struct dot11_port *port,
                     enum dot11_port_change change, enum dot11_err err,
                     uint16_t code)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_PORT, 0);

    event.u.port.port = *port;
    event.u.port.change = change;
    event.u.port.err = err;
    event.u.port.code = code;
    emit(sme, &event);
}

void d11_report_disconnect_done(struct d11_sme *sme, uint32_t id)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_DISCONNECT_DONE, id);

    event.u.disconnect_done.err = D11_OK;
    emit(sme, &event);
}

void d11_report_quality(struct d11_sme *sme)
{
    struct dot11_event event = d11_report_begin(sme->env, D11_EV_LINK_QUALITY, 0);

    d11_addr_copy(event.u.link_quality.bssid, sme->mlme->peer->addr);
    event.u.link_quality.quality = d11_watch_quality(&sme->mlme->watch);
    event.u.link_quality.signal_dbm = d11_watch_signal_dbm(&sme->mlme->watch);
    emit(sme, &event);
}
