/* Tests of src/rx/gate.c: plaintext rules, the port, addresses inside.
 *
 * SPDX-License-Identifier: MIT */
#include "setup.h"

#define AP (&rig.ap_pairwise[0])
#define GROUP (&rig.ap_group)
#define EAPOL D11_ETHERTYPE_EAPOL
#define PREAUTH D11_ETHERTYPE_PREAUTH

static void plain(uint16_t ethertype, uint16_t seq)
{
    rig_receive_data(&(struct rig_data){.ethertype = ethertype, .seq = seq});
}

/* SEC-PRT-01, N80211-PORT-3 */
static void before_keys_only_eapol_to_us_passes(void **state)
{
    (void)state;
    rig_protect();
    plain(EAPOL, 1);
    assert_int_equal(rig.packet_count, 1);
    assert_int_equal(rig.packet.ethertype, EAPOL);
    assert_int_equal(rig.packet.session_id, 7);
    assert_int_equal(rig.packet.len, 32);
    assert_false(rig.packet.was_protected);
    assert_memory_equal(rig.packet.sa, rig_other, 6);
    plain(D11_ETHERTYPE_IPV4, 2);
    plain(D11_ETHERTYPE_ARP, 3);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 2);
    assert_int_equal(rig.msdu_count, 0);
    assert_int_equal(rig.packet_count, 1);
}

/* SEC-PRT-01, SEC-AMS-05, A14: an aggregate that begins like EAPOL is no EAPOL.
 */
static void an_amsdu_that_looks_like_eapol_is_dropped(void **state)
{
    struct rig_data data = {.ethertype = EAPOL, .qos_high = D11_QOS_AMSDU};
    (void)state;

    rig_protect();
    rig_receive_data(&data);
    assert_int_equal(rig_dropped(D11_DROP_AMSDU), 1);
    assert_int_equal(rig.packet_count, 0);
}

/* SEC-PRT-01, A18: nor is the first fragment of something. */
static void a_fragment_that_looks_like_eapol_is_dropped(void **state)
{
    (void)state;
    rig_protect();
    rig_receive_data(
        &(struct rig_data){.ethertype = EAPOL, .fc1 = D11_FC1_MORE_FRAG});
    rig_receive_data(&(struct rig_data){.ethertype = EAPOL, .frag = 1});
    assert_int_equal(rig_dropped(D11_DROP_FRAGMENT), 2);
    assert_int_equal(rig.packet_count, 0);
}

/* SEC-PRT-02, A13 */
static void with_keys_no_plaintext_passes(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 1});
    assert_int_equal(rig.msdu_count, 1);
    plain(D11_ETHERTYPE_IPV4, 2);
    plain(EAPOL, 3);
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast, .seq = 4});
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 2 + 2);
    /* Fragments and A-MSDUs, whichever reason is found first. */
    rig_receive_data(
        &(struct rig_data){.seq = 5, .frag = 1, .ethertype = EAPOL});
    rig_receive_data(&(struct rig_data){
        .seq = 6, .ethertype = EAPOL, .qos_high = D11_QOS_AMSDU});
    assert_int_equal(rig.msdu_count, 1);
    assert_int_equal(rig.packet_count, 0);
}

/* SEC-HSK-09, SEC-PRT-02 */
static void
eapol_in_clear_passes_until_the_peer_was_heard_under_the_key(void **state)
{
    (void)state;
    rig.vifs[0].ethertypes[1] = PREAUTH;
    rig.vifs[0].ethertype_count = 2;
    plain(EAPOL, 1);
    assert_int_equal(rig.packet_count, 1);
    /* SEC-PRT-04: other exemptions end with the key. */
    plain(PREAUTH, 2);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 3});
    plain(EAPOL, 4);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    assert_int_equal(rig.packet_count, 1);
}

/* SEC-PRT-03, A15: in every state. */
static void group_plaintext_never_passes_on_a_protected_network(void **state)
{
    static const uint16_t types[] = {EAPOL, D11_ETHERTYPE_ARP};
    (void)state;

    rig_protect();
    for (unsigned step = 0; step < 4; step++) {
        for (uint16_t i = 0; i < 2; i++)
            rig_receive_data(
                &(struct rig_data){.a1 = rig_broadcast, .ethertype = types[i]});
        if (step == 0)
            rig_install_pairwise(0, 1);
        if (step == 1)
            rig.peers[0].authorized = true;
        if (step == 2)
            rig_receive_data(&(struct rig_data){.key = AP});
        rig_return();
    }
    /* Each for both stations. */
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 2 * 8);
    assert_int_equal(rig.packet_count, 0);
    /* Also as a fragment (A15). */
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast, .frag = 1});
    assert_int_equal(rig_dropped(D11_DROP_FRAGMENT), 2);
}

/* SEC-PRT-04 */
static void
registered_types_pass_a_closed_port_only_to_one_and_before_keys(void **state)
{
    (void)state;
    rig_protect();
    rig.vifs[0].ethertypes[1] = 0x1234;
    plain(0x1234, 1);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    rig.vifs[0].ethertype_count = 2;
    plain(0x1234, 2);
    assert_int_equal(rig.packet_count, 1);
    rig_receive_data(
        &(struct rig_data){.a1 = rig_broadcast, .ethertype = 0x1234});
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 2);
    rig_install_pairwise(0, 1);
    plain(0x1234, 3);
    assert_int_equal(rig_dropped(D11_DROP_PLAINTEXT), 1);
    /* Under the key it still goes to the extension, and there alone. */
    rig_receive_data(
        &(struct rig_data){.key = AP, .ethertype = 0x1234, .seq = 4});
    assert_int_equal(rig.packet_count, 2);
    assert_true(rig.packet.was_protected);
    assert_int_equal(rig.msdu_count, 0);
}

/* N80211-PORT-3 */
static void a_closed_port_keeps_data_back_also_under_the_key(void **state)
{
    (void)state;
    rig.peers[0].authorized = false;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 1});
    rig_receive_data(&(struct rig_data){.key = GROUP, .a1 = rig_broadcast});
    assert_int_equal(rig_dropped(D11_DROP_PORT), 2);
    assert_int_equal(rig.msdu_count, 1); /* the other station's */
    rig_receive_data(
        &(struct rig_data){.key = AP, .seq = 2, .ethertype = EAPOL});
    assert_int_equal(rig.packet_count, 1);
    rig.peers[0].authorized = true;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 3});
    assert_int_equal(rig.msdu_count, 2);
}

/* N80211-PORT-14 */
static void on_an_open_network_data_flows_at_once(void **state)
{
    (void)state;
    plain(D11_ETHERTYPE_IPV4, 1);
    rig_receive_data(&(struct rig_data){.a1 = rig_broadcast,
                                        .ethertype = D11_ETHERTYPE_ARP});
    assert_int_equal(rig.msdu_count, 2 + 1);
}

/* A19: what was relayed shows its source, for the extension to judge. */
static void eapol_goes_to_the_extension_with_its_source(void **state)
{
    (void)state;
    rig_protect();
    rig_receive_data(&(struct rig_data){.ethertype = EAPOL, .sa = rig_ap});
    assert_memory_equal(rig.packet.sa, rig_ap, 6);
    rig_receive_data(&(struct rig_data){.ethertype = EAPOL, .seq = 1});
    assert_memory_equal(rig.packet.sa, rig_other, 6);
    assert_int_equal(rig.packet_count, 2);
    assert_int_equal(rig.msdu_count, 0);
}

/* SEC-HSK-10 */
static void eapol_to_a_group_is_dropped(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){
        .key = GROUP, .a1 = rig_broadcast, .ethertype = EAPOL});
    assert_int_equal(rig_dropped(D11_DROP_PORT), 2);
    assert_int_equal(rig.packet_count, 0);
}

static void what_the_extension_refuses_is_counted_under_its_reason(void **state)
{
    (void)state;
    rig_protect();
    rig.verdict = D11_DROP_EAPOL_MIC;
    plain(EAPOL, 1);
    assert_int_equal(rig_dropped(D11_DROP_EAPOL_MIC), 1);
    assert_int_equal(rig.env.stats.rx_accepted, 0);
}

/* SEC-PRT-07 */
static void sources_that_are_us_or_a_group_are_dropped(void **state)
{
    (void)state;
    rig_receive_data(&(struct rig_data){
        .key = GROUP, .a1 = rig_broadcast, .sa = rig_own[0]});
    assert_int_equal(rig_dropped(D11_DROP_OWN), 1);
    assert_int_equal(rig.msdu_count, 1); /* the other station's */
    assert_ptr_equal(rig.msdu_sta[0], rig.vifs[1].sta);
    rig_receive_data(&(struct rig_data){.key = AP, .sa = rig_own[0]});
    rig_receive_data(
        &(struct rig_data){.key = AP, .sa = rig_broadcast, .seq = 1});
    assert_int_equal(rig_dropped(D11_DROP_MSDU_ADDRESS), 2);
    rig_return();
    assert_int_equal(rig.peers[0].rx_us, 0);
}

struct ip_case {
    uint16_t ethertype;
    uint8_t packet[48];
    bool passes;
};

/* SEC-PRT-08, A28 */
static void unicast_ip_in_a_group_frame_is_dropped(void **state)
{
    static const struct ip_case cases[] = {
        {D11_ETHERTYPE_IPV4, {[16] = 192, 168, 1, 5}, false},
        {D11_ETHERTYPE_IPV4, {[16] = 224, 0, 0, 251}, true},
        {D11_ETHERTYPE_IPV4, {[16] = 239, 255, 255, 250}, true},
        {D11_ETHERTYPE_IPV4, {[16] = 255, 255, 255, 255}, true},
        {D11_ETHERTYPE_IPV4, {[16] = 192, 168, 1, 255}, true},
        {D11_ETHERTYPE_IPV6, {[24] = 0xfe, 0x80}, false},
        {D11_ETHERTYPE_IPV6, {[24] = 0xff, 0x02}, true},
        {D11_ETHERTYPE_ARP, {[16] = 192, 168, 1, 5}, true},
        {D11_ETHERTYPE_VLAN, {[2] = 8, 0, [20] = 10, 0, 0, 1}, false},
        {D11_ETHERTYPE_VLAN, {[2] = 8, 0, [20] = 224, 0, 0, 1}, true},
        {D11_ETHERTYPE_VLAN, {[2] = 0x86, 0xdd, [28] = 0x20}, false},
    };
    (void)state;

    rig.vif_count = 1;
    for (uint16_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct rig_data data = {.key = GROUP,
                                .a1 = rig_broadcast,
                                .ethertype = cases[i].ethertype,
                                .payload = cases[i].packet,
                                .len = sizeof(cases[i].packet)};

        rig_receive_data(&data);
        assert_int_equal(rig.msdu_count, cases[i].passes);
        assert_int_equal(rig_dropped(D11_DROP_GROUP_UNICAST_IP),
                         !cases[i].passes);
        rig_return();
        /* To one station, or switched off, all of them pass. */
        data.a1 = NULL;
        data.key = AP;
        data.seq = i;
        rig_receive_data(&data);
        rig.env.config.drop_group_unicast_ip = false;
        data.a1 = rig_broadcast;
        data.key = GROUP;
        rig_receive_data(&data);
        assert_int_equal(rig.msdu_count, 2);
        rig.env.config.drop_group_unicast_ip = true;
        rig_return();
    }
    rig.vif_count = RIG_STATIONS;
}

/* SEC-PRT-08, A55: headers cut short are read no further than they go. */
static void cut_ip_headers_are_not_read_beyond_their_end(void **state)
{
    static const uint8_t zeroes[48] = {0};
    static const uint16_t types[] = {D11_ETHERTYPE_IPV4, D11_ETHERTYPE_IPV6,
                                     D11_ETHERTYPE_VLAN};
    (void)state;

    rig.vif_count = 1;
    for (size_t t = 0; t < 3; t++) {
        for (size_t len = 1; len < 20; len++) {
            struct dot11_rx *rx =
                rig_add(&(struct rig_data){.a1 = rig_broadcast,
                                           .ethertype = types[t],
                                           .payload = zeroes,
                                           .len = len});

            /* Nothing may lie behind the last octet of the frame. */
            rx->frame->end = rx->frame->data + rx->frame->len;
            rig_receive();
            assert_int_equal(rig.msdu_count, 1);
            rig_return();
        }
    }
    rig.vif_count = RIG_STATIONS;
}

/* N80211-PAUSE-1 */
static void a_paused_station_gets_no_msdus(void **state)
{
    (void)state;
    rig.vifs[0].paused = true;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 1});
    assert_int_equal(rig_dropped(D11_DROP_HOST_PAUSED), 1);
    rig_receive_data(
        &(struct rig_data){.key = AP, .ethertype = EAPOL, .seq = 2});
    assert_int_equal(rig.packet_count, 1);
    rig.vifs[0].paused = false;
    rig_receive_data(&(struct rig_data){.key = AP, .seq = 3});
    assert_int_equal(rig.msdu_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OPEN_TEST(before_keys_only_eapol_to_us_passes),
        OPEN_TEST(an_amsdu_that_looks_like_eapol_is_dropped),
        OPEN_TEST(a_fragment_that_looks_like_eapol_is_dropped),
        SECURE_TEST(with_keys_no_plaintext_passes),
        SECURE_TEST(
            eapol_in_clear_passes_until_the_peer_was_heard_under_the_key),
        OPEN_TEST(group_plaintext_never_passes_on_a_protected_network),
        OPEN_TEST(
            registered_types_pass_a_closed_port_only_to_one_and_before_keys),
        SECURE_TEST(a_closed_port_keeps_data_back_also_under_the_key),
        OPEN_TEST(on_an_open_network_data_flows_at_once),
        OPEN_TEST(eapol_goes_to_the_extension_with_its_source),
        SECURE_TEST(eapol_to_a_group_is_dropped),
        OPEN_TEST(what_the_extension_refuses_is_counted_under_its_reason),
        SECURE_TEST(sources_that_are_us_or_a_group_are_dropped),
        SECURE_TEST(unicast_ip_in_a_group_frame_is_dropped),
        OPEN_TEST(cut_ip_headers_are_not_read_beyond_their_end),
        SECURE_TEST(a_paused_station_gets_no_msdus),
    };

    return cmocka_run_group_tests_name("rx/gate", tests, NULL, NULL);
}
