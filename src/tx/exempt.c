/* MSDUs that leave unprotected because the host exempted their EtherType.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-TX-15, SEC-TXP-04: they go where nothing else goes yet, and do
 * not wait with those that are protected. */
#include "hw/exempt.h"

#include "base/octets.h"
#include "frame/llc.h"
#include "tx/steps.h"

#define TYPE_AT 12u

/* Is there a list at all, and the frame one of an entry of it? */
static bool is_exempt(const struct d11_vif *vif, const struct d11_peer *peer,
                      const struct dot11_frame *frame)
{
    const struct dot11_exemption *entry;

    if (!peer->link->is_protected || frame->len < D11_ETHERNET_LEN)
        return false;
    entry = d11_exempt_find(vif, d11_load_be16(frame->data + TYPE_AT),
                            d11_addr_is_group(frame->data));
    return entry != NULL && d11_exempt_is_plain(vif, peer, entry);
}

/* May anything be sent to the peer just now? */
static enum dot11_err check(const struct d11_tx_path *path,
                            const struct d11_vif *vif,
                            const struct d11_peer *peer,
                            const struct dot11_frame *frame)
{
    if (!vif->active || vif->paused || !peer->authorized)
        return D11_ERR_STATE;
    if ((vif->tx.holds & D11_HOLD_AWAY) != 0 || d11_tx_room(path) == 0)
        return D11_ERR_FULL;
    return d11_tx_check_msdu(path, peer, frame);
}

enum dot11_err d11_tx_send_exempt(struct d11_tx_path *path, struct d11_vif *vif,
                                  struct d11_peer *peer,
                                  struct dot11_frame *frame)
{
    struct d11_tx_queue rest = {NULL, NULL};
    struct d11_tx_shape shape;
    enum dot11_err err;
    uint8_t priority;

    if (peer == NULL || !is_exempt(vif, peer, frame))
        return D11_ERR_PENDING;
    err = check(path, vif, peer, frame);
    if (err != D11_OK)
        return err;
    priority = peer->qos ? d11_tx_priority(frame->data, frame->len) : 0;
    d11_tx_make_shape(&shape, vif, peer, true);
    d11_tx_mark(frame, D11_TX_KIND_MSDU, priority);
    err = d11_tx_encapsulate(&shape, frame, priority);
    if (err != D11_OK)
        return err;
    d11_tx_add_data(path, vif, &shape, shape.key, frame, d11_tx_ac(priority));
    /* The radio is full: whoever sends such packets tries again. */
    return d11_tx_hand_over(path, vif, &rest) == 0 ? D11_OK : D11_ERR_FULL;
}
