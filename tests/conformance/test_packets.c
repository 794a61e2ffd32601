/* Packets of a security extension: rules N80211-EXTX-* and EXRX-*. */
#include "trace.h"

#include <dot11/ext_services.h>

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

static void associated(void)
{
    ap = fake_ap(0);
    trace_begin();
    trace_build();
    trace_associate(&ap);
}

/* N80211-EXTX-1: to the peer of the port alone, asynchronous, and the buffer
 * is the extension's again at once; cookies come back with the completion */
static void a_packet_goes_to_the_peer(void **unused)
{
    uint8_t packet[] = {2, 1, 0, 0};

    (void)unused;
    associated();
    fake.keeps = true;
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id,
                                    D11_ETHERTYPE_EAPOL, packet, sizeof packet,
                                    7, 0),
                     D11_OK);
    memset(packet, 0xff, sizeof packet);
    assert_trace("");
    assert_int_equal(fake.air_count, 1);
    /* A1 and A3 are the AP: nobody else can be named. */
    assert_memory_equal(fake.air[0].octets + 4, ap.bssid, 6);
    assert_memory_equal(fake.air[0].octets + 16, ap.bssid, 6);
    fake_status();
    assert_trace("x.sent");
    assert_int_equal(fake_ext.cookie, 7);
    fake.keeps = false;
    trace_end();
}

static unsigned completions;
static uint32_t cookies;

static void count_inside(const char *handler)
{
    if (strcmp(handler, "sent") != 0)
        return;
    completions++;
    assert_int_equal(cookies & 1u << fake_ext.cookie, 0);
    cookies |= 1u << fake_ext.cookie;
}

/* N80211-EXTX-2: each accepted packet completes exactly once, whatever ends
 * it: sent, not acknowledged, disassociation, reset, removal */
static void each_accepted_packet_completes_once(void **unused)
{
    unsigned accepted = 0;

    (void)unused;
    completions = 0;
    cookies = 0;
    associated();
    trace_inside = count_inside;
    fake.keeps = true;
    for (unsigned i = 0; i < 8; i++)
        accepted += fake_ext_send(i) == D11_OK;
    assert_int_equal(accepted, 4); /* the others were refused: no completion */
    fake_status();
    assert_int_equal(completions, 4);
    /* Not acknowledged */
    fake.no_ack = true;
    assert_int_equal(fake_ext_send(8), D11_OK);
    fake_status();
    assert_int_equal(completions, 5);
    assert_int_equal(fake_ext.sent_err, D11_ERR_LOST);
    fake.no_ack = false;
    /* In the radio's hands, and waiting for room there, as the AP leaves */
    assert_int_equal(fake_ext_send(9), D11_OK);
    fake.tx_room = 0;
    assert_int_equal(fake_ext_send(10), D11_OK);
    fake_leave(&ap, 0, true, 1);
    fake.tx_room = SIZE_MAX;
    fake_status();
    assert_int_equal(completions, 7);
    /* By a reset of the station */
    fake.keeps = false;
    fake_air((struct fake_ap *[]){&ap}, 1, 2 * SECOND);
    fake.keeps = true;
    assert_int_equal(fake_ext_send(11), D11_OK);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(completions, 8);
    fake_status();
    assert_int_equal(completions, 8);
    /* By the removal */
    fake.keeps = false;
    (void)trace_take();
    trace_associate(&ap);
    fake.keeps = true;
    assert_int_equal(fake_ext_send(12), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_status();
    fake.keeps = false;
    fake_run(SECOND);
    assert_int_equal(completions, 9);
    assert_int_equal(cookies, 0x1f0fu);
    trace_end();
}

/* N80211-EXTX-3, N80211-EXTX-4: the extension gives EtherType and payload; the
 * core makes header and LLC/SNAP, and owns Protected, retry, sequence */
static void the_core_makes_the_header(void **unused)
{
    static const uint8_t snap[] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e};
    static const uint8_t packet[] = {2, 1, 0, 0};
    const uint8_t *mpdu = fake.air[0].octets;

    (void)unused;
    associated();
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id,
                                    D11_ETHERTYPE_EAPOL, packet, sizeof packet,
                                    1, 0),
                     D11_OK);
    assert_int_equal(mpdu[0], 0x08); /* data, version 0 */
    assert_int_equal(mpdu[1], 0x01); /* To DS, not protected, no retry */
    assert_memory_equal(mpdu + 10, fake_own[0], 6);
    assert_memory_equal(mpdu + 24, snap, sizeof snap);
    assert_memory_equal(mpdu + 32, packet, sizeof packet);
    assert_int_equal(fake.air[0].len, 36);
    fake_run(0);
    trace_end();
}

static void reply_inside(const char *handler)
{
    if (strcmp(handler, "receive") != 0)
        return;
    assert_int_equal(trace_send(1), D11_OK);
    trace_word("returns");
}

/* N80211-EXRX-1, N80211-EXRX-3: registered EtherTypes alone, in the order of
 * arrival, one at a time, through a port that is shut; other MSDUs wait for
 * the port */
static void registered_packets_come_in_order(void **unused)
{
    (void)unused;
    associated();
    for (uint8_t i = 0; i < 5; i++) {
        fake_eapol(&ap, 0, i, 40u + i);
        assert_int_equal(fake_ext.octets[0], i);
        assert_int_equal(fake_ext.packet.len, 40u + i);
        assert_int_equal(fake_ext.packet.session_id, fake_ext.session_id);
        assert_false(fake_ext.packet.was_protected);
    }
    fake_data(&ap, 0);
    assert_trace("x.receive x.receive x.receive x.receive x.receive");
    assert_int_equal(fake.msdu_count, 0);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    (void)trace_take();
    fake_eapol(&ap, 0, 9, 40);
    assert_trace("x.receive");
    trace_end();
}

/* N80211-EXRX-2: sending from inside; it leaves after the handler returned */
static void a_packet_may_be_answered_from_inside(void **unused)
{
    (void)unused;
    associated();
    trace_inside = reply_inside;
    fake_forget();
    fake_eapol(&ap, 0, 2, 40);
    assert_trace("x.receive >send returns");
    assert_int_equal(fake.air_count, 1);
    fake_run(0);
    assert_trace("x.sent");
    trace_end();
}

/* A packet that the extension refuses is counted under its reason. */
static void a_refused_packet_is_counted(void **unused)
{
    uint32_t before;

    (void)unused;
    associated();
    before = fake_stats().drops[D11_DROP_EAPOL_TYPE];
    fake_ext.drop = D11_DROP_EAPOL_TYPE;
    fake_eapol(&ap, 0, 2, 40);
    assert_int_equal(fake_stats().drops[D11_DROP_EAPOL_TYPE], before + 1);
    (void)trace_take();
    trace_end();
}

static unsigned notices;

static void notice(void *ctx, struct dot11_sta *sta,
                   const struct dot11_ext_ops *ext, uint32_t type,
                   const uint8_t *data, size_t len)
{
    assert_ptr_equal(ctx, &notices);
    assert_ptr_equal(sta, fake.stas[0]);
    assert_ptr_equal(ext, &fake_ext_ops);
    assert_int_equal(type, 42);
    assert_int_equal(len, 3);
    assert_memory_equal(data, "new", 3);
    notices++;
    /* As from any op: not back into the core. */
    assert_int_equal(fake_ext_send(1), D11_ERR_BUSY);
}

static const struct dot11_ext_listener listener = {
    .size = sizeof(struct dot11_ext_listener), .notice = notice};

static enum dot11_err notify(uint32_t type, const char *what)
{
    return dot11_ext_notify(fake_ext.host, type, (const uint8_t *)what,
                            what != NULL ? strlen(what) : 0);
}

/* N80211-EXRX-4: typed, not empty, and only for who registered */
static void notices_go_to_who_registered(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_ext_services};
    struct dot11_ext_listener old = listener;

    (void)unused;
    notices = 0;
    trace_begin();
    trace_build();
    assert_int_equal(notify(42, "new"), D11_ERR_UNSUPPORTED);
    assert_int_equal(
        dot11_sta_set_ext_listener(fake.stas[0], &listener, &notices),
        D11_ERR_UNSUPPORTED);
    trace_end();
    memset(&fake, 0, sizeof fake);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    trace_build();
    assert_int_equal(notify(42, "new"), D11_OK);
    assert_int_equal(notices, 0);
    old.size = 4;
    assert_int_equal(dot11_sta_set_ext_listener(fake.stas[0], &old, NULL),
                     D11_ERR_VERSION);
    assert_int_equal(
        dot11_sta_set_ext_listener(fake.stas[0], &listener, &notices), D11_OK);
    assert_int_equal(notify(42, "new"), D11_OK);
    assert_int_equal(notices, 1);
    assert_int_equal(notify(0, "new"), D11_ERR_ARG);
    assert_int_equal(notify(42, NULL), D11_ERR_ARG);
    assert_int_equal(notify(42, ""), D11_ERR_ARG);
    assert_int_equal(notices, 1);
    assert_int_equal(dot11_sta_set_ext_listener(fake.stas[0], NULL, NULL),
                     D11_OK);
    assert_int_equal(notify(42, "new"), D11_OK);
    assert_int_equal(notices, 1);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packet_goes_to_the_peer),
        cmocka_unit_test(each_accepted_packet_completes_once),
        cmocka_unit_test(the_core_makes_the_header),
        cmocka_unit_test(registered_packets_come_in_order),
        cmocka_unit_test(a_packet_may_be_answered_from_inside),
        cmocka_unit_test(a_refused_packet_is_counted),
        cmocka_unit_test(notices_go_to_who_registered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
