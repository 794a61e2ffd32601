/* The access points that a station may roam to, for who caches PMKs. */
#include <string.h>

#include <dot11/codes.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "sta/pmkid.h"

/* From keys to the first list: the host has its own work to do first, and
 * PMKID-9 gives a minute. */
#define FIRST_US 1000000u

/* PMKID-10: so many APs that were not on the last list make a new one worth
 * while. */
#define NEW_MAX 2u

/* PMKID-5 to PMKID-7: an AP of the network we are in, with RSN. */
static bool is_candidate(const struct dot11_sta *sta, const struct d11_bss *bss)
{
    const struct dot11_ssid *ssid = &sta->mlme.ssid;

    return bss != sta->mlme.bss && (bss->flags & D11_BSS_HAS_RSN) != 0 &&
           (bss->flags & (D11_BSS_IS_IBSS | D11_BSS_IS_MALFORMED)) == 0 &&
           bss->ssid.len == ssid->len &&
           memcmp(bss->ssid.octets, ssid->octets, ssid->len) == 0 &&
           d11_pmkid_is_desired(sta, bss->bssid);
}

static bool takes_preauth(const struct dot11_sta *sta,
                          const struct d11_bss *bss)
{
    struct dot11_bss view;

    d11_bss_view(&sta->radio->table, bss, &view);
    return (view.rsn_capability & D11_RSN_CAP_PREAUTH) != 0;
}

enum dot11_err d11_pmkid_check(const struct d11_vif *vif, const uint8_t *eth)
{
    const struct dot11_sta *sta = vif->sta;
    const struct d11_bss *bss;

    if (d11_load_be16(eth + 2u * D11_ADDR_LEN) != D11_ETHERTYPE_PREAUTH)
        return D11_OK;

    for (size_t i = 0; (bss = d11_bss_table_at(&sta->radio->table, i)) != NULL;
         i++) {
        if (d11_addr_equal(bss->bssid, eth) && is_candidate(sta, bss) &&
            takes_preauth(sta, bss))
            return D11_OK;
    }
    return D11_ERR_SECURITY;
}

/* The strongest AP that is weaker than the one before, or comes behind it in
 * the table: so all come out in order, and nothing is sorted. */
static const struct d11_bss *next_best(const struct dot11_sta *sta,
                                       const struct d11_bss *last,
                                       size_t *last_at)
{
    const struct d11_bss *best = NULL;
    const struct d11_bss *bss;
    size_t best_at = 0;

    for (size_t i = 0; (bss = d11_bss_table_at(&sta->radio->table, i)) != NULL;
         i++) {
        if (!is_candidate(sta, bss) ||
            (last != NULL &&
             (bss->signal_dbm > last->signal_dbm ||
              (bss->signal_dbm == last->signal_dbm && i <= *last_at))) ||
            (best != NULL && bss->signal_dbm <= best->signal_dbm))
            continue;
        best = bss;
        best_at = i;
    }
    *last_at = best_at;
    return best;
}

static void say(struct dot11_sta *sta, struct d11_pmkids *state)
{
    const struct d11_bss *bss = NULL;
    struct dot11_event event;
    size_t at = 0;

    state->candidate_count = 0;
    while (state->candidate_count < D11_PMKIDS_MAX &&
           (bss = next_best(sta, bss, &at)) != NULL) {
        struct dot11_pmkid_candidate *candidate =
            &state->candidates[state->candidate_count++];

        d11_addr_copy(candidate->bssid, bss->bssid);
        candidate->preauth = takes_preauth(sta, bss);
    }
    memset(&event, 0, sizeof event);
    event.type = D11_EV_PMKID_CANDIDATES;
    event.at_us = sta->radio->env.now_us;
    event.u.pmkid_candidates.list = state->candidates;
    event.u.pmkid_candidates.count = state->candidate_count;
    d11_sta_emit(sta, &event, false);
}

static bool is_known(const struct d11_pmkids *state, const uint8_t *bssid)
{
    for (unsigned i = 0; i < state->candidate_count; i++) {
        if (d11_addr_equal(state->candidates[i].bssid, bssid))
            return true;
    }
    return false;
}

static unsigned count_new(const struct dot11_sta *sta,
                          const struct d11_pmkids *state)
{
    const struct d11_bss *bss;
    unsigned count = 0;

    for (size_t i = 0; (bss = d11_bss_table_at(&sta->radio->table, i)) != NULL;
         i++)
        count += is_candidate(sta, bss) && !is_known(state, bss->bssid);
    return count;
}

static void ended(struct d11_pmkids *state)
{
    state->rsna = false;
    state->open = false;
    state->at_us = D11_NEVER;
}

void d11_pmkid_on_event(struct d11_vif *vif, void *state_of_part,
                        const struct dot11_event *event)
{
    struct d11_pmkids *state = state_of_part;
    const struct d11_env *env = vif->env;

    switch (event->type) {
    case D11_EV_ASSOC_START:
    case D11_EV_DISASSOC:
    case D11_EV_HALTED: ended(state); break;
    case D11_EV_ASSOC_DONE:
        state->rsna = event->u.assoc_done.err == D11_OK &&
                      event->u.assoc_done.pairwise_cipher != D11_CIPHER_NONE &&
                      (vif->sta->mlme.bss->flags & D11_BSS_HAS_RSN) != 0 &&
                      (vif->sta->mlme.bss->flags & D11_BSS_IS_IBSS) == 0;
        break;
    case D11_EV_PORT:
        state->open = state->rsna && event->u.port.port.authorized;
        state->at_us = D11_NEVER;
        if (state->open) {
            state->candidate_count = 0;
            state->at_us = d11_time_after(env->now_us, FIRST_US);
        }
        break;
    case D11_EV_SCAN_DONE:
        if (state->open && count_new(vif->sta, state) > NEW_MAX &&
            state->at_us == D11_NEVER)
            state->at_us = env->now_us;
        break;
    default: break;
    }
}

void d11_pmkid_tick(struct d11_vif *vif, void *state_of_part)
{
    struct d11_pmkids *state = state_of_part;

    if (!d11_deadline_due(state->at_us, vif->env->now_us))
        return;
    state->at_us = D11_NEVER;
    say(vif->sta, state);
}

uint64_t d11_pmkid_deadline(const struct d11_vif *vif,
                            const void *state_of_part)
{
    const struct d11_pmkids *state = state_of_part;

    (void)vif;
    return state->at_us;
}
