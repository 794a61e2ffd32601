/* libdot11 on Linux: the air between the kernel's simulated radios and one
 * station of ours.
 *
 * SPDX-License-Identifier: MIT
 *
 * Whoever registers with mac80211_hwsim has to do what air does: carry each
 * frame to every other radio, and tell its sender whether somebody
 * acknowledged it. That is done here for the kernel's radios among each
 * other, and between them and the station. */
#ifndef DOT11_LINUX_HWSIM_MEDIUM_H
#define DOT11_LINUX_HWSIM_MEDIUM_H

#include "hwsim_link.h"
#include "hwsim_radios.h"

/* Messages whose answer is of interest; a power of two. A message that is
 * this much older than the latest counts as not answered. */
#define HWSIM_FLIGHTS 1024u

/* The station's side. */
struct hwsim_medium_station {
    /* A radio sent a frame. Returns whether the station acknowledges it. */
    bool (*heard)(void *context, const struct hwsim_msg *msg);
    /* What became of a frame of the station's; once for each. With two
     * processors the answer to the frame may have been heard before. */
    void (*sent)(void *context, void *frame, uint64_t at_us, bool acked);
};

/* A frame of the station's to carry. */
struct hwsim_medium_frame {
    const uint8_t *data; /* borrowed */
    size_t len;
    uint16_t freq_mhz;
    uint32_t rate_index; /* of the band's legacy rates */
    void *frame;         /* handed to `sent`, like the next */
    uint64_t at_us;      /* when it was sent */
};

struct hwsim_flight {
    uint32_t seq;
    enum {
        HWSIM_FLIGHT_NONE,
        HWSIM_FLIGHT_STATION, /* a frame of ours, at its addressee */
        HWSIM_FLIGHT_RELAY,   /* a radio's frame, at its addressee */
        HWSIM_FLIGHT_REPORT   /* a report to the sender */
    } kind;
    uint8_t tries;           /* of a report */
    void *frame;             /* of ours */
    uint64_t at_us;          /* when it was sent */
    struct hwsim_msg report; /* to send, or that was sent */
};

struct hwsim_medium_stats {
    uint64_t from_radios;   /* frames */
    uint64_t from_station;  /* frames */
    uint64_t delivered;     /* to addressees that took them */
    uint64_t reports_again; /* reports that had overtaken their frame */
    uint64_t overruns;      /* times that messages were lost */
};

struct hwsim_medium {
    struct hwsim_link link;
    struct hwsim_radios radios;
    const struct hwsim_medium_station *station;
    void *context;
    int8_t signal_dbm; /* how loud everybody hears everybody */
    uint32_t sent_seq; /* last message that left */
    uint32_t lost_seq; /* last message that could not be sent */
    struct hwsim_medium_stats stats;
    struct hwsim_flight flights[HWSIM_FLIGHTS];
};

/* Begin, on a link that is open: asks for the list of radios. */
void hwsim_medium_init(struct hwsim_medium *medium,
                       const struct hwsim_medium_station *station,
                       void *context, int8_t signal_dbm);

/* Carry a frame of the station's to all radios; `sent` may be called before
 * this returns. Call hwsim_medium_flush() after the last of a burst. */
void hwsim_medium_send(struct hwsim_medium *medium,
                       const struct hwsim_medium_frame *frame);

/* Let go what was gathered. */
void hwsim_medium_flush(struct hwsim_medium *medium);

/* Frames of the station's that are under way end now, as not acknowledged. */
void hwsim_medium_give_up(struct hwsim_medium *medium);

/* Do what waits in the socket. */
void hwsim_medium_read(struct hwsim_medium *medium);

#endif
