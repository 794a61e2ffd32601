/* A PMK that comes after the association, or anew within it.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, clause 12. */
#include "rsn/methods.h"

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "frame/eapol.h"

void d11_late_stop(struct d11_methods *all)
{
    all->waiting = false;
    all->renewed = false;
    all->kept_len = 0;
}

/* What lacks nothing but the PMK; the later one is the AP's repetition. */
static enum dot11_drop keep(struct d11_methods *all,
                            const struct dot11_ext_packet *packet)
{
    if (packet->len > D11_KEPT_MAX)
        return D11_DROP_EAPOL_STATE;
    memcpy(all->kept, packet->data, packet->len);
    all->kept_len = (uint8_t)packet->len;
    return D11_DROP_NONE;
}

static void answer_kept(struct d11_methods *all, uint64_t now_us)
{
    struct dot11_ext_packet packet = {0};

    if (all->kept_len == 0)
        return;
    packet.session_id = all->rsn.session.id;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    d11_addr_copy(packet.sa, all->rsn.session.aa);
    packet.data = all->kept;
    packet.len = all->kept_len;
    all->kept_len = 0;
    (void)d11_rsn_receive(&all->rsn, &packet, now_us);
}

void d11_late_look(struct d11_methods *all, uint64_t now_us)
{
    struct d11_session *session = &all->rsn.session;
    const struct d11_pmk *pmk = session->pmk;

    if (!all->waiting || session->state != D11_SESSION_STARTED ||
        (!pmk->ready && pmk->err == D11_ERR_PENDING))
        return;
    all->waiting = false;
    if (pmk->ready) {
        d11_session_go(session, now_us);
        answer_kept(all, now_us);
    } else {
        d11_session_fail(session, (enum dot11_err)pmk->err,
                         D11_REASON_UNSPECIFIED);
    }
}

/* An EAPOL packet that is no EAPOL-Key: for the method. */
static enum dot11_drop receive_other(struct d11_methods *all,
                                     const struct dot11_ext_packet *packet)
{
    struct d11_session *session = &all->rsn.session;
    enum dot11_drop drop = d11_rsn_admit(&all->rsn, packet);
    struct d11_way way;

    if (drop != D11_DROP_NONE)
        return drop;
    if (!d11_way_of(all, d11_suites_akm_bit(session->suites.akm), &way) ||
        way.method->receive == NULL)
        return D11_DROP_EAPOL_TYPE;
    drop = way.method->receive(way.state, &all->rsn.env, session, packet);
    /* The AP did not know the PMK of the cache: another one is made. */
    if (!all->waiting && session->state == D11_SESSION_STARTED &&
        session->pmk->err == D11_ERR_PENDING) {
        (void)d11_cached_forget(all, session->aa, session->suites.akm);
        d11_session_set_deadline(session, D11_NEVER);
        all->waiting = true;
    }
    return drop;
}

void d11_methods_onex_result(void *ext, const struct dot11_onex_result *result,
                             uint64_t now_us)
{
    struct d11_methods *all = ext;
    struct d11_session *session = &all->rsn.session;
    enum dot11_err err;
    struct d11_way way;

    if (session->state == D11_SESSION_NONE ||
        session->id != result->session_id ||
        !d11_way_of(all, d11_suites_akm_bit(session->suites.akm), &way) ||
        way.method->onex_result == NULL)
        return;
    err = way.method->onex_result(way.state, result);
    if (session->state == D11_SESSION_KEYED && err == D11_OK)
        all->renewed = true;
    else if (session->state == D11_SESSION_KEYED && err != D11_ERR_PENDING)
        d11_session_fail(session, err, D11_REASON_8021X_FAILED);
    d11_late_look(all, now_us);
}

static bool is_key(const struct dot11_ext_packet *packet)
{
    return packet->ethertype != D11_ETHERTYPE_EAPOL || packet->len < 2 ||
           packet->data[1] == D11_EAPOL_TYPE_KEY;
}

enum dot11_drop d11_methods_receive(void *ext,
                                    const struct dot11_ext_packet *packet,
                                    uint64_t now_us)
{
    struct d11_methods *all = ext;
    const struct d11_session *session = &all->rsn.session;
    const bool was_keyed = session->state == D11_SESSION_KEYED;
    const bool had_snonce = session->has_snonce;
    enum dot11_drop drop;

    if (!is_key(packet))
        return receive_other(all, packet);
    drop = d11_rsn_receive(&all->rsn, packet, now_us);
    if (session->state == D11_SESSION_KEYED &&
        (!was_keyed || (all->renewed && had_snonce && !session->has_snonce))) {
        all->renewed = false;
        d11_cached_keep(all);
    }
    d11_rekey_arm(&all->rekey, &all->rsn.session, now_us);
    if (drop != D11_DROP_EAPOL_STATE || !all->waiting ||
        packet->session_id != all->rsn.session.id)
        return drop;
    return keep(all, packet);
}
