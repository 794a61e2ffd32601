/* Every sequence of messages up to a depth: genuine, repeated, lost, replayed
 * and forged ones in any order (SEC-VER-03).
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dot11/codes.h>

#include "station.h"

#define DEPTH 5
#define INSTALLED_MAX 32u

/* What may happen next. */
enum symbol {
    MESSAGE1,      /* for the AP's present ANonce */
    MESSAGE1_LOST, /* the same, and its answer is lost */
    MESSAGE3,      /* if the AP has message 2 */
    MESSAGE3_LOST, /* message 4 is lost */
    GROUP_NEW,     /* another group key */
    GROUP_AGAIN,   /* the group key before */
    REKEY,         /* the AP takes another ANonce and begins again */
    FORGED1,       /* message 1 of somebody else */
    FORGED3,       /* message 3 with the ANonce in the air, bad MIC */
    REPLAY3,       /* the last message 3, recorded in the air */
    SYMBOLS
};

/* The observer's model of the AP and of what was installed. */
struct model {
    bool has_message2; /* the AP derived a PTK for its ANonce */
    bool has_message4; /* the AP has installed that PTK */
    bool keyed;        /* the station has installed a PTK */
    bool opened;
    bool sent_protected; /* a protected frame of the AP arrived */
    uint8_t group;       /* counts group keys */
    uint8_t installed[INSTALLED_MAX][18]; /* pairwise, id, octets */
    size_t installed_count;
    struct ap_frame last3;
};

struct node {
    struct model model;
    struct ap ap;
    uint8_t ext[2048];
};

static unsigned long explored;
static unsigned long opened;

/* INV-05, INV-06: never twice, never zeroes; SEC-KEY-01, SEC-KEY-05. */
static void check_key(struct model *model, const struct fake_command *command)
{
    static const uint8_t zeroes[16];
    uint8_t *entry;
    size_t i;

    assert_int_equal(command->len, 16);
    assert_memory_not_equal(command->data, zeroes, 16);
    assert_true(model->installed_count < INSTALLED_MAX);
    entry = model->installed[model->installed_count];
    entry[0] = command->key.pairwise;
    entry[1] = command->key.key_id;
    memcpy(entry + 2, command->data, 16);
    for (i = 0; i < model->installed_count; i++)
        assert_memory_not_equal(model->installed[i], entry, 18);
    model->installed_count++;
}

/* The four-way list: message 4, TK, maybe GTK, and the verdict once. */
static void check_keys_of_message_3(const struct station *s,
                                    struct model *model)
{
    const struct fake_command *list = s->host.list;
    size_t i;

    assert_int_equal(list[0].kind, FAKE_SEND);
    assert_int_equal(list[0].flags, 0);
    ap_take_message4(&s->ap, list[0].data, list[0].len);
    assert_int_equal(list[1].kind, FAKE_SET_KEY);
    assert_true(list[1].key.pairwise);
    assert_memory_equal(list[1].data, s->ap.ptk.tk, 16); /* INV-07 */
    for (i = 1; i < s->host.count && list[i].kind == FAKE_SET_KEY; i++)
        check_key(model, &list[i]);
    if (!model->opened) {
        assert_int_equal(list[i].kind, FAKE_VERDICT);
        assert_int_equal(list[i].verdict.err, D11_OK);
        assert_int_equal(i, 3);
        model->opened = true;
        opened++;
        i++;
    }
    assert_int_equal(i, s->host.count);
    model->keyed = true;
}

static void do_message1(struct station *s, struct model *model, bool lost)
{
    const bool was_protected = model->has_message4;
    struct ap_message message;
    enum dot11_drop drop;

    ap_message1(&s->ap, &message);
    drop = station_take(s, &message, was_protected);
    model->sent_protected |= was_protected;
    if (drop != D11_DROP_NONE) {
        assert_int_equal(s->host.count, 0);
        /* The station has keys, and this ANonce is spent or unprotected. */
        assert_true(model->keyed);
        return;
    }
    assert_int_equal(s->host.count, 1);
    assert_int_equal(s->host.list[0].kind, FAKE_SEND);
    if (lost)
        return;
    ap_take_message2(&s->ap, s->host.list[0].data, s->host.list[0].len,
                     s->request, s->request_len, false);
    model->has_message2 = true;
}

static void do_message3(struct station *s, struct model *model, bool lost)
{
    const bool was_protected = model->has_message4;
    struct ap_message message;
    enum dot11_drop drop;

    if (!model->has_message2)
        return;
    ap_message3(&s->ap, &message);
    ap_seal(&s->ap, &message, &model->last3);
    drop = station_receive(s, model->last3.octets, model->last3.len,
                           was_protected);
    model->sent_protected |= was_protected;
    if (drop != D11_DROP_NONE) {
        assert_int_equal(s->host.count, 0);
        return;
    }
    if (s->host.count == 1) { /* a repetition: SEC-HSK-09 */
        assert_true(model->keyed);
        assert_int_equal(s->host.list[0].kind, FAKE_SEND);
        assert_int_equal(s->host.list[0].flags,
                         was_protected ? 0 : D11_EXT_SEND_PLAIN);
        assert_false(!was_protected && model->sent_protected);
        ap_take_message4(&s->ap, s->host.list[0].data, s->host.list[0].len);
    } else {
        check_keys_of_message_3(s, model);
    }
    model->has_message4 |= !lost;
}

static void do_group(struct station *s, struct model *model, bool again)
{
    struct ap_message message;
    enum dot11_drop drop;

    if (!model->has_message4)
        return;
    if (!again)
        model->group++;
    memset(s->ap.gtk, 0x61 + model->group - (again && model->group != 0), 16);
    s->ap.gtk_id = (uint8_t)(1 + s->ap.gtk[0] % 2);
    ap_group1(&s->ap, &message);
    drop = station_take(s, &message, true);
    model->sent_protected = true;
    if (drop != D11_DROP_NONE) {
        assert_int_equal(s->host.count, 0);
        return;
    }
    if (s->host.count == 2) {
        assert_int_equal(s->host.list[0].kind, FAKE_SET_KEY);
        assert_false(s->host.list[0].key.pairwise);
        check_key(model, &s->host.list[0]);
    }
    assert_true(s->host.count == 1 || s->host.count == 2);
    assert_int_equal(s->host.list[s->host.count - 1].kind, FAKE_SEND);
}

static void do_forged1(struct station *s, struct model *model)
{
    struct ap_message message;
    uint64_t replay = s->ap.replay;

    ap_message1(&s->ap, &message);
    s->ap.replay = replay;
    message.replay = UINT64_MAX;
    message.nonce[0] ^= 0x80;
    (void)station_take(s, &message, false);
    /* Nothing but an answer, and not even that once there are keys. */
    assert_true(s->host.count <= (model->keyed ? 0u : 1u));
    if (s->host.count == 1)
        assert_int_equal(s->host.list[0].kind, FAKE_SEND);
}

static void do_forged3(struct station *s)
{
    struct ap_message message;
    struct ap_frame frame;
    uint64_t replay = s->ap.replay;

    ap_message3(&s->ap, &message);
    s->ap.replay = replay;
    message.replay = UINT64_MAX;
    ap_seal(&s->ap, &message, &frame);
    frame.octets[D11_EAPOL_KEY_MIC_AT + 3] ^= 4;
    assert_int_not_equal(station_receive(s, frame.octets, frame.len, false),
                         D11_DROP_NONE);
    assert_int_equal(s->host.count, 0);
}

static void do_replay3(struct station *s, struct model *model)
{
    if (model->last3.len == 0)
        return;
    assert_int_not_equal(
        station_receive(s, model->last3.octets, model->last3.len, false),
        D11_DROP_NONE);
    assert_int_equal(s->host.count, 0);
}

static void step(struct station *s, struct model *model, enum symbol symbol)
{
    s->host.count = 0;
    switch (symbol) {
    case MESSAGE1: do_message1(s, model, false); break;
    case MESSAGE1_LOST: do_message1(s, model, true); break;
    case MESSAGE3: do_message3(s, model, false); break;
    case MESSAGE3_LOST: do_message3(s, model, true); break;
    case GROUP_NEW: do_group(s, model, false); break;
    case GROUP_AGAIN: do_group(s, model, true); break;
    case REKEY:
        s->ap.anonce[1]++;
        model->has_message2 = false;
        do_message1(s, model, false);
        break;
    case FORGED1: do_forged1(s, model); break;
    case FORGED3: do_forged3(s); break;
    case REPLAY3: do_replay3(s, model); break;
    case SYMBOLS: break;
    }
}

static void explore(struct station *s, const struct model *model, int depth)
{
    struct node *node;
    struct model next;
    unsigned symbol;

    if (depth == 0)
        return;
    node = malloc(sizeof(*node));
    assert_non_null(node);
    assert_true(dot11_rsn.state_size <= sizeof(node->ext));
    node->ap = s->ap;
    memcpy(node->ext, s->ext, dot11_rsn.state_size);
    for (symbol = 0; symbol < SYMBOLS; symbol++) {
        next = *model;
        step(s, &next, (enum symbol)symbol);
        explored++;
        explore(s, &next, depth - 1);
        s->ap = node->ap;
        memcpy(s->ext, node->ext, dot11_rsn.state_size);
    }
    free(node);
}

/* INV-05, INV-06, INV-07, INV-16. */
static void no_order_of_messages_breaks_an_invariant(void **state)
{
    struct station *s = *state;
    struct model model;

    memset(&model, 0, sizeof(model));
    station_associate(s);
    explored = 0;
    opened = 0;
    explore(s, &model, DEPTH);
    assert_int_equal(explored, 10 + 100 + 1000 + 10000 + 100000);
    assert_true(opened > 100);
}

/* The same from an association that has its keys. */
static void no_order_after_the_keys_breaks_an_invariant(void **state)
{
    struct station *s = *state;
    struct model model;

    memset(&model, 0, sizeof(model));
    station_associate(s);
    step(s, &model, MESSAGE1);
    step(s, &model, MESSAGE3_LOST);
    explored = 0;
    explore(s, &model, DEPTH - 1);
    assert_int_equal(explored, 10 + 100 + 1000 + 10000);
    assert_true(model.keyed);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, station_new, station_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(no_order_of_messages_breaks_an_invariant),
        CASE(no_order_after_the_keys_breaks_an_invariant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
