/* Calls of the public API in any order with any arguments, on a radio that
 * fails or takes its time, with an access point that answers or not.
 *
 * SPDX-License-Identifier: MIT */
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, data + size};

    world_begin(input_u8(&in));
    for (unsigned i = 0; i < WORLD_APS; i++) {
        world.aps[i].secured = (input_u8(&in) & 1) != 0;
        world.aps[i].answers = input_u8(&in);
    }
    for (unsigned i = 0; i < 128 && input_left(&in) != 0; i++) {
        world_call(&in);
        for (unsigned k = 0; k < WORLD_APS; k++)
            (void)ap_react(&world.aps[k]);
        world_receive();
    }
    world_end();
    return 0;
}
