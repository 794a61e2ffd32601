/* SA Query: does the AP still have the keys of our association?
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.13; rules SEC-PMF-05, PMF-06, PMF-09. The machine
 * says when to send and when it is over; who asks it sends. Time counts only
 * while the AP could hear us and answer. */
#ifndef D11_MLME_SA_QUERY_H
#define D11_MLME_SA_QUERY_H

#include <stdbool.h>
#include <stdint.h>

/* dot11AssociationSAQueryRetryTimeout, and how many of them are waited for: up
 * to dot11AssociationSAQueryMaximumTimeout, 1000 TU. */
#define D11_SA_QUERY_RETRY_TU 201u
#define D11_SA_QUERY_MAXIMUM_TU 1000u
#define D11_SA_QUERY_TRIES 5u

struct d11_sa_query_run {
    bool running;
    uint8_t turns;                    /* that began */
    uint8_t sent;                     /* requests that left */
    uint64_t timer_us;                /* end of this turn */
    uint16_t ids[D11_SA_QUERY_TRIES]; /* `sent` transaction ids */
};

/* What to do now. */
enum d11_sa_query_step {
    D11_SA_QUERY_WAIT,    /* nothing */
    D11_SA_QUERY_SEND,    /* a request, then d11_sa_query_sent() if it left */
    D11_SA_QUERY_LOST,    /* the AP did not answer: it is over */
    D11_SA_QUERY_GIVEN_UP /* it is over, and says nothing: no request left */
};

void d11_sa_query_begin(struct d11_sa_query_run *run, uint64_t now_us);
void d11_sa_query_end(struct d11_sa_query_run *run);

/* Take a step when it is time. `away`: the AP cannot hear us now, which is not
 * its fault: this turn waits. */
enum d11_sa_query_step d11_sa_query_tick(struct d11_sa_query_run *run,
                                         uint64_t now_us, bool away);

/* The request of this turn left under this transaction id. */
void d11_sa_query_sent(struct d11_sa_query_run *run, uint16_t id);

/* A protected response came in. True: it is to a request of ours, and the
 * query is over. */
bool d11_sa_query_answered(struct d11_sa_query_run *run, uint16_t id);

/* When to take the next step; D11_NEVER: none. */
uint64_t d11_sa_query_deadline(const struct d11_sa_query_run *run);

#endif
