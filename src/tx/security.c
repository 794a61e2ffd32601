/* Packets of security extensions to a peer: EAPOL and what else it
 * registered.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.15 and 12.7.6; IEEE Std 802.1X-2020, clause 11.
 * Such a packet is made, and protected or not, when it is handed in: what
 * happens to keys while it waits must not change that. */
#include "base/octets.h"
#include "frame/llc.h"
#include "hw/keys.h"
#include "tx/steps.h"

#define A1_AT 4u
#define A3_AT 16u

/* The priority of network control (Table 10-1). */
#define PRIORITY 7u

/* RFC 1042: AA-AA-03-00-00-00, then the EtherType. */
#define SNAP_HIGH 0xaaaa0300u

/* The key that a packet waits under: the low end of its tag, in
 * frame->refs; only for those with the Protected bit. */
static bool is_protected(const struct dot11_frame *frame)
{
    return (frame->data[1] & D11_FC1_PROTECTED) != 0;
}

/* The peer of a packet that waits; NULL when it is gone, or the key that
 * protects the packet is (SEC-TXP-03). */
static struct d11_peer *receiver(struct d11_vif *vif,
                                 const struct dot11_frame *frame)
{
    struct d11_peer *peer = d11_vif_peer(vif, frame->data + A1_AT);

    if (peer != NULL && is_protected(frame) &&
        d11_key_made_under(vif, peer, frame->refs, UINT16_MAX) == NULL)
        return NULL;
    return peer;
}

static void add(struct d11_tx_path *path, struct d11_vif *vif,
                struct d11_peer *peer, struct dot11_frame *frame)
{
    const struct d11_key *key =
        d11_key_made_under(vif, peer, frame->refs, UINT16_MAX);
    struct dot11_tx *tx = d11_tx_add(path, vif, frame, D11_AC_VO);

    tx->link_id = peer->link->id;
    tx->tid = peer->qos ? PRIORITY : 0;
    tx->freq_mhz = peer->link->channel.freq_mhz;
    tx->flags = D11_TX_LOWEST_RATE;
    if ((frame->flags & D11_TX_COOKIE_MASK) != 0)
        tx->flags |= D11_TX_WANT_STATUS;
    if (is_protected(frame) && (key->flags & D11_KEY_HW) != 0) {
        tx->flags |= D11_TX_PROTECT;
        tx->hw_slot = key->hw_slot;
    }
}

void d11_tx_send_security(struct d11_tx_path *path, struct d11_vif *vif)
{
    struct d11_tx_queue *queue = &vif->tx.security;

    /* The peer is on the home channel. */
    if ((vif->tx.holds & D11_HOLD_AWAY) != 0)
        return;
    while (queue->first != NULL && d11_tx_room(path) > 0) {
        struct dot11_frame *frame = d11_tx_pop(queue);
        struct d11_peer *peer = receiver(vif, frame);

        if (peer == NULL) {
            vif->tx.waiting--;
            d11_tx_sent(path, vif, frame, false);
            continue;
        }
        add(path, vif, peer, frame);
        if (d11_tx_hand_over(path, vif, queue) != 0)
            return;
        vif->tx.waiting--;
    }
}

static enum dot11_err check(const struct d11_vif *vif,
                            const struct d11_peer *peer, uint16_t ethertype,
                            const struct dot11_frame *frame, uint16_t cookie)
{
    const size_t headroom =
        (size_t)D11_TX_SECURITY_ROOM + vif->env->caps->tx_headroom;

    if (ethertype < 1536 || cookie > D11_TX_COOKIE_MASK ||
        frame->len > D11_MSDU_MAX - D11_LLC_SNAP_LEN ||
        dot11_frame_headroom(frame) < headroom ||
        dot11_frame_tailroom(frame) < D11_TX_TAILROOM)
        return D11_ERR_ARG;
    if (!peer->associated)
        return D11_ERR_STATE;
    return vif->tx.waiting < D11_TX_WAITING_MAX ? D11_OK : D11_ERR_FULL;
}

/* Make the MPDU; false when it could not be protected, and is gone then. */
static bool make(struct d11_tx_path *path, struct d11_vif *vif,
                 struct d11_peer *peer, uint16_t ethertype,
                 struct dot11_frame *frame, bool plain)
{
    struct d11_tx_work *work = d11_tx_work(path);
    struct d11_tx_shape shape;

    frame->data -= D11_LLC_SNAP_LEN;
    frame->len += D11_LLC_SNAP_LEN;
    d11_store_be32(frame->data, SNAP_HIGH);
    d11_store_be16(frame->data + 4, 0);
    d11_store_be16(frame->data + 6, ethertype);
    d11_tx_make_shape(&shape, vif, peer, plain);
    d11_tx_put_header(&shape, frame, peer->addr, PRIORITY);
    /* An AP is its BSSID; in an IBSS nobody is. */
    d11_addr_copy(frame->data + A3_AT, peer->link->bssid);
    frame->refs = 0;
    if (shape.key != NULL)
        frame->refs = (uint16_t)d11_key_tag(shape.key);
    (void)d11_tx_add(path, vif, frame, D11_AC_VO);
    d11_tx_protect(path, vif, &shape);
    if (work->burst_count == 0)
        return false;
    work->burst_count = 0;
    return true;
}

enum dot11_err d11_tx_security(struct d11_tx_path *path, struct d11_vif *vif,
                               struct d11_peer *peer, uint16_t ethertype,
                               struct dot11_frame *frame, bool plain,
                               uint16_t cookie)
{
    enum dot11_err err = check(vif, peer, ethertype, frame, cookie);

    if (err == D11_OK) {
        d11_tx_mark(frame, D11_TX_KIND_SECURITY, cookie);
        if (!make(path, vif, peer, ethertype, frame, plain))
            err = D11_ERR_CRYPTO;
    } else {
        d11_tx_free(path, frame);
    }
    if (err == D11_OK) {
        d11_tx_push(&vif->tx.security, frame);
        vif->tx.waiting++;
        d11_tx_run(path, vif);
    }
    d11_tx_flush_done(path);
    return err;
}
