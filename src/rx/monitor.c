/* What a network monitor hears.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.2; rules N80211-RAW-*, MODE-10. Nothing is opened,
 * put together or dropped as a duplicate: the packet filter alone says what is
 * handed up. */
#include "rx/monitor.h"

#include <string.h>

#include "base/assert.h"
#include "base/deadline.h"
#include "base/octets.h"
#include "frame/header.h"
#include "hw/ops.h"
#include "rx/steps.h"

/* Where receiver and transmitter address, sequence control and QoS are. */
#define A1_AT 4u
#define SEQUENCE_AT 22u
#define QOS_AT 24u
#define FRAGMENT_MASK 0x0fu
/* Octets that all frames have: Frame Control to A1. */
#define SHORTEST 10u
/* dot11MaxReceiveLifetime: fragments that are late by more are lost. */
#define LIFETIME_US ((uint64_t)512 * D11_TU_US)

/* The filter bits of one type of frame. */
struct bits {
    uint32_t directed;
    uint32_t multicast;
    uint32_t all_multicast;
    uint32_t broadcast;
    uint32_t promiscuous;
    uint32_t raw;
};

static const struct bits *bits_of(unsigned type)
{
    static const struct bits mgmt = {
        D11_PACKET_DIRECTED_MGMT,      D11_PACKET_MULTICAST_MGMT,
        D11_PACKET_ALL_MULTICAST_MGMT, D11_PACKET_BROADCAST_MGMT,
        D11_PACKET_PROMISCUOUS_MGMT,   D11_PACKET_RAW_MGMT};
    /* There is no way to change a control frame. */
    static const struct bits ctrl = {
        D11_PACKET_DIRECTED_CTRL,    0, 0, D11_PACKET_BROADCAST_CTRL,
        D11_PACKET_PROMISCUOUS_CTRL, 0};
    static const struct bits data = {
        D11_PACKET_DIRECTED,  D11_PACKET_MULTICAST,   D11_PACKET_ALL_MULTICAST,
        D11_PACKET_BROADCAST, D11_PACKET_PROMISCUOUS, D11_PACKET_RAW_DATA};

    switch (type) {
    case D11_TYPE_MGMT: return &mgmt;
    case D11_TYPE_CTRL: return &ctrl;
    case D11_TYPE_DATA: return &data;
    default: return NULL;
    }
}

static bool is_listed(const struct d11_monitor *monitor, const uint8_t *addr)
{
    for (unsigned i = 0; i < monitor->group_count; i++) {
        if (d11_addr_equal(monitor->groups[i], addr))
            return true;
    }
    return false;
}

static bool wants(const struct d11_vif *vif, const struct d11_monitor *monitor,
                  const struct bits *bits, const uint8_t *ra)
{
    const uint32_t filter = monitor->filter;

    if ((filter & bits->promiscuous) != 0)
        return true;
    if (d11_addr_is_broadcast(ra))
        return (filter & bits->broadcast) != 0;
    if (d11_addr_is_group(ra))
        return (filter & bits->all_multicast) != 0 ||
               ((filter & bits->multicast) != 0 && is_listed(monitor, ra));
    return (filter & bits->directed) != 0 && d11_addr_equal(ra, vif->addr);
}

static bool is_fragment(const struct dot11_frame *frame)
{
    const uint8_t *mpdu = frame->data;

    if (frame->len < D11_HEADER_LEN || (mpdu[0] & 0x0cu) == D11_TYPE_CTRL << 2)
        return false;
    return (mpdu[1] & D11_FC1_MORE_FRAG) != 0 ||
           (mpdu[SEQUENCE_AT] & FRAGMENT_MASK) != 0;
}

/* Would this be handed up whole, when no raw filter is on? */
static enum dot11_drop check_whole(const struct dot11_rx *rx)
{
    if ((rx->flags & D11_RX_FCS_ERROR) != 0)
        return D11_DROP_FCS;
    /* RAW-5: a monitor has no keys. */
    if ((rx->frame->data[1] & D11_FC1_PROTECTED) != 0 &&
        (rx->flags & D11_RX_DECRYPTED) == 0)
        return D11_DROP_NO_KEY;
    return is_fragment(rx->frame) ? D11_DROP_FRAGMENT : D11_DROP_NONE;
}

/* What is to become of a frame: `*flags` of the raw frame it is. */
static enum dot11_drop judge(const struct d11_vif *vif,
                             const struct d11_monitor *monitor,
                             const struct dot11_rx *rx, uint32_t *flags)
{
    const struct dot11_frame *frame = rx->frame;
    const struct bits *bits;

    if (!d11_rx_is_in_memory(frame) || rx->link_id >= D11_LINKS)
        return D11_DROP_DESCRIPTOR;
    if (!vif->active)
        return D11_DROP_RADIO_OFF;
    if (vif->paused)
        return D11_DROP_HOST_PAUSED;
    if (frame->len < SHORTEST)
        return D11_DROP_TOO_SHORT;
    bits = bits_of(frame->data[0] >> 2 & 3u);
    if (bits == NULL)
        return D11_DROP_TYPE;
    if (!wants(vif, monitor, bits, frame->data + A1_AT))
        return D11_DROP_NOT_FOR_US;
    *flags = rx->tsf_us != 0 ? D11_RAW_TIMESTAMP : 0;
    if ((monitor->filter & bits->raw) == 0)
        return check_whole(rx);
    *flags |= D11_RAW_FRAME;
    if ((rx->flags & D11_RX_FCS_ERROR) != 0)
        *flags |= D11_RAW_FCS_FAILURE;
    return D11_DROP_NONE;
}

/* RAW-2: each says just what was heard of this one MPDU. */
static void hand_up(struct d11_vif *vif, const struct dot11_rx *rx, size_t n,
                    uint32_t flags)
{
    struct dot11_raw raws[D11_MONITOR_FRAGMENTS];

    d11_assert(n > 0 && n <= D11_MONITOR_FRAGMENTS);
    for (size_t i = 0; i < n; i++) {
        raws[i].rx = &rx[i];
        raws[i].flags = flags & ~(uint32_t)D11_RAW_TIMESTAMP;
        if (rx[i].tsf_us != 0)
            raws[i].flags |= D11_RAW_TIMESTAMP;
        raws[i].mpdu_count = 1;
    }
    vif->env->stats.rx_accepted += (uint32_t)n;
    d11_host_deliver_raw(vif->env, vif->sta, raws, n);
    for (size_t i = 0; i < n; i++)
        d11_host_free(vif->env, &rx[i].frame, 1);
}

/* N80211-SCAN-19, AUTH-13; outside of monitor mode nothing is promiscuous
 * (RX-18). */
void d11_rx_monitor_pass(struct d11_vif *vif, const struct dot11_rx *rx)
{
    const struct d11_monitor *monitor = d11_vif_part(vif, D11_PART_MONITOR);
    struct bits bits = *bits_of(D11_TYPE_MGMT);
    struct dot11_raw raw = {rx, rx->tsf_us != 0 ? D11_RAW_TIMESTAMP : 0, 1};

    bits.promiscuous = 0;
    if (vif->active && !vif->paused &&
        wants(vif, monitor, &bits, rx->frame->data + A1_AT))
        d11_host_deliver_raw(vif->env, vif->sta, &raw, 1);
}

/* Fragments of one MSDU (RAW-3). */

static void flush(struct d11_vif *vif, struct d11_monitor_held *held)
{
    const uint8_t count = held->count;

    held->count = 0;
    hand_up(vif, held->rx, count, D11_RAW_FRAME);
}

static uint8_t tid_of(const struct dot11_frame *frame)
{
    const uint8_t *mpdu = frame->data;
    const bool is_qos = (mpdu[0] & 0x8cu) == (D11_TYPE_DATA << 2 | 0x80u) &&
                        frame->len > QOS_AT;

    return is_qos ? mpdu[QOS_AT] & D11_QOS_TID_MASK : D11_TID_NONE;
}

static bool is_of(const struct d11_monitor_held *held,
                  const struct dot11_frame *frame)
{
    return held->count != 0 && held->tid == tid_of(frame) &&
           held->seq == d11_load_le16(frame->data + SEQUENCE_AT) >> 4 &&
           memcmp(held->addrs, frame->data + A1_AT, sizeof held->addrs) == 0;
}

/* Where a fragment goes; the oldest gives way to a new MSDU. */
static struct d11_monitor_held *place(struct d11_vif *vif,
                                      struct d11_monitor *monitor,
                                      const struct dot11_frame *frame)
{
    struct d11_monitor_held *oldest = &monitor->held[0];

    for (unsigned i = 0; i < D11_MONITOR_HELD; i++) {
        struct d11_monitor_held *held = &monitor->held[i];

        if (is_of(held, frame))
            return held;
        if (oldest->count != 0 &&
            (held->count == 0 || held->first_us < oldest->first_us))
            oldest = held;
    }
    if (oldest->count != 0)
        flush(vif, oldest);
    oldest->tid = tid_of(frame);
    oldest->seq = d11_load_le16(frame->data + SEQUENCE_AT) >> 4;
    oldest->first_us = vif->env->now_us;
    memcpy(oldest->addrs, frame->data + A1_AT, sizeof oldest->addrs);
    return oldest;
}

static void hold(struct d11_vif *vif, struct d11_monitor *monitor,
                 const struct dot11_rx *rx)
{
    struct d11_monitor_held *held = place(vif, monitor, rx->frame);

    held->rx[held->count++] = *rx;
    if ((rx->frame->data[1] & D11_FC1_MORE_FRAG) == 0 ||
        held->count == D11_MONITOR_FRAGMENTS)
        flush(vif, held);
}

void d11_monitor_expire(struct d11_vif *vif, struct d11_monitor *monitor)
{
    for (unsigned i = 0; i < D11_MONITOR_HELD; i++) {
        struct d11_monitor_held *held = &monitor->held[i];

        if (held->count != 0 &&
            d11_deadline_due(d11_time_after(held->first_us, LIFETIME_US),
                             vif->env->now_us))
            flush(vif, held);
    }
}

void d11_monitor_drop(struct d11_vif *vif, struct d11_monitor *monitor)
{
    for (unsigned i = 0; i < D11_MONITOR_HELD; i++) {
        struct d11_monitor_held *held = &monitor->held[i];

        for (unsigned k = 0; k < held->count; k++) {
            d11_env_drop(vif->env, D11_DROP_REASSEMBLY_AGED);
            d11_host_free(vif->env, &held->rx[k].frame, 1);
        }
        held->count = 0;
    }
}

uint64_t d11_monitor_deadline(const struct d11_monitor *monitor)
{
    uint64_t at_us = D11_NEVER;

    for (unsigned i = 0; i < D11_MONITOR_HELD; i++) {
        if (monitor->held[i].count != 0)
            at_us = d11_deadline_min(
                at_us, d11_time_after(monitor->held[i].first_us, LIFETIME_US));
    }
    return at_us;
}

/* The station of the radio that is a monitor; there is just one while
 * env.monitors says so. */
static struct d11_vif *listener(struct d11_rx_path *path)
{
    struct d11_vif *found = NULL;

    for (unsigned i = 0; i < *path->vif_count; i++) {
        struct d11_vif *vif = path->vifs[i];
        const struct d11_monitor *monitor =
            vif != NULL ? d11_vif_part(vif, D11_PART_MONITOR) : NULL;

        if (monitor != NULL && monitor->on)
            found = vif;
    }
    d11_assert(found != NULL);
    return found;
}

void d11_rx_monitor_burst(struct d11_rx_path *path, struct dot11_rx *rx,
                          size_t n)
{
    struct d11_vif *vif = listener(path);
    struct d11_monitor *monitor = d11_vif_listed(vif, D11_PART_MONITOR);

    for (size_t i = 0; i < n; i++) {
        uint32_t flags = 0;
        enum dot11_drop drop = judge(vif, monitor, &rx[i], &flags);

        if (drop != D11_DROP_NONE) {
            d11_env_drop(path->env, drop);
            if (rx[i].frame != NULL)
                d11_host_free(path->env, &rx[i].frame, 1);
        } else if (flags & D11_RAW_FRAME && is_fragment(rx[i].frame) &&
                   (flags & D11_RAW_FCS_FAILURE) == 0) {
            hold(vif, monitor, &rx[i]);
        } else {
            hand_up(vif, &rx[i], 1, flags);
        }
    }
}
