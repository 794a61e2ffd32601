/* libdot11 on Linux: the simulated radios of the kernel and their addresses.
 *
 * SPDX-License-Identifier: MIT
 *
 * A radio is named by a key: 42:00:00:HH:LL:00 for radio number HHLL, or
 * its own address when it was made with one. Its interfaces have
 * 02:00:00:HH:LL:00 and others; those are learnt from what it sends and from
 * news of the kernel. */
#ifndef DOT11_LINUX_HWSIM_RADIOS_H
#define DOT11_LINUX_HWSIM_RADIOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At either limit the one that was used longest ago gives way. */
#define HWSIM_RADIOS_MAX 64u
#define HWSIM_RADIO_ADDRS 8u

struct hwsim_radio {
    uint8_t key[6];
    uint8_t addrs[HWSIM_RADIO_ADDRS][6]; /* latest first */
    uint8_t addr_count;
};

struct hwsim_radios {
    struct hwsim_radio list[HWSIM_RADIOS_MAX]; /* oldest first */
    size_t count;
};

/* The key of radio number `id` of the driver. */
void hwsim_radio_key(uint32_t id, uint8_t key[6]);

/* The radio with this key, made when it is new. */
struct hwsim_radio *hwsim_radios_get(struct hwsim_radios *radios,
                                     const uint8_t key[6]);

/* Forget a radio. */
void hwsim_radios_remove(struct hwsim_radios *radios, const uint8_t key[6]);

/* An interface of this radio has (or no longer has) the address. */
void hwsim_radio_learn(struct hwsim_radio *radio, const uint8_t addr[6]);
void hwsim_radio_unlearn(struct hwsim_radio *radio, const uint8_t addr[6]);

/* The radio that an individual address belongs to; NULL: none known. */
const struct hwsim_radio *hwsim_radios_owner(const struct hwsim_radios *radios,
                                             const uint8_t addr[6]);

#endif
