/* Frames that a station sends, read by our own decoders.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/action.h"
#include "frame/compose.h"
#include "frame/header.h"
#include "frame/index.h"
#include "frame/mgmt.h"

#define MAX 512u

static const uint8_t ap[6] = {2, 0xa, 0xa, 0xa, 0xa, 0xa};
static const uint8_t sta[6] = {2, 5, 5, 5, 5, 5};
static const uint8_t bssid[6] = {2, 0xb, 0xb, 0xb, 0xb, 0xb};
static const struct d11_addrs addrs = {ap, sta, bssid};
static const struct dot11_octets none = {NULL, 0};

/* A finished frame, its header decoded. */
struct sent {
    uint8_t octets[MAX];
    struct d11_wr wr;
    struct d11_header h;
    const uint8_t *body;
    size_t body_len;
};

static void begin(struct sent *sent)
{
    memset(sent->octets, 0xee, sizeof(sent->octets));
    sent->wr = d11_wr_over(sent->octets, MAX);
}

static void finish(struct sent *sent)
{
    size_t len = d11_wr_len(&sent->wr);

    assert_false(sent->wr.overflow);
    assert_int_equal(d11_header_decode(&sent->h, sent->octets, len),
                     D11_DROP_NONE);
    assert_int_equal(sent->h.duration, 0);
    assert_int_equal(sent->h.seq, 0);
    sent->body = sent->octets + sent->h.len;
    sent->body_len = len - sent->h.len;
}

static void check_mgmt(const struct sent *sent, unsigned subtype)
{
    assert_true(d11_header_is_mgmt(&sent->h, subtype));
    assert_int_equal(sent->h.flags, 0);
    assert_memory_equal(sent->h.a1, ap, 6);
    assert_memory_equal(sent->h.a2, sta, 6);
    assert_memory_equal(sent->h.a3, bssid, 6);
}

static void a_probe_request_has_its_elements_in_order(void **state)
{
    static const uint8_t more[] = {45, 1, 7};
    static const uint8_t order[] = {0, 1, 50, 3, 45};
    struct d11_probe_req_fields fields = {0};
    struct sent sent;
    struct d11_rd rd;
    struct d11_element e;
    size_t i = 0;

    (void)state;
    fields.ssid.data = (const uint8_t *)"net";
    fields.ssid.len = 3;
    fields.rates.rates = D11_RATES_ALL;
    fields.channel = 6;
    fields.more.data = more;
    fields.more.len = sizeof(more);
    begin(&sent);
    d11_compose_probe_req(&sent.wr, &addrs, &fields);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_PROBE_REQ);
    rd = d11_rd_over(sent.body, sent.body_len);
    while (d11_element_next(&rd, &e))
        assert_int_equal(e.id, order[i++]);
    assert_false(rd.truncated);
    assert_int_equal(i, sizeof(order));
}

static void a_wildcard_probe_request_leaves_the_channel_out(void **state)
{
    struct d11_probe_req_fields fields = {0};
    struct d11_index index;
    struct sent sent;

    (void)state;
    fields.rates.rates = D11_RATES_OFDM;
    begin(&sent);
    d11_compose_probe_req(&sent.wr, &addrs, &fields);
    finish(&sent);
    d11_index_build(&index, sent.body, sent.body_len);
    assert_true(d11_index_has(&index, D11_SLOT_SSID));
    assert_int_equal(d11_index_body(&index, D11_SLOT_SSID).len, 0);
    assert_false(d11_index_has(&index, D11_SLOT_DS));
    assert_false(d11_index_has(&index, D11_SLOT_EXT_RATES));
}

static void an_authentication_frame_is_read_again(void **state)
{
    static const uint8_t sae[] = {19, 0, 1, 2};
    const struct dot11_octets rest = {sae, sizeof(sae)};
    struct d11_auth auth;
    struct sent sent;

    (void)state;
    begin(&sent);
    d11_compose_auth(&sent.wr, &addrs, D11_AUTH_SAE, 1, D11_STATUS_SAE_H2E,
                     rest);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_AUTH);
    assert_true(d11_auth_decode(&auth, sent.body, sent.body_len));
    assert_int_equal(auth.algorithm, D11_AUTH_SAE);
    assert_int_equal(auth.transaction, 1);
    assert_int_equal(auth.status, D11_STATUS_SAE_H2E);
    assert_int_equal(auth.rest.len, sizeof(sae));
    assert_memory_equal(auth.rest.data, sae, sizeof(sae));
}

static void association_requests_are_read_again(void **state)
{
    static const uint8_t rsne[] = {48, 2, 1, 0};
    static const uint8_t early[] = {33, 2, 0, 20};
    static const uint8_t more[] = {244, 1, 0x20};
    static const uint8_t order[] = {0, 1, 50, 33, 48, 244, 221};
    static const uint8_t order_open[] = {0, 1, 50};
    struct d11_assoc_req_fields fields = {0};
    struct d11_assoc_req req;
    struct d11_element e;
    struct d11_rd rd;
    struct sent sent;
    size_t i = 0;

    (void)state;
    fields.ssid.data = (const uint8_t *)"net";
    fields.ssid.len = 3;
    fields.rates.rates = D11_RATES_ALL;
    fields.capability = 0x0431;
    fields.listen_interval = 10;
    begin(&sent);
    d11_compose_assoc_req(&sent.wr, &addrs, &fields);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_ASSOC_REQ);
    assert_true(d11_assoc_req_decode(&req, false, sent.body, sent.body_len));
    assert_int_equal(req.capability, 0x0431);
    assert_int_equal(req.listen_interval, 10);
    rd = d11_rd_over(req.elements.data, req.elements.len);
    while (d11_element_next(&rd, &e))
        assert_int_equal(e.id, order_open[i++]);
    assert_int_equal(i, sizeof(order_open));

    fields.current_ap = ap;
    fields.rsne.data = rsne;
    fields.rsne.len = sizeof(rsne);
    fields.early.data = early;
    fields.early.len = sizeof(early);
    fields.more.data = more;
    fields.more.len = sizeof(more);
    fields.wmm = true;
    fields.wmm_qos_info = 0x0f;
    begin(&sent);
    d11_compose_assoc_req(&sent.wr, &addrs, &fields);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_REASSOC_REQ);
    assert_true(d11_assoc_req_decode(&req, true, sent.body, sent.body_len));
    assert_memory_equal(req.current_ap, ap, 6);
    rd = d11_rd_over(req.elements.data, req.elements.len);
    i = 0;
    while (d11_element_next(&rd, &e))
        assert_int_equal(e.id, order[i++]);
    assert_false(rd.truncated);
    assert_int_equal(i, sizeof(order));
}

static void leaving_frames_carry_a_reason(void **state)
{
    struct d11_leave leave;
    struct sent sent;

    (void)state;
    begin(&sent);
    d11_compose_deauth(&sent.wr, &addrs, D11_REASON_LEAVING);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_DEAUTH);
    assert_true(d11_leave_decode(&leave, sent.body, sent.body_len));
    assert_int_equal(leave.reason, D11_REASON_LEAVING);
    begin(&sent);
    d11_compose_disassoc(&sent.wr, &addrs, D11_REASON_DISASSOC_LEAVING);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_DISASSOC);
    assert_true(d11_leave_decode(&leave, sent.body, sent.body_len));
    assert_int_equal(leave.reason, D11_REASON_DISASSOC_LEAVING);
}

static void null_frames_carry_the_power_management_bit(void **state)
{
    struct sent sent;
    int pm;

    (void)state;
    for (pm = 0; pm < 2; pm++) {
        unsigned flags = D11_FC1_TO_DS | (pm ? D11_FC1_PM : 0u);

        begin(&sent);
        d11_compose_null(&sent.wr, bssid, sta, pm);
        finish(&sent);
        assert_int_equal(sent.h.type, D11_TYPE_DATA);
        assert_int_equal(sent.h.subtype, D11_DATA_NULL);
        assert_int_equal(sent.h.flags, flags);
        assert_int_equal(sent.body_len, 0);
        assert_memory_equal(sent.h.a1, bssid, 6);
        assert_memory_equal(sent.h.a2, sta, 6);
        assert_memory_equal(sent.h.a3, bssid, 6);
        begin(&sent);
        d11_compose_qos_null(&sent.wr, bssid, sta, 6, pm);
        finish(&sent);
        assert_int_equal(sent.h.subtype, D11_DATA_QOS_NULL);
        assert_int_equal(sent.h.flags, flags);
        assert_int_equal(sent.h.tid, 6);
        assert_int_equal(sent.h.qos, 6);
        assert_int_equal(sent.body_len, 0);
    }
}

static void a_ps_poll_carries_the_aid(void **state)
{
    struct d11_wr wr;
    struct d11_header h;
    uint8_t octets[16];

    (void)state;
    wr = d11_wr_over(octets, sizeof(octets));
    d11_compose_ps_poll(&wr, bssid, sta, 2007);
    assert_int_equal(d11_wr_len(&wr), 16);
    assert_int_equal(d11_header_decode(&h, octets, 16), D11_DROP_NONE);
    assert_int_equal(h.type, D11_TYPE_CTRL);
    assert_int_equal(h.subtype, D11_CTRL_PS_POLL);
    assert_int_equal(h.duration, 0xc000 | 2007);
    assert_memory_equal(h.a1, bssid, 6);
    assert_memory_equal(h.a2, sta, 6);
}

static void action_frames_are_read_again(void **state)
{
    const struct dot11_octets rest = {sta, 6};
    struct d11_action action;
    struct d11_sa_query query;
    struct sent sent;

    (void)state;
    begin(&sent);
    d11_compose_action(&sent.wr, &addrs, D11_CATEGORY_WNM, 7, rest);
    finish(&sent);
    check_mgmt(&sent, D11_MGMT_ACTION);
    assert_true(d11_action_decode(&action, sent.body, sent.body_len));
    assert_int_equal(action.category, D11_CATEGORY_WNM);
    assert_int_equal(action.code, 7);
    assert_int_equal(action.rest.len, 6);
    begin(&sent);
    d11_compose_sa_query(&sent.wr, &addrs, D11_SA_QUERY_REQUEST, 0x1234);
    finish(&sent);
    assert_true(d11_sa_query_decode(&query, sent.body, sent.body_len));
    assert_int_equal(query.transaction, 0x1234);
    begin(&sent);
    d11_compose_action(&sent.wr, &addrs, D11_CATEGORY_WNM, 7, none);
    finish(&sent);
    assert_int_equal(sent.body_len, 2);
}

static void elements_that_are_too_long_are_not_written(void **state)
{
    static const uint8_t octets[256] = {0};
    struct dot11_octets body = {octets, 255};
    struct sent sent;

    (void)state;
    begin(&sent);
    d11_compose_element(&sent.wr, 1, body);
    assert_false(sent.wr.overflow);
    assert_int_equal(d11_wr_len(&sent.wr), 257);
    begin(&sent);
    d11_compose_ext_element(&sent.wr, 1, body);
    assert_true(sent.wr.overflow);
    body.len = 254;
    begin(&sent);
    d11_compose_ext_element(&sent.wr, 35, body);
    assert_false(sent.wr.overflow);
    assert_int_equal(sent.octets[0], 255);
    assert_int_equal(sent.octets[1], 255);
    assert_int_equal(sent.octets[2], 35);
    body.len = 256;
    begin(&sent);
    d11_compose_element(&sent.wr, 1, body);
    assert_true(sent.wr.overflow);
}

static void no_composer_leaves_a_buffer_too_small(void **state)
{
    struct d11_assoc_req_fields fields = {0};
    size_t cap;

    (void)state;
    fields.ssid.data = (const uint8_t *)"net";
    fields.ssid.len = 3;
    fields.rates.rates = D11_RATES_ALL;
    fields.wmm = true;
    for (cap = 0; cap < 100; cap++) {
        uint8_t *block = malloc(cap);
        struct d11_wr wr = d11_wr_over(block, cap);
        size_t whole = 24 + 4 + 5 + 16 + 9;

        d11_compose_assoc_req(&wr, &addrs, &fields);
        assert_int_equal(wr.overflow, cap < whole);
        free(block);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_probe_request_has_its_elements_in_order),
        cmocka_unit_test(a_wildcard_probe_request_leaves_the_channel_out),
        cmocka_unit_test(an_authentication_frame_is_read_again),
        cmocka_unit_test(association_requests_are_read_again),
        cmocka_unit_test(leaving_frames_carry_a_reason),
        cmocka_unit_test(null_frames_carry_the_power_management_bit),
        cmocka_unit_test(a_ps_poll_carries_the_aid),
        cmocka_unit_test(action_frames_are_read_again),
        cmocka_unit_test(elements_that_are_too_long_are_not_written),
        cmocka_unit_test(no_composer_leaves_a_buffer_too_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
