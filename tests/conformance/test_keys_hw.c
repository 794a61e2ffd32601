/* Keys that a host sets, in a radio that has the cipher: done, slow, failing,
 * late and lost. */
#include "keyring.h"

static const uint8_t other[6] = {2, 0, 0, 0, 0, 0x77};
static const struct keyring hardware = {.in_hardware = true};

static const struct d11_key *slot(unsigned i)
{
    return &d11_keytab_of(&fake.stas[0]->vif)->entries[i].key;
}

/* SEC-KEY-01, SEC-RPL-08 */
static void the_radio_gets_each_key_once(void **unused)
{
    struct keyring_rx rx = {.seed = 1, .by_radio = true};

    (void)unused;
    keyring_up(&hardware);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_true(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_int_equal(fake_last(FAKE_SET_KEY)->key.len, 16);
    assert_memory_equal(fake_last(FAKE_SET_KEY)->key.peer, keyring_ap.bssid, 6);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    assert_false(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true((keyring_sent()->flags & D11_TX_PROTECT) != 0);
    assert_true(keyring_hears(&rx));
    /* The pairwise key, says the radio, opened a frame to all. */
    rx.group = true;
    assert_true(keyring_drops(&rx, D11_DROP_KEY_ADDRESS));
    rx.key_id = 1;
    rx.seed = 2;
    assert_true(keyring_hears(&rx));
    /* It has no such key. */
    rx.key_id = 2;
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    keyring_end();
}

/* SEC-RND-04: the radio forgets what the station forgets. */
static void keys_leave_the_radio_when_they_go(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 3)), D11_OK);
    /* The old one was taken out for the new one. */
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(fake_last(FAKE_DEL_KEY)->key.key_id, 1);
    assert_int_equal(keyring_del(keyring_default(1, 0)), D11_OK);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 2);
    keyring_leave();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 3);
    assert_int_equal(fake_last(FAKE_DEL_KEY)->key.key_id, 0);
    keyring_end();
}

/* N80211-TX-12, SEC-TXP-01: MSDUs wait until the radio has the key. */
static void msdus_wait_for_a_slow_radio(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_PENDING);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 0);
    /* More keys wait for their turn; the radio is asked for one at a time. */
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_OK);
    assert_int_equal(keyring_sent_count(), 0);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(keyring_sent_count(), 1);
    assert_int_equal(keyring_find(keyring_default(1, 0)), D11_OK);
    /* Said twice. */
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    keyring_end();
}

static void software_takes_over_when_the_radio_will_not(void **unused)
{
    struct keyring_rx rx = {.seed = 1};

    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_UNSUPPORTED;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent()->flags & D11_TX_PROTECT, 0);
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    assert_true(keyring_hears(&rx));
    rx.by_radio = true;
    assert_true(keyring_drops(&rx, D11_DROP_DESCRIPTOR));
    keyring_end();
}

/* SEC-TXP-04: a key that could not be installed protects nothing, and nothing
 * goes without. */
static void a_key_that_the_radio_refuses_is_not_there(void **unused)
{
    struct keyring_rx rx = {.seed = 1};

    (void)unused;
    keyring_up(&hardware);
    fake.once[FAKE_SET_KEY] = D11_ERR_HW;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_ERR_HW);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(slot(0)->octets[0], 0);
    assert_false(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    /* It was never used, so it may come again. */
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    keyring_end();
}

/* The same of a radio that answers late. What waited for the key comes back. */
static void a_key_that_fails_later_is_gone(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    fake.done_count = 0;
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_ERR_HW), D11_OK);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    assert_int_equal(keyring_sent_count(), 0);
    keyring_end();
}

/* An answer that never comes: the radio may have the key, and must not. */
static void an_answer_that_is_lost_takes_the_key_back(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    fake.answers[FAKE_SET_KEY] = D11_OK;
    fake_air((struct fake_ap *[]){&keyring_ap}, 1,
             fake.config.hw_timeout_us + 1000u);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    /* The next one is asked for as if nothing had been. */
    assert_int_equal(keyring_set(keyring_default(0, 2)), D11_OK);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_OK);
    keyring_end();
}

/* Deleted, or replaced, while the radio thinks it over. */
static void a_pending_key_may_be_given_up(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_del(keyring_default(0, 0)), D11_OK);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_set(keyring_default(0, 2)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(0, 3)), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 3);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_OK);
    /* And when the association ends. */
    assert_int_equal(keyring_set(keyring_default(1, 4)), D11_OK);
    keyring_leave();
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    assert_int_equal(keyring_find(keyring_default(1, 0)), D11_ERR_NOT_FOUND);
    fake.answers[FAKE_SET_KEY] = D11_OK;
    keyring_join();
    assert_int_equal(keyring_set(keyring_default(0, 5)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    keyring_end();
}

/* N80211-CIPH-8, SEC-KEY-02: a static WEP key goes into the radio with each
 * association; any other stays in software, where its numbers are known. */
static void static_keys_come_and_go_with_associations(void **unused)
{
    const struct keyring with = {.in_hardware = true,
                                 .pairwise = D11_CIPHER_WEP40,
                                 .group = D11_CIPHER_WEP40};
    struct dot11_key key = keyring_as(keyring_default(0, 1), D11_CIPHER_WEP40);

    (void)unused;
    keyring_start(&with);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    fake_forget();
    keyring_join();
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true((keyring_sent()->flags & D11_TX_PROTECT) != 0);
    keyring_leave();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(keyring_find(key), D11_OK);
    keyring_join();
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true((keyring_sent()->flags & D11_TX_PROTECT) != 0);
    keyring_end();

    keyring_up(&hardware);
    key = keyring_default(0, 1);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    assert_int_equal(keyring_sent()->octets[24], 1);
    keyring_leave();
    keyring_join();
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent()->octets[24], 2);
    keyring_end();
}

/* Without a provider the radio does all of it, or nobody. */
static void what_only_the_radio_can_do_is_given_to_it(void **unused)
{
    const struct keyring with = {.in_hardware = true, .no_provider = true};
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_start(&with);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_ERR_UNSUPPORTED);
    keyring_end();
}

/* N80211-CIPH-9: a reset in the middle of it. */
static void a_reset_gives_up_what_the_radio_has_not_answered(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    (void)fake_events(0);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(fake.stas[0]->vif.tx.holds & D11_HOLD_TABLE, 0);
    keyring_end();
}

/* N80211-NRESET-2, SEC-KEY-02: keys stay when the radio has lost them, and
 * their packet numbers do not come again. */
static void keys_go_into_a_radio_that_lost_them(void **unused)
{
    struct d11_vif *vif;

    (void)unused;
    keyring_up(&hardware);
    vif = &fake.stas[0]->vif;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    fake_forget();
    d11_keys_ops(vif->env)->lost(vif);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 0);
    assert_true(fake_last(FAKE_SET_KEY)->key.tx_pn >= 1u << 31);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true((keyring_sent()->flags & D11_TX_PROTECT) != 0);
    keyring_end();
}

/* A radio that checked packet numbers took what it knew with it. */
static void keys_end_whose_counters_were_the_radios(void **unused)
{
    struct d11_vif *vif;

    (void)unused;
    keyring_start(&hardware);
    fake.caps.flags |= D11_HW_PN_CHECK;
    keyring_join();
    vif = &fake.stas[0]->vif;
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    d11_keys_ops(vif->env)->lost(vif);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_false(keyring_send(other, KEYRING_TYPE));
    keyring_end();
}

/* Mapping keys are told to the radio with their peer. */
static void mapping_keys_go_to_the_radio_too(void **unused)
{
    (void)unused;
    keyring_up(&hardware);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_BOTH_WAYS, 1)),
                     D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_true(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true((keyring_sent()->flags & D11_TX_PROTECT) != 0);
    assert_int_equal(keyring_del(keyring_mapping(D11_KEY_BOTH_WAYS, 0)),
                     D11_OK);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    keyring_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_radio_gets_each_key_once),
        cmocka_unit_test(keys_leave_the_radio_when_they_go),
        cmocka_unit_test(msdus_wait_for_a_slow_radio),
        cmocka_unit_test(software_takes_over_when_the_radio_will_not),
        cmocka_unit_test(a_key_that_the_radio_refuses_is_not_there),
        cmocka_unit_test(a_key_that_fails_later_is_gone),
        cmocka_unit_test(an_answer_that_is_lost_takes_the_key_back),
        cmocka_unit_test(a_pending_key_may_be_given_up),
        cmocka_unit_test(static_keys_come_and_go_with_associations),
        cmocka_unit_test(what_only_the_radio_can_do_is_given_to_it),
        cmocka_unit_test(a_reset_gives_up_what_the_radio_has_not_answered),
        cmocka_unit_test(keys_go_into_a_radio_that_lost_them),
        cmocka_unit_test(keys_end_whose_counters_were_the_radios),
        cmocka_unit_test(mapping_keys_go_to_the_radio_too),
    };

    return cmocka_run_group_tests_name("keys_hw", tests, NULL, NULL);
}
