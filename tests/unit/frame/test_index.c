/* The element index.
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
#include "frame/index.h"
#include "hostile.h"

/* Every slot and an element that takes it. */
static const struct {
    enum d11_slot slot;
    uint8_t id;
    uint8_t len;
    uint8_t body[8];
} every[] = {
    {D11_SLOT_SSID, 0, 1, {1}},
    {D11_SLOT_RATES, 1, 1, {1}},
    {D11_SLOT_DS, 3, 1, {1}},
    {D11_SLOT_TIM, 5, 1, {1}},
    {D11_SLOT_IBSS, 6, 1, {1}},
    {D11_SLOT_COUNTRY, 7, 1, {1}},
    {D11_SLOT_CHALLENGE, 16, 1, {1}},
    {D11_SLOT_BSS_LOAD, 11, 1, {1}},
    {D11_SLOT_POWER_CONSTRAINT, 32, 1, {1}},
    {D11_SLOT_CSA, 37, 1, {1}},
    {D11_SLOT_QUIET, 40, 1, {1}},
    {D11_SLOT_ERP, 42, 1, {1}},
    {D11_SLOT_HT_CAP, 45, 1, {1}},
    {D11_SLOT_QOS_CAP, 46, 1, {1}},
    {D11_SLOT_RSN, 48, 1, {1}},
    {D11_SLOT_EXT_RATES, 50, 1, {1}},
    {D11_SLOT_MDE, 54, 1, {1}},
    {D11_SLOT_FTE, 55, 1, {1}},
    {D11_SLOT_TIMEOUT_INTERVAL, 56, 1, {1}},
    {D11_SLOT_OPERATING_CLASSES, 59, 1, {1}},
    {D11_SLOT_ECSA, 60, 1, {1}},
    {D11_SLOT_HT_OP, 61, 1, {1}},
    {D11_SLOT_RM_ENABLED, 70, 1, {1}},
    {D11_SLOT_MULTIPLE_BSSID, 71, 1, {1}},
    {D11_SLOT_MME, 76, 1, {1}},
    {D11_SLOT_INTERWORKING, 107, 1, {1}},
    {D11_SLOT_EXT_CAP, 127, 1, {1}},
    {D11_SLOT_VHT_CAP, 191, 1, {1}},
    {D11_SLOT_VHT_OP, 192, 1, {1}},
    {D11_SLOT_TX_POWER_ENVELOPE, 195, 1, {1}},
    {D11_SLOT_RNR, 201, 1, {1}},
    {D11_SLOT_RSNX, 244, 1, {1}},
    {D11_SLOT_WPA, 221, 5, {0, 0x50, 0xf2, 1, 9}},
    {D11_SLOT_WMM, 221, 5, {0, 0x50, 0xf2, 2, 9}},
    {D11_SLOT_OWE_TRANSITION, 221, 5, {0x50, 0x6f, 0x9a, 0x1c, 9}},
    {D11_SLOT_RSNE_OVERRIDE, 221, 5, {0x50, 0x6f, 0x9a, 0x29, 9}},
    {D11_SLOT_RSNE_OVERRIDE_2, 221, 5, {0x50, 0x6f, 0x9a, 0x2a, 9}},
    {D11_SLOT_RSNX_OVERRIDE, 221, 5, {0x50, 0x6f, 0x9a, 0x2b, 9}},
    {D11_SLOT_OWE_DH, 255, 2, {32, 9}},
    {D11_SLOT_PASSWORD_ID, 255, 2, {33, 9}},
    {D11_SLOT_HE_CAP, 255, 2, {35, 9}},
    {D11_SLOT_HE_OP, 255, 2, {36, 9}},
    {D11_SLOT_OCI, 255, 2, {54, 9}},
    {D11_SLOT_HE_6GHZ_CAP, 255, 2, {59, 9}},
    {D11_SLOT_REJECTED_GROUPS, 255, 2, {92, 9}},
    {D11_SLOT_ANTI_CLOGGING, 255, 2, {93, 9}},
    {D11_SLOT_EHT_OP, 255, 2, {106, 9}},
    {D11_SLOT_MULTI_LINK, 255, 2, {107, 9}},
    {D11_SLOT_EHT_CAP, 255, 2, {108, 9}},
};

#define EVERY (sizeof(every) / sizeof(every[0]))

static size_t write_every(uint8_t *octets, size_t cap)
{
    struct d11_wr wr = d11_wr_over(octets, cap);
    size_t i;

    for (i = 0; i < EVERY; i++) {
        struct dot11_octets body = {every[i].body, every[i].len};

        d11_compose_element(&wr, every[i].id, body);
    }
    assert_false(wr.overflow);
    return d11_wr_len(&wr);
}

static void each_slot_is_found_in_any_company(void **state)
{
    uint8_t octets[512];
    size_t len = write_every(octets, sizeof(octets));
    struct d11_index index;
    size_t i;

    (void)state;
    assert_int_equal(EVERY, D11_SLOT_COUNT - 1);
    d11_index_build(&index, octets, len);
    assert_true(d11_index_whole(&index));
    assert_ptr_equal(index.end, octets + len);
    for (i = 0; i < EVERY; i++) {
        struct dot11_octets body = d11_index_body(&index, every[i].slot);
        struct dot11_octets raw = d11_index_raw(&index, every[i].slot);
        struct d11_element e;
        size_t skip = every[i].id == 255;

        assert_true(d11_index_has(&index, every[i].slot));
        assert_int_equal(body.len, every[i].len - skip);
        assert_memory_equal(body.data, every[i].body + skip, body.len);
        assert_int_equal(raw.len, every[i].len + 2u);
        assert_int_equal(raw.data[0], every[i].id);
        assert_true(d11_index_get(&index, every[i].slot, &e));
        assert_int_equal(e.id, every[i].id);
        assert_int_equal(e.ext_id, skip ? every[i].body[0] : 0);
        assert_ptr_equal(e.body, body.data);
        assert_int_equal(e.len, body.len);
        assert_false(d11_index_next_same(&index, &e));
    }
}

static void an_empty_list_has_nothing(void **state)
{
    struct d11_index index;
    struct d11_element e;
    unsigned slot;

    (void)state;
    d11_index_build(&index, NULL, 0);
    assert_true(d11_index_whole(&index));
    for (slot = 0; slot < D11_SLOT_COUNT; slot++) {
        assert_false(d11_index_has(&index, (enum d11_slot)slot));
        assert_null(d11_index_body(&index, (enum d11_slot)slot).data);
        assert_null(d11_index_raw(&index, (enum d11_slot)slot).data);
        assert_false(d11_index_get(&index, (enum d11_slot)slot, &e));
        assert_int_equal(d11_index_join(&index, (enum d11_slot)slot, NULL, 0),
                         0);
    }
}

/* SEC-ELM-05: a later duplicate can neither replace nor extend. */
static void the_first_of_its_kind_wins_and_others_stay_reachable(void **state)
{
    static const uint8_t octets[] = {0, 1, 'a', 0, 2,   'b', 'c', 200,
                                     1, 1, 0,   0, 200, 1,   2};
    struct d11_index index;
    struct d11_element e;

    (void)state;
    d11_index_build(&index, octets, sizeof(octets));
    assert_true(d11_index_get(&index, D11_SLOT_SSID, &e));
    assert_int_equal(e.body[0], 'a');
    assert_true(d11_index_next_same(&index, &e));
    assert_int_equal(e.len, 2);
    assert_true(d11_index_next_same(&index, &e));
    assert_int_equal(e.len, 0);
    assert_false(d11_index_next_same(&index, &e));
    /* Unknown ids: the first one, then those with the same id. */
    assert_true(d11_index_get(&index, D11_SLOT_OTHER, &e));
    assert_int_equal(e.body[0], 1);
    assert_true(d11_index_next_same(&index, &e));
    assert_int_equal(e.body[0], 2);
}

/* SEC-ELM-11: a vendor element is told by OUI and type, when it has both. */
static void vendor_elements_are_the_same_by_oui_and_type(void **state)
{
    static const uint8_t octets[] = {
        221, 3, 0, 0x50, 0xf2,       /* no type */
        221, 4, 0, 0x50, 0xf2, 2,    /* WMM */
        221, 4, 0, 0x50, 0xf2, 4,    /* WPS */
        221, 5, 0, 0x50, 0xf2, 2, 7, /* WMM again */
    };
    struct d11_index index;
    struct d11_element e;

    (void)state;
    d11_index_build(&index, octets, sizeof(octets));
    assert_true(d11_index_get(&index, D11_SLOT_WMM, &e));
    assert_int_equal(e.len, 4);
    assert_true(d11_index_next_same(&index, &e));
    assert_int_equal(e.len, 5);
    assert_false(d11_index_next_same(&index, &e));
    assert_false(d11_index_has(&index, D11_SLOT_WPA));
}

/* SEC-ELM-11: without OUI and type nothing is like anything else. */
static void short_vendor_elements_are_like_no_other(void **state)
{
    static const uint8_t octets[] = {221, 3, 0, 0x50, 0xf2,
                                     221, 3, 0, 0x50, 0xf2};
    struct d11_index index;
    struct d11_element e;

    (void)state;
    d11_index_build(&index, octets, sizeof(octets));
    assert_true(d11_index_get(&index, D11_SLOT_OTHER, &e));
    assert_false(d11_index_next_same(&index, &e));
}

static void other_types_of_known_ouis_have_no_slot(void **state)
{
    static const uint8_t octets[] = {221, 4, 0x50, 0x6f, 0x9a, 0x10,
                                     221, 4, 0,    0x50, 0xf2, 0x10,
                                     221, 2, 0,    0x50, 221,  0};
    struct d11_index index;
    unsigned slot;

    (void)state;
    d11_index_build(&index, octets, sizeof(octets));
    for (slot = 1; slot < D11_SLOT_COUNT; slot++)
        assert_false(d11_index_has(&index, (enum d11_slot)slot));
    assert_true(d11_index_has(&index, D11_SLOT_OTHER));
}

/* SEC-ELM-05: two RSNEs with different content are noticed. */
static void two_rsnes_conflict_when_they_differ(void **state)
{
    static const struct {
        uint8_t octets[12];
        size_t len;
        int conflict;
    } rows[] = {
        {{48, 2, 1, 0, 48, 2, 1, 0}, 8, 0},
        {{48, 2, 1, 0, 48, 2, 1, 1}, 8, 1},
        {{48, 2, 1, 0, 48, 3, 1, 0, 0}, 9, 1},
        {{48, 2, 1, 0, 48, 1, 1}, 7, 1},
        {{48, 2, 1, 0, 48, 0}, 6, 1},
        {{48, 0, 48, 0}, 4, 0},
        {{48, 0}, 2, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint8_t *block = hostile_copy(rows[i].octets, rows[i].len);
        struct d11_index index;

        d11_index_build(&index, block, rows[i].len);
        assert_int_equal(index.rsne_conflict, rows[i].conflict);
        free(block);
    }
}

/* SEC-ELM-02, A44. */
static void an_extension_element_without_id_is_malformed(void **state)
{
    static const uint8_t octets[] = {0, 1, 'a', 255, 0};
    uint8_t *block = hostile_copy(octets, sizeof(octets));
    struct d11_index index;

    (void)state;
    d11_index_build(&index, block, sizeof(octets));
    assert_true(index.malformed);
    assert_false(index.truncated);
    assert_false(d11_index_whole(&index));
    assert_true(d11_index_has(&index, D11_SLOT_SSID));
    free(block);
}

/* SEC-ELM-09: a Fragment element counts only after 255 octets. */
static void a_fragment_must_continue_a_full_element(void **state)
{
    uint8_t octets[257 + 257 + 6] = {D11_EID_FTE, 255};
    uint8_t joined[600];
    struct d11_index index;

    (void)state;
    octets[257] = D11_EID_FRAGMENT;
    octets[258] = 255;
    octets[514] = D11_EID_FRAGMENT;
    octets[515] = 1;
    octets[516] = 7;
    octets[517] = 200;
    octets[518] = 1;
    d11_index_build(&index, octets, sizeof(octets));
    assert_true(index.fragmented);
    assert_true(d11_index_whole(&index));
    assert_int_equal(
        d11_index_join(&index, D11_SLOT_FTE, joined, sizeof(joined)), 511);
    assert_int_equal(joined[510], 7);
    assert_int_equal(d11_index_join(&index, D11_SLOT_FTE, joined, 510), 0);

    octets[517] = D11_EID_FRAGMENT;
    d11_index_build(&index, octets, sizeof(octets));
    assert_true(index.malformed);
    /* First of all. */
    d11_index_build(&index, octets + 514, 3);
    assert_true(index.malformed);
}

static void index_prefix(const uint8_t *octets, size_t len, void *arg)
{
    struct dot11_octets all = {octets, len};
    struct d11_index index;
    unsigned slot;

    (void)arg;
    d11_index_build(&index, octets, len);
    assert_int_equal(d11_index_whole(&index), d11_elements_whole(all));
    assert_true(index.end <= octets + len);
    for (slot = 0; slot < D11_SLOT_COUNT; slot++) {
        struct dot11_octets body = d11_index_body(&index, (enum d11_slot)slot);

        if (body.data != NULL) {
            assert_true(body.data > octets);
            assert_true(body.data + body.len <= index.end);
        }
    }
}

/* SEC-ELM-01, A46, A47: the good beginning of a cut list is indexed. */
static void every_prefix_is_indexed_in_bounds(void **state)
{
    uint8_t octets[512];
    size_t len = write_every(octets, sizeof(octets));

    (void)state;
    hostile_prefixes(octets, len, index_prefix, NULL);
}

static void index_any(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_index index;
    struct d11_element e;
    unsigned slot;

    (void)arg;
    d11_index_build(&index, octets, len);
    for (slot = 0; slot < D11_SLOT_COUNT; slot++) {
        uint8_t joined[64];
        unsigned count = 0;

        d11_index_join(&index, (enum d11_slot)slot, joined, sizeof(joined));
        if (!d11_index_get(&index, (enum d11_slot)slot, &e))
            continue;
        while (d11_index_next_same(&index, &e)) {
            assert_true(e.body + e.len <= octets + len);
            /* SEC-ELM-12: no step without progress. */
            assert_true(++count <= len / 2);
        }
    }
}

static void every_wrong_octet_is_indexed_in_bounds(void **state)
{
    uint8_t octets[512];
    size_t len = write_every(octets, sizeof(octets));

    (void)state;
    hostile_octets(octets, len, index_any, NULL);
}

static void the_longest_list_is_indexed(void **state)
{
    uint8_t *octets = calloc(1, UINT16_MAX);
    struct d11_index index;

    (void)state;
    assert_non_null(octets);
    octets[UINT16_MAX - 3] = 3;
    octets[UINT16_MAX - 2] = 1;
    octets[UINT16_MAX - 1] = 11;
    d11_index_build(&index, octets, UINT16_MAX);
    assert_true(d11_index_whole(&index));
    assert_int_equal(d11_index_body(&index, D11_SLOT_DS).data[0], 11);
    free(octets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_slot_is_found_in_any_company),
        cmocka_unit_test(an_empty_list_has_nothing),
        cmocka_unit_test(the_first_of_its_kind_wins_and_others_stay_reachable),
        cmocka_unit_test(vendor_elements_are_the_same_by_oui_and_type),
        cmocka_unit_test(short_vendor_elements_are_like_no_other),
        cmocka_unit_test(other_types_of_known_ouis_have_no_slot),
        cmocka_unit_test(two_rsnes_conflict_when_they_differ),
        cmocka_unit_test(an_extension_element_without_id_is_malformed),
        cmocka_unit_test(a_fragment_must_continue_a_full_element),
        cmocka_unit_test(every_prefix_is_indexed_in_bounds),
        cmocka_unit_test(every_wrong_octet_is_indexed_in_bounds),
        cmocka_unit_test(the_longest_list_is_indexed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
