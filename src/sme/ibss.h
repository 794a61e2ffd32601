/* A station in an IBSS: its cell, its peers, its turn to send beacons.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.1.3.3, 11.1.3.5, 11.1.4.4 to 11.1.4.6; rules
 * N80211-IBSS-*. It takes the place of the connection machine, whose state,
 * request ids, hooks and extension it uses; `sme->phase` is D11_SME_IBSS as
 * long as that is so. */
#ifndef D11_SME_IBSS_H
#define D11_SME_IBSS_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/ibss.h>

#include "frame/mgmt.h"
#include "hw/channel.h"
#include "hw/vif.h"
#include "mlme/watch.h"
#include "sme/sme.h"

/* Octets of an extension's elements. */
#define D11_IBSS_SECURITY_MAX 64u

enum d11_ibss_phase {
    D11_IBSS_OFF,
    D11_IBSS_PRE,    /* the extension's pre-association */
    D11_IBSS_TURN,   /* somebody else's scan, or room for events */
    D11_IBSS_SCAN,   /* a scan of our own, before there is a cell */
    D11_IBSS_PAUSE,  /* until the next one: nothing to join */
    D11_IBSS_TUNE,   /* on the way to the channel of the cell */
    D11_IBSS_GATHER, /* in the cell; peers are looked for */
    D11_IBSS_UP      /* in it for good */
};

enum d11_ibss_slot_state {
    D11_IBSS_FREE,
    D11_IBSS_OPEN,   /* an association with it is in progress */
    D11_IBSS_DONE,   /* it is a peer */
    D11_IBSS_SHUNNED /* it failed or left; not tried again until timer_us */
};

/* What there is to know of a peer besides struct d11_peer; slot i goes with
 * vif->peers[i]. Its link is its own, as its group keys are. */
struct d11_ibss_slot {
    uint8_t state;   /* enum d11_ibss_slot_state */
    uint8_t tries;   /* of what was asked of it */
    uint8_t quality; /* last reported */
    bool reassoc;
    uint64_t timer_us;      /* of the state */
    uint64_t port_us;       /* the port has to be open until then */
    uint64_t since_us;      /* associated since */
    struct d11_watch watch; /* its signal */
    struct dot11_ext_suites suites;
    struct d11_link link;
};

struct d11_ibss {
    uint8_t phase; /* enum d11_ibss_phase */
    bool join_only;
    bool authenticate;
    bool has_bssid;
    bool by_lists; /* the desired lists name the network */
    bool power_save;
    bool announced;       /* CONNECT_START or ROAM_START was said */
    bool scanned;         /* since the last cell was given up */
    bool started;         /* the cell began here */
    bool synced;          /* a beacon of the cell gave us its time */
    bool scanning;        /* somebody scans; the filter is gone then */
    bool beacon_was_ours; /* the last one that was heard or sent */
    uint8_t freq_count;
    uint8_t tried_count;
    uint8_t probes;       /* for members, in this cell */
    uint16_t interval_tu; /* of the request */
    uint16_t atim_tu;     /* of the request */
    uint16_t security_len;
    uint16_t elements_len;
    struct d11_sme *sme;
    struct d11_schedule *schedule;
    struct d11_ops *ops;
    const uint8_t *elements;
    uint64_t timer_us;      /* of the phase */
    uint64_t search_us;     /* look for other cells */
    uint64_t ask_us;        /* ask strangers who they are no earlier */
    uint64_t tbtt_us;       /* host time of the next target */
    uint64_t beacon_us;     /* and when our beacon goes */
    uint64_t tsf_offset_us; /* TSF less host time, of radios without one */

    struct { /* the cell we are in or on our way to */
        uint8_t bssid[D11_ADDR_LEN];
        uint16_t freq_mhz;
        uint16_t interval_tu;
        uint16_t atim_tu;
        uint16_t capability;
        uint8_t country[3]; /* whose rules it says it follows; 0: it does not */
        struct d11_rates rates;
    } cell;
    uint8_t first[D11_ADDR_LEN];    /* member whose frame led us there */
    uint8_t stranger[D11_ADDR_LEN]; /* who sent data; zero: nobody */
    uint8_t bssid[D11_ADDR_LEN];    /* of the request */
    uint16_t freqs_mhz[D11_SME_FREQS];
    uint8_t tried[D11_SME_TRIED][D11_ADDR_LEN];
    uint8_t security[D11_IBSS_SECURITY_MAX]; /* elements of the extension */
    struct dot11_ext_suites suites;
    struct d11_channel_request home;
    struct d11_peer group; /* whom our group frames go to */
    struct d11_link group_link;
    struct d11_ibss_slot *slots; /* vif->peer_count of them */
};

static inline struct d11_ibss *d11_ibss_of(const struct d11_vif *vif)
{
    return d11_vif_listed(vif, D11_PART_IBSS);
}

/* ibss_request.c */
enum dot11_err d11_ibss_connect(struct d11_ibss *ibss,
                                const struct dot11_ibss_req *req,
                                bool join_only, uint32_t id);

/* ibss.c */
void d11_ibss_init(struct d11_ibss *ibss);
/* Join the best cell, look for one, or begin one. */
void d11_ibss_seek(struct d11_ibss *ibss);
void d11_ibss_cancel_open(struct d11_sme *sme);
void d11_ibss_end(struct d11_sme *sme, enum dot11_outcome outcome, bool say);
void d11_ibss_pre_done(struct d11_sme *sme, enum dot11_err err);
void d11_ibss_poke(struct d11_sme *sme);
void d11_ibss_tick(struct d11_ibss *ibss);
uint64_t d11_ibss_deadline(const struct d11_ibss *ibss);
/* Is the station in a cell? */
static inline bool d11_ibss_in_cell(const struct d11_ibss *ibss)
{
    return ibss->phase >= D11_IBSS_GATHER;
}
/* Peers with an association, and those on the way. */
unsigned d11_ibss_count(const struct d11_ibss *ibss,
                        enum d11_ibss_slot_state state);
/* An association ended well or not: is the operation over? */
void d11_ibss_settle(struct d11_ibss *ibss);
/* Leave this cell for another that `bss` tells of; `from` is its member. */
void d11_ibss_move(struct d11_ibss *ibss, const struct d11_bss *bss,
                   const uint8_t *from);

/* ibss_cell.c: the cells there are, and ours. */
/* N80211-IBSS-11: the country that a cell of ours is in, zeroes when it does
 * not say. False when it has to and none is known. */
bool d11_ibss_country(const struct d11_vif *vif, uint8_t country[3]);
/* Where a cell may begin: the first of these, or of all; 0: nowhere. */
uint16_t d11_ibss_start_freq(const struct d11_ibss *ibss,
                             const uint16_t *freqs_mhz, unsigned count);
bool d11_ibss_fits(struct d11_ibss *ibss, const struct d11_bss *bss,
                   struct dot11_ext_suites *suites);
struct d11_bss *d11_ibss_best(struct d11_ibss *ibss, uint64_t fresh_us);
enum dot11_err d11_ibss_invent(struct d11_ibss *ibss);
enum dot11_err d11_ibss_adopt(struct d11_ibss *ibss, const struct d11_bss *bss);
void d11_ibss_enter(struct d11_ibss *ibss);
void d11_ibss_leave(struct d11_ibss *ibss);
void d11_ibss_tell_radio(struct d11_ibss *ibss);
/* A beacon or probe response of an IBSS. */
void d11_ibss_heard(struct d11_ibss *ibss, const struct d11_header *header,
                    const struct d11_bss *bss, const struct dot11_rx *rx,
                    uint64_t timestamp_us);

/* ibss_beacon.c */
uint64_t d11_ibss_tsf(const struct d11_ibss *ibss);
/* Its beacon or probe response has this Timestamp. Says whether theirs is
 * ahead of our time. */
bool d11_ibss_is_ahead(const struct d11_ibss *ibss, const uint8_t *bssid,
                       const struct dot11_rx *rx, uint64_t timestamp_us);
void d11_ibss_sync(struct d11_ibss *ibss, const struct dot11_rx *rx,
                   uint64_t timestamp_us, bool is_beacon);
bool d11_ibss_beacons(const struct d11_ibss *ibss);
/* The beacon for a radio that sends it by itself; NULL: none. Who gets it
 * gives it back. */
struct dot11_frame *d11_ibss_template(struct d11_ibss *ibss);
void d11_ibss_plan_beacon(struct d11_ibss *ibss);
void d11_ibss_beacon_tick(struct d11_ibss *ibss);
enum dot11_drop d11_ibss_probed(struct d11_ibss *ibss,
                                const struct d11_header *header,
                                const struct dot11_rx *rx);
/* Ask a member, or all of them, to show itself. */
void d11_ibss_probe(struct d11_ibss *ibss, const uint8_t *addr);

/* ibss_peer.c */
struct d11_ibss_slot *d11_ibss_slot(struct d11_ibss *ibss, const uint8_t *addr);
struct d11_peer *d11_ibss_peer(const struct d11_ibss *ibss,
                               const struct d11_ibss_slot *slot);
/* Somebody of our cell was heard who may be no peer yet; `bss` is NULL when
 * nothing is known of it. */
void d11_ibss_meet(struct d11_ibss *ibss, const uint8_t *addr,
                   const struct d11_bss *bss);
/* A peer, or one on the way, is none any more. `say`: a Deauthentication with
 * `code` tells it. */
void d11_ibss_part(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                   enum dot11_err err, enum dot11_outcome outcome,
                   uint16_t code, bool say);
enum dot11_drop d11_ibss_auth(struct d11_ibss *ibss,
                              const struct d11_header *header,
                              const uint8_t *body, size_t len);
enum dot11_drop d11_ibss_left(struct d11_ibss *ibss,
                              const struct d11_header *header,
                              const uint8_t *body, size_t len);
/* A peer was heard. */
void d11_ibss_peer_heard(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                         int8_t signal_dbm);
/* Events that peers and an operation may cause still. */
unsigned d11_ibss_owed(const struct d11_vif *vif);
void d11_ibss_peers_tick(struct d11_ibss *ibss);
uint64_t d11_ibss_peers_deadline(const struct d11_ibss *ibss);
/* The radio was elsewhere: silence until now says nothing. */
void d11_ibss_excuse(struct d11_ibss *ibss);

/* ibss_port.c */
void d11_ibss_port_create(struct d11_ibss *ibss, struct d11_ibss_slot *slot);
void d11_ibss_port_ask(struct d11_ibss *ibss, struct d11_ibss_slot *slot,
                       const struct d11_bss *bss);
void d11_ibss_port_delete(struct d11_ibss *ibss, struct d11_ibss_slot *slot);
void d11_ibss_verdict(struct d11_sme *sme,
                      const struct dot11_ext_verdict *verdict);
struct d11_peer *d11_ibss_key_owner(struct d11_vif *vif, struct d11_peer *peer,
                                    const struct dot11_ext_key *key);

/* ibss_report.c */
void d11_ibss_say_start(struct d11_ibss *ibss, enum dot11_event_type type,
                        uint32_t id, enum dot11_outcome reason);
void d11_ibss_say_done(struct d11_ibss *ibss, enum dot11_event_type type,
                       uint32_t id, enum dot11_err err,
                       enum dot11_outcome outcome);
void d11_ibss_say_assoc_start(struct d11_ibss *ibss,
                              const struct d11_ibss_slot *slot);
void d11_ibss_say_assoc_done(struct d11_ibss *ibss,
                             const struct d11_ibss_slot *slot,
                             enum dot11_err err, enum dot11_outcome outcome,
                             uint16_t code, const struct d11_bss *bss);
void d11_ibss_say_quality(struct d11_ibss *ibss, struct d11_ibss_slot *slot);

#endif
