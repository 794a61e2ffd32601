/* The receive path: a burst of MPDUs in, MSDUs and management frames out.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 5.1.5.3 (order of the steps). */
#ifndef D11_RX_RX_H
#define D11_RX_RX_H

#include <stddef.h>
#include <stdint.h>

#include <dot11/hw.h>

#include "crypto/ccmp.h"
#include "frame/header.h"
#include "hw/env.h"
#include "hw/vif.h"

/* Who takes what is not data for the host. All are called with the frame
 * still owned by the receive path and return D11_DROP_NONE when the frame had
 * its effect. */
struct d11_rx_sinks {
    /* A management frame. `vif` is the station of the receiver address, NULL
     * for a group address. `rx->frame->data` is the MAC header; a protected
     * frame was verified and decrypted, `was_protected` says so. */
    enum dot11_drop (*mgmt)(void *arg, struct d11_vif *vif,
                            const struct d11_header *header,
                            const struct dot11_rx *rx, bool was_protected);
    /* A packet of a registered EtherType that passed all checks but those of
     * the extension. */
    enum dot11_drop (*security)(void *arg, struct d11_vif *vif,
                                struct d11_peer *peer,
                                const struct dot11_ext_packet *packet);
    void *arg;
};

struct d11_rx_item;
struct d11_rx_path;

/* The table of D11_PART_MONITOR. */
struct d11_rx_monitor {
    /* Take a burst that the radio heard for its monitor. */
    void (*burst)(struct d11_rx_path *path, struct dot11_rx *rx, size_t n);
    /* A management frame came in: hand it up where a station that is no
     * monitor asks for such frames. */
    void (*pass)(struct d11_vif *vif, const struct dot11_rx *rx);
};

/* The table of D11_PART_TKIP. */
struct d11_rx_tkip {
    struct d11_cipher_list ciphers;
    /* Verify the MIC of an MSDU and judge its packet number. The MIC is off
     * the body afterwards. */
    enum dot11_drop (*verify)(struct d11_rx_path *path,
                              struct d11_rx_item *item);
    /* The radio says that the MIC of a frame is wrong. */
    enum dot11_drop (*radio_failed)(struct d11_rx_path *path,
                                    const struct dot11_rx *rx);
};

struct d11_rx_flow;
struct d11_ethernet;

/* The table of D11_PART_OFFLOAD. */
struct d11_rx_offload {
    /* Whose frame is it? Sets the flow but for its key. */
    enum dot11_drop (*classify)(struct d11_rx_path *path,
                                struct d11_rx_flow *flow,
                                const struct dot11_rx *rx);
    /* What key did the radio use for it? */
    enum dot11_drop (*find_key)(struct d11_rx_flow *flow,
                                const struct dot11_rx *rx);
    /* What it is for the host, unless it was seen before. */
    enum dot11_drop (*take)(struct d11_rx_path *path, struct d11_rx_item *item,
                            struct d11_ethernet *eth);
};

struct d11_rx_path {
    struct d11_env *env;
    struct d11_vif *const *vifs; /* vif_count of them */
    const uint8_t *vif_count;
    struct d11_rx_sinks sinks;
    /* Working memory for config.rx_burst frames, laid out by
     * d11_rx_path_init(). */
    struct d11_ccmp_scratch scratch;
    void *work;
};

/* Octets of working memory that a path needs. */
size_t d11_rx_path_size(const struct dot11_config *config);

/* Lay out the working memory `mem`, aligned as max_align_t. env, vifs,
 * vif_count and sinks are set by the caller. */
void d11_rx_path_init(struct d11_rx_path *path, void *mem,
                      const struct dot11_config *config);

/* Take a burst (dot11_hw_rx). Every frame comes back through frame_free or
 * is held by delivered MSDUs. */
void d11_rx_burst(struct d11_rx_path *path, struct dot11_rx *rx, size_t n);

/* Give back delivered MSDUs (dot11_sta_msdu_return). */
void d11_rx_return(struct d11_vif *vif, const struct dot11_msdu *msdus,
                   size_t n);

#endif
