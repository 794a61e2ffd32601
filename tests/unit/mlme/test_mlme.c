/* The association machine: each state with each input. */
#include "fake_ap.h"
#include "fake_ext.h"

#include "sta/radio.h"

static const struct d11_mlme *mlme(void)
{
    return &fake.stas[0]->mlme;
}

/* Station 0 in this state towards `ap`, with a clean record. The radio of
 * TUNING is on its way. */
static void reach(enum d11_mlme_state state, const struct fake_ap *ap)
{
    struct dot11_connect_req req = fake_req("net");

    fake_begin();
    fake.config.reconnect = false;
    fake_build();
    fake_start(0);
    if (state == D11_MLME_IDLE)
        return;
    if (state == D11_MLME_TUNING)
        fake.answers[FAKE_SET_CHANNEL] = D11_ERR_PENDING;
    fake_beacon(ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    if (state >= D11_MLME_ASSOCIATING)
        fake_auth(ap, 0, 0, 2, 0);
    if (state >= D11_MLME_ASSOCIATED)
        fake_assoc_resp(ap, 0, false, 0, 1);
    assert_int_equal(mlme()->state, state);
    fake_forget();
    (void)fake_events(0);
}

enum input { AUTH, ASSOC, REASSOC, DEAUTH, DISASSOC, DEAUTH_ALL, TUNED, TIME };

static void give(enum input input, const struct fake_ap *ap)
{
    switch (input) {
    case AUTH: fake_auth(ap, 0, 0, 2, 0); break;
    case ASSOC: fake_assoc_resp(ap, 0, false, 0, 1); break;
    case REASSOC: fake_assoc_resp(ap, 0, true, 0, 1); break;
    case DEAUTH: fake_leave(ap, 0, true, 3); break;
    case DISASSOC: fake_leave(ap, 0, false, 3); break;
    case DEAUTH_ALL: fake_leave(ap, -1, true, 3); break;
    case TUNED: (void)fake_done(FAKE_SET_CHANNEL, D11_OK); break;
    case TIME:
        fake.no_ack = true;
        fake_run(3000000);
        fake.no_ack = false;
        break;
    }
}

/* 11.3, read row by row; what has no row is counted and changes nothing
 * (SEC-POL-07). */
static void each_state_answers_each_input(void **unused)
{
    static const struct {
        enum d11_mlme_state in;
        enum input on;
        enum d11_mlme_state then;
        const char *events;
    } rows[] = {
        {D11_MLME_IDLE, AUTH, D11_MLME_IDLE, ""},
        {D11_MLME_IDLE, ASSOC, D11_MLME_IDLE, ""},
        {D11_MLME_IDLE, DEAUTH, D11_MLME_IDLE, ""},
        {D11_MLME_IDLE, DISASSOC, D11_MLME_IDLE, ""},
        {D11_MLME_IDLE, DEAUTH_ALL, D11_MLME_IDLE, ""},
        {D11_MLME_IDLE, TIME, D11_MLME_IDLE, ""},

        {D11_MLME_TUNING, TUNED, D11_MLME_AUTHENTICATING, ""},
        {D11_MLME_TUNING, AUTH, D11_MLME_TUNING, ""},
        {D11_MLME_TUNING, ASSOC, D11_MLME_TUNING, ""},
        {D11_MLME_TUNING, DEAUTH, D11_MLME_TUNING, ""},
        {D11_MLME_TUNING, DISASSOC, D11_MLME_TUNING, ""},

        {D11_MLME_AUTHENTICATING, AUTH, D11_MLME_ASSOCIATING, ""},
        {D11_MLME_AUTHENTICATING, ASSOC, D11_MLME_AUTHENTICATING, ""},
        {D11_MLME_AUTHENTICATING, REASSOC, D11_MLME_AUTHENTICATING, ""},
        {D11_MLME_AUTHENTICATING, DISASSOC, D11_MLME_AUTHENTICATING, ""},
        {D11_MLME_AUTHENTICATING, DEAUTH, D11_MLME_IDLE,
         "assoc_done! connect_done!"},
        {D11_MLME_AUTHENTICATING, DEAUTH_ALL, D11_MLME_IDLE,
         "assoc_done! connect_done!"},
        {D11_MLME_AUTHENTICATING, TIME, D11_MLME_IDLE,
         "assoc_done! connect_done!"},

        {D11_MLME_ASSOCIATING, AUTH, D11_MLME_ASSOCIATING, ""},
        {D11_MLME_ASSOCIATING, ASSOC, D11_MLME_ASSOCIATED,
         "assoc_done port_open connect_done link_quality"},
        {D11_MLME_ASSOCIATING, REASSOC, D11_MLME_ASSOCIATING, ""},
        {D11_MLME_ASSOCIATING, DEAUTH, D11_MLME_IDLE,
         "assoc_done! connect_done!"},
        {D11_MLME_ASSOCIATING, DISASSOC, D11_MLME_IDLE,
         "assoc_done! connect_done!"},
        {D11_MLME_ASSOCIATING, TIME, D11_MLME_IDLE,
         "assoc_done! connect_done!"},

        {D11_MLME_ASSOCIATED, AUTH, D11_MLME_ASSOCIATED, ""},
        {D11_MLME_ASSOCIATED, ASSOC, D11_MLME_ASSOCIATED, ""},
        {D11_MLME_ASSOCIATED, REASSOC, D11_MLME_ASSOCIATED, ""},
        {D11_MLME_ASSOCIATED, DEAUTH, D11_MLME_IDLE, "disassoc port_gone"},
        {D11_MLME_ASSOCIATED, DISASSOC, D11_MLME_IDLE, "disassoc port_gone"},
        {D11_MLME_ASSOCIATED, DEAUTH_ALL, D11_MLME_IDLE, "disassoc port_gone"},
        {D11_MLME_ASSOCIATED, TIME, D11_MLME_IDLE,
         "link_quality disassoc port_gone"},
    };

    (void)unused;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fake_ap ap = fake_ap(0);
        uint32_t refused;

        reach(rows[i].in, &ap);
        refused = fake_stats().drops[D11_DROP_UNEXPECTED] +
                  fake_stats().drops[D11_DROP_MISMATCH];
        give(rows[i].on, &ap);
        /* A scan may follow a connect that failed. */
        fake.answers[FAKE_SET_CHANNEL] = D11_OK;
        if (rows[i].then == D11_MLME_IDLE && rows[i].in != D11_MLME_IDLE)
            fake_run(3000000);
        if (mlme()->state != rows[i].then)
            print_error("row %u\n", i);
        assert_int_equal(mlme()->state, rows[i].then);
        assert_events(0, rows[i].events);
        if (rows[i].in == rows[i].then && rows[i].on != TIME)
            assert_int_equal(fake_stats().drops[D11_DROP_UNEXPECTED] +
                                 fake_stats().drops[D11_DROP_MISMATCH],
                             refused + 1);
        fake_end();
    }
}

/* SEC-POL-07: another AP, another algorithm, another transaction */
static void answers_of_others_do_not_count(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap other = fake_ap(1);

    (void)unused;
    reach(D11_MLME_AUTHENTICATING, &ap);
    fake_auth(&other, 0, 0, 2, 0);
    fake_auth(&ap, 0, 3, 2, 0);
    fake_auth(&ap, 0, 0, 1, 0);
    fake_auth(&ap, 0, 0, 3, 1);
    fake_leave(&other, 0, true, 1);
    assert_int_equal(mlme()->state, D11_MLME_AUTHENTICATING);
    fake_auth(&ap, 0, 0, 2, 0);
    fake_assoc_resp(&other, 0, false, 0, 1);
    assert_int_equal(mlme()->state, D11_MLME_ASSOCIATING);
    fake_assoc_resp(&ap, 0, false, 0, 1);
    fake_leave(&other, -1, true, 1);
    fake_leave(&other, 0, false, 1);
    assert_int_equal(mlme()->state, D11_MLME_ASSOCIATED);
    (void)fake_events(0);
    fake_end();
}

/* SEC-POL-06: an AID that cannot be */
static void an_association_needs_a_possible_aid(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    reach(D11_MLME_ASSOCIATING, &ap);
    fake_assoc_resp(&ap, 0, false, 0, 0);
    fake_assoc_resp(&ap, 0, false, 0, 2008);
    assert_int_equal(mlme()->state, D11_MLME_ASSOCIATING);
    fake_assoc_resp(&ap, 0, false, 0, 2007);
    assert_int_equal(mlme()->state, D11_MLME_ASSOCIATED);
    assert_int_equal(mlme()->peer->aid, 2007);
    (void)fake_events(0);
    fake_end();
}

/* An answer to all is an answer to nobody. */
static void a_group_frame_does_not_associate(void **unused)
{
    static const uint8_t auth[] = {0xb0, 0, 0, 0, 255,  255, 255, 255, 255, 255,
                                   2,    0, 0, 0, 0xa9, 0,   2,   0,   0,   0,
                                   0xa9, 0, 0, 0, 0,    0,   2,   0,   0,   0};
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    reach(D11_MLME_AUTHENTICATING, &ap);
    fake_receive(auth, sizeof auth, -40);
    assert_int_equal(mlme()->state, D11_MLME_AUTHENTICATING);
    assert_int_equal(fake_stats().drops[D11_DROP_ADDRESS], 1);
    fake_end();
}

/* SEC-FRM-04: each body that is too short */
static void short_bodies_have_no_effect(void **unused)
{
    static const struct {
        enum d11_mlme_state in;
        uint8_t fc0;
        uint8_t body_len;
    } cases[] = {
        {D11_MLME_AUTHENTICATING, 0xb0, 5}, {D11_MLME_AUTHENTICATING, 0xc0, 1},
        {D11_MLME_ASSOCIATING, 0x10, 5},    {D11_MLME_ASSOCIATED, 0xc0, 1},
        {D11_MLME_ASSOCIATED, 0xa0, 0},
    };

    (void)unused;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fake_ap ap = fake_ap(0);
        uint8_t frame[40] = {0};

        reach(cases[i].in, &ap);
        frame[0] = cases[i].fc0;
        memcpy(frame + 4, fake_own[0], 6);
        memcpy(frame + 10, ap.bssid, 6);
        memcpy(frame + 16, ap.bssid, 6);
        fake_receive(frame, 24u + cases[i].body_len, -40);
        assert_int_equal(mlme()->state, cases[i].in);
        assert_int_equal(fake_stats().drops[D11_DROP_MGMT_BODY], 1);
        fake_end();
    }
}

/* Requests are repeated a bounded number of times. */
static void questions_are_repeated_and_then_given_up(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    uint64_t began_us;

    (void)unused;
    reach(D11_MLME_ASSOCIATING, &ap);
    began_us = fake.now_us;
    fake_run(5000000);
    assert_events(0, "assoc_done! connect_done!");
    assert_int_equal(fake_sent(0), 2); /* after the first one */
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.err,
                     D11_ERR_TIMEOUT);
    assert_true(fake.last[0][D11_EV_ASSOC_DONE].at_us - began_us ==
                3 * (uint64_t)fake.config.assoc_timeout_us);
    fake_end();
}

/* A radio that is slow to tune may fail, or come too late. */
static void tuning_may_fail(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    reach(D11_MLME_TUNING, &ap);
    fake.answers[FAKE_SET_CHANNEL] = D11_OK;
    assert_int_equal(fake_done(FAKE_SET_CHANNEL, D11_ERR_HW), D11_OK);
    fake_run(3000000);
    assert_events(0, "assoc_done! connect_done!");
    fake_end();
    reach(D11_MLME_TUNING, &ap);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    (void)fake_done(FAKE_SET_CHANNEL, D11_OK);
    assert_int_equal(mlme()->state, D11_MLME_IDLE);
    assert_events(0, "assoc_done! connect_done! disconnect_done");
    fake_end();
}

/* What the radio is told of the BSS at each step */
static void the_radio_knows_where_we_are(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    const struct dot11_hw_bss *bss;

    (void)unused;
    reach(D11_MLME_ASSOCIATED, &ap);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    bss = &fake_last(FAKE_SET_BSS)->bss;
    assert_false(bss->joined || bss->associated || bss->authorized);
    assert_memory_equal(bss->bssid, "\0\0\0\0\0\0", 6);
    (void)fake_events(0);
    fake_end();
    fake_up();
    fake_join(&ap);
    bss = &fake_last(FAKE_SET_BSS)->bss;
    assert_true(bss->joined && bss->associated && bss->authorized);
    assert_memory_equal(bss->bssid, ap.bssid, 6);
    assert_int_equal(bss->aid, 1);
    assert_int_equal(bss->beacon_interval_tu, 100);
    assert_int_equal(bss->dtim_period, 3);
    fake_end();
}

/* SEC-BCN-01: what a beacon says later changes nothing of the association. */
static void a_forged_beacon_changes_no_association(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct fake_ap forged;
    struct dot11_sta_status before;
    struct dot11_sta_status after;

    (void)unused;
    fake_up();
    fake_join(&ap);
    dot11_sta_status(fake.stas[0], &before);
    forged = ap;
    forged.rsn = true;
    forged.interval_tu = 1;
    forged.freq_mhz = 2462;
    fake_beacon(&forged);
    forged.ssid = "evil";
    fake_beacon(&forged);
    forged.ssid = NULL;
    fake_beacon(&forged);
    dot11_sta_status(fake.stas[0], &after);
    assert_int_equal(after.freq_mhz, before.freq_mhz);
    assert_int_equal(after.pairwise_cipher, before.pairwise_cipher);
    assert_memory_equal(&after.ssid, &before.ssid, sizeof after.ssid);
    assert_true(after.authorized);
    assert_int_equal(mlme()->peer->link->beacon_interval_tu, 100);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 1);
    fake_end();
}

/* N80211-DISAS-4: the questions, and what answers them */
static void a_probe_that_is_answered_keeps_the_association(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    fake_join(&ap);
    fake_forget();
    /* No beacons, but the null frame is acknowledged. */
    fake_run(20000000);
    assert_events(0, "");
    assert_true(fake_sent(FAKE_NULL) > 10);
    /* A radio that says nothing of acknowledgements: the probe response. */
    fake_end();
    fake_begin();
    fake.caps.flags = 0;
    fake_build();
    fake_start(0);
    fake_join(&ap);
    fake_forget();
    for (unsigned i = 0; i < 30; i++) {
        fake_run(600000);
        if (fake_sent(4) != 0)
            fake_probe_resp(&ap);
        fake_forget();
    }
    assert_events(0, "");
    assert_int_equal(fake_sent(FAKE_NULL), 0);
    fake_run(5000000);
    assert_memory_equal(fake_events(0), "link_quality disassoc port_gone", 31);
    fake_end();
}

/* The radio's own watch only asks earlier. */
static void a_loss_that_the_radio_reports_is_confirmed(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    fake_up();
    dot11_hw_beacon_loss(fake.radio, fake.stas[0], 0, fake.now_us);
    fake_join(&ap);
    fake_forget();
    dot11_hw_beacon_loss(fake.radio, fake.stas[0], 1, fake.now_us);
    assert_int_equal(fake_sent(FAKE_NULL), 0);
    for (unsigned i = 0; i < 20; i++)
        dot11_hw_beacon_loss(fake.radio, fake.stas[0], 0, fake.now_us);
    assert_true(fake_sent(FAKE_NULL) >= 1);
    assert_events(0, "");
    fake_run(0);
    fake_air((struct fake_ap *[]){&ap}, 1, 3000000);
    assert_events(0, "");
    fake_end();
}

/* A radio that cannot get home again loses the association, once. */
static void a_home_that_cannot_be_had_is_lost(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    reach(D11_MLME_ASSOCIATED, &ap);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    while (fake.tuned_mhz == 2412)
        fake_run(1000);
    fake.answers[FAKE_SET_CHANNEL] = D11_ERR_HW;
    fake_run(3000000);
    assert_events(0, "disassoc port_gone scan_done");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_SYSTEM_ERROR);
    fake_end();
}

/* The same on the way out: one end, as the host asked. */
static void leaving_from_elsewhere_ends_once(void **unused)
{
    struct fake_ap ap = fake_ap(0);

    (void)unused;
    for (unsigned fails = 0; fails < 2; fails++) {
        reach(D11_MLME_ASSOCIATED, &ap);
        assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                         D11_OK);
        while (fake.tuned_mhz == 2412)
            fake_run(1000);
        fake_forget();
        if (fails != 0)
            fake.once[FAKE_SET_CHANNEL] = D11_ERR_HW;
        assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                         D11_OK);
        assert_events(0, "disassoc port_gone disconnect_done");
        assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                         D11_OUTCOME_BY_HOST);
        /* The AP is told on its channel, or not at all. */
        assert_int_equal(fake_sent(10), 1 - fails);
        if (fails == 0)
            assert_int_equal(fake_last_sent(10)->tuned_mhz, 2412);
        fake_end();
    }
}

/* SEC-RES-02: the entry that is joined is pinned as long as it is. */
static void the_bss_is_pinned_while_it_is_used(void **unused)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_bss bss;

    (void)unused;
    reach(D11_MLME_ASSOCIATED, &ap);
    dot11_radio_bss_flush(fake.radio);
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, NULL, &bss),
                     D11_OK);
    assert_true((bss.flags & D11_BSS_IS_JOINED) != 0);
    fake_leave(&ap, 0, true, 1);
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, NULL, &bss),
                     D11_OK);
    assert_int_equal(bss.flags & D11_BSS_IS_JOINED, 0);
    dot11_radio_bss_flush(fake.radio);
    assert_int_equal(dot11_radio_bss_find(fake.radio, ap.bssid, NULL, &bss),
                     D11_ERR_NOT_FOUND);
    (void)fake_events(0);
    fake_end();
}

/* An authentication that an extension carries on */
static void an_extension_may_authenticate(void **unused)
{
    static const uint8_t body[] = {1, 2, 3};
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");
    const struct fake_tx *sent;

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    fake_ext.suites.auth_algorithm = 3;
    fake_ext.out.algorithm = 3;
    fake_ext.out.transaction = 1;
    fake_ext.out.body.data = body;
    fake_ext.out.body.len = sizeof body;
    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_ERR_CRYPTO),
                     D11_ERR_STATE);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_ext("init pre auth");
    sent = fake_last_sent(11);
    assert_memory_equal(sent->octets + 24, "\3\0\1\0\0\0\1\2\3", 9);
    /* An open one does not count, the right one goes to the extension. */
    fake_auth(&ap, 0, 0, 2, 0);
    fake_ext.out.transaction = 2;
    fake_auth(&ap, 0, 3, 1, 0);
    assert_ext("auth_in");
    assert_int_equal(fake_last_sent(11)->octets[26], 2);
    /* Repeated by the extension's own timer */
    assert_int_equal(
        dot11_ext_auth(fake_ext.host, &fake_ext.out, D11_ERR_PENDING), D11_OK);
    assert_int_equal(fake_sent(11), 3);
    fake_ext.authenticate = D11_OK;
    fake_ext.out.algorithm = 0xffff;
    fake_auth(&ap, 0, 3, 2, 0);
    assert_int_equal(fake_sent(11), 3);
    assert_int_equal(fake_sent(0), 1);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_ERR_CRYPTO),
                     D11_ERR_STATE);
    (void)fake_events(0);
    fake_end();
}

static void an_extension_may_end_the_authentication(void **unused)
{
    static const uint8_t body[1100];
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    fake_ext.suites.auth_algorithm = 3;
    fake_ext.out.algorithm = 0xffff;
    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_ERR_SECURITY),
                     D11_OK);
    fake_run(3000000);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_SECURITY);
    /* More than fits is a fault of ours, and time is bounded. */
    fake_ext.out.algorithm = 3;
    fake_ext.out.body.data = body;
    fake_ext.out.body.len = sizeof body;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_run(3000000);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    fake_ext.out.algorithm = 0xffff;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_run(6000000);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_UNREACHABLE);
    assert_int_equal(fake_sent(11), 0);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_answers_each_input),
        cmocka_unit_test(answers_of_others_do_not_count),
        cmocka_unit_test(an_association_needs_a_possible_aid),
        cmocka_unit_test(a_group_frame_does_not_associate),
        cmocka_unit_test(short_bodies_have_no_effect),
        cmocka_unit_test(questions_are_repeated_and_then_given_up),
        cmocka_unit_test(tuning_may_fail),
        cmocka_unit_test(the_radio_knows_where_we_are),
        cmocka_unit_test(a_forged_beacon_changes_no_association),
        cmocka_unit_test(a_probe_that_is_answered_keeps_the_association),
        cmocka_unit_test(a_loss_that_the_radio_reports_is_confirmed),
        cmocka_unit_test(a_home_that_cannot_be_had_is_lost),
        cmocka_unit_test(leaving_from_elsewhere_ends_once),
        cmocka_unit_test(the_bss_is_pinned_while_it_is_used),
        cmocka_unit_test(an_extension_may_authenticate),
        cmocka_unit_test(an_extension_may_end_the_authentication),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
