#include "mlme/scan.h"

#include <string.h>

#include "base/deadline.h"
#include "hw/attrs.h"
#include "base/octets.h"
#include "hw/caps.h"
#include "hw/ops.h"
#include "mlme/send.h"

/* How long the AP may take to acknowledge that we leave the channel. */
#define ANNOUNCE_US 20000u

static bool has_band(const struct dot11_hw_caps *caps, uint8_t bands)
{
    bool found = false;

    for (unsigned i = 0; i < D11_BAND_COUNT; i++)
        found |= (bands & 1u << i) != 0 && caps->bands[i].rate_count != 0;
    return found;
}

enum dot11_err d11_scan_check(const struct d11_scan *scan,
                              const struct dot11_scan_req *req)
{
    if (req == NULL)
        return D11_OK;
    if (req->ssid_count > D11_SCAN_SSIDS_MAX ||
        (req->ssid_count != 0 && req->ssids == NULL) ||
        (req->freq_count != 0 && req->freqs_mhz == NULL) ||
        req->freq_count > scan->env->caps->channel_count ||
        req->elements_len > D11_SCAN_ELEMENTS_MAX ||
        (req->elements_len != 0 && req->elements == NULL) ||
        req->bands >= 1u << D11_BAND_COUNT ||
        req->bss_types > (D11_SCAN_INFRASTRUCTURE | D11_SCAN_INDEPENDENT))
        return D11_ERR_ARG;
    if (req->bands != 0 && !has_band(scan->env->caps, req->bands))
        return D11_ERR_UNSUPPORTED;
    for (unsigned i = 0; i < req->ssid_count; i++) {
        if (req->ssids[i].len > D11_SSID_MAX)
            return D11_ERR_SSID;
    }
    for (unsigned i = 0; i < req->freq_count; i++) {
        if (!d11_caps_usable(scan->env->caps, req->freqs_mhz[i]))
            return D11_ERR_CHANNEL;
    }
    return D11_OK;
}

/* The channels of the request, or all that the radio may use; of the bands of
 * the request. */
static void plan(struct d11_scan *scan, const struct dot11_scan_req *req)
{
    const struct dot11_hw_caps *caps = scan->env->caps;
    bool listed = req->freq_count != 0;
    unsigned count = listed ? req->freq_count : caps->channel_count;

    scan->freq_count = 0;
    for (unsigned i = 0; i < count; i++) {
        uint16_t freq_mhz =
            listed ? req->freqs_mhz[i] : caps->channels[i].freq_mhz;

        if (d11_caps_usable(caps, freq_mhz) &&
            (req->bands == 0 ||
             (req->bands & 1u << dot11_channel_20(freq_mhz).band) != 0))
            scan->freqs_mhz[scan->freq_count++] = freq_mhz;
    }
}

/* Has the station a home channel? With an association and the radio for it, or
 * in an IBSS. */
static bool has_home(const struct d11_vif *vif)
{
    return vif != NULL && (vif->tx.holds & D11_HOLD_TURN) == 0 &&
           (vif->peers[0].associated || vif->links[0].ibss);
}

/* The home channel is that of any station that has one; 0: there is none. */
static uint16_t home_mhz(const struct d11_scan *scan)
{
    for (unsigned i = 0; i < *scan->vif_count; i++) {
        if (has_home(scan->vifs[i]))
            return scan->vifs[i]->links[0].channel.freq_mhz;
    }
    return 0;
}

/* Tell the APs of all stations that we leave the home channel, or that we
 * stay after all. False when none could be told. */
static bool tell_home(struct d11_scan *scan, bool leave)
{
    enum d11_cookie cookie = leave ? D11_COOKIE_AWAY : D11_COOKIE_NONE;
    bool told = false;

    for (unsigned i = 0; i < *scan->vif_count; i++) {
        struct d11_vif *vif = scan->vifs[i];

        if (!has_home(vif))
            continue;
        if (leave)
            d11_tx_hold(scan->tx, vif, D11_HOLD_AWAY, true);
        /* In an IBSS there is nobody who keeps our frames. */
        if (!vif->links[0].ibss)
            told |= d11_send_null(scan->tx, vif, &vif->peers[0], leave,
                                  cookie) == D11_OK;
        if (!leave)
            d11_tx_hold(scan->tx, vif, D11_HOLD_AWAY, false);
    }
    return told;
}

void d11_scan_finish(struct d11_scan *scan, enum dot11_err err)
{
    d11_scan_done_fn *done = scan->done;

    if (scan->state == D11_SCAN_ANNOUNCE)
        tell_home(scan, false);
    scan->schedule->announcing = false;
    d11_scan_enter(scan, D11_SCAN_IDLE);
    scan->timer_us = D11_NEVER;
    scan->done = NULL;
    scan->token = 0;
    d11_hw_set_filter(scan->env, D11_FILTER_USUAL);
    d11_schedule_release(scan->schedule, &scan->slot);
    d11_bss_table_age(scan->table);
    if (done != NULL)
        done(scan->arg, err, scan->visited);
}

uint32_t d11_scan_longest(const struct d11_scan *scan, bool passive)
{
    const struct dot11_config *config = &scan->env->config;

    if (scan->dwell_us != 0)
        return scan->dwell_us;
    return passive ? config->passive_dwell_us : config->active_dwell_max_us;
}

/* N80211-REG-6: there is no domain, or the channel is not in it. */
bool d11_scan_must_listen(const struct d11_scan *scan, uint16_t freq_mhz)
{
    const struct d11_attrs_ops *attrs = d11_attrs_ops(scan->vif);

    return attrs != NULL && attrs->listens(scan->vif, freq_mhz);
}

static bool is_passive(const struct d11_scan *scan, uint16_t freq_mhz)
{
    const struct dot11_hw_channel *channel =
        d11_caps_channel(scan->env->caps, freq_mhz);

    return scan->passive || channel == NULL ||
           d11_scan_must_listen(scan, freq_mhz) ||
           (channel->flags & (D11_HW_CHANNEL_PASSIVE | D11_HW_CHANNEL_DFS)) !=
               0;
}

static void probe(struct d11_scan *scan, uint16_t freq_mhz)
{
    static const struct dot11_ssid wildcard;
    struct dot11_octets more = {scan->elements, scan->elements_len};
    const uint8_t *bssid = scan->has_bssid ? scan->bssid : NULL;

    scan->named = true;
    /* N80211-SCAN-10: one for each SSID; none listed is the wildcard. */
    for (unsigned i = 0; i < scan->ssid_count; i++)
        d11_send_probe(scan->tx, scan->vif, &scan->ssids[i], bssid, freq_mhz,
                       more);
    if (scan->ssid_count == 0)
        d11_send_probe(scan->tx, scan->vif, &wildcard, bssid, freq_mhz, more);
}

/* Back to the home channel for a while, or out of the way of a stronger
 * request. */
static void go_home(struct d11_scan *scan)
{
    scan->away = false;
    d11_scan_enter(scan, D11_SCAN_HOME);
    scan->timer_us =
        d11_time_after(scan->env->now_us, scan->env->config.scan_home_us);
    d11_schedule_release(scan->schedule, &scan->slot);
}

static bool is_home(const struct d11_scan *scan, uint16_t freq_mhz)
{
    uint16_t home = home_mhz(scan);

    return home == 0 || home == freq_mhz;
}

static void listen(struct d11_scan *scan, uint16_t freq_mhz)
{
    uint64_t now_us = scan->env->now_us;

    d11_scan_enter(scan, D11_SCAN_DWELL);
    scan->heard = false;
    scan->named = false;
    scan->arrived_us = now_us;
    scan->visited++;
    if (is_passive(scan, freq_mhz)) {
        scan->timer_us = d11_time_after(now_us, d11_scan_longest(scan, true));
        return;
    }
    scan->timer_us =
        d11_time_after(now_us, d11_deadline_min(scan->min_dwell_us,
                                                d11_scan_longest(scan, false)));
    probe(scan, freq_mhz);
}

/* The radio is on the channel at hand, or cannot go there. */
static void arrived(void *arg, enum dot11_err err)
{
    struct d11_scan *scan = arg;
    uint16_t freq_mhz;

    if (scan->state != D11_SCAN_TUNE)
        return;
    freq_mhz = scan->freqs_mhz[scan->next];
    if (err != D11_OK) {
        /* A channel that cannot be had is passed over, when the core settles:
         * a radio that refuses them all must not nest us in ourselves. */
        scan->next++;
        scan->passed_over = true;
    } else if (!scan->away && !is_home(scan, freq_mhz)) {
        /* An association came while the radio was on its way: the AP does not
         * know that we are here. */
        go_home(scan);
    } else {
        listen(scan, freq_mhz);
    }
}

/* Somebody stronger took the radio: do this channel again later. */
static void revoked(void *arg)
{
    struct d11_scan *scan = arg;

    if (scan->state == D11_SCAN_DWELL)
        scan->visited--;
    go_home(scan);
}

static void tune(struct d11_scan *scan)
{
    struct dot11_channel channel =
        dot11_channel_20(scan->freqs_mhz[scan->next]);

    scan->schedule->announcing = false;
    d11_scan_enter(scan, D11_SCAN_TUNE);
    scan->timer_us = D11_NEVER;
    scan->slot.granted = arrived;
    scan->slot.revoked = revoked;
    scan->slot.arg = scan;
    if (d11_schedule_ask(scan->schedule, &scan->slot, &channel,
                         D11_CHANNEL_SCAN) != D11_OK)
        d11_scan_finish(scan, D11_ERR_FULL);
}

/* Leave the home channel: the AP is told to keep our frames. */
static void announce(struct d11_scan *scan)
{
    scan->schedule->announcing = true;
    scan->away = true;
    scan->announced = false;
    scan->slice_end_us =
        d11_time_after(scan->env->now_us, scan->env->config.scan_slice_us);
    d11_scan_enter(scan, D11_SCAN_ANNOUNCE);
    scan->timer_us = d11_time_after(scan->env->now_us, ANNOUNCE_US);
    if (!tell_home(scan, true))
        tune(scan);
}

static bool slice_is_over(const struct d11_scan *scan, uint16_t freq_mhz)
{
    bool passive = is_passive(scan, freq_mhz);

    return d11_time_after(scan->env->now_us, d11_scan_longest(scan, passive)) >
           scan->slice_end_us;
}

void d11_scan_next(struct d11_scan *scan)
{
    uint16_t freq_mhz;

    if (scan->next >= scan->freq_count) {
        d11_scan_finish(scan, D11_OK);
        return;
    }
    freq_mhz = scan->freqs_mhz[scan->next];
    if (d11_schedule_contended(scan->schedule, &scan->slot)) {
        go_home(scan);
    } else if (is_home(scan, freq_mhz)) {
        scan->away = false;
        tune(scan);
    } else if (!scan->away) {
        announce(scan);
    } else if (slice_is_over(scan, freq_mhz)) {
        go_home(scan);
    } else {
        tune(scan);
    }
}

void d11_scan_start(struct d11_scan *scan, struct d11_vif *vif,
                    const struct dot11_scan_req *req, d11_scan_done_fn *done,
                    void *arg)
{
    static const struct dot11_scan_req everything;

    if (req == NULL)
        req = &everything;
    scan->vif = vif;
    scan->done = done;
    scan->arg = arg;
    scan->next = 0;
    scan->visited = 0;
    scan->away = false;
    scan->passed_over = false;
    scan->passive = req->passive;
    scan->dwell_us = req->dwell_us;
    scan->min_dwell_us = req->min_dwell_us != 0
                             ? req->min_dwell_us
                             : scan->env->config.active_dwell_min_us;
    scan->bss_types = req->bss_types;
    /* E-19: both are the wildcard. */
    scan->has_bssid = req->has_bssid && !d11_addr_is_zero(req->bssid) &&
                      !d11_addr_is_group(req->bssid);
    d11_addr_copy(scan->bssid, req->bssid);
    scan->ssid_count = req->ssid_count;
    if (scan->ssid_count != 0)
        memcpy(scan->ssids, req->ssids,
               scan->ssid_count * sizeof scan->ssids[0]);
    scan->elements_len = req->elements_len;
    if (scan->elements_len != 0)
        memcpy(scan->elements, req->elements, scan->elements_len);
    plan(scan, req);
    d11_hw_set_filter(scan->env, D11_FILTER_USUAL | D11_FILTER_BEACONS);
    if (scan->env->hw_ops.scanner == NULL ||
        !scan->env->hw_ops.scanner->start(scan))
        d11_scan_next(scan);
}

void d11_scan_abort(struct d11_scan *scan, enum dot11_err err)
{
    if (scan->state == D11_SCAN_IDLE)
        return;
    if (scan->state == D11_SCAN_HARDWARE)
        scan->env->hw_ops.scanner->stop(scan);
    d11_scan_finish(scan, err);
}

bool d11_scan_in_hardware(const struct d11_scan *scan)
{
    return scan->state == D11_SCAN_HARDWARE || scan->stopping ||
           scan->schedule->off;
}

void d11_scan_lost(struct d11_scan *scan)
{
    d11_ops_forget(scan->ops, scan);
    scan->stopping = false;
}

void d11_scan_heard(struct d11_scan *scan, const struct d11_bss *bss)
{
    uint8_t type = (bss->flags & D11_BSS_IS_IBSS) != 0
                       ? D11_SCAN_INDEPENDENT
                       : D11_SCAN_INFRASTRUCTURE;

    if (scan->state != D11_SCAN_DWELL ||
        scan->freqs_mhz[scan->next] != bss->freq_mhz)
        return;
    if (scan->bss_types == 0 || (scan->bss_types & type) != 0)
        scan->heard = true;
    /* N80211-SCAN-20: where the station does not speak first it may still ask
     * who it is that hides. */
    if ((bss->flags & D11_BSS_IS_HIDDEN) != 0 && scan->ssid_count != 0 &&
        !scan->passive && !scan->named)
        probe(scan, bss->freq_mhz);
}

void d11_scan_announced(struct d11_scan *scan)
{
    scan->announced = true;
}

bool d11_scan_proceed(struct d11_scan *scan)
{
    if (scan->passed_over && scan->state == D11_SCAN_TUNE) {
        scan->passed_over = false;
        d11_scan_next(scan);
        return true;
    }
    if (!scan->announced || scan->state != D11_SCAN_ANNOUNCE)
        return false;
    tune(scan);
    return true;
}

static void dwelled(struct d11_scan *scan)
{
    uint64_t most_us = d11_time_after(
        scan->arrived_us,
        d11_scan_longest(scan, is_passive(scan, scan->freqs_mhz[scan->next])));

    if (scan->heard && scan->env->now_us < most_us) {
        scan->timer_us = most_us;
        return;
    }
    scan->next++;
    d11_scan_next(scan);
}

void d11_scan_tick(struct d11_scan *scan)
{
    if (!d11_deadline_due(scan->timer_us, scan->env->now_us))
        return;
    switch (scan->state) {
    case D11_SCAN_ANNOUNCE: tune(scan); break;
    case D11_SCAN_DWELL: dwelled(scan); break;
    case D11_SCAN_HOME: d11_scan_next(scan); break;
    case D11_SCAN_IDLE:
    case D11_SCAN_TUNE:
    case D11_SCAN_HARDWARE: scan->timer_us = D11_NEVER; break;
    }
}

uint64_t d11_scan_deadline(const struct d11_scan *scan)
{
    return scan->state == D11_SCAN_IDLE ? D11_NEVER : scan->timer_us;
}
