/* What is on the air and on the wire, for tests of the data path.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_CONFORMANCE_AIR_H
#define TEST_CONFORMANCE_AIR_H

#include "frame/header.h"
#include "rig.h"

#define AIR_FRAMES 4096u
#define AIR_OCTETS 128u

/* An attempt to send. */
struct air_frame {
    uint8_t octets[AIR_OCTETS]; /* as far as they fit */
    size_t len;
    struct d11_header header;
    uint16_t freq_mhz;
    uint8_t attempt;
    bool acked;
    bool ours; /* the station sent it */
};

struct air {
    struct rig *rig;
    unsigned count;
    struct air_frame frames[AIR_FRAMES]; /* since the last air_forget() */
    unsigned msdus;                      /* delivered */
    uint8_t msdu[1600];                  /* the last one */
    size_t msdu_len;
    unsigned wired; /* came out at the AP */
    uint8_t wire[1600];
    size_t wire_len;
};

/* Listen in `rig`, whose host hooks are taken; at most one at a time. */
void air_listen(struct air *air, struct rig *rig);
void air_forget(struct air *air);

/* Is it a data frame with an MSDU? */
bool air_is_msdu(const struct air_frame *frame);
/* The first frame of ours with an MSDU since the last air_forget(), or NULL. */
const struct air_frame *air_first_msdu(const struct air *air);

/* An Ethernet frame from the station to `da`, of `len` octets of payload; the
 * first ones are those of `payload` unless it is NULL. */
enum dot11_err air_send(struct air *air, const uint8_t *da, uint16_t ethertype,
                        const uint8_t *payload, size_t payload_len, size_t len);
/* The same from the wire to the station. */
void air_from_wire(struct air *air, uint16_t ethertype, const uint8_t *payload,
                   size_t payload_len, size_t len);

/* Let `us` go by. */
void air_wait(struct air *air, uint64_t us);

#endif
