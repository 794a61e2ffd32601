/* Beacon protection (SEC-BCN-02). */
#include "mfp.h"

#include "crypto/replay.h"
#include "sta/radio.h"

static const struct mfp usual = {.bigtk = true};
static const struct mfp in_radio = {.bigtk = true,
                                    .in_hardware = true,
                                    .bip_in_hardware = true,
                                    .radio_protects = true};

static uint8_t dtim_period(void)
{
    return fake.stas[0]->vif.links[0].dtim_period;
}

/* What somebody who has no key says: DTIM period 9. */
static void forge(struct mfp_frame *frame)
{
    uint8_t body[700];
    const size_t len = fake_ap_body(&mfp_ap, body);

    for (size_t i = 0; i + 5 < len; i++) {
        if (body[i] == 5 && body[i + 1] == 4 && body[i + 3] == 3)
            body[i + 3] = 9;
    }
    mfp_make(frame, D11_MGMT_BEACON, body, len, MFP_GROUP);
}

/* SEC-BCN-02 */
static void only_verified_beacons_count(void **unused)
{
    struct mfp_frame frame;
    struct dot11_bss bss;
    uint64_t seen_us;

    (void)unused;
    mfp_up(&usual);
    mfp_make_beacon(&frame, true);
    assert_true(mfp_takes(&frame));
    assert_int_equal(dtim_period(), 3);
    assert_int_equal(dot11_radio_bss_find(fake.radio, mfp_ap.bssid, NULL, &bss),
                     D11_OK);
    seen_us = bss.seen_us;
    fake_run(1000);
    forge(&frame);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    assert_events(0, "unprotected");
    assert_int_equal(fake.last[0][D11_EV_UNPROTECTED].u.unprotected.subtype,
                     D11_MGMT_BEACON);
    assert_int_equal(dtim_period(), 3);
    assert_int_equal(mfp_info().unprotected_beacons, 1);
    assert_int_equal(dot11_radio_bss_find(fake.radio, mfp_ap.bssid, NULL, &bss),
                     D11_OK);
    assert_true(bss.seen_us == seen_us);
    mfp_make_beacon(&frame, true);
    frame.octets[60] ^= 1;
    assert_true(mfp_drops(&frame, D11_DROP_MIC));
    mfp_end();
}

/* Those of others are nobody's business. */
static void beacons_of_others_are_heard(void **unused)
{
    struct fake_ap other = fake_ap(4);

    (void)unused;
    mfp_up(&usual);
    other.ssid = "other";
    fake_beacon(&other);
    assert_int_equal(dot11_radio_bss_count(fake.radio), 2);
    assert_int_equal(mfp_info().unprotected_beacons, 0);
    mfp_end();
}

/* SEC-RPL-05 */
static void a_bipn_counts_once(void **unused)
{
    struct mfp_frame old;
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make_beacon(&old, true);
    mfp_make_beacon(&frame, true);
    assert_true(mfp_takes(&frame));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    assert_true(mfp_drops(&old, D11_DROP_REPLAY));
    assert_int_equal(mfp_info().replays, 2);
    mfp_end();
}

/* SEC-PMF-08: an IGTK is not for beacons, nor a BIGTK for anything else. */
static void each_kind_of_key_has_its_frames(void **unused)
{
    static const uint8_t reason[] = {3, 0};
    struct mfp_frame frame;
    uint8_t body[600];

    (void)unused;
    mfp_up(&usual);
    mfp_make_mme(&frame, D11_MGMT_BEACON, body, fake_ap_body(&mfp_ap, body), 4,
                 MFP_IGTK, 100);
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    mfp_make_mme(&frame, D11_MGMT_DEAUTH, reason, 2, 6, MFP_BIGTK, 100);
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    assert_true(mfp_is_up());
    assert_int_equal(mfp_info().bad_mmes, 2);
    mfp_end();
}

/* SEC-KEY-01, SEC-GRP-02: the next one takes its place beside this one. */
static void two_bigtks_work_at_once(void **unused)
{
    struct mfp_frame frame;
    uint8_t body[600];
    const size_t len = fake_ap_body(&mfp_ap, body);

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(mfp_install(7, 11, 40), D11_OK);
    mfp_make_mme(&frame, D11_MGMT_BEACON, body, fake_ap_body(&mfp_ap, body), 7,
                 11, 41);
    assert_true(mfp_takes(&frame));
    mfp_make_beacon(&frame, true);
    assert_true(mfp_takes(&frame));
    mfp_make_mme(&frame, D11_MGMT_BEACON, body, len, 7, 11, 40);
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_end();
}

/* The Timestamp is the radio's, and no MIC covers it (12.5.4). */
static void the_timestamp_does_not_count(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make_beacon(&frame, true);
    frame.octets[24] ^= 0xff;
    assert_true(mfp_takes(&frame));
    mfp_end();
}

/* Beacons without protection are as good as none; an AP that answers is there
 * still. */
static void an_ap_without_mmes_is_probed(void **unused)
{
    struct fake_ap *const ap = &mfp_ap;

    (void)unused;
    mfp_up(&usual);
    mfp_ap.finish = NULL;
    fake_air(&ap, 1, 5000000);
    assert_int_not_equal(fake_sent(D11_MGMT_PROBE_REQ), 0);
    assert_true(mfp_info().unprotected_beacons > 30);
    assert_true(mfp_is_up());
    /* And one that does not answer is not. */
    mfp_ap.silent = true;
    mfp_ap.gone = true;
    fake_air(&ap, 1, 5000000);
    assert_false(mfp_is_up());
    mfp_end();
}

/* SEC-BCN-02: probe responses are not protected, so they say nothing. */
static void a_probe_response_changes_nothing(void **unused)
{
    struct dot11_bss bss;
    uint64_t seen_us;

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(dot11_radio_bss_find(fake.radio, mfp_ap.bssid, NULL, &bss),
                     D11_OK);
    seen_us = bss.seen_us;
    fake_run(1000);
    fake_probe_resp(&mfp_ap);
    assert_int_equal(dot11_radio_bss_find(fake.radio, mfp_ap.bssid, NULL, &bss),
                     D11_OK);
    assert_true(bss.seen_us == seen_us);
    assert_int_equal(fake_stats().drops[D11_DROP_UNPROTECTED_MGMT], 1);
    mfp_end();
}

/* SEC-BCN-02: what was joined without protection is what the AP says under
 * it, or it was somebody else's. */
static void expect_the_end(void)
{
    struct mfp_frame frame;
    uint8_t body[64];

    mfp_make_beacon(&frame, true);
    assert_true(mfp_drops(&frame, D11_DROP_MISMATCH));
    fake_run(0);
    assert_false(mfp_is_up());
    fake_poll(0);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_SECURITY);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.code,
                     D11_REASON_ELEMENT_DIFFERS);
    assert_int_equal(mfp_sent(D11_MGMT_DEAUTH, body), 2);
    mfp_end();
}

static void the_first_one_must_be_of_what_was_joined(void **unused)
{
    static const uint8_t rsnx[] = {244, 1, 0x20};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_ap.ssid = "nut";
    expect_the_end();
    mfp_up(&usual);
    mfp_ap.rsn = false;
    expect_the_end();
    mfp_up(&usual);
    mfp_ap.elements = rsnx;
    mfp_ap.elements_len = sizeof rsnx;
    expect_the_end();
    mfp_up(&usual);
    mfp_ap.freq_mhz = 2437;
    expect_the_end();
    /* One that hides its name does not say another. */
    mfp_up(&usual);
    mfp_ap.ssid = NULL;
    mfp_make_beacon(&frame, true);
    assert_true(mfp_takes(&frame));
    assert_true(mfp_is_up());
    mfp_end();
}

/* SEC-RPL-08: a radio verifies, and packet numbers are judged here. */
static void a_radio_may_verify(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&in_radio);
    mfp_make_beacon(&frame, true);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY;
    assert_true(mfp_takes(&frame));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_make_beacon(&frame, false);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY;
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    mfp_end();
}

/* Without a BIGTK nothing is asked of beacons. */
static void an_ap_without_it_is_heard(void **unused)
{
    static const struct mfp without = {.bigtk = false};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&without);
    mfp_make_beacon(&frame, false);
    assert_true(mfp_takes(&frame));
    assert_false(mfp_info().beacon_protection);
    mfp_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_verified_beacons_count),
        cmocka_unit_test(beacons_of_others_are_heard),
        cmocka_unit_test(a_bipn_counts_once),
        cmocka_unit_test(each_kind_of_key_has_its_frames),
        cmocka_unit_test(two_bigtks_work_at_once),
        cmocka_unit_test(the_timestamp_does_not_count),
        cmocka_unit_test(an_ap_without_mmes_is_probed),
        cmocka_unit_test(a_probe_response_changes_nothing),
        cmocka_unit_test(the_first_one_must_be_of_what_was_joined),
        cmocka_unit_test(a_radio_may_verify),
        cmocka_unit_test(an_ap_without_it_is_heard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
