/* No secret outlives its use, whatever way it came: each way to a key, each
 * end of the connection, each secret that a provider ever saw.
 *
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "ledger.h"
#include "primitives.h"
#include "rig.h"
#include "sta/radio.h"

#define PASSWORD "one long password for all"

static const struct dot11_ext_ops *const exts[] = {&dot11_rsn_methods};
/* The last one is listed where PMKs are to be kept. */
static const struct dot11_part *const parts[] = {&dot11_sae, &dot11_ft,
                                                 &dot11_pmksa};
#define PARTS (sizeof parts / sizeof parts[0])

enum end { DISCONNECT, RESET, HALT, ENDS };

/* A network, and what a station needs for it. */
struct way {
    const char *name;
    uint16_t akms;
    bool sae;     /* the AP has SAE, else WPA2 with RIG_PASSPHRASE */
    bool looping; /* of SAE */
    bool ext_key; /* SAE with group 20 and extended keys */
    bool ft;      /* in a mobility domain */
};

static const struct way ways[] = {
    {"passphrase", D11_AKM_BIT_PSK, false, false, false, false},
    {"SAE, hash-to-element", D11_AKM_BIT_SAE, true, false, false, false},
    {"SAE, looping", D11_AKM_BIT_SAE, true, true, false, false},
    {"SAE, extended keys", D11_AKM_BIT_SAE_EXT_KEY, true, false, true, false},
    {"FT of a passphrase", D11_AKM_BIT_PSK, false, false, false, true},
    {"FT of SAE", D11_AKM_BIT_SAE, true, false, false, true},
    {"either", D11_AKM_BIT_SAE | D11_AKM_BIT_PSK, true, false, false, false},
};

static void *provider; /* of the station */

static void hear(void *ctx, const struct dot11_sim_frame *frame)
{
    (void)ctx;
    ledger_publish(frame->octets, frame->len);
}

static unsigned found(const struct rig *rig)
{
    return ledger_found(rig->core, rig->core->mem_len);
}

static struct rig *make(const struct way *way, bool kept)
{
    struct rig_options options;
    struct rig *rig;

    rig_options(&options, true);
    options.station.core.exts = exts;
    options.station.core.parts = parts;
    options.station.core.part_count = kept ? PARTS : PARTS - 1;
    if (way->sae) {
        options.ap.sae_password = PASSWORD;
        options.ap.sae_looping = way->looping;
        options.ap.sae_ext_key = way->ext_key;
        options.ap.sae_group = way->ext_key ? 20 : 19;
    }
    options.ap.ft = way->ft;
    options.ap.mdid[0] = 0x4d;
    options.ap.rekey_us = RIG_SECOND;
    assert_int_equal(primitives_new(&options.station.crypto), D11_OK);
    provider = options.station.crypto;
    options.station.crypto_ops = ledger_open(PRIMITIVES_OPS);
    rig = rig_new(&options);
    assert_int_equal(dot11_sim_add_tap(rig->sim, hear, NULL), D11_OK);
    return rig;
}

static void fill(struct dot11_rsn_profile *profile, const struct way *way)
{
    dot11_rsn_profile_defaults(profile);
    profile->akms = way->akms;
    profile->ft = way->ft;
    profile->passphrase_len = sizeof RIG_PASSPHRASE - 1;
    memcpy(profile->passphrase, RIG_PASSPHRASE, sizeof RIG_PASSPHRASE - 1);
    profile->sae_groups[0] = way->ext_key ? 20 : 19;
    profile->sae_password_len = sizeof PASSWORD - 1;
    memcpy(profile->sae_password, PASSWORD, sizeof PASSWORD - 1);
}

static void connect(struct rig *rig, const struct way *way)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    fill(&profile, way);
    ledger_note(PASSWORD, sizeof PASSWORD - 1);
    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    req.ext = &dot11_rsn_methods;
    req.profile = &profile;
    req.profile_len = sizeof profile;
    rig_start(rig);
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(rig_wait_open(rig, 20 * RIG_SECOND));
    /* Some group keys come and go. */
    dot11_sim_run_for(rig->sim, 3 * RIG_SECOND + RIG_SECOND / 2);
    rig_ping(rig, 2);
}

static void finish(struct rig *rig, enum end end)
{
    switch (end) {
    case DISCONNECT:
        assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                         D11_OK);
        break;
    case RESET:
        assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
        break;
    default:
        assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
        break;
    }
    dot11_sim_run_for(rig->sim, RIG_SECOND);
}

/* INV-13, SEC-RND-04, SEC-RND-06. */
static void each_end_of_each_way_leaves_no_secret(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        for (int end = 0; end < ENDS; end++) {
            struct rig *rig = make(&ways[i], false);

            connect(rig, &ways[i]);
            /* Or the search finds nothing for another reason. */
            assert_true(ledger_count() >= 6);
            assert_true(found(rig) >= 2);
            finish(rig, (enum end)end);
            if (found(rig) != 0)
                fail_msg("%s, end %d: %u secrets are left of %u", ways[i].name,
                         end, found(rig), ledger_count());
            rig_end(rig);
            ledger_close();
            primitives_free(provider);
        }
    }
}

/* INV-13: of what the handshake needed, the connection keeps a few. */
static void a_connection_keeps_what_it_needs(void **state)
{
    struct rig *rig = make(&ways[1], false);

    (void)state;
    connect(rig, &ways[1]);
    /* The password, its element for this network and this access point (for
     * the next association), PMK, KCK, KEK, TK, two group keys, and what the
     * AP's elements are known by. The secrets of SAE are gone. */
    if (found(rig) > 10)
        fail_msg("%u secrets of %u", found(rig), ledger_count());
    rig_end(rig);
    ledger_close();
    primitives_free(provider);
}

/* A PMK that is kept for the next association is all that a disconnect leaves,
 * and a reset and a halt do not leave that. */
static void a_kept_pmk_goes_with_a_reset(void **state)
{
    (void)state;
    for (int end = RESET; end < ENDS; end++) {
        struct rig *rig = make(&ways[1], true);

        connect(rig, &ways[1]);
        finish(rig, DISCONNECT);
        assert_int_equal(dot11_sta_pmksas(rig->sta, NULL, 0), 1);
        /* The PMK, and the key of the print that knows its password again. */
        assert_int_equal(found(rig), 2);
        finish(rig, (enum end)end);
        assert_int_equal(found(rig), 0);
        rig_end(rig);
        ledger_close();
        primitives_free(provider);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(each_end_of_each_way_leaves_no_secret),
        RIG_TEST(a_connection_keeps_what_it_needs),
        RIG_TEST(a_kept_pmk_goes_with_a_reset),
    };

    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
