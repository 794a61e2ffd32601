/* The station's side of one association: authentication, association, and
 * watching over it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.3. What to join and when is decided above (sme);
 * who is let in is decided by the security hooks. */
#ifndef D11_MLME_MLME_H
#define D11_MLME_MLME_H

#include <stdbool.h>
#include <stdint.h>

#include <dot11/event.h>
#include <dot11/ext.h>

#include "base/moves.h"
#include "hw/channel.h"
#include "hw/vif.h"
#include "mlme/bss_table.h"
#include "mlme/watch.h"
#include "tx/tx.h"

enum d11_mlme_state {
    D11_MLME_IDLE,           /* no association and none wanted */
    D11_MLME_TUNING,         /* the radio is on its way to the AP's channel */
    D11_MLME_AUTHENTICATING, /* state 1: unauthenticated */
    D11_MLME_ASSOCIATING,    /* state 2: authenticated */
    D11_MLME_ASSOCIATED,     /* state 3 or 4 */
    D11_MLME_STATE_COUNT
};

/* How an attempt to associate ended. */
struct d11_join_result {
    enum dot11_err err;         /* D11_OK: associated */
    enum dot11_outcome outcome;
    uint16_t code;              /* status or reason code */
};

/* What the machine asks and tells the layer above. */
struct d11_mlme_hooks {
    /* Next step of an authentication that is not open system; as
     * dot11_ext_ops.authenticate. */
    enum dot11_err (*authenticate)(void *arg, const struct d11_bss *bss,
                                   const struct dot11_ext_auth *in,
                                   struct dot11_ext_auth *out);
    /* Security elements of the association request; SIZE_MAX: no room. */
    size_t (*elements)(void *arg, const struct d11_bss *bss,
                       const struct dot11_ext_suites *suites, uint8_t *buf,
                       size_t cap);
    /* The attempt of d11_mlme_join() ended. The machine has settled. */
    void (*joined)(void *arg, const struct d11_join_result *result);
    /* The association ended by the peer or by silence. It is gone already. */
    void (*lost)(void *arg, enum dot11_outcome outcome, uint16_t code);
    void *arg;
};

/* Bodies kept for the event of an association. */
struct d11_bodies {
    uint8_t *octets;       /* config.body_octets of them */
    uint16_t size;
    uint16_t request_len;  /* at octets */
    uint16_t response_len; /* behind the request */
    uint16_t beacon_len;   /* behind the response */
};

struct d11_mlme {
    enum d11_mlme_state state;
    enum d11_mlme_state reached; /* the last state that was not idle */
    bool reassoc;
    bool leaving;              /* on the way home only to say so */
    bool wmm;                  /* asked for in the association request */
    uint8_t tries;

    /* Set by who builds the station. */
    struct d11_env *env;
    struct d11_ops *ops;
    struct d11_schedule *schedule;
    struct d11_tx_path *tx;
    struct d11_bss_table *table;
    struct d11_vif *vif;
    struct d11_peer *peer;
    struct d11_mlme_hooks hooks;
    struct d11_bodies bodies;

    struct d11_bss *bss;       /* pinned while not idle */
    uint32_t comeback_tu;      /* not before that again; 0: nothing said */
    uint64_t timer_us;
    struct d11_channel_request home;
    struct d11_watch watch;
    struct dot11_ext_suites suites;
    struct dot11_ssid ssid;    /* of the BSS when it was chosen */
    uint8_t current_ap[D11_ADDR_LEN]; /* with reassoc */
};

extern const uint16_t d11_association_moves[];

/* Prepare the machine; what the caller sets is set already. */
void d11_mlme_init(struct d11_mlme *mlme);

/* Try to associate with `bss`. Ends in one `joined`, maybe before it returns.
 * An association that exists ends implicitly now, and its AP is named in a
 * reassociation request. Not while an attempt runs. */
void d11_mlme_join(struct d11_mlme *mlme, struct d11_bss *bss,
                   const struct dot11_ext_suites *suites);

/* Give up an attempt; `joined` is not called. */
void d11_mlme_cancel(struct d11_mlme *mlme);

/* End the association from our side with a frame to the AP; `lost` is not
 * called. */
void d11_mlme_leave(struct d11_mlme *mlme, bool deauth, uint16_t reason);

/* End the association without a word: the radio is off. */
void d11_mlme_drop(struct d11_mlme *mlme);

/* The handshake is over: channel time is no longer ours alone. */
void d11_mlme_settled(struct d11_mlme *mlme);

/* The AP may send and receive data with us: tell the radio. */
void d11_mlme_tell_radio(struct d11_mlme *mlme);

/* Does an authentication of an extension run? */
bool d11_mlme_may_auth(const struct d11_mlme *mlme);

/* An authentication step from outside a frame: something to send, or the end
 * (err other than PENDING). */
enum dot11_err d11_mlme_auth(struct d11_mlme *mlme,
                             const struct dot11_ext_auth *out,
                             enum dot11_err err);

/* A management frame for this station or a group. */
enum dot11_drop d11_mlme_rx(struct d11_mlme *mlme,
                            const struct d11_header *header,
                            const struct dot11_rx *rx, bool was_protected);

/* A beacon or probe response of the BSS that we are in. */
void d11_mlme_heard_bss(struct d11_mlme *mlme, const struct d11_bss *bss,
                        const struct dot11_rx *rx);

/* A frame with one of our cookies came back. */
void d11_mlme_sent(struct d11_mlme *mlme, uint16_t cookie, bool acked);

/* The radio says that beacons are missing. */
void d11_mlme_beacon_loss(struct d11_mlme *mlme);

void d11_mlme_tick(struct d11_mlme *mlme);
uint64_t d11_mlme_deadline(const struct d11_mlme *mlme);

#endif
