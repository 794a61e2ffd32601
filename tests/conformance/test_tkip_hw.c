/* TKIP in a radio that has the cipher: what it is believed, and what the core
 * does all the same.
 *
 * SPDX-License-Identifier: MIT */
#include "fake_ap.h"
#include "fake_ext.h"
#include "primitives.h"

#include <dot11/key.h>
#include <dot11/legacy.h>

#define HEADER 8u
#define MIC 8u
#define ICV 4u
#define PAYLOAD 40u

static const struct dot11_part *const parts[] = {&dot11_keys, &dot11_tkip};
static void *crypto;
static struct fake_ap ap;

static void set_key(uint8_t key_id)
{
    uint8_t octets[32];
    const struct dot11_key key = {.table = D11_KEY_TABLE_DEFAULT,
                                  .key_id = key_id,
                                  .len = sizeof octets,
                                  .cipher = D11_CIPHER_TKIP,
                                  .octets = octets};

    memset(octets, 0x40 + key_id, sizeof octets);
    assert_int_equal(dot11_sta_set_key(fake.stas[0], &key, fake.now_us),
                     D11_OK);
}

/* Associated, with a pairwise key and group key 1 in the radio. */
static void up(void)
{
    struct dot11_connect_req req = fake_req("net");

    ap = fake_ap(0);
    ap.privacy = true;
    assert_int_equal(primitives_new(&crypto), D11_OK);
    fake_begin();
    fake_ext_begin();
    fake_ext.post = D11_OK;
    fake_ext.suites.controlled = false;
    fake_ext.suites.pairwise_cipher = D11_CIPHER_TKIP;
    fake_ext.suites.group_cipher = D11_CIPHER_TKIP;
    fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_TKIP;
    fake.config.crypto_ops = PRIMITIVES_OPS;
    fake.config.crypto = crypto;
    fake.config.parts = parts;
    fake.config.part_count = 2;
    fake_build();
    (void)fake_start(0);
    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    assert_int_equal(dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    set_key(0);
    set_key(1);
    fake_run(0);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    fake_poll(0);
    (void)fake_events(0);
}

static void down(void)
{
    fake_end();
    primitives_free(crypto);
}

/* A data frame as the radio hands it up: with cipher header, with MIC and ICV,
 * as `flags` say. */
static void hear(uint32_t flags, uint64_t tsc, bool group)
{
    static const uint8_t llc[8] = {0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0xb5};
    struct dot11_frame *frame = fake_alloc(256);
    const uint8_t key_id = group ? 1 : 0;
    uint8_t *at = frame->data;
    struct dot11_rx rx = {0};

    memset(at, 0, 256);
    at[0] = 0x08;
    at[1] = 0x42;
    memset(at + 4, 0xff, 6);
    if (!group)
        memcpy(at + 4, fake_own[0], 6);
    memcpy(at + 10, ap.bssid, 6);
    memcpy(at + 16, ap.bssid, 6);
    at += 24;
    if ((flags & D11_RX_IV_STRIPPED) == 0) {
        at[0] = (uint8_t)(tsc >> 8);
        at[2] = (uint8_t)tsc;
        at[3] = (uint8_t)(0x20 | key_id << 6);
        at += HEADER;
    }
    memcpy(at, llc, sizeof llc);
    at += sizeof llc + PAYLOAD;
    if ((flags & D11_RX_MIC_STRIPPED) == 0)
        at += MIC + ICV;
    frame->len = (uint32_t)(at - frame->data);
    rx.frame = frame;
    rx.flags = flags | (group ? D11_RX_GROUP_KEY : 0);
    if ((flags & D11_RX_DECRYPTED) == 0)
        rx.flags = flags;
    rx.pn = tsc;
    rx.key_id = key_id;
    rx.freq_mhz = fake.tuned_mhz;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

static const uint32_t kept = D11_RX_DECRYPTED | D11_RX_MIC_OK;
static const uint32_t stripped =
    D11_RX_DECRYPTED | D11_RX_IV_STRIPPED | D11_RX_MIC_STRIPPED;

/* N80211-RX-8, N80211-CIPH-24: MIC and ICV are off, whoever took them off. */
static void what_the_radio_left_is_taken_off(void **state)
{
    const uint32_t all[] = {kept, stripped,
                            D11_RX_DECRYPTED | D11_RX_MIC_STRIPPED,
                            kept | D11_RX_IV_STRIPPED};

    (void)state;
    up();
    for (unsigned i = 0; i < 4; i++) {
        hear(all[i], 10 + i, false);
        assert_int_equal(fake.msdu_count, i + 1);
        assert_int_equal(fake.msdus[i].len, 14 + PAYLOAD);
    }
    hear(kept, 5, true);
    assert_int_equal(fake.msdu_count, 5);
    down();
}

/* N80211-CIPH-20: the core counts, unless the radio does. */
static void the_core_looks_for_replays(void **state)
{
    (void)state;
    up();
    hear(stripped, 300, false);
    hear(stripped, 300, false);
    hear(stripped, 299, false);
    hear(kept, 300, false);
    assert_int_equal(fake.msdu_count, 1);
    assert_int_equal(fake_stats().drops[D11_DROP_REPLAY], 3);
    hear(kept, 301, false);
    assert_int_equal(fake.msdu_count, 2);
    down();
}

static const struct dot11_ev_tkip_mic_failure *failure(void)
{
    return &fake.last[0][D11_EV_TKIP_MIC_FAILURE].u.tkip_mic_failure;
}

/* N80211-TKIP-1, N80211-TKIP-3 */
static void a_mic_error_of_the_radio_is_a_failure(void **state)
{
    (void)state;
    up();
    hear(D11_RX_MIC_ERROR, 7, false);
    fake_poll(0);
    assert_events(0, "tkip_mic_failure");
    assert_false(failure()->default_key);
    assert_memory_equal(failure()->peer, ap.bssid, 6);
    hear(D11_RX_MIC_ERROR, 7, true);
    fake_poll(0);
    assert_events(0, "tkip_mic_failure");
    assert_true(failure()->default_key);
    assert_int_equal(failure()->key_id, 1);
    assert_int_equal(fake.msdu_count, 0);
    assert_int_equal(fake_stats().drops[D11_DROP_TKIP_MIC], 2);
    assert_int_equal(fake_stats().drops[D11_DROP_MIC], 0);
    assert_true(fake.stas[0] != NULL);
    down();
}

/* N80211-TKIP-2: of frames for others, or of no TKIP key, nothing is told. */
static void other_errors_of_the_radio_are_none(void **state)
{
    struct dot11_frame *frame;
    struct dot11_rx rx = {0};

    (void)state;
    up();
    /* Plaintext with a wrong MIC is nonsense. */
    frame = fake_alloc(60);
    memset(frame->data, 0, 60);
    frame->data[0] = 0x08;
    frame->data[1] = 0x02;
    memcpy(frame->data + 4, fake_own[0], 6);
    memcpy(frame->data + 10, ap.bssid, 6);
    rx.frame = frame;
    rx.flags = D11_RX_MIC_ERROR;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
    /* Another's. */
    frame = fake_alloc(60);
    memset(frame->data, 0, 60);
    frame->data[0] = 0x08;
    frame->data[1] = 0x42;
    frame->data[4] = 2;
    frame->data[9] = 0x77;
    memcpy(frame->data + 10, ap.bssid, 6);
    frame->data[27] = 0x20;
    rx.frame = frame;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
    fake_poll(0);
    assert_events(0, "");
    assert_int_equal(fake_stats().drops[D11_DROP_TKIP_MIC], 0);
    down();
}

/* N80211-CIPH-24: the core writes the cipher header, the radio the rest. */
static void the_radio_protects_what_is_sent(void **state)
{
    struct dot11_frame *frame;
    const struct fake_tx *sent;

    (void)state;
    up();
    frame = fake_alloc(14 + PAYLOAD + 64);
    frame->data += 0;
    memset(frame->data, 0, 14 + PAYLOAD);
    memcpy(frame->data, ap.bssid, 6);
    memcpy(frame->data + 6, fake_own[0], 6);
    frame->data[12] = 0x88;
    frame->data[13] = 0xb5;
    frame->len = 14 + PAYLOAD;
    assert_int_equal(dot11_sta_tx(fake.stas[0], &frame, 1, fake.now_us), 1);
    sent = &fake.air[fake.air_count - 1];
    assert_int_not_equal(sent->flags & D11_TX_PROTECT, 0);
    assert_int_equal(sent->len, 24 + HEADER + 8 + PAYLOAD);
    assert_int_equal(sent->octets[24 + 3] & 0x20, 0x20);
    assert_int_equal(sent->octets[24 + 1], (sent->octets[24] | 0x20) & 0x7f);
    assert_int_equal(sent->octets[24 + 2], 1);
    down();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_radio_left_is_taken_off),
        cmocka_unit_test(the_core_looks_for_replays),
        cmocka_unit_test(a_mic_error_of_the_radio_is_a_failure),
        cmocka_unit_test(other_errors_of_the_radio_are_none),
        cmocka_unit_test(the_radio_protects_what_is_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
