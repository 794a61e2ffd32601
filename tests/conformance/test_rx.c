/* Receive path: N80211-RX-*.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/attr.h>
#include <dot11/codes.h>
#include <dot11/mib.h>
#include <dot11/monitor.h>

#include "air.h"
#include "base/octets.h"

#define ETHERTYPE 0x88b5u
#define RATE 12u

static struct air air;

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_mib,
                                                 &dot11_monitor};

static struct rig *connected(bool secured)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, secured);
    options.by_psk = secured;
    options.station.core.parts = parts;
    options.station.core.part_count = 3;
    rig = rig_new(&options);
    air_listen(&air, rig);
    rig_connect(rig);
    air_forget(&air);
    return rig;
}

static uint32_t drops(const struct rig *rig, enum dot11_drop drop)
{
    struct dot11_stats stats;

    dot11_radio_stats(rig->core, &stats);
    return stats.drops[drop];
}

static struct dot11_mib_mac mac_of(const struct rig *rig)
{
    struct dot11_mib_mac mac;

    assert_int_equal(dot11_mib_mac(rig->sta, false, &mac), D11_OK);
    return mac;
}

/* An MPDU of the AP with LLC and some payload, put into the air as it is. */
static void inject(struct rig *rig, uint8_t fc1, uint16_t seq_ctrl,
                   const uint8_t *body, size_t len)
{
    uint8_t mpdu[200] = {D11_TYPE_DATA << 2, D11_FC1_FROM_DS};

    mpdu[1] |= fc1;
    memcpy(mpdu + 4, rig_sta_addr, 6);
    memcpy(mpdu + 10, rig->bssids[0], 6);
    memcpy(mpdu + 16, rig->bssids[0], 6);
    d11_store_le16(mpdu + 22, seq_ctrl);
    memcpy(mpdu + 24, body, len);
    assert_int_equal(
        dot11_sim_inject(dot11_sim_ap_node(rig->aps[0]), mpdu, 24 + len, RATE),
        D11_OK);
    air_wait(&air, 5000);
}

static const uint8_t llc[40] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0xb5, 1, 2, 3};

/* N80211-RX-2: an acknowledgement that is lost brings a frame twice; the host
 * gets it once, in the order in which they were sent. */
static void duplicates_are_dropped_and_counted(void **state)
{
    const struct dot11_sim_air deaf = {.ack_loss = 300};
    struct rig *rig = connected(true);
    struct dot11_mib_phy phy;

    (void)state;
    dot11_sim_set_air(rig->sim, &deaf);
    for (uint8_t i = 0; i < 100; i++) {
        air_from_wire(&air, ETHERTYPE, &i, 1, 50);
        air_wait(&air, 10000);
        assert_int_equal(air.msdus, i + 1);
        assert_int_equal(air.msdu[14], i);
    }
    assert_true(drops(rig, D11_DROP_DUPLICATE) > 10);
    assert_int_equal(dot11_mib_phy(rig->sta, 0, &phy), D11_OK);
    assert_int_equal(phy.duplicates, drops(rig, D11_DROP_DUPLICATE));
    dot11_sim_set_air(rig->sim, &(struct dot11_sim_air){0});
    rig_end(rig);
}

static void broadcast(struct rig *rig, unsigned ap, uint8_t mark)
{
    uint8_t eth[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,   0,
                       0,    0,    0,    0xfe, 0x88, 0xb5, mark};

    assert_int_equal(dot11_sim_ap_send(rig->aps[ap], eth, sizeof eth, 0),
                     D11_OK);
    air_wait(&air, 300000);
}

/* N80211-RX-3: connected, what is to a group counts if it is of this BSS, and
 * what is to one address if it is ours. */
static void only_frames_of_the_bss_and_to_us_are_taken(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    rig_options(&options, false);
    options.ap.isolate = true;
    rig = rig_new(&options);
    air_listen(&air, rig);
    (void)rig_add_ap(rig, &options, options.ap.freq_mhz);
    rig_start(rig);
    rig_ask(rig, RIG_SSID, NULL);
    assert_true(rig_wait_open(rig, 10 * RIG_SECOND));
    air_forget(&air);
    for (unsigned ap = 0; ap < 2; ap++) {
        const bool own = memcmp(rig_status(rig).bssid, rig->bssids[ap], 6) == 0;

        air_forget(&air);
        broadcast(rig, ap, (uint8_t)(7 + ap));
        assert_int_equal(air.msdus, own);
    }
    assert_true(drops(rig, D11_DROP_BSS_OTHER) >= 1);
    rig_end(rig);
}

/* N80211-RX-6, N80211-RX-7: nothing incomplete is handed up, and nothing is
 * kept that could grow too old: a fragment is given up when it comes. */
static void fragments_are_given_up_at_once(void **state)
{
    struct rig *rig = connected(false);
    struct dot11_mib_mac before = mac_of(rig);

    (void)state;
    inject(rig, D11_FC1_MORE_FRAG, 0x7770, llc, sizeof llc);
    inject(rig, 0, 0x7771, llc, sizeof llc);
    inject(rig, 0, 0x7781, llc, sizeof llc);
    assert_int_equal(air.msdus, 0);
    assert_int_equal(drops(rig, D11_DROP_FRAGMENT), 3);
    assert_int_equal(mac_of(rig).rx_failures, before.rx_failures + 3);
    /* A whole one behind them is taken. */
    inject(rig, 0, 0x7790, llc, sizeof llc);
    assert_int_equal(air.msdus, 1);
    rig_end(rig);
}

static const struct air_frame *sealed_frame(void)
{
    for (unsigned i = 0; i < air.count; i++) {
        if (!air.frames[i].ours && air_is_msdu(&air.frames[i]) &&
            d11_header_protected(&air.frames[i].header))
            return &air.frames[i];
    }
    return NULL;
}

static void inject_octets(struct rig *rig, const uint8_t *mpdu, size_t len)
{
    assert_int_equal(
        dot11_sim_inject(dot11_sim_ap_node(rig->aps[0]), mpdu, len, RATE),
        D11_OK);
    air_wait(&air, 5000);
}

/* N80211-RX-8: no key, no MIC, seen before: nothing comes of it, and each is
 * counted as what it is. */
static void what_cannot_be_opened_is_discarded(void **state)
{
    struct rig *rig = connected(true);
    struct dot11_mib_mac before = mac_of(rig);
    const struct air_frame *frame;
    uint8_t mpdu[AIR_OCTETS];
    size_t len;

    (void)state;
    air_from_wire(&air, ETHERTYPE, NULL, 0, 40);
    air_wait(&air, 5000);
    frame = sealed_frame();
    assert_non_null(frame);
    assert_true(frame->len < sizeof mpdu);
    len = frame->len;
    memcpy(mpdu, frame->octets, len);
    air_forget(&air);

    inject_octets(rig, mpdu, len);
    assert_int_equal(drops(rig, D11_DROP_REPLAY), 1);
    mpdu[26] = 0xff; /* a packet number that is new */
    mpdu[27] = 0x7f;
    inject_octets(rig, mpdu, len);
    assert_int_equal(drops(rig, D11_DROP_MIC), 1);
    mpdu[29] = 0x60; /* key id 1 */
    inject_octets(rig, mpdu, len);
    assert_int_equal(
        drops(rig, D11_DROP_NO_KEY) + drops(rig, D11_DROP_KEY_ADDRESS), 1);
    assert_int_equal(air.msdus, 0);
    assert_int_equal(mac_of(rig).ccmp_replays, before.ccmp_replays + 1);
    assert_int_equal(mac_of(rig).ccmp_decrypt_errors,
                     before.ccmp_decrypt_errors + 1);
    /* STAT-5: the replay was decrypted, the other two were not. */
    assert_int_equal(mac_of(rig).decrypt_failure, before.decrypt_failure + 2);
    /* None of it moved a counter. */
    air_from_wire(&air, ETHERTYPE, NULL, 0, 40);
    air_wait(&air, 5000);
    assert_int_equal(air.msdus, 1);
    rig_end(rig);
}

/* N80211-STAT-5 */
static void each_msdu_that_was_decrypted_counts_once(void **state)
{
    struct rig *rig = connected(true);
    struct dot11_mib_mac before = mac_of(rig);

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        air_from_wire(&air, ETHERTYPE, NULL, 0, 40);
    air_wait(&air, 100000);
    assert_int_equal(air.msdus, 20);
    assert_int_equal(mac_of(rig).decrypt_success, before.decrypt_success + 20);
    assert_int_equal(mac_of(rig).decrypt_failure, before.decrypt_failure);
    rig_end(rig);
}

/* N80211-RX-1, N80211-RX-17, N80211-RX-19: whatever the host wants to see of
 * management frames, the station acts on them itself. */
static void management_is_acted_upon_whoever_looks(void **state)
{
    static const uint32_t filters[] = {
        0, D11_PACKET_DIRECTED_MGMT | D11_PACKET_BROADCAST_MGMT,
        D11_PACKET_DIRECTED | D11_PACKET_BROADCAST};

    (void)state;
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        struct rig *rig = connected(true);

        assert_int_equal(
            dot11_sta_set_packet_filter(rig->sta, filters[i], rig_now(rig)),
            D11_OK);
        dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
        assert_non_null(
            dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
        rig_end(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(duplicates_are_dropped_and_counted),
        RIG_TEST(only_frames_of_the_bss_and_to_us_are_taken),
        RIG_TEST(fragments_are_given_up_at_once),
        RIG_TEST(what_cannot_be_opened_is_discarded),
        RIG_TEST(each_msdu_that_was_decrypted_counts_once),
        RIG_TEST(management_is_acted_upon_whoever_looks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
