/* libdot11 on Linux: netlink attributes of mac80211_hwsim.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_msg.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

/* The kernel's own macros for these are signed. */
#define ATTR_HEAD sizeof(struct nlattr)
#define ATTR_TYPE 0x3fffu /* without the nested and byte order bits */

static size_t align4(size_t len)
{
    return (len + 3u) & ~(size_t)3u;
}

struct writer {
    uint8_t *buf;
    size_t cap;
    size_t len;
    bool full;
};

static void put(struct writer *wr, const void *octets, size_t len)
{
    size_t padded = align4(len);

    if (wr->cap - wr->len < padded) {
        wr->full = true;
        return;
    }
    memcpy(wr->buf + wr->len, octets, len);
    memset(wr->buf + wr->len + len, 0, padded - len);
    wr->len += padded;
}

static void put_attr(struct writer *wr, const struct hwsim_msg *msg,
                     uint16_t type, const void *octets, size_t len)
{
    struct nlattr head = {.nla_type = type};

    if ((msg->has & HWSIM_HAS(type)) == 0)
        return;
    if (len > UINT16_MAX - ATTR_HEAD) {
        wr->full = true;
        return;
    }
    head.nla_len = (uint16_t)(ATTR_HEAD + len);
    put(wr, &head, sizeof(head));
    put(wr, octets, len);
}

static void put_attrs(struct writer *wr, const struct hwsim_msg *msg)
{
    put_attr(wr, msg, HWSIM_ATTR_ADDR_RECEIVER, msg->receiver, 6);
    put_attr(wr, msg, HWSIM_ATTR_ADDR_TRANSMITTER, msg->transmitter, 6);
    put_attr(wr, msg, HWSIM_ATTR_FRAME, msg->frame, msg->frame_len);
    put_attr(wr, msg, HWSIM_ATTR_FLAGS, &msg->flags, 4);
    put_attr(wr, msg, HWSIM_ATTR_RX_RATE, &msg->rx_rate, 4);
    put_attr(wr, msg, HWSIM_ATTR_SIGNAL, &msg->signal_dbm, 4);
    put_attr(wr, msg, HWSIM_ATTR_TX_INFO, msg->tx_info, sizeof(msg->tx_info));
    put_attr(wr, msg, HWSIM_ATTR_COOKIE, &msg->cookie, 8);
    put_attr(wr, msg, HWSIM_ATTR_RADIO_ID, &msg->radio_id, 4);
    put_attr(wr, msg, HWSIM_ATTR_FREQ, &msg->freq_mhz, 4);
}

size_t hwsim_msg_encode(const struct hwsim_msg *msg, uint16_t family,
                        uint16_t nl_flags, uint32_t seq, uint8_t *buf,
                        size_t cap)
{
    struct writer wr = {.buf = buf, .cap = cap};
    struct nlmsghdr head = {.nlmsg_type = family,
                            .nlmsg_flags = NLM_F_REQUEST | nl_flags,
                            .nlmsg_seq = seq};
    struct genlmsghdr generic = {.cmd = msg->cmd, .version = HWSIM_VERSION};

    put(&wr, &head, sizeof(head));
    put(&wr, &generic, sizeof(generic));
    put_attrs(&wr, msg);
    if (wr.full)
        return 0;
    head.nlmsg_len = (uint32_t)wr.len;
    memcpy(buf, &head, sizeof(head));
    return wr.len;
}

static void take_attr(struct hwsim_msg *msg, uint16_t type, const uint8_t *body,
                      size_t len)
{
    static const struct {
        uint16_t type;
        uint16_t len;
        uint16_t at;
    } fixed[] = {
        {HWSIM_ATTR_ADDR_RECEIVER, 6, offsetof(struct hwsim_msg, receiver)},
        {HWSIM_ATTR_ADDR_TRANSMITTER, 6,
         offsetof(struct hwsim_msg, transmitter)},
        {HWSIM_ATTR_FLAGS, 4, offsetof(struct hwsim_msg, flags)},
        {HWSIM_ATTR_RX_RATE, 4, offsetof(struct hwsim_msg, rx_rate)},
        {HWSIM_ATTR_SIGNAL, 4, offsetof(struct hwsim_msg, signal_dbm)},
        {HWSIM_ATTR_TX_INFO, 2 * HWSIM_TX_RATES,
         offsetof(struct hwsim_msg, tx_info)},
        {HWSIM_ATTR_COOKIE, 8, offsetof(struct hwsim_msg, cookie)},
        {HWSIM_ATTR_RADIO_ID, 4, offsetof(struct hwsim_msg, radio_id)},
        {HWSIM_ATTR_FREQ, 4, offsetof(struct hwsim_msg, freq_mhz)},
    };

    if (type == HWSIM_ATTR_FRAME) {
        msg->frame = body;
        msg->frame_len = len;
        msg->has |= HWSIM_HAS(HWSIM_ATTR_FRAME);
        return;
    }
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        if (fixed[i].type != type || fixed[i].len != len)
            continue;
        memcpy((uint8_t *)msg + fixed[i].at, body, len);
        msg->has |= HWSIM_HAS(type);
    }
}

bool hwsim_msg_decode(const uint8_t *buf, size_t len, struct hwsim_msg *msg)
{
    struct genlmsghdr generic;

    memset(msg, 0, sizeof(*msg));
    if (len < sizeof(generic))
        return false;
    memcpy(&generic, buf, sizeof(generic));
    msg->cmd = generic.cmd;
    buf += sizeof(generic);
    len -= sizeof(generic);

    while (len > 0) {
        struct nlattr head;
        size_t whole;

        if (len < sizeof(head))
            return false;
        memcpy(&head, buf, sizeof(head));
        if (head.nla_len < ATTR_HEAD || head.nla_len > len)
            return false;
        take_attr(msg, head.nla_type & ATTR_TYPE, buf + ATTR_HEAD,
                  head.nla_len - ATTR_HEAD);
        /* The last one may come without its padding. */
        whole = align4(head.nla_len);
        if (whole > len)
            whole = len;
        buf += whole;
        len -= whole;
    }
    return true;
}
