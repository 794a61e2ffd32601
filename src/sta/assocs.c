/* The association information list. Rules N80211-ASSOC-20, DISAS-10. */
#include <dot11/assoc.h>

#include <string.h>

#include "base/octets.h"
#include "hw/mib.h"
#include "sta/radio.h"

struct assocs {
    struct dot11_mib_mac before; /* when the association began */
};

static void fill_rates(struct dot11_assoc_info *info, uint16_t rates)
{
    for (unsigned i = 0; i < D11_RATE_COUNT; i++) {
        if ((rates >> i & 1) != 0)
            info->rates_500k[info->rate_count++] = d11_rate_500k(i);
    }
}

/* Directed frames are all to and from the AP. */
static void fill_counters(struct dot11_assoc_info *info,
                          const struct d11_vif *vif,
                          const struct dot11_mib_mac *before)
{
    const struct d11_mib_ops *mib = d11_mib_ops(vif->env);
    const struct dot11_mib_mac *now;

    info->tx_success = info->tx_failure = D11_ASSOC_UNKNOWN;
    info->rx_success = info->rx_failure = D11_ASSOC_UNKNOWN;
    if (mib == NULL)
        return;
    now = mib->directed(vif);
    info->tx_success = now->transmitted - before->transmitted;
    info->tx_failure = now->tx_failures - before->tx_failures;
    info->rx_success = now->received - before->received;
    info->rx_failure = now->rx_failures - before->rx_failures;
}

static void fill_ap(struct dot11_assoc_info *info, const struct dot11_sta *sta)
{
    const struct d11_mlme *mlme = &sta->mlme;

    info->capability = mlme->bss->capability;
    info->listen_interval = sta->radio->env.config.listen_interval;
    info->auth_algorithm = mlme->suites.auth_algorithm;
    info->akm = mlme->suites.akm;
    info->pairwise_cipher = mlme->suites.pairwise_cipher;
    info->group_cipher = mlme->suites.group_cipher;
    info->group_mgmt_cipher = mlme->suites.group_mgmt_cipher;
    info->associated_us = sta->sme.associated_us;
    fill_rates(info, mlme->bss->rates.rates);
}

static void fill(struct dot11_assoc_info *info, const struct dot11_sta *sta,
                 const struct d11_peer *peer)
{
    const struct assocs *assocs = d11_vif_part(&sta->vif, D11_PART_ASSOCS);

    memset(info, 0, sizeof *info);
    d11_addr_copy(info->peer, peer->addr);
    d11_addr_copy(info->bssid, peer->link->bssid);
    /* In an IBSS nobody associates (N80211 section 1.2). */
    info->state = peer->link->ibss ? D11_ASSOC_AUTHENTICATED
                                   : D11_ASSOC_ASSOCIATED;
    info->freq_mhz = peer->link->channel.freq_mhz;
    info->aid = peer->aid;
    info->qos = peer->qos;
    /* Nothing that an AP sends tells of the distribution system behind it. */
    info->ds_info = D11_DS_UNKNOWN;
    if (peer == sta->mlme.peer && sta->mlme.bss != NULL)
        fill_ap(info, sta);
    fill_counters(info, &sta->vif, &assocs->before);
}

enum dot11_err dot11_sta_associations(const struct dot11_sta *sta,
                                      struct dot11_assoc_info *infos,
                                      size_t max, size_t *count)
{
    *count = 0;
    if (d11_vif_part(&sta->vif, D11_PART_ASSOCS) == NULL)
        return D11_ERR_UNSUPPORTED;
    for (unsigned i = 0; i < sta->vif.peer_count; i++) {
        if (!sta->vif.peers[i].associated)
            continue;
        if (*count < max)
            fill(&infos[*count], sta, &sta->vif.peers[i]);
        ++*count;
    }
    return D11_OK;
}

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct assocs);
}

static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    const struct d11_mib_ops *mib = d11_mib_ops(vif->env);
    struct assocs *assocs = state;

    if (mib != NULL && event->type == D11_EV_ASSOC_DONE)
        assocs->before = *mib->directed(vif);
}

const struct dot11_part dot11_associations = {
    .kind = D11_PART_ASSOCS,
    .list = &d11_part_list,
    .state_size = state_size,
    .event = event,
};
