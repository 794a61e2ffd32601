/* EAPOL and EAPOL-Key frames.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "frame/eapol.h"
#include "hostile.h"

#define MAX 256u

/* An EAPOL-Key frame in which each field can be told from the others. */
static size_t sample(uint8_t *octets, uint8_t mic_len, size_t data_len)
{
    uint8_t nonce[32];
    uint8_t rsc[8];
    uint8_t data[64];
    struct d11_eapol_key_fields fields = {0};
    struct d11_wr wr = d11_wr_over(octets, MAX);
    uint8_t *mic;

    memset(nonce, 0x11, sizeof(nonce));
    memset(rsc, 0x22, sizeof(rsc));
    memset(data, 0x33, sizeof(data));
    fields.version = 2;
    fields.info = D11_KEY_INFO_PAIRWISE | D11_KEY_INFO_ACK | 2;
    fields.key_len = 16;
    fields.replay = UINT64_C(0x0102030405060708);
    fields.nonce = nonce;
    fields.rsc = rsc;
    fields.mic_len = mic_len;
    fields.data.data = data;
    fields.data.len = data_len;
    mic = d11_eapol_key_write(&wr, &fields);
    assert_non_null(mic);
    assert_ptr_equal(mic, octets + D11_EAPOL_KEY_MIC_AT);
    assert_int_equal(d11_wr_len(&wr),
                     4 + D11_EAPOL_KEY_FIXED + mic_len + data_len);
    return d11_wr_len(&wr);
}

static void what_is_written_is_read_again(void **state)
{
    static const uint8_t mic_lens[] = {0, 16, 24};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(mic_lens); i++) {
        uint8_t octets[MAX];
        size_t len = sample(octets, mic_lens[i], 22);
        struct d11_eapol_key key;

        /* SEC-HSK-01: what follows the body is ignored. */
        octets[len] = 0xff;
        assert_int_equal(
            d11_eapol_key_decode(&key, octets, len + 1, mic_lens[i]),
            D11_DROP_NONE);
        assert_int_equal(key.version, 2);
        assert_int_equal(key.info, 0x008a);
        assert_int_equal(key.key_len, 16);
        assert_true(key.replay == UINT64_C(0x0102030405060708));
        assert_int_equal(key.nonce[0], 0x11);
        assert_int_equal(key.nonce[31], 0x11);
        assert_int_equal(key.iv[0] | key.iv[15], 0);
        assert_int_equal(key.rsc[0] & key.rsc[7], 0x22);
        assert_int_equal(key.data.len, 22);
        assert_int_equal(key.data.data[0] & key.data.data[21], 0x33);
        assert_int_equal(key.frame_len, len);
        assert_int_equal(key.mic_len, mic_lens[i]);
        if (mic_lens[i] != 0)
            assert_ptr_equal(key.mic, octets + D11_EAPOL_KEY_MIC_AT);
        else
            assert_null(key.mic);
    }
}

static void the_first_octets_are_those_of_the_standard(void **state)
{
    static const uint8_t head[] = {2, 3, 0, 95 + 22, 2, 0x00, 0x8a, 0x00, 16};
    uint8_t octets[MAX];

    (void)state;
    (void)sample(octets, 16, 22);
    assert_memory_equal(octets, head, sizeof(head));
}

/* SEC-HSK-01: version 1 to 3, then the type, then the length. */
static void header_fields_are_checked_in_order(void **state)
{
    uint8_t octets[MAX];
    size_t len = sample(octets, 16, 0);
    struct d11_eapol_key key;
    unsigned version;

    (void)state;
    for (version = 0; version < 256; version++) {
        octets[0] = (uint8_t)version;
        assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                         version >= 1 && version <= 3 ? D11_DROP_NONE
                                                      : D11_DROP_EAPOL_FORMAT);
    }
    octets[0] = 1;
    octets[1] = D11_EAPOL_TYPE_EAP;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                     D11_DROP_EAPOL_TYPE);
    octets[1] = D11_EAPOL_TYPE_KEY;
    /* SEC-HSK-03: RC4 and WPA descriptors are not of RSN. */
    octets[4] = 1;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                     D11_DROP_EAPOL_TYPE);
    octets[4] = 254;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                     D11_DROP_EAPOL_TYPE);
    octets[4] = 2;
    octets[3]++;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                     D11_DROP_EAPOL_FORMAT);
}

static void a_body_without_a_descriptor_is_malformed(void **state)
{
    static const uint8_t octets[] = {2, 3, 0, 0};
    uint8_t *block = hostile_copy(octets, sizeof(octets));
    struct d11_eapol_key key;

    (void)state;
    assert_int_equal(d11_eapol_key_decode(&key, block, sizeof(octets), 16),
                     D11_DROP_EAPOL_FORMAT);
    free(block);
}

/* SEC-HSK-01, A53: Key Data Length is at most what remains of the body, not
 * of the frame. */
static void key_data_ends_with_the_body(void **state)
{
    uint8_t octets[MAX] = {0};
    size_t len = sample(octets, 16, 10);
    struct d11_eapol_key key;

    (void)state;
    octets[D11_EAPOL_KEY_MIC_AT + 17] = 11;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len + 4, 16),
                     D11_DROP_EAPOL_FORMAT);
    octets[D11_EAPOL_KEY_MIC_AT + 17] = 9;
    assert_int_equal(d11_eapol_key_decode(&key, octets, len, 16),
                     D11_DROP_NONE);
    assert_int_equal(key.data.len, 9);
}

/* SEC-HSK-10: at most 2048 octets of body. */
static void a_longer_body_is_refused(void **state)
{
    uint8_t *octets = calloc(1, 4 + 2049);
    struct d11_eapol eapol;

    (void)state;
    assert_non_null(octets);
    octets[0] = 2;
    octets[2] = 2048 >> 8;
    assert_true(d11_eapol_decode(&eapol, octets, 4 + 2048));
    assert_int_equal(eapol.body.len, 2048);
    octets[3] = 1;
    assert_false(d11_eapol_decode(&eapol, octets, 4 + 2049));
    free(octets);
}

static void decode_one(const uint8_t *octets, size_t len, void *arg)
{
    const size_t *mic_len = arg;
    struct d11_eapol_key key;

    if (d11_eapol_key_decode(&key, octets, len, *mic_len) != D11_DROP_NONE)
        return;
    assert_true(key.frame_len <= len);
    assert_true(key.data.data + key.data.len <= octets + key.frame_len);
}

static void every_prefix_is_decoded_in_bounds(void **state)
{
    size_t mic_lens[] = {0, 16, 24};
    size_t i;

    (void)state;
    for (i = 0; i < 3; i++) {
        uint8_t octets[MAX];
        size_t len = sample(octets, (uint8_t)mic_lens[i], 8);
        size_t prefix;

        hostile_all(octets, len, decode_one, &mic_lens[i]);
        for (prefix = 0; prefix < len; prefix++) {
            struct d11_eapol_key key;

            assert_int_equal(
                d11_eapol_key_decode(&key, octets, prefix, mic_lens[i]),
                D11_DROP_EAPOL_FORMAT);
        }
    }
}

static void replies_say_what_the_standard_wants(void **state)
{
    static const uint8_t rsne[] = {48, 2, 1, 0};
    const struct dot11_octets data = {rsne, sizeof(rsne)};
    const struct dot11_octets none = {NULL, 0};
    struct d11_eapol_reply reply = {0};
    uint8_t snonce[32];
    uint8_t octets[MAX];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));
    struct d11_eapol_key key;

    (void)state;
    memset(snonce, 0x77, sizeof(snonce));
    reply.replay = 5;
    reply.version = 1;
    reply.key_version = 2;
    reply.mic_len = 16;
    assert_non_null(d11_eapol_write_message2(&wr, &reply, snonce, data));
    assert_int_equal(d11_eapol_key_decode(&key, octets, d11_wr_len(&wr), 16),
                     D11_DROP_NONE);
    assert_int_equal(key.info, 0x010a);
    assert_true(key.replay == 5);
    assert_memory_equal(key.nonce, snonce, 32);
    assert_memory_equal(key.data.data, rsne, sizeof(rsne));
    assert_int_equal(key.key_len, 0);

    wr = d11_wr_over(octets, sizeof(octets));
    assert_non_null(d11_eapol_write_message4(&wr, &reply, none));
    assert_int_equal(d11_eapol_key_decode(&key, octets, d11_wr_len(&wr), 16),
                     D11_DROP_NONE);
    assert_int_equal(key.info, 0x030a);
    assert_int_equal(key.data.len, 0);
    assert_int_equal(key.nonce[0], 0);

    wr = d11_wr_over(octets, sizeof(octets));
    assert_non_null(d11_eapol_write_group2(&wr, &reply, none));
    assert_int_equal(d11_eapol_key_decode(&key, octets, d11_wr_len(&wr), 16),
                     D11_DROP_NONE);
    assert_int_equal(key.info, 0x0302);
    /* An AEAD AKM has no MIC and says so. */
    reply.mic_len = 0;
    reply.key_version = 0;
    reply.info_more = D11_KEY_INFO_ENCRYPTED;
    wr = d11_wr_over(octets, sizeof(octets));
    assert_non_null(d11_eapol_write_message4(&wr, &reply, none));
    assert_int_equal(d11_eapol_key_decode(&key, octets, d11_wr_len(&wr), 0),
                     D11_DROP_NONE);
    assert_int_equal(key.info, 0x1208);
}

static void a_frame_that_does_not_fit_is_not_written(void **state)
{
    struct d11_eapol_key_fields fields = {0};
    size_t whole = 4 + D11_EAPOL_KEY_FIXED + 16;
    size_t cap;

    (void)state;
    fields.mic_len = 16;
    for (cap = 0; cap <= whole; cap++) {
        uint8_t *block = malloc(cap);
        struct d11_wr wr = d11_wr_over(block, cap);

        assert_int_equal(d11_eapol_key_write(&wr, &fields) != NULL,
                         cap == whole);
        free(block);
    }
}

static void a_body_that_no_length_can_say_is_not_written(void **state)
{
    struct d11_eapol_key_fields fields = {0};
    uint8_t octets[8];
    struct d11_wr wr = d11_wr_over(octets, sizeof(octets));

    (void)state;
    fields.data.data = octets;
    fields.data.len = 65536;
    assert_null(d11_eapol_key_write(&wr, &fields));
    assert_true(wr.overflow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(the_first_octets_are_those_of_the_standard),
        cmocka_unit_test(header_fields_are_checked_in_order),
        cmocka_unit_test(a_body_without_a_descriptor_is_malformed),
        cmocka_unit_test(key_data_ends_with_the_body),
        cmocka_unit_test(a_longer_body_is_refused),
        cmocka_unit_test(every_prefix_is_decoded_in_bounds),
        cmocka_unit_test(replies_say_what_the_standard_wants),
        cmocka_unit_test(a_frame_that_does_not_fit_is_not_written),
        cmocka_unit_test(a_body_that_no_length_can_say_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
