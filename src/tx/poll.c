/* PS-Poll frames to the radio.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.1.5. Among management frames, but without a
 * sequence number. */
#include "frame/compose.h"
#include "hw/ops.h"
#include "tx/steps.h"

#define PS_POLL_LEN 16u

enum dot11_err d11_tx_ps_poll(struct d11_tx_path *path, struct d11_vif *vif,
                              const struct d11_peer *peer)
{
    struct dot11_frame *frame;
    struct d11_wr wr;

    if (vif->tx.waiting >= D11_TX_WAITING_MAX)
        return D11_ERR_FULL;
    frame = d11_host_frame(vif->env, PS_POLL_LEN);
    if (frame == NULL)
        return D11_ERR_MEMORY;
    wr = d11_wr_over(frame->data, PS_POLL_LEN);
    d11_compose_ps_poll(&wr, peer->addr, peer->link->addr, peer->aid);
    frame->len = (uint32_t)d11_wr_len(&wr);
    d11_tx_mark(frame, D11_TX_KIND_MGMT, 0);
    frame->refs = peer->link->channel.freq_mhz;
    d11_tx_push(&vif->tx.mgmt, frame);
    vif->tx.waiting++;
    d11_tx_send_mgmt(path, vif);
    return D11_OK;
}
