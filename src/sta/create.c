/* A station comes and goes: its machines, their hooks, its extensions. */
#include <string.h>

#include "base/octets.h"
#include "base/wipe.h"
#include "hw/ops.h"
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

/* Undo what carving did not do: zeroes but for what memory is bound. */
static void clear(struct dot11_sta *sta)
{
    struct dot11_event *ring = sta->events.ring;
    uint8_t ring_size = sta->events.size;
    struct d11_peer *peers = sta->vif.peers;
    uint8_t peer_count = sta->vif.peer_count;
    void **part_state = sta->vif.part_state;
    struct d11_bodies bodies = sta->mlme.bodies;
    struct dot11_ext_host *exts = sta->exts;
    size_t state_size = sta->vif.links[0].gtk[0].state_size;
    void *states[D11_LINKS][D11_GROUP_KEYS];

    for (unsigned i = 0; i < D11_LINKS * D11_GROUP_KEYS; i++)
        states[i / D11_GROUP_KEYS][i % D11_GROUP_KEYS] =
            sta->vif.links[i / D11_GROUP_KEYS].gtk[i % D11_GROUP_KEYS].state;
    memset(sta, 0, sizeof *sta);
    for (unsigned i = 0; i < D11_LINKS * D11_GROUP_KEYS; i++)
        d11_key_init(
            &sta->vif.links[i / D11_GROUP_KEYS].gtk[i % D11_GROUP_KEYS],
            states[i / D11_GROUP_KEYS][i % D11_GROUP_KEYS], state_size);
    sta->events.ring = ring;
    sta->events.size = ring_size;
    sta->vif.peers = peers;
    sta->vif.peer_count = peer_count;
    sta->vif.part_state = part_state;
    sta->mlme.bodies = bodies;
    sta->exts = exts;
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
    clear(sta);
    sta->radio = radio;
    sta->events.env = &radio->env;
    sta->vif.env = &radio->env;
    sta->vif.sta = sta;
    d11_addr_copy(sta->vif.addr, addr);
    for (unsigned k = 0; k < D11_LINKS; k++)
        d11_addr_copy(sta->vif.links[k].addr, addr);
    build_machines(sta);
    d11_parts_init(sta);
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
