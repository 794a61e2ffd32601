/* Attributes as such: what each is, when it can be set, what a reset does.
 *
 * SPDX-License-Identifier: MIT */
#include "attr_rig.h"

#define ANY_INFO(i) dot11_attr_info((enum dot11_attr)(i))
#define SETTABLE (D11_ATTR_SET_INIT | D11_ATTR_SET_OP | D11_ATTR_SET_OFF)

static void every_attribute_is_described(void **unused)
{
    (void)unused;
    assert_null(dot11_attr_info(D11_ATTR_COUNT));
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        const struct dot11_attr_info *info = ANY_INFO(i);
        enum dot11_attr found;

        assert_non_null(info->name);
        assert_non_null(info->help);
        assert_true((info->flags & D11_ATTR_CAN_GET) != 0);
        assert_true(info->item_len != 0);
        for (unsigned k = 0; k < i; k++) {
            assert_string_not_equal(info->name, ANY_INFO(k)->name);
            assert_true(info->oid == 0 || info->oid != ANY_INFO(k)->oid);
        }
        if (info->oid == 0)
            continue;
        assert_int_equal(dot11_attr_by_oid(info->oid, &found), D11_OK);
        assert_int_equal(found, i);
    }
}

/* Numbers begin with their defaults, lists with the wildcard or with nothing.
 * N80211-INIT-1, N80211-CFG-4, N80211-CFG-6, N80211-CFG-9, N80211-CFG-10,
 * N80211-PHY-2 */
static void a_station_begins_with_the_defaults(void **unused)
{
    static const uint32_t any = D11_PHY_ANY;
    static const uint8_t all[6] = {255, 255, 255, 255, 255, 255};
    uint8_t addr[12];
    size_t len;

    (void)unused;
    attr_start();
    for (unsigned i = 0; i < D11_ATTR_DESIRED_SSIDS; i++) {
        const struct dot11_attr_info *info = ANY_INFO(i);
        uint32_t value = info->type == D11_VALUE_BOOL
                             ? attr_bool((enum dot11_attr)i)
                             : attr_u32((enum dot11_attr)i);

        assert_int_equal(value, info->initial);
    }
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_DESIRED_SSIDS, NULL, 0, &len),
        D11_OK);
    assert_int_equal(len, 0);
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_EXCLUDED_MACS, NULL, 0, &len),
        D11_OK);
    assert_int_equal(len, 0);
    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_DESIRED_BSSIDS, addr,
                                   sizeof addr, &len),
                     D11_OK);
    assert_int_equal(len, 6);
    assert_memory_equal(addr, all, 6);
    attr_assert_list(D11_ATTR_DESIRED_PHYS, &any, 1);
    assert_int_equal(attr_u32(D11_ATTR_CURRENT_PHY), 0);
    fake_end();
}

/* Values that no attribute of this type takes, one after the other. */
struct bad_value {
    uint8_t octets[600];
    size_t len;
    enum dot11_err err;
};

static void bad_number(struct bad_value *bad, uint32_t number)
{
    memcpy(bad->octets, &number, sizeof number);
    bad->len = sizeof number;
}

static bool next_bad_number(const struct dot11_attr_info *info, unsigned n,
                            struct bad_value *bad)
{
    bool mask = (info->flags & D11_ATTR_IS_MASK) != 0;

    bad->err = D11_ERR_ARG;
    switch (n) {
    case 0: bad->len = 0; return true;
    case 1: bad->len = 3; return true;
    case 2: bad->len = 5; return true;
    case 3: bad_number(bad, info->max + 1); return info->max != UINT32_MAX;
    case 4: bad_number(bad, 0x80000000u); return info->max != UINT32_MAX;
    case 5:
        bad_number(bad, mask ? info->max << 1 : info->min - 1);
        return mask || info->min != 0;
    default: bad->len = 0; return false;
    }
}

static bool next_bad_list(const struct dot11_attr_info *info, unsigned n,
                          struct bad_value *bad)
{
    bad->err = D11_ERR_ARG;
    switch (n) {
    case 0:
        bad->len = (size_t)info->item_len * info->max_count - 1;
        return info->item_len != 1;
    case 1:
        bad->len = (size_t)info->item_len * (info->max_count + 1u);
        bad->err = D11_ERR_FULL;
        return true;
    case 2: bad->len = 0; return info->min != 0;
    case 3:
        bad->len = info->item_len;
        bad->octets[0] = 33;
        bad->err = D11_ERR_SSID;
        return info->type == D11_VALUE_SSID_LIST;
    default: return false;
    }
}

static bool next_bad_elements(const struct dot11_attr_info *info, unsigned n,
                              struct bad_value *bad)
{
    size_t head = info->type == D11_VALUE_BOUND ? 6 : 0;

    bad->err = D11_ERR_ARG;
    bad->len = head + 4;
    switch (n) {
    case 0: /* an element that is longer than what is left */
        bad->octets[head] = 221;
        bad->octets[head + 1] = 3;
        return true;
    case 1: /* half a header */
        bad->octets[head] = 221;
        bad->octets[head + 1] = 1;
        return true;
    case 2:
        bad->len = head + info->max_count + 2u;
        bad->octets[head] = 221;
        bad->octets[head + 1] = info->max_count;
        bad->err = D11_ERR_FULL;
        return true;
    case 3: bad->len = 5; return head != 0;
    default: return false;
    }
}

/* The nth bad value; false when that one does not exist for the type. */
static bool next_bad(const struct dot11_attr_info *info, unsigned n,
                     struct bad_value *bad)
{
    memset(bad, 0, sizeof *bad);
    switch ((enum dot11_attr_type)info->type) {
    case D11_VALUE_BOOL:
        bad->err = D11_ERR_ARG;
        bad->len = n;
        bad->octets[0] = n == 1 ? 2 : 0;
        return n < 3;
    case D11_VALUE_U32: return next_bad_number(info, n, bad);
    case D11_VALUE_ELEMENTS:
    case D11_VALUE_BOUND: return next_bad_elements(info, n, bad);
    case D11_VALUE_OPAQUE: return false;
    default: return next_bad_list(info, n, bad);
    }
}

/* N80211-GEN-9, N80211-GEN-13, N80211-GEN-16, N80211-CFG-5, N80211-CFG-6,
 * N80211-CFG-9, N80211-CFG-10, N80211-CFG-12, N80211-CFG-14 */
static void a_bad_value_is_refused_and_nothing_changes(void **unused)
{
    struct attr_snapshot before;
    unsigned tried = 0;

    (void)unused;
    attr_start();
    attr_snapshot(&before);
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        const struct dot11_attr_info *info = ANY_INFO(i);
        struct bad_value bad;

        for (unsigned n = 0; n < 6; n++) {
            if ((info->flags & SETTABLE) == 0 || !next_bad(info, n, &bad))
                continue;
            assert_int_equal(attr_set((enum dot11_attr)i, bad.octets, bad.len),
                             bad.err);
            attr_assert_same(&before);
            tried++;
        }
    }
    assert_true(tried > 100);
    assert_events(0, "");
    fake_end();
}

/* The value that an attribute has can be set again where it may be set at
 * all; elsewhere it is refused as the state says. */
static void set_again(unsigned i, unsigned flag)
{
    const struct dot11_attr_info *info = ANY_INFO(i);
    enum dot11_err expected = D11_OK;
    uint8_t value[1024];
    size_t len;

    if (dot11_sta_get(fake.stas[0], (enum dot11_attr)i, value, sizeof value,
                      &len) != D11_OK)
        return;
    if ((info->flags & SETTABLE) == 0)
        expected = D11_ERR_UNSUPPORTED;
    else if ((info->flags & flag) == 0)
        expected = D11_ERR_STATE;
    /* No channel was set yet. */
    else if (i == D11_ATTR_CHANNEL)
        return;
    /* What the monitor part could change. */
    else if (i == D11_ATTR_OPERATION_MODE)
        expected = D11_ERR_UNSUPPORTED;
    assert_int_equal(attr_set((enum dot11_attr)i, value, len), expected);
}

static void set_all_again(unsigned flag)
{
    struct attr_snapshot before;

    attr_snapshot(&before);
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        set_again(i, flag);
        attr_assert_same(&before);
    }
}

/* N80211-GEN-9, N80211-GEN-11, N80211-MODE-8, N80211-CFG-22, N80211-CFG-23,
 * N80211-QOS-4, N80211-STREAM-4, N80211-SAFE-1, N80211-SAFE-2,
 * N80211-REG-3 */
static void an_attribute_is_set_in_its_states_only(void **unused)
{
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_begin();
    /* REG-4: without a domain of its own, multi-domain could not be off. */
    memcpy(fake.caps.country, "DE ", 3);
    attr_up();
    set_all_again(D11_ATTR_SET_INIT);
    fake_join(&ap);
    set_all_again(D11_ATTR_SET_OP);
    /* Lost and looking is OP, too. */
    ap.gone = ap.silent = true;
    fake_run(20 * ATTR_SECOND);
    set_all_again(D11_ATTR_SET_OP);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    set_all_again(D11_ATTR_SET_INIT);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(ATTR_SECOND);
    set_all_again(D11_ATTR_SET_OFF);
    fake_end();
}

/* The few that can be set while connected are those of the model, and a
 * handful of the library's own. N80211-MODE-8 */
static void what_can_be_set_in_op_is_what_the_model_lists(void **unused)
{
    static const enum dot11_attr op[] = {D11_ATTR_EXCLUDE_UNENCRYPTED,
                                         D11_ATTR_MEDIA_STREAMING,
                                         D11_ATTR_UNREACHABLE_MS,
                                         D11_ATTR_POWER_LEVEL,
                                         D11_ATTR_POWER_AUTO,
                                         D11_ATTR_CURRENT_PHY,
                                         D11_ATTR_RTS_THRESHOLD,
                                         D11_ATTR_EXCLUDED_MACS,
                                         D11_ATTR_RADIO_ON,
                                         D11_ATTR_PMKIDS,
                                         D11_ATTR_DEFAULT_KEY_ID};
    unsigned found = 0;

    (void)unused;
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        if ((ANY_INFO(i)->flags & D11_ATTR_SET_OP) == 0)
            continue;
        assert_true(found < sizeof op / sizeof op[0]);
        assert_int_equal(i, op[found]);
        found++;
    }
    assert_int_equal(found, sizeof op / sizeof op[0]);
}

/* N80211-GEN-15 */
static void a_value_is_written_whole_or_not_at_all(void **unused)
{
    (void)unused;
    attr_start();
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        uint8_t buf[1024];
        size_t len;
        size_t again;
        enum dot11_err err = dot11_sta_get(fake.stas[0], (enum dot11_attr)i,
                                           buf, sizeof buf, &len);

        if (err != D11_OK || len == 0)
            continue;
        memset(buf, 0xee, sizeof buf);
        assert_int_equal(dot11_sta_get(fake.stas[0], (enum dot11_attr)i, buf,
                                       len - 1, &again),
                         D11_ERR_FULL);
        assert_int_equal(again, len);
        for (unsigned k = 0; k < len; k++)
            assert_int_equal(buf[k], 0xee);
        assert_int_equal(
            dot11_sta_get(fake.stas[0], (enum dot11_attr)i, buf, len, &again),
            D11_OK);
        assert_int_equal(again, len);
        /* And not one octet more. */
        assert_int_equal(buf[len], 0xee);
    }
    fake_end();
}

/* N80211-GEN-10 */
static void what_is_not_there_is_unsupported(void **unused)
{
    static const enum dot11_attr others[] = {
        D11_ATTR_PMKIDS, D11_ATTR_DEFAULT_KEY_ID, D11_ATTR_STATISTICS};

    (void)unused;
    attr_start();
    /* Attributes of parts that are not listed. */
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(attr_err(others[i]), D11_ERR_UNSUPPORTED);
    assert_int_equal(attr_set_u32(D11_ATTR_DEFAULT_KEY_ID, 1),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(attr_err(D11_ATTR_COUNT), D11_ERR_UNSUPPORTED);
    assert_int_equal(attr_set_u32(D11_ATTR_COUNT, 1), D11_ERR_UNSUPPORTED);
    /* A station without such parts has its mode all the same, and its radio is
     * on. */
    assert_int_equal(attr_u32(D11_ATTR_OPERATION_MODE), 4);
    assert_true(attr_bool(D11_ATTR_RADIO_ON));
    assert_int_equal(attr_set_bool(D11_ATTR_RADIO_ON, false),
                     D11_ERR_UNSUPPORTED);
    fake_end();
    /* Without the part nothing is there. */
    fake_up();
    for (unsigned i = 0; i < D11_ATTR_COUNT; i++) {
        assert_int_equal(attr_err((enum dot11_attr)i), D11_ERR_UNSUPPORTED);
        assert_int_equal(attr_set_bool((enum dot11_attr)i, false),
                         D11_ERR_UNSUPPORTED);
    }
    assert_int_equal(attr_connect(), D11_ERR_ARG);
    fake_end();
}

/* Section 5.4 of the operation model: FHSS, infrared, PBCC, channel agility,
 * DSSS-OFDM, PCF, safe mode, "use group". N80211-SAFE-1, N80211-SAFE-2,
 * N80211-CFG-19, N80211-PHY-12 */
static void obsolete_features_say_that_they_are_not_there(void **unused)
{
    static const uint32_t gone[][2] = {
        {0x0d01032e, 0x0d010334}, /* FHSS */
        {0x0d01034e, 0x0d010357}, /* FHSS */
        {0x0d010339, 0x0d01033c}, /* infrared */
        {0x0d010328, 0x0d010328}, /* temperature type */
        {0x0d010336, 0x0d010338}, /* CCA, ED threshold */
        {0x0d010343, 0x0d010343}, /* TI threshold */
        {0x0d010349, 0x0d010349}, /* HR CCA modes */
        {0x0d01035b, 0x0d01035b}, /* RF usage, which is optional */
    };
    static const enum dot11_attr no[] = {D11_ATTR_PBCC,
                                         D11_ATTR_ERP_PBCC,
                                         D11_ATTR_ERP_PBCC_ENABLED,
                                         D11_ATTR_CHANNEL_AGILITY,
                                         D11_ATTR_CHANNEL_AGILITY_ENABLED,
                                         D11_ATTR_DSSS_OFDM,
                                         D11_ATTR_DSSS_OFDM_ENABLED,
                                         D11_ATTR_CF_POLLABLE};
    uint8_t optional[3];
    enum dot11_attr attr;
    size_t len;

    (void)unused;
    attr_start();
    for (unsigned i = 0; i < sizeof gone / sizeof gone[0]; i++) {
        for (uint32_t oid = gone[i][0]; oid <= gone[i][1]; oid++)
            assert_int_equal(dot11_attr_by_oid(oid, &attr),
                             D11_ERR_UNSUPPORTED);
    }
    for (unsigned i = 0; i < sizeof no / sizeof no[0]; i++)
        assert_false(attr_bool(no[i]));
    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_OPTIONAL_CAPABILITY,
                                   optional, sizeof optional, &len),
                     D11_OK);
    assert_int_equal(len, 3);
    assert_int_equal(optional[0] | optional[1] | optional[2], 0);
    assert_int_equal(attr_set_bool(D11_ATTR_SAFE_MODE, true),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(attr_set_bool(D11_ATTR_SAFE_MODE_HT, true),
                     D11_ERR_UNSUPPORTED);
    assert_false(attr_bool(D11_ATTR_SAFE_MODE));
    assert_false(attr_bool(D11_ATTR_SAFE_MODE_HT));
    assert_int_equal(attr_set_bool(D11_ATTR_SAFE_MODE, false), D11_OK);
    /* "Use group" is weak: never unless asked for. */
    assert_false(attr_bool(D11_ATTR_USE_GROUP));
    fake_end();
}

/* N80211-CFG-24: the library never makes use of the permission to refuse. */
static void automatic_configuration_refuses_nothing(void **unused)
{
    (void)unused;
    attr_start();
    for (uint32_t mask = 0; mask <= 3; mask++) {
        assert_int_equal(attr_set_u32(D11_ATTR_AUTO_CONFIG, mask), D11_OK);
        assert_int_equal(attr_u32(D11_ATTR_AUTO_CONFIG), mask);
        assert_int_equal(
            attr_set_u32(D11_ATTR_FRAGMENTATION_THRESHOLD, 300 + mask), D11_OK);
        assert_int_equal(attr_set_u32(D11_ATTR_RTS_THRESHOLD, mask), D11_OK);
        assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 6), D11_OK);
        assert_int_equal(attr_u32(D11_ATTR_FRAGMENTATION_THRESHOLD),
                         300 + mask);
        assert_int_equal(attr_u32(D11_ATTR_RTS_THRESHOLD), mask);
        assert_int_equal(attr_u32(D11_ATTR_CHANNEL), 6);
    }
    fake_end();
}

/* Numbers that have more to them than their limits. */
static void numbers_that_depend_on_others_are_checked(void **unused)
{
    (void)unused;
    attr_start();
    assert_int_equal(attr_set_u32(D11_ATTR_POWER_LEVEL, 16), D11_OK);
    assert_int_equal(attr_set_u32(D11_ATTR_POWER_LEVEL, 12), D11_ERR_ARG);
    assert_int_equal(attr_u32(D11_ATTR_POWER_LEVEL), 16);
    /* E-37: the ATIM window is shorter than the beacon period. */
    assert_int_equal(attr_set_u32(D11_ATTR_ATIM_WINDOW, 100), D11_ERR_ARG);
    assert_int_equal(attr_set_u32(D11_ATTR_ATIM_WINDOW, 99), D11_OK);
    assert_int_equal(attr_set_u32(D11_ATTR_BEACON_PERIOD, 99), D11_ERR_ARG);
    assert_int_equal(attr_u32(D11_ATTR_BEACON_PERIOD), 100);
    fake_end();
}

/* Something else than the default everywhere. */
static void change_much(void)
{
    static const uint8_t elements[] = {221, 2, 1, 2};
    static const struct dot11_exemption exemption = {0x88b5, 1, 3};
    static const uint8_t addr[1][6] = {{2, 0, 0, 0, 0, 9}};
    static const char *const ssid[] = {"net"};

    assert_int_equal(attr_set_bool(D11_ATTR_EXCLUDE_UNENCRYPTED, true), D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_MEDIA_STREAMING, true), D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_IBSS_JOIN_ONLY, true), D11_OK);
    assert_int_equal(
        attr_set(D11_ATTR_PRIVACY_EXEMPTIONS, &exemption, sizeof exemption),
        D11_OK);
    assert_int_equal(
        attr_set(D11_ATTR_IBSS_ELEMENTS, elements, sizeof elements), D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_HIDDEN_NETWORK, true), D11_OK);
    assert_int_equal(attr_set_u32(D11_ATTR_RTS_THRESHOLD, 500), D11_OK);
    assert_int_equal(attr_set_ssids(ssid, 1), D11_OK);
    assert_int_equal(attr_set_addrs(D11_ATTR_EXCLUDED_MACS, addr, 1), D11_OK);
}

static size_t length_of(enum dot11_attr attr)
{
    size_t len;

    (void)dot11_sta_get(fake.stas[0], attr, NULL, 0, &len);
    return len;
}

static void assert_always_reset(void)
{
    assert_false(attr_bool(D11_ATTR_EXCLUDE_UNENCRYPTED));
    assert_false(attr_bool(D11_ATTR_MEDIA_STREAMING));
    assert_false(attr_bool(D11_ATTR_IBSS_JOIN_ONLY));
    assert_int_equal(length_of(D11_ATTR_PRIVACY_EXEMPTIONS), 0);
    assert_int_equal(length_of(D11_ATTR_IBSS_ELEMENTS), 0);
}

static void dot11_reset(bool defaults)
{
    const struct dot11_reset_req req = {D11_RESET_PHY_AND_MAC, defaults,
                                        fake_own[0]};

    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
}

/* N80211-RESET-3, N80211-CFG-1, N80211-CFG-22, N80211-STREAM-4,
 * N80211-PHY-2 */
static void a_reset_forgets_what_the_model_says(void **unused)
{
    struct attr_snapshot defaults;

    (void)unused;
    attr_start();
    attr_snapshot(&defaults);
    change_much();
    dot11_reset(false);
    assert_always_reset();
    /* The rest of the MIB is kept. */
    assert_true(attr_bool(D11_ATTR_HIDDEN_NETWORK));
    assert_int_equal(attr_u32(D11_ATTR_RTS_THRESHOLD), 500);
    assert_int_equal(length_of(D11_ATTR_DESIRED_SSIDS),
                     sizeof(struct dot11_ssid));
    assert_int_equal(length_of(D11_ATTR_EXCLUDED_MACS), 6);
    change_much();
    dot11_reset(true);
    attr_assert_same(&defaults);
    fake_end();
}

/* N80211-STREAM-4 */
static void a_disconnect_forgets_nothing(void **unused)
{
    struct attr_snapshot before;
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    change_much();
    attr_snapshot(&before);
    fake_join(&ap);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    attr_assert_same(&before);
    fake_end();
}

static void from_inside(enum fake_op op)
{
    uint8_t on = 1;

    (void)op;
    assert_int_equal(attr_set(D11_ATTR_MEDIA_STREAMING, &on, 1), D11_ERR_BUSY);
}

static void nothing_is_set_from_inside_an_op(void **unused)
{
    (void)unused;
    attr_start();
    fake.in_op = from_inside;
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_run(2 * ATTR_SECOND);
    fake.in_op = NULL;
    assert_false(attr_bool(D11_ATTR_MEDIA_STREAMING));
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attribute_is_described),
        cmocka_unit_test(a_station_begins_with_the_defaults),
        cmocka_unit_test(a_bad_value_is_refused_and_nothing_changes),
        cmocka_unit_test(an_attribute_is_set_in_its_states_only),
        cmocka_unit_test(what_can_be_set_in_op_is_what_the_model_lists),
        cmocka_unit_test(a_value_is_written_whole_or_not_at_all),
        cmocka_unit_test(what_is_not_there_is_unsupported),
        cmocka_unit_test(obsolete_features_say_that_they_are_not_there),
        cmocka_unit_test(automatic_configuration_refuses_nothing),
        cmocka_unit_test(numbers_that_depend_on_others_are_checked),
        cmocka_unit_test(a_reset_forgets_what_the_model_says),
        cmocka_unit_test(a_disconnect_forgets_nothing),
        cmocka_unit_test(nothing_is_set_from_inside_an_op),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
