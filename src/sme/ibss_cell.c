/* The cells of a network: which one to be in, and being there. */
#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/index.h"
#include "hw/attrs.h"
#include "hw/caps.h"
#include "hw/keys.h"
#include "hw/ops.h"
#include "sme/ibss.h"

/* Rates that everybody in a cell of ours has to know: what the oldest stations
 * of the band can do. */
#define BASIC_2GHZ D11_RATES_DSSS
#define BASIC_5GHZ (D11_RATE_6M | D11_RATE_12M | D11_RATE_24M)
/* Of an IBSS Parameter Set (9.4.2.6). */
#define ATIM_LEN 2u

static bool was_tried(const struct d11_ibss *ibss, const uint8_t *bssid)
{
    for (unsigned i = 0; i < ibss->tried_count; i++) {
        if (d11_addr_equal(ibss->tried[i], bssid))
            return true;
    }
    return false;
}

static bool on_channel(const struct d11_ibss *ibss, uint16_t freq_mhz)
{
    const struct dot11_hw_channel *channel =
        d11_caps_channel(ibss->sme->env->caps, freq_mhz);

    /* Where radar has to be looked for nobody sends without an owner of that
     * duty (IBSS-15): such a cell is not joined. */
    if (channel == NULL || (channel->flags & D11_HW_CHANNEL_DFS) != 0 ||
        !d11_caps_usable(ibss->sme->env->caps, freq_mhz) ||
        !d11_schedule_is_home(ibss->schedule, &ibss->home, freq_mhz))
        return false;
    for (unsigned i = 0; i < ibss->freq_count; i++) {
        if (ibss->freqs_mhz[i] == freq_mhz)
            return true;
    }
    return ibss->freq_count == 0;
}

static bool can_talk(const struct d11_ibss *ibss, const struct d11_bss *bss)
{
    struct d11_rates ours = d11_attrs_rates(ibss->sme->vif, bss->freq_mhz);

    return bss->rates.selectors == 0 && (bss->rates.basic & ~ours.rates) == 0 &&
           (bss->rates.rates & ours.rates) != 0;
}

/* CFG-6, CFG-8 */
static bool is_listed(const struct d11_vif *vif, const uint8_t *bssid)
{
    const struct d11_attrs *attrs = d11_attrs_listed(vif);

    for (unsigned i = 0; i < attrs->bssid_count; i++) {
        if (d11_addr_is_broadcast(attrs->bssids[i]) ||
            d11_addr_equal(attrs->bssids[i], bssid))
            return true;
    }
    return false;
}

bool d11_ibss_fits(struct d11_ibss *ibss, const struct d11_bss *bss,
                   struct dot11_ext_suites *suites)
{
    struct d11_sme *sme = ibss->sme;
    struct dot11_bss view;

    memset(suites, 0, sizeof *suites);
    suites->auth_algorithm = D11_AUTH_OPEN;
    suites->ibss = true;
    if ((bss->flags & D11_BSS_IS_IBSS) == 0 ||
        (bss->flags & (D11_BSS_IS_MALFORMED | D11_BSS_IS_TRUNCATED)) != 0 ||
        bss->ssid.len != sme->ssid.len ||
        memcmp(bss->ssid.octets, sme->ssid.octets, sme->ssid.len) != 0 ||
        (ibss->has_bssid && !d11_addr_equal(bss->bssid, ibss->bssid)) ||
        !on_channel(ibss, bss->freq_mhz) || !can_talk(ibss, bss))
        return false;
    if (ibss->by_lists && !is_listed(sme->vif, bss->bssid))
        return false;
    if (sme->ext == NULL)
        return (bss->capability & D11_CAP_PRIVACY) == 0 &&
               (bss->flags & (D11_BSS_HAS_RSN | D11_BSS_HAS_WPA)) == 0;
    d11_bss_view(sme->table, bss, &view);
    return d11_ext_select(sme->ext, &view, suites) == D11_OK;
}

/* How far the time of a cell has come by now. */
static uint64_t age_of(const struct d11_ibss *ibss, const struct d11_bss *bss)
{
    return bss->tsf_us + (ibss->sme->env->now_us - bss->seen_us);
}

/* The eldest is the one that others will move to. */
struct d11_bss *d11_ibss_best(struct d11_ibss *ibss, uint64_t fresh_us)
{
    struct dot11_ext_suites suites;
    struct d11_bss *best = NULL;
    struct d11_bss *bss;

    if (ibss->tried_count == D11_SME_TRIED)
        return NULL;
    for (size_t i = 0; (bss = d11_bss_table_at(ibss->sme->table, i)) != NULL;
         i++) {
        if (bss->seen_us < fresh_us || was_tried(ibss, bss->bssid) ||
            (best != NULL && age_of(ibss, bss) <= age_of(ibss, best)) ||
            !d11_ibss_fits(ibss, bss, &suites))
            continue;
        best = bss;
    }
    return best;
}

/* What the extension adds to beacons, which stays the same in a cell. */
static enum dot11_err add_security(struct d11_ibss *ibss,
                                   const struct dot11_bss *view)
{
    size_t len = 0;

    if (ibss->sme->ext != NULL)
        len = d11_ext_elements(ibss->sme->ext, view, &ibss->suites,
                               ibss->security, sizeof ibss->security);
    if (len > sizeof ibss->security)
        return D11_ERR_SECURITY;
    ibss->security_len = (uint16_t)len;
    return D11_OK;
}

/* ATIM window and country of a cell (9.4.2.6, 9.4.2.8). */
static void read_elements(struct d11_ibss *ibss, const struct dot11_bss *view)
{
    struct d11_index index;
    struct dot11_octets body;

    d11_index_build(&index, view->elements, view->elements_len);
    body = d11_index_body(&index, D11_SLOT_IBSS);
    ibss->cell.atim_tu = body.len >= ATIM_LEN ? d11_load_le16(body.data) : 0;
    memset(ibss->cell.country, 0, sizeof ibss->cell.country);
    body = d11_index_body(&index, D11_SLOT_COUNTRY);
    if (body.len >= sizeof ibss->cell.country)
        memcpy(ibss->cell.country, body.data, sizeof ibss->cell.country);
}

bool d11_ibss_country(const struct d11_vif *vif, uint8_t country[3])
{
    const struct d11_attrs *attrs = d11_attrs_of(vif);

    memset(country, 0, 3);
    if (attrs == NULL)
        return true;
    memcpy(country, attrs->country, 3);
    if (country[0] != 0 || attrs->numbers[D11_ATTR_MULTI_DOMAIN] == 0)
        return true;
    memcpy(country, vif->env->caps->country, 3);
    return country[0] != 0;
}

enum dot11_err d11_ibss_adopt(struct d11_ibss *ibss, const struct d11_bss *bss)
{
    struct dot11_bss view;

    d11_bss_view(ibss->sme->table, bss, &view);
    if (!d11_ibss_fits(ibss, bss, &ibss->suites))
        return D11_ERR_SECURITY;
    d11_addr_copy(ibss->cell.bssid, bss->bssid);
    ibss->cell.freq_mhz = bss->freq_mhz;
    ibss->cell.interval_tu = bss->beacon_interval_tu;
    read_elements(ibss, &view);
    ibss->cell.capability =
        (uint16_t)(D11_CAP_IBSS | (bss->capability & D11_CAP_PRIVACY));
    ibss->cell.rates = d11_attrs_rates(ibss->sme->vif, bss->freq_mhz);
    ibss->cell.rates.basic = bss->rates.basic;
    ibss->started = false;
    ibss->synced = false;
    return add_security(ibss, &view);
}

/* N80211-IBSS-9: the address of a new cell. */
static enum dot11_err choose_bssid(struct d11_ibss *ibss)
{
    const struct d11_attrs *attrs = d11_attrs_of(ibss->sme->vif);
    enum dot11_err err;

    if (ibss->has_bssid) {
        d11_addr_copy(ibss->cell.bssid, ibss->bssid);
        return D11_OK;
    }
    if (attrs != NULL && attrs->bssid_count != 0 &&
        !d11_addr_is_group(attrs->bssids[0])) {
        d11_addr_copy(ibss->cell.bssid, attrs->bssids[0]);
        return D11_OK;
    }
    err = d11_host_random(ibss->sme->env, ibss->cell.bssid, D11_ADDR_LEN);
    ibss->cell.bssid[0] = (uint8_t)((ibss->cell.bssid[0] & 0xfcu) | 0x02u);
    return err;
}

uint16_t d11_ibss_start_freq(const struct d11_ibss *ibss,
                             const uint16_t *freqs_mhz, unsigned count)
{
    const struct dot11_hw_caps *caps = ibss->sme->env->caps;
    const struct d11_attrs_ops *attrs = d11_attrs_ops(ibss->sme->vif);
    const unsigned all = count != 0 ? count : caps->channel_count;

    for (unsigned i = 0; i < all; i++) {
        uint16_t freq_mhz =
            count != 0 ? freqs_mhz[i] : caps->channels[i].freq_mhz;
        const struct dot11_hw_channel *channel =
            d11_caps_channel(caps, freq_mhz);

        /* Where only listening is allowed nobody may begin. */
        if (channel == NULL || !d11_caps_usable(caps, freq_mhz) ||
            (channel->flags & (D11_HW_CHANNEL_PASSIVE | D11_HW_CHANNEL_DFS)) !=
                0 ||
            (attrs != NULL && attrs->listens(ibss->sme->vif, freq_mhz)) ||
            !d11_schedule_is_home(ibss->schedule, &ibss->home, freq_mhz))
            continue;
        return freq_mhz;
    }
    return 0;
}

static enum dot11_err choose_suites(struct d11_ibss *ibss,
                                    struct dot11_bss *view)
{
    memset(view, 0, sizeof *view);
    memset(&ibss->suites, 0, sizeof ibss->suites);
    ibss->suites.auth_algorithm = D11_AUTH_OPEN;
    ibss->suites.ibss = true;
    d11_addr_copy(view->bssid, ibss->cell.bssid);
    view->ssid = ibss->sme->ssid;
    view->freq_mhz = ibss->cell.freq_mhz;
    view->flags = D11_BSS_IS_IBSS;
    view->beacon_interval_tu = ibss->cell.interval_tu;
    if (ibss->sme->ext == NULL)
        return D11_OK;
    return d11_ext_select(ibss->sme->ext, view, &ibss->suites);
}

enum dot11_err d11_ibss_invent(struct d11_ibss *ibss)
{
    enum dot11_err err = choose_bssid(ibss);
    struct dot11_bss view;

    if (err != D11_OK)
        return err;
    ibss->cell.freq_mhz =
        d11_ibss_start_freq(ibss, ibss->freqs_mhz, ibss->freq_count);
    if (ibss->cell.freq_mhz == 0)
        return D11_ERR_CHANNEL;
    ibss->cell.interval_tu = ibss->interval_tu;
    ibss->cell.atim_tu = ibss->atim_tu;
    (void)d11_ibss_country(ibss->sme->vif, ibss->cell.country);
    ibss->cell.rates = d11_attrs_rates(ibss->sme->vif, ibss->cell.freq_mhz);
    ibss->cell.rates.basic =
        (uint16_t)(ibss->cell.rates.rates &
                   (ibss->cell.freq_mhz < 5000 ? BASIC_2GHZ : BASIC_5GHZ));
    err = choose_suites(ibss, &view);
    if (err != D11_OK)
        return err;
    ibss->cell.capability = D11_CAP_IBSS;
    if (ibss->suites.privacy)
        ibss->cell.capability |= D11_CAP_PRIVACY;
    ibss->started = true;
    ibss->synced = true;
    return add_security(ibss, &view);
}

void d11_ibss_tell_radio(struct d11_ibss *ibss)
{
    const struct d11_vif *vif = ibss->sme->vif;
    struct dot11_frame *frame = NULL;
    struct dot11_hw_bss bss;

    memset(&bss, 0, sizeof bss);
    bss.sta = vif->sta;
    bss.link_id = vif->links[0].id;
    bss.joined = vif->links[0].joined;
    if (bss.joined) {
        bss.ibss = true;
        bss.ibss_start = ibss->started;
        bss.associated = d11_ibss_count(ibss, D11_IBSS_DONE) != 0;
        for (unsigned i = 0; i < vif->peer_count; i++)
            bss.authorized |=
                vif->peers[i].associated && vif->peers[i].authorized;
        d11_addr_copy(bss.bssid, ibss->cell.bssid);
        bss.beacon_interval_tu = ibss->cell.interval_tu;
        bss.basic_rates = ibss->cell.rates.basic;
        bss.atim_window_tu = ibss->cell.atim_tu;
        bss.power_save = ibss->power_save && ibss->cell.atim_tu != 0;
        frame = d11_ibss_template(ibss);
    }
    if (frame != NULL && frame->len != 0) {
        bss.beacon = frame->data;
        bss.beacon_len = frame->len;
    }
    d11_hw_set_bss(ibss->sme->env, &bss);
    if (frame != NULL)
        d11_host_free(ibss->sme->env, &frame, 1);
}

void d11_ibss_enter(struct d11_ibss *ibss)
{
    struct d11_vif *vif = ibss->sme->vif;
    struct d11_link *link = &vif->links[0];

    link->joined = true;
    link->ibss = true;
    link->is_protected = ibss->suites.controlled;
    d11_addr_copy(link->bssid, ibss->cell.bssid);
    link->channel = dot11_channel_20(ibss->cell.freq_mhz);
    link->beacon_interval_tu = ibss->cell.interval_tu;
    link->dtim_period = 0;
    ibss->group_link.joined = true;
    ibss->group_link.ibss = true;
    ibss->group_link.is_protected = link->is_protected;
    d11_addr_copy(ibss->group_link.addr, link->addr);
    d11_addr_copy(ibss->group_link.bssid, link->bssid);
    ibss->group_link.channel = link->channel;
    ibss->group.link = &ibss->group_link;
    ibss->group.tx_key = 0;
    /* What our frames to groups are opened with is ours. */
    d11_addr_copy(ibss->group.addr, link->addr);
    /* A soft clock begins with the cell, as a radio's does (hw.h). */
    ibss->beacon_was_ours = ibss->started;
    if (ibss->started)
        ibss->tsf_offset_us = UINT64_C(0) - ibss->sme->env->now_us;
    d11_ibss_tell_radio(ibss);
    d11_hw_set_filter(ibss->sme->env, D11_FILTER_USUAL | D11_FILTER_BEACONS);
    d11_ibss_plan_beacon(ibss);
}

void d11_ibss_leave(struct d11_ibss *ibss)
{
    struct d11_sme *sme = ibss->sme;
    struct d11_vif *vif = sme->vif;
    struct d11_link *link = &vif->links[0];

    if (!link->ibss)
        return;
    link->joined = false;
    link->is_protected = false;
    d11_tx_flush(sme->tx, vif, D11_ERR_LOST);
    d11_tx_hold(sme->tx, vif, D11_HOLD_AWAY | D11_HOLD_KEY, false);
    d11_keys_wipe(ibss->ops, vif, &ibss->group);
    link->ibss = false;
    vif->peers[0].link = link;
    d11_ibss_tell_radio(ibss);
    if (sme->scan->state == D11_SCAN_IDLE)
        d11_hw_set_filter(sme->env, D11_FILTER_USUAL);
    ibss->tbtt_us = D11_NEVER;
    ibss->beacon_us = D11_NEVER;
}

/* ROAM-3: another cell of the network. The smaller one, whose time is behind,
 * moves. IBSS-14: who only joins does so when alone, and then at once. */
static bool is_better(const struct d11_ibss *ibss, const struct d11_bss *bss,
                      const struct dot11_rx *rx, uint64_t timestamp_us)
{
    if (ibss->join_only)
        return d11_ibss_count(ibss, D11_IBSS_DONE) == 0;
    return d11_ibss_is_ahead(ibss, bss->bssid, rx, timestamp_us);
}

/* A frame of our own cell. */
static void heard_own(struct d11_ibss *ibss, const struct d11_header *header,
                      const struct d11_bss *bss, const struct dot11_rx *rx,
                      uint64_t timestamp_us)
{
    struct d11_ibss_slot *slot = d11_ibss_slot(ibss, header->a2);

    d11_ibss_sync(ibss, rx, timestamp_us, header->subtype == D11_MGMT_BEACON);
    if (slot != NULL && slot->state == D11_IBSS_DONE)
        d11_ibss_peer_heard(ibss, slot, rx->signal_dbm);
    else
        d11_ibss_meet(ibss, header->a2, bss);
}

void d11_ibss_heard(struct d11_ibss *ibss, const struct d11_header *header,
                    const struct d11_bss *bss, const struct dot11_rx *rx,
                    uint64_t timestamp_us)
{
    struct dot11_ext_suites suites;

    /* Only one place to look in, or one cell to find: no need to wait. */
    if (ibss->phase == D11_IBSS_SCAN &&
        (ibss->has_bssid || ibss->freq_count == 1) &&
        d11_ibss_fits(ibss, bss, &suites)) {
        d11_scan_abort(ibss->sme->scan, D11_OK);
        return;
    }
    if (!d11_ibss_in_cell(ibss))
        return;
    if (d11_addr_equal(bss->bssid, ibss->cell.bssid)) {
        if (d11_ibss_fits(ibss, bss, &suites))
            heard_own(ibss, header, bss, rx, timestamp_us);
        return;
    }
    if (ibss->phase == D11_IBSS_UP && d11_ibss_fits(ibss, bss, &suites) &&
        is_better(ibss, bss, rx, timestamp_us))
        d11_ibss_move(ibss, bss, header->a2);
}
