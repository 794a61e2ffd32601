/* The list of PMKIDs and the candidates: the state of an optional part.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.6.10.2; rules N80211-PMKID-*. */
#ifndef D11_STA_PMKID_H
#define D11_STA_PMKID_H

#include <dot11/pmkid.h>

#include "hw/pmkid.h"
#include "sta/radio.h"

struct d11_pmkids {
    uint8_t count;
    uint8_t candidate_count;
    bool has_sent;  /* `sent` is in the last association request */
    bool rsna;      /* the association is of an RSN */
    bool open;      /* and its keys are there */
    uint64_t at_us; /* when the candidates are told; D11_NEVER */
    struct dot11_pmkid sent;
    struct dot11_pmkid list[D11_PMKIDS_MAX];
    /* What the event points to. */
    struct dot11_pmkid_candidate candidates[D11_PMKIDS_MAX];
};

static inline struct d11_pmkids *d11_pmkids_of(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_PMKID);
}

/* Is the AP one that the host may have wanted? */
bool d11_pmkid_is_desired(const struct dot11_sta *sta, const uint8_t *bssid);

/* pmkid_candidates.c */
void d11_pmkid_on_event(struct d11_vif *vif, void *state,
                        const struct dot11_event *event);
void d11_pmkid_tick(struct d11_vif *vif, void *state);
uint64_t d11_pmkid_deadline(const struct d11_vif *vif, const void *state);
enum dot11_err d11_pmkid_check(const struct d11_vif *vif, const uint8_t *eth);

#endif
