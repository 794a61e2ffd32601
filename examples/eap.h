/* dot11-station: an EAP engine for 802.1X.
 *
 * SPDX-License-Identifier: MIT */
#ifndef EAP_H
#define EAP_H

#include <dot11/onex.h>

#include "dot11_crypto_host.h"

#include <stdbool.h>
#include <stdint.h>

#define EAP_RAND_LEN 32u
#define EAP_NAME_MAX 64u
#define EAP_PSK_MAX 64u
#define EAP_ANSWER_MAX 512u

/** Where the method is. */
enum eap_state {
    EAP_WAIT_1, /**< for the server's first message */
    EAP_WAIT_3, /**< for its proof */
    EAP_PROVEN, /**< both proved that they know the key */
    EAP_DONE,   /**< and the server says so */
    EAP_FAILED
};

/** A peer of EAP-GPSK (RFC 5433). Set the first members, then give it to
 * dot11_sta_set_onex() with eap_engine. */
struct eap {
    struct dot11_crypto_host *crypto;
    uint8_t identity_len;
    uint8_t psk_len; /**< 16 at least */
    char identity[EAP_NAME_MAX];
    uint8_t psk[EAP_PSK_MAX];

    struct dot11_onex *onex; /**< the run; NULL: none */
    enum eap_state state;
    uint8_t identifier; /**< of the last packet */
    bool has_answer;    /**< `answer` waits for eap_turn() */
    bool overflow;
    size_t answer_len;
    size_t server_len;
    uint8_t server[EAP_NAME_MAX];
    uint8_t rand_peer[EAP_RAND_LEN];
    uint8_t rand_server[EAP_RAND_LEN];
    uint8_t sk[16];
    uint8_t msk[64];
    uint8_t answer[EAP_ANSWER_MAX];
};

extern const struct dot11_onex_engine eap_engine;

/** Say what there is to say; outside the library. */
void eap_turn(struct eap *eap, uint64_t now_us);

#endif
