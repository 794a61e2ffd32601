/* The traces of the operation model (N80211 sections 3.1 to 3.11), word by
 * word and with what each event brings.
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dot11/codes.h>

#include "story.h"

static struct story story;

/* APs 2 and 3 are on other channels and further away. */
static struct rig *begin(bool secured, unsigned more_aps)
{
    static const uint16_t freqs_mhz[] = {2412, 2462};
    struct rig_options options;
    struct rig *rig;

    story_options(&options, secured);
    rig = rig_new(&options);
    for (unsigned i = 0; i < more_aps; i++) {
        dot11_sim_set_path(
            dot11_sim_radio_node(rig->radio),
            dot11_sim_ap_node(rig_add_ap(rig, &options, freqs_mhz[i])),
            (int8_t)(-55 - 5 * (int)i));
    }
    story_begin(&story, rig);
    return rig;
}

/* Hear of the APs, so that what follows does not depend on a scan. */
static void scan(struct rig *rig)
{
    static const uint16_t freqs_mhz[] = {2412, 2437, 2462};
    const struct dot11_scan_req req = {.freqs_mhz = freqs_mhz, .freq_count = 3};

    (void)story_words(&story);
    assert_int_equal(dot11_sta_scan(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(story_wait(&story, D11_EV_SCAN_DONE, 20 * RIG_SECOND));
    (void)story_words(&story);
}

static void roam_to(struct rig *rig, unsigned ap)
{
    struct dot11_roam_req req = {.has_bssid = true};

    memcpy(req.bssid, rig->bssids[ap - 1], 6);
    assert_int_equal(dot11_sta_roam(rig->sta, &req, NULL, rig_now(rig)),
                     D11_OK);
}

static void disconnect(struct rig *rig)
{
    assert_int_equal(dot11_sta_disconnect(rig->sta, NULL, rig_now(rig)),
                     D11_OK);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
}

static uint32_t status_of(enum dot11_event_type type)
{
    return story_status(&story, type);
}

static bool is_zero(const uint8_t *octets, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (octets[i] != 0)
            return false;
    }
    return true;
}

/* 3.1 Connect, success, open network
 * N80211-CONN-4, N80211-CONN-5, N80211-CONN-10, N80211-CONN-16,
 * N80211-ASSOC-3, N80211-ASSOC-8, N80211-GEN-2, N80211-GEN-3, N80211-GEN-4,
 * N80211-GEN-19, N80211-LQ-4 */
static void an_open_network_is_joined_step_by_step(void **state)
{
    struct rig *rig = begin(false, 0);
    const struct dot11_event *last = story.last;
    const struct dot11_ev_start *start = &last[D11_EV_CONNECT_START].u.start;
    const struct dot11_ev_assoc_done *done =
        &last[D11_EV_ASSOC_DONE].u.assoc_done;

    (void)state;
    story_start(&story);
    scan(rig);
    story_ask(&story);
    assert_int_equal(rig_status(rig).state, D11_STA_CONNECTING);
    assert_true(story_wait(&story, D11_EV_LINK_QUALITY, RIG_SECOND));
    /* Nothing is sent before the start of what it belongs to. */
    assert_story(&story, "connect_start assoc_start:1 tx assoc_done:1 "
                         "port_open:1 connect_done link_quality:1");
    assert_false(start->ibss);
    assert_int_equal(start->ssid.len, 0);
    assert_true(is_zero(start->bssid, 6));
    assert_int_equal(last[D11_EV_ASSOC_START].u.assoc_start.ssid.len, 3);
    assert_memory_equal(last[D11_EV_ASSOC_START].u.assoc_start.ssid.octets,
                        RIG_SSID, 3);
    assert_false(last[D11_EV_ASSOC_START].u.assoc_start.reassoc);
    assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0);
    assert_int_not_equal(done->aid, 0);
    assert_int_not_equal(done->request.len, 0);
    assert_int_not_equal(done->response.len, 0);
    assert_int_not_equal(done->beacon.len, 0);
    assert_int_equal(done->akm, D11_AKM_NONE);
    assert_int_equal(done->pairwise_cipher, D11_CIPHER_NONE);
    assert_true(done->qos);
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0);
    assert_memory_equal(last[D11_EV_CONNECT_DONE].u.done.bssid, rig->bssids[0],
                        6);
    assert_int_equal(last[D11_EV_CONNECT_DONE].id,
                     last[D11_EV_CONNECT_START].id);
    assert_int_equal(last[D11_EV_LINK_QUALITY].u.link_quality.quality, 100);
    assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
    story_end(&story);
}

/* 3.2 Connect, success, WPA2-PSK
 * N80211-AUTH-14, N80211-ASSOC-12, N80211-ASSOC-13, N80211-ASSOC-17 */
static void a_protected_network_opens_its_port_afterwards(void **state)
{
    struct rig *rig = begin(true, 0);
    const struct dot11_ev_assoc_done *done =
        &story.last[D11_EV_ASSOC_DONE].u.assoc_done;
    uint32_t session;

    (void)state;
    story_start(&story);
    scan(rig);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, RIG_SECOND));
    session = story.last[D11_EV_PORT].u.port.port.session_id;
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_story(&story, "x_pre connect_start assoc_start:1 tx assoc_done:1 "
                         "port:1 connect_done link_quality:1 x_post tx "
                         "authorized:1");
    assert_int_equal(done->akm, D11_AKM_PSK);
    assert_int_equal(done->pairwise_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(done->group_cipher, D11_CIPHER_CCMP_128);
    assert_int_equal(done->group_mgmt_cipher, D11_CIPHER_NONE);
    assert_false(done->authorized);
    assert_int_not_equal(done->beacon.len, 0);
    assert_int_not_equal(session, 0);
    assert_int_equal(story.last[D11_EV_PORT].u.port.port.session_id, session);
    assert_true(story.last[D11_EV_PORT].u.port.port.controlled);
    story_end(&story);
}

/* How the first of two APs fails. */
enum failure { MUTE_AUTH, MUTE_ASSOC, NO_AUTH, NO_ASSOC, DEAUTH, DISASSOC };

static void make_fail(struct rig *rig, enum failure how)
{
    switch (how) {
    case MUTE_AUTH:
    case DEAUTH:
        dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
        break;
    case MUTE_ASSOC:
    case DISASSOC:
        dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_ASSOC, UINT32_MAX);
        break;
    case NO_AUTH:
        dot11_sim_ap_refuse(rig->aps[0], D11_STATUS_AUTH_ALGORITHM, 0);
        break;
    case NO_ASSOC:
        dot11_sim_ap_refuse(rig->aps[0], 0, D11_STATUS_NO_MORE_STAS);
        break;
    }
}

static void fail_now(struct rig *rig, enum failure how)
{
    assert_true(story_wait(&story, D11_EV_ASSOC_START, 20 * RIG_SECOND));
    dot11_sim_run_for(rig->sim, 50000);
    if (how == DEAUTH)
        dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 34);
    if (how == DISASSOC)
        dot11_sim_ap_disassoc(rig->aps[0], rig_sta_addr, 5);
}

/* The end of the first AP, kept before the second one's takes its place. */
static struct dot11_event first_done;
static struct story *first_of;

static void keep_first(struct story *t, const struct dot11_event *event)
{
    if (event->type == D11_EV_ASSOC_DONE && first_of == NULL) {
        first_done = t->last[D11_EV_ASSOC_DONE];
        first_of = t;
    }
}

/* 3.3 Connect, first AP fails, second succeeds
 * N80211-CONN-7, N80211-CONN-8, N80211-CONN-9, N80211-ASSOC-6,
 * N80211-ASSOC-7, N80211-ASSOC-9, N80211-ASSOC-10, N80211-GEN-13 */
static void a_failed_ap_ends_before_the_next_begins(void **state)
{
    static const struct {
        enum failure how;
        uint32_t status;
        bool asked; /* for the association */
        bool answered;
    } rows[] = {
        {MUTE_AUTH, 0x2, false, false},   {MUTE_ASSOC, 0x2, true, false},
        {NO_AUTH, 0x3000d, false, false}, {NO_ASSOC, 0x30011, true, true},
        {DEAUTH, 0x10022, false, false},  {DISASSOC, 0x20005, true, false}};

    (void)state;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rig *rig = begin(false, 2);
        const struct dot11_ev_assoc_done *failed = &first_done.u.assoc_done;

        make_fail(rig, rows[i].how);
        story_start(&story);
        scan(rig);
        first_of = NULL;
        story.hook = keep_first;
        story_ask(&story);
        fail_now(rig, rows[i].how);
        assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 20 * RIG_SECOND));
        /* No third AP is tried. */
        dot11_sim_run_for(rig->sim, 5 * RIG_SECOND);
        assert_story(&story, "connect_start assoc_start:1 tx assoc_done!:1 "
                             "assoc_start:2 tx assoc_done:2 port_open:2 "
                             "connect_done link_quality:2");
        assert_int_equal(dot11_outcome_status(failed->outcome, failed->code),
                         rows[i].status);
        assert_int_equal(failed->aid, 0);
        assert_int_equal(failed->akm, 0);
        assert_int_equal(failed->pairwise_cipher, 0);
        assert_int_equal(failed->group_cipher, 0);
        assert_int_equal(failed->comeback_tu, 0);
        assert_false(failed->qos);
        assert_false(failed->authorized);
        assert_int_equal(failed->request.len != 0, rows[i].asked);
        assert_int_equal(failed->response.len != 0, rows[i].answered);
        assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0);
        assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0);
        story_end(&story);
    }
}

/* 3.4 Connect failures: no candidate, after directed probes
 * N80211-CONN-6, N80211-CONN-12, N80211-CONN-13 */
static void without_a_candidate_a_connect_fails_after_probes(void **state)
{
    struct rig *rig = begin(true, 0);

    (void)state;
    dot11_sim_ap_stop(rig->aps[0]);
    story_start(&story);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 60 * RIG_SECOND));
    assert_story(&story, "x_pre connect_start tx connect_done! x_reset");
    assert_true(rig->directed > 0);
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0x6);
    assert_int_equal(story.last[D11_EV_CONNECT_DONE].u.done.err,
                     D11_ERR_NOT_FOUND);
    assert_true(is_zero(story.last[D11_EV_CONNECT_DONE].u.done.bssid, 6));
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    /* It waits for the next request, whatever it hears. */
    dot11_sim_ap_start(rig->aps[0]);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_story(&story, "");
    story_end(&story);
}

/* 3.4 Connect failures: all candidates fail
 * N80211-CONN-8, N80211-CONN-12 */
static void when_every_candidate_fails_the_connect_does(void **state)
{
    struct rig *rig = begin(false, 1);
    const struct dot11_ev_done *done = &story.last[D11_EV_CONNECT_DONE].u.done;

    (void)state;
    dot11_sim_ap_refuse(rig->aps[0], 0, D11_STATUS_NO_MORE_STAS);
    dot11_sim_ap_refuse(rig->aps[1], 0, D11_STATUS_DENIED);
    story_start(&story);
    scan(rig);
    story.mute_tx = true;
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_CONNECT_DONE, 60 * RIG_SECOND));
    assert_story(&story, "connect_start assoc_start:1 assoc_done!:1 "
                         "assoc_start:2 assoc_done!:2 connect_done!");
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0x6);
    /* What the last one said is there too. */
    assert_int_equal(done->err, D11_ERR_REFUSED);
    assert_int_equal(done->code, D11_STATUS_DENIED);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    story_end(&story);
}

/* 3.4 Connect failures: the radio goes off in an association
 * N80211-CONN-2, N80211-CONN-12, N80211-ASSOC-9 */
static void a_radio_that_goes_off_ends_the_inner_and_the_outer(void **state)
{
    struct rig *rig = begin(false, 0);
    struct dot11_connect_req req = {.ssid = {3, RIG_SSID}};

    (void)state;
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    story_start(&story);
    scan(rig);
    story_ask(&story);
    dot11_sim_radio_switch(rig->radio, false);
    dot11_sim_run_for(rig->sim, 1000);
    assert_story(&story, "connect_start assoc_start:1 tx assoc_done!:1 "
                         "connect_done! phy_state");
    assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0x3);
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0x3);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    /* Refused now, without an event. */
    assert_int_equal(dot11_sta_connect(rig->sta, &req, NULL, rig_now(rig)),
                     D11_ERR_RADIO_OFF);
    assert_story(&story, "");
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    dot11_sim_radio_switch(rig->radio, true);
    dot11_sim_run_for(rig->sim, 30 * RIG_SECOND);
    assert_story(&story, "phy_state");
    story_end(&story);
}

/* 3.5 Connect cancelled by a disconnect
 * N80211-CONN-12, N80211-CONN-17, N80211-DISC-1, N80211-DISC-6,
 * N80211-DISAS-5 */
static void a_disconnect_cancels_a_connect_from_within(void **state)
{
    struct rig *rig = begin(true, 0);

    (void)state;
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    story_start(&story);
    scan(rig);
    story_ask(&story);
    disconnect(rig);
    assert_story(&story, "x_pre connect_start assoc_start:1 tx assoc_done!:1 "
                         "connect_done! disconnect_done x_reset");
    assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0x5);
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0x5);
    assert_int_equal(rig->disassocs, 0);
    story_end(&story);
}

/* 3.5 Connect cancelled by a dot11 reset
 * N80211-CONN-12, N80211-GEN-2 */
static void a_reset_cancels_a_connect_from_within(void **state)
{
    struct rig *rig = begin(true, 0);
    const char *words;

    (void)state;
    dot11_sim_ap_mute(rig->aps[0], DOT11_SIM_AUTH, UINT32_MAX);
    story_start(&story);
    scan(rig);
    story_ask(&story);
    assert_int_equal(dot11_sta_reset(rig->sta, rig_now(rig)), D11_OK);
    dot11_sim_run_for(rig->sim, 100000);
    words = story_words(&story);
    assert_memory_equal(words,
                        "x_pre connect_start assoc_start:1 tx assoc_done!:1 "
                        "connect_done!",
                        64);
    assert_null(strstr(words, "disassoc:"));
    assert_non_null(strstr(words, "x_reset"));
    assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0x5);
    assert_int_equal(status_of(D11_EV_CONNECT_DONE), 0x5);
    assert_int_equal(rig_status(rig).state, D11_STA_INIT);
    story_end(&story);
}

/* 3.6 Roam to another AP, without a word to the old one
 * N80211-ROAM-6, N80211-ROAM-7, N80211-ROAM-9, N80211-ROAM-10,
 * N80211-ROAM-16, N80211-DISAS-6, N80211-DISAS-12, N80211-ASSOC-1 */
static void a_roam_ends_the_old_association_implicitly(void **state)
{
    struct rig *rig = begin(true, 1);
    const struct dot11_ev_start *start = &story.last[D11_EV_ROAM_START].u.start;
    uint32_t old;

    (void)state;
    story_connect(&story);
    assert_memory_equal(rig_status(rig).bssid, rig->bssids[0], 6);
    old = story.last[D11_EV_PORT].u.port.port.session_id;
    scan(rig);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_int_not_equal(story.last[D11_EV_PORT].u.port.port.session_id, old);
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_story(&story, "roam_start assoc_start:2 port_gone:1 x_stop tx "
                         "assoc_done:2 port:2 roam_done link_quality:2 x_post "
                         "tx authorized:2");
    assert_false(start->ibss);
    assert_int_equal(start->ssid.len, 0);
    assert_true(is_zero(start->bssid, 6));
    assert_int_equal(start->reason, D11_OUTCOME_HOST_ROAM);
    assert_true(story.last[D11_EV_ASSOC_START].u.assoc_start.reassoc);
    assert_true(story.last[D11_EV_ASSOC_DONE].u.assoc_done.reassoc);
    assert_int_equal(rig->reassocs, 1);
    assert_int_equal(rig->disassocs + rig->deauths, 0);
    assert_int_equal(status_of(D11_EV_ROAM_DONE), 0);
    assert_memory_equal(story.last[D11_EV_ROAM_DONE].u.done.bssid,
                        rig->bssids[1], 6);
    rig_ping(rig, 1);
    story_end(&story);
}

/* 3.7 Association lost, then a roam whose first candidate fails
 * N80211-ROAM-2, N80211-ROAM-4, N80211-ROAM-8, N80211-DISAS-3,
 * N80211-DISAS-11, N80211-DISAS-12 */
static void after_a_loss_the_next_ap_is_found(void **state)
{
    static const uint32_t losses[] = {0x10008, 0x20003, 0x2};

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct rig *rig = begin(true, 1);

        story_connect(&story);
        story.mute_tx = true;
        scan(rig);
        if (i == 0)
            dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 8);
        else if (i == 1)
            dot11_sim_ap_disassoc(rig->aps[0], NULL, 3);
        else
            dot11_sim_ap_stop(rig->aps[0]);
        assert_true(story_wait(&story, D11_EV_DISASSOC, 10 * RIG_SECOND));
        assert_int_equal(rig_status(rig).state, D11_STA_LOST);
        /* Of silence the quality tells first. */
        assert_story(&story, i == 2 ? "link_quality:1 disassoc:1 port_gone:1 "
                                      "x_stop"
                                    : "disassoc:1 port_gone:1 x_stop");
        assert_int_equal(status_of(D11_EV_DISASSOC), losses[i]);
        assert_memory_equal(story.last[D11_EV_DISASSOC].u.disassoc.bssid,
                            rig->bssids[0], 6);
        dot11_sim_ap_start(rig->aps[0]);
        dot11_sim_ap_refuse(rig->aps[0], D11_STATUS_FAILURE, 0);
        assert_true(story_wait(&story, D11_EV_ROAM_DONE, 20 * RIG_SECOND));
        assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
        assert_story(&story, "roam_start assoc_start:1 assoc_done!:1 "
                             "assoc_start:2 assoc_done:2 port:2 roam_done "
                             "link_quality:2 x_post authorized:2");
        /* The reason is that of the loss. */
        assert_int_equal(status_of(D11_EV_ROAM_START), losses[i]);
        assert_int_equal(story.last[D11_EV_ROAM_DONE].id, 0);
        story_end(&story);
    }
}

/* 3.8 Roam failure and retry
 * N80211-ROAM-11, N80211-ROAM-12, N80211-ROAM-1 */
static void a_failed_roam_is_tried_again_and_again(void **state)
{
    struct rig *rig = begin(false, 0);
    const char *words;
    unsigned roams = 0;

    (void)state;
    story_connect(&story);
    story.mute_tx = true;
    dot11_sim_ap_refuse(rig->aps[0], D11_STATUS_NO_MORE_STAS, 0);
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 8);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 10 * RIG_SECOND));
    assert_story(&story, "disassoc:1 port_gone:1 roam_start assoc_start:1 "
                         "assoc_done!:1 roam_done!");
    assert_int_equal(status_of(D11_EV_ROAM_DONE), 0x6);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    dot11_sim_run_for(rig->sim, 60 * RIG_SECOND);
    if (rig_status(rig).state == D11_STA_ROAMING)
        dot11_sim_run_for(rig->sim, RIG_SECOND);
    words = story_words(&story);
    for (; *words != '\0'; words += words[0] == ' ') {
        static const char once[] =
            "roam_start assoc_start:1 assoc_done!:1 roam_done!";

        assert_memory_equal(words, once, sizeof once - 1);
        words += sizeof once - 1;
        roams++;
    }
    assert_in_range(roams, 4, 12);
    dot11_sim_ap_refuse(rig->aps[0], 0, 0);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    assert_story(&story, "roam_start assoc_start:1 assoc_done:1 port_open:1 "
                         "roam_done link_quality:1");
    story_end(&story);
}

/* 3.9 Re-association to the same AP
 * N80211-ROAM-18, N80211-DISAS-6, N80211-ASSOC-2 */
static void the_same_ap_may_be_joined_again(void **state)
{
    struct rig *rig = begin(true, 0);
    uint32_t old;

    (void)state;
    story_connect(&story);
    old = story.last[D11_EV_PORT].u.port.port.session_id;
    roam_to(rig, 1);
    assert_true(story_wait(&story, D11_EV_ROAM_DONE, 5 * RIG_SECOND));
    assert_true(story.last[D11_EV_PORT].u.port.port.controlled);
    assert_int_not_equal(story.last[D11_EV_PORT].u.port.port.session_id, old);
    assert_false(rig_is_open(rig));
    assert_true(rig_wait_open(rig, 5 * RIG_SECOND));
    assert_story(&story, "roam_start assoc_start:1 port_gone:1 x_stop tx "
                         "assoc_done:1 port:1 roam_done link_quality:1 x_post "
                         "tx authorized:1");
    assert_int_equal(rig->reassocs, 1);
    rig_ping(rig, 1);
    story_end(&story);
}

/* 3.10 Explicit disassociation by the AP, nothing to roam to
 * N80211-ROAM-5, N80211-DISAS-1, N80211-DISAS-2 */
static void without_a_candidate_no_roam_starts(void **state)
{
    struct rig *rig = begin(true, 0);

    (void)state;
    story_connect(&story);
    story.mute_tx = true;
    dot11_sim_ap_deauth(rig->aps[0], rig_sta_addr, 3);
    dot11_sim_run_for(rig->sim, 2000);
    dot11_sim_ap_stop(rig->aps[0]);
    dot11_radio_bss_flush(rig->core);
    dot11_sim_run_for(rig->sim, 100 * RIG_SECOND);
    assert_story(&story, "disassoc:1 port_gone:1 x_stop");
    assert_int_equal(status_of(D11_EV_DISASSOC), 0x10003);
    assert_int_equal(rig_status(rig).state, D11_STA_LOST);
    /* It starts when there is one. */
    dot11_sim_ap_start(rig->aps[0]);
    assert_true(rig_wait_open(rig, 60 * RIG_SECOND));
    assert_story(&story, "roam_start assoc_start:1 assoc_done:1 port:1 "
                         "roam_done link_quality:1 x_post authorized:1");
    story_end(&story);
}

/* 3.11 Disconnect while connected
 * N80211-DISC-3, N80211-DISC-5, N80211-DISC-7, N80211-DISAS-8 */
static void a_disconnect_tells_the_ap_the_host_and_the_extension(void **state)
{
    struct rig *rig = begin(true, 0);
    struct dot11_sim_radio_stats radio;

    (void)state;
    story_connect(&story);
    disconnect(rig);
    assert_story(&story, "tx disassoc:1 port_gone:1 x_stop disconnect_done "
                         "x_reset");
    assert_int_equal(status_of(D11_EV_DISASSOC), 0x7);
    assert_int_equal(story.last[D11_EV_DISCONNECT_DONE].u.disconnect_done.err,
                     D11_OK);
    dot11_sim_radio_stats(rig->radio, &radio);
    assert_true(radio.on);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig->disassocs, 1);
    story_end(&story);
}

/* 3.11 Disconnect while roaming, an association open
 * N80211-DISC-2, N80211-DISAS-5 */
static void a_disconnect_cancels_a_roam_from_within(void **state)
{
    struct rig *rig = begin(true, 1);

    (void)state;
    story_connect(&story);
    scan(rig);
    dot11_sim_ap_mute(rig->aps[1], DOT11_SIM_AUTH, UINT32_MAX);
    roam_to(rig, 2);
    dot11_sim_run_for(rig->sim, 50000);
    disconnect(rig);
    assert_story(&story, "roam_start assoc_start:2 port_gone:1 x_stop tx "
                         "assoc_done!:2 roam_done! disconnect_done x_reset");
    assert_int_equal(status_of(D11_EV_ASSOC_DONE), 0x5);
    assert_int_equal(status_of(D11_EV_ROAM_DONE), 0x5);
    story_end(&story);
}

/* 3.11 Disconnect while roaming, before an association begins
 * N80211-DISC-2, N80211-DISC-3 */
static void a_disconnect_in_a_search_leaves_the_old_ap(void **state)
{
    struct rig *rig = begin(true, 0);

    (void)state;
    story_connect(&story);
    story.mute_tx = true;
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    dot11_sim_run_for(rig->sim, 50000);
    disconnect(rig);
    assert_story(&story, "roam_start roam_done! disassoc:1 port_gone:1 x_stop "
                         "disconnect_done x_reset");
    assert_int_equal(status_of(D11_EV_ROAM_DONE), 0x5);
    assert_int_equal(status_of(D11_EV_DISASSOC), 0x7);
    dot11_sim_run_for(rig->sim, RIG_SECOND);
    assert_int_equal(rig->disassocs, 1);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(an_open_network_is_joined_step_by_step),
        RIG_TEST(a_protected_network_opens_its_port_afterwards),
        RIG_TEST(a_failed_ap_ends_before_the_next_begins),
        RIG_TEST(without_a_candidate_a_connect_fails_after_probes),
        RIG_TEST(when_every_candidate_fails_the_connect_does),
        RIG_TEST(a_radio_that_goes_off_ends_the_inner_and_the_outer),
        RIG_TEST(a_disconnect_cancels_a_connect_from_within),
        RIG_TEST(a_reset_cancels_a_connect_from_within),
        RIG_TEST(a_roam_ends_the_old_association_implicitly),
        RIG_TEST(after_a_loss_the_next_ap_is_found),
        RIG_TEST(a_failed_roam_is_tried_again_and_again),
        RIG_TEST(the_same_ap_may_be_joined_again),
        RIG_TEST(without_a_candidate_no_roam_starts),
        RIG_TEST(a_disconnect_tells_the_ap_the_host_and_the_extension),
        RIG_TEST(a_disconnect_cancels_a_roam_from_within),
        RIG_TEST(a_disconnect_in_a_search_leaves_the_old_ap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
