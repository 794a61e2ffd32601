/* Requests over time: connect, select, roam, port, disconnect.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 6.3 and 11.3; rules N80211-CONN-*, ROAM-*, DISC-*,
 * PORT-*. The machine says what happens through `emit`, in the order of the
 * causes; every operation that was started ends in one completion. */
#ifndef D11_SME_SME_H
#define D11_SME_SME_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/event.h>
#include <dot11/sta.h>

#include "mlme/mlme.h"
#include "mlme/scan.h"
#include "sme/ext_host.h"

/* APs that failed in one operation and are not tried again in it. */
#define D11_SME_TRIED 8u
/* Times in one operation that an AP is asked again after it refused. */
#define D11_SME_AGAINS 8u
/* Frequencies of a connect request. */
#define D11_SME_FREQS 16u
/* Events that an operation may cause without another look at the queue: its
 * start and end, start and end of an association, the port made and changed,
 * then D11_SME_REST. Nothing is begun with less room. */
#define D11_SME_ROOM 14u
/* Those of an association that is there: the port changed, disassociation,
 * the port deleted, the disconnect done, one of each kind of advice. */
#define D11_SME_REST 7u

/* What the machine waits for. */
enum d11_sme_phase {
    D11_SME_NOTHING,
    D11_SME_PRE,      /* the extension's pre-association */
    D11_SME_SCAN,     /* a scan of our own */
    D11_SME_TURN,     /* somebody else's scan, or room for events */
    D11_SME_JOIN,     /* an association in progress */
    D11_SME_BACKOFF,  /* pause between tries after a loss */
    D11_SME_IBSS      /* nothing: the IBSS part has the station (hw/ibss.h) */
};

struct d11_sme_hooks {
    void (*emit)(void *arg, const struct dot11_event *event);
    /* Events that could be queued now. */
    unsigned (*room)(void *arg);
    /* Something was asked for from outside: the core settles. */
    void (*settle)(void *arg);
    void *arg;
};

struct d11_sme {
    enum dot11_sta_state state;
    enum d11_sme_phase phase;
    bool has_bssid;
    bool has_roam_bssid;
    bool by_lists;               /* the request names no network: the desired
                                    lists do (hw/attrs.h) */
    bool scanned;                /* everywhere, in this operation */
    bool looked_known;           /* a scan of it began */
    bool knew_where;             /* the scan is of known channels only */
    bool proved;                 /* a port was opened with this profile */
    bool hopeless;               /* wrong passphrase: no more tries */
    uint8_t freq_count;
    uint8_t tried_count;
    uint8_t agains;              /* refusals that did not count, in this
                                    operation */
    uint8_t reported_quality;    /* of the last LINK_QUALITY */
    uint16_t reported_second;    /* when, about */
    enum dot11_outcome loss;     /* why a roam is wanted */
    uint16_t loss_code;
    struct d11_join_result last; /* of the AP tried last */

    /* Set by who builds the station. */
    struct d11_env *env;
    struct d11_scan *scan;
    struct d11_bss_table *table;
    struct d11_mlme *mlme;
    struct d11_tx_path *tx;
    struct d11_vif *vif;
    struct dot11_ext_host *exts; /* one for each of config.exts */
    struct d11_sme_hooks hooks;

    struct dot11_ext_host *ext;  /* of this network; NULL: open */
    uint32_t connect_id;
    uint32_t roam_id;
    uint32_t backoff_us;
    uint64_t fresh_us;           /* entries heard since then count */
    uint64_t timer_us;           /* back-off */
    uint64_t port_timer_us;
    uint64_t opened_us;          /* when the port opened */
    uint64_t associated_us;
    struct dot11_ssid ssid;      /* wanted; empty: none */
    uint8_t bssid[D11_ADDR_LEN];
    uint8_t roam_bssid[D11_ADDR_LEN];
    uint16_t freqs_mhz[D11_SME_FREQS];
    uint8_t tried[D11_SME_TRIED][D11_ADDR_LEN];
};

void d11_sme_init(struct d11_sme *sme);

enum dot11_err d11_sme_connect(struct d11_sme *sme,
                               const struct dot11_connect_req *req,
                               uint32_t id);
enum dot11_err d11_sme_roam(struct d11_sme *sme,
                            const struct dot11_roam_req *req, uint32_t id);
enum dot11_err d11_sme_disconnect(struct d11_sme *sme, uint32_t id);

/* End everything without a disconnect request: halt, reset, radio off. The
 * open operations end with `outcome`; `say` tells the AP, when there is one.
 * Afterwards the state is INIT; but a network that was connected is looked
 * for again when the radio was lost (RADIO_OFF, BY_RESET; N80211-PHY-8). */
void d11_sme_end(struct d11_sme *sme, enum dot11_outcome outcome, bool say);

/* The association has lost its keys but not its AP: associate again, with the
 * events of a roam (N80211-NRESET-3). */
void d11_sme_renew(struct d11_sme *sme);

/* The extension finished its pre-association. */
void d11_sme_pre_done(struct d11_sme *sme, enum dot11_err err);

/* The extension wants the association ended with this reason. */
void d11_sme_reject(struct d11_sme *sme, uint16_t reason_code);

/* The host excluded addresses: end what is with one of them, and look for
 * another AP (N80211-CFG-11). */
void d11_sme_shun(struct d11_sme *sme);

/* A verdict of the extension. */
void d11_sme_verdict(struct d11_sme *sme,
                     const struct dot11_ext_verdict *verdict);

/* End an open connect or roam as cancelled; an association that was complete
 * stays. */
void d11_sme_cancel_open(struct d11_sme *sme);

/* A scan that was not ours ended, or events were taken: go on. */
void d11_sme_poke(struct d11_sme *sme);

/* A BSS was heard. */
void d11_sme_heard(struct d11_sme *sme, const struct d11_bss *bss);

void d11_sme_tick(struct d11_sme *sme);
uint64_t d11_sme_deadline(const struct d11_sme *sme);

#endif
