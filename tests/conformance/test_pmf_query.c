/* SA Query of both sides, and the wait for an AP that asks (SEC-PMF-05, PMF-06,
 * PMF-09). */
#include "mfp.h"

#include "frame/oci.h"

#define TU 1024u
#define RETRY_US (201u * TU)
#define MAXIMUM_US (1000u * TU)
#define PACE_US 10000000u

#define REQUEST 0u
#define RESPONSE 1u

static const struct mfp usual = {0};
static const struct mfp with_ocv = {.ocv = true};

static void query(struct mfp_frame *frame, uint8_t code, uint16_t id,
                  enum mfp_how how)
{
    const uint8_t body[] = {8, code, (uint8_t)id, (uint8_t)(id >> 8)};

    mfp_make(frame, D11_MGMT_ACTION, body, sizeof body, how);
}

/* The same with an OCI of this operating class and channel. */
static void query_from(struct mfp_frame *frame, uint8_t code, uint16_t id,
                       uint8_t operating_class, uint8_t channel)
{
    const uint8_t body[] = {8,       code, (uint8_t)id, (uint8_t)(id >> 8),
                            255,     4,    54,          operating_class,
                            channel, 0};

    mfp_make(frame, D11_MGMT_ACTION, body, sizeof body, MFP_SEALED);
}

/* The AP does not know us, says somebody. */
static void doubt(uint16_t reason)
{
    struct mfp_frame frame;

    mfp_make_leave(&frame, true, reason, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    fake_run(0);
}

/* SEC-PMF-05, SEC-PMF-06 */
static void a_class_3_error_is_asked_about(void **unused)
{
    struct mfp_frame frame;
    uint8_t body[64];

    (void)unused;
    for (uint16_t reason = 6; reason <= 7; reason++) {
        mfp_up(&usual);
        doubt(reason);
        assert_int_equal(mfp_queries(), 1);
        assert_int_equal(mfp_sent(D11_MGMT_ACTION, body), 4);
        assert_int_equal(body[1], REQUEST);
        assert_true(mfp_info().querying);
        query(&frame, RESPONSE, mfp_last_query(), MFP_SEALED);
        assert_true(mfp_takes(&frame));
        assert_false(mfp_info().querying);
        assert_int_equal(mfp_info().queries_answered, 1);
        /* It says so once. */
        query(&frame, RESPONSE, mfp_last_query(), MFP_SEALED);
        assert_true(mfp_drops(&frame, D11_DROP_UNEXPECTED));
        fake_air((struct fake_ap *[]){&mfp_ap}, 1, 2 * MAXIMUM_US);
        assert_true(mfp_is_up());
        assert_int_equal(mfp_queries(), 1);
        mfp_end();
    }
}

/* SEC-PMF-05: whatever comes, not more often than each ten seconds. A frame to
 * all says nothing about us. */
static void queries_have_a_pace(void **unused)
{
    struct mfp_frame frame;
    struct mfp_frame answer;

    (void)unused;
    mfp_up(&usual);
    mfp_make_leave(&frame, true, 7, MFP_GROUP);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    fake_run(0);
    assert_int_equal(mfp_queries(), 0);
    for (int i = 0; i < 99; i++) {
        doubt(7);
        if (mfp_queries() == 1 && i == 0) {
            query(&answer, RESPONSE, mfp_last_query(), MFP_SEALED);
            assert_true(mfp_takes(&answer));
        }
        fake_air((struct fake_ap *[]){&mfp_ap}, 1, PACE_US / 100);
    }
    assert_int_equal(mfp_queries(), 1);
    fake_air((struct fake_ap *[]){&mfp_ap}, 1, PACE_US / 50);
    doubt(6);
    assert_int_equal(mfp_queries(), 2);
    assert_int_equal(mfp_info().queries_started, 2);
    mfp_end();
}

/* SEC-PMF-06, INV-09: five requests, each with an id of its own as far as the
 * random source gives one, and then the end, exactly. */
static void silence_ends_the_association(void **unused)
{
    const struct dot11_ev_disassoc *gone =
        &fake.last[0][D11_EV_DISASSOC].u.disassoc;
    struct fake_ap *const ap = &mfp_ap;
    uint8_t body[64];
    uint64_t begun_us;

    (void)unused;
    mfp_up(&usual);
    begun_us = fake.now_us;
    doubt(7);
    for (unsigned turn = 1; turn <= 5; turn++) {
        assert_int_equal(mfp_queries(), turn);
        assert_true(mfp_is_up());
        if (turn < 5)
            fake_air(&ap, 1, RETRY_US);
    }
    fake_air(&ap, 1, begun_us + MAXIMUM_US - 1 - fake.now_us);
    assert_true(mfp_is_up());
    fake_run(1);
    assert_false(mfp_is_up());
    assert_int_equal(mfp_queries(), 5);
    fake_poll(0);
    assert_int_equal(gone->outcome, D11_OUTCOME_SA_QUERY);
    assert_int_equal(gone->code, D11_REASON_AUTH_INVALID);
    /* Said under protection, in case the AP knows us after all. */
    assert_int_equal(mfp_sent(D11_MGMT_DEAUTH, body), 2);
    assert_int_equal(body[0], D11_REASON_AUTH_INVALID);
    assert_int_equal(fake.last[0][D11_EV_ROAM_START].type == D11_EV_ROAM_START
                         ? fake.last[0][D11_EV_ROAM_START].u.start.reason
                         : D11_OUTCOME_SA_QUERY,
                     D11_OUTCOME_SA_QUERY);
    mfp_end();
}

/* SEC-PMF-06 */
static void other_answers_do_not_end_a_query(void **unused)
{
    struct mfp_frame frame;
    uint16_t id;

    (void)unused;
    mfp_up(&usual);
    doubt(7);
    id = mfp_last_query();
    query(&frame, RESPONSE, id, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    query(&frame, RESPONSE, id, MFP_GROUP);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    query(&frame, RESPONSE, id, MFP_MME);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    query(&frame, RESPONSE, (uint16_t)(id + 1), MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_UNEXPECTED));
    query(&frame, 2, id, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_MGMT_BODY));
    assert_true(mfp_info().querying);
    /* SEC-FRM-04 */
    for (size_t len = 1; len < 4; len++) {
        mfp_make(&frame, D11_MGMT_ACTION, (const uint8_t[]){8, 1, 0, 0}, len,
                 MFP_SEALED);
        assert_true(mfp_drops(&frame, D11_DROP_MGMT_BODY));
    }
    assert_true(mfp_info().querying);
    query(&frame, RESPONSE, id, MFP_SEALED);
    assert_true(mfp_takes(&frame));
    assert_false(mfp_info().querying);
    mfp_end();
}

/* SEC-PMF-06: an answer to the first of several requests is one. */
static void a_late_answer_counts(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;
    struct mfp_frame frame;
    uint16_t id;

    (void)unused;
    mfp_up(&usual);
    doubt(7);
    id = mfp_last_query();
    fake_air(&ap, 1, 3 * RETRY_US);
    assert_int_equal(mfp_queries(), 4);
    query(&frame, RESPONSE, id, MFP_SEALED);
    assert_true(mfp_takes(&frame));
    fake_air(&ap, 1, 2 * MAXIMUM_US);
    assert_true(mfp_is_up());
    assert_int_equal(mfp_queries(), 4);
    mfp_end();
}

/* SEC-PMF-06: of the AP: answered under protection, at a pace. */
static void a_request_of_the_ap_is_answered(void **unused)
{
    struct mfp_frame frame;
    uint8_t body[64];

    (void)unused;
    mfp_up(&usual);
    query(&frame, REQUEST, 0x1234, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    query(&frame, REQUEST, 0x1234, MFP_MME);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    assert_int_equal(mfp_queries(), 0);
    query(&frame, REQUEST, 0x1234, MFP_SEALED);
    assert_true(mfp_takes(&frame));
    assert_int_equal(mfp_queries(), 1);
    assert_int_equal(mfp_sent(D11_MGMT_ACTION, body), 4);
    assert_int_equal(body[1], RESPONSE);
    assert_int_equal(mfp_last_query(), 0x1234);
    query(&frame, REQUEST, 0x1235, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_RATE_LIMIT));
    fake_run(RETRY_US);
    query(&frame, REQUEST, 0x1236, MFP_SEALED);
    assert_true(mfp_takes(&frame));
    assert_int_equal(mfp_last_query(), 0x1236);
    assert_int_equal(mfp_info().answers_sent, 2);
    mfp_end();
}

/* SEC-PMF-06 with OCV, 12.2.9: who relays frames is on another channel. */
static void a_query_says_where_it_is_from(void **unused)
{
    const uint8_t here = dot11_channel_number(fake_ap(0).freq_mhz);
    struct mfp_frame frame;
    uint8_t body[64];
    uint16_t id;

    (void)unused;
    mfp_up(&with_ocv);
    doubt(7);
    assert_int_equal(mfp_sent(D11_MGMT_ACTION, body), 10);
    assert_memory_equal(body + 4, ((const uint8_t[]){255, 4, 54, 81, here, 0}),
                        6);
    id = mfp_last_query();
    query(&frame, RESPONSE, id, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_MISMATCH));
    query_from(&frame, RESPONSE, id, 81, (uint8_t)(here + 5));
    assert_true(mfp_drops(&frame, D11_DROP_MISMATCH));
    query_from(&frame, RESPONSE, id, 115, here);
    assert_true(mfp_drops(&frame, D11_DROP_MISMATCH));
    assert_true(mfp_info().querying);
    query_from(&frame, RESPONSE, id, 81, here);
    assert_true(mfp_takes(&frame));
    assert_false(mfp_info().querying);
    query(&frame, REQUEST, 9, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_MISMATCH));
    assert_int_equal(mfp_queries(), 1);
    query_from(&frame, REQUEST, 9, 81, here);
    assert_true(mfp_takes(&frame));
    assert_int_equal(mfp_sent(D11_MGMT_ACTION, body), 10);
    assert_int_equal(body[1], RESPONSE);
    mfp_end();
}

/* SEC-PMF-09, SEC-RND-01: without random octets there is no request, and
 * without a request no verdict. */
static void a_failing_random_source_ends_nothing(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;

    (void)unused;
    mfp_up(&usual);
    fake.random_err = D11_ERR_RANDOM;
    doubt(7);
    assert_int_equal(mfp_queries(), 0);
    fake_air(&ap, 1, 2 * MAXIMUM_US);
    assert_int_equal(mfp_queries(), 0);
    assert_true(mfp_is_up());
    assert_false(mfp_info().querying);
    fake.random_err = D11_OK;
    mfp_end();
}

/* SEC-PMF-09, SEC-RES-05: the same of a host that has no frames. */
static void no_frames_end_nothing(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    fake.no_frames = 1000;
    mfp_make_leave(&frame, true, 7, MFP_PLAIN);
    mfp_hand_in(&frame);
    fake_run(MAXIMUM_US + 100);
    fake.no_frames = 0;
    assert_int_equal(mfp_queries(), 0);
    assert_true(mfp_is_up());
    assert_false(mfp_info().querying);
    mfp_end();
}

/* Time that the station is elsewhere is no time that the AP did not answer
 * in. */
static void a_scan_is_not_the_aps_fault(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;
    static const uint16_t elsewhere[] = {2462};
    struct dot11_scan_req req;
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    memset(&req, 0, sizeof req);
    req.freqs_mhz = elsewhere;
    req.freq_count = 1;
    assert_int_equal(dot11_sta_scan(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_run(1000);
    assert_false(fake.tuned_mhz == mfp_ap.freq_mhz);
    /* It was on its way. */
    mfp_make_leave(&frame, true, 7, MFP_PLAIN);
    mfp_hand_in(&frame);
    fake_run(0);
    assert_int_equal(mfp_queries(), 0);
    assert_true(mfp_info().querying);
    fake_air(&ap, 1, 400000);
    assert_int_not_equal(mfp_queries(), 0);
    assert_int_equal(fake_last_sent(D11_MGMT_ACTION)->tuned_mhz,
                     mfp_ap.freq_mhz);
    query(&frame, RESPONSE, mfp_last_query(), MFP_SEALED);
    fake_air(&ap, 1, 2000000);
    mfp_end();
}

/* The association ends for another reason: so does the query. */
static void a_query_ends_with_its_association(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    doubt(7);
    mfp_make_leave(&frame, true, 3, MFP_SEALED);
    assert_true(mfp_takes(&frame));
    assert_false(mfp_is_up());
    fake_forget();
    fake_air(&ap, 1, 200000);
    assert_int_equal(mfp_queries(), 0);
    assert_int_equal(fake_sent(D11_MGMT_DEAUTH), 0);
    mfp_end();
}

static void the_host_may_start_one(void **unused)
{
    static const struct mfp early = {.no_keys = true};
    static const struct mfp none = {.none = true};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(mfp_queries(), 1);
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us),
                     D11_ERR_BUSY);
    query(&frame, RESPONSE, mfp_last_query(), MFP_SEALED);
    assert_true(mfp_takes(&frame));
    /* Its own pace is the host's. */
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us), D11_OK);
    mfp_end();
    mfp_up(&early);
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us),
                     D11_ERR_STATE);
    mfp_end();
    mfp_up(&none);
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us),
                     D11_ERR_STATE);
    mfp_end();
}

/* Without agreement an SA Query of anybody is nothing. */
static void queries_without_protection_are_not_taken(void **unused)
{
    static const struct mfp none = {.none = true};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&none);
    query(&frame, REQUEST, 1, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    query(&frame, REQUEST, 1, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    assert_int_equal(mfp_queries(), 0);
    mfp_end();
}

/* Association comeback (11.3.5.3). */

static void come_back(uint32_t tu)
{
    const uint8_t body[] = {0x11,
                            0,
                            30,
                            0,
                            0,
                            0xc0,
                            56,
                            5,
                            3,
                            (uint8_t)tu,
                            (uint8_t)(tu >> 8),
                            (uint8_t)(tu >> 16),
                            (uint8_t)(tu >> 24)};
    struct mfp_frame frame;

    mfp_make(&frame, D11_MGMT_ASSOC_RESP, body, sizeof body, MFP_PLAIN);
    mfp_hand_in(&frame);
    fake_run(0);
}

/* Up to the first association request. */
static void ask_for_association(void)
{
    struct dot11_connect_req req = fake_req("net");

    req.ext = &fake_ext_ops;
    mfp_ap.mute_assoc = true;
    fake_beacon(&mfp_ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&mfp_ap}, 1, 20000);
    assert_int_equal(fake_sent(D11_MGMT_ASSOC_REQ), 1);
    (void)fake_events(0);
}

static void an_ap_that_asks_first_is_asked_again(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;

    (void)unused;
    mfp_start(&usual);
    ask_for_association();
    come_back(1000);
    fake_air(&ap, 1, MAXIMUM_US - 10000);
    assert_int_equal(fake_sent(D11_MGMT_ASSOC_REQ), 1);
    assert_events(0, "");
    mfp_ap.mute_assoc = false;
    fake_air(&ap, 1, 20000);
    assert_int_equal(fake_sent(D11_MGMT_ASSOC_REQ), 2);
    assert_true(mfp_is_up());
    mfp_halt();
}

/* SEC-POL-06: for as long as it says, but neither for ever nor without end. */
static void a_wait_for_an_ap_has_bounds(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;

    (void)unused;
    for (unsigned i = 0; i < 3; i++) {
        static const uint32_t bad_tu[] = {0, 100000, UINT32_MAX};

        mfp_start(&usual);
        ask_for_association();
        come_back(bad_tu[i]);
        fake_poll(0);
        assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.err,
                         D11_ERR_REFUSED);
        assert_int_equal(
            fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.comeback_tu,
            bad_tu[i]);
        mfp_halt();
    }
    mfp_start(&usual);
    ask_for_association();
    for (unsigned i = 0; i < 3; i++) {
        come_back(100);
        assert_events(0, "");
        fake_air(&ap, 1, 110000);
        assert_int_equal(fake_sent(D11_MGMT_ASSOC_REQ), 2 + i);
    }
    come_back(100);
    fake_poll(0);
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.code, 30);
    mfp_halt();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_3_error_is_asked_about),
        cmocka_unit_test(queries_have_a_pace),
        cmocka_unit_test(silence_ends_the_association),
        cmocka_unit_test(other_answers_do_not_end_a_query),
        cmocka_unit_test(a_late_answer_counts),
        cmocka_unit_test(a_request_of_the_ap_is_answered),
        cmocka_unit_test(a_query_says_where_it_is_from),
        cmocka_unit_test(a_failing_random_source_ends_nothing),
        cmocka_unit_test(no_frames_end_nothing),
        cmocka_unit_test(a_scan_is_not_the_aps_fault),
        cmocka_unit_test(a_query_ends_with_its_association),
        cmocka_unit_test(the_host_may_start_one),
        cmocka_unit_test(queries_without_protection_are_not_taken),
        cmocka_unit_test(an_ap_that_asks_first_is_asked_again),
        cmocka_unit_test(a_wait_for_an_ap_has_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
