/* The time of an IBSS, its beacons and answers to probe requests.
 *
 * IEEE Std 802.11-2020, 11.1.3.3 (beacons), 11.1.3.5 (time), 11.1.4.3.4 (who
 * answers). Radios that send beacons by themselves get a template; for others
 * it is done here, as well as a host's clock can. */
#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "frame/compose.h"
#include "frame/index.h"
#include "hw/caps.h"
#include "hw/ops.h"
#include "mlme/send.h"
#include "sme/ibss.h"

/* Longest body of a management frame without protection (9.2.4.7.1). */
#define BODY_MAX 2304u
/* Octets of a beacon without what the host and the extension add: header,
 * fixed fields, SSID, rates, DSSS and IBSS parameters, country. */
#define BASE_ROOM 256u
/* 11.1.3.3 has a random delay of up to twice CWmin, which stops while the air
 * is busy. A host hears of a beacon only when it is over, so its delays are
 * longer: up to a quarter of the interval, in 256 steps. */
#define DELAY_STEPS 1024u
/* Two cells whose clocks differ by less are of one age: frames wait that long
 * before they are sent. */
#define SAME_AGE_US 2000u

static const uint8_t broadcast[D11_ADDR_LEN] = {0xff, 0xff, 0xff,
                                                0xff, 0xff, 0xff};

/* Time. */

uint64_t d11_ibss_tsf(const struct d11_ibss *ibss)
{
    struct d11_env *env = ibss->sme->env;
    uint64_t tsf_us;

    if (env->hw_ops.tsf == NULL)
        return env->now_us + ibss->tsf_offset_us;
    env->in_op = true;
    tsf_us = env->hw_ops.tsf(env->config.hw, ibss->group_link.id);
    env->in_op = false;
    return tsf_us;
}

/* Our time when a frame came. */
static uint64_t tsf_at(const struct d11_ibss *ibss, const struct dot11_rx *rx)
{
    if (ibss->sme->env->hw_ops.tsf != NULL && rx->tsf_us != 0)
        return rx->tsf_us;
    return d11_ibss_tsf(ibss);
}

bool d11_ibss_is_ahead(const struct d11_ibss *ibss, const uint8_t *bssid,
                       const struct dot11_rx *rx, uint64_t timestamp_us)
{
    uint64_t ours = tsf_at(ibss, rx);
    uint64_t apart =
        timestamp_us > ours ? timestamp_us - ours : ours - timestamp_us;

    /* Of two of one age one has to move. */
    if (apart <= SAME_AGE_US)
        return memcmp(bssid, ibss->cell.bssid, D11_ADDR_LEN) > 0;
    return timestamp_us > ours;
}

/* `value` modulo `by`, which has less than 31 bits. */
static uint32_t modulo(uint64_t value, uint32_t by)
{
    uint32_t rest = 0;

    for (unsigned bit = 64; bit-- > 0;) {
        rest = rest << 1 | (uint32_t)(value >> bit & 1u);
        if (rest >= by)
            rest -= by;
    }
    return rest;
}

static bool by_hardware(const struct d11_ibss *ibss)
{
    return (ibss->sme->env->caps->flags & D11_HW_IBSS) != 0 &&
           ibss->sme->env->hw_ops.set_bss != NULL;
}

/* IBSS-14: who only joins and is alone is silent. */
bool d11_ibss_beacons(const struct d11_ibss *ibss)
{
    return d11_ibss_in_cell(ibss) && ibss->synced &&
           !(ibss->join_only && d11_ibss_count(ibss, D11_IBSS_DONE) == 0);
}

/* Frames. */

static void write_country(struct d11_wr *wr, const struct d11_ibss *ibss)
{
    const struct dot11_hw_caps *caps = ibss->sme->env->caps;
    const struct dot11_hw_channel *own =
        d11_caps_channel(caps, ibss->cell.freq_mhz);
    uint8_t *len;
    uint8_t *start;

    if (ibss->cell.country[0] == 0 || own == NULL)
        return;
    d11_wr_u8(wr, D11_EID_COUNTRY);
    len = d11_wr_take(wr, 1);
    start = wr->pos;
    d11_wr_octets(wr, ibss->cell.country, sizeof ibss->cell.country);
    for (unsigned i = 0; i < caps->channel_count; i++) {
        const struct dot11_hw_channel *channel = &caps->channels[i];

        if (channel->band != own->band ||
            !d11_caps_usable(caps, channel->freq_mhz))
            continue;
        d11_wr_u8(wr, dot11_channel_number(channel->freq_mhz));
        d11_wr_u8(wr, 1);
        d11_wr_u8(wr, (uint8_t)channel->tx_power_dbm);
    }
    if ((wr->pos - start) % 2 != 0)
        d11_wr_u8(wr, 0);
    if (!wr->overflow)
        *len = (uint8_t)(wr->pos - start);
}

/* In the order of Table 9-32: extended rates come after IBSS parameters. */
static void write_elements(struct d11_wr *wr, const struct d11_ibss *ibss)
{
    const struct dot11_ssid *ssid = &ibss->sme->ssid;
    const struct dot11_octets name = {ssid->octets, ssid->len};
    const uint8_t channel = dot11_channel_number(ibss->cell.freq_mhz);
    const struct dot11_octets ds = {&channel, 1};
    uint8_t octets[2u * (2u + D11_RATE_COUNT)];
    struct d11_wr rates = d11_wr_over(octets, sizeof octets);
    size_t first;
    uint8_t atim[2];
    const struct dot11_octets window = {atim, sizeof atim};

    d11_store_le16(atim, ibss->cell.atim_tu);
    d11_rates_write(&rates, &ibss->cell.rates);
    first = 2u + octets[1];
    d11_compose_element(wr, D11_EID_SSID, name);
    d11_wr_octets(wr, octets, first);
    if (ibss->cell.freq_mhz < 5000)
        d11_compose_element(wr, D11_EID_DS, ds);
    d11_compose_element(wr, D11_EID_IBSS, window);
    write_country(wr, ibss);
    d11_wr_octets(wr, octets + first, d11_wr_len(&rates) - first);
    d11_wr_octets(wr, ibss->security, ibss->security_len);
}

static void compose(struct d11_wr *wr, const struct d11_ibss *ibss,
                    unsigned subtype, const uint8_t *da)
{
    const struct d11_addrs addrs = {da, ibss->sme->vif->addr, ibss->cell.bssid};

    d11_compose_mgmt_header(wr, subtype, &addrs);
    d11_wr_le64(wr, d11_ibss_tsf(ibss));
    d11_wr_le16(wr, ibss->cell.interval_tu);
    d11_wr_le16(wr, ibss->cell.capability);
    write_elements(wr, ibss);
    /* N80211-IBSS-13: all of them, or none. */
    if (d11_wr_len(wr) - D11_HEADER_LEN + ibss->elements_len <= BODY_MAX)
        d11_wr_octets(wr, ibss->elements, ibss->elements_len);
}

static struct dot11_frame *make(struct d11_ibss *ibss, struct d11_wr *wr,
                                unsigned subtype, const uint8_t *da)
{
    size_t more = ibss->elements_len < BODY_MAX ? ibss->elements_len : 0;
    struct dot11_frame *frame = d11_send_begin(
        ibss->sme->env, wr, BASE_ROOM + sizeof ibss->security + more);

    if (frame != NULL)
        compose(wr, ibss, subtype, da);
    return frame;
}

static void send(struct d11_ibss *ibss, unsigned subtype, const uint8_t *da)
{
    struct d11_sme *sme = ibss->sme;
    const struct d11_tx_mgmt how = {ibss->cell.freq_mhz, D11_COOKIE_NONE,
                                    d11_addr_is_group(da), NULL};
    struct d11_wr wr;
    struct dot11_frame *frame = make(ibss, &wr, subtype, da);

    if (frame != NULL)
        (void)d11_send_end(sme->tx, sme->vif, frame, &wr, &how);
}

struct dot11_frame *d11_ibss_template(struct d11_ibss *ibss)
{
    struct d11_wr wr;
    struct dot11_frame *frame;

    if (!by_hardware(ibss) || !d11_ibss_beacons(ibss))
        return NULL;
    frame = make(ibss, &wr, D11_MGMT_BEACON, broadcast);
    if (frame != NULL)
        frame->len = wr.overflow ? 0 : (uint32_t)d11_wr_len(&wr);
    return frame;
}

/* Beacons. */

void d11_ibss_plan_beacon(struct d11_ibss *ibss)
{
    struct d11_env *env = ibss->sme->env;
    uint32_t interval_us = (uint32_t)ibss->cell.interval_tu * D11_TU_US;
    uint8_t steps = 0;

    ibss->tbtt_us = D11_NEVER;
    ibss->beacon_us = D11_NEVER;
    if (by_hardware(ibss)) {
        d11_ibss_tell_radio(ibss);
        return;
    }
    if (!d11_ibss_beacons(ibss))
        return;
    (void)d11_host_random(env, &steps, 1);
    ibss->tbtt_us = d11_time_after(
        env->now_us, interval_us - modulo(d11_ibss_tsf(ibss), interval_us));
    ibss->beacon_us = d11_time_after(
        ibss->tbtt_us, (uint64_t)steps * (interval_us / DELAY_STEPS));
}

void d11_ibss_beacon_tick(struct d11_ibss *ibss)
{
    if (!d11_deadline_due(ibss->beacon_us, ibss->sme->env->now_us))
        return;
    if (ibss->home.here) {
        send(ibss, D11_MGMT_BEACON, broadcast);
        ibss->beacon_was_ours = true;
    }
    d11_ibss_plan_beacon(ibss);
}

void d11_ibss_sync(struct d11_ibss *ibss, const struct dot11_rx *rx,
                   uint64_t timestamp_us, bool is_beacon)
{
    uint64_t now_us = ibss->sme->env->now_us;
    bool first = !ibss->synced;

    /* 11.1.3.5: the first one of a cell that is joined, then larger ones. */
    if (first || timestamp_us > tsf_at(ibss, rx))
        ibss->tsf_offset_us = timestamp_us - now_us;
    /* A radio with a clock looks at beacons only (hw.h). */
    if (!is_beacon && ibss->sme->env->hw_ops.tsf != NULL)
        return;
    ibss->synced = true;
    if (!is_beacon)
        return;
    ibss->beacon_was_ours = false;
    /* Ours of this interval is not needed. */
    if (first || d11_deadline_due(ibss->tbtt_us, now_us))
        d11_ibss_plan_beacon(ibss);
}

/* Probe requests. */

static bool is_asked_for(const struct d11_ibss *ibss,
                         const struct d11_header *header,
                         const struct d11_index *index)
{
    const struct dot11_ssid *ours = &ibss->sme->ssid;
    struct dot11_octets ssid = d11_index_body(index, D11_SLOT_SSID);
    struct dot11_octets ds = d11_index_body(index, D11_SLOT_DS);

    if (!d11_addr_is_broadcast(header->a3) &&
        !d11_addr_equal(header->a3, ibss->cell.bssid))
        return false;
    if (ds.len == 1 && ibss->cell.freq_mhz < 5000 &&
        ds.data[0] != dot11_channel_number(ibss->cell.freq_mhz))
        return false;
    if (ssid.data == NULL)
        return false;
    return ssid.len == 0 || (ssid.len == ours->len &&
                             memcmp(ssid.data, ours->octets, ssid.len) == 0);
}

enum dot11_drop d11_ibss_probed(struct d11_ibss *ibss,
                                const struct d11_header *header,
                                const struct dot11_rx *rx)
{
    struct d11_index index;

    d11_index_build(&index, rx->frame->data + header->len,
                    rx->frame->len - header->len);
    if (!d11_index_whole(&index))
        return D11_DROP_ELEMENTS;
    /* 11.1.4.3.4: who sent the last beacon, or who was asked by name. */
    if (!d11_ibss_beacons(ibss) || !ibss->home.here ||
        !is_asked_for(ibss, header, &index) ||
        (d11_addr_is_group(header->a1) && !ibss->beacon_was_ours &&
         !by_hardware(ibss)))
        return D11_DROP_UNEXPECTED;
    send(ibss, D11_MGMT_PROBE_RESP, header->a2);
    return D11_DROP_NONE;
}

void d11_ibss_probe(struct d11_ibss *ibss, const uint8_t *addr)
{
    struct d11_sme *sme = ibss->sme;
    const struct dot11_channel channel = dot11_channel_20(ibss->cell.freq_mhz);
    const struct d11_tx_mgmt how = {ibss->cell.freq_mhz, D11_COOKIE_NONE,
                                    addr == NULL, NULL};
    const struct d11_addrs addrs = {addr != NULL ? addr : broadcast,
                                    sme->vif->addr, ibss->cell.bssid};
    const struct d11_probe_req_fields fields = {
        {sme->ssid.octets, sme->ssid.len},
        ibss->cell.rates,
        channel.band == D11_BAND_2GHZ ? dot11_channel_number(channel.freq_mhz)
                                      : 0,
        {NULL, 0}};
    struct dot11_frame *frame;
    struct d11_wr wr;

    frame = d11_send_begin(sme->env, &wr, BASE_ROOM);
    if (frame == NULL)
        return;
    d11_compose_probe_req(&wr, &addrs, &fields);
    (void)d11_send_end(sme->tx, sme->vif, frame, &wr, &how);
}
