/* The vectors, run through the core and one provider.
 *
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <provider_tools.h>

#include "crypto/bip.h"
#include "crypto/ccmp.h"
#include "crypto/prf.h"
#include "frame/header.h"

#include "annex_j.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct dot11_crypto_ops *ops;
static void *crypto;

static void prf(void **state)
{
    uint8_t key[80];
    uint8_t data[80];
    uint8_t want[64];
    uint8_t got[64];
    struct dot11_octets context;
    size_t key_len;
    size_t len;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(prf_vectors); i++) {
        key_len = provider_octets(key, prf_vectors[i].key);
        context.data = data;
        context.len = provider_octets(data, prf_vectors[i].data);
        len = provider_octets(want, prf_vectors[i].out);
        assert_int_equal(d11_prf(ops, crypto, key, key_len,
                                 prf_vectors[i].label, &context, 1, got, len),
                         D11_OK);
        assert_memory_equal(got, want, len);
    }
}

static void psk(void **state)
{
    struct dot11_crypto_job job;
    uint8_t want[32];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(psk_vectors); i++) {
        memset(&job, 0, sizeof(job));
        job.kind = D11_JOB_PBKDF2_SHA1;
        job.in.pbkdf2.passphrase_len =
            (uint8_t)strlen(psk_vectors[i].passphrase);
        memcpy(job.in.pbkdf2.passphrase, psk_vectors[i].passphrase,
               job.in.pbkdf2.passphrase_len);
        job.in.pbkdf2.ssid.len = (uint8_t)strlen(psk_vectors[i].ssid);
        memcpy(job.in.pbkdf2.ssid.octets, psk_vectors[i].ssid,
               job.in.pbkdf2.ssid.len);
        job.in.pbkdf2.iterations = 4096;
        job.out_len = 32;
        provider_octets(want, psk_vectors[i].psk);
        assert_int_equal(ops->job_start(crypto, &job), D11_OK);
        assert_memory_equal(job.out, want, 32);
    }
}

static void ptk(void **state)
{
    uint8_t pmk[64];
    uint8_t addrs[2][6];
    uint8_t nonces[2][32];
    uint8_t want[32];
    struct d11_ptk_params params;
    struct d11_ptk out;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(ptk_vectors); i++) {
        params.akm = ptk_vectors[i].akm;
        params.cipher = ptk_vectors[i].cipher;
        params.pmk = pmk;
        params.pmk_len = provider_octets(pmk, ptk_vectors[i].pmk);
        params.aa = addrs[0];
        params.spa = addrs[1];
        params.anonce = nonces[0];
        params.snonce = nonces[1];
        provider_octets(addrs[0], ptk_vectors[i].aa);
        provider_octets(addrs[1], ptk_vectors[i].spa);
        provider_octets(nonces[0], ptk_vectors[i].anonce);
        provider_octets(nonces[1], ptk_vectors[i].snonce);
        assert_int_equal(d11_ptk_derive(&out, &params, ops, crypto), D11_OK);
        assert_int_equal(out.kck_len,
                         provider_octets(want, ptk_vectors[i].kck));
        assert_memory_equal(out.kck, want, out.kck_len);
        assert_int_equal(out.kek_len,
                         provider_octets(want, ptk_vectors[i].kek));
        assert_memory_equal(out.kek, want, out.kek_len);
        assert_int_equal(out.tk_len, provider_octets(want, ptk_vectors[i].tk));
        assert_memory_equal(out.tk, want, out.tk_len);
    }
}

static max_align_t key_state[PROVIDER_KEY_MAX / sizeof(max_align_t)];
static max_align_t scratch_mem[32];

static void set_key(struct d11_key *key, uint16_t flags, uint32_t cipher,
                    uint8_t key_id, const char *hex)
{
    uint8_t tk[32];
    struct d11_key_params params = {
        .suite = cipher,
        .flags = flags | D11_KEY_TX,
        .key_id = key_id,
        .software = true,
        .octets = tk,
    };
    bool fresh;

    params.len = provider_octets(tk, hex);
    d11_key_init(key, key_state, sizeof(key_state));
    assert_int_equal(d11_key_set(key, &params, ops, crypto, &fresh), D11_OK);
    assert_true(fresh);
}

static void try_mpdu(const struct mpdu_vector *vector)
{
    struct d11_ccmp_scratch scratch;
    struct d11_ccmp_frame frame = {0};
    struct d11_key key;
    uint8_t plain[128];
    uint8_t want[128];
    uint8_t mpdu[128];
    const size_t plain_len = provider_octets(plain, vector->plain);
    const size_t sealed_len = provider_octets(want, vector->sealed);
    const size_t body_len = plain_len - vector->header_len;
    const size_t body_at = (size_t)vector->header_len + D11_CCMP_HEADER_LEN;

    assert_true(d11_ccmp_scratch_size(1) <= sizeof(scratch_mem));
    d11_ccmp_scratch_init(&scratch, scratch_mem, 1);
    set_key(&key, D11_KEY_PAIRWISE, vector->cipher, vector->key_id, vector->tk);
    key.tx_pn = vector->pn - 1;

    memcpy(mpdu, plain, vector->header_len);
    memcpy(mpdu + body_at, plain + vector->header_len, body_len);
    frame.mpdu = mpdu;
    frame.len = (uint32_t)(body_at + body_len);
    frame.header_len = vector->header_len;
    frame.key = &key;
    assert_int_equal(d11_ccmp_seal(&frame, 1, &scratch, ops, crypto), 1);
    assert_int_equal(frame.pn, vector->pn);
    assert_memory_equal(mpdu, want, sealed_len);

    memcpy(mpdu, want, sealed_len);
    frame.len = (uint32_t)sealed_len;
    assert_int_equal(d11_ccmp_open(&frame, 1, &scratch, ops, crypto), 1);
    assert_int_equal(frame.pn, vector->pn);
    assert_int_equal(frame.body_len, body_len);
    assert_memory_equal(mpdu + body_at, plain + vector->header_len, body_len);
    d11_key_wipe(&key, ops, crypto);
}

/* The parts that the annex shows on the way. */
static void try_parts(const struct mpdu_vector *vector)
{
    uint8_t plain[128];
    uint8_t want[D11_CCMP_AAD_MAX];
    uint8_t aad[D11_CCMP_AAD_MAX];
    uint8_t nonce[D11_CCMP_NONCE_MAX];
    size_t len;

    provider_octets(plain, vector->plain);
    len = provider_octets(want, vector->aad);
    assert_int_equal(d11_ccmp_aad(plain, false, aad), len);
    assert_memory_equal(aad, want, len);
    len = provider_octets(want, vector->nonce);
    d11_ccmp_nonce(plain, vector->pn, len, nonce);
    assert_memory_equal(nonce, want, len);
}

static void mpdus(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(mpdu_vectors); i++) {
        print_message("%s\n", mpdu_vectors[i].source);
        try_mpdu(&mpdu_vectors[i]);
        if (mpdu_vectors[i].aad[0] != '\0')
            try_parts(&mpdu_vectors[i]);
    }
}

static void try_bip(const struct bip_vector *vector)
{
    struct d11_key key;
    uint8_t frame[128];
    uint8_t sealed[128];
    const size_t len = provider_octets(frame, vector->plain);
    const size_t mme_len = provider_octets(sealed + len, vector->mme);

    memcpy(sealed, frame, len);
    set_key(&key, vector->key_id < 6 ? D11_KEY_IGTK : D11_KEY_BIGTK,
            vector->cipher, vector->key_id, vector->key);
    key.tx_pn = vector->ipn - 1;
    assert_int_equal(
        d11_bip_seal(&key, frame, len, D11_HEADER_LEN, ops, crypto), mme_len);
    assert_memory_equal(frame, sealed, len + mme_len);
    assert_int_equal(
        d11_bip_open(&key, frame, len + mme_len, D11_HEADER_LEN, ops, crypto),
        D11_DROP_NONE);
    assert_memory_equal(frame, sealed, len + mme_len);
    d11_key_wipe(&key, ops, crypto);
}

static void bip(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(bip_vectors); i++) {
        print_message("%s\n", bip_vectors[i].source);
        try_bip(&bip_vectors[i]);
    }
}

static void key_wrap(void **state)
{
    uint8_t kek[32];
    uint8_t plain[32];
    uint8_t wrapped[40];
    uint8_t got[40];
    size_t kek_len;
    size_t len;
    size_t i;

    (void)state;
    for (i = 0; i < COUNT_OF(wrap_vectors); i++) {
        kek_len = provider_octets(kek, wrap_vectors[i].kek);
        len = provider_octets(plain, wrap_vectors[i].plain);
        provider_octets(wrapped, wrap_vectors[i].wrapped);
        assert_int_equal(ops->key_wrap(crypto, kek, kek_len, plain, len, got),
                         D11_OK);
        assert_memory_equal(got, wrapped, len + 8);
        assert_int_equal(
            ops->key_unwrap(crypto, kek, kek_len, wrapped, len + 8, got),
            D11_OK);
        assert_memory_equal(got, plain, len);
    }
}

/* SEC-RND-07: the standard's own vectors. */
int vectors_run(const char *name, const struct dot11_crypto_ops *with_ops,
                void *with_crypto)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prf), cmocka_unit_test(psk),
        cmocka_unit_test(ptk), cmocka_unit_test(mpdus),
        cmocka_unit_test(bip), cmocka_unit_test(key_wrap),
    };

    ops = with_ops;
    crypto = with_crypto;
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}
