/* Life of a radio: memory, time, counters. */
#include "sta/radio.h"

#include <string.h>

#include "base/deadline.h"
#include "base/octets.h"
#include "base/wipe.h"
#include "hw/ops.h"
#include "sta/memory.h"

/* Copy a table of ops of which the caller may know more members. */
static void copy_table(void *to, size_t to_size, const void *from)
{
    memcpy(to, from, to_size);
    memcpy(to, &to_size, sizeof to_size);
}

/* A config of a caller that may know more members. */
static bool take_config(struct dot11_config *own,
                        const struct dot11_config *config)
{
    if (config == NULL || config->size < sizeof *own || config->size > 4096)
        return false;
    memcpy(own, config, sizeof *own);
    own->size = sizeof *own;
    return d11_config_known(own);
}

size_t dot11_radio_mem_size(const struct dot11_config *config)
{
    struct d11_carver carver = {NULL, 0};
    struct dot11_config own;

    if (!take_config(&own, config) || !d11_config_valid(&own))
        return 0;
    d11_carve_radio(&carver, &own);
    return carver.used;
}

static void connect_parts(struct dot11_radio *radio)
{
    radio->table.env = &radio->env;
    radio->table.wanted = radio->wanted;
    radio->table.wanted_count = radio->sta_count;
    radio->scan.env = &radio->env;
    radio->scan.ops = &radio->ops;
    radio->scan.schedule = &radio->schedule;
    radio->scan.tx = &radio->tx;
    radio->scan.table = &radio->table;
    radio->scan.vifs = radio->vifs;
    radio->scan.vif_count = &radio->sta_count;
    radio->scan.timer_us = D11_NEVER;
    radio->rx.env = &radio->env;
    radio->rx.vifs = radio->vifs;
    radio->rx.vif_count = &radio->sta_count;
    radio->tx.env = &radio->env;
    radio->tx.vifs = radio->vifs;
    radio->tx.vif_count = &radio->sta_count;
    d11_dispatch_init(radio);
}

enum dot11_err dot11_radio_init(struct dot11_radio **out, void *mem, size_t len,
                                const struct dot11_config *config)
{
    struct d11_carver carver = {mem, 0};
    struct dot11_config own;
    struct dot11_radio *radio;
    size_t need;

    if (!take_config(&own, config))
        return D11_ERR_VERSION;
    need = dot11_radio_mem_size(&own);
    if (need == 0)
        return D11_ERR_ARG;
    if (mem == NULL || len < need || (uintptr_t)mem % D11_CARVE_ALIGNMENT != 0)
        return D11_ERR_MEMORY;
    memset(mem, 0, need);
    radio = d11_carve_radio(&carver, &own);
    radio->mem_len = need;
    radio->env.config = own;
    radio->env.caps = own.caps;
    copy_table(&radio->env.hw_ops, sizeof radio->env.hw_ops, own.hw_ops);
    copy_table(&radio->env.host_ops, sizeof radio->env.host_ops, own.host_ops);
    if (own.crypto_ops != NULL)
        copy_table(&radio->env.crypto_ops, sizeof radio->env.crypto_ops,
                   own.crypto_ops);
    d11_ops_init(&radio->ops, &radio->env);
    d11_schedule_init(&radio->schedule, &radio->ops);
    radio->schedule.off = true;
    connect_parts(radio);
    *out = radio;
    return D11_OK;
}

enum dot11_err dot11_radio_fini(struct dot11_radio *radio)
{
    if (radio->env.in_op || radio->env.tx_out != 0 || d11_ops_busy(&radio->ops))
        return D11_ERR_BUSY;
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_FREE)
            return D11_ERR_BUSY;
    }
    d11_wipe(radio, radio->mem_len);
    return D11_OK;
}

static bool settle_sta(struct dot11_sta *sta)
{
    bool did = false;

    d11_sme_poke(&sta->sme);
    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++)
        did |= d11_ext_run(&sta->exts[i]);
    d11_life_proceed(sta);
    return did;
}

void d11_radio_settle(struct dot11_radio *radio)
{
    bool did = true;

    if (radio->settling)
        return;
    radio->settling = true;
    while (did) {
        did = d11_scan_proceed(&radio->scan);
        for (unsigned i = 0; i < radio->sta_count; i++) {
            if (radio->stas[i].life != D11_LIFE_FREE)
                did |= settle_sta(&radio->stas[i]);
        }
    }
    radio->settling = false;
}

static void tick_sta(struct dot11_sta *sta)
{
    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++)
        d11_ext_tick(&sta->exts[i]);
    if (sta->radio->parts != NULL)
        sta->radio->parts->tick(sta);
    d11_mlme_tick(&sta->mlme);
    d11_sme_tick(&sta->sme);
    d11_life_tick(sta);
}

void dot11_radio_tick(struct dot11_radio *radio, uint64_t now_us)
{
    if (!d11_radio_enter(radio, now_us))
        return;
    d11_ops_tick(&radio->ops);
    d11_scan_tick(&radio->scan);
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_FREE)
            tick_sta(&radio->stas[i]);
    }
    d11_radio_settle(radio);
}

static uint64_t sta_deadline(const struct dot11_sta *sta)
{
    uint64_t at_us = d11_deadline_min(d11_mlme_deadline(&sta->mlme),
                                      d11_sme_deadline(&sta->sme));

    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++)
        at_us = d11_deadline_min(at_us, d11_ext_deadline(&sta->exts[i]));
    if (sta->radio->parts != NULL)
        at_us = d11_deadline_min(at_us, sta->radio->parts->deadline(sta));
    return d11_deadline_min(at_us, d11_life_deadline(sta));
}

uint64_t dot11_radio_deadline(const struct dot11_radio *radio)
{
    uint64_t at_us = d11_deadline_min(d11_ops_deadline(&radio->ops),
                                      d11_scan_deadline(&radio->scan));

    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_FREE)
            at_us = d11_deadline_min(at_us, sta_deadline(&radio->stas[i]));
    }
    return (radio->off & D11_OFF_DOWN) != 0 ? D11_NEVER : at_us;
}

size_t dot11_radio_headroom(const struct dot11_radio *radio)
{
    return D11_TX_HEADROOM + radio->env.caps->tx_headroom;
}

size_t dot11_radio_tailroom(const struct dot11_radio *radio)
{
    return D11_TX_TAILROOM + radio->env.caps->tx_tailroom;
}

void dot11_radio_stats(const struct dot11_radio *radio,
                       struct dot11_stats *stats)
{
    *stats = radio->env.stats;
}

size_t dot11_radio_bss_count(const struct dot11_radio *radio)
{
    return radio->table.count;
}

enum dot11_err dot11_radio_bss_get(const struct dot11_radio *radio, size_t i,
                                   struct dot11_bss *bss)
{
    const struct d11_bss *entry = d11_bss_table_at(&radio->table, i);

    if (entry == NULL)
        return D11_ERR_NOT_FOUND;
    d11_bss_view(&radio->table, entry, bss);
    return D11_OK;
}

enum dot11_err dot11_radio_bss_find(const struct dot11_radio *radio,
                                    const uint8_t bssid[D11_ADDR_LEN],
                                    const struct dot11_ssid *ssid,
                                    struct dot11_bss *bss)
{
    const struct d11_bss *entry =
        d11_bss_table_find(&radio->table, bssid, ssid);

    if (entry == NULL)
        return D11_ERR_NOT_FOUND;
    d11_bss_view(&radio->table, entry, bss);
    return D11_OK;
}

void dot11_radio_bss_flush(struct dot11_radio *radio)
{
    if (!radio->env.in_op)
        d11_bss_table_flush(&radio->table);
}
