/* libdot11 on Linux: messages of mac80211_hwsim's generic netlink family.
 *
 * SPDX-License-Identifier: MIT
 *
 * Octets to facts and back; nothing is sent here. Numbers are those of the
 * kernel's interface (MAC80211_HWSIM, version 1). */
#ifndef DOT11_LINUX_HWSIM_MSG_H
#define DOT11_LINUX_HWSIM_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HWSIM_FAMILY "MAC80211_HWSIM"
#define HWSIM_VERSION 1u

enum hwsim_cmd {
    HWSIM_CMD_REGISTER = 1,
    HWSIM_CMD_FRAME = 2,
    HWSIM_CMD_TX_INFO_FRAME = 3,
    HWSIM_CMD_NEW_RADIO = 4,
    HWSIM_CMD_DEL_RADIO = 5,
    HWSIM_CMD_GET_RADIO = 6,
    HWSIM_CMD_ADD_MAC_ADDR = 7,
    HWSIM_CMD_DEL_MAC_ADDR = 8
};

enum hwsim_attr {
    HWSIM_ATTR_ADDR_RECEIVER = 1,
    HWSIM_ATTR_ADDR_TRANSMITTER = 2,
    HWSIM_ATTR_FRAME = 3,
    HWSIM_ATTR_FLAGS = 4,
    HWSIM_ATTR_RX_RATE = 5,
    HWSIM_ATTR_SIGNAL = 6,
    HWSIM_ATTR_TX_INFO = 7,
    HWSIM_ATTR_COOKIE = 8,
    HWSIM_ATTR_RADIO_ID = 10,
    HWSIM_ATTR_FREQ = 19
};

/* Bits of FLAGS. */
#define HWSIM_TX_WANT_STATUS 1u
#define HWSIM_TX_NO_ACK 2u
#define HWSIM_TX_ACKED 4u

/* Pairs of rate index and count in TX_INFO. */
#define HWSIM_TX_RATES 4u

/* One message; `has` has a bit (1 << attribute) for each that is there. */
struct hwsim_msg {
    uint8_t cmd;
    uint32_t has;
    uint8_t receiver[6];
    uint8_t transmitter[6];
    const uint8_t *frame; /* borrowed */
    size_t frame_len;
    uint32_t flags;
    uint32_t rx_rate;
    int32_t signal_dbm;
    uint64_t cookie;
    uint32_t radio_id;
    uint32_t freq_mhz;
    struct {
        int8_t index; /* -1: not used */
        uint8_t count;
    } tx_info[HWSIM_TX_RATES];
};

#define HWSIM_HAS(attr) (1u << (attr))

/* What a message carries in front of and around a frame, at most. */
#define HWSIM_MSG_OVERHEAD 160u

/**
 * Write a whole netlink message.
 * @param family    the family's number in this kernel
 * @param nl_flags  NLM_F_*, beside NLM_F_REQUEST
 * @return octets written, padding included; 0 when `cap` is too small
 */
size_t hwsim_msg_encode(const struct hwsim_msg *msg, uint16_t family,
                        uint16_t nl_flags, uint32_t seq, uint8_t *buf,
                        size_t cap);

/**
 * Read what follows the netlink header of a message of this family.
 * Attributes of a wrong length are taken as missing, unknown ones ignored.
 * @return false when it is shorter than its own headers say
 */
bool hwsim_msg_decode(const uint8_t *buf, size_t len, struct hwsim_msg *msg);

#endif
