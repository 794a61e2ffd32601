/* Records of what became of each connect and roam, kept from the events that
 * the host gets and from each look at the candidates. */
#include <dot11/explain.h>

#include <string.h>

#include <dot11/codes.h>

#include "base/octets.h"
#include "sme/select.h"
#include "sme/steps.h"
#include "sta/radio.h"

struct records {
    uint8_t count;     /* in use */
    uint8_t last;      /* where the latest is */
    uint64_t tried_us; /* when the attempt that runs began */
    struct dot11_explanation of[D11_EXPLAIN_RECORDS];
};

static size_t state_size(const struct dot11_config *config)
{
    (void)config;
    return sizeof(struct records);
}

/* The record of the operation that has not ended, or NULL. */
static struct dot11_explanation *running(struct records *records)
{
    struct dot11_explanation *record = &records->of[records->last];

    return records->count != 0 && record->ended_us == 0 ? record : NULL;
}

static void end(struct dot11_explanation *record, enum dot11_verdict verdict,
                enum dot11_err err, uint16_t code, uint64_t at_us)
{
    record->verdict = verdict;
    record->err = err;
    record->code = code;
    record->ended_us = at_us;
}

static void begin(struct records *records, const struct dot11_sta *sta,
                  const struct dot11_event *event)
{
    struct dot11_explanation *record = running(records);

    /* The port of an earlier association did not open before this one. */
    if (record != NULL)
        end(record, D11_VERDICT_LOST, D11_ERR_LOST, event->u.start.code,
            event->at_us);
    if (records->count != 0)
        records->last = (uint8_t)((records->last + 1u) % D11_EXPLAIN_RECORDS);
    if (records->count < D11_EXPLAIN_RECORDS)
        records->count++;
    record = &records->of[records->last];
    memset(record, 0, sizeof *record);
    record->id = event->id;
    record->roam = event->type == D11_EV_ROAM_START;
    record->reason = event->u.start.reason;
    record->ssid = sta->sme.ssid;
    record->started_us = event->at_us;
}

static struct dot11_explain_candidate *find(struct dot11_explanation *record,
                                            const uint8_t *bssid)
{
    for (unsigned i = 0; i < record->candidate_count; i++) {
        if (d11_addr_equal(record->candidates[i].bssid, bssid))
            return &record->candidates[i];
    }
    return NULL;
}

/* A BSS of another name gives way to one of this network; the first that was
 * told of stays otherwise. */
static struct dot11_explain_candidate *place(struct dot11_explanation *record,
                                             bool of_network)
{
    if (record->candidate_count < D11_EXPLAIN_CANDIDATES)
        return &record->candidates[record->candidate_count++];
    record->crowded = true;
    for (unsigned i = 1; of_network && i <= D11_EXPLAIN_CANDIDATES; i++) {
        struct dot11_explain_candidate *last =
            &record->candidates[D11_EXPLAIN_CANDIDATES - i];

        if (last->refusal == D11_REFUSAL_SSID)
            return last;
    }
    return NULL;
}

/* As d11_explain_ops.look: what is thought of each BSS at this moment. */
static void look(struct d11_sme *sme)
{
    struct records *records = d11_vif_listed(sme->vif, D11_PART_EXPLAIN);
    struct dot11_explanation *record = running(records);
    struct dot11_ext_suites suites;
    const struct d11_bss *bss;

    if (record == NULL)
        return;
    if (record->looks < UINT8_MAX)
        record->looks++;
    for (size_t i = 0; (bss = d11_bss_table_at(sme->table, i)) != NULL; i++) {
        enum dot11_refusal refusal = d11_select_judge(sme, bss, &suites);
        struct dot11_explain_candidate *candidate = find(record, bss->bssid);

        if (candidate == NULL) {
            candidate = place(record, refusal != D11_REFUSAL_SSID);
            if (candidate == NULL)
                continue;
            memset(candidate, 0, sizeof *candidate);
            d11_addr_copy(candidate->bssid, bss->bssid);
        }
        candidate->freq_mhz = bss->freq_mhz;
        candidate->signal_dbm = bss->signal_dbm;
        candidate->refusal = refusal;
    }
}

static void attempt(struct records *records, struct dot11_explanation *record,
                    const struct dot11_event *event)
{
    struct dot11_explain_candidate *candidate =
        find(record, event->u.assoc_start.bssid);

    records->tried_us = event->at_us;
    if (candidate == NULL)
        return;
    if (candidate->tries < UINT8_MAX)
        candidate->tries++;
    candidate->step = D11_STEP_CHANNEL;
    candidate->err = D11_ERR_PENDING;
}

static enum dot11_step step_of(enum d11_mlme_state reached)
{
    switch (reached) {
    case D11_MLME_AUTHENTICATING: return D11_STEP_AUTHENTICATION;
    case D11_MLME_ASSOCIATING: return D11_STEP_ASSOCIATION;
    case D11_MLME_ASSOCIATED: return D11_STEP_PORT;
    default: return D11_STEP_CHANNEL;
    }
}

static void attempt_ended(const struct records *records,
                          struct dot11_explanation *record,
                          const struct dot11_sta *sta,
                          const struct dot11_event *event)
{
    const struct dot11_ev_assoc_done *done = &event->u.assoc_done;
    struct dot11_explain_candidate *candidate = find(record, done->bssid);

    if (candidate == NULL)
        return;
    candidate->step = step_of(sta->mlme.reached);
    candidate->err = done->err;
    candidate->code = done->code;
    candidate->refused_by_status = done->outcome == D11_OUTCOME_PEER_REFUSED;
    candidate->took_us = (uint32_t)(event->at_us - records->tried_us);
}

static enum dot11_verdict verdict_of(enum dot11_err err)
{
    switch (err) {
    case D11_OK: return D11_VERDICT_CONNECTED;
    case D11_ERR_NOT_FOUND: return D11_VERDICT_NOT_FOUND;
    case D11_ERR_REFUSED: return D11_VERDICT_REFUSED;
    case D11_ERR_TIMEOUT: return D11_VERDICT_NO_ANSWER;
    case D11_ERR_BAD_KEY: return D11_VERDICT_WRONG_PASSPHRASE;
    case D11_ERR_CHANNEL: return D11_VERDICT_NO_CANDIDATE;
    case D11_ERR_LOST: return D11_VERDICT_LOST;
    case D11_ERR_CANCELLED: return D11_VERDICT_CANCELLED;
    case D11_ERR_RADIO_OFF: return D11_VERDICT_RADIO_OFF;
    case D11_ERR_SECURITY:
    case D11_ERR_VERIFY:
    case D11_ERR_PROTOCOL: return D11_VERDICT_SECURITY;
    default: return D11_VERDICT_SYSTEM;
    }
}

static bool was_tried(const struct dot11_explanation *record)
{
    for (unsigned i = 0; i < record->candidate_count; i++) {
        if (record->candidates[i].tries != 0)
            return true;
    }
    return false;
}

static void operation_ended(struct dot11_explanation *record,
                            const struct dot11_event *event)
{
    const struct dot11_ev_done *done = &event->u.done;
    enum dot11_verdict verdict = verdict_of(done->err);

    /* The port says how it goes on. */
    if (done->err == D11_OK)
        return;
    if (!was_tried(record) && verdict == D11_VERDICT_SECURITY)
        verdict = D11_VERDICT_NO_CANDIDATE;
    end(record, verdict, done->err, done->code, event->at_us);
}

static void port_changed(const struct records *records,
                         struct dot11_explanation *record,
                         const struct dot11_event *event)
{
    const struct dot11_ev_port *port = &event->u.port;
    struct dot11_explain_candidate *candidate = find(record, port->port.peer);
    bool failed = port->change == D11_PORT_UNAUTHORIZED;

    if (!port->port.authorized && !failed)
        return;
    if (candidate != NULL) {
        candidate->step = failed ? D11_STEP_PORT : D11_STEP_OPEN;
        candidate->err = port->err;
        candidate->code = port->code;
        candidate->took_us = (uint32_t)(event->at_us - records->tried_us);
    }
    /* That no handshake came is not that no AP answered. */
    if (failed && port->err == D11_ERR_TIMEOUT)
        end(record, D11_VERDICT_SECURITY, port->err, port->code, event->at_us);
    else
        end(record, verdict_of(port->err), port->err, port->code, event->at_us);
}

/* Before the port was open. */
static void association_ended(struct dot11_explanation *record,
                              const struct dot11_event *event)
{
    const struct dot11_ev_disassoc *gone = &event->u.disassoc;
    enum dot11_verdict verdict = D11_VERDICT_LOST;

    if (gone->outcome == D11_OUTCOME_BY_HOST)
        verdict = D11_VERDICT_CANCELLED;
    else if (gone->code == D11_REASON_4WAY_TIMEOUT)
        verdict = D11_VERDICT_SECURITY;
    end(record, verdict, D11_ERR_LOST, gone->code, event->at_us);
}

static void event(struct d11_vif *vif, void *state,
                  const struct dot11_event *event)
{
    struct records *records = state;
    struct dot11_explanation *record = running(records);

    if (event->type == D11_EV_CONNECT_START || event->type == D11_EV_ROAM_START)
        begin(records, vif->sta, event);
    if (record == NULL)
        return;
    switch (event->type) {
    case D11_EV_ASSOC_START: attempt(records, record, event); break;
    case D11_EV_ASSOC_DONE:
        attempt_ended(records, record, vif->sta, event);
        break;
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE: operation_ended(record, event); break;
    case D11_EV_PORT: port_changed(records, record, event); break;
    case D11_EV_DISASSOC: association_ended(record, event); break;
    default: break;
    }
}

/* What was may name networks that a reset forgets. */
static void reset(struct d11_vif *vif, void *state, enum d11_part_reset what)
{
    (void)vif;
    if (what != D11_PART_DISCONNECT)
        memset(state, 0, sizeof(struct records));
}

enum dot11_err dot11_sta_explain(const struct dot11_sta *sta, unsigned back,
                                 struct dot11_explanation *explanation)
{
    const struct records *records = d11_vif_part(&sta->vif, D11_PART_EXPLAIN);

    if (records == NULL)
        return D11_ERR_UNSUPPORTED;
    if (back >= records->count)
        return D11_ERR_NOT_FOUND;
    *explanation = records->of[(records->last + D11_EXPLAIN_RECORDS - back) %
                               D11_EXPLAIN_RECORDS];
    return D11_OK;
}

static const struct d11_explain_ops ops = {
    .look = look,
};

const struct dot11_part dot11_explain = {
    .kind = D11_PART_EXPLAIN,
    .list = &d11_part_list,
    .state_size = state_size,
    .reset = reset,
    .event = event,
    .ops = &ops,
};
