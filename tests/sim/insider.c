/* The invariants of keys, counters and states, after each step of the world.
 *
 * SPDX-License-Identifier: MIT */
#include "insider.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sta/radio.h"

/* More things than a world of a few nodes can do at one instant. */
#define STILL_MAX 20000u

/* INV-04: counters of a key never go back while it is installed. */
static void check_counters(const struct d11_replay *before,
                           const struct d11_replay *now)
{
    for (unsigned i = 0; i < D11_REPLAY_COUNT; i++)
        assert_true(d11_replay_highest(now, i) >=
                    d11_replay_highest(before, i));
}

/* INV-05: what was installed in this association is not installed again. */
static void check_fresh(struct insider *in, unsigned slot,
                        const struct d11_key *key)
{
    static const uint8_t zero[D11_KEY_LEN_MAX];

    for (unsigned i = 0; i < in->past_count; i++)
        assert_false(in->past[i].slot == slot &&
                     memcmp(in->past[i].octets, key->octets,
                            D11_KEY_LEN_MAX) == 0);
    assert_memory_not_equal(key->octets, zero, D11_KEY_LEN_MAX);
    in->past[in->past_count % INSIDER_PAST].slot = slot;
    memcpy(in->past[in->past_count % INSIDER_PAST].octets, key->octets,
           D11_KEY_LEN_MAX);
    if (in->past_count < INSIDER_PAST)
        in->past_count++;
}

static void check_key(struct insider *in, unsigned slot,
                      const struct d11_key *key)
{
    if (key->cipher != NULL) {
        if (key->generation == in->slots[slot].generation)
            check_counters(&in->slots[slot].rx, &key->rx);
        else
            check_fresh(in, slot, key);
    }
    in->slots[slot].generation = key->generation;
    in->slots[slot].rx = key->rx;
}

static void check_keys(struct insider *in)
{
    const struct d11_vif *vif = &in->sta->vif;
    const struct d11_peer *peer = &vif->peers[0];

    if (peer->session_id != in->session_id)
        in->past_count = 0;
    in->session_id = peer->session_id;
    for (unsigned i = 0; i < 2; i++)
        check_key(in, i, &peer->keys[i]);
    for (unsigned i = 0; i < D11_GROUP_KEYS; i++)
        check_key(in, 2 + i, &vif->links[0].gtk[i]);
}

/* INV-16: what the machines think fits together. */
static void check_states(const struct insider *in)
{
    const struct dot11_sta *sta = in->sta;
    const struct d11_peer *peer = &sta->vif.peers[0];
    const struct d11_sme *sme = &sta->sme;
    bool has_key = d11_peer_has_key(peer);

    if (peer->authorized) {
        assert_true(peer->associated);
        assert_int_not_equal(peer->session_id, 0);
        assert_true(has_key || !in->secured);
    }
    if (peer->session_id != 0)
        assert_true(peer->associated);
    if (has_key)
        assert_true(peer->associated);
    if (peer->associated) {
        assert_int_equal(sta->mlme.state, D11_MLME_ASSOCIATED);
        assert_true(sme->state == D11_STA_CONNECTED ||
                    sme->state == D11_STA_ROAMING ||
                    sme->state == D11_STA_CONNECTING);
    }
    if (sme->state == D11_STA_INIT) {
        assert_int_equal(sme->phase, D11_SME_NOTHING);
        assert_false(peer->associated);
        assert_int_equal(sme->ssid.len, 0);
    }
    if (sme->phase == D11_SME_JOIN)
        assert_int_not_equal(sta->mlme.state, D11_MLME_ASSOCIATED);
    if (sta->life == D11_LIFE_HALTED) {
        assert_int_equal(sme->state, D11_STA_INIT);
        assert_int_equal(sta->mlme.state, D11_MLME_IDLE);
    }
}

/* INV-15: time goes on. */
static void check_time(struct insider *in)
{
    uint64_t now_us = dot11_sim_now_us(in->sim);

    assert_true(now_us >= in->now_us);
    in->still = now_us > in->now_us ? 0 : in->still + 1;
    assert_true(in->still < STILL_MAX);
    in->now_us = now_us;
}

void insider_look(void *ctx)
{
    struct insider *in = ctx;

    in->looks++;
    check_time(in);
    if (in->sta->life == D11_LIFE_FREE)
        return;
    check_keys(in);
    check_states(in);
}
