/* Attributes: which networks and APs a station joins, leaves and passes over.
 *
 * SPDX-License-Identifier: MIT */
#include "attr_rig.h"

static struct fake_ap *one[1];
static struct fake_ap *two[2];

static const uint8_t nobody[1][6] = {{255, 255, 255, 255, 255, 255}};

static enum dot11_err connect_among(unsigned count)
{
    assert_int_equal(attr_connect(), D11_OK);
    return attr_outcome(count == 1 ? one : two, count);
}

static void leave(void)
{
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
}

/* An open network is what is wanted. */
static void want(const char *ssid)
{
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};

    assert_int_equal(attr_set_ssids(&ssid, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1),
                     D11_OK);
}

/* N80211-CFG-4, N80211-CFG-7, N80211-BSS-8, N80211-BSS-9 */
static void only_desired_ssids_are_joined(void **unused)
{
    static const char *const several[] = {"other", "net"};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    one[0] = &ap;
    /* Nothing is desired: nothing is joined, nor looked for. */
    assert_int_equal(connect_among(1), D11_ERR_NOT_FOUND);
    assert_int_equal(fake_sent(D11_MGMT_PROBE_REQ), 0);
    want("other");
    assert_int_equal(connect_among(1), D11_ERR_NOT_FOUND);
    assert_true(fake_sent(D11_MGMT_PROBE_REQ) != 0);
    assert_int_equal(attr_set_ssids(several, 2), D11_OK);
    assert_int_equal(connect_among(1), D11_OK);
    assert_int_equal(attr_ap(), 1);
    leave();
    want(NULL); /* any */
    assert_int_equal(connect_among(1), D11_OK);
    assert_int_equal(attr_ap(), 1);
    fake_end();
}

/* A request that names its network does so still, whatever the lists say. */
static void a_request_with_an_ssid_is_what_it_was(void **unused)
{
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    want("other");
    fake_join(&ap);
    assert_int_equal(attr_ap(), 1);
    fake_end();
}

/* N80211-BSS-10 */
static void a_roam_stays_in_the_network(void **unused)
{
    struct fake_ap near = fake_ap(1);
    struct fake_ap far = fake_ap(2);

    (void)unused;
    attr_start();
    far.ssid = "elsewhere";
    two[0] = &near;
    two[1] = &far;
    want(NULL);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 1);
    near.gone = near.silent = true;
    fake_air(two, 2, 20 * ATTR_SECOND);
    assert_int_equal(attr_ap(), 0);
    /* The other network is in range all the time. */
    far.ssid = "net";
    fake_air(two, 2, 60 * ATTR_SECOND);
    assert_int_equal(attr_ap(), 2);
    fake_end();
}

/* N80211-CFG-6, N80211-CFG-7, N80211-BSS-8, N80211-BSS-9 */
static void only_desired_bssids_are_joined(void **unused)
{
    struct fake_ap first = fake_ap(1);
    struct fake_ap second = fake_ap(2);
    uint8_t bssid[1][6];

    (void)unused;
    attr_start();
    two[0] = &first;
    two[1] = &second;
    want("net");
    assert_int_equal(attr_set_addrs(D11_ATTR_DESIRED_BSSIDS, NULL, 0), D11_OK);
    assert_int_equal(connect_among(2), D11_ERR_NOT_FOUND);
    assert_int_equal(fake_sent(D11_MGMT_PROBE_REQ), 0);
    /* The weaker one, because it is named. */
    memcpy(bssid[0], second.bssid, 6);
    assert_int_equal(attr_set_addrs(D11_ATTR_DESIRED_BSSIDS, bssid, 1), D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 2);
    leave();
    second.gone = second.silent = true;
    assert_int_equal(attr_set_addrs(D11_ATTR_DESIRED_BSSIDS, nobody, 1),
                     D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 1);
    fake_end();
}

/* N80211-CFG-5, N80211-CFG-6, N80211-CFG-10 */
static void a_wildcard_stands_alone(void **unused)
{
    static const char *const ssids[] = {"net", NULL};
    static const uint8_t addrs[2][6] = {{2, 0, 0, 0, 0, 9},
                                        {255, 255, 255, 255, 255, 255}};
    static const uint8_t group[1][6] = {{1, 0, 0x5e, 0, 0, 1}};
    struct attr_snapshot before;

    (void)unused;
    attr_start();
    attr_snapshot(&before);
    assert_int_equal(attr_set_ssids(ssids, 2), D11_ERR_ARG);
    assert_int_equal(attr_set_addrs(D11_ATTR_DESIRED_BSSIDS, addrs, 2),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, addrs, 2),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, group, 1),
                     D11_ERR_ARG);
    attr_assert_same(&before);
    fake_end();
}

/* N80211-CFG-10, N80211-BSS-8 */
static void an_excluded_ap_is_never_joined(void **unused)
{
    struct dot11_connect_req req = fake_req("net");
    struct fake_ap first = fake_ap(1);
    struct fake_ap second = fake_ap(2);
    uint8_t excluded[1][6];

    (void)unused;
    attr_start();
    two[0] = &first;
    two[1] = &second;
    want("net");
    memcpy(excluded[0], first.bssid, 6);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, excluded, 1),
                     D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 2);
    leave();
    /* Also by name. */
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(attr_outcome(two, 2), D11_OK);
    assert_int_equal(attr_ap(), 2);
    leave();
    /* Setting replaces the whole list. */
    memcpy(excluded[0], second.bssid, 6);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, excluded, 1),
                     D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 1);
    leave();
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, nobody, 1), D11_OK);
    assert_int_not_equal(connect_among(2), D11_OK);
    fake_end();
}

/* N80211-CFG-11, N80211-CFG-10 */
static void excluding_the_ap_leaves_it_for_another(void **unused)
{
    struct fake_ap first = fake_ap(1);
    struct fake_ap second = fake_ap(2);
    uint8_t excluded[1][6] = {{2, 0, 0, 0, 0, 9}};

    (void)unused;
    attr_start();
    two[0] = &first;
    two[1] = &second;
    want("net");
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 1);
    /* Somebody else: nothing happens. */
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, excluded, 1),
                     D11_OK);
    assert_events(0, "");
    memcpy(excluded[0], first.bssid, 6);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, excluded, 1),
                     D11_OK);
    assert_int_equal(fake_sent(D11_MGMT_DISASSOC), 1);
    assert_events(0, "disassoc port_gone");
    assert_memory_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.bssid,
                        first.bssid, 6);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_EXCLUDED);
    fake_air(two, 2, 10 * ATTR_SECOND);
    assert_events(0, "roam_start assoc_start assoc_done port_open roam_done "
                     "link_quality");
    assert_int_equal(attr_ap(), 2);
    fake_end();
}

/* N80211-CFG-10, N80211-CFG-11 */
static void excluding_the_ap_on_the_way_ends_the_attempt(void **unused)
{
    struct fake_ap first = fake_ap(1);
    struct fake_ap second = fake_ap(2);
    uint8_t excluded[1][6];

    (void)unused;
    attr_start();
    two[0] = &first;
    two[1] = &second;
    first.mute_assoc = true;
    want("net");
    fake_beacon(&first);
    assert_int_equal(attr_connect(), D11_OK);
    fake_air(two, 2, 20000);
    assert_events(0, "connect_start assoc_start");
    memcpy(excluded[0], first.bssid, 6);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, excluded, 1),
                     D11_OK);
    assert_events(0, "assoc_done!");
    assert_int_equal(attr_outcome(two, 2), D11_OK);
    assert_int_equal(attr_ap(), 2);
    fake_end();
}

/* N80211-CFG-9, N80211-BSS-8, N80211-BSS-12 */
static void only_desired_phys_are_used(void **unused)
{
    static const uint32_t low[] = {0};
    static const uint32_t high[] = {1};
    static const uint32_t both[] = {0, 1};
    static const uint32_t any_and_more[] = {D11_PHY_ANY, 0};
    static const uint32_t beyond[] = {2};
    struct fake_ap first = fake_ap(1);
    struct fake_ap fifth = fake_ap(3);

    (void)unused;
    attr_start();
    two[0] = &first;
    two[1] = &fifth; /* 5 GHz, weaker */
    want("net");
    assert_int_equal(attr_set_list(D11_ATTR_DESIRED_PHYS, high, 1), D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 3);
    leave();
    assert_int_equal(attr_set_list(D11_ATTR_DESIRED_PHYS, low, 1), D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    assert_int_equal(attr_ap(), 1);
    leave();
    assert_int_equal(attr_set_list(D11_ATTR_DESIRED_PHYS, any_and_more, 2),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_list(D11_ATTR_DESIRED_PHYS, beyond, 1),
                     D11_ERR_ARG);
    attr_assert_list(D11_ATTR_DESIRED_PHYS, low, 1);
    assert_int_equal(attr_set_list(D11_ATTR_DESIRED_PHYS, both, 2), D11_OK);
    assert_int_equal(connect_among(2), D11_OK);
    fake_end();
}

/* N80211-CFG-2, N80211-CFG-3 */
static void the_bss_type_is_infrastructure_unless_there_is_ibss(void **unused)
{
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};

    (void)unused;
    attr_start();
    assert_int_equal(attr_u32(D11_ATTR_DESIRED_BSS_TYPE), D11_BSS_TYPE_INFRA);
    assert_int_equal(attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_ANY),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_IBSS),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(attr_u32(D11_ATTR_DESIRED_BSS_TYPE), D11_BSS_TYPE_INFRA);
    /* Without an extension there is one algorithm. */
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1);
    fake_end();
}

/* N80211-CFG-26, N80211-BSS-8: what is not operational is not said, and an AP
 * that demands it is not joined. */
static void operational_rates_are_used_and_demanded(void **unused)
{
    static const uint32_t slow[] = {2, 4, 11, 22};
    static const uint32_t fewer[] = {2, 4};
    static const uint32_t unknown[] = {2, 5};
    const struct fake_tx *sent;
    struct fake_ap ap = fake_ap(1);
    uint32_t all[32];

    (void)unused;
    attr_start();
    one[0] = &ap;
    want("net");
    assert_true(attr_list(D11_ATTR_OPERATIONAL_RATES, all) > 4);
    assert_int_equal(attr_set_list(D11_ATTR_OPERATIONAL_RATES, unknown, 2),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_list(D11_ATTR_OPERATIONAL_RATES, slow, 4),
                     D11_OK);
    attr_assert_list(D11_ATTR_OPERATIONAL_RATES, slow, 4);
    assert_int_equal(connect_among(1), D11_OK);
    sent = fake_last_sent(D11_MGMT_ASSOC_REQ);
    assert_non_null(sent);
    /* Behind capability, interval and SSID: four rates. */
    assert_int_equal(sent->octets[24 + 4 + 5], D11_EID_RATES);
    assert_int_equal(sent->octets[24 + 4 + 6], 4);
    sent = fake_last_sent(D11_MGMT_PROBE_REQ);
    assert_int_equal(sent->octets[24 + 5], D11_EID_RATES);
    assert_int_equal(sent->octets[24 + 6], 4);
    leave();
    /* The AP demands 5.5 and 11 Mb/s. */
    assert_int_equal(attr_set_list(D11_ATTR_OPERATIONAL_RATES, fewer, 2),
                     D11_OK);
    assert_int_not_equal(connect_among(1), D11_OK);
    fake_end();
}

/* The octets at the end of the last frame of a kind. */
static bool ends_with(unsigned subtype, const uint8_t *octets, size_t len)
{
    const struct fake_tx *sent = fake_last_sent(subtype);

    assert_non_null(sent);
    return sent->len >= len &&
           memcmp(sent->octets + sent->len - len, octets, len) == 0;
}

static void set_assoc_elements(const uint8_t *bssid, const uint8_t *elements,
                               size_t len)
{
    uint8_t value[64];

    memcpy(value, bssid, 6);
    memcpy(value + 6, elements, len);
    assert_int_equal(attr_set(D11_ATTR_ASSOC_ELEMENTS, value, 6 + len), D11_OK);
}

/* N80211-CFG-22 */
static void elements_of_the_host_end_the_request(void **unused)
{
    static const uint8_t mine[] = {221, 5, 2, 3, 4, 5, 6};
    static const uint8_t other[6] = {2, 0, 0, 0, 0, 9};
    const struct dot11_ev_assoc_done *done =
        &fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done;
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    one[0] = &ap;
    want("net");
    set_assoc_elements(nobody[0], mine, sizeof mine);
    assert_int_equal(connect_among(1), D11_OK);
    assert_true(ends_with(D11_MGMT_ASSOC_REQ, mine, sizeof mine));
    /* And they are in what the host is told. */
    assert_true(done->request.len > sizeof mine);
    assert_memory_equal(done->request.data + done->request.len - sizeof mine,
                        mine, sizeof mine);
    leave();
    /* Only for another AP. */
    set_assoc_elements(other, mine, sizeof mine);
    assert_int_equal(connect_among(1), D11_OK);
    assert_false(ends_with(D11_MGMT_ASSOC_REQ, mine, sizeof mine));
    leave();
    set_assoc_elements(ap.bssid, mine, sizeof mine);
    assert_int_equal(connect_among(1), D11_OK);
    assert_true(ends_with(D11_MGMT_ASSOC_REQ, mine, sizeof mine));
    fake_end();
}

static void elements_of_the_host_end_own_probes(void **unused)
{
    static const uint8_t mine[] = {221, 5, 2, 3, 4, 5, 6};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    one[0] = &ap;
    want("net");
    assert_int_equal(attr_set(D11_ATTR_PROBE_ELEMENTS, mine, sizeof mine),
                     D11_OK);
    assert_int_equal(connect_among(1), D11_OK);
    assert_true(ends_with(D11_MGMT_PROBE_REQ, mine, sizeof mine));
    fake_end();
}

/* Broadcast probe requests with an SSID, sent since the index. */
static unsigned named_probes(unsigned from)
{
    unsigned count = 0;

    for (unsigned i = from; i < fake.air_count; i++) {
        const struct fake_tx *sent = &fake.air[i];

        count += sent->octets[0] == D11_MGMT_PROBE_REQ << 4 &&
                 sent->octets[4] == 255 && sent->octets[25] != 0;
    }
    return count;
}

/* N80211-CFG-23 */
static void probes_of_a_roam_name_a_hidden_network_only(void **unused)
{
    struct fake_ap ap = fake_ap(1);
    unsigned from;

    (void)unused;
    for (unsigned hidden = 0; hidden < 2; hidden++) {
        attr_start();
        one[0] = &ap;
        ap.gone = ap.silent = false;
        want("net");
        assert_int_equal(attr_set_bool(D11_ATTR_HIDDEN_NETWORK, hidden != 0),
                         D11_OK);
        assert_int_equal(connect_among(1), D11_OK);
        /* A connect names it in any case (BSS-13). */
        assert_true(named_probes(0) != 0);
        from = fake.air_count;
        ap.gone = ap.silent = true;
        fake_air(one, 1, 10 * ATTR_SECOND);
        assert_int_equal(attr_ap(), 0);
        assert_true(hidden != 0 ? named_probes(from) != 0
                                : named_probes(from) == 0);
        assert_true(fake_sent(D11_MGMT_PROBE_REQ) != 0);
        fake_end();
    }
}

/* N80211-DISAS-4 */
static void the_threshold_says_when_an_ap_is_lost(void **unused)
{
    static const uint32_t ms[] = {1000, 5000};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    for (unsigned i = 0; i < 2; i++) {
        uint64_t silent_us;

        attr_start();
        ap.gone = ap.silent = false;
        fake_join(&ap);
        /* Also for the AP that is watched already. */
        assert_int_equal(attr_set_u32(D11_ATTR_UNREACHABLE_MS, ms[i]), D11_OK);
        one[0] = &ap;
        fake_air(one, 1, ATTR_SECOND);
        ap.gone = ap.silent = true;
        silent_us = fake.now_us;
        while (attr_ap() != 0)
            fake_air(one, 1, 50000);
        assert_in_range(fake.now_us - silent_us, ms[i] * 1000 - 150000,
                        ms[i] * 1000 + 700000);
        fake_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_desired_ssids_are_joined),
        cmocka_unit_test(a_request_with_an_ssid_is_what_it_was),
        cmocka_unit_test(a_roam_stays_in_the_network),
        cmocka_unit_test(only_desired_bssids_are_joined),
        cmocka_unit_test(a_wildcard_stands_alone),
        cmocka_unit_test(an_excluded_ap_is_never_joined),
        cmocka_unit_test(excluding_the_ap_leaves_it_for_another),
        cmocka_unit_test(excluding_the_ap_on_the_way_ends_the_attempt),
        cmocka_unit_test(only_desired_phys_are_used),
        cmocka_unit_test(the_bss_type_is_infrastructure_unless_there_is_ibss),
        cmocka_unit_test(operational_rates_are_used_and_demanded),
        cmocka_unit_test(elements_of_the_host_end_the_request),
        cmocka_unit_test(elements_of_the_host_end_own_probes),
        cmocka_unit_test(probes_of_a_roam_name_a_hidden_network_only),
        cmocka_unit_test(the_threshold_says_when_an_ap_is_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
