/* libdot11 on Linux: who owns which address.
 *
 * SPDX-License-Identifier: MIT */
#include "hwsim_radios.h"

#include <string.h>

/* What tells the key from the address of the first interface. */
#define KEY_BIT 0x40u

void hwsim_radio_key(uint32_t id, uint8_t key[6])
{
    const uint8_t made[6] = {0x02u | KEY_BIT,    0,           0,
                             (uint8_t)(id >> 8), (uint8_t)id, 0};

    memcpy(key, made, 6);
}

struct hwsim_radio *hwsim_radios_get(struct hwsim_radios *radios,
                                     const uint8_t key[6])
{
    struct hwsim_radio *radio;
    uint8_t first[6];

    for (size_t i = 0; i < radios->count; i++) {
        if (memcmp(radios->list[i].key, key, 6) == 0)
            return &radios->list[i];
    }
    if (radios->count == HWSIM_RADIOS_MAX)
        hwsim_radios_remove(radios, radios->list[0].key);
    radio = &radios->list[radios->count++];
    memset(radio, 0, sizeof(*radio));
    memcpy(radio->key, key, 6);
    memcpy(first, key, 6);
    first[0] = (uint8_t)(first[0] & ~KEY_BIT);
    hwsim_radio_learn(radio, first);
    return radio;
}

void hwsim_radios_remove(struct hwsim_radios *radios, const uint8_t key[6])
{
    for (size_t i = 0; i < radios->count; i++) {
        if (memcmp(radios->list[i].key, key, 6) != 0)
            continue;
        radios->count--;
        memmove(&radios->list[i], &radios->list[i + 1],
                (radios->count - i) * sizeof(radios->list[0]));
        return;
    }
}

void hwsim_radio_unlearn(struct hwsim_radio *radio, const uint8_t addr[6])
{
    for (size_t i = 0; i < radio->addr_count; i++) {
        if (memcmp(radio->addrs[i], addr, 6) != 0)
            continue;
        radio->addr_count--;
        memmove(radio->addrs[i], radio->addrs[i + 1],
                (radio->addr_count - i) * sizeof(radio->addrs[0]));
        return;
    }
}

void hwsim_radio_learn(struct hwsim_radio *radio, const uint8_t addr[6])
{
    if (radio->addr_count > 0 && memcmp(radio->addrs[0], addr, 6) == 0)
        return;
    hwsim_radio_unlearn(radio, addr);
    if (radio->addr_count == HWSIM_RADIO_ADDRS)
        radio->addr_count--;
    memmove(radio->addrs[1], radio->addrs[0],
            radio->addr_count * sizeof(radio->addrs[0]));
    memcpy(radio->addrs[0], addr, 6);
    radio->addr_count++;
}

const struct hwsim_radio *hwsim_radios_owner(const struct hwsim_radios *radios,
                                             const uint8_t addr[6])
{
    for (size_t i = 0; i < radios->count; i++) {
        const struct hwsim_radio *radio = &radios->list[i];

        for (size_t j = 0; j < radio->addr_count; j++) {
            if (memcmp(radio->addrs[j], addr, 6) == 0)
                return radio;
        }
    }
    return NULL;
}
