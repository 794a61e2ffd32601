/* Link quality (N80211-LQ-*).
 *
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "story.h"

static struct story story;

static struct rig *begin(int8_t dbm)
{
    struct rig_options options;
    struct rig *rig;

    story_options(&options, false);
    rig = rig_new(&options);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[0]), dbm);
    story_begin(&story, rig);
    story.mute_tx = true;
    return rig;
}

static void hear(struct rig *rig, int8_t dbm, unsigned seconds)
{
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[0]), dbm);
    dot11_sim_run_for(rig->sim, seconds * RIG_SECOND);
}

static uint8_t told(void)
{
    return story.last[D11_EV_LINK_QUALITY].u.link_quality.quality;
}

static unsigned events(void)
{
    unsigned count = story.seen[D11_EV_LINK_QUALITY];

    (void)story_words(&story);
    return count;
}

/* N80211-LQ-1, N80211-LQ-2, N80211-LQ-5: each band is told when it is
 * reached, up and down, and never a value above 100. */
static void each_of_five_bands_is_told(void **state)
{
    static const struct {
        int8_t dbm;
        unsigned band;
    } rows[] = {{-88, 1}, {-76, 2}, {-65, 3}, {-55, 4},
                {-20, 4}, {-67, 3}, {-76, 2}, {-92, 0}};
    struct rig *rig = begin(-91);

    (void)state;
    story_start(&story);
    story_ask(&story);
    assert_true(story_wait(&story, D11_EV_LINK_QUALITY, 20 * RIG_SECOND));
    assert_int_equal(told() / 20, 0);
    (void)events();
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hear(rig, rows[i].dbm, 10);
        assert_in_range(told(), 0, 100);
        assert_int_equal(told() == 100 ? 4 : told() / 20, rows[i].band);
        /* 100 and 80 are of one band. */
        if (rows[i].dbm == -20)
            assert_int_equal(events(), 0);
        else
            assert_in_range(events(), 1, 2);
    }
    story_end(&story);
}

/* N80211-LQ-3: 100 when nothing could be better, 0 of silence. */
static void the_ends_of_the_scale_are_perfect_and_nothing(void **state)
{
    struct rig *rig = begin(-30);

    (void)state;
    story_connect(&story);
    assert_int_equal(told(), 100);
    rig_ping(rig, 3);
    assert_int_equal(rig_status(rig).quality, 100);
    dot11_sim_ap_stop(rig->aps[0]);
    assert_true(story_wait(&story, D11_EV_DISASSOC, 5 * RIG_SECOND));
    assert_int_equal(told(), 0);
    assert_story(&story, "link_quality:1 disassoc:1 port_gone:1");
    story_end(&story);
}

/* N80211-LQ-5: at a boundary there is no thrashing, and a signal that jumps
 * wildly is told of once in a second at most. */
static void events_are_damped(void **state)
{
    struct rig *rig = begin(-70);

    (void)state;
    story_connect(&story);
    (void)events();
    for (unsigned i = 0; i < 200; i++) {
        dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(rig->aps[0]),
                           i % 2 != 0 ? -72 : -68);
        dot11_sim_run_for(rig->sim, 102400);
    }
    assert_int_equal(events(), 0);
    for (unsigned i = 0; i < 200; i++) {
        dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                           dot11_sim_ap_node(rig->aps[0]),
                           i / 3 % 2 != 0 ? -91 : -20);
        dot11_sim_run_for(rig->sim, 102400);
    }
    assert_in_range(events(), 0, 21);
    story_end(&story);
}

/* N80211-LQ-4, N80211-LQ-6, N80211-LQ-7: of each association, of its AP; the
 * station's own account of it is the same. */
static void each_association_is_told_of_with_its_ap(void **state)
{
    struct rig_options options;
    struct rig *rig;

    (void)state;
    story_options(&options, false);
    rig = rig_new(&options);
    (void)rig_add_ap(rig, &options, 2412);
    dot11_sim_set_path(dot11_sim_radio_node(rig->radio),
                       dot11_sim_ap_node(rig->aps[1]), -65);
    story_begin(&story, rig);
    story.mute_tx = true;
    story_connect(&story);
    assert_memory_equal(story.last[D11_EV_LINK_QUALITY].u.link_quality.bssid,
                        rig->bssids[0], 6);
    assert_int_equal(told(), 100);
    assert_int_equal(dot11_sta_roam(rig->sta, NULL, NULL, rig_now(rig)),
                     D11_OK);
    assert_true(story_wait(&story, D11_EV_LINK_QUALITY, 20 * RIG_SECOND));
    assert_memory_equal(story.last[D11_EV_LINK_QUALITY].u.link_quality.bssid,
                        rig->bssids[1], 6);
    assert_int_equal(told(), 70);
    assert_true(story.last[D11_EV_LINK_QUALITY].at_us -
                    story.last[D11_EV_ASSOC_DONE].at_us <
                RIG_SECOND);
    assert_int_equal(rig_status(rig).quality, told());
    assert_int_equal(story.last[D11_EV_LINK_QUALITY].u.link_quality.signal_dbm,
                     -65);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(each_of_five_bands_is_told),
        RIG_TEST(the_ends_of_the_scale_are_perfect_and_nothing),
        RIG_TEST(events_are_damped),
        RIG_TEST(each_association_is_told_of_with_its_ap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
