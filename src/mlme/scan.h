/* Scanning: one at a time on a radio, also while connected.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.1.4; rules N80211-SCAN-*. */
#ifndef D11_MLME_SCAN_H
#define D11_MLME_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/hw.h>
#include <dot11/sta.h>

#include "base/moves.h"
#include "hw/channel.h"
#include "hw/vif.h"
#include "mlme/bss_table.h"
#include "tx/tx.h"

/* Octets a request may append to probe requests. */
#define D11_SCAN_ELEMENTS_MAX 256u

enum d11_scan_state {
    D11_SCAN_IDLE,
    D11_SCAN_ANNOUNCE, /* telling the AP that we are away */
    D11_SCAN_TUNE,     /* the radio is on its way */
    D11_SCAN_DWELL,    /* listening */
    D11_SCAN_HOME,     /* back on the home channel for a while */
    D11_SCAN_HARDWARE  /* the radio does it */
};

/* The scan ended; `channels` were visited. The scan is idle already. */
typedef void d11_scan_done_fn(void *arg, enum dot11_err err,
                              uint16_t channels);

struct d11_scan {
    enum d11_scan_state state;
    uint8_t ssid_count;
    bool passive;
    bool has_bssid;
    bool named;                /* hidden ones on this channel were asked */
    uint8_t bss_types;         /* D11_SCAN_* that are worth a longer stay */
    bool heard;                /* something, on the channel at hand */
    bool away;                 /* home channel left in this slice */
    bool announced;            /* the AP knows, or cannot be told */
    bool passed_over;          /* the channel before `next` was not to be had */
    bool stopping;             /* the hardware ends one that was given up */
    uint16_t freq_count;
    uint16_t next;             /* index of the channel at hand */
    uint16_t visited;
    uint16_t elements_len;
    uint16_t *freqs_mhz;       /* room for all channels of the radio */

    /* Set by who builds the radio. */
    struct d11_env *env;
    struct d11_ops *ops;
    struct d11_schedule *schedule;
    struct d11_tx_path *tx;
    struct d11_bss_table *table;
    struct d11_vif *const *vifs;
    const uint8_t *vif_count;

    struct d11_vif *vif;       /* who asks */
    d11_scan_done_fn *done;
    void *arg;
    uint32_t dwell_us;         /* longest stay, 0: config */
    uint32_t min_dwell_us;     /* where nothing is heard */
    uint32_t token;            /* of the hardware's scan */
    uint64_t timer_us;
    uint64_t arrived_us;       /* on the channel at hand */
    uint64_t slice_end_us;
    struct d11_channel_request slot;
    struct dot11_ssid ssids[D11_SCAN_SSIDS_MAX];
    uint8_t elements[D11_SCAN_ELEMENTS_MAX];
    uint8_t bssid[D11_ADDR_LEN];
};

/* Is the request one this radio can carry out? Changes nothing. */
enum dot11_err d11_scan_check(const struct d11_scan *scan,
                              const struct dot11_scan_req *req);

/* Start a checked request. `done` is called once, maybe before this returns.
 * The scan must be idle. */
void d11_scan_start(struct d11_scan *scan, struct d11_vif *vif,
                    const struct dot11_scan_req *req, d11_scan_done_fn *done,
                    void *arg);

/* End it now; done(err) is called before this returns. The hardware may need
 * longer to end its own. */
void d11_scan_abort(struct d11_scan *scan, enum dot11_err err);

/* Is the radio going through the channels by itself, or off: can it not be
 * had? */
bool d11_scan_in_hardware(const struct d11_scan *scan);

/* The radio was turned off: what it did for an idle scan is over too. */
void d11_scan_lost(struct d11_scan *scan);

/* A beacon or probe response came in. */
void d11_scan_heard(struct d11_scan *scan, const struct d11_bss *bss);

/* The null frame with D11_COOKIE_AWAY came back. This may be told by who ends
 * an association: the scan goes on when the core settles. */
void d11_scan_announced(struct d11_scan *scan);

/* Do what waited until the core settles; true when something was done. */
bool d11_scan_proceed(struct d11_scan *scan);

void d11_scan_tick(struct d11_scan *scan);
uint64_t d11_scan_deadline(const struct d11_scan *scan);

/* The radio's own scan (scan_hw.c). */
struct dot11_hw_scanner {
    /* False: it cannot do this one. Otherwise the scan may be over. */
    bool (*start)(struct d11_scan *scan);
    /* The scan is given up. */
    void (*stop)(struct d11_scan *scan);
};

/* Steps that it shares: on with the next channel, or the end; the end; the
 * longest stay on a channel; N80211-REG-6: there is no domain, or the channel
 * is not in it. */
void d11_scan_next(struct d11_scan *scan);
void d11_scan_finish(struct d11_scan *scan, enum dot11_err err);
uint32_t d11_scan_longest(const struct d11_scan *scan, bool passive);
bool d11_scan_must_listen(const struct d11_scan *scan, uint16_t freq_mhz);

extern const uint16_t d11_scan_moves[];

/* The one way to change the state of a scan. */
static inline void d11_scan_enter(struct d11_scan *scan,
                                  enum d11_scan_state state)
{
    d11_assert(d11_may_move(d11_scan_moves, scan->state, state));
    scan->state = state;
}

#endif
