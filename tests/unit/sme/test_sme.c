/* The order of events of a station that connects, roams, loses and leaves. */
#include "fake_ap.h"
#include "fake_ext.h"

#define SECOND UINT64_C(1000000)

static enum dot11_sta_state state(void)
{
    struct dot11_sta_status status;

    dot11_sta_status(fake.stas[0], &status);
    return status.state;
}

static enum dot11_err connect_net(void)
{
    struct dot11_connect_req req = fake_req("net");

    return dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
}

/* N80211-3.1: CONN-1, CONN-4, CONN-9, CONN-16, PORT-2, PORT-14, LQ-4 */
static void an_open_network_is_joined_in_order(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_sta_status status;
    struct dot11_connect_req req = fake_req("net");
    uint32_t id = 0;

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, &id, fake.now_us),
                     D11_OK);
    assert_int_equal(state(), D11_STA_CONNECTING);
    assert_int_equal(connect_net(), D11_ERR_STATE);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start assoc_done port_open "
                     "connect_done link_quality");
    assert_int_equal(fake.last[0][D11_EV_CONNECT_START].id, id);
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].id, id);
    assert_memory_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.bssid,
                        ap.bssid, 6);
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.aid, 1);
    /* N80211-CONN-5: of an infrastructure network nothing is said. */
    assert_int_equal(fake.last[0][D11_EV_CONNECT_START].u.start.ssid.len, 0);
    dot11_sta_status(fake.stas[0], &status);
    assert_int_equal(status.state, D11_STA_CONNECTED);
    assert_true(status.authorized);
    assert_int_equal(status.freq_mhz, 2412);
    assert_int_equal(connect_net(), D11_ERR_STATE);
    fake_end();
}

/* N80211-3.2, 3.14: PORT-6, PORT-7, POST-1, POST-10, POST-13, PORT-16 */
static void a_secured_network_opens_its_port_after_the_connect(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start assoc_done port connect_done "
                     "link_quality");
    assert_ext("init pre post");
    assert_false(fake.last[0][D11_EV_PORT].u.port.port.authorized);
    assert_true(fake.last[0][D11_EV_PORT].u.port.port.controlled);
    fake_eapol(&ap, 0, 2, 99);
    assert_int_equal(fake_ext_send(5), D11_OK);
    fake_run(0);
    assert_ext("receive sent");
    assert_int_equal(fake_ext.cookie, 5);
    assert_int_equal(fake_ext.sent_err, D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_events(0, "authorized");
    /* The verdict may change, both ways, with no end of the association. */
    assert_int_equal(fake_ext_verdict(D11_ERR_VERIFY, false), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_events(0, "unauthorized authorized");
    fake_leave(&ap, 0, true, 3);
    assert_events(0, "disassoc port_gone");
    assert_ext("stop");
    fake_end();
    assert_ext("reset deinit");
}

/* N80211-3.3: ASSOC-6, CONN-8, CONN-7, ASSOC-9, ASSOC-10 */
static void the_second_ap_is_tried_after_the_first_refused(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    struct fake_ap c = fake_ap(2);

    (void)unused;
    fake_up();
    a.assoc_status = 17;
    fake_beacon(&a);
    fake_beacon(&b);
    fake_beacon(&c);
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&a, &b, &c}, 3, 20000);
    assert_events(0, "connect_start assoc_start assoc_done! assoc_start "
                     "assoc_done port_open connect_done link_quality");
    assert_memory_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.bssid, b.bssid,
                        6);
    /* No third AP is tried. */
    assert_int_equal(fake_sent(11), 2);
    fake_end();
}

/* N80211-3.3, ASSOC-9, ASSOC-11: what became of it is said. */
static void a_refusal_brings_its_code_and_the_answer(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    const struct dot11_ev_assoc_done *done =
        &fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done;

    (void)unused;
    fake_up();
    ap.assoc_status = 30;
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_int_equal(done->err, D11_ERR_REFUSED);
    assert_int_equal(done->outcome, D11_OUTCOME_PEER_REFUSED);
    assert_int_equal(done->code, 30);
    assert_int_equal(done->aid, 0);
    assert_int_not_equal(done->request.len, 0);
    assert_int_not_equal(done->response.len, 0);
    fake_run(10 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    ap.assoc_status = 0;
    ap.auth_status = 13;
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_int_equal(done->code, 13);
    /* Nothing was asked of the association. */
    assert_int_equal(done->request.len, 0);
    assert_int_equal(done->response.len, 0);
    fake_end();
}

/* N80211-3.4: CONN-6, CONN-13 */
static void without_a_candidate_the_connect_fails_after_a_scan(void **unused)
{
    const struct dot11_ev_done *done =
        &fake.last[0][D11_EV_CONNECT_DONE].u.done;

    (void)unused;
    fake_up();
    assert_int_equal(connect_net(), D11_OK);
    assert_events(0, "connect_start");
    fake_run(10 * SECOND);
    assert_events(0, "connect_done!");
    assert_int_equal(done->err, D11_ERR_NOT_FOUND);
    assert_int_equal(done->outcome, D11_OUTCOME_NO_CANDIDATE);
    assert_int_equal(state(), D11_STA_INIT);
    /* N80211-BSS-13: it was looked for by name. */
    assert_int_equal(fake_last_sent(4)->octets[24 + 1], 3);
    fake_end();
}

/* N80211-3.4, 3.3: UNREACHABLE */
static void a_silent_ap_is_given_up(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    const struct dot11_ev_assoc_done *done =
        &fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done;

    (void)unused;
    fake_up();
    ap.silent = true;
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    fake_run(10 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(done->outcome, D11_OUTCOME_UNREACHABLE);
    assert_int_equal(fake_sent(11), 3);
    assert_int_equal(state(), D11_STA_INIT);
    fake_end();
}

/* N80211-3.4: the radio goes off in the middle (CONN-12) */
static void the_switch_ends_a_connect_as_radio_off(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    dot11_hw_state_changed(fake.radio, D11_HW_STATE_OFF, fake.now_us);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done! "
                     "phy_state");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_RADIO_OFF);
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.outcome,
                     D11_OUTCOME_RADIO_OFF);
    assert_int_equal(state(), D11_STA_INIT);
    /* N80211-CONN-2: refused, and no events. */
    assert_int_equal(connect_net(), D11_ERR_RADIO_OFF);
    assert_events(0, "");
    fake_end();
}

/* N80211-3.5: DISC-2, CONN-17, DISAS-5 */
static void a_disconnect_cancels_the_inner_before_the_outer(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint32_t id = 0;

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], &id, fake.now_us),
                     D11_OK);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done! "
                     "disconnect_done");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_CANCELLED);
    assert_int_equal(fake.last[0][D11_EV_DISCONNECT_DONE].id, id);
    assert_int_equal(state(), D11_STA_INIT);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_ERR_STATE);
    fake_end();
}

/* N80211-3.6: ROAM-16, DISAS-6, PORT-9, PORT-10 */
static void a_roam_ends_the_old_association_implicitly(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    uint32_t id = 0;

    (void)unused;
    fake_up();
    fake_join(&a);
    fake_beacon(&b);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, &id, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_ERR_BUSY);
    fake_air((struct fake_ap *[]){&a, &b}, 2, 20000);
    assert_events(0, "roam_start assoc_start port_gone assoc_done port_open "
                     "roam_done link_quality");
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.reason,
                     D11_OUTCOME_HOST_ROAM);
    assert_int_equal(fake.last[0][D11_EV_ROAM_DONE].id, id);
    assert_true(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.reassoc);
    assert_memory_equal(fake.last[0][D11_EV_ROAM_DONE].u.done.bssid, b.bssid,
                        6);
    /* 9.3.3.7: the request names the AP it comes from. */
    assert_memory_equal(fake_last_sent(2)->octets + 24 + 4, a.bssid, 6);
    fake_end();
}

/* N80211-3.7: ROAM-4, ROAM-8, DISAS-3, PORT-8 */
static void after_a_loss_the_next_ap_is_found(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);
    struct fake_ap c = fake_ap(2);

    (void)unused;
    fake_up();
    fake_join(&a);
    a.auth_status = 1;
    b.auth_status = 1;
    fake_leave(&a, 0, true, 7);
    assert_events(0, "disassoc port_gone");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.code, 7);
    assert_int_equal(state(), D11_STA_LOST);
    fake_beacon(&a);
    fake_beacon(&b);
    fake_beacon(&c);
    fake_air((struct fake_ap *[]){&a, &b, &c}, 3, 2 * SECOND);
    assert_events(0, "roam_start assoc_start assoc_done! assoc_start "
                     "assoc_done! assoc_start assoc_done port_open roam_done "
                     "link_quality");
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.reason,
                     D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.code, 7);
    fake_end();
}

/* N80211-3.7, DISAS-4, SEC-BCN-08: silence alone is no loss; probing is. */
static void a_silent_association_is_probed_and_then_lost(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t began_us;

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_forget();
    began_us = fake.now_us;
    fake.no_ack = true;
    fake_run(10 * SECOND);
    fake.no_ack = false;
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_UNREACHABLE);
    assert_true(fake.last[0][D11_EV_DISASSOC].at_us - began_us >=
                fake.config.unreachable_us - 102400);
    assert_true(fake_sent(FAKE_NULL) >= 3);
    /* N80211-LQ-3: nothing was to be had of it before. */
    assert_events(0, "link_quality disassoc port_gone");
    assert_int_equal(
        fake.last[0][D11_EV_LINK_QUALITY].u.link_quality.quality, 0);
    fake_end();
}

/* N80211-3.8: ROAM-5, ROAM-12: it goes on, with pauses that grow. */
static void a_lost_station_goes_on_looking(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_leave(&ap, 0, false, 8);
    fake_forget();
    ap.auth_status = 1;
    fake_air((struct fake_ap *[]){&ap}, 1, 3 * SECOND);
    assert_memory_equal(fake_events(0),
                        "disassoc port_gone roam_start assoc_start "
                        "assoc_done! roam_done! roam_start",
                        70);
    assert_true(fake_sent(11) >= 3 && fake_sent(11) <= 8);
    assert_int_equal(fake.last[0][D11_EV_ROAM_DONE].u.done.outcome,
                     D11_OUTCOME_NO_CANDIDATE);
    fake_end();
}

/* N80211-3.9: with a request that names the AP that we are in (ROAM-18) */
static void the_same_ap_may_be_joined_again(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_roam_req req = {true, {0}};
    uint32_t session;

    (void)unused;
    fake_up();
    fake_join(&ap);
    session = fake.last[0][D11_EV_PORT].u.port.port.session_id;
    memcpy(req.bssid, ap.bssid, 6);
    assert_int_equal(dot11_sta_roam(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "roam_start assoc_start port_gone assoc_done port_open "
                     "roam_done link_quality");
    assert_int_not_equal(fake.last[0][D11_EV_PORT].u.port.port.session_id,
                         session);
    fake_end();
}

/* N80211-3.10: LOST without a candidate, and no ROAM_START (ROAM-5) */
static void without_another_ap_no_roam_begins(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_leave(&ap, -1, true, 2);
    dot11_radio_bss_flush(fake.radio);
    fake_run(20 * SECOND);
    assert_events(0, "disassoc port_gone");
    assert_int_equal(state(), D11_STA_LOST);
    fake_end();
}

/* N80211-3.11: DISAS-8, DISC-4, DISC-5, DISC-7 */
static void a_disconnect_says_so_to_the_ap(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_forget();
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "disassoc port_gone disconnect_done");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_BY_HOST);
    assert_int_equal(fake_sent(10), 1);
    assert_memory_equal(fake_last_sent(10)->octets + 4, ap.bssid, 6);
    assert_true(fake.on);
    /* Stays away whatever is heard. */
    fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
    assert_events(0, "");
    fake_end();
}

/* N80211-3.11: with an association open in the roam, and without one */
static void a_disconnect_while_roaming_ends_the_roam_first(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);

    (void)unused;
    fake_up();
    fake_join(&a);
    fake_beacon(&b);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "roam_start assoc_start port_gone assoc_done! roam_done! "
                     "disconnect_done");
    dot11_radio_bss_flush(fake.radio);
    fake_join(&a);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "roam_start roam_done! disassoc port_gone "
                     "disconnect_done");
    fake_end();
}

/* N80211-ROAM-11: a roam that finds nothing leaves the association alone. */
static void a_roam_without_a_candidate_stays_where_it_is(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
    assert_events(0, "roam_start roam_done!");
    assert_int_equal(state(), D11_STA_CONNECTED);
    fake_end();
}

/* N80211-ROAM-8: the reason of a later roam is not what was before. */
static void a_failed_roam_gives_the_next_its_own_reason(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);

    (void)unused;
    fake_up();
    fake_join(&a);
    b.auth_status = 1;
    fake_beacon(&b);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&b}, 1, 5 * SECOND);
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.reason,
                     D11_OUTCOME_LOST);
    fake_end();
}

/* N80211-ROAM-1, DISAS-2: what ends while the roam looks around is told, and
 * the roam goes on without it. */
static void an_association_that_ends_during_the_roam_is_told(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);

    (void)unused;
    fake_up();
    fake_join(&a);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_run(1000);
    fake_leave(&a, 0, true, 4);
    assert_events(0, "roam_start disassoc port_gone");
    assert_int_equal(state(), D11_STA_ROAMING);
    a.silent = true;
    fake_air((struct fake_ap *[]){&b}, 1, 5 * SECOND);
    assert_events(0, "assoc_start assoc_done port_open roam_done "
                     "link_quality");
    assert_false(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.reassoc);
    fake_end();
}

/* One AP to find, or one channel to look on: found is found. */
static void a_search_for_one_ap_ends_when_it_is_heard(void **unused)
{
    static const uint16_t freq = 2437;
    struct fake_ap ap = fake_ap(1);
    struct dot11_connect_req req = fake_req("net");
    uint64_t began_us;

    (void)unused;
    for (unsigned i = 0; i < 2; i++) {
        fake_up();
        began_us = fake.now_us;
        if (i == 0) {
            req.has_bssid = true;
            memcpy(req.bssid, ap.bssid, 6);
        } else {
            req.has_bssid = false;
            req.freqs_mhz = &freq;
            req.freq_count = 1;
        }
        assert_int_equal(
            dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us), D11_OK);
        fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
        assert_events(0, "connect_start assoc_start assoc_done port_open "
                         "connect_done link_quality");
        assert_true(fake.last[0][D11_EV_ASSOC_START].at_us - began_us <
                    (i == 0 ? 2 : 1) *
                        (uint64_t)fake.config.active_dwell_min_us);
        fake_end();
    }
}

/* Pauses grow with each loss, and begin anew after a good time. */
static void a_good_time_ends_the_series_of_losses(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t lost_us;

    (void)unused;
    fake_up();
    fake_join(&ap);
    for (unsigned i = 0; i < 6; i++) {
        fake_leave(&ap, 0, true, 1);
        lost_us = fake.now_us;
        fake_air((struct fake_ap *[]){&ap}, 1, 60 * SECOND);
        assert_int_equal(state(), D11_STA_CONNECTED);
        (void)fake_events(0);
        /* After a minute of peace each is a first one. */
        assert_true(fake.last[0][D11_EV_ROAM_START].at_us - lost_us < SECOND);
        fake_forget();
    }
    for (unsigned i = 0; i < 6; i++) {
        fake_leave(&ap, 0, true, 1);
        lost_us = fake.now_us;
        while (state() != D11_STA_CONNECTED)
            fake_air((struct fake_ap *[]){&ap}, 1, SECOND / 10);
        fake_forget();
    }
    (void)fake_events(0);
    assert_true(fake.last[0][D11_EV_ROAM_START].at_us - lost_us > 2 * SECOND);
    fake_end();
}

/* N80211-3.12: RESET-4, RESET-5 */
static void a_reset_ends_scan_and_association(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "scan_done! disassoc port_gone");
    assert_int_equal(dot11_radio_bss_count(fake.radio), 0);
    assert_int_equal(state(), D11_STA_INIT);
    fake_end();
}

/* N80211-3.13, HALT-2, HALT-3, HALT-6 */
static void a_halt_leaves_before_the_radio_goes_off(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint32_t events;

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_forget();
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(fake_sent(10), 1);
    /* The frame is out still, and so the radio stays on. */
    assert_true(fake.on);
    assert_int_equal(state(), D11_STA_HALTING);
    fake_run(0);
    assert_events(0, "disassoc port_gone halted");
    assert_false(fake.on);
    events = fake.wakes;
    fake_run(10 * SECOND);
    assert_events(0, "");
    assert_int_equal(fake.wakes, events);
    fake_end();
}

/* N80211-HALT-6 in each state: everything open is completed. */
static void a_halt_completes_what_is_open(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);

    (void)unused;
    fake_up();
    fake_beacon(&a);
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done! "
                     "scan_done! halted");
    fake_start(0);
    dot11_radio_bss_flush(fake.radio);
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_events(0, "connect_start connect_done! halted");
    fake_start(0);
    fake_join(&a);
    fake_beacon(&b);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(0);
    assert_events(0, "roam_start assoc_start port_gone assoc_done! roam_done! "
                     "halted");
    fake_end();
}

/* A verdict of a wrong passphrase ends the tries; a host may begin anew. */
static void a_wrong_passphrase_is_not_tried_again(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    (void)fake_events(0);
    assert_int_equal(fake_ext_verdict(D11_ERR_BAD_KEY, true), D11_OK);
    assert_events(0, "unauthorized disassoc port_gone");
    assert_int_equal(fake_sent(12), 1);
    fake_air((struct fake_ap *[]){&ap}, 1, 20 * SECOND);
    assert_events(0, "");
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "disconnect_done");
    fake_end();
}

/* N80211-LQ-5: a value that wanders in its band is no news. */
static void link_quality_is_told_when_it_matters(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    ap.signal_dbm = -70;
    fake_join(&ap);
    for (unsigned i = 0; i < 50; i++) {
        ap.signal_dbm = (int8_t)(i % 2 != 0 ? -71 : -69);
        fake_beacon(&ap);
    }
    assert_events(0, "");
    ap.signal_dbm = -40;
    for (unsigned i = 0; i < 50; i++) {
        fake.now_us += 102400;
        fake_beacon(&ap);
    }
    assert_events(0, "link_quality");
    assert_true(fake.last[0][D11_EV_LINK_QUALITY].u.link_quality.quality >= 80);
    fake_end();
}

/* SEC-RES-05: no frame, no transmission, a radio that cannot tune. */
static void a_connect_that_cannot_send_fails_once(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_beacon(&ap);
    fake.no_frames = 1000;
    assert_int_equal(connect_net(), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_SYSTEM_ERROR);
    fake.no_frames = 0;
    fake.tx_room = 0;
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    fake.tx_room = SIZE_MAX;
    fake.answers[FAKE_SET_CHANNEL] = D11_ERR_HW;
    fake_beacon(&ap);
    assert_int_equal(connect_net(), D11_OK);
    fake_run(5 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.err,
                     D11_ERR_CHANNEL);
    fake_end();
}

/* N80211-CONN-8 with a radio that fails on one channel only */
static void an_ap_out_of_reach_gives_way_to_the_next(void **unused)
{
    struct fake_ap a = fake_ap(0);
    struct fake_ap b = fake_ap(1);

    (void)unused;
    fake_up();
    fake_beacon(&a);
    fake_beacon(&b);
    fake.once[FAKE_SET_CHANNEL] = D11_ERR_HW;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&a, &b}, 2, 20000);
    assert_events(0, "connect_start assoc_start assoc_done! assoc_start "
                     "assoc_done port_open connect_done link_quality");
    fake_end();
}

/* SEC-RND-01: pauses go on without random octets. */
static void a_loss_without_random_octets_is_survived(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake.random_err = D11_ERR_RANDOM;
    fake_leave(&ap, 0, true, 1);
    (void)fake_events(0);
    fake_air((struct fake_ap *[]){&ap}, 1, SECOND);
    assert_events(0, "roam_start assoc_start assoc_done port_open roam_done "
                     "link_quality");
    fake_end();
}

static void requests_are_checked_before_anything_happens(void **unused)
{
    static const uint16_t bad_freq = 2484;
    struct dot11_connect_req req = fake_req("net");
    struct dot11_roam_req roam = {true, {1, 0, 0, 0, 0, 1}};

    (void)unused;
    fake_up();
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_ERR_STATE);
    req.ssid.len = 33;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_SSID);
    req.ssid.len = 0;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_ARG);
    req = fake_req("net");
    req.freq_count = 17;
    req.freqs_mhz = &bad_freq;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_ARG);
    req.freq_count = 1;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_CHANNEL);
    req.freqs_mhz = NULL;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_ARG);
    req = fake_req("net");
    req.has_bssid = true;
    req.bssid[0] = 1;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_ARG);
    req = fake_req("net");
    req.ext = &fake_ext_ops;
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_ERR_NOT_FOUND);
    assert_events(0, "");
    assert_int_equal(state(), D11_STA_INIT);
    {
        struct fake_ap ap = fake_ap(0);

        fake_join(&ap);
    }
    assert_int_equal(dot11_sta_roam(fake.stas[0], &roam, NULL, fake.now_us),
                     D11_ERR_ARG);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_open_network_is_joined_in_order),
        cmocka_unit_test(a_secured_network_opens_its_port_after_the_connect),
        cmocka_unit_test(the_second_ap_is_tried_after_the_first_refused),
        cmocka_unit_test(a_refusal_brings_its_code_and_the_answer),
        cmocka_unit_test(without_a_candidate_the_connect_fails_after_a_scan),
        cmocka_unit_test(a_silent_ap_is_given_up),
        cmocka_unit_test(the_switch_ends_a_connect_as_radio_off),
        cmocka_unit_test(a_disconnect_cancels_the_inner_before_the_outer),
        cmocka_unit_test(a_roam_ends_the_old_association_implicitly),
        cmocka_unit_test(after_a_loss_the_next_ap_is_found),
        cmocka_unit_test(a_silent_association_is_probed_and_then_lost),
        cmocka_unit_test(a_lost_station_goes_on_looking),
        cmocka_unit_test(the_same_ap_may_be_joined_again),
        cmocka_unit_test(without_another_ap_no_roam_begins),
        cmocka_unit_test(a_disconnect_says_so_to_the_ap),
        cmocka_unit_test(a_disconnect_while_roaming_ends_the_roam_first),
        cmocka_unit_test(a_roam_without_a_candidate_stays_where_it_is),
        cmocka_unit_test(a_failed_roam_gives_the_next_its_own_reason),
        cmocka_unit_test(an_association_that_ends_during_the_roam_is_told),
        cmocka_unit_test(a_search_for_one_ap_ends_when_it_is_heard),
        cmocka_unit_test(a_good_time_ends_the_series_of_losses),
        cmocka_unit_test(a_reset_ends_scan_and_association),
        cmocka_unit_test(a_halt_leaves_before_the_radio_goes_off),
        cmocka_unit_test(a_halt_completes_what_is_open),
        cmocka_unit_test(a_wrong_passphrase_is_not_tried_again),
        cmocka_unit_test(link_quality_is_told_when_it_matters),
        cmocka_unit_test(a_connect_that_cannot_send_fails_once),
        cmocka_unit_test(an_ap_out_of_reach_gives_way_to_the_next),
        cmocka_unit_test(a_loss_without_random_octets_is_survived),
        cmocka_unit_test(requests_are_checked_before_anything_happens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
