/* Raw and promiscuous reception.
 *
 * SPDX-License-Identifier: MIT */
#include <fake_radio.h>

#include <dot11/monitor.h>

#define TAKEN 64u

/* What was handed up, one for each MPDU. */
static struct taken {
    unsigned call; /* of deliver_raw */
    uint32_t flags;
    uint16_t mpdu_count;
    uint32_t len;
    uint8_t octets[128];
    struct dot11_rx rx; /* its frame is gone */
} taken[TAKEN];
static unsigned taken_count;
static unsigned calls;

static const struct dot11_part *const parts[] = {&dot11_monitor};

static void deliver_raw(void *host, struct dot11_sta *sta,
                        const struct dot11_raw *raws, size_t n)
{
    (void)host;
    (void)sta;
    calls++;
    for (size_t i = 0; i < n; i++) {
        struct taken *one = &taken[taken_count++];

        assert_true(taken_count <= TAKEN);
        one->call = calls;
        one->flags = raws[i].flags;
        one->mpdu_count = raws[i].mpdu_count;
        one->rx = *raws[i].rx;
        one->len = raws[i].rx->frame->len;
        memcpy(one->octets, raws[i].rx->frame->data, one->len);
    }
}

static void set_filter(uint32_t filter)
{
    assert_int_equal(
        dot11_sta_set_packet_filter(fake.stas[0], filter, fake.now_us), D11_OK);
}

static void up(uint32_t filter)
{
    taken_count = 0;
    calls = 0;
    fake_begin();
    fake.host_ops.deliver_raw = deliver_raw;
    fake.config.parts = parts;
    fake.config.part_count = 1;
    fake_build();
    (void)fake_start(0);
    assert_int_equal(
        dot11_sta_set_mode(fake.stas[0], D11_MODE_MONITOR, fake.now_us),
        D11_OK);
    set_filter(filter);
}

static const uint8_t anybody[6] = {2, 9, 9, 9, 9, 9};
static const uint8_t everybody[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
static const uint8_t group[6] = {1, 0, 0x5e, 1, 2, 3};
static const uint8_t ap[6] = {2, 0, 0, 0, 0, 1};

/* Frame Control, and what is in a frame of 40 octets. */
#define DATA 0x0208u
#define QOS_DATA 0x0288u
#define PROTECTED 0x4000u
#define MORE 0x0400u
#define ACTION 0x00d0u
#define RTS 0x00b4u
#define FRAME_LEN 40u

struct given {
    uint16_t fc;
    const uint8_t *ra;
    uint16_t seq_ctrl;
    uint32_t flags; /* of the descriptor */
};

static void make(uint8_t octets[FRAME_LEN], const struct given *given)
{
    for (unsigned i = 0; i < FRAME_LEN; i++)
        octets[i] = (uint8_t)(i + given->seq_ctrl);
    octets[0] = (uint8_t)given->fc;
    octets[1] = (uint8_t)(given->fc >> 8);
    memcpy(octets + 4, given->ra, 6);
    memcpy(octets + 10, ap, 6);
    octets[22] = (uint8_t)given->seq_ctrl;
    octets[23] = (uint8_t)(given->seq_ctrl >> 8);
    octets[24] = 0;
}

static void hear(const struct given *given)
{
    struct dot11_frame *frame = fake_alloc(FRAME_LEN);
    struct dot11_rx rx = {0};

    make(frame->data, given);
    frame->len = FRAME_LEN;
    rx.frame = frame;
    rx.flags = given->flags;
    rx.freq_mhz = 2412;
    rx.signal_dbm = -61;
    rx.rate_500kbps = 22;
    rx.tsf_us = 77;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
}

static void hear_data(uint16_t seq_ctrl, bool more)
{
    const struct given given = {(uint16_t)(DATA | (more ? MORE : 0)), anybody,
                                seq_ctrl, 0};

    hear(&given);
}

static void assert_unchanged(unsigned which, const struct given *given)
{
    uint8_t want[FRAME_LEN];

    make(want, given);
    assert_int_equal(taken[which].len, FRAME_LEN);
    assert_memory_equal(taken[which].octets, want, FRAME_LEN);
}

/* N80211-RAW-1, N80211-CIPH-21, N80211-PEX-5: as it came, though nothing could
 * be made of it. */
static void every_mpdu_is_handed_up_as_it_came(void **state)
{
    const struct given all[] = {
        {DATA | PROTECTED, anybody, 0x10, 0}, /* no key */
        {QOS_DATA | PROTECTED, everybody, 0x20, 0},
        {DATA | PROTECTED, anybody, 0x30, D11_RX_MIC_ERROR},
        {DATA, anybody, 0x40, D11_RX_FCS_ERROR},
        {ACTION | PROTECTED, anybody, 0x50, 0},
        {ACTION, anybody, 0x60, D11_RX_FCS_ERROR},
    };

    (void)state;
    up(D11_PACKET_PROMISCUOUS | D11_PACKET_RAW_DATA |
       D11_PACKET_PROMISCUOUS_MGMT | D11_PACKET_RAW_MGMT);
    for (unsigned i = 0; i < 6; i++) {
        hear(&all[i]);
        assert_int_equal(taken_count, i + 1);
        assert_unchanged(i, &all[i]);
        assert_int_equal(
            taken[i].flags & D11_RAW_FCS_FAILURE,
            (all[i].flags & D11_RX_FCS_ERROR) != 0 ? D11_RAW_FCS_FAILURE : 0);
    }
    assert_int_equal(fake.in_use, 0);
    fake_end();
}

/* N80211-RAW-2, N80211-RX-15 */
static void each_says_how_it_was_heard(void **state)
{
    const struct given given = {DATA, anybody, 0x10, 0};
    struct dot11_frame *frame;
    struct dot11_rx rx = {0};

    (void)state;
    up(D11_PACKET_PROMISCUOUS | D11_PACKET_RAW_DATA);
    hear(&given);
    assert_int_equal(taken[0].flags, D11_RAW_FRAME | D11_RAW_TIMESTAMP);
    assert_int_equal(taken[0].mpdu_count, 1);
    assert_int_equal(taken[0].rx.signal_dbm, -61);
    assert_int_equal(taken[0].rx.rate_500kbps, 22);
    assert_int_equal(taken[0].rx.freq_mhz, 2412);
    assert_int_equal(taken[0].rx.tsf_us, 77);

    /* Without a TSF there is no flag for it. */
    frame = fake_alloc(FRAME_LEN);
    make(frame->data, &given);
    frame->len = FRAME_LEN;
    rx.frame = frame;
    dot11_hw_rx(fake.radio, &rx, 1, fake.now_us);
    assert_int_equal(taken[1].flags, D11_RAW_FRAME);
    fake_end();
}

/* N80211-RAW-3: in one indication, one buffer each. */
static void the_fragments_of_an_msdu_come_together(void **state)
{
    (void)state;
    up(D11_PACKET_PROMISCUOUS | D11_PACKET_RAW_DATA);
    hear_data(0x10, true);
    hear_data(0x11, true);
    /* Another one's in between. */
    hear_data(0x20, false);
    assert_int_equal(taken_count, 1);
    hear_data(0x12, false);
    assert_int_equal(taken_count, 4);
    assert_int_equal(calls, 2);
    for (unsigned i = 1; i < 4; i++) {
        assert_int_equal(taken[i].call, 2);
        assert_int_equal(taken[i].octets[22], 0x10 + i - 1);
        assert_int_equal(taken[i].mpdu_count, 1);
        assert_int_equal(taken[i].flags, D11_RAW_FRAME | D11_RAW_TIMESTAMP);
    }
    assert_int_equal(fake.in_use, 0);
    fake_end();
}

/* N80211-RAW-1, N80211-RAW-3: those of an MSDU that never gets whole come, too,
 * and what there is no room for comes early. */
static void fragments_without_the_rest_come_late(void **state)
{
    (void)state;
    up(D11_PACKET_PROMISCUOUS | D11_PACKET_RAW_DATA);
    hear_data(0x10, true);
    hear_data(0x12, true);
    assert_int_equal(taken_count, 0);
    fake_run(400000);
    assert_int_equal(taken_count, 0);
    fake_run(200000);
    assert_int_equal(taken_count, 2);
    assert_int_equal(calls, 1);
    /* Five MSDUs at once: the oldest gives way. */
    for (uint16_t i = 0; i < 5; i++)
        hear_data((uint16_t)(0x100 + i * 0x10), true);
    assert_int_equal(taken_count, 3);
    assert_int_equal(taken[2].octets[22], 0x00);
    /* Sixteen fragments of one: there are no more. */
    for (unsigned i = 1; i < 16; i++)
        hear_data((uint16_t)(0x140 + i), true);
    assert_int_equal(taken_count, 19);
    /* What waits at the end is given back. */
    assert_int_not_equal(fake.in_use, 0);
    fake_end();
}

/* N80211-RAW-4: a raw filter alone asks for nothing; with another it changes
 * how that one's frames come. */
static void a_raw_filter_only_changes_others(void **state)
{
    const struct given data = {DATA, anybody, 0x10, 0};
    const struct given mgmt = {ACTION, anybody, 0x10, 0};

    (void)state;
    up(D11_PACKET_RAW_DATA | D11_PACKET_RAW_MGMT);
    hear(&data);
    hear(&mgmt);
    assert_int_equal(taken_count, 0);
    set_filter(D11_PACKET_PROMISCUOUS | D11_PACKET_PROMISCUOUS_MGMT |
               D11_PACKET_RAW_MGMT);
    hear(&data);
    hear(&mgmt);
    assert_int_equal(taken_count, 2);
    assert_int_equal(taken[0].flags & D11_RAW_FRAME, 0);
    assert_int_equal(taken[1].flags & D11_RAW_FRAME, D11_RAW_FRAME);
    fake_end();
}

/* N80211-RAW-5, N80211-RX-6: without a raw filter only what is whole and can be
 * read; a monitor has no keys. */
static void without_raw_only_whole_frames_come(void **state)
{
    const struct given sealed = {DATA | PROTECTED, anybody, 0x10, 0};
    const struct given broken = {DATA, anybody, 0x20, D11_RX_FCS_ERROR};
    const struct given part = {DATA | MORE, anybody, 0x30, 0};
    const struct given whole = {DATA, anybody, 0x40, 0};

    (void)state;
    up(D11_PACKET_PROMISCUOUS);
    hear(&sealed);
    hear(&broken);
    hear(&part);
    assert_int_equal(taken_count, 0);
    assert_int_equal(fake_stats().drops[D11_DROP_NO_KEY], 1);
    assert_int_equal(fake_stats().drops[D11_DROP_FCS], 1);
    assert_int_equal(fake_stats().drops[D11_DROP_FRAGMENT], 1);
    hear(&whole);
    assert_int_equal(taken_count, 1);
    assert_unchanged(0, &whole);
    fake_end();
}

/* N80211-RAW-5, N80211-RAW-6: not connected, everything of every BSS. */
static void promiscuous_is_everything(void **state)
{
    static const uint16_t fcs[] = {DATA,   0x0108, 0x0308, 0x0008, QOS_DATA,
                                   ACTION, RTS,    0x00d4, 0x0080};
    const uint8_t *ras[] = {anybody, everybody, group};
    unsigned heard = 0;

    (void)state;
    up(D11_PACKET_PROMISCUOUS | D11_PACKET_PROMISCUOUS_MGMT |
       D11_PACKET_PROMISCUOUS_CTRL);
    for (unsigned i = 0; i < sizeof fcs / sizeof fcs[0]; i++) {
        for (unsigned k = 0; k < 3; k++) {
            const struct given given = {fcs[i], ras[k], 0x10, 0};

            hear(&given);
            assert_int_equal(taken_count, ++heard);
            assert_unchanged(heard - 1, &given);
        }
    }
    fake_end();
}

/* N80211-RX-1, N80211-RX-3, N80211-RX-5, N80211-RX-17: each bit for itself:
 * which frames of three types and five receivers it lets through. */
static void each_bit_lets_its_own_frames_through(void **state)
{
    static const struct {
        uint32_t bit;
        uint16_t fc;
        unsigned mask; /* own, anybody, listed group, other group, all */
    } rows[] = {
        {D11_PACKET_DIRECTED, DATA, 0x01},
        {D11_PACKET_MULTICAST, DATA, 0x04},
        {D11_PACKET_ALL_MULTICAST, DATA, 0x0c},
        {D11_PACKET_BROADCAST, DATA, 0x10},
        {D11_PACKET_PROMISCUOUS, DATA, 0x1f},
        {D11_PACKET_DIRECTED_MGMT, ACTION, 0x01},
        {D11_PACKET_MULTICAST_MGMT, ACTION, 0x04},
        {D11_PACKET_ALL_MULTICAST_MGMT, ACTION, 0x0c},
        {D11_PACKET_BROADCAST_MGMT, ACTION, 0x10},
        {D11_PACKET_PROMISCUOUS_MGMT, ACTION, 0x1f},
        {D11_PACKET_DIRECTED_CTRL, RTS, 0x01},
        {D11_PACKET_BROADCAST_CTRL, RTS, 0x10},
        {D11_PACKET_PROMISCUOUS_CTRL, RTS, 0x1f},
    };
    static const uint8_t listed[2][6] = {{1, 0, 0x5e, 1, 2, 4},
                                         {1, 0, 0x5e, 1, 2, 3}};
    static const uint8_t other[6] = {1, 0, 0x5e, 9, 9, 9};
    const uint16_t fcs[] = {DATA, ACTION, RTS};
    const uint8_t *ras[] = {fake_own[0], anybody, group, other, everybody};

    (void)state;
    up(0);
    assert_int_equal(
        dot11_sta_set_multicast(fake.stas[0], listed, 2, fake.now_us), D11_OK);
    for (unsigned row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        set_filter(rows[row].bit);
        for (unsigned type = 0; type < 3; type++) {
            for (unsigned ra = 0; ra < 5; ra++) {
                const struct given given = {fcs[type], ras[ra], 0x10, 0};
                const bool passes = fcs[type] == rows[row].fc &&
                                    (rows[row].mask >> ra & 1u) != 0;

                taken_count = 0;
                hear(&given);
                assert_int_equal(taken_count, passes);
            }
        }
    }
    fake_end();
}

/* N80211-RX-5 */
static void a_list_of_groups_is_checked(void **state)
{
    static const uint8_t one[1][6] = {{2, 0, 0, 0, 0, 9}};
    uint8_t many[D11_MULTICAST_MAX + 1][6];
    uint8_t list[D11_MULTICAST_MAX][6];

    (void)state;
    up(D11_PACKET_MULTICAST);
    memset(many, 1, sizeof many);
    assert_int_equal(dot11_sta_set_multicast(fake.stas[0], one, 1, fake.now_us),
                     D11_ERR_ARG);
    assert_int_equal(
        dot11_sta_set_multicast(fake.stas[0], (const uint8_t(*)[6])many,
                                D11_MULTICAST_MAX + 1, fake.now_us),
        D11_ERR_FULL);
    assert_int_equal(dot11_sta_multicast(fake.stas[0], list, 1), 0);
    assert_int_equal(dot11_sta_set_multicast(fake.stas[0],
                                             (const uint8_t(*)[6])many,
                                             D11_MULTICAST_MAX, fake.now_us),
                     D11_OK);
    assert_int_equal(dot11_sta_multicast(fake.stas[0], list, D11_MULTICAST_MAX),
                     D11_MULTICAST_MAX);
    assert_memory_equal(list, many, sizeof list);
    fake_end();
}

/* N80211-RX-18: a station takes the bits without an error, and they do
 * nothing; a bit that does not exist is another matter. */
static void a_station_does_nothing_with_raw_bits(void **state)
{
    const struct given given = {DATA, anybody, 0x10, 0};

    (void)state;
    up(0);
    assert_int_equal(
        dot11_sta_set_mode(fake.stas[0], D11_MODE_STATION, fake.now_us),
        D11_OK);
    fake_forget();
    set_filter(D11_PACKET_ALL);
    assert_int_equal(dot11_sta_packet_filter(fake.stas[0]),
                     D11_PACKET_ALL & ~(uint32_t)(D11_PACKET_PROMISCUOUS |
                                                  D11_PACKET_RAW_DATA |
                                                  D11_PACKET_PROMISCUOUS_MGMT |
                                                  D11_PACKET_RAW_MGMT |
                                                  D11_PACKET_PROMISCUOUS_CTRL));
    assert_int_equal(fake_count(FAKE_SET_FILTER), 0);
    hear(&given);
    assert_int_equal(taken_count, 0);
    assert_int_equal(
        dot11_sta_set_packet_filter(fake.stas[0], 0x40, fake.now_us),
        D11_ERR_ARG);
    fake_end();
}

/* A pause holds for what a monitor hears, too; what is no frame at all is
 * counted. */
static void what_cannot_be_handed_up_is_counted(void **state)
{
    const struct given given = {DATA, anybody, 0x10, 0};
    struct dot11_rx none = {0};
    uint8_t octets[16] = {0x0c};

    (void)state;
    up(D11_PACKET_ALL);
    assert_int_equal(dot11_sta_pause(fake.stas[0], fake.now_us), D11_OK);
    hear(&given);
    assert_int_equal(fake_stats().drops[D11_DROP_HOST_PAUSED], 1);
    assert_int_equal(dot11_sta_restart(fake.stas[0], fake.now_us), D11_OK);
    dot11_hw_rx(fake.radio, &none, 1, fake.now_us);
    assert_int_equal(fake_stats().drops[D11_DROP_DESCRIPTOR], 1);
    fake_receive(octets, sizeof octets, -50);
    assert_int_equal(fake_stats().drops[D11_DROP_TYPE], 1);
    /* Every length there is. */
    octets[0] = 0x08;
    octets[1] = 0x04;
    for (size_t len = 0; len <= sizeof octets; len++)
        fake_receive(octets, len, -50);
    assert_int_equal(fake_stats().drops[D11_DROP_TOO_SHORT], 10);
    assert_int_equal(taken_count, 7);
    assert_int_equal(fake.in_use, 0);
    fake_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mpdu_is_handed_up_as_it_came),
        cmocka_unit_test(each_says_how_it_was_heard),
        cmocka_unit_test(the_fragments_of_an_msdu_come_together),
        cmocka_unit_test(fragments_without_the_rest_come_late),
        cmocka_unit_test(a_raw_filter_only_changes_others),
        cmocka_unit_test(without_raw_only_whole_frames_come),
        cmocka_unit_test(promiscuous_is_everything),
        cmocka_unit_test(each_bit_lets_its_own_frames_through),
        cmocka_unit_test(a_list_of_groups_is_checked),
        cmocka_unit_test(a_station_does_nothing_with_raw_bits),
        cmocka_unit_test(what_cannot_be_handed_up_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
