/* MSDUs in an IBSS: each to its own peer, and to all of them.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.2.1 (both bits of the DS zero), 10.3.6. What waits
 * keeps its order; the key is found when the radio has room. */
#include "tx/ibss.h"

#include "base/octets.h"
#include "hw/keys.h"
#include "tx/steps.h"

#define A1_AT 4u
#define A3_AT 16u

/* Frames to a group go to nobody in particular, under our own key. */
static struct d11_peer *receiver(struct d11_vif *vif, struct d11_peer *group,
                                 const uint8_t *da)
{
    return d11_addr_is_group(da) ? group : d11_vif_peer(vif, da);
}

/* Is there somebody a frame to a group may go to? */
static bool is_anybody(const struct d11_vif *vif)
{
    for (unsigned i = 0; i < vif->peer_count; i++) {
        if (vif->peers[i].associated && vif->peers[i].authorized)
            return true;
    }
    return false;
}

static bool lacks_key(const struct d11_vif *vif, struct d11_peer *peer,
                      bool is_group)
{
    if (!is_group)
        return d11_tx_lacks_key(vif, peer);
    return peer->link->is_protected &&
           !d11_key_can_send(d11_key_to_group(vif, peer));
}

/* May MSDUs go there now? */
static enum dot11_err check_port(struct d11_vif *vif, struct d11_peer *peer,
                                 bool is_group)
{
    if (!vif->active || vif->paused || peer == NULL ||
        lacks_key(vif, peer, is_group))
        return D11_ERR_STATE;
    if (is_group ? !is_anybody(vif) : !peer->authorized)
        return D11_ERR_STATE;
    return D11_OK;
}

/* What MPDUs to this address have in common. */
static void make_shape(struct d11_tx_shape *shape, const struct d11_vif *vif,
                       struct d11_peer *peer, const uint8_t *da)
{
    struct d11_key *key;

    d11_tx_make_shape(shape, vif, peer, false);
    if (!d11_addr_is_group(da))
        return;
    key = d11_key_to_group(vif, peer);
    d11_addr_copy(shape->header + A1_AT, da);
    if (!d11_key_can_send(key))
        return;
    d11_tx_shape_key(shape, key);
}

static void add(struct d11_tx_path *path, struct d11_vif *vif,
                const struct d11_tx_shape *shape, struct dot11_frame *frame,
                bool is_group, enum dot11_ac ac)
{
    struct d11_tx_work *work = d11_tx_work(path);

    d11_tx_add_data(path, vif, shape, shape->key, frame, ac);
    if (is_group)
        work->burst[work->burst_count - 1].flags |= D11_TX_NO_ACK;
}

/* An MPDU that the radio did not take before. False: it takes none now. */
static bool send_ready(struct d11_tx_path *path, struct d11_vif *vif,
                       struct d11_peer *group, enum dot11_ac ac)
{
    struct dot11_frame *frame = d11_tx_pop(&vif->tx.ready[ac]);
    const uint8_t *da = frame->data + A1_AT;
    struct d11_peer *peer = receiver(vif, group, da);
    bool is_group = d11_addr_is_group(da);
    struct d11_tx_shape shape;

    vif->tx.queued[ac]--;
    if (check_port(vif, peer, is_group) != D11_OK) {
        d11_tx_done(path, vif, frame, D11_ERR_STATE);
        return true;
    }
    make_shape(&shape, vif, peer, da);
    /* SEC-TXP-03: made for a key that is not there any more. */
    if ((frame->flags & D11_TX_GENERATION_MASK) != shape.generation) {
        d11_tx_done(path, vif, frame, D11_ERR_STATE);
        return true;
    }
    add(path, vif, &shape, frame, is_group, ac);
    if (d11_tx_hand_over(path, vif, &vif->tx.ready[ac]) == 0)
        return true;
    vif->tx.queued[ac]++;
    return false;
}

/* An Ethernet frame. False: the radio takes none now. */
static bool send_msdu(struct d11_tx_path *path, struct d11_vif *vif,
                      struct d11_peer *group, enum dot11_ac ac)
{
    struct dot11_frame *frame = d11_tx_pop(&vif->tx.msdus[ac]);
    uint8_t da[D11_ADDR_LEN];
    struct d11_peer *peer = receiver(vif, group, frame->data);
    bool is_group = d11_addr_is_group(frame->data);
    struct d11_tx_shape shape;

    d11_addr_copy(da, frame->data);
    vif->tx.queued[ac]--;
    /* N80211-PORT-15 */
    if (check_port(vif, peer, is_group) != D11_OK) {
        d11_tx_done(path, vif, frame, D11_ERR_STATE);
        return true;
    }
    make_shape(&shape, vif, peer, da);
    if (d11_tx_encapsulate(&shape, frame, 0) != D11_OK) {
        d11_tx_done(path, vif, frame, D11_ERR_ARG);
        return true;
    }
    d11_addr_copy(frame->data + A3_AT, peer->link->bssid);
    add(path, vif, &shape, frame, is_group, ac);
    d11_tx_protect(path, vif, &shape);
    if (d11_tx_hand_over(path, vif, &vif->tx.ready[ac]) == 0)
        return true;
    vif->tx.queued[ac]++;
    return false;
}

static void send_ac(struct d11_tx_path *path, struct d11_vif *vif,
                    struct d11_peer *group, enum dot11_ac ac)
{
    bool takes = true;

    while (takes && vif->tx.ready[ac].first != NULL && d11_tx_room(path) > 0)
        takes = send_ready(path, vif, group, ac);
    while (takes && vif->tx.msdus[ac].first != NULL && d11_tx_room(path) > 0)
        takes = send_msdu(path, vif, group, ac);
}

void d11_tx_ibss_run(struct d11_tx_path *path, struct d11_vif *vif,
                     struct d11_peer *group)
{
    if (vif->tx.security.first != NULL)
        d11_tx_send_security(path, vif);
    if (vif->tx.holds != 0 || vif->paused)
        return;
    for (unsigned ac = D11_AC_COUNT; ac-- > 0;)
        send_ac(path, vif, group, (enum dot11_ac)ac);
}

/* Without QoS all are best effort. */
static enum dot11_err enqueue(struct d11_tx_path *path, struct d11_vif *vif,
                              struct d11_peer *group, struct dot11_frame *frame)
{
    uint16_t *queued = &vif->tx.queued[D11_AC_BE];

    if (*queued >= path->env->config.tx_queue)
        d11_tx_ibss_run(path, vif, group);
    if (*queued >= path->env->config.tx_queue)
        return D11_ERR_FULL;
    d11_tx_mark(frame, D11_TX_KIND_MSDU, 0);
    d11_tx_push(&vif->tx.msdus[D11_AC_BE], frame);
    ++*queued;
    return D11_OK;
}

static enum dot11_err take(struct d11_tx_path *path, struct d11_vif *vif,
                           struct d11_peer *group, struct dot11_frame *frame)
{
    enum dot11_err err = d11_tx_check_msdu(path, group, frame);

    if (err == D11_OK)
        err = check_port(vif, receiver(vif, group, frame->data),
                         d11_addr_is_group(frame->data));
    return err == D11_OK ? enqueue(path, vif, group, frame) : err;
}

size_t d11_tx_ibss_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                         struct d11_peer *group,
                         struct dot11_frame *const *frames, size_t n)
{
    size_t accepted = 0;

    for (size_t i = 0; i < n; i++) {
        enum dot11_err err = take(path, vif, group, frames[i]);

        if (err == D11_OK)
            accepted++;
        else
            d11_tx_done(path, vif, frames[i], err);
    }
    path->env->stats.tx_msdus += (uint32_t)accepted;
    path->env->stats.tx_refused += (uint32_t)(n - accepted);
    d11_tx_run_and_tell(path, vif);
    return accepted;
}

/* Keep of a queue what is not for `addr`. */
static void drop_queue(struct d11_tx_path *path, struct d11_vif *vif,
                       struct d11_tx_queue *queue, size_t da_at,
                       const uint8_t *addr, uint16_t *queued)
{
    struct d11_tx_queue old = *queue;
    struct dot11_frame *frame;

    queue->first = NULL;
    while ((frame = d11_tx_pop(&old)) != NULL) {
        if (!d11_addr_equal(frame->data + da_at, addr)) {
            d11_tx_push(queue, frame);
            continue;
        }
        --*queued;
        d11_tx_done(path, vif, frame, D11_ERR_LOST);
    }
}

void d11_tx_ibss_drop(struct d11_tx_path *path, struct d11_vif *vif,
                      const uint8_t *addr)
{
    for (unsigned ac = 0; ac < D11_AC_COUNT; ac++) {
        drop_queue(path, vif, &vif->tx.ready[ac], A1_AT, addr,
                   &vif->tx.queued[ac]);
        drop_queue(path, vif, &vif->tx.msdus[ac], 0, addr, &vif->tx.queued[ac]);
    }
    d11_tx_tell_flow(path, vif);
    d11_tx_flush_done(path);
}
