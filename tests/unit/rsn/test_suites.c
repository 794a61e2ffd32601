/* Which BSS is joined, and with what.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.24, 12.6.3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/rsne.h"
#include "station.h"

static int connecting(void **state)
{
    struct station *s;

    station_new(state);
    s = *state;
    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                             sizeof(s->profile), 0),
                     D11_OK);
    return 0;
}

/* An AP's RSNE: one suite of each kind, to be changed. */
static struct d11_rsne usual(void)
{
    struct d11_rsne rsne;

    memset(&rsne, 0, sizeof(rsne));
    rsne.group = D11_CIPHER_CCMP_128;
    rsne.pairwise[0] = D11_CIPHER_CCMP_128;
    rsne.pairwise_count = 1;
    rsne.akm[0] = D11_AKM_PSK;
    rsne.akm_count = 1;
    return rsne;
}

static enum dot11_err choose(struct station *s, const struct d11_rsne *rsne)
{
    struct d11_wr wr = d11_wr_over(s->ap.elements, sizeof(s->ap.elements));

    d11_rsne_write(&wr, rsne);
    s->ap.elements_len = d11_wr_len(&wr);
    station_beacon(s);
    memset(&s->suites, 0xee, sizeof(s->suites));
    return dot11_rsn.select(s->ext, &s->bss, &s->suites);
}

/* SEC-POL-01. */
static void wpa2_personal_is_chosen(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();

    assert_int_equal(choose(s, &rsne), D11_OK);
    assert_int_equal(s->suites.akm, D11_AKM_PSK);
    assert_int_equal(s->suites.pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(s->suites.group_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(s->suites.group_mgmt_cipher, D11_CIPHER_NONE);
    assert_int_equal(s->suites.auth_algorithm, D11_AUTH_OPEN);
    assert_true(s->suites.controlled);
    assert_true(s->suites.privacy);
    assert_false(s->suites.mfp);
}

static void our_suites_are_found_among_others(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();

    rsne.pairwise[0] = D11_CIPHER_TKIP;
    rsne.pairwise[1] = D11_CIPHER_GCMP_256;
    rsne.pairwise[2] = D11_CIPHER_CCMP_128;
    rsne.pairwise_count = 3;
    rsne.akm[0] = D11_AKM_SAE;
    rsne.akm[1] = D11_AKM_8021X;
    rsne.akm[2] = D11_AKM_PSK;
    rsne.akm_count = 3;
    rsne.capabilities = D11_RSN_CAP_MFPC;
    assert_int_equal(choose(s, &rsne), D11_OK);
    assert_int_equal(s->suites.akm, D11_AKM_PSK);
    assert_int_equal(s->suites.pairwise_cipher, D11_CIPHER_CCMP_128);
}

/* SEC-POL-01: the strongest that both allow. */
static void stronger_akm_is_preferred_when_allowed(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();

    rsne.akm[1] = D11_AKM_PSK_SHA256;
    rsne.akm_count = 2;
    assert_int_equal(choose(s, &rsne), D11_OK);
    assert_int_equal(s->suites.akm, D11_AKM_PSK);
    s->profile.akms |= D11_AKM_BIT_PSK_SHA256;
    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                             sizeof(s->profile), 0),
                     D11_OK);
    assert_int_equal(choose(s, &rsne), D11_OK);
    assert_int_equal(s->suites.akm, D11_AKM_PSK_SHA256);
}

static void refused(struct station *s, const struct d11_rsne *rsne)
{
    assert_int_equal(choose(s, rsne), D11_ERR_SECURITY);
    assert_int_equal(s->suites.akm, 0xeeeeeeee); /* untouched */
}

/* SEC-POL-01: what the policy does not allow or this version cannot do, each
 * with its reason. */
static void weaker_or_other_offers_are_refused_with_the_reason(void **state)
{
    // clang-format off
    static const struct {
        uint32_t akm, pairwise, group;
        uint16_t capabilities;
        enum dot11_refusal reason;
    } offers[] = {
        {D11_AKM_8021X, D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_AKM},
        {D11_AKM_PSK_SHA256, D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_AKM},
        {0x0050f202, D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_AKM},
        {D11_AKM_PSK, D11_CIPHER_TKIP, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_PAIRWISE},
        {D11_AKM_PSK, D11_CIPHER_USE_GROUP, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_PAIRWISE},
        {D11_AKM_PSK, 0x0050f204, D11_CIPHER_CCMP_128, 0,
         D11_REFUSAL_PAIRWISE},
        /* Mixed mode: the group's cipher is the weakest of all. */
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, D11_CIPHER_TKIP, 0,
         D11_REFUSAL_GROUP},
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, D11_CIPHER_WEP104, 0,
         D11_REFUSAL_GROUP},
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, D11_CIPHER_NO_GROUP, 0,
         D11_REFUSAL_GROUP},
        /* The number alone is that of CCMP. */
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, 0x0050f204, 0, D11_REFUSAL_GROUP},
        /* This version has no management frame protection. */
        {D11_AKM_PSK, D11_CIPHER_CCMP_128, D11_CIPHER_CCMP_128,
         D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR, D11_REFUSAL_PMF_DEMANDED},
    };
    // clang-format on
    struct station *s = *state;

    for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++) {
        struct d11_rsne rsne = usual();

        rsne.akm[0] = offers[i].akm;
        rsne.pairwise[0] = offers[i].pairwise;
        rsne.group = offers[i].group;
        rsne.capabilities = offers[i].capabilities;
        refused(s, &rsne);
        assert_int_equal(s->suites.refusal, offers[i].reason);
    }
}

/* N80211-ASSOC-19: it takes both sides, and ours says of management frame
 * protection that it is neither there nor wanted; so it is agreed with no AP,
 * and one that has it is joined without. */
static void management_frame_protection_takes_two(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();
    uint8_t element[64];
    size_t len;

    rsne.capabilities = D11_RSN_CAP_MFPC;
    assert_int_equal(choose(s, &rsne), D11_OK);
    assert_false(s->suites.mfp);
    assert_int_equal(s->suites.group_mgmt_cipher, D11_CIPHER_NONE);
    len = dot11_rsn.assoc_elements(s->ext, &s->bss, &s->suites, element,
                                   sizeof element);
    assert_true(len <= sizeof element);
    assert_true(d11_rsne_parse(&rsne, element + 2, len - 2));
    assert_int_equal(rsne.capabilities & (D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR),
                     0);
}

static enum dot11_err want_ciphers(struct station *s, unsigned pairwise,
                                   unsigned group)
{
    s->profile.pairwise_ciphers = (uint16_t)pairwise;
    s->profile.group_ciphers = (uint16_t)group;
    return dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                   sizeof(s->profile), 0);
}

/* An AP with each cipher. */
static struct d11_rsne every_cipher(void)
{
    struct d11_rsne rsne = usual();

    rsne.pairwise[0] = D11_CIPHER_CCMP_128;
    rsne.pairwise[1] = D11_CIPHER_GCMP_128;
    rsne.pairwise[2] = D11_CIPHER_CCMP_256;
    rsne.pairwise[3] = D11_CIPHER_GCMP_256;
    rsne.pairwise_count = 4;
    return rsne;
}

/* SEC-POL-01: the strongest that both allow and that can be done here. */
static void the_strongest_cipher_is_chosen(void **state)
{
    static const uint32_t order[] = {D11_CIPHER_GCMP_256, D11_CIPHER_CCMP_256,
                                     D11_CIPHER_GCMP_128, D11_CIPHER_CCMP_128};
    struct station *s = *state;
    struct d11_rsne rsne = every_cipher();
    size_t i;

    s->host.no_ciphers = (uint16_t)D11_CIPHER_BIT(D11_CIPHER_NO_GROUP);
    for (i = 0; i < 4; i++) {
        assert_int_equal(want_ciphers(s, 0xffff, 0xffff), D11_OK);
        assert_int_equal(choose(s, &rsne), D11_OK);
        assert_int_equal(s->suites.pairwise_cipher, order[i]);
        s->host.no_ciphers |= (uint16_t)D11_CIPHER_BIT(order[i]);
    }
    assert_int_equal(want_ciphers(s, 0xffff, 0xffff), D11_ERR_UNSUPPORTED);
    s->host.no_ciphers = 0;
    for (i = 0; i < 4; i++) {
        assert_int_equal(want_ciphers(s, D11_CIPHER_BIT(order[i]), 0xffff),
                         D11_OK);
        assert_int_equal(choose(s, &rsne), D11_OK);
        assert_int_equal(s->suites.pairwise_cipher, order[i]);
    }
}

static void the_group_cipher_is_allowed_or_the_bss_is_not_joined(void **state)
{
    static const uint32_t all[] = {D11_CIPHER_GCMP_256, D11_CIPHER_CCMP_256,
                                   D11_CIPHER_GCMP_128, D11_CIPHER_CCMP_128,
                                   D11_CIPHER_NO_GROUP};
    struct station *s = *state;
    struct d11_rsne rsne = every_cipher();
    size_t i;

    for (i = 0; i < 5; i++) {
        rsne.group = all[i];
        assert_int_equal(want_ciphers(s, 0xffff, D11_CIPHER_BIT(all[i])),
                         D11_OK);
        assert_int_equal(choose(s, &rsne), D11_OK);
        assert_int_equal(s->suites.group_cipher, all[i]);
        rsne.group = all[(i + 1) % 5];
        refused(s, &rsne);
    }
    /* What cannot be done is not asked for. */
    s->host.no_ciphers = (uint16_t)D11_CIPHER_BIT(D11_CIPHER_GCMP_256);
    rsne.group = D11_CIPHER_GCMP_256;
    assert_int_equal(want_ciphers(s, 0xffff, 0xffff), D11_OK);
    refused(s, &rsne);
}

/* The number of "no group traffic" means nothing for frames to one station. */
static void no_pairwise_cipher_is_no_group_traffic(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();

    rsne.pairwise[0] = D11_CIPHER_NO_GROUP;
    s->host.no_ciphers = (uint16_t)D11_CIPHER_BIT(D11_CIPHER_NO_GROUP);
    assert_int_equal(want_ciphers(s, 0xffff, 0xffff), D11_OK);
    refused(s, &rsne);
}

static void policy_allows_no_more_than_it_says(void **state)
{
    struct station *s = *state;
    struct d11_rsne rsne = usual();

    rsne.group = D11_CIPHER_TKIP;
    s->profile.group_ciphers |= D11_CIPHER_BIT(D11_CIPHER_TKIP);
    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                             sizeof(s->profile), 0),
                     D11_OK);
    refused(s, &rsne); /* allowed, and not there */
}

/* SEC-POL-01, SEC-ELM-05, SEC-ELM-10, A37. */
static void bss_without_one_good_rsne_is_refused(void **state)
{
    static const uint8_t two[] = {
        0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00,
        0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x02, 0x0c, 0x00,
        0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00,
        0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x02, 0x00, 0x00};
    struct station *s = *state;
    uint8_t rsne[22];

    memcpy(rsne, two, sizeof(rsne));
    ap_set_elements(&s->ap, two, 0); /* open */
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_NO_RSN);
    ap_set_elements(&s->ap, two, sizeof(two));
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_RSNE);
    ap_set_elements(&s->ap, two, sizeof(rsne) - 1); /* cut off */
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_RSNE);
    /* A tail that is no element. */
    ap_set_elements(&s->ap, two, sizeof(rsne));
    station_beacon(s);
    s->beacon[s->bss.elements_len++] = 0x2d;
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_RSNE);
    rsne[2] = 2; /* another version */
    ap_set_elements(&s->ap, rsne, sizeof(rsne));
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_RSNE);
    rsne[2] = 1;
    rsne[8] = 200; /* more suites than octets */
    ap_set_elements(&s->ap, rsne, sizeof(rsne));
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites),
                     D11_ERR_SECURITY);
    assert_int_equal(s->suites.refusal, D11_REFUSAL_RSNE);
    ap_set_elements(&s->ap, two, sizeof(rsne));
    station_beacon(s);
    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites), D11_OK);
}

static void bss_that_is_not_whole_or_not_ours_is_refused(void **state)
{
    static const uint32_t flags[] = {D11_BSS_IS_TRUNCATED, D11_BSS_IS_MALFORMED,
                                     D11_BSS_IS_IBSS};
    struct station *s = *state;
    struct dot11_bss bss;
    size_t i;

    for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        bss = s->bss;
        bss.flags |= flags[i];
        assert_int_equal(dot11_rsn.select(s->ext, &bss, &s->suites),
                         D11_ERR_SECURITY);
    }
    /* SEC-POL-05, A25: same secret, another name. */
    bss = s->bss;
    bss.ssid.octets[0] ^= 1;
    assert_int_equal(dot11_rsn.select(s->ext, &bss, &s->suites),
                     D11_ERR_SECURITY);
    bss = s->bss;
    bss.ssid.len--;
    assert_int_equal(dot11_rsn.select(s->ext, &bss, &s->suites),
                     D11_ERR_SECURITY);
    bss.flags |= D11_BSS_IS_HIDDEN;
    bss.ssid.len = 0;
    assert_int_equal(dot11_rsn.select(s->ext, &bss, &s->suites),
                     D11_ERR_SECURITY);
}

/* The octets that we put on the air: 16 replay counters of each kind
 * (SEC-RPL-01), no management frame protection, no PMKID (A59). */
static void our_rsne_is_as_expected(void **state)
{
    static const uint8_t expected[] = {
        0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00,
        0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x02, 0x3c, 0x00};
    struct station *s = *state;
    uint8_t *block;
    size_t cap;

    assert_int_equal(dot11_rsn.select(s->ext, &s->bss, &s->suites), D11_OK);
    for (cap = 0; cap <= sizeof(expected) + 2; cap++) {
        block = malloc(cap != 0 ? cap : 1);
        assert_non_null(block);
        assert_true(
            dot11_rsn.assoc_elements(s->ext, &s->bss, &s->suites, block, cap) ==
            (cap < sizeof(expected) ? SIZE_MAX : sizeof(expected)));
        if (cap >= sizeof(expected))
            assert_memory_equal(block, expected, sizeof(expected));
        free(block);
    }
}

/* SEC-POL-02: one object from the choice to the keys. */
static void association_other_than_chosen_is_refused(void **state)
{
    struct station *s = *state;
    struct dot11_ext_suites suites;

    station_associate(s);
    dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
    suites = s->suites;
    s->suites.mfp = true;
    assert_int_equal(station_post_associate(s), D11_ERR_SECURITY);
    s->suites = suites;
    s->suites.group_cipher = D11_CIPHER_TKIP;
    assert_int_equal(station_post_associate(s), D11_ERR_SECURITY);
    s->suites = suites;
    s->request[2] ^= 1; /* another RSNE was sent */
    assert_int_equal(station_post_associate(s), D11_ERR_SECURITY);
    s->request[2] ^= 1;
    s->request_len = 0; /* or none */
    assert_int_equal(station_post_associate(s), D11_ERR_SECURITY);
    s->request_len = 22;
    s->ssid.octets[0] ^= 1;
    assert_int_equal(station_post_associate(s), D11_ERR_STATE);
    s->ssid.octets[0] ^= 1;
    s->bss.elements_len = 0; /* the beacon is not there any more */
    assert_int_equal(station_post_associate(s), D11_ERR_SECURITY);
    station_beacon(s);
    assert_int_equal(station_post_associate(s), D11_ERR_PENDING);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, connecting, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(wpa2_personal_is_chosen),
        CASE(our_suites_are_found_among_others),
        CASE(stronger_akm_is_preferred_when_allowed),
        CASE(weaker_or_other_offers_are_refused_with_the_reason),
        CASE(management_frame_protection_takes_two),
        CASE(the_strongest_cipher_is_chosen),
        CASE(the_group_cipher_is_allowed_or_the_bss_is_not_joined),
        CASE(no_pairwise_cipher_is_no_group_traffic),
        CASE(policy_allows_no_more_than_it_says),
        CASE(bss_without_one_good_rsne_is_refused),
        CASE(bss_that_is_not_whole_or_not_ours_is_refused),
        CASE(our_rsne_is_as_expected),
        CASE(association_other_than_chosen_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
