/* The arithmetic of SAE, against IEEE Std 802.11-2020, J.10, and itself.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "primitives.h"
#include "rsn/sae_exchange.h"

static struct d11_sae_prim prim;

static int setup(void **state)
{
    (void)state;
    prim.ops = PRIMITIVES_OPS;
    return primitives_new(&prim.crypto) == D11_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    primitives_free(prim.crypto);
    return 0;
}

static size_t hex(const char *text, uint8_t *out)
{
    size_t len = strlen(text) / 2;

    for (size_t i = 0; i < len; i++) {
        unsigned value = 0;

        for (size_t k = 0; k < 2; k++) {
            char c = text[2 * i + k];

            value = value << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        out[i] = (uint8_t)value;
    }
    return len;
}

#define assert_hex(octets, text)                                               \
    do {                                                                       \
        uint8_t expected_[256];                                                \
        size_t len_ = hex(text, expected_);                                    \
        assert_memory_equal(octets, expected_, len_);                          \
    } while (0)

static struct dot11_octets text(const char *string)
{
    struct dot11_octets octets = {(const uint8_t *)string, strlen(string)};

    return octets;
}

/* J.10: the password element by looping. */
static void the_element_of_looping_is_the_standards(void **state)
{
    const struct d11_sae_password from = {.password = text("mekmitasdigoat")};
    uint8_t a[6], b[6], pwe[D11_EC_POINT_MAX];

    (void)state;
    hex("4d3f2fffe387", a);
    hex("a5d8aa958e3c", b);
    assert_int_equal(
        d11_sae_pwe_by_hunting(&prim, d11_curve_of(19), &from, a, b, pwe),
        D11_OK);
    assert_hex(pwe, "da6eb7b06a1ac5624974f90afdd6a8e9d5722634cf987c34defc91a98"
                    "74e5658f4fefd130bd5be08fe68af3e4a290272ec065fd3671f3c25bf"
                    "8ec419ddc9b822");
    /* In either order of the addresses. */
    assert_int_equal(
        d11_sae_pwe_by_hunting(&prim, d11_curve_of(19), &from, b, a, pwe),
        D11_OK);
    assert_hex(pwe, "da6eb7b06a1ac5624974f90afdd6a8e9d5722634cf987c34defc91a98"
                    "74e5658");
}

/* J.10: the password element by hash-to-element. */
static void the_element_of_hashing_is_the_standards(void **state)
{
    const struct d11_sae_password from = {.password = text("mekmitasdigoat"),
                                          .id = text("psk4internet"),
                                          .ssid = text("byteme")};
    uint8_t a[6], b[6], pt[D11_EC_POINT_MAX], pwe[D11_EC_POINT_MAX];

    (void)state;
    hex("00095b66ec1e", a);
    hex("000b6bd90246", b);
    assert_int_equal(d11_sae_pt(&prim, d11_curve_of(19), &from, pt), D11_OK);
    assert_int_equal(d11_sae_pwe_of_pt(&prim, d11_curve_of(19), pt, a, b, pwe),
                     D11_OK);
    assert_hex(pwe, "c93049b9e64000f848201649e999f2b5c22dea69b5632c9df4d633b8a"
                    "a1f6c1e73634e94b53d82e7383a8d258199d9dc1a5ee8269d060382cc"
                    "bf33e614ff59a0");
}

/* J.10: keys from both commits. */
static void commit_and_keys_are_the_standards(void **state)
{
    const struct d11_curve *curve = d11_curve_of(19);
    struct d11_sae_commit own, peer;
    struct d11_sae_keys keys;
    uint8_t pwe[D11_EC_POINT_MAX], rand[D11_EC_NUMBER_MAX];
    uint8_t random[D11_SAE_RANDOM_LEN] = {0}, octets[96];
    const struct d11_sae_secret secret = {
        .pwe = pwe, .rand = rand, .own = &own, .peer = &peer};

    (void)state;
    hex("da6eb7b06a1ac5624974f90afdd6a8e9d5722634cf987c34defc91a9874e5658f4fef"
        "d130bd5be08fe68af3e4a290272ec065fd3671f3c25bf8ec419ddc9b822",
        pwe);
    hex("992465fd3daa3c60aa6565b7f62a2a7f2e12dd12f198faf4fbed89d7ff1ace92",
        random + 16);
    hex("9507a90f777a044d6a0830b91ea3d5dd70bece44e1acffb86983b5e1bf9fb320",
        random + 48 + 16);
    assert_int_equal(d11_sae_make_commit(&prim, curve, pwe, random, rand, &own),
                     D11_OK);
    assert_hex(own.scalar, "2e2c0f0db52440ad146d967114ce005ce1eab0aa2c2e5c2871"
                           "b774f6c2575c65");
    assert_hex(own.element, "d5ad9e00829707aa36ba8b859738fc961d08243505f47c035"
                            "376d7ac4bc8d7b95083bf43827d0fc31ed778dd3671fd21a4"
                            "6d1091d64b6f9a1e1272621325dbe1");
    hex("591b96f3397fb945100848e7b550543b6720d88337ee93fc49fd6df7e08b5223e71b9"
        "bb048d3873f20556953a96c91536fd8ee6ca9b4a68a148b056a909be03e83ae208f60"
        "f8ef5537858074db06687032399862999b511e0a1552a5fea317c2",
        octets);
    memcpy(peer.scalar, octets, 32);
    memcpy(peer.element, octets + 32, 64);
    assert_int_equal(d11_sae_derive(&prim, curve, &secret, &keys), D11_OK);
    assert_hex(keys.kck, "1e733f6d9bd53256287304338831b09a39406d121017073a5c30"
                         "db36f36cb81a");
    assert_hex(keys.pmk, "4e4dfab1a2dd8ac1a91790f953faaa452ae5c6873ab75b63605b"
                         "a663f8a7fe59");
    assert_hex(keys.pmkid, "8747a600eea3f9f22475df58ca1e5498");
}

/* One side of an exchange in a group. */
struct side {
    uint8_t rand[D11_EC_NUMBER_MAX];
    struct d11_sae_commit commit;
    struct d11_sae_keys keys;
};

static void begin(struct side *side, const struct d11_curve *curve,
                  const uint8_t *pwe, uint8_t number)
{
    uint8_t random[D11_SAE_RANDOM_LEN];

    for (size_t i = 0; i < sizeof random; i++)
        random[i] = (uint8_t)(i * 7 + number * 31 + 3);
    assert_int_equal(d11_sae_make_commit(&prim, curve, pwe, random, side->rand,
                                         &side->commit),
                     D11_OK);
}

static enum dot11_err derive(struct side *side, const struct d11_curve *curve,
                             const uint8_t *pwe,
                             const struct d11_sae_commit *peer, bool h2e)
{
    const struct d11_sae_secret secret = {.pwe = pwe,
                                          .rand = side->rand,
                                          .own = &side->commit,
                                          .peer = peer,
                                          .h2e = h2e};

    return d11_sae_derive(&prim, curve, &secret, &side->keys);
}

/* SEC-SAE-01 */
static void two_sides_agree_in_each_group_and_way(void **state)
{
    static const uint8_t addr1[6] = {2, 0, 0, 0, 0, 1};
    static const uint8_t addr2[6] = {2, 0, 0, 0, 0, 2};
    const struct d11_sae_password from = {.password = text("correct horse"),
                                          .ssid = text("net")};

    (void)state;
    for (uint16_t group = 19; group <= 21; group++) {
        const struct d11_curve *curve = d11_curve_of(group);

        for (int h2e = 0; h2e < 2; h2e++) {
            uint8_t pt[D11_EC_POINT_MAX], pwe[D11_EC_POINT_MAX];
            uint8_t confirm[2][D11_HASH_MAX];
            struct side a, b;

            if (h2e) {
                assert_int_equal(d11_sae_pt(&prim, curve, &from, pt), D11_OK);
                assert_int_equal(
                    d11_sae_pwe_of_pt(&prim, curve, pt, addr1, addr2, pwe),
                    D11_OK);
            } else {
                assert_int_equal(d11_sae_pwe_by_hunting(&prim, curve, &from,
                                                        addr1, addr2, pwe),
                                 D11_OK);
            }
            begin(&a, curve, pwe, 1);
            begin(&b, curve, pwe, 2);
            assert_int_equal(derive(&a, curve, pwe, &b.commit, h2e), D11_OK);
            assert_int_equal(derive(&b, curve, pwe, &a.commit, h2e), D11_OK);
            assert_memory_equal(&a.keys, &b.keys, sizeof a.keys);
            assert_int_equal(d11_sae_confirm(&prim, curve, &a.keys, 1,
                                             &a.commit, &b.commit, confirm[0]),
                             D11_OK);
            assert_int_equal(d11_sae_confirm(&prim, curve, &b.keys, 1,
                                             &b.commit, &a.commit, confirm[1]),
                             D11_OK);
            assert_memory_not_equal(confirm[0], confirm[1], a.keys.kck_len);
        }
    }
}

/* SEC-SAE-01, SEC-SAE-02 */
static void commits_that_may_not_be_are_refused(void **state)
{
    const struct d11_curve *curve = d11_curve_of(19);
    const struct d11_sae_password from = {.password = text("correct horse"),
                                          .ssid = text("net")};
    uint8_t pwe[D11_EC_POINT_MAX];
    struct d11_sae_commit peer;
    struct side a, b;

    (void)state;
    assert_int_equal(d11_sae_pt(&prim, curve, &from, pwe), D11_OK);
    begin(&a, curve, pwe, 1);
    begin(&b, curve, pwe, 2);
    /* Our own one coming back, in whole or in part. */
    assert_int_equal(derive(&a, curve, pwe, &a.commit, true), D11_ERR_VERIFY);
    peer = b.commit;
    memcpy(peer.scalar, a.commit.scalar, sizeof peer.scalar);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    peer = a.commit;
    memcpy(peer.scalar, b.commit.scalar, sizeof peer.scalar);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    /* Scalars 0, 1, the order and above. */
    for (uint8_t low = 0; low < 2; low++) {
        peer = b.commit;
        memset(peer.scalar, 0, sizeof peer.scalar);
        peer.scalar[31] = low;
        assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    }
    peer = b.commit;
    memcpy(peer.scalar, curve->r, 32);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    memset(peer.scalar, 0xff, 32);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    /* Off the curve, not of the field, and the point at infinity. */
    peer = b.commit;
    peer.element[63] ^= 1;
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    memset(peer.element, 0xff, 64);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
    memset(peer.element, 0, 64);
    assert_int_equal(derive(&a, curve, pwe, &peer, true), D11_ERR_VERIFY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_element_of_looping_is_the_standards),
        cmocka_unit_test(the_element_of_hashing_is_the_standards),
        cmocka_unit_test(commit_and_keys_are_the_standards),
        cmocka_unit_test(two_sides_agree_in_each_group_and_way),
        cmocka_unit_test(commits_that_may_not_be_are_refused),
    };

    return cmocka_run_group_tests_name("sae_math", tests, setup, teardown);
}
