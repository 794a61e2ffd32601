/* Which received management frames must be protected, and whether they are.
 *
 * IEEE Std 802.11-2020, 11.52, 12.2.7, 12.2.8; rules SEC-PMF-02 to PMF-05,
 * SEC-PMF-08, SEC-BCN-02. */
#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "crypto/bip.h"
#include "frame/action.h"
#include "frame/index.h"
#include "frame/mgmt.h"
#include "rx/pmf.h"
#include "sme/report.h"
#include "sta/pmf.h"

/* SEC-RES-06: between two events about one kind of frame. */
#define TELL_US 1000000u

/* What the standard asks of a management frame. */
enum rank {
    FREE,   /* nothing */
    PUBLIC, /* a public action: nothing, when it is to a group */
    ROBUST, /* protection: a robust action */
    LEAVE   /* the same: Deauthentication, Disassociation */
};

static enum rank rank_of(const struct d11_header *header,
                         const struct dot11_frame *frame)
{
    uint8_t category;

    if (header->subtype == D11_MGMT_DEAUTH ||
        header->subtype == D11_MGMT_DISASSOC)
        return LEAVE;
    if (header->subtype != D11_MGMT_ACTION)
        return FREE;
    /* Whatever it is, it is nothing to act upon. */
    if (frame->len == header->len)
        return ROBUST;
    category = frame->data[header->len] & 0x7fu;
    if (category == D11_CATEGORY_PUBLIC)
        return PUBLIC;
    return d11_category_is_robust(category) ? ROBUST : FREE;
}

static uint16_t reason_of(const struct d11_header *header,
                          const struct dot11_frame *frame)
{
    struct d11_leave leave;

    return d11_leave_decode(&leave, frame->data + header->len,
                            frame->len - header->len)
               ? leave.reason
               : 0;
}

/* The host hears of it, where there is room for what is only advice. */
static void tell(struct dot11_sta *sta, const struct d11_header *header,
                 enum d11_pmf_kind kind, uint16_t reason, uint32_t count)
{
    struct d11_pmf *own = d11_pmf_of(&sta->vif);
    struct d11_env *env = &sta->radio->env;
    struct dot11_event event;

    if (env->now_us < own->told_us[kind] ||
        d11_events_room(&sta->events) <= D11_SME_ROOM)
        return;
    own->told_us[kind] = d11_time_after(env->now_us, TELL_US);
    event = d11_report_begin(env, D11_EV_UNPROTECTED, 0);
    d11_addr_copy(event.u.unprotected.bssid, header->a2);
    event.u.unprotected.subtype = header->subtype;
    event.u.unprotected.reason = reason;
    event.u.unprotected.count = count;
    d11_sta_emit(sta, &event, false);
}

/* One that had to be protected was not: it has no effect but these. */
static enum dot11_drop unprotected(struct dot11_sta *sta,
                                   const struct d11_header *header,
                                   const struct dot11_frame *frame)
{
    struct dot11_pmf_info *counts = &d11_pmf_of(&sta->vif)->counts;
    uint16_t reason;

    switch (header->subtype) {
    case D11_MGMT_BEACON:
        tell(sta, header, D11_PMF_BEACON, 0, ++counts->unprotected_beacons);
        break;
    case D11_MGMT_DEAUTH:
    case D11_MGMT_DISASSOC:
        reason = reason_of(header, frame);
        tell(sta, header, D11_PMF_LEAVE, reason, ++counts->unprotected_leaves);
        if (!d11_addr_is_group(header->a1) &&
            (reason == D11_REASON_CLASS2 || reason == D11_REASON_CLASS3))
            d11_pmf_doubt(sta);
        break;
    default:
        tell(sta, header, D11_PMF_ACTION, 0, ++counts->unprotected_actions);
        break;
    }
    return D11_DROP_UNPROTECTED_MGMT;
}

static bool is_of_ap(const struct dot11_sta *sta,
                     const struct d11_header *header)
{
    return d11_addr_equal(header->a2, sta->mlme.peer->link->bssid) &&
           d11_addr_equal(header->a3, sta->mlme.peer->link->bssid);
}

/* To us alone. */

static enum dot11_drop open(struct d11_rx_path *path, struct d11_rx_item *item)
{
    struct dot11_sta *sta = item->flow->vif->sta;
    enum dot11_drop drop;

    if (!d11_pmf_is_agreed(sta) || item->flow->peer == NULL ||
        !item->flow->peer->associated)
        return D11_DROP_NO_KEY;
    drop = d11_rx_open_mgmt(path, item);
    if (drop == D11_DROP_REPLAY)
        d11_pmf_of(&sta->vif)->counts.replays++;
    if (drop != D11_DROP_NONE)
        return drop;
    /* Table 9-51: others are never protected. */
    return rank_of(&d11_rx_work(path)->header, item->rx->frame) < ROBUST
               ? D11_DROP_PROTECTED_TYPE
               : D11_DROP_NONE;
}

/* It came in clear. SEC-PMF-03: before there are keys the AP may still say
 * that it does not want us. */
static enum dot11_drop judge_plain(struct dot11_sta *sta,
                                   const struct d11_header *header,
                                   const struct dot11_frame *frame)
{
    const enum rank rank = rank_of(header, frame);

    if (!d11_pmf_is_agreed(sta) || !is_of_ap(sta, header))
        return D11_DROP_NONE;
    /* It says that the AP is there, and no more: what is known of the BSS comes
     * from its beacons. */
    if (header->subtype == D11_MGMT_PROBE_RESP &&
        d11_pmf_has_bigtk(d11_pmf_of(&sta->vif))) {
        d11_watch_heard(&sta->mlme.watch, sta->mlme.env);
        return D11_DROP_UNPROTECTED_MGMT;
    }
    if (rank == FREE || (rank == LEAVE && !d11_peer_has_key(sta->mlme.peer)))
        return D11_DROP_NONE;
    return unprotected(sta, header, frame);
}

/* To a group. */

/* SEC-BCN-02: is the first protected beacon of what was joined? */
static bool agrees(const struct d11_mlme *mlme, const struct d11_header *header,
                   const struct dot11_frame *frame)
{
    const struct d11_bodies *bodies = &mlme->bodies;
    const uint8_t *joined =
        bodies->octets + bodies->request_len + bodies->response_len;
    static const enum d11_slot same[] = {D11_SLOT_RSN, D11_SLOT_RSNX};
    struct d11_beacon beacon;
    struct d11_index old;
    struct d11_index now;
    struct dot11_octets body;

    if (!d11_beacon_decode(&beacon, frame->data + header->len,
                           frame->len - header->len))
        return false;
    d11_index_build(&now, beacon.elements.data, beacon.elements.len);
    d11_index_build(&old, joined, bodies->beacon_len);
    for (unsigned i = 0; bodies->beacon_len != 0 && i < 2; i++) {
        const struct dot11_octets a = d11_index_raw(&old, same[i]);
        const struct dot11_octets b = d11_index_raw(&now, same[i]);

        if (a.len != b.len ||
            (a.len != 0 && memcmp(a.data, b.data, a.len) != 0))
            return false;
    }
    /* One that hides its name says nothing about it. */
    body = d11_index_body(&now, D11_SLOT_SSID);
    if (body.len != 0 && body.data[0] != 0 &&
        (body.len != mlme->ssid.len ||
         memcmp(body.data, mlme->ssid.octets, body.len) != 0))
        return false;
    body = d11_index_body(&now, D11_SLOT_DS);
    if (body.len == 0)
        body = d11_index_body(&now, D11_SLOT_HT_OP);
    return body.len == 0 ||
           body.data[0] ==
               dot11_channel_number(mlme->peer->link->channel.freq_mhz);
}

static enum dot11_drop check_first(struct dot11_sta *sta,
                                   const struct d11_header *header,
                                   const struct dot11_frame *frame)
{
    struct d11_pmf *own = d11_pmf_of(&sta->vif);

    if (own->agreed)
        return D11_DROP_NONE;
    if (own->differs || !agrees(&sta->mlme, header, frame)) {
        own->differs = true;
        return D11_DROP_MISMATCH;
    }
    own->agreed = true;
    return D11_DROP_NONE;
}

/* Under the keys of one kind, which has two of them of one cipher. */
static enum dot11_drop verify(struct dot11_sta *sta, struct d11_rx_path *path,
                              const struct d11_rx_item *item, uint8_t first,
                              uint32_t *mme_len)
{
    const struct d11_header *header = &d11_rx_work(path)->header;
    struct d11_pmf *own = d11_pmf_of(&sta->vif);
    struct d11_key *keys = &own->keys[first - D11_IGTK_FIRST];
    enum dot11_drop drop = d11_rx_check_mme(path, item, keys, first);

    switch (drop) {
    case D11_DROP_NONE:
        *mme_len =
            (uint32_t)d11_mme_len(keys[keys[0].cipher != NULL ? 0 : 1].cipher);
        break;
    case D11_DROP_UNPROTECTED_MGMT:
        return unprotected(sta, header, item->rx->frame);
    case D11_DROP_REPLAY: own->counts.replays++; break;
    default: own->counts.bad_mmes++; break;
    }
    return drop;
}

/* For one station in the BSS that the frame is of. */
static enum dot11_drop judge_group(struct dot11_sta *sta,
                                   struct d11_rx_path *path,
                                   const struct d11_rx_item *item,
                                   uint32_t *mme_len)
{
    const struct d11_header *header = &d11_rx_work(path)->header;
    const struct dot11_frame *frame = item->rx->frame;
    const enum rank rank = rank_of(header, frame);
    enum dot11_drop drop;

    if (rank < ROBUST && !d11_pmf_has_bigtk(d11_pmf_of(&sta->vif)))
        return D11_DROP_NONE;
    if (header->subtype == D11_MGMT_PROBE_RESP)
        return D11_DROP_UNPROTECTED_MGMT;
    if (header->subtype == D11_MGMT_BEACON) {
        drop = verify(sta, path, item, D11_BIGTK_FIRST, mme_len);
        return drop == D11_DROP_NONE ? check_first(sta, header, frame) : drop;
    }
    if (rank < ROBUST || (rank == LEAVE && !d11_peer_has_key(sta->mlme.peer)))
        return D11_DROP_NONE;
    if (!d11_peer_has_key(sta->mlme.peer))
        return unprotected(sta, header, frame);
    return verify(sta, path, item, D11_IGTK_FIRST, mme_len);
}

static enum dot11_drop judge_groups(struct d11_rx_path *path,
                                    const struct d11_rx_item *item,
                                    uint32_t *mme_len)
{
    const struct d11_header *header = &d11_rx_work(path)->header;

    for (unsigned i = 0; i < *path->vif_count; i++) {
        const struct d11_vif *vif = path->vifs[i];
        enum dot11_drop drop;

        if (vif == NULL || !vif->active || !d11_pmf_is_agreed(vif->sta) ||
            !is_of_ap(vif->sta, header))
            continue;
        drop = judge_group(vif->sta, path, item, mme_len);
        if (drop != D11_DROP_NONE)
            return drop;
    }
    return D11_DROP_NONE;
}

enum dot11_drop d11_pmf_receive(struct d11_rx_path *path,
                                struct d11_rx_item *item)
{
    const struct d11_header *header = &d11_rx_work(path)->header;
    const bool decrypted = (item->rx->flags & D11_RX_DECRYPTED) != 0;
    struct d11_rx_flow *flow = item->flow;
    uint32_t mme_len = 0;
    enum dot11_drop drop;

    if (d11_header_protected(header)) {
        flow->is_open = true;
        return flow->group ? D11_DROP_NO_KEY : open(path, item);
    }
    if (flow->group)
        drop = judge_groups(path, item, &mme_len);
    else if (decrypted)
        drop = D11_DROP_DESCRIPTOR;
    else
        drop = judge_plain(flow->vif->sta, header, item->rx->frame);
    if (drop != D11_DROP_NONE)
        return drop;
    flow->is_open = mme_len != 0;
    /* The MME differs in each frame, and is nothing for those above. */
    item->rx->frame->len -= mme_len;
    return decrypted && mme_len == 0 ? D11_DROP_DESCRIPTOR : D11_DROP_NONE;
}
