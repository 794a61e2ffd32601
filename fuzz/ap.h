/* An access point that answers a station, as far as a harness wants it to.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020. It knows the network's key, so that what it sends is
 * genuine, also after the fuzzer changed what is inside. */
#ifndef FUZZ_AP_H
#define FUZZ_AP_H

#include <dot11/hw.h>

#include "crypto/prf.h"
#include "input.h"

#define AP_NETWORK "test"
#define AP_FRAME_MAX 2600u

/* What a station asked for, and what is answered. */
enum ap_answer {
    AP_PROBE = 1u << 0,
    AP_AUTH = 1u << 1,
    AP_ASSOC = 1u << 2,
    AP_M1 = 1u << 3,
    AP_M3 = 1u << 4,
    AP_ALL = 0x1f
};

/* Frames that it can send. */
enum ap_kind {
    AP_SEND_BEACON,
    AP_SEND_PROBE_RESP,
    AP_SEND_AUTH,
    AP_SEND_ASSOC_RESP,
    AP_SEND_REASSOC_RESP,
    AP_SEND_DEAUTH,
    AP_SEND_DISASSOC,
    AP_SEND_ACTION,
    AP_SEND_M1,
    AP_SEND_M3,
    AP_SEND_G1,
    AP_SEND_DATA,
    AP_SEND_GROUP_DATA,
    AP_SEND_ETHERNET,
    AP_SEND_NULL,
    AP_SEND_COUNT
};

/* How a frame is to differ from what it should be. The changes come from the
 * input. Inside: before encryption and MICs, so that the station believes
 * them. Outside: as a bad channel or a forger would. */
struct ap_changes {
    struct input *in; /* NULL: none */
    uint8_t inside;
    uint8_t outside;
    uint8_t options;
    bool again; /* as a retry of the frame before, or so it says */
};

enum ap_option {
    AP_PLAIN = 1u << 0,    /* unprotected although there is a key */
    AP_OLD_KEY = 1u << 1,  /* under the key before this one */
    AP_OLD_PN = 1u << 2,   /* with a packet number that was used */
    AP_FOREIGN = 1u << 3,  /* from the address of the other AP */
    AP_STRIPPED = 1u << 4, /* hardware took the cipher header away */
    AP_NO_QOS = 1u << 5,
    AP_NEW_NONCE = 1u << 6,
    AP_NEW_KEY = 1u << 7 /* another group key */
};

struct ap {
    uint8_t bssid[6];
    uint16_t freq_mhz;
    bool secured;
    uint32_t todo;     /* enum ap_answer bits */
    uint32_t answers;  /* which of them it gives */
    uint8_t client[6]; /* who asked last */
    bool reassoc;
    bool wants_rekey;
    uint64_t replay;
    uint16_t seq;
    uint8_t anonce[32];
    uint8_t snonce[32];
    bool has_ptk;
    struct d11_ptk ptk;
    uint8_t old_tk[16];
    uint8_t gtk[16];
    uint8_t old_gtk[16];
    uint8_t gtk_id;
    uint32_t pairwise_no; /* names the key: another one for each */
    uint32_t group_no;
    uint64_t pn;
    uint64_t group_pn;
    bool told_gtk; /* a message with a MIC carried a group key */
};

extern const uint8_t ap_psk[32];

void ap_begin(struct ap *ap, unsigned number, bool secured);

/* The radio took this frame of a station. */
void ap_hear(struct ap *ap, const struct dot11_tx *tx);

/* Put the answers that are due into the burst. False when there was none. */
bool ap_react(struct ap *ap);

/* Put a frame into the burst. */
void ap_send(struct ap *ap, enum ap_kind kind, const struct ap_changes *how);

/* Put these octets into the burst: as they are, or with addresses, cipher and
 * MIC made right (enum ap_raw bits). */
enum ap_raw {
    AP_RAW_TO_STATION = 1u << 0,
    AP_RAW_TO_ALL = 1u << 1,
    AP_RAW_FROM_AP = 1u << 2,
    AP_RAW_BSSID = 1u << 3,
    AP_RAW_SEAL = 1u << 4,
    AP_RAW_MIC = 1u << 5,
    AP_RAW_FLAGS = 1u << 6 /* the descriptor's come from the input */
};
void ap_send_raw(struct ap *ap, struct input *in);

#endif
