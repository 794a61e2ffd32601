/* A radio: what it is, its power, its channel, and answers that come late.
 *
 * SPDX-License-Identifier: MIT */
#include "radio.h"

#include <string.h>

#include "base/octets.h"

static void op_due(void *owner)
{
    struct radio_op *op = owner;
    struct dot11_sim_radio *radio = op->radio;

    op->used = false;
    if (op->lost)
        return;
    if (op->err == D11_OK && op->op == DOT11_SIM_OP_POWER)
        radio->on = op->on;
    if (op->err == D11_OK && op->op == DOT11_SIM_OP_CHANNEL)
        radio->freq_mhz = op->freq_mhz;
    radio_tune(radio, radio->freq_mhz);
    if (radio->core != NULL)
        (void)dot11_hw_op_done(radio->core, op->token, op->err,
                               radio->sim->now_us);
}

static bool count_down(uint32_t ops, uint32_t *count, uint32_t op)
{
    if ((ops & op) == 0 || *count == 0)
        return false;
    --*count;
    return true;
}

enum dot11_err radio_answer(struct dot11_sim_radio *radio, uint32_t op,
                            uint32_t token, struct radio_op **later)
{
    bool fails = count_down(radio->fail_ops, &radio->fail_count, op);
    struct radio_op *place = NULL;

    *later = NULL;
    if ((radio->config.pending & op) == 0)
        return fails ? D11_ERR_HW : D11_OK;
    for (unsigned i = 0; i < RADIO_OPS && place == NULL; i++) {
        if (!radio->pending[i].used)
            place = &radio->pending[i];
    }
    if (place == NULL)
        return D11_ERR_FULL;
    place->radio = radio;
    place->used = true;
    place->lost = count_down(radio->forget_ops, &radio->forget_count, op);
    place->op = op;
    place->token = token;
    place->err = fails ? D11_ERR_HW : D11_OK;
    place->timer.fire = op_due;
    place->timer.owner = place;
    sim_timer_set(radio->sim, &place->timer,
                  radio->sim->now_us + radio->config.op_us);
    *later = place;
    return D11_ERR_PENDING;
}

static bool not_on_air(void *owner, const struct sim_tx *tx)
{
    const struct dot11_sim_radio *radio = owner;

    return tx->freq_mhz != radio->freq_mhz &&
           !(radio->node.busy && tx == radio->node.head);
}

void radio_tune(struct dot11_sim_radio *radio, uint16_t freq_mhz)
{
    radio->freq_mhz = freq_mhz;
    radio->node.freq_mhz = radio->on && !radio->switched_off ? freq_mhz : 0;
    /* What still waits for another channel never gets there, but during a scan
     * of the radio's own it waits until that comes home. */
    if (radio->scan.running)
        sim_resume(&radio->node);
    else
        sim_flush(&radio->node, not_on_air);
}

static void end_doze(struct dot11_sim_radio *radio)
{
    if (radio->doze)
        radio->stats.doze_us += radio->sim->now_us - radio->doze_since_us;
    radio->doze = false;
}

static enum dot11_err radio_power(void *hw, uint32_t token, bool on)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_op *later;
    enum dot11_err err;

    if (on && radio->switched_off)
        return D11_ERR_RADIO_OFF;
    err = radio_answer(radio, DOT11_SIM_OP_POWER, token, &later);
    if (later != NULL)
        later->on = on;
    if (err != D11_OK && err != D11_ERR_PENDING)
        return err;
    if (err == D11_OK)
        radio->on = on;
    if (!on && (later == NULL || later->err == D11_OK)) {
        /* It stops at once, whenever it says so. */
        radio->on = false;
        radio->node.freq_mhz = 0;
        radio->freq_mhz = 0;
        end_doze(radio);
        sim_flush(&radio->node, NULL);
        radio_drop_gathered(radio);
        radio_scan_abandon(radio);
        radio_clear_keys(radio);
        sim_timer_stop(radio->sim, &radio->beacon_loss);
    }
    return err;
}

static enum dot11_err radio_set_channel(void *hw, uint32_t token,
                                        uint8_t link_id,
                                        const struct dot11_channel *channel)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_op *later;
    enum dot11_err err;
    bool known = false;

    (void)link_id;
    for (unsigned i = 0; i < radio->caps.channel_count; i++)
        known = known || radio->channels[i].freq_mhz == channel->freq_mhz;
    if (!known)
        return D11_ERR_CHANNEL;
    if (!radio->on)
        return D11_ERR_RADIO_OFF;
    err = radio_answer(radio, DOT11_SIM_OP_CHANNEL, token, &later);
    if (later != NULL)
        later->freq_mhz = channel->freq_mhz;
    if (err == D11_OK || err == D11_ERR_PENDING)
        radio->stats.retunes++;
    if (err == D11_OK)
        radio_tune(radio, channel->freq_mhz);
    else if (err == D11_ERR_PENDING)
        radio->node.freq_mhz = 0; /* deaf between two channels */
    return err;
}

static enum dot11_err radio_set_filter(void *hw, uint32_t filter)
{
    struct dot11_sim_radio *radio = hw;

    radio->filter = filter;
    return D11_OK;
}

static enum dot11_err radio_set_bss(void *hw, const struct dot11_hw_bss *bss)
{
    struct dot11_sim_radio *radio = hw;
    unsigned place = RADIO_STAS;
    struct dot11_hw_bss before;

    for (unsigned i = 0; i < RADIO_STAS; i++) {
        if (radio->bss[i].sta == bss->sta)
            place = i;
        else if (place == RADIO_STAS && radio->bss[i].sta == NULL)
            place = i;
    }
    if (place == RADIO_STAS)
        return D11_ERR_FULL;
    before = radio->bss[place];
    radio->bss[place] = *bss;
    radio->stats.bss = *bss;
    radio_watch_beacons(radio);
    radio_ibss_joined(radio, &before);
    radio_ibss_beacon(radio, bss);
    /* It was borrowed. */
    radio->bss[place].beacon = radio->stats.bss.beacon = NULL;
    return D11_OK;
}

static enum dot11_err radio_set_addr(void *hw, const struct dot11_sta *sta,
                                     const uint8_t addr[D11_ADDR_LEN])
{
    struct dot11_sim_radio *radio = hw;

    for (unsigned i = 0; i < radio->config.sta_count; i++) {
        if (radio->addrs[i].sta != NULL && radio->addrs[i].sta != sta)
            continue;
        radio->addrs[i].sta = sta;
        d11_addr_copy(radio->addrs[i].addr, addr);
        return D11_OK;
    }
    return D11_ERR_FULL;
}

static uint64_t radio_tsf(void *hw, uint8_t link_id)
{
    const struct dot11_sim_radio *radio = hw;

    (void)link_id;
    return radio->sim->now_us + radio->tsf_offset_us;
}

static enum dot11_err radio_set_doze(void *hw, uint8_t link_id, bool doze)
{
    struct dot11_sim_radio *radio = hw;

    (void)link_id;
    end_doze(radio);
    radio->doze = doze;
    radio->doze_since_us = radio->sim->now_us;
    radio->stats.dozes += doze;
    return D11_OK;
}

static enum dot11_err radio_reset(void *hw, uint32_t token)
{
    struct dot11_sim_radio *radio = hw;
    struct radio_op *later;
    enum dot11_err err = radio_answer(radio, DOT11_SIM_OP_RESET, token, &later);

    if (err == D11_OK || err == D11_ERR_PENDING) {
        sim_flush(&radio->node, NULL);
        radio_scan_abandon(radio);
        radio_clear_keys(radio);
        radio->filter = 0;
    }
    return err;
}

static void fill_ops(struct dot11_sim_radio *radio)
{
    struct dot11_hw_ops *ops = &radio->ops;

    ops->size = sizeof *ops;
    ops->power = radio_power;
    ops->set_channel = radio_set_channel;
    ops->set_filter = radio_set_filter;
    ops->tx = radio_tx;
    ops->set_bss = radio_set_bss;
    ops->tsf = radio_tsf;
    ops->set_doze = radio_set_doze;
    ops->reset = radio_reset;
    ops->wake = radio->config.wake;
    if (!radio->config.no_flush)
        ops->tx_flush = radio_tx_flush;
    if (radio->config.sta_count > 1)
        ops->set_addr = radio_set_addr;
    if (radio->config.hw_ccmp) {
        ops->set_key = radio_set_key;
        ops->del_key = radio_del_key;
    }
    if (radio->config.no_tsf)
        ops->tsf = NULL;
    if ((radio->config.flags & D11_HW_SCAN) != 0) {
        ops->scanner = &dot11_hw_scanner;
        ops->scan_start = radio_scan_start;
        ops->scan_stop = radio_scan_stop;
    }
}

static void switch_due(void *owner)
{
    struct dot11_sim_radio *radio = owner;

    /* What power() said stays; the switch is another one. */
    if (radio->switched_off) {
        radio_scan_abandon(radio);
        radio_clear_keys(radio);
    }
    radio_tune(radio, radio->freq_mhz);
    if (radio->switched_off)
        sim_flush(&radio->node, NULL);
    if (radio->core != NULL)
        dot11_hw_state_changed(radio->core,
                               radio->switched_off ? D11_HW_STATE_OFF
                                                   : D11_HW_STATE_ON,
                               radio->sim->now_us);
}

static void crash_due(void *owner)
{
    struct dot11_sim_radio *radio = owner;

    radio_scan_abandon(radio);
    radio_clear_keys(radio);
    radio->freq_mhz = 0;
    radio->node.freq_mhz = 0;
    sim_flush(&radio->node, NULL);
    if (radio->core != NULL)
        dot11_hw_state_changed(radio->core, D11_HW_STATE_FAILED,
                               radio->sim->now_us);
}

void dot11_sim_radio_crash(struct dot11_sim_radio *radio)
{
    sim_timer_set(radio->sim, &radio->crash_timer, radio->sim->now_us);
}

void dot11_sim_radio_switch(struct dot11_sim_radio *radio, bool on)
{
    radio->switched_off = !on;
    sim_timer_set(radio->sim, &radio->switch_timer, radio->sim->now_us);
}

static const struct sim_node_ops node_ops = {radio_acks, radio_heard,
                                             radio_sent};

enum dot11_err dot11_sim_radio_create(struct dot11_sim_radio **out,
                                      struct dot11_sim *sim,
                                      const struct dot11_sim_radio_config *cfg)
{
    struct dot11_sim_radio *radio;

    *out = NULL;
    if (d11_addr_is_zero(cfg->addr) || d11_addr_is_group(cfg->addr) ||
        cfg->sta_count > RADIO_STAS || cfg->frame_alloc == NULL ||
        cfg->frame_free == NULL)
        return D11_ERR_ARG;
    radio = sim_alloc(sim, sizeof *radio);
    if (radio == NULL)
        return D11_ERR_MEMORY;
    radio->sim = sim;
    radio->config = *cfg;
    if (cfg->tx_ring == 0)
        radio->config.tx_ring = 64;
    if (cfg->sta_count == 0)
        radio->config.sta_count = 1;
    if (cfg->op_us == 0)
        radio->config.op_us = 500;
    radio->switch_timer.fire = switch_due;
    radio->switch_timer.owner = radio;
    radio->crash_timer.fire = crash_due;
    radio->crash_timer.owner = radio;
    d11_addr_copy(radio->addrs[0].addr, cfg->addr);
    radio_fill_caps(radio);
    fill_ops(radio);
    if (!radio_tx_init(radio))
        return D11_ERR_MEMORY;
    if (!sim_node_add(sim, &radio->node, &node_ops, radio))
        return D11_ERR_FULL;
    if (cfg->tries != 0)
        radio->node.tries = cfg->tries;
    *out = radio;
    return D11_OK;
}

/* Access. */

const struct dot11_hw_caps *
dot11_sim_radio_caps(const struct dot11_sim_radio *radio)
{
    return &radio->caps;
}

const struct dot11_hw_ops *
dot11_sim_radio_ops(const struct dot11_sim_radio *radio)
{
    return &radio->ops;
}

void dot11_sim_radio_attach(struct dot11_sim_radio *radio,
                            struct dot11_radio *core)
{
    radio->core = core;
}

struct dot11_sim_node *dot11_sim_radio_node(struct dot11_sim_radio *radio)
{
    return &radio->node;
}

void dot11_sim_radio_fail(struct dot11_sim_radio *radio, uint32_t ops,
                          uint32_t count)
{
    radio->fail_ops = ops;
    radio->fail_count = count;
}

void dot11_sim_radio_forget(struct dot11_sim_radio *radio, uint32_t ops,
                            uint32_t count)
{
    radio->forget_ops = ops;
    radio->forget_count = count;
}

void dot11_sim_radio_pending(struct dot11_sim_radio *radio, uint32_t ops,
                             uint32_t op_us)
{
    radio->config.pending = ops;
    radio->config.op_us = op_us;
}

void dot11_sim_radio_swallow(struct dot11_sim_radio *radio, uint32_t count)
{
    radio->swallow_count = count;
}

void dot11_sim_radio_stats(const struct dot11_sim_radio *radio,
                           struct dot11_sim_radio_stats *stats)
{
    *stats = radio->stats;
    stats->keys = 0;
    for (unsigned i = 0; i < RADIO_KEYS; i++)
        stats->keys += radio->keys[i].used;
    stats->on = radio->on;
    stats->doze = radio->doze;
    if (radio->doze)
        stats->doze_us += radio->sim->now_us - radio->doze_since_us;
    stats->freq_mhz = radio->freq_mhz;
    stats->filter = radio->filter;
}
