/* Events of a station in an IBSS. */
#include <string.h>

#include "base/octets.h"
#include "sme/ibss.h"

static struct dot11_event begin(const struct d11_ibss *ibss,
                                enum dot11_event_type type, uint32_t id)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = type;
    event.id = id;
    event.at_us = ibss->sme->env->now_us;
    return event;
}

static void emit(struct d11_ibss *ibss, const struct dot11_event *event)
{
    ibss->sme->hooks.emit(ibss->sme->hooks.arg, event);
}

/* N80211-CONN-5, ROAM-7: which cell it is. A search that found none has no
 * BSSID to tell. */
void d11_ibss_say_start(struct d11_ibss *ibss, enum dot11_event_type type,
                        uint32_t id, enum dot11_outcome reason)
{
    struct dot11_event event = begin(ibss, type, id);

    event.u.start.reason = reason;
    event.u.start.ibss = true;
    event.u.start.ssid = ibss->sme->ssid;
    d11_addr_copy(event.u.start.bssid, ibss->cell.bssid);
    emit(ibss, &event);
}

void d11_ibss_say_done(struct d11_ibss *ibss, enum dot11_event_type type,
                       uint32_t id, enum dot11_err err,
                       enum dot11_outcome outcome)
{
    struct dot11_event event = begin(ibss, type, id);

    event.u.done.err = err;
    event.u.done.outcome = outcome;
    if (err == D11_OK)
        d11_addr_copy(event.u.done.bssid, ibss->cell.bssid);
    emit(ibss, &event);
}

void d11_ibss_say_assoc_start(struct d11_ibss *ibss,
                              const struct d11_ibss_slot *slot)
{
    struct dot11_event event = begin(ibss, D11_EV_ASSOC_START, 0);

    d11_addr_copy(event.u.assoc_start.bssid, d11_ibss_peer(ibss, slot)->addr);
    event.u.assoc_start.ssid = ibss->sme->ssid;
    event.u.assoc_start.freq_mhz = ibss->cell.freq_mhz;
    event.u.assoc_start.reassoc = slot->reassoc;
    emit(ibss, &event);
}

/* N80211-ASSOC-12: what the peer was last heard to say of the cell. */
static void keep_beacon(struct d11_ibss *ibss, const struct d11_bss *bss)
{
    struct d11_bodies *bodies = &ibss->sme->mlme->bodies;
    struct dot11_bss view;

    bodies->request_len = 0;
    bodies->response_len = 0;
    bodies->beacon_len = 0;
    if (bss == NULL)
        return;
    d11_bss_view(ibss->sme->table, bss, &view);
    if (view.elements == NULL || view.elements_len > bodies->size)
        return;
    memcpy(bodies->octets, view.elements, view.elements_len);
    bodies->beacon_len = view.elements_len;
}

void d11_ibss_say_assoc_done(struct d11_ibss *ibss,
                             const struct d11_ibss_slot *slot,
                             enum dot11_err err, enum dot11_outcome outcome,
                             uint16_t code, const struct d11_bss *bss)
{
    struct dot11_event event = begin(ibss, D11_EV_ASSOC_DONE, 0);
    struct dot11_ev_assoc_done *done = &event.u.assoc_done;
    const struct d11_bodies *bodies = &ibss->sme->mlme->bodies;

    keep_beacon(ibss, bss);
    done->err = err;
    done->outcome = outcome;
    done->code = code;
    d11_addr_copy(done->bssid, d11_ibss_peer(ibss, slot)->addr);
    /* N80211-ASSOC-11: there is no association request in an IBSS. */
    done->reassoc = false;
    done->beacon.data = bodies->octets;
    done->beacon.len = bodies->beacon_len;
    if (err == D11_OK) {
        done->akm = slot->suites.akm;
        done->pairwise_cipher = slot->suites.pairwise_cipher;
        done->group_cipher = slot->suites.group_cipher;
        done->group_mgmt_cipher = slot->suites.group_mgmt_cipher;
    }
    emit(ibss, &event);
}

void d11_ibss_say_quality(struct d11_ibss *ibss, struct d11_ibss_slot *slot)
{
    struct dot11_event event = begin(ibss, D11_EV_LINK_QUALITY, 0);

    slot->quality = d11_watch_quality(&slot->watch);
    d11_addr_copy(event.u.link_quality.bssid, d11_ibss_peer(ibss, slot)->addr);
    event.u.link_quality.quality = slot->quality;
    event.u.link_quality.signal_dbm = d11_watch_signal_dbm(&slot->watch);
    emit(ibss, &event);
}
