/*
 * The body of a Beacon of a WPA2 network with HT and WMM, made up, in the
 * order of IEEE Std 802.11-2020, table 9-32.
 */
#include "beacon.h"

const uint8_t bench_beacon[] = {
    0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0x0e, /* timestamp */
    0x64, 0x00,                                     /* 100 TU */
    0x11, 0x14,                                     /* ESS, privacy, ... */
    0, 9, 'b', 'e', 'n', 'c', 'h', 'm', 'a', 'r', 'k',
    1, 8, 0x82, 0x84, 0x8b, 0x96, 0x24, 0x30, 0x48, 0x6c, /* rates */
    3, 1, 6,                                        /* channel 6 */
    5, 4, 0, 2, 0, 0,                               /* TIM */
    7, 6, 'D', 'E', ' ', 1, 13, 20,                 /* country */
    42, 1, 0,                                       /* ERP */
    50, 4, 0x0c, 0x12, 0x18, 0x60,                  /* more rates */
    48, 20, 1, 0, 0x00, 0x0f, 0xac, 4, 1, 0, 0x00, 0x0f, 0xac, 4, 1, 0, 0x00,
    0x0f, 0xac, 2, 0x0c, 0x00,                      /* RSN */
    11, 5, 3, 0, 40, 0, 0,                          /* load */
    45, 26, 0xef, 0x09, 0x17, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0,                         /* HT capabilities */
    61, 22, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0,                                              /* HT operation */
    127, 8, 4, 0, 8, 0, 0, 0, 0, 0x40,              /* ext. capabilities */
    221, 24, 0x00, 0x50, 0xf2, 2, 1, 1, 0x80, 0, 0x03, 0xa4, 0, 0, 0x27, 0xa4,
    0, 0, 0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0, /* WMM */
};

const size_t bench_beacon_len = sizeof(bench_beacon);
