/* The dot11 reset. Rules N80211-RESET-*, figure 3.12. */
#include <dot11/reset.h>

#include <string.h>

#include "base/octets.h"
#include "hw/ops.h"
#include "sta/radio.h"

static bool is_alone(const struct dot11_sta *sta)
{
    const struct dot11_radio *radio = sta->radio;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *other = &radio->stas[i];

        if (other != sta && other->life != D11_LIFE_FREE &&
            other->life != D11_LIFE_HALTED)
            return false;
    }
    return true;
}

/* What stations share is reset for one that is alone only: a neighbour goes
 * on (VIF-1). */
static enum dot11_err begin_again(struct dot11_sta *sta)
{
    struct dot11_radio *radio = sta->radio;

    if (is_alone(sta))
        memset(&radio->env.stats, 0, sizeof radio->env.stats);
    d11_bss_table_flush(&radio->table);
    sta->vif.active = true;
    sta->vif.paused = false;
    return radio->powered ? d11_hw_set_addr(&radio->env, sta, sta->vif.addr)
                          : D11_OK;
}

/* The extensions hear of it last (N80211-RESET-12). */
static void done(struct dot11_sta *sta, enum dot11_err err)
{
    struct dot11_event event;

    d11_life_enter(sta, D11_LIFE_RUNNING);
    if (err != D11_ERR_CANCELLED) {
        enum dot11_err hw = begin_again(sta);

        err = err == D11_OK ? hw : err;
    }
    memset(&event, 0, sizeof event);
    event.type = D11_EV_RESET_DONE;
    event.id = sta->halt_id;
    event.at_us = sta->radio->env.now_us;
    event.u.reset_done.err = err;
    d11_sta_emit(sta, &event, true);
    for (unsigned i = 0; i < sta->radio->env.config.ext_count; i++)
        d11_ext_reset(&sta->exts[i]);
}

static bool is_anothers(const struct dot11_sta *sta, const uint8_t *addr)
{
    const struct dot11_radio *radio = sta->radio;

    for (unsigned i = 0; i < radio->sta_count; i++) {
        const struct dot11_sta *other = &radio->stas[i];

        if (other != sta && other->life != D11_LIFE_FREE &&
            d11_addr_equal(other->vif.addr, addr))
            return true;
    }
    return false;
}

/* N80211-RESET-11: all of it before anything is changed. */
static enum dot11_err check(const struct dot11_sta *sta,
                            const struct dot11_reset_req *req)
{
    if (sta->life != D11_LIFE_RUNNING)
        return D11_ERR_STATE;
    if (req == NULL || req->type < D11_RESET_PHY ||
        req->type > D11_RESET_PHY_AND_MAC)
        return D11_ERR_ARG;
    /* N80211-RESET-1 */
    if (req->type != D11_RESET_PHY_AND_MAC)
        return D11_ERR_UNSUPPORTED;
    if (req->addr == NULL)
        return D11_OK;
    if (d11_addr_is_group(req->addr) || d11_addr_is_zero(req->addr) ||
        is_anothers(sta, req->addr))
        return D11_ERR_ARG;
    if (!d11_addr_equal(req->addr, sta->vif.addr) &&
        sta->radio->env.hw_ops.set_addr == NULL)
        return D11_ERR_UNSUPPORTED;
    return D11_OK;
}

static void adopt(struct dot11_sta *sta, const uint8_t *addr)
{
    if (addr == NULL)
        return;
    d11_addr_copy(sta->vif.addr, addr);
    for (unsigned k = 0; k < D11_LINKS; k++)
        d11_addr_copy(sta->vif.links[k].addr, addr);
}

enum dot11_err dot11_sta_dot11_reset(struct dot11_sta *sta,
                                     const struct dot11_reset_req *req,
                                     uint32_t *id, uint64_t now_us)
{
    enum dot11_err err;

    if (!d11_radio_enter(sta->radio, now_us))
        return D11_ERR_BUSY;
    err = check(sta, req);
    if (err != D11_OK)
        return err;
    /* Beside what ends an operation and the association that may be open. */
    if (!d11_events_reserve(&sta->events,
                            sta->sme.state == D11_STA_INIT ? 0 : D11_SME_REST))
        return D11_ERR_FULL;
    sta->halt_id = d11_sta_new_id(sta);
    if (id != NULL)
        *id = sta->halt_id;
    d11_life_end_all(sta);
    d11_parts_reset(sta,
                    req->default_mib ? D11_PART_RESET_MIB : D11_PART_RESET);
    adopt(sta, req->addr);
    d11_life_leave(sta, D11_LIFE_RESETTING, done);
    d11_radio_settle(sta->radio);
    return D11_OK;
}
