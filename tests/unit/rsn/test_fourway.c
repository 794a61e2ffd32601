/* The 4-way handshake against an AP that is honest, forged or wrong.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "station.h"

#define SECOND UINT64_C(1000000)

/* The handshake was given up with this verdict, once, and no key came. */
static void assert_failed(const struct station *s, enum dot11_err err,
                          uint16_t reason)
{
    const struct fake_command *last = fake_last(&s->host, FAKE_VERDICT);

    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 1);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
    assert_int_equal(last->session_id, STATION_SESSION);
    assert_int_equal(last->verdict.err, err);
    assert_int_equal(last->verdict.reason_code, reason);
    assert_true(last->verdict.leave);
}

static void keys_come_after_message_4_and_open_the_port(void **state)
{
    struct station *s = *state;

    station_associate(s);
    station_handshake(s); /* SEC-PRT-05: checks list and order */
}

/* SEC-HSK-03: another AKM, another descriptor version, MIC and KDF. */
static void psk_sha256_has_its_own_descriptor_version(void **state)
{
    static const uint8_t rsne[] = {
        0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00,
        0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x06, 0x0c, 0x00};
    struct station *s = *state;
    struct ap_message message;

    s->profile.akms |= D11_AKM_BIT_PSK_SHA256;
    s->ap.akm = D11_AKM_PSK_SHA256;
    ap_set_elements(&s->ap, rsne, sizeof(rsne));
    station_beacon(s);
    station_associate(s);
    ap_message1(&s->ap, &message);
    message.info ^= 1; /* 2 instead of 3 */
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_INFO);
    station_handshake(s);
    s->ap.gtk[0] ^= 1;
    station_group(s);
}

static void reply_takes_the_eapol_version_of_the_ap(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t version;

    station_associate(s);
    for (version = 1; version <= 3; version++) {
        ap_message1(&s->ap, &message);
        message.version = version;
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(fake_last(&s->host, FAKE_SEND)->data[0], version);
    }
}

/* SEC-HSK-05: message 1 with anything else than it may have. A30. */
static void wrong_message_1_is_discarded_without_effect(void **state)
{
    static const uint8_t half_kde[] = {0xdd, 0x14, 0x00, 0x0f, 0xac, 0x04};
    static const uint8_t igtk[30] = {0xdd, 0x1c, 0x00, 0x0f, 0xac, 0x09};
    static const struct {
        uint16_t info; /* bits to flip */
        enum dot11_drop drop;
    } wrong[] = {
        {D11_KEY_INFO_ACK, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_INSTALL, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_SECURE, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_ERROR, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_REQUEST, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_MIC, D11_DROP_EAPOL_INFO},
        /* SEC-HSK-02, A07: Encrypted without MIC. */
        {D11_KEY_INFO_ENCRYPTED, D11_DROP_EAPOL_INFO},
        {D11_KEY_INFO_PAIRWISE, D11_DROP_EAPOL_STATE},
        /* SEC-HSK-03, A08: version 1, 3 and 0 instead of 2. */
        {3, D11_DROP_EAPOL_INFO},
        {1, D11_DROP_EAPOL_INFO},
        {2, D11_DROP_EAPOL_INFO},
    };
    struct station *s = *state;
    struct ap_message message;
    size_t i;

    station_associate(s);
    for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ap_message1(&s->ap, &message);
        message.info ^= wrong[i].info;
        assert_int_equal(station_take(s, &message, false), wrong[i].drop);
    }
    ap_message1(&s->ap, &message);
    memset(message.nonce, 0, 32);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_NONCE);
    ap_message1(&s->ap, &message);
    ap_add(&message, half_kde, sizeof(half_kde));
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    for (i = 0; i < 2; i++) {
        ap_message1(&s->ap, &message);
        ap_add(&message, igtk, sizeof(igtk));
        message.data[5] = i == 0 ? 0x09 : 0x0e; /* IGTK, BIGTK */
        assert_int_equal(station_take(s, &message, false),
                         D11_DROP_EAPOL_KEY_DATA);
    }
    /* SEC-GRP-02: a key in the clear. */
    ap_message1(&s->ap, &message);
    ap_add_gtk(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    assert_int_equal(s->host.count, 0);
    station_handshake(s);
}

static void message_1_with_a_pmkid_is_answered(void **state)
{
    static const uint8_t pmkid[22] = {0xdd, 0x14, 0x00, 0x0f, 0xac, 0x04};
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    ap_message1(&s->ap, &message);
    ap_add(&message, pmkid, sizeof(pmkid));
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(fake_count(&s->host, FAKE_SEND), 1);
}

/* SEC-HSK-06: constant over repetitions; SEC-RND-01: fresh for each. */
static void snonce_stays_over_repetitions_and_is_fresh_in_a_rekey(void **state)
{
    struct station *s = *state;
    uint8_t first[32];

    station_associate(s);
    station_to_message2(s, false);
    memcpy(first, s->ap.snonce, 32);
    station_to_message2(s, false);
    assert_memory_equal(first, s->ap.snonce, 32);
    station_handshake(s);
    assert_memory_equal(first, s->ap.snonce, 32);
    s->ap.anonce[0] ^= 1;
    station_to_message2(s, true);
    assert_memory_not_equal(first, s->ap.snonce, 32);
}

/* SEC-HSK-01, SEC-HSK-02, SEC-HSK-03, SEC-HSK-08: Key Information. */
static void wrong_information_in_message_3_is_discarded(void **state)
{
    static const uint16_t flips[] = {D11_KEY_INFO_INSTALL,
                                     D11_KEY_INFO_ACK,
                                     D11_KEY_INFO_SECURE,
                                     D11_KEY_INFO_ERROR,
                                     D11_KEY_INFO_REQUEST,
                                     D11_KEY_INFO_ENCRYPTED,
                                     D11_KEY_INFO_MIC,
                                     3,
                                     1,
                                     2};
    struct station *s = *state;
    struct ap_message message;
    size_t i;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    for (i = 0; i < sizeof(flips) / sizeof(flips[0]); i++) {
        ap_message3(&s->ap, &message);
        message.info ^= flips[i];
        assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_INFO);
    }
    ap_message3(&s->ap, &message);
    message.info ^= D11_KEY_INFO_PAIRWISE;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_STATE);
    assert_int_equal(s->host.count, 0);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
}

/* SEC-HSK-02: every octet counts, and a forged frame changes nothing. */
static void message_3_with_any_octet_changed_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;
    size_t i;

    station_associate(s);
    station_to_message2(s, false);
    s->host.count = 0;
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    for (i = 0; i < frame.len; i++) {
        frame.octets[i] ^= 0x40;
        assert_int_not_equal(station_receive(s, frame.octets, frame.len, false),
                             D11_DROP_NONE);
        frame.octets[i] ^= 0x40;
    }
    assert_int_equal(s->host.count, 0);
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_NONE);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 2);
}

/* SEC-HSK-01: no prefix of a good frame is read past its end. */
static void every_prefix_of_a_message_is_refused(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;
    size_t len;

    station_associate(s);
    ap_message1(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    for (len = 0; len < frame.len; len++)
        assert_int_equal(station_receive(s, frame.octets, len, false),
                         D11_DROP_EAPOL_FORMAT);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    for (len = 0; len < frame.len; len++)
        assert_int_equal(station_receive(s, frame.octets, len, false),
                         D11_DROP_EAPOL_FORMAT);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

static void octets_behind_the_body_are_ignored(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;

    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    memset(frame.octets + frame.len, 0xee, 9);
    assert_int_equal(station_receive(s, frame.octets, frame.len + 9, false),
                     D11_DROP_NONE);
}

/* SEC-HSK-10, A53: longer than 2048 octets of body. */
static void oversized_message_is_refused(void **state)
{
    static const uint8_t filler[200];
    struct station *s = *state;
    struct ap_message message;
    uint8_t head[2] = {0xdd, 200};
    int i;

    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    for (i = 0; i < 10; i++) {
        ap_add(&message, head, 2);
        ap_add(&message, filler, 200);
    }
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_FORMAT);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

/* SEC-HSK-10, SEC-PMK-04, A31: who may send what. */
static void only_eapol_key_of_the_peer_is_looked_at(void **state)
{
    static const uint8_t start[] = {2, 1, 0, 0};
    static const uint8_t logoff[] = {2, 2, 0, 0};
    static const uint8_t eap_failure[] = {2, 0, 0, 4, 4, 1, 0, 4};
    struct station *s = *state;
    struct dot11_ext_packet packet = {0};
    struct ap_message message;
    struct ap_frame frame;

    station_associate(s);
    assert_int_equal(station_receive(s, start, sizeof(start), false),
                     D11_DROP_EAPOL_TYPE);
    assert_int_equal(station_receive(s, logoff, sizeof(logoff), false),
                     D11_DROP_EAPOL_TYPE);
    assert_int_equal(
        station_receive(s, eap_failure, sizeof(eap_failure), false),
        D11_DROP_EAPOL_TYPE);
    ap_message1(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    packet.data = frame.octets;
    packet.len = frame.len;
    memcpy(packet.sa, s->ap.spa, 6);
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_MSDU_ADDRESS);
    memcpy(packet.sa, s->ap.aa, 6);
    packet.sa[0] |= 1;
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_MSDU_ADDRESS);
    memcpy(packet.sa, s->ap.aa, 6);
    packet.session_id++;
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_EAPOL_STATE);
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_PREAUTH;
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_EAPOL_TYPE);
    assert_int_equal(s->host.count, 0);
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_NONE);
}

static void message_3_without_message_1_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    memset(s->ap.ptk.kek, 1, 16);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_NONCE);
    station_handshake(s);
}

/* SEC-HSK-08: the ANonce of message 3 chooses among those of message 1. */
static void message_3_with_another_anonce_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    message.nonce[31] ^= 1;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_NONCE);
    memset(message.nonce, 0, 32);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_NONCE);
}

static void take_forged_message_1(struct station *s, uint8_t mark)
{
    struct ap_message message;
    uint64_t replay = s->ap.replay;

    ap_message1(&s->ap, &message);
    s->ap.replay = replay;
    memset(message.nonce, mark, 32);
    message.replay = UINT64_MAX;
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
}

/* SEC-HSK-04, SEC-HSK-06, A03: any number, before and after the true one. */
static void forged_messages_1_do_not_disturb_a_handshake(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t before;
    uint8_t after;
    uint8_t mark;

    for (before = 0; before <= 3; before++) {
        for (after = 0; after <= 3; after++) {
            s->host.count = 0;
            station_associate(s);
            for (mark = 1; mark <= before; mark++)
                take_forged_message_1(s, mark);
            station_to_message2(s, false);
            for (mark = 1; mark <= after; mark++)
                take_forged_message_1(s, (uint8_t)(mark + 100));
            s->host.count = 0;
            ap_message3(&s->ap, &message);
            assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
            assert_int_equal(s->host.count, 4);
            assert_memory_equal(s->host.list[1].data, s->ap.ptk.tk, 16);
            dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
        }
    }
}

/* A message 3 that was not waited for is known by its ANonce, also after many
 * messages 1 for another and after a handshake that was flooded. */
static void only_answered_anonces_are_waited_for(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t mark;

    station_associate(s);
    station_to_message2(s, false);
    station_to_message2(s, false);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    message.nonce[0] ^= 1;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_NONCE);
    for (mark = 1; mark <= 4; mark++)
        take_forged_message_1(s, mark);
    station_handshake(s);
    s->ap.anonce[0] ^= 1;
    station_to_message2(s, true);
    ap_message3(&s->ap, &message);
    message.nonce[0] ^= 2;
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_NONCE);
}

/* SEC-HSK-09: whatever place the ANonce had that came to be used. */
static void repetition_is_known_after_forged_messages_1(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t forged;
    uint8_t mark;

    for (forged = 0; forged <= 3; forged++) {
        s->host.count = 0;
        station_associate(s);
        for (mark = 1; mark <= forged; mark++)
            take_forged_message_1(s, mark);
        station_handshake(s);
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(s->host.count, 1);
        assert_int_equal(s->host.list[0].kind, FAKE_SEND);
        dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
    }
}

/* With more ANonces than are kept, only the MIC lets a message 3 through. */
static void forged_message_3_after_a_flood_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;
    uint8_t mark;

    station_associate(s);
    for (mark = 1; mark <= 4; mark++)
        take_forged_message_1(s, mark);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    frame.octets[30] ^= 1; /* within the nonce */
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_EAPOL_MIC);
    memset(frame.octets + 17, 0, 32);
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_EAPOL_NONCE);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

/* SEC-HSK-11: as many as that, and no more. */
static void number_of_answers_is_bounded(void **state)
{
    struct station *s = *state;
    enum dot11_drop drop = D11_DROP_NONE;
    struct ap_message message;
    size_t n;

    station_associate(s);
    for (n = 0; drop == D11_DROP_NONE; n++) {
        assert_true(n < 100);
        ap_message1(&s->ap, &message);
        drop = station_take(s, &message, false);
    }
    assert_int_equal(drop, D11_DROP_RATE_LIMIT);
    assert_true(n > 16 && n < 64);
    assert_int_equal(fake_count(&s->host, FAKE_SEND), n - 1);
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
}

/* SEC-HSK-04: verified counters only grow; a counter at its end stays. */
static void replay_counter_must_grow(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;

    station_associate(s);
    station_handshake(s);
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_NONE);
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_EAPOL_REPLAY);
    message.replay--;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_REPLAY);
    message.replay = UINT64_MAX;
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_REPLAY);
    message.replay = 0;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_REPLAY);
    /* A new association begins anew. */
    s->host.count = 0;
    s->ap.replay = 0;
    station_associate(s);
    station_handshake(s);
}

static void first_counter_may_be_zero(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    message.replay = 0;
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_REPLAY);
}

static void a_forged_counter_is_not_believed(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct ap_frame frame;

    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, &message);
    message.replay = UINT64_MAX;
    ap_seal(&s->ap, &message, &frame);
    frame.octets[D11_EAPOL_KEY_MIC_AT] ^= 1;
    assert_int_equal(station_receive(s, frame.octets, frame.len, false),
                     D11_DROP_EAPOL_MIC);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
}

/* SEC-HSK-09, SEC-KEY-01, A01: message 4 was lost, however often. */
static void repeated_message_3_is_answered_without_a_key(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int i;

    station_associate(s);
    station_handshake(s);
    for (i = 0; i < 5; i++) {
        s->host.count = 0;
        ap_message3(&s->ap, &message);
        /* The first come in the clear, as the AP has no key yet. */
        assert_int_equal(station_take(s, &message, i >= 2), D11_DROP_NONE);
        assert_int_equal(s->host.count, 1);
        assert_int_equal(s->host.list[0].kind, FAKE_SEND);
        assert_int_equal(s->host.list[0].flags,
                         i >= 2 ? 0 : D11_EXT_SEND_PLAIN);
        ap_take_message4(&s->ap, s->host.list[0].data, s->host.list[0].len);
    }
    /* One that only looks like it. */
    ap_message3(&s->ap, &message);
    s->ap.ptk.kck[0] ^= 1;
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_MIC);
    s->ap.ptk.kck[0] ^= 1;
    /* The AP has shown that it has the key: no more in the clear. */
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
}

/* SEC-HSK-07, SEC-HSK-09, SEC-GRP-01, A06. */
static void plaintext_after_the_keys_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_handshake(s);
    ap_message1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    message.nonce[0] ^= 1;
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    ap_message3(&s->ap, &message);
    message.nonce[0] ^= 1;
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    assert_int_equal(s->host.count, 0);
}

/* SEC-KEY-05, A03: forged message 1 between message 3 and its repetition. */
static void forged_message_1_leaves_the_ptk_alone(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_handshake(s);
    ap_message1(&s->ap, &message);
    memset(message.nonce, 0x77, 32);
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
    ap_take_message4(&s->ap, s->host.list[0].data, s->host.list[0].len);
}

/* A verified message 3 that does not say what was agreed ends it all. */
static void disagreement(struct station *s, struct ap_message *message,
                         uint16_t reason)
{
    s->host.count = 0;
    assert_int_equal(station_take(s, message, false), D11_DROP_EAPOL_MISMATCH);
    assert_failed(s, D11_ERR_SECURITY, reason);
    assert_int_equal(fake_count(&s->host, FAKE_SEND), 0);
    /* Nothing more is taken from this association. */
    assert_int_equal(station_take(s, message, false), D11_DROP_EAPOL_STATE);
    dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
    s->host.count = 0;
}

static void begin(struct station *s, struct ap_message *message)
{
    station_associate(s);
    station_to_message2(s, false);
    ap_message3(&s->ap, message);
    message->data_len = 0;
}

/* SEC-HSK-08, A62: elements of message 3 against those of the beacon. */
static void altered_elements_in_message_3_disconnect(void **state)
{
    static const uint8_t rsnx[] = {0xf4, 0x01, 0x20};
    static const uint8_t rsnx_other[] = {0xf4, 0x01, 0x21};
    static const uint8_t override[] = {0xdd, 0x06, 0x50, 0x6f,
                                       0x9a, 0x29, 0x01, 0x00};
    struct station *s = *state;
    struct ap_message message;
    uint8_t rsne[32];
    size_t len = s->ap.elements_len;
    size_t i;

    for (i = 2; i < len; i++) { /* each octet of the body */
        begin(s, &message);
        memcpy(rsne, s->ap.elements, len);
        rsne[i] ^= 1;
        ap_add(&message, rsne, len);
        ap_add_gtk(&s->ap, &message);
        disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    }
    begin(s, &message); /* absent */
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    begin(s, &message); /* one octet longer */
    memcpy(rsne, s->ap.elements, len);
    rsne[1]++;
    rsne[len] = 0;
    ap_add(&message, rsne, len + 1);
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    begin(s, &message); /* an RSNXE that the beacon had not */
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, rsnx, sizeof(rsnx));
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    begin(s, &message); /* an override that the beacon had not */
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, override, sizeof(override));
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    begin(s, &message); /* a second RSNE */
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);

    memcpy(rsne, s->ap.elements, len); /* the beacon has an RSNXE */
    memcpy(rsne + len, rsnx, sizeof(rsnx));
    ap_set_elements(&s->ap, rsne, len + sizeof(rsnx));
    station_beacon(s);
    begin(s, &message);
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, rsnx_other, sizeof(rsnx_other));
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    begin(s, &message);
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_ELEMENT_DIFFERS);
    station_associate(s);
    station_handshake(s);
}

static void wrong_keys_in_message_3_disconnect(void **state)
{
    static const uint8_t igtk[] = {
        0xdd, 0x1c, 0x00, 0x0f, 0xac, 0x09, 4, 0, 0, 0, 0, 0, 0, 0, 1,
        2,    3,    4,    5,    6,    7,    8, 9, 1, 2, 3, 4, 5, 6, 7};
    static const uint8_t key_id_1[] = {0xdd, 0x06, 0x00, 0x0f,
                                       0xac, 0x0a, 0x01, 0x00};
    static const uint8_t short_gtk[] = {
        0xdd, 0x0e, 0x00, 0x0f, 0xac, 0x01, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct station *s = *state;
    struct ap_message message;
    size_t len = s->ap.elements_len;

    begin(s, &message); /* no GTK */
    ap_add(&message, s->ap.elements, len);
    disagreement(s, &message, D11_REASON_BAD_GROUP_CIPHER);
    begin(s, &message); /* SEC-GRP-02: of another length */
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, short_gtk, sizeof(short_gtk));
    disagreement(s, &message, D11_REASON_BAD_GROUP_CIPHER);
    begin(s, &message); /* A32: an IGTK that was not negotiated */
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    ap_add(&message, igtk, sizeof(igtk));
    disagreement(s, &message, D11_REASON_BAD_GROUP_CIPHER);
    begin(s, &message); /* SEC-KEY-04: RSC of more than 48 bits */
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    message.rsc[6] = 1;
    disagreement(s, &message, D11_REASON_BAD_GROUP_CIPHER);
    begin(s, &message); /* SEC-KEY-05: a key of another length */
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    message.key_len = 32;
    disagreement(s, &message, D11_REASON_BAD_PAIRWISE_CIPHER);
    begin(s, &message); /* an Extended Key ID that was not negotiated */
    ap_add(&message, s->ap.elements, len);
    ap_add(&message, key_id_1, sizeof(key_id_1));
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_BAD_PAIRWISE_CIPHER);
    /* SEC-KEY-05: a group key of zeroes. */
    memset(s->ap.gtk, 0, 16);
    begin(s, &message);
    ap_add(&message, s->ap.elements, len);
    ap_add_gtk(&s->ap, &message);
    disagreement(s, &message, D11_REASON_BAD_GROUP_CIPHER);
}

/* SEC-ELM-01, SEC-GRP-02: discarded as a whole, and the handshake goes on. */
static void malformed_key_data_is_discarded(void **state)
{
    static const uint8_t half_kde[] = {0xdd, 0x20, 0x00, 0x0f, 0xac, 0x04};
    struct station *s = *state;
    struct ap_message message;

    begin(s, &message);
    s->host.count = 0;
    ap_add(&message, s->ap.elements, s->ap.elements_len);
    ap_add_gtk(&s->ap, &message);
    ap_add(&message, half_kde, sizeof(half_kde));
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    ap_message3(&s->ap, &message);
    ap_add_gtk(&s->ap, &message); /* once more */
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    /* Not wrapped under our KEK, though the MIC is good. */
    ap_message3(&s->ap, &message);
    s->ap.ptk.kek[0] ^= 1;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    s->ap.ptk.kek[0] ^= 1;
    /* Too short to be wrapped, and empty. */
    ap_message3(&s->ap, &message);
    message.data_len = 0;
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_MISMATCH);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

/* SEC-HSK-11: the AP repeats message 1, because message 2 has a bad MIC. */
static void rejected_message_2_means_a_wrong_passphrase(void **state)
{
    static const uint64_t at[] = {0, SECOND / 10, 11 * SECOND / 10,
                                  21 * SECOND / 10};
    struct station *s = *state;
    struct ap_message message;
    uint64_t begun;
    size_t i;

    s->ap.pmk[0] ^= 1;
    station_associate(s);
    begun = s->now_us;
    for (i = 0; i < 4; i++) {
        s->now_us = begun + at[i];
        assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
        ap_message1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    }
    assert_int_equal(fake_count(&s->host, FAKE_SEND), 3);
    assert_failed(s, D11_ERR_BAD_KEY, D11_REASON_4WAY_TIMEOUT);
    assert_true(s->host.deadline_us == D11_NEVER);
}

/* Who verified a message 3 has the right PMK, whatever else is wrong. */
static void verified_message_3_rules_a_wrong_passphrase_out(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int i;

    begin(s, &message);
    ap_add_gtk(&s->ap, &message);
    ap_add_gtk(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    for (i = 0; i < 6; i++) {
        s->now_us += SECOND / 2;
        ap_message1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    }
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
}

static void burst_of_messages_1_is_no_verdict(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int i;

    station_associate(s);
    for (i = 0; i < 10; i++) {
        ap_message1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        s->now_us += SECOND / 20;
    }
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
    station_handshake(s);
}

static void time_out(struct station *s)
{
    dot11_rsn.tick(s->ext, s->host.deadline_us - 1); /* too early */
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 0);
    dot11_rsn.tick(s->ext, s->host.deadline_us);
}

/* SEC-HSK-11: what silence means. */
static void silence_before_message_1_is_a_timeout(void **state)
{
    struct station *s = *state;

    station_associate(s);
    assert_true(s->host.deadline_us - s->now_us <= 5 * SECOND);
    time_out(s);
    assert_failed(s, D11_ERR_TIMEOUT, D11_REASON_4WAY_TIMEOUT);
}

static void silence_after_message_2_is_a_bad_key(void **state)
{
    struct station *s = *state;

    station_associate(s);
    station_to_message2(s, false);
    time_out(s);
    assert_failed(s, D11_ERR_BAD_KEY, D11_REASON_4WAY_TIMEOUT);
    assert_false(station_holds(s, s->ap.snonce, 32));
    /* One status: nothing more comes. */
    dot11_rsn.tick(s->ext, s->now_us + 100 * SECOND);
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 1);
}

static void a_verified_message_3_clears_the_passphrase(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    begin(s, &message);
    ap_add_gtk(&s->ap, &message);
    ap_add_gtk(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    time_out(s);
    assert_failed(s, D11_ERR_TIMEOUT, D11_REASON_4WAY_TIMEOUT);
}

static void messages_1_do_not_move_the_deadline(void **state)
{
    struct station *s = *state;
    uint64_t deadline;

    station_associate(s);
    deadline = s->host.deadline_us;
    s->now_us += SECOND;
    station_to_message2(s, false);
    assert_true(s->host.deadline_us == deadline);
}

/* SEC-RND-01, A09: no random octets, no handshake. */
static void failing_random_source_ends_the_handshake(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int zeroes;

    for (zeroes = 0; zeroes <= 1; zeroes++) {
        s->host.random_err = D11_OK;
        s->host.random_zero = false;
        station_associate(s);
        s->host.random_err = zeroes ? D11_OK : D11_ERR_RANDOM;
        s->host.random_zero = zeroes;
        ap_message1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(fake_count(&s->host, FAKE_SEND), 0);
        assert_failed(s, D11_ERR_RANDOM, D11_REASON_UNSPECIFIED);
        dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

/* SEC-RES-05: the provider fails at any one of its calls. */
static void failing_provider_never_opens_the_port(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    enum dot11_err err;
    unsigned works;

    station_associate(s);
    dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
    for (works = 1; works < 20; works++) {
        s->host.count = 0;
        s->hmacs_left = works;
        s->hmac_failed = false;
        err = station_post_associate(s);
        if (err == D11_ERR_PENDING) {
            ap_message1(&s->ap, &message);
            (void)station_take(s, &message, false);
            if (fake_count(&s->host, FAKE_SEND) == 1)
                ap_take_message2(&s->ap, s->host.list[0].data,
                                 s->host.list[0].len, s->request,
                                 s->request_len, false);
            ap_message3(&s->ap, &message);
            (void)station_take(s, &message, false);
            assert_int_equal(
                fake_count(&s->host, FAKE_SEND) == 2 &&
                    fake_last(&s->host, FAKE_VERDICT)->verdict.err == D11_OK,
                !s->hmac_failed);
        } else {
            assert_int_equal(err, D11_ERR_CRYPTO);
        }
        dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
        s->hmacs_left = 0;
    }
    assert_false(s->hmac_failed); /* the last round was a whole handshake */
}

/* SEC-PRT-05: a key that cannot be installed. */
static void refused_key_ends_the_association(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    int group;

    for (group = 0; group <= 1; group++) {
        station_associate(s);
        station_to_message2(s, false);
        s->host.count = 0;
        s->host.pairwise_err = group ? D11_OK : D11_ERR_UNSUPPORTED;
        s->host.group_err = group ? D11_ERR_FULL : D11_OK;
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 1);
        assert_int_equal(fake_last(&s->host, FAKE_VERDICT)->verdict.err,
                         group ? D11_ERR_FULL : D11_ERR_UNSUPPORTED);
        assert_true(fake_last(&s->host, FAKE_VERDICT)->verdict.leave);
        dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

static void key_failure_ends_the_association(void **state)
{
    struct station *s = *state;

    station_associate(s);
    station_handshake(s);
    dot11_rsn.key_failed(s->ext, STATION_SESSION + 1, D11_ERR_HW, s->now_us);
    assert_int_equal(s->host.count, 0);
    dot11_rsn.key_failed(s->ext, STATION_SESSION, D11_ERR_HW, s->now_us);
    assert_failed(s, D11_ERR_HW, D11_REASON_UNSPECIFIED);
    assert_false(station_holds(s, s->ap.ptk.kck, 16));
    assert_false(station_holds(s, s->ap.ptk.kek, 16));
    dot11_rsn.key_failed(s->ext, STATION_SESSION, D11_ERR_HW, s->now_us);
    assert_int_equal(fake_count(&s->host, FAKE_VERDICT), 1);
}

static void full_list_is_like_a_lost_frame(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    s->host.send_err = D11_ERR_FULL;
    ap_message1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_SECURITY_QUEUE);
    s->host.send_err = D11_OK;
    station_to_message2(s, false);
    s->host.count = 0;
    s->host.send_err = D11_ERR_FULL;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_SECURITY_QUEUE);
    assert_int_equal(s->host.count, 0); /* no key without message 4 */
    s->host.send_err = D11_OK;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(s->host.count, 4);
}

static void verdict_without_room_is_given_later(void **state)
{
    struct station *s = *state;

    station_associate(s);
    s->host.verdict_err = D11_ERR_FULL;
    dot11_rsn.tick(s->ext, s->host.deadline_us);
    assert_int_equal(s->host.count, 0);
    assert_true(s->host.deadline_us == 0); /* at once */
    s->host.verdict_err = D11_OK;
    dot11_rsn.tick(s->ext, s->now_us);
    assert_failed(s, D11_ERR_TIMEOUT, D11_REASON_4WAY_TIMEOUT);
    assert_true(s->host.deadline_us == D11_NEVER);
}

static void rekey_replaces_the_ptk_under_the_old_one(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    uint8_t old_kck[16];

    station_associate(s);
    station_handshake(s);
    memcpy(old_kck, s->ap.ptk.kck, 16);
    s->ap.anonce[0] ^= 1;
    s->ap.gtk[0] ^= 1;
    s->ap.gtk_id = 2;
    station_to_message2(s, true);
    assert_true(s->host.deadline_us != D11_NEVER);
    s->host.count = 0;
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_PLAINTEXT);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    /* Message 4, TK, GTK; the port is open already. */
    assert_int_equal(s->host.count, 3);
    assert_int_equal(s->host.list[0].kind, FAKE_SEND);
    assert_int_equal(s->host.list[0].flags, 0);
    ap_take_message4(&s->ap, s->host.list[0].data, s->host.list[0].len);
    assert_memory_equal(s->host.list[1].data, s->ap.ptk.tk, 16);
    assert_memory_equal(s->host.list[2].data, s->ap.gtk, 16);
    assert_int_equal(s->host.list[2].key.key_id, 2);
    assert_true(s->host.deadline_us == D11_NEVER);
    assert_false(station_holds(s, old_kck, 16));
    s->ap.gtk[0] ^= 2;
    station_group(s);
}

/* SEC-HSK-11: the bound is one of each handshake. */
static void long_handshake_does_not_forbid_a_rekey(void **state)
{
    struct station *s = *state;
    int i;

    station_associate(s);
    for (i = 0; i < 25; i++)
        station_to_message2(s, false);
    station_handshake(s);
    s->ap.anonce[0] ^= 1;
    for (i = 0; i < 25; i++)
        station_to_message2(s, true);
}

/* SEC-KEY-01: the PTK in use is not made again. */
static void rekey_with_the_anonce_in_use_is_discarded(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    station_associate(s);
    station_handshake(s);
    ap_message1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_NONCE);
    message.nonce[5] ^= 1;
    message.replay = 1; /* SEC-HSK-04: of the first handshake */
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_REPLAY);
    assert_int_equal(s->host.count, 0);
}

static void abandoned_rekey_leaves_the_keys_in_use(void **state)
{
    struct station *s = *state;
    struct ap_message message;
    struct d11_ptk old;

    station_associate(s);
    station_handshake(s);
    old = s->ap.ptk;
    s->ap.anonce[0] ^= 1;
    station_to_message2(s, true);
    s->host.count = 0;
    dot11_rsn.tick(s->ext, s->host.deadline_us);
    assert_int_equal(s->host.count, 0);
    assert_true(s->host.deadline_us == D11_NEVER);
    assert_false(station_holds(s, s->ap.snonce, 32));
    ap_message3(&s->ap, &message); /* too late */
    assert_int_equal(station_take(s, &message, true), D11_DROP_EAPOL_NONCE);
    s->ap.ptk = old;
    s->ap.gtk[0] ^= 1;
    station_group(s);
}

/* SEC-RND-04, SEC-RND-06: what is not needed is not kept. */
static void secrets_are_kept_no_longer_than_needed(void **state)
{
    struct station *s = *state;
    struct dot11_ext_packet packet = {0};
    struct ap_message message;
    struct ap_frame frame;
    size_t i;

    station_associate(s);
    station_to_message2(s, false);
    assert_false(station_holds(s, s->ap.ptk.tk, 16));
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &frame);
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    packet.data = frame.octets;
    packet.len = frame.len;
    memcpy(packet.sa, s->ap.aa, 6);
    assert_int_equal(dot11_rsn.receive(s->ext, &packet, s->now_us),
                     D11_DROP_NONE);
    for (i = 0; i + 16 <= frame.len; i++)
        assert_memory_not_equal(frame.octets + i, s->ap.gtk, 16);
    assert_false(station_holds(s, s->ap.ptk.tk, 16));
    assert_false(station_holds(s, s->ap.gtk, 16));
    assert_false(station_holds(s, s->ap.snonce, 32));
    assert_true(station_holds(s, s->ap.ptk.kck, 16));
    dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
    assert_false(station_holds(s, s->ap.ptk.kck, 16));
    assert_false(station_holds(s, s->ap.ptk.kek, 16));
    assert_true(station_holds(s, s->ap.pmk, 32));
    dot11_rsn.reset(s->ext);
    assert_false(station_holds(s, s->ap.pmk, 32));
}

/* SEC-RND-04: without a stop before it. */
static void reset_and_deinit_wipe_everything(void **state)
{
    struct station *s = *state;
    const uint8_t *octets = s->ext;
    size_t i;

    station_associate(s);
    station_handshake(s);
    assert_true(station_holds(s, s->ap.ptk.kck, 16));
    dot11_rsn.reset(s->ext);
    assert_false(station_holds(s, s->ap.ptk.kck, 16));
    assert_false(station_holds(s, s->ap.ptk.kek, 16));
    assert_false(station_holds(s, s->ap.pmk, 32));
    assert_true(s->host.deadline_us == D11_NEVER);
    station_associate(s);
    dot11_rsn.deinit(s->ext);
    for (i = 0; i < dot11_rsn.state_size; i++)
        assert_int_equal(octets[i], 0);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, station_new, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(keys_come_after_message_4_and_open_the_port),
        CASE(psk_sha256_has_its_own_descriptor_version),
        CASE(reply_takes_the_eapol_version_of_the_ap),
        CASE(wrong_message_1_is_discarded_without_effect),
        CASE(message_1_with_a_pmkid_is_answered),
        CASE(snonce_stays_over_repetitions_and_is_fresh_in_a_rekey),
        CASE(wrong_information_in_message_3_is_discarded),
        CASE(message_3_with_any_octet_changed_is_discarded),
        CASE(every_prefix_of_a_message_is_refused),
        CASE(octets_behind_the_body_are_ignored),
        CASE(oversized_message_is_refused),
        CASE(only_eapol_key_of_the_peer_is_looked_at),
        CASE(message_3_without_message_1_is_discarded),
        CASE(message_3_with_another_anonce_is_discarded),
        CASE(forged_messages_1_do_not_disturb_a_handshake),
        CASE(only_answered_anonces_are_waited_for),
        CASE(repetition_is_known_after_forged_messages_1),
        CASE(forged_message_3_after_a_flood_is_discarded),
        CASE(number_of_answers_is_bounded),
        CASE(replay_counter_must_grow),
        CASE(first_counter_may_be_zero),
        CASE(a_forged_counter_is_not_believed),
        CASE(repeated_message_3_is_answered_without_a_key),
        CASE(plaintext_after_the_keys_is_discarded),
        CASE(forged_message_1_leaves_the_ptk_alone),
        CASE(altered_elements_in_message_3_disconnect),
        CASE(wrong_keys_in_message_3_disconnect),
        CASE(malformed_key_data_is_discarded),
        CASE(rejected_message_2_means_a_wrong_passphrase),
        CASE(verified_message_3_rules_a_wrong_passphrase_out),
        CASE(burst_of_messages_1_is_no_verdict),
        CASE(silence_before_message_1_is_a_timeout),
        CASE(silence_after_message_2_is_a_bad_key),
        CASE(a_verified_message_3_clears_the_passphrase),
        CASE(messages_1_do_not_move_the_deadline),
        CASE(failing_random_source_ends_the_handshake),
        CASE(failing_provider_never_opens_the_port),
        CASE(refused_key_ends_the_association),
        CASE(key_failure_ends_the_association),
        CASE(full_list_is_like_a_lost_frame),
        CASE(verdict_without_room_is_given_later),
        CASE(rekey_replaces_the_ptk_under_the_old_one),
        CASE(long_handshake_does_not_forbid_a_rekey),
        CASE(rekey_with_the_anonce_in_use_is_discarded),
        CASE(abandoned_rekey_leaves_the_keys_in_use),
        CASE(secrets_are_kept_no_longer_than_needed),
        CASE(reset_and_deinit_wipe_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
