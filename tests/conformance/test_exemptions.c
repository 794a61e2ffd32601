/* Privacy exemptions and the exclusion of what came unprotected. */
#include "keyring.h"

#define WAI 0x88b4u

static const uint8_t other[6] = {2, 0, 0, 0, 0, 0x77};
static const uint8_t everybody[6] = {255, 255, 255, 255, 255, 255};
static const struct keyring ccmp = {0};
static const struct keyring controlled = {.controlled = true};

static void exempt(uint16_t ethertype, enum dot11_exempt_action action,
                   uint8_t packets)
{
    struct dot11_exemption entry = {ethertype, (uint8_t)action, packets};

    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_PRIVACY_EXEMPTIONS,
                                   &entry, sizeof entry, fake.now_us),
                     D11_OK);
}

static enum dot11_err exclude(bool on)
{
    const uint8_t value = on;

    return dot11_sta_set(fake.stas[0], D11_ATTR_EXCLUDE_UNENCRYPTED, &value,
                         sizeof value, fake.now_us);
}

static size_t exemption_count(void)
{
    struct dot11_exemption list[D11_ATTR_EXEMPTIONS_MAX];
    size_t len = 0;

    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_PRIVACY_EXEMPTIONS,
                                   list, sizeof list, &len),
                     D11_OK);
    return len / sizeof list[0];
}

static void open_network(void)
{
    const struct keyring with = {0};

    keyring_start(&with);
    fake_ext.suites.pairwise_cipher = D11_CIPHER_NONE;
    fake_ext.suites.group_cipher = D11_CIPHER_NONE;
}

/* N80211-PEX-1 */
static void the_list_is_bounded_and_ends_with_a_reset(void **unused)
{
    struct dot11_exemption list[D11_ATTR_EXEMPTIONS_MAX + 1];

    (void)unused;
    keyring_start(&ccmp);
    assert_int_equal(exemption_count(), 0);
    exempt(WAI, D11_EXEMPT_ALWAYS, 3);
    assert_int_equal(exemption_count(), 1);
    for (unsigned i = 0; i < D11_ATTR_EXEMPTIONS_MAX + 1; i++) {
        list[i].ethertype = (uint16_t)(0x9000u + i);
        list[i].action = D11_EXEMPT_UNLESS_KEY;
        list[i].packets = 1;
    }
    assert_int_not_equal(dot11_sta_set(fake.stas[0],
                                       D11_ATTR_PRIVACY_EXEMPTIONS, list,
                                       sizeof list, fake.now_us),
                         D11_OK);
    assert_int_equal(exemption_count(), 1);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(exemption_count(), 0);
    keyring_end();
}

/* N80211-PEX-2, N80211-RX-8, N80211-RX-10 */
static void exempt_always_means_never_protected(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};

    (void)unused;
    keyring_start(&ccmp);
    exempt(WAI, D11_EXEMPT_ALWAYS, 1);
    keyring_join();
    assert_true(keyring_hears(&rx));
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    rx.seed = 1;
    assert_true(keyring_drops(&rx, D11_DROP_PROTECTED_TYPE));
    /* SEC-PRT-04: with a key nothing comes in clear. */
    rx.seed = 0;
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    keyring_end();
}

/* SEC-PRT-04: unless the host wants it so, and then for these types alone. */
static void a_switch_keeps_exemptions_when_there_are_keys(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};
    struct keyring_rx more = {.seed = 1};

    (void)unused;
    keyring_start(&ccmp);
    fake.stas[0]->radio->env.config.exempt_despite_keys = true;
    exempt(WAI, D11_EXEMPT_ALWAYS, 3);
    keyring_join();
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_hears(&more));
    assert_true(keyring_hears(&rx));
    rx.ethertype = KEYRING_TYPE;
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    /* SEC-PRT-03: never to groups. */
    rx.ethertype = WAI;
    rx.group = true;
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    assert_true(keyring_send(other, WAI));
    assert_false(keyring_is_protected(keyring_sent()));
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_is_protected(keyring_sent()));
    keyring_end();
}

/* N80211-PEX-3, N80211-RX-9 */
static void exempt_unless_there_is_a_key(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};

    (void)unused;
    keyring_start(&ccmp);
    exempt(WAI, D11_EXEMPT_UNLESS_KEY, 1);
    keyring_join();
    assert_true(keyring_hears(&rx));
    /* E-7: any suitable key, a default key too. */
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    rx.seed = 1;
    assert_true(keyring_hears(&rx));
    assert_int_equal(keyring_del(keyring_default(0, 0)), D11_OK);
    rx.seed = 0;
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_INBOUND, 2)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    rx.seed = 2;
    rx.pn = 50;
    assert_true(keyring_hears(&rx));
    keyring_end();
}

/* N80211-PEX-4 */
static void an_entry_is_for_the_packets_that_it_names(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};

    (void)unused;
    keyring_start(&ccmp);
    exempt(WAI, D11_EXEMPT_ALWAYS, 2);
    keyring_join();
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    rx.seed = 1;
    assert_true(keyring_hears(&rx));
    rx.seed = 2;
    rx.key_id = 1;
    rx.group = true;
    assert_true(keyring_drops(&rx, D11_DROP_PROTECTED_TYPE));
    rx.ethertype = KEYRING_TYPE;
    assert_true(keyring_hears(&rx));
    keyring_end();
}

/* N80211-PEX-6: where there are no ciphers an entry drops nothing. */
static void without_ciphers_entries_do_nothing(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};

    (void)unused;
    open_network();
    exempt(WAI, D11_EXEMPT_UNLESS_KEY, 3);
    keyring_join();
    assert_true(keyring_hears(&rx));
    rx.group = true;
    assert_true(keyring_hears(&rx));
    assert_true(keyring_send(other, WAI));
    keyring_end();
}

/* N80211-RX-9, N80211-RX-10, N80211-RX-11 */
static void
what_came_unprotected_is_excluded_when_the_host_says_so(void **unused)
{
    struct keyring_rx rx = {0};

    (void)unused;
    open_network();
    exempt(WAI, D11_EXEMPT_ALWAYS, 1);
    keyring_join();
    assert_true(keyring_hears(&rx));
    assert_int_equal(exclude(true), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    /* An entry alone decides. */
    rx.ethertype = WAI;
    assert_true(keyring_hears(&rx));
    /* E-8: groups have no cipher here. */
    rx.ethertype = KEYRING_TYPE;
    rx.group = true;
    assert_true(keyring_hears(&rx));
    rx.group = false;
    assert_int_equal(exclude(false), D11_OK);
    assert_true(keyring_hears(&rx));
    assert_int_equal(exclude(true), D11_OK);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    (void)fake_events(0);
    fake_ext.suites.pairwise_cipher = D11_CIPHER_NONE;
    keyring_join();
    assert_true(keyring_hears(&rx));
    keyring_end();
}

/* N80211-RX-12: an exemption lets EAPOL in. Where an extension runs the
 * handshake that exemption is always there (SEC-PRT-04). */
static void eapol_needs_an_exemption_and_an_extension_has_it(void **unused)
{
    struct keyring_rx rx = {.ethertype = D11_ETHERTYPE_EAPOL};

    (void)unused;
    keyring_start(&controlled);
    assert_int_equal(exclude(true), D11_OK);
    keyring_join();
    (void)fake_ext_log();
    (void)keyring_hears(&rx);
    assert_ext("receive");
    rx.ethertype = WAI;
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    keyring_end();
}

/* SEC-PRT-01: an exemption opens no port. */
static void an_exempt_packet_does_not_pass_a_closed_port(void **unused)
{
    struct keyring_rx rx = {.ethertype = WAI};

    (void)unused;
    keyring_start(&controlled);
    exempt(WAI, D11_EXEMPT_ALWAYS, 1);
    keyring_join();
    assert_true(keyring_drops(&rx, D11_DROP_PORT));
    assert_false(keyring_send(other, WAI));
    assert_int_equal(keyring_sent_count(), 0);
    keyring_end();
}

/* N80211-TX-12, N80211-TX-15, N80211-TX-16, SEC-TXP-04 */
static void exempt_msdus_leave_in_clear_until_there_is_a_key(void **unused)
{
    (void)unused;
    keyring_start(&ccmp);
    exempt(WAI, D11_EXEMPT_UNLESS_KEY, 1);
    keyring_join();
    assert_true(keyring_send(other, WAI));
    assert_false(keyring_is_protected(keyring_sent()));
    assert_int_equal(keyring_sent()->octets[30], WAI >> 8);
    assert_int_equal(keyring_sent()->octets[31], WAI & 0xff);
    /* Groups are not named, other types neither. */
    assert_false(keyring_send(everybody, WAI));
    assert_false(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 1);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_send(other, WAI));
    assert_true(keyring_is_protected(keyring_sent()));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    keyring_end();
}

/* Each MSDU comes back once, also when the radio is full or the host pauses. */
static void exempt_msdus_come_back_when_they_cannot_go(void **unused)
{
    (void)unused;
    keyring_start(&ccmp);
    exempt(WAI, D11_EXEMPT_ALWAYS, 1);
    keyring_join();
    fake.done_count = 0;
    fake.tx_room = 0;
    assert_false(keyring_send(other, WAI));
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_ERR_FULL);
    fake.tx_room = SIZE_MAX;
    assert_int_equal(dot11_sta_pause(fake.stas[0], fake.now_us), D11_OK);
    assert_false(keyring_send(other, WAI));
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    assert_int_equal(dot11_sta_restart(fake.stas[0], fake.now_us), D11_OK);
    assert_true(keyring_send(other, WAI));
    fake_run(0);
    assert_int_equal(fake.done_count, 3);
    assert_int_equal(fake.done_err, D11_OK);
    keyring_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_bounded_and_ends_with_a_reset),
        cmocka_unit_test(exempt_always_means_never_protected),
        cmocka_unit_test(a_switch_keeps_exemptions_when_there_are_keys),
        cmocka_unit_test(exempt_unless_there_is_a_key),
        cmocka_unit_test(an_entry_is_for_the_packets_that_it_names),
        cmocka_unit_test(without_ciphers_entries_do_nothing),
        cmocka_unit_test(
            what_came_unprotected_is_excluded_when_the_host_says_so),
        cmocka_unit_test(eapol_needs_an_exemption_and_an_extension_has_it),
        cmocka_unit_test(an_exempt_packet_does_not_pass_a_closed_port),
        cmocka_unit_test(exempt_msdus_leave_in_clear_until_there_is_a_key),
        cmocka_unit_test(exempt_msdus_come_back_when_they_cannot_go),
    };

    return cmocka_run_group_tests_name("exemptions", tests, NULL, NULL);
}
