/* The invariants of data and keys.
 *
 * SPDX-License-Identifier: MIT */
#include "observer.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dot11/sta.h>

#include "base/octets.h"
#include "crypto/ccmp.h"
#include "frame/header.h"
#include "frame/llc.h"

#define FNV_BASIS UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

static uint64_t hash_of(uint64_t hash, const uint8_t *octets, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ octets[i]) * FNV_PRIME;
    return hash;
}

static void learn(struct observer *o, const uint8_t *addr, uint32_t suite,
                  const uint8_t tk[32])
{
    const struct d11_cipher *cipher = d11_cipher_find(suite);

    assert_non_null(cipher);
    for (unsigned i = 0; i < o->key_count; i++) {
        if (o->keys[i].cipher == cipher &&
            memcmp(o->keys[i].tk, tk, cipher->key_len) == 0)
            return;
    }
    assert_true(o->key_count < OBSERVER_KEYS);
    memcpy(o->keys[o->key_count].tk, tk, 32);
    o->keys[o->key_count].cipher = cipher;
    d11_addr_copy(o->keys[o->key_count].addr, addr);
    o->keys[o->key_count++].pn = 0;
}

/* What the access points agreed on with a station so far. */
static void learn_all(struct observer *o, const uint8_t *addr)
{
    struct dot11_sim_ap_sta sta;

    for (unsigned i = 0; i < *o->ap_count; i++) {
        if (!dot11_sim_ap_sta(o->aps[i], addr, &sta))
            continue;
        if (sta.has_tk)
            learn(o, addr, sta.cipher, sta.tk);
        if (sta.has_next_tk)
            learn(o, addr, sta.cipher, sta.next_tk);
    }
}

static bool opens(struct observer *o, const struct d11_cipher *cipher,
                  const uint8_t *tk, const uint8_t *mpdu, size_t len,
                  const struct d11_header *h, uint64_t pn)
{
    const size_t around = h->len + 8u + cipher->mic_len;
    uint8_t *copy = malloc(len);
    void *state = malloc(o->ops->key_size(o->crypto, cipher->alg));
    uint8_t aad[D11_CCMP_AAD_MAX], nonce[D11_CCMP_NONCE_MAX];
    struct dot11_cipher_job job = {0};
    bool ok = false;

    assert_non_null(copy);
    assert_non_null(state);
    memcpy(copy, mpdu, len);
    if (len >= around && o->ops->key_init(o->crypto, state, cipher->alg, tk,
                                          cipher->key_len) == D11_OK) {
        job.data = copy + h->len + 8;
        job.len = len - around;
        job.mic = copy + len - cipher->mic_len;
        job.mic_len = cipher->mic_len;
        job.aad = aad;
        job.aad_len = (uint8_t)d11_ccmp_aad(copy, false, aad);
        job.nonce = nonce;
        d11_ccmp_nonce(copy, pn, cipher->nonce_len, nonce);
        job.key = state;
        ok = o->ops->open(o->crypto, cipher->alg, &job, 1) == 1;
        o->ops->key_fini(o->crypto, state, cipher->alg);
    }
    free(state);
    free(copy);
    return ok;
}

static void check_protected(struct observer *o, const uint8_t *mpdu, size_t len,
                            const struct d11_header *h)
{
    struct d11_ccmp_header cipher;

    o->protected_frames++;
    if (len < h->len + 16u || !d11_ccmp_header_read(mpdu + h->len, &cipher)) {
        o->unknown_key++;
        return;
    }
    for (unsigned i = o->key_count; i-- > 0;) {
        if (!d11_addr_equal(o->keys[i].addr, h->a2) ||
            !opens(o, o->keys[i].cipher, o->keys[i].tk, mpdu, len, h,
                   cipher.pn))
            continue;
        if (cipher.pn <= o->keys[i].pn)
            o->reused_pn++;
        o->keys[i].pn = cipher.pn;
        return;
    }
    o->unknown_key++;
}

void observer_air(void *ctx, const struct dot11_sim_frame *frame)
{
    struct observer *o = ctx;
    struct d11_header h;

    o->hash =
        hash_of(o->hash != 0 ? o->hash : FNV_BASIS, frame->octets, frame->len);
    o->hash = (o->hash ^ frame->at_us) * FNV_PRIME;
    /* An AP may forget a key that the station still has. */
    if (o->secured && (frame->octets[0] & 0x0c) == D11_TYPE_DATA << 2) {
        learn_all(o, o->addr);
        if (frame->from == o->sta && frame->len >= D11_HEADER_LEN)
            learn_all(o, frame->octets + D11_ADDR_LEN + 4);
    }
    if (!o->secured || frame->from != o->sta || frame->attempt != 1 ||
        d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE ||
        h.type != D11_TYPE_DATA || (h.subtype & D11_DATA_NULL) != 0)
        return;
    if (d11_header_protected(&h))
        check_protected(o, frame->octets, frame->len, &h);
    else if (d11_llc_ethertype(frame->octets + h.len, frame->len - h.len) !=
             D11_ETHERTYPE_EAPOL)
        o->plaintext++;
}

void observer_sent(void *ctx, const uint8_t *eth, size_t len)
{
    struct observer *o = ctx;

    o->sent[o->sent_count++ % OBSERVER_SENT] = hash_of(FNV_BASIS, eth, len);
}

void observer_msdu(void *ctx, struct dot11_sta *sta,
                   const struct dot11_msdu *msdu)
{
    struct observer *o = ctx;
    uint64_t hash = hash_of(FNV_BASIS, msdu->data, msdu->len);

    struct dot11_sta_status status;

    o->delivered++;
    /* INV-03 */
    dot11_sta_status(sta, &status);
    if (!status.authorized)
        o->port_closed++;
    if (!o->secured)
        return;
    for (unsigned i = 0; i < OBSERVER_SENT && i < o->sent_count; i++) {
        if (o->sent[i] == hash) {
            o->sent[i] = 0;
            return;
        }
    }
    o->not_sent++;
}

void observer_check(const struct observer *observer)
{
    assert_int_equal(observer->plaintext, 0);
    assert_int_equal(observer->reused_pn, 0);
    assert_int_equal(observer->unknown_key, 0);
    assert_int_equal(observer->not_sent, 0);
    assert_int_equal(observer->port_closed, 0);
}
