/* dot11-station: events and results as JSON, one object a line.
 *
 * SPDX-License-Identifier: MIT
 *
 * Members are named as in dot11/event.h, sta.h and bss.h. Each object has
 * `event` and `at_us`. */
#include "station.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void print(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(object);
}

static json_t *begin(const char *event, uint64_t at_us)
{
    json_t *object = json_object();

    json_object_set_new(object, "event", json_string(event));
    json_object_set_new(object, "at_us", json_integer((json_int_t)at_us));
    return object;
}

static void set_number(json_t *object, const char *name, long long value)
{
    json_object_set_new(object, name, json_integer(value));
}

static void set_text(json_t *object, const char *name, const char *text)
{
    json_object_set_new(object, name, json_string(text));
}

static void set_bool(json_t *object, const char *name, bool value)
{
    json_object_set_new(object, name, json_boolean(value));
}

static void set_addr(json_t *object, const char *name,
                     const uint8_t addr[D11_ADDR_LEN])
{
    char text[TEXT_ADDR_MAX];

    set_text(object, name, text_addr(addr, text));
}

static void set_ssid(json_t *object, const struct dot11_ssid *ssid)
{
    char text[TEXT_SSID_MAX];

    set_text(object, "ssid", text_ssid(ssid, text));
}

/* --- Events --------------------------------------------------------------- */

static void set_done(json_t *object, const struct dot11_ev_done *done)
{
    set_text(object, "err", dot11_err_str(done->err));
    set_text(object, "outcome", dot11_outcome_str(done->outcome));
    set_number(object, "code", done->code);
    if (done->err == D11_OK)
        set_addr(object, "bssid", done->bssid);
}

static void set_assoc_start(json_t *object,
                            const struct dot11_ev_assoc_start *start)
{
    set_addr(object, "bssid", start->bssid);
    set_ssid(object, &start->ssid);
    set_number(object, "freq_mhz", start->freq_mhz);
    set_number(object, "link_id", start->link_id);
    set_bool(object, "reassoc", start->reassoc);
}

static void set_assoc_done(json_t *object,
                           const struct dot11_ev_assoc_done *done)
{
    set_text(object, "err", dot11_err_str(done->err));
    set_text(object, "outcome", dot11_outcome_str(done->outcome));
    set_number(object, "code", done->code);
    set_number(object, "aid", done->aid);
    set_addr(object, "bssid", done->bssid);
    set_number(object, "link_id", done->link_id);
    set_bool(object, "reassoc", done->reassoc);
    set_bool(object, "qos", done->qos);
    set_bool(object, "authorized", done->authorized);
    set_text(object, "akm", text_akm(done->akm));
    set_text(object, "pairwise_cipher", text_cipher(done->pairwise_cipher));
    set_text(object, "group_cipher", text_cipher(done->group_cipher));
}

static void set_port(json_t *object, const struct dot11_ev_port *port)
{
    set_addr(object, "peer", port->port.peer);
    set_number(object, "link_id", port->port.link_id);
    set_bool(object, "controlled", port->port.controlled);
    set_bool(object, "authorized",
             port->port.authorized && port->change != D11_PORT_DELETED);
    set_number(object, "session_id", port->port.session_id);
    set_text(object, "change", text_port_change(port->change));
    set_text(object, "err", text_err(port->err));
    set_number(object, "code", port->code);
}

static void set_disassoc(json_t *object, const struct dot11_ev_disassoc *left)
{
    set_addr(object, "bssid", left->bssid);
    set_text(object, "outcome", dot11_outcome_str(left->outcome));
    set_number(object, "code", left->code);
}

static void set_scan_done(json_t *object, const struct dot11_ev_scan_done *done)
{
    set_text(object, "err", dot11_err_str(done->err));
    set_number(object, "bss_count", done->bss_count);
    set_number(object, "channels", done->channels);
}

static void set_start(json_t *object, const struct dot11_ev_start *start)
{
    set_text(object, "reason", dot11_outcome_str(start->reason));
    set_number(object, "code", start->code);
    set_ssid(object, &start->ssid);
    set_bool(object, "ibss", start->ibss);
    if (start->ibss)
        set_addr(object, "bssid", start->bssid);
}

static void set_quality(json_t *object,
                        const struct dot11_ev_link_quality *link)
{
    set_addr(object, "bssid", link->bssid);
    set_number(object, "quality", link->quality);
    set_number(object, "signal_dbm", link->signal_dbm);
}

static json_t *event_object(const struct dot11_event *event)
{
    json_t *object = begin(dot11_event_name(event->type), event->at_us);

    set_number(object, "id", event->id);
    switch (event->type) {
    case D11_EV_STARTED:
        set_text(object, "err", dot11_err_str(event->u.started.err));
        break;
    case D11_EV_SCAN_DONE: set_scan_done(object, &event->u.scan_done); break;
    case D11_EV_CONNECT_START:
    case D11_EV_ROAM_START: set_start(object, &event->u.start); break;
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE: set_done(object, &event->u.done); break;
    case D11_EV_ASSOC_START:
        set_assoc_start(object, &event->u.assoc_start);
        break;
    case D11_EV_ASSOC_DONE: set_assoc_done(object, &event->u.assoc_done); break;
    case D11_EV_DISASSOC: set_disassoc(object, &event->u.disassoc); break;
    case D11_EV_PORT: set_port(object, &event->u.port); break;
    case D11_EV_DISCONNECT_DONE:
        set_text(object, "err", dot11_err_str(event->u.disconnect_done.err));
        break;
    case D11_EV_LINK_QUALITY:
        set_quality(object, &event->u.link_quality);
        break;
    case D11_EV_NEED_CREDENTIALS:
        set_number(object, "kind", event->u.need_credentials.kind);
        break;
    case D11_EV_PINNED: set_number(object, "pins", event->u.pinned.pins); break;
    case D11_EV_RESET_DONE:
        set_text(object, "err", dot11_err_str(event->u.reset_done.err));
        break;
    case D11_EV_NETWORK_FOUND:
        set_number(object, "index", event->u.network_found.index);
        set_addr(object, "bssid", event->u.network_found.bssid);
        set_number(object, "freq_mhz", event->u.network_found.freq_mhz);
        break;
    case D11_EV_PMKID_CANDIDATES:
        set_number(object, "count", event->u.pmkid_candidates.count);
        break;
    case D11_EV_UNPROTECTED:
        set_addr(object, "bssid", event->u.unprotected.bssid);
        set_number(object, "subtype", event->u.unprotected.subtype);
        set_number(object, "reason", event->u.unprotected.reason);
        set_number(object, "count", event->u.unprotected.count);
        break;
    case D11_EV_PHY_STATE:
        set_bool(object, "software_on", event->u.phy_state.software_on);
        set_bool(object, "hardware_on", event->u.phy_state.hardware_on);
        break;
    case D11_EV_HALTED:
        set_text(object, "err", dot11_err_str(event->u.halted.err));
        break;
    case D11_EV_TKIP_MIC_FAILURE:
        set_addr(object, "peer", event->u.tkip_mic_failure.peer);
        set_number(object, "key_id", event->u.tkip_mic_failure.key_id);
        set_bool(object, "default_key", event->u.tkip_mic_failure.default_key);
        break;
    case D11_EV_NONE:
    case D11_EV_COUNT: break;
    }
    return object;
}

void json_event(const struct dot11_event *event)
{
    print(event_object(event));
}

void json_events(struct station *st)
{
    json_t *object = begin("events", st->kind->now_us(st));
    json_t *list = json_array();
    const struct dot11_event *event;

    for (size_t i = 0; (event = history_at(&st->history, i)) != NULL; i++)
        json_array_append_new(list, event_object(event));
    json_object_set_new(object, "events", list);
    print(object);
}

/* --- Commands ------------------------------------------------------------- */

void json_result(struct station *st, const char *command, const char *why)
{
    json_t *object = begin("result", st->kind->now_us(st));

    set_text(object, "command", command);
    set_bool(object, "ok", why == NULL);
    if (why != NULL)
        set_text(object, "error", why);
    print(object);
}

static json_t *bss_object(const struct dot11_bss *bss)
{
    char security[TEXT_SECURITY_MAX];
    json_t *object = json_object();

    set_addr(object, "bssid", bss->bssid);
    set_ssid(object, &bss->ssid);
    set_bool(object, "hidden", (bss->flags & D11_BSS_IS_HIDDEN) != 0);
    set_bool(object, "joined", (bss->flags & D11_BSS_IS_JOINED) != 0);
    set_number(object, "freq_mhz", bss->freq_mhz);
    set_number(object, "channel", dot11_channel_number(bss->freq_mhz));
    set_number(object, "signal_dbm", bss->signal_dbm);
    set_number(object, "beacon_interval_tu", bss->beacon_interval_tu);
    set_text(object, "security", text_security(bss, security));
    return object;
}

void json_bss(struct station *st)
{
    json_t *object = begin("bss", st->kind->now_us(st));
    json_t *list = json_array();
    struct dot11_bss bss;

    for (size_t i = 0; dot11_radio_bss_get(st->radio, i, &bss) == D11_OK; i++)
        json_array_append_new(list, bss_object(&bss));
    json_object_set_new(object, "bss", list);
    print(object);
}

void json_status(struct station *st)
{
    struct dot11_sta_status status;
    struct dot11_pmf_info pmf;
    json_t *object = begin("status", st->kind->now_us(st));

    dot11_sta_status(st->sta, &status);
    set_text(object, "state", dot11_sta_state_str(status.state));
    set_addr(object, "addr", status.addr);
    set_bool(object, "associated", status.associated);
    set_bool(object, "authorized", status.authorized);
    set_bool(object, "scanning", status.scanning);
    if (status.associated) {
        set_addr(object, "bssid", status.bssid);
        set_ssid(object, &status.ssid);
        set_number(object, "freq_mhz", status.freq_mhz);
        set_number(object, "aid", status.aid);
        set_number(object, "signal_dbm", status.signal_dbm);
        set_number(object, "quality", status.quality);
        set_text(object, "akm", text_akm(status.akm));
        set_text(object, "pairwise_cipher",
                 text_cipher(status.pairwise_cipher));
        set_text(object, "group_cipher", text_cipher(status.group_cipher));
        if (dot11_sta_pmf_info(st->sta, &pmf) == D11_OK) {
            set_bool(object, "pmf", pmf.mfp);
            set_text(object, "group_mgmt_cipher",
                     text_cipher(pmf.group_mgmt_cipher));
            set_bool(object, "beacon_protection", pmf.beacon_protection);
        }
        set_number(object, "pmks",
                   (long long)dot11_sta_pmksas(st->sta, NULL, 0));
        set_number(object, "rx_msdus", (long long)status.rx_msdus);
        set_number(object, "tx_msdus", (long long)status.tx_msdus);
    }
    print(object);
}

void json_peers(struct station *st)
{
    struct dot11_ibss_peer peers[32];
    struct dot11_ibss_info info;
    json_t *object = begin("peers", st->kind->now_us(st));
    json_t *list = json_array();
    size_t count = dot11_sta_ibss_peers(st->sta, peers, 32);

    if (dot11_sta_ibss_info(st->sta, &info) == D11_OK) {
        set_addr(object, "bssid", info.bssid);
        set_number(object, "freq_mhz", info.freq_mhz);
        set_bool(object, "started", info.started);
    }
    for (size_t i = 0; i < count && i < 32; i++) {
        json_t *peer = json_object();

        set_addr(peer, "addr", peers[i].addr);
        set_bool(peer, "authorized", peers[i].authorized);
        set_number(peer, "signal_dbm", peers[i].signal_dbm);
        json_array_append_new(list, peer);
    }
    json_object_set_new(object, "peers", list);
    print(object);
}

static json_t *candidate_of(const struct dot11_explain_candidate *candidate)
{
    json_t *object = json_object();

    set_addr(object, "bssid", candidate->bssid);
    set_number(object, "freq_mhz", candidate->freq_mhz);
    set_number(object, "signal_dbm", candidate->signal_dbm);
    set_number(object, "tries", candidate->tries);
    if (candidate->tries == 0) {
        set_text(object, "refusal", dot11_refusal_str(candidate->refusal));
        return object;
    }
    set_text(object, "step", dot11_step_str(candidate->step));
    set_text(object, "err", text_err(candidate->err));
    set_number(object, "code", candidate->code);
    set_number(object, "took_us", candidate->took_us);
    return object;
}

void json_explain(struct station *st,
                  const struct dot11_explanation *explanation)
{
    json_t *object = begin("explanation", st->kind->now_us(st));
    json_t *candidates = json_array();

    set_text(object, "operation", explanation->roam ? "roam" : "connect");
    set_ssid(object, &explanation->ssid);
    set_text(object, "reason", dot11_outcome_str(explanation->reason));
    set_text(object, "verdict", dot11_verdict_str(explanation->verdict));
    set_text(object, "err", text_err(explanation->err));
    set_number(object, "code", explanation->code);
    set_number(object, "started_us", (long long)explanation->started_us);
    set_number(object, "ended_us", (long long)explanation->ended_us);
    for (unsigned i = 0; i < explanation->candidate_count; i++)
        json_array_append_new(candidates,
                              candidate_of(&explanation->candidates[i]));
    json_object_set_new(object, "candidates", candidates);
    print(object);
}

void json_stats(struct station *st)
{
    json_t *object = begin("stats", st->kind->now_us(st));
    json_t *drops = json_object();
    struct dot11_stats stats;
    const char *name;
    uint32_t value;

    dot11_radio_stats(st->radio, &stats);
    for (size_t i = 0; (name = stats_counter(&stats, i, &value)) != NULL; i++)
        set_number(object, name, value);
    for (int drop = 0; drop < D11_DROP_COUNT; drop++)
        set_number(drops, dot11_drop_str((enum dot11_drop)drop),
                   stats.drops[drop]);
    json_object_set_new(object, "drops", drops);
    print(object);
}

/* A number is a number, the rest are words. */
static json_t *entry_of(const struct dot11_attr_info *info,
                        const uint8_t *value, size_t len, size_t i)
{
    char text[ATTRIBUTE_TEXT_MAX];
    uint32_t number;

    if (info->type == D11_VALUE_BOOL)
        return json_boolean(value[i] != 0);
    if (info->type == D11_VALUE_U32 || info->type == D11_VALUE_U32_LIST) {
        memcpy(&number, value + i * sizeof number, sizeof number);
        return json_integer(number);
    }
    return json_string(attribute_entry(info, value, len, i, text));
}

static bool is_single(const struct dot11_attr_info *info)
{
    return info->type == D11_VALUE_U32 || info->type == D11_VALUE_ADDR ||
           (info->type == D11_VALUE_BOOL && info->item_len == 1);
}

void json_attributes(struct station *st, unsigned first, unsigned end)
{
    json_t *object = begin("attributes", st->kind->now_us(st));
    json_t *attributes = json_object();
    uint8_t value[2048];
    size_t len;

    for (unsigned i = first; i < end; i++) {
        const struct dot11_attr_info *info =
            dot11_attr_info((enum dot11_attr)i);
        json_t *list;

        if (dot11_sta_get(st->sta, (enum dot11_attr)i, value, sizeof value,
                          &len) != D11_OK)
            continue;
        if (is_single(info)) {
            json_object_set_new(attributes, info->name,
                                entry_of(info, value, len, 0));
            continue;
        }
        list = json_array();
        for (size_t k = 0; k < attribute_entries(info, len); k++)
            json_array_append_new(list, entry_of(info, value, len, k));
        json_object_set_new(attributes, info->name, list);
    }
    json_object_set_new(object, "attributes", attributes);
    print(object);
}

void json_ping(struct station *st, unsigned seq, uint64_t rtt_us)
{
    json_t *object = begin("ping", st->kind->now_us(st));

    set_number(object, "seq", seq);
    set_bool(object, "received", rtt_us != D11_NEVER);
    if (rtt_us != D11_NEVER)
        set_number(object, "rtt_us", (long long)rtt_us);
    print(object);
}
