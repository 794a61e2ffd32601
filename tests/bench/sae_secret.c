/*
 * SAE with secrets that memcheck takes for octets nobody has set: it reports
 * each branch and each address that depends on one (SEC-SAE-07). What the
 * provider is given it may look at, and what it gives back is secret again, so
 * that our own code alone is judged.
 *
 *     valgrind --error-exitcode=1 dot11_sae_secret
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <valgrind/memcheck.h>

#include <dot11_crypto_host.h>

#include "base/wipe.h"
#include "rsn/sae_exchange.h"

static void hide(void *octets, size_t len)
{
    (void)VALGRIND_MAKE_MEM_UNDEFINED(octets, len);
}

static void show(void *octets, size_t len)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(octets, len);
}

/* What goes to the provider, where it may be looked at. */
static const uint8_t *shown(const uint8_t *octets, size_t len)
{
    static uint8_t copies[8][512];
    static unsigned next;
    uint8_t *copy = copies[next++ % 8];

    if (octets == NULL || len > sizeof copies[0])
        return octets;
    memcpy(copy, octets, len);
    show(copy, len);
    return copy;
}

static const struct dot11_crypto_ops *good;
/* Sent in the open: looked at by those who are asked to. */
static const uint8_t *sent_scalar;

static size_t prime_len(uint16_t group)
{
    return d11_curve_of(group)->len;
}

static enum dot11_err arith(void *crypto, enum dot11_ec_arith what,
                            const uint8_t *modulus, size_t len,
                            const uint8_t *a, const uint8_t *b, uint8_t *out)
{
    enum dot11_err err = good->ec->arith(crypto, what, modulus, len,
                                         shown(a, len), shown(b, len), out);

    if (out == sent_scalar)
        show(out, len);
    else
        hide(out, len);
    return err;
}

static enum dot11_err reduce(void *crypto, const uint8_t *modulus, size_t len,
                             const uint8_t *in, size_t in_len, uint8_t *out)
{
    enum dot11_err err =
        good->ec->reduce(crypto, modulus, len, shown(in, in_len), in_len, out);

    hide(out, len);
    return err;
}

static enum dot11_err mul(void *crypto, uint16_t group, const uint8_t *scalar,
                          const uint8_t *point, uint8_t *out)
{
    const size_t len = prime_len(group);
    enum dot11_err err = good->ec->mul(crypto, group, shown(scalar, len),
                                       shown(point, 2 * len), out);

    hide(out, 2 * len);
    return err;
}

static enum dot11_err mul2(void *crypto, uint16_t group, const uint8_t *k,
                           const uint8_t *p, const uint8_t *l, const uint8_t *q,
                           uint8_t *out)
{
    const size_t len = prime_len(group);
    enum dot11_err err =
        good->ec->mul2(crypto, group, shown(k, len), shown(p, 2 * len),
                       shown(l, len), shown(q, 2 * len), out);

    hide(out, 2 * len);
    return err;
}

static enum dot11_err add(void *crypto, uint16_t group, const uint8_t *p,
                          const uint8_t *q, uint8_t *out)
{
    const size_t len = prime_len(group);
    enum dot11_err err =
        good->ec->add(crypto, group, shown(p, 2 * len), shown(q, 2 * len), out);

    hide(out, 2 * len);
    return err;
}

static enum dot11_err hmac(void *crypto, enum dot11_hash hash,
                           const uint8_t *key, size_t key_len,
                           const struct dot11_octets *parts, size_t n,
                           uint8_t *out)
{
    static const uint8_t lens[] = {20, 32, 48, 64};
    struct dot11_octets copies[8];
    enum dot11_err err;

    for (size_t i = 0; i < n && i < 8; i++) {
        copies[i].data = shown(parts[i].data, parts[i].len);
        copies[i].len = parts[i].len;
    }
    err =
        good->hmac(crypto, hash, shown(key, key_len), key_len, copies, n, out);
    hide(out, lens[hash]);
    return err;
}

static struct dot11_crypto_ops ops;
static struct dot11_ec_ops ec;

static struct d11_sae_prim judged(void)
{
    struct d11_sae_prim prim = {&ops, dot11_crypto_host_new(0)};

    good = dot11_crypto_host_ops();
    ops = *good;
    ec = *good->ec;
    ec.arith = arith;
    ec.reduce = reduce;
    ec.mul = mul;
    ec.mul2 = mul2;
    ec.add = add;
    ops.ec = &ec;
    ops.hmac = hmac;
    return prim;
}

/* An exchange of both sides in one group, one way; then the confirms, a good
 * one and a bad one. */
static bool exchange(const struct d11_sae_prim *prim, uint16_t group, bool h2e)
{
    static const uint8_t addrs[2][6] = {{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}};
    const struct d11_curve *curve = d11_curve_of(group);
    uint8_t password[] = "an SAE password";
    const struct d11_sae_password from = {
        .password = {password, sizeof password - 1},
        .ssid = {(const uint8_t *)"net", 3}};
    uint8_t pt[D11_EC_POINT_MAX], pwe[D11_EC_POINT_MAX];
    uint8_t rand[2][D11_EC_NUMBER_MAX], random[D11_SAE_RANDOM_LEN];
    struct d11_sae_commit commit[2];
    struct d11_sae_keys keys[2];
    uint8_t confirm[D11_HASH_MAX], expected[D11_HASH_MAX];
    bool same, other;

    hide(password, sizeof password - 1);
    if (h2e ? d11_sae_pt(prim, curve, &from, pt) != D11_OK ||
                  d11_sae_pwe_of_pt(prim, curve, pt, addrs[0], addrs[1], pwe) !=
                      D11_OK
            : d11_sae_pwe_by_hunting(prim, curve, &from, addrs[0], addrs[1],
                                     pwe) != D11_OK)
        return false;
    hide(pwe, sizeof pwe);
    for (unsigned i = 0; i < 2; i++) {
        for (size_t at = 0; at < sizeof random; at++)
            random[at] = (uint8_t)(at * 7 + i * 31 + 3);
        hide(random, sizeof random);
        sent_scalar = commit[i].scalar;
        if (d11_sae_make_commit(prim, curve, pwe, random, rand[i],
                                &commit[i]) != D11_OK)
            return false;
        show(&commit[i], sizeof commit[i]);
    }
    for (unsigned i = 0; i < 2; i++) {
        const struct d11_sae_secret secret = {.pwe = pwe,
                                              .rand = rand[i],
                                              .own = &commit[i],
                                              .peer = &commit[1 - i],
                                              .h2e = h2e,
                                              .ext_key = h2e,
                                              .pk = h2e};

        if (d11_sae_derive(prim, curve, &secret, &keys[i]) != D11_OK)
            return false;
    }
    if (d11_sae_confirm(prim, curve, &keys[0], 1, &commit[0], &commit[1],
                        confirm) != D11_OK ||
        d11_sae_confirm(prim, curve, &keys[1], 1, &commit[0], &commit[1],
                        expected) != D11_OK)
        return false;
    same = d11_equal_const_time(confirm, expected, keys[0].kck_len);
    expected[3] ^= 1;
    other = d11_equal_const_time(confirm, expected, keys[0].kck_len);
    /* The verdict is for all to see. */
    show(&same, sizeof same);
    show(&other, sizeof other);
    return same && !other;
}

int main(int argc, char **argv)
{
    const struct d11_sae_prim prim = judged();
    bool well = prim.crypto != NULL;

    for (uint16_t group = 19; well && group <= 21; group++)
        well = exchange(&prim, group, true) && exchange(&prim, group, false);
    /* That a secret is noticed at all. */
    if (well && argc == 2 && strcmp(argv[1], "--leak") == 0) {
        uint8_t secret = 1;

        hide(&secret, 1);
        if (secret == 1)
            puts("a secret was looked at");
    }
    dot11_crypto_host_free(prim.crypto);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
