/* What the parts of the connection machine share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_SME_STEPS_H
#define D11_SME_STEPS_H

#include "base/moves.h"
#include "sme/sme.h"

/* What the part D11_PART_EXPLAIN wants to see. */
struct d11_explain_ops {
    /* Candidates are about to be chosen from. */
    void (*look)(struct d11_sme *sme);
};

/* sme.c: take the next step of an operation: join the best candidate, look
 * for candidates, or give up. */
void d11_sme_look(struct d11_sme *sme);

/* sme.c: a clean sheet for an operation; what was heard since `fresh_us`
 * counts. */
void d11_sme_clear(struct d11_sme *sme, uint64_t fresh_us);

/* sme.c: begin an operation with a clean sheet. */
void d11_sme_begin(struct d11_sme *sme, uint64_t fresh_us);

/* request.c: begin a roam, there being room for it: to `bssid`, or NULL: to
 * any other AP. */
void d11_sme_start_roam(struct d11_sme *sme, const uint8_t *bssid,
                        uint32_t id, enum dot11_outcome reason);

/* sme.c: since when something heard may be tried without looking again. */
uint64_t d11_sme_lately(const struct d11_sme *sme);

/* sme.c: nothing is wanted any more (DISC-7: the extension hears of it
 * last). */
void d11_sme_forget(struct d11_sme *sme);

/* sme.c: the association is gone; look for another one (ROAM-4). */
void d11_sme_after_loss(struct d11_sme *sme, enum dot11_outcome outcome,
                        uint16_t code);

/* seek.c: scan for the network; goes on with d11_sme_look(). */
void d11_seek_start(struct d11_sme *sme);

/* seek.c: why nothing fits. */
enum dot11_err d11_seek_reason(struct d11_sme *sme);

/* seek.c: the channels where this network was heard before; 0 when there are
 * none, or too many to be worth it. */
uint16_t d11_seek_known(const struct d11_sme *sme,
                        uint16_t freqs_mhz[D11_SME_FREQS]);

extern const uint16_t d11_connection_moves[];

/* The one way to change the state of a connection. */
static inline void d11_sme_enter(struct d11_sme *sme,
                                 enum dot11_sta_state state)
{
    d11_assert(d11_may_move(d11_connection_moves, sme->state, state));
    sme->state = state;
}

#endif
