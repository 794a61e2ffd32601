/* Power save on the air.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 11.2.3. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/octets.h"
#include "frame/tim.h"
#include "trail.h"

#define FAST 8u
#define MAX 16u
#define MAXIMUM 24u
#define BEACON_US (UINT64_C(100) * D11_TU_US)

static const struct dot11_part *const parts[] = {&dot11_attrs, &dot11_power,
                                                 &dot11_powersave};
static const uint8_t eth[60] = {2, 0, 0, 0, 0, 0xfe, 2,
                                0, 0, 0, 1, 1, 0x88, 0xb5};
static const uint8_t to_sta[60] = {2, 0, 0, 0, 1,    1,    2,
                                   0, 0, 0, 0, 0xfe, 0x88, 0xb5};
static const uint8_t to_all[60] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2,
                                   0,    0,    0,    0,    0xfe, 0x88, 0xb5};

static void options_of(struct rig_options *options, bool secured)
{
    rig_options(options, secured);
    options->by_psk = true;
    options->station.core.parts = parts;
    options->station.core.part_count = 3;
}

static struct rig *build(bool secured)
{
    struct rig_options options;

    options_of(&options, secured);
    return rig_new(&options);
}

static struct dot11_sim_radio_stats radio_of(const struct rig *rig)
{
    struct dot11_sim_radio_stats stats;

    dot11_sim_radio_stats(rig->radio, &stats);
    return stats;
}

static struct dot11_sim_ap_stats ap_of(const struct rig *rig)
{
    struct dot11_sim_ap_stats stats;

    dot11_sim_ap_stats(rig->aps[0], &stats);
    return stats;
}

static bool dozes(const struct rig *rig)
{
    struct dot11_sim_ap_sta sta;

    assert_true(dot11_sim_ap_sta(rig->aps[0], rig_sta_addr, &sta));
    return sta.dozing;
}

static void set(struct rig *rig, enum dot11_attr attr, uint32_t value)
{
    assert_int_equal(
        dot11_sta_set(rig->sta, attr, &value, sizeof value, rig_now(rig)),
        D11_OK);
    dot11_sim_station_settle(rig->station);
}

static void assert_mode(struct rig *rig, uint32_t mode, uint32_t level,
                        uint32_t reason)
{
    uint32_t is[3];
    size_t len = 0;

    assert_int_equal(
        dot11_sta_get(rig->sta, D11_ATTR_POWER_MODE, is, sizeof is, &len),
        D11_OK);
    assert_int_equal(len, sizeof is);
    assert_int_equal(is[0], mode);
    assert_int_equal(is[1], level);
    assert_int_equal(is[2], reason);
}

/* Per mille of the time that the radio listens. */
static unsigned awake_share(struct rig *rig, uint64_t us)
{
    uint64_t before = radio_of(rig).doze_us;

    dot11_sim_run_for(rig->sim, us);
    return (unsigned)(1000 - (radio_of(rig).doze_us - before) * 1000 / us);
}

/* N80211-PM-2: awake all the time without power save, less and less with the
 * levels, and the connection lasts at all of them. */
static void each_level_sleeps_longer_than_the_one_before(void **state)
{
    static const uint32_t levels[] = {0, FAST, MAX, MAXIMUM};
    static const unsigned most[] = {1000, 120, 80, 40};
    unsigned last = 1001;

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        struct rig *rig = build(true);
        unsigned share;
        uint32_t mark;

        rig_connect(rig);
        mark = trail_mark(rig);
        set(rig, D11_ATTR_POWER_LEVEL, levels[i]);
        dot11_sim_run_for(rig->sim, RIG_SECOND);
        assert_int_equal(dozes(rig), i != 0);
        assert_mode(rig, i != 0 ? 2 : 1, levels[i], 0);
        share = awake_share(rig, 10 * RIG_SECOND);
        print_message("level %u: %u per mille\n", levels[i], share);
        assert_true(share <= most[i] && share < last);
        assert_true(i != 0 || share == 1000);
        last = share;
        rig_ping(rig, 3);
        assert_trail(rig, mark, "");
        assert_int_equal(rig_status(rig).state, D11_STA_CONNECTED);
        rig_end(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIG_TEST(each_level_sleeps_longer_than_the_one_before),
    };

    return cmocka_run_group_tests_name("power_save", tests, NULL, NULL);
}
