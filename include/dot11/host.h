/* libdot11: the host, that is the OS, RTOS or loop around the station.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_HOST_H
#define DOT11_HOST_H

#include <dot11/err.h>
#include <dot11/frame.h>
#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_raw;
struct dot11_sta;

/** What became of an MSDU that the host sent. */
struct dot11_tx_done {
    struct dot11_frame *frame; /**< given back to the host; its contents and
                                    `data` may have changed */
    enum dot11_err err;        /**< D11_OK: sent and, where the radio can
                                    tell, acknowledged; D11_ERR_LOST: sent
                                    without; D11_ERR_CANCELLED: the radio gave
                                    it back untried; D11_ERR_STATE: its port
                                    or key was gone before it left; and those
                                    of dot11_sta_tx() */
};

/**
 * What the core needs from its host. `host` is the pointer given in
 * dot11_config. frame_alloc, frame_free, deliver, tx_done and random are
 * required. Ops are called from inside calls into the core, must not block,
 * and of the core's functions they may call dot11_sta_next_event() only.
 */
struct dot11_host_ops {
    size_t size; /**< sizeof(struct dot11_host_ops) */

    /**
     * A frame for the core's own use (management, EAPOL): `headroom` octets
     * free in front, room for at least `len` octets behind that, `len` 0.
     * @return NULL when there is none now; the core goes on without
     */
    struct dot11_frame *(*frame_alloc)(void *host, size_t headroom,
                                       size_t len);

    /** Takes back frames that the host allocated or the radio brought. */
    void (*frame_free)(void *host, struct dot11_frame *const *frames,
                       size_t n);

    /**
     * Received MSDUs, in order for each TID, all of one station and one
     * session. Each is returned by dot11_sta_msdu_return(), later or from
     * the next call into the core on; the frames stay held until then.
     * @param msdus  borrowed array; copy the entries
     */
    void (*deliver)(void *host, struct dot11_sta *sta,
                    const struct dot11_msdu *msdus, size_t n);

    /** Takes back MSDUs that were given to dot11_sta_tx(). */
    void (*tx_done)(void *host, struct dot11_sta *sta,
                    const struct dot11_tx_done *done, size_t n);

    /**
     * Fill `buf` with octets from a cryptographic random source.
     * @return D11_ERR_RANDOM when there are none; the operation then fails
     */
    enum dot11_err (*random)(void *host, uint8_t *buf, size_t len);

    /** Optional: sending stopped (queue full) or may go on. */
    void (*tx_flow)(void *host, struct dot11_sta *sta, uint32_t stopped_acs);

    /** Optional: an event waits, or the deadline came nearer. A host that
     * looks after every call into the core needs none. */
    void (*wake)(void *host);

    /** Optional: one line for people; no secrets, not stable. */
    void (*log)(void *host, const char *line);

    /**
     * Optional: what a network monitor heard (monitor.h).
     * @param raws  borrowed, with all they point to; several at once are the
     *              fragments of one MSDU
     */
    void (*deliver_raw)(void *host, struct dot11_sta *sta,
                        const struct dot11_raw *raws, size_t n);
};

/** Fill `ops` with `size` and NULL. */
void dot11_host_ops_defaults(struct dot11_host_ops *ops);

#ifdef __cplusplus
}
#endif

#endif
