/* The part D11_PART_NLO: network list offload. Rules N80211-NLO-*. */
#include <dot11/nlo.h>

#include <string.h>

#include "base/deadline.h"
#include "hw/attrs.h"
#include "hw/caps.h"
#include "sta/radio.h"

/* After somebody else's scan or operation. */
#define AGAIN_US 1000000u
/* Named channels, beyond which all are scanned. */
#define FREQS_MAX 16u
/* A second of host time. */
#define SECOND_US UINT64_C(1000000)

/* Of a station. */
struct state {
    uint8_t count; /* networks; 0: nothing to do */
    uint8_t flags;
    bool looking; /* a scan of ours runs */
    uint16_t fast_left;
    uint32_t fast_s;
    uint32_t slow_s;
    uint32_t found; /* bits: networks that were told */
    uint64_t next_us;
    uint64_t began_us; /* of the scan that runs */
    struct dot11_nlo_network networks[D11_NLO_NETWORKS];
};

static struct state *state_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_NLO);
}

static bool fits(const struct dot11_nlo_network *network,
                 const struct d11_bss *bss)
{
    if (bss->ssid.len != network->ssid.len ||
        memcmp(bss->ssid.octets, network->ssid.octets, bss->ssid.len) != 0)
        return false;
    if (network->akms == 0)
        return (bss->capability & D11_CAP_PRIVACY) == 0;
    return (bss->akms & network->akms) != 0 &&
           (network->pairwise_ciphers == 0 ||
            (bss->pairwise_ciphers & network->pairwise_ciphers) != 0);
}

static void say(struct dot11_sta *sta, unsigned i, const struct d11_bss *bss)
{
    struct dot11_event event;

    memset(&event, 0, sizeof event);
    event.type = D11_EV_NETWORK_FOUND;
    event.at_us = sta->radio->env.now_us;
    event.u.network_found.index = (uint8_t)i;
    memcpy(event.u.network_found.bssid, bss->bssid, D11_ADDR_LEN);
    event.u.network_found.freq_mhz = bss->freq_mhz;
    state_of(sta)->found |= UINT32_C(1) << i;
    d11_sta_emit(sta, &event, false);
}

/* N80211-NLO-5: once for each; when there is no room, after the next look. */
static void report(struct dot11_sta *sta)
{
    const struct state *own = state_of(sta);
    const struct d11_bss *bss;

    for (size_t k = 0; (bss = d11_bss_table_at(&sta->radio->table, k)) != NULL;
         k++) {
        for (unsigned i = 0; i < own->count; i++) {
            if ((own->found & UINT32_C(1) << i) == 0 &&
                bss->seen_us >= own->began_us && fits(&own->networks[i], bss) &&
                d11_events_room(&sta->events) > D11_SME_ROOM)
                say(sta, i, bss);
        }
    }
}

/* N80211-NLO-4 */
static void arm(struct dot11_sta *sta)
{
    struct state *own = state_of(sta);
    uint32_t period_s = own->fast_left != 0 ? own->fast_s : own->slow_s;

    if ((own->flags & D11_NLO_AT_RESUME) != 0) {
        own->next_us = D11_NEVER;
        return;
    }
    if (own->fast_left != 0)
        own->fast_left--;
    own->next_us = d11_time_after(sta->radio->env.now_us, period_s * SECOND_US);
}

static void looked(void *arg, enum dot11_err err, uint16_t channels)
{
    struct dot11_sta *sta = arg;
    struct state *own = state_of(sta);

    (void)channels;
    own->looking = false;
    if (own->count == 0)
        return;
    report(sta);
    if (err == D11_OK)
        arm(sta);
    else
        own->next_us = d11_time_after(sta->radio->env.now_us, AGAIN_US);
}

/* The channels named, when each network has one; 0: all. */
static uint16_t hints(const struct state *own, uint16_t freqs_mhz[FREQS_MAX])
{
    uint16_t count = 0;

    for (unsigned i = 0; i < own->count; i++) {
        const uint16_t *named = own->networks[i].freqs_mhz;

        if (named[0] == 0)
            return 0;
        for (unsigned h = 0; h < D11_NLO_HINTS && named[h] != 0; h++) {
            uint16_t k = 0;

            while (k < count && freqs_mhz[k] != named[h])
                k++;
            if (k == FREQS_MAX)
                return 0;
            freqs_mhz[k] = named[h];
            if (k == count)
                count++;
        }
    }
    return count;
}

/* N80211-STREAM-1: not while something streams. */
static bool may_look(const struct dot11_sta *sta)
{
    /* N80211-MODE-10: a network monitor looks for nothing. */
    if (sta->radio->env.monitors ||
        sta->radio->scan.state != D11_SCAN_IDLE || sta->radio->scan.stopping)
        return false;
    if (sta->sme.state == D11_STA_CONNECTED)
        return !d11_attrs_streaming(&sta->vif);
    return sta->sme.state == D11_STA_INIT || sta->sme.phase == D11_SME_BACKOFF;
}

static void look(struct dot11_sta *sta)
{
    struct state *own = state_of(sta);
    uint16_t freqs_mhz[FREQS_MAX];
    struct dot11_scan_req req;

    own->next_us = d11_time_after(sta->radio->env.now_us, AGAIN_US);
    if (!may_look(sta))
        return;
    memset(&req, 0, sizeof req);
    req.freqs_mhz = freqs_mhz;
    req.freq_count = hints(own, freqs_mhz);
    own->next_us = D11_NEVER;
    own->looking = true;
    own->began_us = sta->radio->env.now_us;
    d11_scan_start(&sta->radio->scan, &sta->vif, &req, looked, sta);
}

/* What the host asks. */

static enum dot11_err check(const struct dot11_sta *sta,
                            const struct dot11_nlo_req *req)
{
    if (req->count > D11_NLO_NETWORKS ||
        (req->count != 0 && req->networks == NULL) ||
        req->flags > (D11_NLO_NOW | D11_NLO_AT_RESUME) ||
        (req->count != 0 && (req->flags & D11_NLO_AT_RESUME) == 0 &&
         (req->slow_s == 0 || (req->fast_count != 0 && req->fast_s == 0))))
        return D11_ERR_ARG;
    for (unsigned i = 0; i < req->count; i++) {
        const struct dot11_nlo_network *network = &req->networks[i];

        if (network->ssid.len == 0 || network->ssid.len > D11_SSID_MAX)
            return D11_ERR_SSID;
        for (unsigned h = 0; h < D11_NLO_HINTS; h++) {
            if (network->freqs_mhz[h] != 0 &&
                !d11_caps_usable(sta->radio->env.caps, network->freqs_mhz[h]))
                return D11_ERR_CHANNEL;
        }
    }
    return D11_OK;
}

static void forget(struct dot11_sta *sta)
{
    struct state *own = state_of(sta);

    own->count = 0;
    own->next_us = D11_NEVER;
    if (own->looking)
        d11_scan_abort(&sta->radio->scan, D11_ERR_CANCELLED);
}

enum dot11_err dot11_sta_nlo(struct dot11_sta *sta,
                             const struct dot11_nlo_req *req, uint64_t now_us)
{
    struct state *own = d11_vif_part(&sta->vif, D11_PART_NLO);
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (own == NULL)
        return D11_ERR_UNSUPPORTED;
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    err = check(sta, req);
    if (err != D11_OK)
        return err;
    forget(sta);
    if (req->count != 0) {
        memcpy(own->networks, req->networks,
               req->count * sizeof own->networks[0]);
        own->count = req->count;
        own->flags = req->flags;
        own->fast_left = req->fast_count;
        own->fast_s = req->fast_s;
        own->slow_s = req->slow_s;
        own->found = 0;
        if ((req->flags & D11_NLO_NOW) != 0)
            look(sta);
        else
            arm(sta);
    }
    d11_radio_settle(sta->radio);
    return D11_OK;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct state);
}

static void init(struct d11_vif *vif, void *state)
{
    struct state *own = state;

    (void)vif;
    memset(own, 0, sizeof *own);
    own->next_us = D11_NEVER;
}

/* N80211-NLO-6 */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    (void)state;
    if (what != D11_PART_DISCONNECT)
        forget(vif->sta);
}

/* N80211-NLO-3: with the radio off there is nothing to do. */
static bool is_due(const struct dot11_sta *sta)
{
    return sta->life == D11_LIFE_RUNNING && sta->radio->off == 0;
}

static void tick(struct d11_vif *vif, void *state)
{
    const struct state *own = state;

    if (is_due(vif->sta) && d11_deadline_due(own->next_us, vif->env->now_us))
        look(vif->sta);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct state *own = state;

    return is_due(vif->sta) ? own->next_us : D11_NEVER;
}

/* N80211-NLO-2: the connection first. */
static void resumed(struct dot11_sta *sta)
{
    struct state *own = state_of(sta);

    if (own->count != 0 && (own->flags & D11_NLO_AT_RESUME) != 0)
        own->next_us = d11_time_after(sta->radio->env.now_us, AGAIN_US);
}

static const struct d11_nlo_ops ops = {resumed};

const struct dot11_part dot11_nlo = {
    .kind = D11_PART_NLO,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
};
