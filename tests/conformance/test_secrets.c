/* Secrets: gone when they are no longer needed, told to nobody; and what was
 * agreed on is what was asked for, told and installed.
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
#include "frame/element.h"
#include "frame/header.h"
#include "frame/llc.h"
#include "rig.h"
#include "sta/radio.h"

static bool holds(const void *mem, size_t len, const void *secret,
                  size_t secret_len)
{
    const uint8_t *at = mem;

    for (size_t i = 0; i + secret_len <= len; i++) {
        if (memcmp(at + i, secret, secret_len) == 0)
            return true;
    }
    return false;
}

/* All memory that the library was given. */
static bool core_holds(const struct rig *rig, const void *secret, size_t len)
{
    return holds(rig->core, rig->core->mem_len, secret, len);
}

struct secrets {
    uint8_t psk[D11_PSK_LEN];
    uint8_t tk[16];
};

static void learn(const struct rig *rig, struct secrets *secrets)
{
    struct dot11_rsn_profile profile;
    struct dot11_sim_ap_sta sta;
    struct rig by_psk = *rig;

    by_psk.by_psk = true;
    rig_profile(&by_psk, &profile);
    memcpy(secrets->psk, profile.psk, sizeof secrets->psk);
    assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
    assert_true(sta.has_tk);
    memcpy(secrets->tk, sta.tk, sizeof secrets->tk);
}

static struct rig *connected(struct secrets *secrets)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, true);
    rig = rig_new(&options);
    rig_connect(rig);
    learn(rig, secrets);
    /* Or the search finds nothing for another reason. */
    assert_true(core_holds(rig, secrets->tk, sizeof secrets->tk));
    assert_true(core_holds(rig, secrets->psk, sizeof secrets->psk));
    return rig;
}

static void check_gone(const struct rig *rig, const struct secrets *secrets)
{
    assert_false(core_holds(rig, secrets->tk, sizeof secrets->tk));
    assert_false(core_holds(rig, secrets->psk, sizeof secrets->psk));
    assert_false(core_holds(rig, RIG_PASSPHRASE, sizeof RIG_PASSPHRASE - 1));
}

/* INV-13, SEC-RND-04 */
static void a_disconnect_leaves_no_secret(void **state)
{
    struct secrets secrets;
    struct rig *rig = connected(&secrets);

    (void)state;
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    check_gone(rig, &secrets);
    rig_end(rig);
}

/* INV-13, SEC-RND-04 */
static void a_reset_leaves_no_secret(void **state)
{
    struct secrets secrets;
    struct rig *rig = connected(&secrets);

    (void)state;
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    check_gone(rig, &secrets);
    rig_end(rig);
}

/* INV-13, SEC-RND-04 */
static void a_halt_leaves_no_secret(void **state)
{
    struct secrets secrets;
    struct rig *rig = connected(&secrets);

    (void)state;
    assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_HALTED, RIG_SECOND));
    check_gone(rig, &secrets);
    rig_end(rig);
}

/* INV-13, SEC-RND-04: of an association that ended the network's PSK is still
 * needed, its temporal key is not. */
static void a_lost_association_leaves_no_temporal_key(void **state)
{
    struct secrets secrets;
    struct rig *rig = connected(&secrets);

    (void)state;
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, D11_REASON_UNSPECIFIED);
    assert_non_null(
        dot11_sim_station_wait(rig->station, D11_EV_DISASSOC, RIG_SECOND));
    dot11_sim_ap_stop(rig->aps[0]);
    assert_false(core_holds(rig, secrets.tk, sizeof secrets.tk));
    rig_end(rig);
}

/* SEC-RND-05 */
static void nothing_that_is_told_holds_a_secret(void **state)
{
    struct secrets secrets;
    struct rig *rig = connected(&secrets);
    struct dot11_sta_status status = rig_status(rig);
    const struct dot11_event *event;
    struct dot11_stats stats;
    struct dot11_bss bss;

    (void)state;
    dot11_radio_stats(rig->core, &stats);
    assert_int_equal(dot11_radio_bss_get(rig->core, 0, &bss), D11_OK);
    assert_false(holds(&stats, sizeof stats, secrets.tk, 8));
    assert_false(holds(&status, sizeof status, secrets.tk, 8));
    assert_false(holds(&bss, sizeof bss, secrets.tk, 8));
    for (uint32_t i = 0;
         i < dot11_sim_station_event_count(rig->station) &&
         (event = dot11_sim_station_event(rig->station, i)) != NULL;
         i++) {
        assert_false(holds(event, sizeof *event, secrets.tk, 8));
        assert_false(holds(event, sizeof *event, secrets.psk, 8));
    }
    assert_true(dot11_sim_station_event_count(rig->station) > 4);
    rig_end(rig);
}

/* The RSN elements that the station told: in its association request, and in
 * message 2. */
struct told {
    uint8_t assoc[64];
    size_t assoc_len;
    uint8_t message2[64];
    size_t message2_len;
};

static void copy_rsne(const uint8_t *elements, size_t len, uint8_t out[64],
                      size_t *out_len)
{
    for (size_t at = 0; at + 2 <= len && at + 2u + elements[at + 1] <= len;
         at += 2u + elements[at + 1]) {
        if (elements[at] != D11_EID_RSN)
            continue;
        *out_len = 2u + elements[at + 1];
        assert_true(*out_len <= 64);
        memcpy(out, elements + at, *out_len);
        return;
    }
}

static void overhear(void *ctx, const struct dot11_sim_frame *frame)
{
    struct told *told = ctx;
    struct d11_header h;
    const uint8_t *body = frame->octets;
    size_t len;

    if (d11_header_decode(&h, frame->octets, frame->len) != D11_DROP_NONE ||
        memcmp(h.a2, rig_sta_addr, 6) != 0)
        return;
    body += h.len;
    len = frame->len - h.len;
    /* Capability and listen interval go before the elements. */
    if (h.type == D11_TYPE_MGMT && h.subtype == D11_MGMT_ASSOC_REQ)
        copy_rsne(body + 4, len - 4, told->assoc, &told->assoc_len);
    /* LLC 8, EAPOL 4, EAPOL-Key 95 octets go before the key data. */
    if (h.type == D11_TYPE_DATA && !d11_header_protected(&h) &&
        len > 8 + 4 + 95 && d11_llc_ethertype(body, len) == D11_ETHERTYPE_EAPOL)
        copy_rsne(body + 107, len - 107, told->message2, &told->message2_len);
}

/* INV-08 */
static void what_was_agreed_is_what_was_told_and_installed(void **state)
{
    static const uint8_t expected[] = {
        D11_EID_RSN, 20,   1,    0, 0x00, 0x0f, 0xac, 4,    1,    0,
        0x00,        0x0f, 0xac, 4, 1,    0,    0x00, 0x0f, 0xac, 2};
    struct rig_options options;
    struct told told = {0};
    struct rig *rig;
    struct dot11_sta_status status;
    const struct d11_peer *peer;

    (void)state;
    rig_options(&options, true);
    rig = rig_new(&options);
    assert_int_equal(dot11_sim_add_tap(rig->sim, overhear, &told), D11_OK);
    rig_connect(rig);
    assert_true(told.assoc_len >= sizeof expected);
    assert_memory_equal(told.assoc, expected, sizeof expected);
    assert_int_equal(told.message2_len, told.assoc_len);
    assert_memory_equal(told.message2, told.assoc, told.assoc_len);
    status = rig_status(rig);
    assert_int_equal(status.akm, D11_AKM_PSK);
    assert_int_equal(status.pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(status.group_cipher, D11_CIPHER_CCMP_128);
    peer = &rig->sta->vif.peers[0];
    assert_int_equal(peer->keys[peer->tx_key].cipher->suite,
                     status.pairwise_cipher);
    rig_end(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(a_disconnect_leaves_no_secret),
        RIG_TEST(a_reset_leaves_no_secret),
        RIG_TEST(a_halt_leaves_no_secret),
        RIG_TEST(a_lost_association_leaves_no_temporal_key),
        RIG_TEST(nothing_that_is_told_holds_a_secret),
        RIG_TEST(what_was_agreed_is_what_was_told_and_installed),
    };

    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
