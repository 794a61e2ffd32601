/* Keys in radio and software: installed once, given up, removed. */
#include "fake_ap.h"
#include "fake_ext.h"

#include <dot11_crypto_host.h>

#include "sta/radio.h"

static struct dot11_crypto_host *crypto;

/* Connected to a secured network whose extension is asked now; CCMP is the
 * radio's, and software's too when there is a provider. */
static void secured(bool in_hardware)
{
    struct fake_ap ap = fake_ap(0);
    struct dot11_connect_req req = fake_req("net");

    crypto = dot11_crypto_host_new(0);
    fake_begin();
    fake_ext_begin();
    if (in_hardware)
        fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
    fake.config.crypto_ops = dot11_crypto_host_ops();
    fake.config.crypto = crypto;
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

static void done(void)
{
    fake_end();
    dot11_crypto_host_free(crypto);
}

static const struct d11_key *slot(bool pairwise, unsigned key_id)
{
    const struct d11_vif *vif = &fake.stas[0]->vif;

    return pairwise ? &vif->peers[0].keys[key_id & 1u]
                    : &vif->links[0].gtk[key_id & 1u];
}

static void disconnect(void)
{
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
}

/* SEC-KEY-01, SEC-KEY-02: never twice, in the radio neither. */
static void a_key_goes_to_the_radio_once(void **unused)
{
    (void)unused;
    secured(true);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_true(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_true((slot(true, 0)->flags & D11_KEY_HW) != 0);
    assert_int_equal(slot(true, 0)->hw_slot, 7);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(fake_ext_key(false, 1, 2), D11_OK);
    assert_int_equal(fake_ext_key(false, 2, 3), D11_OK);
    assert_int_equal(fake_ext_key(false, 1, 2), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 3);
    assert_ext("");
    done();
}

/* N80211-DISAS-10, SEC-RND-04: with the association they go. */
static void keys_leave_radio_and_memory_with_the_association(void **unused)
{
    static const uint8_t zeroes[16];

    (void)unused;
    secured(true);
    (void)fake_ext_key(true, 0, 1);
    (void)fake_ext_key(false, 1, 2);
    assert_int_not_equal(slot(true, 0)->octets[0], 0);
    disconnect();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 2);
    assert_memory_equal(slot(true, 0)->octets, zeroes, 16);
    assert_memory_equal(slot(false, 1)->octets, zeroes, 16);
    assert_null(slot(true, 0)->cipher);
    assert_int_equal(fake.stas[0]->exts[0].install.hw.octets[0], 0);
    done();
}

static void software_does_what_the_radio_does_not(void **unused)
{
    (void)unused;
    secured(false);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    assert_true(slot(true, 0)->software);
    disconnect();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 0);
    done();
}

static void software_takes_over_when_the_radio_will_not(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_UNSUPPORTED;
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_true(slot(true, 0)->software);
    assert_int_equal(slot(true, 0)->flags & D11_KEY_HW, 0);
    assert_ext("");
    done();
}

/* SEC-PRT-05: what follows a key that is not there is not done. */
static void a_key_that_fails_stops_what_follows(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_ext_key(false, 1, 2), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_ERR_HW), D11_OK);
    assert_ext("key_failed");
    assert_int_equal(fake_ext.key_err, D11_ERR_HW);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_null(slot(true, 0)->cipher);
    assert_events(0, "");
    done();
}

static void keys_and_verdict_keep_their_order(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    (void)fake_ext_key(true, 0, 1);
    (void)fake_ext_key(false, 1, 2);
    (void)fake_ext_verdict(D11_OK, false);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    assert_events(0, "");
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_events(0, "authorized");
    /* Twice, and late */
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    done();
}

/* A key that the radio may have got after all is removed from it. */
static void a_key_given_up_is_removed_from_the_radio(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    (void)fake_ext_key(true, 0, 1);
    disconnect();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(fake_last(FAKE_DEL_KEY)->key.hw_slot, 7);
    assert_true(fake_last(FAKE_DEL_KEY)->key.pairwise);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    assert_null(slot(true, 0)->cipher);
    assert_ext("stop reset");
    done();
}

/* What waits behind a key dies with the port, each packet told once. */
static void what_waits_behind_a_key_goes_with_the_port(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    (void)fake_ext_key(true, 0, 1);
    assert_int_equal(fake_ext_send(7), D11_OK);
    (void)fake_ext_verdict(D11_OK, false);
    assert_int_equal(fake.air_count, 0);
    disconnect();
    assert_ext("sent stop reset");
    assert_int_equal(fake_ext.cookie, 7);
    assert_int_equal(fake_ext.sent_err, D11_ERR_CANCELLED);
    assert_events(0, "disassoc port_gone disconnect_done");
    done();
}

/* A radio that is done at once does not keep later packets. */
static void packets_follow_their_keys(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    (void)fake_ext_key(false, 1, 1);
    assert_int_equal(fake_ext_send(8), D11_OK);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_OK);
    assert_int_equal(fake.air_count, 1);
    done();
}

static void a_key_that_times_out_is_removed_from_the_radio(void **unused)
{
    (void)unused;
    secured(true);
    fake.answers[FAKE_SET_KEY] = D11_ERR_PENDING;
    (void)fake_ext_key(true, 0, 1);
    fake_run(fake.config.hw_timeout_us);
    assert_ext("key_failed");
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(fake_done(FAKE_SET_KEY, D11_OK), D11_ERR_STATE);
    done();
}

/* 12.7.7: key ids 1 and 3 have the same place; the radio forgets the old. */
static void a_slot_given_to_another_id_frees_the_radios(void **unused)
{
    (void)unused;
    secured(true);
    (void)fake_ext_key(false, 1, 1);
    (void)fake_ext_key(false, 3, 2);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    assert_int_equal(fake_last(FAKE_DEL_KEY)->key.key_id, 1);
    /* The same id takes its own place. */
    (void)fake_ext_key(false, 3, 4);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 1);
    /* And when that fails the old one must not stay behind. */
    fake.once[FAKE_SET_KEY] = D11_ERR_HW;
    (void)fake_ext_key(false, 3, 5);
    assert_int_equal(fake_count(FAKE_DEL_KEY), 2);
    disconnect();
    assert_int_equal(fake_count(FAKE_DEL_KEY), 2);
    done();
}

/* SEC-KEY-05 */
static void keys_are_checked_when_they_are_brought(void **unused)
{
    uint8_t octets[32] = {1};
    struct dot11_ext_key key;

    (void)unused;
    secured(false);
    memset(&key, 0, sizeof key);
    key.session_id = fake_ext.session_id;
    key.cipher = D11_CIPHER_CCMP_128;
    key.pairwise = true;
    key.octets = octets;
    key.len = 15;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    key.len = 16;
    key.key_id = 2;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    key.pairwise = false;
    key.key_id = 4;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    key.key_id = 1;
    key.octets = NULL;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    key.octets = octets;
    key.cipher = D11_CIPHER_TKIP;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key),
                     D11_ERR_UNSUPPORTED);
    key.cipher = D11_CIPHER_CCMP_128;
    key.session_id++;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_NOT_FOUND);
    /* One of nothing but zeroes is found out when it is to be installed. */
    assert_int_equal(fake_ext_key(true, 0, 0), D11_OK);
    assert_ext("key_failed");
    assert_int_equal(fake_ext.key_err, D11_ERR_ARG);
    assert_null(slot(true, 0)->cipher);
    done();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_goes_to_the_radio_once),
        cmocka_unit_test(keys_leave_radio_and_memory_with_the_association),
        cmocka_unit_test(software_does_what_the_radio_does_not),
        cmocka_unit_test(software_takes_over_when_the_radio_will_not),
        cmocka_unit_test(a_key_that_fails_stops_what_follows),
        cmocka_unit_test(keys_and_verdict_keep_their_order),
        cmocka_unit_test(a_key_given_up_is_removed_from_the_radio),
        cmocka_unit_test(what_waits_behind_a_key_goes_with_the_port),
        cmocka_unit_test(packets_follow_their_keys),
        cmocka_unit_test(a_key_that_times_out_is_removed_from_the_radio),
        cmocka_unit_test(a_slot_given_to_another_id_frees_the_radios),
        cmocka_unit_test(keys_are_checked_when_they_are_brought),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
