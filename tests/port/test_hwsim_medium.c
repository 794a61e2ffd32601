/* ports/linux/hwsim_medium.c: a fake kernel sits at the other end of the
 * socket. It behaves as seen of mac80211_hwsim: what a radio is sent on its
 * channel is accepted, everything else refused with EINVAL, and a report that
 * comes too early as well.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_medium.h"

#include <errno.h>
#include <linux/netlink.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define FAMILY 0x20u
#define MESSAGES_MAX 64
#define SENT_US 123456u

/* What the medium sent to the kernel. */
struct taken {
    struct hwsim_msg msg;
    struct nlmsghdr head;
    uint8_t octets[2400];
};

struct world {
    struct hwsim_medium medium;
    int kernel; /* the fake kernel's end */
    struct taken taken[MESSAGES_MAX];
    size_t taken_count;
    /* Our station. */
    uint8_t own[6];
    unsigned heard;
    unsigned sent;
    bool acked;
    void *frame;
};

static bool heard(void *context, const struct hwsim_msg *msg)
{
    struct world *world = context;

    world->heard++;
    return memcmp(msg->frame + 4, world->own, 6) == 0;
}

static void sent(void *context, void *frame, uint64_t at_us, bool acked)
{
    struct world *world = context;

    assert_int_equal(at_us, SENT_US);
    world->sent++;
    world->frame = frame;
    world->acked = acked;
}

static const struct hwsim_medium_station station = {.heard = heard,
                                                    .sent = sent};

/* Takes everything that waits at the kernel's end. */
static void kernel_takes(struct world *world)
{
    static uint8_t buf[65536];
    ssize_t got;

    world->taken_count = 0;
    while ((got = recv(world->kernel, buf, sizeof(buf), MSG_DONTWAIT)) > 0) {
        size_t at = 0;

        while (at < (size_t)got) {
            struct taken *one = &world->taken[world->taken_count++];

            memcpy(&one->head, buf + at, sizeof(one->head));
            assert_true(one->head.nlmsg_len <= sizeof(one->octets));
            memcpy(one->octets, buf + at, one->head.nlmsg_len);
            assert_true(hwsim_msg_decode(one->octets + 16,
                                         one->head.nlmsg_len - 16, &one->msg));
            at += one->head.nlmsg_len;
        }
    }
}

static void kernel_says(struct world *world, const struct hwsim_msg *msg)
{
    uint8_t buf[3000];
    size_t len = hwsim_msg_encode(msg, FAMILY, 0, 0, buf, sizeof(buf));

    assert_true(len > 0);
    assert_int_equal(send(world->kernel, buf, len, 0), len);
}

static void kernel_answers(struct world *world, uint32_t seq, int err)
{
    struct {
        struct nlmsghdr head;
        struct nlmsgerr answer;
    } out = {.head = {.nlmsg_len = sizeof(out),
                      .nlmsg_type = NLMSG_ERROR,
                      .nlmsg_seq = seq},
             .answer = {.error = err}};

    assert_int_equal(send(world->kernel, &out, sizeof(out), 0), sizeof(out));
}

/* A frame of radio `id` to `ra`. */
static void radio_sends(struct world *world, uint8_t id, const uint8_t *ra,
                        uint64_t cookie)
{
    static uint8_t octets[40];
    struct hwsim_msg msg = {.cmd = HWSIM_CMD_FRAME};

    msg.has = HWSIM_HAS(HWSIM_ATTR_ADDR_TRANSMITTER) |
              HWSIM_HAS(HWSIM_ATTR_FRAME) | HWSIM_HAS(HWSIM_ATTR_FLAGS) |
              HWSIM_HAS(HWSIM_ATTR_COOKIE) | HWSIM_HAS(HWSIM_ATTR_FREQ) |
              HWSIM_HAS(HWSIM_ATTR_TX_INFO);
    hwsim_radio_key(id, msg.transmitter);
    octets[0] = 0x08;
    memcpy(octets + 4, ra, 6);
    memset(octets + 10, 0, 6);
    octets[10] = 0x02;
    octets[13] = 0;
    octets[14] = id;
    msg.frame = octets;
    msg.frame_len = sizeof(octets);
    msg.flags = HWSIM_TX_WANT_STATUS;
    msg.cookie = cookie;
    msg.freq_mhz = 2412;
    msg.tx_info[0].index = 7;
    msg.tx_info[0].count = 4;
    kernel_says(world, &msg);
}

/* Three radios, numbers 0 to 2, told of in answer to the first question. */
static int set_up(void **state)
{
    static struct world world;
    int ends[2];

    memset(&world, 0, sizeof(world));
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    world.kernel = ends[0];
    world.own[0] = 0x06;
    hwsim_link_use(&world.medium.link, ends[1], FAMILY);
    hwsim_medium_init(&world.medium, &station, &world, -50);
    kernel_takes(&world);
    assert_int_equal(world.taken_count, 1);
    assert_int_equal(world.taken[0].msg.cmd, HWSIM_CMD_GET_RADIO);
    assert_int_equal(world.taken[0].head.nlmsg_flags & NLM_F_DUMP, NLM_F_DUMP);
    for (uint32_t id = 0; id < 3; id++) {
        struct hwsim_msg msg = {.cmd = HWSIM_CMD_GET_RADIO, .radio_id = id};

        msg.has = HWSIM_HAS(HWSIM_ATTR_RADIO_ID);
        kernel_says(&world, &msg);
    }
    hwsim_medium_read(&world.medium);
    assert_int_equal(world.medium.radios.count, 3);
    *state = &world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    close(world->kernel);
    close(world->medium.link.fd);
    return 0;
}

static const struct hwsim_msg *report(struct world *world)
{
    for (size_t i = 0; i < world->taken_count; i++) {
        if (world->taken[i].msg.cmd == HWSIM_CMD_TX_INFO_FRAME)
            return &world->taken[i].msg;
    }
    return NULL;
}

/* The message that carries a frame to radio `id`. */
static const struct taken *to_radio(struct world *world, uint8_t id)
{
    uint8_t key[6];

    hwsim_radio_key(id, key);
    for (size_t i = 0; i < world->taken_count; i++) {
        if (world->taken[i].msg.cmd == HWSIM_CMD_FRAME &&
            memcmp(world->taken[i].msg.receiver, key, 6) == 0)
            return &world->taken[i];
    }
    return NULL;
}

static void a_broadcast_reaches_the_others_and_is_reported(void **state)
{
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct world *world = *state;

    radio_sends(world, 1, all, 41);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_int_equal(world->heard, 1);
    assert_int_equal(world->taken_count, 3);
    assert_null(to_radio(world, 1));
    assert_non_null(to_radio(world, 0));
    assert_non_null(to_radio(world, 2));
    assert_int_equal(to_radio(world, 0)->msg.signal_dbm, -50);
    assert_int_equal(to_radio(world, 0)->msg.freq_mhz, 2412);
    assert_int_equal(to_radio(world, 0)->msg.rx_rate, 7);
    assert_non_null(report(world));
    assert_int_equal(report(world)->cookie, 41);
    assert_int_equal(report(world)->flags, HWSIM_TX_WANT_STATUS);
    assert_int_equal(report(world)->tx_info[0].index, 7);
    assert_int_equal(report(world)->tx_info[0].count, 1);
    assert_int_equal(report(world)->tx_info[1].index, -1);
}

static void a_frame_to_our_station_is_acknowledged(void **state)
{
    struct world *world = *state;

    radio_sends(world, 0, world->own, 42);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_int_equal(report(world)->flags,
                     HWSIM_TX_WANT_STATUS | HWSIM_TX_ACKED);
}

static void a_relayed_frame_waits_for_its_addressee(void **state)
{
    static const uint8_t second[6] = {0x02, 0, 0, 0, 2, 0};
    struct world *world = *state;
    const struct taken *delivery;

    radio_sends(world, 0, second, 43);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_null(report(world));
    delivery = to_radio(world, 2);
    assert_non_null(delivery);
    assert_true((delivery->head.nlmsg_flags & NLM_F_ACK) != 0);
    kernel_answers(world, delivery->head.nlmsg_seq, 0);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_int_equal(report(world)->cookie, 43);
    assert_int_equal(report(world)->flags,
                     HWSIM_TX_WANT_STATUS | HWSIM_TX_ACKED);
}

static void an_addressee_on_another_channel_acknowledges_nothing(void **state)
{
    static const uint8_t second[6] = {0x02, 0, 0, 0, 2, 0};
    struct world *world = *state;

    radio_sends(world, 0, second, 44);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    kernel_answers(world, to_radio(world, 2)->head.nlmsg_seq, -EINVAL);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_int_equal(report(world)->flags, HWSIM_TX_WANT_STATUS);
}

static void a_frame_to_nobody_is_reported_at_once(void **state)
{
    static const uint8_t nobody[6] = {0x06, 1, 2, 3, 4, 5};
    struct world *world = *state;

    radio_sends(world, 0, nobody, 45);
    hwsim_medium_read(&world->medium);
    kernel_takes(world);
    assert_int_equal(report(world)->flags, HWSIM_TX_WANT_STATUS);
}

static void a_report_that_came_too_early_is_sent_again(void **state)
{
    struct world *world = *state;

    radio_sends(world, 0, world->own, 46);
    hwsim_medium_read(&world->medium);
    for (int round = 0; round < 3; round++) {
        size_t last;

        kernel_takes(world);
        assert_non_null(report(world));
        assert_int_equal(report(world)->cookie, 46);
        last = world->taken_count - 1;
        kernel_answers(world, world->taken[last].head.nlmsg_seq, -EINVAL);
        hwsim_medium_read(&world->medium);
    }
    /* But not for ever. */
    kernel_takes(world);
    assert_int_equal(world->taken_count, 0);
    assert_int_equal(world->medium.stats.reports_again, 2);
}

static uint8_t own_frame[60];

static struct hwsim_medium_frame frame_to(const uint8_t *ra, size_t len)
{
    struct hwsim_medium_frame frame = {.data = own_frame,
                                       .len = len,
                                       .freq_mhz = 5180,
                                       .frame = own_frame,
                                       .at_us = SENT_US};

    memcpy(own_frame + 4, ra, 6);
    return frame;
}

static void our_frame_is_acknowledged_when_its_addressee_took_it(void **state)
{
    static const uint8_t first[6] = {0x02, 0, 0, 0, 1, 0};
    struct world *world = *state;
    struct hwsim_medium_frame frame = frame_to(first, sizeof(own_frame));

    for (int err = -EINVAL; err <= 0; err += EINVAL) {
        hwsim_medium_send(&world->medium, &frame);
        hwsim_medium_flush(&world->medium);
        kernel_takes(world);
        assert_int_equal(world->taken_count, 3);
        /* Others refuse first; that says nothing about the addressee. */
        kernel_answers(world, to_radio(world, 0)->head.nlmsg_seq, -EINVAL);
        kernel_answers(world, to_radio(world, 1)->head.nlmsg_seq, err);
        world->sent = 0;
        hwsim_medium_read(&world->medium);
        assert_int_equal(world->sent, 1);
        assert_ptr_equal(world->frame, own_frame);
        assert_int_equal(world->acked, err == 0);
    }
}

static void an_address_is_learnt_from_what_a_radio_sends(void **state)
{
    static const uint8_t second_bss[6] = {0x06, 0, 0, 0, 0, 0x77};
    static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct world *world = *state;
    struct hwsim_medium_frame frame = frame_to(second_bss, sizeof(own_frame));
    struct hwsim_msg news = {.cmd = HWSIM_CMD_ADD_MAC_ADDR};

    /* Unknown: nobody can acknowledge it. */
    hwsim_medium_send(&world->medium, &frame);
    assert_int_equal(world->sent, 1);
    assert_false(world->acked);

    news.has = HWSIM_HAS(HWSIM_ATTR_ADDR_TRANSMITTER) |
               HWSIM_HAS(HWSIM_ATTR_ADDR_RECEIVER);
    hwsim_radio_key(0, news.transmitter);
    memcpy(news.receiver, second_bss, 6);
    kernel_says(world, &news);
    radio_sends(world, 9, all, 47); /* a radio that nobody told us of */
    hwsim_medium_read(&world->medium);
    assert_int_equal(world->medium.radios.count, 4);
    kernel_takes(world);
    hwsim_medium_send(&world->medium, &frame);
    hwsim_medium_flush(&world->medium);
    kernel_takes(world);
    assert_true((to_radio(world, 0)->head.nlmsg_flags & NLM_F_ACK) != 0);
    kernel_answers(world, to_radio(world, 0)->head.nlmsg_seq, 0);
    hwsim_medium_read(&world->medium);
    assert_true(world->acked);
}

static void
a_frame_that_the_driver_cannot_take_is_not_acknowledged(void **state)
{
    static const uint8_t first[6] = {0x02, 0, 0, 0, 1, 0};
    struct world *world = *state;
    struct hwsim_medium_frame frame = frame_to(first, 16);

    hwsim_medium_send(&world->medium, &frame);
    hwsim_medium_flush(&world->medium);
    kernel_takes(world);
    assert_int_equal(world->taken_count, 0);
    assert_int_equal(world->sent, 1);
    assert_false(world->acked);
}

static void frames_under_way_end_when_they_are_given_up(void **state)
{
    static const uint8_t first[6] = {0x02, 0, 0, 0, 1, 0};
    struct world *world = *state;
    struct hwsim_medium_frame frame = frame_to(first, sizeof(own_frame));

    hwsim_medium_send(&world->medium, &frame);
    hwsim_medium_flush(&world->medium);
    assert_int_equal(world->sent, 0);
    hwsim_medium_give_up(&world->medium);
    assert_int_equal(world->sent, 1);
    assert_false(world->acked);
    /* The answer comes all the same, and changes nothing. */
    kernel_takes(world);
    kernel_answers(world, to_radio(world, 1)->head.nlmsg_seq, 0);
    hwsim_medium_read(&world->medium);
    assert_int_equal(world->sent, 1);
}

static void a_kernel_that_went_away_leaves_no_frame_behind(void **state)
{
    static const uint8_t first[6] = {0x02, 0, 0, 0, 1, 0};
    struct world *world = *state;
    struct hwsim_medium_frame frame = frame_to(first, sizeof(own_frame));

    shutdown(world->kernel, SHUT_RDWR);
    for (unsigned i = 1; i <= 2; i++) {
        hwsim_medium_send(&world->medium, &frame);
        hwsim_medium_flush(&world->medium);
        assert_int_equal(world->sent, i);
        assert_false(world->acked);
    }
}

int main(void)
{
#define WITH_KERNEL(test)                                                      \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_KERNEL(a_broadcast_reaches_the_others_and_is_reported),
        WITH_KERNEL(a_frame_to_our_station_is_acknowledged),
        WITH_KERNEL(a_relayed_frame_waits_for_its_addressee),
        WITH_KERNEL(an_addressee_on_another_channel_acknowledges_nothing),
        WITH_KERNEL(a_frame_to_nobody_is_reported_at_once),
        WITH_KERNEL(a_report_that_came_too_early_is_sent_again),
        WITH_KERNEL(our_frame_is_acknowledged_when_its_addressee_took_it),
        WITH_KERNEL(an_address_is_learnt_from_what_a_radio_sends),
        WITH_KERNEL(a_frame_that_the_driver_cannot_take_is_not_acknowledged),
        WITH_KERNEL(frames_under_way_end_when_they_are_given_up),
        WITH_KERNEL(a_kernel_that_went_away_leaves_no_frame_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
