/* Network monitor mode as an optional part: modes, filters, channel.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-MODE-*, RAW-*, RX-18. While a station of a radio is a monitor,
 * `env.monitors` is set: the radio is told to listen to everything and to
 * acknowledge nothing, what it hears goes to the monitor alone, and requests
 * that would send are refused. */
#include "rx/monitor.h"

#include <string.h>

#include <dot11/attr.h>

#include "base/octets.h"
#include "hw/ops.h"
#include "sta/radio.h"

/* What only a monitor may have (N80211-RX-18). */
#define MONITOR_ONLY                                                           \
    ((uint32_t)D11_PACKET_PROMISCUOUS | D11_PACKET_RAW_DATA |                  \
     D11_PACKET_PROMISCUOUS_MGMT | D11_PACKET_RAW_MGMT |                       \
     D11_PACKET_PROMISCUOUS_CTRL)

/* Of a station, or NULL when the part is not listed. */
static struct d11_monitor *find_monitor(const struct dot11_sta *sta)
{
    return d11_vif_part(&sta->vif, D11_PART_MONITOR);
}

/* Where it is listed for certain. */
static struct d11_monitor *monitor_of(const struct dot11_sta *sta)
{
    return d11_vif_listed(&sta->vif, D11_PART_MONITOR);
}

static void granted(void *arg, enum dot11_err err)
{
    /* Where it is now is in the request itself. */
    (void)arg;
    (void)err;
}

/* Somebody else of the radio is in a BSS, or listens. */
static bool is_contended(const struct dot11_sta *sta)
{
    const struct dot11_radio *radio = sta->radio;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *other = &radio->stas[i];

        if (other != sta && other->life != D11_LIFE_FREE &&
            other->life != D11_LIFE_HALTED &&
            (other->sme.state != D11_STA_INIT || monitor_of(other)->on))
            return true;
    }
    return false;
}

/* MODE-3: factory defaults of the new mode, in its INIT state. */
static void begin_anew(struct dot11_sta *sta)
{
    d11_life_end_all(sta);
    d11_parts_reset(sta, D11_PART_RESET_MIB);
    d11_bss_table_flush(&sta->radio->table);
}

/* MODE-11: its own choice, until it is told. */
static struct dot11_channel first_channel(const struct dot11_radio *radio)
{
    return dot11_channel_20(radio->env.caps->channels[0].freq_mhz);
}

static enum dot11_err tune(struct dot11_sta *sta,
                           const struct dot11_channel *channel)
{
    return d11_schedule_ask(&sta->radio->schedule, &monitor_of(sta)->request,
                            channel, D11_CHANNEL_JOIN);
}

static enum dot11_err begin(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    struct d11_monitor *monitor = monitor_of(sta);
    struct dot11_channel channel = first_channel(radio);
    enum dot11_err err;

    if (is_contended(sta))
        return D11_ERR_BUSY;
    radio->env.monitors = true;
    err = radio->off == 0 ? d11_hw_set_filter(&radio->env, D11_FILTER_USUAL)
                          : D11_OK;
    if (err != D11_OK) {
        radio->env.monitors = false;
        d11_hw_set_filter(&radio->env, D11_FILTER_USUAL);
        return err == D11_ERR_UNSUPPORTED ? err : D11_ERR_HW;
    }
    begin_anew(sta);
    monitor->on = true;
    monitor->request.granted = granted;
    monitor->request.arg = monitor;
    return tune(sta, &channel);
}

/* Everything but what the host sees of it. */
static void leave(struct dot11_sta *sta)
{
    struct d11_monitor *monitor = monitor_of(sta);

    d11_monitor_drop(&sta->vif, monitor);
    monitor->on = false;
    sta->radio->env.monitors = false;
    d11_schedule_release(&sta->radio->schedule, &monitor->request);
}

static enum dot11_err end(struct dot11_sta *sta)
{
    leave(sta);
    begin_anew(sta);
    if (sta->radio->off == 0)
        d11_hw_set_filter(&sta->radio->env, D11_FILTER_USUAL);
    return D11_OK;
}

static enum dot11_err set_mode(struct dot11_sta *sta, enum dot11_mode mode)
{
    if ((unsigned)mode >= D11_MODE_COUNT)
        return D11_ERR_ARG;
    if (find_monitor(sta) == NULL)
        return mode == D11_MODE_STATION ? D11_OK : D11_ERR_UNSUPPORTED;
    if (sta->life != D11_LIFE_RUNNING || sta->sme.state != D11_STA_INIT)
        return D11_ERR_STATE;
    if (dot11_sta_mode(sta) == mode)
        return D11_OK;
    return mode == D11_MODE_MONITOR ? begin(sta) : end(sta);
}

enum dot11_err dot11_sta_set_mode(struct dot11_sta *sta, enum dot11_mode mode,
                                  uint64_t now_us)
{
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    err = set_mode(sta, mode);
    d11_radio_settle(sta->radio);
    return err;
}

enum dot11_mode dot11_sta_mode(const struct dot11_sta *sta)
{
    const struct d11_monitor *monitor = find_monitor(sta);

    return monitor != NULL && monitor->on ? D11_MODE_MONITOR : D11_MODE_STATION;
}

/* Common entry: is there something to set? */
static enum dot11_err ready(struct dot11_sta *sta, uint64_t now_us)
{
    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    if (find_monitor(sta) == NULL)
        return D11_ERR_UNSUPPORTED;
    return sta->life == D11_LIFE_RUNNING ? D11_OK : D11_ERR_STATE;
}

enum dot11_err dot11_sta_set_packet_filter(struct dot11_sta *sta,
                                           uint32_t filter, uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);

    if (err != D11_OK)
        return err;
    if ((filter & ~(uint32_t)D11_PACKET_ALL) != 0)
        return D11_ERR_ARG;
    monitor_of(sta)->filter = filter;
    return D11_OK;
}

uint32_t dot11_sta_packet_filter(const struct dot11_sta *sta)
{
    const struct d11_monitor *monitor = find_monitor(sta);

    if (monitor == NULL)
        return 0;
    return monitor->on ? monitor->filter : monitor->filter & ~MONITOR_ONLY;
}

enum dot11_err dot11_sta_set_multicast(struct dot11_sta *sta,
                                       const uint8_t (*addrs)[D11_ADDR_LEN],
                                       size_t n, uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);
    struct d11_monitor *monitor = find_monitor(sta);

    if (err != D11_OK)
        return err;
    if (n > D11_MULTICAST_MAX)
        return D11_ERR_FULL;
    for (size_t i = 0; i < n; i++) {
        if (!d11_addr_is_group(addrs[i]))
            return D11_ERR_ARG;
    }
    if (n != 0)
        memcpy(monitor->groups, addrs, n * sizeof addrs[0]);
    monitor->group_count = (uint8_t)n;
    return D11_OK;
}

size_t dot11_sta_multicast(const struct dot11_sta *sta,
                           uint8_t (*addrs)[D11_ADDR_LEN], size_t max)
{
    const struct d11_monitor *monitor = find_monitor(sta);

    if (monitor == NULL)
        return 0;
    for (size_t i = 0; i < max && i < monitor->group_count; i++)
        d11_addr_copy(addrs[i], monitor->groups[i]);
    return monitor->group_count;
}

enum dot11_err dot11_sta_set_monitor_channel(
    struct dot11_sta *sta, const struct dot11_channel *channel, uint64_t now_us)
{
    enum dot11_err err = ready(sta, now_us);
    struct dot11_channel to = *channel;

    if (err != D11_OK)
        return err;
    if (!monitor_of(sta)->on)
        return D11_ERR_STATE;
    if (to.centre0_mhz == 0)
        to = dot11_channel_20(to.freq_mhz);
    if (dot11_channel_number(to.freq_mhz) == 0)
        return D11_ERR_CHANNEL;
    err = tune(sta, &to);
    d11_radio_settle(sta->radio);
    return err;
}

struct dot11_channel dot11_sta_monitor_channel(const struct dot11_sta *sta)
{
    const struct d11_monitor *monitor = find_monitor(sta);
    struct dot11_channel nowhere;

    memset(&nowhere, 0, sizeof nowhere);
    return monitor != NULL && monitor->on && monitor->request.here
               ? monitor->request.channel
               : nowhere;
}

/* The part. */

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct d11_monitor);
}

static void init(struct d11_vif *vif, void *state)
{
    (void)vif;
    memset(state, 0, sizeof(struct d11_monitor));
}

/* MODE-4: the mode stays; INIT-8: filter and list do not. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    struct d11_monitor *monitor = state;

    if (what == D11_PART_DISCONNECT)
        return;
    d11_monitor_drop(vif, monitor);
    monitor->filter = 0;
    monitor->group_count = 0;
}

static void tick(struct d11_vif *vif, void *state)
{
    d11_monitor_expire(vif, state);
}

static uint64_t deadline(const struct d11_vif *vif, const void *state)
{
    (void)vif;
    return d11_monitor_deadline(state);
}

static void on_event(struct d11_vif *vif, void *state,
                     const struct dot11_event *event)
{
    const struct d11_monitor *monitor = state;

    if (event->type != D11_EV_HALTED)
        return;
    if (monitor->on)
        leave(vif->sta);
    reset(vif, state, D11_PART_RESET_MIB);
}

/* The mode as an attribute (D11_ATTR_OPERATION_MODE), by its numbers in the
 * model. */

static const uint32_t numbers[D11_MODE_COUNT] = {
    [D11_MODE_STATION] = 0x4,
    [D11_MODE_MONITOR] = 0x80000000u,
};

static enum dot11_err get(const struct d11_vif *vif, const void *state,
                          unsigned attr, void *buf, size_t cap, size_t *len)
{
    (void)state;
    if (attr != D11_ATTR_OPERATION_MODE)
        return D11_ERR_UNSUPPORTED;
    *len = sizeof numbers[0];
    if (cap < *len)
        return D11_ERR_FULL;
    memcpy(buf, &numbers[dot11_sta_mode(vif->sta)], *len);
    return D11_OK;
}

static enum dot11_err set(struct d11_vif *vif, void *state, unsigned attr,
                          const void *buf, size_t len)
{
    uint32_t number;

    (void)state;
    if (attr != D11_ATTR_OPERATION_MODE || len != sizeof number)
        return D11_ERR_UNSUPPORTED;
    memcpy(&number, buf, sizeof number);
    for (unsigned mode = 0; mode < D11_MODE_COUNT; mode++) {
        if (numbers[mode] == number)
            return set_mode(vif->sta, (enum dot11_mode)mode);
    }
    return D11_ERR_UNSUPPORTED;
}

static const struct d11_rx_monitor ops = {d11_rx_monitor_burst,
                                          d11_rx_monitor_pass};

const struct dot11_part dot11_monitor = {
    .kind = D11_PART_MONITOR,
    .list = &d11_part_list,
    .state_size = state_size,
    .init = init,
    .reset = reset,
    .tick = tick,
    .deadline = deadline,
    .event = on_event,
    .get = get,
    .set = set,
    .ops = &ops,
};
