/* The receive path: the order of its steps.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.3. A burst is taken in two passes. The first
 * says what each frame is and collects what must be decrypted; then all of
 * that is opened at once. The second judges each frame in the order of
 * arrival, and it alone changes state. */
#include "rx/rx.h"

#include <string.h>

#include "base/octets.h"
#include "hw/mib.h"
#include "hw/ops.h"
#include "hw/pmf.h"
#include "rx/steps.h"

/* Where a data header has receiver address and source address. */
#define A1_AT 4u
#define A2_AT 10u
#define A3_AT 16u

static bool take(struct d11_rx_path *path, struct dot11_rx *rx);
static void settle(struct d11_rx_path *path);
static enum dot11_drop judge(struct d11_rx_path *path,
                             struct d11_rx_item *item);
static enum dot11_drop judge_data(struct d11_rx_path *path,
                                  struct d11_rx_item *item, bool stale);

void d11_rx_burst(struct d11_rx_path *path, struct dot11_rx *rx, size_t n)
{
    struct d11_rx_work *work = d11_rx_work(path);
    const struct d11_rx_monitor *monitor;

    path->env->stats.rx_frames += (uint32_t)n;
    if (path->env->monitors) {
        monitor = d11_env_listed(path->env, D11_PART_MONITOR);
        monitor->burst(path, rx, n);
        return;
    }
    work->last = NULL;
    work->flow_count = 0;
    for (size_t i = 0; i < n; i++) {
        bool wait = false;

        if (work->last != NULL && d11_rx_recall(work->last, &rx[i]))
            d11_rx_keep(work, work->last, &rx[i]);
        else
            wait = take(path, &rx[i]);
        if (wait || work->item_count == work->size)
            settle(path);
    }
    settle(path);
    d11_rx_flush_frees(path);
}

/* A frame that had no effect; `flow` is NULL when it is not one for us. */
static void refuse(struct d11_rx_path *path, const struct d11_rx_flow *flow,
                   const struct dot11_rx *rx, enum dot11_drop drop)
{
    struct dot11_frame *frame = rx->frame;
    const struct d11_mib_ops *mib = d11_mib_ops(path->env);

    d11_env_drop(path->env, drop);
    if (mib != NULL)
        mib->rx_dropped(path, flow, rx, drop);
    if (frame != NULL)
        d11_rx_free(path, frame);
}

/* Keep what is no MPDU with data. */
static void keep_other(struct d11_rx_work *work, struct d11_rx_flow *flow,
                       struct dot11_rx *rx)
{
    struct d11_rx_item *item = &work->items[work->item_count++];

    item->rx = rx;
    item->flow = flow;
    item->crypt = NULL;
    item->body = rx->frame->data;
    item->body_len = rx->frame->len;
    item->tid = rx->tid;
    item->pn = rx->pn;
}

/* Keep a frame of a new flow, unless its key cannot be found. */
static bool keep_first(struct d11_rx_path *path, struct d11_rx_flow *flow,
                       struct dot11_rx *rx)
{
    enum dot11_drop drop = D11_DROP_NONE;

    if (flow->kind == D11_RX_ETHERNET)
        drop = d11_rx_offload_listed(path)->find_key(flow, rx);
    else if (flow->kind != D11_RX_MGMT)
        drop = d11_rx_find_key(flow, rx);
    if (drop != D11_DROP_NONE) {
        refuse(path, flow, rx, drop);
        return false;
    }
    flow->is_open = flow->kind != D11_RX_MGMT && d11_rx_gate_is_open(flow);
    d11_rx_work(path)->flow_count++;
    if (flow->kind == D11_RX_MPDU)
        d11_rx_keep(d11_rx_work(path), flow, rx);
    else
        keep_other(d11_rx_work(path), flow, rx);
    return true;
}

/* A frame to a group is for all stations that are associated with its sender,
 * each with keys and a port of its own: all but the first get copies. They are
 * judged here, as long as their descriptors exist. */
static void share(struct d11_rx_path *path, struct d11_rx_flow member,
                  const struct dot11_rx *rx)
{
    struct d11_rx_work *work = d11_rx_work(path);

    while (d11_rx_next_member(path, &member)) {
        struct dot11_frame *frame = d11_host_frame(path->env, rx->frame->len);
        struct d11_rx_flow *flow = &work->flows[work->flow_count];
        struct dot11_rx copy = *rx;

        if (frame == NULL)
            return;
        memcpy(frame->data, rx->frame->data, rx->frame->len);
        frame->len = rx->frame->len;
        copy.frame = frame;
        path->env->stats.copies++;
        path->env->stats.rx_frames++;
        *flow = member;
        if (keep_first(path, flow, &copy))
            settle(path);
    }
}

static bool is_for_several(const struct d11_rx_path *path,
                           const struct d11_rx_flow *flow)
{
    return flow->group && *path->vif_count > 1 && flow->kind != D11_RX_MGMT;
}

/* Classify a frame to a group once more, behind those that came before it:
 * they may change who its members are. All but the first are served. */
static enum dot11_drop classify_for_several(struct d11_rx_path *path,
                                            const struct dot11_rx *rx)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct d11_rx_flow first;
    enum dot11_drop drop;

    settle(path);
    drop = d11_rx_classify(path, &first, rx);
    if (drop != D11_DROP_NONE)
        return drop;
    share(path, first, rx);
    work->flows[work->flow_count] = first;
    return D11_DROP_NONE;
}

/* Whoever is above may act when this frame was judged, so that those behind it
 * must wait: it may change whose they are or what key they need. */
static bool is_barrier(const struct d11_rx_flow *flow)
{
    return flow->kind == D11_RX_MGMT ||
           (flow->key == NULL && flow->vif->ethertype_count != 0);
}

/* The radio found the MIC of a frame wrong: of one under TKIP the host wants
 * to know. */
static enum dot11_drop radio_failed(struct d11_rx_path *path,
                                    const struct dot11_rx *rx)
{
    const struct d11_rx_tkip *tkip = d11_env_part(path->env, D11_PART_TKIP);

    return tkip != NULL ? tkip->radio_failed(path, rx) : D11_DROP_MIC;
}

/* First pass, of a frame that begins unlike the last one. True when those
 * behind it must wait until it was judged. */
static bool take(struct d11_rx_path *path, struct dot11_rx *rx)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct d11_rx_flow *flow = &work->flows[work->flow_count];
    enum dot11_drop drop = d11_rx_classify(path, flow, rx);
    bool several = false;

    if (drop == D11_DROP_NONE && is_for_several(path, flow)) {
        several = true;
        drop = classify_for_several(path, rx);
        flow = &work->flows[work->flow_count];
    }
    if (drop == D11_DROP_MIC)
        drop = radio_failed(path, rx);
    if (drop != D11_DROP_NONE) {
        refuse(path, NULL, rx, drop);
        return false;
    }
    if (!keep_first(path, flow, rx))
        return false;
    if (is_barrier(flow))
        return true;
    if (flow->kind == D11_RX_MPDU && !several)
        work->last = flow;
    return false;
}

/* Second pass over what was taken. */
static void settle(struct d11_rx_path *path)
{
    struct d11_rx_work *work = d11_rx_work(path);
    struct d11_rx_item *const end = work->items + work->item_count;
    const struct d11_mib_ops *mib = d11_mib_ops(path->env);

    if (work->item_count == 0)
        return;
    d11_rx_open(path);
    work->stale = false;
    for (struct d11_rx_item *item = work->items; item != end; item++) {
        const enum dot11_drop drop = judge(path, item);

        if (drop == D11_DROP_NONE)
            continue;
        refuse(path, item->flow, item->rx, drop);
        item->flow = NULL;
    }
    if (mib != NULL)
        mib->rx_accepted(path);
    work->item_count = 0;
    work->flow_count = 0;
    if (work->last != NULL) {
        work->flows[0] = *work->last;
        work->last = &work->flows[0];
        work->flow_count = 1;
    }
    d11_rx_flush_msdus(path);
}

/* Somebody above took a frame: it is over for the receive path. */
static enum dot11_drop sunk(struct d11_rx_path *path,
                            const struct d11_rx_item *item,
                            enum dot11_drop drop)
{
    struct d11_rx_work *work = d11_rx_work(path);

    work->stale = true;
    work->last = NULL;
    if (drop != D11_DROP_NONE)
        return drop;
    path->env->stats.rx_accepted++;
    d11_rx_free(path, item->rx->frame);
    return D11_DROP_NONE;
}

static enum dot11_drop judge_mgmt(struct d11_rx_path *path,
                                  struct d11_rx_item *item)
{
    const struct d11_header *header = &d11_rx_work(path)->header;
    struct dot11_stats *stats = &path->env->stats;
    const struct d11_pmf_ops *pmf = d11_pmf_ops(path->env);
    const unsigned subtype = header->subtype;
    struct d11_peer *peer = item->flow->peer;
    enum dot11_drop drop;

    d11_rx_flush_msdus(path);
    if (pmf != NULL) {
        drop = pmf->receive(path, item);
        if (drop != D11_DROP_NONE)
            return drop;
    }
    drop = path->sinks.mgmt(path->sinks.arg, item->flow->vif, header, item->rx,
                            item->flow->is_open);
    if (drop == D11_DROP_NONE) {
        stats->rx_mgmt++;
        if (subtype == D11_MGMT_BEACON || subtype == D11_MGMT_PROBE_RESP)
            stats->rx_beacons++;
        if (peer != NULL)
            peer->rx_us = path->env->now_us;
    }
    return sunk(path, item, drop);
}

/* May what was found in the first pass be used still? Nothing that came under
 * an old key or an old association goes on (SEC-PRT-06). */
static bool is_current(const struct d11_rx_flow *flow)
{
    return flow->vif->active && flow->peer->associated &&
           flow->peer->session_id == flow->session_id &&
           (flow->key == NULL || (flow->key->cipher != NULL &&
                                  flow->key->generation == flow->generation));
}

static enum dot11_drop judge(struct d11_rx_path *path, struct d11_rx_item *item)
{
    const struct d11_rx_flow *flow = item->flow;
    const bool stale = d11_rx_work(path)->stale;

    if (flow->kind == D11_RX_MGMT)
        return judge_mgmt(path, item);
    if (stale && !is_current(flow))
        return D11_DROP_NOT_ASSOCIATED;
    if (flow->kind != D11_RX_NULL)
        return judge_data(path, item, stale);
    /* It says that the peer lives, and no more. */
    flow->peer->rx_us = path->env->now_us;
    return D11_DROP_NO_DATA;
}

/* A packet for the extension. */
static enum dot11_drop give_security(struct d11_rx_path *path,
                                     const struct d11_rx_item *item,
                                     const struct d11_ethernet *eth)
{
    const struct d11_rx_flow *flow = item->flow;
    struct dot11_ext_packet packet;
    enum dot11_drop drop;

    packet.session_id = flow->session_id;
    packet.ethertype = eth->ethertype;
    packet.was_protected = flow->key != NULL;
    d11_addr_copy(packet.sa, eth->data + D11_ADDR_LEN);
    packet.data = eth->data + D11_ETHERNET_LEN;
    packet.len = eth->len - D11_ETHERNET_LEN;

    d11_rx_flush_msdus(path);
    flow->peer->rx_us = path->env->now_us;
    drop =
        path->sinks.security(path->sinks.arg, flow->vif, flow->peer, &packet);
    if (drop == D11_DROP_NONE)
        path->env->stats.rx_data++;
    return sunk(path, item, drop);
}

/* TKIP has a MIC over the whole MSDU, also of one that the radio opened. */
enum dot11_drop d11_rx_check_mic(struct d11_rx_path *path,
                                 struct d11_rx_item *item)
{
    const struct d11_cipher_soft *soft = item->flow->key->cipher->soft;
    const struct d11_rx_tkip *tkip;

    if (soft == NULL || soft->msdu_mic == NULL)
        return D11_DROP_NONE;
    tkip = d11_env_listed(path->env, D11_PART_TKIP);
    return tkip->verify(path, item);
}

/* An MPDU to an Ethernet frame: 5.1.5.3 from duplicates to A-MSDUs. */
static enum dot11_drop to_ethernet(struct d11_rx_path *path,
                                   struct d11_rx_item *item,
                                   struct d11_ethernet *eth)
{
    const struct d11_rx_flow *flow = item->flow;
    const uint8_t *mpdu = item->rx->frame->data;
    const uint8_t *sa = mpdu + A3_AT;
    enum dot11_drop drop;

    if (flow->is_ibss) {
        if (!d11_addr_equal(sa, flow->peer->link->bssid))
            return D11_DROP_BSS_OTHER;
        sa = mpdu + A2_AT;
    }
    if ((item->fc1 & D11_FC1_RETRY) != 0 && d11_rx_is_duplicate(path, item))
        return D11_DROP_DUPLICATE;
    if (flow->key != NULL) {
        drop = d11_rx_check_replay(item);
        if (drop != D11_DROP_NONE)
            return drop;
    }
    /* No reassembly is kept: a fragment fits none (SEC-DFR-02). */
    if ((item->fc1 & D11_FC1_MORE_FRAG) != 0 || (item->seq_ctrl & 15u) != 0)
        return D11_DROP_FRAGMENT;
    if (!flow->is_common && flow->key != NULL) {
        drop = d11_rx_check_mic(path, item);
        if (drop != D11_DROP_NONE)
            return drop;
    }
    /* A-MSDUs are refused as a whole; we never agreed to take any
     * (SEC-AMS-03). */
    if ((item->qos & D11_QOS_AMSDU) != 0)
        return D11_DROP_AMSDU;
    return d11_llc_to_ethernet(eth, item->body, item->body_len, mpdu + A1_AT,
                               sa)
               ? D11_DROP_NONE
               : D11_DROP_LLC;
}

/* Who takes packets of a type is asked once for all the frames of a flow, as
 * long as nobody above acts. */
static inline bool is_security(struct d11_rx_flow *flow, uint16_t ethertype,
                               bool stale)
{
    bool security;

    if (ethertype == flow->data_type && !stale)
        return false;
    security = d11_rx_is_security(flow->vif, ethertype);
    if (!security)
        flow->data_type = ethertype;
    return security;
}

static enum dot11_drop judge_data(struct d11_rx_path *path,
                                  struct d11_rx_item *item, bool stale)
{
    struct d11_rx_work *const work = d11_rx_work(path);
    struct d11_rx_flow *const flow = item->flow;
    const bool is_mpdu = flow->kind == D11_RX_MPDU;
    struct d11_ethernet eth;
    enum dot11_drop drop;
    bool security;

    /* A frame that could not be opened says nothing at all. */
    if (item->crypt != NULL && !item->crypt->ok)
        return item->crypt->drop;
    drop = is_mpdu ? to_ethernet(path, item, &eth)
                   : d11_rx_offload_listed(path)->take(path, item, &eth);
    if (drop != D11_DROP_NONE)
        return drop;
    security = is_security(flow, eth.ethertype, stale);
    if (flow->is_open && !security && !stale)
        drop = d11_rx_check_source(flow, eth.data + D11_ADDR_LEN);
    else
        drop = d11_rx_gate(path, item, &eth, security);
    if (drop != D11_DROP_NONE)
        return drop;
    if (is_mpdu && !flow->group)
        d11_rx_remember(item);
    if (security)
        return give_security(path, item, &eth);
    /* One peer has one session, and it cannot change while MSDUs wait: they
     * are handed over before anybody above is called. */
    if (work->msdu_count == work->size || work->msdu_peer != flow->peer)
        d11_rx_begin_msdus(path, flow);
    d11_rx_collect(work, item, &eth);
    return D11_DROP_NONE;
}

/* Octets of `count` things of `size`, up to the strictest alignment. */
static size_t room(size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    return (count * size + align - 1) & ~(align - 1);
}

static size_t burst_size(const struct dot11_config *config)
{
    return config->rx_burst != 0 ? config->rx_burst : 1;
}

size_t d11_rx_path_size(const struct dot11_config *config)
{
    const size_t size = burst_size(config);

    return room(1, sizeof(struct d11_rx_work)) +
           room(size, sizeof(struct d11_rx_item)) +
           room(size + 1, sizeof(struct d11_rx_flow)) +
           room(size, sizeof(struct d11_ccmp_frame)) +
           room(size, sizeof(struct dot11_msdu)) +
           room(size, sizeof(struct dot11_frame *)) +
           d11_ccmp_scratch_size(size);
}

void d11_rx_path_init(struct d11_rx_path *path, void *mem,
                      const struct dot11_config *config)
{
    const size_t size = burst_size(config);
    struct d11_rx_work *work = mem;
    uint8_t *pos = mem;

    memset(mem, 0, d11_rx_path_size(config));
    pos += room(1, sizeof(*work));
    work->size = size;
    work->items = (void *)pos;
    pos += room(size, sizeof(struct d11_rx_item));
    work->flows = (void *)pos;
    pos += room(size + 1, sizeof(struct d11_rx_flow));
    work->crypt = (void *)pos;
    pos += room(size, sizeof(struct d11_ccmp_frame));
    work->msdus = (void *)pos;
    pos += room(size, sizeof(struct dot11_msdu));
    work->frees = (void *)pos;
    pos += room(size, sizeof(struct dot11_frame *));
    d11_ccmp_scratch_init(&path->scratch, pos, size);
    path->work = work;
}
