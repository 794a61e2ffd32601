/* The group key handshake, and group keys that come again.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "station.h"

static int keyed(void **state)
{
    struct station *s;

    station_new(state);
    s = *state;
    station_associate(s);
    station_handshake(s);
    return 0;
}

/* Only an answer, no key. */
static void assert_answered_without_key(struct station *s)
{
    assert_int_equal(s->host.count, 1);
    assert_int_equal(s->host.list[0].kind, FAKE_SEND);
    ap_take_group2(&s->ap, s->host.list[0].data, s->host.list[0].len);
    s->host.count = 0;
}

/* SEC-GRP-01; the answer comes after the key (12.7.7.3). */
static void new_group_key_is_installed_and_then_confirmed(void **state)
{
    struct station *s = *state;
    int i;

    for (i = 1; i < 8; i++) {
        s->ap.gtk[0]++;
        s->ap.gtk_id = (uint8_t)(1 + i % 2);
        station_group(s);
    }
}

/* SEC-KEY-04: the receive counter starts where the AP says. */
static void receive_counter_starts_at_the_rsc(void **state)
{
    static const uint8_t rsc[8] = {6, 5, 4, 3, 2, 1, 0, 0};
    struct station *s = *state;
    struct ap_message message;

    s->ap.gtk[0]++;
    memcpy(s->ap.rsc, rsc, 8);
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_true(s->host.list[0].key.rx_pn == 0x010203040506);
}

static void receive_counter_of_message_3_starts_at_the_rsc(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_true(s->host.list[2].key.rx_pn == 0x1234);
}

/* A02, SEC-KEY-01: the same key again, with an old RSC. */
static void repeated_group_key_is_answered_but_not_installed(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int i;

    for (i = 0; i < 3; i++) {
        memset(s->ap.rsc, 0, 8);
        ap_group1(&s->ap, &message); /* that of message 3 */
        assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
        assert_answered_without_key(s);
    }
}

/* SEC-KEY-03: old and new in turns. */
static void alternating_group_keys_are_installed_once(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t other[16];
    int i;

    memcpy(other, s->ap.gtk, 16);
    s->ap.gtk[3] ^= 0xff;
    s->ap.gtk_id = 2;
    station_group(s);
    for (i = 0; i < 6; i++) {
        uint8_t swap[16];

        memcpy(swap, s->ap.gtk, 16);
        memcpy(s->ap.gtk, other, 16);
        memcpy(other, swap, 16);
        s->ap.gtk_id ^= 3;
        ap_group1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
        assert_answered_without_key(s);
    }
}

/* SEC-KEY-03: message 3 of a rekey with the group key in use. */
static void group_key_is_remembered_over_a_rekey(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->ap.anonce[0] ^= 1;
    station_to_message2(s, true);
    s->host.count = 0;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_int_equal(s->host.count, 2);
    assert_int_equal(s->host.list[0].kind, FAKE_SEND);
    assert_int_equal(s->host.list[1].kind, FAKE_SET_KEY);
    assert_true(s->host.list[1].key.pairwise);
}

/* SEC-KEY-06: another id is another key; the pairwise slot is never meant. */
static void key_id_0_is_a_group_key(void **state)
{
    struct station *s = *state;

    s->ap.gtk_id = 0;
    s->ap.gtk[1] ^= 1;
    station_group(s);
}

/* SEC-KEY-01: the same octets under another id are another key. */
static void key_id_belongs_to_the_key(void **state)
{
    struct station *s = *state;

    s->ap.gtk_id = 3;
    station_group(s);
}

/* SEC-RND-06: Key Data is decrypted where it lies, and does not stay. */
static void group_key_does_not_stay_in_the_frame(void **state)
{
    struct station *s = *state;
    struct dot11_ext_packet packet = {0};
    struct ap_message message;
    struct ap_frame frame;
    size_t i;

    memset(s->ap.gtk, 0xc3, 16);
    ap_group1(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    packet.was_protected = true;
    packet.data = frame.octets;
    packet.len = frame.len;
    memcpy(packet.sa, s->ap.aa, 6);
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_NONE);
    for (i = 0; i + 16 <= frame.len; i++)
        assert_memory_not_equal(frame.octets + i, s->ap.gtk, 16);
    assert_false(station_holds(s, s->ap.gtk, 16));
}

/* SEC-GRP-01, SEC-HSK-03. */
static void wrong_information_is_discarded(void **state)
{
    static const uint16_t flips[] = {D11_KEY_INFO_ACK,
                                     D11_KEY_INFO_MIC,
                                     D11_KEY_INFO_SECURE,
                                     D11_KEY_INFO_ENCRYPTED,
                                     D11_KEY_INFO_INSTALL,
                                     D11_KEY_INFO_ERROR,
                                     D11_KEY_INFO_REQUEST,
                                     1,
                                     2,
                                     3};
    struct station *s = *state;
    struct ap_message message;
    size_t i;

    for (i = 0; i < sizeof(flips) / sizeof(flips[0]); i++) {
        s->ap.gtk[0]++;
        ap_group1(&s->ap, &message);
        message.info ^= flips[i];
        assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_INFO);
    }
    assert_int_equal(s->host.count, 0);
}

static void group_message_before_message_3_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_STATE);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
    assert_int_equal(s->host.count, 0);
}

static void replayed_group_message_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->ap.gtk[0]++;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    s->host.count = 0;
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_REPLAY);
    message.replay--;
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_REPLAY);
    assert_int_equal(s->host.count, 0);
}

static void forged_group_message_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;
    size_t i;

    s->ap.gtk[0]++;
    ap_group1(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    for (i = 0; i < frame.len; i++) {
        frame.octets[i] ^= 0x10;
        assert_int_not_equal(station_receive(s, frame.octets, frame.len, true),
                             D11_DROP_NONE);
        frame.octets[i] ^= 0x10;
    }
    for (i = 0; i < frame.len; i++)
        assert_int_equal(station_receive(s, frame.octets, i, true),
                         D11_DROP_EAPOL_FORMAT);
    assert_int_equal(s->host.count, 0);
    frame.octets[D11_EAPOL_KEY_MIC_AT] ^= 1;
    assert_int_equal(station_receive(s, frame.octets, frame.len, true),
                     D11_DROP_EAPOL_MIC);
    frame.octets[D11_EAPOL_KEY_MIC_AT] ^= 1;
    assert_int_equal(station_receive(s, frame.octets, frame.len, true),
                     D11_DROP_NONE);
}

/* SEC-GRP-02, A32, A53: the keys in it. */
static void message_with_wrong_keys_is_refused(void **state)
{
    static const uint8_t long_gtk[] = {
        0xdd, 0x26, 0x00, 0x0f, 0xac, 0x01, 1, 0, 1, 2, 3, 4, 5, 6,
        7,    8,    9,    10,   11,   12,   1, 2, 3, 4, 5, 6, 7, 8,
        9,    1,    2,    3,    4,    5,    6, 7, 8, 9, 1, 2};
    static const uint8_t igtk[] = {
        0xdd, 0x1c, 0x00, 0x0f, 0xac, 0x09, 4, 0, 0, 0, 0, 0, 0, 0, 1,
        2,    3,    4,    5,    6,    7,    8, 9, 1, 2, 3, 4, 5, 6, 7};
    static const uint8_t bigtk[] = {
        0xdd, 0x1c, 0x00, 0x0f, 0xac, 0x0e, 6, 0, 0, 0, 0, 0, 0, 0, 1,
        2,    3,    4,    5,    6,    7,    8, 9, 1, 2, 3, 4, 5, 6, 7};
    static const uint8_t half[] = {0xdd, 0x09, 0x00, 0x0f, 0xac, 0x01};
    struct station *s = *state;
    struct ap_message message;

    s->ap.gtk[0]++;
    ap_group1(&s->ap, &message);
    message.data_len = 0;
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    ap_group1(&s->ap, &message);
    message.data_len = 0;
    ap_add(&message, long_gtk, sizeof(long_gtk));
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    ap_group1(&s->ap, &message);
    ap_add(&message, igtk, sizeof(igtk));
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    ap_group1(&s->ap, &message);
    ap_add(&message, bigtk, sizeof(bigtk));
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    ap_group1(&s->ap, &message);
    message.rsc[7] = 1; /* SEC-KEY-04 */
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    ap_group1(&s->ap, &message);
    ap_add_gtk(&s->ap, &message); /* twice */
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_KEY_DATA);
    ap_group1(&s->ap, &message);
    ap_add(&message, half, sizeof(half));
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_KEY_DATA);
    memset(s->ap.gtk, 0, 16); /* SEC-KEY-05 */
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MISMATCH);
    assert_int_equal(s->host.count, 0);
    s->ap.gtk[0] = 9;
    station_group(s);
}

/* SEC-VER-01: what an insider may put under a good MIC. Nothing but the key of
 * a whole and agreed GTK KDE is ever installed. */
static void any_key_data_under_a_good_mic_is_judged(void **state)
{
    struct station *s = *state;
    uint32_t seed = 12345;
    struct ap_message message;
    enum dot11_drop drop;
    int i;

    for (i = 0; i < 5000; i++) {
        int changes;

        s->ap.gtk[0]++;
        ap_group1(&s->ap, &message);
        ap_add(&message, s->ap.elements, s->ap.elements_len);
        for (changes = i % 4; changes >= 0; changes--) {
            seed = seed * 1103515245u + 12345u;
            message.data[(seed >> 16) % message.data_len] =
                (uint8_t)(seed >> 8);
        }
        if (i % 3 == 0)
            message.data_len = (seed >> 20) % message.data_len;
        s->host.count = 0;
        drop = station_take(s, &message, true);
        if (drop != D11_DROP_NONE) {
            assert_true(drop == D11_DROP_EAPOL_KEY_DATA ||
                        drop == D11_DROP_EAPOL_MISMATCH);
            assert_int_equal(s->host.count, 0);
            continue;
        }
        assert_int_equal(fake_last(&s->host, FAKE_SEND)->cookie, 6);
        if (fake_count(&s->host, FAKE_SET_KEY) != 0)
            assert_int_equal(s->host.list[0].len, 16);
        assert_true(s->host.count <= 2);
    }
}

/* RFC 3394 wants blocks of eight, two and one more of them. */
static void key_data_that_cannot_be_wrapped_is_discarded(void **state)
{
    static const size_t lens[] = {0, 1, 7, 8, 15, 16, 17, 23, 25, 31};
    struct d11_eapol_key_fields fields = {0};
    struct station *s = *state;
    static const uint8_t data[40];
    struct ap_message message;
    struct dot11_octets part;
    uint8_t mac[D11_HASH_MAX];
    uint8_t frame[200];
    struct d11_wr wr;
    uint8_t *mic;
    size_t i;

    for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
        ap_group1(&s->ap, &message);
        fields.info = message.info;
        fields.replay = message.replay;
        fields.version = 2;
        fields.mic_len = 16;
        fields.data.data = data;
        fields.data.len = lens[i];
        wr = d11_wr_over(frame, sizeof(frame));
        mic = d11_eapol_key_write(&wr, &fields);
        part.data = frame;
        part.len = d11_wr_len(&wr);
        assert_int_equal(s->ap.ops->hmac(s->ap.crypto, D11_HASH_SHA1,
                                         s->ap.ptk.kck, 16, &part, 1, mac),
                         D11_OK);
        memcpy(mic, mac, 16);
        assert_int_equal(station_receive(s, frame, part.len, true),
                         D11_DROP_EAPOL_KEY_DATA);
    }
    assert_int_equal(s->host.count, 0);
}

/* SEC-RES-05. */
static void refused_group_key_ends_the_association(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->ap.gtk[0]++;
    s->host.group_err = D11_ERR_UNSUPPORTED;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_int_equal(s->host.count, 1);
    assert_int_equal(s->host.list[0].verdict.err, D11_ERR_UNSUPPORTED);
    assert_true(s->host.list[0].verdict.leave);
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_STATE);
}

static void full_list_leaves_the_key_to_the_repetition(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->ap.gtk[0]++;
    s->host.group_err = D11_ERR_FULL;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_SECURITY_QUEUE);
    assert_int_equal(s->host.count, 0);
    s->host.group_err = D11_OK;
    s->host.send_err = D11_ERR_FULL;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_SECURITY_QUEUE);
    assert_int_equal(s->host.count, 1); /* the key */
    s->host.count = 0;
    s->host.send_err = D11_OK;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_answered_without_key(s);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, keyed, station_free)
#define CASE_UNKEYED(test)                                                     \
    cmocka_unit_test_setup_teardown(test, station_new, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(new_group_key_is_installed_and_then_confirmed),
        CASE(receive_counter_starts_at_the_rsc),
        CASE_UNKEYED(receive_counter_of_message_3_starts_at_the_rsc),
        CASE(repeated_group_key_is_answered_but_not_installed),
        CASE(alternating_group_keys_are_installed_once),
        CASE(group_key_is_remembered_over_a_rekey),
        CASE(key_id_0_is_a_group_key),
        CASE(key_id_belongs_to_the_key),
        CASE(group_key_does_not_stay_in_the_frame),
        CASE(wrong_information_is_discarded),
        CASE_UNKEYED(group_message_before_message_3_is_discarded),
        CASE(replayed_group_message_is_discarded),
        CASE(forged_group_message_is_discarded),
        CASE(message_with_wrong_keys_is_refused),
        CASE(any_key_data_under_a_good_mic_is_judged),
        CASE(key_data_that_cannot_be_wrapped_is_discarded),
        CASE(refused_group_key_ends_the_association),
        CASE(full_list_leaves_the_key_to_the_repetition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
