/* What a Beacon or Probe Response says about its BSS.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.3.3.2, 9.3.3.10. Facts only; whether to show or to
 * join the BSS is decided elsewhere. The summary and its index point into the
 * frame. */
#ifndef D11_FRAME_SUMMARY_H
#define D11_FRAME_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/err.h>
#include <dot11/types.h>

#include "frame/header.h"
#include "frame/index.h"
#include "frame/rates.h"
#include "frame/rsne.h"

/* What is there. */
#define D11_SUMMARY_HIDDEN 0x0001u /* no SSID, or one of zeroes (SEC-ELM-04) */
#define D11_SUMMARY_RSN 0x0002u    /* `rsne` is set */
#define D11_SUMMARY_WPA 0x0004u    /* a WPA element */
#define D11_SUMMARY_WMM 0x0008u    /* a WMM element or the QoS capability */
#define D11_SUMMARY_HT 0x0010u
#define D11_SUMMARY_VHT 0x0020u
#define D11_SUMMARY_HE 0x0040u
#define D11_SUMMARY_EHT 0x0080u
#define D11_SUMMARY_MULTI_LINK 0x0100u
#define D11_SUMMARY_LOAD 0x0200u    /* `load` counts */
#define D11_SUMMARY_COUNTRY 0x0400u /* `country` counts */
#define D11_SUMMARY_6GHZ 0x0800u    /* `channel` is one of the 6 GHz band */
#define D11_SUMMARY_RSNX 0x1000u
#define D11_SUMMARY_MULTIPLE_BSSID 0x2000u

/* Why nobody can join. */
#define D11_SUMMARY_BAD_TRUNCATED 0x01u  /* SEC-ELM-01 */
#define D11_SUMMARY_BAD_MALFORMED 0x02u  /* SEC-ELM-02 */
#define D11_SUMMARY_BAD_RSNE 0x04u       /* SEC-ELM-10 */
#define D11_SUMMARY_BAD_RSNE_TWICE 0x08u /* SEC-ELM-05 */
#define D11_SUMMARY_BAD_RATES 0x10u      /* SEC-ELM-06: no rate that we know */

struct d11_bss_summary {
    uint64_t tsf_us;
    const uint8_t *ssid; /* ssid_len octets; NULL without the element */
    struct d11_rates rates;
    uint16_t interval_tu;
    uint16_t capability; /* D11_CAP_* */
    uint16_t flags;      /* D11_BSS_* */
    uint8_t bad;         /* D11_BSS_BAD_*, 0: nothing is wrong */
    uint8_t ssid_len;    /* 0..32 */
    uint8_t channel;     /* primary 20 MHz channel; 0: it does not say */
    uint8_t country[2];  /* ISO 3166-1 */
    struct {
        uint16_t stations;
        uint8_t busy; /* channel utilisation, 255 is always */
    } load;
    uint16_t rsnx;        /* first two octets of RSN capabilities ext. */
    struct d11_rsne rsne; /* with D11_SUMMARY_RSN */
};

/* Index and summarise the `len` octets of a Beacon or Probe Response after
 * the MAC header. Returns D11_DROP_NONE, D11_DROP_MGMT_BODY when shorter than
 * its fixed fields (SEC-FRM-04), D11_DROP_ELEMENTS when the SSID has more
 * than 32 octets (SEC-ELM-04) or the body more than 65535. */
enum dot11_drop d11_bss_summarize(struct d11_bss_summary *summary,
                                  struct d11_index *index, const uint8_t *body,
                                  size_t len);

#endif
