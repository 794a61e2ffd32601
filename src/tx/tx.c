/* The send path: the order of its steps.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.2. MSDUs wait as the Ethernet frames they came
 * as; sequence and packet numbers are taken when the radio has room, so what
 * it gets is in order and under the key of that moment. */
#include "tx/tx.h"

#include <string.h>

#include "base/octets.h"
#include "hw/attrs.h"
#include "hw/ibss.h"
#include "hw/keys.h"
#include "hw/pmkid.h"
#include "tx/steps.h"

static void send_all(struct d11_tx_path *path, struct d11_vif *vif,
                     const struct d11_tx_shape *shape, bool ready);

/* Where MSDUs go: in an infrastructure BSS there is one receiver for all
 * destinations, the AP. */
static struct d11_peer *route(struct d11_vif *vif)
{
    for (unsigned i = 0; i < vif->peer_count; i++) {
        if (vif->peers[i].associated)
            return &vif->peers[i];
    }
    return NULL;
}

static bool is_empty(const struct d11_vif *vif)
{
    unsigned queued = 0;

    for (unsigned ac = 0; ac < D11_AC_COUNT; ac++)
        queued += vif->tx.queued[ac];
    return queued == 0;
}

/* The queue of an AC whose first frame was handed in before the others of that
 * AC; NULL when nothing waits there. */
static struct d11_tx_queue *first_of(struct d11_vif *vif, unsigned ac)
{
    struct d11_tx_queue *ready = &vif->tx.ready[ac];
    struct d11_tx_queue *msdus = &vif->tx.msdus[ac];

    if (ready->first != NULL)
        return ready;
    return msdus->first != NULL ? msdus : NULL;
}

/* All MSDUs that wait go back, in the order in which they came
 * (N80211-TX-20). */
static void drop_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                       enum dot11_err err)
{
    for (;;) {
        struct d11_tx_queue *oldest = NULL;

        for (unsigned ac = 0; ac < D11_AC_COUNT; ac++) {
            struct d11_tx_queue *queue = first_of(vif, ac);

            if (queue != NULL &&
                (oldest == NULL ||
                 (int16_t)(queue->first->refs - oldest->first->refs) < 0))
                oldest = queue;
        }
        if (oldest == NULL)
            break;
        d11_tx_done(path, vif, d11_tx_pop(oldest), err);
    }
    memset(vif->tx.queued, 0, sizeof(vif->tx.queued));
}

/* May MSDUs leave now, and in what shape? N80211-PORT-15, SEC-TXP-03 and
 * SEC-TXP-04: nothing that was queued for one port leaves through another, or
 * in clear. */
static bool prepare(struct d11_tx_path *path, struct d11_vif *vif,
                    struct d11_tx_shape *shape)
{
    struct d11_peer *peer;

    if (vif->tx.holds != 0 || vif->paused || is_empty(vif))
        return false;
    peer = route(vif);
    if (peer == NULL || !peer->authorized ||
        peer->session_id != vif->tx.session_id || d11_tx_lacks_key(vif, peer)) {
        drop_msdus(path, vif, D11_ERR_STATE);
        return false;
    }
    d11_tx_make_shape(shape, vif, peer, false);
    return true;
}

void d11_tx_run(struct d11_tx_path *path, struct d11_vif *vif)
{
    struct d11_tx_shape shape;
    bool may;

    d11_tx_send_mgmt(path, vif);
    if (vif->links[0].ibss) {
        d11_ibss_listed(path->env)->run(path, vif);
        return;
    }
    may = prepare(path, vif, &shape);
    /* What has its packet number goes before what gets one now. */
    if (may)
        send_all(path, vif, &shape, true);
    if (vif->tx.security.first != NULL) {
        d11_tx_send_security(path, vif);
        /* Who hears of a packet that cannot go may change anything. */
        may = prepare(path, vif, &shape);
    }
    if (may)
        send_all(path, vif, &shape, false);
}

void d11_tx_run_and_tell(struct d11_tx_path *path, struct d11_vif *vif)
{
    d11_tx_run(path, vif);
    d11_tx_tell_flow(path, vif);
    d11_tx_flush_done(path);
}

/* The key before this one, when the frame was made for that and it is still
 * there (Extended Key ID). */
static enum dot11_err earlier_key(const struct d11_vif *vif,
                                  const struct d11_tx_shape *shape,
                                  const struct dot11_frame *frame,
                                  const struct d11_key **key)
{
    *key = shape->key == NULL
               ? NULL
               : d11_key_made_under(
                     vif, shape->peer,
                     (uint32_t)frame->flags >> D11_TX_GENERATION_SHIFT,
                     D11_TX_GENERATION_MASK >> D11_TX_GENERATION_SHIFT);
    return *key != NULL ? D11_OK : D11_ERR_STATE;
}

/* Frames of the queue of an AC into the burst. */
static void fill(struct d11_tx_path *path, struct d11_vif *vif,
                 const struct d11_tx_shape *shape, enum dot11_ac ac, bool ready)
{
    struct d11_tx_queue *queue =
        ready ? &vif->tx.ready[ac] : &vif->tx.msdus[ac];

    for (size_t room = d11_tx_room(path); room > 0 && queue->first != NULL;
         room--) {
        struct dot11_frame *frame = d11_tx_pop(queue);
        const struct d11_key *key = shape->key;
        enum dot11_err err = D11_OK;

        vif->tx.queued[ac]--;
        if (!ready)
            err = d11_tx_encapsulate(shape, frame, d11_tx_tid(frame));
        /* SEC-TXP-03: made for a key that is not there any more. */
        else if ((frame->flags & D11_TX_GENERATION_MASK) != shape->generation)
            err = earlier_key(vif, shape, frame, &key);
        if (err == D11_OK)
            d11_tx_add_data(path, vif, shape, key, frame, ac);
        else
            d11_tx_done(path, vif, frame, err);
    }
}

/* Of each AC, as long as the radio takes them: MPDUs that it did not take
 * before (`ready`), or Ethernet frames, which go behind these. */
static void send_all(struct d11_tx_path *path, struct d11_vif *vif,
                     const struct d11_tx_shape *shape, bool ready)
{
    for (unsigned ac = D11_AC_COUNT; ac-- > 0;) {
        struct d11_tx_queue *rest = &vif->tx.ready[ac];

        while ((rest->first != NULL) == ready &&
               (ready || vif->tx.msdus[ac].first != NULL) &&
               d11_tx_room(path) > 0) {
            fill(path, vif, shape, (enum dot11_ac)ac, ready);
            if (!ready)
                d11_tx_protect(path, vif, shape);
            vif->tx.queued[ac] = (uint16_t)(vif->tx.queued[ac] +
                                            d11_tx_hand_over(path, vif, rest));
            if (ready)
                break;
        }
    }
}

/* Put an MSDU in its queue. A queue that is full gets one chance to send. */
static enum dot11_err enqueue(struct d11_tx_path *path, struct d11_vif *vif,
                              const struct d11_peer *peer,
                              struct dot11_frame *frame)
{
    struct d11_tx_work *work = d11_tx_work(path);
    const uint8_t priority =
        peer->qos ? d11_tx_priority(frame->data, frame->len) : 0;
    const enum dot11_ac ac = d11_tx_ac(priority);
    uint16_t *queued = &vif->tx.queued[ac];

    if (*queued >= path->env->config.tx_queue) {
        if (!work->stuck)
            d11_tx_run(path, vif);
        work->stuck = *queued >= path->env->config.tx_queue;
        if (work->stuck)
            return D11_ERR_FULL;
    }
    d11_tx_mark(frame, D11_TX_KIND_MSDU, priority);
    frame->refs = work->next_number++;
    d11_tx_push(&vif->tx.msdus[ac], frame);
    ++*queued;
    return D11_OK;
}

/* An MSDU for an open port. */
static enum dot11_err take(struct d11_tx_path *path, struct d11_vif *vif,
                           const struct d11_peer *peer,
                           const struct d11_pmkid_ops *pmkids,
                           struct dot11_frame *frame)
{
    enum dot11_err err = d11_tx_check_msdu(path, peer, frame);

    if (err == D11_OK && pmkids != NULL)
        err = pmkids->check(vif, frame->data);
    return err == D11_OK ? enqueue(path, vif, peer, frame) : err;
}

size_t d11_tx_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                    struct dot11_frame *const *frames, size_t n)
{
    struct dot11_stats *stats = &path->env->stats;
    const struct d11_attrs_ops *attrs = d11_attrs_ops(vif);
    const struct d11_pmkid_ops *pmkids = d11_pmkid_ops(path->env);
    struct d11_peer *peer = route(vif);
    const enum dot11_err refusal = d11_tx_check_port(vif, peer);
    size_t accepted = 0;

    if (vif->links[0].ibss)
        return d11_ibss_listed(path->env)->msdus(path, vif, frames, n);
    if (refusal == D11_OK && vif->tx.session_id != peer->session_id) {
        drop_msdus(path, vif, D11_ERR_STATE);
        vif->tx.session_id = peer->session_id;
    }
    d11_tx_work(path)->stuck = false;
    for (size_t i = 0; i < n; i++) {
        enum dot11_err err = D11_ERR_PENDING;

        if (attrs != NULL)
            err = attrs->send_exempt(path, vif, peer, frames[i]);
        if (err == D11_ERR_PENDING)
            err = refusal != D11_OK ? refusal
                                    : take(path, vif, peer, pmkids, frames[i]);
        if (err == D11_OK)
            accepted++;
        else
            d11_tx_done(path, vif, frames[i], err);
    }
    stats->tx_msdus += (uint32_t)accepted;
    stats->tx_refused += (uint32_t)(n - accepted);
    d11_tx_run_and_tell(path, vif);
    return accepted;
}

/* Every station gets its chance, another one first each time. */
void d11_tx_run_all(struct d11_tx_path *path)
{
    struct d11_tx_work *work = d11_tx_work(path);
    const unsigned count = *path->vif_count;

    for (unsigned i = 0; i < count; i++) {
        struct d11_vif *vif = path->vifs[(work->next_vif + i) % count];

        if (vif == NULL)
            continue;
        d11_tx_run(path, vif);
        d11_tx_tell_flow(path, vif);
    }
    if (count != 0)
        work->next_vif = (uint8_t)((work->next_vif + 1u) % count);
    d11_tx_flush_done(path);
}

void d11_tx_ready(struct d11_tx_path *path, uint32_t acs)
{
    /* Which queues have room shows when they are offered something. */
    if (acs != 0)
        d11_tx_run_all(path);
}

void d11_tx_hold(struct d11_tx_path *path, struct d11_vif *vif, uint8_t holds,
                 bool on)
{
    if (on) {
        vif->tx.holds = (uint8_t)(vif->tx.holds | holds);
        return;
    }
    vif->tx.holds = (uint8_t)(vif->tx.holds & ~holds);
    d11_tx_run(path, vif);
    d11_tx_tell_flow(path, vif);
    d11_tx_flush_done(path);
}

void d11_tx_flush_msdus(struct d11_tx_path *path, struct d11_vif *vif,
                        enum dot11_err err)
{
    drop_msdus(path, vif, err);
    d11_tx_tell_flow(path, vif);
    d11_tx_flush_done(path);
}

/* Frames of the core and of extensions are over, unsent. */
static void flush_queue(struct d11_tx_path *path, struct d11_vif *vif,
                        struct d11_tx_queue *queue)
{
    /* Who is told may send more, and that shall go. */
    struct d11_tx_queue old = *queue;
    struct dot11_frame *frame;

    queue->first = NULL;
    while ((frame = d11_tx_pop(&old)) != NULL) {
        vif->tx.waiting--;
        d11_tx_sent(path, vif, frame, false);
    }
}

void d11_tx_flush_own(struct d11_tx_path *path, struct d11_vif *vif)
{
    flush_queue(path, vif, &vif->tx.security);
    flush_queue(path, vif, &vif->tx.mgmt);
    d11_tx_flush_done(path);
}

void d11_tx_flush(struct d11_tx_path *path, struct d11_vif *vif,
                  enum dot11_err err)
{
    d11_tx_flush_msdus(path, vif, err);
    d11_tx_flush_own(path, vif);
}

/* Octets of `count` things of `size`, up to the strictest alignment. */
static size_t room_for(size_t count, size_t size)
{
    const size_t align = _Alignof(max_align_t);

    return (count * size + align - 1) & ~(align - 1);
}

static size_t burst_size(const struct dot11_config *config)
{
    return config->rx_burst != 0 ? config->rx_burst : 1;
}

size_t d11_tx_path_size(const struct dot11_config *config)
{
    const size_t size = burst_size(config);

    return room_for(1, sizeof(struct d11_tx_work)) +
           room_for(size, sizeof(struct dot11_tx)) +
           room_for(size, sizeof(struct d11_ccmp_frame)) +
           room_for(size, sizeof(struct dot11_tx_done)) +
           room_for(size, sizeof(struct dot11_frame *)) +
           d11_ccmp_scratch_size(size);
}

void d11_tx_path_init(struct d11_tx_path *path, void *mem,
                      const struct dot11_config *config)
{
    const size_t size = burst_size(config);
    struct d11_tx_work *work = mem;
    uint8_t *pos = mem;

    memset(mem, 0, d11_tx_path_size(config));
    pos += room_for(1, sizeof(*work));
    work->size = size;
    work->burst = (void *)pos;
    pos += room_for(size, sizeof(struct dot11_tx));
    work->crypt = (void *)pos;
    pos += room_for(size, sizeof(struct d11_ccmp_frame));
    work->done = (void *)pos;
    pos += room_for(size, sizeof(struct dot11_tx_done));
    work->frees = (void *)pos;
    pos += room_for(size, sizeof(struct dot11_frame *));
    d11_ccmp_scratch_init(&path->scratch, pos, size);
    path->work = work;
}
