#ifndef BENCH_BEACON_H
#define BENCH_BEACON_H

#include <stddef.h>
#include <stdint.h>

extern const uint8_t bench_beacon[];
extern const size_t bench_beacon_len;

#endif
