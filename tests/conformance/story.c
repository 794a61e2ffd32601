/* One order of events, extension calls and frames.
 *
 * SPDX-License-Identifier: MIT */
#include "story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct story *running;
static struct dot11_ext_ops spy;
static const struct dot11_ext_ops *exts[] = {&spy};
const struct dot11_ext_ops *story_rsn = &spy;

unsigned story_ap(const struct story *story, const uint8_t *bssid)
{
    for (unsigned i = 0; i < story->rig->ap_count; i++) {
        if (memcmp(story->rig->bssids[i], bssid, 6) == 0)
            return i + 1;
    }
    return 0;
}

static void append(struct story *story, const char *word)
{
    int n =
        snprintf(story->words + story->len, sizeof story->words - story->len,
                 "%s%s", story->len != 0 ? " " : "", word);

    assert_true(n > 0 && story->len + (size_t)n < sizeof story->words);
    story->len += (size_t)n;
}

void story_put(struct story *story, const char *word)
{
    struct dot11_sim_radio_stats radio;

    dot11_sim_radio_stats(story->rig->radio, &radio);
    if (radio.tx_frames != story->tx_frames && !story->mute_tx)
        append(story, "tx");
    story->tx_frames = radio.tx_frames;
    append(story, word);
}

const char *story_words(struct story *story)
{
    static char words[sizeof story->words];

    memcpy(words, story->words, sizeof words);
    story->len = 0;
    story->words[0] = '\0';
    memset(story->seen, 0, sizeof story->seen);
    return words;
}

static const char *port_word(const struct dot11_ev_port *port)
{
    switch (port->change) {
    case D11_PORT_CREATED: return port->port.authorized ? "port_open" : "port";
    case D11_PORT_AUTHORIZED: return "authorized";
    case D11_PORT_UNAUTHORIZED: return "unauthorized";
    case D11_PORT_DELETED: break;
    }
    return "port_gone";
}

static void event_word(struct story *story, const struct dot11_event *event)
{
    const char *name = dot11_event_name(event->type);
    const uint8_t *bssid = NULL;
    bool failed = false;
    char word[64];

    switch (event->type) {
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE: failed = event->u.done.err != D11_OK; break;
    case D11_EV_ASSOC_START: bssid = event->u.assoc_start.bssid; break;
    case D11_EV_ASSOC_DONE:
        bssid = event->u.assoc_done.bssid;
        failed = event->u.assoc_done.err != D11_OK;
        break;
    case D11_EV_DISASSOC: bssid = event->u.disassoc.bssid; break;
    case D11_EV_LINK_QUALITY: bssid = event->u.link_quality.bssid; break;
    case D11_EV_PORT:
        name = port_word(&event->u.port);
        bssid = event->u.port.port.peer;
        break;
    case D11_EV_SCAN_DONE: failed = event->u.scan_done.err != D11_OK; break;
    default: break;
    }
    snprintf(word, sizeof word, "%s%s", name, failed ? "!" : "");
    if (bssid != NULL)
        snprintf(word + strlen(word), sizeof word - strlen(word), ":%u",
                 story_ap(story, bssid));
    story_put(story, word);
}

static void keep(uint8_t *to, size_t size, struct dot11_octets *octets)
{
    assert_true(octets->len <= size);
    if (octets->len != 0)
        memcpy(to, octets->data, octets->len);
    octets->data = octets->len != 0 ? to : NULL;
}

static void on_event(void *ctx, struct dot11_sim_station *station,
                     const struct dot11_event *event)
{
    struct story *story = ctx;
    struct dot11_event *last = &story->last[event->type];

    (void)station;
    *last = *event;
    story->seen[event->type]++;
    if (event->type == D11_EV_ASSOC_DONE) {
        keep(story->bodies[0], 512, &last->u.assoc_done.request);
        keep(story->bodies[1], 512, &last->u.assoc_done.response);
        keep(story->bodies[2], 512, &last->u.assoc_done.beacon);
    }
    event_word(story, event);
    if (story->hook != NULL)
        story->hook(story, event);
}

/* The extension, watched. */

static enum dot11_err spy_pre(void *ext, const struct dot11_ssid *ssid,
                              const void *profile, size_t profile_len,
                              uint64_t now_us)
{
    story_put(running, "x_pre");
    return dot11_rsn.pre_associate(ext, ssid, profile, profile_len, now_us);
}

static enum dot11_err spy_post(void *ext, const struct dot11_ext_assoc *assoc,
                               uint64_t now_us)
{
    story_put(running, "x_post");
    return dot11_rsn.post_associate(ext, assoc, now_us);
}

static void spy_stop(void *ext, uint32_t session_id)
{
    story_put(running, "x_stop");
    dot11_rsn.stop_post_associate(ext, session_id);
}

static void spy_reset(void *ext)
{
    if (running != NULL)
        story_put(running, "x_reset");
    dot11_rsn.reset(ext);
}

void story_options(struct rig_options *options, bool secured)
{
    rig_options(options, secured);
    spy = dot11_rsn;
    spy.pre_associate = spy_pre;
    spy.post_associate = spy_post;
    spy.stop_post_associate = spy_stop;
    spy.reset = spy_reset;
    options->station.core.exts = exts;
    options->station.at_once = true;
    options->by_psk = true;
    running = NULL;
}

void story_begin(struct story *story, struct rig *rig)
{
    struct dot11_sim_radio_stats radio;

    memset(story, 0, sizeof *story);
    story->rig = rig;
    dot11_sim_radio_stats(rig->radio, &radio);
    story->tx_frames = radio.tx_frames;
    dot11_sim_station_set_hook(rig->station, on_event, story);
    running = story;
}

void story_ask(struct story *story)
{
    struct dot11_connect_req req = {0};
    struct dot11_rsn_profile profile;

    req.ssid.len = sizeof RIG_SSID - 1;
    memcpy(req.ssid.octets, RIG_SSID, sizeof RIG_SSID - 1);
    if (story->rig->secured) {
        rig_profile(story->rig, &profile);
        req.ext = story_rsn;
        req.profile = &profile;
        req.profile_len = sizeof profile;
    }
    assert_int_equal(
        dot11_sta_connect(story->rig->sta, &req, NULL, rig_now(story->rig)),
        D11_OK);
}

/* What is waited for. */
static enum dot11_event_type wanted;

static bool has_come(void *ctx)
{
    const struct story *story = ctx;

    return story->seen[wanted] != 0;
}

bool story_wait(struct story *story, enum dot11_event_type type, uint64_t us)
{
    wanted = type;
    return dot11_sim_run_until(story->rig->sim, has_come, story, us);
}

void story_start(struct story *story)
{
    assert_int_equal(dot11_sta_start(story->rig->sta, rig_now(story->rig)),
                     D11_OK);
    assert_true(story_wait(story, D11_EV_STARTED, RIG_SECOND));
    assert_int_equal(story->last[D11_EV_STARTED].u.started.err, D11_OK);
    (void)story_words(story);
}

void story_end(struct story *story)
{
    struct rig *rig = story->rig;

    story->hook = NULL;
    if (rig_status(rig).state != D11_STA_HALTED) {
        (void)story_words(story);
        assert_int_equal(dot11_sta_halt(rig->sta, rig_now(rig)), D11_OK);
        assert_true(story_wait(story, D11_EV_HALTED, 10 * RIG_SECOND));
        assert_int_equal(story->last[D11_EV_HALTED].u.halted.err, D11_OK);
    }
    rig_end(rig);
    running = NULL;
}

void story_connect(struct story *story)
{
    story_start(story);
    story_ask(story);
    assert_true(story_wait(story, D11_EV_CONNECT_DONE, 20 * RIG_SECOND));
    assert_int_equal(story->last[D11_EV_CONNECT_DONE].u.done.err, D11_OK);
    assert_true(rig_wait_open(story->rig, 10 * RIG_SECOND));
    dot11_sim_run_for(story->rig->sim, 10000);
    (void)story_words(story);
}

uint32_t story_status(const struct story *story, enum dot11_event_type type)
{
    const struct dot11_event *event = &story->last[type];

    switch (type) {
    case D11_EV_ASSOC_DONE:
        return dot11_outcome_status(event->u.assoc_done.outcome,
                                    event->u.assoc_done.code);
    case D11_EV_CONNECT_DONE:
    case D11_EV_ROAM_DONE:
        return dot11_outcome_status(event->u.done.outcome, event->u.done.code);
    case D11_EV_ROAM_START:
        return dot11_outcome_status(event->u.start.reason, event->u.start.code);
    case D11_EV_DISASSOC:
        return dot11_outcome_status(event->u.disassoc.outcome,
                                    event->u.disassoc.code);
    default: fail_msg("no status"); return 0;
    }
}
