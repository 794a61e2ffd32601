/* A member of an IBSS that a test plays by hand: what it says is judged, also
 * when it should not have been said. */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "cell.h"
#include "frame/header.h"

#define RATE 2u

static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const uint8_t member[6] = {2, 0, 0, 0, 0, 0x77};

/* What the member got. */
struct heard {
    unsigned auths;     /* to it, by transaction */
    unsigned answers;   /* Authentication with transaction 2 */
    uint16_t status;    /* of the last of these */
    unsigned responses; /* probe responses to it */
    unsigned data;
};

struct play {
    struct cell *cell;
    struct dot11_sim_node *node;
    struct heard heard;
    uint8_t bssid[6];
};

static void on_frame(void *ctx, const uint8_t *octets, size_t len,
                     int8_t signal_dbm)
{
    struct heard *heard = ctx;
    struct d11_header h;

    (void)signal_dbm;
    if (d11_header_decode(&h, octets, len) != D11_DROP_NONE ||
        !d11_addr_equal(h.a1, member))
        return;
    if (h.type == D11_TYPE_DATA)
        heard->data++;
    if (d11_header_is_mgmt(&h, D11_MGMT_PROBE_RESP))
        heard->responses++;
    if (!d11_header_is_mgmt(&h, D11_MGMT_AUTH))
        return;
    heard->auths += d11_load_le16(octets + 26) == 1;
    if (d11_load_le16(octets + 26) == 2) {
        heard->answers++;
        heard->status = d11_load_le16(octets + 28);
    }
}

/* A station that began its cell, and the member beside it. */
static void begin(struct play *play, bool open_system)
{
    struct cell_options options;

    memset(play, 0, sizeof *play);
    cell_options(&options);
    options.count = 1;
    options.open_system = open_system;
    play->cell = cell_new(&options);
    play->node = dot11_sim_raw(play->cell->sim, member, CELL_MHZ, on_frame,
                               &play->heard);
    assert_non_null(play->node);
    cell_up(play->cell, 0, false);
    memcpy(play->bssid, cell_info(play->cell, 0).bssid, 6);
    (void)cell_events(play->cell, 0);
}

/* A frame of the member, addressed to the station or to all. */
static void say(struct play *play, unsigned type, unsigned subtype,
                unsigned flags, bool to_all, const uint8_t *body, size_t len)
{
    uint8_t frame[256] = {0};

    frame[0] = (uint8_t)(type << 2 | subtype << 4);
    frame[1] = (uint8_t)flags;
    memcpy(frame + 4, to_all ? all : play->cell->addrs[0], 6);
    memcpy(frame + 10, member, 6);
    memcpy(frame + 16, play->bssid, 6);
    assert_true(24 + len <= sizeof frame);
    memcpy(frame + 24, body, len);
    assert_int_equal(dot11_sim_inject(play->node, frame, 24 + len, RATE),
                     D11_OK);
    cell_run(play->cell, 20000);
}

static void beacon_with(struct play *play, uint16_t capability, uint64_t tsf_us)
{
    uint8_t body[64] = {0};
    static const uint8_t elements[] = {0, 4,    'c',  'e',  'l',  'l', 1,
                                       4, 0x82, 0x84, 0x8b, 0x96, 3,   1,
                                       6, 6,    2,    0,    0};

    d11_store_le64(body, tsf_us);
    d11_store_le16(body + 8, 100);
    d11_store_le16(body + 10, capability);
    memcpy(body + 12, elements, sizeof elements);
    say(play, D11_TYPE_MGMT, D11_MGMT_BEACON, 0, true, body,
        12 + sizeof elements);
}

static void beacon(struct play *play)
{
    beacon_with(play, D11_CAP_IBSS, 1);
}

static void auth(struct play *play, uint16_t algorithm, uint16_t transaction,
                 uint16_t status)
{
    uint8_t body[6];

    d11_store_le16(body, algorithm);
    d11_store_le16(body + 2, transaction);
    d11_store_le16(body + 4, status);
    say(play, D11_TYPE_MGMT, D11_MGMT_AUTH, 0, false, body, sizeof body);
}

static void leave(struct play *play, unsigned subtype, uint16_t reason)
{
    uint8_t body[2];

    d11_store_le16(body, reason);
    say(play, D11_TYPE_MGMT, subtype, 0, false, body, sizeof body);
}

static void data(struct play *play, unsigned flags)
{
    static const uint8_t body[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0xb5, 1, 2};

    say(play, D11_TYPE_DATA, D11_DATA_DATA, flags, false, body, sizeof body);
}

static uint32_t delivered(struct play *play)
{
    struct dot11_sim_host_stats stats;

    dot11_sim_host_stats(dot11_sim_station_host(play->cell->stations[0]),
                         &stats);
    return stats.msdus;
}

static const struct dot11_event *last(struct play *play,
                                      enum dot11_event_type type)
{
    const struct dot11_event *event =
        dot11_sim_station_last(play->cell->stations[0], type, 0);

    assert_non_null(event);
    return event;
}

/* N80211-AUTH-3 */
static void requests_to_authenticate_are_answered(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, false);
    auth(&play, D11_AUTH_OPEN, 1, 0);
    assert_int_equal(play.heard.answers, 1);
    assert_int_equal(play.heard.status, D11_STATUS_SUCCESS);
    /* It is as good as a beacon. */
    assert_int_equal(dot11_sta_ibss_peers(play.cell->stas[0], NULL, 0), 1);
    auth(&play, D11_AUTH_OPEN, 1, 0);
    assert_int_equal(play.heard.answers, 2);
    auth(&play, 1, 1, 0);
    assert_int_equal(play.heard.answers, 3);
    assert_int_equal(play.heard.status, D11_STATUS_AUTH_ALGORITHM);
    assert_int_equal(dot11_sta_ibss_peers(play.cell->stas[0], NULL, 0), 1);
    cell_end(play.cell);
}

/* N80211-ASSOC-9, N80211-GEN-2 */
static void a_peer_may_refuse(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, true);
    beacon(&play);
    assert_int_equal(play.heard.auths, 1);
    /* An answer to another question changes nothing. */
    auth(&play, D11_AUTH_OPEN, 4, 0);
    auth(&play, 1, 2, 0);
    assert_int_equal(
        dot11_sim_station_count(play.cell->stations[0], D11_EV_ASSOC_DONE), 0);
    auth(&play, D11_AUTH_OPEN, 2, 17);
    assert_int_equal(last(&play, D11_EV_ASSOC_DONE)->u.assoc_done.outcome,
                     D11_OUTCOME_PEER_REFUSED);
    assert_int_equal(last(&play, D11_EV_ASSOC_DONE)->u.assoc_done.code, 17);
    /* Its next beacons are no reason to ask again at once. */
    beacon(&play);
    assert_int_equal(play.heard.auths, 1);
    assert_int_equal(dot11_sta_ibss_peers(play.cell->stas[0], NULL, 0), 0);
    cell_run(play.cell, 11 * CELL_SECOND);
    beacon(&play);
    assert_int_equal(play.heard.auths, 2);
    cell_end(play.cell);
}

/* N80211-ASSOC-9, N80211-DISAS-5 */
static void a_peer_may_leave_before_it_is_one(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, true);
    beacon(&play);
    leave(&play, D11_MGMT_DEAUTH, 36);
    assert_int_equal(last(&play, D11_EV_ASSOC_DONE)->u.assoc_done.outcome,
                     D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(last(&play, D11_EV_ASSOC_DONE)->u.assoc_done.code, 36);
    assert_int_equal(
        dot11_sim_station_count(play.cell->stations[0], D11_EV_DISASSOC), 0);
    cell_end(play.cell);
}

/* N80211-DISAS-3, N80211-IBSS-17 */
static void a_peer_may_disassociate(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, false);
    leave(&play, D11_MGMT_DISASSOC, 8); /* from nobody */
    assert_int_equal(
        dot11_sim_station_count(play.cell->stations[0], D11_EV_DISASSOC), 0);
    beacon(&play);
    leave(&play, D11_MGMT_DISASSOC, 8);
    assert_int_equal(last(&play, D11_EV_DISASSOC)->u.disassoc.outcome,
                     D11_OUTCOME_PEER_DISASSOC);
    assert_int_equal(last(&play, D11_EV_DISASSOC)->u.disassoc.code, 8);
    assert_memory_equal(last(&play, D11_EV_DISASSOC)->u.disassoc.bssid, member,
                        6);
    cell_end(play.cell);
}

/* N80211-CONN-17, N80211-DISC-2, N80211-ASSOC-9 */
static void a_disconnect_ends_what_is_open_first(void **unused)
{
    struct play play;
    const struct dot11_event *event;
    uint32_t n;

    (void)unused;
    begin(&play, true);
    beacon(&play);
    assert_int_equal(
        dot11_sta_disconnect(play.cell->stas[0], NULL, cell_now(play.cell)),
        D11_OK);
    cell_run(play.cell, 1000);
    n = dot11_sim_station_event_count(play.cell->stations[0]);
    event = dot11_sim_station_event(play.cell->stations[0], n - 2);
    assert_int_equal(event->type, D11_EV_ASSOC_DONE);
    assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_CANCELLED);
    event = dot11_sim_station_event(play.cell->stations[0], n - 1);
    assert_int_equal(event->type, D11_EV_DISCONNECT_DONE);
    cell_end(play.cell);
}

/* N80211-IBSS-21; 11.1.4.3.4 */
static void probe_requests_are_answered_by_name(void **unused)
{
    static const uint8_t ours[] = {0, 4, 'c', 'e', 'l', 'l'};
    static const uint8_t any[] = {0, 0};
    static const uint8_t other[] = {0, 4, 'c', 'e', 'l', 'k'};
    static const uint8_t elsewhere[] = {0, 0, 3, 1, 11};
    static const uint8_t broken[] = {0, 9, 'c'};
    struct play play;

    (void)unused;
    begin(&play, false);
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, ours, sizeof ours);
    assert_int_equal(play.heard.responses, 1);
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, false, any, sizeof any);
    assert_int_equal(play.heard.responses, 2);
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, other, sizeof other);
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, elsewhere,
        sizeof elsewhere);
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, broken,
        sizeof broken);
    assert_int_equal(play.heard.responses, 2);
    /* Who only asks is no peer. */
    assert_int_equal(dot11_sta_ibss_peers(play.cell->stas[0], NULL, 0), 0);
    /* Of another cell. */
    play.bssid[5] ^= 1;
    say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, ours, sizeof ours);
    assert_int_equal(play.heard.responses, 2);
    play.bssid[5] ^= 1;
    /* Whoever sent the last beacon answers what is for all. */
    for (unsigned i = 0; i < 3; i++) {
        beacon(&play);
        say(&play, D11_TYPE_MGMT, D11_MGMT_PROBE_REQ, 0, true, ours,
            sizeof ours);
    }
    assert_true(play.heard.responses < 5);
    cell_end(play.cell);
}

/* SEC-FRM-05 and its exception */
static void data_goes_between_peers_of_one_cell(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, false);
    data(&play, 0);
    /* The first frame of a stranger makes it known. */
    assert_int_equal(dot11_sta_ibss_peers(play.cell->stas[0], NULL, 0), 1);
    assert_int_equal(delivered(&play), 0);
    data(&play, 0);
    assert_int_equal(delivered(&play), 1);
    /* As if from an AP, to one, or of another cell. */
    data(&play, D11_FC1_FROM_DS);
    data(&play, D11_FC1_TO_DS);
    data(&play, D11_FC1_FROM_DS | D11_FC1_TO_DS);
    play.bssid[5] ^= 1;
    data(&play, 0);
    assert_int_equal(delivered(&play), 1);
    play.bssid[5] ^= 1;
    data(&play, 0);
    assert_int_equal(delivered(&play), 2);
    assert_true(cell_send_to(play.cell, 0, member));
    cell_run(play.cell, 20000);
    assert_int_equal(play.heard.data, 1);
    cell_end(play.cell);
}

static void what_is_no_ibss_is_no_cell(void **unused)
{
    struct play play;

    (void)unused;
    begin(&play, false);
    beacon_with(&play, D11_CAP_IBSS | D11_CAP_ESS, UINT64_MAX / 2);
    beacon_with(&play, D11_CAP_ESS, UINT64_MAX / 2);
    beacon_with(&play, D11_CAP_IBSS | D11_CAP_PRIVACY, UINT64_MAX / 2);
    play.bssid[0] |= 1;
    beacon_with(&play, D11_CAP_IBSS, UINT64_MAX / 2);
    memset(play.bssid, 0, 6);
    beacon_with(&play, D11_CAP_IBSS, UINT64_MAX / 2);
    assert_string_equal(cell_events(play.cell, 0), "");
    cell_end(play.cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_to_authenticate_are_answered),
        cmocka_unit_test(a_peer_may_refuse),
        cmocka_unit_test(a_peer_may_leave_before_it_is_one),
        cmocka_unit_test(a_peer_may_disassociate),
        cmocka_unit_test(a_disconnect_ends_what_is_open_first),
        cmocka_unit_test(probe_requests_are_answered_by_name),
        cmocka_unit_test(data_goes_between_peers_of_one_cell),
        cmocka_unit_test(what_is_no_ibss_is_no_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
