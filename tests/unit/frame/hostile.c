/* Octets as an attacker sends them: cut short, or with one octet changed.
 *
 * SPDX-License-Identifier: MIT */
#include "hostile.h"

#include <stdlib.h>
#include <string.h>

uint8_t *hostile_copy(const uint8_t *octets, size_t len)
{
    uint8_t *block = malloc(len);

    if (block == NULL && len != 0)
        abort();
    if (len != 0)
        memcpy(block, octets, len);
    return block;
}

void hostile_prefixes(const uint8_t *octets, size_t len, hostile_fn fn,
                      void *arg)
{
    size_t prefix;

    for (prefix = 0; prefix <= len; prefix++) {
        uint8_t *block = hostile_copy(octets, prefix);

        fn(block, prefix, arg);
        free(block);
    }
}

void hostile_octets(const uint8_t *octets, size_t len, hostile_fn fn, void *arg)
{
    size_t at;

    for (at = 0; at < len; at++) {
        const uint8_t values[] = {(uint8_t)(octets[at] + 1u),
                                  (uint8_t)(octets[at] - 1u), 0, 255};
        size_t i;

        for (i = 0; i < sizeof(values); i++) {
            uint8_t *block = hostile_copy(octets, len);

            block[at] = values[i];
            fn(block, len, arg);
            free(block);
        }
    }
}

void hostile_all(const uint8_t *octets, size_t len, hostile_fn fn, void *arg)
{
    hostile_prefixes(octets, len, fn, arg);
    hostile_octets(octets, len, fn, arg);
}
