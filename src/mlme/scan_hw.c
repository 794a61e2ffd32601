/* Scans that the radio does by itself. */
#include <string.h>

#include "base/deadline.h"
#include "hw/ops.h"
#include "mlme/scan.h"

/* What it may take at most. */
static uint64_t limit(const struct d11_scan *scan)
{
    uint64_t each_us = (uint64_t)d11_scan_longest(scan, false) +
                       d11_scan_longest(scan, true) +
                       scan->env->config.scan_home_us;

    return d11_time_after(scan->env->now_us,
                          each_us * scan->freq_count +
                              scan->env->config.hw_timeout_us);
}

static void ask(struct d11_scan *scan);

static void done(void *arg, enum dot11_err err)
{
    struct d11_scan *scan = arg;
    bool was_given_up = scan->stopping;

    scan->stopping = false;
    if (scan->state != D11_SCAN_HARDWARE)
        return;
    /* Another one waited for the radio. */
    if (was_given_up) {
        ask(scan);
        return;
    }
    if (err == D11_ERR_UNSUPPORTED) {
        d11_scan_next(scan);
        return;
    }
    scan->visited = err == D11_OK ? scan->freq_count : 0;
    d11_scan_finish(scan, err);
}

static void ask(struct d11_scan *scan)
{
    struct dot11_hw_scan hw;
    uint32_t token;

    memset(&hw, 0, sizeof hw);
    hw.freqs_mhz = scan->freqs_mhz;
    hw.freq_count = scan->freq_count;
    hw.ssid_count = scan->ssid_count;
    /* It probes on all of its channels or on none. */
    hw.passive = scan->passive || d11_scan_must_listen(scan, 0);
    memcpy(hw.ssids, scan->ssids, sizeof hw.ssids);
    hw.min_dwell_us = scan->min_dwell_us;
    hw.max_dwell_us = d11_scan_longest(scan, false);
    hw.passive_dwell_us = d11_scan_longest(scan, true);
    hw.elements = scan->elements;
    hw.elements_len = scan->elements_len;
    token = d11_op_scan_start(scan->ops, &hw, done, scan);
    /* One that ended at once may have been followed by another. */
    if (token == 0)
        return;
    scan->token = token;
    d11_op_extend(scan->ops, token, limit(scan));
}

static bool start(struct d11_scan *scan)
{
    /* It knows of no BSSID, and cannot wait for the radio. */
    if ((scan->env->caps->flags & D11_HW_SCAN) == 0 || scan->has_bssid ||
        scan->schedule->off || scan->env->hw_ops.scan_start == NULL)
        return false;
    d11_scan_enter(scan, D11_SCAN_HARDWARE);
    scan->timer_us = D11_NEVER;
    if (!scan->stopping)
        ask(scan);
    return true;
}

/* The radio says when it has stopped; until then it is not to be had. */
static void stop(struct d11_scan *scan)
{
    const struct d11_env *env = scan->env;

    if (scan->token == 0)
        return;
    scan->stopping = true;
    if (env->hw_ops.scan_stop != NULL)
        d11_op_extend(scan->ops, scan->token,
                      d11_time_after(env->now_us, env->config.hw_timeout_us));
    d11_op_scan_stop(scan->ops, scan->token);
}

const struct dot11_hw_scanner dot11_hw_scanner = {start, stop};
