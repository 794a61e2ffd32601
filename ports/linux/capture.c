/* libdot11 on Linux: capture files with libpcap.
 *
 * SPDX-License-Identifier: MIT
 * The radiotap fields are those of www.radiotap.org. */
#include "capture.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_MAX 11454u
#define FLUSH_US 250000u
#define US_PER_S 1000000u

/* Bits of it_present, which are also the order of the fields. */
#define HAS_TSFT (1u << 0)
#define HAS_RATE (1u << 2)
#define HAS_CHANNEL (1u << 3)
#define HAS_SIGNAL (1u << 5)
#define HAS_TX_FLAGS (1u << 15)

#define CHANNEL_CCK 0x0020u
#define CHANNEL_OFDM 0x0040u
#define CHANNEL_2GHZ 0x0080u
#define CHANNEL_5GHZ 0x0100u
#define TX_FAILED 0x0001u
#define TX_NO_ACK 0x0008u

struct dot11_capture {
    pcap_t *format; /* link type and snap length of the file */
    pcap_dumper_t *file;
    uint64_t epoch_us;
    uint64_t flushed_us;
    uint8_t packet[DOT11_RADIOTAP_MAX + FRAME_MAX];
};

/* Writes a little-endian field of `len` octets at its natural alignment. */
static void put(uint8_t *out, size_t *at, uint64_t value, size_t len)
{
    while (*at % len != 0)
        out[(*at)++] = 0;
    for (size_t i = 0; i < len; i++)
        out[(*at)++] = (uint8_t)(value >> (8 * i));
}

static uint16_t channel_flags(const struct dot11_air *air)
{
    bool cck = air->rate_500kbps == 2 || air->rate_500kbps == 4 ||
               air->rate_500kbps == 11 || air->rate_500kbps == 22;

    return (uint16_t)((air->freq_mhz < 3000 ? CHANNEL_2GHZ : CHANNEL_5GHZ) |
                      (cck ? CHANNEL_CCK : CHANNEL_OFDM));
}

size_t dot11_radiotap(const struct dot11_air *air, uint8_t *out)
{
    bool received = air->status == DOT11_AIR_RECEIVED;
    bool has_rate = air->rate_500kbps > 0 && air->rate_500kbps <= UINT8_MAX;
    uint32_t present = HAS_TSFT | HAS_CHANNEL | (has_rate ? HAS_RATE : 0) |
                       (received ? HAS_SIGNAL : HAS_TX_FLAGS);
    size_t at = 4;

    put(out, &at, present, 4);
    put(out, &at, air->at_us, 8);
    if (has_rate)
        put(out, &at, air->rate_500kbps, 1);
    put(out, &at, air->freq_mhz, 2);
    put(out, &at, channel_flags(air), 2);
    if (received)
        put(out, &at, (uint8_t)air->signal_dbm, 1);
    else
        put(out, &at,
            air->status == DOT11_AIR_UNACKED ? TX_FAILED
            : air->status == DOT11_AIR_SENT  ? TX_NO_ACK
                                             : 0,
            2);
    out[0] = 0; /* version */
    out[1] = 0;
    out[2] = (uint8_t)at;
    out[3] = 0;
    return at;
}

struct dot11_capture *dot11_capture_open(const char *path, uint64_t epoch_us,
                                         char *why, size_t why_len)
{
    struct dot11_capture *capture = calloc(1, sizeof(*capture));

    if (capture == NULL)
        return NULL;
    capture->epoch_us = epoch_us;
    capture->format =
        pcap_open_dead(DLT_IEEE802_11_RADIO, (int)sizeof(capture->packet));
    if (capture->format != NULL)
        capture->file = pcap_dump_open(capture->format, path);
    if (capture->file != NULL)
        return capture;
    if (why != NULL)
        snprintf(why, why_len, "%s",
                 capture->format ? pcap_geterr(capture->format) : path);
    dot11_capture_close(capture);
    return NULL;
}

void dot11_capture_close(struct dot11_capture *capture)
{
    if (capture == NULL)
        return;
    if (capture->file != NULL)
        pcap_dump_close(capture->file);
    if (capture->format != NULL)
        pcap_close(capture->format);
    free(capture);
}

void dot11_capture_frame(void *context, const struct dot11_air *air)
{
    struct dot11_capture *capture = context;
    uint64_t at_us = capture->epoch_us + air->at_us;
    size_t header = dot11_radiotap(air, capture->packet);
    size_t len = air->len < FRAME_MAX ? air->len : FRAME_MAX;
    struct pcap_pkthdr packet = {0};

    memcpy(capture->packet + header, air->data, len);
    packet.ts.tv_sec = (time_t)(at_us / US_PER_S);
    packet.ts.tv_usec = (suseconds_t)(at_us % US_PER_S);
    packet.caplen = (bpf_u_int32)(header + len);
    packet.len = (bpf_u_int32)(header + air->len);
    pcap_dump((u_char *)capture->file, &packet, capture->packet);

    if (air->at_us - capture->flushed_us >= FLUSH_US) {
        pcap_dump_flush(capture->file);
        capture->flushed_us = air->at_us;
    }
}
