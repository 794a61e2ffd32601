/* Requests, queries and data of a station. */
#include <string.h>

#include "base/octets.h"
#include "hw/ibss.h"
#include "sme/port.h"
#include "sme/report.h"
#include "sta/radio.h"

/* Common entry: is the station there to do something? */
static enum dot11_err ready(struct dot11_sta *sta, uint64_t now_us)
{
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    /* N80211-MODE-9: a monitor sends nothing. */
    if (sta->life != D11_LIFE_RUNNING || sta->radio->env.monitors)
        return D11_ERR_STATE;
    return D11_OK;
}

static enum dot11_err finish(struct dot11_sta *sta, enum dot11_err err,
                             uint32_t *id, uint32_t given)
{
    if (err == D11_OK && id != NULL)
        *id = given;
    d11_radio_settle(sta->radio);
    return err;
}

/* Scan. */

static void scan_done(void *arg, enum dot11_err err, uint16_t channels)
{
    struct dot11_sta *sta = arg;
    struct dot11_event event =
        d11_report_begin(&sta->radio->env, D11_EV_SCAN_DONE, sta->scan_id);

    event.u.scan_done.err = err;
    event.u.scan_done.channels = channels;
    event.u.scan_done.bss_count = sta->radio->table.count;
    sta->scan_id = 0;
    d11_sta_emit(sta, &event, true);
}

void d11_sta_begin_scan(struct dot11_sta *sta, const struct dot11_scan_req *req)
{
    struct d11_scan *scan = &sta->radio->scan;

    d11_scan_abort(scan, D11_ERR_CANCELLED);
    d11_scan_start(scan, &sta->vif, req, scan_done, sta);
}

void d11_sta_end_scan(struct dot11_sta *sta, enum dot11_err err)
{
    const struct d11_scans_ops *scans =
        d11_env_part(&sta->radio->env, D11_PART_SCANS);

    if (scans != NULL && scans->drop(sta))
        scan_done(sta, err, 0);
    else if (sta->radio->scan.vif == &sta->vif)
        d11_scan_abort(&sta->radio->scan, err);
}

/* SCAN-4: a scan of the station's own gives way to one that is asked for. */
static bool is_busy(const struct dot11_radio *radio)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].scan_id != 0)
            return true;
    }
    return false;
}

/* Events that the connection may still cause. */
static unsigned owed(const struct dot11_sta *sta)
{
    if (sta->sme.phase == D11_SME_IBSS)
        return d11_ibss_listed(&sta->radio->env)->owed(&sta->vif);
    switch (sta->sme.state) {
    case D11_STA_INIT: return 0;
    case D11_STA_CONNECTED:
    case D11_STA_LOST: return D11_SME_REST;
    default: return D11_SME_ROOM;
    }
}

static enum dot11_err start_scan(struct dot11_sta *sta,
                                 const struct dot11_scan_req *req)
{
    struct dot11_radio *radio = sta->radio;
    const struct d11_scans_ops *scans =
        d11_env_part(&radio->env, D11_PART_SCANS);
    enum dot11_err err = d11_scan_check(&radio->scan, req);
    bool busy;

    if (err != D11_OK)
        return err;
    if (radio->off != 0)
        return D11_ERR_RADIO_OFF;
    busy = is_busy(radio);
    /* SCAN-7: another's is waited for. */
    if (busy && (sta->scan_id != 0 || scans == NULL))
        return D11_ERR_BUSY;
    if (!d11_events_reserve(&sta->events, owed(sta)))
        return D11_ERR_FULL;
    sta->scan_id = d11_sta_new_id(sta);
    if (busy)
        scans->wait(sta, req);
    else
        d11_sta_begin_scan(sta, req);
    return D11_OK;
}

enum dot11_err dot11_sta_scan(struct dot11_sta *sta,
                              const struct dot11_scan_req *req, uint32_t *id,
                              uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);

    if (err != D11_OK)
        return err;
    err = start_scan(sta, req);
    return finish(sta, err, id, sta->next_id);
}

enum dot11_err dot11_sta_scan_abort(struct dot11_sta *sta, uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);

    if (err != D11_OK)
        return err;
    if (sta->scan_id == 0)
        return D11_ERR_STATE;
    d11_sta_end_scan(sta, D11_ERR_CANCELLED);
    return finish(sta, D11_OK, NULL, 0);
}

/* Connect, roam, disconnect. */

enum dot11_err dot11_sta_connect(struct dot11_sta *sta,
                                 const struct dot11_connect_req *req,
                                 uint32_t *id, uint64_t now_us)
{
    struct dot11_connect_req as_configured;
    enum dot11_err err = ready(sta, now_us);
    uint32_t given;

    if (err != D11_OK)
        return err;
    if (sta->radio->off != 0)
        return D11_ERR_RADIO_OFF;
    if (req == NULL) {
        memset(&as_configured, 0, sizeof as_configured);
        req = &as_configured;
    }
    given = d11_sta_new_id(sta);
    err = d11_sme_connect(&sta->sme, req, given);
    return finish(sta, err, id, given);
}

enum dot11_err dot11_sta_roam(struct dot11_sta *sta,
                              const struct dot11_roam_req *req, uint32_t *id,
                              uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);
    uint32_t given;

    if (err != D11_OK)
        return err;
    if (sta->radio->off != 0)
        return D11_ERR_RADIO_OFF;
    given = d11_sta_new_id(sta);
    err = d11_sme_roam(&sta->sme, req, given);
    return finish(sta, err, id, given);
}

enum dot11_err dot11_sta_disconnect(struct dot11_sta *sta, uint32_t *id,
                                    uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);
    uint32_t given;

    if (err != D11_OK)
        return err;
    given = d11_sta_new_id(sta);
    err = d11_sme_disconnect(&sta->sme, given);
    if (err == D11_OK)
        d11_parts_reset(sta, D11_PART_DISCONNECT);
    return finish(sta, err, id, given);
}

/* Queries. */

static enum dot11_sta_state state_of(const struct dot11_sta *sta)
{
    switch (sta->life) {
    case D11_LIFE_STARTING: return D11_STA_STARTING;
    case D11_LIFE_RUNNING: return sta->sme.state;
    case D11_LIFE_LEAVING:
    case D11_LIFE_OFF: return D11_STA_HALTING;
    case D11_LIFE_RESETTING: return D11_STA_RESETTING;
    case D11_LIFE_FREE:
    case D11_LIFE_HALTED: break;
    }
    return D11_STA_HALTED;
}

const char *dot11_sta_state_str(enum dot11_sta_state state)
{
    switch (state) {
    case D11_STA_HALTED: return "halted";
    case D11_STA_STARTING: return "starting";
    case D11_STA_INIT: return "init";
    case D11_STA_CONNECTING: return "connecting";
    case D11_STA_CONNECTED: return "connected";
    case D11_STA_LOST: return "lost";
    case D11_STA_ROAMING: return "roaming";
    case D11_STA_HALTING: return "halting";
    case D11_STA_RESETTING: return "resetting";
    }
    return "?";
}

void dot11_sta_status(const struct dot11_sta *sta,
                      struct dot11_sta_status *status)
{
    const struct d11_mlme *mlme = &sta->mlme;
    const struct d11_peer *peer = mlme->peer;

    memset(status, 0, sizeof *status);
    status->state = state_of(sta);
    d11_addr_copy(status->addr, sta->vif.addr);
    status->scanning = sta->radio->scan.state != D11_SCAN_IDLE;
    status->ssid = sta->sme.ssid;
    status->signal_dbm = D11_SIGNAL_UNKNOWN;
    if (sta->sme.phase == D11_SME_IBSS) {
        d11_ibss_listed(&sta->radio->env)->status(&sta->vif, status);
        return;
    }
    status->associated = peer->associated;
    if (!peer->associated)
        return;
    status->authorized = peer->authorized;
    d11_addr_copy(status->bssid, peer->addr);
    status->freq_mhz = peer->link->channel.freq_mhz;
    status->aid = peer->aid;
    status->signal_dbm = d11_watch_signal_dbm(&mlme->watch);
    status->quality = d11_watch_quality(&mlme->watch);
    status->qos = peer->qos;
    status->akm = mlme->suites.akm;
    status->pairwise_cipher = mlme->suites.pairwise_cipher;
    status->group_cipher = mlme->suites.group_cipher;
    status->associated_us = sta->sme.associated_us;
    status->rx_msdus = peer->rx_msdus;
    status->tx_msdus = peer->tx_msdus;
}

size_t dot11_sta_ports(const struct dot11_sta *sta, struct dot11_port *ports,
                       size_t max)
{
    size_t count = 0;

    for (unsigned i = 0; i < sta->vif.peer_count; i++) {
        const struct d11_peer *peer = &sta->vif.peers[i];

        if (peer->session_id == 0)
            continue;
        if (count < max)
            ports[count] = d11_port_of(peer);
        count++;
    }
    return count;
}

struct dot11_radio *dot11_sta_radio(const struct dot11_sta *sta)
{
    return sta->radio;
}

void dot11_sta_set_user(struct dot11_sta *sta, void *user)
{
    sta->user = user;
}

void *dot11_sta_user(const struct dot11_sta *sta)
{
    return sta->user;
}

bool dot11_sta_next_event(struct dot11_sta *sta, struct dot11_event *event)
{
    bool taken = d11_events_take(&sta->events, event);

    /* Who waited for room goes on; not from inside an op. */
    if (taken && !sta->radio->env.in_op)
        d11_radio_settle(sta->radio);
    return taken;
}

/* Data. */

size_t dot11_sta_tx(struct dot11_sta *sta, struct dot11_frame *const *frames,
                    size_t n, uint64_t now_us)
{
    size_t taken;

    if (!d11_radio_enter(sta->radio, now_us))
        return 0;
    taken = d11_tx_msdus(&sta->radio->tx, &sta->vif, frames, n);
    d11_radio_settle(sta->radio);
    return taken;
}

void dot11_sta_msdu_return(struct dot11_sta *sta,
                           const struct dot11_msdu *msdus, size_t n)
{
    if (sta->radio->env.in_op)
        return;
    d11_rx_return(&sta->vif, msdus, n);
    d11_radio_settle(sta->radio);
}
