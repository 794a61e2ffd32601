/* Keys that a host sets: which one serves what, and what ends them. */
#include "keyring.h"

#include "crypto/ccmp.h"
#include "frame/header.h"
#include "primitives.h"

static const uint8_t other[6] = {2, 0, 0, 0, 0, 0x77};
static const uint8_t everybody[6] = {255, 255, 255, 255, 255, 255};

static const struct keyring ccmp = {0};
static const struct keyring wep = {.pairwise = D11_CIPHER_WEP40,
                                   .group = D11_CIPHER_WEP40};

static struct dot11_key wep_key(uint8_t key_id, uint8_t seed)
{
    struct dot11_key key =
        keyring_as(keyring_default(key_id, seed), D11_CIPHER_WEP40);

    key.is_static = true;
    return key;
}

/* The first key-mapping keys are of AP number 0, the others of nobody. */
static struct dot11_key peer_key(uint8_t n)
{
    struct dot11_key key = keyring_mapping(D11_KEY_BOTH_WAYS, (uint8_t)(n + 1));

    key.peer[5] = n;
    return key;
}

/* N80211-CIPH-1, N80211-CFG-28 */
static void there_is_room_for_all_keys_of_the_model(void **unused)
{
    const struct keyring with = {.ibss = true};

    (void)unused;
    keyring_start(&with);
    for (uint8_t i = 0; i < 4; i++)
        assert_int_equal(keyring_set(keyring_default(i, (uint8_t)(200 + i))),
                         D11_OK);
    for (uint8_t i = 0; i < 32; i++)
        assert_int_equal(keyring_set(peer_key(i)), D11_OK);
    for (uint8_t i = 0; i < 32; i++) {
        struct dot11_key row = keyring_default(1, (uint8_t)(100 + i));

        row.peer[0] = 2;
        row.peer[5] = i;
        assert_int_equal(keyring_set(row), D11_OK);
    }
    assert_int_equal(keyring_find(keyring_default(3, 0)), D11_OK);
    assert_int_equal(keyring_find(peer_key(31)), D11_OK);
    keyring_end();
}

/* N80211-CIPH-6: no row is free, and nothing changes by it. */
static void a_full_table_refuses_and_keeps_what_it_has(void **unused)
{
    const struct keyring with = {.ibss = true, .key_count = 2};
    struct dot11_key row = keyring_default(1, 9);

    (void)unused;
    keyring_start(&with);
    assert_int_equal(keyring_set(peer_key(0)), D11_OK);
    row.peer[0] = 2;
    assert_int_equal(keyring_set(row), D11_OK);
    assert_int_equal(keyring_set(peer_key(1)), D11_ERR_FULL);
    row.peer[5] = 1;
    row.octets = keyring_default(0, 77).octets;
    assert_int_equal(keyring_set(row), D11_ERR_FULL);
    assert_int_equal(keyring_find(peer_key(0)), D11_OK);
    assert_int_equal(keyring_find(peer_key(1)), D11_ERR_NOT_FOUND);
    /* A key that goes makes room for another. */
    assert_int_equal(keyring_del(peer_key(0)), D11_OK);
    assert_int_equal(keyring_set(peer_key(1)), D11_OK);
    assert_events(0, "");
    keyring_end();
}

/* N80211-CIPH-2, N80211-CIPH-16, N80211-CIPH-17, N80211-CIPH-25,
 * N80211-CIPH-27, N80211-TX-12 */
static void default_keys_serve_where_there_is_no_mapping(void **unused)
{
    struct keyring_rx group = {.seed = 2, .key_id = 1, .group = true};
    struct keyring_rx unicast = {.seed = 1};

    (void)unused;
    keyring_up(&ccmp);
    /* SEC-TXP-04: nothing goes before there is a key. */
    assert_false(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(2, 3)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_is_protected(keyring_sent()));
    assert_int_equal(keyring_key_id(keyring_sent()), 0);
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    /* E-44: to the AP, and so under the same key. */
    assert_true(keyring_send(everybody, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    assert_memory_equal(keyring_sent()->octets + 4, keyring_ap.bssid, 6);
    assert_true(keyring_hears(&unicast));
    assert_true(keyring_hears(&group));
    group.seed = 3;
    group.key_id = 2;
    assert_true(keyring_hears(&group));
    keyring_end();
}

/* N80211-CIPH-3, N80211-CIPH-17, N80211-CIPH-18 */
static void a_mapping_key_serves_all_frames_of_its_peer(void **unused)
{
    struct keyring_rx rx = {.seed = 5};

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_BOTH_WAYS, 5)),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 5));
    assert_true(keyring_hears(&rx));
    /* Not the default key any more. */
    rx.seed = 1;
    assert_true(keyring_drops(&rx, D11_DROP_MIC));
    assert_int_equal(keyring_del(keyring_mapping(D11_KEY_BOTH_WAYS, 0)),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    assert_true(keyring_hears(&rx));
    keyring_end();
}

/* N80211-CIPH-3: peer and direction name a key-mapping key. */
static void directions_are_keys_of_their_own(void **unused)
{
    struct keyring_rx rx = {.seed = 1};

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_INBOUND, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_OUTBOUND, 2)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 2));
    assert_true(keyring_hears(&rx));
    rx.seed = 2;
    assert_true(keyring_drops(&rx, D11_DROP_MIC));
    /* Another direction, so neither of them is deleted. */
    assert_int_equal(keyring_del(keyring_mapping(D11_KEY_BOTH_WAYS, 0)),
                     D11_OK);
    assert_int_equal(keyring_find(keyring_mapping(D11_KEY_INBOUND, 0)), D11_OK);
    assert_int_equal(keyring_del(keyring_mapping(D11_KEY_OUTBOUND, 0)), D11_OK);
    assert_false(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_find(keyring_mapping(D11_KEY_INBOUND, 0)), D11_OK);
    keyring_end();
}

/* N80211-CIPH-5, N80211-CIPH-6, N80211-CIPH-15, N80211-CIPH-26 */
static void impossible_keys_are_refused_and_change_nothing(void **unused)
{
    const struct keyring ibss = {.ibss = true};
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(key), D11_OK);
    key.cipher = 0x000fac63;
    assert_int_equal(keyring_set(key), D11_ERR_UNSUPPORTED);
    /* TKIP's part is not listed; group management ciphers protect nothing. */
    assert_int_equal(keyring_set(keyring_as(key, D11_CIPHER_TKIP)),
                     D11_ERR_UNSUPPORTED);
    key.key_id = 4;
    assert_int_equal(keyring_set(keyring_as(key, D11_CIPHER_BIP_CMAC_128)),
                     D11_ERR_UNSUPPORTED);
    key = keyring_default(4, 2);
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key = keyring_default(0, 2);
    key.len = 15;
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key.len = 16;
    key.rx_pn = D11_PN_MAX + 1;
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key.rx_pn = 0;
    key.octets = NULL;
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key = wep_key(1, 3);
    key.len = 13;
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key = keyring_mapping(D11_KEY_BOTH_WAYS, 2);
    key.direction = (enum dot11_key_direction)4;
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    key = keyring_mapping(D11_KEY_BOTH_WAYS, 2);
    memset(key.peer, 0xff, 6);
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    assert_int_equal(keyring_del(key), D11_ERR_ARG);
    assert_int_equal(keyring_find(key), D11_ERR_ARG);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 1));
    assert_events(0, "");
    keyring_end();

    keyring_start(&ibss);
    key = keyring_default(0, 1);
    memset(key.peer, 0xff, 6);
    assert_int_equal(keyring_set(key), D11_ERR_ARG);
    keyring_end();
}

/* N80211-CIPH-26: not in an IBSS, but for an extension. */
static void tkip_in_an_ibss_is_for_extensions(void **unused)
{
    const struct keyring with = {.ibss = true, .part = &dot11_tkip};
    struct dot11_key key = keyring_as(keyring_default(0, 1), D11_CIPHER_TKIP);
    uint8_t octets[32];
    struct d11_vif *vif;

    (void)unused;
    keyring_start(&with);
    vif = &fake.stas[0]->vif;
    assert_int_equal(keyring_set(key), D11_ERR_UNSUPPORTED);
    memset(octets, 3, sizeof octets);
    key.octets = octets;
    assert_int_equal(d11_keys_ops(vif->env)->set(vif, &key), D11_OK);
    assert_int_equal(keyring_find(key), D11_OK);
    assert_int_equal(d11_keys_ops(vif->env)->del(vif, &key), D11_OK);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    keyring_end();
}

/* N80211-CIPH-6: in an infrastructure network the address says nothing. */
static void a_default_key_is_one_whatever_its_address(void **unused)
{
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_up(&ccmp);
    memcpy(key.peer, keyring_ap.bssid, 6);
    assert_int_equal(keyring_set(key), D11_OK);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_OK);
    assert_int_equal(keyring_del(keyring_default(0, 0)), D11_OK);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    keyring_end();
}

/* N80211-CIPH-4, N80211-CIPH-19: in an IBSS with RSNA each peer has group keys
 * of its own. */
static void group_frames_of_an_ibss_need_the_row_of_their_sender(void **unused)
{
    const struct keyring with = {.ibss = true};
    struct dot11_key row = keyring_default(1, 2);
    struct d11_peer peer;
    struct d11_vif *vif;
    struct d11_keytab *tab;

    (void)unused;
    keyring_start(&with);
    vif = &fake.stas[0]->vif;
    tab = d11_keytab_of(vif);
    tab->pairwise_cipher = D11_CIPHER_CCMP_128;
    tab->group_cipher = D11_CIPHER_CCMP_128;
    memset(&peer, 0, sizeof peer);
    memcpy(peer.addr, keyring_ap.bssid, 6);
    assert_int_equal(keyring_set(keyring_default(1, 3)), D11_OK);
    /* No row: the default key is not for it. */
    assert_null(d11_keytab_to_open(vif, &peer, true, 1));
    memcpy(row.peer, keyring_ap.bssid, 6);
    assert_int_equal(keyring_set(row), D11_OK);
    assert_non_null(d11_keytab_to_open(vif, &peer, true, 1));
    assert_true(d11_keytab_to_open(vif, &peer, true, 1) !=
                &tab->entries[1].key);
    assert_null(d11_keytab_to_open(vif, &peer, true, 2));
    /* Another peer has another row. */
    peer.addr[5] ^= 1u;
    assert_null(d11_keytab_to_open(vif, &peer, true, 1));
    keyring_end();
}

/* N80211-CIPH-17: in an IBSS frames to groups go under the default key that
 * the id names, those to one under its mapping key or the same. */
static void in_an_ibss_groups_have_the_default_key(void **unused)
{
    const struct keyring with = {.ibss = true};
    struct d11_keytab *tab;
    struct d11_peer peer;
    struct d11_vif *vif;

    (void)unused;
    keyring_start(&with);
    vif = &fake.stas[0]->vif;
    tab = d11_keytab_of(vif);
    tab->pairwise_cipher = D11_CIPHER_WEP40;
    tab->group_cipher = D11_CIPHER_WEP40;
    memset(&peer, 0, sizeof peer);
    memcpy(peer.addr, keyring_ap.bssid, 6);
    peer.link = &vif->links[0];
    assert_false(d11_key_can_send(d11_key_to_group(vif, &peer)));
    assert_int_equal(keyring_set(wep_key(2, 1)), D11_OK);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 2, fake.now_us),
                     D11_OK);
    assert_true(d11_key_to_group(vif, &peer) == &tab->entries[2].key);
    assert_true(d11_key_to_send(vif, &peer) == &tab->entries[2].key);
    assert_int_equal(
        keyring_set(keyring_as(keyring_mapping(D11_KEY_BOTH_WAYS, 3),
                               D11_CIPHER_WEP40)),
        D11_OK);
    assert_true(d11_key_to_group(vif, &peer) == &tab->entries[2].key);
    assert_true(d11_key_to_send(vif, &peer) != &tab->entries[2].key);
    keyring_end();
}

/* N80211-CIPH-7 */
static void a_key_takes_the_place_of_the_one_before(void **unused)
{
    struct keyring_rx rx = {.seed = 1};

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_true(keyring_hears(&rx));
    assert_int_equal(keyring_set(keyring_default(0, 2)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_MIC));
    rx.seed = 2;
    assert_true(keyring_hears(&rx));
    assert_int_equal(keyring_del(keyring_default(0, 0)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    /* It is gone, or never was. */
    assert_int_equal(keyring_del(keyring_default(0, 0)), D11_OK);
    assert_int_equal(keyring_del(keyring_default(3, 0)), D11_OK);
    assert_int_equal(keyring_del(keyring_mapping(D11_KEY_INBOUND, 0)), D11_OK);
    keyring_end();
}

/* SEC-KEY-01, SEC-KEY-02, SEC-KEY-03, SEC-TXP-01: packet numbers do not come
 * again, however often a key is set (A05). */
static void a_key_that_was_there_does_not_start_anew(void **unused)
{
    struct keyring_rx rx = {.seed = 1, .pn = 7};
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(key), D11_OK);
    assert_true(keyring_hears(&rx));
    assert_int_equal(keyring_set(key), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_REPLAY));
    assert_int_equal(keyring_set(keyring_default(0, 2)), D11_OK);
    assert_int_equal(keyring_set(key), D11_ERR_SECURITY);
    assert_int_equal(keyring_del(key), D11_OK);
    assert_int_equal(keyring_set(key), D11_ERR_SECURITY);
    assert_int_equal(keyring_set(keyring_default(0, 2)), D11_ERR_SECURITY);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    /* Nor under another name. */
    assert_int_equal(keyring_set(keyring_default(0, 3)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 3)), D11_ERR_SECURITY);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_BOTH_WAYS, 3)),
                     D11_ERR_SECURITY);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_INBOUND, 3)), D11_OK);
    keyring_end();
}

/* N80211-CIPH-8, N80211-DISAS-10, N80211-ASSOC-16 */
static void keys_that_are_not_static_end_with_the_association(void **unused)
{
    struct dot11_key key = keyring_default(2, 2);

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_BOTH_WAYS, 3)),
                     D11_OK);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_OK);
    keyring_leave();
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(keyring_mapping(D11_KEY_BOTH_WAYS, 0)),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(key), D11_OK);
    /* Set before the association, so not for it. */
    assert_int_equal(keyring_set(keyring_default(0, 4)), D11_OK);
    assert_int_equal(keyring_set(keyring_mapping(D11_KEY_BOTH_WAYS, 5)),
                     D11_OK);
    keyring_join();
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(keyring_mapping(D11_KEY_BOTH_WAYS, 0)),
                     D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(key), D11_OK);
    /* The peer goes. */
    assert_int_equal(keyring_set(keyring_default(0, 6)), D11_OK);
    fake_leave(&keyring_ap, 0, true, 3);
    assert_int_equal(keyring_find(keyring_default(0, 0)), D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(key), D11_OK);
    keyring_end();
}

/* N80211-CIPH-8: a roam and a reconnect end them too. */
static void a_roam_ends_keys_that_are_not_static(void **unused)
{
    struct fake_ap second = fake_ap(1);
    struct dot11_key key = wep_key(1, 2);

    (void)unused;
    keyring_up(&wep);
    assert_int_equal(keyring_set(key), D11_OK);
    key = keyring_as(keyring_default(0, 1), D11_CIPHER_WEP40);
    assert_int_equal(keyring_set(key), D11_OK);
    second.privacy = true;
    fake_beacon(&second);
    assert_int_equal(dot11_sta_roam(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&keyring_ap, &second}, 2, 50000);
    assert_memory_equal(fake.stas[0]->vif.peers[0].addr, second.bssid, 6);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    assert_int_equal(keyring_find(wep_key(1, 0)), D11_OK);
    /* What stayed serves the new association. */
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 1, fake.now_us),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_WEP40, 2));
    keyring_end();
}

/* N80211-CIPH-9, N80211-RESET-9 */
static void a_reset_and_a_start_clear_all_tables(void **unused)
{
    struct dot11_key key = keyring_default(1, 1);

    (void)unused;
    keyring_start(&ccmp);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_OK);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 2, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_reset(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    assert_int_equal(dot11_sta_default_key_id(fake.stas[0]), 0);
    /* Nothing is remembered either: the same key is a new one. */
    assert_int_equal(keyring_set(key), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    fake_run(1000000);
    (void)fake_events(0);
    fake_start(0);
    assert_int_equal(keyring_find(key), D11_ERR_NOT_FOUND);
    keyring_end();
}

/* N80211-CIPH-10 */
static void the_default_key_id_counts_from_the_next_frame_on(void **unused)
{
    (void)unused;
    keyring_up(&wep);
    assert_int_equal(dot11_sta_default_key_id(fake.stas[0]), 0);
    assert_int_equal(keyring_set(wep_key(0, 1)), D11_OK);
    assert_int_equal(keyring_set(wep_key(3, 2)), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_key_id(keyring_sent()), 0);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 4, fake.now_us),
                     D11_ERR_ARG);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 3, fake.now_us),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_key_id(keyring_sent()), 3);
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_WEP40, 2));
    keyring_end();
}

/* N80211-CIPH-10, SEC-TXP-03: what waits under the old key does not leave. */
static void frames_of_the_old_default_key_do_not_leave(void **unused)
{
    (void)unused;
    keyring_up(&wep);
    assert_int_equal(keyring_set(wep_key(0, 1)), D11_OK);
    assert_int_equal(keyring_set(wep_key(1, 2)), D11_OK);
    /* The radio is full: the frame is made and waits. */
    fake.tx_room = 0;
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent_count(), 0);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 1, fake.now_us),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    fake.tx_room = SIZE_MAX;
    dot11_hw_tx_ready(fake.radio, 0xf, fake.now_us);
    assert_int_equal(keyring_sent_count(), 1);
    assert_int_equal(keyring_key_id(keyring_sent()), 1);
    assert_int_equal(fake.done_count, 1);
    assert_int_equal(fake.done_err, D11_ERR_STATE);
    keyring_end();
}

/* N80211-CIPH-10: it is an attribute, too. */
static void the_default_key_id_is_an_attribute(void **unused)
{
    uint32_t id = 2;
    size_t len = 0;

    (void)unused;
    keyring_start(&wep);
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_DEFAULT_KEY_ID, &id,
                                   sizeof id, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_default_key_id(fake.stas[0]), 2);
    id = 9;
    assert_int_equal(dot11_sta_get(fake.stas[0], D11_ATTR_DEFAULT_KEY_ID, &id,
                                   sizeof id, &len),
                     D11_OK);
    assert_int_equal(id, 2);
    id = 4;
    assert_int_equal(dot11_sta_set(fake.stas[0], D11_ATTR_DEFAULT_KEY_ID, &id,
                                   sizeof id, fake.now_us),
                     D11_ERR_ARG);
    assert_int_equal(dot11_sta_default_key_id(fake.stas[0]), 2);
    keyring_end();
}

/* N80211-CIPH-12 */
static void counting_starts_where_the_host_says(void **unused)
{
    struct keyring_rx rx = {.seed = 1, .pn = 100};
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_up(&ccmp);
    key.rx_pn = 100;
    assert_int_equal(keyring_set(key), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_REPLAY));
    rx.pn = 101;
    assert_true(keyring_hears(&rx));
    assert_true(keyring_drops(&rx, D11_DROP_REPLAY));
    /* The counter of what is sent is another one. */
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent()->octets[24], 1);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_sent()->octets[24], 2);
    keyring_end();
}

/* N80211-CIPH-14 */
static void bip_keys_start_at_their_ipn(void **unused)
{
    static _Alignas(max_align_t) uint8_t state[4096];
    const uint8_t octets[16] = {1};
    struct d11_key_params params = {
        D11_CIPHER_BIP_CMAC_128, D11_KEY_IGTK,   4,   true, octets,
        sizeof octets,           0x123456789abc, NULL};
    struct d11_key key;
    bool fresh;
    void *crypto;

    (void)unused;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    d11_key_init(&key, state, sizeof state);
    assert_int_equal(d11_key_set(&key, &params, PRIMITIVES_OPS, crypto, &fresh),
                     D11_OK);
    assert_false(d11_replay_is_new(&key.rx, D11_REPLAY_MGMT, 0x123456789abc));
    assert_true(d11_replay_is_new(&key.rx, D11_REPLAY_MGMT, 0x123456789abd));
    d11_key_wipe(&key, PRIMITIVES_OPS, crypto);
    params.key_id = 3;
    assert_int_equal(d11_key_set(&key, &params, PRIMITIVES_OPS, crypto, &fresh),
                     D11_ERR_ARG);
    primitives_free(crypto);
}

/* N80211-CIPH-18, N80211-CIPH-19, N80211-CIPH-20, N80211-CIPH-21,
 * N80211-RX-8 */
static void frames_without_a_good_key_are_counted_and_dropped(void **unused)
{
    struct keyring_rx rx = {.seed = 1, .pn = 5};

    (void)unused;
    keyring_up(&ccmp);
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_true(keyring_hears(&rx));
    assert_true(keyring_drops(&rx, D11_DROP_REPLAY));
    rx.pn = 0;
    rx.seed = 9;
    assert_true(keyring_drops(&rx, D11_DROP_MIC));
    rx.key_id = 3;
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    rx.group = true;
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    /* Deleted is as never there. */
    rx.seed = 2;
    rx.key_id = 1;
    assert_int_equal(keyring_del(keyring_default(1, 0)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    /* SEC-PRT-02: nor does it pass without any. */
    rx.seed = 0;
    rx.group = false;
    assert_true(keyring_drops(&rx, D11_DROP_PLAINTEXT));
    keyring_end();
}

/* SEC-PRT-07: a group key opens no frame to one, a pairwise key none to all,
 * and what is sent is never under a group key. */
static void kinds_of_keys_are_not_mixed(void **unused)
{
    struct keyring_rx rx = {.seed = 2, .key_id = 1};

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_true(keyring_drops(&rx, D11_DROP_KEY_ADDRESS));
    rx.seed = 1;
    rx.key_id = 0;
    rx.group = true;
    assert_true(keyring_drops(&rx, D11_DROP_KEY_ADDRESS));
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 1, fake.now_us),
                     D11_OK);
    assert_false(keyring_send(other, KEYRING_TYPE));
    keyring_end();
}

/* N80211-CIPH-22 */
static void with_use_group_the_group_key_protects_everything(void **unused)
{
    const struct keyring with = {.pairwise = D11_CIPHER_USE_GROUP,
                                 .group = D11_CIPHER_CCMP_128};
    struct keyring_rx rx = {.seed = 2, .key_id = 1};

    (void)unused;
    keyring_up(&with);
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 1, fake.now_us),
                     D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_int_equal(keyring_key_id(keyring_sent()), 1);
    assert_true(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 2));
    assert_true(keyring_hears(&rx));
    rx.group = true;
    assert_true(keyring_hears(&rx));
    keyring_end();
}

/* N80211-CIPH-23: IV, key id, ICV; with a mapping key the id says nothing. */
static void wep_frames_name_one_of_four_keys(void **unused)
{
    struct keyring_rx rx = {.suite = D11_CIPHER_WEP40, .seed = 3, .key_id = 2};
    struct dot11_key key;

    (void)unused;
    keyring_up(&wep);
    assert_int_equal(keyring_set(wep_key(0, 1)), D11_OK);
    assert_int_equal(keyring_set(wep_key(2, 3)), D11_OK);
    assert_true(keyring_hears(&rx));
    rx.group = true;
    assert_true(keyring_hears(&rx));
    rx.key_id = 1;
    assert_true(keyring_drops(&rx, D11_DROP_NO_KEY));
    rx.group = false;
    key = keyring_as(keyring_mapping(D11_KEY_INBOUND, 3), D11_CIPHER_WEP40);
    assert_int_equal(keyring_set(key), D11_OK);
    assert_true(keyring_hears(&rx));
    assert_true(keyring_send(other, KEYRING_TYPE));
    /* 24 header, IV and key id, 64 - 6 of LLC and payload, ICV. */
    assert_int_equal(keyring_sent()->len, 24 + 4 + 58 + 4);
    assert_int_equal(keyring_sent()->octets[27] & 0x3f, 0);
    keyring_end();
}

/* N80211-CIPH-25: the cipher header of CCMP. */
static void ccmp_frames_carry_packet_number_and_key_id(void **unused)
{
    static const uint8_t header[] = {0x00, 0x03, 0, 0x20, 3, 4, 5, 6};
    const struct fake_tx *sent;

    (void)unused;
    keyring_up(&ccmp);
    assert_int_equal(keyring_set(keyring_default(0, 1)), D11_OK);
    d11_keytab_of(&fake.stas[0]->vif)->entries[0].key.tx_pn = 0x0605040302ff;
    assert_true(keyring_send(other, KEYRING_TYPE));
    sent = keyring_sent();
    assert_int_equal(sent->len, 24 + 8 + 58 + 8);
    assert_memory_equal(sent->octets + 24, header, sizeof header);
    keyring_end();
}

/* A static key was not made for a port that waits for a verdict. */
static void static_keys_do_not_serve_a_controlled_port(void **unused)
{
    const struct keyring with = {.controlled = true};
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    keyring_start(&with);
    key.is_static = true;
    assert_int_equal(keyring_set(key), D11_OK);
    keyring_join();
    assert_null(d11_keytab_to_send(&fake.stas[0]->vif,
                                   &fake.stas[0]->vif.peers[0], false));
    assert_int_equal(keyring_set(keyring_default(1, 2)), D11_OK);
    assert_int_equal(keyring_del(key), D11_OK);
    assert_int_equal(keyring_set(keyring_default(0, 3)), D11_OK);
    assert_non_null(d11_keytab_to_send(&fake.stas[0]->vif,
                                       &fake.stas[0]->vif.peers[0], false));
    keyring_end();
}

/* An extension's own keys go before the host's. */
static void keys_of_an_extension_go_before(void **unused)
{
    const struct keyring with = {.controlled = true};

    (void)unused;
    keyring_up(&with);
    assert_int_equal(keyring_set(keyring_default(0, 5)), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_ext_key(false, 1, 2), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_true(keyring_send(other, KEYRING_TYPE));
    assert_false(keyring_opens(keyring_sent(), D11_CIPHER_CCMP_128, 5));
    assert_true(keyring_is_protected(keyring_sent()));
    keyring_end();
}

/* Everything is refused without the part, and before a start. */
static void requests_out_of_place_are_refused(void **unused)
{
    struct dot11_key key = keyring_default(0, 1);

    (void)unused;
    fake_up();
    assert_int_equal(dot11_sta_set_key(fake.stas[0], &key, fake.now_us),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_del_key(fake.stas[0], &key, fake.now_us),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_find_key(fake.stas[0], &key),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_set_default_key_id(fake.stas[0], 1, fake.now_us),
                     D11_ERR_UNSUPPORTED);
    assert_int_equal(dot11_sta_default_key_id(fake.stas[0]), 0);
    fake_end();

    keyring_start(&ccmp);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_int_equal(keyring_set(key), D11_ERR_STATE);
    keyring_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_room_for_all_keys_of_the_model),
        cmocka_unit_test(a_full_table_refuses_and_keeps_what_it_has),
        cmocka_unit_test(default_keys_serve_where_there_is_no_mapping),
        cmocka_unit_test(a_mapping_key_serves_all_frames_of_its_peer),
        cmocka_unit_test(directions_are_keys_of_their_own),
        cmocka_unit_test(impossible_keys_are_refused_and_change_nothing),
        cmocka_unit_test(tkip_in_an_ibss_is_for_extensions),
        cmocka_unit_test(a_default_key_is_one_whatever_its_address),
        cmocka_unit_test(group_frames_of_an_ibss_need_the_row_of_their_sender),
        cmocka_unit_test(in_an_ibss_groups_have_the_default_key),
        cmocka_unit_test(a_key_takes_the_place_of_the_one_before),
        cmocka_unit_test(a_key_that_was_there_does_not_start_anew),
        cmocka_unit_test(keys_that_are_not_static_end_with_the_association),
        cmocka_unit_test(a_roam_ends_keys_that_are_not_static),
        cmocka_unit_test(a_reset_and_a_start_clear_all_tables),
        cmocka_unit_test(the_default_key_id_counts_from_the_next_frame_on),
        cmocka_unit_test(frames_of_the_old_default_key_do_not_leave),
        cmocka_unit_test(the_default_key_id_is_an_attribute),
        cmocka_unit_test(counting_starts_where_the_host_says),
        cmocka_unit_test(bip_keys_start_at_their_ipn),
        cmocka_unit_test(frames_without_a_good_key_are_counted_and_dropped),
        cmocka_unit_test(kinds_of_keys_are_not_mixed),
        cmocka_unit_test(with_use_group_the_group_key_protects_everything),
        cmocka_unit_test(wep_frames_name_one_of_four_keys),
        cmocka_unit_test(ccmp_frames_carry_packet_number_and_key_id),
        cmocka_unit_test(static_keys_do_not_serve_a_controlled_port),
        cmocka_unit_test(keys_of_an_extension_go_before),
        cmocka_unit_test(requests_out_of_place_are_refused),
    };

    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
