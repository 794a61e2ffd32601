/* libdot11 on Linux: a capture file of what the radio sent and received.
 *
 * SPDX-License-Identifier: MIT
 *
 * A pcap file with radiotap headers (DLT_IEEE802_11_RADIO), as Wireshark and
 * tcpdump read it. */
#ifndef DOT11_LINUX_CAPTURE_H
#define DOT11_LINUX_CAPTURE_H

#include "air.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dot11_capture;

/**
 * Create the file, or empty it.
 * @param epoch_us  added to the time of each frame, so that a file in real
 *                  time shows the time of day
 * @param why       one line for people when it fails; may be NULL
 * @return NULL when it cannot be written
 */
struct dot11_capture *dot11_capture_open(const char *path, uint64_t epoch_us,
                                         char *why, size_t why_len);

/** Write what is left and close the file. NULL is taken. */
void dot11_capture_close(struct dot11_capture *capture);

/** Add a frame; a dot11_air_fn with the capture as its context. Four times
 * a second the file is brought up to date. */
void dot11_capture_frame(void *capture, const struct dot11_air *air);

/** Longest radiotap header that is written. */
#define DOT11_RADIOTAP_MAX 24u

/**
 * The radiotap header of a frame.
 * @param out  gets at most DOT11_RADIOTAP_MAX octets
 * @return how many
 */
size_t dot11_radiotap(const struct dot11_air *air, uint8_t *out);

#ifdef __cplusplus
}
#endif

#endif
