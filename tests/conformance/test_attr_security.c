/* Attributes: authentication algorithms and ciphers.
 *
 * SPDX-License-Identifier: MIT */
#include <dot11/ext_services.h>
#include <dot11/ibss.h>

#include "attr_rig.h"
#include "fake_ext.h"
#include "hw/part.h"
#include "rig.h"

#define VENDOR 0x80001234u
#define COUNT(list) (unsigned)(sizeof(list) / sizeof(list)[0])

/* An extension with many talents. */
static struct dot11_ext_ops ext;
static const struct dot11_ext_ops *const exts[] = {&ext};
static const struct dot11_ext_pair many[] = {
    {D11_AUTHENTICATION_RSNA_PSK, D11_CIPHER_ID_TKIP, D11_EXT_PAIR_ALL},
    {D11_AUTHENTICATION_RSNA_PSK, D11_CIPHER_ID_CCMP, D11_EXT_PAIR_ALL},
    {D11_AUTHENTICATION_RSNA, D11_CIPHER_ID_CCMP,
     D11_EXT_PAIR_INFRA | D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP},
    {D11_AUTHENTICATION_RSNA, D11_CIPHER_ID_TKIP,
     D11_EXT_PAIR_INFRA | D11_EXT_PAIR_GROUP},
    {D11_AUTHENTICATION_WPA, D11_CIPHER_ID_TKIP,
     D11_EXT_PAIR_INFRA | D11_EXT_PAIR_UNICAST | D11_EXT_PAIR_GROUP},
};
static const struct dot11_ext_pair own[] = {
    {D11_AUTHENTICATION_OPEN, VENDOR + 1, D11_EXT_PAIR_ALL},
    {VENDOR, VENDOR + 1, D11_EXT_PAIR_ALL},
};

/* A part that says only that it is there. */
static const struct dot11_part ibss = {.kind = D11_PART_IBSS,
                                       .list = &d11_part_list};
static const struct dot11_part wep = {.kind = D11_PART_WEP,
                                      .list = &d11_part_list};
static const struct dot11_part shared = {.kind = D11_PART_SHARED_KEY,
                                         .list = &d11_part_list};

static void up_with(const struct dot11_ext_pair *pairs, size_t count)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs, &ibss};

    attr_begin();
    fake_ext_begin();
    ext = fake_ext_ops;
    ext.pairs = pairs;
    ext.pair_count = count;
    fake.config.exts = exts;
    fake.config.ext_count = 1;
    fake.config.parts = parts;
    fake.config.part_count = COUNT(parts);
    attr_up();
}

/* N80211-CFG-13, N80211-CFG-16, N80211-CFG-15, N80211-INIT-12 */
static void the_strongest_algorithm_is_the_default(void **unused)
{
    static const uint32_t auth[] = {D11_AUTHENTICATION_RSNA};
    static const uint32_t unicast[] = {D11_CIPHER_ID_CCMP};
    static const uint32_t multicast[] = {D11_CIPHER_ID_CCMP,
                                         D11_CIPHER_ID_TKIP};
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};
    static const uint32_t none[] = {D11_CIPHER_ID_NONE};

    (void)unused;
    up_with(many, COUNT(many));
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, auth, 1);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, unicast, 1);
    attr_assert_list(D11_ATTR_MULTICAST_CIPHERS, multicast, 2);
    fake_end();
    /* Nothing but the core. */
    attr_start();
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, none, 1);
    attr_assert_list(D11_ATTR_MULTICAST_CIPHERS, none, 1);
    fake_end();
}

/* N80211-CFG-13, N80211-CFG-21 */
static void a_vendor_algorithm_goes_first(void **unused)
{
    static const uint32_t auth[] = {VENDOR};
    static const uint32_t cipher[] = {VENDOR + 1};

    (void)unused;
    up_with(own, COUNT(own));
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, auth, 1);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, cipher, 1);
    /* It passes through lists like any other. */
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, auth, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_MULTICAST_CIPHERS, cipher, 1),
                     D11_OK);
    fake_end();
}

/* N80211-CFG-3, N80211-CFG-13, N80211-CFG-16 */
static void setting_the_bss_type_loads_the_defaults_again(void **unused)
{
    static const uint32_t choice[] = {D11_AUTHENTICATION_OPEN};
    static const uint32_t rsna[] = {D11_AUTHENTICATION_RSNA};
    static const uint32_t psk[] = {D11_AUTHENTICATION_RSNA_PSK};
    static const uint32_t both[] = {D11_CIPHER_ID_CCMP, D11_CIPHER_ID_TKIP};

    (void)unused;
    up_with(many, COUNT(many));
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, choice, 1),
                     D11_OK);
    /* Even to the same value. */
    assert_int_equal(
        attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_INFRA), D11_OK);
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, rsna, 1);
    attr_assert_list(D11_ATTR_MULTICAST_CIPHERS, both, 2);
    /* The order of an IBSS begins with RSNA-PSK. */
    assert_int_equal(attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_IBSS),
                     D11_OK);
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, psk, 1);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, both, 2);
    fake_end();
}

/* N80211-CFG-12, N80211-CFG-15, N80211-CFG-18 */
static void enabled_algorithms_are_those_of_the_list(void **unused)
{
    static const uint32_t strange[] = {D11_AUTHENTICATION_SAE, 77};
    static const uint32_t mixed[] = {D11_AUTHENTICATION_OPEN, 77,
                                     D11_AUTHENTICATION_RSNA_PSK};
    static const uint32_t kept[] = {D11_AUTHENTICATION_OPEN,
                                    D11_AUTHENTICATION_RSNA_PSK};
    static const uint32_t ciphers[] = {D11_CIPHER_ID_CCMP, D11_CIPHER_ID_TKIP,
                                       D11_CIPHER_ID_NONE};
    static const uint32_t tkip[] = {D11_CIPHER_ID_TKIP};
    static const uint32_t rsna[] = {D11_AUTHENTICATION_RSNA};

    (void)unused;
    up_with(many, COUNT(many));
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, strange, 2),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, NULL, 0),
                     D11_ERR_ARG);
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, rsna, 1);
    /* In the order of the host, without what there is not; and the ciphers of
     * all of them. */
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, mixed, 3), D11_OK);
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, kept, 2);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, ciphers, 3);
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, tkip, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, mixed, 3), D11_OK);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, ciphers, 3);
    fake_end();
}

/* N80211-CFG-14, N80211-CFG-15 */
static void ciphers_fit_an_enabled_algorithm(void **unused)
{
    static const uint32_t good[] = {D11_CIPHER_ID_TKIP, D11_CIPHER_ID_CCMP};
    static const uint32_t none[] = {D11_CIPHER_ID_NONE};
    static const uint32_t unknown[] = {D11_CIPHER_ID_CCMP, 77};
    static const uint32_t psk[] = {D11_AUTHENTICATION_RSNA_PSK};

    (void)unused;
    up_with(many, COUNT(many));
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, psk, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, good, 2), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_MULTICAST_CIPHERS, good, 2),
                     D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, NULL, 0),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, unknown, 2),
                     D11_ERR_ARG);
    /* One that there is, but not with this algorithm. */
    assert_int_equal(attr_set_list(D11_ATTR_MULTICAST_CIPHERS, none, 1),
                     D11_ERR_ARG);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, good, 2);
    attr_assert_list(D11_ATTR_MULTICAST_CIPHERS, good, 2);
    fake_end();
}

static unsigned pairs_of(enum dot11_attr attr, struct dot11_attr_pair pairs[32])
{
    size_t len;

    assert_int_equal(
        dot11_sta_get(fake.stas[0], attr, pairs, 32 * sizeof *pairs, &len),
        D11_OK);
    return (unsigned)(len / sizeof *pairs);
}

static bool has_pair(enum dot11_attr attr, uint32_t auth, uint32_t cipher)
{
    struct dot11_attr_pair pairs[32];
    unsigned count = pairs_of(attr, pairs);

    for (unsigned i = 0; i < count; i++) {
        if (pairs[i].auth == auth && pairs[i].cipher == cipher)
            return true;
    }
    return false;
}

/* N80211-CFG-20 */
static void pairs_are_those_of_the_bss_type(void **unused)
{
    struct dot11_attr_pair first[32];
    struct dot11_attr_pair again[32];
    unsigned count;

    (void)unused;
    up_with(many, COUNT(many));
    count = pairs_of(D11_ATTR_UNICAST_PAIRS, first);
    assert_true(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_OPEN,
                         D11_CIPHER_ID_NONE));
    assert_true(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_RSNA,
                         D11_CIPHER_ID_CCMP));
    assert_false(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_RSNA,
                          D11_CIPHER_ID_TKIP));
    assert_true(has_pair(D11_ATTR_MULTICAST_PAIRS, D11_AUTHENTICATION_RSNA,
                         D11_CIPHER_ID_TKIP));
    assert_int_equal(attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_IBSS),
                     D11_OK);
    assert_false(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_RSNA,
                          D11_CIPHER_ID_CCMP));
    assert_true(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_RSNA_PSK,
                         D11_CIPHER_ID_CCMP));
    /* A list once reported stays the same. */
    assert_int_equal(
        attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_INFRA), D11_OK);
    assert_int_equal(pairs_of(D11_ATTR_UNICAST_PAIRS, again), count);
    assert_memory_equal(again, first, count * sizeof first[0]);
    fake_end();
}

static bool lists(enum dot11_attr attr, uint32_t value)
{
    uint32_t list[32];
    unsigned count = attr_list(attr, list);

    for (unsigned i = 0; i < count; i++) {
        if (list[i] == value)
            return true;
    }
    return false;
}

/* Section 5.4 of the model: WEP is there with its part only, and never chosen
 * automatically. N80211-CFG-16, N80211-CFG-20 */
static void wep_is_never_chosen_automatically(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs, &wep,
                                                     &shared};
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};
    static const uint32_t shared_key[] = {D11_AUTHENTICATION_SHARED};
    static const uint32_t wep40[] = {D11_CIPHER_ID_WEP40};
    static const uint32_t weps[] = {D11_CIPHER_ID_WEP, D11_CIPHER_ID_WEP104,
                                    D11_CIPHER_ID_WEP40};

    (void)unused;
    attr_start();
    assert_false(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_OPEN,
                          D11_CIPHER_ID_WEP40));
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, wep40, 1),
                     D11_ERR_ARG);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, shared_key, 1),
                     D11_ERR_ARG);
    fake_end();
    attr_begin();
    fake.config.parts = parts;
    fake.config.part_count = COUNT(parts);
    attr_up();
    assert_true(has_pair(D11_ATTR_UNICAST_PAIRS, D11_AUTHENTICATION_OPEN,
                         D11_CIPHER_ID_WEP40));
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1);
    assert_false(lists(D11_ATTR_UNICAST_CIPHERS, D11_CIPHER_ID_WEP40));
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, wep40, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, shared_key, 1),
                     D11_OK);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, weps, 3);
    fake_end();
}

/* The built-in RSN: what it says of itself is what it does; that of an IBSS is
 * there in an IBSS only. N80211-CFG-2, N80211-CFG-20 */
static void the_rsn_has_psk_with_ccmp(void **unused)
{
    static const struct dot11_ext_ops *const rsn[] = {&dot11_rsn};
    static const struct dot11_ext_ops *const adhoc[] = {&dot11_rsn_ibss};
    static const struct dot11_part *const parts[] = {&dot11_attrs, &ibss};
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};
    static const char *const ssid[] = {"net"};
    struct fake_ap ap = fake_ap(1);
    struct fake_ap *aps[] = {&ap};
    static const uint32_t psk[] = {D11_AUTHENTICATION_RSNA_PSK};
    static const uint32_t ccmp[] = {D11_CIPHER_ID_CCMP};

    (void)unused;
    attr_begin();
    fake.config.exts = rsn;
    fake.config.ext_count = 1;
    attr_up();
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, psk, 1);
    attr_assert_list(D11_ATTR_UNICAST_CIPHERS, ccmp, 1);
    attr_assert_list(D11_ATTR_MULTICAST_CIPHERS, ccmp, 1);
    fake_end();
    attr_begin();
    fake.config.exts = adhoc;
    fake.config.ext_count = 1;
    fake.config.parts = parts;
    fake.config.part_count = COUNT(parts);
    attr_up();
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1);
    assert_int_equal(attr_set_u32(D11_ATTR_DESIRED_BSS_TYPE, D11_BSS_TYPE_IBSS),
                     D11_OK);
    attr_assert_list(D11_ATTR_AUTH_ALGORITHMS, psk, 1);
    /* And an AP is nothing for who wants an IBSS. */
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1),
                     D11_OK);
    assert_int_equal(attr_set_ssids(ssid, 1), D11_OK);
    assert_int_equal(attr_connect(), D11_OK);
    assert_int_not_equal(attr_outcome(aps, 1), D11_OK);
    assert_int_equal(fake_sent(D11_MGMT_AUTH), 0);
    fake_end();
}

/* WEP of any length is enabled by one number. */
static void wep_of_any_length_is_one_cipher(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs, &wep};
    static const uint32_t any[] = {D11_CIPHER_ID_WEP};
    static const uint32_t longer[] = {D11_CIPHER_ID_WEP104};
    static const char *const ssid[] = {"net"};
    struct dot11_connect_req req = {.ext = &ext};
    struct fake_ap ap = fake_ap(1);
    struct fake_ap *aps[] = {&ap};

    (void)unused;
    for (unsigned i = 0; i < 2; i++) {
        attr_begin();
        fake_ext_begin();
        ext = fake_ext_ops;
        fake.config.exts = exts;
        fake.config.parts = parts;
        fake.config.part_count = COUNT(parts);
        attr_up();
        assert_int_equal(attr_set_ssids(ssid, 1), D11_OK);
        assert_int_equal(
            attr_set_list(D11_ATTR_UNICAST_CIPHERS, i == 0 ? longer : any, 1),
            D11_OK);
        assert_int_equal(attr_set_list(D11_ATTR_MULTICAST_CIPHERS, any, 1),
                         D11_OK);
        memset(&fake_ext.suites, 0, sizeof fake_ext.suites);
        fake_ext.suites.pairwise_cipher = D11_CIPHER_WEP40;
        fake_ext.suites.group_cipher = D11_CIPHER_WEP40;
        assert_int_equal(
            dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
        assert_int_equal(attr_outcome(aps, 1),
                         i == 0 ? D11_ERR_SECURITY : D11_OK);
        fake_end();
    }
}

/* N80211-CFG-19, N80211-BSS-14: with what the extension chose. */
static void what_is_chosen_is_what_is_enabled(void **unused)
{
    static const uint32_t psk[] = {D11_AUTHENTICATION_RSNA_PSK};
    static const uint32_t ccmp[] = {D11_CIPHER_ID_CCMP};
    static const char *const ssid[] = {"net"};
    struct dot11_connect_req req = {.ext = &ext};
    struct fake_ap ap = fake_ap(1);
    struct fake_ap *aps[] = {&ap};

    (void)unused;
    up_with(many, COUNT(many));
    assert_int_equal(attr_set_ssids(ssid, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, psk, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_UNICAST_CIPHERS, ccmp, 1), D11_OK);
    fake_ext.suites.akm = D11_AKM_PSK;
    fake_ext.suites.group_cipher = D11_CIPHER_CCMP_128;
    for (unsigned i = 0; i < 3; i++) {
        static const uint32_t pairwise[] = {
            D11_CIPHER_TKIP, D11_CIPHER_USE_GROUP, D11_CIPHER_USE_GROUP};

        fake_ext.suites.pairwise_cipher = pairwise[i];
        assert_int_equal(attr_set_bool(D11_ATTR_USE_GROUP, i == 2), D11_OK);
        assert_int_equal(
            dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
        assert_int_equal(attr_outcome(aps, 1),
                         i < 2 ? D11_ERR_SECURITY : D11_OK);
    }
    fake_end();
}

/* The vendor method takes and gives octets of which the library knows nothing.
 */
static enum dot11_err vendor_method(void *ctx, struct dot11_sta *sta,
                                    const uint8_t *in, size_t in_len,
                                    uint8_t *out, size_t *out_len)
{
    unsigned *calls = ctx;

    assert_ptr_equal(sta, fake.stas[0]);
    assert_true(*out_len >= in_len);
    for (size_t i = 0; i < in_len; i++)
        out[i] = (uint8_t)~in[i];
    *out_len = in_len;
    (*calls)++;
    return D11_OK;
}

static void call_vendor(void)
{
    uint8_t in[64];
    uint8_t out[64];
    size_t len = sizeof out;

    for (unsigned i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)(i * 7);
    assert_int_equal(
        dot11_ext_call_driver(fake_ext.host, in, sizeof in, out, &len), D11_OK);
    assert_int_equal(len, sizeof in);
    for (unsigned i = 0; i < sizeof in; i++)
        assert_int_equal(out[i], (uint8_t)~in[i]);
}

/* N80211-CFG-25: in every state. */
static void the_vendor_method_is_there_in_every_state(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs,
                                                     &dot11_ext_services};
    static const struct dot11_ext_listener listener = {
        .size = sizeof(struct dot11_ext_listener), .call = vendor_method};
    struct fake_ap ap = fake_ap(1);
    unsigned calls = 0;

    (void)unused;
    attr_begin();
    fake_ext_begin();
    fake.config.parts = parts;
    fake.config.part_count = COUNT(parts);
    attr_up();
    assert_int_equal(
        dot11_sta_set_ext_listener(fake.stas[0], &listener, &calls), D11_OK);
    call_vendor();
    fake_join(&ap);
    call_vendor();
    ap.gone = ap.silent = true;
    fake_run(10 * ATTR_SECOND);
    call_vendor();
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(ATTR_SECOND);
    call_vendor();
    assert_int_equal(calls, 4);
    fake_end();
}

/* The same with the real RSN and an AP that has its keys. */

static const struct dot11_part *const rig_parts[] = {&dot11_attrs};

static struct rig *rig_with_attrs(bool secured)
{
    static const struct dot11_ssid ssid = {3, "rig"};
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, secured);
    options.by_psk = true;
    options.station.core.parts = rig_parts;
    options.station.core.part_count = 1;
    rig = rig_new(&options);
    rig_start(rig);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_DESIRED_SSIDS, &ssid,
                                   sizeof ssid, rig_now(rig)),
                     D11_OK);
    return rig;
}

static enum dot11_err rig_connect_by_lists(struct rig *rig, bool secured)
{
    const struct dot11_event *event;
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;
    enum dot11_err err;

    rig_profile(rig, &profile);
    if (secured) {
        req.ext = &dot11_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    }
    err = dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig));
    if (err != D11_OK)
        return err;
    event = dot11_sim_station_wait(rig->station, D11_EV_CONNECT_DONE,
                                   20 * RIG_SECOND);
    assert_non_null(event);
    return event->u.done.err;
}

/* N80211-BSS-14, N80211-CFG-4, N80211-CFG-17 */
static void a_protected_network_is_joined_by_the_lists(void **unused)
{
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};
    static const uint32_t psk[] = {D11_AUTHENTICATION_RSNA_PSK};
    static const struct dot11_ssid two[] = {{3, "rig"}, {1, "x"}};
    struct rig *rig = rig_with_attrs(true);

    (void)unused;
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_AUTH_ALGORITHMS,
                                   open_system, sizeof open_system,
                                   rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_connect_by_lists(rig, true), D11_ERR_SECURITY);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_AUTH_ALGORITHMS, psk,
                                   sizeof psk, rig_now(rig)),
                     D11_OK);
    /* A PSK is of one network. */
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_DESIRED_SSIDS, two,
                                   sizeof two, rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_connect_by_lists(rig, true), D11_ERR_SSID);
    assert_int_equal(dot11_sta_set(rig->sta, D11_ATTR_DESIRED_SSIDS, two,
                                   sizeof two[0], rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_connect_by_lists(rig, true), D11_OK);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 3);
    rig_end(rig);
}

/* N80211-BSS-14: only RSNA-PSK is enabled. */
static void an_open_network_is_not_joined_with_a_strong_list(void **unused)
{
    struct rig *rig = rig_with_attrs(false);

    (void)unused;
    assert_int_equal(rig_connect_by_lists(rig, false), D11_ERR_SECURITY);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_algorithm_is_the_default),
        cmocka_unit_test(a_vendor_algorithm_goes_first),
        cmocka_unit_test(setting_the_bss_type_loads_the_defaults_again),
        cmocka_unit_test(enabled_algorithms_are_those_of_the_list),
        cmocka_unit_test(ciphers_fit_an_enabled_algorithm),
        cmocka_unit_test(pairs_are_those_of_the_bss_type),
        cmocka_unit_test(wep_is_never_chosen_automatically),
        cmocka_unit_test(the_rsn_has_psk_with_ccmp),
        cmocka_unit_test(wep_of_any_length_is_one_cipher),
        cmocka_unit_test(what_is_chosen_is_what_is_enabled),
        cmocka_unit_test(the_vendor_method_is_there_in_every_state),
        RIG_TEST(a_protected_network_is_joined_by_the_lists),
        RIG_TEST(an_open_network_is_not_joined_with_a_strong_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
