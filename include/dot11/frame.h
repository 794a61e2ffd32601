/* libdot11: frame buffers and who owns them.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_FRAME_H
#define DOT11_FRAME_H

#include <dot11/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Octets that the core wants writable before the first octet of an MSDU that
 * a host sends (an Ethernet frame): MAC header with QoS and HT Control, cipher
 * header and LLC/SNAP, less the 14 octets of the Ethernet header. What the
 * radio wants for itself (struct dot11_hw_caps) comes on top;
 * dot11_radio_headroom() gives the sum.
 */
#define D11_TX_HEADROOM 40u
/** Octets the core wants writable after the last octet (MIC). */
#define D11_TX_TAILROOM 16u

/**
 * A frame buffer: one contiguous, writable, exclusively owned range.
 *
 *     head <= data <= data + len <= end
 *
 * The struct belongs to the port or the host that made it and often sits at
 * the front of its own buffer. Ownership follows the verb of the call: a call
 * that *takes* a frame hands it over until another call *gives* it back.
 * While the core has a frame it may change every octet from `head` to `end`,
 * `data`, `len`, `next` and `core`. Ports linearise and un-share before.
 */
struct dot11_frame {
    struct dot11_frame *next; /**< further segment of the same frame, for
                                   radios with D11_HW_SG; NULL otherwise */
    uint8_t *head;            /**< first octet that may be written */
    uint8_t *end;             /**< one past the last that may be written */
    uint8_t *data;            /**< first octet of the frame */
    uint32_t len;             /**< octets of the frame from `data` on */
    uint16_t refs;            /**< the core's: MSDUs of it the host holds */
    uint16_t flags;           /**< the core's */
    void *owner;              /**< the port's or host's; never touched */
    void *core;               /**< the core's while it has the frame */
};

/**
 * Prepare `frame` over `size` octets at `mem` with nothing in it, `headroom`
 * octets free in front.
 * @param mem  the range; it must outlive the frame
 */
static inline void dot11_frame_init(struct dot11_frame *frame, uint8_t *mem,
                                    size_t size, size_t headroom)
{
    frame->next = NULL;
    frame->head = mem;
    frame->end = mem + size;
    frame->data = mem + headroom;
    frame->len = 0;
    frame->refs = 0;
    frame->flags = 0;
    frame->core = NULL;
}

/** Octets free in front of the frame. */
static inline size_t dot11_frame_headroom(const struct dot11_frame *frame)
{
    return (size_t)(frame->data - frame->head);
}

/** Octets free behind the frame. */
static inline size_t dot11_frame_tailroom(const struct dot11_frame *frame)
{
    return (size_t)(frame->end - frame->data) - frame->len;
}

/**
 * An MSDU as delivered to the host: an Ethernet frame (DA, SA, EtherType or
 * length, payload) inside a received frame. Several may share one frame (an
 * A-MSDU). The host gives each back with dot11_sta_msdu_return(); the last
 * return of a frame returns the frame to where it came from.
 */
struct dot11_msdu {
    struct dot11_frame *frame; /**< holds the octets */
    uint8_t *data;             /**< destination address of the MSDU */
    uint32_t len;              /**< octets from `data` on */
    uint32_t session_id;       /**< of the port it came through */
    uint8_t tid;               /**< 0..15; 0 for a frame without QoS */
    uint8_t link_id;           /**< link it came over */
    int8_t signal_dbm;         /**< D11_SIGNAL_UNKNOWN if not measured */
    uint8_t reserved;          /**< 0 */
};

#ifdef __cplusplus
}
#endif

#endif
