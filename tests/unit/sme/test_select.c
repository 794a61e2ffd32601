/* Each reason not to join an AP, and the choice among those that fit. */
#include "fake_ap.h"
#include "fake_ext.h"

#include "sme/select.h"
#include "sta/radio.h"

static struct dot11_ext_suites suites;

/* A station that looks for "net", open or with the extension. */
static struct d11_sme *looking(bool secured)
{
    struct d11_sme *sme;

    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    sme = &fake.stas[0]->sme;
    sme->ssid.len = 3;
    memcpy(sme->ssid.octets, "net", 3);
    sme->ext = secured ? &fake.stas[0]->exts[0] : NULL;
    return sme;
}

static void done(struct d11_sme *sme)
{
    sme->ssid.len = 0;
    sme->ext = NULL;
    fake_end();
}

static struct d11_bss *heard(const struct fake_ap *ap)
{
    struct d11_bss *bss;

    fake_beacon(ap);
    bss = d11_bss_table_find(&fake.radio->table, ap->bssid, NULL);
    assert_non_null(bss);
    return bss;
}

static bool fits(struct d11_sme *sme, const struct d11_bss *bss)
{
    return d11_select_judge(sme, bss, &suites) == D11_REFUSAL_NONE;
}

/* N80211-BSS-8, BSS-10, SEC-POL-05 */
static void only_the_named_network_fits(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    assert_true(fits(sme, bss));
    assert_int_equal(suites.auth_algorithm, D11_AUTH_OPEN);
    assert_false(suites.controlled);
    sme->ssid.octets[0] = 'N';
    assert_false(fits(sme, bss));
    sme->ssid.octets[0] = 'n';
    sme->ssid.len = 2;
    assert_false(fits(sme, bss));
    sme->ssid.len = 4;
    assert_false(fits(sme, bss));
    sme->ssid.len = 3;
    sme->has_bssid = true;
    assert_false(fits(sme, bss));
    memcpy(sme->bssid, ap.bssid, 6);
    assert_true(fits(sme, bss));
    sme->has_roam_bssid = true;
    assert_false(fits(sme, bss));
    memcpy(sme->roam_bssid, ap.bssid, 6);
    assert_true(fits(sme, bss));
    sme->has_bssid = false;
    sme->has_roam_bssid = false;
    done(sme);
}

/* SEC-ELM-01: seen, but not joinable */
static void what_is_broken_or_cut_does_not_fit(void **unused)
{
    static const uint16_t flags[] = {D11_BSS_IS_MALFORMED, D11_BSS_IS_IBSS,
                                     D11_BSS_IS_TRUNCATED};
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    for (unsigned i = 0; i < 3; i++) {
        bss->flags |= flags[i];
        assert_false(fits(sme, bss));
        bss->flags &= (uint16_t)~flags[i];
    }
    assert_true(fits(sme, bss));
    done(sme);
}

/* SEC-POL-01: an open profile takes nothing that looks protected. */
static void an_open_profile_wants_an_open_network(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    bss->capability |= D11_CAP_PRIVACY;
    assert_false(fits(sme, bss));
    bss->capability &= (uint16_t)~D11_CAP_PRIVACY;
    bss->flags |= D11_BSS_HAS_RSN;
    assert_false(fits(sme, bss));
    bss->flags = (uint16_t)((bss->flags & ~D11_BSS_HAS_RSN) | D11_BSS_HAS_WPA);
    assert_false(fits(sme, bss));
    done(sme);
}

static void a_secured_profile_is_judged_by_its_extension(void **unused)
{
    struct d11_sme *sme = looking(true);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    assert_true(fits(sme, bss));
    assert_true(suites.controlled);
    fake_ext.select = D11_ERR_SECURITY;
    assert_false(fits(sme, bss));
    done(sme);
}

/* N80211-BSS-17: what is old has to be heard again. */
static void what_was_heard_long_ago_does_not_fit(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    sme->fresh_us = bss->seen_us;
    assert_true(fits(sme, bss));
    sme->fresh_us = bss->seen_us + 1;
    assert_false(fits(sme, bss));
    sme->fresh_us = 0;
    done(sme);
}

static void channels_may_be_limited(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);

    (void)unused;
    sme->freqs_mhz[0] = 2437;
    sme->freq_count = 1;
    assert_false(fits(sme, bss));
    sme->freqs_mhz[1] = 2412;
    sme->freq_count = 2;
    assert_true(fits(sme, bss));
    sme->freq_count = 0;
    /* The radio must not be there. */
    bss->freq_mhz = 2484;
    assert_false(fits(sme, bss));
    /* Or cannot. */
    bss->freq_mhz = 5805;
    assert_false(fits(sme, bss));
    done(sme);
}

/* 11.1.4.6: basic rates and membership selectors are demands. */
static void an_ap_that_demands_too_much_does_not_fit(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap ap = fake_ap(0);
    struct d11_bss *bss = heard(&ap);
    struct d11_rates rates = bss->rates;

    (void)unused;
    bss->rates.selectors = 1;
    assert_false(fits(sme, bss));
    bss->rates = rates;
    bss->rates.basic = 0xffff;
    assert_false(fits(sme, bss));
    bss->rates = rates;
    bss->rates.rates = 0;
    bss->rates.basic = 0;
    assert_false(fits(sme, bss));
    bss->rates = rates;
    assert_true(fits(sme, bss));
    done(sme);
}

/* N80211-BSS-16, CONN-8 */
static void the_strongest_that_was_not_tried_is_chosen(void **unused)
{
    struct d11_sme *sme = looking(false);
    struct fake_ap aps[3] = {fake_ap(0), fake_ap(1), fake_ap(2)};

    (void)unused;
    assert_null(d11_select_best(sme, &suites));
    aps[0].signal_dbm = -70;
    aps[1].signal_dbm = -40;
    aps[2].signal_dbm = -60;
    for (unsigned i = 0; i < 3; i++)
        (void)heard(&aps[i]);
    for (unsigned i = 0; i < 3; i++) {
        static const unsigned order[] = {1, 2, 0};
        struct d11_bss *best = d11_select_best(sme, &suites);

        assert_non_null(best);
        assert_memory_equal(best->bssid, aps[order[i]].bssid, 6);
        memcpy(sme->tried[sme->tried_count++], best->bssid, 6);
    }
    assert_null(d11_select_best(sme, &suites));
    sme->tried_count = 0;
    done(sme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_named_network_fits),
        cmocka_unit_test(what_is_broken_or_cut_does_not_fit),
        cmocka_unit_test(an_open_profile_wants_an_open_network),
        cmocka_unit_test(a_secured_profile_is_judged_by_its_extension),
        cmocka_unit_test(what_was_heard_long_ago_does_not_fit),
        cmocka_unit_test(channels_may_be_limited),
        cmocka_unit_test(an_ap_that_demands_too_much_does_not_fit),
        cmocka_unit_test(the_strongest_that_was_not_tried_is_chosen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
