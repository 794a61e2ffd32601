/* Conformance: independent BSS. Rules N80211-IBSS-*, and what other rules say
 * of an IBSS; trace 3.17 event by event. */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/assoc.h>
#include <dot11/attr.h>

#include "base/octets.h"
#include "cell.h"
#include "frame/header.h"
#include "frame/index.h"
#include "sta/radio.h"

#define FIXED 12u

static const struct dot11_part *const with_attrs[] = {&dot11_ibss,
                                                      &dot11_attrs};

static struct cell *new_cell(unsigned count)
{
    struct cell_options options;

    cell_options(&options);
    options.count = count;
    return cell_new(&options);
}

static struct cell *new_cell_with_attrs(unsigned count)
{
    struct cell_options options;

    cell_options(&options);
    options.count = count;
    options.station.core.parts = with_attrs;
    options.station.core.part_count = 2;
    return cell_new(&options);
}

static struct cell *new_authenticating_cell(unsigned count)
{
    struct cell_options options;

    cell_options(&options);
    options.count = count;
    options.open_system = true;
    options.station.core.auth_timeout_us = CELL_SECOND;
    return cell_new(&options);
}

static enum dot11_sta_state state_of(const struct cell *cell, unsigned i)
{
    struct dot11_sta_status status;

    dot11_sta_status(cell->stas[i], &status);
    return status.state;
}

static void assert_refused(struct cell *cell, unsigned i,
                           const struct dot11_ibss_req *req, enum dot11_err err)
{
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[i], req, NULL, cell_now(cell)), err);
    cell_run(cell, CELL_SECOND / 10);
    assert_string_equal(cell_events(cell, i), "");
    assert_int_equal(state_of(cell, i), D11_STA_INIT);
}

static void disconnect(struct cell *cell, unsigned i)
{
    assert_int_equal(dot11_sta_disconnect(cell->stas[i], NULL, cell_now(cell)),
                     D11_OK);
    cell_run(cell, 100);
}

/* Hear all beacons on the channel, without a word. */
static void listen(struct cell *cell, unsigned i)
{
    static const uint16_t freq_mhz = CELL_MHZ;
    const struct dot11_scan_req req = {
        .freqs_mhz = &freq_mhz, .freq_count = 1, .passive = true};

    assert_int_equal(dot11_sta_scan(cell->stas[i], &req, NULL, cell_now(cell)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(cell->stations[i], D11_EV_SCAN_DONE,
                                           CELL_SECOND));
    (void)cell_events(cell, i);
}

/* Trace 3.17, start. */

/* N80211-IBSS-3, N80211-IBSS-5, N80211-CONN-5, N80211-CONN-10, N80211-CONN-16,
 * N80211-CONN-18 */
static void a_network_begins_without_peers(void **unused)
{
    struct cell *cell = new_cell(1);
    const struct dot11_event *event;

    (void)unused;
    cell_up(cell, 0, false);
    assert_string_equal(cell_events(cell, 0), "C c");
    event = cell_event(cell, 0, D11_EV_CONNECT_START, 0);
    assert_true(event->u.start.ibss);
    assert_int_equal(event->u.start.ssid.len, strlen(CELL_SSID));
    assert_memory_equal(event->u.start.ssid.octets, CELL_SSID,
                        strlen(CELL_SSID));
    assert_memory_equal(event->u.start.bssid, cell_info(cell, 0).bssid, 6);
    event = cell_event(cell, 0, D11_EV_CONNECT_DONE, 0);
    assert_int_equal(event->u.done.outcome, D11_OUTCOME_SUCCESS);
    assert_memory_equal(event->u.done.bssid, cell_info(cell, 0).bssid, 6);
    assert_int_equal(state_of(cell, 0), D11_STA_CONNECTED);
    cell_end(cell);
}

/* N80211-IBSS-1, N80211-IBSS-6, N80211-ASSOC-1, N80211-ASSOC-3, N80211-ASSOC-4,
 * N80211-ASSOC-11, N80211-AUTH-3, N80211-PORT-2, N80211-PORT-14,
 * N80211-LQ-4 */
static void a_peer_that_comes_later_is_associated(void **unused)
{
    struct cell *cell = new_cell(2);
    const struct dot11_event *event;

    (void)unused;
    cell_up(cell, 0, false);
    assert_string_equal(cell_events(cell, 0), "C c");
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    /* 4 ASSOCIATION_START {A, ssid}, 5 ASSOCIATION_COMPLETION {A, 0}, port. */
    assert_string_equal(cell_events(cell, 0), "A1 a1 P1");
    event = cell_event(cell, 0, D11_EV_ASSOC_START, 0);
    assert_int_equal(event->u.assoc_start.ssid.len, strlen(CELL_SSID));
    assert_false(event->u.assoc_start.reassoc);
    event = cell_event(cell, 0, D11_EV_ASSOC_DONE, 0);
    assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_SUCCESS);
    assert_int_equal(event->u.assoc_done.request.len, 0);
    assert_int_equal(event->u.assoc_done.response.len, 0);
    assert_int_equal(event->u.assoc_done.aid, 0);
    assert_false(event->u.assoc_done.qos);
    event = cell_event(cell, 0, D11_EV_PORT, 0);
    assert_true(event->u.port.port.authorized);
    event = cell_event(cell, 0, D11_EV_LINK_QUALITY, 0);
    assert_memory_equal(event->u.link_quality.bssid, cell->addrs[1], 6);
    /* The first frame was enough. */
    assert_int_equal(cell->auths[0] + cell->auths[1], 0);
    cell_talk(cell, 0, 1);
    cell_end(cell);
}

/* Trace 3.17, join with its variants. */

/* N80211-IBSS-2, N80211-IBSS-4, N80211-CONN-7, N80211-CONN-10,
 * N80211-CONN-15 */
static void a_join_ends_with_a_peer(void **unused)
{
    struct cell *cell = new_cell(2);
    const struct dot11_event *event;

    (void)unused;
    cell_up(cell, 0, false);
    cell_ask(cell, 1, false, false);
    assert_non_null(dot11_sim_station_wait(cell->stations[1], D11_EV_ASSOC_DONE,
                                           CELL_SECOND));
    /* Data flows before CONNECTION_COMPLETION. */
    assert_true(cell_send(cell, 1, 0));
    assert_non_null(dot11_sim_station_wait(cell->stations[1],
                                           D11_EV_CONNECT_DONE, CELL_SECOND));
    assert_string_equal(cell_events(cell, 1), "C A0 a0 P0 c");
    event = cell_event(cell, 1, D11_EV_CONNECT_START, 0);
    assert_true(event->u.start.ibss);
    assert_memory_equal(event->u.start.bssid, cell_info(cell, 0).bssid, 6);
    cell_end(cell);
}

/* N80211-IBSS-4, N80211-CONN-16 */
static void a_join_may_take_two_peers_one_after_the_other(void **unused)
{
    struct cell *cell = new_cell(3);
    const char *events;

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 1, false);
    cell_ask(cell, 2, false, false);
    assert_non_null(dot11_sim_station_wait(cell->stations[2],
                                           D11_EV_CONNECT_DONE, CELL_SECOND));
    /* CONN_START, ASSOC(A), ASSOC(B), CONN_COMPL, whoever answered first; a
     * second peer may also be heard later. */
    events = cell_events(cell, 2);
    assert_true(strcmp(events, "C A0 a0 P0 A1 a1 P1 c") == 0 ||
                strcmp(events, "C A1 a1 P1 A0 a0 P0 c") == 0 ||
                strcmp(events, "C A0 a0 P0 c") == 0 ||
                strcmp(events, "C A1 a1 P1 c") == 0);
    assert_true(cell_wait_peers(cell, 2, 2, 5 * CELL_SECOND));
    cell_end(cell);
}

/* N80211-IBSS-4, N80211-IBSS-6 */
static void a_second_peer_may_come_after_the_join(void **unused)
{
    struct cell *cell = new_cell(3);

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 2, false);
    (void)cell_events(cell, 2);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 2, 2, 5 * CELL_SECOND));
    assert_string_equal(cell_events(cell, 2), "A1 a1 P1");
    cell_end(cell);
}

/* N80211-IBSS-7, N80211-GEN-1, N80211-GEN-2, N80211-AUTH-3, N80211-AUTH-14 */
static void associations_with_two_peers_may_overlap(void **unused)
{
    struct cell *cell = new_authenticating_cell(3);
    const char *events;
    const char *done;

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    /* Nobody hears the newcomer's requests for a while: both stay open. */
    dot11_sim_set_loss(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[2])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[0])), 1000);
    dot11_sim_set_loss(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[2])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[1])), 1000);
    cell_ask(cell, 2, false, false);
    while (dot11_sim_station_count(cell->stations[2], D11_EV_ASSOC_START) < 2 &&
           cell_now(cell) < 60 * CELL_SECOND)
        cell_run(cell, 1000);
    dot11_sim_set_loss(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[2])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[0])), 0);
    dot11_sim_set_loss(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[2])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[1])), 0);
    assert_true(cell_wait_peers(cell, 2, 2, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    /* CONN_START, ASSOC_START(A), ASSOC_START(B), then both ends. */
    events = cell_events(cell, 2);
    assert_true(strncmp(events, "C A0 A1 ", 8) == 0 ||
                strncmp(events, "C A1 A0 ", 8) == 0);
    done = strchr(events, 'c');
    assert_non_null(done);
    assert_non_null(strstr(events, "a0 P0"));
    assert_non_null(strstr(events, "a1 P1"));
    assert_true(strstr(events, "a0 P0") < done);
    assert_true(strstr(events, "a1 P1") < done);
    cell_end(cell);
}

/* N80211-IBSS-3, N80211-IBSS-4, N80211-ASSOC-9, N80211-ASSOC-10,
 * N80211-CONN-8 */
static void a_cell_without_a_peer_that_answers_is_not_joined(void **unused)
{
    struct cell *cell = new_authenticating_cell(2);
    const struct dot11_event *event;

    (void)unused;
    cell_up(cell, 0, false);
    /* Its beacons are heard, our frames are not. */
    dot11_sim_set_loss(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[1])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[0])), 1000);
    cell_start(cell, 1);
    listen(cell, 1);
    cell_ask(cell, 1, false, false);
    event = dot11_sim_station_wait(cell->stations[1], D11_EV_CONNECT_DONE,
                                   10 * CELL_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.done.err, D11_OK);
    assert_string_equal(cell_events(cell, 1), "C A0 a0 c");
    event = cell_event(cell, 1, D11_EV_ASSOC_DONE, 0);
    assert_int_equal(event->u.assoc_done.outcome, D11_OUTCOME_UNREACHABLE);
    assert_int_equal(event->u.assoc_done.akm, 0);
    assert_int_equal(event->u.assoc_done.pairwise_cipher, 0);
    assert_true(cell_info(cell, 1).started);
    assert_false(cell_same(cell, 0, 1));
    cell_end(cell);
}

/* N80211-IBSS-2, N80211-IBSS-3, N80211-IBSS-12, N80211-CONN-12, N80211-CONN-17,
 * N80211-DISC-1 */
static void who_only_joins_looks_until_told_to_stop(void **unused)
{
    struct cell *cell = new_cell(2);
    const struct dot11_event *event;

    (void)unused;
    cell_ask(cell, 0, true, false);
    cell_run(cell, 10 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "C");
    event = cell_event(cell, 0, D11_EV_CONNECT_START, 0);
    assert_int_equal(event->u.start.ssid.len, strlen(CELL_SSID));
    assert_true(d11_addr_is_zero(event->u.start.bssid));
    assert_int_equal(state_of(cell, 0), D11_STA_CONNECTING);
    assert_int_equal(cell->beacons[0], 0);
    disconnect(cell, 0);
    assert_string_equal((cell_run(cell, 1000), cell_events(cell, 0)), "c X");
    event = cell_event(cell, 0, D11_EV_CONNECT_DONE, 0);
    assert_int_equal(event->u.done.outcome, D11_OUTCOME_CANCELLED);
    assert_int_equal(state_of(cell, 0), D11_STA_INIT);
    /* With one there it joins. */
    cell_ask(cell, 0, true, false);
    cell_run(cell, 2 * CELL_SECOND);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "C A1 a1 P1 c");
    cell_end(cell);
}

/* N80211-IBSS-3, N80211-GEN-3, N80211-RESET-4 */
static void a_reset_ends_a_search(void **unused)
{
    struct cell *cell = new_cell(1);

    (void)unused;
    cell_ask(cell, 0, true, false);
    cell_run(cell, 20000);
    assert_int_equal(dot11_sta_reset(cell->stas[0], cell_now(cell)), D11_OK);
    cell_run(cell, 1000);
    /* What it was about is said before its end. */
    assert_string_equal(cell_events(cell, 0), "C c");
    assert_int_equal(
        cell_event(cell, 0, D11_EV_CONNECT_DONE, 0)->u.done.outcome,
        D11_OUTCOME_CANCELLED);
    assert_int_equal(state_of(cell, 0), D11_STA_INIT);
    cell_end(cell);
}

/* What a new network is like. */

/* N80211-IBSS-8, N80211-CFG-4 */
static void a_network_without_a_name_is_refused(void **unused)
{
    struct cell *cell = new_cell(1);
    struct dot11_ibss_req req;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.ssid.len = 0;
    assert_refused(cell, 0, &req, D11_ERR_ARG);
    req.ssid.len = 33;
    assert_refused(cell, 0, &req, D11_ERR_SSID);
    cell_end(cell);
}

/* N80211-IBSS-8, N80211-IBSS-9, N80211-CFG-8 */
static void lists_name_the_network_and_its_address(void **unused)
{
    static const uint8_t bssid[6] = {0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee};
    struct cell *cell = new_cell_with_attrs(2);
    struct dot11_ssid ssid = {5, "first"};
    struct dot11_ibss_req req;

    (void)unused;
    /* There is one of this name, and of another address. */
    cell_start(cell, 1);
    cell_req(cell, &req, NULL);
    req.ssid = ssid;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[1], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, CELL_SECOND);
    cell_start(cell, 0);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_DESIRED_SSIDS, &ssid,
                                   sizeof ssid, cell_now(cell)),
                     D11_OK);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_DESIRED_BSSIDS,
                                   bssid, 6, cell_now(cell)),
                     D11_OK);
    cell_req(cell, &req, NULL);
    req.ssid.len = 0;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[0], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    assert_string_equal(cell_events(cell, 0), "C c");
    assert_int_equal(
        cell_event(cell, 0, D11_EV_CONNECT_START, 0)->u.start.ssid.len, 5);
    assert_memory_equal(cell_info(cell, 0).bssid, bssid, 6);
    cell_run(cell, 3 * CELL_SECOND);
    assert_memory_equal(cell_info(cell, 0).bssid, bssid, 6);
    assert_int_equal(
        dot11_sim_station_count(cell->stations[0], D11_EV_ROAM_START), 0);
    /* The wildcard is no name. */
    disconnect(cell, 0);
    ssid.len = 0;
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_DESIRED_SSIDS, &ssid,
                                   sizeof ssid, cell_now(cell)),
                     D11_OK);
    (void)cell_events(cell, 0);
    assert_refused(cell, 0, &req, D11_ERR_ARG);
    cell_end(cell);
}

/* N80211-IBSS-9, N80211-CFG-8 */
static void a_new_cell_has_an_address_of_its_own(void **unused)
{
    static const uint8_t bssid[6] = {0x06, 1, 2, 3, 4, 5};
    struct cell *cell = new_cell(2);
    struct dot11_ibss_req req;
    struct dot11_ibss_info info;

    (void)unused;
    cell_up(cell, 0, false);
    info = cell_info(cell, 0);
    assert_int_equal(info.bssid[0] & 3, 2); /* local, individual */
    /* Another address, and so another cell. */
    cell_start(cell, 1);
    cell_req(cell, &req, NULL);
    req.has_bssid = true;
    memcpy(req.bssid, bssid, 6);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[1], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[1], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    assert_memory_equal(cell_info(cell, 1).bssid, bssid, 6);
    assert_false(cell_same(cell, 0, 1));
    cell_run(cell, 2 * CELL_SECOND);
    assert_memory_equal(cell_info(cell, 1).bssid, bssid, 6);
    /* A group is no cell. */
    disconnect(cell, 1);
    (void)cell_events(cell, 1);
    req.bssid[0] = 0x07;
    assert_refused(cell, 1, &req, D11_ERR_ARG);
    cell_end(cell);
}

/* N80211-IBSS-10 */
static void a_new_cell_is_where_the_list_begins(void **unused)
{
    static const uint16_t freqs[] = {5180, 2412};
    static const uint16_t radar[] = {5260, 2462};
    struct cell *cell = new_cell(1);
    struct dot11_ibss_req req;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.freqs_mhz = freqs;
    req.freq_count = 2;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[0], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    assert_int_equal(cell_info(cell, 0).freq_mhz, 5180);
    disconnect(cell, 0);
    /* Nobody may begin where radar is looked for. */
    req.freqs_mhz = radar;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[0], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    assert_int_equal(cell_info(cell, 0).freq_mhz, 2462);
    disconnect(cell, 0);
    (void)cell_events(cell, 0);
    req.freq_count = 1;
    assert_refused(cell, 0, &req, D11_ERR_CHANNEL);
    /* Any: the first that the radio has. */
    req.freq_count = 0;
    req.freqs_mhz = NULL;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[0], D11_EV_CONNECT_DONE, 20 * CELL_SECOND));
    assert_int_equal(cell_info(cell, 0).freq_mhz, 2412);
    cell_end(cell);
}

static void unheard(void *ctx, const uint8_t *octets, size_t len,
                    int8_t signal_dbm)
{
    (void)octets;
    (void)len;
    (void)signal_dbm;
    ++*(unsigned *)ctx;
}

/* N80211-IBSS-15: without an owner of the duty to look for radar there is none
 * to take over from: a cell where that is needed is not joined, and the search
 * goes on without a frame sent there. */
static void a_cell_with_radar_rules_is_not_joined(void **unused)
{
    static const uint16_t freq_mhz = 5260;
    static const uint8_t beacon[] = {0x80, 0,    0,    0,    0xff,
                                     0xff, 0xff, 0xff, 0xff, 0xff, /* to all */
                                     2,    0,    0,    0,    0,
                                     0x77, 6,    0,    0,    0,
                                     0,    0x77, 0,    0, /* member, cell */
                                     1,    0,    0,    0,    0,
                                     0,    0,    0,    100,  0,
                                     2,    0, /* time, IBSS */
                                     0,    4,    'c',  'e',  'l',
                                     'l',  1,    3,    0x8c, 0x98,
                                     0xb0, 6,    2,    0,    0};
    struct cell *cell = new_cell(1);
    struct dot11_sim_node *member;
    struct dot11_ibss_req req;
    struct dot11_bss bss;
    unsigned frames = 0;

    (void)unused;
    member = dot11_sim_raw(cell->sim, NULL, freq_mhz, unheard, &frames);
    assert_non_null(member);
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.freqs_mhz = &freq_mhz;
    assert_int_equal(
        dot11_sta_ibss_join(cell->stas[0], &req, NULL, cell_now(cell)), D11_OK);
    for (unsigned i = 0; i < 50; i++) {
        assert_int_equal(dot11_sim_inject(member, beacon, sizeof beacon, 12),
                         D11_OK);
        cell_run(cell, CELL_SECOND / 10);
    }
    /* It was heard, and it would fit. */
    assert_int_equal(
        dot11_radio_bss_find(dot11_sim_station_core(cell->stations[0]),
                             beacon + 16, &req.ssid, &bss),
        D11_OK);
    assert_string_equal(cell_events(cell, 0), "C");
    assert_int_equal(frames, 0);
    assert_int_equal(state_of(cell, 0), D11_STA_CONNECTING);
    cell_end(cell);
}

/* The elements of the last beacon. */
static struct dot11_octets beacon_element(const struct cell *cell,
                                          enum d11_slot slot)
{
    struct d11_index index;

    assert_true(cell->beacon_len > FIXED);
    d11_index_build(&index, cell->beacon + FIXED, cell->beacon_len - FIXED);
    assert_true(d11_index_whole(&index));
    return d11_index_body(&index, slot);
}

/* N80211-IBSS-11, N80211-REG-5 */
static void beacons_say_the_domain_of_the_network(void **unused)
{
    struct cell *cell = new_cell_with_attrs(2);
    const uint8_t on = 1;
    struct dot11_octets country;
    struct dot11_ibss_req req;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_MULTI_DOMAIN, &on, 1,
                                   cell_now(cell)),
                     D11_OK);
    assert_refused(cell, 0, &req, D11_ERR_ARG);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_DESIRED_COUNTRY,
                                   "DE ", 3, cell_now(cell)),
                     D11_OK);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[0], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    country = beacon_element(cell, D11_SLOT_COUNTRY);
    assert_true(country.len >= 6 && country.len % 2 == 0);
    assert_memory_equal(country.data, "DE ", 3);
    assert_int_equal(country.data[3], 1); /* from channel 1 on */
    /* Who joins says what the network says, whatever it was told. */
    cell_start(cell, 1);
    assert_int_equal(dot11_sta_set(cell->stas[1], D11_ATTR_DESIRED_COUNTRY,
                                   "FR ", 3, cell_now(cell)),
                     D11_OK);
    cell_ask(cell, 1, false, false);
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    disconnect(cell, 0);
    cell_run(cell, CELL_SECOND);
    disconnect(cell, 1);
    assert_true(cell->beacons[1] > 0);
    country = beacon_element(cell, D11_SLOT_COUNTRY);
    assert_memory_equal(country.data, "DE ", 3);
    cell_end(cell);
}

/* N80211-IBSS-12, N80211-IBSS-3 */
static void parameters_go_back_to_their_defaults(void **unused)
{
    static const uint8_t element[] = {0xdd, 4, 2, 2, 2, 2};
    struct cell *cell = new_cell_with_attrs(1);
    const uint8_t on = 1;
    uint8_t value = 1;
    size_t len;

    (void)unused;
    cell_start(cell, 0);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_IBSS_JOIN_ONLY, &on,
                                   1, cell_now(cell)),
                     D11_OK);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_IBSS_ELEMENTS,
                                   element, sizeof element, cell_now(cell)),
                     D11_OK);
    cell_ask(cell, 0, false, false);
    cell_run(cell, 5 * CELL_SECOND);
    /* The attribute counts: nothing begins. */
    assert_string_equal(cell_events(cell, 0), "C");
    assert_int_equal(dot11_sta_reset(cell->stas[0], cell_now(cell)), D11_OK);
    cell_run(cell, 100);
    assert_int_equal(
        dot11_sta_get(cell->stas[0], D11_ATTR_IBSS_JOIN_ONLY, &value, 1, &len),
        D11_OK);
    assert_int_equal(value, 0);
    assert_int_equal(
        dot11_sta_get(cell->stas[0], D11_ATTR_IBSS_ELEMENTS, NULL, 0, &len),
        D11_OK);
    assert_int_equal(len, 0);
    cell_up(cell, 0, false);
    cell_end(cell);
}

/* N80211-IBSS-13 */
static void elements_of_the_host_are_in_beacons_and_answers(void **unused)
{
    static uint8_t long_list[2400];
    static const uint8_t element[] = {0xdd, 5, 2, 3, 4, 5, 6};
    struct cell *cell = new_cell(2);
    struct dot11_bss bss;
    struct dot11_ibss_req req;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.elements = element;
    req.elements_len = sizeof element;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, CELL_SECOND);
    assert_memory_equal(cell->beacon + cell->beacon_len - sizeof element,
                        element, sizeof element);
    cell_up(cell, 1, false);
    assert_int_equal(
        dot11_radio_bss_find(dot11_sim_station_core(cell->stations[1]),
                             cell_info(cell, 0).bssid, NULL, &bss),
        D11_OK);
    assert_true((bss.flags & D11_BSS_IS_IBSS) != 0);
    disconnect(cell, 0);
    disconnect(cell, 1);
    cell_run(cell, 11 * CELL_SECOND);
    /* Too long for a frame: none of them, and the station is there. */
    for (unsigned i = 0; i < sizeof long_list; i += 240) {
        long_list[i] = 0xdd;
        long_list[i + 1] = 238;
    }
    (void)cell_events(cell, 0);
    req.elements = long_list;
    req.elements_len = sizeof long_list;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, CELL_SECOND);
    assert_int_equal(state_of(cell, 0), D11_STA_CONNECTED);
    assert_true(cell->beacon_len < 200);
    disconnect(cell, 0);
    /* What is no list of elements is refused. */
    (void)cell_events(cell, 0);
    req.elements_len = 3;
    assert_refused(cell, 0, &req, D11_ERR_ARG);
    cell_end(cell);
}

/* N80211-IBSS-22 */
static void the_beacon_period_is_that_of_who_began(void **unused)
{
    struct cell *cell = new_cell(2);
    struct dot11_ibss_req req;
    uint32_t before;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.beacon_interval_tu = 200;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, CELL_SECOND);
    assert_int_equal(cell_info(cell, 0).beacon_interval_tu, 200);
    assert_int_equal(d11_load_le16(cell->beacon + 8), 200);
    /* Who joins has the period of the cell, not that of the request. */
    cell_start(cell, 1);
    req.beacon_interval_tu = 300;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[1], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    assert_int_equal(cell_info(cell, 1).beacon_interval_tu, 200);
    /* One beacon in each interval, whoever sends it. */
    cell_run(cell, CELL_SECOND);
    before = cell->beacons[0] + cell->beacons[1];
    cell_run(cell, 200u * 200u * D11_TU_US);
    assert_in_range(cell->beacons[0] + cell->beacons[1] - before, 195, 230);
    assert_true(cell->beacons[0] > 20 && cell->beacons[1] > 20);
    cell_end(cell);
}

/* N80211-IBSS-23 */
static void an_atim_window_must_fit(void **unused)
{
    struct cell_options options;
    struct cell *cell = new_cell(1);
    struct dot11_sim_radio_stats stats;
    struct dot11_ibss_req req;
    struct dot11_octets window;

    (void)unused;
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.atim_window_tu = 10;
    assert_refused(cell, 0, &req, D11_ERR_UNSUPPORTED);
    req.atim_window_tu = 100;
    assert_refused(cell, 0, &req, D11_ERR_ARG);
    req.atim_window_tu = 0;
    req.power_save = true;
    assert_refused(cell, 0, &req, D11_ERR_UNSUPPORTED);
    cell_end(cell);

    cell_options(&options);
    options.count = 2;
    options.station.radio.flags |= D11_HW_ATIM;
    cell = cell_new(&options);
    cell_start(cell, 0);
    cell_req(cell, &req, NULL);
    req.atim_window_tu = 10;
    req.power_save = true;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, CELL_SECOND);
    window = beacon_element(cell, D11_SLOT_IBSS);
    assert_int_equal(window.len, 2);
    assert_int_equal(d11_load_le16(window.data), 10);
    dot11_sim_radio_stats(dot11_sim_station_radio(cell->stations[0]), &stats);
    assert_true(stats.bss.power_save);
    assert_int_equal(stats.bss.atim_window_tu, 10);
    /* It is the cell's: who joins has it too. */
    cell_up(cell, 1, false);
    assert_int_equal(cell_info(cell, 1).atim_window_tu, 10);
    cell_end(cell);
}

/* Frames. */

/* N80211-IBSS-21 */
static void beacons_are_sent_in_an_ibss_only(void **unused)
{
    struct cell *cell = new_cell(1);
    uint32_t sent;

    (void)unused;
    cell_start(cell, 0);
    cell_run(cell, CELL_SECOND);
    assert_int_equal(cell->beacons[0] + cell->probe_resps[0], 0);
    cell_up(cell, 0 + 0, false);
    cell_run(cell, CELL_SECOND);
    assert_in_range(cell->beacons[0], 8, 11);
    disconnect(cell, 0);
    cell_run(cell, 1000);
    sent = cell->beacons[0];
    cell_run(cell, CELL_SECOND);
    assert_int_equal(cell->beacons[0], sent);
    cell_end(cell);
}

/* Peers leave. */

/* N80211-IBSS-17, N80211-IBSS-18, N80211-DISAS-1, N80211-DISAS-2,
 * N80211-DISAS-3, N80211-DISAS-9, N80211-DISAS-11, N80211-DISAS-12,
 * N80211-PORT-8, N80211-PORT-13, N80211-DISC-3 */
static void who_leaves_tells_every_peer(void **unused)
{
    struct cell *cell = new_cell(3);
    const struct dot11_event *event;
    const char *events;

    (void)unused;
    for (unsigned i = 0; i < 3; i++)
        cell_up(cell, i, true);
    for (unsigned i = 0; i < 3; i++)
        assert_true(cell_wait_peers(cell, i, 2, 5 * CELL_SECOND));
    for (unsigned i = 0; i < 3; i++)
        (void)cell_events(cell, i);
    disconnect(cell, 0);
    cell_run(cell, CELL_SECOND / 10);
    events = cell_events(cell, 0);
    assert_true(strcmp(events, "D1 q1 D2 q2 X") == 0 ||
                strcmp(events, "D2 q2 D1 q1 X") == 0);
    event = cell_event(cell, 0, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_BY_HOST);
    assert_int_equal(cell->deauths[0], 2);
    assert_int_equal(state_of(cell, 0), D11_STA_INIT);
    /* The others hear of it, and stay together. */
    for (unsigned i = 1; i < 3; i++) {
        assert_string_equal(cell_events(cell, i), "D0 q0");
        event = cell_event(cell, i, D11_EV_DISASSOC, 0);
        assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_PEER_DEAUTH);
        assert_int_equal(event->u.disassoc.code, 3);
        assert_int_equal(state_of(cell, i), D11_STA_CONNECTED);
        assert_false(cell_send(cell, i, 0));
    }
    cell_talk(cell, 1, 2);
    cell_end(cell);
}

/* N80211-IBSS-18, N80211-DISAS-9, N80211-RESET-4, N80211-HALT-6 */
static void resets_and_halts_tell_every_peer(void **unused)
{
    struct cell *cell = new_cell(3);
    const struct dot11_event *event;
    const char *events;

    (void)unused;
    for (unsigned i = 0; i < 3; i++)
        cell_up(cell, i, false);
    for (unsigned i = 0; i < 3; i++)
        assert_true(cell_wait_peers(cell, i, 2, 5 * CELL_SECOND));
    for (unsigned i = 0; i < 3; i++)
        (void)cell_events(cell, i);
    assert_int_equal(dot11_sta_reset(cell->stas[0], cell_now(cell)), D11_OK);
    cell_run(cell, CELL_SECOND / 10);
    events = cell_events(cell, 0);
    assert_true(strcmp(events, "D1 q1 D2 q2") == 0 ||
                strcmp(events, "D2 q2 D1 q1") == 0);
    event = cell_event(cell, 0, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_BY_HOST);
    assert_int_equal(cell->deauths[0], 2);
    assert_int_equal(state_of(cell, 0), D11_STA_INIT);
    assert_string_equal(cell_events(cell, 1), "D0 q0");
    assert_int_equal(dot11_sta_halt(cell->stas[1], cell_now(cell)), D11_OK);
    assert_non_null(
        dot11_sim_station_wait(cell->stations[1], D11_EV_HALTED, CELL_SECOND));
    assert_string_equal(cell_events(cell, 1), "D2 q2");
    assert_string_equal(cell_events(cell, 2), "D0 q0 D1 q1");
    cell_end(cell);
}

/* N80211-IBSS-17, N80211-CIPH-8, N80211-DISAS-10 */
static void the_keys_of_who_left_are_gone(void **unused)
{
    struct cell_options options;
    struct cell *cell;
    struct dot11_sim_radio_stats stats;

    (void)unused;
    cell_options(&options);
    options.station.radio.hw_ccmp = true;
    cell = cell_new(&options);
    cell_up(cell, 0, true);
    cell_up(cell, 1, true);
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    cell_talk(cell, 0, 1);
    dot11_sim_radio_stats(dot11_sim_station_radio(cell->stations[1]), &stats);
    assert_int_equal(stats.keys, 3); /* pairwise, theirs, ours */
    disconnect(cell, 0);
    cell_run(cell, CELL_SECOND / 10);
    dot11_sim_radio_stats(dot11_sim_station_radio(cell->stations[1]), &stats);
    assert_int_equal(stats.keys, 1); /* our own group key */
    cell_end(cell);
}

/* N80211-DISAS-4, N80211-DISAS-11, N80211-PORT-13 */
static void a_silent_peer_is_unreachable(void **unused)
{
    struct cell *cell = new_cell(3);
    const struct dot11_event *event;

    (void)unused;
    for (unsigned i = 0; i < 3; i++)
        cell_up(cell, i, false);
    for (unsigned i = 0; i < 3; i++)
        assert_true(cell_wait_peers(cell, i, 2, 5 * CELL_SECOND));
    (void)cell_events(cell, 1);
    cell_cut(cell, 0, 1, true);
    cell_run(cell, CELL_SECOND);
    assert_string_equal(cell_events(cell, 1), "");
    cell_run(cell, 3 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 1), "D0 q0");
    event = cell_event(cell, 1, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_UNREACHABLE);
    cell_talk(cell, 1, 2);
    /* It is heard again. */
    cell_cut(cell, 0, 1, false);
    assert_true(cell_wait_peers(cell, 1, 2, 5 * CELL_SECOND));
    assert_string_equal(cell_events(cell, 1), "A0 a0 P0");
    cell_end(cell);
}

/* N80211-DISAS-4 */
static void the_host_says_how_long_silence_may_be(void **unused)
{
    struct cell *cell = new_cell_with_attrs(2);
    const uint32_t ms = 6000;

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_UNREACHABLE_MS, &ms,
                                   sizeof ms, cell_now(cell)),
                     D11_OK);
    cell_run(cell, CELL_SECOND);
    (void)cell_events(cell, 0);
    (void)cell_events(cell, 1);
    cell_cut(cell, 0, 1, true);
    cell_run(cell, 4 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "");
    assert_string_equal(cell_events(cell, 1), "D0 q0");
    cell_run(cell, 4 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "D1 q1");
    cell_end(cell);
}

/* Cells move: trace 3.17, roam. */

/* Two cells that do not hear each other, the first one elder. */
static struct cell *two_cells(unsigned count, bool join_only_last)
{
    struct cell *cell = new_cell(count);

    for (unsigned a = 0; a < 2; a++) {
        for (unsigned b = 2; b < count; b++)
            cell_cut(cell, a, b, true);
    }
    cell_up(cell, 0, false);
    cell_run(cell, 3 * CELL_SECOND);
    cell_up(cell, 1, false);
    for (unsigned i = 2; i < count; i++) {
        if (i + 1 == count && join_only_last) {
            cell_ask(cell, i, true, false);
            assert_true(cell_wait_peers(cell, i, 1, 5 * CELL_SECOND));
            cell_run(cell, CELL_SECOND);
        } else {
            cell_up(cell, i, false);
        }
    }
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    for (unsigned i = 0; i < count; i++)
        (void)cell_events(cell, i);
    return cell;
}

static void meet(struct cell *cell)
{
    for (unsigned a = 0; a < cell->count; a++) {
        for (unsigned b = a + 1; b < cell->count; b++)
            cell_cut(cell, a, b, false);
    }
}

/* N80211-IBSS-16, N80211-IBSS-19, N80211-ROAM-3, N80211-ROAM-6, N80211-ROAM-7,
 * N80211-ROAM-8, N80211-ROAM-10, N80211-ROAM-14 */
static void the_younger_cell_moves_to_the_elder(void **unused)
{
    struct cell *cell = two_cells(4, false);
    uint8_t elder[6];
    const struct dot11_event *event;

    (void)unused;
    assert_true(cell_wait_peers(cell, 2, 1, CELL_SECOND));
    (void)cell_events(cell, 2);
    memcpy(elder, cell_info(cell, 0).bssid, 6);
    meet(cell);
    assert_non_null(dot11_sim_station_wait(cell->stations[2], D11_EV_ROAM_DONE,
                                           5 * CELL_SECOND));
    /* DISASSOCIATION per old peer, ROAMING_START, ASSOC_START(C). */
    assert_int_equal(strncmp(cell_events(cell, 2), "D3 q3 R A", 9), 0);
    event = cell_event(cell, 2, D11_EV_ROAM_START, 0);
    assert_int_equal(event->u.start.reason, D11_OUTCOME_ADHOC);
    assert_true(event->u.start.ibss);
    assert_memory_equal(event->u.start.bssid, elder, 6);
    assert_memory_equal(event->u.start.ssid.octets, CELL_SSID,
                        strlen(CELL_SSID));
    event = cell_event(cell, 2, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_ADHOC);
    event = cell_event(cell, 2, D11_EV_ROAM_DONE, 0);
    assert_int_equal(event->u.done.outcome, D11_OUTCOME_SUCCESS);
    assert_memory_equal(event->u.done.bssid, elder, 6);
    for (unsigned i = 0; i < 4; i++) {
        assert_true(cell_wait_peers(cell, i, 3, 10 * CELL_SECOND));
        assert_memory_equal(cell_info(cell, i).bssid, elder, 6);
    }
    /* The elder cell did not move. */
    assert_int_equal(
        dot11_sim_station_count(cell->stations[0], D11_EV_ROAM_START), 0);
    cell_talk(cell, 0, 3);
    cell_talk(cell, 1, 2);
    cell_end(cell);
}

/* N80211-IBSS-14, N80211-ROAM-3 */
static void who_only_joins_moves_when_alone(void **unused)
{
    struct cell *cell = two_cells(4, true);
    uint8_t younger[6];
    uint32_t sent;

    (void)unused;
    memcpy(younger, cell_info(cell, 2).bssid, 6);
    /* 3 hears the elder cell, but is not alone in its own. */
    cell_cut(cell, 0, 3, false);
    cell_run(cell, 3 * CELL_SECOND);
    assert_memory_equal(cell_info(cell, 3).bssid, younger, 6);
    cell_cut(cell, 0, 3, true);
    cell_run(cell, 3 * CELL_SECOND);
    (void)cell_events(cell, 3);
    disconnect(cell, 2);
    cell_run(cell, CELL_SECOND / 10);
    assert_string_equal(cell_events(cell, 3), "D2 q2");
    /* Alone: silent, and looking. */
    sent = cell->beacons[3];
    assert_false(cell_info(cell, 3).beaconing);
    cell_run(cell, 5 * CELL_SECOND);
    assert_int_equal(cell->beacons[3], sent);
    assert_int_equal(state_of(cell, 3), D11_STA_CONNECTED);
    meet(cell);
    assert_true(cell_wait_peers(cell, 3, 2, 10 * CELL_SECOND));
    assert_true(cell_same(cell, 0, 3));
    assert_int_equal(strncmp(cell_events(cell, 3), "R A", 3), 0);
    cell_run(cell, CELL_SECOND);
    assert_true(cell_info(cell, 3).beaconing);
    cell_end(cell);
}

/* Two stations that begin at the same moment end in one cell. */
/* N80211-ROAM-3 */
static void cells_of_one_age_find_together(void **unused)
{
    struct cell *cell = new_cell(2);

    (void)unused;
    cell_ask(cell, 0, false, false);
    cell_ask(cell, 1, false, false);
    assert_true(cell_wait_peers(cell, 0, 1, 10 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 1, 1, 10 * CELL_SECOND));
    assert_true(cell_same(cell, 0, 1));
    cell_talk(cell, 0, 1);
    cell_end(cell);
}

/* Security. */

/* N80211-IBSS-20, N80211-AUTH-8, N80211-CIPH-26 */
/* A radio that was off because nobody needed it has nothing to bring back: what
 * turned it on goes on. */
static void a_radio_that_rested_begins_a_cell(void **unused)
{
    static const struct dot11_part *const with_rest[] = {
        &dot11_ibss, &dot11_power, &dot11_powersave};
    struct dot11_rsn_profile profile;
    struct dot11_ibss_req req;
    struct cell_options options;
    struct cell *cell;

    (void)unused;
    cell_options(&options);
    options.count = 1;
    options.station.core.parts = with_rest;
    options.station.core.part_count = 3;
    cell = cell_new(&options);
    cell_start(cell, 0);
    cell_run(cell, 5 * CELL_SECOND);
    assert_false(cell->stas[0]->radio->powered);
    cell_req(cell, &req, &profile);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_OK);
    cell_run(cell, 5 * CELL_SECOND);
    assert_int_equal(state_of(cell, 0), D11_STA_CONNECTED);
    cell_end(cell);
}

static void what_does_not_serve_an_ibss_is_refused(void **unused)
{
    static const struct dot11_ext_ops *const both[] = {&dot11_rsn,
                                                       &dot11_rsn_ibss};
    struct cell_options options;
    struct cell *cell;
    struct dot11_rsn_profile profile;
    struct dot11_ibss_req req;

    (void)unused;
    cell_options(&options);
    options.count = 1;
    options.station.core.exts = both;
    options.station.core.ext_count = 2;
    cell = cell_new(&options);
    cell_start(cell, 0);
    cell_req(cell, &req, &profile);
    req.ext = &dot11_rsn;
    assert_refused(cell, 0, &req, D11_ERR_UNSUPPORTED);
    req.ext = &dot11_rsn_ibss;
    profile.pairwise_ciphers = D11_CIPHER_BIT(D11_CIPHER_TKIP);
    assert_refused(cell, 0, &req, D11_ERR_UNSUPPORTED);
    profile.pairwise_ciphers = D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    profile.akms = D11_AKM_BIT_8021X;
    assert_refused(cell, 0, &req, D11_ERR_UNSUPPORTED);
    cell_end(cell);
}

/* N80211-IBSS-20, N80211-AUTH-4, N80211-AUTH-8, N80211-AUTH-10,
 * N80211-AUTH-11, N80211-CIPH-4, N80211-CIPH-17, N80211-CIPH-19,
 * N80211-PORT-1, N80211-PORT-6, N80211-PORT-13, N80211-ASSOC-12,
 * N80211-ASSOC-13 */
static void each_peer_has_a_port_and_keys_of_its_own(void **unused)
{
    struct cell *cell = new_cell(3);
    const struct dot11_event *event;
    struct dot11_port ports[4];

    (void)unused;
    cell_up(cell, 0, true);
    cell_up(cell, 1, true);
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    assert_string_equal(cell_events(cell, 0), "C c A1 a1 P1 p1");
    event = cell_event(cell, 0, D11_EV_ASSOC_DONE, 0);
    assert_int_equal(event->u.assoc_done.akm, D11_AKM_PSK);
    assert_int_equal(event->u.assoc_done.pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(event->u.assoc_done.group_cipher, D11_CIPHER_CCMP_128);
    event = cell_event(cell, 0, D11_EV_PORT, 0);
    assert_true(event->u.port.port.controlled);
    assert_false(event->u.port.port.authorized);
    cell_up(cell, 2, true);
    assert_true(cell_wait_peers(cell, 0, 2, 5 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 1, 2, 5 * CELL_SECOND));
    /* The new peer did not touch the port that was there. */
    assert_string_equal(cell_events(cell, 0), "A2 a2 P2 p2");
    assert_int_equal(dot11_sta_ports(cell->stas[0], ports, 4), 2);
    assert_int_not_equal(ports[0].session_id, ports[1].session_id);
    cell_talk(cell, 0, 1);
    cell_talk(cell, 1, 2);
    cell_talk(cell, 2, 0);
    assert_int_equal(cell->plain, 0);
    cell_end(cell);
}

/* N80211-PORT-9, N80211-PORT-10, N80211-DISAS-6 */
static void a_peer_that_begins_anew_gets_a_new_port(void **unused)
{
    struct cell *cell = new_cell(2);
    const struct dot11_event *event;
    uint32_t session;

    (void)unused;
    cell_up(cell, 0, true);
    cell_up(cell, 1, true);
    assert_true(cell_wait_peers(cell, 0, 1, 5 * CELL_SECOND));
    cell_run(cell, 3 * CELL_SECOND);
    (void)cell_events(cell, 0);
    event = dot11_sim_station_last(cell->stations[0], D11_EV_PORT, 0);
    session = event->u.port.port.session_id;
    /* Out of reach it leaves and comes back, before it was missed. */
    cell_cut(cell, 0, 1, true);
    disconnect(cell, 1);
    cell_run(cell, 1000);
    cell_ask(cell, 1, true, true);
    cell_run(cell, 10000);
    cell_cut(cell, 0, 1, false);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[1], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    /* No DISASSOCIATION: the start of the new association ends the old. */
    assert_string_equal(cell_events(cell, 0), "A1 q1 a1 P1 p1");
    event = cell_event(cell, 0, D11_EV_PORT, 1);
    assert_int_not_equal(event->u.port.port.session_id, session);
    cell_talk(cell, 0, 1);
    cell_end(cell);
}

/* N80211-PORT-1, N80211-PORT-3, N80211-AUTH-10 */
static void another_passphrase_opens_no_port(void **unused)
{
    struct cell *cell = new_cell(2);
    struct dot11_rsn_profile profile;
    const struct dot11_event *event;
    struct dot11_ibss_req req;
    unsigned finder;

    (void)unused;
    cell_up(cell, 0, true);
    cell_start(cell, 1);
    cell_req(cell, &req, &profile);
    profile.psk[0] ^= 1;
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[1], &req, NULL, cell_now(cell)),
        D11_OK);
    assert_non_null(dot11_sim_station_wait(
        cell->stations[1], D11_EV_CONNECT_DONE, 5 * CELL_SECOND));
    cell_run(cell, 5 * CELL_SECOND);
    assert_int_equal(cell_peers(cell, 0), 0);
    assert_int_equal(cell_peers(cell, 1), 0);
    assert_false(cell_send(cell, 0, 1));
    /* Who finds out first says so; the other is told to go. */
    (void)cell_events(cell, 0);
    (void)cell_events(cell, 1);
    event = cell_event(cell, 0, D11_EV_PORT, 1);
    finder = event->u.port.change == D11_PORT_UNAUTHORIZED ? 0 : 1;
    event = cell_event(cell, finder, D11_EV_PORT, 1);
    assert_int_equal(event->u.port.change, D11_PORT_UNAUTHORIZED);
    assert_int_equal(event->u.port.err, D11_ERR_BAD_KEY);
    event = cell_event(cell, finder, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_SECURITY);
    event = cell_event(cell, 1 - finder, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_PEER_DEAUTH);
    cell_end(cell);
}

/* N80211-AUTH-1, N80211-AUTH-2, N80211-IBSS-3 */
static void an_open_station_does_not_join_a_protected_cell(void **unused)
{
    struct cell *cell = new_cell(2);

    (void)unused;
    cell_up(cell, 0, true);
    cell_up(cell, 1, false);
    assert_true(cell_info(cell, 1).started);
    cell_run(cell, 3 * CELL_SECOND);
    assert_false(cell_same(cell, 0, 1));
    assert_int_equal(cell_peers(cell, 0), 0);
    assert_string_equal(cell_events(cell, 1), "C c");
    cell_end(cell);
}

/* N80211-CFG-10, N80211-CFG-11, N80211-DISAS-1 */
static void an_excluded_peer_is_left_alone(void **unused)
{
    struct cell *cell = new_cell_with_attrs(2);

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    (void)cell_events(cell, 0);
    assert_int_equal(dot11_sta_set(cell->stas[0], D11_ATTR_EXCLUDED_MACS,
                                   cell->addrs[1], 6, cell_now(cell)),
                     D11_OK);
    cell_run(cell, 3 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "D1 q1");
    assert_int_equal(cell_peers(cell, 0), 0);
    cell_end(cell);
}

/* Operations. */

/* N80211-CONN-1, N80211-CONN-3, N80211-MODE-6 */
static void one_network_at_a_time(void **unused)
{
    struct cell *cell = new_cell(1);
    struct dot11_connect_req infra = {0};
    struct dot11_ibss_req req;

    (void)unused;
    cell_req(cell, &req, NULL);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_ERR_STATE);
    cell_up(cell, 0, false);
    (void)cell_events(cell, 0);
    assert_int_equal(
        dot11_sta_ibss_start(cell->stas[0], &req, NULL, cell_now(cell)),
        D11_ERR_STATE);
    infra.ssid = req.ssid;
    assert_int_equal(
        dot11_sta_connect(cell->stas[0], &infra, NULL, cell_now(cell)),
        D11_ERR_STATE);
    assert_int_equal(dot11_sta_roam(cell->stas[0], NULL, NULL, cell_now(cell)),
                     D11_ERR_STATE);
    cell_run(cell, CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "");
    cell_end(cell);
}

/* N80211-PHY-8, N80211-CONN-11, N80211-MODE-7 */
static void a_radio_that_was_off_finds_its_way_back(void **unused)
{
    struct cell *cell = new_cell(2);
    const struct dot11_event *event;

    (void)unused;
    cell_up(cell, 0, true);
    cell_up(cell, 1, true);
    assert_true(cell_wait_peers(cell, 1, 1, 5 * CELL_SECOND));
    (void)cell_events(cell, 1);
    dot11_sim_radio_switch(dot11_sim_station_radio(cell->stations[1]), false);
    cell_run(cell, 5 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 1), "D0 q0");
    event = cell_event(cell, 1, D11_EV_DISASSOC, 0);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_RADIO_OFF);
    assert_int_equal(state_of(cell, 1), D11_STA_LOST);
    dot11_sim_radio_switch(dot11_sim_station_radio(cell->stations[1]), true);
    assert_true(cell_wait_peers(cell, 1, 1, 10 * CELL_SECOND));
    cell_run(cell, CELL_SECOND);
    assert_string_equal(cell_events(cell, 1), "R A0 a0 P0 r p0");
    cell_end(cell);
}

/* N80211-SCAN-2, N80211-IBSS-18 */
static void a_scan_does_not_part_the_peers(void **unused)
{
    struct cell *cell = new_cell(2);

    (void)unused;
    cell_up(cell, 0, false);
    cell_up(cell, 1, false);
    assert_true(cell_wait_peers(cell, 0, 1, CELL_SECOND));
    (void)cell_events(cell, 0);
    (void)cell_events(cell, 1);
    assert_int_equal(dot11_sta_scan(cell->stas[0], NULL, NULL, cell_now(cell)),
                     D11_OK);
    assert_non_null(dot11_sim_station_wait(cell->stations[0], D11_EV_SCAN_DONE,
                                           30 * CELL_SECOND));
    cell_run(cell, 3 * CELL_SECOND);
    assert_string_equal(cell_events(cell, 0), "S");
    assert_string_equal(cell_events(cell, 1), "");
    cell_talk(cell, 0, 1);
    cell_end(cell);
}

/* N80211-ASSOC-20, N80211-LQ-2, N80211-LQ-6 */
static void every_peer_is_on_the_list(void **unused)
{
    static const struct dot11_part *const with_list[] = {&dot11_ibss,
                                                         &dot11_associations};
    struct cell_options options;
    struct cell *cell;
    struct dot11_assoc_info infos[4];
    struct dot11_ibss_peer peers[4];
    size_t count;
    unsigned heard[3] = {0};
    uint32_t end;

    (void)unused;
    cell_options(&options);
    options.count = 3;
    options.station.core.parts = with_list;
    options.station.core.part_count = 2;
    cell = cell_new(&options);
    assert_int_equal(dot11_sta_ibss_peers(cell->stas[0], peers, 4), 0);
    for (unsigned i = 0; i < 3; i++)
        cell_up(cell, i, false);
    assert_true(cell_wait_peers(cell, 0, 2, 5 * CELL_SECOND));
    assert_int_equal(dot11_sta_ibss_peers(cell->stas[0], peers, 4), 2);
    assert_int_equal(peers[0].signal_dbm, -50);
    assert_true(peers[0].quality > 80);
    assert_int_equal(dot11_sta_associations(cell->stas[0], infos, 4, &count),
                     D11_OK);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(infos[i].peer, peers[i].addr, 6);
        assert_memory_equal(infos[i].bssid, cell_info(cell, 0).bssid, 6);
        assert_int_equal(infos[i].state, D11_ASSOC_AUTHENTICATED);
        assert_int_equal(infos[i].aid, 0);
        assert_int_equal(infos[i].listen_interval, 0);
        assert_true(infos[i].associated_us == 0);
    }
    /* A quality for each, and a new one for who changed. */
    dot11_sim_set_signal(
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[2])),
        dot11_sim_radio_node(dot11_sim_station_radio(cell->stations[0])), -85);
    cell_run(cell, 10 * CELL_SECOND);
    end = dot11_sim_station_event_count(cell->stations[0]);
    for (uint32_t i = 0; i < end; i++) {
        const struct dot11_event *event =
            dot11_sim_station_event(cell->stations[0], i);

        if (event->type != D11_EV_LINK_QUALITY)
            continue;
        heard[1] += memcmp(event->u.link_quality.bssid, cell->addrs[1], 6) == 0;
        heard[2] += memcmp(event->u.link_quality.bssid, cell->addrs[2], 6) == 0;
    }
    assert_int_equal(heard[1], 1);
    assert_in_range(heard[2], 2, 6);
    cell_end(cell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_begins_without_peers),
        cmocka_unit_test(a_peer_that_comes_later_is_associated),
        cmocka_unit_test(a_join_ends_with_a_peer),
        cmocka_unit_test(a_join_may_take_two_peers_one_after_the_other),
        cmocka_unit_test(a_second_peer_may_come_after_the_join),
        cmocka_unit_test(associations_with_two_peers_may_overlap),
        cmocka_unit_test(a_cell_without_a_peer_that_answers_is_not_joined),
        cmocka_unit_test(who_only_joins_looks_until_told_to_stop),
        cmocka_unit_test(a_reset_ends_a_search),
        cmocka_unit_test(a_network_without_a_name_is_refused),
        cmocka_unit_test(lists_name_the_network_and_its_address),
        cmocka_unit_test(a_new_cell_has_an_address_of_its_own),
        cmocka_unit_test(a_new_cell_is_where_the_list_begins),
        cmocka_unit_test(a_cell_with_radar_rules_is_not_joined),
        cmocka_unit_test(beacons_say_the_domain_of_the_network),
        cmocka_unit_test(parameters_go_back_to_their_defaults),
        cmocka_unit_test(elements_of_the_host_are_in_beacons_and_answers),
        cmocka_unit_test(the_beacon_period_is_that_of_who_began),
        cmocka_unit_test(an_atim_window_must_fit),
        cmocka_unit_test(beacons_are_sent_in_an_ibss_only),
        cmocka_unit_test(who_leaves_tells_every_peer),
        cmocka_unit_test(resets_and_halts_tell_every_peer),
        cmocka_unit_test(the_keys_of_who_left_are_gone),
        cmocka_unit_test(a_silent_peer_is_unreachable),
        cmocka_unit_test(the_host_says_how_long_silence_may_be),
        cmocka_unit_test(the_younger_cell_moves_to_the_elder),
        cmocka_unit_test(who_only_joins_moves_when_alone),
        cmocka_unit_test(cells_of_one_age_find_together),
        cmocka_unit_test(a_radio_that_rested_begins_a_cell),
        cmocka_unit_test(what_does_not_serve_an_ibss_is_refused),
        cmocka_unit_test(each_peer_has_a_port_and_keys_of_its_own),
        cmocka_unit_test(a_peer_that_begins_anew_gets_a_new_port),
        cmocka_unit_test(another_passphrase_opens_no_port),
        cmocka_unit_test(an_open_station_does_not_join_a_protected_cell),
        cmocka_unit_test(an_excluded_peer_is_left_alone),
        cmocka_unit_test(one_network_at_a_time),
        cmocka_unit_test(a_radio_that_was_off_finds_its_way_back),
        cmocka_unit_test(a_scan_does_not_part_the_peers),
        cmocka_unit_test(every_peer_is_on_the_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
