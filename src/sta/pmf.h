/* What the files of the part D11_PART_PMF share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_STA_PMF_H
#define D11_STA_PMF_H

#include <dot11/pmf.h>

#include "hw/pmf.h"
#include "mlme/sa_query.h"
#include "sta/radio.h"

/* IGTKs and BIGTKs of an AP, and where the latter begin. */
#define D11_PMF_KEYS 4u
#define D11_PMF_BIGTK (D11_BIGTK_FIRST - D11_IGTK_FIRST)

/* What is said of unprotected frames has a pace for each of these. */
enum d11_pmf_kind { D11_PMF_LEAVE, D11_PMF_ACTION, D11_PMF_BEACON };
#define D11_PMF_KINDS 3u

struct d11_pmf {
    bool agreed;        /* the first protected beacon is of what was joined */
    bool differs;       /* it was not: the association is over */
    uint8_t comebacks;  /* in this attempt to associate */
    uint64_t paced_us;  /* no unprotected frame starts a query before */
    uint64_t answer_us; /* no query is answered before */
    uint64_t told_us[D11_PMF_KINDS]; /* no event is due before */
    struct d11_sa_query_run query;
    struct dot11_pmf_info counts;      /* its counters */
    struct d11_key keys[D11_PMF_KEYS]; /* by key id, from D11_IGTK_FIRST on */
};

static inline struct d11_pmf *d11_pmf_of(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_PMF);
}

/* Is there an association with management frame protection? */
static inline bool d11_pmf_is_agreed(const struct dot11_sta *sta)
{
    return sta->mlme.state == D11_MLME_ASSOCIATED && sta->mlme.suites.mfp;
}

/* Are beacons of its AP protected? */
static inline bool d11_pmf_has_bigtk(const struct d11_pmf *own)
{
    return own->keys[D11_PMF_BIGTK].cipher != NULL ||
           own->keys[D11_PMF_BIGTK + 1].cipher != NULL;
}

/* pmf_receive.c: as struct d11_pmf_ops says. */
enum dot11_drop d11_pmf_receive(struct d11_rx_path *path,
                                struct d11_rx_item *item);

/* pmf_query.c: as struct d11_pmf_ops says. */
enum dot11_drop d11_pmf_action(struct d11_vif *vif,
                               const struct d11_mlme_frame *in,
                               bool was_protected);

/* pmf_query.c: an unprotected frame says that the AP does not know us. */
void d11_pmf_doubt(struct dot11_sta *sta);

/* pmf_query.c: time. */
void d11_pmf_tick(struct d11_vif *vif, void *state);
uint64_t d11_pmf_deadline(const struct d11_vif *vif, const void *state);

#endif
