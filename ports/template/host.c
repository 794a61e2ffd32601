/* A port of libdot11: the operating system.
 *
 * SPDX-License-Identifier: MIT
 *
 * frame_alloc, frame_free, deliver, tx_done and random are required. Ops are
 * called from inside a call into the library and must not wait. */
#include "port.h"

static struct dot11_frame *frame_alloc(void *host, size_t headroom, size_t len)
{
    (void)host;
    (void)headroom;
    (void)len;
    /* Do: take a buffer from a pool, dot11_frame_init() it with this much
     * headroom, and return it; NULL when there is none. Also what the radio
     * fills comes from here. */
    return NULL;
}

static void frame_free(void *host, struct dot11_frame *const *frames, size_t n)
{
    (void)host;
    (void)frames;
    (void)n;
    /* Do: put them back. */
}

static void deliver(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n)
{
    (void)host;
    (void)sta;
    (void)msdus;
    (void)n;
    /* Do: hand each Ethernet frame (`data`, `len`) to the system, and give it
     * back later with dot11_sta_msdu_return(): not from in here. A system
     * that copies can put the entries on a list and return them all in
     * port_host_poll(). */
}

static void tx_done(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n)
{
    (void)host;
    (void)sta;
    (void)done;
    (void)n;
    /* Do: give the frames that went into dot11_sta_tx() back to the system;
     * `err` says what became of each. */
}

static enum dot11_err random_octets(void *host, uint8_t *buf, size_t len)
{
    (void)host;
    (void)buf;
    (void)len;
    /* Do: fill `buf` from the system's cryptographic random source. Keys are
     * made of this: a guess, a counter or the time will not do, and an error
     * is better than either. */
    return D11_ERR_RANDOM;
}

const struct dot11_host_ops port_host_ops = {
    .size = sizeof(struct dot11_host_ops),
    .frame_alloc = frame_alloc,
    .frame_free = frame_free,
    .deliver = deliver,
    .tx_done = tx_done,
    .random = random_octets,
    /* Do, where it helps: tx_flow to stop the system's queues, wake when other
     * code than port_poll() calls the library, log for one's own eyes. */
};

uint64_t port_now_us(void)
{
    /* Do: read a clock that goes on while the system sleeps lightly. A 32-bit
     * counter has to be extended here. */
    return 0;
}

void port_host_poll(struct port *port, uint64_t now_us)
{
    (void)port;
    (void)now_us;
    /* Do: take a burst of Ethernet frames from the system, each in a frame
     * with dot11_radio_headroom() octets free in front and
     * dot11_radio_tailroom() behind, and call dot11_sta_tx() once for all.
     * And give MSDUs back that the system has done with. */
}
