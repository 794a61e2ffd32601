/* The BSS table: what it keeps, what it gives up, and for whom. */
#include "fake_ap.h"

#include "mlme/bss_table.h"

#define ENTRIES 8u

static struct d11_env env;
static struct dot11_hw_caps caps;
static struct d11_bss entries[ENTRIES];
static uint8_t pool[4096];
static struct dot11_ssid wanted;
static const struct dot11_ssid *wanted_list[1] = {&wanted};
static struct d11_bss_table table;
static struct d11_bss_heard heard;

static int setup(void **unused)
{
    (void)unused;
    memset(&env, 0, sizeof env);
    memset(entries, 0, sizeof entries);
    memset(&table, 0, sizeof table);
    memset(&wanted, 0, sizeof wanted);
    env.caps = &caps;
    env.now_us = 1000000;
    env.config.bss_age_us = 60000000;
    table.env = &env;
    table.entries = entries;
    table.size = ENTRIES;
    table.pool = pool;
    table.pool_size = sizeof pool;
    table.wanted = wanted_list;
    table.wanted_count = 1;
    return 0;
}

static enum dot11_drop hear_body(const uint8_t bssid[6], unsigned subtype,
                                 uint16_t freq_mhz, int8_t signal_dbm,
                                 const uint8_t *body, size_t len)
{
    struct d11_header header;
    struct dot11_rx rx;

    memset(&header, 0, sizeof header);
    memset(&rx, 0, sizeof rx);
    header.subtype = (uint8_t)subtype;
    header.a2 = bssid;
    header.a3 = bssid;
    rx.freq_mhz = freq_mhz;
    rx.signal_dbm = signal_dbm;
    return d11_bss_table_hear(&table, &header, &rx, body, len, &heard);
}

static enum dot11_drop hear_as(const struct fake_ap *ap, unsigned subtype)
{
    uint8_t body[600];
    size_t len = fake_ap_body(ap, body);

    return hear_body(ap->bssid, subtype, ap->freq_mhz, ap->signal_dbm, body,
                     len);
}

static enum dot11_drop hear(const struct fake_ap *ap)
{
    return hear_as(ap, D11_MGMT_BEACON);
}

static const struct d11_bss *find(const struct fake_ap *ap, const char *name)
{
    struct dot11_ssid ssid = {0, {0}};

    if (name == NULL)
        return d11_bss_table_find(&table, ap->bssid, NULL);
    ssid.len = (uint8_t)strlen(name);
    memcpy(ssid.octets, name, ssid.len);
    return d11_bss_table_find(&table, ap->bssid, &ssid);
}

static void want(const char *name)
{
    wanted.len = (uint8_t)strlen(name);
    memcpy(wanted.octets, name, wanted.len);
}

/* The books agree with the entries: bodies do not overlap, and all count. */
static void check(void)
{
    uint32_t used = 0;
    unsigned count = 0;

    for (unsigned i = 0; i < ENTRIES; i++) {
        const struct d11_bss *entry = &entries[i];

        if (entry->bssid[0] == 0 && entry->bssid[5] == 0 &&
            entry->bssid[4] == 0)
            continue;
        count++;
        used += entry->body_len;
        assert_true(entry->body_at + entry->body_len <= table.pool_used);
        assert_int_equal((entry->flags & D11_BSS_IS_TRUNCATED) != 0,
                         entry->body_len == 0);
        for (unsigned k = 0; k < ENTRIES; k++) {
            if (k == i || entries[k].body_len == 0 || entry->body_len == 0)
                continue;
            assert_true(entries[k].body_at + entries[k].body_len <=
                            entry->body_at ||
                        entry->body_at + entry->body_len <= entries[k].body_at);
        }
    }
    assert_int_equal(used, table.pool_used);
    assert_int_equal(count, table.count);
    assert_true(table.pool_used <= table.pool_size);
}

/* N80211-BSS-1, BSS-6, SCAN-1 */
static void an_entry_says_what_was_heard(void **unused)
{
    struct fake_ap ap = fake_ap(1);
    struct dot11_bss view;

    (void)unused;
    ap.rsn = true;
    ap.wmm = true;
    assert_int_equal(hear(&ap), D11_DROP_NONE);
    assert_true(heard.is_new && heard.changed);
    d11_bss_view(&table, find(&ap, "net"), &view);
    assert_memory_equal(view.bssid, ap.bssid, 6);
    assert_int_equal(view.freq_mhz, 2437);
    assert_int_equal(view.ssid.len, 3);
    assert_int_equal(view.signal_dbm, -51);
    assert_int_equal(view.beacon_interval_tu, 100);
    assert_int_equal(view.dtim_period, 3);
    assert_int_equal(view.flags,
                     D11_BSS_HAS_RSN | D11_BSS_HAS_WMM | D11_BSS_HEARD_BEACON);
    assert_int_equal(view.akms, D11_AKM_BIT_PSK);
    assert_int_equal(view.pairwise_ciphers,
                     D11_CIPHER_BIT(D11_CIPHER_CCMP_128));
    assert_int_equal(view.group_cipher, D11_CIPHER_CCMP_128);
    assert_true(view.seen_us == env.now_us);
    assert_int_not_equal(view.elements_len, 0);
    assert_int_equal(hear_as(&ap, D11_MGMT_PROBE_RESP), D11_DROP_NONE);
    d11_bss_view(&table, find(&ap, "net"), &view);
    assert_true((view.flags & D11_BSS_HEARD_PROBE) != 0);
    check();
}

/* A beacon with nothing new but its TIM costs a compare. */
static void an_unchanged_beacon_is_recognised(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    for (unsigned i = 0; i < 10; i++) {
        ap.tim_bits = (uint8_t)i;
        env.now_us += 100;
        assert_int_equal(hear(&ap), D11_DROP_NONE);
        assert_int_equal(heard.changed, i == 0);
    }
    assert_int_equal(env.stats.beacons_unchanged, 9);
    assert_true(find(&ap, NULL)->seen_us == env.now_us);
    ap.privacy = true;
    (void)hear(&ap);
    assert_true(heard.changed && !heard.is_new);
    ap.interval_tu = 200;
    (void)hear(&ap);
    assert_true(heard.changed);
    /* The other kind of frame may differ in the rest. */
    (void)hear_as(&ap, D11_MGMT_PROBE_RESP);
    assert_true(heard.changed);
    check();
}

/* The same octets from elsewhere say that the AP moved. */
static void an_ap_that_moves_is_followed(void **unused)
{
    struct fake_ap ap = fake_ap(3);
    uint8_t body[600];
    size_t len = fake_ap_body(&ap, body);

    (void)unused;
    /* Channel 0 in the element: only the radio knows where it was. */
    for (size_t i = 12; i + 2 < len; i += 2u + body[i + 1]) {
        if (body[i] == 3)
            body[i + 2] = 0;
    }
    (void)hear_body(ap.bssid, D11_MGMT_BEACON, 5180, -40, body, len);
    assert_int_equal(find(&ap, NULL)->freq_mhz, 5180);
    (void)hear_body(ap.bssid, D11_MGMT_BEACON, 5200, -40, body, len);
    assert_int_equal(find(&ap, NULL)->freq_mhz, 5200);
    assert_int_equal(table.count, 1);
}

/* On 2.4 GHz a neighbour's channel is heard: what the frame says counts. */
static void the_channel_is_the_one_that_the_frame_names(void **unused)
{
    struct fake_ap ap = fake_ap(1);
    uint8_t body[600];
    size_t len = fake_ap_body(&ap, body);

    (void)unused;
    (void)hear_body(ap.bssid, D11_MGMT_BEACON, 2432, -40, body, len);
    assert_int_equal(find(&ap, NULL)->freq_mhz, 2437);
    assert_int_equal(hear_body(ap.bssid, D11_MGMT_BEACON, 7, -40, body, len),
                     D11_DROP_DESCRIPTOR);
}

/* A signal that nobody measured is no strong one. */
static void an_unknown_signal_stays_unknown(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    ap.signal_dbm = D11_SIGNAL_UNKNOWN;
    (void)hear(&ap);
    assert_int_equal(find(&ap, NULL)->signal_dbm, D11_SIGNAL_UNKNOWN);
    ap.signal_dbm = -70;
    (void)hear(&ap);
    ap.signal_dbm = D11_SIGNAL_UNKNOWN;
    (void)hear(&ap);
    assert_int_equal(find(&ap, NULL)->signal_dbm, -70);
}

/* SEC-ELM-04: a hidden BSS and its name are one; two names are two. */
static void names_and_hidden_names_find_each_other(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    ap.ssid = NULL;
    (void)hear(&ap);
    assert_true((find(&ap, NULL)->flags & D11_BSS_IS_HIDDEN) != 0);
    ap.ssid = "one";
    (void)hear_as(&ap, D11_MGMT_PROBE_RESP);
    assert_int_equal(table.count, 1);
    assert_non_null(find(&ap, "one"));
    assert_int_equal(find(&ap, "one")->flags & D11_BSS_IS_HIDDEN, 0);
    /* The beacon that hides it does not make it unknown. */
    ap.ssid = NULL;
    (void)hear(&ap);
    assert_non_null(find(&ap, "one"));
    ap.ssid = "two";
    (void)hear_as(&ap, D11_MGMT_PROBE_RESP);
    assert_int_equal(table.count, 2);
    assert_non_null(find(&ap, "one"));
    check();
}

/* The beacons of a hidden AP that we are in are those of our entry, whatever
 * names others invent for its BSSID. */
static void a_hidden_beacon_is_of_the_entry_in_use(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *ours;

    (void)unused;
    ap.ssid = "one";
    (void)hear_as(&ap, D11_MGMT_PROBE_RESP);
    ours = heard.bss;
    ours->pins = 1;
    for (unsigned i = 0; i < 3; i++) {
        static const char *const names[] = {"evil", "worse", "worst"};

        ap.ssid = names[i];
        (void)hear_as(&ap, D11_MGMT_PROBE_RESP);
        assert_ptr_not_equal(heard.bss, ours);
        ap.ssid = NULL;
        ap.interval_tu = (uint16_t)(101 + i);
        (void)hear(&ap);
        assert_ptr_equal(heard.bss, ours);
    }
}

/* N80211-BSS-3 */
static void entries_age_but_not_those_in_use(void **unused)
{
    struct fake_ap old = fake_ap(0);
    struct fake_ap pinned = fake_ap(1);
    struct fake_ap fresh = fake_ap(2);

    (void)unused;
    (void)hear(&old);
    (void)hear(&pinned);
    heard.bss->pins = 1;
    env.now_us += env.config.bss_age_us + 1;
    (void)hear(&fresh);
    d11_bss_table_age(&table);
    assert_null(find(&old, NULL));
    assert_non_null(find(&pinned, NULL));
    assert_non_null(find(&fresh, NULL));
    check();
    d11_bss_table_flush(&table);
    assert_int_equal(table.count, 1);
    assert_non_null(find(&pinned, NULL));
    check();
}

/* SEC-RES-02: the oldest that nobody wants goes first. */
static void a_full_table_gives_up_the_oldest_unwanted(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap target = fake_ap(1);

    (void)unused;
    want("target");
    target.ssid = "target";
    (void)hear(&target);
    for (unsigned i = 0; i < ENTRIES - 1; i++) {
        ap.bssid[3] = (uint8_t)(1 + i);
        env.now_us++;
        (void)hear(&ap);
    }
    assert_int_equal(table.count, ENTRIES);
    ap.bssid[3] = 99;
    assert_int_equal(hear(&ap), D11_DROP_NONE);
    assert_int_equal(env.stats.bss_evicted, 1);
    assert_non_null(find(&target, NULL));
    ap.bssid[3] = 1;
    assert_null(find(&ap, NULL));
    check();
}

/* SEC-RES-02: what is wanted does not go for what is not. */
static void the_unwanted_never_replaces_the_wanted(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap other = fake_ap(1);

    (void)unused;
    want("net");
    other.ssid = "other";
    for (unsigned i = 0; i < ENTRIES; i++) {
        ap.bssid[3] = (uint8_t)(1 + i);
        env.now_us++;
        (void)hear(&ap);
    }
    assert_int_equal(hear(&other), D11_DROP_BSS_TABLE);
    assert_int_equal(env.stats.bss_evicted, 0);
    /* One that is wanted takes the place of the oldest. */
    ap.bssid[3] = 77;
    assert_int_equal(hear(&ap), D11_DROP_NONE);
    ap.bssid[3] = 1;
    assert_null(find(&ap, NULL));
    /* Pinned ones go for nobody. */
    for (unsigned i = 0; i < ENTRIES; i++)
        entries[i].pins = 1;
    ap.bssid[3] = 78;
    assert_int_equal(hear(&ap), D11_DROP_BSS_TABLE);
    check();
}

/* SEC-RES-02, A50, A63: a flood of invented BSSIDs leaves memory and target
 * alone. */
static void a_flood_of_spoofed_beacons_changes_nothing(void **unused)
{
    struct fake_ap target = fake_ap(0);
    struct fake_ap joined = fake_ap(1);
    struct fake_ap evil = fake_ap(2);

    (void)unused;
    want("target");
    target.ssid = "target";
    evil.ssid = "evil";
    (void)hear(&target);
    (void)hear(&joined);
    heard.bss->pins = 1;
    for (uint32_t i = 0; i < 100000; i++) {
        memcpy(evil.bssid + 1, &i, 4);
        env.now_us += 10;
        (void)hear(&evil);
        if (i % 1000 == 0)
            check();
    }
    check();
    assert_int_equal(table.count, ENTRIES);
    assert_non_null(find(&target, "target"));
    assert_int_equal(find(&target, NULL)->flags & D11_BSS_IS_TRUNCATED, 0);
    assert_non_null(find(&joined, "net"));
}

/* When the pool is full the bodies of the weaker shrink to a summary. */
static void bodies_give_way_before_entries_do(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap target = fake_ap(1);
    uint8_t body[600];
    size_t len = fake_ap_body(&ap, body) - 12;
    struct dot11_bss view;

    (void)unused;
    table.pool_size = (uint32_t)(3 * len + 10);
    want("netx");
    target.ssid = "netx";
    (void)hear(&target);
    for (unsigned i = 0; i < 5; i++) {
        ap.bssid[3] = (uint8_t)(1 + i);
        env.now_us++;
        (void)hear(&ap);
        check();
    }
    assert_int_equal(table.count, 6);
    assert_int_not_equal(find(&target, NULL)->body_len, 0);
    assert_int_not_equal(find(&ap, NULL)->body_len, 0);
    ap.bssid[3] = 1;
    d11_bss_view(&table, find(&ap, NULL), &view);
    assert_true((view.flags & D11_BSS_IS_TRUNCATED) != 0);
    assert_null(view.elements);
    assert_int_equal(view.elements_len, 0);
    assert_int_equal(view.ssid.len, 3);
    /* Heard again it gets one again, from the oldest of the others. */
    env.now_us++;
    (void)hear(&ap);
    assert_int_not_equal(find(&ap, NULL)->body_len, 0);
    check();
    /* One that cannot fit stays a summary, and nobody pays for it. */
    table.pool_size = table.pool_used;
    {
        uint8_t long_body[1500];
        size_t at = fake_ap_body(&ap, long_body);

        while (at + 200 < sizeof long_body) {
            long_body[at] = 221;
            long_body[at + 1] = 198;
            memset(long_body + at + 2, 7, 198);
            at += 200;
        }
        ap.bssid[3] = 42;
        assert_int_equal(
            hear_body(ap.bssid, D11_MGMT_BEACON, 2412, -40, long_body, at),
            D11_DROP_NONE);
    }
    assert_int_equal(find(&ap, NULL)->body_len, 0);
    assert_int_not_equal(find(&target, NULL)->body_len, 0);
    check();
}

/* A frame of one network never takes the body of one that is wanted. */
static void the_wanted_keeps_its_body(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap other = fake_ap(1);
    uint8_t body[600];
    size_t len = fake_ap_body(&ap, body) - 12;

    (void)unused;
    table.pool_size = (uint32_t)(len + 10);
    want("net");
    (void)hear(&ap);
    other.ssid = "xxx";
    (void)hear(&other);
    assert_int_not_equal(find(&ap, NULL)->body_len, 0);
    assert_int_equal(find(&other, NULL)->body_len, 0);
    /* A candidate may. */
    entries[0].pins = 0;
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (entries[i].ssid.octets[0] == 'x')
            entries[i].pins = 1;
    }
    other.interval_tu = 7;
    (void)hear(&other);
    assert_int_equal(find(&ap, NULL)->body_len, 0);
    check();
}

/* N80211-BSS-4: walked from 0 to the count, with places that fit. */
static void the_walk_meets_each_entry_once(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_bss view;

    (void)unused;
    for (unsigned i = 0; i < 5; i++) {
        ap.bssid[3] = (uint8_t)(1 + i);
        (void)hear(&ap);
    }
    ap.bssid[3] = 3;
    heard.bss = d11_bss_table_find(&table, ap.bssid, NULL);
    env.now_us += 2 * env.config.bss_age_us;
    for (unsigned i = 0; i < 5; i++) {
        ap.bssid[3] = (uint8_t)(1 + i);
        if (i != 2)
            (void)hear(&ap);
    }
    d11_bss_table_age(&table);
    assert_int_equal(table.count, 4);
    for (size_t i = 0; i < 4; i++) {
        d11_bss_view(&table, d11_bss_table_at(&table, i), &view);
        assert_int_equal(view.index, i);
    }
    assert_null(d11_bss_table_at(&table, 4));
}

/* SEC-FRM-04, SEC-BCN-08, SEC-ELM-01 */
static void broken_beacons_are_no_candidates(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint8_t body[600];
    size_t len = fake_ap_body(&ap, body);

    (void)unused;
    for (size_t n = 0; n < 12; n++)
        assert_int_equal(
            hear_body(ap.bssid, D11_MGMT_BEACON, 2412, -40, body, n),
            D11_DROP_MGMT_BODY);
    assert_int_equal(table.count, 0);
    assert_int_equal(
        hear_body(ap.bssid, D11_MGMT_BEACON, 2412, -40, body, len - 1),
        D11_DROP_NONE);
    assert_true((find(&ap, NULL)->flags & D11_BSS_IS_MALFORMED) != 0);
    assert_int_equal(hear_body(ap.bssid, D11_MGMT_BEACON, 2412, -40, body, len),
                     D11_DROP_NONE);
    assert_int_equal(find(&ap, NULL)->flags & D11_BSS_IS_MALFORMED, 0);
    body[8] = 0;
    body[9] = 0;
    assert_int_equal(hear_body(ap.bssid, D11_MGMT_BEACON, 2412, -40, body, len),
                     D11_DROP_ELEMENTS);
    /* No element at all is a beacon still. */
    body[8] = 100;
    assert_int_equal(
        hear_body(fake_own[1], D11_MGMT_BEACON, 2412, -40, body, 12),
        D11_DROP_NONE);
    check();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_entry_says_what_was_heard, setup),
        cmocka_unit_test_setup(an_unchanged_beacon_is_recognised, setup),
        cmocka_unit_test_setup(an_ap_that_moves_is_followed, setup),
        cmocka_unit_test_setup(the_channel_is_the_one_that_the_frame_names,
                               setup),
        cmocka_unit_test_setup(an_unknown_signal_stays_unknown, setup),
        cmocka_unit_test_setup(names_and_hidden_names_find_each_other, setup),
        cmocka_unit_test_setup(a_hidden_beacon_is_of_the_entry_in_use, setup),
        cmocka_unit_test_setup(entries_age_but_not_those_in_use, setup),
        cmocka_unit_test_setup(a_full_table_gives_up_the_oldest_unwanted,
                               setup),
        cmocka_unit_test_setup(the_unwanted_never_replaces_the_wanted, setup),
        cmocka_unit_test_setup(a_flood_of_spoofed_beacons_changes_nothing,
                               setup),
        cmocka_unit_test_setup(bodies_give_way_before_entries_do, setup),
        cmocka_unit_test_setup(the_wanted_keeps_its_body, setup),
        cmocka_unit_test_setup(the_walk_meets_each_entry_once, setup),
        cmocka_unit_test_setup(broken_beacons_are_no_candidates, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
