/* ports/linux/tap.c, with the kernel's own packet socket at the other side.
 * Without the right to make an interface the tests that need one are skipped.
 *
 * SPDX-License-Identifier: MIT */
#include "tap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define HEADROOM 40u
#define TAILROOM 16u
#define BURST 8u

/* An EtherType for experiments; the kernel's own packets have others. */
#define ETHERTYPE 0x88b5

static const uint8_t addr[D11_ADDR_LEN] = {0x02, 0xd1, 0x11, 0, 0, 7};
static const uint8_t packet[64] = {0x02, 0xd1, 0x11, 0,    0, 7, 0x02, 0, 0, 0,
                                   0,    9,    0x88, 0xb5, 1, 2, 3,    4, 5};

struct rig {
    struct dot11_tap tap;
    struct dot11_pool *pool;
    int kernel; /* a packet socket on the interface */
};

static int may_make_interfaces(void)
{
    struct dot11_tap tap;
    int err = dot11_tap_open(&tap, "d11probe%d", addr, NULL, 0);

    if (err == 0)
        dot11_tap_close(&tap);
    return err == 0;
}

static int set_up(void **state)
{
    static struct rig rig;
    struct sockaddr_ll at = {.sll_family = AF_PACKET,
                             .sll_protocol = htons(ETHERTYPE)};
    char why[160];

    memset(&rig, 0, sizeof(rig));
    *state = &rig;
    rig.tap.fd = -1;
    rig.kernel = -1;
    rig.pool = dot11_pool_new(4, 1700);
    if (!may_make_interfaces())
        return 0;
    assert_int_equal(
        dot11_tap_open(&rig.tap, "d11test%d", addr, why, sizeof(why)), 0);
    dot11_tap_set_carrier(&rig.tap, true);
    rig.kernel = socket(AF_PACKET, SOCK_RAW, 0);
    at.sll_ifindex = (int)if_nametoindex(rig.tap.name);
    assert_int_equal(bind(rig.kernel, (struct sockaddr *)&at, sizeof(at)), 0);
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;

    if (rig->kernel >= 0)
        close(rig->kernel);
    dot11_tap_close(&rig->tap);
    dot11_pool_free(rig->pool);
    return 0;
}

static void need_interface(const struct rig *rig)
{
    if (rig->tap.fd < 0)
        skip();
}

static void the_interface_has_the_address_of_the_station(void **state)
{
    struct rig *rig = *state;
    struct ifreq request = {0};

    need_interface(rig);
    memcpy(request.ifr_name, rig->tap.name, IFNAMSIZ);
    assert_int_equal(ioctl(rig->kernel, SIOCGIFHWADDR, &request), 0);
    assert_memory_equal(request.ifr_hwaddr.sa_data, addr, D11_ADDR_LEN);
    assert_int_equal(ioctl(rig->kernel, SIOCGIFFLAGS, &request), 0);
    assert_true((request.ifr_flags & IFF_UP) != 0);
}

static void the_carrier_is_what_was_set(void **state)
{
    struct rig *rig = *state;
    struct ifreq request = {0};

    need_interface(rig);
    memcpy(request.ifr_name, rig->tap.name, IFNAMSIZ);
    for (int on = 0; on <= 1; on++) {
        dot11_tap_set_carrier(&rig->tap, on != 0);
        for (int tries = 0; tries < 100; tries++) {
            assert_int_equal(ioctl(rig->kernel, SIOCGIFFLAGS, &request), 0);
            if (((request.ifr_flags & IFF_RUNNING) != 0) == (on != 0))
                break;
            usleep(10000);
        }
        assert_int_equal((request.ifr_flags & IFF_RUNNING) != 0, on);
    }
}

/* Sends our packet until it is among what comes, and gives the others back:
 * the kernel drops packets until it has got round to the carrier. */
static struct dot11_frame *read_ours(struct rig *rig)
{
    struct dot11_frame *ours = NULL;
    struct pollfd wait = {.fd = rig->tap.fd, .events = POLLIN};

    for (int tries = 0; ours == NULL && tries < 200; tries++) {
        struct dot11_frame *frames[BURST];
        size_t count;

        (void)send(rig->kernel, packet, sizeof(packet), 0);
        (void)poll(&wait, 1, 20);
        count = dot11_tap_read(&rig->tap, rig->pool, HEADROOM, TAILROOM, frames,
                               BURST);

        for (size_t i = 0; i < count; i++) {
            if (ours == NULL && frames[i]->len == sizeof(packet) &&
                memcmp(frames[i]->data, packet, sizeof(packet)) == 0)
                ours = frames[i];
            else
                dot11_pool_put(&frames[i], 1);
        }
    }
    return ours;
}

static void a_packet_of_the_kernel_arrives_with_room_around_it(void **state)
{
    struct rig *rig = *state;
    struct dot11_frame *frame;

    need_interface(rig);
    frame = read_ours(rig);
    assert_non_null(frame);
    assert_int_equal(dot11_frame_headroom(frame), HEADROOM);
    assert_true(dot11_frame_tailroom(frame) >= TAILROOM);
    dot11_pool_put(&frame, 1);
}

static void a_received_msdu_arrives_at_the_kernel(void **state)
{
    struct rig *rig = *state;
    struct dot11_frame *frame = dot11_pool_get(rig->pool, 0, sizeof(packet));
    struct dot11_msdu msdu = {
        .frame = frame, .data = frame->data, .len = sizeof(packet)};
    struct pollfd wait = {.fd = rig->kernel, .events = POLLIN};
    uint8_t got[200];

    memcpy(frame->data, packet, sizeof(packet));
    if (rig->tap.fd >= 0) {
        dot11_tap_write(&rig->tap, &msdu, 1);
        assert_int_equal(rig->tap.write_errors, 0);
        assert_int_equal(poll(&wait, 1, 2000), 1);
        assert_int_equal(recv(rig->kernel, got, sizeof(got), 0),
                         sizeof(packet));
        assert_memory_equal(got, packet, sizeof(packet));
    }
    dot11_pool_put(&frame, 1);
    need_interface(rig);
}

static void a_packet_without_a_frame_is_read_and_counted(void **state)
{
    struct rig *rig = *state;
    struct dot11_frame *ours;
    struct dot11_frame *held[4];
    struct dot11_frame *frames[BURST];
    struct pollfd wait = {.fd = rig->tap.fd, .events = POLLIN};
    int more = 0;

    need_interface(rig);
    ours = read_ours(rig);
    assert_non_null(ours);
    dot11_pool_put(&ours, 1);
    for (size_t i = 0; i < 4; i++)
        held[i] = dot11_pool_get(rig->pool, 0, 1);
    assert_int_equal(send(rig->kernel, packet, sizeof(packet), 0),
                     sizeof(packet));
    /* The loop must not see it again and again. */
    while (poll(&wait, 1, 100) == 1 && more++ < 100)
        assert_int_equal(dot11_tap_read(&rig->tap, rig->pool, HEADROOM,
                                        TAILROOM, frames, BURST),
                         0);
    assert_true(rig->tap.read_errors > 0);
    assert_true(more < 100);
    dot11_pool_put(held, 4);
}

static void a_name_that_cannot_be_is_refused_with_a_reason(void **state)
{
    static const char *const names[] = {"", "a-name-of-many-letters"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct dot11_tap tap;
        char why[160] = "";

        assert_int_equal(dot11_tap_open(&tap, names[i], addr, why, sizeof(why)),
                         -EINVAL);
        assert_int_equal(tap.fd, -1);
        assert_non_null(strstr(why, "name of the TAP interface"));
    }
}

int main(void)
{
#define WITH_TAP(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_TAP(the_interface_has_the_address_of_the_station),
        WITH_TAP(the_carrier_is_what_was_set),
        WITH_TAP(a_packet_of_the_kernel_arrives_with_room_around_it),
        WITH_TAP(a_received_msdu_arrives_at_the_kernel),
        WITH_TAP(a_packet_without_a_frame_is_read_and_counted),
        cmocka_unit_test(a_name_that_cannot_be_is_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
