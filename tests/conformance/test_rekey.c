/* Pairwise keys that change while data flows (SEC-KEY-07). */
#include "keyring.h"

#include "rig.h"

static const uint8_t other[6] = {2, 0, 0, 0, 0, 0x77};
static const struct keyring software = {.controlled = true};
static const struct keyring hardware = {.controlled = true,
                                        .in_hardware = true};

/* Associated, with an extension's keys and an open port. */
static void begin(const struct keyring *with)
{
    keyring_up(with);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_ext_key(false, 1, 2), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    (void)fake_events(0);
    fake_forget();
}

/* SEC-KEY-07: between message 4 and the new key nothing leaves, because
 * nobody knows which of the two keys the peer has. */
static void data_waits_from_message_4_to_the_new_key(void **unused)
{
    (void)unused;
    begin(&hardware);
    fake.keeps = true;
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(fake_ext_send(4), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 3), D11_OK);
    assert_int_equal(keyring_sent_count(), 1);
    /* Message 4 is in the radio's hands. */
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 1);
    /* It left, and the radio takes the key. */
    fake_status();
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 1);
    fake.answers[FAKE_SET_KEY] = D11_OK;
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(keyring_sent_count(), 3);
    keyring_end();
}

/* The same when message 4 never comes back: the wait has an end. */
static void the_wait_for_message_4_ends(void **unused)
{
    (void)unused;
    begin(&hardware);
    fake.keeps = true;
    assert_int_equal(fake_ext_send(4), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 3), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    assert_int_equal(keyring_sent_count(), 1);
    fake_run(200000);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(keyring_sent_count(), 2);
    keyring_end();
}

/* And when the association ends in between, the next one is not held. */
static void a_wait_ends_with_the_association(void **unused)
{
    (void)unused;
    begin(&hardware);
    fake.keeps = true;
    assert_int_equal(fake_ext_send(4), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 3), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    fake_leave(&keyring_ap, 0, true, 3);
    assert_int_equal(fake.stas[0]->vif.tx.holds & D11_HOLD_KEY, 0);
    fake.keeps = false;
    keyring_leave();
    keyring_join();
    assert_int_equal(fake_ext_key(true, 0, 5), D11_OK);
    assert_int_equal(fake_ext_key(false, 1, 6), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 1);
    keyring_end();
}

/* SEC-KEY-07: with two key ids both open what comes, one protects what goes. */
static void with_two_key_ids_both_open_and_one_sends(void **unused)
{
    const struct d11_peer *peer;

    (void)unused;
    begin(&software);
    peer = &fake.stas[0]->vif.peers[0];
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_key_id(keyring_sent()), 0);
    assert_int_equal(fake_ext_key(true, 1, 4), D11_OK);
    assert_non_null(peer->keys[0].cipher);
    assert_non_null(peer->keys[1].cipher);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_key_id(keyring_sent()), 1);
    keyring_end();
}

/* SEC-KEY-07: a host may want a new association instead. */
static void a_rekey_may_be_refused_for_a_new_association(void **unused)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;
    struct rig_options options;
    const struct dot11_event *event;
    struct rig *rig;

    (void)unused;
    rig_options(&options, true);
    options.by_psk = true;
    rig = rig_new(&options);
    rig_start(rig);
    rig_profile(rig, &profile);
    profile.refuse_rekey = true;
    req.ssid = options.ap.ssid;
    req.ext = &dot11_rsn;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    rig_ping(rig, 2);
    dot11_sim_ap_rekey_pairwise(rig->aps[0], rig_sta_addr);
    event =
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, 5 * RIG_SECOND);
    assert_non_null(event);
    assert_int_equal(event->u.disassoc.outcome, D11_OUTCOME_SECURITY);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 10000);
    rig_ping(rig, 2);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_waits_from_message_4_to_the_new_key),
        cmocka_unit_test(the_wait_for_message_4_ends),
        cmocka_unit_test(a_wait_ends_with_the_association),
        cmocka_unit_test(with_two_key_ids_both_open_and_one_sends),
        RIG_TEST(a_rekey_may_be_refused_for_a_new_association),
    };

    return cmocka_run_group_tests_name("rekey", tests, NULL, NULL);
}
