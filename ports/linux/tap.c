/* libdot11 on Linux: a TAP device of /dev/net/tun.
 *
 * SPDX-License-Identifier: MIT */
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* An Ethernet frame with a VLAN tag and the interface's default MTU. */
#define PACKET_MAX 1518u

_Static_assert(sizeof(((struct dot11_tap *)0)->name) == IFNAMSIZ,
               "a name of an interface fits");

static int failed(char *why, size_t why_len, const char *what)
{
    int err = errno;

    if (why != NULL)
        snprintf(why, why_len, "%s: %s%s", what, strerror(err),
                 err == EPERM || err == EACCES
                     ? " (a TAP interface needs CAP_NET_ADMIN)"
                     : "");
    return -err;
}

/* Sets the address and brings the interface up; both go through an ordinary
 * socket, the name says which interface. */
static int configure(const char *name, const uint8_t addr[D11_ADDR_LEN])
{
    struct ifreq request = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int status = -1;
    int saved;

    if (fd < 0)
        return -1;
    memcpy(request.ifr_name, name, strlen(name));
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(request.ifr_hwaddr.sa_data, addr, D11_ADDR_LEN);
    if (ioctl(fd, SIOCSIFHWADDR, &request) == 0 &&
        ioctl(fd, SIOCGIFFLAGS, &request) == 0) {
        request.ifr_flags = (short)(request.ifr_flags | IFF_UP);
        status = ioctl(fd, SIOCSIFFLAGS, &request);
    }
    saved = errno;
    close(fd);
    errno = saved;
    return status;
}

int dot11_tap_open(struct dot11_tap *tap, const char *name,
                   const uint8_t addr[D11_ADDR_LEN], char *why, size_t why_len)
{
    struct ifreq request = {0};
    int err;

    memset(tap, 0, sizeof(*tap));
    tap->fd = -1;
    if (name[0] == '\0' || strlen(name) >= IFNAMSIZ) {
        errno = EINVAL;
        return failed(why, why_len, "name of the TAP interface");
    }
    tap->fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (tap->fd < 0)
        return failed(why, why_len, "/dev/net/tun");

    memcpy(request.ifr_name, name, strlen(name));
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    if (ioctl(tap->fd, TUNSETIFF, &request) < 0) {
        err = failed(why, why_len, name);
        dot11_tap_close(tap);
        return err;
    }
    memcpy(tap->name, request.ifr_name, sizeof(tap->name));
    tap->carrier = true;
    dot11_tap_set_carrier(tap, false);
    if (configure(tap->name, addr) < 0) {
        err = failed(why, why_len, name);
        dot11_tap_close(tap);
        return err;
    }
    return 0;
}

void dot11_tap_close(struct dot11_tap *tap)
{
    if (tap->fd >= 0)
        close(tap->fd);
    tap->fd = -1;
}

void dot11_tap_set_carrier(struct dot11_tap *tap, bool on)
{
    int value = on;

    if (on == tap->carrier)
        return;
    /* A kernel before 5.0 lacks it; the interface then looks connected. */
    (void)ioctl(tap->fd, TUNSETCARRIER, &value);
    tap->carrier = on;
}

size_t dot11_tap_read(struct dot11_tap *tap, struct dot11_pool *pool,
                      size_t headroom, size_t tailroom,
                      struct dot11_frame **frames, size_t max)
{
    size_t count = 0;

    while (count < max) {
        struct dot11_frame *frame =
            dot11_pool_get(pool, headroom, PACKET_MAX + tailroom);
        uint8_t lost[PACKET_MAX];
        ssize_t got;

        if (frame == NULL) {
            /* Read all the same, or the loop would spin on this one. */
            if (read(tap->fd, lost, sizeof(lost)) > 0)
                tap->read_errors++;
            break;
        }
        got = read(tap->fd, frame->data, PACKET_MAX);
        if (got <= 0) {
            dot11_pool_put(&frame, 1);
            break;
        }
        frame->len = (uint32_t)got;
        frames[count++] = frame;
    }
    return count;
}

void dot11_tap_write(struct dot11_tap *tap, const struct dot11_msdu *msdus,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) {
        ssize_t put = write(tap->fd, msdus[i].data, msdus[i].len);

        if (put != (ssize_t)msdus[i].len)
            tap->write_errors++;
    }
}
