/* The list of PMKIDs, candidates for it, and pre-authentication. */
#include <dot11/pmkid.h>

#include "frame/index.h"
#include "frame/rsne.h"
#include "keyring.h"

static const uint8_t other[6] = {2, 0, 0, 0, 0, 0x77};
static const struct keyring rsn = {
    .controlled = true, .rsn = true, .part = &dot11_pmkids};

/* RSN elements of APs that take pre-authentication, and of those that do
 * not. */
static const uint8_t with_preauth[] = {
    48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
    0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 1, 0};
static const uint8_t without_preauth[] = {
    48,   20,   1, 0, 0, 0x0f, 0xac, 4,    1, 0, 0,
    0x0f, 0xac, 4, 1, 0, 0,    0x0f, 0xac, 2, 0, 0};

static struct fake_ap neighbour(unsigned n, bool preauth)
{
    struct fake_ap ap = fake_ap(n);

    ap.privacy = true;
    ap.elements = preauth ? with_preauth : without_preauth;
    ap.elements_len = sizeof with_preauth;
    return ap;
}

static void enable(uint32_t auth)
{
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_AUTH_ALGORITHMS,
                                   &auth, sizeof auth, fake.now_us),
                     D11_OK);
}

static void desire(const uint8_t *bssids, size_t count)
{
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_DESIRED_BSSIDS,
                                   bssids, 6 * count, fake.now_us),
                     D11_OK);
}

static void begin(void)
{
    keyring_start(&rsn);
    enable(D11_AUTHENTICATION_RSNA_PSK);
}

static struct dot11_pmkid entry(unsigned ap, uint8_t seed)
{
    struct dot11_pmkid pmkid;

    memcpy(pmkid.bssid, fake_ap(ap).bssid, 6);
    memset(pmkid.pmkid, seed, sizeof pmkid.pmkid);
    return pmkid;
}

static enum dot11_err set(const struct dot11_pmkid *list, size_t count)
{
    return dot11_sta_set_pmkids(fake.stas[0], list, count, fake.now_us);
}

static size_t count(void)
{
    return dot11_sta_pmkids(fake.stas[0], NULL, 0);
}

/* The port opens. */
static void authorize(void)
{
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    (void)fake_events(0);
}

static void wait(uint64_t us)
{
    fake_air((struct fake_ap *[]){&keyring_ap}, 1, us);
}

static const struct dot11_ev_pmkid_candidates *candidates(void)
{
    return &fake.last[0][D11_EV_PMKID_CANDIDATES].u.pmkid_candidates;
}

/* Was the list told since this was asked last? */
static bool was_told(void)
{
    return strstr(fake_events(0), "pmkid_candidates") != NULL;
}

static void scan(void)
{
    const uint16_t freq = keyring_ap.freq_mhz;
    struct dot11_scan_req req = {.freqs_mhz = &freq, .freq_count = 1};

    assert_int_equal(dot11_sta_scan(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    wait(300000);
}

/* N80211-PMKID-1, N80211-PMKID-2, N80211-CFG-28 */
static void a_list_takes_the_place_of_the_one_before(void **unused)
{
    struct dot11_pmkid list[D11_PMKIDS_MAX + 1];
    struct dot11_pmkid kept[D11_PMKIDS_MAX];

    (void)unused;
    assert_true(D11_PMKIDS_MAX >= 3);
    begin();
    for (unsigned i = 0; i <= D11_PMKIDS_MAX; i++)
        list[i] = entry(i, (uint8_t)(i + 1));
    assert_int_equal(set(list, D11_PMKIDS_MAX), D11_OK);
    assert_int_equal(dot11_sta_pmkids(fake.stas[0], kept, D11_PMKIDS_MAX),
                     D11_PMKIDS_MAX);
    assert_memory_equal(kept, list, sizeof kept);
    assert_int_equal(set(list, D11_PMKIDS_MAX + 1), D11_ERR_FULL);
    assert_int_equal(count(), D11_PMKIDS_MAX);
    assert_int_equal(set(list + 3, 1), D11_OK);
    assert_int_equal(dot11_sta_pmkids(fake.stas[0], kept, 1), 1);
    assert_memory_equal(kept, list + 3, sizeof kept[0]);
    assert_int_equal(set(NULL, 0), D11_OK);
    assert_int_equal(count(), 0);
    /* In OP as well (E-35). */
    keyring_join();
    assert_int_equal(set(list, 3), D11_OK);
    assert_int_equal(count(), 3);
    assert_events(0, "");
    keyring_end();
}

/* N80211-PMKID-2 */
static void lists_that_cannot_be_are_refused(void **unused)
{
    struct dot11_pmkid list[2] = {entry(1, 1), entry(2, 2)};

    (void)unused;
    begin();
    assert_int_equal(set(list, 1), D11_OK);
    /* No entry is of a desired AP; those that are not are left out. */
    desire(list[1].bssid, 1);
    assert_int_equal(set(list, 1), D11_ERR_ARG);
    assert_int_equal(count(), 1);
    assert_int_equal(set(list, 2), D11_OK);
    assert_int_equal(count(), 1);
    list[0].bssid[0] |= 1;
    assert_int_equal(set(list, 2), D11_ERR_ARG);
    assert_int_equal(set(NULL, 1), D11_ERR_ARG);
    enable(D11_AUTHENTICATION_OPEN);
    assert_int_equal(set(list + 1, 1), D11_ERR_SECURITY);
    assert_int_equal(count(), 1);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(set(list + 1, 1), D11_ERR_STATE);
    keyring_end();
}

/* N80211-PMKID-2: nobody can compute an RSN's cipher; and without the part. */
static void without_rsn_there_is_no_list(void **unused)
{
    const struct keyring with = {.no_provider = true, .part = &dot11_pmkids};
    const struct dot11_pmkid one = entry(1, 1);

    (void)unused;
    keyring_start(&with);
    assert_int_equal(set(&one, 1), D11_ERR_UNSUPPORTED);
    keyring_end();
    fake_up();
    assert_int_equal(set(&one, 1), D11_ERR_UNSUPPORTED);
    assert_int_equal(count(), 0);
    fake_end();
}

/* N80211-PMKID-2: an attribute, too. */
static void the_list_is_an_attribute(void **unused)
{
    struct dot11_pmkid list[2] = {entry(1, 1), entry(2, 2)};
    struct dot11_pmkid kept[2];
    size_t len = 0;

    (void)unused;
    begin();
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_PMKIDS, list,
                                   sizeof list, fake.now_us),
                     D11_OK);
    assert_int_equal(count(), 2);
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_PMKIDS, kept, sizeof kept, &len),
        D11_OK);
    assert_int_equal(len, sizeof kept);
    assert_memory_equal(kept, list, sizeof kept);
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_PMKIDS, kept, 1, &len),
        D11_ERR_FULL);
    assert_int_equal(
        dot11_sta_set(fake.stas[0], D11_ATTR_PMKIDS, list, 5, fake.now_us),
        D11_ERR_ARG);
    assert_int_equal(count(), 2);
    keyring_end();
}

/* N80211-PMKID-4 */
static void resets_and_starts_clear_the_list(void **unused)
{
    const struct dot11_pmkid one = entry(0, 1);

    (void)unused;
    begin();
    assert_int_equal(set(&one, 1), D11_OK);
    keyring_join();
    /* Not a disconnect. */
    keyring_leave();
    assert_int_equal(count(), 1);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(count(), 0);
    enable(D11_AUTHENTICATION_RSNA_PSK);
    assert_int_equal(set(&one, 1), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(1000000);
    (void)fake_events(0);
    fake_start(0);
    assert_int_equal(count(), 0);
    keyring_end();
}

/* N80211-PMKID-5, N80211-PMKID-9: not before there are keys, and soon after;
 * the order of events, one by one. */
static void candidates_are_told_when_keys_are_there(void **unused)
{
    struct fake_ap next = neighbour(1, true);

    (void)unused;
    begin();
    fake_beacon(&next);
    keyring_join();
    wait(3000000);
    assert_false(was_told());
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    wait(59000000);
    assert_events(0, "authorized pmkid_candidates");
    assert_int_equal(candidates()->count, 1);
    /* Once. */
    wait(10000000);
    assert_events(0, "");
    keyring_end();
}

/* N80211-PMKID-5: not of networks without RSN. */
static void an_open_network_has_no_candidates(void **unused)
{
    const struct keyring with = {.part = &dot11_pmkids};
    struct fake_ap next = fake_ap(1);

    (void)unused;
    keyring_start(&with);
    fake_ext.suites.pairwise_cipher = D11_CIPHER_NONE;
    fake_beacon(&next);
    keyring_join();
    wait(60000000);
    assert_false(was_told());
    keyring_end();
}

/* N80211-PMKID-6, N80211-PMKID-7 */
static void candidates_are_of_this_network_and_in_order(void **unused)
{
    struct fake_ap weak = neighbour(1, true);
    struct fake_ap strong = neighbour(2, false);
    struct fake_ap equal = neighbour(5, false);
    struct fake_ap stranger = neighbour(3, true);
    struct fake_ap plain = fake_ap(4);
    struct fake_ap unwanted = neighbour(6, true);
    uint8_t desired[4][6];
    unsigned first;

    (void)unused;
    begin();
    memcpy(desired[0], equal.bssid, 6);
    memcpy(desired[1], weak.bssid, 6);
    memcpy(desired[2], strong.bssid, 6);
    memcpy(desired[3], plain.bssid, 6);
    desire(desired[0], 4);
    weak.signal_dbm = -70;
    strong.signal_dbm = -40;
    equal.signal_dbm = -70;
    stranger.ssid = "other";
    keyring_join();
    fake_beacon(&weak);
    fake_beacon(&strong);
    fake_beacon(&equal);
    fake_beacon(&stranger);
    fake_beacon(&plain);
    fake_beacon(&unwanted);
    authorize();
    wait(2000000);
    assert_true(was_told());
    assert_int_equal(candidates()->count, 3);
    assert_memory_equal(candidates()->list[0].bssid, strong.bssid, 6);
    assert_false(candidates()->list[0].preauth);
    /* Two that are as strong: in any order, each once. */
    first = memcmp(candidates()->list[1].bssid, weak.bssid, 6) == 0 ? 1 : 2;
    assert_memory_equal(candidates()->list[first].bssid, weak.bssid, 6);
    assert_true(candidates()->list[first].preauth);
    assert_memory_equal(candidates()->list[3 - first].bssid, equal.bssid, 6);
    assert_false(candidates()->list[3 - first].preauth);
    keyring_end();
}

/* N80211-PMKID-6: never more than the list of PMKIDs takes. */
static void there_are_no_more_candidates_than_places(void **unused)
{
    (void)unused;
    begin();
    for (unsigned i = 1; i <= D11_PMKIDS_MAX + 3; i++) {
        struct fake_ap ap = neighbour(i, true);

        fake_beacon(&ap);
    }
    keyring_join();
    authorize();
    wait(2000000);
    assert_true(was_told());
    assert_int_equal(candidates()->count, D11_PMKIDS_MAX);
    assert_memory_equal(candidates()->list[0].bssid, fake_ap(1).bssid, 6);
    keyring_end();
}

/* N80211-PMKID-10 */
static void a_few_new_ones_are_not_worth_a_list(void **unused)
{
    (void)unused;
    begin();
    keyring_join();
    authorize();
    wait(2000000);
    assert_true(was_told());
    assert_int_equal(candidates()->count, 0);
    for (unsigned i = 1; i <= 3; i++) {
        struct fake_ap ap = neighbour(i, true);

        assert_false(was_told());
        fake_beacon(&ap);
        scan();
    }
    assert_true(was_told());
    assert_int_equal(candidates()->count, 3);
    scan();
    assert_false(was_told());
    keyring_end();
}

/* N80211-PMKID-5: what was planned ends with the association. */
static void a_list_that_is_due_ends_with_the_association(void **unused)
{
    (void)unused;
    begin();
    keyring_join();
    authorize();
    keyring_leave();
    fake_run(60000000);
    assert_false(was_told());
    keyring_end();
}

/* N80211-PMKID-8 */
static void preauthentication_is_for_aps_that_take_it(void **unused)
{
    struct fake_ap takes = neighbour(1, true);
    struct fake_ap takes_not = neighbour(2, false);

    (void)unused;
    begin();
    fake_beacon(&takes);
    fake_beacon(&takes_not);
    keyring_join();
    authorize();
    assert_true(keyring_send(takes.bssid, D11_ETHERTYPE_PREAUTH));
    assert_true(keyring_is_protected(keyring_sent()));
    assert_memory_equal(keyring_sent()->octets + 16, takes.bssid, 6);
    fake_run(0);
    fake.done_count = 0;
    assert_false(keyring_send(takes_not.bssid, D11_ETHERTYPE_PREAUTH));
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_ERR_SECURITY);
    assert_false(keyring_send(other, D11_ETHERTYPE_PREAUTH));
    assert_false(keyring_send(keyring_ap.bssid, D11_ETHERTYPE_PREAUTH));
    /* Anything else goes there. */
    assert_true(keyring_send(takes_not.bssid, KEYRING_TYPE));
    keyring_end();
}

/* N80211-PMKID-8: answers come as any other packet. */
static void answers_of_preauthentication_are_delivered(void **unused)
{
    struct keyring_rx rx = {.seed = 1, .ethertype = D11_ETHERTYPE_PREAUTH};

    (void)unused;
    begin();
    keyring_join();
    authorize();
    assert_true(keyring_hears(&rx));
    /* Or are for the extension that registered the type. */
    fake.stas[0]->vif.ethertypes[1] = D11_ETHERTYPE_PREAUTH;
    fake.stas[0]->vif.ethertype_count = 2;
    (void)fake_ext_log();
    assert_false(keyring_hears(&rx));
    assert_ext("receive");
    assert_int_equal(fake_ext.packet.ethertype, D11_ETHERTYPE_PREAUTH);
    keyring_end();
}

/* N80211-PMKID-11: the host answers the event with a list, which may differ
 * from the candidates, and may set it again. */
static void the_host_answers_with_a_list_of_its_own(void **unused)
{
    struct fake_ap next = neighbour(1, true);
    struct dot11_pmkid list[2] = {entry(1, 1), entry(9, 2)};
    uint8_t pmkid[D11_PMKID_LEN];

    (void)unused;
    begin();
    fake_beacon(&next);
    keyring_join();
    authorize();
    wait(2000000);
    assert_true(was_told());
    assert_memory_equal(candidates()->list[0].bssid, next.bssid, 6);
    assert_int_equal(set(NULL, 0), D11_OK);
    assert_false(dot11_ext_pmkid(fake_ext.host, next.bssid, pmkid));
    assert_int_equal(set(list, 2), D11_OK);
    assert_true(dot11_ext_pmkid(fake_ext.host, next.bssid, pmkid));
    assert_memory_equal(pmkid, list[0].pmkid, sizeof pmkid);
    list[0].pmkid[0] = 99;
    assert_int_equal(set(list, 1), D11_OK);
    assert_true(dot11_ext_pmkid(fake_ext.host, next.bssid, pmkid));
    assert_int_equal(pmkid[0], 99);
    /* Of the AP we are with: what the request had, and that was none. */
    list[0] = entry(0, 5);
    assert_int_equal(set(list, 1), D11_OK);
    assert_false(dot11_ext_pmkid(fake_ext.host, keyring_ap.bssid, pmkid));
    keyring_end();
}

/* An event that is not taken gives way to a newer one. */
static void candidates_are_advice(void **unused)
{
    struct dot11_event event;
    unsigned told = 0;

    (void)unused;
    begin();
    keyring_join();
    authorize();
    d11_part_list.event(fake.stas[0], &(struct dot11_event){.type = D11_EV_NONE});
    fake.now_us += 2000000;
    dot11_radio_tick(fake.radio, fake.now_us);
    for (unsigned i = 1; i <= 3; i++) {
        struct fake_ap ap = neighbour(i, true);

        fake_beacon(&ap);
    }
    d11_part_list.event(fake.stas[0],
                    &(struct dot11_event){.type = D11_EV_SCAN_DONE});
    dot11_radio_tick(fake.radio, fake.now_us);
    while (dot11_sta_next_event(fake.stas[0], &event)) {
        if (event.type != D11_EV_PMKID_CANDIDATES)
            continue;
        told++;
        assert_int_equal(event.u.pmkid_candidates.count, 3);
    }
    assert_int_equal(told, 1);
    keyring_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_takes_the_place_of_the_one_before),
        cmocka_unit_test(lists_that_cannot_be_are_refused),
        cmocka_unit_test(without_rsn_there_is_no_list),
        cmocka_unit_test(the_list_is_an_attribute),
        cmocka_unit_test(resets_and_starts_clear_the_list),
        cmocka_unit_test(candidates_are_told_when_keys_are_there),
        cmocka_unit_test(an_open_network_has_no_candidates),
        cmocka_unit_test(candidates_are_of_this_network_and_in_order),
        cmocka_unit_test(there_are_no_more_candidates_than_places),
        cmocka_unit_test(a_few_new_ones_are_not_worth_a_list),
        cmocka_unit_test(a_list_that_is_due_ends_with_the_association),
        cmocka_unit_test(preauthentication_is_for_aps_that_take_it),
        cmocka_unit_test(answers_of_preauthentication_are_delivered),
        cmocka_unit_test(the_host_answers_with_a_list_of_its_own),
        cmocka_unit_test(candidates_are_advice),
    };

    return cmocka_run_group_tests_name("pmkid", tests, NULL, NULL);
}
