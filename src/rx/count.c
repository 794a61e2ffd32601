/* Received frames as the statistics part counts them.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-STAT-3 and STAT-4. Nothing here runs without that part. */
#include "rx/count.h"

#include "rx/steps.h"

/* A frame that is nobody's, or everybody's, counts for each station that is
 * there: they all hear through the same radio. */
static void count_for_all(const struct d11_rx_path *path,
                          const struct d11_mib_rx *what, enum dot11_drop drop)
{
    const struct d11_mib_ops *mib = d11_mib_listed(path->env);

    for (unsigned i = 0; i < *path->vif_count; i++) {
        struct d11_vif *vif = path->vifs[i];

        if (vif != NULL && vif->active)
            mib->rx(vif, what, drop);
    }
}

static void count_frames(const struct d11_rx_path *path,
                         const struct d11_rx_flow *flow,
                         const struct dot11_rx *rx, uint32_t count,
                         enum dot11_drop drop)
{
    struct d11_mib_rx what = {rx, NULL, count, false, false, false};

    if (flow == NULL) {
        count_for_all(path, &what, drop);
        return;
    }
    what.group = flow->group;
    what.is_ours = true;
    if (flow->key != NULL) {
        what.cipher = flow->key->cipher;
        what.decrypted = true;
    }
    if (flow->vif != NULL) {
        d11_mib_listed(path->env)->rx(flow->vif, &what, drop);
        return;
    }
    /* A management frame to a group that was not for the group we are. */
    what.is_ours = drop == D11_DROP_NONE;
    count_for_all(path, &what, drop);
}

void d11_rx_count(const struct d11_rx_path *path,
                  const struct d11_rx_flow *flow, const struct dot11_rx *rx,
                  enum dot11_drop drop)
{
    count_frames(path, flow, rx, 1, drop);
}

static bool is_alike(const struct d11_rx_item *a, const struct d11_rx_item *b)
{
    return a->flow == b->flow && a->rx->freq_mhz == b->rx->freq_mhz &&
           a->rx->mode == b->rx->mode;
}

/* Those of one flow stand together, mostly. */
void d11_rx_count_accepted(const struct d11_rx_path *path)
{
    const struct d11_rx_work *work = path->work;
    size_t i = 0;

    while (i < work->item_count) {
        const struct d11_rx_item *first = &work->items[i];
        uint32_t count = 1;

        while (++i < work->item_count && is_alike(first, &work->items[i]))
            count++;
        if (first->flow != NULL)
            count_frames(path, first->flow, first->rx, count, D11_DROP_NONE);
    }
}
