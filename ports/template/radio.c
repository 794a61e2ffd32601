/* A port of libdot11: the radio.
 *
 * SPDX-License-Identifier: MIT
 *
 * Four ops are required: power, set_channel, set_filter and tx. Each of the
 * others makes something cheaper; what is NULL the library does by itself or
 * goes without. Ops are called from inside a call into the library. They must
 * not wait: an op that takes time returns D11_ERR_PENDING, and
 * dot11_hw_op_done() follows with the same token, from port_radio_poll() and
 * never from inside the op. */
#include "port.h"

static const struct dot11_hw_channel channels[] = {
    /* Do: all 20 MHz channels that the radio can use where it is, with
     * D11_HW_CHANNEL_PASSIVE where nothing may be sent before a beacon was
     * heard. */
    {2412, D11_BAND_2GHZ, 0, 20},
    {2437, D11_BAND_2GHZ, 0, 20},
    {2462, D11_BAND_2GHZ, 0, 20},
};

void port_radio_caps(struct dot11_hw_caps *caps)
{
    static const uint8_t rates_500kbps[] = {2,  4,  11, 22, 12, 18,
                                            24, 36, 48, 72, 96, 108};
    static const uint8_t addr[D11_ADDR_LEN] = {0x02, 0, 0, 0, 0, 0x01};
    struct dot11_hw_band *band;

    dot11_hw_caps_defaults(caps);
    caps->link_count = 1;
    caps->sta_count = 1;
    /* Do: the address from the hardware. */
    for (size_t i = 0; i < D11_ADDR_LEN; i++)
        caps->addr[i] = addr[i];
    /* Do: a bit only for what the radio really does by itself, such as
     * D11_HW_TX_STATUS when it says whether a frame was acknowledged. Fewer
     * bits work too: the library does the rest. */
    caps->flags = 0;
    caps->channels = channels;
    caps->channel_count = sizeof(channels) / sizeof(channels[0]);
    /* Do: octets that the driver wants in front of and behind each frame, for
     * a descriptor for example. */
    caps->tx_headroom = 0;
    caps->tx_tailroom = 0;
    band = &caps->bands[D11_BAND_2GHZ];
    band->rate_count = sizeof(rates_500kbps);
    for (size_t i = 0; i < sizeof(rates_500kbps); i++)
        band->rates_500kbps[i] = rates_500kbps[i];
}

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    (void)hw;
    (void)token;
    (void)on;
    /* Do: on: load firmware, calibrate, enable interrupts. Off: stop sending
     * and receiving, and give every frame that tx took back with
     * dot11_hw_tx_status(), `flushed` set. */
    return D11_ERR_HW;
}

static enum dot11_err set_channel(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    (void)hw;
    (void)token;
    (void)link_id;
    (void)channel;
    /* Do: tune. Frames that tx took before belong to the old channel: send
     * them first, or give them back as flushed. */
    return D11_ERR_HW;
}

static enum dot11_err set_filter(void *hw, uint32_t filter)
{
    (void)hw;
    (void)filter;
    /* Do: receive what the D11_FILTER_* bits name. More does no harm, it
     * costs time: the library drops what is not for it. */
    return D11_OK;
}

static size_t tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    (void)hw;
    (void)burst;
    (void)n;
    /* Do: put the frames into the ring of their access category (`ac`), in
     * order, as many as there is room for, and return how many. Each comes
     * back with dot11_hw_tx_status(); those that were not taken stay the
     * library's, which tries again after dot11_hw_tx_ready().
     * Frame: `frame->data`, `frame->len` octets, without the FCS. Bits of
     * `flags` to look at: D11_TX_NO_ACK, D11_TX_LOWEST_RATE. */
    return 0;
}

static void tx_flush(void *hw, struct dot11_sta *sta)
{
    (void)hw;
    (void)sta;
    /* Do: give back all frames of the rings soon, unsent ones as flushed. */
}

static uint64_t tsf(void *hw, uint8_t link_id)
{
    (void)hw;
    (void)link_id;
    /* Do: read the timer that the radio synchronises to beacons. */
    return 0;
}

const struct dot11_hw_ops port_radio_ops = {
    .size = sizeof(struct dot11_hw_ops),
    .power = power,
    .set_channel = set_channel,
    .set_filter = set_filter,
    .tx = tx,
    .tx_flush = tx_flush,
    /* Do: set_key and del_key when the radio ciphers; set_bss when it wants to
     * know whom to listen to; set_addr when it can have another address;
     * scan_start, scan_stop and scanner when it scans (D11_HW_SCAN); set_doze;
     * reset. */
    .tsf = tsf,
};

void port_radio_poll(struct port *port, uint64_t now_us)
{
    (void)port;
    (void)now_us;
    /* Do, in this order:
     * - frames that were sent, or given up: one dot11_hw_tx_status() for the
     *   burst, then dot11_hw_tx_ready() when tx had refused some;
     * - frames that came in: one dot11_hw_rx() for the burst. The library
     *   takes every one; each comes back through the host's frame_free. So
     *   put an empty frame into the ring for each that is handed up;
     * - ops that were pending and have ended: dot11_hw_op_done();
     * - the radio's switch, or a hang: dot11_hw_state_changed(). */
}
