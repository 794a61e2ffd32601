/* Management frame protection: what is agreed on, the keys that handshakes
 * bring, and operating channel validation.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.2.9, 12.6.3, 12.7.2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/rsne.h"
#include "station.h"

#define BIP_ALL                                                                \
    (D11_CIPHER_BIT(D11_CIPHER_BIP_CMAC_128) |                                 \
     D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_128) |                                 \
     D11_CIPHER_BIT(D11_CIPHER_BIP_GMAC_256) |                                 \
     D11_CIPHER_BIT(D11_CIPHER_BIP_CMAC_256))

/* An AP's RSNE with these capabilities and group management cipher. */
static void set_rsne(struct station *s, uint16_t capabilities, uint32_t cipher,
                     bool protects_beacons)
{
    static const uint8_t ext_cap[] = {127, 11, 0, 0, 0, 0,   0,
                                      0,   0,  0, 0, 0, 0x10};
    struct d11_wr wr = d11_wr_over(s->ap.elements, sizeof(s->ap.elements));
    struct d11_rsne rsne;

    memset(&rsne, 0, sizeof(rsne));
    rsne.group = D11_CIPHER_CCMP_128;
    rsne.pairwise[0] = D11_CIPHER_CCMP_128;
    rsne.pairwise_count = 1;
    rsne.akm[0] = D11_AKM_PSK;
    rsne.akm_count = 1;
    rsne.capabilities = capabilities;
    rsne.group_mgmt = cipher;
    d11_rsne_write(&wr, &rsne);
    s->ap.elements_len = d11_wr_len(&wr);
    if (protects_beacons)
        d11_wr_octets(&wr, ext_cap, sizeof(ext_cap));
    s->ap.elements_len = d11_wr_len(&wr);
    station_beacon(s);
    /* Message 3 repeats the RSNE only. */
    s->ap.elements_len -= protects_beacons ? sizeof(ext_cap) : 0;
}

static int new_station(void **state)
{
    struct station *s;

    station_new_with(state, &dot11_rsn_methods);
    s = *state;
    s->host.group_mgmt = BIP_ALL;
    s->host.channel = dot11_channel_20(2437);
    memset(s->ap.igtk, 0x49, sizeof(s->ap.igtk));
    s->ap.igtk_len = 16;
    s->ap.igtk_id = 4;
    s->ap.ipn[0] = 0x21;
    s->ap.ipn[5] = 0x80;
    memset(s->ap.bigtk, 0xb1, sizeof(s->ap.bigtk));
    s->ap.bigtk_id = 6;
    s->ap.bipn[1] = 7;
    set_rsne(s, D11_RSN_CAP_MFPC, D11_CIPHER_BIP_CMAC_128, false);
    return 0;
}

static enum dot11_err prepare(struct station *s)
{
    return s->rsn->pre_associate(s->ext, &s->ssid, &s->profile,
                                 sizeof(s->profile), 0);
}

static enum dot11_err choose(struct station *s)
{
    memset(&s->suites, 0, sizeof(s->suites));
    return s->rsn->select(s->ext, &s->bss, &s->suites);
}

/* The RSNE of our request. */
static struct d11_rsne ours(struct station *s)
{
    struct d11_rsne rsne;

    s->request_len = s->rsn->assoc_elements(s->ext, &s->bss, &s->suites,
                                            s->request, sizeof(s->request));
    assert_true(s->request_len <= sizeof(s->request));
    assert_true(d11_rsne_parse(&rsne, s->request + 2, s->request[1]));
    return rsne;
}

/* SEC-PMF-01, Table 12-7: all that the two sides can say. */
static void it_is_agreed_on_when_both_are_capable(void **state)
{
    static const struct {
        uint8_t pmf;
        uint16_t ap;
        uint8_t refusal;
        bool mfp;
    } rows[] = {
        {D11_PMF_OFF, 0, D11_REFUSAL_NONE, false},
        {D11_PMF_OFF, D11_RSN_CAP_MFPC, D11_REFUSAL_NONE, false},
        {D11_PMF_OFF, D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR,
         D11_REFUSAL_PMF_DEMANDED, false},
        {D11_PMF_CAPABLE, 0, D11_REFUSAL_NONE, false},
        {D11_PMF_CAPABLE, D11_RSN_CAP_MFPC, D11_REFUSAL_NONE, true},
        {D11_PMF_CAPABLE, D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR, D11_REFUSAL_NONE,
         true},
        {D11_PMF_CAPABLE, D11_RSN_CAP_MFPR, D11_REFUSAL_PMF_DEMANDED, false},
        {D11_PMF_REQUIRED, 0, D11_REFUSAL_PMF_MISSING, false},
        {D11_PMF_REQUIRED, D11_RSN_CAP_MFPC, D11_REFUSAL_NONE, true},
        {D11_PMF_REQUIRED, D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR,
         D11_REFUSAL_NONE, true},
    };
    struct station *s = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const uint16_t both = D11_RSN_CAP_MFPC | D11_RSN_CAP_MFPR;
        uint16_t bits = 0;

        s->profile.pmf = rows[i].pmf;
        set_rsne(s, rows[i].ap, D11_CIPHER_NONE, false);
        assert_int_equal(prepare(s), D11_OK);
        if (rows[i].refusal != D11_REFUSAL_NONE) {
            assert_int_equal(choose(s), D11_ERR_SECURITY);
            assert_int_equal(s->suites.refusal, rows[i].refusal);
            continue;
        }
        assert_int_equal(choose(s), D11_OK);
        assert_int_equal(s->suites.mfp, rows[i].mfp);
        assert_int_equal(s->suites.group_mgmt_cipher,
                         rows[i].mfp ? D11_CIPHER_BIP_CMAC_128
                                     : D11_CIPHER_NONE);
        if (rows[i].mfp)
            bits = rows[i].pmf == D11_PMF_REQUIRED ? both : D11_RSN_CAP_MFPC;
        assert_int_equal(ours(s).capabilities & both, bits);
    }
}

/* The AP's word is final, like that of the group cipher. */
static void its_cipher_is_the_one_of_the_ap(void **state)
{
    static const uint32_t ciphers[] = {
        D11_CIPHER_BIP_CMAC_128, D11_CIPHER_BIP_GMAC_128,
        D11_CIPHER_BIP_GMAC_256, D11_CIPHER_BIP_CMAC_256};
    struct station *s = *state;

    for (size_t i = 0; i < 4; i++) {
        s->profile.pmf = D11_PMF_CAPABLE;
        s->profile.group_mgmt_ciphers = BIP_ALL;
        assert_int_equal(prepare(s), D11_OK);
        set_rsne(s, D11_RSN_CAP_MFPC, ciphers[i], false);
        assert_int_equal(choose(s), D11_OK);
        assert_true(s->suites.mfp);
        assert_int_equal(s->suites.group_mgmt_cipher, ciphers[i]);
        assert_int_equal(ours(s).group_mgmt, ciphers[i]);
        /* Not allowed: without, or not at all. */
        s->profile.group_mgmt_ciphers =
            (uint16_t)(BIP_ALL & ~D11_CIPHER_BIT(ciphers[i]));
        assert_int_equal(prepare(s), D11_OK);
        assert_int_equal(choose(s), D11_OK);
        assert_false(s->suites.mfp);
        s->profile.pmf = D11_PMF_REQUIRED;
        assert_int_equal(prepare(s), D11_OK);
        assert_int_equal(choose(s), D11_ERR_SECURITY);
        assert_int_equal(s->suites.refusal, D11_REFUSAL_GROUP_MGMT);
    }
    /* The number alone is that of BIP-CMAC-128. */
    s->profile.group_mgmt_ciphers = BIP_ALL;
    assert_int_equal(prepare(s), D11_OK);
    set_rsne(s, D11_RSN_CAP_MFPC, 0x0050f206, false);
    assert_int_equal(choose(s), D11_ERR_SECURITY);
}

static void what_cannot_be_had_is_as_off(void **state)
{
    struct station *s = *state;

    s->host.group_mgmt = 0;
    assert_int_equal(prepare(s), D11_OK);
    assert_int_equal(choose(s), D11_OK);
    assert_false(s->suites.mfp);
    s->profile.pmf = D11_PMF_REQUIRED;
    assert_int_equal(prepare(s), D11_ERR_UNSUPPORTED);
    s->profile.pmf = D11_PMF_REQUIRED + 1;
    assert_int_equal(prepare(s), D11_ERR_ARG);
    s->profile.pmf = D11_PMF_REQUIRED;
    assert_int_equal(dot11_rsn.pre_associate(s->ext, &s->ssid, &s->profile,
                                             sizeof(s->profile), 0),
                     D11_ERR_UNSUPPORTED);
}

/* Bit 84 of the Extended Capabilities, on both sides. */
static void beacon_protection_takes_two(void **state)
{
    struct station *s = *state;

    for (unsigned i = 0; i < 4; i++) {
        bool wanted = (i & 1) != 0;
        bool there = (i & 2) != 0;
        struct d11_rsne rsne;

        s->profile.beacon_protection = wanted;
        set_rsne(s, D11_RSN_CAP_MFPC, D11_CIPHER_NONE, there);
        assert_int_equal(prepare(s), D11_OK);
        assert_int_equal(choose(s), D11_OK);
        assert_int_equal(s->suites.beacon_protection, wanted && there);
        rsne = ours(s);
        (void)rsne;
        if (!wanted || !there) {
            assert_int_equal(s->request_len, 2u + s->request[1]);
            continue;
        }
        assert_int_equal(s->request_len, 2u + s->request[1] + 13u);
        assert_int_equal(s->request[s->request_len - 13], 127);
        assert_int_equal(s->request[s->request_len - 12], 11);
        assert_int_equal(s->request[s->request_len - 1], 0x10);
    }
}

static void associate(struct station *s)
{
    station_associate(s);
    memcpy(s->message2, s->request, 2u + s->request[1]);
    s->message2_len = 2u + s->request[1];
    station_to_message2(s, false);
    s->host.count = 0;
}

static void assert_igtk(const struct station *s,
                        const struct fake_command *command)
{
    assert_int_equal(command->kind, FAKE_SET_KEY);
    assert_false(command->key.pairwise);
    assert_int_equal(command->key.key_id, s->ap.igtk_id);
    assert_int_equal(command->key.cipher, s->suites.group_mgmt_cipher);
    assert_int_equal(command->len, s->ap.igtk_len);
    assert_memory_equal(command->data, s->ap.igtk, s->ap.igtk_len);
    assert_true(command->key.rx_pn == 0x800000000021);
}

static void assert_bigtk(const struct station *s,
                         const struct fake_command *command)
{
    assert_int_equal(command->kind, FAKE_SET_KEY);
    assert_int_equal(command->key.key_id, s->ap.bigtk_id);
    assert_int_equal(command->key.cipher, s->suites.group_mgmt_cipher);
    assert_int_equal(command->len, s->ap.bigtk_len);
    assert_memory_equal(command->data, s->ap.bigtk, s->ap.bigtk_len);
    assert_true(command->key.rx_pn == 0x700);
}

/* SEC-KEY-04: IPN and BIPN are where their counters start. */
static void message_3_brings_the_keys_of_management_frames(void **state)
{
    static const struct {
        uint32_t cipher;
        uint8_t len;
    } rows[] = {{D11_CIPHER_BIP_CMAC_128, 16},
                {D11_CIPHER_BIP_GMAC_128, 16},
                {D11_CIPHER_BIP_GMAC_256, 32},
                {D11_CIPHER_BIP_CMAC_256, 32}};
    struct station *s = *state;
    const struct fake_command *list = s->host.list;
    struct ap_message message;

    for (unsigned i = 0; i < 8; i++) {
        const bool beacons = i >= 4;

        s->ap.replay = 0;
        s->ap.igtk_len = rows[i % 4].len;
        s->ap.bigtk_len = beacons ? rows[i % 4].len : 0;
        set_rsne(s, D11_RSN_CAP_MFPC, rows[i % 4].cipher, beacons);
        associate(s);
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(s->host.count, beacons ? 6 : 5);
        ap_take_message4(&s->ap, list[0].data, list[0].len);
        assert_true(list[1].key.pairwise);
        assert_int_equal(list[2].key.key_id, s->ap.gtk_id);
        assert_igtk(s, &list[3]);
        if (beacons)
            assert_bigtk(s, &list[4]);
        assert_int_equal(list[s->host.count - 1].verdict.err, D11_OK);
        s->rsn->stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

/* The beacon was not verified yet: who left out its bit gains nothing; but who
 * does not want it does not get it. */
static void a_bigtk_that_was_not_promised_is_taken(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    for (int wanted = 1; wanted >= 0; wanted--) {
        s->ap.replay = 0;
        s->ap.bigtk_len = 16;
        s->profile.beacon_protection = wanted != 0;
        associate(s);
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
        assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), wanted ? 4 : 3);
        s->rsn->stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

/* SEC-HSK-08, SEC-GRP-02, A32: what may be wrong with the keys of message 3. */
static void wrong_keys_in_message_3_end_the_association(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    for (unsigned i = 0; i < 10; i++) {
        const struct ap good = s->ap;

        set_rsne(s, D11_RSN_CAP_MFPC, D11_CIPHER_BIP_CMAC_128, i >= 6);
        s->ap.replay = 0;
        associate(s);
        s->ap.bigtk_len = i >= 6 ? 16 : 0;
        switch (i) {
        case 0: s->ap.igtk_len = 0; break; /* it must be there */
        case 1: s->ap.igtk_len = 15; break;
        case 2: s->ap.igtk_len = 17; break;
        case 3: s->ap.igtk_id = 3; break;
        case 4: s->ap.igtk_id = 6; break;
        case 5: memset(s->ap.igtk, 0, sizeof(s->ap.igtk)); break;
        case 6: s->ap.bigtk_len = 0; break; /* it was promised */
        case 7: s->ap.bigtk_id = 5; break;
        case 8: s->ap.bigtk_id = 0x106; break;
        case 9: s->ap.bigtk_len = 32; break;
        default: break;
        }
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false),
                         D11_DROP_EAPOL_MISMATCH);
        assert_int_equal(s->host.count, 1); /* no key, no message 4 */
        assert_int_equal(s->host.list[0].verdict.err, D11_ERR_SECURITY);
        assert_true(s->host.list[0].verdict.leave);
        assert_int_equal(s->host.list[0].verdict.reason_code,
                         D11_REASON_BAD_GROUP_CIPHER);
        s->rsn->stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
        s->ap = good;
    }
}

/* SEC-GRP-02: twice in one message; and without protection, not even once. */
static void a_key_comes_once_and_only_when_agreed(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    associate(s);
    ap_message3(&s->ap, &message);
    ap_add_mgmt(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_KEY_DATA);
    assert_int_equal(s->host.count, 0);
    s->rsn->stop_post_associate(s->ext, STATION_SESSION);

    s->profile.pmf = D11_PMF_OFF;
    s->ap.replay = 0;
    associate(s);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_EAPOL_MISMATCH);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
}

static void become_keyed(struct station *s)
{
    struct ap_message message;

    associate(s);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    s->host.count = 0;
}

/* SEC-KEY-01, SEC-KEY-03, A01, A02: IGTK and BIGTK are each installed once,
 * whatever the order in which they come again. */
static void keys_of_management_frames_are_installed_once(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    s->ap.bigtk_len = 16;
    become_keyed(s);
    for (unsigned i = 0; i < 6; i++) {
        ap_group1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
        assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 0);
        s->host.count = 0;
    }
    for (unsigned i = 1; i <= 8; i++) {
        const unsigned new_keys = i <= 2 ? 2 : 0;

        s->ap.igtk[0] = s->ap.bigtk[0] = (uint8_t)(i % 2);
        s->ap.igtk_id = (uint16_t)(4 + i % 2);
        s->ap.bigtk_id = (uint16_t)(6 + i % 2);
        ap_group1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
        assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), new_keys);
        if (new_keys != 0) {
            assert_igtk(s, &s->host.list[0]);
            assert_bigtk(s, &s->host.list[1]);
        }
        s->host.count = 0;
    }
    /* A new association has a memory of its own. */
    s->rsn->stop_post_associate(s->ext, STATION_SESSION);
}

/* SEC-GRP-02: nothing of a group message with a bad key is done. */
static void wrong_keys_in_a_group_message_are_refused(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    become_keyed(s);
    for (unsigned i = 0; i < 5; i++) {
        const struct ap good = s->ap;

        s->ap.gtk[0]++;
        s->ap.igtk[0]++;
        if (i == 0)
            s->ap.igtk_len = 32;
        if (i == 1)
            s->ap.igtk_id = 7;
        if (i == 2)
            s->ap.bigtk_len = 8;
        if (i == 3)
            s->ap.bigtk_id = 4, s->ap.bigtk_len = 16;
        ap_group1(&s->ap, &message);
        if (i == 4)
            message.data_len -= 16; /* the KDE claims more than there is */
        assert_int_not_equal(station_take(s, &message, true), D11_DROP_NONE);
        assert_int_equal(s->host.count, 0);
        s->ap = good;
        s->ap.replay++;
    }
    /* A group key alone may come. */
    s->ap.igtk_len = 0;
    s->ap.gtk[0]++;
    s->ap.replay = 20;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    assert_int_equal(fake_count(&s->host, FAKE_SET_KEY), 1);
}

static const uint8_t oci_kde[] = {0xdd, 7, 0x00, 0x0f, 0xac, 13, 81, 6, 0};

static void agree_on_ocv(struct station *s)
{
    s->profile.ocv = true;
    set_rsne(s, D11_RSN_CAP_MFPC | D11_RSN_CAP_OCV, D11_CIPHER_NONE, false);
    s->ap.has_oci = true;
    memcpy(s->ap.oci, oci_kde + 6, 3);
    s->ap.replay = 0;
    station_associate(s);
    assert_true(s->suites.ocv);
    assert_int_equal(ours(s).capabilities & D11_RSN_CAP_OCV, D11_RSN_CAP_OCV);
    memcpy(s->message2, s->request, s->request_len);
    memcpy(s->message2 + s->request_len, oci_kde, sizeof(oci_kde));
    s->message2_len = s->request_len + sizeof(oci_kde);
    station_to_message2(s, false);
    s->host.count = 0;
}

/* 12.2.9: messages 2, 3 and both of the group handshake say the channel. */
static void ocv_says_and_checks_the_channel(void **state)
{
    struct station *s = *state;
    const struct fake_command *reply;
    struct ap_message message;
    struct d11_eapol_key key;

    agree_on_ocv(s);
    ap_message3(&s->ap, &message);
    assert_int_equal(station_take(s, &message, false), D11_DROP_NONE);
    assert_int_equal(s->host.count, 5);
    s->host.count = 0;
    s->ap.gtk[0]++;
    ap_group1(&s->ap, &message);
    assert_int_equal(station_take(s, &message, true), D11_DROP_NONE);
    reply = fake_last(&s->host, FAKE_SEND);
    ap_take_group2(&s->ap, reply->data, reply->len);
    assert_int_equal(d11_eapol_key_decode(&key, reply->data, reply->len, 16),
                     D11_DROP_NONE);
    assert_int_equal(key.data.len, sizeof(oci_kde));
    assert_memory_equal(key.data.data, oci_kde, sizeof(oci_kde));
    /* Of another channel, or none: refused, and the key stays. */
    s->host.count = 0;
    for (unsigned i = 0; i < 3; i++) {
        s->ap.gtk[0]++;
        s->ap.oci[1] = i == 0 ? 11 : 6;
        s->ap.oci[0] = i == 1 ? 115 : 81;
        s->ap.has_oci = i != 2;
        ap_group1(&s->ap, &message);
        assert_int_equal(station_take(s, &message, true),
                         D11_DROP_EAPOL_MISMATCH);
        assert_int_equal(s->host.count, 0);
    }
}

static void ocv_ends_a_handshake_on_another_channel(void **state)
{
    struct station *s = *state;
    struct ap_message message;

    for (unsigned i = 0; i < 3; i++) {
        agree_on_ocv(s);
        s->ap.oci[1] = i == 0 ? 1 : 6;
        s->ap.oci[0] = i == 1 ? 84 + 40 : 81;
        s->ap.has_oci = i != 2;
        ap_message3(&s->ap, &message);
        assert_int_equal(station_take(s, &message, false),
                         D11_DROP_EAPOL_MISMATCH);
        assert_int_equal(s->host.count, 1);
        assert_int_equal(s->host.list[0].verdict.err, D11_ERR_SECURITY);
        assert_true(s->host.list[0].verdict.leave);
        s->rsn->stop_post_associate(s->ext, STATION_SESSION);
        s->host.count = 0;
    }
}

/* It is the AP's to say whether it does. */
static void ocv_takes_two(void **state)
{
    struct station *s = *state;

    s->profile.ocv = true;
    assert_int_equal(prepare(s), D11_OK);
    assert_int_equal(choose(s), D11_OK);
    assert_false(s->suites.ocv);
    s->profile.ocv = false;
    set_rsne(s, D11_RSN_CAP_MFPC | D11_RSN_CAP_OCV, D11_CIPHER_NONE, false);
    assert_int_equal(prepare(s), D11_OK);
    assert_int_equal(choose(s), D11_OK);
    assert_false(s->suites.ocv);
    assert_int_equal(ours(s).capabilities & D11_RSN_CAP_OCV, 0);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, new_station, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(it_is_agreed_on_when_both_are_capable),
        CASE(its_cipher_is_the_one_of_the_ap),
        CASE(what_cannot_be_had_is_as_off),
        CASE(beacon_protection_takes_two),
        CASE(message_3_brings_the_keys_of_management_frames),
        CASE(a_bigtk_that_was_not_promised_is_taken),
        CASE(wrong_keys_in_message_3_end_the_association),
        CASE(a_key_comes_once_and_only_when_agreed),
        CASE(keys_of_management_frames_are_installed_once),
        CASE(wrong_keys_in_a_group_message_are_refused),
        CASE(ocv_says_and_checks_the_channel),
        CASE(ocv_ends_a_handshake_on_another_channel),
        CASE(ocv_takes_two),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
