/* EAPOL and EAPOL-Key frames, apart and together.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.2; IEEE Std 802.1X-2020, 11.3. Octet order is
 * big endian. The frame begins with the EAPOL version octet, after the
 * Ethernet or LLC header. */
#ifndef D11_FRAME_EAPOL_H
#define D11_FRAME_EAPOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dot11/err.h>
#include <dot11/types.h>

#include "base/wr.h"
#include "frame/header.h"

#define D11_EAPOL_HEADER_LEN 4u
/* Longest EAPOL body that is looked at (SEC-HSK-10). */
#define D11_EAPOL_BODY_MAX 2048u
/* Octets of an EAPOL-Key body without MIC and Key Data. */
#define D11_EAPOL_KEY_FIXED 79u
/* Octets of an EAPOL-Key frame from its first octet to its MIC. */
#define D11_EAPOL_KEY_MIC_AT 81u
#define D11_EAPOL_MIC_MAX 24u
#define D11_NONCE_LEN 32u

/* Key descriptor types: of the standard (12.7.2), and of WPA version 1. */
#define D11_EAPOL_DESCRIPTOR_RSN 2u
#define D11_EAPOL_DESCRIPTOR_WPA 254u

/* EAPOL packet types (IEEE Std 802.1X-2020, Table 11-3). */
#define D11_EAPOL_TYPE_EAP 0u
#define D11_EAPOL_TYPE_START 1u
#define D11_EAPOL_TYPE_LOGOFF 2u
#define D11_EAPOL_TYPE_KEY 3u

struct d11_eapol {
    struct dot11_octets body; /* exactly as long as the header says */
    uint8_t version;          /* 1..3 */
    uint8_t type;             /* D11_EAPOL_TYPE_* */
};

/* Decode the EAPOL header; octets behind the body are ignored. False when
 * short, of another version, or longer than D11_EAPOL_BODY_MAX. */
bool d11_eapol_decode(struct d11_eapol *eapol, const uint8_t *octets,
                      size_t len);

struct d11_eapol_key {
    uint8_t mic_len;
    uint8_t version;          /* of the EAPOL header */
    uint16_t info;            /* D11_KEY_INFO_* */
    uint16_t key_len;         /* Key Length */
    uint16_t frame_len;       /* octets that the MIC covers */
    const uint8_t *nonce;     /* 32 octets */
    const uint8_t *iv;        /* 16 octets */
    const uint8_t *rsc;       /* 8 octets, little endian */
    const uint8_t *mic;       /* mic_len octets; NULL when that is 0 */
    struct dot11_octets data; /* Key Data */
    uint64_t replay;          /* key replay counter */
};

/* Decode an EAPOL-Key frame whose AKM has `mic_len` octets of MIC (16, 24, or
 * 0 for the AEAD ones), in the order of SEC-HSK-01. The MIC stands at
 * D11_EAPOL_KEY_MIC_AT; who checks it zeroes it there and runs over frame_len
 * octets.
 *
 * Returns D11_DROP_NONE, D11_DROP_EAPOL_TYPE when it is EAPOL but no
 * EAPOL-Key of the RSN descriptor, else D11_DROP_EAPOL_FORMAT. */
enum dot11_drop d11_eapol_key_decode(struct d11_eapol_key *key,
                                     const uint8_t *octets, size_t len,
                                     size_t mic_len);

/* The same with another key descriptor than that of RSN. */
enum dot11_drop d11_eapol_key_decode_as(struct d11_eapol_key *key,
                                        const uint8_t *octets, size_t len,
                                        size_t mic_len, uint8_t descriptor);

/* What goes into an EAPOL-Key frame. NULL fields are zeroes. */
struct d11_eapol_key_fields {
    const uint8_t *nonce;     /* 32 octets or NULL */
    const uint8_t *rsc;       /* 8 octets or NULL */
    struct dot11_octets data; /* Key Data, already encrypted if it must be */
    uint64_t replay;
    uint16_t info; /* D11_KEY_INFO_* */
    uint16_t key_len;
    uint8_t version; /* of the EAPOL header, 1..3 */
    uint8_t mic_len; /* 0, 16 or 24 */
    uint8_t descriptor; /* 0: D11_EAPOL_DESCRIPTOR_RSN */
};

/* Write an EAPOL-Key frame with a MIC of zeroes. Returns where the MIC is (or
 * would be), NULL when the frame did not fit. */
uint8_t *d11_eapol_key_write(struct d11_wr *wr,
                             const struct d11_eapol_key_fields *fields);

/* The supplicant's frames (12.7.6.3, 12.7.6.5, 12.7.7.3). `key_version` is
 * the descriptor version of the AKM, `mic_len` that of its MIC; message 2
 * carries `nonce` and `data`; `secure` is set in a rekey. AEAD AKMs encrypt
 * `data` themselves and set the Encrypted bit through `info_more`. */
struct d11_eapol_reply {
    uint64_t replay;      /* of the message answered */
    uint16_t key_version; /* D11_KEY_INFO_VERSION_* or 0 */
    uint16_t info_more;   /* further D11_KEY_INFO_* bits */
    uint8_t version;      /* of the EAPOL header */
    uint8_t mic_len;
};

uint8_t *d11_eapol_write_message2(struct d11_wr *wr,
                                  const struct d11_eapol_reply *reply,
                                  const uint8_t *snonce,
                                  struct dot11_octets data);
uint8_t *d11_eapol_write_message4(struct d11_wr *wr,
                                  const struct d11_eapol_reply *reply,
                                  struct dot11_octets data);
uint8_t *d11_eapol_write_group2(struct d11_wr *wr,
                                const struct d11_eapol_reply *reply,
                                struct dot11_octets data);

#endif
