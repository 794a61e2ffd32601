/* What a Beacon or Probe Response says about its BSS.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3.2, 9.3.3.10. */
#include "frame/summary.h"

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/mgmt.h"

/* HE Operation Parameters (IEEE Std 802.11ax-2021, 9.4.2.249): which of the
 * optional parts follow. */
#define HE_OP_FIXED 6u
#define HE_OP_VHT_INFO 0x004000u
#define HE_OP_COHOSTED 0x008000u
#define HE_OP_6GHZ_INFO 0x020000u
#define HE_OP_VHT_INFO_LEN 3u
#define HE_OP_6GHZ_INFO_LEN 5u

/* `flag` when there is an element in `slot`. */
static unsigned flag_of(const struct d11_index *index, enum d11_slot slot,
                        unsigned flag)
{
    return d11_index_has(index, slot) ? flag : 0;
}

static unsigned present_flags(const struct d11_index *index)
{
    return flag_of(index, D11_SLOT_WPA, D11_SUMMARY_WPA) |
           flag_of(index, D11_SLOT_WMM, D11_SUMMARY_WMM) |
           flag_of(index, D11_SLOT_QOS_CAP, D11_SUMMARY_WMM) |
           flag_of(index, D11_SLOT_HT_CAP, D11_SUMMARY_HT) |
           flag_of(index, D11_SLOT_VHT_CAP, D11_SUMMARY_VHT) |
           flag_of(index, D11_SLOT_HE_CAP, D11_SUMMARY_HE) |
           flag_of(index, D11_SLOT_EHT_CAP, D11_SUMMARY_EHT) |
           flag_of(index, D11_SLOT_MULTI_LINK, D11_SUMMARY_MULTI_LINK) |
           flag_of(index, D11_SLOT_MULTIPLE_BSSID, D11_SUMMARY_MULTIPLE_BSSID);
}

static bool all_zero(const uint8_t *octets, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++) {
        if (octets[i] != 0)
            return false;
    }
    return true;
}

/* SEC-ELM-04. False: too long, the whole frame is ignored. */
static bool take_ssid(struct d11_bss_summary *s, const struct d11_index *index)
{
    struct dot11_octets ssid = d11_index_body(index, D11_SLOT_SSID);

    if (ssid.len > D11_SSID_MAX)
        return false;
    s->ssid = ssid.data;
    s->ssid_len = (uint8_t)ssid.len;
    if (all_zero(ssid.data, ssid.len))
        s->flags |= D11_SUMMARY_HIDDEN;
    return true;
}

/* The primary channel in a HE Operation element, which says it in the 6 GHz
 * band only. */
static uint8_t channel_6ghz(struct dot11_octets he_op)
{
    uint32_t parameters;
    size_t at = HE_OP_FIXED;

    if (he_op.len < HE_OP_FIXED)
        return 0;
    parameters = d11_load_le32(he_op.data) & 0xffffffu;
    if ((parameters & HE_OP_6GHZ_INFO) == 0)
        return 0;
    if ((parameters & HE_OP_VHT_INFO) != 0)
        at += HE_OP_VHT_INFO_LEN;
    if ((parameters & HE_OP_COHOSTED) != 0)
        at += 1;
    return he_op.len >= at + HE_OP_6GHZ_INFO_LEN ? he_op.data[at] : 0;
}

/* The element that was made for it first: DS where there is DSSS or HR/DSSS,
 * HT Operation at 5 GHz, HE Operation at 6 GHz. */
static void take_channel(struct d11_bss_summary *s,
                         const struct d11_index *index)
{
    struct dot11_octets body = d11_index_body(index, D11_SLOT_DS);

    if (body.len == 0)
        body = d11_index_body(index, D11_SLOT_HT_OP);
    if (body.len != 0) {
        s->channel = body.data[0];
        return;
    }
    s->channel = channel_6ghz(d11_index_body(index, D11_SLOT_HE_OP));
    if (s->channel != 0)
        s->flags |= D11_SUMMARY_6GHZ;
}

static void take_rates(struct d11_bss_summary *s, const struct d11_index *index)
{
    d11_rates_add(&s->rates, d11_index_body(index, D11_SLOT_RATES));
    d11_rates_add(&s->rates, d11_index_body(index, D11_SLOT_EXT_RATES));
    if (s->rates.rates == 0)
        s->bad |= D11_SUMMARY_BAD_RATES;
}

static void take_security(struct d11_bss_summary *s,
                          const struct d11_index *index)
{
    struct dot11_octets rsne = d11_index_body(index, D11_SLOT_RSN);
    struct dot11_octets rsnx = d11_index_body(index, D11_SLOT_RSNX);

    if (rsne.data != NULL) {
        if (d11_rsne_parse(&s->rsne, rsne.data, rsne.len))
            s->flags |= D11_SUMMARY_RSN;
        else
            s->bad |= D11_SUMMARY_BAD_RSNE;
    }
    if (rsnx.len != 0) {
        s->flags |= D11_SUMMARY_RSNX;
        s->rsnx = rsnx.data[0];
        if (rsnx.len > 1)
            s->rsnx = d11_load_le16(rsnx.data);
    }
}

static void take_load_and_country(struct d11_bss_summary *s,
                                  const struct d11_index *index)
{
    struct dot11_octets load = d11_index_body(index, D11_SLOT_BSS_LOAD);
    struct dot11_octets country = d11_index_body(index, D11_SLOT_COUNTRY);

    if (load.len >= 5) {
        s->flags |= D11_SUMMARY_LOAD;
        s->load.stations = d11_load_le16(load.data);
        s->load.busy = load.data[2];
    }
    if (country.len >= 6) {
        s->flags |= D11_SUMMARY_COUNTRY;
        s->country[0] = country.data[0];
        s->country[1] = country.data[1];
    }
}

enum dot11_drop d11_bss_summarize(struct d11_bss_summary *summary,
                                  struct d11_index *index, const uint8_t *body,
                                  size_t len)
{
    struct d11_bss_summary *s = summary;
    struct d11_beacon beacon;

    if (!d11_beacon_decode(&beacon, body, len))
        return D11_DROP_MGMT_BODY;
    if (beacon.elements.len > UINT16_MAX)
        return D11_DROP_ELEMENTS;
    d11_index_build(index, beacon.elements.data, beacon.elements.len);

    s->tsf_us = beacon.tsf_us;
    s->interval_tu = beacon.interval_tu;
    s->capability = beacon.capability;
    s->flags = (uint16_t)present_flags(index);
    s->bad = 0;
    s->rates.rates = 0;
    s->rates.basic = 0;
    s->rates.selectors = 0;
    s->rsnx = 0;
    s->country[0] = 0;
    s->country[1] = 0;
    s->load.stations = 0;
    s->load.busy = 0;
    if (index->truncated)
        s->bad |= D11_SUMMARY_BAD_TRUNCATED;
    if (index->malformed)
        s->bad |= D11_SUMMARY_BAD_MALFORMED;
    if (index->rsne_conflict)
        s->bad |= D11_SUMMARY_BAD_RSNE_TWICE;
    if (!take_ssid(s, index))
        return D11_DROP_ELEMENTS;
    take_channel(s, index);
    take_rates(s, index);
    take_security(s, index);
    take_load_and_country(s, index);
    return D11_DROP_NONE;
}
