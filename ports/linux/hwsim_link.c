/* libdot11 on Linux: generic netlink with libnl for the beginning, and plain
 * reads and writes for the frames.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_link.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define RECEIVE_BUFFER (8 * 1024 * 1024)
#define READS_AT_ONCE 256

static int failed(char *why, size_t why_len, const char *what, int nl_err)
{
    int err = nl_err == -NLE_PERM           ? EPERM
              : nl_err == -NLE_OBJ_NOTFOUND ? ENOENT
              : nl_err == -NLE_BUSY         ? EBUSY
              : nl_err == -NLE_OPNOTSUPP    ? EOPNOTSUPP
                                            : EIO;
    const char *hint = "";

    if (err == EPERM)
        hint = ": this needs CAP_NET_ADMIN";
    else if (err == ENOENT)
        hint = ": is the module mac80211_hwsim loaded?";
    else if (err == EBUSY)
        hint = ": another process has the medium";
    else if (err == EOPNOTSUPP)
        hint = ": load mac80211_hwsim with channels=1";
    if (why != NULL)
        snprintf(why, why_len, "hwsim: %s: %s%s", what, nl_geterror(nl_err),
                 hint);
    return -err;
}

static int register_medium(struct hwsim_link *link)
{
    struct nl_msg *msg = nlmsg_alloc();
    int err = -NLE_NOMEM;

    if (msg == NULL)
        return err;
    if (genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, link->family, 0, 0,
                    HWSIM_CMD_REGISTER, HWSIM_VERSION) != NULL)
        err = nl_send_sync(link->socket, msg); /* frees msg */
    else
        nlmsg_free(msg);
    return err;
}

/* Frames come faster than they are read at times. The first way works with
 * CAP_NET_ADMIN, the second up to the system's limit. An answer to a frame
 * need not bring the frame back. */
static void set_options(int fd)
{
    int size = RECEIVE_BUFFER;
    int on = 1;

    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    (void)setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
}

int hwsim_link_open(struct hwsim_link *link, char *why, size_t why_len)
{
    int err;
    int group;

    link->fd = -1;
    link->socket = nl_socket_alloc();
    if (link->socket == NULL)
        return failed(why, why_len, "socket", -NLE_NOMEM);
    err = genl_connect(link->socket);
    if (err < 0) {
        hwsim_link_close(link);
        return failed(why, why_len, "generic netlink", err);
    }
    link->fd = nl_socket_get_fd(link->socket);
    set_options(link->fd);

    err = genl_ctrl_resolve(link->socket, HWSIM_FAMILY);
    if (err < 0) {
        hwsim_link_close(link);
        return failed(why, why_len, HWSIM_FAMILY, err);
    }
    link->family = (uint16_t)err;
    err = register_medium(link);
    if (err < 0) {
        hwsim_link_close(link);
        return failed(why, why_len, "cannot become the medium", err);
    }
    /* News of radios that come and go; without them a radio is known from
     * its first frame on. */
    group = genl_ctrl_resolve_grp(link->socket, HWSIM_FAMILY, "config");
    if (group >= 0)
        (void)nl_socket_add_membership(link->socket, group);
    (void)nl_socket_set_nonblocking(link->socket);
    link->seq = 1;
    return 0;
}

void hwsim_link_use(struct hwsim_link *link, int fd, uint16_t family)
{
    link->fd = fd;
    link->socket = NULL;
    link->family = family;
}

void hwsim_link_close(struct hwsim_link *link)
{
    if (link->socket != NULL)
        nl_socket_free(link->socket);
    link->socket = NULL;
    link->fd = -1;
}

uint32_t hwsim_link_put(struct hwsim_link *link, const struct hwsim_msg *msg,
                        uint16_t nl_flags)
{
    uint32_t seq = link->seq + 1;
    size_t len;

    if (seq == 0)
        seq = 1;
    len = hwsim_msg_encode(msg, link->family, nl_flags, seq,
                           link->out + link->out_len,
                           sizeof(link->out) - link->out_len);
    if (len == 0)
        return 0;
    link->out_len += len;
    link->seq = seq;
    return seq;
}

int hwsim_link_flush(struct hwsim_link *link)
{
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    struct iovec part = {.iov_base = link->out, .iov_len = link->out_len};
    struct msghdr out = {.msg_iov = &part, .msg_iovlen = 1};

    if (link->out_len == 0)
        return 0;
    link->out_len = 0;
    if (link->socket != NULL) {
        out.msg_name = &kernel;
        out.msg_namelen = sizeof(kernel);
    }
    return sendmsg(link->fd, &out, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno
                                                                    : 0;
}

static void on_message(struct hwsim_link *link, const struct nlmsghdr *head,
                       const uint8_t *body, size_t len)
{
    struct hwsim_msg msg;
    struct nlmsgerr answer;

    if (head->nlmsg_type == NLMSG_ERROR) {
        if (len >= sizeof(answer)) {
            memcpy(&answer, body, sizeof(answer));
            link->handlers->answer(link->context, head->nlmsg_seq,
                                   answer.error);
        }
    } else if (head->nlmsg_type == link->family &&
               hwsim_msg_decode(body, len, &msg)) {
        link->handlers->message(link->context, &msg);
    }
}

/* Several messages may share one buffer. */
static void on_buffer(struct hwsim_link *link, size_t len)
{
    const uint8_t *at = link->in;

    while (len >= NLMSG_HDRLEN) {
        struct nlmsghdr head;
        size_t whole;

        memcpy(&head, at, sizeof(head));
        if (head.nlmsg_len < NLMSG_HDRLEN || head.nlmsg_len > len)
            return;
        on_message(link, &head, at + NLMSG_HDRLEN,
                   head.nlmsg_len - NLMSG_HDRLEN);
        whole = NLMSG_ALIGN(head.nlmsg_len);
        if (whole > len)
            return;
        at += whole;
        len -= whole;
    }
}

void hwsim_link_read(struct hwsim_link *link)
{
    for (int i = 0; i < READS_AT_ONCE; i++) {
        ssize_t got = recv(link->fd, link->in, sizeof(link->in), MSG_DONTWAIT);

        if (got > 0) {
            on_buffer(link, (size_t)got);
        } else if (got < 0 && errno == ENOBUFS) {
            link->handlers->overrun(link->context);
        } else if (got == 0 || errno != EINTR) {
            return;
        }
    }
}
