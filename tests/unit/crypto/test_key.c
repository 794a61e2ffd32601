/* One key: installed once, counted for ever.
 *
 * SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct d11_key *key = &fixture_keys[0];

static enum dot11_err set(const struct d11_key_params *params, bool *fresh)
{
    return d11_key_set(key, params, &fixture_ops, NULL, fresh);
}

static void a_new_key_starts_at_packet_number_one(void **state)
{
    uint64_t pn;

    (void)state;
    assert_false(d11_key_can_send(key));
    assert_false(d11_key_take_pn(key, 1, &pn));
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    assert_true(d11_key_can_send(key));
    assert_true(d11_key_take_pn(key, 1, &pn));
    assert_int_equal(pn, 1);
    assert_true(d11_key_take_pn(key, 3, &pn));
    assert_int_equal(pn, 2);
    assert_true(d11_key_take_pn(key, 1, &pn));
    assert_int_equal(pn, 5);
}

/* SEC-KEY-01, INV-05 */
static void the_same_key_is_not_installed_again(void **state)
{
    struct d11_key_params params = fixture_params(1);
    uint32_t generation;
    bool fresh;

    (void)state;
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_true(fresh);
    generation = key->generation;
    key->tx_pn = 77;
    assert_true(d11_replay_commit(&key->rx, 4, 99));

    params.rx_pn = 0;
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_false(fresh);
    assert_int_equal(key->tx_pn, 77);
    assert_int_equal(d11_replay_highest(&key->rx, 4), 99);
    assert_int_equal(key->generation, generation);
}

/* SEC-KEY-03: alternating old and new brings nothing back. */
static void an_earlier_key_of_the_slot_is_not_installed_again(void **state)
{
    struct d11_key_params params;
    uint8_t i;
    bool fresh;

    (void)state;
    for (i = 0; i < D11_KEY_PAST; i++) {
        params = fixture_params((uint8_t)(10 + i));
        assert_int_equal(set(&params, &fresh), D11_OK);
        assert_true(fresh);
    }
    assert_true(d11_replay_commit(&key->rx, 0, 1234));
    for (i = 0; i < D11_KEY_PAST; i++) {
        params = fixture_params((uint8_t)(10 + i));
        assert_int_equal(set(&params, &fresh), D11_OK);
        assert_false(fresh);
        params = fixture_params((uint8_t)(10 + D11_KEY_PAST - 1));
        assert_true(d11_key_equals(key, 0, params.octets, params.len));
        assert_int_equal(d11_replay_highest(&key->rx, 0), 1234);
    }
}

/* SEC-KEY-02: delete, then install the same. */
static void a_cleared_key_does_not_come_back(void **state)
{
    struct d11_key_params params = fixture_params(1);
    bool fresh;

    (void)state;
    assert_int_equal(set(&params, &fresh), D11_OK);
    d11_key_clear(key, &fixture_ops, NULL);
    assert_null(key->cipher);
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_false(fresh);
    assert_null(key->cipher);
    assert_false(d11_key_can_send(key));
}

static void a_new_association_starts_with_no_memory(void **state)
{
    struct d11_key_params params = fixture_params(1);
    uint32_t generation;
    bool fresh;

    (void)state;
    assert_int_equal(set(&params, &fresh), D11_OK);
    generation = key->generation;
    d11_key_wipe(key, &fixture_ops, NULL);
    assert_true(key->generation > generation);
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_true(fresh);
}

/* SEC-RND-04, INV-13 */
static void wiping_leaves_no_octet_of_a_key(void **state)
{
    const struct d11_key_params params = fixture_params(1);
    const uint8_t *slot = (const uint8_t *)key;
    const uint8_t *mem;
    size_t i;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_256, 1);
    mem = key->state;
    d11_key_wipe(key, &fixture_ops, NULL);
    for (i = 0; i + 4 <= sizeof(*key); i++)
        assert_memory_not_equal(slot + i, params.octets, 4);
    for (i = 0; i < key->state_size; i++)
        assert_int_equal(mem[i], 0);
}

/* SEC-KEY-05, INV-06 */
static void an_impossible_key_is_refused_and_changes_nothing(void **state)
{
    static const uint8_t zeros[32];
    struct d11_key_params params;
    struct d11_key before;
    bool fresh = true;
    size_t len;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    before = *key;
    for (len = 0; len <= 32; len++) {
        params = fixture_params(2);
        params.len = len;
        if (len != 16) {
            assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
            assert_false(fresh);
        }
    }
    params = fixture_params(2);
    params.octets = zeros;
    assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
    params = fixture_params(2);
    params.rx_pn = D11_PN_MAX + 1;
    assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
    params = fixture_params(2);
    params.suite = D11_CIPHER_TKIP;
    assert_int_equal(set(&params, &fresh), D11_ERR_UNSUPPORTED);
    assert_memory_equal(&before, key, sizeof(before));
}

/* SEC-GRP-02: which ids each kind of key has. */
static void a_key_id_must_fit_the_kind_of_key(void **state)
{
    static const struct {
        uint16_t kind;
        uint32_t suite;
        uint8_t first;
        uint8_t last;
    } kinds[] = {
        {D11_KEY_PAIRWISE, D11_CIPHER_CCMP_128, 0, 3},
        {D11_KEY_GROUP, D11_CIPHER_CCMP_128, 0, 3},
        {D11_KEY_IGTK, D11_CIPHER_BIP_CMAC_128, 4, 5},
        {D11_KEY_BIGTK, D11_CIPHER_BIP_CMAC_128, 6, 7},
    };
    struct d11_key_params params;
    unsigned id;
    size_t i;
    bool fits;
    bool fresh;

    (void)state;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        for (id = 0; id < 256; id++) {
            params = fixture_params((uint8_t)(1 + id % 7));
            params.flags = kinds[i].kind;
            params.suite = kinds[i].suite;
            params.key_id = (uint8_t)id;
            fits = id >= kinds[i].first && id <= kinds[i].last;
            assert_int_equal(set(&params, &fresh), fits ? D11_OK : D11_ERR_ARG);
            d11_key_wipe(key, &fixture_ops, NULL);
        }
    }
}

/* SEC-KEY-06: pairwise and group keys share no slot, so a key has one kind,
 * and BIP protects nothing but group-addressed management frames. */
static void a_key_has_one_kind_and_a_cipher_for_it(void **state)
{
    struct d11_key_params params;
    unsigned kind;
    bool fresh;

    (void)state;
    for (kind = 0; kind <= D11_KEY_KIND_MASK; kind++) {
        params = fixture_params(1);
        params.flags = (uint16_t)(kind | D11_KEY_TX);
        if (kind != D11_KEY_PAIRWISE && kind != D11_KEY_GROUP)
            assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
    }
    params = fixture_params(1);
    params.suite = D11_CIPHER_BIP_CMAC_128;
    assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
    params = fixture_params(1);
    params.flags = D11_KEY_IGTK;
    params.key_id = 4;
    assert_int_equal(set(&params, &fresh), D11_ERR_ARG);
}

/* SEC-KEY-04 */
static void a_group_key_starts_at_the_authenticated_rsc(void **state)
{
    struct d11_key_params params = fixture_params(1);
    unsigned i;
    bool fresh;

    (void)state;
    params.flags = D11_KEY_GROUP;
    params.key_id = 1;
    params.rx_pn = 0x123456789a;
    assert_int_equal(set(&params, &fresh), D11_OK);
    for (i = 0; i < D11_REPLAY_COUNT; i++) {
        assert_false(d11_replay_is_new(&key->rx, i, 0x123456789a));
        assert_true(d11_replay_is_new(&key->rx, i, 0x123456789b));
    }
}

/* SEC-TXP-02 */
static void a_spent_key_sends_no_more(void **state)
{
    uint64_t pn = 0;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    key->tx_pn = D11_PN_MAX - 3;
    assert_false(d11_key_spent(key));
    assert_false(d11_key_take_pn(key, 4, &pn));
    assert_true(d11_key_take_pn(key, 2, &pn));
    assert_int_equal(pn, D11_PN_MAX - 2);
    assert_true(d11_key_take_pn(key, 1, &pn));
    assert_int_equal(pn, D11_PN_MAX);
    assert_true(d11_key_spent(key));
    assert_false(d11_key_take_pn(key, 1, &pn));
    assert_false(d11_key_take_pn(key, UINT32_MAX, &pn));
    assert_int_equal(key->tx_pn, D11_PN_MAX);
}

/* SEC-TXP-01: one owner of the packet number. */
static void packet_numbers_of_the_radio_are_not_ours(void **state)
{
    struct d11_key_params params = fixture_params(1);
    uint64_t pn;
    bool fresh;

    (void)state;
    params.flags |= D11_KEY_HW | D11_KEY_HW_PN_TX;
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_false(d11_key_take_pn(key, 1, &pn));
    params = fixture_params(2);
    params.flags = D11_KEY_GROUP;
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_false(d11_key_take_pn(key, 1, &pn));
}

/* SEC-KEY-02: the safety step after a hardware reset. */
static void skipped_packet_numbers_are_never_used(void **state)
{
    uint64_t pn = 0;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    assert_true(d11_key_take_pn(key, 10, &pn));
    d11_key_skip_pn(key, 1000);
    assert_true(d11_key_take_pn(key, 1, &pn));
    assert_int_equal(pn, 1011);
    key->tx_pn = D11_PN_MAX - 5;
    d11_key_skip_pn(key, 6);
    assert_int_equal(key->tx_pn, D11_PN_MAX);
    d11_key_skip_pn(key, UINT32_MAX);
    assert_true(d11_key_spent(key));
}

static enum dot11_err failing_key_init(void *crypto, void *state,
                                       enum dot11_cipher_alg alg,
                                       const uint8_t *octets, size_t len)
{
    (void)crypto;
    (void)state;
    (void)alg;
    (void)octets;
    (void)len;
    return D11_ERR_CRYPTO;
}

static enum dot11_err failing_hash(void *crypto, enum dot11_hash hash,
                                   const struct dot11_octets *parts, size_t n,
                                   uint8_t *out)
{
    (void)crypto;
    (void)hash;
    (void)parts;
    (void)n;
    memset(out, 0, 32);
    return D11_ERR_CRYPTO;
}

/* SEC-TXP-04: after a failed install there is no key, not the old one. */
static void a_failing_provider_leaves_an_empty_slot(void **state)
{
    struct d11_key_params params = fixture_params(2);
    bool fresh = true;

    (void)state;
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    params = fixture_params(2);
    fixture_ops.key_init = failing_key_init;
    assert_int_equal(set(&params, &fresh), D11_ERR_CRYPTO);
    assert_false(fresh);
    assert_null(key->cipher);
    assert_false(d11_key_can_send(key));

    fixture_setup(state);
    fixture_key(0, D11_CIPHER_CCMP_128, 1);
    params = fixture_params(2);
    fixture_ops.hash = failing_hash;
    assert_int_equal(set(&params, &fresh), D11_ERR_CRYPTO);
    assert_null(key->cipher);
}

static void a_key_for_the_radio_needs_no_software(void **state)
{
    struct d11_key_params params = fixture_params(1);
    bool fresh;

    (void)state;
    d11_key_init(key, NULL, 0);
    assert_int_equal(set(&params, &fresh), D11_ERR_UNSUPPORTED);
    params.software = false;
    params.flags |= D11_KEY_HW;
    fixture_ops.key_init = failing_key_init;
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_true(fresh);
    assert_memory_equal(key->octets, params.octets, 16);
}

/* SEC-RND-03 */
static void a_key_equals_itself_alone(void **state)
{
    struct d11_key_params params = fixture_params(1);
    uint8_t other[16];
    size_t i;
    bool fresh;

    (void)state;
    assert_false(d11_key_equals(key, 0, params.octets, 16));
    assert_int_equal(set(&params, &fresh), D11_OK);
    assert_true(d11_key_equals(key, 0, params.octets, 16));
    assert_false(d11_key_equals(key, 1, params.octets, 16));
    assert_false(d11_key_equals(key, 0, params.octets, 15));
    for (i = 0; i < 16; i++) {
        memcpy(other, params.octets, 16);
        other[i] ^= 1;
        assert_false(d11_key_equals(key, 0, other, 16));
    }
}

#define WITH_FIXTURE(test)                                                     \
    cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_new_key_starts_at_packet_number_one),
        WITH_FIXTURE(the_same_key_is_not_installed_again),
        WITH_FIXTURE(an_earlier_key_of_the_slot_is_not_installed_again),
        WITH_FIXTURE(a_cleared_key_does_not_come_back),
        WITH_FIXTURE(a_new_association_starts_with_no_memory),
        WITH_FIXTURE(wiping_leaves_no_octet_of_a_key),
        WITH_FIXTURE(an_impossible_key_is_refused_and_changes_nothing),
        WITH_FIXTURE(a_key_id_must_fit_the_kind_of_key),
        WITH_FIXTURE(a_key_has_one_kind_and_a_cipher_for_it),
        WITH_FIXTURE(a_group_key_starts_at_the_authenticated_rsc),
        WITH_FIXTURE(a_spent_key_sends_no_more),
        WITH_FIXTURE(packet_numbers_of_the_radio_are_not_ours),
        WITH_FIXTURE(skipped_packet_numbers_are_never_used),
        WITH_FIXTURE(a_failing_provider_leaves_an_empty_slot),
        WITH_FIXTURE(a_key_for_the_radio_needs_no_software),
        WITH_FIXTURE(a_key_equals_itself_alone),
    };

    return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
