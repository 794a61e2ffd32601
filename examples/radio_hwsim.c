/* dot11-station: a radio on the air of mac80211_hwsim; time is real.
 *
 * SPDX-License-Identifier: MIT */
#include "station.h"

#include "hwsim.h"

#include <stdio.h>
#include <string.h>

#define SIGNAL_DBM (-50)

static void readable(void *context, int fd)
{
    struct station *st = context;

    (void)fd;
    dot11_hwsim_read(st->kind_state, dot11_loop_now_us());
}

static bool open_radio(struct station *st, struct dot11_config *config,
                       char *why)
{
    struct dot11_hwsim_options options = {.pool = st->pool,
                                          .signal_dbm = SIGNAL_DBM,
                                          .air = station_air,
                                          .air_context = st,
                                          .fd = -1};
    struct dot11_hwsim *hwsim;

    for (size_t i = 0; i < D11_ADDR_LEN; i++)
        options.addr[i] = st->options.mac[i];
    if (dot11_hwsim_open(&hwsim, &options, why, WHY_MAX) < 0)
        return false;
    st->kind_state = hwsim;
    config->caps = dot11_hwsim_caps(hwsim);
    config->hw_ops = dot11_hwsim_ops();
    config->hw = hwsim;
    return dot11_loop_add(st->loop, dot11_hwsim_fd(hwsim), readable, st) == 0;
}

static void attach(struct station *st, struct dot11_radio *radio)
{
    dot11_hwsim_attach(st->kind_state, radio);
}

static void close_radio(struct station *st)
{
    dot11_loop_remove(st->loop, dot11_hwsim_fd(st->kind_state));
    dot11_hwsim_close(st->kind_state);
    st->kind_state = NULL;
}

static uint64_t now_us(struct station *st)
{
    (void)st;
    return dot11_loop_now_us();
}

static void turn(struct station *st, uint64_t until_us)
{
    uint64_t deadline_us;

    if (dot11_hwsim_settle(st->kind_state, dot11_loop_now_us()))
        return; /* what waits may have come about by that */
    deadline_us = dot11_radio_deadline(st->radio);
    (void)dot11_loop_turn(st->loop,
                          deadline_us < until_us ? deadline_us : until_us);
    dot11_radio_tick(st->radio, dot11_loop_now_us());
}

/* The access points are not ours, but the air is. */
static bool ap_command(struct station *st, int argc, char **argv, char *why)
{
    uint8_t addr[D11_ADDR_LEN];
    int8_t dbm;

    if (argc != 4 || strcmp(argv[1], "signal") != 0 ||
        !words_addr(argv[2], addr) || !words_dbm(argv[3], &dbm)) {
        snprintf(why, WHY_MAX, "say ap signal ADDRESS DBM");
        return false;
    }
    if (dot11_hwsim_set_signal(st->kind_state, addr, dbm) == 0)
        return true;
    snprintf(why, WHY_MAX, "no room for another address");
    return false;
}

const struct radio_kind radio_hwsim = {.name = "hwsim",
                                       .open = open_radio,
                                       .attach = attach,
                                       .close = close_radio,
                                       .now_us = now_us,
                                       .turn = turn,
                                       .ap = ap_command,
                                       .ap_help = "ap signal ADDRESS DBM"};
