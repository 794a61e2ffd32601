/* One station's extension between a fake host and an AP.
 *
 * SPDX-License-Identifier: MIT */
#ifndef TEST_RSN_STATION_H
#define TEST_RSN_STATION_H

#include <dot11/rsn.h>

#include "authenticator.h"
#include "fake_host.h"

#define STATION_SESSION 7u

struct station {
    struct dot11_ext_host host;
    struct ap ap;
    const struct dot11_ext_ops *rsn;
    void *ext; /* its state, in a heap block of its very size */
    uint64_t now_us;
    struct dot11_rsn_profile profile;
    struct dot11_ssid ssid;
    struct dot11_bss bss;
    struct dot11_ext_suites suites;
    uint8_t beacon[AP_ELEMENTS_MAX + 64];
    uint8_t request[64]; /* our elements of the association request */
    size_t request_len;
    uint8_t message2[64]; /* Key Data of message 2, when it is not `request` */
    size_t message2_len;
    struct dot11_crypto_ops ops;
    void *provider;
    unsigned hmacs_left; /* all but one of them work, then none; 0: all do */
    bool hmac_failed;
};

/* cmocka setup and teardown: a station before pre_associate, with a PSK in its
 * profile, and a BSS that fits it. */
int station_new(void **state);
int station_new_with(void **state, const struct dot11_ext_ops *rsn);
int station_free(void **state);

/* Build the beacon anew from `ap.elements`. */
void station_beacon(struct station *s);

/* pre_associate, select, assoc_elements and post_associate, all of them
 * successful. */
void station_associate(struct station *s);
/* Only post_associate, as the host would call it. */
enum dot11_err station_post_associate(struct station *s);

/* A frame arrives from the AP; it lies in a block of its very size. */
enum dot11_drop station_receive(struct station *s, const uint8_t *octets,
                                size_t len, bool was_protected);
/* Seal a message and let it arrive. */
enum dot11_drop station_take(struct station *s,
                             const struct ap_message *message,
                             bool was_protected);

/* Message 1 and 2; the AP has the PTK then. */
void station_to_message2(struct station *s, bool rekey);
/* The whole 4-way handshake, checked. */
void station_handshake(struct station *s);
/* A group key handshake with the AP's present GTK, checked. */
void station_group(struct station *s);

/* Is this secret anywhere in the state of the extension? */
bool station_holds(const struct station *s, const uint8_t *secret, size_t len);

#endif
