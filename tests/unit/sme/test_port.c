/* The data port: made, opened, closed, deleted, and what passes meanwhile. */
#include "fake_ap.h"
#include "fake_ext.h"

#include "sta/radio.h"

static struct fake_ap ap;

static void associate(void)
{
    struct dot11_connect_req req = fake_req("net");

    ap = fake_ap(0);
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
    (void)fake_ext_log();
    fake_forget();
}

static const struct d11_peer *peer(void)
{
    return &fake.stas[0]->vif.peers[0];
}

static size_t send_one(void)
{
    static const uint8_t header[] = {2, 0, 0, 0, 9, 9,    2,
                                     0, 0, 0, 0, 1, 0x88, 0xb5};
    struct dot11_frame *frame = fake_alloc(64);

    frame->data += 48;
    frame->len = 64;
    memset(frame->data, 0, 64);
    memcpy(frame->data, header, sizeof header);
    return dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us);
}

/* N80211-PORT-1, PORT-3, SEC-PRT-01: only security packets pass. */
static void a_closed_port_lets_security_packets_pass(void **unused)
{
    (void)unused;
    associate();
    assert_false(peer()->authorized);
    assert_int_equal(send_one(), 0);
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 0);
    fake_eapol(&ap, 0, 2, 99);
    assert_ext("receive");
    assert_int_equal(fake_ext_send(1), D11_OK);
    fake_run(0);
    assert_ext("sent");
    fake_end();
}

/* N80211-PORT-4: the radio is told of it, and the channel is shared again. */
static void an_open_port_is_told_to_the_radio(void **unused)
{
    (void)unused;
    associate();
    assert_int_equal(fake.stas[0]->mlme.home.priority, D11_CHANNEL_JOIN);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_true(fake_last(FAKE_SET_BSS)->bss.authorized);
    assert_int_equal(fake.stas[0]->mlme.home.priority, D11_CHANNEL_HOME);
    /* SEC-PRT-05: once; a rekey that says so again is no news. */
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_events(0, "authorized");
    /* PORT-16 */
    assert_int_equal(fake_ext_verdict(D11_ERR_VERIFY, false), D11_OK);
    assert_false(fake_last(FAKE_SET_BSS)->bss.authorized);
    assert_int_equal(send_one(), 0);
    assert_events(0, "unauthorized");
    fake_end();
}

/* SEC-PRT-06: closed before the host is told. */
static void the_port_closes_before_the_host_hears(void **unused)
{
    struct dot11_port port;

    (void)unused;
    associate();
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 1), 1);
    fake_leave(&ap, 0, true, 1);
    /* No event was taken yet. */
    assert_false(peer()->authorized);
    assert_int_equal(peer()->session_id, 0);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 1), 0);
    assert_int_equal(send_one(), 0);
    fake_data(&ap, 0);
    assert_int_equal(fake.msdu_count, 0);
    assert_events(0, "authorized disassoc port_gone");
    assert_int_equal(fake.last[0][D11_EV_PORT].u.port.port.session_id,
                     port.session_id);
    assert_false(fake.last[0][D11_EV_PORT].u.port.port.authorized);
    fake_end();
}

/* A verdict about a port that is not there any more */
static void a_verdict_about_another_session_is_ignored(void **unused)
{
    struct dot11_ext_verdict verdict = {0, D11_OK, 0, false};

    (void)unused;
    associate();
    assert_int_equal(dot11_ext_set_verdict(fake_ext.host, &verdict),
                     D11_ERR_NOT_FOUND);
    verdict.session_id = fake_ext.session_id + 1;
    assert_int_equal(dot11_ext_set_verdict(fake_ext.host, &verdict),
                     D11_ERR_NOT_FOUND);
    assert_false(peer()->authorized);
    fake_end();
}

/* Session ids: never 0, and never the one before. */
static void sessions_are_told_apart(void **unused)
{
    uint32_t before = 0;

    (void)unused;
    fake_up();
    fake.stas[0]->vif.next_session = UINT32_MAX - 1;
    ap = fake_ap(0);
    for (unsigned i = 0; i < 4; i++) {
        fake_join(&ap);
        assert_int_not_equal(peer()->session_id, 0);
        assert_int_not_equal(peer()->session_id, before);
        before = peer()->session_id;
        assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                         D11_OK);
        (void)fake_events(0);
    }
    fake_end();
}

/* The elements of the answer are the extension's to judge. */
static void the_extension_sees_the_answer(void **unused)
{
    (void)unused;
    associate();
    assert_int_equal(fake_ext.response_len, 6);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_port_lets_security_packets_pass),
        cmocka_unit_test(an_open_port_is_told_to_the_radio),
        cmocka_unit_test(the_port_closes_before_the_host_hears),
        cmocka_unit_test(a_verdict_about_another_session_is_ignored),
        cmocka_unit_test(sessions_are_told_apart),
        cmocka_unit_test(the_extension_sees_the_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
