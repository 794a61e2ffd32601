/* Frames that wait, and frames that the radio gets.
 *
 * SPDX-License-Identifier: MIT */
#include "hw/attrs.h"
#include "hw/ops.h"
#include "hw/powersave.h"
#include "tx/steps.h"

void d11_tx_push(struct d11_tx_queue *queue, struct dot11_frame *frame)
{
    frame->core = NULL;
    if (queue->first == NULL)
        queue->first = frame;
    else
        queue->last->core = frame;
    queue->last = frame;
}

struct dot11_frame *d11_tx_pop(struct d11_tx_queue *queue)
{
    struct dot11_frame *frame = queue->first;

    if (frame != NULL)
        queue->first = frame->core;
    return frame;
}

/* Back to where it was taken from. */
static void push_front(struct d11_tx_queue *queue, struct dot11_frame *frame)
{
    frame->core = queue->first;
    if (queue->first == NULL)
        queue->last = frame;
    queue->first = frame;
}

size_t d11_tx_room(const struct d11_tx_path *path)
{
    const struct d11_tx_work *work = path->work;
    const struct d11_env *env = path->env;
    size_t room;

    if (env->away || env->tx_out >= env->config.tx_pending)
        return 0;
    room = (size_t)(env->config.tx_pending - env->tx_out);
    return room < work->size ? room : work->size;
}

struct dot11_tx *d11_tx_add(struct d11_tx_path *path, struct d11_vif *vif,
                            struct dot11_frame *frame, enum dot11_ac ac)
{
    struct d11_tx_work *work = d11_tx_work(path);
    struct dot11_tx *tx = &work->burst[work->burst_count++];

    tx->frame = frame;
    tx->sta = vif->sta;
    tx->link_id = 0;
    tx->ac = (uint8_t)ac;
    tx->tid = 0;
    tx->hw_slot = 0;
    tx->freq_mhz = 0;
    tx->flags = 0;
    return tx;
}

void d11_tx_add_data(struct d11_tx_path *path, struct d11_vif *vif,
                     const struct d11_tx_shape *shape,
                     const struct d11_key *key, struct dot11_frame *frame,
                     enum dot11_ac ac)
{
    struct dot11_tx *tx = d11_tx_add(path, vif, frame, ac);

    tx->link_id = shape->link_id;
    tx->tid = d11_tx_tid(frame);
    tx->freq_mhz = shape->freq_mhz;
    if (key != NULL && (key->flags & D11_KEY_HW) != 0) {
        tx->hw_slot = key->hw_slot;
        tx->flags = D11_TX_PROTECT;
    }
}

size_t d11_tx_hand_over(struct d11_tx_path *path, struct d11_vif *vif,
                        struct d11_tx_queue *rest)
{
    struct d11_tx_work *work = d11_tx_work(path);
    const size_t count = work->burst_count;
    const struct d11_attrs_ops *attrs = d11_attrs_ops(vif);
    const struct d11_powersave_ops *powersave = d11_powersave_ops(path->env);
    struct dot11_tx *burst = work->burst;
    size_t taken;
    size_t i;

    if (count == 0)
        return 0;
    work->burst_count = 0;
    for (i = 0; i < count; i++) {
        burst[i].frame->core = vif;
        burst[i].frame->flags |= D11_TX_OUT;
        if (i + 1 < count)
            burst[i].flags |= D11_TX_MORE;
    }
    if (attrs != NULL)
        attrs->limit(vif, burst, count);
    if (powersave != NULL)
        powersave->sending(vif, burst, count);
    taken = d11_hw_tx(path->env, burst, count);
    vif->tx.out = (uint16_t)(vif->tx.out + taken);
    for (i = count; i > taken; i--) {
        struct dot11_frame *frame = burst[i - 1].frame;

        frame->flags = (uint16_t)(frame->flags & ~D11_TX_OUT);
        push_front(rest, frame);
    }
    return count - taken;
}

void d11_tx_tell_flow(struct d11_tx_path *path, struct d11_vif *vif)
{
    const unsigned limit = path->env->config.tx_queue;
    unsigned stopped = vif->tx.stopped;

    /* Half a queue of distance, or the host would hear of every frame. */
    for (unsigned ac = 0; ac < D11_AC_COUNT; ac++) {
        if (vif->tx.queued[ac] >= limit)
            stopped |= 1u << ac;
        else if (vif->tx.queued[ac] <= limit / 2)
            stopped &= ~(1u << ac);
    }
    if (stopped == vif->tx.stopped)
        return;
    vif->tx.stopped = (uint8_t)stopped;
    d11_host_tx_flow(path->env, vif->sta, stopped);
}
