/* SA Queries of both sides, and the end of an association that failed.
 *
 * IEEE Std 802.11-2020, 11.13 and 9.6.9; rules SEC-PMF-05, PMF-06, PMF-09. */
#include <dot11/codes.h>

#include "base/deadline.h"
#include "frame/action.h"
#include "frame/oci.h"
#include "hw/ops.h"
#include "mlme/send.h"
#include "mlme/steps.h"
#include "sta/pmf.h"

/* SEC-PMF-05: between two queries that an unprotected frame may start. */
#define DOUBT_US 10000000u
/* Between two answers: an AP asks five times a second at most. */
#define ANSWER_US 50000u
/* Octets of a frame with an OCI element. */
#define QUERY_ROOM (D11_HEADER_LEN + 4u + 3u + D11_OCI_LEN)
/* Octets of the fixed fields. */
#define QUERY_LEN 4u

void d11_pmf_doubt(struct dot11_sta *sta)
{
    struct d11_pmf *own = d11_pmf_of(&sta->vif);
    const uint64_t now_us = sta->radio->env.now_us;

    if (own->query.running || now_us < own->paced_us)
        return;
    own->paced_us = d11_time_after(now_us, DOUBT_US);
    own->counts.queries_started++;
    d11_sa_query_begin(&own->query, now_us);
}

/* Both kinds of frame. 12.2.9: with the channel that we are on, when that was
 * agreed. */
static enum dot11_err send(struct dot11_sta *sta, uint8_t code, uint16_t id)
{
    struct d11_mlme *mlme = &sta->mlme;
    struct d11_letter letter;
    struct d11_oci oci;

    if (!d11_send_open(&letter, mlme->peer, mlme->env, QUERY_ROOM))
        return D11_ERR_MEMORY;
    d11_compose_sa_query(&letter.wr, &letter.addrs, code, id);
    if (mlme->suites.ocv && d11_oci_of(&oci, &mlme->peer->link->channel))
        d11_oci_write_element(&letter.wr, &oci);
    return d11_send_close(&letter, mlme->tx, mlme->vif, mlme->peer,
                          D11_COOKIE_NONE);
}

/* SEC-RND-01, SEC-PMF-09: without a random id this turn passes in silence. */
static void ask(struct dot11_sta *sta, struct d11_pmf *own)
{
    uint16_t id;

    if (d11_host_random(&sta->radio->env, (uint8_t *)&id, sizeof id) != D11_OK)
        return;
    if (send(sta, D11_SA_QUERY_REQUEST, id) == D11_OK)
        d11_sa_query_sent(&own->query, id);
}

static enum dot11_drop answer(struct dot11_sta *sta, struct d11_pmf *own,
                              uint16_t id)
{
    const uint64_t now_us = sta->radio->env.now_us;

    if (now_us < own->answer_us)
        return D11_DROP_RATE_LIMIT;
    own->answer_us = d11_time_after(now_us, ANSWER_US);
    if (send(sta, D11_SA_QUERY_RESPONSE, id) == D11_OK)
        own->counts.answers_sent++;
    return D11_DROP_NONE;
}

/* Does the AP prove that it is where we hear it? */
static bool is_here(const struct d11_mlme *mlme,
                    const struct d11_mlme_frame *in)
{
    const struct dot11_octets elements = {in->body + QUERY_LEN,
                                          in->len - QUERY_LEN};
    struct d11_oci oci;

    return d11_oci_find(&oci, elements) &&
           d11_oci_fits(&oci, &mlme->peer->link->channel);
}

enum dot11_drop d11_pmf_action(struct d11_vif *vif,
                               const struct d11_mlme_frame *in,
                               bool was_protected)
{
    struct dot11_sta *sta = vif->sta;
    struct d11_pmf *own = d11_pmf_of(vif);
    struct d11_sa_query query;

    if (in->len == 0)
        return D11_DROP_MGMT_BODY;
    if (in->body[0] != D11_CATEGORY_SA_QUERY)
        return D11_DROP_ACTION;
    if (!was_protected)
        return D11_DROP_UNPROTECTED_MGMT;
    if (!d11_sa_query_decode(&query, in->body, in->len))
        return D11_DROP_MGMT_BODY;
    if (sta->mlme.suites.ocv && !is_here(&sta->mlme, in))
        return D11_DROP_MISMATCH;
    if (query.code == D11_SA_QUERY_REQUEST)
        return answer(sta, own, query.transaction);
    if (!d11_sa_query_answered(&own->query, query.transaction))
        return D11_DROP_UNEXPECTED;
    own->counts.queries_answered++;
    return D11_DROP_NONE;
}

/* The association cannot go on: the AP is told, and another one looked for. */
static void end(struct dot11_sta *sta, enum dot11_outcome outcome,
                uint16_t reason)
{
    struct d11_mlme *mlme = &sta->mlme;

    d11_mlme_leave(mlme, true, reason);
    mlme->hooks.lost(mlme->hooks.arg, outcome, reason);
}

/* Can the AP hear us now? */
static bool is_away(const struct dot11_sta *sta)
{
    return !sta->mlme.home.here || sta->radio->env.away;
}

void d11_pmf_tick(struct d11_vif *vif, void *state)
{
    struct dot11_sta *sta = vif->sta;
    struct d11_pmf *own = state;

    if (!d11_pmf_is_agreed(sta))
        return;
    if (own->differs) {
        end(sta, D11_OUTCOME_SECURITY, D11_REASON_ELEMENT_DIFFERS);
        return;
    }
    switch (d11_sa_query_tick(&own->query, vif->env->now_us, is_away(sta))) {
    case D11_SA_QUERY_SEND: ask(sta, own); break;
    case D11_SA_QUERY_LOST:
        end(sta, D11_OUTCOME_SA_QUERY, D11_REASON_AUTH_INVALID);
        break;
    case D11_SA_QUERY_WAIT:
    case D11_SA_QUERY_GIVEN_UP: break;
    }
}

uint64_t d11_pmf_deadline(const struct d11_vif *vif, const void *state)
{
    const struct d11_pmf *own = state;

    return own->differs ? vif->env->now_us : d11_sa_query_deadline(&own->query);
}
