/* libdot11 on Linux: the socket to mac80211_hwsim.
 *
 * SPDX-License-Identifier: MIT
 *
 * Messages out are gathered and leave with one system call; messages in are
 * read as many at a time as the kernel has. */
#ifndef DOT11_LINUX_HWSIM_LINK_H
#define DOT11_LINUX_HWSIM_LINK_H

#include "hwsim_msg.h"

/* What came in. */
struct hwsim_link_handlers {
    /* A message of the family. */
    void (*message)(void *context, const struct hwsim_msg *msg);
    /* The kernel's answer to message `seq`: 0 or a negative errno. Only
     * messages sent with `answer` get an answer 0. */
    void (*answer)(void *context, uint32_t seq, int err);
    /* The kernel had more than the socket could hold: answers and messages
     * are missing. */
    void (*overrun)(void *context);
};

struct nl_sock;

#define HWSIM_LINK_OUT 32768u
#define HWSIM_LINK_IN 65536u

struct hwsim_link {
    int fd;
    struct nl_sock *socket; /* owns fd; NULL when somebody else does */
    uint16_t family;
    uint32_t seq; /* of the message that was sent last */
    const struct hwsim_link_handlers *handlers;
    void *context;
    size_t out_len;
    uint8_t out[HWSIM_LINK_OUT];
    uint8_t in[HWSIM_LINK_IN];
};

/**
 * Open the socket and take over the medium of all simulated radios. Needs
 * CAP_NET_ADMIN.
 * @return 0, or a negative errno with one line for people in `why`
 */
int hwsim_link_open(struct hwsim_link *link, char *why, size_t why_len);

/** Use an open socket instead; a test plays the kernel at its other end. */
void hwsim_link_use(struct hwsim_link *link, int fd, uint16_t family);

/** Close; the kernel delivers by itself again. */
void hwsim_link_close(struct hwsim_link *link);

/**
 * Put a message into the next batch.
 * @param nl_flags  NLM_F_ACK for an answer, NLM_F_DUMP for a list, or 0
 * @return its sequence number, or 0 when it fits no batch
 */
uint32_t hwsim_link_put(struct hwsim_link *link, const struct hwsim_msg *msg,
                        uint16_t nl_flags);

/** Send the batch.
 * @return 0 or a negative errno; the batch is gone either way */
int hwsim_link_flush(struct hwsim_link *link);

/** Read what is there, calling the handlers. At most some hundred messages,
 * so that a busy medium leaves time for the rest. */
void hwsim_link_read(struct hwsim_link *link);

#endif
