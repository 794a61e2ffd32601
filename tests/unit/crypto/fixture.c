/* What the tests of src/crypto share: a provider, keys and frames.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

#define STATE_MAX 1024u
#define BODY_AT (26u + D11_CCMP_HEADER_LEN)

struct dot11_crypto_ops fixture_ops;
struct d11_key fixture_keys[FIXTURE_KEYS];
uint8_t fixture_mpdus[FIXTURE_FRAMES][FIXTURE_FRAME_MAX];
struct d11_ccmp_frame fixture_frames[FIXTURE_FRAMES];

static max_align_t states[FIXTURE_KEYS][STATE_MAX / sizeof(max_align_t)];
static uint8_t octets[D11_KEY_LEN_MAX];
static max_align_t scratch_mem[4096 / sizeof(max_align_t)];

int fixture_setup(void **state)
{
    size_t i;

    (void)state;
    fixture_ops = *dot11_crypto_mbedtls_ops();
    assert_true(d11_cipher_state_size(&fixture_ops, NULL) <= STATE_MAX);
    for (i = 0; i < FIXTURE_KEYS; i++)
        d11_key_init(&fixture_keys[i], states[i], sizeof(states[i]));
    memset(fixture_mpdus, 0, sizeof(fixture_mpdus));
    memset(fixture_frames, 0, sizeof(fixture_frames));
    return 0;
}

int fixture_teardown(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < FIXTURE_KEYS; i++)
        d11_key_wipe(&fixture_keys[i], &fixture_ops, NULL);
    return 0;
}

struct d11_key_params fixture_params(uint8_t seed)
{
    struct d11_key_params params = {
        .suite = D11_CIPHER_CCMP_128,
        .flags = D11_KEY_PAIRWISE | D11_KEY_TX,
        .software = true,
        .octets = octets,
        .len = 16,
    };
    size_t i;

    for (i = 0; i < sizeof(octets); i++)
        octets[i] = (uint8_t)(seed + i);
    return params;
}

void fixture_key(size_t slot, uint32_t suite, uint8_t seed)
{
    struct d11_key_params params = fixture_params(seed);
    bool fresh;

    params.suite = suite;
    params.len = d11_cipher_find(suite)->key_len;
    assert_int_equal(
        d11_key_set(&fixture_keys[slot], &params, &fixture_ops, NULL, &fresh),
        D11_OK);
    assert_true(fresh);
}

struct d11_ccmp_scratch *fixture_scratch(size_t count)
{
    static struct d11_ccmp_scratch scratch;

    assert_true(d11_ccmp_scratch_size(count) <= sizeof(scratch_mem));
    d11_ccmp_scratch_init(&scratch, scratch_mem, count);
    return &scratch;
}

void fixture_frame(size_t i, size_t slot, uint8_t tid, size_t body_len)
{
    static const uint8_t header[26] = {0x88, 0x01, 0,    0, 2, 0, 0,    0, 0,
                                       1,    2,    0,    0, 0, 0, 0x02, 2, 0,
                                       0,    0,    0x00, 3, 0, 0, 0,    0};
    uint8_t *mpdu = fixture_mpdus[i];
    size_t at;

    memset(&fixture_frames[i], 0, sizeof(fixture_frames[i]));
    memcpy(mpdu, header, sizeof(header));
    mpdu[22] = (uint8_t)(i << 4);
    mpdu[24] = tid;
    for (at = 0; at < body_len; at++)
        mpdu[BODY_AT + at] = (uint8_t)(i * 7 + at);
    fixture_frames[i].mpdu = mpdu;
    fixture_frames[i].header_len = sizeof(header);
    fixture_frames[i].len = (uint32_t)(BODY_AT + body_len);
    fixture_frames[i].key = &fixture_keys[slot];
}

bool fixture_is_plain(size_t i)
{
    size_t at;

    for (at = 0; at < fixture_frames[i].body_len; at++) {
        if (fixture_mpdus[i][BODY_AT + at] != (uint8_t)(i * 7 + at))
            return false;
    }
    return true;
}

void fixture_seal(size_t n)
{
    size_t i;

    assert_int_equal(d11_ccmp_seal(fixture_frames, n,
                                   fixture_scratch(FIXTURE_FRAMES),
                                   &fixture_ops, NULL),
                     n);
    for (i = 0; i < n; i++) {
        assert_true(fixture_frames[i].ok);
        fixture_frames[i].len += fixture_frames[i].key->cipher->mic_len;
    }
}
