/* A station comes and goes: its machines, their hooks, its extensions. */
#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "hw/ops.h"
#include "sta/memory.h"
#include "sta/radio.h"

/* Hooks between the machines of a station and the rest. */

static void emit(void *arg, const struct dot11_event *event)
{
    struct dot11_sta *sta = arg;

    /* Nothing comes after D11_EV_HALTED. */
    if (sta->life != D11_LIFE_HALTED)
        d11_sta_emit(sta, event, false);
}

static unsigned room(void *arg)
{
    struct dot11_sta *sta = arg;

    return d11_events_room(&sta->events);
}

static void settle(void *arg)
{
    struct dot11_sta *sta = arg;

    d11_radio_settle(sta->radio);
}

static void build_machines(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    struct d11_mlme *mlme = &sta->mlme;
    struct d11_sme *sme = &sta->sme;

    mlme->env = &radio->env;
    mlme->ops = &radio->ops;
    mlme->schedule = &radio->schedule;
    mlme->tx = &radio->tx;
    mlme->table = &radio->table;
    mlme->vif = &sta->vif;
    mlme->peer = &sta->vif.peers[0];
    mlme->peer->link = &sta->vif.links[0];
    d11_mlme_init(mlme);
    sme->env = &radio->env;
    sme->scan = &radio->scan;
    sme->table = &radio->table;
    sme->mlme = mlme;
    sme->tx = &radio->tx;
    sme->vif = &sta->vif;
    sme->exts = sta->exts;
    sme->hooks.emit = emit;
    sme->hooks.room = room;
    sme->hooks.settle = settle;
    sme->hooks.arg = sta;
    d11_sme_init(sme);
}

static enum dot11_err init_exts(struct dot11_sta *sta, unsigned index)
{
    struct dot11_radio *radio = sta->radio;

    for (unsigned i = 0; i < radio->env.config.ext_count; i++) {
        struct dot11_ext_host *ext = &sta->exts[i];
        enum dot11_err err;

        ext->env = &radio->env;
        ext->tx = &radio->tx;
        ext->vif = &sta->vif;
        /* dot11_crypto_job_done() finds it by this. */
        ext->owner = (uint16_t)(index * radio->env.config.ext_count + i + 1u);
        ext->sme = &sta->sme;
        err = d11_ext_init(ext, &radio->ops);
        if (err == D11_OK)
            continue;
        while (i-- > 0)
            d11_ext_deinit(&sta->exts[i]);
        return err;
    }
    return D11_OK;
}

static bool is_taken(const struct dot11_radio *radio, const uint8_t *addr)
{
    for (unsigned i = 0; i < radio->sta_count; i++) {
        if (radio->stas[i].life != D11_LIFE_FREE &&
            d11_addr_equal(radio->stas[i].vif.addr, addr))
            return true;
    }
    return false;
}

enum dot11_err dot11_sta_create(struct dot11_sta **out,
                                struct dot11_radio *radio, const uint8_t *addr)
{
    struct dot11_sta *sta;
    enum dot11_err err;
    unsigned i = 0;

    if (radio->env.in_op)
        return D11_ERR_BUSY;
    if (addr == NULL)
        addr = radio->env.caps->addr;
    if (d11_addr_is_group(addr) || d11_addr_is_zero(addr))
        return D11_ERR_ARG;
    if (!d11_addr_equal(addr, radio->env.caps->addr) &&
        radio->env.hw_ops.set_addr == NULL)
        return D11_ERR_UNSUPPORTED;
    if (is_taken(radio, addr))
        return D11_ERR_ARG;
    while (i < radio->sta_count && radio->stas[i].life != D11_LIFE_FREE)
        i++;
    if (i == radio->sta_count)
        return D11_ERR_FULL;
    sta = &radio->stas[i];
    memset(sta, 0, sizeof *sta);
    d11_carve_sta(sta, radio, i);
    sta->radio = radio;
    sta->events.env = &radio->env;
    sta->vif.env = &radio->env;
    sta->vif.sta = sta;
    d11_addr_copy(sta->vif.addr, addr);
    for (unsigned k = 0; k < D11_LINKS; k++)
        d11_addr_copy(sta->vif.links[k].addr, addr);
    build_machines(sta);
    if (radio->parts != NULL)
        radio->parts->init(sta);
    err = init_exts(sta, i);
    if (err != D11_OK)
        return err;
    d11_life_enter(sta, D11_LIFE_HALTED);
    radio->vifs[i] = &sta->vif;
    radio->wanted[i] = &sta->sme.ssid;
    *out = sta;
    return D11_OK;
}

enum dot11_err dot11_sta_fini(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;
    size_t i = (size_t)(sta - radio->stas);

    if (radio->env.in_op || sta->life != D11_LIFE_HALTED ||
        sta->vif.tx.out != 0 || sta->vif.delivered != 0)
        return D11_ERR_BUSY;
    for (unsigned k = 0; k < radio->env.config.ext_count; k++)
        d11_ext_deinit(&sta->exts[k]);
    radio->vifs[i] = NULL;
    radio->wanted[i] = NULL;
    d11_life_enter(sta, D11_LIFE_FREE);
    return D11_OK;
}
