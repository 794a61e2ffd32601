/* The part D11_PART_SCANS: explicit scans wait for those of other stations. */
#include <dot11/scans.h>

#include <string.h>

#include "base/deadline.h"
#include "sta/radio.h"

/* Of a station. */
struct state {
    uint32_t number; /* in the order of requests; 0: none waits */
    struct dot11_scan_req req;
    struct dot11_ssid ssids[D11_SCAN_SSIDS_MAX];
    uint8_t elements[D11_SCAN_ELEMENTS_MAX];
    uint16_t freqs_mhz[]; /* room for all channels of the radio */
};

static struct state *state_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_SCANS);
}

/* The number of a station's request that waits. */
static uint32_t number_of(const struct dot11_sta *sta)
{
    return sta->life != D11_LIFE_FREE ? state_of(sta)->number : 0;
}

/* Is it the turn of this one? */
static bool is_next(const struct dot11_sta *sta, const struct state *own)
{
    const struct dot11_radio *radio = sta->radio;

    if (own->number == 0)
        return false;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        const uint32_t number = number_of(&radio->stas[i]);

        if (number != 0 ? number < own->number : radio->stas[i].scan_id != 0)
            return false;
    }
    return true;
}

/* The request is checked: what it points to has room. */
static void wait(struct dot11_sta *sta, const struct dot11_scan_req *req)
{
    static const struct dot11_scan_req everything;
    struct state *own = state_of(sta);
    uint32_t last = 0;

    for (unsigned i = 0; i < sta->radio->sta_count; i++) {
        if (number_of(&sta->radio->stas[i]) > last)
            last = number_of(&sta->radio->stas[i]);
    }
    own->number = last + 1;
    own->req = req != NULL ? *req : everything;
    if (own->req.ssid_count != 0)
        memcpy(own->ssids, own->req.ssids,
               own->req.ssid_count * sizeof own->ssids[0]);
    if (own->req.elements_len != 0)
        memcpy(own->elements, own->req.elements, own->req.elements_len);
    if (own->req.freq_count != 0)
        memcpy(own->freqs_mhz, own->req.freqs_mhz,
               own->req.freq_count * sizeof own->freqs_mhz[0]);
    own->req.ssids = own->ssids;
    own->req.elements = own->elements;
    own->req.freqs_mhz = own->freqs_mhz;
}

static bool drop(struct dot11_sta *sta)
{
    struct state *own = state_of(sta);
    const bool waits = own->number != 0;

    own->number = 0;
    return waits;
}

static size_t state_size(const struct dot11_config *config)
{
    const size_t count =
        config->caps != NULL ? config->caps->channel_count : 0u;

    return sizeof(struct state) + count * sizeof(uint16_t);
}

/* A radio that sleeps or hangs cancels it, as one that runs. */
static void tick(struct d11_vif *vif, void *state)
{
    struct dot11_sta *sta = vif->sta;
    struct state *own = state;

    if (own->number == 0)
        return;
    if (sta->radio->off != 0) {
        d11_sta_end_scan(sta, D11_ERR_CANCELLED);
    } else if (is_next(sta, own)) {
        own->number = 0;
        d11_sta_begin_scan(sta, &own->req);
    }
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    const struct dot11_sta *sta = vif->sta;
    const struct state *own = state;

    return own->number != 0 && (sta->radio->off != 0 || is_next(sta, own))
               ? vif->env->now_us
               : D11_NEVER;
}

static const struct d11_scans_ops ops = {wait, drop};

const struct dot11_part dot11_scans = {
    .kind = D11_PART_SCANS,
    .list = &d11_part_list,
    .state_size = state_size,
    .tick = tick,
    .deadline = deadline,
    .ops = &ops,
};
