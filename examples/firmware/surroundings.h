/* Everything around the station: a radio, two access points, the air and time,
 * from the simulator. On a board this file is the radio's driver and a timer.
 *
 * SPDX-License-Identifier: MIT */
#ifndef FIRMWARE_SURROUNDINGS_H
#define FIRMWARE_SURROUNDINGS_H

#include <dot11/dot11.h>

#define NETWORK_SSID "firmware"
#define NETWORK_PASSPHRASE "correct horse battery"

/** The access points of the network, the nearer one first. */
enum ap { AP_NEAR, AP_FAR, AP_COUNT };

extern const uint8_t ap_bssids[AP_COUNT][D11_ADDR_LEN];
extern const uint8_t station_addr[D11_ADDR_LEN];
/** Of the host behind the access points. */
extern const uint8_t host_ip[4];

/** Make it all. The radio takes frames from `host_ops` and gives them back. */
enum dot11_err surroundings_init(const struct dot11_host_ops *host_ops,
                                 void *host);

/** Put the radio into `config`: caps, hw_ops, hw. */
void surroundings_radio(struct dot11_config *config);

/** Tell the radio's driver whom to call. */
void surroundings_attach(struct dot11_radio *radio);

/** An access point loses its power. */
void surroundings_stop_ap(enum ap ap);

/** Whether an access point has this station as associated and authorized. */
bool surroundings_has_station(enum ap ap);

/** The clock: microseconds that never go back. */
uint64_t now_us(void);

/** Sleep until this time or until the radio has done something, as a
 * processor waits for an interrupt. */
void wait_until(uint64_t us);

/** Octets that a board has from a random number generator in hardware. These
 * come from a seed, so that each run is the same: never do this in a product.
 */
void random_octets(uint8_t *buf, size_t len);

/** Octets of memory, all of which a board with a real radio does not need. */
size_t surroundings_memory(void);

#endif
