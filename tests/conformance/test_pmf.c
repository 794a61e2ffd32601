/* Management frame protection (SEC-PMF-*): which frames must be protected,
 * and whether they are. */
#include "mfp.h"
#include "rx/rx.h"
#include "sta/pmf.h"

#define LEAVES 2u

static const struct mfp usual = {0};
static const struct mfp in_radio = {
    .in_hardware = true, .bip_in_hardware = true, .radio_protects = true};

/* A robust action: ADDBA Request (9.6.4.2), which nobody takes here. */
static const uint8_t robust[] = {3, 0, 1, 0x02, 0x10, 0, 0, 0, 0};
/* A public one (9.6.7), one of its protected dual, and a vendor's. */
static const uint8_t public[] = {4, 10, 1};
static const uint8_t dual[] = {9, 10, 1};
static const uint8_t vendor[] = {127, 0, 0x50, 0xf2, 1};

/* SEC-PMF-02, SEC-PMF-05, A29 */
static void unprotected_leaves_have_no_effect(void **unused)
{
    static const uint16_t reasons[] = {1, 2, 3, 4, 8, 15, 0, 0xffff};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        mfp_make_leave(&frame, i % 2 == 0, reasons[i], MFP_PLAIN);
        assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
        mfp_make_leave(&frame, i % 2 == 0, reasons[i], MFP_GROUP);
        assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    }
    assert_true(mfp_is_up());
    assert_int_equal(mfp_info().unprotected_leaves, 16);
    /* Other reasons start nothing. */
    fake_run(2000000);
    assert_int_equal(mfp_info().queries_started, 0);
    assert_int_equal(mfp_queries(), 0);
    mfp_end();
}

/* SEC-RES-06, SEC-PMF-02, A29: the host hears of it, at a pace. */
static void the_host_hears_of_unprotected_leaves(void **unused)
{
    const struct dot11_ev_unprotected *told =
        &fake.last[0][D11_EV_UNPROTECTED].u.unprotected;
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make_leave(&frame, true, 3, MFP_PLAIN);
    mfp_hand_in(&frame);
    assert_events(0, "unprotected");
    assert_memory_equal(told->bssid, mfp_ap.bssid, 6);
    assert_int_equal(told->subtype, D11_MGMT_DEAUTH);
    assert_int_equal(told->reason, 3);
    assert_int_equal(told->count, 1);
    for (int i = 0; i < 50; i++)
        mfp_hand_in(&frame);
    assert_events(0, "");
    fake_run(1000000);
    mfp_make_leave(&frame, false, 8, MFP_PLAIN);
    mfp_hand_in(&frame);
    mfp_hand_in(&frame);
    assert_events(0, "unprotected");
    assert_int_equal(told->subtype, D11_MGMT_DISASSOC);
    assert_int_equal(told->reason, 8);
    assert_int_equal(told->count, 52);
    mfp_end();
}

/* SEC-PMF-02: also frames without a whole body. */
static void short_unprotected_frames_have_no_effect(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make(&frame, D11_MGMT_DEAUTH, robust, 0, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    mfp_make(&frame, D11_MGMT_DEAUTH, robust, 1, MFP_GROUP);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    mfp_make(&frame, D11_MGMT_ACTION, robust, 0, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    assert_true(mfp_is_up());
    mfp_end();
}

/* SEC-PMF-02, SEC-PMF-09, INV-09: a protected one always counts, and is not
 * answered. */
static void a_protected_leave_ends_the_association(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    for (unsigned i = 0; i < LEAVES; i++) {
        mfp_up(&usual);
        mfp_make_leave(&frame, i == 0, 3, MFP_SEALED);
        assert_true(mfp_takes(&frame));
        assert_false(mfp_is_up());
        assert_int_equal(fake_sent(D11_MGMT_DEAUTH), 0);
        fake_poll(0);
        assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                         i == 0 ? D11_OUTCOME_PEER_DEAUTH
                                : D11_OUTCOME_PEER_DISASSOC);
        assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.code, 3);
        mfp_end();
    }
}

/* SEC-RPL-01, SEC-RPL-02, SEC-PMF-02 */
static void a_protected_frame_counts_once(void **unused)
{
    struct mfp_frame old;
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make(&old, D11_MGMT_ACTION, robust, sizeof robust, MFP_SEALED);
    mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    assert_true(mfp_drops(&old, D11_DROP_REPLAY));
    assert_int_equal(mfp_info().replays, 2);
    /* An old farewell, too. */
    mfp_make_leave(&old, true, 3, MFP_SEALED);
    mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    assert_true(mfp_drops(&old, D11_DROP_REPLAY));
    assert_true(mfp_is_up());
    mfp_end();
}

/* SEC-PMF-02, SEC-RPL-02: nothing is learned from a forged one. */
static void forged_protection_has_no_effect(void **unused)
{
    struct mfp_frame good;

    (void)unused;
    mfp_up(&usual);
    mfp_make_leave(&good, true, 3, MFP_SEALED);
    for (size_t i = 0; i < good.len; i++) {
        struct mfp_frame frame = good;
        const uint32_t before = fake_stats().rx_accepted;

        /* Duration, Sequence Number, what is masked and what is reserved are
         * not protected. */
        if (i < 4 || i == 22 || i == 23 || i == 26 || i == 27)
            continue;
        frame.octets[i] ^= 0x10;
        mfp_hand_in(&frame);
        assert_int_equal(fake_stats().rx_accepted, before);
    }
    for (size_t len = 0; len < good.len; len++) {
        struct mfp_frame frame = good;
        const uint32_t before = fake_stats().rx_accepted;

        frame.len = len;
        mfp_hand_in(&frame);
        assert_int_equal(fake_stats().rx_accepted, before);
    }
    assert_true(mfp_is_up());
    assert_true(mfp_takes(&good));
    assert_false(mfp_is_up());
    mfp_end();
}

/* SEC-PMF-03 */
static void
before_there_are_keys_a_leave_counts_and_an_action_does_not(void **unused)
{
    static const struct mfp early = {.no_keys = true};
    struct mfp_frame frame;

    (void)unused;
    for (unsigned i = 0; i < 2 * LEAVES; i++) {
        mfp_up(&early);
        mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_PLAIN);
        assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
        mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_GROUP);
        assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
        mfp_make_leave(&frame, i % 2 == 0, 15, MFP_SEALED);
        assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
        mfp_make_leave(&frame, i % 2 == 0, 15,
                       i < LEAVES ? MFP_PLAIN : MFP_GROUP);
        assert_true(mfp_takes(&frame));
        assert_false(mfp_is_up());
        mfp_end();
    }
}

/* SEC-PMF-07: an attacker who ends each association before it has keys does not
 * make the station try without end. */
static void forged_leaves_cause_few_attempts(void **unused)
{
    static const struct mfp early = {.no_keys = true};
    struct fake_ap *const ap = &mfp_ap;
    unsigned attempts = 0;

    (void)unused;
    mfp_up(&early);
    for (unsigned i = 0; i < 6000; i++) {
        struct mfp_frame frame;

        mfp_make_leave(&frame, true, 7, MFP_PLAIN);
        mfp_hand_in(&frame);
        fake_air(&ap, 1, 10000);
        (void)fake_events(0);
        attempts += fake_sent(D11_MGMT_AUTH);
        fake_forget();
        fake.air_count = 0;
        fake.answered = 0;
    }
    assert_in_range(attempts, 3, 12);
    mfp_end();
}

/* SEC-PMF-04 */
static void public_actions_and_their_dual(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make(&frame, D11_MGMT_ACTION, public, sizeof public, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    mfp_make(&frame, D11_MGMT_ACTION, dual, sizeof dual, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    /* To a group one may come in clear; none is used here. */
    mfp_make(&frame, D11_MGMT_ACTION, public, sizeof public, MFP_GROUP);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    mfp_make(&frame, D11_MGMT_ACTION, dual, sizeof dual, MFP_GROUP);
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    /* Decrypted, the dual gets as far as an action that we know would. */
    mfp_make(&frame, D11_MGMT_ACTION, dual, sizeof dual, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    mfp_end();
}

/* SEC-FRM-07: Table 9-51 says which actions are protected, and no other is. */
static void what_is_not_robust_is_not_protected(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make(&frame, D11_MGMT_ACTION, vendor, sizeof vendor, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    mfp_make(&frame, D11_MGMT_ACTION, vendor, sizeof vendor, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_PROTECTED_TYPE));
    mfp_make(&frame, D11_MGMT_ACTION, public, sizeof public, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_PROTECTED_TYPE));
    mfp_make(&frame, D11_MGMT_PROBE_RESP, robust, sizeof robust, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_PROTECTED_TYPE));
    mfp_make(&frame, D11_MGMT_ACTION_NO_ACK, robust, sizeof robust, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_PROTECTED_TYPE));
    /* A frame to a group never has the Protected bit. */
    mfp_make_leave(&frame, true, 3, MFP_GROUP);
    frame.octets[1] |= 0x40;
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    mfp_end();
}

/* SEC-PMF-02, SEC-PMF-08, SEC-RPL-05 */
static void a_leave_to_all_needs_a_fresh_mme(void **unused)
{
    static const uint8_t reason[] = {3, 0};
    struct mfp_frame frame;
    struct mfp_frame good;

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(mfp_install(5, 9, 100), D11_OK);
    /* Under a key that is not the AP's, or that is not there. */
    mfp_make_mme(&frame, D11_MGMT_DEAUTH, reason, 2, 4, 77, 200);
    assert_true(mfp_drops(&frame, D11_DROP_MIC));
    mfp_make_mme(&frame, D11_MGMT_DEAUTH, reason, 2, 6, MFP_IGTK, 200);
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    /* Not greater than the counter that came with the key. */
    mfp_make_mme(&frame, D11_MGMT_DEAUTH, reason, 2, 5, 9, 100);
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    /* Each octet of it matters; what is masked and left out does not. */
    mfp_make_mme(&good, D11_MGMT_DEAUTH, reason, 2, 4, MFP_IGTK, 200);
    for (size_t i = 24; i < good.len; i++) {
        const uint32_t before = fake_stats().rx_accepted;

        frame = good;
        frame.octets[i] ^= 1;
        mfp_hand_in(&frame);
        assert_int_equal(fake_stats().rx_accepted, before);
    }
    /* The last element, and no octet behind it. */
    frame = good;
    frame.len++;
    assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    for (size_t len = 24; len < good.len; len++) {
        frame = good;
        frame.len = len;
        assert_true(mfp_drops(&frame, D11_DROP_UNPROTECTED_MGMT));
    }
    assert_true(mfp_is_up());
    assert_int_not_equal(mfp_info().bad_mmes, 0);
    assert_true(mfp_takes(&good));
    assert_false(mfp_is_up());
    mfp_end();
}

/* SEC-RPL-05, INV-04: an IPN counts once, and each key has its own. */
static void an_ipn_counts_once(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(mfp_install(5, 9, 0), D11_OK);
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 4, MFP_IGTK,
                 50);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 4, MFP_IGTK,
                 49);
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 5, 9, 1);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    /* The last one there is, and nothing after it. */
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 4, MFP_IGTK,
                 D11_PN_MAX);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_end();
}

/* SEC-KEY-01, SEC-KEY-03, SEC-KEY-04: an IGTK that comes again is not installed
 * again, whatever was there between. */
static void an_igtk_is_installed_once(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 4, MFP_IGTK,
                 50);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    assert_int_equal(mfp_install(4, MFP_IGTK, 0), D11_OK);
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    assert_int_equal(mfp_install(4, 8, 0), D11_OK);
    assert_int_equal(mfp_install(4, MFP_IGTK, 0), D11_OK);
    assert_true(mfp_drops(&frame, D11_DROP_MIC));
    mfp_make_mme(&frame, D11_MGMT_ACTION, robust, sizeof robust, 4, 8, 1);
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    mfp_end();
}

/* SEC-KEY-05, INV-06 */
static void keys_that_cannot_be_are_refused(void **unused)
{
    struct dot11_ext_key key;
    static const uint8_t octets[16] = {1};

    (void)unused;
    mfp_up(&usual);
    memset(&key, 0, sizeof key);
    key.session_id = fake_ext.session_id;
    key.cipher = D11_CIPHER_BIP_CMAC_128;
    key.octets = octets;
    key.len = 16;
    for (unsigned id = 0; id < 256; id++) {
        key.key_id = (uint8_t)id;
        key.pairwise = false;
        assert_int_equal(dot11_ext_set_key(fake_ext.host, &key),
                         id >= 4 && id <= 7 ? D11_OK : D11_ERR_ARG);
        key.pairwise = true;
        assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    }
    key.pairwise = false;
    key.key_id = 4;
    key.len = 15;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    key.len = 16;
    key.cipher = D11_CIPHER_CCMP_128;
    assert_int_equal(dot11_ext_set_key(fake_ext.host, &key), D11_ERR_ARG);
    mfp_end();
}

/* INV-14, SEC-TXP-01: our own farewell is protected, with the next packet
 * number of the key. */
static void our_leave_is_protected(void **unused)
{
    uint8_t body[64];

    (void)unused;
    mfp_up(&usual);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    assert_int_equal(fake_sent(D11_MGMT_DEAUTH) + fake_sent(D11_MGMT_DISASSOC),
                     1);
    assert_int_equal(mfp_sent(fake_sent(D11_MGMT_DEAUTH) != 0
                                  ? D11_MGMT_DEAUTH
                                  : D11_MGMT_DISASSOC,
                              body),
                     2);
    mfp_join(&usual);
    mfp_end();
}

/* INV-14: before there are keys it is not, and without protection of the
 * association neither. */
static void our_leave_is_plain_without_keys(void **unused)
{
    static const struct mfp early = {.no_keys = true};
    static const struct mfp none = {.none = true};
    const struct mfp *const with[] = {&early, &none};

    (void)unused;
    for (unsigned i = 0; i < 2; i++) {
        const struct fake_tx *sent;

        mfp_up(with[i]);
        assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                         D11_OK);
        fake_run(0);
        sent =
            fake_last_sent(fake_sent(D11_MGMT_DEAUTH) != 0 ? D11_MGMT_DEAUTH
                                                           : D11_MGMT_DISASSOC);
        assert_int_equal(sent->octets[1] & 0x40, 0);
        assert_int_equal(sent->len, 26);
        mfp_join(with[i]);
        mfp_end();
    }
}

/* INV-14, SEC-RES-05: what cannot be protected is not sent. */
static void no_leave_goes_unprotected_for_want_of_a_frame(void **unused)
{
    (void)unused;
    mfp_up(&usual);
    /* The second frame is the one that is protected. */
    fake.alloc_fails = UINT64_C(2) << fake.allocs;
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    assert_int_equal(fake_sent(D11_MGMT_DEAUTH) + fake_sent(D11_MGMT_DISASSOC),
                     0);
    fake.alloc_fails = 0;
    assert_false(mfp_is_up());
    mfp_join(&usual);
    mfp_end();
}

static void without_agreement_nothing_changes(void **unused)
{
    static const struct mfp none = {.none = true};
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&none);
    mfp_make_leave(&frame, true, 3, MFP_SEALED);
    assert_true(mfp_drops(&frame, D11_DROP_NO_KEY));
    mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_PLAIN);
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    mfp_make_leave(&frame, true, 7, MFP_PLAIN);
    assert_true(mfp_takes(&frame));
    assert_false(mfp_is_up());
    mfp_end();
}

/* SEC-RPL-08: what a radio says it did must be what it could do. */
static void a_radio_that_lies_is_not_believed(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&usual);
    mfp_make_leave(&frame, true, 3, MFP_PLAIN);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    assert_true(mfp_drops(&frame, D11_DROP_DESCRIPTOR));
    mfp_make_leave(&frame, true, 3, MFP_SEALED);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    assert_true(mfp_drops(&frame, D11_DROP_DESCRIPTOR));
    mfp_make_leave(&frame, true, 3, MFP_MME);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY;
    assert_true(mfp_drops(&frame, D11_DROP_DESCRIPTOR));
    assert_true(mfp_is_up());
    mfp_end();
}

/* The radio has the keys: what it opened and verified counts as the software's
 * own, and packet numbers are judged here. */
static void a_radio_may_do_it(void **unused)
{
    struct mfp_frame frame;
    struct mfp_frame old;

    (void)unused;
    mfp_up(&in_radio);
    mfp_make_leave(&old, true, 3, MFP_MME);
    mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_MME);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK | D11_RX_GROUP_KEY;
    assert_true(mfp_drops(&frame, D11_DROP_ADDRESS));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    old.flags = frame.flags;
    assert_true(mfp_drops(&old, D11_DROP_REPLAY));
    /* Not under the group key, it says. */
    mfp_make_leave(&frame, true, 3, MFP_MME);
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    assert_true(mfp_drops(&frame, D11_DROP_DESCRIPTOR));
    /* The frame is in clear already, with its cipher header and MIC. */
    mfp_make(&frame, D11_MGMT_DEAUTH,
             (const uint8_t[]){1, 0, 0, 0x20, 0, 0, 0, 0, 6, 0, 1, 2, 3, 4, 5,
                               6, 7, 8},
             18, MFP_PLAIN);
    frame.octets[1] |= 0x40;
    frame.flags = D11_RX_DECRYPTED | D11_RX_MIC_OK;
    assert_true(mfp_takes(&frame));
    assert_false(mfp_is_up());
    fake_poll(0);
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.code, 6);
    mfp_end();
}

/* The same of one that takes cipher header and MIC away. */
static void a_radio_may_strip_what_it_opened(void **unused)
{
    struct mfp_frame frame;

    (void)unused;
    mfp_up(&in_radio);
    mfp_make(&frame, D11_MGMT_ACTION, robust, sizeof robust, MFP_PLAIN);
    frame.octets[1] |= 0x40;
    frame.flags = D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;
    frame.pn = 7;
    assert_true(mfp_drops(&frame, D11_DROP_ACTION));
    assert_true(mfp_drops(&frame, D11_DROP_REPLAY));
    mfp_make_leave(&frame, true, 3, MFP_PLAIN);
    frame.octets[1] |= 0x40;
    frame.flags = D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;
    frame.pn = 8;
    assert_true(mfp_takes(&frame));
    assert_false(mfp_is_up());
    mfp_end();
}

/* SEC-TXP-03: the radio is told the key of our farewell, and gets the frame
 * before it is told to forget the key. */
static void a_radio_protects_our_leave(void **unused)
{
    const struct fake_tx *sent;

    (void)unused;
    mfp_up(&in_radio);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    sent = fake_last_sent(fake_sent(D11_MGMT_DEAUTH) != 0 ? D11_MGMT_DEAUTH
                                                          : D11_MGMT_DISASSOC);
    assert_int_equal(sent->octets[1] & 0x40, 0x40);
    assert_int_equal(sent->flags & D11_TX_PROTECT, D11_TX_PROTECT);
    /* Three keys, and all of them are gone from it. */
    assert_int_equal(fake_count(FAKE_DEL_KEY), 2);
    mfp_join(&in_radio);
    mfp_end();
}

/* SEC-TXP-03: a farewell that the radio did not take in time is not sent under
 * a key that is gone, and not without. */
static void a_leave_whose_key_is_gone_is_not_sent(void **unused)
{
    (void)unused;
    mfp_up(&in_radio);
    fake.tx_room = 0;
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    fake.tx_room = SIZE_MAX;
    dot11_hw_tx_ready(fake.radio, 0xf, fake.now_us);
    fake_run(0);
    assert_int_equal(fake_sent(D11_MGMT_DEAUTH) + fake_sent(D11_MGMT_DISASSOC),
                     0);
    mfp_join(&in_radio);
    mfp_end();
}

/* SEC-TXP-01: a radio that protects no management frames gets no pairwise key
 * of such an association. */
static void
a_radio_that_protects_no_management_frames_gets_no_key(void **unused)
{
    static const struct mfp half = {.in_hardware = true};
    uint8_t body[64];

    (void)unused;
    mfp_start(&half);
    mfp_join(&half);
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    assert_false((fake.stas[0]->vif.peers[0].keys[0].flags & D11_KEY_HW) != 0);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    fake_run(0);
    assert_int_equal(mfp_sent(fake_sent(D11_MGMT_DEAUTH) != 0
                                  ? D11_MGMT_DEAUTH
                                  : D11_MGMT_DISASSOC,
                              body),
                     2);
    mfp_join(&half);
    mfp_end();
}

/* What an extension is told before it agrees on anything. */
static void what_can_be_done_is_said(void **unused)
{
    static const struct mfp bare = {.no_provider = true, .none = true};

    (void)unused;
    mfp_start(&usual);
    assert_true(dot11_ext_can_mfp(fake_ext.host));
    assert_true(
        dot11_ext_can_group_mgmt(fake_ext.host, D11_CIPHER_BIP_CMAC_128));
    assert_false(dot11_ext_can_group_mgmt(fake_ext.host, D11_CIPHER_CCMP_128));
    assert_false(dot11_ext_can_group_mgmt(fake_ext.host, D11_CIPHER_NONE));
    mfp_halt();
    mfp_start(&bare);
    assert_false(dot11_ext_can_mfp(fake_ext.host));
    mfp_halt();
}

static void without_the_part_there_is_none(void **unused)
{
    struct dot11_pmf_info info;

    (void)unused;
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    assert_false(dot11_ext_can_mfp(fake_ext.host));
    assert_int_equal(dot11_sta_pmf_info(fake.stas[0], &info),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_sa_query(fake.stas[0], fake.now_us),
                     D11_ERR_UNSUPPORTED);
    fake_end();
}

static void the_host_may_ask(void **unused)
{
    static const struct mfp with = {.ocv = true, .bigtk = true};
    struct dot11_pmf_info info;

    (void)unused;
    mfp_start(&with);
    assert_int_equal(dot11_sta_pmf_info(fake.stas[0], &info), D11_ERR_STATE);
    mfp_join(&with);
    info = mfp_info();
    assert_true(info.mfp);
    assert_true(info.ocv);
    assert_true(info.beacon_protection);
    assert_false(info.querying);
    assert_int_equal(info.group_mgmt_cipher, D11_CIPHER_BIP_CMAC_128);
    mfp_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unprotected_leaves_have_no_effect),
        cmocka_unit_test(the_host_hears_of_unprotected_leaves),
        cmocka_unit_test(short_unprotected_frames_have_no_effect),
        cmocka_unit_test(a_protected_leave_ends_the_association),
        cmocka_unit_test(a_protected_frame_counts_once),
        cmocka_unit_test(forged_protection_has_no_effect),
        cmocka_unit_test(
            before_there_are_keys_a_leave_counts_and_an_action_does_not),
        cmocka_unit_test(forged_leaves_cause_few_attempts),
        cmocka_unit_test(public_actions_and_their_dual),
        cmocka_unit_test(what_is_not_robust_is_not_protected),
        cmocka_unit_test(a_leave_to_all_needs_a_fresh_mme),
        cmocka_unit_test(an_ipn_counts_once),
        cmocka_unit_test(an_igtk_is_installed_once),
        cmocka_unit_test(keys_that_cannot_be_are_refused),
        cmocka_unit_test(our_leave_is_protected),
        cmocka_unit_test(our_leave_is_plain_without_keys),
        cmocka_unit_test(no_leave_goes_unprotected_for_want_of_a_frame),
        cmocka_unit_test(without_agreement_nothing_changes),
        cmocka_unit_test(a_radio_that_lies_is_not_believed),
        cmocka_unit_test(a_radio_may_do_it),
        cmocka_unit_test(a_radio_may_strip_what_it_opened),
        cmocka_unit_test(a_radio_protects_our_leave),
        cmocka_unit_test(a_leave_whose_key_is_gone_is_not_sent),
        cmocka_unit_test(
            a_radio_that_protects_no_management_frames_gets_no_key),
        cmocka_unit_test(what_can_be_done_is_said),
        cmocka_unit_test(without_the_part_there_is_none),
        cmocka_unit_test(the_host_may_ask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
