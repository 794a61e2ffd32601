/* The RSN and WPA elements.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "frame/rsne.h"
#include "hostile.h"

/* Version, group, 2 pairwise, 2 AKMs, capabilities, 1 PMKID, group
 * management cipher. */
static const uint8_t full[] = {
    1,    0,    0,  0x0f, 0xac, 2,  2,    0,    0,    0x0f, 0xac, 4,    0,
    0x0f, 0xac, 2,  2,    0,    0,  0x0f, 0xac, 2,    0,    0x0f, 0xac, 8,
    0xcc, 0x00, 1,  0,    0,    1,  2,    3,    4,    5,    6,    7,    8,
    9,    10,   11, 12,   13,   14, 15,   0,    0x0f, 0xac, 11};

/* Where one optional field ends and the next begins. */
#define END_VERSION 2u
#define END_GROUP 6u
#define END_PAIRWISE 16u
#define END_AKM 26u
#define END_CAPABILITIES 28u
#define END_PMKIDS 46u

static void a_full_element_is_read(void **state)
{
    struct d11_rsne r;

    (void)state;
    assert_int_equal(sizeof(full), END_PMKIDS + 4);
    assert_true(d11_rsne_parse(&r, full, sizeof(full)));
    assert_int_equal(r.group, D11_CIPHER_TKIP);
    assert_int_equal(r.pairwise_count, 2);
    assert_int_equal(r.pairwise[0], D11_CIPHER_CCMP_128);
    assert_int_equal(r.pairwise[1], D11_CIPHER_TKIP);
    assert_int_equal(r.akm_count, 2);
    assert_true(d11_rsne_has_akm(&r, D11_AKM_PSK));
    assert_true(d11_rsne_has_akm(&r, D11_AKM_SAE));
    assert_false(d11_rsne_has_akm(&r, D11_AKM_OWE));
    assert_true(d11_rsne_has_pairwise(&r, D11_CIPHER_TKIP));
    assert_false(d11_rsne_has_pairwise(&r, D11_CIPHER_GCMP_128));
    assert_int_equal(r.capabilities, 0x00cc);
    assert_int_equal(r.pmkid_count, 1);
    assert_ptr_equal(r.pmkids, full + 30);
    assert_int_equal(r.group_mgmt, D11_CIPHER_BIP_GMAC_128);
    assert_int_equal(r.pairwise_skipped + r.akm_skipped, 0);
}

static int is_legal_prefix(size_t len)
{
    /* SEC-ELM-10: one octet of capabilities or PMKID count is none at all;
     * what is left behind the PMKIDs is no cipher before it is whole. */
    return len == END_VERSION || len == END_GROUP || len == END_PAIRWISE ||
           len == END_AKM || len == END_AKM + 1 || len == END_CAPABILITIES ||
           len == END_CAPABILITIES + 1 || len >= END_PMKIDS;
}

static void parse_prefix(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rsne r;

    (void)arg;
    assert_int_equal(d11_rsne_parse(&r, octets, len), is_legal_prefix(len));
    if (!is_legal_prefix(len))
        return;
    assert_int_equal(r.group,
                     len >= END_GROUP ? D11_CIPHER_TKIP : D11_CIPHER_CCMP_128);
    assert_int_equal(r.pairwise_count, len >= END_PAIRWISE ? 2 : 1);
    assert_int_equal(r.pairwise[0], D11_CIPHER_CCMP_128);
    assert_int_equal(r.akm_count, len >= END_AKM ? 2 : 1);
    assert_int_equal(r.akm[0], len >= END_AKM ? D11_AKM_PSK : D11_AKM_8021X);
    assert_int_equal(r.capabilities, len >= END_CAPABILITIES ? 0xcc : 0);
    assert_int_equal(r.pmkid_count, len >= END_PMKIDS ? 1 : 0);
    if (len < END_CAPABILITIES)
        assert_int_equal(r.group_mgmt, D11_CIPHER_NONE);
    else if (len < sizeof(full))
        assert_int_equal(r.group_mgmt, D11_CIPHER_BIP_CMAC_128);
}

/* SEC-ELM-10: absent fields take the standard's defaults, a list that does
 * not fit is malformed. */
static void every_prefix_is_whole_defaulted_or_malformed(void **state)
{
    (void)state;
    hostile_prefixes(full, sizeof(full), parse_prefix, NULL);
}

static void parse_any(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rsne r;

    (void)arg;
    if (!d11_rsne_parse(&r, octets, len))
        return;
    assert_true(r.pairwise_count <= D11_RSNE_SUITES);
    assert_true(r.akm_count <= D11_RSNE_SUITES);
    assert_true((size_t)r.pmkid_count * 16 <= len);
}

static void every_wrong_octet_is_parsed_in_bounds(void **state)
{
    (void)state;
    hostile_octets(full, sizeof(full), parse_any, NULL);
}

static void only_version_1_is_known(void **state)
{
    static const uint8_t two[] = {2, 0};
    static const uint8_t big[] = {1, 1};
    struct d11_rsne r;

    (void)state;
    assert_false(d11_rsne_parse(&r, two, sizeof(two)));
    assert_false(d11_rsne_parse(&r, big, sizeof(big)));
    assert_false(d11_rsne_parse(&r, NULL, 0));
}

/* SEC-ELM-10, A39: as many AKMs as fit in an element. */
static void more_suites_than_are_kept_are_counted(void **state)
{
    uint8_t octets[14 + 4 * 60];
    struct d11_rsne r;
    size_t i;

    (void)state;
    memcpy(octets, full, 6);
    octets[6] = 0;
    octets[7] = 0;
    octets[8] = 60;
    octets[9] = 0;
    for (i = 0; i < 60; i++)
        memcpy(octets + 10 + 4 * i, "\x00\x0f\xac\x08", 4);
    assert_true(d11_rsne_parse(&r, octets, 10 + 4 * 60));
    assert_int_equal(r.pairwise_count, 0);
    assert_int_equal(r.akm_count, D11_RSNE_SUITES);
    assert_int_equal(r.akm_skipped, 60 - D11_RSNE_SUITES);
    /* One more than there are. */
    octets[8] = 61;
    assert_false(d11_rsne_parse(&r, octets, 10 + 4 * 60));
    octets[8] = 0xff;
    octets[9] = 0xff;
    assert_false(d11_rsne_parse(&r, octets, 10 + 4 * 60));
}

/* SEC-ELM-03: future octets at the end are ignored. */
static void octets_after_the_last_field_are_ignored(void **state)
{
    uint8_t octets[sizeof(full) + 3];
    struct d11_rsne r;

    (void)state;
    memcpy(octets, full, sizeof(full));
    memset(octets + sizeof(full), 0xff, 3);
    assert_true(d11_rsne_parse(&r, octets, sizeof(octets)));
    assert_int_equal(r.group_mgmt, D11_CIPHER_BIP_GMAC_128);
}

static void what_is_written_is_read_again(void **state)
{
    uint8_t octets[D11_RSNE_WRITE_MAX];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_rsne r;
    size_t cap;

    (void)state;
    assert_true(d11_rsne_parse(&r, full, sizeof(full)));
    d11_rsne_write(&wr, &r);
    assert_false(wr.overflow);
    assert_int_equal(d11_wr_len(&wr), sizeof(full) + 2);
    assert_int_equal(octets[0], D11_EID_RSN);
    assert_int_equal(octets[1], sizeof(full));
    assert_memory_equal(octets + 2, full, sizeof(full));
    for (cap = 0; cap < sizeof(full) + 2; cap++) {
        uint8_t *block = malloc(cap);

        wr = d11_wr_over(block, cap);
        d11_rsne_write(&wr, &r);
        assert_true(wr.overflow);
        free(block);
    }
}

static void a_plain_station_writes_twenty_octets(void **state)
{
    static const uint8_t expected[] = {
        48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
        0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};
    struct d11_rsne r = {0};
    uint8_t octets[32];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));

    (void)state;
    r.group = D11_CIPHER_CCMP_128;
    r.pairwise[0] = D11_CIPHER_CCMP_128;
    r.pairwise_count = 1;
    r.akm[0] = D11_AKM_PSK;
    r.akm_count = 1;
    d11_rsne_write(&wr, &r);
    assert_int_equal(d11_wr_len(&wr), sizeof(expected));
    assert_memory_equal(octets, expected, sizeof(expected));
}

static void pmkids_are_written_without_a_group_management_cipher(void **state)
{
    uint8_t octets[64];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_rsne r;

    (void)state;
    assert_true(d11_rsne_parse(&r, full, END_PMKIDS));
    r.group_mgmt = D11_CIPHER_NONE;
    d11_rsne_write(&wr, &r);
    assert_int_equal(d11_wr_len(&wr), END_PMKIDS + 2);
    assert_memory_equal(octets + 2, full, END_PMKIDS);
    /* And a group management cipher behind an empty list. */
    r.group_mgmt = D11_CIPHER_BIP_GMAC_128;
    r.pmkid_count = 0;
    wr = d11_wr_over(octets, sizeof(octets));
    d11_rsne_write(&wr, &r);
    assert_int_equal(d11_wr_len(&wr), END_CAPABILITIES + 2 + 2 + 4);
    assert_true(d11_rsne_parse(&r, octets + 2, d11_wr_len(&wr) - 2));
    assert_int_equal(r.pmkid_count, 0);
    assert_null(r.pmkids);
    assert_int_equal(r.group_mgmt, D11_CIPHER_BIP_GMAC_128);
}

static void an_element_above_255_octets_is_not_written(void **state)
{
    static const uint8_t pmkids[16 * 15] = {0};
    uint8_t octets[512];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_rsne r;

    (void)state;
    assert_true(d11_rsne_parse(&r, full, sizeof(full)));
    r.pmkids = pmkids;
    r.pmkid_count = 15;
    d11_rsne_write(&wr, &r);
    assert_true(wr.overflow);
    r.pmkid_count = 14;
    wr = d11_wr_over(octets, sizeof(octets));
    d11_rsne_write(&wr, &r);
    assert_true(wr.overflow);
    r.pmkid_count = 13;
    wr = d11_wr_over(octets, sizeof(octets));
    d11_rsne_write(&wr, &r);
    assert_false(wr.overflow);
}

static const uint8_t wpa[] = {0, 0x50, 0xf2, 1, 1, 0, 0, 0x50, 0xf2, 2, 1, 0,
                              0, 0x50, 0xf2, 4, 1, 0, 0, 0x50, 0xf2, 2};

static void wpa_suites_are_named_as_those_of_rsn(void **state)
{
    struct d11_rsne r;

    (void)state;
    assert_true(d11_wpa_parse(&r, wpa, sizeof(wpa)));
    assert_int_equal(r.group, D11_CIPHER_TKIP);
    assert_int_equal(r.pairwise_count, 1);
    assert_int_equal(r.pairwise[0], D11_CIPHER_CCMP_128);
    assert_int_equal(r.akm[0], D11_AKM_PSK);
    assert_true(d11_wpa_parse(&r, wpa, 6));
    assert_int_equal(r.group, D11_CIPHER_TKIP);
    assert_int_equal(r.pairwise[0], D11_CIPHER_TKIP);
    assert_int_equal(r.akm[0], D11_AKM_8021X);
}

static void parse_wpa(const uint8_t *octets, size_t len, void *arg)
{
    struct d11_rsne r;

    (void)arg;
    if (d11_wpa_parse(&r, octets, len))
        assert_true(len >= 6);
}

static void every_wpa_prefix_is_parsed_in_bounds(void **state)
{
    (void)state;
    hostile_all(wpa, sizeof(wpa), parse_wpa, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_element_is_read),
        cmocka_unit_test(every_prefix_is_whole_defaulted_or_malformed),
        cmocka_unit_test(every_wrong_octet_is_parsed_in_bounds),
        cmocka_unit_test(only_version_1_is_known),
        cmocka_unit_test(more_suites_than_are_kept_are_counted),
        cmocka_unit_test(octets_after_the_last_field_are_ignored),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(a_plain_station_writes_twenty_octets),
        cmocka_unit_test(pmkids_are_written_without_a_group_management_cipher),
        cmocka_unit_test(an_element_above_255_octets_is_not_written),
        cmocka_unit_test(wpa_suites_are_named_as_those_of_rsn),
        cmocka_unit_test(every_wpa_prefix_is_parsed_in_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
