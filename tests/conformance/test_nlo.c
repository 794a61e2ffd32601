/* Network list offload.
 *
 * SPDX-License-Identifier: MIT
 * Rules N80211-NLO-* of the operation model. */
#include "fake_ap.h"

#define SECOND UINT64_C(1000000)
#define PROBE_REQ 4u

static const struct dot11_part *const parts[] = {&dot11_nlo, &dot11_power,
                                                 &dot11_attrs};

static struct dot11_nlo_network network(const char *ssid)
{
    struct dot11_nlo_network made;

    memset(&made, 0, sizeof made);
    made.ssid.len = (uint8_t)strlen(ssid);
    memcpy(made.ssid.octets, ssid, made.ssid.len);
    return made;
}

static void up(void)
{
    fake_begin();
    fake.config.parts = parts;
    fake.config.part_count = 3;
    fake_build();
    fake_start(0);
    fake_forget();
}

static enum dot11_err offload(const struct dot11_nlo_network *networks,
                              unsigned count, unsigned flags)
{
    const struct dot11_nlo_req req = {.networks = networks,
                                      .count = (uint8_t)count,
                                      .flags = (uint8_t)flags,
                                      .fast_count = 3,
                                      .fast_s = 60,
                                      .slow_s = 1800};

    return dot11_sta_nlo(fake.stas[0], &req, fake.now_us);
}

/* How many looks began during this time: by probe requests on channel 1. */
static unsigned looks(struct fake_ap *ap, uint64_t us)
{
    unsigned count = 0;
    uint64_t until_us = fake.now_us + us;

    while (fake.now_us < until_us) {
        uint64_t rest_us = until_us - fake.now_us;

        fake_air(&ap, ap != NULL, rest_us < SECOND ? rest_us : SECOND);
        for (unsigned i = 0; i < fake.air_count; i++)
            count += fake.air[i].octets[0] == PROBE_REQ << 4 &&
                     fake.air[i].tuned_mhz == 2412;
        fake_forget();
    }
    return count;
}

/* N80211-NLO-4 */
static void looks_are_fast_first_and_slow_then(void **state)
{
    const struct dot11_nlo_network list[] = {network("far")};

    (void)state;
    up();
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    assert_int_equal(looks(NULL, SECOND), 1);
    assert_int_equal(looks(NULL, 58 * SECOND), 0);
    assert_int_equal(looks(NULL, 2 * SECOND), 1);
    assert_int_equal(looks(NULL, 120 * SECOND), 2);
    /* Three fast ones, then slow ones for ever. */
    assert_int_equal(looks(NULL, 1700 * SECOND), 0);
    assert_int_equal(looks(NULL, 200 * SECOND), 1);
    assert_int_equal(looks(NULL, 3600 * SECOND), 2);
    /* Without the flag the first one comes after a period. */
    assert_int_equal(offload(list, 1, 0), D11_OK);
    assert_int_equal(looks(NULL, 59 * SECOND), 0);
    assert_int_equal(looks(NULL, 2 * SECOND), 1);
    assert_events(0, "");
    fake_end();
}

/* N80211-NLO-5: once for each network of a list, and nothing when it goes. */
static void a_network_is_told_once(void **state)
{
    const struct dot11_nlo_network list[] = {network("far"), network("net")};
    struct fake_ap ap = fake_ap(0);
    const struct dot11_ev_network_found *found =
        &fake.last[0][D11_EV_NETWORK_FOUND].u.network_found;

    (void)state;
    up();
    assert_int_equal(offload(list, 2, D11_NLO_NOW), D11_OK);
    assert_true(looks(&ap, SECOND) > 0);
    assert_events(0, "network_found");
    assert_int_equal(found->index, 1);
    assert_memory_equal(found->bssid, ap.bssid, 6);
    assert_int_equal(found->freq_mhz, ap.freq_mhz);
    assert_true(looks(&ap, 300 * SECOND) > 0);
    assert_true(looks(NULL, 4000 * SECOND) > 0);
    assert_true(looks(&ap, 4000 * SECOND) > 0);
    assert_events(0, "");
    /* A new list begins anew. */
    assert_int_equal(offload(list, 2, D11_NLO_NOW), D11_OK);
    assert_true(looks(&ap, SECOND) > 0);
    assert_events(0, "network_found");
    fake_end();
}

/* N80211-NLO-1: the protection has to be that of the list. */
static void only_what_is_protected_as_listed_is_found(void **state)
{
    static const struct {
        uint16_t akms, ciphers;
        bool rsn, privacy, found;
    } table[] = {
        {0, 0, false, false, true},
        {0, 0, true, false, false},
        {0, 0, false, true, false},
        {D11_AKM_BIT_PSK, 0, true, false, true},
        {D11_AKM_BIT_SAE, 0, true, false, false},
        {D11_AKM_BIT_PSK, 0, false, false, false},
        {D11_AKM_BIT_PSK | D11_AKM_BIT_SAE, D11_CIPHER_BIT(D11_CIPHER_CCMP_128),
         true, false, true},
        {D11_AKM_BIT_PSK, 1u << 2, true, false, false},
    };

    (void)state;
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct dot11_nlo_network list[] = {network("net")};
        struct fake_ap ap = fake_ap(0);

        list[0].akms = table[i].akms;
        list[0].pairwise_ciphers = table[i].ciphers;
        ap.rsn = table[i].rsn;
        ap.privacy = table[i].privacy;
        up();
        assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
        assert_true(looks(&ap, SECOND) > 0);
        assert_events(0, table[i].found ? "network_found" : "");
        fake_end();
    }
}

/* N80211-NLO-1: all or nothing; a list that is refused leaves the other. */
static void a_wrong_list_changes_nothing(void **state)
{
    struct dot11_nlo_network list[D11_NLO_NETWORKS + 1];
    struct fake_ap ap = fake_ap(0);
    struct dot11_nlo_req req = {.networks = list, .count = 1, .fast_count = 1};

    (void)state;
    up();
    for (unsigned i = 0; i < D11_NLO_NETWORKS + 1; i++)
        list[i] = network("net");
    assert_int_equal(offload(list, 1, 0), D11_OK);
    assert_int_equal(offload(list, D11_NLO_NETWORKS + 1, 0), D11_ERR_ARG);
    assert_int_equal(offload(NULL, 1, 0), D11_ERR_ARG);
    assert_int_equal(offload(list, 1, 4), D11_ERR_ARG);
    assert_int_equal(dot11_sta_nlo(fake.stas[0], &req, fake.now_us),
                     D11_ERR_ARG);
    list[1].ssid.len = 0;
    assert_int_equal(offload(list, 2, 0), D11_ERR_SSID);
    list[1].ssid.len = 33;
    assert_int_equal(offload(list, 2, 0), D11_ERR_SSID);
    list[1] = network("net");
    list[1].freqs_mhz[3] = 2484;
    assert_int_equal(offload(list, 2, 0), D11_ERR_CHANNEL);
    assert_true(looks(&ap, 62 * SECOND) > 0);
    assert_events(0, "network_found");
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(offload(list, 1, 0), D11_ERR_STATE);
    (void)fake_events(0);
    fake_end();
}

/* N80211-NLO-1: channels that are named are enough, when all have some. */
static void named_channels_are_enough(void **state)
{
    struct dot11_nlo_network list[] = {network("a"), network("b")};

    (void)state;
    list[0].freqs_mhz[0] = 2412;
    list[0].freqs_mhz[1] = 2437;
    list[1].freqs_mhz[0] = 2437;
    up();
    assert_int_equal(offload(list, 2, D11_NLO_NOW), D11_OK);
    fake_run(10 * SECOND);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 2);
    list[1].freqs_mhz[0] = 0;
    fake_forget();
    assert_int_equal(offload(list, 2, D11_NLO_NOW), D11_OK);
    fake_run(10 * SECOND);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 5);
    fake_end();
}

/* N80211-NLO-2, N80211-NLO-6, N80211-RESET-8: stopped at once, by an empty
 * list, a reset or a halt; also in the middle of a look. */
static void a_list_ends_at_once(void **state)
{
    struct dot11_reset_req reset = {D11_RESET_PHY_AND_MAC, false, NULL};
    const struct dot11_nlo_network list[] = {network("net")};
    struct fake_ap ap = fake_ap(3);

    (void)state;
    up();
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    fake_run(10000);
    assert_int_equal(offload(NULL, 0, 0), D11_OK);
    fake_forget();
    assert_int_equal(looks(&ap, 4000 * SECOND), 0);
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    fake_run(10000);
    assert_int_equal(
        dot11_sta_dot11_reset(fake.stas[0], &reset, NULL, fake.now_us), D11_OK);
    fake_forget();
    assert_int_equal(looks(&ap, 4000 * SECOND), 0);
    assert_events(0, "reset_done");
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    fake_run(10000);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_forget();
    assert_int_equal(looks(&ap, 4000 * SECOND), 0);
    assert_events(0, "halted");
    assert_true(dot11_radio_deadline(fake.radio) == D11_NEVER);
    fake_end();
}

/* N80211-NLO-3, N80211-SCAN-4, N80211-SCAN-21, N80211-SCAN-22: it gives way,
 * waits, and asks for no name. */
static void a_look_gives_way_and_names_nobody(void **state)
{
    const struct dot11_nlo_network list[] = {network("net")};
    struct dot11_ssid name = {3, {'n', 'e', 't'}};
    struct dot11_scan_req named = {.ssids = &name, .ssid_count = 1};

    (void)state;
    up();
    assert_int_equal(dot11_sta_scan(fake.stas[0], &named, NULL, fake.now_us),
                     D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "scan_done");
    fake_forget();
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    fake_run(50000);
    assert_true(fake.air_count > 0);
    for (unsigned i = 0; i < fake.air_count; i++)
        assert_int_equal(fake.air[i].octets[25], 0);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_run(SECOND / 2);
    assert_events(0, "scan_done");
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.err, D11_OK);
    /* Then it is done again. */
    fake_forget();
    assert_int_equal(looks(NULL, 3 * SECOND), 1);
    /* Off: not one. */
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_true(dot11_radio_deadline(fake.radio) == D11_NEVER);
    assert_int_equal(looks(NULL, 600 * SECOND), 0);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    assert_int_equal(looks(NULL, 3 * SECOND), 1);
    (void)fake_events(0);
    fake_end();
}

/* N80211-SCAN-22, N80211-STREAM-1: nor while something streams. */
static void nothing_is_looked_for_while_something_streams(void **state)
{
    const struct dot11_nlo_network list[] = {network("other")};
    struct fake_ap ap = fake_ap(0);
    uint8_t on = 1, off = 0;

    (void)state;
    up();
    fake_join(&ap);
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_MEDIA_STREAMING, &on,
                                   sizeof on, fake.now_us),
                     D11_OK);
    assert_int_equal(offload(list, 1, D11_NLO_NOW), D11_OK);
    assert_int_equal(looks(&ap, 300 * SECOND), 0);
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_MEDIA_STREAMING, &off,
                                   sizeof off, fake.now_us),
                     D11_OK);
    assert_true(looks(&ap, 10 * SECOND) > 0);
    /* E-41: an adapter reset turns it off. */
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_MEDIA_STREAMING, &on,
                                   sizeof on, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_radio_recover(fake.radio, fake.now_us), D11_OK);
    assert_true(looks(&ap, 120 * SECOND) > 0);
    (void)fake_events(0);
    fake_end();
}

/* N80211-NLO-2, N80211-NLO-3: asleep it does nothing; after the sleep it looks
 * once, and the connection comes first. */
static void a_list_for_the_resume_is_looked_for_then(void **state)
{
    const struct dot11_nlo_network list[] = {network("other")};
    struct fake_ap ap = fake_ap(0);
    struct fake_ap other = fake_ap(1);

    (void)state;
    other.ssid = "other";
    up();
    fake_join(&ap);
    assert_int_equal(offload(list, 1, D11_NLO_AT_RESUME), D11_OK);
    assert_int_equal(looks(&ap, 100 * SECOND), 0);
    assert_int_equal(dot11_radio_sleep(fake.radio, fake.now_us), D11_OK);
    fake_run(600 * SECOND);
    assert_false(fake.on);
    assert_int_equal(dot11_radio_resume(fake.radio, fake.now_us), D11_OK);
    assert_true(looks(&ap, 5 * SECOND) > 0);
    assert_int_equal(looks(&ap, 4000 * SECOND), 0);
    assert_events(0, "");
    assert_int_equal(dot11_radio_sleep(fake.radio, fake.now_us), D11_OK);
    fake_run(SECOND);
    assert_int_equal(dot11_radio_resume(fake.radio, fake.now_us), D11_OK);
    {
        struct fake_ap *both[] = {&ap, &other};

        fake_air(both, 2, 5 * SECOND);
    }
    assert_events(0, "network_found");
    fake_end();
}

static void without_the_part_there_is_none(void **state)
{
    const struct dot11_nlo_network list[] = {network("net")};

    (void)state;
    fake_up();
    assert_int_equal(offload(list, 1, 0), D11_ERR_UNSUPPORTED);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_are_fast_first_and_slow_then),
        cmocka_unit_test(a_network_is_told_once),
        cmocka_unit_test(only_what_is_protected_as_listed_is_found),
        cmocka_unit_test(a_wrong_list_changes_nothing),
        cmocka_unit_test(named_channels_are_enough),
        cmocka_unit_test(a_list_ends_at_once),
        cmocka_unit_test(a_look_gives_way_and_names_nobody),
        cmocka_unit_test(nothing_is_looked_for_while_something_streams),
        cmocka_unit_test(a_list_for_the_resume_is_looked_for_then),
        cmocka_unit_test(without_the_part_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
