/* The AP's side of the handshakes, honest unless a test changes a message
 * before it is sealed.
 *
 * SPDX-License-Identifier: MIT
 * IEEE Std 802.11-2020, 12.7.6, 12.7.7. */
#ifndef TEST_RSN_AUTHENTICATOR_H
#define TEST_RSN_AUTHENTICATOR_H

#include <dot11/crypto.h>

#include "crypto/prf.h"
#include "frame/eapol.h"

#define AP_FRAME_MAX 2400u
#define AP_DATA_MAX 2200u
#define AP_ELEMENTS_MAX 320u

struct ap {
    const struct dot11_crypto_ops *ops;
    void *crypto;
    uint32_t akm; /* D11_AKM_PSK or D11_AKM_PSK_SHA256 */
    uint8_t aa[6];
    uint8_t spa[6];
    uint8_t pmk[32];
    uint8_t anonce[32];
    uint8_t snonce[32];
    uint64_t replay; /* of the last message sent */
    struct d11_ptk ptk;
    uint8_t gtk[16];
    uint8_t gtk_id;
    uint8_t rsc[8];
    uint8_t igtk[32];
    uint8_t igtk_len; /* 0: messages carry none */
    uint16_t igtk_id;
    uint8_t ipn[6];
    uint8_t bigtk[32];
    uint8_t bigtk_len; /* 0: messages carry none */
    uint16_t bigtk_id;
    uint8_t bipn[6];
    bool has_oci; /* messages carry `oci` */
    uint8_t oci[3];
    uint8_t elements[AP_ELEMENTS_MAX]; /* security elements of the beacon */
    size_t elements_len;
};

/* A message before encryption and MIC. */
struct ap_message {
    uint16_t info;
    uint16_t key_len;
    uint64_t replay;
    uint8_t version;
    uint8_t nonce[32];
    uint8_t rsc[8];
    uint8_t data[AP_DATA_MAX]; /* in the clear */
    size_t data_len;
};

/* A sealed frame. */
struct ap_frame {
    uint8_t octets[AP_FRAME_MAX];
    size_t len;
};

/* Honest messages; each takes the next replay counter. */
void ap_message1(struct ap *ap, struct ap_message *message);
void ap_message3(struct ap *ap, struct ap_message *message);
void ap_group1(struct ap *ap, struct ap_message *message);

/* Pad and wrap the Key Data when Encrypted is set, and put a MIC when MIC is
 * set, both with the present PTK. */
void ap_seal(const struct ap *ap, const struct ap_message *message,
             struct ap_frame *frame);

/* The GTK KDE of the present GTK, behind `message`'s Key Data. */
void ap_add_gtk(const struct ap *ap, struct ap_message *message);

/* What else the AP has: IGTK, BIGTK and OCI. */
void ap_add_mgmt(const struct ap *ap, struct ap_message *message);

/* More Key Data. */
void ap_add(struct ap_message *message, const uint8_t *octets, size_t len);

/* Replace the beacon's security elements: RSNE first. */
void ap_set_elements(struct ap *ap, const uint8_t *octets, size_t len);

/* Take message 2: derives the PTK and checks the MIC, Key Information, replay
 * counter and RSNE. The test ends when something is wrong. */
void ap_take_message2(struct ap *ap, const uint8_t *octets, size_t len,
                      const uint8_t *rsne, size_t rsne_len, bool rekey);

/* Does this frame carry a MIC under `kck`? */
bool ap_mic_ok(const struct ap *ap, const uint8_t *kck, const uint8_t *octets,
               size_t len);

/* Check message 4 and message 2 of the group handshake. */
void ap_take_message4(const struct ap *ap, const uint8_t *octets, size_t len);
void ap_take_group2(const struct ap *ap, const uint8_t *octets, size_t len);

#endif
