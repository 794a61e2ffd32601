/* Attributes: PHYs, the regulatory domain, rates, QoS, media streaming.
 *
 * SPDX-License-Identifier: MIT */
#include "attr_rig.h"

#define COUNT(list) (unsigned)(sizeof(list) / sizeof(list)[0])

static struct fake_ap *one[1];

static const uint8_t ht_cap[26];
static const uint8_t he_cap[20];

/* 2.4 GHz and 5 GHz with HT, 5 GHz with HE too. */
static void begin_modern(void)
{
    attr_begin();
    fake.caps.bands[D11_BAND_2GHZ].ht_cap = ht_cap;
    fake.caps.bands[D11_BAND_2GHZ].ht_cap_len = sizeof ht_cap;
    fake.caps.bands[D11_BAND_5GHZ].ht_cap = ht_cap;
    fake.caps.bands[D11_BAND_5GHZ].ht_cap_len = sizeof ht_cap;
    fake.caps.bands[D11_BAND_5GHZ].he_cap = he_cap;
    fake.caps.bands[D11_BAND_5GHZ].he_cap_len = sizeof he_cap;
}

/* N80211-PHY-1 */
static void the_table_of_phys_stays_as_it_is(void **unused)
{
    static const uint32_t expected[] = {D11_PHY_ERP, D11_PHY_HT, D11_PHY_OFDM,
                                        D11_PHY_HT, D11_PHY_HE};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    begin_modern();
    attr_up();
    attr_assert_list(D11_ATTR_SUPPORTED_PHYS, expected, COUNT(expected));
    fake_join(&ap);
    attr_assert_list(D11_ATTR_SUPPORTED_PHYS, expected, COUNT(expected));
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(ATTR_SECOND);
    attr_assert_list(D11_ATTR_SUPPORTED_PHYS, expected, COUNT(expected));
    fake_end();
}

/* N80211-PHY-2, N80211-PHY-10, N80211-CFG-27 */
static void phy_attributes_are_of_the_current_phy(void **unused)
{
    (void)unused;
    begin_modern();
    attr_up();
    assert_int_equal(attr_u32(D11_ATTR_MPDU_MAX_LENGTH), 4095);
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 5), D11_ERR_ARG);
    assert_int_equal(attr_u32(D11_ATTR_CURRENT_PHY), 0);
    /* HT has no such limit. */
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 1), D11_OK);
    assert_int_equal(attr_err(D11_ATTR_MPDU_MAX_LENGTH), D11_ERR_ARG);
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 2), D11_OK);
    assert_int_equal(attr_u32(D11_ATTR_MPDU_MAX_LENGTH), 4095);
    fake_end();
}

/* N80211-PHY-3 */
static void the_active_phy_is_that_of_the_connection(void **unused)
{
    static const uint32_t low[] = {0};
    static const uint32_t high[] = {2};
    struct fake_ap first = fake_ap(1);
    struct fake_ap fifth = fake_ap(3);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    begin_modern();
    attr_up();
    one[0] = &fifth;
    assert_int_equal(attr_err(D11_ATTR_ACTIVE_PHYS), D11_ERR_STATE);
    fake_join(&first);
    attr_assert_list(D11_ATTR_ACTIVE_PHYS, low, 1);
    /* It does not depend on what is looked at. */
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 4), D11_OK);
    attr_assert_list(D11_ATTR_ACTIVE_PHYS, low, 1);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
    assert_int_equal(attr_err(D11_ATTR_ACTIVE_PHYS), D11_ERR_STATE);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(attr_outcome(one, 1), D11_OK);
    attr_assert_list(D11_ATTR_ACTIVE_PHYS, high, 1);
    fake_end();
}

/* N80211-PHY-4, N80211-PHY-5, N80211-PHY-6 */
static void the_radio_of_all_phys_is_one_setting(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs,
                                                     &dot11_power};
    static const uint8_t off;

    (void)unused;
    attr_begin();
    fake.config.parts = parts;
    fake.config.part_count = COUNT(parts);
    attr_up();
    assert_true(attr_bool(D11_ATTR_RADIO_ON));
    assert_true(attr_bool(D11_ATTR_HARDWARE_ON));
    assert_true(fake.on);
    assert_int_equal(attr_set(D11_ATTR_RADIO_ON, &off, 1), D11_OK);
    fake_run(ATTR_SECOND);
    assert_false(fake.on);
    assert_false(attr_bool(D11_ATTR_RADIO_ON));
    assert_true(attr_bool(D11_ATTR_HARDWARE_ON));
    assert_false(dot11_radio_is_set_on(fake.radio));
    assert_events(0, "phy_state");
    assert_false(fake.last[0][D11_EV_PHY_STATE].u.phy_state.software_on);
    assert_true(fake.last[0][D11_EV_PHY_STATE].u.phy_state.hardware_on);
    /* Both have to be on. */
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_false(attr_bool(D11_ATTR_HARDWARE_ON));
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake_run(ATTR_SECOND);
    assert_false(fake.on);
    assert_int_equal(attr_set_bool(D11_ATTR_RADIO_ON, true), D11_OK);
    fake_run(ATTR_SECOND);
    assert_true(fake.on);
    (void)fake_events(0);
    /* The setting can be changed while the station is halted, and is kept by
     * it. */
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
    assert_int_equal(attr_set_bool(D11_ATTR_RADIO_ON, false), D11_OK);
    fake_start(0);
    assert_false(attr_bool(D11_ATTR_RADIO_ON));
    assert_false(fake.on);
    assert_int_equal(attr_set_bool(D11_ATTR_RADIO_ON, true), D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
    fake_end();
}

/* N80211-PHY-11 */
static void a_channel_is_asked_for_as_its_phy_counts(void **unused)
{
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    begin_modern();
    attr_up();
    assert_int_equal(attr_err(D11_ATTR_FREQUENCY), D11_ERR_ARG);
    assert_int_equal(attr_set_u32(D11_ATTR_FREQUENCY, 36), D11_ERR_ARG);
    /* Not one of the radio's, and one that is not to be used. */
    assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 3), D11_ERR_CHANNEL);
    assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 14), D11_ERR_CHANNEL);
    assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 11), D11_OK);
    assert_int_equal(attr_u32(D11_ATTR_CHANNEL), 11);
    /* While a scan runs, or the radio is off. */
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 6), D11_ERR_BUSY);
    fake_run(3 * ATTR_SECOND);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_int_equal(attr_set_u32(D11_ATTR_CHANNEL, 6), D11_ERR_RADIO_OFF);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_ON, fake.now_us);
    fake_run(ATTR_SECOND);
    assert_int_equal(attr_u32(D11_ATTR_CHANNEL), 11);
    (void)fake_events(0);
    fake_join(&ap);
    assert_int_equal(attr_u32(D11_ATTR_CHANNEL), 6);
    /* The OFDM PHY: a frequency, which in infrastructure is the AP's. */
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 2), D11_OK);
    assert_int_equal(attr_err(D11_ATTR_CHANNEL), D11_ERR_ARG);
    assert_int_equal(attr_err(D11_ATTR_FREQUENCY), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    assert_int_equal(attr_set_u32(D11_ATTR_FREQUENCY, 36), D11_ERR_ARG);
    fake_end();
}

/* N80211-PHY-13 */
static void there_is_one_level_of_power(void **unused)
{
    uint32_t levels[32];

    (void)unused;
    attr_start();
    assert_int_equal(attr_list(D11_ATTR_POWER_LEVELS, levels), 1);
    assert_in_range(levels[0], 1, 1000);
    assert_int_equal(attr_u32(D11_ATTR_TX_POWER_LEVEL), 1);
    fake_end();
    attr_begin();
    for (unsigned i = 0; i < fake.caps.channel_count; i++)
        fake.channels[i].tx_power_dbm = 17;
    attr_up();
    assert_int_equal(attr_list(D11_ATTR_POWER_LEVELS, levels), 1);
    assert_int_equal(levels[0], 50);
    fake_end();
}

/* Channels and bands are those of the radio. */
static void channels_are_those_of_the_radio(void **unused)
{
    static const uint32_t low[] = {1, 6, 11, 14};
    static const uint32_t high[] = {36, 52};
    uint32_t got[32];

    (void)unused;
    attr_start();
    assert_int_equal(attr_list(D11_ATTR_DSSS_CHANNELS, got), 4);
    for (unsigned i = 0; i < 4; i++) {
        bool found = false;

        for (unsigned k = 0; k < 4; k++)
            found = found || got[k] == low[i];
        assert_true(found);
    }
    attr_assert_list(D11_ATTR_OFDM_CHANNELS, high, 2);
    assert_int_equal(attr_u32(D11_ATTR_FREQUENCY_BANDS), 3);
    fake_end();
}

/* N80211-CFG-27 */
static void the_rate_map_has_the_rates_of_the_standard(void **unused)
{
    static const uint8_t ofdm[] = {12, 18, 24, 36, 48, 72, 96, 108};
    struct dot11_rate_map map[32];
    size_t len;

    (void)unused;
    begin_modern();
    attr_up();
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_RATE_MAP, map, sizeof map, &len),
        D11_OK);
    assert_int_equal(len, 12 * sizeof map[0]);
    for (unsigned i = 0; i < 12; i++) {
        assert_in_range(map[i].index, 2, 127);
        assert_int_equal(map[i].index, map[i].rate_500kbps);
        assert_int_equal(map[i].flags, 0);
        for (unsigned k = 0; k < i; k++)
            assert_int_not_equal(map[k].index, map[i].index);
    }
    assert_int_equal(attr_set_u32(D11_ATTR_CURRENT_PHY, 2), D11_OK);
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_RATE_MAP, map, sizeof map, &len),
        D11_OK);
    assert_int_equal(len, sizeof ofdm * sizeof map[0]);
    for (unsigned i = 0; i < sizeof ofdm; i++)
        assert_int_equal(map[i].index, ofdm[i]);
    fake_end();
}

static void fill(enum dot11_attr attr, unsigned count, size_t item,
                 enum dot11_err expected)
{
    uint8_t value[1024];

    memset(value, 0, sizeof value);
    for (unsigned i = 0; i < count; i++) {
        uint8_t *at = value + i * item;

        at[0] = attr == D11_ATTR_DESIRED_SSIDS ? 1 : 2;
        at[2] = 1;
        at[3] = 1;
        at[5] = (uint8_t)i;
    }
    assert_int_equal(attr_set(attr, value, count * item), expected);
}

/* N80211-CFG-28 */
static void lists_are_as_long_as_is_said(void **unused)
{
    static const struct {
        enum dot11_list_size size;
        enum dot11_attr attr;
        size_t item;
    } lists[] = {
        {D11_LIST_DESIRED_BSSIDS, D11_ATTR_DESIRED_BSSIDS, 6},
        {D11_LIST_DESIRED_SSIDS, D11_ATTR_DESIRED_SSIDS,
         sizeof(struct dot11_ssid)},
        {D11_LIST_EXCLUDED_MACS, D11_ATTR_EXCLUDED_MACS, 6},
        {D11_LIST_EXEMPTIONS, D11_ATTR_PRIVACY_EXEMPTIONS,
         sizeof(struct dot11_exemption)},
    };
    uint32_t sizes[32];

    (void)unused;
    attr_start();
    assert_int_equal(attr_list(D11_ATTR_LIST_SIZES, sizes), D11_LIST_COUNT);
    assert_true(sizes[D11_LIST_SCAN_SSIDS] >= 4);
    assert_true(sizes[D11_LIST_DESIRED_BSSIDS] >= 1);
    assert_true(sizes[D11_LIST_DESIRED_SSIDS] >= 1);
    assert_true(sizes[D11_LIST_EXCLUDED_MACS] >= 4);
    assert_true(sizes[D11_LIST_EXEMPTIONS] >= 1);
    assert_true(sizes[D11_LIST_DEFAULT_KEYS] >= 4);
    assert_true(sizes[D11_LIST_PMKIDS] == 0 || sizes[D11_LIST_PMKIDS] >= 3);
    for (unsigned i = 0; i < COUNT(lists); i++) {
        fill(lists[i].attr, sizes[lists[i].size], lists[i].item, D11_OK);
        fill(lists[i].attr, sizes[lists[i].size] + 1, lists[i].item,
             D11_ERR_FULL);
    }
    fake_end();
}

/* The regulatory domain. */

static uint32_t probes_of_a_scan(void)
{
    unsigned before = fake_sent(D11_MGMT_PROBE_REQ);

    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air(one, 1, 5 * ATTR_SECOND);
    (void)fake_events(0);
    return fake_sent(D11_MGMT_PROBE_REQ) - before;
}

/* N80211-REG-1, N80211-REG-4 */
static void multi_domain_is_there_and_off(void **unused)
{
    (void)unused;
    attr_start();
    assert_true(attr_bool(D11_ATTR_MULTI_DOMAIN_IMPLEMENTED));
    assert_false(attr_bool(D11_ATTR_MULTI_DOMAIN));
    assert_int_equal(attr_err(D11_ATTR_COUNTRY), D11_ERR_ARG);
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_OK);
    assert_true(attr_bool(D11_ATTR_MULTI_DOMAIN));
    assert_true(attr_bool(D11_ATTR_MULTI_DOMAIN_IMPLEMENTED));
    /* The radio has no domain to go back to. */
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, false), D11_ERR_ARG);
    assert_true(attr_bool(D11_ATTR_MULTI_DOMAIN));
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_ERR_BUSY);
    assert_int_equal(attr_err(D11_ATTR_COUNTRY), D11_ERR_BUSY);
    fake_run(5 * ATTR_SECOND);
    fake_end();
    attr_begin();
    memcpy(fake.caps.country, "FR ", 3);
    attr_up();
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, false), D11_OK);
    fake_end();
}

static const uint8_t german[] = {7, 6, 'D', 'E', ' ', 1, 13, 20};

/* N80211-REG-2, N80211-REG-6, N80211-REG-7 */
static void without_a_domain_a_station_only_listens(void **unused)
{
    struct fake_ap ap = fake_ap(1);
    uint8_t code[3];
    size_t len;

    (void)unused;
    attr_start();
    ap.elements = german;
    ap.elements_len = sizeof german;
    one[0] = &ap;
    /* Without multi-domain the channels of the radio say what may be sent. */
    assert_true(probes_of_a_scan() != 0);
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_OK);
    assert_int_equal(probes_of_a_scan(), 0);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0);
    assert_int_equal(attr_err(D11_ATTR_COUNTRY), D11_ERR_STATE);
    fake_join(&ap);
    /* The network knows where it is: channels 1, 6 and 11, not 36. */
    assert_int_equal(
        dot11_sta_get(fake.stas[0], D11_ATTR_COUNTRY, code, sizeof code, &len),
        D11_OK);
    assert_memory_equal(code, "DE ", 3);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0x30);
    fake.air_count = 0;
    fake.answered = 0;
    assert_true(probes_of_a_scan() != 0);
    for (unsigned i = 0; i < fake.air_count; i++) {
        if (fake.air[i].octets[0] == D11_MGMT_PROBE_REQ << 4)
            assert_true(fake.air[i].freq_mhz < 3000);
    }
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0);
    assert_int_equal(probes_of_a_scan(), 0);
    fake_end();
}

/* N80211-REG-2: a radio that scans by itself is told, too. */
static void without_a_domain_a_radio_only_listens(void **unused)
{
    (void)unused;
    attr_begin();
    fake.caps.flags |= D11_HW_SCAN;
    fake.answers[FAKE_SCAN_START] = D11_ERR_PENDING;
    attr_up();
    for (unsigned i = 0; i < 2; i++) {
        if (i == 1)
            assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true),
                             D11_OK);
        assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                         D11_OK);
        assert_int_equal(fake_last(FAKE_SCAN_START)->scan.passive, i == 1);
        assert_int_equal(fake_done(FAKE_SCAN_START, D11_OK), D11_OK);
        fake_run(ATTR_SECOND);
    }
    fake_end();
}

/* N80211-REG-3, N80211-REG-5 */
static void a_radio_with_a_domain_stays_in_it(void **unused)
{
    static const uint8_t bad[] = {'d', 'e', ' '};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_begin();
    memcpy(fake.caps.country, "US ", 3);
    attr_up();
    ap.elements = german;
    ap.elements_len = sizeof german;
    one[0] = &ap;
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_OK);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0x10);
    assert_true(probes_of_a_scan() != 0);
    fake_join(&ap);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0x10);
    assert_int_equal(attr_set(D11_ATTR_DESIRED_COUNTRY, "DE ", 3),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    assert_int_equal(attr_set(D11_ATTR_DESIRED_COUNTRY, bad, 3), D11_ERR_ARG);
    assert_int_equal(attr_set(D11_ATTR_DESIRED_COUNTRY, "DE ", 3), D11_OK);
    assert_int_equal(attr_u32(D11_ATTR_REG_DOMAIN), 0x30);
    fake_end();
}

/* N80211-REG-5, N80211-BSS-11 */
static void the_desired_country_chooses(void **unused)
{
    static const uint32_t open_system[] = {D11_AUTHENTICATION_OPEN};
    static const char *const ssid[] = {"net"};
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    one[0] = &ap;
    ap.elements = german;
    ap.elements_len = sizeof german;
    assert_int_equal(attr_set_ssids(ssid, 1), D11_OK);
    assert_int_equal(attr_set_list(D11_ATTR_AUTH_ALGORITHMS, open_system, 1),
                     D11_OK);
    assert_int_equal(attr_set_bool(D11_ATTR_MULTI_DOMAIN, true), D11_OK);
    assert_int_equal(attr_set(D11_ATTR_DESIRED_COUNTRY, "US ", 3), D11_OK);
    assert_int_equal(attr_connect(), D11_OK);
    assert_int_not_equal(attr_outcome(one, 1), D11_OK);
    assert_int_equal(attr_set(D11_ATTR_DESIRED_COUNTRY, "DE ", 3), D11_OK);
    assert_int_equal(attr_connect(), D11_OK);
    assert_int_equal(attr_outcome(one, 1), D11_OK);
    fake_end();
}

/* N80211-REG-8 */
static void a_bss_is_in_the_domain_that_it_names(void **unused)
{
    static const uint8_t none[3] = {0, 0, 0};
    static const uint8_t de[3] = {'D', 'E', ' '};
    static const uint8_t us[3] = {'U', 'S', ' '};
    struct dot11_bss bss;

    (void)unused;
    memset(&bss, 0, sizeof bss);
    bss.freq_mhz = 2437;
    assert_true(dot11_bss_in_domain(&bss, de));
    bss.elements = german;
    bss.elements_len = sizeof german;
    assert_true(dot11_bss_in_domain(&bss, none));
    assert_true(dot11_bss_in_domain(&bss, de));
    assert_false(dot11_bss_in_domain(&bss, us));
    /* Channel 14 and channel 36 are not among its channels. */
    bss.freq_mhz = 2484;
    assert_false(dot11_bss_in_domain(&bss, de));
    bss.freq_mhz = 5180;
    assert_false(dot11_bss_in_domain(&bss, de));
}

/* QoS. */

static const struct fake_tx *send_ipv4(uint8_t tos)
{
    uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, tos};
    struct dot11_frame *frame = fake_alloc(sizeof eth);
    unsigned before = fake.air_count;

    memcpy(eth + 6, fake_own[0], 6);
    memcpy(frame->data, eth, sizeof eth);
    frame->len = sizeof eth;
    assert_int_equal(dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us), 1);
    fake_run(10000);
    assert_int_equal(fake.air_count, before + 1);
    return &fake.air[before];
}

/* N80211-QOS-2, N80211-QOS-4, N80211-QOS-1 */
static void qos_follows_the_protocols_that_are_enabled(void **unused)
{
    const struct dot11_ev_assoc_done *done =
        &fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done;
    const struct fake_tx *sent;
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    ap.wmm = true;
    one[0] = &ap;
    assert_int_equal(attr_u32(D11_ATTR_QOS_PROTOCOLS), 1);
    fake_join(&ap);
    assert_true(done->qos);
    /* A QoS data frame with the priority of the packet (EF: 6). */
    sent = send_ipv4(0xb8);
    assert_int_equal(sent->octets[0], 0x88);
    assert_int_equal(sent->octets[24] & 0x0f, 6);
    sent = send_ipv4(0);
    assert_int_equal(sent->octets[24] & 0x0f, 0);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(ATTR_SECOND);
    (void)fake_events(0);
    assert_int_equal(attr_set_u32(D11_ATTR_QOS_PROTOCOLS, 2), D11_ERR_ARG);
    assert_int_equal(attr_set_u32(D11_ATTR_QOS_PROTOCOLS, 0), D11_OK);
    fake_join(&ap);
    /* Neither asked for, nor taken from an AP that gives it all the same. */
    assert_false(done->qos);
    sent = send_ipv4(0xb8);
    assert_int_equal(sent->octets[0], 0x08);
    fake_end();
}

static void receive_qos(const struct fake_ap *ap, uint8_t tid)
{
    uint8_t frame[24 + 2 + 8 + 20] = {0x88, 0x02};

    memcpy(frame + 4, fake_own[0], 6);
    memcpy(frame + 10, ap->bssid, 6);
    memcpy(frame + 16, ap->bssid, 6);
    frame[22] = (uint8_t)(tid << 4);
    frame[24] = tid;
    frame[26] = frame[27] = 0xaa;
    frame[28] = 3;
    frame[32] = 0x88;
    frame[33] = 0xb5;
    fake_receive(frame, sizeof frame, -40);
}

/* N80211-QOS-3 */
static void a_priority_comes_beside_the_packet(void **unused)
{
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    ap.wmm = true;
    fake_join(&ap);
    for (uint8_t tid = 0; tid < 8; tid++) {
        const struct dot11_msdu *msdu = &fake.msdus[fake.msdu_count];

        receive_qos(&ap, tid);
        assert_int_equal(msdu->tid, tid);
        /* An Ethernet frame, with nothing of the QoS Control field left. */
        assert_int_equal(msdu->len, 14 + 20);
        assert_int_equal(msdu->data[12], 0x88);
        assert_int_equal(msdu->data[13], 0xb5);
    }
    fake_end();
}

/* Media streaming. */

/* N80211-STREAM-1, N80211-STREAM-2, N80211-STREAM-3 */
static void streaming_stops_no_scan_that_is_needed(void **unused)
{
    struct fake_ap ap = fake_ap(1);

    (void)unused;
    attr_start();
    one[0] = &ap;
    fake_join(&ap);
    assert_int_equal(attr_set_bool(D11_ATTR_MEDIA_STREAMING, true), D11_OK);
    fake_forget();
    fake.air_count = fake.answered = 0;
    /* None of the station's own while it is associated. */
    fake_air(one, 1, 60 * ATTR_SECOND);
    assert_int_equal(fake_sent(D11_MGMT_PROBE_REQ), 0);
    assert_int_equal(fake_count(FAKE_SET_CHANNEL), 0);
    /* One that the host asks for is done on all channels. */
    assert_true(probes_of_a_scan() >= 4);
    assert_int_equal(fake.last[0][D11_EV_SCAN_DONE].u.scan_done.channels, 5);
    /* And one to find the network again. */
    fake.air_count = fake.answered = 0;
    ap.gone = ap.silent = true;
    fake_air(one, 1, 10 * ATTR_SECOND);
    assert_int_equal(attr_ap(), 0);
    assert_true(fake_sent(D11_MGMT_PROBE_REQ) != 0);
    assert_true(attr_bool(D11_ATTR_MEDIA_STREAMING));
    fake_end();
}

/* N80211-MODE-12, N80211-MODE-5 */
static void capabilities_are_as_the_model_asks(void **unused)
{
    uint32_t modes[32];

    (void)unused;
    attr_start();
    assert_int_equal(attr_list(D11_ATTR_MODE_CAPABILITY, modes), 5);
    assert_int_equal(modes[0], 2);
    assert_int_equal(modes[1], 0);
    assert_true(modes[2] >= 64);
    assert_true(modes[3] >= 64);
    assert_int_equal(modes[4], 4);
    assert_int_equal(attr_u32(D11_ATTR_OPERATION_MODE), 4);
    fake_end();
}

/* What is reported is what is, not what was asked for. */
static void the_power_mode_is_that_of_the_radio(void **unused)
{
    static const uint32_t as_asked[] = {1, 0, 0};
    static const uint32_t otherwise[] = {1, 0, 5};

    (void)unused;
    attr_start();
    attr_assert_list(D11_ATTR_POWER_MODE, as_asked, 3);
    assert_int_equal(attr_set_u32(D11_ATTR_POWER_LEVEL, 8), D11_OK);
    attr_assert_list(D11_ATTR_POWER_MODE, otherwise, 3);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_phys_stays_as_it_is),
        cmocka_unit_test(phy_attributes_are_of_the_current_phy),
        cmocka_unit_test(the_active_phy_is_that_of_the_connection),
        cmocka_unit_test(the_radio_of_all_phys_is_one_setting),
        cmocka_unit_test(a_channel_is_asked_for_as_its_phy_counts),
        cmocka_unit_test(there_is_one_level_of_power),
        cmocka_unit_test(channels_are_those_of_the_radio),
        cmocka_unit_test(the_rate_map_has_the_rates_of_the_standard),
        cmocka_unit_test(lists_are_as_long_as_is_said),
        cmocka_unit_test(multi_domain_is_there_and_off),
        cmocka_unit_test(without_a_domain_a_station_only_listens),
        cmocka_unit_test(without_a_domain_a_radio_only_listens),
        cmocka_unit_test(a_radio_with_a_domain_stays_in_it),
        cmocka_unit_test(the_desired_country_chooses),
        cmocka_unit_test(a_bss_is_in_the_domain_that_it_names),
        cmocka_unit_test(qos_follows_the_protocols_that_are_enabled),
        cmocka_unit_test(a_priority_comes_beside_the_packet),
        cmocka_unit_test(streaming_stops_no_scan_that_is_needed),
        cmocka_unit_test(capabilities_are_as_the_model_asks),
        cmocka_unit_test(the_power_mode_is_that_of_the_radio),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
