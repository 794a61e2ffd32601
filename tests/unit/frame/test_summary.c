/* What a beacon says about its BSS.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "base/wr.h"
#include "frame/compose.h"
#include "frame/summary.h"
#include "hostile.h"

#define MAX 512u

/* A beacon body that a test adds elements to. */
struct body {
    uint8_t octets[MAX];
    size_t len;
};

static void add(struct body *body, uint8_t id, const void *octets, size_t len)
{
    struct d11_wr wr = d11_wr_over(body->octets + body->len, MAX - body->len);
    struct dot11_octets element = {octets, len};

    d11_compose_element(&wr, id, element);
    assert_false(wr.overflow);
    body->len += d11_wr_len(&wr);
}

/* Fixed fields only: TSF 1, 100 TU, ESS and privacy. */
static void begin(struct body *body)
{
    static const uint8_t fixed[] = {1, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0x11, 0};

    memcpy(body->octets, fixed, sizeof(fixed));
    body->len = sizeof(fixed);
}

static const uint8_t rsne[] = {1, 0,    0,    0x0f, 0xac, 4, 1,
                               0, 0,    0x0f, 0xac, 4,    1, 0,
                               0, 0x0f, 0xac, 8,    0xcc, 0};

static void full(struct body *body)
{
    static const uint8_t ht_op[22] = {44};
    static const uint8_t zero[40] = {0};

    begin(body);
    add(body, D11_EID_SSID, "net", 3);
    add(body, D11_EID_RATES, "\x8c\x12\x98\x24\xb0\x48\x60\x6c", 8);
    add(body, D11_EID_DS, "\x06", 1);
    add(body, D11_EID_COUNTRY, "DE \x01\x0d\x14", 6);
    add(body, D11_EID_EXT_RATES, "\x82\x84\xfb", 3);
    add(body, D11_EID_RSN, rsne, sizeof(rsne));
    add(body, D11_EID_BSS_LOAD, "\x02\x01\x80\x00\x00", 5);
    add(body, D11_EID_HT_CAP, zero, 26);
    add(body, D11_EID_HT_OP, ht_op, sizeof(ht_op));
    add(body, D11_EID_VHT_CAP, zero, 12);
    add(body, D11_EID_EXTENSION,
        "\x23"
        "123456",
        7);
    add(body, D11_EID_EXTENSION,
        "\x6c"
        "123456",
        7);
    add(body, D11_EID_EXTENSION,
        "\x6b"
        "123456",
        7);
    add(body, D11_EID_RSNX, "\x20\x01", 2);
    add(body, D11_EID_VENDOR, "\x00\x50\xf2\x02\x01\x01", 6);
    add(body, D11_EID_VENDOR, "\x00\x50\xf2\x01\x01\x00", 6);
    add(body, D11_EID_MULTIPLE_BSSID, "\x02", 1);
}

static enum dot11_drop summarize(struct d11_bss_summary *s,
                                 const struct body *body)
{
    struct d11_index index;

    memset(s, 0xa5, sizeof(*s));
    return d11_bss_summarize(s, &index, body->octets, body->len);
}

static void everything_in_a_beacon_is_summarised(void **state)
{
    struct d11_bss_summary s;
    struct body body;

    (void)state;
    full(&body);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.bad, 0);
    assert_true(s.tsf_us == 1);
    assert_int_equal(s.interval_tu, 100);
    assert_int_equal(s.capability, D11_CAP_ESS | D11_CAP_PRIVACY);
    assert_int_equal(s.ssid_len, 3);
    assert_memory_equal(s.ssid, "net", 3);
    assert_int_equal(s.channel, 6);
    assert_int_equal(s.rates.rates, D11_RATES_OFDM | D11_RATE_1M | D11_RATE_2M);
    assert_int_equal(s.rates.basic, D11_RATE_6M | D11_RATE_12M | D11_RATE_24M |
                                        D11_RATE_1M | D11_RATE_2M);
    assert_int_equal(s.rates.selectors, D11_SELECTOR_SAE_H2E);
    assert_int_equal(s.rsne.akm[0], D11_AKM_SAE);
    assert_int_equal(s.rsne.capabilities,
                     D11_RSN_CAP_MFPR | D11_RSN_CAP_MFPC | 0x0c);
    assert_int_equal(s.rsnx, 0x0120);
    assert_int_equal(s.load.stations, 0x0102);
    assert_int_equal(s.load.busy, 0x80);
    assert_memory_equal(s.country, "DE", 2);
    assert_int_equal(s.flags,
                     D11_SUMMARY_RSN | D11_SUMMARY_WPA | D11_SUMMARY_WMM |
                         D11_SUMMARY_HT | D11_SUMMARY_VHT | D11_SUMMARY_HE |
                         D11_SUMMARY_EHT | D11_SUMMARY_MULTI_LINK |
                         D11_SUMMARY_LOAD | D11_SUMMARY_COUNTRY |
                         D11_SUMMARY_RSNX | D11_SUMMARY_MULTIPLE_BSSID);
}

static void a_beacon_of_fixed_fields_has_nothing_to_join(void **state)
{
    struct d11_bss_summary s;
    struct body body;

    (void)state;
    begin(&body);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.flags, D11_SUMMARY_HIDDEN);
    assert_int_equal(s.bad, D11_SUMMARY_BAD_RATES);
    assert_null(s.ssid);
    assert_int_equal(s.ssid_len, 0);
    assert_int_equal(s.channel, 0);
    assert_int_equal(s.load.stations, 0);
    assert_int_equal(s.rsnx, 0);
}

/* SEC-ELM-04, A51. */
static void an_ssid_is_zero_to_32_octets(void **state)
{
    static const uint8_t zeroes[32] = {0};
    static const uint8_t named[33] = {0, 0, 0, 1};
    struct d11_bss_summary s;
    size_t len;

    (void)state;
    for (len = 0; len <= 33; len++) {
        struct body body;

        begin(&body);
        add(&body, D11_EID_SSID, named, len);
        if (len == 33) {
            assert_int_equal(summarize(&s, &body), D11_DROP_ELEMENTS);
            continue;
        }
        assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
        assert_int_equal(s.ssid_len, len);
        assert_int_equal(s.flags & D11_SUMMARY_HIDDEN,
                         len < 4 ? D11_SUMMARY_HIDDEN : 0);
        begin(&body);
        add(&body, D11_EID_SSID, zeroes, len);
        assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
        assert_true((s.flags & D11_SUMMARY_HIDDEN) != 0);
    }
}

static void the_channel_is_said_by_the_element_of_its_band(void **state)
{
    /* HE Operation: parameters, colour, MCS map, then the optional parts. */
    uint8_t he_op[] = {36, 0, 0x40 | 0x80, 0x02, 0, 0, 0, 1,
                       2,  3, 4,           37,   0, 0, 0, 0};
    static const uint8_t ht_op[22] = {44};
    struct d11_bss_summary s;
    struct body body;

    (void)state;
    begin(&body);
    add(&body, D11_EID_HT_OP, ht_op, sizeof(ht_op));
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.channel, 44);
    assert_int_equal(s.flags & D11_SUMMARY_6GHZ, 0);
    begin(&body);
    add(&body, D11_EID_EXTENSION, he_op, sizeof(he_op));
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.channel, 37);
    assert_true((s.flags & D11_SUMMARY_6GHZ) != 0);
    /* One octet less and the last part is not there. */
    begin(&body);
    add(&body, D11_EID_EXTENSION, he_op, sizeof(he_op) - 1);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.channel, 0);
    /* Without the optional parts in between. */
    he_op[2] = 0;
    he_op[7] = 5;
    begin(&body);
    add(&body, D11_EID_EXTENSION, he_op, 12);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.channel, 5);
    /* Without the part that says it. */
    he_op[3] = 0;
    begin(&body);
    add(&body, D11_EID_EXTENSION, he_op, 12);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.channel, 0);
    assert_int_equal(s.flags & D11_SUMMARY_6GHZ, 0);
}

/* SEC-ELM-05, SEC-ELM-10: why nobody can join. */
static void a_bad_rsne_is_said(void **state)
{
    struct d11_bss_summary s;
    struct body body;

    (void)state;
    full(&body);
    add(&body, D11_EID_RSN, rsne, sizeof(rsne));
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.bad, 0);
    add(&body, D11_EID_RSN, rsne, sizeof(rsne) - 2);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.bad, D11_SUMMARY_BAD_RSNE_TWICE);
    begin(&body);
    add(&body, D11_EID_RATES, "\x82", 1);
    add(&body, D11_EID_RSN, rsne, 7);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.bad, D11_SUMMARY_BAD_RSNE);
    assert_int_equal(s.flags & D11_SUMMARY_RSN, 0);
}

static void summarize_prefix(const uint8_t *octets, size_t len, void *arg)
{
    struct dot11_octets list;
    struct d11_bss_summary s;
    struct d11_index index;
    enum dot11_drop drop = d11_bss_summarize(&s, &index, octets, len);

    (void)arg;
    /* SEC-FRM-04, A46. */
    if (len < 12) {
        assert_int_equal(drop, D11_DROP_MGMT_BODY);
        return;
    }
    assert_int_equal(drop, D11_DROP_NONE);
    list.data = octets + 12;
    list.len = len - 12;
    /* SEC-ELM-01: what was whole is shown, but nobody joins. */
    assert_int_equal((s.bad & D11_SUMMARY_BAD_TRUNCATED) == 0,
                     d11_elements_whole(list));
    if (s.ssid != NULL)
        assert_true(s.ssid + s.ssid_len <= octets + len);
}

static void every_prefix_is_summarised_in_bounds(void **state)
{
    struct body body;

    (void)state;
    full(&body);
    hostile_prefixes(body.octets, body.len, summarize_prefix, NULL);
}

static void summarize_any(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_bss_summary s;
    struct d11_index index;

    (void)arg;
    if (d11_bss_summarize(&s, &index, octets, len) == D11_DROP_NONE &&
        s.ssid != NULL) {
        assert_true(s.ssid_len <= 32);
        assert_true(s.ssid + s.ssid_len <= octets + len);
    }
}

static void every_wrong_octet_is_summarised_in_bounds(void **state)
{
    struct body body;

    (void)state;
    full(&body);
    hostile_octets(body.octets, body.len, summarize_any, NULL);
}

/* SEC-ELM-02, A44. */
static void a_malformed_extension_is_said(void **state)
{
    struct d11_bss_summary s;
    struct body body;

    (void)state;
    full(&body);
    add(&body, D11_EID_EXTENSION, NULL, 0);
    assert_int_equal(summarize(&s, &body), D11_DROP_NONE);
    assert_int_equal(s.bad, D11_SUMMARY_BAD_MALFORMED);
}

static void a_body_beyond_16_bits_is_refused(void **state)
{
    uint8_t *octets = calloc(1, 12 + 65536);
    struct d11_bss_summary s;
    struct d11_index index;

    (void)state;
    assert_non_null(octets);
    assert_int_equal(d11_bss_summarize(&s, &index, octets, 12 + 65536),
                     D11_DROP_ELEMENTS);
    free(octets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_in_a_beacon_is_summarised),
        cmocka_unit_test(a_beacon_of_fixed_fields_has_nothing_to_join),
        cmocka_unit_test(an_ssid_is_zero_to_32_octets),
        cmocka_unit_test(the_channel_is_said_by_the_element_of_its_band),
        cmocka_unit_test(a_bad_rsne_is_said),
        cmocka_unit_test(every_prefix_is_summarised_in_bounds),
        cmocka_unit_test(every_wrong_octet_is_summarised_in_bounds),
        cmocka_unit_test(a_malformed_extension_is_said),
        cmocka_unit_test(a_body_beyond_16_bits_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
