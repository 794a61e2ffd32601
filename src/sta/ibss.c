/* The IBSS part: what a host calls, and how the core gets there.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/ibss.h>

#include <string.h>

#include "base/octets.h"
#include "crypto/cipher.h"
#include "hw/ibss.h"
#include "sme/ibss.h"
#include "sta/memory.h"
#include "sta/radio.h"
#include "tx/ibss.h"

/* Memory: the state, a slot for each peer, then key states: two group keys of
 * each peer and two of our own. */

static size_t aligned(size_t size)
{
    return (size + D11_CARVE_ALIGNMENT - 1) / D11_CARVE_ALIGNMENT *
           D11_CARVE_ALIGNMENT;
}

static size_t slots_at(void)
{
    return aligned(sizeof(struct d11_ibss));
}

static size_t keys_at(unsigned peer_count)
{
    return slots_at() + aligned(peer_count * sizeof(struct d11_ibss_slot));
}

static size_t key_size(const struct dot11_config *config)
{
    if (config->crypto_ops == NULL)
        return 0;
    return aligned(d11_cipher_state_size(config->crypto_ops, config->crypto));
}

static size_t state_size(const struct dot11_config *config)
{
    return keys_at(config->peer_count) +
           D11_GROUP_KEYS * (config->peer_count + 1u) * key_size(config);
}

static uint8_t *bind_keys(struct d11_link *link, uint8_t *mem, size_t size)
{
    for (unsigned i = 0; i < D11_GROUP_KEYS; i++) {
        d11_key_init(&link->gtk[i], size != 0 ? mem : NULL, size);
        mem += size;
    }
    return mem;
}

static void init(struct d11_vif *vif, void *state)
{
    const struct dot11_config *config = &vif->env->config;
    struct d11_ibss *ibss = state;
    size_t size = key_size(config);
    uint8_t *keys = (uint8_t *)state + keys_at(config->peer_count);

    memset(state, 0, state_size(config));
    ibss->sme = &vif->sta->sme;
    ibss->schedule = &vif->sta->radio->schedule;
    ibss->ops = &vif->sta->radio->ops;
    ibss->slots = (void *)((uint8_t *)state + slots_at());
    for (unsigned i = 0; i < config->peer_count; i++)
        keys = bind_keys(&ibss->slots[i].link, keys, size);
    (void)bind_keys(&ibss->group_link, keys, size);
    ibss->group.link = &ibss->group_link;
    d11_ibss_init(ibss);
}

static void tick(struct d11_vif *vif, void *state)
{
    if (vif->sta->sme.phase == D11_SME_IBSS)
        d11_ibss_tick(state);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    return vif->sta->sme.phase == D11_SME_IBSS ? d11_ibss_deadline(state)
                                               : D11_NEVER;
}

/* Frames. */

static size_t on_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                       struct dot11_frame *const *frames, size_t n)
{
    return d11_tx_ibss_msdus(path, vif, &d11_ibss_of(vif)->group, frames, n);
}

static void on_run(struct d11_tx_path *path, struct d11_vif *vif)
{
    d11_tx_ibss_run(path, vif, &d11_ibss_of(vif)->group);
}

/* The station's IBSS, if it is in this one. */
static struct d11_ibss *in_cell(const struct dot11_sta *sta,
                                const uint8_t *bssid)
{
    struct d11_ibss *ibss = d11_ibss_of(&sta->vif);

    if (sta->life != D11_LIFE_RUNNING || sta->sme.phase != D11_SME_IBSS ||
        !d11_ibss_in_cell(ibss) ||
        (bssid != NULL && !d11_addr_equal(bssid, ibss->cell.bssid)))
        return NULL;
    return ibss;
}

/* Who is no peer is looked at when the core settles: nothing may change while
 * a burst is sorted. */
static void on_stranger(struct d11_env *env, struct d11_vif *const *vifs,
                        unsigned count, const uint8_t *addr,
                        const uint8_t *bssid)
{
    (void)env;
    for (unsigned i = 0; i < count; i++) {
        struct d11_ibss *ibss =
            vifs[i] != NULL ? in_cell(vifs[i]->sta, bssid) : NULL;

        if (ibss != NULL && d11_vif_peer(vifs[i], addr) == NULL &&
            !d11_addr_is_group(addr) && !d11_addr_is_zero(addr))
            d11_addr_copy(ibss->stranger, addr);
    }
}

/* A beacon or probe response: of an IBSS, which has members and no AP. */
static bool on_bss_frame(struct dot11_radio *radio,
                         const struct d11_header *header,
                         const struct dot11_rx *rx, enum dot11_drop *drop)
{
    const uint8_t *body = rx->frame->data + header->len;
    size_t len = rx->frame->len - header->len;
    struct d11_bss_heard heard;
    struct d11_beacon beacon;

    if (!d11_beacon_decode(&beacon, body, len) ||
        (beacon.capability & (D11_CAP_IBSS | D11_CAP_ESS)) != D11_CAP_IBSS)
        return false;
    *drop = D11_DROP_ADDRESS;
    if (d11_addr_is_group(header->a3) || d11_addr_is_zero(header->a3))
        return true;
    *drop = d11_bss_table_hear(&radio->table, header, rx, body, len, &heard);
    if (*drop != D11_DROP_NONE)
        return true;
    d11_scan_heard(&radio->scan, heard.bss);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];

        if (sta->life == D11_LIFE_RUNNING && sta->sme.phase == D11_SME_IBSS)
            d11_ibss_heard(d11_ibss_of(&sta->vif), header, heard.bss, rx,
                           beacon.tsf_us);
    }
    return true;
}

static void on_probe(struct dot11_radio *radio, const struct d11_vif *vif,
                     const struct d11_header *header, const struct dot11_rx *rx,
                     enum dot11_drop *drop)
{
    *drop = D11_DROP_TYPE;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        struct d11_ibss *ibss =
            vif == NULL || vif == &sta->vif ? in_cell(sta, NULL) : NULL;
        struct d11_ibss_slot *slot;

        if (ibss == NULL)
            continue;
        slot = d11_ibss_slot(ibss, header->a2);
        if (slot != NULL && slot->state == D11_IBSS_DONE)
            d11_ibss_peer_heard(ibss, slot, rx->signal_dbm);
        *drop = d11_ibss_probed(ibss, header, rx);
    }
}

static enum dot11_drop on_member_frame(struct d11_ibss *ibss,
                                       const struct d11_header *header,
                                       const struct dot11_rx *rx)
{
    const uint8_t *body = rx->frame->data + header->len;
    size_t len = rx->frame->len - header->len;

    switch (header->subtype) {
    case D11_MGMT_AUTH: return d11_ibss_auth(ibss, header, body, len);
    case D11_MGMT_DEAUTH:
    case D11_MGMT_DISASSOC: return d11_ibss_left(ibss, header, body, len);
    case D11_MGMT_ACTION:
    case D11_MGMT_ACTION_NO_ACK: return D11_DROP_ACTION;
    default: return D11_DROP_UNEXPECTED;
    }
}

static bool on_mgmt(struct dot11_radio *radio, struct d11_vif *vif,
                    const struct d11_header *header, const struct dot11_rx *rx,
                    enum dot11_drop *drop)
{
    bool ours = false;

    switch (header->subtype) {
    case D11_MGMT_BEACON:
    case D11_MGMT_PROBE_RESP: return on_bss_frame(radio, header, rx, drop);
    case D11_MGMT_PROBE_REQ:
        on_probe(radio, vif, header, rx, drop);
        return true;
    default: break;
    }
    *drop = D11_DROP_BSS_OTHER;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        struct dot11_sta *sta = &radio->stas[i];
        struct d11_ibss *ibss;

        if (sta->sme.phase != D11_SME_IBSS || (vif != NULL && vif != &sta->vif))
            continue;
        ibss = in_cell(sta, header->a3);
        if (ibss != NULL)
            *drop = on_member_frame(ibss, header, rx);
        ours = ours || vif != NULL || ibss != NULL;
    }
    return ours;
}

static void on_status(const struct d11_vif *vif,
                      struct dot11_sta_status *status)
{
    const struct d11_ibss *ibss = d11_ibss_of(vif);

    if (!d11_ibss_in_cell(ibss))
        return;
    status->associated = true;
    d11_addr_copy(status->bssid, ibss->cell.bssid);
    status->freq_mhz = ibss->cell.freq_mhz;
    status->akm = ibss->suites.akm;
    status->pairwise_cipher = ibss->suites.pairwise_cipher;
    status->group_cipher = ibss->suites.group_cipher;
    status->associated_us = ibss->sme->associated_us;
    for (unsigned i = 0; i < vif->peer_count; i++) {
        if (ibss->slots[i].state != D11_IBSS_DONE)
            continue;
        status->authorized |= vif->peers[i].authorized;
        /* The one that is heard best. */
        if (d11_watch_quality(&ibss->slots[i].watch) >= status->quality) {
            status->quality = d11_watch_quality(&ibss->slots[i].watch);
            status->signal_dbm = d11_watch_signal_dbm(&ibss->slots[i].watch);
        }
        status->rx_msdus += vif->peers[i].rx_msdus;
        status->tx_msdus += vif->peers[i].tx_msdus;
    }
}

static const struct d11_ibss_ops table = {
    .msdus = on_msdus,
    .run = on_run,
    .stranger = on_stranger,
    .cancel_open = d11_ibss_cancel_open,
    .end = d11_ibss_end,
    .verdict = d11_ibss_verdict,
    .pre_done = d11_ibss_pre_done,
    .poke = d11_ibss_poke,
    .key_owner = d11_ibss_key_owner,
    .mgmt = on_mgmt,
    .owed = d11_ibss_owed,
    .status = on_status,
};

const struct dot11_part dot11_ibss = {
    .kind = D11_PART_IBSS,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .tick = tick,
    .deadline = deadline,
    .ops = &table,
};

/* Requests and queries. */

static enum dot11_err connect(struct dot11_sta *sta,
                              const struct dot11_ibss_req *req, bool join_only,
                              uint32_t *id, uint64_t now_us)
{
    struct d11_ibss *ibss = d11_vif_part(&sta->vif, D11_PART_IBSS);
    enum dot11_err err;
    uint32_t given;

    if (ibss == NULL)
        return D11_ERR_UNSUPPORTED;
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    /* N80211-MODE-9: a monitor sends nothing. */
    if (sta->life != D11_LIFE_RUNNING || sta->radio->env.monitors)
        return D11_ERR_STATE;
    if (sta->radio->off != 0)
        return D11_ERR_RADIO_OFF;
    given = d11_sta_new_id(sta);
    err = d11_ibss_connect(ibss, req, join_only, given);
    if (err == D11_OK && id != NULL)
        *id = given;
    d11_radio_settle(sta->radio);
    return err;
}

enum dot11_err dot11_sta_ibss_start(struct dot11_sta *sta,
                                    const struct dot11_ibss_req *req,
                                    uint32_t *id, uint64_t now_us)
{
    return connect(sta, req, false, id, now_us);
}

enum dot11_err dot11_sta_ibss_join(struct dot11_sta *sta,
                                   const struct dot11_ibss_req *req,
                                   uint32_t *id, uint64_t now_us)
{
    return connect(sta, req, true, id, now_us);
}

enum dot11_err dot11_sta_ibss_info(const struct dot11_sta *sta,
                                   struct dot11_ibss_info *info)
{
    const struct d11_ibss *ibss = d11_vif_part(&sta->vif, D11_PART_IBSS);

    memset(info, 0, sizeof *info);
    if (ibss == NULL)
        return D11_ERR_UNSUPPORTED;
    if (in_cell(sta, NULL) == NULL)
        return D11_ERR_STATE;
    d11_addr_copy(info->bssid, ibss->cell.bssid);
    info->freq_mhz = ibss->cell.freq_mhz;
    info->beacon_interval_tu = ibss->cell.interval_tu;
    info->atim_window_tu = ibss->cell.atim_tu;
    info->peer_count = (uint16_t)d11_ibss_count(ibss, D11_IBSS_DONE);
    info->started = ibss->started;
    info->beaconing = d11_ibss_beacons(ibss);
    info->tsf_us = d11_ibss_tsf(ibss);
    return D11_OK;
}

static void describe(const struct d11_ibss *ibss, unsigned i,
                     struct dot11_ibss_peer *out)
{
    const struct d11_peer *peer = &ibss->sme->vif->peers[i];

    memset(out, 0, sizeof *out);
    d11_addr_copy(out->addr, peer->addr);
    out->authorized = peer->authorized;
    out->signal_dbm = d11_watch_signal_dbm(&ibss->slots[i].watch);
    out->quality = d11_watch_quality(&ibss->slots[i].watch);
    out->session_id = peer->session_id;
    out->heard_us = peer->rx_us;
    out->rx_msdus = peer->rx_msdus;
    out->tx_msdus = peer->tx_msdus;
}

size_t dot11_sta_ibss_peers(const struct dot11_sta *sta,
                            struct dot11_ibss_peer *peers, size_t max)
{
    const struct d11_ibss *ibss = d11_vif_part(&sta->vif, D11_PART_IBSS);
    size_t count = 0;

    if (ibss == NULL || sta->sme.phase != D11_SME_IBSS)
        return 0;
    for (unsigned i = 0; i < sta->vif.peer_count; i++) {
        if (ibss->slots[i].state != D11_IBSS_DONE)
            continue;
        if (count < max)
            describe(ibss, i, &peers[count]);
        count++;
    }
    return count;
}
