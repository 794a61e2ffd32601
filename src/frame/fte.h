/* The elements of fast BSS transition: mobility domain and fast BSS transition.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 9.4.2.46, 9.4.2.47. */
#ifndef D11_FRAME_FTE_H
#define D11_FRAME_FTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/types.h>

#include "base/wr.h"

/* Octets of an MDE's body: MDID, capability and policy. */
#define D11_MDE_LEN 3u
#define D11_MDE_OVER_DS 0x01u
#define D11_FTE_NONCE_LEN 32u
/* Octets before the MIC: its control field. */
#define D11_FTE_MIC_AT 2u
/* Octets before the subelements, for a MIC of `mic_len` octets. */
#define D11_FTE_FIXED(mic_len) (D11_FTE_MIC_AT + (mic_len) + 64u)

/* A group key as a subelement carries it. */
struct d11_fte_key {
    struct dot11_octets wrapped; /* {NULL, 0}: there is none */
    const uint8_t *pn;           /* RSC, 8 octets; of others IPN or BIPN, 6 */
    uint16_t info;               /* Key Info of a GTK; key id of others */
    uint8_t len;                 /* octets of the key */
};

/* An FTE; everything points into its body. */
struct d11_fte {
    bool rsnxe_used;
    uint8_t count; /* elements that the MIC covers; 0: there is no MIC */
    const uint8_t *mic;
    const uint8_t *anonce;
    const uint8_t *snonce;
    struct dot11_octets r0kh; /* {NULL, 0} where absent; so below */
    struct dot11_octets r1kh;
    struct d11_fte_key gtk;
    struct d11_fte_key igtk;
    struct d11_fte_key bigtk;
    struct dot11_octets oci;
};

/* Read an FTE's body. False when it is malformed, or has a subelement twice:
 * it is refused as a whole. */
bool d11_fte_decode(struct d11_fte *fte, struct dot11_octets body,
                    size_t mic_len);

/* Write an FTE: the MIC as zeroes, and of `fte` the nonces (NULL: zeroes),
 * the key holders and the OCI. Returns where the MIC is; NULL after an overflow. */
uint8_t *d11_fte_write(struct d11_wr *wr, const struct d11_fte *fte,
                       size_t mic_len);

#endif
