/* Somebody on the same channel who knows no key: records, changes, repeats
 * and forges.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_SIM_ATTACKER_H
#define TEST_SIM_ATTACKER_H

#include "rig.h"

#define ATTACKER_FRAMES 128u
#define ATTACKER_OCTETS 512u

struct attacker {
    struct rig *rig;
    struct dot11_sim_node *node;
    struct {
        uint8_t octets[ATTACKER_OCTETS];
        size_t len;
    } frames[ATTACKER_FRAMES]; /* the last ones from anybody */
    uint32_t count;
    uint32_t sent;
};

/* On the channel of the rig's first AP. */
void attacker_init(struct attacker *attacker, struct rig *rig);
/* Send a frame exactly as it was recorded, the `back`th from the end. */
void attacker_replay(struct attacker *attacker, uint32_t back);
/* Send a recorded frame with up to three changes. */
void attacker_mutate(struct attacker *attacker);
/* Send something of its own making: farewells, beacons of the AP with other
 * contents, handshake messages, data in the clear. */
void attacker_forge(struct attacker *attacker);
/* One of the above, as the world's random numbers say. */
void attacker_act(struct attacker *attacker);

#endif
