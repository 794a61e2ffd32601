/* CCMP and GCMP for the other side of the air: access points and hardware.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.5.3, 12.5.5. Written apart from the library's own,
 * so that an error in one shows. */
#ifndef SIM_CCMP_H
#define SIM_CCMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "medium.h"

#define SIM_CCMP_HEADER 8u
/* The longest MIC; that of a key is in the key. */
#define SIM_CCMP_MIC_MAX 16u
#define SIM_KEY_MAX 32u

/* A key. Zeroed when made; its memory is kept when the key goes. */
struct sim_key {
    struct sim_key *next; /* all that have a state */
    void *state;
    uint64_t tx_pn;     /* last one used */
    uint64_t rx_pn[17]; /* by TID; 16: management */
    uint32_t cipher;    /* D11_CIPHER_* */
    uint8_t octets[SIM_KEY_MAX];
    uint8_t len;     /* of the key */
    uint8_t mic_len; /* of its frames */
    uint8_t key_id;
    bool valid;
};

/* Octets of a key of this cipher; 0: it is none of ours. */
uint8_t sim_key_len(uint32_t cipher);

/* False when the cipher is none of ours, or the world or the provider has no
 * place for it. */
bool sim_key_set(struct dot11_sim *sim, struct sim_key *key, uint32_t cipher,
                 const uint8_t *octets, uint8_t key_id);
void sim_key_clear(struct dot11_sim *sim, struct sim_key *key);

/* Encrypt or decrypt in place the `len` octets at `mpdu`: a MAC header of
 * `header_len` octets, 8 octets of room for the cipher header, the payload,
 * and the MIC. Sealing writes cipher header and MIC; opening says
 * whether the MIC was right. */
bool sim_ccmp_seal(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                   size_t len, size_t header_len, uint64_t pn);
bool sim_ccmp_open(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                   size_t len, size_t header_len);

/* Write the MME of a key of BIP behind the `len` octets of the management
 * frame at `mpdu`. Returns its length; 0: that failed. */
size_t sim_bip_seal(struct dot11_sim *sim, struct sim_key *key, uint8_t *mpdu,
                    size_t len);

/* The packet number in a cipher header. */
uint64_t sim_ccmp_pn(const uint8_t *header);

#endif
