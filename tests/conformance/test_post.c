/* The post-association operation of a security extension: event traces 3.14
 * and 3.15 of the operation model, and the rules N80211-POST-*. */
#include "trace.h"

#include <dot11/attr.h>
#include <dot11/ext_services.h>

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

static void begin(void)
{
    ap = fake_ap(0);
    trace_begin();
    trace_build();
}

static void associated(void)
{
    begin();
    trace_associate(&ap);
}

static struct dot11_port port(void)
{
    struct dot11_port port;

    memset(&port, 0, sizeof port);
    assert_int_equal(dot11_sta_ports(fake.stas[0], &port, 1), 1);
    return port;
}

/* N80211-POST-1, N80211-POST-10, N80211-POST-12, N80211-POST-13,
 * N80211-POST-16, N80211-POST-18, N80211-PORT-7, N80211-PORT-16: trace 3.14,
 * step by step */
static void a_provider_authenticates_a_port(void **unused)
{
    uint32_t session;

    (void)unused;
    begin();
    /* 1 to 3 */
    assert_int_equal(trace_connect(&ap), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post");
    assert_false(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.authorized);
    session = port().session_id;
    assert_int_equal(fake_ext.assoc.session_id, session);
    assert_memory_equal(fake_ext.assoc.peer, ap.bssid, 6);
    assert_memory_equal(fake_ext.assoc.own, fake_own[0], 6);
    assert_int_equal(fake_ext.assoc.suites.pairwise_cipher,
                     D11_CIPHER_CCMP_128);
    assert_true(port().controlled);
    assert_false(port().authorized);
    /* 4 and 5 */
    assert_int_equal(trace_send(0xa1), D11_OK);
    fake_run(0);
    assert_trace(">send x.sent");
    assert_int_equal(fake_ext.cookie, 0xa1);
    assert_int_equal(fake_ext.sent_err, D11_OK);
    /* 6 */
    fake_eapol(&ap, 0, 2, 40);
    fake_eapol(&ap, 0, 1, 41);
    assert_trace("x.receive x.receive");
    assert_int_equal(fake_ext.octets[0], 1);
    assert_int_equal(fake_ext.packet.len, 41);
    /* 7 */
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_key(false, 1, 2), D11_OK);
    assert_int_equal(trace_key_id(0), D11_OK);
    assert_trace(">key r.key >group_key r.key >key_id");
    assert_false(port().authorized);
    /* 8 to 10: the notification of the port's state is the radio's set_bss */
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">success r.open authorized");
    assert_true(port().authorized);
    assert_true(trace_msdu());
    /* 11 and 12: the same session, either way */
    assert_int_equal(trace_verdict(D11_ERR_VERIFY, false), D11_OK);
    assert_trace(">failure r.shut unauthorized");
    assert_int_equal(fake.last[0][D11_EV_PORT].u.port.err, D11_ERR_VERIFY);
    assert_int_equal(port().session_id, session);
    assert_false(trace_msdu());
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">success r.open authorized");
    assert_true(trace_msdu());
    /* 13 and 14 */
    fake_run(0);
    fake_leave(&ap, 0, true, 7);
    assert_trace("r.shut disassoc port_gone x.stop");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_PEER_DEAUTH);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.code, 7);
    assert_int_equal(fake.last[0][D11_EV_PORT].u.port.port.session_id, session);
    trace_end();
}

static void reject_inside_reset(const char *handler)
{
    if (strcmp(handler, "reset") == 0) {
        assert_int_equal(trace_verdict(D11_ERR_CANCELLED, false),
                         D11_ERR_NOT_FOUND);
        assert_int_equal(trace_key(true, 0, 9), D11_ERR_NOT_FOUND);
    }
}

/* N80211-POST-14, N80211-POST-17, N80211-EXT-5: trace 3.15, reset. The stop
 * closed the operation; the reset behind it does not close it again. */
static void a_reset_closes_an_open_operation_once(void **unused)
{
    (void)unused;
    associated();
    trace_inside = reject_inside_reset;
    trace_word("reset");
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_trace("reset disassoc port_gone x.stop x.reset >failure refused! "
                 ">key refused!");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_BY_HOST);
    trace_end();
}

static void silent_inside_deinit(const char *handler)
{
    uint8_t octets[4];

    if (strcmp(handler, "deinit") != 0)
        return;
    assert_int_equal(trace_verdict(D11_ERR_CANCELLED, false), D11_ERR_STATE);
    assert_int_equal(trace_send(1), D11_ERR_STATE);
    assert_int_equal(trace_key(true, 0, 1), D11_ERR_STATE);
    assert_int_equal(trace_key_id(0), D11_ERR_STATE);
    assert_int_equal(trace_pre_done(D11_ERR_CANCELLED), D11_ERR_STATE);
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1),
                     D11_ERR_STATE);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 1), D11_ERR_STATE);
    assert_int_equal(dot11_ext_random(fake_ext.host, octets, 4), D11_ERR_STATE);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_OK),
                     D11_ERR_STATE);
}

/* N80211-POST-15, N80211-EXT-4: trace 3.15, removal. The stop comes before the
 * end, and after the end began nothing can be asked for. */
static void a_removal_stops_and_then_ends(void **unused)
{
    (void)unused;
    associated();
    trace_word("halt");
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_trace("halt disassoc port_gone x.stop x.reset");
    fake_run(SECOND);
    assert_trace("halted");
    trace_inside = silent_inside_deinit;
    assert_int_equal(dot11_sta_fini(fake.stas[0]), D11_OK);
    assert_trace("x.deinit >failure refused! >send refused! >key refused! "
                 ">key_id refused! >pre_done refused!");
    /* And ever after. */
    silent_inside_deinit("deinit");
    fake_run(SECOND);
    (void)trace_take();
    fake.stas[0] = NULL;
    trace_end();
}

/* N80211-POST-16, N80211-POST-17: trace 3.15, the AP is lost; and a call that
 * comes late */
static void a_lost_ap_stops_the_operation(void **unused)
{
    uint32_t old;

    (void)unused;
    associated();
    old = fake_ext.session_id;
    assert_int_equal(trace_send(1), D11_OK);
    fake_run(0);
    (void)trace_take();
    fake_leave(&ap, 0, false, 8);
    assert_trace("disassoc port_gone x.stop");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_PEER_DISASSOC);
    assert_int_equal(trace_verdict(D11_OK, false), D11_ERR_NOT_FOUND);
    assert_trace(">success refused!");
    /* Late also for the next association: its session has another id. */
    fake_air((struct fake_ap *[]){&ap}, 1, 3 * SECOND);
    assert_int_not_equal(fake_ext.session_id, old);
    (void)trace_take();
    {
        struct dot11_ext_verdict late = {old, D11_OK, 0, false};

        assert_int_equal(dot11_ext_set_verdict(fake_ext.host, &late),
                         D11_ERR_NOT_FOUND);
    }
    assert_trace("");
    assert_false(port().authorized);
    trace_end();
}

/* N80211-POST-2: for an AP alone; the peer is the one associated with */
static void the_operation_is_of_the_ap(void **unused)
{
    struct fake_ap other = fake_ap(1);

    (void)unused;
    associated();
    assert_memory_equal(port().peer, ap.bssid, 6);
    /* Another transmitter's packets are no part of it. */
    fake_eapol(&other, 0, 2, 40);
    assert_trace("");
    trace_end();
}

/* N80211-POST-3: an error at once: no operation is open, the port stays
 * unauthorized */
static void a_provider_that_refuses_leaves_the_port_shut(void **unused)
{
    (void)unused;
    begin();
    fake_ext.post = D11_ERR_UNSUPPORTED;
    assert_int_equal(trace_connect(&ap), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post unauthorized disassoc "
                 "port_gone x.stop");
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_SECURITY);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_NOT_FOUND);
    trace_end();
}

static void work_inside_post(const char *handler)
{
    if (strcmp(handler, "post") != 0)
        return;
    assert_int_equal(trace_send(1), D11_OK);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 3), D11_OK);
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    trace_word("returns");
}

/* N80211-POST-4, N80211-POST-11: everything may be asked for inside; nothing
 * of it is done before the handler returned, the verdict last. */
static void nothing_completes_inside_perform(void **unused)
{
    (void)unused;
    begin();
    trace_inside = work_inside_post;
    assert_int_equal(trace_connect(&ap), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_trace("x.pre connect_start assoc_start assoc_done port "
                 "connect_done link_quality x.post >send >key >success returns "
                 "need_credentials x.sent r.key r.open authorized");
    trace_end();
}

/* N80211-POST-5: one stop for each perform, whatever became of the port, and
 * with the port's own id */
static void resources_of_a_port_are_released_once(void **unused)
{
    unsigned stops = 0;

    (void)unused;
    associated();
    for (unsigned i = 0; i < 3; i++) {
        const char *words;

        if (i == 1)
            assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
        if (i == 2)
            assert_int_equal(trace_verdict(D11_ERR_VERIFY, false), D11_OK);
        (void)trace_take();
        /* fake_ext checks the id that stop names. */
        fake_leave(&ap, 0, true, 1);
        words = trace_take();
        assert_non_null(strstr(words, "port_gone x.stop"));
        stops++;
        assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                         D11_OK);
        words = trace_take();
        assert_null(strstr(words, "x.stop"));
        trace_associate(&ap);
    }
    assert_int_equal(stops, 3);
    trace_end();
}

static uint8_t prompts(void)
{
    return dot11_sta_ext_prompts(fake.stas[0], &fake_ext_ops);
}

static enum dot11_err say(uint8_t prompt, const char *what)
{
    return dot11_sta_ext_answer(fake.stas[0], &fake_ext_ops, prompt,
                                (const uint8_t *)what, strlen(what),
                                fake.now_us);
}

/* N80211-POST-6: several prompts, each ends with its own answer; reset, the
 * end and a log-off end all */
static void prompts_end_with_their_own_answer(void **unused)
{
    (void)unused;
    associated();
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 2), D11_OK);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 5), D11_OK);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 5), D11_ERR_BUSY);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, D11_EXT_PROMPTS),
                     D11_ERR_ARG);
    assert_trace("need_credentials need_credentials");
    assert_int_equal(
        fake.last[0][D11_EV_NEED_CREDENTIALS].u.need_credentials.kind, 5);
    assert_int_equal(prompts(), 1u << 2 | 1u << 5);
    assert_int_equal(say(3, "no"), D11_ERR_NOT_FOUND);
    assert_trace("");
    assert_int_equal(say(5, "five"), D11_OK);
    assert_trace("x.answer");
    assert_int_equal(fake_ext.prompt, 5);
    assert_int_equal(fake_ext.said_len, 4);
    assert_memory_equal(fake_ext.said, "five", 4);
    assert_int_equal(prompts(), 1u << 2);
    assert_int_equal(say(5, "again"), D11_ERR_NOT_FOUND);
    /* The user goes. */
    dot11_sta_ext_log_off(fake.stas[0]);
    assert_int_equal(say(2, "late"), D11_ERR_NOT_FOUND);
    /* A reset. */
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 2), D11_OK);
    trace_disconnect();
    assert_int_equal(prompts(), 0);
    assert_int_equal(say(2, "late"), D11_ERR_NOT_FOUND);
    assert_int_equal(
        dot11_sta_ext_answer(fake.stas[0], &dot11_rsn, 2, NULL, 0, fake.now_us),
        D11_ERR_NOT_FOUND);
    (void)trace_take();
    trace_end();
}

/* N80211-POST-7: what perform is told is what was selected, and what the
 * request for the association was made of */
static void the_algorithm_is_the_one_selected(void **unused)
{
    (void)unused;
    begin();
    fake_ext.suites.akm = 0x00112233u; /* AUTH-16: a vendor's */
    assert_int_equal(trace_connect(&ap), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_int_equal(fake_ext.assoc.suites.akm, 0x00112233u);
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.akm,
                     0x00112233u);
    (void)trace_take();
    trace_end();
}

/* N80211-POST-8: each key is the radio's at once and in order; ids are
 * checked, and a default key id without a key is said to have failed */
static void keys_are_downloaded_at_once(void **unused)
{
    (void)unused;
    associated();
    assert_int_equal(trace_key(true, 2, 1), D11_ERR_ARG);
    assert_int_equal(trace_key(false, 4, 1), D11_ERR_ARG);
    assert_int_equal(trace_key_id(2), D11_ERR_ARG);
    (void)trace_take();
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_last(FAKE_SET_KEY)->key.key_id, 0);
    assert_true(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_memory_equal(fake_last(FAKE_SET_KEY)->key.peer, ap.bssid, 6);
    assert_int_equal(trace_key(false, 2, 2), D11_OK);
    assert_int_equal(fake_last(FAKE_SET_KEY)->key.key_id, 2);
    assert_false(fake_last(FAKE_SET_KEY)->key.pairwise);
    assert_trace(">key r.key >group_key r.key");
    /* Under which key: the next packet shows it. */
    assert_int_equal(trace_key(true, 1, 3), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    fake_forget();
    assert_int_equal(trace_key_id(0), D11_OK);
    assert_true(trace_msdu());
    assert_int_equal(fake.air[0].octets[24 + 3] >> 6, 0);
    assert_int_equal(trace_key_id(1), D11_OK);
    assert_true(trace_msdu());
    assert_int_equal(fake.air[1].octets[24 + 3] >> 6, 1);
    fake_run(0);
    trace_end();
}

static bool excludes(void)
{
    uint8_t value = 9;
    size_t len;

    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_EXCLUDE_UNENCRYPTED,
                                   &value, sizeof value, &len),
                     D11_OK);
    return value != 0;
}

static enum dot11_err exclude(bool value)
{
    return dot11_ext_set_exclude_unencrypted(fake_ext.host, fake_ext.session_id,
                                             value);
}

/* An unprotected packet of the AP with EtherType 88B5 is delivered. */
static bool delivers(void)
{
    unsigned before = fake.msdu_count;

    fake_data(&ap, 0);
    return fake.msdu_count > before;
}

static const struct dot11_exemption exempted = {0x88b5, D11_EXEMPT_UNLESS_KEY,
                                                1};

static void exempt_inside_pre(const char *handler)
{
    if (strcmp(handler, "pre") == 0)
        assert_int_equal(dot11_ext_set_exemptions(fake_ext.host, &exempted, 1),
                         D11_OK);
}

/* N80211-POST-9: what is excluded is not delivered, what is exempted is */
static void exclusion_reaches_the_gate(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_ext_services,
                                                     &dot11_attrs};

    (void)unused;
    for (unsigned exempt = 0; exempt < 2; exempt++) {
        ap = fake_ap(0);
        trace_begin();
        fake.config.parts = parts;
        fake.config.part_count = 2;
        fake_ext.suites.pairwise_cipher = D11_CIPHER_NONE;
        fake_ext.suites.group_cipher = D11_CIPHER_NONE;
        fake_ext.suites.privacy = false;
        trace_build();
        trace_inside = exempt != 0 ? exempt_inside_pre : NULL;
        trace_associate(&ap);
        assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
        assert_true(delivers());
        assert_int_equal(exclude(true), D11_OK);
        assert_int_equal(delivers(), exempt != 0);
        assert_int_equal(exclude(false), D11_OK);
        assert_true(delivers());
        (void)trace_take();
        trace_end();
    }
}

/* N80211-POST-9: set while connected, it is the station's attribute */
static void unencrypted_packets_are_excluded_in_op(void **unused)
{
    static const struct dot11_part *const parts[] = {&dot11_attrs};

    (void)unused;
    associated();
    assert_int_equal(exclude(true), D11_ERR_UNSUPPORTED);
    trace_end();
    ap = fake_ap(0);
    trace_begin();
    fake.config.parts = parts;
    fake.config.part_count = 1;
    trace_build();
    assert_int_equal(exclude(true), D11_ERR_NOT_FOUND);
    trace_associate(&ap);
    assert_false(excludes());
    assert_int_equal(exclude(true), D11_OK);
    assert_true(excludes());
    assert_int_equal(exclude(false), D11_OK);
    assert_false(excludes());
    trace_end();
}

static void fill_inside_receive(const char *handler)
{
    if (strcmp(handler, "receive") != 0)
        return;
    assert_int_equal(trace_key(true, 0, 1), D11_OK);
    assert_int_equal(trace_key(false, 1, 2), D11_OK);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(trace_send(i), D11_OK);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 1), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_ERR_FULL);
    assert_int_equal(trace_key_id(0), D11_ERR_FULL);
    assert_int_equal(dot11_ext_prompt(fake_ext.host, 2), D11_ERR_FULL);
    assert_int_equal(prompts(), 1u << 1);
}

/* N80211-POST-10: a list that is full refuses and loses nothing; all that was
 * taken is done at once, and a key that was asked for before packets does not
 * wait for these */
static void a_full_list_loses_nothing(void **unused)
{
    (void)unused;
    associated();
    fake.keeps = true;
    trace_inside = fill_inside_receive;
    fake_eapol(&ap, 0, 2, 40);
    trace_inside = NULL;
    assert_trace("x.receive >key >group_key >send >send >send >send >success "
                 "refused! >key_id refused! r.key r.key need_credentials");
    fake_status();
    assert_trace("x.sent x.sent x.sent x.sent");
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
    assert_trace(">success r.open authorized");
    fake.keeps = false;
    trace_end();
}

static void id_without_key(const char *handler)
{
    if (strcmp(handler, "receive") != 0)
        return;
    assert_int_equal(trace_key_id(1), D11_OK);
    assert_int_equal(trace_verdict(D11_OK, false), D11_OK);
}

/* N80211-POST-8, SEC-PRT-05: no verdict follows a key that is not there */
static void a_key_id_without_a_key_opens_nothing(void **unused)
{
    (void)unused;
    associated();
    trace_inside = id_without_key;
    fake_eapol(&ap, 0, 2, 40);
    assert_trace("x.receive >key_id >success x.key_failed");
    assert_int_equal(fake_ext.key_err, D11_ERR_NOT_FOUND);
    assert_false(port().authorized);
    trace_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_provider_authenticates_a_port),
        cmocka_unit_test(a_reset_closes_an_open_operation_once),
        cmocka_unit_test(a_removal_stops_and_then_ends),
        cmocka_unit_test(a_lost_ap_stops_the_operation),
        cmocka_unit_test(the_operation_is_of_the_ap),
        cmocka_unit_test(a_provider_that_refuses_leaves_the_port_shut),
        cmocka_unit_test(nothing_completes_inside_perform),
        cmocka_unit_test(resources_of_a_port_are_released_once),
        cmocka_unit_test(prompts_end_with_their_own_answer),
        cmocka_unit_test(the_algorithm_is_the_one_selected),
        cmocka_unit_test(keys_are_downloaded_at_once),
        cmocka_unit_test(exclusion_reaches_the_gate),
        cmocka_unit_test(unencrypted_packets_are_excluded_in_op),
        cmocka_unit_test(a_full_list_loses_nothing),
        cmocka_unit_test(a_key_id_without_a_key_opens_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
