/* Data ports: rules N80211-PORT-*, and what traces 3.2, 3.6, 3.7, 3.9 and 3.13
 * of the operation model say of them. */
#include "trace.h"

#include <dot11/rsn.h>

#define SECOND UINT64_C(1000000)

static struct fake_ap aps[2];

static void begin(void)
{
    aps[0] = fake_ap(0);
    aps[1] = fake_ap(1);
    trace_begin();
    trace_build();
}

static void associated(void)
{
    begin();
    trace_associate(&aps[0]);
}

/* Both APs are there. */
static void air(uint64_t us)
{
    fake_air((struct fake_ap *[]){&aps[0], &aps[1]}, 2, us);
}

static void keyed(void)
{
    associated();
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_key(false, 1, 2), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">key r.key >group_key r.key >success r.open authorized");
}

/* Without an extension */
static void join_open(void)
{
    struct dot11_connect_req req = fake_req("net");

    fake_beacon(&aps[0]);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&aps[0]}, 1, 20000);
    assert_trace("connect_start assoc_start assoc_done r.open port_open "
                 "connect_done link_quality");
}

/* The one port there is; session_id 0: none. */
static struct dot11_port port(void)
{
    struct dot11_port port;

    memset(&port, 0, sizeof port);
    assert_true(dot11_sta_ports(fake.stas[0], &port, 1) <= 1);
    return port;
}

static const struct dot11_ev_port *last_port(void)
{
    return &fake.last[0][D11_EV_PORT].u.port;
}

/* N80211-PORT-1, N80211-PORT-2, N80211-PORT-3, N80211-PORT-4, N80211-PORT-6:
 * trace 3.2. Made with the association, shut; only security packets pass in
 * both directions; open, everything does, and the radio knows. */
static void a_port_is_shut_until_it_is_authenticated(void **unused)
{
    (void)unused;
    begin();
    assert_int_equal(port().session_id, 0);
    assert_int_equal(trace_connect(&aps[0]), D11_OK);
    assert_int_equal(port().session_id, 0);
    fake_air((struct fake_ap *[]){&aps[0]}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post");
    assert_int_equal(last_port()->change, D11_PORT_CREATED);
    assert_memory_equal(last_port()->port.peer, aps[0].bssid, 6);
    assert_true(last_port()->port.controlled);
    assert_false(last_port()->port.authorized);
    assert_int_equal(last_port()->port.session_id, port().session_id);
    assert_false(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.authorized);
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.err, D11_OK);
    assert_false(trace_msdu());
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    fake_data(&aps[0], 0);
    assert_int_equal(fake.msdu_count, 0);
    assert_int_equal(trace_send(1), D11_OK);
    fake_run(0);
    fake_eapol(&aps[0], 0, 2, 40);
    assert_trace(">send x.sent x.receive");
    assert_false(fake_last(FAKE_SET_BSS)->bss.authorized);
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">key r.key >success r.open authorized");
    assert_true(fake_last(FAKE_SET_BSS)->bss.authorized);
    assert_memory_equal(fake_last(FAKE_SET_BSS)->bss.bssid, aps[0].bssid, 6);
    assert_true(trace_msdu());
    fake_run(0);
    assert_int_equal(fake.done_err, D11_OK);
    trace_end();
}

/* N80211-PORT-5: who associates was authenticated by that */
static void a_port_may_be_made_open(void **unused)
{
    (void)unused;
    begin();
    fake_ext.suites.ready = true;
    fake_ext.post = D11_OK;
    assert_int_equal(trace_connect(&aps[0]), D11_OK);
    fake_air((struct fake_ap *[]){&aps[0]}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done r.open port_open "
                 "connect_done link_quality x.post");
    assert_true(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.authorized);
    assert_true(port().authorized);
    assert_true(port().controlled);
    /* Without its keys nothing is sent in clear (TX-16). */
    assert_false(trace_msdu());
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_true(trace_msdu());
    (void)trace_take();
    fake_run(0);
    trace_end();
}

/* N80211-PORT-8, N80211-PORT-11, N80211-PORT-12: explicit disassociation. The
 * port goes with the event; the radio is told that the BSS is left, and
 * nothing of a port. */
static void an_explicit_disassociation_deletes_the_port(void **unused)
{
    struct dot11_port gone;

    (void)unused;
    keyed();
    gone = port();
    fake_forget();
    fake_leave(&aps[0], 0, true, 3);
    assert_trace("r.shut disassoc port_gone x.stop");
    assert_int_equal(last_port()->change, D11_PORT_DELETED);
    assert_int_equal(last_port()->port.session_id, gone.session_id);
    assert_memory_equal(last_port()->port.peer, gone.peer, 6);
    assert_false(last_port()->port.authorized);
    assert_int_equal(port().session_id, 0);
    /* What the radio heard is the end of the association itself. */
    assert_false(fake_last(FAKE_SET_BSS)->bss.associated);
    assert_int_equal(fake_count(FAKE_SET_BSS), 1);
    assert_false(trace_msdu());
    trace_end();
}

static enum dot11_err roam(const struct fake_ap *to)
{
    struct dot11_roam_req req;

    memset(&req, 0, sizeof req);
    req.has_bssid = true;
    memcpy(req.bssid, to->bssid, 6);
    return dot11_sta_roam(fake.stas[0], &req, NULL, fake.now_us);
}

/* N80211-PORT-9, N80211-PORT-10, N80211-PORT-12: trace 3.6. In a roam the old
 * port goes at ASSOC_START, and the new one comes with the new association;
 * between the two there is none. */
static void a_roam_replaces_the_port(void **unused)
{
    uint32_t old;

    (void)unused;
    keyed();
    old = port().session_id;
    fake_beacon(&aps[1]);
    fake.tuned_mhz = aps[1].freq_mhz;
    fake_beacon(&aps[1]);
    assert_int_equal(roam(&aps[1]), D11_OK);
    assert_trace("roam_start assoc_start port_gone x.stop r.shut");
    assert_int_equal(last_port()->port.session_id, old);
    assert_int_equal(port().session_id, 0);
    assert_false(trace_msdu());
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_NOT_FOUND);
    air(50000);
    assert_trace("assoc_done port roam_done link_quality x.post");
    assert_true(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.reassoc);
    assert_true(fake_ext.assoc.reassoc);
    assert_memory_equal(port().peer, aps[1].bssid, 6);
    assert_int_not_equal(port().session_id, old);
    assert_false(port().authorized);
    trace_end();
}

/* N80211-PORT-9, N80211-PORT-10: trace 3.9, re-association with the same AP: a
 * new port with a new id, authenticated from scratch */
static void the_same_ap_again_is_another_port(void **unused)
{
    uint32_t old;

    (void)unused;
    keyed();
    old = port().session_id;
    fake_beacon(&aps[0]);
    assert_int_equal(roam(&aps[0]), D11_OK);
    assert_trace("roam_start assoc_start port_gone x.stop r.shut");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_START].u.assoc_start.bssid[5],
                     aps[0].bssid[5]);
    fake_air((struct fake_ap *[]){&aps[0]}, 1, 50000);
    assert_trace("assoc_done port roam_done link_quality x.post");
    assert_memory_equal(port().peer, aps[0].bssid, 6);
    assert_int_not_equal(port().session_id, old);
    assert_false(port().authorized);
    /* The keys of the old one are gone. */
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_false(trace_msdu());
    assert_int_equal(trace_key(true, 0, 5), D11_OK);
    assert_true(trace_msdu());
    (void)trace_take();
    fake_run(0);
    trace_end();
}

/* N80211-PORT-8, N80211-PORT-10: trace 3.7. The association is lost; a roam to
 * an AP that refuses makes no port, the one that takes us does. */
static void a_failed_association_makes_no_port(void **unused)
{
    uint32_t old;

    (void)unused;
    keyed();
    old = port().session_id;
    aps[0].assoc_status = 17;
    aps[1].signal_dbm = -90;
    fake_leave(&aps[0], 0, true, 4);
    assert_trace("r.shut disassoc port_gone x.stop");
    air(3 * SECOND);
    assert_trace("roam_start assoc_start assoc_done! assoc_start assoc_done "
                 "port roam_done link_quality x.post");
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.reason,
                     D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].u.start.code, 4);
    assert_memory_equal(port().peer, aps[1].bssid, 6);
    assert_int_not_equal(port().session_id, old);
    trace_end();
}

/* N80211-PORT-12, N80211-PORT-8: trace 3.13, halt while connected. The
 * extension sees the stop and then the end, and nothing of it is asked for
 * after that. */
static void a_halt_deletes_the_port(void **unused)
{
    (void)unused;
    keyed();
    fake_forget();
    assert_int_equal(dot11_sta_pause(fake.stas[0], fake.now_us), D11_OK);
    assert_false(trace_msdu());
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(fake_sent(10), 1); /* Disassociation */
    assert_trace("r.shut disassoc port_gone x.stop x.reset");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_BY_HOST);
    assert_int_equal(port().session_id, 0);
    fake_run(SECOND);
    assert_trace("halted");
    assert_false(fake.on);
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_trace("x.deinit");
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_STATE);
    fake.stas[0] = NULL;
    trace_end();
}

/* N80211-PORT-14: without a port-based algorithm it is open from the start */
static void an_uncontrolled_port_is_made_open(void **unused)
{
    (void)unused;
    begin();
    join_open();
    assert_false(port().controlled);
    assert_true(port().authorized);
    assert_int_equal(last_port()->change, D11_PORT_CREATED);
    assert_true(last_port()->port.authorized);
    assert_true(trace_msdu());
    fake_data(&aps[0], 0);
    assert_int_equal(fake.msdu_count, 1);
    assert_int_equal(fake.msdus[0].session_id, port().session_id);
    (void)trace_take();
    fake_run(0);
    trace_end();
}

/* N80211-PORT-15: what waits for a port that goes comes back as failed, before
 * the host can see that it is gone; what comes in for it is not delivered */
static void nothing_outlives_its_port(void **unused)
{
    (void)unused;
    begin();
    join_open();
    fake.tx_room = 0;
    assert_true(trace_msdu());
    assert_true(trace_msdu());
    assert_int_equal(fake.done_count, 0);
    fake.tx_room = SIZE_MAX;
    fake_leave(&aps[0], 0, true, 1);
    assert_int_equal(fake.done_count, 2);
    assert_int_not_equal(fake.done_err, D11_OK);
    fake_data(&aps[0], 0);
    assert_int_equal(fake.msdu_count, 0);
    (void)trace_take();
    trace_end();
}

/* N80211-PORT-16: shut again without being deleted, and open again */
static void a_verdict_may_change(void **unused)
{
    uint32_t session;

    (void)unused;
    keyed();
    session = port().session_id;
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(trace_verdict(D11_ERR_VERIFY, false), D11_OK);
        assert_false(port().authorized);
        assert_int_equal(port().session_id, session);
        assert_false(trace_msdu());
        assert_int_equal(trace_send(i), D11_OK);
        fake_run(0);
        assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
        assert_true(port().authorized);
        assert_true(trace_msdu());
        assert_trace(">failure r.shut unauthorized >send x.sent >success "
                     "r.open authorized");
    }
    fake_run(0);
    trace_end();
}

/* dot11_sta_ports() says how many there are, whatever room it has. */
static void ports_are_counted(void **unused)
{
    (void)unused;
    begin();
    assert_int_equal(dot11_sta_ports(fake.stas[0], NULL, 0), 0);
    trace_associate(&aps[0]);
    assert_int_equal(dot11_sta_ports(fake.stas[0], NULL, 0), 1);
    assert_int_equal(port().link_id, 0);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_port_is_shut_until_it_is_authenticated),
        cmocka_unit_test(a_port_may_be_made_open),
        cmocka_unit_test(an_explicit_disassociation_deletes_the_port),
        cmocka_unit_test(a_roam_replaces_the_port),
        cmocka_unit_test(the_same_ap_again_is_another_port),
        cmocka_unit_test(a_failed_association_makes_no_port),
        cmocka_unit_test(a_halt_deletes_the_port),
        cmocka_unit_test(an_uncontrolled_port_is_made_open),
        cmocka_unit_test(nothing_outlives_its_port),
        cmocka_unit_test(a_verdict_may_change),
        cmocka_unit_test(ports_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
