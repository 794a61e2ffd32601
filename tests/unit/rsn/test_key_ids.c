/* Extended Key ID in the 4-way handshake.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6.4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/rsne.h"
#include "station.h"

static void offer(struct station *s, uint16_t capabilities)
{
    struct d11_wr wr = d11_wr_over(s->ap.elements, sizeof(s->ap.elements));
    struct d11_rsne rsne;

    memset(&rsne, 0, sizeof(rsne));
    rsne.group = D11_CIPHER_CCMP_128;
    rsne.pairwise[0] = D11_CIPHER_CCMP_128;
    rsne.pairwise_count = 1;
    rsne.akm[0] = D11_AKM_PSK;
    rsne.akm_count = 1;
    rsne.capabilities = capabilities;
    d11_rsne_write(&wr, &rsne);
    s->ap.elements_len = d11_wr_len(&wr);
    station_beacon(s);
    s->bss.rsn_capability = capabilities;
}

/* A station with the part, and an AP with the capability. */
static int able(void **state)
{
    struct station *s;

    station_new_with(state, &dot11_rsn_methods);
    s = *state;
    s->host.has_key_ids = true;
    offer(s, D11_RSN_CAP_EXT_KEY_ID);
    return 0;
}

static bool agreed(const struct station *s)
{
    return (s->suites.rsn_capability & D11_RSN_CAP_EXT_KEY_ID) != 0;
}

/* Message 3 with `key_id` in its Key ID KDE; 0xff: without one. */
static void message3(struct station *s, struct ap_message *message,
                     uint8_t key_id)
{
    const uint8_t kde[] = {0xdd, 0x06, 0x00, 0x0f, 0xac, 0x0a, key_id, 0x00};

    ap_message3(&s->ap, message);
    if (key_id != 0xff)
        ap_add(message, kde, sizeof(kde));
}

/* The key for reception, message 4, and then the key for sending. */
static void expect_keys(struct station *s, uint8_t key_id)
{
    const struct fake_command *list = s->host.list;

    assert_true(s->host.count >= 3);
    assert_int_equal(list[0].kind, FAKE_SET_KEY);
    assert_true(list[0].key.pairwise);
    assert_false(list[0].key.tx);
    assert_int_equal(list[0].key.key_id, key_id);
    assert_memory_equal(list[0].data, s->ap.ptk.tk, 16);
    assert_int_equal(list[1].kind, FAKE_SEND);
    ap_take_message4(&s->ap, list[1].data, list[1].len);
    assert_int_equal(list[2].kind, FAKE_USE_KEY);
    assert_int_equal(list[2].session_id, STATION_SESSION);
    assert_int_equal(list[2].key.key_id, key_id);
}

/* SEC-KEY-07 */
static void a_new_key_is_there_before_message_4_and_used_after_it(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t id;

    station_associate(s);
    assert_true(agreed(s));
    station_to_message2(s, false);
    s->host.count = 0;
    message3(s, &message, 0);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    expect_keys(s, 0);
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 1);
    for (id = 1; id < 5; id++) {
        s->ap.anonce[0]++;
        station_to_message2(s, true);
        s->host.count = 0;
        message3(s, &message, id & 1);
        assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
        expect_keys(s, id & 1);
        assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
    }
}

/* The AP may begin with the other one. */
static void the_first_key_may_have_either_id(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    message3(s, &message, 1);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    expect_keys(s, 1);
}

/* SEC-HSK-08 */
static void wrong_key_ids_in_message_3_disconnect(void **state)
{
    static const uint8_t bad[] = {0xff, 2, 3};
    struct station *s = *state;
    struct ap_message message;
    size_t i;

    for (i = 0; i < sizeof(bad); i++) {
        station_associate(s);
        station_to_message2(s, false);
        s->host.count = 0;
        message3(s, &message, bad[i]);
        assert_int_equal(station_take(s, &message, false),
                         D11_DROP_EAPOL_MISMATCH);
        assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
        assert_int_equal(fake_last(&s->host, FAKE_VERDICT)->verdict.reason_code,
                         D11_REASON_BAD_PAIRWISE_CIPHER);
        dot11_rsn_methods.stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

/* SEC-KEY-07: the key in use is not taken away for the next one. */
static void the_id_in_use_is_not_used_for_the_next_key(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    message3(s, &message, 1);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    s->ap.anonce[0]++;
    station_to_message2(s, true);
    s->host.count = 0;
    message3(s, &message, 1);
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

/* Without message 4 nothing is sent under the key; message 3 comes again. */
static void a_message_4_that_did_not_go_is_tried_again(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    s->host.send_err = D11_ERR_FULL;
    message3(s, &message, 0);
    assert_int_equal(station_take(s, &message, false), D11_DROP_SECURITY_QUEUE);
    assert_int_equal(fake_count(&s->host, FAKE_USE_KEY), 0);
    s->host.send_err = D11_OK;
    s->host.count = 0;
    message3(s, &message, 0);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    expect_keys(s, 0);
}

static bool says_so(const struct station *s)
{
    struct d11_rsne rsne;

    assert_true(d11_rsne_parse(&rsne, s->request + 2, s->request_len - 2));
    return (rsne.capabilities & D11_RSN_CAP_EXT_KEY_ID) != 0;
}

/* 9.4.2.24.4: who can says so, with a cipher that can. */
static void it_takes_the_part_the_ap_and_the_cipher(void **state)
{
    struct station *s = *state;

    station_associate(s);
    assert_true(says_so(s));
    s->host.has_key_ids = false;
    station_associate(s);
    assert_false(agreed(s));
    assert_false(says_so(s));
    s->host.has_key_ids = true;
    s->host.one_key = (uint16_t)D11_CIPHER_BIT(D11_CIPHER_CCMP_128);
    station_associate(s);
    assert_false(agreed(s));
    assert_false(says_so(s));
    s->host.one_key = 0;
    offer(s, 0);
    station_associate(s);
    assert_false(agreed(s));
    assert_false(says_so(s));
}

/* A rekey loses nothing, so that there is no reason to refuse it. */
static void a_policy_against_rekeys_does_not_mind(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->profile.refuse_rekey = true;
    station_associate(s);
    station_to_message2(s, false);
    message3(s, &message, 0);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    s->ap.anonce[0]++;
    station_to_message2(s, true);
    s->host.count = 0;
    message3(s, &message, 1);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    expect_keys(s, 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, able, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_key_is_there_before_message_4_and_used_after_it),
        CASE(the_first_key_may_have_either_id),
        CASE(wrong_key_ids_in_message_3_disconnect),
        CASE(the_id_in_use_is_not_used_for_the_next_key),
        CASE(a_message_4_that_did_not_go_is_tried_again),
        CASE(it_takes_the_part_the_ap_and_the_cipher),
        CASE(a_policy_against_rekeys_does_not_mind),
    };

    return cmocka_run_group_tests_name("key_ids", tests, NULL, NULL);
}
