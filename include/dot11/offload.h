/* libdot11: received frames that the radio makes Ethernet frames.
 *
 * SPDX-License-Identifier: MIT
 *
 * An optional part: list &dot11_offload in dot11_config.parts for a radio that
 * sets D11_RX_8023. Without it such a frame is dropped (D11_DROP_DESCRIPTOR).
 *
 * The radio does what comes before the port: filtering, duplicates, reassembly,
 * decryption, A-MSDUs, LLC headers. For a frame that was protected it sets
 * D11_RX_DECRYPTED, D11_RX_IV_STRIPPED and D11_RX_MIC_STRIPPED, with the packet
 * number and the key id. Ports, plaintext rules and packet numbers are the
 * core's as with MPDUs. */
#ifndef DOT11_OFFLOAD_H
#define DOT11_OFFLOAD_H

#include <dot11/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The part. */
extern const struct dot11_part dot11_offload;

#ifdef __cplusplus
}
#endif

#endif
