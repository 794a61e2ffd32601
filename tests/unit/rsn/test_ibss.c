/* WPA2-Personal between two peers: both sides of both handshakes, with each
 * message in the hands of the test. */
#include <dot11/ibss.h>
#include <dot11/rsn.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "fake_host.h"
#include "primitives.h"

#define SESSION 7u
#define SECOND UINT64_C(1000000)

struct side {
    struct dot11_ext_host host;
    void *ext;
    uint8_t addr[6];
    size_t at; /* commands that were looked at */
    struct dot11_ext_suites suites;
    struct dot11_bss bss; /* as its peers see it */
    uint8_t rsne[64];
    size_t rsne_len;
    bool was_protected; /* what arrives came under the key */
};

struct pair {
    void *provider;
    uint64_t now_us;
    struct side low, high;
    struct dot11_ssid ssid;
};

static void begin_side(struct pair *pair, struct side *side, uint8_t last,
                       uint8_t secret)
{
    struct dot11_rsn_profile profile;
    struct dot11_bss own = {.flags = D11_BSS_IS_IBSS};

    side->host.ops = PRIMITIVES_OPS;
    side->host.crypto = pair->provider;
    side->host.random_seed = last;
    side->host.deadline_us = D11_NEVER;
    side->addr[0] = 2;
    side->addr[5] = last;
    side->ext = calloc(1, dot11_rsn_ibss.state_size);
    assert_non_null(side->ext);
    assert_int_equal(dot11_rsn_ibss.init(side->ext, &side->host), D11_OK);
    dot11_rsn_profile_defaults(&profile);
    profile.has_psk = true;
    memset(profile.psk, secret, sizeof profile.psk);
    assert_int_equal(dot11_rsn_ibss.pre_associate(side->ext, &pair->ssid,
                                                  &profile, sizeof profile, 0),
                     D11_OK);
    own.ssid = pair->ssid;
    assert_int_equal(dot11_rsn_ibss.select(side->ext, &own, &side->suites),
                     D11_OK);
    side->rsne_len = dot11_rsn_ibss.assoc_elements(
        side->ext, &own, &side->suites, side->rsne, sizeof side->rsne);
    assert_int_equal(side->rsne_len, 22);
    side->bss = own;
    side->bss.elements = side->rsne;
    side->bss.elements_len = (uint16_t)side->rsne_len;
}

static int setup(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);

    assert_non_null(pair);
    *state = pair;
    assert_int_equal(primitives_new(&pair->provider), D11_OK);
    pair->now_us = SECOND;
    pair->ssid.len = 4;
    memcpy(pair->ssid.octets, "cell", 4);
    return 0;
}

static void end_side(struct side *side)
{
    if (side->ext == NULL)
        return;
    dot11_rsn_ibss.deinit(side->ext);
    free(side->ext);
}

static int teardown(void **state)
{
    struct pair *pair = *state;

    end_side(&pair->low);
    end_side(&pair->high);
    primitives_free(pair->provider);
    free(pair);
    return 0;
}

static enum dot11_err associate(struct pair *pair, struct side *side,
                                const struct side *peer, uint32_t session)
{
    struct dot11_ext_assoc assoc;

    memset(&assoc, 0, sizeof assoc);
    assoc.session_id = session;
    memcpy(assoc.peer, peer->addr, 6);
    memcpy(assoc.own, side->addr, 6);
    assoc.ssid = pair->ssid;
    assoc.suites = side->suites;
    assoc.bss = &peer->bss;
    assoc.request.data = side->rsne;
    assoc.request.len = side->rsne_len;
    return dot11_rsn_ibss.post_associate(side->ext, &assoc, pair->now_us);
}

static void begin(struct pair *pair)
{
    begin_side(pair, &pair->low, 0x11, 0x5a);
    begin_side(pair, &pair->high, 0x22, 0x5a);
    assert_int_equal(associate(pair, &pair->low, &pair->high, SESSION),
                     D11_ERR_PENDING);
    assert_int_equal(associate(pair, &pair->high, &pair->low, SESSION),
                     D11_ERR_PENDING);
}

static enum dot11_drop give(struct pair *pair, struct side *to,
                            const struct side *from, const uint8_t *data,
                            size_t len)
{
    uint8_t *copy = malloc(len != 0 ? len : 1);
    struct dot11_ext_packet packet = {.session_id = SESSION,
                                      .ethertype = D11_ETHERTYPE_EAPOL,
                                      .was_protected = to->was_protected};
    enum dot11_drop drop;

    assert_non_null(copy);
    memcpy(copy, data, len);
    memcpy(packet.sa, from->addr, 6);
    packet.data = copy;
    packet.len = len;
    drop = dot11_rsn_ibss.receive(to->ext, &packet, pair->now_us);
    free(copy);
    return drop;
}

/* The next message of a side; NULL: it said all. */
static const struct fake_command *next(struct side *side)
{
    while (side->at < side->host.count) {
        const struct fake_command *command = &side->host.list[side->at++];

        if (command->kind == FAKE_SEND)
            return command;
    }
    return NULL;
}

/* Key Information of a message: 0 from the authenticator or not, 1 MIC. */
static unsigned info_of(const struct fake_command *command)
{
    return (unsigned)command->data[5] << 8 | command->data[6];
}

static bool carry_one(struct pair *pair, struct side *from, struct side *to)
{
    const struct fake_command *command = next(from);

    if (command == NULL)
        return false;
    (void)give(pair, to, from, command->data, command->len);
    return true;
}

/* All messages both ways, in turn, until there is no more. */
static void carry(struct pair *pair)
{
    bool more = true;

    while (more) {
        more = carry_one(pair, &pair->low, &pair->high);
        more |= carry_one(pair, &pair->high, &pair->low);
    }
}

static void let_pass(struct pair *pair, uint64_t us)
{
    pair->now_us += us;
    dot11_rsn_ibss.tick(pair->low.ext, pair->now_us);
    dot11_rsn_ibss.tick(pair->high.ext, pair->now_us);
}

/* The only key of a kind that the host was given. */
static const struct fake_command *key_of(const struct side *side, bool pairwise,
                                         bool tx)
{
    const struct fake_command *found = NULL;

    for (size_t i = 0; i < side->host.count; i++) {
        const struct fake_command *command = &side->host.list[i];

        if (command->kind != FAKE_SET_KEY ||
            command->key.pairwise != pairwise || command->key.tx != tx)
            continue;
        assert_null(found);
        found = command;
    }
    return found;
}

static void assert_open(const struct side *side)
{
    const struct fake_command *command = fake_last(&side->host, FAKE_VERDICT);

    assert_int_equal(fake_count(&side->host, FAKE_VERDICT), 1);
    assert_int_equal(command->verdict.err, D11_OK);
    assert_int_equal(command->session_id, SESSION);
}

static void both_have_the_same_keys_and_open_ports(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *a;
    const struct fake_command *b;

    begin(pair);
    carry(pair);
    assert_open(&pair->low);
    assert_open(&pair->high);
    a = key_of(&pair->low, true, true);
    b = key_of(&pair->high, true, true);
    assert_non_null(a);
    assert_non_null(b);
    assert_memory_equal(a->data, b->data, 16);
    /* What one sends to groups with, the other opens with. */
    a = key_of(&pair->low, false, true);
    b = key_of(&pair->high, false, false);
    assert_memory_equal(a->data, b->data, 16);
    assert_int_equal(a->key.key_id, b->key.key_id);
    assert_int_not_equal(a->key.key_id, 0);
    a = key_of(&pair->high, false, true);
    b = key_of(&pair->low, false, false);
    assert_memory_equal(a->data, b->data, 16);
    /* Two stations have two group keys. */
    assert_memory_not_equal(b->data, key_of(&pair->low, false, true)->data, 16);
    assert_true(pair->low.host.deadline_us == D11_NEVER);
}

/* 12.6.5: of both handshakes that of the higher address makes the key. */
static void the_handshake_of_the_higher_address_makes_the_key(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *command;
    bool more = true;

    begin(pair);
    /* Only the handshake that the lower one begins: its own messages have the
     * Ack bit, the answers to them have not. */
    while (more) {
        more = false;
        while ((command = next(&pair->low)) != NULL) {
            if ((info_of(command) & D11_KEY_INFO_ACK) == 0)
                continue;
            (void)give(pair, &pair->high, &pair->low, command->data,
                       command->len);
            more = true;
        }
        while ((command = next(&pair->high)) != NULL) {
            if ((info_of(command) & D11_KEY_INFO_ACK) != 0)
                continue;
            (void)give(pair, &pair->low, &pair->high, command->data,
                       command->len);
            more = true;
        }
    }
    assert_null(key_of(&pair->low, true, true));
    assert_null(key_of(&pair->high, true, true));
    /* It brought the group key of its authenticator, and opens nothing. */
    assert_non_null(key_of(&pair->high, false, false));
    assert_int_equal(fake_count(&pair->high.host, FAKE_VERDICT), 0);
    /* The other one, from its next message on. */
    let_pass(pair, SECOND / 2);
    carry(pair);
    assert_non_null(key_of(&pair->low, true, true));
    assert_non_null(key_of(&pair->high, true, true));
    assert_open(&pair->high);
    assert_open(&pair->low);
}

static void any_message_may_be_lost_once(void **state)
{
    struct pair *pair = *state;

    for (unsigned lost = 0; lost < 8; lost++) {
        unsigned count = 0;
        bool more = true;

        begin(pair);
        while (more) {
            struct side *sides[2] = {&pair->low, &pair->high};

            more = false;
            for (unsigned i = 0; i < 2; i++) {
                const struct fake_command *command = next(sides[i]);

                if (command == NULL)
                    continue;
                more = true;
                if (count++ != lost)
                    (void)give(pair, sides[1 - i], sides[i], command->data,
                               command->len);
            }
        }
        for (unsigned i = 0; i < 5; i++) {
            let_pass(pair, SECOND / 2);
            carry(pair);
        }
        assert_open(&pair->low);
        assert_open(&pair->high);
        assert_memory_equal(key_of(&pair->low, true, true)->data,
                            key_of(&pair->high, true, true)->data, 16);
        end_side(&pair->low);
        end_side(&pair->high);
        memset(&pair->low, 0, sizeof pair->low);
        memset(&pair->high, 0, sizeof pair->high);
    }
}

/* SEC-HSK-04 on this side: only what was sent may be answered. */
static void an_old_answer_is_refused(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *one;
    const struct fake_command *two;

    begin(pair);
    one = next(&pair->low); /* message 1 */
    (void)give(pair, &pair->high, &pair->low, one->data, one->len);
    (void)next(&pair->high); /* its own message 1 */
    two = next(&pair->high); /* message 2 */
    assert_int_equal(info_of(two) & D11_KEY_INFO_ACK, 0);
    assert_int_equal(give(pair, &pair->low, &pair->high, two->data, two->len),
                     D11_DROP_NONE);
    /* Message 3 is out: message 2 again answers nothing. */
    assert_int_equal(give(pair, &pair->low, &pair->high, two->data, two->len),
                     D11_DROP_EAPOL_REPLAY);
}

static void every_flipped_bit_of_an_answer_is_noticed(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *one;
    const struct fake_command *two;
    uint8_t forged[FAKE_DATA];

    begin(pair);
    one = next(&pair->low);
    (void)give(pair, &pair->high, &pair->low, one->data, one->len);
    (void)next(&pair->high);
    two = next(&pair->high);
    for (size_t i = 0; i < two->len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            memcpy(forged, two->data, two->len);
            forged[i] ^= (uint8_t)(1u << bit);
            assert_int_not_equal(
                give(pair, &pair->low, &pair->high, forged, two->len),
                D11_DROP_NONE);
        }
    }
    /* Nor does a part of it do. */
    for (size_t len = 0; len < two->len; len++)
        assert_int_not_equal(
            give(pair, &pair->low, &pair->high, two->data, len), D11_DROP_NONE);
    assert_int_equal(give(pair, &pair->low, &pair->high, two->data, two->len),
                     D11_DROP_NONE);
    assert_int_equal(fake_count(&pair->low.host, FAKE_VERDICT), 0);
}

static void another_secret_ends_in_a_verdict(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *command;

    begin_side(pair, &pair->low, 0x11, 0x5a);
    begin_side(pair, &pair->high, 0x22, 0xa5);
    assert_int_equal(associate(pair, &pair->low, &pair->high, SESSION),
                     D11_ERR_PENDING);
    assert_int_equal(associate(pair, &pair->high, &pair->low, SESSION),
                     D11_ERR_PENDING);
    for (unsigned i = 0; i < 80; i++) {
        carry(pair);
        let_pass(pair, SECOND / 10);
    }
    command = fake_last(&pair->low.host, FAKE_VERDICT);
    assert_int_equal(command->verdict.err, D11_ERR_BAD_KEY);
    assert_true(command->verdict.leave);
    command = fake_last(&pair->high.host, FAKE_VERDICT);
    assert_int_equal(command->verdict.err, D11_ERR_BAD_KEY);
    assert_int_equal(fake_count(&pair->low.host, FAKE_SET_KEY), 0 + 1);
    assert_null(key_of(&pair->low, true, true));
    assert_null(key_of(&pair->low, false, false));
}

static void silence_ends_in_a_verdict(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *command;
    unsigned sent = 0;

    begin(pair);
    for (unsigned i = 0; i < 80; i++)
        let_pass(pair, SECOND / 10);
    while (next(&pair->low) != NULL)
        sent++;
    assert_in_range(sent, 4, 6);
    command = fake_last(&pair->low.host, FAKE_VERDICT);
    assert_int_equal(command->verdict.err, D11_ERR_TIMEOUT);
    assert_int_equal(command->verdict.reason_code, D11_REASON_4WAY_TIMEOUT);
}

/* 12.7.6.3: what message 2 says is what the peer's beacon says. */
static void other_elements_in_message_2_end_the_association(void **state)
{
    struct pair *pair = *state;
    const struct fake_command *command;

    begin_side(pair, &pair->low, 0x11, 0x5a);
    begin_side(pair, &pair->high, 0x22, 0x5a);
    /* The beacon of the higher one was another, with a capability more. */
    pair->high.rsne[20] = 0x0c;
    pair->high.bss.elements = pair->high.rsne;
    assert_int_equal(associate(pair, &pair->low, &pair->high, SESSION),
                     D11_ERR_PENDING);
    pair->high.rsne[20] = 0;
    assert_int_equal(associate(pair, &pair->high, &pair->low, SESSION),
                     D11_ERR_PENDING);
    carry(pair);
    command = fake_last(&pair->low.host, FAKE_VERDICT);
    assert_int_equal(command->verdict.err, D11_ERR_SECURITY);
    assert_int_equal(command->verdict.reason_code, D11_REASON_ELEMENT_DIFFERS);
    assert_null(key_of(&pair->low, true, true));
}

static void a_lost_key_ends_the_association(void **state)
{
    struct pair *pair = *state;

    begin(pair);
    carry(pair);
    dot11_rsn_ibss.key_failed(pair->low.ext, SESSION, D11_ERR_HW, pair->now_us);
    assert_int_equal(fake_last(&pair->low.host, FAKE_VERDICT)->verdict.err,
                     D11_ERR_HW);
}

static void without_random_octets_there_is_no_handshake(void **state)
{
    struct pair *pair = *state;

    begin_side(pair, &pair->low, 0x11, 0x5a);
    begin_side(pair, &pair->high, 0x22, 0x5a);
    pair->low.host.random_err = D11_ERR_RANDOM;
    assert_int_equal(associate(pair, &pair->low, &pair->high, SESSION),
                     D11_ERR_RANDOM);
    pair->low.host.random_err = D11_OK;
    pair->low.host.random_zero = true;
    assert_int_equal(associate(pair, &pair->low, &pair->high, SESSION),
                     D11_ERR_RANDOM);
    assert_null(next(&pair->low));
}

static void there_are_so_many_peers_and_no_more(void **state)
{
    struct pair *pair = *state;
    struct side other;

    begin_side(pair, &pair->low, 0x11, 0x5a);
    begin_side(pair, &pair->high, 0x22, 0x5a);
    other = pair->high;
    for (uint32_t i = 0; i < D11_RSN_IBSS_PEERS; i++) {
        other.addr[4] = (uint8_t)i;
        assert_int_equal(associate(pair, &pair->low, &other, 100 + i),
                         D11_ERR_PENDING);
    }
    assert_int_equal(associate(pair, &pair->low, &other, 200), D11_ERR_FULL);
    dot11_rsn_ibss.stop_post_associate(pair->low.ext, 103);
    assert_int_equal(associate(pair, &pair->low, &other, 200), D11_ERR_PENDING);
}

static void an_access_point_is_no_peer(void **state)
{
    struct pair *pair = *state;
    struct dot11_ext_suites suites;
    struct dot11_bss bss;

    begin_side(pair, &pair->low, 0x11, 0x5a);
    bss = pair->low.bss;
    assert_int_equal(dot11_rsn_ibss.select(pair->low.ext, &bss, &suites),
                     D11_OK);
    assert_true(suites.ibss);
    bss.flags = 0;
    assert_int_equal(dot11_rsn_ibss.select(pair->low.ext, &bss, &suites),
                     D11_ERR_SECURITY);
}

int main(void)
{
#define PAIR_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        PAIR_TEST(both_have_the_same_keys_and_open_ports),
        PAIR_TEST(the_handshake_of_the_higher_address_makes_the_key),
        PAIR_TEST(any_message_may_be_lost_once),
        PAIR_TEST(an_old_answer_is_refused),
        PAIR_TEST(every_flipped_bit_of_an_answer_is_noticed),
        PAIR_TEST(another_secret_ends_in_a_verdict),
        PAIR_TEST(silence_ends_in_a_verdict),
        PAIR_TEST(other_elements_in_message_2_end_the_association),
        PAIR_TEST(a_lost_key_ends_the_association),
        PAIR_TEST(without_random_octets_there_is_no_handshake),
        PAIR_TEST(there_are_so_many_peers_and_no_more),
        PAIR_TEST(an_access_point_is_no_peer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
