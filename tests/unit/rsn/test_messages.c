/* Every message of the AP's handshakes, wrong in every way, by tables: why it
 * is discarded, and that nothing in the station has changed.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2, 12.7.6, 12.7.7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "station.h"

#define EXT_MAX 2048u

/* How far the station is when a message comes. */
enum place {
    FRESH,    /* associated */
    ANSWERED, /* message 2 was sent */
    KEYED,    /* and the AP has sent frames under the keys */
    PLACES
};

enum message { MESSAGE1, MESSAGE3, GROUP1, MESSAGES };

static const char *const names[MESSAGES] = {"message 1", "message 3",
                                            "group message 1"};

/* What is to be compared. */
struct before {
    uint8_t ext[EXT_MAX];
    struct ap ap;
    size_t count;
};

static void keep(const struct station *s, struct before *before)
{
    assert_true(dot11_rsn.state_size <= EXT_MAX);
    memcpy(before->ext, s->ext, dot11_rsn.state_size);
    before->ap = s->ap;
    before->count = s->host.count;
}

static void restore(struct station *s, const struct before *before)
{
    memcpy(s->ext, before->ext, dot11_rsn.state_size);
    s->ap = before->ap;
    s->host.count = before->count;
}

/* A discarded message has changed no octet of the station's state, and nothing
 * was asked of the host. */
static void check(const struct station *s, const struct before *before,
                  enum dot11_drop drop, enum dot11_drop expected,
                  const char *what, const char *of)
{
    if (drop != expected)
        fail_msg("%s of %s: drop %d, not %d", what, of, drop, expected);
    if (drop == D11_DROP_NONE)
        return;
    if (s->host.count != before->count)
        fail_msg("%s of %s: the host was asked for something", what, of);
    if (memcmp(s->ext, before->ext, dot11_rsn.state_size) != 0)
        fail_msg("%s of %s: the state has changed", what, of);
}

static void make(struct station *s, enum message kind, struct ap_frame *frame)
{
    struct ap_message message;

    switch (kind) {
    case MESSAGE1: ap_message1(&s->ap, &message); break;
    case MESSAGE3: ap_message3(&s->ap, &message); break;
    default: ap_group1(&s->ap, &message); break;
    }
    ap_seal(&s->ap, &message, frame);
}

static void go_to(struct station *s, enum place place)
{
    station_associate(s);
    if (place == ANSWERED)
        station_to_message2(s, false);
    if (place != KEYED)
        return;
    station_handshake(s);
    s->ap.gtk[0] ^= 1;
    station_group(s);
}

/* Where each message belongs. */
static const enum place home[MESSAGES] = {FRESH, ANSWERED, KEYED};

static bool is_protected(enum message kind)
{
    return home[kind] == KEYED;
}

/* A station with another AKM. */
static void use_akm(struct station *s, uint32_t akm)
{
    static uint8_t rsne[] = {0x30, 0x14, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04,
                             0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00,
                             0x00, 0x0f, 0xac, 0x02, 0x0c, 0x00};

    rsne[19] = (uint8_t)akm;
    s->profile.akms |= D11_AKM_BIT_PSK_SHA256;
    s->ap.akm = akm;
    ap_set_elements(&s->ap, rsne, sizeof rsne);
    station_beacon(s);
}

/* For each AKM whose PMK is there, each message where it belongs. */
static void for_each(struct station *s,
                     void (*test)(struct station *s, enum message kind))
{
    static const uint32_t akms[] = {D11_AKM_PSK, D11_AKM_PSK_SHA256};

    for (size_t i = 0; i < sizeof akms / sizeof akms[0]; i++) {
        for (int kind = 0; kind < MESSAGES; kind++) {
            use_akm(s, akms[i]);
            go_to(s, home[kind]);
            test(s, (enum message)kind);
            dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
            dot11_rsn.reset(s->ext);
            s->host.count = 0;
            s->ap.replay = 0;
        }
    }
}

/* --- Changed on the way --------------------------------------------------- */

#define NONE D11_DROP_NONE
#define FORMAT D11_DROP_EAPOL_FORMAT
#define TYPE D11_DROP_EAPOL_TYPE
#define INFO D11_DROP_EAPOL_INFO
#define STATE D11_DROP_EAPOL_STATE
#define REPLAY D11_DROP_EAPOL_REPLAY
#define NONCE D11_DROP_EAPOL_NONCE
#define MIC D11_DROP_EAPOL_MIC
#define PLAIN D11_DROP_PLAINTEXT

// clang-format off
/* One octet with other bits, in the order of the frame. Message 1 has no MIC:
 * what else it holds may be anything (SEC-HSK-05), and is answered. */
static const struct {
    const char *what;
    uint8_t at, bits;
    enum dot11_drop drop[MESSAGES];
} changes[] = {
    {"EAPOL version 0",         0, 0x02, {FORMAT, FORMAT, FORMAT}},
    {"EAPOL version 3",         0, 0x01, {NONE,   MIC,    MIC}},
    {"EAPOL version 130",       0, 0x80, {FORMAT, FORMAT, FORMAT}},
    {"EAPOL type",              1, 0x01, {TYPE,   TYPE,   TYPE}},
    {"EAPOL length, longer",    2, 0x01, {FORMAT, FORMAT, FORMAT}},
    {"EAPOL length, too long",  2, 0x80, {FORMAT, FORMAT, FORMAT}},
    {"descriptor of WPA",       4, 0xfc, {TYPE,   TYPE,   TYPE}},
    {"info: MIC",               5, 0x01, {INFO,   INFO,   INFO}},
    {"info: Secure",            5, 0x02, {INFO,   INFO,   INFO}},
    {"info: Error",             5, 0x04, {INFO,   INFO,   INFO}},
    {"info: Request",           5, 0x08, {INFO,   INFO,   INFO}},
    {"info: Encrypted",         5, 0x10, {INFO,   INFO,   INFO}},
    {"info: reserved, 13",      5, 0x20, {NONE,   MIC,    MIC}},
    {"info: reserved, 14",      5, 0x40, {NONE,   MIC,    MIC}},
    {"info: reserved, 15",      5, 0x80, {NONE,   MIC,    MIC}},
    {"info: version, 0",        6, 0x01, {INFO,   INFO,   INFO}},
    {"info: version, 1",        6, 0x02, {INFO,   INFO,   INFO}},
    {"info: version, 2",        6, 0x04, {INFO,   INFO,   INFO}},
    {"info: Pairwise",          6, 0x08, {STATE,  STATE,  INFO}},
    {"info: reserved, 4",       6, 0x10, {NONE,   MIC,    MIC}},
    {"info: reserved, 5",       6, 0x20, {NONE,   MIC,    MIC}},
    {"info: Install",           6, 0x40, {INFO,   INFO,   INFO}},
    {"info: Ack",               6, 0x80, {INFO,   INFO,   INFO}},
    {"Key Length",              8, 0x30, {NONE,   MIC,    MIC}},
    {"replay counter, higher", 15, 0x40, {NONE,   MIC,    MIC}},
    {"nonce, first octet",     17, 0x01, {NONE,   NONCE,  MIC}},
    {"nonce, last octet",      48, 0x80, {NONE,   NONCE,  MIC}},
    {"IV",                     49, 0x01, {NONE,   MIC,    MIC}},
    {"RSC",                    65, 0x01, {NONE,   MIC,    MIC}},
    {"reserved",               73, 0x01, {NONE,   MIC,    MIC}},
    {"MIC, first octet",       81, 0x01, {NONE,   MIC,    MIC}},
    {"MIC, last octet",        96, 0x80, {NONE,   MIC,    MIC}},
    {"Key Data length",        97, 0x01, {FORMAT, FORMAT, FORMAT}},
    {"Key Data length, by 1",  98, 0x01, {FORMAT, FORMAT, FORMAT}},
    {"Key Data, first octet",  99, 0x01, {NONE,   MIC,    MIC}},
    {"last octet",              0, 0,    {FORMAT, MIC,    MIC}},
};
// clang-format on

static void change_each_field(struct station *s, enum message kind)
{
    struct before before;
    struct ap_frame frame;

    keep(s, &before);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const bool last = changes[i].bits == 0;

        make(s, kind, &frame);
        if (last || changes[i].at < frame.len)
            frame.octets[last ? frame.len - 1 : changes[i].at] ^=
                last ? 1 : changes[i].bits;
        check(s, &before,
              station_receive(s, frame.octets, frame.len, is_protected(kind)),
              changes[i].drop[kind], changes[i].what, names[kind]);
        restore(s, &before);
    }
}

/* SEC-HSK-01, SEC-HSK-02, SEC-HSK-03, SEC-HSK-05, A07, A08, A30. */
static void each_field_changed_has_its_reason_and_no_effect(void **state)
{
    for_each(*state, change_each_field);
}

static void cut_everywhere(struct station *s, enum message kind)
{
    struct before before;
    struct ap_frame frame;

    keep(s, &before);
    make(s, kind, &frame);
    for (size_t len = 0; len < frame.len; len++)
        check(s, &before,
              station_receive(s, frame.octets, len, is_protected(kind)), FORMAT,
              "a beginning", names[kind]);
}

/* SEC-HSK-01, A53. */
static void each_beginning_of_a_message_has_no_effect(void **state)
{
    for_each(*state, cut_everywhere);
}

/* --- Out of order --------------------------------------------------------- */

// clang-format off
/* Each message in each place, in the clear and under the keys. */
static const struct {
    enum message kind;
    enum place place;
    bool was_protected;
    enum dot11_drop drop;
} orders[] = {
    {MESSAGE1, FRESH,    false, NONE},
    {MESSAGE1, ANSWERED, false, NONE},   /* it was lost, or forged */
    {MESSAGE1, KEYED,    false, PLAIN},  /* SEC-HSK-07 */
    {MESSAGE1, KEYED,    true,  NONCE},  /* the PTK in use is not made again */
    {MESSAGE3, FRESH,    false, NONCE},
    {MESSAGE3, ANSWERED, false, NONE},
    {MESSAGE3, KEYED,    false, PLAIN},  /* SEC-HSK-09: a frame came under TK */
    {MESSAGE3, KEYED,    true,  NONE},   /* message 4 was lost */
    {GROUP1,   FRESH,    false, STATE},  /* SEC-GRP-01 */
    {GROUP1,   ANSWERED, false, STATE},
    {GROUP1,   KEYED,    false, PLAIN},
    {GROUP1,   KEYED,    true,  NONE},
};
// clang-format on

/* SEC-HSK-07, SEC-HSK-09, SEC-GRP-01, A06, A41. */
static void each_message_has_its_place(void **state)
{
    struct station *s = *state;
    struct before before;
    struct ap_frame frame;

    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        go_to(s, orders[i].place);
        keep(s, &before);
        make(s, orders[i].kind, &frame);
        check(s, &before,
              station_receive(s, frame.octets, frame.len,
                              orders[i].was_protected),
              orders[i].drop, "the order", names[orders[i].kind]);
        /* SEC-KEY-01: the keys of a place are not installed again. */
        for (size_t n = before.count; n < s->host.count; n++)
            assert_true(orders[i].place != KEYED ||
                        s->host.list[n].kind == FAKE_SEND);
        dot11_rsn.stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

static void say_twice(struct station *s, enum message kind)
{
    struct before before;
    struct ap_frame frame;

    make(s, kind, &frame);
    assert_int_equal(
        station_receive(s, frame.octets, frame.len, is_protected(kind)), NONE);
    keep(s, &before);
    /* The AP has heard message 2 twice then, and that is all. */
    check(s, &before,
          station_receive(s, frame.octets, frame.len, is_protected(kind)),
          kind == MESSAGE1 ? NONE : REPLAY, "a repetition", names[kind]);
    if (kind == MESSAGE1) {
        assert_int_equal(s->host.count, before.count + 1);
        assert_int_equal(s->host.list[before.count].kind, FAKE_SEND);
    }
}

/* SEC-HSK-04, A01, A02: also in the clear, whatever was the first. */
static void a_message_counts_once(void **state)
{
    for_each(*state, say_twice);
}

/* --- From others ---------------------------------------------------------- */

static void come_from_others(struct station *s, enum message kind)
{
    struct dot11_ext_packet packet = {0};
    struct before before;
    struct ap_frame frame;

    make(s, kind, &frame);
    keep(s, &before);
    packet.session_id = STATION_SESSION;
    packet.ethertype = D11_ETHERTYPE_EAPOL;
    packet.was_protected = is_protected(kind);
    packet.data = frame.octets;
    packet.len = frame.len;
    for (size_t octet = 0; octet < 6; octet++) {
        memcpy(packet.sa, s->ap.aa, 6);
        packet.sa[octet] ^= 1;
        check(s, &before, dot11_rsn.receive(s->ext, &packet, s->now_us),
              D11_DROP_MSDU_ADDRESS, "another sender", names[kind]);
    }
    memcpy(packet.sa, s->ap.spa, 6);
    check(s, &before, dot11_rsn.receive(s->ext, &packet, s->now_us),
          D11_DROP_MSDU_ADDRESS, "ourselves as the sender", names[kind]);
    memcpy(packet.sa, s->ap.aa, 6);
    packet.session_id++;
    check(s, &before, dot11_rsn.receive(s->ext, &packet, s->now_us), STATE,
          "another port", names[kind]);
}

/* SEC-HSK-10, A19. */
static void messages_of_others_have_no_effect(void **state)
{
    for_each(*state, come_from_others);
}

static void come_under_other_keys(struct station *s, enum message kind)
{
    struct before before;
    struct ap_frame frame;

    if (kind == MESSAGE1)
        return;
    keep(s, &before);
    for (size_t octet = 0; octet < 16; octet++) {
        s->ap.ptk.kck[octet] ^= 0x80;
        make(s, kind, &frame);
        check(s, &before,
              station_receive(s, frame.octets, frame.len, is_protected(kind)),
              MIC, "another KCK", names[kind]);
        restore(s, &before);
    }
}

/* SEC-HSK-02, SEC-RND-03. */
static void messages_under_other_keys_have_no_effect(void **state)
{
    for_each(*state, come_under_other_keys);
}

/* Who has the KCK but not the KEK may move the replay counter, and that is
 * all (SEC-HSK-04). */
static void come_under_another_kek(struct station *s, enum message kind)
{
    struct before before;
    struct ap_frame frame;

    if (kind == MESSAGE1)
        return;
    keep(s, &before);
    s->ap.ptk.kek[3] ^= 1;
    make(s, kind, &frame);
    assert_int_equal(
        station_receive(s, frame.octets, frame.len, is_protected(kind)),
        D11_DROP_EAPOL_KEY_DATA);
    assert_int_equal(s->host.count, before.count);
    s->ap.ptk.kek[3] ^= 1;
    make(s, kind, &frame);
    assert_int_equal(
        station_receive(s, frame.octets, frame.len, is_protected(kind)), NONE);
}

static void key_data_that_is_not_ours_stays_closed(void **state)
{
    for_each(*state, come_under_another_kek);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, station_new, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_field_changed_has_its_reason_and_no_effect),
        CASE(each_beginning_of_a_message_has_no_effect),
        CASE(each_message_has_its_place),
        CASE(a_message_counts_once),
        CASE(messages_of_others_have_no_effect),
        CASE(messages_under_other_keys_have_no_effect),
        CASE(key_data_that_is_not_ours_stays_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
