/* WPA version 1 with TKIP: what the files of this extension share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef D11_RSN_WPA_H
#define D11_RSN_WPA_H

#include <dot11/legacy.h>

#include "frame/eapol.h"
#include "rsn/env.h"
#include "rsn/psk.h"

/* Octets of the WPA element that we send, and of the longest that is kept. */
#define D11_WPA_ELEMENT_LEN 24u
#define D11_WPA_ELEMENT_MAX 64u
/* Octets of the keys. */
#define D11_WPA_KCK_LEN 16u
#define D11_WPA_KEK_LEN 16u
#define D11_WPA_TK_LEN 32u

enum d11_wpa_state {
    D11_WPA_NONE,    /* there is no port */
    D11_WPA_STARTED, /* the pairwise key is awaited */
    D11_WPA_KEYED,   /* it is there, the group key is awaited */
    D11_WPA_OPEN,    /* both are there */
    D11_WPA_FAILED   /* given up */
};

struct d11_wpa_ptk {
    uint8_t kck[D11_WPA_KCK_LEN];
    uint8_t kek[D11_WPA_KEK_LEN];
    uint8_t tk[D11_WPA_TK_LEN];
};

/* The state of one station. */
struct d11_wpa {
    struct d11_rsn_env env;
    struct d11_psk psk;
    struct dot11_tkip_watch watch; /* outlasts connections */
    uint8_t state;                 /* enum d11_wpa_state */
    uint8_t answers;               /* messages 2 of this handshake */
    uint8_t element_len;
    bool has_replay;
    bool has_snonce;
    bool has_ptk;
    uint32_t id; /* of the port */
    uint64_t replay;
    uint64_t reports; /* counter of our own requests */
    uint64_t deadline_us;
    uint64_t begun_us; /* the association */
    uint8_t aa[D11_ADDR_LEN];
    uint8_t spa[D11_ADDR_LEN];
    uint8_t element[D11_WPA_ELEMENT_MAX]; /* the AP's, as its beacon had it */
    uint8_t snonce[D11_NONCE_LEN];
    uint8_t anonce[D11_NONCE_LEN]; /* of the PTK in use */
    struct d11_wpa_ptk ptk;
};

/* wpa.c: the element that we send. */
extern const uint8_t d11_wpa_element[D11_WPA_ELEMENT_LEN];

/* wpa.c: give up; forget the keys, tell the host, leave with `reason`. */
void d11_wpa_fail(struct d11_wpa *wpa, enum dot11_err err, uint16_t reason);

/* wpa_keys.c: an EAPOL packet of the session, from the AP. */
enum dot11_drop d11_wpa_receive(struct d11_wpa *wpa,
                                const struct dot11_ext_packet *packet,
                                uint64_t now_us);

/* wpa_keys.c: tell the AP of a wrong MIC (12.5.2.4.1). */
void d11_wpa_report(struct d11_wpa *wpa, bool group);

#endif
