/* What a station says, what its extension is asked and when its radio is given
 * frames, in one order: the traces of the operation model, word by word.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_CONFORMANCE_STORY_H
#define TEST_CONFORMANCE_STORY_H

#include "rig.h"

/* Words: the name of an event, with ! when it is a failure and with :n when it
 * is about AP number n (from 1); a port is port (closed), port_open,
 * authorized, unauthorized or port_gone; the extension is x_pre, x_post,
 * x_stop and x_reset; tx are frames for the radio since the word before. */
struct story {
    struct rig *rig;
    struct dot11_event last[D11_EV_COUNT]; /* of each kind */
    uint8_t bodies[3][512];                /* of the last assoc_done */
    unsigned seen[D11_EV_COUNT];           /* since the last story_words() */
    uint32_t tx_frames;
    size_t len;
    char words[8192];
    /* Called for each event, from inside the core. */
    void (*hook)(struct story *story, const struct dot11_event *event);
    bool mute_tx; /* no words for frames */
};

/* The RSN extension, watched; story_options() lists it. */
extern const struct dot11_ext_ops *story_rsn;

/* The rig's usual options, with events that are taken at once. */
void story_options(struct rig_options *options, bool secured);
/* Begin: one story at a time. */
void story_begin(struct story *story, struct rig *rig);
/* The words since the last call. */
const char *story_words(struct story *story);
#define assert_story(story, text) assert_string_equal(story_words(story), text)
/* Put a word of the test's own. */
void story_put(struct story *story, const char *word);

/* Start the station; the words are gone. */
void story_start(struct story *story);
/* Halt it, if need be, and end the rig. */
void story_end(struct story *story);
/* Ask for the rig's network; nothing else happens. */
void story_ask(struct story *story);
/* Start and connect, and wait until the port is open; the words are gone. */
void story_connect(struct story *story);
/* Wait for an event of a kind since the last story_words(); false: it did not
 * come in time. */
bool story_wait(struct story *story, enum dot11_event_type type, uint64_t us);
/* Number of the AP of a BSSID, from 1; 0: none. */
unsigned story_ap(const struct story *story, const uint8_t *bssid);
/* The status of an outcome, as the model counts it. */
uint32_t story_status(const struct story *story, enum dot11_event_type type);

#endif
