/* libdot11 on Linux: the radio's ops over the simulated medium.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim.h"

#include "hwsim_medium.h"
#include "loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TX_MAX 256u
#define RX_BURST 32u
#define CHANNELS_MAX 40u
#define PLACES_MAX 8u
/* Below it nothing is understood. */
#define SIGNAL_LEAST (-95)

/* Frame Control, first octet: beacon and probe response. */
#define FC_BEACON 0x80u
#define FC_PROBE_RESPONSE 0x50u
/* Where a beacon has its BSSID and its Timestamp; its fixed fields end. */
#define BSSID_AT 16u
#define TIMESTAMP_AT 24u
#define BEACON_LEN 36u

struct dot11_hwsim {
    struct dot11_hwsim_options options;
    struct dot11_hw_caps caps;
    struct dot11_hw_channel channels[CHANNELS_MAX];
    struct dot11_radio *radio;
    uint32_t filter;
    uint16_t freq_mhz;
    bool on;
    bool ibss;        /* in the IBSS `bssid`, whose clock is followed */
    bool ibss_synced; /* which a beacon told */
    uint8_t bssid[D11_ADDR_LEN];
    uint64_t tsf_offset_us; /* TSF less our clock */
    bool wants_ready;  /* the core was told that there is no room */
    size_t under_way;  /* frames of the core's that we have */
    size_t done_count; /* of them: waiting to be handed back */
    struct dot11_tx_status done[TX_MAX];
    size_t rx_count;
    struct dot11_rx rx[RX_BURST];
    size_t place_count; /* transmitters that are not as loud as all others */
    struct {
        uint8_t addr[D11_ADDR_LEN];
        int8_t signal_dbm;
    } places[PLACES_MAX];
    struct hwsim_medium medium;
};

/* The legacy rates in the driver's order, which is the numbering of its rate
 * indices; 5 GHz has the last eight. */
static const uint8_t rates_500kbps[] = {2,  4,  11, 22, 12, 18,
                                        24, 36, 48, 72, 96, 108};

#define RATES_2GHZ 12u
#define RATES_5GHZ 8u

static uint16_t rate_of(uint32_t index, uint16_t freq_mhz)
{
    uint32_t first = freq_mhz < 3000 ? 0 : RATES_2GHZ - RATES_5GHZ;

    return index + first < RATES_2GHZ ? rates_500kbps[index + first] : 0;
}

/* What the simulated radios can do, in a domain that suits most countries:
 * where radar rules apply, and where some countries forbid it, it listens
 * before it speaks. */
static void fill_caps(struct dot11_hwsim *hwsim)
{
    static const struct {
        uint8_t band, first, last, step, flags;
    } ranges[] = {
        {D11_BAND_2GHZ, 1, 11, 1, 0},
        {D11_BAND_2GHZ, 12, 13, 1, D11_HW_CHANNEL_PASSIVE},
        {D11_BAND_5GHZ, 36, 48, 4, 0},
        {D11_BAND_5GHZ, 52, 64, 4, D11_HW_CHANNEL_PASSIVE | D11_HW_CHANNEL_DFS},
        {D11_BAND_5GHZ, 100, 144, 4,
         D11_HW_CHANNEL_PASSIVE | D11_HW_CHANNEL_DFS},
        {D11_BAND_5GHZ, 149, 165, 4, 0},
    };
    struct dot11_hw_caps *caps = &hwsim->caps;
    uint16_t count = 0;

    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        for (unsigned n = ranges[i].first; n <= ranges[i].last;
             n += ranges[i].step) {
            struct dot11_hw_channel *channel = &hwsim->channels[count++];

            channel->freq_mhz = dot11_channel_freq_mhz(
                (enum dot11_band)ranges[i].band, (uint8_t)n);
            channel->band = ranges[i].band;
            channel->flags = ranges[i].flags;
            channel->tx_power_dbm = 20;
        }
    }
    dot11_hw_caps_defaults(caps);
    memcpy(caps->addr, hwsim->options.addr, D11_ADDR_LEN);
    caps->link_count = 1;
    caps->sta_count = 1;
    caps->flags = D11_HW_TX_STATUS;
    caps->channels = hwsim->channels;
    caps->channel_count = count;
    caps->bands[D11_BAND_2GHZ].rate_count = RATES_2GHZ;
    memcpy(caps->bands[D11_BAND_2GHZ].rates_500kbps, rates_500kbps, RATES_2GHZ);
    caps->bands[D11_BAND_5GHZ].rate_count = RATES_5GHZ;
    memcpy(caps->bands[D11_BAND_5GHZ].rates_500kbps,
           rates_500kbps + RATES_2GHZ - RATES_5GHZ, RATES_5GHZ);
}

/* --- What the medium tells ------------------------------------------------ */

static void show(struct dot11_hwsim *hwsim, uint64_t at_us, const uint8_t *data,
                 size_t len, uint16_t rate_500kbps, int8_t signal_dbm,
                 enum dot11_air_status status)
{
    struct dot11_air air = {.at_us = at_us,
                            .data = data,
                            .len = len,
                            .freq_mhz = hwsim->freq_mhz,
                            .rate_500kbps = rate_500kbps,
                            .signal_dbm = signal_dbm,
                            .status = status};

    if (hwsim->options.air != NULL)
        hwsim->options.air(hwsim->options.air_context, &air);
}

static bool is_group(const uint8_t *addr)
{
    return (addr[0] & 1u) != 0;
}

static bool is_own(const struct dot11_hwsim *hwsim, const uint8_t *addr)
{
    return memcmp(addr, hwsim->options.addr, D11_ADDR_LEN) == 0;
}

/* Does the radio acknowledge this frame? */
static bool acks(const struct dot11_hwsim *hwsim, const uint8_t *frame)
{
    return (hwsim->filter & D11_FILTER_MONITOR) == 0 && is_own(hwsim, frame + 4);
}

/* The receive filter, as a radio applies it to the first octets. */
static bool passes_filter(const struct dot11_hwsim *hwsim, const uint8_t *frame)
{
    uint32_t wanted = D11_FILTER_PROMISCUOUS;

    if (frame[0] == FC_BEACON || frame[0] == FC_PROBE_RESPONSE)
        wanted |= D11_FILTER_BEACONS;
    if (is_own(hwsim, frame + 4))
        wanted |= D11_FILTER_DIRECTED;
    else if (is_group(frame + 4))
        wanted |= D11_FILTER_MULTICAST | D11_FILTER_BROADCAST;
    return (hwsim->filter & wanted) != 0;
}

/* The clock of an IBSS is its largest (IEEE Std 802.11-2020, 11.1.3.5); the
 * first beacon's counts whatever ours was. */
static void follow(struct dot11_hwsim *hwsim, const uint8_t *frame, size_t len)
{
    uint64_t now_us = dot11_loop_now_us();
    uint64_t stamp_us = 0;

    if (!hwsim->ibss || len < BEACON_LEN || frame[0] != FC_BEACON ||
        memcmp(frame + BSSID_AT, hwsim->bssid, D11_ADDR_LEN) != 0)
        return;
    for (unsigned i = 8; i-- > 0;)
        stamp_us = stamp_us << 8 | frame[TIMESTAMP_AT + i];
    if (!hwsim->ibss_synced || stamp_us > now_us + hwsim->tsf_offset_us)
        hwsim->tsf_offset_us = stamp_us - now_us;
    hwsim->ibss_synced = true;
}

/* How loud the transmitter of a frame is here. */
static int8_t signal_of(const struct dot11_hwsim *hwsim,
                        const struct hwsim_msg *msg)
{
    for (size_t i = 0; msg->frame_len >= 16 && i < hwsim->place_count; i++) {
        if (memcmp(hwsim->places[i].addr, msg->frame + 10, D11_ADDR_LEN) == 0)
            return hwsim->places[i].signal_dbm;
    }
    return hwsim->options.signal_dbm;
}

int dot11_hwsim_set_signal(struct dot11_hwsim *hwsim,
                           const uint8_t addr[D11_ADDR_LEN], int8_t signal_dbm)
{
    size_t i = 0;

    while (i < hwsim->place_count &&
           memcmp(hwsim->places[i].addr, addr, D11_ADDR_LEN) != 0)
        i++;
    if (i == PLACES_MAX)
        return -ENOSPC;
    if (i == hwsim->place_count)
        hwsim->place_count++;
    memcpy(hwsim->places[i].addr, addr, D11_ADDR_LEN);
    hwsim->places[i].signal_dbm = signal_dbm;
    return 0;
}

static void hand_up(struct dot11_hwsim *hwsim, uint64_t now_us)
{
    size_t count = hwsim->rx_count;

    hwsim->rx_count = 0;
    if (count == 0)
        return;
    if (hwsim->radio != NULL) {
        dot11_hw_rx(hwsim->radio, hwsim->rx, count, now_us);
        return;
    }
    for (size_t i = 0; i < count; i++)
        dot11_pool_put(&hwsim->rx[i].frame, 1);
}

static bool heard(void *context, const struct hwsim_msg *msg)
{
    struct dot11_hwsim *hwsim = context;
    struct dot11_frame *frame;
    struct dot11_rx *rx;
    int8_t signal_dbm = signal_of(hwsim, msg);
    uint16_t rate;

    if (signal_dbm < SIGNAL_LEAST)
        return false;
    if (!hwsim->on || msg->freq_mhz != hwsim->freq_mhz)
        return false;
    if (!passes_filter(hwsim, msg->frame))
        return acks(hwsim, msg->frame);
    rate = msg->tx_info[0].index < 0
               ? 0
               : rate_of((uint32_t)msg->tx_info[0].index, hwsim->freq_mhz);
    /* A frame for which there is no room was not received. */
    frame = dot11_pool_get(hwsim->options.pool, 0, msg->frame_len);
    if (frame == NULL)
        return false;
    show(hwsim, dot11_loop_now_us(), msg->frame, msg->frame_len, rate,
         signal_dbm, DOT11_AIR_RECEIVED);
    memcpy(frame->data, msg->frame, msg->frame_len);
    frame->len = (uint32_t)msg->frame_len;

    if (hwsim->rx_count == RX_BURST)
        (void)dot11_hwsim_settle(hwsim, dot11_loop_now_us());
    rx = &hwsim->rx[hwsim->rx_count++];
    memset(rx, 0, sizeof(*rx));
    rx->frame = frame;
    rx->freq_mhz = hwsim->freq_mhz;
    rx->signal_dbm = signal_dbm;
    rx->rate_500kbps = rate;
    follow(hwsim, msg->frame, msg->frame_len);
    rx->tsf_us = dot11_loop_now_us() + hwsim->tsf_offset_us;
    return acks(hwsim, msg->frame);
}

static void tx_ended(struct dot11_hwsim *hwsim, struct dot11_frame *frame,
                     bool acked, bool flushed)
{
    struct dot11_tx_status *status = &hwsim->done[hwsim->done_count++];

    memset(status, 0, sizeof(*status));
    status->frame = frame;
    status->acked = acked;
    status->flushed = flushed;
    status->tries = flushed ? 0 : 1;
    status->ack_signal_dbm =
        acked ? hwsim->options.signal_dbm : D11_SIGNAL_UNKNOWN;
}

static void sent(void *context, void *cookie, uint64_t at_us, bool acked)
{
    struct dot11_hwsim *hwsim = context;
    struct dot11_frame *frame = cookie;

    show(hwsim, at_us, frame->data, frame->len, rate_of(0, hwsim->freq_mhz),
         hwsim->options.signal_dbm,
         is_group(frame->data + 4) ? DOT11_AIR_SENT
         : acked                   ? DOT11_AIR_ACKED
                                   : DOT11_AIR_UNACKED);
    tx_ended(hwsim, frame, acked, false);
}

static const struct hwsim_medium_station station = {.heard = heard,
                                                    .sent = sent};

/* --- What the core asks for ----------------------------------------------- */

static enum dot11_err power(void *hw, uint32_t token, bool on)
{
    struct dot11_hwsim *hwsim = hw;

    (void)token;
    if (!on)
        hwsim_medium_give_up(&hwsim->medium);
    hwsim->on = on;
    return D11_OK;
}

/* Frames carry their frequency, so there is nothing to tune. */
static enum dot11_err set_channel(void *hw, uint32_t token, uint8_t link_id,
                                  const struct dot11_channel *channel)
{
    struct dot11_hwsim *hwsim = hw;

    (void)token;
    (void)link_id;
    hwsim->freq_mhz = channel->freq_mhz;
    return D11_OK;
}

static enum dot11_err set_filter(void *hw, uint32_t filter)
{
    struct dot11_hwsim *hwsim = hw;

    hwsim->filter = filter;
    return D11_OK;
}

static size_t tx(void *hw, const struct dot11_tx *burst, size_t n)
{
    struct dot11_hwsim *hwsim = hw;
    size_t taken = 0;

    while (taken < n && hwsim->under_way < TX_MAX) {
        const struct dot11_tx *one = &burst[taken++];
        struct hwsim_medium_frame frame = {.data = one->frame->data,
                                           .len = one->frame->len,
                                           .freq_mhz = hwsim->freq_mhz,
                                           .frame = one->frame,
                                           .at_us = dot11_loop_now_us()};

        hwsim->under_way++;
        if (!hwsim->on ||
            (one->freq_mhz != 0 && one->freq_mhz != hwsim->freq_mhz))
            tx_ended(hwsim, one->frame, false, true);
        else
            hwsim_medium_send(&hwsim->medium, &frame);
    }
    hwsim_medium_flush(&hwsim->medium);
    hwsim->wants_ready = hwsim->wants_ready || taken < n;
    return taken;
}

static void tx_flush(void *hw, struct dot11_sta *sta)
{
    struct dot11_hwsim *hwsim = hw;

    (void)sta;
    hwsim_medium_give_up(&hwsim->medium);
}

static uint64_t tsf(void *hw, uint8_t link_id)
{
    const struct dot11_hwsim *hwsim = hw;

    (void)link_id;
    return dot11_loop_now_us() + hwsim->tsf_offset_us;
}

static enum dot11_err set_bss(void *hw, const struct dot11_hw_bss *bss)
{
    struct dot11_hwsim *hwsim = hw;
    bool same = hwsim->ibss && bss->joined && bss->ibss &&
                memcmp(hwsim->bssid, bss->bssid, D11_ADDR_LEN) == 0;

    if (same)
        return D11_OK;
    hwsim->ibss = bss->joined && bss->ibss;
    hwsim->ibss_synced = bss->ibss_start;
    memcpy(hwsim->bssid, bss->bssid, D11_ADDR_LEN);
    if (hwsim->ibss && bss->ibss_start)
        hwsim->tsf_offset_us = UINT64_C(0) - dot11_loop_now_us();
    return D11_OK;
}

static const struct dot11_hw_ops ops = {.size = sizeof(ops),
                                        .power = power,
                                        .set_channel = set_channel,
                                        .set_filter = set_filter,
                                        .tx = tx,
                                        .tx_flush = tx_flush,
                                        .set_bss = set_bss,
                                        .tsf = tsf};

/* --- Life ----------------------------------------------------------------- */

int dot11_hwsim_open(struct dot11_hwsim **made,
                     const struct dot11_hwsim_options *options, char *why,
                     size_t why_len)
{
    struct dot11_hwsim *hwsim = calloc(1, sizeof(*hwsim));
    int err = 0;

    if (hwsim == NULL) {
        if (why != NULL)
            snprintf(why, why_len, "hwsim: no memory");
        return -ENOMEM;
    }
    hwsim->options = *options;
    fill_caps(hwsim);
    if (options->fd >= 0)
        hwsim_link_use(&hwsim->medium.link, options->fd,
                       DOT11_HWSIM_TEST_FAMILY);
    else
        err = hwsim_link_open(&hwsim->medium.link, why, why_len);
    if (err < 0) {
        free(hwsim);
        return err;
    }
    hwsim_medium_init(&hwsim->medium, &station, hwsim, options->signal_dbm);
    *made = hwsim;
    return 0;
}

void dot11_hwsim_close(struct dot11_hwsim *hwsim)
{
    if (hwsim == NULL)
        return;
    hwsim->radio = NULL;
    hand_up(hwsim, 0);
    hwsim_link_close(&hwsim->medium.link);
    free(hwsim);
}

const struct dot11_hw_caps *dot11_hwsim_caps(const struct dot11_hwsim *hwsim)
{
    return &hwsim->caps;
}

const struct dot11_hw_ops *dot11_hwsim_ops(void)
{
    return &ops;
}

void dot11_hwsim_attach(struct dot11_hwsim *hwsim, struct dot11_radio *radio)
{
    hwsim->radio = radio;
}

int dot11_hwsim_fd(const struct dot11_hwsim *hwsim)
{
    return hwsim->medium.link.fd;
}

void dot11_hwsim_read(struct dot11_hwsim *hwsim, uint64_t now_us)
{
    hwsim_medium_read(&hwsim->medium);
    (void)dot11_hwsim_settle(hwsim, now_us);
}

/* What became of our frames goes up before what came in: an acknowledgement
 * comes before the answer to its frame. */
bool dot11_hwsim_settle(struct dot11_hwsim *hwsim, uint64_t now_us)
{
    bool any = hwsim->done_count > 0 || hwsim->rx_count > 0;

    while (hwsim->done_count > 0) {
        struct dot11_tx_status done[TX_MAX];
        size_t count = hwsim->done_count;

        memcpy(done, hwsim->done, count * sizeof(done[0]));
        hwsim->done_count = 0;
        hwsim->under_way -= count;
        if (hwsim->radio == NULL)
            continue;
        dot11_hw_tx_status(hwsim->radio, done, count, now_us);
        if (hwsim->wants_ready) {
            hwsim->wants_ready = false;
            dot11_hw_tx_ready(hwsim->radio, 0xfu, now_us);
        }
    }
    hand_up(hwsim, now_us);
    return any;
}
