/* TKIP as an optional part: the cipher, and what the host hears of MICs.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.2; rules N80211-TKIP-*. */
#include "rx/tkip.h"

#include <dot11/legacy.h>

#include <string.h>

#include "base/octets.h"
#include "crypto/tkip.h"
#include "sta/radio.h"

/* N80211-TKIP-1: each failure is an event; but somebody who can make them at
 * will must not take the places that completions need. */
static void failed(struct d11_vif *vif, const struct d11_peer *peer,
                   const struct d11_key *key)
{
    const bool pairwise = (key->flags & D11_KEY_PAIRWISE) != 0;
    struct dot11_sta *sta = vif->sta;
    struct dot11_event event;

    if (d11_events_room(&sta->events) <= D11_SME_ROOM) {
        vif->env->stats.events_merged++;
        return;
    }
    memset(&event, 0, sizeof event);
    event.type = D11_EV_TKIP_MIC_FAILURE;
    event.at_us = vif->env->now_us;
    d11_addr_copy(event.u.tkip_mic_failure.peer, peer->addr);
    event.u.tkip_mic_failure.default_key = !pairwise;
    event.u.tkip_mic_failure.key_id = pairwise ? 0 : key->key_id;
    d11_sta_emit(sta, &event, false);
}

static enum dot11_drop verify(struct d11_rx_path *path,
                              struct d11_rx_item *item)
{
    return d11_rx_tkip_verify(path, item, failed);
}

static enum dot11_drop radio_failed(struct d11_rx_path *path,
                                    const struct dot11_rx *rx)
{
    return d11_rx_tkip_radio_failed(path, rx, failed);
}

static const struct d11_rx_tkip ops = {
    {&d11_tkip_cipher, 1},
    verify,
    radio_failed,
};

const struct dot11_part dot11_tkip = {
    .kind = D11_PART_TKIP,
    .list = &d11_part_list,
    .ops = &ops,
};
