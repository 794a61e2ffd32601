/* The BSS table: what was heard, bounded.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-BSS-*, SEC-RES-02. Entries live in one array, their element
 * bodies in one pool. When the array is full the oldest entry that nobody
 * wants goes; for a wanted one then the oldest wanted one; a pinned entry
 * never goes. When the pool is full others shrink to their summary in the same
 * order. An entry stays where it is while it lives. */
#ifndef D11_MLME_BSS_TABLE_H
#define D11_MLME_BSS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/bss.h>

#include "frame/header.h"
#include "frame/index.h"
#include "frame/rates.h"
#include "frame/summary.h"
#include "hw/env.h"

struct d11_bss {
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t pins;            /* stations that join it or are in it */
    uint8_t joined;          /* of them: stations that are in it */
    bool kept_beacon;        /* the body kept came from a beacon */
    int8_t signal_dbm;
    uint8_t dtim_period;
    uint8_t tim_len;         /* octets of the TIM element's own body */
    uint16_t freq_mhz;
    uint16_t heard_mhz;      /* where the radio was when it was heard */
    uint16_t flags;          /* enum dot11_bss_flag */
    uint16_t capability;
    uint16_t beacon_interval_tu;
    uint16_t rsn_capability;
    uint16_t akms;
    uint16_t pairwise_ciphers;
    uint16_t body_len;       /* 0: only this summary was kept */
    uint16_t own_len;        /* of it: elements of the frame heard last; those
                                behind are of the other kind of frame */
    uint16_t tim_at;         /* where the TIM element is in the body, which
                                differs in each beacon; 0: there is none */
    struct d11_rates rates;
    uint32_t body_at;        /* in the pool */
    uint32_t group_cipher;
    uint32_t group_mgmt_cipher;
    struct dot11_ssid ssid;
    uint64_t seen_us;
    uint64_t tsf_us;
};

struct d11_bss_table {
    struct d11_env *env;
    struct d11_bss *entries;
    uint8_t *pool;
    uint32_t pool_size;
    uint32_t pool_used;
    uint16_t size;
    uint16_t count;
    /* SSIDs that stations want; may be empty. sta_count of them. */
    const struct dot11_ssid *const *wanted;
    uint8_t wanted_count;
};

/* What a beacon or probe response did. */
struct d11_bss_heard {
    struct d11_bss *bss;    /* its entry */
    bool is_new;
    bool changed;           /* not equal to what was heard before */
};

/* Take a Beacon or Probe Response of `len` octets of body. Returns
 * D11_DROP_NONE or why it was refused. */
enum dot11_drop d11_bss_table_hear(struct d11_bss_table *table,
                                   const struct d11_header *header,
                                   const struct dot11_rx *rx,
                                   const uint8_t *body, size_t len,
                                   struct d11_bss_heard *heard);

/* The entry of a BSSID (and SSID unless NULL), or NULL. */
struct d11_bss *d11_bss_table_find(const struct d11_bss_table *table,
                                   const uint8_t *bssid,
                                   const struct dot11_ssid *ssid);

/* Entry number `i` of those in use, or NULL. */
struct d11_bss *d11_bss_table_at(const struct d11_bss_table *table, size_t i);

/* Drop entries that were not heard for config.bss_age_us. */
void d11_bss_table_age(struct d11_bss_table *table);

/* Drop all entries that are not pinned. */
void d11_bss_table_flush(struct d11_bss_table *table);

/* The public view of an entry. */
void d11_bss_view(const struct d11_bss_table *table,
                  const struct d11_bss *entry, struct dot11_bss *bss);

#endif
