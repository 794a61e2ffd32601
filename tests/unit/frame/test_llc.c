/* LLC/SNAP to Ethernet and back.
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

#include "frame/llc.h"
#include "hostile.h"

#define HEAD 24u

static const uint8_t da[6] = {2, 1, 1, 1, 1, 1};
static const uint8_t sa[6] = {2, 2, 2, 2, 2, 2};

/* A block with `head` octets of MAC header in front of `msdu`, addresses at
 * offsets 4 and 16 as in a frame from the AP. */
static uint8_t *framed(const uint8_t *msdu, size_t len)
{
    uint8_t *block = malloc(HEAD + len);

    assert_non_null(block);
    memset(block, 0xee, HEAD);
    memcpy(block + 4, da, 6);
    memcpy(block + 16, sa, 6);
    if (len != 0)
        memcpy(block + HEAD, msdu, len);
    return block;
}

/* N80211-ENCAP-1, receive: what each encapsulation becomes. */
static const struct {
    uint8_t msdu[12];
    size_t len;
    uint16_t ethertype; /* 0: stays behind a length field */
} rows[] = {
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0x00, 1, 2}, 10, 0x0800},
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e}, 8, 0x888e},
    {{0xaa, 0xaa, 3, 0, 0, 0xf8, 0x81, 0x37, 1}, 9, 0x8137},
    {{0xaa, 0xaa, 3, 0, 0, 0xf8, 0x80, 0xf3, 1}, 9, 0x80f3},
    {{0xaa, 0xaa, 3, 0, 0, 0xf8, 0x08, 0x00, 1}, 9, 0x0800},
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x81, 0x37, 1}, 9, 0},
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x80, 0xf3, 1}, 9, 0},
    {{0xaa, 0xaa, 3, 8, 0, 7, 0x80, 0x9b, 1}, 9, 0},
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x05, 0xff, 1}, 9, 0},
    {{0xaa, 0xaa, 3, 0, 0, 0, 0x08}, 7, 0},
    {{0x42, 0x42, 3, 0, 0, 0, 0x08, 0x00}, 8, 0},
    {{0xe0, 0xe0, 3}, 3, 0},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void an_msdu_becomes_an_ethernet_frame_in_place(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < ROWS; i++) {
        uint8_t *block = framed(rows[i].msdu, rows[i].len);
        struct d11_ethernet eth;
        size_t cut = rows[i].ethertype != 0 ? 8 : 0;

        assert_int_equal(d11_llc_ethertype(block + HEAD, rows[i].len),
                         rows[i].ethertype);
        assert_true(d11_llc_to_ethernet(&eth, block + HEAD, rows[i].len,
                                        block + 4, block + 16));
        assert_int_equal(eth.ethertype, rows[i].ethertype);
        assert_memory_equal(eth.data, da, 6);
        assert_memory_equal(eth.data + 6, sa, 6);
        assert_int_equal(eth.len, 14 + rows[i].len - cut);
        assert_ptr_equal(eth.data + eth.len, block + HEAD + rows[i].len);
        assert_memory_equal(eth.data + 14, rows[i].msdu + cut,
                            rows[i].len - cut);
        assert_int_equal((eth.data[12] << 8) | eth.data[13],
                         rows[i].ethertype != 0 ? rows[i].ethertype
                                                : rows[i].len);
        free(block);
    }
}

/* A-MSDU: the subframe's own header has the addresses, right in front. */
static void addresses_may_lie_where_the_header_goes(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < ROWS; i++) {
        uint8_t block[14 + 12];
        struct d11_ethernet eth;

        memcpy(block, da, 6);
        memcpy(block + 6, sa, 6);
        memcpy(block + 14, rows[i].msdu, rows[i].len);
        assert_true(d11_llc_to_ethernet(&eth, block + 14, rows[i].len, block,
                                        block + 6));
        assert_memory_equal(eth.data, da, 6);
        assert_memory_equal(eth.data + 6, sa, 6);
    }
}

static void a_payload_without_an_llc_header_is_refused(void **state)
{
    static const uint8_t msdu[3] = {0xaa, 0xaa, 3};
    size_t len;

    (void)state;
    for (len = 0; len <= 3; len++) {
        uint8_t *block = framed(msdu, len);
        uint8_t *before = hostile_copy(block, HEAD + len);
        struct d11_ethernet eth;

        assert_int_equal(
            d11_llc_to_ethernet(&eth, block + HEAD, len, block + 4, block + 16),
            len >= 3);
        if (len < 3)
            assert_memory_equal(block, before, HEAD + len);
        free(before);
        free(block);
    }
}

/* A length field above 1500 would be taken for an EtherType. */
static void a_long_msdu_without_snap_is_refused(void **state)
{
    uint8_t *block = calloc(1, HEAD + D11_MSDU_MAX);
    struct d11_ethernet eth;

    (void)state;
    assert_non_null(block);
    assert_true(d11_llc_to_ethernet(&eth, block + HEAD, 1500, da, sa));
    assert_int_equal(eth.len, 1514);
    assert_false(d11_llc_to_ethernet(&eth, block + HEAD, 1501, da, sa));
    assert_false(d11_llc_to_ethernet(&eth, block + HEAD, D11_MSDU_MAX, da, sa));
    free(block);
}

static void decode_one(const uint8_t *octets, size_t len, void *arg)
{
    uint8_t *block = framed(octets, len);
    struct d11_ethernet eth;

    (void)arg;
    (void)d11_llc_ethertype(block + HEAD, len);
    if (d11_llc_to_ethernet(&eth, block + HEAD, len, block + 4, block + 16))
        assert_ptr_equal(eth.data + eth.len, block + HEAD + len);
    free(block);
}

/* SEC-FRM-02, A55: a truncated tag after SNAP is not looked into. */
static void every_prefix_is_translated_in_bounds(void **state)
{
    static const uint8_t vlan[] = {0xaa, 0xaa, 3, 0, 0, 0,
                                   0x81, 0x00, 0, 1, 8, 0};

    (void)state;
    hostile_all(vlan, sizeof(vlan), decode_one, NULL);
}

static void what_is_sent_is_received_again(void **state)
{
    static const uint16_t types[] = {0x0800, 0x0806, 0x86dd, 0x888e, 0x8100,
                                     0x8137, 0x80f3, 0x0600, 0xffff};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        uint8_t sent[20] = {0};
        uint8_t block[HEAD + 20];
        struct d11_msdu msdu;
        struct d11_ethernet eth;

        memcpy(sent, da, 6);
        memcpy(sent + 6, sa, 6);
        sent[12] = (uint8_t)(types[i] >> 8);
        sent[13] = (uint8_t)types[i];
        sent[19] = 0x55;
        memcpy(block + HEAD, sent, sizeof(sent));
        assert_true(d11_ethernet_to_llc(&msdu, block + HEAD, sizeof(sent)));
        assert_int_equal(msdu.ethertype, types[i]);
        assert_memory_equal(msdu.da, da, 6);
        assert_memory_equal(msdu.sa, sa, 6);
        assert_int_equal(msdu.len, 14);
        assert_ptr_equal(msdu.data + msdu.len, block + HEAD + 20);
        /* N80211-ENCAP-1, send: AARP and IPX go through a tunnel. */
        assert_int_equal(msdu.data[5],
                         types[i] == 0x8137 || types[i] == 0x80f3 ? 0xf8 : 0);
        assert_true(
            d11_llc_to_ethernet(&eth, msdu.data, msdu.len, msdu.da, msdu.sa));
        assert_int_equal(eth.len, sizeof(sent));
        assert_memory_equal(eth.data, sent, sizeof(sent));
    }
}

static void a_frame_with_a_length_field_keeps_its_llc(void **state)
{
    uint8_t frame[60] = {0};
    struct d11_msdu msdu;

    (void)state;
    memcpy(frame, da, 6);
    memcpy(frame + 6, sa, 6);
    frame[13] = 10;
    memset(frame + 14, 0x42, 10);
    assert_true(d11_ethernet_to_llc(&msdu, frame, sizeof(frame)));
    assert_ptr_equal(msdu.data, frame + 14);
    /* SEC-TXP-05: the padding behind it does not go out. */
    assert_int_equal(msdu.len, 10);
    assert_int_equal(msdu.ethertype, 0);
}

static void a_length_field_that_lies_is_refused(void **state)
{
    unsigned type;

    (void)state;
    for (type = 0; type <= 0x700; type++) {
        uint8_t frame[34] = {0};
        uint8_t before[34];
        struct d11_msdu msdu;
        bool ok;

        frame[12] = (uint8_t)(type >> 8);
        frame[13] = (uint8_t)type;
        memcpy(before, frame, sizeof(frame));
        ok = d11_ethernet_to_llc(&msdu, frame, sizeof(frame));
        assert_int_equal(ok, type >= 1536 || (type >= 3 && type <= 20));
        if (!ok)
            assert_memory_equal(frame, before, sizeof(frame));
    }
}

static void send_one(const uint8_t *octets, size_t len, void *arg)
{
    uint8_t *block = hostile_copy(octets, len);
    struct d11_msdu msdu;

    (void)arg;
    if (d11_ethernet_to_llc(&msdu, block, len)) {
        assert_true(len >= 14);
        assert_true(msdu.data + msdu.len <= block + len);
    }
    free(block);
}

static void every_prefix_of_an_ethernet_frame_is_in_bounds(void **state)
{
    uint8_t frame[34] = {0};

    (void)state;
    frame[12] = 8;
    hostile_all(frame, sizeof(frame), send_one, NULL);
    frame[12] = 0;
    frame[13] = 20;
    hostile_all(frame, sizeof(frame), send_one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_msdu_becomes_an_ethernet_frame_in_place),
        cmocka_unit_test(addresses_may_lie_where_the_header_goes),
        cmocka_unit_test(a_payload_without_an_llc_header_is_refused),
        cmocka_unit_test(a_long_msdu_without_snap_is_refused),
        cmocka_unit_test(every_prefix_is_translated_in_bounds),
        cmocka_unit_test(what_is_sent_is_received_again),
        cmocka_unit_test(a_frame_with_a_length_field_keeps_its_llc),
        cmocka_unit_test(a_length_field_that_lies_is_refused),
        cmocka_unit_test(every_prefix_of_an_ethernet_frame_is_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
